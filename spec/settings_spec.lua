local ln = require "lunette"
local settings = require "lunette.settings"

local function told(values, defaults)
  local _ <close> = settings.tell(values)
  return ln.settings(defaults)
end

describe("ln.settings", function()
  local defaults = {steps = 5000, lr = 2e-4, fast = false, name = "a", betas = {.5, .999}}

  it("gives the defaults where nothing is told", function()
    local o = ln.settings(defaults)
    assert.same(defaults, o)
    o.steps = 1
    assert.equal(5000, defaults.steps)
  end)

  it("takes what the shell says, each as its default is", function()
    local o = told({steps = "20", lr = "1e-4", fast = "true", name = "b", betas = "0,0.99"}, defaults)
    assert.same({steps = 20, lr = 1e-4, fast = true, name = "b", betas = {0, .99}}, o)
    assert.equal("integer", math.type(o.steps))
    assert.same({steps = 7, lr = 1, fast = true, name = "a", betas = {1, 2}},
                told({steps = 7, lr = 1, fast = true, betas = {1, 2}}, defaults))
    assert.equal(2000, told({steps = "2e3"}, defaults).steps)
    assert.same(defaults, ln.settings(defaults))
  end)

  it("refuses names that are not there, and other kinds", function()
    local function refuses(part, values)
      local ok, message = pcall(told, values, defaults)
      assert.is_false(ok)
      assert.truthy(message:find(part, 1, true), message)
    end
    refuses("settings: there is no stepz; near it: steps", {stepz = "3"})
    refuses('settings: steps is "2.5", an integer is wanted', {steps = "2.5"})
    refuses('settings: lr is "fast", a number is wanted', {lr = "fast"})
    refuses('settings: fast is "1", true or false is wanted', {fast = "1"})
    refuses('settings: betas is "0", 2 numbers, as 1,2, is wanted', {betas = "0"})
    refuses('settings: betas is "0,x", 2 numbers', {betas = "0,x"})
  end)
end)
