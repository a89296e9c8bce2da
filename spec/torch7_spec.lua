-- ln.load of Torch7's files, held against files that spec/support/torch7.lua
-- and hands have written.
local ln = require "lunette"
local files = require "spec.files"
local in_words = require "spec.support.in_words"
local near = require "spec.near"
local t7 = require "spec.support.torch7"
local told = require "spec.support.told"

local double = ln.real == "double"
local FORMS = {"binary", "ascii", 4}

describe("Torch7's files", function()
  local folder, path
  setup(function()
    folder = files.new_folder()
    path = folder .. "/x.t7"
  end)
  teardown(files.remove_folder)

  local function of(bytes, options) return ln.load(files.write(path, bytes), options) end

  local function refused(part, bytes, options)
    local ok, message = pcall(of, bytes, options)
    assert.is_false(ok)
    assert.truthy(message:find("torch7_spec.lua:%d+: .*/x%.t7: torch7: "), message)
    assert.truthy(message:find(part, 1, true), message)
  end

  it("are read as a hand wrote them", function()
    -- {[1] = true, x = 2.5}
    assert.same({true, x = 2.5}, of(
      "\3\0\0\0\1\0\0\0\2\0\0\0" .. "\1\0\0\0\0\0\0\0\0\0\xf0\x3f\5\0\0\0\1\0\0\0"
      .. "\2\0\0\0\1\0\0\0x\1\0\0\0\0\0\0\0\0\0\4\x40"))
    assert.same({true, x = 2.5}, of "3\n1\n2\n1\n1\n5\n1\n2\n1\nx\n1\n2.5\n")
    -- a table whose only key and value is itself
    local x = of "\3\0\0\0\1\0\0\0\1\0\0\0\3\0\0\0\1\0\0\0\3\0\0\0\1\0\0\0"
    assert.equal(x, next(x))
    assert.equal(x, x[x])
    -- torch.FloatTensor {{1, 2}}, of one row and two columns
    x = of("\4\0\0\0\1\0\0\0\3\0\0\0V 1\x11\0\0\0torch.FloatTensor\2\0\0\0"
      .. "\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0" .. "\2\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0" .. "\1\0\0\0\0\0\0\0"
      .. "\4\0\0\0\2\0\0\0\3\0\0\0V 1\x12\0\0\0torch.FloatStorage\2\0\0\0\0\0\0\0\0\0\x80\x3f\0\0\0\x40")
    assert.same({1, 2}, x:size())
    near(x, {1, 2}, 0)
    x = of("4\n1\n3\nV 1\n18\ntorch.DoubleTensor\n1\n3\n1\n1\n4\n2\n3\nV 1\n19\ntorch.DoubleStorage\n3\n0.5 inf -2\n")
    assert.same({0.5, math.huge, -2}, x:totable())
  end)

  for _, form in ipairs(FORMS) do
    local function through(value) return of(t7.file(value, form)) end

    describe(form == 4 and "with longs of 4 bytes" or form, function()
      it("hold numbers, strings, booleans and nil", function()
        assert.equal(0.1, through(0.1))
        assert.equal("integer", math.type(through(3.0)))
        assert.equal("integer", math.type(through(-2.0 ^ 62)))
        assert.equal(-math.huge, through(-math.huge))
        assert.equal(-math.huge, 1 / through(-0.0))
        local nan = through(0 / 0)
        assert.is_true(nan ~= nan)
        assert.equal("", through "")
        assert.equal("\n\n a\0\255\n", through "\n\n a\0\255\n")
        assert.is_true(through(true))
        assert.is_false(through(false))
        assert.is_nil(through(nil))
      end)

      it("hold tables, shared and within themselves", function()
        assert.same({1, "", false, {}, a = {[2.5] = "\n", [true] = 3}, ["\n"] = -7},
                    through {1, "", false, {}, a = {[2.5] = "\n", [true] = 3}, ["\n"] = -7})
        local shared, whole = {1}, {}
        whole.a, whole.b, whole.self = shared, {shared}, whole
        local back = through(whole)
        assert.equal(back.a, back.b[1])
        assert.equal(back, back.self)
        local by_table = next(through {[{5}] = true})
        assert.same({5}, by_table)
      end)

      it("hold tensors of every type", function()
        local values = {0, 1, 100, 7, 5, 3}
        for _, kind in ipairs {"Double", "Float", "Long", "Int", "Short", "Char", "Byte", "Cuda", "CudaLong",
                               "CudaDouble"} do
          local x = through(t7.tensor(kind, {2, 3}, values))
          assert.same({2, 3}, x:size())
          near(x, values, 0)
        end
        near(through(t7.storage("Char", {-1, 10, 32})), {-1, 10, 32}, 0)
        near(through(t7.storage("Long", {-1, 1 << 20})), {-1, 1 << 20}, 0)
        if form ~= "ascii" then -- 1.5, -2 and 65504 by their bits
          near(through(t7.tensor("Half", {3}, {0x3e00, 0xc000, 0x7bff})), {1.5, -2, 65504}, 0)
        end
        assert.same({0}, through(t7.tensor("Float", {})):size())
        assert.same({0}, through(t7.tensor("Float", {}, {1, 2})):size())
        assert.same({0}, through(t7.storage("Double", {})):size())
      end)

      it("hold views of one storage", function()
        local s = t7.storage("Float", {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
        local function view(sizes, offset, strides)
          return t7.tensor("Float", sizes, nil, {storage = s, offset = offset, strides = strides})
        end
        local back = through {
          s, view({2, 3}, 3), view({3, 2}, 3, {1, 3}), view({2, 2}, 9, {2, 1}), view({2, 3, 2}, 4, {0, 1, 0}),
          view({2, 2}, 2, {1, 1}), view({1, 4, 1}, 3, {7, 3, 0}), view({3}, 12, {0}), view({2, 2, 2}, 1, {1, 6, 2}),
        }
        near(back[2], {3, 4, 5, 6, 7, 8}, 0)
        near(back[3], {3, 6, 4, 7, 5, 8}, 0)
        near(back[4], {9, 10, 11, 12}, 0)
        near(back[5], {4, 4, 5, 5, 6, 6, 4, 4, 5, 5, 6, 6}, 0)
        near(back[6], {2, 3, 3, 4}, 0)
        near(back[7], {3, 6, 9, 12}, 0)
        near(back[8], {12, 12, 12}, 0)
        near(back[9], {1, 3, 7, 9, 2, 4, 8, 10}, 0)
        back[1][3] = 50
        near(back[2], {50, 4, 5, 6, 7, 8}, 0)
        back[3]:fill_(0)
        near(back[1], {1, 2, 0, 0, 0, 0, 0, 0, 9, 10, 11, 12}, 0)
      end)

      it("hold objects as tables with their class, old ones as well", function()
        local weight = t7.tensor("Double", {1, 2}, {3, 4})
        local net = t7.object("nn.Sequential", {train = false})
        net.fields.modules = {t7.object("nn.Linear", {weight = weight}, false),
                              t7.object("nn.Linear", {weight = weight, of = net}, 12)}
        local back = through {net = net, again = net}
        assert.equal("nn.Sequential", back.net.torch_class)
        assert.is_false(back.net.train)
        assert.equal(back.net, back.again)
        local a, b = table.unpack(back.net.modules)
        assert.equal("nn.Linear", a.torch_class)
        assert.equal(back.net, b.of)
        assert.equal(a.weight, b.weight)
        near(b.weight, {3, 4}, 0)
        assert.equal("mine.Own_2", through(t7.object("mine.Own_2", {torch_class = "nn.Linear"})).torch_class)
      end)

      it("pass over functions", function()
        _G.t7_has_run = nil
        local code = string.dump(function() _G.t7_has_run = true end)
        for tag = 6, 8 do
          local f = t7.closure(tag, code, {{name = "x", value = 1}})
          local back = through {before = 1, f = f, g = f, z = "after"}
          assert.same({before = 1, f = {torch_class = "function"}, g = {torch_class = "function"}, z = "after"}, back)
          assert.equal(tag > 6, back.f == back.g)
        end
        local f = t7.closure(8, "", {})
        f.upvalues[1] = {name = "f", value = f}
        assert.same({{torch_class = "function"}}, through {f})
        assert.is_nil(_G.t7_has_run)
      end)
    end)
  end

  it("are told by what they begin with, or by their ending", function()
    local other = folder .. "/x.bin"
    for _, form in ipairs(FORMS) do
      assert.same({1}, ln.load(files.write(other, t7.file({1}, form))))
      near(ln.load(files.write(other, t7.file(t7.tensor("Int", {1}, {3}), form))), {3}, 0)
      for _, ending in ipairs {"t7", "T7", "th", "net", "ascii"} do
        assert.equal(2.5, ln.load(files.write(folder .. "/x." .. ending, t7.file(2.5, form))))
      end
      assert.error_matches(function() ln.load(files.write(other, t7.file(2.5, form))) end, "x%.bin: safetensors: ")
    end
    ln.save(folder .. "/y.net", {a = ln.ones(1)})
    near(ln.load(folder .. "/y.net").a, {1}, 0)
    files.write(other, t7.file({}, "binary"))
    assert.error_matches(function() ln.load_npy(other) end, "is a file of Torch7: ln.load reads it")
  end)

  it("say what is rounded, and refuse what is beyond the range", function()
    local odd = double and 9007199254740993 or 16777217
    local said, x = told(of, t7.file(t7.storage("Long", {1, odd}), "binary"))
    local part = ": torch7: torch.LongStorage: element 2 is " .. odd .. " and is rounded"
    assert.truthy(said:find(path .. part, 1, true), said)
    near(x, {1, odd - 1}, 0)
    local huge = t7.file(t7.storage("Double", {1, 1e300}), "ascii")
    if double then near(of(huge), {1, 1e300}, 0)
    else
      assert.error_matches(function() of(huge) end, "x.t7: torch7: torch.DoubleStorage: element 2 is 1e%+300, beyond")
    end
  end)

  it("of many elements are read in pieces", function()
    local values, n = {}, 150001
    for k = 1, n do values[k] = k % 251 end
    for _, form in ipairs(FORMS) do
      for _, kind in ipairs {"Float", "Byte", "Long"} do
        local x = of(t7.file(t7.storage(kind, values), form))
        assert.equal(n, x:numel())
        assert.equal(table.concat(values, " "), (table.concat(x:totable(), " "):gsub("%.0", "")))
      end
    end
  end)

  local int, long = function(v) return string.pack("<i4", v) end, function(v) return string.pack("<i8", v) end
  local function text(s) return int(#s) .. s end
  local function object(class, index) return int(4) .. int(index or 1) .. text "V 1" .. text(class) end
  local function tensor(rank, rest) return object "torch.FloatTensor" .. int(rank) .. rest end
  local pair = object("torch.FloatStorage", 2) .. long(2) .. ("\0"):rep(8)

  it("that do not fit are refused", function()
    refused("byte 1: an int of 4 bytes, of which 3 are there", "\3\0\0")
    refused("an object of type 9, 0 to 8 are known", int(9))
    refused("an object of type -1", int(-1))
    refused("an object of type 8192", "\0\32\0\0")
    refused("a number of 8 bytes, of which 7 are there", int(1) .. ("\0"):rep(7))
    refused("text of 5 bytes, of which 3 are there", int(2) .. int(5) .. "abc")
    refused("text of -1 bytes", int(2) .. int(-1))
    refused("a table of -1 pairs", int(3) .. int(1) .. int(-1))
    refused("a table of 1000 pairs, 4 bytes are left", int(3) .. int(1) .. int(1000) .. int(0))
    refused("a table's key is nil", int(3) .. int(1) .. int(1) .. int(0) .. int(0))
    refused("a table's key is nan", int(3) .. int(1) .. int(1) .. int(1) .. string.pack("<d", 0 / 0) .. int(0))
    refused("1 bytes follow the object", t7.file({1}) .. "\0")
    refused("a class has the name \"nn Linear\"", object "nn Linear" .. int(3) .. int(2) .. int(0))
    refused("a class has the name \"V 1\"", int(4) .. int(1) .. text "V 1" .. text "V 1")
    refused("a class has the name \"\"", object "")
    refused("tds.Hash writes no table of fields: such classes are not read", object "tds.Hash" .. int(7))
    refused("tds.Hash writes no table of fields", object "tds.Hash" .. int(3) .. int(2) .. int(0))
    refused("torch.Tensor writes no table", object "torch.Tensor" .. int(1) .. long(1))
  end)

  it("are refused with sizes that no storage has", function()
    refused("torch.FloatTensor of 8 dimensions, 0 to 7 are read", tensor(8, ""))
    refused("of -1 dimensions", tensor(-1, ""))
    refused("a long of 8 bytes, of which 0 are there", tensor(1, ""))
    refused("goes up to element 3 of a storage of 2", tensor(1, long(3) .. long(1) .. long(1) .. pair))
    refused("goes up to element 3 of a storage of 2",
            tensor(2, long(2) .. long(2) .. long(1) .. long(1) .. long(1) .. pair))
    refused("goes up to element 3 of a storage of 2", tensor(1, long(2) .. long(1) .. long(2) .. pair))
    refused("goes up to element 2 of a storage of 0", tensor(1, long(2) .. long(1) .. long(1) .. int(0)))
    refused("goes up to element 1 of a storage of 0",
            tensor(1, long(1) .. long(1) .. long(1) .. int(3) .. int(1) .. int(0)))
    for _, v in ipairs {0, -1, 1 << 33, math.maxinteger, math.mininteger} do
      refused("from element " .. v .. " on: no storage here has these",
              tensor(1, long(2) .. long(1) .. long(v) .. pair))
      refused("sizes " .. v .. ", strides 1", tensor(1, long(v) .. long(1) .. long(1) .. pair))
      if v ~= 0 then refused("strides " .. v, tensor(1, long(2) .. long(v) .. long(1) .. pair)) end
    end
    local storage = object "torch.DoubleStorage"
    refused("torch.DoubleStorage of 2 elements, 15 bytes are left", storage .. long(2) .. ("\0"):rep(15))
    refused("of -1 elements", storage .. long(-1))
    refused("of " .. math.maxinteger .. " elements", storage .. long(math.maxinteger) .. "\0")
  end)

  it("of text that do not fit are refused", function()
    refused("an integer is wanted", "3\nx\n")
    refused("an integer is wanted", "3\n1.5\n")
    refused("an integer is wanted", "3\n")
    refused("an integer is wanted", "3\n" .. (" "):rep(65) .. "1\n0\n")
    refused("a number is wanted", "1\nabc\n")
    refused("a number is wanted", "1\n0x10\n")
    refused("a number is wanted", "1\n" .. ("1"):rep(65) .. "\n")
    refused("text of 5 bytes, of which 1 are there", "2\n5\n\n")
    local storage = "4\n1\n3\nV 1\n16\ntorch.IntStorage\n"
    refused("an element of a storage is wanted", storage .. "3\n1 2\n   ")
    refused("an element of a storage is wanted", storage .. "2\n1 2.5\n")
    refused("of 9 elements, 4 bytes are left", storage .. "9\n1 2\n")
    refused("of 9223372036854775807 elements", storage .. math.maxinteger .. "\n1 2\n")
    refused("9223372036854775807 bytes, of which", "2\n" .. math.maxinteger .. "\nx\n")
    refused("2 bytes follow the object", "5\n1\n3\n")
  end)

  it("of tables in tables are read to a depth", function()
    local function nested(depth)
      local out = {}
      for k = 1, depth do out[k] = int(3) .. int(k) .. int(1) .. int(5) .. int(1) end
      return table.concat(out) .. int(0)
    end
    local t, depth = of(nested(999)), 0
    while t do t, depth = t[true], depth + 1 end
    assert.equal(999, depth)
    refused("objects within objects, more than 1000 deep", nested(1000))
  end)

  it("with more beside tensors than is wanted are refused", function()
    local bytes = t7.file({("x"):rep(1000), t7.storage("Byte", {1, 2, 3})})
    -- a table (12, and 64 for itself and 16 for each of 2 pairs), a key (12), a string (8 + 1000)
    refused("takes 1128 bytes or more, at most 1000 are read; {max_header = 2000} takes more", bytes,
            {max_header = 1000})
    assert.equal(1000, #of(bytes, {max_header = #bytes - 3 + 96})[1])
    refused("at most " .. #bytes - 20 + 96, bytes, {max_header = #bytes - 20 + 96})
  end)

  -- Of 110,000 pairs, each of two numbers of 12 bytes: 64 + 16 * 110000 leave
  -- 2434240 bytes of the file, 12 + 24 * 101426 + 4; the next type ends 12 behind.
  it("hold lists of 100,000 numbers", function()
    local list = {}
    for k = 1, 100000 do list[k] = k end
    assert.same(list, of(t7.file(list)))
    list[110000] = 1
    for k = 100001, 110000 do list[k] = k end
    refused("takes 4194316 bytes or more, at most 4194304 are read; {max_header = 8388608} takes more", t7.file(list))
  end)

  it("that were cut anywhere are refused", function()
    for _, form in ipairs(FORMS) do
      local bytes = t7.file({a = t7.tensor("Float", {2}, {1, 2}), b = {"x", true}}, form)
      for length = form == "ascii" and 2 or 0, #bytes - 1 do
        local ok, message = pcall(of, bytes:sub(1, length))
        -- all but the last line's end
        if ok then assert.is_true(form == "ascii" and length == #bytes - 1)
        else assert.truthy(message:find(path .. ": torch7: ", 1, true), message)
        end
      end
    end
  end)

  -- Mutants from seed to seed, of which each is read or refused.
  local function survive(first, last)
    local s = t7.storage("Float", {1, 2, 3, 4, 5, 6})
    local fields = {weight = t7.tensor("Float", {2, 3}, nil, {storage = s}), name = "x", on = true, k = 3,
                    f = t7.closure(8, "code", {}), long = t7.tensor("Long", {2}, {1, 2}), list = {{}, 2.5}}
    fields.bias = t7.tensor("Float", {2}, nil, {storage = s, offset = 3, strides = {2}})
    local value = {t7.object("nn.Linear", fields), t7.tensor("Byte", {3}, {1, 2, 3})}
    for _, form in ipairs(FORMS) do
      local bytes, read = t7.file(value, form), 0
      for seed = first, last do
        local ok, message = pcall(of, files.mutant(bytes, seed))
        if ok then read = read + 1 else in_words(message, path) end
      end
      assert.is_true(read < last - first)
    end
  end

  it("loads or refuses, whatever is wrong", function() told(survive, 1, 200) end)
  it("loads or refuses, whatever is wrong, 20000 times #hard", function() told(survive, 201, 20200) end)
end)
