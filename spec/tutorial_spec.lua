-- The tutorial: its scripts run as they are printed, one page in one folder,
-- and print what stands below them; its links and pictures are there.

local files = require "spec.files"
local page = require "tools.tutorial.page"
local python = require "spec.support.python"

local paths = page.paths()
local here
do
  local pipe <close> = assert(io.popen "pwd")
  here = pipe:read "l"
end

-- What the script prints on both outputs, and its status.
local function run(folder, script)
  files.write(folder .. "/" .. script.name, script.code .. "\n")
  local command = ('cd %s && LUNETTE_PROGRESS=off LUA_PATH="%s/lua/?.lua;%s/lua/?/init.lua;;" ' ..
                   'LUA_CPATH="%s/build/?.so;;" lua5.4 %s 2>errors; printf "status %%d" $?')
    :format(folder, here, here, here, script.name)
  local pipe <close> = assert(io.popen(command))
  local text, status = pipe:read "a":match "^(.*)status (%d+)$"
  -- the engine's type goes by its usual name, and pages have no tabs
  return (text:gsub("double", "float"):gsub("\t", "  ")), tonumber(status), files.read(folder .. "/errors")
end

-- The function of Python's package safetensors that pages use.
local LOAD_FILE = [==[
import json, struct, torch
def load_file(path):
    with open(path, "rb") as f:
        header = json.loads(f.read(struct.unpack("<Q", f.read(8))[0]))
        data = bytearray(f.read())
    types = {"F32": torch.float32, "F64": torch.float64}
    def tensor(e):
        first, last = e["data_offsets"]
        return torch.frombuffer(data[first:last], dtype=types[e["dtype"]]).reshape(e["shape"])
    return {n: tensor(e) for n, e in header.items() if n != "__metadata__"}
]==]

-- A heading's name in links, as hosts of repositories make it.
local function anchor(heading)
  return (heading:lower():gsub("[^%w%s_-]", ""):gsub("%s", "-"))
end

local function headings(text)
  local list = {}
  for heading in text:gsub("\n```.-\n```", "\n"):gmatch "\n## ([^\n]+)" do
    list[#list + 1] = heading
  end
  return list
end

-- The links of the page's first list: {text, target}.
local function contents(text)
  local list = {}
  for line in text:match "^# [^\n]+\n\n(.-\n)\n":gmatch "[^\n]+" do
    list[#list + 1] = {line:match "^%- %[(.*)%]%(#(.*)%)$"}
  end
  return list
end

for k, path in ipairs(paths) do
  describe(path, function()
    local read = page.read(path)
    local folder
    setup(function()
      folder = files.new_folder()
      page.prepare(path, folder)
    end)
    teardown(function() os.execute("rm -rf " .. folder) end)

    for _, script in ipairs(read.scripts) do
      it(script.name .. " runs", function()
        local text, status, errors = run(folder, script)
        assert.equal(0, status, text .. errors)
        if script.output then assert.equal(script.output .. "\n", text) end
      end)
    end

    if #read.python > 0 then
      it("has Python that writes for its scripts, and reads what they write", function()
        if python.missing "torch" then return pending(python.missing "torch") end
        local inner = folder .. "/python"
        assert(os.execute("mkdir -p " .. inner .. "/safetensors"))
        files.write(inner .. "/safetensors/torch.py", LOAD_FILE)
        for i = 0, #read.scripts do
          local script = read.scripts[i]
          if script and script.output then assert.equal(script.output, (run(inner, script):gsub("\n$", ""))) end
          for _, block in ipairs(read.python) do
            if block.after == i then assert.equal(block.output .. "\n", python.run(inner, block.code)) end
          end
        end
      end)
    end

    it("begins with its contents", function()
      local titles, list = headings(read.text), contents(read.text)
      assert.equal(#titles, #list)
      for i, title in ipairs(titles) do
        assert.same({title, anchor(title)}, list[i])
      end
    end)

    it("leads on to the next page", function()
      local last = read.text:match "\n\n([^\n]*)\n$"
      local following = paths[k + 1]
      if not following then return end
      assert.equal(("Next: [%s](%s)"):format(page.read(following).title, following:match "[^/]+$"), last)
    end)
  end)
end

describe("the tutorial", function()
  it("has fourteen pages, and all of them in its contents", function()
    assert.equal(14, #paths)
    local index = files.read "docs/tutorial/index.md"
    for _, path in ipairs(paths) do
      local title = page.read(path).title:gsub("^%d+%. ", "")
      assert.truthy(index:find(("[%s](%s)"):format(title, path:match "[^/]+$"), 1, true), path)
    end
  end)

  it("shows pictures that are there, and all of them", function()
    local shown = {}
    for _, path in ipairs(paths) do
      for _, picture in ipairs(page.read(path).pictures) do
        shown[picture:match "[^/]+$"] = true
        assert.is_true(#files.read("docs/tutorial/" .. picture) > 0)
      end
    end
    for name in files.list("docs/tutorial/pictures"):gmatch "%S+" do assert(shown[name], name) end
  end)

  it("keeps them small: 1.5 MB in all", function()
    local bytes = 0
    for name in files.list("docs/tutorial/pictures"):gmatch "%S+" do
      bytes = bytes + #files.read("docs/tutorial/pictures/" .. name)
    end
    assert.is_true(bytes < 1.5e6, tostring(bytes))
  end)

  it("would notice a script that fails, and one that prints something else", function()
    local folder = files.new_folder()
    local _, status, errors = run(folder, {name = "x.lua", code = "print(nil + 1)"})
    assert.equal(1, status)
    assert.truthy(errors:find("x.lua:1: attempt to perform arithmetic on a nil value", 1, true))
    assert.equal("2\n", (run(folder, {name = "x.lua", code = "print(2)"})))
    os.execute("rm -rf " .. folder)
  end)
end)
