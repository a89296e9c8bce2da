-- The list of make bench-ops, without PyTorch and without times.
local coverage = require "bench.ops.coverage"
local list = require "bench.ops.list"
local translate = require "bench.ops.python"

describe("make bench-ops", function()
  it("has a case, or a reason for none, for all that PyTorch has too", function()
    local lacking, twice, unknown = coverage.wrong()
    assert.same({}, lacking)
    assert.same({}, twice)
    assert.same({}, unknown)
  end)

  it("asks for what PyTorch has too, and for nothing else", function()
    local names = coverage.names()
    for _, name in ipairs {"tanh", "randn", "cummax", "fft.rfft", "linalg.norm", "MSELoss", "mse_loss", "Adam",
                           "ndtr"} do
      assert.is_true(names[name], name)
    end
    for _, name in ipairs {"StepLR", "clip", "MinibatchStdDev", "tanh_grad"} do assert.is_nil(names[name], name) end
  end)

  it("has each case once, in Lua that can be read", function()
    local seen = {}
    for _, case in ipairs(list) do
      assert.is_nil(seen[case.title], case.title)
      seen[case.title] = true
      assert(load("return " .. case.code, case.title))
      assert(load("return " .. (case.made or "nil"), case.title))
    end
  end)

  it("reads sizes, and takes each without one at both sides", function()
    local found = {}
    for _, case in ipairs(list) do
      if case.code == "x:gather(-1, i)" then found[#found + 1] = case end
    end
    assert.equal(2, #found)
    assert.same({{name = "x", sizes = {1024, 1024}, of = 1024}, {name = "i", sizes = {1024, 1024}, of = 1024}},
                found[1].inputs)
    assert.equal("x:gather(-1, i), x 64x64, i 64x64", found[2].title)
  end)
end)

describe("a call of Lua's as Python's", function()
  for code, expected in pairs {
    ["x:sum(-1, {keepdim = true})"] = "x.sum(-1, keepdim = True)",
    ["ln.cat({x, y}, -1)"] = "torch.cat((x, y,), -1)",
    ["ln.fft.fft(x) ^ 2"] = "torch.fft.fft(x) ** 2",
    ["nn.Unflatten(-1, {8, 4})"] = "nn.Unflatten(-1, (8, 4,))",
    ["F.interpolate(x, {size = {24, 24}, mode = \"area\"})"] = "F.interpolate(x, size = (24, 24,), mode = \"area\")",
    ["x:norm(math.huge)"] = "x.norm(float(\"inf\"))",
    ["x:t():matmul(y:t())"] = "x.t().matmul(y.t())",
  } do
    it(code, function() assert.equal(expected, translate(code)) end)
  end
end)
