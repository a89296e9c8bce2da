-- The checks under tools/ find what they are for: run in a copy of the tree
-- with a fault of each kind.

local files = require "spec.files"

-- Nothing of it depends on the type of numbers.
if os.getenv "LUNETTE_REAL" == "double" then return end

local PARTS = "src lua tools bench examples spec/support/host.c docs " ..
              "Makefile .ci .clang-format .clang-tidy README.md CONTRIBUTING.md"

describe("the check of", function()
  local folder
  setup(function()
    folder = files.new_folder()
    assert(os.execute(("cp -a --parents %s %s"):format(PARTS, folder)))
  end)
  teardown(files.remove_folder)

  local function run(name)
    local command = "cd %s && lua5.4 tools/check_%s.lua 2>&1"
    local pipe = assert(io.popen(command:format(folder, name)))
    local text = pipe:read "a"
    return (pipe:close()), text
  end

  -- What the check says once the text stands at the end of the file, which is
  -- as it was afterwards.
  local function said(name, path, text)
    local before = files.read(folder .. "/" .. path)
    files.write(folder .. "/" .. path, before .. text)
    local ok, found = run(name)
    files.write(folder .. "/" .. path, before)
    assert.falsy(ok, found)
    assert.matches("%d+ passed, [1-9]%d* failed\n$", found)
    return found
  end

  it("layers finds includes of what is not below", function()
    assert.matches("src/rng.c includes tensor, which is not below it",
                   said("layers", "src/rng.c", '#include "tensor.h"\n'), 1, true)
    assert.matches("rng includes <lua.h>, which belongs to bind/ and mpi/ alone",
                   said("layers", "src/rng.c", "#include <lua.h>\n"), 1, true)
  end)

  it("modules finds what is required from above", function()
    for text, fault in pairs {
      ['require "lunette.gan.ema"\n'] = "requires gan/ema, which is not below",
      ['require "lunette.metrics"\n'] = "requires metrics/init, which is not",
      ['require "lunette"\n'] = "requires all of lunette, which is above it",
      ['require("lunette." .. x)\n'] = "requires a name it computes",
      ["require(x)\n"] = "requires a name it computes",
    } do
      local found = said("modules", "lua/lunette/nn/linear.lua", text)
      assert.matches(fault, found, 1, true)
      assert.matches(", 1 failed\n$", found)
    end
    assert.matches("which is no module of its own folder",
                   said("modules", "lua/lunette/gan/init.lua",
                        'local x = {"lunette.gan.nowhere"}\n'), 1, true)
  end)

  it("modules wants a layer for every file", function()
    files.write(folder .. "/lua/lunette/new.lua", "return {}\n")
    local ok, found = run "modules"
    os.remove(folder .. "/lua/lunette/new.lua")
    assert.falsy(ok)
    assert.matches("new.lua: no layer is known for it", found, 1, true)
  end)

  it("lines finds long ones, blanks at the end and tabs", function()
    local path = "lua/lunette/nn/linear.lua"
    for text, fault in pairs {
      ["-- " .. ("x"):rep(78) .. "\n"] = " has 81 columns",
      ["local x = 1 \n"] = " ends in a blank", ["\tlocal x = 1\n"] = " has a tab",
    } do
      assert.matches(path .. ":%d+" .. fault, said("lines", path, text))
    end
    files.write(folder .. "/tools/new.sh", "# " .. ("é"):rep(78) .. "\n")
    assert.is_true(run "lines")
  end)

  it("static finds memory that may not be there", function()
    files.write(folder .. "/src/new.c", "#include <stdlib.h>\nint *made(void);\n" ..
                "int *made(void) {\n  int *p = malloc(4);\n  *p = 1;\n  return p;\n}\n")
    local pipe = assert(io.popen("cd " .. folder .. " && lua5.4 tools/check_static.lua '' src/new.c 2>&1"))
    local found = pipe:read "a"
    assert(os.remove(folder .. "/src/new.c"))
    if found:find("no -fanalyzer", 1, true) then return pending "the compiler has no -fanalyzer" end
    assert.falsy(pipe:close())
    assert.matches("dereference of possibly%-NULL", found)
    assert.matches("%d+ passed, [1-9]%d* failed\n$", found)
  end)

  it("format finds what clang-format has otherwise", function()
    local _, version = run "format"
    if version:find "^skipped: " then return pending(version) end
    assert.matches("src/io/gzip.h:%d+ is not as clang%-format has it",
                   said("format", "src/io/gzip.h", "int  x  ;\n"))
  end)
end)
