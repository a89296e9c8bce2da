--- ln.help: the documentation of anything that Lunette has.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"

local help = {}

local NEAR, MOST, WIDTH = 6, 12, 80

-- Loaded when first asked: help costs nothing before.
local function docs() return require "lunette.docs.catalogue" end

local function first_sentence(text)
  return require "lunette.docs.prose".first_sentence(text)
end

local function write(...) io.write(table.concat({...}), "\n") end

-- ---- finding ----

local function last(name) return name:match "[^.:]+$" end

-- Has it a text that is no other's?
local function is_own(entry)
  return not entry.inherited and not entry.name:find ":forward$"
end

-- Those whose name is the text or ends in it, after a dot.
local function ending(found, text, as)
  local list = {}
  for _, entry in ipairs(found.entries) do
    local name = as(entry.name)
    local same = last(name) == text or name:sub(-#text - 1) == "." .. text
    if same and is_own(entry) then list[#list + 1] = entry end
  end
  return list
end

-- Classes before the functions of the same name, in smaller letters.
local function classes_first(list)
  local sorted = {}
  for _, wanted in ipairs {true, false} do
    for _, entry in ipairs(list) do
      if (entry.kind == "class") == wanted then sorted[#sorted + 1] = entry end
    end
  end
  return sorted
end

-- The entry of what a part has of ln's: linalg.inv is inverse.
local function lent(found, text)
  local lazy = require "lunette.lazy"
  local part, key = text:match "^(%l+)%.([%w_]+)$"
  local t = part and lazy.find(require "lunette", part)
  local value = lazy.is_part(t) and lazy.find(t, key)
  return value and found.by_value[value]
end

-- The entries that a text names: by the whole name, or by its last part, of
-- which small and large letters are the same.
local function named(found, text)
  text = text:gsub("^ln%.", ""):gsub("^x:", "Tensor:")
             :gsub("^Tensor%.", "Tensor:")
  local exact = found.by_name[text] or
                found.by_name[text:gsub("^Tensor:", "")] or
                found.by_name[text:gsub("%.([%w_]+)$", ":%1")] or
                lent(found, text)
  if exact then return {exact} end
  local list = ending(found, text, function(name) return name end)
  if #list == 1 and list[1].kind == "class" then return list end
  return classes_first(ending(found, text:lower(), string.lower))
end

-- Small letters, and one space between words.
local function plain(text) return (text:lower():gsub("[%s_]+", " ")) end

local function words_of(text)
  local words = {}
  for word in plain(text):gmatch "%w%w%w+" do words[#words + 1] = word end
  return words
end

-- Has the text the word, or what begins with it? "dataset" is "data set" too.
local function holds(text, word)
  if text:find("%f[%w]" .. word) then return true end
  local joined = word:gsub("%W", "")
  return #word > 5 and text:gsub("%W", ""):find(joined, 1, true) ~= nil
end

-- How well words fit an entry: how many it has, and where. Its name counts
-- most, then what is said first; and words together more than apart.
local function fit(entry, words)
  local places = {{plain(entry.name), 8}, {plain(entry.doc), 1},
                  {plain(first_sentence(entry.doc)), 3}}
  local count, score = 0, 0
  for _, word in ipairs(words) do
    local before = score
    for _, place in ipairs(places) do
      if holds(place[1], word) then score = score + place[2] end
    end
    if score > before then count = count + 1 end
  end
  for _, place in ipairs(places) do
    if holds(place[1], table.concat(words, " ")) then
      score = score + 4 * place[2]
    end
  end
  return count, score
end

-- The entries whose names or texts have the words, the best first; where none
-- has all of them, those whose names have some.
local function mentioning(found, words)
  local list, most, seen = {}, 1, {}
  for k, entry in ipairs(found.entries) do
    if entry.doc and is_own(entry) and not seen[entry.doc] then
      local count, score = fit(entry, words)
      seen[entry.doc] = true
      most = math.max(most, count)
      list[#list + 1] = {entry, k = k, count = count, score = score}
    end
  end
  local best = {}
  for _, item in ipairs(list) do
    if item.count == most and (most == #words or item.score >= 8) then
      best[#best + 1] = item
    end
  end
  table.sort(best, function(a, b)
    if a.score ~= b.score then return a.score > b.score end
    return a.k < b.k
  end)
  for k, item in ipairs(best) do best[k] = item[1] end
  return table.move(best, 1, math.min(#best, MOST), 1, {}), #best
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

local function nearest(found, text)
  local wanted, list, seen = last(text:lower()) or text:lower(), {}, {}
  for _, entry in ipairs(found.entries) do
    local name = last(entry.name):lower()
    local d = math.min(engine.distance(wanted, name),
                       1 + engine.distance(text:lower(), entry.name:lower()))
    if name:find(wanted, 1, true) and #wanted > 2 then d = math.min(d, 2) end
    if d <= math.max(2, #wanted // 3) and is_own(entry) and
       not seen[entry.name] then
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

-- Rows of {name, sentence}, a line each.
local function show_rows(rows)
  local width = 0
  for _, row in ipairs(rows) do
    width = math.max(width, math.min(#row[1], 28))
  end
  for _, row in ipairs(rows) do
    local text, room = row[2], WIDTH - math.max(width, #row[1]) - 4
    if #text > room then text = text:sub(1, room - 4) .. " ..." end
    write(("  %-" .. width .. "s  %s"):format(row[1], text))
  end
end

local function contents(found, owner)
  local rows = {}
  for _, entry in ipairs(found.entries) do
    if entry.owner == owner and is_own(entry) then
      local colon = entry.kind == "method" and ":" or ""
      rows[#rows + 1] = {colon .. last(entry.name),
                         first_sentence(entry.doc or "")}
    end
  end
  if #rows > 0 then write() end
  show_rows(rows)
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
  if entry.kind == "table" or entry.kind == "class" then
    contents(found, entry)
  end
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
  for _, op in ipairs(engine.ops()) do
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

-- Of the parts of a text, as the pattern cuts it, the one that has most of the
-- words; or nil.
local function part_with(text, words, pattern)
  local best, most = nil, 0
  for part in text:gmatch(pattern) do
    local n = 0
    for _, word in ipairs(words) do
      if holds(plain(part), word) then n = n + 1 end
    end
    if n > most then best, most = part:match "^%s*(.-)[,:;]?$", n end
  end
  return best
end

-- What a text has to say of the words: a sentence, or a clause of a long one;
-- its first sentence where there are none.
local function about(text, words)
  local part = part_with(text:gsub("%s+", " "), words, "[^.:;]+[.:;]*")
  if not part then return first_sentence(text) end
  return #part <= WIDTH // 2 and part or part_with(part, words, "[^,]+,*")
end

local function show_list(list, words)
  local rows = {}
  for k, entry in ipairs(list) do
    rows[k] = {entry.name, about(entry.doc or "", words)}
  end
  show_rows(rows)
end

-- What has that name; several of one name; or none, but texts that speak of it.
local function choose(found, list, text)
  if #list == 1 then return show(found, list[1]) end
  if #list > 0 then return show_list(list, {}) end
  local words = words_of(text)
  local names, speaking, of = nearest(found, text), mentioning(found, words)
  write(("nothing is called %q"):format(text),
        #names > 0 and "; near it: " .. table.concat(names, ", ") or "")
  local other = require "lunette.instead".of(text:match "[%w_]*$")
  if other then write("PyTorch's is written here as ", other) end
  if #speaking == 0 then return end
  write(("\nwritten about it%s:"):format(of > #speaking and
        (", the first %d of %d"):format(#speaking, of) or ""))
  show_list(speaking, words)
end

--- Prints what is written about a name ("conv2d", "nn.Linear", "gan.losses",
--- "Tensor:item"), a function, a class, a layer or a tensor: signature,
--- documentation, what is inside, and where it comes from. When there is none
--- of that name: names near it, and what has its words in the text. An overview
--- without argument.
--- @return nil
help.help = arguments.define("help", "subject: any?", function(subject)
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
end)

return help
