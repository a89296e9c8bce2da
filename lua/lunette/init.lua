--- Lunette: tensors, derivatives and generative adversarial networks.
--
-- Everything hangs from this table. What is not listed here is looked up among
-- the functions that make tensors (ln.zeros), then among the ops (ln.cat);
-- the larger parts (ln.nn, ln.optim, ...) are loaded when first named.

local aliases = require "lunette.functions.aliases"
local arguments = require "lunette.arguments"
local elsewhere = require "lunette.elsewhere"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise

engine.set_raise(raise)
function engine.metatable.__tostring(x)
  return require "lunette.show".tensor(x)
end
local composed = require "lunette.functions"
require "lunette.generator"
require "lunette.hooks"

-- What is loaded when first named, else made or computed by the engine.
local ln = require "lunette.lazy".table("ln", {
  nn = {"lunette.nn"},
  optim = {"lunette.optim"},
  gan = {"lunette.gan"},
  data = {"lunette.data"},
  metrics = {"lunette.metrics"},
  image = {"lunette.image"},
  plot = {"lunette.plot"},
  onnx = {"lunette.onnx"},
  runs = {"lunette.runs"},
  dist = {"lunette.dist"},
  experiment = {"lunette.runs.experiment", "experiment"},
  report = {"lunette.report", "report"},
  settings = {"lunette.settings", "settings"},
  repl = {"lunette.repl", "repl"},
  linalg = {"lunette.linalg"},
  fft = {"lunette.fft"},
  progress = {"lunette.progress", "progress"},
  profile = {"lunette.profile", "profile"},
  no_grad = {"lunette.recording", "no_grad"},
  enable_grad = {"lunette.recording", "enable_grad"},
  is_grad_enabled = {"lunette.recording", "is_grad_enabled"},
  detect_anomaly = {"lunette.recording", "detect_anomaly"},
  is_anomaly_enabled = {"lunette.recording", "is_anomaly_enabled"},
  precision = {"lunette.precision", "precision"},
  get_precision = {"lunette.precision", "get_precision"},
  doctor = {"lunette.doctor", "doctor"},
  Checkpoint = {"lunette.checkpoint", "Checkpoint"},
  SummaryWriter = {"lunette.tensorboard", "SummaryWriter"},
  save = {"lunette.state", "save"},
  load = {"lunette.state", "load"},
  from_torch7 = {"lunette.torch7.layers"},
  save_model = {"lunette.model", "save"},
  load_model = {"lunette.model", "load"},
  export = {"lunette.export"},
  save_npy = {"lunette.npy", "save"},
  load_npy = {"lunette.npy", "load"},
  load_npz = {"lunette.npy", "load_npz"},
  save_npz = {"lunette.npy", "save_npz"},
  Function = {"lunette.function"},
  recompute = {"lunette.recompute"},
  vjp = {"lunette.derivatives", "vjp"},
  jvp = {"lunette.derivatives", "jvp"},
  hvp = {"lunette.derivatives", "hvp"},
  jacobian = {"lunette.derivatives", "jacobian"},
  hessian = {"lunette.derivatives", "hessian"},
  to_dot = {"lunette.to_dot"},
  help = {"lunette.help", "help"},
}, function(key)
  if elsewhere.of_devices[key] then elsewhere.refuse_device(key) end
  return engine.create[key] or engine.functions[key]
end, {engine.create, engine.functions, composed, aliases})

for name, value in pairs {
  grad = engine.grad,
  Generator = engine.Generator,
  clock = engine.clock,
  memory = engine.memory,
  reset_peak_memory = engine.reset_peak_memory,
  empty_cache = engine.empty_cache,
  set_num_threads = engine.set_num_threads,
  get_num_threads = engine.get_num_threads,
  is_tensor = engine.is_tensor,
  real = engine.real,
} do
  rawset(ln, name, value)
end

--- Starts the default generator anew: what is drawn after it is the same in
--- every run, whatever the number of threads.
--- @return Generator
ln.manual_seed = arguments.define("manual_seed", "seed: int", function(seed)
  return engine.default_generator:manual_seed(seed)
end)

--- The version of the library: the rock's, without its revision.
ln.version = require "lunette.version"

--- The generator that everything draws from unless given another.
ln.default_generator = engine.default_generator

return ln
