--- The records of CSV text (RFC 4180), with any character between the fields.

local raise = require "lunette.errors".raise

local csv = {}

local QUOTE, RETURN, LINE = ('"\r\n'):byte(1, 3)

-- A table and a tensor for each column: a file can ask for many.
local MOST_COLUMNS = 1 << 17

-- The text in the quotes that begin at `at`, and where it ends; or nil and why
-- not.
local function quoted_field(form, at)
  local text, stop = form.text, at - 1
  repeat
    stop = text:find('"', stop + 2, true)
    if not stop then return nil, "a quote is not closed" end
  until text:byte(stop + 1) ~= QUOTE
  local field = text:sub(at + 1, stop - 1):gsub('""', '"')
  if not text:find(form.after, stop + 1) and stop < #text then
    return nil, "a quote is closed within a field"
  end
  return field, stop + 1
end

-- The field that begins at `at`, where what follows it begins, and whether its
-- record goes on there; or nil and why not.
local function next_field(form, at)
  local text = form.text
  local field, stop
  if text:byte(at) == QUOTE then
    field, stop = quoted_field(form, at)
    if not field then return nil, stop end
  else
    field, stop = text:match(form.plain, at)
  end
  local ending = text:byte(stop)
  if ending == form.delimiter then return field, stop + 1, true end
  if ending == RETURN and text:byte(stop + 1) == LINE then stop = stop + 1 end
  return field, ending and stop + 1 or stop, false
end

-- The text, and the patterns for what a field is and what follows one.
local function form_of(text, delimiter)
  return {text = text, delimiter = delimiter:byte(),
          plain = ("^([^%%%s\r\n]*)()"):format(delimiter),
          after = ("^[%%%s\r\n]"):format(delimiter)}
end

--- Calls f(record, n, k) with the records of a file's text, lists of n texts,
--- which are used again. A line without anything is none; one of two quotes is
--- a record with an empty field. The delimiter is one character, which is no
--- letter or digit.
function csv.each_record(text, delimiter, path, f)
  local form = form_of(text, delimiter)
  local count, record, n, at, goes_on = 0, {}, 0, 1, false
  if text:sub(1, 3) == "\xEF\xBB\xBF" then at = 4 end -- a byte order mark
  while at <= #text or goes_on do
    local quoted = text:byte(at) == QUOTE
    local field, after, more = next_field(form, at)
    if not field then
      raise("%s: CSV: record %d: %s", path, count + 1, after)
    end
    n = n + 1
    if n > MOST_COLUMNS then
      raise("%s: CSV: record %d has more than %d fields", path, count + 1,
            MOST_COLUMNS)
    end
    record[n], at, goes_on = field, after, more
    if not goes_on then
      if n > 1 or field ~= "" or quoted then
        count = count + 1
        f(record, n, count)
      end
      n = 0
    end
  end
end

return csv
