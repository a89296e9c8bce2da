---@meta _
-- Made by `make docs` from the sources; changes belong there.

---@class lunette.Checkpoint.options
---@field folder? string
---@field objects? table
---@field keep? integer default 3

---@class lunette.Generator.options
---@field seed? integer default 0

---@class lunette.SummaryWriter.options
---@field folder? string
---@field purge_step? integer what files that are there say of this step and later ones is not shown: of a run that goes on from the step before

---@class lunette.arange.options
---@field start? number default 1
---@field last? number
---@field step? number default 1
---@field requires_grad? boolean default false

---@class lunette.bernoulli.options
---@field x? lunette.Tensor
---@field size? integer|integer[]
---@field requires_grad? boolean default false
---@field generator? lunette.Generator

---@class lunette.cat.options
---@field tensors? lunette.Tensor[]
---@field dim? integer default 1

---@class lunette.concat.options
---@field tensors? lunette.Tensor[]
---@field dim? integer default 1

---@class lunette.concatenate.options
---@field tensors? lunette.Tensor[]
---@field dim? integer default 1

---@class lunette.data.Loader.options
---@field set? any
---@field batch_size? integer default 1
---@field shuffle? boolean default false
---@field drop_last? boolean default false
---@field weights? lunette.Tensor|number[]
---@field balance? boolean|lunette.Tensor|table
---@field num_samples? integer
---@field generator? lunette.Generator

---@class lunette.data.ModeNormalizer.options
---@field table? lunette.Table
---@field modes? integer default 10

---@class lunette.data.autoregressive.options
---@field length? integer default 24
---@field features? integer default 5
---@field phi? number default 0.8
---@field sigma? number default 0.8

---@class lunette.data.cifar10.options
---@field root? string
---@field train? boolean default true
---@field max_bytes? integer default 268435456

---@class lunette.data.cifar100.options
---@field root? string
---@field train? boolean default true
---@field max_bytes? integer default 268435456
---@field labels? "fine"|"coarse" default "fine"

---@class lunette.data.domains.options
---@field set? table

---@class lunette.data.edge_pairs.options
---@field set? table

---@class lunette.data.fashion_mnist.options
---@field root? string
---@field train? boolean default true
---@field max_bytes? integer default 268435456

---@class lunette.data.fetch.options
---@field what? string|table
---@field root? string

---@class lunette.data.grid.options
---@field side? integer default 5
---@field spacing? number default 2
---@field std? number default 0.05

---@class lunette.data.images.options
---@field path? string
---@field size? integer|integer[] h or {h, w}, to which all are brought; without it all must have the same
---@field channels? integer default 3: 1 or 3: colours become gray (ITU-R 601-2), gray three alike
---@field labels? table|false|"folders" default "folders": "folders": the folder right below is the class, labels count from 1 in order of the names; a table of classes, names or numbers from 1, by path; false
---@field fit? "crop"|"pad"|"stretch" default "crop": how: "crop" scales to cover, each side rounded, and cuts out the middle; "pad" scales to fit, on the background; "stretch" scales each side by itself
---@field filter? "bicubic"|"bilinear"|"box" default "bicubic": of the scaling, which is antialiased: the numbers of Pillow
---@field background? number|number[]|false default 1: of alpha and of "pad": a gray from 0 to 1, three of them for red, green and blue, or false: alpha is dropped
---@field skip_bad? boolean default false: leaves out what cannot be read, which set.skipped tells, where all of it is an error that names them, 20 at most
---@field workers? integer threads that read ahead, as many as there are unless given; their number changes nothing of what is read
---@field max_pixels? integer default 67108864

---@class lunette.data.mixed_table.options
---@field modes? integer default 3
---@field std? number default 0.1
---@field purity? number default 0.9

---@class lunette.data.mnist.options
---@field root? string
---@field train? boolean default true
---@field max_bytes? integer default 268435456

---@class lunette.data.pack.options
---@field folder? string
---@field path? string
---@field size? integer|integer[]
---@field channels? integer default 3
---@field labels? table|false|"folders" default "folders"
---@field fit? "crop"|"pad"|"stretch" default "crop"
---@field filter? "bicubic"|"bilinear"|"box" default "bicubic"
---@field background? number|number[]|false default 1
---@field skip_bad? boolean default false
---@field workers? integer
---@field max_pixels? integer default 67108864
---@field force? boolean default false

---@class lunette.data.read_csv.options
---@field path? string
---@field header? boolean default true
---@field categories? table
---@field delimiter? string
---@field decimal? string default "."
---@field missing? number|table|"nan"|"mean"|"median"|"drop" default "nan"
---@field indicator? boolean default false
---@field max_bytes? integer default 268435456

---@class lunette.data.ring.options
---@field modes? integer default 8
---@field radius? number default 1
---@field std? number default 0.05

---@class lunette.data.shapes.options
---@field count? integer default 1000
---@field size? integer default 32
---@field generator? lunette.Generator

---@class lunette.data.sines.options
---@field length? integer default 24
---@field features? integer default 5
---@field components? integer default 1
---@field frequency? number default 1

---@class lunette.data.stacked_digits.options
---@field count? integer default 10000
---@field generator? lunette.Generator

---@class lunette.data.transforms.random_crop.options
---@field x? lunette.Tensor
---@field size? integer|integer[]
---@field padding? integer default 0
---@field value? number default 0
---@field generator? lunette.Generator

---@class lunette.data.transforms.random_horizontal_flip.options
---@field x? lunette.Tensor
---@field p? number default 0.5
---@field generator? lunette.Generator

---@class lunette.dist.DataParallel.options
---@field module? lunette.nn.Module
---@field bucket? integer default 262144
---@field overlap? boolean default true

---@class lunette.dist.all_reduce.options
---@field x? lunette.Tensor
---@field op? "sum"|"mean"|"max"|"min" default "sum"

---@class lunette.dist.all_reduce_async.options
---@field x? lunette.Tensor
---@field op? "sum"|"mean" default "sum"

---@class lunette.dist.broadcast.options
---@field x? lunette.Tensor
---@field src? integer default 0

---@class lunette.dist.broadcast_async.options
---@field x? lunette.Tensor
---@field src? integer default 0

---@class lunette.dist.init.options
---@field timeout? number

---@class lunette.dist.reduce_scatter.options
---@field x? lunette.Tensor
---@field rows? integer

---@class lunette.dist.shift.options
---@field x? lunette.Tensor
---@field steps? integer default 1

---@class lunette.empty_like.options
---@field x? lunette.Tensor
---@field requires_grad? boolean default false

---@class lunette.experiment.options
---@field path? string
---@field out? string the results, runs/NAME.jsonl unless given
---@field folder? string where runs have a folder each, runs/NAME
---@field arms? string[] names of those that are made, all unless given a list of tables with a `name` and options of their own
---@field seeds? integer 1 to this many, the file's unless given how many, 10
---@field jobs? integer processes at a time
---@field quick? boolean default false: a try: one seed, with the options of the file's `quick` in all arms, to another file options that make runs short

---@class lunette.export.options
---@field network? lunette.nn.Module
---@field path? string
---@field to "c"|"lua"|"html"|"onnx"
---@field latent integer|integer[]
---@field classes? string[]|integer
---@field range? number[] default {-1, 1}
---@field name? string
---@field step? integer

---@class lunette.eye.options
---@field n? integer
---@field m? integer
---@field requires_grad? boolean default false

---@class lunette.fft.fft.options
---@field x? lunette.Tensor
---@field n? integer
---@field dim? integer default -1
---@field norm? "backward"|"ortho"|"forward" default "backward"

---@class lunette.full.options
---@field size? integer|integer[]
---@field fill_value? number
---@field requires_grad? boolean default false

---@class lunette.full_like.options
---@field x? lunette.Tensor
---@field fill_value? number
---@field requires_grad? boolean default false

---@class lunette.gan.EMA.options
---@field model? lunette.nn.Module
---@field decay? number default 0.999

---@class lunette.gan.ImagePool.options
---@field size? integer default 50

---@class lunette.gan.Trainer.options
---@field generator? lunette.nn.Module|function|lunette.Callable layers, or functions that make them
---@field discriminator? lunette.nn.Module|function|lunette.Callable layers, or functions that make them
---@field data? any ln.data.Loader, what has sample(n), or a function of n; make_data is a function that makes it
---@field make_data? function|lunette.Callable
---@field latent? any a size, sizes, what has sample(n), or a function of n
---@field steps integer of the run: how many, and "runs/name"
---@field folder string of the run: how many, and "runs/name"
---@field batch_size? integer for data without one
---@field classes? integer labels: G(z, labels) and D(x, labels), with labels of fakes drawn evenly; the data give labels as a second result
---@field seed? integer of the default generator, set before anything is made
---@field loss? string|table default "bce": a name in gan.losses or {discriminator = f(real, fake), generator = f(fake)}, with {compares = true} f(fake, real); loss_options by player
---@field loss_options? table
---@field penalties? table {{"r1", weight = 10, every = 16}, ...}: a name of gan.penalties and its options, or f(trainer, batch); batch has real, fake, noise, labels, fake_labels, but no real and labels where the generator draws fakes of its own. every: as penalties.every; player = "generator" for that one's
---@field optimizers? table|function|lunette.Callable {"Adam", lr = 2e-4, betas = {0.5, 0.999}}, an object or a function of the parameters; by player too
---@field discriminator_steps? integer default 1: batches of each step; with exact those of accumulate are one batch, in little more memory than one of them needs: nn.utils.in_pieces
---@field reuse_fakes? boolean default true: the generator learns from the discriminator's last fakes; false draws others
---@field accumulate? integer default 1: batches of each step; with exact those of accumulate are one batch, in little more memory than one of them needs: nn.utils.in_pieces
---@field exact? boolean default false
---@field clip? table {norm = 1} or {value = 1}
---@field ema? number|table decay, or {half_life = 10000, ramp_up = 0.05}: in images seen, and at most that share of those so far (StyleGAN2)
---@field augment? function|lunette.Callable f(x, strength) before D, of reals and fakes, with augment_strength; what D said of the reals is trainer.seen.real_logits, for augment.ADA
---@field augment_strength? number|lunette.GanSchedule
---@field truncation? number|lunette.GanSchedule what the noise of samples is multiplied by
---@field schedules? table|function|lunette.Callable {"StepLR", 1000, gamma = 0.5} or a function of the optimiser
---@field metrics? table {name = f(trainer)}: a number, or a table of them
---@field metrics_every? integer default 500
---@field best? table {"fid", "lowest"} or "highest": best.safetensors is the generator then, as ln.save_model writes it
---@field samples? integer|lunette.Tensor default 64: how many, or the noise itself; columns and range as image.save_grid; mode "train" leaves batch norm in training
---@field samples_every? integer default 500
---@field columns? integer default 8
---@field range? number[]
---@field mode? "eval"|"train" default "eval"
---@field checkpoint_every? integer default 500
---@field log_every? integer default 10
---@field hash_every? integer default 100
---@field tensorboard? boolean default false: the folder gets events for `tensorboard --logdir runs`: the numbers of the log, and samples that are images
---@field seconds? number how long, in all, the time before a resumption included
---@field stop? table|function|lunette.Callable {"fid", below = 20} or {"name", above = 0.9}, or f(trainer), which returns why to stop
---@field stuck? boolean|table default true: {below = 1e-4, steps = 500} and {every = 100, ratio = 3, times = 3, after = 500, stop = false}; false: never
---@field collapse? boolean|table default true: {below = 1e-4, steps = 500} and {every = 100, ratio = 3, times = 3, after = 500, stop = false}; false: never
---@field objects? table more for the checkpoint; resume = false starts anew in a folder that has one already; keep: how many of the last ones stay
---@field keep? integer default 3
---@field resume? boolean default true
---@field on_start? function|lunette.Callable  f(trainer, ...)
---@field on_step? function|lunette.Callable  f(trainer, ...)
---@field on_metrics? function|lunette.Callable  f(trainer, ...)
---@field on_samples? function|lunette.Callable  f(trainer, ...)
---@field on_checkpoint? function|lunette.Callable  f(trainer, ...)
---@field on_nan? function|lunette.Callable|"stop"|"rollback" what to do: "stop"; "rollback", to the last checkpoint before it, with all learning rates halved, at most `rollbacks` times; or f(trainer, word) and f(trainer, ratio, lines), which may give one of these two words. Without them a run stops at what is no number, and goes on after a collapse
---@field on_collapse? function|lunette.Callable|"stop"|"rollback" what to do: "stop"; "rollback", to the last checkpoint before it, with all learning rates halved, at most `rollbacks` times; or f(trainer, word) and f(trainer, ratio, lines), which may give one of these two words. Without them a run stops at what is no number, and goes on after a collapse
---@field rollbacks? integer default 3
---@field on_stop? function|lunette.Callable  f(trainer, ...)
---@field networks? table {name = layer or function, ...}, made in the order of their names: trainer.networks
---@field players? table {{name = "d", loss = f(trainer, batch), learns = {"d"}}, ...}: in every step each has its turns, in this order; learns are the networks that its optimiser steps, while the others stand still: that of its name unless given. Also turns (1), optimizer, schedule, clip and penalties, as above; those by name take the one network it learns, batch.real and batch.fake
---@field phases? table {{steps = 1000, players = {"autoencoder"}}, {players = {"g", "d"}}}: the turns of a step while it lasts, in this order; the last phase has no end
---@field sample? function|lunette.Callable f(trainer, n): samples for the grids and trainer:sample, of n or of noise, where there is a latent; networks.generator(z) unless given

