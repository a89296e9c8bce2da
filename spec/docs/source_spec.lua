local source = require "lunette.docs.source"

local TEXT = [==[
--- What the file is.
--
-- Not a part of it.

--- part.f: the first.
---   code
---
--- The end.
function part.f(x, given)
end

--- Lines may begin
--- -1 with a minus.
define("g", {"x"}, "d: real = 1", function() end)

--- @class Thing: Base
--- @field size integer how many
--- there are
local Thing = Base:extend "Thing"

---- not a docstring
local rest = 1
]==]

describe("docstrings", function()
  local found, folder, before

  setup(function()
    folder = os.tmpname()
    os.remove(folder)
    assert(os.execute("mkdir " .. folder))
    local file = assert(io.open(folder .. "/of_this_spec.lua", "w"))
    file:write(TEXT)
    file:close()
    before = package.path
    package.path = folder .. "/?.lua;" .. before
    found = source.read {"of_this_spec", "lunette.no_such_module"}
  end)

  teardown(function()
    package.path = before
    os.execute("rm -r " .. folder)
  end)

  it("stand above what they document", function()
    local names = {}
    for k, doc in ipairs(found) do names[k] = doc.name or "-" end
    assert.same({"-", "part.f", "g", "Thing"}, names)
    assert.is_true(found[1].heading)
    assert.equal("What the file is.", found[1].text)
    assert.equal("part.f: the first.\n  code\n\nThe end.", found[2].text)
    assert.equal("Lines may begin\n-1 with a minus.", found[3].text)
  end)

  it("know their place", function()
    assert.equal(folder .. "/of_this_spec.lua", found[2].file)
    assert.equal("of_this_spec", found[2].module)
    assert.equal(9, found[2].below)
  end)

  it("have tags for classes", function()
    local doc = found[4]
    assert.same({"Thing", "Base", ""}, {doc.class, doc.base, doc.text})
    assert.same({{name = "size", kind = "integer", doc = "how many there are"}},
                doc.fields)
  end)
end)
