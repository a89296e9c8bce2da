-- Annotations for the Lua language server: what editors complete and check.

local catalogue = require "lunette.docs.catalogue"
local engine = require "lunette.engine"

local TENSOR = "lunette.Tensor"

local function last(name) return name:match "[^.:]+$" end

local function type_of(p)
  if p.name == "x" and (p.kind or "") == "" then return TENSOR end
  return p.reader and p.reader.type or "any"
end

local function identifier(name, k)
  if name == "end" then return "last" end
  return name:find "^[%a_][%w_]*$" and name or "list" .. k
end

local function options_type(options)
  local parts = {}
  for k, p in ipairs(options) do
    local mark = p.optional and "?" or ""
    parts[k] = p.name == "..." and "[string]: any" or
      ("%s%s: %s"):format(identifier(p.name, k), mark, type_of(p))
  end
  return "{" .. table.concat(parts, ", ") .. "}"
end

local function has_required(options)
  for _, p in ipairs(options) do
    if not p.optional and p.name ~= "..." then return true end
  end
  return false
end

-- The lines of parameters, and the list between the parentheses. Where sizes
-- may be several integers the rest cannot be told from them.
local function parameters(s, skip)
  local lines, names = {}, {}
  for k = 1 + (skip or 0), #s.params do
    local p = s.params[k]
    local name = identifier(p.name, k)
    if p.name == "..." or p.kind == "sizes" then
      lines[#lines + 1] = "---@param ... " ..
        (p.name == "..." and "any" or "integer|integer[]|table")
      names[#names + 1] = "..."
      return lines, names
    end
    lines[#lines + 1] = ("---@param %s%s %s"):format(
      name, p.optional and "?" or "", type_of(p))
    names[#names + 1] = name
  end
  if s.options then
    lines[#lines + 1] = ("---@param options%s %s"):format(
      has_required(s.options) and "" or "?", options_type(s.options))
    names[#names + 1] = "options"
  end
  return lines, names
end

local function comment(text, out)
  for line in (text .. "\n"):gmatch "(.-)\n" do
    out(line == "" and "---" or "--- " .. line)
  end
end

local function fun(entry, name, result, out, skip, quiet)
  local s = entry.signature or {params = {{name = "..."}}}
  if not quiet then comment(entry.doc or "", out) end
  local lines, names = parameters(s, skip)
  for _, line in ipairs(lines) do out(line) end
  if result then out("---@return " .. result) end
  out(("function %s(%s) end\n"):format(name, table.concat(names, ", ")))
end

-- ---- results ----

local function returns(entry)
  if entry.result then return entry.result ~= "nil" and entry.result or nil end
  if entry.kind == "op" or entry.native then return TENSOR end
  local first = entry.signature and entry.signature.params[1]
  if entry.name:find ":forward$" or entry.name:find "^gan%.losses%." or
     entry.name:find "^nn%.functional%." and first.name ~= "model" then
    return TENSOR .. "\n---@return any ..." -- some give more than one
  end
  return "any ..."
end

-- ---- classes ----

local function class_name(entry) return "lunette." .. entry.name end

-- The nearest class above that has a page.
local function base_of(found, entry)
  local meta = type(entry.value) == "table" and getmetatable(entry.value)
  local base = meta and meta.__index
  while type(base) == "table" do
    if found.by_value[base] then return class_name(found.by_value[base]) end
    base = (getmetatable(base) or {}).__index
  end
end

-- Is it called to make one? Then the documentation stands there.
local function made_by_name(entry)
  return entry.value and not (type(entry.value) == "table" and
                              rawget(entry.value, "extend"))
end

local function class(found, entry, out)
  local base = base_of(found, entry)
  if not made_by_name(entry) then comment(entry.doc or "", out) end
  out(("---@class %s%s"):format(class_name(entry), base and ": " .. base or ""))
  for _, field in ipairs(entry.fields or {}) do
    out(("---@field %s %s %s"):format(field.name,
        found.by_last[field.kind] and "any" or field.kind, field.doc))
  end
  if type(entry.value) == "table" and entry.value.forward then
    out "---@overload fun(...: any): any"
  end
  local name = last(entry.name)
  out(("local %s = {}\n"):format(name))
  for _, other in ipairs(found.entries) do
    if other.owner == entry and other.kind == "method" and other.doc and
       not other.inherited then
      -- forward has the documentation of the layer
      fun(other, name .. ":" .. last(other.name), returns(other), out, 0,
          other.doc == entry.doc)
    end
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
  comment(tensor.doc, out)
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
    if entry.owner == tensor then
      fun(entry, "Tensor:" .. last(entry.name), returns(entry), out)
    elseif is_method(entry) then
      fun(entry, "Tensor:" .. entry.name, returns(entry), out, 1)
    end
  end
end

local function all_classes(found, out)
  for _, entry in ipairs(found.entries) do
    if entry.kind == "class" and entry.name ~= "Tensor" then
      -- one chunk has at most 200 local names
      out "do"
      class(found, entry, out)
      out "end\n"
    end
  end
end

local function members(found, owner, prefix, out)
  for _, entry in ipairs(found.entries) do
    if entry.owner == owner and (owner or not entry.name:find "[.:]") then
      local name = prefix .. last(entry.name)
      if entry.kind == "table" then
        comment(entry.doc or "", out)
        out(name .. " = {}\n")
        members(found, entry, name .. ".", out)
      elseif entry.kind == "class" and entry.value and
             entry.name ~= "Tensor" then
        if made_by_name(entry) then
          fun(entry, name, class_name(entry), out)
        else
          out(("---@type %s\n%s = {}\n"):format(class_name(entry), name))
        end
      elseif is_method(entry) then
        out(("%s = Tensor.%s\n"):format(name, entry.name))
      elseif entry.kind == "op" or entry.kind == "function" then
        fun(entry, name, returns(entry), out)
      elseif entry.kind == "value" then
        comment(entry.doc or "", out)
        out(("%s = nil ---@type any\n"):format(name))
      end
    end
  end
end

--- The text of the file.
return function()
  local found, lines = catalogue.get(), {}
  local function out(line) lines[#lines + 1] = line end
  out "---@meta lunette"
  out "-- Made by `make docs` from the sources; changes belong there.\n"
  tensor_class(found, out)
  all_classes(found, out)
  comment("Lunette: tensors, derivatives and generative adversarial networks.",
          out)
  out "---@class lunette"
  out "local ln = {}\n"
  members(found, nil, "ln.", out)
  out "return ln"
  return table.concat(lines, "\n") .. "\n"
end
