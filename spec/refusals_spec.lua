-- What is refused by parts of the engine that the library itself calls rightly:
-- reached through the ops and functions of `engine`, as a user's script may.
local engine = require "lunette.engine"
local files = require "spec.files"
local ln = require "lunette"

local op = setmetatable({}, {__index = function(_, name)
  return engine.functions[name] or engine.create[name]
end})

local function refused(message, f, ...)
  local ok, said = pcall(f, ...)
  assert.is_false(ok, message)
  assert.truthy(said:find(message, 1, true), said)
end

describe("an optimiser's step refuses", function()
  local step, a = engine.update, ln.ones(2)

  it("lists of different lengths, and gradients and states of other sizes", function()
    refused("2 parameters and 1 of grads", step.sgd, {params = {a, a}, grads = {a}, lr = 1})
    refused("parameter 1 is 2 elements, its gradient 3 elements", step.sgd,
            {params = {a}, grads = {ln.ones(3)}, lr = 1})
    refused("parameter 1 is 2 elements, its state 3 elements", step.adamax,
            {params = {a}, grads = {a}, m = {ln.ones(3)}, u = {a}, lr = 1, beta1 = 0, beta2 = 0, eps = 1})
    refused("momentum_buffers is missing", step.sgd, {params = {a}, grads = {a}, lr = 1, momentum = 0.5})
    assert.same({1, 1}, a:totable())
  end)

  it("what it cannot write in place", function()
    local result = ln.ones(2, {requires_grad = true}) * 2
    refused("parameter 1 is the recorded result of an op, not a leaf", step.sgd,
            {params = {result}, grads = {a}, lr = 1})
    local turned, x = ln.ones(2, 3):t(), ln.ones(3, 2)
    refused("parameter 1 is not contiguous", step.sgd, {params = {turned}, grads = {x}, lr = 1})
    refused("the state of parameter 1 is not contiguous", step.adamax,
            {params = {x}, grads = {x}, m = {x}, u = {turned}, lr = 1, beta1 = 0, beta2 = 0, eps = 1})
  end)
end)

describe("ops refuse", function()
  it("operands that do not belong together", function()
    local x, y = ln.ones(3, 2, 3), ln.ones(4, 2, 3)
    refused("kernels differ: 3x2x3 and 4x2x5", op.minibatch_discrimination, x, ln.ones(4, 2, 5))
    refused("an offset of 1 without others", op.minibatch_discrimination, x, {offset = 1})
    refused("u is 4x2x3, 3x2x3 is wanted", op.minibatch_turns, x, y, y)
    refused("v and h belong to others, which are missing", op.minibatch_turns, x, nil, x, x)
    refused("n, c, h, w for a grid of n, h, w, 2 is wanted; got 1x2x3x3 and 1x3x2x2", op.grid_sample_adjoint,
            ln.ones(1, 2, 3, 3), ln.ones(1, 3, 2, 2), {3, 3})
    refused("corner 5 of 4", op.grid_index, ln.ones(1, 3, 2, 2), 5, {3, 3})
    refused("3 output channels in 2 groups", ln.nn.functional.conv2d, ln.ones(1, 4, 4, 4), ln.ones(3, 2, 2, 2), nil,
            {groups = 2})
  end)

  it("sizes beyond what an integer holds", function()
    local parts = {}
    for k = 1, 2048 do parts[k] = ln.zeros(1):expand(1 << 52) end
    refused("cat: a size is too large", ln.cat, parts)
  end)
end)

describe("galleries refuse", function()
  local form = {height = 1, width = 1, channels = 1, fit = 0, filter = 0, over = 0, red = 0, green = 0, blue = 0,
                max_pixels = 1}
  local gallery = engine.io.gallery

  it("sizes, places and workers that make no sense", function()
    local colours = setmetatable({}, {__index = form})
    for name, value in pairs(form) do colours[name] = value end
    colours.channels = 2
    refused("gallery: sizes are 2x1x1", gallery, {"a"}, colours, 1, 0)
    refused("gallery: 1 pictures of 1 bytes", gallery, {"a"}, form, 2, 0)
    refused("gallery: 0 pictures of 1 bytes", gallery, {}, form, 1, 0)
    refused("workers is 1000, 0 to 256 are possible", gallery, {"a"}, form, 1, 1000)
  end)

  it("others in their place, and to do anything once closed", function()
    local g = gallery({"a"}, form, 1, 0)
    assert.equal(1, #g)
    refused("want: argument 1 is 1, a gallery is wanted", g.want, 1, {1})
    do local _ <close> = g end
    refused("#: the gallery is closed", function() return #g end)
  end)
end)

describe("bytes", function()
  it("of the wrong kind, too few, or of sizes below 0 are refused", function()
    refused("bytes is 5, a string is wanted", engine.from_bytes, 5, "u8", {1})
    refused("3 bytes from 1 on, 4 are wanted", engine.from_bytes, "abc", "u8", {4})
    refused("0 bytes from 0 on, 1 are wanted", engine.from_bytes, "abc", "u8", {1}, 0)
    refused("size -4", engine.from_bytes, "abc", "u8", {-4})
  end)
end)

describe("a message about a file", function()
  it("has the end of a path that is long", function()
    local folder = files.new_folder()
    local path = folder .. "/" .. ("x"):rep(100) .. "/" .. ("y"):rep(200)
    local value, message = engine.io.read_file(path)
    files.remove_folder()
    assert.is_nil(value)
    assert.equal("..." .. path:sub(-240) .. ": ", message:sub(1, 3 + 240 + 2))
  end)
end)
