-- What the README says of adding things, done in a copy of the tree: how many
-- files an op, a layer, a loss, a penalty, a metric and an optimiser touch, and
-- that methods, help, the manual and the existing checks then know them.

local files = require "spec.files"

-- Derivatives are checked in double, so that the whole is done there, once.
if os.getenv "LUNETTE_REAL" ~= "double" then return end

local here = assert(io.popen "pwd"):read "l"

local PARTS = "src lua spec bench tools docs examples build/double build/lunette " ..
              "Makefile README.md .busted"

-- Each addition: {file, the line that stands below it, text}, and specs.
local added = {}

added.op = {
  {"src/ops/fold.c", "/* ---- rows ---- */", [[
static bool cubed_infer(Call *c) {
  c->y->shape = c->x[0]->shape;
  return true;
}

static void cubed_forward(Call *c) {
  const real *x = tensor_data(c->x[0]);
  real *y = tensor_data(c->y);
  for (int64_t i = 0; i < tensor_count(c->y); i++) y[i] = x[i] * x[i] * x[i];
}

static void cubed_rule(const Call *c, Tensor *g, Tensor **gx) {
  gx[0] = t_mul(g, t_scale(t_square(c->x[0]), 3));
}

]]},
  {"src/ops/fold.c", "    {0}};", [[
    {"cubed", "x", cubed_infer, cubed_forward, cubed_rule,
     .sample = "x(3, 4)", .doc = "x^3, of each element."},
]]},
  spec = [[
local ln = require "lunette"
local value = require "spec.support.value"

describe("cubed", function()
  value("cubed", "is x^3", function()
    assert.same({-8, 27}, ln.cubed(ln.tensor {-2, 3}):totable())
    assert.same({-8, 27}, ln.tensor {-2, 3}:cubed():totable())
  end)
end)
]],
}

added.layer = {
  {"lua/lunette/nn/activation.lua", "--- x above 0, weight x below", [[
--- height exp(-x^2), of each element.
--- @class Bump: Module
local Bump = Module:extend "Bump"

Bump.init = arguments.define("Bump:init", "self, height: real = 1",
                             function(self, height) self.height = height end)

function Bump:forward(x) return (-x:square()):exp() * self.height end

activation.Bump = Bump

]]},
  {"lua/lunette/nn/init.lua", '    "SELU SiLU', '    "Bump " ..\n'},
  spec = [[
local ln = require "lunette"

it("nn.Bump is height exp(-x^2)", function()
  local y = ln.nn.Bump(3)(ln.tensor {0, 1}):totable()
  assert.equal(3, y[1])
  assert.is_true(math.abs(y[2] - 1.103638323514327) < 1e-12)
  assert.has_error(function() ln.nn.Bump "high" end)
end)
]],
}

added.loss = {
  {"lua/lunette/gan/losses/plain.lua", "return plain", [[
--- Absolute distances from 1 and 0.
--- discriminator(real, fake): mean |D(real) - 1| + mean |D(fake)|.
--- generator(fake): mean |D(fake) - 1|.
define("absolute", {"", ""},
  function(real, fake) return (real - 1):abs():mean() + fake:abs():mean() end,
  function(fake) return (fake - 1):abs():mean() end)

]]},
  {"lua/lunette/gan/losses/init.lua", "  bce = ", [[
  absolute = {"lunette.gan.losses.plain", "absolute"},
]]},
  spec = [[
local ln = require "lunette"

it("gan.losses.absolute has the values of its formulas", function()
  local real, fake = ln.tensor {3, 1}, ln.tensor {-1, 0}
  assert.equal(1.5, ln.gan.losses.absolute.discriminator(real, fake):item())
  assert.equal(1.5, ln.gan.losses.absolute.generator(fake):item())
end)
]],
}

