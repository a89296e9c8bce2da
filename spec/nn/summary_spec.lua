local ln = require "lunette"
local nn = ln.nn

describe("summary", function()
  local model = nn.Sequential {
    nn.Conv2d(1, 8, 4, {stride = 2, padding = 1}), nn.BatchNorm2d(8), nn.Dropout(0.5),
    nn.Flatten(), nn.Linear(8 * 14 * 14, 10),
  }

  it("lists layers, output shapes, parameters, multiply-adds and memory", function()
    -- 8*1*4*4 + 8 = 136; 8 + 8 = 16; 1568*10 + 10 = 15,690; in all 15,842
    -- 1568*16 = 25,088; 1568*10 = 15,680; buffers 8 + 8 + 1; results 4*1568 + 10
    local text = model:summary {1, 28, 28}
    local size = ln.real == "double" and 2 or 1
    local kib = ("%.1f"):format(1568 * 4 * size / 1024)
    local function has(form, ...)
      local pattern = form:format(...):gsub("[%^$()%%.%[%]*+?-]", "%%%0"):gsub(" ", " +")
      assert.truthy(("\n" .. text .. "\n"):find("\n *" .. pattern .. "\n"), text)
    end
    has("1 Conv2d(1, 8, 4, {stride = 2, padding = 1}) 8x14x14 136 25,088 %s KiB", kib)
    has("2 BatchNorm2d(8) 8x14x14 16 %s KiB", kib)
    has("4 Flatten() 1568 %s KiB", kib)
    has("5 Linear(1568, 10) 10 15,690 15,680 %d B", 40 * size)
    has("15,842 parameters, 15,842 of them trained; 40,768 multiply-adds")
    has("%.1f KiB of parameters and buffers, %.1f KiB of results", 15859 * 4 * size / 1024,
        6282 * 4 * size / 1024)
  end)

  it("has names of any length", function()
    local name = ("long"):rep(50)
    local own = nn.Module:extend "Own"
    function own:forward(x) return self[name](x) end
    local layer = own()
    layer[name] = nn.ReLU()
    assert.matches("\n  " .. name .. " ReLU%(%)  2 ", layer:summary {2})
  end)

  it("counts every call of a shared layer, and transposed convolutions by their input", function()
    local layer = nn.Linear(3, 3, {bias = false})
    assert.truthy(nn.Sequential({layer, layer}):summary({3}):find "; 18 multiply%-adds")
    local up = nn.ConvTranspose2d(2, 3, 4, {stride = 2, padding = 1})
    assert.truthy(nn.Sequential({up}):summary({2, 5, 5}):find "; 2,400 multiply%-adds") -- 50 * 3 * 16
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
