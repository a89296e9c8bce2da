-- The same numbers for any number of threads, bit for bit, and for any
-- instruction set within what rounding grows to: parameters of four nets that
-- cover the kernels (spec/support/same_numbers.lua).
local files = require "spec.files"
local host = require "spec.support.host"
local qemu = require "spec.support.qemu"

-- The share by which losses of two instruction sets may differ after some steps.
local SHARES = {float = {[20] = 1e-5, [200] = 1e-3}, double = {[20] = 1e-12, [200] = 1e-10}}
local REAL = require "lunette".real

-- {[net] = {hash, loss}} of an instruction set, all runs of which agree; nil
-- where the processor lacks it.
local function train(isa, threads, repeats, steps)
  local out = host.output(("LUNETTE_ISA=%s lua5.4 spec/support/same_numbers.lua %s %d %d"):format(
    isa, threads, repeats, steps))
  if out:find("LUNETTE_ISA is", 1, true) then return nil end
  local found, runs = {}, 0
  for net, count, hash, loss in out:gmatch "(%S+)\t(%d+)\t(%S+)\t(%S+)\n" do
    local first = found[net] or {hash = hash, loss = tonumber(loss)}
    found[net], runs = first, runs + 1
    assert(first.hash == hash, ("%s, %s: with %s threads the parameters hash to %s, before to %s"):format(
      isa, net, count, hash, first.hash))
  end
  local _, each = threads:gsub("%d+", "")
  assert.equal(4 * each * repeats, runs, out)
  return found
end

local function compare(steps, threads, repeats)
  if qemu.here then pending "hours under qemu" end
  local due
  for _, isa in ipairs {"baseline", "plain", "avx2", "avx512"} do
    local found = train(isa, threads, repeats, steps)
    assert(found or isa:find "^avx", isa .. " is everywhere")
    due = due or found
    for net, result in pairs(found or {}) do
      local gap = math.abs(result.loss - due[net].loss)
      assert(gap <= SHARES[REAL][steps] * math.abs(due[net].loss), ("%s after %d steps: the loss is %.17g by %s, " ..
        "%.17g by baseline"):format(net, steps, result.loss, isa, due[net].loss))
    end
  end
end

describe("training", function()
  it("gives the same numbers with any threads and instructions", function() compare(20, "1,3", 1) end)

  it("does so for 200 steps, ten times #hard", function() compare(200, "1,2,3,4", 10) end)

  it("says its seed in the run's report, drawn or given", function()
    local ln = require "lunette"
    ln.manual_seed(1234567)
    local folder = files.new_folder()
    ln.gan.Trainer({generator = ln.nn.Linear(2, 2), discriminator = ln.nn.Linear(2, 1), latent = 2, batch_size = 4,
                    data = function() return ln.randn(4, 2) end, steps = 1, folder = folder}):run()
    local text = files.read(folder .. "/report.jsonl")
    files.remove_folder()
    assert.matches('"seed":1234567[,}]', text)
  end)
end)
