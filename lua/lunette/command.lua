--- The command `lunette`: functions of the library from a shell. What a
--- function takes and says of itself is what its command takes and says.
---
--- Status: 0 done, 1 failed, 2 used wrongly, 130 interrupted, 143 terminated,
--- 129 or 141 where who reads what it prints is gone.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local errors = require "lunette.errors"

local command = {}

-- By words: the function, under ln; letters for options; what is done with the
-- result, which is printed unless `quiet`; whether several ranks may do it.
local commands = {
  {"train", "runs.train", quiet = true, shared = true},
  {"replay", "runs.replay"},
  {"fork", "runs.fork", quiet = true},
  {"new", "runs.new"},
  {"repl", "repl"},
  {"sample", "runs.sample", letters = {n = "n", o = "out"}, quiet = true},
  {"eval", "runs.eval", letters = {n = "n"}},
  {"compare", "runs.compare", letters = {o = "out"}},
  {"experiment", "experiment"},
  {"film", "runs.film", letters = {o = "out"}},
  {"export", "runs.export", letters = {o = "out"}},
  {"info", "runs.info"},
  {"report", "runs.report"},
  {"data info", "data.images"},
  {"data preview", "runs.preview", letters = {n = "n", o = "out"},
   quiet = true},
  {"data pack", "data.pack"},
  {"data fetch", "data.fetch"},
  {"doctor", "doctor", quiet = true, shared = true},
}

local DONE, FAILED, WRONG, INTERRUPTED = 0, 1, 2, 130

local function function_at(path)
  local value = require "lunette"
  for name in path:gmatch "[^.]+" do value = value[name] end
  return value
end

-- ---- values ----

