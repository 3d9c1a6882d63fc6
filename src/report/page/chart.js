// chart.js: figures drawn with their bounds. A dot is what is told; a bar with ends is a range; an arrow is a bound left open; a hollow dot
// says about. Two pictures: values over time, and values by source. Colours stand for sources.

const COLOURS = 7; // sources with a colour of their own; the others share one

// --- Scales

function niceStep(span, wanted) {
    const raw = span / Math.max(1, wanted);
    const power = 10 ** Math.floor(Math.log10(raw));
    return [1, 2, 5, 10].map((n) => n * power).find((step) => step >= raw);
}

const MOST = 1e15; // what is more is drawn there

// From values to pixels, straight or by powers of ten where the values lie far apart. Gives ticks too.
function valueScale(figures, from, to) {
    const bounds = figures.flatMap((figure) => [figure.low, figure.high]);
    const values = bounds.filter((value) => value !== null && value > 0).map((value) => Math.min(value, MOST));
    const most = Math.max(1, ...values), least = Math.min(most, ...values);
    if (most / least > 80) {
        const [low, high] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most * 1.05))];
        const at = (value) => from + ((Math.log10(Math.min(MOST, Math.max(value, 10 ** low))) - low) / (high - low)) * (to - from);
        return {at, ticks: Array.from({length: high - low + 1}, (_, i) => 10 ** (low + i)), powers: true};
    }
    const step = Math.max(values.every(Number.isInteger) ? 1 : 0, niceStep(most * 1.08, Math.abs(to - from) / 70));
    const top = Math.ceil((most * 1.08) / step) * step;
    const ticks = [];
    for (let value = 0; value <= top + step / 2; value += step) ticks.push(value);
    return {at: (value) => from + (value / top) * (to - from), ticks, powers: false};
}

const DAY = 86400000;

function timeTicks(first, last, wanted) {
    const span = (last - first) / DAY;
    const date = (time) => new Date(time);
    const name = (time, years) =>
        `${date(time).getUTCDate()} ${months[date(time).getUTCMonth()].slice(0, 3)}${years ? ` ${date(time).getUTCFullYear()}` : ""}`;
    if (span <= 70) {
        const step = Math.max(1, Math.ceil(span / wanted)) * DAY;
        const ticks = [];
        for (let time = Math.ceil(first / DAY) * DAY; time <= last; time += step) ticks.push([time, name(time, ticks.length === 0)]);
        return ticks;
    }
    const step = [1, 2, 3, 6, 12, 24, 60, 120, 240].find((n) => span / 30.4 / n <= wanted) || 600; // months
    const ticks = [];
    const begin = date(first).getUTCFullYear();
    for (let month = 0;; month += step) {
        const time = Date.UTC(begin, month, 1);
        if (time > last) return ticks;
        const label = step >= 12 || month % 12 === 0 ? "" : months[month % 12].slice(0, 3);
        if (time >= first)
            ticks.push([time, label && ticks.length ? label : [label, date(time).getUTCFullYear()].filter(Boolean).join(" ")]);
    }
}

// --- Marks

// A figure: `value` turns values into pixels along the axis of values, `across` is its place on the other axis.
function mark(figure, value, across, upright, colour) {
    const point = (along) => (upright ? [across, along] : [along, across]);
    const stroke = (a, b, off = 0) => {
        const [[x1, y1], [x2, y2]] = upright ? [[across - off, a], [across + off, b]] : [[a, across - off], [b, across + off]];
        return svg("line", {x1, y1, x2, y2});
    };
    const {low, high} = figure;
    const words = inWords(figure), g = svg("g", {class: `mark ${colour}`, tabindex: -1, role: "img", "aria-label": words});
    g.append(svg("title", null, words));
    if (low !== null && high !== null && low !== high) {
        const [a, b] = [value(low), value(high)];
        g.append(stroke(a, b), stroke(a, a, 4), stroke(b, b, 4));
    } else if (low === null || high === null) {
        const from = value(middle(figure)), more = (high === null) !== upright ? 1 : -1, to = from + more * 22;
        const place = (along, aside) => (upright ? [across + aside, along] : [along, across + aside]);
        const tip = [place(to, -4), place(to, 4), place(to + more * 6, 0)];
        g.append(svg("line", {class: "open", ...ends(point(from), point(to))}));
        g.append(svg("polygon", {points: tip.map((p) => p.join(",")).join(" ")}));
    }
    const dots = low !== null && high !== null && low !== high ? [] : [middle(figure)];
    const hollow = figure.qualifier === "about" || figure.qualifier === "vague";
    for (const at of dots) {
        const [cx, cy] = point(value(at));
        g.append(svg("circle", {cx, cy, r: 4.5, class: hollow ? "hollow" : null}));
    }
    const [hx, hy] = point(value(middle(figure)));
    g.append(svg("circle", {class: "touch", cx: hx, cy: hy, r: 11}));
    return g;
}
const ends = ([x1, y1], [x2, y2]) => ({x1, y1, x2, y2});

