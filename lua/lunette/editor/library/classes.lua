---@meta _
-- Made by `make docs` from the sources; changes belong there.

--- What is called as a function is.
---@class lunette.Callable

do
---@class lunette.Checkpoint
---@field path string of the file
---@field before string of the file of the save before
---@field older string[] of the files of the saves before, the last one first
---@field anew boolean? whether the next save ends another run's files
local Checkpoint = {}

---@class lunette.Checkpoint.read.options
---@field accept? function|lunette.Callable

--- What was last saved: {step, objects = states by name, generator}, or nil
--- when nothing was. Nothing is put back. A file that is damaged, or gone,
--- which is said on the error output, gives way to that of the save before;
--- raises when there are some and none is whole. With accept(saved), the last
--- of those that are whole which it is true of, or nil.
---@param accept? function|lunette.Callable
---@param options? lunette.Checkpoint.read.options
---@return table?
---@overload fun(self: lunette.Checkpoint, options: lunette.Checkpoint.read.options): table?
function Checkpoint:read(accept, options) end

--- Puts everything back as `saved`, which read() gave, has it, and returns its
--- step. Raises when it is of another run: other objects, layers or sizes; all
--- is then as it was.
---@param saved table
---@return integer
function Checkpoint:restore(saved) end

--- Puts everything back as it was at the last save and returns its step; nil
--- when nothing has been saved yet: read() and restore() in one.
---@return integer?
function Checkpoint:resume() end

--- Saves everything, and the state of the default generator, as of the end of
--- `step`, with a checksum. The file of before stays whole until the new one
--- is, and is kept beside it. Returns true; raises when the disk refuses, or
--- when another process writes to the folder.
---@param step integer
---@return boolean
function Checkpoint:save(step) end

end

do
--- The base of ops written in Lua. forward(ctx, ...) runs unrecorded and
--- returns one tensor or several; backward(ctx, g, ...) is given the gradient
--- of each result and returns one for each argument (nil for what has none).
--- Under create_graph backward is recorded, and is differentiable when it is
--- written in ops of its gradient, the arguments and what was saved. g is not
--- to be written to, for others may share its values. ctx, a FunctionContext,
--- is the same in both:
---
---   local Swish = ln.Function:extend "Swish"
---   function Swish.forward(ctx, x)
---     ctx:save(x)
---     return x * x:sigmoid()
---   end
---   function Swish.backward(ctx, g)
---     local x = ctx:saved()
---     local s = x:sigmoid()
---     return g * s * (1 + x * (1 - s))
---   end
---   local y = Swish(ln.randn(3, {requires_grad = true}))
---@class lunette.Function.base
local Function = {}

---@param ... any
---@return lunette.Tensor ...
function Function:backward(...) end

--- A class of its own: `ln.Function:extend "Swish"`, to be given forward and
--- backward, and called like a function.
---@param name string
---@return lunette.Function.class
function Function:extend(name) end

---@param ... any
---@return lunette.Tensor ...
function Function:forward(...) end

---@class lunette.Function: lunette.Function.base
---@overload fun(...: any): ...: lunette.Tensor

---@class lunette.Function.class: lunette.Function.base
---@overload fun(...: any): lunette.Tensor

end

do
---@class lunette.Generator
local Generator = {}

--- Goes on from there.
---@param state_dict table
function Generator:load_state_dict(state_dict) end

--- Starts the stream anew; returns the generator.
---@param seed integer
---@return lunette.Generator
function Generator:manual_seed(seed) end

--- The seed it was started with.
---@return integer
function Generator:seed() end

--- Goes on from a state, exactly; returns the generator.
---@param state string
---@return lunette.Generator
function Generator:set_state(state) end

--- Where the stream stands, as a string.
---@return string
function Generator:state() end

--- What it goes on from, for a checkpoint: a run that draws its noise from a
--- generator of its own saves that too.
---
---   local noise = ln.Generator(7)
---   local G = ln.nn.Linear(4, 2)
---   local checkpoint = ln.Checkpoint("runs/noise", {G = G, noise = noise})
---   checkpoint:save(1)
---   local drawn = ln.randn(2, {generator = noise})
---   checkpoint:resume()
---   print(ln.randn(2, {generator = noise}):equal(drawn))   -- true
---@return table
function Generator:state_dict() end

--- `local _ <close> = generator:undisturbed()`: what is drawn until it closes
--- leaves no trace, for the generator then goes on from where it stood.
---@return lunette.Scope
function Generator:undisturbed() end

end

do
---@class lunette.SummaryWriter
---@field path string of the file
local SummaryWriter = {}

--- How the values of a tensor are distributed, in 30 buckets of one width.
---@param name string
---@param values lunette.Tensor
---@param step integer
function SummaryWriter:add_histogram(name, values, step) end

---@class lunette.SummaryWriter.add_image.options
---@field name? string
---@field x? lunette.Tensor
---@field step? integer
---@field columns? integer default 8
---@field padding? integer default 2
---@field range? number[] default {0, 1}

--- An image, c,h,w or h,w for gray, or a grid of them, n,c,h,w; options as in
--- image.save_grid.
---@param name string
---@param x lunette.Tensor
---@param step integer
---@param options? lunette.SummaryWriter.add_image.options
---@overload fun(self: lunette.SummaryWriter, name: string, x: lunette.Tensor, options: lunette.SummaryWriter.add_image.options)
---@overload fun(self: lunette.SummaryWriter, name: string, options: lunette.SummaryWriter.add_image.options)
---@overload fun(self: lunette.SummaryWriter, options: lunette.SummaryWriter.add_image.options)
function SummaryWriter:add_image(name, x, step, options) end

--- A number, or a tensor of one; nan and inf are shown as such.
---@param name string
---@param value number|lunette.Tensor
---@param step integer
function SummaryWriter:add_scalar(name, value, step) end

--- Returns once the file is on the disk; what is added afterwards is refused.
function SummaryWriter:close() end

end

do
---@class lunette.data.ConditionSampler
---@field width integer how many numbers a condition is
---@field columns table[] of categories: name, categories, first, the place in a condition, column, that in a row, and length
local ConditionSampler = {}

--- n times the condition that a column has this category, for rows of that kind
--- alone: sampler:condition(20, "label", "2").
---@param n integer
---@param column string
---@param category string
---@return lunette.Tensor
function ConditionSampler:condition(n, column, category) end

--- What tells a generator to keep to its conditions: the mean cross entropy of
--- the category asked for, in the logits n,features of rows, such as
--- gan.zoo.ctgan's net.logits gives, of what sample drew.
---@param logits lunette.Tensor
---@param drawn table
---@return lunette.Tensor
function ConditionSampler:loss(logits, drawn) end

---@class lunette.data.ConditionSampler.sample.options
---@field n? integer
---@field generator? lunette.Generator

--- n conditions: {conditions = n,width; rows = a list of n rows of the table
--- that have them; column and code = tensors of n, which of sampler.columns and
--- which of its categories}.
---@param n integer
---@param options? lunette.data.ConditionSampler.sample.options
---@return { code: lunette.Tensor, column: lunette.Tensor, conditions: lunette.Tensor, rows: integer[] }
---@overload fun(self: lunette.data.ConditionSampler, options: lunette.data.ConditionSampler.sample.options): { code: lunette.Tensor, column: lunette.Tensor, conditions: lunette.Tensor, rows: integer[] }
function ConditionSampler:sample(n, options) end

end

do
---@class lunette.data.Loader
local Loader = {}

--- for images, labels in loader:epoch() do: one epoch from its start, or what
--- is left of the one that a state just loaded was in, where something is. The
--- last batch is smaller where the set does not divide; it is left out with
--- drop_last. A loop that has batches left when another begins raises.
---@return fun(): lunette.Tensor, lunette.Tensor, ...: lunette.Tensor
function Loader:epoch() end

--- Goes on from a state, exactly; from one of an epoch's end, with the next
--- epoch. Raises, changing nothing, when the set has another size, the loader
--- another way to draw, or the state is not whole.
---@param state_dict table
function Loader:load_state_dict(state_dict) end

--- The next full batch, going on into the next epoch where one ends: what the
--- set's batch gives (images, labels).
---@return lunette.Tensor
---@return lunette.Tensor ...
function Loader:next() end

---@class lunette.data.Loader.shard.options
---@field rank? integer
---@field ranks? integer

--- From now on a batch is this rank's share of what it would be, `rank` being
--- one of 0 to ranks - 1: all have the same order, and none reads what is not
--- its own. batch_size is that of all ranks together. dist.rank() and
--- dist.size() unless given. Returns the loader.
---@generic T
---@param self T
---@param rank? integer
---@param ranks? integer
---@param options? lunette.data.Loader.shard.options
---@return T
---@overload fun(self: lunette.data.Loader, rank?: integer, options: lunette.data.Loader.shard.options): T
---@overload fun(self: lunette.data.Loader, options: lunette.data.Loader.shard.options): T
function Loader:shard(rank, ranks, options) end

--- Begins an epoch: a fresh order of the set as it is now, or fresh draws, from
--- the generator's state.
function Loader:start_epoch() end

--- Where the loader stands: enough to give the same batches again.
---@return table
function Loader:state_dict() end

end

do
---@class lunette.data.ModeNormalizer
---@field width integer how many numbers a row becomes
---@field spans table[] what they are, in order, each with the name of its column, a kind ("tanh" or "softmax"), first and length
---@field fits table[] what is known of each column: of one of numbers the weights, means and stds of its modes
local ModeNormalizer = {}

--- The table of rows x, n x width, such as a generator makes; the largest of
--- each softmax counts. Of what transform gave it is the table again, but for
--- numbers more than 4 std from their mode.
---@param x lunette.Tensor
---@return lunette.Table
function ModeNormalizer:inverse(x) end

--- What is known of the columns, for ln.save, or in what ln.save_model says
--- about a network: normalizer_of makes a normalizer of it.
---@return table
function ModeNormalizer:state_dict() end

---@class lunette.data.ModeNormalizer.transform.options
---@field table? lunette.Table
---@field generator? lunette.Generator

--- The rows of a table as numbers, n x width. The mode of a number is drawn
--- with the probabilities that each mode made it.
---@param table lunette.Table
---@param options? lunette.data.ModeNormalizer.transform.options
---@return lunette.Tensor
---@overload fun(self: lunette.data.ModeNormalizer, options: lunette.data.ModeNormalizer.transform.options): lunette.Tensor
function ModeNormalizer:transform(table, options) end

end

do
---@class lunette.dist.DataParallel: lunette.nn.Module
---@overload fun(...: lunette.Tensor): lunette.Tensor
local DataParallel = {}

---@param ... lunette.Tensor
---@return lunette.Tensor
function DataParallel:forward(...) end

--- A scope in which backwards leave gradients as they are on each rank.
---@return lunette.Scope
function DataParallel:pause() end

end

do
---@class lunette.gan.EMA
---@field model lunette.nn.Module|any the averaged model, in evaluation mode, not trained
---@field decay number may be changed at any time
local EMA = {}

--- Takes a state of the averaged model over, by copy.
---@param state_dict table
function EMA:load_state_dict(state_dict) end

--- The state of the averaged model, which a model like it can load.
---@return table<string, lunette.Tensor>
function EMA:state_dict() end

---@class lunette.gan.EMA.update.options
---@field model? lunette.nn.Module

--- Follows the model it was made of, or another of the same layers.
---@param model? lunette.nn.Module
---@param options? lunette.gan.EMA.update.options
---@overload fun(self: lunette.gan.EMA, options: lunette.gan.EMA.update.options)
function EMA:update(model, options) end

end

do
---@class lunette.gan.HistoricalAverage
---@field means table by path, the mean of each parameter over the updates
---@field count integer updates so far
local HistoricalAverage = {}

--- Takes a state over, by copy. Raises, changing nothing, when it does not fit
--- or something is missing.
---@param state_dict table
function HistoricalAverage:load_state_dict(state_dict) end

---@class lunette.gan.HistoricalAverage.penalty.options
---@field weight? number default 1

--- weight times the sum over parameters of |p - mean of past p|^2.
---@param options? lunette.gan.HistoricalAverage.penalty.options
---@return lunette.Tensor
function HistoricalAverage:penalty(options) end

--- The means and how many values they are of.
---@return table
function HistoricalAverage:state_dict() end

--- The model's parameters now count in the means.
function HistoricalAverage:update() end

end

do
---@class lunette.gan.ImagePool
---@field size integer how many it holds
---@field count integer how many it has
---@field images any size,..., of which the first `count` are fakes; nil before   the first query
local ImagePool = {}

--- Takes a state over, by copy. Raises, changing nothing, when it is of a pool
--- of another size.
---@param state_dict table
function ImagePool:load_state_dict(state_dict) end

--- Fakes n,... of the same size, outside the graph: each of them, or with
--- probability 1/2 one of before, whose place it takes. While there is room
--- they are all kept and come back as they are. One number of the default
--- generator is drawn for each fake.
---@param fakes lunette.Tensor
---@return lunette.Tensor
function ImagePool:query(fakes) end

--- What it holds.
---@return table
function ImagePool:state_dict() end

end

do
---@class lunette.gan.Trainer
---@field generator lunette.nn.Module? networks.generator
---@field discriminator lunette.nn.Module? that of the game of two
---@field networks table<string, Module>
---@field optimizers table by player: .generator, .discriminator
---@field average lunette.gan.EMA? of the generator
---@field step integer the step that runs, or the last one
---@field losses table of this step, by player
---@field seen table? the last batch that the discriminator learnt from: real,   labels, noise, fake, fake_labels, real_logits
---@field measured table what the metrics last gave, by name
---@field report lunette.Report? of run(): what is told of it is on its page
---@field state table numbers that go into the checkpoint
local Trainer = {}

--- The generator to look at: its average, when there is one.
---@return lunette.nn.Module
function Trainer:best_generator() end

---@class lunette.gan.Trainer.discriminator_step.options
---@field recorded? boolean default false

--- One step of the discriminator. Returns its batches, `accumulate` of them, or
--- false when the loss is not a number. With `recorded` the generator can learn
--- from their fakes.
---@param recorded? boolean
---@param options? lunette.gan.Trainer.discriminator_step.options
---@return table[]
---@overload fun(self: lunette.gan.Trainer, options: lunette.gan.Trainer.discriminator_step.options): table[]
function Trainer:discriminator_step(recorded, options) end

---@class lunette.gan.Trainer.generate.options
---@field n? integer

--- n fakes: {fake = ..., noise = ..., fake_labels = ...}.
---@param n? integer
---@param options? lunette.gan.Trainer.generate.options
---@return table
---@overload fun(self: lunette.gan.Trainer, options: lunette.gan.Trainer.generate.options): table
function Trainer:generate(n, options) end

---@class lunette.gan.Trainer.generator_step.options
---@field batches? table

