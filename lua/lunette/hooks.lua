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

-- Those of a leaf whose grad is complete.
local LeafHooks = {}
LeafHooks.__index = LeafHooks

function LeafHooks:__call(x)
  for _, handle in ipairs(table.move(self, 1, #self, 1, {})) do
    handle.hook(x)
  end
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

-- Adds a hook of x to those that `place`, engine.hooks or the like, keeps.
local function add(x, hook, place, class, owner)
  if not x:requires_grad() then
    raise("%s: this tensor does not require a gradient", owner)
  end
  local hooks = place(x)
  if not hooks then
    hooks = setmetatable({}, class)
    place(x, hooks)
  end
  local handle = setmetatable({hook = hook, hooks = hooks}, Handle)
  hooks[#hooks + 1] = handle
  return handle
end

--- In every sweep that reaches x, hook(g) is called with the whole gradient g
--- of x, before it is added to x.grad or handed on; what it returns, if
--- anything, takes the place of g. g is not to be written to, for others may
--- share its values; the sweep raises when they do. Hooks run in the order in
--- which they were registered. Returns a handle with remove(), which is
--- closable too: `local _ <close> = x:register_hook(f)`. An error in hook is
--- raised by the sweep as it is. A hook may hold x: both go when no graph and
--- nobody else has x. One that holds a result that was made of x keeps it,
--- until backward has dropped its graph or the hook is removed.
---
---   local x = ln.tensor({1, 2}, {requires_grad = true})
---   local handle = x:register_hook(function(g) return g * 10 end)
---   x:sum():backward()
---   print(x.grad)   -- {10, 10}
---   handle:remove()
--- @return table
engine.methods.register_hook = arguments.define("x:register_hook",
  "self, hook: callable", function(x, hook)
  return add(x, hook, engine.hooks, Hooks, "register_hook")
end)

--- In every backward that reaches the leaf x, hook(x) is called once x.grad has
--- all that this sweep adds to it, while the sweep goes on with others: for
--- what is done with each gradient as soon as it is there. Otherwise as
--- register_hook.
--- @return table
engine.methods.register_post_accumulate_grad_hook = arguments.define(
  "x:register_post_accumulate_grad_hook", "self, hook: callable",
  function(x, hook)
  if not x:is_leaf() then
    raise "register_post_accumulate_grad_hook: x is no leaf"
  end
  return add(x, hook, engine.leaf_hooks, LeafHooks,
             "register_post_accumulate_grad_hook")
end)
