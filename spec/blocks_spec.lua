-- Every block of Lua on every page and in every docstring runs as it is printed, each as a
-- script of its own in an empty folder; what stands behind a print of the manual is what it
-- prints. The commands of the pages run, too, but for those listed here with the reason. The
-- blocks of the tutorial are run by its own spec.

local catalogue = require "lunette.docs.catalogue"
local command = require "spec.support.command"
local files = require "spec.files"
local lapack = require "spec.support.lapack"
local ln = require "lunette"

local function lines_of(shell)
  local list = {}
  local pipe <close> = assert(io.popen(shell))
  for line in pipe:lines() do list[#list + 1] = line end
  return list
end

local here = lines_of "pwd"[1]
local manual = require "tools.docs.manual"()

-- Path -> text of what is written by hand, the tutorial left out, and of the manual as `make docs` writes it.
local function pages_but_the_tutorial()
  local pages = {}
  for _, path in ipairs(lines_of "ls *.md docs/*.md examples/*.md lua/lunette/*/*.md lua/lunette/*/*/*.md") do
    pages[path] = files.read(path)
  end
  for path, text in pairs(manual) do pages[path] = text end
  return pages
end

local function every_page()
  local pages = pages_but_the_tutorial()
  for _, path in ipairs(lines_of "ls docs/tutorial/*.md") do pages[path] = files.read(path) end
  return pages
end

local function sorted_keys(t)
  local keys = {}
  for key in pairs(t) do keys[#keys + 1] = key end
  table.sort(keys)
  return keys
end

-- {name, code} of every block that a page says is Lua.
local function blocks_of(name, page)
  local found = {}
  for indent, code in ("\n" .. page .. "\n"):gmatch "\n( *)```lua\n(.-)\n *```\n" do
    code = ("\n" .. code):gsub("\n" .. indent, "\n"):sub(2)
    found[#found + 1] = {("%s, block %d"):format(name, #found + 1), code}
  end
  return found
end

-- Why the suite does not run a block, if that is so, in the comment that it has for a mark.
local function reason_not_to_run(code) return code:match "%-%- not run by the suite: ([^\n]+)" end

-- Those of all pages; one that stands in several places, once. And "page: reason" of those that do not run, which
-- are Lua all the same.
local function all_blocks()
  local pages, found, seen, still = pages_but_the_tutorial(), {}, {}, {}
  for _, name in ipairs(sorted_keys(pages)) do
    for _, block in ipairs(blocks_of(name, pages[name])) do
      local reason = reason_not_to_run(block[2])
      if reason then
        still[#still + 1] = name .. ": " .. reason
        assert(load(block[2]))
      elseif not seen[block[2]] then
        found[#found + 1] = block
      end
      seen[block[2]] = true
    end
  end
  return found, still
end

-- What prints are said to print by the comments behind them, in order.
local function said_by(code)
  local list = {}
  for said in code:gmatch "print[^\n]- %-%- ([^\n]+)" do list[#list + 1] = said end
  return list
end

-- What was printed as a comment has it: two blanks for a tab, and a tensor on one line, its numbers not padded.
local function as_commented(text)
  return "\n" .. text:gsub("\t", "  "):gsub(",\n +", ", "):gsub("{ +", "{"):gsub(", +", ", ")
end

-- The first of `list` that is not a line of the text, behind those before it; nil when all are.
local function missing_in(text, list)
  local at = 1
  text = as_commented(text)
  for _, line in ipairs(list) do
    local _, stop = text:find("\n" .. line .. "\n", at, true)
    if not stop then return line end
    at = stop
  end
end

describe("as printed", function()
  local folder
  before_each(function() folder = files.new_folder() end)
  after_each(files.remove_folder)

  local function run(code)
    files.write(folder .. "/block.lua", code)
    local line = ('cd %s && LUA_PATH="%s/lua/?.lua;%s/lua/?/init.lua;;" LUA_CPATH="%s/build/?.so;;" ' ..
                  'lua5.4 block.lua 2>&1; echo "$?"'):format(folder, here, here, here)
    local pipe <close> = assert(io.popen(line))
    return pipe:read "a":match "^(.-)(%d+)\n$"
  end

  for _, block in ipairs(all_blocks()) do
    it(block[1] .. " runs", function()
      local text, status = run(block[2])
      local missing = text:find "liblapacke" and lapack.missing()
      if missing then return pending(missing) end
      assert.equal("0", status, text .. "\n" .. block[2])
      if manual[block[1]:match "^[^,]+"] then
        assert.is_nil(missing_in(text, said_by(block[2])), text .. "\n" .. block[2])
      end
    end)
  end

  it("are all but these", function()
    assert.same({"docs/manual/metrics.md: it needs these weights, and a run",
                 "docs/methods.md: it needs these weights, and a run"}, (select(2, all_blocks())))
  end)

  it("are enough, and a wrong one would be noticed", function()
    assert.is_true(#all_blocks() >= 180)
    assert.equal(1, #blocks_of("README.md", files.read "README.md"))
    assert.equal(4, #blocks_of("guide", files.read "docs/guide.md"))
    assert.equal(2, #blocks_of("engine", files.read "docs/engine.md"))
    local text, status = run "local ln = require 'lunette'\nprint(nn.Linear)"
    assert.equal("1", status)
    assert.truthy(text:find "block.lua:2: attempt to index a nil value %(global 'nn'%)")
    assert.same({{"x, block 1", "a\n  b"}}, blocks_of("x", "text\n  ```lua\n  a\n    b\n  ```\nmore"))
  end)

  it("are held to what they say that they print", function()
    local code = "print(1, 2)      -- 1  2\nlocal x = 3  -- three\nprint(x) -- 3"
    assert.same({"1  2", "3"}, said_by(code))
    assert.is_nil(missing_in(run(code), said_by(code)))
    assert.equal("4", missing_in("3\n", {"3", "4"}))
    assert.equal("3", missing_in("4\n3\n", {"4", "3", "3"}))
    assert.equal("3", missing_in("30\n", {"3"}))
    assert.is_nil(missing_in("{{ 6,  0},\n { 0, 12}}\n", {"{{6, 0}, {0, 12}}"}))
    local guide = blocks_of("guide", files.read "docs/guide.md")
    assert.truthy(run(guide[2][2]):find("12\t12", 1, true))
    assert.truthy(run(guide[3][2]):find("{64, 1}", 1, true))
    assert.is_nil(missing_in(run(blocks_of("engine", files.read "docs/engine.md")[1][2]), {"{-2, -2, -2}"}))
  end)
end)

-- ---- what is no Lua ----

-- The indented blocks of a docstring.
local function indented(doc)
  local list, block = {}, {}
  for line in (doc .. "\n\n"):gmatch "(.-)\n" do
    if line:find "^  " then
      block[#block + 1] = line
    elseif #block > 0 then
      list[#list + 1] = table.concat(block, "\n")
      block = {}
    end
  end
  return list
end

-- Would a reader take it for Lua?
local function looks_like_lua(block)
  return block:find "%f[%w]local %w" or block:find "%f[%w]ln%.[%w_.]+[:%w_]* ?[%({\"]" or
         block:find "%f[%w]print%(" or block:find "\n%s*end%f[%W]"
end

describe("blocks in docstrings", function()
  it("that are printed as formulas are no Lua with a mistake", function()
    local docs, wrong = {}, {}
    for _, entry in ipairs(catalogue.get().entries) do docs[#docs + 1] = entry.doc end
    for _, doc in ipairs(catalogue.get().docs) do docs[#docs + 1] = doc.text end
    for _, doc in ipairs(docs) do
      for _, block in ipairs(indented(doc)) do
        if not load(block) and looks_like_lua(block) then wrong[#wrong + 1] = block end
      end
    end
    assert.same({}, wrong)
    assert.truthy(looks_like_lua "  local x = = 1")
    assert.truthy(looks_like_lua "  D = ln.nn.Linear(2, 3")
    assert.truthy(looks_like_lua "  G:apply(function(layer)\n    x)\n  end")
    assert.is_nil(looks_like_lua "  data   ln.data.Loader, what has sample(n)\n  y = x W^T")
  end)

  it("that are Lua are all in the manual, by which they run", function()
    local printed, seen = {}, 0
    for path, text in pairs(manual) do
      for _, block in ipairs(blocks_of(path, text)) do printed[block[2]:gsub("^local ln = [^\n]+\n", "")] = true end
    end
    for _, doc in ipairs(catalogue.get().docs) do
      for _, block in ipairs(indented(doc.text)) do
        local code = ("\n" .. block):gsub("\n  ", "\n"):sub(2)
        if load(code) then
          assert.truthy(printed[code:gsub("^local ln = [^\n]+\n", "")], code)
          seen = seen + 1
        end
      end
    end
    assert.is_true(seen >= 180)
  end)
end)

describe("blocks of other languages", function()
  it("are commands, what is printed, C that additions_spec adds, and Python", function()
    local count = {}
    for _, text in pairs(every_page()) do
      for language in ("\n" .. text):gmatch "\n *```(%a+)" do count[language] = (count[language] or 0) + 1 end
    end
    count.lua, count.text, count.sh = nil, nil, nil
    assert.same({c = 1, python = 4}, count) -- one to read; two have names, by which the tutorial's spec runs them
    local c = files.read "CONTRIBUTING.md":match "\n```c\n(.-)\n```"
    local added = files.read "spec/additions_spec.lua"
    for part in (c .. "\n\n"):gmatch "(.-)\n\n" do assert.truthy(added:find(part, 1, true), part) end
  end)
end)

describe("make, on the pages,", function()
  it("has the targets that they name", function()
    local makefile, count = "\n" .. files.read "Makefile", 0
    for path, text in pairs(every_page()) do
      for _, before in ipairs {"\n    ", "`"} do
        for target in text:gmatch(before .. "make ([%l][%l-]*)") do
          assert.truthy(makefile:find("\n" .. target .. ":", 1, true), path .. ": make " .. target)
          count = count + 1
        end
      end
    end
    assert.is_true(count >= 20)
  end)
end)

-- ---- commands ----

-- Not run, as they would take minutes, or need a run of thousands of steps or a file that is not here: they
-- are only read, in an empty folder, where they fail and are not used wrongly.
local left = {
  ["train photos/ --minutes 40"] = "40 minutes",
  ["train photos/ --preset dcgan --size 32 --filters 16 --steps 1500 --seed 1"] = "minutes",
  ["train faces.lua --steps 20000 --set lr=1e-4 --set gamma=2"] = "minutes",
  ["train my_gan.lua --steps 20000 --set lr=1e-4 --set gamma=2"] = "minutes",
  ["train script.lua --steps 20000 --set lr=1e-4 --set betas=0,0.99"] = "minutes",
  ["experiment examples/experiments/ring.lua --jobs 2"] = "minutes",
  ["fork runs/photos --at 4200 --set gamma=2"] = "a run of 4200 steps",
  ["replay runs/photos --to 4200"] = "a run of 4200 steps",
  ["eval runs/photos --features pt_inception.safetensors"] = "a file of weights",
}
local by_network = {["data fetch mnist"] = true}

-- The words behind lunette of every line of a page that is a command.
local function commands_of(text)
  local list = {}
  for line in ("\n" .. text:gsub("\\\n *", "")):gmatch "\n *lunette ([^\n]+)" do
    list[#list + 1] = line:gsub(" +#.*", ""):gsub(" +", " ")
  end
  return list
end

local function all_commands()
  local set = {}
  for _, text in pairs(every_page()) do
    for _, words in ipairs(commands_of(text)) do set[words] = true end
  end
  return sorted_keys(set)
end

-- Users have float; in double the same would be told again, more slowly.
if (os.getenv "LUNETTE_REAL" or "float") ~= "float" then return end

describe("as typed", function()
  local base, folder

  -- photos/, others/ and runs of them, such as the pages speak of.
  setup(function()
    base = files.new_folder()
    for k = 1, 1000 do ln.image.save(("%s/photos/%03d.png"):format(base, k), ln.rand(1, 16, 16)) end
    -- after 100 steps the log has a hash, which replay holds
    command.goes(base, "train photos/ --preset dcgan --filters 2 --batch-size 4 --steps 100")
    for _, name in ipairs {"photos-2", "faces", "ring-1", "ring-2", "slow-1", "slow-2"} do
      assert(os.execute(("cp -r %s/runs/photos %s/runs/%s"):format(base, base, name)))
    end
    files.write(base .. "/runs/ring.jsonl", '{"experiment":"ring","arm":"plain","seed":1,"results":{"modes":8}}\n')
  end)
  teardown(function() os.execute("rm -rf " .. base) end)

  before_each(function()
    folder = files.new_folder()
  end)
  after_each(function() os.execute("rm -rf " .. folder) end)

  for _, words in ipairs(all_commands()) do
    if by_network[words] then goto continue end
    it("lunette " .. words .. (left[words] and " is read: " .. left[words] or " runs"), function()
      local missing = words:find "fid" and lapack.missing()
      if missing then return pending(missing) end
      if not left[words] then
        assert(os.execute(("cp -r %s/runs %s; ln -s %s/photos %s/photos; ln -s %s/photos %s/others"):format(
          base, folder, base, folder, base, folder)))
      end
      local text, said, status = command.run(folder, words .. " </dev/null")
      assert.equal(left[words] and 1 or 0, status, text .. said)
    end)
    ::continue::
  end

  it("are found on the pages, also those that are left", function()
    local found = {}
    for _, words in ipairs(all_commands()) do found[words] = true end
    for words in pairs(left) do assert.is_true(found[words], words) end
    for words in pairs(by_network) do assert.is_true(found[words], words) end
    assert.same({"a --b 2 --c", "d"}, commands_of "    lunette a --b 2 \\\n  --c   # e\nlunette d\nthe lunette x")
    local _, said, status = command.run(folder, "train photos/ --minute 40")
    assert.equal(2, status, said)
  end)
end)
