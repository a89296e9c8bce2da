// Grids of samples on a slider over the steps, and pictures of collapses.

const source = (png) => `data:image/png;base64,${png}`;

function grid(png, alt, caption) {
  const image = el("img", {src: source(png), alt, class: "grid"});
  return el("figure", {class: "picture"}, el("figcaption", {}, caption), image);
}

// Of samples the last that are of no later step, or the first; named in the
// caption. `show(step)` shows those, `node` is the picture.
function movedPicture({name, samples}) {
  const image = el("img", {class: "grid sample"});
  const caption = el("output", {for: "slider"});
  const steps = samples.map((s) => s.step);
  const show = (step) => {
    const k = Math.max(0, indexOf(steps, step + 1) - 1);
    const text = `step ${format(steps[k])}`;
    image.src = source(samples[k].png);
    image.alt = `Grid of samples, ${name}, ${text}`;
    caption.textContent = `${name}, ${text} (${k + 1} of ${steps.length})`;
  };
  return {show, node: el("figure", {class: "picture"},
                         el("figcaption", {}, caption), image)};
}

// A slider over all steps of the lists, each {name, samples}, and the pictures
// that it moves, one of each list; `beside`: one that stays.
function samplesSlider(lists, beside) {
  const steps = [...new Set(lists.flatMap(({samples}) =>
    samples.map((s) => s.step)))].sort((a, b) => a - b);
  const last = steps.length - 1, pictures = lists.map(movedPicture);
  const show = (k) => {
    for (const picture of pictures) picture.show(steps[k]);
    slider.setAttribute("aria-valuetext", `step ${format(steps[k])}`);
  };
  const slider = el("input", {
    type: "range", id: "slider", min: 0, max: last, step: 1, value: last,
    "aria-label": "Step of the generated samples",
    oninput: () => show(Number(slider.value))});
  const move = (by) => () => {
    slider.value = Number(slider.value) + by;
    show(Number(slider.value));
  };
  show(last);
  return [
    el("div", {class: "controls"},
       el("button", {type: "button", onclick: move(-1),
                     "aria-label": "Samples of the step before"}, "‹"),
       slider,
       el("button", {type: "button", onclick: move(1),
                     "aria-label": "Samples of the next step"}, "›")),
    el("div", {class: lists.length > 1 ? "pictures small" : "pictures"},
       ...pictures.map(({node}) => node), beside)];
}

function samplesSection(data) {
  if (data.samples.length === 0) return null;
  const real = data.real
    ? grid(data.real, "Grid of real samples", "Real") : null;
  return [el("p", {class: "note"}, "All grids are of the same noise. The " +
             "arrow keys move the slider."),
          ...samplesSlider([{name: "Generated", samples: data.samples}], real)];
}

function collapsePictures(list) {
  if (list.length === 0) return [];
  const words = {before: "the last sound checkpoint before it", after: "then"};
  return [el("div", {class: "pictures"}, ...list.map((p) => {
    const caption = `Step ${format(p.step)}, ${words[p.when] || p.when}`;
    return grid(p.png, `Grid of samples: ${caption}`, caption);
  }))];
}
