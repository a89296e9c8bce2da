-- Values that nobody means, and values of each kind.

local arguments = require "lunette.arguments"
local ln = require "lunette"
local native = require "lunette.docs.native"
local nn, optim = ln.nn, ln.optim

local hostile = {}

-- Where what writes files may do so; whatever names no file goes there too.
local folder = os.tmpname()
os.remove(folder)

--- Removes what was written.
function hostile.remove_folder() os.execute("rm -rf " .. folder) end

-- ---- values ----

local closed = ln.ones(2)
closed:close()

-- {value = nil} is one of them.
hostile.everything = {
  {}, {value = true}, {value = false}, {value = folder .. "/no/such/thing"}, {value = ""}, {value = -1}, {value = 0},
  {value = 1.5}, {value = 2 ^ 53}, {value = 0 / 0}, {value = math.huge}, {value = {}}, {value = {1, "a"}},
  {value = {a = 1}}, {value = {{}}}, {value = setmetatable({}, {})}, {value = function() end},
  {value = coroutine.create(print)}, {value = io.stdout}, {value = closed}, {value = ln.ones(2)},
  {value = ln.tensor(1)}, {value = ln.zeros(0)}, {value = ln.ones(2, 3, 4)}, {value = nn.ReLU}, {value = nn.ReLU()},
}

local function is_numeric(field)
  return field.kind:find "count" or field.kind:find "whole" or field.kind:find "int" or
         field.kind:find "sizes" or field.kind:find "index"
end

