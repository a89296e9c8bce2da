-- Memory that runs out: whichever request is refused, once or from then on, a
-- script raises or copes, nothing is left behind, and run again it gives the
-- same numbers (spec/support/starved/run.lua).
local asan = require "spec.support.asan"
local engine = require "lunette.engine"
local files = require "spec.files"
local host = require "spec.support.host"
local ln = require "lunette"

-- Small ones of all kinds: ops, derivatives, threads, files, pictures.
local FEW = {"a loader with workers", "attention", "files of PyTorch", "files of Torch7", "films", "layers", "losses",
             "model files", "npz", "ops of matmul", "optimisers", "packs", "penalties", "report", "safetensors",
             "tables of text"}

describe("memory that runs out", function()
  local folder, preload
  setup(function()
    folder = files.new_folder()
    preload = host.starver(folder)
    os.execute("mkdir " .. folder .. "/scratch")
  end)
  teardown(files.remove_folder)

  -- Lua's own line, which the scripts' words are given to.
  local function run(line)
    local command = 'export LUA_CPATH="%s/?.so;$LUA_CPATH" LUNETTE_NUM_THREADS=2; %s lua5.4 %s 2>%s/errors'
    local pipe <close> = assert(io.popen(command:format(folder, preload, line, folder)))
    return pipe:read "a"
  end

  local function sweep(places, names)
    local found = run(("spec/support/starved/run.lua %s/scratch %s '%s'"):format(folder, places,
                      table.concat(names, "' '")))
    for _, name in ipairs(names) do
      local refusals = tonumber(found:match(name:gsub("%p", "%%%0") .. ": (%d+) refusals\n"))
      assert(refusals, found .. files.read(folder .. "/errors"):sub(-2000))
      assert.is_true(refusals >= 4, name .. ": nothing was refused")
    end
  end

  if asan.here then return it("is refused", function() pending "ASan has an allocator of its own" end) end
  if ln.real == "double" then return end -- which asks for the same

  it("leaves small scripts whole", function() sweep(1, FEW) end)

  it("leaves nothing on that is for a call, whichever request is refused", function()
    sweep("all", {"limits", "traces", "watched layers"})
  end)

  -- At 16 places of each script, in four ways each.
  for name in pairs(require "spec.support.starved.scripts") do
    it("leaves it whole: " .. name .. " #hard", function() sweep(16, {name}) end)
  end

  -- Those of busted and of editors ask for other programs.
  local function modules()
    local names = {}
    local found <close> = assert(io.popen "cd lua && find lunette -name '*.lua' | sort")
    for path in found:lines() do
      local name = path:gsub("%.lua$", ""):gsub("/init$", ""):gsub("/", ".")
      if not (name:find "editor" or name:find "busted") then names[#names + 1] = name end
    end
    return table.concat(names, " ")
  end

  -- d(x^3) is 3 and 12 for 1 and 2. How many requests there were.
  local function loading(names, n, times)
    local printed = run(("spec/support/starved/load.lua %d %d %s"):format(n, times, names))
    local asked = printed:match "^(%d+): 3 12\n$"
    assert(asked, ("%d, %d times: %s"):format(n, times, files.read(folder .. "/errors"):sub(-2000)))
    return tonumber(asked)
  end

  local function load_with_refusals(names, places)
    local all = loading(names, 1 << 40, 1)
    assert.is_true(all > 2000)
    for k, times in ipairs {1, 2, 4, 1 << 40} do
      for n = k, all, all // places do loading(names, n, times) end
    end
  end

  it("leaves the library whole, whichever request of its loading is refused", function()
    local library = package.searchpath("lunette.engine_" .. engine.real, package.cpath)
    local all = loading(library, 1 << 40, 1)
    assert.is_true(all > 10)
    for _, times in ipairs {1, 2, 4, 1 << 40} do
      for n = 1, all do loading(library, n, times) end
    end
  end)

  it("leaves loading whole", function()
    load_with_refusals("lunette", 30)
    load_with_refusals(modules(), 4)
  end)

  it("leaves loading whole, at more places #hard", function()
    load_with_refusals("lunette", 500)
    load_with_refusals(modules(), 150)
  end)

  -- What the process has from malloc and mmap, beside what is Lua's own, against
  -- what ln.memory() says: they rise by the same.
  it("is told of by ln.memory(), and given back on request", function()
    local found = run "spec/support/starved/told.lua"
    assert.matches("^held %d+, told %d+\nafter %d+, told %d+\n$", found)
    local held, told, after, left = found:match "held (%d+), told (%d+)\nafter (%d+), told (%d+)"
    assert.is_true(math.abs(held - told) < 0.02 * held, found)
    assert.is_true(tonumber(held) > 20 << 20 and tonumber(after) < 1 << 16 and tonumber(left) < 1 << 16, found)
  end)
end)
