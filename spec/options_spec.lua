local options = require "lunette.options"

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(part, 1, true), message)
end

describe("options", function()
  local read = options.reader("Layer",
    "stride: int2 = 1, bias: bool = true, p: share = 0.5, word: sum|mean = sum, eps: real?")

  it("fills in defaults", function()
    assert.same({stride = {1, 1}, bias = true, p = 0.5, word = "sum"}, read())
    assert.same({stride = {2, 3}, bias = false, p = 1, word = "mean", eps = 2},
                read {stride = {2, 3}, bias = false, p = 1, word = "mean", eps = 2})
  end)

  it("takes whole floats as integers", function()
    assert.equal("integer", math.type(options.check("f", "n", 392.0, "int")))
  end)

  it("names an unknown key and lists the known ones", function()
    fails("Layer: unknown option strid; known: stride, bias, p, word, eps", read, {strid = 2})
  end)

  it("names what has the wrong type", function()
    fails("Layer: stride is 2.5, an integer or a table of 2 is wanted", read, {stride = 2.5})
    fails("Layer: stride is a table, an integer or a table of 2 is wanted", read, {stride = {1, 2, 3}})
    fails('Layer: bias is "no", true or false is wanted', read, {bias = "no"})
    fails("Layer: p is 1.5, a number from 0 to 1 is wanted", read, {p = 1.5})
    fails('Layer: word is "max", one of sum, mean is wanted', read, {word = "max"})
  end)

  it("says that options come as a table", function()
    fails("Layer: options come as a table, {stride = ...}; got 2", read, 2)
  end)

  it("asks for what has no default", function()
    fails("SGD: lr is missing, a number is wanted", options.reader("SGD", "lr: real"))
  end)

  it("counts the arguments that nobody reads", function()
    local ln = require "lunette"
    local nn, params = ln.nn, {ln.zeros(2)}
    fails("Sequential: 2 arguments are given, at most 1 is taken", nn.Sequential, {nn.ReLU()}, nn.ReLU())
    fails("Linear: 4 arguments are given, at most 3 are taken", nn.Linear, 2, 2, {}, 3)
    fails("SGD: 3 arguments are given, at most 2 are taken", ln.optim.SGD, params, {lr = 1}, 3)
    fails("zero_grad: 1 argument is given, at most 0 are taken",
          function() ln.optim.SGD(params, {lr = 1}):zero_grad {set = 1} end)
    fails("StepLR: 4 arguments are given, at most 3 are taken", ln.optim.lr_scheduler.StepLR,
          ln.optim.SGD(params, {lr = 1}), 3, {}, 4)
    fails("extend: 2 arguments are given, at most 1 is taken", function() nn.Module:extend("Net", {}) end)
    fails("Checkpoint: 3 arguments are given, at most 2 are taken", ln.Checkpoint, "folder", {}, {keep = 3})
    fails("load: 2 arguments are given, at most 1 is taken", ln.image.load, "x.png", {gray = true})
    fails("size: one dimension, or none for all, is wanted", function() ln.zeros(2, 3):size(1, 2) end)
    assert.has_no.errors(function() nn.Linear(2, 2, nil, nil) end)
  end)
end)
