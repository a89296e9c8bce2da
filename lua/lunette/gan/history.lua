--- Historical averaging.

local Module = require "lunette.nn.module"
local options = require "lunette.options"
local raise = require "lunette.raise".raise
local recording = require "lunette.recording"

--- @class HistoricalAverage
--- @field means table by path, the mean of each parameter over the updates
--- @field count integer updates so far
local HistoricalAverage = {__name = "HistoricalAverage"}
HistoricalAverage.__index = HistoricalAverage

--- gan.HistoricalAverage(model): historical averaging (Salimans et al. 2016,
--- arXiv 1606.03498, section 3.3), for either player: penalty() is added to its
--- loss, update() follows each of its steps. The values at the start are the
--- first that count.
local function new(_, model)
  if not Module.is_layer(model) then
    raise("HistoricalAverage: model is not a layer")
  end
  local means = {}
  for path, p in model:named_parameters() do means[path] = p:detach():clone() end
  return setmetatable({model = model, means = means, count = 1},
                      HistoricalAverage)
end

--- The model's parameters now count in the means.
function HistoricalAverage:update()
  local _ <close> = recording.no_grad()
  self.count = self.count + 1
  for path, p in self.model:named_parameters() do
    self.means[path]:add_((p - self.means[path]) / self.count)
  end
end

local read = options.reader("HistoricalAverage:penalty", "weight: real = 1")

--- HistoricalAverage:penalty({weight = 1}): weight times the sum over parameters
--- of |p - mean of past p|^2.
function HistoricalAverage:penalty(given)
  local o, sum = read(given), 0
  for path, p in self.model:named_parameters() do
    sum = sum + (p - self.means[path]):square():sum()
  end
  return o.weight * sum
end

--- The means and how many values they are of.
function HistoricalAverage:state_dict()
  return {means = self.means, count = self.count}
end

--- Takes a state over, by copy. Raises, changing nothing, when it does not fit
--- or something is missing.
function HistoricalAverage:load_state_dict(state)
  local owner, paths = "HistoricalAverage:load_state_dict", {}
  options.check(owner, "state", state, "table")
  local means = options.check(owner, "state.means", state.means, "table")
  for path in pairs(self.means) do paths[#paths + 1] = path end
  table.sort(paths)
  for _, path in ipairs(paths) do
    if not means[path] then raise("%s: the state has no %s", owner, path) end
    options.check(owner, "state.means." .. path, means[path], "tensor")
    local here = options.sizes_text(self.means[path]:size())
    local there = options.sizes_text(means[path]:size())
    if here ~= there then
      raise("%s: %s is %s here and %s in the state", owner, path, here, there)
    end
  end
  local count = options.check(owner, "state.count", state.count, "count")
  for path, mean in pairs(self.means) do mean:copy_(means[path]) end
  self.count = count
end

return {HistoricalAverage = setmetatable(HistoricalAverage, {__call = new})}
