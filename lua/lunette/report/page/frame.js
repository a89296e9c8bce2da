// What pages of runs have: a heading, and sections in order. A section is a
// title and a function of the data that gives a list of nodes, or null where
// there is nothing to show.

const isObject = (v) => v !== null && typeof v === "object";

const readData = () =>
  JSON.parse(document.getElementById("data").textContent);

// Fields may be missing, or of another kind, in files that others wrote.
function mend(record, ...names) {
  for (const name of names) {
    if (!isObject(record[name])) record[name] = {};
  }
}

function heading(title, status, written, names) {
  return el("header", {},
    el("div", {class: "top"}, el("h1", {}, title), themeButton()),
    el("p", {class: "status"}, status),
    el("p", {class: "note"}, `Written ${written}.`),
    el("nav", {"aria-label": "Sections"}, ...names.map(([id, text]) =>
      el("a", {href: `#${id}`}, text))));
}

// Shows the sections, lists of an id, a title and a function; status is what
// the page says first.
function build(data, title, status, sections) {
  const main = el("main", {}), names = [];
  for (const [id, text, make] of sections) {
    const nodes = make(data);
    if (!nodes) continue;
    names.push([id, text]);
    main.append(el("section", {id, "aria-labelledby": `${id}-title`},
                   el("h2", {id: `${id}-title`}, text),
                   ...nodes.filter((node) => node)));
  }
  document.body.append(heading(title, status, data.written, names), main);
  redrawAll();
  new ResizeObserver(redrawAll).observe(document.body);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") zoomTo(null, null);
  });
}
