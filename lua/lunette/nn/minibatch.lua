--- Mini-batch discrimination (Salimans et al. 2016, arXiv 1606.03498, 3.2).

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local init = require "lunette.nn.initialisers"
local job = require "lunette.dist.job"
local Module = require "lunette.nn.module"
local parameter = require "lunette.nn.parameter"
local pieces = require "lunette.nn.pieces"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"
local shared = require "lunette.nn.minibatch_shared"

-- At the start, the mean of |M_ib - M_jb|_1 for features of unit variance.
-- exp(-distance) is then some hundredths, for any number of features; from a T
-- of unit variance the distances are tens or more, every exp is 0 and the layer
-- is dead.
local START_DISTANCE = 3

-- |a - b| has this mean for independent a and b from N(0, 1).
local MEAN_GAP = 2 / math.sqrt(math.pi)

--- x: n,a with a = in_features; y: n,a+b with b = num_kernels: the features,
--- then for each kernel how close the sample is to the others of its batch, by
--- which a discriminator notices mode collapse,
---   M_i = T^T x_i: b,c        c = kernel_dim, T: a,b,c
---   o_ib = mean over j /= i of exp(-|M_ib - M_jb|_1)
---   y_i = [x_i, o_i + bias].
--- A batch of one has o = 0. Identical samples give no gradient to each other.
---
--- The paper and the authors' code have the sum, {reduction = "sum"}: up to n -
--- 1, where other features are about one. Means do not depend on the size of
--- the batch, and were steadier: of 15 runs on a ring of 8 modes 1 lost half of
--- them again by means, 11 by sums; a grid of 25 ended with 14.0 modes and 8.8,
--- a thousand stacked digits with 987 and 795 (docs/results.md has all). Sums
--- press harder: they are worth a try where a run collapses all the same. 16
--- kernels of 4 are enough for small networks.
---
--- A second argument of the call, m,a, is another batch to compare with
--- instead: the real samples, or a part of a large batch (see closeness). With
--- group_size g each sample is compared with the others of its group alone, so
--- that time grows as n g; members are n / g apart, as those of
--- nn.MinibatchStdDev, and g divides n or is n when that is smaller. With
--- halves the batch is n / 2 real samples and as many fake ones, and y: n,a+2b
--- has how close a sample is to the first half and then to the second, as in
--- the authors' ImageNet model. With sync the batch is that of all ranks of a
--- job, their samples one behind the other (ln.dist): true gathers the features
--- of all on each rank, "ring" hands them round and holds three ranks' at most,
--- forward and in the backward sweeps of two orders. That is for batches whose
--- features do not fit, and knows no groups and no halves.
---
--- With weight_norm each column of T is weight / |weight| exp(log_scale), as in
--- the authors' code (openai/improved-gan); weight is drawn from N(0, std), std
--- 0.05, bias starts at -1. Without it T is weight itself, the paper's form.
--- Either way the scale at the start is such that o is of useful size for
--- features of unit variance; `initialise` fits it to features at hand.
--- docs/tutorial/07-minibatch-discrimination.md shows in pictures what it sees.
---
---   local nn = ln.nn
---   local D = nn.Sequential {
---     nn.Linear(2, 64), nn.LeakyReLU(0.2),
---     nn.MinibatchDiscrimination(64, 16, 4), nn.Linear(64 + 16, 1),
---   }
---   print(D(ln.randn(32, 2)):size())   -- {32, 1}
---   local layer = nn.MinibatchDiscrimination(1, 1, 1, {
---     weight_norm = false, bias = false})
---   layer.weight:detach():fill_(1)
---   local y = layer(ln.tensor {{0}, {0}, {1}})
---   print(y[{{}, 2}])   -- {0.6839, 0.6839, 0.3679}
--- @class MinibatchDiscrimination: Module
local MinibatchDiscrimination = Module:extend "MinibatchDiscrimination"
MinibatchDiscrimination.looks_at_batch = true

