// figures.js: figures over time and by source, and the list of them. What is shown is chosen by measure, place, words and source, and
// stands in the address, so that a view can be sent to somebody.

const NO_CHART = new Set(["duration", "age", "other"]);
const colourClass = (rank) => (rank < COLOURS ? `s${rank}` : "others");

// What many tell of: a measure at a place, or of a side's people. The ones that most sources speak of come first.
function topics() {
    const told = data.figures.filter((figure) => !NO_CHART.has(figure.measure) && figure.qualifier !== "implied");
    const topic = (field, name, figures) => {
        const [measure, value] = name.split("\n"), articles = distinct(figures, (figure) => figure.document);
        return {measure, field, value, figures, articles, sources: distinct(figures, whoSays)};
    };
    const make = (field) => {
        const named = grouped(told, (figure) => figure[field] && `${figure.measure}\n${figure[field]}`);
        return [...named].map(([name, figures]) => topic(field, name, figures));
    };
    const several = ({figures, sources, articles}) => figures.length > 1 && (sources > 1 || articles > 1);
    const all = [...make("place"), ...make("side")].filter(several);
    all.sort((a, b) => b.sources - a.sources || b.figures.length - a.figures.length || compare(a.value, b.value));
    const same = (a, b) =>
        a.measure === b.measure && a.figures.length === b.figures.length && a.figures.every((figure, i) => figure === b.figures[i]);
    return all.filter((topic, i) => !all.slice(Math.max(0, i - 40), i).some((other) => same(topic, other)));
}
const topicAddress = (topic) => address("figures", undefined, {measure: topic.measure, [topic.field]: topic.value});

function matching({measure, place, side, words, source}) {
    const wanted = wordsOf(words);
    const asked = [[measure, (one) => one.measure], [place, (one) => one.place], [side, (one) => one.side], [source, whoSays]];
    const chosen = asked.filter(([value]) => value);
    const has = (one) => hasWords(wanted, one.counted, one.side, one.place, one.source, one.measure, one.document.title);
    return data.figures.filter((one) => chosen.every(([value, of]) => of(one) === value) && (!wanted.length || has(one)));
}

const options = (all, items, keyOf, most = 200) => [["", all],
    ...[...grouped(items, keyOf)].sort((a, b) => b[1].length - a[1].length || compare(a[0], b[0])).slice(0, most).map(([name,
        group]) => [name, `${name} (${integer.format(group.length)})`])];

const SORTS = {
    date: ["Date reported", (a, b) => compare(reported(a) || "~", reported(b) || "~") || a.index - b.index],
    value: ["Value", (a, b) => middle(b) - middle(a) || a.index - b.index],
    source: ["Source", (a, b) => compare(whoSays(a), whoSays(b)) || a.index - b.index],
};

function legend(figures, query, rank) {
    const sources = [...grouped(figures, whoSays)].sort((a, b) => rank.get(a[0]) - rank.get(b[0])).slice(0, 12);
    const change = (source) => (location.hash = address("figures", undefined, {...query, source: query.source === source ? "" : source}));
    const button = ([source, given]) => {
        const pressed = {type: "button", "aria-pressed": String(query.source === source), onclick: () => change(source)};
        const count = el("small", null, integer.format(given.length));
        return el("button", pressed, el("i", {class: colourClass(rank.get(source))}), bdi(source), count);
    };
    return el("p", {class: "legend"}, sources.map(button));
}

// What a chart leaves out or draws together, if anything.
function chartNote(figures, by) {
    const count = integer.format(figures.length);
    if (by !== "source" && figures.length > MOST_MARKS)
        return `${count} figures are too many for a mark each: every bar is a period, thin from the lowest to the highest, ` +
            "thick for the middle half, with a dot at the median. Choose a place or a source to see each.";
    const left = by === "source" ? distinct(figures, whoSays) - MOST_SOURCES : 0;
    return left > 0 ? `${many(left, "more source")} in the list below.` : "";
}

