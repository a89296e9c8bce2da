-- What fixtures do not hold: refusals, and gradients through chains.
local ln = require "lunette"
local near = require "spec.near"
local value = require "spec.support.value"

local function refused(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find(part, 1, true), message)
end

local image = ln.arange(1, 12):reshape(1, 1, 3, 4)

describe("interpolate", function()
  it("takes one size for all dimensions", function()
    assert.same({1, 1, 6, 6}, image:interpolate {size = 6}:size())
    assert.same({1, 1, 5, 2}, image:interpolate {size = {5, 2}}:size())
  end)

  it("is the identity where nothing changes", function()
    for _, mode in ipairs {"nearest", "bilinear", "bicubic", "area"} do
      near(image:interpolate {size = {3, 4}, mode = mode}, image:flatten():totable(), 0)
    end
  end)

  it("says what is wrong", function()
    refused("interpolate: one of size and scale_factor is wanted", ln.interpolate, image)
    refused("one of size and scale_factor", ln.interpolate, image, {size = 2, scale_factor = 2})
    refused("size has 3 entries for 2 spatial dimensions", ln.interpolate, image, {size = {1, 2, 3}})
    refused("interpolate: bilinear is for 2 spatial dimensions after n and c, not 1", ln.interpolate, ln.ones(1, 1, 4),
            {size = 2, mode = "bilinear"})
    refused("align_corners does not go with nearest", ln.interpolate, image, {size = 2, align_corners = true})
    refused("antialias is for bilinear and bicubic, not nearest", ln.interpolate, image, {size = 2, antialias = true})
    refused("resample: antialias is for linear and cubic", ln.resample, image, 3, 2, {mode = "area", antialias = true})
    refused("scale_factor has 3 entries for 2 spatial", ln.interpolate, image, {scale_factor = {1, 2, 3}})
    refused("scale_factor is -1 for a size of 4", ln.interpolate, image, {scale_factor = {1, -1}})
    refused("scale_factor is 0.1 for a size of 3", ln.interpolate, image, {scale_factor = .1})
    refused("interpolate: 1x1x3x4 to -2x-2; sizes above 0 are wanted", ln.interpolate, image, {size = -2})
    refused("one of nearest, linear", ln.interpolate, image, {size = 2, mode = "cubic"})
    refused("size 3 is not made of blocks of 2", ln.block_sum, image, {2, 2})
  end)
end)

describe("pad", function()
  it("says what is wrong", function()
    refused("pad: 3 amounts", ln.pad, image, {1, 1, 1})
    refused("reflect padding of 4 for a size of 4", ln.pad, image, {4, 0}, {mode = "reflect"})
    refused("circular padding of 5 for a size of 4", ln.pad, image, {5, 0}, {mode = "circular"})
    refused("circular padding of 4 for a size of 1", ln.pad, image, {-3, 4}, {mode = "circular"})
    refused("size 4 cropped by 3 and 2", ln.pad, image, {-3, -2})
    refused("replicate padding of 1 for a size of 0", ln.pad, ln.ones(2, 0), {1, 0}, {mode = "replicate"})
  end)
end)

describe("grid_sample", function()
  it("with the identity grid is the identity", function()
    local theta = ln.tensor {{{1, 0, 0}, {0, 1, 0}}}
    for _, align in ipairs {true, false} do
      local grid = theta:affine_grid({1, 1, 3, 4}, {align_corners = align})
      near(image:grid_sample(grid, {align_corners = align}), image:flatten():totable(), 1e-6)
    end
  end)

  it("reads nothing where the grid is no place", function()
    local grid = ln.tensor {{{{0 / 0, 0}, {1 / 0, 0}, {-1e30, 1e30}, {1e9, 0}}}}
    near(ln.ones(1, 1, 2, 2):grid_sample(grid)[{1, 1, 1, {2, 4}}], {0, 0, 0})
    for _, mode in ipairs {"border", "reflection"} do
      local y = ln.ones(1, 1, 2, 2):grid_sample(grid, {padding_mode = mode})
      near(y[{1, 1, 1, {2, 4}}], {1, 1, 1}, 1e-6)
      assert.equal(1, y[{1, 1, 1, 1}]:isnan():item())
    end
  end)

  -- R1 through an augmentation: the penalty's gradient in the transform.
  it("is differentiated twice through a transform", function()
    local x = ln.randn(2, 1, 6, 6, {generator = ln.Generator(1)}):requires_grad_()
    local theta = ln.tensor {{{.9, .1, 0}, {-.1, .8, .05}}, {{1, 0, .1}, {.2, 1, 0}}}:requires_grad_()
    local function penalty()
      local y = x:grid_sample(theta:affine_grid {2, 1, 5, 5}, {padding_mode = "reflection"})
      local g = ln.grad(y:square():sum(), {x}, {create_graph = true})[1]
      return g:square():sum()
    end
    local found = ln.grad(penalty(), {theta})[1][{1, 1, 2}]:item()
    local step = 1e-3
    local flat = theta:detach()
    flat[{1, 1, 2}] = .1 + step
    local above = penalty():item()
    flat[{1, 1, 2}] = .1 - step
    local numeric = (above - penalty():item()) / (2 * step)
    near(ln.tensor(found), {numeric}, .02)
  end)

  it("says what is wrong", function()
    refused("grid_sample: a grid of n, h, w, 2 is wanted, got 1x3x4x3", ln.grid_sample, image, ln.ones(1, 3, 4, 3))
    refused("got 1x1x3x4 and 2x3x4x2", ln.grid_sample, image, ln.ones(2, 3, 4, 2))
    refused("affine_grid: theta n, 2, 3 and sizes", ln.affine_grid, ln.ones(2, 2, 3), {1, 1, 2, 2})
    refused("theta is 1x3x4 for 1x1x2x2", ln.affine_grid, ln.ones(1, 3, 4), {1, 1, 2, 2})
  end)
end)

