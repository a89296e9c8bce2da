--- Objects as text: what print shows of all that is no tensor.

local engine = require "lunette.engine"
local printable = require "lunette.errors".printable

local repr = {}

-- ---- values ----

--- A number as text, in `form` (%.6g); nan has no sign.
function repr.number(v, form)
  if v ~= v then return "nan" end
  if math.type(v) == "integer" and not form then return ("%d"):format(v) end
  return (form or "%.6g"):format(v)
end

--- Sizes as text: 2x3; "a number" for none.
function repr.sizes(sizes)
  return #sizes > 0 and table.concat(sizes, "x") or "a number"
end

--- The sizes of a tensor as text.
function repr.shape(x) return repr.sizes(x:size()) end

local function value_text(v)
  if type(v) == "number" then return repr.number(v) end
  if type(v) == "string" then return ("%q"):format(v) end
  if type(v) == "function" then return "function" end
  if engine.is_tensor(v) then return repr.shape(v) end
  if type(v) ~= "table" or getmetatable(v) then return tostring(v) end
  local parts = {}
  for k, part in ipairs(v) do parts[k] = value_text(part) end
  return "{" .. table.concat(parts, ", ") .. "}"
end
repr.value = value_text

--- Of the named fields of a table those that are there:
--- "{lr = 0.1, betas = {0.5, 0.9}}".
function repr.fields(values, names)
  local parts = {}
  for _, name in ipairs(names) do
    if values[name] ~= nil then
      parts[#parts + 1] = name .. " = " .. value_text(values[name])
    end
  end
  return "{" .. table.concat(parts, ", ") .. "}"
end

--- The keys of a table as strings, sorted.
function repr.names(values)
  local names = {}
  for name in pairs(values) do names[#names + 1] = tostring(name) end
  table.sort(names)
  return names
end

-- ---- classes and their objects ----

--- What tostring gives for a class.
function repr.class_text(class) return "class " .. class.__name end

--- Makes objects of the class print as Name(text), where the text is
--- inside(object), and the class as "class Name"; calling it calls new(class,
--- ...), when that is given. Returns the class.
function repr.class(class, inside, new)
  function class.__tostring(self)
    -- what is empty was not made by the class
    if not inside or next(self) == nil then return class.__name end
    return ("%s(%s)"):format(class.__name, inside(self))
  end
  local meta = getmetatable(class) or {}
  meta.__tostring, meta.__call = repr.class_text, new or meta.__call
  return setmetatable(class, meta)
end

-- ---- sizes and states: lists and tables that only print ----

local Sizes, State = {}, {}

function Sizes.__tostring(sizes)
  return "{" .. table.concat(sizes, ", ") .. "}"
end

function Sizes.__eq(a, b)
  if #a ~= #b then return false end
  for k = 1, #a do
    if a[k] ~= b[k] then return false end
  end
  return true
end

engine.set_sizes(Sizes)

-- Does it take lines of its own: anything but a list of words and numbers?
local function is_nested(v)
  if type(v) ~= "table" then return false end
  local n = 0
  for _, part in pairs(v) do
    if type(part) == "table" or engine.is_tensor(part) then return true end
    n = n + 1
  end
  return n ~= #v
end

local function lines_of(state, indent, lines)
  local keys = {}
  for key in pairs(state) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    if type(a) == type(b) and type(a) ~= "boolean" then return a < b end
    return tostring(a) < tostring(b)
  end)
  for _, key in ipairs(keys) do
    local v, head = state[key], indent .. tostring(key) .. ":"
    if is_nested(v) then
      lines[#lines + 1] = head
      lines_of(v, indent .. "  ", lines)
    else
      lines[#lines + 1] = head .. " " .. value_text(v)
    end
  end
  return lines
end

function State.__tostring(state)
  return printable(table.concat(lines_of(state, "", {}), "\n"))
end

--- The table, which now prints as a line for each entry: its name, and the
--- sizes of a tensor or the value.
function repr.state(dict) return setmetatable(dict, State) end

--- Is it a table that only its print tells from a plain one?
function repr.is_plain(value)
  local meta = getmetatable(value)
  return meta == nil or meta == Sizes or meta == State
end

-- ---- generators ----

local Generator = getmetatable(engine.default_generator)

function Generator.__tostring(generator)
  return ("Generator(seed = %d)"):format(generator:seed())
end

return repr
