--- ln.gan.dynamics: a GAN as the game that it is. Both players go down their
--- own losses, so that together they follow a vector field, w' = -v(w), which
--- is the gradient of no function: its Jacobian is not symmetric, and complex
--- eigenvalues of it are turns. Here are products with it, its leading
--- eigenvalues, the share of rotation, and steps that counter this.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local krylov = require "lunette.gan.krylov"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"
local utils = require "lunette.nn.utils"
require "lunette.optim.optimizer" -- adds the kind "optimizer"

local dynamics = {}

local define = arguments.define
local create, grad = engine.create, engine.grad

--- What gan.dynamics.game gives. v is the field: the gradient of each player's
--- loss in its own parameters, of n elements, the generator's first, one after
--- another as nn.utils.parameters_to_vector has them.
--- @class Game
local Game = {__name = "Game"}
Game.__index = Game

--- What game:jacobian() gives: J of n,n, the derivative of v (row) in the
--- parameters (column), for products. Symmetric part S = (J + J^T) / 2,
--- antisymmetric part A = (J - J^T) / 2. The graph is held, and is of the
--- parameters as they were: a product that would read them after a step raises.
--- @class Jacobian
--- @field field Tensor v at these parameters, of n elements
local Jacobian = {__name = "Jacobian"}
Jacobian.__index = Jacobian

-- ---- vectors and parameters ----

-- Tensors, or nil where there is none, as one vector.
local function flat(list, params)
  local _ <close> = recording.no_grad()
  local all = {}
  for k, p in ipairs(params) do all[k] = list[k] or create.zeros(p:size()) end
  return utils.parameters_to_vector(all)
end

-- The vector's elements, in the sizes of the parameters.
local function parts(vector, params)
  local list, from = {}, 1
  for k, p in ipairs(params) do
    list[k] = vector:narrow(1, from, p:numel()):reshape(p:size())
    from = from + p:numel()
  end
  return list
end

local function check_vector(owner, vector, n)
  if vector:dim() ~= 1 or vector:numel() ~= n then
    raise("%s: the vector is %s, the game has %d parameters", owner,
          repr.shape(vector), n)
  end
  return vector:detach()
end

-- ---- the field ----

local function check_loss(name, loss)
  arguments.check("game", name, loss, "tensor")
  if loss:numel() ~= 1 or not loss:requires_grad() then
    raise("game: %s is %s%s; one number that is recorded is wanted", name,
          repr.shape(loss),
          loss:requires_grad() and "" or " and does not depend on parameters")
  end
  return loss
end

-- Both losses, as one evaluation of the script's function gives them.
local function losses_of(self)
  local g, d = self.losses()
  return {check_loss("the generator's loss", g),
          check_loss("the discriminator's loss", d)}
end

local function gradient(loss, params, create_graph)
  return grad(loss, params, {create_graph = create_graph, retain_graph = true,
                             allow_unused = true})
end

--- v at the parameters as they are: n.
--- @return Tensor
Game.field = define("game:field", "self", function(self)
  local _ <close> = recording.enable_grad()
  local losses, list = losses_of(self), {}
  for k, params in ipairs(self.players) do
    local got = gradient(losses[k], params, false)
    list[k] = flat(got, params)
  end
  return engine.functions.cat(list, 1)
end)

-- ---- the Jacobian ----

-- Losses whose other player was detached have other second derivatives.
local function check_mutual(got, first, count, loss, player)
  for k = first, first + count - 1 do
    if got[k] then return end
  end
  raise("game: the %s's loss does not depend on the %s's parameters; in a " ..
        "game fake samples are not detached, and nobody is frozen", loss,
        player)
end

--- J at the parameters as they are. Costs a gradient of each loss in all
--- parameters; a product costs about two more. Raises where a loss does not
--- depend on the other player.
--- @return Jacobian
Game.jacobian = define("game:jacobian", "self", function(self)
  local _ <close> = recording.enable_grad()
  local losses, all = losses_of(self), self.parameters
  local g, d = #self.players[1], #self.players[2]
  local of_g = gradient(losses[1], all, true)
  local of_d = gradient(losses[2], all, true)
  check_mutual(of_g, g + 1, d, "generator", "discriminator")
  check_mutual(of_d, 1, g, "discriminator", "generator")
  local field = {}
  for k = 1, g + d do field[k] = k <= g and of_g[k] or of_d[k] end
  return setmetatable({game = self, slopes = {of_g, of_d}, own = field,
                       field = flat(field, all)}, Jacobian)
end)

