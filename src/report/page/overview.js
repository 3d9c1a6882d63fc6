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
    const bar = (count, i) => {
        const tall = (count / most) * (base - 16), day = longDate(new Date(first + i * size).toISOString().slice(0, 10));
        const place = {x: i * wide + Math.min(1, wide * 0.1), width: Math.max(1, Math.min(22, wide - 2)), y: base - tall, height: tall};
        return count && svg("rect", place, svg("title", null, `from ${day}: ${many(count, "article")}`));
    };
    const bars = counts.map(bar);
    const image = svg("svg",
        {class: "timeline", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `Articles over time, at most ${most} in one bar`},
        bars, svg("line", {class: "axis", x1: 0, x2: width, y1: base, y2: base}));
    const label = (time, x, anchor) => image.append(tickText(x, height - 6, longDate(new Date(time).toISOString().slice(0, 10)), anchor));
    label(first, 0, "start");
    label(last, width, "end");
    return el("figure", null, el("figcaption", null, "Articles by date"), image);
}

const number = (count, what, to) => el("li", null, link(to, null, el("b", null, integer.format(count)), el("span", null, what)));

// A row of what is told: its name, a strip of what is told, from the lowest to the highest, and by how many.
function comparedRow(named, figures, colours, ...counts) {
    const values = figures.map(middle), least = Math.min(...values), most = Math.max(...values);
    return el("li", null, named, strip(figures, (figure) => colourClass(colours.get(whoSays(figure)))),
        el("span", {class: "spread"}, least === most ? integer.format(most) : `${integer.format(least)} – ${integer.format(most)}`),
        el("small", null, counts));
}

function topicRow(topic) {
    return comparedRow(link(topicAddress(topic), {class: "topic"}, el("b", null, topic.measure), " ", bdi(topic.value)), topic.figures,
        ranked(topic.figures), many(topic.sources, "source"), ", ", many(topic.articles, "article"));
}

function disputeRow(group) {
    const labels = DIFFERING.filter((name) => group.labels.has(name)).map((name) => [label(name, group.labels.get(name)), " "]);
    return comparedRow(link(address("disputes", group.index), {class: "topic"}, nameOf(group)), group.claims, ranked(group.claims), labels,
        many(group.origins, "origin"));
}

function bars(items, textOf, countOf, unit) {
    const most = Math.max(...items.map(countOf));
    const bar = (item) => svg("svg", {viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true"},
        svg("rect", {width: (countOf(item) / most) * 100, height: 6}));
    return el(
        "ol", {class: "bars"}, items.map((item) => el("li", null, textOf(item), bar(item), el("small", null, many(countOf(item), unit)))));
}

// What does not stand in the page, if anything.
function leftOut() {
    const {total: [[total]], from, to} = data.about;
    if (data.documents.length === total) return null;
    const when = from || to ? ` dated ${from ? `from ${longDate(from)}` : ""}${to ? ` to ${longDate(to)}` : ""}` : "";
    return el("p", {class: "note"},
        `This page holds the ${integer.format(data.documents.length)} latest articles${when} of ${
            integer.format(total)} in the database; every count here is of these. `,
        "The others are in the database, or in a page made with ", el("code", null, "--from"), ", ", el("code", null, "--to"),
        " or a larger ", el("code", null, "--limit"), ".");
}

function topLists(people, places, outlets) {
    const speakers = () =>
        bars(people.slice(0, 10), (one) => link(address("people", one.name), null, bdi(one.name)), (one) => one.quotes.length, "quote");
    const named = () =>
        bars(places.slice(0, 10), (one) => link(address("places", one.name), null, bdi(one.name)), (one) => one.mentions, "mention");
    const published = () => bars(outlets.slice(0, 10), (one) => link(address("articles", undefined, {words: one[0]}), null, bdi(one[0])),
        (one) => one[1].length, "article");
    return el("div", {class: "columns"}, people.length ? section("Quoted most", speakers()) : null,
        places.length ? section("Named most", named()) : null, outlets.length ? section("Outlets", published()) : null);
}

function disputeList(disputed) {
    const more = disputed.length > 6 ? `All ${integer.format(disputed.length)}, side by side` : "Side by side";
    return section("Told differently", el("ol", {class: "compared"}, disputed.slice(0, 6).map(disputeRow)),
        el("p", null, link(address("disputes"), null, more)));
}

views.overview = {
    title: "Overview",
    draw(main) {
        const outlets = [...grouped(data.documents, (item) => item.outlet)];
        outlets.sort((a, b) => b[1].length - a[1].length || compare(a[0], b[0]));
        const people = data.speakers.filter((speaker) => speaker.name), known = topics(), places = ofKind("place");
        const disputed = data.groups.filter(differs);
        const from = outlets.length ? ` from ${many(outlets.length, "outlet")}` : "";
        main.append(...heading(data.about.title, many(data.documents.length, "article"), from, `, ${dateSpan(data.documents)}.`),
            leftOut() || "",
            el("ul", {class: "numbers"}, number(data.figures.length, "figures", address("figures")),
                number(data.quotes.length, "quotes", address("people")), number(people.length, "speakers", address("people")),
                number(places.length, "places", address("places")), number(data.documents.length, "articles", address("articles"))),
            timeline() || "");
        if (disputed.length) main.append(disputeList(disputed));
        if (known.length)
            main.append(section("What most sources tell of", el("ol", {class: "compared"}, known.slice(0, 10).map(topicRow)), key()));
        main.append(topLists(people, places, outlets));
        if (!data.documents.length) main.append(nothing("The database holds no article. Add some with `muster add`."));
    },
};
