-- The add-on for the Lua language server: that its annotations are whole, and
-- what a server says by them of calls. It is found by LUA_LANGUAGE_SERVER, or
-- as lua-language-server on the PATH; without one those specs are pending.

local annotations = require "tools.docs.annotations"
local catalogue = require "lunette.docs.catalogue"
local files = require "spec.files"
local json = require "lunette.json"
local language_server = require "spec.support.language_server"
local types = require "tools.docs.types"

local LARGEST = 500000 -- bytes; the server passes over what is above

local library = annotations()
local text = ""
for _, content in pairs(library) do text = text .. content end

local known = {}
for name in ("any nil boolean string number integer function table fun self T true false"):gmatch "%a+" do
  known[name] = true
end
for name in text:gmatch "%-%-%-@class ([%w_.]+)" do known[name] = true end

-- The names of types in what stands after a tag: without strings, texts, and
-- names of fields and parameters.
local function names_in(line)
  line = line:gsub('".-"', ""):gsub("[%a_][%w_]*%??:", "")
  return line:gmatch "%f[%w_.][%a_][%w_.]*"
end

local function unknown_in(line, found)
  for name in names_in(line) do
    if not known[name] then found[#found + 1] = name .. " in " .. line end
  end
end

describe("annotations", function()
  it("are Lua, in files that a server reads", function()
    for name, content in pairs(library) do
      assert(load(content, name))
      assert.is_true(#content < LARGEST, name .. " has " .. #content)
    end
    assert.equal("Lunette", json.decode(files.read "lua/lunette/editor/config.json").name)
  end)

  it("name only types that there are", function()
    local found, seen = {}, 0
    for line in text:gmatch "[^\n]+" do
      local said = line:match "^%-%-%-@return (.*)$" or line:match "^%-%-%-@overload (.*)$" or
                   line:match "^%-%-%-@param [%w_.]+%?? (.*)$" or line:match "^%-%-%-@class [%w_.]+: (.*)$" or
                   line:match "^%-%-%-@field [%w_]+%?? (%S+)"
      if said then
        seen = seen + 1
        unknown_in(said, found)
      end
    end
    assert.same({}, found)
    assert.is_true(seen > 5000)
  end)

  it("have a type for every parameter", function()
    local without, block, seen = {}, "", 0
    for line in text:gmatch "[^\n]*" do
      local name, list = line:match "^function ([%w_.:]+)%((.-)%)"
      for p in (list or ""):gmatch "[%w_.]+" do
        seen = seen + 1
        if not block:find("---@param " .. p, 1, true) then without[#without + 1] = name .. ": " .. p end
      end
      block = line:find "^%-%-%-" and block .. line .. "\n" or ""
    end
    assert.is_true(seen > 2000)
    assert.same({}, without)
  end)

  it("have a field for every option", function()
    local seen, fields = 0, {}
    for class, list in text:gmatch "%-%-%-@class ([%w_.]+%.options)\n(.-)\n\n" do fields[class] = list .. "\n" end
    for _, entry in ipairs(catalogue.get().entries) do
      local options = entry.signature and not entry.inherited and entry.doc and entry.signature.options
      local class = options and fields[types.options_name(entry)]
      for _, p in ipairs(class and options or {}) do
        assert.truthy(class:find("%-%-%-@field " .. p.name .. (p.optional and "%?" or "") .. " "),
                      entry.name .. ": " .. p.name)
        seen = seen + 1
      end
    end
    assert.is_true(seen > 700)
  end)

  -- Each with what it gives that has no narrower type.
  it("leave the result open only where it is", function()
    local open = {}
    local found = catalogue.get()
    for _, entry in ipairs(found.entries) do
      local called = entry.kind == "op" or entry.kind == "function" or entry.kind == "method"
      local gives = called and entry.doc and table.concat(types.results(found, entry), " ") or ""
      if (" " .. gives .. " "):find " any " then open[#open + 1] = entry.name end
    end
    table.sort(open)
    assert.same({
      "Tensor:totable",               -- a number, or tables as deep as it has dimensions
      "nn.Module:watched", "nn.functional.functional_call",  -- what the function gives
    }, open)
  end)

  it("have the docstring's lines at options", function()
    local trainer = text:match "%-%-%-@class lunette%.gan%.Trainer%.options\n(.-)\n\n"
    for _, line in ipairs {
      "---@field steps integer of the run: how many, and \"runs/name\"\n",
      "---@field seed? integer of the default generator, set before anything is made\n",
      "---@field mode? \"eval\"|\"train\" default \"eval\"",
      "---@field generator? lunette.nn.Module|function|lunette.Callable layers, or functions that make them\n",
      "---@field clip? table {norm = 1} or {value = 1}\n",
    } do
      assert.truthy(trainer:find(line, 1, true), line)
    end
  end)
end)

-- {line of Lua, the type of what it names}, worked out by hand.
local PROBES = {
  {"local y = nn.Linear(2, 3)(ln.randn(4, 2))", "lunette.Tensor"},
  {"local s = ln.softmax(y, 2)", "lunette.Tensor"},
  {"local l = nn.MSELoss()(y, y)", "lunette.Tensor"},
  {"local m = nn.Sequential {nn.Linear(2, 3)}", "lunette.nn.Sequential"},
  {"local trained = m:train()", "lunette.nn.Sequential"},
  {"local first = m[1]", "lunette.nn.Module"},
  {'local Mine = nn.Module:extend "Mine"', "lunette.nn.Module.class"},
  {"local mine = Mine(8)", "lunette.nn.Module"},
  {"local given = mine(y)", "lunette.Tensor"},
  {'local Reverse = ln.Function:extend "Reverse"', "lunette.Function.class"},
  {"local reversed = Reverse(y)", "lunette.Tensor"},
  {"local opt = ln.optim.Adam(m:parameters(), {lr = 2})", "lunette.optim.Adam"},
  {"local loss = opt:step(function() return y end)", "(lunette.Tensor)?"},
  {"local slower = ln.optim.lr_scheduler.StepLR(opt, 3)", "lunette.optim.lr_scheduler.StepLR"},
  {"local rates = slower:get_last_lr()", "number[]"},
  {"local digits = ln.data.digits()", "lunette.Images"},
  {"local loader = ln.data.Loader(digits, {batch_size = 64})", "lunette.data.Loader"},
  {"for images, labels in loader:epoch() do print(images, labels) end", "lunette.Tensor", "lunette.Tensor"},
  {"for name, p in m:named_parameters() do print(name, p) end", "string", "lunette.Tensor"},
  {"local G = ln.gan.zoo.dcgan {size = 32}.generator", "lunette.nn.Sequential"},
  {"local styles = ln.gan.zoo.stylegan2({size = 32}).generator", "lunette.StyleGAN2Generator"},
  {"local d = ln.gan.losses.bce.discriminator(y, y)", "lunette.Tensor"},
  {"local r1 = ln.gan.penalties.r1(m, y)", "lunette.Tensor"},
  {"local rows = y:size(1)", "integer"},
  {"local sizes = y:size()", "integer[]"},
  {"local value, place = y:max(2)", "lunette.Tensor", "lunette.Tensor"},
  {"local sum = y:sum {dim = 1}", "lunette.Tensor"},
  {"local drawn = y:normal_ {std = 2}", "lunette.Tensor"},
  {"local number = (y * 2 - 1):sum():item()", "number"},
  {"local row = y[1]", "lunette.Tensor"},
  {"local layer = nn.Conv2d {in_channels = 1, out_channels = 2, kernel_size = 3}", "lunette.nn.Conv2d"},
  {"local normed = nn.spectral_norm(layer)", "lunette.nn.Conv2d"},
  {"local average = ln.gan.EMA(m)", "lunette.gan.EMA"},
  {'local trainer = ln.gan.Trainer {steps = 3, folder = "runs/x", generator = m}', "lunette.gan.Trainer"},
  {"local samples = trainer:sample(3)", "lunette.Tensor"},
  {"local scope = ln.no_grad()", "lunette.Scope"},
  {"local real = ln.real", "string"},
  {"local figure = ln.plot.figure():lines(y)", "lunette.Figure"},
  {"local fid = ln.metrics.fid(y, y)", "number"},
}

-- A file that is completed where "|" stands, and a name that is wanted there.
local COMPLETED = {
  {"ln.gan.Trainer {\n  |\n}", "generator_step", false}, {"ln.gan.Trainer {\n  |\n}", "discriminator_steps?", true},
  {"nn.Conv2d(1, 2, 3, {|})", "padding_mode?", true},
  {"ln.gan.Trainer {mode = |}", '"eval"', true},
}

local function project(folder)
  assert(os.execute("mkdir " .. folder))
  local here = os.getenv "PWD"
  files.write(folder .. "/.luarc.json", ([[{"runtime.version": "Lua 5.4", "diagnostics.disable": ["inject-field"],
    "workspace.library": ["%s/lua/lunette/editor/library"]}]]):format(here))
end

describe("a language server", function()
  local program = language_server.find()
  local why = not program and "lua-language-server is not installed; LUA_LANGUAGE_SERVER says where it is"
  local folder

  setup(function() folder = files.new_folder() end)
  teardown(files.remove_folder)

  local function check(name)
    local pipe <close> = assert(io.popen(("'%s' --check '%s/%s' --logpath='%s/log' --check_format=pretty 2>&1"):format(
      program, folder, name, folder)))
    return pipe:read "a"
  end

  it("knows what calls give", function()
    if why then return pending(why) end
    local lines = {'local ln = require "lunette"', "local nn = ln.nn"}
    for _, probe in ipairs(PROBES) do lines[#lines + 1] = probe[1] end
    project(folder .. "/probes")
    files.write(folder .. "/probes/a.lua", table.concat(lines, "\n") .. "\n")
    local server = language_server.start(program, folder .. "/probes")
    server:open "a.lua"
    for k, probe in ipairs(PROBES) do
      local names = probe[1]:match "^local ([%w_, ]+) =" or probe[1]:match "^for ([%w_, ]+) in"
      local at = 0
      for name in names:gmatch "[%w_]+" do
        at = at + 1
        local column = assert(probe[1]:find("%f[%w_]" .. name .. "%f[^%w_]")) - 1
        local said = server:hover("a.lua", k + 1, column)
        local type_name = said:match("local " .. name .. ": ([^\n]-) *{?\n")
        assert.equal(probe[1 + at], type_name, probe[1] .. "\n" .. said)
      end
    end
    server:close()
  end)

  it("completes options by key and word", function()
    if why then return pending(why) end
    project(folder .. "/completed")
    for k, case in ipairs(COMPLETED) do
      files.write(("%s/completed/%d.lua"):format(folder, k),
                  ('local ln = require "lunette"\nlocal nn = ln.nn\nprint(nn)\n%s\n'):format(case[1]:gsub("|", "")))
    end
    local server = language_server.start(program, folder .. "/completed")
    for k, case in ipairs(COMPLETED) do
      local before = case[1]:match "^(.-)|"
      local _, breaks = before:gsub("\n", "")
      local name = k .. ".lua"
      server:open(name)
      assert.matches("AdaIN", server:hover(name, 1, 6))
      local labels = server:complete(name, 3 + breaks, #before:match "[^\n]*$")
      assert.equal(case[3], labels[case[2]] ~= nil, case[2])
    end
    server:close()
  end)

  it("has nothing to say of the code of README and guides, and the examples", function()
    if why then return pending(why) end
    project(folder .. "/ours")
    assert(os.execute(("cp examples/*.lua %s/ours"):format(folder)))
    local count = 0
    local pages = files.read "README.md" .. files.read "docs/guide.md" .. files.read "docs/engine.md"
    for block in pages:gmatch "\n```lua\n(.-)\n```" do
      count = count + 1
      files.write(("%s/ours/readme_%d.lua"):format(folder, count), block .. "\n")
    end
    local said = check "ours"
    assert.matches("no problems found", said, 1, true)
    assert.equal(7, count)
  end)

  it("says what is wrong with a call", function()
    if why then return pending(why) end
    project(folder .. "/wrong")
    files.write(folder .. "/wrong/a.lua", table.concat({
      'local ln = require "lunette"', 'local layer = ln.nn.Linear("two", 3)',
      'ln.nn.Conv2d(1, 2, 3, {padding_mode = "zero"})', "print(layer:parameter())", "ln.gan.Trainer {steps = 3}",
    }, "\n") .. "\n")
    local said = check "wrong"
    for _, code in ipairs {"param-type-mismatch", "assign-type-mismatch", "undefined-field", "missing-fields"} do
      assert.matches(code, said, 1, true)
    end
  end)
end)