---@class lunette.gan.augment.ADA.options
---@field p? number default 0
---@field target? number default 0.6
---@field interval? integer default 4
---@field images? integer default 500000
---@field policy? string
---@field generator? lunette.Generator

---@class lunette.gan.augment.diff.options
---@field x? lunette.Tensor
---@field policy? string
---@field generator? lunette.Generator

---@class lunette.gan.augment.pipeline.options
---@field x? lunette.Tensor
---@field p? number
---@field policy? string
---@field generator? lunette.Generator

---@class lunette.gan.collapse.monitor.options
---@field real? lunette.Tensor
---@field limit? number default 2
---@field num_kernels? integer default 32
---@field kernel_dim? integer default 5
---@field generator? lunette.Generator

---@class lunette.gan.conditioning.InfoGANHead.options
---@field in_features? integer
---@field categorical? integer|integer[] default {}
---@field continuous? integer default 0

---@class lunette.gan.conditioning.concat.options
---@field x? lunette.Tensor
---@field condition? lunette.Tensor
---@field num_classes? integer

---@class lunette.gan.conditioning.information.options
---@field found? table
---@field codes? table
---@field categorical_weight? number default 1
---@field continuous_weight? number default 1

---@class lunette.gan.feature_matching.options
---@field real? lunette.Tensor|lunette.Tensor[]
---@field fake? lunette.Tensor|lunette.Tensor[]
---@field kind? "squared"|"l1" default "squared"

---@class lunette.gan.labels.flipped.options
---@field x? lunette.Tensor
---@field label? number
---@field probability? number
---@field other? number
---@field generator? lunette.Generator

---@class lunette.gan.labels.noisy.options
---@field x? lunette.Tensor
---@field low? number
---@field high? number
---@field generator? lunette.Generator

---@class lunette.gan.latent.categorical.options
---@field n? integer
---@field classes? integer
---@field generator? lunette.Generator

---@class lunette.gan.latent.grid.options
---@field corners? lunette.Tensor
---@field rows? integer
---@field columns? integer
---@field mode? "linear"|"spherical" default "linear"

---@class lunette.gan.latent.interpolate.options
---@field a? lunette.Tensor
---@field b? lunette.Tensor
---@field steps? integer
---@field mode? "linear"|"spherical" default "linear"

---@class lunette.gan.latent.mean.options
---@field mapping? function|lunette.Callable
---@field dim? integer
---@field samples? integer default 10000
---@field generator? lunette.Generator

---@class lunette.gan.latent.mixed.options
---@field n? integer
---@field noise? integer default 62
---@field categorical? integer|integer[] default {}
---@field continuous? integer default 0
---@field generator? lunette.Generator

---@class lunette.gan.latent.normal.options
---@field n? integer
---@field dim? integer
---@field generator? lunette.Generator

---@class lunette.gan.latent.sphere.options
---@field n? integer
---@field dim? integer
---@field radius? number default 1
---@field generator? lunette.Generator

---@class lunette.gan.latent.truncate.options
---@field w? lunette.Tensor
---@field mean? lunette.Tensor
---@field psi? number default 0.7

---@class lunette.gan.latent.truncated_normal.options
---@field n? integer
---@field dim? integer
---@field threshold? number default 2
---@field generator? lunette.Generator

---@class lunette.gan.latent.uniform.options
---@field n? integer
---@field dim? integer
---@field low? number default -1
---@field high? number default 1
---@field generator? lunette.Generator

---@class lunette.gan.latent_step.options
---@field D? function|lunette.Callable
---@field G? function|lunette.Callable
---@field z? lunette.Tensor
---@field rule? "natural"|"gradient" default "natural"
---@field rate? number default 0.9
---@field damping? number default 5
---@field limit? number default 1

---@class lunette.gan.losses.bce.discriminator.options
---@field real_logits? lunette.Tensor|lunette.Tensor[]
---@field fake_logits? lunette.Tensor|lunette.Tensor[]
---@field real_label? lunette.Tensor|number default 1
---@field fake_label? lunette.Tensor|number default 0

---@class lunette.gan.losses.began.discriminator.options
---@field real? lunette.Tensor
---@field fake? lunette.Tensor
---@field k? number default 0
---@field gamma? number default 0.5
---@field rate? number default 0.001

---@class lunette.gan.losses.dual_contrastive.generator.options
---@field fake_logits? lunette.Tensor|lunette.Tensor[]
---@field real_logits? lunette.Tensor|lunette.Tensor[]
---@field saturating? boolean default true

---@class lunette.gan.losses.ebgan.discriminator.options
---@field real? lunette.Tensor|lunette.Tensor[]
---@field fake? lunette.Tensor|lunette.Tensor[]
---@field margin? number default 1

---@class lunette.gan.losses.ebgan.generator.options
---@field fake? lunette.Tensor|lunette.Tensor[]
---@field features? lunette.Tensor
---@field weight? number default 0.1

---@class lunette.gan.losses.f_gan.discriminator.options
---@field real_logits? lunette.Tensor|lunette.Tensor[]
---@field fake_logits? lunette.Tensor|lunette.Tensor[]
---@field divergence? "kl"|"reverse_kl"|"pearson"|"squared_hellinger"|"jensen_shannon"|"gan"|"total_variation" default "gan": g(v)              f*(t)

---@class lunette.gan.losses.f_gan.generator.options
---@field fake_logits? lunette.Tensor|lunette.Tensor[]
---@field divergence? "kl"|"reverse_kl"|"pearson"|"squared_hellinger"|"jensen_shannon"|"gan"|"total_variation" default "gan": g(v)              f*(t)
---@field saturating? boolean default true

---@class lunette.gan.losses.least_squares.discriminator.options
---@field real_logits? lunette.Tensor|lunette.Tensor[]
---@field fake_logits? lunette.Tensor|lunette.Tensor[]
---@field real_label? lunette.Tensor|number default 1
---@field fake_label? lunette.Tensor|number default 0

---@class lunette.gan.losses.least_squares.generator.options
---@field fake_logits? lunette.Tensor|lunette.Tensor[]
---@field real_label? number default 1

---@class lunette.gan.losses.minimax.discriminator.options
---@field real_logits? lunette.Tensor|lunette.Tensor[]
---@field fake_logits? lunette.Tensor|lunette.Tensor[]
---@field real_label? lunette.Tensor|number default 1
---@field fake_label? lunette.Tensor|number default 0

---@class lunette.gan.losses.relativistic.discriminator.options
---@field real_logits? lunette.Tensor|lunette.Tensor[]
---@field fake_logits? lunette.Tensor|lunette.Tensor[]
---@field kind? "bce"|"least_squares"|"hinge" default "bce"

---@class lunette.gan.losses.relativistic.generator.options
---@field fake_logits? lunette.Tensor|lunette.Tensor[]
---@field real_logits? lunette.Tensor|lunette.Tensor[]
---@field kind? "bce"|"least_squares"|"hinge" default "bce"

---@class lunette.gan.losses.relativistic_average.discriminator.options
---@field real_logits? lunette.Tensor|lunette.Tensor[]
---@field fake_logits? lunette.Tensor|lunette.Tensor[]
---@field kind? "bce"|"least_squares"|"hinge" default "bce"

---@class lunette.gan.losses.relativistic_average.generator.options
---@field fake_logits? lunette.Tensor|lunette.Tensor[]
---@field real_logits? lunette.Tensor|lunette.Tensor[]
---@field kind? "bce"|"least_squares"|"hinge" default "bce"

---@class lunette.gan.noise.instance.options
---@field x? lunette.Tensor
---@field std? number
---@field step? number
---@field steps? number
---@field generator? lunette.Generator

---@class lunette.gan.penalties.balanced_consistency.options
---@field real? lunette.Tensor
---@field moved_real? lunette.Tensor
---@field fake? lunette.Tensor
---@field moved_fake? lunette.Tensor
---@field real_weight? number default 1
---@field fake_weight? number default 1

---@class lunette.gan.penalties.consistency.options
---@field outputs? lunette.Tensor
---@field moved? lunette.Tensor
---@field weight? number default 1

---@class lunette.gan.penalties.dragan.options
---@field D? function|lunette.Callable
---@field real? lunette.Tensor
---@field weight? number default 1
---@field target? number default 1
---@field one_sided? boolean default false
---@field epsilon? lunette.Tensor
---@field scale? number default 0.5
---@field noise? lunette.Tensor

---@class lunette.gan.penalties.gradient.options
---@field D? function|lunette.Callable
---@field real? lunette.Tensor
---@field fake? lunette.Tensor
---@field weight? number default 1
---@field target? number default 1
---@field one_sided? boolean default false
---@field epsilon? lunette.Tensor

---@class lunette.gan.penalties.latent_diversity.options
---@field fake? lunette.Tensor
---@field moved? lunette.Tensor
---@field weight? number default 1

---@class lunette.gan.penalties.lecam.options
---@field real? lunette.Tensor
---@field fake? lunette.Tensor
---@field means? table
---@field weight? number default 1
---@field decay? number default 0.99
---@field one_sided? boolean default false

---@class lunette.gan.penalties.mode_seeking.options
---@field fake? lunette.Tensor
---@field other? lunette.Tensor
---@field z? lunette.Tensor
---@field other_z? lunette.Tensor
---@field weight? number default 1
---@field eps? number default 1e-5

---@class lunette.gan.penalties.orthogonal.options
---@field params? lunette.nn.Module|lunette.Tensor[]
---@field weight? number default 1
---@field diagonal? boolean default true

---@class lunette.gan.penalties.path_length.options
---@field G? function|lunette.Callable
---@field w? lunette.Tensor
---@field mean? number
---@field weight? number default 1
---@field decay? number default 0.01
---@field noise? lunette.Tensor

---@class lunette.gan.penalties.r1.options
---@field D? function|lunette.Callable
---@field real? lunette.Tensor
---@field weight? number default 1

---@class lunette.gan.penalties.r2.options
---@field D? function|lunette.Callable
---@field fake? lunette.Tensor
---@field weight? number default 1

