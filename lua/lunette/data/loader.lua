--- Batches of a data set, in order, shuffled or drawn by weight, from a stream
--- of its own.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local iterator = require "lunette.iterator"
local job = require "lunette.dist.job"
local notice = require "lunette.notice"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"
local tensors = require "lunette.data.tensors".tensors

local method = arguments.define

--- set: a data set, of #set samples; set:batch(indices, index) gives them, from
--- a list of integers from 1, as tensors whose first dimension is the batch;
--- index is the same list as a tensor, for sets that hold tensors:
--- self.x[index]. A tensor, or a table of tensors {x, y}, stands for
--- ln.data.tensors(x, y). Without a generator the loader draws its own seed
--- from the default one, so that what else is drawn does not change the order.
---
--- {weights = w}: the samples of an epoch, num_samples or as many as the set
--- has, are drawn with replacement, sample i as often as w[i] says (PyTorch's
--- WeightedRandomSampler). {balance = labels}: drawn so that every class is
--- equally likely, one draw independent of another, as the labels are that a
--- generator is given: a discriminator that sees its whole batch must not tell
--- real ones by exact counts. labels: a tensor or a list, one a sample, of any
--- values; true: those of the set, set.labels.
---
--- A set that reads slowly may have set:prefetch(indices): after each batch it
--- is called with what the next two are likely to ask for.
---
---   local loader = ln.data.Loader(ln.data.digits(), {batch_size = 64,
---                                                    shuffle = true})
---   local images, labels = loader:next()
---   print(images:size(), labels:size())   -- {64, 1, 28, 28}  {64}
---   local seen = 0
---   for batch in loader:epoch() do seen = seen + batch:size(1) end
---   print(seen)   -- 10000
--- @class Loader
local Loader = {__name = "Loader"}
Loader.__index = Loader

-- Two draws, for 24 bits are what a number of float holds.
local function own_generator()
  local drawn = engine.create.randint(0, 2 ^ 24 - 1, {2}):totable()
  local high, low = math.tointeger(drawn[1]), math.tointeger(drawn[2])
  return engine.Generator(high << 24 | low)
end

