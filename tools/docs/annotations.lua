-- Annotations for the Lua language server: what editors complete and check.

local catalogue = require "lunette.docs.catalogue"
local engine = require "lunette.engine"
local calls = require "tools.docs.calls"
local types = require "tools.docs.types"

local TENSOR = "lunette.Tensor"

local function last(name) return name:match "[^.:]+$" end

-- ---- classes ----

-- The nearest class above that has a page.
local function base_of(found, entry)
  local meta = type(entry.value) == "table" and getmetatable(entry.value)
  local base = meta and meta.__index
  while type(base) == "table" do
    local above = found.by_value[base] or found.class_of[base.__name]
    if above and above ~= entry then return above end
    base = (getmetatable(base) or {}).__index
  end
  return found.class_of[entry.base]
end

-- Is it extended by those of one's own?
local function is_extended(entry)
  return type(entry.value) == "table" and rawget(entry.value, "extend") ~= nil
end

-- Is it called to make one? Then the documentation stands there.
local function made_by_name(entry)
  return entry.value and not is_extended(entry)
end

local function methods(found, entry, name, out)
  for _, other in ipairs(found.entries) do
    if other.owner == entry and other.kind == "method" and other.doc and
       not other.inherited then
      calls.options(other, out)
      -- forward has the documentation of the layer
      calls.fun(other, name .. ":" .. last(other.name), out, {
        results = types.results(found, other), self = types.class_name(entry),
        quiet = other.doc == entry.doc})
    end
  end
end

