--- The C engine, in float, or in double when LUNETTE_REAL=double says so.
--
-- Nothing that needs it is loaded before it, so this file is also where a
-- wrong Lua, a tree that is not built and libraries that do not belong together
-- are met, each with the one line that helps; Lua 5.1 can read it, and
-- lunette.errors as well.

-- The engine's own number must be this one (src/bind/bind.h).
local INTERFACE = 4

local libraries = {
  float = "lunette.engine_float",
  double = "lunette.engine_double",
}

local function refuse(message, ...)
  local text = message:format(...):gsub("%s*\n%s*", " ")
  require "lunette.errors".raise("%s", "lunette: " .. text)
end

if _VERSION ~= "Lua 5.4" then
  refuse("Lua 5.4 is wanted, this is %s; run the script with lua5.4", _VERSION)
end

local name = os.getenv "LUNETTE_REAL" or ""
if name == "" then name = "float" end
if not libraries[name] then
  refuse('LUNETTE_REAL is "%s"; known: float, double', name)
end

local function exists(path)
  local file = io.open(path)
  return file and file:close()
end

-- What to do about a library that is not found: build it where the sources are
-- around, else install it.
local function advice(library)
  local source = debug.getinfo(1, "S").source
  local root = source:match "^@(.-)lua/lunette/engine%.lua$"
  if not root or not exists(root .. "Makefile") then
    return "install it anew, luarocks --lua-version 5.4 make"
  end
  if root == "" then root = "." end
  if exists(("%s/build/%s.so"):format(root, library:gsub("%.", "/"))) then
    return ('package.cpath lacks it: eval "$(make -s -C %s env)"'):format(root)
  end
  return ("it is not built: make -C %s"):format(root)
end

local function find(library)
  if package.loaded[library] or package.preload[library] then return end
  local path = package.searchpath(library, package.cpath)
  if not path then
    refuse("there is no C library %s; %s", library, advice(library))
  end
  local opener = "luaopen_" .. library:gsub("%.", "_")
  local found, why = package.loadlib(path, opener)
  if not found then
    refuse("the C library %s does not load (%s); install what it lacks, or "
           .. "build it anew", path, why)
  end
end

find(libraries[name])
local opened, engine = pcall(require, libraries[name])
if not opened then refuse("%s", engine) end
if type(engine) ~= "table" or not engine.build or
   engine.build.interface ~= INTERFACE then
  refuse("the C library %s is of another version than %s; build and install "
         .. "both anew",
         package.searchpath(libraries[name], package.cpath) or libraries[name],
         debug.getinfo(1, "S").short_src)
end

engine.real = name
return engine
