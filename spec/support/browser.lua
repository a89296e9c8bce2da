--- Chromium without a window, driven by playwright-core, which node finds by
--- NODE_PATH:
---   apt-get install chromium nodejs npm
---   npm install --prefix FOLDER playwright-core
---   NODE_PATH=FOLDER/node_modules busted spec/site_spec.lua

local json = require "lunette.json"

local browser = {}

local function succeeds(command) return os.execute(command .. " >/dev/null 2>&1") == true end

local function find_missing()
  if not succeeds "command -v chromium" then return "chromium is not installed" end
  if not succeeds "node -e 'require(\"playwright-core\")'" then
    return "node does not find playwright-core: NODE_PATH=FOLDER/node_modules, after npm install --prefix FOLDER " ..
           "playwright-core"
  end
end

local known

--- Why there is no browser to look with, or nil.
function browser.missing()
  known = known or {find_missing()}
  return known[1]
end

--- `it` of a spec for cases that wait where there is no browser; it and pending
--- are those that busted gives the spec.
function browser.cases(it, pending)
  return function(what, f)
    it(what, function()
      if browser.missing() then return pending(browser.missing()) end
      f()
    end)
  end
end

--- What the script of node, spec/support/NAME.js, prints as JSON; it is given
--- Chromium's path and the words.
function browser.run(name, words)
  local pipe <close> = assert(io.popen(("node spec/support/%s.js $(command -v chromium) %s"):format(name, words)))
  return assert(json.decode(pipe:read "a"))
end

return browser
