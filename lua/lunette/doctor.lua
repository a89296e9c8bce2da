--- What there is to compute with, how fast it is, and what to try where it is
--- slower than it could be.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local json = require "lunette.json"
local recording = require "lunette.recording"

-- A share of the peak that is worth a word.
local LOW = 0.5
local SECONDS = 0.25 -- of each measurement

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

-- What .luarc.json needs for the Lua language server to know the library. Its
-- add-on stands beside this file; a layer's fields are set where it is made.
local function editor_setting()
  local here = package.searchpath("lunette.doctor", package.path)
  local library = here:gsub("doctor%.lua$", "editor/library")
  return ('{"workspace.library": [%s], "diagnostics.disable": ' ..
          '["inject-field"]}'):format(json.encode(library))
end

local function inspect()
  local build, processors, quota = engine.build, engine.processors()
  return {
    processor = build.processor ~= "" and build.processor or "unknown",
    real = engine.real, isa = build.isa, isa_why = build.isa_why,
    bfloat16 = build.bf16, bfloat16_why = build.bf16_why,
    threads = engine.get_num_threads(), processors = processors, quota = quota,
    editor = editor_setting(),
  }
end

-- What to try, each as a sentence. isa: LUNETTE_ISA, nil where it is not set.
local function advise(found, isa)
  local advice = {}
  local function add(...) advice[#advice + 1] = (...):format(select(2, ...)) end
  local function low(what, rate_of)
    if rate_of >= LOW * found.peak then return end
    add("%s reach %.0f%% of the peak: %s", what, 100 * rate_of / found.peak,
        isa and "unset LUNETTE_ISA" or "is another process at work here?")
  end
  local most = math.min(found.processors, found.quota or math.huge)
  if found.threads > math.ceil(most) then
    add("%d threads share %g processors: ln.set_num_threads(%d)", found.threads,
        most, math.ceil(most))
  end
  if isa then
    add("LUNETTE_ISA=%s is set: without it the loops are this processor's best",
        isa)
  end
  low("products", found.product)
  low("convolutions", found.convolution)
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
    {"loops", ("%s (%s), %s"):format(found.isa, found.isa_why, found.real)},
    {"bfloat16", ("%s (%s)"):format(found.bfloat16 or "none",
                                    found.bfloat16_why)},
    {"threads", ("%d, processors %d, quota %s"):format(
      found.threads, found.processors, quota)},
    {"peak, one thread", ("%.0f GFLOP/s"):format(found.peak)},
    {"product of 512", share(found, "product")},
    {"convolution", share(found, "convolution")},
    {"memory, a copy", ("%.1f GB/s"):format(found.copy)},
    {"editor", ".luarc.json: " .. found.editor},
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
--- second, and returns it: {processor, real, isa, isa_why, bfloat16,
--- bfloat16_why, threads, processors, quota, peak, product, convolution, copy,
--- editor, advice}. isa is the instruction set of the loops, bfloat16 what
--- multiplies such numbers ("amx", "avx512_bf16" or "amx-plain"; nil where
--- nothing does), each with the reason: what the processor lacks for a better
--- one, by the name in /proc/cpuinfo, or that LUNETTE_ISA says so. quota is how
--- many processors the control group allows, nil for no limit. Rates are those
--- of one thread: GFLOP/s of multiply-adds in registers, of a product of 512 x
--- 512 matrices and of a layer of a DCGAN (64 x 64 x 32 x 32 to 128 channels, 4
--- x 4, stride 2; as if each product were made, of which it saves some, so that
--- it can be above the peak), and GB/s of a copy. editor is what a project's
--- .luarc.json needs so that editors with the Lua language server complete and
--- check calls of the library. advice lists what to try where they are below
--- half of the peak, or threads more than processors.
---   lunette doctor
--- @return table
local doctor = arguments.define("doctor", "", function()
  local found = inspect()
  measure(found)
  local isa = os.getenv "LUNETTE_ISA"
  found.advice = advise(found, isa ~= "" and isa or nil)
  print(text(found))
  return found
end)

return {doctor = doctor, advise = advise}
