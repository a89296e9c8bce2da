-- ln.save_model and ln.load_model: what is rebuilt in another process, without
-- the script, gives the same bits.
local child = require "spec.support.child"
local fixtures = require "spec.support.fixtures"
local hostile = require "spec.support.hostile"
local ln = require "lunette"
local safetensors = require "lunette.safetensors"
local state = require "lunette.state"
local nn = ln.nn

local FOLDER = "spec/reference/layers/"
local FAMILIES = {"activation", "attention", "conv", "linear", "models", "more", "norm", "pooling", "recurrent",
                  "reparametrisation", "zoo"}

local folder, path

before_each(function()
  folder = os.tmpname()
  os.remove(folder)
  path = folder .. "/model.safetensors"
end)
after_each(function() os.execute("rm -rf " .. folder) end)

local function again(network, about)
  ln.save_model(path, network, about)
  return ln.load_model(path)
end

local function same_state(a, b)
  local here, there = a:state_dict(), b:state_dict()
  for name, x in pairs(here) do assert(x:equal(there[name]), name) end
  for name in pairs(there) do assert(here[name], name) end
end

-- What another process does with the files of a family: {k.safetensors, and
-- k.expected with the results that were got here}.
local CHILD = [[
  local fixtures = require "spec.support.fixtures"
  local cases = dofile(%q)
  for k, case in ipairs(cases) do
    local f = io.open(%q .. k .. ".safetensors")
    if f then
      f:close()
      local layer = ln.load_model(%q .. k .. ".safetensors")
      local expected = ln.load(%q .. k .. ".expected")
      local got = fixtures.results(layer, case)
      for i, y in ipairs(expected) do
        if not (got[i] and y:equal(got[i]) or y:ne(y):sum():item() > 0) then print(case.text, i, "differs") end
      end
      print("loaded")
    end
  end
]]

local ZOO_CHILD = [[
  local folder = %q
  for file in io.popen("ls " .. folder .. "/*.safetensors"):lines() do
    local expected = ln.load((file:gsub("safetensors$", "expected")))
    local net = ln.load_model(file)
    ln.manual_seed(1)
    local outputs = require "spec.support.fixtures".flat({net(table.unpack(expected.inputs))}, {})
    local same = #outputs == #expected.outputs
    for k, y in ipairs(outputs) do same = same and y:equal(expected.outputs[k]) end
    print(same and "same" or file .. " differs")
  end
]]

-- What a network of the zoo gives for these, the tensors among it.
local function outputs_of(net, inputs)
  ln.manual_seed(1)
  local list = fixtures.flat({net(table.unpack(inputs))}, {})
  for k, y in ipairs(list) do list[k] = y:detach() end
  return list
end

