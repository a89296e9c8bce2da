--- child(source): Lua source in a process of its own. Returns what it prints,
--- and by how many MiB its memory rose while it ran, from when Lunette (`ln`)
--- and `what was there` were loaded.
local files = require "spec.files"

local FRAME = [[
local ln = require "lunette"
local function peak()
  for line in io.lines "/proc/self/status" do
    local kib = line:match "^VmHWM:%%s*(%%d+)"
    if kib then return kib / 1024 end
  end
end
local function work() %s end
local before = peak()
local ok, message = pcall(work)
if not ok then print(message) end
print("rose by " .. peak() - before)
]]

return function(source)
  local path = files.write(os.tmpname(), FRAME:format(source))
  local pipe <close> = assert(io.popen("lua5.4 " .. path .. " 2>&1"))
  local text = pipe:read "a"
  os.remove(path)
  local printed, rise = text:match "^(.*)rose by (%S+)\n$"
  assert(printed, text)
  return printed, tonumber(rise)
end
