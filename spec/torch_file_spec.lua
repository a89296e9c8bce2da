-- Files of torch.save: written by spec/reference/torch/make.py, anew where PyTorch
-- is, and pickles made by hand.
local files = require "spec.files"
local in_words = require "spec.support.in_words"
local ln = require "lunette"
local near = require "spec.near"
local python = require "spec.support.python"

local double = ln.real == "double"

describe("ln.load of PyTorch's files", function()
  local folder, path, written
  setup(function()
    folder = files.new_folder()
    path, written = folder .. "/x.pt", "spec/reference/torch/"
    if not python.missing "torch" then
      assert(os.execute("/usr/bin/python3 -B spec/reference/torch/make.py " .. folder))
      written = folder .. "/"
    end
  end)
  teardown(files.remove_folder)

  local function load(name) return ln.load(written .. name) end

  local function refused(part, name)
    local ok, message = pcall(ln.load, name)
    assert.is_false(ok)
    assert.truthy(message:find("torch_file_spec.lua:%d+: "), message)
    assert.truthy(message:find(name .. ": ", 1, true), message)
    assert.truthy(message:find(part, 1, true), message)
  end

  -- ---- what PyTorch has written ----

  -- 0 to 11 as 3 x 4 is x in make.py
  local function check_values(v)
    assert.same({1, -2, 255, 65536, -(1 << 62), 1 << 62, 0.5, true, false}, v.numbers)
    assert.equal("integer", math.type(v.numbers[1]))
    assert.is_nil(v.none)
    assert.same({1, false, {"two", {}}}, v.tuple)
    assert.equal("h\u{e9}", v.text)
    assert.equal("seven", v[7])
    assert.same({3, 4}, v.size)
    assert.same({a = 1}, v.ordered)
    assert.same({{0, 4, 8}, {1, 5, 9}, {2, 6, 10}, {3, 7, 11}}, v.transposed:totable())
    assert.same({4, 5, 6, 7}, v.row:totable())
    assert.same({{1, 3}, {9, 11}}, v.steps:totable())
    assert.equal(v.same, v.twice)
    assert.same({{0, 0}, {4, 4}, {8, 8}}, v.expanded:totable())
    assert.same({{0, 1, 2}, {1, 2, 3}, {2, 3, 4}}, v.overlapping:totable())
    assert.same({{}, 2.5}, {v.number:size(), v.number:item()})
    assert.same({0, 3}, v.empty:size())
    for _, name in ipairs {"parameter", "double", "half", "bfloat16"} do
      assert.same({0, 1, 2, 3}, v[name]:totable(), name)
    end
    for _, name in ipairs {"long", "int", "short", "char"} do
      assert.same({-2, -1, 0, 1}, v[name]:totable(), name)
    end
    assert.same({252, 253, 254, 255}, v.byte:totable())
    assert.same({0, 0, 1, 1}, v.bool:totable())
    assert.same({0.25, -3, true, 1.5}, {v.loss, v.count, v.right, v.half_number})
    assert.equal("integer", math.type(v.count))
    assert.same({{0, 1, 2}, {3, 4, 5}}, v.array:totable())
    assert.same({128, 129, 130, 131}, v.ints:totable())
    assert.same({{0, 1, 2}, {3, 4, 5}}, v.fortran:totable())
    assert.same({0, 1, 2}, v.big:totable())
  end

  it("gives values of every kind and tensors of every type and stride", function()
    check_values(load "values.pt")
  end)

  it("gives the same of the older format", function() check_values(load "values_old.pt") end)

  it("gives states that ln.save keeps", function()
    local values = load "values.pt"
    ln.save(path, values)
    local again = ln.load(path)
    check_values(setmetatable({twice = again.same}, {__index = again}))
  end)

  it("gives a state_dict from every kind of file", function()
    local deflated, little = files.entries(written .. "state.pt"), files.entries(written .. "state.pt")
    for _, entry in ipairs(deflated) do entry.method, entry.packed = 8, files.deflate(entry.bytes) end
    little[#little + 1] = {name = "state/byteorder", bytes = "little"}
    files.write(folder .. "/deflated", files.zip(deflated))
    files.write(folder .. "/little", files.zip(little))
    for _, name in ipairs {written .. "state.pt", written .. "state_old.pt", written .. "protocol4.pth",
                           folder .. "/deflated", folder .. "/little"} do
      local state = ln.load(name)
      assert.same({{1, 2}, {3, 4}}, state["0.weight"]:totable(), name)
      assert.same({5, 6}, state["0.bias"]:totable(), name)
      assert.same({7, 8}, state["1.running_mean"]:totable(), name)
      assert.equal(9, state["1.num_batches_tracked"]:item(), name)
    end
  end)

  it("gives a checkpoint: networks, optimisers, numbers", function()
    local v = load "checkpoint.pt"
    assert.same({3, 0.125}, {v.epoch, v.loss})
    local net = ln.nn.Sequential {ln.nn.Linear(2, 2), ln.nn.BatchNorm1d(2)}
    net:load_state_dict(v.model, {from = "torch"})
    assert.same({{1, 2}, {3, 4}}, net[1].weight:totable())
    assert.same({0, 1, 2, 3}, v.optimizer.param_groups[1].params)
    assert.equal(0.5, v.optimizer.param_groups[1].lr)
    assert.same({0.9, 0.999}, v.optimizer.param_groups[1].betas)
    assert.equal(1, v.optimizer.state[0].step:item())
    near(v.optimizer.state[0].exp_avg, {0.1, 0.1, 0.1, 0.1}, 1e-6) -- of gradients 1, 0.1 of each
  end)

  it("gives what is no dictionary", function()
    assert.same({{0, 1, 2, 3}, {4, 5, 6, 7}, {8, 9, 10, 11}}, load "tensor.pt":totable())
  end)

  it("refuses what is no tensor of numbers in order, by name", function()
    refused("torch: byte 3 of its pickle: an object of the class torch.nn.modules.container.Sequential is in it",
            written .. "module.pt")
    refused("torch.save(model.state_dict(), path)", written .. "module.pt")
    refused("it names torch._utils._rebuild_sparse_tensor, which is no part of a state", written .. "sparse.pt")
    refused("it names torch._utils._rebuild_qtensor", written .. "quantised.pt")
    refused("it names torch.ComplexFloatStorage", written .. "complex.pt")
    local big = files.entries(written .. "state.pt")
    big[#big + 1] = {name = "state/byteorder", bytes = "big"}
    refused("torch: its numbers are big-endian; little-endian ones are read", files.write(path, files.zip(big)))
  end)

  -- ---- pickles by hand ----

  local ZEROS = ("\0"):rep(16)

  local function archive(pickle, storages)
    local entries = {{name = "a/data.pkl", bytes = pickle}}
    for key, bytes in pairs(storages or {}) do
      entries[#entries + 1] = {name = "a/data/" .. key, bytes = bytes}
    end
    return files.zip(entries)
  end

  local START = "\x80\2\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\2M\xe9\3."

  -- The older format, of a little-endian machine unless told otherwise.
  local function old(pickle, keys, storages, little)
    return START .. "\x80\2}U\rlittle_endian" .. (little or "\x88") .. "s." .. pickle .. (keys or "\x80\2].")
           .. (storages or "")
  end

  local function text(s) return "X" .. string.pack("<s4", s) end

  -- Opcodes of an integer.
  local function int(n) return "\x8a\8" .. string.pack("<i8", n) end

  local function tuple(list)
    local parts = {}
    for k, n in ipairs(list) do parts[k] = int(n) end
    return "(" .. table.concat(parts) .. "t"
  end

  local function storage(o)
    return "(" .. text "storage" .. "ctorch\n" .. (o.class or "FloatStorage") .. "\n" .. text(o.key or "0")
           .. text "cpu" .. int(o.count or 4) .. "tQ"
  end

  -- A tensor: sizes, strides, offset, and what its storage is said to be.
  local function tensor(sizes, strides, offset, o)
    return "ctorch._utils\n_rebuild_tensor_v2\n(" .. storage(o or {}) .. int(offset or 0) .. tuple(sizes)
           .. tuple(strides) .. "\x89)tR"
  end

  local function pickle(body) return "\x80\2" .. body .. "." end

  local function reads(body, storages)
    return ln.load(files.write(path, archive(pickle(body), storages)))
  end

  local function refuses(part, body, storages)
    files.write(path, archive(pickle(body), storages))
    refused(part, path)
  end

  it("reads a pickle made by hand", function()
    local floats = string.pack("<ffff", 1, 2, 3, 4)
    assert.same({{1, 3}, {2, 4}}, reads(tensor({2, 2}, {1, 2}), {["0"] = floats}):totable())
    assert.same({{{3}}, {{4}}}, reads(tensor({2, 1, 1}, {1, 99, 0}, 2), {["0"] = floats}):totable())
    assert.same({4, 4, 4}, reads(tensor({3}, {0}, 3), {["0"] = floats}):totable())
    assert.same({}, reads(tensor({0}, {1}, 4), {["0"] = floats}):totable())
    files.write(path, old(pickle(tensor({2}, {2}, 1)), "\x80\2]" .. text "0" .. "a.",
                          string.pack("<i8", 4) .. floats))
    assert.same({2, 4}, ln.load(path):totable())
  end)

  it("reads an OrderedDict of pairs, as Python 2 wrote it", function()
    assert.same({a = 1, b = 2}, reads("ccollections\nOrderedDict\n](]" .. "(U\1aK\1eU\1bK\2\x86e\x85R"))
    refuses("OrderedDict is given what is no pair", "ccollections\nOrderedDict\n](K\1e\x85R")
    refuses("OrderedDict is given what is no pair", "ccollections\nOrderedDict\n](]e\x85R")
    refuses("OrderedDict is given a number", "ccollections\nOrderedDict\nK\1\x85R")
    refuses("OrderedDict is given a None", "ccollections\nOrderedDict\nN\x85R")
  end)

  it("reads integers of any length that says no more than 8 bytes", function()
    assert.same({0, -1, 128, -129, math.mininteger, 255},
                reads("(\x8a\0\x8a\1\xff\x8a\2\x80\0\x8a\2\x7f\xff" .. int(math.mininteger) ..
                      "\x8a\10\xff\0\0\0\0\0\0\0\0\0t"))
    refuses("an integer of 9 bytes; 8 are the most", "\x8a\9" .. ("\0"):rep(8) .. "\1")
    refuses("the pickle ends there", "\x8b\xff\xff\xff\x7f1")
    refuses("the pickle ends there", "\x8b\xff\xff\xff\xff1")
  end)

  it("runs nothing, and says what it was asked to", function()
    local mark = folder .. "/made"
    refuses("byte 3 of its pickle: it names os.system, which is no part of a state, and nothing is run",
            "cos\nsystem\n(" .. text("touch " .. mark) .. "tR")
    refuses("byte 24 of its pickle: it names posix.system", text "posix" .. text "system" .. "\x93)R")
    refuses("it names builtins.eval", "cbuiltins\neval\n" .. text "1" .. "\x85R")
    refuses("an object of the class __main__.Net is in it", "c__main__\nNet\nq\0)\x81}b")
    refuses("it names argparse.Namespace", "cargparse\nNamespace\n)R")
    refuses("opcode NEWOBJ is none of a state", ")\x81")
    refuses("opcode INST is none of a state", "(ios\nsystem\n")
    refuses("opcode EMPTY_SET is none of a state", "\x8f")
    refuses("opcode 0xff is none of a state", "\xff")
    refuses("a function is called with a list", "ccollections\nOrderedDict\n]R")
    refuses("a class of storages is called with a tuple", "ctorch\nFloatStorage\n)R")
    refuses("is a name, which is no value", "ccollections\nOrderedDict\n")
    refuses("is a storage, which is no value", "]" .. storage {} .. "a", {["0"] = ZEROS})
    refuses("a dictionary is given attributes", "}}b")
    refuses("it names ?[31m.x", "c\27[31m\nx\n")
    refuses("a name does not end", "cos" .. ("x"):rep(1000) .. "\n\n")
    files.write(path, old("\x80\2(" .. text "module" .. "c__main__\nNet\n" .. text "net.py" .. text "" .. "tQ."))
    refused("an object of the class __main__.Net is in it", path)
    assert.is_nil(io.open(mark))
  end)

  it("refuses a program that is none", function()
    refuses("byte 3 of its pickle: the pickle ends there", "U\200")
    refuses("the stack is empty", "")
    refuses("the stack is empty", "N\x86")
    refuses("the stack is empty", "N(\x85")
    refuses("there is no mark", "Nt")
    refuses("a list is wanted below", "}Na")
    refuses("a list is wanted below", "](Na")
    refuses("a dictionary is wanted below", "](NNu")
    refuses("a key has no value", "}(Nu")
    refuses("there is no 7 in the memo", "h\7")
    files.write(path, archive "\x80\6N.")
    refused("byte 1 of its pickle: protocol 6 is unknown, 5 is the newest", path)
    refuses("a second pickle begins in it", "N\x80\2")
    refuses("the pickle ends there", "X\xff\xff\xff\xffa")
    refuses("the pickle ends there", "\x8d\xff\xff\xff\xff\xff\xff\xff\xffa")
    refuses("a dictionary has a tuple as a key", "})Ns")
    refuses("a dictionary has a nan as a key", "}G\x7f\xf8\0\0\0\0\0\0Ns")
    refuses("a dictionary has the key a twice", "}" .. text "a" .. "N" .. "s" .. text "a" .. "Ns")
    refuses("a persistent id is none of a storage", "NQ")
    refuses("a persistent id is none of a storage", "(" .. text "module" .. "NtQ")
  end)

  it("refuses tables within themselves, and deep ones", function()
    refuses("a: tables within tables, 30 deep, or a cycle", "}q\0" .. text "a" .. "h\0s")
    refuses("tables within tables, 30 deep, or a cycle", "]q\0h\0a")
    refuses("tables within tables, 30 deep, or a cycle", ("]"):rep(1000) .. ("a"):rep(999))
    local double_list = "]q\0" -- 2^29 leaves, 30 tables
    for k = 1, 29 do
      double_list = double_list .. "]q" .. string.char(k) .. "(h" .. string.char(k - 1):rep(2, "h") .. "e"
    end
    local v = reads("](" .. double_list:gsub("^%]q%z", "]q\0") .. "e")
    assert.equal(30, #v)
  end)

  it("refuses tensors that reach out of their storages", function()
    local all = {["0"] = ZEROS}
    local function out(part, ...) refuses(part, tensor(...), all) end
    out("a tensor of 5 from 0 on, with strides of 1, reaches beyond its storage of 4", {5}, {1})
    out("a tensor of 4 from 1 on, with strides of 1, reaches beyond", {4}, {1}, 1)
    out("a tensor of 2 from 0 on, with strides of 4, reaches beyond", {2}, {4})
    out("reaches beyond its storage of 4", {2}, {math.maxinteger})
    out("reaches beyond its storage of 4", {math.maxinteger, 3}, {1, 1})
    out("reaches beyond its storage of 4", {1 << 40, 1 << 40}, {0, 0})
    out("reaches beyond its storage of 4", {0, 1 << 40, 1 << 40}, {1, 1, 1})
    out("reaches beyond its storage of 4", {0, math.maxinteger}, {1, 1})
    -- a list of sizes, added to when the tensor is known
    local grown = "](ctorch._utils\n_rebuild_tensor_v2\n(" .. storage {} .. "K\0]q\5K\2a]K\1atRh\5K\99ae"
    local list = reads(grown, all)
    assert.same({{0, 0}, {2, 99}}, {list[1]:totable(), list[2]})
    refuses("sizes have None among them", "ctorch._utils\n_rebuild_tensor_v2\n(" .. storage {} .. "K\0N\x85N\x85tR",
            all)
    out("reaches beyond its storage of 4", {1}, {1}, 4)
    out("reaches beyond its storage of 4", {1}, {1}, math.maxinteger)
    out("strides have -1 among them", {2}, {-1}, 1)
    out("sizes have -2 among them", {-2}, {1})
    out("a tensor is not in a storage, but in a storage, from a number on", {1}, {1}, -1)
    out("a tensor has 1 sizes and 2 strides", {1}, {1, 1})
    out("sizes are no tuple of up to 8", {1, 1, 1, 1, 1, 1, 1, 1, 1}, {1, 1, 1, 1, 1, 1, 1, 1, 1})
    out("a persistent id is none of a storage", {1}, {1}, 0, {count = -1})
    refuses("a tensor of 8 dimensions has strides of 2, 1, 1, 1, 1, 1, 1, 1",
            tensor({2, 1, 1, 1, 1, 1, 1, 1}, {2, 1, 1, 1, 1, 1, 1, 1}), all)
    refuses("its tensors have 4194309 elements, and share storages of 4", tensor({4194309}, {0}), all)
    refuses("storage 0 is 4 numbers f32 and 2 f32", "]" .. tensor({1}, {1}) .. "a" ..
            tensor({1}, {1}, 0, {count = 2}) .. "a", all)
  end)

  it("refuses storages that are not what the pickle says", function()
    refuses("storage 0 has 16 bytes, the archive has none", tensor({4}, {1}))
    refuses("storage 0 has 16 bytes, the archive 3", tensor({4}, {1}), {["0"] = "abc"})
    refuses("storage 0 has 4398046511104 bytes, the archive 16",
            tensor({4}, {1}, 0, {count = 1 << 40}), {["0"] = ZEROS})
    for _, count in ipairs {1 << 41, 1 << 61, math.maxinteger} do
      refuses(("a storage has %d numbers"):format(count), tensor({4}, {1}, 0, {count = count}), {["0"] = ""})
    end
    local list = "\x80\2]" .. text "0" .. "a."
    local function old_refuses(part, ...)
      files.write(path, old(pickle(tensor({4}, {1})), ...))
      refused(part, path)
    end
    old_refuses("storage 0 has 16 bytes, the file 15 behind its length, 4", list,
                string.pack("<i8", 4) .. ZEROS:sub(2))
    old_refuses("storage 0 has 16 bytes, the file 16 behind its length, 3", list, string.pack("<i8", 3) .. ZEROS)
    old_refuses("storage 0 is not there")
    old_refuses("storage 1 is named, and no tensor is in it", "\x80\2]" .. text "1" .. "a.")
    old_refuses("its numbers are big-endian", nil, nil, "\x89")
    old_refuses("1 bytes follow its last storage", list, string.pack("<i8", 4) .. ZEROS .. "x")
  end)

  it("refuses numbers of NumPy that are none", function()
    local dtype = "cnumpy\ndtype\n" .. text "%s" .. "\x89\x88\x87R"
    local scalar = "cnumpy.core.multiarray\nscalar\n" .. dtype:format "f8" .. "U\7abcdefg\x86R"
    refuses("7 bytes do not make a number <f8", scalar)
    refuses("numpy.dtype O8 is not one of f2 f4 f8", dtype:format "O8")
    refuses("a number of NumPy is a string of a None", "cnumpy.core.multiarray\nscalar\nNU\1a\x86R")
    local array = "cnumpy.core.multiarray\n_reconstruct\n)R"
    refuses("is an array of NumPy without bytes", array)
    refuses("8 bytes do not make an array <f8", array .. "(K\1" .. tuple {2} .. dtype:format "f8" ..
            "\x89U\8abcdefghtb")
    refuses("is not given sizes, dtype, order and bytes", array .. ")b")
    refuses("the order of a numpy.dtype is None", dtype:format "f8" .. "(K\3NtbN")
    refuses("is given what is no latin1", "c_codecs\nencode\n" .. text "\u{100}" .. text "latin1" .. "\x86R")
  end)

  it("reads no more names than were asked for", function()
    local long = pickle(text(("x"):rep(5000000)))
    files.write(path, archive(long))
    refused("the pickle has 5000008 bytes, at most 4194304 are read; {max_header = 5000008} takes more", path)
    assert.equal(5000000, #ln.load(path, {max_header = 5000008}))
    files.write(path, old(long))
    refused("the pickle has more than 4194304 bytes; {max_header = 8388608} takes more", path)
    assert.equal(5000000, #ln.load(path, {max_header = 8388608}))
    refuses("it makes more values than are taken; {max_header = 8388608} takes more", ("N"):rep(1100000))
  end)

  it("says of other archives and pickles what they are", function()
    files.write(path, files.zip {{name = "x.npy", bytes = ""}})
    refused("is a .npz, a ZIP of NumPy's arrays: ln.load_npz reads it", path)
    for _, name in ipairs {"x.txt", "/a/data.pkl", "../a/data.pkl"} do
      files.write(path, files.zip {{name = name, bytes = ""}})
      refused("is a ZIP archive", path)
    end
    files.write(path, "\x80\4\x95\1\0\0\0\0\0\0\0N.")
    refused("is a pickle of Python; of those ln.load reads what torch.save writes", path)
  end)

  it("refuses archives of more files than a state has", function()
    local entries = {}
    for k = 1, 43 do entries[k] = {name = ("x"):rep(65000) .. k, bytes = ""} end
    files.write(path, files.zip(entries, {n = 60000}))
    refused("zip: it has 60000 entries, at most 50000 are read", path)
  end)

  it("takes a safetensors file whose length begins as a pickle does", function()
    local header = '{"x":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}'
    header = header .. (" "):rep(0x280 - #header)
    local bytes = string.pack("<I8", #header) .. header .. "\9"
    assert.equal("\x80\2", bytes:sub(1, 2))
    assert.equal(9, ln.load(files.write(path, bytes)).x:item())
  end)

  it("says when a number does not fit", function()
    local bytes = string.pack("<d", 1e300)
    local body = "}" .. text "w" .. tensor({1}, {1}, 0, {class = "DoubleStorage", count = 1}) .. "s"
    if double then
      near(reads(body, {["0"] = bytes}).w, {1e300}, 0)
    else
      refuses("torch: w: element 1 is 1e+300, beyond the range of float", body, {["0"] = bytes})
    end
  end)

  -- ---- files that were changed ----

  local function survives(bytes, seed)
    os.remove(path) -- a file that is cut and written again waits for the disk
    files.write(path, bytes)
    local ok, message = pcall(ln.load, path)
    if ok then return end
    local at = "mutant " .. seed .. ": "
    in_words(message, path, at)
    assert.truthy(message:find "^spec/torch_file_spec%.lua:%d+: ", at .. message)
  end

  local function many(first, last, make)
    files.said_by(function() -- of numbers that are rounded
      for seed = first, last do survives(make(seed), seed) end
    end)
  end

  local kinds = {
    ["of the archive"] = function()
      local packed = files.entries(written .. "state.pt")
      for _, entry in ipairs(packed) do entry.method, entry.packed = 8, files.deflate(entry.bytes) end
      local bytes = {files.read(written .. "state.pt"), files.zip(packed)}
      return function(seed) return files.mutant(bytes[seed % 2 + 1], seed) end
    end,
    ["of the pickle in it"] = function()
      local entries = files.entries(written .. "values.pt")
      return function(seed)
        local list = table.move(entries, 1, #entries, 1, {})
        list[1] = {name = list[1].name, bytes = files.mutant(list[1].bytes, seed)}
        return files.zip(list)
      end
    end,
    ["of the older format"] = function()
      local bytes = {files.read(written .. "state_old.pt"), files.read(written .. "values_old.pt")}
      return function(seed) return files.mutant(bytes[seed % 2 + 1], seed) end
    end,
  }

  for what, make in pairs(kinds) do
    it("loads or refuses 200 mutants " .. what, function() many(1, 200, make()) end)
    it("loads or refuses 20000 mutants " .. what .. " #hard", function() many(201, 20200, make()) end)
  end
end)
