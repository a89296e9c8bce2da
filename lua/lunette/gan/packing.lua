--- PacGAN.

local arguments = require "lunette.arguments"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local packing = {}

--- For a discriminator of m samples at once, against mode collapse (Lin et al.
--- 2018, arXiv 1712.04086): x: n,c,... as n/m,m c,..., m samples that follow
--- each other put together along the channels or features. m divides n.
---
---   print(ln.gan.pack(ln.randn(8, 3, 16, 16), 2):size())   -- {4, 6, 16, 16}
packing.pack = arguments.define("pack", "x: tensor, m: count", function(x, m)
  if x:dim() < 2 or x:size(1) % m ~= 0 then
    raise("pack: %s cannot be packed by %d; n,c,... is wanted, with n a " ..
          "multiple of it", repr.shape(x), m)
  end
  local sizes = x:size()
  sizes[1], sizes[2] = sizes[1] // m, sizes[2] * m
  return x:reshape(sizes)
end)

return packing
