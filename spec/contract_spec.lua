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

describe("the contract", function()
  local folder
  setup(function() folder = scratch() end)
  teardown(function() os.execute("rm -r " .. folder) end)

  it("tensor.lua", function() assert.equal("1 passed, 0 failed\n", run(folder, "tensor")) end)

  it("ring.lua", function()
    assert.truthy(run(folder, "ring", 30, 1):match "^%d of 8 modes, %d+%.%d%% of samples within 3 sigma\n$")
  end)

  it("digits.lua, killed, goes on bit for bit", function()
    run(folder, "digits", 108, "whole")
    local killed = ([[cd %s && LUNETTE_PROGRESS=off lua5.4 %s/spec/contract/digits.lua 108 parts &
      while kill -0 $! && ! [ -e %s/parts/checkpoint.safetensors ]; do sleep 0.02; done
      kill -9 $!; wait $!]]):format(folder, here(), folder)
    output_of(killed)
    run(folder, "digits", 108, "parts")
    local name = "/checkpoint.safetensors"
    assert.is_true(bytes(folder .. "/whole" .. name) == bytes(folder .. "/parts" .. name))
    assert.equal("\x89PNG", bytes(folder .. "/parts/step-00108.png"):sub(1, 4))
  end)
end)
