--- Scripts that a user then owns: what a preset does, in plain calls.

local arguments = require "lunette.arguments"
local file = require "lunette.file"
local plan = require "lunette.runs.plan"
local presets = require "lunette.gan.presets"

-- %{word} is what the plan, or a preset's table below, has of that word.
local HEAD = [[
-- %{title}, on the pictures of %{target}.
--   lua5.4 %{path}
--   lunette train %{path} --steps 50000 --set lr=5e-4
-- Run again, it goes on where it was. All that it leaves is in runs/%{name}.
local ln = require %{library}
local gan = ln.gan
local size, channels, filters = %{size}, %{channels}, %{filters}

-- what the shell may set
local o = ln.settings {steps = 20000, batch = %{batch}, lr = %{lr},
                       gamma = %{gamma}, seed = 1}

ln.manual_seed(o.seed)
local pictures = ln.data.images(%{quoted}, {
  size = size, channels = channels, labels = false%{bad}})
local loader = ln.data.Loader(pictures, {
  batch_size = o.batch, shuffle = true, drop_last = true})

-- from first to last on a cosine over the steps of the run
local function cosine(t, first, last)
  return last + (first - last) * (1 + math.cos(math.pi * t.step / o.steps)) / 2
end

]]

local TAIL = [[
%{few}
-- after each step, and at the start
local function adjust(t)
  -- images after which weights count half in the average
  local half_life = cosine(t, 0, math.min(500000, o.steps * o.batch / 20))
  t.average.decay = half_life > 0 and 0.5 ^ (o.batch / half_life) or 0
%{adjust}end

local trainer = gan.Trainer {
  folder = "runs/%{name}", steps = o.steps, data = loader,
  generator = G, discriminator = D, latent = latent,
  loss = "%{loss}", penalties = {%{penalty}},
  optimizers = %{optimizers},
  ema = 0,%{options}
  samples_every = 500, checkpoint_every = 500,
  on_start = adjust, on_step = adjust,
}
local result = trainer:run()
print(("%s; runs/%{name}/report.html shows it"):format(result.message))
]]

-- ---- what presets have otherwise ----

local DCGAN = [[
-- z: n,latent to pictures n,c,h,w from -1 to 1
local latent = 100
local G = gan.zoo.dcgan({size = size, channels = channels, filters = filters,
                         latent = latent}).generator

-- pictures to logits n,1: no batch norm, for the penalty is on the slope at
-- each picture by itself; the last layers see the whole batch
local nn = ln.nn
local D = nn.Sequential {}
local inner, width, side = channels, filters, size
while side > 4 do
  D:append(nn.Conv2d(inner, width, 4, {stride = 2, padding = 1}))
  D:append(nn.LeakyReLU(0.2))
  inner, width, side = width, 2 * width, side // 2
end
D:append(nn.Flatten())
D:append(nn.MinibatchDiscrimination(16 * inner, 50, 5))
D:append(nn.Linear(16 * inner + 50, 1))
]]

local R3GAN = [[
-- z: n,latent to pictures n,c,h,w, and pictures to logits n,1; print(D) shows
-- the layers
local latent = 64
local nets = gan.zoo.r3gan {size = size, channels = channels,
                            filters = filters, latent = latent}
local G, D = nets.generator, nets.discriminator

-- R1 at the reals and R2 at the fakes, of a weight that sinks to a tenth
local function penalty(t, batch)
  local function judge(x) return t:judge(x) end
  local gamma = cosine(t, o.gamma, o.gamma / 10)
  return gan.penalties.r1(judge, batch.real, {weight = gamma}) +
         gan.penalties.r2(judge, batch.fake, {weight = gamma})
end
]]

local STYLEGAN2 = [[
-- z: n,latent to pictures n,c,h,w, and pictures to logits n,1; print(D) shows
-- the layers
local latent = 2 * filters
local nets = gan.zoo.stylegan2 {
  size = size, channels = channels, filters = filters, latent = latent,
  style = latent, layers = 2, group_size = math.min(4, o.batch)}
local G, D = nets.generator, nets.discriminator
local lazy = 16 -- steps from one penalty to the next
local share = lazy / (lazy + 1)
]]

