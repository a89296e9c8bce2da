// A generator to play with, which the page runs itself (network.js).

// Numbers from 0 to 1 by a seed (mulberry32).
function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

// n normal numbers by a seed (Box and Muller 1958).
function noiseOf(seed, n) {
  const draw = uniform(seed);
  return Float32Array.from({length: n}, () =>
    Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw()));
}

// The generator: draw(state) gives the picture c,h,w as numbers from 0 to 255,
// not rounded. state: {noise, label, truncation, moves}, the noise (or what a
// mapping makes of it) drawn to its mean and then moved along the directions.
function generatorOf(data) {
  const numbers = numbersOf(data.weights);
  const {values, run} = networkOf(data.values, numbers);
  const {value, rows, mean} = data.move, [low, high] = data.range;
  const moved = values[value].data, {shape} = values[data.output];
  const draw = ({noise, label, truncation, moves}) => {
    values[0].data.set(noise);
    if (data.classes) values[1].data[0] = label;
    run(0, value);
    for (let i = 0; i < moved.length; i++) {
      const middle = mean === undefined ? 0 : numbers[mean + i];
      let v = middle + truncation * (moved[i] - middle);
      moves.forEach((m, k) => v += m * numbers[rows + k * moved.length + i]);
      moved[i] = v;
    }
    run(value, data.output);
    return values[data.output].data.map((v) =>
      Math.min(255, Math.max(0, (v - low) / (high - low) * 255)));
  };
  return {draw, numbers, shape, sizes: values[0].data.length};
}

// How the page starts: with the noise that the engine drew a picture of.
function firstState(data, {numbers, sizes}) {
  const {noise, label} = data.example;
  return {noise: numbers.slice(noise, noise + sizes), label, truncation: 1,
          moves: new Array(data.move.count).fill(0)};
}

// The largest difference from the engine's picture, of 255.
function differenceFrom(data, generator, state) {
  const [low, high] = data.range, from = data.example.picture;
  return generator.draw(state).reduce((most, v, i) => {
    const w = (generator.numbers[from + i] - low) / (high - low) * 255;
    return Math.max(most, Math.abs(v - Math.min(255, Math.max(0, w))));
  }, 0);
}

// Pixels c,h,w on a canvas, in one colour or three.
function paint(canvas, pixels) {
  const context = canvas.getContext("2d");
  const picture = context.createImageData(canvas.width, canvas.height);
  const size = canvas.width * canvas.height, grey = pixels.length === size;
  for (let i = 0; i < size; i++) {
    for (let c = 0; c < 3; c++) {
      picture.data[4 * i + c] = pixels[grey ? i : c * size + i];
    }
    picture.data[4 * i + 3] = 255;
  }
  context.putImageData(picture, 0, 0);
}

// ---- controls ----

// A slider with its name and its value; change(v) is told of a new one. Gives
// {node, reset}.
function namedSlider(name, {min, max, value, id}, change) {
  const output = el("output", {for: id});
  const slider = el("input", {type: "range", id, min, max, step: 0.05,
                              oninput: () => show()});
  const show = () => {
    output.textContent = Number(slider.value).toFixed(2);
    change(Number(slider.value));
  };
  const reset = () => {
    slider.value = value;
    show();
  };
  return {reset, node: el("div", {class: "named"},
                          el("label", {for: id}, name), slider, output)};
}

function classButtons(data, state, redraw) {
  if (!data.classes) return null;
  const buttons = data.classes.map((name, k) =>
    el("button", {type: "button", class: "class", onclick: () => {
      state.label = k + 1;
      press();
      redraw();
    }}, name));
  const press = () => buttons.forEach((button, k) =>
    button.setAttribute("aria-pressed", k + 1 === state.label));
  press();
  return el("div", {class: "controls", role: "group", "aria-label": "Class"},
            el("span", {}, "Class"), ...buttons);
}

// Draws once a frame at most, however often it is asked for.
function redrawing(draw) {
  let asked = false;
  return () => {
    if (!asked) requestAnimationFrame(() => { asked = false; draw(); });
    asked = true;
  };
}

function sampleButtons(generator, state, sliders, redraw) {
  let seed = 0;
  const output = el("output", {id: "seed"}, "the engine's example");
  const renew = el("button", {type: "button", id: "renew", onclick: () => {
    seed++;
    state.noise = noiseOf(seed, generator.sizes);
    output.textContent = `sample ${seed}`;
    redraw();
  }}, "New sample");
  const back = el("button", {type: "button", id: "back", onclick: () =>
    sliders.forEach((slider) => slider.reset())}, "Sliders back");
  return el("div", {class: "controls"}, renew, output, back);
}

function playgroundControls(data, generator, state, redraw) {
  const sliders = state.moves.map((_, k) => namedSlider(
    `Direction ${k + 1}`, {min: -4, max: 4, value: 0, id: `direction-${k + 1}`},
    (v) => { state.moves[k] = v; redraw(); }));
  sliders.push(namedSlider(
    "Truncation", {min: 0, max: 1.5, value: 1, id: "truncation"},
    (v) => { state.truncation = v; redraw(); }));
  sliders.forEach((slider) => slider.reset());
  return el("div", {},
            sampleButtons(generator, state, sliders, redraw),
            classButtons(data, state, redraw),
            ...sliders.map((slider) => slider.node));
}

function playgroundNote(data) {
  const which = data.average ? "The average of the generator" : "The generator";
  const along = data.move.mean === undefined
    ? "directions of the noise that its first layer answers most to"
    : "principal directions of what its mapping makes of noise, in standard " +
      "deviations";
  const step = isNumber(data.step) ? ` at step ${format(data.step)}` : "";
  return `${which}${step}, run by this page. The sliders move along ${along}.`;
}

function playgroundSection({playground: data}) {
  if (!data) return null;
  const refusal = (why) => [el("p", {class: "note"},
    `There is no generator to play with: ${why}.`)];
  if (data.why) return refusal(data.why);
  const generator = generatorOf(data), state = firstState(data, generator);
  const difference = differenceFrom(data, generator, state);
  if (!(difference <= 1)) {
    return refusal(`the page draws it otherwise than the engine, by ${
      format(difference)} of 255`);
  }
  const [, , height, width] = generator.shape;
  const canvas = el("canvas", {width, height, class: "grid", id: "drawn",
                               role: "img",
                               "aria-label": "A generated picture"});
  const redraw = redrawing(() => paint(canvas, generator.draw(state)));
  return [el("p", {class: "note"}, playgroundNote(data)),
          el("div", {class: "play"}, canvas,
             playgroundControls(data, generator, state, redraw))];
}
