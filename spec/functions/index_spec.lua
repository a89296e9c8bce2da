-- The list by which functions made of ops are loaded, against their files.
local engine = require "lunette.engine"
local module_of = require "lunette.functions"
local child = require "spec.support.child"

describe("functions made of ops", function()
  it("are listed with the file they stand in, all of them", function()
    local families = {}
    for name, module in pairs(module_of) do
      families[module] = families[module] or {}
      families[module][name] = true
    end
    for module, names in pairs(families) do
      for name in pairs(require(module)) do
        assert.is_true(names[name], name .. " of " .. module .. " is not listed")
        names[name] = nil
      end
      assert.same({}, names)
    end
  end)

  it("have names that no op has", function()
    for _, row in ipairs(engine.ops()) do
      assert.is_nil(module_of[row.name], row.name)
    end
  end)

  it("are functions and methods, loaded when first named", function()
    local out = child [[
      assert(not package.loaded["lunette.functions.order"])
      print((ln.tensor {3, 1}):sort():totable()[1])
      assert(package.loaded["lunette.functions.order"])
      assert(not package.loaded["lunette.functions.pieces"])
      print(#ln.nn.functional.chunk(ln.ones(4), 2))
      local n = 0
      for name in pairs(require("lunette.engine").methods) do
        n = n + (name == "slogdet" and 1 or 0)
      end
      print(n)
    ]]
    assert.equal("1\n2\n1\n", out)
  end)
end)
