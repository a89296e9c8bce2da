// Numbers: as text, as columns of the log, smoothed, and as ticks of an axis.

const isNumber = (v) => typeof v === "number" && Number.isFinite(v);

// Four digits; thousands apart; powers of ten where there would be many zeros.
function format(v) {
  if (!isNumber(v)) return v === undefined || v === null ? "" : String(v);
  if (v === 0) return "0";
  const size = Math.abs(v);
  if (Number.isInteger(v) && size < 1e9) return v.toLocaleString("en-US");
  if (size < 1e-3 || size >= 1e7) {
    return v.toExponential(2).replace(/\.?0*e/, "e").replace("e+", "e");
  }
  if (size >= 1000) return Math.round(v).toLocaleString("en-US");
  return String(Number(v.toPrecision(4)));
}

// Seconds as hours, minutes and seconds.
function duration(seconds) {
  if (seconds < 60) return `${format(Number(seconds.toPrecision(3)))} s`;
  const s = Math.round(seconds);
  const h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60;
  return (h ? `${h} h ` : "") + `${m} min` + (h ? "" : ` ${s % 60} s`);
}

// The numbers of a list of records by name: Map of {name, steps, values}.
function columnsOf(records) {
  const columns = new Map();
  for (const record of records) {
    for (const [name, value] of Object.entries(record)) {
      if (name === "step" || !isNumber(value)) continue;
      if (!columns.has(name)) columns.set(name, {name, steps: [], values: []});
      const column = columns.get(name);
      column.steps.push(record.step);
      column.values.push(value);
    }
  }
  return columns;
}

// An exponential moving average that starts without bias.
function smooth(values, weight) {
  if (weight <= 0) return values;
  let sum = 0, share = 0;
  return values.map((v) => {
    sum = weight * sum + (1 - weight) * v;
    share = weight * share + (1 - weight);
    return sum / share;
  });
}

// The index of the first of the steps that is not below `step`.
function indexOf(steps, step) {
  let low = 0, high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle] < step) low = middle + 1; else high = middle;
  }
  return low;
}

function nearestIndex(steps, step) {
  const k = indexOf(steps, step);
  if (k === 0 || k < steps.length && steps[k] - step < step - steps[k - 1]) {
    return k;
  }
  return k - 1;
}

// About n round numbers between two ends.
function ticks(low, high, n) {
  const rough = (high - low) / n;
  const power = 10 ** Math.floor(Math.log10(rough));
  const unit = [1, 2, 5, 10].find((k) => k * power >= rough) * power;
  const list = [];
  for (let k = Math.ceil(low / unit); k * unit <= high; k++) {
    list.push(Number((k * unit).toPrecision(12)));
  }
  return list;
}

// Powers of ten between two ends, with 2 and 5 times them where they are few;
// round numbers where there are next to none.
function logTicks(low, high) {
  const list = [], decades = Math.log10(high / low);
  const parts = decades < 3 ? [1, 2, 5] : [1];
  const apart = Math.max(1, Math.ceil(decades / 6));
  for (let k = Math.floor(Math.log10(low)); 10 ** k <= high; k += apart) {
    for (const part of parts) list.push(Number(`${part}e${k}`));
  }
  const seen = list.filter((v) => v >= low && v <= high);
  return seen.length > 2 ? seen : ticks(low, high, 4).filter((v) => v > 0);
}
