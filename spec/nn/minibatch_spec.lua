local ln = require "lunette"
local near = require "spec.near"
local nn = ln.nn

-- The paper's own form.
local function plain(a, b, c, options)
  options = options or {}
  options.weight_norm, options.bias = false, false
  options.reduction = options.reduction or "sum"
  return nn.MinibatchDiscrimination(a, b, c, options)
end

-- o by definition, in plain Lua numbers.
local function by_loops(m)
  local n, b, c = #m, #m[1], #m[1][1]
  local o = {}
  for i = 1, n do
    for k = 1, b do
      local sum = 0
      for j = 1, n do
        local d = 0
        for l = 1, c do d = d + math.abs(m[i][k][l] - m[j][k][l]) end
        if j ~= i then sum = sum + math.exp(-d) end
      end
      o[#o + 1] = sum
    end
  end
  return o
end

describe("nn.MinibatchDiscrimination", function()
  it("gives a case worked out by hand", function()
    -- T = {{1, 2}} (one kernel of two dimensions), x = 0, 1, 3: M = (0,0), (1,2), (3,6);
    -- distances 3, 9, 6: o = e^-3 + e^-9, e^-3 + e^-6, e^-9 + e^-6
    local layer = plain(1, 1, 2)
    layer:load_state_dict {weight = ln.tensor {{{1, 2}}}}
    local y = layer(ln.tensor {{0}, {1}, {3}})
    near(y, {0, 0.04991048, 1, 0.05226582, 3, 0.00260216}, 1e-7)
  end)

  it("agrees with the definition in plain loops", function()
    ln.manual_seed(6)
    local layer, x = plain(5, 4, 3), ln.randn(7, 5)
    local m = x:matmul(layer.weight:flatten(2)):unflatten(2, {4, 3}):totable()
    near(layer:closeness(x), by_loops(m))
  end)

  it("has the gradients of its definition in plain ops, for any number of rows", function()
    local function gradients(y, leaves)
      return ln.grad((y * y):sum(), leaves)
    end
    for _, n in ipairs {1, 2, 5, 16, 35, 67} do
      local g = ln.Generator(n)
      local x = ln.randn({n, 3, 4}, {generator = g, requires_grad = true})
      local z = ln.randn({n + 1, 3, 4}, {generator = g, requires_grad = true})
      local function pairs_of(other)
        return (-(x:unsqueeze(2) - other:unsqueeze(1)):abs():sum(-1)):exp():sum(2)
      end
      -- a sample and itself are at distance 0: exp(-0) is 1
      local own = gradients(pairs_of(x) - 1, {x})
      near(gradients(ln.minibatch_discrimination(x), {x})[1], own[1]:flatten():totable())
      local apart, got = gradients(pairs_of(z), {x, z}),
        gradients(ln.minibatch_discrimination(x, z, {offset = n + 1}), {x, z})
      for k = 1, 2 do near(got[k], apart[k]:flatten():totable()) end
    end
  end)

  it("leaves out a sample and itself, wherever the offset has it, and nothing else", function()
    for _, case in ipairs {{16, 16, 0}, {16, 32, 16}, {5, 48, 43}, {20, 20, -3}, {7, 31, 30}, {4, 9, 1 << 32}} do
      local n, m, offset = table.unpack(case)
      local x, z = ln.randn({n, 2, 3}, {requires_grad = true}), ln.randn(m, 2, 3)
      local e = (-(x:unsqueeze(2) - z:unsqueeze(1)):abs():sum(-1)):exp()
      local rows, columns = ln.arange(1, n):unsqueeze(2) + offset, ln.arange(1, m)
      local o = (e * rows:ne(columns):unsqueeze(3)):sum(2)
      local got = ln.minibatch_discrimination(x, z, {offset = offset})
      near(got, o:flatten():totable())
      near(ln.grad((got * got):sum(), {x})[1], ln.grad((o * o):sum(), {x})[1]:flatten():totable())
    end
  end)

  it("agrees with PyTorch, gradients included", function()
    local x = ln.tensor({{.5, -1}, {.2, .3}, {-.7, .9}, {.5, -1}}, {requires_grad = true})
    local t = ln.tensor {{{.1, .2, -.3}, {.4, -.5, .6}}, {{-.7, .8, .9}, {.2, .1, -.4}}}
    local waves = {}
    for k = 0, 7 do waves[k + 1] = math.cos(k) end
    local g = ln.tensor(waves):reshape(4, 2)
    local layer = plain(2, 2, 3)
    layer:load_state_dict {weight = t}
    local o = layer:closeness(x)
    near(o, {1.0498154, 1.41976052, 0.28107001, 0.86909526, 0.21435819, 0.40349712, 1.0498154, 1.41976052})
    o:backward(g)
    near(x.grad, {-0.01825589, -0.01448712, 0.12451187, -0.50992701, -0.00966036, 0.48888757, -0.09659562, 0.03552655})
    near(layer.weight.grad, {0.1700204, -0.1700204, -0.1700204, -0.13829625, 0.00404247, -0.00404247, -0.05584273,
                             0.05584273, 0.05584273, 0.52974821, 0.05201817, -0.05201817})
  end)

  it("agrees with PyTorch under weight normalisation", function()
    local x = ln.tensor({{.5, -1}, {.2, .3}, {-.7, .9}, {.5, -1}}, {requires_grad = true})
    local waves = {}
    for k = 0, 7 do waves[k + 1] = math.cos(k) end
    local layer = nn.MinibatchDiscrimination(2, 2, 3, {reduction = "sum"})
    layer:load_state_dict {
      weight = ln.tensor {{{.1, .2, -.3}, {.4, -.5, .6}}, {{-.7, .8, .9}, {.2, .1, -.4}}},
      log_scale = ln.tensor {{.1, -.2, .3}, {0, .2, -.1}}, bias = ln.tensor {.25, -.5},
    }
    local o = layer:closeness(x)
    near(o, {1.01600989, 1.17416227, 0.13462388, 0.37545448, 0.10872411, 0.10239548, 1.01600989, 1.17416227})
    near(layer(x)[1], {.5, -1, 1.26600989, 0.67416227})
    o:backward(ln.tensor(waves):reshape(4, 2))
    near(x.grad, {0.02621459, -0.05000534, 0.06738181, -0.29679276, -0.07357747, 0.3581995, -0.02001893, -0.01140139})
    near(layer.weight.grad, {0.13670563, -0.09980897, -0.10339267, -0.17352794, 0.04291777, -0.04555242, 0.01952938,
                             0.02495224, -0.03446422, 0.34705588, 0.21458887, -0.06832864})
    near(layer.log_scale.grad, {0.06384571, 0.01650925, 0.09805845, 0.05006656, 0.06105107, 0.07329583})
  end)

  it("counts identical rows as near and repels them not at all", function()
    local layer = plain(3, 2, 2)
    local x = ln.ones(4, 3, {requires_grad = true})
    local o = layer:closeness(x)
    near(o, {3, 3, 3, 3, 3, 3, 3, 3})
    o:square():sum():backward()
    near(x.grad:abs():amax(), {0}, 1)
  end)

  it("is 0 for one sample", function()
    for _, reduction in ipairs {"sum", "mean"} do
      local layer = plain(3, 2, 2, {reduction = reduction})
      assert.same({0, 0}, layer(ln.randn(1, 3))[1]:narrow(1, 4, 2):totable())
    end
  end)

  it("averages over the others, unless their sum is asked for", function()
    local a = plain(3, 2, 2)
    local b = nn.MinibatchDiscrimination(3, 2, 2, {weight_norm = false, bias = false})
    b:load_state_dict(a:state_dict())
    local x = ln.randn(5, 3)
    near(b:closeness(x) * 4, a:closeness(x):flatten():totable())
  end)

  it("starts with o of useful size, for few features and for many", function()
    -- the sum of exp(-d) over 63 others: below 0.05 nothing is seen, above 32 everything is near everything
    ln.manual_seed(7)
    for _, features in ipairs {2, 128, 784, 6272} do
      for _, kind in ipairs {{50, 5}, {32, 8}, {10, 50}} do
        for _, weight_norm in ipairs {true, false} do
          local layer = nn.MinibatchDiscrimination(features, kind[1], kind[2], {weight_norm = weight_norm})
          local o = layer:closeness(ln.randn(64, features)):mean():item() * 63
          assert.is_true(o > 0.05 and o < 32, ("%d features, %d x %d: o = %g"):format(features, kind[1], kind[2], o))
        end
      end
    end
  end)

  it("is dead with weights of unit variance, which is why it starts otherwise", function()
    ln.manual_seed(8)
    local layer = plain(784, 50, 5, {std = 1})
    assert.is_true(layer:closeness(ln.randn(64, 784)):mean():item() < 1e-4)
  end)

  -- The mean over samples of the distance to the nearest other, by kernel.
  local function nearest(m)
    local means = {}
    for k = 1, #m[1] do
      local sum = 0
      for i = 1, #m do
        local least = math.huge
        for j = 1, #m do
          local d = 0
          for l = 1, #m[1][1] do d = d + math.abs(m[i][k][l] - m[j][k][l]) end
          if j ~= i then least = math.min(least, d) end
        end
        sum = sum + least
      end
      means[k] = sum / #m
    end
    return means
  end

  it("initialises from data: nearest neighbours at distance 2, o about the bias", function()
    ln.manual_seed(9)
    for _, weight_norm in ipairs {true, false} do
      local layer = nn.MinibatchDiscrimination(20, 3, 4, {weight_norm = weight_norm})
      local x = ln.randn(12, 20) * 30 + 5
      assert.equal(layer, layer:initialise(x))
      local w = layer.weight
      if weight_norm then w = w * (layer.log_scale:exp() / w:square():sum(1):sqrt()) end
      local m = x:matmul(w:flatten(2)):unflatten(2, {3, 4}):totable()
      near(ln.tensor(nearest(m)), {2, 2, 2}, 1e-4)
      near(layer(x):narrow(2, 21, 3):mean(1) + 1, {1, 1, 1}, 1e-4)
      assert.is_true(layer.weight:requires_grad())
    end
  end)

  it("says why data do not do", function()
    local layer = plain(3, 2, 2)
    assert.has_error(function() layer:initialise(ln.ones(1, 3)) end)
    assert.has_error(function() layer:initialise(ln.ones(4, 3)) end)
    local ok, message = pcall(layer, ln.ones(2, 3, 1, 1))
    assert.is_false(ok)
    assert.truthy(message:find("n x 3 features are wanted, got 2x3x1x1 (see nn.Flatten)", 1, true), message)
  end)
end)

-- o of row i among rows[j], without the pair for which same(i, j).
local function against(rows, others, same)
  local o = {}
  for i, x in ipairs(rows) do
    for k = 1, #x do
      local sum = 0
      for j, y in ipairs(others) do
        local d = 0
        for l = 1, #x[k] do d = d + math.abs(x[k][l] - y[k][l]) end
        if not same(i, j) then sum = sum + math.exp(-d) end
      end
      o[#o + 1] = sum
    end
  end
  return o
end

describe("nn.MinibatchDiscrimination against others", function()
  local function never() return false end
  local function projected(layer, x)
    return x:matmul(layer.weight:flatten(2)):unflatten(2, {layer.num_kernels, layer.kernel_dim}):totable()
  end

  it("is the sum over another batch", function()
    local layer, x, y = plain(5, 3, 2), ln.randn(4, 5), ln.randn(6, 5)
    local wanted = against(projected(layer, x), projected(layer, y), never)
    near(layer:closeness(x, y), wanted)
    near(layer(x, y):narrow(2, 1, 5), x:flatten():totable())
    near(layer(x, y):narrow(2, 6, 3), wanted)
    layer.reduction = "mean"
    near(layer:closeness(x, y) * 6, wanted)
  end)

  it("leaves the sample itself out where an offset says which it is", function()
    local layer, y = plain(5, 3, 2), ln.randn(6, 5)
    local x, all = y:narrow(1, 3, 4), projected(layer, y)
    local wanted = against(projected(layer, x), all, function(i, j) return j == i + 2 end)
    near(layer:closeness(x, y, {offset = 2}), wanted)
    layer.reduction = "mean"
    near(layer:closeness(x, y, {offset = 2}) * 5, wanted)
    -- Row 1 of y is no row of x: it has 4 others, the last 4 rows 3.
    local part = against(all, projected(layer, x), function(i, j) return j == i - 2 end)
    local counts = ln.tensor {4, 4, 3, 3, 3, 3}:unsqueeze(2)
    near(layer:closeness(y, x, {offset = -2}) * counts, part)
    assert.error_matches(function() layer:closeness(x, nil, {offset = 1}) end, "an offset without others")
  end)

  it("gives the gradient to both batches", function()
    local layer, x, y = plain(5, 3, 2), ln.randn(4, 5):requires_grad_(), ln.randn(6, 5):requires_grad_()
    layer(x, y):square():sum():backward()
    assert(y.grad:abs():amin():item() > 0)
    local all = layer:closeness(ln.cat({x, y}, 1)):narrow(1, 1, 4)
    -- Against both at once it is the sum of the two.
    near(all, (layer:closeness(x) + layer:closeness(x, y)):flatten():totable())
  end)
end)

describe("nn.MinibatchDiscrimination in groups", function()
  it("compares within a group alone, members n / g apart", function()
    local layer, x = plain(5, 3, 2, {group_size = 3}), ln.randn(6, 5)
    local whole = plain(5, 3, 2)
    whole.weight = layer.weight
    local y = layer(x)
    for k = 1, 2 do
      local rows = ln.tensor {k, k + 2, k + 4}
      near(y:index_select(1, rows), whole(x:index_select(1, rows)):flatten():totable())
    end
    layer.reduction = "mean"
    near(layer:closeness(x) * 2, y:narrow(2, 6, 3):flatten():totable())
  end)

  it("is the whole batch where that is smaller", function()
    local layer, x = plain(5, 3, 2, {group_size = 8}), ln.randn(6, 5)
    local whole = plain(5, 3, 2)
    whole.weight = layer.weight
    near(layer(x), whole(x):flatten():totable())
    assert.same({0, 8}, layer(ln.zeros(0, 5)):size())
    assert.error_matches(function() layer(ln.zeros(12, 5)) end, "groups of 8 do not divide a batch of 12")
  end)

  it("is fitted to neighbours of the group", function()
    local layer, x = nn.MinibatchDiscrimination(5, 3, 2, {group_size = 3}), ln.randn(12, 5)
    layer:initialise(x)
    near(layer:closeness(x):mean(1) + layer.bias + 1, {1, 1, 1})
    local whole, nearest = nn.MinibatchDiscrimination(5, 3, 2), 0
    whole:load_state_dict(layer:state_dict())
    for k = 1, 4 do
      -- In a group of 3 the largest of the three o is that of a nearest pair.
      local rows = x:index_select(1, ln.tensor {k, k + 4, k + 8})
      local m = (rows:matmul(layer.weight:flatten(2)):unflatten(2, {3, 2}) *
                 (layer.log_scale:exp() / layer.weight:norm(2, 1))):select(2, 1):totable()
      for i = 1, 3 do
        local least = math.huge
        for j = 1, 3 do
          if j ~= i then least = math.min(least, math.abs(m[i][1] - m[j][1]) + math.abs(m[i][2] - m[j][2])) end
        end
        nearest = nearest + least / 12
      end
    end
    near(nearest, {2})
    assert.error_matches(function() nn.MinibatchDiscrimination(5, 3, 2, {group_size = 1}):initialise(x) end,
                         "2 samples or more")
  end)

  it("has a batch of 4096 in a moment", function()
    local layer, x = nn.MinibatchDiscrimination(64, 100, 5, {group_size = 16}), ln.randn(4096, 64)
    local start = os.clock()
    layer(x):sum():backward()
    -- All pairs are 256 times as many.
    assert(os.clock() - start < 10)
  end)
end)

describe("nn.MinibatchDiscrimination with halves", function()
  it("tells how close a sample is to each half", function()
    local layer, x = plain(5, 3, 2, {halves = true}), ln.randn(6, 5)
    local y, whole = layer(x), plain(5, 3, 2)
    whole.weight = layer.weight
    local first, second = x:narrow(1, 1, 3), x:narrow(1, 4, 3)
    assert.same({6, 11}, y:size())
    near(y:narrow(2, 1, 5), x:flatten():totable())
    near(y:narrow(1, 1, 3):narrow(2, 6, 3), whole:closeness(first):flatten():totable())
    near(y:narrow(1, 1, 3):narrow(2, 9, 3), whole:closeness(first, second):flatten():totable())
    near(y:narrow(1, 4, 3):narrow(2, 6, 3), whole:closeness(second, first):flatten():totable())
    near(y:narrow(1, 4, 3):narrow(2, 9, 3), whole:closeness(second):flatten():totable())
    layer.reduction = "mean"
    near(layer(x):narrow(1, 1, 3):narrow(2, 6, 3) * 2, whole:closeness(first):flatten():totable())
    near(layer(x):narrow(1, 1, 3):narrow(2, 9, 3) * 3, whole:closeness(first, second):flatten():totable())
  end)

  it("wants an even batch and no groups", function()
    local layer = plain(5, 3, 2, {halves = true})
    assert.error_matches(function() layer(ln.zeros(3, 5)) end, "a batch of 3 has no halves")
    assert.error_matches(function() plain(5, 3, 2, {halves = true, group_size = 2}) end, "do not go together")
  end)
end)

-- Gradient penalties go through all of them: first and second derivatives
-- against the definition in plain ops.
describe("nn.MinibatchDiscrimination, differentiated twice,", function()
  local TOLERANCE = ln.real == "double" and 1e-10 or 1e-5

  -- o of rows against others: k,a, without the pairs where mask is 0.
  local function plainly(layer, x, others, mask)
    local function project(f) return f:matmul(layer.weight:flatten(2)):unflatten(2, {3, 2}) end
    local gaps = (project(x):unsqueeze(2) - project(others):unsqueeze(1)):abs():sum(4)
    return ((-gaps):exp() * mask:unsqueeze(3)):sum(2)
  end

  -- The derivative in the weight of a penalty on the slope in x.
  local function penalty(layer, x, f)
    local g = ln.grad(f(x):square():sum(), {x}, {create_graph = true})[1]
    return ln.grad(g:square():sum() + g:sum(), {layer.weight})[1]
  end

  local function same(layer, f, plain_f)
    ln.manual_seed(3)
    local x = ln.randn(6, 5):requires_grad_()
    near(f(x), plain_f(x):flatten():totable(), TOLERANCE)
    near(penalty(layer, x, f), penalty(layer, x, plain_f):flatten():totable(), TOLERANCE)
  end

  it("in groups", function()
    local layer, mask = plain(5, 3, 2, {group_size = 3}), {}
    for i = 1, 6 do
      mask[i] = {}
      for j = 1, 6 do mask[i][j] = i ~= j and (i - j) % 2 == 0 and 1 or 0 end
    end
    same(layer, function(x) return layer:closeness(x) end,
         function(x) return plainly(layer, x, x, ln.tensor(mask)) end)
  end)

  it("in halves", function()
    local layer = plain(5, 3, 2, {halves = true})
    local unlike = 1 - ln.eye(6)
    same(layer, function(x) return layer(x):narrow(2, 6, 6) end, function(x)
      return ln.cat({plainly(layer, x, x:narrow(1, 1, 3), unlike:narrow(2, 1, 3)),
                     plainly(layer, x, x:narrow(1, 4, 3), unlike:narrow(2, 4, 3))}, 2)
    end)
  end)

  it("against others, by the mean", function()
    local layer, y = plain(5, 3, 2, {reduction = "mean"}), ln.randn(4, 5)
    same(layer, function(x) return layer:closeness(x, y) end,
         function(x) return plainly(layer, x, y, ln.ones(6, 4)) / 4 end)
  end)

  it("prints its options and counts its multiplications", function()
    local layer = ln.nn.MinibatchDiscrimination(3, 4, 5, {weight_norm = false, bias = false, reduction = "sum"})
    assert.equal('MinibatchDiscrimination(3, 4, 5, {weight_norm = false, bias = false, reduction = "sum"})',
                 tostring(layer))
    assert.equal("MinibatchDiscrimination(3, 4, 5)", tostring(ln.nn.MinibatchDiscrimination(3, 4, 5)))
    assert.equal(2 * 3 * 4 * 5, layer:multiply_adds {ln.ones(2, 3)})
  end)
end)