--- All but those that would do what they say at a length nobody wants: a large
--- number where one is right.
function hostile.values(field)
  local numeric, list = is_numeric(field), {}
  for _, v in ipairs(hostile.everything) do
    if not (numeric and v.value == 2 ^ 53) then list[#list + 1] = v end
  end
  return list
end

-- Not what they seem, each made anew: {name, make}.
local function raises() error("raised by the script", 0) end

local function with_events(f)
  local meta = {}
  for event in ("index newindex len call eq tostring pairs add mul concat lt le unm"):gmatch "%w+" do
    meta["__" .. event] = f
  end
  return function() return setmetatable({}, meta) end
end

local function like(class)
  return function() return setmetatable({}, class) end
end

local function cycle()
  local t = {}
  t[1], t.a = t, t
  return t
end

-- x with another metatable, by which it is never given back: it has its own
-- again before Lua ends, as what was made later goes first.
local held = {}
local function disguised(x, meta)
  local own = debug.getmetatable(x)
  held[#held + 1] = setmetatable({}, {__gc = function() debug.setmetatable(x, own) end})
  return debug.setmetatable(x, meta)
end

local tensor_meta, generator_meta = getmetatable(ln.ones(1)), getmetatable(ln.default_generator)
hostile.pretenders = {
  {"a light userdata", function() return debug.upvalueid(like {}, 1) end},
  {"a table like a tensor", like(tensor_meta)}, {"a table like a generator", like(generator_meta)},
  {"a table like a layer", like(nn.Linear)}, {"a table like an optimiser", like(optim.SGD)},
  {"a table named as tensors are", like {__name = "lunette.Tensor", __index = require "lunette.engine".methods}},
  {"a tensor made a generator", function() return disguised(ln.ones(2), generator_meta) end},
  {"a generator made a tensor", function() return disguised(ln.Generator(1), tensor_meta) end},
  {"a tensor without metatable", function() return disguised(ln.ones(2), nil) end},
  {"a table that raises", with_events(raises)}, {"a table that yields", with_events(coroutine.yield)},
  {"a table that shows 5", like {__metatable = 5}}, {"a table that shows true", like {__metatable = true, __name = {}}},
  {"a subclass", like {__index = optim.SGD, __name = "Sub"}},
  {"a list of holes", function() return {1, nil, 3, nil, 6} end},
  {"a far list", function() return {1, [2 ^ 53] = 2, [-1] = 3} end}, {"a cycle", cycle},
  {"a long string", function() return ("x"):rep(100000) end}, {"bytes", function() return "a\0b\27[31m\255" end},
  {"-inf", function() return -math.huge end}, {"the least integer", function() return math.mininteger end},
  {"2^63", function() return 2 ^ 63 end}, {"1e308", function() return 1e308 end},
  {"the main coroutine", function() return (coroutine.running()) end},
  {"a wrapped coroutine", function() return coroutine.wrap(function() coroutine.yield(1) end) end},
  {"coroutine.yield", function() return coroutine.yield end}, {"a function that raises", function() return raises end},
}

-- Of the place of a field, all but numbers where they would be done.
local function pretenders_for(field)
  local list = {}
  for _, entry in ipairs(hostile.pretenders) do
    if not (entry[1] == "1e308" and is_numeric(field)) then list[#list + 1] = entry end
  end
  return list
end

--- Those for a field, as {value =, name =}; or n of them, others at each call.
local turn = 0
function hostile.pretending(field, n)
  local all, list = pretenders_for(field), {}
  for k = 1, n or #all do
    local entry = all[(turn + k) % #all + 1]
    list[k] = {value = entry[2](), name = entry[1]}
  end
  turn = turn + #list
  return list
end

-- ---- samples ----

local of_kind = {
  [""] = function() return ln.ones(2, 3) end, tensor = function() return ln.ones(2, 3) end,
  tensors = function() return {ln.ones(2, 3), ln.ones(2, 3)} end,
  positive = function() return 0.5 end, nonnegative = function() return 0.5 end,
  real = function() return 0.5 end, share = function() return 0.5 end, pair = function() return {0.5, 0.9} end,
  reals = function() return {0.5, 1} end, bool = function() return true end, ["false"] = function() return false end,
  string = function() return folder .. "/no/such/folder" end,
  folder = function() return folder .. "/no/such/folder" end,
  ["function"] = function() return function(x) return x end end,
  callable = function() return function(x) return x end end, table = function() return {} end,
  list = function() return {} end, slots = function() return {ln.ones(2, 3)} end,
  callables = function() return {function(x) return x end} end, generator = function() return ln.Generator(1) end,
  any = function() return ln.ones(2, 3) end, layer = function() return nn.Linear(3, 3) end,
  layers = function() return {nn.Linear(3, 3)} end, sizes = function() return {2, 3} end,
}
for _, name in ipairs {"int", "count", "whole", "index", "dim"} do
  of_kind[name] = function() return 1 end
  of_kind[name .. "s"] = function() return {1} end
  for n = 1, 3 do of_kind[name .. n] = function() return 1 end end
end

local function in_folder(name, bytes)
  assert(os.execute("mkdir -p " .. folder))
  local f <close> = assert(io.open(folder .. "/" .. name, "wb"))
  f:write(bytes)
  return folder .. "/" .. name
end

local function picture_folder()
  ln.image.save(folder .. "/pictures/x.png", ln.zeros(1, 2, 2))
  return folder .. "/pictures"
end

-- Of strings, by name: a path leads to a table, and pictures can be written
-- there.
local of_name = {
  path = function() return in_folder("x.png", "a,b\n1,x\n2,y\n") end,
  folder = picture_folder,
}

--- A value that a field takes, as far as its kind and name tell.
function hostile.sample(field)
  if field.kind == "string" and of_name[field.name] then return of_name[field.name]() end
  local first = field.kind:match "^|?([^|]*)"
  local make = of_kind[field.kind] or of_kind[first]
  if make then return make() end
  assert(field.kind:find "|" or hostile.kinds[field.kind], "spec/support/hostile.lua has no sample of " .. field.kind)
  return hostile.kinds[field.kind] and hostile.kinds[field.kind]() or first
end

local function parameters() return {nn.Parameter(ln.ones(2, 3))} end

--- Samples of kinds that parts of the library add.
hostile.kinds = {
  optimizer = function() return optim.SGD(parameters(), {lr = 0.1}) end,
  indices = function() return {1, 2} end,
  dataset = function() return ln.data.tensors(ln.ones(8, 1, 4, 4)) end,
  data_table = function() return ln.data.mixed_table():sample(20) end,
  normalizer = function() return ln.data.ModeNormalizer(ln.data.mixed_table():sample(20)) end,
  layout = function() return {{"tanh", 1}} end,
}

of_kind.params = parameters
of_kind.strings = function() return {"a", "b"} end

-- ---- objects ----

-- A run of two steps in a folder of its own.
local runs = 0
local function trainer_options()
  runs = runs + 1
  return {
    generator = nn.Linear(3, 2), discriminator = nn.Linear(2, 1), latent = 3, steps = 2, batch_size = 4,
    data = function(n) return ln.ones(n, 2) end, folder = ("%s/run-%d"):format(folder, runs),
  }
end

-- The bilinear game of two parameters.
local function game()
  local x, y = nn.Parameter(ln.ones(1)), nn.Parameter(ln.ones(1))
  return ln.gan.dynamics.game({x}, {y}, function()
    local value = (x * y):sum()
    return value, -value
  end)
end

-- By the name of the class that a method belongs to.
local objects = {
  Function = function() return ln.Function end,
  Tensor = function() return ln.ones(2, 3) end,
  Generator = function() return ln.Generator(1) end,
  ["nn.Module"] = function() return nn.Sequential {nn.Linear(3, 3), nn.ReLU()} end,
  ["optim.Optimizer"] = function() return optim.SGD(parameters(), {lr = 0.1}) end,
  ["optim.LBFGS"] = function() return optim.LBFGS(parameters()) end,
  ["optim.ExtraAdam"] = function() return optim.ExtraAdam(parameters()) end,
  ["optim.Lookahead"] = function() return optim.Lookahead(optim.SGD(parameters(), {lr = 0.1})) end,
  Scheduler = function() return optim.lr_scheduler.StepLR(optim.SGD(parameters(), {lr = 0.1}), 3) end,
  ["optim.lr_scheduler.ReduceLROnPlateau"] = function()
    return optim.lr_scheduler.ReduceLROnPlateau(optim.SGD(parameters(), {lr = 0.1}))
  end,
  ["optim.lr_scheduler.SequentialLR"] = function()
    local o = optim.SGD(parameters(), {lr = 0.1})
    local S = optim.lr_scheduler
    return S.SequentialLR(o, {S.StepLR(o, 3), S.StepLR(o, 3)}, {2})
  end,
  ["optim.lr_scheduler.ChainedScheduler"] = function()
    local S = optim.lr_scheduler
    return S.ChainedScheduler {S.StepLR(optim.SGD(parameters(), {lr = 0.1}), 3)}
  end,
  ["data.Loader"] = function() return ln.data.Loader(ln.ones(8, 3), {batch_size = 2}) end,
  TensorSet = function() return ln.data.tensors(ln.ones(8, 3)) end,
  Subset = function() return ln.data.subset(ln.data.tensors(ln.ones(8, 3)), 2, 5) end,
  MappedSet = function() return ln.data.map(ln.data.tensors(ln.ones(8, 3)), function(x) return x end) end,
  Mixture = function() return ln.data.ring() end,
  Sines = function() return ln.data.sines() end,
  Shapes = function() return ln.data.shapes() end,
  StackedDigits = function() return ln.data.stacked_digits {count = 8} end,
  Images = function() return ln.data.digits() end,
  Report = function() return ln.report(folder .. "/report") end,
  ImageFolder = function() return ln.data.images(picture_folder()) end,
  Autoregressive = function() return ln.data.autoregressive() end,
  Table = function() return ln.data.mixed_table():sample(20) end,
  MixedTable = function() return ln.data.mixed_table() end,
  ["data.ModeNormalizer"] = function() return ln.data.ModeNormalizer(ln.data.mixed_table():sample(20)) end,
  ["gan.EMA"] = function() return ln.gan.EMA(nn.Linear(3, 3)) end,
  ["gan.conditioning.InfoGANHead"] = function() return ln.gan.conditioning.InfoGANHead(3, {continuous = 2}) end,
  ["gan.HistoricalAverage"] = function() return ln.gan.HistoricalAverage(nn.Linear(3, 3)) end,
  ["gan.Trainer"] = function() return ln.gan.Trainer(trainer_options()) end,
  Checkpoint = function() return ln.Checkpoint(folder .. "/checkpoint", {G = nn.Linear(3, 3)}) end,
  Bar = function()
    -- luacheck: ignore (the loop opens the bar)
    for _, bar in ln.progress(3) do return bar end
  end,
  Figure = function() return ln.plot.figure() end,
  Request = function() return ln.dist.all_reduce_async(ln.ones(2)) end,
  ["dist.DataParallel"] = function() return ln.dist.DataParallel(nn.Linear(3, 3)) end,
  Game = game,
  Jacobian = function() return game():jacobian() end,
  CollapseMonitor = function() return ln.gan.collapse.monitor(ln.randn(8, 3)) end,
}

local small_transformer = {num_encoder_layers = 1, num_decoder_layers = 1, dim_feedforward = 2}

-- Layers that their kinds alone do not make.
local layers = {
  ["nn.Sequential"] = function() return nn.Sequential {nn.Linear(3, 3)} end,
  ["nn.ModuleList"] = function() return nn.ModuleList {nn.Linear(3, 3)} end,
  ["nn.ModuleDict"] = function() return nn.ModuleDict {a = nn.Linear(3, 3)} end,
  ["nn.ParameterList"] = function() return nn.ParameterList {ln.ones(2, 3)} end,
  ["nn.ParameterDict"] = function() return nn.ParameterDict {a = ln.ones(2, 3)} end,
  ["nn.Concat"] = function() return nn.Concat {nn.Linear(3, 3)} end,
  ["nn.Residual"] = function() return nn.Residual(nn.Linear(3, 3)) end,
  ["nn.SelfAttention2d"] = function() return nn.SelfAttention2d(8) end,
  ["nn.Upsample"] = function() return nn.Upsample {scale_factor = 2} end,
  ["nn.TransformerEncoder"] = function()
    return nn.TransformerEncoder(nn.TransformerEncoderLayer(1, 1, {dim_feedforward = 2}), 1)
  end,
  ["nn.TransformerDecoder"] = function()
    return nn.TransformerDecoder(nn.TransformerDecoderLayer(1, 1, {dim_feedforward = 2}), 1)
  end,
  ["nn.Transformer"] = function() return nn.Transformer(4, 2, small_transformer) end,
  ["nn.UpsamplingNearest2d"] = function() return nn.UpsamplingNearest2d {scale_factor = 2} end,
  ["nn.UpsamplingBilinear2d"] = function() return nn.UpsamplingBilinear2d {scale_factor = 2} end,
  ["onnx.Graph"] = function() return ln.onnx.load "spec/onnx/generator.onnx" end,
  ["nn.FractionalMaxPool2d"] = function() return nn.FractionalMaxPool2d(2, {output_ratio = 0.5}) end,
  ["nn.FractionalMaxPool3d"] = function() return nn.FractionalMaxPool3d(2, {output_ratio = 0.5}) end,
}

-- What layers made with sizes of 1 take, where it is no matrix for each.
local inputs = {
  ["nn.Bilinear"] = function() return ln.ones(2, 1), ln.ones(2, 1) end,
  ["nn.MultiheadAttention"] = function() return ln.ones(3, 2, 1), ln.ones(3, 2, 1), ln.ones(3, 2, 1), {} end,
  ["nn.TransformerEncoderLayer"] = function() return ln.ones(3, 2, 1), {} end,
  ["nn.TransformerDecoderLayer"] = function() return ln.ones(3, 2, 1), ln.ones(2, 2, 1), {} end,
  ["nn.TransformerEncoder"] = function() return ln.ones(3, 2, 1), {} end,
  ["nn.TransformerDecoder"] = function() return ln.ones(3, 2, 1), ln.ones(2, 2, 1), {} end,
  ["nn.Transformer"] = function() return ln.ones(2, 2, 4), ln.ones(3, 2, 4), {} end,
  ["nn.ConditionalBatchNorm2d"] = function() return ln.ones(2, 1, 3, 3), ln.ones(2) end,
  ["nn.AdaIN"] = function() return ln.ones(2, 1, 3, 3), ln.ones(2, 1) end,
  ["nn.MinibatchDiscrimination"] = function() return ln.ones(2, 1), ln.ones(3, 1) end,
  ["nn.CrossEntropyLoss"] = function() return ln.ones(2, 3), ln.ones(2) end,
  ["nn.NLLLoss"] = function() return ln.ones(2, 3), ln.ones(2) end,
  ["nn.MultiMarginLoss"] = function() return ln.ones(2, 3), ln.ones(2) end,
  ["nn.CTCLoss"] = function() return ln.zeros(4, 2, 3), ln.ones(2, 1) * 2, {4, 3}, {1, 1} end,
  ["nn.EmbeddingBag"] = function() return ln.ones(4), ln.tensor {1, 3}, nil end,
  ["nn.MaxUnpool1d"] = function() return ln.ones(1, 1, 2), ln.tensor {{{1, 2}}}, nil end,
  ["nn.MaxUnpool2d"] = function() return ln.ones(1, 1, 2), ln.tensor {{{1, 2}}}, nil end,
  ["nn.MaxUnpool3d"] = function() return ln.ones(1, 1, 1, 2), ln.tensor {{{{1, 2}}}}, nil end,
  ["nn.FractionalMaxPool2d"] = function() return ln.ones(1, 5, 6) end,
  ["nn.FractionalMaxPool3d"] = function() return ln.ones(1, 5, 6, 4) end,
  ["nn.LocalResponseNorm"] = function() return ln.ones(2, 3, 4) end,
  ["nn.Softmax2d"] = function() return ln.ones(2, 3, 4) end,
  ["onnx.Graph"] = function() return ln.ones(2, 4) end,
}
for _, name in ipairs {"nn.RNN", "nn.LSTM", "nn.GRU"} do
  inputs[name] = function() return ln.ones(3, 2, 1), ln.ones(1, 2, 1), ln.ones(1, 2, 1) end
  inputs[name .. "Cell"] = function() return ln.ones(2, 1), ln.ones(2, 1), ln.ones(2, 1) end
end

--- What a layer of the class may be called with, by table.pack: n matrices, or
--- what it needs.
function hostile.inputs(name, n)
  if inputs[name] then return table.pack(inputs[name]()) end
  local args = {n = n}
  for k = 1, n do args[k] = ln.ones(2, 3) end
  return args
end

local function native_rows()
  local rows = {}
  for _, row in ipairs(native) do rows[row.name] = row end
  for _, row in ipairs(require "lunette.engine".ops()) do rows[row.name] = row end
  return rows
end
local rows = native_rows()

--- The signature of what the engine offers, or nil.
function hostile.native(name)
  local row = rows[name]
  if not row or not row.signature then return nil end
  local s = arguments.parse(name, row.signature)
  if name:find "^Tensor:" and s.places[1] and s.places[1].name == "x" then table.remove(s.places, 1) end
  return s
end

--- The function that makes objects of a class.
function hostile.constructor(class)
  return class.init or (getmetatable(class) or {}).__call
end

local function made(class)
  local s = assert(arguments.of(hostile.constructor(class)), "its class does not say what it takes")
  local args = {}
  for k, field in ipairs(s.places) do args[k] = field.optional and field.value or hostile.sample(field) end
  return class(table.unpack(args, 1, #s.places))
end

--- An object that a method of the catalogue is one of.
function hostile.object(entry)
  local owner = entry.owner
  local make = objects[owner.name] or layers[owner.name]
  if make then return make() end
  assert(owner.value, "spec/support/hostile.lua has no sample of " .. owner.name)
  return made(owner.value)
end

-- What is given by name beside the hostile value, by the name of what is called:
-- small networks, and what a trainer cannot do without.
local named = {
  ["gan.Trainer"] = trainer_options,
  ["gan.zoo.acgan"] = {classes = 2, size = 16, latent = 2, filters = 4, discriminator_filters = 1},
  ["gan.zoo.began"] = {size = 16, filters = 2, latent = 2, code = 2},
  ["gan.zoo.biggan"] = {classes = 2, size = 16, filters = 8, chunk = 2, shared = 2},
  ["gan.zoo.ctgan"] = {layout = {{"tanh", 1}, {"softmax", 2}}, latent = 2, hidden = {2}, units = {2}},
  ["gan.zoo.cyclegan"] = {filters = 1, blocks = 1, layers = 1},
  ["gan.zoo.dcgan"] = {size = 16, filters = 1, latent = 2},
  ["gan.zoo.fastgan"] = {size = 32, filters = 1, latent = 2},
  ["gan.zoo.infogan"] = {size = 8, filters = 1, hidden = 2, noise = 2},
  ["gan.zoo.lsgan"] = {size = 16, filters = 1, latent = 2},
  ["gan.zoo.mlp"] = {features = 2, latent = 2, hidden = {2}, units = {2}},
  ["gan.zoo.pix2pix"] = {size = 16, filters = 1, layers = 2},
  ["gan.zoo.progan"] = {size = 8, filters = 1, latent = 2},
  ["gan.zoo.r3gan"] = {size = 8, filters = 1, blocks = 1, latent = 2},
  ["gan.zoo.sagan"] = {classes = 2, size = 16, filters = 8, latent = 2},
  ["gan.zoo.sngan"] = {size = 16, filters = 1, discriminator_filters = 1, latent = 2},
  ["gan.zoo.srgan"] = {size = 16, filters = 1, blocks = 1, hidden = 2},
  ["gan.zoo.stylegan2"] = {size = 16, filters = 1, latent = 2, style = 2, layers = 1},
  ["gan.zoo.timegan"] = {features = 2, hidden = 2, layers = 1},
  ["gan.zoo.wgan_gp"] = {size = 16, filters = 1, latent = 2},
  ["nn.Transformer"] = small_transformer,
}

--- What is given by name, `more` over what always is; nil for nothing.
function hostile.named(name, more)
  local always = named[name]
  if type(always) == "function" then always = always() end
  if not always then return more end
  local names = {}
  for key, value in pairs(always) do names[key] = value end
  for key, value in pairs(more or {}) do names[key] = value end
  return names
end

--- Names that are not called with arguments of their own, and why.
hostile.left_out = {
  Tensor = "made by the functions that make tensors",
  FunctionContext = "made by ln.Function",
  ["FunctionContext:save"] = "called within the forward of a script, with tensors and nil",
  ["FunctionContext:saved"] = "called within the backward of a script",
  ["Function.forward"] = "written by scripts; the base's own raises",
  ["Function.backward"] = "written by scripts; the base's own raises",
  Function = "it takes what the forward that a script writes takes",
}

return hostile
