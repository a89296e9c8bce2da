local engine = require "lunette.engine"
local ln = require "lunette"
local safetensors = require "lunette.safetensors"
local files = require "spec.files"
local near = require "spec.near"
local told = require "spec.support.told"

local double = engine.real == "double"

-- A file of this header and data, made by hand.
local function file(header, data)
  return string.pack("<I8", #header) .. header .. (data or "")
end

local function entry(dtype, shape, from, to)
  return ('{"data_offsets":[%d,%d],"dtype":"%s","shape":[%s]}'):format(
    from, to, dtype, shape)
end

describe("safetensors", function()
  local folder, path
  setup(function()
    folder = files.new_folder()
    path = folder .. "/x.safetensors"
  end)
  teardown(files.remove_folder)

  local function load(bytes)
    files.write(path, bytes)
    return safetensors.load(path)
  end

  local function refused(part, bytes)
    local ok, message = pcall(load, bytes)
    assert.is_false(ok)
    assert.truthy(message:find(path .. ": safetensors: ", 1, true), message)
    assert.truthy(message:find(part, 1, true), message)
  end

  it("writes the bytes that the format says", function()
    assert.is_true(safetensors.save(path, {b = ln.tensor {{1, 2}}, a = ln.tensor(3)},
                                    {k = "v"}))
    local own, each, code = "F32", 4, "<fff"
    if double then own, each, code = "F64", 8, "<ddd" end
    local header = ('{"__metadata__":{"k":"v"},"a":%s,"b":%s}'):format(
      entry(own, "", 0, each), entry(own, "1,2", each, 3 * each))
    header = header .. (" "):rep(-#header % 8)
    assert.equal(file(header, code:pack(3, 1, 2)), files.read(path))
  end)

  it("begins the data at a multiple of 8", function()
    for n = 1, 9 do
      safetensors.save(path, {[("x"):rep(n)] = ln.ones(2)})
      assert.equal(0, string.unpack("<I8", files.read(path)) % 8)
    end
  end)

  it("gives back values, sizes and metadata", function()
    local saved = {["2.weight"] = ln.randn(3, 4, 5), number = ln.tensor(-0.0),
                   empty = ln.zeros(0, 3), ["é\n"] = ln.tensor {0 / 0, 1 / 0, -1 / 0}}
    safetensors.save(path, saved, {format = "pt"})
    local tensors, metadata = safetensors.load(path)
    assert.same({format = "pt"}, metadata)
    for name, x in pairs(saved) do
      assert.same(x:size(), tensors[name]:size())
      assert.equal(x:to_bytes "f64", tensors[name]:to_bytes "f64")
      saved[name], tensors[name] = nil, nil
    end
    assert.is_nil(next(tensors))
  end)

  it("writes views as they look", function()
    local x = ln.tensor {{1, 2, 3}, {4, 5, 6}}
    safetensors.save(path, {t = x:t(), part = x[{{}, {2, 3}}]})
    local tensors = safetensors.load(path)
    assert.same({{1, 4}, {2, 5}, {3, 6}}, tensors.t:totable())
    assert.same({{2, 3}, {5, 6}}, tensors.part:totable())
  end)

  it("makes the folder", function()
    assert.is_true(safetensors.save(folder .. "/a/b/x", {}))
    assert.same({}, (safetensors.load(folder .. "/a/b/x")))
  end)

  it("converts every type", function()
    local samples = {
      F64 = {"<d", -1.5, -1.5}, F32 = {"<f", 0.25, 0.25}, I64 = {"<i8", -3, -3},
      I32 = {"<i4", -70000, -70000}, I16 = {"<i2", -300, -300}, I8 = {"<i1", -5, -5},
      U8 = {"<I1", 200, 200}, BOOL = {"<I1", 1, 1},
      F16 = {"<I2", 0xC100, -2.5}, BF16 = {"<I2", 0x3FC0, 1.5}, -- bits by IEEE 754
    }
    for dtype, sample in pairs(samples) do
      local data = string.pack(sample[1], sample[2])
      local tensors = load(file('{"x":' .. entry(dtype, "1", 0, #data) .. "}", data))
      near(tensors.x, {sample[3]}, 0)
    end
  end)

  it("takes spaces after the header, and entries in any order", function()
    local header = '{"b":' .. entry("U8", "1", 1, 2) .. ',"a":' .. entry("U8", "1", 0, 1) .. "}   "
    local tensors = load(file(header, "\7\9"))
    near(tensors.a, {7})
    near(tensors.b, {9})
  end)

  it("reads a header whose length begins like gzip", function()
    local header = '{"x":' .. entry("U8", "1", 0, 1) .. "}"
    header = header .. (" "):rep(0x8b1f - #header)
    near(load(file(header, "\5")).x, {5})
  end)

  it("refuses headers that do not fit the file", function()
    refused("shorter than 8 bytes", "1234567")
    refused("shorter than 8 bytes", "")
    refused("the header has 3 bytes, the file 10", string.pack("<I8", 3) .. "{}")
    refused("the header has 9223372036854775807 bytes", string.pack("<I8", math.maxinteger) .. "{}")
    refused("the header has 18446744073709551615 bytes", string.pack("<i8", -1) .. "{}")
    refused("the header has 0 bytes", file "")
    refused("not an object", file "[]")
    refused("not an object", file " {}")
    refused("header: byte 2: a name in quotes", file "{a")
    refused("header: byte 8", file '{"a":1,"a":1}')
  end)

  it("refuses entries that do not fit", function()
    local function entry_refused(part, text, data)
      refused(part, file('{"x":' .. text .. "}", data))
    end
    entry_refused("x: not an object", "1")
    entry_refused("x: not an object", "[]")
    entry_refused("dtype F8_E4M3 is unknown", entry("F8_E4M3", "1", 0, 1), "a")
    entry_refused("dtype nil is unknown", "{}")
    entry_refused("shape is not", entry("U8", "-1", 0, 1), "a")
    entry_refused("shape is not", entry("U8", "1.0", 0, 1), "a")
    entry_refused("shape is not", entry("U8", '"1"', 0, 1), "a")
    entry_refused("shape is not", entry("U8", "1,1,1,1,1,1,1,1,1", 0, 1), "a")
    entry_refused("shape is not", '{"dtype":"U8","shape":{},"data_offsets":[0,1]}', "a")
    entry_refused("do not lie in the 1 bytes", entry("U8", "2", 0, 2), "a")
    entry_refused("do not lie in the 1 bytes", entry("U8", "1", 1, 0), "a")
    entry_refused("do not lie in the 1 bytes", entry("U8", "1", -1, 0), "a")
    entry_refused("do not lie in the 1 bytes",
                  '{"dtype":"U8","shape":[1],"data_offsets":[0,1,1]}', "a")
    entry_refused("2 bytes do not make U8 3", entry("U8", "3", 0, 2), "ab")
    entry_refused("2 bytes do not make F32 a number", entry("F32", "", 0, 2), "ab")
    entry_refused("0 bytes do not make U8 0x1099511627776x1099511627776",
                  entry("U8", "0,1099511627776,1099511627776", 0, 0), "")
    entry_refused("2 bytes do not make U8 4294967296x4294967296",
                  entry("U8", "4294967296,4294967296", 0, 2), "ab")
  end)

  it("refuses data that overlaps, has holes or is left over", function()
    local function two(a, b) return '{"a":' .. a .. ',"b":' .. b .. "}" end
    refused("b: data_offsets overlap",
            file(two(entry("U8", "2", 0, 2), entry("U8", "2", 1, 3)), "abc"))
    refused("b: data_offsets overlap",
            file(two(entry("U8", "2", 0, 2), entry("U8", "2", 0, 2)), "ab"))
    refused("b: data_offsets leave a hole",
            file(two(entry("U8", "1", 0, 1), entry("U8", "1", 2, 3)), "abc"))
    refused("3 bytes of data, 2 belong to tensors",
            file(two(entry("U8", "1", 0, 1), entry("U8", "1", 1, 2)), "abc"))
    refused("1 bytes of data, 0 belong", file("{}", "a"))
  end)

  it("refuses metadata that is not text by name", function()
    refused("__metadata__ is not", file '{"__metadata__":[]}')
    refused("__metadata__ is not", file '{"__metadata__":{"a":1}}')
    refused("__metadata__ is not", file '{"__metadata__":"a"}')
  end)

  it("refuses a file that was cut anywhere", function()
    safetensors.save(path, {a = ln.ones(2), b = ln.ones(3)}, {k = "v"})
    local bytes = files.read(path)
    for length = 0, #bytes - 1 do refused("", bytes:sub(1, length)) end
    refused("", bytes .. "\0")
  end)

  it("loads or refuses, whatever bit is wrong", function()
    safetensors.save(path, {a = ln.ones(2), b = ln.ones(3)}, {k = "v"})
    local bytes = files.read(path)
    for at = 1, 8 + string.unpack("<I8", bytes) do
      for bit = 0, 7 do
        local ok, message = pcall(load, files.flip(bytes, at, bit))
        if not ok then
          assert.truthy(message:find(path .. ": safetensors: ", 1, true), message)
        end
      end
    end
  end)

  it("raises on what cannot be saved", function()
    local function fails(part, ...)
      local ok, message = pcall(safetensors.save, ...)
      assert.is_false(ok)
      assert.truthy(message:find(part, 1, true), message)
    end
    fails("x is 1, a tensor is wanted", path, {x = 1})
    fails("a name is 1, a string is wanted", path, {ln.ones(1)})
    fails("cannot be the name", path, {["\255"] = ln.ones(1)})
    fails("cannot be the name", path, {__metadata__ = ln.ones(1)})
    fails("metadata is text by name, a is a number", path, {}, {a = 1})
    fails("/dev/null: is not a regular file", "/dev/null", {})
    fails("No such file", "/proc/none/x", {})
  end)

  it("says when an integer is rounded, and refuses doubles beyond float", function()
    local function of(dtype, data) return file('{"big":' .. entry(dtype, "1", 0, 8) .. "}", data) end
    local odd = double and 9007199254740993 or 16777217
    local said, tensors = told(load, of("I64", string.pack("<i8", odd)))
    assert.truthy(said:find(path .. ": safetensors: big: element 1 is " .. odd .. " and is rounded", 1, true), said)
    near(tensors.big, {odd - 1}, 0)
    if double then near(load(of("F64", string.pack("<d", 1e300))).big, {1e300}, 0)
    else refused("big: element 1 is 1e+300, beyond the range of float", of("F64", string.pack("<d", 1e300))) end
    near(load(of("F64", string.pack("<d", -1 / 0))).big:exp(), {0})
  end)

  it("says what other files are, and what to do", function()
    local function zip(name)
      return "PK\3\4\0\0\8\8\0\0\0\0\0\0" .. ("\0"):rep(12) .. string.pack("<I2I2", #name, 0) .. name .. "rest"
    end
    refused("is a file of PyTorch's torch.save: ln.load reads it", zip "archive/data.pkl")
    refused("is a file of PyTorch's torch.save", "\x80\2\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.") -- before 1.6
    refused("is a pickle of Python; of those ln.load reads what torch.save writes", "\x80\4\x95\1\0\0\0\0\0\0\0")
    refused("is a .npz, a ZIP of NumPy's arrays", zip "x.npy")
    refused("is a ZIP archive", zip "a.txt")
    refused("is a JPEG picture: ln.image.load reads it", "\xFF\xD8\xFF\xE0\0\16JFIF")
    refused("is an array of NumPy: ln.load_npy reads it", "\x93NUMPY\1\0v\0{'descr'")
    refused("is an HDF5 file, as of Keras", "\x89HDF\r\n\26\n\0\0")
  end)

  it("says which file is not there", function()
    local ok, message = pcall(safetensors.load, folder .. "/none")
    assert.is_false(ok)
    assert.truthy(message:find "safetensors_spec.lua:%d+: .*/none: No such file", message)
  end)
end)
