--- Batches of a data set, in order or shuffled, from a stream of its own.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local iterator = require "lunette.iterator"
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

-- position: how many samples of this epoch have been given; order: of the
-- epoch, nil when not shuffled; epoch_state: the generator's before that was
-- drawn, to draw it again; resumed: no batch since a state was loaded; looked:
-- tell_range is done.
local new = method("Loader", "self, set: any, {batch_size: count = 1, " ..
  "shuffle: bool = false, drop_last: bool = false, generator: generator?}",
  function(_, set, o)
  set = set_of(set)
  if #set == 0 then raise("Loader: the set is empty") end
  local self = setmetatable({set = set, batch_size = o.batch_size,
                             shuffle = o.shuffle, drop_last = o.drop_last},
                            Loader)
  self.generator = o.generator or own_generator()
  self:start_epoch()
  return self
end)

--- Begins an epoch: a fresh order of the set, from the generator's state as it
--- is now.
Loader.start_epoch = method("loader:start_epoch", "self", function(self)
  self.epoch_state = self.generator:state()
  self.position = 0
  self.order = nil
  if self.shuffle then
    local order = engine.create.randperm(#self.set,
                                         {generator = self.generator})
    self.order = order:totable()
  end
end)

-- Appends the next indices of this epoch to the list, up to `most` in all.
local function take(self, indices, most)
  while #indices < most and self.position < #self.set do
    self.position = self.position + 1
    local k = self.position
    indices[#indices + 1] = self.order and math.tointeger(self.order[k]) or k
  end
  return indices
end

-- The results of the set's batch; raises when one has not as many samples as
-- were asked for, as x[list], which is one element, where x[index] was meant.
local function check_batch(indices, ...)
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

local function batch_of(self, indices)
  local index = engine.create.tensor(indices)
  return tell_range(self, check_batch(indices, self.set:batch(indices, index)))
end

--- The next full batch, going on into the next epoch where one ends: what the
--- set's batch gives (images, labels).
Loader.next = method("loader:next", "self", function(self)
  self.resumed = nil
  local indices = {}
  repeat
    if self.position >= #self.set then self:start_epoch() end
    take(self, indices, self.batch_size)
  until #indices == self.batch_size
  return batch_of(self, indices)
end)

-- Is there no batch left in this epoch?
local function is_over(self)
  local left = #self.set - self.position
  return left <= 0 or (self.drop_last and left < self.batch_size)
end

local function next_of_epoch(self)
  if is_over(self) then return nil end
  return batch_of(self, take(self, {}, self.batch_size))
end

local LOOP = "for images, labels in loader:epoch() do ... end"

--- for images, labels in loader:epoch() do: one epoch from its start, or what
--- is left of the one that a state just loaded was in, where something is. The
--- last batch is smaller where the set does not divide; it is left out with
--- drop_last.
Loader.epoch = method("loader:epoch", "self", function(self)
  local goes_on = self.resumed and not is_over(self)
  if self.position > 0 and not goes_on then self:start_epoch() end
  self.resumed = nil
  return iterator(next_of_epoch, LOOP), self
end)

-- What `for batch in loader do` comes to.
function Loader:__call()
  raise("Loader: a loader is not an iterator: for images, labels in " ..
        "loader:epoch() do walks one epoch, loader:next() gives one batch")
end

--- How many batches an epoch has.
function Loader:__len()
  local n = #self.set
  if self.drop_last then return n // self.batch_size end
  return (n + self.batch_size - 1) // self.batch_size
end

--- Where the loader stands: enough to give the same batches again.
Loader.state_dict = method("loader:state_dict", "self", function(self)
  return repr.state {size = #self.set, shuffle = self.shuffle,
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

--- Goes on from a state, exactly; from one of an epoch's end, with the next
--- epoch. Raises, changing nothing, when the set has another size or the state
--- is not whole.
Loader.load_state_dict = method("loader:load_state_dict",
  "self, state_dict: table", function(self, state)
  if state.size ~= #self.set then
    raise("Loader: load_state_dict: the set has %d samples here and %s in " ..
          "the state", #self.set, tostring(state.size))
  end
  if state.shuffle ~= self.shuffle then
    raise("Loader: load_state_dict: shuffle is %s here and %s in the state",
          tostring(self.shuffle), tostring(state.shuffle))
  end
  local position = arguments.check("Loader", "state.position", state.position,
                                 "whole")
  if position > #self.set then
    raise("Loader: load_state_dict: position %d of %d samples", position,
          #self.set)
  end
  check_generator("epoch_state", state.epoch_state)
  check_generator("generator", state.generator)
  self.generator:set_state(state.epoch_state)
  self:start_epoch()
  -- a generator that others draw from as well has gone on since
  self.generator:set_state(state.generator)
  self.position, self.resumed = position, true
end)

local shown = {"batch_size", "shuffle", "drop_last"}

return {Loader = repr.class(Loader, function(self)
  return ("%s, %s, at sample %d of %d"):format(tostring(self.set),
    repr.fields(self, shown), self.position, #self.set)
end, new)}
