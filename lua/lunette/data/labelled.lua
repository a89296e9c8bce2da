--- Labelled images whose pixels are bytes in memory.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local check_indices = require "lunette.data.indices"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local labelled = {}

--- Labelled images.
--- @class Images
--- @field classes string[] what label k means
--- @field labels Tensor of all images, from 1
-- sizes: c,h,w; rows: the images' bytes so (src/bind/rows.c), after `skip`
-- others each.
local Images = {__name = "Images"}
Images.__index = Images

--- Such a set of the fields; skip is 0 unless given.
function labelled.images(fields)
  fields.skip = fields.skip or 0
  return setmetatable(fields, Images)
end

--- Raises "path: format: ..." unless all labels, from 1, are at most `most`.
function labelled.check_labels(labels, most, path, format)
  local wrong = labels:gt(most)
  if labels:numel() == 0 or wrong:amax():item() == 0 then return end
  local k = math.tointeger(wrong:argmax():item())
  raise("%s: %s: label %d of image %d; there are %d classes from 0", path,
        format, math.tointeger(labels[k]:item() - 1), k, most)
end

function Images:__len() return #self.rows end

--- The number of images, as #set.
--- @return integer
Images.size = arguments.define("set:size", "self", Images.__len)

-- 0 .. 255 to -1 .. 1
local function pixels_of(self, indices)
  local sizes, skip = self.sizes, self.skip
  if skip == 0 then return self.rows:batch(indices, sizes, 127.5, -1) end
  local count = sizes[1] * sizes[2] * sizes[3]
  return self.rows:batch(indices, {skip + count}, 127.5, -1)
    :narrow(2, skip + 1, count):reshape(#indices, table.unpack(sizes))
end

--- The images listed, n x c x h x w from -1 (black) to 1 (white), and their
--- labels, n: class k of the file, which counts from 0, is label k + 1.
--- @return Tensor
--- @return Tensor
Images.batch = arguments.define("set:batch",
  "self, indices: indices, index: tensor?", function(self, indices, index)
  check_indices(indices, #self, "images")
  index = index or engine.create.tensor(indices)
  return pixels_of(self, indices), self.labels:index_select(1, index)
end)

repr.class(Images, function(self)
  return ("%d images: %s, %d classes"):format(#self, repr.sizes(self.sizes),
                                              #self.classes)
end)

return labelled
