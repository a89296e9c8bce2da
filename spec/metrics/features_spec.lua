-- The networks that come with Lunette.
local ln = require "lunette"
local digits = ln.data.digits()

local function first(n)
  local indices = {}
  for k = 1, n do indices[k] = k end
  return digits:batch(indices)
end

describe("metrics.features", function()
  local mnist = ln.metrics.features("mnist")

  it("knows digits", function()
    assert.is_true(mnist.accuracy > 0.99 and mnist.accuracy < 1)
    local images, labels = first(1100)
    local p = mnist.probabilities(images)
    assert.same({1100, 10}, p:size())
    assert.is_true((p:sum(2) - 1):abs():amax():item() < 1e-5)
    -- these were trained on; accuracy is of those that were not
    assert.is_true(ln.metrics.accuracy(p, labels) > 0.985)
  end)

  it("gives features that are the network's, without a graph", function()
    local images = first(5)
    local x = mnist.features(images:requires_grad_())
    assert.same({5, 128}, x:size())
    assert.is_false(x:requires_grad())
    assert.is_true(x:amin():item() >= 0 and x:amax():item() > 0)
    assert.is_true(mnist.network[2](x):sub(mnist.network(images)):abs():amax():item() == 0)
    for _, p in ipairs(mnist.network:parameters()) do assert.is_false(p:requires_grad()) end
  end)

  it("tells clothes of one set from digits", function()
    local fashion = ln.metrics.features("fashion_mnist")
    assert.is_true(fashion.accuracy > 0.91 and fashion.accuracy < 1)
    assert.same({2, 10}, fashion.probabilities((first(2))):size())
  end)

  it("is as right about the test images as it says #hard", function()
    for _, name in ipairs {"mnist", "fashion_mnist"} do
      local ok, set = pcall(ln.data[name], {train = false})
      if not ok then pending(set) end
      local indices = {}
      for k = 1, #set do indices[k] = k end
      local images, labels = set:batch(indices)
      local found = ln.metrics.features(name)
      local got = ln.metrics.accuracy(found.probabilities(images), labels)
      assert.is_true(math.abs(got - found.accuracy) < 2e-4, name .. ": " .. got)
    end
  end)

  it("says what it wants", function()
    local function raises(message, f, x)
      local ok, text = pcall(f, x)
      assert.is_false(ok)
      assert.is_truthy(text:find(message, 1, true), text)
    end
    raises("features: images are 3x1x32x32, n x 1 x 28 x 28 is wanted", mnist.features, ln.zeros(3, 1, 32, 32))
    raises("features: images go from 255 to 255, -1 to 1 is wanted", mnist.features, ln.full({1, 1, 28, 28}, 255))
    raises("features: images has elements that are not finite", mnist.probabilities, ln.zeros(1, 1, 28, 28) / 0)
    raises("features: name is \"cifar\", one of mnist, fashion_mnist is wanted", ln.metrics.features, "cifar")
  end)
end)