-- Inputs that a network of the zoo takes: noise, rows, series or pictures of
-- some size, alone, in pairs or with labels. It is left as it was.
local function inputs_of(net)
  local list = {}
  local function try(...) list[#list + 1] = {...} end
  for width = 1, 24 do
    try(ln.randn(20, width))
    try(ln.randn(20, width), ln.ones(20))
    try(ln.randn(4, 5, width))
  end
  for _, size in ipairs {8, 16, 32, 64, 96} do
    for _, c in ipairs {1, 3} do
      local x = ln.randn(4, c, size, size)
      try(x)
      try(x, ln.ones(4))
      try(x, x)
    end
  end
  for _, inputs in ipairs(list) do
    local ok, results = pcall(function() return fixtures.flat({net:clone()(table.unpack(inputs))}, {}) end)
    if ok and #results > 0 then return inputs end
  end
end

-- A layer as text: what it prints, and a checksum of its state.
local WHAT_IT_IS = [[
  local function what_it_is(layer)
    local state, names, crc = layer:state_dict(), {}, 0
    for name in pairs(state) do names[#names + 1] = name end
    table.sort(names)
    for _, name in ipairs(names) do
      crc = require "lunette.engine".io.crc32(name .. state[name]:to_bytes "f64", 1, crc)
    end
    return tostring(layer):gsub("\n", " ") .. " " .. crc
  end
]]
local what_it_is = load(WHAT_IT_IS .. "return what_it_is")()

local OTHER_CHILD = WHAT_IT_IS .. [[
  local names = {}
  for file in io.popen("ls %s/*.safetensors"):lines() do names[#names + 1] = file end
  table.sort(names)
  for _, file in ipairs(names) do
    print(file:match "([^/]+).safetensors$" .. " " .. what_it_is(ln.load_model(file)))
  end
]]

local covered = {}

local function note_classes(network)
  for _, layer in ipairs(network:modules()) do covered[layer.__name] = true end
end

describe("a model file of", function()
  for _, family in ipairs(FAMILIES) do
    it(family .. " is read in another process", function()
      local count = 0
      for k, case in ipairs(dofile(FOLDER .. family .. ".lua")) do
        local network = case.make():train(case.train)
        ln.save_model(("%s/%d.safetensors"):format(folder, k), network, {text = case.text})
        ln.save(("%s/%d.expected"):format(folder, k), fixtures.results(network, case))
        note_classes(network)
        count = count + 1
      end
      local at = folder .. "/"
      local printed = child(CHILD:format(FOLDER .. family .. ".lua", at, at, at))
      assert.equal(("loaded\n"):rep(count), printed)
    end)
  end

  it("every network of the zoo is read in another process, to the same bits", function()
    local count, names = 0, {}
    for name in pairs(ln.gan.zoo) do names[#names + 1] = name end
    table.sort(names)
    for _, name in ipairs(names) do
      local nets = name ~= "ModulatedConv2d" and ln.gan.zoo[name](hostile.named("gan.zoo." .. name)) or {}
      for part, net in pairs(nets) do
        if nn.Module.is_layer(net) then
          local file = ("%s/%s.%s"):format(folder, name, part)
          local inputs = assert(inputs_of(net), name .. "." .. part)
          ln.save_model(file .. ".safetensors", net)
          ln.save(file .. ".expected", {inputs = inputs, outputs = outputs_of(net, inputs)})
          count = count + 1
        end
      end
    end
    assert(count > 36, count)
    assert.equal(("same\n"):rep(count), child(ZOO_CHILD:format(folder)))
  end)

  it("every other layer is read in another process", function()
    local odd, said = {Module = "it has no forward", Lambda = "functions are in no file"}, {}
    for name, class in pairs(nn) do
      if nn.Module.is_class(class) and not covered[name] and not odd[name] and not name:find "^Lazy" then
        local layer = hostile.object {owner = {name = "nn." .. name, value = class}}
        ln.save_model(("%s/%s.safetensors"):format(folder, name), layer)
        said[#said + 1] = name .. " " .. what_it_is(layer)
      end
    end
    assert(#said > 10, #said)
    table.sort(said)
    assert.equal(table.concat(said, "\n") .. "\n", child(OTHER_CHILD:format(folder)))
  end)
end)

-- ---- what a script adds ----

-- Writes the file again with its description changed by `change`.
local function rewrite(change)
  local tensors, metadata = safetensors.load(path)
  local d = state.decode(metadata["lunette.model"], path, tensors)
  change(d)
  metadata["lunette.model"] = state.encode(d, "lunette.model", tensors)
  safetensors.save_checked(path, tensors, metadata)
end

local function failing(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(tostring(message):find(part, 1, true), message)
end

-- A block that a script might have; `name` is that of its class.
local function block_class(name)
  local Block = nn.Module:extend(name)
  function Block:init(width, o)
    self.width, self.scale = width, o and o.scale or 1
    self.layers = {nn.Linear(width, width), nn.ReLU()}
    self.head = nn.Linear(width, 2)
  end
  function Block:forward(x)
    for _, layer in ipairs(self.layers) do x = layer(x) end
    return self.head(x) * self.scale
  end
  return Block
end

describe("a network of a script", function()
  it("is rebuilt from a class that nn.register named", function()
    local Block = nn.register("ModelSpecBlock", block_class "Block")
    local net = nn.Sequential {Block(3, {scale = 2}), nn.Tanh()}
    local back, about = again(net, {range = {-1, 1}, classes = {"cat", "dog"}, step = 7, ema = true})
    same_state(net, back)
    local x = ln.randn(4, 3)
    assert(net(x):equal(back(x)))
    assert.same({range = {-1, 1}, classes = {"cat", "dog"}, step = 7, ema = true, version = ln.version}, about)
  end)

  it("is refused by the name of a class that is not registered", function()
    nn.register("ModelSpecBlock", block_class "Block")
    local Other = block_class "Other"
    failing("save_model: no file can say what a Other is at 1: nn.register(name, class) gives its class a name",
            ln.save_model, path, nn.Sequential {Other(3)})
    local Known = nn.register("ModelSpecGone", block_class "Gone")
    ln.save_model(path, Known(3))
    nn.register("ModelSpecGone", block_class "Gone") -- another class of that name takes its place
    assert(ln.load_model(path))
    failing("nn.register(name, class)", ln.save_model, path, Known(3))
    rewrite(function(d) d.layers[1].class = "ModelSpecXXXX" end)
    failing("there is no class of layers ModelSpecXXXX, unless nn.register names one so", ln.load_model, path)
  end)

  it("says what its classes do not make: fields, weights, other layers", function()
    local net = nn.Sequential {nn.Linear(3, 3), nn.Dropout(0.5), nn.Residual(nn.Linear(3, 3)), nn.ReLU()}
    net[2].p = 0.25
    nn.spectral_norm(net[3].layer)
    nn.weight_norm(net[1], {dim = false})
    net[3].shortcut = nn.Linear(3, 3)
    net:append(net[1]):eval()
    local back = again(net)
    assert.equal(tostring(net), tostring(back))
    assert.equal(0.25, back[2].p)
    assert.is_false(back.training)
    assert(rawequal(back[1], back[5]))
    same_state(net, back)
    local G = ln.gan.zoo.dcgan({size = 16, filters = 2, latent = 3}).generator
    G[#G] = nil
    G[1] = nn.Unflatten(2, {3, 1, 1})
    G:append(nn.Hardtanh())
    back = again(G:clone())
    assert.equal(tostring(G), tostring(back))
    -- it still says of which entry of the zoo it is
    local d = require "lunette.description".of(G)
    assert.equal("dcgan", d.layers[d.network].entry)
    local D = nn.remove_spectral_norm(ln.gan.zoo.sngan({form = "conv", size = 16, channels = 1}).discriminator[1])
    same_state(D, again(D))
  end)

  it("is not saved where a file would not say all of it", function()
    failing("save_model: Lambda at 2 was made with a function, which no file can hold", ln.save_model, path,
            nn.Sequential {nn.Linear(3, 3), function(x) return x end})
    local odd = nn.Linear(3, 3)
    odd.options = {1}
    failing("save_model: at options is a table, where its class makes nothing", ln.save_model, path, odd)
    odd = nn.Linear(3, 3)
    odd.centre = ln.ones(3)
    failing("save_model: at centre is a tensor, where its class makes nothing", ln.save_model, path, odd)
    failing("save_model: network is 3, a layer is wanted", ln.save_model, path, 3)
    assert.is_nil(io.open(path))
  end)

  it("has layers that learnt their sizes at the first call", function()
    local net = nn.Sequential {nn.LazyConv2d(2, 3), nn.LazyBatchNorm2d(), nn.Flatten(), nn.LazyLinear(2)}
    local ok = pcall(ln.save_model, path, net)
    assert.is_false(ok)
    net(ln.randn(2, 3, 5, 5))
    local back = again(net)
    assert.equal(tostring(net), tostring(back))
    same_state(net, back)
  end)

  it("leaves the default generator where it was", function()
    ln.manual_seed(3)
    local net = nn.Linear(3, 3)
    local before = ln.default_generator:state()
    again(net)
    assert.equal(before, ln.default_generator:state())
  end)

  it("is refused where a file has only weights", function()
    ln.save(path, nn.Linear(3, 3):state_dict())
    failing(path .. ": model: the file does not say how its network is made", ln.load_model, path)
  end)
end)

-- ---- descriptions that somebody means ill with ----

-- What is put in the place of anything.
local ILL = {-1, 1 << 40, 0.5, "os.execute", "nn.Module", "gan.Trainer", {}, {"layer", 99}, {"class", "io.open"},
             {"sizes", {1 << 40}}}

-- Calls f(set) for everything below `node`; set(value) puts it there.
local function each_place(node, f)
  local keys = {}
  for key in pairs(node) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
  for _, key in ipairs(keys) do
    f(function(value) node[key] = value end)
    if type(node[key]) == "table" then each_place(node[key], f) end
  end
end

local function copy(value)
  if type(value) ~= "table" then return value end
  local t = {}
  for key, v in pairs(value) do t[key] = copy(v) end
  return t
end

local function sample()
  local net = nn.Sequential {nn.Linear(3, 3), nn.spectral_norm(nn.Conv2d(2, 3, 3, {padding = 1})),
                             nn.Concat({nn.ReLU(), nn.Tanh()}, 2), nn.ParameterList {ln.ones(2)}}
  net:append(ln.gan.zoo.dcgan({size = 16, filters = 1, latent = 2, channels = 1}).generator)
  net[1].training, net[5][2] = false, nn.Identity()
  return net
end

-- Runs f; what it calls of what a file must not reach.
local function run_by(f)
  local kept, ran = {}, {}
  for _, place in ipairs {{os, "execute"}, {os, "remove"}, {io, "popen"}, {_G, "load"}, {_G, "dofile"},
                          {_G, "collectgarbage"}} do
    kept[#kept + 1] = {place[1], place[2], place[1][place[2]]}
  end
  for _, k in ipairs(kept) do
    k[1][k[2]] = function(...)
      ran[#ran + 1] = k[2]
      return k[3](...)
    end
  end
  f()
  for _, k in ipairs(kept) do k[1][k[2]] = k[3] end
  return ran
end

describe("a description meant ill", function()
  it("is refused with a word, or makes a network; it runs nothing and takes no memory", function()
    ln.save_model(path, sample())
    local good, places, refused = nil, 0, 0
    rewrite(function(d) good = copy(d) end)
    each_place(good, function() places = places + 1 end)
    collectgarbage()
    ln.reset_peak_memory()
    local before = ln.memory().peak_bytes
    local ran = run_by(function()
      for k = 1, 3 * places do
        local place, value, at = (k - 1) % places + 1, ILL[k % #ILL + 1], 0
        rewrite(function(d)
          for key in pairs(d) do d[key] = copy(good[key]) end
          each_place(d, function(set)
            at = at + 1
            if at == place then set(copy(value)) end
          end)
        end)
        local ok, result = pcall(ln.load_model, path)
        refused = refused + (ok and 0 or 1)
        assert(ok and nn.Module.is_layer(result) or result:find(path .. ": model: ", 1, true), result)
      end
    end)
    assert.same({}, ran)
    assert(refused > 200, refused)
    assert(ln.memory().peak_bytes - before < 80 << 20)
  end)

  it("is refused by what is wrong with it", function()
    for _, case in ipairs {
      {"the description is of format 2; format 1 is read", function(d) d.format = 2 end},
      {"where %d+ are allowed", function(d) d.layers[1].args = {n = 2, 1 << 20, 1 << 20} end},
      {"layer 1 %(os.execute%): there is no class of layers os.execute",
       function(d) d.layers[1].class = "os.execute" end},
      {"layer 2 .*: layer 2 is none of those before it", function(d) d.layers[2].args = {n = 1, {"layer", 2}} end},
      {'change at "forward": it cannot be a number', function(d) d.changes = {{path = "forward", value = 1}} end},
      {'change at "_made.n": there is no such field', function(d) d.changes = {{path = "_made.n", value = 1}} end},
      {'change at "1.weight": it cannot be a number', function(d) d.changes = {{path = "1.weight", value = 1}} end},
      {'change at "1": a weight is computed by register', function(d)
        d.changes = {{path = "1", computed = "register", name = "x"}}
      end},
      {"layer 1 %(nn.Linear%): its arguments are no list", function(d) d.layers[1].args = {n = 1e9} end},
      {"unexpected: 1.bias, 1.weight", function(d) d.layers[d.network].args[1][2][1] = {"layer", 3} end},
    } do
      ln.save_model(path, sample())
      rewrite(case[2])
      local ok, message = pcall(ln.load_model, path)
      assert.is_false(ok)
      assert(message:find(path .. ": model: ", 1, true), message)
      assert(message:find(case[1]), message)
    end
  end)
end)
