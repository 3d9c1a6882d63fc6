// overview.js: the first view: how much there is, when it was written, what most sources tell of, who is quoted most.

// Articles over time: a bar a day, a week, a month or a year, whichever gives bars that can be seen.
function timeline() {
  const dated = data.documents.map((item) => period(item.date)).filter(Boolean).map(([first]) => first);
  if (dated.length < 2) return null;
  const first = dated.reduce((a, b) => Math.min(a, b)), last = dated.reduce((a, b) => Math.max(a, b));
  const size = [1, 7, 30.44, 91.3, 365.25, 3652.5].map((days) => days * DAY).find((part) => (last - first) / part <= 110) || last - first;
  const parts = Math.floor((last - first) / size) + 1;
  const counts = new Array(parts).fill(0);
  for (const time of dated) counts[Math.floor((time - first) / size)]++;
  const width = 900, height = 96, base = height - 22, most = Math.max(...counts), wide = width / parts;
  const bars = counts.map((count, i) => count && svg("rect", { x: i * wide + Math.min(1, wide * 0.1), width: Math.max(1, Math.min(22, wide - 2)), y: base - (count / most) * (base - 16), height: (count / most) * (base - 16) },
    svg("title", null, `from ${longDate(new Date(first + i * size).toISOString().slice(0, 10))}: ${many(count, "article")}`)));
  const image = svg("svg", { class: "timeline", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `Articles over time, at most ${most} in one bar` }, bars, svg("line", { class: "axis", x1: 0, x2: width, y1: base, y2: base }));
  const label = (time, x, anchor) => image.append(tickText(x, height - 6, longDate(new Date(time).toISOString().slice(0, 10)), anchor));
  label(first, 0, "start");
  label(last, width, "end");
  return el("figure", null, el("figcaption", null, "Articles by date"), image);
}

const number = (count, what, to) => el("li", null, link(to, null, el("b", null, integer.format(count)), el("span", null, what)));

function topicRow(topic) {
  const rank = new Map([...grouped(topic.figures, whoSays)].sort((a, b) => b[1].length - a[1].length || compare(a[0], b[0])).map(([name], i) => [name, i]));
  const values = topic.figures.map(middle), least = Math.min(...values), most = Math.max(...values);
  return el("li", null, link(topicAddress(topic), { class: "topic" }, el("b", null, topic.measure), " ", bdi(topic.value)),
    strip(topic.figures, (figure) => colourClass(rank.get(whoSays(figure)))),
    el("span", { class: "spread" }, least === most ? integer.format(most) : `${integer.format(least)} – ${integer.format(most)}`),
    el("small", null, many(topic.sources, "source"), ", ", many(topic.articles, "article")));
}

function disputeRow(group) {
  const values = group.claims.map(middle), least = Math.min(...values), most = Math.max(...values);
  const colours = new Map([...grouped(group.claims, whoSays)].map(([name], i) => [name, colourClass(i)]));
  return el("li", null, link(address("disputes", group.index), { class: "topic" }, nameOf(group)), strip(group.claims, (claim) => colours.get(whoSays(claim))),
    el("span", { class: "spread" }, least === most ? integer.format(most) : `${integer.format(least)} – ${integer.format(most)}`),
    el("small", null, LABELS.slice(0, 3).filter((name) => group.labels.has(name)).map((name) => [label(name, group.labels.get(name).length), " "]), many(group.origins, "origin")));
}

function bars(items, textOf, countOf, unit) {
  const most = Math.max(...items.map(countOf));
  return el("ol", { class: "bars" }, items.map((item) => el("li", null, textOf(item),
    svg("svg", { viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" }, svg("rect", { width: (countOf(item) / most) * 100, height: 6 })),
    el("small", null, many(countOf(item), unit)))));
}

// What does not stand in the page, if anything.
function leftOut() {
  const { total: [[total]], from, to } = data.about;
  if (data.documents.length === total) return null;
  const when = from || to ? ` dated ${from ? `from ${longDate(from)}` : ""}${to ? ` to ${longDate(to)}` : ""}` : "";
  return el("p", { class: "note" }, `This page holds the ${integer.format(data.documents.length)} latest articles${when} of ${integer.format(total)} in the database; every count here is of these. `,
    "The others are in the database, or in a page made with ", el("code", null, "--from"), ", ", el("code", null, "--to"), " or a larger ", el("code", null, "--limit"), ".");
}

views.overview = {
  title: "Overview",
  draw(main) {
    const outlets = [...grouped(data.documents, (item) => item.outlet)].sort((a, b) => b[1].length - a[1].length || compare(a[0], b[0]));
    const people = data.speakers.filter((speaker) => speaker.name);
    const known = topics();
    const places = ofKind("place");
    main.append(...heading(data.about.title, many(data.documents.length, "article"), outlets.length ? ` from ${many(outlets.length, "outlet")}` : "", `, ${dateSpan(data.documents)}.`), leftOut() || "",
      el("ul", { class: "numbers" }, number(data.figures.length, "figures", address("figures")), number(data.quotes.length, "quotes", address("people")),
        number(people.length, "speakers", address("people")), number(places.length, "places", address("places")), number(data.documents.length, "articles", address("articles"))),
      timeline() || "");
    const disputed = data.groups.filter((group) => group.labels.has("conflicts") || group.labels.has("denies") || group.labels.has("updates"));
    if (disputed.length) main.append(section("Told differently", el("ol", { class: "compared" }, disputed.slice(0, 6).map(disputeRow)), el("p", null, link(address("disputes"), null, disputed.length > 6 ? `All ${integer.format(disputed.length)}, side by side` : "Side by side"))));
    if (known.length) main.append(section("What most sources tell of", el("ol", { class: "compared" }, known.slice(0, 10).map(topicRow)), key()));
    main.append(el("div", { class: "columns" },
      people.length ? section("Quoted most", bars(people.slice(0, 10), (speaker) => link(address("people", speaker.name), null, bdi(speaker.name)), (speaker) => speaker.quotes.length, "quote")) : null,
      places.length ? section("Named most", bars(places.slice(0, 10), (place) => link(address("places", place.name), null, bdi(place.name)), (place) => place.mentions, "mention")) : null,
      outlets.length ? section("Outlets", bars(outlets.slice(0, 10), ([name]) => link(address("articles", undefined, { words: name }), null, bdi(name)), ([, items]) => items.length, "article")) : null));
    if (!data.documents.length) main.append(nothing("The database holds no article. Add some with `muster add`."));
  },
};
