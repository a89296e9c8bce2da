-- What gives several results, indices, or is refused. Values of the rest stand
-- in spec/reference/statistics.lua. Indices are PyTorch 1.13.1's, plus 1.
local ln = require "lunette"
local near = require "spec.near"
local value = require "spec.support.value"

local NAN, INF = 0 / 0, math.huge

local function both(values, indices) return {values:totable(), indices:totable()} end

local function refused(message, f) assert.error_matches(f, message) end

describe("mode", function()
  it("gives the smallest of the most frequent, and its last index", function()
    local x = ln.tensor {{1, 1, 2, 2, 3}, {3, 2, 2, 1, 1}}
    assert.same({{1, 1}, {2, 5}}, both(x:mode()))
    assert.same({{{1}, {1}}, {{2}, {5}}}, both(x:mode(2, {keepdim = true})))
    assert.same({{1, 1, 2, 1, 1}, {1, 1, 2, 2, 2}}, both(x:mode(1)))
  end)

  it("of one number is that number", function()
    local values, index = ln.tensor(3):mode()
    assert.same({3, 1}, {values:item(), index:item()})
    assert.same({{4}, {1}}, both(ln.tensor {{4}}:mode()))
  end)

  it("counts NaN as equal to nothing, and refuses no elements", function()
    assert.same({{2}, {4}}, both(ln.tensor {{NAN, 2, NAN, 2}}:mode()))
    refused("mode: no elements to choose from: 0x3", function() ln.zeros(0, 3):mode(1) end)
    assert.same({0}, (ln.zeros(0, 3):mode(2)):size())
  end)
end)

describe("cummax and cummin", function()
  it("give the index of the last of equals; NaN stays", function()
    local x = ln.tensor {1, 3, 3, NAN, 5, NAN}
    local values, indices = x:cummax(1)
    assert.same({1, 3, 3}, table.move(values:totable(), 1, 3, 1, {}))
    assert.equal(3, values:isnan():sum():item())
    assert.same({1, 2, 3, 4, 4, 6}, indices:totable())
    values, indices = ln.tensor {3, 3, 1, 2}:cummin(-1)
    assert.same({{3, 3, 1, 1}, {1, 2, 3, 3}}, both(values, indices))
    refused("cummax: dimension 2 of a tensor with 1", function() x:cummax(2) end)
  end)
end)

describe("nanmedian and median", function()
  it("say where", function()
    local x = ln.tensor {{NAN, 4, 1, 3}, {2, NAN, NAN, NAN}}
    assert.same({{3, 2}, {4, 1}}, both(x:nanmedian(2)))
    assert.same({{{3}, {2}}, {{4}, {1}}}, both(x:nanmedian(-1, {keepdim = true})))
    assert.equal(2, x:nanmedian():item())
    assert.is_true(ln.full({3}, NAN):nanmedian():isnan():item() == 1)
    assert.is_true(x:median():isnan():item() == 1)
  end)

  it("refuse a keepdim without a dim, and no elements", function()
    refused("median: keepdim goes with a dim", function() ln.ones(2):median {keepdim = true} end)
    refused("nanmedian: no elements to choose from: 0", function() ln.zeros(0):nanmedian() end)
  end)
end)

describe("aminmax", function()
  local x = ln.tensor {{3, 1, 2}, {5, 5, 4}}

  it("gives both, of all or along a dimension", function()
    local least, most = x:aminmax()
    assert.same({1, 5}, {least:item(), most:item()})
    assert.same({{1, 4}, {3, 5}}, both(x:aminmax {dim = 2}))
    assert.same({{{3, 1, 2}}, {{5, 5, 4}}}, both(ln.aminmax(x, {dim = -2, keepdim = true})))
  end)
end)

