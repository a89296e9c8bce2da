--- What the one who runs a script wants of the trainers that it makes: the
--- command lunette, which writes down how a run was made, repeats and forks it.
--
-- An order is f(o), called with the options as the script gave them; it gives
-- those in their place, and what is wanted of this trainer: functions, any of
-- which may be missing,
--   made(trainer)     before a checkpoint is put back
--   accepts(state)    may the run go on with options other than those of the
--                     checkpoint, which has this trainer.state?
--   restored(trainer) after a checkpoint was put back
--   begin(trainer, step, is_anew)  the run begins, or goes on from step; gives
--                     true where a checkpoint is to be written first
--   after(trainer)    before the first step, and after each; gives true where
--                     the run is to be left, with a checkpoint, and its script

local orders = {}

local function as_given(o) return o, {} end

local current = as_given

--- Gives an order to all trainers that are made until what is returned closes.
function orders.give(order)
  local outer = current
  local given = setmetatable({}, {__close = function() current = outer end})
  current = order
  return given
end

--- The options in place of o, and what is wanted of a trainer that is made.
function orders.take(o) return current(o) end

-- What a script is left by.
local Left = setmetatable({}, {__tostring = function()
  return "the script is left, as it was ordered"
end})

--- Leaves the script.
function orders.leave() error(Left, 0) end

--- Was this raised by leave()?
function orders.is_left(raised) return raised == Left end

--- What is wanted of the trainer by a name, done; what it gives.
function orders.obey(trainer, name, ...)
  local f = trainer.orders[name]
  if f then return f(...) end
end

return orders
