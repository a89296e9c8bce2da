--- Node, for specs that run its scripts with packages that it finds by
--- NODE_PATH.

local json = require "lunette.json"
local shell = require "lunette.shell"

local node = {}

local known = {}

--- nil when node finds the package, otherwise why a spec is pending.
function node.missing(package)
  if known[package] == nil then known[package] = shell.run {"node", "-e", ("require(%q)"):format(package)} == 0 end
  return not known[package] and
         ("node does not find %s: NODE_PATH=FOLDER/node_modules, after npm install --ignore-scripts --prefix FOLDER %s")
         :format(package, package) or nil
end

--- What the script spec/support/NAME.js prints as JSON; it is given the words.
function node.run(name, words)
  local pipe <close> = assert(io.popen(("node spec/support/%s.js %s"):format(name, words)))
  return assert(json.decode(pipe:read "a"))
end

return node
