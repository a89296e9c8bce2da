--- Gradients that are the means over the ranks at the end of each backward.
--
-- Parameters are put into buckets, from the last one back, which is about the
-- order in which a backward gives their gradients. When all of a bucket have
-- theirs, their sum over the ranks is begun, and the sweep goes on; when it
-- ends, what has been begun is waited for. What a rank has no gradient of
-- counts as zero there; one that no rank has stays without.

local arguments = require "lunette.arguments"
local async = require "lunette.dist.async"
local engine = require "lunette.engine"
local job = require "lunette.dist.job"
local recording = require "lunette.recording"

-- ---- buckets ----

local Bucket = {}
Bucket.__index = Bucket

-- One of these parameters: their gradients, and behind them for each whether it
-- has one.
local function new_bucket(params)
  local self = setmetatable({params = params, missing = #params}, Bucket)
  self.count = 0
  for _, p in ipairs(params) do self.count = self.count + p:numel() end
  return self
end

-- From the last parameter on, of at least so many numbers each.
local function buckets_of(params, least)
  local list, own, count = {}, {}, 0
  for k = #params, 1, -1 do
    own[#own + 1], count = params[k], count + params[k]:numel()
    if count >= least or k == 1 then
      list[#list + 1] = new_bucket(own)
      own, count = {}, 0
    end
  end
  return list
end

-- Begins the sum; what has no gradient here is 0, as is its flag.
function Bucket:start()
  local list, flags = {}, {}
  for k, p in ipairs(self.params) do
    local g = p.grad
    list[k] = g and g:flatten() or engine.create.zeros(p:numel())
    flags[k] = g and 1 or 0
  end
  list[#list + 1] = engine.create.tensor(flags)
  self.request = async.all_reduce_async(engine.functions.cat(list))
end

-- Puts the means where the gradients are.
function Bucket:finish()
  local sums, at = self.request:wait(), 1
  local flags = sums:narrow(1, self.count + 1, #self.params):totable()
  sums:div_(job.size)
  for k, p in ipairs(self.params) do
    local mean = sums:narrow(1, at, p:numel()):reshape(p:size())
    at = at + p:numel()
    if p.grad then p.grad:copy_(mean)
    elseif flags[k] > 0 then p.grad = mean:clone() end
  end
  self.request, self.missing = nil, #self.params
end

-- ---- a backward ----

--- What has the gradients of a list of parameters averaged.
--- @class Averaging
local Averaging = {__name = "Averaging"}
Averaging.__index = Averaging

-- What a sweep with a graph gives is averaged with its graph.
local function average_recorded(self)
  for _, p in ipairs(self.params) do
    if p.grad then p.grad = engine.dist.all_reduce(p.grad, {op = "mean"}) end
  end
end

local function finish(self)
  self.is_running = false
  if self.is_recorded then return average_recorded(self) end
  local _ <close> = recording.no_grad()
  for k = self.next, #self.buckets do self.buckets[k]:start() end
  for _, bucket in ipairs(self.buckets) do bucket:finish() end
end

local function begin(self)
  self.is_running, self.next = true, 1
  self.is_recorded = engine.is_recording()
  for _, bucket in ipairs(self.buckets) do bucket.missing = #bucket.params end
  engine.after_backward(function() finish(self) end)
end

-- A gradient is there: buckets are begun in their order, which is the same on
-- every rank.
local function arrived(self, bucket)
  if self.paused > 0 then return end
  if not self.is_running then begin(self) end
  bucket.missing = bucket.missing - 1
  if self.is_recorded or not self.overlap then return end
  local _ <close> = recording.no_grad()
  while self.next <= #self.buckets and
        self.buckets[self.next].missing <= 0 do
    self.buckets[self.next]:start()
    self.next = self.next + 1
  end
end

-- Without holding what is to be collected with the network.
local function watch(self, bucket, p)
  local weak = setmetatable({self}, {__mode = "v"})
  p:register_post_accumulate_grad_hook(function()
    if weak[1] then arrived(weak[1], bucket) end
  end)
end

--- From now on, and for as long as what is given is held. least: numbers in a
--- bucket; overlap: whether sums are begun before the backward has ended.
function Averaging.new(params, least, overlap)
  local self = setmetatable({params = params, overlap = overlap, paused = 0},
                            Averaging)
  self.buckets = buckets_of(params, least)
  for _, bucket in ipairs(self.buckets) do
    for _, p in ipairs(bucket.params) do watch(self, bucket, p) end
  end
  return self
end

--- A scope in which backwards leave gradients as they are here.
--- @return Scope
Averaging.pause = arguments.define("pause", "self", function(self)
  self.paused = self.paused + 1
  local is_open = true
  return setmetatable({}, {__close = function()
    if is_open then self.paused = self.paused - 1 end
    is_open = false
  end})
end)

return Averaging
