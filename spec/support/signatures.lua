-- What differs between the signatures of the library and PyTorch's.

local catalogue = require "lunette.docs.catalogue"
local declarations = require "lunette.arguments"
local engine = require "lunette.engine"
local ln = require "lunette"
local signature = require "lunette.docs.signature"

local signatures = {}

local torch = dofile "spec/reference/signatures/values.lua"

local function set(text)
  local found = {}
  for word in text:gmatch "%S+" do found[word] = true end
  return found
end

-- What is called x, or layer, here.
local same_name = {self = "x", input = "x", tensor = "x", A = "x", x1 = "x",
                   module = "layer", modules = "layers", args = "..."}

-- What the argument at a place is called here; a tensor is x where it comes
-- first.
local function known_as(name, place)
  if name == "tensor" and place > 1 then return name end
  return same_name[name] or name
end

-- Options of what the library does not have, as docs/differences.md says: other
-- types and devices, results written into a tensor that is given, names of
-- dimensions, sparse tensors, a choice between implementations, warnings, words
-- that PyTorch has given up.
local never = set [[dtype layout device pin_memory memory_format out names
  inplace sparse sparse_grad scale_grad_by_freq foreach capturable
  differentiable fused compute_mode driver path pickle_module map_location
  pickle_protocol _use_new_zipfile_serialization implicit
  cudnn_enabled cudnn_enable verbose _stacklevel non_blocking _weight
  size_average min_value max_value only_inputs last_epoch]]

-- Arguments that are a dimension: they count from 1 here.
local dims = set "dim dim0 dim1 dim2 start_dim end_dim axis"

-- ---- reading ----

