--- The usual loop of adversarial training, as one readable table.

local arguments = require "lunette.arguments"
local board = require "lunette.gan.trainer.board"
local changes = require "lunette.gan.trainer.changes"
local check = require "lunette.gan.trainer.check"
local collapse_report = require "lunette.gan.trainer.collapse_report"
local config = require "lunette.gan.trainer.config"
local engine = require "lunette.engine"
local errors = require "lunette.errors"
local file = require "lunette.file"
local hash = require "lunette.gan.trainer.hash"
local kernels = require "lunette.gan.trainer.kernels"
local keep = require "lunette.gan.trainer.keep"
local make = require "lunette.gan.trainer.make"
local monitor = require "lunette.gan.trainer.monitor"
local Module = require "lunette.nn.module"
local ModuleList = require "lunette.nn.container".ModuleList
local moving = require "lunette.gan.trainer.moving"
local orders = require "lunette.gan.trainer.orders"
local pair = require "lunette.gan.trainer.pair"
local parts = require "lunette.gan.trainer.parts"
local players = require "lunette.gan.trainer.players"
local progress = require "lunette.progress"
local raise = errors.raise
local ranks = require "lunette.gan.trainer.ranks"
local recording = require "lunette.recording"
local remembered = require "lunette.gan.trainer.remembered"
local report = require "lunette.report".report
local repr = require "lunette.repr"
local rollback = require "lunette.gan.trainer.rollback"
local samples = require "lunette.gan.trainer.samples"
local turns = require "lunette.gan.trainer.turns"
require "lunette.generator" -- for undisturbed

--- @class Trainer
--- @field generator Module? networks.generator
--- @field discriminator Module? that of the game of two
--- @field networks table<string, Module>
--- @field optimizers table by player: .generator, .discriminator
--- @field average EMA? of the generator
--- @field step integer the step that runs, or the last one
--- @field losses table of this step, by player
--- @field seen table? the last batch that the discriminator learnt from: real,
---   labels, noise, fake, fake_labels, real_logits
--- @field measured table what the metrics last gave, by name
--- @field report Report? of run(): what is told of it is on its page
--- @field state table numbers that go into the checkpoint
local Trainer = {__name = "Trainer"}
Trainer.__index = Trainer

local default_generator = engine.default_generator

-- ---- making ----

local signature = "generator: layer|callable?, " ..
  "discriminator: layer|callable?, data: any?, make_data: callable?, " ..
  "latent: any?, steps: count, folder: folder, batch_size: count?, " ..
  "classes: count?, seed: int?, loss: string|table = bce, " ..
  "loss_options: table?, penalties: table?, optimizers: table|callable?, " ..
  "discriminator_steps: count = 1, reuse_fakes: bool = true, " ..
  "accumulate: count = 1, exact: bool = false, clip: table?, " ..
  "ema: real|table?, augment: callable?, " ..
  "augment_strength: real|schedule?, truncation: real|schedule?, " ..
  "schedules: table|callable?, metrics: table?, " ..
  "metrics_every: count = 500, best: table?, samples: count|tensor = 64, " ..
  "samples_every: count = 500, columns: count = 8, range: pair?, " ..
  "mode: eval|train = eval, checkpoint_every: count = 500, " ..
  "log_every: count = 10, hash_every: count = 100, " ..
  "tensorboard: bool = false, seconds: positive?, " ..
  "stop: table|callable?, stuck: bool|table = true, " ..
  "collapse: bool|table = true, objects: table?, keep: count = 3, " ..
  "resume: bool = true, on_start: callable?, on_step: callable?, " ..
  "on_metrics: callable?, on_samples: callable?, " ..
  "on_checkpoint: callable?, on_nan: callable|stop|rollback?, " ..
  "on_collapse: callable|stop|rollback?, rollbacks: whole = 3, " ..
  "on_stop: callable?, networks: table?, players: list?, phases: list?, " ..
  "sample: callable?"

-- Options that were changed since they were read.
local read_again = arguments.reader("Trainer", signature)

