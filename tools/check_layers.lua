-- The layers of the engine, held against its #include lines: what a file may
-- name is listed here, and nothing else. Prints "N passed, N failed".

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

local function rules_of(module)
  return allowed[module] or allowed[module:match "^.-/" or ""]
end

local function permits(rules, module)
  for _, rule in ipairs(rules) do
    if module == rule or rule:sub(-1) == "/" and module:sub(1, #rule) == rule then
      return true
    end
  end
  return false
end

-- "../ops/notation.h" seen from "bind/" is "ops/notation".
local function resolve(folder, path)
  local full = folder .. path
  repeat
    local n
    full, n = full:gsub("[^/]+/%.%./", "", 1)
  until n == 0
  return (full:gsub("%.h$", ""))
end

local passed, failed = 0, 0
local function check(ok, ...)
  if ok then passed = passed + 1 return end
  failed = failed + 1
  print(("layers: " .. ...))
end

local foreign = {
  {"^lua", "bind/"}, {"^lauxlib", "bind/"}, {"^blis", "gemm"}, {"^dlfcn", "lapack"},
  {"^png", "io/"}, {"^zlib", "io/"}, {"^jpeglib", "io/"}, {"^jerror", "io/"},
}

local function check_foreign(module, header)
  for _, rule in ipairs(foreign) do
    if header:match(rule[1]) then
      check(module:sub(1, #rule[2]) == rule[2],
        ("%s includes <%s>, which belongs to %s alone"):format(module, header, rule[2]))
    end
  end
end

local list = assert(io.popen "find src -name '*.[ch]' | sort")
for path in list:lines() do
  local module = path:match "^src/(.*)%.[ch]$"
  local folder = module:match "^(.*/)" or ""
  local rules = rules_of(module)
  check(rules, module .. ": no layer is known for it")
  for line in io.lines(path) do
    local own, other = line:match '^#include "(.-)"', line:match "^%s*#include <(.-)>"
    local target = own and resolve(folder, own)
    if target and rules then
      check(target == module or target == "real" or target == "error" or permits(rules, target),
        ("%s includes %s, which is not below it"):format(path, target))
    elseif other then
      check_foreign(module, other)
    end
  end
end
list:close()
print(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0 and passed > 0)
