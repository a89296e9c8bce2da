--- Every public name, with its signature and documentation: what help, the
--- manual and the editor annotations are made of. Nothing is read before the
--- first call of catalogue.get.

local aliases = require "lunette.functions.aliases"
local declarations = require "lunette.arguments"
local engine = require "lunette.engine"
local is_part = require "lunette.lazy".is_part
local match = require "lunette.docs.match"
local native = require "lunette.docs.native"
local prose = require "lunette.docs.prose"
local signature = require "lunette.docs.signature"
local source = require "lunette.docs.source"

local catalogue = {}

local last = prose.last

local function sorted_keys(t)
  local keys = {}
  for key in pairs(t) do
    if type(key) == "string" and not key:find "^_" then
      keys[#keys + 1] = key
    end
  end
  table.sort(keys)
  return keys
end

-- ---- what there is ----

local function is_class(value)
  if is_part(value) then return false end
  if rawget(value, "__name") or rawget(value, "extend") then return true end
  local meta = getmetatable(value)
  return type(meta) == "table" and meta.__call ~= nil
end

local function kind_of(value)
  if type(value) == "function" then return "function" end
  if type(value) == "table" then
    return is_class(value) and "class" or "table"
  end
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

-- What classes give to the class below them, for it to call, unless it says
-- what it takes, as what everybody may call does.
local inner = {init = true, check = true, read = true, update = true,
               rate = true, closed = true, prepare = true, on_group = true,
               check_entry = true, state_size = true, evaluate = true,
               with_gradients = true}

local function add_methods(found, class, entry)
  for _, key in ipairs(sorted_keys(class)) do
    local value = rawget(class, key)
    local name = ("%s:%s"):format(entry.name, key)
    local hidden = inner[key] and (key == "init" or not declarations.of(value))
    if type(value) == "function" and not hidden then
      add(found, {name = name, kind = "method", value = value, owner = entry})
    end
  end
end

local function walk(found, prefix, t, owner)
  for _, key in ipairs(sorted_keys(t)) do
    local value, name, kind = t[key], prefix .. key, kind_of(t[key])
    -- What a part says of itself, as that a loss compares, is told with it.
    local entry = (kind ~= "value" or not owner) and
      add(found, {name = name, kind = kind, value = value, owner = owner})
    if kind == "class" then
      add_methods(found, value, entry)
    elseif kind == "table" then
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
  local classes, made = {}, declarations.by_line()
  for _, doc in ipairs(found.docs) do
    local known = doc.class and next(found.by_key[doc.class] or {}) and
                  found.by_last[doc.class]
    if doc.class and not known then
      local entry = add(found, {name = doc.class, kind = "class"})
      classes[doc.module .. ":" .. doc.class] = entry
    end
  end
  for _, doc in ipairs(found.docs) do
    local class, method = (doc.name or ""):match "^([%w_]+)[:.]([%l][%w_]*)$"
    local owner = class and classes[doc.module .. ":" .. class]
    if owner and not inner[method] then
      add(found, {name = class .. ":" .. method, kind = "method", owner = owner,
                  value = made[doc.file .. ":" .. doc.below], written = doc})
    end
  end
end

-- ---- what is written about it ----

local function library_modules()
  local names = {}
  for name in pairs(package.loaded) do
    if name == "lunette" or name:find "^lunette%." then
      names[#names + 1] = name
    end
  end
  table.sort(names)
  return names
end

-- ---- signatures ----

-- The function whose arguments are those of a call of the entry, and whether
-- its first is the object itself.
local function called(entry)
  local value = entry.value
  if type(value) == "function" then return value, entry.kind == "method" end
  if type(value) ~= "table" or entry.kind ~= "class" then return nil end
  local meta = getmetatable(value)
  local make = value.init or meta and declarations.of(meta.__call) and
               meta.__call
  if make then return make, true end
end

local function signature_of(entry)
  -- a class that has no name under ln is made by functions only
  if entry.kind == "class" and not entry.value then return nil end
  local f, method = called(entry)
  local declared = declarations.of(f)
  if declared then return signature.of(declared) end
  return f and signature.of_function(f, method)
end

local function describe(found, entry, doc)
  entry.file, entry.line, entry.fields = doc.module, doc.below, doc.fields
  entry.results, entry.base = doc.results, doc.base
  entry.path = doc.file:match ".*[/\\](lunette[/\\].*)$" or doc.file
  local class = entry.kind == "class" and
                found.class_docs[doc.module .. ":" .. last(entry.name)]
  if class then entry.fields = class.fields end
  entry.doc = prose.without_names(doc.text, entry.name)
  if entry.kind == "class" and entry.doc == "" then
    entry.doc = found.headings[doc.module]
  end
end

-- ---- all of it ----

local function add_row(found, row, kind)
  local entry = found.by_name[row.name]
  if not entry then return end
  entry.doc, entry.native, entry.results = row.doc, kind == nil, {row.result}
  entry.alone = row.alone
  entry.kind = kind or entry.kind
  entry.family, entry.differentiable = row.family, row.differentiable
  local s = row.signature and
            signature.of(declarations.parse(row.name, row.signature))
  -- what stands before the colon
  local first = s and entry.kind == "method" and s.params[1]
  if first and first.name == "x" then table.remove(s.params, 1) end
  entry.signature = s
end

-- nn.MSELoss is functional.mse_loss, nn.ReLU the op relu.
local function add_link(found, entry)
  local other = entry.kind == "class" and type(entry.value) == "table" and
                rawget(entry.value, "applies")
  local target = other and (found.by_name["nn.functional." .. other] or
                            found.by_name[other])
  if not target or not target.doc then return end
  local space = target.doc:find "\n" and "\n" or " "
  entry.doc = ("The function %s as a layer:%s%s"):format(other, space,
                                                         target.doc)
end

-- clip is clamp.
local function add_aliases(found)
  for name, other in pairs(aliases) do
    local entry, target = found.by_name[name], found.by_name[other]
    entry.doc = ("%s, as PyTorch's %s."):format(other, name)
    entry.signature = target.signature
    entry.native = target.native or target.kind == "op"
    entry.file, entry.path, entry.line = target.file, target.path, target.line
    entry.results = target.results
    found.by_value[entry.value] = target
  end
end

-- losses.bce.discriminator stands in the docstring of losses.bce, forward in
-- that of its class.
local function from_owner(entry, owner)
  local name, method = last(entry.name), entry.kind == "method"
  local text = owner.doc or ""
  if method then
    if name ~= "forward" and not text:find(name .. "(", 1, true) then return end
  elseif owner.heading and not text:find("%f[%w]" .. name .. "%f[%W]") then
    return
  end
  entry.doc, entry.file, entry.line = owner.doc, owner.file, owner.line
  entry.path, entry.results = owner.path, owner.results
end

local inherit

-- What a class does as its base does has the documentation of the base's, which
-- may have it from its own.
local function from_base(found, entry, owner)
  local meta = owner.value and getmetatable(owner.value)
  local base = meta and meta.__index
  local above = type(base) == "table" and base[last(entry.name)]
  local same = above and found.by_value[above]
  if same then
    if not same.doc then inherit(found, same) end
    entry.doc, entry.inherited, entry.signature = same.doc, same, same.signature
    entry.results = same.results
  end
end

function inherit(found, entry)
  local owner = entry.owner
  if owner then from_owner(entry, owner) end
  if owner and not entry.doc and entry.kind == "method" then
    from_base(found, entry, owner)
  end
end

local function read_sources(found)
  found.docs = source.read(library_modules())
  found.headings, found.by_last, found.class_docs = {}, {}, {}
  found.by_line, found.by_key = match.index(found.docs)
  local classes = {}
  for _, doc in ipairs(found.docs) do
    local n = (classes[doc.module] or 0) + (doc.class and 1 or 0)
    classes[doc.module] = n
    if doc.class then found.class_docs[doc.module .. ":" .. doc.class] = doc end
    if doc.heading then found.headings[doc.module] = doc.text end
    -- a class of several is not what the heading speaks of
    if n > 1 then found.headings[doc.module] = nil end
  end
  for _, entry in ipairs(found.entries) do
    found.by_last[last(entry.name)] = true
  end
end

local function build()
  local ln = require "lunette"
  local found = {entries = {}, by_name = {}, by_value = {}, by_doc = {}}
  walk(found, "", ln, nil)
  add_natives(found, ln)
  read_sources(found)
  add_hidden(found)
  for _, entry in ipairs(found.entries) do
    entry.signature = signature_of(entry)
  end
  for _, row in ipairs(engine.ops()) do add_row(found, row, "op") end
  for _, row in ipairs(native) do add_row(found, row) end
  for _, entry in ipairs(found.entries) do
    local doc = not entry.doc and match.find(found, entry)
    if doc then describe(found, entry, doc) end
    if entry.written then found.by_doc[entry.written] = entry end
  end
  add_aliases(found)
  for _, entry in ipairs(found.entries) do add_link(found, entry) end
  for _, entry in ipairs(found.entries) do
    if not entry.doc then inherit(found, entry) end
  end
  return found
end

--- {entries = a list of {name = "nn.Linear" or "Tensor:item", kind = op,
--- function, class, method, table or value, value, doc, signature (of
--- lunette.docs.signature), results = types, where it says them, family or file
--- (the module), path and line, owner = the entry it belongs to, fields,
--- base = the name of the class above}, by_name, by_value}. Entries without
--- documentation have no doc.
function catalogue.get()
  catalogue.built = catalogue.built or build()
  return catalogue.built
end

--- The entry of a function that no name leads to (a method of what another
--- function gives), or nil.
function catalogue.at(f)
  local found = catalogue.get()
  local doc = match.by_location(found.by_line, f)
  return doc and found.by_doc[doc]
end

return catalogue
