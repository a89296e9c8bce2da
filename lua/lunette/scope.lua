--- Scopes: something set until a to-be-closed variable goes out of sight.
--
-- A scope belongs to the coroutine that opened it. Only the scopes of the
-- running coroutine are in force: when another one runs, those of the first
-- are left (undone, last first) and those of the second entered again. Closing
-- out of order undoes down to the closed scope and redoes the rest, so a scope
-- never restores what another one has set.

local engine = require "lunette.engine"

local scope = {}

-- Open scopes, first opened first, by coroutine; and whose are in force.
local open = setmetatable({}, {__mode = "k"})
local active = coroutine.running()

local function leave_down_to(list, bottom)
  for k = #list, bottom, -1 do list[k].leave() end
end

local function enter_from(list, bottom)
  for k = bottom, #list do list[k].enter() end
end

-- Puts the scopes of `thread` in force. The engine calls it when it finds
-- itself called by another coroutine than before.
local function switch(thread)
  if thread == active then return end
  leave_down_to(open[active] or {}, 1)
  active = thread
  enter_from(open[active] or {}, 1)
end
engine.set_switch(switch)

-- Lets the engine see who runs, so that it and this file agree.
local function arrive() engine.is_recording() end

local function place(list, item)
  for k = 1, #list do
    if list[k] == item then return k end
  end
end

local function close(item)
  arrive()
  local list = open[item.thread]
  local at = place(list, item)
  if not at then return end
  local in_force = item.thread == active
  if in_force then leave_down_to(list, at) end
  table.remove(list, at)
  if in_force then enter_from(list, at) end
end

local Scope = {__close = close, __name = "Scope"}

--- Calls enter() now and leave() when the scope closes, or while another
--- coroutine runs. enter() must remember what leave() is to restore. Neither
--- may fail.
function scope.open(enter, leave)
  arrive()
  local thread = coroutine.running()
  local item = setmetatable({thread = thread, enter = enter, leave = leave},
                            Scope)
  local list = open[thread] or {}
  open[thread] = list
  list[#list + 1] = item
  enter()
  return item
end

return scope
