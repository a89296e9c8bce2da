-- A table, read from a CSV file and made anew by CTGAN: numbers within the
-- modes of their column, categories, and what is missing. Give a third
-- argument, a CSV file with a line of names; without one, a small table is made
-- up first.
local ln = require "lunette"
local optim, gan = ln.optim, ln.gan
local steps, folder, path = tonumber(arg[1]) or 1500, arg[2] or "runs/table",
  arg[3]

ln.manual_seed(1)
ln.Checkpoint(folder, {})   -- makes the folder
-- Pulse falls with sport, most of all for cyclists; one in ten did not say how
-- long they do it.
if not path then
  path = folder .. "/people.csv"
  local out <close> = assert(io.open(path, "w"))
  out:write "sport,hours,pulse\n"
  for _ = 1, 2000 do
    local u, hours = ln.rand(1):item(), ln.randn(1):exp():item()
    local sport = u < 0.6 and "none" or u < 0.9 and "run" or "cycle"
    if sport == "none" then hours = 0 end
    local pulse = 75 - (sport == "cycle" and 15 or 4 * hours) +
                  4 * ln.randn(1):item()
    local said = ln.rand(1):item() < 0.9 and ("%.2f"):format(hours) or ""
    out:write(("%s,%s,%.0f\n"):format(sport, said, pulse))
  end
end

local data = ln.data.read_csv(path)
local normalizer = ln.data.ModeNormalizer(data)
local sampler = ln.data.ConditionSampler(normalizer, data)
local rows, n, pack = normalizer:transform(data), 200, 10
local net = gan.zoo.ctgan {layout = normalizer, conditions = sampler.width,
                           latent = 32, hidden = {64, 64}, units = {64, 64},
                           pack = pack}
local G, D, adam = net.generator, net.discriminator,
  {lr = 1e-3, betas = {0.5, 0.9}}
local opt_g = optim.Adam(G:parameters(), adam)
local opt_d = optim.Adam(D:parameters(), adam)

local function noise(conditions)
  return ln.cat({ln.randn(conditions:size(1), net.latent), conditions}, 2)
end
-- The penalty takes packs, each a sample, and the critic rows.
local function packs(x) return x:reshape(n // pack, -1) end
local function critic(x) return D(x:reshape(n, -1)) end

for _, bar in ln.progress(steps) do
  local drawn = sampler:sample(n)
  local real = ln.cat({rows[ln.tensor(drawn.rows)], drawn.conditions}, 2)
  local fake = G(noise(drawn.conditions)):detach()
  fake = ln.cat({fake, drawn.conditions}, 2)
  opt_d:zero_grad()
  local loss = gan.losses.wasserstein.discriminator(D(real), D(fake))
  ;(loss + gan.penalties.gradient(critic, packs(real), packs(fake),
                                  {weight = 10})):backward()
  opt_d:step()
  opt_g:zero_grad()
  drawn = sampler:sample(n)
  local logits = net.logits(noise(drawn.conditions))
  local made = ln.cat({G[#G](logits), drawn.conditions}, 2)
  local kept = sampler:loss(logits, drawn)
  ;(gan.losses.wasserstein.generator(D(made)) + kept):backward()
  opt_g:step()
  bar:set {gap = -loss:item(), kept = kept:item()}
end

-- With the normalizer beside it the network makes rows without this script.
ln.save_model(folder .. "/model.safetensors", G,
              {normalizer = normalizer:state_dict(), latent = net.latent})
local _ <close> = ln.no_grad()
local _ <close> = G:evaluating()

-- What columns of numbers are like where `chosen` rows are looked at.
local function tell(what, columns, chosen)
  local parts = {}
  for _, column in ipairs(columns) do
    local x = chosen and column.values[chosen] or column.values
    local there = x:eq(x)
    if column.kind == "number" then
      parts[#parts + 1] = ("%s %.2f, %.0f%% missing"):format(
        column.name, x[there]:mean():item(), 100 * (1 - there:mean():item()))
    end
  end
  print(("%-14s %s"):format(what, table.concat(parts, "; ")))
end
local column = sampler.columns[1]
for k, category in ipairs(column.categories) do
  tell(category .. ", data", data.columns,
       data:column(column.name).values:eq(k))
  local x = G(noise(sampler:condition(1000, column.name, category)))
  tell(category .. ", made", normalizer:inverse(x).columns)
end
