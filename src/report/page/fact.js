// fact.js: how a fact is shown, wherever it is: its value, its sentence, who says so, and the rule that found it.

const articleAt = (fact) => address("article", fact.document.index, {fact: `${fact.type[0]}${fact.number}`});

// --- Figures

const QUALIFIERS = {
    at_least: "at least",
    at_most: "at most",
    about: "about",
    range: "between",
    vague: "vague",
    implied: "no number told"
};

// The bounds: 14, 14+, ≤ 50, 10,000–12,000.
function bounds(figure) {
    const {low, high, unit} = figure;
    const sign = unit === "percent" ? " %" : "";
    if (low === null && high === null) return "?";
    if (low === null) return `≤ ${integer.format(high)}${sign}`;
    if (high === null) return `${integer.format(low)}+${sign}`;
    return (low === high ? integer.format(low) : `${integer.format(low)}–${integer.format(high)}`) + sign;
}
const middle = (figure) => (figure.low === null ? figure.high : figure.high === null ? figure.low : (figure.low + figure.high) / 2) || 0;
const whoSays = (figure) => figure.source || "the writer";
const whatCounted = (figure) => figure.counted || (figure.unit === "other" ? "" : figure.unit);
const measured = (figure) => (figure.measure === "other" || fold(figure.counted).includes(figure.measure) ? "" : figure.measure);
const reported = (figure) => figure.document.date || figure.date;

function inWords(figure) {
    const qualifier = figure.qualifier ? `, ${QUALIFIERS[figure.qualifier] || figure.qualifier}` : "";
    return [
        `${bounds(figure)}${qualifier}`, whatCounted(figure), measured(figure), figure.place && `in ${figure.place}`,
        `according to ${whoSays(figure)}`, `reported ${longDate(reported(figure))}`
    ].filter(Boolean)
        .join("; ");
}

// --- Sentences. They are read one after the other behind what is drawn, so that many rows do not hold it up; whoever waits for one gets it
// at once.

const awaited = [];
let reading = false;

async function showSentence(place, fact) {
    const [before, itself, behind] = await passage(fact);
    place.replaceChildren();
    fill(place, null, [before, el("mark", {class: fact.type}, itself), behind]);
    place.classList.remove("awaited");
}

async function readSentences() {
    reading = true;
    await new Promise((resume) => setTimeout(resume));
    while (awaited.length) {
        const [place, fact] = awaited.shift();
        if (place.isConnected) await showSentence(place, fact); // another view is shown by now
    }
    reading = false;
}

function sentence(fact, atOnce) {
    const place = el("p", {class: "sentence awaited", dir: "auto"}, "…");
    if (atOnce)
        showSentence(place, fact);
    else
        awaited.push([place, fact]);
    if (!reading) readSentences();
    return place;
}

// --- Rows of a ledger: what, the sentence, where from

function origin(fact) {
    const {title, doc, outlet, date} = fact.document;
    return el("p", {class: "origin"}, link(articleAt(fact), null, bdi(title || doc)), " ",
        el("span", null, [outlet, longDate(date)].filter(Boolean).join(", ")));
}

function figureRow(figure, atOnce) {
    return el("li", {class: "row"},
        el("div", {class: "what"}, el("b", {class: "value"}, bounds(figure)),
            figure.qualifier && el("span", {class: "qualifier"}, QUALIFIERS[figure.qualifier] || figure.qualifier),
            el("span", {class: "measured"}, bdi(whatCounted(figure)), " ", measured(figure))),
        el("div", {class: "told"}, sentence(figure, atOnce === true), origin(figure)),
        el("div", {class: "who"},
            figure.source ? link(address("people", figure.source), null, bdi(figure.source)) : el("span", {class: "soft"}, "the writer"),
            figure.place && el("span", null, "in ", link(address("places", figure.place), null, bdi(figure.place))),
            figure.date && figure.date !== figure.document.date && el("span", null, `of ${longDate(figure.date)}`)));
}

function quoteRow(quote, withSpeaker) {
    const speaker = quote.speaker ? link(address("people", quote.speaker), null, bdi(quote.speaker)) : null;
    const who = speaker || el("span", {class: "soft"}, "nobody is named");
    return el("li", {class: "row"},
        el("div", {class: "what"}, el("span", {class: `stance ${quote.stance}`}, quote.stance),
            el("span", {class: "qualifier"}, quote.kind)),
        el("div", {class: "told"}, sentence(quote), origin(quote)),
        el("div", {class: "who"}, withSpeaker && who, quote.role && el("span", null, bdi(quote.role)),
            quote.cue && el("span", {class: "soft"}, "“", bdi(quote.cue), "”")));
}

function articleRow(item) {
    return el("li", {class: "row"},
        el("div", {class: "what"}, el("span", {class: "date"}, longDate(item.date)),
            item.outlet && el("span", {class: "qualifier"}, bdi(item.outlet))),
        el("div", {class: "told"},
            el("p", {class: "headline", dir: "auto"}, link(address("article", item.index), null, bdi(item.title || item.doc)))),
        el("div", {class: "who"},
            el("span", {class: "soft"}, many(item.figures.length, "figure"), ", ", many(item.quotes.length, "quote"))));
}

const ledger = (items, make, step) => paged(el("ol", {class: "ledger"}), items, make, step);

// --- One fact in full

function ruleOf(fact) {
    const rule = data.rules.get(fact.rule);
    return rule && [bdi(rule.name), rule.file && el("code", null, `${rule.file}:${rule.line}`)];
}

function fields(fact) {
    if (fact.type === "figures")
        return [
            ["value", `${bounds(fact)}${fact.qualifier ? ` (${QUALIFIERS[fact.qualifier] || fact.qualifier})` : ""}`],
            ["measure", fact.measure], ["counted", fact.counted], ["side", fact.side], ["place", fact.place],
            ["date", fact.date && longDate(fact.date)], ["source", whoSays(fact)]
        ];
    if (fact.type === "quotes")
        return [
            ["speaker", fact.speaker || "nobody is named"], ["role", fact.role], ["of", fact.affiliation], ["cue", fact.cue],
            ["stance", fact.stance], ["kind", fact.kind], ["speaker found by", fact.reason]
        ];
    return [["name", fact.name], ["kind", fact.kind]];
}

const TYPES = {
    figures: "Figure",
    quotes: "Quote",
    mentions: "Name"
};

const sentenceAt = (fact) => address("article", fact.document.index, {sentence: fact.sentence === null ? "" : String(fact.sentence)});

function factCard(fact) {
    const field = (name, value) => el("div", null, el("dt", null, name), el("dd", null, value));
    const known = fields(fact).filter((entry) => entry[1]).map((entry) => field(entry[0], bdi(entry[1])));
    const group = fact.type === "figures" ? groupOf(fact) : undefined;
    const told = group && `told ${many(group.total, "time")} in ${many(group.articles, "article")}`;
    return el("article", {class: `card ${fact.type}`}, el("h2", null, TYPES[fact.type]), el("dl", null, known, field("rule", ruleOf(fact))),
        el("p", null, link(sentenceAt(fact), null, "link to its sentence"),
            told ? [" · ", link(address("disputes", group.index), null, told)] : null));
}
