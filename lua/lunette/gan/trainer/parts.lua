--- The parts of a run, from names, tables, functions or objects.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local lazy = require "lunette.lazy"
local losses = require "lunette.gan.losses"
local Module = require "lunette.nn.module"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local parts = {}

-- Raises unless all keys of the table are players.
local function only_players(what, value)
  for key in pairs(value) do
    if key ~= "generator" and key ~= "discriminator" then
      raise("Trainer: %s.%s: known are generator and discriminator", what,
            tostring(key))
    end
  end
end

--- Raises unless these are options of the losses, by player.
function parts.check_loss_options(loss, given)
  only_players("loss_options", given or {})
  for player, value in pairs(given or {}) do
    arguments.check("Trainer", "loss_options." .. player, value, "table")
    arguments.check_names(loss[player], value)
  end
end

--- Raises unless the noise has the sizes that the trainer draws, where those
--- are known.
function parts.check_noise(what, latent, noise)
  if type(latent) == "number" then latent = {latent} end
  local sizes = noise:size()
  if type(latent) ~= "table" or #latent == 0 then return end
  local wanted = table.concat(latent, "x")
  if table.concat(sizes, "x", math.min(2, #sizes + 1)) ~= wanted then
    raise("Trainer: %s is noise of %s; n times %s is wanted", what,
          repr.sizes(sizes), wanted)
  end
end

--- What a table has for one player; a table without players is for both.
function parts.of_player(what, value, player)
  if type(value) ~= "table" then return value end
  if value.generator == nil and value.discriminator == nil then return value end
  only_players(what, value)
  return value[player]
end

--- The field of `from`, which may be lazy; raises with what is there when it is
--- not.
function parts.named(what, from, name)
  local found = type(name) == "string" and lazy.find(from, name)
  if found then return found end
  local names = {}
  for key in pairs(from) do names[#names + 1] = tostring(key) end
  table.sort(names)
  raise("Trainer: %s is %s; known: %s", what, tostring(name),
        table.concat(names, ", "))
end

-- {"Adam", lr = 1e-3}: a name, what is positional, and the rest as options.
local function call_by_name(what, from, list, first)
  local given, rest = {first}, {}
  for key, value in pairs(list) do
    if math.type(key) ~= "integer" then rest[key] = value end
  end
  for k = 2, #list do given[k] = list[k] end
  given[#given + 1] = rest
  return parts.named(what, from, list[1])(table.unpack(given))
end

--- What can step, an optimiser or a schedule, from {"Adam", lr = 1e-3} (a name
--- in `from`), f(first) or the object itself; `first` is what it is made of.
function parts.stepper(what, from, value, first)
  if arguments.is_callable(value) then
    value = value(first)
  elseif type(value) == "table" and not value.step then
    return call_by_name(what, from, value, first)
  end
  if type(value) ~= "table" or not value.step then
    raise('Trainer: %s is wanted as {"Name", option = ...}, an object with ' ..
          "step, or a function that makes one", what)
  end
  return value
end

--- A layer, or what a function or a class of layers makes.
function parts.network(player, value)
  if Module.is_layer(value) then return value end
  return arguments.check("Trainer", "what " .. player .. "() gave", value(),
                         "layer")
end

-- A loss of the library's, which the trainer cannot serve when there is more to
-- it than outputs and a number.
local function named_loss(name)
  local loss = parts.named("loss", losses, name)
  for _, verb in ipairs {"takes", "gives"} do
    local more = rawget(loss, verb)
    if more then
      raise("Trainer: loss %s %s %s; give a table of two functions that " ..
            "call it", name, verb, more)
    end
  end
  return loss, rawget(loss, "compares")
end

--- A loss by name, or any table of the two players' losses; and whether the
--- generator's compares fakes with reals.
function parts.loss(value)
  if type(value) == "string" then return named_loss(value) end
  if not (value.discriminator and value.generator) then
    raise("Trainer: loss is a name in ln.gan.losses, or a table with " ..
          ".discriminator and .generator")
  end
  for _, player in ipairs {"discriminator", "generator"} do
    arguments.check("Trainer", "loss." .. player, value[player], "callable")
  end
  return value, value.compares
end

local function field(object, name)
  local ok, value = pcall(function() return object[name] end)
  return ok and value or nil
end

--- The method of an object, or nil; of a function, nil.
function parts.method(object, name)
  return arguments.is_callable(field(object, name))
end

--- draw(), which gives a batch and perhaps its labels, and the batch size, from
--- a source: what has next() (ln.data.Loader) or sample(n) (ln.data.ring), or a
--- function of n.
function parts.data(source, batch_size)
  local next_batch = parts.method(source, "next")
  local sample = parts.method(source, "sample")
  local own = field(source, "batch_size")
  local size = batch_size or own
  if source == nil then raise "Trainer: data or make_data is missing" end
  if next_batch and own and own ~= size then
    raise("Trainer: batch_size is %d, that of the data %s", size, tostring(own))
  end
  if not size then
    raise("Trainer: batch_size is missing; the data do not have one")
  end
  arguments.check("Trainer", "the data's batch_size", size, "count")
  if next_batch then
    return function() return source:next() end, size
  elseif sample then
    return function() return source:sample(size) end, size
  elseif arguments.is_callable(source) then
    return function() return source(size) end, size
  end
  raise "Trainer: data have neither next() nor sample(n), and are no function"
end

--- noise(n), from a size, sizes, or a sampler: a function of n, or what has
--- sample(n).
function parts.latent(value)
  if parts.method(value, "sample") then
    return function(n) return value:sample(n) end
  elseif arguments.is_callable(value) then
    return value
  elseif type(value) == "number" or type(value) == "table" and #value > 0 then
    local sizes = arguments.check("Trainer", "latent", value, "counts")
    return function(n) return engine.create.randn(n, table.unpack(sizes)) end
  end
  raise "Trainer: latent is a size, a table of sizes, or a function of n"
end

return parts
