-- How the engine is found, opened and shared: what each refusal says, and that
-- a refusal changes nothing.
local files = require "spec.files"
local host = require "spec.support.host"
local shell = require "lunette.shell"

local REAL = os.getenv "LUNETTE_REAL" or "float"

describe("the engine", function()
  local folder, cpath

  setup(function()
    folder = files.new_folder()
    cpath = host.build(folder)
  end)
  teardown(function() files.remove_folder() end)

  local function lua(text, environment, program)
    return host.output(("%s %s %s"):format(environment or "", program or "lua5.4",
                                           host.script(folder, text)))
  end

  -- The library in a tree of its own, without what is built or with it.
  local function tree(with)
    local root = folder .. "/tree"
    assert(os.execute(("rm -rf %s; mkdir -p %s/build && cp -r lua Makefile %s"):format(root, root, root)))
    if with then assert(os.execute(("cp -r build/lunette %s/build"):format(root))) end
    return root, ("LUA_PATH='%s/lua/?.lua;%s/lua/?/init.lua'"):format(root, root)
  end

  it("refused once is refused again, and opens when it can be", function()
    local out = lua([[
      local function try() return select(2, pcall(require, "lunette")) end
      print(try())
      print(try())
    ]], "LUNETTE_ISA=none")
    local first, second = out:match "^(.-)\n(.-)\n$"
    assert.truthy(first:find('LUNETTE_ISA is "none"', 1, true), out)
    assert.equal(first, second)
  end)

  it("names the Lua it wants", function()
    local out = lua([[
      _VERSION = "Lua 5.1"
      print(select(2, pcall(require, "lunette")))
    ]])
    assert.equal("script.lua:2: lunette: Lua 5.4 is wanted, this is Lua 5.1; run the script with lua5.4\n",
                 (out:gsub("^[^\n]*/", "")))
  end)

  it("is met by another Lua with that line first", function()
    if not shell.has "lua5.1" then pending "there is no lua5.1 here" end
    local _, path = tree()
    local out = lua('require "lunette"', path, "lua5.1")
    assert.truthy(out:find "^lua5.1: [^\n]+:1: lunette: Lua 5.4 is wanted, this is Lua 5.1; run the script", out)
  end)

  it("that is not built, or not on the path, says which command helps", function()
    local refuse = [[
      local ok, message = pcall(require, "lunette")
      print((message:gsub("^%S+:1: ", "")))
    ]]
    local root, path = tree()
    assert.equal(("lunette: there is no C library lunette.engine_%s; it is not built: make -C %s/\n")
      :format(REAL, root), lua(refuse, path .. " LUA_CPATH=" .. root .. "/build/?.so"))
    root, path = tree(true)
    assert.equal(('lunette: there is no C library lunette.engine_%s; package.cpath lacks it: '
      .. 'eval "$(make -s -C %s/ env)"\n'):format(REAL, root), lua(refuse, path .. " LUA_CPATH=./?.so"))
    os.remove(root .. "/Makefile")
    assert.truthy(lua(refuse, path .. " LUA_CPATH=./?.so"):find "install it anew, luarocks [^\n]+\n$")
  end)

  it("that is not there leaves no frame of the library behind the line", function()
    local root, path = tree()
    local out = lua('require "lunette"', path .. " LUA_CPATH=" .. root .. "/build/?.so")
    assert.truthy(out:find("^lua5.4: [^\n]+:1: lunette: there is no C library", 1), out)
    assert.falsy(out:find("engine.lua", 1, true), out)
    out = lua('require "lunette"', "LUNETTE_ISA=none")
    assert.truthy(out:find '^lua5.4: [^\n]+:1: lunette: LUNETTE_ISA is "none"', out)
    assert.falsy(out:find("engine.lua", 1, true), out)
  end)

  it("that does not load, or is of another version, is refused by its path", function()
    local root, path = tree(true)
    local library = ("%s/build/lunette/engine_%s.so"):format(root, REAL)
    files.write(library, "none")
    local out = lua('print(select(2, pcall(require, "lunette")))', path .. " LUA_CPATH=" .. root .. "/build/?.so")
    assert.truthy(out:find("lunette: the C library " .. library .. " does not load (", 1, true), out)
    assert.truthy(out:find "build it anew\n$")
    out = lua(([[
      package.preload["lunette.engine_%s"] = function() return {build = {interface = 0}} end
      print(select(2, pcall(require, "lunette")))
    ]]):format(REAL))
    assert.truthy(out:find "is of another version than .-engine.lua; build and install both anew\n$", out)
  end)

  local preamble

  setup(function() preamble = ("package.cpath = %q\nlocal host = require 'host'\n"):format(cpath) end)

  it("serves another Lua state from within a call of one", function()
    local out = lua(preamble .. [[
      local ln = require "lunette"
      local x = ln.ones(2, {requires_grad = true})
      x:register_hook(function(g)
        print(host.run("local ln = require 'lunette' local x = ln.ones(3, {requires_grad = true}); " ..
          "(x * x):sum():backward() return x.grad[1]:item() .. ' ' .. ln.memory().live_tensors"))
        print(host.run "require 'lunette'.ones(2):add(require 'lunette'.ones(3))")
        return g
      end)
      local _ <close> = ln.detect_anomaly()
      x:sum():backward()
      print(x.grad[1]:item(), ln.is_anomaly_enabled())
    ]])
    assert.truthy(out:find "^true\t2 %d+\nfalse\t.-add: sizes do not broadcast: .-\n1\ttrue\n$", out)
  end)

  it("lets a state that a finalizer closes leave the other as it was", function()
    local out = lua(preamble .. [[
      local ln = require "lunette"
      local sum = 0
      for k = 1, 30 do
        setmetatable({}, {__gc = function()
          host.run "x = require 'lunette'.ones(3, {requires_grad = true}) y = (x * x):sum()"
        end})
        local x = ln.ones(200, {requires_grad = true})
        for _ = 1, 50 do x = x + 0 end
        collectgarbage "step"
        sum = sum + x:sum():item()
      end
      print(sum)
    ]])
    assert.equal("6000\n", out)
  end)

  it("serves the next state when the first is closed", function()
    local out = lua(preamble .. [[
      local code = "local ln = require 'lunette' " ..
        "local x = ln.ones(2, {requires_grad = true}) local seen = 0 " ..
        "x:register_hook(function() seen = seen + 1 end) " ..
        "local recording = ln.is_grad_enabled() " ..
        "x:sum():backward() kept = {x, ln.no_grad(), ln.detect_anomaly(), (x * 2)} " ..
        "return tostring(recording) .. seen"
      print(host.run(code))
      print(host.run(code))
      print(require("lunette").is_grad_enabled())
    ]])
    assert.equal("true\ttrue1\ntrue\ttrue1\ntrue\n", out)
  end)

  it("has room for every row, and says when there is none", function()
    -- the engine without its binding and files, and more rows than its table has
    local source = files.write(folder .. "/rows.c", [[
      #include <stdio.h>
      #include <stdlib.h>
      #include "engine.h"
      int main(void) {
        static Engine own;
        engine_open(engine = &own);
        if (!op_load() || op_find("no such op")) return 1;
        Op *rows = calloc(2001, sizeof *rows);
        for (int k = 0; k < 2000; k++) {
          char *name = malloc(16);
          sprintf(name, "row%d", k);
          rows[k] = (Op){.name = name, .signature = "x"};
        }
        bool ok = op_register(rows, "spec");
        printf("%d %s %d\n", ok, error_text(), op_find("no such op") == NULL);
        return 0;
      }
    ]])
    local pipe = assert(io.popen("find src -name '*.c' -not -path '*/bind/*' -not -path '*/io/*' -not -path '*/mpi/*'"))
    local objects = pipe:read("a"):gsub("src/(%S+)%.c", "$(ls build/" .. REAL .. "/%1.o build/" .. REAL
      .. "/%1.*.o 2>/dev/null)"):gsub("\n", " ")
    pipe:close()
    local libs = os.getenv "LIBDIRS" or ""
    assert(os.execute(("cc -std=c11 %s -Isrc %s %s -o %s/rows %s -lm -lpthread -ldl")
      :format(REAL == "double" and "-DLUNETTE_DOUBLE" or "", source, objects, folder, libs)))
    assert.equal("0 more than 1023 ops 1\n", host.output(host.program(folder .. "/rows")))
  end)
end)

describe("engines of several Lua states", function()
  local folder, program

  setup(function()
    folder = files.new_folder()
    program = host.states(folder)
  end)
  teardown(function() files.remove_folder() end)

  local function run(how, ...)
    local out = host.output(table.concat({program, how, "spec/support/states.lua", ...}, " "))
    return out:gsub("%-?%d+ bytes more\n$", "")
  end

  it("leave nothing behind, one after another", function()
    local out = host.output(program .. " many spec/support/states.lua 5 200")
    assert.equal(run("one", 5) .. "0 bytes more\n", out)
  end)

  it("leave nothing behind, 1,000 one after another #hard", function()
    local out = host.output(program .. " many spec/support/states.lua 5 1000")
    assert.equal(run("one", 5) .. "0 bytes more\n", out)
  end)

  it("give what each gives alone, on two threads at once", function()
    local alone = run("one", 5) .. run("one", 4)
    assert.truthy(alone:find "false matmul: inner sizes differ", alone)
    for _ = 1, 5 do assert.equal(alone, (run("two", 5, 4))) end
  end)

  it("give what each gives alone, one from within the other", function()
    assert.equal(run("one", 6) .. run("one", 8), (run("inside", 6, 8)))
  end)
end)
