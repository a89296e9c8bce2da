-- ln.dist in a process that was started alone: one rank, for which all is done
-- that is done for several.
local ln = require "lunette"
local dist, nn = ln.dist, ln.nn

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find("dist_spec.lua:%d+: "), message)
  assert.truthy(message:find(part, 1, true), message)
end

local function same(due, x) assert.same(due, x:totable()) end

describe("ln.dist of one rank", function()
  it("is rank 0 of 1, and waits for nobody", function()
    dist.init()
    dist.init {timeout = 3}
    dist.barrier()
    assert.same({0, 1}, {dist.rank(), dist.size()})
  end)

  it("is the p-distance still, where it is called", function()
    assert.equal(5, ln.dist(ln.tensor {3, 0}, ln.tensor {0, 4}, 2):item())
  end)

  it("has collectives that give what they are given, as a tensor of its own", function()
    local x = ln.tensor {{1, 2}, {3, 4}}
    for _, op in ipairs {"sum", "mean", "max", "min"} do same({{1, 2}, {3, 4}}, dist.all_reduce(x, {op = op})) end
    for _, f in ipairs {dist.all_gather, dist.reduce_scatter, dist.broadcast, dist.shift} do
      local y = f(x)
      same({{1, 2}, {3, 4}}, y)
      y:zero_()
      same({{1, 2}, {3, 4}}, x)
    end
    same({{1, 2}, {3, 4}}, dist.reduce_scatter(x, 2))
  end)

  it("differentiates them", function()
    local x = ln.tensor({1, 2}):requires_grad_()
    local y = dist.all_gather(dist.all_reduce(x:square(), {op = "mean"}))
    local g = ln.grad(y:square():sum(), {x}, {create_graph = true})[1]
    same({4, 32}, g)                                   -- d x^4 = 4 x^3
    same({12, 48}, ln.grad(g:sum(), {x})[1])           -- 12 x^2
  end)

  it("has them begun, and done at once", function()
    local x = ln.tensor {1, 2}
    for _, f in ipairs {dist.all_reduce_async, dist.all_gather_async, dist.reduce_scatter_async,
                        dist.broadcast_async} do
      local request = f(x)
      assert.is_true(request:test())
      same({1, 2}, request:wait())
      same({1, 2}, request:wait())
      request:wait():zero_()
      same({1, 2}, x)
    end
    assert.equal("Request", tostring(dist.all_reduce_async(x)))
  end)

  it("refuses what no rank could do", function()
    local x = ln.ones(2)
    fails("dist.broadcast: rank 1 of 1; they count from 0", dist.broadcast, x, 1)
    fails("dist.broadcast_async: rank 2 of 1; they count from 0", dist.broadcast_async, x, 2)
    fails("dist.reduce_scatter: 2 rows are to be shared out, the ranks want 1", dist.reduce_scatter, x, 1)
    fails("dist.all_gather_async: a number has no rows", dist.all_gather_async, ln.tensor(1))
    fails("dist.all_reduce_async: x requires a gradient", dist.all_reduce_async, ln.ones(2):requires_grad_())
    fails("dist.abort: no disk", dist.abort, "no disk")
  end)

  it("calls a network by DataParallel, and leaves its gradients as they are", function()
    local model = nn.Linear(2, 1)
    local D, x = dist.DataParallel(model), ln.randn(4, 2)
    local y = D(x)
    assert.is_true((y - model(x)):abs():max():item() == 0)
    y:sum():backward()
    assert.equal(4, model.bias.grad:item())
    do
      local _ <close> = D:pause()
      D(x):sum():backward()
    end
    assert.equal(8, model.bias.grad:item())
    assert.same({"module.bias", "module.weight"}, (function()
      local names = {}
      for name in pairs(D:state_dict()) do names[#names + 1] = name end
      table.sort(names)
      return names
    end)())
  end)

  it("has layers of sync that see their own batch", function()
    for _, pair in ipairs {
      {nn.SyncBatchNorm(3), nn.BatchNorm1d(3)},
      {nn.MinibatchDiscrimination(3, 2, 2, {sync = true}), nn.MinibatchDiscrimination(3, 2, 2)},
      {nn.MinibatchStdDev(4, 1, {sync = true}), nn.MinibatchStdDev(4)},
    } do
      pair[1]:load_state_dict(pair[2]:state_dict())
      local x = ln.randn(8, 3)
      assert.equal(0, (pair[1](x) - pair[2](x)):abs():max():item())
    end
    assert.equal("MinibatchStdDev(4, 1, {sync = true})", tostring(nn.MinibatchStdDev(4, 1, {sync = true})))
    local model = nn.Sequential {nn.BatchNorm1d(3), nn.MinibatchStdDev(), nn.Linear(4, 1)}
    assert.equal(model, dist.synchronise(model))
    assert.same({true, true, nil}, {model[1].sync, model[2].sync, model[3].sync})
  end)
end)

describe("loader:shard", function()
  local set = ln.arange(1, 12):reshape(12, 1)

  local function batches(rank, ranks, options)
    ln.manual_seed(3)
    options.batch_size = 4
    local loader, list = ln.data.Loader(set, options), {}
    if rank then assert.equal(loader, loader:shard(rank, ranks)) end
    for x in loader:epoch() do list[#list + 1] = x:flatten():totable() end
    return list
  end

  it("gives each rank its share of the batches of one", function()
    local whole = batches(nil, nil, {shuffle = true})
    for ranks = 1, 4 do
      if 4 % ranks == 0 then
        local parts = {}
        for rank = 0, ranks - 1 do parts[rank + 1] = batches(rank, ranks, {shuffle = true}) end
        for k, batch in ipairs(whole) do
          local joined = {}
          for _, part in ipairs(parts) do table.move(part[k], 1, #part[k], #joined + 1, joined) end
          assert.same(batch, joined)
        end
      end
    end
  end)

  it("is of this job's ranks where none are given", function()
    local loader = ln.data.Loader(set, {batch_size = 4})
    assert.same({4, 1}, {table.unpack(loader:shard():next():size())})
  end)

  it("refuses what cannot be shared, with both numbers", function()
    local loader = ln.data.Loader(set, {batch_size = 4})
    fails("shard: a batch of 4 is not shared evenly by 3 ranks", loader.shard, loader, 0, 3)
    fails("shard: rank 2 of 2; they count from 0", loader.shard, loader, 2, 2)
    local odd = ln.data.Loader(ln.ones(7, 1), {batch_size = 4, drop_last = false}):shard(0, 2)
    fails("the last batch has 3 samples for 2 ranks; drop_last = true leaves it out", function()
      for _ in odd:epoch() do end -- luacheck: ignore
    end)
  end)
end)

describe("x:register_post_accumulate_grad_hook", function()
  it("is called once a backward, when the gradient is whole, also within one", function()
    local x, seen = ln.tensor({2}):requires_grad_(), {}
    local handle = x:register_post_accumulate_grad_hook(function(p)
      assert.equal(x, p)
      seen[#seen + 1] = p.grad:item()
    end)
    local function loss() return (x * 3 + x:square()):sum() end
    loss():backward()                    -- 3 + 2 x = 7
    loss():backward()                    -- and 7 more
    ln.grad(loss(), {x})                 -- adds to no grad
    assert.same({7, 14}, seen)
    handle:remove()
    loss():backward()
    assert.equal(2, #seen)
  end)

  it("ends the backward with what it raises", function()
    local x = ln.ones(1):requires_grad_()
    x:register_post_accumulate_grad_hook(function() error("no more", 0) end)
    local ok, message = pcall(function() x:sum():backward() end)
    assert.is_false(ok)
    assert.matches("no more", message)
  end)

  it("is of leaves that learn", function()
    local function hook() end
    fails("x is no leaf", function()
      local y = ln.ones(1):requires_grad_() * 2
      y:register_post_accumulate_grad_hook(hook)
    end)
    fails("does not require a gradient", function() ln.ones(1):register_post_accumulate_grad_hook(hook) end)
  end)
end)

describe("engine.after_backward", function()
  local engine = require "lunette.engine"

  it("calls once, at the end of the outermost", function()
    local x, order = ln.ones(1):requires_grad_(), {}
    local inner = ln.ones(1):requires_grad_()
    x:register_hook(function()
      engine.after_backward(function() order[#order + 1] = "after" end)
      local _ <close> = ln.enable_grad()
      inner:sum():backward()
      order[#order + 1] = "inner"
    end)
    x:sum():backward()
    assert.same({"inner", "after"}, order)
    inner:sum():backward()
    assert.equal(2, #order)
  end)

  it("does not call where that fails, nor later", function()
    local x, fault, called = ln.ones(1):requires_grad_(), true, 0
    x:register_hook(function()
      if not fault then return end
      engine.after_backward(function() called = called + 1 end)
      error("broken", 0)
    end)
    assert.is_false((pcall(function() x:sum():backward() end)))
    fault = false
    x:sum():backward()
    assert.equal(0, called)
  end)

  it("fails where what it calls does", function()
    local x = ln.ones(1):requires_grad_()
    engine.after_backward(function() error("late", 0) end)
    local ok, message = pcall(function() x:sum():backward() end)
    assert.is_false(ok)
    assert.matches("late", message)
    x:sum():backward()
  end)
end)

describe("a process that was started as one of a job", function()
  local files = require "spec.files"

  it("names the rock it lacks", function()
    local _, said = files.run([[
      package.cpath = package.cpath:gsub("[^;]*%?%.so", "/nowhere/?.so", 0)
      package.preload["lunette.mpi_float"], package.preload["lunette.mpi_double"] = nil, nil
      local ln = require "lunette"
      package.cpath = "/nowhere/?.so"
      ln.dist.rank()
    ]], "OMPI_COMM_WORLD_SIZE=2")
    assert.matches("dist: this process was started as one of a job, which takes the rock lunette-mpi: luarocks " ..
                   "--lua-version 5.4 install lunette-mpi, or in the tree, make mpi", said, 1, true)
  end)

  it("says what LUNETTE_DIST_TIMEOUT takes", function()
    local _, said = files.run('require("lunette").dist.rank()', "LUNETTE_DIST_TIMEOUT=soon")
    assert.matches('dist: LUNETTE_DIST_TIMEOUT is "soon"; seconds above 0 are wanted', said, 1, true)
  end)
end)
