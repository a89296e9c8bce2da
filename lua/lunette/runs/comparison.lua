--- What `compare` has found, as text: a metatable.

local columns = require "lunette.runs.columns"
local json = require "lunette.json"

local Comparison = {}

local LONGEST = 30 -- characters of an option's value

local function number_text(v) return v and ("%.4g"):format(v) or "" end

-- Of a number the last and, where it is known which, the best; else how far it
-- went.
local function cell(n)
  if not n then return "" end
  local text = number_text(n.last)
  if n.low == n.high then return text end
  if not n.order then
    return ("%s (%s to %s)"):format(text, number_text(n.low),
                                    number_text(n.high))
  end
  local side = n.order == "highest" and "high" or "low"
  local step = n[side .. "_step"]
  return ("%s (best %s%s)"):format(text, number_text(n[side]),
                                   step and " at " .. step or "")
end

-- Of texts of many lines the first line that is not the same in all.
local function first_difference(values)
  local lists, most = {}, 0
  for k = 1, values.n do
    lists[k] = {}
    for line in tostring(values[k]):gmatch "[^\n]+" do
      table.insert(lists[k], line:match "^%s*(.-)%s*$")
    end
    most = math.max(most, #lists[k])
  end
  for line = 1, most do
    for k = 2, values.n do
      if lists[k][line] ~= lists[1][line] then
        return function(j) return lists[j][line] or "shorter" end
      end
    end
  end
end

local function option_row(d, n)
  local row, values = {d.name}, {n = n}
  local is_long = false
  for k = 1, n do
    local v = d.values[k]
    values[k] = v == nil and "not given" or
                math.type(v) == "float" and ("%.14g"):format(v) or tostring(v)
    is_long = is_long or values[k]:find "\n"
  end
  local line = is_long and first_difference(values)
  for k = 1, n do
    local text = line and line(k) or values[k]
    row[k + 1] = #text > LONGEST and text:sub(1, LONGEST) .. "..." or text
  end
  return row
end

local function fact_rows(c)
  local rows = {{"step"}, {"seconds"}, {"ms a step"}, {"seed"}}
  for k, run in ipairs(c.runs) do
    rows[1][k + 1] = tostring(run.step or "")
    rows[2][k + 1] = number_text(run.seconds)
    rows[3][k + 1] = number_text(run.ms_a_step)
    rows[4][k + 1] = tostring(run.seed or "")
  end
  return rows
end

-- Numbers by section, {title, rows}: a row is a name and cells(number).
local function sections_of(numbers, cells)
  local list, last = json.array {}, nil
  for _, number in ipairs(numbers) do
    if not last or last.title ~= number.section then
      last = {title = number.section, rows = {}}
      list[#list + 1] = last
    end
    table.insert(last.rows, {number.name, table.unpack(cells(number))})
  end
  return list
end

local function number_sections(c)
  return sections_of(c.numbers, function(number)
    local parts = {}
    for k in ipairs(c.runs) do parts[k] = cell(number.by_run[k]) end
    return parts
  end)
end

local function option_rows(c)
  local rows = json.array {}
  for k, d in ipairs(c.differs) do rows[k] = option_row(d, #c.runs) end
  return rows
end

local function interval_text(i)
  if not i then return "" end
  if not i.low then return number_text(i.mean) .. " (one)" end
  return ("%s (%s to %s, %d)"):format(number_text(i.mean), number_text(i.low),
                                      number_text(i.high), i.n)
end

local function group(g) return "group " .. g end

-- Who is in which group, and what the columns below are.
local function add_groups(lines, c)
  lines[#lines + 1] = ""
  lines[#lines + 1] = "runs that differ in their seed only:"
  for g, places in ipairs(c.groups) do
    local names = {}
    for i, k in ipairs(places) do names[i] = c.runs[k].folder end
    lines[#lines + 1] = ("  %s: %s"):format(group(g),
                                            table.concat(names, ", "))
  end
  lines[#lines + 1] = "means of the last values, with Student's 95 % " ..
                      "interval and how many; differences are seed by seed:"
end

-- What stands above the columns of groups, and the rows by section.
local function seed_sections(c)
  local head, by_number = {}, {}
  for g in ipairs(c.groups) do table.insert(head, group(g)) end
  for g = 2, #c.groups do table.insert(head, group(g) .. " - " .. group(1)) end
  for _, entry in ipairs(c.by_seed) do by_number[entry.number] = entry end
  return head, sections_of(c.numbers, function(number)
    local entry, parts = by_number[number], {}
    for g in ipairs(c.groups) do parts[g] = interval_text(entry.means[g]) end
    for g = 2, #c.groups do
      table.insert(parts, interval_text(entry.more[g]))
    end
    return parts
  end)
end

-- ---- as text ----

-- Adds rows below a title.
local function add_rows(rows, title, more)
  rows[#rows + 1] = {title .. ":"}
  for _, row in ipairs(more) do
    rows[#rows + 1] = {"  " .. row[1], table.unpack(row, 2)}
  end
end

local function add_sections(rows, sections)
  for _, s in ipairs(sections) do add_rows(rows, s.title, s.rows) end
end

local function run_rows(c)
  local rows, options = {{""}}, option_rows(c)
  for k, run in ipairs(c.runs) do rows[1][k + 1] = run.folder end
  for _, row in ipairs(fact_rows(c)) do rows[#rows + 1] = row end
  add_sections(rows, number_sections(c))
  if #options > 0 then add_rows(rows, "options that differ", options) end
  return rows
end

function Comparison.__tostring(c)
  local lines = columns(run_rows(c))
  if c.by_seed then
    add_groups(lines, c)
    local head, sections = seed_sections(c)
    local rows = {{"", table.unpack(head)}}
    add_sections(rows, sections)
    for _, line in ipairs(columns(rows)) do lines[#lines + 1] = line end
  end
  return table.concat(lines, "\n")
end

-- ---- as a page ----

--- What a page of it says besides curves and samples: the groups, and tables of
--- texts.
function Comparison.page(c)
  local tables = {facts = fact_rows(c), numbers = number_sections(c),
                  options = option_rows(c)}
  if c.by_seed then
    local head, sections = seed_sections(c)
    tables.seeds = {head = head, sections = sections}
  end
  return {groups = c.groups, tables = tables}
end

return Comparison
