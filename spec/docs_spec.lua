-- Everything public is documented, and the pages under docs/ are up to date.

local arguments = require "lunette.arguments"
local catalogue = require "lunette.docs.catalogue"
local engine = require "lunette.engine"
local files = require "spec.files"
local ln = require "lunette"
local native = require "lunette.docs.native"
local prose = require "lunette.docs.prose"
local signature = require "lunette.docs.signature"

local function names_where(wrong)
  local names = {}
  for _, entry in ipairs(catalogue.get().entries) do
    if wrong(entry) then names[#names + 1] = entry.name end
  end
  return names
end

describe("documentation", function()
  it("exists for every public name", function()
    assert.same({}, names_where(function(entry)
      return not entry.doc or #prose.first_sentence(entry.doc) < 2
    end))
  end)

  it("gives the signature of all that can be called", function()
    assert.same({}, names_where(function(entry)
      local made = entry.kind == "class" and entry.value and
                   entry.value ~= engine.metatable and
                   not (type(entry.value) == "table" and
                        rawget(entry.value, "extend"))
      local called = entry.kind == "function" or entry.kind == "method" or
                     entry.kind == "op"
      return entry.doc and (made or called) and not entry.signature
    end))
  end)

  it("covers what hangs from ln, and the methods of tensors", function()
    local known = catalogue.get().by_name
    for name in pairs(ln) do assert(known[name], name) end
    for name in pairs(ln.nn) do assert(known["nn." .. name], name) end
    for name in pairs(ln.gan.losses) do
      assert(known["gan.losses." .. name .. ".generator"], name)
    end
    for name in pairs(engine.methods) do
      assert(known[name] or known["Tensor:" .. name], name)
    end
  end)

  it("of the engine names only what is there", function()
    for _, row in ipairs(native) do
      assert(catalogue.get().by_name[row.name], row.name)
    end
  end)

  it("is written once: a fused name has the text of its own", function()
    local found = catalogue.get().by_name
    assert.matches("^y = x W%^T", found["nn.Linear"].doc)
    assert.equal(found["nn.Conv2d"].doc, found["nn.Conv1d"].doc)
    assert.equal("max(x, 0); its derivative at 0 is 0.", found.relu.doc)
  end)
end)

describe("signatures", function()
  local function both(text)
    return signature.show("f", signature.of(arguments.parse("f", text)))
  end

  it("are shown as calls", function()
    assert.equal("f(x, dim?, {keepdim = false})",
                 both "x, dim: dims?, {keepdim: bool = false}")
    assert.equal('f(x, {mode = "a"})', both "x, {mode: a|b = a}")
    assert.equal("f(x, {size = ...})", both "x, {size: ints?}")
    assert.equal("f()", both "")
    assert.equal("f({betas = {0.9, 0.999}, lr})", both "{betas: pair = {0.9, 0.999}, lr: real}")
    assert.equal("f(sizes, ...)", both "sizes: sizes, ...: tensor")
  end)

  it("of functions that say nothing have the names of their arguments", function()
    local function f(self, x, ...) return self, x, ... end
    assert.equal("f(self, x, ...)", signature.show("f", signature.of_function(f, false)))
    assert.equal("f(x, ...)", signature.show("f", signature.of_function(f, true)))
    assert.equal("f()", signature.show("f", signature.of_function(print, false)))
  end)

  it("name what has to be given without a default", function()
    local found = catalogue.get().by_name
    local trainer = signature.show("gan.Trainer", found["gan.Trainer"].signature)
    assert.matches("gan.Trainer({generator = ..., discriminator = ..., data = ...,", trainer, 1, true)
    assert.matches(", latent = ..., steps, folder, ", trainer, 1, true)
    assert.matches("{layout, latent = 128,", signature.show("f", found["gan.zoo.ctgan"].signature), 1, true)
    assert.matches("size = ..., scale_factor = ..., mode = \"nearest\"",
                   signature.show("f", found["nn.Upsample"].signature), 1, true)
  end)

  it("have the types of the code that reads them", function()
    local s = catalogue.get().by_name["nn.Linear"].signature
    assert.same({"count", "count"}, {s.params[1].kind, s.params[2].kind})
    assert.equal("bool", s.options[1].kind)
  end)
end)

describe("first sentences", function()
  local first = prose.first_sentence

  it("end at a full stop", function()
    assert.equal("One 2.5 of it.", first "One 2.5\nof it. Two.")
    assert.equal("As He et al. 2015 do.", first "As He et al. 2015 do. More.")
    assert.equal("x: n,c,... is it.", first "x: n,c,... is it. More.")
    assert.equal("A table", first "A table:\n  code\n")
  end)

  it("stand after the names that the text is of", function()
    assert.same({{["nn.X"] = true, ["nn.Y"] = true}, "text. More."}, {prose.names "nn.X, nn.Y: text. More."})
    assert.same({{Checkpoint = true}, "all."}, {prose.names "ln.Checkpoint:\nall."})
    assert.same({{}, "As X, for whole: text"}, {prose.names "As X, for whole: text"})
    assert.same({{}, "no names"}, {prose.names "no names"})
  end)
end)

describe("docs/", function()
  local function content(path)
    local file = io.open(path)
    if not file then return nil end
    local text = file:read "a"
    file:close()
    return text
  end

  it("is as the sources have it; make docs writes it anew", function()
    local stale = {}
    for path, text in pairs(require "tools.docs.pages"()) do
      if content(path) ~= text then stale[#stale + 1] = path end
    end
    assert.same({}, stale)
  end)

  it("has every name on exactly one page", function()
    local seen = {}
    for _, text in pairs(require "tools.docs.manual"()) do
      for name in text:gmatch "\n##+ ([%w_.]+)\n" do
        seen[name] = (seen[name] or 0) + 1
      end
    end
    for _, entry in ipairs(catalogue.get().entries) do
      local with_owner = entry.owner and entry.doc == entry.owner.doc
      local titled = entry.owner or entry.kind ~= "table"
      if entry.kind ~= "method" and not with_owner and titled then
        assert.equal(1, seen[entry.name] or 0, entry.name)
      end
    end
  end)

  it("shows calls only of what there is", function()
    local missing, seen = {}, 0
    for path, text in pairs(require "tools.docs.manual"()) do
      for name in text:gmatch "\n##+ ([%w_.]+)\n\n```\n" do
        local value = ln
        for part in name:gmatch "[^.]+" do value = type(value) == "table" and value[part] or nil end
        if value == nil then missing[#missing + 1] = path .. ": " .. name end
        seen = seen + 1
      end
    end
    assert.same({}, missing)
    assert.is_true(seen > 500)
  end)
end)

describe("a page", function()
  it("begins with links to all of its sections", function()
    local pipe <close> = assert(io.popen "ls CONTRIBUTING.md docs/*.md docs/*/*.md")
    local count = 0
    for path in pipe:lines() do
      local text = files.read(path):gsub("\n```.-\n```", "")
      local head = text:match "^(.-)\n## " or text
      for heading in text:gmatch "\n## ([^\n]+)" do
        local anchor = heading:lower():gsub("[^%w%s_-]", ""):gsub(" ", "-")
        assert.truthy(head:find(("](#%s)"):format(anchor), 1, true), path .. ": " .. heading)
        count = count + 1
      end
    end
    assert.is_true(count > 100)
  end)

  it("names only files of the project that are there", function()
    local missing, count = {}, 0
    local pipe <close> = assert(io.popen "ls *.md docs/*.md docs/tutorial/*.md")
    for page in pipe:lines() do
      for path in files.read(page):gmatch "%f[%w/_.]%l+/[%l%d_/-]+%.%l+" do
        if engine.io.exists(path:match "^%l+") then
          if not engine.io.exists(path) then missing[#missing + 1] = page .. ": " .. path end
          count = count + 1
        end
      end
    end
    assert.same({}, missing)
    assert.is_true(count > 50)
  end)
end)
