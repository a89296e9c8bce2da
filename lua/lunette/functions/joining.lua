--- Tensors put side by side, and cut again, by the names of their directions.

local arguments = require "lunette.arguments"
local dimension = require "lunette.functions.axes".one
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"
local shapes = require "lunette.functions.shapes"

local joining = {}
local functions = engine.functions

local define = arguments.define

-- ---- side by side ----

local function not_empty(owner, tensors)
  if #tensors == 0 then
    raise("%s: a table of at least one tensor is wanted", owner)
  end
end

local function stacking(owner, least, dim_of)
  local raised = shapes[("atleast_%dd"):format(least)]
  return define(owner, "tensors: tensors", function(tensors)
    not_empty(owner, tensors)
    local parts = tensors
    for _, x in ipairs(tensors) do
      if x:dim() < least then parts = raised(tensors) break end
    end
    return functions.cat(parts, dim_of(parts))
  end)
end

--- Tensors side by side: joined along dimension 2, vectors and numbers along
--- their only one.
joining.hstack = stacking("hstack", 1, function(parts)
  return parts[1]:dim() == 1 and 1 or 2
end)

--- Tensors one below the other: joined along dimension 1, vectors as rows.
joining.vstack = stacking("vstack", 2, function() return 1 end)

--- Tensors one behind the other: joined along dimension 3, as atleast_3d has
--- them.
joining.dstack = stacking("dstack", 3, function() return 3 end)

--- Tensors side by side as the columns of a matrix: vectors and numbers are
--- columns, all else is joined along dimension 2.
joining.column_stack = define("column_stack", "tensors: tensors",
                              function(tensors)
  not_empty("column_stack", tensors)
  local parts = {}
  for k, x in ipairs(tensors) do
    parts[k] = x:dim() < 2 and x:reshape(-1, 1) or x
  end
  return functions.cat(parts, 2)
end)

-- ---- cut ----

local function at_sections(x, axis, size, sections)
  local parts, start = {}, 1
  for k = 1, sections do
    local length = size // sections + (k <= size % sections and 1 or 0)
    parts[k] = length > 0 and x:narrow(axis, start, length) or
               x:narrow(axis, 1, 0)
    start = start + length
  end
  return parts
end

local function at_indices(x, axis, size, indices)
  local parts, start = {}, 1
  for k = 1, #indices + 1 do
    local stop = indices[k] or size + 1
    if stop < 0 then stop = stop + size + 1 end
    stop = math.min(math.max(stop, 1), size + 1)
    local length = math.max(stop - start, 0)
    parts[k] = x:narrow(axis, length > 0 and start or 1, length)
    start = stop
  end
  return parts
end

-- Sections of an empty dimension; more are a mistake.
local MOST_SECTIONS = 1 << 20

local function split(owner, x, where, dim)
  if x:dim() == 0 then raise("%s: a number has no dimensions", owner) end
  local axis, size = dimension(owner, x, dim)
  if type(where) ~= "table" then
    if where > size and where > MOST_SECTIONS then
      raise("%s: %d sections of a dimension of size %d", owner, where, size)
    end
    return at_sections(x, axis, size, where)
  end
  where = arguments.check(owner, "indices_or_sections", where, "dims")
  return at_indices(x, axis, size, where)
end

local SPLIT = "x: tensor, indices_or_sections: count|list"

--- A table of parts along dim, views of x. An integer says how many, whose
--- lengths differ by at most 1, the longer first; a table says at which
--- indices, from 1, all but the first begin.
--- @return Tensor[]
joining.tensor_split = define("tensor_split", SPLIT .. ", dim: dim = 1",
                              function(x, where, dim)
  return split("tensor_split", x, where, dim)
end)

-- As tensor_split, along a dimension of what has at least `least`; integers
-- divide it.
local function splitting(owner, least, dim_of)
  return define(owner, SPLIT, function(x, where)
    if x:dim() < least then
      raise("%s: %d dimensions or more are wanted, this is %s", owner, least,
            repr.shape(x))
    end
    local dim = dim_of(x)
    if type(where) == "number" and x:size(dim) % where ~= 0 then
      raise("%s: %d parts of a dimension of size %d", owner, where, x:size(dim))
    end
    return split(owner, x, where, dim)
  end)
end

--- As tensor_split along dimension 2, of vectors along 1; a number of parts
--- divides it.
--- @return Tensor[]
joining.hsplit = splitting("hsplit", 1, function(x)
  return x:dim() == 1 and 1 or 2
end)

--- As tensor_split along dimension 1 of two or more; a number of parts divides
--- it.
--- @return Tensor[]
joining.vsplit = splitting("vsplit", 2, function() return 1 end)

--- As tensor_split along dimension 3; a number of parts divides it.
--- @return Tensor[]
joining.dsplit = splitting("dsplit", 3, function() return 3 end)

return joining
