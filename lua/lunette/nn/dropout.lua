local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local functional = require "lunette.nn.functional"
local Module = require "lunette.nn.module"

local dropout = {}

local function define(name, f)
  local Layer = Module:extend(name)
  Layer.init = arguments.define(name .. ":init", "self, p: share = 0.5",
                                function(self, p) self.p = p end)
  function Layer:forward(x)
    return functional[f](x, self.p, self.training)
  end
  function Layer:extra_repr() return ("%.14g"):format(self.p) end
  dropout[name] = Layer
end

--- In training mode each element is 0 with probability p, and the others are
--- divided by 1 - p.
---
---   local drop = ln.nn.Dropout(0.5):eval()
---   print(drop(ln.ones(3)))   -- {1, 1, 1}
--- @class Dropout: Module
define("Dropout", "dropout")

--- nn.Dropout1d, nn.Dropout2d, nn.Dropout3d: as Dropout, for whole channels of
--- x: n,c,h,w or n,c,l. nn.Dropout1d takes n,c,l or c,l, nn.Dropout3d n,c,d,h,w
--- or c,d,h,w.
for d = 1, 3 do
  define(("Dropout%dd"):format(d), ("dropout%dd"):format(d))
end

--- nn.AlphaDropout, nn.FeatureAlphaDropout: in training mode each element, or
--- whole channel of x: n,c,..., is selu's limit -1.7581 with probability p, and
--- all is scaled and moved so that mean 0 and variance 1 stay.
define("AlphaDropout", "alpha_dropout")
define("FeatureAlphaDropout", "feature_alpha_dropout")

--- In training mode, x plus noise from N(0, std) drawn anew for each element
--- and call.
--- @class GaussianNoise: Module
local GaussianNoise = Module:extend "GaussianNoise"

GaussianNoise.init = arguments.define("GaussianNoise:init",
  "self, std: nonnegative", function(self, std) self.std = std end)

function GaussianNoise:forward(x)
  arguments.check("GaussianNoise", "x", x, "tensor")
  if not self.training or self.std == 0 then return x end
  return x + engine.create.randn_like(x) * self.std
end

function GaussianNoise:extra_repr() return ("%.14g"):format(self.std) end

dropout.GaussianNoise = GaussianNoise
return dropout
