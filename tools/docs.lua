-- Writes the manual and the editor annotations. usage: lua5.4 tools/docs.lua

local file = require "lunette.file"

for path, text in pairs(require "tools.docs.pages"()) do
  file.write(path, text)
end
