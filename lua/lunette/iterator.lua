--- What `for` calls: for name, p in model:named_parameters() do.

local raise = require "lunette.errors".raise

--- Something that `for` takes and that calls step(...). pairs, ipairs, indices
--- and # are told what the loop looks like, `loop`.
return function(step, loop)
  local function complain() raise("this is for a loop of its own: %s", loop) end
  return setmetatable({}, {
    __name = "iterator", __pairs = complain, __index = complain,
    __len = complain, __call = function(_, ...) return step(...) end,
  })
end
