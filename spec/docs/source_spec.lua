local source = require "lunette.docs.source"

local TEXT = [==[
--- What the file is.
--
-- Not a part of it.

local BOTH = "a: int = 1, " ..
  "b: bool = true"

local read = options.reader("owner.f", BOTH .. ", c: real?")

--- f(x, {a = 1}): the first.
---   code
---
--- The end.
function part.f(x, given)
  check("f", "x", x, "tensor")
end

--- Lines may begin
--- -1 with a minus.
define("g", {"x"}, "d: real = 1", function() end)

define("Layer", "g", 2)

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
    for k, doc in ipairs(found.docs) do names[k] = doc.name or "-" end
    assert.same({"-", "part.f", "g", "Thing"}, names)
    assert.is_true(found.docs[1].heading)
    assert.equal("What the file is.", found.docs[1].text)
    assert.equal("f(x, {a = 1}): the first.\n  code\n\nThe end.",
                 found.docs[2].text)
    assert.equal("x, given", found.docs[2].arguments)
    assert.equal("Lines may begin\n-1 with a minus.", found.docs[3].text)
  end)

  it("know their place", function()
    assert.equal(folder .. "/of_this_spec.lua", found.docs[2].file)
    assert.equal("of_this_spec", found.docs[2].module)
    assert.equal(14, found.docs[2].below)
  end)

  it("have tags for classes", function()
    local doc = found.docs[4]
    assert.same({"Thing", "Base", ""}, {doc.class, doc.base, doc.text})
    assert.same({{name = "size", kind = "integer", doc = "how many there are"}},
                doc.fields)
  end)

  it("come with the options and types that the code reads", function()
    assert.equal("a: int = 1, b: bool = true, c: real?",
                 found.options.of_this_spec.f)
    assert.same({x = "tensor"}, found.kinds.f)
    assert.same({Layer = "g"}, found.links)
  end)
end)
