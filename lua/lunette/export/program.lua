--- A graph as loops and calls over flat arrays, from which files in any
--- language are written (lower.lua has what each op becomes).
--
-- A cell is an array of `size` numbers: {kind, size}, the kind being "noise",
-- "label", "image", "weight" with its tensor, or "buffer", which is reused once
-- nobody needs it any more. A view is how a nest of loops goes over a cell:
-- {cell, offset, strides}. A step is one of
--   {form = "map", sizes, y, inputs, expr, numbers}: y = expr of the inputs,
--     views or numbers, at each place; $1 is the first input, {alpha} a number,
--     and @tanh a function of the runtime
--   {form = "reduce", sizes, kept, y, inputs, expr, start, last, numbers}: s =
--     expr from start on, along the loops after the first `kept`; y = last
--   {form = "call", name, args}: cells, numbers, false, and one record of whole
--     numbers {type, {name, value}, ...}; the first cell is the result
-- Steps have the layer and line of the op that they came from in `line`.

local raise = require "lunette.errors".raise

local Program = {}
Program.__index = Program

-- ---- shapes ----

--- The product of sizes from `first` to `last`.
function Program.count(sizes, first, last)
  local n = 1
  for k = first or 1, last or #sizes do n = n * sizes[k] end
  return n
end

--- Strides of an array of these sizes, in row-major order.
function Program.strides(sizes)
  local strides, n = {}, 1
  for k = #sizes, 1, -1 do strides[k], n = n, n * sizes[k] end
  return strides
end

-- Those of what is broadcast to the sizes `to`.
local function broadcast(sizes, to)
  local own, strides = Program.strides(sizes), {}
  local missing = #to - #sizes
  for k = 1, #to do
    local size = sizes[k - missing]
    strides[k] = size and size > 1 and own[k - missing] or 0
  end
  return strides
end

-- ---- cells and views ----

function Program:buffer(size) return {kind = "buffer", size = size} end

local LARGEST = 3.4028234663852886e38 -- of the floats that files have

function Program:weight(tensor)
  if tensor:abs():le(LARGEST):all():item() == 0 then
    raise("weights are not finite: one is nan or infinite (%s)", self.line)
  end
  return {kind = "weight", size = tensor:numel(), tensor = tensor:detach()}
end

--- The cell of a value of the graph; a constant's is made when it is asked for.
function Program:cell(value)
  if not self.cells[value] then
    self.cells[value] = value.op == "constant" and self:weight(value.tensor) or
                        self:buffer(value.tensor:numel())
  end
  return self.cells[value]
end

--- Makes value another name of x.
function Program:alias(value, x) self.cells[value] = self:cell(x) end

function Program:view(cell, strides, offset)
  return {cell = cell, strides = strides, offset = offset or 0}
end

--- All of a value, in order.
function Program:whole(value)
  return self:view(self:cell(value), Program.strides(value.shape))
end

--- A value broadcast to sizes; a constant of one element is a number.
function Program:spread(value, sizes)
  if value.op == "constant" and value.tensor:numel() == 1 then
    return value.tensor:item()
  end
  return self:view(self:cell(value), broadcast(value.shape, sizes))
end

-- ---- steps ----

local function check_numbers(self, list)
  for _, v in pairs(list) do
    if v ~= v then raise("a number is nan (%s)", self.line) end
  end
end

local function add(self, step)
  step.line = self.line
  check_numbers(self, step.inputs or {})
  check_numbers(self, step.numbers or {})
  table.insert(self.steps, step)
end

function Program:map(sizes, y, inputs, expr, numbers)
  add(self, {form = "map", sizes = sizes, kept = #sizes, y = y,
             inputs = inputs, expr = expr, numbers = numbers or {}})
end

function Program:reduce(sizes, kept, y, inputs, how)
  add(self, {form = "reduce", sizes = sizes, kept = kept, y = y,
             inputs = inputs, expr = how.expr, start = how.start,
             last = how.last or "s", numbers = how.numbers or {}})
end

function Program:call(name, ...)
  add(self, {form = "call", name = name, args = {...}})
end

-- ---- loops ----

