--- Mini-batch discrimination of a batch that the ranks of a job share.
--
-- With m the features and e_ij = exp(-|m_i - m_j|_1), a rank makes for its rows
-- i, with the rows j of all (src/ops/minibatch.c):
--   closeness   o_i, the sum of e_ij
--   its pulls   the gradient in m_i for the cotangents g of o: j's terms go by
--               g_i + g_j
--   their own   with u the cotangent of the pulls, by u_i - u_j as well; in m_i
--               pulls, in g_i turns
-- So of the others m_j, g_j and u_j are wanted, and no sums: the backward of
-- any order hands out little. Either they are gathered, m_j once, or blocks go
-- round a ring, and a rank holds its own, the visiting one and the next. From
-- the third order on what is handed out is recorded, and held.

local engine = require "lunette.engine"
local Function = require "lunette.function"
local job = require "lunette.dist.job"
local functions = engine.functions

local function joined(parts, from)
  local widths = {}
  for k = from, #parts do widths[#widths + 1] = parts[k]:size(3) end
  return functions.cat({table.unpack(parts, from)}, 3), widths
end

-- Calls visit(offset, ...) with the parts of all ranks: row i of this one is
-- row i + offset there. The first part are the features.
local function gather(meeting, parts, visit)
  local known = not engine.is_recording() and meeting.all
  local own, widths = joined(parts, known and 2 or 1)
  local list = engine.dist.all_gather(own):split(widths, 3)
  if known then table.insert(list, 1, known) end
  meeting.all = meeting.all or list[1]
  visit(meeting.before, table.unpack(list))
end

-- Calls visit(offset, ...) for each block: its own with 0 alone, as the engine
-- has it, and the others', in which no row is one of its own.
local function go_round(meeting, parts, visit)
  local block, widths = joined(parts, 1)
  meeting.count = block:size(1)
  visit(0)
  for _ = 2, job.size do
    block = engine.dist.shift(block)
    local rows = block:size(1)
    meeting.count = meeting.count + rows
    visit(rows, table.unpack(block:split(widths, 3)))
  end
end

local function add(sum, x)
  if not sum then return x end
  return engine.is_recording() and sum + x or sum:add_(x)
end

local Pulls = Function:extend "minibatch_shared_pulls"

function Pulls.forward(ctx, m, g, meeting)
  ctx:save(m, g)
  ctx.meeting = meeting
  local sum
  meeting.of(meeting, {m, g:unsqueeze(3)}, function(offset, others, h)
    h = h and h:squeeze(3)
    sum = add(sum, functions.minibatch_pulls(m, others, nil, nil, g, h,
                                             {offset = offset}))
  end)
  return sum
end

function Pulls.backward(ctx, u)
  local m, g = ctx:saved()
  local gm, gg
  ctx.meeting.of(ctx.meeting, {m, u, g:unsqueeze(3)},
                 function(offset, others, v, h)
    local o = {offset = offset}
    h = h and h:squeeze(3)
    gm = add(gm, functions.minibatch_pulls(m, others, u, v, g, h, o))
    gg = add(gg, functions.minibatch_turns(m, others, u, v, o))
  end)
  return gm, gg, nil
end

local Closeness = Function:extend "minibatch_shared"

function Closeness.forward(ctx, m, meeting)
  ctx:save(m)
  ctx.meeting = meeting
  local sum
  meeting.of(meeting, {m}, function(offset, others)
    sum = add(sum, functions.minibatch_discrimination(m, others,
                                                      {offset = offset}))
  end)
  return sum
end

function Closeness.backward(ctx, g)
  return Pulls(ctx:saved(), g, ctx.meeting), nil
end

local function of_ranks(listed)
  local meeting = {of = gather, before = 0, count = 0}
  for k, n in ipairs(listed) do
    if k <= job.rank then meeting.before = meeting.before + n // 1 | 0 end
    meeting.count = meeting.count + n // 1 | 0
  end
  return meeting
end

--- o: n,b of this rank's features m: n,b,c against those of all ranks, and how
--- many samples these are. listed: how many each has, and features are
--- gathered; without it they go round.
return function(m, listed)
  local meeting = listed and of_ranks(listed) or {of = go_round}
  return Closeness(m, meeting), meeting.count
end
