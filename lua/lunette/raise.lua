--- Raising a mistake on the line of the user's script that made it.
--
-- The blamed line is the first frame outside the library, so a wrong size deep
-- in a layer is reported where the model was called; inside a model the
-- message also names the path of the layer. Nothing here runs unless something
-- fails.

local raise = {}

local here = debug.getinfo(1, "S").source:match("^(.*)raise%.lua$")
local DEEPEST = 200

--- The function whose frames mean "a layer is running", and the name of a
--- list of layers, outermost first. Both are set by lunette.nn.module.
raise.layer_call = nil
raise.layer_path = nil

local function is_ours(info)
  return info.what == "C" or info.source:sub(1, #here) == here
end

local function line_of(info)
  return ("%s:%d: "):format(info.short_src, info.currentline)
end

-- The line to blame, and the layers that are running, outermost first.
local function look_around()
  local blamed, layers = nil, {}
  for level = 3, DEEPEST do
    local info = debug.getinfo(level, "Slf")
    if not info then break end
    if not blamed and not is_ours(info) then blamed = line_of(info) end
    if info.func == raise.layer_call then
      local _, layer = debug.getlocal(level, 1)
      table.insert(layers, 1, layer)
    end
  end
  return blamed or "", layers
end

--- The line of the user's script that is running: "script.lua:12".
function raise.line()
  for level = 2, DEEPEST do
    local info = debug.getinfo(level, "Sl")
    if not info then return "?" end
    if not is_ours(info) then return (line_of(info):gsub(": $", "")) end
  end
end

local function describe(message)
  local blamed, layers = look_around()
  if #layers > 1 then
    message = raise.layer_path(layers) .. ": " .. message
  end
  return blamed .. message
end

--- Raises `message`, formatted as string.format does. Never returns.
function raise.raise(message, ...)
  if select("#", ...) > 0 then message = message:format(...) end
  local ok, text = pcall(describe, message)
  error(ok and text or message, 0)
end

--- For methods: raises "step: call it with a colon, opt:step()", given the call
--- as it should be, unless self is an object.
function raise.colon(self, call)
  if type(self) == "table" then return end
  raise.raise("%s: call it with a colon, %s", call:match ":([%w_]+)", call)
end

--- Returns `value` and what follows, or raises `message` when it is false.
function raise.check(value, message, ...)
  if not value then raise.raise(message, ...) end
  return value, message, ...
end

return raise