-- "64,64" as a table of what its parts are.
local function list_of(text)
  local list = {}
  for part in text:gmatch "[^,]+" do
    list[#list + 1] = tonumber(part) or part
  end
  return list
end

local words = {["true"] = true, ["false"] = false}

-- What a text may stand for, the first that the field takes.
local function value_of(field, text)
  local candidates = {words[text], tonumber(text), text, list_of(text)}
  for k = 1, 4 do
    local v = candidates[k]
    if v ~= nil and field.reader.read(v) ~= nil then return v end
  end
  return nil
end

local Wrong = {}

-- Ends the reading of the command line with a word.
local function wrong(message, ...)
  error(setmetatable({text = message:format(...)}, Wrong), 0)
end

local function show(text) return ("%q"):format(text) end

-- ---- flags ----

local function flag_of(name) return "--" .. name:gsub("_", "-") end

-- The text with options as they are written here.
local function as_flags(text)
  text = text:gsub("{([%a_]+) = true}", flag_of)
             :gsub("{([%a_]+) = %.%.%.}", flag_of)
             :gsub("{([%a_]+) = false}", "--%1 false")
  return (text:gsub("([%a_]+) = {h, w}", function(name)
    return flag_of(name) .. " h,w"
  end))
end

local function takes_bool(field) return field.reader.read(true) ~= nil end

-- The field of a flag, and whether it is said with "no-" before it.
local function field_of(c, word, name)
  local s = c.signature
  name = c.letters and c.letters[name] or name:gsub("-", "_")
  if s.by_name[name] then return s.by_name[name], false end
  local rest = name:match "^no_(.+)$"
  if rest and s.by_name[rest] then return s.by_name[rest], true end
  local names = {}
  for _, field in ipairs(s.options) do names[#names + 1] = field.name end
  local near = arguments.near(name, names)[1]
  wrong("%s has no %s%s", c.name, word,
        near and "; near it: " .. flag_of(near) or "")
end

-- The text of a flag's value, and how many words it took: behind "=", else the
-- next word; nil for a flag that stands alone.
local function text_of(c, list, at, field)
  local name, text = list[at]:match "^%-%-?([^=]+)=(.*)$"
  if name then return text, 1 end
  local next_word = list[at + 1]
  local is_alone = takes_bool(field) and words[next_word or ""] == nil
  if is_alone then return nil, 1 end
  if next_word then return next_word, 2 end
  wrong("%s: %s has no value", c.name, list[at])
end

-- Puts "name=value" into the table that the flag, which may be there again,
-- stands for.
local function read_named(c, field, text, given)
  local name, value = text:match "^([%a_][%w_.]*)=(.*)$"
  if not name then
    wrong("%s: %s is %s, name=value is wanted", c.name, flag_of(field.name),
          show(text))
  end
  given[field.name] = given[field.name] or {}
  given[field.name][name] = value
end

-- Puts a flag and its value into `given`; how many words it took.
local function read_flag(c, list, at, given)
  local dashes, name = list[at]:match "^(%-%-?)([^=]+)"
  if #dashes == 1 and #name > 1 then
    wrong("%s: %s: options of several letters have two dashes", c.name,
          list[at])
  end
  local field, negated = field_of(c, dashes .. name, name)
  local text, took = text_of(c, list, at, field)
  if field.kind == "table" then
    read_named(c, field, text, given)
    return took
  end
  local value = not negated
  if text then value = value_of(field, text) end
  if value == nil or field.reader.read(value) == nil then
    wrong("%s: %s is %s, %s is wanted", c.name, flag_of(field.name),
          show(text or ""), field.reader.text)
  end
  given[field.name] = value
  return took
end

-- Is it an option that has to be given?
local function is_wanted(field)
  return not field.optional and not field.default
end

-- Raises where something is not given that has to be.
local function check_missing(c, places, given)
  local missing = c.signature.places[#places + 1]
  if missing and is_wanted(missing) and given[missing.name] == nil then
    wrong("%s: %s is missing", c.name, missing.name)
  end
  for _, field in ipairs(c.signature.options) do
    if is_wanted(field) and given[field.name] == nil then
      wrong("%s: %s is missing", c.name, flag_of(field.name))
    end
  end
end

-- The words behind a command as arguments of its function.
local function read_words(c, list)
  local places, given, at, only_places = {}, {}, 1, false
  while at <= #list do
    local word = list[at]
    if word == "--" and not only_places then
      only_places, at = true, at + 1
    elseif word:find "^%-." and not tonumber(word) and not only_places then
      at = at + read_flag(c, list, at, given)
    else
      local field = c.signature.places[#places + 1] or c.signature.rest
      if not field then wrong("%s: %s is too much", c.name, show(word)) end
      local value = value_of(field, word)
      if value == nil then
        wrong("%s: %s is %s, %s is wanted", c.name, field.name, show(word),
              field.reader.text)
      end
      places[#places + 1], at = value, at + 1
    end
  end
  check_missing(c, places, given)
  places[#places + 1] = given
  return places
end

-- ---- help ----

local function flag_text(c, field)
  local letter
  for short, name in pairs(c.letters or {}) do
    if name == field.name then letter = short end
  end
  local kind = field.kind:gsub("|", " | "):gsub("^table$", "name=value ...")
  local value = kind == "bool" and "" or " " .. kind
  local default = field.default and " (" .. field.default .. ")" or
                  is_wanted(field) and " (has to be given)" or ""
  return ("  %s%s%s%s"):format(letter and "-" .. letter .. ", " or "",
                               flag_of(field.name), value, default)
end

local function doc_of(c)
  local entry = require "lunette.docs.catalogue".get().by_name[c[2]]
  return entry and as_flags(entry.doc) or ""
end

local function usage(c)
  local parts = {"usage: lunette " .. c[1]}
  for _, field in ipairs(c.signature.places) do
    local name = field.name:upper()
    parts[#parts + 1] = field.optional and "[" .. name .. "]" or name
  end
  if c.signature.rest then parts[#parts + 1] = "..." end
  if #c.signature.options > 0 then parts[#parts + 1] = "[options]" end
  return table.concat(parts, " ")
end

local function print_help(c)
  print(usage(c))
  print()
  print(doc_of(c))
  if #c.signature.options == 0 then return end
  print "\noptions:"
  for _, field in ipairs(c.signature.options) do print(flag_text(c, field)) end
end

-- What it does, in a few words: what stands before the first pause.
local function summary(c)
  local text = require "lunette.docs.prose".first_sentence(doc_of(c))
  return text:match "^(.-)[:;,.]%f[%s%z]" or text
end

local function prepare(entry)
  local c = setmetatable({name = entry[1]}, {__index = entry})
  c.call = function_at(entry[2])
  c.signature = arguments.of(c.call)
  return c
end

-- The commands, or those whose first word this is.
local function print_commands(group)
  print(("usage: lunette %s ...; lunette COMMAND --help tells more\n"):format(
    group and group .. " COMMAND" or "COMMAND"))
  for _, entry in ipairs(commands) do
    if not group or entry[1]:find("^" .. group .. " ") then
      print(("  %-12s %s"):format(entry[1], summary(prepare(entry))))
    end
  end
end

-- ---- the whole ----

-- The command that the words begin with, and how many name it.
local function find(list)
  for n = 2, 1, -1 do
    local name = table.concat(list, " ", 1, math.min(n, #list))
    for _, entry in ipairs(commands) do
      if entry[1] == name and #list >= n then return entry, n end
    end
  end
end

local function is_group(word)
  for _, entry in ipairs(commands) do
    if entry[1]:match "^(%S+) " == word then return true end
  end
  return false
end

-- The word or two are those of no command.
local function refuse(list)
  local known, text = {}, list[1]
  for k, entry in ipairs(commands) do known[k] = entry[1] end
  local near = arguments.near_text(text, known)
  if list[2] and near == "" then
    local both = text .. " " .. list[2]
    near = arguments.near_text(both, known)
    if near ~= "" or is_group(text) then text = both end
  end
  wrong("there is no command %s%s", text, near)
end

local function asks_for_help(list)
  for _, word in ipairs(list) do
    if word == "--help" or word == "-h" then return true end
  end
end

-- Raises where mpirun has started a command that would be done several times.
local function check_alone(c)
  local n = require "lunette.dist.job".told_size()
  if n > 1 and not c.shared then
    wrong("%s is done by one process, and there are %d: start it without " ..
          "mpirun", c.name, n)
  end
end

local function run(c, list)
  check_alone(c)
  local result = c.call(table.unpack(read_words(c, list)))
  if not c.quiet and result ~= nil then print(result) end
  return DONE
end

local function start(list)
  local entry, n = find(list)
  local asks = asks_for_help(list)
  if not entry and is_group(list[1]) and (asks or not list[2]) then
    print_commands(list[1])
    return asks and DONE or WRONG
  end
  if not entry then refuse(list) end
  local c = prepare(entry)
  if asks then
    print_help(c)
    return DONE
  end
  return run(c, table.move(list, n + 1, #list, 1, {}))
end

-- The status after something was raised, which is told.
local function fail(raised)
  local used_wrongly = getmetatable(raised) == Wrong
  local text = used_wrongly and raised.text or as_flags(tostring(raised))
  if text:find "interrupted!$" then -- Lua's word for Ctrl-C
    io.stderr:write "lunette: interrupted\n"
    return INTERRUPTED
  end
  io.stderr:write("lunette: ", text, "\n")
  return used_wrongly and WRONG or FAILED
end

-- The status once what was printed is where it goes; a full disk is told. A
-- script that lunette train has run may have closed standard output itself.
local function settle(status)
  if io.type(io.stdout) ~= "file" then return status end
  local ok, why = engine.io.sync_printed()
  if ok then return status end
  io.stderr:write("lunette: ", why, "\n")
  return status == DONE and FAILED or status
end

local function answer(list)
  local word = list[1]
  if not word or word == "--help" or word == "-h" or word == "help" then
    print_commands()
    return word and DONE or WRONG
  elseif word == "--version" then
    print("lunette " .. require "lunette.version")
    return DONE
  end
  local ok, result = pcall(start, list)
  return ok and result or fail(result)
end

--- Does what the words of a command line say; the status that the process is
--- to end with.
function command.main(list)
  errors.command = debug.getinfo(2, "S").source
  return settle(answer(list))
end

return command
