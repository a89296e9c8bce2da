--- Tables of numbers and categories: from CSV files, or drawn.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local csv = require "lunette.data.csv"
local file = require "lunette.file"
local foreign = require "lunette.foreign"
local gaps = require "lunette.data.gaps"
local notice = require "lunette.notice"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

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

arguments.add_kind("data_table", "a Table, such as ln.data.read_csv gives,",
                   function(v) return getmetatable(v) == Table and v or nil end,
                   {type = "lunette.Table"})

function Table:__len() return self.columns[1].values:size(1) end

--- The number of rows, as #table.
--- @return integer
Table.size = arguments.define("table:size", "self", Table.__len)

--- The column of that name.
--- @return { name: string, kind: string, values: Tensor, categories: string[]?
---   }
Table.column = arguments.define("table:column", "self, name: string",
                                function(self, name)
  local names = {}
  for k, column in ipairs(self.columns) do
    if column.name == name then return column end
    names[k] = column.name
  end
  raise("column: no column %s; there are %s", name,
        table.concat(names, ", "))
end)

--- Row i as Lua values by the names of columns: numbers, or names of
--- categories.
--- @return table<string, any>
Table.row = arguments.define("table:row", "self, i: index", function(self, i)
  if i > #self then
    raise("row: index %d; the table has %d rows", i, #self)
  end
  local row = {}
  for _, column in ipairs(self.columns) do
    local v = column.values[i]:item()
    row[column.name] = column.categories and
                       column.categories[math.tointeger(v)] or v
  end
  return row
end)

-- ---- CSV ----

-- Fields kept as Lua values at a time; the rest are in tensors.
local BLOCK = 1 << 18

local function each_record(source, f)
  csv.each_record(source.text, source.delimiter, source.path, f)
end

-- What stands for a number that is not known, in small letters; and what for
-- the infinite ones. (As pandas.read_csv has it.)
local missing, infinite = {}, {}
for word in (" na n/a nan -nan +nan null none <na> #n/a #na"):gmatch "%S*" do
  missing[word] = 0 / 0
end
for sign, v in pairs {[""] = math.huge, ["+"] = math.huge,
                      ["-"] = -math.huge} do
  infinite[sign .. "inf"], infinite[sign .. "infinity"] = v, v
end

local function word_of(field) return field:match("^%s*(.-)%s*$"):lower() end

-- A field with a point where its column has the decimal comma, and the other
-- way round: 1.500 is no number there.
local SWAPPED = {["."] = ",", [","] = "."}
local function with_point(column, field)
  return column.decimal == "," and field:gsub("[.,]", SWAPPED) or field
end

-- The number that a field is, or nil; and whether it is one that is known.
local function number_of(field)
  local v = tonumber(field)
  if v and not field:find "[xX]" then return v, true end
  local word = word_of(field)
  if infinite[word] then return infinite[word], true end
  return missing[word], false
end

local double = engine.real == "double"
local LARGEST = double and 1 << 53 or 1 << 24 -- all integers up to it are held

-- v as the engine's numbers hold it.
local function held(v)
  return double and v + 0.0 or (string.unpack("f", string.pack("f", v)))
end

-- Raises when a number is beyond the engine's; says so when integers are
-- rounded, and when what is no 0 becomes one.
local function check_held(column, k, field, v)
  local is_integer = math.type(v) == "integer"
  if is_integer and v <= LARGEST and v >= -LARGEST then return end
  local kept = held(v)
  if kept - kept ~= 0 then
    if infinite[word_of(field)] then return end
    raise("%s: row %d: %s is beyond the range of %s", column, k, field,
          engine.real)
  elseif kept == 0 and field:match "^[^eE]*":find "[1-9]" then
    notice.once(column .. ": 0", "%s: row %d: %s and perhaps others become " ..
                "0: %s holds nothing nearer to 0 than %s", column, k, field,
                engine.real, double and "4.9e-324" or "1.4e-45")
  -- tonumber makes a float of an integer beyond 64 bits
  elseif (kept ~= v or not is_integer) and not field:find "[.eE]" then
    notice.once(column, "%s: row %d: %s and perhaps others are rounded: %s " ..
                "holds all integers up to 2^%d; read_csv's categories keeps " ..
                "a column as texts", column, k, field, engine.real,
                double and 53 or 24)
  end
end

local function note(column, field, row)
  local v, is_known = number_of(with_point(column, field))
  if is_known then column.known = column.known + 1 end
  if not v and not column.odd then
    column.odd, column.odd_field = row, field
  end
end

-- What to say of one column that looks like several; or nil.
local function several_of(columns, source)
  local name = columns[1].name
  local other = #columns == 1 and name:match "[;\t]"
  if not other or other == source.delimiter then return nil end
  return (', %q; {delimiter = "%s"} makes several of it'):format(
    name, other == "\t" and "\\t" or other)
end

local function tell_delimiter(columns, source)
  local text = several_of(columns, source)
  if not text then return end
  notice.once(source.path .. ": delimiter", "%s: CSV: one column%s",
              source.path, text)
end

-- The columns of a file before their values are read, and its number of rows.
-- A column has a name, `known`, how many of its fields are numbers, and the
-- first that is none: row `odd` has odd_field.
local function survey(source)
  local columns, rows = nil, 0
  local function start(record, n)
    columns = {}
    for c = 1, n do
      columns[c] = {name = source.header and record[c] or tostring(c),
                    known = 0, decimal = source.decimal}
    end
  end
  each_record(source, function(record, n, k)
    if not columns then
      start(record, n)
      if source.header then return end
    end
    if n ~= #columns then
      raise("%s: CSV: record %d has %d fields, the first has %d%s",
            source.path, k, n, #columns, several_of(columns, source) or "")
    end
    rows = rows + 1
    for c = 1, n do note(columns[c], record[c], rows) end
  end)
  if rows == 0 then raise("%s: CSV: there are no rows", source.path) end
  tell_delimiter(columns, source)
  return columns, rows
end

-- Sets the kind of a column; says so when it is of categories though most of it
-- are numbers.
local function set_kind(column, rows, is_chosen)
  local numbers = column.known > 0 and not column.odd
  column.kind = numbers and not is_chosen and "number" or "category"
  if column.kind == "category" then column.codes, column.categories = {}, {} end
  if is_chosen or not column.odd or column.known <= rows // 2 then return end
  notice.once(column.where, "%s: row %d is %q, so this is a column of " ..
              "categories, though most of it are numbers; " ..
              "{categories = {%q}} says that it is meant", column.where,
              column.odd, column.odd_field, column.name)
end

-- The names of the columns that are to be categories, as a set.
local function set_of(names, columns)
  local header, known, set = {}, {}, {}
  for c, column in ipairs(columns) do
    header[c], known[column.name] = column.name, true
  end
  for k, name in ipairs(names or {}) do
    local what = ("categories[%d]"):format(k)
    if not known[arguments.check("read_csv", what, name, "string")] then
      raise("read_csv: categories: no column %s; there are %s", name,
            table.concat(header, ", "))
    end
    set[name] = true
  end
  return set
end

-- What a field of a column is in its tensor; of categories, the place in which
-- it first came.
local read_field = {}

function read_field.number(column, field, row)
  field = with_point(column, field)
  local v = number_of(field)
  if v == v then check_held(column.where, row, field, v) end
  return v
end

function read_field.category(column, field)
  local code, categories = column.codes[field], column.categories
  if code then return code end
  if #categories == LARGEST then
    raise("%s has more than %d categories", column.where, LARGEST)
  end
  code = #categories + 1
  column.codes[field], categories[code] = code, field
  return code
end

-- The places of the columns whose gaps leave a row out.
local function dropping(columns)
  local places = {}
  for c, column in ipairs(columns) do
    if column.fill == "drop" then places[#places + 1] = c end
  end
  return places
end

local function has_gap(columns, places, record)
  for _, c in ipairs(places) do
    local v = number_of(with_point(columns[c], record[c]))
    if v ~= v then return true end
  end
  return false
end

-- Adds the values to the columns, some rows at a time: tables of all of them
-- would take many times what the file has. Returns how many rows there are.
local function read_values(source, columns, rows)
  local room, first, count = math.max(1, BLOCK // #columns), 0, 0
  for _, column in ipairs(columns) do
    column.values, column.block = engine.create.zeros(rows), {}
  end
  local function flush()
    for _, column in ipairs(columns) do
      column.values:narrow(1, first + 1, count)
        :copy_(engine.create.tensor(column.block))
      column.block = {}
    end
    first, count = first + count, 0
  end
  local places = dropping(columns)
  each_record(source, function(record, n, k)
    local row = source.header and k - 1 or k
    if row == 0 or has_gap(columns, places, record) then return end
    count = count + 1
    for c = 1, n do
      local column = columns[c]
      column.block[count] = read_field[column.kind](column, record[c], row)
    end
    if count == room then flush() end
  end)
  if count > 0 then flush() end
  return first
end

-- Takes off the room of rows that were left out.
local function shorten(source, columns, rows, kept)
  if kept == rows then return end
  if kept == 0 then
    raise("%s: CSV: every row has a gap; {missing = \"drop\"} leaves none",
          source.path)
  end
  for _, column in ipairs(columns) do
    column.values = column.values:narrow(1, 1, kept):clone()
  end
end

-- The codes as the order of the alphabet has them.
local function sort_categories(column)
  local ranks = {}
  table.sort(column.categories)
  for rank, category in ipairs(column.categories) do
    ranks[column.codes[category]] = rank
  end
  column.values = engine.create.tensor(ranks):index_select(1, column.values)
end

-- Sets kinds and what is done about gaps, and reads the values.
local function read_columns(source, o)
  local columns, rows = survey(source)
  local chosen = set_of(o.categories, columns)
  for _, column in ipairs(columns) do
    column.where = ("%s: CSV: column %s"):format(source.path, column.name)
    set_kind(column, rows, chosen[column.name])
  end
  gaps.set_fills(columns, o.missing)
  shorten(source, columns, rows, read_values(source, columns, rows))
  for _, column in ipairs(columns) do
    if column.codes then sort_categories(column) end
  end
  return columns
end

local function check_form(o)
  o.delimiter = o.delimiter or ","
  if #o.delimiter ~= 1 or o.delimiter:find '[%w"\r\n]' then
    raise("read_csv: delimiter is %q, one character between fields is wanted",
          o.delimiter)
  end
  if o.decimal ~= "." and o.decimal ~= "," then
    raise('read_csv: decimal is %q, "." or "," is wanted', o.decimal)
  end
  if o.delimiter == o.decimal then
    raise("read_csv: delimiter and decimal are both %q", o.decimal)
  end
end

--- A CSV file (RFC 4180; plain or gzip) as a table, whose columns have a name,
--- a kind, and values, a tensor with one element a row. A column is of numbers
--- when all its fields are; empty ones and nan, NA, N/A, null and none become
--- nan, inf and infinity are numbers. Else, or when named in the list
--- `categories`, it holds codes from 1: column.categories[code] is the text.
---
--- delimiter: what stands between fields, "," unless given; decimal: "." or
--- ",". What Excel writes in German is {delimiter = ";", decimal = ","}.
---
--- missing: what is done about the gaps of columns of numbers, for all or by
--- column, {age = "median", pay = 0, id = "drop"} (a column that is not named
--- keeps nan). "nan" keeps them, "mean", "median" and a number fill them
--- (scikit-learn's SimpleImputer; of the rows that are left), "drop" leaves
--- their rows out (pandas' dropna). With indicator = true, a column "age
--- missing" of the categories "no" and "yes" is added at the end for each that
--- had gaps, so that a generator learns where they are. In columns of
--- categories, an empty field is a category like any other.
---
--- Without a header columns are called "1", "2", ... Numbers that become 0, and
--- integers that are rounded, are told of. Raises "path: CSV: ..." on what is
--- no such file, on more than 131072 columns, on numbers beyond the engine's
--- range, and on more than max_bytes, packed or not.
---
---   local file <close> = assert(io.open("rows.csv", "w"))
---   file:write "age,pay,city\n31,2500,Ulm\n,3100,Bonn\n45,,Ulm\n"
---   file:close()
---   local rows = ln.data.read_csv("rows.csv", {missing = {age = "mean"}})
--- @return Table
tables.read_csv = arguments.define("read_csv",
  "path: string, {header: bool = true, categories: list?, " ..
  'delimiter: string?, decimal: string = ".", ' ..
  "missing: real|table|nan|mean|median|drop = nan, indicator: bool = false, " ..
  "max_bytes: count = 268435456}", function(path, o)
  check_form(o)
  local text = file.read(path, o.max_bytes)
  local kind = foreign.kind(text)
  if kind then raise("%s: CSV: %s", path, kind) end
  local columns = read_columns({text = text, path = path, header = o.header,
                                delimiter = o.delimiter, decimal = o.decimal},
                               o)
  local marks = o.indicator and gaps.indicators(columns) or {}
  for c, column in ipairs(columns) do
    gaps.fill(column)
    columns[c] = {name = column.name, kind = column.kind,
                  categories = column.categories, values = column.values}
  end
  table.move(marks, 1, #marks, #columns + 1, columns)
  return tables.of(columns)
end)

-- ---- drawn tables ----

--- A source of tables with modes and categories.
--- @class MixedTable
--- @field modes integer how many kinds of rows there are
local MixedTable = {__name = "MixedTable"}
MixedTable.__index = MixedTable

--- A source of tables whose rows are of `modes` kinds, alike in number; of kind
--- k are
---   position  N(k, std^2): one mode for each kind
---   parity    N(k mod 2, std^2): two modes
---   noise     N(0, 1), the same for all
---   label     the category "k" with probability purity, else any of them
--- source:sample(n) is a Table of n rows.
--- @return MixedTable
tables.mixed_table = arguments.define("mixed_table",
  "{modes: count = 3, std: real = 0.1, purity: share = 0.9}",
  function(o) return setmetatable(o, MixedTable) end)

--- A table of n rows.
--- @return Table
MixedTable.sample = arguments.define("source:sample",
  "self, n: count, {generator: generator?}", function(self, n, from)
  local create = engine.create
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
    number("position", around(kind)),
    number("parity", around(kind:remainder(2))),
    number("noise", create.randn(n, from)),
    {name = "label", kind = "category", categories = categories,
     values = engine.functions.where(pure, kind, other)},
  }
end)

repr.class(Table, function(self)
  local parts = {}
  for k, column in ipairs(self.columns) do
    parts[k] = column.name .. (column.categories and ": " ..
      #column.categories .. " categories" or ": number")
  end
  return ("%d rows; %s"):format(#self, table.concat(parts, ", "))
end)
repr.class(MixedTable, function(self)
  return repr.fields(self, {"modes", "std", "purity"})
end)

return tables
