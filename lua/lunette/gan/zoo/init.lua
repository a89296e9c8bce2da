--- ln.gan.zoo: published architectures as functions. Each takes a table of
--- options and returns a table of plain layers, {generator = G,
--- discriminator = D, ...}, which may be printed, called and changed: the parts
--- of a layer are its fields. Images are n,c,h,w; those of generators that end
--- in tanh are from -1 to 1. Labels count from 1.
--- Where a discriminator gives several values and one is wanted, Lua takes it
--- from (D(x)).
local names = {
  "mlp", "dcgan", "wgan_gp", "sngan", "sagan", "biggan", "acgan", "infogan",
  "lsgan", "began", "progan", "stylegan2", "r3gan", "fastgan", "pix2pix",
  "cyclegan", "srgan", "timegan", "ctgan",
}

local fields = {ModulatedConv2d = {"lunette.gan.zoo.modulated_conv"}}
for _, name in ipairs(names) do fields[name] = {"lunette.gan.zoo." .. name} end

return require "lunette.lazy".table("gan.zoo", fields)
