--- The network of the published metrics: Inception v3 (Szegedy et al. 2016,
--- arXiv 1512.00567) as TensorFlow's graph of 2015-12-05 has it, which defines
--- FID (Heusel et al. 2017, arXiv 1706.08500); under the names that the file of
--- pytorch-fid has. Its poolings are not torchvision's: averages leave the
--- padding out, the last block takes the largest; and it has 1008 classes.

local engine = require "lunette.engine"
local functions = engine.functions
local nn = require "lunette.nn"

-- A chain is a list of steps, done in turn: {name, outputs, height, width}, a
-- convolution, which keeps the size unless it has a stride or a padding; text,
-- a pooling; or a list of chains, whose results are stacked.

local function block_a(pooled)
  return {
    {{"branch1x1", 64, 1, 1}},
    {{"branch5x5_1", 48, 1, 1}, {"branch5x5_2", 64, 5, 5}},
    {{"branch3x3dbl_1", 64, 1, 1}, {"branch3x3dbl_2", 96, 3, 3},
     {"branch3x3dbl_3", 96, 3, 3}},
    {"average", {"branch_pool", pooled, 1, 1}},
  }
end

local block_b = {
  {{"branch3x3", 384, 3, 3, stride = 2}},
  {{"branch3x3dbl_1", 64, 1, 1}, {"branch3x3dbl_2", 96, 3, 3},
   {"branch3x3dbl_3", 96, 3, 3, stride = 2}},
  {"halved"},
}

local function block_c(c)
  return {
    {{"branch1x1", 192, 1, 1}},
    {{"branch7x7_1", c, 1, 1}, {"branch7x7_2", c, 1, 7},
     {"branch7x7_3", 192, 7, 1}},
    {{"branch7x7dbl_1", c, 1, 1}, {"branch7x7dbl_2", c, 7, 1},
     {"branch7x7dbl_3", c, 1, 7}, {"branch7x7dbl_4", c, 7, 1},
     {"branch7x7dbl_5", 192, 1, 7}},
    {"average", {"branch_pool", 192, 1, 1}},
  }
end

local block_d = {
  {{"branch3x3_1", 192, 1, 1}, {"branch3x3_2", 320, 3, 3, stride = 2}},
  {{"branch7x7x3_1", 192, 1, 1}, {"branch7x7x3_2", 192, 1, 7},
   {"branch7x7x3_3", 192, 7, 1}, {"branch7x7x3_4", 192, 3, 3, stride = 2}},
  {"halved"},
}

local function block_e(pooling)
  local function both(name) -- of lines and of columns
    return {{{name .. "a", 384, 1, 3}}, {{name .. "b", 384, 3, 1}}}
  end
  return {
    {{"branch1x1", 320, 1, 1}},
    {{"branch3x3_1", 384, 1, 1}, both "branch3x3_2"},
    {{"branch3x3dbl_1", 448, 1, 1}, {"branch3x3dbl_2", 384, 3, 3},
     both "branch3x3dbl_3"},
    {pooling, {"branch_pool", 192, 1, 1}},
  }
end

local stem = {
  {"Conv2d_1a_3x3", 32, 3, 3, stride = 2},
  {"Conv2d_2a_3x3", 32, 3, 3, padding = 0}, {"Conv2d_2b_3x3", 64, 3, 3},
  "halved",
  {"Conv2d_3b_1x1", 80, 1, 1}, {"Conv2d_4a_3x3", 192, 3, 3, padding = 0},
  "halved",
}

-- What follows, in turn: names, and the chains of each.
local blocks = {
  {"Mixed_5b", block_a(32)}, {"Mixed_5c", block_a(64)},
  {"Mixed_5d", block_a(64)}, {"Mixed_6a", block_b},
  {"Mixed_6b", block_c(128)}, {"Mixed_6c", block_c(160)},
  {"Mixed_6d", block_c(160)}, {"Mixed_6e", block_c(192)},
  {"Mixed_7a", block_d}, {"Mixed_7b", block_e "average"},
  {"Mixed_7c", block_e "largest"},
}
local CLASSES = 1008

local poolings = {
  average = function(x)
    return functions.avg_pool2d(x, 3, {stride = 1, padding = 1,
                                       count_include_pad = false})
  end,
  largest = function(x)
    return functions.max_pool2d(x, 3, {stride = 1, padding = 1})
  end,
  halved = function(x) return functions.max_pool2d(x, 3, {stride = 2}) end,
}

-- ---- layers ----

-- A convolution with batch normalisation.
local Unit = nn.Module:extend "InceptionUnit"

function Unit:init(inputs, outputs, step)
  local _, _, height, width = table.unpack(step)
  local padding = step.padding or step.stride and 0
  self.conv = nn.Conv2d(inputs, outputs, {height, width}, {
    stride = step.stride or 1, bias = false,
    padding = padding or {height // 2, width // 2}})
  self.bn = nn.BatchNorm2d(outputs, {eps = 0.001})
end

function Unit:forward(x) return self.bn(self.conv(x)):relu() end

-- Makes the layers of a step fields of `owner`; how many channels it gives.
local function add(owner, step, inputs, divisor)
  if type(step) == "string" then return inputs end
  if type(step[1]) == "string" then
    local outputs = step[2] // divisor
    owner[step[1]] = Unit(inputs, outputs, step)
    return outputs
  end
  local sum = 0
  for _, chain in ipairs(step) do
    local c = inputs
    for _, inner in ipairs(chain) do c = add(owner, inner, c, divisor) end
    sum = sum + c
  end
  return sum
end

-- What a step whose layers `owner` has makes of x.
local function run(owner, step, x)
  if type(step) == "string" then return poolings[step](x) end
  if type(step[1]) == "string" then return owner[step[1]](x) end
  local parts = {}
  for k, chain in ipairs(step) do
    local y = x
    for _, inner in ipairs(chain) do y = run(owner, inner, y) end
    parts[k] = y
  end
  return #parts == 1 and parts[1] or functions.cat(parts, 2)
end

local Block = nn.Module:extend "InceptionBlock"

function Block:init(inputs, step, divisor)
  self.step, self.outputs = step, add(self, step, inputs, divisor)
end

function Block:forward(x) return run(self, self.step, x) end

local Network = nn.Module:extend "Inception"

function Network:init(divisor)
  local c = add(self, {stem}, 3, divisor)
  for _, block in ipairs(blocks) do
    self[block[1]] = Block(c, block[2], divisor)
    c = self[block[1]].outputs
  end
  self.fc = nn.Linear(c, CLASSES // divisor)
end

--- The features n,2048, none below 0, of x: n,3,299,299 in [-1, 1].
function Network:features(x)
  x = run(self, {stem}, x)
  for _, block in ipairs(blocks) do x = self[block[1]](x) end
  return x:mean {3, 4}
end

--- The logits n,1008.
function Network:forward(x) return self.fc(self:features(x)) end

return Network