local RATES = [[
  for _, player in ipairs {"generator", "discriminator"} do
    local group = t.optimizers[player].param_groups[1]
    group.lr = cosine(t, o.lr, o.lr / 4)
    group.betas = {0, cosine(t, 0.9, 0.99)}
  end
]]

local LAZY_RATES = [[{
    generator = {"Adam", lr = o.lr, betas = {0, 0.99}},
    discriminator = {"Adam", lr = o.lr * share, betas = {0, 0.99 ^ share}},
  }]]

local parts = {
  dcgan = {title = "A DCGAN with mini-batch discrimination", networks = DCGAN,
           lr = "1e-3", loss = "logistic", adjust = "",
           penalty = '{"r1", weight = o.gamma, every = 4}',
           optimizers = '{"Adam", lr = o.lr, betas = {0.5, 0.999}}'},
  r3gan = {title = "R3GAN", networks = R3GAN, lr = "1e-3",
           loss = "relativistic", penalty = "{penalty}", adjust = RATES,
           optimizers = '{"Adam", lr = o.lr, betas = {0, 0.9}}'},
  stylegan2 = {title = "A small StyleGAN2", networks = STYLEGAN2, lr = "2e-3",
               loss = "logistic", adjust = "",
               penalty = '{"r1", weight = o.gamma, every = lazy}',
               optimizers = LAZY_RATES},
}

-- What few pictures need: before `adjust`, in it and in the trainer's table.
local ADA = {
  few = "\n-- few pictures: both sides are augmented, by how D knows them\n" ..
        "local ada = gan.augment.ADA {images = math.min(\n" ..
        "  500000, o.steps * o.batch // 2)}\n",
  adjust = "  if t.seen then ada:update(t.seen.real_logits) end\n",
  options = "\n  augment = ada, objects = {ada = ada},",
}
local SCHEDULE = {
  few = "\n-- few pictures: both sides are augmented, ever more often\n" ..
        "local p = 0\n",
  adjust = "  p = cosine(t, 0, 0.3)\n",
  options = "\n  augment = function(x) return gan.augment.pipeline(x, p) end,",
}
local of_few = {dcgan = ADA, stylegan2 = ADA, r3gan = SCHEDULE}

-- ---- writing it ----

local function filled(template, values)
  return (template:gsub("%%{(%l+)}", function(word)
    return tostring(values[word])
  end))
end

-- The path's name without its ending, as a folder and a format can have it.
local function name_of(path)
  local name = path:match "[^/]*$":gsub("%.lua$", "")
  return (name:gsub('[%c%%"\\]', "_"))
end

-- A text on a line of comment, whatever is in it.
local function on_a_line(text) return (text:gsub("%c", "?")) end

local function text_of(p, path, count)
  local part, few = parts[p.preset], {few = "", adjust = "", options = ""}
  if count < presets.FEW then few = of_few[p.preset] end
  local values = {
    path = on_a_line(path), name = name_of(path), library = '"lunette"',
    target = on_a_line(p.target), quoted = ("%q"):format(p.target),
    size = p.size, channels = p.channels, filters = p.filters,
    bad = p.skip_bad and ", skip_bad = true" or "",
    batch = math.min(presets.batches[p.preset], count),
    gamma = presets.gamma_of(p), few = few.few, options = few.options}
  for word, value in pairs(part) do values[word] = value end
  values.adjust = part.adjust .. few.adjust
  return filled(HEAD .. part.networks .. TAIL, values)
end

--- Writes a script of about 60 lines, name.lua, that trains on the pictures of
--- `data`, a folder or a file of ln.data.pack, as a preset of gan.presets does,
--- without it: networks, losses, rates and schedules are there to be changed.
---   preset, size, skip_bad  as `train` has them
---   force                   the file, where it is there, is written over
--- Returns its path.
---   lunette new faces --preset dcgan --data photos/
--- @return string
local new = arguments.define("new",
  "name: string, {data: string, preset: dcgan|r3gan|stylegan2?, " ..
  "size: count?, skip_bad: bool?, force: bool = false}", function(name, o)
  local path = name:gsub("%.lua$", "") .. ".lua"
  file.need_free(path, o.force)
  local p, set = plan.make(o.data, o, "")
  file.write(path, text_of(p, path, #set))
  return path
end)

return new
