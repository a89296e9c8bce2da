-- What a page gets to run a generator: its steps, directions, and why there are none. spec/playground_browser_spec.lua
-- runs them.
local directions = require "lunette.report.directions"
local files = require "spec.files"
local graph = require "lunette.graph"
local json = require "lunette.json"
local ln = require "lunette"
local near = require "spec.near"
local steps = require "lunette.report.steps"
local nn = ln.nn

local function filled(layer, weight, bias)
  local _ <close> = ln.no_grad()
  layer.weight:copy_(ln.tensor(weight))
  if bias then layer.bias:copy_(ln.tensor(bias)) end
  return layer
end

describe("steps", function()
  local G = nn.Sequential {filled(nn.Linear(2, 3), {{1, 2}, {3, 4}, {5, 6}}, {7, 8, 9}), nn.Tanh(),
                           nn.Unflatten(2, {1, 1, 3})}

  it("are those that depend on the noise, after the constants they need", function()
    local z = ln.tensor {{1, -1}}
    local made = steps.of(graph.record(function(noise)
      local _ = ln.ones(2) * 3 -- on nothing
      return G(noise)
    end, z))
    assert.same({{op = "input", shape = {1, 2}}, {op = "constant", shape = {3, 2}, at = 0},
                 {op = "constant", shape = {3}, at = 6}, {op = "linear", shape = {1, 3}, inputs = {0, 1, 2}},
                 {op = "tanh", shape = {1, 3}, inputs = {3}}, {op = "unflatten", shape = {1, 1, 1, 3}, inputs = {4}}},
                json.decode(json.encode(made.values)))
    assert.equal(5, made.output)
    assert.equal(12 + 3 + 3, made.flops)
    assert.equal(string.pack("<" .. ("f"):rep(9), 1, 2, 3, 4, 5, 6, 7, 8, 9), table.concat(made.pieces))
  end)

  it("name the ops that no page knows, each once, with their places", function()
    local z = ln.ones(1, 2)
    local made, why = steps.of(graph.record(function(noise)
      return noise:cumsum(2):log_softmax(2):cumsum(1)
    end, z))
    assert.is_nil(made)
    why = why:gsub(":%d+", "")
    assert.equal("it has ops that a page cannot do: cumsum (spec/playground_spec.lua); " ..
                 "log_softmax (spec/playground_spec.lua)", why)
  end)

  it("do what files in C and Lua do, and those what steps do", function()
    local known, lowered = {}, {}
    for name in pairs(steps.ops) do known[name] = true end
    for name in pairs(require "lunette.export.lower") do lowered[name] = true end
    assert.same(known, lowered)
  end)

  it("are all in the layer that they are tried on, or in networks of the zoo", function()
    local _ <close> = ln.no_grad()
    local seen = {one_hot = true, index_select = true, upsample = true} -- acgan, r3gan, progan
    for _, value in ipairs(graph.record(require "spec.support.odd"():eval(), ln.ones(1, 6)).values) do
      seen[value.op] = true
    end
    for name in pairs(steps.ops) do assert(seen[name], name) end
  end)

  it("have only ops that the page's program lists, which has no others", function()
    local text = files.read "lua/lunette/report/page/network.js":match "const OPS = {(.-)\n};"
    local listed = {}
    -- without arguments, and what stands behind a colon, the keys are left
    text = text:gsub("%b()", "()"):gsub(":[^,]*", ":")
    for name in text:gmatch "%l[%l%d_]*" do listed[name] = true end
    local known = {}
    for name in pairs(steps.ops) do known[name] = true end
    assert.same(known, listed)
  end)
end)

describe("directions", function()
  local A = {{1, 2, 0, 1}, {0, 1, 3, -1}, {2, 0, 1, 1}, {1, -1, 0, 4}, {0, 2, 2, 1}}
  -- numpy.linalg.svd of A: the first rows of vt, their largest element positive, and the singular values
  local ROWS = {0.38976771, 0.01098647, 0.09551065, 0.91588107,
                0.09340415, 0.59800734, 0.78553355, -0.12884068,
                -0.01562884, 0.79972609, -0.59722101, 0.05933785}
  local LENGTHS = {4.79238620, 4.42343060, 2.16305013}

  it("are right singular vectors", function()
    local rows, lengths = directions.principal(ln.tensor(A), 3)
    near(rows, ROWS, 1e-4)
    near(lengths, LENGTHS, 1e-4)
  end)

  it("of noise are those of the first layer's weight, in whatever form it comes", function()
    local linear = filled(nn.Linear(4, 5), A)
    local transposed = nn.ConvTranspose2d(4, 5, 1)
    do
      local _ <close> = ln.no_grad()
      transposed.weight:copy_(ln.tensor(A):t():reshape(4, 5, 1, 1))
    end
    local function joined(z) return linear.weight:matmul(z:t()) end
    near(directions.of_weight(linear, {4}, 3), ROWS, 1e-4)
    near(directions.of_weight(nn.Sequential {nn.Unflatten(2, {4, 1, 1}), transposed, nn.ReLU()},
                                         {4}, 3), ROWS, 1e-4)
    near(directions.of_weight(nn.Sequential {nn.PixelNorm(), linear}, {4}, 3), ROWS, 1e-3)
    assert.is_nil(directions.of_weight(joined, {4}, 3)) -- a product is no layer
  end)

  it("of a mapping are as long as the standard deviations along them", function()
    -- w = (3 z1 + 1, z2, z1 / 2): deviations sqrt(9.25) along (3, 0, 0.5), and 1
    local mapping = filled(nn.Linear(2, 3), {{3, 0}, {0, 1}, {0.5, 0}}, {1, 0, 0})
    local rows, mean = directions.of_mapping(mapping, {2}, 2)
    near(rows, {3, 0, 0.5, 0, 1, 0}, 0.1) -- 512 samples: 3 / sqrt(1024) = 0.1, of 3
    near(mean, {1, 0, 0}, 0.4) -- 3 / sqrt(512) = 0.13
  end)
end)

