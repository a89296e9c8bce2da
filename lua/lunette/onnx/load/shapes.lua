--- Ops that give the same elements in other sizes and orders.

local engine = require "lunette.engine"
local integers = require "lunette.onnx.load.integers"
local ops = require "lunette.onnx.load.ops"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local define, functions, moved = ops.define, engine.functions, integers.moved

-- An op of a value that f moves: f(o, x, ...) with x as a tensor.
local function moving(f)
  return function(o, x, ...)
    local rest = table.pack(...)
    return moved(0, function(t)
      return f(o, t, table.unpack(rest, 1, rest.n))
    end, x)
  end
end

local function product(sizes, from, to)
  local n = 1
  for k = from, to do n = n * sizes[k] end
  return n
end

define("Reshape", "x: value, shape: ints", "allowzero: int = 0",
       moving(function(o, x, shape)
  local sizes = {}
  for k, size in ipairs(shape) do
    local kept = size == 0 and o.allowzero == 0
    if kept and k > x:dim() then
      raise("size %d is to be kept of %s", k, repr.shape(x))
    end
    sizes[k] = kept and x:size(k) or size
  end
  return x:reshape(sizes)
end))

define("Flatten", "x: value", "axis: int = 1", moving(function(o, x)
  local sizes, rank = x:size(), x:dim()
  local at = o.axis < 0 and o.axis + rank or o.axis
  if at < 0 or at > rank then
    raise("axis %d of a value of %d dimensions", o.axis, rank)
  end
  return x:reshape {product(sizes, 1, at), product(sizes, at + 1, rank)}
end))

define("Transpose", "x: value", "perm: ints", moving(function(o, x)
  local order, rank = {}, x:dim()
  for k = 1, rank do
    order[k] = o.perm and ops.dim(o.perm[k] or rank, rank) or rank + 1 - k
  end
  return rank > 0 and x:permute(order) or x
end))

-- Sizes to which those of x are reshaped.
local function resized(sizes_of)
  return moving(function(o, x, axes)
    return x:reshape(sizes_of(x, axes or o.axes))
  end)
end

