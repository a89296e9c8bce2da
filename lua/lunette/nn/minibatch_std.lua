local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local Module = require "lunette.nn.module"
local pieces = require "lunette.nn.pieces"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

--- Appends num_channels channels to x: n,c,...: how much the samples of a group
--- differ, the standard deviation over the group (biased, 1e-8 inside the root)
--- averaged over a num_channels-th of the channels and over positions; all
--- samples of a group get the same. The members of a group are n / group_size
--- apart, as in the authors' code; group_size must divide n, or is n when that
--- is smaller. With false for a size all of the batch is one group (Karras et
--- al. 2018, arXiv 1710.10196, section 3; several channels: StyleGAN2). With
--- sync the batch is that of all ranks of a job, their samples one behind the
--- other (ln.dist).
---
---   local nn = ln.nn
---   local D = nn.Sequential {
---     nn.Conv2d(3, 16, 3, {padding = 1}), nn.LeakyReLU(0.2),
---     nn.MinibatchStdDev(), nn.Conv2d(16 + 1, 1, 3),
---   }
---   print(D(ln.randn(8, 3, 6, 6)):size())     -- {8, 1, 4, 4}
--- @class MinibatchStdDev: Module
local MinibatchStdDev = Module:extend "MinibatchStdDev"
MinibatchStdDev.looks_at_batch = true

MinibatchStdDev.init = arguments.define("MinibatchStdDev:init",
  "self, group_size: count|false = 4, num_channels: count = 1, " ..
  "{sync: bool = false}", function(self, group_size, num_channels, o)
  self.group_size, self.num_channels = group_size, num_channels
  self.sync = o.sync or nil
end)

-- The channels for x: n,c,...
local function feature_of(self, x)
  local n, c, f = x:size(1), x:size(2), self.num_channels
  if n == 0 then raise("%s: the batch is empty", self.__name) end
  local g = math.min(self.group_size or n, n)
  if n % g ~= 0 or c % f ~= 0 then
    raise("%s: groups of %d and %d channels do not divide the batch, %s",
          self.__name, g, f, repr.shape(x))
  end
  local groups = x:reshape(g, n // g, f, x:numel() // (n * f))
  local std = (groups:var(1, {correction = 0}) + 1e-8):sqrt():mean(3)
  local from, to = {1, n // g, f}, {g, n // g, f}
  local shape, full = {n, f}, {n, f}
  for k = 3, x:dim() do shape[k], full[k] = 1, x:size(k) end
  return std:reshape(from):expand(to):reshape(shape):expand(full)
end

function MinibatchStdDev:forward(x)
  arguments.check(self.__name, "x", x, "tensor")
  local feature
  if pieces.are_run(self) then
    local all, before = pieces.share(self, x, x:size(1))
    feature = feature_of(self, all):narrow(1, before + 1, x:size(1))
  else
    feature = feature_of(self, x)
  end
  return engine.functions.cat({x, feature}, 2)
end

function MinibatchStdDev:extra_repr()
  return ("%s, %d%s"):format(self.group_size, self.num_channels,
                             self.sync and ", {sync = true}" or "")
end

return {MinibatchStdDev = MinibatchStdDev}
