-- docs/methods.md: what it names exists, and it names all that is public.

local engine = require "lunette.engine"
local files = require "spec.files"
local lazy = require "lunette.lazy"
local ln = require "lunette"

local PAGE = "docs/methods.md"

-- The rows of its tables: {item, function or line of Lua, paper}.
local function rows()
  local found = {}
  for line in files.read(PAGE):gmatch "[^\n]+" do
    local item, what, paper = line:match "^| (.-) | (.-) | (.-) |$"
    if line:find "^|" and not line:find "^|%-" then
      assert(item, "no three columns: " .. line)
      if item ~= "item" then found[#found + 1] = {item, what, paper} end
    end
  end
  return found
end

-- What stands between backquotes in the second column.
local function written()
  local found = {}
  for _, row in ipairs(rows()) do
    for code in row[2]:gmatch "`(.-)`" do found[#found + 1] = code end
  end
  return found
end

local NAME = "^[%a_][%w_.]*:?[%w_]*$"

-- The value of gan.losses.hinge, nn.X, optim.X, ln.data.x, a.b:method, or
-- x:method of a tensor; nil where there is none.
local function resolve(name)
  local path, method = name:match "^([%w_.]+):?([%w_]*)$"
  if path == "x" then return engine.methods[method] end
  local value = ln
  for part in path:gsub("^ln%.", ""):gmatch "[^.]+" do
    if type(value) ~= "table" then return nil end
    value = lazy.find(value, part)
  end
  if method == "" or value == nil then return value end
  return value[method]
end

-- The names of the library that a line of Lua uses.
local function names_in(line)
  local found = {}
  for root, rest in line:gmatch "%f[%w_]([%a_][%w_]*)(%.[%w_.]+)" do
    if root == "ln" or root == "gan" or root == "nn" or root == "optim" then
      found[#found + 1] = root .. rest
    end
  end
  return found
end

describe("the page of methods", function()
  it("names functions that exist", function()
    local unknown = {}
    for _, code in ipairs(written()) do
      for _, name in ipairs(code:find(NAME) and {code} or names_in(code)) do
        if resolve(name) == nil then unknown[#unknown + 1] = name end
      end
    end
    assert.same({}, unknown)
  end)

  it("would notice one that does not", function()
    assert.is_function(resolve "gan.penalties.r1")
    assert.is_function(resolve "x:clamp")
    assert.is_function(resolve "gan.EMA:update")
    assert.is_nil(resolve "gan.losses.bcee")
    assert.is_nil(resolve "gan.lozzes.bce")
    assert.is_nil(resolve "gan.EMA:updated")
    assert.same({"gan.losses.bcee"}, names_in "loss = gan.losses.bcee(a.b)")
  end)

  it("has lines that are Lua", function()
    for _, code in ipairs(written()) do
      assert(code:find(NAME) or load(code) or load("return " .. code), code)
    end
  end)

  it("gives every item a function or a script, and a paper", function()
    for _, row in ipairs(rows()) do
      local script = row[2]:match "%]%(%.%./(.-)%)"
      if script then
        files.read(script)
      else
        assert.matches("`", row[2], row[1])
      end
      assert.matches("%S", row[3], row[1])
    end
  end)

  it("misses no public name", function()
    local page = table.concat(written(), "\n") .. "\n"
    local missing = {}
    local function walk(prefix, t, into)
      for name, value in pairs(t) do
        local full = prefix .. name
        if into[name] then
          walk(full .. ".", value, {})
        else
          local pattern = full:gsub("%p", "%%%0")
          if not page:find("%f[%w_]" .. pattern .. "%f[^%w_]") then
            missing[#missing + 1] = full
          end
        end
      end
    end
    walk("gan.", ln.gan, {losses = true, penalties = true, zoo = true,
      augment = true, latent = true, conditioning = true, labels = true,
      noise = true, collapse = true, dynamics = true, veegan = true, semi_supervised = true})
    walk("ln.metrics.", ln.metrics, {})
    table.sort(missing)
    assert.same({}, missing)
  end)

  it("numbers papers as the sources do", function()
    local pipe <close> = io.popen "find lua examples -name '*.lua' -exec cat {} +"
    local sources, strange = pipe:read "a", {}
    for number in files.read(PAGE):gmatch "arXiv (%d+%.%d+)" do
      if not sources:find(number, 1, true) then
        strange[#strange + 1] = number
      end
    end
    assert.same({}, strange)
  end)
end)