---@class lunette.gan.presets.options
---@field size integer
---@field count integer
---@field channels? integer default 3
---@field classes? integer
---@field name? "dcgan"|"r3gan"|"stylegan2"
---@field filters? integer
---@field batch_size? integer
---@field steps? integer default 20000
---@field gamma? number
---@field lr? number

---@class lunette.gan.rejection.options
---@field logits? lunette.Tensor
---@field largest? number
---@field gamma? number default 0
---@field percentile? number
---@field eps? number default 1e-6
---@field generator? lunette.Generator

---@class lunette.gan.schedule.options
---@field from number
---@field to number
---@field steps? integer
---@field images? integer
---@field after? integer default 0
---@field shape? "linear"|"cosine"|"exponential" default "linear"

---@class lunette.gan.semi_supervised.discriminator.options
---@field labelled? lunette.Tensor
---@field labels? lunette.Tensor
---@field unlabelled? lunette.Tensor
---@field fake? lunette.Tensor
---@field weight? number default 1

---@class lunette.gan.unrolled.options
---@field D? lunette.nn.Module
---@field loss? function|lunette.Callable
---@field steps? integer
---@field rule? string default "sgd"
---@field options? table
---@field state? table

---@class lunette.gan.veegan.generator.options
---@field fake_logits? lunette.Tensor
---@field z? lunette.Tensor
---@field restored? lunette.Tensor
---@field weight? number default 1

---@class lunette.gan.zoo.ModulatedConv2d.options
---@field in_channels? integer
---@field out_channels? integer
---@field kernel_size? integer
---@field style_dim? integer
---@field demodulate? boolean default true
---@field eps? number default 1e-8

---@class lunette.gan.zoo.acgan.options
---@field classes integer
---@field size? integer default 32
---@field channels? integer default 3
---@field latent? integer default 100
---@field filters? integer default 384
---@field discriminator_filters? integer default 16
---@field dropout? number default 0.5

---@class lunette.gan.zoo.began.options
---@field size? integer default 32
---@field channels? integer default 3
---@field filters? integer default 64
---@field latent? integer default 64
---@field code? integer default 64

---@class lunette.gan.zoo.biggan.options
---@field classes integer
---@field size? integer default 32
---@field channels? integer default 3
---@field filters? integer default 64
---@field chunk? integer default 20
---@field shared? integer default 128
---@field attention? integer

---@class lunette.gan.zoo.ctgan.options
---@field layout table
---@field latent? integer default 128
---@field hidden? integer|integer[] default {256, 256}
---@field units? integer|integer[] default {256, 256}
---@field pack? integer default 10
---@field tau? number default 0.2
---@field dropout? number default 0.5
---@field conditions? integer default 0

---@class lunette.gan.zoo.cyclegan.options
---@field a_channels? integer default 3
---@field b_channels? integer default 3
---@field filters? integer default 64
---@field blocks? integer default 9
---@field layers? integer default 3

---@class lunette.gan.zoo.dcgan.options
---@field size? integer default 64
---@field channels? integer default 3
---@field filters? integer default 64
---@field latent? integer default 100

---@class lunette.gan.zoo.fastgan.options
---@field size? integer default 64
---@field channels? integer default 3
---@field filters? integer default 32
---@field latent? integer default 256

---@class lunette.gan.zoo.infogan.options
---@field size? integer default 28
---@field channels? integer default 1
---@field filters? integer default 64
---@field hidden? integer default 1024
---@field noise? integer default 62
---@field categories? integer|integer[] default {10}
---@field continuous? integer default 2

---@class lunette.gan.zoo.lsgan.options
---@field size? integer default 32
---@field channels? integer default 3
---@field filters? integer default 64
---@field latent? integer default 1024

---@class lunette.gan.zoo.mlp.options
---@field features? integer default 784
---@field latent? integer default 100
---@field hidden? integer|integer[] default {1200, 1200}
---@field units? integer|integer[] default {240, 240}
---@field pieces? integer default 5
---@field dropout? number default 0.5
---@field output? "sigmoid"|"tanh"|"none" default "sigmoid"

---@class lunette.gan.zoo.pix2pix.options
---@field size? integer default 256
---@field in_channels? integer default 3
---@field out_channels? integer default 3
---@field filters? integer default 64
---@field dropout? number default 0.5
---@field layers? integer default 3

---@class lunette.gan.zoo.progan.options
---@field size? integer default 32
---@field channels? integer default 3
---@field filters? integer default 64
---@field latent? integer default filters

---@class lunette.gan.zoo.r3gan.options
---@field size? integer default 32
---@field channels? integer default 3
---@field filters? integer default 64
---@field blocks? integer default 2
---@field latent? integer default 64
---@field classes? integer

---@class lunette.gan.zoo.sagan.options
---@field classes integer
---@field size? integer default 32
---@field channels? integer default 3
---@field filters? integer default 64
---@field latent? integer default 128
---@field attention? integer

---@class lunette.gan.zoo.sngan.options
---@field form? "resnet"|"conv" default "resnet"
---@field size? integer default 32
---@field channels? integer default 3
---@field latent? integer default 128
---@field filters? integer
---@field discriminator_filters? integer

---@class lunette.gan.zoo.srgan.options
---@field size? integer default 96
---@field scale? integer default 4
---@field channels? integer default 3
---@field filters? integer default 64
---@field blocks? integer default 16
---@field hidden? integer default 1024

---@class lunette.gan.zoo.stylegan2.options
---@field size? integer default 32
---@field channels? integer default 3
---@field filters? integer default 64
---@field latent? integer default 64
---@field style? integer default 64
---@field layers? integer default 8
---@field rate? number default 0.01
---@field group_size? integer default 4

---@class lunette.gan.zoo.timegan.options
---@field features integer
---@field latent? integer default features
---@field hidden? integer default 24
---@field layers? integer default 3

---@class lunette.gan.zoo.wgan_gp.options
---@field size? integer default 32
---@field channels? integer default 3
---@field filters? integer default 128
---@field latent? integer default 128

---@class lunette.grad.options
---@field outputs? lunette.Tensor|lunette.Tensor[]
---@field inputs? lunette.Tensor|lunette.Tensor[]
---@field grad_outputs? lunette.Tensor|lunette.Tensor[]
---@field create_graph? boolean default false
---@field retain_graph? boolean default create_graph
---@field allow_unused? boolean default false

---@class lunette.help.options
---@field subject? any

---@class lunette.hessian.options
---@field func? function|lunette.Callable
---@field inputs? lunette.Tensor|lunette.Tensor[]
---@field create_graph? boolean default false

---@class lunette.hvp.options
---@field func? function|lunette.Callable
---@field inputs? lunette.Tensor|lunette.Tensor[]
---@field v? lunette.Tensor|lunette.Tensor[]
---@field create_graph? boolean default false

---@class lunette.image.load.options
---@field path? string
---@field max_pixels? integer default 67108864

---@class lunette.image.preview.options
---@field images? lunette.Tensor
---@field columns? integer default 8
---@field padding? integer default 2
---@field range? number[] default {0, 1}
---@field mode? "auto"|"rgb"|"palette"|"none"|"sixel" default "auto"

---@class lunette.image.save.options
---@field path? string
---@field x? lunette.Tensor
---@field range? number[] default {0, 1}

---@class lunette.image.save_film.options
---@field path? string
---@field frames? lunette.Tensor|lunette.Tensor[]|function|lunette.Callable
---@field fps? number default 12: frames a second
---@field loops? integer default 0: how often it plays; 0 is for ever
---@field columns? integer default 8
---@field padding? integer default 2
---@field range? number[] default {0, 1}

---@class lunette.image.save_grid.options
---@field path? string
---@field images? lunette.Tensor
---@field columns? integer default 8
---@field padding? integer default 2
---@field range? number[] default {0, 1}

---@class lunette.jacobian.options
---@field func? function|lunette.Callable
---@field inputs? lunette.Tensor|lunette.Tensor[]
---@field create_graph? boolean default false

---@class lunette.jvp.options
---@field func? function|lunette.Callable
---@field inputs? lunette.Tensor|lunette.Tensor[]
---@field v? lunette.Tensor|lunette.Tensor[]
---@field create_graph? boolean default false

---@class lunette.linalg.cross.options
---@field x? lunette.Tensor
---@field other? lunette.Tensor
---@field dim? integer default -1

---@class lunette.linalg.diagonal.options
---@field x? lunette.Tensor
---@field offset? integer default 0
---@field dim1? integer default -2
---@field dim2? integer default -1

---@class lunette.linalg.norm.options
---@field x? lunette.Tensor
---@field ord? number|"fro"|"nuc"
---@field dim? integer|integer[]
---@field keepdim? boolean default false

---@class lunette.linalg.vander.options
---@field x? lunette.Tensor
---@field N? integer

---@class lunette.linspace.options
---@field start? number
---@field last? number
---@field steps? integer
---@field requires_grad? boolean default false

---@class lunette.load.options
---@field path? string
---@field max_header? integer default 4194304

---@class lunette.load_model.options
---@field path? string
---@field max_header? integer default 4194304

---@class lunette.load_npz.options
---@field path? string
---@field max_bytes? integer default 1073741824

---@class lunette.meshgrid.options
---@field tensors? lunette.Tensor[]
---@field indexing? "ij"|"xy" default "ij"

---@class lunette.metrics.bootstrap.options
---@field f? function|lunette.Callable
---@field samples? lunette.Tensor|lunette.Tensor[]
---@field n? integer default 200
---@field level? number default 0.95
---@field generator? lunette.Generator

---@class lunette.metrics.density_coverage.options
---@field real? lunette.Tensor
---@field fake? lunette.Tensor
---@field k? integer default 5

---@class lunette.metrics.inception.options
---@field path? string
---@field resize? "clean"|"legacy_pytorch" default "clean"

---@class lunette.metrics.inception_score.options
---@field probabilities? lunette.Tensor
---@field splits? integer default 10

---@class lunette.metrics.kid.options
---@field real? lunette.Tensor
---@field fake? lunette.Tensor
---@field subsets? integer default 100
---@field subset_size? integer
---@field degree? integer default 3
---@field gamma? number
---@field coef0? number default 1
---@field generator? lunette.Generator

---@class lunette.metrics.mean_ms_ssim.options
---@field samples? lunette.Tensor
---@field pairs? integer default 100
---@field generator? lunette.Generator
---@field range? number default 2
---@field window? integer default 11
---@field sigma? number default 1.5
---@field weights? number[] default {0.0448, 0.2856, 0.3001, 0.2363, 0.1333}

---@class lunette.metrics.minibatch_similarity.options
---@field real? lunette.Tensor the mean over i /= j of exp(-|x_i - x_j|_1 / scale) among the reals
---@field fake? lunette.Tensor the same among the fakes
---@field scale? number half the mean distance of a real to its nearest other, unless given: the start from data in the authors' code (openai/improved-gan)

---@class lunette.metrics.ms_ssim.options
---@field a? lunette.Tensor
---@field b? lunette.Tensor
---@field range? number default 2
---@field window? integer default 11
---@field sigma? number default 1.5
---@field weights? number[] default {0.0448, 0.2856, 0.3001, 0.2363, 0.1333}

---@class lunette.metrics.nearest.options
---@field training? lunette.Tensor
---@field samples? lunette.Tensor
---@field k? integer default 1

---@class lunette.metrics.patch_wasserstein.options
---@field real? lunette.Tensor
---@field fake? lunette.Tensor
---@field levels? integer
---@field patches? integer default 128
---@field projections? integer default 512
---@field generator? lunette.Generator

---@class lunette.metrics.precision_recall.options
---@field real? lunette.Tensor
---@field fake? lunette.Tensor
---@field k? integer default 3

---@class lunette.metrics.sliced_wasserstein.options
---@field real? lunette.Tensor
---@field fake? lunette.Tensor
---@field projections? integer default 512
---@field generator? lunette.Generator