--- One step of the generator, from the recorded fakes of the discriminator's
--- batches, or from new ones.
--- Returns false when the loss is not a number.
---@param batches? table
---@param options? lunette.gan.Trainer.generator_step.options
---@return boolean
---@overload fun(self: lunette.gan.Trainer, options: lunette.gan.Trainer.generator_step.options): boolean
function Trainer:generator_step(batches, options) end

---@class lunette.gan.Trainer.judge.options
---@field x? lunette.Tensor
---@field labels? lunette.Tensor

--- What the discriminator says of x, augmented where there is `augment`; labels
--- count where there are classes.
---@param x lunette.Tensor
---@param labels? lunette.Tensor
---@param options? lunette.gan.Trainer.judge.options
---@return lunette.Tensor
---@overload fun(self: lunette.gan.Trainer, x: lunette.Tensor, options: lunette.gan.Trainer.judge.options): lunette.Tensor
---@overload fun(self: lunette.gan.Trainer, options: lunette.gan.Trainer.judge.options): lunette.Tensor
function Trainer:judge(x, labels, options) end

--- Runs the metrics, in the order of their names, and keeps the generator when
--- it is the best. Returns numbers by name, those of a table as name.key;
--- raises when a metric gives neither.
---@return table<string, number>
function Trainer:measure() end

--- What the metric was at the last measurement; raises when there is no such.
---@param name string
---@return number
function Trainer:metric(name) end

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
---@return table
function Trainer:run() end

---@class lunette.gan.Trainer.sample.options
---@field n? integer|lunette.Tensor
---@field labels? lunette.Tensor

--- n samples of best_generator(), or those of the noise given, or what `sample`
--- gives, outside the graph; the run is as it was afterwards. Labels take turns
--- unless given.
---@param n integer|lunette.Tensor
---@param labels? lunette.Tensor
---@param options? lunette.gan.Trainer.sample.options
---@return lunette.Tensor
---@overload fun(self: lunette.gan.Trainer, n: integer|lunette.Tensor, options: lunette.gan.Trainer.sample.options): lunette.Tensor
---@overload fun(self: lunette.gan.Trainer, options: lunette.gan.Trainer.sample.options): lunette.Tensor
function Trainer:sample(n, labels, options) end

--- All of one step: the turns of all players, or of those of the phase, in
--- order, then averages and schedules. Returns false when a loss is not a
--- number.
---@return boolean
function Trainer:train_step() end

--- Writes samples of the fixed noise: images as a grid, all else as rows, and
--- points as a scatter plot too. In a run the reals are shown beside them.
function Trainer:write_samples() end

end

do
---@class lunette.gan.augment.ADA: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
---@field p any the probability, a tensor of one number
local ADA = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function ADA:forward(x) end

--- Counts the discriminator's outputs on real images, of any shape, and after
--- `interval` updates adjusts p. Returns p, a number.
---@param logits lunette.Tensor
---@return number
function ADA:update(logits) end

end

do
---@class lunette.gan.conditioning.ACGANHead: lunette.nn.Module
---@overload fun(features: lunette.Tensor): lunette.Tensor
local ACGANHead = {}

---@param features lunette.Tensor
---@return lunette.Tensor
function ACGANHead:forward(features) end

end

do
---@class lunette.gan.conditioning.InfoGANHead: lunette.nn.Module
---@overload fun(features: lunette.Tensor): lunette.Tensor
local InfoGANHead = {}

---@param features lunette.Tensor
---@return lunette.Tensor
function InfoGANHead:forward(features) end

end

do
---@class lunette.gan.conditioning.ProjectionHead: lunette.nn.Module
---@overload fun(features: lunette.Tensor, labels: lunette.Tensor): lunette.Tensor
local ProjectionHead = {}

---@param features lunette.Tensor
---@param labels lunette.Tensor
---@return lunette.Tensor
function ProjectionHead:forward(features, labels) end

end

do
---@class lunette.gan.zoo.ModulatedConv2d: lunette.nn.Module
---@overload fun(x: lunette.Tensor, style: lunette.Tensor): lunette.Tensor
local ModulatedConv2d = {}

---@param x lunette.Tensor
---@param style lunette.Tensor
---@return lunette.Tensor
function ModulatedConv2d:forward(x, style) end

end

do
---@class lunette.nn.AdaIN: lunette.nn.Module
---@overload fun(x: lunette.Tensor, style: lunette.Tensor): lunette.Tensor
local AdaIN = {}

---@param x lunette.Tensor
---@param style lunette.Tensor
---@return lunette.Tensor
function AdaIN:forward(x, style) end

end

do
---@class lunette.nn.AdaptiveAvgPool1d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local AdaptiveAvgPool1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function AdaptiveAvgPool1d:forward(x) end

end

do
---@class lunette.nn.AdaptiveAvgPool2d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local AdaptiveAvgPool2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function AdaptiveAvgPool2d:forward(x) end

end

do
---@class lunette.nn.AdaptiveAvgPool3d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local AdaptiveAvgPool3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function AdaptiveAvgPool3d:forward(x) end

end

do
---@class lunette.nn.AdaptiveMaxPool1d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local AdaptiveMaxPool1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function AdaptiveMaxPool1d:forward(x) end

end

do
---@class lunette.nn.AdaptiveMaxPool2d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local AdaptiveMaxPool2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function AdaptiveMaxPool2d:forward(x) end

end

do
---@class lunette.nn.AdaptiveMaxPool3d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local AdaptiveMaxPool3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function AdaptiveMaxPool3d:forward(x) end

end

do
---@class lunette.nn.AlphaDropout: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local AlphaDropout = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function AlphaDropout:forward(x) end

end

do
---@class lunette.nn.AvgPool1d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local AvgPool1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function AvgPool1d:forward(x) end

end

do
---@class lunette.nn.AvgPool2d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local AvgPool2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function AvgPool2d:forward(x) end

end

do
---@class lunette.nn.AvgPool3d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local AvgPool3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function AvgPool3d:forward(x) end

end

do
---@class lunette.nn.BCELoss: lunette.nn.Module
---@overload fun(a: lunette.Tensor, b: lunette.Tensor): lunette.Tensor
local BCELoss = {}

---@param a lunette.Tensor
---@param b lunette.Tensor
---@return lunette.Tensor
function BCELoss:forward(a, b) end

end

do
---@class lunette.nn.BCEWithLogitsLoss: lunette.nn.Module
---@overload fun(a: lunette.Tensor, b: lunette.Tensor): lunette.Tensor
local BCEWithLogitsLoss = {}

---@param a lunette.Tensor
---@param b lunette.Tensor
---@return lunette.Tensor
function BCEWithLogitsLoss:forward(a, b) end

end

do
---@class lunette.nn.BatchNorm1d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local BatchNorm1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function BatchNorm1d:forward(x) end

end

do
---@class lunette.nn.BatchNorm2d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local BatchNorm2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function BatchNorm2d:forward(x) end

end

do
---@class lunette.nn.BatchNorm3d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local BatchNorm3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function BatchNorm3d:forward(x) end

end

do
---@class lunette.nn.Bilinear: lunette.nn.Module
---@overload fun(a: lunette.Tensor, b: lunette.Tensor): lunette.Tensor
local Bilinear = {}

---@param a lunette.Tensor
---@param b lunette.Tensor
---@return lunette.Tensor
function Bilinear:forward(a, b) end

end

do
---@class lunette.nn.Blur: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Blur = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Blur:forward(x) end

end

do
---@class lunette.nn.CELU: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local CELU = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function CELU:forward(x) end

end

do
---@class lunette.nn.CTCLoss: lunette.nn.Module
---@overload fun(log_probs: lunette.Tensor, targets: lunette.Tensor, input_lengths: lunette.Tensor, target_lengths: lunette.Tensor): lunette.Tensor
local CTCLoss = {}

---@param log_probs lunette.Tensor
---@param targets lunette.Tensor
---@param input_lengths lunette.Tensor
---@param target_lengths lunette.Tensor
---@return lunette.Tensor
function CTCLoss:forward(log_probs, targets, input_lengths, target_lengths) end

end

do
---@class lunette.nn.ChannelShuffle: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local ChannelShuffle = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function ChannelShuffle:forward(x) end

end

do
---@class lunette.nn.CircularPad1d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local CircularPad1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function CircularPad1d:forward(x) end

end

do
---@class lunette.nn.CircularPad2d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local CircularPad2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function CircularPad2d:forward(x) end

end

do
---@class lunette.nn.CircularPad3d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local CircularPad3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function CircularPad3d:forward(x) end

end

do
---@class lunette.nn.Concat: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Concat = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Concat:forward(x) end

end

do
---@class lunette.nn.ConditionalBatchNorm2d: lunette.nn.Module
---@overload fun(x: lunette.Tensor, condition: lunette.Tensor): lunette.Tensor
local ConditionalBatchNorm2d = {}

---@param x lunette.Tensor
---@param condition lunette.Tensor
---@return lunette.Tensor
function ConditionalBatchNorm2d:forward(x, condition) end

end

do
---@class lunette.nn.ConstantPad1d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local ConstantPad1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function ConstantPad1d:forward(x) end

end

do
---@class lunette.nn.ConstantPad2d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local ConstantPad2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function ConstantPad2d:forward(x) end

end

do
---@class lunette.nn.ConstantPad3d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local ConstantPad3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function ConstantPad3d:forward(x) end

end

do
---@class lunette.nn.Conv1d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Conv1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Conv1d:forward(x) end

end

do
---@class lunette.nn.Conv2d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Conv2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Conv2d:forward(x) end

end

do
---@class lunette.nn.Conv3d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Conv3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Conv3d:forward(x) end

end

do
---@class lunette.nn.ConvTranspose1d: lunette.nn.Module
---@overload fun(x: lunette.Tensor, output_size: lunette.Tensor): lunette.Tensor
local ConvTranspose1d = {}

---@param x lunette.Tensor
---@param output_size lunette.Tensor
---@return lunette.Tensor
function ConvTranspose1d:forward(x, output_size) end

end

do
---@class lunette.nn.ConvTranspose2d: lunette.nn.Module
---@overload fun(x: lunette.Tensor, output_size: lunette.Tensor): lunette.Tensor
local ConvTranspose2d = {}

---@param x lunette.Tensor
---@param output_size lunette.Tensor
---@return lunette.Tensor
function ConvTranspose2d:forward(x, output_size) end

end

do
---@class lunette.nn.ConvTranspose3d: lunette.nn.Module
---@overload fun(x: lunette.Tensor, output_size: lunette.Tensor): lunette.Tensor
local ConvTranspose3d = {}

---@param x lunette.Tensor
---@param output_size lunette.Tensor
---@return lunette.Tensor
function ConvTranspose3d:forward(x, output_size) end

end

do
---@class lunette.nn.CosineEmbeddingLoss: lunette.nn.Module
---@overload fun(a: lunette.Tensor, b: lunette.Tensor, c: lunette.Tensor): lunette.Tensor
local CosineEmbeddingLoss = {}

---@param a lunette.Tensor
---@param b lunette.Tensor
---@param c lunette.Tensor
---@return lunette.Tensor
function CosineEmbeddingLoss:forward(a, b, c) end

end

do
---@class lunette.nn.CosineSimilarity: lunette.nn.Module
---@overload fun(x1: lunette.Tensor, x2: lunette.Tensor): lunette.Tensor
local CosineSimilarity = {}

---@param x1 lunette.Tensor
---@param x2 lunette.Tensor
---@return lunette.Tensor
function CosineSimilarity:forward(x1, x2) end

end

do
---@class lunette.nn.CrossEntropyLoss: lunette.nn.Module
---@overload fun(a: lunette.Tensor, b: lunette.Tensor): lunette.Tensor
local CrossEntropyLoss = {}

---@param a lunette.Tensor
---@param b lunette.Tensor
---@return lunette.Tensor
function CrossEntropyLoss:forward(a, b) end

end

do
---@class lunette.nn.Downsample: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Downsample = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Downsample:forward(x) end

end

do
---@class lunette.nn.Dropout: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Dropout = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Dropout:forward(x) end

end

do
---@class lunette.nn.Dropout1d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Dropout1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Dropout1d:forward(x) end

end

do
---@class lunette.nn.Dropout2d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Dropout2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Dropout2d:forward(x) end

end

do
---@class lunette.nn.Dropout3d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Dropout3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Dropout3d:forward(x) end

end

do
---@class lunette.nn.ELU: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local ELU = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function ELU:forward(x) end

end

do
---@class lunette.nn.Embedding: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Embedding = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Embedding:forward(x) end

end

do
---@class lunette.nn.EmbeddingBag: lunette.nn.Embedding
---@overload fun(x: lunette.Tensor, offsets: lunette.Tensor, per_sample_weights: lunette.Tensor): lunette.Tensor
local EmbeddingBag = {}

---@param x lunette.Tensor
---@param offsets lunette.Tensor
---@param per_sample_weights lunette.Tensor
---@return lunette.Tensor
function EmbeddingBag:forward(x, offsets, per_sample_weights) end

end

do
---@class lunette.nn.FeatureAlphaDropout: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local FeatureAlphaDropout = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function FeatureAlphaDropout:forward(x) end

end

do
---@class lunette.nn.Flatten: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Flatten = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Flatten:forward(x) end

end

do
---@class lunette.nn.Fold: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Fold = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Fold:forward(x) end

end

do
---@class lunette.nn.FractionalMaxPool2d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local FractionalMaxPool2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function FractionalMaxPool2d:forward(x) end

end

do
---@class lunette.nn.FractionalMaxPool3d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local FractionalMaxPool3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function FractionalMaxPool3d:forward(x) end

end

do
---@class lunette.nn.GELU: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local GELU = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function GELU:forward(x) end

end

do
---@class lunette.nn.GLU: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local GLU = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function GLU:forward(x) end

end

do
---@class lunette.nn.GRU: lunette.nn.Module
---@overload fun(x: lunette.Tensor, ...: lunette.Tensor): lunette.Tensor, lunette.Tensor[]
local GRU = {}

---@param x lunette.Tensor
---@param ... lunette.Tensor
---@return lunette.Tensor
---@return lunette.Tensor[]
function GRU:forward(x, ...) end

end

do
---@class lunette.nn.GRUCell: lunette.nn.Module
---@overload fun(x: lunette.Tensor, ...: lunette.Tensor): lunette.Tensor[]
local GRUCell = {}

---@param x lunette.Tensor
---@param ... lunette.Tensor
---@return lunette.Tensor[]
function GRUCell:forward(x, ...) end

end

do
---@class lunette.nn.GaussianNLLLoss: lunette.nn.Module
---@overload fun(a: lunette.Tensor, b: lunette.Tensor, c: lunette.Tensor): lunette.Tensor
local GaussianNLLLoss = {}

---@param a lunette.Tensor
---@param b lunette.Tensor
---@param c lunette.Tensor
---@return lunette.Tensor
function GaussianNLLLoss:forward(a, b, c) end

end

do
---@class lunette.nn.GaussianNoise: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local GaussianNoise = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function GaussianNoise:forward(x) end