added.penalty = {
  {"lua/lunette/gan/penalties/outputs.lua", "return penalties", [[
--- weight mean D(x)^2, of what D returns: its drift from 0.
penalties.drift = arguments.define("penalties.drift",
  "outputs: tensor, {weight: real = 1e-3}", function(outputs, o)
  return o.weight * outputs:square():mean()
end)

]]},
  {"lua/lunette/gan/penalties/init.lua", "  gradient = ", [[
  drift = {"lunette.gan.penalties.outputs", "drift"},
]]},
  spec = [[
local ln = require "lunette"

it("gan.penalties.drift is weight mean D(x)^2", function()
  local outputs = ln.tensor {3, 1}
  assert.equal(2.5, ln.gan.penalties.drift(outputs, {weight = .5}):item())
end)
]],
}

added.metric = {
  {"lua/lunette/metrics/closeness.lua", "return closeness", [[
--- The distance of the means of real and fake, n,d and m,d, as a number.
closeness.mean_distance = arguments.define("mean_distance",
  "real: tensor, fake: tensor", function(real, fake)
  local _ <close> = recording.no_grad()
  real, fake = checks.pair("mean_distance", real, fake, 1)
  return (real:mean(1) - fake:mean(1)):square():sum():sqrt():item()
end)

]]},
  {"lua/lunette/metrics/init.lua", "  modes = ", [[
  mean_distance = {"lunette.metrics.closeness", "mean_distance"},
]]},
  spec = [[
local ln = require "lunette"

it("metrics.mean_distance is that of the means", function()
  local real, fake = ln.tensor {{0, 0}, {2, 0}}, ln.tensor {{1, 3}, {7, 5}}
  assert.equal(5, ln.metrics.mean_distance(real, fake))
end)
]],
}

added.optimiser = {
  {"lua/lunette/optim/rules.lua", "return rules", [[
--- p = p - lr sign(g).
define("SignSGD", "lr: nonnegative = 1e-3, weight_decay: nonnegative = 0", "",
  function(p, g, _, o) return p - downhill(p, g, o):sign() * o.lr end)

]]},
  {"lua/lunette/optim/init.lua", "for _, name in ipairs", [[
fields.SignSGD = {"lunette.optim.composed", "SignSGD"}
]]},
  spec = [[
local ln = require "lunette"

it("optim.SignSGD goes lr against the sign of the gradient", function()
  local p = ln.nn.Parameter(ln.tensor {1, 2})
  local optimizer = ln.optim.SignSGD({p}, {lr = .5})
  p.grad = ln.tensor {-3, .1}
  optimizer:step()
  assert.same({1.5, 1.5}, p:totable())
end)
]],
}

-- What a public name of gan or metrics wants besides: its row by paper.
local rows = [[

| item | function | paper |
|---|---|---|
| absolute | `gan.losses.absolute` | none |
| drift | `gan.penalties.drift` | none |
| distance of means | `ln.metrics.mean_distance` | none |
]]

local folder

local function run(command)
  local pipe = assert(io.popen(("cd %s && (%s) 2>&1"):format(folder, command)))
  local text = pipe:read "a"
  return (pipe:close()), text
end

local function succeeds(command)
  local ok, text = run(command)
  assert(ok, text)
  return text
end

