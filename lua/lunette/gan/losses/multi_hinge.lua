--- The hinge loss of several classes.

local arguments = require "lunette.arguments"
local check_classes = require "lunette.nn.classes".check
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local function check(owner, name, x)
  if x:dim() ~= 2 or x:size(2) < 2 then
    raise("%s: %s are %s; n x classes and one more for fakes is wanted", owner,
          name, repr.shape(x))
  end
end

local function check_labels(owner, x, labels)
  if labels:dim() ~= 1 or labels:size(1) ~= x:size(1) then
    raise("%s: labels are %s, the outputs %s; one a sample is wanted", owner,
          repr.shape(labels), repr.shape(x))
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

local multi_hinge = {}

--- Multi-hinge loss (Kavalerov et al. 2019, arXiv 1912.04216) of K + 1 classes,
--- the last of which is that of fakes: outputs are n,K+1, labels 1 to K (K + 1
--- is refused, as no sample is labelled a fake). With
--- h(x, y) = mean max(0, 1 - x_y + the largest of x's other outputs):
--- discriminator(real, fake, labels): h(real, labels) + h(fake, K + 1).
--- generator(fake, labels): h(fake, labels), the labels they were made for.
---
---   local multi_hinge = ln.gan.losses.multi_hinge    -- two classes, and fakes
---   local fake, labels = ln.tensor {{0, 0, 2}}, ln.tensor {1}
---   print(multi_hinge.generator(fake, labels):item())   -- 3
multi_hinge.multi_hinge = {
  discriminator = arguments.define("multi_hinge.discriminator",
    "real_logits: tensor, fake_logits: tensor, labels: tensor",
    function(real, fake, labels)
    local owner = "multi_hinge.discriminator"
    check(owner, "real_logits", real)
    check(owner, "fake_logits", fake)
    check_labels(owner, real, labels)
    return margin(real, labels) + margin(fake, fake:size(2))
  end),
  generator = arguments.define("multi_hinge.generator",
    "fake_logits: tensor, labels: tensor", function(fake, labels)
    local owner = "multi_hinge.generator"
    check(owner, "fake_logits", fake)
    check_labels(owner, fake, labels)
    return margin(fake, labels)
  end),
  takes = "labels",
}

return multi_hinge