---@class lunette.multinomial.options
---@field x? lunette.Tensor
---@field num_samples? integer
---@field replacement? boolean default false
---@field generator? lunette.Generator

---@class lunette.nn.AdaIN.options
---@field num_features? integer
---@field style_dim? integer
---@field eps? number default 1e-5

---@class lunette.nn.AdaptiveMaxPool1d.options
---@field output_size? integer
---@field return_indices? boolean default false

---@class lunette.nn.AdaptiveMaxPool2d.options
---@field output_size? integer|integer[]
---@field return_indices? boolean default false

---@class lunette.nn.AdaptiveMaxPool3d.options
---@field output_size? integer|integer[]
---@field return_indices? boolean default false

---@class lunette.nn.AlphaDropout.options
---@field p? number default 0.5

---@class lunette.nn.AvgPool1d.options
---@field kernel_size? integer
---@field stride? integer default kernel_size
---@field padding? integer default 0
---@field ceil_mode? boolean default false
---@field count_include_pad? boolean default true

---@class lunette.nn.AvgPool2d.options
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[] default kernel_size
---@field padding? integer|integer[] default 0
---@field ceil_mode? boolean default false
---@field count_include_pad? boolean default true
---@field divisor_override? integer

---@class lunette.nn.AvgPool3d.options
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[] default kernel_size
---@field padding? integer|integer[] default 0
---@field ceil_mode? boolean default false
---@field count_include_pad? boolean default true
---@field divisor_override? integer

---@class lunette.nn.BCELoss.options
---@field weight? lunette.Tensor
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.BCEWithLogitsLoss.options
---@field weight? lunette.Tensor
---@field pos_weight? lunette.Tensor
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.BatchNorm1d.options
---@field num_features? integer
---@field eps? number default 1e-5
---@field momentum? number|false default 0.1
---@field affine? boolean default true
---@field track_running_stats? boolean default true

---@class lunette.nn.BatchNorm2d.options
---@field num_features? integer
---@field eps? number default 1e-5
---@field momentum? number|false default 0.1
---@field affine? boolean default true
---@field track_running_stats? boolean default true

---@class lunette.nn.BatchNorm3d.options
---@field num_features? integer
---@field eps? number default 1e-5
---@field momentum? number|false default 0.1
---@field affine? boolean default true
---@field track_running_stats? boolean default true

---@class lunette.nn.Bilinear.options
---@field in1_features? integer
---@field in2_features? integer
---@field out_features? integer
---@field bias? boolean default true

---@class lunette.nn.Blur.options
---@field kernel? number[] default {1, 3, 3, 1}
---@field up? integer default 1
---@field down? integer default 1

---@class lunette.nn.CELU.options
---@field alpha? number default 1

---@class lunette.nn.CTCLoss.options
---@field blank? integer default 1
---@field zero_infinity? boolean default false
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.Concat.options
---@field layers? any
---@field dim? integer default 2

---@class lunette.nn.ConditionalBatchNorm2d.options
---@field num_features? integer
---@field num_classes? integer
---@field vector? boolean default false
---@field eps? number default 1e-5
---@field momentum? number|false default 0.1
---@field track_running_stats? boolean default true

---@class lunette.nn.Conv1d.options
---@field in_channels? integer
---@field out_channels? integer
---@field kernel_size? integer|integer[]
---@field stride? integer default 1
---@field padding? integer|"same"|"valid" default 0
---@field dilation? integer default 1
---@field groups? integer default 1
---@field bias? boolean default true
---@field padding_mode? "zeros"|"reflect"|"replicate"|"circular" default "zeros"

---@class lunette.nn.Conv2d.options
---@field in_channels? integer
---@field out_channels? integer
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[] default 1
---@field padding? integer|integer[]|"same"|"valid" default 0
---@field dilation? integer|integer[] default 1
---@field groups? integer default 1
---@field bias? boolean default true
---@field padding_mode? "zeros"|"reflect"|"replicate"|"circular" default "zeros"

---@class lunette.nn.Conv3d.options
---@field in_channels? integer
---@field out_channels? integer
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[] default 1
---@field padding? integer|integer[]|"same"|"valid" default 0
---@field dilation? integer|integer[] default 1
---@field groups? integer default 1
---@field bias? boolean default true
---@field padding_mode? "zeros"|"reflect"|"replicate"|"circular" default "zeros"

---@class lunette.nn.ConvTranspose1d.options
---@field in_channels? integer
---@field out_channels? integer
---@field kernel_size? integer|integer[]
---@field stride? integer default 1
---@field padding? integer default 0
---@field output_padding? integer default 0
---@field groups? integer default 1
---@field bias? boolean default true
---@field dilation? integer default 1

---@class lunette.nn.ConvTranspose2d.options
---@field in_channels? integer
---@field out_channels? integer
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[] default 1
---@field padding? integer|integer[] default 0
---@field output_padding? integer|integer[] default 0
---@field groups? integer default 1
---@field bias? boolean default true
---@field dilation? integer|integer[] default 1

---@class lunette.nn.ConvTranspose3d.options
---@field in_channels? integer
---@field out_channels? integer
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[] default 1
---@field padding? integer|integer[] default 0
---@field output_padding? integer|integer[] default 0
---@field groups? integer default 1
---@field bias? boolean default true
---@field dilation? integer|integer[] default 1

---@class lunette.nn.CosineEmbeddingLoss.options
---@field margin? number default 0
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.CosineSimilarity.options
---@field dim? integer default 2
---@field eps? number default 1e-8

---@class lunette.nn.CrossEntropyLoss.options
---@field weight? lunette.Tensor
---@field ignore_index? integer default -100
---@field reduction? "none"|"mean"|"sum" default "mean"
---@field label_smoothing? number default 0

---@class lunette.nn.Downsample.options
---@field factor? integer default 2

---@class lunette.nn.Dropout.options
---@field p? number default 0.5

---@class lunette.nn.Dropout1d.options
---@field p? number default 0.5

---@class lunette.nn.Dropout2d.options
---@field p? number default 0.5

---@class lunette.nn.Dropout3d.options
---@field p? number default 0.5

---@class lunette.nn.ELU.options
---@field alpha? number default 1

---@class lunette.nn.Embedding.options
---@field num_embeddings? integer
---@field embedding_dim? integer
---@field padding_idx? integer

---@class lunette.nn.EmbeddingBag.options
---@field num_embeddings? integer
---@field embedding_dim? integer
---@field mode? "sum"|"mean"|"max" default "mean"
---@field include_last_offset? boolean default false
---@field padding_idx? integer

---@class lunette.nn.EqualConv2d.options
---@field in_channels? integer
---@field out_channels? integer
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[] default 1
---@field padding? integer|integer[]|"same"|"valid" default 0
---@field dilation? integer|integer[] default 1
---@field groups? integer default 1
---@field bias? boolean default true
---@field padding_mode? "zeros"|"reflect"|"replicate"|"circular" default "zeros"
---@field gain? number

---@class lunette.nn.EqualLinear.options
---@field in_features? integer
---@field out_features? integer
---@field bias? boolean default true
---@field gain? number

---@class lunette.nn.FeatureAlphaDropout.options
---@field p? number default 0.5

---@class lunette.nn.Flatten.options
---@field start_dim? integer default 2
---@field end_dim? integer default -1

---@class lunette.nn.Fold.options
---@field output_size? integer|integer[]
---@field kernel_size? integer|integer[]
---@field dilation? integer|integer[] default 1
---@field padding? integer|integer[] default 0
---@field stride? integer|integer[] default 1

---@class lunette.nn.FractionalMaxPool2d.options
---@field kernel_size? integer|integer[]
---@field output_size? integer|integer[]
---@field output_ratio? number|number[]
---@field return_indices? boolean default false
---@field _random_samples? lunette.Tensor

---@class lunette.nn.FractionalMaxPool3d.options
---@field kernel_size? integer|integer[]
---@field output_size? integer|integer[]
---@field output_ratio? number|number[]
---@field return_indices? boolean default false
---@field _random_samples? lunette.Tensor

---@class lunette.nn.GELU.options
---@field approximate? "none"|"tanh" default "none"

---@class lunette.nn.GLU.options
---@field dim? integer default -1

---@class lunette.nn.GRU.options
---@field input_size? integer
---@field hidden_size? integer
---@field num_layers? integer default 1
---@field bias? boolean default true
---@field batch_first? boolean default false
---@field dropout? number default 0
---@field bidirectional? boolean default false

---@class lunette.nn.GRUCell.options
---@field input_size? integer
---@field hidden_size? integer
---@field bias? boolean default true

---@class lunette.nn.GaussianNLLLoss.options
---@field full? boolean default false
---@field eps? number default 1e-6
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.GroupNorm.options
---@field num_groups? integer
---@field num_channels? integer
---@field eps? number default 1e-5
---@field affine? boolean default true

---@class lunette.nn.Hardshrink.options
---@field lambd? number default 0.5

---@class lunette.nn.Hardtanh.options
---@field min_val? number default -1
---@field max_val? number default 1

---@class lunette.nn.HingeEmbeddingLoss.options
---@field margin? number default 1
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.HuberLoss.options
---@field delta? number default 1
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.InstanceNorm1d.options
---@field num_features? integer
---@field eps? number default 1e-5
---@field momentum? number|false default 0.1
---@field affine? boolean default false
---@field track_running_stats? boolean default false

---@class lunette.nn.InstanceNorm2d.options
---@field num_features? integer
---@field eps? number default 1e-5
---@field momentum? number|false default 0.1
---@field affine? boolean default false
---@field track_running_stats? boolean default false

---@class lunette.nn.InstanceNorm3d.options
---@field num_features? integer
---@field eps? number default 1e-5
---@field momentum? number|false default 0.1
---@field affine? boolean default false
---@field track_running_stats? boolean default false

---@class lunette.nn.KLDivLoss.options
---@field log_target? boolean default false
---@field reduction? "none"|"mean"|"sum"|"batchmean" default "mean"

---@class lunette.nn.L1Loss.options
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.LPPool1d.options
---@field norm_type? number
---@field kernel_size? integer
---@field stride? integer default kernel_size
---@field ceil_mode? boolean default false

---@class lunette.nn.LPPool2d.options
---@field norm_type? number
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[] default kernel_size
---@field ceil_mode? boolean default false

---@class lunette.nn.LSTM.options
---@field input_size? integer
---@field hidden_size? integer
---@field num_layers? integer default 1
---@field bias? boolean default true
---@field batch_first? boolean default false
---@field dropout? number default 0
---@field bidirectional? boolean default false
---@field proj_size? integer default 0

---@class lunette.nn.LSTMCell.options
---@field input_size? integer
---@field hidden_size? integer
---@field bias? boolean default true

---@class lunette.nn.LayerNorm.options
---@field normalized_shape? integer|integer[]
---@field eps? number default 1e-5
---@field elementwise_affine? boolean default true

---@class lunette.nn.LazyBatchNorm1d.options
---@field eps? number default 1e-5
---@field momentum? number|false default 0.1
---@field affine? boolean default true
---@field track_running_stats? boolean default true

---@class lunette.nn.LazyBatchNorm2d.options
---@field eps? number default 1e-5
---@field momentum? number|false default 0.1
---@field affine? boolean default true
---@field track_running_stats? boolean default true

---@class lunette.nn.LazyBatchNorm3d.options
---@field eps? number default 1e-5
---@field momentum? number|false default 0.1
---@field affine? boolean default true
---@field track_running_stats? boolean default true

---@class lunette.nn.LazyConv1d.options
---@field out_channels? integer
---@field kernel_size? integer|integer[]
---@field stride? integer default 1
---@field padding? integer|"same"|"valid" default 0
---@field dilation? integer default 1
---@field groups? integer default 1
---@field bias? boolean default true
---@field padding_mode? "zeros"|"reflect"|"replicate"|"circular" default "zeros"

