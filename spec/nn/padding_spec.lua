local ln = require "lunette"
local near = require "spec.near"
local nn = ln.nn

local row = ln.tensor {{{1, 2, 3}}}
local image = ln.tensor {{{{1, 2}, {3, 4}}}}

describe("padding layers", function()
  it("put elements on every side, or as many as told", function()
    near(nn.ZeroPad1d(1)(row), {0, 1, 2, 3, 0})
    near(nn.ConstantPad1d({2, 0}, 7)(row), {7, 7, 1, 2, 3})
    near(nn.ReflectionPad1d(2)(row), {3, 2, 1, 2, 3, 2, 1})
    near(nn.ReplicationPad1d({1, 2})(row), {1, 1, 2, 3, 3, 3})
    near(nn.CircularPad1d(1)(row), {3, 1, 2, 3, 1})
    near(nn.ZeroPad2d {1, 0, 0, 1}(image), {0, 1, 2, 0, 3, 4, 0, 0, 0})
    near(nn.ConstantPad2d({0, 1, 1, 0}, 9)(image), {9, 9, 9, 1, 2, 9, 3, 4, 9})
    near(nn.ReflectionPad2d {1, 0, 1, 0}(image), {4, 3, 4, 2, 1, 2, 4, 3, 4})
    near(nn.ReplicationPad2d {0, 1, 0, 1}(image), {1, 2, 2, 3, 4, 4, 3, 4, 4})
    near(nn.CircularPad2d {1, 0, 0, 1}(image), {2, 1, 2, 4, 3, 4, 2, 1, 2})
    assert.same({1, 1, 4, 4, 4}, nn.ReplicationPad3d(1)(ln.ones(1, 1, 2, 2, 2)):size())
  end)

  it("crop by negative amounts", function()
    near(nn.ZeroPad2d {-1, 0, 0, -1}(image), {2})
  end)

  it("print their amounts", function()
    assert.equal("ZeroPad2d(1)", tostring(nn.ZeroPad2d(1)))
    assert.equal("ConstantPad2d({1, 0, 0, 1}, 0.5)", tostring(nn.ConstantPad2d({1, 0, 0, 1}, 0.5)))
  end)

  it("say what is wrong", function()
    local function refused(part, f, ...)
      local ok, message = pcall(f, ...)
      assert.is_false(ok)
      assert.truthy(message:find(part, 1, true), message)
    end
    refused("ZeroPad2d: padding has 2 entries, 4 are wanted", nn.ZeroPad2d, {1, 2})
    refused("ConstantPad1d: value is missing", nn.ConstantPad1d, 1)
    refused("ReflectionPad2d: padding[3] is 1.5", nn.ReflectionPad2d, {1, 1, 1.5, 1})
    refused("ZeroPad1d: 2 arguments are given, at most 1 is taken", nn.ZeroPad1d, 1, 2)
    refused("reflect padding of 2 for a size of 2", nn.ReflectionPad2d(2), image)
    refused("got 1x3", nn.ZeroPad2d(1), row:reshape(1, 3))
  end)
end)
