-- Arguments that nobody means: whatever an op is given, it answers or raises,
-- and leaves nothing alive. Seeds are fixed.
local engine = require "lunette.engine"
local create = engine.create

-- A small generator of its own: the engine's must not decide what it is given.
local function dice(seed)
  local state = seed
  return function(n)
    state = (state * 6364136223846793005 + 1442695040888963407)
    return math.tointeger((state >> 33) % n) + 1
  end
end

local SIZES = {0, 1, 1, 2, 3, 3, 4, 5}
local INTEGERS = {0, 1, 2, 3, -1, -2, 7, 100, -100, math.maxinteger, math.mininteger,
  2 ^ 31, 2 ^ 53, -2 ^ 53, 1 << 40}
local REALS = {0, 1, -1, 0.5, 2.5, 1e300, -1e300, math.huge, -math.huge, 0 / 0}
local OTHER = {"text", "", true, false, {}, {1}, {1, 2}, {"a"}, {a = 1}, print, 2.5}

-- Half of the calls get tensors of one rank, or of one shape.
local function shape(roll)
  local sizes = {}
  for k = 1, roll(6) - 1 do sizes[k] = SIZES[roll(#SIZES)] end
  return sizes
end

local model

local function tensor(roll)
  local sizes = shape(roll)
  if model and roll(8) > 1 then
    for k = 1, math.max(#model, #sizes) do sizes[k] = model[k] end
    if #sizes > 0 and roll(4) == 1 then sizes[roll(#sizes)] = SIZES[roll(#SIZES)] end
  end
  local t = create.randn(sizes, {generator = engine.Generator(roll(1000))})
  local kind = roll(8)
  if kind == 1 then t = (t:abs() * 2 + 1):clamp(1, 4) end
  if kind == 2 then t = (t * 0 + roll(4)) end
  if kind == 3 and t:numel() > 0 then t = t / 0 end
  if kind == 4 and #sizes == 2 then t = t:t() end
  if kind == 5 then return create.zeros(sizes) end
  if kind == 6 and #sizes > 0 and sizes[1] == 1 then
    sizes[1] = 3
    t = t:expand(sizes)
  end
  return kind > 3 and t:detach():requires_grad_() or t
end

local function integer(roll)
  return roll(3) == 1 and INTEGERS[roll(#INTEGERS)] or roll(4)
end

local function list(roll)
  local items = {}
  for k = 1, roll(5) - 1 do items[k] = integer(roll) end
  return items
end

local KINDS = {
  tensor = tensor, ["tensor?"] = tensor, int = integer, dim = integer,
  index = integer, dims = list, sizes = list, ints = list, int2 = integer,
  int3 = integer,
  tensors = function(roll)
    local items = {}
    for k = 1, roll(4) - 1 do items[k] = tensor(roll) end
    return items
  end,
  real = function(roll) return REALS[roll(#REALS)] end,
  bool = function(roll) return roll(2) == 1 end,
}

local function argument(kind, roll)
  if roll(12) == 1 then return OTHER[roll(#OTHER)] end
  return KINDS[kind] and KINDS[kind](roll) or OTHER[roll(#OTHER)]
end

local function arguments(signature, roll)
  model = roll(2) == 1 and shape(roll) or nil
  local args, options = {n = 0}, {}
  local positional, braces = signature:match "^(.-),?%s*{(.*)}$"
  for entry in ((positional or signature) .. ","):gmatch "%s*(.-)%s*," do
    if entry ~= "" then
      args.n = args.n + 1
      args[args.n] = argument(entry:match ":%s*([%w_]+)" or "tensor", roll)
    end
  end
  for name, kind in (braces or ""):gmatch "([%w_]+):%s*([%w_|]+)" do
    if roll(2) == 1 then options[name] = argument(kind, roll) end
  end
  if braces then
    args.n = args.n + 1
    args[args.n] = options
  end
  return args
end

local function use(y)
  if not y:requires_grad() then return end
  y:sin():sum():backward()
end

describe("hostile arguments", function()
  for _, row in ipairs(engine.ops()) do
    it("to " .. row.name .. " are answered or refused", function()
      local answered, refused = 0, 0
      local function round(seed)
        local roll = dice(seed)
        local args = arguments(row.signature, roll)
        local ok, y = pcall(engine.functions[row.name], table.unpack(args, 1, args.n))
        if ok then
          answered = answered + 1
          if y:numel() < 1e6 then pcall(use, y) end
        else
          refused = refused + 1
          assert.is_string(y)
        end
      end
      collectgarbage()
      local before = engine.memory().live_tensors
      for seed = 1, 300 do round(seed) end
      collectgarbage()
      assert.equal(before, engine.memory().live_tensors)
      assert.equal(300, answered + refused)
      assert.is_true(refused > 0)
    end)
  end
end)