end

do
---@class lunette.nn.GlobalAvgPool: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local GlobalAvgPool = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function GlobalAvgPool:forward(x) end

end

do
---@class lunette.nn.GroupNorm: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local GroupNorm = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function GroupNorm:forward(x) end

end

do
---@class lunette.nn.Hardshrink: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Hardshrink = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Hardshrink:forward(x) end

end

do
---@class lunette.nn.Hardsigmoid: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Hardsigmoid = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Hardsigmoid:forward(x) end

end

do
---@class lunette.nn.Hardswish: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Hardswish = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Hardswish:forward(x) end

end

do
---@class lunette.nn.Hardtanh: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Hardtanh = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Hardtanh:forward(x) end

end

do
---@class lunette.nn.HingeEmbeddingLoss: lunette.nn.Module
---@overload fun(a: lunette.Tensor, b: lunette.Tensor): lunette.Tensor
local HingeEmbeddingLoss = {}

---@param a lunette.Tensor
---@param b lunette.Tensor
---@return lunette.Tensor
function HingeEmbeddingLoss:forward(a, b) end

end

do
---@class lunette.nn.HuberLoss: lunette.nn.Module
---@overload fun(a: lunette.Tensor, b: lunette.Tensor): lunette.Tensor
local HuberLoss = {}

---@param a lunette.Tensor
---@param b lunette.Tensor
---@return lunette.Tensor
function HuberLoss:forward(a, b) end

end

do
---@class lunette.nn.Identity: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Identity = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Identity:forward(x) end

end

do
---@class lunette.nn.InstanceNorm1d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local InstanceNorm1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function InstanceNorm1d:forward(x) end

end

do
---@class lunette.nn.InstanceNorm2d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local InstanceNorm2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function InstanceNorm2d:forward(x) end

end

do
---@class lunette.nn.InstanceNorm3d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local InstanceNorm3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function InstanceNorm3d:forward(x) end

end

do
---@class lunette.nn.KLDivLoss: lunette.nn.Module
---@overload fun(a: lunette.Tensor, b: lunette.Tensor): lunette.Tensor
local KLDivLoss = {}

---@param a lunette.Tensor
---@param b lunette.Tensor
---@return lunette.Tensor
function KLDivLoss:forward(a, b) end

end

do
---@class lunette.nn.L1Loss: lunette.nn.Module
---@overload fun(a: lunette.Tensor, b: lunette.Tensor): lunette.Tensor
local L1Loss = {}

---@param a lunette.Tensor
---@param b lunette.Tensor
---@return lunette.Tensor
function L1Loss:forward(a, b) end

end

do
---@class lunette.nn.LPPool1d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local LPPool1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function LPPool1d:forward(x) end

end

do
---@class lunette.nn.LPPool2d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local LPPool2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function LPPool2d:forward(x) end

end

do
---@class lunette.nn.LSTM: lunette.nn.Module
---@overload fun(x: lunette.Tensor, ...: lunette.Tensor): lunette.Tensor, lunette.Tensor[]
local LSTM = {}

---@param x lunette.Tensor
---@param ... lunette.Tensor
---@return lunette.Tensor
---@return lunette.Tensor[]
function LSTM:forward(x, ...) end

end

do
---@class lunette.nn.LSTMCell: lunette.nn.Module
---@overload fun(x: lunette.Tensor, ...: lunette.Tensor): lunette.Tensor[]
local LSTMCell = {}

---@param x lunette.Tensor
---@param ... lunette.Tensor
---@return lunette.Tensor[]
function LSTMCell:forward(x, ...) end

end

do
---@class lunette.nn.Lambda: lunette.nn.Module
---@overload fun(...: lunette.Tensor): lunette.Tensor
local Lambda = {}

---@param ... lunette.Tensor
---@return lunette.Tensor
function Lambda:forward(...) end

end

do
---@class lunette.nn.LayerNorm: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local LayerNorm = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function LayerNorm:forward(x) end

end

do
---@class lunette.nn.LazyBatchNorm1d: lunette.nn.BatchNorm1d
---@overload fun(x: lunette.Tensor): lunette.Tensor
local LazyBatchNorm1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function LazyBatchNorm1d:forward(x) end

end

do
---@class lunette.nn.LazyBatchNorm2d: lunette.nn.BatchNorm2d
---@overload fun(x: lunette.Tensor): lunette.Tensor
local LazyBatchNorm2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function LazyBatchNorm2d:forward(x) end

end

do
---@class lunette.nn.LazyBatchNorm3d: lunette.nn.BatchNorm3d
---@overload fun(x: lunette.Tensor): lunette.Tensor
local LazyBatchNorm3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function LazyBatchNorm3d:forward(x) end

end

do
---@class lunette.nn.LazyConv1d: lunette.nn.Conv1d
---@overload fun(x: lunette.Tensor): lunette.Tensor
local LazyConv1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function LazyConv1d:forward(x) end

end

do
---@class lunette.nn.LazyConv2d: lunette.nn.Conv2d
---@overload fun(x: lunette.Tensor): lunette.Tensor
local LazyConv2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function LazyConv2d:forward(x) end

end

do
---@class lunette.nn.LazyConv3d: lunette.nn.Conv3d
---@overload fun(x: lunette.Tensor): lunette.Tensor
local LazyConv3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function LazyConv3d:forward(x) end

end

do
---@class lunette.nn.LazyConvTranspose1d: lunette.nn.ConvTranspose1d
---@overload fun(x: lunette.Tensor): lunette.Tensor
local LazyConvTranspose1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function LazyConvTranspose1d:forward(x) end

end

do
---@class lunette.nn.LazyConvTranspose2d: lunette.nn.ConvTranspose2d
---@overload fun(x: lunette.Tensor): lunette.Tensor
local LazyConvTranspose2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function LazyConvTranspose2d:forward(x) end

end

do
---@class lunette.nn.LazyConvTranspose3d: lunette.nn.ConvTranspose3d
---@overload fun(x: lunette.Tensor): lunette.Tensor
local LazyConvTranspose3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function LazyConvTranspose3d:forward(x) end

end

do
---@class lunette.nn.LazyInstanceNorm1d: lunette.nn.InstanceNorm1d
---@overload fun(x: lunette.Tensor): lunette.Tensor
local LazyInstanceNorm1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function LazyInstanceNorm1d:forward(x) end

end

do
---@class lunette.nn.LazyInstanceNorm2d: lunette.nn.InstanceNorm2d
---@overload fun(x: lunette.Tensor): lunette.Tensor
local LazyInstanceNorm2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function LazyInstanceNorm2d:forward(x) end

end

do
---@class lunette.nn.LazyInstanceNorm3d: lunette.nn.InstanceNorm3d
---@overload fun(x: lunette.Tensor): lunette.Tensor
local LazyInstanceNorm3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function LazyInstanceNorm3d:forward(x) end

end

do
---@class lunette.nn.LazyLinear: lunette.nn.Linear
---@overload fun(x: lunette.Tensor): lunette.Tensor
local LazyLinear = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function LazyLinear:forward(x) end

end

do
---@class lunette.nn.LeakyReLU: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local LeakyReLU = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function LeakyReLU:forward(x) end

end

do
---@class lunette.nn.Linear: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Linear = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Linear:forward(x) end

end

do
---@class lunette.nn.LocalResponseNorm: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local LocalResponseNorm = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function LocalResponseNorm:forward(x) end

end

do
---@class lunette.nn.LogSigmoid: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local LogSigmoid = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function LogSigmoid:forward(x) end

end

do
---@class lunette.nn.LogSoftmax: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local LogSoftmax = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function LogSoftmax:forward(x) end

end

do
---@class lunette.nn.MSELoss: lunette.nn.Module
---@overload fun(a: lunette.Tensor, b: lunette.Tensor): lunette.Tensor
local MSELoss = {}

---@param a lunette.Tensor
---@param b lunette.Tensor
---@return lunette.Tensor
function MSELoss:forward(a, b) end

end

do
---@class lunette.nn.MarginRankingLoss: lunette.nn.Module
---@overload fun(a: lunette.Tensor, b: lunette.Tensor, c: lunette.Tensor): lunette.Tensor
local MarginRankingLoss = {}

---@param a lunette.Tensor
---@param b lunette.Tensor
---@param c lunette.Tensor
---@return lunette.Tensor
function MarginRankingLoss:forward(a, b, c) end

end

do
---@class lunette.nn.MaxPool1d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local MaxPool1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function MaxPool1d:forward(x) end

end

do
---@class lunette.nn.MaxPool2d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local MaxPool2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function MaxPool2d:forward(x) end

end

do
---@class lunette.nn.MaxPool3d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local MaxPool3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function MaxPool3d:forward(x) end

end

do
---@class lunette.nn.MaxUnpool1d: lunette.nn.Module
---@overload fun(x: lunette.Tensor, indices: lunette.Tensor, output_size: lunette.Tensor): lunette.Tensor
local MaxUnpool1d = {}

---@param x lunette.Tensor
---@param indices lunette.Tensor
---@param output_size lunette.Tensor
---@return lunette.Tensor
function MaxUnpool1d:forward(x, indices, output_size) end

end

do
---@class lunette.nn.MaxUnpool2d: lunette.nn.Module
---@overload fun(x: lunette.Tensor, indices: lunette.Tensor, output_size: lunette.Tensor): lunette.Tensor
local MaxUnpool2d = {}

---@param x lunette.Tensor
---@param indices lunette.Tensor
---@param output_size lunette.Tensor
---@return lunette.Tensor
function MaxUnpool2d:forward(x, indices, output_size) end

end

do
---@class lunette.nn.MaxUnpool3d: lunette.nn.Module
---@overload fun(x: lunette.Tensor, indices: lunette.Tensor, output_size: lunette.Tensor): lunette.Tensor
local MaxUnpool3d = {}

---@param x lunette.Tensor
---@param indices lunette.Tensor
---@param output_size lunette.Tensor
---@return lunette.Tensor
function MaxUnpool3d:forward(x, indices, output_size) end

end

do
---@class lunette.nn.Maxout: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Maxout = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Maxout:forward(x) end

end

do
---@class lunette.nn.MinibatchDiscrimination: lunette.nn.Module
---@overload fun(x: lunette.Tensor, others: lunette.Tensor): lunette.Tensor
local MinibatchDiscrimination = {}

---@class lunette.nn.MinibatchDiscrimination.closeness.options
---@field x? lunette.Tensor
---@field others? lunette.Tensor
---@field offset? integer

--- o: n,b for the features x: n,a, without the bias; against the batch itself
--- (in groups, where the layer has them), or against others: m,a. Where x is
--- part of others, x[i] being others[i + offset], offset says so, and that pair
--- does not count; without it all do.
---@param x lunette.Tensor
---@param others? lunette.Tensor
---@param options? lunette.nn.MinibatchDiscrimination.closeness.options
---@return lunette.Tensor
---@overload fun(self: lunette.nn.MinibatchDiscrimination, x: lunette.Tensor, options: lunette.nn.MinibatchDiscrimination.closeness.options): lunette.Tensor
---@overload fun(self: lunette.nn.MinibatchDiscrimination, options: lunette.nn.MinibatchDiscrimination.closeness.options): lunette.Tensor
function MinibatchDiscrimination:closeness(x, others, options) end

---@param x lunette.Tensor
---@param others lunette.Tensor
---@return lunette.Tensor
function MinibatchDiscrimination:forward(x, others) end