// --- A picture: marks that the pointer and the arrow keys reach

function picture(width, height, label, marks, choose) {
    const image = svg("svg", {class: "chart", viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": label});
    const all = [];
    image.addMark = (figure, node) => {
        node.setAttribute("tabindex", all.length ? -1 : 0);
        node.addEventListener("click", () => take(all.findIndex((one) => one.node === node)));
        node.addEventListener("focus", () => select(all.findIndex((one) => one.node === node)));
        all.push({figure, node});
        marks.append(node);
    };
    const select = (index) => {
        all.forEach((one, i) => {
            one.node.setAttribute("tabindex", i === index ? 0 : -1);
            one.node.classList.toggle("chosen", i === index);
        });
        choose(all[index].figure);
    };
    const take = (index) => all[index].node.focus();
    image.addEventListener("keydown", (event) => {
        const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
        const at = all.findIndex((one) => one.node === document.activeElement);
        if (at < 0) return;
        if (event.key === "Enter") location.hash = (all[at].figure.type === "claims" ? claimAt : articleAt)(all[at].figure);
        if (!step) return;
        event.preventDefault();
        take((at + step + all.length) % all.length);
    });
    return image;
}

const gridLine = (x1, y1, x2, y2) => svg("line", {class: "grid", x1, y1, x2, y2});
const tickText = (x, y, text, anchor) => svg("text", {class: "tick", x, y, "text-anchor": anchor}, text);

// --- Over time

const MOST_MARKS = 600; // more than these are drawn as periods

function timeChart(figures, width, colourOf, when, choose) {
    const dated = figures.map((figure) => ({figure, period: period(when(figure))})).filter((one) => one.period);
    dated.sort((a, b) => a.period[0] - b.period[0] || middle(a.figure) - middle(b.figure));
    const height = Math.max(260, Math.min(430, width * 0.55)), left = 52, right = 18, top = 30, bottom = 34;
    const marks = svg("g");
    const image = picture(width, height, "Figures over time; the arrow keys go from one to the next", marks, choose);
    if (!dated.length) return image;
    const first = dated[0].period[0], last = Math.max(...dated.map((one) => one.period[1]));
    const pad = Math.max((last - first) * 0.04, DAY / 2);
    const x = (time) => left + 8 + ((time - first + pad) / (last - first + 2 * pad)) * (width - left - right - 16);
    const scale = valueScale(dated.map((one) => one.figure), height - bottom, top);
    for (const tick of scale.ticks) {
        image.append(gridLine(left, scale.at(tick), width - right, scale.at(tick)));
        if (!scale.powers || scale.ticks.length < 9 || Math.log10(tick) % 2 === 0)
            image.append(tickText(left - 8, scale.at(tick) + 4, short.format(tick), "end"));
    }
    for (const [time, label] of timeTicks(first, last, (width - left) / 80)) {
        image.append(
            gridLine(x(time), height - bottom, x(time), height - bottom + 5), tickText(x(time), height - bottom + 20, label, "middle"));
    }
    if (scale.powers) image.append(tickText(left, top - 14, "each step is ten times the one below", "start"));
    image.append(marks);
    if (dated.length > MOST_MARKS)
        drawPeriods(image, dated, x, scale), image.classList.add("periods");
    else
        placeMarks(image, dated, x, scale, colourOf);
    return image;
}

// Marks that would cover one another stand side by side.
function placeMarks(image, dated, x, scale, colourOf) {
    const WIDE = 11, TALL = 13;
    for (const group of grouped(dated, (one) => Math.round(x((one.period[0] + one.period[1]) / 2) / WIDE)).values()) {
        const lanes = [];
        for (const one of group.sort((a, b) => middle(a.figure) - middle(b.figure))) {
            const spots = [one.figure.low, one.figure.high].filter((value) => value !== null).map(scale.at);
            const bottom = Math.max(...spots) + (one.figure.low === null ? 28 : 0),
                  top = Math.min(...spots) - (one.figure.high === null ? 28 : 0);
            let lane = lanes.findIndex((free) => bottom + TALL <= free);
            if (lane < 0) lane = lanes.push(0) - 1;
            lanes[lane] = top;
            one.lane = lane;
        }
        for (const one of group) one.shift = (one.lane - (lanes.length - 1) / 2) * WIDE;
    }
    for (const {figure, period: [from, to], shift} of dated) {
        const at = x((from + to) / 2) + shift;
        if (to - from > DAY && x(to) - x(from) > 12)
            image.append(
                svg("line", {class: "during", x1: x(from), x2: x(to), y1: scale.at(middle(figure)), y2: scale.at(middle(figure))}));
        image.addMark(figure, mark(figure, scale.at, at, true, colourOf(figure)));
    }
}

// Very many figures: a bar a period, from the lowest to the highest, thick for the middle half, with the median.
function drawPeriods(image, dated, x, scale) {
    const span = dated[dated.length - 1].period[1] - dated[0].period[0];
    const parts = Math.max(1, Math.min(40, Math.ceil(span / DAY)));
    const partOf = (one) => Math.min(parts - 1, Math.floor(((one.period[0] - dated[0].period[0]) / Math.max(span, 1)) * parts));
    for (const group of grouped(dated, partOf).values()) {
        const values = group.map((one) => middle(one.figure)).sort((a, b) => a - b);
        const at = (share) => scale.at(values[Math.floor((values.length - 1) * share)]);
        const middleX = x((group[0].period[0] + group[group.length - 1].period[0]) / 2);
        const day = longDate(new Date(group[0].period[0]).toISOString().slice(0, 10));
        const [least, median, most] = [0, Math.floor(values.length / 2), values.length - 1].map((i) => integer.format(values[i]));
        const text = `${day}: ${many(values.length, "figure")}, from ${least} to ${most}, median ${median}`;
        image.append(svg("g", {class: "mark s0", role: "img", "aria-label": text}, svg("title", null, text),
            svg("line", {x1: middleX, x2: middleX, y1: at(0), y2: at(1)}),
            svg("line", {class: "thick", x1: middleX, x2: middleX, y1: at(0.25), y2: at(0.75)}),
            svg("circle", {cx: middleX, cy: at(0.5), r: 4.5})));
    }
}

// --- By source

const MOST_SOURCES = 24;

function sourceChart(figures, width, colourOf, choose) {
    const sources = [...grouped(figures, whoSays)].map(([source, given]) => ({source, given, most: Math.max(...given.map(middle))}));
    sources.sort((a, b) => b.given.length - a.given.length || b.most - a.most);
    const rows = sources.slice(0, MOST_SOURCES).sort((a, b) => b.most - a.most);
    const above = width < 560, left = above ? 12 : Math.min(260, width * 0.3), right = 44, top = 30, tall = above ? 48 : 34;
    const height = top + rows.length * tall + 12;
    const marks = svg("g");
    const image = picture(width, height, "Figures by source; the arrow keys go from one to the next", marks, choose);
    const scale = valueScale(rows.flatMap((row) => row.given), left + 8, width - right);
    for (const tick of scale.ticks)
        image.append(gridLine(scale.at(tick), top - 6, scale.at(tick), height - 8),
            tickText(scale.at(tick), top - 14, short.format(tick), "middle"));
    rows.forEach(({source, given}, row) => {
        const y = top + row * tall + (above ? tall * 0.66 : tall / 2);
        const room = Math.floor((above ? width - 24 : left - 16) / 7);
        image.append(svg("line", {class: "grid row", x1: left, x2: width - 8, y1: y, y2: y}),
            svg("text", {class: "source", x: above ? 12 : left - 10, y: above ? y - 16 : y + 4, "text-anchor": above ? "start" : "end"},
                svg("title", null, source), source.length > room ? `${source.slice(0, room - 1)}…` : source));
        for (const figure of given.slice(0, MOST_MARKS / MOST_SOURCES))
            image.addMark(figure, mark(figure, scale.at, y, false, colourOf(figure)));
    });
    image.append(marks);
    return image;
}

// A strip of dots, for a list of things that are told differently.
function strip(figures, colourOf) {
    const width = 220, height = 26;
    const scale = valueScale(figures, 8, width - 30);
    return svg("svg", {
        class: "strip",
        viewBox: `0 0 ${width} ${height}`,
        role: "img",
        "aria-label": `${many(figures.length, "figure")} between ${integer.format(Math.min(...figures.map(middle)))} and ${
            integer.format(Math.max(...figures.map(middle)))}`
    },
        gridLine(4, height / 2, width - 4, height / 2),
        figures.slice(0, 60)
            .map((figure) => mark(figure, scale.at, height / 2, false, colourOf(figure)))
            .map((node) => (node.removeAttribute("tabindex"), node)));
}

// How marks are read.
function key() {
    const example = (low, high, qualifier, text, from = 0, wide = 46) => el("span", {class: "sign"},
        svg("svg", {viewBox: `${from} 0 ${wide} 20`, width: wide, height: 20, "aria-hidden": "true"},
            mark({low, high, qualifier, document: {}}, (value) => value, 10, false, "s0")),
        text);
    return el("p", {class: "key"}, example(14, 14, null, "a number", 6, 16), example(14, 14, "about", "about, or a vague word", 6, 16),
        example(10, 34, "range", "a range", 4, 36), example(12, null, "at_least", "at least", 4, 40),
        example(null, 36, "at_most", "at most", 6, 38));
}
