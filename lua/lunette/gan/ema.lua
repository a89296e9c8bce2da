--- The average of a model's parameters over training.

local Module = require "lunette.nn.module"
local options = require "lunette.options"
local raise = require "lunette.raise".raise
local recording = require "lunette.recording"

--- @class EMA
--- @field model Module the averaged model, in evaluation mode, not trained
--- @field decay number may be changed at any time
local EMA = {__name = "EMA"}
EMA.__index = EMA

local read = options.reader("EMA", "decay: share = 0.999")

local function check_model(model)
  if not Module.is_layer(model) then raise("EMA: model is not a layer") end
  return model
end

--- gan.EMA(model, {decay = 0.999}): a copy of the model whose parameters follow
--- those of the model: a = decay a + (1 - decay) p at each update (Yazici et
--- al. 2019, arXiv 1806.04498). Buffers, such as the statistics of batch
--- normalisation, are copied.
local function new(_, model, given)
  local copy = check_model(model):clone():eval():requires_grad_(false)
  return setmetatable({source = model, model = copy, decay = read(given).decay},
                      EMA)
end

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
function EMA:update(model)
  local source = model == nil and self.source or check_model(model)
  local _ <close> = recording.no_grad()
  each(self, source, "parameters", function(own, p)
    own:add_((p - own) * (1 - self.decay))
  end)
  each(self, source, "buffers", function(own, x) own:copy_(x) end)
end

--- The state of the averaged model, which a model like it can load.
function EMA:state_dict() return self.model:state_dict() end

--- Takes a state of the averaged model over, by copy.
function EMA:load_state_dict(state) self.model:load_state_dict(state) end

return {EMA = setmetatable(EMA, {__call = new})}
