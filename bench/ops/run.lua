-- Every op, function and layer that PyTorch has too, here and there, turn by
-- turn: forward, and forward with backward; on one thread, by the time that the
-- process computes, the least of all rounds. Progress goes to stderr, the table
-- to stdout, the slowest beside PyTorch first.
-- usage: lua5.4 bench/ops/run.lua [rounds [word ...]]
local rounds = tonumber(arg[1]) or 5
local SECONDS = 0.01 -- of a block

local function has_word(title)
  for k = 2, #arg do
    if title:find(arg[k], 1, true) then return true end
  end
  return #arg < 2
end

local cases = {}
for _, case in ipairs(require "bench.ops.list") do
  if has_word(case.title) then cases[#cases + 1] = case end
end
if #cases == 0 then
  io.stderr:write(("bench-ops: no case has %s in its title\n"):format(
    table.concat(arg, ", ", 2)))
  os.exit(1)
end

local python = require "bench.rival"()
if not python then
  io.stderr:write "bench-ops: there is nothing to compare with\n"
  os.exit(1)
end
local side = require "bench.ops.side"
-- Both in one environment: what loads LAPACK here gets the same library.
local here = side(python(1):gsub("%S+$", "lua5.4") ..
                  " bench/ops/lunette_side.lua")
local there = side(python(1) .. " bench/ops/torch_side.py")
local rows, failed = {}, {}

local function fail(case, who, why)
  failed[#failed + 1] = ("`%s`: %s: %s"):format(case.title, who, why)
  io.stderr:write("! ", failed[#failed], "\n")
end

-- Asks a side; where it cannot, the case is listed as not measured.
local function ask(case, who, question)
  local seconds, why = (who == "Lunette" and here or there)(question)
  if not seconds then fail(case, who, why) end
  return seconds
end

-- A row, or false where a side cannot, or has no gradient.
local function measure(case, what)
  local row = {title = case.title, what = what, here = math.huge,
               there = math.huge}
  for _ = 1, rounds do
    local ours = ask(case, "Lunette", what)
    if not ours or ours == 0 then return false end
    local theirs = ask(case, "PyTorch", what)
    if not theirs then return false end
    row.here, row.there = math.min(row.here, ours), math.min(row.there, theirs)
  end
  row.ratio = row.there / row.here
  return row
end

local function run(case)
  if not ask(case, "Lunette", {code = case.code, made = case.made,
                               inputs = case.inputs, seconds = SECONDS}) or
     not ask(case, "PyTorch", {rivals = case.rivals, inputs = case.inputs,
                               seconds = SECONDS}) then return end
  for _, what in ipairs {"forward", "backward"} do
    local row = measure(case, what)
    if not row then return end
    rows[#rows + 1] = row
    io.stderr:write(("%8.2f  %s, %s\n"):format(row.ratio, row.title, what))
  end
end

for _, case in ipairs(cases) do run(case) end
print(require "bench.ops.report"(rows, failed))
