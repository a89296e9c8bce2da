--- What the list of cases has to have: every name of PyTorch's that is here.
--- What none is there for stands in bench/ops/left.lua, with the reason.

local aliases = require "lunette.functions.aliases"
local left = require "bench.ops.left"
local list = require "bench.ops.list"
local pytorch = require "tools.docs.pytorch"

local coverage = {}

-- Names as they are called: ln.abs and x:abs are abs, ln.fft.fft is fft.fft.
local function called()
  local names = {}
  for _, case in ipairs(list) do
    local code = case.code .. " " .. (case.made or "")
    for last in code:gmatch "[.:]([%a_][%w_]*)" do names[last] = true end
    for name in code:gmatch "%f[%w_]%a+%.[%a_][%w_]*" do names[name] = true end
    for name in code:gmatch "%f[%w_]ln%.([%w_.]+)" do names[name] = true end
  end
  return names
end

-- The name by which the list would have it.
local function wanted(name)
  name = name:gsub("^nn%.functional%.", ""):gsub("^special%.", "")
  return aliases[name] or name
end

--- {name = true} of all that a case or a reason is to be there for.
function coverage.names()
  local names = {}
  for _, group in ipairs(pytorch.groups) do
    for _, name in ipairs(group[1] == "schedulers" and {} or group[2]) do
      if pytorch.answer(group[1], name) == "has" then
        names[wanted(name)] = true
      end
    end
  end
  return names
end

--- The names that have neither a case nor a reason, that have both, and those
--- with a reason that nothing has; each list sorted.
function coverage.wrong()
  local timed, names = called(), coverage.names()
  local lacking, twice, unknown = {}, {}, {}
  for name in pairs(names) do
    if not timed[name] and not left[name] then lacking[#lacking + 1] = name end
  end
  for name in pairs(left) do
    if timed[name] then twice[#twice + 1] = name end
    if not names[name] then unknown[#unknown + 1] = name end
  end
  for _, found in ipairs {lacking, twice, unknown} do table.sort(found) end
  return lacking, twice, unknown
end

return coverage
