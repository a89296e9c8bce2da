-- Files that are no models, or none that anybody means: each is refused with a
-- word, or answers, and takes little memory. Seeds are fixed.
local asan = require "spec.support.asan"
local child = require "spec.support.child"
local dice = require "spec.support.dice"
local files = require "spec.files"
local in_words = require "spec.support.in_words"
local ln = require "lunette"
local onnx_file = require "spec.support.onnx_file"
local protobuf = require "lunette.protobuf"

local MOST = 64 << 20 -- bytes beside the file
-- of a process, where ASan puts a guard around each small block
local MOST_TAKEN = asan.here and 2 * MOST or MOST

local changes = {
  function(s, at, roll) return files.flip(s, at, roll(8) - 1) end,
  function(s, at, roll) return s:sub(1, at - 1) .. string.char(roll(256) - 1) .. s:sub(at + 1) end,
  function(s, at) return s:sub(1, at) end,
  function(s, at, roll) return s:sub(1, at - 1) .. s:sub(at + roll(8)) end,
  function(s, at, roll) return s:sub(1, at) .. s:sub(math.max(at - roll(40), 1)) end,
  function(s, at) return s:sub(1, at - 1) .. ("\255"):rep(4) .. "\15" .. s:sub(at + 1) end,
}

-- Half of them are of one byte: more of those are models still.
local function mutant(bytes, roll)
  if roll(2) == 1 then return changes[roll(2)](bytes, roll(#bytes), roll) end
  for _ = 1, roll(3) do
    if #bytes > 0 then bytes = changes[roll(#changes)](bytes, roll(#bytes), roll) end
  end
  return bytes
end

-- Zeros for each input, unless their sizes are too large to be given.
local function inputs_of(net)
  local inputs = {}
  for k, input in ipairs(net._plan.inputs) do
    local sizes, count = {}, 1
    for i, size in ipairs(input.sizes) do
      sizes[i] = type(size) == "number" and size or 2
      count = count * math.abs(sizes[i])
      if sizes[i] < 0 or count > 1e5 then return nil end
    end
    inputs[k] = ln.zeros(sizes)
  end
  return inputs
end

describe("hostile models", function()
  local folder, path
  setup(function()
    folder = files.new_folder()
    path = folder .. "/x.onnx"
  end)
  teardown(files.remove_folder)

  local function use()
    local net = ln.onnx.load(path)
    local inputs = inputs_of(net)
    return inputs and net(table.unpack(inputs))
  end

  -- Answers or raises a text, with the memory that it may take.
  local function check(bytes)
    files.write(path, bytes)
    collectgarbage()
    local before = ln.memory().live_bytes
    ln.reset_peak_memory()
    local ok, text = pcall(ln.onnx.load, path)
    if not ok then in_words(text, "x.onnx: onnx") end
    assert.is_true(ln.memory().peak_bytes - before < MOST)
    local ran, reason = pcall(use)
    if not ran then in_words(reason) end
    return ok
  end

  local function mutants(count)
    local refused, names = 0, {}
    for name in pairs(require "spec.onnx.values") do names[#names + 1] = name end
    table.sort(names)
    for k = 1, count do
      local roll = dice(k)
      local bytes = files.read("spec/onnx/" .. names[k % #names + 1] .. ".onnx")
      if not check(mutant(bytes, roll)) then refused = refused + 1 end
    end
    assert.is_true(refused > count / 8 and refused < count, refused)
  end

  it("are answered or refused", function() mutants(200) end)
  it("are answered or refused, 20000 of them #hard", function() mutants(20000) end)

  local ODD = {0, -1, 1.5, "x", "", true, {}, {1}, {sizes = {2}, values = {1}}, 1 << 62, ln.ones(2), {name = "q"}}

  local function copy(v)
    if type(v) ~= "table" then return v end
    local t = {}
    for key, part in pairs(v) do t[key] = copy(part) end
    return t
  end

  -- Changes one entry of the table, or of one in it.
  local function change(t, roll)
    local keys = {}
    for key in pairs(t) do keys[#keys + 1] = key end
    table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
    local key = keys[roll(math.max(#keys, 1))] or 1
    if type(t[key]) == "table" and roll(8) > 1 then return change(t[key], roll) end
    t[key] = roll(5) > 1 and ODD[roll(#ODD)] or nil
  end

  it("as plain data are answered or refused in words", function()
    local roll, fine = dice(3), 0
    for _, name in ipairs {"shapes", "tokens", "generator"} do
      local data = ln.onnx.load("spec/onnx/" .. name .. ".onnx")._made[1]
      for _ = 1, 100 do
        local changed = copy(data)
        change(changed, roll)
        local ok, text = pcall(function()
          local net = ln.onnx.Graph(changed)
          return net(table.unpack(inputs_of(net) or {}))
        end)
        if ok then fine = fine + 1 else in_words(text) end
      end
    end
    assert.is_true(fine > 0 and fine < 150, fine)
  end)

  local function refused(model, part)
    files.write(path, type(model) == "string" and model or onnx_file.model(model))
    local ok, text = pcall(use)
    assert.is_false(ok)
    assert.truthy(text:find(part, 1, true), text)
  end

  local x, y = {{name = "x", dims = {2, 3}}}, {{name = "y"}}
  local function graph(...) return {inputs = x, outputs = y, nodes = {...}} end
  local function node(op, inputs, attributes, output)
    return {op = op, inputs = inputs, outputs = {output or "y"}, attributes = attributes}
  end

  -- Of a few bytes for each message, value, integer and copy.
  it("take little memory until they are refused", function()
    local bytes, opset = protobuf.bytes, protobuf.bytes(8, protobuf.int(2, 13))
    local function rises(file, part)
      files.write(path, file)
      local text, rise = child("ln.onnx.load '" .. path .. "'")
      assert.truthy(text:find(part, 1, true), text)
      assert.is_true(rise < (MOST_TAKEN + #file) / (1 << 20), rise .. " MiB")
    end
    rises(bytes(7, ("\10\0"):rep(1000000)), "there are more than 65536 messages")
    rises(bytes(7, bytes(1, ("\10\0"):rep(3000000))), "there are more than 262144 fields")
    local t = onnx_file.tensor {name = "w", type = 2, dims = {1 << 20}, raw = ("\1"):rep(1 << 20)}
    rises(opset .. bytes(7, bytes(5, t):rep(8)), "w: with it there are 2097152 integers; at most 1048576 are read")
    local copies = {}
    for k = 1, 1000 do copies[k] = {op = "Identity", inputs = {"w"}, outputs = {"w" .. k}} end
    rises(onnx_file.model {nodes = copies, initializers = {{name = "w", dims = {1 << 20}, raw = ("\0"):rep(4 << 20)}}},
          "bytes wanted")
  end)

  it("that are other files", function()
    refused("", "onnx: there is no graph")
    refused("not a model", "onnx: a field at byte")
    refused("\137PNG\r\n\26\n", "is a PNG picture")
    local ok, text = pcall(ln.load, "spec/onnx/older.onnx")
    assert.is_false(ok)
    assert.truthy(text:find("is an ONNX model: ln.onnx.load reads it", 1, true), text)
  end)

  it("whose ops are not known, all in one message", function()
    files.write(path, onnx_file.model {inputs = {{name = "x\27", dims = {1}}}, outputs = {{name = "y\7"}},
                nodes = {{op = "Relu", name = "a\7", inputs = {"x\27"}, outputs = {"y\7"}}}})
    assert.equal("Graph(\n  from x?: float 1\n  node 1 (Relu a?)\n  to y?\n)", tostring(ln.onnx.load(path)))
    refused(graph {op = "Fo\27[31mo\n", name = "a\7", inputs = {"x"}, outputs = {"y"}},
            "ops that are not known: node 1 (Fo?[31mo? a?)")
    refused(graph(node("Foo", {"x"}, nil, "a"), {op = "Bar", name = "last", inputs = {"a"}, outputs = {"y"}}),
            "ops that are not known: node 1 (Foo), node 2 (Bar last)")
    refused({inputs = x, outputs = y, nodes = {{op = "Gelu", inputs = {"x"}, outputs = {"y"},
             more = protobuf.bytes(7, "com.microsoft")}}}, "node 1 (com.microsoft.Gelu)")
  end)

  it("of graphs that go round, or name what is not there", function()
    refused(graph(node("Relu", {"b"}, nil, "a"), node("Relu", {"a"}, nil, "b")),
            "node 1 (Relu): b is computed by no node before it")
    refused(graph(node("Relu", {"z"})), "node 1 (Relu): z is computed by no node before it")
    refused(graph(node("Relu", {"x"}, nil, "x")), "node 1 (Relu): x is there twice")
    refused(graph(node("Relu", {"x"}, nil, "z")), "output y is computed by no node")
    refused({inputs = {x[1], x[1]}, outputs = y, nodes = {node("Relu", {"x"})}}, "x is there twice")
    refused(graph(node("Relu", {})), "node 1 (Relu): 0 inputs; from 1 to 1 are taken")
    refused(graph(node("Add", {"x", ""})), "node 1 (Add): input 2 is left out")
  end)

  it("of nodes that are not as their op has them", function()
    local function with(name, value) return {{name = name, value = value}} end
    refused(graph(node("Relu", {"x"}, with("slope", 1))), "node 1 (Relu): attribute slope is not known")
    refused(graph(node("Concat", {"x"})), "node 1 (Concat): attribute axis is missing")
    refused(graph(node("Concat", {"x"}, with("axis", "a"))), "node 1 (Concat): attribute axis is no int")
    refused(graph(node("Concat", {"x"}, with("axis", 2))), "node 1 (Concat): axis 2 of a value of 2 dimensions")
    local if_node = node("If", {"x"}, {{name = "then_branch", more = protobuf.bytes(6, "") .. protobuf.int(20, 5)}})
    refused(graph(if_node), "a graph within node 1 (If), attribute then_branch, is not run")
    refused({opset = 6, inputs = x, outputs = y, nodes = {node("Relu", {"x"})}}, "opset 6; 7 to 17 are read")
    refused({inputs = x, outputs = y, nodes = {}, more = protobuf.bytes(25, "")}, "functions are not read")
  end)

  it("of nodes with more results than there are", function()
    local split = node("Split", {"x"}, {{name = "split", value = {1, 1}}}, "a")
    split.outputs = {"a", "b", "c"}
    refused({opset = 11, inputs = x, outputs = y, nodes = {split, node("Relu", {"c"})}},
            "node 1 (Split): there is no result 3")
  end)

  it("of tensors that are not as they say", function()
    local function weight(t)
      t.name = "w"
      return {inputs = x, outputs = y, nodes = {node("Add", {"x", "w"})}, initializers = {t}}
    end
    refused(weight {dims = {3}, raw = "abcd"}, "w: 4 bytes do not make 3 of 4 bytes each")
    refused(weight {dims = {1 << 31, 1 << 31, 1 << 31}, raw = ""}, "w: its sizes are 2147483648x2147483648x2147483648")
    refused(weight {dims = {-1}, raw = ""}, "w: its sizes are -1")
    refused(weight {dims = {1, 1, 1, 1, 1, 1, 1, 1, 1}, raw = "abcd"}, "w: 9 dimensions; at most 8 are read")
    refused(weight {dims = {1}, type = 8}, "w: its data_type is 8, which is not read")
    refused(weight {dims = {2}}, "w: 0 bytes do not make 2 of 4 bytes each")
    local entry = protobuf.bytes(1, "location") .. protobuf.bytes(2, "../w.bin")
    refused(weight {dims = {2}, more = protobuf.bytes(13, entry) .. protobuf.int(14, 1)},
            "w: its numbers lie in another file, ../w.bin")
  end)

  -- Sizes of 2^40 and the like are of a few bytes each.
  it("that ask for more memory than they have a use for", function()
    local function sizes(list) return string.pack(("<i8"):rep(#list), table.unpack(list)) end
    local function sized(op, list, more)
      local s = {name = "s", type = 7, dims = {#list}, raw = sizes(list)}
      return {inputs = x, outputs = y, initializers = {s}, nodes = {node(op, more or {"x", "s"})}}
    end
    refused(sized("Expand", {1 << 36, 2, 3}), "node 1 (Expand): 68719476736x2x3 has more than 268435456 elements")
    refused(sized("Tile", {1 << 30, 1 << 30}), "node 1 (Tile)")
    refused(sized("Tile", {1 << 14, 1 << 14}), "node 1 (Tile)")
    refused(sized("ConstantOfShape", {1 << 30}, {"s"}), "node 1 (ConstantOfShape)")
    refused(sized("Pad", {1 << 40, 0, 0, 1 << 40}), "node 1 (Pad)")
    refused(sized("Resize", {1 << 30, 3}, {"x", "", "", "s"}), "node 1 (Resize)")
    local one = {name = "one", type = 7, dims = {}, raw = sizes {1}}
    local much = {name = "much", type = 7, dims = {}, raw = sizes {1 << 62}}
    refused({inputs = x, outputs = y, initializers = {one, much}, nodes = {node("Range", {"one", "much", "one"})}},
            "node 1 (Range): 4611686018427387904 integers; at most 4194304 are held")
    local lists = {}
    for k = 1, 5 do
      lists[k] = node("ConstantOfShape", {"s"}, {{name = "value", more = protobuf.bytes(5, onnx_file.tensor {
        type = 7, dims = {1}, raw = sizes {1}}) .. protobuf.int(20, 4)}}, "z" .. k)
    end
    lists[6] = node("Concat", {"z1", "z2", "z3", "z4", "z5"}, {{name = "axis", value = 0}})
    refused({inputs = {}, outputs = y, nodes = lists,
             initializers = {{name = "s", type = 7, dims = {1}, raw = sizes {1 << 20}}}},
            "node 4 (ConstantOfShape): values have 4194305 integers; at most 4194304 are held")
    local parts = {}
    for k = 1, 40 do parts[k] = node("Concat", {"x" .. k, "x" .. k}, {{name = "axis", value = 1}}, "x" .. k + 1) end
    refused({inputs = {{name = "x1", dims = {2, 3}}}, outputs = {{name = "x41"}}, nodes = parts}, "(Concat)")
  end)
end)
