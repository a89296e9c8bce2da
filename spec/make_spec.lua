-- What make's targets hand to the scripts, and for what they compile.
local files = require "spec.files"
local version = require "lunette.version"

local function output_of(command)
  local pipe = assert(io.popen(command .. " 2>&1"))
  local text = pipe:read "a"
  return text, (pipe:close())
end

-- The commands that make would run.
local function dry(arguments) return (output_of("make -n " .. arguments)) end

describe("make all", function()
  it("compiles for the sets of instructions that the compiler's target has", function()
    local cc = files.new_folder() .. "/cc"
    local function sets(target)
      assert(os.execute(("printf '#!/bin/sh\\necho %s\\n' > %s; chmod +x %s"):format(target, cc, cc)))
      local found = {}
      for set in dry("-B all CC=" .. cc):gmatch "KERNEL_ISA=(%w+)" do found[set] = true end
      return found
    end
    local arm, x86 = sets "aarch64-linux-gnu", sets "x86_64-linux-gnu"
    files.remove_folder()
    assert.same({baseline = true}, arm)
    assert.same({baseline = true, avx2 = true, avx512 = true}, x86)
  end)
end)

describe("make examples", function()
  it("hands STEPS to every example, and nothing unless given", function()
    assert.truthy(dry "examples STEPS=7":find("lua5.4 $f 7; done", 1, true))
    assert.truthy(dry "examples":find("lua5.4 $f ; done", 1, true))
  end)
end)

describe("make pictures", function()
  it("draws those of all pages, or of PAGES", function()
    assert.truthy(dry "pictures PAGES='07 11'":find("tools/tutorial.lua 07 11\n", 1, true))
    assert.truthy(dry "pictures":find("tools/tutorial.lua *\n"))
  end)
end)

describe("make env", function()
  it("makes the command and the library known to a shell, from any folder", function()
    local text, ok = output_of('eval "$(make -s env)"; cd /; lunette --version && ' ..
                               'lua5.4 -e "print(require([[lunette]]).version)"')
    assert.truthy(ok)
    assert.equal(("lunette %s\n%s\n"):format(version, version), text)
  end)
end)

describe("make demo", function()
  it("takes 2000 steps, or STEPS", function()
    assert.truthy(dry "demo":find("--steps 2000 --folder runs/demo", 1, true))
    assert.truthy(dry "demo STEPS=3000":find("--steps 3000 --folder runs/demo", 1, true))
  end)
end)

describe("make bench-ops", function()
  it("hands on ROUNDS and the words of OPS", function()
    assert.truthy(dry 'bench-ops ROUNDS=2 OPS="tanh nn.Conv2d"':find("bench/ops/run.lua 2 tanh nn.Conv2d", 1, true))
  end)

  it("says that no title has a word, before it measures any", function()
    local text, ok = output_of "lua5.4 bench/ops/run.lua 1 nosuchop"
    assert.falsy(ok)
    assert.equal("bench-ops: no case has nosuchop in its title\n", text)
  end)
end)

describe("make bench", function()
  it("limits both parts to CASES", function()
    local text = dry 'bench ROUNDS=2 CASES="adam randn"'
    assert.truthy(text:find("bench/run.lua 2 adam randn", 1, true))
    assert.truthy(text:find("bench/neighbours.lua 2 adam randn", 1, true))
    assert.equal("", (output_of "lua5.4 bench/neighbours.lua 1 adam randn"))
  end)

  it("names a case that is not there, before it measures any", function()
    for _, part in ipairs {"run", "neighbours"} do
      local text, ok = output_of(("lua5.4 bench/%s.lua 1 adam dcgan29"):format(part))
      assert.falsy(ok)
      assert.equal("bench: no case dcgan29; there are start, smallops, mlp_ring, mlp_mbd, mlp_mbd_bf16, " ..
                   "mbd_64, mbd_256, mbd_1024, dcgan28, dcgan28_bf16, dcgan64, dcgan64_bf16, wgan_gp, eltwise, " ..
                   "softmax_ce, adam, randn\n", text)
    end
  end)

  it("knows a file for each of its cases, and no file without", function()
    local known = {}
    for _, name in ipairs(require "bench.chosen" {}) do
      known[name] = true
      if name ~= "start" then assert(io.open("bench/cases/" .. name .. ".lua")):close() end
    end
    for name in output_of "ls bench/cases":gmatch "([%w_]+)%.lua" do assert.is_true(known[name], name) end
  end)
end)

