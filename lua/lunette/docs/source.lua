--- The docstrings of the library's own files: `---` lines and what they stand
--- above. Files are found as require finds them, so an installed rock has them.

local source = {}

local function read(path)
  local file = io.open(path)
  if not file then return nil end
  local lines = {}
  for line in file:lines() do lines[#lines + 1] = line end
  file:close()
  return lines
end

-- The name of what is defined in line k, or in the one after it.
local function defined(lines, k)
  local text = (lines[k] or "") .. " " .. (lines[k + 1] or "")
  text = text:match "^%s*(.*)$"
  return text:match "^l?o?c?a?l?%s*function ([%w_.:]+)%("
      or text:match '^local [%w_]+ = [%w_.:]*extend%s*%(?%s*"([%w_]+)"'
      or text:match "^local ([%w_]+) ="
      or text:match '^[%w_]+%s*%(?%s*"([%w_]+)"'
      or text:match "^([%w_.]+) ="
end

-- ---- docstrings ----

-- Takes the tags out of the lines of a docstring.
local function split_tags(block)
  local text, doc, field = {}, {fields = {}, results = {}}, nil
  for _, line in ipairs(block) do
    local class, base = line:match "^@class ([%w_]+):?%s*([%w_]*)"
    local name, kind, rest = line:match "^@field (%[?[%w_]+%]?) (%S+)%s*(.*)$"
    local result = line:match "^@return (.*)$"
    if class then
      doc.class, doc.base = class, base ~= "" and base or nil
    elseif name then
      field = {name = name, kind = kind, doc = rest}
      table.insert(doc.fields, field)
    elseif result then
      table.insert(doc.results, result)
    elseif field then
      field.doc = field.doc .. " " .. line
    elseif #doc.results > 0 then
      local n = #doc.results
      doc.results[n] = doc.results[n] .. " " .. line:match "^%s*(.*)$"
    else
      text[#text + 1] = line
    end
  end
  doc.text = table.concat(text, "\n"):gsub("%s+$", "")
  return doc
end

local function finish(file, lines, block, first, below)
  local doc = split_tags(block)
  doc.file, doc.line, doc.below = file, first, below
  doc.name = doc.class or defined(lines, below)
  doc.heading = first == 1
  return doc
end

local function docstrings(file, lines)
  local docs, block, first = {}, nil, nil
  for k = 1, #lines + 1 do
    local text = (lines[k] or ""):match "^%s*%-%-%-%f[^-]%s?(.*)$"
    if text then
      if not block then block, first = {}, k end
      block[#block + 1] = text
    elseif block then
      docs[#docs + 1] = finish(file, lines, block, first, k)
      block = nil
    end
  end
  return docs
end

--- The docstrings of these modules' files: a list of
---   {text, module, file, line, below = the line under it, name = what stands
---    there, class, base, fields, results = the types after @return, of a class
---    those of its forward, heading = at the top}.
function source.read(modules)
  local docs = {}
  for _, module in ipairs(modules) do
    local path = package.searchpath(module, package.path)
    local lines = path and read(path)
    for _, doc in ipairs(lines and docstrings(path, lines) or {}) do
      doc.module = module
      docs[#docs + 1] = doc
    end
  end
  return docs
end

return source
