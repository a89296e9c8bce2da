--- What the results of an experiment say, arm by arm.

local columns = require "lunette.runs.columns"
local jsonl = require "lunette.runs.jsonl"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"
local summary = require "lunette.metrics.summary"

local LEVEL = 0.95 -- of intervals

local Arms = {__name = "Arms"}
Arms.__index = Arms

-- ---- reading ----

-- The numbers of a table of results, those of tables within as name.key.
local function flat(t, prefix, found)
  for key, v in pairs(t) do
    local name = prefix .. tostring(key)
    if type(v) == "number" then found[name] = v
    elseif type(v) == "table" and #v == 0 then flat(v, name .. ".", found) end
  end
  return found
end

-- Adds a record to its arm, which is made where it is the first one.
local function add(self, record)
  local arm = self.by_name[record.arm]
  if not arm then
    arm = {name = record.arm, seeds = {}, seconds = {}, records = {}}
    self.by_name[arm.name] = arm
    table.insert(self.arms, arm)
  end
  if arm.seeds[record.seed] then return end
  arm.seeds[record.seed] = flat(record.results, "", {})
  arm.records[record.seed] = record
  table.insert(arm.seconds, record.seconds)
  for name in pairs(arm.seeds[record.seed]) do self.has[name] = true end
end

--- Those of a file that `experiment` has written: arms in the order in which
--- their first results came, names of numbers sorted.
function Arms.read(path)
  local self = setmetatable({path = path, arms = {}, by_name = {}, has = {}},
                            Arms)
  local records, cut = jsonl.lines(path)
  for _, record in ipairs(records) do
    if type(record.arm) ~= "string" or type(record.results) ~= "table" then
      raise("%s: a line is no result of an experiment", path)
    end
    add(self, record)
  end
  self.cut, self.numbers = cut, repr.names(self.has)
  return self
end

-- ---- numbers ----

local function interval(values)
  if #values == 0 then return nil end
  local mean, low, high = summary.mean_interval(values, LEVEL)
  return {mean = mean, low = low, high = high, n = #values}
end

--- The mean of a number in an arm, {mean, low, high, n}; nil where it has none.
function Arms:mean(arm, number)
  local values = {}
  for _, found in pairs(self.by_name[arm].seeds) do
    values[#values + 1] = found[number]
  end
  table.sort(values)
  return interval(values)
end

--- What an arm has more than another, seed by seed; nil where they share none.
function Arms:difference(arm, other, number)
  local values = {}
  local mine, theirs = self.by_name[arm].seeds, self.by_name[other].seeds
  for seed, found in pairs(mine) do
    local v, w = found[number], theirs[seed] and theirs[seed][number]
    if v and w then values[#values + 1] = v - w end
  end
  table.sort(values)
  return interval(values)
end

-- ---- text ----

local function text_of(i)
  if not i then return "" end
  if not i.low then return ("%.4g (one)"):format(i.mean) end
  return ("%.4g (%.4g to %.4g, %d)"):format(i.mean, i.low, i.high, i.n)
end

local function add_table(lines, title, head, rows)
  lines[#lines + 1] = title
  table.insert(rows, 1, head)
  for _, line in ipairs(columns(rows)) do lines[#lines + 1] = line end
end

-- A row for each number, and a column for each of the arms from `first` on.
local function rows_of(self, first, cell)
  local head, rows = {""}, {}
  for k = first, #self.arms do head[#head + 1] = self.arms[k].name end
  for _, number in ipairs(self.numbers) do
    local row = {"  " .. number}
    for k = first, #self.arms do row[#row + 1] = text_of(cell(k, number)) end
    rows[#rows + 1] = row
  end
  return head, rows
end

function Arms:__tostring()
  local lines = {}
  add_table(lines, "means, with Student's 95 % interval and how many seeds:",
    rows_of(self, 1, function(k, number)
      return self:mean(self.arms[k].name, number)
    end))
  if #self.arms > 1 then
    local first = self.arms[1].name
    add_table(lines, ("more than %s, seed by seed:"):format(first),
      rows_of(self, 2, function(k, number)
        return self:difference(self.arms[k].name, first, number)
      end))
  end
  if self.cut > 0 then
    lines[#lines + 1] = ("%d lines are cut, and left out"):format(self.cut)
  end
  return table.concat(lines, "\n")
end

return Arms
