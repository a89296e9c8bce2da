-- Draws the pictures of the tutorial, docs/tutorial/pictures: runs the scripts
-- that its pages print, each as long as its page says ("lua5.4 name.lua 2000"),
-- and what stands under tools/tutorial/draw, for pictures without a script on
-- the page. Numbers come from fixed seeds; other instruction sets round
-- otherwise, so that pictures of long runs may differ between machines.
-- usage: lua5.4 tools/tutorial.lua [01 07 ...]   (some pages only)

local exists = require "lunette.engine".io.exists
local file = require "lunette.file"
local page = require "tools.tutorial.page"

local TARGET = "docs/tutorial/pictures"

local function run(command)
  if not os.execute(command) then error("failed: " .. command, 0) end
end

local function first_line(command)
  local pipe <close> = assert(io.popen(command))
  return pipe:read "l"
end

-- "pictures/07-kernels.svg" as "kernels.svg".
local function own_name(picture) return picture:match "%d+%-([^/]+)$" end

local function run_in(folder, script)
  run(("cd %s && LUNETTE_PROGRESS=off lua5.4 %s"):format(folder, script))
end

-- Runs all scripts of a page and of tools/tutorial/draw in `folder`.
local function draw(path, number, folder, here)
  page.prepare(path, folder)
  for _, script in ipairs(page.read(path).scripts) do
    file.write(folder .. "/" .. script.name, script.code .. "\n")
    print(("%s: %s%s"):format(path, script.name, script.arguments))
    run_in(folder, script.name .. script.arguments)
  end
  local more = ("%s/tools/tutorial/draw/%s.lua"):format(here, number)
  if exists(more) then run_in(folder, more) end
end

-- Copies what the page shows and the scripts have drawn.
local function take(path, folder)
  for _, picture in ipairs(page.read(path).pictures) do
    local from = folder .. "/" .. own_name(picture)
    if exists(from) then run(("cp %s docs/tutorial/%s"):format(from, picture))
    elseif picture:match "(%d+)%-" == path:match "(%d+)%-" then
      error(("%s shows %s, which nothing draws"):format(path, picture), 0)
    end
  end
end

local wanted = {}
for _, number in ipairs(arg) do wanted[number] = true end
local here = first_line "pwd"
run("mkdir -p " .. TARGET)
for _, path in ipairs(page.paths()) do
  local number = path:match "(%d+)%-"
  if #arg == 0 or wanted[number] then
    local folder = first_line "mktemp -d"
    draw(path, number, folder, here)
    take(path, folder)
    run("rm -r " .. folder)
  end
end
