-- Plants faults, one at a time, in a copy of the tree under build-mutants/, and
-- says which of them the specs named beside it do not catch. The lists are
-- spec/mutants/*.lua, of {file, text, what it becomes, words for busted, real};
-- the text stands once in its file. Ends with "N passed, N failed".
-- usage: lua5.4 tools/mutants.lua [--all] [WORD...]
-- WORD...: those alone in whose file's name one is. --all: what is not caught
-- meets the whole suite as well.

local checks = require "tools.checks"
local file = require "lunette.file"

local TREE, LONGEST = "build-mutants", 600 -- seconds

local all, words = false, {}
for _, word in ipairs(arg) do
  if word == "--all" then all = true else words[#words + 1] = word end
end

local function run(...) return (os.execute(string.format(...))) end

local function is_wanted(path)
  for _, word in ipairs(words) do
    if path:find(word, 1, true) then return true end
  end
  return #words == 0
end

-- The source with the fault; nil where its text does not stand there once.
local function with_fault(source, from, to)
  local first, last = source:find(from, 1, true)
  if not first or source:find(from, last + 1, true) then return nil end
  return source:sub(1, first - 1) .. to .. source:sub(last + 1)
end

local function build(real)
  return run("cd %s && env -u MAKEFLAGS make -s REALS=%s CFLAGS=-O1 " ..
             "WARNINGS=-w >make.log 2>&1", TREE, real)
end

-- Busted's status, of a run that may crash, or hang.
local function specs_pass(real, specs)
  return run("cd %s && eval \"$(env -u MAKEFLAGS make -s env)\" && " ..
             "LUNETTE_REAL=%s timeout %d busted --lua=lua5.4 " ..
             "-o plainTerminal %s >busted.log 2>&1", TREE, real, LONGEST, specs)
end

-- They pass without a fault, and there are some, or what they catch would say
-- nothing; asked once for each list of specs.
local sound = {}
local function are_sound(real, specs)
  local key = real .. " " .. specs
  if sound[key] == nil then
    sound[key] = specs_pass(real, specs) and
                 run("grep -q '^[1-9][0-9]* success' %s/busted.log", TREE)
  end
  return sound[key]
end

-- The file as it is here, and what was made of it, older than any change.
local function restore(path)
  assert(run("cp -a %s %s/%s", path, TREE, path))
  if path:find "%.c$" then
    local object = path:match "^src/(.*)%.c$"
    assert(run("cd build && cp -a --parents */%s*.o lunette ../%s/build",
               object, TREE))
  end
end

local function survives(path, real, specs)
  if path:find "%.c$" and not build(real) then
    error(path .. ": the fault does not compile; see " .. TREE .. "/make.log")
  end
  return specs_pass(real, specs) and not (all and not specs_pass(real, "spec"))
end

local function try(path, from, to, specs, real)
  local source = with_fault(file.read(path), from, to)
  if not source then
    return checks.that(false, "%s does not have once: %s", path, from)
  elseif not are_sound(real, specs) then
    return checks.that(false, "without a fault it fails, or is empty: %s %s",
                       real, specs)
  end
  file.write(TREE .. "/" .. path, source)
  local caught = not survives(path, real, specs)
  restore(path)
  print(("%s  %s: %s"):format(caught and "caught  " or "SURVIVED", path, from))
  io.stdout:flush()
  checks.that(caught, "not caught by %s: %s: %s, in place of %s", specs, path,
              to, from)
end

assert(run("rm -rf %s && mkdir %s", TREE, TREE))
assert(run("git ls-files -z | xargs -0 cp -a --parents -t %s && cp -a build %s",
           TREE, TREE))
for _, path in ipairs(checks.files "spec/mutants -name '*.lua'") do
  for _, mutant in ipairs(dofile(path)) do
    if is_wanted(mutant[1]) then try(table.unpack(mutant)) end
  end
end
checks.finish()
