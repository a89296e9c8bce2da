--- A program as text: what the languages share. A language has the syntax of
--- loops, elements, numbers and calls, and a file of functions (runtime/).

local Program = require "lunette.export.program"
local raise = require "lunette.errors".raise

local text = {}

local FOLDER = debug.getinfo(1, "S").source:match "^@(.*)text%.lua$" ..
               "runtime/"

local function read(name)
  local handle <close> = assert(io.open(FOLDER .. name, "rb"))
  return handle:read "a"
end

-- ---- the runtime ----

-- Paragraphs of the runtime's file in order, and by the names that they
-- define, at the beginnings of lines.
local function paragraphs(language)
  local list, by_name = {}, {}
  for part in (read(language.runtime) .. "\n"):gmatch "(.-\n)\n+" do
    list[#list + 1] = part
    for _, pattern in ipairs(language.defines) do
      for name in ("\n" .. part):gmatch(pattern) do by_name[name] = part end
    end
  end
  return list, by_name
end

--- The functions that the texts call, and those that they call, in the order of
--- the runtime's file.
function text.runtime(language, texts)
  local list, by_name = paragraphs(language)
  local wanted = {}
  local function want(body)
    for name in body:gmatch "[%a_][%w_]*" do
      local part = by_name[name]
      if part and not wanted[part] then
        wanted[part] = true
        want(part)
      end
    end
  end
  for _, body in ipairs(texts) do want(body) end
  local found = {}
  for _, part in ipairs(list) do
    if wanted[part] then found[#found + 1] = part end
  end
  return table.concat(found, "\n")
end

-- ---- steps ----

--- What cells other than weights and buffers are called.
text.given = {noise = "z", label = "chosen", image = "image"}

local LETTERS = {"i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "t", "u"}

-- Lines in a language, within so many blocks, about cells of these names.
local Writer = {}
Writer.__index = Writer

function Writer:add(format, ...)
  table.insert(self.lines, ("  "):rep(self.depth) .. format:format(...))
end

function Writer:statement(format, ...)
  self:add(format .. self.language.stop, ...)
end

--- Begins a block, or ends it.
function Writer:open(line)
  self:add("%s", line)
  self.depth = self.depth + 1
end

function Writer:close()
  self.depth = self.depth - 1
  self:add(self.language.close)
end

-- The place in a cell where the loops' variables are.
local function place(first, view)
  local sum = ""
  for k, stride in ipairs(view.strides) do
    if stride ~= 0 then
      local size = math.abs(stride)
      sum = sum .. (stride < 0 and " - " or " + ") .. LETTERS[k] ..
            (size > 1 and " * " .. size or "")
    end
  end
  local from = first + view.offset
  if from ~= 0 or sum == "" or sum:find "^ %-" then return from .. sum end
  return sum:sub(4)
end

function Writer:number(x)
  if math.abs(x) < math.huge then return self.language.number(x) end
  return (x < 0 and "(-%s)" or "%s"):format(self.language.infinity)
end

-- An element, or a number, as it stands in an expression.
function Writer:element(x)
  if type(x) ~= "table" then return self:number(x) end
  return ("%s[%s]"):format(self.names[x.cell], place(self.language.first, x))
end

function Writer:expression(step, expr)
  expr = expr:gsub("%$(%d)", function(k)
    return self:element(step.inputs[tonumber(k)])
  end)
  expr = expr:gsub("{([%a_]+)}", function(name)
    return self:number(step.numbers[name])
  end)
  return (expr:gsub("@([%a_]+)", self.language.called))
end

-- Loops of a step from one to another around what `inside` adds.
function Writer:nest(step, first, last, inside)
  for k = first, last do
    local words = {VAR = LETTERS[k], COUNT = step.sizes[k],
                   LAST = step.sizes[k] - 1}
    self:open((self.language.loop:gsub("%u+", words)))
  end
  inside()
  for _ = first, last do self:close() end
end

local forms = {}

function forms.map(w, step)
  w:nest(step, 1, #step.sizes, function()
    w:statement("%s = %s", w:element(step.y), w:expression(step, step.expr))
  end)
end

function forms.reduce(w, step)
  w:nest(step, 1, step.kept, function()
    w:statement("%s = %s", w.language.sum, w:number(step.start))
    w:nest(step, step.kept + 1, #step.sizes, function()
      w:statement("s = %s", w:expression(step, step.expr))
    end)
    w:statement("%s = %s", w:element(step.y), w:expression(step, step.last))
  end)
end

-- Whole numbers by name, each on a line.
local function record(language, x)
  local fields = {}
  for k = 2, #x do
    fields[#fields + 1] = ("      " .. language.field):format(x[k][1], x[k][2])
  end
  return language.record(table.concat(fields, ",\n"), x[1])
end

function forms.call(w, step)
  local args = {}
  for k, x in ipairs(step.args) do
    if type(x) ~= "table" then
      args[k] = x and tostring(x) or w.language.nothing
    else
      args[k] = w.names[x] or record(w.language, x)
    end
  end
  w:statement("%s(%s)", w.language.called(step.name), table.concat(args, ", "))
end

-- The layer that a step is of: what stands before the place in the script.
local function layer_of(line)
  return line and line:match "^([%w_.]+ %([%w_]+%)), "
end

local function names_of(language, step)
  local names = {}
  for _, cell in ipairs(Program.cells_of(step)) do
    names[cell] = language.name_of(cell, step)
  end
  return names
end

--- The lines of all steps, each behind the layer it is of where that is another
--- one than before.
function text.steps(language, program)
  local w = setmetatable({language = language, lines = {}, depth = 1}, Writer)
  local last
  for _, step in ipairs(program.steps) do
    local layer = layer_of(step.line)
    if layer and layer ~= last then w:add(language.comment, layer) end
    last, w.names = layer or last, names_of(language, step)
    language.around(w, step, forms[step.form])
  end
  return w.lines
end

-- ---- words ----

--- The words of a text, each true.
function text.words(list)
  local words = {}
  for word in list:gmatch "%S+" do words[word] = true end
  return words
end

--- What templates say in any language. about: what is said of the generator, as
--- export/init.lua has it.
function text.values(language, program, about)
  local values = {
    name = about.name, title = about.title, version = about.version,
    z_size = program.noise.size, z_text = about.z_text,
    image_text = about.image_text}
  local picture = about.picture
  if not picture then return values end
  for key, value in pairs(picture) do values[key] = value end
  values.low_f = language.number(picture.low)
  values.scale_f = language.number(255 / (picture.high - picture.low))
  return values
end

--- Fills in {{name}} of a template.
function text.fill(template, values)
  return (template:gsub("{{([%a_]+)}}", function(name)
    return values[name]
  end))
end

-- What files call their own.
local OWN = text.words "z image label pixels chosen"

--- Raises where a name would be none in the language, called so, or that of
--- something else in the file.
function text.check_name(name, words, called)
  local is_own = OWN[name] or name:find "^[wb]%d+$" or name:find "^f_"
  if not name:find "^[%a_][%w_]*$" or name:find "^_[%u_]" or words[name] or
     is_own then
    raise("name is %q, which is no name in %s, or taken; {name = ...} gives " ..
          "another", name, called)
  end
end

return text
