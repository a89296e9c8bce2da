--- Tables of numbers and categories: from CSV files, or drawn.

local engine = require "lunette.engine"
local file = require "lunette.file"
local foreign = require "lunette.foreign"
local notice = require "lunette.notice"
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

-- Calls f(record, k) with the records of a file, lists of texts. A line without
-- anything is none; one of two quotes is a record with an empty field.
local function each_record(text, path, f)
  local count, record, at = 0, {}, 1
  if text:sub(1, 3) == "\xEF\xBB\xBF" then at = 4 end -- a byte order mark
  while at <= #text or #record > 0 do
    local quoted = text:sub(at, at) == '"'
    local field, after, ending = next_field(text, at)
    if not field then
      raise.raise("%s: CSV: record %d: %s", path, count + 1, after)
    end
    record[#record + 1], at = field, after
    if ending ~= "," then
      if #record > 1 or field ~= "" or quoted then
        count = count + 1
        f(record, count)
      end
      record = {}
    end
  end
end

-- The names of the columns, and by column the list of its fields.
local function read_fields(text, path, has_header)
  local names, columns, n = nil, {}, 0
  each_record(text, path, function(record, k)
    if not names then
      names = has_header and record or {}
      for c = 1, #record do
        columns[c], names[c] = {}, names[c] or tostring(c)
      end
      if has_header then return end
    end
    if #record ~= #names then
      raise.raise("%s: CSV: record %d has %d fields, the first has %d", path, k,
                  #record, #names)
    end
    n = n + 1
    for c, field in ipairs(record) do columns[c][n] = field end
  end)
  if n == 0 then raise.raise("%s: CSV: there are no rows", path) end
  return names, columns
end

-- What stands for a number that is not known, in small letters; and what for
-- the infinite ones. (As pandas.read_csv has it.)
local missing, infinite = {}, {}
for word in (" na n/a nan -nan +nan null none <na> #n/a #na"):gmatch "%S*" do
  missing[word] = 0 / 0
end
for sign, v in pairs {[""] = math.huge, ["+"] = math.huge, ["-"] = -math.huge} do
  infinite[sign .. "inf"], infinite[sign .. "infinity"] = v, v
end

local function word_of(field) return field:match("^%s*(.-)%s*$"):lower() end

-- The number that a field is, or nil; and whether it is one that is known.
local function number_of(field)
  local v = tonumber(field)
  if v and not field:find "[xX]" then return v, true end
  local word = word_of(field)
  if infinite[word] then return infinite[word], true end
  return missing[word], false
end

local double = engine.real == "double"

-- v as the engine's numbers hold it.
local function held(v)
  return double and v + 0.0 or (string.unpack("f", string.pack("f", v)))
end

-- Raises when a number is beyond the engine's; says so when it rounds integers.
local function check_held(column, k, field, v)
  local kept, is_infinite = held(v), infinite[word_of(field)]
  if kept - kept ~= 0 and not is_infinite then
    raise.raise("%s: row %d: %s is beyond the range of %s", column, k, field,
                engine.real)
  end
  -- tonumber makes a float of an integer beyond 64 bits
  local rounded = kept ~= v or math.type(v) == "float"
  if rounded and not is_infinite and not field:find "[.eE]" then
    notice.once(column, "%s: row %d: %s and perhaps others are rounded: %s " ..
                "holds all integers up to 2^%d; read_csv's categories keeps a " ..
                "column as texts", column, k, field, engine.real,
                double and 53 or 24)
  end
end

-- The fields as numbers, those that are missing as nan; or nil when one is no
-- number, or none is known. The second result is the first that is no number,
-- where most are.
local function numbers_of(fields, column)
  local numbers, known, odd = {}, 0, nil
  for k, field in ipairs(fields) do
    local v, is_known = number_of(field)
    if is_known then known = known + 1 end
    if not v then odd = odd or k end
    numbers[k] = v
  end
  if odd then return nil, known > #fields // 2 and odd or nil end
  if known == 0 then return nil end
  for k, v in ipairs(numbers) do
    if v == v then check_held(column, k, fields[k], v) end
  end
  return numbers
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

local function column_of(path, name, fields, as_category)
  local column = ("%s: CSV: column %s"):format(path, name)
  local numbers, odd
  if not as_category then numbers, odd = numbers_of(fields, column) end
  if odd then
    notice.once(column, "%s: row %d is %q, so this is a column of categories, " ..
                "though most of it are numbers; {categories = {%q}} says that " ..
                "it is meant", column, odd, fields[odd], name)
  end
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
                                    "categories: table?, " ..
                                    "max_bytes: count = 268435456")

--- ln.data.read_csv(path, {header = true, categories = {"name", ...},
---                         max_bytes = 268435456})
---
--- A CSV file (RFC 4180; plain or gzip) as a table, whose columns have a name, a
--- kind, and values, a tensor with one element a row. A column is of numbers
--- when all its fields are; empty ones and nan, NA, N/A, null and none become
--- nan, inf and infinity are numbers. Else, or when named in `categories`, it
--- holds codes from 1: column.categories[code] is the text. Without a header
--- columns are called "1", "2", ... Integers that the engine's numbers round are
--- told of. Raises "path: CSV: ..." on what is no such file, on numbers beyond
--- the engine's range, and on more than max_bytes, packed or not.
function tables.read_csv(path, given)
  options.check("read_csv", "path", path, "string")
  local o = read_options(given)
  local text = file.read(path, o.max_bytes)
  local kind = foreign.kind(text)
  if kind then raise.raise("%s: CSV: %s", path, kind) end
  local names, fields = read_fields(text, path, o.header)
  local chosen, columns = set_of(o.categories, names), {}
  for k, name in ipairs(names) do
    columns[k] = column_of(path, name, fields[k], chosen[name])
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