-- The noise that all grids of samples are made from, the same in every run;
-- how many are wanted where there is no latent.
local function fixed_noise(self, given)
  if not self.noise then return given end
  if engine.is_tensor(given) then
    parts.check_noise("samples", self.options.latent, given)
    return given
  end
  local _ <close> = default_generator:undisturbed()
  default_generator:manual_seed(3)
  return self.noise(given)
end

-- The folder's checkpoint put back: its step, or nil where there is none, and
-- what is to be said of options that are not those it was begun with.
local function go_on(self)
  local saved = self.options.resume and self.checkpoint:read()
  if not saved then return nil end
  local state = saved.objects.trainer ~= nil and errors.within(
    self.checkpoint.path .. ": ", remembered.read, saved.objects.trainer) or {}
  local was = state.config
  local forks = was and orders.obey(self, "accepts", state.numbers)
  local word = was and changes.check(self.folder, was, self.config, forks)
  local step = self.checkpoint:restore(saved)
  orders.obey(self, "restored", self)
  -- the best of one metric is no measure for another
  if was and changes.differ(was.best, self.config.best) then
    self.state.best, self.state.best_step = nil, nil
  end
  return step, word
end

-- Data and networks, made in this order, for each may draw from the default
-- generator, and who plays with them.
local function make_game(self, o)
  local form = o.players and players or pair
  self.data = o.make_data and o.make_data() or o.data
  self.draw, self.batch_size = parts.data(self.data, o.batch_size)
  self.config.batch_size, self.config.real = self.batch_size, engine.real
  ranks.share_data(self)
  self.config.data = config.describe(self.data)
  self.noise = o.latent ~= nil and parts.latent(o.latent) or nil
  self.networks = {}
  form.networks(self, o)
  self.config.layers = {}
  for name, network in pairs(self.networks) do
    self.config.layers[name] = config.layers(network)
  end
  if Module.is_layer(o.augment) then
    self.config.augment_layers = config.layers(o.augment)
  end
  ranks.share_networks(self)
  make.players(self, form.players(self, o))
  self.phases = players.make_phases(self, o.phases or form.phases)
end

