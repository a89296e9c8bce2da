-- Generators as files (ln.export): how large they are, and milliseconds of
-- processor time for a picture, in the engine on one thread and in each kind of
-- file; the median of all rounds, which take turns. What is not installed is
-- left out.
-- usage: lua5.4 bench/export/run.lua [rounds]
local ln = require "lunette"
local zoo = ln.gan.zoo

local rounds = tonumber(arg[1]) or 5
local folder = os.tmpname()
os.remove(folder)
os.execute("mkdir -p " .. folder)
local _ <close> = setmetatable({}, {__close = function()
  os.execute("rm -rf " .. folder)
end})

-- name, what makes it, latent
local cases = {
  {"mlp, 784 numbers", function()
    return zoo.mlp {features = 784, hidden = {256, 256}, output = "tanh"}
  end, 100},
  {"dcgan, 1x32x32, 32 filters", function()
    return zoo.dcgan {size = 32, channels = 1, filters = 32}
  end, 100},
  {"r3gan, 3x32x32", function() return zoo.r3gan {} end, 64},
  {"wgan_gp, 3x32x32", function() return zoo.wgan_gp {} end, 128},
  {"stylegan2, 3x32x32", function() return zoo.stylegan2 {} end, 64},
}

local function write(name, text)
  local handle <close> = assert(io.open(folder .. "/" .. name, "w"))
  handle:write(text)
end

local function output(command)
  local pipe <close> = assert(io.popen(("cd %s && %s 2>/dev/null"):format(
    folder, command)))
  return pipe:read "a"
end

local function kilobytes(name)
  local handle <close> = io.open(folder .. "/" .. name)
  return handle and handle:seek "end" / 1000
end

-- ---- programs that print milliseconds for a picture ----

local C = [[
#include <stdio.h>
#include <time.h>
void g(const float *z, float *image);
void g_noise(unsigned seed, float *z);
static float z[4096], image[1 << 16];
int main(void) {
  g_noise(1, z);
  g(z, image);
  clock_t start = clock();
  int n = 0;
  while (clock() - start < CLOCKS_PER_SEC / 5) g(z, image), n++;
  printf("%g\n", (clock() - start) * 1e3 / CLOCKS_PER_SEC / n);
  return 0;
}
]]

local LUA = [[
local g = dofile "g.lua"
local z = g.noise(1)
g.image(z)
local start, n = os.clock(), 0
while os.clock() - start < 0.3 do g.image(z); n = n + 1 end
print((os.clock() - start) * 1e3 / n)
]]

local JS = [[
const fs = require("fs");
const timed = (draw) => {
  for (let k = 0; k < 3; k++) draw();
  const start = process.cpuUsage();
  let n = 0, used = 0;
  for (; used < 3e5; n++) {
    draw();
    const {user, system} = process.cpuUsage(start);
    used = user + system;
  }
  console.log(used / 1e3 / n);
};
]]

local WASM = JS .. [[
WebAssembly.instantiate(fs.readFileSync("g.wasm")).then(({instance}) => {
  const {g, memory, __heap_base: base} = instance.exports;
  memory.grow(8);
  const z = new Float32Array(memory.buffer, base.value, 4096);
  for (let k = 0; k < z.length; k++) z[k] = Math.sin(k * k);
  timed(() => g(base.value, base.value + 4 * z.length));
});
]]

-- By the page's own program.
local PAGE = JS .. [[
const html = fs.readFileSync("g.html", "utf8");
const data = JSON.parse(html.match(/id="data">([^]*?)<\/script>/)[1]);
const read = (name) => fs.readFileSync(`PAGES${name}`, "utf8");
const {generatorOf, firstState} = new Function(read("network.js") +
  read("playground.js") + "return {generatorOf, firstState};")();
const g = generatorOf(data.playground);
const state = firstState(data.playground, g);
timed(() => g.draw(state));
]]

local FLAGS = "-std=c99 -o"
local CLANG = "clang --target=wasm32 -O2 -msimd128 -nostdlib -fno-builtin " ..
  "-Wl,--no-entry -Wl,--export=g -Wl,--export=__heap_base -o g.wasm g.c"

-- What is run, after what has built it.
local kinds = {
  {"gcc -O2", "./o2", "gcc -O2 " .. FLAGS .. " o2 g.c main.c"},
  {"gcc -O3", "./o3", "gcc -O3 " .. FLAGS .. " o3 g.c main.c"},
  {"gcc -O3 native", "./on",
   "gcc -O3 -march=native " .. FLAGS .. " on g.c main.c"},
  {"wasm, SIMD", "node wasm.js", CLANG}, {"page", "node page.js"},
  {"luajit", "luajit main.lua"}, {"lua5.4", "lua5.4 main.lua"},
}

local function prepare(make, latent)
  local G = make().generator
  local pages = package.searchpath("lunette.report.page", package.path)
    :gsub("%.lua$", "/")
  for _, to in ipairs {"c", "lua", "html"} do
    pcall(ln.export, G, ("%s/g.%s"):format(folder, to),
          {to = to, latent = latent})
  end
  if not pages:find "^/" then pages = os.getenv "PWD" .. "/" .. pages end
  write("main.c", C)
  write("main.lua", LUA)
  write("wasm.js", WASM)
  write("page.js", (PAGE:gsub("PAGES", function() return pages end)))
  for _, kind in ipairs(kinds) do
    if kind[3] then output(kind[3]) end
  end
  return G:eval()
end

local function engine(G, latent)
  local z, _ <close> = ln.randn(1, latent), ln.no_grad()
  for _ = 1, 3 do G(z) end
  local start, n = os.clock(), 0
  while os.clock() - start < 0.2 do
    G(z)
    n = n + 1
  end
  return (os.clock() - start) * 1e3 / n
end

local function median(list)
  table.sort(list)
  return list[#list // 2 + 1]
end

local function add(times, name, value)
  if not value then return end
  times[name] = times[name] or {}
  table.insert(times[name], value)
end

ln.set_num_threads(1)
for _, case in ipairs(cases) do
  local name, make, latent = table.unpack(case)
  local G, times = prepare(make, latent), {}
  for _ = 1, rounds do
    add(times, "engine", engine(G, latent))
    for _, kind in ipairs(kinds) do
      add(times, kind[1], tonumber(output(kind[2])))
    end
  end
  print(name)
  for _, to in ipairs {"c", "lua", "html"} do
    local size = kilobytes("g." .. to)
    if size then print(("  %-18s %8.0f KB"):format(to, size)) end
    os.remove(folder .. "/g." .. to)
  end
  for _, kind in ipairs {{"engine"}, table.unpack(kinds)} do
    local list = times[kind[1]]
    if list then print(("  %-18s %8.3g ms"):format(kind[1], median(list))) end
  end
end
