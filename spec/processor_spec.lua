-- Which of BLIS's sets of kernels a processor is given: what 0.9 takes by
-- itself is in its frame/base/bli_cpuid.c. And what it multiplies bfloat16 with.
local engine = require "lunette.engine"
local blis = require "spec.support.blis"
local host = require "spec.support.host"

local INTEL, AMD = "GenuineIntel", "AuthenticAMD"

local function processor(vendor, family, features, name)
  local p = {vendor = vendor, family = family, name = name}
  for word in features:gmatch "[%w_]+" do p[word] = true end
  return p
end

local function made(...) return engine.blis_set(processor(...)) end

describe("BLIS's kernels", function()
  local function gives(set, ...)
    assert.equal(set, (made(...)))
  end

  it("are skx's for AVX-512, whatever the name", function()
    gives("skx", INTEL, 6, "avx2 fma avx512", "Intel(R) Xeon(R) Processor @ 2.60GHz")
    gives("skx", INTEL, 6, "avx2 fma avx512", "Intel(R) Xeon(R) Platinum 8175M CPU @ 2.50GHz")
    gives("skx", INTEL, 6, "avx2 fma avx512", "")
    gives("skx", AMD, 0x19, "avx2 fma avx512 vbmi", "AMD EPYC 9654")
    gives("skx", AMD, 0x1a, "avx2 fma avx512 vbmi", "AMD EPYC")
    gives("skx", "CentaurHauls", 7, "avx2 fma avx512", "")
  end)

  it("are left to BLIS where one unit multiplies 512 bits", function()
    gives(nil, INTEL, 6, "avx2 fma avx512", "Intel(R) Xeon(R) Silver 4110 CPU @ 2.10GHz")
    gives(nil, INTEL, 6, "avx2 fma avx512", "Intel(R) Xeon(R) Gold 5118 CPU @ 2.30GHz")
    gives("skx", INTEL, 6, "avx2 fma avx512", "Intel(R) Xeon(R) Gold 5122 CPU @ 3.60GHz")
    -- Ice Lake has two in every class
    gives("skx", INTEL, 6, "avx2 fma avx512 vbmi", "Intel(R) Xeon(R) Silver 4310 CPU @ 2.10GHz")
  end)

  it("are those of AVX2 otherwise, by its maker", function()
    gives(nil, INTEL, 6, "avx2 fma", "Intel(R) Core(TM) i7-8700K CPU @ 3.70GHz")
    gives(nil, AMD, 0x17, "avx2 fma", "AMD EPYC 7742 64-Core Processor") -- Zen 2
    gives("zen3", AMD, 0x19, "avx2 fma", "AMD EPYC 7763 64-Core Processor")
    gives("zen3", AMD, 0x1a, "avx2 fma", "AMD EPYC") -- Zen 5, AVX-512 withheld
    gives("haswell", "HygonGenuine", 0x18, "avx2 fma", "Hygon C86 7285")
  end)

  it("are left to BLIS without AVX2 and FMA", function()
    gives(nil, "", 0, "", "")                           -- ARM
    gives(nil, INTEL, 6, "", "Intel(R) Xeon(R) CPU E5-2670 0 @ 2.60GHz")
    gives(nil, AMD, 0x15, "fma", "AMD Opteron(tm) Processor 6380")
    gives(nil, INTEL, 6, "avx2", "")
  end)

  it("come with a reason", function()
    local _, why = made(AMD, 0x1a, "avx2 fma avx512", "")
    assert.equal("AVX-512", why)
    _, why = made("", 0, "", "")
    assert.equal("not of x86: BLIS's own choice", why)
  end)

  it("are the user's where BLIS_ARCH_TYPE says so, which no other process sees", function()
    local run = [[lua5.4 -e '
      local ln = require "lunette"
      ln.conv2d(ln.ones(1, 3, 9, 9), ln.ones(4, 3, 3, 3))
      print(os.getenv "BLIS_ARCH_TYPE")
      print(require "lunette.engine".blis().why)']]
    local told = ("BLIS_ARCH_TYPE=%d "):format(blis.number)
    assert.equal(("%d\nBLIS_ARCH_TYPE\n"):format(blis.number), host.output(told .. run))
    assert.equal("nil\n", host.output("unset BLIS_ARCH_TYPE; " .. run):match "^%a+\n")
  end)
end)

describe("bfloat16 is multiplied", function()
  local function by(way, vendor, features)
    assert.equal(way, engine.bf16_way(processor(vendor, 6, features, "")))
  end
  local ICE_LAKE = "avx2 fma avx512 vbmi"

  it("by AMX where the processor has it and the system saves its tiles", function()
    by("amx", INTEL, ICE_LAKE .. " avx512_bf16 amx tiles")
    by("avx512_bf16", INTEL, ICE_LAKE .. " avx512_bf16 amx") -- XCR0 without its bits
    by("avx512_bf16", INTEL, ICE_LAKE .. " avx512_bf16 tiles") -- AMX-INT8 alone, say
  end)

  it("by AVX512-BF16 elsewhere, whose it may be", function()
    by("avx512_bf16", AMD, ICE_LAKE .. " avx512_bf16") -- Zen 4
    by("avx512_bf16", INTEL, "avx2 fma avx512 avx512_bf16") -- Cooper Lake
  end)

  it("by nothing of its own without AVX-512, which packs for both", function()
    by(nil, INTEL, ICE_LAKE)
    by(nil, INTEL, ICE_LAKE .. " amx tiles")
    by(nil, INTEL, "avx2 fma avx512_bf16 amx tiles") -- AVX-512 withheld
    by(nil, "", "")
  end)
end)
