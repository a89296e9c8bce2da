--- Arguments: whatever can be called says once, in the grammar of the rows of
--- ops, what it takes, and one reader checks what it is given.
--
--   nn.Linear.init = arguments.define("Linear",
--     "self, in_features: count, out_features: count, {bias: bool = true}",
--     function(self, in_features, out_features, o) ... end)
--
-- A field is "name: kind", with "?" when it may be left out or "= default".
-- Fields before the brace may be given by place or by name, those inside are
-- given by name, in one trailing table; each is given once. The function is
-- called with the former, checked and with their defaults; then, when there is
-- a brace, with a table of the latter; then with what "..." took.
--
-- Kinds are listed in kinds.lua. "self" is what stands before the colon. A
-- default that names an earlier field has its value.

local engine = require "lunette.engine"
local raise = require "lunette.errors".raise

-- A table or nil, whatever a metatable says of itself in __metatable.
local getmetatable = debug.getmetatable

local arguments = {}

-- What values may be: a script that has none checked does not read that file.
local kinds

local function load_kinds()
  kinds = require "lunette.kinds"
  return kinds
end

local function kind_of(name) return (kinds or load_kinds()).of(name) end

--- v, when it can be called.
function arguments.is_callable(v) return kind_of("callable").read(v) end

--- Adds a kind, and one for lists of it, "layer" and "layers": read(value)
--- gives the value or nil, text says what is wanted, and `more` has what else
--- is known of it.
function arguments.add_kind(name, text, read, more)
  load_kinds().add(name, text, read, more)
end

-- ---- messages ----

local function is_layer(v) return kinds and kinds.is_layer(v) end

-- A table by the name of its class, when it has one.
local function show_table(v)
  if is_layer(v) then return "a layer" end
  local name = rawget(getmetatable(v) or {}, "__name")
  if type(name) ~= "string" then return "a table" end
  return (name:find "^[AEIOUaeiou]" and "an " or "a ") .. name
end

--- A value as messages have it: missing, 2, "text", a table, an Adam.
local function show(v)
  if v == nil then return "missing" end
  if type(v) == "number" then
    return v ~= v and "nan" or ("%.14g"):format(v)
  end
  if type(v) == "string" then
    return #v > 40 and ("%q..."):format(v:sub(1, 40)) or ("%q"):format(v)
  end
  if type(v) == "boolean" then return tostring(v) end
  if engine.is_tensor(v) then return "a tensor" end
  return type(v) == "table" and show_table(v) or "a " .. type(v)
end

arguments.show = show

local function refuse(owner, name, value, wanted)
  local _, k = wanted.read(value)
  if wanted.each and k and type(value) == "table" then
    raise("%s: %s[%d] is %s, %s is wanted", owner, name, k, show(value[k]),
          wanted.each)
  end
  local shown = show(value)
  if wanted.n and type(value) == "table" and rawlen(value) ~= wanted.n then
    shown = ("a table of %d"):format(rawlen(value))
  end
  local instead = wanted.of_layer and is_layer(value) and
                  "; write " .. wanted.of_layer or ""
  raise("%s: %s is %s, %s is wanted%s", owner, name, shown, wanted.text,
        instead)
end

--- The value as the kind `wanted` has it. Raises
--- "Linear: in_features is 2.5, an integer above 0 is wanted".
function arguments.check(owner, name, value, wanted)
  wanted = kind_of(wanted)
  local read = wanted.read(value)
  if read == nil then refuse(owner, name, value, wanted) end
  return read
end

