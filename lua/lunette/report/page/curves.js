// Which numbers of the log go into which chart.

// Columns that are not curves of their own.
const OWN = new Set(["seconds", "crowding", "dead_kernels", "rollback"]);

// The names of the players, whose numbers are losses.
function playersOf(config) {
  if (Array.isArray(config.players)) {
    return config.players.map((player) => player && player.name);
  }
  return ["generator", "discriminator"];
}

const isLoss = (name, players) =>
  players.includes(name) || /(^|[^a-z])loss([^a-z]|$)/i.test(name);

// The name before a dot or a slash: "fid.low" is of "fid".
const familyOf = (name) => name.match(/^[^./]*/)[0] || name;

// Columns as lists of lines by chart: losses together, others by family.
function familiesOf(columns, players) {
  const families = new Map();
  for (const column of columns.values()) {
    if (OWN.has(column.name)) continue;
    const loss = isLoss(column.name, players);
    const family = loss ? "Losses" : familyOf(column.name);
    if (!families.has(family)) families.set(family, []);
    families.get(family).push(column);
  }
  return families;
}

// low and high of a family beside its value become the line's interval.
function linesOf(family, columns) {
  const by = new Map(columns.map((column) => [column.name, column]));
  const part = (name) => by.get(`${family}.${name}`);
  const main = by.get(family) || part("value");
  const low = part("low"), high = part("high");
  const fits = main && low && high && low.steps.length === main.steps.length &&
    high.steps.length === main.steps.length;
  const used = new Set(fits ? [low, high] : []);
  used.add(part("n")), used.add(part("floor"));
  return columns.filter((column) => !used.has(column)).map((column) => ({
    name: column === main ? family : column.name, steps: column.steps,
    values: column.values,
    ...(fits && column === main ? {low: low.values, high: high.values} : {})}));
}

// The lines of a log by chart, losses first: [family, lines].
function chartsOf(records, config) {
  const families = familiesOf(columnsOf(records), playersOf(config));
  return [...families].sort(([a], [b]) => (b === "Losses") - (a === "Losses"))
    .map(([family, columns]) => [family, linesOf(family, columns)])
    .filter(([, lines]) => lines.length);
}

// Milliseconds from one record to the next, for each step between.
function timeOfSteps(records) {
  const line = {name: "time a step", steps: [], values: []};
  let before = null;
  for (const record of records) {
    if (!isNumber(record.seconds)) continue;
    const steps = before ? record.step - before.step : 0;
    const seconds = before ? record.seconds - before.seconds : 0;
    if (steps > 0 && seconds >= 0) {
      line.steps.push(record.step);
      line.values.push(1000 * seconds / steps);
    }
    before = record;
  }
  return line;
}

const marksOf = (records) =>
  records.filter((r) => r.message && !["steps", "time", "stop"]
    .includes(r.stopped))
    .map((r) => ({step: r.step, text: `Step ${r.step}: ${r.message}`}));

const charts = (list) => el("div", {class: "charts"},
                            ...list.map((chart) => chart.node));

// How charts are used, how many records they show, and more.
function curveNote(every, more = "") {
  const thinned = every > 1
    ? ` Of the records of a log about one in ${every} is shown.` : "";
  return el("p", {class: "note"}, "Drag across a chart to zoom all of them; " +
            "double-click or press Escape to see all steps." + thinned + more);
}

// Smoothing, the scale, and other nodes after them.
function curveControls(...more) {
  const output = el("output", {for: "smoothing"}, "0");
  const weight = el("input", {
    type: "range", id: "smoothing", min: 0, max: 0.99, step: 0.01, value: 0,
    oninput: () => {
      view.weight = Number(weight.value);
      output.textContent = weight.value;
      redrawAll();
    }});
  const log = el("input", {type: "checkbox", id: "log", onchange: () => {
    view.log = log.checked;
    redrawAll();
  }});
  return el("div", {class: "controls"},
    el("label", {for: "smoothing"}, "Smoothing"), weight, output,
    el("label", {class: "check"}, log, "Log scale"), ...more,
    el("button", {type: "button", id: "reset",
                  onclick: () => zoomTo(null, null)}, "Show all steps"));
}

