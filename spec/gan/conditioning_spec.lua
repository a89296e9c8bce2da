local ln = require "lunette"
local near = require "spec.near"
local slope = require "spec.support.slope"
local conditioning = ln.gan.conditioning

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find("conditioning_spec.lua:%d+: "), message)
  assert.truthy(message:find(part, 1, true), message)
end

local function fill(parameter, values)
  local _ <close> = ln.no_grad()
  parameter:copy_(values)
end

describe("gan.conditioning.concat", function()
  local concat = conditioning.concat

  it("appends vectors, and labels as one-hot", function()
    local x = ln.tensor {{1, 2}, {3, 4}}
    near(concat(x, ln.tensor {{7}, {8}}), {1, 2, 7, 3, 4, 8})
    near(concat(x, ln.tensor {3, 1}, {num_classes = 3}), {1, 2, 0, 0, 1, 3, 4, 1, 0, 0})
  end)

  it("appends planes to images", function()
    local x = ln.zeros(2, 1, 2, 3)
    local y = concat(x, ln.tensor {{5, 6}, {7, 8}})
    assert.same({2, 3, 2, 3}, y:size())
    near(y:mean {3, 4}, {0, 5, 6, 0, 7, 8})
    near(y:amax {3, 4}, {0, 5, 6, 0, 7, 8})
    assert.same({2, 4, 5}, concat(ln.zeros(2, 2, 5), ln.tensor {1, 2}, {num_classes = 2}):size())
  end)

  it("has its derivatives, in x and in the condition", function()
    local x, v = ln.randn(2, 1, 2, 2), ln.randn(2, 3)
    slope(function(a) return concat(a, v) end, x)
    slope(function(a) return concat(x, a) end, v)
  end)

  it("refuses what does not fit", function()
    fails("concat: conditions for 3 samples are given, x is 2x4", concat, ln.ones(2, 4), ln.ones(3, 1))
    fails("concat: labels (2 of them) need {num_classes = ...}", concat, ln.ones(2, 4), ln.ones(2))
    fails("concat: x is 2, n,c,... is wanted", concat, ln.ones(2), ln.ones(2))
  end)
end)

describe("gan.conditioning's heads", function()
  local nn = ln.nn
  -- 3 x 4: -0.5, -0.4, ...
  local features = ln.arange(0, 11):reshape(3, 4) * .1 - .5

  it("project: PyTorch's numbers", function()
    local head = conditioning.ProjectionHead(4, 3)
    fill(head.linear.weight, ln.arange(0, 3):sin():unsqueeze(1))
    fill(head.linear.bias, ln.tensor {.25})
    fill(head.embedding.weight, ln.arange(0, 11):reshape(3, 4):cos())
    local y = head(features, ln.tensor {3, 1, 3})
    assert.same({3, 1}, y:size())
    near(y, {0.30043682, 0.02954056, 0.30092665})
    slope(function(x) return head(x, ln.tensor {3, 1, 3}) end, features)
    fails("ProjectionHead: labels are 2, 3 are wanted", head, features, ln.tensor {1, 2})
  end)

  it("project with normalised weights, starting as linear layers do", function()
    local head = conditioning.ProjectionHead(400, 30)
    near(head.embedding.weight:abs():amax(), {.05}, .01) -- uniform within 1 / sqrt(400)
    nn.spectral_norm(head.linear)
    nn.spectral_norm(head.embedding)
    assert.same({2, 1}, head(ln.ones(2, 400), ln.tensor {1, 2}):size())
    assert.equal(3, #head:parameters())
  end)

  it("classify beside judging", function()
    local head = conditioning.ACGANHead(4, 3)
    local source, classes = head(features)
    assert.same({{3, 1}, {3, 3}}, {source:size(), classes:size()})
    near(classes, (features:matmul(head.classes.weight:t()) + head.classes.bias):flatten():totable())
    near(source, (features:matmul(head.source.weight:t()) + head.source.bias):flatten():totable())
    assert.equal(4, #head:parameters())
  end)

  it("recover codes: PyTorch's cross entropy and normal likelihood", function()
    local head = conditioning.InfoGANHead(4, {categorical = {3}, continuous = 2})
    fill(head.linear.weight, (ln.arange(0, 27) * .37):sin():reshape(7, 4))
    fill(head.linear.bias, (ln.arange(0, 6) * .5):cos())
    local found = head(features)
    local codes = {categorical = {ln.tensor {3, 1, 2}}, continuous = ln.tensor {{.5, -.2}, {-1, 1}, {.3, .9}}}
    local information = conditioning.information
    near(information(found, codes), {0.69075707 + 3.62697726})
    near(information(found, codes, {continuous_weight = .1}), {0.69075707 + .362697726})
    near(information(found, codes, {categorical_weight = 0}), {3.62697726})
    slope(function(x) return information(head(x), codes) end, features)
  end)

  it("recover several codes, or one kind only", function()
    local given = {categorical = {3, 5}}
    local z, codes = ln.gan.latent.mixed(6, {noise = 2, categorical = given.categorical})
    local head = conditioning.InfoGANHead(z:size(2), given)
    local found = head(z)
    assert.same({{6, 3}, {6, 5}}, {found.categorical[1]:size(), found.categorical[2]:size()})
    near(conditioning.information(found, codes),
         {(nn.functional.cross_entropy(found.categorical[1], codes.categorical[1]) +
           nn.functional.cross_entropy(found.categorical[2], codes.categorical[2])):item()})
    local only = conditioning.InfoGANHead(4, {continuous = 1})(features)
    assert.same({{3, 1}, {3, 1}, 0}, {only.mean:size(), only.log_variance:size(), #only.categorical})
    fails("information: found has 0 categorical and 1 continuous codes, codes has 2 categorical and no continuous",
          conditioning.information, only, codes)
    fails("information: found.categorical is missing", conditioning.information, {}, {categorical = {}})
    fails("information: found.log_variance is missing", conditioning.information,
          {categorical = {}, mean = ln.ones(2, 1)}, {categorical = {}, continuous = ln.ones(2, 1)})
    fails("information: codes.categorical[1] is 3", conditioning.information, {categorical = {ln.ones(2, 3)}},
          {categorical = {3}})
    fails("InfoGANHead: no codes", conditioning.InfoGANHead, 4)
    fails("InfoGANHead: categorical[1] is 2.5", conditioning.InfoGANHead, 4, {categorical = {2.5}})
  end)

  it("learn the codes that features hold", function()
    ln.manual_seed(3)
    local head = conditioning.InfoGANHead(6, {categorical = {4}, continuous = 2})
    local optimizer = ln.optim.Adam(head:parameters(), {lr = .05})
    local loss
    for _ = 1, 150 do
      local z, codes = ln.gan.latent.mixed(32, {noise = 0, categorical = {4}, continuous = 2})
      loss = conditioning.information(head(z), codes)
      optimizer:zero_grad()
      loss:backward()
      optimizer:step()
    end
    -- at the start log 4 and about log 2 pi + 1 / 3; continuous codes have no entropy to stop at
    assert.is_true(loss:item() < 0)
  end)
end)
