local ln = require "lunette"
local near = require "spec.near"

-- One 4 x 4 image, black on the left and white on the right; and a white one.
local function set()
  local x = ln.full({2, 1, 4, 4}, -1)
  x:narrow(4, 3, 2):fill_(1)
  x:select(1, 2):fill_(1)
  return ln.data.tensors(x, ln.tensor {1, 2})
end

describe("data.edge_pairs", function()
  it("finds edges by Sobel's filters", function()
    local pairs_set = ln.data.edge_pairs(set())
    assert.equal(2, #pairs_set)
    local edges, images = pairs_set:batch {1, 2}
    -- |slope| = 8 at the two columns that see the border: 8 / 4 - 1, else -1
    local row = {-1, 1, 1, -1}
    for k = 1, 4 do near(edges[1][1][k], row) end
    near(edges[2]:mean(), {-1})
    near(images, set():batch({1, 2}):flatten():totable())
  end)

  it("takes the digits unless told otherwise, and means of channels", function()
    local edges, images = ln.data.edge_pairs():batch {3}
    assert.same({{1, 1, 28, 28}, {1, 1, 28, 28}}, {edges:size(), images:size()})
    assert.is_true(edges:amax():item() <= 1 and edges:amin():item() == -1)
    local colours = ln.data.edge_pairs(ln.data.tensors(ln.ones(2, 3, 5, 5))):batch {1}
    assert.same({1, 1, 5, 5}, colours:size())
  end)
end)

describe("data.domains", function()
  it("are halves, the second inverted and blurred", function()
    local a, b = ln.data.domains(set())
    assert.same({1, 1}, {#a, #b})
    near(a:batch {1}, set():batch({1}):flatten():totable())
    local x, label = b:batch {1}
    near(x:mean(), {-1})
    assert.equal(2, label:item())
  end)

  it("blurs by means of 3 x 3 pixels", function()
    local _, b = ln.data.domains(ln.data.tensors(set():batch {2, 1}))
    local x = b:batch {1}
    for k = 1, 4 do near(x[1][1][k], {1, 1 / 3, -1 / 3, -1}) end
  end)

  it("takes the digits unless told otherwise", function()
    local a, b = ln.data.domains()
    assert.same({5000, 5000}, {#a, #b})
    local _, label = b:batch {1}
    assert.equal(select(2, ln.data.digits():batch {5001}):item(), label:item())
    assert.error_matches(function() ln.data.domains(ln.data.tensors(ln.ones(1))) end,
                         "domains: a set of 1 has no halves")
  end)
end)