--- Fits the layer to features x: n,a of real samples, as the authors do: each
--- kernel's mean distance to the nearest neighbour becomes 2, and the bias
--- takes away the mean of o. Neighbours are nearer in a larger batch, so give
--- one of the size that training will use (with halves, of a half's). It is for
--- features that are spread, as those of pictures: where samples sit in points,
--- as in a mixture of narrow modes, all but a neighbour becomes infinitely far,
--- and the layer blind (docs/results.md, layer). Returns the layer.
---@generic T
---@param self T
---@param x lunette.Tensor
---@return T
function MinibatchDiscrimination:initialise(x) end

end

do
---@class lunette.nn.MinibatchStdDev: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local MinibatchStdDev = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function MinibatchStdDev:forward(x) end

end

do
---@class lunette.nn.Mish: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Mish = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Mish:forward(x) end

end

do
--- Layers: tables of tensors that can be called.
---@class lunette.nn.Module.base: lunette.Callable
---@field training boolean whether the layer is in training mode (it starts so)
---@field output_axis integer which dimension of the weight numbers outputs: 1
local Module = {}

---@class lunette.nn.Module.add_module.options
---@field name? string
---@field layer? lunette.nn.Module

--- Makes the layer a field: model[name] = layer.
---@param name string
---@param layer? lunette.nn.Module
---@param options? lunette.nn.Module.add_module.options
---@overload fun(self: lunette.nn.Module, name: string, options: lunette.nn.Module.add_module.options)
---@overload fun(self: lunette.nn.Module, options: lunette.nn.Module.add_module.options)
function Module:add_module(name, layer, options) end

--- Calls fn(layer) for all below, then for this one; returns this one:
---   local nn = ln.nn
---   local D = nn.Sequential {nn.Conv2d(3, 8, 4), nn.ReLU()}
---   D:apply(function(layer)
---     if layer:is_a(nn.Conv2d) then nn.init.normal_(layer.weight, 0, 0.02) end
---   end)
---@generic T
---@param self T
---@param fn function|lunette.Callable
---@return T
function Module:apply(fn) end

--- A list of the buffers.
---@return lunette.Tensor[]
function Module:buffers() end

--- A list of the layers directly inside this one.
---@return lunette.nn.Module[]
function Module:children() end

--- A layer like this one with parameters and buffers of its own; what was
--- shared inside is shared inside the copy.
---
---   local layer = ln.nn.Linear(2, 1)
---   local copy = layer:clone()
---   copy.weight:detach():fill_(0)
---   print(layer.weight:equal(copy.weight))   -- false
---@generic T
---@param self T
---@return T
function Module:clone() end

--- Makes field `name`, a parameter, one that is computed each time it is read:
--- layer[name] is field.compute(layer, name, field). The parameter itself is
--- returned, to be kept in another field. `field` is a plain table with a
--- `kind`, which tostring shows; a clone gets a copy of it.
---@param name string
---@param field table
---@return lunette.Tensor?
function Module:compute_field(name, field) end

--- Takes this layer and all below out of training mode.
---@generic T
---@param self T
---@return T
function Module:eval() end

--- `local _ <close> = G:evaluating()`: this layer and all below are out of
--- training mode until it closes; then each is in the mode it was in.
---
---   local nn = ln.nn
---   local G = nn.Sequential {nn.Linear(2, 2), nn.BatchNorm1d(2)}
---   do
---     local _ <close> = G:evaluating()
---     local samples = G(ln.randn(1, 2))
---   end
---   print(G.training)   -- true
---@return lunette.Scope
function Module:evaluating() end

--- A new class of layers, below this one:
---   local Residual = ln.nn.Module:extend "Residual"
---   function Residual:init(features)
---     self.linear = ln.nn.Linear(features, features)
---   end
---   function Residual:forward(x) return x + self.linear(x:relu()) end
---   local layer = Residual(64)
---   local y = layer(ln.randn(2, 64))
--- Residual(64) makes one, and calling that one calls forward.
---@param name string
---@return lunette.nn.Module.class
function Module:extend(name) end

--- What tostring shows between the parentheses.
---@return string
function Module:extra_repr() end

--- Ends compute_field for a field of this `kind`: layer[name] is a parameter
--- with the value that it has now.
---@param name string
---@param kind string
function Module:fix_field(name, kind) end

---@return lunette.Tensor
function Module:forward() end

--- `local _ <close> = D:frozen()`: until it closes, no parameter of D requires
--- a gradient; then those that did do again.
---
---   local nn = ln.nn
---   local G, D = nn.Linear(2, 2), nn.Linear(2, 1)
---   do
---     local _ <close> = D:frozen()
---     D(G(ln.randn(8, 2))):mean():neg():backward()
---   end
---   print(D.weight.grad, G.weight.grad:size())   -- nil  {2, 2}
---@return lunette.Scope
function Module:frozen() end

--- The buffer at a path, model:get_buffer "2.running_mean".
---@param target string
---@return lunette.Tensor
function Module:get_buffer(target) end

--- The parameter at a path, model:get_parameter "1.weight".
---@param target string
---@return lunette.Tensor
function Module:get_parameter(target) end

--- The layer at a path, model:get_submodule "1.conv"; the model itself at "".
---@param target string
---@return lunette.nn.Module
function Module:get_submodule(target) end

--- Is the layer of the class, or of one below it?
---@param class table
---@return boolean
function Module:is_a(class) end

---@class lunette.nn.Module.is_class.options
---@field value? any

--- Is it a class of layers?
---@param value? any
---@param options? lunette.nn.Module.is_class.options
---@return boolean
---@overload fun(self: lunette.nn.Module, options: lunette.nn.Module.is_class.options): boolean
function Module:is_class(value, options) end

---@class lunette.nn.Module.is_layer.options
---@field value? any

--- Is `value` a layer (an instance, not a class)?
---@param value? any
---@param options? lunette.nn.Module.is_layer.options
---@return boolean
---@overload fun(self: lunette.nn.Module, options: lunette.nn.Module.is_layer.options): boolean
function Module:is_layer(value, options) end

---@class lunette.nn.Module.load_state_dict.options
---@field state_dict? table
---@field strict? boolean default true
---@field from? "lunette"|"torch" default "lunette"

--- Copies a state into the parameters and buffers; nothing is changed unless
--- all fits. Raises with the paths that are missing, unexpected, or of other
--- sizes; with {strict = false} only sizes must agree, and {missing = ...,
--- unexpected = ...} is returned in any case. {from = "torch"} takes the names
--- that PyTorch's state_dict has, which count layers from 0, also those of a
--- DataParallel; what is shared it takes under any of its names.
---@param state_dict table
---@param options? lunette.nn.Module.load_state_dict.options
---@return { missing: string[], unexpected: string[] }
---@overload fun(self: lunette.nn.Module, options: lunette.nn.Module.load_state_dict.options): { missing: string[], unexpected: string[] }
function Module:load_state_dict(state_dict, options) end

--- A list of this layer and all below, each before those inside it.
---@return lunette.nn.Module[]
function Module:modules() end

---@class lunette.nn.Module.multiply_adds.options
---@field inputs? table
---@field y? any

--- The multiplications (each with its addition) of one call of this layer
--- itself, those below it left out, given the list of its inputs and its first
--- result; nil when nobody counts them.
---@param inputs table
---@param y? any
---@param options? lunette.nn.Module.multiply_adds.options
---@return integer?
---@overload fun(self: lunette.nn.Module, inputs: table, options: lunette.nn.Module.multiply_adds.options): integer?
---@overload fun(self: lunette.nn.Module, options: lunette.nn.Module.multiply_adds.options): integer?
function Module:multiply_adds(inputs, y, options) end

--- for name, tensor in layer:named_buffers() do: buffers by their paths.
---@return fun(): string, lunette.Tensor
function Module:named_buffers() end

--- for name, layer in model:named_children() do: the layers directly inside
--- this one.
---@return fun(): string, lunette.nn.Module
function Module:named_children() end

--- for path, layer in model:named_modules() do: this layer and all below by
--- their paths, its own being "".
---@return fun(): string, lunette.nn.Module
function Module:named_modules() end

--- for name, tensor in layer:named_parameters() do: parameters by their paths.
---
---   for name, p in ln.nn.Linear(3, 2):named_parameters() do
---     print(name, p:size())
---   end
---@return fun(): string, lunette.Tensor
function Module:named_parameters() end

--- A list of the parameters of this layer and all below.
---@return lunette.Tensor[]
function Module:parameters() end

---@class lunette.nn.Module.register_buffer.options
---@field name? string
---@field tensor? lunette.Tensor
---@field persistent? boolean default true

--- Makes the tensor a buffer in a field: model[name] = nn.Buffer(tensor). One
--- that is not persistent is a plain tensor, which a clone copies and no state
--- has.
---@param name string
---@param tensor? lunette.Tensor
---@param persistent? boolean
---@param options? lunette.nn.Module.register_buffer.options
---@overload fun(self: lunette.nn.Module, name: string, tensor?: lunette.Tensor, options: lunette.nn.Module.register_buffer.options)
---@overload fun(self: lunette.nn.Module, name: string, options: lunette.nn.Module.register_buffer.options)
---@overload fun(self: lunette.nn.Module, options: lunette.nn.Module.register_buffer.options)
function Module:register_buffer(name, tensor, persistent, options) end

--- Calls hook(layer, inputs, y, ...) after each call of this layer, y, ...
--- being what it gave. What it returns replaces that; nothing leaves it.
--- Returns a handle as register_forward_pre_hook does. A clone has the same
--- hooks.
---
---   local model, seen = ln.gan.zoo.mlp(), {}
---   model.discriminator[1]:register_forward_hook(function(_, _, y)
---     seen.features = y
---   end)
---@param hook function|lunette.Callable
---@return table
function Module:register_forward_hook(hook) end

--- Calls hook(layer, inputs) before each call of this layer; inputs is a list
--- with its length in n. What it returns, a list or one input, replaces them;
--- nothing leaves them. Returns a handle: handle:remove() ends it, and so does
--- closing it: `local _ <close> = layer:register_forward_pre_hook(f)`.
---@param hook function|lunette.Callable
---@return table
function Module:register_forward_pre_hook(hook) end

--- Calls hook(layer, grad_input, grad_output) in every sweep that goes backward
--- through a call of this layer, once the gradients of its inputs are known:
--- lists of the gradients of its tensor inputs and of its results, zeros for a
--- result that nothing depends on. A list that hook returns takes the place of
--- grad_input. When no input wants a gradient, grad_input is empty. Returns a
--- handle as register_forward_pre_hook does.
---
---   local layer = ln.nn.Linear(3, 2)
---   layer:register_full_backward_hook(function(_, _, grad_output)
---     print(grad_output[1])   -- {{1, 1}}
---   end)
---   layer(ln.ones(1, 3)):sum():backward()
---@param hook function|lunette.Callable
---@return table
function Module:register_full_backward_hook(hook) end

---@class lunette.nn.Module.register_parameter.options
---@field name? string
---@field param? lunette.Tensor

--- Makes the tensor a parameter in a field: model[name] = nn.Parameter(param).
---@param name string
---@param param? lunette.Tensor
---@param options? lunette.nn.Module.register_parameter.options
---@overload fun(self: lunette.nn.Module, name: string, options: lunette.nn.Module.register_parameter.options)
---@overload fun(self: lunette.nn.Module, options: lunette.nn.Module.register_parameter.options)
function Module:register_parameter(name, param, options) end

---@class lunette.nn.Module.requires_grad_.options
---@field requires_grad? boolean default true

--- Whether the parameters require gradients from now on.
---@generic T
---@param self T
---@param requires_grad? boolean
---@param options? lunette.nn.Module.requires_grad_.options
---@return T
---@overload fun(self: lunette.nn.Module, options: lunette.nn.Module.requires_grad_.options): T
function Module:requires_grad_(requires_grad, options) end

---@class lunette.nn.Module.state_dict.options
---@field to? "lunette"|"torch" default "lunette"

--- Parameters and buffers by path ("2.weight"); with {to = "torch"} by the
--- names that PyTorch's state_dict has, so that its load_state_dict takes what
--- ln.save writes of them. The tensors share the layer's values: clone() the
--- layer to keep them as they are now.
---
---   local nn = ln.nn
---   local model = nn.Sequential {nn.Linear(2, 3), nn.ReLU()}
---   ln.save("model.safetensors", model:state_dict())
---   local other = nn.Sequential {nn.Linear(2, 3), nn.ReLU()}
---   other:load_state_dict(ln.load "model.safetensors")
---   print(other[1].weight:equal(model[1].weight))   -- true
---@param options? lunette.nn.Module.state_dict.options
---@return table<string, lunette.Tensor>
function Module:state_dict(options) end

--- The layers, the shape that each gives, its parameters, its multiply-adds and
--- the memory of its result, as a table of text: model:summary {1, 28, 28}, the
--- shape of one sample (one for each input). The model is run on zeros in
--- evaluation mode, and left as it was.
---
---   local nn = ln.nn
---   local model = nn.Sequential {
---     nn.Conv2d(1, 8, 4, {stride = 2}), nn.ReLU(), nn.Flatten()}
---   print(model:summary {1, 28, 28})
---@param sizes integer|integer[]
---@param ... integer|integer[]
---@return string
function Module:summary(sizes, ...) end

---@class lunette.nn.Module.train.options
---@field mode? boolean default true

--- Puts this layer and all below in training mode, or out of it.
---@generic T
---@param self T
---@param mode? boolean
---@param options? lunette.nn.Module.train.options
---@return T
---@overload fun(self: lunette.nn.Module, options: lunette.nn.Module.train.options): T
function Module:train(mode, options) end

--- Runs f(); meanwhile, tells see(layer, inputs, ...) of each layer called: a
--- list of what it was given, and what it gave.
---@param see function|lunette.Callable
---@param f function|lunette.Callable
---@return any
function Module:watched(see, f) end

--- Forgets the gradients.
---@generic T
---@param self T
---@return T
function Module:zero_grad() end

---@class lunette.nn.Module: lunette.nn.Module.base
---@overload fun(...: any): lunette.Tensor

---@class lunette.nn.Module.class: lunette.nn.Module.base
---@overload fun(...: any): lunette.nn.Module

end

do
---@class lunette.nn.ModuleDict: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local ModuleDict = {}

--- Adds a layer, or puts it in the place of the one of that name.
---@generic T
---@param self T
---@param name string
---@param layer any
---@return T
function ModuleDict:add(name, layer) end

---@return lunette.Tensor
function ModuleDict:forward() end

--- for name, layer in dict:items() do: all, names sorted.
---@return fun(): string, lunette.nn.Module
function ModuleDict:items() end

end

do
--- A list that is walked for parameters; it is not called itself.
---
---   local nn = ln.nn
---   local Tower = nn.Module:extend "Tower"
---   function Tower:init(n)
---     self.blocks = nn.ModuleList()
---     for _ = 1, n do self.blocks:append(nn.Linear(4, 4)) end
---   end
---   function Tower:forward(x)
---     for _, block in ipairs(self.blocks) do x = x + block(x:relu()) end
---     return x
---   end
---   print(#Tower(3):parameters())   -- 6
---@class lunette.nn.ModuleList.base: lunette.nn.Module
---@field [integer] lunette.nn.Module its layers
local ModuleList = {}

--- Adds a layer, or a function, at the end; returns the list.
---@generic T
---@param self T
---@param layer any
---@return T
function ModuleList:append(layer) end

--- Adds the layers of a table at the end; returns the list. A class has extend
--- of nn.Module.
---@generic T
---@param self T
---@param layers table|string
---@return T
function ModuleList:extend(layers) end

---@return lunette.Tensor
function ModuleList:forward() end

--- Puts a layer, or a function, before the one at that index, or at the end;
--- returns the list.
---@generic T
---@param self T
---@param index integer
---@param layer any
---@return T
function ModuleList:insert(index, layer) end

---@class lunette.nn.ModuleList: lunette.nn.ModuleList.base
---@overload fun(...: any): lunette.Tensor

---@class lunette.nn.ModuleList.class: lunette.nn.ModuleList.base
---@overload fun(...: any): lunette.nn.ModuleList

end

do
---@class lunette.nn.MultiLabelMarginLoss: lunette.nn.Module
---@overload fun(a: lunette.Tensor, b: lunette.Tensor): lunette.Tensor
local MultiLabelMarginLoss = {}

---@param a lunette.Tensor
---@param b lunette.Tensor
---@return lunette.Tensor
function MultiLabelMarginLoss:forward(a, b) end

end

do
---@class lunette.nn.MultiLabelSoftMarginLoss: lunette.nn.Module
---@overload fun(a: lunette.Tensor, b: lunette.Tensor): lunette.Tensor
local MultiLabelSoftMarginLoss = {}

---@param a lunette.Tensor
---@param b lunette.Tensor
---@return lunette.Tensor
function MultiLabelSoftMarginLoss:forward(a, b) end

end

do
---@class lunette.nn.MultiMarginLoss: lunette.nn.Module
---@overload fun(a: lunette.Tensor, b: lunette.Tensor): lunette.Tensor
local MultiMarginLoss = {}

---@param a lunette.Tensor
---@param b lunette.Tensor
---@return lunette.Tensor
function MultiMarginLoss:forward(a, b) end

end

do
---@class lunette.nn.MultiheadAttention: lunette.nn.Module
---@overload fun(query: lunette.Tensor, key: lunette.Tensor, value: lunette.Tensor, given: lunette.Tensor): lunette.Tensor
local MultiheadAttention = {}

---@param query lunette.Tensor
---@param key lunette.Tensor
---@param value lunette.Tensor
---@param given lunette.Tensor
---@return lunette.Tensor
function MultiheadAttention:forward(query, key, value, given) end

end

do
---@class lunette.nn.NLLLoss: lunette.nn.Module
---@overload fun(a: lunette.Tensor, b: lunette.Tensor): lunette.Tensor
local NLLLoss = {}

---@param a lunette.Tensor
---@param b lunette.Tensor
---@return lunette.Tensor
function NLLLoss:forward(a, b) end

end

do
---@class lunette.nn.PReLU: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local PReLU = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function PReLU:forward(x) end

end

do
---@class lunette.nn.PairwiseDistance: lunette.nn.Module
---@overload fun(x1: lunette.Tensor, x2: lunette.Tensor): lunette.Tensor
local PairwiseDistance = {}

---@param x1 lunette.Tensor
---@param x2 lunette.Tensor
---@return lunette.Tensor
function PairwiseDistance:forward(x1, x2) end

end

do
---@class lunette.nn.ParameterDict: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local ParameterDict = {}

--- Adds a parameter, or a tensor as one, or puts it in the place of the one of
--- that name.
---@generic T
---@param self T
---@param name string
---@param value lunette.Tensor
---@return T
function ParameterDict:add(name, value) end

---@return lunette.Tensor
function ParameterDict:forward() end

--- for name, parameter in dict:items() do: all, names sorted.
---@return fun(): string, lunette.Tensor
function ParameterDict:items() end

end

do
--- Parameters in a list, list[k]; tensors that are none become some. It is not
--- called. State: by their numbers, from 1.
---@class lunette.nn.ParameterList.base: lunette.nn.Module
local ParameterList = {}

--- Adds a parameter, or a tensor as one, at the end; returns the list.
---@generic T
---@param self T
---@param value lunette.Tensor
---@return T
function ParameterList:append(value) end

--- Adds the tensors of a table at the end; returns the list. A class has extend
--- of nn.Module.
---@generic T
---@param self T
---@param values lunette.Tensor[]|string
---@return T
function ParameterList:extend(values) end

---@return lunette.Tensor
function ParameterList:forward() end

---@class lunette.nn.ParameterList: lunette.nn.ParameterList.base
---@overload fun(...: any): lunette.Tensor

---@class lunette.nn.ParameterList.class: lunette.nn.ParameterList.base
---@overload fun(...: any): lunette.nn.ParameterList

end

do
---@class lunette.nn.PixelNorm: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local PixelNorm = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function PixelNorm:forward(x) end

end

do
---@class lunette.nn.PixelShuffle: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local PixelShuffle = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function PixelShuffle:forward(x) end

end

do
---@class lunette.nn.PixelUnshuffle: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local PixelUnshuffle = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function PixelUnshuffle:forward(x) end

end

do
---@class lunette.nn.PoissonNLLLoss: lunette.nn.Module
---@overload fun(a: lunette.Tensor, b: lunette.Tensor): lunette.Tensor
local PoissonNLLLoss = {}

---@param a lunette.Tensor
---@param b lunette.Tensor
---@return lunette.Tensor
function PoissonNLLLoss:forward(a, b) end

end

do
---@class lunette.nn.RMSNorm: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local RMSNorm = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function RMSNorm:forward(x) end

end

do
---@class lunette.nn.RNN: lunette.nn.Module
---@overload fun(x: lunette.Tensor, ...: lunette.Tensor): lunette.Tensor, lunette.Tensor[]
local RNN = {}

---@param x lunette.Tensor
---@param ... lunette.Tensor
---@return lunette.Tensor
---@return lunette.Tensor[]
function RNN:forward(x, ...) end

end

do
---@class lunette.nn.RNNCell: lunette.nn.Module
---@overload fun(x: lunette.Tensor, ...: lunette.Tensor): lunette.Tensor[]
local RNNCell = {}

---@param x lunette.Tensor
---@param ... lunette.Tensor
---@return lunette.Tensor[]
function RNNCell:forward(x, ...) end

end

do
---@class lunette.nn.RReLU: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local RReLU = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function RReLU:forward(x) end

end

do
---@class lunette.nn.ReLU: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local ReLU = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function ReLU:forward(x) end

end

do
---@class lunette.nn.ReLU6: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local ReLU6 = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function ReLU6:forward(x) end

end

do
---@class lunette.nn.ReflectionPad1d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local ReflectionPad1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function ReflectionPad1d:forward(x) end

end

do
---@class lunette.nn.ReflectionPad2d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local ReflectionPad2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function ReflectionPad2d:forward(x) end

end

do
---@class lunette.nn.ReflectionPad3d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local ReflectionPad3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function ReflectionPad3d:forward(x) end

end

do
---@class lunette.nn.ReplicationPad1d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local ReplicationPad1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function ReplicationPad1d:forward(x) end

end

do
---@class lunette.nn.ReplicationPad2d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local ReplicationPad2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function ReplicationPad2d:forward(x) end

end

do
---@class lunette.nn.ReplicationPad3d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local ReplicationPad3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function ReplicationPad3d:forward(x) end

end

do
---@class lunette.nn.Residual: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Residual = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Residual:forward(x) end

end

do
---@class lunette.nn.SELU: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local SELU = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function SELU:forward(x) end

end

do
---@class lunette.nn.SelfAttention2d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local SelfAttention2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function SelfAttention2d:forward(x) end

end

do
--- One after another, c(b(a(x))). An entry is a layer or a function; model[2]
--- is the second, #model their number.
---
---   local nn = ln.nn
---   local model = nn.Sequential {
---     nn.Linear(2, 8), function(x) return x:relu() end, nn.Linear(8, 1),
---   }
---   local y = model(ln.randn(5, 2))
---   print(#model, model[3], y:size())   -- 3  Linear(8, 1)  {5, 1}
---@class lunette.nn.Sequential.base: lunette.nn.Module
---@field [integer] lunette.nn.Module its layers
local Sequential = {}

--- Adds a layer, or a function, at the end; returns the list.
---@generic T
---@param self T
---@param layer any
---@return T
function Sequential:append(layer) end

--- Adds the layers of a table at the end; returns the list. A class has extend
--- of nn.Module.
---@generic T
---@param self T
---@param layers table|string
---@return T
function Sequential:extend(layers) end

---@param x lunette.Tensor
---@param ... lunette.Tensor
---@return lunette.Tensor
function Sequential:forward(x, ...) end

--- Puts a layer, or a function, before the one at that index, or at the end;
--- returns the list.
---@generic T
---@param self T
---@param index integer
---@param layer any
---@return T
function Sequential:insert(index, layer) end

---@class lunette.nn.Sequential: lunette.nn.Sequential.base
---@overload fun(x: lunette.Tensor, ...: lunette.Tensor): lunette.Tensor

---@class lunette.nn.Sequential.class: lunette.nn.Sequential.base
---@overload fun(...: any): lunette.nn.Sequential

end

do
---@class lunette.nn.SiLU: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local SiLU = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function SiLU:forward(x) end

end

do
---@class lunette.nn.Sigmoid: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Sigmoid = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Sigmoid:forward(x) end

end

do
---@class lunette.nn.SmoothL1Loss: lunette.nn.Module
---@overload fun(a: lunette.Tensor, b: lunette.Tensor): lunette.Tensor
local SmoothL1Loss = {}

---@param a lunette.Tensor
---@param b lunette.Tensor
---@return lunette.Tensor
function SmoothL1Loss:forward(a, b) end

end

do
---@class lunette.nn.SoftMarginLoss: lunette.nn.Module
---@overload fun(a: lunette.Tensor, b: lunette.Tensor): lunette.Tensor
local SoftMarginLoss = {}

---@param a lunette.Tensor
---@param b lunette.Tensor
---@return lunette.Tensor
function SoftMarginLoss:forward(a, b) end

end

do
---@class lunette.nn.Softmax: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Softmax = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Softmax:forward(x) end

end

do
---@class lunette.nn.Softmax2d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Softmax2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Softmax2d:forward(x) end

end

do
---@class lunette.nn.Softmin: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Softmin = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Softmin:forward(x) end

end

do
---@class lunette.nn.Softplus: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Softplus = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Softplus:forward(x) end

end

do
---@class lunette.nn.Softshrink: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Softshrink = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Softshrink:forward(x) end

end

do
---@class lunette.nn.Softsign: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Softsign = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Softsign:forward(x) end

end

do
---@class lunette.nn.SyncBatchNorm: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local SyncBatchNorm = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function SyncBatchNorm:forward(x) end

end

do
---@class lunette.nn.Tanh: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Tanh = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Tanh:forward(x) end

end

do
---@class lunette.nn.Tanhshrink: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Tanhshrink = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Tanhshrink:forward(x) end

end

do
---@class lunette.nn.Threshold: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Threshold = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Threshold:forward(x) end

end

do
---@class lunette.nn.Transformer: lunette.nn.Module
---@overload fun(src: lunette.Tensor, tgt: lunette.Tensor, given: lunette.Tensor): lunette.Tensor
local Transformer = {}

---@param src lunette.Tensor
---@param tgt lunette.Tensor
---@param given lunette.Tensor
---@return lunette.Tensor
function Transformer:forward(src, tgt, given) end

--- 1 above the diagonal of sz x sz: no position sees a later one.
---@param sz integer
---@return lunette.Tensor
function Transformer:generate_square_subsequent_mask(sz) end

end

do
---@class lunette.nn.TransformerDecoder: lunette.nn.Module
---@overload fun(tgt: lunette.Tensor, memory: lunette.Tensor, given: lunette.Tensor): lunette.Tensor
local TransformerDecoder = {}

---@param tgt lunette.Tensor
---@param memory lunette.Tensor
---@param given lunette.Tensor
---@return lunette.Tensor
function TransformerDecoder:forward(tgt, memory, given) end

end

do
---@class lunette.nn.TransformerDecoderLayer: lunette.nn.Module
---@overload fun(tgt: lunette.Tensor, memory: lunette.Tensor, given: lunette.Tensor): lunette.Tensor
local TransformerDecoderLayer = {}

---@param tgt lunette.Tensor
---@param memory lunette.Tensor
---@param given lunette.Tensor
---@return lunette.Tensor
function TransformerDecoderLayer:forward(tgt, memory, given) end

end

do
---@class lunette.nn.TransformerEncoder: lunette.nn.Module
---@overload fun(x: lunette.Tensor, given: lunette.Tensor): lunette.Tensor
local TransformerEncoder = {}

---@param x lunette.Tensor
---@param given lunette.Tensor
---@return lunette.Tensor
function TransformerEncoder:forward(x, given) end

end

do
---@class lunette.nn.TransformerEncoderLayer: lunette.nn.Module
---@overload fun(x: lunette.Tensor, given: lunette.Tensor): lunette.Tensor
local TransformerEncoderLayer = {}

---@param x lunette.Tensor
---@param given lunette.Tensor
---@return lunette.Tensor
function TransformerEncoderLayer:forward(x, given) end

end

do
---@class lunette.nn.TripletMarginLoss: lunette.nn.Module
---@overload fun(a: lunette.Tensor, b: lunette.Tensor, c: lunette.Tensor): lunette.Tensor
local TripletMarginLoss = {}

---@param a lunette.Tensor
---@param b lunette.Tensor
---@param c lunette.Tensor
---@return lunette.Tensor
function TripletMarginLoss:forward(a, b, c) end

end

do
---@class lunette.nn.TripletMarginWithDistanceLoss: lunette.nn.Module
---@overload fun(a: lunette.Tensor, b: lunette.Tensor, c: lunette.Tensor): lunette.Tensor
local TripletMarginWithDistanceLoss = {}

---@param a lunette.Tensor
---@param b lunette.Tensor
---@param c lunette.Tensor
---@return lunette.Tensor
function TripletMarginWithDistanceLoss:forward(a, b, c) end

end

do
---@class lunette.nn.Unflatten: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Unflatten = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Unflatten:forward(x) end

end

do
---@class lunette.nn.Unfold: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Unfold = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Unfold:forward(x) end

end

do
---@class lunette.nn.Upsample: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local Upsample = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function Upsample:forward(x) end

end

do
---@class lunette.nn.UpsamplingBilinear2d: lunette.nn.Upsample
---@overload fun(x: lunette.Tensor): lunette.Tensor
local UpsamplingBilinear2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function UpsamplingBilinear2d:forward(x) end

end

do
---@class lunette.nn.UpsamplingNearest2d: lunette.nn.Upsample
---@overload fun(x: lunette.Tensor): lunette.Tensor
local UpsamplingNearest2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function UpsamplingNearest2d:forward(x) end

end

do
---@class lunette.nn.VirtualBatchNorm: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local VirtualBatchNorm = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function VirtualBatchNorm:forward(x) end

end

do
---@class lunette.nn.ZeroPad1d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local ZeroPad1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function ZeroPad1d:forward(x) end

end

do
---@class lunette.nn.ZeroPad2d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local ZeroPad2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function ZeroPad2d:forward(x) end

end

do
---@class lunette.nn.ZeroPad3d: lunette.nn.Module
---@overload fun(x: lunette.Tensor): lunette.Tensor
local ZeroPad3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
function ZeroPad3d:forward(x) end

end

do
---@class lunette.onnx.Graph: lunette.nn.Module
---@overload fun(...: lunette.Tensor): lunette.Tensor
local Graph = {}

---@param ... lunette.Tensor
---@return lunette.Tensor
function Graph:forward(...) end

end

do
---@class lunette.optim.ASGD: lunette.optim.Optimizer
local ASGD = {}

end

do
---@class lunette.optim.Adadelta: lunette.optim.Optimizer
local Adadelta = {}

end

do
---@class lunette.optim.Adagrad: lunette.optim.Optimizer
local Adagrad = {}

end

do
---@class lunette.optim.Adam: lunette.optim.Optimizer
local Adam = {}

end

do
---@class lunette.optim.AdamW: lunette.optim.Optimizer
local AdamW = {}

end

do
---@class lunette.optim.Adamax: lunette.optim.Optimizer
local Adamax = {}

end

do
---@class lunette.optim.ExtraAdam: lunette.optim.Adam
local ExtraAdam = {}

---@class lunette.optim.ExtraAdam.extrapolate.options
---@field closure? function|lunette.Callable

--- Moves the parameters to the point at which the gradients of step() are to
--- be computed. Several in a row go on from each other.
---@param closure? function|lunette.Callable
---@param options? lunette.optim.ExtraAdam.extrapolate.options
---@return lunette.Tensor?
---@overload fun(self: lunette.optim.ExtraAdam, options: lunette.optim.ExtraAdam.extrapolate.options): lunette.Tensor?
function ExtraAdam:extrapolate(closure, options) end

---@class lunette.optim.ExtraAdam.step.options
---@field closure? function|lunette.Callable

--- One update of the parameters from before extrapolate(), with the gradients
--- of now. Raises without extrapolate().
---@param closure? function|lunette.Callable
---@param options? lunette.optim.ExtraAdam.step.options
---@return lunette.Tensor?
---@overload fun(self: lunette.optim.ExtraAdam, options: lunette.optim.ExtraAdam.step.options): lunette.Tensor?
function ExtraAdam:step(closure, options) end

end

do
---@class lunette.optim.LBFGS: lunette.optim.Optimizer
local LBFGS = {}

--- Up to max_iter iterations; returns the loss before them. The memory goes on
--- into the next step.
---@param closure function|lunette.Callable
---@return lunette.Tensor
function LBFGS:step(closure) end

end

do
---@class lunette.optim.Lookahead
---@field optimizer lunette.optim.Optimizer the one that is wrapped
local Lookahead = {}

--- Adds a group, whose slow weights start where its parameters are.
---@param param_group table
function Lookahead:add_param_group(param_group) end

--- Takes a state over by copy. Raises, changing nothing, when it does not fit
--- or something is missing.
---@param state_dict table
function Lookahead:load_state_dict(state_dict) end

--- {optimizer = its state, slow = a list of tensors, steps = ..., k, alpha}.
---@return table
function Lookahead:state_dict() end

---@class lunette.optim.Lookahead.step.options
---@field closure? function|lunette.Callable

--- One step of the optimiser; every k-th moves the slow weights.
---@param closure? function|lunette.Callable
---@param options? lunette.optim.Lookahead.step.options
---@return lunette.Tensor?
---@overload fun(self: lunette.optim.Lookahead, options: lunette.optim.Lookahead.step.options): lunette.Tensor?
function Lookahead:step(closure, options) end

--- Forgets the gradients of all parameters.
function Lookahead:zero_grad() end

end

do
---@class lunette.optim.NAdam: lunette.optim.Optimizer
local NAdam = {}

end

do
---@class lunette.optim.OptimisticAdam: lunette.optim.Optimizer
local OptimisticAdam = {}

end

do
--- What all optimisers share: groups of parameters, their options and state.
---
---   local nn = ln.nn
---   local body, head = nn.Linear(2, 8), nn.Linear(8, 1)
---   local opt = ln.optim.Adam({
---     {params = body:parameters()}, {params = head:parameters(), lr = 1e-4},
---   }, {lr = 1e-3})
---   head(body(ln.randn(4, 2)):relu()):mean():backward()
---   opt:step()
---   opt.param_groups[1].lr = 5e-4
---@class lunette.optim.Optimizer.base
---@field param_groups table[] {params = {...}, lr = ..., ...}; options may be changed at any time
---@field state table tensors and counts by parameter
local Optimizer = {}

--- Adds {params = {...}, and options other than those of the optimiser}. Raises
--- on a parameter that is there already.
---@param param_group table
function Optimizer:add_param_group(param_group) end

--- For steps, before they change anything: raises where options of a group are
--- no longer what they may be.
function Optimizer:check_options() end

---@class lunette.optim.Optimizer.extend.options
---@field name? string
---@field signature? string
---@field check? function|lunette.Callable

--- A new class of optimisers.
---
---   local Lion = ln.optim.Optimizer:extend("Lion",
---     "lr: real = 1e-4, betas: pair = {0.9, 0.99}, weight_decay: real = 0")
---   function Lion:update(group, params, grads)
---     local _ <close> = ln.no_grad()
---     for k, p in ipairs(params) do
---       local s = self.state[p] or {m = ln.zeros_like(p)}
---       local way = s.m:lerp(grads[k], 1 - group.betas[1]):sign()
---       p:sub_((way + p * group.weight_decay) * group.lr)
---       self.state[p] = {m = s.m:lerp(grads[k], 1 - group.betas[2])}
---     end
---   end
---   local layer = ln.nn.Linear(2, 1)
---   local opt = Lion(layer:parameters(), {lr = 0.01})
---   layer(ln.ones(4, 2)):sum():backward()
---   opt:step()
---
--- (Chen et al. 2023, arXiv 2302.06675, algorithm 2.) The signature lists the
--- options, with commas: "name: kind = default", or "name: kind?" for one that
--- may be left out; one with neither has to be given. A kind is real, positive,
--- nonnegative, share (0 to 1), int, count (1 or above), whole (0 or above),
--- bool, string, function, tensor, pair (two numbers), any, words ("sum|mean")
--- or another of those that lunette.arguments lists.
--- check(values, name), of the options and the class's name, raises when they
--- make no sense together. update(group, params, grads) is called by step(),
--- once for each group that has gradients: its options are fields of group,
--- grads[k] is the gradient of params[k]. What it remembers of p is the table
--- self.state[p], of tensors and numbers, which state_dict() saves; a class may
--- have `keeps`, what a state has to hold (lunette.optim.entries).
---@param name string
---@param signature string
---@param check? function|lunette.Callable
---@param options? lunette.optim.Optimizer.extend.options
---@return lunette.optim.Optimizer.class
---@overload fun(self: lunette.optim.Optimizer, name: string, signature: string, options: lunette.optim.Optimizer.extend.options): lunette.optim.Optimizer.class
---@overload fun(self: lunette.optim.Optimizer, name: string, options: lunette.optim.Optimizer.extend.options): lunette.optim.Optimizer.class
---@overload fun(self: lunette.optim.Optimizer, options: lunette.optim.Optimizer.extend.options): lunette.optim.Optimizer.class
function Optimizer:extend(name, signature, check, options) end

--- Takes a state over, options included, by copy. Raises, changing nothing,
--- when groups or sizes differ, or something is missing.
---@param state_dict table
function Optimizer:load_state_dict(state_dict) end

--- {state = a table for each parameter, in order, {step = 0} before its first
--- step; param_groups = their options and, in params, which parameters they
--- hold}. The tensors may share their values with the optimiser, until its next
--- step: save or clone them before.
---@return table
function Optimizer:state_dict() end

---@class lunette.optim.Optimizer.step.options
---@field closure? function|lunette.Callable

--- One update from the gradients; parameters without one are passed over. A
--- closure that computes gradients and returns the loss is called first, and
--- its loss returned.
---@param closure? function|lunette.Callable
---@param options? lunette.optim.Optimizer.step.options
---@return lunette.Tensor?
---@overload fun(self: lunette.optim.Optimizer, options: lunette.optim.Optimizer.step.options): lunette.Tensor?
function Optimizer:step(closure, options) end

--- Forgets the gradients of all parameters.
function Optimizer:zero_grad() end

---@class lunette.optim.Optimizer: lunette.optim.Optimizer.base

---@class lunette.optim.Optimizer.class: lunette.optim.Optimizer.base
---@overload fun(...: any): lunette.optim.Optimizer

end

do
---@class lunette.optim.RAdam: lunette.optim.Optimizer
local RAdam = {}

end

do
---@class lunette.optim.RMSprop: lunette.optim.Optimizer
local RMSprop = {}

end

do
---@class lunette.optim.Rprop: lunette.optim.Optimizer
local Rprop = {}

end

do
---@class lunette.optim.SGD: lunette.optim.Optimizer
local SGD = {}

end

do
---@class lunette.optim.lr_scheduler.ChainedScheduler: lunette.Scheduler
local ChainedScheduler = {}

--- The next rates: every scheduler goes on from those of the one before it.
function ChainedScheduler:step() end

end

do
---@class lunette.optim.lr_scheduler.ConstantLR: lunette.Scheduler
local ConstantLR = {}

end

do
---@class lunette.optim.lr_scheduler.CosineAnnealingLR: lunette.Scheduler
local CosineAnnealingLR = {}

end

do
---@class lunette.optim.lr_scheduler.CosineAnnealingWarmRestarts: lunette.Scheduler
local CosineAnnealingWarmRestarts = {}

end

do
---@class lunette.optim.lr_scheduler.CyclicLR: lunette.Scheduler
local CyclicLR = {}

end

do
---@class lunette.optim.lr_scheduler.ExponentialLR: lunette.Scheduler
local ExponentialLR = {}

end

do
---@class lunette.optim.lr_scheduler.LambdaLR: lunette.Scheduler
local LambdaLR = {}

end

do
---@class lunette.optim.lr_scheduler.LinearLR: lunette.Scheduler
local LinearLR = {}

end

do
---@class lunette.optim.lr_scheduler.MultiStepLR: lunette.Scheduler
local MultiStepLR = {}

end

do
---@class lunette.optim.lr_scheduler.MultiplicativeLR: lunette.Scheduler
local MultiplicativeLR = {}

end

do
---@class lunette.optim.lr_scheduler.OneCycleLR: lunette.Scheduler
local OneCycleLR = {}

end

do
---@class lunette.optim.lr_scheduler.PolynomialLR: lunette.Scheduler
local PolynomialLR = {}

end

do
---@class lunette.optim.lr_scheduler.ReduceLROnPlateau: lunette.Scheduler
local ReduceLROnPlateau = {}

--- Goes on from a state: the optimiser's rates are those of then. Raises,
--- changing nothing, when something is missing.
---@param state_dict table
function ReduceLROnPlateau:load_state_dict(state_dict) end

--- The best measure so far, how long ago it was, and the rates now.
---@return table
function ReduceLROnPlateau:state_dict() end

--- metrics: the measure, a number or a tensor of one.
---@param metrics number|lunette.Tensor
function ReduceLROnPlateau:step(metrics) end

end

do
---@class lunette.optim.lr_scheduler.SequentialLR: lunette.Scheduler
local SequentialLR = {}

--- The next rates, of the scheduler whose turn it is.
function SequentialLR:step() end

end

do
---@class lunette.optim.lr_scheduler.StepLR: lunette.Scheduler
local StepLR = {}

end

do
--- Pictures from folders and packs, read ahead of the batches that want them.
---@class lunette.ImageFolder
---@field names string[] the files, in the order of the samples
---@field classes string[]? what label k means, where there are labels
---@field skipped string[] what could not be read, and why
local ImageFolder = {}

--- The number of pictures, as #set.
---@return integer
function ImageFolder:size() end

---@class lunette.ImageFolder.batch.options
---@field indices? integer[]|lunette.Tensor
---@field index? lunette.Tensor

--- The pictures listed, n,c,h,w, from -1 to 1, and their labels where there are
--- classes. Raises when a file is no longer what it was.
---@param indices integer[]|lunette.Tensor
---@param index? lunette.Tensor
---@param options? lunette.ImageFolder.batch.options
---@return lunette.Tensor
---@return lunette.Tensor ...
---@overload fun(self: lunette.ImageFolder, indices: integer[]|lunette.Tensor, options: lunette.ImageFolder.batch.options): lunette.Tensor, ...: lunette.Tensor
---@overload fun(self: lunette.ImageFolder, options: lunette.ImageFolder.batch.options): lunette.Tensor, ...: lunette.Tensor
function ImageFolder:batch(indices, index, options) end

--- Tells which pictures will be wanted, so that they are read meanwhile.
---@param indices integer[]|lunette.Tensor
function ImageFolder:prefetch(indices) end

end

do
--- Labelled images.
---@class lunette.Images
---@field classes string[] what label k means
---@field labels lunette.Tensor of all images, from 1
local Images = {}

--- The number of images, as #set.
---@return integer
function Images:size() end

---@class lunette.Images.batch.options
---@field indices? integer[]|lunette.Tensor
---@field index? lunette.Tensor

--- The images listed, n x c x h x w from -1 (black) to 1 (white), and their
--- labels, n: class k of the file, which counts from 0, is label k + 1.
---@param indices integer[]|lunette.Tensor
---@param index? lunette.Tensor
---@param options? lunette.Images.batch.options
---@return lunette.Tensor
---@return lunette.Tensor
---@overload fun(self: lunette.Images, indices: integer[]|lunette.Tensor, options: lunette.Images.batch.options): lunette.Tensor, lunette.Tensor
---@overload fun(self: lunette.Images, options: lunette.Images.batch.options): lunette.Tensor, lunette.Tensor
function Images:batch(indices, index, options) end

end

do
--- Mixtures of Gaussians in the plane whose modes are known: what mode collapse
--- is measured on.
---@class lunette.Mixture
---@field centres any modes x 2, the means
---@field modes integer their number
---@field std number the standard deviation of each, along either axis
local Mixture = {}

---@class lunette.Mixture.sample.options
---@field n? integer
---@field generator? lunette.Generator

--- n points, n x 2: a mode drawn uniformly for each, and noise around it.
---@param n integer
---@param options? lunette.Mixture.sample.options
---@return lunette.Tensor
---@overload fun(self: lunette.Mixture, options: lunette.Mixture.sample.options): lunette.Tensor
function Mixture:sample(n, options) end

end

do
--- A source of sines, each of its own frequency and phase.
---@class lunette.Sines
local Sines = {}

---@class lunette.Sines.sample.options
---@field n? integer
---@field generator? lunette.Generator

--- n series, n x length x features, from -1 to 1.
---@param n integer
---@param options? lunette.Sines.sample.options
---@return lunette.Tensor
---@overload fun(self: lunette.Sines, options: lunette.Sines.sample.options): lunette.Tensor
function Sines:sample(n, options) end

end

do
--- A source of series whose steps and features go together.
---@class lunette.Autoregressive
local Autoregressive = {}

---@class lunette.Autoregressive.sample.options
---@field n? integer
---@field generator? lunette.Generator

--- n series, n x length x features.
---@param n integer
---@param options? lunette.Autoregressive.sample.options
---@return lunette.Tensor
---@overload fun(self: lunette.Autoregressive, options: lunette.Autoregressive.sample.options): lunette.Tensor
function Autoregressive:sample(n, options) end

end

do
--- Images of one shape each.
---@class lunette.Shapes
---@field classes string[] what label k means
---@field side integer the height and the width of the images
local Shapes = {}

--- The number of images, as #set.
---@return integer
function Shapes:size() end

---@class lunette.Shapes.batch.options
---@field indices? integer[]|lunette.Tensor
---@field index? lunette.Tensor

--- The images listed, n x 3 x size x size from -1 to 1, and their labels, n.
---@param indices integer[]|lunette.Tensor
---@param index? lunette.Tensor
---@param options? lunette.Shapes.batch.options
---@return lunette.Tensor
---@return lunette.Tensor
---@overload fun(self: lunette.Shapes, indices: integer[]|lunette.Tensor, options: lunette.Shapes.batch.options): lunette.Tensor, lunette.Tensor
---@overload fun(self: lunette.Shapes, options: lunette.Shapes.batch.options): lunette.Tensor, lunette.Tensor
function Shapes:batch(indices, index, options) end

end

do
--- Three digits as the three colours of an image: a thousand known modes.
---@class lunette.StackedDigits
---@field modes integer 1000
---@field indices any count x 3, which digits are red, green and blue
local StackedDigits = {}

--- The number of images, as #set.
---@return integer
function StackedDigits:size() end

---@class lunette.StackedDigits.batch.options
---@field indices? integer[]|lunette.Tensor
---@field index? lunette.Tensor

--- The images listed, n x 3 x 28 x 28 from -1 to 1, and their labels, n.
---@param indices integer[]|lunette.Tensor
---@param index? lunette.Tensor
---@param options? lunette.StackedDigits.batch.options
---@return lunette.Tensor
---@return lunette.Tensor
---@overload fun(self: lunette.StackedDigits, indices: integer[]|lunette.Tensor, options: lunette.StackedDigits.batch.options): lunette.Tensor, lunette.Tensor
---@overload fun(self: lunette.StackedDigits, options: lunette.StackedDigits.batch.options): lunette.Tensor, lunette.Tensor
function StackedDigits:batch(indices, index, options) end

end

do
--- Columns of one length.
---@class lunette.Table
---@field columns table[] each with a name, a kind ("number" or "category"), values, a tensor of n, and for codes categories, what code k means
local Table = {}

--- The number of rows, as #table.
---@return integer
function Table:size() end

--- The column of that name.
---@param name string
---@return { name: string, kind: string, values: lunette.Tensor, categories: string[]? }
function Table:column(name) end

--- Row i as Lua values by the names of columns: numbers, or names of
--- categories.
---@param i integer
---@return table<string, any>
function Table:row(i) end

end

do
--- A source of tables with modes and categories.
---@class lunette.MixedTable
---@field modes integer how many kinds of rows there are
local MixedTable = {}

---@class lunette.MixedTable.sample.options
---@field n? integer
---@field generator? lunette.Generator

--- A table of n rows.
---@param n integer
---@param options? lunette.MixedTable.sample.options
---@return lunette.Table
---@overload fun(self: lunette.MixedTable, options: lunette.MixedTable.sample.options): lunette.Table
function MixedTable:sample(n, options) end

end

do
--- Samples along the first dimension of tensors.
---@class lunette.TensorSet
---@field tensors table what the samples are the first dimension of
local TensorSet = {}

--- The number of samples, as #set.
---@return integer
function TensorSet:size() end

---@class lunette.TensorSet.batch.options
---@field indices? integer[]|lunette.Tensor
---@field index? lunette.Tensor

--- The samples of each tensor; indices: a list of integers from 1, or a tensor.
---@param indices integer[]|lunette.Tensor
---@param index? lunette.Tensor
---@param options? lunette.TensorSet.batch.options
---@return lunette.Tensor
---@return lunette.Tensor ...
---@overload fun(self: lunette.TensorSet, indices: integer[]|lunette.Tensor, options: lunette.TensorSet.batch.options): lunette.Tensor, ...: lunette.Tensor
---@overload fun(self: lunette.TensorSet, options: lunette.TensorSet.batch.options): lunette.Tensor, ...: lunette.Tensor
function TensorSet:batch(indices, index, options) end

end

do
--- A set whose batches go through a function.
---@class lunette.MappedSet
local MappedSet = {}

--- The number of samples, as #set.
---@return integer
function MappedSet:size() end

---@class lunette.MappedSet.batch.options
---@field indices? integer[]|lunette.Tensor
---@field index? lunette.Tensor

--- What f makes of the batch of the set below.
---@param indices integer[]|lunette.Tensor
---@param index? lunette.Tensor
---@param options? lunette.MappedSet.batch.options
---@return lunette.Tensor
---@return lunette.Tensor ...
---@overload fun(self: lunette.MappedSet, indices: integer[]|lunette.Tensor, options: lunette.MappedSet.batch.options): lunette.Tensor, ...: lunette.Tensor
---@overload fun(self: lunette.MappedSet, options: lunette.MappedSet.batch.options): lunette.Tensor, ...: lunette.Tensor
function MappedSet:batch(indices, index, options) end

--- Passed on to the set below, when it reads ahead; see ln.data.Loader.
---@param indices integer[]|lunette.Tensor
function MappedSet:prefetch(indices) end

end

do
--- Successive samples of a set.
---@class lunette.Subset
local Subset = {}

--- The number of samples, as #set.
---@return integer
function Subset:size() end

---@class lunette.Subset.batch.options
---@field indices? integer[]|lunette.Tensor
---@field index? lunette.Tensor

--- The samples listed, counted from 1 within the subset.
---@param indices integer[]|lunette.Tensor
---@param index? lunette.Tensor
---@param options? lunette.Subset.batch.options
---@return lunette.Tensor
---@return lunette.Tensor ...
---@overload fun(self: lunette.Subset, indices: integer[]|lunette.Tensor, options: lunette.Subset.batch.options): lunette.Tensor, ...: lunette.Tensor
---@overload fun(self: lunette.Subset, options: lunette.Subset.batch.options): lunette.Tensor, ...: lunette.Tensor
function Subset:batch(indices, index, options) end

--- Passed on to the set below, when it reads ahead; see ln.data.Loader.
---@param indices integer[]|lunette.Tensor
function Subset:prefetch(indices) end

end

do
--- What was begun: request:wait() gives the result, request:test() whether it
--- is there. What it reads is not to be written to before. Where the ranks have
--- begun different ones wait() raises, and the next collective ends the job.
---@class lunette.Request
local Request = {}

--- Waits for the result.
---@return lunette.Tensor
function Request:wait() end

--- Is the result there? Asking lets MPI go on.
---@return boolean
function Request:test() end

end

do
--- What forward hands to backward: tensors through save(), anything else as
--- fields. needs_input_grad[k] says whether argument k wants a gradient.
---@class lunette.FunctionContext
local FunctionContext = {}

--- In forward, keeps tensors for backward, arguments and results with the graph
--- behind them, so that backward can be differentiated. A tensor that is
--- neither counts as a constant there. What has been overwritten since is
--- refused.
---@param ... lunette.Tensor
function FunctionContext:save(...) end

--- In backward, what save() was given, as several results.
---@return lunette.Tensor ...
function FunctionContext:saved() end

end

do
--- ln.gan.collapse: noticing mode collapse, a generator that makes ever less
--- different samples.
---@class lunette.CollapseMonitor
---@field limit number may be changed at any time
---@field best number the lowest ratio so far
local CollapseMonitor = {}

--- The closeness of generated samples over that of real ones, about 1 for a
--- good generator, and, where it is above the limit, a sentence that says so,
--- otherwise nil. When all samples are one it is as large as it can be. A
--- generator that has not learnt yet may be above the limit too.
---@param fake lunette.Tensor
---@return number
---@return string?
function CollapseMonitor:watch(fake) end

--- Its projection, what real samples gave, and the best so far.
---@return table
function CollapseMonitor:state_dict() end

--- Takes a state over, by copy. Raises, changing nothing, when it does not fit
--- or something is missing.
---@param state_dict table
function CollapseMonitor:load_state_dict(state_dict) end

end

do
--- What gan.dynamics.game gives. v is the field: the gradient of each player's
--- loss in its own parameters, of n elements, the generator's first, one after
--- another as nn.utils.parameters_to_vector has them.
---@class lunette.Game
local Game = {}

--- v at the parameters as they are: n.
---@return lunette.Tensor
function Game:field() end

--- J at the parameters as they are. Costs a gradient of each loss in all
--- parameters; a product costs about two more. Raises where a loss does not
--- depend on the other player.
---@return lunette.Jacobian
function Game:jacobian() end

---@class lunette.Game.consensus.options
---@field weight? number default 10

--- Consensus optimisation (Mescheder et al. 2017, arXiv 1705.10461, algorithm
--- 2): v + weight J^T v, the field with the gradient of weight |v|^2 / 2: n.
---@param options? lunette.Game.consensus.options
---@return lunette.Tensor
function Game:consensus(options) end

---@class lunette.Game.symplectic.options
---@field weight? number default 1

--- Symplectic gradient adjustment (Balduzzi et al. 2018, arXiv 1802.05642):
--- v + weight A^T v: n. Unlike consensus it leaves the symmetric part alone.
---@param options? lunette.Game.symplectic.options
---@return lunette.Tensor
function Game:symplectic(options) end

--- A step of each optimiser with `direction`, n, for the gradients, which are
--- left in the parameters' grad: the field for the simultaneous step, or what a
--- correction gives.
---@param direction lunette.Tensor
---@param ... lunette.optim.Optimizer
function Game:step(direction, ...) end

--- The extragradient step (Korpelevich 1976; Gidel et al. 2019, arXiv
--- 1802.10551, algorithm 2): a step of the optimisers to look ahead, and from
--- where the parameters were one with the field that is found there. What
--- optimisers remember goes on with both, as in Gidel's algorithm 4
--- (optim.ExtraAdam). The losses are evaluated twice: for another batch at the
--- second time draw it in their function.
---@param ... lunette.optim.Optimizer
function Game:extragradient(...) end

end

do
--- What game:jacobian() gives: J of n,n, the derivative of v (row) in the
--- parameters (column), for products. Symmetric part S = (J + J^T) / 2,
--- antisymmetric part A = (J - J^T) / 2. The graph is held, and is of the
--- parameters as they were: a product that would read them after a step raises.
---@class lunette.Jacobian
---@field field lunette.Tensor v at these parameters, of n elements
local Jacobian = {}

--- J u, of u: n. The rows of a player are those of its own loss's Hessian,
--- which is symmetric: so it is the derivative, in the player's parameters, of
--- that loss's slope along u.
---@param u lunette.Tensor
---@return lunette.Tensor
function Jacobian:jvp(u) end

--- J^T u, of u: n: the derivative of v . u.
---@param u lunette.Tensor
---@return lunette.Tensor
function Jacobian:vjp(u) end

---@class lunette.Jacobian.eigenvalues.options
---@field steps? integer default 40
---@field generator? lunette.Generator

--- Eigenvalues of J, by Arnoldi's iteration of `steps` products from a random
--- vector (Saad, "Numerical methods for large eigenvalue problems", chapter 6):
--- real parts, imaginary parts and residuals, of min(steps, n) each (fewer
--- where the space of these products is smaller), the largest first. It finds
--- those on the rim of the spectrum, and equal ones once; each is one of a J +
--- E with |E| of its residual, so that those with residuals near 0 are found,
--- and others, most in the midst, are not yet. w' = -v is stable where all real
--- parts are above 0 (spectra of GANs: Berard et al. 2020, arXiv 1906.04848);
--- |imaginary| / |value| is how much a value is a turn.
---
---   local x, y = ln.nn.Parameter(ln.ones(1)), ln.nn.Parameter(ln.ones(1))
---   local game = ln.gan.dynamics.game({x}, {y}, function()
---     local value = (x * y):sum()          -- x goes down it, y up
---     return value, -value
---   end)
---   local real, imaginary = game:jacobian():eigenvalues()
---   print((imaginary * 1000):round())   -- {1000, -1000}
---@param options? lunette.Jacobian.eigenvalues.options
---@return lunette.Tensor
---@return lunette.Tensor
---@return lunette.Tensor
function Jacobian:eigenvalues(options) end

---@class lunette.Jacobian.rotation.options
---@field probes? integer default 20
---@field generator? lunette.Generator

--- The share of rotation, |A|^2 / (|S|^2 + |A|^2) in Frobenius norms: 0 where
--- there is a function that all go down, 1 where there is nothing but turning
--- (the potential and the Hamiltonian games of Balduzzi et al. 2018, arXiv
--- 1802.05642). By Hutchinson's estimate, the mean over `probes` vectors z of
--- -1 and 1 of |A z|^2 and |S z|^2.
---@param options? lunette.Jacobian.rotation.options
---@return number
function Jacobian:rotation(options) end

end

do
--- Numbers that change as training goes on.
---@class lunette.GanSchedule
---@field from number 
---@field to number 
---@field steps integer? how long it takes; or `images`
---@field images integer? 
---@field after integer how many steps, or images, it stays at `from`
---@field shape string 
local GanSchedule = {}

end

do
--- body([z, label as 0 and 1]).
---@class lunette.ACGANGenerator: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local ACGANGenerator = {}

end

do
--- The logit n,1 of a real image and the logits n,classes
--- of the label.
---@class lunette.ACGANDiscriminator: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local ACGANDiscriminator = {}

end

do
--- ConditionalGenerator with one embedding of the label for all blocks and a
--- chunk of z for the linear layer and for each block: the condition of block k
--- is [embedding, chunk k + 1].
---@class lunette.BigGANGenerator: lunette.ConditionalGenerator
---@overload fun(...: any): lunette.Tensor
local BigGANGenerator = {}

end

do
--- Generator(o, doublings, norm, wrap)
---
--- G(z, labels): a linear layer to 4 x 4, UpBlocks with filters 2^(doublings -
--- k) channels after the k-th, attention after one of them, norm, ReLU,
--- convolution, tanh. o: {channels, filters, first = width of the linear
--- layer's input, place = the block before attention}; norm(channels) makes a
--- norm with a condition, wrap(layer) draws and wraps a layer. Which condition
--- goes where is said by conditions().
---@class lunette.ConditionalGenerator: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local ConditionalGenerator = {}

end

do
--- D(x, labels) = w . h + b + e(label) . h, y: n,1 (Miyato and Koyama 2018,
--- arXiv 1802.05637, equation 4), with h: n,c the sum over positions of
--- DownBlocks down to 4 x 4 and one more, filters 2^(k - 1) channels after the
--- k-th, and attention where the generator has it.
---@class lunette.ProjectionDiscriminator: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local ProjectionDiscriminator = {}

end

do
--- The columns of n,features as the layout has them: {"tanh", k}, k columns in
--- tanh, or {"softmax", k}, a soft draw of one in k, softmax((x + Gumbel noise)
--- / tau) (Jang et al. 2017, arXiv 1611.01144).
---@class lunette.TableOutput: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local TableOutput = {}

end

do
--- n,k to n / size,size k: rows that are judged together (PacGAN: Lin et al.
--- 2018, arXiv 1712.04086).
---@class lunette.Pack: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local Pack = {}

end

do
--- nn.Sequential for images whose h and w are multiples of
--- 4; others would come back in another size.
---@class lunette.CycleGANGenerator: lunette.nn.Sequential
---@overload fun(x: lunette.Tensor, ...: lunette.Tensor): lunette.Tensor
local CycleGANGenerator = {}

end

do
--- blocks[k] gives maps of 4 2^(k - 1); excite[k], where
--- there is one, scales the channels of block k by what the maps `gap` blocks
--- before say (skip-layer excitation).
---@class lunette.FastGANGenerator: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local FastGANGenerator = {}

end

do
--- h and w halved, the mean of two convolutions and of a pooled 1 x 1 one.
---@class lunette.FastGANDown: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local FastGANDown = {}

end

do
--- Logits n,1,5,5, and the maps n,c,8,8 and n,c,16,16
--- that they are made of: `local logits, whole, maps = D(x)`.
---@class lunette.FastGANDiscriminator: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local FastGANDiscriminator = {}

end

do
--- The logits n,1 and what they are made of, n,hidden.
---@class lunette.InfoGANDiscriminator: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local InfoGANDiscriminator = {}

end

do
--- Of features n,hidden a list of logits, one for each categorical
--- code, then mean and variance n,continuous of the continuous ones.
---@class lunette.InfoGANQ: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local InfoGANQ = {}

end

do
--- nn.Sequential for images n,channels,size,size; it raises on others in the
--- name of `owner`.
---@class lunette.ImageSequential: lunette.nn.Sequential
---@overload fun(x: lunette.Tensor, ...: lunette.Tensor): lunette.Tensor
local ImageSequential = {}

end

do
--- n,c,... to n,c.
---@class lunette.GlobalSumPool: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local GlobalSumPool = {}

end

do
--- x: n,c,h,w plus weight times normal noise n,1,h,w, drawn anew in each call;
--- weight is one number that starts at 0. layer(x, noise) takes the noise
--- given.
---@class lunette.NoiseInjection: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local NoiseInjection = {}

end

do
--- A residual block that doubles h and w: norm, ReLU, upsampling, convolution,
--- norm, ReLU, convolution, and beside it a 1 x 1 convolution, upsampled.
--- norm(channels) and conv(in, out, kernel) make its layers. A condition goes
--- to the norms: block(x, condition).
---@class lunette.UpBlock: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local UpBlock = {}

end

do
--- A residual block without norms: ReLU (not in the first block of a model),
--- convolution, ReLU, convolution, mean of 2 x 2; the shortcut is a 1 x 1
--- convolution of the mean, or nothing when {down = false} and the channels
--- agree.
---@class lunette.DownBlock: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local DownBlock = {}

end

do
--- body([a, b]) of an input and an image of it.
---@class lunette.PairDiscriminator: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local PairDiscriminator = {}

end

do
--- blocks[k] gives maps of 4 2^(k - 1), to_rgb[k] images of
--- them. Fields for the user to set: level, how many blocks run, and alpha, the
--- share of the last of them in the image; the rest is the image of the one
--- before, upsampled.
---@class lunette.ProGANGenerator: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
---@field level integer blocks that run; all of them at first
---@field alpha number from 0 to 1, at first 1
local ProGANGenerator = {}

end

do
--- blocks[k] takes maps of 4 2^(k - 1), which from_rgb[k]
--- makes of images, to the maps of the next smaller, blocks[1] to n,1. level
--- and alpha as in the generator, to be set to the same.
---@class lunette.ProGANDiscriminator: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
---@field level integer blocks that run; all of them at first
---@field alpha number from 0 to 1, at first 1
local ProGANDiscriminator = {}

end

do
--- leaky_relu(x + bias, 0.2), with a bias for each channel that starts at 0.
---@class lunette.BiasedLeakyReLU: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local BiasedLeakyReLU = {}

end

do
--- x + conv3(act2(conv2(act1(conv1(x))))): 1 x 1 to twice the channels, 3 x 3
--- in groups, 1 x 1 back, which starts at 0. total: blocks of the network, by
--- which the others' weights are scaled, that the sum of all blocks keeps its
--- variance (Zhang et al. 2019, arXiv 1901.09321).
---@class lunette.R3GANBlock: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local R3GANBlock = {}

end

do
--- Maps n,channels,4,4 of z: a learnt map for each channel, times what a linear
--- layer makes of z.
---@class lunette.R3GANBasis: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local R3GANBasis = {}

end

do
--- body(z), or body of z joined to embedding(labels).
---@class lunette.R3GANGenerator: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local R3GANGenerator = {}

end

do
--- body(x), or with labels its product with
--- embedding(labels), of each sample.
---@class lunette.R3GANDiscriminator: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local R3GANDiscriminator = {}

end

do
--- sqrt(2) leaky_relu(x, 0.2), which keeps the variance; of x + bias + noise,
--- where they are given.
---@class lunette.ScaledLeakyReLU: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local ScaledLeakyReLU = {}

end

do
--- A 3 x 3 modulated convolution, of x upsampled if so, noise (none when the
--- field is nil), bias, activation.
---@class lunette.StyledConv: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local StyledConv = {}

end

do
--- A 1 x 1 modulated convolution without demodulation, and a bias.
---@class lunette.ToRGB: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local ToRGB = {}

end

do
--- Images of styles. Of convs[1], then two for each doubling, and of
--- to_rgb[k] at 4 2^(k - 1), whose images are added up, each upsampled to the
--- next. It takes one style for a sample, n,style, or one for each layer,
--- n,layers,style: the first for convs[1], then to_rgb[k] shares its own with
--- the convolution after it.
---@class lunette.Synthesis: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
---@field layers integer styles of a sample
local Synthesis = {}

end

do
--- synthesis(mapping(z)). G(z, other, crossover) mixes
--- styles: layers after the first `crossover` (drawn from 1 to layers - 1 when
--- it is left out) get those of the latent `other`.
---@class lunette.StyleGAN2Generator: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
---@field mapping lunette.nn.Module from latents to styles
---@field synthesis lunette.nn.Module from styles to images
local StyleGAN2Generator = {}

end

do
--- Two convolutions, the second of stride 2 on a blurred input, and a blurred 1
--- x 1 shortcut; their sum over sqrt(2).
---@class lunette.ResidualDown: lunette.nn.Module
---@overload fun(...: any): lunette.Tensor
local ResidualDown = {}

end

do
--- What schedulers share, and how one is made of its formula.
---@class lunette.Scheduler
---@field optimizer lunette.optim.Optimizer 
---@field last_epoch integer t
---@field base_lrs number[] the rate of each group at first
local Scheduler = {}

--- The next rates.
function Scheduler:step() end

--- The rate of each group, as a list.
---@return number[]
function Scheduler:get_last_lr() end

--- How far it is, the rates at first and now. What it was made with is not
--- part of it.
---@return table
function Scheduler:state_dict() end

--- Goes on from a state: the optimiser's rates are those of then, whether its
--- own state was loaded or not, before or after. Raises, changing nothing, when
--- the number of groups is another or something is missing.
---@param state_dict table
function Scheduler:load_state_dict(state_dict) end

end

do
--- What ln.plot.figure gives. What draws goes into the last panel, and returns
--- the figure. Values are copied when they are given: tensors may change later.
--- tostring(fig) is the text of an SVG file: the same data give the same bytes;
--- colours follow the reader's light or dark mode. nan and inf are gaps, and so
--- is what a log scale has no place for; that is said on stderr and below the
--- panel.
---@class lunette.Figure
local Figure = {}

---@class lunette.Figure.panel.options
---@field title? string
---@field x_label? string
---@field y_label? string
---@field x_scale? "linear"|"log" default "linear"
---@field y_scale? "linear"|"log" default "linear"
---@field x_range? number[]
---@field y_range? number[]

--- Begins a panel, into which all goes that is drawn after it. Ranges, {low,
--- high}, are what is shown; without them all data is, and some room.
---@generic T
---@param self T
---@param options? lunette.Figure.panel.options
---@return T
function Figure:panel(options) end

---@class lunette.Figure.lines.options
---@field x? lunette.Tensor|number[]
---@field y? lunette.Tensor|number[]
---@field name? string
---@field smooth? number default 0
---@field low? lunette.Tensor|number[]
---@field high? lunette.Tensor|number[]

--- Curves through points, x and y of n each, in the order given; x alone is y
--- over 1 to n. `smooth`, 0 to below 1, draws the exponential moving average,
--- corrected for its start at 0 as Adam's is (each value keeps that share of
--- the mean before it), over the raw curve, which is faint. `low` and `high`,
--- of n each, are the ends of a band, as of an interval over seeds:
---   local runs = ln.rand(5, 100)                  -- 5 seeds of 100 steps
---   local mean, std = runs:mean(1), runs:std(1)
---   local fig = ln.plot.figure()
---   fig:lines(mean, {name = "FID", low = mean - std, high = mean + std})
---   fig:save "fid.svg"
---@generic T
---@param self T
---@param x lunette.Tensor|number[]
---@param y? lunette.Tensor|number[]
---@param options? lunette.Figure.lines.options
---@return T
---@overload fun(self: lunette.Figure, x: lunette.Tensor|number[], options: lunette.Figure.lines.options): T
---@overload fun(self: lunette.Figure, options: lunette.Figure.lines.options): T
function Figure:lines(x, y, options) end

---@class lunette.Figure.scatter.options
---@field x? lunette.Tensor|number[]
---@field y? lunette.Tensor|number[]
---@field name? string

--- Points x, y of n each, or x alone as n,2. From 2,000 on they are counted in
--- cells of 3 by 3 pixels, which are the darker the more they hold, by the
--- logarithm.
---
---   local ring = ln.data.ring()
---   local fig = ln.plot.figure()
---   fig:scatter(ring:sample(500), {name = "real"}):save "ring.svg"
---@generic T
---@param self T
---@param x lunette.Tensor|number[]
---@param y? lunette.Tensor|number[]
---@param options? lunette.Figure.scatter.options
---@return T
---@overload fun(self: lunette.Figure, x: lunette.Tensor|number[], options: lunette.Figure.scatter.options): T
---@overload fun(self: lunette.Figure, options: lunette.Figure.scatter.options): T
function Figure:scatter(x, y, options) end

---@class lunette.Figure.histogram.options
---@field values? lunette.Tensor|number[]
---@field bins? integer
---@field name? string

--- How many of the values fall into each bin. There are `bins` of them, or as
--- many as NumPy's "auto" has: the width by Freedman and Diaconis (1981), and
--- no fewer than Sturges (1926) has. All histograms of a panel have the same
--- bins, those of the finest.
---
---   local fig = ln.plot.figure()
---   fig:histogram(ln.randn(500), {name = "real"})
---   fig:histogram(ln.randn(500) * 2, {name = "made"}):save "values.svg"
---@generic T
---@param self T
---@param values lunette.Tensor|number[]
---@param options? lunette.Figure.histogram.options
---@return T
---@overload fun(self: lunette.Figure, options: lunette.Figure.histogram.options): T
function Figure:histogram(values, options) end

---@class lunette.Figure.bars.options
---@field values? lunette.Tensor|number[]
---@field labels? string[]
---@field errors? lunette.Tensor|number[]
---@field name? string

--- A bar for each of n values, with `labels` below them (1 to n without), and
--- `errors`, as whiskers of so much on either side. Several in a panel stand
--- beside each other.
---
---   local shares = ln.tensor {0.2, 0.5, 0.3}
---   ln.plot.figure():bars(shares, {labels = {"a", "b", "c"}}):save "bars.svg"
---@generic T
---@param self T
---@param values lunette.Tensor|number[]
---@param options? lunette.Figure.bars.options
---@return T
---@overload fun(self: lunette.Figure, options: lunette.Figure.bars.options): T
function Figure:bars(values, options) end

---@class lunette.Figure.heatmap.options
---@field x? lunette.Tensor|table
---@field range? number[]
---@field name? string

--- The matrix x, h,w, as cells of colour: row 1 on top, column 1 on the left.
--- Colours are viridis, from dark to light and alike for the colour-blind, over
--- `range`, or over what is there; the bar beside says which is which, and has
--- `name` for a label. What is not finite is left out.
---
---   local x = ln.data.ring():sample(64)
---   ln.plot.figure():heatmap(ln.cdist(x, x):neg():exp(), {range = {0, 1}})
---     :save "kernels.svg"
---@generic T
---@param self T
---@param x lunette.Tensor|table
---@param options? lunette.Figure.heatmap.options
---@return T
---@overload fun(self: lunette.Figure, options: lunette.Figure.heatmap.options): T
function Figure:heatmap(x, options) end

---@class lunette.Figure.image.options
---@field x? lunette.Tensor
---@field columns? integer default 8
---@field padding? integer default 2
---@field range? number[] default {0, 1}

--- Images, c,h,w or n,c,h,w (h,w for gray), side by side as
--- image.save_grid has them; a panel without axes.
---
---   local images = ln.data.digits():batch {1, 2, 3, 4}
---   ln.plot.figure():image(images, {columns = 2, range = {-1, 1}})
---     :save "digits.svg"
---@generic T
---@param self T
---@param x lunette.Tensor
---@param options? lunette.Figure.image.options
---@return T
---@overload fun(self: lunette.Figure, options: lunette.Figure.image.options): T
function Figure:image(x, options) end

---@class lunette.Figure.text.options
---@field width? integer
---@field height? integer default 15
---@field mode? "auto"|"rgb"|"palette"|"none" default "auto"

--- The figure for a terminal, as text of so many characters a line (COLUMNS, or
--- 80): curves and points in dots of braille, `height` lines of them a panel,
--- with axes and names; images and heat maps in blocks, as image.preview has
--- them, whose modes are these too. print(fig:text()) shows it.
---
---   local fig = ln.plot.figure():lines(ln.linspace(0, 6, 50):sin())
---   print(fig:text {width = 60, height = 8})
---@param options? lunette.Figure.text.options
---@return string
function Figure:text(options) end

--- Writes the figure, by the ending of its path: .svg, or .png, of twice as
--- many pixels, which rsvg-convert makes (on Debian the package librsvg2-bin).
--- The folder is made; the file appears whole or not at all. Returns true;
--- raises when the disk refuses, or the program is not there.
---@param path string
---@return boolean
function Figure:save(path) end

end

do
--- How far a loop has come: a bar on a terminal, a line now and then elsewhere.
---@class lunette.Bar
local Bar = {}

--- Values to show, by name: bar:set {d = 0.7, g = 1.2}.
---@param values table
function Bar:set(values) end

end

do
--- ln.report: what a loop does, as a page that is kept up to date.
---@class lunette.Report
---@field folder string 
---@field path string of the page
local Report = {}

--- Writes the page with all that is known now.
function Report:write() end

--- Adds a record to the log, numbers and words by name, with `step`; `seconds`,
--- those since the report was opened, are added where they are not given.
--- `message` is a sentence that the page shows.
---@param record table
function Report:log(record) end

---@class lunette.Report.pictures.options
---@field step? integer
---@field x? lunette.Tensor
---@field real? lunette.Tensor
---@field columns? integer default 8
---@field range? number[] default {-1, 1}

--- Writes samples x of a step to samples/: images n,c,h,w as a grid; all else
--- as rows, and points n,2 as a scatter plot too. `real` are real samples to
--- show beside them, of which the first call's are taken. columns and range are
--- image.save_grid's. Returns the path.
---@param step integer
---@param x lunette.Tensor
---@param options? lunette.Report.pictures.options
---@return string
---@overload fun(self: lunette.Report, step: integer, options: lunette.Report.pictures.options): string
---@overload fun(self: lunette.Report, options: lunette.Report.pictures.options): string
function Report:pictures(step, x, options) end

--- A scope around an optimiser's step, after its gradients are there: of every
--- layer of the networks, by name, the norms of gradient, step and parameters
--- are noted. They take about as long as the step does.
---   local report <close> = ln.report "runs/mine"
---   local D = ln.nn.Linear(2, 1)
---   local opt = ln.optim.Adam(D:parameters())
---   for k = 1, 10 do
---     opt:zero_grad()
---     D(ln.randn(8, 2)):square():mean():backward()
---     local _ <close> = report:stepping(k, {discriminator = D})
---     opt:step()
---   end
---@param step integer
---@param networks table
---@return table
function Report:stepping(step, networks) end

--- Cuts the log and the looks at layers after a step that the loop has gone
--- back to.
---@param step integer
function Report:go_back(step) end

--- Shows the longest rows of a profile, what ln.profile() gave.
---@param profile table
function Report:profile(profile) end

--- Writes the page for the last time, once, and lets go of the folder.
function Report:close() end

end

do
--- What a run is given.
---@class lunette.Experiment
---@field arm table 
---@field seed integer 
---@field folder string for what a run may go on from
local Experiment = {}

end

do
--- What ends with the block, as `local _ <close> = ...`, or by close().
---@class lunette.Scope
local Scope = {}

end

