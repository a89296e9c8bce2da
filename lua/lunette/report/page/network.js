// A network, run step by step in float32, by the ops that report/steps.lua
// lists, with the engine's attributes, axes from 0. Every value is {shape,
// data}, its elements in row-major order; what a step needs to know of shapes
// is found once, and a step is then a function without arguments.

const count = (shape) => shape.reduce((n, size) => n * size, 1);

// Of each element of `shape` its place among those of a value that is broadcast
// to it, whose axis k has the stride strides[k]; from: where the first stands.
function places(shape, strides, from = 0) {
  let list = [from];
  shape.forEach((size, axis) => {
    const next = [];
    for (const at of list) {
      for (let k = 0; k < size; k++) next.push(at + k * strides[axis]);
    }
    list = next;
  });
  return Int32Array.from(list);
}

function stridesOf(shape) {
  const strides = new Array(shape.length).fill(1);
  for (let k = shape.length - 2; k >= 0; k--) {
    strides[k] = strides[k + 1] * shape[k + 1];
  }
  return strides;
}

// 0 along an axis that is repeated.
function broadcastStrides(shape, to) {
  const own = stridesOf(shape), missing = to.length - shape.length;
  return to.map((_, k) =>
    k < missing || shape[k - missing] === 1 ? 0 : own[k - missing]);
}

const broadcast = (x, to) => places(to, broadcastStrides(x.shape, to));

// ---- elements ----

const unary = (f) => (step, y, x) => () => {
  for (let i = 0; i < y.data.length; i++) y.data[i] = f(x.data[i], step);
};

const binary = (f) => (step, y, a, b) => {
  const inA = broadcast(a, y.shape), inB = broadcast(b, y.shape);
  return () => {
    for (let i = 0; i < y.data.length; i++) {
      y.data[i] = f(a.data[inA[i]], b.data[inB[i]], step);
    }
  };
};

// Elements of x at these places.
const gather = (y, x, at) => () => {
  for (let i = 0; i < at.length; i++) y.data[i] = x.data[at[i]];
};

// x under another shape.
function reshaped(step, y, x) {
  y.data = x.data;
  return () => {};
}

const ROUNDED = {trunc: Math.trunc, floor: Math.floor};
const sigmoid = (v) => 1 / (1 + Math.exp(-v));

function softplus(v, {beta, threshold}) {
  return v * beta > threshold ? v : Math.log1p(Math.exp(v * beta)) / beta;
}

// By the error function, within 1.5e-7: Abramowitz and Stegun 1964, 7.1.26; or
// by tanh.
function gelu(x, {approximate}) {
  if (approximate === "tanh") {
    return x / 2 * (1 + Math.tanh(0.7978845608 * (x + 0.044715 * x * x * x)));
  }
  const a = Math.abs(x) * Math.SQRT1_2, t = 1 / (1 + 0.3275911 * a);
  const sum = Math.exp(-a * a) * [1.061405429, -1.453152027, 1.421413741,
                                  -0.284496736, 0.254829592].reduce((s, c) =>
    (s + c) * t, 0);
  return x * (x < 0 ? sum / 2 : 1 - sum / 2);
}

const hardsigmoid = (v) => Math.min(Math.max(v + 3, 0), 6) / 6;

// scale leaky_relu(x + bias + noise, slope); bias and noise may be missing.
function biasedLeakyRelu(step, y, x, ...added) {
  const terms = added.filter((term) => term).map((term) =>
    ({data: term.data, at: broadcast(term, y.shape)}));
  return () => {
    for (let i = 0; i < y.data.length; i++) {
      let v = x.data[i];
      for (const {data, at} of terms) v += data[at[i]];
      y.data[i] = step.scale * (v > 0 ? v : step.negative_slope * v);
    }
  };
}

// Between limits, of which one may be missing.
function clamped(step, y, x, low, high) {
  const inLow = low && broadcast(low, y.shape);
  const inHigh = high && broadcast(high, y.shape);
  return () => {
    for (let i = 0; i < y.data.length; i++) {
      let v = x.data[i];
      if (low) v = Math.max(v, low.data[inLow[i]]);
      y.data[i] = high ? Math.min(v, high.data[inHigh[i]]) : v;
    }
  };
}

// ---- places ----

function permuted(y, x, axes) {
  const strides = stridesOf(x.shape);
  return gather(y, x, places(y.shape, axes.map((axis) => strides[axis])));
}

