// articles.js: the articles, and one article with its facts marked in its text. Facts may lie in one another and cross: the text is cut at
// every border of a fact, and each piece knows the facts that cover it.

// Documents stand in order of their dates, those without one behind them.
const latestFirst = (documents) => [...documents.filter((one) => one.date).reverse(), ...documents.filter((one) => !one.date)];

views.articles = {
    title: "Articles",
    draw(main, item, query) {
        const words = wordsOf(query.words);
        const found = data.documents.filter((one) => !words.length || hasWords(words, one.title, one.doc, one.outlet, one.date));
        const choose = (value) => (location.hash = address("articles", undefined, {words: value}));
        const which = words.length ? " with these words in title, outlet or date." : ", the latest first.";
        main.append(...heading("Articles", many(found.length, "article"), which));
        main.append(fillBox("Title, outlet or date", "words", query.words, choose), ...ledger(latestFirst(found), articleRow));
        if (!found.length) main.append(nothing("No such article."));
    },
};

// Pieces of a stretch of the text: [start, end, facts], cut at the borders of facts that reach into it.
function pieces(start, end, facts) {
    const inside = facts.filter((fact) => fact.start < end && fact.end > start);
    const cuts = [...new Set([start, end, ...inside.flatMap((fact) => [Math.max(start, fact.start), Math.min(end, fact.end)])])].sort(
        (a, b) => a - b);
    const found = [];
    let next = 0, open = [];
    for (let i = 0; i + 1 < cuts.length; i++) {
        open = open.filter((fact) => fact.end > cuts[i]);
        while (next < inside.length && inside[next].start <= cuts[i]) open.push(inside[next++]);
        found.push([cuts[i], cuts[i + 1], [...open]]);
    }
    return found;
}

const LAYERS = {
    sentence: "asked",
    quotes: "quotes",
    figures: "figures",
    mentions: "mentions"
};
const ORDER = Object.keys(LAYERS); // the innermost last

function paragraph(text, block, facts, choose) {
    const lines = text.cut(block.start, block.end).trim().split("\n");
    const wrapped = lines.length > 1 && lines.slice(0, -1).every((line) => line.length > 45); // by a typewriter, not by its author
    const node = el(block.kind === "headline" ? "h2" : "p", {class: `block ${block.kind}${wrapped ? " wrapped" : ""}`, dir: "auto"});
    for (const [from, to, open] of pieces(block.start, block.end, facts)) {
        const real = open.filter((fact) => fact.type !== "sentence").sort((a, b) => ORDER.indexOf(a.type) - ORDER.indexOf(b.type));
        if (!open.length) {
            node.append(visible(text.cut(from, to)));
            continue;
        }
        const piece = el("span",
            {class: ["piece", ...open.map((fact) => `${LAYERS[fact.type]} ${fact.type === "mentions" ? fact.kind : ""}`)].join(" ").trim()},
            text.cut(from, to));
        if (real.length) {
            piece.facts = real;
            piece.dataset.facts = real.map((fact) => `${fact.type[0]}${fact.number}`).join(" ");
            piece.setAttribute("role", "button");
            piece.setAttribute("tabindex", -1);
            piece.addEventListener("click", () => choose(real, piece));
        }
        node.append(piece);
    }
    return node;
}

// Blocks, and whatever stands between them.
function blocksOf(text) {
    const all = [];
    let at = 0;
    for (const block of text.blocks) {
        if (block.start > at && text.cut(at, block.start).trim()) all.push({start: at, end: block.start, kind: "between"});
        all.push(block);
        at = Math.max(at, block.end);
    }
    if (text.cut(at, Infinity).trim()) all.push({start: at, end: [...text.text].length, kind: "between"});
    return all;
}

// What is site furniture stands folded, run by run: nothing is looked for in it.
function foldFurniture(nodes) {
    const folded = [];
    for (const node of nodes) {
        const last = folded[folded.length - 1];
        if (!node.classList.contains("furniture"))
            folded.push(node);
        else if (last?.tagName === "DETAILS")
            last.append(node);
        else
            folded.push(el("details", {class: "folded"}, el("summary", null, "Site furniture, not read"), node));
    }
    return folded;
}

// Arrow keys go from fact to fact, Enter shows one, Escape puts it away.
function walk(body, choose, close) {
    const all = [...body.querySelectorAll("[data-facts]")];
    if (all.length) all[0].setAttribute("tabindex", 0);
    body.addEventListener("keydown", (event) => {
        if (event.key === "Escape") close();
        const at = all.indexOf(document.activeElement), step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
        if (at < 0) return;
        if (step) {
            event.preventDefault();
            const next = all[(at + step + all.length) % all.length];
            all[at].setAttribute("tabindex", -1);
            next.setAttribute("tabindex", 0);
            next.focus();
        } else if (event.key === "Enter" || event.key === " ") {
            event.preventDefault();
            choose(all[at].facts, all[at]);
        }
    });
}

