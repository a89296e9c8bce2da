--- Historical averaging.

local arguments = require "lunette.arguments"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"
require "lunette.nn.module" -- for the kind "layer"

--- Historical averaging (Salimans et al. 2016, arXiv 1606.03498, section 3.3),
--- for either player: penalty() is added to its loss, update() follows each of
--- its steps. The values at the start are the first that count.
---
---   local D = ln.nn.Linear(2, 1)
---   local opt, history = ln.optim.SGD(D:parameters(), {lr = 0.1}),
---                        ln.gan.HistoricalAverage(D)
---   for _ = 1, 3 do
---     opt:zero_grad()
---     local loss = D(ln.randn(8, 2)):square():mean() + history:penalty()
---     loss:backward()
---     opt:step()
---     history:update()
---   end
--- @class HistoricalAverage
--- @field means table by path, the mean of each parameter over the updates
--- @field count integer updates so far
local HistoricalAverage = {__name = "HistoricalAverage"}
HistoricalAverage.__index = HistoricalAverage

local new = arguments.define("HistoricalAverage", "self, model: layer",
                             function(_, model)
  local means = {}
  for path, p in model:named_parameters() do
    means[path] = p:detach():clone()
  end
  return setmetatable({model = model, means = means, count = 1},
                      HistoricalAverage)
end)

-- A list of {parameter, mean}.
local function entries(self)
  local list = {}
  for path, p in self.model:named_parameters() do
    if not self.means[path] then
      raise("HistoricalAverage: %s was not in the model at the start", path)
    end
    list[#list + 1] = {p, self.means[path]}
  end
  return list
end

--- The model's parameters now count in the means.
--- @return nil
HistoricalAverage.update = arguments.define("average:update", "self",
                                            function(self)
  local _ <close> = recording.no_grad()
  local list = entries(self)
  self.count = self.count + 1
  for _, entry in ipairs(list) do
    local p, mean = table.unpack(entry)
    mean:add_((p - mean) / self.count)
  end
end)

--- weight times the sum over parameters of |p - mean of past p|^2.
--- @return Tensor
HistoricalAverage.penalty = arguments.define("average:penalty",
  "self, {weight: real = 1}", function(self, o)
  local sum = 0
  for _, entry in ipairs(entries(self)) do
    sum = sum + (entry[1] - entry[2]):square():sum()
  end
  return o.weight * sum
end)

--- The means and how many values they are of.
--- @return table
HistoricalAverage.state_dict = arguments.define("average:state_dict", "self",
                                                function(self)
  return repr.state {means = self.means, count = self.count}
end)

--- Takes a state over, by copy. Raises, changing nothing, when it does not fit
--- or something is missing.
--- @return nil
HistoricalAverage.load_state_dict = arguments.define("average:load_state_dict",
  "self, state_dict: table", function(self, state)
  local owner, check, paths = "load_state_dict", arguments.check, {}
  local means = check(owner, "state.means", state.means, "table")
  for path in pairs(self.means) do paths[#paths + 1] = path end
  table.sort(paths)
  for _, path in ipairs(paths) do
    if not means[path] then raise("%s: the state has no %s", owner, path) end
    check(owner, "state.means." .. path, means[path], "tensor")
    local here = repr.shape(self.means[path])
    local there = repr.shape(means[path])
    if here ~= there then
      raise("%s: %s is %s here and %s in the state", owner, path, here, there)
    end
  end
  local count = check(owner, "state.count", state.count, "count")
  for path, mean in pairs(self.means) do mean:copy_(means[path]) end
  self.count = count
end)

return {HistoricalAverage = repr.class(HistoricalAverage, function(self)
  return ("%d parameters, %d updates"):format(#repr.names(self.means),
                                              self.count)
end, new)}
