local ln = require "lunette"
local nn = ln.nn

describe("summary", function()
  local model = nn.Sequential {
    nn.Conv2d(1, 8, 4, {stride = 2, padding = 1}), nn.BatchNorm2d(8), nn.Dropout(0.5),
    nn.Flatten(), nn.Linear(8 * 14 * 14, 10),
  }

  it("lists layers, output shapes and parameters", function()
    -- 8*1*4*4 + 8 = 136; 8 + 8 = 16; 1568*10 + 10 = 15,690; in all 15,842
    local text = model:summary {1, 28, 28}
    assert.truthy(text:find("1 Conv2d%(1, 8, 4, {stride = 2, padding = 1}%) +8x14x14 +136\n"), text)
    assert.truthy(text:find("2 BatchNorm2d%(8%) +8x14x14 +16\n"), text)
    assert.truthy(text:find("4 Flatten%(%) +1568\n"), text)
    assert.truthy(text:find("5 Linear%(1568, 10%) +10 +15,690\n"), text)
    assert.truthy(text:find("15,842 parameters, 15,842 of them trained", 1, true), text)
  end)

  it("leaves the model as it was", function()
    model[3]:eval()
    model[2].running_mean:fill_(3)
    local version = model[2].running_mean:version()
    model:summary {1, 28, 28}
    assert.equal(version, model[2].running_mean:version())
    assert.is_false(model[3].training)
    assert.is_nil(rawget(model, "training"))
    assert.is_true(model.training)
  end)

  it("restores even what forward replaces or when it fails", function()
    local Odd = nn.Module:extend "Odd"
    function Odd:init() self.a, self.b = nn.Buffer(ln.zeros(1)), nn.Buffer(ln.zeros(1)) end
    function Odd:forward(x)
      self.a = nn.Buffer(ln.ones(1))
      self.b:add_(1)
      ln.rand(1)
      return x:matmul(x)
    end
    local odd = Odd()
    local a, drawn = odd.a, ln.default_generator:state()
    assert.is_false(pcall(odd.summary, odd, {2, 3}))
    assert.is_true(rawequal(a, odd.a))
    assert.equal(0, odd.b:item())
    assert.equal(drawn, ln.default_generator:state())
    assert.is_true(ln.is_grad_enabled())
  end)

  it("takes the shapes of several inputs and asks for one at least", function()
    local Two = nn.Module:extend "Two"
    function Two:forward(x, y) return ln.cat({x, y}, 2) end -- luacheck: ignore self
    assert.truthy(Two():summary({3}, {4}):find "Two +7")
    assert.is_false(pcall(Two().summary, Two()))
  end)
end)
