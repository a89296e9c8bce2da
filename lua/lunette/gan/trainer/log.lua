--- The log of a run: log.jsonl, an object a line, and the same as log.csv.

local json = require "lunette.json"
local describe = require "lunette.gan.trainer.config".describe
local raise = require "lunette.raise"

local log = {}
log.__index = log

local function write_lines(path, mode, lines)
  local file = raise.check(io.open(path, mode))
  for _, line in ipairs(lines) do raise.check(file:write(line, "\n")) end
  raise.check(file:close())
end

-- The records of log.jsonl up to a step; a last line that a crash cut short is
-- left out.
local function records(path, last)
  local list, file = {}, io.open(path)
  if not file then return list end
  for line in file:lines() do
    local record = json.decode(line)
    if record and record.step <= last then list[#list + 1] = record end
  end
  file:close()
  return list
end

local first = {step = 1, seconds = 2}

local function before(a, b)
  local x, y = first[a] or 3, first[b] or 3
  if x ~= y then return x < y end
  return a < b
end

-- Adds the names that are new; are there any?
local function add_columns(self, record)
  local grown = false
  for name in pairs(record) do
    if not self.columns[name] then
      self.columns[name], grown = true, true
      table.insert(self.columns, name)
    end
  end
  table.sort(self.columns, before)
  return grown
end

local function cell(value)
  if value == nil then return "" end
  if type(value) == "number" then
    return math.type(value) == "integer" and ("%d"):format(value)
           or ("%.9g"):format(value)
  end
  local text = tostring(value)
  return text:find '[,"\n]' and '"' .. text:gsub('"', '""') .. '"' or text
end

local function row(self, record)
  local cells = {}
  for k, name in ipairs(self.columns) do cells[k] = cell(record[name]) end
  return table.concat(cells, ",")
end

-- log.csv again, when it has a column that it had not.
local function rewrite(self)
  local lines = {table.concat(self.columns, ",")}
  for _, record in ipairs(records(self.lines, math.huge)) do
    lines[#lines + 1] = row(self, record)
  end
  write_lines(self.table, "w", lines)
end

--- The log in a folder, without what stands there after step `last`.
function log.open(folder, last)
  local self = setmetatable({lines = folder .. "/log.jsonl",
                             table = folder .. "/log.csv", columns = {}}, log)
  local kept, lines = records(self.lines, last), {}
  for k, record in ipairs(kept) do
    add_columns(self, record)
    lines[k] = json.encode(record)
  end
  write_lines(self.lines, "w", lines)
  rewrite(self)
  return self
end

--- Appends a record: numbers and words by name, `step` among them.
function log:write(record)
  record = describe(record)
  write_lines(self.lines, "a", {json.encode(record)})
  if add_columns(self, record) then return rewrite(self) end
  write_lines(self.table, "a", {row(self, record)})
end

return log
