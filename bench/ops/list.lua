--- The cases of `make bench-ops`, as a list of {title, code, made?, inputs,
--- rivals}: `code` is the Lua that is timed, `made` what is called there, such
--- as a layer, and rivals the same in PyTorch, as {code, made?}, of which the
--- fastest counts.
---
--- The files under cases/ name them: case(code, inputs, options). Inputs are
--- names with sizes, "x NxN, i N of 64", where N stands for 1024 in one case
--- and for 64 in another; a name alone is NxN. What a name's first letter says
--- of the values stands in lunette_side.lua. Options are made, and torch and
--- torch_made: Python that python.lua would not make of the Lua, or a list of
--- ways.

local translate = require "bench.ops.python"

local FAMILIES = {"pointwise", "inplace", "activations", "reductions", "order",
                  "indexing", "shapes", "products", "linalg", "spectra",
                  "create", "convolutions", "pooling", "layers", "sequences",
                  "losses", "optim"}
local SIDES = {1024, 64}

local function with_side(text, side)
  return text and text:gsub("%f[%w]N%f[%W]", side)
end

-- "x NxN, i N of 64" as {{name = "x", sizes = {1024, 1024}}, {...}}.
local function read_inputs(text, side)
  local list = {}
  for part in text:gmatch "[^,]+" do
    local name, rest = part:match "^%s*(%l%w*)(.*)$"
    local sizes = {}
    rest = rest:find "%S" and rest or " NxN"
    rest = rest:gsub("N", side)
    for size in rest:match "^ ([%dx]+)":gmatch "%d+" do
      sizes[#sizes + 1] = math.tointeger(size)
    end
    list[#list + 1] = {name = name, sizes = sizes,
                       of = tonumber(rest:match " of (%d+)") or side}
  end
  return list
end

local function is_sized(text)
  for part in text:gmatch "[^,]+" do
    if part:find "N" or not part:find "%d" then return true end
  end
  return false
end

local function title(code, made, inputs)
  local parts = {(code:gsub("made", function() return made end))}
  for _, input in ipairs(inputs) do
    parts[#parts + 1] = ("%s %s"):format(input.name,
                                         table.concat(input.sizes, "x"))
  end
  return table.concat(parts, ", ")
end

local function ways(given, code)
  if type(given) == "table" then return given end
  return {given or code and translate(code)}
end

-- Every way of making by every way of calling.
local function rivals(code, o, side)
  local list = {}
  for _, call in ipairs(ways(o.torch, code)) do
    local made = ways(o.torch_made, o.made)
    for k = 1, math.max(1, #made) do
      list[#list + 1] = {code = with_side(call, side),
                         made = with_side(made[k], side)}
    end
  end
  return list
end

local function one(code, text, o, side)
  local inputs = read_inputs(text, side)
  local made, here = with_side(o.made, side), with_side(code, side)
  return {title = title(here, made, inputs), code = here, made = made,
          inputs = inputs, rivals = rivals(code, o, side)}
end

local list = {}

local function case(code, inputs, options)
  inputs, options = inputs or "x", options or {}
  local sized = is_sized(inputs) or code:find "%f[%w]N%f[%W]"
  for k = 1, sized and #SIDES or 1 do
    list[#list + 1] = one(code, inputs, options, SIDES[k])
  end
end

-- case for each name of the text, which stands for %s in the code.
local function each(names, code, inputs, torch)
  for name in names:gmatch "%S+" do
    case(code:gsub("%%s", name), inputs, {torch = torch and
                                          torch:gsub("%%s", name)})
  end
end

for _, family in ipairs(FAMILIES) do
  assert(loadfile(("bench/ops/cases/%s.lua"):format(family)))(case, each)
end

return list
