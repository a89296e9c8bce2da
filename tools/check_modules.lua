-- The layers of the Lua library, held against its require lines: what a module
-- may name is listed here, and nothing else. Prints "N passed, N failed".

local checks = require "tools.checks"

-- "errors engine" and lists of such names, as one list.
local function list(...)
  local names = {}
  for _, part in ipairs {...} do
    if type(part) == "table" then table.move(part, 1, #part, #names + 1, names)
    else for name in part:gmatch "%S+" do names[#names + 1] = name end end
  end
  return names
end

-- What every part stands on: errors, arguments, the engine and its scopes.
local ground = list("errors engine arguments elsewhere instead notice lazy " ..
                    "iterator repr")
local core = list(ground, "foreign json scope recording generator")

-- What the trainer makes runs of; data, metrics and models it is given.
local of_trainer = "gan/trainer/ gan/losses/ gan/penalties/ gan/ema " ..
  "gan/collapse gan/schedule nn/container nn/frozen nn/minibatch " ..
  "nn/module nn/pieces nn/utils optim/ file image checkpoint state " ..
  "model description progress report/init tensorboard dist/"

local allowed = {
  errors = {}, engine = list "errors", foreign = {},
  json = list "errors engine", kinds = list "errors engine",
  arguments = list "errors engine kinds",
  instead = {}, elsewhere = list "errors engine arguments instead",
  notice = list "errors", iterator = list "errors",
  lazy = list "errors engine arguments instead", repr = list "errors engine",
  scope = ground,
  recording = list(ground, "scope"), generator = list(ground, "scope"),

  -- tensors: functions in ops, derivatives, what is told of them
  ["functions/"] = list(core, "functions/"),
  node = core, hooks = core, show = core, precision = core,
  nchw = ground, derivatives = core, to_dot = core,
  linalg = ground, fft = ground,
  doctor = core, graph = core,
  ["function"] = list(core, "node"), recompute = list(core, "node"),

  busted = core,

  -- the ranks of a job
  ["dist/job"] = ground, ["dist/"] = list(core, "dist/"),
  ["dist/parallel"] = list(core, "dist/ nn/module"),

  -- the disk and the screen
  file = list(ground, "foreign"), shell = list "errors",
  pixels = ground, terminal = {}, sixel = list "terminal",
  progress = list(ground, "terminal dist/job"),
  base64 = {}, film = ground, zip = list(core, "file"),
  image = list(core, "file film pixels sixel terminal"),
  ["plot/"] = list(core, "base64 file pixels plot/ " ..
                           "shell terminal metrics/summary"),
  protobuf = list "errors", tfrecord = {},
  tensorboard = list(core, "file pixels protobuf tfrecord"),
  npy = list(core, "file zip"),
  safetensors = list(core, "file"), profile = list(core, "file"),
  ["torch7/source"] = list(core, "file"),
  torch7 = list(core, "file strided torch7/source"),
  strided = {},
  pickle = list "errors", numpy_pickle = list "errors npy pickle",
  torch_file = list(core, "file numpy_pickle pickle strided zip"),
  state = list(core, "file safetensors torch7 torch_file"),
  checkpoint = list(core, "file safetensors state"),

  -- networks in files
  description = list(core, "nn/ gan/init onnx/init"), version = {},
  limited = list "engine",
  model = list(core, "description limited safetensors state version"),

  ["torch7/layers"] = list(core, "nn/ strided"),

  -- the parts: beside each other, and none of them knows gan
  ["optim/"] = list(core, "optim/"),
  ["optim/init"] = list("lazy optim/ nn/utils"), -- clipping, by both names
  ["nn/"] = list(core, "nn/ function recompute dist/job"),
  ["data/"] = list(core, "data/ dist/job file image nchw safetensors shell " ..
                           "zip"),
  ["metrics/"] = list(core, "metrics/ nn/ npy safetensors state"),

  -- gan: losses and penalties take outputs, not models; the trainer is on top
  ["gan/losses/"] = list(core, "gan/losses/ nn/classes"),
  ["gan/penalties/"] = list(core, "gan/penalties/ nn/module dist/draws"),
  ["gan/zoo/"] = list(core, "gan/zoo/ nn/"),
  ["gan/"] = list(core, "gan/losses/ nn/ optim/functional nchw"),
  ["gan/dynamics"] = list(core, "gan/krylov nn/utils optim/optimizer"),
  ["gan/presets"] = list(core, "gan/augment gan/penalties/ gan/zoo/ nn/"),
  ["gan/trainer"] = list(core, of_trainer),
  ["gan/trainer/"] = list(core, of_trainer),

  -- what a loop does as a page, below the trainer
  ["report/"] = list(core, "report/ base64 file graph version model " ..
                     "nn/module " ..
                     "gan/trainer/config gan/trainer/log gan/trainer/samples"),

  -- networks for other programs
  ["onnx/"] = list(core, "onnx/ file graph limited nn/ protobuf version"),
  -- generators as files of their own
  ["export/"] = list(core, "export/ file graph report/ version"),
  ["export/init"] = list(core, "export/ file graph onnx/ version"),

  -- runs without their scripts, and the command over all
  settings = ground,
  runs = list(core, "file image model npy report/init runs/"),
  ["runs/"] = list(core, "runs/ checkpoint data/ dist/ export/ file " ..
                   "gan/latent " ..
                   "gan/presets gan/trainer gan/trainer/ image metrics/ " ..
                   "model progress report/escape report/init report/machine " ..
                   "safetensors settings shell state version"),
  repl = list(core, "progress"),
  command = list(core, "docs/ version dist/job"),

  -- what is written about all of it
  ["docs/"] = list(core, "docs/ functions/aliases"),
  help = list(core, "docs/"),
  init = list(core, "functions/ hooks show precision version"),
}

-- Who needs the whole library names it when it runs, not when it loads.
local whole = {help = true, ["docs/catalogue"] = true, command = true,
               repl = true}

-- Who loads modules by names that are computed, of their own lists.
local computed = {engine = true, lazy = true, ["nn/init"] = true,
                  ["functions/init"] = true}

-- "lunette.gan.trainer" is gan/trainer; what has parts is its init.
local function module_of(name)
  local module = name == "lunette" and "" or
                 name:match "^lunette%.(.+)$":gsub("%.", "/") .. "/"
  local path = "lua/lunette/" .. module:gsub("/$", "") .. ".lua"
  local file = module ~= "" and io.open(path)
  if file then file:close() else return module .. "init" end
  return (module:gsub("/$", ""))
end

local function exists(module)
  local file = io.open("lua/lunette/" .. module .. ".lua")
  return file and file:close()
end

local function check_require(at, module, rules, line, name)
  local target = module_of(name)
  if target == "init" then
    checks.that(whole[module] and line:find "^%s",
                "%s requires all of lunette, which is above it", at)
  else
    checks.that(checks.permits(rules, target),
                "%s requires %s, which is not below it", at, target)
  end
end

-- A part lists what it is made of: modules of its own folder, and what it may
-- require besides.
local function check_listed(at, module, rules, name)
  local target, folder = module_of(name), module:match "^(.*/)" or ""
  local own = target:sub(1, #folder) == folder
  checks.that((own or checks.permits(rules, target)) and exists(target),
              "%s lists %s, which is no module of its own folder", at, name)
end

-- what editors read does not run
local ours = "lua/lunette -name '*.lua' -not -path '*/editor/library/*'"
for _, path in ipairs(checks.files(ours)) do
  local module, number = path:match "^lua/lunette/(.*)%.lua$", 0
  local rules = checks.rules_of(allowed, module)
  checks.that(rules, "%s: no layer is known for it", path)
  for line in io.lines(path) do
    number = number + 1
    local at = path .. ":" .. number
    local code = line:gsub("^%s*%-%-.*", "")
    for name in code:gmatch '%f[%w_]require[%s(]*"(lunette[%w_.]*)"' do
      if rules and not name:find "%.$" then
        check_require(at, module, rules, line, name)
      end
    end
    if code:find "%f[%w_]require%s*%([^\")]" or
       code:find '%f[%w_]require[%s(]*"[^"]*"%s*%.%.' then
      checks.that(computed[module], "%s requires a name it computes", at)
    end
    if module:find "init$" and not code:find "%f[%w_]require" then
      for name in code:gmatch '"(lunette%.[%w_.]*[%w_])"' do
        check_listed(at, module, rules, name)
      end
    end
  end
end
checks.finish()