MinibatchDiscrimination.init = arguments.define("MinibatchDiscrimination:init",
  "self, in_features: count, num_kernels: count, kernel_dim: count, " ..
  "{weight_norm: bool = true, bias: bool = true, " ..
  "reduction: mean|sum = mean, std: nonnegative?, group_size: count?, " ..
  "halves: bool = false, sync: bool|ring = false}",
  function(self, a, b, c, o)
  local create = engine.create
  self.in_features, self.num_kernels, self.kernel_dim = a, b, c
  local scale = START_DISTANCE / (MEAN_GAP * c)
  self.reduction, self.halves = o.reduction, o.halves
  self.group_size, self.sync = o.group_size, o.sync or nil
  if o.halves and o.group_size then
    raise("%s: group_size and halves do not go together", self.__name)
  end
  if o.sync == "ring" and (o.group_size or o.halves) then
    raise('%s: sync = "ring" has no %s; sync = true has', self.__name,
          o.halves and "halves" or "groups")
  end
  local std = o.std or (o.weight_norm and 0.05 or scale / math.sqrt(a))
  self.weight = parameter.Parameter(init.normal_(create.zeros(a, b, c), 0, std))
  if o.weight_norm then
    local start = create.full({b, c}, math.log(scale))
    self.log_scale = parameter.Parameter(start)
  end
  if o.bias then self.bias = parameter.Parameter(create.full({b}, -1)) end
end)

-- M: n,b,c. The product is scaled, not the weight, which is much larger.
local function project(self, x)
  local b, c = self.num_kernels, self.kernel_dim
  local m = x:matmul(self.weight:flatten(2)):unflatten(2, {b, c})
  if not self.log_scale then return m end
  return m * (self.log_scale:exp() / self.weight:norm(2, 1))
end

-- To how many of m others each of n rows is compared: n,1. Row i and other
-- i + offset are the same sample.
local function counts(n, m, offset)
  local own = engine.create.arange(1, n):unsqueeze(2) + offset
  return (m - own:ge(1) * own:le(m)):clamp(1)
end

-- m: n,b,c against others: k,b,c, which may be left out.
local function closeness_of(self, m, others, offset)
  local o = engine.functions.minibatch_discrimination(m, others,
                                                      {offset = offset})
  if self.reduction == "sum" then return o end
  return o / counts(m:size(1), (others or m):size(1), offset)
end

-- Of groups, as g,n/g: how many rows a group has, and how many groups there
-- are.
local function groups_of(self, n)
  local g = math.min(self.group_size or n, n)
  if g > 0 and n % g ~= 0 then
    raise("%s: groups of %d do not divide a batch of %d", self.__name, g, n)
  end
  return g, g > 0 and n // g or 1
end

-- Groups are kernels of their own to the op.
local function closeness_in_groups(self, m)
  local n, b, c = m:size(1), m:size(2), m:size(3)
  local g, count = groups_of(self, n)
  return closeness_of(self, m:reshape(g, count * b, c), nil, 0):reshape(n, b)
end

local function closeness_to_halves(self, m)
  local n = m:size(1)
  if n % 2 ~= 0 then
    raise("%s: a batch of %d has no halves", self.__name, n)
  end
  local half = n // 2
  local first, second = m:narrow(1, 1, half), m:narrow(1, half + 1, half)
  return closeness_of(self, m, first, 0), closeness_of(self, m, second, -half)
end

local function check_input(self, x)
  arguments.check(self.__name, "x", x, "tensor")
  if x:dim() ~= 2 or x:size(2) ~= self.in_features then
    raise("%s: n x %d features are wanted, got %s%s", self.__name,
          self.in_features, repr.shape(x),
          x:dim() > 2 and " (see nn.Flatten)" or "")
  end
end

--- o: n,b for the features x: n,a, without the bias; against the batch itself
--- (in groups, where the layer has them), or against others: m,a. Where x is
--- part of others, x[i] being others[i + offset], offset says so, and that pair
--- does not count; without it all do.
--- @return Tensor
MinibatchDiscrimination.closeness = arguments.define("layer:closeness",
  "self, x: tensor, others: tensor?, {offset: int?}",
  function(self, x, others, o)
  check_input(self, x)
  if others == nil then
    if o.offset then raise("%s: an offset without others", self.__name) end
    return closeness_in_groups(self, project(self, x))
  end
  check_input(self, others)
  return closeness_of(self, project(self, x), project(self, others),
                      o.offset or others:size(1))
end)

