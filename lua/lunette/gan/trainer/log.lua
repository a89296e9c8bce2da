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

-- The lines of log.jsonl, {text, record?}, and whether the last one is cut.
local function read(path)
  if not engine.io.exists(path) then return {}, false end
  local text, lines = errors.check(engine.io.read_file(path, nil, true)), {}
  for line in text:gmatch "[^\n]+" do
    lines[#lines + 1] = {text = line, record = record_of(line)}
  end
  return lines, #text > 0 and text:sub(-1) ~= "\n"
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
  for k, name in ipairs(self.columns) do head[k] = cell(name) end
  local lines = {line_of(head)}
  for _, line in ipairs((read(self.jsonl))) do
    if line.record then lines[#lines + 1] = row(self, line.record) end
  end
  file.write(self.csv, lines)
end

-- Does the line stay in the log of a run that goes on from step `last`? One of
-- a rollback does.
local function is_kept(record, last)
  return record.step <= last or record.rollback and last >= 0
end

-- Lines without those of steps after `last`; what is no record stays, and is
-- told.
local function sift(path, lines, last)
  local kept, foreign = {}, {}
  for k, line in ipairs(lines) do
    if not line.record then foreign[#foreign + 1] = k end
    if not line.record or is_kept(line.record, last) then
      kept[#kept + 1] = line.text .. "\n"
    end
  end
  if #foreign > 0 then
    local text = ("%s: passed over, for they are no records of a run: %d of " ..
                  "%d lines, the first is line %d\n"):format(
      path, #foreign, #lines, foreign[1])
    io.stderr:write(errors.printable(text))
  end
  return kept
end

--- The log in a folder, without what stands there after step `last`; -1: of a
--- run that begins.
function log.open(folder, last)
  local self = setmetatable({jsonl = folder .. "/log.jsonl",
                             csv = folder .. "/log.csv", columns = {}}, log)
  local lines, cut = read(self.jsonl)
  local kept = sift(self.jsonl, lines, last)
  if #kept < #lines then
    file.write(self.jsonl, kept)
  else
    file.append(self.jsonl, cut and "\n" or "") -- which makes it, if need be
  end
  for _, line in ipairs(lines) do
    if line.record and is_kept(line.record, last) then
      add_columns(self, line.record)
    end
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
