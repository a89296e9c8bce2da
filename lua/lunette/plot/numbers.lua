--- Numbers as axes have them.

local numbers = {}

--- factor * 10^power, rounded once: 3 * 10^-1 is 0.3.
function numbers.decimal(factor, power)
  if power < -300 then return factor * 10.0 ^ power end
  if power < 0 then return factor / 10.0 ^ -power end
  return factor * 10.0 ^ power
end

local raised = {["-"] = "⁻", ["0"] = "⁰", ["1"] = "¹", ["2"] = "²", ["3"] = "³",
                ["4"] = "⁴", ["5"] = "⁵", ["6"] = "⁶", ["7"] = "⁷", ["8"] = "⁸",
                ["9"] = "⁹"}

--- 10^power: as 0.01 or 100 when it is `plain`, else as 10⁻².
function numbers.power(power, plain)
  if plain then
    return power < 0 and ("%.*f"):gsub("*", -power):format(10.0 ^ power) or
           ("%.0f"):format(10.0 ^ power)
  end
  return "10" .. ("%d"):format(power):gsub(".", raised)
end

local function fixed(v, decimals)
  local text = ("%." .. decimals .. "f"):format(v)
  return text:find "[1-9]" and text or text:gsub("^%-", "")
end

-- Thousands, millions, ...: powers, and the letters of SI.
local units = {{12, "T"}, {9, "G"}, {6, "M"}, {3, "k"}}

local function unit_of(largest)
  for _, unit in ipairs(units) do
    if largest >= 10.0 ^ unit[1] then return unit[1], unit[2] end
  end
end

local function with_unit(v, decimals, power, letter)
  if v == 0 then return "0" end
  return fixed(v / 10.0 ^ power, decimals) .. letter
end

local function with_power(v, decimals, power)
  if v == 0 then return "0" end
  -- in two steps: 10^-310 has lost digits
  local half = power // 2
  v = v / 10.0 ^ half / 10.0 ^ (power - half)
  return fixed(v, decimals) .. "×" .. numbers.power(power)
end

local function size_of(values)
  local largest = 0
  for _, v in ipairs(values) do largest = math.max(largest, math.abs(v)) end
  return largest
end

-- Digits after the point beyond which a unit or a power helps nobody.
local MOST = 4

--- Texts of values that are multiples of 10^power, all in one form: 0.25, 20k,
--- 1.5M, or 3×10⁻⁷.
function numbers.texts(values, power)
  local largest, texts = size_of(values), {}
  local exponent, letter = unit_of(largest)
  local decimals, form = math.max(0, -power), fixed
  if largest >= 1e15 or largest < 1e-3 then
    exponent = math.floor(math.log(largest, 10) + 1e-12)
    decimals, form = math.min(12, math.max(0, exponent - power)), with_power
  elseif largest >= 1e4 and exponent - power <= MOST then
    decimals, form = math.max(0, exponent - power), with_unit
  end
  if largest == 0 then decimals, form = 0, fixed end
  for k, v in ipairs(values) do
    texts[k] = form(v, decimals, exponent, letter)
  end
  return texts
end

--- One number in few digits, in the same forms.
function numbers.short(v)
  if v ~= v then return "nan" end
  if v - v ~= 0 then return v > 0 and "inf" or "-inf" end
  local text = ("%.6g"):format(v)
  local mantissa, power = text:match "^(.*)e(.*)$"
  if not mantissa then return text end
  return mantissa .. "×" .. numbers.power(math.tointeger(tonumber(power)))
end

return numbers
