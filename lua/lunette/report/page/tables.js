// What is told in words and tables.

// A value of a configuration on one line, as Lua writes it.
function show(value) {
  if (typeof value === "string") return value;
  if (isNumber(value)) return Number.isInteger(value) ? String(value)
    : String(Number(value.toPrecision(8)));
  if (!isObject(value)) return String(value);
  if (Array.isArray(value)) return `{${value.map(show).join(", ")}}`;
  return `{${Object.entries(value).map(([name, v]) =>
    `${/^\d+$/.test(name) ? "" : name + " = "}${show(v)}`).join(", ")}}`;
}

function warningsSection(data) {
  if (data.warnings.length === 0) return null;
  return data.warnings.map((w) => el("div", {class: "warning"},
    el("h3", {}, w.title), el("p", {}, w.text),
    el("p", {}, el("strong", {}, "What to try: "), w.try)));
}

// ---- metrics ----

// A row of whatever is there: value, ends of an interval, n, floor.
function metricRow(name, m) {
  const [a, b] = Array.isArray(m.interval) ? m.interval : [];
  const low = isNumber(m.low) ? m.low : a, high = isNumber(m.high) ? m.high : b;
  const interval = isNumber(low) && isNumber(high)
    ? `${format(low)} to ${format(high)}` : "";
  return [name, format(m.value), interval, format(m.n), format(m.floor)];
}

// Of each line of eval.jsonl a row for each metric.
function evaluationRows(evaluations) {
  return evaluations.flatMap((e) => !isObject(e.metrics) ? []
    : Object.entries(e.metrics).filter(([, m]) => isObject(m))
      .map(([name, m]) => [format(e.step), ...metricRow(name, {n: e.n, ...m}),
                           isObject(e.against) ? "" : e.against ?? ""]));
}

const METRIC_HEAD = ["metric", "value", "interval", "n", "floor"];

// The last value of each family of columns that are no losses.
function lastMetrics(data) {
  const players = playersOf(data.config);
  const families = familiesOf(columnsOf(data.records), players);
  families.delete("Losses");
  const last = (column) => column && column.values[column.values.length - 1];
  return [...families].flatMap(([family, columns]) => {
    const part = (name) => last(columns.find((c) => c.name === name));
    const parts = new Set(["low", "high", "n", "floor", "value"]);
    const main = part(family) ?? part(`${family}.value`);
    const rest = columns.filter((c) => c.name !== family &&
      !(main !== undefined && parts.has(c.name.slice(family.length + 1))));
    const row = main === undefined ? [] : [metricRow(family, {
      value: main, low: part(`${family}.low`), high: part(`${family}.high`),
      n: part(`${family}.n`), floor: part(`${family}.floor`)})];
    return row.concat(rest.map((c) => metricRow(c.name, {value: last(c)})));
  });
}

function metricsSection(data) {
  const rows = lastMetrics(data), parts = [];
  if (rows.length) {
    parts.push(el("h3", {}, "As last measured in the run"),
               table(METRIC_HEAD, rows, [1, 2, 3, 4]));
  }
  const evaluations = evaluationRows(data.evaluations);
  if (evaluations.length) {
    parts.push(el("h3", {}, "Evaluations"),
               el("p", {class: "note"}, "The floor is what real samples get " +
                  "against as many others."),
               table(["step", ...METRIC_HEAD, "against"], evaluations,
                     [0, 2, 3, 4, 5]));
  }
  return parts.length ? parts : null;
}

// ---- networks ----

function networkTable({name, layers}) {
  const rows = layers.filter((l) => l.path !== "").map((l) => {
    const depth = l.path.split(".").length - 1;
    return [el("span", {style: `padding-left: ${depth}em`}, l.path),
            el("code", {}, l.text), l.inner ? "" : format(l.parameters)];
  });
  const total = layers.length ? layers[0].parameters : 0;
  return el("details", {open: ""},
    el("summary", {}, `${name}: ${format(total)} parameters`),
    table(["layer", "what it is", "parameters"], rows, [2]));
}

