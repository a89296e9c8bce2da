local ln = require "lunette"
local ranks = require "spec.support.ranks"
local nn = ln.nn

-- What the ranks of spec/support/minibatch_ranks.lua say.
local function job(n)
  local pipe <close> = assert(io.popen(("LUNETTE_NUM_THREADS=1 %s %s lua5.4 spec/support/minibatch_ranks.lua 2>&1")
    :format(ranks.environment, ranks.mpirun:format(n))))
  return pipe:read "a"
end

describe("nn.MinibatchDiscrimination over ranks", function()
  -- three orders of x and weight, and the values, of four ways; and means
  it("is one process's to the third derivative on 2, 3 and 4 ranks, in three blocks", function()
    if ranks.missing() then return pending(ranks.missing()) end
    local held = {}
    for n = 2, 4 do
      local text = job(n)
      local fine = select(2, text:gsub(": ok\n", ""))
      assert(fine == 30, n .. " ranks: " .. text)
      assert.truthy(text:find('MinibatchDiscrimination: sync = "ring" does not go with in_pieces', 1, true), text)
      held[n] = {
        gathered = tonumber(text:match "blocks, true,: (%S+)"),
        ring = tonumber(text:match "blocks, ring,: (%S+)"),
      }
    end
    -- more ranks are more features for those who gather
    assert.near(held[3].ring, held[4].ring, 0.1)
    assert(held[4].gathered > held[3].gathered + 1)
  end)

  it("is that of one process where there is one", function()
    local layer = nn.MinibatchDiscrimination(3, 4, 2, {sync = "ring"})
    local x = ln.randn(5, 3)
    local y = layer(x)
    layer.sync = nil
    assert.is_true(y:equal(layer(x)))
  end)

  it("is kept where a network is synchronised, and shown", function()
    local layer = ln.dist.synchronise(nn.MinibatchDiscrimination(3, 4, 2, {sync = "ring"}))
    assert.equal('MinibatchDiscrimination(3, 4, 2, {sync = "ring"})', tostring(layer))
  end)

  it("says what it does not know", function()
    local function fails(part, o)
      local ok, message = pcall(nn.MinibatchDiscrimination, 3, 4, 2, o)
      assert.is_false(ok)
      assert.truthy(message:find(part, 1, true), message)
    end
    fails('sync = "ring" has no groups; sync = true has', {sync = "ring", group_size = 2})
    fails('sync = "ring" has no halves; sync = true has', {sync = "ring", halves = true})
    fails('sync is "rings", true or false or "ring" is wanted', {sync = "rings"})
  end)
end)
