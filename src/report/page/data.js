// data.js: the data of the page. They stand in it as islands: JSON, compressed, as text. Those of all documents are read when the page
// opens, the articles' texts when one is shown. Columns are in the order in which report_html.c asks for them.

const columns = {
    documents: ["doc", "title", "date", "outlet", "path", "hash", "length"],
    figures: [
        "document", "start", "end", "sentence", "rule", "low", "high", "qualifier", "unit", "measure", "counted", "side", "place", "date",
        "source"
    ],
    quotes: [
        "document", "start", "end", "sentence", "rule", "kind", "stance", "speaker", "cue", "role", "affiliation", "speakerKind", "reason"
    ],
    names: ["kind", "name", "mentions", "documents", "role", "affiliation", "link", "wikidata", "latitude", "longitude"],
    rules: ["id", "name", "file", "line"],
    claims: [
        "document", "start", "end", "low", "high", "qualifier", "unit", "measure", "scope", "told", "counted", "side", "place", "date",
        "source"
    ],
    blocks: ["start", "end", "kind"],
    sentences: ["start", "end"],
    mentions: ["start", "end", "sentence", "rule", "kind", "name"],
};

const data = {
    about: null,
    documents: [],
    figures: [],
    quotes: [],
    names: [],
    rules: new Map()
};

async function unpack(name) {
    const island = document.getElementById(`data-${name}`);
    if (!island) return [];
    const packed = atob(island.textContent);
    const bytes = new Uint8Array(packed.length);
    for (let i = 0; i < packed.length; i++) bytes[i] = packed.charCodeAt(i);
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
}

function named(rows, keys) {
    return rows.map((row, index) => {
        const item = {index};
        for (let i = 0; i < keys.length; i++) item[keys[i]] = row[i];
        return item;
    });
}

const table = async (name) => named(await unpack(name), columns[name]);

// Facts know their document, and documents their facts.
function attach(facts, kind) {
    for (const fact of facts) {
        fact.type = kind;
        fact.document = data.documents[fact.document];
        fact.number = fact.document[kind].push(fact) - 1;
    }
    return facts;
}

async function openData() {
    data.about = await unpack("about");
    const [documents, figures, quotes, names, rules] = await Promise.all(["documents", "figures", "quotes", "names", "rules"].map(table));
    data.documents = documents;
    for (const item of documents) Object.assign(item, {figures: [], quotes: []});
    data.figures = attach(figures, "figures");
    data.quotes = attach(quotes, "quotes");
    for (const name of names) name.documents = name.documents.split(" ").map((position) => documents[position]);
    data.names = identify(names);
    for (const quote of quotes) quote.speaker = canonical(quote.speaker);
    for (const figure of figures) Object.assign(figure, {place: canonical(figure.place), source: canonical(figure.source)});
    data.rules = new Map(rules.map((rule) => [rule.id, rule]));
    data.speakers = speakers();
    data.groups = readGroups(await unpack("groups"), await unpack("copies"));
    data.land = await unpack("land"); // rings of coast: a point and the steps from it, in twentieths of a degree
}

// --- Names. Each document has its own entities; here those of all come together: of places, people, units and weapons by the entry of the
// lists that they are linked to (Kiev and Kyiv), else by their letters, whatever the case. Institutions of many states share an entry: only
// letters count.

const LINKED = new Set(["place", "person", "unit", "weapon"]);
const canon = new Map(); // folded form -> the form that is used most; null where it could be two

function identify(names) {
    const byLetters = (name) => `${name.kind}\n${fold(name.name)}`;
    const known = names.filter((name) => name.link && LINKED.has(name.kind));
    const linked = new Map(known.map((name) => [byLetters(name), `${name.kind}\n${name.link}`]));
    const groups = [...grouped(names, (name) => linked.get(byLetters(name)) || byLetters(name)).values()];
    const together = grouped(groups.map(joined), byLetters); // two entries of one name cannot be told apart by it
    const found = [...together.values()].map(joined).sort((a, b) => b.mentions - a.mentions || compare(a.name, b.name));
    for (const name of found)
        for (const form of name.forms)
            canon.set(fold(form), canon.has(fold(form)) && canon.get(fold(form)) !== name.name ? null : name.name);
    return found;
}

