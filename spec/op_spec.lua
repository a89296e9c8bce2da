-- What every row of every family has to have.
local engine = require "lunette.engine"
local fixtures = require "spec.support.fixtures"
local value = require "spec.support.value"

local KINDS = {}
for kind in ("tensor tensors int real bool int2 int3 dim dims index sizes ints"):gmatch "%w+" do
  KINDS[kind] = true
end

-- {name=, kind=, optional=, keyword=} of every parameter of a signature.
local function parameters(signature)
  local list = {}
  local positional, braces = signature:match "^(.-),?%s*{(.*)}$"
  local function add(text, keyword)
    for entry in (text .. ","):gmatch "%s*(.-)%s*," do
      if entry ~= "" then
        local name, rest = entry:match "^([%a][%w_]*)(.*)$"
        assert(name, entry)
        local kind = rest:match "^:%s*([%w_|]+)" or "tensor"
        list[#list + 1] = {name = name, kind = kind, keyword = keyword,
          optional = rest:find "[?=]" ~= nil}
      end
    end
  end
  add(positional or signature, false)
  add(braces or "", true)
  return list
end

-- The ops that have a case in a fixture or a value written out in a spec.
local function covered()
  local found = value.registered()
  for _, family in ipairs(fixtures.families()) do
    for _, case in ipairs(fixtures.load(family)) do found[case.op] = true end
  end
  return found
end

