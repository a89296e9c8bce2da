-- Models of ONNX, held against what PyTorch computes (make.py) and ONNX Runtime.
local files = require "spec.files"
local ln = require "lunette"
local near = require "spec.near"
local networks = require "spec.onnx.zoo"
local onnx = require "spec.support.onnx"
local onnx_file = require "spec.support.onnx_file"
local protobuf = require "lunette.protobuf"
local values = require "spec.onnx.values"

local function path_of(name) return "spec/onnx/" .. name .. ".onnx" end

local function tensor(t) return ln.tensor(t.c):reshape(t.s) end

local function all(list)
  local tensors = {}
  for k, t in ipairs(list) do tensors[k] = tensor(t) end
  return tensors
end

-- The tensors are those of the list, each of its sizes.
local function close(tensors, list)
  assert.equal(#list, #tensors)
  for k, t in ipairs(list) do
    assert.same(t.s, table.move(tensors[k]:size(), 1, #t.s, 1, {}))
    near(tensors[k], t.c)
  end
end

-- Results, and gradients of the sum of sin(y) where y is no integer.
local function held(net, v, said)
  local inputs, leaves = all(v.x), {}
  for k, x in ipairs(inputs) do
    local is_leaf = net._plan.inputs[k].kind == "float"
    if is_leaf then leaves[#leaves + 1] = x:requires_grad_() end
  end
  local ys = {net(table.unpack(inputs))}
  close(ys, said.y)
  local sum = 0
  for _, y in ipairs(ys) do
    if y:requires_grad() then sum = sum + y:sin():sum() end
  end
  net:zero_grad()
  sum:backward()
  local grads = {}
  for k, x in ipairs(leaves) do grads[k] = x.grad end
  close(grads, said.g)
  for name, p in net:named_parameters() do
    if said.gp[name] then close({p.grad}, {said.gp[name]}) end
  end
end

describe("onnx.load", function()
  for name, v in pairs(values) do
    it("computes " .. name .. " and its gradients as PyTorch does", function()
      local net = ln.onnx.load(path_of(name))
      assert.is_false(net.training)
      held(net, v, v)
    end)
  end

  it("trains with the statistics of the batch, which the kept ones follow", function()
    local net, v = ln.onnx.load(path_of "classifier"):train(), values.classifier
    held(net, v, v.train)
    for name, t in pairs(v.train.after) do near(net:get_buffer(name), t.c) end
    assert.equal(7, #net:parameters())
    for name in net:named_parameters() do assert.is_table(v.gp[name], name) end
  end)

  -- 1 is 3c00 in float16 and 3f80 in bfloat16, -2 is c000 in both.
  it("reads numbers of every type, typed and raw", function()
    local int = protobuf.int
    local list = protobuf.bytes
    local path = os.tmpname()
    local function held_as(type, how, ...)
      local t = {name = "w", type = type, dims = {select("#", ...)}, raw = how.raw, more = how.more}
      files.write(path, onnx_file.model {initializers = {t}, outputs = {{name = "w"}}})
      assert.same({...}, ln.onnx.load(path)():totable())
    end
    held_as(1, {more = list(4, string.pack("<ff", 0.5, -2))}, 0.5, -2)
    held_as(1, {raw = string.pack("<ff", 0.5, -2)}, 0.5, -2)
    held_as(11, {more = protobuf.doubles(10, {0.5, -2})}, 0.5, -2)
    held_as(11, {raw = string.pack("<dd", 0.5, -2)}, 0.5, -2)
    held_as(10, {more = int(5, 0x3c00) .. int(5, 0xc000)}, 1, -2)
    held_as(10, {raw = "\0\x3c\0\xc0"}, 1, -2)
    held_as(16, {more = int(5, 0x3f80) .. int(5, 0xc000)}, 1, -2)
    held_as(16, {raw = "\x80\x3f\0\xc0"}, 1, -2)
    held_as(6, {more = int(5, -7) .. int(5, 300)}, -7, 300)
    held_as(6, {raw = string.pack("<i4i4", -7, 300)}, -7, 300)
    held_as(7, {more = list(7, "\xf9\xff\xff\xff\xff\xff\xff\xff\xff\1\xac\2")}, -7, 300)
    held_as(7, {raw = string.pack("<i8i8", -7, 300)}, -7, 300)
    held_as(2, {raw = "\255\1"}, 255, 1)
    held_as(3, {raw = "\255\1"}, -1, 1)
    held_as(4, {raw = "\255\255\0\1"}, 65535, 256)
    held_as(5, {raw = "\255\255\0\1"}, -1, 256)
    held_as(12, {more = int(11, 9)}, 9)
    held_as(13, {more = int(11, 9)}, 9)
    held_as(9, {raw = "\1\0"}, 1, 0)
    os.remove(path)
  end)

  it("takes a batch of any size where the nodes do", function()
    local net, v = ln.onnx.load(path_of "generator"), values.generator
    local z = tensor(v.x[1])
    local five = net(ln.cat {z, z, z[{{1, 1}}]})
    assert.same({5, 2, 8, 12}, table.move(five:size(), 1, 4, 1, {}))
    near(five:narrow(1, 3, 2), v.y[1].c)
  end)

  -- Those that draw noise have the file's own; one gives tables of tensors, which are outputs one by one.
  it("reads what onnx.export writes", function()
    local draws = {["stylegan2.generator"] = true, ["fastgan.generator"] = true, ["ctgan.generator"] = true,
                   ["infogan.q"] = true}
    local path, count = os.tmpname(), 0
    for _, e in ipairs(networks(true)) do
      local args = e.args(e.group > 1 and e.group or 2)
      if not draws[e.name] then
        local wanted = {e.network:eval()(table.unpack(args))}
        ln.onnx.export(e.network, path, {input = args})
        for k in pairs(e.index) do args[k] = args[k] and args[k] - 1 end -- classes count from 0 there
        local ys = {ln.onnx.load(path)(table.unpack(args))}
        for k, y in ipairs(wanted) do near(ys[k], y:flatten():totable()) end
        count = count + 1
      end
    end
    os.remove(path)
    assert.is_true(count > 40, count)
  end)

  it("is as ONNX Runtime computes it", function()
    if onnx.no_runtime() then return pending(onnx.no_runtime()) end
    local folder, jobs, names = files.new_folder(), {}, {}
    for name, v in pairs(values) do
      local path, feeds = ("%s/%s"):format(folder, name), all(v.x)
      files.write(path, files.read(path_of(name)))
      for k, input in ipairs(ln.onnx.load(path)._plan.inputs) do
        feeds[k] = {name = input.name, x = feeds[k], index = input.kind == "int"}
      end
      names[#names + 1] = name
      jobs[#names] = {path = path, feeds = feeds}
    end
    for k, results in ipairs(onnx.run(jobs, folder)) do
      local v = values[names[k]] -- a model exported for training is run so
      local ys = {ln.onnx.load(path_of(names[k])):train(v.train ~= nil)(table.unpack(all(v.x)))}
      assert.equal(#v.y, #results, results.error)
      for i, y in ipairs(results) do near(ys[i], y.x:flatten():totable(), 1e-4) end
    end
    files.remove_folder()
  end)
end)

describe("onnx.Graph", function()
  local folder
  setup(function() folder = files.new_folder() end)
  teardown(files.remove_folder)

  it("has the initializers for parameters, by their names as paths", function()
    local net = ln.onnx.load(path_of "classifier")
    assert.equal(net["0"].weight, net:get_parameter "0.weight")
    assert.equal("4x1", ("%dx%d"):format(net["0"].weight:size(1), net["1"].running_mean:dim()))
    local other = ln.onnx.load(path_of "classifier")
    for _, p in ipairs(other:parameters()) do p:requires_grad_(false):fill_(0) end
    other:load_state_dict(net:state_dict {to = "torch"}, {from = "torch"})
    assert.is_not_nil(net:state_dict {to = "torch"}["0.weight"]) -- its names are PyTorch's
    local x = tensor(values.classifier.x[1])
    assert.equal(0, (net(x) - other(x)):abs():amax():item())
  end)

  -- A path that would be a method, a tensor and what is below it, no path at all.
  it("finds a place for any name", function()
    local names = {"train.weight", "a", "a.b", "x..y", "_plan", "b.c", "b.d", "onnx::Conv_7"}
    local paths = {"_train_weight", "a", "_a_b", "_x__y", "__plan", "b.c", "b.d", "onnx::Conv_7"}
    local initializers, nodes = {}, {}
    for k, name in ipairs(names) do
      initializers[k] = {name = name, dims = {1}, raw = string.pack("<f", k)}
      nodes[k] = {op = "Add", inputs = {k == 1 and "x" or "y" .. k - 1, name}, outputs = {"y" .. k}}
    end
    files.write(folder .. "/x", onnx_file.model {inputs = {{name = "x", dims = {1}}}, outputs = {{name = "y8"}},
                                                 nodes = nodes, initializers = initializers})
    local net = ln.onnx.load(folder .. "/x")
    for k, path in ipairs(paths) do assert.equal(k, net:get_parameter(path):item()) end
    assert.equal(8, #net:parameters())
    assert.equal(36, net(ln.zeros(1)):item())
    ln.save_model(folder .. "/m", net)
    assert.equal(36, ln.load_model(folder .. "/m")(ln.zeros(1)):item())
  end)

  -- w is read by Mul, and the Identity of it by Add: 2 * 3 + 2.
  it("makes what an Identity repeats a parameter of its own", function()
    files.write(folder .. "/x", onnx_file.model {
      inputs = {{name = "x", dims = {1}}}, outputs = {{name = "y"}},
      initializers = {{name = "w", dims = {1}, raw = string.pack("<f", 2)}},
      nodes = {{op = "Identity", inputs = {"w"}, outputs = {"v"}}, {op = "Mul", inputs = {"x", "w"}, outputs = {"z"}},
               {op = "Add", inputs = {"z", "v"}, outputs = {"y"}}}})
    local net = ln.onnx.load(folder .. "/x")
    local y = net(ln.tensor {3})
    y:backward()
    assert.same({8, 3, 1, 2}, {y:item(), net.w.grad:item(), net.v.grad:item(), #net:parameters()})
  end)

  -- The first result of TopK has no name, and neither has min of Clip.
  it("gives nothing for an input that is left out", function()
    files.write(folder .. "/x", onnx_file.model {
      inputs = {{name = "x", dims = {3}}}, outputs = {{name = "y"}, {name = "i"}},
      initializers = {{name = "k", type = 7, dims = {1}, raw = string.pack("<i8", 2)},
                      {name = "top", dims = {}, raw = string.pack("<f", 2)}},
      nodes = {{op = "TopK", inputs = {"x", "k"}, outputs = {"", "i"}},
               {op = "Clip", inputs = {"x", "", "top"}, outputs = {"y"}}}})
    local y, i = ln.onnx.load(folder .. "/x")(ln.tensor {1, 5, 3})
    assert.same({{1, 2, 2}, {1, 2}}, {y:totable(), i:totable()})
  end)

  it("is saved, made again without its file, and cloned", function()
    for name, v in pairs(values) do
      local net = ln.onnx.load(path_of(name))
      ln.save_model(folder .. "/m", net, {from = name})
      local made, about = ln.load_model(folder .. "/m")
      assert.equal(name, about.from)
      close({made(table.unpack(all(v.x)))}, v.y)
      close({net:clone()(table.unpack(all(v.x)))}, v.y)
    end
  end)

  it("prints its inputs, nodes and outputs", function()
    local text = tostring(ln.onnx.load(path_of "classifier"))
    assert.truthy(text:find("from x0: float 3x2x9x8\n", 1, true), text)
    assert.truthy(text:find("node 1 (Conv /0/Conv)\n", 1, true), text)
    assert.truthy(text:find("node 2 (BatchNormalization /1/BatchNormalization)\n", 1, true), text)
    assert.truthy(ln.onnx.load(path_of "shapes"):extra_repr():find("from x0: float batchx4x3x2", 1, true))
    assert.truthy(ln.onnx.load(path_of "classifier"):summary {2, 9, 8}:find "Graph +3 ")
  end)

  it("refuses inputs that are not the graph's", function()
    local net = ln.onnx.load(path_of "tokens")
    local function refused(part, ...)
      local ok, text = pcall(net, ...)
      assert.is_false(ok)
      assert.truthy(text:find(part, 1, true), text)
    end
    refused("Graph: 1 inputs are given, 2 are wanted", ln.zeros(2, 3))
    refused("Graph: x0 has 2 dimensions, 3 has 1", ln.zeros(3), ln.zeros(2, 3))
    refused("Graph: x0: 0.5 is no integer", ln.zeros(2, 3) + 0.5, ln.zeros(2, 3))
    refused("index 5 is out of the 5 that there are", ln.zeros(2, 3) + 5, ln.zeros(2, 3))
    refused("Graph: x0 is 3, a tensor is wanted", 3, 4)
  end)
end)
