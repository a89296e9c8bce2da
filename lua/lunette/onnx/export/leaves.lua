--- What Lua has made otherwise for each size of the batch, tensors of zeros,
--- counts, noise, as functions of the batch.

local batch = require "lunette.onnx.export.batch"
local engine = require "lunette.engine"

local leaves = {}

local UNKNOWN = "what Lua makes of the batch at %s (it is not one number " ..
  "for all that is the batch times, over or plus another, nor a range)"

-- The first of x along each dimension whose size differs from y's.
local function one_of_each(x, y)
  local one = x
  for k = 1, x:dim() do
    if x:size(k) ~= y:size(k) then one = one:narrow(k, 1, 1) end
  end
  return one
end

local function is_repeated(x, one)
  return engine.equal(one:expand(x:size()), x)
end

local function expanded(b, value, name)
  if #value.shape == 0 then return name end
  return b:node("Expand", {name, b:shape(b:sizes_of(value))})
end

-- x times and plus a number.
local function moved(b, x, times, plus)
  x = b:scaled(x, times)
  return plus == 0 and x or b:add(x, b:number(plus))
end

-- A number that follows from the batch, as a list of one.
local function number(b, rule)
  local n = b:cast(b:batch(), "float")
  if rule.per then return b:div(b:number(rule.per), n) end
  return moved(b, n, rule.times or 1, rule.plus or 0)
end

-- The same number everywhere, another one with each size.
local function written_number(b, leaf, first, second)
  local v, w = first:reshape(-1)[1]:item(), second:reshape(-1)[1]:item()
  local is_one = engine.equal(first, engine.create.full(first:size(), v))
  local rule = is_one and batch.number(v, w, b.sizes)
  if not rule then return nil end
  local y = number(b, rule)
  if #leaf.value.shape == 0 then
    return b:node("Squeeze", {y, b:ints {0}})
  end
  return expanded(b, leaf.value, y)
end

-- From `start` on by `step`, as many as the batch says.
local function written_range(b, leaf)
  local x, y = leaf.first, leaf.second
  if x:dim() ~= 1 or x:size(1) < 2 or x:size(1) == y:size(1) then return end
  local start, step = x[1]:item(), x[2]:item() - x[1]:item()
  for _, t in ipairs {x, y} do
    local line = engine.create.arange(0, t:size(1) - 1) * step + start
    if not engine.equal(line, t) then return nil end
  end
  local count = b:range(b:size(leaf.value, 0))
  return moved(b, b:cast(count, "float"), step, start)
end

local function is_empty(leaf)
  return leaf.first:numel() == 0 or leaf.second:numel() == 0
end

--- Writes a leaf of batch.graph; gives its name. What a generator drew is the
--- same for all samples.
function leaves.write(b, leaf)
  local x, y = leaf.first, leaf.second
  if leaf.is_same then return b:constant(leaf.value) end
  if is_empty(leaf) then return b:refuse(UNKNOWN, leaf.line) end
  local one, other = one_of_each(x, y), one_of_each(y, x)
  local is_one = is_repeated(x, one) and is_repeated(y, other)
  if is_one and engine.equal(one, other) or leaf.is_drawn() then
    return expanded(b, leaf.value, b:tensor(one))
  end
  local name = is_one and written_number(b, leaf, one, other) or
               written_range(b, leaf)
  return name or b:refuse(UNKNOWN, leaf.line)
end

return leaves
