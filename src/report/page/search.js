// search.js: one box for everything. Names, figures and titles are found at once; quotes and texts while the articles are unpacked, island by island.

const MOST_FOUND = 200;

function snippet(text, words) {
  const folded = fold(text);
  const at = Math.max(0, folded.indexOf(words[0]) - 60);
  const part = text.slice(at, at + 200).replace(/\s+/g, " ");
  const pattern = new RegExp(`(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`, "giu");
  return el("p", { class: "sentence", dir: "auto" }, at ? "… " : "", part.split(pattern).map((piece, i) => (i % 2 ? el("mark", null, piece) : piece)), at + 200 < text.length ? " …" : "");
}

// Goes through all texts without holding up the page; `alive` says whether anybody still waits.
async function searchTexts(words, alive, found, progress) {
  for (const item of data.documents) {
    const text = await article(item);
    if (!alive()) return;
    found(item, text);
    if (item.index % data.about.chunk === data.about.chunk - 1) {
      progress(item.index + 1);
      await new Promise((resume) => setTimeout(resume));
    }
  }
  progress(data.documents.length);
}

function resultList(title, items, make) {
  return items.length ? section(`${title} (${integer.format(items.length)})`, ledger(items, make, 10)) : null;
}

function nameRow(name) {
  return el("li", { class: "row" }, el("div", { class: "what" }, el("span", { class: "qualifier" }, name.kind)),
    el("div", { class: "told" }, el("p", { class: "headline" }, link(address(name.kind === "place" ? "places" : "people", name.name), null, bdi(name.name))), el("p", { class: "soft" }, bdi(name.role || ""))),
    el("div", { class: "who" }, el("span", { class: "soft" }, many(name.mentions, "mention"))));
}

views.search = {
  title: "Search",
  hidden: true,
  async draw(main, item, query) {
    const words = wordsOf(query.words);
    main.append(...heading(query.words ? ["“", bdi(query.words), "”"] : "Search"));
    if (!words.length) return main.append(nothing("Write words into the box above: a name, a place, what was said."));
    const names = KINDS.flatMap(([kind]) => ofKind(kind)).filter((name) => hasWords(words, ...name.forms)).sort((a, b) => b.mentions - a.mentions);
    const figures = data.figures.filter((figure) => hasWords(words, figure.measure, figure.counted, figure.place, figure.source, figure.date));
    main.append(resultList("Names", names, nameRow) || "", resultList("Figures", figures, figureRow) || "");
    const state = el("p", { class: "note", role: "status" }, "Reading the texts …");
    const quotes = el("ol", { class: "ledger" }), texts = el("ol", { class: "ledger" }), quoted = section("Quotes", quotes), told = section("Articles", texts);
    quoted.hidden = told.hidden = true;
    main.append(quoted, told, state);
    const counts = { quotes: 0, texts: 0 };
    const add = (list, around, what, row) => {
      around.hidden = false;
      if (++counts[what] <= MOST_FOUND) list.append(row());
    };
    await searchTexts(words, () => state.isConnected, (one, text) => {
      if (!hasWords(words, text.text, one.title, one.outlet)) return;
      for (const quote of one.quotes) if (hasWords(words, text.cut(quote.start, quote.end), quote.speaker)) add(quotes, quoted, "quotes", () => quoteRow(quote, true));
      add(texts, told, "texts", () => {
        const row = articleRow(one);
        row.querySelector(".told").append(snippet(text.text, words));
        return row;
      });
    }, (read) => (state.textContent = read < data.documents.length ? `${integer.format(read)} of ${integer.format(data.documents.length)} articles read …`
      : `${many(counts.quotes, "quote")} and ${many(counts.texts, "article")} found in ${many(read, "article")}.${Math.max(counts.quotes, counts.texts) > MOST_FOUND ? ` The first ${MOST_FOUND} of each are shown.` : ""}`));
  },
};
