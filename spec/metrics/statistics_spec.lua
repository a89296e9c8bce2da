-- The mean and the covariance of features, batch by batch, and in the files of others.
local files = require "spec.files"
local ln = require "lunette"
local near = require "spec.near"
local python = require "spec.support.python"

local metrics = ln.metrics
local DOUBLE = ln.real == "double"

local function raises(message, f, ...)
  local ok, text = pcall(f, ...)
  assert.is_false(ok)
  assert.is_truthy(text:find(message, 1, true), text)
end

-- A function that gives x in parts of these sizes, over and over.
local function parts(x, sizes)
  local first, k = 1, 0
  return function()
    if first > x:size(1) then return nil end
    k = k + 1
    local part = x:narrow(1, first, math.min(sizes[(k - 1) % #sizes + 1], x:size(1) - first + 1))
    first = first + part:size(1)
    return part
  end
end

-- Mean and covariance of rows by loops in double.
local function by_hand(x)
  local rows, n, d = x:totable(), x:size(1), x:size(2)
  local mean, covariance = {}, {}
  for i = 1, d do
    mean[i] = 0
    for _, row in ipairs(rows) do mean[i] = mean[i] + row[i] / n end
  end
  for i = 1, d do
    for j = 1, d do
      local sum = 0
      for _, row in ipairs(rows) do sum = sum + (row[i] - mean[i]) * (row[j] - mean[j]) end
      covariance[#covariance + 1] = sum / (n - 1)
    end
  end
  return mean, covariance
end

describe("metrics.statistics", function()
  it("takes what a function gives, in batches of any sizes", function()
    local x = ln.tensor {{1, 2}, {3, 2}, {5, 8}, {7, 4}}
    for _, sizes in ipairs {{1}, {2}, {4}, {3, 1}} do
      local found = metrics.statistics(parts(x, sizes))
      -- means 4 and 4; squares 9 + 1 + 1 + 9, 4 + 4 + 16 + 0, products 6 + 2 + 4 + 0, each over 3
      near(found.mean, {4, 4}, 1e-6)
      near(found.covariance, {20 / 3, 4, 4, 8}, 1e-6)
    end
  end)

  it("is as exact for many samples as for few, near and far, sorted and not", function()
    local g = ln.Generator(2)
    local x = ln.randn(60000, 3, {generator = g}):abs()
    x = x + ln.tensor {0, 5, 40}
    local sorted = x:sort(1)
    for _, set in ipairs {x, sorted} do
      local mean, covariance = by_hand(set)
      for _, given in ipairs {set, parts(set, {64}), parts(set, {1000, 7})} do
        local found = metrics.statistics(given)
        near(found.mean, mean, DOUBLE and 1e-12 or 1.2e-7) -- the loops in double are no better
        near(found.covariance, covariance, DOUBLE and 1e-12 or 3e-7)
      end
    end
  end)

  it("says what it wants", function()
    raises("statistics: features gives 0 rows; it takes 2 or more", metrics.statistics, function() end)
    raises("statistics: features gives 1 rows", metrics.statistics, parts(ln.ones(1, 3), {1}))
    raises("statistics: features is 3x0; it takes 2 samples or more", metrics.statistics, ln.ones(3, 0))
    raises("statistics: what features gives is 2x3x4, n x d is wanted", metrics.statistics,
           parts(ln.ones(2, 3, 4), {2}))
    raises("statistics: what features gives is 7, a tensor is wanted", metrics.statistics, function() return 7 end)
    raises("statistics: what features gives has elements that are not finite", metrics.statistics,
           parts(ln.ones(2, 3) / 0, {1}))
    local widths = {3, 4}
    raises("statistics: features gives rows of 4 elements, and 3 before", metrics.statistics, function()
      return ln.ones(2, table.remove(widths, 1))
    end)
  end)
end)

describe("files of statistics", function()
  local folder, path
  before_each(function()
    folder = files.new_folder()
    path = folder .. "/x.npz"
  end)
  after_each(files.remove_folder)

  it("come back", function()
    local x = {mean = ln.tensor {1.5, 2}, covariance = ln.tensor {{0.1, -3}, {-3, 1e-9}}}
    assert.is_true(metrics.save_statistics(path, x))
    local found = metrics.load_statistics(path)
    assert.is_true(found.mean:equal(x.mean) and found.covariance:equal(x.covariance))
  end)

  it("are those of pytorch-fid: NumPy reads and writes them", function()
    if python.missing "numpy" then return pending(python.missing "numpy") end
    metrics.save_statistics(path, {mean = ln.tensor {1.5, -2}, covariance = ln.tensor {{0.1, 3}, {3, 1}}})
    local tenth = DOUBLE and "0.1" or "0.10000000149011612" -- the float next to it
    local read = python.run(folder, [=[
import sys, numpy
with numpy.load(sys.argv[1]) as f:
    for name in sorted(f): print(name, f[name].dtype, f[name].tolist())]=], path)
    assert.equal(("mu float64 [1.5, -2.0]\nsigma float64 [[%s, 3.0], [3.0, 1.0]]\n"):format(tenth), read)
    -- as clean-fid has them, packed; and rounded where the engine is float
    assert.equal("", python.run(folder, [=[
import sys, numpy
numpy.savez_compressed(sys.argv[1], mu=numpy.array([0.1, 2]), sigma=numpy.array([[1 / 3, 1], [1, 4]]))]=], path))
    local found = metrics.load_statistics(path)
    near(found.mean, {0.1, 2}, DOUBLE and 0 or 6e-8)
    near(found.covariance, {1 / 3, 1, 1, 4}, DOUBLE and 0 or 6e-8)
  end)

  it("that are none are refused", function()
    ln.save_npz(path, {mu = ln.ones(2), feats = ln.ones(3, 2)})
    raises(path .. ": statistics: it has feats, mu; mu and sigma are wanted", metrics.load_statistics, path)
    ln.save_npz(path, {mu = ln.ones(2), sigma = ln.ones(3, 2)})
    raises(path .. ": statistics has a mean of 2 and a covariance of 3x2", metrics.load_statistics, path)
    raises("save_statistics: statistics has a mean of 2 and a covariance of 3", metrics.save_statistics, path,
           {mean = ln.ones(2), covariance = ln.ones(3)})
    raises("save_statistics: statistics.covariance is missing", metrics.save_statistics, path, {mean = ln.ones(2)})
    raises(path .. ": zip: ", metrics.load_statistics, files.write(path, "mu"))
  end)
end)
