local ln = require "lunette"
local safetensors = require "lunette.safetensors"
local files = require "spec.files"
local near = require "spec.near"
local told = require "spec.support.told"

-- Same types, same bits, same keys?
local function identical(a, b)
  if ln.is_tensor(a) then
    return ln.is_tensor(b) and a:to_bytes "f64" == b:to_bytes "f64"
           and table.concat(a:size(), "x") == table.concat(b:size(), "x")
  end
  if type(a) ~= type(b) or math.type(a) ~= math.type(b) then return false end
  if math.type(a) == "float" then
    return string.pack(">d", a) == string.pack(">d", b)
  end
  if type(a) ~= "table" then return a == b end
  for key, value in pairs(a) do
    if not identical(value, b[key]) then return false end
  end
  for key in pairs(b) do
    if a[key] == nil then return false end
  end
  return true
end

describe("ln.save and ln.load", function()
  local folder, path
  setup(function()
    folder = files.new_folder()
    path = folder .. "/x"
  end)
  teardown(files.remove_folder)

  local function survives(value)
    assert.is_true(ln.save(path, value))
    assert.is_true(identical(value, ln.load(path)))
  end

  it("write a state as other libraries read it", function()
    local layer = ln.nn.Sequential {ln.nn.Linear(2, 3)}
    survives(layer:state_dict())
    local tensors, metadata = safetensors.load(path)
    assert.same({3, 2}, tensors["1.weight"]:size())
    assert.same({}, metadata)
  end)

  it("keep every kind of value and key", function()
    survives {}
    survives {step = 3, lr = 3.0, big = math.maxinteger, small = math.mininteger,
              on = true, off = false, text = 'é "\n', bytes = "\0\255\128"}
    survives {0.1, -0.0, 1 / 0, -1 / 0, 0 / 0, -(0 / 0), 5e-324, 1.7976931348623157e308}
    survives {[1] = "a", ["1"] = "b", [-1] = "c", [1.5] = "d", [true] = "e",
              [false] = "f", [1 / 0] = "g", ["\255"] = "h", [""] = "i"}
    survives {true, false, {false}, {{false, 1}, x = false}}
    survives {{}, {{}}, {1, 2, {3}}, {[2] = "hole"}, {1, nil, 3, [-1] = 0}}
    survives {tensor = "text", map = {map = 1}, hex = {float = "x"}}
  end)

  it("keep tensors wherever they are", function()
    survives {G = {["2.weight"] = ln.randn(2, 3)}, step = 7,
              moments = {ln.randn(4), ln.tensor(2), ln.zeros(0, 5)},
              odd = ln.tensor {0 / 0, 1 / 0, -0.0}}
  end)

  it("keep tensors whose paths are the same", function()
    survives {a = {b = ln.tensor(1)}, ["a.b"] = ln.tensor(2),
              [1] = ln.tensor(3), ["1"] = ln.tensor(4), ["a.b#2"] = ln.tensor(5),
              __metadata__ = ln.tensor(6), ["\255"] = ln.tensor(7)}
  end)

  it("name tensors by their path", function()
    ln.save(path, {G = {["2.weight"] = ln.ones(2)}, list = {ln.ones(3)}})
    local tensors = safetensors.load(path)
    near(tensors["G.2.weight"], {1, 1})
    near(tensors["list.1"], {1, 1, 1})
  end)

  it("write the same state as the same bytes", function()
    local function state()
      local t = {}
      for k = 1, 30 do t["k" .. k * 7 % 31] = {k, x = ln.tensor(k), [k] = true} end
      return t
    end
    ln.save(path, state())
    local bytes = files.read(path)
    ln.save(path, state())
    assert.equal(bytes, files.read(path))
  end)

  it("raise on what a file cannot hold, with its place", function()
    local function fails(part, value)
      local ok, message = pcall(ln.save, path .. "2", value)
      assert.is_false(ok)
      assert.truthy(message:find(part, 1, true), message)
      assert.truthy(message:find "state_spec.lua:%d+: ", message)
    end
    fails("save: opt.hook is a function", {opt = {hook = print}})
    fails("save: G is an object; its state_dict() can be saved", {G = ln.nn.Linear(1, 1)})
    fails("save: x has a metatable", {x = setmetatable({}, {})})
    fails("save: the state has a table as a key", {[{}] = 1})
    fails("save: state is 1, a table is wanted", 1)
    local cycle = {}
    cycle.x = cycle
    fails("30 deep, or a cycle", cycle)
    assert.is_nil(io.open(path .. "2"))
  end)

  it("keep the old file when the state cannot be saved", function()
    ln.save(path, {ok = 1})
    pcall(ln.save, path, {bad = print})
    assert.same({ok = 1}, ln.load(path))
  end)

  it("say what will not be read as it is", function()
    local list = {}
    for k = 1, 500000 do list[k] = 0.1 + k end
    local said = told(ln.save, path, {losses = list})
    assert.truthy(said:find(path .. ": names, and tables without their tensors, take ", 1, true), said)
    local ok, message = pcall(ln.load, path)
    assert.is_false(ok)
    assert.truthy(message:find("at most 4194304 are read", 1, true), message)
    local most = math.tointeger(said:match "{max_header = (%d+)}")
    assert.same(list, ln.load(path, {max_header = most}).losses)
  end)

  it("refuse what lunette did not write there", function()
    local function refused(part, text)
      safetensors.save(path, {t = ln.ones(1)}, {lunette = text})
      local ok, message = pcall(ln.load, path)
      assert.is_false(ok)
      assert.truthy(message:find(path .. ": ", 1, true), message)
      assert.truthy(message:find(part, 1, true), message)
    end
    refused("metadata: byte 1", "")
    refused("metadata: not a table", "1")
    refused("unknown entry x", '{"x":1}')
    refused("unknown entry nil", "{}")
    refused("unknown entry", '{"map":[],"hex":""}')
    refused("tensor u is missing", '[{"tensor":"u"}]')
    refused("tensor 1 is missing", '[{"tensor":1}]')
    refused("a map is not a list", '{"map":{}}')
    refused("not a key and a value", '{"map":[[1]]}')
    refused("not a key and a value", '{"map":[1]}')
    refused("a map's key is a table", '{"map":[[[],1]]}')
    refused("a map's key is a userdata", '{"map":[[{"tensor":"t"},1]]}')
    refused("a map's key is a number", '{"map":[[{"float":"7ff8000000000000"},1]]}')
    refused("hex digits", '[{"hex":"0"}]')
    refused("hex digits", '[{"hex":"0g"}]')
    refused("hex digits", '[{"hex":1}]')
    refused("a float has 8 bytes", '[{"float":"00"}]')
    refused("unknown entry", "[null]")
  end)
end)
