-- The layers of the engine, held against its #include lines and its calls:
-- what a file may name is listed here, and nothing else. Prints "N passed,
-- N failed".

local checks = require "tools.checks"

-- Every file may include its own header, real.h and error.h.
local allowed = {
  ["error"] = {"engine"}, ["signature"] = {"tensor"}, ["real"] = {},
  ["pool"] = {"engine", "quota"}, ["quota"] = {},
  ["rng"] = {"pool", "kernel/kernel"},
  ["gemm"] = {"kernel/multiply"},
  ["lapack"] = {"once"}, ["once"] = {},
  ["processor"] = {},
  ["kernel/"] = {"kernel/", "gemm", "pool", "processor"},
  ["shape"] = {}, ["walk"] = {"shape", "kernel/kernel", "kernel/sizes"},
  ["store"] = {"engine"},
  ["tensor"] = {"engine", "shape", "walk", "store", "pool", "kernel/kernel",
                "kernel/sizes"},
  ["profile"] = {"engine"},
  ["op"] = {"engine", "once", "tensor", "store", "shape", "signature",
            "kernel/kernel", "pool", "profile"},
  ["notation"] = {"op", "tensor", "shape"},
  ["grad"] = {"engine", "op", "notation", "tensor", "shape"},
  ["engine"] = {"op", "grad", "pool", "profile", "store", "tensor"},
  ["update"] = {"tensor", "shape", "kernel/update", "pool"},
  ["ops/pass"] = {"notation", "op", "tensor", "shape", "pool", "walk",
                  "kernel/kernel", "kernel/sizes"},
  ["ops/lines"] = {"notation", "op", "tensor", "shape", "pool"},
  ["ops/indices"] = {"notation", "op", "tensor", "store", "shape", "walk",
                     "pool"},
  ["ops/places"] = {"ops/indices", "notation", "op", "tensor", "store",
                    "shape", "walk"},
  ["ops/"] = {"op", "grad", "notation", "tensor", "store", "shape",
              "ops/pass", "ops/lines", "ops/indices", "kernel/", "gemm",
              "pool", "walk", "lapack"},
  ["io/"] = {"io/"},
  ["io/gif"] = {"io/", "once"},
  -- its threads have errors of their own
  ["io/gallery"] = {"io/", "engine"},
  ["bind/"] = {"bind/", "engine", "op", "signature", "grad", "profile",
               "update", "notation", "tensor", "store", "shape",
               "ops/indices", "ops/places", "pool", "rng", "io/",
               "walk", "processor", "quota", "kernel/kernel",
               "kernel/multiply", "kernel/update"},
  -- a library of its own, which sees the engine through bind/extension
  ["mpi/"] = {"mpi/", "bind/extension", "bind/stay", "op", "tensor", "shape"},
}

-- "../ops/indices.h" seen from "bind/" is "ops/indices".
local function resolve(folder, path)
  local full = folder .. path
  repeat
    local n
    full, n = full:gsub("[^/]+/%.%./", "", 1)
  until n == 0
  return (full:gsub("%.h$", ""))
end

local foreign = {
  {"^lua", "bind/", "mpi/"}, {"^lauxlib", "bind/", "mpi/"}, {"^mpi", "mpi/"},
  {"^dlfcn", "lapack", "io/gif", "bind/stay"},
  {"^png", "io/"}, {"^zlib", "io/"}, {"^jpeglib", "io/"}, {"^jerror", "io/"},
}

local function check_foreign(module, header)
  for _, rule in ipairs(foreign) do
    if header:match(rule[1]) then
      local mine = false
      for k = 2, #rule do
        mine = mine or module:sub(1, #rule[k]) == rule[k]
      end
      checks.that(mine, "layers: %s includes <%s>, which belongs to %s alone",
                  module, header, table.concat(rule, " and ", 2))
    end
  end
end

local files = checks.files "src -name '*.[ch]'"

local function module_of(path) return path:match "^src/(.*)%.[ch]$" end

-- Which header declares a function. A file sees those of headers that it does
-- not include itself, above all through engine.h, and is not to call them.
local function declared(line)
  if line:match "^typedef " then return nil end
  return line:match "^[%a_][%w_ ]*[ *]([%a_][%w_]*)%("
end

local declared_by = {}
for _, path in ipairs(files) do
  if path:match "%.h$" then
    for line in io.lines(path) do
      local name = declared(line)
      if name then declared_by[name] = module_of(path) end
    end
  end
end

local function without_comments(text)
  return (text:gsub("/%*.-%*/", ""):gsub('"[^"\n]*"', '""'))
end

local function check_calls(path, module, rules)
  local file <close> = assert(io.open(path))
  local seen = {}
  for line in io.lines(path) do
    if line:match "^static " then seen[declared(line) or ""] = true end
  end
  for name in without_comments(file:read "a"):gmatch "([%a_][%w_]*)%(" do
    local owner = declared_by[name]
    if owner and not seen[name] then
      seen[name] = true
      checks.that(owner == module or owner == "real" or owner == "error" or
                  checks.permits(rules, owner),
                  "layers: %s calls %s of %s, which is not below it", path,
                  name, owner)
    end
  end
end

for _, path in ipairs(files) do
  local module = module_of(path)
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
  if rules then check_calls(path, module, rules) end
end
checks.finish()
