-- lunette.busted changes assert.same for all that runs after it: so it runs in
-- a process of its own.
local files = require "spec.files"

local SPEC = [[
local ln = require "lunette"
%s
local function fails(f, ...) return not pcall(f, ...) end

describe("same", function()
  local x, y = ln.tensor {{1, 2}, {3, 4}}, ln.tensor {{1, 2}, {3, 4}}
  it("tensors", function() assert.same(x, y) end)
  it("within tables", function()
    assert.same({a = x, {1, x}}, {a = y, {1, y}})
    assert.same(ln.nn.ReLU():state_dict(), {})
  end)
  it("one table twice", function()
    local shared = {ln.ones(2)}
    assert.same({{ln.ones(2)}, {ln.ones(2)}}, {shared, shared})
  end)
  it("in circles", function()
    local a, b = {x}, {y}
    a.self, b.self = a, b
    assert.same(a, b)
  end)
  it("as a matcher", function()
    assert.is_true(require("luassert.match").is_same {x}({y}))
    assert.is_false(require("luassert.match").is_same {x}({y + 1}))
  end)
end)

describe("not same", function()
  it("values, sizes, kinds", function()
    local x, y = ln.ones(2, 2), ln.ones(2, 2)
    assert.are_not.same(x, y + 1)
    assert.are_not.same(x, ln.ones(2))
    assert.are_not.same({x, 1}, {y, 2})
    assert.are_not.same({x}, {x, x})
    assert.are_not.same({x, x}, {x})
    assert.are_not.same(x, 1)
    assert.are_not.same({x}, 1)
    assert(fails(assert.same, x, y + 1))
    assert(fails(assert.same, {a = {x}}, {a = {y + 1}}))
  end)
  it("says what differs", function()
    local ok, message = pcall(assert.same, {x = ln.ones(2)}, {x = ln.zeros(2)})
    assert.is_false(ok)
    message = tostring(message)
    assert(message:find("{1, 1}", 1, true) and message:find("{0, 0}", 1, true), message)
    assert.same({1, {2}}, {1, {2}})
  end)
end)
]]

describe("lunette.busted", function()
  local folder
  before_each(function() folder = files.new_folder() end)
  after_each(files.remove_folder)

  local function run(first)
    local path = files.write(folder .. "/own_spec.lua", SPEC:gsub("%%s", first))
    local pipe <close> = assert(io.popen("busted --lua=lua5.4 --output=plainTerminal " .. path .. " 2>&1"))
    return pipe:read "a"
  end

  it("makes assert.same compare tensors", function()
    local text = run 'require "lunette.busted"'
    assert.truthy(text:find "7 successes / 0 failures / 0 errors", text)
  end)

  it("does so once for all that load it, and not unless loaded", function()
    assert.truthy(run('require "lunette.busted" package.loaded["lunette.busted"] = nil require "lunette.busted"')
                  :find "7 successes / 0 failures")
    -- what is left without it: what is not the same, and its words
    assert.truthy(run "":find "2 successes / 0 failures / 5 errors" or run "":find "2 successes / 5 failures")
  end)

  it("is not loaded by the library", function()
    assert.is_true(os.execute [[lua5.4 -e 'local ln = require "lunette"; for _ in pairs(ln) do end
      os.exit(package.loaded["lunette.busted"] == nil and package.loaded["luassert.namespaces"] == nil)']])
  end)
end)
