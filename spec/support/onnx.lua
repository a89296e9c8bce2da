--- Others that read ONNX files: python3-onnx, whose checker has the standard's
--- rules, and ONNX Runtime in node:
---   apt-get install python3-onnx nodejs npm
---   npm install --ignore-scripts --prefix FOLDER onnxruntime-node
---   NODE_PATH=FOLDER/node_modules busted spec/onnx/export_spec.lua

local files = require "spec.files"
local engine = require "lunette.engine"
local json = require "lunette.json"
local node = require "spec.support.node"
local python = require "spec.support.python"
local create = engine.create

local onnx = {}

--- Why files cannot be checked, or nil.
function onnx.no_checker() return python.missing "onnx" end

--- Why files cannot be run, or nil.
function onnx.no_runtime() return node.missing "onnxruntime-node" end

--- What is wrong with the files, a list of lines, by onnx.checker and shape inference.
function onnx.faults(paths)
  local list = {}
  local pipe <close> = assert(io.popen(python.program .. " spec/support/onnx_check.py " .. table.concat(paths, " ")))
  local count = 0
  for line in pipe:lines() do
    count = count + 1
    if not line:find ": fine$" then list[#list + 1] = line end
  end
  if count ~= #paths then list[#list + 1] = ("%d of %d files were looked at"):format(count, #paths) end
  return list
end

--- What is in the files, as spec/support/onnx_describe.py tells it.
function onnx.described(paths)
  local pipe <close> = assert(io.popen(python.program .. " spec/support/onnx_describe.py " .. table.concat(paths, " ")))
  return assert(json.decode(pipe:read "a"))
end

local function int64(x)
  local list = x:reshape(-1):totable()
  for k, v in ipairs(list) do list[k] = string.pack("<i8", math.tointeger(v)) end
  return table.concat(list)
end

local function feed(path, k, given)
  local x, name, is_index = given.x, given.name, given.index
  local file = ("%s.feed%d"):format(path, k)
  files.write(file, is_index and int64(x) or x:to_bytes "f32")
  return {name = name, type = is_index and "int64" or "float32", dims = json.array(x:size()), file = file}
end

local function result(path, k, told)
  local bytes, list = files.read(("%s.%d"):format(path, k)), {}
  local format, size = "<f", 4
  if told.type == "int64" then format, size = "<i8", 8 end
  for at = 1, #bytes, size do list[#list + 1] = string.unpack(format, bytes, at) end
  local x = #list > 0 and create.tensor(list) or create.zeros(0)
  return {name = told.name, type = told.type, x = x:reshape(#told.dims > 0 and told.dims or {})}
end

--- What ONNX Runtime gives, a list for each of the jobs {path, feeds = {{name, x, index = is it int64?}, ...}}: of
--- {name, type, x}, or with an error.
function onnx.run(jobs, folder)
  local list = {}
  for k, job in ipairs(jobs) do
    local feeds = {}
    for j, given in ipairs(job.feeds) do feeds[j] = feed(job.path, j, given) end
    list[k] = {file = job.path, feeds = json.array(feeds)}
  end
  local manifest = folder .. "/manifest.json"
  files.write(manifest, json.encode(json.array(list)))
  local told = node.run("onnx_run", manifest)
  local results = {}
  for k, job in ipairs(jobs) do
    results[k] = {error = told[k].error}
    for j, output in ipairs(told[k].outputs or {}) do results[k][j] = result(job.path, j, output) end
  end
  return results
end

return onnx
