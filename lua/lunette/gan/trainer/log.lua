--- The log of a run: log.jsonl, an object a line, and the same as log.csv (RFC
--- 4180): a column for each name that a line has, in the order in which they
--- first came up, and an empty field where a line has none of it.
-- log.jsonl only grows, but for the lines of steps that a run does again;
-- log.csv is made of it.

local engine = require "lunette.engine"
local errors = require "lunette.errors"
local file = require "lunette.file"
local json = require "lunette.json"
local describe = require "lunette.gan.trainer.config".describe

local log = {}
log.__index = log

--- The columns that are neither metrics nor losses, and which of a line's stand
--- first: those of a lower number, then in order of the alphabet.
log.own = {step = 1, seconds = 2, crowding = 3, dead_kernels = 3, hash = 3,
           rollback = 3, stopped = 3, message = 3}

local function record_of(line)
  local ok, record = pcall(json.decode, line)
  if ok and type(record) == "table" and json.integer(record.step) then
    return record
  end
end

-- A loop over the lines of log.jsonl that are not empty, one at a time: text,
-- and the record, or false.
local function each(path)
  if not engine.io.exists(path) then return function() end end
  local next_line, _, _, handle = file.lines(path)
  return function()
    local line
    repeat line = next_line() until line ~= ""
    if line then return line, record_of(line) or false end
  end, nil, nil, handle
end

local function before(a, b)
  local x, y = log.own[a] or 3, log.own[b] or 3
  if x ~= y then return x < y end
  return a < b
end

-- Adds the names that are new to the columns, a list of names that is a set of
-- them too; are there any?
local function add_columns(self, record)
  local new = {}
  for name in pairs(record) do
    if not self.columns[name] then new[#new + 1] = name end
  end
  table.sort(new, before)
  for _, name in ipairs(new) do
    self.columns[name] = true
    table.insert(self.columns, name)
  end
  return #new > 0
end

-- Digits that give the same number again: 17 always do.
local function number_text(v)
  if math.type(v) == "integer" then return ("%d"):format(v) end
  local short = ("%.15g"):format(v)
  local text = tonumber(short) == v and short or ("%.17g"):format(v)
  return (text:gsub(",", ".")) -- some languages' point
end

local function cell(value)
  if value == nil then return "" end
  if type(value) == "number" then return number_text(value) end
  local text = type(value) == "table" and json.encode(value) or tostring(value)
  return text:find '[,"\r\n]' and '"' .. text:gsub('"', '""') .. '"' or text
end

local function line_of(cells) return table.concat(cells, ",") .. "\n" end

local function row(self, record)
  local cells = {}
  for k, name in ipairs(self.columns) do cells[k] = cell(record[name]) end
  return line_of(cells)
end

-- log.csv again, when it has a column that it had not.
local function rewrite(self)
  local head = {}
  local draft <close> = file.draft(self.csv)
  for k, name in ipairs(self.columns) do head[k] = cell(name) end
  draft:add(line_of(head))
  for _, record in each(self.jsonl) do
    if record then draft:add(row(self, record)) end
  end
  draft:publish()
end

-- Does the line stay in the log of a run that goes on from step `last`? One of
-- a rollback does, and what is no record.
local function is_kept(record, last)
  return not record or record.step <= last or record.rollback and last >= 0
end

-- Takes the columns of what stays after step `last`; is there anything else?
local function look(self, last)
  local n, others, first, all = 0, 0, nil, true
  for _, record in each(self.jsonl) do
    n = n + 1
    if not record then
      others, first = others + 1, first or n
    elseif is_kept(record, last) then
      add_columns(self, record)
    end
    all = all and is_kept(record, last)
  end
  if others > 0 then
    local text = ("%s: passed over, for they are no records of a run: %d of " ..
                  "%d lines, the first is line %d\n"):format(
      self.jsonl, others, n, first)
    io.stderr:write(errors.printable(text))
  end
  return not all
end

-- Without the lines of steps after `last`.
local function cut(self, last)
  local draft <close> = file.draft(self.jsonl)
  for line, record in each(self.jsonl) do
    if is_kept(record, last) then draft:add(line .. "\n") end
  end
  draft:publish()
end

--- The log in a folder, without what stands there after step `last`; -1: of a
--- run that begins.
function log.open(folder, last)
  local self = setmetatable({jsonl = folder .. "/log.jsonl",
                             csv = folder .. "/log.csv", columns = {}}, log)
  if look(self, last) then
    cut(self, last)
  else -- which makes it, if need be
    file.append(self.jsonl, file.has_open_line(self.jsonl) and "\n" or "")
  end
  rewrite(self)
  return self
end

--- Appends a record: numbers and words by name, `step` among them.
function log:write(record)
  record = describe(record)
  file.append(self.jsonl, json.encode(record) .. "\n")
  if add_columns(self, record) then return rewrite(self) end
  file.append(self.csv, row(self, record))
end

--- Returns once what was written is on the disk.
function log:settle() errors.check(engine.io.sync_file(self.jsonl)) end

return log
