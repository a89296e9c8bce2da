--- A generator as a page with sliders, which runs it as the page of a run does
--- (report/page/network.js).

local escape = require "lunette.report.escape"
local file = require "lunette.file"
local json = require "lunette.json"
local page = require "lunette.report.page"
local playground = require "lunette.report.playground"
local raise = require "lunette.errors".raise

local html = {}

-- Who asks for a page waits for its pictures, and for the file.
local MOST = {products = math.huge, bytes = math.huge}

--- Writes the page of a network, called `name`. o: latent, classes, range and
--- step, as ln.export takes them.
function html.write(network, path, name, o)
  local ok, data, bytes = pcall(playground.describe, network, o, MOST)
  if not ok then
    if type(data) == "table" and data.why then raise("%s", data.why) end
    error(data, 0)
  end
  local title = escape.script(json.encode(escape.plain(name)))
  file.write(path, page.make("generator", name, {
    ('{"title":%s,"playground":'):format(title),
    playground.json(data, bytes), "}"}))
end

return html
