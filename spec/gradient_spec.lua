-- Gradient checks of every op, from the samples in the ops' rows, and of every
-- function made of ops, from spec/functions/samples.lua and
-- spec/nn/functional/samples.lua, in double:
-- first order element by element, second and third along random directions,
-- over variants of each sample that are made here. A row without a sample
-- fails; one without a derivative has to say so when it is asked for one.
local ln = require "lunette"
local engine = require "lunette.engine"
local composed = require "lunette.functions"
local functional = require "lunette.nn.functional"
local lapack = require "spec.support.lapack"
local samples = require "spec.support.samples"
local create = engine.create
local KINDS, itself, map_sizes = samples.KINDS, samples.itself, samples.map_sizes
local leaf_of, plain, prepare = samples.leaf_of, samples.plain, samples.prepare
local probe, randn, uses_of = samples.probe, samples.randn, samples.uses_of

local STEP, ABSOLUTE, RELATIVE = 1e-5, 1e-5, 1e-3
local DIRECTIONS = 2

-- Points at which the function has no derivative, though its value is finite.
local SINGULAR = {
  eigh_packed = {broadcast = "equal eigenvalues have no vectors of their own"},
  svd_packed = {broadcast = "equal singular values have no vectors of their own"},
}
SINGULAR.svd = SINGULAR.svd_packed
for _, name in ipairs {"svdvals", "matrix_norm", "cond"} do
  SINGULAR[name] = {broadcast = "singular values of 0 are where they turn round"}
end
for _, name in ipairs {"qr_packed", "qr", "lstsq", "lu_packed", "lu"} do
  SINGULAR[name] = {broadcast = "a matrix of rank 1 has no such factors of its own"}
end
SINGULAR.eigh = SINGULAR.eigh_packed
SINGULAR.eigvalsh = SINGULAR.eigh_packed

