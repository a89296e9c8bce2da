-- Annotations of what can be called.

local types = require "tools.docs.types"

local calls = {}

local function identifier(name, k)
  if name == "end" then return "last" end
  return name:find "^[%a_][%w_]*$" and name or "list" .. k
end

--- Text as lines of a comment.
function calls.comment(text, out)
  for line in (text .. "\n"):gmatch "(.-)\n" do
    out(line == "" and "---" or "--- " .. line)
  end
end

--- What a function takes, as {name, type, optional}, but for the first `skip`,
--- and the class of its table of names. Where sizes may be several integers the
--- rest cannot be told from them.
function calls.parameters(entry, skip)
  local list, s = {}, entry.signature or {params = {{name = "..."}}}
  for k = 1 + skip, #s.params do
    local p = s.params[k]
    if p.name == "..." or p.kind == "sizes" then
      list[#list + 1] = {name = "...", type = p.kind == "sizes" and
        "integer|integer[]|table" or types.of_parameter(entry, p)}
      return list, nil
    end
    list[#list + 1] = {name = identifier(p.name, k),
                       optional = p.optional and not entry.alone,
                       type = types.of_parameter(entry, p)}
  end
  return list, types.takes_names(s) and types.options_name(entry) or nil
end

local function needs_one(s)
  for _, p in ipairs(s.options or {}) do
    if not p.optional then return true end
  end
  return false
end

--- The first n parameters and the table of names, as between parentheses.
function calls.inline(list, n, options)
  local parts = {}
  for k = 1, n do
    local p = list[k]
    parts[k] = ("%s%s: %s"):format(p.name, p.optional and "?" or "", p.type)
  end
  parts[#parts + 1] = options and "options: " .. options
  return table.concat(parts, ", ")
end

--- Results, of which the last may be "type ...", as fun() has them.
function calls.results(results)
  local parts = {}
  for k, result in ipairs(results) do
    parts[k] = result:gsub("^(.*) %.%.%.$", "...: %1")
  end
  return table.concat(parts, ", ")
end

-- "self" stands for the object, the name of a parameter for what is given as
-- it: generics.
local function generics(list, results, method, out)
  local given = {}
  for k, result in ipairs(results) do
    given[k] = result
    if result == "self" and method then
      out "---@generic T"
      out "---@param self T"
      given[k] = "T"
    end
    for _, p in ipairs(list) do
      if p.name == result then
        out(("---@generic T: %s"):format(p.type))
        p.type, given[k] = "T", "T"
      end
    end
  end
  return given
end

-- The same call with a table of names in place of the last parameters.
local function overloads(list, options, results, self, out)
  local what = #results > 0 and ": " .. calls.results(results) or ""
  for k = #list - 1, 0, -1 do
    local inside = calls.inline(list, k, options)
    if self then inside = ("self: %s, %s"):format(self, inside) end
    out(("---@overload fun(%s)%s"):format(inside, what))
  end
end

--- A function by that name: more is {results, skip = parameters left out,
--- self = the type of what stands before a colon, quiet = without the text}.
function calls.fun(entry, name, out, more)
  if not more.quiet then calls.comment(entry.doc or "", out) end
  local list, options = calls.parameters(entry, more.skip or 0)
  local names = {}
  local results = generics(list, more.results, more.self, out)
  for k, p in ipairs(list) do
    out(("---@param %s%s %s"):format(p.name, p.optional and "?" or "", p.type))
    names[k] = p.name
  end
  if options then
    local mark = needs_one(entry.signature) and "" or "?"
    out(("---@param options%s %s"):format(mark, options))
    names[#names + 1] = "options"
  end
  for _, result in ipairs(results) do out("---@return " .. result) end
  if entry.alone then
    out(("---@overload fun(self: %s): %s"):format(more.self, entry.alone))
  end
  if options then overloads(list, options, results, more.self, out) end
  out(("function %s(%s) end\n"):format(name, table.concat(names, ", ")))
end

--- The class of the table of names that an entry takes, where it takes one.
function calls.options(entry, out, skip)
  if select(2, calls.parameters(entry, skip or 0)) then
    types.options(entry, out, skip or 0)
    out ""
  end
end

return calls
