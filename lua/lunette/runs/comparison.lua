--- What `compare` has found, as text: a metatable.

local columns = require "lunette.runs.columns"

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
  local row, values = {"  " .. d.name}, {n = n}
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

local function head_rows(c)
  local rows = {{""}, {"step"}, {"seconds"}, {"ms a step"}, {"seed"}}
  for k, run in ipairs(c.runs) do
    local each = run.ms_a_step
    rows[1][k + 1] = run.folder
    rows[2][k + 1] = tostring(run.step or "")
    rows[3][k + 1] = number_text(run.seconds)
    rows[4][k + 1] = number_text(each)
    rows[5][k + 1] = tostring(run.seed or "")
  end
  return rows
end

-- Adds a row for each number, each section under its name: cells(number) are
-- its parts.
local function add_numbers(rows, numbers, cells)
  local section
  for _, number in ipairs(numbers) do
    if number.section ~= section then
      section = number.section
      rows[#rows + 1] = {section .. ":"}
    end
    rows[#rows + 1] = {"  " .. number.name, table.unpack(cells(number))}
  end
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

local function seed_rows(c)
  local rows, by_number = {{""}}, {}
  for g in ipairs(c.groups) do table.insert(rows[1], group(g)) end
  for g = 2, #c.groups do
    table.insert(rows[1], group(g) .. " - " .. group(1))
  end
  for _, entry in ipairs(c.by_seed) do by_number[entry.number] = entry end
  add_numbers(rows, c.numbers, function(number)
    local entry, parts = by_number[number], {}
    for g in ipairs(c.groups) do parts[g] = interval_text(entry.means[g]) end
    for g = 2, #c.groups do
      table.insert(parts, interval_text(entry.more[g]))
    end
    return parts
  end)
  return rows
end

function Comparison.__tostring(c)
  local rows = head_rows(c)
  add_numbers(rows, c.numbers, function(number)
    local parts = {}
    for k in ipairs(c.runs) do parts[k] = cell(number.by_run[k]) end
    return parts
  end)
  if #c.differs > 0 then rows[#rows + 1] = {"options that differ:"} end
  for _, d in ipairs(c.differs) do rows[#rows + 1] = option_row(d, #c.runs) end
  local lines = columns(rows)
  if c.by_seed then
    add_groups(lines, c)
    for _, line in ipairs(columns(seed_rows(c))) do
      lines[#lines + 1] = line
    end
  end
  return table.concat(lines, "\n")
end

return Comparison
