-- Small files that unpack to much, or say that they do: each is refused with
-- little memory taken.
local ln = require "lunette"
local asan = require "spec.support.asan"
local child = require "spec.support.child"
local engine = require "lunette.engine"
local files = require "spec.files"

-- MiB; the smallest of what follows would take 256. ASan puts a guard around
-- each small block.
local MOST = asan.here and 48 or 24

describe("bombs", function()
  local folder, path
  setup(function()
    folder = files.new_folder()
    path = folder .. "/x"
  end)
  teardown(files.remove_folder)

  local function refused(part, call, most)
    local text, rise = child(call:format(path))
    assert.truthy(text:find(part, 1, true), text)
    assert.is_true(rise < (most or MOST), rise .. " MiB")
  end

  -- So many zeros as gzip packs them, and without its frame.
  local function gzipped(size)
    local zeros = files.write(folder .. "/zeros", ("\0"):rep(size))
    local pipe <close> = assert(io.popen("gzip -9c " .. zeros))
    local packed = pipe:read "a"
    os.remove(zeros)
    return packed
  end
  local function deflated(size)
    local packed = gzipped(size)
    return packed:sub(packed:find("zeros\0", 1, true) + 6, -9)
  end

  -- `count` members of a MiB each
  local function gzip_bomb(count) files.write(path, gzipped(1 << 20):rep(count)) end

  it("of gzip", function()
    gzip_bomb(300)
    refused("unpacks to more than 268435456 bytes", "ln.data.read_csv '%s'")
    assert(os.rename(path, folder .. "/train-images-idx3-ubyte.gz"))
    files.write(folder .. "/train-labels-idx1-ubyte", "")
    local text, rise = child("ln.data.mnist {root = '" .. folder .. "'}")
    assert.truthy(text:find("the most that is read here; {max_bytes = ...} takes more", 1, true), text)
    assert.is_true(rise < MOST, rise .. " MiB")
  end)

  it("of gzip are read by those who want more", function()
    gzip_bomb(2)
    local function size(most) return pcall(ln.data.read_csv, path, {max_bytes = most}) end
    assert.truthy(select(2, size(1 << 20)):find("more than 1048576 bytes", 1, true))
    assert.truthy(select(2, size(1 << 21)):find("there are no rows", 1, true))
  end)

  it("of PNG", function()
    files.write(path, files.png(60000, 30000, 8, 6, {"abc"}))
    refused("60000x30000 pixels are too many", "ln.image.load '%s'")
    assert(os.rename(path, folder .. "/x.png"))
    refused("60000x30000 pixels are too many", "ln.data.images('" .. folder .. "', {size = 8})")
    os.remove(folder .. "/x.png")
  end)

  -- text of 7 MiB in 7 KB, 100 times
  it("of texts in a PNG", function()
    local stream = "\x78\xDA" .. deflated(7 << 20) .. string.pack(">I2I2", (7 << 20) % 65521, 1)
    local chunk = files.png_chunk("zTXt", "k\0\0" .. stream)
    files.write(path, files.png(1, 1, 8, 0, {"\7"}, chunk:rep(100)))
    refused("0.0274", "print(ln.image.load('%s'):item())")
  end)

  local function sparse(start, size)
    local file <close> = assert(io.open(path, "wb"))
    file:write(start)
    file:seek("set", size - 1)
    file:write "\0"
  end

  it("of names in a safetensors file", function()
    sparse(string.pack("<I8", 90000000) .. "{", 90000008)
    refused("the header has 90000000 bytes, at most 4194304 are read; {max_header = 90000000} takes more",
            "ln.load '%s'")
    local header = '{"x":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}'
    header = header .. (" "):rep(5000000 - #header)
    files.write(path, string.pack("<I8", #header) .. header .. "\9")
    assert.is_false(pcall(ln.load, path))
    assert.equal(9, ln.load(path, {max_header = 5000000}).x:item())
  end)

  it("of Torch7's numbers", function()
    local function text(s) return string.pack("<i4", #s) .. s end
    local function object(class) return "\4\0\0\0\1\0\0\0" .. text "V 1" .. text("torch." .. class) end
    -- whole storages, 44 bytes before the first, and a byte too many
    local start = object "ByteStorage" .. string.pack("<i8", 4 << 30)
    sparse(start, #start + (4 << 30) + 1)
    refused("torch7: byte 4294967341: 1 bytes follow the object", "ln.load '%s'")
    start = "4\n1\n3\nV 1\n17\ntorch.ByteStorage\n" .. (4 << 30) .. "\n"
    sparse(start, #start + (4 << 30) + 2)
    refused("2 bytes follow the object", "ln.load '%s'")
    -- a million tables of nothing, and text of 1 GiB
    local tables = {string.pack("<i4i4i4", 3, 1, 1 << 20)}
    for k = 2, 1 << 20 do tables[k] = string.pack("<i4i4i4i4i4", 5, 1, 3, k, 0) end
    files.write(path, table.concat(tables))
    refused("at most 4194304 are read; {max_header = 8388608} takes more", "ln.load '%s'", 64)
    start = string.pack("<i4i4i4", 3, 1, 1) .. string.pack("<i4i4", 2, 1 << 30)
    sparse(start, #start + (1 << 30))
    refused("takes 1073741924 bytes or more, at most 4194304 are read", "ln.load '%s'")
    -- 2^31 and 2^33 elements, of a storage of one
    local function expanded(size)
      files.write(path, object "FloatTensor" .. string.pack("<i4i8i8i8i8i8", 2, size, size * 2, 0, 0, 1)
                  .. object "FloatStorage":gsub("^(....).", "%1\2") .. string.pack("<i8f", 1, 0.5))
    end
    expanded(1 << 15)
    refused("32768x65536 0.5", [[
      local x = ln.load '%s'
      print(table.concat(x:size(), "x") .. " " .. x[7][9]:item())]])
    expanded(1 << 16)
    refused("sizes 65536x131072, strides 0x0, from element 1 on: no storage here has these", "ln.load '%s'")
  end)

  it("of PyTorch's pickles", function()
    for _, code in ipairs {"]", "N", "(", "\x94"} do
      local pickle = "\x80\2N" .. code:rep(4000000) .. "."
      files.write(path, files.zip {{name = "a/data.pkl", bytes = pickle, crc = engine.io.crc32(pickle)}})
      refused("it makes more values than are taken; {max_header = 8388608} takes more", "ln.load '%s'")
    end
  end)

  -- 300 MiB of zeros in 300 KB as the storage of a tensor
  it("of PyTorch's storages", function()
    local function int(n) return "J" .. string.pack("<i4", n) end
    local pickle = "\x80\2ctorch._utils\n_rebuild_tensor_v2\n((U\7storagectorch\nFloatStorage\nU\0010U\3cpu" ..
                   int(300 << 18) .. "tQK\0" .. int(300 << 18) .. "\x85K\1\x85\x89)tR."
    local zeros_entry = {name = "a/data/0", bytes = "", crc = 0, packed = deflated(300 << 20), method = 8,
                         size = 300 << 20}
    files.write(path, files.zip {{name = "a/data.pkl", bytes = pickle}, zeros_entry})
    refused("and unpacks to 314572800; without packing, as PyTorch writes it, it is read", "ln.load '%s'")
  end)

  it("of holes", function()
    local zeros = 8 << 30
    sparse("\0\0\0\0\0\0\0\0", zeros)
    refused("the header has 0 bytes", "ln.load '%s'")
    local header = "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }" .. (" "):rep(60) .. "\n"
    sparse("\x93NUMPY\1\0" .. string.pack("<s2", header), zeros)
    refused("do not make 3 of 4 bytes each", "ln.load_npy '%s'")
    sparse("\137PNG\r\n\26\n", zeros)
    refused("has more than 553648128 bytes", "ln.image.load '%s'")
    sparse("\x80\2\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\2M\xe9\3.", zeros)
    refused("byte 22 of its pickle: opcode 0x00 is none of a state", "ln.load '%s'")
    sparse("PK\3\4", (4 << 30) - 10)
    do -- its end, of a directory that is all of the file
      local file <close> = assert(io.open(path, "ab"))
      file:write("PK\5\6", string.pack("<I2I2I2I2I4I4I2", 0, 0, 9, 9, (4 << 30) - 14, 4, 0))
    end
    refused("record 1 of 9 is cut or is none", "ln.load_npz '%s'")
    sparse("a,b\n", zeros)
    refused("has more than 268435456 bytes", "ln.data.read_csv '%s'")
  end)
end)
