-- What nn.functional has of its own, called on the arguments of its samples: by
-- place, by name, and with one argument that nobody means.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local functional = require "lunette.nn.functional"
local hostile = require "spec.support.hostile"
local ln = require "lunette"
local samples = require "spec.nn.functional.samples"

-- Uniform numbers stand for all kinds of inputs.
local words = {ones = ln.ones, arange = ln.arange}
for _, kind in ipairs {"x", "away", "holed", "positive", "unit"} do
  words[kind] = function(...) return ln.rand(...) * 0.9 + 0.05 end
end
function words.mask(...) return ln.ones(...) end

-- What stands by place, and what by name, in a sample.
local function arguments_of(sample)
  local args = table.pack(assert(load("return " .. sample, sample, "t", words))())
  local last, names = args[args.n], {}
  if type(last) == "table" and next(last) ~= nil and #last == 0 then
    names, args.n = last, args.n - 1
  end
  return args, names
end

local function called(f, args, names)
  local given = table.move(args, 1, args.n, 1, {})
  given[args.n + 1] = next(names) and names or nil
  return f(table.unpack(given, 1, args.n + (next(names) and 1 or 0)))
end

local function each_sample(f)
  for name, list in pairs(samples) do
    for sample in (list and list .. ";" or ""):gmatch "%s*(.-);" do f(name, functional[name], sample) end
  end
end

describe("nn.functional", function()
  it("lists each function with the file it stands in", function()
    for name in pairs(functional) do
      assert(samples[name] ~= nil, "spec/nn/functional/samples.lua lacks " .. name)
    end
    for name in pairs(samples) do assert.is_function(rawget(functional, name), name) end
  end)

  each_sample(function(name, f, sample)
    it(("takes by name what stands by place: %s(%s)"):format(name, sample), function()
      ln.manual_seed(1)
      local args, names = arguments_of(sample)
      local y = called(f, args, names)
      for k = 2, args.n do names[arguments.of(f).places[k].name] = args[k] end
      assert.same(y:totable(), (f(args[1], names)):totable())
    end)
  end)
end)

local HERE = "^spec/nn/functional/calls_spec%.lua:%d+: [%w_]+: "

-- The message that a call raises, when it is not in the library's words.
local function fault(f, args, names)
  local ok, message = pcall(called, f, args, names)
  if ok or message:find(HERE) and not message:find "bad argument" then return nil end
  return message
end

-- For each argument of a sample, each hostile value in its place.
local function attack(f, sample)
  local s, faults = arguments.of(f), {}
  local function try(field, put)
    for _, v in ipairs(hostile.values(field)) do
      local args, names = arguments_of(sample)
      put(args, names, v.value)
      local message = fault(f, args, names)
      if message then faults[#faults + 1] = ("%s = %s: %s"):format(field.name, v.value, message) end
    end
  end
  for k, field in ipairs(s.places) do
    try(field, function(args, names, v)
      if k <= args.n then args[k] = v else names[field.name] = v end
    end)
  end
  for _, field in ipairs(s.options) do
    try(field, function(_, names, v) names[field.name] = v end)
  end
  return faults
end

describe("hostile arguments beside good ones are refused by", function()
  each_sample(function(name, f, sample)
    it(("nn.functional.%s(%s)"):format(name, sample), function()
      local faults = attack(f, sample)
      assert(#faults == 0, table.concat(faults, "\n  ", 1, math.min(#faults, 6)))
    end)
  end)
end)

describe("functions of nn.functional", function()
  it("are loaded by file, when one is named", function()
    local child = require "spec.support.child"
    assert.equal("false\ntrue\nfalse\n", child [[
      local F = ln.nn.functional
      print(package.loaded["lunette.nn.functional.scores"] ~= nil)
      local _ = F.nll_loss
      print(package.loaded["lunette.nn.functional.scores"] ~= nil)
      print(package.loaded["lunette.nn.functional.ctc"] ~= nil)
    ]])
    assert.equal(engine.functions.relu, functional.relu)
    assert.is_nil(rawget(functional, "relu"))
  end)
end)
