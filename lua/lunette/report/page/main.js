// The page: a heading, and sections in order. A section is a title and a
// function of the data that gives a list of nodes, or null where there is
// nothing to show.

const sections = [
  ["warnings", "What looks wrong", warningsSection],
  ["samples", "Samples", samplesSection],
  ["play", "Playground", playgroundSection],
  ["curves", "Curves", curvesSection],
  ["metrics", "Metrics", metricsSection],
  ["collapse", "Mode collapse", collapseSection],
  ["layers", "Layers", layersSection],
  ["networks", "Networks", networksSection],
  ["options", "Options", configSection],
  ["machine", "Machine", machineSection],
  ["profile", "Profile", profileSection],
];

// ---- the page ----

function statusOf(data) {
  const last = data.records[data.records.length - 1];
  if (!last) return ["No step is logged yet."];
  const all = isNumber(data.config.steps)
    ? ` of ${format(data.config.steps)}` : "";
  const parts = [`Step ${format(last.step)}${all}`];
  if (isNumber(last.seconds)) parts.push(duration(last.seconds));
  if (last.stopped === "steps") parts.push("finished");
  else if (last.stopped) parts.push(`stopped: ${last.message || last.stopped}`);
  return parts;
}

function heading(data, names) {
  return el("header", {},
    el("div", {class: "top"}, el("h1", {}, data.title), themeButton()),
    el("p", {class: "status"}, statusOf(data).join(" · ")),
    el("p", {class: "note"}, `Written ${data.written}.`),
    el("nav", {"aria-label": "Sections"}, ...names.map(([id, title]) =>
      el("a", {href: `#${id}`}, title))));
}

// What may be missing, or be of another kind, in files that others wrote.
function readData() {
  const data = JSON.parse(document.getElementById("data").textContent);
  for (const name of ["config", "run", "notes"]) {
    if (!isObject(data[name])) data[name] = {};
  }
  return data;
}

function build(data) {
  const main = el("main", {}), names = [];
  for (const [id, title, make] of sections) {
    const nodes = make(data);
    if (!nodes) continue;
    names.push([id, title]);
    main.append(el("section", {id, "aria-labelledby": `${id}-title`},
                   el("h2", {id: `${id}-title`}, title),
                   ...nodes.filter((node) => node)));
  }
  document.body.append(heading(data, names), main);
}

build(readData());
redrawAll();
new ResizeObserver(redrawAll).observe(document.body);
addEventListener("keydown", (event) => {
  if (event.key === "Escape") zoomTo(null, null);
});
