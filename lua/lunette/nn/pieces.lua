--- nn.utils.in_pieces: a large batch in the memory of a small one, with layers
--- that look at the whole batch seeing all of it; and the same of a batch that
--- the ranks of a job share.
--
-- Such a layer asks `share` for what the others of the batch have there: the
-- other pieces, the other ranks' samples, or the pieces of all ranks. While
-- that is not known for its place in the order of such layers, the piece stops
-- and hands in its own; when all pieces have, each starts anew and gets
-- further. Every run is an ln.recompute, so that the graph holds inputs and
-- what was shared, and derivatives of every order go through both.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local job = require "lunette.dist.job"
local raise = require "lunette.errors".raise
local recompute = require "lunette.recompute"
local repr = require "lunette.repr"
require "lunette.generator" -- for undisturbed

local pieces = {}

-- Of the piece that runs: known, a list of what was shared; at, how many layers
-- have asked; the piece.
local current

-- What a piece is left by that has to wait: its own part, and the layer's word.
local Stop = {}

--- Does the layer see a part of the batch alone?
function pieces.are_run(layer)
  if current then return true end
  if layer.sync then job.join() end
  return layer.sync and job.size > 1
end

--- Is it a part of what in_pieces cuts?
function pieces.are_cut() return current ~= nil end

local function sum(list, last)
  local total = 0
  for k = 1, last or #list do total = total + list[k] end
  return total
end

--- How many samples each part of the batch has, of all ranks in their order.
--- There are more parts than ranks where one of them is cut.
function pieces.listed(samples)
  local own = engine.create.tensor(samples)
  return engine.dist.all_gather(own):totable()
end

-- How many samples the ranks before this one have.
local function samples_before(samples, listed)
  if #listed == job.size then return sum(listed, job.rank) end
  return sum(pieces.listed {sum(samples)}, job.rank)
end

-- What is known once all parts of this process have theirs, `all`, of so many
-- samples each; `first`: the samples before those of the first part.
local function whole(layer, all, samples, listed)
  local before = 0
  if layer.sync and job.size > 1 then
    listed = listed or pieces.listed(samples)
    before = samples_before(samples, listed)
    all = engine.dist.all_gather(all)
  end
  listed = listed or samples
  local count, shares = sum(listed), {}
  for k, n in ipairs(listed) do shares[k] = n / count end
  return {all = all, first = before // 1 | 0, count = count // 1 | 0,
          shares = shares}
end

--- For a layer that looks at the whole batch, of which it sees a part: what all
--- parts have, `mine` of each after the other along the first dimension; how
--- many samples of the batch stand before this part, how many the batch has,
--- and the parts' shares of it. samples: of this part. settle(all, count,
--- shares) is called once, when all is known; listed: what pieces.listed gave.
function pieces.share(layer, mine, samples, settle, listed)
  local c = current
  if not c then
    local w = whole(layer, mine, {samples}, listed)
    if settle then settle(w.all:detach(), w.count, w.shares) end
    return w.all, w.first, w.count, w.shares
  end
  c.at = c.at + 1
  local w = c.known[c.at]
  if not w then
    error(setmetatable({layer = layer, mine = mine, settle = settle}, Stop), 0)
  end
  return w.all, w.first + c.piece.before, w.count, w.shares
end

-- ---- runs ----

-- What f gives for the samples of a piece, or its part of what is to be shared;
-- stopped is told which.
local function run(f, piece, known, stopped)
  local generator = engine.default_generator
  return recompute(function(...)
    local _ <close> = generator:undisturbed()
    generator:manual_seed(piece.seed)
    local outer = current
    current = {known = known, at = 0, piece = piece}
    local results = table.pack(pcall(f, ...))
    current = outer
    if results[1] then
      return table.unpack(results, 2, results.n)
    elseif getmetatable(results[2]) ~= Stop then
      error(results[2], 0)
    end
    stopped.by = results[2]
    return results[2].mine
  end, table.unpack(piece.args, 1, piece.args.n))
end

-- Runs all pieces with what is known; their results, or when they stop, adds to
-- what is known.
local function round(f, list, known)
  local parts, stopped = {}, {}
  -- as it is now: the runs of the backward sweep stop where these do
  local so_far = table.move(known, 1, #known, 1, {})
  for k, piece in ipairs(list) do
    parts[k] = table.pack(run(f, piece, so_far, stopped))
  end
  if not stopped.by then return parts end
  local shares, samples = {}, {}
  for k, part in ipairs(parts) do
    shares[k], samples[k] = part[1], list[k].samples
  end
  local w = whole(stopped.by.layer, engine.functions.cat(shares, 1), samples)
  if stopped.by.settle then
    stopped.by.settle(w.all:detach(), w.count, w.shares)
  end
  known[#known + 1] = w
end

-- ---- pieces of arguments ----

local function batch_of(args)
  local n
  for k = 1, args.n do
    local x = args[k]
    if engine.is_tensor(x) and x:dim() > 0 then
      n = n or x:size(1)
      if x:size(1) ~= n then
        raise("in_pieces: argument %d is %s, the first has %d samples", k,
              repr.shape(x), n)
      end
    end
  end
  return n or raise "in_pieces: there is no tensor to cut into pieces"
end

local function cut(args, from, count)
  local part = {n = args.n}
  for k = 1, args.n do
    local x = args[k]
    local has_samples = engine.is_tensor(x) and x:dim() > 0
    part[k] = has_samples and x:narrow(1, from, count) or x
  end
  return part
end

local function cut_all(args, size)
  local n, list = batch_of(args), {}
  for from = 1, n, size do
    local count = math.min(size, n - from + 1)
    list[#list + 1] = {
      args = cut(args, from, count), before = from - 1, samples = count,
      seed = engine.create.randint(0, 1 << 24, {1}):item() // 1 | 0}
  end
  return list
end

local function join(parts)
  local results = {}
  for r = 1, parts[1].n do
    local list = {}
    for k, part in ipairs(parts) do list[k] = part[r] end
    results[r] = engine.functions.cat(list, 1)
  end
  return table.unpack(results, 1, parts[1].n)
end

--- f(...), computed for `size` samples at a time, in little more memory than
--- they need: the exact large batch. Tensors among the arguments have the
--- samples in their first dimension, as f's results do. Batch normalisation,
--- mini-batch discrimination and its standard deviation see the whole batch;
--- running statistics move once. Values and derivatives of every order are
--- those of f(...) but for rounding. Each layer that looks at the whole batch
--- costs one more run of what stands before it, forward and backward, of each
--- piece (as in GradCache: Gao et al. 2021, arXiv 2101.06983). What f draws is
--- drawn for each piece by itself. f is run several times, so it should change
--- nothing.
---
---   local D = ln.gan.zoo.dcgan({size = 16, channels = 1}).discriminator
---   local logits = ln.nn.utils.in_pieces(D, 16, ln.randn(64, 1, 16, 16))
---   logits:mean():backward()
--- @return Tensor ...
pieces.in_pieces = arguments.define("in_pieces",
  "f: callable, size: count, x: any, ...: any?", function(f, size, ...)
  local args, known = table.pack(...), {}
  if batch_of(args) <= size then return f(...) end
  local list = cut_all(args, size)
  while true do
    local parts = round(f, list, known)
    if parts then return join(parts) end
  end
end)

return pieces
