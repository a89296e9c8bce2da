-- Writes the manual and the editor annotations. usage: lua5.4 tools/docs.lua

for path, text in pairs(require "tools.docs.pages"()) do
  local file = assert(io.open(path, "w"))
  assert(file:write(text))
  file:close()
end
