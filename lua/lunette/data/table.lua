--- Tables of numbers and categories: from CSV files, or drawn.

local engine = require "lunette.engine"
local options = require "lunette.options"
local raise = require "lunette.raise"

--- Columns of one length.
--- @class Table
--- @field columns table[] each with a name, a kind ("number" or "category"),
--- values, a tensor of n, and for codes categories, what code k means
local Table = {__name = "Table"}
Table.__index = Table

local tables = {}

--- A table of these columns.
function tables.of(columns)
  return setmetatable({columns = columns}, Table)
end

--- The number of rows, as #table.
function Table:size() return self.columns[1].values:size(1) end
Table.__len = Table.size

--- The column of that name.
function Table:column(name)
  local names = {}
  for k, column in ipairs(self.columns) do
    if column.name == name then return column end
    names[k] = column.name
  end
  raise.raise("column: no column %s; there are %s", tostring(name),
              table.concat(names, ", "))
end

--- Row i as Lua values by the names of columns: numbers, or names of categories.
function Table:row(i)
  i = options.check("row", "i", i, "int")
  if i < 1 or i > #self then
    raise.raise("row: index %d; the table has %d rows", i, #self)
  end
  local row = {}
  for _, column in ipairs(self.columns) do
    local v = column.values[i]:item()
    row[column.name] = column.categories and
                       column.categories[math.tointeger(v)] or v
  end
  return row
end

-- ---- CSV ----

-- The field that begins at `at`; where what follows it begins; and what ends
-- it: ",", "\n", or "" at the end of the file. Or nil and why not.
local function next_field(text, at)
  local field, stop
  if text:sub(at, at) == '"' then
    local from = at + 1
    repeat
      stop = text:find('"', from, true)
      if not stop then return nil, "a quote is not closed" end
      from = stop + 2
    until text:sub(stop + 1, stop + 1) ~= '"'
    field = text:sub(at + 1, stop - 1):gsub('""', '"')
    stop = stop + 1
    if not text:find("^[,\r\n]", stop) and stop <= #text then
      return nil, "a quote is closed within a field"
    end
  else
    stop = text:find("[,\r\n]", at) or #text + 1
    field = text:sub(at, stop - 1)
  end
  local ending = text:match("^\r?\n", stop) or text:match("^[,\r]", stop) or ""
  return field, stop + #ending, ending == "," and "," or
         ending == "" and "" or "\n"
end

-- The records of a file, lists of texts. A line without anything is none.
local function records_of(text, path)
  local records, record, at = {}, {}, 1
  if text:sub(1, 3) == "\xEF\xBB\xBF" then at = 4 end -- a byte order mark
  while at <= #text or #record > 0 do
    local field, after, ending = next_field(text, at)
    if not field then
      raise.raise("%s: CSV: record %d: %s", path, #records + 1, after)
    end
    record[#record + 1], at = field, after
    if ending ~= "," then
      if #record > 1 or field ~= "" then records[#records + 1] = record end
      record = {}
    end
  end
  return records
end

local function check_widths(records, path)
  for k, record in ipairs(records) do
    if #record ~= #records[1] then
      raise.raise("%s: CSV: record %d has %d fields, the first has %d", path, k,
                  #record, #records[1])
    end
  end
end

local NOT_A_NUMBER = 0 / 0

-- The fields as numbers, an empty one as nan; or nil when one is no number, or
-- all are empty.
local function numbers_of(fields)
  local numbers, some = {}, false
  for k, field in ipairs(fields) do
    local v = tonumber(field)
    if v then some = true elseif field ~= "" then return nil end
    numbers[k] = v or NOT_A_NUMBER
  end
  return some and numbers or nil
end

--- The column of a list of texts, categories in the order of the alphabet.
local function category_column(name, fields)
  local categories, code, codes = {}, {}, {}
  for _, field in ipairs(fields) do
    if not code[field] then
      code[field], categories[#categories + 1] = true, field
    end
  end
  table.sort(categories)
  for k, category in ipairs(categories) do code[category] = k end
  for k, field in ipairs(fields) do codes[k] = code[field] end
  return {name = name, kind = "category", categories = categories,
          values = engine.create.tensor(codes)}
end

local function column_of(name, fields, as_category)
  local numbers = not as_category and numbers_of(fields)
  if not numbers then return category_column(name, fields) end
  return {name = name, kind = "number", values = engine.create.tensor(numbers)}
end

-- The names of the columns that are to be categories, as a set.
local function set_of(names, header)
  local known, set = {}, {}
  for _, name in ipairs(header) do known[name] = true end
  for _, name in ipairs(names or {}) do
    if not known[name] then
      raise.raise("read_csv: categories: no column %s; there are %s",
                  tostring(name), table.concat(header, ", "))
    end
    set[name] = true
  end
  return set
end

local read_options = options.reader("read_csv", "header: bool = true, " ..
                                    "categories: table?")

--- ln.data.read_csv(path, {header = true, categories = {"name", ...}})
---
--- A CSV file (RFC 4180; plain or gzip) as a table, whose columns have a name, a
--- kind, and values, a tensor with one element a row. A column is of numbers
--- when all its fields are, empty ones apart, which become nan; else, or when
--- named in `categories`, it holds codes from 1: column.categories[code] is the
--- text. Without a header columns are called "1", "2", ... Raises "path: CSV:
--- ..." on what is no such file.
function tables.read_csv(path, given)
  options.check("read_csv", "path", path, "string")
  local o = read_options(given)
  local records = records_of(raise.check(engine.io.read_file(path)), path)
  check_widths(records, path)
  local header = {}
  if o.header and records[1] then
    header = table.remove(records, 1)
  else
    for k = 1, #(records[1] or {}) do header[k] = tostring(k) end
  end
  if #records == 0 then raise.raise("%s: CSV: there are no rows", path) end
  local chosen, columns = set_of(o.categories, header), {}
  for k, name in ipairs(header) do
    local fields = {}
    for i, record in ipairs(records) do fields[i] = record[k] end
    columns[k] = column_of(name, fields, chosen[name])
  end
  return tables.of(columns)
end

-- ---- drawn tables ----

--- A source of tables with modes and categories.
--- @class MixedTable
--- @field modes integer how many kinds of rows there are
local MixedTable = {__name = "MixedTable"}
MixedTable.__index = MixedTable

local read_mixed = options.reader("mixed_table", "modes: count = 3, " ..
                                  "std: real = 0.1, purity: share = 0.9")

--- ln.data.mixed_table {modes = 3, std = 0.1, purity = 0.9}
---
--- A source of tables whose rows are of `modes` kinds, alike in number; of kind
--- k are
---   position  N(k, std^2): one mode for each kind
---   parity    N(k mod 2, std^2): two modes
---   noise     N(0, 1), the same for all
---   label     the category "k" with probability purity, else any of them
--- source:sample(n) is a Table of n rows.
local function mixed_table(given)
  return setmetatable(read_mixed(given), MixedTable)
end

local read_sample = options.reader("sample", "generator: any?")

--- A table of n rows.
function MixedTable:sample(n, given)
  n = options.check("sample", "n", n, "count")
  local from, create = read_sample(given), engine.create
  local kind = create.randint(1, self.modes, {n}, from)
  local function around(centre)
    return centre + create.randn(n, from) * self.std
  end
  local categories = {}
  for k = 1, self.modes do categories[k] = tostring(k) end
  local pure = create.rand(n, from):lt(self.purity)
  local other = create.randint(1, self.modes, {n}, from)
  local function number(name, values)
    return {name = name, kind = "number", values = values}
  end
  return tables.of {
    number("position", around(kind)), number("parity", around(kind:remainder(2))),
    number("noise", create.randn(n, from)),
    {name = "label", kind = "category", categories = categories,
     values = engine.functions.where(pure, kind, other)},
  }
end

tables.mixed_table = mixed_table

return tables