function chartOf(figures, query, colourOf) {
    const detail = el("div", {class: "detail"}, el("p", {class: "soft"}, "Choose a mark, or use the arrow keys, to read its sentence."));
    const frame = el("div", {class: "frame"});
    const inFull = (figure) => (figure.type === "claims" ? claimSide(figure, true) : el("ol", {class: "ledger"}, figureRow(figure, true)));
    const choose = (figure) => detail.replaceChildren(inFull(figure));
    const when = query.dates === "event" ? (figure) => figure.date || figure.document.date : reported;
    const draw = () => {
        const width = Math.max(280, Math.round(frame.clientWidth || Math.min(1100, window.innerWidth - 40)));
        if (frame.dataset.width === String(width)) return;
        frame.dataset.width = width;
        const bySource = query.by === "source";
        frame.replaceChildren(bySource ? sourceChart(figures, width, colourOf, choose) : timeChart(figures, width, colourOf, when, choose));
    };
    draw();
    new ResizeObserver(draw).observe(frame);
    const note = chartNote(figures, query.by);
    return [frame, key(), note ? el("p", {class: "note"}, note) : "", frame.querySelector(".periods") ? "" : detail];
}

// Sources by how many figures they give: the order of their colours.
function ranked(figures) {
    const sources = [...grouped(figures, whoSays)].sort((a, b) => b[1].length - a[1].length || compare(a[0], b[0]));
    return new Map(sources.map((entry, i) => [entry[0], i]));
}

function figureChoices(query, change) {
    const ofMeasure = matching({measure: query.measure});
    const drawn = [["time", "over time"], ["source", "by source"]], dates = [["", "as reported"], ["event", "of the event"]];
    return el("form", {class: "choices", onsubmit: (event) => event.preventDefault()},
        choice("Measure", "measure", options("all", data.figures, (one) => one.measure), query.measure, (measure) => change({measure})),
        choice("Place", "place", options("any", ofMeasure, (one) => one.place), query.place, (place) => change({place})),
        choice("Whose", "side", options("any", ofMeasure, (one) => one.side), query.side, (side) => change({side})),
        fillBox("Words", "words", query.words, (words) => change({words})),
        choice("Drawn", "by", drawn, query.by || "time", (by) => change({by})),
        query.by === "source" ? null : choice("Dates", "dates", dates, query.dates, (picked) => change({dates: picked})));
}

function figureDeck(figures) {
    const articles = distinct(figures, (figure) => figure.document);
    return [many(figures.length, "figure"), " of ", many(distinct(figures, whoSays), "source"), " in ", many(articles, "article"), "."];
}

function topicList(known) {
    const item = (topic) => {
        const name = link(topicAddress(topic), null, `${topic.measure} · `, bdi(topic.value));
        return el("li", null, name, " ", el("small", null, many(topic.sources, "source")));
    };
    return known.slice(0, 12).map(item);
}

// The measure, place and the rest that the address asks for; where it asks for nothing, what most sources tell of.
function figureQuery(query, known) {
    if (!Object.keys(query).length && known.length) return {measure: known[0].measure, [known[0].field]: known[0].value};
    return {...query, place: canonical(query.place)};
}

views.figures = {
    title: "Figures",
    draw(main, item, asked) {
        const known = topics(), query = figureQuery(asked, known);
        const change = (more) => (location.hash = address("figures", undefined, {...query, ...more}));
        const figures = matching(query), all = matching({...query, source: ""}), rank = ranked(all);
        const charted = figures.filter((figure) => middle(figure) >= 0 && !NO_CHART.has(figure.measure));
        if (!query.by && distinct(charted, reported) < 4) query.by = "source";
        const colourOf = (figure) => colourClass(rank.has(whoSays(figure)) ? rank.get(whoSays(figure)) : COLOURS);
        const title = [capital(query.measure) || "All figures", query.side && `: ${query.side}`, query.place && `, ${query.place}`];
        main.append(...heading(title.filter(Boolean).join(""), figureDeck(figures)), figureChoices(query, change));
        if (charted.length)
            main.append(legend(all.filter((figure) => !NO_CHART.has(figure.measure)), query, rank), ...chartOf(charted, query, colourOf));
        else
            main.append(nothing(figures.length ? "These figures are of things that no chart brings together." : "No figure is like that."));
        const sort = SORTS[query.sort] ? query.sort : "date",
              sorts = Object.keys(SORTS).map((name) => [name, SORTS[name][0].toLowerCase()]);
        main.append(section("Each with its sentence", choice("In order of", "sort", sorts, sort, (name) => change({sort: name})),
            ledger([...figures].sort(SORTS[sort][1]), figureRow)));
        if (known.length > 1) main.append(section("What most sources tell of", el("ul", {class: "topics"}, topicList(known))));
    },
};
