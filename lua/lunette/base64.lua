--- Bytes as text (RFC 4648, section 4).

local CHARACTERS =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

-- Of 12 bits the two characters.
local two = {}
for k = 0, 4095 do
  local a, b = (k >> 6) + 1, (k & 63) + 1
  two[k] = CHARACTERS:sub(a, a) .. CHARACTERS:sub(b, b)
end

-- What one or two bytes that are left become.
local function rest(a, b)
  if not a then return "" end
  if not b then return two[a << 4] .. "==" end
  return two[a << 4 | b >> 4] .. two[(b & 15) << 8]:sub(1, 1) .. "="
end

--- The text of a string of bytes.
local function base64(bytes)
  local byte, parts, n = string.byte, {}, 0
  local whole = #bytes - #bytes % 3
  for k = 1, whole, 3 do
    local a, b, c = byte(bytes, k, k + 2)
    parts[n + 1] = two[a << 4 | b >> 4]
    parts[n + 2] = two[(b & 15) << 8 | c]
    n = n + 2
  end
  parts[n + 1] = rest(byte(bytes, whole + 1, #bytes))
  return table.concat(parts)
end

return base64
