-- The layers of the engine, held against its #include lines: what a file may
-- name is listed here, and nothing else. Prints "N passed, N failed".

local checks = require "tools.checks"

-- Every file may include its own header, real.h and error.h.
local allowed = {
  ["error"] = {}, ["signature"] = {}, ["real"] = {}, ["pool"] = {}, ["rng"] = {"pool", "kernel/kernel"},
  ["gemm"] = {"pool"}, ["lapack"] = {},
  ["kernel/"] = {"kernel/", "gemm", "pool"},
  ["shape"] = {}, ["walk"] = {"shape"}, ["store"] = {},
  ["tensor"] = {"shape", "walk", "store", "pool"},
  ["profile"] = {},
  ["op"] = {"tensor", "signature", "kernel/kernel", "pool", "profile"},
  ["grad"] = {"op", "ops/notation"},
  ["update"] = {"tensor", "kernel/kernel", "pool"},
  ["ops/notation"] = {"op"},
  ["ops/pass"] = {"ops/notation", "pool", "walk"},
  ["ops/lines"] = {"ops/notation", "pool"},
  ["ops/indices"] = {"ops/notation", "walk"},
  ["ops/"] = {"op", "grad", "ops/notation", "ops/pass", "ops/lines", "ops/indices", "kernel/",
    "gemm", "pool", "walk", "lapack"},
  ["io/"] = {"io/"},
  ["bind/"] = {"bind/", "op", "signature", "grad", "profile", "update", "ops/notation", "ops/indices", "gemm", "pool",
    "rng", "io/", "walk", "kernel/bf16"},
}

-- "../ops/notation.h" seen from "bind/" is "ops/notation".
local function resolve(folder, path)
  local full = folder .. path
  repeat
    local n
    full, n = full:gsub("[^/]+/%.%./", "", 1)
  until n == 0
  return (full:gsub("%.h$", ""))
end

local foreign = {
  {"^lua", "bind/"}, {"^lauxlib", "bind/"}, {"^blis", "gemm"}, {"^dlfcn", "lapack"},
  {"^png", "io/"}, {"^zlib", "io/"}, {"^jpeglib", "io/"}, {"^jerror", "io/"},
}

local function check_foreign(module, header)
  for _, rule in ipairs(foreign) do
    if header:match(rule[1]) then
      checks.that(module:sub(1, #rule[2]) == rule[2],
                  "layers: %s includes <%s>, which belongs to %s alone",
                  module, header, rule[2])
    end
  end
end

for _, path in ipairs(checks.files "src -name '*.[ch]'") do
  local module = path:match "^src/(.*)%.[ch]$"
  local folder = module:match "^(.*/)" or ""
  local rules = checks.rules_of(allowed, module)
  checks.that(rules, "layers: %s: no layer is known for it", module)
  for line in io.lines(path) do
    local own = line:match '^#include "(.-)"'
    local other = line:match "^%s*#include <(.-)>"
    local target = own and resolve(folder, own)
    if target and rules then
      checks.that(target == module or target == "real" or target == "error" or
                  checks.permits(rules, target),
                  "layers: %s includes %s, which is not below it", path, target)
    elseif other then
      check_foreign(module, other)
    end
  end
end
checks.finish()
