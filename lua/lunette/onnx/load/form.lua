--- What a graph is as plain data: what onnx.Graph is made of, and a model file
--- says of it.

local raise = require "lunette.errors".raise

local form = {}

local TENSOR = {name = "string", value = "any"}

-- A kind, {a kind} for a list of it, or fields of these; "?" may be missing.
local GRAPH = {
  opset = "integer", outputs = {"string"},
  inputs = {{name = "string", kind = "string", sizes = {"any"},
             unsized = "boolean?"}},
  nodes = {{op = "string", name = "string?", inputs = {"string"},
            outputs = {"string"}, attributes = "table"}},
  parameters = {TENSOR}, buffers = {TENSOR}, constants = {TENSOR},
}

local function check_list(value, path)
  local count = 0
  for _ in pairs(value) do count = count + 1 end
  for k = 1, count do
    if value[k] == nil then raise("%s is no list", path) end
  end
end

local function check(value, kind, path)
  if type(kind) == "string" then
    local wanted, optional = kind:match "^(%a+)(%??)$"
    local found = math.type(value) == wanted and wanted or type(value)
    if wanted == "any" and value ~= nil or found == wanted or
       value == nil and optional ~= "" then
      return
    end
    raise("%s is a %s; a %s is wanted", path, type(value), wanted)
  elseif type(value) ~= "table" or getmetatable(value) then
    raise("%s is no plain table", path)
  elseif kind[1] then
    check_list(value, path)
    for k, part in ipairs(value) do
      check(part, kind[1], path .. "." .. k)
    end
  else
    for name, part in pairs(kind) do
      check(value[name], part, path .. "." .. name)
    end
  end
end

--- Raises unless it is of that form.
function form.check(graph) check(graph, GRAPH, "graph") end

return form
