-- Every block of Lua in README, the guide and the manual runs as it is printed, each as
-- a script of its own in an empty folder.

local catalogue = require "lunette.docs.catalogue"
local files = require "spec.files"

-- {name, code} of every block that a page says is Lua.
local function blocks_of(name, page)
  local found = {}
  local text = "\n" .. page .. "\n"
  for indent, code in text:gmatch "\n( *)```lua\n(.-)\n *```\n" do
    code = ("\n" .. code):gsub("\n" .. indent, "\n"):sub(2)
    found[#found + 1] = {("%s, block %d"):format(name, #found + 1), code}
  end
  return found
end

-- Those of README and of the pages that `make docs` writes.
local function all_blocks()
  local pages = require "tools.docs.manual"()
  for _, path in ipairs {"README.md", "docs/guide.md", "docs/engine.md", "docs/methods.md"} do
    pages[path] = files.read(path)
  end
  local names, found = {}, {}
  for name in pairs(pages) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do
    for _, block in ipairs(blocks_of(name, pages[name])) do found[#found + 1] = block end
  end
  return found
end

describe("as printed", function()
  local folder, here
  setup(function()
    folder = files.new_folder()
    local pipe <close> = assert(io.popen "pwd")
    here = pipe:read "l"
  end)
  teardown(files.remove_folder)

  local function run(code)
    local path = files.write(folder .. "/block.lua", code)
    local command = ('cd %s && LUA_PATH="%s/lua/?.lua;%s/lua/?/init.lua;;" ' ..
                     'LUA_CPATH="%s/build/?.so;;" lua5.4 %s 2>&1; echo "$?"')
      :format(folder, here, here, here, path)
    local pipe <close> = assert(io.popen(command))
    local text = pipe:read "a"
    return text:match "^(.-)(%d+)\n$"
  end

  for _, block in ipairs(all_blocks()) do
    it(block[1] .. " runs", function()
      local text, status = run(block[2])
      assert.equal("0", status, text .. "\n" .. block[2])
    end)
  end

  it("are enough, and a wrong one would be noticed", function()
    assert.is_true(#all_blocks() >= 30)
    assert.equal(1, #blocks_of("README.md", files.read "README.md"))
    assert.equal(4, #blocks_of("guide", files.read "docs/guide.md"))
    assert.equal(2, #blocks_of("engine", files.read "docs/engine.md"))
    local text, status = run "local ln = require 'lunette'\nprint(nn.Linear)"
    assert.equal("1", status)
    assert.truthy(text:find "block.lua:2: attempt to index a nil value %(global 'nn'%)")
    assert.same({{"x, block 1", "a\n  b"}}, blocks_of("x", "text\n  ```lua\n  a\n    b\n  ```\nmore"))
  end)

  it("are told from formulas: no docstring has Lua that does not load", function()
    for _, entry in ipairs(catalogue.get().entries) do
      for code in ((entry.doc or "") .. "\n"):gmatch "\n(  [^\n]*local [^\n]*\n)" do
        local from = entry.doc:find(code:sub(1, -2), 1, true)
        local block = {}
        for line in (entry.doc:sub(from) .. "\n"):gmatch "(.-)\n" do
          if not line:find "^  " then break end
          block[#block + 1] = line
        end
        -- a block is one from its first line on: later ones load within it
        local whole = entry.doc:sub(1, from - 1):find "\n\n$" or not entry.doc:sub(1, from - 1):find "\n  [^\n]*\n$"
        if whole then assert(load(table.concat(block, "\n")), entry.name .. ":\n" .. table.concat(block, "\n")) end
      end
    end
  end)

  it("prints what its comments say", function()
    local guide = blocks_of("guide", files.read "docs/guide.md")
    local text = run(guide[2][2])
    assert.truthy(text:find("12\t12", 1, true), text)
    assert.truthy(run(guide[3][2]):find("{64, 1}", 1, true))
    assert.truthy(run(blocks_of("engine", files.read "docs/engine.md")[1][2]):find("{-2, -2, -2}", 1, true))
  end)
end)