function transpose(step, y, x) {
  const axes = x.shape.map((_, k) => k);
  [axes[step.dim1], axes[step.dim2]] = [step.dim2, step.dim1];
  return permuted(y, x, axes);
}

function narrow(step, y, x) {
  const strides = stridesOf(x.shape);
  return gather(y, x, places(y.shape, strides, step.start * strides[step.dim]));
}

function select(step, y, x) {
  const strides = stridesOf(x.shape);
  const [stride] = strides.splice(step.dim, 1);
  return gather(y, x, places(y.shape, strides, step.index * stride));
}

function cat(step, y, ...list) {
  const strides = stridesOf(y.shape), parts = [];
  let start = 0;
  for (const x of list) {
    parts.push([x, places(x.shape, strides, start * strides[step.dim])]);
    start += x.shape[step.dim];
  }
  return () => {
    for (const [x, at] of parts) {
      for (let i = 0; i < at.length; i++) y.data[at[i]] = x.data[i];
    }
  };
}

// Under shapes that have an axis of 1 more.
function stack(step, y, ...list) {
  const shape = [...y.shape];
  shape[step.dim] = 1;
  return cat(step, y, ...list.map(({data}) => ({shape, data})));
}

function flip(step, y, x) {
  const strides = stridesOf(x.shape);
  let from = 0;
  for (const axis of step.dims) {
    from += (x.shape[axis] - 1) * strides[axis];
    strides[axis] = -strides[axis];
  }
  return gather(y, x, places(y.shape, strides, from));
}

// The element of an axis of n that stands at k from its first, before it or
// behind it; -1 for none.
const AROUND = {
  constant: (k, n) => k < 0 || k >= n ? -1 : k,
  reflect: (k, n) => k < 0 ? -k : k >= n ? 2 * n - 2 - k : k,
  replicate: (k, n) => Math.min(n - 1, Math.max(0, k)),
  circular: (k, n) => (k + n) % n,
};

function pad(step, y, x) {
  const strides = stridesOf(x.shape), last = x.shape.length - 1;
  let at = [0];
  x.shape.forEach((size, axis) => {
    const before = step.pad[2 * (last - axis)] || 0, next = [];
    for (const from of at) {
      for (let i = 0; i < y.shape[axis]; i++) {
        const k = AROUND[step.mode](i - before, size);
        next.push(from < 0 || k < 0 ? -1 : from + k * strides[axis]);
      }
    }
    at = next;
  });
  return () => {
    for (let i = 0; i < at.length; i++) {
      y.data[i] = at[i] < 0 ? step.value : x.data[at[i]];
    }
  };
}

// Of each element of `large` the place, among those of a value of `shape`, of
// the one whose block it is in: of factors[k] along the k-th of the last axes.
function blocks(shape, large, factors) {
  const strides = stridesOf(shape), first = shape.length - factors.length;
  let at = places(shape.slice(0, first), strides);
  factors.forEach((factor, k) => {
    const stride = strides[first + k], next = [];
    for (const from of at) {
      for (let i = 0; i < large[first + k]; i++) {
        next.push(from + Math.floor(i / factor) * stride);
      }
    }
    at = next;
  });
  return Int32Array.from(at);
}

const upsample = (step, y, x) =>
  gather(y, x, blocks(x.shape, y.shape, step.factors));

function blockSum(step, y, x) {
  const to = blocks(y.shape, x.shape, step.factors);
  return () => {
    y.data.fill(0);
    for (let i = 0; i < to.length; i++) y.data[to[i]] += x.data[i];
  };
}

// Rows of x at indices, which count from 1.
function indexSelect(step, y, x, index) {
  const strides = stridesOf(x.shape), rest = [...y.shape];
  rest[step.dim] = 1;
  const at = places(rest, strides), to = places(rest, stridesOf(y.shape));
  const apart = stridesOf(y.shape)[step.dim];
  return () => {
    for (let k = 0; k < index.data.length; k++) {
      const from = (index.data[k] - 1) * strides[step.dim];
      for (let i = 0; i < at.length; i++) {
        y.data[to[i] + k * apart] = x.data[at[i] + from];
      }
    }
  };
}

function oneHot(step, y, x) {
  const classes = y.shape[y.shape.length - 1];
  return () => {
    y.data.fill(0);
    for (let k = 0; k < x.data.length; k++) {
      y.data[k * classes + x.data[k] - 1] = 1;
    }
  };
}

