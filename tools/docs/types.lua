-- Types for the Lua language server: of fields, of results and of tables of
-- options.

local TENSOR = "lunette.Tensor"

local types = {}

function types.class_name(entry)
  return "lunette." .. entry.name:gsub(":", ".")
end

-- Names of classes in a docstring's type, as Module and Tensor, in full.
local function in_full(found, text)
  return (text:gsub("%f[%w_.\"]%u[%w_]*", function(name)
    local entry = found.class_of[name]
    return entry and types.class_name(entry)
  end))
end

--- Docstrings name classes by their last part: found.class_of gets them.
function types.index(found)
  found.class_of = {}
  for _, entry in ipairs(found.entries) do
    local name = entry.name:match "[^.:]+$"
    local known = found.class_of[name]
    if entry.kind == "class" and (not known or entry.name:find "^nn%.") then
      found.class_of[name] = entry
    end
  end
end

function types.of_field(found, field) return in_full(found, field.kind) end

-- What a function of this module gives that does not say so.
local tensors_from = {"functions", "linalg", "fft", "nn%.functional",
                      "nn%.initialisers", "data%.transforms"}
for name in ("losses penalties augment latent labels noise semi_supervised " ..
             "veegan conditioning matching packing selection"):gmatch "%S+" do
  tensors_from[#tensors_from + 1] = "gan%." .. name
end

local function gives_tensor(entry)
  if entry.kind == "op" or entry.native or entry.name:find ":forward$" then
    return true
  end
  for _, part in ipairs(tensors_from) do
    if (entry.file or ""):find("^lunette%." .. part .. "%f[%A]") then
      return true
    end
  end
end

--- What an entry gives when it is called: a list, empty for nothing.
function types.results(found, entry)
  local results = {}
  for k, result in ipairs(entry.results or {}) do
    results[k] = in_full(found, result)
  end
  if results[1] == "nil" then return {} end
  if #results > 0 then return results end
  return {gives_tensor(entry) and TENSOR or "any"}
end

-- Each of the types once.
local function union(text)
  local parts, seen = {}, {}
  for part in text:gmatch "[^|]+" do
    if not seen[part] then parts[#parts + 1] = part end
    seen[part] = true
  end
  return table.concat(parts, "|")
end

--- The type of a parameter: by its kind, or, where nothing reads it, as what
--- goes through a layer.
function types.of_parameter(entry, p)
  if p.name == "x" and (p.kind or "") == "" then return TENSOR end
  if p.reader then return union(p.reader.type) end
  return entry.name:find ":forward$" and TENSOR or "any"
end

-- ---- options ----

-- The text of the docstring's line for each name:
--   names, names  text
--                 and more of it
local function lines_of(doc)
  local texts, names = {}, {}
  for line in doc:gmatch "[^\n]+" do
    local head, text = line:match "^  (%l[%l%d_, ]-)  +(%S.*)$"
    head = head or line:match "^  (%l[%l%d_, ]+)$"
    if head then
      names = {}
      for name in head:gmatch "[^, ]+" do names[#names + 1] = name end
    else
      text = line:match "^    +(.*)$"
      if not text then names = {} end
    end
    for _, name in ipairs(names) do
      texts[name] = (texts[name] and texts[name] .. " " or "") .. (text or "")
    end
  end
  return texts
end

local function field_line(entry, p, optional, texts)
  local text = texts[p.name] or ""
  if p.default then
    text = ("default %s%s%s"):format(p.default, text ~= "" and ": " or "", text)
  end
  return (("---@field %s%s %s %s"):format(p.name, optional and "?" or "",
          types.of_parameter(entry, p), text):gsub("%s+$", ""))
end

--- Can the entry be called with a table of names? All that can be left out can
--- be given so.
function types.takes_names(s)
  if s.options then return true end
  for _, p in ipairs(s.params) do
    if p.optional and p.name ~= "..." then return true end
  end
  return false
end

function types.options_name(entry)
  return types.class_name(entry) .. ".options"
end

--- The class of the table of names that an entry takes, as lines; its places,
--- but for the first `skip`, may be in it too.
function types.options(entry, out, skip)
  local s, texts = entry.signature, lines_of(entry.doc or "")
  out("---@class " .. types.options_name(entry))
  for k = 1 + skip, #s.params do
    local p = s.params[k]
    if p.name ~= "..." then out(field_line(entry, p, true, texts)) end
  end
  for _, p in ipairs(s.options or {}) do
    out(field_line(entry, p, p.optional, texts))
  end
end

return types
