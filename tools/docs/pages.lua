-- What is written by programs, under docs/ and as the editor's add-on: path ->
-- text.
local LIBRARY = "lua/lunette/editor/library/"

return function()
  local pages = require "tools.docs.manual"()
  for name, text in pairs(require "tools.docs.annotations"()) do
    pages[LIBRARY .. name] = text
  end
  pages["docs/pytorch.md"] = require "tools.docs.pytorch".page()
  return pages
end
