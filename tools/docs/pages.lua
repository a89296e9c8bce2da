-- What stands under docs/: path -> text.
return function()
  local pages = require "tools.docs.manual"()
  pages["docs/lunette.meta.lua"] = require "tools.docs.annotations"()
  return pages
end
