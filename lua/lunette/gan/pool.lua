--- Fakes of before, shown to a discriminator again.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"

--- A buffer of fakes, so that a discriminator does not forget those of before
--- (Shrivastava et al. 2017, arXiv 1612.07828, section 2.3; CycleGAN has 50).
---
---   local pool = ln.gan.ImagePool(2)
---   for _ = 1, 3 do
---     local fake = ln.randn(4, 3, 8, 8)
---     local shown = pool:query(fake)      -- what the discriminator sees
---   end
---   print(pool.count)   -- 2
--- @class ImagePool
--- @field size integer how many it holds
--- @field count integer how many it has
--- @field images any size,..., of which the first `count` are fakes; nil before
---   the first query
local ImagePool = {__name = "ImagePool"}
ImagePool.__index = ImagePool

local new = arguments.define("ImagePool", "self, size: count = 50",
                             function(_, size)
  return setmetatable({size = size, count = 0}, ImagePool)
end)

local function check(self, x)
  if x:dim() == 0 then
    raise("ImagePool: fakes n,... are wanted, got %s", repr.shape(x))
  end
  local own = {table.unpack(x:size())}
  own[1] = self.size
  if not self.images then self.images = engine.create.zeros(own) end
  local held = self.images:size()
  for k = 2, math.max(#own, #held) do
    if own[k] ~= held[k] then
      raise("ImagePool: it holds %s; fakes are %s", repr.sizes(held),
            repr.shape(x))
    end
  end
end

-- What stands in place of one fake, 1,...
local function exchange(self, fake, draw)
  if self.count < self.size then
    self.count = self.count + 1
    self.images:narrow(1, self.count, 1):copy_(fake)
    return fake
  end
  if draw <= 0.5 then return fake end
  local place = math.ceil((draw - 0.5) * 2 * self.size)
  local held = self.images:narrow(1, place, 1)
  local old = held:clone()
  held:copy_(fake)
  return old
end

--- Fakes n,... of the same size, outside the graph: each of them, or with
--- probability 1/2 one of before, whose place it takes. While there is room
--- they are all kept and come back as they are. One number of the default
--- generator is drawn for each fake.
--- @return Tensor
ImagePool.query = arguments.define("pool:query", "self, fakes: tensor",
                                   function(self, fakes)
  local _ <close> = recording.no_grad()
  check(self, fakes)
  local list, draws = {}, engine.create.rand(fakes:size(1)):totable()
  for k, draw in ipairs(draws) do
    list[k] = exchange(self, fakes:narrow(1, k, 1):detach(), draw)
  end
  return engine.functions.cat(list, 1)
end)

--- What it holds.
--- @return table
ImagePool.state_dict = arguments.define("pool:state_dict", "self",
                                        function(self)
  return repr.state {images = self.images and self.images:clone(),
                     count = self.count}
end)

--- Takes a state over, by copy. Raises, changing nothing, when it is of a pool
--- of another size.
--- @return nil
ImagePool.load_state_dict = arguments.define("pool:load_state_dict",
  "self, state_dict: table", function(self, state)
  local owner, images = "ImagePool: load_state_dict", state.images
  local count = arguments.check(owner, "state.count", state.count, "whole")
  if images ~= nil then
    arguments.check(owner, "state.images", images, "tensor")
    if images:dim() == 0 or images:size(1) ~= self.size then
      raise("%s: a pool of %d here, %s in the state", owner, self.size,
            repr.shape(images))
    end
  end
  self.images, self.count = images and images:clone(), count
end)

return {ImagePool = repr.class(ImagePool, function(self)
  return ("%d of %d"):format(self.count, self.size)
end, new)}
