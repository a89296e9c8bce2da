-- The section "Experiments" of docs/results.md: of each script of a folder that
-- has results, what it says and what came of it.

local Arms = require "lunette.runs.arms"
local exists = require "lunette.engine".io.exists
local experiment = require "lunette.runs.experiment"
local file = require "lunette.file"
local markdown = require "tools.docs.markdown"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local page = {}

--- Which picture a module of this folder draws.
page.pictures = {picture = "docs/pictures/modes.svg",
                 game = "docs/tutorial/pictures/14-game.svg"}

-- ---- reading ----

local function names_of(arms)
  local names = {}
  for k, arm in ipairs(arms) do names[k] = arm.name end
  return names
end

-- Raises where a line is not what the script makes again.
local function check(e)
  experiment.results_of(e.results, e)
  local known = {}
  for _, arm in ipairs(e.arms) do known[arm.name] = true end
  for _, arm in ipairs(e.found.arms) do
    if not known[arm.name] then
      raise("%s: results of the arm %s, which %s does not have", e.results,
            arm.name, e.path)
    end
  end
  if e.found.cut > 0 then
    raise("%s: %d lines are cut", e.results, e.found.cut)
  end
  local first = e.found.first
  if first and first.experiment ~= e.name then
    raise("%s: results of %s", e.results, first.experiment)
  end
end

-- Raises where a published number is of no arm or stands in no column.
local function check_published(e, other, columns)
  local arms = {}
  for _, arm in ipairs(e.arms) do arms[arm.name] = true end
  for _, name in ipairs(repr.names(other.arms)) do
    if not arms[name] then
      raise("%s: published has the arm %s, which is none", e.path, name)
    end
    for _, number in ipairs(repr.names(other.arms[name])) do
      if not columns[number] then
        raise("%s: published has %s, which is in no column", e.path, number)
      end
    end
  end
end

local function check_tables(e)
  local columns = {}
  for _, column in ipairs(e.columns or {}) do
    columns[column.name] = true
    if not e.found.has[column.name] then
      raise("%s: columns has %s, which no result has", e.path, column.name)
    end
  end
  for _, other in ipairs(e.published or {}) do
    check_published(e, other, columns)
  end
end

