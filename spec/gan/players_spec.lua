-- Games of more than two players, each beside the same loop written by hand.
local files = require "spec.files"
local gap = require "spec.support.gap"
local json = require "lunette.json"
local ln = require "lunette"
local nn, optim, gan = ln.nn, ln.optim, ln.gan
local losses = gan.losses

local function numbers(networks)
  local list = {}
  for name, network in pairs(networks) do
    for path, x in pairs(network:state_dict()) do list[name .. "." .. path] = x:totable() end
  end
  return list
end

local function both(...)
  local list = {}
  for _, network in ipairs {...} do
    for _, p in ipairs(network:parameters()) do list[#list + 1] = p end
  end
  return list
end

local function step(opt, loss)
  opt:zero_grad()
  loss:backward()
  opt:step()
  return loss:item()
end

-- A source of batches of these sizes that goes on from where it was saved.
local function stream(seed, ...)
  local sizes, drawn = {...}, {generator = ln.Generator(seed)}
  return {
    next = function() return ln.rand(sizes, drawn) end,
    state_dict = function() return {state = drawn.generator:state()} end,
    load_state_dict = function(_, state) drawn.generator:set_state(state.state) end,
  }
end

describe("players", function()
  local folder
  before_each(function() folder = files.new_folder() end)
  after_each(files.remove_folder)

  it("whose losses call networks in pieces take the steps of the whole batch", function()
    local function trained(call)
      ln.manual_seed(11)
      local G = nn.Sequential {nn.Linear(3, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 2)}
      local D = nn.Sequential {nn.Linear(2, 6), nn.BatchNorm1d(6), nn.LeakyReLU(0.2),
                               nn.MinibatchDiscrimination(6, 3, 2), nn.Linear(9, 1)}
      local reals, noise = stream(1, 24, 2), stream(2, 24, 3)
      local function d(_, batch)
        batch.noise = noise.next()
        local fake = call(G, batch.noise):detach()
        return losses.hinge.discriminator(call(D, batch.real), call(D, fake))
      end
      local function g(_, batch) return losses.hinge.generator(call(D, call(G, batch.noise))) end
      gan.Trainer {networks = {G = G, D = D}, data = reals.next, batch_size = 24, steps = 2, folder = folder,
                   resume = false, collapse = false,
                   players = {{name = "d", learns = {"D"}, loss = d, optimizer = {"SGD", lr = 0.05}},
                              {name = "g", learns = {"G"}, loss = g, optimizer = {"SGD", lr = 0.05}}}}:run()
      return {G:state_dict(), D:state_dict()}
    end
    local whole = trained(function(network, x) return network(x) end)
    local pieces = trained(function(network, x) return nn.utils.in_pieces(network, 8, x) end)
    gap(whole, pieces)
  end)

  -- Three steps of the run are those of by_hand(networks), and so are three that were broken off after the second.
  -- run() gives options; networks are made by its `make`.
  local function compare(game)
    ln.manual_seed(5)
    local own = game.make()
    local wanted_losses = game.by_hand(own)
    local wanted = numbers(own)
    local function trainer(more)
      local o = game.options()
      o.folder, o.batch_size, o.log_every = folder, 2, 1
      ln.manual_seed(5)
      o.networks, o.steps = game.make(), game.steps or 3
      for key, value in pairs(more or {}) do o[key] = value end
      return gan.Trainer(o)
    end
    local whole = trainer()
    whole:run()
    assert.same(wanted, numbers(whole.networks))
    local last
    for line in io.lines(folder .. "/log.jsonl") do last = json.decode(line) end
    for name, value in pairs(wanted_losses) do assert.near(value, last[name], 1e-6 * (1 + math.abs(value))) end
    files.remove_folder()
    local crash = {checkpoint_every = 2, on_step = function(t)
      if t.step == (game.steps or 3) then error "crash" end
    end}
    assert.is_false((pcall(function() trainer(crash):run() end)))
    local other = trainer()
    ln.randn(7)
    other:run()
    assert.same(wanted, numbers(other.networks))
  end

  it("are CycleGAN's two generators and two discriminators, with pools of images", function()
    local adam = {"Adam", lr = 2e-4, betas = {0.5, 0.999}}
    local adam_of = {lr = 2e-4, betas = {0.5, 0.999}}
    local ls = losses.least_squares
    local function make()
      return gan.zoo.cyclegan {a_channels = 1, b_channels = 1, filters = 2, blocks = 1, layers = 1}
    end
    local function generators(net, a, b)
      local fake_b, fake_a = net.generator(a), net.back_generator(b)
      local loss = ls.generator(net.discriminator(fake_b)) + ls.generator(net.back_discriminator(fake_a)) +
        10 * nn.functional.l1_loss(net.back_generator(fake_b), a) +
        10 * nn.functional.l1_loss(net.generator(fake_a), b)
      return loss, fake_b, fake_a
    end
    local function by_hand(net)
      local a, b = stream(1, 2, 1, 8, 8), stream(2, 2, 1, 8, 8)
      local opt_g = optim.Adam(both(net.generator, net.back_generator), adam_of)
      local opt_b = optim.Adam(net.discriminator:parameters(), adam_of)
      local opt_a = optim.Adam(net.back_discriminator:parameters(), adam_of)
      local pool_a, pool_b, told = gan.ImagePool(3), gan.ImagePool(3), nil
      for _ = 1, 3 do
        local x, y = a:next(), b:next()
        local loss, fake_b, fake_a = generators(net, x, y)
        told = {g = step(opt_g, loss)}
        told.d_b = step(opt_b, ls.discriminator(net.discriminator(y),
                                                net.discriminator(pool_b:query(fake_b:detach()))))
        told.d_a = step(opt_a, ls.discriminator(net.back_discriminator(x),
                                                net.back_discriminator(pool_a:query(fake_a:detach()))))
      end
      return told
    end
    local function options()
      local a, b = stream(1, 2, 1, 8, 8), stream(2, 2, 1, 8, 8)
      local pool_a, pool_b = gan.ImagePool(3), gan.ImagePool(3)
      local function judged(name, real, fake, pool)
        return function(t, batch)
          local D = t.networks[name]
          return ls.discriminator(D(batch[real]), D(pool:query(batch[fake]:detach())))
        end
      end
      return {
        data = function() return {a = a:next(), b = b:next()} end,
        objects = {a = a, b = b, pool_a = pool_a, pool_b = pool_b},
        players = {
          {name = "g", learns = {"generator", "back_generator"}, optimizer = adam, loss = function(t, batch)
            local loss
            loss, batch.fake_b, batch.fake_a = generators(t.networks, batch.a, batch.b)
            return loss
          end},
          {name = "d_b", learns = {"discriminator"}, optimizer = adam,
           loss = judged("discriminator", "b", "fake_b", pool_b)},
          {name = "d_a", learns = {"back_discriminator"}, optimizer = adam,
           loss = judged("back_discriminator", "a", "fake_a", pool_a)},
        },
        sample = function(t, n) return t.networks.generator(ln.rand(n, 1, 8, 8)) end, samples = 4,
      }
    end
    compare {make = make, by_hand = by_hand, options = options}
    assert.equal("\x89PNG", files.read(folder .. "/samples/step-000003.png"):sub(1, 4))
  end)

  it("are VEEGAN's, whose generator learns with the reconstructor", function()
    local veegan = gan.veegan
    local function make()
      local function body(n_in, n_out) return nn.Sequential {nn.Linear(n_in, 8), nn.ReLU(), nn.Linear(8, n_out)} end
      return {discriminator = body(4, 1), generator = body(2, 2), reconstructor = body(2, 2)}
    end
    local function judge(net, z, x) return net.discriminator(ln.cat({z, x}, 2)) end
    local function discriminator(net, x, z, fake)
      return veegan.discriminator(judge(net, net.reconstructor(x):detach(), x), judge(net, z, fake:detach()))
    end
    local function generator(net, z, fake)
      return veegan.generator(judge(net, z, fake), z, net.reconstructor(fake))
    end
    local function by_hand(net)
      local data, told = stream(1, 2, 2), nil
      local opt_d = optim.Adam(net.discriminator:parameters(), {lr = 1e-3})
      local opt_g = optim.Adam(both(net.generator, net.reconstructor), {lr = 1e-3})
      for _ = 1, 3 do
        local x, z = data:next(), ln.randn(2, 2)
        local fake = net.generator(z)
        local r1 = gan.penalties.r1(function(real) return judge(net, z, real) end, x)
        told = {d = step(opt_d, discriminator(net, x, z, fake) + 0.1 * r1)}
        told.g = step(opt_g, generator(net, z, fake))
      end
      return told
    end
    local function options()
      return {
        data = stream(1, 2, 2), latent = 2, ema = 0.9, samples = 4,
        players = {
          {name = "d", learns = {"discriminator"}, optimizer = {"Adam", lr = 1e-3},
           penalties = {{function(t, batch)
             return gan.penalties.r1(function(real) return judge(t.networks, batch.z, real) end, batch.real)
           end, weight = 0.1}},
           loss = function(t, batch)
             batch.z = t.noise(2)
             -- recorded for g, whose networks stand still while d learns
             batch.fake = t.networks.generator(batch.z)
             return discriminator(t.networks, batch.real, batch.z, batch.fake)
           end},
          {name = "g", learns = {"generator", "reconstructor"}, optimizer = {"Adam", lr = 1e-3},
           loss = function(t, batch) return generator(t.networks, batch.z, t.networks.generator(batch.z)) end},
        },
      }
    end
    compare {make = make, by_hand = by_hand, options = options}
    assert.equal("ln", ln.load_model(folder .. "/model.safetensors") and "ln")
  end)

  it("are TimeGAN's, in three phases", function()
    local bce, mse = losses.bce, nn.functional.mse_loss
    local function make()
      local net = gan.zoo.timegan {features = 2, hidden = 4, layers = 1}
      net.latent = nil
      return net
    end
    local function restored(net, x) return 10 * mse(net.recovery(net.embedder(x)), x):sqrt() end
    local function supervised(net, h) -- from the next to the one before
      return mse(net.supervisor(h):narrow(2, 1, 4), h:narrow(2, 2, 4))
    end
    local function moments(net, x, fake)
      local y = net.recovery(fake)
      return (y:mean(1) - x:mean(1)):abs():mean() + (y:std(1) - x:std(1)):abs():mean()
    end
    local function fakes(net, z) return net.supervisor(net.generator(z)) end
    local terms = {
      autoencoder = function(net, x) return restored(net, x) end,
      supervisor = function(net, x) return supervised(net, net.embedder(x):detach()) end,
      generator = function(net, x, z)
        local e, fake = net.generator(z), fakes(net, z)
        return bce.generator(net.discriminator(fake)) + bce.generator(net.discriminator(e)) +
          100 * supervised(net, net.embedder(x)):sqrt() + 100 * moments(net, x, fake)
      end,
      embedder = function(net, x) return restored(net, x) + 0.1 * supervised(net, net.embedder(x)) end,
      discriminator = function(net, x, z)
        local D, h = net.discriminator, net.embedder(x):detach()
        return bce.discriminator(D(h), D(fakes(net, z):detach())) +
          bce.discriminator(D(h), D(net.generator(z):detach()))
      end,
    }
    local learns = {autoencoder = {"embedder", "recovery"}, supervisor = {"supervisor"},
                    generator = {"generator", "supervisor"}, embedder = {"embedder", "recovery"},
                    discriminator = {"discriminator"}}
    local order = {"autoencoder", "supervisor", "generator", "embedder", "discriminator"}
    local joint = {"generator", "embedder", "generator", "embedder", "discriminator"}
    local needs_noise = {generator = true, discriminator = true}

    local function by_hand(net)
      local data, opts, told = stream(1, 2, 5, 2), {}, {}
      for _, name in ipairs(order) do
        local own = {}
        for k, network in ipairs(learns[name]) do own[k] = net[network] end
        opts[name] = optim.Adam(both(table.unpack(own)), {lr = 1e-3})
      end
      local function turn(name, x)
        told[name] = step(opts[name], terms[name](net, x, needs_noise[name] and ln.rand(2, 5, 2) or nil))
      end
      for _ = 1, 2 do turn("autoencoder", data:next()) end
      for _ = 1, 2 do turn("supervisor", data:next()) end
      for _ = 1, 2 do
        told = {}
        local x = data:next()
        turn("generator", x)
        turn("embedder", x)
        local y = data:next()
        turn("generator", y)
        turn("embedder", y)
        turn("discriminator", x)
      end
      return told
    end
    local function options()
      local list = {}
      for k, name in ipairs(order) do
        list[k] = {name = name, learns = learns[name], optimizer = {"Adam", lr = 1e-3}, loss = function(t, batch)
          return terms[name](t.networks, batch.real, needs_noise[name] and ln.rand(2, 5, 2) or nil)
        end}
      end
      return {
        data = stream(1, 2, 5, 2), players = list, samples = 3,
        sample = function(t, n)
          return t.networks.recovery(fakes(t.networks, ln.rand(n, 5, 2)))
        end,
        phases = {{steps = 2, players = {"autoencoder"}}, {steps = 2, players = {"supervisor"}}, {players = joint}},
      }
    end
    compare {make = make, by_hand = by_hand, options = options, steps = 6}
    assert.matches("^step,seconds,autoencoder,supervisor,discriminator,embedder,generator,",
                   files.read(folder .. "/log.csv"))
  end)

  it("are BicycleGAN's: an encoder, a generator and a discriminator of each cycle", function()
    local ls, l1 = losses.least_squares, nn.functional.l1_loss
    local function make()
      local function body(n_in, n_out)
        return nn.Sequential {nn.Linear(n_in, 8), nn.LeakyReLU(0.2), nn.Linear(8, n_out)}
      end
      return {encoder = body(3, 4), generator = body(5, 3), d_lr = body(3, 1), d_vae = body(3, 1)}
    end
    -- Zhu et al. 2017, arXiv 1711.11586: b is encoded to z, of which a and z make b again (cVAE-GAN); a and any z
    -- make a fake, of which z is found again (cLR-GAN). a: n,3; z: n,2.
    local function encode(net, b, noise)
      local mean, log_var = table.unpack(net.encoder(b):chunk(2, 2))
      return mean + (log_var / 2):exp() * noise, mean, log_var
    end
    local function made(net, batch, noise, z)
      local own, mean, log_var = encode(net, batch.b, noise)
      return net.generator(ln.cat({batch.a, own}, 2)), net.generator(ln.cat({batch.a, z}, 2)), mean, log_var
    end
    local function both_players(net, batch, noise, z)
      local vae, lr, mean, log_var = made(net, batch, noise, z)
      local kl = (mean:square() + log_var:exp() - 1 - log_var):sum() / 2
      return ls.generator(net.d_vae(vae)) + ls.generator(net.d_lr(lr)) + 10 * l1(vae, batch.b) + 0.01 * kl, vae, lr
    end
    -- of the generator alone, as an encoder that learnt it would hide z in b
    local function latent(net, batch, z)
      local _, mean = encode(net, net.generator(ln.cat({batch.a, z}, 2)), ln.zeros(2, 2))
      return 0.5 * l1(mean, z)
    end
    local function by_hand(net)
      local a, b, told = stream(1, 2, 3), stream(2, 2, 3), nil
      local function adam(...) return optim.Adam(both(...), {lr = 1e-3, betas = {0.5, 0.999}}) end
      local opt, opt_z = adam(net.encoder, net.generator), adam(net.generator)
      local opt_vae, opt_lr = adam(net.d_vae), adam(net.d_lr)
      for _ = 1, 3 do
        local batch, noise, z = {a = a:next(), b = b:next()}, ln.randn(2, 2), ln.randn(2, 2)
        local loss, vae, lr = both_players(net, batch, noise, z)
        told = {made = step(opt, loss)}
        told.latent = step(opt_z, latent(net, batch, z))
        told.vae = step(opt_vae, ls.discriminator(net.d_vae(batch.b), net.d_vae(vae:detach())))
        told.lr = step(opt_lr, ls.discriminator(net.d_lr(batch.b), net.d_lr(lr:detach())))
      end
      return told
    end
    local function options()
      local a, b = stream(1, 2, 3), stream(2, 2, 3)
      local adam = {"Adam", lr = 1e-3, betas = {0.5, 0.999}}
      local function judge(name, fake)
        return function(t, batch)
          local D = t.networks[name]
          return ls.discriminator(D(batch.b), D(batch[fake]:detach()))
        end
      end
      return {
        data = function() return {a = a:next(), b = b:next()} end, objects = {a = a, b = b},
        players = {
          {name = "made", learns = {"encoder", "generator"}, optimizer = adam, loss = function(t, batch)
            local loss
            batch.noise, batch.z = ln.randn(2, 2), ln.randn(2, 2)
            loss, batch.vae, batch.lr_fake = both_players(t.networks, batch, batch.noise, batch.z)
            return loss
          end},
          {name = "latent", learns = {"generator"}, optimizer = adam,
           loss = function(t, batch) return latent(t.networks, batch, batch.z) end},
          {name = "vae", learns = {"d_vae"}, optimizer = adam, loss = judge("d_vae", "vae")},
          {name = "lr", learns = {"d_lr"}, optimizer = adam, loss = judge("d_lr", "lr_fake")},
        },
      }
    end
    compare {make = make, by_hand = by_hand, options = options}
    assert.is_nil(io.open(folder .. "/samples/step-000003.csv")) -- nothing says what samples are
  end)

  -- A run of two players, `more` on top.
  local function small(more)
    local function loss(name)
      return function(t, batch) return t.networks[name](batch.real):square():mean() end
    end
    local o = {
      networks = {one = function() return nn.Linear(2, 2) end, two = function() return nn.Linear(2, 1) end},
      players = {{name = "one", loss = loss "one", turns = 2}, {name = "two", loss = loss "two"}},
      data = function(n) return ln.randn(n, 2) end, batch_size = 4, steps = 2, seed = 3, folder = folder,
    }
    for key, value in pairs(more or {}) do o[key] = value end
    return gan.Trainer(o)
  end

  it("stand still while another learns, but for what both have", function()
    local shared, seen = nn.Linear(2, 2), {}
    local function watch(t)
      for _, name in ipairs {"a", "b"} do
        for _, part in ipairs {1, 2} do seen[#seen + 1] = t.networks[name][part].weight:requires_grad() and 1 or 0 end
      end
      return t.networks.a(ln.ones(1, 2)):sum() + t.networks.b(ln.ones(1, 2)):sum()
    end
    local trainer = small {
      networks = {a = nn.Sequential {shared, nn.Linear(2, 1)}, b = nn.Sequential {shared, nn.Linear(2, 1)}},
      players = {{name = "first", learns = {"a"}, loss = watch}, {name = "second", learns = {"b"}, loss = watch}},
      steps = 1,
    }
    trainer:run()
    assert.same({1, 1, 1, 0, 1, 0, 1, 1}, seen)
    assert.is_true(trainer.networks.a[2].weight:requires_grad())
  end)

  it("see the same batch in the same turn, drawn when it is first wanted", function()
    local drawn, seen = 0, {}
    local function note(name)
      return function(t, batch)
        seen[#seen + 1] = ("%s%d"):format(name, batch.real:item())
        return t.networks.one.bias:sum() + t.networks.two.bias:sum()
      end
    end
    small {
      data = function()
        drawn = drawn + 1
        return ln.tensor(drawn)
      end,
      players = {{name = "one", loss = note "a", turns = 2}, {name = "two", loss = note "b"}}, accumulate = 2,
    }:run()
    assert.equal("a1 a2 a3 a4 b1 b2 a5 a6 a7 a8 b5 b6", table.concat(seen, " "))
  end)

  it("have schedules, limits and penalties of their own", function()
    local trainer = small {
      players = {
        {name = "one", loss = function(t, batch) return t.networks.one(batch.real):sum() end,
         optimizer = {"SGD", lr = 1}, schedule = {"StepLR", 1, gamma = 0.5}, clip = {norm = 0.25}},
        {name = "two", loss = function(t) return t.networks.two.bias:sum() * 0 end, optimizer = {"SGD", lr = 0.125},
         penalties = {{function(t) return t.networks.two.weight:square():sum() end, weight = 2}}},
      },
    }
    local one, two = trainer.networks.one, trainer.networks.two.weight:clone()
    local before = ln.cat({one.weight:flatten(), one.bias}, 1):detach():clone()
    trainer.step = 1
    trainer:train_step()
    local moved = (ln.cat({one.weight:flatten(), one.bias}, 1) - before):norm():item()
    assert.near(0.25, moved, 1e-5) -- lr 1 along a gradient of norm 0.25
    assert.equal(0.5, trainer.optimizers.one.param_groups[1].lr)
    assert.is_true(ln.allclose(two * 0.5, trainer.networks.two.weight)) -- w - 0.125 4 w
    assert.equal(0.125, trainer.optimizers.two.param_groups[1].lr)
  end)

  it("stop the run when one's loss is no number, or a network of anybody's", function()
    local function bad(t) return t.networks.two.bias:sum() * (0 / 0) end
    local result = files.said_by(function()
      return small {players = {
        {name = "good", learns = {"one"}, loss = function(t) return t.networks.one.bias:sum() end},
        {name = "bad", learns = {"two"}, loss = bad},
      }}:run()
    end)
    assert.matches("^the loss of the bad is %-?nan; its weights were left as they were before$", result.message)
    result = files.said_by(function()
      return small {resume = false, checkpoint_every = 1, on_step = function(t)
        local _ <close> = ln.no_grad()
        t.networks.two.bias:fill_(math.huge)
      end}:run()
    end)
    assert.equal("bias of the two is not finite; the checkpoint of before was kept", result.message)
  end)

  it("say what is wrong with what they are given", function()
    local function fails(wanted, more)
      local ok, message = pcall(small, more)
      assert.is_false(ok, wanted)
      assert.truthy(message:find(wanted, 1, true), message)
      assert.truthy(message:find("players_spec.lua", 1, true), message)
    end
    local function loss() end
    local two = {{name = "one", loss = loss}, {name = "two", loss = loss}}
    fails("Trainer: loss beside players: it is of a generator and a discriminator; players have their own",
          {loss = "hinge"})
    fails("Trainer: discriminator_steps beside players", {discriminator_steps = 2})
    fails("Trainer: generator beside players", {generator = nn.Linear(1, 1)})
    fails("Trainer: exact beside players: their losses call the networks, which the trainer cannot cut; a loss that " ..
          "calls them by nn.utils.in_pieces(network, n, x) is exact", {exact = true, accumulate = 2})
    fails("Trainer: players is empty", {players = {}})
    fails("Trainer: players[1] is 3, a table is wanted", {players = {3}})
    fails("Trainer: players: unknown option los", {players = {{name = "one", los = loss}}})
    fails("Trainer: players: loss is missing", {players = {{name = "one"}}})
    fails("Trainer: players.one: there is another of this name", {players = {two[1], two[1]}})
    fails("Trainer: players.step: the log has a column of this name", {players = {{name = "step", loss = loss}}})
    fails("Trainer: players.one.learns is three; known: one, two",
          {players = {{name = "one", loss = loss, learns = {"three"}}}})
    fails("Trainer: players.one.optimizer is Adma; known: ",
          {players = {{name = "one", loss = loss, optimizer = {"Adma"}}}})
    fails("Trainer: networks.one is 3, a layer or a function is wanted", {networks = {one = 3}})
    fails("Trainer: networks.data: the checkpoint has something else of this name",
          {networks = {one = nn.Linear(1, 1), two = nn.Linear(1, 1), data = nn.Linear(1, 1)}, data = stream(1, 2)})
    fails("Trainer: phases[1]: steps is missing", {phases = {{players = {"one"}}, {players = {"two"}}}})
    fails("Trainer: phases[1]: steps are given; the last phase goes on to the end",
          {phases = {{steps = 3, players = {"one", "two"}}}})
    fails("Trainer: a player of a phase is three; known: one, two", {phases = {{players = {"three"}}}})
    fails("Trainer: phases: the player two is in none", {phases = {{players = {"one"}}}})
    fails("Trainer: metrics.one: the log has a column of this name", {metrics = {one = loss}})
    fails("Trainer: best: there is no network by the name of generator",
          {metrics = {fid = loss}, best = {"fid", "lowest"}})
    fails("Trainer: ema: there is no network by the name of generator", {ema = 0.9})
    fails("Trainer: phases: unknown option step", {phases = {{step = 1, players = {"one", "two"}}}})
  end)

  it("have no generator and discriminator to call by name", function()
    local trainer = small()
    local calls = {judge = ln.zeros(1, 2), generate = 1, discriminator_step = false, generator_step = {}}
    for name, argument in pairs(calls) do
      local ok, message = pcall(trainer[name], trainer, argument)
      assert.is_false(ok)
      assert.truthy(message:find(name .. ": it is of a generator and a discriminator", 1, true), message)
    end
    local ok, message = pcall(trainer.sample, trainer, 3)
    assert.is_false(ok)
    assert.truthy(message:find("Trainer: samples are of networks.generator with a latent, or of sample", 1, true))
  end)

  it("may have any names", function()
    local networks, list = {}, {}
    for _, name in ipairs {"items", "add", "training", "_made"} do networks[name] = nn.Linear(2, 2) end
    for name, network in pairs(networks) do
      list[#list + 1] = {name = name, loss = function(_, batch) return network(batch.real):square():mean() end}
    end
    local trainer = small {networks = networks, players = list, sample = function(_, n) return ln.randn(n, 2) end}
    assert.equal("steps", trainer:run().reason)
  end)

  it("do not go on with other networks, players or phases", function()
    small():run()
    for wanted, more in pairs {
      ["networks.two was Linear(2, 1), is Linear(2, 1, {bias = false})"] = {
        networks = {one = nn.Linear(2, 2), two = nn.Linear(2, 1, {bias = false})}},
      ["phases was not given, is {{players = {one, two}}}"] = {phases = {{players = {"one", "two"}}}},
    } do
      local ok, message = pcall(small, more)
      assert.is_false(ok)
      assert.truthy(message:find(wanted, 1, true), message)
    end
  end)
end)
