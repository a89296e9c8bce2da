--- The table of ONNX's ops that run here: what each takes, in one line, and the
--- function that computes it. The families beside this file fill it.
--
--   define("Gemm", "a: tensor, b: tensor, c: tensor?",
--          "alpha: float = 1, transA: int = 0", function(o, a, b, c) ... end)
--
-- Inputs: "?" may be missing, "..." at the end is any number. Their kinds:
--   tensor    a tensor; integers are made one
--   constant  the same; an initializer that is only that is no parameter
--   buffer    the same; an initializer that is that is a buffer
--   ints      integers
--   value     a tensor or integers, as it is
-- Attributes are int, float, string, ints, floats, strings or value, with
-- "= default", or "!" where the node must have them. f gets them by name in o,
-- and there as well: opset; outputs, how many the node has; training.

local engine = require "lunette.engine"
local integers = require "lunette.onnx.load.integers"
local raise = require "lunette.errors".raise

local ops = {}

local known = {}

local function parse_inputs(text)
  local list, least = {}, 0
  for name, kind, mark in text:gmatch "([%w_]+): (%a+)([?.]*)" do
    list[#list + 1] = {name = name, kind = kind}
    if mark == "..." then list.rest = list[#list] end
    if mark == "" then least = #list end
  end
  list.least = least
  return list
end

-- A default as the kind of its attribute has it.
local function default_of(kind, text)
  if kind == "string" then return text end
  return kind == "float" and tonumber(text) + 0.0 or math.tointeger(text)
end

local function parse_attributes(text)
  local map = {}
  for name, kind, rest in text:gmatch "([%w_]+): (%a+)([^,]*)" do
    local default = rest:match "^ = (.*)$"
    map[name] = {kind = kind, needed = rest == "!",
                 default = default and default_of(kind, default)}
  end
  return map
end

--- Adds an op, of which f gives the first `outputs` results, one when not told.
function ops.define(name, inputs, attributes, f, outputs)
  known[name] = {inputs = parse_inputs(inputs), f = f, outputs = outputs or 1,
                 attributes = parse_attributes(attributes)}
end

--- The op of that name, or nil.
function ops.of(name) return known[name] end

--- What an op says of its input k, or nil.
function ops.input(op, k) return op.inputs[k] or op.inputs.rest end

-- ---- attributes ----

local scalar = {
  int = function(v) return math.type(v) == "integer" end,
  float = function(v) return type(v) == "number" end,
  string = function(v) return type(v) == "string" end,
  value = function(v) return engine.is_tensor(v) or integers.is(v) end,
}

local function is_of(v, kind)
  if scalar[kind] then return scalar[kind](v) end
  if type(v) ~= "table" or integers.is(v) then return false end
  for _, part in ipairs(v) do
    if not scalar[kind:sub(1, -2)](part) then return false end
  end
  return true
end

--- The attributes of a node with the op's defaults. Raises on one that the op
--- does not know, lacks, or has of another kind.
function ops.attributes(op, given)
  local o = {}
  for name, v in pairs(given) do
    local attribute = op.attributes[name]
    if not attribute then
      raise("attribute %s is not known", tostring(name))
    elseif not is_of(v, attribute.kind) then
      raise("attribute %s is no %s", name, attribute.kind)
    end
    o[name] = v
  end
  for name, attribute in pairs(op.attributes) do
    if o[name] == nil then o[name] = attribute.default end
    if o[name] == nil and attribute.needed then
      raise("attribute %s is missing", name)
    end
  end
  return o
end

-- ---- running ----

local function as_kind(input, value)
  if value == nil or input.kind == "value" then return value end
  if input.kind ~= "ints" then return integers.as_tensor(value) end
  return integers.is(value) and value or
         raise("%s is a tensor; integers are wanted", input.name)
end

--- What the op gives of values, `n` of them, nil for one that is left out.
function ops.run(op, o, values, n)
  for k = 1, n do values[k] = as_kind(ops.input(op, k), values[k]) end
  return op.f(o, table.unpack(values, 1, n))
end

-- ---- for the families ----

--- A dimension of ONNX, from 0 or from the end, as one from 1.
function ops.dim(axis, rank)
  if axis < -rank or axis >= math.max(rank, 1) then
    raise("axis %d of a value of %d dimensions", axis, rank)
  end
  return (axis < 0 and axis + rank or axis) + 1
end

--- The dimensions of a list of axes, each once, sorted; all of them where there
--- is no list.
function ops.dims(axes, rank)
  local seen, dims = {}, {}
  for _, axis in ipairs(axes or {}) do seen[ops.dim(axis, rank)] = true end
  for k = 1, rank do
    if not axes or seen[k] then dims[#dims + 1] = k end
  end
  return dims
end

--- The list, or n times `default` where there is none; raises when it has not n
--- entries.
function ops.each(what, list, n, default)
  if not list then
    list = {}
    for k = 1, n do list[k] = default end
  elseif #list ~= n then
    raise("%s has %d entries for %d dimensions", what, #list, n)
  end
  return list
end

--- One of the words, or what is raised.
function ops.word(what, value, words)
  for word in words:gmatch "%S+" do
    if word == value then return value end
  end
  raise("%s is %q; %s are known", what, tostring(value), words)
end

return ops
