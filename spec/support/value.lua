--- value(op, text, f): a spec with values worked out by hand for an op, and the
--- mark by which spec/op_spec.lua sees that the op has one. `op` is written out
--- where it is used: specs run one file at a time, so the marks are found by
--- reading the files.
local engine = require "lunette.engine"
local busted = require "busted"

local value = {}

local call = {__call = function(_, op, text, f)
  assert(engine.functions[op], op .. " is no op")
  busted.it(op .. " " .. text, f)
end}

local function files()
  local names = {}
  local pipe = assert(io.popen("find spec -name '*_spec.lua' -type f"))
  for name in pipe:lines() do names[#names + 1] = name end
  pipe:close()
  assert(#names > 0, "specs are run at the root of the project")
  return names
end

--- The ops that specs give values of, as a set.
function value.registered()
  local found = {}
  for _, name in ipairs(files()) do
    for line in io.lines(name) do
      local op = line:match '^%s*value%s*%(%s*"([%w_]+)"'
      if op then found[op] = true end
    end
  end
  return found
end

return setmetatable(value, call)
