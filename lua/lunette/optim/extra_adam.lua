local Adam = require "lunette.optim.fused".Adam
local define = require "lunette.arguments".define
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local rule = require "lunette.optim.rules".adam

--- Adam with extrapolation, for games (Gidel et al. 2019, arXiv 1802.10551,
--- algorithm 4).
---
--- extrapolate() takes Adam's step from where the parameters are; then the
--- gradients are computed there, and step() takes Adam's step with them from
--- where the parameters were before. Both advance the running means:
---
---   local x = ln.nn.Parameter(ln.ones(1))
---   local y = ln.nn.Parameter(ln.ones(1))
---   local opt_x = ln.optim.ExtraAdam({x}, {lr = 0.01})
---   local opt_y = ln.optim.ExtraAdam({y}, {lr = 0.01, maximize = true})
---   local function backward()  -- of the game min over x, max over y of x y
---     opt_x:zero_grad()
---     opt_y:zero_grad();
---     (x * y):sum():backward()
---   end
---   backward() opt_x:extrapolate() opt_y:extrapolate()
---   backward() opt_x:step() opt_y:step()
--- @class ExtraAdam: Adam
local ExtraAdam = Adam:extend("ExtraAdam", rule.signature, rule.check)
ExtraAdam.keeps = rule.keeps .. ", anchor: tensor ?"

--- Moves the parameters to the point at which the gradients of step() are to
--- be computed. Several in a row go on from each other.
--- @return Tensor?
ExtraAdam.extrapolate = define("opt:extrapolate", "self, closure: callable?",
                               function(self, closure)
  local loss, anchors = self.evaluate(closure), {}
  for _, group in ipairs(self.param_groups) do
    for _, p in ipairs(group.params) do
      local s = self.state[p]
      anchors[p] = s and s.anchor or p:detach():clone()
    end
  end
  Adam.step(self)
  for p, s in pairs(self.state) do s.anchor = anchors[p] end
  return loss
end)

local function check_extrapolated(self)
  for _, s in pairs(self.state) do
    if s.anchor then return end
  end
  raise("ExtraAdam: step() needs an extrapolate() before it")
end

-- The decay belongs to the gradient, so it is that of the point of the
-- gradient, not of the anchor.
local function decayed(group, params, grads)
  local share = group.maximize and -group.weight_decay or group.weight_decay
  if share == 0 then return grads end
  local list = {}
  for k, p in ipairs(params) do list[k] = grads[k] + p * share end
  return list
end

--- One update of the parameters from before extrapolate(), with the gradients
--- of now. Raises without extrapolate().
--- @return Tensor?
ExtraAdam.step = define("opt:step", "self, closure: callable?",
                        function(self, closure)
  local loss = self.evaluate(closure)
  check_extrapolated(self)
  self:check_options()
  local _ <close> = recording.no_grad()
  for _, group in ipairs(self.param_groups) do
    local params, grads = self.with_gradients(group)
    grads = decayed(group, params, grads)
    for _, p in ipairs(group.params) do
      local s = self.state[p]
      if s and s.anchor then
        p:copy_(s.anchor)
        s.anchor = nil
      end
    end
    local undecayed = setmetatable({weight_decay = 0}, {__index = group})
    Adam.update(self, undecayed, params, grads)
  end
  return loss
end)

return {ExtraAdam = ExtraAdam}
