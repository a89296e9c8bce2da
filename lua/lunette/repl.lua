--- A prompt at which the library is there.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local lazy = require "lunette.lazy"

-- ---- completion ----

local function add(names, source)
  for key in next, source do
    if type(key) == "string" and key:sub(1, 1) ~= "_" then names[key] = true end
  end
end

-- Names of a table, of what it loads when first named, and of its class.
local function names_of(value)
  local names = {}
  for _ = 1, 8 do
    local meta = getmetatable(value)
    if type(value) == "table" then add(names, value) end
    if type(meta) ~= "table" then break end
    add(names, type(meta.fields) == "table" and meta.fields or {})
    value = meta.__index
    if engine.is_tensor(value) or type(value) ~= "table" then break end
  end
  return names
end

-- What the text may become by the end of its last word, sorted.
local function completions(env, text)
  local before, word = text:match "^(.-)([%a_][%w_.:]*)$"
  if not word then return {} end
  local path, rest = word:match "^(.*[.:])([%w_]*)$"
  path, rest = path or "", rest or word
  local value = env
  for key in path:gmatch "[^.:]+" do
    value = type(value) == "table" and lazy.find(value, key) or nil
  end
  local names, list = {}, {}
  if engine.is_tensor(value) then
    add(names, engine.methods)
  elseif value ~= nil then
    names = names_of(value)
  end
  for name in pairs(names) do
    if name:sub(1, #rest) == rest then
      list[#list + 1] = before .. path .. name
    end
  end
  table.sort(list)
  return list
end

-- ---- lines ----

local function plain_line(prompt)
  io.write(prompt)
  io.flush()
  return io.read "l"
end

-- lua-readline, where it is installed and somebody types.
local function find_readline(env)
  local found, readline = pcall(require, "readline")
  if not found or not os.execute "[ -t 0 ]" then return nil end
  readline.set_options {histfile = "~/.lunette_history", keeplines = 1000}
  readline.set_complete_function(function(text, first, last)
    readline.set_completion_append_character ""
    return completions(env, text:sub(first, last))
  end)
  return readline
end

-- A chunk of the lines: as an expression, where it is one, whose values it
-- gives as table.pack, its argument, has them. Or nil and why, and whether more
-- lines may make one of it.
local function compile(text, env)
  text = text:gsub("^%s*return%f[%W]", "")
  -- no tail call, for mistakes are told of the line that has them
  local chunk = load(("local pack = ... return pack(%s\n)"):format(text),
                     "=stdin", "t", env)
  if chunk then return chunk end
  local why
  chunk, why = load(text, "=stdin", "t", env)
  if not chunk then return nil, why, why:find "<eof>$" ~= nil end
  return function() chunk() end
end

local function read_chunk(read, env, first)
  local text = first
  while true do
    local chunk, why, unfinished = compile(text, env)
    local line = unfinished and read ">> "
    if not line then return chunk, why end
    text = text .. "\n" .. line
  end
end

-- ---- the prompt ----

local function show(values)
  for k = 1, values.n do values[k] = tostring(values[k]) end
  print(table.concat(values, "\t"))
end

local function evaluate(read, env, line)
  local chunk, why = read_chunk(read, env, line)
  if not chunk then return io.stderr:write(why, "\n") end
  local ok, values = pcall(chunk, table.pack)
  if not ok then return io.stderr:write(tostring(values), "\n") end
  if values and values.n > 0 then show(values) end
end

--- A prompt with ln, nn, optim, gan and F: what a line gives is printed, ?name
--- is what ln.help tells of it, and a line that does not end goes on with the
--- next. Locals last as long as their line. Where lua-readline is installed
--- (luarocks install readline, or Debian's lua-readline), lines can be edited
--- and are remembered, and the tabulator completes names. Ctrl-D ends it.
---   lunette repl
--- @return nil
local repl = arguments.define("repl", "", function()
  local ln = require "lunette"
  local env = setmetatable({ln = ln, nn = ln.nn, optim = ln.optim, gan = ln.gan,
                            F = ln.nn.functional}, {__index = _G})
  local readline = find_readline(env)
  local read = readline and readline.readline or plain_line
  print(("lunette %s; ?name tells of a name, Ctrl-D ends"):format(ln.version))
  while true do
    local line = read "> "
    if not line then break end
    local asked = line:match "^%s*%?%s*(.-)%s*$"
    if asked then
      ln.help(asked ~= "" and asked or nil)
    elseif line:find "%S" then
      evaluate(read, env, line)
    end
  end
  print()
  if readline then readline.save_history() end
end)

return {repl = repl, completions = completions}
