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

-- A block of Python whose first line is "# name.py" is a script of that name,
-- behind so many scripts of Lua.
local function python_of(block, after)
  local name = block.text:match "^# ([%w_]+%.py)\n"
  return name and {name = name, code = block.text, after = after}
end

-- What a page says a script is called with, when it is to run for long:
-- "lua5.4 name.lua 2000". "" when it says nothing.
local function arguments_of(text, name)
  return text:match("lua5%.4 " .. name:gsub("%.", "%%.") .. "( [^`\n|]*)") or ""
end

--- The page at `path`: {scripts = {{name, code, arguments, output}, ...},
--- python = those that have a name, {{name, code, after, output}, ...},
--- pictures = paths as it has them, text, title}. output is the block of text
--- right behind a block of code, nil where there is none.
function page.read(path)
  local text = read(path)
  local scripts, python, pictures, last = {}, {}, {}, nil
  for _, block in ipairs(fenced(text)) do
    if block.kind == "lua" then
      local script = script_of(block, #scripts + 1)
      script.arguments = arguments_of(text, script.name)
      scripts[#scripts + 1], last = script, script
    elseif block.kind == "python" then
      last = python_of(block, #scripts)
      python[#python + 1] = last
    elseif block.kind == "text" and last then
      last.output, last = block.text, nil
    else
      last = nil
    end
  end
  for picture in text:gmatch "!%[[^%]]*%]%(([^)]+)%)" do
    pictures[#pictures + 1] = picture
  end
  return {scripts = scripts, python = python, pictures = pictures, text = text,
          title = text:match "^# ([^\n]+)"}
end

--- Puts into a folder what the page's scripts need of others: what its Python
--- writes, as it is where that cannot run.
function page.prepare(path, folder)
  local number = path:match "(%d+)%-"
  os.execute(("cp tools/tutorial/files/%s/* %s 2>/dev/null"):format(number,
                                                                  folder))
end

--- The pages, in order, without that of contents.
function page.paths()
  local list = {}
  local pipe <close> = assert(io.popen "ls docs/tutorial/[0-9]*.md")
  for path in pipe:lines() do list[#list + 1] = path end
  return list
end

return page