local function sorted_names(t)
  local names = {}
  for name in pairs(t) do names[#names + 1] = name end
  table.sort(names)
  return names
end

-- All that has a derivative, and functions made of ops, as rows.
local function all_rows()
  local rows = {}
  for _, row in ipairs(engine.ops()) do
    if row.differentiable then rows[#rows + 1] = row end
  end
  local written = require "spec.functions.samples"
  for _, name in ipairs(sorted_names(composed)) do
    if written[name] ~= false then
      rows[#rows + 1] = {name = name, sample = written[name],
                         family = composed[name]:match "[^.]+$"}
    end
  end
  written = require "spec.nn.functional.samples"
  for _, name in ipairs(sorted_names(functional)) do
    if written[name] ~= false then
      rows[#rows + 1] = {name = "nn.functional." .. name, sample = written[name],
                         call = functional[name], family = "functional"}
    end
  end
  return rows
end

local function reversed(list)
  local copy = {}
  for k = #list, 1, -1 do copy[#copy + 1] = list[k] end
  return copy
end

-- A variant says what an input is: make(kind, sizes, generator) gives a leaf and
-- a function from it to the argument; nil where it makes no difference.
local variants = {}

function variants.contiguous() return plain end

-- Transposed leaves; vectors are columns.
function variants.strided()
  return function(kind, sizes, generator)
    if #sizes == 0 then return plain(kind, sizes, generator) end
    if #sizes == 1 then
      return leaf_of(kind, {sizes[1], 2}, generator), function(x) return x:select(2, 1) end, true
    end
    local order = {}
    for k = 1, #sizes do order[k] = #sizes + 1 - k end
    return leaf_of(kind, reversed(sizes), generator), function(x) return x:permute(order) end, true
  end
end

-- Leaves expanded along their last dimension of more than 1.
function variants.broadcast()
  return function(kind, sizes, generator)
    local small = map_sizes(sizes, itself)
    for k = #sizes, 1, -1 do
      if sizes[k] > 1 then
        small[k] = 1
        return leaf_of(kind, small, generator), function(x) return x:expand(sizes) end, true
      end
    end
    return plain(kind, sizes, generator)
  end
end

-- One leaf for all inputs of the same sizes.
function variants.repeated(uses)
  local leaves = {}
  return function(_, sizes, generator)
    local key = table.concat(sizes, "x")
    if leaves[key] then return leaves[key], itself, true end
    local strongest = 1
    for _, use in ipairs(uses) do
      for rank, kind in ipairs(KINDS) do
        if use.kind == kind and table.concat(use.sizes, "x") == key then
          strongest = math.max(strongest, rank)
        end
      end
    end
    leaves[key] = leaf_of(KINDS[strongest], sizes, generator)
    return leaves[key], itself
  end
end

-- Copies that are closed once the op has run, as its result is: then only the
-- graph has them, and their values are there only where a rule reads them.
function variants.unheld()
  local given = {}
  local function make(kind, sizes, generator)
    return leaf_of(kind, sizes, generator), function(x)
      given[#given + 1] = x:clone()
      return given[#given]
    end, true
  end
  return make, function(call)
    return function()
      local y <close> = call()
      local copy = y:clone()
      for k = #given, 1, -1 do table.remove(given, k):close() end
      return copy
    end
  end
end

local VARIANTS = {"contiguous", "strided", "broadcast", "repeated", "unheld", "empty",
                  "one element"}

local function near(what, got, numeric)
  local off = math.abs(got - numeric)
  if off > ABSOLUTE + RELATIVE * math.abs(numeric) or off ~= off then
    error(("%s: %.9g, finite differences give %.9g"):format(what, got, numeric), 0)
  end
end

local function gradients(y, leaves, create_graph)
  local got = {}
  if y:requires_grad() then
    got = engine.grad(y, leaves, {create_graph = create_graph, allow_unused = true})
  end
  for k, x in ipairs(leaves) do
    got[k] = got[k] or create.zeros(x:size())
    assert(table.concat(got[k]:size(), "x") == table.concat(x:size(), "x"))
  end
  return got
end

-- f's gradient against central differences, element by element.
local function check_elements(name, leaves, f)
  local got = gradients(f(), leaves)
  for k, x in ipairs(leaves) do
    local n = x:numel()
    local values, flat = got[k]:reshape(n):totable(), x:detach():view(n)
    for i = 1, n do
      local old = flat[i]:item()
      flat[i] = old + STEP
      local above = f():item()
      flat[i] = old - STEP
      local below = f():item()
      flat[i] = old
      near(("%s: input %d, element %d"):format(name, k, i), values[i], (above - below) / (2 * STEP))
    end
  end
end

local function move(leaves, bases, direction, by)
  for k, x in ipairs(leaves) do x:detach():copy_(bases[k] + direction[k] * by) end
end

-- The same along random directions, by differences of fourth order.
local function check_directions(name, leaves, f, seed)
  local got, bases = gradients(f(), leaves), {}
  for k, x in ipairs(leaves) do bases[k] = x:detach():clone() end
  for d = 1, DIRECTIONS do
    local direction, slope, values = {}, 0, {}
    for k, x in ipairs(leaves) do
      direction[k] = randn(x:size(), engine.Generator(seed + 31 * d + k))
      slope = slope + (direction[k] * got[k]):sum():item()
    end
    for _, by in ipairs {-2, -1, 1, 2, 0} do
      move(leaves, bases, direction, by * STEP)
      values[by] = f():item()
    end
    near(("%s, direction %d"):format(name, d), slope,
      (8 * (values[1] - values[-1]) - values[2] + values[-2]) / (12 * STEP))
  end
end

local function largest(g)
  return g:numel() > 0 and g:detach():abs():amax():item() or 0
end

-- The probe of f's gradients: f one order higher. Large gradients are scaled
-- down by what they are at first: the sine of 1000 x is no function to take
-- differences of.
local function raised(f, leaves, seed)
  local scales = {}
  return function()
    local total, got = create.zeros {}, gradients(f(), leaves, true)
    for k, g in ipairs(got) do
      scales[k] = scales[k] or math.max(1, largest(g))
      total = total + probe(g / scales[k], seed + k)
    end
    return total
  end
end

local counts, orders = {}, {0, 0, 0}

local function check(name, leaves, call)
  local function value() return probe(call(), 5) end
  local slope = raised(value, leaves, 17)
  local curvature = raised(slope, leaves, 29)
  check_elements(name, leaves, value)
  check_directions(name .. ", second order", leaves, slope, 43)
  check_directions(name .. ", third order", leaves, curvature, 57)
  for k = 1, 3 do orders[k] = orders[k] + 1 end
end

local function is_finite(y)
  local total = y:detach():abs():sum():item()
  return total < math.huge
end

-- Can it be asked at all? An op may refuse no elements, or have no value there.
local function defined(call)
  local ok, y = pcall(call)
  return ok and is_finite(y)
end

-- No NaN and no infinity is born on the way, even where another is put in its
-- place: anomaly mode would stop there.
local function check_anomalies(leaves, call)
  local _ <close> = ln.detect_anomaly()
  local slope = raised(function() return probe(call(), 5) end, leaves, 17)
  gradients(slope(), leaves)
end

local function count(variant) counts[variant] = (counts[variant] or 0) + 1 end

local function check_variant(row, sample, variant, resize, make, wrap)
  local leaves, call, differs = prepare(row, sample, make, resize)
  if wrap then call = wrap(call) end
  local name = ("%s(%s), %s"):format(row.name, sample, variant)
  if variant ~= "contiguous" and not (differs or resize ~= itself) then return end
  if variant ~= "contiguous" and not defined(call) then return end
  check(name, leaves, call)
  if variant == "contiguous" then check_anomalies(leaves, call) end
  count(variant)
end

-- Each size in turn becomes 0, wherever it stands.
local function check_empty(row, sample, uses)
  local done = {}
  for _, use in ipairs(uses) do
    for _, size in ipairs(use.sizes) do
      if not done[size] then
        done[size] = true
        local ok = pcall(prepare, row, sample, plain, function(n) return n == size and 0 or n end)
        if ok then
          check_variant(row, sample, "empty", function(n) return n == size and 0 or n end, plain)
        end
      end
    end
  end
end

local function one() return 1 end

local function check_sample(row, sample)
  local uses, singular = uses_of(sample), SINGULAR[row.name] or {}
  for _, variant in ipairs(VARIANTS) do
    if variants[variant] and not singular[variant] then
      check_variant(row, sample, variant, itself, variants[variant](uses))
    end
  end
  check_empty(row, sample, uses)
  if pcall(prepare, row, sample, plain, one) then
    check_variant(row, sample, "one element", one, plain)
  end
end

describe("the derivative", function()
  if engine.build.real ~= "double" then
    it("is checked in double (LUNETTE_REAL=double)", function()
      assert.equal("float", engine.build.real)
    end)
    return
  end
  local checked, rows = 0, 0
  for _, row in ipairs(all_rows()) do
    rows = rows + 1
    it("of " .. row.name .. " agrees with finite differences", function()
      assert.is_string(row.sample, row.name .. " has no sample")
      local missing = lapack.missing(row.family)
      if missing then
        rows = rows - 1
        pending(missing)
      end
      for sample in (row.sample .. ";"):gmatch "%s*(.-);" do check_sample(row, sample) end
      checked = checked + 1
    end)
  end
  it("of every differentiable row was checked", function()
    assert.is_true(rows > 0)
    assert.equal(rows, checked)
    assert.equal(orders[1], orders[3])
    local parts = {}
    for _, variant in ipairs(VARIANTS) do
      assert.is_true(counts[variant] >= 20, variant)
      parts[#parts + 1] = ("%s %d"):format(variant, counts[variant])
    end
    print(("\ngradients: %d rows and functions of %d; %d checks at each of 3 orders: %s")
      :format(checked, rows, orders[1], table.concat(parts, ", ")))
  end)
  it("of an op that has none is refused by name", function()
    local x = create.ones(2, {requires_grad = true})
    assert.error_matches(function() x:gt(0):sum():backward() end, "requires a gradient")
    assert.error_matches(function() x[1]:gt(0):backward() end, "gt has no derivative")
  end)
end)
