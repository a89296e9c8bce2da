--- Pickles of Python, as far as they are data: a machine that makes Lua's
--- values of them and runs nothing.
--
-- A pickle is a program for a machine with a stack and a memo. What it can name
-- here are the globals that it is given, and nothing else; its opcodes are
-- those that Python writes for numbers, strings, None, lists, tuples and
-- dictionaries. What it makes is counted before it is made.
-- https://github.com/python/cpython/blob/3.11/Lib/pickletools.py

local raise = require "lunette.errors".raise

local pickle = {}

--- What values are: metatables while the machine runs. `build` is what BUILD
--- does to one.
local List, Tuple, Dict = {__name = "list"}, {__name = "tuple"},
                          {__name = "dictionary"}
--- As a Dict; Python's has attributes, which BUILD gives it and nobody reads.
local Ordered = {__name = "dictionary", build = function() end}
pickle.Tuple, pickle.List, pickle.Dict, pickle.Ordered = Tuple, List, Dict,
                                                         Ordered
--- None.
pickle.None = setmetatable({}, {__name = "None"})

local NEWEST = 5
local LONGEST_NAME = 256
-- What they count beside the value on the stack, which counts 1.
local OF_A_TABLE, OF_A_STRING, OF_AN_ENTRY = 2, 2, 1

-- ---- the machine ----

--- Raises "where: byte 12 of its pickle: ...".
local function fail(m, text, ...)
  raise("%s: byte %d of its pickle: " .. text, m.where, m.from, ...)
end
pickle.fail = fail

-- Counts so many values; raises when there are too many.
local function spend(m, count)
  local left = m.left - count
  m.left = left
  if left < 0 then
    fail(m, "it makes more values than are taken; {max_header = %d} takes " ..
         "more", 2 * m.most)
  end
end
pickle.spend = spend

local function push(m, value)
  spend(m, 1)
  local n = m.n + 1
  m.n, m.stack[n] = n, value
end

local function push_table(m, kind, value)
  spend(m, OF_A_TABLE)
  push(m, setmetatable(value, kind))
end

