--- What the batch methods of data sets take: the kind "indices".

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise

local function index(v)
  v = type(v) == "number" and math.tointeger(v) or nil
  return v and v >= 1 and v or nil
end

-- As a list of integers, else nil, and where the first stands that is no index.
local function read(v)
  local values = engine.is_tensor(v) and v:flatten():totable() or v
  if type(values) ~= "table" or getmetatable(values) ~= nil then return nil end
  local list = {}
  for k = 1, #values do
    list[k] = index(values[k])
    if not list[k] then return nil, values == v and k or nil end
  end
  return list
end

arguments.add_kind("indices", "a list of indices from 1, or a tensor of them,",
                   read, {
  type = "integer[]|lunette.Tensor", list = true,
  each = "an index, from 1,",
})

--- The indices, which that kind has read; raises unless each is at most n:
--- "batch: index 7; the set has 5 images".
return function(indices, n, noun)
  for _, i in ipairs(indices) do
    if i > n then raise("batch: index %d; the set has %d %s", i, n, noun) end
  end
  return indices
end
