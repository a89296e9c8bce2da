-- What a function of tensors does, as ops: traces, and graphs of them.
local engine = require "lunette.engine"
local graph = require "lunette.graph"
local ln = require "lunette"
local nn = ln.nn

describe("a trace", function()
  it("has each op with what it was given, and ends", function()
    local x, w = ln.tensor {{1, 2}}, ln.tensor {{3, 4}, {5, 6}}
    local calls, y = graph.trace(function(z) return ln.nn.functional.linear(z, w):sum(-1):leaky_relu(0.5) end, x)
    local ops = {}
    for k, call in ipairs(calls) do ops[k] = call.op end
    assert.same({"linear", "sum", "leaky_relu"}, ops)
    assert.is_true(calls[1].inputs[2]:equal(w))
    assert.is_false(calls[1].inputs[3]) -- no bias
    assert.equal(8, calls[1].flops) -- 2 x 2 products, and as many sums
    assert.same({-1}, calls[2].attributes.dim)
    assert.is_false(calls[2].attributes.keepdim)
    assert.equal(0.5, calls[3].attributes.negative_slope)
    assert.truthy(calls[3].line:find "^spec/graph_spec.lua:%d+$")
    assert.is_true(calls[3].result:equal(y))
    local _ = x + 1
    assert.equal(3, #calls)
  end)

  it("ends with an error too, and leaves the generator and recording as they were", function()
    ln.manual_seed(5)
    assert.has_error(function() graph.trace(function() ln.randn(3); error("no", 0) end) end, "no")
    assert.is_nil(engine.set_trace())
    local after = ln.randn(3)
    ln.manual_seed(5)
    assert.is_true(after:equal(ln.randn(3)))
    assert.is_true(ln.is_grad_enabled())
  end)

  it("has choices by name, pairs as lists, and false where nothing is given", function()
    local calls = graph.trace(function(x, w)
      ln.conv2d(x, w, nil, {stride = {1, 2}})
      ln.div(x, 2, {rounding_mode = "floor"})
      return ln.div(x, 2)
    end, ln.ones(1, 1, 3, 3), ln.ones(1, 1, 2, 2))
    local last = #calls
    assert.equal("conv", calls[1].op)
    assert.same({1, 2}, {table.unpack(calls[1].attributes.stride, 1, 2)})
    assert.equal("floor", calls[last - 1].attributes.rounding_mode)
    assert.is_false(calls[last].attributes.rounding_mode)
  end)
end)

describe("a graph", function()
  local function ops(g)
    local list = {}
    for k, value in ipairs(g.values) do list[k] = value.op end
    return table.concat(list, " ")
  end

  it("has inputs, constants before what needs them, and ops; what nothing needs is left out", function()
    local w, b = ln.tensor {{1, 2}, {3, 4}}, ln.tensor {5, 6}
    local x, y = ln.ones(3, 2), ln.ones(3, 1)
    local g = graph.record(function(one, two)
      local _ = one * 7 -- for nothing
      return nn.functional.linear(one, w * 2, b):select(-1, 1):unsqueeze(-1), (one * two):sum(-1), w
    end, x, y)
    assert.equal("input input constant constant linear select unsqueeze mul sum constant", ops(g))
    local linear, select = g.values[5], g.values[6]
    assert.same({0, 2, 3}, {linear.inputs[1].id, linear.inputs[2].id, linear.inputs[3].id})
    assert.is_true(g.values[3].tensor:equal(ln.tensor {{2, 4}, {6, 8}}))
    assert.equal(b, g.values[4].tensor)
    assert.same({dim = 1, index = 0}, select.attributes)
    assert.equal(1, g.values[7].attributes.dim) -- of the result's axes
    assert.same({6, 8, 9}, {g.outputs[1].id, g.outputs[2].id, g.outputs[3].id})
    assert.same({3, 1}, {table.unpack(g.outputs[1].shape)})
    assert.equal(g.values[5], g:value(g.values[5].tensor))
    assert.is_nil(g:value(ln.ones(1)))
  end)

  it("tells of the layer and the line of each op", function()
    local net = nn.Sequential {nn.Linear(2, 2), nn.Sequential {nn.Tanh()}}
    local g = graph.record(function(x) return net(x):exp() end, ln.ones(1, 2))
    assert.truthy(g.values[5].line:find "^net%.2%.1 %(Tanh%), spec/graph_spec.lua:%d+$", g.values[5].line)
    assert.truthy(g.values[6].line:find "^spec/graph_spec.lua:%d+$")
  end)

  it("sees through what hides tensors: Function, recompute, detach, clone, no_grad", function()
    local Twice = ln.Function:extend "Twice"
    function Twice.forward(_, x) return x * 2 end
    function Twice.backward(_, g) return g * 2 end
    local w = ln.ones(2):requires_grad_()
    for _, f in ipairs {
      function(x) return Twice(x) end,
      function(x) return ln.recompute(function(v) return v * w end, x) end,
      function(x) return x:detach():clone() * 2 end,
      function(x) local _ <close> = ln.no_grad() return x * 2 end,
      function(x) return ln.tensor({3}) * x:contiguous() end,
    } do
      local g = graph.record(f, ln.ones(2))
      assert.is_truthy(g.outputs[1].inputs, ops(g))
      assert.truthy(ops(g):find "^input.*mul", ops(g))
    end
  end)

  it("refuses numbers that are taken out, where they depend on the input", function()
    local w = ln.tensor {3}
    for what, f in pairs {
      item = function(x) return x * x:sum():item() end,
      totable = function(x) return x * x:totable()[1] end,
      to_bytes = function(x) local _ = x:to_bytes "f32" return x * 2 end,
      equal = function(x) return ln.equal(w, x:detach()) and x * 1 or x * 2 end,
      of_a_view = function(x) return x * x[1]:item() end,
    } do
      local ok, why = pcall(graph.record, f, ln.ones(2))
      assert.is_false(ok, what)
      assert.truthy(why:find "numbers that depend on the input are taken out at spec/graph_spec.lua:%d+,", why)
    end
    assert.equal("input constant mul", ops(graph.record(function(x) return x * w:item() end, ln.ones(2))))
  end)

  it("refuses what is written in place, and leaves other writes alone", function()
    local other = ln.zeros(2)
    for what, f in pairs {
      ["a whole tensor"] = function(x) local y = x + 1; y:add_(2); return y * 2 end,
      ["a view"] = function(x) local y = x + 1; y:narrow(1, 1, 1):copy_(ln.zeros(1)); return y * 2 end,
      ["an element"] = function(x) local y = x + 1; y[1] = 5; return y * 2 end,
      ["a constant"] = function(x) local y = ln.zeros(4); y:narrow(1, 1, 2):copy_(x); return y end,
      ["an input"] = function(x) x:mul_(2); return x * 2 end,
      ["a draw"] = function(x) local y = x + 1; y:normal_(); return y end,
    } do
      local ok, why = pcall(graph.record, f, ln.ones(2))
      assert.is_false(ok, what)
      assert.truthy(why:find "a tensor is written in place at spec/graph_spec.lua:%d+: a graph has results of ops", why)
    end
    local g = graph.record(function(x) other:add_(1); return x * 2 end, ln.ones(2))
    assert.equal("input constant mul", ops(g))
  end)

  it("is of tensors: another result is told", function()
    local ok, why = pcall(graph.record, function() return nil end, ln.ones(2))
    assert.is_false(ok)
    assert.truthy(why:find "its result 1 is a nil; a tensor is wanted", why)
    ok, why = pcall(graph.record, function(x) return x, {1} end, ln.ones(2))
    assert.is_false(ok)
    assert.truthy(why:find "its result 2 is a table; a tensor is wanted", why)
  end)
end)
