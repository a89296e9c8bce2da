-- The engine's functions that are no ops (engine.rows): what they take may be
-- given by place or by name, and mistakes are told as those with ops are.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local ln = require "lunette"

local HERE = "^spec/rows_spec%.lua:%d+: "

local function x() return ln.tensor {{1, 2}, {3, 4}} end
local function leaf() return ln.tensor({2, 3}, {requires_grad = true}) end
local w = leaf()
local function loss() return (w * w):sum() end

-- name -> what is given by place, each {name, value}; `self` makes the object
-- before the colon. What draws does so after ln.manual_seed.
local calls = {
  tensor = {{"data", {{1, 2}, {3, 4}}}},
  empty = {{"size", {0, 3}}}, empty_like = {{"x", ln.zeros(0, 3)}}, -- what they hold is not said
  zeros = {{"size", {2, 3}}}, ones = {{"size", {2, 3}}}, rand = {{"size", {2, 3}}}, randn = {{"size", {2, 3}}},
  full = {{"size", {2, 3}}, {"fill_value", 7}},
  tril_indices = {{"row", 3}, {"col", 2}, {"offset", -1}},
  triu_indices = {{"row", 3}, {"col", 2}, {"offset", -1}},
  eye = {{"n", 2}, {"m", 3}},
  arange = {{"start", 2}, {"last", 8}, {"step", 3}},
  linspace = {{"start", 0}, {"last", 1}, {"steps", 5}},
  randint = {{"low", 1}, {"high", 9}, {"size", {2, 3}}},
  randperm = {{"n", 6}},
  normal = {{"mean", 1}, {"std", 2}, {"size", {2, 3}}},
  uniform = {{"low", 1}, {"high", 2}, {"size", {2, 3}}},
  bernoulli = {{"x", 0.5}, {"size", {2, 3}}},
  multinomial = {{"x", ln.ones(6)}, {"num_samples", 3}},
  zeros_like = {{"x", x()}}, ones_like = {{"x", x()}}, rand_like = {{"x", x()}}, randn_like = {{"x", x()}},
  full_like = {{"x", x()}, {"fill_value", 7}},
  randint_like = {{"x", x()}, {"low", 1}, {"high", 9}},
  grad = {{"outputs", loss}, {"inputs", {w}}},
  Generator = {{"seed", 3}},
  set_num_threads = {{"n", ln.get_num_threads()}},
  ["Tensor:backward"] = {self = loss, {"gradient", 2}},
  ["Tensor:requires_grad_"] = {self = x, {"requires_grad", true}},
  ["Tensor:new_empty"] = {self = x, {"size", {0, 3}}}, ["Tensor:new_zeros"] = {self = x, {"size", {2, 3}}},
  ["Tensor:new_ones"] = {self = x, {"size", {2, 3}}},
  ["Tensor:new_full"] = {self = x, {"size", {2, 3}}, {"fill_value", 7}},
  ["Tensor:copy_"] = {self = x, {"src", ln.ones(2)}},
  ["Tensor:fill_"] = {self = x, {"value", 5}},
  ["Tensor:zero_"] = {self = x},
  ["Tensor:add_"] = {self = x, {"other", 5}}, ["Tensor:sub_"] = {self = x, {"other", 5}},
  ["Tensor:mul_"] = {self = x, {"other", 5}}, ["Tensor:div_"] = {self = x, {"other", 5}},
  ["Tensor:clamp_"] = {self = x, {"min", 2}, {"max", 3}},
  ["Tensor:lerp_"] = {self = x, {"end", 5}, {"weight", 0.5}},
  ["Tensor:addcmul_"] = {self = x, {"tensor1", ln.ones(2)}, {"tensor2", ln.ones(2)}},
  ["Tensor:addcdiv_"] = {self = x, {"tensor1", ln.ones(2)}, {"tensor2", ln.ones(2)}},
  ["Tensor:index_put_"] = {self = x, {"indices", {ln.tensor {2, 1}}}, {"values", 5},
                          {"accumulate", true}},
  ["Tensor:index_add_"] = {self = x, {"dim", 1}, {"index", ln.tensor {2}}, {"source", ln.ones(1, 2)}},
  ["Tensor:index_fill_"] = {self = x, {"dim", 1}, {"index", ln.tensor {2}}, {"value", 5}},
  ["Tensor:index_copy_"] = {self = x, {"dim", 1}, {"index", ln.tensor {2}}, {"source", ln.ones(1, 2)}},
  ["Tensor:scatter_"] = {self = x, {"dim", 1}, {"index", ln.ones(1, 2)}, {"src", ln.ones(1, 2)}},
  ["Tensor:scatter_add_"] = {self = x, {"dim", 1}, {"index", ln.ones(1, 2)}, {"src", ln.ones(1, 2)}},
  ["Tensor:masked_fill_"] = {self = x, {"mask", x():gt(2)}, {"value", 5}},
  ["Tensor:masked_scatter_"] = {self = x, {"mask", x():gt(2)}, {"source", ln.ones(2)}},
  ["Tensor:normal_"] = {self = x, {"mean", 1}, {"std", 2}},
  ["Tensor:uniform_"] = {self = x, {"from", 1}, {"to", 2}},
  ["Generator:manual_seed"] = {self = ln.Generator, {"seed", 5}},
  ["Generator:seed"] = {self = ln.Generator}, ["Generator:state"] = {self = ln.Generator},
  ["Generator:set_state"] = {self = ln.Generator, {"state", ln.Generator(7):state()}},
}

local function value_of(given)
  local v = given[2]
  if type(v) == "function" then return v() end
  return v
end

