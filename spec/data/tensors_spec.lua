local ln = require "lunette"

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find("tensors_spec.lua:%d+: "), message)
  assert.truthy(message:find(part, 1, true), message)
end

describe("data.tensors", function()
  local x, y = ln.tensor {{1, 2}, {3, 4}, {5, 6}}, ln.tensor {10, 20, 30}

  it("gives samples of every tensor, by list or tensor", function()
    local set = ln.data.tensors(x, y)
    assert.same({3, 3}, {#set, set:size()})
    local a, b = set:batch {3, 1, 3}
    assert.same({{5, 6}, {1, 2}, {5, 6}}, a:totable())
    assert.same({30, 10, 30}, b:totable())
    a, b = set:batch(ln.tensor {2})
    assert.same({{{3, 4}}, {20}}, {a:totable(), b:totable()})
  end)

  it("refuses what are not tensors of as many samples", function()
    fails("tensors: first dimensions differ: argument 1 is 3x2, argument 2 is 2", ln.data.tensors, x, ln.ones(2))
    fails("tensors: argument 2 is a table, a tensor is wanted", ln.data.tensors, x, {1, 2, 3})
    fails("tensors: argument 2 is missing", ln.data.tensors, x, nil, y)
    fails("tensors: x is missing", ln.data.tensors)
    fails("argument 1 is a number", ln.data.tensors, ln.tensor(3))
    fails("index", function() ln.data.tensors(x):batch {4} end)
    fails("batch: indices is 2, a list of indices", function() ln.data.tensors(x):batch(2) end)
  end)

  it("is what a loader makes of tensors", function()
    local a, b = ln.data.Loader({x, y}, {batch_size = 2}):next()
    assert.same({{{1, 2}, {3, 4}}, {10, 20}}, {a:totable(), b:totable()})
    assert.same({{{1, 2}}}, {ln.data.Loader(x):next():totable()})
  end)
end)

describe("data.map and data.subset", function()
  local set = ln.data.tensors(ln.tensor {1, 2, 3, 4, 5}, ln.tensor {5, 4, 3, 2, 1})

  it("map batches", function()
    local mapped = ln.data.map(set, function(a, b) return a * 10, b end)
    assert.equal(5, #mapped)
    local a, b = mapped:batch {4, 2}
    assert.same({{40, 20}, {2, 4}}, {a:totable(), b:totable()})
    fails("map: set is 3, a data set, with #set and set:batch(indices), is wanted", ln.data.map, 3, print)
    fails("map: f is missing", ln.data.map, set)
  end)

  it("hand on the indices as a tensor, too", function()
    local own = setmetatable({x = ln.tensor {1, 2, 3, 4, 5}}, {__len = function() return 5 end})
    function own:batch(_, index) return self.x[index] end
    local function same(x) return x end
    assert.same({5, 3}, ln.data.map(own, same):batch({5, 3}):totable())
    assert.same({4, 2}, ln.data.map(ln.data.subset(own, 2, 5), same):batch({3, 1}):totable())
    assert.same({1, 2}, ln.data.Loader(ln.data.map(own, same), {batch_size = 2}):next():totable())
  end)

  it("take a part", function()
    local part = ln.data.subset(set, 2, 4)
    assert.equal(3, #part)
    assert.same({2, 4}, part:batch({1, 3}):totable())
    fails("batch: index 4; the set has 3 samples", part.batch, part, {4})
    fails("subset: 3 to 6 of a set of 5", ln.data.subset, set, 3, 6)
    fails("subset: 3 to 2 of a set of 5", ln.data.subset, set, 3, 2)
  end)
end)
