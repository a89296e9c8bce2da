--- Files that are none, or that ask for what no file is given: {kind, what,
--- bytes, read, part of the message, name}, made by code. Each is to be refused.
local crc32 = require "lunette.engine".io.crc32
local files = require "spec.files"
local idx = require "lunette.data.idx"
local ln = require "lunette"
local onnx_file = require "spec.support.onnx_file"
local protobuf = require "lunette.protobuf"
local record = require "lunette.runs.record"
local torch7 = require "spec.support.torch7"
local unpack = require "lunette.data.unpack"

local hostile_files = {}
local list, kind, read, name

local function add(what, bytes, part)
  list[#list + 1] = {kind = kind, what = what, bytes = bytes, part = part, read = read, name = name}
end

-- What follows is of this kind.
local function of(kind_, name_, read_) kind, name, read = kind_, name_, read_ end

-- A good file, cut after each of these numbers of bytes.
local function cuts(bytes, places, part)
  for _, at in ipairs(places) do add("cut after byte " .. at, bytes:sub(1, at), part or "") end
end

local HUGE = {1 << 31, 1 << 32, 1 << 53, 1 << 62, math.maxinteger}

-- ---- pictures ----

local function pictures()
  of("png", "x.png", ln.image.load)
  local good = files.png(2, 2, 8, 0, {"\1\2", "\3\4"})
  cuts(good, {4, 7, 8, 12, 16, 24, 29, 33, 37, 41, 50, #good - 12, #good - 4, #good - 1})
  for _, side in ipairs {0, (1 << 20) + 1, (1 << 31) - 1, 1 << 31, (1 << 32) - 1} do
    add("width " .. side, files.png(side, 1, 8, 0, {"\1"}), "PNG: ")
    add("height " .. side, files.png(1, side, 8, 0, {"\1"}), "PNG: ")
  end
  add("65535 x 65535", files.png(65535, 65535, 8, 6, {"\1"}), "too many")
  for _, depth in ipairs {0, 3, 7, 17, 32, 255} do
    add("depth " .. depth, files.png(1, 1, depth, 0, {"\1"}), "PNG: ")
  end
  for _, colour in ipairs {1, 5, 7, 255} do add("colours " .. colour, files.png(1, 1, 8, colour, {"\1"}), "PNG: ") end
  add("interlace 7", files.png(1, 1, 8, 0, {"\1"}, "", 7), "PNG: ")
  add("no palette", files.png(1, 1, 8, 3, {"\1"}), "PNG: ")
  add("a palette of no third", files.png(1, 1, 8, 3, {"\1"}, files.png_chunk("PLTE", "\1\2")), "PNG: ")
  add("a chunk longer than the file", good:sub(1, 33) .. string.pack(">I4", (1 << 31) - 1) .. "IDAT", "PNG: ")
  add("a negative length", good:sub(1, 33) .. "\255\255\255\255IDAT" .. good:sub(42), "PNG: ")
  add("a wrong checksum", files.flip(good, 30, 0), "PNG: ")
  add("too few lines", files.png(2, 3, 8, 0, {"\1\2"}), "PNG: ")
  of("jpeg", "x.jpg", ln.image.load)
  local jpeg
  for _, p in ipairs(dofile "spec/pictures.lua") do
    if p.name:find "jpeg" and not jpeg then
      jpeg = p.file:gsub("%x%x", function(d) return string.char(tonumber(d, 16)) end)
    end
  end
  cuts(jpeg, {3, 4, 20, 30, 90, 100, 110, 150, #jpeg - 2, #jpeg - 10})
  local size = jpeg:find "\xff\xc0" + 5
  local function sized(h, w) return jpeg:sub(1, size - 1) .. string.pack(">I2I2", h, w) .. jpeg:sub(size + 4) end
  add("65500 x 65500", sized(65500, 65500), "too many")
  add("no lines", sized(0, 19), "JPEG: ")
  add("no columns", sized(10, 0), "JPEG: ")
  add("9 channels", jpeg:sub(1, size + 3) .. "\9" .. jpeg:sub(size + 5), "JPEG: ")
  add("text", "\xff\xd8\xffhello", "JPEG: ")
  of("picture", "x.png", ln.image.load)
  for what, bytes in pairs {["of nothing"] = "", text = "hello", GIF = "GIF89a......", webp = "RIFF....WEBPVP8 "} do
    add(what, bytes, "")
  end
end

-- ---- safetensors and what is made of them ----

local function tensors_file(header, data) return string.pack("<s8", header) .. (data or "") end

local function entry(dtype, shape, from, to)
  return ('{"dtype":"%s","shape":%s,"data_offsets":[%s,%s]}'):format(dtype, shape, from, to)
end

local function tensors()
  of("safetensors", "x.safetensors", ln.load)
  local good = tensors_file('{"x":' .. entry("F32", "[2]", 0, 8) .. "}", ("\0"):rep(8))
  cuts(good, {0, 1, 7, 8, 9, 20, #good - 8, #good - 1})
  add("a byte more", good .. "x", "9 bytes of data, 8 belong to tensors")
  for _, n in ipairs {-1, 0, 1, math.mininteger, math.maxinteger, 1 << 32, 1 << 62} do
    add("a header of " .. n, string.pack("<i8", n) .. good:sub(9), "the header has")
  end
  local function bad(what, header, part, data) add(what, tensors_file(header, data or ("\0"):rep(8)), part) end
  for _, shape in ipairs {"[-1]", "[2.0]", "2", "[[2]]", "{}", "[true]", "null", '["2"]', "[" .. ("1,"):rep(99) .. "2]",
                          "[9223372036854775808]", "[4294967296,4294967296]", "[4611686018427387904,2,2]",
                          "[9223372036854775807,9223372036854775807]", "[0,9223372036854775807,2]"} do
    bad("sizes " .. shape:sub(1, 30), '{"x":' .. entry("F32", shape, 0, 8) .. "}", "safetensors: ")
  end
  for _, at in ipairs {{-8, 0}, {8, 0}, {0, 9}, {"0.0", 8}, {0, "1e1"}, {1 << 62, "9223372036854775807"},
                       {"null", 8}} do
    bad(("offsets %s to %s"):format(at[1], at[2]), '{"x":' .. entry("F32", "[2]", at[1], at[2]) .. "}", "data_offsets")
  end
  bad("an unknown dtype", '{"x":' .. entry("F8", "[2]", 0, 8) .. "}", "dtype F8 is unknown")
  bad("a dtype that is none", '{"x":{"dtype":7,"shape":[2],"data_offsets":[0,8]}}', "dtype 7 is unknown")
  bad("tensors that overlap", '{"x":' .. entry("F32", "[2]", 0, 8) .. ',"y":' .. entry("F32", "[1]", 4, 8) .. "}",
      "overlap")
  bad("a hole", '{"x":' .. entry("F32", "[1]", 4, 8) .. "}", "leave a hole")
  bad("a name twice", '{"x":' .. entry("F32", "[2]", 0, 8) .. ',"x":' .. entry("F32", "[2]", 0, 8) .. "}",
      '"x" a second time')
  bad("no object", "[]      ", "the header is not an object")
  bad("an entry that is none", '{"x":7}', "x: not an object")
  bad("metadata of numbers", '{"__metadata__":{"a":1}}', "is not text by name", "")
  bad("metadata that is a list", '{"__metadata__":["a"]}', "is not text by name", "")
  bad("a header that goes on", "{}{}", "more text after the value", "")
  bad("a header that is no UTF-8", '{"\255":1}', "not UTF-8")
  bad("deep nesting", '{"x":' .. ("["):rep(500000) .. "}", "nested more than 100 deep")
  bad("a million lists", '{"x":[' .. ("[],"):rep(1300000) .. "[]]}", "arrays and objects")
  bad("numbers of 4 MiB", '{"x":[' .. ("1,"):rep(2000000) .. "1]}", "x: not an object")
  bad("fractions of 4 MiB", '{"x":[' .. ("0.5,"):rep(1000000) .. "]}", "a value is wanted")
  bad("a number of a million digits", '{"x":' .. ("9"):rep(1000000) .. "}", "beyond")
  bad("half a surrogate", '{"\\ud800":1}', "half of a surrogate pair")
  bad("a wrong checksum", '{"__metadata__":{"lunette.crc32":"00000001"}}', "is damaged", "")
  add("big-endian", string.pack(">s8", '{"x":' .. entry("F32", "[2]", 0, 8) .. "}") .. ("\0"):rep(8), "the header has")
  local function nested(text) return tensors_file('{"__metadata__":{"lunette":"' .. text:gsub('"', '\\"') .. '"}}') end
  for _, text in ipairs {"7", "[[", '{"map":7}', '{"map":[1]}', '{"map":[[1]]}', '{"map":[[[],1]]}', '{"hex":"0"}',
                         '{"map":[[{"float":"7ff8000000000000"},1]]}', '{"float":"00"}', '{"tensor":"y"}',
                         '{"a":1,"b":2}',
                         "[{}]", "[null]", '{"map":[[null,1]]}', '{"hex":7}', '{"tensor":["x"]}'} do
    add("a table " .. text, nested(text), "x.safetensors: ")
  end
end

local function model_file(text)
  return tensors_file('{"__metadata__":{"lunette.model":"' .. text:gsub('"', '\\"') .. '"}}')
end

local function models()
  of("model", "x.model", ln.load_model)
  for what, text in pairs {
    ["no class"] = "{}", ["a class that is none"] = '{"map":[["class","os.execute"]]}',
    ["a class that is a number"] = '{"map":[["class",7]]}',
    ["a class of the library that is no layer"] = '{"map":[["class","nn.functional"]]}',
    ["a layer of 2^40 weights"] = '{"map":[["class","nn.Linear"],["args",[1048576,1048576]]]}',
    ["sizes that wrap"] = '{"map":[["class","nn.Linear"],["args",[4294967296,4294967296]]]}',
    ["a negative size"] = '{"map":[["class","nn.Linear"],["args",[-1,2]]]}',
    ["arguments that are none"] = '{"map":[["class","nn.Linear"],["args",7]]}',
    ["no numbers"] = '{"map":[["class","nn.Linear"],["args",["a",true]]]}', ["a list"] = "[1,2,3]"} do
    add(what, model_file(text), "x.model: model: ")
  end
  add("a state without a description", tensors_file "{}", "does not say how its network is made")
  of("checkpoint", "checkpoint.safetensors", function(path)
    local layer = ln.nn.Linear(1, 1)
    return ln.Checkpoint(path:match "^(.*)/", {net = layer}):resume()
  end)
  for _, text in ipairs {"[]", '{"map":[["step",1]]}', '{"map":[["step","1"],["objects",[]]]}',
                         '{"map":[["step",1.5],["objects",[]]]}', '{"map":[["step",1],["objects",7]]}',
                         '{"map":[["step",1],["objects",{"map":[["x",1]]}]]}',
                         '{"map":[["step",1],["objects",{"map":[["net",1]]}]]}',
                         '{"map":[["step",1],["objects",{"map":[["net",[]]]}],["checksum",true]]}'} do
    add("a run " .. text, tensors_file('{"__metadata__":{"lunette":"' .. text:gsub('"', '\\"') .. '"}}'), "")
  end
end

-- ---- arrays and archives ----

local function npy_file(descr, fortran, shape, bytes, more)
  local text = ("{'descr': %s, 'fortran_order': %s, 'shape': %s, %s}\n"):format(descr, fortran, shape, more or "")
  return "\x93NUMPY\1\0" .. string.pack("<s2", text) .. bytes
end

local function arrays()
  of("npy", "x.npy", ln.load_npy)
  local good = npy_file("'<f4'", "False", "(2,)", ("\0"):rep(8))
  cuts(good, {0, 5, 6, 7, 8, 9, 10, 20, #good - 8, #good - 1}, "npy: ")
  add("a byte more", good .. "x", "9 bytes do not make")
  for _, shape in ipairs {"(-2,)", "(2)", "2", "[2]", "(2.0,)", "('2',)", "(2,,)", "(1 1,)", "(,)",
                          "(" .. ("1, "):rep(99) .. ")",
                          "(9223372036854775808,)", "(4294967296, 4294967296)", "(4611686018427387904, 4)",
                          "(0, 9223372036854775807, 9)"} do
    add("sizes " .. shape:sub(1, 40), npy_file("'<f4'", "False", shape, ("\0"):rep(8)), "npy: ")
  end
  for _, descr in ipairs {"'O'", "'|O8'", "'<f16'", "'<c8'", "'<U4'", "'<M8[s]'", "[('a', '<f4')]", "'|f4'", "'f4'",
                          "7", "''"} do
    add("dtype " .. descr, npy_file(descr, "False", "(2,)", ("\0"):rep(8)), "npy: ")
  end
  add("an order that is none", npy_file("'<f4'", "Maybe", "(2,)", ("\0"):rep(8)), "fortran_order is")
  add("a call", npy_file("'<f4'", "exit()", "(2,)", ("\0"):rep(8)), "npy: ")
  add("a key twice", npy_file("'<f4'", "False", "(2,)", ("\0"):rep(8), "'shape': (1,), "), "is not understood")
  add("a key that is none", npy_file("'<f4'", "False", "(2,)", ("\0"):rep(8), "'x': 1, "), "is not understood")
  add("version 9", "\x93NUMPY\9\0" .. good:sub(9), "version 9 is unknown")
  add("a header of 4 GiB", "\x93NUMPY\2\0\255\255\255\255{", "the header has 4294967295 bytes")
  of("npz", "x.npz", ln.load_npz)
  add("one that is cut inside", files.zip {{bytes = good:sub(1, 30)}}, "npz: ")
  add("one that is no array", files.zip {{bytes = "hello"}}, "does not begin as a npy file")
  add("a name that is none", files.zip {{name = "x.txt", bytes = ""}}, "is no array")
  local zeros = {}
  for k = 1, 3 do zeros[k] = {name = k .. ".npy", bytes = "", packed = "\3\0", method = 8, size = 400 << 20} end
  add("more than is read", files.zip(zeros), "unpacks to more than 1073741824 bytes")
  zeros[2], zeros[3] = nil, nil
  add("more than deflate can", files.zip(zeros), "which 2 cannot hold")
  local whole = files.zip {{name = "a.npy", bytes = good}, {name = "b.npy", bytes = good}}
  cuts(whole, {4, 30, 35, 60, #whole - 22, #whole - 30, #whole - 1}, "zip")
end

local function archives()
  of("zip", "x.npz", ln.load_npz)
  local function bad(what, e, part, ends) add(what, files.zip({e, {name = "b.npy", bytes = ""}}, ends), part) end
  bad("a name twice", {name = "b.npy", bytes = ""}, "is there twice")
  bad("entries that overlap", {bytes = "abc", packed_size = 60, size = 60}, "where other bytes begin")
  bad("one within the directory", {bytes = "abc", at = 200}, "where other bytes begin")
  bad("at 4 GiB", {bytes = "abc", at = (1 << 32) - 2}, "where other bytes begin")
  bad("packed by bzip2", {bytes = "abc", method = 12}, "is packed by method 12")
  bad("encrypted", {bytes = "abc", flags = 1}, "is encrypted")
  bad("stored in more bytes", {bytes = "abc", size = 4}, "is stored, and has 3 bytes of 4")
  bad("a wrong checksum", {bytes = "abc", crc = 7}, "its checksum is")
  bad("another name in its header", {name = "a.npy", head_name = "b.npy", bytes = "abc"}, "its header has another name")
  bad("deflate that is none", {bytes = "abc", packed = "\7\7\7", method = 8}, "zip: ")
  bad("deflate that goes on", {bytes = "abc", packed = files.deflate "abc" .. "x", method = 8}, "other bytes follow")
  bad("deflate that has more", {bytes = "abc", packed = files.deflate "abcdef", method = 8}, "more than the 3 bytes")
  bad("deflate that has less", {bytes = "abc", packed = files.deflate "a", method = 8}, "announces 3 bytes")
  local wide = string.pack("<I2I2i8i8i8", 1, 24, -1, -1, -1)
  bad("zip64 of negative sizes", {bytes = "", size = 0xffffffff, packed_size = 0xffffffff, extra = wide},
      "has numbers that are too large")
  for what, ends in pairs {["65534 entries"] = {n = 65534}, ["a directory of 4 GiB"] = {directory_size = 0xfffffff0},
                           ["a directory behind the file"] = {start = 0xfffffff0}, ["several parts"] = {disk = 1},
                           ["zip64 that is not there"] = {n = 65535}} do
    bad(what, {bytes = "abc"}, "zip: ", ends)
  end
  of("archive", "x.zip", function(path)
    unpack.into(path, path:match "^(.*)/" .. "/inside")
  end)
  for _, name_ in ipairs {"../x", "a/../../x", "/etc/x", "..", "a/..", "..\\x", "C:\\x", "\\x", "a\\..\\..\\x"} do
    add("out by " .. name_, files.zip {{name = name_, bytes = "x"}}, "leads out of the folder")
  end
  of("gzip", "x.csv", ln.data.read_csv)
  local packed = files.gzip "a,b\n1,2\n"
  cuts(packed, {2, 9, 10, 15, #packed - 8, #packed - 1}, "gzip: ")
  add("a wrong checksum", files.flip(packed, #packed - 6, 0), "gzip: ")
  add("a wrong length", files.flip(packed, #packed, 0), "gzip: ")
  add("bytes behind", packed .. "x", "other bytes follow")
  add("a method that is none", packed:sub(1, 2) .. "\7" .. packed:sub(4), "gzip: ")
end

-- ---- data sets and tables ----

local function data_sets()
  of("idx", "images", function(path)
    local labels = files.write(path .. ".labels", string.pack(">BBBBI4", 0, 0, 8, 1, 2) .. "\0\0")
    return idx.images(path, labels, {"a"}, 1 << 28)
  end)
  local function images(n, h, w, bytes, type, rank)
    return string.pack(">BBBBI4I4I4", 0, 0, type or 8, rank or 3, n, h, w) .. bytes
  end
  local good = images(2, 1, 1, "\1\2")
  cuts(good, {0, 3, 4, 15, 16, 17}, "IDX: ")
  add("a byte more", good .. "x", "2x1x1 bytes are announced, 3 are there")
  add("no pixels", images(2, 0, 0, ""), "IDX: ")
  add("sizes that wrap", images((1 << 32) - 1, (1 << 32) - 1, (1 << 32) - 1, ""), "IDX: ")
  add("sizes that wrap behind a 0", images(0, (1 << 32) - 1, (1 << 32) - 1, ""), "IDX: ")
  add("2^31 pictures", images(1 << 31, 2, 1, ""), "IDX: ")
  add("other numbers", images(2, 1, 1, "\1\2", 13), "does not start as bytes")
  add("another rank", images(2, 1, 1, "\1\2", 8, 4), "does not start as bytes")
  add("little-endian", string.pack("<BBBBI4I4I4", 0, 0, 8, 3, 2, 1, 1) .. "ab", "bytes are announced")
  of("labels", "labels", function(path)
    return idx.images(files.write(path .. ".images", good), path, {"a"}, 1 << 28)
  end)
  local function labels(n, bytes) return string.pack(">BBBBI4", 0, 0, 8, 1, n) .. bytes end
  add("fewer", labels(1, "\0"), "1 labels for the 2 images")
  add("more", labels(3, "\0\0\0"), "3 labels for the 2 images")
  add("of no class", labels(2, "\0\1"), "IDX: ")
  of("cifar", "test_batch.bin", function(path) return ln.data.cifar10 {root = path:match "^(.*)/", train = false} end)
  local one = "\3" .. ("\1"):rep(3072)
  cuts(one, {0, 1, 1000, 3072}, "no number of records")
  add("a byte more", one .. "x", "no number of records")
  add("a label that is none", "\10" .. one:sub(2), "CIFAR: ")
  of("csv", "x.csv", ln.data.read_csv)
  for what, bytes in pairs {["of nothing"] = "", ["of a name"] = "a\n", ["a quote that is not closed"] = 'a\n"1',
                            ["a quote closed within"] = 'a\n"1"2\n', ["a record that is short"] = "a,b\n1\n",
                            ["a record that is long"] = "a\n1,2\n", ["200000 columns"] = ("a,"):rep(200000) .. "\n",
                            ["a quote of 4 MiB"] = '"' .. ("a"):rep(1 << 22)} do
    add(what, bytes, "CSV: ")
  end
  add("1e400", "a\n1e400\n", "")
  of("pack", "x.pack", function(path) return ln.data.images(path, {size = 2}) end)
  local about = '{"__metadata__":{"lunette.pack":"%s"},%s}'
  local function pack(what, text, entries, bytes, part)
    add(what, tensors_file(about:format(text:gsub('"', '\\"'), entries), bytes), part)
  end
  local images_entry = '"images":' .. entry("U8", "[1,1,1,1]", 0, 1)
  pack("of another format", '{"format":2}', images_entry, "x", "it is of another")
  pack("that is no object", "7", images_entry, "x", "it is of another")
  pack("without pictures", '{"format":1}', '"x":' .. entry("U8", "[1]", 0, 1), "x", "images is missing")
  pack("without checksums", '{"format":1}', images_entry, "x", "checksums is missing")
  pack("of floats", '{"format":1}', '"images":' .. entry("F32", "[1,1,1,1]", 0, 4), "abcd", "is wanted")
  pack("of classes that are numbers", '{"format":1,"classes":[1]}', images_entry, "x", "a class has no name")
  pack("of classes that are no list", '{"format":1,"classes":{}}', images_entry, "x", "classes is no list")
  local sums = string.pack("<I8I8", 0, 7)
  local rest = '"checksums":' .. entry("I64", "[2]", 1, 17) .. ',"names":' .. entry("U8", "[2]", 17, 19)
  pack("whose names are damaged", '{"format":1}', images_entry .. "," .. rest, "x" .. sums .. "a\0", "are damaged")
  local no_pictures = '"images":' .. entry("U8", "[0,1,1,1]", 0, 0) .. ',"checksums":' .. entry("I64", "[1]", 0, 8) ..
                      ',"names":' .. entry("U8", "[0]", 8, 8)
  pack("of no pictures", '{"format":1}', no_pictures, ("\0"):rep(8), "checksums of pictures 0x1x1x1")
end

-- ---- PyTorch and Torch7 ----

local function archive_of(body)
  local bytes = "\x80\2" .. body .. "."
  local entries = {{name = "a/data.pkl", bytes = bytes}, {name = "a/data/0", bytes = ("\0"):rep(16)}}
  for _, e in ipairs(entries) do e.crc = crc32(e.bytes) end
  return files.zip(entries)
end

local function pickles()
  of("torch", "x.pt", ln.load)
  local whole = files.read "spec/reference/torch/state.pt"
  cuts(whole, {4, 30, 100, 600, #whole // 2, #whole - 22, #whole - 1}, "")
  local old = files.read "spec/reference/torch/state_old.pt"
  cuts(old, {2, 20, 21, 60, 200, #old // 2, #old - 1}, "")
  local text = "X" .. string.pack("<s4", ("a"):rep(2 << 20))
  add("text made into bytes again and again", archive_of(
    "(c_codecs\nencode\nq\0" .. text .. "U\6latin1\x86q\1" .. ("h\0h\1R"):rep(400) .. "t"),
    "more values than are taken")
  local letters = "X" .. string.pack("<s4", ("\u{e9}"):rep(1 << 20))
  add("letters made into bytes again and again", archive_of(
    "(c_codecs\nencode\nq\0" .. letters .. "U\6latin1\x86q\1" .. ("h\0h\1R"):rep(400) .. "t"),
    "more values than are taken")
  local state = "(K\1J" .. string.pack("<i4", 2 << 20) .. "\x85cnumpy\ndtype\nU\2u1\x89\x88\x87R\x89" .. text .. "tq\1"
  local array = "cnumpy.core.multiarray\n_reconstruct\n)R"
  add("bytes made into arrays again and again", archive_of("(" .. array .. state .. "b" .. (array .. "h\1b"):rep(400) ..
      "t"), "more values than are taken")
  add("a million lists", archive_of(("]"):rep(1000000)), "more values than are taken")
  add("a million marks", archive_of(("("):rep(1000000)), "more values than are taken")
  add("lists in each other", archive_of(("]"):rep(1000) .. ("a"):rep(999)), "tables within tables")
  add("a list in itself", archive_of "]q\0h\0a", "or a cycle")
  add("text of 4 GiB", archive_of "X\255\255\255\255", "the pickle ends there")
  add("text of 2^63 bytes", archive_of "\x8d\255\255\255\255\255\255\255\255", "the pickle ends there")
  add("an integer of 2^31 bytes", archive_of "\x8b\255\255\255\127", "the pickle ends there")
  add("a name without an end", archive_of("c" .. ("x"):rep(100000)), "a name does not end")
  for _, what in ipairs {"os\nsystem", "builtins\neval", "posix\nsystem", "subprocess\nPopen", "torch\nload",
                         "torch.serialization\nload", "functools\npartial", "__builtin__\nexec"} do
    add("the name " .. what:gsub("\n", "."), archive_of("c" .. what .. "\nU\1x\x85R"), "is no part of a state")
  end
  for _, n in ipairs(HUGE) do
    local int = "\x8a\8" .. string.pack("<i8", n)
    local storage = "(U\7storagectorch\nFloatStorage\nU\0010U\3cpu%stQ"
    local tensor = "ctorch._utils\n_rebuild_tensor_v2\n(%s%s(%st(%st\x89)tR"
    add("a tensor of " .. n, archive_of(tensor:format(storage:format "K\4", "K\0", int, "K\1")), "reaches beyond")
    add("a stride of " .. n, archive_of(tensor:format(storage:format "K\4", "K\0", "K\2", int)), "reaches beyond")
    add("from element " .. n, archive_of(tensor:format(storage:format "K\4", int, "K\1", "K\1")), "reaches beyond")
    add("a storage of " .. n, archive_of(tensor:format(storage:format(int), "K\0", "K\1", "K\1")), "storage")
  end
end

local function torches()
  of("t7", "x.t7", ln.load)
  local value = {a = torch7.tensor("Float", {2}, {1, 2}), b = "text"}
  for _, form in ipairs {"binary", "ascii"} do
    local bytes = torch7.file(value, form)
    -- the last end of a line may lack
    cuts(bytes, {4, 8, 12, 20, 40, #bytes // 2, #bytes - 2}, "torch7: ")
    add("a byte more, " .. form, bytes .. "x", "1 bytes follow the object")
  end
  local function int(...) return string.pack(("<i4"):rep(select("#", ...)), ...) end
  for _, n in ipairs {-1, 1 << 30, (1 << 31) - 1, -(1 << 31)} do
    add("a table of " .. n, int(3, 1, n), "a table of " .. n)
    add("text of " .. n, int(3, 1, 1, 2, n), "torch7: ")
    add("a tensor of rank " .. n, int(4, 1, 3) .. "V 1" .. int(17) .. "torch.FloatTensor" .. int(n), "dimensions")
  end
  add("type 9", int(3, 1, 1, 9), "an object of type 9")
  add("a key that is nil", int(3, 1, 1, 0, 0), "a table's key is nil")
  add("a key that is nan", int(3, 1, 1, 1) .. string.pack("<d", 0 / 0) .. int(0), "torch7: ")
  local deep = {}
  for k = 1, 2000 do deep[k] = int(3, k, 1, 5, 1) end
  add("tables in tables", table.concat(deep), "more than 1000 deep")
  local many = {int(3, 1, 200000)}
  for k = 2, 200000 do many[k] = int(5, 1, 3, k, 0) end
  add("tables of nothing", table.concat(many), "what is not in tensors takes")
  local numbers = {int(3, 1, 170000)}
  for k = 1, 170000 do numbers[k + 1] = string.pack("<i4di4d", 1, k, 1, 2) end
  add("numbers of 4 MiB", table.concat(numbers):sub(1, -4), "what is not in tensors takes")
  local storage = int(4, 1, 3) .. "V 1" .. int(18) .. "torch.FloatStorage"
  for _, n in ipairs(HUGE) do
    add("a storage of " .. n, storage .. string.pack("<i8", n), "torch7: ")
    local tensor = int(4, 1, 3) .. "V 1" .. int(17) .. "torch.FloatTensor" .. int(1) .. string.pack("<i8i8i8", n, 1, 1)
    add("a tensor of " .. n, tensor .. storage:gsub("^(....).", "%1\2") .. string.pack("<i8f", 1, 0), "torch7: ")
  end
  add("a class that runs", int(4, 1, 3) .. "V 1" .. int(10) .. "os.execute" .. int(2), "writes no table of fields")
end

-- ---- ONNX, and what runs write ----

local function networks()
  of("onnx", "x.onnx", ln.onnx.load)
  local x, y = {{name = "x", dims = {2, 3}}}, {{name = "y"}}
  local function model(t, node)
    return onnx_file.model {inputs = x, outputs = y, initializers = {t},
                            nodes = {node or {op = "Add", inputs = {"x", "w"}, outputs = {"y"}}}}
  end
  local good = model {name = "w", dims = {3}, raw = ("\0"):rep(12)}
  cuts(good, {0, 1, 3, 8, #good // 4, #good // 2, #good - 1}, "onnx: ")
  for _, n in ipairs(HUGE) do
    add("a weight of " .. n, model {name = "w", dims = {n}, raw = ("\0"):rep(4)}, "onnx: w: ")
    add("sizes that wrap by " .. n, model {name = "w", dims = {n, n, 2}, raw = ("\0"):rep(4)}, "onnx: w: ")
    add("a field of " .. n, "\8\8" .. protobuf.head(7, n) .. "x", "onnx: ")
  end
  add("a negative size", model {name = "w", dims = {-3}, raw = ("\0"):rep(12)}, "its sizes are -3")
  add("an endless number", ("\255"):rep(4000), "has more than 10 bytes")
  add("names of nothing", protobuf.bytes(7, protobuf.bytes(1, ("\10\0"):rep(3000000))), "more than 262144 fields")
  add("fields that are passed over", protobuf.bytes(7, ("\128\16\1"):rep(1400000)), "more than 262144 fields")
  add("integers of 4 MiB", protobuf.bytes(7, protobuf.bytes(5, protobuf.bytes(1, ("\1"):rep(4 << 20)))),
      "more than 1048576 numbers")
  add("messages of nothing", protobuf.bytes(7, ("\10\0"):rep(500000)), "there are more than 65536 messages")
  add("another file", model {name = "w", dims = {3}, more = protobuf.bytes(13, protobuf.bytes(1, "location") ..
      protobuf.bytes(2, "/etc/passwd")) .. protobuf.int(14, 1)}, "lie in another file")
  add("a cycle", model({name = "w", dims = {1}, raw = "abcd"}, {op = "Add", inputs = {"y", "w"}, outputs = {"y"}}),
      "is computed by no node before it")
  of("record", "run.json", function(path) return record.read(path:match "^(.*)/") end)
  for _, bytes in ipairs {"", "7", "[]", "null", "{", '{"folder":7,"parts":[]}', '{"folder":"x","parts":7}',
                          '{"folder":"x","parts":[]}', '{"folder":"x","script":"a","parts":[7]}',
                          '{"folder":"x","script":"a","parts":[{"from":-1,"told":{}}]}',
                          '{"folder":"x","script":"a","parts":[{"from":"0","told":{}}]}',
                          '{"folder":"x","script":"a","parts":[{"from":0,"told":{}}],' ..
                          '"seeds":{"generator":"1","lua":[1]}}',
                          '{"folder":"x","script":"a","parts":[{"from":0,"told":[]}]}', ("["):rep(100000)} do
    add("of " .. bytes:sub(1, 70), bytes, "is no record of a run")
  end
  of("results", "x.jsonl", ln.runs.compare)
  for _, bytes in ipairs {"", "hello\n", "[]\n", '{"experiment":7}\n', '{"experiment":"e","arm":"a","seed":1}\n',
                          '{"experiment":"e","arm":"a","seed":"1","results":{}}\n',
                          '{"experiment":"e","arm":["a"],"seed":1,"results":{}}\n',
                          '{"experiment":"e","arm":"a","seed":1,"results":[1]}\n'} do
    add("of " .. bytes:sub(1, 60), bytes, "")
  end
end

--- All of them.
function hostile_files.list()
  list = {}
  for _, make in ipairs {pictures, tensors, models, arrays, archives, data_sets, pickles, torches, networks} do
    make()
  end
  return list
end

-- Of this process, in KiB.
local function memory(field)
  for line in io.lines "/proc/self/status" do
    local kib = line:match("^" .. field .. ":%s*(%d+)")
    if kib then return tonumber(kib) end
  end
end

local function forget_peak()
  local handle <close> = io.open("/proc/self/clear_refs", "w")
  return handle and handle:write "5" ~= nil
end

--- Reads the file in the folder: whether that went, what was raised, and, where
--- the system tells it, by how many MiB memory rose meanwhile.
function hostile_files.try(case, folder)
  local path = files.write(folder .. "/" .. case.name, case.bytes)
  local known = forget_peak()
  local before = memory "VmRSS"
  local ok, raised = pcall(case.read, path)
  local rise = known and math.max(memory "VmHWM" - before, 0) / 1024
  os.remove(path)
  return ok, raised, rise, path
end

return hostile_files