-- What f gives, as text: its own class, and values.
local function text_of(v)
  if engine.is_tensor(v) then return tostring(v) end
  if type(v) == "userdata" then return v:state() end
  if type(v) ~= "table" then return tostring(v) end
  local list = {}
  for k, entry in ipairs(v) do list[k] = text_of(entry) end
  return "{" .. table.concat(list, ", ") .. "}"
end

for _, row in ipairs(engine.rows) do
  local call, s = calls[row.name], arguments.parse(row.name, row.signature)
  local name = row.name:match "[^:]+$"

  -- Calls it with the first `places` by place, the last of which may be `last`
  -- instead, then `names`, then `more`.
  local function run(places, names, more, last)
    local object = call.self and call.self()
    local f = object and object[name] or ln[name]
    local args = {object, n = object and 1 or 0}
    local function push(v) args.n = args.n + 1 args[args.n] = v end
    for k = 1, places - (last and 1 or 0) do push(value_of(call[k])) end
    if last then push(last) end
    if names then push(names) end
    if more ~= nil then push(more) end
    ln.manual_seed(1)
    return f(table.unpack(args, 1, args.n))
  end

  -- The names of those from place k on.
  local function names_from(k)
    local names = {}
    for at = k, #call do names[call[at][1]] = value_of(call[at]) end
    return next(names) and names
  end

  local function refused(expected, ...)
    local ok, message = pcall(run, ...)
    assert.is_false(ok, expected)
    assert.matches(HERE, message)
    assert.truthy(message:find(": " .. expected, 1, true), message)
  end

  describe(row.name, function()
    if #call > 0 then
      it("takes by name what it takes by place", function()
        local expected = text_of(run(#call))
        for k = 1, #call do assert.equal(expected, text_of(run(k - 1, names_from(k)))) end
      end)

      it("refuses what is given twice", function()
        for k = 1, #call do refused(("%s: %s is given twice"):format(name, call[k][1]), k, names_from(k)) end
      end)

      it("tells the nearest name of one that it does not know", function()
        for k = 1, #call do
          local key = call[k][1]
          local known = s.by_name[key].kind ~= "" and "; near it: " .. key
          if #key > 2 and known then
            local _, message = pcall(run, #call, {[key .. "e"] = 1})
            assert.truthy(message:find(("%s: unknown option %se; known: "):format(name, key), 1, true), message)
            assert.truthy(message:find(known, 1, true), message)
          end
        end
      end)
    end

    it("refuses names that it does not know", function()
      refused(name .. ": unknown option no_such_name; ", #call, {no_such_name = 1})
    end)

    it("refuses what is too much, and shows the call", function()
      refused(("%s: too many arguments; call it as %s(%s)"):format(name, name, row.signature), #call, nil, "more")
    end)

    it("tells what is missing, and shows the call", function()
      for k = 1, #call do
        local field = s.by_name[call[k][1]]
        if not field.optional and field.kind ~= "sizes" then
          -- one that may be left out before it leaves its place to it
          local yields = k > 1 and s.by_name[call[k - 1][1]].optional
          refused(("%s: %s is missing; call it as %s("):format(name, field.name, name), yields and k - 2 or k - 1,
                  names_from(k + 1))
        end
      end
    end)

    it("tells what is of a wrong type, by place and by name", function()
      for k = 1, #call do
        local key, kind = call[k][1], s.by_name[call[k][1]].kind
        if kind ~= "any" then
          local is = kind == "sizes" and ": the first size is " or (": %s is "):format(key)
          refused(name .. is .. "a thread, ", k, names_from(k + 1), nil, coroutine.create(print))
          refused(("%s: %s is a thread, "):format(name, key), k - 1, {[key] = coroutine.create(print)})
        end
      end
      for _, field in ipairs(s.options) do
        refused(("%s: %s is a thread, "):format(name, field.name), #call, {[field.name] = coroutine.create(print)})
      end
    end)
  end)
end

describe("rows of the engine", function()
  it("all have calls here", function()
    local names = {}
    for _, row in ipairs(engine.rows) do names[row.name] = true end
    for name in pairs(calls) do assert.is_true(names[name], name) end
    for name in pairs(names) do assert.truthy(calls[name], name) end
  end)
end)

describe("by name", function()
  local function same(expected, y) assert.same(expected, y:totable()) end

  it("goes what may be left out, each alone", function()
    same({{1, 0, 0, 0}, {0, 1, 0, 0}}, ln.eye(2, {m = 4}))
    same({{1, 0}, {0, 1}}, ln.eye {n = 2})
    same({1, 4}, ln.arange(1, 5, {step = 3}))
    same({1, 4}, ln.arange(5, {step = 3}))
    same({1, 2, 3}, ln.arange {last = 3})
    same({2, 3}, ln.arange(2, {last = 3}))
    same({2, 3}, ln.arange(3, {start = 2}))
    same({{1, 2}, {3, 3}}, x():clamp_ {max = 3})
    same({{2, 2}, {3, 4}}, x():clamp_ {min = 2})
    local drawn = ln.zeros(4):normal_ {std = 0, mean = 3}
    same({3, 3, 3, 3}, drawn)
    assert.is_false(ln.zeros(2):requires_grad_ {requires_grad = false}:requires_grad())
    assert.is_true(ln.zeros {size = 2, requires_grad = true}:requires_grad())
  end)

  it("go lists that are one: a tensor for a table of tensors", function()
    local v = leaf()
    same({4, 6}, ln.grad((v * v):sum(), v)[1])
    same({4, 6}, ln.grad {outputs = (v * v):sum(), inputs = v, grad_outputs = ln.tensor(1)}[1])
  end)

  it("is retain_graph create_graph unless it is given", function()
    local v = leaf()
    local y = (v * v):sum()
    y:backward {create_graph = true}
    y:backward()
    assert.has_error(function() y:backward() end)
  end)
end)
