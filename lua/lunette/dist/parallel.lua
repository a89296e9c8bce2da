local arguments = require "lunette.arguments"
local Averaging = require "lunette.dist.gradients"
local dist = require "lunette.dist.collectives"
local job = require "lunette.dist.job"
local Module = require "lunette.nn.module"
local recording = require "lunette.recording"

--- Gives the state of rank 0 to all: parameters and buffers.
local function broadcast_state(module)
  local _ <close> = recording.no_grad()
  local state = module:state_dict()
  local names = {}
  for name in pairs(state) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do
    state[name]:copy_(dist.broadcast(state[name]))
  end
end

-- Those of the layers, which are gone when the layer is.
local averagings = setmetatable({}, {__mode = "k"})

-- That of a layer, or nil for one rank; a clone has one when it is called.
local function averaging_of(self)
  if job.size > 1 and not averagings[self] then
    averagings[self] = Averaging.new(self.module:parameters(), self.bucket,
                                     self.overlap)
  end
  return averagings[self]
end

--- Calls a network, of which each rank has one: at the start their state
--- becomes that of rank 0, and at the end of each backward the gradients of the
--- parameters are the means over the ranks. Where each rank has as many samples
--- these are the whole batch's, and optimisers on all ranks do the same. Means
--- are taken in buckets while the backward goes on; of several backwards before
--- a step each is averaged as it ends, but for those within a scope of
--- D:pause(), as all but the last of several batches may be. All ranks do the
--- same backwards in the same order. With create_graph the means are recorded.
--- Layers that look at the whole batch see their own rank's, unless they are of
--- sync (dist.synchronise). bucket: numbers in one, at least; with overlap =
--- false the sums begin at the end of the backward (Li et al. 2020, arXiv
--- 2006.15704, section 3.2).
---   local D = ln.dist.DataParallel(ln.nn.Linear(8, 1))
---   D(ln.randn(4, 8)):mean():backward()
--- @class DataParallel: Module
local DataParallel = Module:extend "DataParallel"

DataParallel.init = arguments.define("DataParallel:init",
  "self, module: layer, {bucket: count = 262144, overlap: bool = true}",
  function(self, module, o)
  job.join()
  self.module, self.bucket, self.overlap = module, o.bucket, o.overlap
  if job.size > 1 then broadcast_state(module) end
  averaging_of(self)
end)

function DataParallel:forward(...)
  averaging_of(self)
  return self.module(...)
end

--- A scope in which backwards leave gradients as they are on each rank.
--- @return Scope
DataParallel.pause = arguments.define("layer:pause", "self", function(self)
  return Averaging.pause {averaging_of(self)}
end)

--- Lets all layers of a network that look at the whole batch, BatchNorm of any
--- kind, MinibatchDiscrimination and MinibatchStdDev, see that of all ranks, as
--- their option sync does. Returns the network.
--- @return self
local synchronise = arguments.define("dist.synchronise", "network: layer",
                                     function(network)
  for _, layer in ipairs(network:modules()) do
    if layer.looks_at_batch then layer.sync = layer.sync or true end
  end
  return network
end)

return {DataParallel = DataParallel, synchronise = synchronise,
        broadcast_state = broadcast_state}
