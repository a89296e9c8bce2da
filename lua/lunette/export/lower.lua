--- What each op of the engine becomes: steps of a program (program.lua). Each
--- function adds those of a value, and returns nil, or what of it cannot be
--- done.

local graph = require "lunette.graph"
local Program = require "lunette.export.program"

local count, strides_of = Program.count, Program.strides

local lower = {}

-- ---- elements ----

-- A function of elements that are broadcast.
local function pointwise(expr)
  return function(p, y)
    local inputs = {}
    for k, x in ipairs(y.inputs) do inputs[k] = p:spread(x, y.shape) end
    p:map(y.shape, p:whole(y), inputs, expr, y.attributes)
  end
end

for name, expr in pairs {
  mul = "$1 * $2", maximum = "@max($1, $2)", minimum = "@min($1, $2)",
  neg = "0 - $1", abs = "@abs($1)", square = "$1 * $1",
  reciprocal = "1 / $1", sqrt = "@sqrt($1)", root = "@sqrt($1)",
  rsqrt = "1 / @sqrt($1)", exp = "@exp($1)", log = "@log($1)",
  sin = "@sin($1)", cos = "@cos($1)", tanh = "@tanh($1)",
  sigmoid = "@sigmoid($1)", silu = "$1 * @sigmoid($1)",
  relu = "@max($1, 0)", leaky_relu = "@leaky_relu($1, {negative_slope})",
  leaky_relu_by = "@leaky_relu($1, $2)", elu = "@elu($1, {alpha})",
  softplus = "@softplus($1, {beta}, {threshold})",
  mish = "$1 * @tanh(@softplus($1, 1, 20))",
  softsign = "$1 / (1 + @abs($1))", tanhshrink = "$1 - @tanh($1)",
  hardtanh = "@min(@max($1, {min_val}), {max_val})",
  clone = "$1", contiguous = "$1", logsigmoid = "@logsigmoid($1)",
  hardsigmoid = "@hardsigmoid($1)", hardswish = "$1 * @hardsigmoid($1)",
} do
  lower[name] = pointwise(expr)
end

local gelus = {none = pointwise "@gelu($1)", tanh = pointwise "@gelu_tanh($1)"}
function lower.gelu(p, y) return gelus[y.attributes.approximate](p, y) end

-- With a factor for the second, which is mostly 1.
local function sum(sign)
  local plain = pointwise("$1 " .. sign .. " $2")
  local scaled = pointwise("$1 " .. sign .. " {alpha} * $2")
  return function(p, y)
    return (y.attributes.alpha == 1 and plain or scaled)(p, y)
  end
end
lower.add, lower.sub = sum "+", sum "-"

local quotients = {[false] = pointwise "$1 / $2",
                   floor = pointwise "@floor($1 / $2)",
                   trunc = pointwise "@trunc($1 / $2)"}
function lower.div(p, y)
  return quotients[y.attributes.rounding_mode](p, y)
end

