-- Generators that a page runs itself, in a browser, against the engine: see spec/support/browser.lua.
local browser = require "spec.support.browser"
local shows = browser.cases(it, function(why) pending(why) end)
local files = require "spec.files"
local json = require "lunette.json"
local ln = require "lunette"
local Odd = require "spec.support.odd"
local nn, zoo = ln.nn, ln.gan.zoo

-- Weights, and statistics, that a training could have left.
local function stirred(G, latent, labels)
  local _ <close> = ln.no_grad()
  for _, p in ipairs(G:parameters()) do p:add_(ln.randn(p:size()) * 0.1) end
  if not labels then G(ln.randn(16, latent)) end
  return G:eval()
end

local makers = {
  dcgan = function() return zoo.dcgan {size = 32, channels = 1, filters = 16}.generator, 100 end,
  mlp = function()
    return nn.Sequential {zoo.mlp({features = 784, latent = 16, hidden = {64, 64}, output = "tanh"}).generator,
                          nn.Unflatten(2, {1, 28, 28})}, 16
  end,
  conditional = function() return zoo.r3gan({size = 16, filters = 16, classes = 3}).generator, 64, 3 end,
  acgan = function() return zoo.acgan({size = 32, filters = 8, classes = 10}).generator, nil, 10 end,
  stylegan2 = function() return zoo.stylegan2({size = 16, filters = 16, latent = 16, style = 16}).generator, 16 end,
  progan = function() return zoo.progan({size = 16, filters = 16}).generator, 16 end,
  residual = function() return zoo.wgan_gp({size = 32, filters = 8}).generator, 128 end,
  -- more multiplications than the page of a run may have
  alone = function() return zoo.r3gan({size = 32, filters = 32, classes = 2}).generator, 64, 2 end,
  sagan = function() return zoo.sagan({size = 32, filters = 4, classes = 3}).generator, 128, 3 end,
  odd = function() return Odd(), 6 end,
}
local names = {}
for name in pairs(makers) do names[#names + 1] = name end
table.sort(names)

-- 0 to 255, as the page has them.
local function pixels(x) return ((x + 1) / 2 * 255):clamp(0, 255) end

-- What the engine makes of noise of a class (or nil) as a list.
local function drawn(G, z, label)
  local _ <close> = ln.no_grad()
  ln.manual_seed(1) -- what it draws itself is that of the page
  return pixels(G(z, label and ln.tensor {label} or nil)):reshape(-1):totable()
end

local function apart(a, b)
  local most = 0
  assert.equal(#a, #b)
  for k = 1, #a do most = math.max(most, math.abs(a[k] - b[k])) end
  return most
end

-- What a canvas shows, four bytes a pixel, as channels one after the other.
local function planes(bytes, channels)
  local list = {}
  for c = 1, channels do
    for k = c, #bytes, 4 do list[#list + 1] = bytes[k] end
  end
  return list
end

describe("a generator in a page", function()
  local why, folder, seen, made = browser.missing(), nil, {}, {}

  -- That of a run, or one of the generator alone.
  local function page(name, G, about)
    if name == "alone" then
      return ln.export(G, folder .. "/alone.html", {to = "html", latent = about.latent, classes = about.classes})
    end
    ln.save_model(folder .. "/" .. name .. "/model.safetensors", G, about)
    local report <close> = ln.report(folder .. "/" .. name)
    return report.path
  end

  -- States that the page is to draw, and what the engine draws of them.
  local function states_of(G, latent, classes, mapping)
    local states, wanted = {}, {}
    for k, truncation in ipairs {1, 1, 0.5} do
      local z, label = ln.randn(1, latent), classes and (k == 1 and 1 or 2) or nil
      local used = mapping and 1 or truncation
      states[k] = {noise = z:reshape(-1):totable(), label = label, truncation = used,
                   moves = json.array {}}
      wanted[k] = drawn(G, z * used, label)
    end
    return states, wanted
  end

  local function prepare(name)
    local G, latent, classes = makers[name]()
    latent = latent or zoo.acgan({size = 32, filters = 8, classes = 10}).latent
    stirred(G, latent, classes)
    local one = {G = G, latent = latent, classes = classes}
    local states
    states, one.wanted = states_of(G, latent, classes, name == "stylegan2")
    made[name] = one
    return {page = page(name, G, {latent = latent, classes = classes}), states = states}
  end

  setup(function()
    if why then return end
    folder = files.new_folder()
    ln.manual_seed(11)
    local requests = json.array {}
    for k, name in ipairs(names) do requests[k] = prepare(name) end
    local unknown = nn.Sequential {nn.Linear(4, 16), nn.LogSoftmax(2), nn.Unflatten(2, {1, 4, 4})}
    table.insert(requests, {page = page("unknown", unknown, {latent = 4}), states = json.array {}})
    files.write(folder .. "/requests.json", json.encode(requests))
    local list = browser.run("playground_browser", folder .. "/requests.json")
    for k, name in ipairs(names) do seen[name] = list[k] end
    seen.unknown = list[#names + 1]
  end)
  teardown(function() if folder then os.execute("rm -rf " .. folder) end end)

  for _, name in ipairs(names) do
    shows("draws what the engine draws, within 1 of 255: " .. name, function()
      local own, one = seen[name], made[name]
      assert.same({}, own.console)
      assert.truthy(own.states, own.text)
      for k, picture in ipairs(own.states) do
        local low, high = math.min(table.unpack(picture)), math.max(table.unpack(picture))
        assert.is_true(high - low > 25, "a picture of one colour would be no test")
        assert.is_true(apart(picture, one.wanted[k]) <= 1, ("picture %d: %g"):format(k, apart(picture, one.wanted[k])))
      end
    end)

    shows("starts with the engine's picture, and changes by its controls: " .. name, function()
      local used, one = seen[name].used, made[name]
      local z = ln.randn({1, one.latent}, {generator = ln.Generator(2)})
      local wanted = drawn(one.G, z, one.classes)
      local channels = #wanted // (#used.first // 4)
      -- a canvas rounds
      assert.is_true(apart(planes(used.first, channels), wanted) <= 1.5)
      for _, key in ipairs {"direction-1", "direction-2", "truncation", "renewed"} do
        assert.is_true(apart(used[key], used.first) >= 2, key)
      end
      assert.same(used.first, used.back)
    end)
  end

  shows("has a button for each class", function()
    local list = seen.conditional.used.classes
    assert.equal(3, #list)
    for k, state in ipairs(list) do assert.same({tostring(k)}, state.pressed) end
    assert.is_true(apart(list[1].pixels, list[2].pixels) >= 2)
    assert.is_true(apart(list[2].pixels, list[3].pixels) >= 2)
    assert.equal(0, #seen.dcgan.used.classes)
  end)

  shows("names its controls and fits a telephone", function()
    for _, name in ipairs(names) do
      assert.equal(0, seen[name].unnamed)
      assert.equal(400, seen[name].width)
    end
  end)

  shows("says which op it does not know", function()
    assert.same({}, seen.unknown.console)
    assert.truthy(seen.unknown.text:find("There is no generator to play with: it has ops that a page cannot do: " ..
                                         "log_softmax (Sequential.2 (LogSoftmax)", 1, true), seen.unknown.text)
  end)
end)