-- To all of a batch that is run in pieces. Groups and halves are of the whole.
local function closeness_to_pieces(self, x, listed)
  if self.sync == "ring" and job.size > 1 then
    raise('%s: sync = "ring" does not go with in_pieces; sync = true does',
          self.__name)
  end
  local own = project(self, x)
  local all, before, count = pieces.share(self, own, x:size(1), nil,
                                          listed)
  if not self.halves and (self.group_size or count) >= count then
    return closeness_of(self, own, all, before)
  end
  local list = {closeness_in_groups(self, all)}
  if self.halves then list = {closeness_to_halves(self, all)} end
  for k, o in ipairs(list) do
    list[k] = o:narrow(1, before + 1, x:size(1))
  end
  return table.unpack(list)
end

-- To all of a batch of which each rank has a block; another may be cut.
local function closeness_to_ranks(self, x)
  local listed = self.sync ~= "ring" and pieces.listed {x:size(1)} or nil
  if listed and #listed > job.size then
    return closeness_to_pieces(self, x, listed)
  end
  local o, count = shared(project(self, x), listed)
  return self.reduction == "sum" and o or o / math.max(count - 1, 1)
end

local function parts(self, x, others)
  if others == nil and pieces.are_run(self) then
    check_input(self, x)
    if pieces.are_cut() or self.group_size or self.halves then
      return closeness_to_pieces(self, x)
    end
    return closeness_to_ranks(self, x)
  end
  if others == nil and self.halves then
    check_input(self, x)
    return closeness_to_halves(self, project(self, x))
  end
  return self:closeness(x, others)
end

function MinibatchDiscrimination:forward(x, others)
  local list = {parts(self, x, others)}
  for k, o in ipairs(list) do list[k] = self.bias and o + self.bias or o end
  return engine.functions.cat({x, table.unpack(list)}, 2)
end

-- For each kernel, the mean over samples of the smallest distance to another of
-- the group. One kernel at a time: n x g x c numbers.
local function nearest(self, m)
  local n, list = m:size(1), {}
  local g, count = groups_of(self, n)
  local self_excluded = engine.create.eye(g):unsqueeze(3) * 1e6
  for b = 1, m:size(2) do
    local rows = m:select(2, b):reshape(g, count, m:size(3))
    local gaps = (rows:unsqueeze(1) - rows:unsqueeze(2)):abs():sum(4)
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
--- takes away the mean of o. Neighbours are nearer in a larger batch, so give
--- one of the size that training will use (with halves, of a half's). It is for
--- features that are spread, as those of pictures: where samples sit in points,
--- as in a mixture of narrow modes, all but a neighbour becomes infinitely far,
--- and the layer blind (docs/results.md, layer). Returns the layer.
--- @return self
MinibatchDiscrimination.initialise = arguments.define("layer:initialise",
  "self, x: tensor", function(self, x)
  local _ <close> = recording.no_grad()
  check_input(self, x)
  if groups_of(self, x:size(1)) < 2 then
    raise("%s: initialise needs 2 samples or more", self.__name)
  end
  local gap = nearest(self, project(self, x))
  if gap:amin():item() <= 0 then
    raise("%s: initialise needs samples that differ; the nearest ones of a " ..
          "kernel are at distance 0", self.__name)
  end
  rescale(self, 2 / gap)
  if self.bias then self.bias:copy_(-self:closeness(x):mean(1)) end
  return self
end)

-- Those of the features' projection; distances have no product.
function MinibatchDiscrimination:multiply_adds(inputs)
  return inputs[1]:numel() * self.num_kernels * self.kernel_dim
end

local function options_text(self)
  local list = {}
  if not self.log_scale then list[1] = "weight_norm = false" end
  if not self.bias then list[#list + 1] = "bias = false" end
  if self.reduction ~= "mean" then list[#list + 1] = 'reduction = "sum"' end
  if self.group_size then
    list[#list + 1] = "group_size = " .. self.group_size
  end
  if self.halves then list[#list + 1] = "halves = true" end
  if self.sync then
    list[#list + 1] = self.sync == "ring" and 'sync = "ring"' or "sync = true"
  end
  return #list > 0 and ", {" .. table.concat(list, ", ") .. "}" or ""
end

function MinibatchDiscrimination:extra_repr()
  return ("%d, %d, %d%s"):format(self.in_features, self.num_kernels,
                                 self.kernel_dim, options_text(self))
end

return {MinibatchDiscrimination = MinibatchDiscrimination}