describe("make test", function()
  it("shows a line a file, with what failed and what it said before, and the sum", function()
    local folder = files.new_folder()
    local function write(name, text) files.write(folder .. "/" .. name, text) end
    write("good_spec.lua", 'it("is quiet", function() print "noise" end) it("waits", function() pending "later" end)')
    write("bad_spec.lua", 'it("adds", function() assert.equal(5, 2 + 2) end) it("raises", function() error "no" end)')
    write("cut_spec.lua", "it(")
    local text, ok = output_of(("busted --lua=lua5.4 -o tools/output.lua -Xoutput float %s/good_spec.lua " ..
                                "%s/bad_spec.lua %s/cut_spec.lua"):format(folder, folder, folder))
    files.remove_folder()
    assert.falsy(ok)
    assert.truthy(text:find("\nnoise\n", 1, true) or text:find("^noise\n"))
    assert.truthy(text:find "\1[^\n]*good_spec.lua +float +1 passed, 1 pending  %d+%.%d s\n")
    assert.truthy(text:find "\1  pending: [^\n]*good_spec.lua:1: waits: later\n")
    assert.truthy(text:find "\2[^\n]*bad_spec.lua +float +0 passed, 2 failed  %d+%.%d s\n")
    assert.truthy(text:find "\2  failed: [^\n]*bad_spec.lua:1: adds\n.*\2    %(number%) 4\n.*\2    %(number%) 5\n")
    assert.truthy(text:find "\2  failed: [^\n]*bad_spec.lua:1: raises\n\2    [^\n]*no\n")
    assert.truthy(text:find "\2  failed: [^\n]*cut_spec.lua\n\2    [^\n]*unexpected symbol near <eof>\n")
    assert.truthy(text:find "\0011 passed, 3 failed\n$")
  end)
end)

describe("make dist", function()
  it("finds the rockspecs of the version as it would write them", function()
    local paths, before = {}, {}
    for k, package in ipairs {"lunette", "lunette-mpi"} do
      paths[k] = ("rockspecs/%s-%s-1.rockspec"):format(package, version)
      before[k] = files.read(paths[k])
    end
    assert.equal(table.concat(paths, "\n") .. "\n", (output_of "lua5.4 tools/dist.lua"))
    for k, package in ipairs {"lunette", "lunette-mpi"} do
      assert.equal(before[k], files.read(paths[k]))
      local spec, dev = {}, {}
      assert(load(before[k], paths[k], "t", spec))()
      assert(load(files.read(package .. "-dev-1.rockspec"), "dev", "t", dev))()
      assert.equal(version .. "-1", spec.version)
      assert.equal("lunette-" .. version, spec.source.dir)
      if k == 2 then dev.dependencies[2] = "lunette == " .. version end
      assert.same({dev.build, dev.dependencies, dev.external_dependencies},
                  {spec.build, spec.dependencies, spec.external_dependencies})
    end
  end)

  it("packs a rock that installs without a network and runs from elsewhere #hard", function()
    local folder = files.new_folder()
    local script = ([[set -e
      git clone -q . %s/tree; cd %s/tree
      make -s dist >/dev/null
      sh tools/deps.sh luarocks
      luarocks --lua-version 5.4 install --tree %s/rocks --deps-mode none dist/lunette-[0-9]*.src.rock >/dev/null
      cd %s
      eval "$(luarocks --lua-version 5.4 path --tree %s/rocks)"
      lunette --version
      lua5.4 -e 'print(require "lunette".eye(2):sum():item())']]):gsub("%%s", folder)
    local alone = "unset LUA_PATH LUA_CPATH; export https_proxy=http://0.0.0.0:1 http_proxy=http://0.0.0.0:1; "
    local text = output_of(alone .. "{ " .. script .. "\n}")
    files.remove_folder()
    local said = ("lunette %s\n2\n"):format(version)
    assert.equal(said, text:sub(-#said), text)
  end)
end)