-- What is looked at while it trains, and what is counted.
local function make_watch(self, o)
  self.fixed_noise = fixed_noise(self, o.samples)
  self.stuck_rule = make.rule(monitor.read_stuck, o.stuck)
  self.collapse_rule = make.rule(monitor.read_collapse, o.collapse)
  if o.best and not self.generator then
    raise "Trainer: best: there is no network by the name of generator"
  end
  self.wish_to_stop = make.stop(o.stop, o.metrics)
  -- seconds of training; steps and looks in a row that a rule has counted; how
  -- often rates were halved; images seen, and those before the step; and later
  -- best and best_step
  self.state = {seconds = 0, stuck = 0, crowded = 0,
                rollbacks = 0, rate = 1, images = 0, began = 0}
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
---   ema           decay, or {half_life = 10000, ramp_up = 0.05}: in images
---                 seen, and at most that share of those so far (StyleGAN2)
---   augment       f(x, strength) before D, of reals and fakes, with
---                 augment_strength; what D said of the reals is
---                 trainer.seen.real_logits, for augment.ADA
---   metrics       {name = f(trainer)}: a number, or a table of them
---   best          {"fid", "lowest"} or "highest": best.safetensors is the
---                 generator then, as ln.save_model writes it
---   samples       how many, or the noise itself; columns and range as
---                 image.save_grid; mode "train" leaves batch norm in training
---   truncation    what the noise of samples is multiplied by
---   tensorboard   the folder gets events for `tensorboard --logdir runs`: the
---                 numbers of the log, and samples that are images
---   seconds       how long, in all, the time before a resumption included
---   stop          {"fid", below = 20} or {"name", above = 0.9}, or f(trainer),
---                 which returns why to stop
---   stuck, collapse  {below = 1e-4, steps = 500} and {every = 100, ratio = 3,
---                 times = 3, after = 500, stop = false}; false: never
---   objects       more for the checkpoint; resume = false starts anew
---                 in a folder that has one already; keep: how many of the last
---                 ones stay
---   on_nan, on_collapse  what to do: "stop"; "rollback", to the last
---                 checkpoint before it, with all learning rates halved, at
---                 most `rollbacks` times; or f(trainer, word) and f(trainer,
---                 ratio, lines), which may give one of these two words.
---                 Without them a run stops at what is no number, and goes on
---                 after a collapse
---   on_start, on_step, on_metrics, on_samples, on_checkpoint, on_stop
---                 f(trainer, ...)
--- every, in steps: metrics_every, samples_every, checkpoint_every, log_every,
--- and hash_every, when the log has a hash of all networks: two runs are the
--- same up to there when it is.
--- A gan.schedule may stand for a number in options of optimisers, for the
--- weight of a penalty, and for ema (decay or half_life), augment_strength and
--- truncation; images seen are all reals that were drawn.
---
--- Other games than that of a generator and a discriminator are given by:
---   networks      {name = layer or function, ...}, made in the order of their
---                 names: trainer.networks
---   players       {{name = "d", loss = f(trainer, batch), learns = {"d"}},
---                 ...}: in every step each has its turns, in this order;
---                 learns are the networks that its optimiser steps, while the
---                 others stand still: that of its name unless given. Also
---                 turns (1), optimizer, schedule, clip and penalties, as
---                 above; those by name take the one network it learns,
---                 batch.real and batch.fake
---   phases        {{steps = 1000, players = {"autoencoder"}}, {players =
---                 {"g", "d"}}}: the turns of a step while it lasts, in this
---                 order; the last phase has no end
---   sample        f(trainer, n): samples for the grids and trainer:sample, of
---                 n or of noise, where there is a latent;
---                 networks.generator(z) unless given
--- batch is a table: real and labels or, where the data give a table of
--- tensors, what is in it, and what losses put there for those who come later.
--- The k-th turns of all players in a step have the same. networks.generator is
--- what ema averages, model.safetensors holds, and best keeps; stuck is of the
--- player by the name of discriminator, collapse of batch.real and batch.fake.
---
--- Where the folder has a checkpoint already, the trainer is as it was then.
--- Options that would make another run of it are refused, by name and with both
--- values: networks, with all options of their layers, players, phases, latent,
--- classes, seed, batch_size, losses, penalties, optimisers, clip,
--- discriminator_steps, accumulate, exact, reuse_fakes, and whether there are
--- an average and schedules. Others that changed are told; steps may grow.
--- Functions are not compared, but the networks, data, optimisers and schedules
--- that they make.
---
---   local nn = ln.nn
---   local trainer = ln.gan.Trainer {
---     generator = nn.Sequential {
---       nn.Linear(4, 32), nn.ReLU(), nn.Linear(32, 2)},
---     discriminator = nn.Sequential {
---       nn.Linear(2, 32), nn.LeakyReLU(0.2),
---       nn.MinibatchDiscrimination(32, 8, 4), nn.Linear(32 + 8, 1)},
---     data = ln.data.ring(), latent = 4, batch_size = 64,
---     optimizers = {"Adam", lr = 1e-3, betas = {0.5, 0.999}},
---     penalties = {{"r1", weight = 0.1, every = 4}},
---     steps = 50, folder = "runs/ring", seed = 1,
---   }
---   local result = trainer:run()
---   print(result.step, result.reason)   -- 50  steps
local new = arguments.define("Trainer", "self, {" .. signature .. "}",
                             function(_, o)
  make.default_optimizers(o) -- config has them too
  local wanted
  o, wanted = orders.take(o)
  o = read_again(o)
  check.options(o)
  ranks.join()
  if o.seed then default_generator:manual_seed(o.seed) end
  local self = setmetatable({options = o, folder = o.folder, step = 0,
                             losses = {}, batches = {}, measured = {},
                             parameters = {}, orders = wanted},
                            Trainer)
  self.config = config.describe(o)
  make_game(self, o)
  make.average(self, o.ema)
  make_watch(self, o)
  make.checkpoint(self, o)
  orders.obey(self, "made", self)
  -- to be looked at; run() goes on again, and from the saved random numbers
  local _ <close> = default_generator:undisturbed()
  self.step = go_on(self) or 0
  ranks.barrier()
  return self
end)

