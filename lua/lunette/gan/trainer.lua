--- The usual loop of adversarial training, as one readable table.

local arguments = require "lunette.arguments"
local changes = require "lunette.gan.trainer.changes"
local check = require "lunette.gan.trainer.check"
local config = require "lunette.gan.trainer.config"
local engine = require "lunette.engine"
local file = require "lunette.file"
local in_pieces = require "lunette.nn.pieces".in_pieces
local json = require "lunette.json"
local log = require "lunette.gan.trainer.log"
local keep = require "lunette.gan.trainer.keep"
local make = require "lunette.gan.trainer.make"
local monitor = require "lunette.gan.trainer.monitor"
local parts = require "lunette.gan.trainer.parts"
local penalties = require "lunette.gan.penalties"
local progress = require "lunette.progress"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"
local samples = require "lunette.gan.trainer.samples"
local utils = require "lunette.nn.utils"
require "lunette.generator" -- for undisturbed

--- @class Trainer
--- @field generator Module
--- @field discriminator Module
--- @field optimizers table by player: .generator, .discriminator
--- @field average EMA? of the generator
--- @field step integer the step that runs, or the last one
--- @field losses table of this step, by player
--- @field seen table? the last batch that the discriminator learnt from: real,
---   labels, noise, fake, fake_labels, real_logits
--- @field measured table what the metrics last gave, by name
--- @field state table numbers that go into the checkpoint
local Trainer = {__name = "Trainer"}
Trainer.__index = Trainer

local default_generator = engine.default_generator
local players = {"generator", "discriminator"}

-- ---- making ----

local signature = "generator: layer|callable, " ..
  "discriminator: layer|callable, data: any?, make_data: callable?, " ..
  "latent: any, steps: count, folder: string, batch_size: count?, " ..
  "classes: count?, seed: int?, loss: string|table = bce, " ..
  "loss_options: table?, penalties: table?, optimizers: table|callable?, " ..
  "discriminator_steps: count = 1, reuse_fakes: bool = true, " ..
  "accumulate: count = 1, exact: bool = false, clip: table?, " ..
  "ema: real|table?, augment: callable?, " ..
  "schedules: table|callable?, metrics: table?, " ..
  "metrics_every: count = 500, best: table?, samples: count|tensor = 64, " ..
  "samples_every: count = 500, columns: count = 8, range: pair?, " ..
  "mode: eval|train = eval, checkpoint_every: count = 500, " ..
  "log_every: count = 10, seconds: positive?, stop: table|callable?, " ..
  "stuck: bool|table = true, collapse: bool|table = true, " ..
  "objects: table?, keep: count = 3, resume: bool = true, " ..
  "on_start: callable?, on_step: callable?, on_metrics: callable?, " ..
  "on_samples: callable?, on_checkpoint: callable?, " ..
  "on_collapse: callable?, on_stop: callable?"

-- The noise that all grids of samples are made from, the same in every run.
local function fixed_noise(self, given)
  if engine.is_tensor(given) then
    parts.check_noise("samples", self.options.latent, given)
    return given
  end
  local _ <close> = default_generator:undisturbed()
  default_generator:manual_seed(3)
  return self.noise(given)
end

-- The folder's checkpoint put back: its step, and what is to be said of
-- options that are not those it was begun with.
local function go_on(self)
  local saved = self.options.resume and self.checkpoint:read()
  if not saved then return 0 end
  local was = (saved.objects.trainer or {}).config
  local word = was and changes.check(self.folder, was, self.config)
  local step = self.checkpoint:restore(saved)
  -- the best of one metric is no measure for another
  if was and changes.differ(was.best, self.config.best) then
    self.state.best, self.state.best_step = nil, nil
  end
  return step, word
end

-- Data and networks, made in this order, for each may draw from the default
-- generator; the configuration has what came of them.
local function make_players(self, o)
  self.data = o.make_data and o.make_data() or o.data
  self.draw, self.batch_size = parts.data(self.data, o.batch_size)
  self.config.batch_size = self.batch_size
  self.noise = parts.latent(o.latent)
  for _, player in ipairs(players) do
    self[player] = parts.network(player, o[player])
    self.config[player] = tostring(self[player])
  end
end

