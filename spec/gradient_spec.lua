-- First- and second-order gradient checks of every op, from the samples in the
-- ops' rows, in double. A row without a sample fails; one without a derivative
-- has to say so when it is asked for one.
local engine = require "lunette.engine"
local create, functions = engine.create, engine.functions

local STEP, ABSOLUTE, RELATIVE = 1e-5, 1e-5, 1e-3

-- What the samples are written in: tensors to differentiate in (x: normal,
-- away: at least 0.1 from 0, positive: at least 0.3, unit: within 0.9 of 0,
-- holed: normal or just 0), and constants.
local function words(generator, inputs)
  local function input(t)
    t:requires_grad_()
    inputs[#inputs + 1] = t
    return t
  end
  local function randn(...)
    return create.randn(..., {generator = generator})
  end
  local env = {arange = create.arange, ones = create.ones}
  function env.x(...) return input(randn {...}) end
  function env.away(...)
    local z = randn {...}
    return input((z + z:sign() * 0.1):detach())
  end
  function env.positive(...) return input((randn {...}:abs() + 0.3):detach()) end
  function env.unit(...) return input((randn {...}:tanh() * 0.9):detach()) end
  function env.holed(...)
    local z = randn {...}
    return input((z * z:gt(-0.3)):detach())
  end
  function env.mask(...) return randn {...}:gt(0) end
  return env
end

local function arguments(sample, seed)
  local inputs = {}
  local env = words(engine.Generator(seed), inputs)
  local chunk = assert(load("return " .. sample, sample, "t", env))
  return inputs, table.pack(chunk())
end

-- A nonlinear probe: a sum whose weights differ and whose slope is not constant,
-- so that the second order of a linear op is not empty.
local function probe(y, seed)
  local weights = create.randn(y:size(), {generator = engine.Generator(seed)})
  return ((y * 0.7 + weights):sin() * (weights + 2)):sum()
end

local function each_entry(t, f)
  local n = t:numel()
  local flat = t:detach():view(n)
  for i = 1, n do f(flat, i) end
end

-- Largest error of analytic[k] against central differences of f, where f reads
-- the inputs' values.
local function compare(name, inputs, analytic, f)
  for k, input in ipairs(inputs) do
    local expected = analytic[k]:contiguous():view(-1):totable()
    each_entry(input, function(flat, i)
      local old = flat[i]:item()
      flat[i] = old + STEP
      local above = f():item()
      flat[i] = old - STEP
      local below = f():item()
      flat[i] = old
      local numeric = (above - below) / (2 * STEP)
      local bound = ABSOLUTE + RELATIVE * math.abs(numeric)
      if not (math.abs(expected[i] - numeric) <= bound) then
        error(("%s: input %d, element %d: %.9g, finite differences give %.9g")
          :format(name, k, i, expected[i], numeric), 0)
      end
    end)
  end
end

local function zeros_for_nil(inputs, gradients)
  for k, input in ipairs(inputs) do
    gradients[k] = gradients[k] or create.zeros(input:size())
  end
  return gradients
end

local function check(row, sample)
  local inputs, args = arguments(sample, 11)
  local call = functions[row.name]
  local name = ("%s(%s)"):format(row.name, sample)
  local function forward() return probe(call(table.unpack(args, 1, args.n)), 5) end
  local first = engine.grad(forward(), inputs,
    {create_graph = true, allow_unused = true})
  zeros_for_nil(inputs, first)
  compare(name, inputs, first, forward)
  local function slope()
    local g = engine.grad(forward(), inputs, {create_graph = true, allow_unused = true})
    local total = 0
    for k, part in pairs(zeros_for_nil(inputs, g)) do total = total + probe(part, 17 + k) end
    return total
  end
  local total = slope()
  if not total:requires_grad() then return end
  local second = engine.grad(total, inputs,
    {allow_unused = true, retain_graph = true})
  compare(name .. ", second order", inputs, zeros_for_nil(inputs, second), slope)
end

describe("the derivative", function()
  if engine.build.real ~= "double" then
    it("is checked in double (LUNETTE_REAL=double)", function()
      assert.equal("float", engine.build.real)
    end)
    return
  end
  local checked, rows = 0, 0
  for _, row in ipairs(engine.ops) do
    if row.differentiable then
      rows = rows + 1
      it("of " .. row.name .. " agrees with finite differences", function()
        assert.is_string(row.sample, row.name .. " has no sample")
        for sample in (row.sample .. ";"):gmatch "(.-);%s*" do check(row, sample) end
        checked = checked + 1
      end)
    end
  end
  it("of every differentiable row was checked", function()
    assert.is_true(rows > 0)
    assert.equal(rows, checked)
  end)
  it("of an op that has none is refused by name", function()
    local x = create.ones(2, {requires_grad = true})
    assert.error_matches(function() x:gt(0):sum():backward() end, "requires a gradient")
    assert.error_matches(function() x[1]:gt(0):backward() end, "gt has no derivative")
  end)
end)
