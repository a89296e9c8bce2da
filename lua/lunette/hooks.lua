--- Hooks: functions of the user's that see the gradient of a tensor.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

-- The hooks of one tensor, in the order in which they were registered.
local Hooks = {}
Hooks.__index = Hooks

function Hooks:__call(g)
  for _, handle in ipairs(table.move(self, 1, #self, 1, {})) do
    local given = handle.hook(g)
    if given ~= nil then
      if not engine.is_tensor(given) then
        raise("register_hook: the hook gave %s, a tensor or nil is wanted",
              type(given))
      end
      g = given
    end
  end
  return g
end

local Handle = {__name = "Hook"}
Handle.__index = Handle

--- Takes the hook away; once is enough.
function Handle:remove()
  for k, handle in ipairs(self.hooks) do
    if handle == self then
      table.remove(self.hooks, k)
      return
    end
  end
end

Handle.__close = Handle.remove
repr.class(Handle)

--- In every sweep that reaches x, hook(g) is called with the whole gradient g
--- of x, before it is added to x.grad or handed on; what it returns, if
--- anything, takes the place of g. Hooks run in the order in which they were
--- registered. Returns a handle with remove(), which is closable too: `local _
--- <close> = x:register_hook(f)`. An error in hook is raised by the sweep as it
--- is. A hook that holds x keeps x alive until it is removed.
---
---   local x = ln.tensor({1, 2}, {requires_grad = true})
---   local handle = x:register_hook(function(g) return g * 10 end)
---   x:sum():backward()
---   print(x.grad)   -- {10, 10}
---   handle:remove()
--- @return table
engine.methods.register_hook = arguments.define("x:register_hook",
  "self, hook: callable", function(x, hook)
  if not x:requires_grad() then
    raise "register_hook: this tensor does not require a gradient"
  end
  local hooks = engine.hooks(x)
  if not hooks then
    hooks = setmetatable({}, Hooks)
    engine.hooks(x, hooks)
  end
  local handle = setmetatable({hook = hook, hooks = hooks}, Handle)
  hooks[#hooks + 1] = handle
  return handle
end)
