// The page of a run.

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

const data = readData();
mend(data, "config", "run", "notes");
build(data, data.title, statusOf(data).join(" · "), sections);
