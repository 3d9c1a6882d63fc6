// draw.js: elements, numbers, dates, links. Text comes into the page only as text nodes and attributes, never as markup; the page's policy
// (trusted types) refuses anything else.

const views = {}; // by the first word of their address: title, draw(main, item, query), and hidden from the menu or not

const SVG = "http://www.w3.org/2000/svg";

// What would turn the direction of writing or cannot be seen is shown by its code.
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const visible = (text) => String(text).replace(UNSEEN, (c) => `<U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}>`);

function fill(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {})) {
        if (value === null || value === undefined || value === false) continue;
        if (name.startsWith("on"))
            node.addEventListener(name.slice(2), value);
        else
            node.setAttribute(name, value === true ? "" : visible(value));
    }
    for (const child of children.flat(Infinity)) {
        if (child === null || child === undefined || child === false) continue;
        node.append(child instanceof Node ? child : document.createTextNode(visible(child)));
    }
    return node;
}

const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
const bdi = (text) => el("bdi", null, text); // a name of any script, which does not turn what stands around it

// --- Ways through the page: #/view/item?key=value

function address(view, item, query) {
    const path = item === undefined ? view : `${view}/${encodeURIComponent(item)}`;
    const words = new URLSearchParams(Object.entries(query || {}).filter(([, value]) => value)).toString();
    return `#/${path}${words ? `?${words}` : ""}`;
}
const link = (to, attributes, ...children) => el("a", {href: to, ...attributes}, ...children);

function whereWeAre() {
    const [path, words] = location.hash.replace(/^#\/?/, "").split("?");
    const [view, item] = path.split("/");
    let name = item;
    try {
        name = item === undefined ? item : decodeURIComponent(item);
    } catch { /* a broken address names nothing */
    }
    return {view: view || "overview", item: name, query: Object.fromEntries(new URLSearchParams(words || ""))};
}

// --- Numbers and dates

const integer = new Intl.NumberFormat("en", {maximumFractionDigits: 2});
const short = new Intl.NumberFormat("en", {notation: "compact", maximumFractionDigits: 1});
const many = (count, one, more) => `${integer.format(count)} ${count === 1 ? one : more || `${one}s`}`;

const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const isDate = (text) => /^\d{4}(-\d\d(-\d\d)?)?$/.test(text || "");

// 2025-03-10 as 10 March 2025; as precise as it is.
function longDate(text) {
    if (!isDate(text)) return text || "undated";
    const [year, month, day] = text.split("-");
    return [day && Number(day), month && months[month - 1], year].filter(Boolean).join(" ");
}
// The first and the last instant of a date.
function period(text) {
    if (!isDate(text)) return null;
    const [year, month, day] = text.split("-").map(Number);
    const first = Date.UTC(year, (month || 1) - 1, day || 1);
    const last = day ? first : month ? Date.UTC(year, month, 0) : Date.UTC(year, 11, 31);
    return Number.isFinite(first) && Number.isFinite(last) ? [first, last] : null;
}

function dateSpan(documents) {
    const dates = documents.map((item) => item.date).filter(Boolean).sort();
    if (!dates.length) return "undated";
    const [first, last] = [dates[0], dates[dates.length - 1]];
    return first === last ? longDate(first) : `${longDate(first)} – ${longDate(last)}`;
}

// --- Lists of any length: some at once, more on demand

function paged(list, items, make, step = 50) {
    let shown = 0;
    const more = el("button", {type: "button", class: "more", onclick: () => add(true)});
    const add = (moves) => {
        const fresh = items.slice(shown, shown + step).map(make);
        list.append(...fresh);
        shown += fresh.length;
        const left = items.length - shown;
        more.textContent = `Show ${integer.format(Math.min(step, left))} more of ${integer.format(left)}`;
        more.hidden = left === 0;
        if (moves) fresh[0]?.querySelector("a, button")?.focus();
    };
    add(false);
    return [list, more];
}

const heading = (text, ...deck) => [el("h1", {dir: "auto"}, text), el("p", {class: "deck"}, ...deck)];
const capital = (text) => text && text[0].toUpperCase() + text.slice(1);
const nothing = (text) => el("p", {class: "nothing"}, text);
const section = (title, ...children) => el("section", null, el("h2", null, title), ...children);
const announce = (text) => (document.getElementById("status").textContent = text);

function choice(label, name, options, value, take) {
    return el("label", {class: "choice"}, el("span", null, label),
        el("select", {name, onchange: (event) => take(event.target.value)},
            options.map(([key, text]) => el("option", {value: key, selected: key === (value || "")}, text))));
}

function fillBox(label, name, value, take) {
    return el("label", {class: "choice"}, el("span", null, label),
        el("input", {type: "search", name, value: value || "", autocomplete: "off", onchange: (event) => take(event.target.value)}));
}