-- Puts the text above the line that begins so.
local function insert(path, below, text)
  local whole, done = {}, false
  for line in io.lines(folder .. "/" .. path) do
    if not done and line:sub(1, #below) == below then
      whole[#whole + 1], done = text:gsub("\n$", ""), true
    end
    whole[#whole + 1] = line
  end
  assert(done, path .. " has no line " .. below)
  files.write(folder .. "/" .. path, table.concat(whole, "\n") .. "\n")
end

-- As it is called by hand: what the make around this one was told is its own.
local MAKE = "env -u MAKEFLAGS make -s "

-- The copy's own libraries and modules.
local ENV = ('eval "$(%s env)"; '):format(MAKE)

local function busted(words)
  return succeeds(ENV .. "busted --lua=lua5.4 --output=plainTerminal " .. words)
end

local function program(text)
  files.write(folder .. "/program.lua", text)
  return succeeds(ENV .. "lua5.4 program.lua")
end

describe("a copy of the tree", function()
  setup(function()
    folder = files.new_folder()
    assert(os.execute(("cp -a --parents %s %s"):format(PARTS, folder)))
    for name, one in pairs(added) do
      for _, part in ipairs(one) do insert(table.unpack(part)) end
      files.write(("%s/spec/added_%s_spec.lua"):format(folder, name), one.spec)
    end
    local page <close> = assert(io.open(folder .. "/docs/methods.md", "a"))
    page:write(rows)
    page:close()
    succeeds(MAKE .. "build/lunette/engine_double.so")
    succeeds(ENV .. "lua5.4 tools/docs.lua")
  end)
  teardown(files.remove_folder)

  local function touched(name)
    local seen, count = {}, 1 -- its spec
    for _, part in ipairs(added[name]) do
      local lines = select(2, part[3]:gsub("\n", ""))
      local line_of_init = part[1]:find "/init%.lua$" and lines == 1
      if not seen[part[1]] and not line_of_init then count = count + 1 end
      seen[part[1]] = true
    end
    return count
  end

  for _, name in ipairs {"op", "layer", "loss", "penalty", "metric",
                         "optimiser"} do
    it("takes " .. name .. " in two files, but for a line in init.lua",
       function()
      assert.equal(2, touched(name))
      assert.matches("1 success", busted(("spec/added_%s_spec.lua"):format(name)))
    end)
  end

  it("has changed nowhere else", function()
    local _, said = run(("for d in src lua spec bench; do diff -rqx library %s/$d $d; done")
      :format(here))
    local changed = select(2, said:gsub("[^\n]+ differ\n", ""))
    local new = select(2, said:gsub("Only in [^\n]+\n", ""))
    local expected = {}
    for _, one in pairs(added) do
      for _, part in ipairs(one) do expected[part[1]] = true end
    end
    local count = 0
    for _ in pairs(expected) do count = count + 1 end
    assert.equal(count, changed, said)
    assert.equal(6, new, said)
  end)

  it("holds the new op against finite differences", function()
    local said = busted '--filter=of.cubed.agrees spec/gradient_spec.lua'
    assert.matches("1 success", said)
  end)

  it("passes what is asked of all that is public", function()
    for _, spec in ipairs {"op", "bench_ops", "docs", "methods", "differences"} do
      local said = busted(("spec/%s_spec.lua"):format(spec))
      assert.matches("0 failures / 0 errors", said, 1, true)
    end
  end)

  it("is refused hostile arguments by name", function()
    -- which are told of in float alone, where both are
    succeeds [[sed -i '/^if ln.real == "double" then return end$/d' spec/hostile_names_spec.lua]]
    local said = busted('--filter="cubed$" --filter="Bump$" ' ..
      '--filter="drift$" --filter="mean_distance$" --filter="SignSGD$" ' ..
      '--filter="losses.absolute" spec/hostile_names_spec.lua')
    assert.truthy(tonumber(said:match "(%d+) success") >= 6, said)
    assert.matches("0 failures / 0 errors", said, 1, true)
  end)

  it("tells help and the manual", function()
    local said = program [[
      local ln = require "lunette"
      for _, name in ipairs {"cubed", "nn.Bump", "gan.losses.absolute.generator",
                             "gan.penalties.drift", "metrics.mean_distance",
                             "optim.SignSGD"} do
        ln.help(name)
      end
    ]]
    for _, text in ipairs {
      "cubed(x)", "x^3, of each element.", "nn.Bump(height = 1)",
      "generator(fake_logits)", "penalties.drift(outputs, {weight = 1e-3})",
      "The distance of the means", "p = p - lr sign(g).",
    } do
      assert.matches(text, said, 1, true)
    end
    local found = succeeds "cat docs/manual/*.md lua/lunette/editor/library/*.lua"
    for _, text in ipairs {
      "### cubed\n", "## nn.Bump\n", "### gan.losses.absolute",
      "### gan.penalties.drift\n", "## metrics.mean_distance\n",
      "## optim.SignSGD\n", "### optim.functional.signsgd\n",
      "function Tensor:cubed() end", "function ln.nn.Bump(",
      "function ln.optim.SignSGD(",
    } do
      assert.truthy(found:find(text, 1, true), text)
    end
  end)
end)
