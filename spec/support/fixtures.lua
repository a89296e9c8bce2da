--- The cases that spec/reference/make.py writes.
local engine = require "lunette.engine"
local create = engine.create

local fixtures = {}
local FOLDER = "spec/reference/"

--- The families that have cases: each has a file, written by make.py.
function fixtures.families()
  local names, pipe = {}, assert(io.popen("ls " .. FOLDER))
  for name in pipe:lines() do names[#names + 1] = name:match "^([%w_]+)%.lua$" end
  pipe:close()
  assert(#names > 0, "specs are run at the root of the project")
  return names
end

--- The cases of a family: {op=, args={n=, ...}, y=, g=}.
function fixtures.load(family) return dofile(FOLDER .. family .. ".lua") end

local function tensor(spec, leaves)
  local t = create.tensor(spec.v):reshape(spec.x or spec.c)
  if spec.x then
    t:requires_grad_()
    leaves[#leaves + 1] = t
  end
  for _, step in ipairs(spec.steps or {}) do
    t = t[step[1]](t, table.unpack(step, 2))
  end
  return t
end

--- What an entry of args stands for. Leaves to differentiate in are appended
--- to `leaves`.
function fixtures.argument(spec, leaves)
  if type(spec) ~= "table" then return spec end
  if spec.v then return tensor(spec, leaves) end
  local copy = {}
  for k, v in pairs(spec) do copy[k] = fixtures.argument(v, leaves) end
  return copy
end

-- The cotangent that make.py uses.
local function cotangent(sizes)
  local count, values = 1, {}
  for _, n in ipairs(sizes) do count = count * n end
  for i = 0, count - 1 do values[i + 1] = (7 * i % 11 - 4.5) / 4 end
  return create.tensor(values):reshape(sizes)
end

-- What is written otherwise than as a call.
local written = {
  ["x[key]"] = function(x, key) return x[key] end,
  ["x[key] = value"] = function(x, key, value)
    local y = x:detach():clone()
    y[key] = value
    return y
  end,
}

--- The result of a case, of "F.name" by the function of nn.functional; when it
--- has gradients, those of the leaves, and these.
function fixtures.run(case)
  local leaves, args = {}, {}
  for i = 1, case.args.n do args[i] = fixtures.argument(case.args[i], leaves) end
  local functional = require "lunette.nn.functional"
  local own = case.op:match "^F%.(.+)"
  local op = written[case.op] or own and functional[own] or
             engine.functions[case.op] or create[case.op] or
             functional[case.op]
  local y = select(case.result or 1, op(table.unpack(args, 1, case.args.n)))
  if not case.g then return y end
  local gradients = engine.grad(y, leaves,
    {grad_outputs = {cotangent(y:size())}, allow_unused = true})
  for k, x in ipairs(leaves) do gradients[k] = gradients[k] or create.zeros(x:size()) end
  return y, gradients, leaves
end

--- The tensors in a list, and in the lists within, appended to `into`.
function fixtures.flat(list, into)
  for k = 1, #list do
    if engine.is_tensor(list[k]) then into[#into + 1] = list[k] else fixtures.flat(list[k], into) end
  end
  return into
end

--- What a layer gives for the arguments of a case of spec/reference/layers, as
--- a list of tensors; what it draws is the same each time.
function fixtures.results(layer, case)
  local args, results = {}, nil
  for i = 1, case.args.n do args[i] = fixtures.argument(case.args[i], {}) end
  engine.default_generator:manual_seed(1)
  for _ = 1, case.calls or 1 do results = {layer(table.unpack(args, 1, case.args.n))} end
  local list = fixtures.flat(results, {})
  for k, y in ipairs(list) do list[k] = y:detach() end
  return list
end

local function text(spec)
  if type(spec) ~= "table" then return tostring(spec) end
  local parts = {}
  if spec.v then
    parts[1] = table.concat(spec.x or spec.c, "x")
    for _, step in ipairs(spec.steps or {}) do parts[#parts + 1] = step[1] end
    return "[" .. table.concat(parts, ":") .. "]"
  end
  for _, v in ipairs(spec) do parts[#parts + 1] = text(v) end
  for k, v in pairs(spec) do
    if type(k) == "string" then parts[#parts + 1] = k .. " = " .. text(v) end
  end
  return "{" .. table.concat(parts, ", ") .. "}"
end

--- A case in a few words: "norm([3x4:t], 2)".
function fixtures.label(case)
  local parts = {}
  for i = 1, case.args.n do parts[i] = text(case.args[i]) end
  return case.op .. "(" .. table.concat(parts, ", ") .. ")"
end

return fixtures
