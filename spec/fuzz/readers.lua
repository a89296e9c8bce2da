--- All that reads bytes, for libFuzzer (spec/fuzz/fuzz.c).

local ln = require "lunette"
local engine = require "lunette.engine"
local mend = require "spec.fuzz.mend"

--- `readers` by name: read(bytes) and `modules`, whose words are its dictionary;
--- `folder`, where what they read stands.
local fuzz = {readers = {}, folder = os.getenv "FUZZ_FOLDER"}

local function write(name, bytes)
  local path = fuzz.folder .. "/" .. name
  local handle <close> = assert(io.open(path, "wb"))
  handle:write(bytes)
  return path
end

-- The parts of an input of several files.
local SEPARATOR = "\n==\n"
local function parts(bytes)
  local list = {}
  for part in (bytes .. SEPARATOR):gmatch("(.-)" .. SEPARATOR) do
    list[#list + 1] = part
  end
  return list
end

-- ---- what is read is used ----

local deep

-- Each element of each tensor, so that one that lies outside is seen.
local function use(v, seen)
  seen = seen or {}
  if engine.is_tensor(v) then
    if v:numel() < 1 << 20 then v:contiguous():sum() end
  elseif type(v) == "table" and not seen[v] then
    seen[v] = true
    deep(v, seen)
  end
end

function deep(t, seen)
  for key, v in next, t do
    use(key, seen)
    use(v, seen)
  end
end

-- ---- readers ----

-- Of one file, which `f` reads by its path.
local function of_file(name, modules, f, mended)
  return {modules = modules, mend = mended, read = function(bytes)
    use(f(write(name, bytes)))
  end}
end

-- A network that was read, where its inputs say enough, on zeros.
local function run(net)
  local inputs = {}
  for k, input in ipairs(net._plan.inputs) do
    local sizes, count = {}, 1
    for i, size in ipairs(input.sizes) do
      sizes[i] = type(size) == "number" and size or 2
      count = count * math.max(math.abs(sizes[i]), 1)
      if sizes[i] < 0 or count > 1e4 then return end
    end
    inputs[k] = ln.zeros(sizes)
  end
  use {net(table.unpack(inputs))}
end

-- A folder of one picture, brought to other sizes.
local function fit(bytes)
  assert(engine.io.make_folder(fuzz.folder .. "/set"))
  write("set/x.png", bytes)
  for _, o in ipairs {{size = 6, fit = "pad"}, {size = {5, 3}, channels = 1}} do
    use {ln.data.images(fuzz.folder .. "/set", o):batch {1}}
  end
end

-- A run's folder: log.jsonl, report.jsonl, eval.jsonl, config.json, run.json.
local RUN = {"log.jsonl", "report.jsonl", "eval.jsonl", "config.json",
             "run.json"}

local function write_run(bytes)
  local list = parts(bytes)
  for k, name in ipairs(RUN) do write(name, list[k] or "") end
end

local readers = fuzz.readers
for name, reader in pairs {
  png = of_file("x.png", {}, ln.image.load, mend.png),
  jpeg = of_file("x.jpg", {}, ln.image.load),
  pack = of_file("x.pack", {"data.pack", "safetensors", "json"}, function(path)
    use {ln.data.images(path):batch {1}}
  end, mend.pack),
  fit = {read = fit, mend = mend.png},
  safetensors = of_file("x.safetensors", {"safetensors", "json", "state"},
                        ln.load),
  npy = of_file("x.npy", {"npy"}, ln.load_npy),
  npz = of_file("x.npz", {"npy", "zip"}, ln.load_npz, mend.zip),
  zip = of_file("x.zip", {"zip"}, function(path)
    local archive <close> = require "lunette.zip".open(path)
    for _, entry in ipairs(archive:list()) do
      if entry.size < 1 << 24 then pcall(archive.read, archive, entry) end
    end
  end, mend.zip),
  archive = of_file("x.zip", {"zip"}, function(path)
    os.execute("rm -rf " .. fuzz.folder .. "/in")
    assert(engine.io.make_folder(fuzz.folder .. "/in/side"))
    require "lunette.data.unpack".into(path, fuzz.folder .. "/in/side")
  end, mend.zip),
  gzip = of_file("x.gz", {}, function(path)
    require "lunette.file".read(path, 1 << 24)
  end),
  torch = of_file("x.pt", {"torch_file", "pickle", "numpy_pickle", "zip"},
                  ln.load, mend.zip),
  pickle = {modules = {"torch_file", "pickle", "numpy_pickle"},
            read = function(bytes)
    local zeros = ("\0"):rep(64)
    use(ln.load(write("x.pt", mend.archive {
      {"a/data.pkl", bytes}, {"a/data/0", zeros}, {"a/data/1", zeros}})))
  end},
  t7 = of_file("x.t7", {"torch7", "torch7.source", "torch7.layers"},
               function(path)
    local value = ln.load(path)
    use(value)
    if type(value) == "table" then use(ln.from_torch7(value)) end
  end),
  onnx = of_file("x.onnx", {"onnx.load", "onnx.load.fields",
                            "onnx.load.pointwise", "onnx.load.index"},
                 function(path) run(ln.onnx.load(path)) end),
  csv = of_file("x.csv", {"data.csv", "data.table"}, function(path)
    local t = ln.data.read_csv(path)
    use(t:row(1))
  end),
  model = of_file("x.model", {"model", "description", "safetensors", "json",
                              "nn.conv", "nn.container", "nn.norm"},
                  function(path) tostring(ln.load_model(path)) end),
  statistics = of_file("x.npz", {"npy", "zip", "metrics.statistics"},
                       ln.metrics.load_statistics, mend.zip),
} do readers[name] = reader end

-- Readers that take the input by itself.
function readers.deflate(bytes)
  local size = #bytes > 1 and string.unpack("<I2", bytes) or 0
  local out, why = engine.io.inflate("x", bytes:sub(3), size)
  if not out then error("x: " .. why, 0) end
end

function readers.json(bytes)
  local json = require "lunette.json"
  local value, why = json.decode(bytes)
  if value == nil then error("x: " .. why, 0) end
  local text = json.encode(value)
  if json.encode(json.decode(text)) ~= text then
    return "it is not the same when it is written and read"
  end
end

function readers.protobuf(bytes)
  require "lunette.protobuf".read(bytes, require "lunette.onnx.load.fields".MODEL)
end

function readers.idx(bytes)
  local list = parts(bytes)
  local idx = require "lunette.data.idx"
  local set = idx.images(write("images", list[1]),
                         write("labels", list[2] or ""), {"a", "b"}, 1 << 24)
  if #set > 0 and #set < 100 then use {set:batch {1, #set}} end
end

function readers.cifar(bytes)
  write("test_batch.bin", bytes)
  local set = ln.data.cifar10 {root = fuzz.folder, train = false}
  use {set:batch {1, #set}}
end

function readers.checkpoint(bytes)
  write("checkpoint.safetensors", bytes)
  local layer = ln.nn.Linear(2, 1)
  local objects = {net = layer, opt = ln.optim.Adam(layer:parameters())}
  local checkpoint = ln.Checkpoint(fuzz.folder, objects)
  checkpoint:resume()
  require "lunette.runs.saves".text(fuzz.folder)
end

function readers.log(bytes)
  local log = require "lunette.gan.trainer.log"
  write("log.jsonl", bytes)
  log.open(fuzz.folder, 5):write {step = 6, loss = 1.5}
end

function readers.run(bytes)
  write_run(bytes)
  ln.runs.report(fuzz.folder)
  tostring(ln.runs.compare(fuzz.folder, "spec/fuzz/run"))
end

function readers.record(bytes)
  write("run.json", bytes)
  local record = require "lunette.runs.record"
  local r = record.read(fuzz.folder)
  record.write(fuzz.folder, r)
end

function readers.results(bytes)
  tostring(ln.runs.compare(write("x.jsonl", bytes)))
end

for name, reader in pairs(readers) do
  if type(reader) == "function" then readers[name] = {read = reader} end
  readers[name].modules = readers[name].modules or {"json", name}
end

-- ---- a fault ----

local foreign = {"attempt to ", "bad argument #", "lua/lunette/",
                 "stack overflow", "stack traceback", "not enough memory",
                 "assertion failed", "[string "}

local function quiet() end

-- What is wrong with what was raised, or nil; words of the input are its own.
local function fault(raised, bytes)
  local text = tostring(raised)
  if type(raised) ~= "string" then return "it raises a " .. type(raised) end
  for _, word in ipairs(foreign) do
    if text:find(word, 1, true) and not bytes:find(word, 1, true) then
      return text
    end
  end
  if text:find "[^%C\n\t]" then return "control characters: " .. text end
end

--- A function of an input, which returns what the reader does of it that it may
--- not, or nil; and what puts checksums in an input right, or nil. What is told
--- on the error output is not shown.
function fuzz.target(name)
  local reader = readers[name]
  rawset(io, "stderr", {write = quiet, flush = quiet})
  return function(bytes)
    local ok, raised = pcall(reader.read, bytes)
    if ok then return raised end
    return fault(raised, bytes)
  end, reader.mend
end

return fuzz
