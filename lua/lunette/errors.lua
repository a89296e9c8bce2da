--- Raising a mistake on the line of the user's script that made it.
--
-- The blamed line is the first frame outside the library, so a wrong size deep
-- in a layer is reported where the model was called; inside a model the
-- message also names the path of the layer, from the variable that holds the
-- model. What is raised is text, but for a mistake that nothing can catch in a
-- script that lua runs: then it is an object whose text has the script's frames
-- alone for a traceback, where lua would add the library's. Nothing here runs
-- unless something fails.

local errors = {}

local here = debug.getinfo(1, "S").source:match("^(.*)errors%.lua$")
local DEEPEST = 200

--- The function whose frames mean "a layer is running", and the name of a
--- list of layers, outermost first. Both are set by lunette.nn.module.
errors.layer_call = nil
errors.layer_path = nil

--- The path within a value of the parameter or buffer that was overwritten: ""
--- for the tensor itself, nil for none. Set by lunette.nn.module, too.
errors.overwritten_in = nil

--- The source of the command `lunette`, while it runs: its lines are ours.
errors.command = nil

local function is_ours(info)
  return info.what == "C" or info.source:sub(1, #here) == here or
         info.source == errors.command
end

local function line_of(info)
  return ("%s:%d: "):format(info.short_src, info.currentline)
end

-- ---- what a frame calls a value ----

-- Adds what the frame sees to `list`, {name, value}, nearest first.
local function add_variables(level, list)
  local n, k = #list, 1
  local name, value = debug.getlocal(level + 1, k)
  while name do
    -- the last of a name is the one that is seen
    if not name:find "^%(" then table.insert(list, n + 1, {name, value}) end
    k = k + 1
    name, value = debug.getlocal(level + 1, k)
  end
  local f = debug.getinfo(level + 1, "f").func
  for i = 1, math.huge do
    name, value = debug.getupvalue(f, i)
    if not name then return list end
    list[#list + 1] = {name, value}
  end
end

-- The key of a table, a name, under which the value is, or nil.
local function field_of(t, value)
  local found
  for key, v in next, t do
    if rawequal(v, value) and type(key) == "string" and
       (not found or key < found) then
      found = key
    end
  end
  return found
end

-- "D", or "nets.D" for a field of a variable; globals come last.
local function name_of(variables, value)
  for _, entry in ipairs(variables) do
    if rawequal(entry[2], value) and entry[1] ~= "self" then return entry[1] end
  end
  for _, entry in ipairs(variables) do
    local key = type(entry[2]) == "table" and field_of(entry[2], value)
    if key then
      return entry[1] == "_ENV" and key or entry[1] .. "." .. key
    end
  end
end

-- ---- where it is ----

-- The line to blame, the layers that are running, outermost first, and what
-- the script that called the first of them calls it, or nil.
local function look_around()
  local blamed, layers, variables = nil, {}, nil
  for level = 3, DEEPEST do
    local info = debug.getinfo(level, "Slf")
    if not info then break end
    local ours = is_ours(info)
    if not blamed and not ours then blamed = line_of(info) end
    if info.func == errors.layer_call then
      local _, layer = debug.getlocal(level, 1)
      table.insert(layers, 1, layer)
      variables = nil
    elseif layers[1] and not variables and not ours then
      variables = add_variables(level, {})
    end
  end
  -- the chunk that made a tail call has left, as the lines of lua -i have
  variables = variables or {{"_ENV", _G}}
  return blamed or "", layers, layers[1] and name_of(variables, layers[1])
end

--- The line of the user's script that is running: "script.lua:12"; where there
--- is none, "lunette" for the command.
function errors.line()
  for level = 2, DEEPEST do
    local info = debug.getinfo(level, "Sl")
    if not info then return errors.command and "lunette" or "?" end
    if not is_ours(info) then return (line_of(info):gsub(": $", "")) end
  end
end

--- Where the script is: "G.3 (Softmax), script.lua:12", or the line alone
--- where no layer is running.
function errors.place()
  local _, layers, name = look_around()
  local line = errors.line()
  if not layers[1] then return line end
  return ("%s, %s"):format(errors.layer_path(layers, name), line)
end

-- What the script calls the parameter that was overwritten: "net.1.weight", or
-- nil where none of its variables holds the layer.
local function overwritten_name()
  for level = 3, DEEPEST do
    local info = debug.getinfo(level, "S")
    if not info or not errors.overwritten_in then return nil end
    local variables = is_ours(info) and {} or add_variables(level, {})
    for _, entry in ipairs(variables) do
      local path = errors.overwritten_in(entry[2])
      if path == "" then return entry[1] end
      if path then
        return (entry[1] == "_ENV" and "" or entry[1] .. ".") .. path
      end
    end
  end
end

-- The message that a parameter has changed, with its name.
local function with_name(message)
  local name = message:find "parameter changed since it was used: " and
               overwritten_name()
  return name and message .. ": " .. name or message
end

local function describe(message, inner)
  message = with_name(message)
  local blamed, layers, name = look_around()
  layers[#layers + 1] = inner
  if #layers > 1 or inner then
    message = errors.layer_path(layers, name) .. ": " .. message
  end
  return blamed .. message
end

-- ---- what nothing catches ----

-- Adds the functions in a table, and in those within, to `found`.
local function add_functions(t, found)
  if found[t] then return found end
  found[t] = true
  for _, v in next, t do
    if type(v) == "function" then found[v] = true end
    if type(v) == "table" then add_functions(v, found) end
  end
  return found
end

local passes

-- Does this function, written in C, let errors pass?
local function lets_pass(f)
  if not passes then
    passes = {[require] = true, [dofile] = true, [table.sort] = true,
              [string.gsub] = true}
    add_functions(package.loaded["lunette.engine"] or {}, passes)
    add_functions(debug.getregistry()["lunette.Tensor"] or {}, passes)
  end
  return passes[f]
end

-- Is this the main chunk of lua's own, with nothing on the way to it that may
-- catch an error? `level` is that of the first frame to look at. The last frame
-- is the C function by which lua runs scripts, and the one above it the chunk,
-- or what the chunk called in its place.
local function is_uncaught(level)
  local _, is_main = coroutine.running()
  local arguments = rawget(_G, "arg")
  if not is_main or type(arguments) ~= "table" or not arguments[0] then
    return false
  end
  local stranger, chunk = false, false
  for at = level + 1, DEEPEST do
    local info = debug.getinfo(at, "Sft")
    if not info then return stranger and chunk end
    if stranger then return false end
    if info.what == "C" then
      stranger = not lets_pass(info.func)
    else
      chunk = info.what == "main" or info.istailcall
    end
  end
  return false
end

local function frame_text(info)
  if info.what == "main" then return "in main chunk" end
  if info.namewhat ~= "" then
    return ("in %s '%s'"):format(info.namewhat, info.name)
  end
  return ("in function <%s:%d>"):format(info.short_src, info.linedefined)
end

-- The frames of the script, as lua shows them.
local function traceback(level)
  local lines = {}
  for at = level + 1, DEEPEST do
    local info = debug.getinfo(at, "Sln")
    if not info then break end
    if not is_ours(info) then
      lines[#lines + 1] = line_of(info) .. frame_text(info)
    end
  end
  if #lines == 0 then return "" end
  return "\nstack traceback:\n\t" .. table.concat(lines, "\n\t")
end

local Uncaught = {__name = "lunette.error"}
function Uncaught:__tostring() return self.text end

--- The text without what a terminal may take for an order, which a file can
--- have in its names: control characters, U+0080 to U+009F as well.
function errors.printable(text)
  return (text:gsub("[^%C\n\t]", "?"):gsub("\xc2[\x80-\x9f]", "?"))
end

-- Not a tail call, here and below: levels count its frame.
local function throw(text)
  text = errors.printable(text)
  if is_uncaught(2) then
    text = setmetatable({text = text .. traceback(2)}, Uncaught)
  end
  error(text, 0)
end

--- Raises `message`, formatted as string.format does. Never returns.
function errors.raise(message, ...)
  if select("#", ...) > 0 then message = message:format(...) end
  -- C prints the sign of nan, which nobody has given it
  message = message:gsub("%f[%w-]%-nan%f[%W]", "nan")
  local ok, text = pcall(describe, message)
  throw(ok and text or message)
end

--- The same, of a layer inside the one that is running.
function errors.inside(layer, message)
  local ok, text = pcall(describe, message, layer)
  throw(ok and text or message)
end

--- What was raised as text, without the line of the script that is running.
function errors.without_line(raised)
  local line, text = errors.line() .. ": ", tostring(raised)
  return text:sub(1, #line) == line and text:sub(#line + 1) or text
end

--- Returns what f(...) returns. What it raises is raised with `where` at the
--- head of its message.
function errors.within(where, f, ...)
  local results = table.pack(pcall(f, ...))
  if results[1] then return table.unpack(results, 2, results.n) end
  errors.raise("%s%s", where, errors.without_line(results[2]))
end

--- Returns `value` and what follows, or raises `message`, as it is, when it is
--- false.
function errors.check(value, message, ...)
  if not value then errors.raise("%s", message) end
  return value, message, ...
end

return errors
