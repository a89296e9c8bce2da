-- Games: by hand where there are two parameters or three, and small GANs whose whole Jacobian PyTorch made, with
-- NumPy's eigenvalues (spec/reference/training/game.py).
local engine = require "lunette.engine"
local ln = require "lunette"
local near = require "spec.near"
local nn, dynamics = ln.nn, ln.gan.dynamics

local DOUBLE = ln.real == "double"
local TIGHT, LOOSE = DOUBLE and 1e-10 or 1e-5, DOUBLE and 1e-7 or 2e-3

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(tostring(message):find(part, 1, true), tostring(message))
end

local function parameter(...) return nn.Parameter(ln.tensor {...}) end

local function values_of(params)
  local list = {}
  for k, p in ipairs(params) do list[k] = p:totable() end
  return list
end

-- x goes down x y, y down -x y: v = (y, -x), J = [0, 1; -1, 0].
local function bilinear()
  local x, y = parameter(1), parameter(1)
  return dynamics.game({x}, {y}, function()
    local value = (x * y):sum()
    return value, -value
  end), x, y
end

-- Losses a x^2 / 2 + b x y and c x y + d y^2 / 2: J = [a, b; c, d].
local function quadratic(a, b, c, d)
  local x, y = parameter(1), parameter(2)
  return dynamics.game({x}, {y}, function()
    local xy = (x * y):sum()
    return x:square():sum() * (a / 2) + xy * b, y:square():sum() * (d / 2) + xy * c
  end), x, y
end

describe("a game of two parameters", function()
  it("has the field, products, eigenvalues and rotation of the bilinear one", function()
    local game = bilinear()
    near(game:field(), {1, -1}, TIGHT)
    local J = game:jacobian()
    near(J.field, {1, -1}, TIGHT)
    near(J:jvp(ln.tensor {3, 5}), {5, -3}, TIGHT)
    near(J:vjp(ln.tensor {3, 5}), {-5, 3}, TIGHT)
    local real, imaginary, residual = J:eigenvalues()
    assert.near(0, real:abs():amax():item(), TIGHT)
    near(imaginary, {1, -1}, TIGHT)
    assert.near(0, residual:amax():item(), TIGHT)
    assert.near(1, J:rotation(), TIGHT)
    assert.equal("Game(2 parameters)", tostring(game))
    assert.equal("Jacobian(2 parameters)", tostring(J))
  end)

  it("has those of a quadratic one", function()
    -- at (1, 2): v = (a + 2 b, c + 2 d). [2, 3; -1, 4]: 3 +- i sqrt(2)
    local game = quadratic(2, 3, -1, 4)
    near(game:field(), {8, 7}, TIGHT)
    local J = game:jacobian()
    near(J:jvp(ln.tensor {1, 10}), {32, 39}, TIGHT)
    near(J:vjp(ln.tensor {1, 10}), {-8, 43}, TIGHT)
    local real, imaginary = J:eigenvalues()
    near(real, {3, 3}, TIGHT)
    near(imaginary, {math.sqrt(2), -math.sqrt(2)}, TIGHT)
    -- S = [2, 1; 1, 4], A = [0, 2; -2, 0]: 8 / (22 + 8); |S z|^2 is 34 or 10, so that 4,000 probes are within 1 %
    assert.near(8 / 30, J:rotation {probes = 4000, generator = ln.Generator(1)}, 0.003)
    -- S = diag(2, 4), A = [0, 2; -2, 0]: every probe gives 8 / (20 + 8)
    assert.near(8 / 28, quadratic(2, 2, -2, 4):jacobian():rotation {probes = 1}, TIGHT)
    -- [1, 2; 3, 2]: 4 and -1, the larger one first
    real, imaginary = quadratic(1, 2, 3, 2):jacobian():eigenvalues()
    near(real, {4, -1}, TIGHT)
    assert.equal(0, imaginary:abs():amax():item())
  end)

  it("is corrected as the formulas say", function()
    -- bilinear at (1, 1): v = (1, -1), J^T v = (1, 1) and A = J; with J v = (-1, -1) A^T v is (1, 1) as well
    near(bilinear():consensus {weight = 0.5}, {1.5, -0.5}, TIGHT)
    near(bilinear():symplectic {weight = 0.5}, {1.5, -0.5}, TIGHT)
    -- [2, 3; -1, 4]: v = (8, 7), J^T v = (9, 52), A^T v = (-14, 16)
    local game = quadratic(2, 3, -1, 4)
    near(game:consensus {weight = 2}, {26, 111}, TIGHT)
    near(game:symplectic {weight = 2}, {-20, 39}, TIGHT)
    near(game:consensus(), {98, 527}, TIGHT)
    near(game:symplectic(), {-6, 23}, TIGHT)
  end)

  it("is stepped along a direction, by any optimiser", function()
    local game, x, y = bilinear()
    game:step(ln.tensor {4, 2}, ln.optim.SGD({x}, {lr = 0.5}), ln.optim.SGD({y}, {lr = 0.25}))
    assert.same({{-1}, {0.5}}, values_of {x, y})
    assert.same({{4}, {2}}, values_of {x.grad, y.grad})
  end)

  it("goes outwards without extragradient and inwards with it, by the known factors", function()
    -- J = [0, 1; -1, 0]: a plain step multiplies |w|^2 by 1 + lr^2, extragradient by 1 - lr^2 + lr^4
    for _, extra in ipairs {false, true} do
      local game, x, y = bilinear()
      local opt_x, opt_y = ln.optim.SGD({x}, {lr = 0.5}), ln.optim.SGD({y}, {lr = 0.5})
      for _ = 1, 20 do
        if extra then game:extragradient(opt_x, opt_y) else game:step(game:field(), opt_x, opt_y) end
      end
      local factor = extra and 1 - 0.25 + 0.0625 or 1.25
      near(x:square() + y:square(), {2 * factor ^ 20}, TIGHT)
    end
  end)

  it("looks ahead with what optimisers remember", function()
    -- momentum 0.5, lr 0.1: from (1, 1) by v = (1, -1) to (0.9, 1.1), v = (1.1, -0.9) there, 0.5 (1, -1) + v =
    -- (1.6, -1.4); then from (1, 1)
    local game, x, y = bilinear()
    game:extragradient(ln.optim.SGD({x, y}, {lr = 0.1, momentum = 0.5}))
    near(x, {0.84}, TIGHT)
    near(y, {1.14}, TIGHT)
  end)
end)

