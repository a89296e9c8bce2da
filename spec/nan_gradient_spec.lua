-- NaN reaches the gradients of what it influenced: of every row, function and
-- loss. The cotangent of one result has a NaN, and a number that this result
-- depends on, as its derivative says, has to get a NaN; and so where a number of
-- the input is NaN, and the results that it reaches have such cotangents.
local calls = require "spec.support.calls"
local engine = require "lunette.engine"
local fixtures = require "spec.support.fixtures"
local lapack = require "spec.support.lapack"
local ln = require "lunette"

local NAN = 0 / 0

local function numbers(y) return y:detach():contiguous():view(-1):totable() end

-- Gradients of y in leaves, {list, ...}, for these cotangents of its elements.
local function gradients(y, leaves, cotangents)
  local g = engine.grad(y, leaves, {grad_outputs = ln.tensor(cotangents):reshape(y:size()), allow_unused = true,
                                    retain_graph = true})
  local lists = {}
  for k in ipairs(leaves) do lists[k] = g[k] and numbers(g[k]) or {} end
  return lists
end

-- As many numbers, of which number `at` is `value` and the others are `rest`.
local function one_of(count, at, value, rest)
  local list = {}
  for i = 1, count do list[i] = i == at and value or rest end
  return list
end

-- pcall(f, ...), whose error has to name the NaN, as decompositions do.
local function told(f, ...)
  local ok, found = pcall(f, ...)
  assert(ok or found:find "%f[%a]nan%f[%A]", found)
  return ok, found
end

-- A line of a gradient that depends on result `at` and is a number for its NaN.
local function found_number(leaves, y, at)
  local slopes = gradients(y, leaves, one_of(y:numel(), at, 1, 0))
  local ok, got = told(gradients, y, leaves, one_of(y:numel(), at, NAN, 1))
  for k, list in ipairs(ok and slopes or {}) do
    for i, slope in ipairs(list) do
      local number = got[k][i]
      if math.abs(slope) > 1e-4 and number == number then
        return ("result %d has the cotangent NaN, and the gradient of number %d of input %d is %g"):format(at, i, k,
          number)
      end
    end
  end
end

local FLAT = "its derivative is 0 everywhere"
-- Those whose NaN is another choice: it takes the place of the element that was
-- chosen, and gets the cotangent.
local CHOICES = {}
for _, name in ipairs {"clamp", "clamp_min", "clamp_max", "unique", "quantile", "median", "topk", "max", "msort",
                       "cummax", "sort", "embedding_bag"} do
  CHOICES[name] = true
end
local function is_choice(name) return CHOICES[name] or name:find "max_pool" end
-- Those whose NaN gets no NaN back, and why.
local NUMBERS = {
  floor_divide = FLAT, trunc_divide = FLAT, sign = FLAT, heaviside = FLAT, floor = FLAT, ceil = FLAT, round = FLAT,
  trunc = FLAT,
  grid_sample = "a place that is NaN reads the first element, which gets the cotangent",
}

local function write(leaf, at, value)
  local _ <close> = ln.no_grad()
  leaf:view(-1)[at] = value
end

-- y with NaN in place of number `at` of the leaf; which of its results are NaN;
-- and the gradients for cotangents of NaN there. Nothing where an error says it.
local function spoilt(leaves, call, k, at)
  local old = leaves[k]:view(-1)[at]:item()
  write(leaves[k], at, NAN)
  local ok, y = told(call)
  local places, cotangents, got = {}, {}, nil
  for i, v in ipairs(ok and numbers(y) or {}) do
    cotangents[i] = v ~= v and NAN or 1
    if v ~= v then places[#places + 1] = i end
  end
  if ok then ok, got = told(gradients, y, leaves, cotangents) end
  write(leaves[k], at, old)
  return ok and places or {}, got, #cotangents
end

-- The same for number `at` of leaf k: where a result is NaN for it, its own
-- gradient is, and unless the result is chosen, that of all it depends on.
local function found_beyond(leaves, call, k, at, is_chosen)
  local places, got, count = spoilt(leaves, call, k, at)
  local own = #places > 0 and got[k][at]
  if own and own == own then
    return ("number %d of input %d is NaN, and its gradient is %g"):format(at, k, own)
  end
  local y = call()
  for _, i in ipairs(not is_chosen and y:numel() == count and {places[1], places[#places]} or {}) do
    for j, slopes in ipairs(gradients(y, leaves, one_of(count, i, 1, 0))) do
      for e, slope in ipairs(slopes) do
        local number = got[j][e]
        if math.abs(slope) > 1e-4 and number == number then
          return ("number %d of input %d is NaN, so is result %d, and the gradient of number %d of input %d is %g")
            :format(at, k, i, e, j, number)
        end
      end
    end
  end
end

local function check_sample(row, leaves, call)
  local y = call()
  local n = y:requires_grad() and y:numel() or 0
  for _, at in ipairs(n > 0 and {1, n // 2 + 1, n} or {}) do
    local said = found_number(leaves, y, at)
    if said then return said end
  end
  for k, leaf in ipairs(n > 0 and not NUMBERS[row.name] and leaves or {}) do
    local said = leaf:numel() > 0 and found_beyond(leaves, call, k, leaf:numel() // 2 + 1, is_choice(row.name))
    if said then return said end
  end
end

describe("a gradient of NaN", function()
  for _, row in ipairs(calls.all) do
    it("of " .. row.name .. " is NaN", function()
      local missing = row.family and lapack.missing(row.family)
      if missing then pending(missing) end
      calls.look(row, check_sample)
    end)
  end
end)

-- Every layer, on the cases of spec/reference/layers: in its inputs and its
-- parameters.
local function check_layer(case)
  local layer, leaves, args = case.make():train(case.train), {}, {}
  for i = 1, case.args.n do args[i] = fixtures.argument(case.args[i], leaves) end
  for _, p in layer:named_parameters() do leaves[#leaves + 1] = p end
  local function call()
    local parts = {}
    ln.manual_seed(1)
    for _, y in ipairs(fixtures.flat({layer(table.unpack(args, 1, case.args.n))}, {})) do
      if y:requires_grad() then parts[#parts + 1] = y:flatten() end
    end
    return parts[1] and ln.cat(parts) or ln.zeros(0)
  end
  local name = case.text:lower():gsub("maxpool", "max_pool"):gsub(".*embeddingbag.*max.*", "embedding_bag")
  return check_sample({name = name}, leaves, call)
end

describe("a gradient of NaN of the layer", function()
  for _, family in ipairs {"activation", "attention", "conv", "linear", "more", "norm", "pooling", "recurrent",
                           "reparametrisation"} do
    for k, case in ipairs(dofile("spec/reference/layers/" .. family .. ".lua")) do
      it(("%s is NaN, %s %d"):format(case.text, family, k), function() assert.is_nil(check_layer(case)) end)
    end
  end
end)