function curvesSection(data) {
  const marks = marksOf(data.records);
  const list = chartsOf(data.records, data.config)
    .map(([title, lines]) => new Chart({title, lines, marks}));
  const time = timeOfSteps(data.records);
  if (time.steps.length > 1) {
    list.push(new Chart({title: "Time a step", lines: [time], unit: " ms"}));
  }
  if (list.length === 0) return null;
  return [curveNote(data.records_every), curveControls(), charts(list)];
}

// ---- collapse ----

function collapseSection(data) {
  const columns = columnsOf(data.records), list = [];
  const crowding = columns.get("crowding"), dead = columns.get("dead_kernels");
  if (!crowding) return null;
  const rule = data.config.collapse, marks = marksOf(data.records);
  const limit = rule && isNumber(rule.ratio) ? rule.ratio : 3;
  list.push(new Chart({
    title: "Closeness of the samples, beside the real ones",
    lines: [{...crowding, name: "ratio"}], marks,
    limit: {value: limit, text: `limit ${format(limit)}`}}));
  const alive = dead && dead.values.every((n) => n === 0);
  if (dead && !alive) {
    list.push(new Chart({title: "Dead kernels of mini-batch discrimination",
                         lines: [{...dead, name: "dead kernels"}]}));
  }
  const told = data.records.filter((r) => /^collapse/.test(r.message || ""));
  return [el("p", {class: "note"}, "How many times as close to each other " +
             "the samples of a batch are as the real ones: 1 is as it " +
             "should be, and above the limit they collapse."),
          charts(list),
          alive ? el("p", {}, "No kernel of mini-batch discrimination was " +
                     "dead at any look.") : null,
          told.length ? el("ul", {}, ...told.map((r) =>
            el("li", {}, `Step ${format(r.step)}: ${r.message}.`))) : null,
          ...collapsePictures(data.collapses)];
}

// ---- layers ----

// From the first layer to the last: violet to amber.
const ramp = (k, n) =>
  `hsl(${265 - 225 * k / Math.max(1, n - 1)} 70% var(--ramp))`;

// The looks at a network, each step once, the last of it.
function looksByNetwork(looks) {
  const networks = new Map();
  for (const look of looks) {
    if (!Array.isArray(look.layers)) continue;
    if (!networks.has(look.network)) networks.set(look.network, new Map());
    networks.get(look.network).set(look.step, look.layers);
  }
  return networks;
}

// What f gives of each layer, by step.
function layerLines(steps, names, f) {
  return names.map((name, k) => {
    const line = {name, steps: [], values: [], color: ramp(k, names.length)};
    for (const [step, layers] of steps) {
      const layer = layers.find((l) => l.name === name);
      const value = layer && f(layer);
      if (!isNumber(value)) continue;
      line.steps.push(step);
      line.values.push(value);
    }
    return line;
  });
}

const stepShare = (layer) =>
  layer.weight > 0 ? layer.update / layer.weight : undefined;

function layerTable(layers) {
  const rows = layers.map((layer, k) => [
    el("span", {class: "dot", "aria-hidden": "true",
                style: `background: ${ramp(k, layers.length)}`}),
    layer.name || "(own)", layer.class || "", format(layer.gradient),
    format(layer.update), format(stepShare(layer))]);
  return table(["", "layer", "class", "gradient", "step", "step / weights"],
               rows, [3, 4, 5]);
}

function layersOf(network, steps) {
  const last = [...steps.keys()].pop(), layers = steps.get(last);
  const names = layers.map((layer) => layer.name);
  const make = (title, f) => new Chart({
    title: `${title}, ${network}`, lines: layerLines(steps, names, f),
    log: true, legend: false});
  return [charts([make("Gradient norms", (layer) => layer.gradient),
                  make("Steps as a share of the weights", stepShare)]),
          el("details", {},
             el("summary", {}, `Layers of ${network} at step ${format(last)}`),
             layerTable(layers))];
}

function layersSection(data) {
  const networks = [...looksByNetwork(data.looks)];
  if (networks.length === 0) return null;
  return [el("p", {class: "note"}, "Norms of the gradient of each layer's " +
             "parameters, and of what its optimiser's step changed, at the " +
             "steps of samples, from the first layer (violet) to the last " +
             "(amber)."),
          ...networks.flatMap(([name, steps]) => layersOf(name, steps))];
}
