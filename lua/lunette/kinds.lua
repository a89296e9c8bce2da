--- What arguments may be: by name, how a value of a kind is read, and what
--- messages and the editor call it.
--
--   (none)      a tensor, or a number, which becomes one
--   int, count (above 0), whole (0 or above), index and dim (not 0); int2 and
--   int3, count2, ...: one for all, or a table of as many
--   ints        one integer or a list of them; sizes: as ints, or each by place
--   real, positive, nonnegative, share (0 to 1); pair: a table of two numbers
--   bool, false, string, folder (a path, not ""), function, tensor, generator,
--   layer, any
--   strings     a list of strings
--   callable    a function, or what can be called like one; callables: a list
--   tensors     a list of tensors; layers: a list of layers; params: a list of
--               parameters, or of an optimiser's groups
--   table, list (a table without names), slots (a list that may have gaps)
--   a|b|c       one of these words or kinds

local engine = require "lunette.engine"
local raise = require "lunette.errors".raise

-- A table or nil, whatever a metatable says of itself in __metatable.
local getmetatable = debug.getmetatable

local kinds = {}

local function integer_from(low)
  return function(v)
    v = type(v) == "number" and math.tointeger(v) or nil
    return v and (not low or v >= low) and v or nil
  end
end

local function number_from(low, above, high)
  return function(v)
    if type(v) ~= "number" or v ~= v then return nil end
    if v < low or above and v == low or high and v > high then return nil end
    return v
  end
end

local function of_type(name)
  return function(v)
    if type(v) == name then return v end
  end
end

-- Layers are tables as well.
local function is_list(v)
  if type(v) ~= "table" or rawget(getmetatable(v) or {}, "__call") then
    return false
  end
  for key in next, v do
    if math.type(key) ~= "integer" then return false end
  end
  return true
end

-- A table of n (any number without n), each as `read` has it; else nil, and
-- where the first stands that is not.
local function list_of(read, n)
  return function(v)
    if not is_list(v) then return nil end
    if n and rawlen(v) ~= n then return nil end
    local list = {}
    for k = 1, rawlen(v) do
      list[k] = read(rawget(v, k))
      if list[k] == nil then return nil, k end
    end
    return list
  end
end

-- One for all n, or a table of n.
local function repeated(read, n)
  local several = list_of(read, n)
  return function(v)
    if type(v) == "table" then return several(v) end
    local one, list = read(v), {}
    if one == nil then return nil end
    for k = 1, n do list[k] = one end
    return list
  end
end

local function is_callable(v)
  if type(v) == "function" or rawget(getmetatable(v) or {}, "__call") then
    return v
  end
end

local function tensor(v)
  if engine.is_tensor(v) then return v end
end

local function tensor_or_number(v)
  if type(v) == "number" then return engine.create.tensor(v) end
  return tensor(v)
end

local generator_meta = getmetatable(engine.default_generator)

-- By name: read(value) gives the value to use, or nil; text says what is
-- wanted, type the same to editors; list: takes a table of values, `each` of
-- which is said so; map: takes a table of names.
local named = {}

local function kind(name, text, type_name, read, more)
  local k = {read = read, text = text, type = type_name}
  for key, value in pairs(more or {}) do k[key] = value end
  named[name] = k
end

local function lists(name, text, type_name, read, n, each)
  kind(name, text, type_name, list_of(read, n),
       {list = true, each = each, n = n})
end

local TENSOR, number = "lunette.Tensor", of_type "number"

kind("", "a tensor or number", TENSOR .. "|number", tensor_or_number)
kind("tensor", "a tensor", TENSOR, tensor)
lists("tensors", "a table of tensors", TENSOR .. "[]", tensor, nil, "a tensor")
lists("params", "a table of parameters, or of groups", TENSOR .. "[]|table[]",
      function(v) return tensor(v) or type(v) == "table" and v or nil end, nil,
      "a parameter, or a group {params = {...}},")
for _, name in ipairs {"tensors", "params"} do
  named[name].of_layer = "model:parameters()"
