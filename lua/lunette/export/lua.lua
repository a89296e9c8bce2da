--- A program as one module of Lua, which runs in Lua 5.1 to 5.4 and LuaJIT.

local Program = require "lunette.export.program"
local text = require "lunette.export.text"

local lua = {runtime = "runtime.lua", first = 1,
             defines = {"\nfunction f%.([%w_]+)%(", "\nf%.(%w+) ="},
             loop = "for VAR = 0, LAST do", close = "end",
             stop = "", sum = "local s", nothing = "nil",
             infinity = "math.huge", comment = "-- %s", field = "%s = %d"}

-- ---- syntax ----

function lua.number(value)
  local found = ("%.9g"):format(value)
  return value < 0 and "(" .. found .. ")" or found
end

function lua.called(name) return "f." .. name end

function lua.record(fields) return ("{\n%s,\n    }"):format(fields) end

-- Where the cell's table is.
local function table_of(cell)
  return text.given[cell.kind] or
         cell.kind == "weight" and ("w[%d]"):format(cell.number) or
         ("b[%d]"):format(cell.array.number)
end

-- In loops a table is a local variable: a call of its own for each step keeps
-- below the number of those that a function may have.
local function local_name(cell)
  return (table_of(cell):gsub("[%[%]]", ""))
end

function lua.name_of(cell, step)
  return step.form == "call" and table_of(cell) or local_name(cell)
end

function lua.around(w, step, write)
  if step.form == "call" then return write(w, step) end
  w:open "do"
  local seen = {}
  for _, cell in ipairs(Program.cells_of(step)) do
    local name = local_name(cell)
    if name ~= table_of(cell) and not seen[name] then
      w:add("local %s = %s", name, table_of(cell))
      seen[name] = true
    end
  end
  write(w, step)
  w:close()
end

-- ---- data ----

local function digit(k) return string.char(k < 53 and 40 + k or 41 + k) end

-- Of two digits the text.
local two = {}
for k = 0, 85 * 85 - 1 do two[k] = digit(k // 85) .. digit(k % 85) end

-- The numbers of a weight in base 85: see runtime.lua, f.numbers.
local function encode(cell)
  local bytes, parts = cell.tensor:to_bytes "f32", {}
  for k = 1, #bytes, 4 do
    local bits = string.unpack("<I4", bytes, k)
    parts[#parts + 1] = digit(bits // 52200625) ..
                        two[bits // 7225 % 7225] .. two[bits % 7225]
  end
  return table.concat(parts)
end

-- ---- the file ----

local HEAD = [[
-- {{name}}: {{title}}, by Lunette {{version}}. For Lua 5.1 to 5.4 and LuaJIT.
--
--   local {{name}} = require "{{name}}"
--   local z = {{name}}.noise(1)
--     z: {{z_text}}; the same noise for the same seed
--   local image = {{name}}.image({{arguments}})
--     image: {{image_text}}{{label_text}}
{{more_text}}
local f, w, b = {}, {}, {}

]]

local PIXELS_TEXT = [[
--   local pixels, width, height, channels = {{name}}.pixels({{arguments}})
--     a string: {{h}} rows of {{w}} pixels of {{channels}} bytes: 0 where the
--     image is {{low}}, 255 where it is {{high}}
]]

local MAIN = [[

for k = 1, {{arrays}} do b[k] = {} end

local {{name}} = {}

function {{name}}.image({{arguments}})
  if type(z) ~= "table" or #z ~= {{z_size}} then
    error("{{name}}: z is " .. (type(z) == "table" and "of " .. #z .. " numbers"
          or type(z)) .. ", a table of {{z_size}} numbers is wanted", 2)
  end
{{chosen}}  local image = {}
{{steps}}
  return image
end

-- A Lehmer generator (48271, modulo 2^31 - 1), by Box and Muller (1958).
function {{name}}.noise(seed)
  local state, z = seed % 2147483646 + 1, {}
  local function draw()
    state = state * 48271 % 2147483647
    return state / 2147483647
  end
  for _ = 1, 8 do draw() end
  for k = 1, {{z_size}} do
    local a, b = draw(), draw()
    z[k] = math.sqrt(-2 * math.log(a)) * math.cos(2 * math.pi * b)
  end
  return z
end
]]

local PIXELS = [[

function {{name}}.pixels({{arguments}})
  local image, rows = {{name}}.image({{arguments}}), {}
  for i = 0, {{h}} - 1 do
    local row, n = {}, 0
    for j = 1, {{w}} do
      for c = 0, {{channels}} - 1 do
        local v = image[c * {{area}} + i * {{w}} + j]
        v = (v - {{low_f}}) * {{scale_f}}
        v = v > 255 and 255 or v > 0 and v or 0
        n = n + 1
        row[n] = string.char(math.floor(v + 0.5))
      end
    end
    rows[i + 1] = table.concat(row)
  end
  return table.concat(rows), {{w}}, {{h}}, {{channels}}
end
]]

local LABEL_TEXT = "\n--     label: 1 to %d%s"

local CHECK_LABEL = [[
  if type(label) ~= "number" or label < 1 or label > %d or label %% 1 ~= 0 then
    error("%s: label is " .. tostring(label) .. ", 1 to %d are wanted", 2)
  end
  local chosen = {label}
]]

local function values_of(program, about)
  local count = about.class_count
  local values = text.values(lua, program, about)
  values.arguments = count and "z, label" or "z"
  values.arrays = #program.arrays
  values.label_text = count and LABEL_TEXT:format(count, about.class_text) or ""
  values.chosen = count and CHECK_LABEL:format(count, about.name, count) or ""
  values.more_text = about.picture and text.fill(PIXELS_TEXT, values) or ""
  return values
end

local WORDS = text.words [[
  and break do else elseif end false for function goto if in local nil not or
  repeat return then true until while f w b math string table error type
  tostring]]

--- The file as a list of texts. about: what is said of the generator, as
--- export/init.lua has it.
function lua.make(program, about)
  text.check_name(about.name, WORDS, "Lua")
  local values = values_of(program, about)
  values.steps = table.concat(text.steps(lua, program), "\n")
  local main = text.fill(MAIN, values) ..
               (about.picture and text.fill(PIXELS, values) or "")
  local pieces = {text.fill(HEAD, values),
                  text.runtime(lua, {"numbers", main}), "\n"}
  for _, cell in ipairs(program.weights) do
    pieces[#pieces + 1] = ("w[%d] = f.numbers [==["):format(cell.number)
    pieces[#pieces + 1] = encode(cell)
    pieces[#pieces + 1] = "]==]\n"
  end
  pieces[#pieces + 1] = main .. ("\nreturn %s\n"):format(about.name)
  return pieces
end

return lua