-- scale leaky_relu(x + bias + noise, slope); bias and noise may be missing.
function lower.biased_leaky_relu(p, y)
  local inputs, terms = {}, {}
  for _, x in ipairs(y.inputs) do
    if x then
      inputs[#inputs + 1] = p:spread(x, y.shape)
      terms[#terms + 1] = "$" .. #inputs
    end
  end
  p:map(y.shape, p:whole(y), inputs, "{scale} * @leaky_relu(" ..
        table.concat(terms, " + ") .. ", {negative_slope})", y.attributes)
end

-- Between limits, of which one may be missing.
function lower.clamp(p, y)
  local inputs, expr = {p:spread(y.inputs[1], y.shape)}, "$1"
  for k, name in ipairs {"@max", "@min"} do
    local limit = y.inputs[k + 1]
    if limit then
      inputs[#inputs + 1] = p:spread(limit, y.shape)
      expr = ("%s(%s, $%d)"):format(name, expr, #inputs)
    end
  end
  p:map(y.shape, p:whole(y), inputs, expr)
end

-- ---- places ----

-- x under another shape.
local function reshaped(p, y) p:alias(y, y.inputs[1]) end

for _, name in ipairs {"reshape", "view", "flatten", "unflatten", "squeeze",
                       "unsqueeze"} do
  lower[name] = reshaped
end

-- y takes the elements of x along these strides.
local function take(p, y, strides, offset)
  p:map(y.shape, p:whole(y),
        {p:view(p:cell(y.inputs[1]), strides, offset)}, "$1")
end

function lower.permute(p, y)
  local own, strides = strides_of(y.inputs[1].shape), {}
  for k, axis in ipairs(y.attributes.dims) do strides[k] = own[axis + 1] end
  take(p, y, strides)
end

function lower.transpose(p, y)
  local strides = strides_of(y.inputs[1].shape)
  local a, b = y.attributes.dim1 + 1, y.attributes.dim2 + 1
  strides[a], strides[b] = strides[b], strides[a]
  take(p, y, strides)
end

function lower.expand(p, y)
  p:map(y.shape, p:whole(y), {p:spread(y.inputs[1], y.shape)}, "$1")
end

function lower.narrow(p, y)
  local strides, a = strides_of(y.inputs[1].shape), y.attributes
  take(p, y, strides, a.start * strides[a.dim + 1])
end

function lower.select(p, y)
  local strides, a = strides_of(y.inputs[1].shape), y.attributes
  take(p, y, strides, a.index * table.remove(strides, a.dim + 1))
end

function lower.flip(p, y)
  local strides, offset = strides_of(y.shape), 0
  for _, axis in ipairs(y.attributes.dims) do
    local k = axis + 1
    offset = offset + (y.shape[k] - 1) * strides[k]
    strides[k] = -strides[k]
  end
  take(p, y, strides, offset)
end

-- Puts x into y from `start` on along an axis.
local function put(p, y, x, axis, start, sizes)
  local strides = strides_of(y.shape)
  p:map(sizes, p:view(p:cell(y), strides, start * strides[axis]),
        {p:view(p:cell(x), strides_of(sizes))}, "$1")
end

function lower.cat(p, y)
  local axis, start = y.attributes.dim + 1, 0
  for _, x in ipairs(y.inputs) do
    put(p, y, x, axis, start, x.shape)
    start = start + x.shape[axis]
  end
end

function lower.stack(p, y)
  local axis, sizes = y.attributes.dim + 1, {table.unpack(y.shape)}
  sizes[axis] = 1
  for k, x in ipairs(y.inputs) do put(p, y, x, axis, k - 1, sizes) end
end

-- The axes of `shape` with each of the last ones as two, of which the second
-- counts the elements of a block; and the strides over the two, those of the
-- second times `inner`.
local function blocks(shape, factors, large, inner)
  local own, sizes, strides = strides_of(shape), {}, {}
  local first = #shape - #factors
  for k, size in ipairs(shape) do
    local factor = factors[k - first] or 1
    sizes[#sizes + 1] = large and size // factor or size
    strides[#strides + 1] = large and own[k] * factor or own[k]
    sizes[#sizes + 1] = factor
    strides[#strides + 1] = own[k] * inner
  end
  return sizes, strides
end

-- Each element factors[k] times along the k-th of the last axes.
function lower.upsample(p, y)
  local x, factors = y.inputs[1], y.attributes.factors
  local sizes, from = blocks(x.shape, factors, false, 0)
  local _, to = blocks(y.shape, factors, true, 1)
  p:map(sizes, p:view(p:cell(y), to), {p:view(p:cell(x), from)}, "$1")
end

-- Where pieces of an axis of `size` elements come from, once `before` and
-- `after` are put around it: {to, length, from, step}.
local function pieces_of(size, before, after, mode)
  local cut = math.max(0, -before)
  local list = {{math.max(0, before), size - cut - math.max(0, -after), cut, 1}}
  local ends = {
    reflect = {{before, -1}, {size - 2, -1}},
    replicate = {{0, 0}, {size - 1, 0}},
    circular = {{size - before, 1}, {0, 1}},
  }
  for k, length in ipairs {before, after} do
    if ends[mode] and length > 0 then
      local from, step = table.unpack(ends[mode][k])
      list[#list + 1] = {k == 1 and 0 or before + size, length, from, step}
    end
  end
  return list
end

-- One piece of each axis: y at `to` takes x from `from` on.
local function paste(p, y, x, chosen)
  local own, to = strides_of(x.shape), strides_of(y.shape)
  local sizes, strides, from, start = {}, {}, 0, 0
  for k, piece in ipairs(chosen) do
    sizes[k], strides[k] = piece[2], piece[4] * own[k]
    start, from = start + piece[1] * to[k], from + piece[3] * own[k]
  end
  p:map(sizes, p:view(p:cell(y), to, start),
        {p:view(p:cell(x), strides, from)}, "$1")
end

-- y with x amid `pad` (left, right of the last axis, then the one before), the
-- pieces of all axes in all combinations.
local function padded(p, y, x, pad, mode, value)
  if mode == "constant" then
    p:map({p:cell(y).size}, p:view(p:cell(y), {1}), {value}, "$1")
  end
  local chosen = {}
  local function choose(axis)
    if axis > #x.shape then return paste(p, y, x, chosen) end
    local k = 2 * (#x.shape - axis)
    for _, piece in ipairs(pieces_of(x.shape[axis], pad[k + 1] or 0,
                                     pad[k + 2] or 0, mode)) do
      chosen[axis] = piece
      choose(axis + 1)
    end
  end
  choose(1)
end

function lower.pad(p, y)
  local a = y.attributes
  padded(p, y, y.inputs[1], a.pad, a.mode, a.value)
end

-- ---- labels ----

function lower.index_select(p, y)
  local x, index = table.unpack(y.inputs)
  local axis = y.attributes.dim + 1
  p:call("index_select", p:cell(y), p:cell(x), p:cell(index),
         count(x.shape, 1, axis - 1), x.shape[axis],
         count(x.shape, axis + 1), p:cell(index).size)
end

function lower.one_hot(p, y)
  local index = p:cell(y.inputs[1])
  p:call("one_hot", p:cell(y), index, y.shape[#y.shape], index.size)
end

-- ---- sums ----

local SUM = {start = 0, expr = "s + $1"}
local MOST = {start = -3.4e38, expr = "@max(s, $1)"}
local LEAST = {start = 3.4e38, expr = "@min(s, $1)"}

-- The axes named (all, where none are) behind the others: sizes, strides of x,
-- and how many are kept.
local function ordered(shape, named)
  local own, reduced, sizes, strides = strides_of(shape), {}, {}, {}
  for k = 1, #shape do reduced[k] = not named end
  for _, axis in ipairs(named or {}) do reduced[axis + 1] = true end
  local kept = 0
  for _, is_last in ipairs {false, true} do
    for k, size in ipairs(shape) do
      if reduced[k] == is_last then
        table.insert(sizes, size)
        table.insert(strides, own[k])
        kept = is_last and kept or kept + 1
      end
    end
  end
  return sizes, strides, kept
end

-- The strides of what is kept, in order, and 0 along the rest.
local function kept_strides(sizes, kept)
  local strides = strides_of {table.unpack(sizes, 1, kept)}
  for k = kept + 1, #sizes do strides[k] = 0 end
  return strides
end

-- The cell `to` of x reduced along axes.
local function reduce(p, to, x, named, how)
  local sizes, strides, kept = ordered(x.shape, named)
  p:reduce(sizes, kept, p:view(to, kept_strides(sizes, kept)),
           {p:view(p:cell(x), strides)},
           {start = how.start, expr = how.expr, last = how.last,
            numbers = {n = count(sizes, kept + 1)}})
end

for name, how in pairs {
  sum = SUM, amax = MOST, amin = LEAST,
  mean = {start = 0, expr = "s + $1", last = "s / {n}"},
  square_sum = {start = 0, expr = "s + $1 * $1"},
  norm2 = {start = 0, expr = "s + $1 * $1", last = "@sqrt(s)"},
} do
  lower[name] = function(p, y)
    local named = y.attributes.dim
    if type(named) == "number" then named = {named} end
    reduce(p, p:cell(y), y.inputs[1], named, how)
  end
end

-- The sums of blocks along the last axes.
function lower.block_sum(p, y)
  local x, factors = y.inputs[1], y.attributes.factors
  local pairs_of, steps = blocks(x.shape, factors, true, 1)
  local sizes, strides, rank = {}, {}, #x.shape
  for k = 1, 2 * rank do -- what counts blocks, then what is within them
    local at = k <= rank and 2 * k - 1 or 2 * (k - rank)
    sizes[k], strides[k] = pairs_of[at], steps[at]
  end
  p:reduce(sizes, rank, p:view(p:cell(y), kept_strides(sizes, rank)),
           {p:view(p:cell(x), strides)}, SUM)
end

-- Windows along the last axes, of which x: a cell, has these sizes.
local function windows(p, y, cell, shape, a, how)
  local own, sizes, strides = strides_of(shape), {}, {}
  local rank, spatial = #shape, #a.kernel_size
  for k, size in ipairs(y.shape) do
    local along = k - (rank - spatial)
    sizes[k], strides[k] = size, own[k] * (along > 0 and a.stride[along] or 1)
    if along > 0 then
      sizes[rank + along] = a.kernel_size[along]
      strides[rank + along] = own[k] * a.dilation[along]
    end
  end
  p:reduce(sizes, rank, p:view(p:cell(y), kept_strides(sizes, rank)),
           {p:view(cell, strides)}, how)
end

-- x amid what is smaller than all of it, as far as the windows go.
function lower.max_pool(p, y)
  local x, a = y.inputs[1], y.attributes
  local shape, pad, spatial = {table.unpack(x.shape)}, {}, #a.kernel_size
  for k = spatial, 1, -1 do
    local axis, before = #shape - spatial + k, a.padding[k]
    local reach = (y.shape[axis] - 1) * a.stride[k] +
                  (a.kernel_size[k] - 1) * a.dilation[k] + 1
    shape[axis] = reach
    pad[#pad + 1], pad[#pad + 2] = before, reach - before - x.shape[axis]
  end
  local around = {shape = shape}
  p.cells[around] = p:buffer(count(shape))
  padded(p, around, x, pad, "constant", MOST.start)
  windows(p, y, p:cell(around), shape, a, MOST)
end

-- Along an axis it is a product with a matrix, which the engine tells.
function lower.resample(p, y)
  local x, axis = y.inputs[1], y.attributes.dim + 1
  local n, m = x.shape[axis], y.shape[axis]
  local before, after = count(x.shape, 1, axis - 1), count(x.shape, axis + 1)
  p:reduce({before, m, after, n}, 3,
           p:view(p:cell(y), {m * after, after, 1, 0}),
           {p:view(p:weight(graph.resample_matrix(y)), {0, n, 0, 1}),
            p:view(p:cell(x), {n * after, 0, 1, after})},
           {start = 0, expr = "s + $1 * $2"})
end

-- ---- norms ----

-- Means, and variances, of x over the loops of `sizes` after those that are
-- kept, to {cell, offset} each.
local function moments(p, x, sizes, strides, kept, mean, variance)
  local to, n = kept_strides(sizes, kept), {n = count(sizes, kept + 1)}
  p:reduce(sizes, kept, p:view(mean.cell, to, mean.offset),
           {p:view(x, strides)},
           {start = 0, expr = "s + $1", last = "s / {n}", numbers = n})
  p:reduce(sizes, kept, p:view(variance.cell, to, variance.offset),
           {p:view(x, strides), p:view(mean.cell, to, mean.offset)},
           {start = 0, expr = "s + ($1 - $2) * ($1 - $2)", last = "s / {n}",
            numbers = n})
end

function lower.batch_norm_stats(p, y)
  local x = y.inputs[1]
  local n, c, rest = x.shape[1], x.shape[2], count(x.shape, 3)
  local stats = p:cell(y)
  moments(p, p:cell(x), {c, n, rest}, {rest, c * rest, 1}, 1,
          {cell = stats, offset = 0}, {cell = stats, offset = c})
end

-- y = (x - mean) rstd weight + bias over loops of `sizes`, where moments, cells
-- of means and rstds, go along `by`, and what there is of affine, weight and
-- bias, along `of`.
local function normalise(p, y, sizes, moments_of, by, affine, of)
  local expr, inputs = "($1 - $2) * $3", {
    p:view(p:cell(y.inputs[1]), strides_of(sizes)),
    p:view(moments_of[1], by), p:view(moments_of[2], by)}
  for k, operator in ipairs {"*", "+"} do
    if affine[k] then
      inputs[#inputs + 1] = p:view(p:cell(affine[k]), of)
      expr = ("%s %s $%d"):format(expr, operator, #inputs)
    end
  end
  p:map(sizes, p:view(p:cell(y), strides_of(sizes)), inputs, expr)
end

-- 1 / sqrt(variance + eps), a cell.
local function rstd_of(p, variance, size, eps)
  local to = p:buffer(size)
  p:map({size}, p:view(to, {1}), {variance}, "1 / @sqrt($1 + {eps})",
        {eps = eps})
  return to
end

-- By rows of sizes after the first `kept`; of: strides of weight and bias.
local function row_norm(p, y, sizes, kept, of)
  local rows = count(sizes, 1, kept)
  local mean, variance = p:buffer(rows), p:buffer(rows)
  moments(p, p:cell(y.inputs[1]), sizes, strides_of(sizes), kept,
          {cell = mean}, {cell = variance})
  local rstd = rstd_of(p, p:view(variance, {1}), rows, y.attributes.eps)
  normalise(p, y, sizes, {mean, rstd}, kept_strides(sizes, kept),
            {y.inputs[2], y.inputs[3]}, of)
end

function lower.group_norm(p, y)
  local n, c, groups = y.shape[1], y.shape[2], y.attributes.num_groups
  row_norm(p, y, {n, groups, c // groups, count(y.shape, 3)}, 2,
           {0, c // groups, 1, 0})
end

function lower.layer_norm(p, y)
  local m = count(y.attributes.normalized_shape)
  row_norm(p, y, {count(y.shape) // m, m}, 1, {0, 1})
end

-- With statistics and weights that are known: x scale + shift.
local function scaled(p, y, sizes, by)
  local stats, weight, bias = y.inputs[2].tensor, y.inputs[3], y.inputs[4]
  local scale = (stats:select(1, 2) + y.attributes.eps):rsqrt()
  if weight then scale = scale * weight.tensor end
  local shift = 0 - stats:select(1, 1) * scale
  if bias then shift = shift + bias.tensor end
  p:map(sizes, p:view(p:cell(y), strides_of(sizes)),
        {p:view(p:cell(y.inputs[1]), strides_of(sizes)),
         p:view(p:weight(scale), by), p:view(p:weight(shift), by)},
        "$1 * $2 + $3")
end

local function is_known(x) return not x or x.op == "constant" end

function lower.batch_norm(p, y)
  local _, stats, weight, bias = table.unpack(y.inputs)
  local c = y.shape[2]
  local sizes, by = {y.shape[1], c, count(y.shape, 3)}, {0, 1, 0}
  if is_known(stats) and is_known(weight) and is_known(bias) then
    return scaled(p, y, sizes, by)
  end
  local rstd = rstd_of(p, p:view(p:cell(stats), {1}, c), c, y.attributes.eps)
  normalise(p, y, sizes, {p:cell(stats), rstd}, by, {weight, bias}, by)
end

-- exp(x - most) over its sum, along one axis.
function lower.softmax(p, y)
  local x = y.inputs[1]
  local sizes, strides, kept = ordered(x.shape, {y.attributes.dim})
  local rows = count(sizes, 1, kept)
  local most, total, by = p:buffer(rows), p:buffer(rows),
                          kept_strides(sizes, kept)
  local to = p:view(p:cell(y), strides)
  reduce(p, most, x, {y.attributes.dim}, MOST)
  p:map(sizes, to, {p:view(p:cell(x), strides), p:view(most, by)},
        "@exp($1 - $2)")
  reduce(p, total, y, {y.attributes.dim}, SUM)
  p:map(sizes, p:view(p:cell(y), strides),
        {p:view(p:cell(y), strides), p:view(total, by)}, "$1 / $2")
end

-- ---- products ----

function lower.linear(p, y)
  local x, weight, bias = table.unpack(y.inputs)
  local outputs, inputs = table.unpack(weight.shape)
  p:call("linear", p:cell(y), p:cell(x), p:cell(weight),
         bias and p:cell(bias) or false, p:cell(x).size // inputs, inputs,
         outputs)
end

-- How far the matrices of one factor are apart, of as many as all or one.
local function apart(x, batch)
  local rank = #x.shape
  local own = count(x.shape, 1, rank - 2)
  if own == batch then return count(x.shape, rank - 1) end
  return own == 1 and 0 or nil
end

function lower.product(p, y)
  local a, b = table.unpack(y.inputs)
  local rank = #y.shape
  local batch, inner = count(y.shape, 1, rank - 2), a.shape[#a.shape]
  local step_a, step_b = apart(a, batch), apart(b, batch)
  if not (step_a and step_b) then return "a product of broadcast batches" end
  p:call("product", p:cell(y), p:cell(a), p:cell(b), {"Product",
    {"batch", batch}, {"rows", y.shape[rank - 1]}, {"inner", inner},
    {"columns", y.shape[rank]}, {"a_step", step_a}, {"b_step", step_b}})
end

-- An axis of a convolution: y at i meets x at (i step - pad + k dilation) / up,
-- where that is whole.
local function add_axis(record, letter, shapes, numbers)
  for k, name in ipairs {"in", "out", "kernel"} do
    table.insert(record, {name .. "_" .. letter, shapes[k]})
  end
  for k, name in ipairs {"step", "pad", "dilation", "up"} do
    table.insert(record, {name .. "_" .. letter, numbers[k]})
  end
end

-- numbers_of(k): step, pad, dilation and up of spatial axis k.
local function convolve(p, y, channels, apart_of, numbers_of)
  local x, weight, bias = table.unpack(y.inputs)
  local spatial, groups = #y.shape - 2, y.attributes.groups
  if spatial > 2 then return ("%s in %d dimensions"):format(y.op, spatial) end
  local record = {"Conv", {"batch", y.shape[1]}, {"groups", groups},
                  {"inputs", channels}, {"outputs", y.shape[2] // groups},
                  {"apart", apart_of[1]}, {"next", apart_of[2]},
                  {"group", apart_of[3]}}
  if spatial == 1 then add_axis(record, "h", {1, 1, 1}, {1, 0, 1, 1}) end
  for k = 1, spatial do
    add_axis(record, spatial == 1 and "w" or ("hw"):sub(k, k),
             {x.shape[k + 2], y.shape[k + 2], weight.shape[k + 2]},
             {numbers_of(k)})
  end
  p.longest = math.max(p.longest or 0, channels * count(weight.shape, 3))
  p:call("conv", p:cell(y), p:cell(x), p:cell(weight),
         bias and p:cell(bias) or false, record)
end

-- The weights of an output are `apart` from those of the next one, those of an
-- input `next`, those of a group `group`.
function lower.conv(p, y)
  local a, weight = y.attributes, y.inputs[2]
  local area, channels = count(weight.shape, 3), weight.shape[2]
  local row = channels * area
  return convolve(p, y, channels, {row, area, y.shape[2] // a.groups * row},
                  function(k)
    return a.stride[k], a.padding[k], a.dilation[k], 1
  end)
end

function lower.conv_input(p, y)
  local a, weight = y.attributes, y.inputs[2]
  local area, outputs = count(weight.shape, 3), weight.shape[2]
  local channels = weight.shape[1] // a.groups
  return convolve(p, y, channels,
                  {area, outputs * area, channels * outputs * area},
                  function(k)
    return 1, -a.padding[k], -a.dilation[k], a.stride[k]
  end)
end

return lower
