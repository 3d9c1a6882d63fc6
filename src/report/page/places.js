// places.js: the places that the lists give a position, on a map of coasts (Natural Earth) and degrees, without borders: dots by how often
// they are named, and the names of those that have room. The map moves with the pointer, the buttons or the arrow keys.

const MAP = {
    width: 900,
    height: 560
}; // of the picture that is drawn; follows the frame

// A country stands where its capital does: a ring around the dot of that.
const isCountry = (place) => Boolean(place.link?.startsWith("iso:"));

// What is seen: centre and degrees of longitude across, so that all towns but the few that lie farthest off are well inside. Degrees of
// latitude are stretched as on a map of that latitude.
function viewOf(places) {
    const towns = places.filter((place) => !isCountry(place)), most = (towns.length ? towns : places).slice(0, 60);
    const middleOf = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
    const [lat, lon] = [middleOf(most.map((place) => place.latitude)), middleOf(most.map((place) => place.longitude))];
    const far = (place) => Math.max(Math.abs(place.longitude - lon), Math.abs(place.latitude - lat) * 2);
    const near = [...most].sort((a, b) => far(a) - far(b)).slice(0, Math.ceil(most.length * 0.85));
    const reach = (values) => [Math.min(...values), Math.max(...values)];
    const [south, north] = reach(near.map((place) => place.latitude)), [west, east] = reach(near.map((place) => place.longitude));
    const centre = (south + north) / 2,
          tall = ((north - south) * MAP.width) / MAP.height / Math.max(0.3, Math.cos((centre * Math.PI) / 180));
    return {lat: centre, lon: (west + east) / 2, span: Math.min(360, Math.max(4, Math.max(east - west, tall) * 1.35 || 10))};
}

function projection({lat, lon, span}) {
    const scale = MAP.width / span, stretch = 1 / Math.max(0.3, Math.cos((lat * Math.PI) / 180));
    return {
        x: (longitude) => MAP.width / 2 + (longitude - lon) * scale,
        y: (latitude) => MAP.height / 2 - (latitude - lat) * scale * stretch,
        scale,
        stretch
    };
}

const HALF_WAY = 180 * 20;

// The coasts, drawn once in their own units; a matrix brings them under the places.
function ground() {
    const rings = data.land.map(([x, y, ...steps]) => {
        let path = `M${x} ${- y}l`;
        for (let i = 0; i < steps.length; i += 2) {
            const around = Math.abs(steps[i]) > HALF_WAY; // from one edge of the map to the other: no coast runs there
            path += `${around ? "m" : ""}${steps[i]} ${- steps[i + 1]} ${around ? "l0 0 " : ""}`;
        }
        return `${path}z`;
    });
    return svg("path", {class: "land", d: rings.join("")});
}
function underlay(land, to) {
    land.setAttribute("transform", `translate(${to.x(0)} ${to.y(0)}) scale(${to.scale / 20} ${(to.scale * to.stretch) / 20})`);
    return land;
}

const degrees = (value, positive, negative) => `${Math.abs(Number(value.toFixed(2)))}°${value > 0 ? positive : value < 0 ? negative : ""}`;

function graticule(to, seen) {
    const step = [0.25, 0.5, 1, 2, 5, 10, 20, 30, 45].find((n) => seen.span / n <= 9) || 60;
    const lines = [], tall = MAP.height / to.scale / to.stretch;
    for (let lon = Math.ceil((seen.lon - seen.span / 2) / step) * step; lon <= seen.lon + seen.span / 2; lon += step) {
        if (Math.abs(lon) <= 180)
            lines.push(
                gridLine(to.x(lon), 0, to.x(lon), MAP.height), tickText(to.x(lon) + 3, MAP.height - 6, degrees(lon, "E", "W"), "start"));
    }
    for (let lat = Math.ceil((seen.lat - tall / 2) / step) * step; lat <= seen.lat + tall / 2; lat += step) {
        if (Math.abs(lat) <= 90)
            lines.push(gridLine(0, to.y(lat), MAP.width, to.y(lat)), tickText(4, to.y(lat) - 4, degrees(lat, "N", "S"), "start"));
    }
    return lines;
}

// Names where they cover neither a dot of a more important place nor another name.
function labels(dots) {
    const taken = dots.slice(0, 80).map(({x, y, r}) => [x - r, y - r, x + r, y + r]);
    const free = (box, own) =>
        taken.every((other, i) => i === own || box[2] < other[0] || box[0] > other[2] || box[3] < other[1] || box[1] > other[3]);
    const placed = [];
    dots.slice(0, 80).forEach((dot, own) => {
        const wide = dot.place.name.length * 7 + 6;
        for (const side of [1, -1]) {
            const x = dot.x + side * (dot.r + 4),
                  box = side > 0 ? [x, dot.y - 8, x + wide, dot.y + 8] : [x - wide, dot.y - 8, x, dot.y + 8];
            if (box[0] < 0 || box[2] > MAP.width || !free(box, own)) continue;
            taken.push(box);
            placed.push(svg("text", {class: "placename", x, y: dot.y + 4, "text-anchor": side > 0 ? "start" : "end"}, dot.place.name));
            return;
        }
    });
    return placed;
}

function dotsOf(places, to) {
    const most = places[0].mentions;
    const towns = places.filter((place) => !isCountry(place)), countries = places.filter(isCountry);
    const dots = [...towns, ...countries].map(
        (place) => ({place, x: to.x(place.longitude), y: to.y(place.latitude), r: 3 + 15 * Math.sqrt(place.mentions / most)}));
    return dots.filter(({x, y}) => x > -20 && x < MAP.width + 20 && y > -20 && y < MAP.height + 20).slice(0, 800);
}

