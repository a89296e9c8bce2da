local engine = require "lunette.engine"
local ln = require "lunette"
local files = require "spec.files"
local near = require "spec.near"
local told = require "spec.support.told"

-- Written by NumPy 1.24: `head`, its spaces, and the numbers.
local function numpy(head, spaces, data) return head .. (" "):rep(spaces) .. "\n" .. data end

local F4 = numpy("\x93NUMPY\x01\x00v\x00{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", 58,
  "\x00\x00\xc0?\x00\x00\x00\xc0\x00\x00@@\x00\x00\x00\x00\x00\x00\x80>\x00\x00\xe0\xc0")
local F8 = numpy("\x93NUMPY\x01\x00v\x00{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", 58,
  "\x00\x00\x00\x00\x00\x00\xf8?\x00\x00\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x08@" ..
  "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xd0?\x00\x00\x00\x00\x00\x00\x1c\xc0")
local BIG_F4 = numpy("\x93NUMPY\x01\x00v\x00{'descr': '>f4', 'fortran_order': False, 'shape': (2, 3), }", 58,
  "?\xc0\x00\x00\xc0\x00\x00\x00@@\x00\x00\x00\x00\x00\x00>\x80\x00\x00\xc0\xe0\x00\x00")
local FORTRAN = numpy("\x93NUMPY\x01\x00v\x00{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }", 59,
  "\x00\x00\xc0?\x00\x00\x00\x00\x00\x00\x00\xc0\x00\x00\x80>\x00\x00@@\x00\x00\xe0\xc0")
local FORTRAN_BIG_I2 = numpy("\x93NUMPY\x01\x00v\x00{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3, 2), }", 56,
  "\x00\x00\x00\x06\x00\x02\x00\x08\x00\x04\x00\x0a\x00\x01\x00\x07\x00\x03\x00\x09\x00\x05\x00\x0b")
local I8 = numpy("\x93NUMPY\x01\x00v\x00{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }", 60,
  "\xfd\xff\xff\xff\xff\xff\xff\xff\x05\x00\x00\x00\x00\x00\x00\x00")
local BIG_I4 = numpy("\x93NUMPY\x01\x00v\x00{'descr': '>i4', 'fortran_order': False, 'shape': (2,), }", 60,
  "\xff\xff\xff\xfd\x00\x01\x11p")
local U1 = numpy("\x93NUMPY\x01\x00v\x00{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", 60, "\x00\xff")
local B1 = numpy("\x93NUMPY\x01\x00v\x00{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }", 60, "\x01\x00")
local VERSION_2 = numpy("\x93NUMPY\x02\x00t\x00\x00\x00{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }",
  58, "\x00\x00\x80?\x00\x00\x00@")
local SCALAR = numpy("\x93NUMPY\x01\x00v\x00{'descr': '<f4', 'fortran_order': False, 'shape': (), }", 62, "\x00\x00 @")
local EMPTY = numpy("\x93NUMPY\x01\x00v\x00{'descr': '<f4', 'fortran_order': False, 'shape': (0, 3), }", 58, "")

-- A file of this dictionary and these numbers, by hand.
local function by_hand(dictionary, data)
  return "\x93NUMPY\1\0" .. string.pack("<s2", dictionary) .. (data or "")
end

local double = engine.real == "double"