// ---- sums ----

// next(sum, element) over axes, all of them where none are named, from `start`
// on, and then `last` of that and how many were taken.
const reduction = (next, start = 0, last = (sum) => sum) => (step, y, x) => {
  const named = step.dim === false ? x.shape.map((_, k) => k)
    : [].concat(step.dim);
  const kept = x.shape.map((size, k) => named.includes(k) ? 1 : size);
  const to = broadcast({shape: kept}, x.shape);
  const n = x.data.length / y.data.length;
  const sums = new Float64Array(y.data.length);
  return () => {
    sums.fill(start);
    for (let i = 0; i < to.length; i++) {
      sums[to[i]] = next(sums[to[i]], x.data[i]);
    }
    for (let i = 0; i < sums.length; i++) y.data[i] = last(sums[i], n);
  };
};

// All lists of places in a shape, in order.
const indices = (shape) => shape.reduce((list, size) =>
  list.flatMap((head) =>
    Array.from({length: size}, (_, k) => [...head, k])), [[]]);

// Where element k of the window of y at i stands in x, or -1 in the padding.
function inWindow({stride, padding, dilation}, x, i, k) {
  const first = x.shape.length - k.length, strides = stridesOf(x.shape);
  return i.reduce((from, at, axis) => {
    const along = axis - first;
    const place = along < 0 ? at
      : at * stride[along] - padding[along] + k[along] * dilation[along];
    const outside = place < 0 || place >= x.shape[axis];
    return from < 0 || outside ? -1 : from + place * strides[axis];
  }, 0);
}

function maxPool(step, y, x) {
  const within = indices(step.kernel_size), area = within.length;
  const at = Int32Array.from(indices(y.shape).flatMap((i) =>
    within.map((k) => inWindow(step, x, i, k))));
  return () => {
    y.data.fill(-Infinity);
    for (let i = 0; i < at.length; i++) {
      const k = Math.floor(i / area);
      if (at[i] >= 0) y.data[k] = Math.max(y.data[k], x.data[at[i]]);
    }
  };
}

// exp(x - most) over its sum, along one axis.
function softmax(step, y, x) {
  const n = x.shape[step.dim], inner = stridesOf(x.shape)[step.dim];
  return () => {
    for (let o = 0; o < x.data.length; o += n * inner) {
      for (let i = o; i < o + inner; i++) {
        let most = -Infinity, sum = 0;
        const end = i + n * inner;
        for (let k = i; k < end; k += inner) most = Math.max(most, x.data[k]);
        for (let k = i; k < end; k += inner) {
          sum += y.data[k] = Math.exp(x.data[k] - most);
        }
        for (let k = i; k < end; k += inner) y.data[k] /= sum;
      }
    }
  };
}

// ---- products ----

// y[r * columns + p] for rows r of w and columns p, which lie at p * length of
// x: sums of products, of four rows at once.
function dots(w, wFrom, rows, x, columns, length, y, yFrom) {
  for (let p = 0; p < columns; p++) {
    const from = p * length;
    let r = 0;
    for (; r + 4 <= rows; r += 4) {
      const a = wFrom + r * length, b = a + length, c = b + length;
      const d = c + length;
      let sa = 0, sb = 0, sc = 0, sd = 0;
      for (let k = 0; k < length; k++) {
        const v = x[from + k];
        sa += v * w[a + k]; sb += v * w[b + k];
        sc += v * w[c + k]; sd += v * w[d + k];
      }
      const to = yFrom + r * columns + p;
      y[to] = sa; y[to + columns] = sb;
      y[to + 2 * columns] = sc; y[to + 3 * columns] = sd;
    }
    for (; r < rows; r++) {
      const a = wFrom + r * length;
      let sum = 0;
      for (let k = 0; k < length; k++) sum += x[from + k] * w[a + k];
      y[yFrom + r * columns + p] = sum;
    }
  }
}

// Adds bias[c] to all elements of channel c.
function addBias(y, bias) {
  if (!bias) return;
  const size = y.data.length / bias.data.length;
  for (let c = 0, i = 0; c < bias.data.length; c++) {
    for (let k = 0; k < size; k++, i++) y.data[i] += bias.data[c];
  }
}

