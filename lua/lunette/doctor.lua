--- What there is to compute with, how fast it is, and what to try where it is
--- slower than it could be.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local recording = require "lunette.recording"

-- A share of the peak that is worth a word.
local LOW = 0.5
local SECONDS = 0.25 -- of each measurement

local BUSY = "is another process at work here?"

-- BLIS's sets that run wherever these loops do.
local SETS = {
  avx512 = "0 (skx), 3 (haswell) or 6 (zen3)", avx2 = "3 (haswell) or 6 (zen3)",
}

-- Amount over the shortest time that f() takes, in units of 1e9 a second.
local function rate(f)
  local shortest, stop = math.huge, engine.clock() + SECONDS
  local amount
  repeat
    local start = engine.clock()
    amount = f()
    shortest = math.min(shortest, engine.clock() - start)
  until engine.clock() > stop
  return amount / shortest * 1e-9
end

local function peak() return engine.peak(100000) end

local function product()
  local a, b = engine.create.randn(512, 512), engine.create.randn(512, 512)
  return function()
    local _ <close> = a:matmul(b)
    return 2 * 512 ^ 3
  end
end

-- The second layer of a DCGAN of 64 filters: 32x32 to 16x16.
local function convolution()
  local x = engine.create.randn(64, 64, 32, 32)
  local w = engine.create.randn(128, 64, 4, 4)
  return function()
    local _ <close> = x:conv2d(w, nil, {stride = 2, padding = 1})
    return 2 * 64 * 128 * 16 * 16 * 64 * 4 * 4
  end
end

-- Bytes that are read and written.
local function copy()
  local n = 1 << 24
  local x, y = engine.create.ones(n), engine.create.zeros(n)
  return function()
    y:copy_(x)
    return 2 * n * (engine.real == "double" and 8 or 4)
  end
end

-- On one thread, so that it can be held against the peak of one.
local function measure(found)
  local before = engine.get_num_threads()
  local _ <close> = setmetatable({}, {__close = function()
    engine.set_num_threads(before)
  end})
  local _ <close> = recording.no_grad()
  local _ <close> = engine.default_generator:undisturbed()
  engine.set_num_threads(1)
  found.peak, found.product = rate(peak), rate(product())
  found.convolution, found.copy = rate(convolution()), rate(copy())
end

local function inspect()
  local kernels, processors, quota = engine.blis(), engine.processors()
  local name = engine.build.processor
  return {
    processor = name ~= "" and name or "unknown", real = engine.real,
    isa = engine.build.isa, bfloat16 = engine.build.bf16,
    blis = kernels.set, blis_why = kernels.why,
    threads = engine.get_num_threads(), processors = processors, quota = quota,
  }
end

-- Settings of the environment that decide what is computed with, as a list.
local function settings()
  local list = {}
  for _, name in ipairs {"LUNETTE_ISA", "BLIS_ARCH_TYPE"} do
    local value = os.getenv(name)
    if value and value ~= "" then list[#list + 1] = name .. "=" .. value end
  end
  return list
end

-- What to try, each as a sentence. set: what the environment has set.
local function advise(found, set)
  local advice = {}
  local function add(...) advice[#advice + 1] = (...):format(select(2, ...)) end
  local function low(what, rate_of, other)
    if rate_of >= LOW * found.peak then return end
    add("%s reach %.0f%% of the peak: %s", what, 100 * rate_of / found.peak,
        #set > 0 and "unset " .. table.concat(set, " and ") or other)
  end
  local most = math.min(found.processors, found.quota or math.huge)
  if found.threads > math.ceil(most) then
    add("%d threads share %g processors: ln.set_num_threads(%d)", found.threads,
        most, math.ceil(most))
  end
  if set[1] and set[1]:find "^LUNETTE_ISA" then
    add("%s is set: without it the loops are this processor's best", set[1])
  end
  low("products", found.product, BUSY)
  local sets = SETS[found.isa]
  local try = sets and " If none is, try BLIS_ARCH_TYPE=" .. sets or ""
  low("convolutions", found.convolution, BUSY .. try)
  return advice
end

local function share(found, key)
  return ("%.0f GFLOP/s, %.0f%%"):format(found[key],
                                         100 * found[key] / found.peak)
end

local function text(found)
  local quota = found.quota and ("%g"):format(found.quota) or "none"
  local lines = {
    {"processor", found.processor},
    {"loops", ("%s, %s%s"):format(found.isa, found.real,
                                  found.bfloat16 and
                                  ", bfloat16 by " .. found.bfloat16 or "")},
    {"BLIS's kernels", ("%s (%s)"):format(found.blis, found.blis_why)},
    {"threads", ("%d, processors %d, quota %s"):format(
      found.threads, found.processors, quota)},
    {"peak, one thread", ("%.0f GFLOP/s"):format(found.peak)},
    {"product of 512", share(found, "product")},
    {"convolution", share(found, "convolution")},
    {"memory, a copy", ("%.1f GB/s"):format(found.copy)},
  }
  for k, line in ipairs(lines) do
    lines[k] = ("%-18s %s"):format(line[1], line[2])
  end
  for _, sentence in ipairs(found.advice) do
    lines[#lines + 1] = "! " .. sentence
  end
  return table.concat(lines, "\n")
end

--- Prints what this machine computes with and how fast it is, in about a
--- second, and returns it: {processor, real, isa, bfloat16, blis, blis_why,
--- threads, processors, quota, peak, product, convolution, copy, advice}. isa
--- is the instruction set of the loops, bfloat16 what multiplies such numbers
--- ("amx", "avx512_bf16" or "amx-plain"; nil where nothing does), blis the
--- kernels that convolutions use, quota how many processors the control group
--- allows, nil for no limit. Rates are those of one thread: GFLOP/s of
--- multiply-adds in registers, of a product of 512 x 512 matrices and of a
--- layer of a DCGAN (64 x 64 x 32 x 32 to 128 channels, 4 x 4, stride 2), and
--- GB/s of a copy. advice lists what to try where they are below half of the
--- peak, or threads more than processors.
local doctor = arguments.define("doctor", "", function()
  local found = inspect()
  measure(found)
  found.advice = advise(found, settings())
  print(text(found))
  return found
end)

return {doctor = doctor, advise = advise}
