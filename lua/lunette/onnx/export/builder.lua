--- What writers of ops build an ONNX graph with.
--
-- A value of the graph has a name in the file for each of its forms: "float",
-- as the engine has it; "index", int64 that counts from 0, of what counts from
-- 1; "bool", of what is 0 or not. A writer gives one, and the others are made
-- where they are asked for.

local batch = require "lunette.onnx.export.batch"
local engine = require "lunette.engine"
local graph = require "lunette.graph"
local message = require "lunette.onnx.export.message"

local key_of = graph.key

local Builder = {}
Builder.__index = Builder

-- A constant is called after its numbers, unless they are many.
local LONGEST = 40

--- o: {opset, sizes: those of the two batches that were run, or nil; names: by
--- graph.key, what a parameter or buffer is called; calls: those that were
--- seen}.
local function new(o)
  return setmetatable({
    opset = o.opset, sizes = o.sizes, names = o.names, calls = o.calls,
    nodes = {},
    initializers = {}, taken = {}, cache = {}, forms = {}, renamed = {},
    made = {}, stem = "value",
  }, Builder)
end

-- ---- names ----

-- Texts of a file are UTF-8.
local function text(name)
  return utf8.len(name) and name or (name:gsub("[\x80-\xff]", "_"))
end

--- The name, or one like it that nothing has yet; none is empty.
function Builder:unique(name)
  name = name == "" and "_" or text(name)
  local free, k = name, 2
  while self.taken[free] do
    free, k = ("%s_%d"):format(name, k), k + 1
  end
  self.taken[free] = true
  return free
end

-- What was made once is not made again.
function Builder:once(key, make)
  if not self.cache[key] then self.cache[key] = make() end
  return self.cache[key]
end

-- ---- nodes and constants ----

--- A node of the inputs of these names; gives the name of its result, or the
--- names of `count`.
function Builder:node(op, inputs, attributes, count)
  local outputs = {}
  for k = 1, count or 1 do
    outputs[k] = self:unique(self.stem)
    self.made[outputs[k]] = true
  end
  table.insert(self.nodes, {op = op, inputs = inputs, outputs = outputs,
                            attributes = attributes})
  return table.unpack(outputs)
end

local function initializer(self, name, kind, shape, raw)
  name = self:unique(name)
  table.insert(self.initializers, {
    head = message.tensor_head(name, kind, shape, raw), raw = raw})
  return name
end

--- A constant of the elements of x.
function Builder:tensor(x, name)
  return initializer(self, name or "constant", "float", x:size(),
                     x:to_bytes "f32")
end

--- A constant number.
function Builder:number(v)
  return self:once(("number %.17g"):format(v), function()
    return self:tensor(engine.create.tensor(v), ("number_%.9g"):format(v))
  end)
end

local function packed(list)
  local parts = {}
  for k, v in ipairs(list) do parts[k] = string.pack("<i8", v) end
  return table.concat(parts)
end

