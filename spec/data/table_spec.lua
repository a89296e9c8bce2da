local csv = require "lunette.data.csv"
local json = require "lunette.json"
local kept_hook = require "spec.support.hook"
local ln = require "lunette"
local files = require "spec.files"
local near = require "spec.near"
local python = require "spec.support.python"
local told = require "spec.support.told"

local real = ln.real

-- Of lists of lists of texts.
local function same(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  for k = 1, math.max(#a, #b) do
    if not same(a[k], b[k]) then return false end
  end
  return true
end

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find("table_spec.lua:%d+: "), message)
  assert.truthy(message:find(part, 1, true), message)
end

describe("data.read_csv", function()
  local path
  setup(function() path = files.new_folder() .. "/x.csv" end)
  teardown(files.remove_folder)

  local function read(text, given) return ln.data.read_csv(files.write(path, text), given) end

  it("gives columns of numbers and of categories", function()
    local t = read "age,work,pay\n31,office,1e3\n 45 ,field,-2.5\n28,office,.5\n"
    assert.same({3, 3}, {#t, #t.columns})
    local age, work = t.columns[1], t:column "work"
    assert.same({"age", "number", "work", "category"}, {age.name, age.kind, work.name, work.kind})
    near(age.values, {31, 45, 28})
    near(t:column("pay").values, {1000, -2.5, .5})
    assert.same({"field", "office"}, work.categories)
    near(work.values, {2, 1, 2})
    assert.same({age = 45, work = "field", pay = -2.5}, t:row(2))
    fails("column: no column Age; there are age, work, pay", t.column, t, "Age")
    fails("row: index 4; the table has 3 rows", t.row, t, 4)
  end)

  it("reads quotes, either line ending, no last one, and no header", function()
    local t = read('"a, ""b""",1\r\n"two\nlines",2\r\n\r\nplain "quote",3', {header = false})
    assert.same({"1", "2"}, {t.columns[1].name, t.columns[2].name})
    assert.equal('a, "b"', t:row(1)["1"])
    assert.equal("two\nlines", t:row(2)["1"])
    assert.equal('plain "quote"', t:row(3)["1"])
    near(t.columns[2].values, {1, 2, 3})
  end)

  it("takes empty fields as nan among numbers, as a category among words", function()
    local t = read "x,y,z\n1,a,\n,,\n3,b,\n"
    local x = t.columns[1].values
    assert.same({1, 3}, {x[1]:item(), x[3]:item()})
    assert.equal(1, x[2]:isnan():item())
    assert.same({"", "a", "b"}, t.columns[2].categories)
    assert.same({{""}, "category"}, {t.columns[3].categories, t.columns[3].kind})
    assert.equal("", read("x,y\n1,").columns[2].categories[1])
  end)

  -- the words of pandas.read_csv, in any case
  it("takes nan, NA and inf as numbers among numbers", function()
    local t = read "x,y\n1,-2\nNA,inf\nnan, -Infinity\nN/A,+INF\nnull,3\n-NaN,none\n4,#N/A\n"
    local x, y = t:column("x").values, t:column("y").values
    assert.same({"number", "number"}, {t.columns[1].kind, t.columns[2].kind})
    assert.same({0, 1, 1, 1, 1, 1, 0}, x:isnan():totable())
    assert.same({1, 4}, {x[1]:item(), x[7]:item()})
    near(y:clamp(-9, 9)[{{1, 5}}], {-2, 9, -9, 9, 3})
    assert.same({0, 0, 0, 0, 0, 1, 1}, y:isnan():totable())
    assert.same({"NA", "b"}, read("x\nNA\nb\n").columns[1].categories) -- a word among words
    assert.equal("category", read("x\n0x10\n0x11\n").columns[1].kind)
  end)

  it("keeps an empty record in quotes, and no empty line", function()
    local t = read 'x\n1\n""\n\n3\n""'
    assert.equal(4, #t)
    assert.same({0, 1, 0, 1}, t.columns[1].values:isnan():totable())
  end)

  it("says which record keeps a column from being numbers", function()
    local said, t = told(read, "x,y\n1,a\n2,b\n3M,3\n4,d\n")
    assert.equal("category", t.columns[1].kind)
    assert.truthy(said:find('column x: row 3 is "3M", so this is a column of categories', 1, true), said)
    assert.equal(1, select(2, said:gsub("\n", "")))
    assert.equal("", (told(read, "z\n1\n2\n3M\n4\n", {categories = {"z"}})))
  end)

  it("says which integers are rounded, and refuses numbers beyond the range", function()
    local odd = real == "double" and "9007199254740993" or "16777217" -- 2^53 + 1, 2^24 + 1
    local even = real == "double" and "9007199254740994" or "16777218"
    local said = told(read, ("id,even\n1,%s\n%s,2\n"):format(even, odd))
    assert.truthy(said:find(("column id: row 2: %s and perhaps others are rounded"):format(odd), 1, true), said)
    assert.equal(1, select(2, said:gsub("\n", "")))
    local large = real == "double" and "1e309" or "1e39"
    fails(("column x: row 1: -%s is beyond the range of %s"):format(large, real), read, "x\n-" .. large .. "\n")
    fails("beyond the range", read, "x\n1" .. ("0"):rep(400) .. "\n")
    assert.equal("", (told(read, "u\n0.1\n1e30\n3.4e38\n")))
  end)

  -- the least above 0: 2^-149, and 2^-1074 (IEEE 754)
  it("says which numbers become 0", function()
    local small = real == "double" and "4e-324" or "1e-45"
    local gone = real == "double" and "2e-324" or "-0.5e-45"
    local said, t = told(read, ("x,y\n%s,0e-999\n%s,0\n0.000,1\n"):format(small, gone))
    assert.truthy(said:find(("column x: row 2: %s and perhaps others become 0: %s holds"):format(gone, real), 1, true),
                  said)
    assert.equal(1, select(2, said:gsub("\n", "")))
    assert.same({false, true, true}, {t:row(1).x == 0, t:row(2).x == 0, t:row(3).x == 0})
    assert.truthy((told(read, "z\n1e-400\n"):find("row 1: 1e-400 and perhaps", 1, true)))
  end)

  it("reads more rows than it takes at a time", function()
    local lines, n = {"i,word,x"}, 1 << 18
    for i = 1, n do lines[i + 1] = ("%d,%s,1"):format(i % 1000, i == n and "a" or "b") end
    local t = read(table.concat(lines, "\n"))
    assert.equal(n, #t)
    assert.same({i = n % 1000, word = "a", x = 1}, t:row(n))
    assert.same({i = (n - 1) % 1000, word = "b", x = 1}, t:row(n - 1))
    assert.equal(0, (t:column("i").values - ln.arange(1, n):remainder(1000)):abs():amax():item())
    assert.same({1, n - 1}, {t:column("word").values:eq(1):sum():item(), t:column("word").values:eq(2):sum():item()})
  end)

  it("keeps no fields as Lua values", function()
    local rows = 1 << 20
    local text, most = ("1\n"):rep(rows), 0
    local function held()
      collectgarbage()
      return collectgarbage "count"
    end
    local before = held()
    local restore = kept_hook()
    debug.sethook(function() most = math.max(most, held()) end, "", 2000000)
    local t = read(text, {header = false})
    restore()
    assert.equal(rows, #t)
    -- the file's 2 MiB, and less than the 16 bytes a field that a list has
    assert.is_true(most - before < 10 * 1024)
  end)

  it("refuses what asks for more columns than there is room for", function()
    local width = 1 << 17
    fails(("CSV: record 1 has more than %d fields"):format(width), read, ("1,"):rep(width) .. "1\n")
  end)

  it("says what other files are", function()
    fails("CSV: is a ZIP archive", read, "PK\3\4\20\0\6\0\8\0\0\0\33\0" .. ("x"):rep(30))
  end)

  it("takes named columns as categories", function()
    local t = read("x,y\n10,1\n9,2\n10,3\n", {categories = {"x"}})
    assert.same({"10", "9"}, t.columns[1].categories)
    near(t.columns[1].values, {1, 2, 1})
    fails("categories: no column z; there are x, y", read, "x,y\n1,2\n", {categories = {"z"}})
  end)

  it("reads gzip and a byte order mark", function()
    near(read(files.gzip "\xEF\xBB\xBFx\n4\n"):column("x").values, {4})
  end)

  it("refuses files that are none", function()
    fails(path .. ": CSV: record 3 has 1 fields, the first has 2", read, "a,b\n1,2\n3\n")
    fails(path .. ": CSV: record 2: a quote is not closed", read, 'a,b\n1,"2\n')
    fails(path .. ": CSV: record 2: a quote is closed within a field", read, 'a,b\n1,"2"3\n')
    fails(path .. ": CSV: there are no rows", read, "a,b\n")
    fails(path .. ": CSV: there are no rows", read, "")
    fails("No such file", ln.data.read_csv, path .. ".none")
    fails("unknown option sep", read, "a\n1\n", {sep = ";"})
  end)

  -- Excel in German: 1.500 is a thousand and a half, which is left as it is
  it("takes other delimiters, and the decimal comma", function()
    local t = read('Name;Größe;Preis\r\n"a;b";1,5;1.500\r\nc, d;-2e3;2\r\n', {delimiter = ";", decimal = ","})
    near(t:column("Größe").values, {1.5, -2000})
    assert.same({"1.500", "2"}, t:column("Preis").categories)
    assert.same({"a;b", "c, d"}, t:column("Name").categories)
    near(read("x\ty\n1\t2.5\n", {delimiter = "\t"}):column("y").values, {2.5})
    for _, delimiter in ipairs {"|", "^", "-", "]", "%", "."} do
      local given = {delimiter = delimiter, decimal = ","}
      near(read(("x%sy\n1%s2\n"):format(delimiter, delimiter), given):column("y").values, {2})
    end
    local text = "x;y\n0,1;1\n0,25;2\n" -- nothing is rounded
    assert.equal("", (told(read, text, {delimiter = ";", decimal = ","})))
    local many = "read_csv: delimiter is %q, one character between fields is wanted"
    for _, delimiter in ipairs {"", ";;", "a", "0", '"', "\n"} do
      fails(many:format(delimiter), read, "a\n1\n", {delimiter = delimiter})
    end
    fails('read_csv: decimal is "x", "." or "," is wanted', read, "a\n1\n", {decimal = "x"})
    fails('read_csv: delimiter and decimal are both ","', read, "a\n1\n", {decimal = ","})
  end)

  it("says when one column looks like several", function()
    local said = told(read, "x;y\n1;2\n")
    assert.truthy(said:find('x.csv: CSV: one column, "x;y"; {delimiter = ";"} makes several of it', 1, true), said)
    fails('CSV: record 2 has 2 fields, the first has 1, "x;y"; {delimiter = ";"} makes several of it', read,
          "x;y\n1,5;2\n")
    fails([[{delimiter = "\t"} makes several]], read, "x\ty\n1,5\t2\n")
  end)
end)

-- Means and medians by hand, as scikit-learn's SimpleImputer defines them: of the numbers that are known.
describe("data.read_csv with gaps", function()
  local path
  setup(function() path = files.new_folder() .. "/x.csv" end)
  teardown(files.remove_folder)

  local function read(text, given) return ln.data.read_csv(files.write(path, text), given) end

  local TEXT = "age,pay,town\n10,1,a\n20,,b\n,3,\n100,4,a\n40,NA,c\n"

  -- nan as -1
  local function column(t, name) return t:column(name).values:nan_to_num(-1):totable() end

  it("keeps, fills or drops them", function()
    local function both(missing)
      local t = read(TEXT, {missing = missing})
      return {column(t, "age"), column(t, "pay")}
    end
    assert.same({{10, 20, -1, 100, 40}, {1, -1, 3, 4, -1}}, both "nan")
    local third = real == "double" and 8 / 3 or string.unpack("f", string.pack("f", 8 / 3))
    assert.same({{10, 20, 42.5, 100, 40}, {1, third, 3, 4, third}}, both "mean") -- 170 / 4, 8 / 3
    assert.same({{10, 20, 30, 100, 40}, {1, 3, 3, 4, 3}}, both "median") -- (20 + 40) / 2, 3
    assert.same({{10, 20, 0, 100, 40}, {1, 0, 3, 4, 0}}, both(0))
    assert.same({{10, 100}, {1, 4}}, both "drop")
    assert.same({{10, 20, 30, 100, 40}, {1, -5, 3, 4, -5}}, both {age = "median", pay = -5})
    assert.same({{10, 20, 42.5, 100, 40}, {1, -1, 3, 4, -1}}, both {age = "mean"})
    -- the mean is of the rows that are left: (10 + 100 + 0) / 2 = 55 would be 42.5 of all
    assert.same({{10, 55, 100}, {1, 3, 4}}, both {age = "mean", pay = "drop"})
  end)

  it("drops the categories of the rows that it drops, and leaves other columns right", function()
    local t = read(TEXT, {missing = "drop"})
    assert.equal(2, #t)
    assert.same({"a"}, t:column("town").categories)
    assert.same({age = 100, pay = 4, town = "a"}, t:row(2))
    t = read(TEXT, {missing = {age = "drop"}})
    assert.same({"a", "b", "c"}, t:column("town").categories)
    assert.same({1, 2, 1, 3}, t:column("town").values:totable())
    fails("every row has a gap; {missing = \"drop\"} leaves none", read, "x,y\n1,\n,2\n", {missing = "drop"})
    -- of the row as it is in the file
    local big = real == "double" and "9007199254740993" or "16777217"
    local said = told(read, "id,z\n1,\n" .. big .. ",2\n", {missing = "drop"})
    assert.truthy(said:find("column id: row 2: " .. big, 1, true), said)
  end)

  it("says where they were, when asked", function()
    local t = read(TEXT, {missing = {age = "median", pay = "mean"}, indicator = true})
    local names = {}
    for k, c in ipairs(t.columns) do names[k] = c.name end
    assert.same({"age", "pay", "town", "age missing", "pay missing"}, names)
    assert.same({1, 1, 2, 1, 1}, t:column("age missing").values:totable())
    assert.same({age = 20, pay = t:row(2).pay, town = "b", ["age missing"] = "no", ["pay missing"] = "yes"}, t:row(2))
    t = read(TEXT, {missing = {age = "drop", pay = 0}, indicator = true})
    assert.equal("pay missing", t.columns[#t.columns].name)
    assert.equal(4, #t.columns)
    assert.equal(2, #read("x,y\n1,2\n", {indicator = true}).columns)
    fails('indicator: there is a column "x missing" already', read, "x,x missing\n1,2\n,3\n", {indicator = true})
  end)

  it("makes what ModeNormalizer takes", function()
    local t = read(TEXT, {missing = "median", indicator = true})
    assert.equal(5, ln.data.ModeNormalizer(t):transform(t):size(1))
  end)

  it("refuses what it cannot do", function()
    fails("read_csv: missing: no column ages; there are age, pay, town", read, TEXT, {missing = {ages = "mean"}})
    fails("read_csv: missing: column town is of categories, in which an empty field is", read, TEXT,
          {missing = {town = "drop"}})
    fails('read_csv: missing.age is "most_frequent", a number or one of', read, TEXT,
          {missing = {age = "most_frequent"}})
    fails('read_csv: missing is "mode"', read, TEXT, {missing = "mode"})
    fails("column pay: no row that is left has a number to take the mean of", read, "age,pay\n1,\n2,\n,3\n",
          {missing = {age = "drop", pay = "mean"}})
  end)
end)

describe("CSV records", function()
  local function records(text)
    local list = {}
    csv.each_record(text, ",", "x.csv", function(record, n) list[#list + 1] = table.move(record, 1, n, 1, {}) end)
    return list
  end

  -- RFC 4180, section 2, points 1 to 7
  it("are those of the RFC's examples", function()
    local two = {{"aaa", "bbb", "ccc"}, {"zzz", "yyy", "xxx"}}
    assert.same(two, records "aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n")
    assert.same(two, records "aaa,bbb,ccc\r\nzzz,yyy,xxx")
    assert.same({{"field_name", "field_name", "field_name"}, two[1], two[2]},
                records "field_name,field_name,field_name\r\naaa,bbb,ccc\r\nzzz,yyy,xxx\r\n")
    assert.same({two[1]}, records "aaa,bbb,ccc")
    assert.same(two, records '"aaa","bbb","ccc"\r\nzzz,yyy,xxx')
    assert.same({{"aaa", "b\r\nbb", "ccc"}, two[2]}, records '"aaa","b\r\nbb","ccc"\r\nzzz,yyy,xxx')
    assert.same({{"aaa", 'b"bb', "ccc"}}, records '"aaa","b""bb","ccc"')
    assert.same({{" a ", "  b", "c "}}, records " a ,  b,c ") -- spaces are part of a field
    assert.same({{"", "", ""}, {"", ""}, {""}}, records ',,\r\n"",\r\n""')
  end)

  -- Texts of the characters that matter, and what Python's csv makes of those that are in order.
  it("are those of Python's csv", function()
    if python.missing "csv" then return pending(python.missing "csv") end
    local folder = files.new_folder()
    local roll, texts, ours = ln.Generator(7), {}, {}
    local parts = {"a", "b c", ",", ",", '"', '""', "\r\n", "\n", "\r", " ", '"x"', '","', ""}
    for _ = 1, 3000 do
      local text = {}
      for k, part in ipairs(ln.randint(1, #parts, {9}, {generator = roll}):totable()) do
        text[k] = parts[math.tointeger(part)]
      end
      text = table.concat(text)
      local ok, list = pcall(records, text)
      if ok then
        texts[#texts + 1] = text:gsub(".", function(c) return ("%02x"):format(c:byte()) end)
        ours[#ours + 1] = list
      end
    end
    assert.is_true(#texts > 500)
    files.write(folder .. "/texts", table.concat(texts, "\n") .. "\n")
    local printed = python.run(folder, [[
import csv, io, json, sys
for line in open(sys.argv[1]):
    text = bytes.fromhex(line.strip()).decode("latin1")
    rows = csv.reader(io.StringIO(text, newline=""))
    print(json.dumps([row for row in rows if row]))
]], "texts")
    local k = 0
    for line in printed:gmatch "[^\n]+" do
      k = k + 1
      local theirs = json.decode(line)
      if not same(theirs, ours[k]) then assert.same(theirs, ours[k], texts[k]) end
    end
    assert.equal(#texts, k)
    files.remove_folder()
  end)
end)

describe("data.mixed_table", function()
  it("has the modes it says", function()
    local t = ln.data.mixed_table {modes = 4, std = .05, purity = .8}:sample(8000, {generator = ln.Generator(1)})
    assert.equal(8000, #t)
    local position = t:column("position").values
    local kind = position:round()
    assert.is_true(math.abs((position - kind):std():item() - .05) < .002)
    for k = 1, 4 do assert.is_true(math.abs(kind:eq(k):sum():item() - 2000) < 200) end
    local parity = t:column("parity").values
    assert.is_true((parity - kind:remainder(2)):abs():amax():item() < .3)
    local label = t:column "label"
    assert.same({"1", "2", "3", "4"}, label.categories)
    -- .8 and a quarter of the rest
    assert.is_true(math.abs(label.values:eq(kind):mean():item() - .85) < .02)
    local noise = t:column("noise").values
    assert.is_true(math.abs(noise:std():item() - 1) < .03 and math.abs((noise * position):mean():item()) < .1)
  end)
end)
