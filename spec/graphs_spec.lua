-- Random graphs of 5 to 40 ops: recorded and unrecorded, with one thread and two,
-- in float and in double, and against finite differences.
local ln = require "lunette"
local graphs = require "spec.support.graphs"

-- A kink may lie within a step; then the smaller one decides.
local STEPS = {1e-4, 1e-6}
-- Mean square error between float and double, of the mean square.
local SINGLE = 1e-8

local function fresh(graph)
  local leaves = {}
  for k, x in ipairs(graph.leaves) do leaves[k] = x:detach():clone():requires_grad_() end
  return leaves
end

local function gradients(y, leaves, options)
  options = options or {}
  options.allow_unused = true
  local got = ln.grad(y, leaves, options)
  for k, x in ipairs(leaves) do got[k] = got[k] or ln.zeros(x:size()) end
  return got
end

local function bits(graph)
  local leaves = fresh(graph)
  local y = graph.run(leaves)
  local list = {y}
  for _, g in ipairs(gradients(y, leaves)) do list[#list + 1] = g end
  return list
end

local function same_bits(seed, what, a, b)
  for k = 1, #a do
    local off = a[k]:ne(b[k]):sum():item()
    if off > 0 then error(("seed %d: %s: %d elements differ"):format(seed, what, off), 0) end
  end
end

local function check_recording(seed, graph)
  local y = graph.run(fresh(graph))
  local _ <close> = ln.no_grad()
  same_bits(seed, "recorded and unrecorded", {y}, {graph.run(graph.leaves)})
end

local function check_threads(seed, graph)
  local before = ln.get_num_threads()
  ln.set_num_threads(1)
  local one = bits(graph)
  ln.set_num_threads(2)
  local two = bits(graph)
  ln.set_num_threads(before)
  same_bits(seed, "one thread and two", one, two)
end

local function recomputed(graph)
  return function(leaves)
    return ln.recompute(function(...) return graph.run {...} end, table.unpack(leaves))
  end
end

-- Run again in the sweep, the graph has the same gradients to the last bit.
local function check_recomputed(seed, graph)
  local leaves = fresh(graph)
  local y = recomputed(graph)(leaves)
  local list = {y}
  for _, g in ipairs(gradients(y, leaves)) do list[#list + 1] = g end
  same_bits(seed, "kept and recomputed", bits(graph), list)
end

local function directions(graph, seed)
  local generator, list = ln.Generator(seed), {}
  for k, x in ipairs(graph.leaves) do list[k] = ln.randn(x:size(), {generator = generator}) end
  return list
end

local function dot(a, b)
  local sum = 0
  for k = 1, #a do sum = sum + (a[k] * b[k]):sum() end
  return sum
end

local function moved(graph, direction, by)
  local leaves = {}
  for k, x in ipairs(graph.leaves) do
    leaves[k] = (x + direction[k] * by):detach():requires_grad_()
  end
  return leaves
end

-- Differences of fourth order of f along a direction.
local function slope(graph, direction, f, step)
  local at = {}
  for _, by in ipairs {-2, -1, 1, 2} do at[by] = f(moved(graph, direction, by * step)):item() end
  return (8 * (at[1] - at[-1]) - at[2] + at[-2]) / (12 * step)
end

local function check_slope(what, got, graph, direction, f)
  local numeric
  for _, step in ipairs(STEPS) do
    numeric = slope(graph, direction, f, step)
    if math.abs(got - numeric) <= 1e-6 + 1e-4 * math.abs(numeric) then return end
  end
  error(("%s: %.9g, finite differences give %.9g"):format(what, got, numeric), 0)
end

-- Every other graph is recomputed: its second order is that of the second run.
local function check_differences(seed, graph)
  local u, v = directions(graph, seed), directions(graph, seed + 1)
  local run = seed % 2 == 0 and graph.run or recomputed(graph)
  local function first(leaves)
    return dot(gradients(run(leaves), leaves, {create_graph = true}), u)
  end
  local leaves = fresh(graph)
  local along_u = first(leaves)
  check_slope(("seed %d, first order"):format(seed), along_u:item(), graph, u, graph.run)
  if not along_u:requires_grad() then return end
  local second = dot(gradients(along_u, leaves), v)
  check_slope(("seed %d, second order"):format(seed), second:item(), graph, v, first)
end

local function check(first, last)
  local ops = 0
  for seed = first, last do
    local graph = graphs.build(seed)
    ops = ops + graph.ops
    check_recording(seed, graph)
    check_recomputed(seed, graph)
    if seed % 10 == 0 then check_threads(seed, graph) end
    if ln.real == "double" then check_differences(seed, graph) end
  end
  return ops
end

-- The numbers of the same graphs from a process of the other scalar type.
local function other_process(first, last)
  local other = ln.real == "double" and "float" or "double"
  local script = ("require 'spec.support.graphs'.print(%d, %d)"):format(first, last)
  local pipe = assert(io.popen(('LUNETTE_REAL=%s lua5.4 -e "%s"'):format(other, script)))
  local lines = {}
  for line in pipe:lines() do
    local seed, rest = line:match "^(%d+)%s+(.*)$"
    local list = {}
    for number in rest:gmatch "%S+" do list[#list + 1] = tonumber(number) end
    lines[tonumber(seed)] = list
  end
  assert(pipe:close())
  return lines
end

local function check_types(first, last)
  local theirs, worst = other_process(first, last), 0
  for seed = first, last do
    local ours = graphs.numbers(graphs.build(seed))
    assert.equal(#ours, #theirs[seed])
    local off, size = 0, 0
    for k, v in ipairs(ours) do
      off, size = off + (v - theirs[seed][k]) ^ 2, size + v * v
    end
    worst = math.max(worst, off / size)
    if off ~= off or off > SINGLE * size then
      error(("seed %d: float and double differ by %.3g"):format(seed, off / size), 0)
    end
  end
  return worst
end

describe("random graphs", function()
  it("agree in every way of running them: 200", function()
    assert.is_true(check(1, 200) > 200 * 15)
  end)

  it("agree in float and double: 200", function()
    assert.is_true(check_types(1, 200) > 0)
  end)

  for batch = 1, 10 do
    local first = 500 * (batch - 1) + 1
    it(("agree in every way: %d to %d #hard"):format(first, first + 499), function()
      check(first, first + 499)
      check_types(first, first + 499)
    end)
  end
end)
