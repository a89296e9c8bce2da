--- What the results of an experiment say, arm by arm.

local columns = require "lunette.runs.columns"
local json = require "lunette.json"
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

-- The arm of that name, which is made where it is the first time.
local function arm_of(self, name)
  if not self.by_name[name] then
    local arm = {name = name, seeds = {}, records = {}, paths = {}}
    self.by_name[name] = arm
    table.insert(self.arms, arm)
  end
  return self.by_name[name]
end

local function check(path, record)
  if type(record.experiment) ~= "string" or type(record.arm) ~= "string" or
     not json.integer(record.seed) or not json.is_object(record.results) then
    raise("%s: a line is no result of an experiment", path)
  end
end

-- Raises where it cannot stand beside those that are there.
local function check_like(self, path, record)
  local first = self.first
  if record.experiment ~= first.experiment then
    raise("%s: results of %s; those of %s are of %s", path, record.experiment,
          self.paths[1], first.experiment)
  end
  local arm = arm_of(self, record.arm)
  local _, other = next(arm.records)
  local mine = json.encode(record.options or {})
  local theirs = other and json.encode(other.options or {}) or mine
  if mine ~= theirs then
    raise("%s: results of the arm %s are of other options, %s; before they " ..
          "are %s", path, arm.name, mine, theirs)
  end
  local before = arm.paths[record.seed]
  if before and before ~= path then
    raise("%s: the arm %s with seed %d is in %s too", path, arm.name,
          record.seed, before)
  end
end

-- Adds a record to its arm. Of a seed that is there twice the first counts.
local function add(self, path, record)
  check(path, record)
  self.first = self.first or record
  check_like(self, path, record)
  local arm, seed = arm_of(self, record.arm), record.seed
  if arm.seeds[seed] then return end
  local found = flat(record.results, "", {})
  found.cpu_seconds = record.cpu_seconds
  arm.seeds[seed], arm.records[seed], arm.paths[seed] = found, record, path
  for name in pairs(found) do self.has[name] = true end
end

-- Those of the names first, in their order.
local function in_order(self, names)
  local list, taken = {}, {}
  for _, name in ipairs(names) do
    list[#list + 1], taken[name] = self.by_name[name], true
  end
  for _, arm in ipairs(self.arms) do
    if not taken[arm.name] then list[#list + 1] = arm end
  end
  return list
end

--- Those of files that `experiment` has written: {arms = {name, seeds = numbers
--- by seed, records = lines by seed}, by_name, numbers = their names, sorted,
--- cut = lines that are none}. Arms stand in the order of `names`, and others
--- in that of their first results. Raises where lines are no results, or not
--- of one experiment.
function Arms.read(paths, names)
  local self = setmetatable({paths = paths, arms = {}, by_name = {}, has = {},
                             cut = 0}, Arms)
  for _, path in ipairs(paths) do
    local records, cut = jsonl.lines(path)
    for _, record in ipairs(records) do add(self, path, record) end
    self.cut = self.cut + cut
  end
  self.arms, self.numbers = in_order(self, names or {}), repr.names(self.has)
  return self
end

-- ---- numbers ----

local function interval(values)
  if #values == 0 then return nil end
  table.sort(values)
  local mean, low, high = summary.mean_interval(values, LEVEL)
  return {mean = mean, low = low, high = high, n = #values}
end

--- The mean of a number in an arm, {mean, low, high, n}; nil where it has none.
function Arms:mean(arm, number)
  local values = {}
  for _, found in pairs(self.by_name[arm].seeds) do
    values[#values + 1] = found[number]
  end
  return interval(values)
end

--- What an arm has more than another, seed by seed; nil where they share none.
--- `off_zero`: the interval lies on one side of 0.
function Arms:difference(arm, other, number)
  local values = {}
  local mine, theirs = self.by_name[arm].seeds, self.by_name[other].seeds
  for seed, found in pairs(mine) do
    local v, w = found[number], theirs[seed] and theirs[seed][number]
    if v and w then values[#values + 1] = v - w end
  end
  local i = interval(values)
  if i then i.off_zero = i.low ~= nil and (i.low > 0 or i.high < 0) end
  return i
end

-- ---- text ----

local function text_of(i)
  if not i then return "" end
  if not i.low then return ("%.4g (one)"):format(i.mean) end
  return ("%.4g (%.4g to %.4g, %d)"):format(i.mean, i.low, i.high, i.n)
end

-- A row for each arm that has the number.
local function add_rows(self, rows, number)
  rows[#rows + 1] = {number .. ":"}
  local first = self.arms[1].name
  for k, arm in ipairs(self.arms) do
    local mean = self:mean(arm.name, number)
    local more = k > 1 and self:difference(arm.name, first, number) or nil
    rows[#rows + 1] = mean and {"  " .. arm.name, text_of(mean),
      text_of(more) .. (more and more.off_zero and " *" or "")}
  end
end

function Arms:__tostring()
  local first = self.arms[1] and self.arms[1].name
  local rows = {{"", "mean, 95 %", #self.arms > 1 and
                 ("more than %s, seed by seed"):format(first) or ""}}
  for _, number in ipairs(self.numbers) do add_rows(self, rows, number) end
  local lines = columns(rows)
  lines[#lines + 1] = "Student's intervals, and the number of seeds; *: 0 " ..
                      "is not in it."
  if self.cut > 0 then
    lines[#lines + 1] = ("%d lines are cut, and left out"):format(self.cut)
  end
  return table.concat(lines, "\n")
end

return Arms
