// disputes.js: claims about the same thing, as the audit brought them together: what differs, side by side, and whose text repeats whose.

const LABELS = ["conflicts", "denies", "updates", "refines", "agrees"];
const DIFFERING = LABELS.slice(0, 3);
const differs = (group) => DIFFERING.some((name) => group.labels.has(name));
const SHOWN = {
    "": "what differs",
    conflicts: "conflicts",
    denies: "denials",
    updates: "updates",
    refines: "refinements",
    agrees: "what agrees",
    all: "all"
};

// A group of claims about the same thing, of which the page says how many there are before any is made.
class Group {
    // A pair is three numbers: claim, claim, reason.
    constructor([rows, triples, total], reasons) {
        Object.assign(this, {rows, triples, total, reasons, made: null, labels: new Map()});
        for (let i = 2; i < triples.length; i += 3) {
            const [label] = reasons[triples[i]];
            this.labels.set(label, (this.labels.get(label) || 0) + 1);
        }
        const origins = new Set(), articles = new Set(), sources = new Set();
        let least = Infinity, most = 0;
        for (const row of rows) {
            const document = data.documents[row[DOCUMENT]], value = row[LOW] ?? row[HIGH];
            articles.add(document);
            origins.add(document.copyOf || document);
            if (row[SOURCE]) sources.add(canonical(row[SOURCE]));
            if (value > 0) least = Math.min(least, value);
            if (value > 0) most = Math.max(most, value);
        }
        Object.assign(this, {articles: articles.size, origins: origins.size, sources: sources.size, spread: most ? most / least : 1});
        this.weight = (this.labels.has("conflicts") ? 100 : 0) + (this.labels.has("denies") ? 100 : 0) +
            (this.labels.has("updates") ? 30 : 0) + 6 * this.origins + 4 * this.sources + 5 * Math.log2(this.spread);
    }

    get claims() {
        this.made ??= named(this.rows, columns.claims).map((claim) => {
            const document = data.documents[claim.document];
            const figure = document.figures.find((one) => one.start < claim.end && one.end > claim.start);
            return Object.assign(claim, {type: "claims", document, figure, source: canonical(claim.source), place: canonical(claim.place)});
        });
        return this.made;
    }

    pairs(label) {
        const {claims, triples, reasons} = this, found = [];
        for (let i = 0; i < triples.length; i += 3) {
            const [name, why] = reasons[triples[i + 2]];
            if (name === label) found.push({index: i / 3, first: claims[triples[i]], second: claims[triples[i + 1]], label, why});
        }
        return found;
    }
}
const [DOCUMENT, START, LOW, HIGH, MEASURE, SOURCE] =
    ["document", "start", "low", "high", "measure", "source"].map((name) => columns.claims.indexOf(name));

// Groups, the most disputed first: conflicts and denials, then how many tell it, then how far apart the numbers lie.
function readGroups({groups = [], reasons = []}, copies) {
    for (const [position, first, share, ...changes] of copies)
        Object.assign(data.documents[position], {copyOf: data.documents[first], share, changes});
    return groups.map((parts) => new Group(parts, reasons))
        .sort((a, b) => b.weight - a.weight || a.rows[0][DOCUMENT] - b.rows[0][DOCUMENT] || a.rows[0][START] - b.rows[0][START])
        .map((group, index) => Object.assign(group, {index}));
}

// The group in which a figure is told; which stands where is written down when one is first asked for.
function groupOf(figure) {
    if (!data.told) {
        data.told = new Map();
        for (const group of data.groups)
            for (const row of group.rows) data.told.set(row[DOCUMENT], [...(data.told.get(row[DOCUMENT]) || []), group]);
    }
    return data.told.get(figure.document.index)?.find((group) => group.claims.some((claim) => claim.figure === figure));
}

const commonest = (claims, field) => mostly([...grouped(claims, (claim) => claim[field])].map(([value, all]) => [value, all.length]));

