--- Scopes: something set until a to-be-closed variable goes out of sight.
--
-- A scope belongs to the coroutine that opened it. Only the scopes of the
-- running coroutine are in force: when another one runs, those of the first
-- are left (undone, last first) and those of the second entered again. Closing
-- out of order undoes down to the closed scope and redoes the rest, so a scope
-- never restores what another one has set.
--
-- An interrupt (a hook that raises, as Ctrl-C's does) or a lack of memory may
-- come between any two instructions. So every change here is one that can be
-- done again from wherever it stopped, and the engine sees to that.

local engine = require "lunette.engine"
local repr = require "lunette.repr"

local scope = {}

-- Open scopes, first opened first, by coroutine; and whose are in force.
local open = setmetatable({}, {__mode = "k"})
local active = coroutine.running()
local none = {}

local function leave_down_to(list, bottom)
  for k = #list, bottom, -1 do
    local item = list[k]
    if item.state then
      item.leave()
      item.state = nil
    end
  end
end

local function enter_all(list)
  for k = 1, #list do
    local item = list[k]
    if item.state == "entering" then item.leave() end
    if item.state ~= "entered" then
      item.state = "entering"
      item.enter()
      item.state = "entered"
    end
  end
end

-- Are scopes being entered or left?
local function is_changing()
  for level = 2, math.huge do
    local f = (debug.getinfo(level, "f") or {}).func
    if not f then return false end
    if f == enter_all or f == leave_down_to then return true end
  end
end

-- What the collector ends while they are, for enter() and leave() are not made
-- to be called within another; and what had no memory to end: linked by `next`.
local waiting

-- Needs no memory.
local function postpone(handle)
  if handle.next ~= false then return end
  handle.next = waiting
  waiting = handle
end

-- Lets the engine see who runs, so that it and this file agree.
local function arrive() engine.is_recording() end

local function place(list, item)
  for k = 1, #list do
    if list[k] == item then return k end
  end
end

local function take_out(item)
  local list = open[item.thread] or none
  local at = place(list, item)
  local in_force = item.thread == active
  if at and in_force then leave_down_to(list, at) end
  if at then table.remove(list, at) end
  if in_force then enter_all(list) end
end

-- The scope that is being opened, and one that had no memory to be given up.
local opening, given_up

-- Those that waited come to their end.
local function settle()
  if given_up then take_out(given_up) end
  given_up = nil
  while waiting do
    local handle = waiting
    if handle.item.closed then
      waiting = handle.next
    else
      take_out(handle.item)
      handle.item.closed = true
    end
  end
end

-- Puts the scopes of the coroutine that runs in force. The engine calls it when
-- it finds itself called by another one than before.
engine.set_switch(function()
  local thread = coroutine.running()
  if thread ~= active then
    leave_down_to(open[active] or none, 1)
    active = thread
  end
  enter_all(open[thread] or none)
  settle()
end)

--- What ends with the block, as `local _ <close> = ...`, or by close().
--- @class Scope
local Scope = repr.class {__name = "Scope"}

local function is_open(handle)
  return getmetatable(handle) == Scope and not handle.item.closed
end

local function close(handle)
  if not is_open(handle) then return end
  arrive()
  take_out(handle.item)
  handle.item.closed = true
  if waiting then settle() end
end

-- The collector runs whenever memory is asked for.
local function collected(handle)
  if not (is_open(handle) and is_changing()) then return close(handle) end
  postpone(handle)
end

Scope.__close = engine.whole(close, close, postpone)
Scope.__gc = engine.whole(collected, collected, postpone)

local function begin(enter, leave)
  arrive()
  local thread = coroutine.running()
  local list = open[thread] or {}
  local item = {thread = thread, enter = enter, leave = leave}
  local handle = setmetatable({item = item, next = false}, Scope)
  open[thread] = list
  opening = item
  list[#list + 1] = item
  enter_all(list)
  if waiting then settle() end
  engine.opened(handle)
  opening = nil
  return handle
end

local function give_up()
  if opening then take_out(opening) end
  opening = nil
  settle()
end

--- scope.open(enter, leave) calls enter() now and leave() when the scope
--- closes, or while another coroutine runs. enter() must remember what leave()
--- is to restore before it changes anything: should it be interrupted, leave()
--- is called all the same. leave() may be called twice and may not fail. What
--- is returned closes the scope; when nothing holds it, the collector does.
scope.open = engine.whole(begin, give_up, function()
  given_up, opening = opening or given_up, nil
end)

--- A scope in which a flag of the engine is `on`; set() gives what it is and
--- set(on) sets it.
function scope.flag(set, on)
  local before
  return scope.open(function()
    before = set()
    set(on)
  end, function()
    if before ~= nil then set(before) end
    before = nil
  end)
end

--- A scope in which numbers are written with a decimal point, as files want
--- them, whatever os.setlocale has set.
function scope.decimal_point()
  local before
  return scope.open(function()
    before = os.setlocale(nil, "numeric")
    os.setlocale("C", "numeric")
  end, function()
    if before then os.setlocale(before, "numeric") end
    before = nil
  end)
end

return scope
