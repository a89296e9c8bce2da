--- Arguments: what is positional, and the trailing table of options.
--
-- A signature lists options as those of ops do:
--   "stride: int2 = 1, bias: bool = true, eps: real?, generator: any?"
-- Types: int, count (an integer above 0), whole (0 or above), int2 and int3
-- (an integer, or a table of as many; count2, whole2 and so on too), real,
-- share (0 to 1), bool, string, table, function, tensor, any, and a|b|c for one of these words. "?" may be left out.

local engine = require "lunette.engine"
local raise = require "lunette.raise".raise

local options = {}

local function whole(v)
  return type(v) == "number" and math.tointeger(v) or nil
end

-- What reads an integer that is at least `low` (any, unless given).
local function integer_from(low)
  return function(v)
    v = whole(v)
    return v and (not low or v >= low) and v or nil
  end
end

local function list_reader(n, read)
  return function(v)
    if type(v) == "table" and #v ~= n then return nil end
    local list = {}
    for k = 1, n do
      if type(v) == "table" then list[k] = read(v[k]) else list[k] = read(v) end
      if not list[k] then return nil end
    end
    return list
  end
end

local function of_type(name)
  return function(v)
    if type(v) == name then return v end
  end
end

-- By type: what turns a value into the one to use, or nil; and its name.
local readers = {
  real = {of_type "number", "a number"},
  share = {function(v)
    if type(v) == "number" and v >= 0 and v <= 1 then return v end
  end, "a number from 0 to 1"},
  bool = {of_type "boolean", "true or false"},
  string = {of_type "string", "a string"},
  table = {of_type "table", "a table"},
  ["function"] = {of_type "function", "a function"},
  tensor = {function(v)
    if engine.is_tensor(v) then return v end
  end, "a tensor"},
  any = {function(v) return v end, "a value"},
}

for name, kind in pairs {int = {nil, "an integer"},
                         count = {1, "an integer above 0"},
                         whole = {0, "an integer of 0 or above"}} do
  local read, text = integer_from(kind[1]), kind[2]
  readers[name] = {read, text}
  for n = 1, 3 do
    readers[name .. n] = {list_reader(n, read),
                          n == 1 and text or text .. " or a table of " .. n}
  end
end

local function show(v)
  if v == nil then return "missing" end
  if type(v) == "number" then return ("%.14g"):format(v) end
  if type(v) == "string" then return ("%q"):format(v) end
  if engine.is_tensor(v) then return "a tensor" end
  return "a " .. type(v)
end

local function word_reader(words)
  return {function(v)
    for word in words:gmatch "[^|]+" do
      if v == word then return v end
    end
  end, "one of " .. words:gsub("|", ", ")}
end

local function reader_of(kind)
  return readers[kind] or word_reader(kind)
end

--- The value as `kind` has it. Raises
--- "Linear: in_features is 2.5, an integer above 0 is wanted".
function options.check(owner, name, value, kind)
  local reader = reader_of(kind)
  local read = reader[1](value)
  if read == nil then
    raise("%s: %s is %s, %s is wanted", owner, name, show(value), reader[2])
  end
  return read
end

--- Raises "Linear: 4 arguments are given, at most 3 are taken" when what is
--- given goes on after `taken`; `...` is what follows those.
function options.no_more(owner, taken, ...)
  local extra = select("#", ...)
  while extra > 0 and (select(extra, ...)) == nil do extra = extra - 1 end
  if extra == 0 then return end
  raise("%s: %d argument%s given, at most %d %s taken", owner, taken + extra,
        taken + extra == 1 and " is" or "s are", taken,
        taken == 1 and "is" or "are")
end

local function literal(text)
  if text == nil then return nil end
  if text == "true" or text == "false" then return text == "true" end
  return tonumber(text) or text
end

local function parse(signature)
  local entries, names = {}, {}
  for part in signature:gmatch "[^,]+" do
    local name, kind, optional, default =
      part:match "^%s*([%w_]+):%s*([%w_|]+)(%??)%s*=?%s*(.-)%s*$"
    assert(name, "options: cannot read " .. part)
    local value = default ~= "" and literal(default) or nil
    if default == "false" then value = false end
    entries[name] = {kind = kind, default = value, optional = optional == "?"}
    names[#names + 1] = name
  end
  return entries, names
end

local function refuse_unknown(owner, given, entries, names)
  for key in pairs(given) do
    if not entries[key] then
      raise("%s: unknown option %s; known: %s", owner, tostring(key),
            #names > 0 and table.concat(names, ", ") or "none")
    end
  end
end

--- A function that reads the trailing table of `owner`: it returns a new
--- table with defaults filled in, and raises on an unknown key, a wrong type,
--- or a missing option that has neither a default nor "?".
function options.reader(owner, signature)
  local entries, names = parse(signature)
  return function(given)
    if given == nil then given = {} end
    if type(given) ~= "table" then
      raise("%s: options come as a table, {%s = ...}; got %s", owner,
            names[1] or "name", show(given))
    end
    refuse_unknown(owner, given, entries, names)
    local values = {}
    for _, name in ipairs(names) do
      local entry, value = entries[name], given[name]
      if value == nil then value = entry.default end
      if value ~= nil or not entry.optional then
        value = options.check(owner, name, value, entry.kind)
      end
      values[name] = value
    end
    return values
  end
end

--- Sizes as text: 2x3; "a number" for none.
function options.sizes_text(sizes)
  return #sizes > 0 and table.concat(sizes, "x") or "a number"
end

return options