describe("eigenvalues of a game of more parameters", function()
  -- x against (y, z) with x (2 y + 3 z), zero-sum: J = [0, 2, 3; -2, 0, 0; -3, 0, 0], eigenvalues 0, +-i sqrt(13)
  local function skew()
    local x, y = parameter(1), parameter(1, 1)
    return dynamics.game({x}, {y}, function()
      local value = (x * (y * ln.tensor {2, 3}):sum()):sum()
      return value, -value
    end):jacobian()
  end

  it("stop where the space of products ends", function()
    local real, imaginary, residual = skew():eigenvalues()
    assert.equal(3, real:numel())
    near(imaginary, {math.sqrt(13), -math.sqrt(13), 0}, TIGHT)
    assert.near(0, real:abs():amax():item(), TIGHT)
    assert.near(0, residual:amax():item(), TIGHT)
    -- all are 2: one product is all there is
    local x, y = parameter(1, 1), parameter(1, 1, 1)
    local square = dynamics.game({x}, {y}, function()
      return x:square():sum() + 0 * y:sum(), y:square():sum() + 0 * x:sum()
    end):jacobian()
    real, imaginary, residual = square:eigenvalues()
    near(real, {2}, TIGHT)
    assert.equal(0, imaginary:item())
    assert.near(0, residual:item(), TIGHT)
    assert.near(0, square:rotation(), TIGHT)
  end)

  it("have residuals that say how far they are", function()
    -- of a q of length 1 one product gives q J q = 0 with |J q| left
    local _, imaginary, residual = bilinear():jacobian():eigenvalues {steps = 1}
    assert.near(0, imaginary:item(), TIGHT)
    near(residual, {1}, TIGHT)
    -- J is w x, |w|^2 = 13. Two products from q: +-i |w x q|; what is left is |w . q|, of which the vectors, with
    -- elements of one size, have 1 / sqrt(2). So i^2 + 2 r^2 = |w x q|^2 + (w . q)^2 = 13 from any q
    for seed = 1, 5 do
      _, imaginary, residual = skew():eigenvalues {steps = 2, generator = ln.Generator(seed)}
      assert.is_true(residual:amin():item() > 0.01)
      near(imaginary:square() + residual:square() * 2, {13, 13}, TIGHT)
    end
  end)

  it("are found where the QR iteration needs its exceptional shifts, and of blocks", function()
    local krylov = require "lunette.gan.krylov"
    local function of(m)
      m = ln.tensor(m)
      return krylov.eigenvalues(function(u) return m:matmul(u) end, m:size(1), 40, ln.Generator(1))
    end
    -- a cycle of 3: the cubic roots of 1
    local real, imaginary = of {{0, 0, 1}, {1, 0, 0}, {0, 1, 0}}
    local pairs_of = {}
    for k = 1, 3 do pairs_of[k] = {real[k]:item(), imaginary[k]:item()} end
    table.sort(pairs_of, function(a, b) return a[2] > b[2] end)
    for k, e in ipairs {{-0.5, math.sqrt(0.75)}, {1, 0}, {-0.5, -math.sqrt(0.75)}} do
      assert.near(e[1], pairs_of[k][1], LOOSE)
      assert.near(e[2], pairs_of[k][2], LOOSE)
    end
    -- two rotations and numbers: 3 +- 4i, 1 +- 2i, -6, 0.5
    real, imaginary = of {{3, -4, 1, 1, 0, 2}, {4, 3, 0, 1, 1, 0}, {0, 0, 1, 2, 1, 1}, {0, 0, -2, 1, 0, 1},
                          {0, 0, 0, 0, -6, 1}, {0, 0, 0, 0, 0, 0.5}}
    near(real, {-6, 3, 3, 1, 1, 0.5}, LOOSE)
    near(imaginary, {0, 4, -4, 2, -2, 0}, LOOSE)
  end)
end)

