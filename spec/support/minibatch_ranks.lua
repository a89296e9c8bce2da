-- What one rank does for spec/nn/minibatch_shared_spec.lua; rank 0 prints.
-- usage: mpirun -n RANKS lua5.4 spec/support/minibatch_ranks.lua

local ln = require "lunette"
local near = require "spec.near"
local wanted = require "spec.reference.dist.minibatch"
local dist, nn = ln.dist, ln.nn

local function numbers(step, ...)
  local sizes = {...}
  local list = {}
  for k = 1, ln.ones(sizes):numel() do list[k] = (k * step % 127 - 63) / 64 end
  return ln.tensor(list):reshape(sizes)
end

-- Rows of each rank: 12 / size, or fewer and fewer.
local function rows_of(even)
  local size, rank = dist.size(), dist.rank()
  if even then return rank * 12 // size, 12 // size end
  local shares = ({{12}, {7, 5}, {5, 4, 3}, {5, 1, 4, 2}})[size]
  local before = 0
  for k = 1, rank do before = before + shares[k] end
  return before, shares[rank + 1]
end

local function layer_of(options)
  options.weight_norm, options.bias = false, false
  options.reduction = options.reduction or "sum"
  local layer = nn.MinibatchDiscrimination(3, 2, 2, options)
  layer.weight:detach():copy_(numbers(45, 3, 2, 2))
  return layer
end

local function say(what, ok, message)
  local word = ok and "ok" or message
  if dist.rank() == 0 then print(what .. ": " .. word) end
end

local function check(what, value)
  local tolerance = ln.real == "double" and 1e-10 or 1e-5
  say(what, pcall(near, value, wanted[what:match "%S+$"], tolerance))
end

-- Closeness, and derivatives of three orders, of all ranks together.
local function run(title, even, options)
  local layer = layer_of(options)
  local before, n = rows_of(even)
  local x = numbers(37, 12, 3):narrow(1, before + 1, n):clone()
  x:requires_grad_()
  local o = layer(x):narrow(2, 4, 2)
  check(title .. " closeness", dist.all_gather(o))
  local weights = ln.arange(before + 1, before + n):unsqueeze(2)
  local loss = (o ^ 2 * weights):sum() / 144
  for order = 1, 3 do
    local gx, gw = table.unpack(ln.grad(loss, {x, layer.weight}, {
      create_graph = order < 3}))
    check(("%s x_%d"):format(title, order), dist.all_gather(gx:detach()))
    check(("%s weight_%d"):format(title, order),
          dist.all_reduce(gw:detach()))
    loss = (gx ^ 2):sum()
  end
end

-- A mean is the sum over 11 others.
local function mean(options)
  local layer = layer_of(options)
  local before, n = rows_of(false)
  local x = numbers(37, 12, 3):narrow(1, before + 1, n)
  local o = layer(x):narrow(2, 4, 2) * 11
  check("mean closeness", dist.all_gather(o))
end

-- What forward and backward hold at most, in blocks: n,b,c numbers; what is
-- dead goes at once.
local function print_blocks(sync)
  local n, b, c = 64, 8, 16
  local layer = nn.MinibatchDiscrimination(3, b, c, {sync = sync})
  local x = ln.ones(n, 3) * ln.arange(1, n):unsqueeze(2)
  local bytes, most = n * b * c * (ln.real == "double" and 8 or 4)
  for _ = 1, 2 do
    collectgarbage()
    ln.reset_peak_memory()
    local before = ln.memory().live_bytes
    debug.sethook(function() collectgarbage() end, "", 10)
    layer(x):sum():backward()
    debug.sethook()
    most = (ln.memory().peak_bytes - before) / bytes
  end
  say(("blocks, %s,"):format(sync), false, ("%.2f"):format(most))
end

run("even, gathered,", true, {sync = true})
run("even, ring,", true, {sync = "ring"})
run("uneven, gathered,", false, {sync = true})
run("uneven, ring,", false, {sync = "ring"})
mean {sync = "ring", reduction = "mean"}
mean {sync = true, reduction = "mean"}
local ok, message = pcall(nn.utils.in_pieces, layer_of {sync = "ring"}, 2,
                          numbers(37, 4, 3))
say("in pieces", ok, message)
print_blocks(true)
print_blocks("ring")