-- What a layer is called with, and gives: its forward's, or that of the class
-- above.
local function call(found, entry, out)
  local forward = found.by_name[entry.name .. ":forward"]
  if not forward then
    local base = base_of(found, entry)
    return base and call(found, base, out)
  end
  local list = calls.parameters(forward, 0)
  if #list == 0 then list[1] = {name = "...", type = "any"} end
  out(("---@overload fun(%s): %s"):format(
    calls.inline(list, #list), calls.results(types.results(found, forward))))
end

-- What extend gives: called, it makes objects of it.
local function extended(entry, out)
  local name = types.class_name(entry)
  out(("---@class %s.class: %s.base"):format(name, name))
  out(("---@overload fun(...: any): %s\n"):format(
    entry.name == "Function" and TENSOR or name))
end

local function class(found, entry, out)
  local base, name = base_of(found, entry), types.class_name(entry)
  if not made_by_name(entry) then calls.comment(entry.doc or "", out) end
  local above = base and ": " .. types.class_name(base) or ""
  if is_extended(entry) then
    if entry.name == "nn.Module" then above = ": lunette.Callable" end
    out(("---@class %s.base%s"):format(name, above))
  else
    out(("---@class %s%s"):format(name, above))
    call(found, entry, out)
  end
  for _, field in ipairs(entry.fields or {}) do
    out(("---@field %s %s %s"):format(field.name,
                                      types.of_field(found, field), field.doc))
  end
  out(("local %s = {}\n"):format(last(entry.name)))
  methods(found, entry, last(entry.name), out)
  if is_extended(entry) then
    out(("---@class %s: %s.base"):format(name, name))
    call(found, entry, out)
    out ""
    extended(entry, out)
  end
end

-- ---- the file ----

-- Is a function of ln a method, with a tensor as its first argument?
local function is_method(entry)
  local first = entry.signature and entry.signature.params[1]
  return first and first.kind ~= "tensors" and first.name ~= "tensors" and
         first.name ~= "equation" and engine.methods[entry.name] and
         engine.functions[entry.name] ~= nil
end

local operators = {"add", "sub", "mul", "div", "pow", "mod", "idiv"}

local function tensor_class(found, out)
  local tensor = found.by_name.Tensor
  calls.comment(tensor.doc, out)
  out("---@class " .. TENSOR)
  out("---@field grad " .. TENSOR .. "? its gradient")
  out "---@field shape integer[] its sizes, as size() gives them"
  for _, name in ipairs(operators) do
    out(("---@operator %s(%s|number): %s"):format(name, TENSOR, TENSOR))
  end
  out("---@operator unm: " .. TENSOR)
  out "---@operator len: integer"
  out("---@field [integer|table] " .. TENSOR .. " a part: x[i], x[{i, {1, 3}}]")
  out "local Tensor = {}\n"
  for _, entry in ipairs(found.entries) do
    local own = entry.owner == tensor
    if own or is_method(entry) then
      local skip = own and 0 or 1
      calls.options(entry, out, skip)
      calls.fun(entry, "Tensor:" .. last(entry.name), out, {
        results = types.results(found, entry), skip = skip, self = TENSOR})
    end
  end
end

local function all_classes(found, out)
  out "--- What is called as a function is.\n---@class lunette.Callable\n"
  for _, entry in ipairs(found.entries) do
    if entry.kind == "class" and entry.name ~= "Tensor" then
      -- one chunk has at most 200 local names
      out "do"
      class(found, entry, out)
      out "end\n"
    end
  end
end

local function maker(entry, name, out)
  local class_name = types.class_name(entry)
  if made_by_name(entry) then
    calls.fun(entry, name, out, {results = {class_name}})
  else
    out(("---@type %s.class\n%s = {}\n"):format(class_name, name))
  end
end

local function members(found, owner, prefix, out)
  for _, entry in ipairs(found.entries) do
    if entry.owner == owner and (owner or not entry.name:find "[.:]") then
      local name = prefix .. last(entry.name)
      if entry.kind == "table" then
        calls.comment(entry.doc or "", out)
        out(name .. " = {}\n")
        members(found, entry, name .. ".", out)
      elseif entry.kind == "class" and entry.value and
             entry.name ~= "Tensor" then
        maker(entry, name, out)
      elseif is_method(entry) then
        out(("%s = Tensor.%s\n"):format(name, entry.name))
      elseif entry.kind == "op" or entry.kind == "function" then
        calls.fun(entry, name, out, {results = types.results(found, entry)})
      elseif entry.kind == "value" then
        calls.comment(entry.doc or "", out)
        out(("---@type %s"):format(type(entry.value)))
        out(("%s = nil\n"):format(name))
      end
    end
  end
end

-- The tables of names of all that hangs from ln.
local function member_options(found, out)
  for _, entry in ipairs(found.entries) do
    local made = entry.kind == "class" and made_by_name(entry) and
                 entry.name ~= "Tensor"
    if made or (entry.kind == "op" or entry.kind == "function") and
       not is_method(entry) then
      calls.options(entry, out)
    end
  end
end

local MADE = "-- Made by `make docs` from the sources; changes belong there.\n"

local function lines_of(write)
  local lines = {}
  write(function(line) lines[#lines + 1] = line end)
  return table.concat(lines, "\n") .. "\n"
end

--- The files of the add-on's library: name -> text. A server passes over those
--- above 500 kB.
return function()
  local found = catalogue.get()
  types.index(found)
  return {
    ["tensor.lua"] = lines_of(function(out)
      out("---@meta _\n" .. MADE)
      tensor_class(found, out)
    end),
    ["lunette.lua"] = lines_of(function(out)
      out("---@meta lunette\n" .. MADE)
      out("---@type " .. TENSOR)
      out "local Tensor = {}\n"
      calls.comment("Lunette: tensors, derivatives and generative " ..
                    "adversarial networks.", out)
      out "---@class lunette"
      out "local ln = {}\n"
      members(found, nil, "ln.", out)
      out "return ln"
    end),
    ["options.lua"] = lines_of(function(out)
      out("---@meta _\n" .. MADE)
      member_options(found, out)
    end),
    ["classes.lua"] = lines_of(function(out)
      out("---@meta _\n" .. MADE)
      all_classes(found, out)
    end),
  }
end
