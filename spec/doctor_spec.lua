-- ln.doctor: what it returns and says; never how fast a machine is.
local host = require "spec.support.host"
local json = require "lunette.json"
local advise = require "lunette.doctor".advise

local function run(settings, code)
  return host.output(("%s lua5.4 -e '%s'"):format(settings, code))
end

describe("ln.doctor", function()
  it("returns what it prints", function()
    local out = run("LUNETTE_NUM_THREADS=2 LUNETTE_ISA=baseline", [[
      local ln = require "lunette"
      ln.manual_seed(1)
      local found = ln.doctor()
      assert(found.isa == "baseline" and found.real == ln.real)
      assert(found.isa_why == "LUNETTE_ISA" and #found.bfloat16_why > 0)
      assert(found.threads == 2 and ln.get_num_threads() == 2)
      assert(math.type(found.processors) == "integer" and found.processors > 0)
      assert(found.quota == nil or found.quota > 0)
      assert(found.bfloat16 == nil and #found.processor > 0)
      for _, name in ipairs {"peak", "product", "convolution", "copy"} do
        assert(found[name] > 0 and found[name] < math.huge, name)
      end
      local drawn = ln.rand(1):item()
      ln.manual_seed(1)
      assert(drawn == ln.rand(1):item(), "it has drawn numbers")
      print("advice", #found.advice, found.advice[#found.advice > 1 and 2 or 1])
    ]])
    assert.matches("^processor ", out)
    assert.matches("\nloops +baseline %(LUNETTE_ISA%), ", out)
    assert.matches("\nbfloat16 +none %([^\n]+%)\n", out)
    assert.matches("\nthreads +2, processors ", out)
    assert.matches("! LUNETTE_ISA=baseline is set: without it", out)
    assert.matches("\nadvice\t%d", out)
  end)

  it("tells what switches the editor's add-on on", function()
    local out = run("", [[require "lunette".doctor()]])
    local setting = json.decode(out:match "\neditor +%.luarc%.json: ([^\n]+)")
    local library = setting["workspace.library"][1]
    assert.equal("lunette/editor/library", library:match "lunette/[^/]+/[^/]+$")
    assert.truthy(io.open((library:gsub("library$", "config.json"))))
    assert.equal("inject-field", setting["diagnostics.disable"][1])
  end)

  it("tells what multiplies bfloat16", function()
    local out = run("LUNETTE_REAL=float LUNETTE_ISA=amx-plain", [[
      local found = require "lunette".doctor()
      assert(found.bfloat16 == "amx-plain")
    ]])
    assert.matches("\nloops +%w+ %([^\n]+%), float\n", out)
    assert.matches("\nbfloat16 +amx%-plain %(LUNETTE_ISA%)\n", out)
    assert.matches("! LUNETTE_ISA=amx%-plain is set: without it", out)
  end)

  it("tells that bfloat16 is of floats alone", function()
    local out = run("LUNETTE_REAL=double LUNETTE_ISA=amx-plain", [[require "lunette".doctor()]])
    assert.matches("\nloops +%w+ %([^\n]+%), double\n", out)
    assert.matches("\nbfloat16 +none %(in float alone%)\n", out)
  end)

  local function found(changes)
    local f = {threads = 2, processors = 8, peak = 100, product = 90, convolution = 80}
    for key, value in pairs(changes) do f[key] = value end
    return f
  end

  it("has nothing to say where all is well", function()
    assert.same({}, advise(found {}))
    assert.same({}, advise(found {quota = 1.5, product = 50, convolution = 50}))
  end)

  it("says what to try below half of the peak", function()
    assert.same({"products reach 49% of the peak: is another process at work here?"}, advise(found {product = 49}))
    assert.same({"convolutions reach 30% of the peak: is another process at work here?"},
                advise(found {convolution = 30}))
    assert.same({
      "LUNETTE_ISA=avx2 is set: without it the loops are this processor's best",
      "convolutions reach 30% of the peak: unset LUNETTE_ISA",
    }, advise(found {convolution = 30}, "avx2"))
  end)

  it("counts threads against processors and the quota", function()
    assert.same({"9 threads share 8 processors: ln.set_num_threads(8)"}, advise(found {threads = 9}))
    assert.same({"3 threads share 1.5 processors: ln.set_num_threads(2)"},
                advise(found {threads = 3, quota = 1.5}))
  end)
end)