function linear(step, y, x, w, bias) {
  const [rows, length] = w.shape;
  const columns = x.data.length / length;
  const sums = columns > 1 ? new Float32Array(y.data.length) : y.data;
  return () => {
    dots(w.data, 0, rows, x.data, columns, length, sums, 0);
    for (let p = 0, i = 0; p < columns; p++) {
      for (let r = 0; r < rows; r++, i++) {
        y.data[i] = sums[r * columns + p] + (bias ? bias.data[r] : 0);
      }
    }
  };
}

// Batches of matrices, of which some may stand for all.
function product(step, y, a, b) {
  const batch = y.shape.slice(0, -2), [rows, columns] = y.shape.slice(-2);
  const inner = a.shape[a.shape.length - 1];
  const of = (x) => broadcast({shape: x.shape.slice(0, -2)}, batch);
  const inA = of(a), inB = of(b);
  return () => {
    y.data.fill(0);
    for (let n = 0, to = 0; n < inA.length; n++) {
      for (let r = 0; r < rows; r++, to += columns) {
        for (let k = 0; k < inner; k++) {
          const v = a.data[(inA[n] * rows + r) * inner + k];
          const from = (inB[n] * inner + k) * columns;
          for (let c = 0; c < columns; c++) {
            y.data[to + c] += v * b.data[from + c];
          }
        }
      }
    }
  };
}

// A product along one axis with the matrix that is stored.
function resample(step, y, x) {
  const n = x.shape[step.dim], m = y.shape[step.dim];
  const inner = stridesOf(x.shape)[step.dim];
  return () => {
    for (let o = 0, to = 0; o < x.data.length; o += n * inner) {
      for (let j = 0; j < m; j++) {
        for (let i = o; i < o + inner; i++, to++) {
          let sum = 0;
          for (let k = 0; k < n; k++) {
            sum += step.stored[j * n + k] * x.data[i + k * inner];
          }
          y.data[to] = sum;
        }
      }
    }
  };
}

// For each pixel of the `small` side of a convolution and each element of a
// kernel, the place of the pixel that it meets on the `large` side, in one
// channel, or -1 in the padding.
function meetings(step, [sh, sw], [lh, lw], [kh, kw]) {
  const at = new Int32Array(sh * sw * kh * kw);
  let i = 0;
  for (let y = 0; y < sh; y++) for (let x = 0; x < sw; x++) {
    for (let a = 0; a < kh; a++) for (let b = 0; b < kw; b++) {
      const u = y * step.stride[0] - step.padding[0] + a * step.dilation[0];
      const v = x * step.stride[1] - step.padding[1] + b * step.dilation[1];
      at[i++] = u < 0 || u >= lh || v < 0 || v >= lw ? -1 : u * lw + v;
    }
  }
  return at;
}

// y: 1,out,h,w; of each pixel the patch of x that it sees, and products of
// these with the kernels.
function conv(step, y, x, w, bias) {
  const [out, inputs, ...kernel] = w.shape, {groups} = step;
  const at = meetings(step, y.shape.slice(2), x.shape.slice(2), kernel);
  const area = count(kernel), pixels = at.length / area, rows = out / groups;
  const size = x.shape[2] * x.shape[3], length = inputs * area;
  const patches = new Float32Array(pixels * length);
  const collect = (first) => {
    for (let p = 0, i = 0; p < pixels; p++) {
      for (let c = 0; c < inputs; c++) {
        const from = (first + c) * size;
        for (let k = p * area; k < (p + 1) * area; k++) {
          patches[i++] = at[k] < 0 ? 0 : x.data[from + at[k]];
        }
      }
    }
  };
  return () => {
    for (let g = 0; g < groups; g++) {
      collect(g * inputs);
      dots(w.data, g * rows * length, rows, patches, pixels, length, y.data,
           g * rows * pixels);
    }
    addBias(y, bias);
  };
}

// patch[k] = the sum over inputs c of x[c] w[c][k], for one pixel of x: four
// inputs at once.
function patchOf(patch, x, xFrom, apart, inputs, w, wFrom) {
  const n = patch.length;
  patch.fill(0);
  let c = 0;
  for (; c + 4 <= inputs; c += 4) {
    const i = xFrom + c * apart, a = wFrom + c * n, b = a + n, d = b + n;
    const e = d + n, v0 = x[i], v1 = x[i + apart], v2 = x[i + 2 * apart];
    const v3 = x[i + 3 * apart];
    for (let k = 0; k < n; k++) {
      patch[k] += v0 * w[a + k] + v1 * w[b + k] + v2 * w[d + k] +
                  v3 * w[e + k];
    }
  }
  for (; c < inputs; c++) {
    const v = x[xFrom + c * apart], a = wFrom + c * n;
    for (let k = 0; k < n; k++) patch[k] += v * w[a + k];
  }
}

