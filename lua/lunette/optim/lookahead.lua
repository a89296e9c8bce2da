local arguments = require "lunette.arguments"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"

require "lunette.optim.optimizer" -- adds the kind "optimizer"

--- @class Lookahead
--- @field optimizer Optimizer the one that is wrapped
local Lookahead = {__name = "Lookahead", is_optimizer = true}

local method = arguments.define

-- param_groups and the like are those of the optimiser.
Lookahead.__index = function(self, key)
  local own = Lookahead[key]
  if own ~= nil then return own end
  return rawget(self, "optimizer")[key]
end

local function parameters(self)
  local list = {}
  for _, group in ipairs(self.optimizer.param_groups) do
    for _, p in ipairs(group.params) do list[#list + 1] = p end
  end
  return list
end

--- optim.Lookahead: after every k steps of the optimiser the slow weights go
--- the share alpha of the way to where it got, and it starts again from there
--- (Zhang et al. 2019, arXiv 1907.08610). In a game both players look ahead
--- together, so k counts their common steps: with r steps of the discriminator
--- for one of the generator give it r times the k (Chavdarova et al. 2021,
--- arXiv 2006.14567, algorithm 1).
---
---   local D = ln.nn.Linear(2, 1)
---   local opt = ln.optim.Lookahead(ln.optim.Adam(D:parameters()), {k = 5})
---   for _ = 1, 10 do
---     opt:zero_grad()
---     D(ln.randn(8, 2)):square():mean():backward()
---     opt:step()
---   end
local new = method("Lookahead",
  "self, optimizer: optimizer, {k: count = 5, alpha: share = 0.5}",
  function(_, optimizer, o)
  local self = {optimizer = optimizer, k = o.k, alpha = o.alpha, steps = 0}
  self.slow = {}
  for _, p in ipairs(parameters(self)) do self.slow[p] = p:detach():clone() end
  return setmetatable(self, Lookahead)
end)

--- Forgets the gradients of all parameters.
--- @return nil
Lookahead.zero_grad = method("opt:zero_grad", "self", function(self)
  self.optimizer:zero_grad()
end)

--- Adds a group, whose slow weights start where its parameters are.
--- @return nil
Lookahead.add_param_group = method("opt:add_param_group",
  "self, param_group: table", function(self, group)
  self.optimizer:add_param_group(group)
  for _, p in ipairs(parameters(self)) do
    self.slow[p] = self.slow[p] or p:detach():clone()
  end
end)

local function look_ahead(self)
  local _ <close> = recording.no_grad()
  for _, p in ipairs(parameters(self)) do
    local slow = self.slow[p]
    slow:add_((p - slow) * self.alpha)
    p:copy_(slow)
  end
end

--- One step of the optimiser; every k-th moves the slow weights.
--- @return Tensor?
Lookahead.step = method("opt:step", "self, closure: callable?",
                        function(self, closure)
  local loss = self.optimizer:step(closure)
  self.steps = self.steps + 1
  if self.steps % self.k == 0 then look_ahead(self) end
  return loss
end)

--- {optimizer = its state, slow = a list of tensors, steps = ..., k, alpha}.
--- @return table
Lookahead.state_dict = method("opt:state_dict", "self", function(self)
  local slow = {}
  for i, p in ipairs(parameters(self)) do slow[i] = self.slow[p]:detach() end
  return repr.state {optimizer = self.optimizer:state_dict(), slow = slow,
                     steps = self.steps, k = self.k, alpha = self.alpha}
end)

--- Takes a state over by copy. Raises, changing nothing, when it does not fit
--- or something is missing.
--- @return nil
Lookahead.load_state_dict = method("opt:load_state_dict",
  "self, state_dict: table", function(self, dict)
  arguments.check("Lookahead", "state.optimizer", dict.optimizer, "table")
  local slow = arguments.check("Lookahead", "state.slow", dict.slow, "table")
  local params, copies = parameters(self), {}
  if #slow ~= #params then
    raise("Lookahead: load_state_dict: %d parameters here and %d in the state",
          #params, #slow)
  end
  for i, p in ipairs(params) do
    arguments.check("Lookahead", ("state.slow[%d]"):format(i), slow[i],
                    "tensor")
    local here = repr.shape(p)
    local there = repr.shape(slow[i])
    if here ~= there then
      raise("Lookahead: load_state_dict: parameter %d is %s here and %s in " ..
            "the state", i, here, there)
    end
    copies[p] = slow[i]:detach():clone()
  end
  local k = arguments.check("Lookahead", "state.k", dict.k, "count")
  local alpha = arguments.check("Lookahead", "state.alpha", dict.alpha, "share")
  local steps = arguments.check("Lookahead", "state.steps", dict.steps, "whole")
  self.optimizer:load_state_dict(dict.optimizer)
  self.slow, self.k, self.alpha, self.steps = copies, k, alpha, steps
end)

return {Lookahead = repr.class(Lookahead, function(self)
  return ("%s, %s"):format(tostring(self.optimizer),
                           repr.fields(self, {"k", "alpha"}))
end, new)}