---@class lunette.nn.LazyConv2d.options
---@field out_channels? integer
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[] default 1
---@field padding? integer|integer[]|"same"|"valid" default 0
---@field dilation? integer|integer[] default 1
---@field groups? integer default 1
---@field bias? boolean default true
---@field padding_mode? "zeros"|"reflect"|"replicate"|"circular" default "zeros"

---@class lunette.nn.LazyConv3d.options
---@field out_channels? integer
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[] default 1
---@field padding? integer|integer[]|"same"|"valid" default 0
---@field dilation? integer|integer[] default 1
---@field groups? integer default 1
---@field bias? boolean default true
---@field padding_mode? "zeros"|"reflect"|"replicate"|"circular" default "zeros"

---@class lunette.nn.LazyConvTranspose1d.options
---@field out_channels? integer
---@field kernel_size? integer|integer[]
---@field stride? integer default 1
---@field padding? integer default 0
---@field output_padding? integer default 0
---@field groups? integer default 1
---@field bias? boolean default true
---@field dilation? integer default 1

---@class lunette.nn.LazyConvTranspose2d.options
---@field out_channels? integer
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[] default 1
---@field padding? integer|integer[] default 0
---@field output_padding? integer|integer[] default 0
---@field groups? integer default 1
---@field bias? boolean default true
---@field dilation? integer|integer[] default 1

---@class lunette.nn.LazyConvTranspose3d.options
---@field out_channels? integer
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[] default 1
---@field padding? integer|integer[] default 0
---@field output_padding? integer|integer[] default 0
---@field groups? integer default 1
---@field bias? boolean default true
---@field dilation? integer|integer[] default 1

---@class lunette.nn.LazyInstanceNorm1d.options
---@field eps? number default 1e-5
---@field momentum? number|false default 0.1
---@field affine? boolean default true
---@field track_running_stats? boolean default true

---@class lunette.nn.LazyInstanceNorm2d.options
---@field eps? number default 1e-5
---@field momentum? number|false default 0.1
---@field affine? boolean default true
---@field track_running_stats? boolean default true

---@class lunette.nn.LazyInstanceNorm3d.options
---@field eps? number default 1e-5
---@field momentum? number|false default 0.1
---@field affine? boolean default true
---@field track_running_stats? boolean default true

---@class lunette.nn.LazyLinear.options
---@field out_features? integer
---@field bias? boolean default true

---@class lunette.nn.LeakyReLU.options
---@field negative_slope? number default 0.01

---@class lunette.nn.Linear.options
---@field in_features? integer
---@field out_features? integer
---@field bias? boolean default true

---@class lunette.nn.LocalResponseNorm.options
---@field size? integer
---@field alpha? number default 1e-4
---@field beta? number default 0.75
---@field k? number default 1

---@class lunette.nn.MSELoss.options
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.MarginRankingLoss.options
---@field margin? number default 0
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.MaxPool1d.options
---@field kernel_size? integer
---@field stride? integer default kernel_size
---@field padding? integer default 0
---@field dilation? integer default 1
---@field ceil_mode? boolean default false
---@field return_indices? boolean default false

---@class lunette.nn.MaxPool2d.options
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[] default kernel_size
---@field padding? integer|integer[] default 0
---@field dilation? integer|integer[] default 1
---@field ceil_mode? boolean default false
---@field return_indices? boolean default false

---@class lunette.nn.MaxPool3d.options
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[] default kernel_size
---@field padding? integer|integer[] default 0
---@field dilation? integer|integer[] default 1
---@field ceil_mode? boolean default false
---@field return_indices? boolean default false

---@class lunette.nn.MaxUnpool1d.options
---@field kernel_size? integer
---@field stride? integer default kernel_size
---@field padding? integer default 0

---@class lunette.nn.MaxUnpool2d.options
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[] default kernel_size
---@field padding? integer|integer[] default 0

---@class lunette.nn.MaxUnpool3d.options
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[] default kernel_size
---@field padding? integer|integer[] default 0

---@class lunette.nn.Maxout.options
---@field in_features? integer
---@field out_features? integer
---@field num_pieces? integer
---@field bias? boolean default true

---@class lunette.nn.MinibatchDiscrimination.options
---@field in_features? integer
---@field num_kernels? integer
---@field kernel_dim? integer
---@field weight_norm? boolean default true
---@field bias? boolean default true
---@field reduction? "mean"|"sum" default "mean"
---@field std? number
---@field group_size? integer
---@field halves? boolean default false
---@field sync? boolean|"ring" default false

---@class lunette.nn.MinibatchStdDev.options
---@field group_size? integer|false default 4
---@field num_channels? integer default 1
---@field sync? boolean default false

---@class lunette.nn.ModuleDict.options
---@field layers? table

---@class lunette.nn.MultiLabelMarginLoss.options
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.MultiLabelSoftMarginLoss.options
---@field weight? lunette.Tensor
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.MultiMarginLoss.options
---@field p? integer default 1
---@field margin? number default 1
---@field weight? lunette.Tensor
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.MultiheadAttention.options
---@field embed_dim? integer
---@field num_heads? integer
---@field dropout? number default 0
---@field bias? boolean default true
---@field add_bias_kv? boolean default false
---@field add_zero_attn? boolean default false
---@field kdim? integer
---@field vdim? integer
---@field batch_first? boolean default false

---@class lunette.nn.NLLLoss.options
---@field weight? lunette.Tensor
---@field ignore_index? integer default -100
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.PReLU.options
---@field num_parameters? integer default 1
---@field init? number default 0.25

---@class lunette.nn.PairwiseDistance.options
---@field p? number default 2
---@field eps? number default 1e-6
---@field keepdim? boolean default false

---@class lunette.nn.Parameter.options
---@field data? lunette.Tensor
---@field requires_grad? boolean default true

---@class lunette.nn.ParameterDict.options
---@field parameters? table

---@class lunette.nn.PixelNorm.options
---@field eps? number default 1e-8

---@class lunette.nn.PoissonNLLLoss.options
---@field log_input? boolean default true
---@field full? boolean default false
---@field eps? number default 1e-8
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.RMSNorm.options
---@field normalized_shape? integer|integer[]
---@field eps? number default 1e-6
---@field elementwise_affine? boolean default true

---@class lunette.nn.RNN.options
---@field input_size? integer
---@field hidden_size? integer
---@field num_layers? integer default 1
---@field nonlinearity? "tanh"|"relu" default "tanh"
---@field bias? boolean default true
---@field batch_first? boolean default false
---@field dropout? number default 0
---@field bidirectional? boolean default false

---@class lunette.nn.RNNCell.options
---@field input_size? integer
---@field hidden_size? integer
---@field bias? boolean default true
---@field nonlinearity? "tanh"|"relu" default "tanh"

---@class lunette.nn.RReLU.options
---@field lower? number default 1/8
---@field upper? number default 1/3

---@class lunette.nn.Residual.options
---@field layer? any
---@field shortcut? any

---@class lunette.nn.SmoothL1Loss.options
---@field beta? number default 1
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.SoftMarginLoss.options
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.Softplus.options
---@field beta? number default 1
---@field threshold? number default 20

---@class lunette.nn.Softshrink.options
---@field lambd? number default 0.5

---@class lunette.nn.SyncBatchNorm.options
---@field num_features? integer
---@field eps? number default 1e-5
---@field momentum? number|false default 0.1
---@field affine? boolean default true
---@field track_running_stats? boolean default true

---@class lunette.nn.Transformer.options
---@field d_model? integer default 512
---@field nhead? integer default 8
---@field num_encoder_layers? integer default 6
---@field num_decoder_layers? integer default 6
---@field dim_feedforward? integer default 2048
---@field dropout? number default 0.1
---@field activation? string|function|lunette.Callable default "relu"
---@field custom_encoder? lunette.nn.Module
---@field custom_decoder? lunette.nn.Module
---@field layer_norm_eps? number default 1e-5
---@field batch_first? boolean default false
---@field norm_first? boolean default false

---@class lunette.nn.TransformerDecoder.options
---@field decoder_layer? lunette.nn.Module
---@field num_layers? integer
---@field norm? lunette.nn.Module

---@class lunette.nn.TransformerDecoderLayer.options
---@field d_model? integer
---@field nhead? integer
---@field dim_feedforward? integer default 2048
---@field dropout? number default 0.1
---@field activation? string|function|lunette.Callable default "relu"
---@field layer_norm_eps? number default 1e-5
---@field batch_first? boolean default false
---@field norm_first? boolean default false

---@class lunette.nn.TransformerEncoder.options
---@field encoder_layer? lunette.nn.Module
---@field num_layers? integer
---@field norm? lunette.nn.Module

---@class lunette.nn.TransformerEncoderLayer.options
---@field d_model? integer
---@field nhead? integer
---@field dim_feedforward? integer default 2048
---@field dropout? number default 0.1
---@field activation? string|function|lunette.Callable default "relu"
---@field layer_norm_eps? number default 1e-5
---@field batch_first? boolean default false
---@field norm_first? boolean default false

---@class lunette.nn.TripletMarginLoss.options
---@field margin? number default 1
---@field p? number default 2
---@field eps? number default 1e-6
---@field swap? boolean default false
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.TripletMarginWithDistanceLoss.options
---@field distance_function? function|lunette.Callable
---@field margin? number default 1
---@field swap? boolean default false
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.Unfold.options
---@field kernel_size? integer|integer[]
---@field dilation? integer|integer[] default 1
---@field padding? integer|integer[] default 0
---@field stride? integer|integer[] default 1

---@class lunette.nn.Upsample.options
---@field size? integer|integer[]
---@field scale_factor? number|number[]
---@field mode? "nearest"|"linear"|"bilinear"|"bicubic"|"area"|"trilinear"|"nearest-exact" default "nearest"
---@field align_corners? boolean default false

---@class lunette.nn.UpsamplingBilinear2d.options
---@field size? integer|integer[]
---@field scale_factor? number|number[]

---@class lunette.nn.UpsamplingNearest2d.options
---@field size? integer|integer[]
---@field scale_factor? number|number[]

---@class lunette.nn.VirtualBatchNorm.options
---@field num_features? integer
---@field num_reference? integer
---@field eps? number default 1e-5

---@class lunette.nn.equalized.options
---@field layer? lunette.nn.Module
---@field gain? number
---@field name? string default "weight"

---@class lunette.nn.functional.adaptive_max_pool1d.options
---@field x? lunette.Tensor
---@field output_size? integer
---@field return_indices? boolean default false

---@class lunette.nn.functional.adaptive_max_pool2d.options
---@field x? lunette.Tensor
---@field output_size? integer|integer[]
---@field return_indices? boolean default false

---@class lunette.nn.functional.adaptive_max_pool3d.options
---@field x? lunette.Tensor
---@field output_size? integer|integer[]
---@field return_indices? boolean default false

---@class lunette.nn.functional.alpha_dropout.options
---@field x? lunette.Tensor
---@field p? number default 0.5
---@field training? boolean default false

---@class lunette.nn.functional.batch_norm.options
---@field x? lunette.Tensor
---@field running_mean? lunette.Tensor
---@field running_var? lunette.Tensor
---@field weight? lunette.Tensor
---@field bias? lunette.Tensor
---@field training? boolean default false
---@field momentum? number default 0.1
---@field eps? number default 1e-5

---@class lunette.nn.functional.bilinear.options
---@field input1? lunette.Tensor
---@field input2? lunette.Tensor
---@field weight? lunette.Tensor
---@field bias? lunette.Tensor

