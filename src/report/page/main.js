// main.js: opens the data and draws the view that the address names.

const MENU = ["overview", "disputes", "figures", "people", "places", "names", "articles"];

function drawMenu(current) {
    document.getElementById("views").replaceChildren(
        ...MENU.map((view) => link(address(view), {"aria-current": view === current ? "page" : null}, views[view].title)));
}

function drawFoot() {
    const {database, total: [[total]], run: [[ended, versions, engine] = []]} = data.about;
    fill(document.getElementById("about"), null, [
        el("p", null, "Every fact here was found in a text by a rule, and is shown with both; nothing was judged true or false. ",
            "A figure has bounds: what a text leaves open is left open. ", "The page is one file, fetches nothing and sends nothing."),
        el("p", null, "From ", el("code", null, database), ` (${many(total, "article")})`,
            ended ? `, last added to ${ended.replace("T", " ").replace("Z", " UTC")}` : "",
            versions ? [` by ${versions}; lists and rules `, el("code", null, engine.slice(0, 12))] : ""),
    ]);
}

let drawn = false;

function draw() {
    const {view, item, query} = whereWeAre();
    const chosen = Object.hasOwn(views, view) ? view : "overview";
    const main = document.getElementById("content");
    const box = document.getElementById("words");
    drawMenu(chosen === "article" ? "articles" : chosen);
    main.replaceChildren();
    main.dataset.view = chosen;
    if (chosen === "search" || document.activeElement !== box) box.value = chosen === "search" ? query.words || "" : "";
    const waiting = views[chosen].draw(main, item, query);
    const entitle = () =>
        (document.title = visible(`${main.querySelector("h1")?.textContent || views[chosen].title} · ${data.about.title}`));
    entitle();
    if (drawn && document.activeElement !== box) {
        window.scrollTo(0, 0);
        main.focus({preventScroll: true});
    }
    drawn = true;
    Promise.resolve(waiting).then(() => {
        if (waiting) entitle();
        document.documentElement.dataset.ready = location.hash;
    }, failed);
}

function failed(error) {
    document.getElementById("content").replaceChildren(
        el("p", {class: "wait"}, `This page cannot be shown: ${error.message}. It wants a browser of 2023 or later.`));
    console.error(error);
}

document.getElementById("search").addEventListener("submit", (event) => {
    event.preventDefault();
    location.hash = address("search", undefined, {words: document.getElementById("words").value.trim()});
});
document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey ||
        /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName))
        return;
    event.preventDefault();
    document.getElementById("words").focus();
});

openData()
    .then(() => {
        document.getElementById("title").textContent = visible(data.about.title);
        drawFoot();
        window.addEventListener("hashchange", draw);
        draw();
    })
    .catch(failed);
