-- The Inception network, its resizing and its weights in files, held against torchvision and Pillow.
local ln = require "lunette"
local files = require "spec.files"
local inception = require "lunette.metrics.inception"
local near = require "spec.near"
local Network = require "lunette.metrics.inception_network"
local python = require "spec.support.python"
local shell = require "lunette.shell"

local DOUBLE = ln.real == "double"
local values = dofile "spec/reference/metrics/inception.lua"

-- n numbers from -0.5 to 0.5, as inception.py makes them.
local function numbers(n, k)
  local list = {}
  for i = 0, n - 1 do list[i + 1] = (i * i * 31 + i * 17 + k * 101) % 2003 / 2002 - 0.5 end
  return ln.tensor(list)
end

local function images(sizes, k)
  local n = 1
  for _, size in ipairs(sizes) do n = n * size end
  return (numbers(n, k) * 2):reshape(sizes)
end

-- The state of the network of one channel in 16.
local function formulas()
  local state, names = Network(16):state_dict(), {}
  for name in pairs(state) do
    if not name:find "num_batches" then names[#names + 1] = name end
  end
  table.sort(names)
  local made = {}
  for k, name in ipairs(names) do
    local x = state[name]
    local v = numbers(x:numel(), k):reshape(x:size())
    if x:dim() > 1 then
      v = v * math.sqrt(24 / x[1]:numel())
    elseif name:find "bn%.weight$" or name:find "running_var$" then
      v = v + 1
    end
    made[name] = v
  end
  return made
end

local function raises(message, f, ...)
  local ok, text = pcall(f, ...)
  assert.is_false(ok)
  assert.is_truthy(text:find(message, 1, true), text)
end

describe("metrics.inception", function()
  local folder, path, network
  setup(function()
    folder = files.new_folder()
    path = folder .. "/narrow.safetensors"
    ln.save(path, formulas()) -- as files before PyTorch 0.4.1, without num_batches_tracked
    network = inception.network(path, 16)
  end)
  teardown(function() files.remove_folder() end)

  it("has the features and the logits of torchvision's with the poolings of TensorFlow's", function()
    local x = images({2, 3, 299, 299}, 1)
    near(network:features(x), values.features, DOUBLE and 1e-9 or 1e-5)
    near(network(x), values.logits, DOUBLE and 1e-9 or 1e-5)
  end)

  it("has them in full size, of a file that torchvision's state is written to #hard", function()
    if python.missing "torchvision" then return pending(python.missing "torchvision") end
    assert.equal(0, shell.run {python.program, "spec/reference/metrics/inception.py", folder})
    local net = ln.metrics.inception(folder .. "/weights.safetensors").network
    local x = ln.load_npy(folder .. "/images.npy")
    for name, got in pairs {features = net:features(x), logits = net(x)} do
      local wanted = ln.load_npy(folder .. "/" .. name .. ".npy")
      assert.same(wanted:size(), got:size())
      assert.is_true(((got - wanted):abs():amax() / wanted:abs():amax()):item() < 1e-5, name)
    end
  end)

  -- A block through whose branch_pool goes its first channel alone: the last branch's first result.
  local function pooled(name, x)
    local block = network[name]:clone()
    local unit = block.branch_pool
    unit.conv.weight:zero_()
    unit.conv.weight[{1, 1, 1, 1}] = 1
    unit.bn.eps = 0
    for key, value in pairs {weight = 1, bias = 0, running_mean = 0, running_var = 1} do unit.bn[key]:fill_(value) end
    local inputs = unit.conv.weight:size(2)
    local y = block(ln.tensor(x):reshape(1, 1, #x, #x[1]):expand(1, inputs, #x, #x[1]))
    return y:select(2, y:size(2) - unit.conv.weight:size(1) + 1)
  end

  it("averages without the padding, and takes the largest in the last block", function()
    -- corners have 4 pixels, sides 6, the middle 9
    local x = {{0, 1, 2}, {3, 4, 5}, {6, 7, 8}}
    for _, name in ipairs {"Mixed_5b", "Mixed_5c", "Mixed_5d", "Mixed_6b", "Mixed_6c", "Mixed_6d", "Mixed_6e",
                           "Mixed_7b"} do
      near(pooled(name, x), {2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6}, 1e-6)
    end
    near(pooled("Mixed_7c", x), {4, 5, 5, 7, 8, 8, 7, 8, 8}, 1e-6)
  end)

  -- What the network is given of images.
  local function prepared(x, resize)
    return inception.of({features = function(_, y) return y:clone() end}, resize).features(x)
  end

  it("resizes as clean-fid does, by Pillow, and as pytorch-fid, by PyTorch", function()
    for k, case in ipairs(values.resizings) do
      local x = images(case.size, k)
      for _, resize in ipairs {"clean", "legacy_pytorch"} do
        local y = prepared(x, resize)
        assert.same({case.size[1], 3, 299, 299}, y:size())
        for c = case.size[2] + 1, 3 do assert.is_true(y:select(2, c):equal(y:select(2, 1))) end
        local own = y:narrow(2, 1, case.size[2]):reshape(-1)
        local every = ln.arange(0, #case[resize] - 1) * 4001 + 1
        -- Pillow's results are float32
        near(own:index_select(1, every), case[resize], DOUBLE and resize ~= "clean" and 1e-9 or 2e-6)
      end
    end
  end)

  it("leaves images of 299 x 299 to the scale that each has", function()
    local x = images({1, 3, 299, 299}, 1)
    assert.is_true(prepared(x, "legacy_pytorch"):equal(x))
    -- 0 to 255: black is (0 - 128) / 128, white (255 - 128) / 128
    near(prepared(ln.tensor({-1, 1}):reshape(2, 1, 1, 1):expand(2, 3, 299, 299), "clean"):amax {2, 3, 4},
         {-1, 127 / 128}, 1e-6)
  end)

  it("gives features and probabilities of any number of pictures, without a graph", function()
    local narrow = inception.of(network, "clean")
    local x = images({19, 1, 8, 8}, 3)
    local got = narrow.features(x:requires_grad_())
    assert.same({19, 128}, got:size())
    assert.is_false(got:requires_grad())
    near(got:narrow(1, 17, 3), narrow.features(x:detach():narrow(1, 17, 3)):flatten():totable(), 1e-6)
    -- logits without the bias
    local p = narrow.probabilities(x)
    local logits = network.fc(got) - network.fc.bias
    near(p, logits:softmax(2):flatten():totable(), 1e-6)
    assert.is_true((network.fc.bias:abs():amax()):item() > 0.1)
    assert.is_true(ln.metrics.inception_score(p, {splits = 1}) >= 1)
  end)

  it("is in eval mode, wants no gradients and leaves the generator where it was", function()
    ln.manual_seed(3)
    local wanted = ln.randn(3)
    ln.manual_seed(3)
    local net = inception.network(path, 16)
    assert.is_true(ln.randn(3):equal(wanted))
    for _, layer in ipairs(net:modules()) do assert.is_false(layer.training) end
    for _, p in ipairs(net:parameters()) do assert.is_false(p:requires_grad()) end
  end)

  it("has the names and sizes of pytorch-fid's file", function()
    local state, n = Network(1):state_dict(), 0
    for name, x in pairs(state) do
      if not name:find "running_" and not name:find "num_batches" then n = n + x:numel() end
    end
    -- 94 convolutions of 5 tensors each (and num_batches_tracked), and fc; torchvision counts the parameters
    assert.equal(94 * 6 + 2, #require("lunette.repr").names(state))
    assert.equal(23850960, n)
    assert.same({1008, 2048}, state["fc.weight"]:size())
    assert.same({384, 448, 3, 3}, state["Mixed_7c.branch3x3dbl_2.conv.weight"]:size())
    assert.same({192, 128, 7, 1}, state["Mixed_6b.branch7x7_3.conv.weight"]:size())
  end)

  it("says where weights are, and what in a file is other", function()
    raises("inception: gone.pth is not there. The weights are pt_inception-2015-12-05-6726825d.pth, of " ..
           "https://github.com/mseitzer/pytorch-fid/releases; without them ln.metrics.features has networks that",
           ln.metrics.inception, "gone.pth")
    raises(path .. ": inception: load_state_dict: the state does not fit this Inception: Conv2d_1a_3x3.bn.bias is " ..
           "32 here and 2 in the state", ln.metrics.inception, path)
    local other = formulas()
    other["fc.bias"], other["AuxLogits.fc.bias"] = nil, ln.ones(3)
    ln.save(folder .. "/other.safetensors", other)
    raises("missing: fc.bias; unexpected: AuxLogits.fc.bias", inception.network, folder .. "/other.safetensors", 16)
    raises('inception: resize is "tf", one of clean, legacy_pytorch is wanted', ln.metrics.inception, path,
           {resize = "tf"})
  end)

  it("says what images it wants", function()
    local features = inception.of(network, "clean").features
    raises("inception: images are 3x2x8x8, n x 3 x h x w or n x 1 x h x w is wanted", features, ln.zeros(3, 2, 8, 8))
    raises("inception: images are 3x8x8, n x 3", features, ln.zeros(3, 8, 8))
    raises("inception: images are 0x3x8x8, n x 3", features, ln.zeros(0, 3, 8, 8))
    raises("inception: images go from 0 to 255, -1 to 1 is wanted", features, ln.tensor({0, 255}):reshape(1, 1, 1, 2))
    raises("inception: images has elements that are not finite", features, ln.zeros(1, 1, 2, 2) / 0)
  end)
end)
