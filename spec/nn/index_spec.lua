-- The lists by which the files of nn and nn.functional are loaded, against them.
local ln = require "lunette"
local child = require "spec.support.child"

-- Not lists of a file's names, but parts of their own.
local own = {Module = true, functional = true, init = true, register = true, utils = true}

describe("the list of", function()
  for name, part in pairs {nn = ln.nn, ["nn.functional"] = ln.nn.functional} do
    it(name .. " has each name with the file it stands in", function()
      local module_of = getmetatable(part).fields
      for key in pairs(part) do
        assert(own[key] or module_of[key], key .. " is not listed")
      end
      for key, module in pairs(module_of) do
        assert(require(module)[key] ~= nil, module .. " has no " .. key)
      end
    end)
  end
end)

describe("the files of nn", function()
  it("are loaded when one of their names is", function()
    assert.equal("nil\ntrue\nnil\n", child [[
      print(ln.nn and package.loaded["lunette.nn.pooling"])
      print(ln.nn.MaxPool2d and package.loaded["lunette.nn.pooling"] ~= nil)
      print(package.loaded["lunette.nn.recurrent"])
    ]])
  end)
end)