--- Those of a list of names that are near `name`, the nearest first, at most
--- `most` (1).
function arguments.near(name, names, most)
  local found = {}
  for _, other in ipairs(names) do
    if engine.is_near(name, other) then found[#found + 1] = other end
  end
  table.sort(found, function(a, b)
    local da, db = engine.distance(name, a), engine.distance(name, b)
    return da == db and a < b or da < db
  end)
  return table.move(found, 1, most or 1, 1, {})
end

--- "; near it: stride" when one of the names is near, else "".
function arguments.near_text(name, names)
  local near = arguments.near(tostring(name), names)[1]
  return near and "; near it: " .. near or ""
end

-- ---- signatures ----

local function literal(field)
  local text = field.default
  if field.kind == "string" then return text:match '^"(.*)"$' or text end
  if text == "true" or text == "false" then return text == "true" end
  if text == "inf" then return math.huge end
  if text == "-inf" then return -math.huge end
  local above, below = text:match "^(%d+)/(%d+)$"
  if above then return above / below end
  local inside = text:match "^{(.*)}$"
  if not inside then return tonumber(text) or text end
  local list = {}
  for part in inside:gmatch "[^,%s]+" do
    list[#list + 1] = tonumber(part) or part
  end
  return list
end

local function add_field(s, field)
  if field.name == "self" then
    s.method = true
    return
  end
  field.reader = kind_of(field.kind)
  if field.name == "..." then
    s.rest = field
    return
  end
  if field.default then
    local earlier = s.by_name[field.default]
    field.like = earlier and field.default or nil
    s.refers = s.refers or field.like ~= nil
    field.value = not earlier and literal(field) or nil
    if field.default == "false" then field.value = false end
    if type(field.value) == "string" then
      field.default = ("%q"):format(field.value)
    end
  end
  local list = field.keyword and s.options or s.places
  list[#list + 1] = field
  s.by_name[field.name] = field
  s.sizes = s.sizes or field.kind == "sizes"
end

-- Reads the text of a signature, once: all of it or, interrupted, nothing.
local function read_fields(s)
  if s.places then return s end
  local fresh = {places = {}, options = {}, by_name = {}}
  for _, field in ipairs(engine.signature(s.text)) do
    add_field(fresh, field)
  end
  local places = fresh.places
  fresh.places = nil
  for key, value in next, fresh do s[key] = value end
  s.places = places
  return s
end

--- A signature, read: {name, text, method = whether it begins with "self",
--- places = its fields before the brace, options = those inside, rest = "...",
--- by_name}; a field is {name, kind, default (as text), optional, keyword}.
function arguments.parse(name, text)
  return read_fields {name = name, text = text}
end

-- ---- reading ----

local function names_of(s)
  local names = {}
  for _, list in ipairs {s.places, s.options} do
    for _, field in ipairs(list) do names[#names + 1] = field.name end
  end
  return names
end

local function refuse_unknown(owner, s, given)
  for key in next, given do
    if not s.by_name[key] then
      local names = names_of(s)
      raise("%s: unknown option %s; known: %s%s", owner, tostring(key),
            #names > 0 and table.concat(names, ", ") or "none",
            arguments.near_text(key, names))
    end
  end
end

local function is_plain(v)
  return type(v) == "table" and getmetatable(v) == nil
end

local function lacks_one(s, args, before)
  for k = 1, #s.places do
    if k >= before or args[k] == nil then return true end
  end
  return #s.options > 0
end

-- The place of the table of names, or nil: the last argument, a table that
-- stands where none of its kind is wanted.
local function table_of_names(s, args)
  local at = args.n
  local last = args[at]
  if not is_plain(last) or rawlen(last) > 0 then return nil end
  local field = s.places[at]
  if field then
    local empty = next(last) == nil
    if field.reader.map or empty and field.reader.list then return nil end
  elseif s.rest and s.rest.reader.map or at > #s.places + 1 and not s.rest or
         next(last) ~= nil and not lacks_one(s, args, at) then
    return nil
  end
  return at
end

--- Raises "Linear: 4 arguments are given, at most 3 are taken", and `more`.
function arguments.refuse_count(owner, n, most, more)
  raise("%s: %d argument%s given, at most %d %s taken%s", owner, n,
        n == 1 and " is" or "s are", most, most == 1 and "is" or "are",
        more or "")
end

-- The first thing given beyond the places, as batch_norm(x, m, v, nil, nil,
-- true) gives true.
local function first_extra(s, args, n)
  for k = #s.places + 1, n do
    if args[k] ~= nil then return args[k] end
  end
end

-- Is it what PyTorch's layers take for inplace: true, or by name?
local function is_inplace(extra)
  return type(extra) == "boolean" or
         type(extra) == "table" and rawget(extra, "inplace") ~= nil
end

local function refuse_more(owner, s, args, n)
  local most, extra = #s.places, first_extra(s, args, n)
  if #s.options > 0 then
    most = most + 1
    if type(extra) ~= "table" and extra ~= nil then
      raise("%s: options come as a table, {%s = ...}; got %s", owner,
            s.options[1].name, show(extra))
    end
  end
  if s.made and engine.is_tensor(extra) then
    raise("%s: a tensor is given where the layer is made; %s()(x) applies it",
          owner, owner)
  end
  local no_inplace = s.made and most == #s.places and is_inplace(extra) and
                     "; there is no inplace"
  arguments.refuse_count(owner, n, most, no_inplace or nil)
end

-- Integers given one by one from place k on become one list.
local function gather_sizes(s, args)
  local k = #s.places
  local last = s.places[k]
  local by_place = last and last.kind == "sizes" and type(args[k]) == "number"
  if not by_place then return end
  local list = {}
  while type(args[k + #list]) == "number" do
    list[#list + 1] = args[k + #list]
  end
  table.move(args, k + #list, args.n + #list, k + 1)
  args[k], args.n = list, args.n - #list + 1
end

local no_names = {}

-- What a field is called with: `value`, or what stands in its place.
local function value_of(owner, field, value, values)
  if value == nil then
    if field.like then return values[field.like] end
    value = field.value
    if value == nil and field.optional then return nil end
  end
  local read = field.reader.read(value)
  if read == nil then refuse(owner, field.name, value, field.reader) end
  return read
end

-- Puts the values of the fields before the brace in place of what was given.
local function read_places(owner, s, args, names, values)
  for k, field in ipairs(s.places) do
    local value, named = args[k], names[field.name]
    if value ~= nil and named ~= nil then
      raise("%s: %s is given twice", owner, field.name)
    end
    if value == nil then value = named end
    value = value_of(owner, field, value, values)
    args[k] = value
    if s.refers then values[field.name] = value end
  end
end

local function read_options(owner, s, names, values)
  local o = {}
  for _, field in ipairs(s.options) do
    local value = value_of(owner, field, names[field.name], values)
    o[field.name] = value
    if s.refers then values[field.name] = value end
  end
  return o
end

local function read_rest(owner, s, args)
  for k = #s.places + 1, args.n do
    local value = s.rest.reader.read(args[k])
    if value == nil and not (s.rest.optional and args[k] == nil) then
      refuse(owner, ("argument %d"):format(k), args[k], s.rest.reader)
    end
    args[k] = value
  end
end

-- Trailing nils say nothing.
local function trim(args)
  while args.n > 0 and args[args.n] == nil do args.n = args.n - 1 end
end

-- Takes the table of names off the end of the arguments.
local function take_names(owner, s, args)
  local at = table_of_names(s, args)
  if not at then return no_names end
  local names = args[at]
  args[at], args.n = nil, at - 1
  trim(args)
  refuse_unknown(owner, s, names)
  return names
end

-- Makes of the arguments what the function is called with; its number.
local function read(owner, s, args)
  local places = #s.places
  trim(args)
  if s.sizes then gather_sizes(s, args) end
  local given = args.n
  local names = take_names(owner, s, args)
  if args.n > places and not s.rest then refuse_more(owner, s, args, given) end
  local values = s.refers and {} or no_names
  read_places(owner, s, args, names, values)
  if s.rest then read_rest(owner, s, args) end
  local n = math.max(places, args.n)
  if #s.options == 0 then return n end
  if n > places then table.move(args, places + 1, n, places + 2) end
  args[places + 1] = read_options(owner, s, names, values)
  return n + 1
end

--- What a field has when it is left out; nil for an earlier field's value.
function arguments.default_of(field)
  return field.value ~= nil and field.reader.read(field.value) or field.value
end

-- ---- what is defined ----

local registered = setmetatable({}, {__mode = "k"})

--- The signature of a function made by `define`, with the source and line of
--- that call; or nil.
function arguments.of(f)
  local s = f ~= nil and registered[f]
  return s and read_fields(s) or nil
end

--- What `define` has made, by the file and line of that call, "x.lua:12"; where
--- several were made on one line, one of them.
function arguments.by_line()
  local list = {}
  for f, s in next, registered do
    list[("%s:%d"):format(s.source:sub(2), s.line)] = f
  end
  return list
end

-- ---- what stands before the colon ----

local function holds(t, f)
  for _, v in next, t do
    if rawequal(v, f) then return true end
  end
  return false
end

local DEEPEST = 20 -- classes, each below the next

-- Has the class, a metatable, or one above it this method? Where a function
-- tells what there is, it may.
local function has_method(class, f, depth)
  local index = rawget(class, "__index")
  if type(index) == "function" or holds(class, f) then return true end
  for _, above in ipairs {index or class, getmetatable(class)} do
    if above ~= class and depth < DEEPEST and
       has_method(above, f, depth + 1) then
      return true
    end
  end
  return false
end

-- Have objects with this metatable the method? Not a class, which has a
-- metatable of its own.
local function serves(s, self, class)
  if engine.is_tensor(self) then return engine.methods[s.owner] == s.wrapped end
  local is_class = type(self) == "table" and rawget(self, "__index")
  return not is_class and has_method(class, s.wrapped, 1)
end

-- Is it an object that has the method? What is empty was not made by its class.
local function is_object(s, self)
  local class, is_table = getmetatable(self), type(self) == "table"
  if not class or not (is_table or type(self) == "userdata") or
     is_table and next(self) == nil then
    return false
  end
  local known = s.classes or setmetatable({}, {__mode = "k"})
  s.classes = known
  if known[class] == nil then known[class] = serves(s, self, class) end
  return known[class]
end

-- Is it a class, and the method one of classes: "Net:make", or extend?
local function is_class(s, self)
  local of_classes = s.owner == "extend" or s.name:find "%u%w*:"
  return of_classes and type(self) == "table" and
         has_method(self, s.wrapped, 1)
end

local function refuse_self(s, self)
  local names, is_value = {}, type(self) == "table" or type(self) == "userdata"
  for _, field in ipairs(s.places) do
    if not field.optional then names[#names + 1] = field.name end
  end
  raise("%s: call it with a colon, %s(%s)%s", s.owner, s.name,
        table.concat(names, ", "),
        is_value and ("; before it stands %s"):format(show(self)) or "")
end

local function method(s, f)
  local checked = s.name:find ":" and not s.made
  local function wrapped(self, ...)
    read_fields(s)
    local fits = type(self) == "table"
    if checked then fits = is_object(s, self) or is_class(s, self) end
    if not fits then refuse_self(s, self) end
    local args = table.pack(...)
    local n = read(s.made and self.__name or s.owner, s, args)
    return f(self, table.unpack(args, 1, n))
  end
  s.wrapped = wrapped
  return wrapped
end

-- ---- calls of few arguments, none of them by name ----

local FEW = 3

-- The options when none is given, if each has a default that nobody can change;
-- or nil.
local function default_options(s)
  local o = {}
  for _, field in ipairs(s.options) do
    local value = field.value
    if value == nil and not field.optional then return nil end
    if value ~= nil then value = field.reader.read(value) end
    if type(value) == "table" or type(value) == "userdata" then return nil end
    o[field.name] = value
  end
  return o
end

-- How many places are read without a table of the arguments; or false.
local function few_of(s)
  read_fields(s)
  local o = #s.options > 0 and default_options(s)
  local few = #s.places > 0 and #s.places <= FEW and o ~= nil and
              not (s.rest or s.sizes or s.refers)
  s.defaults = o
  s.few = few and #s.places
  return s.few
end

-- Cannot be a table of names.
local function is_value(v) return type(v) ~= "table" or rawlen(v) > 0 end

local function by_place(n, a, b, c, ...)
  return (n == 3 or c == nil) and (n > 1 or b == nil) and
         select("#", ...) == 0 and is_value(a) and is_value(b) and is_value(c)
end

-- The function with its places, as read, and the options, if it has any.
local function call_few(s, f, n, a, b, c)
  local owner, places, o = s.owner, s.places, s.defaults
  a = value_of(owner, places[1], a, no_names)
  if n > 1 then b = value_of(owner, places[2], b, no_names) end
  if n > 2 then c = value_of(owner, places[3], c, no_names) end
  if o then
    local fresh = {}
    for name, value in next, o do fresh[name] = value end
    if n == 1 then return f(a, fresh) end
    if n == 2 then return f(a, b, fresh) end
    return f(a, b, c, fresh)
  end
  if n == 1 then return f(a) end
  if n == 2 then return f(a, b) end
  return f(a, b, c)
end

local function plain(s, f)
  return function(a, b, c, ...)
    local n = s.few
    if n == nil then
      if s.text == "" and a == nil then return f() end
      n = few_of(s)
    end
    if n and by_place(n, a, b, c, ...) then
      return call_few(s, f, n, a, b, c)
    end
    local args = table.pack(a, b, c, ...)
    return f(table.unpack(args, 1, read(s.owner, s, args)))
  end
end

--- f with its arguments read by the signature `text`. `name` stands before
--- messages: "mse_loss"; for a method as it is called, "model:state_dict"; for
--- the init of a class, "Linear:init", its objects' own name.
function arguments.define(name, text, f)
  local info = debug.getinfo(2, "Sl")
  local s = {name = name, text = text, owner = name:match "[^:]+$",
             source = info.source, line = info.currentline}
  s.made = s.owner == "init"
  -- the text is read at the first call: a script makes few of those it loads
  local is_method = text:find "^self%f[^%w_]" ~= nil
  local wrapped = (is_method and method or plain)(s, f)
  registered[wrapped] = s
  return wrapped
end

--- Raises what f would for a table of names, before it is called; nothing for a
--- function that `define` has not made.
function arguments.check_names(f, given)
  local s = arguments.of(f)
  if not s then return end
  refuse_unknown(s.owner, s, given)
  for name, value in next, given do
    value_of(s.owner, s.by_name[name], value)
  end
end

--- A function that reads one table of names by the signature, all of it
--- keywords, and returns a new one with the defaults.
function arguments.reader(owner, text)
  local s = arguments.parse(owner, "{" .. text .. "}")
  return function(given)
    if given ~= nil and type(given) ~= "table" then
      raise("%s: options come as a table, {%s = ...}; got %s", owner,
            s.options[1] and s.options[1].name or "name", show(given))
    end
    refuse_unknown(owner, s, given or no_names)
    return read_options(owner, s, given or no_names,
                        s.refers and {} or no_names)
  end
end

return arguments
