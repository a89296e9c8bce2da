local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local Module = require "lunette.nn.module"
local nn = require "lunette.nn"
local parts = require "lunette.gan.zoo.parts"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

-- ---- layers ----

local function check_layout(owner, layout)
  parts.filled(owner, "layout", layout)
  local check, features, checked = arguments.check, 0, {}
  for k, entry in ipairs(layout) do
    local name = ("layout[%d]"):format(k)
    check(owner, name, entry, "table")
    checked[k] = {check(owner, name .. "[1]", entry[1], "tanh|softmax"),
                  check(owner, name .. "[2]", entry[2], "count")}
    features = features + checked[k][2]
  end
  return checked, features
end

-- Gumbel noise, of which the largest of logits plus noise is a draw.
local function gumbel(x)
  return -(-(engine.create.rand_like(x):clamp(1e-20)):log()):log()
end

--- The columns of n,features as the layout has them: {"tanh", k}, k columns in
--- tanh, or {"softmax", k}, a soft draw of one in k, softmax((x + Gumbel noise)
--- / tau) (Jang et al. 2017, arXiv 1611.01144).
--- @class TableOutput: Module
local TableOutput = Module:extend "TableOutput"

function TableOutput:init(layout, tau)
  self.layout, self.features = check_layout("zoo.ctgan", layout)
  self.tau = tau
end

function TableOutput:forward(x)
  local columns, from = {}, 1
  for k, entry in ipairs(self.layout) do
    local part = x:narrow(2, from, entry[2])
    from = from + entry[2]
    columns[k] = entry[1] == "tanh" and part:tanh() or
                 ((part + gumbel(part)) / self.tau):softmax(2)
  end
  return engine.functions.cat(columns, 2)
end

function TableOutput:extra_repr()
  local list = {}
  for k, entry in ipairs(self.layout) do
    list[k] = ("%s %d"):format(table.unpack(entry))
  end
  return ("{%s}, %.14g"):format(table.concat(list, ", "), self.tau)
end

--- n,k to n / size,size k: rows that are judged together (PacGAN: Lin et al.
--- 2018, arXiv 1712.04086).
--- @class Pack: Module
local Pack = Module:extend "Pack"

function Pack:init(size) self.size = size end

function Pack:forward(x)
  arguments.check("Pack", "x", x, "tensor")
  if x:dim() ~= 2 or x:size(1) % self.size ~= 0 then
    raise("Pack: n,k with n a multiple of %d is wanted, got %s", self.size,
          repr.shape(x))
  end
  return x:reshape(x:size(1) // self.size, self.size * x:size(2))
end

function Pack:extra_repr() return tostring(self.size) end

-- ---- networks ----

local function generator(o, hidden)
  local output = TableOutput(o.layout, o.tau)
  local G, width = nn.Sequential {}, o.latent + o.conditions
  for _, units in ipairs(hidden) do
    -- A bias before a norm would do nothing.
    G:append(nn.Concat {
      nn.Sequential {nn.Linear(width, units, {bias = false}),
                     nn.BatchNorm1d(units), nn.ReLU()},
      nn.Identity(),
    })
    width = width + units
  end
  return G:append(nn.Linear(width, output.features)):append(output)
end

local function discriminator(o, units, features)
  local D = nn.Sequential {Pack(o.pack)}
  local width = o.pack * (features + o.conditions)
  for _, next_width in ipairs(units) do
    D:append(nn.Linear(width, next_width)):append(nn.LeakyReLU(0.2))
    if o.dropout > 0 then D:append(nn.Dropout(o.dropout)) end
    width = next_width
  end
  return D:append(nn.Linear(width, 1))
end

-- {{"tanh", 1}, ...}, from a list or from what has spans.
local function read_layout(given)
  if type(given) ~= "table" then return nil end
  local spans, layout = given.spans, {}
  if spans == nil then return getmetatable(given) == nil and given or nil end
  for k, span in ipairs(spans) do layout[k] = {span.kind, span.length} end
  return layout
end

arguments.add_kind("layout", "a list of columns or a ModeNormalizer",
                   read_layout)

--- CTGAN (Xu et al. 2019, arXiv 1907.00503, section 4.4): rows of a table whose
--- columns are as `layout` says in order, {{"tanh", 1}, {"softmax", 3}, ...},
--- or what has such spans, ln.data.ModeNormalizer:
--- {"tanh", k} numbers from -1 to 1 or {"softmax", k} one of k as a soft draw.
--- A number with several modes is a tanh within its mode and a softmax of the
--- mode. Each hidden layer of the generator is joined to what it was given; the
--- discriminator judges `pack` rows at once. With conditions = c a vector n,c
--- follows z, and follows the rows in what D is given (ln.cat({rows, c}, 2)),
--- as ln.data.ConditionSampler draws them; logits is G without its last layer,
--- whose rows sampler:loss takes.
--- G: z n,latent to n,features; D: n,features to n / pack,1. Loss:
--- gan.losses.wasserstein with 10 gan.penalties.gradient of packs, for G the
--- cross entropy of the condition as well; Adam with lr 2e-4 and betas {0.5,
--- 0.9}.
---   local n, pack = 20, 10
---   local net = ln.gan.zoo.ctgan {layout = {{"tanh", 1}, {"softmax", 3}}}
---   local rows = net.generator(ln.randn(n, net.latent))
---   local packs = rows:reshape(n // pack, -1)   -- what the penalty takes
---   local function critic(x) return net.discriminator(x:reshape(n, -1)) end
--- Returns {generator, logits, discriminator, latent, features}.
--- @return { generator: Sequential, discriminator: Sequential, latent: integer,
---   logits: Sequential, features: integer }
local ctgan = parts.entry("ctgan",
  "{layout: layout, latent: count = 128, hidden: counts = {256, 256}, " ..
  "units: counts = {256, 256}, pack: count = 10, tau: positive = 0.2, " ..
  "dropout: share = 0.5, conditions: whole = 0}", function(o)
  local G = generator(o, parts.filled("zoo.ctgan", "hidden", o.hidden))
  local features = G[#G].features
  local logits = nn.Sequential(table.move(G, 1, #G - 1, 1, {}))
  return {generator = G, logits = logits, latent = o.latent,
          features = features,
          discriminator = discriminator(
            o, parts.filled("zoo.ctgan", "units", o.units), features)}
end)

return ctgan