local function views_of(step)
  local list = {step.y}
  for _, x in ipairs(step.inputs) do
    if type(x) == "table" then list[#list + 1] = x end
  end
  return list
end

-- Is the loop after k the same as going on with loop k, in all views?
local function is_joined(sizes, views, k)
  for _, view in ipairs(views) do
    if view.strides[k] ~= view.strides[k + 1] * sizes[k + 1] then
      return false
    end
  end
  return true
end

local function take_out(step, views, k)
  table.remove(step.sizes, k)
  for _, view in ipairs(views) do table.remove(view.strides, k) end
  if k <= step.kept then step.kept = step.kept - 1 end
end

-- The nest with as few loops as will do.
local function simplify(step)
  local views = views_of(step)
  step.sizes = {table.unpack(step.sizes)}
  for _, view in ipairs(views) do
    view.strides = {table.unpack(view.strides)}
  end
  for k = #step.sizes, 1, -1 do
    if step.sizes[k] == 1 then take_out(step, views, k) end
  end
  for k = #step.sizes - 1, 1, -1 do
    if k ~= step.kept and is_joined(step.sizes, views, k) then
      step.sizes[k + 1] = step.sizes[k] * step.sizes[k + 1]
      take_out(step, views, k)
    end
  end
end

-- ---- buffers ----

--- The cells that a step has to do with, its result first.
function Program.cells_of(step)
  local list = {}
  for _, x in ipairs(step.form == "call" and step.args or views_of(step)) do
    local cell = type(x) == "table" and (x.cell or x.kind and x)
    if cell then list[#list + 1] = cell end
  end
  return list
end

-- The free buffer that a size fits best: the smallest that is large enough,
-- else the largest.
local function best_of(free, size)
  local best
  for k, buffer in ipairs(free) do
    local other = free[best]
    local fits = buffer.size >= size
    if not other or
       fits and (other.size < size or buffer.size < other.size) or
       not fits and other.size < size and buffer.size > other.size then
      best = k
    end
  end
  return best and table.remove(free, best)
end

-- Gives each buffer's cell one of few arrays: those that are needed at the same
-- time have different ones.
local function share_buffers(self)
  local last, free, taken = {}, {}, {}
  for k, step in ipairs(self.steps) do
    for _, cell in ipairs(Program.cells_of(step)) do last[cell] = k end
  end
  for k, step in ipairs(self.steps) do
    local cells = Program.cells_of(step)
    for _, cell in ipairs(cells) do
      if cell.kind == "buffer" and not taken[cell] then
        local array = best_of(free, cell.size) or self:array()
        array.size = math.max(array.size, cell.size)
        cell.array, taken[cell] = array, true
      end
    end
    for cell in pairs(taken) do
      if last[cell] == k and cell.array then
        table.insert(free, cell.array)
        last[cell] = nil
      end
    end
    table.sort(free, function(a, b) return a.number < b.number end)
  end
end

function Program:array()
  local array = {size = 0, number = #self.arrays + 1}
  table.insert(self.arrays, array)
  return array
end

-- Numbers the weights in the order in which they are used.
local function list_weights(self)
  for _, step in ipairs(self.steps) do
    for _, cell in ipairs(Program.cells_of(step)) do
      if cell.kind == "weight" and not cell.number then
        table.insert(self.weights, cell)
        cell.number = #self.weights
      end
    end
  end
end

--- Does a step look at the label?
function Program:has_label()
  for _, step in ipairs(self.steps) do
    for _, cell in ipairs(Program.cells_of(step)) do
      if cell.kind == "label" then return true end
    end
  end
  return false
end

-- ---- the whole ----

-- The result's cell becomes the image; what is an input, or a weight, under
-- another shape is copied.
local function deliver(self, value)
  local cell = self:cell(value)
  if cell.kind == "buffer" then
    cell.kind = "image"
    return cell
  end
  local image = {kind = "image", size = cell.size}
  self:map({cell.size}, self:view(image, {1}), {self:view(cell, {1})}, "$1")
  return image
end

local function refuse(what, missing)
  local list, seen = {}, {}
  for _, text in ipairs(missing) do
    if not seen[text] then list[#list + 1] = text end
    seen[text] = true
  end
  raise("%s cannot do %s", what, table.concat(list, "; "))
end

local function lower_all(self, graph, ops)
  local missing = {}
  for _, value in ipairs(graph.values) do
    if value.inputs then
      self.line = value.line
      local lower = ops[value.op]
      local why = not lower and value.op or lower and lower(self, value)
      if why then
        missing[#missing + 1] = ("%s (%s)"):format(why, value.line)
      end
    end
  end
  return missing
end

--- The program of a graph of one noise, and a label or none, by the table
--- `ops`, whose functions add the steps of a value and return nil, or what it
--- is that cannot be done. Raises on these with their lines; what: for that
--- message, who cannot.
function Program.of(graph, ops, what)
  local self = setmetatable({steps = {}, arrays = {}, weights = {},
                             cells = {}}, Program)
  for k, input in ipairs(graph.inputs) do
    self.cells[input] = {kind = k == 1 and "noise" or "label",
                         size = input.tensor:numel()}
  end
  local missing = lower_all(self, graph, ops)
  if #missing > 0 then refuse(what, missing) end
  self.noise = self.cells[graph.inputs[1]]
  self.image = deliver(self, graph.outputs[1])
  for _, step in ipairs(self.steps) do
    if step.form ~= "call" then simplify(step) end
  end
  share_buffers(self)
  list_weights(self)
  return self
end

--- The numbers of a weight as they stand in a file, of four bytes each.
function Program.numbers(cell)
  local bytes, k = cell.tensor:to_bytes "f32", -3
  return function()
    k = k + 4
    if k < #bytes then return (string.unpack("<f", bytes, k)) end
  end
end

return Program
