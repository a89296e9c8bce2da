--- Every public name, with its signature and documentation: what help, the
--- manual and the editor annotations are made of. Nothing is read before the
--- first call of catalogue.get.

local engine = require "lunette.engine"
local native = require "lunette.docs.native"
local signature = require "lunette.docs.signature"
local source = require "lunette.docs.source"

local catalogue = {}

-- "nn.Linear" is Linear, "Tensor:item" is item.
local function last(name) return name:match "[^.:]+$" end

local function sorted_keys(t)
  local keys = {}
  for key in pairs(t) do
    if type(key) == "string" and not key:find "^_" then keys[#keys + 1] = key end
  end
  table.sort(keys)
  return keys
end

-- ---- what there is ----

local function is_class(value)
  if rawget(value, "__name") or rawget(value, "extend") then return true end
  local meta = getmetatable(value)
  return type(meta) == "table" and meta.__call ~= nil
end

local function kind_of(value)
  if type(value) == "function" then return "function" end
  if type(value) == "table" then return is_class(value) and "class" or "table" end
  return "value"
end

local function add(found, entry)
  table.insert(found.entries, entry)
  found.by_name[entry.name] = entry
  local kind = type(entry.value)
  if kind ~= "number" and kind ~= "string" and kind ~= "boolean" and
     entry.value ~= nil and not found.by_value[entry.value] then
    found.by_value[entry.value] = entry
  end
  return entry
end

-- What classes give to the class below them, for it to call.
local inner = {init = true, check = true, read = true, update = true,
               rate = true, closed = true, prepare = true, on_group = true}

local function add_methods(found, class, entry)
  for _, key in ipairs(sorted_keys(class)) do
    local value = rawget(class, key)
    local name = ("%s:%s"):format(entry.name, key)
    if type(value) == "function" and not inner[key] then
      add(found, {name = name, kind = "method", value = value, owner = entry})
    end
  end
end

local function walk(found, prefix, t, owner)
  for _, key in ipairs(sorted_keys(t)) do
    local value, name = t[key], prefix .. key
    local entry = add(found, {name = name, kind = kind_of(value), value = value,
                              owner = owner})
    if entry.kind == "class" then
      add_methods(found, value, entry)
    elseif entry.kind == "table" then
      walk(found, name .. ".", value, entry)
    end
  end
end

local function add_natives(found, ln)
  local tensor = add(found, {name = "Tensor", kind = "class",
                             value = engine.metatable})
  for _, key in ipairs(sorted_keys(engine.methods)) do
    if not engine.functions[key] then
      add(found, {name = "Tensor:" .. key, kind = "method",
                  value = engine.methods[key], owner = tensor})
    end
  end
  local generator = found.by_name.Generator
  generator.kind = "class"
  local methods = getmetatable(ln.default_generator).__index
  for _, key in ipairs(sorted_keys(methods)) do
    add(found, {name = "Generator:" .. key, kind = "method",
                value = methods[key], owner = generator})
  end
end

-- Classes that only results have (data.ring gives a Mixture).
local function add_hidden(found)
  local classes = {}
  for _, doc in ipairs(found.docs) do
    local known = doc.class and next(found.by_key[doc.class] or {}) and
                  found.by_last[doc.class]
    if doc.class and not known then
      local entry = add(found, {name = doc.class, kind = "class"})
      classes[doc.module .. ":" .. doc.class] = entry
    end
  end
  for _, doc in ipairs(found.docs) do
    local class, method = (doc.name or ""):match "^([%w_]+):([%l][%w_]*)$"
    local owner = class and classes[doc.module .. ":" .. class]
    if owner and not inner[method] then
      add(found, {name = doc.name, kind = "method", owner = owner,
                  written = doc})
    end
  end
end

-- ---- what is written about it ----

local function library_modules()
  local names = {}
  for name in pairs(package.loaded) do
    if name == "lunette" or name:find "^lunette%." then names[#names + 1] = name end
  end
  table.sort(names)
  return names
end

-- What follows a call and a colon, as a sentence; names stay as they are.
local function sentence(text)
  return (text:gsub("^%l+%f[%s,]", function(word)
    if #word > 1 or word == "a" then return word:sub(1, 1):upper() .. word:sub(2) end
  end))
end

-- Its arguments as the function itself names them.
local function own_arguments(f)
  if debug.getinfo(f, "S").what == "C" then return "" end
  local names = {}
  for k = 1, debug.getinfo(f, "u").nparams do names[k] = debug.getlocal(f, k) end
  if debug.getinfo(f, "u").isvararg then names[#names + 1] = "..." end
  return table.concat(names, ", ")
end

-- Where a list of calls ends, "nn.A(x), nn.B(x)" or the like, and its calls by
-- name; a name without parentheses is one as well.
local function leading_calls(text)
  local calls, at = {}, 1
  while true do
    local name = text:match("^%a[%w_.:]*", at)
    if not name then return nil end
    name = name:gsub("[.:]+$", "")
    local after = at + #name
    local given = text:match("^%b()", after) or text:match("^%s?%b{}", after) or ""
    calls[last(name)] = given:match "^%s?({.*)$" or given:match "^%((.*)%)$" or ""
    at = after + #given
    local next_call = text:match("^,%s+()%f[%w]", at)
    if not next_call or given == "" then return calls, at end
    at = next_call
  end
end

-- The call with which a docstring begins, and the text after it; or nil.
local function leading_call(text, name)
  local plain = text:gsub("^`local _ <close> = (.-)`", "%1")
                    :gsub("^for [%w_, ]+ in (.-) do:", "%1:")
  local calls, at = leading_calls(plain)
  local call = calls and calls[last(name)]
  if not call then return nil end
  local rest = plain:sub(at)
  local after = rest:match "^:%s+(.*)$" or rest:match "^%.?\n\n(.*)$" or
                rest:match "^%.?()$" and ""
  if not after then return nil end
  return call, after
end

-- A sentence of its own that is a call: "r1(D, real, {weight = 1})."
local function inner_call(text, name)
  for before, call in text:gmatch("()%f[%w_]" .. last(name) .. "(%b())%.%f[%s%z]") do
    if before == 1 or text:sub(1, before - 1):find "[%.%)]%s+$" then
      local rest = text:sub(1, before - 1) ..
                   text:sub(before + #last(name) + #call + 1)
      return call:sub(2, -2), (rest:gsub("%s+$", ""))
    end
  end
end

-- A line that begins with the call, and goes on after a colon.
local function line_call(text, name)
  local pattern = "\n[%w_.]-%f[%w_]" .. last(name) .. "(%b())[:,]"
  local call = ("\n" .. text):match(pattern)
  return call and call:sub(2, -2)
end

-- By what can be asked of them: the line below, the name, what they mention.
local function index(docs)
  local by_line, by_name = {}, {}
  for _, doc in ipairs(docs) do
    by_line[doc.file .. ":" .. doc.below] = doc
    local name = doc.name and last(doc.name)
    local declared = doc.text:match "^([%a][%w_.]*)%s?[%({:]"
    for _, key in ipairs {name or false, declared and last(declared)} do
      if key then
        by_name[key] = by_name[key] or {}
        table.insert(by_name[key], doc)
      end
    end
  end
  return by_line, by_name
end

-- May the name be documented in that module?
local function in_area(name, module)
  local part = name:match "^([%w_]+)%." or "functions"
  return module:find("^lunette%." .. part .. "%f[%A]") ~= nil or
         module == "lunette"
end

-- How well a docstring of that name fits an entry: the text that begins with
-- the whole name, then a class, then one of the same part of the library.
local function fit(doc, entry)
  if doc.heading then return 0 end
  local text, qualified = doc.text:gsub("^ln%.", "")
  if (qualified > 0 or entry.name:find "%.") and
     text:find("^" .. entry.name:gsub("%p", "%%%0") .. "%f[^%w_]") then
    return 4
  end
  local here = in_area(entry.name, doc.module) and 1 or 0
  if entry.kind == "class" and doc.class then return here + 2 end
  return here
end

local function best(candidates, entry)
  local found, score = nil, 0
  for _, doc in ipairs(candidates or {}) do
    local s = fit(doc, entry)
    if s > score then found, score = doc, s end
  end
  return found
end

local function mention(docs, entry)
  if not entry.name:find "%." then return nil end
  local pattern = "%f[%w]" .. entry.name:gsub("%p", "%%%0") .. "%f[^%w_]"
  for _, doc in ipairs(docs) do
    if doc.text:find(pattern) and not doc.heading then return doc end
  end
end

local function by_location(by_line, f)
  local info = debug.getinfo(f, "S")
  return info.what ~= "C" and
         by_line[info.source:sub(2) .. ":" .. info.linedefined] or nil
end

local function heading_of(docs, entry)
  for _, doc in ipairs(docs) do
    if doc.heading and doc.text:find("^ln%." .. entry.name:gsub("%p", "%%%0") .. ":")
       or doc.heading and package.loaded[doc.module] == entry.value then
      return doc
    end
  end
end

-- Conv1d and Conv3d are what Conv2d is.
local function of_other_rank(found, entry)
  local name, times = entry.name:gsub("[13]d$", "2d")
  if times == 0 then return nil end
  local other = {name = name, kind = entry.kind}
  return best(found.by_key[last(name)], other) or mention(found.docs, other)
end

local function find_doc(found, entry)
  if entry.written then return entry.written end
  if entry.kind == "table" then
    local doc = heading_of(found.docs, entry)
    if doc then
      entry.heading = true
      doc.text = sentence((doc.text:gsub("^ln%.[%w_.]+: ", "")))
      return doc
    end
  end
  if type(entry.value) == "function" then
    local doc = by_location(found.by_line, entry.value)
    if doc or entry.kind == "method" then return doc end
  end
  return best(found.by_key[last(entry.name)], entry) or
         mention(found.docs, entry) or of_other_rank(found, entry)
end

-- ---- signatures ----

-- The options that the entry's own file reads for it, as a signature.
local function options_of(found, entry)
  local known = found.options[entry.file or ""]
  local text = known and known[last(entry.name)]
  return text and signature.parse(text).params
end

local function merge_kinds(found, entry, s)
  local kinds = found.kinds[last(entry.name)] or {}
  local known = {}
  for _, p in ipairs(options_of(found, entry) or {}) do known[p.name] = p end
  for _, p in ipairs(s.params) do p.kind = p.kind or kinds[p.name] end
  for _, p in ipairs(s.options or {}) do
    p.kind = known[p.name] and known[p.name].kind or p.kind
  end
  return s
end

-- `given`, the trailing table, as what its reader takes.
local function from_code(found, entry, arguments)
  local s = signature.parse(arguments)
  local p = s.params[#s.params]
  if p and p.name == "given" then
    s.options = options_of(found, entry)
    if s.options then table.remove(s.params) end
    p.name, p.kind, p.optional = "options", "table", true
    for _, option in ipairs(s.options or {}) do option.optional = true end
  end
  return merge_kinds(found, entry, s)
end

-- The function whose arguments are those of a call of the entry, and whether
-- its first is the object itself.
local function called(entry)
  local value = entry.value
  if type(value) == "function" then return value, entry.kind == "method" end
  local init = type(value) == "table" and entry.kind == "class" and value.init
  if init then return init, true end
end

local function signature_of(found, entry, written)
  if written then
    return merge_kinds(found, entry, signature.parse(written))
  end
  local f, method = called(entry)
  local arguments = f and own_arguments(f) or
                    entry.written and entry.written.arguments
  if not arguments then return nil end
  if method then
    local rest = arguments:match "^self,?%s*(.*)$" or
                 arguments:match "^x,?%s*(.*)$"
    entry.dot, arguments = not rest, rest or arguments
  end
  return from_code(found, entry, arguments)
end

local function describe(found, entry, doc)
  entry.file, entry.line = doc.module, doc.below
  entry.fields, entry.base = doc.fields, doc.base
  local written, rest = leading_call(doc.text, entry.name)
  if not written then
    written, rest = leading_call(doc.text, (entry.name:gsub("[13]d$", "2d")))
  end
  if not written then written, rest = inner_call(doc.text, entry.name) end
  if not written then written = line_call(doc.text, entry.name) end
  if not written and entry.kind == "class" then
    -- its sibling's, when one docstring is for several
    written = doc.text:match "^[%w_.]+(%b())[:\n]"
    written = written and written:sub(2, -2)
  end
  entry.doc = rest and rest ~= "" and sentence(rest) or doc.text
  if entry.kind == "class" and entry.doc == "" then
    entry.doc = found.headings[doc.module]
  end
  entry.signature = signature_of(found, entry, written)
end

-- ---- all of it ----

local function add_row(found, row, kind)
  local entry = found.by_name[row.name]
  if not entry then return end
  entry.doc, entry.native, entry.result = row.doc, kind == nil, row.result
  entry.kind = kind or entry.kind
  entry.family, entry.differentiable = row.family, row.differentiable
  entry.signature = row.signature and signature.parse(row.signature)
end

-- nn.MSELoss is functional.mse_loss, nn.ReLU the op relu.
local function add_link(found, entry)
  local other = entry.name:find "^nn%." and found.links[last(entry.name)]
  local target = other and (found.by_name["nn.functional." .. other] or
                            found.by_name[other])
  if not target or not target.doc then return end
  local space = target.doc:find "\n" and "\n" or " "
  entry.doc = ("The function %s as a layer:%s%s"):format(other, space, target.doc)
  local s = target.signature
  if not s then return end
  entry.signature = {params = {}, options = s.options}
  for k, p in ipairs(s.params) do
    if k > 1 and p.kind and p.kind ~= "tensor" then
      table.insert(entry.signature.params, p)
    end
  end
end

-- losses.bce.discriminator stands in the docstring of losses.bce; what a
-- class does as its base does, in the base's.
local function inherit(found, entry)
  local owner = entry.owner
  if not owner then return end
  local name = last(entry.name)
  local call = entry.kind == "method" and
               (name == "forward" or owner.doc and owner.doc:find(name .. "(", 1, true))
  if owner.doc and (entry.kind ~= "method" or call) and
     (not owner.heading or
      owner.doc:find("%f[%w]" .. last(entry.name) .. "%f[%W]")) then
    entry.doc, entry.file, entry.line = owner.doc, owner.file, owner.line
    entry.signature = signature_of(found, entry,
      not call and line_call(owner.doc, entry.name) or nil)
    return
  end
  local class = entry.kind == "method" and owner.value
  local meta = class and getmetatable(class)
  local base = meta and meta.__index
  local above = type(base) == "table" and base[last(entry.name)]
  local same = above and found.by_value[above]
  if same then
    entry.doc, entry.inherited = entry.doc or same.doc, same
    entry.signature = entry.signature or same.signature
  end
end

local function build()
  local ln = require "lunette"
  local found = {entries = {}, by_name = {}, by_value = {}}
  walk(found, "", ln, nil)
  add_natives(found, ln)
  local text = source.read(library_modules())
  found.docs, found.options, found.kinds = text.docs, text.options, text.kinds
  found.links = text.links
  found.by_line, found.by_key = index(text.docs)
  found.by_last, found.by_doc = {}, {}
  for _, entry in ipairs(found.entries) do found.by_last[last(entry.name)] = true end
  add_hidden(found)
  found.headings = {}
  for _, doc in ipairs(text.docs) do
    if doc.heading then found.headings[doc.module] = doc.text end
  end
  for _, row in ipairs(engine.ops) do add_row(found, row, "op") end
  for _, row in ipairs(native) do add_row(found, row) end
  for _, entry in ipairs(found.entries) do
    local doc = not entry.doc and find_doc(found, entry)
    if doc then describe(found, entry, doc) end
    if entry.written then found.by_doc[entry.written] = entry end
  end
  for _, entry in ipairs(found.entries) do add_link(found, entry) end
  for _, entry in ipairs(found.entries) do
    if not entry.doc then inherit(found, entry) end
  end
  return found
end

--- {entries = a list of {name = "nn.Linear" or "Tensor:item", kind = op,
--- function, class, method, table or value, value, doc, signature (of
--- lunette.docs.signature), family or file and line, owner = the entry it
--- belongs to, base, fields}, by_name, by_value}. Entries without documentation
--- have no doc.
function catalogue.get()
  catalogue.built = catalogue.built or build()
  return catalogue.built
end

--- The entry of a function that no name leads to (a method of what another
--- function gives), or nil.
function catalogue.at(f)
  local found = catalogue.get()
  local doc = by_location(found.by_line, f)
  return doc and found.by_doc[doc]
end

--- The first sentence of a documentation, on one line.
function catalogue.first_sentence(doc)
  local text = doc:gsub("^[%w_.]+%b()[:.]?%s+", "")
  local paragraph = text:gsub("\n%s*\n.*", ""):gsub("\n  .*", ""):gsub("%s+", " ")
  for stop in paragraph:gmatch "()[%.%?]%f[%s%z]" do
    local before, after = paragraph:sub(1, stop), paragraph:sub(stop + 2, stop + 2)
    if not before:find "%f[%w]al%.$" and not before:find "%f[%w]eq%.$" and
       not before:find "%.%.$" and not after:find "%l" then
      return before
    end
  end
  return (paragraph:gsub("[:;,]$", ""))
end

return catalogue
