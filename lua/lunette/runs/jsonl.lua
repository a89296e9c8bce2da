--- What a run's folder has in JSON: run.json, and files of a record a line.

local engine = require "lunette.engine"
local errors = require "lunette.errors"
local file = require "lunette.file"
local json = require "lunette.json"
local raise = errors.raise

local jsonl = {}

local function text_of(path)
  return errors.check(engine.io.read_file(path, nil, true))
end

--- The object in the file, or nil where there is no file. Raises "path: ...".
function jsonl.object(path)
  if not engine.io.exists(path) then return nil end
  local record, why = json.decode(text_of(path))
  if not json.is_object(record) then
    raise("%s: %s", path, why or "it is no object")
  end
  return record
end

--- The objects of the lines, in order; none where there is no file. Lines that
--- are none, as one that was cut, are passed over, and their number is the
--- second result.
function jsonl.lines(path)
  local list, others = {}, 0
  if not engine.io.exists(path) then return list, 0 end
  for line in text_of(path):gmatch "[^\n]+" do
    local record = json.decode(line)
    if json.is_object(record) then
      list[#list + 1] = record
    else
      others = others + 1
    end
  end
  return list, others
end

--- The last of these objects, or nil.
function jsonl.last(path)
  local list = jsonl.lines(path)
  return list[#list]
end

--- Adds a line with the object; after a line that was cut, one of its own.
function jsonl.append(path, record)
  local is_cut = engine.io.exists(path) and text_of(path):find "[^\n]$"
  file.append(path, (is_cut and "\n" or "") .. json.encode(record) .. "\n")
end

return jsonl
