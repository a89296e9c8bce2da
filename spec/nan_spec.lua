-- NaN in gives NaN out, or an error: of every row, function and loss, one number
-- of one input at a time. What that number reaches is found by other numbers in
-- its place; all of it has to become NaN.
local calls = require "spec.support.calls"
local lapack = require "spec.support.lapack"
local ln = require "lunette"

local BY_NAME = "is said by its name"
local RANKED = "NaN is the largest number, and takes its place among the others"
local SLOPE = "a slope in one pass: what it is of is NaN there"
-- Those that give numbers of NaN, and why.
local NUMBERS = {
  fmax = BY_NAME, fmin = BY_NAME, nan_to_num = BY_NAME, nansum = BY_NAME, nanmean = BY_NAME, nanmedian = BY_NAME,
  nanquantile = BY_NAME, sort = RANKED, msort = RANKED, topk = RANKED, kthvalue = RANKED, mode = RANKED,
  unique = RANKED, leaky_relu_grad = SLOPE, band_grad = SLOPE,
  copysign = "the sign of NaN is a sign",
  grid_sample_adjoint = "where it belongs is not known: the first element is NaN",
}
local ELSEWHERE = {-0.011, 5, 300}

-- As one list.
local function numbers(call) return (call()):contiguous():view(-1):totable() end

local function write(leaf, at, value)
  local _ <close> = ln.no_grad()
  leaf:view(-1)[at] = value
end

-- Which of the results change with number `at` of the leaf.
local function reached(leaf, at, call)
  local old, before, found = leaf:view(-1)[at]:item(), numbers(call), {}
  for _, by in ipairs(ELSEWHERE) do
    write(leaf, at, old + by)
    local ok, y = pcall(numbers, call)
    for i = 1, ok and #y == #before and #y or 0 do
      if math.abs(y[i] - before[i]) > 1e-4 * (1 + math.abs(before[i])) then found[i] = true end
    end
  end
  write(leaf, at, 0 / 0)
  local ok, y = pcall(numbers, call)
  write(leaf, at, old)
  return found, ok and y
end

-- A line of what stays a number, nil where nothing does.
local function found_number(leaves, call)
  for k, leaf in ipairs(leaves) do
    local found, y = reached(leaf, leaf:numel() // 2 + 1, call)
    for i in pairs(y and found or {}) do
      if y[i] == y[i] then return ("input %d has a NaN, and result %d is %g"):format(k, i, y[i]) end
    end
  end
end

local function check_sample(row, leaves, call)
  return not NUMBERS[row.name] and found_number(leaves, call)
end

describe("a result of NaN", function()
  for _, row in ipairs(calls.all) do
    it("of " .. row.name .. " is NaN", function()
      local missing = row.family and lapack.missing(row.family)
      if missing then pending(missing) end
      calls.look(row, check_sample)
    end)
  end
end)

describe("a loss of NaN", function()
  for _, name in ipairs {"bce", "minimax", "logistic", "wasserstein", "hinge", "least_squares", "relativistic",
                         "relativistic_average", "dual_contrastive", "f_gan", "began"} do
    it("is NaN: " .. name, function()
      local loss = ln.gan.losses[name]
      for _, player in ipairs {"discriminator", "generator"} do
        local of = loss[player]
        local real, fake = ln.rand(4, 1, {requires_grad = true}), ln.rand(4, 1, {requires_grad = true})
        local both = player == "discriminator" or rawget(loss, "compares")
        local function call()
          if player == "discriminator" then return (of(real, fake)) end
          if both then return (of(fake, real)) end
          return (of(fake))
        end
        assert.is_nil(found_number(both and {real, fake} or {fake}, call))
      end
    end)
  end
end)