local function wave(sizes, by, at)
  local count = 1
  for _, n in ipairs(sizes) do count = count * n end
  return ((ln.arange(count) * 1.7 + (at or 0)):sin() * (by or 1)):reshape(sizes)
end

-- The GAN of spec/reference/training/game.py.
local function gan_of(name)
  local G = nn.Sequential {nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 2)}
  local D = nn.Sequential {nn.Linear(2, 4), nn.Tanh()}
  if name == "mbd" then
    D:append(nn.MinibatchDiscrimination(4, 3, 2, {reduction = "sum", weight_norm = false, bias = false}))
  end
  D:append(nn.Linear(name == "mbd" and 7 or 4, 1))
  local k = 0
  for _, net in ipairs {G, D} do
    for _, p in ipairs(net:parameters()) do
      p:detach():copy_(wave(p:size(), 0.8, 0.3 * k))
      k = k + 1
    end
  end
  local real, z, bce = wave({6, 2}, 1, 2), wave({6, 2}, 0.7), ln.gan.losses.bce
  return dynamics.game(G:parameters(), D:parameters(), function()
    local of_fake = D(G(z))
    return bce.generator(of_fake), bce.discriminator(D(real), of_fake)
  end), G, D
end

for _, case in ipairs(dofile "spec/reference/training/game.lua") do
  describe("the game of a small GAN, " .. case.name .. ",", function()
    local game, G, D = gan_of(case.name)
    local n = #case.field

    it("has the field and the products", function()
      near(game:field(), case.field, TIGHT)
      local J, u = game:jacobian(), wave({n}, 1, 0.1)
      near(J.field, case.field, TIGHT)
      -- in float: sums over 39 or 63 parameters, of terms that cancel
      near(J:jvp(u), case.jvp, DOUBLE and TIGHT or 3e-5)
      near(J:vjp(u), case.vjp, DOUBLE and TIGHT or 3e-5)
    end)

    it("has NumPy's eigenvalues, the largest of them after fewer products than it has parameters", function()
      for _, steps in ipairs {n, 30} do
        local real, imaginary, residual = game:jacobian():eigenvalues {steps = steps, generator = ln.Generator(1)}
        assert.equal(steps, real:numel())
        for k = 1, 5 do
          assert.near(case.real[k], real[k]:item(), LOOSE * case.real[1])
          assert.near(case.imaginary[k], imaginary[k]:item(), LOOSE * case.real[1])
          assert.is_true(residual[k]:item() < LOOSE)
        end
      end
    end)

    it("has the share of rotation", function()
      -- 2,000 probes: within 3.4 % in twenty others, of both games
      assert.near(case.rotation, game:jacobian():rotation {probes = 2000, generator = ln.Generator(1)},
                  0.05 * case.rotation)
    end)

    it("is corrected", function()
      near(game:consensus {weight = 0.5}, case.consensus, TIGHT)
      near(game:symplectic {weight = 0.5}, case.symplectic, TIGHT)
    end)

    it("is left as it was, and the same on any number of threads", function()
      local before = {values_of(G:parameters()), values_of(D:parameters())}
      local function found()
        local J, list = game:jacobian(), {}
        for k, x in ipairs {J:eigenvalues {steps = 10, generator = ln.Generator(2)}} do list[k] = x:totable() end
        return list, J:rotation {probes = 2, generator = ln.Generator(2)}
      end
      local values, share = found()
      local threads <close> = setmetatable({n = engine.get_num_threads()},
                                           {__close = function(t) engine.set_num_threads(t.n) end})
      engine.set_num_threads(threads.n == 1 and 3 or 1)
      local again, other = found()
      assert.same(values, again)
      assert.equal(share, other)
      game:consensus()
      game:symplectic()
      assert.same(before, {values_of(G:parameters()), values_of(D:parameters())})
      for _, p in ipairs(game.parameters) do assert.is_nil(p.grad) end
    end)

    if DOUBLE then
      it("has products that finite differences of the field give", function()
        local u, step = wave({n}, 1, 0.1), 1e-5
        local at = nn.utils.parameters_to_vector(game.parameters):detach()
        local function field_at(w)
          nn.utils.vector_to_parameters(w, game.parameters)
          return game:field()
        end
        local slope = (field_at(at + u * step) - field_at(at - u * step)) / (2 * step)
        nn.utils.vector_to_parameters(at, game.parameters)
        near(game:jacobian():jvp(u), slope:totable(), 1e-7)
      end)
    end
  end)
