-- What the experiments share: a step of either player, as an arm says: its
-- loss, packing and the weights of its penalties.
local ln = require "lunette"
local gan = ln.gan

local steps = {}

local function penalty(D, o, real, fake)
  local total, p = 0, gan.penalties
  if o.gp then total = total + p.gradient(D, real, fake, {weight = o.gp}) end
  if o.r1 then total = total + p.r1(D, real, {weight = o.r1}) end
  if o.r2 then total = total + p.r2(D, fake, {weight = o.r2}) end
  return total
end

function steps.discriminator(D, opt, o, real, fake)
  opt:zero_grad()
  real, fake = gan.pack(real, o.pack), gan.pack(fake:detach(), o.pack)
  local loss = gan.losses[o.loss].discriminator(D(real), D(fake))
  loss = loss + penalty(D, o, real, fake)
  loss:backward()
  opt:step()
end

local function generator_gradient(D, opt, o, real, fake)
  opt:zero_grad()
  local of_fake, loss = D(gan.pack(fake, o.pack)), gan.losses[o.loss].generator
  local value = o.loss == "relativistic" and
    loss(of_fake, D(gan.pack(real, o.pack))) or loss(of_fake)
  value:backward()
end

-- D: the discriminator, or what G is to meet in its place.
function steps.generator(D, opt, o, real, fake)
  generator_gradient(D, opt, o, real, fake)
  opt:step()
end

-- Both from where they are.
function steps.simultaneous(D, opt_g, opt_d, o, real, fake)
  generator_gradient(D, opt_g, o, real, fake)
  steps.discriminator(D, opt_d, o, real, fake)
  opt_g:step()
end

return steps
