--- The handwritten digits that come with Lunette.

local arguments = require "lunette.arguments"
local idx = require "lunette.data.idx"

local folder = debug.getinfo(1, "S").source:match("^@(.*)%.lua$")

local classes = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}

local MOST = 1 << 24 -- bytes, unpacked

--- The first 10,000 training images of MNIST, 28 x 28.
--- set:batch {1, 2} gives images 2 x 1 x 28 x 28 in [-1, 1] and labels 1 to 10,
--- the digit + 1. Where they come from: digits/README.md.
local digits = arguments.define("digits", "", function()
  return idx.images(folder .. "/images-idx3-ubyte.gz",
                    folder .. "/labels-idx1-ubyte.gz", classes, MOST)
end)

return digits