function joined(names) {
    const most = [...names].sort((a, b) => b.mentions - a.mentions || isLoud(a.name) - isLoud(b.name))[0];
    const placed = names.find((name) => name.latitude !== null) || most;
    return {
        ...most,
        name: most.name.replace(/\s+/g, " "),
        latitude: placed.latitude,
        longitude: placed.longitude,
        role: most.role || names.find((name) => name.role)?.role,
        mentions: names.reduce((sum, name) => sum + name.mentions, 0),
        forms: [...new Set(names.flatMap((name) => name.forms || [name.name.replace(/\s+/g, " ")]))],
        documents: [...new Set(names.flatMap((name) => name.documents))].sort((a, b) => a.index - b.index)
    };
}
const isLoud = (text) => text === text.toUpperCase();
// The form of a name that stands for all of them; of one that no list has, the first that is met.
function canonical(name) {
    if (!name) return name;
    const folded = fold(name);
    if (!canon.has(folded)) canon.set(folded, name.replace(/\s+/g, " "));
    return canon.get(folded) || name.replace(/\s+/g, " ");
}
const ofKind = (kind) => ((data.kinds ??= grouped(data.names, (name) => name.kind)).get(kind) || []);

// Who is quoted, whoever is quoted most first. A speaker is known by the name that the document gives; nobody is "".
function speakers() {
    const all = new Map();
    for (const quote of data.quotes) {
        const name = quote.speaker || "";
        if (!all.has(name)) all.set(name, {name, quotes: [], roles: new Map(), kind: quote.speakerKind});
        const speaker = all.get(name);
        speaker.quotes.push(quote);
        if (quote.role) speaker.roles.set(quote.role, (speaker.roles.get(quote.role) || 0) + 1);
    }
    return [...all.values()].sort(
        (a, b) => (a.name === "") - (b.name === "") || b.quotes.length - a.quotes.length || compare(a.name, b.name));
}

const mostly = (counts) => [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];

// --- Articles

const islands = new Map(); // number of an island -> promise of its articles; the last few are kept
const KEPT_ISLANDS = 16;

function islandOf(number) {
    if (!islands.has(number)) islands.set(number, unpack(`articles-${number}`));
    const found = islands.get(number);
    islands.delete(number);
    islands.set(number, found); // the youngest stand last
    if (islands.size > KEPT_ISLANDS) islands.delete(islands.keys().next().value);
    return found;
}

// Positions count code points; strings here count UTF-16 units. Where no character needs two units, they are the same.
function cutter(text) {
    if (!/[\ud800-\udbff]/.test(text)) return (start, end) => text.slice(start, end);
    const units = [];
    for (let i = 0; i<text.length; i += text.codePointAt(i)>0xffff ? 2 : 1) units.push(i);
    return (start, end) => text.slice(units[start] ?? text.length, units[end] ?? text.length);
}

async function article(item) {
    const island = await islandOf(Math.floor(item.index / data.about.chunk));
    const found = island[item.index % data.about.chunk];
    if (!found.cut) {
        found.text = found.text[0][0];
        found.cut = cutter(found.text);
        for (const part of ["blocks", "sentences", "mentions"]) found[part] = named(found[part], columns[part]);
        for (const mention of found.mentions) Object.assign(mention, {type: "mentions", document: item, number: mention.index});
    }
    return found;
}

// The sentence around a fact, in three: before it, itself, behind it.
async function passage(fact) {
    const {cut, sentences} = await article(fact.document);
    const around = sentences[fact.sentence] || sentences.find((one) => one.start <= fact.start && one.end >= fact.end) || fact;
    return [cut(Math.min(around.start, fact.start), fact.start), cut(fact.start, fact.end), cut(fact.end, Math.max(around.end, fact.end))];
}

// --- Words

const folding = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[’‘]/g, "'").replace(/\s+/g, " ").toLowerCase();
const folded = new Map(); // of short texts, which are names and come again and again

// Without accents and capitals, as texts are compared.
function fold(text) {
    if (!text) return "";
    if (text.length > 80) return folding(text);
    if (!folded.has(text)) folded.set(text, folding(text));
    return folded.get(text);
}
const wordsOf = (text) => fold(text).split(/\s+/).filter(Boolean);
const hasWords = (words, ...texts) => {
    const all = texts.map(fold).join("\n");
    return words.every((word) => all.includes(word));
};
const compare = new Intl.Collator("en", {numeric: true}).compare;

// Items in groups by a key; those without one are left out.
function grouped(items, keyOf) {
    const groups = new Map();
    for (const item of items) {
        const key = keyOf(item);
        if (key === null || key === undefined || key === "") continue;
        if (groups.has(key))
            groups.get(key).push(item);
        else
            groups.set(key, [item]);
    }
    return groups;
}
const distinct = (items, keyOf) => new Set(items.map(keyOf)).size;
