-- All that reads bytes, on the files of spec/fuzz/corpus: whatever becomes of
-- them they are read, or refused in words. libFuzzer goes further from there.
local files = require "spec.files"
local fuzz = require "spec.fuzz.readers"
local ln = require "lunette"

local function names()
  local list = {}
  for name in pairs(fuzz.readers) do list[#list + 1] = name end
  table.sort(list)
  return list
end

describe("fuzzing:", function()
  local folder
  setup(function() folder = files.new_folder() end)
  teardown(files.remove_folder)

  local function each_seed(name, f)
    local count = 0
    for seed in files.list("spec/fuzz/corpus/" .. name):gmatch "%S+" do
      count = count + 1
      f(seed, files.read(("spec/fuzz/corpus/%s/%s"):format(name, seed)))
    end
    assert(count > 0, name .. " has no seeds")
  end

  -- Of every seed itself, and of mutants, whose checksums are mended in half.
  local function try(name, mutants)
    fuzz.folder = folder
    files.said_by(function()
      local target, mend = fuzz.target(name)
      each_seed(name, function(seed, bytes)
        for k = 0, mutants do
          local input = k > 0 and files.mutant(bytes, k) or bytes
          if mend and k % 2 == 1 then input = mend(input) end
          local fault = target(input)
          assert(not fault, ("%s, %s, mutant %d: %s"):format(name, seed, k, fault))
        end
      end)
    end)
  end

  for _, name in ipairs(names()) do
    it("the seeds of " .. name .. ", and mutants of them", function() try(name, 3) end)
  end

  it("seeds are read", function()
    fuzz.folder = folder
    for _, name in ipairs(names()) do
      local read = 0
      each_seed(name, function(_, bytes)
        local ok
        files.said_by(function() ok = pcall(fuzz.readers[name].read, bytes) end)
        if ok then read = read + 1 end
      end)
      assert(read > 0, name .. ": no seed is read")
    end
  end)

  if ln.real == "double" then return end -- libFuzzer has a build of its own

  for _, name in ipairs(names()) do
    it("libFuzzer, a minute of " .. name .. " #hard", function()
      if not os.execute "command -v clang >/dev/null" then
        return pending "clang is not here, which has libFuzzer"
      end
      local pipe <close> = io.popen(("make -s fuzz SECONDS=60 READER=%s 2>&1"):format(name))
      local text = pipe:read "a"
      assert(text:find "%d+ runs, nothing found", text)
    end)
  end
end)