-- What is looked at while it trains, and what is counted.
local function make_watch(self, o)
  self.fixed_noise = fixed_noise(self, o.samples)
  self.stuck_rule = make.rule(monitor.read_stuck, o.stuck)
  self.collapse_rule = make.rule(monitor.read_collapse, o.collapse)
  self.wish_to_stop = make.stop(o.stop, o.metrics)
  -- seconds of training; steps and looks in a row that a rule has counted; and
  -- later best and best_step
  self.state = {seconds = 0, stuck = 0, crowded = 0}
end

--- gan.Trainer: The usual loop, the sum of parts that can be used by hand;
--- trainer:run() runs it. What can be given:
---   steps, folder  of the run: how many, and "runs/name"
---   generator, discriminator  layers, or functions that make them
---   data          ln.data.Loader, what has sample(n), or a function of n;
---                 make_data is a function that makes it
---   latent        a size, sizes, what has sample(n), or a function of n
---   batch_size    for data without one
---   classes       labels: G(z, labels) and D(x, labels), with labels of fakes
---                 drawn evenly; the data give labels as a second result
---   seed          of the default generator, set before anything is made
---   loss          a name in gan.losses or {discriminator = f(real, fake),
---                 generator = f(fake)}, with {compares = true} f(fake, real);
---                 loss_options by player
---   penalties     {{"r1", weight = 10, every = 16}, ...}: a name of
---                 gan.penalties and its options, or f(trainer, batch); batch
---                 has real, fake, noise, labels, fake_labels, but no real and
---                 labels where the generator draws fakes of its own. every:
---                 as penalties.every; player = "generator" for that one's
---   optimizers    {"Adam", lr = 2e-4, betas = {0.5, 0.999}}, an object or a
---                 function of the parameters; by player too
---   schedules     {"StepLR", 1000, gamma = 0.5} or a function of the optimiser
---   clip          {norm = 1} or {value = 1}
---   discriminator_steps, accumulate  batches of each step; with exact those
---                 of accumulate are one batch, in little more memory than one
---                 of them needs: nn.utils.in_pieces
---   reuse_fakes   the generator learns from the discriminator's last fakes;
---                 false draws others
---   ema           decay, or options of gan.EMA
---   augment       f(x) before D, of reals and fakes; what D said of the reals
---                 is trainer.seen.real_logits, for augment.ADA
---   metrics       {name = f(trainer)}: a number, or a table of them
---   best          {"fid", "lowest"} or "highest": best.safetensors is the
---                 generator then, as ln.save_model writes it
---   samples       how many, or the noise itself; columns and range as
---                 image.save_grid; mode "train" leaves batch norm in training
---   seconds       how long, in all, the time before a resumption included
---   stop          {"fid", below = 20} or {"name", above = 0.9}, or f(trainer),
---                 which returns why to stop
---   stuck, collapse  {below = 1e-4, steps = 500} and {every = 100, ratio = 3,
---                 times = 3, after = 500, stop = false}; false: never
---   objects       more for the checkpoint; resume = false starts anew
---                 in a folder that has one already; keep: how many of the last
---                 ones stay
---   on_start, on_step, on_metrics, on_samples, on_checkpoint, on_collapse,
---   on_stop       f(trainer, ...)
--- every, in steps: metrics_every, samples_every, checkpoint_every, log_every.
---
--- Where the folder has a checkpoint already, the trainer is as it was then.
--- Options that would make another run of it are refused, by name and with both
--- values: networks, latent, classes, seed, batch_size, losses, penalties,
--- optimisers, clip, discriminator_steps, accumulate, exact, reuse_fakes, and
--- whether there are an average and schedules. Others that changed are told;
--- steps may grow. Functions are not compared.
local new = arguments.define("Trainer", "self, {" .. signature .. "}",
                             function(_, o)
  check.options(o)
  if o.seed then default_generator:manual_seed(o.seed) end
  local self = setmetatable({options = o, folder = o.folder, step = 0,
                             losses = {}, measured = {}}, Trainer)
  o.optimizers = o.optimizers or make.default_optimizer -- config has them too
  self.config = config.describe(o)
  make_players(self, o)
  self.loss_functions, self.compares = parts.loss(o.loss)
  parts.check_loss_options(self.loss_functions, o.loss_options)
  make.optimizers(self, o)
  make.average(self, o.ema)
  make.penalties(self, o.penalties)
  make_watch(self, o)
  make.checkpoint(self, o)
  -- to be looked at; run() goes on again, and from the saved random numbers
  local _ <close> = default_generator:undisturbed()
  self.step = go_on(self)
  return self
end)

