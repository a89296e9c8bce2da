--- CIFAR-10 and CIFAR-100, from their binary files, which are not part of
--- Lunette.
--
-- https://www.cs.toronto.edu/~kriz/cifar.html: a record is the label, of
-- CIFAR-100 the coarse one and the fine one, a byte each, and the pixels,
-- 3 x 32 x 32. Images stay bytes in memory.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local file = require "lunette.file"
local foreign = require "lunette.foreign"
local labelled = require "lunette.data.labelled"
local raise = require "lunette.errors".raise
local roots = require "lunette.data.roots"

local PIXELS = 3 * 32 * 32

local function words(text)
  local list = {}
  for word in text:gmatch "%S+" do list[#list + 1] = word end
  return list
end

local ten = words [[airplane automobile bird cat deer dog frog horse ship
  truck]]
local fine = words [[apple aquarium_fish baby bear beaver bed bee beetle
  bicycle bottle bowl boy bridge bus butterfly camel can castle caterpillar
  cattle chair chimpanzee clock cloud cockroach couch crab crocodile cup
  dinosaur dolphin elephant flatfish forest fox girl hamster house kangaroo
  keyboard lamp lawn_mower leopard lion lizard lobster man maple_tree
  motorcycle mountain mouse mushroom oak_tree orange orchid otter palm_tree
  pear pickup_truck pine_tree plain plate poppy porcupine possum rabbit
  raccoon ray road rocket rose sea seal shark shrew skunk skyscraper snail
  snake spider squirrel streetcar sunflower sweet_pepper table tank telephone
  television tiger tractor train trout tulip turtle wardrobe whale
  willow_tree wolf woman worm]]
local coarse = words [[aquatic_mammals fish flowers food_containers
  fruit_and_vegetables household_electrical_devices household_furniture
  insects large_carnivores large_man-made_outdoor_things
  large_natural_outdoor_scenes large_omnivores_and_herbivores medium_mammals
  non-insect_invertebrates people reptiles small_mammals trees vehicles_1
  vehicles_2]]

-- How many records of so many bytes the file has.
local function count_of(path, each)
  local handle <close>, size = file.open(path)
  if size > 0 and size % each == 0 then return size // each end
  raise("%s: CIFAR: %s", path, foreign.kind_of(handle) or
        ("%d bytes are no number of records of %d"):format(size, each))
end

-- Adds the `count` records of a file to the rows, and their labels, from 1, to
-- the list: byte o.at of each.
local function add_records(path, count, o, rows, labels)
  local bytes <close> = file.read_bytes(path, o.max_bytes)
  if #bytes ~= count * o.each then
    raise("%s: CIFAR: had %d records, and has %d bytes now", path, count,
          #bytes)
  end
  rows:add(bytes, 1)
  for k = 1, count do
    local at = (k - 1) * o.each + o.at
    labels[#labels + 1] = engine.from_bytes(bytes, "u8", {1}, at):item() + 1
  end
end

-- The images of the files; o: `each`, the bytes of a record, `at`, which of
-- them is the label, classes and max_bytes.
local function read(paths, o)
  local counts, total = {}, 0
  for k, path in ipairs(paths) do
    counts[k] = count_of(path, o.each)
    total = total + counts[k]
  end
  local rows, labels = engine.io.rows(total, o.each), {}
  for k, path in ipairs(paths) do
    local first = #labels + 1
    add_records(path, counts[k], o, rows, labels)
    local here = engine.create.tensor(table.move(labels, first, #labels, 1, {}))
    labelled.check_labels(here, #o.classes, path, "CIFAR")
  end
  return labelled.images {
    sizes = {3, 32, 32}, skip = o.each - PIXELS, rows = rows,
    classes = o.classes, labels = engine.create.tensor(labels),
  }
end

-- The folders that are looked in; the archive has one of its own.
local function folders(root, name, inner)
  local list = {}
  for _, folder in ipairs(root and {root} or roots.of(name)) do
    list[#list + 1] = folder
    list[#list + 1] = folder .. "/" .. inner
  end
  return list
end

local function find(owner, where, names)
  local paths = {}
  for k, name in ipairs(names) do
    paths[k] = roots.find(owner, where, name .. ".bin", {""})
  end
  return paths
end

local cifar = {}

local TAKES = "root: string?, train: bool = true, " ..
              "max_bytes: count = 268435456"
local BATCHES = {"data_batch_1", "data_batch_2", "data_batch_3",
                 "data_batch_4", "data_batch_5"}

--- CIFAR-10: 50,000 training images of things and animals, in colour, or with
--- {train = false} the 10,000 for tests. set:batch {1, 2} gives images 2 x 3 x
--- 32 x 32 in [-1, 1] and labels 1 to 10; set.classes has their names.
--- root: the folder with the files of the binary version, data_batch_1.bin to
--- data_batch_5.bin and test_batch.bin, or with their folder,
--- cifar-10-batches-bin; without it they are looked for in
--- $LUNETTE_DATA/cifar10, or datasets/cifar10, and where ln.data.fetch
--- "cifar10" puts them. A file of more than max_bytes is refused.
--- @return Images
cifar.cifar10 = arguments.define("cifar10", "{" .. TAKES .. "}", function(o)
  local where = folders(o.root, "cifar10", "cifar-10-batches-bin")
  local names = o.train and BATCHES or {"test_batch"}
  return read(find("cifar10", where, names), {
    each = 1 + PIXELS, at = 1, classes = ten, max_bytes = o.max_bytes})
end)

--- CIFAR-100, as ln.data.cifar10 has CIFAR-10: train.bin and test.bin, in root
--- or in its folder cifar-100-binary. labels: "fine", of 100 classes, or
--- "coarse", of 20 groups of them.
--- @return Images
cifar.cifar100 = arguments.define("cifar100",
  "{" .. TAKES .. ", labels: fine|coarse = fine}", function(o)
  local where = folders(o.root, "cifar100", "cifar-100-binary")
  local is_fine = o.labels == "fine"
  return read(find("cifar100", where, {o.train and "train" or "test"}), {
    each = 2 + PIXELS, at = is_fine and 2 or 1, max_bytes = o.max_bytes,
    classes = is_fine and fine or coarse})
end)

return cifar
