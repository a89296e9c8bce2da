--- The pictures of a folder, in order of their paths, and their classes.

local arguments = require "lunette.arguments"
local errors = require "lunette.errors"
local file = require "lunette.file"
local notice = require "lunette.notice"
local raise = errors.raise

local folder = {}

local function ending_of(name) return (name:match "%.(%w+)$" or ""):lower() end

local READ = {png = true, jpg = true, jpeg = true}
local OTHERS = {avif = true, bmp = true, gif = true, heic = true, jp2 = true,
                pgm = true, ppm = true, tga = true, tif = true, tiff = true,
                webp = true}
-- Folders within folders; links may make a circle.
local DEEPEST = 20

-- Adds the pictures below root/path, whose names `listed` has; what is not
-- read but is a picture goes to `others`. Hidden ones are passed over.
local function walk(root, path, listed, depth, names, others)
  if depth > DEEPEST then
    raise("%s/%s: folders within folders, %d deep, or a circle of links", root,
          path, DEEPEST)
  end
  for _, name in ipairs(listed) do
    local here, ending = path .. name, ending_of(name)
    if name:sub(1, 1) == "." then goto next end
    if READ[ending] then
      names[#names + 1] = here
    elseif OTHERS[ending] then
      others[#others + 1] = here
    else
      local below = file.names(root .. "/" .. here)
      if below then walk(root, here .. "/", below, depth + 1, names, others) end
    end
    ::next::
  end
end

--- The paths within `root` of all PNG and JPEG files below it, sorted; raises
--- when there are none, and says so once when there are pictures of other
--- kinds.
function folder.pictures(root)
  local names, others = {}, {}
  walk(root, "", errors.check(file.names(root)), 1, names, others)
  table.sort(names)
  table.sort(others)
  if #names == 0 then
    raise("%s: no file ends in .png, .jpg or .jpeg", root)
  end
  if #others > 0 then
    notice.once(root .. ": others",
                "images: %s: %d pictures are left out, " ..
                "which are neither PNG nor JPEG, such as %s", root, #others,
                others[1])
  end
  return names
end

-- ---- classes ----

-- The folder right below the root that each is in; nil where all are in none.
local function by_folders(root, names)
  local classes, above = {}, nil
  for k, name in ipairs(names) do
    classes[k] = name:match "^([^/]+)/"
    if not classes[k] then above = above or name end
  end
  if not next(classes) then return nil end
  if above then
    raise("images: %s: %s is in no folder of a class, as %s is; {labels = " ..
          "false} reads all without classes", root, above,
          names[#names] ~= above and names[#names] or names[1])
  end
  return classes
end

-- What the table says of each name.
local function by_table(root, names, labels)
  local classes = {}
  for k, name in ipairs(names) do
    local class = labels[name]
    if type(class) ~= "string" and math.type(class) ~= "integer" then
      raise("images: %s: labels[%q] is %s; the name of a class, or its " ..
            "number from 1, is wanted for each picture", root, name,
            arguments.show(class))
    end
    classes[k] = class
  end
  return classes
end

local function sorted_classes(classes)
  local found, names = {}, {}
  for _, class in ipairs(classes) do
    if not found[class] then found[class], names[#names + 1] = true, class end
  end
  table.sort(names)
  return names
end

-- Numbers of classes are labels as they are.
local function by_numbers(root, classes)
  local names, most = {}, 0
  for k, class in ipairs(classes) do
    if math.type(class) ~= "integer" or class < 1 then
      raise("images: %s: label %s of picture %d: labels are all names, or " ..
            "all integers from 1", root, tostring(class), k)
    end
    most = math.max(most, class)
  end
  for k = 1, most do names[k] = tostring(k) end
  return classes, names
end

--- Labels from 1 for the names, and what each means, in order of names:
--- `labels` is "folders", a table of classes by name, or false. Nothing where
--- there are no classes.
function folder.labels(root, names, labels)
  if not labels then return nil end
  local classes = labels == "folders" and by_folders(root, names) or
                  labels ~= "folders" and by_table(root, names, labels)
  if not classes then return nil end
  for _, class in ipairs(classes) do
    if type(class) ~= "string" then return by_numbers(root, classes) end
  end
  local meanings, label = sorted_classes(classes), {}
  for k, class in ipairs(meanings) do label[class] = k end
  for k, class in ipairs(classes) do classes[k] = label[class] end
  return classes, meanings
end

return folder