function nameOf(group) {
    const {measure} = group.claims[0], of = (field) => commonest(group.claims, field);
    const counted = of("counted") || of("side");
    const date = group.claims.find((claim) => claim.date)?.date; // the day told first, as in `muster audit`
    return [
        measure === "other" ? null : el("b", null, capital(measure) + (counted ? ": " : " ")),
        bdi([counted, of("place") && `in ${of("place")}`].filter(Boolean).join(" ")), date ? el("small", null, ` ${longDate(date)}`) : null
    ];
}

function standing(group) {
    return [
        many(group.total, "claim"), " in ", many(group.articles, "article"),
        group.origins < group.articles ? `, of ${many(group.origins, "independent origin")}` : "",
        group.sources ? `, from ${many(group.sources, "named source")}` : ""
    ];
}

const label = (name, count) => el("span", {class: `label ${name}`}, name, count > 1 ? ` ${integer.format(count)}` : "");

function claimAt(claim) {
    if (claim.figure) return articleAt(claim.figure);
    return address("article", claim.document.index, {at: `${claim.start}-${claim.end}`});
}

function claimSide(claim, atOnce) {
    const {title, doc, outlet, date, copyOf} = claim.document;
    const manner = [QUALIFIERS[claim.qualifier], whatCounted(claim), claim.told === "asserted" ? "" : `told as ${claim.told}`];
    const repeated = copyOf ? [" · repeats ", link(address("article", copyOf.index), null, bdi(copyOf.outlet || copyOf.doc))] : null;
    return el("div", {class: "side"},
        el("p", null, el("b", {class: "value"}, bounds(claim)), " ", el("span", {class: "qualifier"}, manner.filter(Boolean).join(" · "))),
        el("p", {class: "by"}, claim.source ? link(address("people", claim.source), null, bdi(claim.source)) : "the writer"),
        sentence(claim, atOnce === true),
        el("p", {class: "origin"}, link(claimAt(claim), null, bdi(title || doc)), " ", [outlet, longDate(date)].filter(Boolean).join(", "),
            repeated));
}

// The pair that says most: the worst label, the widest apart, of different articles and named sources where there are such.
function tellingPair(group) {
    const named = ({source}) => (source ? 0.3 : 0);
    const apart = ({first, second}) => Math.abs(Math.log((middle(first) || 1) / (middle(second) || 1)));
    const far = (pair) => apart(pair) + (pair.first.document !== pair.second.document ? 1 : 0) + named(pair.first) + named(pair.second);
    const worst = LABELS.find((name) => group.labels.has(name));
    return group.pairs(worst).sort((a, b) => far(b) - far(a) || a.index - b.index)[0];
}

function sideBySide(pair) {
    return el("div", {class: "pair"}, claimSide(pair.first), el("div", {class: "between"}, label(pair.label), el("small", null, pair.why)),
        claimSide(pair.second));
}

function groupCard(group) {
    const rank = ranked(group.claims);
    const labels = LABELS.filter((name) => group.labels.has(name)).map((name) => [label(name, group.labels.get(name)), " "]);
    return el("li", {class: "dispute"}, el("h2", null, link(address("disputes", group.index), null, nameOf(group))),
        el("p", {class: "soft"}, standing(group), " ", labels),
        group.spread > 1 ? strip(group.claims, (claim) => colourClass(rank.get(whoSays(claim)))) : null, sideBySide(tellingPair(group)));
}

// What the page does not hold, or the audit did not compare.
function groupNote({claims, total}) {
    if (total > claims.length)
        return `The first ${claims.length} of ${integer.format(total)} claims are shown, the first 40 compared with one another.`;
    return total > 40 ? "The first 40 claims are compared with one another." : "";
}

