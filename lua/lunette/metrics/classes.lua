--- What a classifier tells of samples.

local arguments = require "lunette.arguments"
local check_classes = require "lunette.nn.classes".check
local checks = require "lunette.metrics.checks"
local engine = require "lunette.engine"
local pairs_of = require "lunette.metrics.pairs"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local shares = require "lunette.metrics.shares"
local summary = require "lunette.metrics.summary"
local repr = require "lunette.repr"

local classes = {}

--- The share of rows of scores n,k (logits or probabilities) whose largest
--- stands at the label, n, from 1. Raises on a label that is no class from 1 to
--- k.
---
---   local scores = ln.tensor {{2, 1}, {0, 3}, {5, 4}}
---   print(ln.metrics.accuracy(scores, ln.tensor {1, 2, 2}) == 2 / 3)   -- true
--- @return number
classes.accuracy = arguments.define("accuracy",
  "scores: tensor, labels: tensor", function(scores, labels)
  local owner = "accuracy"
  local _ <close> = recording.no_grad()
  scores = checks.rows(owner, "scores", scores, 1)
  if labels:dim() ~= 1 or labels:size(1) ~= scores:size(1) then
    raise("%s: labels are %s, scores %d x %d", owner,
          repr.shape(labels), scores:size(1), scores:size(2))
  end
  check_classes(owner, labels, scores:size(2))
  return scores:argmax(2):eq(labels):sum():item() / labels:size(1)
end)

-- The mean over rows of KL(row | mean row), in nats.
local function information(p)
  local mean = p:mean(1, {keepdim = true})
  -- where p is 0 the product is, whatever the logarithm
  local ratio = engine.functions.where(p:gt(0), p / mean, 1)
  return (p * ratio:log()):sum(2):mean():item()
end

--- exp E KL(p(y|x) | p(y)) of what a classifier says of n samples, n,k
--- (Salimans et al. 2016, arXiv 1606.03498, section 4): the mean over
--- consecutive parts of the samples, and the standard deviation (divided by
--- splits). 1 at worst, k at best. Papers give it for 50,000 samples in 10
--- parts; few samples give less.
---
---   local sure = ln.eye(4)               -- each of four classes, for certain
---   local mean, std = ln.metrics.inception_score(sure, {splits = 1})
---   print(("%.2f"):format(mean))   -- 4.00
--- @return number
--- @return number
classes.inception_score = arguments.define("inception_score",
  "probabilities: tensor, {splits: count = 10}", function(probabilities, o)
  local owner = "inception_score"
  local _ <close> = recording.no_grad()
  local p = checks.probabilities(owner, probabilities)
  local n = p:size(1)
  if o.splits > n then
    raise("%s: %d splits of %d samples", owner, o.splits, n)
  end
  local scores = {}
  for k = 1, o.splits do
    local first, last = (k - 1) * n // o.splits, k * n // o.splits
    scores[k] = math.exp(information(p:narrow(1, first + 1, last - first)))
  end
  return summary.mean_std(scores)
end)

-- counts[c]: how often class c of k is the largest of a row.
local function tally(list, k)
  local counts = {}
  for c = 1, k do counts[c] = 0 end
  for _, c in ipairs(list) do
    c = math.tointeger(c)
    counts[c] = counts[c] + 1
  end
  return counts
end

-- What is said of n samples counted over classes.
local function described(counts, n)
  local k = #counts
  local variation, kl = shares.unevenness(counts, n)
  local expected_variation, expected_kl = shares.expected(k, n)
  return {
    modes = shares.holding(counts, n, 0), total_variation = variation,
    kl = kl, counts = counts,
    perfect = {modes = shares.expected_holding(k, n, 1 / k),
               total_variation = expected_variation, kl = expected_kl},
  }
end

--- How samples fall on the classes of a classifier, from its logits or
--- probabilities n,k:
---   modes            classes with at least one sample
---   total_variation  0 to 1, between the shares of the classes and equal ones
---   kl               KL(those shares | equal shares), in nats
---   counts           samples of each class
---   perfect          modes, total_variation and kl of as many samples that
---                    fall on each class alike, on average
---
---   local digits = ln.metrics.features "mnist"
---   local images = ln.data.digits():batch {1, 2, 3}
---   local shares = ln.metrics.class_shares(digits.probabilities(images))
---   print(shares.modes)   -- 3
--- @return table<string, any>
classes.class_shares = arguments.define("class_shares", "scores: tensor",
                                        function(scores)
  local _ <close> = recording.no_grad()
  scores = checks.rows("class_shares", "scores", scores, 1)
  return described(tally(scores:argmax(2):totable(), scores:size(2)),
                   scores:size(1))
end)

local MOST_MODES = 1e7 -- what a list of counts may well hold

-- The class of each picture n,1,h,w, and how many classes there are.
local function classify_all(classify, images)
  local list, k = {}, nil
  for i, rows in pairs_of.blocks(images:size(1)) do
    local scores = classify(images:narrow(1, i, rows))
    arguments.check("stacked_modes", "what classify returns", scores, "tensor")
    scores = checks.rows("stacked_modes", "what classify returns", scores, 1)
    if scores:size(1) ~= rows then
      raise("stacked_modes: classify returns %d rows for %d images",
            scores:size(1), rows)
    end
    k = k or scores:size(2)
    if scores:size(2) ~= k then
      raise("stacked_modes: classify returns %d classes, and %d before",
            scores:size(2), k)
    end
    table.move(scores:argmax(2):totable(), 1, rows, #list + 1, list)
  end
  return list, k
end

--- The modes of stacked digits (Metz et al. 2017, arXiv 1611.02163; VEEGAN;
--- PacGAN), from images: n,c,h,w whose channels are pictures of their own.
--- classify(images n,1,h,w) gives logits or probabilities n,k, as
--- ln.metrics.features("mnist").probabilities does; a mode is one combination
--- of the channels' classes, 10^3 of them for three channels of digits. As
--- class_shares gives it; papers take 26,000 samples, of which a perfect
--- sampler has 1000 modes and a KL of 0.0193.
---
---   ln.manual_seed(1)
---   local digits = ln.metrics.features "mnist"
---   local images = ln.data.stacked_digits():batch {1, 2, 3, 4}
---   local found = ln.metrics.stacked_modes(digits.probabilities, images)
---   print(found.modes)   -- 4
--- @return table<string, any>
classes.stacked_modes = arguments.define("stacked_modes",
  "classify: callable, images: tensor", function(classify, images)
  local owner = "stacked_modes"
  checks.images(owner, "images", images)
  local _ <close> = recording.no_grad()
  local n, c = images:size(1), images:size(2)
  local sizes = {n * c, 1, images:size(3), images:size(4)}
  local list, k = classify_all(classify, images:detach():reshape(sizes))
  if k ^ c > MOST_MODES then
    raise("%s: %d channels of %d classes are %g modes; at most %g are counted",
          owner, c, k, k ^ c, MOST_MODES)
  end
  local modes = {}
  for i = 1, n do
    local mode = 0
    for channel = 1, c do mode = mode * k + list[(i - 1) * c + channel] - 1 end
    modes[i] = mode + 1
  end
  return described(tally(modes, math.tointeger(k ^ c)), n)
end)

return classes
