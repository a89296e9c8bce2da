-- Lunette's side of bench/ops/run.lua, as torch_side.py is PyTorch's: reads one
-- JSON value a line, answers it. {code, made?, inputs, seconds} prepares a
-- case, of which "forward" and "backward" then time one block each, of about
-- the seconds that were given; 0 stands for no gradient. Answers are {seconds}
-- or {error}.
local json = require "lunette.json"
local ln = require "lunette"

ln.set_num_threads(1)
ln.manual_seed(0)

local env = setmetatable({ln = ln, nn = ln.nn, F = ln.nn.functional,
                          optim = ln.optim}, {__index = _G})

-- What an input is, by the first letter of its name; torch_side.py has the same
-- letters. All others are normal numbers, with gradients.
local draw = {
  a = function(sizes) return ln.rand(sizes) + 1.5 end,
  g = function(sizes) return ln.rand(sizes) * 2 - 1 end,
  p = function(sizes) return ln.rand(sizes) * 1.5 + 0.5 end,
  s = function(sizes) -- symmetric, positive definite
    local x = ln.randn(sizes)
    return x:matmul(x:transpose(-2, -1)) / sizes[#sizes] +
           ln.eye(sizes[#sizes])
  end,
  u = function(sizes) return ln.rand(sizes) * 0.9 + 0.05 end,
}
local plain = { -- without gradients
  i = function(sizes, of) return ln.randint(1, of, sizes) end,
  m = function(sizes) return ln.rand(sizes):gt(0.5) end,
  o = function(sizes) return ln.rand(sizes):gt(0.5) * 2 - 1 end,
  q = draw.u,
  r = draw.p,
  t = function(sizes) return ln.randn(sizes) end,
}

-- Ten parameters of these sizes, with gradients.
local function parameters(sizes)
  local list = {}
  for k = 1, 10 do
    list[k] = ln.randn(sizes, {requires_grad = true})
    list[k].grad = ln.randn(sizes)
  end
  return list
end

local function value_of(input)
  if input.name == "params" then return parameters(input.sizes) end
  local letter = input.name:sub(1, 1)
  if plain[letter] then return plain[letter](input.sizes, input.of) end
  return (draw[letter] or ln.randn)(input.sizes):detach():requires_grad_()
end

local function compiled(code, values)
  return assert(load("return " .. code, "=case", "t", values))
end

local function is_module(made)
  return type(made) == "table" and made.is_a and made:is_a(ln.nn.Module)
end

-- The function that is timed, and what it is differentiated in.
local function open(case)
  local values, leaves = setmetatable({}, {__index = env}), {}
  for _, input in ipairs(case.inputs) do
    local value = value_of(input)
    values[input.name] = value
    if ln.is_tensor(value) and value:requires_grad() then
      leaves[#leaves + 1] = value
    end
  end
  if case.made then values.made = compiled(case.made, values)() end
  if is_module(values.made) then
    for _, p in ipairs(values.made:parameters()) do leaves[#leaves + 1] = p end
  end
  return compiled(case.code, values), leaves
end

local function seconds_of(f, calls)
  local start = os.clock()
  for _ = 1, calls do f() end
  return os.clock() - start
end

local function timer(f, seconds)
  local calls, taken = 1, seconds_of(f, 1)
  while taken < seconds / 2 do
    calls = 2 * calls
    taken = seconds_of(f, calls)
  end
  calls = math.max(1, calls * seconds // taken | 0)
  return function() return seconds_of(f, calls) / calls end
end

local function forward(f, seconds)
  local _ <close> = ln.no_grad()
  local time = timer(f, seconds)
  return function()
    local _ <close> = ln.no_grad()
    return time()
  end
end

-- The first result, of several or of a list of them.
local function first(y) return type(y) == "table" and y[1] or y end

local function backward(f, leaves, seconds)
  local y = #leaves > 0 and first(f())
  if not ln.is_tensor(y) or not y:requires_grad() then return end
  local options = {grad_outputs = {ln.randn_like(y)}, allow_unused = true}
  return timer(function()
    return ln.grad({first(f())}, leaves, options)
  end, seconds)
end

local timers

local function answer(question)
  if type(question) == "string" then
    return timers[question] and timers[question]() or 0
  end
  collectgarbage()
  local f, leaves = open(question)
  timers = {forward = forward(f, question.seconds),
            backward = backward(f, leaves, question.seconds)}
  return 0
end

io.stdout:setvbuf "line"
for line in io.lines() do
  local ok, told = pcall(answer, json.decode(line))
  local reply = ok and {seconds = told} or {error = tostring(told)}
  io.write(json.encode(reply), "\n")
end