describe("every row", function()
  it("says its variant; no family reads it off the name", function()
    local pipe <close> = assert(io.popen "grep -rnE 'op->name' src/ops")
    assert.equal("", pipe:read "a")
  end)

  it("has a name of its own, usable as a method", function()
    local seen = {}
    for _, row in ipairs(engine.ops()) do
      assert.matches("^%l[%l%d_]*$", row.name)
      assert.is_nil(seen[row.name], row.name)
      seen[row.name] = true
      assert.is_function(engine.functions[row.name])
      assert.equal(engine.functions[row.name], engine.methods[row.name])
    end
    assert.is_true(#engine.ops() >= 70)
  end)

  it("has documentation: sentences", function()
    for _, row in ipairs(engine.ops()) do
      assert.is_string(row.doc, row.name .. " has no documentation")
      assert.matches("^%S.*%.$", row.doc, nil, row.name)
      assert.is_nil(row.doc:find "  ", row.name)
    end
  end)

  it("has a signature of known types, what may be left out last", function()
    for _, row in ipairs(engine.ops()) do
      local list, names, optional = parameters(row.signature), {}, false
      assert.is_true(#list > 0, row.name)
      for _, p in ipairs(list) do
        local where = row.name .. ", " .. p.name
        assert.is_nil(names[p.name], where)
        assert.is_true(KINDS[p.kind] or p.kind:find "|" ~= nil, where .. ": " .. p.kind)
        if p.keyword then assert.is_true(p.optional, where .. " has no default") end
        names[p.name] = true
        optional = optional or p.optional
      end
    end
  end)

  it("that has a derivative has samples, and those are Lua", function()
    for _, row in ipairs(engine.ops()) do
      if row.differentiable then
        assert.is_string(row.sample, row.name .. " has no sample")
        for sample in (row.sample .. ";"):gmatch "(.-);" do
          assert.is_function(load("return " .. sample), row.name .. ": " .. sample)
        end
      else
        assert.matches("No derivative", row.doc, nil, row.name)
      end
    end
  end)

  it("has values: a case against PyTorch, or value(...) in a spec", function()
    local found, missing = covered(), {}
    for _, row in ipairs(engine.ops()) do
      if not found[row.name] then missing[#missing + 1] = row.name end
    end
    assert.equal("", table.concat(missing, " "))
  end)

  it("names what is missing and how it is called", function()
    for _, row in ipairs(engine.ops()) do
      local first = parameters(row.signature)[1]
      local ok, message = pcall(engine.functions[row.name])
      assert.is_false(ok, row.name)
      assert.matches(row.name .. ": " .. first.name .. " is missing; call it as "
        .. row.name .. "(" .. row.signature .. ")", message, 1, true)
    end
  end)

  it("refuses one argument too many, and unknown options by name", function()
    local x = engine.create.ones(3)
    assert.error_matches(function() x:neg(1) end,
      "neg: too many arguments; call it as neg%(x%)")
    assert.error_matches(function() x:sum(1, {keepdims = true}) end,
      "sum: unknown option keepdims; known: dim, keepdim; near it: keepdim")
    assert.error_matches(function() x:neg {inplace = true} end,
      "neg: unknown option inplace; none is known")
  end)
end)

describe("the words of the checks", function()
  it("read signatures", function()
    local list = parameters "x, w: tensor?, n: int3 = 1, {a: bool = false, m: mean|sum = mean}"
    assert.same({name = "w", kind = "tensor", keyword = false, optional = true}, list[2])
    assert.same({name = "n", kind = "int3", keyword = false, optional = true}, list[3])
    assert.same({name = "m", kind = "mean|sum", keyword = true, optional = true}, list[5])
    assert.equal(5, #list)
  end)
end)

describe("the arguments of an op", function()
  local ln = require "lunette"

  it("are the dims that come last, one by one", function()
    local x = ln.arange(1, 6):reshape(2, 3)
    assert.same({{1, 4}, {2, 5}, {3, 6}}, x:permute(2, 1):totable())
    assert.same({{6, 5, 4}, {3, 2, 1}}, x:flip(1, 2):totable())
    assert.same({{21}}, x:sum(1, -1, {keepdim = true}):totable())
    local _, message = pcall(function() x:sum(1, 0) end)
    assert.truthy(message:find("sum: dim is 0; dimensions and indices count from 1", 1, true))
  end)

  it("may be given by name, each once", function()
    local x = ln.arange(1, 6):reshape(2, 3)
    assert.same({{2, 2, 3}, {4, 5, 6}}, x:clamp {min = 2}:totable())
    assert.same({{2}, {5}}, x:mean {dim = 2, keepdim = true}:totable())
    assert.same({{6}, {15}}, x:sum(2, nil, {keepdim = true}):totable())
    assert.same({{1, 2}, {3, 4}, {5, 6}}, x:reshape {shape = {3, 2}}:totable())
    assert.same({{14, 32}, {32, 77}}, ln.matmul({x = x, other = x:t()}):totable())
    local function refused(text, ...)
      local _, message = pcall(...)
      assert.truthy(message:find(text, 1, true), message)
    end
    refused("sum: dim is given twice", x.sum, x, 2, {dim = 2})
    refused("sum: x is given twice", x.sum, x, {x = x})
    refused("sum: unknown option dims; known: dim, keepdim; near it: dim", x.sum, x, {dims = 2})
    refused("sum: unknown option y; known: dim, keepdim", ln.sum, {y = x})
    refused("reshape: shape has the key a", x.reshape, x, {shape = {a = 1}})
    refused("exp: too many arguments; call it as exp(x)", x.exp, x, nil, "junk")
    refused('gelu: approximate is "none|tanh"; known: none|tanh', x.gelu, x, {approximate = "none|tanh"})
    refused('gelu: approximate is ""; known: none|tanh', x.gelu, x, {approximate = ""})
  end)
end)

describe("an op that is made of others", function()
  it("is what a mistake names, once", function()
    local ln = require "lunette"
    local function message(f, ...)
      local _, text = pcall(f, ...)
      return text:match "^spec/op_spec%.lua:%d+: (.*)"
    end
    local x = ln.ones(1, 3, 3, 3)
    assert.equal("conv2d: a kernel that spans 5 does not fit a padded input of 3",
                 message(ln.conv2d, x, ln.ones(1, 3, 5, 5)))
    assert.equal("max_pool2d: kernel_size 9 does not fit size 3", message(ln.max_pool2d, x, 9))
    assert.equal("avg_pool2d: kernel_size is 0", message(ln.avg_pool2d, x, 0))
  end)
end)