-- ---- a step ----

for name, f in pairs {judge = pair.judge, generate = pair.generate,
                      discriminator_step = pair.discriminator_step,
                      generator_step = pair.generator_step} do
  Trainer[name] = f
end

-- The schedules of those who had a turn.
local function step_schedules(self, order)
  local stepped = {}
  for _, turn in ipairs(order) do
    local name = turn[1].name
    if self.schedules[name] and not stepped[name] then
      rollback.unscaled(self, name, function() self.schedules[name]:step() end)
    end
    stepped[name] = true
  end
end

--- All of one step: the turns of all players, or of those of the phase, in
--- order, then averages and schedules. Returns false when a loss is not a
--- number.
--- @return boolean
Trainer.train_step = arguments.define("trainer:train_step", "self",
  function(self)
  local _ <close> = ranks.sharing()
  self.losses, self.batches, self.parameters = {}, {}, {}
  moving.set(self)
  local order = players.order(self)
  for _, turn in ipairs(order) do
    if not turns.take(self, table.unpack(turn)) then return false end
  end
  self.batches = {}
  if self.average then
    self.average.decay = moving.decay(self, self.averaging) or
                         self.average.decay
    self.average:update()
  end
  step_schedules(self, order)
  return true
end)

-- ---- looking at it ----

--- The generator to look at: its average, when there is one.
--- @return Module
Trainer.best_generator = arguments.define("trainer:best_generator", "self",
  function(self)
  if not self.generator then
    raise "Trainer: there is no network by the name of generator"
  end
  return self.average and self.average.model or self.generator
end)

-- Labels in turn, so that columns of a grid are classes.
local function turning_labels(n, classes)
  return (engine.create.arange(1, n) - 1):fmod(classes) + 1
end

-- Noise of samples, nearer to its middle where there is a truncation.
local function truncated(self, noise)
  local psi = self.options.truncation
  return psi and noise * moving.now(self, psi) or noise
end

-- What makes samples: the user's function, or the generator.
local function maker(self)
  if self.options.sample then return self.options.sample end
  if not (self.generator and self.noise) then return nil end
  return function(_, n, labels)
    local noise = engine.is_tensor(n) and n or truncated(self, self.noise(n))
    local classes = self.options.classes
    if not classes then return self:best_generator()(noise) end
    return self:best_generator()(noise, labels or
                                 turning_labels(noise:size(1), classes))
  end
end

local function all_networks(self)
  local list = {}
  for _, network in pairs(self.networks) do list[#list + 1] = network end
  return ModuleList(list)
end

--- n samples of best_generator(), or those of the noise given, or what `sample`
--- gives, outside the graph; the run is as it was afterwards. Labels take turns
--- unless given.
--- @return Tensor
Trainer.sample = arguments.define("trainer:sample",
  "self, n: count|tensor, labels: tensor?", function(self, n, labels)
  local make_samples = maker(self)
  if not make_samples then
    raise("Trainer: samples are of networks.generator with a latent, or of " ..
          "sample = f(trainer, n); there is neither")
  end
  local _ <close> = recording.no_grad()
  local _ <close> = default_generator:undisturbed()
  local _ <close> = self.options.mode == "eval" and
                    all_networks(self):evaluating()
  return turns.gave("sample", (make_samples(self, n, labels)))
end)

-- Those of every grid: of the same noise.
local function fixed_samples(self)
  local _ <close> = default_generator:undisturbed()
  default_generator:manual_seed(3)
  local noise = self.fixed_noise
  return self:sample(engine.is_tensor(noise) and truncated(self, noise) or
                     noise)
end

local function tell(self, name, ...)
  local f = self.options[name]
  if f then return f(self, ...) end
end

--- What the metric was at the last measurement; raises when there is no such.
--- @return number
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
--- @return table<string, number>
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
  found = ranks.numbers(found)
  self.measured, self.unlogged = found, found
  keep_best(self)
  tell(self, "on_metrics", found)
  return found
end)