function factList(title, facts, line) {
    if (!facts.length) return null;
    return el("details", {open: facts.length <= 40}, el("summary", null, title, " ", el("small", null, integer.format(facts.length))),
        ...paged(el("ol", {class: "facts"}), facts,
            (fact) => el("li", null, line(fact),
                el("span", {class: "ruled"}, ruleOf(fact), " ", link(sentenceAt(fact), {"aria-label": "its sentence"}, "sentence"))),
            60));
}

function sidebar(item, text) {
    const names = [...grouped(text.mentions, (mention) => `${mention.kind}\n${mention.name}`).values()].map((group) => group[0]);
    const go = (fact, ...children) => link(articleAt(fact), null, ...children);
    return [
        factList("Figures", item.figures,
            (figure) => go(figure, el("b", null, bounds(figure)), " ", [whatCounted(figure), measured(figure)].filter(Boolean).join(" "),
                figure.source ? [" — ", bdi(figure.source)] : null)),
        factList("Quotes", item.quotes,
            (quote) => go(quote, el("b", null, bdi(quote.speaker || "nobody named")), ` ${quote.cue || quote.stance}: `,
                text.cut(quote.start, Math.min(quote.end, quote.start + 70)), quote.end - quote.start > 70 ? "…" : "")),
        factList("Names", names, (name) => go(name, el("b", null, bdi(name.name)), ` ${name.kind}`)),
    ];
}

// The text with its facts marked, and the place where the chosen one is shown in full.
function annotated(item, text, asked) {
    const facts = [...item.quotes, ...item.figures, ...text.mentions, ...(asked ? [{...asked, type: "sentence"}] : [])].sort(
        (a, b) => a.start - b.start || b.end - a.end);
    const advice = el("p", {class: "soft"},
        "Choose what is marked, or go through it with the arrow keys, to see how it was understood and by which rule.");
    const shown = el("div", {class: "shown", "aria-live": "polite"}, advice), body = el("div", {class: "text"});
    const close = () => shown.replaceChildren(advice);
    const choose = (chosen, piece) => {
        const innermost = chosen[chosen.length - 1];
        for (const part of document.querySelectorAll("[data-facts]")) part.classList.toggle("chosen", part.facts.includes(innermost));
        shown.replaceChildren(el("button", {type: "button", class: "close", "aria-label": "Close", onclick: close}, "×"),
            ...[...chosen].reverse().map(factCard));
        piece.setAttribute("tabindex", 0);
    };
    const blocks = blocksOf(text);
    const titled = blocks[0]?.kind === "headline" && text.cut(blocks[0].start, blocks[0].end).trim() === item.title ? blocks.shift() : null;
    body.append(...foldFurniture(blocks.map((block) => paragraph(text, block, facts, choose))));
    return {
        title: titled ? [...paragraph(text, titled, facts, choose).childNodes] : bdi(item.title || item.doc),
        body,
        shown,
        choose,
        close
    };
}

async function drawArticle(main, position, query) {
    const item = data.documents[position];
    if (!item) return main.append(nothing("No such article."));
    const page = el("div", null, el("p", {class: "wait"}, "Opening …"));
    main.append(page);
    const text = await article(item);
    if (!page.isConnected) return; // another view was asked for meanwhile
    const [from, to] = (query.at || "").split("-").map(Number);
    const {title, body, shown, choose, close} = annotated(item, text, to > from ? {start: from, end: to} : text.sentences[query.sentence]);
    const neighbour = (other, words) => other && link(address("article", other.index), null, words);
    const {copyOf} = item;
    const original = copyOf && link(address("article", copyOf.index), null, bdi(copyOf.title || copyOf.doc));
    page.replaceChildren(link(address("articles"), {class: "back"}, "All articles"),
        ...heading(title, [item.outlet, longDate(item.date)].filter(Boolean).join(", ")),
        copyOf ? el("p", {class: "note"}, "Repeats ", original, ".") : "",
        el("div", {class: "reading"}, body, el("aside", {"aria-label": "Facts of this article"}, shown, ...sidebar(item, text))),
        el("p", {class: "custody"}, "File ", el("code", null, item.path || item.doc), el("br"), "SHA-256 ", el("code", null, item.hash)),
        el("p", {class: "neighbours"}, neighbour(data.documents[position - 1], "← Earlier"),
            neighbour(data.documents[position + 1], "Later →")));
    walk(page, choose, close);
    reveal(page, query, choose);
}

// Shows what the address asks for: a fact, or a sentence.
function reveal(body, {fact, sentence: asked, at}, choose) {
    const holds = (one) => one.dataset.facts.split(" ").includes(fact);
    let piece = null;
    if (fact) piece = [...body.querySelectorAll("[data-facts]")].find(holds);
    if (!fact && (asked || at)) piece = body.querySelector(".asked");
    if (!piece) return;
    if (piece.facts && fact) choose(piece.facts.filter((one) => `${one.type[0]}${one.number}` === fact), piece);
    piece.scrollIntoView({block: "center"});
    if (fact) piece.focus({preventScroll: true});
}

views.article = {
    title: "Article",
    hidden: true,
    draw: (main, item, query) => drawArticle(main, Number(item), query),
};