function drawGroup(main, group) {
    if (!group) return main.append(nothing("No such claims."));
    const rank = ranked(group.claims), told = group.claims.filter((claim) => middle(claim) >= 0), note = groupNote(group);
    const by = distinct(group.claims, reported) < 3 ? "source" : "time";
    main.append(link(address("disputes"), {class: "back"}, "All that is told differently"), ...heading(nameOf(group), standing(group)),
        legendOf(rank), ...chartOf(told, {by}, (claim) => colourClass(rank.get(whoSays(claim)))),
        note ? el("p", {class: "note"}, note) : "");
    for (const name of LABELS.filter((one) => group.labels.has(one))) {
        const pairs = group.pairs(name), title = [label(name), ` ${many(pairs.length, "pair")}`];
        main.append(section(title, paged(el("ol", {class: "pairs"}), pairs, (pair) => el("li", null, sideBySide(pair)), 8)));
    }
}

const legendOf = (rank) =>
    el("p", {class: "legend"}, [...rank].slice(0, 12).map(([name, i]) => el("span", null, el("i", {class: colourClass(i)}), bdi(name))));

const percent = new Intl.NumberFormat("en", {style: "percent", maximumFractionDigits: 0});

const CHANGES = ["figure raised", "figure lowered", "figure dropped", "figure added", "quote dropped", "quote added", "quote reworded"];

/* "2 figures raised, 1 quote dropped"; nothing where all is the same. */
function changesOf({changes}) {
    const told = (count, i) => {
        const [noun, verb] = CHANGES[i].split(" ");
        return count ? `${many(count, noun)} ${verb}` : "";
    };
    return changes.map(told).filter(Boolean).join(", ");
}

function copyRow(item) {
    const title = link(address("article", item.index), null, bdi(item.title || item.doc));
    const first = link(address("article", item.copyOf.index), null, bdi(item.copyOf.outlet || item.copyOf.title || item.copyOf.doc));
    const changed = changesOf(item);
    return el("li", {class: "row"},
        el("div", {class: "what"}, el("b", null, percent.format(item.share)), el("span", {class: "qualifier"}, "of its text")),
        el("div", {class: "told"},
            el("p", null, title, " ", el("small", null, [item.outlet, longDate(item.date)].filter(Boolean).join(", "))),
            changed ? el("p", null, el("small", null, changed)) : null),
        el("div", {class: "who"}, "as ", first));
}

function copiesList(copies) {
    if (!copies.length) return "";
    return section(
        "Texts that repeat another", el("p", {class: "soft"}, "What they tell counts as one origin."), ledger(copies, copyRow, 20));
}

views.disputes = {
    title: "Disputes",
    draw(main, item, query) {
        if (item !== undefined) return drawGroup(main, data.groups[item]);
        const change = (more) => (location.hash = address("disputes", undefined, {...query, ...more}));
        const wanted = wordsOf(query.words), measureOf = (group) => group.rows[0][MEASURE];
        const has = (claim) => hasWords(wanted, claim.counted, claim.side, claim.place, claim.source, claim.document.title);
        const worth = {"": differs, all: () => true}[query.label || ""] || ((group) => group.labels.has(query.label));
        const all = data.groups.filter(worth), copies = data.documents.filter((one) => one.copyOf);
        const measured = query.measure ? all.filter((group) => measureOf(group) === query.measure) : all;
        const found = wanted.length ? measured.filter((group) => group.claims.some(has)) : measured;
        const repeats = copies.length ? `; ${many(copies.length, "article repeats", "articles repeat")} another.` : ".";
        const told = [many(data.groups.length, "thing is", "things are"), " told by more than one", repeats];
        main.append(
            ...heading("Told differently", "Claims about the same thing, of different articles or sources, side by side. ", ...told),
            el("form", {class: "choices", onsubmit: (event) => event.preventDefault()},
                choice("Shown", "label", Object.entries(SHOWN), query.label, (name) => change({label: name})),
                choice("Measure", "measure", options("all", all, measureOf), query.measure, (measure) => change({measure})),
                fillBox("Words", "words", query.words, (words) => change({words}))),
            ...paged(el("ol", {class: "disputes"}), found, groupCard, 12));
        if (!found.length) main.append(nothing("Nothing of that kind is told by more than one."));
        main.append(copiesList(copies));
    },
};
