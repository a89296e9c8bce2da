--- One number for all that networks are, to compare two runs by.

local engine = require "lunette.engine"
local repr = require "lunette.repr"

local format = engine.real == "double" and "f64" or "f32"

--- The CRC-32 of the states of all networks, in order of their names and of
--- those within, as 8 hexadecimal digits. networks: by name.
return function(networks)
  local crc = 0
  for _, name in ipairs(repr.names(networks)) do
    local state = networks[name]:state_dict()
    for _, path in ipairs(repr.names(state)) do
      crc = engine.io.crc32(state[path]:to_bytes(format), 1, crc)
    end
  end
  return ("%08x"):format(crc)
end