---@class lunette.nn.functional.binary_cross_entropy.options
---@field x? lunette.Tensor
---@field target? lunette.Tensor|number
---@field weight? lunette.Tensor
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.functional.binary_cross_entropy_with_logits.options
---@field x? lunette.Tensor
---@field target? lunette.Tensor|number
---@field weight? lunette.Tensor
---@field pos_weight? lunette.Tensor
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.functional.conv1d.options
---@field x? lunette.Tensor
---@field weight? lunette.Tensor
---@field bias? lunette.Tensor
---@field stride? integer default 1
---@field padding? integer|"same"|"valid" default 0
---@field dilation? integer default 1
---@field groups? integer default 1

---@class lunette.nn.functional.conv2d.options
---@field x? lunette.Tensor
---@field weight? lunette.Tensor
---@field bias? lunette.Tensor
---@field stride? integer|integer[] default 1
---@field padding? integer|integer[]|"same"|"valid" default 0
---@field dilation? integer|integer[] default 1
---@field groups? integer default 1

---@class lunette.nn.functional.conv3d.options
---@field x? lunette.Tensor
---@field weight? lunette.Tensor
---@field bias? lunette.Tensor
---@field stride? integer|integer[] default 1
---@field padding? integer|integer[]|"same"|"valid" default 0
---@field dilation? integer|integer[] default 1
---@field groups? integer default 1

---@class lunette.nn.functional.conv_tbc.options
---@field x? lunette.Tensor
---@field weight? lunette.Tensor
---@field bias? lunette.Tensor
---@field pad? integer default 0

---@class lunette.nn.functional.cosine_embedding_loss.options
---@field input1? lunette.Tensor
---@field input2? lunette.Tensor
---@field target? lunette.Tensor|number
---@field margin? number default 0
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.functional.cosine_similarity.options
---@field x1? lunette.Tensor
---@field x2? lunette.Tensor
---@field dim? integer default 2
---@field eps? number default 1e-8

---@class lunette.nn.functional.cross_entropy.options
---@field x? lunette.Tensor
---@field target? lunette.Tensor|number
---@field weight? lunette.Tensor
---@field ignore_index? integer default -100
---@field reduction? "none"|"mean"|"sum" default "mean"
---@field label_smoothing? number default 0

---@class lunette.nn.functional.ctc_loss.options
---@field log_probs? lunette.Tensor
---@field targets? lunette.Tensor
---@field input_lengths? lunette.Tensor|integer|table
---@field target_lengths? lunette.Tensor|integer|table
---@field blank? integer default 1
---@field zero_infinity? boolean default false
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.functional.dropout.options
---@field x? lunette.Tensor
---@field p? number default 0.5
---@field training? boolean default true

---@class lunette.nn.functional.dropout1d.options
---@field x? lunette.Tensor
---@field p? number default 0.5
---@field training? boolean default true

---@class lunette.nn.functional.dropout2d.options
---@field x? lunette.Tensor
---@field p? number default 0.5
---@field training? boolean default true

---@class lunette.nn.functional.dropout3d.options
---@field x? lunette.Tensor
---@field p? number default 0.5
---@field training? boolean default true

---@class lunette.nn.functional.embedding.options
---@field x? lunette.Tensor
---@field weight? lunette.Tensor
---@field padding_idx? integer

---@class lunette.nn.functional.embedding_bag.options
---@field x? lunette.Tensor
---@field weight? lunette.Tensor
---@field offsets? lunette.Tensor
---@field mode? "sum"|"mean"|"max" default "mean"
---@field per_sample_weights? lunette.Tensor
---@field include_last_offset? boolean default false
---@field padding_idx? integer

---@class lunette.nn.functional.feature_alpha_dropout.options
---@field x? lunette.Tensor
---@field p? number default 0.5
---@field training? boolean default false

---@class lunette.nn.functional.fractional_max_pool2d.options
---@field x? lunette.Tensor
---@field kernel_size? integer|integer[]
---@field output_size? integer|integer[]
---@field output_ratio? number|number[]
---@field _random_samples? lunette.Tensor
---@field generator? lunette.Generator
---@field return_indices? boolean default false

---@class lunette.nn.functional.fractional_max_pool2d_with_indices.options
---@field x? lunette.Tensor
---@field kernel_size? integer|integer[]
---@field output_size? integer|integer[]
---@field output_ratio? number|number[]
---@field _random_samples? lunette.Tensor
---@field generator? lunette.Generator

---@class lunette.nn.functional.fractional_max_pool3d.options
---@field x? lunette.Tensor
---@field kernel_size? integer|integer[]
---@field output_size? integer|integer[]
---@field output_ratio? number|number[]
---@field _random_samples? lunette.Tensor
---@field generator? lunette.Generator
---@field return_indices? boolean default false

---@class lunette.nn.functional.fractional_max_pool3d_with_indices.options
---@field x? lunette.Tensor
---@field kernel_size? integer|integer[]
---@field output_size? integer|integer[]
---@field output_ratio? number|number[]
---@field _random_samples? lunette.Tensor
---@field generator? lunette.Generator

---@class lunette.nn.functional.gaussian_nll_loss.options
---@field x? lunette.Tensor
---@field target? lunette.Tensor|number
---@field var? lunette.Tensor
---@field full? boolean default false
---@field eps? number default 1e-6
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.functional.grid_sample.options
---@field x? lunette.Tensor
---@field grid? lunette.Tensor
---@field mode? "bilinear"|"nearest"|"bicubic" default "bilinear"
---@field padding_mode? "zeros"|"border"|"reflection" default "zeros"
---@field align_corners? boolean default false

---@class lunette.nn.functional.gumbel_softmax.options
---@field logits? lunette.Tensor
---@field tau? number default 1
---@field hard? boolean default false
---@field dim? integer default -1
---@field generator? lunette.Generator

---@class lunette.nn.functional.hinge_embedding_loss.options
---@field x? lunette.Tensor
---@field target? lunette.Tensor|number
---@field margin? number default 1
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.functional.huber_loss.options
---@field x? lunette.Tensor
---@field target? lunette.Tensor|number
---@field delta? number default 1
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.functional.instance_norm.options
---@field x? lunette.Tensor
---@field running_mean? lunette.Tensor
---@field running_var? lunette.Tensor
---@field weight? lunette.Tensor
---@field bias? lunette.Tensor
---@field use_input_stats? boolean default true
---@field momentum? number default 0.1
---@field eps? number default 1e-5

---@class lunette.nn.functional.kl_div.options
---@field x? lunette.Tensor
---@field target? lunette.Tensor
---@field log_target? boolean default false
---@field reduction? "none"|"mean"|"sum"|"batchmean" default "mean"

---@class lunette.nn.functional.l1_loss.options
---@field x? lunette.Tensor
---@field target? lunette.Tensor|number
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.functional.local_response_norm.options
---@field x? lunette.Tensor
---@field size? integer
---@field alpha? number default 1e-4
---@field beta? number default 0.75
---@field k? number default 1

---@class lunette.nn.functional.lp_pool1d.options
---@field x? lunette.Tensor
---@field norm_type? number
---@field kernel_size? integer
---@field stride? integer default kernel_size
---@field ceil_mode? boolean default false

---@class lunette.nn.functional.lp_pool2d.options
---@field x? lunette.Tensor
---@field norm_type? number
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[] default kernel_size
---@field ceil_mode? boolean default false

---@class lunette.nn.functional.margin_ranking_loss.options
---@field input1? lunette.Tensor
---@field input2? lunette.Tensor
---@field target? lunette.Tensor|number
---@field margin? number default 0
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.functional.max_pool1d.options
---@field x? lunette.Tensor
---@field kernel_size? integer
---@field stride? integer default kernel_size
---@field padding? integer default 0
---@field dilation? integer default 1
---@field ceil_mode? boolean default false
---@field return_indices? boolean default false

---@class lunette.nn.functional.max_pool1d_with_indices.options
---@field x? lunette.Tensor
---@field kernel_size? integer
---@field stride? integer default kernel_size
---@field padding? integer default 0
---@field dilation? integer default 1
---@field ceil_mode? boolean default false

---@class lunette.nn.functional.max_pool2d.options
---@field x? lunette.Tensor
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[] default kernel_size
---@field padding? integer|integer[] default 0
---@field dilation? integer|integer[] default 1
---@field ceil_mode? boolean default false
---@field return_indices? boolean default false

---@class lunette.nn.functional.max_pool2d_with_indices.options
---@field x? lunette.Tensor
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[] default kernel_size
---@field padding? integer|integer[] default 0
---@field dilation? integer|integer[] default 1
---@field ceil_mode? boolean default false

---@class lunette.nn.functional.max_pool3d.options
---@field x? lunette.Tensor
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[] default kernel_size
---@field padding? integer|integer[] default 0
---@field dilation? integer|integer[] default 1
---@field ceil_mode? boolean default false
---@field return_indices? boolean default false

---@class lunette.nn.functional.max_pool3d_with_indices.options
---@field x? lunette.Tensor
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[] default kernel_size
---@field padding? integer|integer[] default 0
---@field dilation? integer|integer[] default 1
---@field ceil_mode? boolean default false

---@class lunette.nn.functional.max_unpool1d.options
---@field x? lunette.Tensor
---@field indices? lunette.Tensor
---@field kernel_size? integer
---@field stride? integer default kernel_size
---@field padding? integer default 0
---@field output_size? integer|integer[]

---@class lunette.nn.functional.max_unpool2d.options
---@field x? lunette.Tensor
---@field indices? lunette.Tensor
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[] default kernel_size
---@field padding? integer|integer[] default 0
---@field output_size? integer|integer[]

---@class lunette.nn.functional.max_unpool3d.options
---@field x? lunette.Tensor
---@field indices? lunette.Tensor
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[] default kernel_size
---@field padding? integer|integer[] default 0
---@field output_size? integer|integer[]

---@class lunette.nn.functional.mse_loss.options
---@field x? lunette.Tensor
---@field target? lunette.Tensor|number
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.functional.multi_margin_loss.options
---@field x? lunette.Tensor
---@field target? lunette.Tensor|number
---@field p? integer default 1
---@field margin? number default 1
---@field weight? lunette.Tensor
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.functional.multilabel_margin_loss.options
---@field x? lunette.Tensor
---@field target? lunette.Tensor
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.functional.multilabel_soft_margin_loss.options
---@field x? lunette.Tensor
---@field target? lunette.Tensor|number
---@field weight? lunette.Tensor
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.functional.nll_loss.options
---@field x? lunette.Tensor
---@field target? lunette.Tensor|number
---@field weight? lunette.Tensor
---@field ignore_index? integer default -100
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.functional.normalize.options
---@field x? lunette.Tensor
---@field p? number default 2
---@field dim? integer default 2
---@field eps? number default 1e-12

---@class lunette.nn.functional.one_hot.options
---@field x? lunette.Tensor
---@field num_classes? integer default -1

---@class lunette.nn.functional.pairwise_distance.options
---@field x1? lunette.Tensor
---@field x2? lunette.Tensor
---@field p? number default 2
---@field eps? number default 1e-6
---@field keepdim? boolean default false

---@class lunette.nn.functional.poisson_nll_loss.options
---@field x? lunette.Tensor
---@field target? lunette.Tensor|number
---@field log_input? boolean default true
---@field full? boolean default false
---@field eps? number default 1e-8
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.functional.rrelu.options
---@field x? lunette.Tensor
---@field lower? number default 1/8
---@field upper? number default 1/3
---@field training? boolean default false
---@field generator? lunette.Generator

---@class lunette.nn.functional.scaled_dot_product_attention.options
---@field query? lunette.Tensor
---@field key? lunette.Tensor
---@field value? lunette.Tensor
---@field attn_mask? lunette.Tensor
---@field dropout_p? number default 0
---@field is_causal? boolean default false
---@field scale? number

