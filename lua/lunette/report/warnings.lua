--- What looks wrong with a run, in words, and what to try.

local json = require "lunette.json"

local warnings = {}
warnings.__index = warnings

-- Records that are looked back at, and looks at the fakes.
local RECENT, LOOKS = 50, 1000
-- A loss of the discriminator that is as good as 0, gradients that are, and how
-- far the data may leave the range.
local WON, VANISHED, OUTSIDE = 0.01, 1e-7, 0.01

-- Losses of a discriminator that are 0 where it tells all samples apart.
local reaches_zero = {bce = true, minimax = true, logistic = true, hinge = true,
                      least_squares = true, relativistic = true,
                      relativistic_average = true}

local not_a_number = {nan = true, inf = true, ["-inf"] = true}

function warnings.new()
  return setmetatable({recent = {}, looks = {}, layers = {}}, warnings)
end

local function push(list, value, most)
  list[#list + 1] = value
  if #list > most then table.remove(list, 1) end
end

--- A record of the log.
function warnings:see(record)
  push(self.recent, record, RECENT)
  if type(record.crowding) == "number" then
    push(self.looks, record, LOOKS)
  end
  self.dead = json.integer(record.dead_kernels) or self.dead
  for name, value in pairs(record) do
    if not_a_number[value] then self.bad = {name = name, record = record} end
  end
  self.stopped = record.stopped and record or nil
end

--- A note of the report's own: layers of a network, or what the reals are.
function warnings:note(note)
  if note.network and json.integer(note.step) then
    self.layers[tostring(note.network)] = note
  end
  if type(note.real) == "table" then self.real = note.real end
end

-- ---- what may be wrong: each gives {title, text, try}, or nil ----

local tests = {}

function tests:numbers()
  local stopped = self.stopped and self.stopped.stopped == "nan"
  if not (self.bad or stopped) then return end
  local record = self.bad and self.bad.record or self.stopped
  local what = self.bad and ("%s is %s"):format(self.bad.name,
    tostring(record[self.bad.name])) or tostring(record.message)
  return {"A value is not a number", ("At step %d %s."):format(record.step,
                                                              what),
          "Lower the learning rates, clip the gradients with clip = {norm = " ..
          "1}, or let on_nan = \"rollback\" go back to the last checkpoint. " ..
          "ln.detect_anomaly() names the op that made it."}
end

-- How many of the last looks in a row found the fakes too close.
local function crowded(looks, rule)
  local n = 0
  for k = #looks, 1, -1 do
    local look = looks[k]
    if look.crowding <= rule.ratio or look.step <= rule.after then break end
    n = n + 1
  end
  return n
end

local function rule_of(config)
  local given = type(config.collapse) == "table" and config.collapse or {}
  local rule = {ratio = 3, times = 3, after = 500}
  for name in pairs(rule) do
    if type(given[name]) == "number" then rule[name] = given[name] end
  end
  return rule
end

-- Has the discriminator no mini-batch discrimination, as far as is known?
local function lacks_discrimination(config)
  local text = config.discriminator
  return not (type(text) == "string" and
              text:find("MinibatchDiscrimination", 1, true))
end

function tests:collapse(config)
  local rule = rule_of(config)
  local n = crowded(self.looks, rule)
  if n < rule.times then return end
  return {"Mode collapse", ("For %d looks the samples of a batch have been " ..
          "more than %.3g times as close to each other as the real ones, " ..
          "%.3g times at step %d."):format(n, rule.ratio,
            self.looks[#self.looks].crowding, self.looks[#self.looks].step),
          (lacks_discrimination(config) and "Put " ..
           "nn.MinibatchDiscrimination before the last layer of the " ..
           "discriminator, add" or "Add") .. " an R1 penalty, lower the " ..
          "generator's learning rate, or go back with on_collapse = " ..
          "\"rollback\"."}
end

-- The step since which the discriminator's loss is as good as 0, or nil.
local function won_since(recent)
  local since, n = nil, 0
  for k = #recent, 1, -1 do
    local loss = recent[k].discriminator
    if type(loss) ~= "number" or math.abs(loss) >= WON then break end
    since, n = recent[k].step, n + 1
  end
  return n >= RECENT // 3 and since
end

function tests:won(config)
  local known = reaches_zero[config.loss or "bce"]
  local since = known and won_since(self.recent)
  local stuck = self.stopped and self.stopped.stopped == "stuck"
  if not (since or stuck) then return end
  local text = stuck and tostring(self.stopped.message) or
    ("its loss has been below %g since step %d at the latest: it tells " ..
     "nearly all samples apart, and the generator learns little from " ..
     "it"):format(WON, since)
  return {"The discriminator wins", text:gsub("^%l", string.upper) .. ".",
          "Add an R1 penalty or spectral normalisation to the " ..
          "discriminator, lower its learning rate, smooth the labels, add " ..
          "noise to its input or, with few data, augment them " ..
          "(gan.augment.ADA)."}
end

local function is_small(layer)
  return type(layer) == "table" and type(layer.gradient) == "number" and
         layer.gradient < VANISHED
end

local function small_layers(note)
  local names = {}
  for _, layer in ipairs(type(note.layers) == "table" and note.layers or {}) do
    if is_small(layer) then names[#names + 1] = tostring(layer.name) end
  end
  return names
end

function tests:vanished()
  local parts, step = {}, 0
  for name, note in pairs(self.layers) do
    local names = small_layers(note)
    if #names > 0 then
      parts[#parts + 1] = ("%s (%s)"):format(name, table.concat(names, ", "))
      step = math.max(step, json.integer(note.step))
    end
  end
  if #parts == 0 then return end
  table.sort(parts)
  return {"Gradients vanish", ("At step %d the gradients of these layers " ..
          "were below %g: %s."):format(step, VANISHED,
                                       table.concat(parts, "; ")),
          "Use a loss that does not saturate (bce or hinge in place of " ..
          "minimax), leaky units in place of ReLU in the discriminator, and " ..
          "normalisation or skip connections in deep networks; or keep the " ..
          "discriminator from winning."}
end

function tests:kernels()
  if not self.dead or self.dead == 0 then return end
  return {"Dead kernels of mini-batch discrimination",
          ("At the last look %d were dead: their closeness was 0, or the " ..
           "same for all samples of a batch, and says nothing."):format(
            self.dead),
          "Call the layer's initialise with features of a batch, which fits " ..
          "its scale to them, keep weight_norm, or normalise the features " ..
          "before it."}
end

-- Where the reals lie beside the range that pictures are drawn in.
function tests:range()
  local r = self.real or {}
  for _, name in ipairs {"least", "largest", "low", "high"} do
    if type(r[name]) ~= "number" then return end
  end
  local room = OUTSIDE * (r.high - r.low)
  local outside = r.least < r.low - room or r.largest > r.high + room
  local half = r.low < 0 and r.least >= 0 and r.largest > 0
  if not (outside or half) then return end
  return {outside and "Data outside the range" or "Data in half of the range",
          ("The real samples of a batch go from %.4g to %.4g, and the range " ..
           "is %.4g to %.4g."):format(r.least, r.largest, r.low, r.high),
          "Scale the data to the range of the generator's last layer, -1 to " ..
          "1 for Tanh (x * 2 - 1 of what goes from 0 to 1), or give the " ..
          "range they have as range = {low, high}."}
end

local order = {"numbers", "collapse", "won", "vanished", "kernels", "range"}

--- What is wrong, {kind, title, text, try} each. config: of the run.
function warnings:list(config)
  local list = {}
  for _, kind in ipairs(order) do
    local found = tests[kind](self, config)
    if found then
      list[#list + 1] = {kind = kind, title = found[1], text = found[2],
                         try = found[3]}
    end
  end
  return list
end

return warnings
