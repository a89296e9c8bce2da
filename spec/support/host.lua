--- spec/support/host.c, compiled: what Lua alone cannot do to a library. And
--- Lua programs in processes of their own.

local host = {}

local function include() return os.getenv "LUA_INCDIR" or "/usr/include/lua5.4" end

--- Compiles the module into `folder`; require "host" finds it with the cpath
--- that is returned.
function host.build(folder)
  local command = "cc -std=c11 -D_GNU_SOURCE -O1 -shared -fPIC -I%s spec/support/host.c -o %s/host.so"
  assert(os.execute(command:format(include(), folder)))
  return folder .. "/?.so;" .. package.cpath
end

--- How a compiled program is run: `make check-arm` has those of another machine.
function host.program(path) return (os.getenv "EMULATOR" or "") .. " " .. path end

--- Compiles spec/support/states.c into `folder`; how it is run.
function host.states(folder)
  local command = "cc -std=c11 -D_GNU_SOURCE -O1 -I%s spec/support/states.c -o %s/states -l%s -lpthread"
  local lua = os.getenv "LUA_LIBRARY" or "lua5.4"
  assert(os.execute(command:format(include(), folder, lua)))
  return host.program(folder .. "/states")
end

--- Compiles spec/support/faults.c into `folder`; how a program is run under it,
--- which finds it as a module of Lua too.
function host.faults(folder)
  local command = "cc -std=c11 -D_GNU_SOURCE -O1 -shared -fPIC -Wl,-z,lazy -I%s spec/support/faults.c " ..
                  "-o %s/faults.so -ldl"
  assert(os.execute(command:format(include(), folder)))
  return ("LD_PRELOAD=\"$LD_PRELOAD %s/faults.so\" LUA_CPATH=\"%s/?.so;$LUA_CPATH\""):format(folder, folder)
end

--- Compiles spec/support/starve.c into `folder`, where require "starve" finds
--- it; how a program is run under it.
function host.starver(folder)
  local command = "cc -std=c11 -D_GNU_SOURCE -O1 -shared -fPIC -I%s spec/support/starve.c -o %s/starve.so -ldl"
  assert(os.execute(command:format(include(), folder)))
  return ("LD_PRELOAD=%s/starve.so"):format(folder)
end

--- What the shell command wrote, both streams.
function host.output(command)
  local pipe <close> = assert(io.popen("(" .. command .. ") 2>&1"))
  return pipe:read "a"
end

--- The path of a file in `folder` that holds the Lua program.
function host.script(folder, text)
  local path = folder .. "/script.lua"
  local file <close> = assert(io.open(path, "w"))
  file:write(text)
  return path
end

return host
