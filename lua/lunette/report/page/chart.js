// Charts of lines over the steps. All of a page show the same steps, are
// smoothed alike and have the same kind of scale.

const HEIGHT = 220;
const FEW = 60; // points, below which each is drawn
const MARGIN = {left: 54, right: 20, top: 8, bottom: 26};

// What all charts share; `from` is null while all steps are shown.
const view = {from: null, to: null, weight: 0, log: false, charts: [],
              waiting: false};

function redrawAll() {
  if (view.waiting) return;
  view.waiting = true;
  requestAnimationFrame(() => {
    view.waiting = false;
    for (const chart of view.charts) chart.draw();
  });
}

function zoomTo(from, to) {
  view.from = from;
  view.to = to;
  redrawAll();
}

class Chart {
  // options: title; lines: [{name, steps, values, low?, high?, ofRuns?, color?,
  // dash?}], where low and high are the ends of intervals, or, ofRuns, the
  // lowest and highest of several runs; marks: [{step, text}]; limit:
  // {value, text}; log: always on a log scale; legend: false for none; unit.
  constructor(options) {
    Object.assign(this, {marks: [], legend: true, unit: ""}, options);
    this.lines = this.lines.filter((line) => line.steps.length > 0);
    this.lines.forEach((line, k) => {
      line.color = line.color || `var(--line-${k % 8 + 1})`;
      line.dash = line.dash || (k >= 8 ? "5 3" : undefined);
    });
    this.at = null;
    this.build();
    view.charts.push(this);
  }

  build() {
    this.keys = this.lines.map((line) => el("span", {class: "value"}));
    const keys = this.lines.map((line, k) => el("li", {},
      svg("svg", {class: "swatch", viewBox: "0 0 16 8", "aria-hidden": "true"},
          svg("line", {x1: 0, x2: 16, y1: 4, y2: 4, "stroke-width": 3,
                       "stroke-dasharray": line.dash,
                       style: `stroke: ${line.color}`})),
      line.name, " ", this.keys[k]));
    this.step = el("span", {class: "step"});
    this.picture = svg("svg", {
      class: "plot", role: "img", tabindex: 0, "aria-label": this.summary(),
      onpointerdown: (e) => this.press(e), onpointermove: (e) => this.move(e),
      onpointerup: (e) => this.release(e),
      onpointercancel: () => this.leave(), onpointerleave: () => this.leave(),
      ondblclick: () => zoomTo(null, null), onkeydown: (e) => this.key(e)});
    this.node = el("figure", {class: "chart"},
      el("figcaption", {}, el("h3", {}, this.title), this.step,
         this.legend ? el("ul", {class: "legend"}, ...keys) : null),
      this.picture);
  }

  // What somebody hears who does not see it.
  summary() {
    const parts = this.lines.slice(0, 6).map((line) =>
      `${line.name} goes from ${format(line.values[0])} to ` +
      `${format(line.values[line.values.length - 1])}`);
    return `${this.title}: ${parts.join("; ")}. Drag, or press plus, to zoom;` +
           " arrow keys read values; Escape shows all.";
  }

  // ---- scales ----

  isLog() { return this.log || view.log; }

  range() {
    let low = Infinity, high = -Infinity;
    for (const {steps} of this.lines) {
      low = Math.min(low, steps[0]);
      high = Math.max(high, steps[steps.length - 1]);
    }
    if (view.from !== null && view.from < high && view.to > low) {
      [low, high] = [view.from, view.to];
    }
    return low < high ? [low, high] : [low - 0.5, low + 0.5];
  }

  // The ends of what is seen between two steps.
  extent(from, to) {
    let low = Infinity, high = -Infinity;
    const see = (v) => {
      if (!isNumber(v) || this.isLog() && v <= 0) return;
      if (v < low) low = v;
      if (v > high) high = v;
    };
    for (const line of this.lines) {
      const last = indexOf(line.steps, to + 1e-9);
      for (let k = indexOf(line.steps, from); k < last; k++) {
        see(line.values[k]);
        if (line.low) see(line.low[k]), see(line.high[k]);
      }
    }
    if (this.limit && low <= high) see(this.limit.value);
    return low <= high ? this.widened(low, high) : [this.isLog() ? 0.1 : 0, 1];
  }