-- The derivative in `inputs` of the sum of slopes, each times its part of the
-- vector, those that are none or constant left out.
local function along(slopes, vectors, inputs)
  local ys, gs = {}, {}
  for k, v in ipairs(vectors) do
    local y = slopes[k]
    if y and y:requires_grad() then ys[#ys + 1], gs[#gs + 1] = y, v end
  end
  if #ys == 0 then return flat({}, inputs) end
  return flat(grad(ys, inputs, {grad_outputs = gs, retain_graph = true,
                                allow_unused = true}), inputs)
end

--- J u, of u: n. The rows of a player are those of its own loss's Hessian,
--- which is symmetric: so it is the derivative, in the player's parameters, of
--- that loss's slope along u.
--- @return Tensor
Jacobian.jvp = define("jacobian:jvp", "self, u: tensor", function(self, u)
  local game = self.game
  local vectors = parts(check_vector("jvp", u, game.n), game.parameters)
  local list = {}
  for k, params in ipairs(game.players) do
    list[k] = along(self.slopes[k], vectors, params)
  end
  return engine.functions.cat(list, 1)
end)

--- J^T u, of u: n: the derivative of v . u.
--- @return Tensor
Jacobian.vjp = define("jacobian:vjp", "self, u: tensor", function(self, u)
  local game = self.game
  local vectors = parts(check_vector("vjp", u, game.n), game.parameters)
  return along(self.own, vectors, game.parameters)
end)

--- Eigenvalues of J, by Arnoldi's iteration of `steps` products from a random
--- vector (Saad, "Numerical methods for large eigenvalue problems", chapter 6):
--- real parts, imaginary parts and residuals, of min(steps, n) each (fewer
--- where the space of these products is smaller), the largest first. It finds
--- those on the rim of the spectrum, and equal ones once; each is one of a J +
--- E with |E| of its residual, so that those with residuals near 0 are found,
--- and others, most in the midst, are not yet. w' = -v is stable where all real
--- parts are above 0 (spectra of GANs: Berard et al. 2020, arXiv 1906.04848);
--- |imaginary| / |value| is how much a value is a turn.
---
---   local x, y = ln.nn.Parameter(ln.ones(1)), ln.nn.Parameter(ln.ones(1))
---   local game = ln.gan.dynamics.game({x}, {y}, function()
---     local value = (x * y):sum()          -- x goes down it, y up
---     return value, -value
---   end)
---   local real, imaginary = game:jacobian():eigenvalues()
---   print((imaginary * 1000):round())   -- {1000, -1000}
--- @return Tensor
--- @return Tensor
--- @return Tensor
Jacobian.eigenvalues = define("jacobian:eigenvalues",
  "self, {steps: count = 40, generator: generator?}", function(self, o)
  return krylov.eigenvalues(function(u) return self:jvp(u) end, self.game.n,
                            o.steps, o.generator)
end)

--- The share of rotation, |A|^2 / (|S|^2 + |A|^2) in Frobenius norms: 0 where
--- there is a function that all go down, 1 where there is nothing but turning
--- (the potential and the Hamiltonian games of Balduzzi et al. 2018, arXiv
--- 1802.05642). By Hutchinson's estimate, the mean over `probes` vectors z of
--- -1 and 1 of |A z|^2 and |S z|^2.
--- @return number
Jacobian.rotation = define("jacobian:rotation",
  "self, {probes: count = 20, generator: generator?}", function(self, o)
  local turning, all = 0, 0
  for _ = 1, o.probes do
    local z = create.rand(self.game.n, {generator = o.generator})
    z = z:ge(0.5) * 2 - 1
    local a, b = self:jvp(z), self:vjp(z)
    turning = turning + (a - b):square():sum():item()
    all = all + 2 * (a:square():sum() + b:square():sum()):item()
  end
  if all == 0 then raise "rotation: all products are 0" end
  return turning / all
end)

-- ---- corrections ----

--- Consensus optimisation (Mescheder et al. 2017, arXiv 1705.10461, algorithm
--- 2): v + weight J^T v, the field with the gradient of weight |v|^2 / 2: n.
--- @return Tensor
Game.consensus = define("game:consensus", "self, {weight: real = 10}",
                        function(self, o)
  local J = self:jacobian()
  return J.field + J:vjp(J.field) * o.weight
end)

--- Symplectic gradient adjustment (Balduzzi et al. 2018, arXiv 1802.05642):
--- v + weight A^T v: n. Unlike consensus it leaves the symmetric part alone.
--- @return Tensor
Game.symplectic = define("game:symplectic", "self, {weight: real = 1}",
                         function(self, o)
  local J = self:jacobian()
  local v = J.field
  return v + (J:vjp(v) - J:jvp(v)) * (o.weight / 2)
end)

--- A step of each optimiser with `direction`, n, for the gradients, which are
--- left in the parameters' grad: the field for the simultaneous step, or what a
--- correction gives.
--- @return nil
Game.step = define("game:step", "self, direction: tensor, ...: optimizer",
                   function(self, direction, ...)
  local vector = check_vector("step", direction, self.n)
  local list = parts(vector, self.parameters)
  for k, p in ipairs(self.parameters) do p.grad = list[k]:clone() end
  for _, optimizer in ipairs {...} do optimizer:step() end
end)

--- The extragradient step (Korpelevich 1976; Gidel et al. 2019, arXiv
--- 1802.10551, algorithm 2): a step of the optimisers to look ahead, and from
--- where the parameters were one with the field that is found there. What
--- optimisers remember goes on with both, as in Gidel's algorithm 4
--- (optim.ExtraAdam). The losses are evaluated twice: for another batch at the
--- second time draw it in their function.
--- @return nil
Game.extragradient = define("game:extragradient", "self, ...: optimizer",
                            function(self, ...)
  local before = utils.parameters_to_vector(self.parameters):detach()
  self:step(self:field(), ...)
  local ahead = self:field()
  utils.vector_to_parameters(before, self.parameters)
  self:step(ahead, ...)
end)

-- ---- the game ----

-- A parameter of both players would be moved by both.
local function check_apart(g, d)
  local place = {}
  for k, p in ipairs(g) do place[p] = k end
  for k, p in ipairs(d) do
    if place[p] then
      raise("game: parameter %d of generator is parameter %d of discriminator",
            place[p], k)
    end
  end
end

--- Two players, each with its parameters and a loss that it goes down. losses()
--- evaluates both and returns the generator's loss and the discriminator's, one
--- number each. Each is differentiated in the parameters of both, so that fake
--- samples are not detached, and one pass of each network does for both losses.
--- For a Jacobian along a run the data and the noise are fixed ones. Nothing is
--- written but what `step` and `extragradient` write, and what layers do to
--- their buffers.
---
---   local nn, bce = ln.nn, ln.gan.losses.bce
---   local G, D = nn.Linear(2, 2), nn.Linear(2, 1)
---   local real, z = ln.randn(64, 2), ln.randn(64, 2)
---   local game = ln.gan.dynamics.game(G:parameters(), D:parameters(),
---                                     function()
---     local of_fake = D(G(z))
---     return bce.generator(of_fake), bce.discriminator(D(real), of_fake)
---   end)
---   local J = game:jacobian()
---   local real_parts, imaginary_parts = J:eigenvalues()
---   local share = J:rotation()
---   local opt_g = ln.optim.SGD(G:parameters(), {lr = 0.1})
---   local opt_d = ln.optim.SGD(D:parameters(), {lr = 0.1})
---   game:step(game:field(), opt_g, opt_d)        -- both at once
---   game:extragradient(opt_g, opt_d)
---   game:step(game:consensus {weight = 1}, opt_g, opt_d)
---   game:step(game:symplectic(), opt_g, opt_d)
--- @return Game
dynamics.game = define("dynamics.game",
  "generator: tensors, discriminator: tensors, losses: callable",
  function(generator, discriminator, losses)
  check_apart(generator, discriminator)
  local n, all = 0, {}
  for _, params in ipairs {generator, discriminator} do
    for _, p in ipairs(params) do
      all[#all + 1], n = p, n + p:numel()
    end
  end
  return setmetatable({players = {generator, discriminator}, parameters = all,
                       n = n, losses = losses}, Game)
end)

repr.class(Game, function(self) return ("%d parameters"):format(self.n) end)
repr.class(Jacobian, function(self)
  return ("%d parameters"):format(self.game.n)
end)

return dynamics
