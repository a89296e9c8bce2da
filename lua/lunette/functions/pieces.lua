--- Tensors in pieces, and in another order: what takes or gives lists.

local dimension = require "lunette.functions.dimension"
local engine = require "lunette.engine"
local options = require "lunette.options"
local raise = require "lunette.raise".raise

local pieces = {}

local function of_list(owner, name, v)
  if type(v) ~= "table" then v = {v} end
  for k = 1, #v do options.check(owner, ("%s[%d]"):format(name, k), v[k], "int") end
  return v
end

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
  options.check(owner, "x", x, "tensor")
  if x:dim() == 0 then raise("%s: a number has no dimensions", owner) end
end

--- split(x, split_size_or_sections, dim = 1)
---
--- A table of parts along dim, views of x. With an integer they have that
--- length, the last may be shorter; with a table they have its lengths, which
--- make up the dimension.
function pieces.split(x, lengths, dim)
  with_dimensions("split", x)
  local axis, size = dimension("split", x, dim or 1)
  if type(lengths) ~= "table" then
    local length = options.check("split", "split_size", lengths, "int")
    if length < 0 or length == 0 and size > 0 then
      raise("split: pieces of %d of a dimension of size %d", length, size)
    end
    return cut(x, axis, even(size, length))
  end
  local total = 0
  for _, n in ipairs(of_list("split", "split_size", lengths)) do
    if n < 0 then raise("split: a piece of %d", n) end
    total = total + n
  end
  if total ~= size then
    raise("split: pieces of %d in all, of a dimension of size %d", total, size)
  end
  return cut(x, axis, lengths)
end

--- chunk(x, chunks, dim = 1)
---
--- A table of at most `chunks` parts of one length along dim, views of x; the
--- last may be shorter.
function pieces.chunk(x, chunks, dim)
  with_dimensions("chunk", x)
  local axis, size = dimension("chunk", x, dim or 1)
  chunks = options.check("chunk", "chunks", chunks, "count")
  local lengths = {}
  if size == 0 then
    for k = 1, chunks do lengths[k] = 0 end
  else
    lengths = even(size, (size - 1) // chunks + 1)
  end
  return cut(x, axis, lengths)
end

--- unbind(x, dim = 1)
---
--- A table of the slices of x along dim, which goes; views of x.
function pieces.unbind(x, dim)
  with_dimensions("unbind", x)
  local axis, size = dimension("unbind", x, dim or 1)
  local parts = {}
  for k = 1, size do parts[k] = x:select(axis, k) end
  return parts
end

local function roll_one(x, shift, dim)
  local axis, size = dimension("roll", x, dim)
  if size == 0 or x:dim() == 0 then return x:clone() end
  local first = size - shift % size
  if first == size then return x:clone() end
  return engine.functions.cat(
    {x:narrow(axis, first + 1, size - first), x:narrow(axis, 1, first)}, axis)
end

--- roll(x, shifts, dims = ...)
---
--- Elements moved on by `shifts` along `dims` (integers, or tables of as many),
--- those that fall off coming in again in front: y[i + shift] = x[i]. Without
--- dims, x counts as one dimension and gets its shape back.
function pieces.roll(x, shifts, dims)
  options.check("roll", "x", x, "tensor")
  shifts = of_list("roll", "shifts", shifts)
  if dims == nil then
    if #shifts ~= 1 then raise("roll: %d shifts and no dims", #shifts) end
    return roll_one(x:flatten(), shifts[1], 1):reshape(x:size())
  end
  dims = of_list("roll", "dims", dims)
  if #shifts ~= #dims or #dims == 0 then
    raise("roll: %d shifts for %d dims", #shifts, #dims)
  end
  for k, shift in ipairs(shifts) do x = roll_one(x, shift, dims[k]) end
  return x
end

-- Places in `dims` of the axes listed, each named once.
local function axes_of(name, x, dims)
  local list, taken = {}, {}
  for k, dim in ipairs(of_list("movedim", name, dims)) do
    list[k] = dimension("movedim", x, dim)
    if taken[list[k]] then raise("movedim: dimension %d is given twice in %s", list[k], name) end
    taken[list[k]] = true
  end
  return list, taken
end

--- The dimensions `source` put where `destination` says (integers, or tables of
--- as many); the others keep their order. A view.
function pieces.movedim(x, source, destination)
  options.check("movedim", "x", x, "tensor")
  local from, moved = axes_of("source", x, source)
  local to = axes_of("destination", x, destination)
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
end

local read_meshgrid = options.reader("meshgrid", "indexing: ij|xy = ij")

--- meshgrid(tensors, {indexing = "ij"})
---
--- Vectors expanded over the grid they span: a table of tensors of the sizes of
--- all, the k-th varying along dimension k. With {indexing = "xy"} the first
--- two dimensions are exchanged.
---
---   local gx, gy = table.unpack(ln.meshgrid({x, y}, {indexing = "xy"}))
function pieces.meshgrid(tensors, given)
  local exchanged = read_meshgrid(given).indexing == "xy"
  options.check("meshgrid", "tensors", tensors, "table")
  local sizes, grids = {}, {}
  for k, x in ipairs(tensors) do
    options.check("meshgrid", ("tensors[%d]"):format(k), x, "tensor")
    if x:dim() > 1 then
      raise("meshgrid: tensors[%d] is %s; vectors are wanted", k,
        options.sizes_text(x:size()))
    end
    sizes[k] = x:numel()
  end
  if #sizes == 0 then raise "meshgrid: a table of at least one tensor is wanted" end
  for k, x in ipairs(tensors) do
    local alone = {}
    for i = 1, #sizes do alone[i] = i == k and sizes[k] or 1 end
    grids[k] = x:reshape(alone):expand(sizes)
    if exchanged and #sizes > 1 then grids[k] = grids[k]:transpose(1, 2) end
  end
  return grids
end

return pieces
