--- Time series whose law is known.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local series = {}

local sampled = "self, n: count, {generator: generator?}"

-- ---- sines ----

--- A source of sines, each of its own frequency and phase.
--- @class Sines
local Sines = {__name = "Sines"}
Sines.__index = Sines

--- Sines at t = 1 to length, each feature with a frequency e uniform in [0,
--- frequency] and a phase f uniform in [-pi, pi] of its own: sin(2 pi e t + f)
--- (TimeGAN: Yoon et al. 2019, section 5). With several components a feature
--- is the mean of as many sines. source:sample(n): n, length, features.
---
---   local source = ln.data.sines {features = 2}
---   print(source:sample(3):size())   -- {3, 24, 2}
--- @return Sines
series.sines = arguments.define("sines",
  "{length: count = 24, features: count = 5, components: count = 1, " ..
  "frequency: real = 1}", function(o) return setmetatable(o, Sines) end)

--- n series, n x length x features, from -1 to 1.
--- @return Tensor
Sines.sample = arguments.define("source:sample", sampled,
                                function(self, n, from)
  local create = engine.create
  local sizes = {n, 1, self.features, self.components}
  local turns = create.rand(sizes, from) * (2 * math.pi * self.frequency)
  local phase = create.uniform(-math.pi, math.pi, sizes, from)
  local t = create.arange(1, self.length):reshape(1, self.length, 1, 1)
  return (turns * t + phase):sin():mean(4)
end)

-- ---- autoregression ----

--- A source of series whose steps and features go together.
--- @class Autoregressive
local Autoregressive = {__name = "Autoregressive"}
Autoregressive.__index = Autoregressive

--- x_t = phi x_(t-1) + e_t, e_t from N(0, sigma 1 + (1 - sigma) I): phi is what
--- steps have in common, sigma what features have (TimeGAN: Yoon et al. 2019,
--- section 5.1). It starts from its stationary law, so that every x_t is normal
--- with variance 1 / (1 - phi^2). source:sample(n): n, length, features.
--- @return Autoregressive
series.autoregressive = arguments.define("autoregressive",
  "{length: count = 24, features: count = 5, phi: real = 0.8, " ..
  "sigma: share = 0.8}", function(o)
  if math.abs(o.phi) >= 1 then
    raise("autoregressive: phi is %.14g, within -1 and 1 is wanted", o.phi)
  end
  return setmetatable(o, Autoregressive)
end)

--- n series, n x length x features.
--- @return Tensor
Autoregressive.sample = arguments.define("source:sample", sampled,
                                         function(self, n, from)
  local randn = engine.create.randn
  local shared = randn({self.length, n, 1}, from) * math.sqrt(self.sigma)
  local own = randn({self.length, n, self.features}, from)
  local noise = shared + own * math.sqrt(1 - self.sigma)
  local steps = {noise[1] / math.sqrt(1 - self.phi ^ 2)}
  for t = 2, self.length do steps[t] = steps[t - 1] * self.phi + noise[t] end
  return engine.functions.stack(steps, 2)
end)

repr.class(Sines, function(self)
  return repr.fields(self, {"length", "features", "components", "frequency"})
end)
repr.class(Autoregressive, function(self)
  return repr.fields(self, {"length", "features", "phi", "sigma"})
end)

return series
