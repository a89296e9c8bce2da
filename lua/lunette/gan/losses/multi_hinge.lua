--- The hinge loss of several classes.

local check_classes = require "lunette.nn.classes".check
local engine = require "lunette.engine"
local options = require "lunette.options"
local raise = require "lunette.raise".raise

local function check(owner, name, x)
  options.check(owner, name, x, "tensor")
  if x:dim() ~= 2 or x:size(2) < 2 then
    raise("%s: %s are %s; n x classes and one more for fakes is wanted", owner,
          name, options.sizes_text(x:size()))
  end
end

local function check_labels(owner, x, labels)
  options.check(owner, "labels", labels, "tensor")
  if labels:dim() ~= 1 or labels:size(1) ~= x:size(1) then
    raise("%s: labels are %s, the outputs %s; one a sample is wanted", owner,
          options.sizes_text(labels:size()), options.sizes_text(x:size()))
  end
  check_classes(owner, labels, x:size(2) - 1)
end

-- mean max(0, 1 - x_y + the largest of the others). y: n, or one for all.
local function margin(x, y)
  local n, classes = x:size(1), x:size(2)
  if type(y) == "number" then y = engine.create.full({n}, y) end
  local own = engine.functions.one_hot(y, classes)
  local rest = x:masked_fill(own, -math.huge):amax(2)
  return (1 - x:gather(2, y:unsqueeze(2)):squeeze(2) + rest):relu():mean()
end

local reads = {
  options.reader("multi_hinge.discriminator", ""),
  options.reader("multi_hinge.generator", ""),
}

local multi_hinge = {}

--- Multi-hinge loss (Kavalerov et al. 2019, arXiv 1912.04216) of K + 1 classes,
--- the last of which is that of fakes: outputs are n,K+1, labels 1 to K (K + 1
--- is refused, as no sample is labelled a fake). With
--- h(x, y) = mean max(0, 1 - x_y + the largest of x's other outputs):
--- discriminator(real, fake, labels): h(real, labels) + h(fake, K + 1).
--- generator(fake, labels): h(fake, labels), the labels they were made for.
multi_hinge.multi_hinge = {
  discriminator = function(real, fake, labels, given)
    local owner = "multi_hinge.discriminator"
    reads[1](given)
    check(owner, "real outputs", real)
    check(owner, "fake outputs", fake)
    check_labels(owner, real, labels)
    return margin(real, labels) + margin(fake, fake:size(2))
  end,
  generator = function(fake, labels, given)
    local owner = "multi_hinge.generator"
    reads[2](given)
    check(owner, "fake outputs", fake)
    check_labels(owner, fake, labels)
    return margin(fake, labels)
  end,
}

return multi_hinge
