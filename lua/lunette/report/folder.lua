--- What the files of a run's folder have for its report; each line of them is
--- read once.

local escape = require "lunette.report.escape"
local json = require "lunette.json"
local lines = require "lunette.report.lines"
local pictures = require "lunette.report.pictures"
local playground = require "lunette.report.playground"
local series = require "lunette.report.series"
local warnings = require "lunette.report.warnings"

local folder = {}
folder.__index = folder

-- Records of the log, looks at layers and evaluations that a page has at most.
local RECORDS, LOOKS, EVALUATIONS = 20000, 1000, 20

-- What of a record may not be thinned out: words, and what the first has not.
local function is_rare(self, record)
  if record.message then return true end
  for name in pairs(record) do
    if name ~= "hash" and not self.usual[name] then return true end
  end
  return false
end

local function forget_records(self)
  self.records = series.new(RECORDS // self.share)
  self.watch = warnings.new()
  self.usual, self.last, self.seconds = nil, nil, 0
end

local function forget_notes(self)
  self.looks, self.notes = series.new(LOOKS), {starts = json.array {}}
end

--- The files of a folder, of which nothing is read yet. share: how many folders
--- share the page, 1 unless given.
function folder.new(path, share)
  local self = setmetatable({path = path, share = share or 1,
                             pictures = pictures.new(path, share),
                             playground = playground.new(path),
                             log = lines.new(path .. "/log.jsonl"),
                             own = lines.new(path .. "/report.jsonl")}, folder)
  forget_records(self)
  forget_notes(self)
  return self
end

local function read_records(self)
  local anew, new = self.log:read()
  if anew then forget_records(self) end
  for text, record in new do
    local step = json.integer(record.step)
    if step then
      self.usual = self.usual or record
      self.records:add(escape.script(text), step, is_rare(self, record))
      self.watch:see(record)
      self.last, self.seconds = step, tonumber(record.seconds) or self.seconds
    end
  end
  return anew
end

-- What the report says itself, by what it has: start, networks, network (a look
-- at its layers), profile, real.
local function read_note(self, note, text)
  local notes, step = self.notes, json.integer(note.step)
  if step and note.start then
    self.looks:cut(step)
    table.insert(notes.starts, note)
  elseif step and note.network then
    self.looks:add(escape.script(text), step)
  end
  for _, name in ipairs {"networks", "profile", "real"} do
    notes[name] = note[name] or notes[name]
  end
  self.watch:note(note)
end

local function read_notes(self, anew)
  if anew then
    self.own = lines.new(self.path .. "/report.jsonl")
    forget_notes(self)
  end
  local other, new = self.own:read()
  if other then forget_notes(self) end
  for text, note in new do read_note(self, note, text) end
end

-- A file's text and value, where it is JSON.
local function json_of(path)
  local handle <close> = io.open(path, "rb")
  local text = handle and handle:read "a"
  local value = text and json.decode(text)
  if value ~= nil then return escape.script(text), value end
  return "null", {}
end

-- What evaluations of the run have given, the last ones.
local function evaluations(self)
  local _, all = lines.new(self.path .. "/eval.jsonl"):read()
  local texts = {}
  for text in all do
    if #texts == EVALUATIONS then table.remove(texts, 1) end
    texts[#texts + 1] = escape.script(text)
  end
  return texts
end

-- Of pictures, in pieces.
local function pictures_text(list, add)
  add "["
  for k, picture in ipairs(list) do
    add(('%s{"step":%d,"when":"%s","png":"'):format(k > 1 and "," or "",
        picture.step, picture.when or ""))
    add(picture.text)
    add '"}'
  end
  add "]"
end

local function list_text(texts, add)
  add "["
  add(table.concat(texts, ",\n"))
  add "]"
end

-- Adds an object of JSON, which is still open.
local function open_object(fields, add)
  add(escape.script(json.encode(escape.plain(fields))):sub(1, -2))
end

-- Adds all that is known as an object of JSON, in pieces.
local function data_text(self, about, last, add)
  local config_text, config = json_of(self.path .. "/config.json")
  if not json.is_object(config) then config = {} end
  about.warnings = json.array(self.watch:list(config))
  about.records_every, about.looks_every = self.records.every, self.looks.every
  about.notes = self.notes
  open_object(about, add)
  add(',"config":' .. config_text)
  add(',"run":' .. json_of(self.path .. "/run.json"))
  add ',"evaluations":'
  list_text(evaluations(self), add)
  add ',"records":'
  list_text(self.records.texts, add)
  add ',"looks":'
  list_text(self.looks.texts, add)
  local real = self.pictures:real()
  add(',"real":' .. (real and '"' .. real .. '"' or "null") .. ',"samples":')
  pictures_text(self.pictures:samples(last), add)
  add ',"collapses":'
  pictures_text(self.pictures:collapses(last), add)
  add(',"playground":' .. self.playground:text(last))
  add "}\n"
end

--- Adds what a page of several runs has of the folder, as an object of JSON in
--- pieces: options, records and grids of samples, and what `about` says.
function folder:add_curves(about, add)
  read_notes(self, read_records(self))
  about.records_every = self.records.every
  open_object(about, add)
  add(',"config":' .. json_of(self.path .. "/config.json"))
  add ',"records":'
  list_text(self.records.texts, add)
  add ',"samples":'
  pictures_text(self.pictures:samples(self.last or math.maxinteger), add)
  add "}"
end

--- All that the folder has, read as far as it was not before: JSON in pieces, a
--- list of texts. about: what is to stand there besides; last: the step that
--- the run is at, where that is known. Pictures of later ones are another's.
function folder:data(about, last)
  read_notes(self, read_records(self))
  local pieces = {}
  data_text(self, about, last or self.last or math.maxinteger, function(text)
    pieces[#pieces + 1] = text
  end)
  return pieces
end

return folder