define("Squeeze", "x: value, axes: ints?", "axes: ints",
       resized(function(x, axes)
  local gone, sizes = {}, {}
  for _, dim in ipairs(ops.dims(axes, x:dim())) do
    gone[dim] = not axes and x:size(dim) == 1 or axes ~= nil
    if axes and x:size(dim) ~= 1 then
      raise("dimension %d of %s is not 1", dim, repr.shape(x))
    end
  end
  for k, size in ipairs(x:size()) do
    if not gone[k] then sizes[#sizes + 1] = size end
  end
  return sizes
end))

define("Unsqueeze", "x: value, axes: ints?", "axes: ints",
       resized(function(x, axes)
  if not axes then raise "axes are missing" end
  local sizes, own = {}, x:size()
  local rank = #own + #axes
  for _, dim in ipairs(ops.dims(axes, rank)) do sizes[dim] = 1 end
  local k = 0
  for dim = 1, rank do
    if not sizes[dim] then
      k = k + 1
      sizes[dim] = own[k] or raise "an axis comes twice"
    end
  end
  return sizes
end))

define("Concat", "first: value, others: value...", "axis: int!",
       function(o, ...)
  local list, whole = {...}, true
  for _, x in ipairs(list) do whole = whole and integers.is(x) end
  for k, x in ipairs(list) do
    list[k] = whole and x or integers.as_tensor(x)
  end
  return moved(0, function(...)
    local tensors = {...}
    return functions.cat(tensors, ops.dim(o.axis, tensors[1]:dim()))
  end, table.unpack(list))
end)

-- The lengths of the parts: `count` of them, equal where none are given.
local function part_lengths(size, given, count)
  if given then return table.move(given, 1, #given, 1, {}) end
  local each, lengths = -(-size // count), {}
  for k = 1, count do
    lengths[k] = math.max(math.min(each, size - (k - 1) * each), 0)
  end
  return lengths
end

define("Split", "x: value, split: ints?",
       "axis: int = 0, split: ints, num_outputs: int",
       moving(function(o, x, split)
  local dim = ops.dim(o.axis, x:dim())
  local lengths = part_lengths(x:size(dim), split or o.split, o.outputs)
  return table.unpack(x:split(lengths, dim))
end), math.huge)

-- The sizes that two have together, when one is spread over the other.
local function spread(a, b)
  local sizes, rank = {}, math.max(#a, #b)
  for k = 1, rank do
    local x, y = a[#a - rank + k] or 1, b[#b - rank + k] or 1
    if x ~= y and x ~= 1 and y ~= 1 then
      raise("%s does not broadcast to %s", repr.sizes(a), repr.sizes(b))
    end
    sizes[k] = x == 1 and y or x
  end
  return sizes
end

-- What is spread takes no memory, but time where it is summed.
local MOST_SPREAD = 1 << 28

define("Expand", "x: value, shape: ints", "", moving(function(_, x, shape)
  local sizes = spread(x:size(), table.move(shape, 1, #shape, 1, {}))
  local count = 1.0
  for _, size in ipairs(sizes) do count = count * size end
  if count > MOST_SPREAD then
    raise("%s has more than %d elements", repr.sizes(sizes), MOST_SPREAD)
  end
  return x:expand(sizes)
end))

define("Tile", "x: value, repeats: ints", "", moving(function(_, x, repeats)
  return x:tile(ops.each("repeats", table.move(repeats, 1, #repeats, 1, {}),
                         x:dim()))
end))

-- Two amounts for each of `dims`: all that come first, then all that come last.
-- As x:pad has them: by pairs, from the last dimension on.
local function as_pairs(pads, dims, rank)
  local list = {}
  for k = 1, 2 * rank do list[k] = 0 end
  for k, dim in ipairs(dims) do
    local at = 2 * (rank - dim) + 1
    list[at], list[at + 1] = pads[k], pads[#dims + k]
  end
  return list
end

local PAD_MODES = {constant = "constant", reflect = "reflect",
                   edge = "replicate", wrap = "circular"}

define("Pad", "x: value, pads: ints?, value: constant?, axes: ints?",
       "mode: string = constant, pads: ints, value: float = 0",
       function(o, x, pads, value, axes)
  ops.word("mode", o.mode, "constant reflect edge wrap")
  local fill = value and value:item() or o.value
  local rank = #integers.sizes(x)
  local dims = axes and {} or ops.dims(nil, rank)
  for k, axis in ipairs(axes or {}) do dims[k] = ops.dim(axis, rank) end
  pads = ops.each("pads", pads or o.pads, 2 * #dims, 0)
  local whole = integers.is(x)
  return moved(whole and math.tointeger(fill) or 0, function(t)
    return t:pad(as_pairs(pads, dims, rank), PAD_MODES[o.mode],
                 whole and 0 or fill)
  end, x)
end)

-- ---- sizes as values ----

define("Shape", "x: value", "start: int = 0, end: int", function(o, x)
  local sizes, list = integers.sizes(x), {}
  local function place(v)
    return math.min(math.max(v < 0 and v + #sizes or v, 0), #sizes)
  end
  local first, last = place(o.start), place(o["end"] or #sizes)
  table.move(sizes, first + 1, last, 1, list)
  return integers.new(list, {#list})
end)

define("Size", "x: value", "", function(_, x)
  local sizes = integers.sizes(x)
  return integers.new({product(sizes, 1, #sizes)}, {})
end)

-- ---- blocks of channels ----

-- n,c,h,w and the size of a block: of `by` the sizes are multiples.
local function blocks_of(o, x, by)
  if x:dim() ~= 4 then raise("x is %s, n,c,h,w is wanted", repr.shape(x)) end
  local n, c, h, w = table.unpack(x:size())
  local b = o.blocksize
  local whole = b > 0 and b < 1 << 20 and
    (by == "c" and c % (b * b) == 0 or by == "hw" and h % b + w % b == 0)
  if not whole then raise("blocks of %d do not fit %s", b, repr.shape(x)) end
  return n, c, h, w, b
end

define("DepthToSpace", "x: tensor", "blocksize: int!, mode: string = DCR",
       function(o, x)
  ops.word("mode", o.mode, "DCR CRD")
  local n, c, h, w, b = blocks_of(o, x, "c")
  if o.mode == "CRD" then return x:pixel_shuffle(b) end
  return x:reshape {n, b, b, c // (b * b), h, w}:permute {1, 4, 5, 2, 6, 3}
    :reshape {n, c // (b * b), h * b, w * b}
end)

define("SpaceToDepth", "x: tensor", "blocksize: int!", function(o, x)
  local n, c, h, w, b = blocks_of(o, x, "hw")
  return x:reshape {n, c, h // b, b, w // b, b}:permute {1, 4, 6, 2, 3, 5}
    :reshape {n, c * b * b, h // b, w // b}
end)
