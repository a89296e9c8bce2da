local ln = require "lunette"

describe("data.stacked_digits", function()
  local set = ln.data.stacked_digits {count = 500, generator = ln.Generator(3)}

  it("puts one digit in each channel, and says which", function()
    assert.same({500, 1000}, {#set, set.modes})
    local x, y = set:batch {2, 7}
    assert.same({2, 3, 28, 28}, x:size())
    local digits = ln.data.digits()
    for row, i in ipairs {2, 7} do
      local label = 1
      for channel = 1, 3 do
        local image, digit = digits:batch {math.tointeger(set.indices[i][channel]:item())}
        assert.equal(0, (x[row][channel] - image[1][1]):abs():sum():item())
        label = label + (digit:item() - 1) * 10 ^ (3 - channel)
      end
      assert.equal(label, y[row]:item())
    end
  end)

  it("is the same for a seed and another for another", function()
    local function drawn(seed)
      return ln.data.stacked_digits({count = 9, generator = ln.Generator(seed)}).indices:totable()
    end
    assert.same(drawn(1), drawn(1))
    assert.is_false(pcall(assert.same, drawn(1), drawn(2)))
  end)

  it("serves a loader and refuses other indices", function()
    local x = ln.data.Loader(set, {batch_size = 4, shuffle = true}):next()
    assert.same({4, 3, 28, 28}, x:size())
    assert.error_matches(function() set:batch {501} end,
                         "batch: index 501; the set has 500 images")
    assert.error_matches(function() ln.data.stacked_digits {n = 3} end, "unknown option n; known: count, generator")
  end)
end)
