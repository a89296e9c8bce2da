--- Connectionist temporal classification.

local arguments = require "lunette.arguments"
local classes = require "lunette.nn.classes"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local reduction = require "lunette.nn.functional.reduction"
local repr = require "lunette.repr"

local ctc = {}
local functions, create = engine.functions, engine.create

-- The logarithm of nothing: -inf has no derivative, and sums of this one stay
-- where no probability is.
local NOTHING = -1e30

-- ---- what is given ----

-- n lengths, each from `least` to `most`, of a tensor or a table.
local function read_lengths(name, given, n, least, most)
  local list = given
  if engine.is_tensor(given) then
    list = given:flatten():totable()
  elseif type(given) == "number" then
    list = {given}
  end
  if #list ~= n then
    raise("ctc_loss: %s has %d entries for %d samples", name, #list, n)
  end
  for k, length in ipairs(list) do
    local whole = math.tointeger(length)
    if not whole or whole < least or whole > most then
      raise("ctc_loss: %s[%d] is %s, %d to %d is possible", name, k,
            arguments.show(length), least, most)
    end
    list[k] = whole
  end
  return list
end

-- The labels of each sample, a list of lists; targets: n,s, or all labels one
-- after another.
local function read_targets(targets, lengths)
  local values, rows, at = targets:totable(), {}, 0
  for k, length in ipairs(lengths) do
    local from = targets:dim() == 2 and values[k] or values
    local first = targets:dim() == 2 and 0 or at
    rows[k] = table.move(from, first + 1, first + length, 1, {})
    at = at + length
  end
  if targets:dim() == 1 and at ~= #values then
    raise("ctc_loss: target_lengths make up %d, targets has %d", at, #values)
  end
  return rows
end

-- Each sample's labels with the blank before, between and after them, up to the
-- length of the longest: n,l; and where a label may follow the one before the
-- blank: not after itself.
local function with_blanks(rows, blank, longest)
  local labels, skips = {}, {}
  for k, row in ipairs(rows) do
    labels[k], skips[k] = {}, {}
    for i = 1, 2 * longest + 1 do
      local label = i % 2 == 0 and row[i // 2]
      labels[k][i] = label or blank
      skips[k][i] = label and i > 2 and label ~= row[i // 2 - 1] and 1 or 0
    end
  end
  return create.tensor(labels), create.tensor(skips)
end

-- ---- the sum over alignments ----

-- log(exp a + exp b + ...).
local function log_sum(...) return functions.stack({...}, 1):logsumexp(1) end

-- x, which is n,l, behind k places more.
local function later(x, k) return x:pad({k, 0}, "constant", NOTHING) end

-- The logarithm of the probability of all alignments: n. emitted: t,n,l.
local function alignments(emitted, skips, input_lengths, target_lengths)
  local t, n, l = table.unpack(emitted:size())
  local start = create.zeros(n, l)
  start:narrow(2, 3, l - 2):fill_(NOTHING)
  local barred = (1 - skips) * NOTHING
  local steps = create.tensor(input_lengths):reshape(n, 1)
  local alpha, shortest = (emitted[1] + start):maximum(NOTHING), t
  for _, length in ipairs(input_lengths) do
    shortest = math.min(shortest, length)
  end
  for k = 2, t do
    local wide = later(alpha, 2)
    local moved = log_sum(alpha, wide:narrow(2, 2, l), wide:narrow(2, 1, l) +
                                 barred) + emitted[k]
    alpha = k <= shortest and moved or steps:ge(k):where(moved, alpha)
  end
  local ends = create.tensor(target_lengths):reshape(n, 1) * 2
  local last = alpha:gather(2, ends + 1)
  local before = alpha:gather(2, ends:clamp(1))
  before = ends:gt(0):where(before, NOTHING)
  return log_sum(last, before):squeeze(2)
end

local function check_rank(log_probs, targets)
  local rank, of_targets = log_probs:dim(), targets:dim()
  local one = rank == 2 and of_targets == 1
  if not one and not (rank == 3 and (of_targets == 1 or of_targets == 2)) then
    raise("ctc_loss: log_probs t, n, c and targets n, s, or t, c and s, are " ..
          "wanted; got %s and %s", repr.shape(log_probs),
          repr.shape(targets))
  end
  return one
end

-- The losses of a batch, infinite where no alignment is possible.
local function losses(log_probs, rows, input_lengths, target_lengths, blank)
  local t, n = log_probs:size(1), log_probs:size(2)
  local longest = 1 -- room to move on by two places
  for _, length in ipairs(target_lengths) do
    longest = math.max(longest, length)
  end
  local labels, skips = with_blanks(rows, blank, longest)
  classes.check("ctc_loss", labels, log_probs:size(3))
  local l = 2 * longest + 1
  local emitted = log_probs:gather(3, labels:unsqueeze(1):expand(t, n, l))
  return -alignments(emitted:maximum(NOTHING), skips, input_lengths,
                     target_lengths)
end

--- -log of the probability of all alignments of a sequence of labels with a
--- longer one of predictions, in which labels may be repeated and blanks stand
--- between them (Graves et al. 2006). log_probs: t,n,c, logarithms of
--- probabilities; targets: n,s, or the labels of all samples one after another;
--- classes count from 1, and `blank`, the first unless given, is none of them.
--- The lengths are tensors or tables of n. One sample: log_probs t,c, targets
--- s. "mean" divides each loss by its target's length first. A loss without a
--- possible alignment is infinite, or 0 with zero_infinity, and its gradient
--- 0. The derivative is that of the formula, of any order; PyTorch's is that
--- through log_softmax. Steps are taken one after another.
---
---   local F = ln.nn.functional
---   local log_probs = ln.randn(10, 2, 5):log_softmax(3)   -- of 10 steps
---   local targets = ln.tensor {{2, 3, 4}, {5, 3, 1}}
---   local loss = F.ctc_loss(log_probs, targets, {10, 10}, {3, 2})
ctc.ctc_loss = arguments.define("ctc_loss", "log_probs: tensor, " ..
  "targets: tensor, input_lengths: tensor|int|list, target_lengths: " ..
  "tensor|int|list, blank: index = 1, " ..
  "{zero_infinity: bool = false, " .. reduction.OPTION .. "}",
  function(log_probs, targets, input_lengths, target_lengths, blank, o)
  local one = check_rank(log_probs, targets)
  if one then log_probs = log_probs:unsqueeze(2) end
  local t, n, c = table.unpack(log_probs:size())
  if t == 0 or n == 0 or blank > c then
    raise("ctc_loss: log_probs is %s, blank %d", repr.sizes {t, n, c}, blank)
  end
  input_lengths = read_lengths("input_lengths", input_lengths, n, 1, t)
  target_lengths = read_lengths("target_lengths", target_lengths, n,
                                0, targets:size(-1))
  local rows = read_targets(targets, target_lengths)
  local loss = losses(log_probs, rows, input_lengths, target_lengths, blank)
  local impossible = loss:ge(-NOTHING / 2)
  loss = impossible:where(o.zero_infinity and 0 or math.huge, loss)
  if o.reduction == "mean" then
    loss = loss / create.tensor(target_lengths):clamp(1)
  end
  if one and o.reduction == "none" then return loss:squeeze(1) end
  return reduction.reduce(loss, o.reduction)
end)

return ctc
