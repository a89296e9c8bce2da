--- What can be known of a run before it begins, so that nothing is found out
--- after hours of it.

local arguments = require "lunette.arguments"
local log = require "lunette.gan.trainer.log"
local raise = require "lunette.errors".raise

local check = {}

-- The keys, sorted, as a text.
local function known(list)
  local names = {}
  for name in pairs(list or {}) do names[#names + 1] = tostring(name) end
  table.sort(names)
  return #names > 0 and table.concat(names, ", ") or "none"
end

-- Has the log a column of this name, of its own or of a player?
local function is_column(o, name)
  for _, player in ipairs(o.players or {}) do
    if type(player) == "table" and player.name == name then return true end
  end
  local of_pair = name == "generator" or name == "discriminator"
  return log.own[name] or not o.players and of_pair
end

local function metrics(o)
  for name, f in pairs(o.metrics or {}) do
    if type(name) ~= "string" then
      raise("Trainer: metrics is {name = f(trainer)}; entry %s is %s",
            tostring(name), type(f) == "string" and ("%q"):format(f) or
            "a " .. type(f))
    elseif is_column(o, name) then
      raise("Trainer: metrics.%s: the log has a column of this name", name)
    end
    arguments.check("Trainer", "metrics." .. name, f, "callable")
  end
end

--- Raises unless there is a metric that can give the value `name`: one of that
--- name, or one that gives a table, name.key.
function check.metric(what, list, name)
  arguments.check("Trainer: " .. what, "the metric", name, "string")
  for own in pairs(list or {}) do
    if name == own or name:sub(1, #own + 1) == own .. "." then return end
  end
  raise("Trainer: %s: a metric is %s; known: %s", what, name, known(list))
end

local function best(given, list)
  if not given then return end
  check.metric("best", list, given[1])
  arguments.check("Trainer: best", "the order", given[2], "lowest|highest")
  for key in pairs(given) do
    if key ~= 1 and key ~= 2 then
      raise('Trainer: best is {"metric", "lowest"}; entry %s is too much',
            tostring(key))
    end
  end
end

-- What is of the game of two alone, and its defaults.
local of_two = {loss = "bce", discriminator_steps = 1, reuse_fakes = true,
                exact = false}

-- Which of the two forms it is, and nothing of the other.
local function form(o)
  if not o.players then
    for _, name in ipairs {"networks", "phases", "sample"} do
      if o[name] then
        raise("Trainer: %s without players: the generator and the " ..
              "discriminator are given by these names", name)
      end
    end
    if o.latent == nil then raise "Trainer: latent is missing" end
    return
  end
  if not o.networks then raise "Trainer: players without networks" end
  if o.exact then
    raise("Trainer: exact beside players: their losses call the networks, " ..
          "which the trainer cannot cut; a loss that calls them by " ..
          "nn.utils.in_pieces(network, n, x) is exact, with a batch_size of " ..
          "several n")
  end
  for _, name in ipairs {"generator", "discriminator", "loss", "loss_options",
                         "penalties", "optimizers", "schedules", "clip",
                         "discriminator_steps", "reuse_fakes", "exact",
                         "augment", "augment_strength", "classes"} do
    if o[name] ~= of_two[name] then
      raise("Trainer: %s beside players: it is of a generator and a " ..
            "discriminator; players have their own", name)
    end
    o[name] = nil
  end
end

--- What of the options can be checked alone; o as the reader gave them.
function check.options(o)
  if o.data ~= nil and o.make_data then
    raise "Trainer: data and make_data are both given; one is wanted"
  end
  form(o)
  if o.augment_strength and not o.augment then
    raise "Trainer: augment_strength without augment"
  end
  metrics(o)
  best(o.best, o.metrics)
  local low, high = table.unpack(o.range or {-1, 1})
  local rising = low < high
  if not rising then
    raise("Trainer: range is from %.14g to %.14g", low, high)
  end
end

return check