---@class lunette.nn.functional.smooth_l1_loss.options
---@field x? lunette.Tensor
---@field target? lunette.Tensor|number
---@field beta? number default 1
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.functional.soft_margin_loss.options
---@field x? lunette.Tensor
---@field target? lunette.Tensor|number
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.functional.triplet_margin_loss.options
---@field anchor? lunette.Tensor
---@field positive? lunette.Tensor
---@field negative? lunette.Tensor
---@field margin? number default 1
---@field p? number default 2
---@field eps? number default 1e-6
---@field swap? boolean default false
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.functional.triplet_margin_with_distance_loss.options
---@field anchor? lunette.Tensor
---@field positive? lunette.Tensor
---@field negative? lunette.Tensor
---@field distance_function? function|lunette.Callable
---@field margin? number default 1
---@field swap? boolean default false
---@field reduction? "none"|"mean"|"sum" default "mean"

---@class lunette.nn.functional.unfold.options
---@field x? lunette.Tensor
---@field kernel_size? integer|integer[]
---@field dilation? integer|integer[] default 1
---@field padding? integer|integer[] default 0
---@field stride? integer|integer[] default 1

---@class lunette.nn.functional.upsample.options
---@field x? lunette.Tensor
---@field size? integer|integer[]
---@field scale_factor? number|number[]
---@field mode? "nearest"|"linear"|"bilinear"|"bicubic"|"trilinear" default "nearest"
---@field align_corners? boolean default false

---@class lunette.nn.functional.upsample_bilinear.options
---@field x? lunette.Tensor
---@field size? integer|integer[]
---@field scale_factor? number|number[]

---@class lunette.nn.functional.upsample_nearest.options
---@field x? lunette.Tensor
---@field size? integer|integer[]
---@field scale_factor? number|number[]

---@class lunette.nn.init.calculate_gain.options
---@field nonlinearity? string
---@field param? number

---@class lunette.nn.init.default.options
---@field weight? lunette.Tensor
---@field bias? lunette.Tensor

---@class lunette.nn.init.dirac_.options
---@field x? lunette.Tensor
---@field groups? integer default 1

---@class lunette.nn.init.kaiming_normal_.options
---@field x? lunette.Tensor
---@field a? number default 0
---@field mode? "fan_in"|"fan_out" default "fan_in"
---@field nonlinearity? string default "leaky_relu"
---@field generator? lunette.Generator

---@class lunette.nn.init.kaiming_uniform_.options
---@field x? lunette.Tensor
---@field a? number default 0
---@field mode? "fan_in"|"fan_out" default "fan_in"
---@field nonlinearity? string default "leaky_relu"
---@field generator? lunette.Generator

---@class lunette.nn.init.normal_.options
---@field x? lunette.Tensor
---@field mean? number default 0
---@field std? number default 1
---@field generator? lunette.Generator

---@class lunette.nn.init.orthogonal_.options
---@field x? lunette.Tensor
---@field gain? number default 1
---@field generator? lunette.Generator

---@class lunette.nn.init.sparse_.options
---@field x? lunette.Tensor
---@field sparsity? number
---@field std? number default 0.01
---@field generator? lunette.Generator

---@class lunette.nn.init.trunc_normal_.options
---@field x? lunette.Tensor
---@field mean? number default 0
---@field std? number default 1
---@field a? number default -2
---@field b? number default 2
---@field generator? lunette.Generator

---@class lunette.nn.init.uniform_.options
---@field x? lunette.Tensor
---@field a? number default 0
---@field b? number default 1
---@field generator? lunette.Generator

---@class lunette.nn.init.xavier_normal_.options
---@field x? lunette.Tensor
---@field gain? number default 1
---@field generator? lunette.Generator

---@class lunette.nn.init.xavier_uniform_.options
---@field x? lunette.Tensor
---@field gain? number default 1
---@field generator? lunette.Generator

---@class lunette.nn.remove_spectral_norm.options
---@field layer? lunette.nn.Module
---@field name? string default "weight"

---@class lunette.nn.remove_weight_norm.options
---@field layer? lunette.nn.Module
---@field name? string default "weight"

---@class lunette.nn.spectral_norm.options
---@field layer? lunette.nn.Module
---@field name? string default "weight"
---@field n_power_iterations? integer default 1
---@field eps? number default 1e-12
---@field dim? integer

---@class lunette.nn.utils.clip_grad_norm_.options
---@field parameters? lunette.Tensor|lunette.Tensor[]
---@field max_norm? number
---@field norm_type? number default 2
---@field error_if_nonfinite? boolean default false

---@class lunette.nn.utils.rnn.pad_sequence.options
---@field sequences? lunette.Tensor[]
---@field batch_first? boolean default false
---@field padding_value? number default 0

---@class lunette.nn.utils.rnn.unpad_sequence.options
---@field padded_sequences? lunette.Tensor
---@field lengths? integer|integer[]|lunette.Tensor
---@field batch_first? boolean default false

---@class lunette.nn.weight_norm.options
---@field layer? lunette.nn.Module
---@field name? string default "weight"
---@field dim? integer|false default 1

---@class lunette.normal.options
---@field mean? number
---@field std? number
---@field size? integer|integer[]
---@field requires_grad? boolean default false
---@field generator? lunette.Generator

---@class lunette.ones_like.options
---@field x? lunette.Tensor
---@field requires_grad? boolean default false

---@class lunette.onnx.export.options
---@field network? lunette.nn.Module
---@field path? string
---@field input any
---@field opset? integer default 17
---@field dynamic_batch? boolean default true
---@field input_names? string[]
---@field output_names? string[]

---@class lunette.optim.ASGD.options
---@field params? lunette.Tensor[]|table[]
---@field lr? number default 1e-2
---@field lambd? number default 1e-4
---@field alpha? number default 0.75
---@field t0? number default 1e6
---@field weight_decay? number default 0
---@field maximize? boolean default false

---@class lunette.optim.Adadelta.options
---@field params? lunette.Tensor[]|table[]
---@field lr? number default 1
---@field rho? number default 0.9
---@field eps? number default 1e-6
---@field weight_decay? number default 0
---@field maximize? boolean default false

---@class lunette.optim.Adagrad.options
---@field params? lunette.Tensor[]|table[]
---@field lr? number default 1e-2
---@field lr_decay? number default 0
---@field weight_decay? number default 0
---@field initial_accumulator_value? number default 0
---@field eps? number default 1e-10
---@field maximize? boolean default false

---@class lunette.optim.Adam.options
---@field params? lunette.Tensor[]|table[]
---@field lr? number default 1e-3
---@field betas? number[] default {0.9, 0.999}
---@field eps? number default 1e-8
---@field weight_decay? number default 0
---@field amsgrad? boolean default false
---@field maximize? boolean default false

---@class lunette.optim.AdamW.options
---@field params? lunette.Tensor[]|table[]
---@field lr? number default 1e-3
---@field betas? number[] default {0.9, 0.999}
---@field eps? number default 1e-8
---@field weight_decay? number default 1e-2
---@field amsgrad? boolean default false
---@field maximize? boolean default false

---@class lunette.optim.Adamax.options
---@field params? lunette.Tensor[]|table[]
---@field lr? number default 2e-3
---@field betas? number[] default {0.9, 0.999}
---@field eps? number default 1e-8
---@field weight_decay? number default 0
---@field maximize? boolean default false

---@class lunette.optim.ExtraAdam.options
---@field params? lunette.Tensor[]|table[]
---@field lr? number default 1e-3
---@field betas? number[] default {0.9, 0.999}
---@field eps? number default 1e-8
---@field weight_decay? number default 0
---@field amsgrad? boolean default false
---@field maximize? boolean default false

---@class lunette.optim.LBFGS.options
---@field params? lunette.Tensor[]|table[]
---@field lr? number default 1
---@field max_iter? integer default 20
---@field max_eval? integer
---@field tolerance_grad? number default 1e-7
---@field tolerance_change? number default 1e-9
---@field history_size? integer default 100
---@field line_search_fn? "strong_wolfe"

---@class lunette.optim.Lookahead.options
---@field optimizer? lunette.optim.Optimizer
---@field k? integer default 5
---@field alpha? number default 0.5

---@class lunette.optim.NAdam.options
---@field params? lunette.Tensor[]|table[]
---@field lr? number default 2e-3
---@field betas? number[] default {0.9, 0.999}
---@field eps? number default 1e-8
---@field weight_decay? number default 0
---@field momentum_decay? number default 4e-3

---@class lunette.optim.OptimisticAdam.options
---@field params? lunette.Tensor[]|table[]
---@field lr? number default 1e-3
---@field betas? number[] default {0.9, 0.999}
---@field eps? number default 1e-8
---@field weight_decay? number default 0
---@field maximize? boolean default false

---@class lunette.optim.RAdam.options
---@field params? lunette.Tensor[]|table[]
---@field lr? number default 1e-3
---@field betas? number[] default {0.9, 0.999}
---@field eps? number default 1e-8
---@field weight_decay? number default 0

---@class lunette.optim.RMSprop.options
---@field params? lunette.Tensor[]|table[]
---@field lr? number default 1e-2
---@field alpha? number default 0.99
---@field eps? number default 1e-8
---@field weight_decay? number default 0
---@field momentum? number default 0
---@field centered? boolean default false
---@field maximize? boolean default false

---@class lunette.optim.Rprop.options
---@field params? lunette.Tensor[]|table[]
---@field lr? number default 1e-2
---@field etas? number[] default {0.5, 1.2}
---@field step_sizes? number[] default {1e-6, 50}
---@field maximize? boolean default false

---@class lunette.optim.SGD.options
---@field params? lunette.Tensor[]|table[]
---@field lr number
---@field momentum? number default 0
---@field dampening? number default 0
---@field weight_decay? number default 0
---@field nesterov? boolean default false
---@field maximize? boolean default false

---@class lunette.optim.clip_grad_norm_.options
---@field parameters? lunette.Tensor|lunette.Tensor[]
---@field max_norm? number
---@field norm_type? number default 2
---@field error_if_nonfinite? boolean default false

---@class lunette.optim.functional.adadelta.options
---@field params? lunette.Tensor[]
---@field grads? table
---@field state? table
---@field lr? number default 1
---@field rho? number default 0.9
---@field eps? number default 1e-6
---@field weight_decay? number default 0
---@field maximize? boolean default false

---@class lunette.optim.functional.adagrad.options
---@field params? lunette.Tensor[]
---@field grads? table
---@field state? table
---@field lr? number default 1e-2
---@field lr_decay? number default 0
---@field weight_decay? number default 0
---@field initial_accumulator_value? number default 0
---@field eps? number default 1e-10
---@field maximize? boolean default false

---@class lunette.optim.functional.adam.options
---@field params? lunette.Tensor[]
---@field grads? table
---@field state? table
---@field lr? number default 1e-3
---@field betas? number[] default {0.9, 0.999}
---@field eps? number default 1e-8
---@field weight_decay? number default 0
---@field amsgrad? boolean default false
---@field maximize? boolean default false

---@class lunette.optim.functional.adamax.options
---@field params? lunette.Tensor[]
---@field grads? table
---@field state? table
---@field lr? number default 2e-3
---@field betas? number[] default {0.9, 0.999}
---@field eps? number default 1e-8
---@field weight_decay? number default 0
---@field maximize? boolean default false

---@class lunette.optim.functional.adamw.options
---@field params? lunette.Tensor[]
---@field grads? table
---@field state? table
---@field lr? number default 1e-3
---@field betas? number[] default {0.9, 0.999}
---@field eps? number default 1e-8
---@field weight_decay? number default 1e-2
---@field amsgrad? boolean default false
---@field maximize? boolean default false

---@class lunette.optim.functional.asgd.options
---@field params? lunette.Tensor[]
---@field grads? table
---@field state? table
---@field lr? number default 1e-2
---@field lambd? number default 1e-4
---@field alpha? number default 0.75
---@field t0? number default 1e6
---@field weight_decay? number default 0
---@field maximize? boolean default false

