--- A step of the usual game (logits, cross entropy, Adam), as torch_bench.py
--- has it: gan(G, D, z, {batch, ...}) returns a function.
local ln = require "lunette"

return function(G, D, z, shape)
  local adam = {lr = 2e-4, betas = {0.5, 0.999}}
  local opt_g, opt_d = ln.optim.Adam(G:parameters(), adam),
    ln.optim.Adam(D:parameters(), adam)
  local real, bce = ln.randn(shape), ln.gan.losses.bce
  return function()
    local fake = G(ln.randn(shape[1], z))
    opt_d:zero_grad()
    bce.discriminator(D(real), D(fake:detach())):backward()
    opt_d:step()
    opt_g:zero_grad()
    bce.generator(D(fake)):backward()
    opt_g:step()
  end
end
