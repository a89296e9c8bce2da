-- What is computed with on a processor, by what it can do: the loops and what
-- multiplies bfloat16. What processors have is as Intel's and AMD's manuals and
-- Linux's /proc/cpuinfo list it; avx512 is compiled for GCC's skylake-avx512.
local engine = require "lunette.engine"
local host = require "spec.support.host"
local qemu = require "spec.support.qemu"

local AVX2 = "avx2 fma "
local AVX512 = AVX2 .. "avx512f avx512cd avx512bw avx512dq avx512vl "
local BF16 = AVX512 .. "avx512_bf16 "
local AMX = BF16 .. "amx_tile amx_bf16 "

local function choice(features, setting)
  local list = {}
  for word in features:gmatch "%S+" do list[#list + 1] = word end
  return engine.choice(list, setting)
end

local function gives(isa, isa_why, bf16, bf16_why, features, setting)
  assert.same({isa = isa, isa_why = isa_why, bf16 = bf16, bf16_why = bf16_why}, choice(features, setting))
end

local HAS, TOLD = "the processor has it", "LUNETTE_ISA"

describe("a processor computes", function()
  it("with AVX-512 where it has all that its loops are compiled for", function()
    gives("avx512", HAS, nil, "no avx512_bf16", AVX512) -- Intel since Skylake-SP, as in clouds without a name
    gives("avx512", HAS, "avx512_bf16", "no amx_tile", BF16) -- AMD since Zen 4; Intel's Cooper Lake
    gives("avx512", HAS, "amx", HAS, AMX .. "amx_state") -- Intel since Sapphire Rapids
  end)

  it("with AVX2 where a part of AVX-512 is missing, which is named", function()
    for _, part in ipairs {"avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"} do
      gives("avx2", "no " .. part, nil, "no " .. part, (BF16:gsub(part .. " ", "")))
    end
    -- Knights Landing; an AMD up to Zen 3, a Haswell, a Zen 5 whose host withholds AVX-512
    gives("avx2", "no avx512bw", nil, "no avx512bw", AVX2 .. "avx512f avx512cd")
    gives("avx2", "no avx512f", nil, "no avx512f", AVX2)
    gives("avx2", "no avx512f", nil, "no avx512f", AVX2 .. "avx512_bf16 amx_tile amx_bf16 amx_state")
  end)

  it("with what the compiler takes for granted elsewhere", function()
    gives("baseline", "no avx2", nil, "no avx2", "") -- Sandy Bridge, with AVX alone; ARM
    gives("baseline", "no avx2", nil, "no avx2", "fma") -- AMD's Piledriver
    gives("baseline", "no fma", nil, "no fma", "avx2") -- VIA's Nano QuadCore
    gives("baseline", "no fma", nil, "no fma", (AMX:gsub("fma ", "")))
  end)

  it("bfloat16 by AMX where all of it is there and the system saves its tiles", function()
    gives("avx512", HAS, "avx512_bf16", "no amx_state", AMX) -- XCR0 without its bits
    gives("avx512", HAS, "avx512_bf16", "no amx_bf16", BF16 .. "amx_tile amx_state") -- AMX-INT8 alone
    gives("avx512", HAS, "avx512_bf16", "no amx_tile", BF16 .. "amx_bf16 amx_state")
    -- which is fed by AVX512-BF16
    gives("avx512", HAS, nil, "no avx512_bf16", AVX512 .. "amx_tile amx_bf16 amx_state")
  end)
end)

describe("LUNETTE_ISA", function()
  local BEST = AMX .. "amx_state"

  it("stands above the processor, tiles and all", function()
    gives("avx512", TOLD, "avx512_bf16", TOLD, BEST, "avx512")
    gives("avx512", TOLD, "avx512_bf16", "no amx_tile", BF16, "avx512")
    gives("avx512", TOLD, nil, "no avx512_bf16", AVX512, "avx512")
    for _, isa in ipairs {"avx2", "baseline", "plain"} do gives(isa, TOLD, nil, TOLD, BEST, isa) end
    gives("avx2", TOLD, nil, "no avx512f", AVX2, "avx2")
    gives("plain", TOLD, nil, "no avx2", "", "plain")
  end)

  it("leaves the loops alone where it asks for AMX in plain C", function()
    gives("avx512", HAS, "amx-plain", TOLD, BEST, "amx-plain")
    gives("avx2", "no avx512f", "amx-plain", TOLD, AVX2, "amx-plain")
    gives("baseline", "no avx2", "amx-plain", TOLD, "", "amx-plain")
  end)

  it("gets nothing that the processor lacks", function()
    local function refuses(there, features, setting)
      assert.error_matches(function() choice(features, setting) end,
        ('LUNETTE_ISA is "%s"; this processor and build have %s'):format(setting, there), 1, true)
    end
    refuses("avx2, baseline, plain, amx-plain", AVX2, "avx512")
    refuses("baseline, plain, amx-plain", "avx2", "avx2")
    refuses("avx512, avx2, baseline, plain, amx-plain", BEST, "amx")
    refuses("avx512, avx2, baseline, plain, amx-plain", AVX512, "AVX2")
  end)

  it("is obeyed, and not set where it is empty", function()
    local function found(setting)
      return host.output("LUNETTE_REAL=float LUNETTE_ISA=" .. setting .. [[ lua5.4 -e '
        local build = require "lunette.engine".build
        print(build.isa, build.isa_why, build.bf16, build.bf16_why)']])
    end
    assert.matches("^plain\tLUNETTE_ISA\tnil\t", found "plain")
    assert.matches("^baseline\tLUNETTE_ISA\tnil\t", found "baseline")
    assert.matches("^%w+\t[^\n]*\tamx%-plain\tLUNETTE_ISA\n", found "amx-plain")
    assert.not_matches("LUNETTE_ISA", found "''")
  end)
end)

it("Linux names the same features of this processor", function()
  if qemu.here then pending(qemu.cpuinfo) end
  local flags = {}
  for line in io.lines "/proc/cpuinfo" do
    for word in (line:match "^flags%s*:(.*)" or ""):gmatch "%S+" do flags[word] = true end
  end
  local known = {}
  for word in AMX:gmatch "%S+" do known[#known + 1] = flags[word] and word end
  local isa = host.output "LUNETTE_ISA= lua5.4 -e 'print(require \"lunette.engine\".build.isa)'"
  assert.equal(engine.choice(known).isa .. "\n", isa)
end)
