--- ln.help: the documentation of anything that Lunette has.

local engine = require "lunette.engine"

local help = {}

local NEAR, WIDTH = 6, 80

-- Loaded when first asked: help costs nothing before.
local function docs() return require "lunette.docs.catalogue" end

local function first_sentence(text)
  return require "lunette.docs.prose".first_sentence(text)
end

local function write(...) io.write(table.concat({...}), "\n") end

-- ---- finding ----

local function last(name) return name:match "[^.:]+$" end

-- The entries that a text names: by the whole name, or by its last part.
local function named(found, text)
  text = text:gsub("^ln%.", ""):gsub("^x:", "Tensor:"):gsub("^Tensor%.", "Tensor:")
  local exact = found.by_name[text] or
                found.by_name[text:gsub("^Tensor:", "")] or
                found.by_name[text:gsub("%.([%w_]+)$", ":%1")]
  if exact then return {exact} end
  local list = {}
  for _, entry in ipairs(found.entries) do
    local same = last(entry.name) == text or
                 entry.name:sub(-#text - 1) == "." .. text
    if same and not entry.inherited and
       not entry.name:find ":forward$" then
      list[#list + 1] = entry
    end
  end
  return list
end

local function by_value(found, value)
  if engine.is_tensor(value) then return found.by_name.Tensor end
  local entry = found.by_value[value]
  if entry then return entry end
  local class = type(value) ~= "string" and getmetatable(value)
  local above = class
  while type(above) == "table" do
    if found.by_value[above] then return found.by_value[above] end
    above = (getmetatable(above) or {}).__index
  end
  if type(class) == "table" then
    return found.by_name[(rawget(class, "__name") or ""):match "[%w_]*$"]
  end
  if type(value) == "function" then return docs().at(value) end
end

-- Levenshtein's distance: letters added, dropped or exchanged.
local function distance(a, b)
  local row = {}
  for j = 0, #b do row[j] = j end
  for i = 1, #a do
    local diagonal = row[0]
    row[0] = i
    for j = 1, #b do
      local same = a:byte(i) == b:byte(j) and 0 or 1
      diagonal, row[j] = row[j],
        math.min(row[j] + 1, row[j - 1] + 1, diagonal + same)
    end
  end
  return row[#b]
end

local function nearest(found, text)
  local wanted, list, seen = last(text:lower()) or text:lower(), {}, {}
  for _, entry in ipairs(found.entries) do
    local name = last(entry.name):lower()
    local d = math.min(distance(wanted, name),
                       1 + distance(text:lower(), entry.name:lower()))
    if name:find(wanted, 1, true) and #wanted > 2 then d = math.min(d, 2) end
    if d <= math.max(2, #wanted // 3) and not entry.inherited and
       not entry.name:find ":forward$" and not seen[entry.name] then
      seen[entry.name] = true
      list[#list + 1] = {d, entry.name}
    end
  end
  table.sort(list, function(a, b)
    if a[1] ~= b[1] then return a[1] < b[1] end
    return a[2] < b[2]
  end)
  local names = {}
  for k = 1, math.min(NEAR, #list) do names[k] = list[k][2] end
  return names
end

-- ---- printing ----

-- "a = 1" stays on one line.
local function wrap(text, indent, hanging)
  local line = indent
  for word in text:gsub(" = ", "\0=\0"):gmatch "[^%s]+" do
    if #line + #word >= WIDTH and line ~= indent then
      write((line:gsub("%s+$", "")))
      line = hanging or indent
    end
    line = line .. word:gsub("%z", " ") .. " "
  end
  write((line:gsub("%s+$", "")))
end

local function origin(found, entry)
  if entry.kind == "op" then
    return ("op, family %s%s"):format(entry.family, entry.differentiable and
      ", differentiable" or ", no derivative")
  end
  if entry.file then
    local meta = entry.kind == "class" and entry.value and
                 getmetatable(entry.value)
    local base = meta and found.by_value[meta.__index]
    return ("%s:%d%s"):format(entry.path, entry.line,
      base and "; what " .. base.name .. " has it has, too" or "")
  end
  return entry.native and "the engine" or nil
end

local function contents(found, owner)
  local rows, width = {}, 0
  for _, entry in ipairs(found.entries) do
    if entry.owner == owner and not entry.inherited and
       not entry.name:find ":forward$" then
      local name = last(entry.name)
      if entry.kind == "method" then name = ":" .. name end
      rows[#rows + 1] = {name, entry.doc}
      width = math.max(width, math.min(#name, 28))
    end
  end
  if #rows > 0 then write() end
  for _, row in ipairs(rows) do
    local text = row[2] and first_sentence(row[2]) or ""
    local room = WIDTH - width - 4
    if #text > room then text = text:sub(1, room - 4) .. " ..." end
    write(("  %-" .. width .. "s  %s"):format(row[1], text))
  end
end

local function fields(entry)
  for _, field in ipairs(entry.fields or {}) do
    wrap(("%s: %s; %s"):format(field.name, field.kind, field.doc), "  ")
  end
end

local function show(found, entry)
  local signature = require "lunette.docs.signature"
  wrap(entry.signature and signature.show(entry.name, entry.signature) or
       entry.name, "", "  ")
  write()
  -- docstrings have lines, documentation of ops has none
  if entry.doc and entry.doc:find "\n" then write(entry.doc)
  elseif entry.doc then wrap(entry.doc, "") end
  fields(entry)
  if entry.kind == "table" or entry.kind == "class" then contents(found, entry) end
  local from = origin(found, entry)
  if from then write("\n[", from, "]") end
end

-- The last parts of the names of some entries, one after another.
local function names_of(found, wanted)
  local names = {}
  for _, entry in ipairs(found.entries) do
    if wanted(entry) then names[#names + 1] = last(entry.name) end
  end
  return table.concat(names, " ")
end

local function ops()
  local names, families = {}, {}
  for _, op in ipairs(engine.ops) do
    if not families[op.family] then
      names[#names + 1], families[op.family] = op.family, {}
    end
    table.insert(families[op.family], op.name)
  end
  write "\nOps, functions of ln and methods of tensors, by family:"
  for _, name in ipairs(names) do
    wrap(name .. ": " .. table.concat(families[name], " "), "  ", "    ")
  end
end

local function overview(found)
  write "Lunette: ln.help(name or value) prints its documentation."
  for _, part in ipairs(found.entries) do
    if part.kind == "table" and not part.owner then
      write("\nln.", part.name, ": ", first_sentence(part.doc or ""))
      wrap(names_of(found, function(e) return e.owner == part end), "  ")
    end
  end
  write "\nln itself:"
  wrap(names_of(found, function(e)
    return e.value ~= nil and not e.owner and e.kind ~= "op" and
           e.kind ~= "table" and e.name ~= "Tensor"
  end), "  ")
  write "\nMethods of tensors, beside ops:"
  wrap(names_of(found, function(e)
    return e.owner == found.by_name.Tensor
  end), "  ")
  ops()
end

-- Several of one name, or none.
local function choose(found, list, text)
  if #list == 1 then return show(found, list[1]) end
  for _, entry in ipairs(list) do
    wrap(("%s: %s"):format(entry.name, first_sentence(entry.doc or "")), "")
  end
  if #list > 0 then return end
  local names = nearest(found, text)
  write(("nothing is called %q"):format(text),
        #names > 0 and "; near it: " .. table.concat(names, ", ") or "")
end

--- ln.help(subject): prints what is written about a name ("conv2d",
--- "nn.Linear", "gan.losses", "Tensor:item"), a function, a class, a layer or a
--- tensor: signature, documentation, what is inside, and where it comes from.
--- Names near it when there is none of that name; an overview without argument.
function help.help(subject)
  local found = docs().get()
  if subject == nil or subject == require "lunette" then
    return overview(found)
  end
  if type(subject) == "string" then
    return choose(found, named(found, subject), subject)
  end
  local entry = by_value(found, subject)
  if entry then return show(found, entry) end
  write("nothing is written about ", tostring(subject))
end

return help