describe("npy", function()
  local folder, path
  setup(function()
    folder = files.new_folder()
    path = folder .. "/x.npy"
  end)
  teardown(files.remove_folder)

  local function load(bytes)
    files.write(path, bytes)
    return ln.load_npy(path)
  end

  local function refused(part, bytes)
    local ok, message = pcall(load, bytes)
    assert.is_false(ok, part)
    assert.truthy(message:find(path .. ": npy: ", 1, true), message)
    assert.truthy(message:find(part, 1, true), message)
  end

  it("reads what NumPy wrote", function()
    for _, bytes in ipairs {F4, F8, BIG_F4, FORTRAN} do
      local x = load(bytes)
      assert.same({2, 3}, x:size())
      near(x, {1.5, -2, 3, 0, 0.25, -7})
    end
    near(load(I8), {-3, 5})
    near(load(BIG_I4), {-3, 70000})
    near(load(U1), {0, 255})
    near(load(B1), {1, 0})
    near(load(VERSION_2), {1, 2})
    assert.same({2, 3, 2}, load(FORTRAN_BIG_I2):size())
    near(load(FORTRAN_BIG_I2), {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
    assert.same({}, load(SCALAR):size())
    assert.equal(2.5, load(SCALAR):item())
    assert.same({0, 3}, load(EMPTY):size())
  end)

  it("says when an integer is rounded, and refuses doubles beyond float", function()
    local function array(descr, format, ...)
      return by_hand(("{'descr': '%s', 'fortran_order': False, 'shape': (%d,), }"):format(descr, select("#", ...)),
                     string.pack(format:rep(select("#", ...)), ...))
    end
    local function said(descr, format, name, ...)
      path = folder .. "/" .. name
      return told(load, array(descr, format, ...))
    end
    if double then
      assert.equal("", said("<i4", "<i4", "a", 16777217, -2147483647))
      local text = said("<i8", "<i8", "b", 9007199254740992, -9007199254740993, 5)
      assert.truthy(text:find("b: npy: element 2 is -9007199254740993 and is rounded: double holds", 1, true), text)
      assert.same({1e39, 1 / 0}, load(array("<f8", "<d", 1e39, 1 / 0)):totable())
    else
      assert.equal("", said("<i4", "<i4", "a", 16777216, 16777218, -16777216))
      local text = said("<i4", "<i4", "b", 3, 16777217)
      assert.truthy(text:find("/b: npy: element 2 is 16777217 and is rounded: float holds", 1, true), text)
      text = said(">i8", ">i8", "c", math.maxinteger)
      assert.truthy(text:find("element 1 is 9223372036854775807", 1, true), text)
      refused("element 2 is -1e+39, beyond the range of float; LUNETTE_REAL=double holds it",
              array("<f8", "<d", 3.4e38, -1e39))
    end
    -- beyond the range is an error wherever it stands; 2^-149 is the least float above 0
    if double then
      assert.equal("", said("<f8", "<d", "e", 1e-50, 5e-324))
    else
      local text = said("<f8", "<d", "e", 0, 1.4e-45, -1e-50, 1e-60)
      assert.truthy(text:find("e: npy: element 3 is -1e-50 and becomes 0: float holds nothing nearer", 1, true), text)
      assert.equal(1, select(2, text:gsub("\n", "")))
      refused("element 2 is 1e+300, beyond the range", array("<f8", "<d", 1e-50, 1e300))
    end
    assert.equal("", said("<i8", "<i8", "d", math.mininteger, 1 << 62)) -- powers of 2
    assert.equal(1 / 0, load(array("<f8", "<d", 1 / 0, 0.1))[1]:item())
  end)

  it("names a file with a percent sign in its name", function()
    local ok, message = pcall(ln.load_npy, folder .. "/100%d.npy")
    assert.is_false(ok)
    assert.truthy(message:find(folder .. "/100%d.npy: No such file", 1, true), message)
  end)

  it("says what other files are", function()
    refused("is a .npz, a ZIP of NumPy's arrays: ln.load_npz reads it",
            "PK\3\4\20\0\0\0\0\0\0\0\33\0" .. ("\0"):rep(12) .. "\9\0\0\0arr_0.npyrest")
    refused("is a PNG picture: ln.image.load reads it", "\x89PNG\r\n")
  end)

  it("writes what NumPy would, byte for byte", function()
    assert.is_true(ln.save_npy(path, ln.tensor {{1.5, -2, 3}, {0, 0.25, -7}}))
    assert.equal(engine.real == "double" and F8 or F4, files.read(path))
    ln.save_npy(path, ln.tensor {{1.5, 0}, {-2, 0.25}, {3, -7}}:t())
    assert.equal(engine.real == "double" and F8 or F4, files.read(path))
  end)

  it("gives back what was saved", function()
    for _, x in ipairs {ln.randn(3, 4, 5), ln.randn(7), ln.tensor(3), ln.zeros(2, 0)} do
      ln.save_npy(folder .. "/deep/er/x.npy", x)
      local y = ln.load_npy(folder .. "/deep/er/x.npy")
      assert.same(x:size(), y:size())
      near(y, x:flatten():totable(), 0)
    end
  end)

  it("takes the entries in any order, and every byte order mark", function()
    near(load(by_hand("{'shape':(1,),'descr':'=u1','fortran_order':False}\n", "\7")), {7})
    near(load(by_hand("{ 'shape': (1 , 2, ), 'fortran_order': True, 'descr': '>i1'}", "\xff\1")), {-1, 1})
  end)

  it("refuses what does not fit, with the path and the reason", function()
    refused("does not begin as a npy file", "")
    refused("is a ZIP archive", "PK\3\4" .. F4)
    refused("version 9 is unknown", "\x93NUMPY\9\0" .. F4:sub(9))
    refused("the header has", F4:sub(1, 100))
    refused("ends inside the header", VERSION_2:sub(1, 10))
    refused("23 bytes do not make 2x3 of 4 bytes each", F4:sub(1, -2))
    refused("25 bytes do not make 2x3", F4 .. "\0")
    refused("the header is not a dictionary", by_hand "[1, 2]")
    refused("the header goes on", by_hand("{'descr': '<f4', 'fortran_order': False, 'shape': ()} or 1", "\0\0\0\0"))
    refused("is not understood", by_hand "{'descr': '<f4', 'descr': '<f4'}")
    refused("is not understood", by_hand "{'colour': 1}")
    refused("is not understood", by_hand "{")
    refused("is missing", by_hand "{'descr': '<f4', 'shape': (1,), }")
    refused("fortran_order is Maybe", by_hand "{'descr': '<f4', 'fortran_order': Maybe, 'shape': ()}")
  end)

  it("refuses shapes and types that mean nothing", function()
    local function shape(text) return by_hand("{'descr': '<f4', 'fortran_order': False, 'shape': " .. text .. "}") end
    refused("shape is (-1,)", shape "(-1,)")
    refused("shape is (3)", shape "(3)")
    refused("shape is (1,,2)", shape "(1,,2)")
    refused("shape is (1 2,)", shape "(1 2,)")
    refused("up to 8 sizes", shape "(1,1,1,1,1,1,1,1,1)")
    refused("up to 8 sizes", shape "(99999999999999999999,)")
    refused("do not make", shape "(4503599627370496, 4503599627370496)")
    refused("0 bytes do not make 0x4503599627370496x4503599627370496", by_hand(
      "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4503599627370496, 4503599627370496)}"))
    for _, descr in ipairs {"<c8", "|O", "f4", "|f4", "<f16", "<U3", ""} do
      refused("is not one of", by_hand(("{'descr': '%s', 'fortran_order': False, 'shape': ()}"):format(descr)))
    end
    refused("descr is [('a', '<f4')]", by_hand "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': ()}")
  end)

  it("packs numbers without a sign, rounded and limited", function()
    local x = ln.tensor {-3, 0, 2.5, 300, 70000, 5e9, 2 ^ 63, 1e20, 0 / 0}
    local function packed(format, code) return {string.unpack(code:rep(9), x:to_bytes(format))} end
    local function numbers(...) return {...} end
    local float = engine.real ~= "double"
    local large = float and 5000000000 // 512 * 512 or 5000000000 -- a float of 24 bits below 2^33
    local u16, u32, u64 = packed("u16", "<I2"), packed("u32", "<I4"), packed("u64", "<I8")
    assert.same(numbers(0, 0, 2, 300, 65535, 65535, 65535, 65535, 0), table.move(u16, 1, 9, 1, {}))
    assert.same(numbers(0, 0, 2, 300, 70000, 4294967295, 4294967295, 4294967295, 0), table.move(u32, 1, 9, 1, {}))
    assert.same(numbers(0, 0, 2, 300, 70000, large, math.mininteger), table.move(u64, 1, 7, 1, {}))
    assert.is_true(math.ult(math.mininteger, u64[8])) -- the largest, as far as a double goes
    assert.equal(0, u64[9])
  end)

  it("packs numbers with a sign, rounded to even and limited", function()
    local x = ln.tensor {-3, 2.5, -3.5, 300, -40000, 5e9, -5e9, 1e20, -1e20, 0 / 0}
    local function packed(format, code) return {string.unpack(code:rep(10), x:to_bytes(format))} end
    local large = engine.real ~= "double" and 5000000000 // 512 * 512 or 5000000000
    for format, list in pairs {
      i8 = {-3, 2, -4, 127, -128, 127, -128, 127, -128, 0},
      i16 = {-3, 2, -4, 300, -32768, 32767, -32768, 32767, -32768, 0},
      i32 = {-3, 2, -4, 300, -40000, 2147483647, -2147483648, 2147483647, -2147483648, 0}} do
      assert.same(list, table.move(packed(format, "<i" .. tonumber(format:sub(2)) // 8), 1, 10, 1, {}), format)
    end
    local i64 = packed("i64", "<i8")
    assert.same({-3, 2, -4, 300, -40000, large, -large}, table.move(i64, 1, 7, 1, {}))
    assert.is_true(i64[8] > 9e18) -- the largest, as far as a double goes
    assert.same({math.mininteger, 0}, {i64[9], i64[10]})
  end)

  it("packs the short floats as PyTorch does", function()
    local x = ln.tensor {0, -0.0, 1, -0.1, 65504, 65519, 65520, 1e-8, 6e-8, 2049, 2051, 6.1e-5, -math.huge,
                         1.00390625, 1.01171875, 3.3895313892515355e38}
    local function hex(format)
      return (x:to_bytes(format):gsub("..", function(two) return ("%04x "):format(string.unpack("<I2", two)) end))
    end
    -- torch.tensor(..., dtype=torch.float32).half().view(torch.int16), and .bfloat16()
    assert.equal("0000 8000 3c00 ae66 7bff 7bff 7c00 0000 0001 6800 6802 03ff fc00 3c04 3c0c 7c00 ", hex "f16")
    assert.equal("0000 8000 3f80 bdcd 4780 4780 4780 322c 3381 4500 4500 3880 ff80 3f80 3f82 7f7f ", hex "bf16")
    for _, format in ipairs {"f16", "bf16"} do
      local bits = string.unpack("<I2", ln.tensor {0 / 0}:to_bytes(format))
      local infinite = format == "f16" and 0x7c00 or 0x7f80
      assert.is_true(bits & 0x7fff > infinite, format)
    end
  end)

  it("raises when there is no such file, or no tensor", function()
    assert.error_matches(function() ln.load_npy(folder .. "/none.npy") end, "none.npy")
    assert.error_matches(function() ln.save_npy(path, {1}) end, "save_npy: x is a table")
  end)
end)
