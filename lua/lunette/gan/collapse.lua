--- ln.gan.collapse: noticing mode collapse, a generator that makes ever less
--- different samples.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"

local collapse = {}

--- @class CollapseMonitor
--- @field limit number may be changed at any time
--- @field best number the lowest ratio so far
local CollapseMonitor = {__name = "CollapseMonitor"}
CollapseMonitor.__index = CollapseMonitor

local function check(what, x)
  if x:dim() < 2 or x:size(1) < 2 then
    raise("collapse.monitor: %s are %s; 2 samples or more along dimension 1 " ..
          "are wanted", what, repr.shape(x))
  end
  return x:flatten(2)
end

-- n,kernels,dimensions.
local function project(self, x)
  local m = x:matmul(self.weight:flatten(2))
  return m:reshape(x:size(1), self.weight:size(2), self.weight:size(3))
end

-- For each kernel, the mean distance of a sample to its nearest: kernels.
local function nearest(m)
  local list, alone = {}, engine.create.eye(m:size(1)) * 1e30
  for k = 1, m:size(2) do
    local rows = m:select(2, k)
    local gaps = engine.functions.cdist(rows, rows, {p = 1}) + alone
    list[k] = gaps:amin(2):mean()
  end
  return engine.functions.stack(list)
end

-- The mean over kernels and pairs of different samples of exp(-distance).
local function closeness(self, x)
  local o = engine.functions.minibatch_discrimination(project(self, x))
  return o:mean():item() / (x:size(1) - 1)
end

--- Watches for mode collapse, by how alike generated samples are beside real
--- ones: n,... of both, as they are or as features of them. The measure is the
--- closeness of mini-batch discrimination (Salimans et al. 2016, arXiv
--- 1606.03498, section 3.2) in a random projection, scaled so that in each
--- kernel the mean distance of a real sample to its nearest is 2: the mean over
--- pairs of exp(-|M_i - M_j|_1).
---   local real, G = ln.randn(100, 2), ln.nn.Linear(8, 2)
---   local monitor = ln.gan.collapse.monitor(real)
---   local ratio, word = monitor:watch(G(ln.randn(100, 8)))
---   if word then print(word) end
--- @return CollapseMonitor
collapse.monitor = arguments.define("collapse.monitor",
  "real: tensor, {limit: real = 2, num_kernels: count = 32, " ..
  "kernel_dim: count = 5, generator: generator?}", function(real, o)
  local _ <close> = recording.no_grad()
  local x = check("real samples", real)
  local sizes = {x:size(2), o.num_kernels, o.kernel_dim}
  local self = setmetatable({limit = o.limit}, CollapseMonitor)
  self.weight = engine.create.randn(sizes, {generator = o.generator})
  local gap = nearest(project(self, x))
  if gap:amin():item() <= 0 then
    raise("collapse.monitor: real samples are the same, each and another")
  end
  self.weight = self.weight * (2 / gap):unsqueeze(2)
  self.level = closeness(self, x)
  return self
end)

local function word_for(self, ratio)
  if ratio <= self.limit then return nil end
  local word = ("collapse: generated samples are %.1f times as close to " ..
                "each other as real ones"):format(ratio)
  if ratio <= self.limit * self.best then return word end
  return ("%s; it was %.1f"):format(word, self.best)
end

--- The closeness of generated samples over that of real ones, about 1 for a
--- good generator, and, where it is above the limit, a sentence that says so,
--- otherwise nil. When all samples are one it is as large as it can be. A
--- generator that has not learnt yet may be above the limit too.
--- @return number
--- @return string?
CollapseMonitor.watch = arguments.define("monitor:watch", "self, fake: tensor",
                                         function(self, fake)
  local _ <close> = recording.no_grad()
  local x = check("generated samples", fake)
  if x:size(2) ~= self.weight:size(1) then
    raise("collapse.monitor: real samples have %d numbers, generated ones %d",
          self.weight:size(1), x:size(2))
  end
  local ratio = closeness(self, x) / self.level
  self.best = math.min(self.best or ratio, ratio)
  return ratio, word_for(self, ratio)
end)

--- Its projection, what real samples gave, and the best so far.
--- @return table
CollapseMonitor.state_dict = arguments.define("monitor:state_dict", "self",
                                              function(self)
  return repr.state {weight = self.weight, level = self.level,
                     best = self.best}
end)

--- Takes a state over, by copy. Raises, changing nothing, when it does not fit
--- or something is missing.
--- @return nil
CollapseMonitor.load_state_dict = arguments.define("monitor:load_state_dict",
  "self, state_dict: table", function(self, state)
  local owner, read = "load_state_dict", arguments.check
  local weight = read(owner, "state.weight", state.weight, "tensor")
  local level = read(owner, "state.level", state.level, "real")
  if state.best ~= nil then read(owner, "state.best", state.best, "real") end
  local here = repr.shape(self.weight)
  local there = repr.shape(weight)
  if here ~= there then
    raise("%s: weight is %s here and %s in the state", owner, here, there)
  end
  self.weight:copy_(weight)
  self.level, self.best = level, state.best
end)

repr.class(CollapseMonitor, function(self)
  return repr.fields(self, {"limit", "best"})
end)

return collapse