--- Writes samples of the fixed noise: images as a grid, all else as rows, and
--- points as a scatter plot too. In a run the reals are shown beside them.
--- @return nil
Trainer.write_samples = arguments.define("trainer:write_samples", "self",
  function(self)
  local x, real = fixed_samples(self), self.seen and self.seen.real
  if not ranks.is_first() then return end
  local o = {columns = self.options.columns,
             range = self.options.range or {-1, 1}}
  local path
  if self.report then
    o.real = real and real:detach()
    path = self.report:pictures(self.step, x, o)
  else
    local base = ("%s/samples/step-%06d"):format(self.folder, self.step)
    path = samples.write(base, x, real, o)
  end
  board.samples(self, x)
  tell(self, "on_samples", x, path)
end)

-- ---- the run ----

local say = progress.say

-- The checkpoint, once what it counts on is on the disk.
local function write_checkpoint(self)
  if not ranks.is_first() then return end
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
  return monitor.bad_parameters(self.networks)
end

local function due(self, name, ended)
  return ended or self.step % self.options[name] == 0
end

-- The row of a step: its losses, and what was found since the last one.
local function write_log(self, why, word)
  local record = {step = self.step, seconds = self.state.seconds,
                  crowding = self.crowding, dead_kernels = self.dead_kernels,
                  stopped = why, message = word or self.told}
  if due(self, "hash_every") then record.hash = hash(self.networks) end
  for name, v in pairs(self.losses) do record[name] = v end
  for name, v in pairs(self.unlogged or {}) do record[name] = v end
  self.report:log(record)
  board.record(self, record)
  self.unlogged, self.crowding = nil, nil
  self.dead_kernels, self.told = nil, nil
end

-- Runs f(self), which a user's function is part of: what it fails at does not
-- cost the steps that are done, nor what was found at the last one.
local function guarded(self, f)
  local ok, result = pcall(f, self)
  if ok then return result end
  if not unsound(self) then
    write_log(self)
    write_checkpoint(self)
  end
  error(result, 0)
end

-- Lines that say more of a collapse; pictures of it are written.
local function report_collapse(self)
  return collapse_report.make(self, rollback.sound(self, "on_collapse"),
                              self.kernels:dead(),
                              maker(self) and fixed_samples)
end

-- How many kernels of mini-batch discrimination are dead, where there are any.
local function count_dead(self)
  local count
  for _, entry in ipairs(self.kernels and self.kernels:dead() or {}) do
    count = (count or 0) + entry.dead
  end
  return count
end

-- Says when the fakes crowd; why to stop, as verdict does, where the rule wants
-- it. Leaves the ratio for the log.
local function look_for_collapse(self)
  local r, seen = self.collapse_rule, self.seen or {}
  if not r or self.step % r.every ~= 0 then return nil end
  if not (seen.real and seen.fake) then return nil end
  local ratio = ranks.mean(monitor.crowding(seen.real, seen.fake:detach()))
  self.crowding, self.dead_kernels = ratio, count_dead(self)
  local word = monitor.collapse(self.state, r, self.step, ratio)
  if not word then return nil end
  local lines = guarded(self, report_collapse)
  self.told = table.concat({word, table.unpack(lines)}, "; ")
  say(("step %d: %s"):format(self.step, word))
  for _, line in ipairs(lines) do say("  " .. line) end
  local wish = rollback.wish(self, "on_collapse", ratio, lines)
  if wish == "rollback" then return wish, word end
  return (wish or r.stop) and "collapse", word
end

-- Why to stop, in a word and in a sentence, or nil; counts for the rules.
local function verdict(self)
  local why, word = look_for_collapse(self)
  if why then return why, word end
  local rule = self.stuck_rule
  word = rule and monitor.stuck(self.state, rule, self.losses)
  if word then return "stuck", word end
  local wish = self.wish_to_stop(self)
  if self.options.stop then wish = ranks.wish(wish) end
  if wish then return "stop", tostring(wish) end
  local most = self.options.seconds
  if most and ranks.numbers({seconds = self.state.seconds}).seconds >= most then
    return "time", ("%g seconds are over"):format(most)
  end
  if self.step >= self.options.steps then
    return "steps", ("all %d steps are done"):format(self.step)
  end
