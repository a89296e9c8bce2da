--- Tensors in pieces, and in another order: what takes or gives lists.

local arguments = require "lunette.arguments"
local dimension = require "lunette.functions.axes".one
local distinct = require "lunette.functions.axes".distinct
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local pieces = {}

-- Chunks of nothing; more are a mistake.
local MOST_EMPTY = 1 << 20

local function cut(x, dim, lengths)
  local parts, start = {}, 1
  for k, length in ipairs(lengths) do
    parts[k] = x:narrow(dim, start, length)
    start = start + length
  end
  return parts
end

-- Lengths of at most `length` that make up `size`; one of 0 for nothing.
local function even(size, length)
  local lengths = {}
  repeat
    lengths[#lengths + 1] = math.min(length, size)
    size = size - length
  until size <= 0
  return lengths
end

local function with_dimensions(owner, x)
  if x:dim() == 0 then raise("%s: a number has no dimensions", owner) end
end

--- A table of parts along dim, views of x. With an integer they have that
--- length, the last may be shorter; with a table they have its lengths, which
--- make up the dimension.
---
---   local parts = ln.split(ln.arange(1, 5), 2)
---   print(#parts, parts[3])   -- 3  {5}
--- @return Tensor[]
pieces.split = arguments.define("split",
  "x: tensor, split_size_or_sections: whole|list, dim: dim = 1",
  function(x, lengths, dim)
  with_dimensions("split", x)
  local axis, size = dimension("split", x, dim)
  if type(lengths) ~= "table" then
    if lengths == 0 and size > 0 then
      raise("split: pieces of 0 of a dimension of size %d", size)
    end
    return cut(x, axis, even(size, lengths))
  end
  lengths = arguments.check("split", "split_size_or_sections", lengths,
                            "wholes")
  local total = 0
  for _, n in ipairs(lengths) do total = total + n end
  if total ~= size then
    raise("split: pieces of %d in all, of a dimension of size %d", total, size)
  end
  return cut(x, axis, lengths)
end)

--- A table of at most `chunks` parts of one length along dim, views of x; the
--- last may be shorter.
--- @return Tensor[]
pieces.chunk = arguments.define("chunk",
                                "x: tensor, chunks: count, dim: dim = 1",
                                function(x, chunks, dim)
  with_dimensions("chunk", x)
  local axis, size = dimension("chunk", x, dim)
  local lengths = {}
  if size == 0 then
    if chunks > MOST_EMPTY then
      raise("chunk: %d chunks of a dimension of size 0", chunks)
    end
    for k = 1, chunks do lengths[k] = 0 end
  else
    lengths = even(size, (size - 1) // chunks + 1)
  end
  return cut(x, axis, lengths)
end)

--- A table of the slices of x along dim, which goes; views of x.
--- @return Tensor[]
pieces.unbind = arguments.define("unbind", "x: tensor, dim: dim = 1",
                                 function(x, dim)
  with_dimensions("unbind", x)
  local axis, size = dimension("unbind", x, dim)
  local parts = {}
  for k = 1, size do parts[k] = x:select(axis, k) end
  return parts
end)

--- Elements moved on by `shifts` along `dims` (integers, or tables of as many),
--- those that fall off coming in again in front: y[i + shift] = x[i]. Without
--- dims, x counts as one dimension and gets its shape back.
pieces.roll = arguments.define("roll", "x: tensor, shifts: ints, dims: dims?",
                               function(x, shifts, dims)
  if dims == nil then
    if #shifts ~= 1 then raise("roll: %d shifts and no dims", #shifts) end
    return x:flatten():roll_one(shifts[1], 1):reshape(x:size())
  end
  if #shifts ~= #dims or #dims == 0 then
    raise("roll: %d shifts for %d dims", #shifts, #dims)
  end
  for _, dim in ipairs(dims) do dimension("roll", x, dim) end
  for k, shift in ipairs(shifts) do x = x:roll_one(shift, dims[k]) end
  return x
end)

local function one_moved(x, source, destination)
  local from = dimension("movedim: source", x, source)
  local to, order = dimension("movedim: destination", x, destination), {}
  if math.abs(from - to) == 1 then return x:transpose(from, to) end
  for k = 1, x:dim() do order[k] = k end
  table.insert(order, to, table.remove(order, from))
  return x:permute(order)
end

--- The dimensions `source` put where `destination` says (integers, or tables of
--- as many); the others keep their order. A view.
pieces.movedim = arguments.define("movedim",
  "x: tensor, source: dims, destination: dims",
  function(x, source, destination)
  if #source == 1 and #destination == 1 and x:dim() > 0 then
    return one_moved(x, source[1], destination[1])
  end
  local from, moved = distinct("movedim: source", x, source)
  local to = distinct("movedim: destination", x, destination)
  if #from ~= #to then
    raise("movedim: %d in source, %d in destination", #from, #to)
  end
  local order, next_kept = {}, 1
  for k, axis in ipairs(to) do order[axis] = from[k] end
  for k = 1, x:dim() do
    if not order[k] then
      while moved[next_kept] do next_kept = next_kept + 1 end
      order[k] = next_kept
      next_kept = next_kept + 1
    end
  end
  return x:dim() > 0 and x:permute(order) or x
end)

--- Vectors expanded over the grid they span: a table of tensors of the sizes of
--- all, the k-th varying along dimension k. With {indexing = "xy"} the first
--- two dimensions are exchanged.
---
---   local x, y = ln.arange(1, 4), ln.arange(1, 3)
---   local gx, gy = table.unpack(ln.meshgrid({x, y}, {indexing = "xy"}))
--- @return Tensor[]
pieces.meshgrid = arguments.define("meshgrid",
  "tensors: tensors, {indexing: ij|xy = ij}", function(tensors, o)
  local exchanged = o.indexing == "xy"
  local sizes, grids = {}, {}
  for k, x in ipairs(tensors) do
    if x:dim() > 1 then
      raise("meshgrid: tensors[%d] is %s; vectors are wanted", k,
        repr.shape(x))
    end
    sizes[k] = x:numel()
  end
  if #sizes == 0 then
    raise "meshgrid: a table of at least one tensor is wanted"
  end
  for k, x in ipairs(tensors) do
    local alone = {}
    for i = 1, #sizes do alone[i] = i == k and sizes[k] or 1 end
    grids[k] = x:reshape(alone):expand(sizes)
    if exchanged and #sizes > 1 then grids[k] = grids[k]:transpose(1, 2) end
  end
  return grids
end)

return pieces
