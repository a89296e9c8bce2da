-- nn.utils.in_pieces against the whole batch.
local ln = require "lunette"
local nn = ln.nn
local in_pieces = nn.utils.in_pieces

local double = ln.real == "double"
local BOUND = double and 1e-12 or 1e-6

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find("pieces_spec.lua:%d+: "), message)
  assert.truthy(message:find(part, 1, true), message)
end

-- By name, what looks at the batch, of 8 features; and how many it gives.
local layers = {
  ["nothing"] = function() return nn.Identity(), 8 end,
  ["batch norm"] = function() return nn.BatchNorm1d(8), 8 end,
  ["batch norm without weights"] = function()
    return nn.BatchNorm1d(8, {affine = false, track_running_stats = false}), 8
  end,
  ["mini-batch discrimination"] = function() return nn.MinibatchDiscrimination(8, 5, 3), 13 end,
  ["its sum"] = function() return nn.MinibatchDiscrimination(8, 5, 3, {reduction = "sum"}), 13 end,
  ["its groups"] = function() return nn.MinibatchDiscrimination(8, 5, 3, {group_size = 4}), 13 end,
  ["its halves"] = function() return nn.MinibatchDiscrimination(8, 5, 3, {halves = true}), 18 end,
  ["standard deviation"] = function() return nn.MinibatchStdDev(3), 9 end,
  ["that of all"] = function() return nn.MinibatchStdDev(false), 9 end,
}

local function network(make)
  local layer, width = make()
  return nn.Sequential {
    nn.Conv2d(2, 4, 3, {padding = 1, stride = 2, bias = false}), nn.BatchNorm2d(4), nn.LeakyReLU(0.2),
    nn.Conv2d(4, 8, 4, {bias = false}), nn.Flatten(), layer, nn.Linear(width, 3), nn.Tanh()}
end

-- The loss of f(x), with the squared slope where `order` is 2, and its
-- gradients in the parameters and x.
local function gradients(model, f, given, order)
  local x = given:clone():requires_grad_()
  local y = f(x)
  local loss = (y * y):mean() + y:sum() / 7
  if order == 2 then loss = loss + ln.grad(y:sum(), {x}, {create_graph = true})[1]:square():sum() end
  model:zero_grad()
  loss:backward()
  local list = {loss:detach(), x.grad}
  for _, p in ipairs(model:parameters()) do list[#list + 1] = p.grad end
  return list
end

describe("nn.utils.in_pieces", function()
  for name, make in pairs(layers) do
    for order = 1, 2 do
      it(("is the whole batch: %s, order %d"):format(name, order), function()
        ln.manual_seed(4)
        local whole = network(make)
        local cut, x = whole:clone(), ln.randn(12, 2, 8, 8)
        local due = gradients(whole, whole, x, order)
        local got = gradients(cut, function(v) return in_pieces(cut, 5, v) end, x, order)
        local size = 0 -- of all gradients: what is 0 but for rounding is measured against the others
        for _, g in ipairs(due) do size = math.max(size, g:abs():amax():item()) end
        for k, g in ipairs(due) do
          assert((g - got[k]):abs():amax():item() <= BOUND * math.max(size, 1), k)
        end
        for path, buffer in whole:named_buffers() do
          assert((buffer - cut:get_buffer(path)):abs():amax():item() <= BOUND * 4, path)
        end
      end)
    end
  end

  it("is the whole batch in evaluation mode, without a graph and under no_grad", function()
    local model = network(layers["batch norm"])
    local x = ln.randn(12, 2, 8, 8)
    model(x)
    model:eval()
    local _ <close> = ln.no_grad()
    assert((in_pieces(model, 5, x) - model(x)):abs():amax():item() <= BOUND)
    model:train()
    assert((in_pieces(model:clone(), 5, x) - model(x)):abs():amax():item() <= 4 * BOUND)
  end)

  it("takes several arguments and gives several results", function()
    local norm = nn.BatchNorm1d(2)
    local function f(x, y, factor) return norm(x * y) * factor, y:sum(2) end
    local x, y = ln.randn(7, 2), ln.randn(7, 2)
    local twin = norm:clone()
    local a, b = in_pieces(f, 3, x, y, 2)
    assert((a - twin(x * y) * 2):abs():amax():item() <= 4 * BOUND)
    assert(b:equal(y:sum(2)))
    fails("in_pieces: argument 2 is 6x2, the first has 7 samples", in_pieces, f, 3, x, ln.ones(6, 2), 1)
    fails("in_pieces: there is no tensor to cut into pieces", in_pieces, f, 3, 1, 2, 3)
    fails("in_pieces: size is 0, an integer above 0 is wanted", in_pieces, f, 0, x, y, 1)
  end)

  it("draws the same for a piece each time that it runs", function()
    local drop, norm = nn.Dropout(0.5), nn.BatchNorm1d(4)
    local x = ln.randn(9, 4, {requires_grad = true})
    local kept
    local y = in_pieces(function(v)
      local dropped = drop(v)
      kept = (kept or 0) + 1
      return norm(dropped) * 0 + dropped
    end, 3, x)
    y:sum():backward()
    -- where a result is 0 the gradient is, and 2 elsewhere: one mask for both
    assert(y:ne(0):mul(2):sub(x.grad):abs():amax():item() < 1e-4)
    -- but another for another piece
    local first, second = y:narrow(1, 1, 3):ne(0), y:narrow(1, 4, 3):ne(0)
    assert.is_false(first:equal(second))
    assert.equal(12, kept) -- 3 pieces until the norm, 3 to the end, and both again backward
  end)

  it("passes on errors, and leaves nothing behind", function()
    local norm = nn.BatchNorm1d(2)
    local ok, message = pcall(in_pieces, function(x) norm(x) error("mine", 0) end, 3, ln.randn(7, 2))
    assert.same({false, "mine"}, {ok, message})
    assert.same({7, 2}, norm(ln.randn(7, 2)):size())
  end)

  it("takes the memory of a piece", function()
    local function peak(n, f)
      collectgarbage()
      collectgarbage()
      local x = ln.randn(n, 2, 32, 32)
      ln.reset_peak_memory()
      local before = ln.memory().peak_bytes
      f(x):mean():backward()
      return ln.memory().peak_bytes - before
    end
    local D = nn.Sequential {nn.Conv2d(2, 32, 3, {padding = 1}), nn.LeakyReLU(0.2), nn.Conv2d(32, 32, 3, {stride = 2}),
                             nn.LeakyReLU(0.2), nn.AdaptiveAvgPool2d(1), nn.Flatten(),
                             nn.MinibatchDiscrimination(32, 8, 4), nn.Linear(40, 1)}
    local small = peak(16, D)
    local large = peak(256, function(x) return in_pieces(D, 16, x) end)
    assert(large < 1.5 * small + 4 * 256 * 2 * 32 * 32 * 2, ("%d for 16 times %d"):format(large, small))
  end)
end)
