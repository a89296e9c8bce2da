local arguments = require "lunette.arguments"
local ln = require "lunette"

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(part, 1, true), message)
end

describe("a defined function", function()
  local f = arguments.define("f", "a: count, b: int = a, c: whole2|same = 0, {bias: bool = true, " ..
    "betas: pair = {0.9, 0.999}, name: string = weight, far: real = -inf, t: tensor?}",
    function(a, b, c, o) return {a, b, c, o} end)
  local plain = {bias = true, betas = {0.9, 0.999}, name = "weight", far = -math.huge}

  it("fills in defaults, also of earlier fields", function()
    assert.same({3, 3, {0, 0}, plain}, f(3))
    assert.same({3, 4, "same", plain}, f(3, 4, "same", nil))
  end)

  it("takes by name what it takes by place", function()
    assert.same({2, 5, {3, 3}, plain}, f {a = 2, c = 3, b = 5})
    assert.same({3, 7, {1, 2}, plain}, f(3, {b = 7, c = {1, 2}}))
    fails("f: b is given twice", f, 1, 2, {b = 2})
  end)

  it("names what is wrong, with both sides", function()
    fails("f: a is missing, an integer above 0 is wanted", f)
    fails("f: a is 2.5, an integer above 0 is wanted", f, 2.5)
    fails("f: a is true, an integer above 0 is wanted", f, true)
    fails("f: a is nan, an integer above 0 is wanted", f, 0 / 0)
    local function g() end
    local lists = arguments.define("g", "n: counts?, x: tensor|tensors?", g)
    fails("g: n is 2.5, an integer above 0 or a table of integers above 0 is wanted", lists, 2.5)
    fails("g: n[2] is 0, an integer above 0 is wanted", lists, {1, 0})
    fails("g: x[2] is 3, a tensor is wanted", lists, 1, {ln.ones(1), 3})
    fails("g: x is 3, a tensor or a table of tensors is wanted", lists, 1, 3)
    fails('f: c is "sme", an integer of 0 or above or a table of 2 or "same" is wanted', f, 1, 2, "sme")
    fails("f: betas is a table of 3, a table of 2 numbers is wanted", f, 1, {betas = {1, 2, 3}})
    fails("f: unknown option bais; known: a, b, c, bias, betas, name, far, t; near it: bias", f, 1, {bais = 1})
    fails("f: 5 arguments are given, at most 4 are taken", f, 1, 2, 3, {}, 5)
    fails('f: options come as a table, {bias = ...}; got "junk"', f, 1, nil, nil, nil, "junk")
  end)

  it("gives each call tables of its own", function()
    f(1)[4].betas[1] = 7
    f(1)[3][1] = 7
    assert.same({1, 1, {0, 0}, plain}, f(1))
  end)

  it("takes sizes by place or as a table, and the rest one by one", function()
    local g = arguments.define("g", "sizes: sizes, {k: int?}", function(sizes, o) return {sizes, o.k} end)
    assert.same({{1, 2, 3}}, g(1, 2, 3))
    assert.same({{1, 2}, 3}, g(1, 2, {k = 3}))
    assert.same({{4, 5}}, g {4, 5})
    assert.same({{}}, g {})
    assert.same({{}, 1}, g({}, {k = 1}))
    local h = arguments.define("h", "text: string, ...: int", function(...) return {...} end)
    assert.same({"x", 1, 2}, h("x", 1, 2))
    fails("h: argument 2 is 1.5, an integer is wanted", h, "x", 1.5)
  end)

  it("makes a tensor of a number where no kind is written", function()
    local g = arguments.define("g", "x, y: tensor?", function(x, y) return x, y end)
    assert.equal(3, g(3):item())
    fails("g: y is 2, a tensor is wanted", g, 1, 2)
  end)

  it("asks for the colon, and blames the class of the object", function()
    local class = {__name = "Net"}
    class.__index = class
    class.init = arguments.define("Base:init", "self, n: count", function(self, n) self.n = n end)
    class.grow = arguments.define("net:grow", "self, by: int, {twice: bool = false}",
                                  function(self, by) self.n = self.n + by end)
    local net = setmetatable({}, class)
    net:init(3)
    net:grow(2)
    assert.equal(5, net.n)
    fails("grow: call it with a colon, net:grow(by)", net.grow, 2)
    fails("Net: n is 0, an integer above 0 is wanted", net.init, net, 0)
    fails("grow: by is missing, an integer is wanted", net.grow, net)
  end)

  it("is known by its signature", function()
    local s = arguments.of(f)
    assert.equal("whole2|same", s.by_name.c.kind)
    assert.equal("{0.9, 0.999}", s.by_name.betas.default)
    assert.is_nil(arguments.of(print))
  end)
end)