describe("quantile", function()
  local x = ln.tensor {{1, 2}, {3, 4}}

  it("refuses what is no share, and no elements", function()
    refused("quantile: q lies from 1.5 to 1.5, 0 to 1 is wanted", function() x:quantile(1.5) end)
    refused("nanquantile: q lies from %-0.5 to 0.5, 0 to 1 is wanted",
            function() x:nanquantile(ln.tensor {-0.5, 0.5}) end)
    refused("quantile: q lies from nan to nan", function() x:quantile(NAN) end)
    refused("quantile: q is 1x1, a number or a list", function() x:quantile(ln.ones(1, 1)) end)
    refused("quantile: no elements to choose from: 0x3", function() ln.zeros(0, 3):quantile(0.5) end)
    refused("quantile: dimension 3 of a tensor with 2", function() x:quantile(0.5, 3) end)
    refused("interpolation is \"cubic\", one of", function() x:quantile(0.5, {interpolation = "cubic"}) end)
  end)

  it("of lines that are not there is empty", function()
    assert.same({0}, ln.zeros(0, 3):quantile(0.5, 2):size())
    assert.same({2, 0}, ln.zeros(0, 3):quantile(ln.tensor {0.5, 1}, 2):size())
    assert.same({0}, x:quantile(ln.zeros(0)):size())
  end)
end)

describe("cov", function()
  it("refuses weights of another number, and more than rows", function()
    local x = ln.ones(2, 3)
    refused("cov: aweights is 2 for 3 observations", function() x:cov {aweights = ln.ones(2)} end)
    refused("cov: fweights is 3x1 for 3 observations", function() x:cov {fweights = ln.ones(3, 1)} end)
    refused("cov: aweights has elements below 0", function() x:cov {aweights = ln.tensor {1, -1, 1}} end)
    refused("cov: rows of observations are wanted, this is 1x2x3", function() x:view(1, 2, 3):cov() end)
  end)

  -- rows (1, 2, 3) and (2, 4, 6): variances 1 and 4, and all correlate
  it("has correlations of 1, with derivatives of every order", function()
    local x = ln.tensor({{1, 2, 3}, {2, 4, 6}}, {requires_grad = true})
    near(x:cov(), {1, 2, 2, 4})
    near(x:corrcoef(), {1, 1, 1, 1})
    local g = ln.grad(x:corrcoef():sum(), {x}, {create_graph = true})[1]
    near(g, {0, 0, 0, 0, 0, 0})
  end)
end)

describe("counts", function()
  value("bincount", "counts from 1", function()
    assert.same({1, 0, 2}, ln.bincount(ln.tensor {3, 1, 3}):totable())
    assert.same({1, 0, 2, 0, 0}, ln.tensor {3, 1, 3}:bincount(nil, 5):totable())
    assert.same({0.5, 0, 5}, ln.tensor {3, 1, 3}:bincount(ln.tensor {2, 0.5, 3}):totable())
    assert.same({0}, ln.zeros(0):bincount():size())
    assert.same({0, 0}, ln.zeros(0):bincount {minlength = 2}:totable())
  end)

  it("bincount refuses other numbers", function()
    refused("bincount: 0 is among what is counted, whole numbers from 1", function() ln.tensor {1, 0}:bincount() end)
    refused("bincount: 1.5 is among", function() ln.tensor {1.5}:bincount() end)
    refused("bincount: nan is among", function() ln.tensor {NAN}:bincount() end)
    refused("bincount: inf is among", function() ln.tensor {INF}:bincount() end)
    refused("bincount: a list of numbers is wanted, this is 1x2", function() ln.ones(1, 2):bincount() end)
    refused("bincount: weights are 3 elements for 2 elements", function() ln.ones(2):bincount(ln.ones(3)) end)
  end)

  it("histc refuses limits that are none", function()
    refused("histc: from 2 to 1 are no bins", function() ln.ones(3):histc(4, 2, 1) end)
    refused("histc: from 1 to inf are no bins", function() ln.tensor {1, INF}:histc(4) end)
    assert.same({0, 1, 0}, ln.tensor {NAN, 1, INF}:histc(3, 0, 2):totable())
    assert.same({0, 0}, ln.zeros(0):histc(2):totable())
  end)
end)

describe("renorm", function()
  it("refuses one dimension, and norms that are none", function()
    refused("renorm: at least two dimensions are wanted, this is 3", function() ln.ones(3):renorm(2, 1, 1) end)
    refused("renorm: p is 0, a number above 0", function() ln.ones(3, 3):renorm(0, 1, 1) end)
    refused("renorm: maxnorm is %-1, a number of 0 or above", function() ln.ones(3, 3):renorm(2, 1, -1) end)
  end)
end)
