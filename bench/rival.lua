--- PyTorch at its best: returns a function of a number of threads that gives
--- the words to call its Python with, and prints which products it computes
--- with. Returns nil where python3-torch is not installed.
---
--- OpenBLAS of before a processor takes loops for an old one there, so each
--- core type is tried, on one thread, and the fastest that is right is set.
local PYTHON = "/usr/bin/python3"
local CORES = {"", "Haswell", "Zen", "SkylakeX", "Cooperlake"}
-- of elements of the size of 20: rounding gives 1e-4
local RIGHT = 1e-2

-- Both names, as OpenBLAS's threads are not OpenMP's; passive, as these wait
-- for each other 10 times as long where another process takes their core.
local function words(core, threads)
  return ("env -u OPENBLAS_L2_SIZE OMP_WAIT_POLICY=passive %s " ..
          "OPENBLAS_NUM_THREADS=%d OMP_NUM_THREADS=%d %s"):format(
    core == "" and "-u OPENBLAS_CORETYPE" or "OPENBLAS_CORETYPE=" .. core,
    threads, threads, PYTHON)
end

-- {core, rate, file}, or nil where that core's loops do not run or are wrong.
local function try(core)
  local pipe <close> = assert(io.popen(words(core, 1) .. " bench/blas.py 2>&-"))
  local rate, wrong, file = pipe:read "a":match "(%S+) (%S+) (%S+)"
  if rate and tonumber(wrong) and tonumber(wrong) < RIGHT then
    return {core = core, rate = tonumber(rate), file = file}
  end
end

local function best()
  local found = try ""
  if found and not found.file:find "openblas" then return found end
  for k = 2, #CORES do
    local other = try(CORES[k])
    if other and (not found or other.rate > found.rate) then found = other end
  end
  return assert(found, "bench: no product of PyTorch's is right")
end

return function()
  if not os.execute(PYTHON .. " -c 'import torch' 2>&-") then
    print "python3-torch is not installed: Lunette alone"
    return
  end
  local found = best()
  print(("PyTorch's products: %s%s, %.0f GFLOP/s of 512 on one thread"):format(
    found.file, found.core == "" and "" or
    " with OPENBLAS_CORETYPE=" .. found.core, found.rate))
  if not found.file:find "openblas" then
    print("! not OpenBLAS, which is PyTorch's best here: the ratios flatter " ..
          "Lunette (apt-get install libopenblas0-pthread)")
  end
  return function(threads) return words(found.core, threads) end
end