// A transposed convolution, y: 1,out,h,w: each pixel of x gives a patch of y,
// and the patches are added up.
function convInput(step, y, x, w, bias) {
  const [, out, ...kernel] = w.shape, inputs = x.shape[1] / step.groups;
  const at = meetings(step, x.shape.slice(2), y.shape.slice(2), kernel);
  const area = count(kernel), pixels = at.length / area;
  const size = y.shape[2] * y.shape[3], patch = new Float32Array(out * area);
  const scatter = (p, first) => {
    for (let c = 0, i = 0; c < out; c++) {
      const to = (first + c) * size;
      for (let k = p * area; k < (p + 1) * area; k++, i++) {
        if (at[k] >= 0) y.data[to + at[k]] += patch[i];
      }
    }
  };
  return () => {
    y.data.fill(0);
    for (let g = 0; g < step.groups; g++) for (let p = 0; p < pixels; p++) {
      const first = g * inputs;
      patchOf(patch, x.data, first * pixels + p, pixels, inputs, w.data,
              first * patch.length);
      scatter(p, g * out);
    }
    addBias(y, bias);
  };
}

// A convolution along one axis as one of rows.
const planar = (f) => (step, y, x, w, bias) => {
  if (y.shape.length > 3) return f(step, y, x, w, bias);
  const row = ({shape: [n, c, size], data}) => ({shape: [n, c, 1, size], data});
  const [stride, padding, dilation] =
    [[1, step.stride[0]], [0, step.padding[0]], [1, step.dilation[0]]];
  return f({...step, stride, padding, dilation}, row(y), row(x), row(w), bias);
};

// By statistics that were kept: means, then variances.
function batchNorm(step, y, x, stats, weight, bias) {
  const channels = x.shape[1], size = x.data.length / channels;
  return () => {
    for (let c = 0, i = 0; c < channels; c++) {
      const scale = (weight ? weight.data[c] : 1) /
                    Math.sqrt(stats.data[channels + c] + step.eps);
      const shift = (bias ? bias.data[c] : 0) - stats.data[c] * scale;
      for (let k = 0; k < size; k++, i++) y.data[i] = x.data[i] * scale + shift;
    }
  };
}

// Mean and variance of n elements of x from `from` on.
function momentsOf(x, from, n) {
  let sum = 0, squares = 0;
  for (let i = from; i < from + n; i++) sum += x[i];
  for (let i = from; i < from + n; i++) squares += (x[i] - sum / n) ** 2;
  return [sum / n, squares / n];
}

// Of a single sample.
function batchNormStats(step, y, x) {
  const channels = x.shape[1], size = x.data.length / channels;
  return () => {
    for (let c = 0; c < channels; c++) {
      const [mean, variance] = momentsOf(x.data, c * size, size);
      y.data[c] = mean;
      y.data[channels + c] = variance;
    }
  };
}

// Rows of n elements each; place(i): where the weight of element i stands.
function rowNorm(n, place, step, y, x, weight, bias) {
  return () => {
    for (let from = 0; from < x.data.length; from += n) {
      const [mean, variance] = momentsOf(x.data, from, n);
      const scale = 1 / Math.sqrt(variance + step.eps);
      for (let i = from; i < from + n; i++) {
        const v = (x.data[i] - mean) * scale;
        y.data[i] = v * (weight ? weight.data[place(i)] : 1) +
                    (bias ? bias.data[place(i)] : 0);
      }
    }
  };
}

function groupNorm(step, y, x, ...affine) {
  const [, channels] = x.shape, size = count(x.shape.slice(2));
  return rowNorm(channels / step.num_groups * size,
                 (i) => Math.floor(i / size) % channels, step, y, x, ...affine);
}

function layerNorm(step, y, x, ...affine) {
  const n = count(step.normalized_shape);
  return rowNorm(n, (i) => i % n, step, y, x, ...affine);
}

// ---- all ----

