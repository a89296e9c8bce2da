-- docs/differences.md: what differs from PyTorch's signatures, and nothing else.

local files = require "spec.files"
local signatures = require "spec.support.signatures"

local PAGE = "docs/differences.md"

local function split(text, by)
  local list = {}
  for part in (text .. by):gmatch("(.-)" .. by) do list[#list + 1] = part end
  return list
end

-- name -> {difference = true} of the rows of the page.
local function listed()
  local found = {}
  for line in files.read(PAGE):gmatch "[^\n]+" do
    local names, texts = line:match "^| (`.-) | (.-) | .- |$"
    for name in (names or ""):gmatch "`(.-)`" do
      found[name] = found[name] or {}
      for _, text in ipairs(split(texts, "; ")) do
        assert(not found[name][text], name .. " has twice: " .. text)
        found[name][text] = true
      end
    end
  end
  return found
end

local function set(list)
  local found = {}
  for _, text in ipairs(list) do found[text] = true end
  return found
end

-- "name: text" of what is in a and not in b.
local function lacking(a, b)
  local list = {}
  for name, texts in pairs(a) do
    for text in pairs(texts) do
      if not (b[name] or {})[text] then list[#list + 1] = name .. ": " .. text end
    end
  end
  table.sort(list)
  return list
end

describe("differences from PyTorch's signatures", function()
  local page, there = listed(), {}
  for name, list in pairs(signatures.differences()) do there[name] = set(list) end

  it("all stand on the page", function()
    assert.same({}, lacking(there, page))
  end)

  it("are all that stands there", function()
    assert.same({}, lacking(page, there))
  end)

  it("are looked for in every part of the library", function()
    for _, name in ipairs {
      "sum", "x:normal_", "nn.Linear", "nn.GRU", "nn.TransformerEncoderLayer",
      "nn.functional.conv2d", "nn.functional.batch_norm", "nn.functional.kl_div",
      "nn.CrossEntropyLoss", "nn.init.kaiming_uniform_", "optim.Adam",
      "optim.lr_scheduler.StepLR", "nn.Module:train", "hvp",
    } do
      assert(there[name], name)
    end
  end)
end)

describe("comparing signatures", function()
  local compare = signatures.compare

  it("counts dimensions from 1, and takes a number for a list", function()
    assert.same({}, compare("x, dim = 2, {keepdim = false}", "self, dim = 1, keepdim = false"))
    assert.same({}, compare("x, dim = -1", "input, dim = -1"))
    assert.same({}, compare("x, {stride = 1}", "input, stride = {1, 1}"))
    assert.same({"dim = 1, there 1"}, compare("x, dim = 1", "self, dim = 1"))
    assert.same({"p = 2, there 1"}, compare("x, {p = 2}", "self, p = 1"))
    assert.same({"stride = 1, there {1, 2}"}, compare("x, {stride = 1}", "input, stride = {1, 2}"))
  end)

  it("tells order, names, and what is missing", function()
    assert.same({"x comes after weight"}, compare("weight, x", "input, weight"))
    assert.same({"indices is called x there"}, compare("indices, weight", "input, weight"))
    assert.same({"also c", "no b"}, compare("x, {c = 1}", "x, b = 1, *, dtype = nil"))
    assert.same({"p is required"}, compare("x, p", "x, p = 0.5"))
    assert.same({"p may be left out"}, compare("x, p?", "x, p"))
    assert.same({"p = 0.5, required there"}, compare("x, p = 0.5", "x, p"))
  end)
end)