--- The experiments of a folder that have results, by name, each with `found`,
--- what these say.
function page.read(folder)
  local list = {}
  for _, script in ipairs(file.names(folder)) do
    local name = script:match "^(.+)%.lua$"
    local results = name and ("%s/results/%s.jsonl"):format(folder, name)
    if name and exists(results) then
      local path = ("%s/%s"):format(folder, script)
      local e = experiment.load(path)
      e.path, e.results = path, results
      e.found = Arms.read({results}, names_of(e.arms))
      check(e)
      check_tables(e)
      list[#list + 1] = e
    end
  end
  return list
end

-- ---- numbers ----

local function decimal(v, digits)
  local text = ("%.*f"):gsub("%*", digits):format(v)
  return (text:gsub("^%-(0%.?0*)$", "%1"))
end

-- A mean, of fewer seeds than the arm has with their number.
local function mean_text(i, digits, seeds)
  if not i then return "" end
  local text = decimal(i.mean, digits)
  if i.low then
    text = text .. " +- " .. decimal((i.high - i.low) / 2, digits)
  end
  return i.n < seeds and ("%s (%d)"):format(text, i.n) or text
end

local function difference_text(i, digits)
  if not i then return "" end
  if not i.low then return decimal(i.mean, digits) end
  local text = ("%s (%s to %s)"):format(decimal(i.mean, digits),
    decimal(i.low, digits), decimal(i.high, digits))
  return i.off_zero and ("**%s**"):format(text) or text
end

-- ---- the table ----

local function add_row(lines, cells)
  lines[#lines + 1] = "| " .. table.concat(cells, " | ") .. " |"
end

local function add_head(lines, cells)
  add_row(lines, cells)
  lines[#lines + 1] = "|" .. ("---|"):rep(#cells)
end

local function letter(k) return ("abcdefghijklmnopqrstuvwxyz"):sub(k, k) end

-- What others have published of an arm's number, each with its letter.
local function published_of(e, arm, number)
  local parts = {}
  for k, other in ipairs(e.published or {}) do
    local text = other.arms[arm] and other.arms[arm][number]
    if text then parts[#parts + 1] = ("%s (%s)"):format(text, letter(k)) end
  end
  return table.concat(parts, ", ")
end

local function is_published(e, number)
  for _, arm in ipairs(e.found.arms) do
    if published_of(e, arm.name, number) ~= "" then return true end
  end
  return false
end

local function head_of(e)
  local cells = {"arm", "seeds"}
  for _, column in ipairs(e.columns) do
    cells[#cells + 1] = column.title or column.name
    if is_published(e, column.name) then cells[#cells + 1] = "published" end
  end
  cells[#cells + 1] = "s"
  return cells
end

-- In bold where it is told from the first arm's.
local function mean_cell(e, arm, column, seeds)
  local found, name = e.found, column.name
  local text = mean_text(found:mean(arm, name), column.digits, seeds)
  local more = found:difference(arm, found.arms[1].name, name)
  return more and more.off_zero and ("**%s**"):format(text) or text
end

local function row_of(e, arm)
  local seeds = 0
  for _ in pairs(arm.seeds) do seeds = seeds + 1 end
  local cells = {arm.name, ("%d"):format(seeds)}
  for _, column in ipairs(e.columns) do
    cells[#cells + 1] = mean_cell(e, arm.name, column, seeds)
    if is_published(e, column.name) then
      cells[#cells + 1] = published_of(e, arm.name, column.name)
    end
  end
  local time = e.found:mean(arm.name, "cpu_seconds")
  cells[#cells + 1] = time and decimal(time.mean, 1) or ""
  return cells
end

local function means(e)
  local lines = {}
  add_head(lines, head_of(e))
  for _, arm in ipairs(e.found.arms) do add_row(lines, row_of(e, arm)) end
  return table.concat(lines, "\n")
end

-- Of the main column, what each arm has more than the first.
local function differences(e)
  local main, first, lines = e.columns[1], e.found.arms[1].name, {}
  add_head(lines, {"arm", ("%s, more than %s"):format(
    main.title or main.name, first)})
  for k = 2, #e.found.arms do
    local name = e.found.arms[k].name
    local i = e.found:difference(name, first, main.name)
    add_row(lines, {name, difference_text(i, main.digits + 1)})
  end
  return table.concat(lines, "\n")
end

-- ---- an experiment ----

local function wrap(text) return markdown.wrap(text, "") end

local function paragraph(head, text)
  return wrap(("**%s.** %s"):format(head, markdown.escape(text)))
end

-- Each arm with what it has of its own.
local function arms_text(e)
  local parts = {}
  for k, arm in ipairs(e.arms) do
    local options = {}
    for _, name in ipairs(repr.names(arm)) do
      local v = arm[name]
      if name ~= "name" and (type(v) == "number" or type(v) == "string" or
                             type(v) == "boolean") then
        options[#options + 1] = ("%s %s"):format(name, tostring(v))
      end
    end
    parts[k] = #options == 0 and arm.name or
               ("%s (%s)"):format(arm.name, table.concat(options, ", "))
  end
  return table.concat(parts, "; ") .. "."
end

local function published_text(e)
  local lines = {}
  for k, other in ipairs(e.published) do
    lines[k] = "- " .. markdown.wrap(("(%s) %s. There: %s"):format(letter(k),
      other.source, markdown.escape(other.differs)), "  ")
  end
  return "Published:\n\n" .. table.concat(lines, "\n")
end

-- The machines that the results name, once each.
local function machines(e)
  local seen = {}
  for _, arm in ipairs(e.found.arms) do
    for _, record in pairs(arm.records) do
      local m = record.machine
      seen[("%s (%s, %s, %s), Lunette %s"):format(m.processor or "a machine",
        m.isa, m.real, m.threads == 1 and "one thread" or
        ("%d threads"):format(m.threads), m.version)] = true
    end
  end
  return table.concat(repr.names(seen), "; ")
end

local function source_text(e)
  local results = e.results:gsub("^", "../")
  return wrap(("`lunette experiment %s`, on %s: [each run](%s)."):format(
    e.path, machines(e), results))
end

local function section(e)
  local parts = {"### " .. e.name, paragraph("Hypothesis", e.hypothesis),
                 paragraph("Protocol", e.protocol)}
  local function add(text) parts[#parts + 1] = text end
  if e.columns then
    add(paragraph("Arms", arms_text(e)))
    add(means(e))
    if e.published then add(published_text(e)) end
    if #e.found.arms > 1 then add(differences(e)) end
  end
  if e.finding then add(paragraph("Found", e.finding)) end
  add(source_text(e))
  return table.concat(parts, "\n\n")
end

-- ---- the page ----

local INTRODUCTION = [[
Scripts of examples/experiments, whose hypothesis and protocol stand there
before the first run; either outcome is told. Numbers are means over seeds,
+- half of Student's 95 % interval, and s the processor seconds of a run. Arms
of a seed share weights, batches and noise wherever they can, so that what an
arm has more than the first is taken seed by seed. In bold is what differs from
the first arm: 0 lies outside that interval, as it does by chance for one in
twenty. `make results` writes this section.]]

--- The section of the experiments in a folder.
function page.section(folder)
  local parts = {"## Experiments", wrap(INTRODUCTION)}
  for _, e in ipairs(page.read(folder)) do parts[#parts + 1] = section(e) end
  if #parts == 2 then parts[3] = "No results are there yet." end
  return table.concat(parts, "\n\n") .. "\n"
end

--- The page with that section in the place of the one it has.
function page.whole(text, folder)
  local first = text:find("\n## Experiments\n", 1, true)
  if not first then raise "the page has no section Experiments" end
  local last = text:find("\n## ", first + 1, true) or #text + 1
  return text:sub(1, first) .. page.section(folder) .. text:sub(last)
end

return page
