--- How a layer was made, for files that say it (nn/description.lua): its field
--- _made has its class and what that was given, _entry where in the zoo it is
--- from.

local origin = {}

--- The metatable of both. Nobody walks into what has one.
origin.Origin = {}

-- Plain tables are copied: whoever gave them may change them.
local function copy(value, memo)
  if type(value) ~= "table" or getmetatable(value) then return value end
  if not memo[value] then
    memo[value] = {}
    for key, v in next, value do memo[value][key] = copy(v, memo) end
  end
  return memo[value]
end

--- What _made is for a layer of `class` that is given what follows.
function origin.made(class, ...)
  local given = {n = select("#", ...), ...}
  for k = 1, given.n do given[k] = copy(given[k], {}) end
  given.class = class
  return setmetatable(given, origin.Origin)
end

--- A copy of options, of which nobody else knows.
function origin.copy(given) return copy(given, {}) end

--- Notes that the networks in `nets` are what zoo[name](given) has there, and
--- of the layers in them that they are parts of that.
function origin.note_entry(nets, name, given)
  for key, net in pairs(nets) do
    if type(net) == "table" and net._made then
      for path, layer in net:named_modules() do
        layer._entry = setmetatable({
          name = name, given = given, whole = path == "",
          part = path == "" and key or key .. "." .. path}, origin.Origin)
      end
    end
  end
end

return origin