local function pop(m)
  if m.n <= (m.marks[#m.marks] or 0) then fail(m, "the stack is empty") end
  m.n = m.n - 1
  return m.stack[m.n + 1]
end

-- Where the last mark was, which is gone then.
local function unmark(m)
  return table.remove(m.marks) or fail(m, "there is no mark")
end

-- So many bytes, of which the first is the result; the machine goes on behind.
local function pass(m, count)
  local at = m.at
  if count < 0 or count > #m.text - at + 1 then
    fail(m, "%s", m.is_cut and ("the pickle has more than %d bytes; " ..
         "{max_header = %d} takes more"):format(#m.text, 2 * #m.text) or
         "the pickle ends there")
  end
  m.at = at + count
  return at
end

local function number(m, form, bytes)
  return (string.unpack(form, m.text, pass(m, bytes)))
end

local function text_of(m, length)
  local at = pass(m, length)
  return m.text:sub(at, at + length - 1)
end

-- What a value is called in messages.
local function name_of(value)
  local meta = type(value) == "table" and getmetatable(value)
  return meta and meta.__name or type(value)
end
pickle.name_of = name_of

-- ---- numbers, strings, None ----

local ops = {}

-- An opcode for each entry: format, bytes.
for code, form in pairs {J = {"<i4", 4}, K = {"B", 1}, M = {"<I2", 2},
                         G = {">d", 8}} do
  ops[code] = function(m) push(m, number(m, form[1], form[2])) end
end

-- An integer of `length` bytes: of more than 8, they may say no more.
local function long(m, length)
  local bytes = text_of(m, length)
  local last = length > 0 and bytes:byte(math.min(length, 8)) or 0
  local sign = last > 127 and "\xff" or "\0"
  if length > 8 and bytes:find("[^" .. sign:gsub("%z", "%%z") .. "]", 9) then
    fail(m, "an integer of %d bytes; 8 are the most", length)
  end
  push(m, (string.unpack("<i8", bytes:sub(1, 8) ..
                                sign:rep(math.max(8 - length, 0)))))
end

ops["\x8a"] = function(m) long(m, number(m, "B", 1)) end
ops["\x8b"] = function(m) long(m, number(m, "<i4", 4)) end

-- str and bytes are strings of Lua, by the format of their length.
for codes, form in pairs {["\x8cUC"] = {"B", 1}, XTB = {"<I4", 4},
                          ["\x8d\x8e"] = {"<i8", 8}} do
  for code in codes:gmatch "." do
    ops[code] = function(m)
      spend(m, OF_A_STRING)
      push(m, text_of(m, number(m, form[1], form[2])))
    end
  end
end

ops.N = function(m) push(m, pickle.None) end
ops["\x88"] = function(m) push(m, true) end
ops["\x89"] = function(m) push(m, false) end

-- ---- lists, tuples, dictionaries ----

ops["("] = function(m)
  spend(m, 1)
  m.marks[#m.marks + 1] = m.n
end
ops["]"] = function(m) push_table(m, List, {}) end
ops["}"] = function(m) push_table(m, Dict, {}) end
ops[")"] = function(m) push_table(m, Tuple, {}) end

-- A tuple of what stands on the stack above `from`.
local function tuple(m, from)
  local parts = table.move(m.stack, from + 1, m.n, 1, {})
  m.n = from
  push_table(m, Tuple, parts)
end

ops.t = function(m) tuple(m, unmark(m)) end
for count = 1, 3 do
  ops[string.char(0x84 + count)] = function(m)
    local from = m.n - count
    if from < (m.marks[#m.marks] or 0) then fail(m, "the stack is empty") end
    tuple(m, from)
  end
end

-- Raises unless the value below `from` is of this kind; returns it.
local function target(m, from, kind, other)
  local value = from > (m.marks[#m.marks] or 0) and m.stack[from]
  local meta = type(value) == "table" and getmetatable(value)
  if meta and (meta == kind or meta == other) then return value end
  fail(m, "a %s is wanted below", kind.__name)
end

-- What stands above `from` into the list there.
local function append(m, from)
  local list = target(m, from, List)
  table.move(m.stack, from + 1, m.n, #list + 1, list)
  m.n = from
end

local function set(m, dict, key, value)
  spend(m, OF_AN_ENTRY)
  local kind = type(key)
  if kind ~= "string" and kind ~= "number" and kind ~= "boolean" or
     key ~= key then
    fail(m, "a dictionary has a %s as a key",
         key ~= key and "nan" or name_of(key))
  elseif dict[key] ~= nil then
    fail(m, "a dictionary has the key %s twice", pickle.shown(tostring(key)))
  end
  dict[key] = value
end

local function set_all(m, from)
  local dict = target(m, from, Dict, Ordered)
  if (m.n - from) % 2 == 1 then fail(m, "a key has no value") end
  for k = from + 1, m.n, 2 do set(m, dict, m.stack[k], m.stack[k + 1]) end
  m.n = from
end

ops.a = function(m) append(m, m.n - 1) end
ops.e = function(m) append(m, unmark(m)) end
ops.s = function(m) set_all(m, m.n - 2) end
ops.u = function(m) set_all(m, unmark(m)) end

--- collections.OrderedDict: of nothing, or, as Python 2 wrote it, of a list of
--- pairs.
function pickle.ordered(m, args)
  local dict, pairs_list = setmetatable({}, Ordered), args[1] or {}
  if args[1] ~= nil and getmetatable(pairs_list) ~= List then
    fail(m, "OrderedDict is given a %s", name_of(pairs_list))
  end
  for _, pair in ipairs(pairs_list) do
    if getmetatable(pair) ~= List and getmetatable(pair) ~= Tuple or
       #pair ~= 2 then
      fail(m, "OrderedDict is given what is no pair")
    end
    set(m, dict, pair[1], pair[2])
  end
  return dict
end

-- ---- the memo ----

local function put(m, key)
  spend(m, 1)
  m.count = m.count + 1
  local value = pop(m)
  m.memo[key], m.n = value, m.n + 1
end

local function get(m, key)
  local value = m.memo[key]
  if value == nil then fail(m, "there is no %d in the memo", key) end
  push(m, value)
end

ops.q = function(m) put(m, number(m, "B", 1)) end
ops.r = function(m) put(m, number(m, "<I4", 4)) end
ops["\x94"] = function(m) put(m, m.count) end
ops.h = function(m) get(m, number(m, "B", 1)) end
ops.j = function(m) get(m, number(m, "<I4", 4)) end

-- ---- what is named ----

--- A text of the file for a message: short, and in print.
function pickle.shown(text)
  text = #text > 60 and text:sub(1, 60) .. "..." or text
  return (text:gsub("[^\32-\126]", "?"))
end

local OBJECT = "an object of the class %s is in it, which only code of " ..
  "Python makes, and none is run. There, of a model: " ..
  "torch.save(model.state_dict(), path)"

local NAMED = "it names %s, which is no part of a state, and nothing is " ..
  "run. In Python: torch.save(model.state_dict(), path), or a dictionary of " ..
  "states, numbers and strings"

local function global(m, name)
  local value = m.globals[name]
  if value ~= nil then return push(m, value) end
  local makes = m.text:sub(m.at, m.at + 7):find(")\x81", 1, true) or
                m.stack[m.n] == "module" or name:find "^torch%.nn%."
  fail(m, makes and OBJECT or NAMED, pickle.shown(name))
end

ops.c = function(m)
  local lines = m.text:sub(m.at, m.at + LONGEST_NAME)
  local module, name, past = lines:match "^([^\n]*)\n([^\n]*)\n()"
  if not module then fail(m, "a name does not end") end
  m.at = m.at + past - 1
  global(m, module .. "." .. name)
end

ops["\x93"] = function(m)
  local name, module = pop(m), pop(m)
  if type(name) ~= "string" or type(module) ~= "string" then
    fail(m, "a name is a %s of a %s", name_of(name), name_of(module))
  end
  global(m, module .. "." .. name)
end

ops.R = function(m)
  local args, f = pop(m), pop(m)
  if type(f) ~= "function" or getmetatable(args) ~= Tuple then
    fail(m, "a %s is called with a %s", name_of(f), name_of(args))
  end
  spend(m, OF_A_TABLE)
  push(m, f(m, args))
end

ops.b = function(m)
  local value, object = pop(m), pop(m)
  local meta = type(object) == "table" and getmetatable(object)
  if not meta or not meta.build then
    fail(m, "a %s is given attributes", name_of(object))
  end
  meta.build(m, object, value)
  push(m, object)
end

ops.Q = function(m) push(m, m.persistent(m, pop(m))) end

-- ---- the program ----

ops["\x80"] = function(m)
  local version = number(m, "B", 1)
  if m.from ~= m.first then fail(m, "a second pickle begins in it") end
  if version > NEWEST then
    fail(m, "protocol %d is unknown, %d is the newest", version, NEWEST)
  end
end
ops["\x95"] = function(m) pass(m, 8) end -- how long what follows is

-- Opcodes that no state has, by their names.
local names = {
  i = "INST", o = "OBJ", P = "PERSID", I = "INT", L = "LONG", F = "FLOAT",
  S = "STRING", V = "UNICODE", p = "PUT", g = "GET", d = "DICT", l = "LIST",
  ["0"] = "POP", ["1"] = "POP_MARK", ["2"] = "DUP", ["\x81"] = "NEWOBJ",
  ["\x82"] = "EXT1", ["\x83"] = "EXT2", ["\x84"] = "EXT4",
  ["\x8f"] = "EMPTY_SET", ["\x90"] = "ADDITEMS", ["\x91"] = "FROZENSET",
  ["\x92"] = "NEWOBJ_EX", ["\x96"] = "BYTEARRAY8", ["\x97"] = "NEXT_BUFFER",
  ["\x98"] = "READONLY_BUFFER",
}

local by_byte = {}
for code, op in pairs(ops) do by_byte[code:byte()] = op end

local STOP = ("."):byte()

local function run(m)
  local text = m.text
  while true do
    local at = m.at
    m.from = at
    local code = text:byte(at) or pass(m, 1)
    m.at = at + 1
    local op = by_byte[code]
    if op then
      op(m)
    elseif code == STOP then
      return pop(m)
    else
      fail(m, "opcode %s is none of a state", names[string.char(code)] or
           ("0x%02x"):format(code))
    end
  end
end

--- The value of the pickle in `text` that begins at byte `at`, and the byte
--- behind it. o: `where` stands before messages; `globals`, what it can name
--- ("torch.FloatStorage"), and of those functions f(m, args) can be called;
--- `persistent`(m, id) gives what a persistent id stands for; `most`, a number
--- of bytes, bounds what is made; `is_cut`, whether the file goes on behind the
--- text. Tables of the value have the metatables above until `plain`.
function pickle.read(text, at, o)
  local m = {
    text = text, at = at, from = at, first = at, is_cut = o.is_cut,
    where = o.where, globals = o.globals, persistent = o.persistent,
    most = o.most, left = o.most // 8, stack = {}, n = 0, marks = {},
    memo = {}, count = 0,
  }
  return run(m), m.at
end

-- ---- what is left of it ----

local DEEPEST = 30

local plain

--- A path for messages.
function pickle.place(path) return path == "" and "its value" or path end

-- Makes a table one of Lua's own.
local function plain_table(value, kind, path, o, depth)
  if o.open[value] or depth > DEEPEST then
    raise("%s: %s: tables within tables, %d deep, or a cycle", o.where,
          pickle.place(path), DEEPEST)
  end
  o.open[value] = true
  local in_place = kind == List or kind == Tuple
  for key, part in pairs(value) do
    local name = pickle.shown(tostring(key))
    local inner = path == "" and name or path .. "." .. name
    if part == pickle.None then
      value[key] = nil
      if in_place then value[key] = false end
    else
      plain(value, key, part, inner, o, depth)
    end
  end
  o.open[value] = nil
  o.done[value] = setmetatable(value, nil)
end

-- The same of what holder[key] is.
function plain(holder, key, value, path, o, depth)
  if type(value) == "function" then
    raise("%s: %s is a name, which is no value", o.where, pickle.place(path))
  elseif type(value) ~= "table" or o.done[value] then
    return
  end
  local kind = getmetatable(value)
  if kind == List or kind == Tuple or kind == Dict or kind == Ordered then
    return plain_table(value, kind, path, o, depth + 1)
  end
  o.place(holder, key, value, pickle.place(path))
end

--- The value with tables of Lua's own: None is nil as an entry of a dictionary,
--- and false in a list or tuple, where places count. place(holder, key, object,
--- path) is told where each other object of `globals` stands. Raises on cycles.
function pickle.plain(value, where, place)
  if value == pickle.None then return {} end
  local holder = {value}
  plain(holder, 1, value, "", {where = where, place = place, open = {},
                               done = {}}, 0)
  return holder
end

return pickle