end

-- What is to be done about what is no number.
local function not_a_number(self, word)
  local back = rollback.wish(self, "on_nan", word) == "rollback"
  return back and "rollback" or "nan", word
end

-- What follows a step that went well; returns why to stop, in a word and in a
-- sentence, or nil.
local function after_step(self)
  tell(self, "on_step", self.losses)
  local metrics = self.options.metrics
  if due(self, "hash_every") then ranks.compare(self) end
  if metrics and due(self, "metrics_every") then guarded(self, self.measure) end
  local why, word = verdict(self)
  local saving = due(self, "checkpoint_every", why)
  local flaw = saving and unsound(self)
  if flaw then why, word = not_a_number(self, flaw) end
  if why == "rollback" then return why, word end
  if why and metrics and not self.unlogged then guarded(self, self.measure) end
  if due(self, "samples_every", why) and maker(self) then
    guarded(self, self.write_samples)
  end
  if self.unlogged or self.crowding or due(self, "hash_every") or
     due(self, "log_every", why) then
    write_log(self, why, word)
  end
  if saving and not flaw then save_checkpoint(self) end
  return why, word
end

-- What follows a step during which the user pressed Ctrl-C.
local function interrupted(self)
  local flaw = unsound(self)
  if flaw then return not_a_number(self, flaw) end
  if not due(self, "checkpoint_every") then save_checkpoint(self) end
  return "interrupt",
         ("interrupted; %s has all of it, and a run of the same folder goes " ..
          "on from there"):format(self.checkpoint.path)
end

-- What follows a step with a loss that is not a number.
local function give_up(self)
  local why, word = not_a_number(self, monitor.bad_loss(self.players,
                                                        self.losses))
  if why == "nan" then write_log(self, why, word) end
  return why, word
end

-- Leaves the script where that was ordered; is the state of now saved already?
local function leave_if_ordered(self, is_saved)
  if not orders.obey(self, "after", self) then return end
  if not (is_saved or unsound(self)) then write_checkpoint(self) end
  orders.leave()
end

-- Ends the process as an interrupt does; a session goes on with its next line.
local function leave(word, status)
  if progress.at_prompt() then raise("Trainer: %s", word) end
  ranks.leave()
  os.exit(status, true)
end

local function finish(self, why, word)
  local result = {step = self.step, reason = why, message = word,
                  metrics = self.measured, seconds = self.state.seconds,
                  best = self.state.best, best_step = self.state.best_step}
  local failed = why == "nan" or why == "stuck" or why == "collapse"
  if failed then say(("step %d: stopped: %s"):format(self.step, word)) end
  local status = ranks.interruption()
  if status then say(("step %d: %s"):format(self.step, word)) end
  tell(self, "on_stop", result)
  self.report:close()
  if status then leave(word, status) end
  return result
end

local function show_losses(self, bar)
  local values = {}
  for _, player in ipairs(self.players) do
    values[player.short] = self.losses[player.name]
  end
  bar:set(values)
end

-- One step; with a look at its kernels where it will be looked for collapse.
local function watched_step(self)
  local r = self.collapse_rule
  if not r or self.step % r.every ~= 0 then return self:train_step() end
  local watch <close> = kernels.watch(self.networks)
  self.kernels = watch
  return self:train_step()
end

-- Goes on from the last sound checkpoint, as the log and the error output say.
local function roll_back(self, word)
  local from = self.step
  rollback.restore(self)
  self.losses, self.crowding, self.told = {}, nil, nil
  self.unlogged = {rollback = self.state.rollbacks}
  word = ("rolled back from step %d to %d, and learning rates halved, %d of " ..
          "%d times: %s"):format(from, self.step, self.state.rollbacks,
                                 self.options.rollbacks, word)
  say(("step %d: %s"):format(from, word))
  self.report:go_back(self.step)
  self.log = self.report.lines
  board.open(self, self.step)
  write_log(self, nil, word)
  write_checkpoint(self)
