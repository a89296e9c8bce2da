-- Trains the network that ln.metrics.features hands out, and writes it into the
-- library. `make datasets` first, or LUNETTE_DATA says where MNIST stands.
-- usage: lua5.4 tools/train_features.lua mnist|fashion_mnist [epochs] [folder]
local ln = require "lunette"
local network = require "lunette.metrics.features".network
local safetensors = require "lunette.safetensors"
local name, epochs = assert(arg[1], "mnist or fashion_mnist"),
  tonumber(arg[2]) or 8
local folder = arg[3] or "lua/lunette/features"
local batch, seed = 128, 1

ln.set_num_threads(1)
ln.manual_seed(seed)
local train = ln.data.Loader(
  ln.data[name] {}, {batch_size = batch, shuffle = true, drop_last = true})
local test = ln.data.Loader(ln.data[name] {train = false}, {batch_size = 500})

local net = network()
local optimizer = ln.optim.AdamW(net:parameters(),
                                 {lr = 1e-3, weight_decay = 1e-3})
local schedule = ln.optim.lr_scheduler.OneCycleLR(
  optimizer, 2e-3, {epochs = epochs, steps_per_epoch = #train})

-- Digits are moved by up to 2 pixels each way, on black; every other batch of
-- clothes is mirrored.
local function varied(images)
  if name == "fashion_mnist" then
    return ln.rand {1}:item() < 0.5 and images or images:flip {4}
  end
  local by = ln.randint(1, 5, {2}):totable()
  local wide = ln.nn.functional.pad(images, {2, 2, 2, 2}, {value = -1})
  return wide:narrow(3, math.tointeger(by[1]), 28)
             :narrow(4, math.tointeger(by[2]), 28):contiguous()
end

local function accuracy()
  local _ <close> = ln.no_grad()
  local _ <close> = net:evaluating()
  local right, n = 0, 0
  for images, labels in test:epoch() do
    right = right + net(images):argmax(2):eq(labels):sum():item()
    n = n + images:size(1)
  end
  return right / n
end

local started, last = ln.clock(), nil
for epoch = 1, epochs do
  local sum, steps = 0, 0
  for images, labels in train:epoch() do
    optimizer:zero_grad()
    local loss = ln.nn.functional.cross_entropy(net(varied(images)), labels)
    loss:backward()
    optimizer:step()
    schedule:step()
    sum, steps = sum + loss:item(), steps + 1
  end
  last = accuracy()
  print(("epoch %d: loss %.4f, test accuracy %.4f, %.0f s"):format(
    epoch, sum / steps, last, ln.clock() - started))
end

-- The last epoch stands, whatever it measures: the test images choose nothing.
safetensors.save(("%s/%s.safetensors"):format(folder, name), net:state_dict(), {
  accuracy = ("%.4f"):format(last),
  trained_by = ("lua5.4 tools/train_features.lua %s %d"):format(name, epochs),
  trained_on = "the 60,000 training images; " ..
    "accuracy is over the 10,000 test images",
})
