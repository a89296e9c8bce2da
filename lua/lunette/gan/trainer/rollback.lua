--- Going back to a checkpoint where a run went wrong, with lower rates.

local arguments = require "lunette.arguments"

local rollback = {}

--- The last checkpoint that on_nan or on_collapse may go back to, or nil.
--- Parameters are finite in all of them; fakes may have crowded.
function rollback.sound(self, name)
  return self.checkpoint:read(function(saved)
    return name == "on_nan" or saved.step <= (self.state.good or 0)
  end)
end

--- What on_nan or on_collapse wants to be done: "stop", "rollback", to
--- self.back, or nothing; a function is asked, f(trainer, ...). It is "stop"
--- where there have been enough of them, or there is nothing to go back to.
function rollback.wish(self, name, ...)
  local wish = self.options[name]
  if arguments.is_callable(wish) then wish = wish(self, ...) end
  if wish ~= "rollback" then return wish == "stop" and wish or nil end
  if self.state.rollbacks >= self.options.rollbacks then return "stop" end
  self.back = rollback.sound(self, name)
  return self.back and wish or "stop"
end

--- Can it come to one?
function rollback.is_possible(self)
  local o = self.options
  for _, wish in pairs {o.on_nan or "stop", o.on_collapse or "stop"} do
    if wish ~= "stop" then return o.rollbacks > 0 end
  end
  return false
end

local function scale_rates(opt, factor)
  for _, group in ipairs(opt.param_groups) do group.lr = group.lr * factor end
end

--- Calls f(), which sets the rates of a player's optimiser: for it they are
--- what they would be if they had never been halved. Halves are exact.
function rollback.unscaled(self, name, f)
  local opt, rate = self.optimizers[name], self.state.rate
  scale_rates(opt, 1 / rate)
  f()
  scale_rates(opt, rate)
end

--- Puts all back as self.back has it, but for half of the rates of now, the
--- time that was spent, and the best weights, which are on the disk.
function rollback.restore(self)
  local count, rate = self.state.rollbacks + 1, self.state.rate / 2
  local now = self.state
  self.step = self.checkpoint:restore(self.back)
  for _, opt in pairs(self.optimizers) do
    scale_rates(opt, rate / self.state.rate)
  end
  self.state.rollbacks, self.state.rate = count, rate
  for _, name in ipairs {"seconds", "best", "best_step"} do
    self.state[name] = now[name]
  end
  self.seen, self.back = nil, nil
  -- those after it are of a way that was left
  self.checkpoint.anew = true
end

return rollback
