-- What a page of the tutorial holds: its scripts, what they print, how they are
-- called for long, and the pictures that it shows.

local page = {}

local function read(path)
  local file <close> = assert(io.open(path))
  return file:read "a"
end

-- The blocks with a fence, in order: {kind, text}.
local function fenced(text)
  local list = {}
  for kind, code in ("\n" .. text):gmatch "\n```(%a*)\n(.-)\n```" do
    list[#list + 1] = {kind = kind, text = code}
  end
  return list
end

-- A block of Lua whose first line is "-- name.lua ..." is a file of that name.
local function script_of(block, k)
  local name = block.text:match "^%-%- ([%w_]+%.lua)"
  return {name = name or ("block%d.lua"):format(k), code = block.text}
end

-- What a page says a script is called with, when it is to run for long:
-- "lua5.4 name.lua 2000". "" when it says nothing.
local function arguments_of(text, name)
  return text:match("lua5%.4 " .. name:gsub("%.", "%%.") .. "( [^`\n|]*)") or ""
end

--- The page at `path`: {scripts = {{name, code, arguments, output}, ...},
--- pictures = paths as it has them, text, title}. output is the block of text
--- right behind a block of Lua, nil where there is none.
function page.read(path)
  local text = read(path)
  local scripts, pictures, before = {}, {}, nil
  for _, block in ipairs(fenced(text)) do
    if block.kind == "lua" then
      local script = script_of(block, #scripts + 1)
      script.arguments = arguments_of(text, script.name)
      scripts[#scripts + 1] = script
    elseif block.kind == "text" and before == "lua" then
      scripts[#scripts].output = block.text
    end
    before = block.kind
  end
  for picture in text:gmatch "!%[[^%]]*%]%(([^)]+)%)" do
    pictures[#pictures + 1] = picture
  end
  return {scripts = scripts, pictures = pictures, text = text,
          title = text:match "^# ([^\n]+)"}
end

--- The pages, in order, without that of contents.
function page.paths()
  local list = {}
  local pipe <close> = assert(io.popen "ls docs/tutorial/[0-9]*.md")
  for path in pipe:lines() do list[#list + 1] = path end
  return list
end

return page
