--- Integers and what is compared of them: the values of a graph that are sizes,
--- places and token numbers. They are lists of Lua's integers, exact where a
--- tensor's numbers end at 2^24, with their sizes: {sizes = {2, 3}, 1, ..., 6}.
--- Booleans among them are 0 and 1; those compared of tensors are masks.

local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local integers = {}

local functions, create = engine.functions, engine.create

-- As many as one value has: positions among them are exact as tensors, and a
-- list of them takes 64 MiB.
local MOST = 1 << 22

local Integers = {__name = "Integers"}
Integers.__index = Integers

--- The list, now with these sizes.
function integers.new(list, sizes)
  list.sizes = sizes
  return setmetatable(list, Integers)
end

--- Those of a plain table, {sizes = {2, 3}, values = {1, ..., 6}}.
function integers.plain(t)
  if type(t.sizes) ~= "table" or type(t.values) ~= "table" then
    raise("integers are sizes (a %s) and values (a %s); a table is wanted " ..
          "for each", type(t.sizes), type(t.values))
  end
  for _, list in ipairs {t.sizes, t.values} do
    for k = 1, #list do -- a hole as well is none
      if math.type(list[k]) ~= "integer" then
        raise("%s stands among integers", tostring(list[k]))
      end
    end
  end
  if integers.check_count(t.sizes) ~= #t.values then
    raise("%d integers do not make %s", #t.values, repr.sizes(t.sizes))
  end
  return integers.new(table.move(t.values, 1, #t.values, 1, {}),
                      table.move(t.sizes, 1, #t.sizes, 1, {}))
end

function integers.is(value) return getmetatable(value) == Integers end

--- How many integers a value is made of: 0 for a tensor.
function integers.count(value) return integers.is(value) and #value or 0 end

--- Raises unless so many may be made.
function integers.check_count(sizes)
  local count = 1
  for _, size in ipairs(sizes) do
    if size == 0 then return 0 end
  end
  for _, size in ipairs(sizes) do
    if size < 0 or count > MOST // size then
      raise("%s integers; at most %d are held", repr.sizes(sizes), MOST)
    end
    count = count * size
  end
  return count
end

-- Does the engine hold the integer as it is?
local function is_held(v)
  if engine.real == "double" then return math.tointeger(v + 0.0) == v end
  return string.unpack("<f", string.pack("<f", v)) == v
end

--- As a tensor of the engine's numbers. Raises on one that they do not hold.
function Integers:tensor()
  if #self == 0 then return create.zeros(self.sizes) end
  for _, v in ipairs(self) do
    if not is_held(v) then raise("no tensor holds the integer %d", v) end
  end
  return create.tensor(table.move(self, 1, #self, 1, {})):reshape(self.sizes)
end

--- The tensor's numbers, which are whole, as integers.
function integers.of(x)
  integers.check_count(x:size())
  local list = x:flatten():totable()
  for k, v in ipairs(list) do
    list[k] = math.tointeger(v) or raise("%g is no integer", v)
  end
  return integers.new(list, x:size())
end

--- A value as a tensor.
function integers.as_tensor(value)
  return integers.is(value) and value:tensor() or value
end

--- A value, of which the numbers are whole, as integers.
function integers.whole(value)
  return integers.is(value) and value or integers.of(value)
end

--- The sizes of a value.
function integers.sizes(value)
  return integers.is(value) and value.sizes or value:size()
end

-- The numbers from `first` on as a tensor of the sizes of `value`.
local function places(value, first)
  if #value == 0 then return create.zeros(value.sizes) end
  return (create.arange(#value) + (first - 1)):reshape(value.sizes)
end

-- What lies at the places that a tensor names; 0 is `fill`.
local function picked(pool, x, fill)
  integers.check_count(x:size())
  local list = x:flatten():totable()
  for k, v in ipairs(list) do list[k] = pool[math.tointeger(v)] or fill end
  return integers.new(list, x:size())
end

--- What f gives of values that it moves, repeats or leaves out, and computes
--- nothing of: f(...), where integers go through it as their places. Where f
--- makes a 0, it is `fill`.
function integers.moved(fill, f, ...)
  local args, pool = table.pack(...), {}
  local any = false
  for k = 1, args.n do
    local value = args[k]
    if integers.is(value) then
      any = true
      args[k] = places(value, #pool + 1)
      table.move(value, 1, #value, #pool + 1, pool)
    end
  end
  local results = table.pack(f(table.unpack(args, 1, args.n)))
  for k = 1, any and results.n or 0 do
    results[k] = picked(pool, results[k], fill)
  end
  return table.unpack(results, 1, results.n)
end

--- f of each element of integers, or of each two, which broadcast.
function integers.map(f, x, y)
  local list = {}
  if not y then
    for k, v in ipairs(x) do list[k] = f(v) end
    return integers.new(list, x.sizes)
  end
  local at, other = table.unpack(functions.broadcast_tensors {
    places(x, 1), places(y, 1)})
  integers.check_count(at:size())
  x, y = picked(x, at), picked(y, other)
  for k, v in ipairs(x) do list[k] = f(v, y[k]) end
  return integers.new(list, x.sizes)
end

return integers