---@class lunette.optim.functional.nadam.options
---@field params? lunette.Tensor[]
---@field grads? table
---@field state? table
---@field lr? number default 2e-3
---@field betas? number[] default {0.9, 0.999}
---@field eps? number default 1e-8
---@field weight_decay? number default 0
---@field momentum_decay? number default 4e-3

---@class lunette.optim.functional.optimisticadam.options
---@field params? lunette.Tensor[]
---@field grads? table
---@field state? table
---@field lr? number default 1e-3
---@field betas? number[] default {0.9, 0.999}
---@field eps? number default 1e-8
---@field weight_decay? number default 0
---@field maximize? boolean default false

---@class lunette.optim.functional.radam.options
---@field params? lunette.Tensor[]
---@field grads? table
---@field state? table
---@field lr? number default 1e-3
---@field betas? number[] default {0.9, 0.999}
---@field eps? number default 1e-8
---@field weight_decay? number default 0

---@class lunette.optim.functional.rmsprop.options
---@field params? lunette.Tensor[]
---@field grads? table
---@field state? table
---@field lr? number default 1e-2
---@field alpha? number default 0.99
---@field eps? number default 1e-8
---@field weight_decay? number default 0
---@field momentum? number default 0
---@field centered? boolean default false
---@field maximize? boolean default false

---@class lunette.optim.functional.rprop.options
---@field params? lunette.Tensor[]
---@field grads? table
---@field state? table
---@field lr? number default 1e-2
---@field etas? number[] default {0.5, 1.2}
---@field step_sizes? number[] default {1e-6, 50}
---@field maximize? boolean default false

---@class lunette.optim.functional.sgd.options
---@field params? lunette.Tensor[]
---@field grads? table
---@field state? table
---@field lr number
---@field momentum? number default 0
---@field dampening? number default 0
---@field weight_decay? number default 0
---@field nesterov? boolean default false
---@field maximize? boolean default false

---@class lunette.optim.lr_scheduler.ConstantLR.options
---@field optimizer? lunette.optim.Optimizer
---@field factor? number default 1/3
---@field total_iters? integer default 5

---@class lunette.optim.lr_scheduler.CosineAnnealingLR.options
---@field optimizer? lunette.optim.Optimizer
---@field T_max? integer
---@field eta_min? number default 0

---@class lunette.optim.lr_scheduler.CosineAnnealingWarmRestarts.options
---@field optimizer? lunette.optim.Optimizer
---@field T_0? integer
---@field T_mult? integer default 1
---@field eta_min? number default 0

---@class lunette.optim.lr_scheduler.CyclicLR.options
---@field optimizer? lunette.optim.Optimizer
---@field base_lr? number|number[]
---@field max_lr? number|number[]
---@field step_size_up? integer default 2000
---@field step_size_down? integer default step_size_up
---@field mode? "triangular"|"triangular2"|"exp_range" default "triangular"
---@field gamma? number default 1
---@field scale_fn? function|lunette.Callable
---@field scale_mode? "cycle"|"iterations" default "cycle"
---@field cycle_momentum? boolean default true
---@field base_momentum? number default 0.8
---@field max_momentum? number default 0.9

---@class lunette.optim.lr_scheduler.LinearLR.options
---@field optimizer? lunette.optim.Optimizer
---@field start_factor? number default 1/3
---@field end_factor? number default 1
---@field total_iters? integer default 5

---@class lunette.optim.lr_scheduler.MultiStepLR.options
---@field optimizer? lunette.optim.Optimizer
---@field milestones? integer|integer[]
---@field gamma? number default 0.1

---@class lunette.optim.lr_scheduler.OneCycleLR.options
---@field optimizer? lunette.optim.Optimizer
---@field max_lr? number|number[]
---@field total_steps? integer
---@field epochs? integer
---@field steps_per_epoch? integer
---@field pct_start? number default 0.3
---@field anneal_strategy? "cos"|"linear" default "cos"
---@field cycle_momentum? boolean default true
---@field base_momentum? number default 0.85
---@field max_momentum? number default 0.95
---@field div_factor? number default 25
---@field final_div_factor? number default 1e4
---@field three_phase? boolean default false

---@class lunette.optim.lr_scheduler.PolynomialLR.options
---@field optimizer? lunette.optim.Optimizer
---@field total_iters? integer default 5
---@field power? number default 1

---@class lunette.optim.lr_scheduler.ReduceLROnPlateau.options
---@field optimizer? lunette.optim.Optimizer
---@field mode? "min"|"max" default "min"
---@field factor? number default 0.1
---@field patience? integer default 10
---@field threshold? number default 1e-4
---@field threshold_mode? "rel"|"abs" default "rel"
---@field cooldown? integer default 0
---@field min_lr? number|number[] default 0
---@field eps? number default 1e-8

---@class lunette.optim.lr_scheduler.StepLR.options
---@field optimizer? lunette.optim.Optimizer
---@field step_size? integer
---@field gamma? number default 0.1

---@class lunette.plot.figure.options
---@field title? string
---@field columns? integer default 1
---@field width? integer default 520
---@field height? integer default 320
---@field share_x? boolean default false
---@field share_y? boolean default false

---@class lunette.profile.options
---@field print? boolean default true
---@field trace? string

---@class lunette.progress.options
---@field steps? integer
---@field from? integer default 1
---@field batch? integer

---@class lunette.rand_like.options
---@field x? lunette.Tensor
---@field requires_grad? boolean default false
---@field generator? lunette.Generator

---@class lunette.randint.options
---@field low? integer
---@field high? integer
---@field size? integer|integer[]
---@field requires_grad? boolean default false
---@field generator? lunette.Generator

---@class lunette.randint_like.options
---@field x? lunette.Tensor
---@field low? integer
---@field high? integer
---@field requires_grad? boolean default false
---@field generator? lunette.Generator

---@class lunette.randn_like.options
---@field x? lunette.Tensor
---@field requires_grad? boolean default false
---@field generator? lunette.Generator

---@class lunette.randperm.options
---@field n? integer
---@field requires_grad? boolean default false
---@field generator? lunette.Generator

---@class lunette.report.options
---@field folder? string
---@field step? integer
---@field config? table
---@field networks? table
---@field changes? string

---@class lunette.runs.eval.options
---@field run? string
---@field against? string a folder of pictures, a file of ln.data.pack, or "digits"
---@field metrics? table by name: kid, precision_recall and density_coverage unless given; fid, nearest_accuracy, minibatch_similarity; sliced_wasserstein and patch_wasserstein, which take pictures themselves, and the latter its time
---@field n? integer samples; half of the pictures, at most 1000, unless given
---@field seed? integer default 1: of the noise and of the draws
---@field mode? "eval"|"train" default "eval": eval, or train: batch norm by each batch of 64
---@field features? string the network of metrics.features that gives them, mnist or fashion_mnist: of each channel, brought to 28 x 28; mnist for digits, the other for all else, unless given. Or a file for metrics.inception, by whose network papers measure
---@field draws? integer default 100: of the bootstrap; 0: no intervals
---@field best? boolean default false: best.safetensors of a run, not the last one
---@field skip_bad? boolean default false: of `against`: leaves out what cannot be read

---@class lunette.runs.export.options
---@field run? string
---@field to "c"|"lua"|"html"|"onnx" what it becomes: C, a Lua module, a page with sliders, or ONNX
---@field out? string the file; else NAME.c, NAME.lua, ..., in the folder where you are
---@field name? string of what is called in it; else that of out, or of the run, in which other characters than letters and digits become _
---@field best? boolean default false: best.safetensors of a run, not the last one
---@field force? boolean default false: a file that is there is written over

---@class lunette.runs.film.options
---@field run? string
---@field out? string default "film.apng"
---@field fps? number default 12: frames a second
---@field force? boolean default false: the film, where it is there, is written over

---@class lunette.runs.fork.options
---@field run? string
---@field at? integer the step; that of the last checkpoint unless given. Where there is no checkpoint of it, the run goes on unchanged from the one before, or from its start, to that step first, and its hashes are held against the log's
---@field set? table what changes, by name: what a script's ln.settings has; gamma and lr of pictures; and any number, word or list of numbers among the trainer's options by its path in config.json, such as discriminator_steps, optimizers.lr or penalties.1.weight
---@field steps? integer how many in all, minutes: how long from there; those of the run unless given
---@field minutes? number
---@field folder? string the run's name and what changes unless given

---@class lunette.runs.new.options
---@field name? string
---@field data string
---@field preset? "dcgan"|"r3gan"|"stylegan2" as `train` has them
---@field size? integer as `train` has them
---@field skip_bad? boolean as `train` has them
---@field force? boolean default false: the file, where it is there, is written over

---@class lunette.runs.preview.options
---@field set? string
---@field out? string default "preview.png": the picture with the grid
---@field n? integer default 64: how many, or all where there are less
---@field size? integer of the pictures; what `train` would take, unless given
---@field seed? integer of the run
---@field columns? integer default 8: of the grid
---@field skip_bad? boolean default false: leaves out what cannot be read
---@field force? boolean default false: the file, where it is there, is written over

---@class lunette.runs.replay.options
---@field run? string
---@field to? integer the step up to which; the last that has a hash unless given
---@field from? integer the step of a checkpoint to begin from

---@class lunette.runs.sample.options
---@field run? string
---@field n? integer default 64: how many; with classes they take turns, in a walk at each sample that it goes through
---@field out? string default "samples.png"
---@field seed? integer default 1: of the noise; the same seed gives the same samples
---@field class? string|integer the one wanted, by name or number
---@field truncation? number the noise is multiplied by it: below 1 the samples are more alike
---@field walk? integer steps from one sample to the next, on the sphere between them; in a film the last goes to the first
---@field columns? integer default 8: of the grid
---@field fps? number default 12: frames a second, of a film
---@field best? boolean default false: best.safetensors of a run, not the last one
---@field force? boolean default false: files that are there are written over

---@class lunette.runs.train.options
---@field target? string
---@field preset? "dcgan"|"r3gan"|"stylegan2" dcgan, r3gan or stylegan2: gan.presets tells of them; chosen by size and number unless given
---@field size? integer of what is generated, a power of two; by that of the pictures, at most 64, unless given
---@field filters? integer of the preset
---@field batch_size? integer of the preset
---@field steps? integer how many; 20000 unless there are minutes
---@field minutes? number how long: what the machine does is measured for some seconds, and the size, preset and width that see enough images in time are taken (50,000 by dcgan, 500,000 by the others), or what comes nearest to that
---@field labels? boolean r3gan is told the classes, which are the folders right below
---@field skip_bad? boolean leaves out what cannot be read
---@field seed? integer
---@field folder? string of the run: runs/ and the name of the target unless given
---@field set? table of a script: what ln.settings gives it, by name

---@class lunette.save_model.options
---@field path? string
---@field network? lunette.nn.Module
---@field about? table

---@class lunette.save_npz.options
---@field path? string
---@field tensors? table
---@field float64? boolean default false

---@class lunette.stack.options
---@field tensors? lunette.Tensor[]
---@field dim? integer default 1

---@class lunette.tensor.options
---@field data? any
---@field requires_grad? boolean default false

---@class lunette.to_dot.options
---@field y? lunette.Tensor
---@field params? table

---@class lunette.tril_indices.options
---@field row? integer
---@field col? integer
---@field offset? integer default 0

---@class lunette.triu_indices.options
---@field row? integer
---@field col? integer
---@field offset? integer default 0

---@class lunette.uniform.options
---@field low? number
---@field high? number
---@field size? integer|integer[]
---@field requires_grad? boolean default false
---@field generator? lunette.Generator

---@class lunette.vjp.options
---@field func? function|lunette.Callable
---@field inputs? lunette.Tensor|lunette.Tensor[]
---@field v? lunette.Tensor|lunette.Tensor[]
---@field create_graph? boolean default false

---@class lunette.zeros_like.options
---@field x? lunette.Tensor
---@field requires_grad? boolean default false

