-- A picture's bytes as a string, its width, height and channels; or nil and why not.

local disk = require("lunette.engine").io

return function(path, most)
  local bytes <close>, width, height, channels = disk.image_read(path, most or 1 << 20)
  if not bytes then return nil, width end
  return bytes:head(#bytes), width, height, channels
end
