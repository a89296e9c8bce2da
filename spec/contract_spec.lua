-- The scripts that fix the interface, run as their users do: from another
-- folder, as processes of their own.

local function output_of(command)
  local pipe = assert(io.popen(command .. " 2>&1"))
  local text = pipe:read "a"
  return pipe:close(), text
end

local function here()
  local _, text = output_of "pwd"
  return (text:gsub("\n", ""))
end

local function scratch()
  local path = os.tmpname()
  os.remove(path)
  assert(os.execute("mkdir " .. path))
  return path
end

local function run(folder, script, ...)
  local arguments = table.concat({...}, " ")
  local command = ("cd %s && LUNETTE_PROGRESS=off lua5.4 %s/spec/contract/%s.lua %s"):format(
    folder, here(), script, arguments)
  local ok, text = output_of(command)
  assert.is_true(ok, text)
  return text
end

local function bytes(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read "a"
end

-- Users have float; in double the same would be told again, more slowly.
if (os.getenv "LUNETTE_REAL" or "float") ~= "float" then return end

describe("the contract", function()
  local folder
  setup(function() folder = scratch() end)
  teardown(function() os.execute("rm -r " .. folder) end)

  it("tensor.lua", function() assert.equal("1 passed, 0 failed\n", run(folder, "tensor")) end)

  it("ring.lua", function()
    assert.truthy(run(folder, "ring", 30, 1):match "^%d of 8 modes, %d+%.%d%% of samples within 3 sigma\n$")
  end)

  it("ring.lua finds all modes on at least 4 of 5 seeds #hard", function()
    local whole, seen = 0, {}
    for seed = 1, 5 do
      seen[seed] = run(folder, "ring", 4000, seed)
      if seen[seed]:match "^8 of 8 modes" then whole = whole + 1 end
    end
    assert.is_true(whole >= 4, table.concat(seen))
  end)

  -- Starts digits.lua and kills it once `condition`, in shell, has come true.
  local function kill_when(condition, name, steps)
    local command = ([[cd %s && LUNETTE_PROGRESS=off lua5.4 %s/spec/contract/digits.lua %d %s &
      while kill -0 $! && ! %s; do sleep 0.02; done
      kill -9 $!; wait $!]]):format(folder, here(), steps, name, condition)
    output_of(command)
  end

  local function same_end(name)
    local file = "/checkpoint.safetensors"
    assert.is_true(bytes(folder .. "/whole" .. file) == bytes(folder .. "/" .. name .. file))
  end

  it("wgan_gp.lua", function()
    run(folder, "wgan_gp", 6)
    local average = require("lunette").load(folder .. "/runs/wgan_gp.safetensors")
    assert.same({32 * 7 * 7, 64}, average["1.weight"]:size())
  end)

  it("digits.lua, killed, goes on bit for bit", function()
    run(folder, "digits", 108, "whole")
    kill_when(("[ -e %s/parts/checkpoint.safetensors ]"):format(folder), "parts", 108)
    run(folder, "digits", 108, "parts")
    same_end "parts"
    assert.equal("\x89PNG", bytes(folder .. "/parts/step-00108.png"):sub(1, 4))
  end)

  it("digits.lua, killed at any moment, writing among them #hard", function()
    for _, seconds in ipairs {3.1, 7.3} do kill_when("sleep " .. seconds, "often", 108) end
    kill_when(("ls %s/often/*.tmp >&- 2>&-"):format(folder), "often", 108)
    run(folder, "digits", 108, "often")
    same_end "often"
  end)
end)
