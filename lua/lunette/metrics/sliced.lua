--- Distances of two sets by their shadows on lines.

local checks = require "lunette.metrics.checks"
local engine = require "lunette.engine"
local options = require "lunette.options"
local raise = require "lunette.raise".raise
local recording = require "lunette.recording"

local sliced = {}

local BLOCK = 64

local read = options.reader("sliced_wasserstein",
                            "projections: count = 512, generator: any?")

--- sliced_wasserstein(real, fake, {projections = 512, generator = ...}): the
--- mean over random directions of the Wasserstein-1 distance of what n real
--- and n fake samples, n,d (or n,... as they are), are along them: the mean of
--- |sorted real - sorted fake| (Rabin et al. 2012; Karras et al. 2018, arXiv
--- 1710.10196, section 5, who take 512 and features of patches).
function sliced.sliced_wasserstein(real, fake, given)
  local owner, o = "sliced_wasserstein", read(given)
  local _ <close> = recording.no_grad()
  real, fake = checks.pair(owner, real, fake, 1, true)
  if real:size(1) ~= fake:size(1) then
    raise("%s: %d real and %d fake samples; as many of both are wanted", owner,
          real:size(1), fake:size(1))
  end
  local sum, d = 0, real:size(2)
  for first = 1, o.projections, BLOCK do
    local count = math.min(BLOCK, o.projections - first + 1)
    local along = engine.create.randn(d, count, {generator = o.generator})
    along = along / along:norm(2, 1, {keepdim = true})
    local a, b = real:matmul(along):t():sort(2), fake:matmul(along):t():sort(2)
    sum = sum + (a - b):abs():mean(2):sum():item()
  end
  return sum / o.projections
end

return sliced
