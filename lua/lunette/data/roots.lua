--- Where the files of known data sets are looked for.

local engine = require "lunette.engine"
local raise = require "lunette.errors".raise

local roots = {}

local function variable(name)
  local value = os.getenv(name) or ""
  return value ~= "" and value or nil
end

--- The user's folder for what can be fetched again: $XDG_CACHE_HOME or
--- ~/.cache, and there lunette. nil where neither is known.
function roots.cache()
  local home = variable "HOME"
  local cache = variable "XDG_CACHE_HOME" or home and home .. "/.cache"
  return cache and cache .. "/lunette"
end

--- The folders of a set: where `make datasets` puts it, and where
--- ln.data.fetch does.
function roots.of(name)
  local cache = roots.cache()
  return {(variable "LUNETTE_DATA" or "datasets") .. "/" .. name,
          cache and cache .. "/" .. name}
end

--- The path of the first of the folders that has the file, with one of the
--- endings; raises when none has.
function roots.find(owner, folders, file, endings)
  for _, folder in ipairs(folders) do
    for _, ending in ipairs(endings) do
      local path = folder .. "/" .. file .. ending
      if engine.io.exists(path) then return path end
    end
  end
  raise("%s: %s is not in %s; ln.data.fetch %q gets it, and " ..
        "{root = ...} says where it is", owner, file,
        table.concat(folders, " nor in "), owner)
end

return roots
