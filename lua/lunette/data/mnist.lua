--- The handwritten digits that come with Lunette; and MNIST and Fashion-MNIST,
--- whole, from files that are not part of it.

local arguments = require "lunette.arguments"
local idx = require "lunette.data.idx"
local roots = require "lunette.data.roots"

local numerals = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}
local clothes = {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
                 "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"}

local takes = "{root: string?, train: bool = true, " ..
              "max_bytes: count = 268435456}"

local PACKED = {"", ".gz"}

local function reader(owner, classes, standard_roots)
  return function(o)
    local where = o.root and {o.root} or standard_roots()
    local part = o.train and "train" or "t10k"
    local function path(kind)
      return roots.find(owner, where, part .. kind, PACKED)
    end
    return idx.images(path "-images-idx3-ubyte", path "-labels-idx1-ubyte",
                      classes, o.max_bytes)
  end
end

local mnist = {}

local MOST = 1 << 24 -- bytes, unpacked

--- The first 10,000 training images of MNIST, 28 x 28.
--- set:batch {1, 2} gives images 2 x 1 x 28 x 28 in [-1, 1] and labels 1 to 10,
--- the digit + 1. Where they come from: digits/README.md.
---
---   local digits = ln.data.digits()
---   local images, labels = digits:batch {1, 2}
---   print(#digits, images:size(), labels)   -- 10000  {2, 1, 28, 28}  {6, 1}
--- @return Images
mnist.digits = arguments.define("digits", "", function()
  local folder = debug.getinfo(1, "S").source:match "^@(.*)mnist%.lua$"
  return idx.images(folder .. "digits/images-idx3-ubyte.gz",
                    folder .. "digits/labels-idx1-ubyte.gz", numerals, MOST)
end)

--- 60,000 training images of digits, or with {train = false} the 10,000 for
--- tests; as ln.data.digits gives them.
--- root: the folder with the four IDX files, plain or .gz; without it they are
--- looked for in $LUNETTE_DATA/mnist, or datasets/mnist, where `make datasets`
--- puts them, and where ln.data.fetch "mnist" does. More than max_bytes of
--- them, 268435456 unless given, are refused, packed or not.
--- @return Images
mnist.mnist = arguments.define("mnist", takes,
  reader("mnist", numerals, function() return roots.of "mnist" end))

--- As ln.data.mnist, of clothes. The files of Debian's package
--- dataset-fashion-mnist are found too.
--- @return Images
mnist.fashion_mnist = arguments.define("fashion_mnist", takes,
  reader("fashion_mnist", clothes, function()
  local list = roots.of "fashion-mnist"
  list[#list + 1] = "/usr/share/datasets/fashion-mnist"
  return list
end))

return mnist