end

local function loop(self, before)
  local started = engine.clock() - self.state.seconds
  local why, word = "steps", ("all %d steps were done before"):format(before)
  for step, bar in progress.progress(self.options.steps, {from = before + 1}) do
    self.step = step
    local follow = watched_step(self) and after_step or give_up
    self.state.seconds = engine.clock() - started
    show_losses(self, bar)
    why, word = follow(self)
    self.kernels = nil
    leave_if_ordered(self, why)
    if not why and ranks.interruption() then
      why, word = interrupted(self)
    end
    -- the last step ends the loop by itself, and with it the bar
    if why and why ~= "steps" then break end
  end
  if why ~= "rollback" then return why, word end
  roll_back(self, word)
  return loop(self, self.step)
end

-- What stands for each run that is under way in this process, by its folder;
-- one that was left within a coroutine is gone with that.
local going = setmetatable({}, {__mode = "v"})

-- Holds the folder, against other processes and runs, until the variable
-- closes: a lock lasts for as long as something, here the checkpoint, refers to
-- it.
local function alone(self)
  local folder, lock, new_lock = self.folder, nil, nil
  if going[folder] then collectgarbage() end
  if going[folder] then
    raise("%s: a run of this process is under way in this folder", folder)
  end
  local here = setmetatable({}, {__close = function()
    going[folder] = nil
    if not new_lock then return end
    file.release(folder)
    self.checkpoint.lock = nil
  end})
  if ranks.is_first() then lock, new_lock = file.hold(folder) end
  self.checkpoint.lock = lock
  going[folder] = here
  return here
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
--- The folder gets report.html, a page of all that follows, kept up to date as
--- ln.report tells; config.json, the options; log.jsonl and log.csv, losses and
--- metrics, for other programs to plot; samples/, checkpoint.safetensors, that
--- of the save before, model.safetensors, best_generator() as ln.load_model
--- takes it, with what is known of it, and best.safetensors. Where no file can
--- say how the generator is made, that is told, and its weights alone are in
--- them. Another run in the same folder meanwhile, of any process, is refused.
--- Ctrl-C ends the step, saves the checkpoint and then the process, with status
--- 130 (at Lua's prompt, it raises); a second one ends it at once. SIGTERM, by
--- which clusters end their jobs, does so too, with status 143, as do the end
--- of the terminal, 129, and of the program that reads what is printed, 141.
---
--- A collapse is told with what is known of it: which modes are gone, where the
--- data have centres (ln.data.ring), or classes, by samples of now and of the
--- last checkpoint before it, pictures of which go to collapse/; and how many
--- kernels of mini-batch discrimination are dead: their closeness is 0, or the
--- same all over a batch.
--- @return table
Trainer.run = arguments.define("trainer:run", "self", function(self)
  local _ <close> = alone(self)
  local _ <close> = engine.watch_interrupt()
  local at, word = go_on(self)
  local before = at or 0
  self.step = before
  self.checkpoint.anew = not self.options.resume
  if at then leave_if_ordered(self, true) end
  tell_start(self, before, word)
  ranks.barrier()
  ranks.tell_how_to_go_on(self)
  self.report = ranks.is_first() and report(self.folder, {
    step = at, config = self.config, networks = self.networks, changes = word
  }) or ranks.silent
  self.log = self.report.lines
  local _ <close> = self.report
  -- something to go back to, or to begin with
  local wanted = orders.obey(self, "begin", self, before, not at)
  if wanted or not at and rollback.is_possible(self) then
    write_checkpoint(self)
  end
  if not at then leave_if_ordered(self) end
  board.open(self, at or -1)
  tell(self, "on_start")
  local result = finish(self, loop(self, before))
  ranks.barrier()
  ranks.tell_nothing()
  return result
end)

return {Trainer = repr.class(Trainer, function(self)
  return ("%s, step %d of %d"):format(self.folder, self.step,
                                      self.options.steps)
end, new)}