-- ---- a step ----

-- What a part of the user's gave, which must be a tensor.
local function gave(part, value)
  return arguments.check("Trainer", "what " .. part .. " gave", value, "tensor")
end

-- What the network gives, in pieces of a batch where they are one.
local function call(self, network, ...)
  if not self.options.exact then return network(...) end
  return in_pieces(network, self.batch_size, ...)
end

--- What the discriminator says of x, augmented where there is `augment`; labels
--- count where there are classes.
Trainer.judge = arguments.define("trainer:judge",
  "self, x: tensor, labels: tensor?", function(self, x, labels)
  if self.options.augment then
    x = gave("augment", (self.options.augment(x)))
  end
  if self.options.classes then
    return call(self, self.discriminator, x, labels)
  end
  return call(self, self.discriminator, x)
end)

-- How many samples are judged at a time, and how many such batches a step has.
local function batches_of(self)
  local o = self.options
  if o.exact then return self.batch_size * o.accumulate, 1 end
  return self.batch_size, o.accumulate
end

--- n fakes: {fake = ..., noise = ..., fake_labels = ...}.
Trainer.generate = arguments.define("trainer:generate",
  "self, n: count?", function(self, n)
  local batch = {noise = self.noise(n or batches_of(self))}
  if not self.options.classes then
    batch.fake = gave("the generator", (call(self, self.generator,
                                             batch.noise)))
    return batch
  end
  batch.fake_labels = engine.create.randint(1, self.options.classes,
                                            {batch.noise:size(1)})
  batch.fake = gave("the generator", (call(self, self.generator, batch.noise,
                                           batch.fake_labels)))
  return batch
end)

-- Reals, and their labels.
local function draw_real(self)
  local count = self.options.exact and self.options.accumulate or 1
  local reals, labels = {}, {}
  for k = 1, count do
    reals[k], labels[k] = self.draw()
    gave("data", reals[k])
  end
  if count == 1 then return reals[1], labels[1] end
  local cat = engine.functions.cat
  return cat(reals, 1), labels[1] and cat(labels, 1)
end

-- A batch of reals and of fakes, which are recorded when G is to learn from
-- them.
local function draw_batch(self, recorded)
  local real, labels = draw_real(self)
  local batch
  if recorded then
    batch = self:generate()
  else
    local _ <close> = recording.no_grad()
    batch = self:generate()
  end
  batch.real, batch.labels = real, labels
  return batch
end

-- The loss and what is due of the player's penalties.
local function penalised(self, player, loss, batch)
  for _, p in ipairs(self.penalties[player]) do
    loss = loss + penalties.every(self.step, p.every, function()
      local penalty = p.f(self, batch)
      return p.weight * arguments.check("Trainer", "what a penalty gave",
                                        penalty, "tensor|real")
    end)
  end
  return loss
end

local function clip_gradients(self, player)
  local limits = self.clip[player]
  if not limits then return end
  local params = self[player]:parameters()
  if limits.norm then utils.clip_grad_norm_(params, limits.norm) end
  if limits.value then utils.clip_grad_value_(params, limits.value) end
end

-- One step of the player's optimiser down the mean of `accumulate` losses;
-- loss_of(k) gives the k-th and its batch. False, and no step, when the mean is
-- not a number.
local function descend(self, player, loss_of)
  local opt, mean, _, n = self.optimizers[player], 0, batches_of(self)
  for k = 1, n do
    local loss, batch = loss_of(k)
    loss = penalised(self, player, gave("loss." .. player, loss), batch)
    mean = mean + loss:item() / n
    if n > 1 then loss = loss / n end
    if k == 1 then opt:zero_grad() end
    loss:backward()
  end
  self.losses[player] = mean
  if mean ~= mean or math.abs(mean) == math.huge then return false end
  clip_gradients(self, player)
  opt:step()
  return true
end

local function loss_options(self, player)
  return (self.options.loss_options or {})[player]
end

