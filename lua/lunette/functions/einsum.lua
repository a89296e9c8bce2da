--- Sums of products in Einstein's notation, two operands at a time, by matmul.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local einsum = {}

-- An operand or result on its way: `labels` names the dimensions of `x`.
-- Dimensions under "..." are named by their place from the end: -1, -2.

local function count(list)
  local n = {}
  for _, label in ipairs(list) do n[label] = (n[label] or 0) + 1 end
  return n
end

local function places(list)
  local place = {}
  for k, label in ipairs(list) do place[label] = k end
  return place
end

-- The labels of a term, "..." standing for `hidden` dimensions.
local function labels_of(term, hidden)
  local before, after = term:match "^(%a*)%.%.%.(%a*)$"
  before = before or term:match "^%a*$"
  if not before then raise('einsum: cannot read "%s"', term) end
  local labels = {}
  for letter in before:gmatch "%a" do labels[#labels + 1] = letter end
  for k = after and hidden or 0, 1, -1 do labels[#labels + 1] = -k end
  for letter in (after or ""):gmatch "%a" do labels[#labels + 1] = letter end
  return labels
end

-- One dimension for each label: repeated ones by their diagonal.
local function without_repeats(x, labels)
  local k = 1
  while k <= #labels do
    local twin
    for j = k + 1, #labels do twin = twin or labels[j] == labels[k] and j end
    if twin then
      if x:size(k) ~= x:size(twin) then
        raise("einsum: %s has the sizes %d and %d", labels[k], x:size(k),
              x:size(twin))
      end
      x = x:diagonal(0, k, twin)
      local label = labels[k]
      table.remove(labels, twin)
      table.remove(labels, k)
      labels[#labels + 1] = label
    else
      k = k + 1
    end
  end
  return {x = x, labels = labels}
end

local function read_operand(k, term, x)
  arguments.check("einsum", ("operand %d"):format(k), x, "tensor")
  local letters = #term:gsub("%.", "")
  local hidden = x:dim() - letters
  if hidden < 0 or hidden > 0 and not term:find("...", 1, true) then
    raise('einsum: "%s" for operand %d of %s', term, k,
          repr.shape(x))
  end
  return without_repeats(x, labels_of(term, hidden))
end

-- Each label's size among all operands; 1 gives way to others.
local function sizes_of(operands)
  local size = {}
  for _, operand in ipairs(operands) do
    for k, label in ipairs(operand.labels) do
      local n, known = operand.x:size(k), size[label] or 1
      if n ~= known and n ~= 1 and known ~= 1 then
        raise("einsum: %s has the sizes %d and %d",
          type(label) == "string" and label or "...", known, n)
      end
      size[label] = known == 1 and n or known
    end
  end
  return size
end

-- The most dimensions that "..." stands for.
local function hidden_of(size)
  local n = 0
  while size[-(n + 1)] do n = n + 1 end
  return n
end

-- Without an arrow: what "..." stands for, then what comes once, in order.
local function implied(terms, hidden)
  local all, labels = {}, {}
  for letter in table.concat(terms):gmatch "%a" do all[#all + 1] = letter end
  for letter, n in pairs(count(all)) do
    if n == 1 then labels[#labels + 1] = letter end
  end
  table.sort(labels)
  for k = 1, hidden do table.insert(labels, 1, -k) end
  return labels
end

local function result_labels(term, terms, size)
  if not term then return implied(terms, hidden_of(size)) end
  local labels = labels_of(term, hidden_of(size))
  for label, n in pairs(count(labels)) do
    if n > 1 then raise("einsum: %s comes twice in the result", label) end
    if not size[label] then
      raise("einsum: %s of the result is in no operand", label)
    end
  end
  return labels
end

-- Sums over the labels that are not in `kept`.
local function sum_out(a, kept)
  local dims, left = {}, {}
  for k, label in ipairs(a.labels) do
    if kept[label] then left[#left + 1] = label else dims[#dims + 1] = k end
  end
  if #dims == 0 then return a end
  return {x = a.x:sum(dims), labels = left}
end

-- a.x with the dimensions of `labels`, in that order, and those of a's size 1
-- as they are: they broadcast.
local function arranged(a, labels)
  local place, order = places(a.labels), {}
  for k, label in ipairs(labels) do order[k] = place[label] end
  return #order > 0 and a.x:permute(order) or a.x
end

local function expanded(a, labels, size)
  local x, sizes = arranged(a, labels), {}
  for k, label in ipairs(labels) do sizes[k] = size[label] end
  return #sizes > 0 and x:expand(sizes) or x
end

-- a.x with a dimension of size 1 for each label that it lacks.
local function aligned(a, labels)
  local own, place, sizes = {}, places(a.labels), {}
  for k, label in ipairs(labels) do
    sizes[k] = place[label] and a.x:size(place[label]) or 1
    if place[label] then own[#own + 1] = label end
  end
  return arranged(a, own):reshape(sizes)
end

local function join(...)
  local list = {}
  for _, part in ipairs {...} do table.move(part, 1, #part, #list + 1, list) end
  return list
end

local function product(labels, size)
  local n = 1
  for _, label in ipairs(labels) do n = n * size[label] end
  return n
end

-- Labels of both that stay, of both that are summed, of a alone, of b alone.
local function sorted(a, b, kept)
  local in_a, in_b = places(a.labels), places(b.labels)
  local both, summed, left, right = {}, {}, {}, {}
  for _, label in ipairs(a.labels) do
    local list = not in_b[label] and left or kept[label] and both or summed
    list[#list + 1] = label
  end
  for _, label in ipairs(b.labels) do
    if not in_a[label] then right[#right + 1] = label end
  end
  return both, summed, left, right
end

-- The product of two operands, summed over what nobody asks for any more.
local function contract(a, b, kept, size)
  local in_a, in_b = places(a.labels), places(b.labels)
  local function wanted(other)
    return setmetatable({}, {__index = function(_, k)
      return kept[k] or other[k]
    end})
  end
  a, b = sum_out(a, wanted(in_b)), sum_out(b, wanted(in_a))
  local both, summed, left, right = sorted(a, b, kept)
  if #summed == 0 or product(left, size) == 1 and product(right, size) == 1 then
    local labels = join(both, left, right, summed)
    return sum_out({x = aligned(a, labels) * aligned(b, labels),
                    labels = labels}, kept)
  end
  local n, p = product(both, size), product(left, size)
  local q, r = product(summed, size),
    product(right, size)
  local x = expanded(a, join(both, left, summed), size):reshape {n, p, q}
  local y = expanded(b, join(both, summed, right), size):reshape {n, q, r}
  local labels, sizes = join(both, left, right), {}
  for k, label in ipairs(labels) do sizes[k] = size[label] end
  return {x = x:matmul(y):reshape(sizes), labels = labels}
end

local function set_of(...)
  local set = {}
  for _, labels in ipairs {...} do
    for _, label in ipairs(labels) do set[label] = true end
  end
  return set
end

local function parse(equation)
  local left, right = equation:gsub("%s", ""):match "^([^>]-)%->(.*)$"
  left = left or equation:gsub("%s", "")
  local terms = {}
  for term in (left .. ","):gmatch "(.-)," do terms[#terms + 1] = term end
  return terms, right
end

-- The order of dimensions of "ijk->kji", where one operand of so many is only
-- seen another way, in short; nil for all else.
local function order_of(equation, dims)
  local from, to = equation:match "^(%a+)%->(%a+)$"
  if not from or #from ~= dims or #to ~= dims then return nil end
  local order, seen = {}, {}
  for k = 1, dims do
    local place = from:find(to:sub(k, k), 1, true)
    if not place or seen[place] then return nil end
    order[k], seen[place] = place, true
  end
  return order
end

--- Products of the operands' elements, summed over every letter that the
--- result does not name:
---
---   local a, b = ln.randn(5, 2, 3), ln.randn(5, 3, 4)
---   local y = ln.einsum("bij,bjk->bik", a, b)
---   -- y[b][i][k] = sum_j a[b][i][j] b[b][j][k]
---
--- A letter names a dimension; one that comes twice in an operand takes the
--- diagonal; "..." stands for any dimensions, which broadcast. Without "->" the
--- result has what "..." stands for and the letters that come once, in order of
--- the alphabet. Operands are combined from left to right.
einsum.einsum = arguments.define("einsum", "equation: string, ...: any",
                                 function(equation, ...)
  local only = select("#", ...) == 1 and engine.is_tensor(...) and ...
  local order = only and order_of(equation, only:dim())
  if order then return only:permute(order) end
  local terms, right = parse(equation)
  local tensors = {...}
  if #tensors == 1 and type(tensors[1]) == "table" then
    tensors = tensors[1]
  end
  if #tensors ~= #terms then
    raise('einsum: "%s" has %d operands, %d are given', equation, #terms,
          #tensors)
  end
  local operands = {}
  for k, term in ipairs(terms) do
    operands[k] = read_operand(k, term, tensors[k])
  end
  local size = sizes_of(operands)
  local result = result_labels(right, terms, size)
  local y = operands[1]
  for k = 2, #operands do
    local later = {result}
    for j = k + 1, #operands do later[#later + 1] = operands[j].labels end
    y = contract(y, operands[k], set_of(table.unpack(later)), size)
  end
  return arranged(sum_out(y, set_of(result)), result)
end)

return einsum