local function set_of(given)
  if engine.is_tensor(given) then return tensors(given) end
  local ok, batch = pcall(function() return #given and given.batch end)
  if ok and not batch and type(given) == "table" and
     engine.is_tensor(given[1]) then
    return tensors(table.unpack(given))
  end
  if ok and type(given) == "table" and not batch and given.sample then
    raise("Loader: set draws without end: set:sample(n) is a batch, and " ..
          "Loader(set:sample(n)) goes through n samples again and again")
  end
  if not ok or not batch then
    raise("Loader: set has no #set and set:batch(indices); " ..
          "ln.data.digits() is one that has, and a tensor or a table of " ..
          "tensors is taken as one")
  end
  return given
end

-- How many samples it has now.
local function count_of(set)
  local n = arguments.check("Loader", "#set", #set, "whole")
  if n == 0 then raise("Loader: the set is empty") end
  return n
end

-- One of each sample, or a list of them, as a tensor of its own.
local function weights_of(set, weights)
  if not engine.is_tensor(weights) then
    weights = engine.create.tensor(weights)
  end
  if weights:dim() ~= 1 or weights:size(1) ~= #set then
    raise("Loader: weights are %s, the set has %d samples",
          repr.shape(weights), #set)
  end
  return weights:detach():clone()
end

-- What makes every label equally likely: for each sample, one by how many
-- there are of its class.
local function balanced_weights(set, labels)
  if labels == true then labels = set.labels end
  if type(labels) ~= "table" and not engine.is_tensor(labels) then
    raise("Loader: balance is true, and the set has no labels; " ..
          "{balance = labels} gives them, one for each sample")
  end
  local list = engine.is_tensor(labels) and labels:totable() or labels
  if type(list) ~= "table" or #list ~= #set then
    raise("Loader: balance has %s labels, the set %d samples",
          type(list) == "table" and #list or "no list of", #set)
  end
  local counts, weights = {}, {}
  for k, label in ipairs(list) do
    if type(label) == "table" or label ~= label then
      raise("Loader: balance: label %d is %s, not one of a class", k,
            arguments.show(label))
    end
    counts[label] = (counts[label] or 0) + 1
  end
  for k, label in ipairs(list) do weights[k] = 1 / counts[label] end
  return engine.create.tensor(weights)
end

-- Options that exclude each other or need another.
local function check_options(o)
  local drawn = o.weights and "weights" or o.balance and "balance"
  if o.weights and o.balance then
    raise("Loader: weights and balance are given; one of them says how " ..
          "samples are drawn")
  elseif drawn and o.shuffle then
    raise("Loader: shuffle and %s are given; %s draws at random already",
          drawn, drawn)
  elseif o.num_samples and not drawn then
    raise("Loader: num_samples is %d without weights or balance: an epoch " ..
          "goes through the whole set", o.num_samples)
  end
  return drawn or nil
end

-- length: of an epoch; position: how many samples of this one have been given;
-- order: of the epoch, nil when it is the set's; epoch_state: the generator's
-- before that was drawn, to draw it again; sampling: "weights" or "balance"
-- where samples are drawn; resumed: no batch since a state was loaded; looked:
-- tell_range is done.
local new = method("Loader", "self, set: any, {batch_size: count = 1, " ..
  "shuffle: bool = false, drop_last: bool = false, weights: tensor|reals?, " ..
  "balance: bool|tensor|list?, num_samples: count?, generator: generator?}",
  function(_, set, o)
  set = set_of(set)
  count_of(set)
  local self = setmetatable({set = set, batch_size = o.batch_size,
                             shuffle = o.shuffle, drop_last = o.drop_last,
                             num_samples = o.num_samples}, Loader)
  self.sampling = check_options(o)
  if o.weights then self.drawn = weights_of(set, o.weights) end
  if o.balance then self.drawn = balanced_weights(set, o.balance) end
  self.generator = o.generator or own_generator()
  self:start_epoch()
  return self
end)

-- The order of an epoch, drawn from that generator; nil for the set's own.
local function draw_order(self, from)
  local create = engine.create
  if self.sampling then
    return create.multinomial(self.drawn, self.length, {
      replacement = true, generator = from}):totable()
  elseif self.shuffle then
    return create.randperm(#self.set, {generator = from}):totable()
  end
end

-- How many samples an epoch has that begins now.
local function length_of(self)
  local n = count_of(self.set)
  if self.drawn and self.drawn:numel() ~= n then
    raise("Loader: the set has %d samples now, and %s are of %d", n,
          self.sampling, self.drawn:numel())
  end
  return self.num_samples or n
end

--- Begins an epoch: a fresh order of the set as it is now, or fresh draws, from
--- the generator's state.
--- @return nil
Loader.start_epoch = method("loader:start_epoch", "self", function(self)
  self.length = length_of(self)
  self.epoch_state = self.generator:state()
  self.position = 0
  self.order = draw_order(self, self.generator)
end)

-- Appends an epoch's indices from `position` on to the list, up to `most` in
-- all; returns the position after them.
local function append(self, order, position, indices, most)
  while #indices < most and position < self.length do
    position = position + 1
    indices[#indices + 1] = order and math.tointeger(order[position]) or
                            position
  end
  return position
end

local function take(self, indices, most)
  self.position = append(self, self.order, self.position, indices, most)
  return indices
end

-- The order that start_epoch will draw, as far as nobody else draws before.
local function following_order(self)
  local copy = engine.Generator()
  copy:set_state(self.generator:state())
  return draw_order(self, copy)
end

-- Tells the set what the next batches are likely to ask for.
local BATCHES_AHEAD = 2
local function hint(self)
  if not self.set.prefetch then return end
  local indices, most = {}, BATCHES_AHEAD * self.batch_size
  append(self, self.order, self.position, indices, most)
  if #indices < most then
    append(self, following_order(self), 0, indices, most)
  end
  self.set:prefetch(indices)
end

-- The results of the set's batch; raises when there is none, which would end a
-- loop, or when one has not as many samples as were asked for, as x[list],
-- which is one element, where x[index] was meant.
local function check_batch(indices, ...)
  if (...) == nil then
    raise("Loader: the set's batch(indices, index) gave nothing for %d samples",
          #indices)
  end
  for k = 1, select("#", ...) do
    local x = select(k, ...)
    if engine.is_tensor(x) and (x:dim() == 0 or x:size(1) ~= #indices) then
      raise("Loader: the set's batch(indices, index) gave %s for %d samples " ..
            "(result %d); a tensor takes the tensor: x[index], not the list",
            repr.shape(x), #indices, k)
    end
  end
  return ...
end

-- Rounding aside, what a picture's values may be.
local OUTERMOST = 1.01

-- Of the samples of a batch those of this rank, where the ranks share it.
local function own_part(self, indices)
  if not self.ranks then return indices end
  local n = #indices // self.ranks
  if n * self.ranks ~= #indices then
    raise("Loader: the last batch has %d samples for %d ranks; drop_last = " ..
          "true leaves it out", #indices, self.ranks)
  end
  return table.move(indices, self.rank * n + 1, (self.rank + 1) * n, 1, {})
end

-- The results; says once when the pictures, n,c,h,w, do not go from -1 to 1.
local function tell_range(self, x, ...)
  if self.looked then return x, ... end
  self.looked = true
  if not engine.is_tensor(x) or x:dim() ~= 4 or x:numel() == 0 then
    return x, ...
  end
  local least, largest = x:amin():item(), x:amax():item()
  if least < -OUTERMOST or largest > OUTERMOST then
    notice.once(self, "Loader: the pictures go from %g to %g; tanh, and all " ..
                "pictures of ln.data, go from -1 to 1: ln.data.map(set, f) " ..
                "brings them there", least, largest)
  end
  return x, ...
end

-- The hint comes first, so that the set reads ahead while this batch is used.
local function batch_of(self, indices)
  indices = own_part(self, indices)
  local index = engine.create.tensor(indices)
  local batch = table.pack(self.set:batch(indices, index))
  hint(self)
  return tell_range(self, check_batch(indices,
                                      table.unpack(batch, 1, batch.n)))
end

--- From now on a batch is this rank's share of what it would be, `rank` being
--- one of 0 to ranks - 1: all have the same order, and none reads what is not
--- its own. batch_size is that of all ranks together. dist.rank() and
--- dist.size() unless given. Returns the loader.
--- @return self
Loader.shard = method("loader:shard", "self, rank: whole?, ranks: count?",
                      function(self, rank, ranks)
  job.join()
  rank, ranks = rank or job.rank, ranks or job.size
  if rank >= ranks then
    raise("Loader: shard: rank %d of %d; they count from 0", rank, ranks)
  elseif self.batch_size % ranks ~= 0 then
    raise("Loader: shard: a batch of %d is not shared evenly by %d ranks",
          self.batch_size, ranks)
  end
  self.rank, self.ranks = rank, ranks
  return self
end)

--- The next full batch, going on into the next epoch where one ends: what the
--- set's batch gives (images, labels).
--- @return Tensor
--- @return Tensor ...
Loader.next = method("loader:next", "self", function(self)
  self.resumed = nil
  local indices = {}
  repeat
    if self.position >= self.length then self:start_epoch() end
    take(self, indices, self.batch_size)
  until #indices == self.batch_size
  return batch_of(self, indices)
end)

-- Is there no batch left in this epoch?
local function is_over(self)
  local left = self.length - self.position
  return left <= 0 or (self.drop_last and left < self.batch_size)
end

-- The next batch of a walk through an epoch, which another may have begun anew.
local function next_of_epoch(walk)
  local self = walk.loader
  if walk.left then
    raise("Loader: loader:epoch() was called again while a loop over it had " ..
          "%d samples left; a loop within one takes a loader of its own",
          walk.left)
  end
  if walk.is_over or is_over(self) then return nil end
  return batch_of(self, take(self, {}, self.batch_size))
end

-- Tells the walk before, if it goes on, that there is another.
local function begin_walk(self)
  local before = self.walk
  if before and is_over(self) then before.is_over = true
  elseif before then before.left = self.length - self.position end
  self.walk = {loader = self}
  return self.walk
end

local LOOP = "for images, labels in loader:epoch() do ... end"

--- for images, labels in loader:epoch() do: one epoch from its start, or what
--- is left of the one that a state just loaded was in, where something is. The
--- last batch is smaller where the set does not divide; it is left out with
--- drop_last. A loop that has batches left when another begins raises.
--- @return fun(): Tensor, Tensor, ...: Tensor
Loader.epoch = method("loader:epoch", "self", function(self)
  local walk = begin_walk(self)
  local goes_on = self.resumed and not is_over(self)
  if self.position > 0 and not goes_on then self:start_epoch() end
  self.resumed = nil
  return iterator(function() return next_of_epoch(walk) end, LOOP)
end)

-- What `for batch in loader do` comes to.
function Loader:__call()
  raise("Loader: a loader is not an iterator: for images, labels in " ..
        "loader:epoch() do walks one epoch, loader:next() gives one batch")
end

--- How many batches an epoch has.
function Loader:__len()
  local n = self.length
  if self.drop_last then return n // self.batch_size end
  return (n + self.batch_size - 1) // self.batch_size
end

--- Where the loader stands: enough to give the same batches again.
--- @return table
Loader.state_dict = method("loader:state_dict", "self", function(self)
  return repr.state {size = #self.set, shuffle = self.shuffle,
    sampling = self.sampling, num_samples = self.num_samples,
    position = self.position, epoch_state = self.epoch_state,
    generator = self.generator:state()}
end)

-- Raises when `text` is no generator's state; `key` is where it was.
local function check_generator(key, text)
  arguments.check("Loader", "state." .. key, text, "string")
  local ok = pcall(function() engine.Generator():set_state(text) end)
  if not ok then
    raise("Loader: load_state_dict: %s is %q, not the state of a Generator",
          key, text)
  end
end

-- What has to be the same here and in a state.
local fixed = {"shuffle", "sampling", "num_samples"}

local function check_modes(self, state)
  if state.size ~= #self.set then
    raise("Loader: load_state_dict: the set has %d samples here and %s in " ..
          "the state", #self.set, tostring(state.size))
  end
  for _, key in ipairs(fixed) do
    local here, there = self[key], state[key]
    if here ~= there then
      raise("Loader: load_state_dict: %s is %s here and %s in the state",
            key, here == nil and "none" or tostring(here),
            there == nil and "none" or tostring(there))
    end
  end
end

--- Goes on from a state, exactly; from one of an epoch's end, with the next
--- epoch. Raises, changing nothing, when the set has another size, the loader
--- another way to draw, or the state is not whole.
--- @return nil
Loader.load_state_dict = method("loader:load_state_dict",
  "self, state_dict: table", function(self, state)
  check_modes(self, state)
  local position = arguments.check("Loader", "state.position", state.position,
                                 "whole")
  if position > self.length then
    raise("Loader: load_state_dict: position %d of %d samples", position,
          self.length)
  end
  check_generator("epoch_state", state.epoch_state)
  check_generator("generator", state.generator)
  self.generator:set_state(state.epoch_state)
  self:start_epoch()
  -- a generator that others draw from as well has gone on since
  self.generator:set_state(state.generator)
  self.position, self.resumed = position, true
end)

local shown = {"batch_size", "shuffle", "drop_last", "sampling", "num_samples"}

return {Loader = repr.class(Loader, function(self)
  return ("%s, %s, at sample %d of %d"):format(tostring(self.set),
    repr.fields(self, shown), self.position, self.length)
end, new)}
