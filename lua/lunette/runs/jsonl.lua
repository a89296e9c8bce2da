--- What a run's folder has in JSON: run.json, and files of a record a line.

local engine = require "lunette.engine"
local errors = require "lunette.errors"
local file = require "lunette.file"
local json = require "lunette.json"
local raise = errors.raise

local jsonl = {}

--- The object in the file, or nil where there is no file. Raises "path: ...".
function jsonl.object(path)
  if not engine.io.exists(path) then return nil end
  local record, why = json.decode(
    errors.check(engine.io.read_file(path, nil, true)))
  if not json.is_object(record) then
    raise("%s: %s", path, why or "it is no object")
  end
  return record
end

--- Calls f(record) with the object of each line, in order, holding one at a
--- time; never where there is no file. Passes over lines that are none, as one
--- that was cut, and returns how many they are.
function jsonl.each(path, f)
  local others = 0
  if not engine.io.exists(path) then return others end
  for line in file.lines(path) do
    local record = line ~= "" and json.decode(line)
    if json.is_object(record) then
      f(record)
    elseif line ~= "" then
      others = others + 1
    end
  end
  return others
end

--- All of them as a list, and how many lines are none.
function jsonl.lines(path)
  local list = {}
  local others = jsonl.each(path, function(record) list[#list + 1] = record end)
  return list, others
end

-- The last object of the lines of a text, whose first may be the end of one.
local function last_of(text)
  local found
  for line in text:gmatch "[^\n]+" do
    local record = json.decode(line)
    if json.is_object(record) then found = record end
  end
  return found
end

--- The last of these objects, or nil. Looks at the end of the file first.
function jsonl.last(path)
  if not engine.io.exists(path) then return nil end
  local handle, size = file.open(path)
  local _ <close> = handle
  local block, found = 1 << 12, nil
  while size > 0 and not found do
    handle:seek("set", math.max(size - block, 0))
    local text, why = handle:read "a"
    if not text then raise("%s: %s", path, why) end
    found = last_of(block < size and text:gsub("^[^\n]*", "") or text)
    if block >= size then break end
    block = block * 16
  end
  return found
end

--- Adds a line with the object; after a line that was cut, one of its own.
function jsonl.append(path, record)
  local start = file.has_open_line(path) and "\n" or ""
  file.append(path, start .. json.encode(record) .. "\n")
end

return jsonl
