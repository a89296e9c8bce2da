// Grids of samples on a slider over the steps, and pictures of collapses.

const source = (png) => `data:image/png;base64,${png}`;

function grid(png, alt, caption) {
  const image = el("img", {src: source(png), alt, class: "grid"});
  return el("figure", {class: "picture"}, el("figcaption", {}, caption), image);
}

// The slider and the picture that it moves.
function samplesSlider(samples, real) {
  const last = samples.length - 1;
  const image = el("img", {class: "grid", id: "sample"});
  const caption = el("output", {for: "slider"});
  const show = (k) => {
    const text = `step ${format(samples[k].step)}`;
    image.src = source(samples[k].png);
    image.alt = `Grid of generated samples at ${text}`;
    caption.textContent = `Generated, ${text} (${k + 1} of ${last + 1})`;
    slider.setAttribute("aria-valuetext", text);
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
    el("div", {class: "pictures"},
       el("figure", {class: "picture"}, el("figcaption", {}, caption), image),
       real ? grid(real, "Grid of real samples", "Real") : null)];
}

function samplesSection(data) {
  if (data.samples.length === 0) return null;
  return [el("p", {class: "note"}, "All grids are of the same noise. The " +
             "arrow keys move the slider."),
          ...samplesSlider(data.samples, data.real)];
}

function collapsePictures(list) {
  if (list.length === 0) return [];
  const words = {before: "the last sound checkpoint before it", after: "then"};
  return [el("div", {class: "pictures"}, ...list.map((p) => {
    const caption = `Step ${format(p.step)}, ${words[p.when] || p.when}`;
    return grid(p.png, `Grid of samples: ${caption}`, caption);
  }))];
}
