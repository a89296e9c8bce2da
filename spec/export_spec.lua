-- Generators as files that need nothing of Lunette, built and run: what they make against the engine.
local command = require "spec.support.command"
local exported = require "spec.support.exported"
local files = require "spec.files"
local ln = require "lunette"
local near = require "spec.near"
local Odd = require "spec.support.odd"
local onnx = require "spec.support.onnx"
local shell = require "lunette.shell"
local nn, zoo = ln.nn, ln.gan.zoo

-- Weights, and statistics, that a training could have left.
local function stirred(G, latent, classes)
  local _ <close> = ln.no_grad()
  for _, p in ipairs(G:parameters()) do p:add_(ln.randn(p:size()) * 0.1) end
  G:train()
  G(ln.randn(8, table.unpack(latent)), classes and ln.randint(1, classes, {8}) or nil)
  return G:eval()
end

-- Generators, what they take, and how many classes there are.
local makers = {
  mlp = function() return zoo.mlp({features = 12, latent = 16, hidden = {20, 20}, output = "tanh"}), {16} end,
  dcgan = function() return zoo.dcgan {size = 32, channels = 1, filters = 8}, {100} end,
  wgan_gp = function() return zoo.wgan_gp {size = 32, filters = 4, latent = 32}, {32} end,
  sngan = function() return zoo.sngan {filters = 8, latent = 32}, {32} end,
  sagan = function() return zoo.sagan {filters = 8, classes = 3}, {128}, 3 end,
  biggan = function() return zoo.biggan {filters = 8, classes = 3}, {80}, 3 end,
  acgan = function() return zoo.acgan {size = 32, filters = 4, classes = 10}, {100}, 10 end,
  infogan = function() return zoo.infogan {filters = 4}, {74} end,
  lsgan = function() return zoo.lsgan {filters = 4, latent = 32}, {32} end,
  began = function() return zoo.began {filters = 8}, {64} end,
  progan = function() return zoo.progan {size = 16, filters = 8, latent = 16}, {16} end,
  stylegan2 = function() return zoo.stylegan2 {size = 16, filters = 8, latent = 16, style = 16}, {16} end,
  r3gan = function() return zoo.r3gan {size = 16, filters = 8, classes = 3}, {64}, 3 end,
  fastgan = function() return zoo.fastgan {filters = 4, latent = 32}, {32} end,
  timegan = function() return zoo.timegan {features = 3}, {3} end,
  pix2pix = function() return zoo.pix2pix {filters = 2, size = 256}, {3, 256, 256} end,
  cyclegan = function() return zoo.cyclegan {filters = 4}, {3, 32, 32} end,
  srgan = function() return zoo.srgan {filters = 8}, {3, 8, 8} end,
  odd = function() return {generator = Odd()}, {6} end,
}
local names = {}
for name in pairs(makers) do names[#names + 1] = name end
table.sort(names)
-- What is written is float in both; two show that double is made so.
if ln.real == "double" then names = {"biggan", "odd"} end

local INTERPRETERS = {"lua5.1", "lua5.2", "lua5.3", "lua5.4", "luajit"}
local COMPILERS = {"gcc -O2", "gcc -O3", "clang -O2", "tcc"}

-- Pixels as bytes, channels together, of an image c,h,w from -1 to 1.
local function bytes_of(y)
  local list = {}
  local x = ((y[1]:clamp(-1, 1) + 1) * 127.5):permute(2, 3, 1):reshape(-1)
  for k, value in ipairs(x:totable()) do list[k] = value end
  return list
end

describe("an exported generator", function()
  local folder
  setup(function()
    ln.manual_seed(3)
    folder = files.new_folder()
  end)
  teardown(function() os.execute("rm -rf " .. folder) end)

  local function prepared(name)
    local nets, latent, classes = makers[name]()
    local G = stirred(nets.generator or nets.generator_ab, latent, classes)
    local z = ln.randn(1, table.unpack(latent))
    local label = classes and classes - 1 or nil
    local _ <close> = ln.no_grad()
    ln.manual_seed(1) -- what it draws itself is drawn so
    return G, z, {latent = latent, classes = classes}, label, G(z, label and ln.tensor {label} or nil)
  end

  local function holds(name, wanted, list, pixels)
    local most, largest = 0, wanted:abs():max():item()
    assert.equal(wanted:numel(), #list)
    for k, value in ipairs(wanted:reshape(-1):totable()) do most = math.max(most, math.abs(value - list[k])) end
    assert.is_true(largest > 0.01 and most <= 1e-4 * largest, ("%s: %g of %g"):format(name, most, largest))
    if wanted:dim() ~= 4 then return assert.is_nil(pixels) end
    if not pixels then return end
    for k, value in ipairs(bytes_of(wanted)) do
      assert.is_true(math.abs(value - pixels:byte(k)) <= 0.51, ("%s: pixel %d: %g"):format(name, k, value))
    end
  end

  -- The exported file of a network in a language.
  local function written(name, to, G, o)
    return ln.export(G, ("%s/%s.%s"):format(folder, name, to),
                     {to = to, latent = o.latent, classes = o.classes})
  end

  for k, name in ipairs(names) do
    it("makes in C what the engine makes: " .. name, function()
      local G, z, o, label, y = prepared(name)
      local path = written(name, "c", G, o)
      local compilers = (name == "biggan" or name == "stylegan2") and COMPILERS or {COMPILERS[1 + k % #COMPILERS]}
      for _, compiler in ipairs(compilers) do
        if shell.has(compiler:match "%S+") then
          holds(compiler, y, exported.c(path, compiler, z, y:numel(), label and label - 1))
        end
      end
      if shell.has "wasm-ld" and shell.has "node" and (name == "biggan" or name == "odd") then
        holds("wasm", y, exported.wasm(path, z, label and label - 1))
      end
    end)

    if name ~= "pix2pix" and name ~= "cyclegan" then
      it("makes in Lua what the engine makes: " .. name, function()
        local G, z, o, label, y = prepared(name)
        local path = written(name, "lua", G, o)
        local which = (name == "sagan" or name == "stylegan2") and INTERPRETERS or {INTERPRETERS[1 + k % 5]}
        for _, interpreter in ipairs(which) do
          if shell.has(interpreter) then
            holds(interpreter, y, exported.lua(path, interpreter, z, label))
          end
        end
      end)
    end
  end

  -- A small one: z n,2 to n,1,2,2.
  local function small()
    return nn.Sequential {nn.Linear(2, 4), nn.Tanh(), nn.Unflatten(2, {1, 2, 2})}
  end

  local function refused(message, ...)
    local ok, why = pcall(ln.export, ...)
    assert.is_false(ok)
    assert.truthy(why:find(message, 1, true), why)
  end

  it("says all ops that it cannot have, with the layer and the line", function()
    local f = nn.Module:extend "Sums"
    function f:init() self.first = nn.LogSoftmax(2) end
    function f:forward(x) return self.first(x):cumsum(2):cumprod(2):cumsum(1) end
    local path = folder .. "/kept.c"
    files.write(path, "before")
    refused("export: C cannot do log_softmax (Sums.first (LogSoftmax), spec/export_spec.lua:", f(), path,
            {to = "c", latent = 2})
    refused("; cumprod (Sums (Sums), spec/export_spec.lua:", f(), path, {to = "c", latent = 2})
    refused("export: Lua cannot do log_softmax", f(), path, {to = "lua", latent = 2})
    refused("export: it has ops that a page cannot do: log_softmax", f(), path, {to = "html", latent = 2})
    assert.equal("before", files.read(path))
    refused("export: C cannot do conv in 3 dimensions",
            nn.Sequential {nn.Unflatten(2, {1, 1, 1, 2}), nn.Conv3d(1, 1, 1)}, path, {to = "c", latent = 2})
    function f.forward(_, x) return x * x:sum():item() end
    refused("export: numbers that depend on the input are taken out at ", f(), path, {to = "c", latent = 2})
  end)

  it("refuses names that are none, ranges that are empty, weights that are not finite, and constants", function()
    refused('export: name is "ring-1", which is no name in C', small(), folder .. "/ring-1.c", {to = "c", latent = 2})
    refused('export: name is "int", which is no name in C', small(), folder .. "/a.c",
            {to = "c", latent = 2, name = "int"})
    refused('export: name is "end", which is no name in Lua', small(), folder .. "/end.lua", {to = "lua", latent = 2})
    for _, name in ipairs {"image", "w1", "f_max"} do
      refused(('export: name is "%s", which is no name in C, or taken'):format(name), small(), folder .. "/a.c",
              {to = "c", latent = 2, name = name})
    end
    refused('export: name is "x*/y"', small(), folder .. "/a.c", {to = "c", latent = 2, name = "x*/y"})
    for _, name in ipairs {"f", "asm", "linux", "_Bool", "__func__", "memset"} do
      refused(("name is %q, which is no name in C, or taken"):format(name), small(), folder .. "/a.c",
              {to = "c", latent = 2, name = name})
    end
    refused('name is "_ENV", which is no name in Lua', small(), folder .. "/a.lua",
            {to = "lua", latent = 2, name = "_ENV"})
    for _, range in ipairs {{1, 1}, {0, 1e-40}, {-math.huge, 1}, {0, 0 / 0}, {0, 1e39}} do
      for _, to in ipairs {"c", "lua", "html"} do
        refused(("export: range is {%g, %g}, {low, high} with low < high is wanted"):format(
          range[1], range[2]):gsub("-nan", "nan"), small(), folder .. "/a.c", {to = to, latent = 2, range = range})
      end
    end
    local Empty = nn.Module:extend "Empty"
    function Empty.forward(_, x) return x[{{}, {2, 1}}] end
    refused("export: what it makes has no numbers: it is 1x0", Empty(), folder .. "/a.c", {to = "c", latent = 2})
    refused("export: to is", small(), folder .. "/a.c", {to = "pdf", latent = 2})
    local G = small()
    do
      local _ <close> = ln.no_grad()
      G[1].weight[1][2] = 0 / 0
    end
    refused("export: weights are not finite: one is nan or infinite (Sequential.1 (Linear), ", G, folder .. "/a.c",
            {to = "c", latent = 2})
    local Odd_number = nn.Module:extend "Number"
    function Odd_number.forward(_, x) return x * ln.tensor(0 / 0) end
    refused("export: a number is nan (", Odd_number(), folder .. "/a.c", {to = "c", latent = 2})
    local Fixed = nn.Module:extend "Fixed"
    function Fixed.forward() return ln.ones(1, 2) end
    refused("export: what it makes does not depend on the noise", Fixed(), folder .. "/a.c", {to = "c", latent = 2})
    assert.is_nil(io.open(folder .. "/a.c"))
  end)

  it("leaves the network, recording and the generator of numbers as they were", function()
    local G = zoo.stylegan2({size = 16, filters = 4, latent = 4, style = 4}).generator
    G:train()
    ln.manual_seed(8)
    for _, to in ipairs {"c", "lua", "html"} do
      ln.export(G, folder .. "/left." .. to, {to = to, latent = 4})
    end
    local after = ln.randn(3)
    ln.manual_seed(8)
    assert.is_true(after:equal(ln.randn(3)))
    assert.is_true(G.training)
    assert.is_true(ln.is_grad_enabled())
    assert.is_nil(next(G.mapping._forward_hooks or {}))
  end)

  it("takes another label for the first in C, and refuses it in Lua, as it does other noise", function()
    local G = stirred(zoo.r3gan({size = 16, filters = 4, classes = 3}).generator, {64}, 3)
    local o = {to = "c", latent = 64, classes = {"a", "b", "*/"}}
    local z, path = ln.randn(1, 64), ln.export(G, folder .. "/labels.c", o)
    assert.same({exported.c(path, "cc", z, 768, 0)}, {exported.c(path, "cc", z, 768, 3)})
    assert.same({exported.c(path, "cc", z, 768, 0)}, {exported.c(path, "cc", z, 768, -1)})
    o.to = "lua"
    local made = dofile(ln.export(G, folder .. "/labels.lua", o))
    local function fails(message, ...)
      local ok, why = pcall(made.image, ...)
      assert.is_false(ok)
      assert.truthy(why:find(message, 1, true), why)
    end
    for _, label in ipairs {0, 4, 1.5, "1"} do
      fails(("labels: label is %s, 1 to 3 are wanted"):format(label), z:reshape(-1):totable(), label)
    end
    fails("labels: label is nil, 1 to 3 are wanted", z:reshape(-1):totable())
    fails("labels: z is of 2 numbers, a table of 64 numbers is wanted", {1, 2}, 1)
    fails("labels: z is nil, a table of 64 numbers is wanted")
  end)

  it("is run by ONNX Runtime as by the engine, labels from 0", function()
    if onnx.no_runtime() then return pending(onnx.no_runtime()) end
    local G, z, o, label, y = prepared "r3gan"
    local path = written("r3gan", "onnx", G, o)
    local made = onnx.run({{path = path, feeds = {
      {name = "z", x = z}, {name = "label", x = ln.tensor {label - 1}, index = true}}}}, folder)[1]
    assert.equal("image", made[1].name, made.error)
    near(made[1].x, y:reshape(-1):totable(), 1e-4)
  end)

  it("may have classes that its pictures do not depend on", function()
    local f = nn.Module:extend "Deaf"
    function f.forward(_, z, label) local _ = label + 1 return z * 2 end
    local z = ln.tensor {{1, -3}}
    local path = ln.export(f(), folder .. "/deaf.c", {to = "c", latent = 2, classes = 3})
    for _, compiler in ipairs {"gcc", "clang"} do
      if shell.has(compiler) then assert.same({2, -6}, (exported.c(path, compiler, z, 2, 1))) end
    end
    path = ln.export(f(), folder .. "/deaf.lua", {to = "lua", latent = 2, classes = 3})
    assert.same({2, -6}, dofile(path).image({1, -3}, 2))
  end)

  it("draws noise of a seed, in C and Lua the same", function()
    -- Lehmer's generator from 5 + 1, after 8 numbers; Box and Muller
    local state, wanted = 6, {}
    local function draw()
      state = state * 48271 % 2147483647
      return state / 2147483647
    end
    for _ = 1, 8 do draw() end
    for k = 1, 2 do
      local radius = math.sqrt(-2 * math.log(draw()))
      wanted[k] = radius * math.cos(2 * math.pi * draw())
    end
    local made = dofile(ln.export(small(), folder .. "/noise.lua", {to = "lua", latent = 2}))
    near(ln.tensor(made.noise(5)), wanted, 1e-6)
    local text = exported.program(ln.export(small(), folder .. "/noise.c", {to = "c", latent = 2}), "cc",
      'float z[2]; noise_noise(5, z); printf("%.9g %.9g\\n", z[0], z[1]);')
    local a, b = text:match "(%S+) (%S+)"
    near(ln.tensor {tonumber(a), tonumber(b)}, wanted, 1e-6)
  end)

  it("has pixels by its range, and no pixels of what is no picture", function()
    local G = nn.Sequential {nn.Identity(), nn.Unflatten(2, {3, 1, 2})}
    local o = {to = "lua", latent = 6, range = {0, 2}}
    local made = dofile(ln.export(G, folder .. "/range.lua", o))
    local pixels, w, h, c = made.pixels {0, 1, 2, 3, -1, 0.5}
    -- v / 2 255: 0, 127.5, 255, more, less, 63.75; channels of a pixel together
    assert.same({0, 255, 0, 128, 255, 64}, {pixels:byte(1, -1)})
    assert.same({2, 1, 3}, {w, h, c})
    made = dofile(ln.export(nn.Linear(2, 2), folder .. "/none.lua", {to = "lua", latent = 2}))
    assert.is_nil(made.pixels)
  end)

  it("has black for what is no number, and the ends of its range for what is infinite", function()
    local G = nn.Sequential {nn.Identity(), nn.Unflatten(2, {1, 1, 4})}
    local lua = ln.export(G, folder .. "/far.lua", {to = "lua", latent = 4})
    local script = "io.write((dofile(arg[1]).pixels({0/0, 1/0, -1/0, 1e300})))"
    files.write(folder .. "/far-run.lua", script)
    for _, interpreter in ipairs(INTERPRETERS) do
      if shell.has(interpreter) then
        local pipe <close> = io.popen(("%s %s/far-run.lua %s 2>&1"):format(interpreter, folder, lua))
        assert.equal("\0\255\0\255", pipe:read "a", interpreter)
      end
    end
    local c = ln.export(G, folder .. "/far.c", {to = "c", latent = 4})
    assert.equal("0 255 0 255\n", exported.program(c, "cc", [[
      volatile float zero = 0; unsigned char p[4];
      float z[4] = {zero / zero, 1 / zero, -1 / zero, 3e38f};
      far_pixels(z, p); printf("%d %d %d %d\n", p[0], p[1], p[2], p[3]);]]))
  end)

  it("has numbers that are infinite, and the zero below 0", function()
    local f = nn.Module:extend "Distant"
    function f.forward(_, x)
      local y = nn.functional.pad(x:clamp(-math.huge, math.huge), {1, 1}, {value = -math.huge})
      return (y + 0.5):clamp(-1e30, math.huge) / ln.tensor {-0.0, 1, 1, 1}
    end
    local o, z = {latent = 2}, ln.tensor {{1, -3}}
    -- -1e30 / -0, 1.5, -2.5, -1e30
    local wanted = {math.huge, 1.5, -2.5, -1e30}
    for _, compiler in ipairs(COMPILERS) do
      if shell.has(compiler:match "%S+") then
        local list = exported.c(written("far_numbers", "c", f(), o), compiler, z, 4)
        for k, value in ipairs(wanted) do
          assert.is_true(list[k] == value or math.abs(list[k] / value - 1) < 1e-6, compiler .. list[k])
        end
      end
    end
    local list = dofile(written("far_numbers", "lua", f(), o)).image {1, -3}
    for k, value in ipairs(wanted) do
      assert.is_true(list[k] == value or math.abs(list[k] / value - 1) < 1e-6, "lua " .. list[k])
    end
  end)

  it("may have parts without elements", function()
    local f = nn.Module:extend "Bare"
    function f.forward(_, x) return ln.cat({x * 2, ln.zeros(1, 0), (x + 1):narrow(2, 1, 0)}, 2) end
    local z = ln.tensor {{1, -3}}
    for _, compiler in ipairs {"gcc -pedantic", "clang -pedantic", "tcc"} do
      if shell.has(compiler:match "%S+") then
        assert.same({2, -6}, (exported.c(written("bare", "c", f(), {latent = 2}), compiler, z, 2)))
      end
    end
    assert.same({2, -6}, dofile(written("bare", "lua", f(), {latent = 2})).image {1, -3})
  end)

  it("is one of several in a program, and is called from C++", function()
    local first = ln.export(small(), folder .. "/first.c", {to = "c", latent = 2})
    local second = ln.export(small(), folder .. "/second.c", {to = "c", latent = 2})
    local lines = {}
    for _, path in ipairs {first, second} do
      for line in files.read(path):gmatch "\n(void [^\n]*;)" do lines[#lines + 1] = line end
    end
    files.write(folder .. "/both.cpp", ([[
      extern "C" { %s }
      int main() { float z[2] = {1, 2}, y[4], x[4]; first(z, y); second(z, x); return y[0] == x[0]; }
    ]]):format(table.concat(lines, " ")))
    assert.equal(6, #lines)
    if not shell.has "g++" then return pending "g++ is not here" end
    local build = "cd %s && gcc -c first.c second.c && g++ both.cpp first.o second.o -o both && ./both"
    assert.is_true(os.execute(build:format(folder)))
  end)

  it("takes the first of several results, in ONNX by the name of image", function()
    local f = nn.Module:extend "Several"
    function f.forward(_, x) return x * 2, x * 3 end
    assert.same({2, 6}, dofile(written("several", "lua", f(), {latent = 2})).image {1, 3})
    local net = ln.onnx.load(written("several", "onnx", f(), {latent = 2}))
    assert.truthy(tostring(net):find("to image, output_2", 1, true))
  end)

  it("may be what was read from an ONNX file", function()
    local G = small()
    local path = written("read", "onnx", G, {latent = 2})
    local again = dofile(written("read", "lua", ln.onnx.load(path), {latent = 2}))
    local _ <close> = ln.no_grad()
    near(ln.tensor(again.image {1, -2}), G(ln.tensor {{1, -2}}):reshape(-1):totable(), 1e-5)
  end)

  it("uses few arrays, each again once what was in it is done with", function()
    local net = nn.Sequential {}
    for _ = 1, 10 do net:append(nn.Linear(4, 4)):append(nn.Tanh()) end
    local text = files.read(ln.export(net, folder .. "/chain.c", {to = "c", latent = 4}))
    assert.equal(2, select(2, text:gsub("\nstatic float b%d+%[4%];", "")))
    assert.equal(2, select(2, text:gsub("\nstatic float b", "")))
  end)
end)

-- The functions of C against the C library's, by Lua.
describe("the functions of exported C", function()
  local text = require "lunette.export.text"
  local functions = {
    exp = {math.exp, -80, 80}, tanh = {function(x) local e = math.exp(2 * x) return (e - 1) / (e + 1) end, -9, 9},
    log = {math.log, 1e-6, 1e4}, sqrt = {math.sqrt, 1e-8, 1e6}, sin = {math.sin, -20, 20}, cos = {math.cos, -20, 20},
    sigmoid = {function(x) return 1 / (1 + math.exp(-x)) end, -30, 30},
    floor = {math.floor, -9.7, 9.7},
    logsigmoid = {function(x) return -math.log(1 + math.exp(-x)) end, -20, 20},
    trunc = {function(x) return x < 0 and math.ceil(x) or math.floor(x) end, -9.7, 9.7},
  }
  for name, case in pairs(functions) do
    it("are right within 1e-6: " .. name, function()
      local f, low, high = table.unpack(case)
      local folder = files.new_folder()
      local path = folder .. "/f.c"
      files.write(path, text.runtime(require "lunette.export.c", {"f_" .. name}) .. ([[
        #include <stdio.h>
        int main(void) {
          for (int k = 0; k <= 2000; k++) {
            float x = (float)(%.9g + (%.9g - %.9g) * k / 2000.0);
            printf("%%.9g %%.9g\n", x, f_%s(x));
          }
          return 0;
        }]]):format(low, high, low, name))
      assert(os.execute(("cc -std=c99 -Wall -Wextra -Werror -o %s/f %s"):format(folder, path)))
      local count = 0
      for line in io.popen(folder .. "/f"):lines() do
        local x, y = line:match "(%S+) (%S+)"
        x, y, count = tonumber(x), tonumber(y), count + 1
        assert.is_true(math.abs(y - f(x)) <= 1e-6 * math.max(math.abs(f(x)), name:find "^[sc][io]" and 1 or 0),
                       ("%s(%.9g) is %.9g, not %.9g"):format(name, x, y, f(x)))
      end
      assert.equal(2001, count)
      os.execute("rm -rf " .. folder)
    end)
  end
end)

describe("lunette export", function()
  local folder
  before_each(function() folder = files.new_folder() end)
  after_each(function() os.execute("rm -rf " .. folder) end)

  it("writes the generator of a run, named after it", function()
    local G = stirred(zoo.dcgan({size = 32, channels = 1, filters = 4}).generator, {100})
    ln.save_model(folder .. "/runs/my-digits.2/model.safetensors", G, {latent = 100, range = {-1, 1}, step = 70})
    local _, out = command.goes(folder, "export runs/my-digits.2 --to c")
    assert.equal("my_digits_2.c\n", out)
    local text = files.read(folder .. "/my_digits_2.c")
    assert.truthy(text:find("/* my_digits_2: the generator of step 70, by Lunette ", 1, true))
    command.fails(folder, "my_digits_2.c: is there already; --force writes over it", "export runs/my-digits.2 --to c")
    command.goes(folder, "export runs/my-digits.2/ --to c --force")
    command.goes(folder, "export runs/my-digits.2 --to lua -o games/digits.lua")
    local z, _ <close> = ln.randn(1, 100), ln.no_grad()
    near(ln.tensor(dofile(folder .. "/games/digits.lua").image(z:reshape(-1):totable())), G(z):reshape(-1):totable(),
         1e-4)
    command.goes(folder, "export runs/my-digits.2 --to html --name Digits")
    assert.truthy(files.read(folder .. "/Digits.html"):find("<title>Digits</title>", 1, true))
    command.fails(folder, 'name is "a-b", which is no name in Lua', "export runs/my-digits.2 --to lua -o a-b.lua")
    os.rename(folder .. "/runs/my-digits.2", folder .. "/runs/(_3 *)")
    assert.equal("_3___.lua\n", select(2, command.goes(folder, "export 'runs/(_3 *)/' --to lua")))
  end)

  it("refuses a generator that is used in training mode", function()
    ln.save_model(folder .. "/model.safetensors", nn.Linear(2, 2), {latent = 2, mode = "train"})
    command.fails(folder, "its samples are made in training mode", "export . --to c --name x")
  end)
end)
