// The page of several runs. data.runs: of each its name, options, records and
// grids of samples; data.groups: the places, from 1, of runs that differ in
// their seed only; data.tables: texts.

const overlaySections = [
  ["runs", "Runs", runsTable],
  ["samples", "Samples", samplesOfRuns],
  ["curves", "Curves", curvesOfRuns],
  ["numbers", "Final values", numberTables],
  ["seeds", "Over seeds", seedTables],
  ["options", "Options that differ", optionsTable],
];

// ---- tables ----

// A table whose first column names the rows.
const namedRows = (head, rows) =>
  table(["", ...head], rows, head.map((name, k) => k + 1));

const namesOf = ({runs}) => runs.map(({name}) => name);

const sectionTables = (sections, head) => sections.flatMap(({title, rows}) =>
  [el("h3", {}, title), namedRows(head, rows)]);

function runsTable(data) {
  const members = (places) => places.map((k) => data.runs[k - 1].name);
  return [namedRows(namesOf(data), data.tables.facts),
          hasSeeds(data) ? el("ul", {}, ...data.groups.map((places, g) =>
            el("li", {}, `Group ${g + 1}: ${members(places).join(", ")}`)))
            : null];
}

function numberTables(data) {
  if (data.tables.numbers.length === 0) return null;
  return [el("p", {class: "note"}, "The last value of each number; the best, " +
             "where it is known whether that is the highest or the lowest, " +
             "else how far it went."),
          ...sectionTables(data.tables.numbers, namesOf(data))];
}

function seedTables(data) {
  const seeds = data.tables.seeds;
  if (!seeds) return null;
  return [el("p", {class: "note"}, "Means of the last values, with Student's " +
             "95 % interval and the number of runs. Differences are seed by " +
             "seed."),
          ...sectionTables(seeds.sections, seeds.head)];
}

function optionsTable(data) {
  const rows = data.tables.options;
  return rows.length ? [table(["option", ...namesOf(data)], rows)] : null;
}

// ---- samples ----

function samplesOfRuns({runs}) {
  const lists = runs.filter(({samples}) => samples.length);
  if (lists.length === 0) return null;
  return [el("p", {class: "note"}, "Of each run the grid of the step, or the " +
             "last before it. The arrow keys move the slider."),
          ...samplesSlider(lists, null)];
}

// ---- curves ----

const DASHES = [undefined, "7 3", "2 3", "9 3 2 3"];

// The colour and the dash of the k-th: no two of 32 have the same.
const lookOf = (k) => ({color: `var(--line-${k % 8 + 1})`,
                        dash: DASHES[(k + Math.floor(k / 8)) % 4]});

const hasSeeds = ({runs, groups}) => groups.length < runs.length;

// The mean of lines, at the steps that all of them have, between the lowest and
// the highest.
function meanOf(lines) {
  const byStep = lines.map(({steps, values}) =>
    new Map(steps.map((step, k) => [step, values[k]])));
  const steps = [...byStep[0].keys()]
    .filter((step) => byStep.every((values) => values.has(step)));
  const all = steps.map((step) => byStep.map((values) => values.get(step)));
  return {steps, low: all.map((v) => Math.min(...v)),
          high: all.map((v) => Math.max(...v)), ofRuns: true,
          values: all.map((v) => v.reduce((a, b) => a + b) / v.length)};
}

// A line for each group, or, where its runs share no step, for each of them.
function linesOfGroups(groups, byRun) {
  return groups.flatMap((places, g) => {
    const lines = places.map((k) => byRun[k - 1]).filter((line) => line);
    const mean = lines.length > 1 ? meanOf(lines) : null;
    const name = lines.length > 1
      ? `group ${g + 1} (${lines.length} runs)` : `group ${g + 1}`;
    return (mean && mean.steps.length ? [mean] : lines)
      .map((line) => ({...line, name, ...lookOf(g)}));
  });
}

const linesOfRuns = (runs, byRun) => runs.flatMap(({name}, k) =>
  byRun[k] ? [{...byRun[k], name, ...lookOf(k)}] : []);

// The lines of all runs, by name a list by run; losses first.
function linesByName(runs) {
  const found = new Map();
  runs.forEach(({records, config}, k) => {
    for (const line of chartsOf(records, config).flatMap(([, list]) => list)) {
      if (!found.has(line.name)) found.set(line.name, []);
      found.get(line.name)[k] = line;
    }
  });
  return found;
}

const marksOfRuns = (runs) => runs.flatMap(({name, records}) =>
  marksOf(records).map(({step, text}) => ({step, text: `${name}: ${text}`})));

function overlaidCharts({runs, groups}, means) {
  const marks = marksOfRuns(runs);
  const make = (title, byRun, unit = "") => new Chart({
    title, unit, marks,
    lines: means ? linesOfGroups(groups, byRun) : linesOfRuns(runs, byRun)});
  const times = runs.map(({records}) => timeOfSteps(records))
    .map((line) => line.steps.length ? line : undefined);
  return [...[...linesByName(runs)].map(([name, byRun]) => make(name, byRun)),
          ...times.some((line) => line)
            ? [make("Time a step", times, " ms")] : []];
}

const WHAT_MEANS_ARE = " The mean of a group is taken at the steps that all " +
  "its runs have; its band goes from the lowest of them to the highest.";

function curvesOfRuns(data) {
  const box = el("div", {class: "charts"});
  const show = (means) => {
    view.charts.length = 0;
    box.replaceChildren(...overlaidCharts(data, means)
      .map((chart) => chart.node));
    redrawAll();
  };
  show(hasSeeds(data));
  if (view.charts.length === 0) return null;
  const means = el("input", {type: "checkbox", id: "means", checked: "",
                             onchange: () => show(means.checked)});
  const every = Math.max(...data.runs.map((run) => run.records_every));
  if (!hasSeeds(data)) return [curveNote(every), curveControls(), box];
  return [curveNote(every, WHAT_MEANS_ARE),
          curveControls(el("label", {class: "check"}, means,
                           "Means over seeds")), box];
}

// ---- the page ----

const data = readData();
for (const run of data.runs) mend(run, "config");
build(data, `${data.runs.length} runs`, namesOf(data).join(" · "),
      overlaySections);