end
kind("real", "a number", "number", number)
kind("positive", "a number above 0", "number", number_from(0, true))
kind("nonnegative", "a number of 0 or above", "number", number_from(0))
kind("share", "a number from 0 to 1", "number", number_from(0, false, 1))
lists("pair", "a table of 2 numbers", "number[]", number, 2, "a number")
lists("reals", "a table of numbers", "number[]", number, nil, "a number")
kind("bool", "true or false", "boolean", of_type "boolean")
kind("false", "false", "false", function(v)
  if v == false then return v end
end)
kind("string", "a string", "string", of_type "string")
-- "" with a name behind it would be the root of all folders
kind("folder", "the path of a folder", "string", function(v)
  return type(v) == "string" and v ~= "" and v or nil
end)
lists("strings", "a table of strings", "string[]", of_type "string", nil,
      "a string")
kind("function", "a function", "function", of_type "function")
kind("callable", "a function", "function|lunette.Callable", is_callable)
lists("callables", "a table of functions", "(function|lunette.Callable)[]",
      is_callable, nil, "a function")
kind("table", "a table", "table", of_type "table", {list = true, map = true})
lists("list", "a list", "table", function(v) return v end)
kind("slots", "a list, in which places may be empty", "table", function(v)
  return is_list(v) and v or nil
end, {list = true})
kind("generator", "a generator (ln.Generator)", "lunette.Generator", function(v)
  local ours = type(v) == "userdata" and getmetatable(v) == generator_meta
  return ours and v or nil
end)
kind("any", "a value", "any", function(v) return v end,
     {list = true, map = true})

local function not_zero(v)
  v = integer_from()(v)
  if v ~= 0 then return v end
end

for name, what in pairs {int = {integer_from(), "an integer", "integers"},
                         count = {integer_from(1), "an integer above 0",
                                  "integers above 0"},
                         whole = {integer_from(0), "an integer of 0 or above",
                                  "integers of 0 or above"},
                         index = {integer_from(1), "an index, from 1",
                                  "indices"},
                         dim = {not_zero, "a dimension, from 1 or from -1",
                                "dimensions"}} do
  local read, text = what[1], what[2]
  local several = list_of(read)
  local as_list = {list = true, each = text}
  kind(name, text, "integer", read)
  kind(name .. "s", text .. " or a table of " .. what[3], "integer|integer[]",
       function(v) return several(type(v) == "number" and {v} or v) end,
       as_list)
  kind(name .. "1", text, "integer|integer[]", repeated(read, 1), as_list)
  for n = 2, 3 do
    kind(name .. n, ("%s or a table of %d"):format(text, n),
         "integer|integer[]", repeated(read, n),
         {list = true, each = text, n = n})
  end
end
named.sizes = named.wholes

--- See arguments.add_kind.
function kinds.add(name, text, read, more)
  local type_name = more and more.type or "table"
  kind(name, text, type_name, read, more)
  lists(name .. "s", ("a list of %ss"):format(name), type_name .. "[]", read,
        nil, text)
end

local function of_words(words)
  local known = {}
  for _, word in ipairs(words) do known[word] = true end
  return {read = function(v)
    if type(v) == "string" and known[v] then return v end
  end, text = #words == 1 and ("%q"):format(words[1]) or
              "one of " .. table.concat(words, ", "),
          type = '"' .. table.concat(words, '"|"') .. '"'}
end

local function any_of(several)
  local all, texts, types = {}, {}, {}
  for k, one in ipairs(several) do
    all.list, all.map = all.list or one.list, all.map or one.map
    all.of_layer = all.of_layer or one.of_layer
    texts[k], types[k] = one.text, one.type
    all.each = all.each or one.each
  end
  all.text, all.type = table.concat(texts, " or "), table.concat(types, "|")
  function all.read(v)
    local at
    for _, one in ipairs(several) do
      local value, k = one.read(v)
      if value ~= nil then return value end
      at = at or one.each == all.each and k or nil
    end
    return nil, at
  end
  return all
end

--- The kind of that name, "count", or of several, "sum|mean", "whole2|same":
--- read(value), which gives the value to use or nil, text and type, which say
--- what is wanted, and what else is known of it.
function kinds.of(name)
  if named[name] then return named[name] end
  local several, words = {}, {}
  for word in name:gmatch "[^|]+" do
    if named[word] then several[#several + 1] = named[word]
    else words[#words + 1] = word end
  end
  if not name:find "|" then raise("arguments: no kind is called %s", name) end
  if #words > 0 then several[#several + 1] = of_words(words) end
  named[name] = #several > 1 and any_of(several) or several[1]
  return named[name]
end

function kinds.is_layer(v)
  return named.layer ~= nil and named.layer.read(v) ~= nil
end

return kinds
