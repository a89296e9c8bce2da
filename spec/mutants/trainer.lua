-- Faults in optimisers, averages, schedules, checkpoints and the trainer.
local list = {}

local function fault(file, specs, from, to)
  list[#list + 1] = {file, from, to, specs, "float"}
end

local trainer = "spec/gan/trainer_spec.lua"
fault("src/kernel/update_loops.c", "spec/optim_spec.lua", "sqrt(w) * o.scale + o.eps",
      "sqrt(w + o.eps) * o.scale")
fault("src/kernel/update_loops.c", "spec/optim_spec.lua", "nesterov ? d + o.momentum * b[i] : b[i]", "b[i]")
fault("lua/lunette/optim/lookahead.lua", "spec/optim_spec.lua", "(p - slow) * self.alpha",
      "(p - slow) * (1 - self.alpha)")
fault("lua/lunette/optim/schedulers.lua", "spec/optim/schedulers_spec.lua", "t > 0 and t % o.step_size == 0",
      "t > 0 and t % o.step_size == 1")
fault("lua/lunette/gan/ema.lua", "spec/gan/ema_spec.lua", "(1 - self.decay)", "self.decay")
fault("lua/lunette/gan/ema.lua", "spec/gan/ema_spec.lua", "own:copy_(x)", "")
fault("lua/lunette/gan/schedule.lua", "spec/gan/schedule_spec.lua", "(1 + math.cos(math.pi * t)) / 2",
      "(1 - math.cos(math.pi * t)) / 2")
fault("lua/lunette/gan/trainer/moving.lua", "spec/gan/schedule_spec.lua " .. trainer,
      "value(math.max(self.step - 1, 0), self.state.began)", "value(self.step, self.state.began)")
fault("lua/lunette/gan/trainer/turns.lua", trainer, "if k == 1 then self.optimizers", "if k then self.optimizers")
fault("lua/lunette/gan/trainer/turns.lua", trainer, "if n > 1 then loss = loss / n end", "")
fault("lua/lunette/gan/trainer/turns.lua", trainer,
      "if limits.norm then utils.clip_grad_norm_(params, limits.norm) end", "")
fault("lua/lunette/checkpoint.lua", "spec/checkpoint_spec.lua", "keeps and self.older or nil", "nil")
fault("lua/lunette/checkpoint.lua", "spec/checkpoint_spec.lua",
      'message, culprit = load_all({generator = drawing}, saved, {"generator"})', "")
fault("lua/lunette/checkpoint.lua", "spec/checkpoint_spec.lua", "elseif saved.checksum and not checked then",
      "elseif false then")

return list
