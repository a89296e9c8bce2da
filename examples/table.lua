-- A table of numbers, read from a CSV file and made anew: columns are
-- standardised, learned by a WGAN-GP and written back. Give a third argument, a
-- CSV file with a line of names; without one, a small table is made up first.
local ln = require "lunette"
local nn, optim, gan = ln.nn, ln.optim, ln.gan
local steps, folder, path = tonumber(arg[1]) or 1500, arg[2] or "runs/table",
  arg[3]

ln.manual_seed(1)

local function write(file, names, rows)
  local out <close> = assert(io.open(file, "w"))
  assert(out:write(table.concat(names, ","), "\n"))
  for _, row in ipairs(rows:totable()) do
    for k, v in ipairs(row) do row[k] = ("%.4g"):format(v) end
    assert(out:write(table.concat(row, ","), "\n"))
  end
end

ln.Checkpoint(folder, {})   -- makes the folder
-- Height and weight go together, pulse falls with the hours of sport, which few
-- do much of.
if not path then
  path = folder .. "/people.csv"
  local height, sport = 170 + 9 * ln.randn(2000), ln.randn(2000):exp()
  local weight = 24 * (height / 100) ^ 2 + 6 * ln.randn(2000)
  local pulse = 75 - 4 * sport + 5 * ln.randn(2000)
  write(path, {"height", "weight", "sport", "pulse"},
        ln.stack({height, weight, sport, pulse}, 2))
end

local names, rows = {}, {}
for line in io.lines(path) do
  local row = {}
  for cell in line:gmatch "[^,]+" do
    row[#row + 1] = #names > 0 and tonumber(cell) or cell
  end
  if #names == 0 then
    names = row
  elseif #row == #names then
    rows[#rows + 1] = row
  end
end
local data = ln.tensor(rows)
local columns, middle, spread = #names, data:mean(1), data:std(1)
local batches = ln.data.Loader(ln.data.tensors((data - middle) / spread),
                               {batch_size = 128, shuffle = true})

local G = nn.Sequential {
  nn.Linear(16, 64), nn.LeakyReLU(0.2), nn.Linear(64, 64), nn.LeakyReLU(0.2),
  nn.Linear(64, columns),
}
local critic = nn.Sequential {
  nn.Linear(columns, 64), nn.LeakyReLU(0.2), nn.Linear(64, 64),
  nn.LeakyReLU(0.2), nn.Linear(64, 1),
}
local opt_g = optim.Adam(G:parameters(), {lr = 1e-3, betas = {0.5, 0.9}})
local opt_c = optim.Adam(critic:parameters(), {lr = 1e-3, betas = {0.5, 0.9}})
local average = gan.EMA(G, {decay = 0.995})

for _, bar in ln.progress(steps) do
  local loss
  for _ = 1, 3 do
    local real, fake = batches:next(), G(ln.randn(128, 16)):detach()
    opt_c:zero_grad()
    loss = gan.losses.wasserstein.discriminator(critic(real), critic(fake))
    ;(loss +
      gan.penalties.gradient(critic, real, fake, {weight = 10})):backward()
    opt_c:step()
  end
  opt_g:zero_grad()
  gan.losses.wasserstein.generator(critic(G(ln.randn(128, 16)))):backward()
  opt_g:step()
  average:update()
  bar:set {gap = -loss:item()}
end

local _ <close> = ln.no_grad()
local made = average.model(ln.randn(2000, 16)) * spread + middle
write(folder .. "/made.csv", names, made)
local function correlations(x)
  local z = (x - x:mean(1)) / x:std(1)
  return z:t():matmul(z) / (x:size(1) - 1)
end
local real_c, made_c = correlations(data), correlations(made)
for k, name in ipairs(names) do
  print(("%-10s mean %8.3f, made %8.3f   deviation %7.3f, made %7.3f"):format(
    name, middle[k]:item(), made:mean(1)[k]:item(), spread[k]:item(),
    made:std(1)[k]:item()))
  for j = k + 1, columns do
    print(("  with %-10s correlation %5.2f, made %5.2f"):format(
      names[j], real_c[k][j]:item(), made_c[k][j]:item()))
  end
end
print(("%d rows: %s/made.csv"):format(made:size(1), folder))