const OPS = {
  conv: planar(conv), conv_input: planar(convInput), linear,
  batch_norm: batchNorm,
  add: binary((a, b, {alpha}) => a + alpha * b),
  sub: binary((a, b, {alpha}) => a - alpha * b),
  mul: binary((a, b) => a * b),
  div: binary((a, b, step) =>
    (ROUNDED[step.rounding_mode] || ((v) => v))(a / b)),
  maximum: binary((a, b) => Math.max(a, b)),
  minimum: binary((a, b) => Math.min(a, b)),
  relu: unary((v) => v > 0 ? v : 0),
  leaky_relu_by: binary((v, slope) => v > 0 ? v : slope * v),
  leaky_relu: unary((v, step) => v > 0 ? v : step.negative_slope * v),
  elu: unary((v, {alpha}) => v > 0 ? v : alpha * Math.expm1(v)),
  silu: unary((v) => v * sigmoid(v)), biased_leaky_relu: biasedLeakyRelu,
  tanh: unary(Math.tanh), sigmoid: unary(sigmoid), softplus: unary(softplus),
  exp: unary(Math.exp), log: unary(Math.log), sin: unary(Math.sin),
  cos: unary(Math.cos), abs: unary(Math.abs), neg: unary((v) => -v),
  square: unary((v) => v * v), sqrt: unary(Math.sqrt),
  rsqrt: unary((v) => 1 / Math.sqrt(v)),
  root: unary(Math.sqrt), reciprocal: unary((v) => 1 / v), clamp: clamped,
  mish: unary((v) => v * Math.tanh(softplus(v, {beta: 1, threshold: 20}))),
  gelu: unary(gelu), hardsigmoid: unary(hardsigmoid),
  hardswish: unary((v) => v * hardsigmoid(v)),
  logsigmoid: unary((v) => Math.min(v, 0) - Math.log1p(Math.exp(-Math.abs(v)))),
  softsign: unary((v) => v / (1 + Math.abs(v))),
  tanhshrink: unary((v) => v - Math.tanh(v)),
  hardtanh: unary((v, {min_val: low, max_val: high}) =>
    Math.min(Math.max(v, low), high)),
  sum: reduction((s, v) => s + v),
  mean: reduction((s, v) => s + v, 0, (sum, n) => sum / n),
  square_sum: reduction((s, v) => s + v * v),
  norm2: reduction((s, v) => s + v * v, 0, Math.sqrt), softmax,
  block_sum: blockSum,
  amax: reduction((s, v) => Math.max(s, v), -Infinity),
  amin: reduction((s, v) => Math.min(s, v), Infinity), product, resample,
  max_pool: maxPool, batch_norm_stats: batchNormStats, group_norm: groupNorm,
  layer_norm: layerNorm,
  reshape: reshaped, view: reshaped, flatten: reshaped, unflatten: reshaped,
  squeeze: reshaped, unsqueeze: reshaped, clone: reshaped, contiguous: reshaped,
  transpose, narrow, select, cat, stack, flip, pad, upsample,
  permute: (step, y, x) => permuted(y, x, step.dims),
  expand: (step, y, x) => gather(y, x, broadcast(x, y.shape)),
  index_select: indexSelect, one_hot: oneHot,
};

// Little-endian, as the file has them.
function numbersOf(base64) {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float32Array.from({length: bytes.length / 4},
                           (_, k) => view.getFloat32(4 * k, true));
}

// values: steps in order, each {op, shape, inputs and attributes}; what one has
// stored, as a constant, stands at `at` of the numbers. Gives {values,
// run(first, last)}, which runs the steps after value `first`, whose data may
// have been written to, up to `last`.
function networkOf(values, numbers) {
  const made = [], steps = [];
  for (const step of values) {
    const y = {shape: step.shape, data: null}, size = count(step.shape);
    const stored = step.at === undefined ? null : numbers.subarray(step.at);
    y.data = step.op === "constant"
      ? stored.subarray(0, size) : new Float32Array(size);
    const inputs = (step.inputs || []).map((k) => k < 0 ? null : made[k]);
    steps.push(step.inputs
      ? OPS[step.op]({...step, stored}, y, ...inputs) : null);
    made.push(y);
  }
  const run = (first, last) => {
    for (let k = first + 1; k <= last; k++) if (steps[k]) steps[k]();
  };
  return {values: made, run};
}
