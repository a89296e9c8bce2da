--- A table whose fields are modules loaded when first named.

local lazy = {}

--- `fields`: name -> {module, name there}; without the second, the module.
--- pairs() loads them all.
function lazy.table(fields)
  return setmetatable({}, {__index = function(self, key)
    local entry = fields[key]
    if not entry then return nil end
    local value = require(entry[1])
    if entry[2] then value = value[entry[2]] end
    rawset(self, key, value)
    return value
  end, __pairs = function(self)
    for key in next, fields do local _ = self[key] end
    return next, self
  end})
end

return lazy
