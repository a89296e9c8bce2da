local cases = require "spec.arrays"
local engine = require "lunette.engine"
local files = require "spec.files"
local ln = require "lunette"
local near = require "spec.near"
local python = require "spec.support.python"
local told = require "spec.support.told"
local zip = require "lunette.zip"

local function unhex(text)
  return (text:gsub("%x%x", function(pair) return string.char(tonumber(pair, 16)) end))
end

-- An array of bytes 1, 2, 3 as a npy file.
local head = "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }"
local NPY = "\x93NUMPY\1\0" .. string.pack("<s2", head) .. "\1\2\3"

-- RFC 1951: the bytes in one stored block, which is how deflate keeps what it cannot pack.
local deflated = files.deflate

local archive = files.zip

describe("npz", function()
  local folder, path
  setup(function()
    folder = files.new_folder()
    path = folder .. "/x.npz"
  end)
  teardown(files.remove_folder)

  local function load(bytes, o)
    os.remove(path) -- a file that is cut and written again waits for the disk
    files.write(path, bytes)
    return ln.load_npz(path, o)
  end

  for _, case in ipairs(cases) do
    it("reads what NumPy wrote: " .. case.name, function()
      local arrays = load(unhex(case.file))
      for name, wanted in pairs(case.arrays) do
        assert.same(wanted.sizes, arrays[name]:size())
        near(arrays[name], wanted.values, 0)
        arrays[name] = nil
      end
      assert.is_nil(next(arrays))
    end)
  end

  it("gives back what was saved, and says which integers are rounded", function()
    local given = {mean = ln.randn(4), cov = ln.randn(3, 4, 2), ["a b/c"] = ln.tensor(3), none = ln.zeros(0, 2)}
    assert.is_true(ln.save_npz(folder .. "/deep/er/x.npz", given))
    local back = ln.load_npz(folder .. "/deep/er/x.npz")
    for name, x in pairs(given) do
      assert.same(x:size(), back[name]:size())
      near(back[name], x:flatten():totable(), 0)
    end
    assert.is_true(ln.save_npz(path, {}))
    assert.same({}, ln.load_npz(path))
    local function big(descr, bytes)
      local text = ("{'descr': '%s', 'fortran_order': False, 'shape': (2,), }"):format(descr)
      return "\x93NUMPY\1\0" .. string.pack("<s2", text) .. bytes
    end
    path = folder .. "/rounded.npz"
    local text = told(load, archive {{bytes = big("<u8", string.pack("<I8I8", 7, ~0))}})
    assert.truthy(text:find('rounded.npz: npz: "x.npy": element 2 is 18446744073709551615 and is rounded', 1, true),
                  text)
    path = folder .. "/u4.npz"
    text = told(load, archive {{bytes = big(">u4", string.pack(">I4I4", 1 << 31, (1 << 32) - 1))}})
    if engine.real == "double" then
      assert.equal("", text)
    else
      assert.truthy(text:find("element 2 is 4294967295 and is rounded", 1, true), text)
    end
    assert.equal("", told(load, archive {{bytes = big("<u2", string.pack("<I2I2", 0, 65535))}}))
    near(ln.load_npz(path).x, {0, 65535}, 0)
    path = folder .. "/x.npz"
  end)

  it("writes what NumPy reads", function()
    if python.missing "numpy" then return pending(python.missing "numpy") end
    ln.save_npz(path, {mean = ln.tensor {1.5, -2}, ["ä"] = ln.arange(0, 5):reshape(2, 3), number = ln.tensor(7)})
    local read = python.run(folder, [[
import sys, zipfile, numpy
assert zipfile.ZipFile(sys.argv[1]).testzip() is None
with numpy.load(sys.argv[1]) as z:
    for name in sorted(z): print(name, z[name].dtype, z[name].shape, z[name].flatten().tolist())
]], path)
    local real = engine.real == "double" and "float64" or "float32"
    assert.equal(("mean %s (2,) [1.5, -2.0]\nnumber %s () [7.0]\nä %s (2, 3) [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]\n")
                 :format(real, real, real), read)
  end)

  local function refused(text, bytes, o)
    local ok, message = pcall(load, bytes, o)
    assert.is_false(ok, text)
    assert.truthy(message:find(text, 1, true), message)
  end

  it("reads archives made by hand", function()
    near(load(archive {{bytes = NPY}}).x, {1, 2, 3})
    near(load(archive {{bytes = NPY, packed = deflated(NPY), method = 8}}).x, {1, 2, 3})
    near(load(archive({{bytes = NPY}}, {comment = "a comment"})).x, {1, 2, 3})
    near(load(archive {{bytes = NPY, name = ".npy"}})[""], {1, 2, 3})
  end)

  it("refuses what is no archive, and what is cut", function()
    refused("x.npz: zip: does not end as a zip archive does", "")
    refused("x.npz: zip: is an array of NumPy: ln.load_npy reads it", NPY)
    local whole = archive {{bytes = NPY}}
    for length = 0, #whole - 1 do
      local ok, message = pcall(load, whole:sub(1, length))
      if ok or not message:find("x.npz: zip: ", 1, true) then error(length .. " bytes: " .. tostring(message)) end
    end
    refused("zip: is one part of several", archive({{bytes = NPY}}, {disk = 1}))
    refused("zip: the directory is said to be 51 bytes at 105; what follows it stands at 157",
            "+" .. whole)
    refused("zip: the directory is said to be 51 bytes at 4294967294", archive({{bytes = NPY}}, {start = 0xfffffffe}))
    refused("zip: the directory is said to have 2 records in 51 bytes", archive({{bytes = NPY}}, {n = 2}))
    refused("zip: the directory does not end with its 0 records", archive({{bytes = NPY}}, {n = 0}))
    for _, ends in ipairs {{n = 0xffff}, {start = 0xffffffff}, {directory_size = 0xffffffff}} do
      refused("zip: its end tells of none that is there (zip64)", archive({{bytes = NPY}}, ends))
    end
  end)

  it("refuses an end of zip64 that leads nowhere", function()
    local function locator(at) return "PK\6\7" .. string.pack("<I4i8I4", 0, at, 1) end
    local function end64(n, size, start)
      return "PK\6\6" .. string.pack("<i8I2I2I4I4i8i8i8i8", 44, 45, 45, 0, 0, n, n, size, start)
    end
    for _, at in ipairs {-1, 0, 1 << 62, 157} do
      refused("zip: its end tells of none", archive({{bytes = NPY}}, {n = 0xffff, before = locator(at)}))
    end
    local function ending(n, size, start) return {n = 0xffff, before = end64(n, size, start) .. locator(156)} end
    near(load(archive({{bytes = NPY}}, ending(1, 51, 105))).x, {1, 2, 3})
    refused("zip: the directory is said to have -1 records", archive({{bytes = NPY}}, ending(-1, 51, 105)))
    refused("the directory is said to be -51 bytes", archive({{bytes = NPY}}, ending(1, -51, 105)))
    refused("what follows it stands at 156", archive({{bytes = NPY}}, ending(1, math.maxinteger, math.maxinteger)))
    -- an entry of 8 EiB
    local extra = string.pack("<I2I2i8i8", 1, 16, math.maxinteger, math.maxinteger)
    local huge = {bytes = NPY, size = 0xffffffff, packed_size = 0xffffffff, extra = extra}
    refused('"x.npy", 9223372036854775807 bytes at 0, reaches beyond', archive {huge})
    huge.extra = string.pack("<I2I2i8i8", 1, 16, -1, -1)
    refused('"x.npy" has numbers that are too large', archive {huge})
    huge.extra = "\1\0\9"
    refused("reaches beyond", archive {huge})
  end)

  it("refuses entries that overlap, are there twice or lie elsewhere", function()
    refused('zip: "x.npy" is there twice', archive {{bytes = NPY}, {bytes = NPY}})
    refused('zip: "y.npy", 70 bytes at 0, reaches beyond 0',
            archive {{bytes = NPY}, {bytes = NPY, name = "y.npy", at = 0}})
    refused('zip: "y.npy", 70 bytes at 50, reaches beyond 105',
            archive {{bytes = NPY, at = 105}, {bytes = NPY, name = "y.npy", at = 50}})
    refused('zip: "x.npy": no entry begins at byte 1',
            archive {{bytes = NPY .. "more", packed_size = 70, size = 70, at = 1}})
    refused('zip: "x.npy", 70 bytes at 4000000000, reaches beyond', archive {{bytes = NPY, at = 4000000000}})
    refused('zip: "x.npy": its header has another name', archive {{bytes = NPY, head_name = "y.npy"}})
    refused("reaches beyond", archive {{bytes = NPY, packed_size = 4000000000, size = 4000000000}})
  end)

  it("refuses what is packed otherwise, encrypted, or not what its checksum says", function()
    refused('zip: "x.npy" is packed by method 12, not stored or deflated', archive {{bytes = NPY, method = 12}})
    refused('zip: "x.npy" is encrypted', archive {{bytes = NPY, flags = 1}})
    refused('zip: "x.npy" is stored, and has 70 bytes of 71', archive {{bytes = NPY, size = 71}})
    refused(('zip: "x.npy": its checksum is 00000007, the bytes have %08x'):format(files.crc32(NPY)),
            archive {{bytes = NPY, crc = 7}})
    local function packed(bytes, size) return archive {{bytes = NPY, packed = bytes, size = size, method = 8}} end
    refused('zip: "x.npy": unpacks to more than the 69 bytes it announces', packed(deflated(NPY), 69))
    refused('zip: "x.npy": announces 71 bytes and unpacks to 70', packed(deflated(NPY), 71))
    refused('zip: "x.npy": ends too early', packed(deflated(NPY):sub(1, -2)))
    refused('zip: "x.npy": other bytes follow the packed ones', packed(deflated(NPY) .. "\0"))
    refused('zip: "x.npy": invalid block type', packed "\7\0\0")
    refused('zip: "x.npy": ends too early', packed "")
    refused('zip: "x.npy": 1000000 bytes are announced, which 75 cannot hold', packed(deflated(NPY), 1000000))
  end)

  it("refuses bombs before memory is taken for them", function()
    refused("npz: unpacks to more than 1073741824 bytes; {max_bytes = ...} takes more",
            archive {{bytes = NPY, packed = deflated(NPY), size = 4000000000, method = 8}})
    refused("npz: unpacks to more than 139 bytes",
            archive {{bytes = NPY}, {bytes = NPY, name = "y.npy"}}, {max_bytes = 139})
    load(archive {{bytes = NPY}, {bytes = NPY, name = "y.npy"}}, {max_bytes = 140})
  end)

  it("refuses what is no array of numbers", function()
    refused('npz: "x.txt" is no array: its name does not end in .npy', archive {{bytes = NPY, name = "x.txt"}})
    refused('npz: "x.npy": does not begin as a npy file', archive {{bytes = "text"}})
    refused('npz: "x.npy": 2 bytes do not make 3 of 1 bytes each', archive {{bytes = NPY:sub(1, -2)}})
    local object = "\x93NUMPY\1\0" .. string.pack("<s2", "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }")
    refused('npz: "x.npy": dtype "|O" is not one of', archive {{bytes = object .. "pickle"}})
  end)

  -- Any byte of an archive may be wrong: what comes back is right, or a refusal.
  it("never gives other numbers for a flipped bit", function()
    local whole = archive {{bytes = NPY, packed = deflated(NPY), method = 8}}
    for at = 1, #whole do
      for bit = 0, 7 do
        local ok, arrays = pcall(load, files.flip(whole, at, bit))
        local _, x = next(ok and arrays or {})
        if x and not x:equal(ln.tensor {1, 2, 3}) then error(("byte %d, bit %d"):format(at, bit)) end
        if not ok and not arrays:find "x.npz: " then error(arrays) end
      end
    end
  end)

  it("refuses names and values that cannot be written", function()
    local function fails(tensors, text)
      local ok, message = pcall(ln.save_npz, path, tensors)
      assert.is_false(ok)
      assert.truthy(message:find(text, 1, true), message)
    end
    fails({ln.ones(1)}, "save_npz: a name is 1, a string of 1 to 65531 bytes is wanted")
    fails({[""] = ln.ones(1)}, 'save_npz: a name is "", a string of 1 to')
    fails({a = 1}, "save_npz: tensors.a is 1, a tensor is wanted")
    assert.error_matches(function() ln.load_npz(folder .. "/none.npz") end, "none.npz: No such file")
    assert.error_matches(function() zip.open(folder) end, "Is a directory")
  end)
end)
