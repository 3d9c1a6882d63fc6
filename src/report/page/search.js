// search.js: one box for everything. Names, figures and titles are found at once; quotes and texts while the articles are unpacked, island
// by island.

const MOST_FOUND = 200;

function snippet(text, words) {
    const folded = fold(text);
    const at = Math.max(0, folded.indexOf(words[0]) - 60);
    const part = text.slice(at, at + 200).replace(/\s+/g, " ");
    const pattern = new RegExp(`(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`, "giu");
    return el("p", {class: "sentence", dir: "auto"}, at ? "… " : "",
        part.split(pattern).map((piece, i) => (i % 2 ? el("mark", null, piece) : piece)), at + 200 < text.length ? " …" : "");
}

// Goes through all texts without holding up the page; `alive` says whether anybody still waits.
async function searchTexts(alive, found, progress) {
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
    return el("li", {class: "row"}, el("div", {class: "what"}, el("span", {class: "qualifier"}, name.kind)),
        el("div", {class: "told"},
            el("p", {class: "headline"}, link(address(name.kind === "place" ? "places" : "people", name.name), null, bdi(name.name))),
            el("p", {class: "soft"}, bdi(name.role || ""))),
        el("div", {class: "who"}, el("span", {class: "soft"}, many(name.mentions, "mention"))));
}

// A list that grows while texts are read; hidden as long as it is empty, and never longer than can be shown.
function growing(title) {
    const list = el("ol", {class: "ledger"}), around = section(title, list);
    around.hidden = true;
    const grown = {around, count: 0};
    grown.add = (row) => {
        around.hidden = false;
        if (++grown.count <= MOST_FOUND) list.append(row());
    };
    return grown;
}

function foundSoFar(read, quotes, texts) {
    if (read < data.documents.length) return `${integer.format(read)} of ${integer.format(data.documents.length)} articles read …`;
    const more = Math.max(quotes.count, texts.count) > MOST_FOUND ? ` The first ${MOST_FOUND} of each are shown.` : "";
    return `${many(quotes.count, "quote")} and ${many(texts.count, "article")} found in ${many(read, "article")}.${more}`;
}

function snippetRow(item, text, words) {
    const row = articleRow(item);
    row.querySelector(".told").append(snippet(text.text, words));
    return row;
}

views.search = {
    title: "Search",
    hidden: true,
    async draw(main, item, query) {
        const words = wordsOf(query.words);
        main.append(...heading(query.words ? ["“", bdi(query.words), "”"] : "Search"));
        if (!words.length) return main.append(nothing("Write words into the box above: a name, a place, what was said."));
        const names = data.names.filter((name) => hasWords(words, ...name.forms));
        const figures = data.figures.filter((one) => hasWords(words, one.measure, one.counted, one.place, one.source, one.date));
        const state = el("p", {class: "note", role: "status"}, "Reading the texts …"), quotes = growing("Quotes"),
              texts = growing("Articles");
        main.append(
            resultList("Names", names, nameRow) || "", resultList("Figures", figures, figureRow) || "", quotes.around, texts.around, state);
        const take = (one, text) => {
            if (!hasWords(words, text.text, one.title, one.outlet)) return;
            texts.add(() => snippetRow(one, text, words));
            for (const quote of one.quotes)
                if (hasWords(words, text.cut(quote.start, quote.end), quote.speaker)) quotes.add(() => quoteRow(quote, true));
        };
        await searchTexts(() => state.isConnected, take, (read) => (state.textContent = foundSoFar(read, quotes, texts)));
    },
};
