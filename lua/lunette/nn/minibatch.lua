--- Mini-batch discrimination (Salimans et al. 2016, arXiv 1606.03498, 3.2).

local engine = require "lunette.engine"
local init = require "lunette.nn.initialisers"
local Module = require "lunette.nn.module"
local options = require "lunette.options"
local parameter = require "lunette.nn.parameter"
local raise = require "lunette.raise".raise
local recording = require "lunette.recording"

-- At the start, the mean of |M_ib - M_jb|_1 for features of unit variance.
-- exp(-distance) then sums to some units over a batch, for any number of
-- features; from a T of unit variance the distances are tens or more, every
-- exp is 0 and the layer is dead.
local START_DISTANCE = 3

-- |a - b| has this mean for independent a and b from N(0, 1).
local MEAN_GAP = 2 / math.sqrt(math.pi)

local read = options.reader("MinibatchDiscrimination",
  "weight_norm: bool = true, bias: bool = true, " ..
  "reduction: sum|mean = sum, std: real?")

--- nn.MinibatchDiscrimination(in_features, num_kernels, kernel_dim,
---   {weight_norm = true, bias = true, reduction = "sum", std = ...})
---
--- x: n,a with a = in_features; y: n,a+b with b = num_kernels: the features,
--- then for each kernel how close the sample is to the others of its batch,
---   M_i = T^T x_i: b,c        c = kernel_dim, T: a,b,c
---   o_ib = sum over j /= i of exp(-|M_ib - M_jb|_1)
---   y_i = [x_i, o_i + bias].
--- reduction "mean" divides o by n - 1; a batch of one has o = 0. Identical
--- samples give no gradient to each other.
---
--- With weight_norm each column of T is weight / |weight| exp(log_scale), as in
--- the authors' code (openai/improved-gan); weight is drawn from N(0, std), std
--- 0.05, bias starts at -1. Without it T is weight itself, the paper's form.
--- Either way the scale at the start is such that o is of useful size for
--- features of unit variance; `initialise` fits it to features at hand.
--- @class MinibatchDiscrimination: Module
local MinibatchDiscrimination = Module:extend "MinibatchDiscrimination"

local function set_sizes(self, in_features, num_kernels, kernel_dim)
  local check, name = options.check, self.__name
  self.in_features = check(name, "in_features", in_features, "count")
  self.num_kernels = check(name, "num_kernels", num_kernels, "count")
  self.kernel_dim = check(name, "kernel_dim", kernel_dim, "count")
end

function MinibatchDiscrimination:init(in_features, num_kernels, kernel_dim,
                                      given)
  set_sizes(self, in_features, num_kernels, kernel_dim)
  local o, create = read(given), engine.create
  local a, b, c = self.in_features, self.num_kernels, self.kernel_dim
  local scale = START_DISTANCE / (MEAN_GAP * c)
  self.reduction = o.reduction
  local std = o.std or (o.weight_norm and 0.05 or scale / math.sqrt(a))
  self.weight = parameter.Parameter(init.normal_(create.zeros(a, b, c), 0, std))
  if o.weight_norm then
    local start = create.full({b, c}, math.log(scale))
    self.log_scale = parameter.Parameter(start)
  end
  if o.bias then self.bias = parameter.Parameter(create.full({b}, -1)) end
end

-- M: n,b,c. The product is scaled, not the weight, which is much larger.
local function project(self, x)
  local b, c = self.num_kernels, self.kernel_dim
  local m = x:matmul(self.weight:flatten(2)):unflatten(2, {b, c})
  if not self.log_scale then return m end
  return m * (self.log_scale:exp() / self.weight:norm(2, 1))
end

local function closeness_of(self, m)
  local o, n = engine.functions.minibatch_discrimination(m), m:size(1)
  if self.reduction == "mean" and n > 1 then return o / (n - 1) end
  return o
end

local function check_input(self, x)
  options.check(self.__name, "x", x, "tensor")
  if x:dim() ~= 2 or x:size(2) ~= self.in_features then
    raise("%s: n x %d features are wanted, got %s%s", self.__name,
          self.in_features, options.sizes_text(x:size()),
          x:dim() > 2 and " (see nn.Flatten)" or "")
  end
end

--- o: n,b for the features x: n,a, without the bias.
function MinibatchDiscrimination:closeness(x)
  check_input(self, x)
  return closeness_of(self, project(self, x))
end

function MinibatchDiscrimination:forward(x)
  local o = self:closeness(x)
  if self.bias then o = o + self.bias end
  return engine.functions.cat({x, o}, 2)
end

-- For each kernel, the mean over samples of the smallest distance to another.
-- One kernel at a time: n x n x c numbers.
local function nearest(m)
  local n, list = m:size(1), {}
  local self_excluded = engine.create.eye(n) * 1e6
  for b = 1, m:size(2) do
    local rows = m:select(2, b)
    local gaps = (rows:unsqueeze(1) - rows:unsqueeze(2)):abs():sum(3)
    list[b] = (gaps + self_excluded):amin(2):mean()
  end
  return engine.functions.stack(list)
end

local function rescale(self, factor)
  if self.log_scale then
    self.log_scale:add_(factor:log():unsqueeze(2))
  else
    self.weight:mul_(factor:unsqueeze(2))
  end
end

--- Fits the layer to features x: n,a of real samples, as the authors do: each
--- kernel's mean distance to the nearest neighbour becomes 2, and the bias
--- takes away the mean of o. o is a sum over the batch, so give a batch of the
--- size that training will use. Returns the layer.
function MinibatchDiscrimination:initialise(x)
  local _ <close> = recording.no_grad()
  check_input(self, x)
  if x:size(1) < 2 then
    raise("%s: initialise needs 2 samples or more", self.__name)
  end
  local gap = nearest(project(self, x))
  if gap:amin():item() <= 0 then
    raise("%s: initialise needs samples that differ; the nearest ones of a " ..
          "kernel are at distance 0", self.__name)
  end
  rescale(self, 2 / gap)
  if self.bias then self.bias:copy_(-self:closeness(x):mean(1)) end
  return self
end

function MinibatchDiscrimination:extra_repr()
  return ("%d, %d, %d"):format(self.in_features, self.num_kernels,
                               self.kernel_dim)
end

return {MinibatchDiscrimination = MinibatchDiscrimination}