  widened(low, high) {
    if (this.isLog()) {
      const room = low < high ? (high / low) ** 0.05 : 2;
      return [low / room, high * room];
    }
    const room = low < high ? (high - low) * 0.05 : Math.abs(low) / 10 || 1;
    return [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
  }

  // Sets this.x and this.y, from steps and values to pixels.
  scale() {
    const [from, to] = this.range(), [low, high] = this.extent(from, to);
    const width = this.width - MARGIN.left - MARGIN.right;
    const height = HEIGHT - MARGIN.top - MARGIN.bottom;
    this.x = (step) => MARGIN.left + (step - from) / (to - from) * width;
    this.stepAt = (px) => from + (px - MARGIN.left) / width * (to - from);
    const place = this.isLog() ? Math.log : (v) => v;
    const a = place(low), b = place(high);
    this.y = (v) => MARGIN.top + (1 - (place(v) - a) / (b - a)) * height;
    Object.assign(this, {from, to, low, high});
  }

  // ---- drawing ----

  draw() {
    this.width = Math.max(260, this.node.clientWidth || 600);
    this.scale();
    this.picture.setAttribute("viewBox", `0 0 ${this.width} ${HEIGHT}`);
    const clip = `clip-${view.charts.indexOf(this)}`;
    const inner = {x: MARGIN.left, y: MARGIN.top,
                   width: this.width - MARGIN.left - MARGIN.right,
                   height: HEIGHT - MARGIN.top - MARGIN.bottom};
    this.over = svg("g", {class: "over"});
    this.picture.replaceChildren(
      svg("clipPath", {id: clip}, svg("rect", inner)), this.axes(),
      svg("g", {"clip-path": `url(#${clip})`}, ...this.drawnMarks(),
          ...this.lines.flatMap((line) => this.drawnLine(line))), this.over);
    this.tell();
  }

  axes() {
    const group = svg("g", {class: "axes"});
    const right = this.width - MARGIN.right, bottom = HEIGHT - MARGIN.bottom;
    const values = this.isLog() ? logTicks(this.low, this.high)
      : ticks(this.low, this.high, 5);
    for (const v of values) {
      const y = this.y(v);
      group.append(svg("line", {x1: MARGIN.left, x2: right, y1: y, y2: y}),
                   svg("text", {x: MARGIN.left - 6, y: y + 4, class: "y"},
                       format(v)));
    }
    for (const v of ticks(this.from, this.to, this.width / 110)) {
      if (!Number.isInteger(v)) continue;
      group.append(svg("text", {x: this.x(v), y: bottom + 18, class: "x"},
                       format(v)));
    }
    group.append(svg("line", {x1: MARGIN.left, x2: right, y1: bottom,
                              y2: bottom, class: "base"}));
    return group;
  }

  drawnMarks() {
    const list = this.marks.map(({step, text}) => svg("line", {
      class: "mark", x1: this.x(step), x2: this.x(step), y1: MARGIN.top,
      y2: HEIGHT - MARGIN.bottom}, svg("title", {}, text)));
    if (this.limit) {
      const y = this.y(this.limit.value);
      list.push(svg("line", {class: "limit", x1: MARGIN.left, x2: this.width,
                             y1: y, y2: y}),
                svg("text", {class: "limit", x: this.width - MARGIN.right - 4,
                             y: y + 15}, this.limit.text));
    }
    return list;
  }

  // Smoothed {values, low, high}, made once for each weight; those of lines of
  // few points, or with intervals, are as they were measured.
  smoothed(line) {
    const measured = line.low && !line.ofRuns;
    if (line.steps.length < FEW || measured) return line;
    if (line.weight !== view.weight) {
      const soft = (list) => list && smooth(list, view.weight);
      line.weight = view.weight;
      line.soft = {values: soft(line.values), low: soft(line.low),
                   high: soft(line.high)};
    }
    return line.soft;
  }

  drawnLine(line) {
    const list = [], style = `stroke: ${line.color}`;
    const {values, low, high} = this.smoothed(line);
    if (low) {
      list.push(svg("path", {class: "band", style: `fill: ${line.color}`,
                             d: this.band(line.steps, low, high)}));
    }
    if (values !== line.values) {
      list.push(svg("path", {class: "raw", style,
                             d: this.path(line.steps, line.values)}));
    }
    list.push(svg("path", {class: "line", style, "stroke-dasharray": line.dash,
                           d: this.path(line.steps, values)}));
    if (line.steps.length < FEW) list.push(...this.dots(line, values));
    return list;
  }

  dots(line, values) {
    return line.steps.map((step, k) => [step, values[k]])
      .filter(([, v]) => !this.isLog() || v > 0)
      .map(([step, v]) => svg("circle", {cx: this.x(step), cy: this.y(v),
                                         r: 2, style: `fill: ${line.color}`}));
  }

  // Points of the steps that are seen, and one on either side: at most the
  // lowest and the highest of each column of pixels.
  points(steps, values) {
    const first = Math.max(0, indexOf(steps, this.from) - 1);
    const last = Math.min(steps.length, indexOf(steps, this.to) + 1);
    const seen = [];
    for (let k = first; k < last; k++) {
      if (this.isLog() && values[k] <= 0) continue;
      seen.push([this.x(steps[k]), this.y(values[k])]);
    }
    return seen.length > 3 * this.width ? thinned(seen) : seen;
  }

  path(steps, values) {
    return this.points(steps, values).map(([x, y], k) =>
      `${k ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
  }

  band(steps, low, high) {
    const there = this.points(steps, high);
    const back = this.points(steps, low).reverse();
    return there.concat(back).map(([x, y], k) =>
      `${k ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("") + "Z";
  }

  // ---- reading and zooming ----

  // Values at the step that is pointed at, or the last ones.
  tell() {
    let at = this.at;
    this.lines.forEach((line, k) => {
      const {values} = this.smoothed(line);
      const index = at === null ? values.length - 1
        : nearestIndex(line.steps, at);
      this.keys[k].textContent = format(values[index]) + this.unit;
    });
    if (at !== null) at = this.snapped(at);
    this.step.textContent = at === null ? "" : `step ${format(at)}`;
    const cross = at === null ? [] : [svg("line", {
      class: "cross", x1: this.x(at), x2: this.x(at), y1: MARGIN.top,
      y2: HEIGHT - MARGIN.bottom})];
    if (this.drag) cross.push(this.selection());
    this.over.replaceChildren(...cross);
  }

  // The step of the longest line that is nearest.
  snapped(step) {
    const {steps} = this.lines.reduce((a, b) =>
      a.steps.length >= b.steps.length ? a : b);
    return steps[nearestIndex(steps, step)];
  }

  selection() {
    const [a, b] = [this.drag.start, this.drag.end].sort((p, q) => p - q);
    return svg("rect", {class: "selection", x: a, y: MARGIN.top, width: b - a,
                        height: HEIGHT - MARGIN.top - MARGIN.bottom});
  }

  pixel(event) {
    const box = this.picture.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width * this.width;
    return Math.min(this.width - MARGIN.right, Math.max(MARGIN.left, x));
  }

  press(event) {
    if (event.button !== 0) return;
    const x = this.pixel(event);
    this.drag = {start: x, end: x};
    this.picture.setPointerCapture(event.pointerId);
  }

  move(event) {
    const x = this.pixel(event);
    if (this.drag) this.drag.end = x;
    this.at = this.stepAt(x);
    this.tell();
  }

  release(event) {
    const drag = this.drag;
    this.drag = null;
    if (!drag || Math.abs(drag.end - drag.start) < 5) return this.move(event);
    const [a, b] = [drag.start, drag.end].sort((p, q) => p - q);
    zoomTo(this.stepAt(a), this.stepAt(b));
  }

  leave() {
    if (this.drag) return;
    this.at = null;
    this.tell();
  }

  zoomBy(factor) {
    const middle = this.at === null ? (this.from + this.to) / 2 : this.at;
    zoomTo(middle - (middle - this.from) * factor,
           middle + (this.to - middle) * factor);
  }

  // Moves the line that values are read at.
  walk(way) {
    const {steps} = this.lines.reduce((a, b) =>
      a.steps.length >= b.steps.length ? a : b);
    const at = this.at === null ? (way > 0 ? this.from : this.to) : this.at;
    const k = nearestIndex(steps, at) + (this.at === null ? 0 : way);
    this.at = steps[Math.min(steps.length - 1, Math.max(0, k))];
    this.tell();
  }

  key(event) {
    const actions = {
      ArrowLeft: () => this.walk(-1), ArrowRight: () => this.walk(1),
      "+": () => this.zoomBy(0.5), "=": () => this.zoomBy(0.5),
      "-": () => this.zoomBy(2),
    };
    const action = actions[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  }
}

// Of points in order, the first, lowest, highest and last of each column of
// pixels.
function thinned(points) {
  const list = [];
  let column = [];
  const flush = () => {
    if (column.length <= 4) return list.push(...column);
    let low = 0, high = 0;
    column.forEach(([, y], k) => {
      if (y < column[low][1]) low = k;
      if (y > column[high][1]) high = k;
    });
    const chosen = new Set([0, low, high, column.length - 1]);
    [...chosen].sort((a, b) => a - b).forEach((k) => list.push(column[k]));
  };
  for (const point of points) {
    if (column.length && Math.floor(point[0]) !== Math.floor(column[0][0])) {
      flush();
      column = [];
    }
    column.push(point);
  }
  flush();
  return list;
}
