--- Tensors and tables as lists of numbers, and what is told of those that have
--- no place in a figure.

local engine = require "lunette.engine"
local errors = require "lunette.errors"
local notice = require "lunette.notice"
local numbers = require "lunette.plot.numbers"
local raise = errors.raise
local repr = require "lunette.repr"
local scale = require "lunette.plot.scale"

local data = {}

--- The numbers of a tensor of one dimension, or of a list, as a new list.
function data.list(owner, name, x)
  if not engine.is_tensor(x) then return x end
  if x:dim() ~= 1 then
    raise("%s: %s is %s, a tensor of one dimension is wanted", owner, name,
          repr.shape(x))
  end
  return x:detach():totable()
end

--- The same, of as many numbers as `other` has.
function data.like(owner, name, x, other)
  local list = data.list(owner, name, x)
  if #list ~= #other then
    raise("%s: %s has %d values, there are %d", owner, name, #list, #other)
  end
  return list
end

-- Both lists, of one length.
local function pair(owner, x, y)
  x, y = data.list(owner, "x", x), data.list(owner, "y", y)
  if #x ~= #y then
    raise("%s: x has %d values, y has %d", owner, #x, #y)
  end
  return {x = x, y = y}
end

--- {x, y} of a curve: x alone is y over 1 to n.
function data.curve(owner, x, y)
  if y then return pair(owner, x, y) end
  y = data.list(owner, "y", x)
  local count = {}
  for k = 1, #y do count[k] = k end
  return {x = count, y = y}
end

--- {x, y} of points: x alone is n,2.
function data.points(owner, x, y)
  if y then return pair(owner, x, y) end
  if not engine.is_tensor(x) or x:dim() ~= 2 or x:size(2) ~= 2 then
    raise("%s: x without y is n,2; it is %s", owner,
          engine.is_tensor(x) and repr.shape(x) or "a table")
  end
  return pair(owner, x:select(2, 1), x:select(2, 2))
end

--- A tensor h,w of at least one cell.
function data.matrix(owner, x)
  if not engine.is_tensor(x) then
    x = errors.within(owner .. ": ", engine.create.tensor, x)
  end
  if x:dim() ~= 2 or x:numel() == 0 then
    raise("%s: x is %s, h,w are wanted", owner, repr.shape(x))
  end
  return x
end

-- How many of the places are gaps, and the first of them.
local function count_gaps(axes)
  local n, first = 0, nil
  for k = 1, #axes[1][2] do
    for _, axis in ipairs(axes) do
      if not axis[1]:takes(axis[2][k]) then
        n, first = n + 1, first or axis[2][k]
        break
      end
    end
  end
  return n, first
end

--- Says what of a mark has no place: on stderr, once a line, and below the
--- panel. axes: {scale, values} of each.
function data.tell(owner, panel, mark, axes)
  local gaps, first = count_gaps(axes)
  if gaps == 0 then return end
  local why = first - first == 0 and
              "; a log scale is above " .. scale.floor(first) or ""
  local text = ("%d of %d values are left out, the first is %s%s"):format(gaps,
    #axes[1][2], numbers.short(first), why)
  if mark.name then text = mark.name .. ": " .. text end
  panel.notes[#panel.notes + 1] = text
  notice.once(owner .. errors.line() .. (mark.name or ""), "%s: %s", owner,
              text)
end

return data
