-- Messages of Protocol Buffers, held against protoc both ways; what is no
-- message is refused.
local files = require "spec.files"
local protobuf = require "lunette.protobuf"
local shell = require "lunette.shell"

local INNER = {[1] = {"whole", "int"}}
local SAMPLE = {
  [1] = {"whole", "int"}, [2] = {"single", "float"}, [3] = {"twice", "double"},
  [4] = {"text", "text"}, [5] = {"raw", "bytes"}, [6] = {"inner", INNER},
  [7] = {"wholes", "int", true}, [8] = {"loose", "int", true}, [9] = {"singles", "float", true},
  [10] = {"doubles", "double", true}, [11] = {"inners", INNER, true},
}

-- What protoc makes of the text, or of bytes, in the other form.
local function protoc(folder, how, input)
  files.write(folder .. "/in", input)
  local f <close> = assert(io.popen(("protoc --%s=sample.Sample -Ispec/support sample.proto <%s/in 2>&1")
                           :format(how, folder)))
  return f:read "a"
end

describe("protobuf", function()
  local folder
  setup(function() folder = files.new_folder() end)
  teardown(files.remove_folder)

  it("reads what protoc writes", function()
    if not shell.has "protoc" then return pending "protoc is not installed (protobuf-compiler)" end
    local message = protobuf.read(protoc(folder, "encode", [[
      whole: -7 single: 0.25 twice: 1e300 text: "näher" raw: "\000\377"
      inner { whole: 9223372036854775807 } wholes: [1, -1, 300, -9223372036854775808]
      loose: [5, -6] singles: [1.5, -2] doubles: [0.1, 3] inners { whole: 1 } inners { }
      other: 9 far: 10]]), SAMPLE)
    assert.same({
      whole = -7, single = 0.25, twice = 1e300, text = "näher", raw = "\0\255", inner = {whole = math.maxinteger},
      wholes = {1, -1, 300, math.mininteger}, loose = {5, -6}, singles = {1.5, -2}, doubles = {0.1, 3},
      inners = {{whole = 1}, {}},
    }, message)
  end)

  it("writes what protoc reads", function()
    if not shell.has "protoc" then return pending "protoc is not installed (protobuf-compiler)" end
    local text = protoc(folder, "decode", protobuf.int(1, -7) .. protobuf.float(2, 0.25) .. protobuf.double(3, 1e300) ..
      protobuf.bytes(4, "abc") .. protobuf.bytes(6, protobuf.int(1, math.maxinteger)) ..
      protobuf.doubles(10, {0.5, 3}) .. protobuf.bytes(11, ""))
    assert.equal('whole: -7 single: 0.25 twice: 1e+300 text: "abc" inner { whole: 9223372036854775807 } ' ..
                 "doubles: 0.5 doubles: 3 inners { }", (text:gsub("%s+", " "):gsub(" $", "")))
  end)

  -- The bytes are those of the encoding guide: 8 is field 1, a varint; 150 is
  -- 96 01; 3a is field 7 with a length.
  it("takes repeated numbers packed and not, the last of a single field", function()
    assert.same({150, 1, 2, 3}, protobuf.read("\x38\x96\x01\x3a\x02\x01\x02\x38\x03", SAMPLE).wholes)
    assert.equal(4, protobuf.read("\8\3\8\4", SAMPLE).whole)
    assert.is_nil(protobuf.read("", SAMPLE).whole)
    assert.same({}, protobuf.read("", SAMPLE).wholes)
  end)

  it("gives a place instead of a copy, and reads a part of the bytes", function()
    assert.same({raw = {3, 5}}, protobuf.read("\x2a\3abc", {[5] = {"raw", "span"}}))
    assert.same({whole = 9}, protobuf.read("xx\8\9yy", INNER, 3, 4))
  end)

  it("refuses what is no message", function()
    local function refused(bytes, part, fields)
      local ok, text = pcall(protobuf.read, bytes, fields or SAMPLE)
      assert.is_false(ok)
      assert.truthy(text:find(part, 1, true), text)
    end
    refused("\8", "a number at byte 2 goes beyond the end, at 1")
    refused("\8" .. ("\255"):rep(10) .. "\1", "a number at byte 2 has more than 10 bytes")
    refused("\x2a\4abc", "a field at byte 2 has 4 bytes, 3 are left")
    refused("\x2a" .. ("\255"):rep(9) .. "\1", "a field at byte 2 has 18446744073709551615 bytes, 0 are left")
    refused("\x15\0\0\0", "a field at byte 2 has 4 bytes, 3 are left")
    refused("\0\1", "a field at byte 1 has the number 0")
    refused("\x80\x80\x80\x80\x10\1", "a field at byte 1 has the number 536870912")
    refused("\x0b\x0c", "a field at byte 2 is of kind 3, which is not read")
    refused("\x28\1", "field raw is of kind 0, which is no bytes")
    refused("\x30\1", "field inner is of kind 0, which is no message")
    refused("\x0a\1\1", "field whole is of kind 2, which is no int")
    refused("\x4a\5abcde", "field singles ends within a number")
    refused("\x3a\1\x80", "a number at byte 3 goes beyond the end, at 3")
    refused("\x22\1\xff", "the text at byte 3 is no UTF-8")
  end)

  it("refuses messages in each other without end", function()
    local node = {}
    node[1] = {"node", node}
    local bytes = ""
    for _ = 1, 99 do bytes = protobuf.bytes(1, bytes) end
    assert.is_table(protobuf.read(bytes, node).node)
    local ok, text = pcall(protobuf.read, protobuf.bytes(1, bytes), node)
    assert.is_false(ok)
    assert.truthy(text:find("messages lie in each other 101 deep, beyond 100", 1, true), text)
  end)

  -- Of 2 bytes and of one byte each.
  it("refuses messages and numbers without end", function()
    local function refused(bytes, part)
      local ok, text = pcall(protobuf.read, bytes, SAMPLE)
      assert.is_false(ok)
      assert.truthy(text:find(part, 1, true), text)
    end
    refused(("\x5a\0"):rep(1 << 16), "there are more than 65536 messages")
    assert.equal((1 << 16) - 1, #protobuf.read(("\x5a\0"):rep((1 << 16) - 1), SAMPLE).inners)
    refused(protobuf.bytes(7, ("\1"):rep((1 << 20) + 1)), "there are more than 1048576 numbers")
    assert.equal(1 << 20, #protobuf.read(protobuf.bytes(7, ("\1"):rep(1 << 20)), SAMPLE).wholes)
    for _, field in ipairs {"\x38\1", "\x78\1"} do -- wholes, and one that is passed over
      refused(field:rep((1 << 18) + 1), "there are more than 262144 fields")
      assert.is_table(protobuf.read(field:rep(1 << 18), SAMPLE))
    end
  end)
end)