--- A constant list of int64, or with a number of such one number.
function Builder:ints(v)
  local list = type(v) == "table" and v or {v}
  local joined = table.concat(list, "_")
  return self:once(("ints %s %s"):format(type(v), joined), function()
    local shape, name = {#list}, "ints_" .. joined
    if v ~= list then shape, name = {}, "int_" .. joined end
    if #name > LONGEST then name = "ints" end
    return initializer(self, name, "index", shape, packed(list))
  end)
end

for method, op in pairs {add = "Add", sub = "Sub", mul = "Mul", div = "Div",
                         max = "Max", equal = "Equal"} do
  --- A node of two names.
  Builder[method] = function(self, x, y) return self:node(op, {x, y}) end
end

--- x times a number.
function Builder:scaled(x, factor)
  return factor == 1 and x or self:mul(x, self:number(factor))
end

--- x in another form.
function Builder:cast(x, form)
  return self:node("Cast", {x}, {to = message.types[form]})
end

--- Refuses the value that is written, with the reason.
function Builder.refuse(_, format, ...) -- luacheck: ignore self
  error({why = format:format(...)}, 0)
end

-- ---- forms ----

local convert = {
  ["index float"] = function(self, name)
    return self:add(self:cast(name, "float"), self:number(1))
  end,
  ["float index"] = function(self, name)
    return self:cast(self:sub(name, self:number(1)), "index")
  end,
  ["bool float"] = function(self, name) return self:cast(name, "float") end,
  ["float bool"] = function(self, name) return self:cast(name, "bool") end,
}

--- What a parameter or a buffer is called; nil of another tensor.
function Builder:called(x) return self.names[key_of(x)] end

--- The tensors that a constant was stacked of, or nil.
function Builder:stacked(x)
  local by_key = self:once("stacks", function()
    local found = {}
    for _, call in ipairs(self.calls) do
      if call.op == "stack" then found[key_of(call.result)] = call.inputs end
    end
    return found
  end)
  return by_key[key_of(x)]
end

--- The constant that is a value's tensor; with form "index" as such. What is a
--- parameter or a buffer has its name.
function Builder:constant(value, form)
  local x = value.tensor
  local name = self:called(x) or "constant_" .. value.id
  if form ~= "index" then return self:tensor(x, name) end
  local list = x:reshape(-1):totable()
  for k, v in ipairs(list) do list[k] = math.tointeger(v) - 1 end
  return initializer(self, name .. "_index", "index", x:size(), packed(list))
end

--- Says what a value is called, in one of its forms.
function Builder:set(value, name, form)
  form = form or "float"
  self.forms[value] = {own = form, [form] = name}
end

--- The name of a value in a form.
function Builder:name(value, form)
  form = form or "float"
  local forms = self.forms[value]
  if forms[form] then return forms[form] end
  if value.op == "constant" and form ~= "bool" then
    forms[form] = self:constant(value, form)
    return forms[form]
  end
  local make = convert[forms.own .. " " .. form]
  local from = make and forms.own or "float"
  make = make or convert["float " .. form]
  forms[form] = make(self, self:name(value, from))
  return forms[form]
end

--- The name of the k-th input of a value, "" where none is given.
function Builder:input(value, k, form)
  local x = value.inputs[k]
  return x and self:name(x, form) or ""
end

--- The names of all inputs.
function Builder:inputs(value)
  local list = {}
  for k = 1, #value.inputs do list[k] = self:input(value, k) end
  return list
end

--- The name of the k-th input in the form that it has, and that form.
function Builder:own(value, k)
  local x = value.inputs[k]
  local form = self.forms[x].own
  return self:name(x, form), form
end

-- ---- sizes ----

--- The whole number that f(value), of each of the two sizes of the batch, is;
--- nil where no rule gives it.
function Builder:whole_or_nil(value, f)
  if not self.sizes then return f(value) end
  return batch.whole(f(value), f(value.twin), self.sizes)
end

--- The same, refused where no rule gives it.
function Builder:whole(value, f)
  local found = self:whole_or_nil(value, f)
  if found then return found end
  return self:refuse("a size is %d with a batch of %d, %d with one of %d",
                     f(value), self.sizes[1], f(value.twin), self.sizes[2])
end

--- The size of a dimension, which counts from 0.
function Builder:size(value, dim)
  return self:whole(value, function(v) return v.shape[dim + 1] end)
end

--- All sizes, integers and those that follow from the batch.
function Builder:sizes_of(value)
  local list = {}
  for k = 1, #value.shape do list[k] = self:size(value, k - 1) end
  return list
end

--- The size of a dimension that does not depend on the batch.
function Builder:fixed(value, dim)
  local size = self:size(value, dim)
  if type(size) == "number" then return size end
  return self:refuse("dimension %d depends on the batch", dim + 1)
end

--- The batch of a run, as a list of one.
function Builder:batch()
  return self:once("batch", function()
    local shape = self:node("Shape", {self.batched})
    return self:node("Slice", {shape, self:ints {0}, self:ints {1}})
  end)
end

--- The name of a size as a list of one.
function Builder:count(size)
  if type(size) == "number" then return self:ints {size} end
  local key = ("count %d %d %d"):format(size.times, size.over, size.plus)
  return self:once(key, function()
    local n = self:batch()
    if size.times ~= 1 then n = self:mul(n, self:ints {size.times}) end
    if size.over ~= 1 then n = self:div(n, self:ints {size.over}) end
    if size.plus ~= 0 then n = self:add(n, self:ints {size.plus}) end
    return n
  end)
end

--- From 0 to before a size, as a list of int64.
function Builder:range(size)
  local stop = self:node("Squeeze", {self:count(size), self:ints {0}})
  return self:node("Range", {self:ints(0), stop, self:ints(1)})
end

--- The name of a list of sizes; with `free` one that depends on the batch may
--- be -1, what is left.
function Builder:shape(list, free)
  local fixed, open = {}, 0
  for k, size in ipairs(list) do
    local is_fixed = type(size) == "number"
    fixed[k] = is_fixed and size or -1
    open = is_fixed and open or open + 1
  end
  if open == 0 or free and open == 1 then return self:ints(fixed) end
  local names = {}
  for k, size in ipairs(list) do names[k] = self:count(size) end
  return self:node("Concat", names, {axis = 0})
end

--- x under these sizes, in row-major order.
function Builder:reshape(x, list)
  return self:node("Reshape", {x, self:shape(list, true)})
end

--- x with dimensions of size 1 put in at these places of the result.
function Builder:unsqueeze(x, ...)
  return self:node("Unsqueeze", {x, self:ints {...}})
end

--- x from `start` to before `stop` along a dimension; sizes as `count` has
--- them.
function Builder:slice(x, dim, start, stop)
  return self:node("Slice", {x, self:count(start), self:count(stop),
                             self:ints {dim}})
end

--- x, with its dimension multiplied by a matrix in,out.
function Builder:along(x, rank, dim, matrix)
  local m = self:tensor(matrix)
  if dim == rank - 1 then return self:node("MatMul", {x, m}) end
  local order = {}
  for k = 1, rank do order[k] = k - 1 end
  order[dim + 1], order[rank] = rank - 1, dim
  local turned = self:node("Transpose", {x}, {perm = order})
  return self:node("Transpose", {self:node("MatMul", {turned, m})},
                   {perm = order})
end

--- The nodes as messages, with the names that results were given.
function Builder:finished_nodes()
  local list = {}
  for k, node in ipairs(self.nodes) do
    for _, names in ipairs {node.inputs, node.outputs} do
      for j, name in ipairs(names) do names[j] = self.renamed[name] or name end
    end
    list[k] = message.node(node)
  end
  return list
end

return {new = new, text = text}
