-- What Lua sees of a tensor: its sizes, its numbers, its end.
local engine = require "lunette.engine"
local ln = require "lunette"

describe("sizes", function()
  it("print and compare, with lists too", function()
    local x, y = ln.zeros(2, 3), ln.ones(2, 3)
    assert.equal("{2, 3}", tostring(x:size()))
    assert.equal("{}", tostring(ln.tensor(1):size()))
    assert.is_true(x:size() == y:size())
    assert.is_true(x:size() == {2, 3})
    assert.is_true({2, 3} == x:size())
    assert.is_false(x:size() == x:t():size())
    assert.is_false(x:size() == x:flatten():size())
    assert.is_false(x:size() == {2, 3, 1})
    assert.is_true(x:size() ~= {2, 4})
  end)

  it("are a list of one's own, as before", function()
    local x = ln.zeros(2, 3)
    local sizes = x:size()
    sizes[1] = 7
    assert.equal(2, x:size(1))
    assert.same({2, 3}, ln.ones(x:size()):size())
    assert.equal(2, #x:size())
  end)

  it("are x.shape, too", function()
    local x = ln.zeros(4, 1, 2)
    assert.is_true(x.shape == x:size())
    assert.equal(4, x.shape[1])
    assert.equal("{4, 1, 2}", tostring(x.shape))
    local y = ln.zeros(2)
    y:close()
    assert.error_matches(function() return y.shape end, "shape: the tensor has been closed")
  end)

  it("can be saved with a state", function()
    local path = os.tmpname()
    ln.save(path, {sizes = ln.zeros(2, 3):size(), model = ln.nn.Linear(1, 2):state_dict()})
    local loaded = ln.load(path)
    os.remove(path)
    assert.same({2, 3}, loaded.sizes)
    assert.same({2, 1}, loaded.model.weight:size())
  end)
end)

describe("item", function()
  local function item(v) return ln.tensor(v):item() end

  it("prints whole numbers as Lua prints integers", function()
    assert.equal("9", tostring(item(9)))
    assert.equal("-3", tostring(item(-3)))
    assert.equal("0", tostring(item(0)))
    assert.equal("2.5", tostring(item(2.5)))
    assert.equal("{1, 2}", "{" .. table.concat(ln.tensor {1, 2}:totable(), ", ") .. "}")
  end)

  it("keeps what an integer cannot hold", function()
    assert.equal(-math.huge, 1 / item(-0.0))
    assert.equal(math.huge, item(math.huge))
    assert.equal("inf", tostring(item(math.huge)))
    assert.equal(2 ^ 100, item(2 ^ 100))
    assert.equal("float", math.type(item(2 ^ 31)))
  end)

  it("gives products of two without wrapping around", function()
    local most = 2 ^ 31 - 128 -- a float has 24 bits
    assert.equal(most * most, item(most) * item(most) * 1.0)
    assert.equal(most * most, item(-most) * item(-most) * 1.0)
    assert.equal(4.5, item(9) / item(2))
    assert.equal(2 ^ 70, item(2) ^ item(70))
  end)

  it("prints nan as nan", function()
    for _, v in ipairs {0 / 0, -(0 / 0)} do
      assert.equal("nan", tostring(item(v)))
      assert.equal("nan", tostring(ln.tensor {v}:totable()[1]))
      assert.equal("nan  [number " .. ln.real .. "]", tostring(ln.tensor(v)))
    end
    local ok, message = pcall(ln.nn.Dropout, -(0 / 0))
    assert.is_false(ok)
    assert.truthy(message:find("%f[%w-]nan%f[%W]"), message)
    assert.falsy(message:find("-nan", 1, true), message)
    ok, message = pcall(ln.multinomial, ln.tensor {-(0 / 0), 1}, 1)
    assert.is_false(ok)
    assert.falsy(message:find("-nan", 1, true), message)
  end)
end)

describe("ipairs", function()
  it("ends where the tensor ends", function()
    local x, sum, last = ln.tensor {{1, 2}, {3, 4}, {5, 6}}, 0, nil
    for i, row in ipairs(x) do sum, last = sum + i * row[2]:item(), i end
    assert.equal(2 + 8 + 18, sum)
    assert.equal(3, last)
    for _ in ipairs(ln.zeros(0, 2)) do error "an empty tensor has no rows" end
  end)

  it("alone may read past the end", function()
    local x = ln.zeros(3)
    assert.error_matches(function() return x[4] end, "index 4 of a dimension of size 3")
    local function read(t, i) return t[i] end
    assert.error_matches(function() read(x, 4) end, "index 4 of a dimension")
    assert.error_matches(function() table.unpack(x, 1, 4) end, "index 4 of a dimension")
    assert.error_matches(function() ipairs(x)(x, 4) end, "index 5 of a dimension")
    assert.error_matches(function()
      for _ in ipairs(ln.tensor(1)) do error "a number has no rows" end
    end, "select")
    assert.equal(3, #{table.unpack(x)})
    assert.is_nil(engine.is_tensor(x[3]) and ipairs(x)(x, 3))
  end)
end)
