-- What stands under docs/ and is written by programs: path -> text.
return function()
  local pages = require "tools.docs.manual"()
  pages["docs/lunette.meta.lua"] = require "tools.docs.annotations"()
  pages["docs/pytorch.md"] = require "tools.docs.pytorch".page()
  return pages
end