-- Splits at the commas that are outside of brackets and quotes.
local function split(text)
  local parts, depth, start, quoted = {}, 0, 1, false
  for k = 1, #text + 1 do
    local c = text:sub(k, k)
    if c == '"' then quoted = not quoted end
    if c:find "[%({]" then depth = depth + 1 end
    if c:find "[%)}]" then depth = depth - 1 end
    if (c == "," and depth == 0 and not quoted) or k > #text then
      local part = text:sub(start, k - 1):match "^%s*(.-)%s*$"
      if part ~= "" then parts[#parts + 1] = part end
      start = k + 1
    end
  end
  return parts
end

-- PyTorch's: {name, default, optional, by_name} in order.
local function read(text)
  local list, by_name = {}, false
  for _, part in ipairs(split(text)) do
    local word, default = part:match "^([%w_.*]+)%s*=%s*(.+)$"
    word = word or part
    if word == "*" then by_name = true end
    local given_up = word == "reduce" and text:find "size_average"
    if word ~= "*" and not never[word] and not given_up then
      list[#list + 1] = {name = known_as(word, #list + 1), default = default,
                         by_name = by_name, optional = default ~= nil}
    end
  end
  return list
end

-- The same of a signature of the library, after what is in the list.
local function add_own(list, s)
  for _, part in ipairs {s.params, s.options or {}} do
    for _, p in ipairs(part) do
      list[#list + 1] = {
        name = known_as(p.name, #list + 1), default = p.default,
        optional = p.optional or part == s.options, by_name = part == s.options}
    end
  end
  return list
end

local function arguments(entry)
  return add_own(entry.kind == "method" and {{name = "x"}} or {}, entry.signature)
end

-- ---- comparing ----

local function value(text)
  if not text then return nil end
  if text:find "^[%d%.e+*/() -]+$" then return assert(load("return " .. text))() end
  -- the numbers of a list, however they are written
  local list = text:match "^{[%d%.e, -]+}$"
  return list and list:gsub("[%d%.e-]+", tonumber) or text:match '^"(.*)"$' or text
end

local function same_default(name, ours, theirs)
  local a, b = value(ours), value(theirs)
  if a == nil then return theirs == "nil" or theirs == "{}" end
  if type(a) ~= "number" then return a == b end
  if type(b) == "number" then
    return math.abs(a - b - (dims[name] and b >= 0 and 1 or 0)) < 1e-12
  end
  -- one number stands for each of a list
  local entries = theirs:match "^{(.+)}$"
  for v in (entries or ""):gmatch "[^,%s]+" do
    if tonumber(v) ~= a then return false end
  end
  return entries ~= nil
end

local function places(list)
  local found = {}
  for k, p in ipairs(list) do found[p.name] = k end
  return found
end

-- What one argument has otherwise than q there; elsewhere: does another overload
-- lack it?
local function of_one(add, p, q, elsewhere)
  if q.optional and not p.optional then
    add("%s is required", p.name)
  elseif p.default and not q.optional then
    add("%s = %s, required there", p.name, p.default)
  elseif p.optional and not (q.optional or p.by_name or elsewhere) then
    add("%s may be left out", p.name)
  elseif q.optional and not same_default(p.name, p.default, q.default) then
    add("%s = %s, there %s", p.name, p.default or "nil", q.default)
  end
end

local function compare(ours, theirs, lacked)
  local found, mine, yours, before = {}, places(ours), places(theirs), 0
  local function add(...) found[#found + 1] = string.format(...) end
  for k, p in ipairs(ours) do
    local at = yours[p.name]
    local q, instead = theirs[at], theirs[k]
    if q then
      of_one(add, p, q, lacked[p.name])
      if not p.by_name and not q.by_name then
        if at < before then add("%s comes after %s", p.name, theirs[before].name) end
        before = math.max(before, at)
      end
    elseif instead and not mine[instead.name] and not p.by_name then
      add("%s is called %s there", p.name, instead.name)
      mine[instead.name] = k
    else
      add("also %s", p.name)
    end
  end
  for _, q in ipairs(theirs) do
    if not mine[q.name] then add("no %s", q.name) end
  end
  return found
end

-- ---- which with which ----

-- PyTorch's names for one of the library's, which has less of a tree.
local function counterparts(name)
  local found, plain = {}, name:gsub("^Tensor:", "")
  for _, other in ipairs {
    plain, "linalg." .. plain, "nn.functional." .. plain, "autograd." .. plain,
    (plain:gsub("^nn%.", "nn.utils.")), (plain:gsub("^optim%.", "nn.utils.")),
  } do
    if torch[other] then found[#found + 1] = other end
  end
  return found
end

-- The fewest differences from an overload of these names.
local function least(ours, names)
  local overloads, lacked, best = {}, {}, nil
  for _, name in ipairs(names) do
    for _, text in ipairs(torch[name]) do overloads[#overloads + 1] = read(text) end
  end
  for _, p in ipairs(ours) do
    for _, theirs in ipairs(overloads) do
      lacked[p.name] = lacked[p.name] or not places(theirs)[p.name]
    end
  end
  for _, theirs in ipairs(overloads) do
    local found = compare(ours, theirs, lacked)
    if not best or #found < #best then best = found end
  end
  table.sort(best)
  return best
end

--- The differences of one signature of the library from one of PyTorch's, as text.
function signatures.compare(ours, theirs)
  local s = signature.of(declarations.parse("ours", ours))
  local found = compare(add_own({}, s), read(theirs), {})
  table.sort(found)
  return found
end

--- name -> its differences as a list of text, for every public name that PyTorch
--- has, too; an op that stands under nn.functional counts there once more.
function signatures.differences()
  local found = {}
  for _, entry in ipairs(catalogue.get().entries) do
    local others = entry.signature and not entry.inherited and
                   counterparts(entry.name) or {}
    local name, there = entry.name:gsub("^Tensor:", "x:"), "nn.functional." .. entry.name
    if #others > 0 then found[name] = least(arguments(entry), others) end
    if entry.signature and torch[there] and
       ln.nn.functional[entry.name] == engine.functions[entry.name] then
      found[there] = least(arguments(entry), {there})
    end
  end
  return found
end

return signatures
