--- The average of a model's parameters over training.

local arguments = require "lunette.arguments"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"
require "lunette.nn.module" -- for the kind "layer"

--- A copy of a model whose parameters follow those of the model: a = decay a +
--- (1 - decay) p at each update (Yazici et al. 2019, arXiv 1806.04498).
--- Buffers, such as the statistics of batch normalisation, are copied.
---
---   local G = ln.gan.zoo.dcgan({filters = 8}).generator
---   local ema = ln.gan.EMA(G, {decay = 0.99})
---   for _ = 1, 3 do
---     -- a step of G
---     ema:update()
---   end
---   local _ <close> = ln.no_grad()
---   print(ema.model(ln.randn(2, 100)):size())   -- {2, 3, 64, 64}
--- @class EMA
--- @field model Module|any the averaged model, in evaluation mode, not trained
--- @field decay number may be changed at any time
local EMA = {__name = "EMA"}
EMA.__index = EMA

local new = arguments.define("EMA",
  "self, model: layer, {decay: share = 0.999}", function(_, model, o)
  local copy = model:clone():eval():requires_grad_(false)
  return setmetatable({source = model, model = copy, decay = o.decay}, EMA)
end)

-- Calls f(own, theirs) for the tensors of one kind, by path.
local function each(self, source, kind, f)
  local theirs = {}
  for path, x in source["named_" .. kind](source) do theirs[path] = x end
  for path, x in self.model["named_" .. kind](self.model) do
    if not theirs[path] then raise("EMA: the model has no %s", path) end
    f(x, theirs[path])
  end
end

--- Follows the model it was made of, or another of the same layers.
--- @return nil
EMA.update = arguments.define("ema:update", "self, model: layer?",
                              function(self, model)
  local source = model or self.source
  local _ <close> = recording.no_grad()
  each(self, source, "parameters", function(own, p)
    own:add_((p - own) * (1 - self.decay))
  end)
  each(self, source, "buffers", function(own, x) own:copy_(x) end)
end)

--- The state of the averaged model, which a model like it can load.
--- @return table<string, Tensor>
EMA.state_dict = arguments.define("ema:state_dict", "self", function(self)
  return self.model:state_dict()
end)

--- Takes a state of the averaged model over, by copy.
--- @return nil
EMA.load_state_dict = arguments.define("ema:load_state_dict",
  "self, state_dict: table",
  function(self, state) self.model:load_state_dict(state) end)

return {EMA = repr.class(EMA, function(self)
  return ("%s, %s"):format(repr.fields(self, {"decay"}), tostring(self.model))
end, new)}
