--- What is done about the gaps of a table's columns of numbers, which are nan.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise

local gaps = {}

local FILL = "real|nan|mean|median|drop"

local function names_of(columns)
  local names = {}
  for c, column in ipairs(columns) do names[c] = column.name end
  return table.concat(names, ", ")
end

-- Raises unless each name of the table is that of a column of numbers.
local function check_names(columns, fills)
  local by_name = {}
  for _, column in ipairs(columns) do by_name[column.name] = column end
  for name, fill in pairs(fills) do
    local column = by_name[name]
    if not column then
      raise("read_csv: missing: no column %s; there are %s", tostring(name),
            names_of(columns))
    end
    if column.kind ~= "number" then
      raise("read_csv: missing: column %s is of categories, in which an " ..
            "empty field is a category like any other", name)
    end
    arguments.check("read_csv", "missing." .. name, fill, FILL)
  end
end

--- Gives each column of numbers its `fill`: "nan", "mean", "median", "drop" or
--- a number; missing is one for all, or a table of them by name.
function gaps.set_fills(columns, missing)
  local is_table = type(missing) == "table"
  if is_table then check_names(columns, missing) end
  for _, column in ipairs(columns) do
    if column.kind == "number" then
      column.fill = is_table and (missing[column.name] or "nan") or
                    not is_table and missing
    end
  end
end

local statistics = {}

function statistics.mean(known) return known:mean():item() end

-- The one in the middle, or the mean of the two there.
function statistics.median(known)
  local ordered, n = known:sort(), known:size(1)
  return (ordered[(n + 1) // 2] / 2 + ordered[n // 2 + 1] / 2):item()
end

--- Fills the gaps of a column by its `fill`.
function gaps.fill(column)
  local fill = column.fill
  if not fill or fill == "nan" or fill == "drop" then return end
  local x = column.values
  local is_gap = x:isnan()
  if type(fill) == "string" then
    local known = x[is_gap:logical_not()]
    if known:numel() == 0 then
      raise("%s: no row that is left has a number to take the %s of",
            column.where, fill)
    end
    fill = statistics[fill](known)
  end
  column.values = engine.functions.where(is_gap, engine.create.tensor(fill), x)
end

--- For each column with gaps one of the categories "no" and "yes", which says
--- where they are.
function gaps.indicators(columns)
  local marks, taken = {}, {}
  for _, column in ipairs(columns) do taken[column.name] = true end
  for _, column in ipairs(columns) do
    local is_gap = column.fill and column.values:isnan()
    if is_gap and is_gap:any():item() == 1 then
      local name = column.name .. " missing"
      if taken[name] then
        raise("%s: indicator: there is a column %q already", column.where, name)
      end
      marks[#marks + 1] = {name = name, kind = "category",
                           categories = {"no", "yes"}, values = is_gap + 1}
    end
  end
  return marks
end

return gaps