// Of runs without a summary, the text of each network.
function networkTexts(config) {
  const texts = isObject(config.networks) ? {...config.networks} : {};
  for (const name of ["generator", "discriminator"]) {
    if (typeof config[name] === "string") texts[name] = config[name];
  }
  return Object.entries(texts).filter(([, text]) => typeof text === "string")
    .map(([name, text]) => el("details", {}, el("summary", {}, name),
                              el("pre", {tabindex: 0}, text)));
}

function networksSection(data) {
  const networks = data.notes.networks;
  const list = Array.isArray(networks) ? networks.map(networkTable)
    : networkTexts(data.config);
  return list.length ? list : null;
}

// ---- configuration ----

// Options that have a section of their own.
const ELSEWHERE = new Set(["generator", "discriminator", "networks", "layers",
                           "augment_layers"]);

// Where a run was forked from another, and what it has otherwise.
function parentOf({parent}) {
  if (!isObject(parent)) return [];
  const changes = isObject(parent.set) ? Object.entries(parent.set) : [];
  return [el("p", {}, `Forked from ${show(parent.run)} at step ` +
             `${format(parent.step)}` +
             (changes.length ? ", with these changes:" : ", unchanged.")),
          changes.length ? el("ul", {class: "changes"}, ...changes.map(
            ([name, value]) => el("li", {}, `${name} = ${show(value)}`)))
            : null];
}

function configSection(data) {
  const names = Object.keys(data.config).filter((n) => !ELSEWHERE.has(n));
  const rows = names.sort().map((name) =>
    [name, el("code", {}, show(data.config[name]))]);
  const parts = parentOf(data.run);
  if (rows.length) parts.push(table(["option", "value"], rows));
  return parts.length ? parts : null;
}

// ---- machine ----

function startText(start) {
  const changes = start.changes ? `, with other options: ${start.changes}` : "";
  return `Step ${format(start.step)}${start.date ? `, ${start.date}` : ""}` +
         `${changes}.`;
}

function historyOf(starts) {
  if (starts.length < 2 && !starts.some((s) => s.changes)) return null;
  return el("details", {}, el("summary", {}, "Begun and resumed"),
            el("ul", {}, ...starts.map((s) => el("li", {}, startText(s)))));
}

function machineSection(data) {
  const starts = Array.isArray(data.notes.starts) ? data.notes.starts : [];
  const m = starts.filter((s) => s.version).pop() || {};
  const last = data.records[data.records.length - 1];
  const steps = last && isNumber(last.seconds) && last.step > 0
    ? `${format(1000 * last.seconds / last.step)} ms` : null;
  const pairs = [
    ["Seed", show(data.config.seed ?? m.seed ?? "")],
    ["Time a step", steps], ["Lunette", m.version], ["Lua", m.lua],
    ["Numbers", m.real], ["Processor", m.processor],
    ["Instruction set", m.isa && m.isa + (m.bfloat16 ? `, ${m.bfloat16}` : "")],
    ["Threads", m.threads && `${m.threads} of ${m.processors} processors`],
    ["Last begun", m.date], ["Folder", data.folder]];
  return [facts(pairs), historyOf(starts)];
}

function profileSection(data) {
  const rows = data.notes.profile;
  if (!Array.isArray(rows) || rows.length === 0) return null;
  const rate = (amount, s) => s > 0 && amount > 0 ? format(amount / s / 1e9)
    : "";
  return [table(["op", "calls", "ms", "GFLOP/s", "GB/s", "line"],
    rows.map((r) => [r.op, format(r.calls), format(1000 * r.seconds),
                     rate(r.flops, r.seconds), rate(r.bytes, r.seconds),
                     el("code", {}, r.line)]), [1, 2, 3, 4])];
}
