--- A process that times one side's calls: side(command) returns ask(question),
--- which gives the seconds that it answers, or nil and why not. One that has
--- died, as it does of memory beyond what is granted, is started anew.
local json = require "lunette.json"

local GRANTED = 6 << 20 -- KiB

local function start(command)
  local path = os.tmpname()
  os.remove(path)
  assert(os.execute("mkfifo " .. path))
  local to = assert(io.popen(("ulimit -v %d; exec %s >%s"):format(
    GRANTED, command, path), "w"))
  local from = assert(io.open(path))
  os.remove(path)
  return to, from
end

return function(command)
  local to, from = start(command)
  return function(question)
    to:write(json.encode(question), "\n")
    to:flush()
    local line = from:read()
    if not line then
      to:close()
      to, from = start(command)
      return nil, "the process died"
    end
    local told = json.decode(line)
    return told.seconds, told.error
  end
end
