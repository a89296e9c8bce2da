-- lua tools/emoji.lua PACKAGE FOLDER: brings the pictures of 64 x 64 of the npm
-- package emoji-datasource-google, unpacked in PACKAGE, to FOLDER, a folder for
-- each category, as RGB on white. (They are RGBA or gray and alpha there.)

local json = require "lunette.json"
local ln = require "lunette"

local package_folder, folder = arg[1], arg[2]

-- x: c,h,w of 1 to 4 channels; y: 3,h,w, on white where it is transparent.
local function on_white(x)
  local c = x:size(1)
  if c == 1 or c == 3 then return x:expand(3, x:size(2), x:size(3)) end
  local colour, alpha = x:narrow(1, 1, c - 1), x:narrow(1, c, 1)
  return (colour * alpha + (1 - alpha)):expand(3, x:size(2), x:size(3))
end

-- "Smileys & Emotion" as smileys-emotion.
local function folder_of(category)
  return folder .. "/" .. category:lower():gsub("%W+", "-")
end

local function convert(name, category)
  local x = ln.image.load(package_folder .. "/img/google/64/" .. name)
  ln.image.save(folder_of(category) .. "/" .. name, on_white(x))
end

local handle <close> = assert(io.open(package_folder .. "/emoji.json"))
for _, emoji in ipairs(json.decode(handle:read "a")) do
  convert(emoji.image, emoji.category)
  for _, tone in pairs(emoji.skin_variations or {}) do
    convert(tone.image, emoji.category)
  end
end
