-- The page docs/pytorch.md against the code: each name of PyTorch's (they are
-- listed by spec/reference/pytorch/make.py) is answered, and the answer holds.
local engine = require "lunette.engine"
local instead = require "lunette.instead"
local ln = require "lunette"
local pytorch = require "tools.docs.pytorch"

-- Every name with its group.
local function each()
  return coroutine.wrap(function()
    for _, entry in ipairs(pytorch.groups) do
      for _, name in ipairs(entry[2]) do coroutine.yield(entry[1], name) end
    end
  end)
end

local function names_where(wrong)
  local list = {}
  for group, name in each() do
    if wrong(group, name) then list[#list + 1] = name end
  end
  return list
end

describe("a name of PyTorch's", function()
  it("is here, is written in another way, or is left out with a reason", function()
    assert.same({}, names_where(function(group, name)
      return not pytorch.answer(group, name)
    end))
  end)

  it("is not called missing when it is here", function()
    assert.same({}, names_where(function(group, name)
      return pytorch.answer(group, name) == "left" and pytorch.is_there(group, name)
    end))
  end)

  it("is not said to be written otherwise when it is here", function()
    assert.same({}, names_where(function(group, name)
      return pytorch.answer(group, name) == "instead" and pytorch.is_there(group, name)
    end))
  end)

  it("is PyTorch's", function()
    local known = {}
    for _, name in each() do known[name] = true end
    for name in pairs(pytorch.instead) do assert.is_true(known[name], name) end
    for _, entry in ipairs(pytorch.left) do
      for _, name in ipairs(entry[2]) do
        assert.is_true(known[name], name)
        assert.is_nil(pytorch.instead[name], name)
      end
    end
  end)

  for _, names in ipairs {instead.listed, instead.others} do
    for name, code in pairs(names) do
      it("is written " .. code .. " for " .. name, function()
        local env = {ln = ln, x = ln.eye(2), y = ln.ones(2, 2), math = math,
                     layer = ln.nn.ReLU(), class = ln.nn.ReLU}
        local value = assert(load("return " .. code, code, "t", env))()
        assert.is_truthy(value or name == "grad_fn") -- a leaf has no op
      end)
    end
  end

  for name in pairs(instead.others) do
    it("beside the list is no method: " .. name, function()
      assert.is_nil(engine.methods[name])
    end)
  end
end)