describe("unfold, fold and shuffles", function()
  value("unfold_back", "adds windows where they were taken from", function()
    local x = ln.tensor {{1, 2}, {3, 4}, {5, 6}}
    assert.same({1, 5, 9, 6}, x:unfold_back(1, 4, 1):totable())
    assert.same({1, 2, 0, 3, 4, 0, 5, 6, 0, 0}, x:unfold_back(1, 10, 3):totable())
    -- of 300 elements, 100 apart: one, two, three, ... windows meet
    local y = ln.ones(2, 5, 300):unfold_back(2, 730, 100)
    local due = ln.zeros(730)
    for w = 0, 4 do due = due + ln.ones(300):widen(1, 100 * w + 1, 730) end
    for k = 1, 2 do assert.is_true(y[k]:equal(due)) end
    -- with others beside: 2 windows of 2, for 3 of them
    local z = ln.arange(1, 12):view(2, 3, 2):unfold_back(1, 3, 1)
    assert.same({{1, 3, 5}, {9, 13, 17}, {8, 10, 12}}, z:totable())
    refused("unfold_back: 3 windows of 2, 1 apart, are no windows of 5",
            function() return x:unfold_back(1, 5, 1) end)
  end)

  -- c, h, w = 4, 2, 2 by hand, behind up to as many sizes as there can be
  it("take any number of dimensions before the last three", function()
    local flat = {{1, 5, 2, 6}, {9, 13, 10, 14}, {3, 7, 4, 8}, {11, 15, 12, 16}}
    local input = ln.tensor(flat)
    for rank = 3, 8 do
      local front = {2, 1, 1, 1, 1}
      local small, large = {}, {}
      for k = 1, rank - 3 do small[k], large[k] = front[k], front[k] end
      table.move({4, 2, 2}, 1, 3, rank - 2, small)
      table.move({1, 4, 4}, 1, 3, rank - 2, large)
      local n = rank > 3 and 2 or 1
      local x = ln.cat({ln.arange(1, 16), ln.arange(17, 32)})[{{1, 16 * n}}]:view(small)
      local y = x:pixel_shuffle(2)
      assert.same(large, y:size())
      assert.same(flat, y:view(n, 4, 4)[1]:totable())
      assert.same((input + (n - 1) * 16):totable(), y:view(n, 4, 4)[n]:totable())
      assert.same(x:totable(), y:pixel_unshuffle(2):totable())
      assert.same(small, y:pixel_unshuffle(2):size())
    end
  end)

  it("say what is wrong", function()
    refused("im2col: kernel_size 5 does not fit size 3", ln.nn.functional.unfold, image, 5)
    refused("fold: 5 columns for 6 windows", ln.fold, ln.ones(1, 4, 5), {3, 4}, 2)
    refused("fold: 3 rows are not channels times a kernel of 4", ln.fold, ln.ones(1, 3, 6), {3, 4}, 2)
    refused("pixel_shuffle: 1 channels are not a multiple of 4", ln.pixel_shuffle, image, 2)
    refused("pixel_unshuffle: 3x4 is not made of blocks of 2", ln.pixel_unshuffle, image, 2)
    refused("channel_shuffle: ", ln.channel_shuffle, image, 2)
  end)
end)

describe("cdist with p = inf", function()
  -- |0 - (-3)| is the largest difference; its derivative is the sign of it
  it("is the largest difference, wherever it stands", function()
    for _, n in ipairs {1, 2, 15, 16, 17, 33, 70} do
      for _, at in ipairs {1, n // 2 + 1, n} do
        local x, other = ln.zeros(2, n):requires_grad_(), ln.ones(3, n):requires_grad_()
        other:detach()[2]:narrow(1, at, 1):fill_(-3)
        local y = ln.cdist(x, other, {p = math.huge})
        assert.same({{1, 3, 1}, {1, 3, 1}}, y:totable())
        local weights = ln.tensor {{0, 8, 0}, {0, 2, 0}}
        local gx, go = table.unpack(ln.grad((y * weights):sum(), {x, other}))
        local place = ln.one_hot(ln.tensor {at}, n)
        assert.is_true(gx:equal(ln.cat({place * 8, place * 2}, 1)))
        assert.is_true(go:equal(ln.cat({place * 0, place * -10, place * 0}, 1)))
      end
    end
  end)

  it("shares a derivative among equal ones, and has NaN where it is NaN", function()
    local x = ln.tensor {{1, 2, 5, 9}}:requires_grad_()
    -- differences 4, -4, 4, 0
    local y = ln.cdist(x, ln.tensor {{-3, 6, 1, 9}}, {p = math.huge})
    near(ln.grad(y:sum(), {x})[1], {1 / 3, -1 / 3, 1 / 3, 0})
    for at = 1, 4 do
      local other = ln.zeros(1, 4)
      other[1]:narrow(1, at, 1):fill_(0 / 0)
      local broken = ln.cdist(x, other, {p = math.huge})
      assert.is_true(broken:item() ~= broken:item())
      assert.is_true(ln.grad(broken:sum(), {x})[1]:isnan():all():item() == 1)
    end
  end)
end)
