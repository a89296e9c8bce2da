--- Chromium without a window, driven by playwright-core, which node finds by
--- NODE_PATH:
---   apt-get install chromium nodejs npm
---   npm install --prefix FOLDER playwright-core
---   NODE_PATH=FOLDER/node_modules busted spec/site_spec.lua

local node = require "spec.support.node"
local shell = require "lunette.shell"

local browser = {}

--- Why there is no browser to look with, or nil.
function browser.missing()
  if not shell.has "chromium" then return "chromium is not installed" end
  return node.missing "playwright-core"
end

--- `it` of a spec for cases that wait where there is no browser. wait(why) is a
--- function of the spec that calls pending: busted gives a spec one `pending`
--- outside of cases and another within them, and the first, called in a case,
--- lets it count as passed.
function browser.cases(it, wait)
  return function(what, f)
    it(what, function()
      if browser.missing() then return wait(browser.missing()) end
      f()
    end)
  end
end

--- What the script of node, spec/support/NAME.js, prints as JSON; it is given
--- Chromium's path and the words.
function browser.run(name, words)
  return node.run(name, "$(command -v chromium) " .. words)
end

return browser