--- One step of the discriminator. Returns its batches, `accumulate` of them, or
--- false when the loss is not a number. With `recorded` the generator can learn
--- from their fakes.
Trainer.discriminator_step = arguments.define("trainer:discriminator_step",
  "self, recorded: bool = false", function(self, recorded)
  local batches = {}
  local fine = descend(self, "discriminator", function(k)
    local batch = draw_batch(self, recorded)
    batches[k] = batch
    local real = self:judge(batch.real, batch.labels)
    local fake = self:judge(batch.fake:detach(), batch.fake_labels)
    batch.real_logits = real
    local given = loss_options(self, "discriminator")
    return self.loss_functions.discriminator(real, fake, given), batch
  end)
  self.seen = batches[#batches]
  return fine and batches
end)

-- The k-th batch of those given, or another.
local function batch_of(self, batches, k)
  local batch = batches and batches[k]
  if batch == nil then return self:generate() end
  local name, check_kind = ("batches[%d]"):format(k), arguments.check
  check_kind("generator_step", name, batch, "table")
  check_kind("generator_step", name .. ".fake", batch.fake, "tensor")
  return batch
end

--- One step of the generator, from the recorded fakes of the discriminator's
--- batches, or from new ones.
--- Returns false when the loss is not a number.
Trainer.generator_step = arguments.define("trainer:generator_step",
  "self, batches: list?", function(self, batches)
  local _ <close> = self.discriminator:frozen()
  return descend(self, "generator", function(k)
    local batch = batch_of(self, batches, k)
    local fake = self:judge(batch.fake, batch.fake_labels)
    local loss, given = self.loss_functions.generator,
                        loss_options(self, "generator")
    if not self.compares then return loss(fake, given), batch end
    if not batch.real then batch.real, batch.labels = draw_real(self) end
    local real = self:judge(batch.real, batch.labels)
    return loss(fake, real, given), batch
  end)
end)

--- All of one step: as many steps of the discriminator as wanted, one of the
--- generator, then averages and schedules. Returns false when a loss is not a
--- number.
Trainer.train_step = arguments.define("trainer:train_step", "self",
  function(self)
  local o, batches = self.options, nil
  self.losses = {}
  for k = 1, o.discriminator_steps do
    local last = k == o.discriminator_steps
    batches = self:discriminator_step(last and o.reuse_fakes)
    if not batches then return false end
  end
  if not self:generator_step(o.reuse_fakes and batches or nil) then
    return false
  end
  if self.average then self.average:update() end
  for _, player in ipairs(players) do
    if self.schedules[player] then self.schedules[player]:step() end
  end
  return true
end)

-- ---- looking at it ----

--- The generator to look at: its average, when there is one.
Trainer.best_generator = arguments.define("trainer:best_generator", "self",
  function(self)
  return self.average and self.average.model or self.generator
end)

-- Labels in turn, so that columns of a grid are classes.
local function turning_labels(n, classes)
  return (engine.create.arange(1, n) - 1):fmod(classes) + 1
end

--- n samples of best_generator(), or those of the noise given, outside the
--- graph; the run is as it was afterwards. Labels take turns unless given.
Trainer.sample = arguments.define("trainer:sample",
  "self, n: count|tensor, labels: tensor?", function(self, n, labels)
  local network = self:best_generator()
  local _ <close> = recording.no_grad()
  local _ <close> = default_generator:undisturbed()
  local _ <close> = self.options.mode == "eval" and network:evaluating()
  local noise = engine.is_tensor(n) and n or self.noise(n)
  if not self.options.classes then return network(noise) end
  return network(noise, labels or turning_labels(noise:size(1),
                                                 self.options.classes))
end)

local function tell(self, name, ...)
  local f = self.options[name]
  if f then return f(self, ...) end
end

--- What the metric was at the last measurement; raises when there is no such.
Trainer.metric = arguments.define("trainer:metric",
  "self, name: string", function(self, name)
  return parts.named("a metric", self.measured, name)
end)

local function keep_best(self)
  if not self.options.best then return end
  local name, order = table.unpack(self.options.best)
  local value, before = self:metric(name), self.state.best
  if value ~= value then return end
  local better = not before or order == "highest" and value > before or
                 order ~= "highest" and value < before
  if not better then return end
  self.state.best, self.state.best_step = value, self.step
  keep.generator(self, "best")
end

--- Runs the metrics, in the order of their names, and keeps the generator when
--- it is the best. Returns numbers by name, those of a table as name.key;
--- raises when a metric gives neither.
Trainer.measure = arguments.define("trainer:measure", "self", function(self)
  local found = {}
  local _ <close> = default_generator:undisturbed()
  local metrics = self.options.metrics or {}
  for _, name in ipairs(repr.names(metrics)) do
    local value = metrics[name](self)
    if type(value) == "number" then value = {[""] = value} end
    if type(value) ~= "table" then
      raise("Trainer: metrics.%s gave a %s; a number or a table of " ..
            "them is wanted", name, type(value))
    end
    for key, v in pairs(value) do
      local path = key == "" and name or name .. "." .. tostring(key)
      if type(v) == "number" then found[path] = v end
    end
  end
  self.measured = found
  keep_best(self)
  tell(self, "on_metrics", found)
  return found
end)

--- Writes samples of the fixed noise: images as a grid, all else as rows, and
--- points as a scatter plot too.
Trainer.write_samples = arguments.define("trainer:write_samples", "self",
  function(self)
  local x = self:sample(self.fixed_noise)
  local base = ("%s/samples/step-%06d"):format(self.folder, self.step)
  local path = samples.write(base, x, self.seen and self.seen.real, {
    columns = self.options.columns, range = self.options.range or {-1, 1}})
  tell(self, "on_samples", x, path)
end)

-- ---- the run ----

local say = progress.say

local function write_config(self)
  file.write(self.folder .. "/config.json", json.encode(self.config) .. "\n")
end

-- The checkpoint, once what it counts on is on the disk.
local function write_checkpoint(self)
  self.log:settle()
  keep.generator(self, "model")
  self.checkpoint:save(self.step)
end

local function save_checkpoint(self)
  write_checkpoint(self)
  tell(self, "on_checkpoint", self.checkpoint.path)
end

-- Why the networks are not to be saved, or nil.
local function unsound(self)
  return monitor.bad_parameters {generator = self.generator,
                                 discriminator = self.discriminator}
end

-- Runs f(self), which a user's function is part of: what it fails at does not
-- cost the steps that are done.
local function guarded(self, f)
  local ok, result = pcall(f, self)
  if ok then return result end
  if not unsound(self) then write_checkpoint(self) end
  error(result, 0)
end

-- Says when the fakes crowd; why to stop, as verdict does, where the rule wants
-- it. Leaves the ratio for the log.
local function look_for_collapse(self)
  local r = self.collapse_rule
  if not r or self.step % r.every ~= 0 then return nil end
  local ratio = monitor.crowding(self.seen.real, self.seen.fake:detach())
  self.crowding = ratio
  local word = monitor.collapse(self.state, r, self.step, ratio)
  if not word then return nil end
  say(("step %d: %s"):format(self.step, word))
  tell(self, "on_collapse", ratio)
  return r.stop and "collapse", word
end

-- Why to stop, in a word and in a sentence, or nil; counts for the rules.
local function verdict(self)
  local why, word = look_for_collapse(self)
  if why then return why, word end
  local rule = self.stuck_rule
  word = rule and monitor.stuck(self.state, rule, self.losses)
  if word then return "stuck", word end
  local wish = self.wish_to_stop(self)
  if wish then return "stop", tostring(wish) end
  local most = self.options.seconds
  if most and self.state.seconds >= most then
    return "time", ("%g seconds are over"):format(most)
  end
  if self.step >= self.options.steps then
    return "steps", ("all %d steps are done"):format(self.step)
  end
end

local function due(self, name, ended)
  return ended or self.step % self.options[name] == 0
end

local function write_log(self, measured, why, word)
  local record = {step = self.step, seconds = self.state.seconds,
                  generator = self.losses.generator,
                  discriminator = self.losses.discriminator,
                  crowding = self.crowding, stopped = why, message = word}
  for name, v in pairs(measured or {}) do record[name] = v end
  self.log:write(record)
  self.crowding = nil
end

-- What follows a step that went well; returns why to stop, in a word and in a
-- sentence, or nil.
local function after_step(self)
  tell(self, "on_step", self.losses)
  local metrics = self.options.metrics
  local measured = metrics and due(self, "metrics_every") and
                   guarded(self, self.measure)
  local why, word = verdict(self)
  if why and metrics and not measured then
    measured = guarded(self, self.measure)
  end
  if due(self, "samples_every", why) then guarded(self, self.write_samples) end
  local saving = due(self, "checkpoint_every", why)
  local flaw = saving and unsound(self)
  if flaw then why, word = "nan", flaw end
  if measured or self.crowding or due(self, "log_every", why) then
    write_log(self, measured, why, word)
  end
  if saving and not flaw then save_checkpoint(self) end
  return why, word
end

-- What follows a step during which the user pressed Ctrl-C.
local function interrupted(self)
  local flaw = unsound(self)
  if flaw then return "nan", flaw end
  if not due(self, "checkpoint_every") then save_checkpoint(self) end
  return "interrupt",
         ("interrupted; %s has all of it, and a run of the same folder goes " ..
          "on from there"):format(self.checkpoint.path)
end

-- What follows a step with a loss that is not a number.
local function give_up(self)
  local word = monitor.bad_loss(self.losses)
  write_log(self, nil, "nan", word)
  return "nan", word
end

-- Ends the process as an interrupt does; a session goes on with its next line.
local function leave(word)
  if progress.at_prompt() then raise("Trainer: %s", word) end
  os.exit(130, true)
end

local function finish(self, why, word)
  local result = {step = self.step, reason = why, message = word,
                  metrics = self.measured, seconds = self.state.seconds,
                  best = self.state.best, best_step = self.state.best_step}
  local failed = why == "nan" or why == "stuck" or why == "collapse"
  if failed then say(("step %d: stopped: %s"):format(self.step, word)) end
  local by_user = engine.is_interrupted()
  if by_user then say(("step %d: %s"):format(self.step, word)) end
  tell(self, "on_stop", result)
  if by_user then leave(word) end
  return result
end

local function loop(self, before)
  local started = engine.clock() - self.state.seconds
  local why, word = "steps", ("all %d steps were done before"):format(before)
  for step, bar in progress.progress(self.options.steps, {from = before + 1}) do
    self.step = step
    local follow = self:train_step() and after_step or give_up
    self.state.seconds = engine.clock() - started
    bar:set {d = self.losses.discriminator, g = self.losses.generator}
    why, word = follow(self)
    if not why and engine.is_interrupted() then
      why, word = interrupted(self)
    end
    -- the last step ends the loop by itself, and with it the bar
    if why and why ~= "steps" then break end
  end
  return why, word
end

-- Holds the folder, against other processes, until the variable closes: a lock
-- lasts for as long as something, here the checkpoint, refers to it.
local function alone(self)
  local lock, new_lock = file.hold(self.folder)
  self.checkpoint.lock = lock
  return setmetatable({}, {__close = function()
    if not new_lock then return end
    file.release(self.folder)
    self.checkpoint.lock = nil
  end})
end

-- Says from where the run goes on, and with what other options.
local function tell_start(self, before, word)
  if before > 0 and before < self.options.steps then
    say(("%s: goes on from step %d of %d"):format(self.folder, before,
                                                  self.options.steps))
  end
  if before > self.options.steps then
    say(("%s: nothing is to be done: it is at step %d, steps is %d"):format(
        self.folder, before, self.options.steps))
  end
  if word then
    say(("%s: goes on with other options: %s"):format(self.folder, word))
  end
end

--- Goes on from the folder's checkpoint, if there is one, exactly, and says so;
--- or starts. Returns {step, reason, message, metrics, seconds, best,
--- best_step}, with reason steps, time, stop, nan, stuck or collapse; the last
--- three are also said on the error output.
---
--- The folder gets config.json, the options; log.jsonl and log.csv, losses and
--- metrics, for other programs to plot; samples/, checkpoint.safetensors, that
--- of the save before, model.safetensors, best_generator() as ln.load_model
--- takes it, with what is known of it, and best.safetensors. Where no file can
--- say how the generator is made, that is told, and its weights alone are in
--- them. Another process that runs in the same folder meanwhile is refused.
--- Ctrl-C ends the step, saves the checkpoint and then the process, with status
--- 130 (at Lua's prompt, it raises); a second one ends it at once.
Trainer.run = arguments.define("trainer:run", "self", function(self)
  local _ <close> = alone(self)
  local _ <close> = engine.watch_interrupt()
  local before, word = go_on(self)
  self.step = before
  self.checkpoint.anew = not self.options.resume
  tell_start(self, before, word)
  write_config(self)
  self.log = log.open(self.folder, before)
  tell(self, "on_start")
  return finish(self, loop(self, before))
end)

return {Trainer = repr.class(Trainer, function(self)
  return ("%s, step %d of %d"):format(self.folder, self.step,
                                      self.options.steps)
end, new)}
