-- The pages of the site: Markdown as HTML, its links and its search.
local browser = require "spec.support.browser"
local shows = browser.cases(it, function(why) pending(why) end)
local files = require "spec.files"
local highlight = require "tools.site.highlight"
local markdown = require "tools.docs.markdown"
local shell = require "lunette.shell"

describe("Lua as HTML", function()
  it("marks comments, texts, numbers and keywords, and nothing else", function()
    assert.equal('<span class="keyword">local</span> x = <span class="number">1e-3</span> ' ..
                 '<span class="comment">-- a &lt; b</span>', highlight "local x = 1e-3 -- a < b")
    assert.equal('f <span class="text">"do -- &amp;"</span>', highlight 'f "do -- &"')
    assert.equal('<span class="text">[=[ ]] \n]=]</span>..<span class="comment">--[[ 1\n ]]</span>',
                 highlight "[=[ ]] \n]=]..--[[ 1\n ]]")
    assert.equal("done.ending", highlight "done.ending")
  end)
end)

describe("headings", function()
  it("have the names that hosts of repositories give them", function()
    local taken = {}
    local function name(text) return markdown.anchor(text, taken) end
    assert.equal("what-is-not-pytorchs", name "What is not PyTorch's")
    assert.equal("nninitzeros_", name "nn.init.zeros_")
    assert.equal("c--lua", name "C & Lua")
    assert.equal("c--lua-1", name "C & Lua")
  end)

  it("stand at the start of a page as links, those below them beside them", function()
    assert.equal("# P\n\nText.\n\nContents: [A](#a), [B c](#b-c)\n\n## A\n\n```\n## no\n```\n\n## B c\n",
                 markdown.with_contents "# P\n\nText.\n\n## A\n\n```\n## no\n```\n\n## B c\n")
    assert.equal("# P\n\n- [A](#a): [x](#x), [y](#y)\n\n## A\n\n### x\n\n### y\n",
                 markdown.with_contents "# P\n\n## A\n\n### x\n\n### y\n")
  end)
end)

describe("make site", function()
  if not shell.has "cmark-gfm" then
    it("needs cmark-gfm", function() pending "cmark-gfm is not installed" end)
    return
  end

  local folder
  before_each(function() folder = files.new_folder() end)
  after_each(files.remove_folder)

  it("has headings to link to, Lua in colours, tables that scroll, and links to its pages", function()
    local path = files.write(folder .. "/a.md",
      "# T\n\n## One & two\n\n[b](b.md#x) [c](c.md) [e](https://e.org/d.md)\n\n```lua\nreturn 1\n```\n\n" ..
      "| a | b |\n|---|---|\n| 1 | 2 |\n")
    local read = require "tools.site.page".read(path, function(other) return other == "b.md" end)
    assert.equal("T", read.title)
    assert.same({{level = 1, text = "T", anchor = "t"}, {level = 2, text = "One & two", anchor = "one--two"}},
                read.headings)
    for _, part in ipairs {'<h2 id="one--two"><a href="#one--two">One &amp; two</a></h2>', 'href="b.html#x"',
                           'href="c.md"', 'href="https://e.org/d.md"', '<span class="keyword">return</span>',
                           '<div class="wide"><table>'} do
      assert.truthy(read.html:find(part, 1, true), part)
    end
    assert.equal("One & two", read.sections[2][1])
    assert.truthy(read.sections[2][3]:find("return 1", 1, true))
  end)

  it("writes every page with nothing from elsewhere, and all links lead somewhere", function()
    local pipe <close> = assert(io.popen("lua5.4 tools/site.lua " .. folder .. " 2>&1"))
    assert.truthy(pipe:read "a":find "index.html: %d+ pages\n$")
    local list <close> = assert(io.popen("find " .. folder .. " -name '*.html'"))
    for path in list:lines() do
      local text = files.read(path)
      for _, what in ipairs {"script", "link", "img", "iframe"} do
        for tag in text:gmatch("<" .. what .. " [^>]*>") do
          assert.falsy(tag:find "https?:", tag)
        end
      end
    end
  end)

  shows("is searched in a browser without a server, by keys, light and dark, wide and narrow", function()
    assert(os.execute("lua5.4 tools/site.lua " .. folder .. " >/dev/null"))
    local seen = browser.run("site_browser", folder)
    assert.same({}, seen.wrong)
    assert.equal("nn.MinibatchDiscrimination", seen.first)
    assert.equal("Nothing is found.", seen.nothing)
    -- words that stand in a text, and in no heading
    assert.equal("Checkerboard", seen.within)
    assert.truthy(seen.went:find "/docs/manual/nn.html#nnminibatchdiscrimination$")
    assert.not_equal(seen.light, seen.dark)
    assert.is_true(seen.narrow <= 400)
    assert.is_false(seen.open)
  end)
end)
