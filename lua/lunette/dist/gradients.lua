--- Gradients that are the means over the ranks at the end of each backward.
--
-- Parameters are put into buckets, from the last one back, which is about the
-- order in which a backward gives their gradients. When all of a bucket have
-- theirs, their sum over the ranks is begun, and the sweep goes on; when it
-- ends, what has been begun is waited for. What a rank has no gradient of
-- counts as zero there; one that no rank has stays without.

local engine = require "lunette.engine"
local job = require "lunette.dist.job"
local recording = require "lunette.recording"
local scope = require "lunette.scope"

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

-- Begins the sum, of the backward of this number; what has no gradient here is
-- 0, as is its flag.
function Bucket:start(number)
  local list, flags = {}, {}
  for k, p in ipairs(self.params) do
    local g = p.grad
    list[k] = g and g:flatten() or engine.create.zeros(p:numel())
    flags[k] = g and 1 or 0
  end
  list[#list + 1] = engine.create.tensor(flags)
  self.sums = engine.functions.cat(list)
  self.request = job.mpi.start("all_reduce", self.sums, self.sums, number)
end

-- Puts the means where the gradients are.
function Bucket:finish()
  self.request:wait()
  local sums, at = self.sums, 1
  local flags = sums:narrow(1, self.count + 1, #self.params):totable()
  sums:div_(job.size)
  for k, p in ipairs(self.params) do
    local mean = sums:narrow(1, at, p:numel()):reshape(p:size())
    at = at + p:numel()
    if p.grad then p.grad:copy_(mean)
    elseif flags[k] > 0 then p.grad = mean:clone() end
  end
  self.request, self.sums, self.missing = nil, nil, #self.params
end

-- ---- a backward ----

-- What has the gradients of a list of parameters averaged.
local Averaging = {__name = "Averaging"}
Averaging.__index = Averaging

-- What a sweep with a graph gives is averaged with its graph.
local function average_recorded(self)
  for _, p in ipairs(self.params) do
    if p.grad then p.grad = engine.dist.all_reduce(p.grad, {op = "mean"}) end
  end
end

local function finish(self)
  self.running = nil
  if self.is_recorded then return average_recorded(self) end
  local _ <close> = recording.no_grad()
  for k = self.next, #self.buckets do
    self.buckets[k]:start(self.number)
  end
  for _, bucket in ipairs(self.buckets) do bucket:finish() end
end

-- A backward that failed has left what it had begun.
local function begin(self)
  for _, bucket in ipairs(self.buckets) do
    if bucket.request then bucket.request:wait() end
    bucket.request, bucket.sums, bucket.missing = nil, nil, #bucket.params
  end
  self.running, self.next = engine.backwards(), 1
  self.number = self.number + 1
  self.is_recorded = engine.is_recording()
  engine.after_backward(function() finish(self) end)
end

-- A gradient is there: buckets are begun in their order, which is the same on
-- every rank.
local function arrived(self, bucket)
  if next(self.paused) then return end
  if self.running ~= engine.backwards() then begin(self) end
  bucket.missing = bucket.missing - 1
  if self.is_recorded or not self.overlap then return end
  local _ <close> = recording.no_grad()
  while self.next <= #self.buckets and
        self.buckets[self.next].missing <= 0 do
    self.buckets[self.next]:start(self.number)
    self.next = self.next + 1
  end
  -- sums go on only when MPI is asked
  if self.next > 1 then self.buckets[self.next - 1].request:test() end
end

-- Without holding what is to be collected with the network. What is frozen now
-- may learn later.
local function watch(self, bucket, p)
  local weak, learns = setmetatable({self}, {__mode = "v"}), p:requires_grad()
  p:requires_grad_(true)
  p:register_post_accumulate_grad_hook(function()
    if weak[1] then arrived(weak[1], bucket) end
  end)
  p:requires_grad_(learns)
end

-- From now on, and for as long as what is given is held. least: numbers in a
-- bucket; overlap: whether sums are begun before the backward has ended.
function Averaging.new(params, least, overlap)
  local self = setmetatable({params = params, overlap = overlap, paused = {},
                             number = 0}, Averaging)
  self.buckets = buckets_of(params, least)
  for _, bucket in ipairs(self.buckets) do
    for _, p in ipairs(bucket.params) do watch(self, bucket, p) end
  end
  return self
end

--- A scope in which backwards leave gradients as they are here, those of a list
--- of what new made.
function Averaging.pause(list)
  local own = {}
  return scope.open(function()
    for _, self in ipairs(list) do self.paused[own] = true end
  end, function()
    for _, self in ipairs(list) do self.paused[own] = nil end
  end)
end

return Averaging
