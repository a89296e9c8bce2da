-- Ops' samples, as their rows write them, run on inputs made here.
local engine = require "lunette.engine"
local create, functions = engine.create, engine.functions

local function randn(sizes, generator)
  return create.randn(sizes, {generator = generator})
end

-- The kinds of inputs by which samples name them, the last the most special:
-- normal numbers, some of them just 0, at least 0.1 from 0, at least 0.3, within
-- 0.9 of 0.
local KINDS = {"x", "holed", "away", "positive", "unit"}
local draw = {}
function draw.x(sizes, generator) return randn(sizes, generator) end
function draw.away(sizes, generator)
  local z = randn(sizes, generator)
  return z + z:sign() * 0.1
end
function draw.holed(sizes, generator)
  local z = randn(sizes, generator)
  return z * z:gt(-0.3)
end
function draw.unit(sizes, generator) return randn(sizes, generator):tanh() * 0.9 end
function draw.positive(sizes, generator) return randn(sizes, generator):abs() + 0.3 end

local function leaf_of(kind, sizes, generator)
  return draw[kind](sizes, generator):detach():requires_grad_()
end

local function map_sizes(sizes, f)
  local copy = {}
  for k, n in ipairs(sizes) do copy[k] = f(n) end
  return copy
end

local function itself(x) return x end

local function plain(kind, sizes, generator)
  return leaf_of(kind, sizes, generator), itself
end

-- The words of samples; input(kind, sizes) stands for an input, resize changes
-- every size, seen(x) is told of each constant. definite(n) is made of an input:
-- symmetric, eigenvalues from 1/2.
local function words(generator, input, resize, seen)
  local function constant(x)
    if seen then seen(x) end
    return x
  end
  local env = {}
  function env.arange(...) return constant(create.arange(...)) end
  function env.ones(...) return constant(create.ones(...)) end
  for _, kind in ipairs(KINDS) do
    env[kind] = function(...) return input(kind, map_sizes({...}, resize)) end
  end
  function env.definite(n)
    local z = input("x", map_sizes({n, n}, resize))
    return (z:matmul(z:t()) + create.eye(resize(n))) * 0.5
  end
  function env.mask(...)
    return constant(randn(map_sizes({...}, resize), generator):gt(0))
  end
  return env
end

local function run_sample(sample, env)
  return table.pack(assert(load("return " .. sample, sample, "t", env))())
end

-- The inputs that a sample names: {kind =, sizes =}.
local function uses_of(sample)
  local uses = {}
  run_sample(sample, words(engine.Generator(1), function(kind, sizes)
    uses[#uses + 1] = {kind = kind, sizes = sizes}
    return create.ones(sizes)
  end, itself))
  return uses
end

-- All results of a function as one tensor: several, or a list of them, end to
-- end; indices among them have no part in it.
local function joined(...)
  local results, parts = {...}, {}
  if #results == 1 and engine.is_tensor(results[1]) then return results[1] end
  if #results == 1 then results = results[1] end
  for _, y in ipairs(results) do
    if y:requires_grad() then parts[#parts + 1] = y:flatten() end
  end
  return functions.cat(parts)
end

-- The leaves of a sample, and call(): the op's result at their present values,
-- and the constants that stand beside them, a list. `differs` is false when the variant changed nothing.
local function prepare(row, sample, make, resize)
  local made, leaves, seen, differs = {}, {}, {}, false
  local generator = engine.Generator(11)
  local function first(kind, sizes)
    local leaf, argument, changed = make(kind, sizes, generator)
    made[#made + 1] = {leaf, argument}
    differs = differs or changed
    local _, _, key = engine.behind(leaf)
    if not seen[key] then leaves[#leaves + 1] = leaf end
    seen[key] = true
    return argument(leaf)
  end
  run_sample(sample, words(engine.Generator(7), first, resize))
  local function call()
    local k, constants = 0, {}
    local args = run_sample(sample, words(engine.Generator(7), function()
      k = k + 1
      return made[k][2](made[k][1])
    end, resize, function(x) constants[#constants + 1] = x end))
    return joined((row.call or functions[row.name])(table.unpack(args, 1, args.n))), constants
  end
  return leaves, call, differs
end

-- A nonlinear probe: a sum whose weights differ and whose slope is not constant,
-- so that the second order of a linear op is not empty.
local function probe(y, seed)
  local weights = randn(y:size(), engine.Generator(seed))
  return ((y * 0.7 + weights):sin() * (weights + 2)):sum()
end

return {
  KINDS = KINDS, randn = randn, leaf_of = leaf_of, map_sizes = map_sizes, itself = itself,
  plain = plain, uses_of = uses_of, prepare = prepare, probe = probe,
}
