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

-- The statement that begins at line k, up to its closing parenthesis.
local function statement_at(lines, k)
  local text = (lines[k] or ""):match "^%s*(.*)$"
  local opens = text:find("%(")
  while opens and not text:find("^%b()", opens) and k - #lines < 0 do
    k = k + 1
    text = text .. " " .. lines[k]:match "^%s*(.*)$"
    if #text > 2000 then break end
  end
  return text
end

-- What a statement defines: its name, and its arguments as text.
local function defined(statement)
  local name, arguments =
    statement:match "^l?o?c?a?l?%s*function ([%w_.:]+)(%b())"
  if name then return name, arguments:sub(2, -2) end
  name = statement:match '^local [%w_]+ = [%w_.:]*extend%s*%(?%s*"([%w_]+)"' or
         statement:match '^local ([%w_]+) =' or
         statement:match '^[%w_]+%s*%(?%s*"([%w_]+)"' or
         statement:match '^([%w_.]+) ='
  return name
end

-- ---- docstrings ----

-- Takes the tags out of the lines of a docstring.
local function split_tags(block)
  local text, doc, field = {}, {fields = {}}, nil
  for _, line in ipairs(block) do
    local class, base = line:match "^@class ([%w_]+):?%s*([%w_]*)"
    local name, kind, rest = line:match "^@field ([%w_]+) (%S+)%s*(.*)$"
    if class then
      doc.class, doc.base = class, base ~= "" and base or nil
    elseif name then
      field = {name = name, kind = kind, doc = rest}
      table.insert(doc.fields, field)
    elseif field then
      field.doc = field.doc .. " " .. line
    else
      text[#text + 1] = line
    end
  end
  doc.text = table.concat(text, "\n"):gsub("%s+$", "")
  return doc
end

local function finish(file, lines, block, first, below)
  local doc = split_tags(block)
  local statement = statement_at(lines, below)
  doc.file, doc.line, doc.below = file, first, below
  doc.name, doc.arguments = defined(statement)
  if doc.class then doc.name = doc.class end
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

-- ---- what else is read from a file ----

-- "a" .. "b" from a place on, as ab; names of constants are put in.
local function chain(text, at, constants)
  local parts = {}
  repeat
    local part, after = text:match('^%s*"([^"\n]*)"()', at)
    if not part then
      local name
      name, after = text:match("^%s*([%a_][%w_]*)()", at)
      part = constants[name]
    end
    if not part then break end
    parts[#parts + 1] = part
    at = text:match("^%s*%.%.()", after)
  until not at
  return parts[1] and table.concat(parts)
end

local function add_options(found, module, text)
  local options, constants = {}, {}
  for name, at in text:gmatch "\nlocal ([%w_]+) = ()" do
    constants[name] = chain(text, at, constants)
  end
  for owner, at in text:gmatch 'reader%(%s*"([%w_.]+)",()' do
    options[owner:match "[^.]+$"] = chain(text, at, constants)
  end
  found.options[module] = options
  local call = 'check%(%s*"([%w_.]+)",%s*"([%w_]+)",[^,]*,%s*"([%w_|]+)"%)'
  for owner, name, kind in text:gmatch(call) do
    found.kinds[owner] = found.kinds[owner] or {}
    found.kinds[owner][name] = kind
  end
end

-- Calls at the left margin with two names: define("ReLU", "relu", ...).
local function add_links(found, text)
  for name, other in text:gmatch '\n[%w_]+%("([%w_]+)", "([%w_]+)"' do
    found.links[name] = other
  end
end

--- What the files of these modules say: docs, a list of
---   {text, file, line, below = the line under it, name = what stands there,
---    arguments = of a function, class, base, fields, heading = at the top};
--- options: signatures of trailing tables, by module and owner; kinds: of
--- arguments, by owner and name; links: layers that are a function of another
--- name.
function source.read(modules)
  local found = {docs = {}, options = {}, kinds = {}, links = {}}
  for _, module in ipairs(modules) do
    local path = package.searchpath(module, package.path)
    local lines = path and read(path)
    if lines then
      for _, doc in ipairs(docstrings(path, lines)) do
        doc.module = module
        table.insert(found.docs, doc)
      end
      local text = "\n" .. table.concat(lines, "\n")
      add_options(found, module, text)
      add_links(found, text)
    end
  end
  return found
end

return source