function drawDot({place, x, y, r}) {
    const text = `${place.name}${isCountry(place) ? " (shown at its capital)" : ""}: ${many(place.mentions, "mention")}`;
    return svg("a", {href: address("places", place.name), "aria-label": text, tabindex: -1},
        svg("circle", {class: isCountry(place) ? "place country" : "place", cx: x, cy: y, r}, svg("title", null, text)));
}

// By the arrow keys and + and -: how far to go north and east, in parts of what is seen, and how much more to see.
const STEPS = {
    ArrowLeft: [0, -0.1, 1],
    ArrowRight: [0, 0.1, 1],
    ArrowUp: [0.06, 0, 1],
    ArrowDown: [-0.06, 0, 1],
    "+": [0, 0, 0.7],
    "=": [0, 0, 0.7],
    "-": [0, 0, 1.4],
};
const within = (least, value, most) => Math.max(least, Math.min(most, value));

function map(places) {
    const seen = viewOf(places), land = ground();
    let moved = false;
    const label = "Map of the places; the arrow keys move it, plus and minus change its scale";
    const image = svg("svg", {class: "map", tabindex: 0, role: "group", "aria-label": label});
    const draw = () => {
        const to = projection(seen), dots = dotsOf(places, to);
        image.setAttribute("viewBox", `0 0 ${MAP.width} ${MAP.height}`);
        image.replaceChildren(underlay(land, to), ...graticule(to, seen), ...[...dots].reverse().map(drawDot), ...labels(dots));
    };
    const change = (north, east, more) => {
        moved = true;
        seen.lat = within(-80, seen.lat + north * seen.span, 80);
        seen.lon = within(-180, seen.lon + east * seen.span, 180);
        seen.span = within(0.5, seen.span * more, 360);
        draw();
    };
    image.addEventListener("keydown", (event) => {
        if (!STEPS[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        change(...STEPS[event.key]);
    });
    drag(image, (dx, dy) => change((dy / image.clientWidth) * 0.6, -dx / image.clientWidth, 1));
    const button = (text, name, act) => el("button", {type: "button", "aria-label": name, onclick: act}, text);
    const back = () => {
        moved = false;
        Object.assign(seen, viewOf(places));
        draw();
    };
    const frame = el("div", {class: "mapframe"}, image,
        el("p", {class: "mapkeys"}, button("+", "Closer", () => change(0, 0, 0.6)), button("−", "Farther", () => change(0, 0, 1.7)),
            button("Back", "Back to where it was", back)));
    new ResizeObserver(() => {
        MAP.width = Math.max(280, Math.round(frame.clientWidth || 900));
        MAP.height = Math.round(within(300, MAP.width * 0.62, 560));
        if (!moved) Object.assign(seen, viewOf(places));
        draw();
    }).observe(frame);
    return frame;
}

function drag(image, moved) {
    let last = null;
    image.addEventListener("pointerdown", (event) => (last = event.button === 0 && event.pointerType === "mouse" ? event : null));
    image.addEventListener("pointermove", (event) => {
        if (!last || !(event.buttons & 1)) return;
        if (Math.hypot(event.clientX - last.clientX, event.clientY - last.clientY) < 3) return;
        moved(event.clientX - last.clientX, event.clientY - last.clientY);
        last = event;
    });
    for (const end of ["pointerup", "pointerleave"]) image.addEventListener(end, () => (last = null));
}

function placeDeck(place) {
    if (!place) return "No article names it by itself.";
    const position = place.latitude === null ? "" : ` · ${degrees(place.latitude, "N", "S")} ${degrees(place.longitude, "E", "W")}`;
    const entry = place.link ? [" · ", el("code", null, place.link)] : null;
    return [many(place.mentions, "mention"), " in ", many(place.documents.length, "article"), position, entry, alsoCalled(place)];
}

function drawPlace(main, name) {
    const place = ofKind("place").find((one) => one.name === name);
    const figures = data.figures.filter((figure) => figure.place === name);
    main.append(link(address("places"), {class: "back"}, "All places"), ...heading(bdi(name), placeDeck(place)));
    const chart = el("p", null, link(address("figures", undefined, {place: name}), null, "as a chart"));
    if (figures.length) main.append(section("Figures there", chart, ledger(figures, figureRow)));
    if (place) main.append(section("Articles that name it", ledger(place.documents, articleRow, 20)));
}

views.places = {
    title: "Places",
    draw(main, item, query) {
        if (item !== undefined) return drawPlace(main, canonical(item));
        const all = ofKind("place"), placed = all.filter((place) => place.latitude !== null);
        const words = wordsOf(query.words), found = all.filter((place) => !words.length || hasWords(words, ...place.forms));
        const told = grouped(data.figures, (figure) => figure.place);
        main.append(...heading("Places", many(all.length, "place"), ", of which ", many(placed.length, "has a position", "have a position"),
            " in the lists."));
        if (placed.length) main.append(map(placed));
        main.append(fillBox("Name", "words", query.words, (value) => (location.hash = address("places", undefined, {words: value}))),
            ...paged(el("ol", {class: "directory"}), found,
                (place) => el("li", null, link(address("places", place.name), null, bdi(place.name)),
                    el("small", null, told.has(place.name) ? many(told.get(place.name).length, "figure") : ""),
                    el("span", {class: "count"}, many(place.mentions, "mention"))),
                120));
        if (!found.length) main.append(nothing("No such place."));
    },
};