end

describe("a game refuses", function()
  it("a fake that is detached, and a player that is frozen", function()
    local _, G, D = gan_of "plain"
    local function game(detached, frozen)
      return dynamics.game(G:parameters(), D:parameters(), function()
        local fake = G(wave {6, 2})
        local _ <close> = frozen and D:frozen() or nil
        local loss = D(fake):mean()
        return loss, -D(detached and fake:detach() or fake):mean()
      end)
    end
    fails("game: the discriminator's loss does not depend on the generator's parameters; in a game fake samples " ..
          "are not detached, and nobody is frozen", function() game(true):jacobian() end)
    fails("game: the generator's loss does not depend on the discriminator's parameters",
          function() game(false, true):jacobian() end)
  end)

  it("losses that are none, vectors of other sizes, a parameter of both, and an old Jacobian", function()
    local x, y = parameter(1, 2), parameter(1)
    local function with(f) return dynamics.game({x}, {y}, f) end
    fails("the generator's loss is 2; one number that is recorded is wanted",
          function() with(function() return x, y end):field() end)
    fails("the discriminator's loss is a number and does not depend on parameters; one number that is recorded is",
          function() with(function() return x:sum(), ln.tensor(1) end):field() end)
    fails("game: the discriminator's loss is missing, a tensor is wanted",
          function() with(function() return x:sum() end):field() end)
    fails("game: parameter 1 of generator is parameter 2 of discriminator",
          function() dynamics.game({x}, {y, x}, print) end)
    local game = bilinear()
    fails("step: the vector is 3, the game has 2 parameters", function() game:step(ln.ones(3)) end)
    local J = game:jacobian()
    fails("jvp: the vector is 1x2, the game has 2 parameters", function() J:jvp(ln.ones(1, 2)) end)
    local p, q = parameter(1), parameter(1)
    J = dynamics.game({p}, {q}, function() return (p * p * q):sum(), -(p * p * q):sum() end):jacobian()
    near(J:vjp(ln.ones(2)), {0, 2}, TIGHT)   -- [2, 2; -2, 0], transposed
    p:detach():fill_(3)
    fails("parameter changed since it was used", function() J:vjp(ln.ones(2)) end)
  end)

  it("what is not finite, and a game without a slope", function()
    local x, y = parameter(1), parameter(0)
    local J = dynamics.game({x}, {y}, function()
      local value = (x / y + x * x * y):sum()
      return value, -value
    end):jacobian()
    fails("eigenvalues: a product is not finite", function() J:eigenvalues() end)
    local flat = dynamics.game({x}, {y}, function() return x:sum() + 0 * y:sum(), y:sum() + 0 * x:sum() end)
    fails("rotation: all products are 0", function() flat:jacobian():rotation() end)
  end)
end)
