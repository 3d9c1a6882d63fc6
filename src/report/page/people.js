// people.js: who said what, and the names. A speaker's page has what they said, the figures that they give, and the articles that name
// them.

const STANCES = ["asserted", "claimed", "accused", "denied", "confirmed", "asked", "urged", "promised", "warned", "other"];

function stanceBar(quotes) {
    const counts = grouped(quotes, (quote) => quote.stance);
    const present = STANCES.filter((stance) => counts.has(stance));
    let at = 0;
    return el("div", {class: "stances"},
        svg("svg", {
            viewBox: "0 0 100 8",
            preserveAspectRatio: "none",
            role: "img",
            "aria-label": present.map((stance) => `${stance} ${counts.get(stance).length}`).join(", ")
        },
            present.map((stance) => {
                const width = (counts.get(stance).length / quotes.length) * 100;
                at += width;
                return svg("rect", {class: `stance ${stance}`, x: at - width, width: Math.max(0.4, width - 0.4), height: 8});
            })),
        el("p", null,
            present.map((stance) => [el("span", {class: `stance ${stance}`}, stance), ` ${integer.format(counts.get(stance).length)} `])));
}

const alsoCalled = (name) =>
    (name?.forms.length > 1 ? [" · also ", bdi(name.forms.filter((form) => form !== name.name).slice(0, 8).join(", "))] : null);
const roleOf = (name) => data.names.find((one) => one.name === name && one.role) || {};

function drawSpeaker(main, name, query) {
    const speaker = data.speakers.find((one) => one.name === name);
    const quotes = (speaker?.quotes || []).filter((quote) => !query.stance || quote.stance === query.stance);
    const figures = data.figures.filter((figure) => figure.source === name);
    const known = data.names.filter((one) => one.name === name);
    const articles = [...new Set(known.flatMap((one) => one.documents))].sort((a, b) => a.index - b.index);
    const {affiliation} = roleOf(name);
    main.append(link(address("people"), {class: "back"}, "All speakers"),
        ...heading(name ? bdi(name) : "Nobody is named",
            bdi([speaker && mostly(speaker.roles), affiliation, known[0]?.kind].filter(Boolean).join(" · ")), alsoCalled(known[0])));
    if (speaker) {
        main.append(section("Said", stanceBar(speaker.quotes),
            choice("Stance", "stance", options("all", speaker.quotes, (quote) => quote.stance), query.stance,
                (stance) => (location.hash = address("people", name, {stance}))),
            ledger(quotes, (quote) => quoteRow(quote, false))));
    }
    if (figures.length) main.append(section("Figures they give", ledger(figures, figureRow)));
    if (articles.length) main.append(section("Articles that name them", ledger(articles, articleRow, 20)));
    if (!speaker && !figures.length && !articles.length) main.append(nothing("Nobody of that name is quoted here."));
}

views.people = {
    title: "Who said what",
    draw(main, item, query) {
        if (item !== undefined) return drawSpeaker(main, canonical(item), query);
        const words = wordsOf(query.words);
        const found = data.speakers.filter((speaker) => !words.length || hasWords(words, speaker.name, ...speaker.roles.keys()));
        const named = data.speakers.filter((speaker) => speaker.name).length;
        main.append(...heading("Who said what", many(data.quotes.length, "quote"), " by ", many(named, "speaker"), "."),
            fillBox("Name or role", "words", query.words, (value) => (location.hash = address("people", undefined, {words: value}))),
            ...paged(el("ol", {class: "directory"}), found,
                (speaker) =>
                    el("li", null, link(address("people", speaker.name), null, speaker.name ? bdi(speaker.name) : "Nobody is named"),
                        el("small", null, bdi(mostly(speaker.roles) || "")),
                        el("span", {class: "count"}, many(speaker.quotes.length, "quote"))),
                120));
        if (!found.length) main.append(nothing("Nobody of that name or role is quoted."));
    },
};

const KINDS = [
    ["person", "People"], ["place", "Places"], ["organisation", "Organisations"], ["unit", "Units"], ["weapon", "Weapons"],
    ["nationality", "Nationalities"]
];

views.names = {
    title: "Names",
    draw(main, item, query) {
        const kind = KINDS.some(([word]) => word === item) ? item : "person";
        const words = wordsOf(query.words);
        const tab = ([word, text]) => {
            const count = el("small", null, integer.format(ofKind(word).length));
            return link(address("names", word), {"aria-current": word === kind ? "page" : null}, text, count);
        };
        const found = ofKind(kind).filter((name) => !words.length || hasWords(words, ...name.forms, name.role));
        main.append(...heading("Names", "As the fullest form in each article has them; the number of mentions, and the articles."),
            el("p", {class: "tabs"}, KINDS.map(tab)),
            fillBox("Name", "words", query.words, (value) => (location.hash = address("names", kind, {words: value}))),
            ...paged(el("ol", {class: "directory"}), found,
                (name) => el("li", null, link(address(kind === "place" ? "places" : "people", name.name), null, bdi(name.name)),
                    el("small", null, bdi(name.role || "")),
                    el("span", {class: "count"}, many(name.mentions, "mention"), " in ", many(name.documents.length, "article"))),
                120));
        if (!found.length) main.append(nothing("No such name."));
    },
};