describe("the playground of a folder", function()
  local folder
  before_each(function() folder = files.new_folder() end)
  after_each(function() os.execute("rm -rf " .. folder) end)

  -- What the page of the folder has, once G is its model.
  local function data_of(G, about)
    if G then ln.save_model(folder .. "/model.safetensors", G, about) end
    local report <close> = ln.report(folder)
    report:write()
    local html = files.read(report.path)
    return assert(json.decode(html:match '<script type="application/json" id="data">(.-)</script>')).playground
  end

  local function why(G, about) return data_of(G, about).why end

  local function small()
    return nn.Sequential {nn.Linear(2, 4), nn.Unflatten(2, {1, 2, 2})}
  end

  it("is none without a model", function()
    assert.equal(json.null, data_of() or json.null)
  end)

  it("has weights, directions, and what the engine makes of a noise", function()
    local G = small()
    local found = data_of(G, {latent = 2, step = 0, range = {0, 1}})
    assert.is_nil(found.why)
    assert.equal(2, found.move.count)
    assert.same({0, 1}, found.range)
    -- weight 8, bias 4, two directions of 2, noise 2, picture 4: 22 numbers are 88 bytes, 120 letters
    assert.equal(120, #found.weights)
  end)

  it("draws nothing from the generator of the run", function()
    ln.save_model(folder .. "/model.safetensors", small(), {latent = 2})
    ln.manual_seed(5)
    assert.is_nil(data_of().why)
    local after = ln.randn(3)
    ln.manual_seed(5)
    assert.is_true(after:equal(ln.randn(3)))
  end)

  it("is made anew when the model is another one", function()
    ln.save_model(folder .. "/model.safetensors", small(), {latent = 2})
    local report <close> = ln.report(folder)
    local first = files.read(report.path):match '"weights":"(.-)"'
    report:write()
    assert.equal(first, files.read(report.path):match '"weights":"(.-)"')
    ln.save_model(folder .. "/model.safetensors", small(), {latent = 2})
    report:write()
    assert.not_equal(first, files.read(report.path):match '"weights":"(.-)"')
  end)

  it("is none of a later step", function()
    assert.equal(json.null, data_of(small(), {latent = 2, step = 7}) or json.null)
  end)

  it("says why there is none", function()
    assert.equal("its noise is not said to be of 1 to 1024 numbers", why(small(), {}))
    assert.equal("its noise is not said to be of 1 to 1024 numbers", why(small(), {latent = {2, -1}}))
    assert.equal("its samples are made in training mode, of a whole batch at once",
                 why(small(), {latent = 2, mode = "train"}))
    assert.equal("what it makes is 1x3, and no grey or coloured picture", why(nn.Linear(2, 3), {latent = 2}))
    local wide = nn.Sequential {nn.Unflatten(2, {2, 1, 1}), nn.ConvTranspose2d(2, 256, 5),
                                nn.Conv2d(256, 256, 5, {padding = 2}), nn.Conv2d(256, 1, 1)}
    -- 25 pixels of 256 x 256 x 25 products are 41 million, the others 0.02
    assert.equal("a picture takes 41 million multiplications; a page draws live up to 20", why(wide, {latent = 2}))
    local heavy = nn.Sequential {nn.Linear(2, 800000), nn.Unflatten(2, {1, 800, 1000})}
    -- 2.4 million numbers
    assert.equal("its weights are 9.2 MiB; a page holds up to 6", why(heavy, {latent = 2}))
    files.write(folder .. "/model.safetensors", "x")
    assert.truthy(why():find "^.*model.safetensors: ")
    files.write(folder .. "/model.safetensors", ("x"):rep(25 << 20))
    assert.equal("its file has 25 MiB; a page holds up to 6", why())
  end)
end)
