--- Tensors as text: nested braces, columns aligned, large ones abridged.

local engine = require "lunette.engine"
local repr = require "lunette.repr"

local show = {}

-- As PyTorch: abridged above this many elements, to so many at either end.
local THRESHOLD, EDGE, WIDTH = 1000, 3, 80

-- ---- the numbers ----

local function is_finite(v)
  return v == v and v ~= math.huge and v ~= -math.huge
end

local function flat(nested, list)
  if type(nested) == "number" then
    list[#list + 1] = nested
  else
    for _, part in ipairs(nested) do flat(part, list) end
  end
  return list
end

-- Smallest and largest size of what is finite and not 0, and are all whole?
local function survey(list)
  local low, high, whole = math.huge, 0, true
  for _, v in ipairs(list) do
    if is_finite(v) then
      if v ~= 0 then
        low, high = math.min(low, math.abs(v)), math.max(high, math.abs(v))
      end
      whole = whole and v == math.floor(v)
    end
  end
  return low, high, whole
end

-- One way to write them all; exponents where the range is large.
local function pattern(list)
  local low, high, whole = survey(list)
  if high == 0 and whole then return "%.0f" end
  if whole then return high < 1e8 and "%.0f" or "%.4e" end
  if high / low > 1000 or high > 1e8 or low < 1e-4 then return "%.4e" end
  return "%.4f"
end

local function text_of(v, form)
  if v ~= v then return "nan" end
  if v == math.huge then return "inf" end
  if v == -math.huge then return "-inf" end
  return form:format(v == 0 and 0 or v)
end

-- ---- the layout ----

local function row(values, form, width, indent, gap)
  local lines, line = {}, indent .. "{"
  for k, v in ipairs(values) do
    local last = k == #values
    local part = ("%" .. width .. "s"):format(text_of(v, form))
    part = part .. (last and "" or ",")
    if #line + #part + 1 > WIDTH and line:find "%S.*%d" then
      lines[#lines + 1] = line
      line = indent .. " " .. part
    else
      line = line .. (k > 1 and " " or "") .. part
    end
    if k == gap then line = line .. " ...," end
  end
  lines[#lines + 1] = line .. "}"
  return table.concat(lines, "\n"):sub(#indent + 1)
end

-- gaps[d]: after which element of dimension d some were left out, or nil.
local function block(nested, depth, rank, style)
  local indent = (" "):rep(depth)
  if depth == rank then
    return row(nested, style.form, style.width, (" "):rep(depth - 1),
               style.gaps[depth])
  end
  local parts = {}
  for k, part in ipairs(nested) do
    parts[#parts + 1] = block(part, depth + 1, rank, style)
    if k == style.gaps[depth] then parts[#parts + 1] = "..." end
  end
  local line = ",\n" .. (rank - depth > 1 and "\n" or "") .. indent
  return "{" .. table.concat(parts, line) .. "}"
end

local function width_of(list, form)
  local width = 0
  for _, v in ipairs(list) do width = math.max(width, #text_of(v, form)) end
  return width
end

-- ---- tensors ----

-- x without the middle of its long dimensions, and where they were cut.
local function abridge(x)
  local gaps, cat = {}, engine.functions.cat
  if x:numel() <= THRESHOLD then return x, gaps end
  for d = 1, x:dim() do
    if x:size(d) > 2 * EDGE then
      local size = x:size(d)
      x = cat({x:narrow(d, 1, EDGE), x:narrow(d, size - EDGE + 1, EDGE)}, d)
      gaps[d] = EDGE
    end
  end
  return x, gaps
end

local function footer(x)
  local sizes = x:dim() == 0 and "number" or repr.shape(x)
  local grad = x:requires_grad() and ", requires_grad" or ""
  return ("[%s %s%s]"):format(sizes, engine.real, grad)
end

--- What print(x) shows: the values as a nested table, then the sizes.
function show.tensor(x)
  local seen = x:detach()
  if seen:dim() == 0 then
    local v = seen:item()
    return text_of(v, pattern {v}) .. "  " .. footer(x)
  end
  if seen:numel() == 0 then return "{}\n" .. footer(x) end
  local gaps
  seen, gaps = abridge(seen)
  local nested = seen:totable()
  local list = flat(nested, {})
  local form = pattern(list)
  local style = {form = form, width = width_of(list, form), gaps = gaps}
  return block(nested, 1, seen:dim(), style) .. "\n" .. footer(x)
end

return show