describe("distances between names", function()
  it("count letters added, dropped, replaced and swapped", function()
    local engine = require "lunette.engine"
    for _, case in ipairs {{"bias", "bais", 1}, {"kitten", "sitting", 3}, {"", "abc", 3},
                           {"Conv2D", "conv2d", 0}, {"keepdims", "keepdim", 1}} do
      assert.equal(case[3], engine.distance(case[1], case[2]))
      assert.equal(case[3], engine.distance(case[2], case[1]))
    end
    assert.is_true(engine.is_near("dcgann", "dcgan"))
    assert.is_false(engine.is_near("sum", "std"))
  end)
end)

describe("a table of options", function()
  local read = arguments.reader("Layer",
    "stride: int2 = 1, bias: bool = true, p: share = 0.5, word: sum|mean = sum, eps: real?")

  it("fills in defaults", function()
    assert.same({stride = {1, 1}, bias = true, p = 0.5, word = "sum"}, read())
    assert.same({stride = {2, 3}, bias = false, p = 1, word = "mean", eps = 2},
                read {stride = {2, 3}, bias = false, p = 1, word = "mean", eps = 2})
  end)

  it("takes whole floats as integers", function()
    assert.equal("integer", math.type(arguments.check("f", "n", 392.0, "int")))
  end)

  it("names an unknown key and lists the known ones", function()
    fails("Layer: unknown option strid; known: stride, bias, p, word, eps", read, {strid = 2})
  end)

  it("names what has the wrong type", function()
    fails("Layer: stride is 2.5, an integer or a table of 2 is wanted", read, {stride = 2.5})
    fails("Layer: stride is a table of 3, an integer or a table of 2 is wanted", read, {stride = {1, 2, 3}})
    fails('Layer: bias is "no", true or false is wanted', read, {bias = "no"})
    fails("Layer: p is 1.5, a number from 0 to 1 is wanted", read, {p = 1.5})
    fails('Layer: word is "max", one of sum, mean is wanted', read, {word = "max"})
  end)

  it("says that options come as a table", function()
    fails("Layer: options come as a table, {stride = ...}; got 2", read, 2)
  end)

  it("asks for what has no default", function()
    fails("SGD: lr is missing, a number is wanted", arguments.reader("SGD", "lr: real"))
  end)

  it("counts the arguments that nobody reads", function()
    local nn, params = ln.nn, {ln.zeros(2)}
    fails("Sequential: a table of layers is wanted", nn.Sequential, {nn.ReLU()}, nn.ReLU())
    for _, extra in ipairs {true, false, {inplace = true}} do
      fails("ReLU: 1 argument is given, at most 0 are taken; there is no inplace", nn.ReLU, extra)
      fails("LeakyReLU: 2 arguments are given, at most 1 is taken; there is no inplace", nn.LeakyReLU, 0.2, extra)
    end
    local _, message = pcall(nn.LeakyReLU, 0.2, {slope = 1})
    assert.truthy(message:find "at most 1 is taken$", message)
    fails("Linear: 4 arguments are given, at most 3 are taken", nn.Linear, 2, 2, {}, 3)
    fails("SGD: 3 arguments are given, at most 2 are taken", ln.optim.SGD, params, {lr = 1}, 3)
    fails("zero_grad: 1 argument is given, at most 0 are taken",
          function() ln.optim.SGD(params, {lr = 1}):zero_grad {set = 1} end)
    fails("StepLR: 4 arguments are given, at most 3 are taken", ln.optim.lr_scheduler.StepLR,
          ln.optim.SGD(params, {lr = 1}), 3, {}, 4)
    fails("extend: 2 arguments are given, at most 1 is taken", function() nn.Module:extend("Net", 3) end)
    fails("Checkpoint: 4 arguments are given, at most 3 are taken", ln.Checkpoint, "folder", {}, {keep = 3}, 1)
    fails("load: 3 arguments are given, at most 2 are taken", ln.image.load, "x.png", {}, true)
    fails("size: one dimension, or none for all, is wanted", function() ln.zeros(2, 3):size(1, 2) end)
    assert.has_no.errors(function() nn.Linear(2, 2, nil, nil) end)
  end)
end)
