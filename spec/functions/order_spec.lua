-- What picks by order. Values and gradients against PyTorch stand in
-- spec/reference/scan.lua; here are the indices, by hand, long lines, and what
-- is refused.
local ln = require "lunette"

local NAN, INF = 0 / 0, math.huge

local function both(values, indices)
  return {values:totable(), indices:totable()}
end

describe("order:", function()
  local x = ln.tensor {{3, 1, 2}, {5, 5, 4}}

  it("max and min along a dimension give the first of equals and its index", function()
    assert.same({{3, 5}, {1, 1}}, both(x:max(2)))
    assert.same({{{1}, {4}}, {{2}, {3}}}, both(x:min(-1, {keepdim = true})))
    assert.same({{5, 5, 4}, {2, 2, 2}}, both(ln.max(x, 1)))
    assert.equal(5, x:max():item())
    assert.equal(1, x:min():item())
    assert.same({{3, 2, 2}, {5, 5, 4}}, x:max(ln.tensor {2}):totable())
  end)

  it("NaN wins in max and min", function()
    local values, indices = ln.tensor {2, NAN, INF, NAN}:max(1)
    assert.is_true(values:item() ~= values:item())
    assert.equal(2, indices:item())
    values, indices = ln.tensor {2, NAN, -INF}:min(1)
    assert.is_true(values:item() ~= values:item())
    assert.equal(2, indices:item())
  end)

  it("a number has one dimension", function()
    local values, indices = ln.tensor(7):max(1)
    assert.same({}, values:size())
    assert.same({7, 1}, {values:item(), indices:item()})
    values, indices = ln.tensor(7):topk(1)
    assert.same({7, 1}, {values:item(), indices:item()})
    assert.equal(7, ln.tensor(7):sort():item())
    assert.equal(7, ln.tensor(7):median():item())
    assert.equal(7, (ln.tensor(7):kthvalue(1)):item())
  end)

  it("sort and argsort keep the order of equals, both ways", function()
    local t = ln.tensor {2, 1, 2, 1, 0, -0.0}
    assert.same({5, 6, 2, 4, 1, 3}, t:argsort():totable())
    assert.same({1, 3, 2, 4, 5, 6}, t:argsort {descending = true}:totable())
    assert.same({{5, 5, 4}, {3, 1, 2}}, (x:sort(1, {descending = true})):totable())
    assert.same({{{1, 2, 3}, {4, 5, 5}}, {{2, 3, 1}, {3, 1, 2}}}, both(x:sort()))
  end)

  it("NaN is sorted last, and first of what descends", function()
    local t = ln.tensor {NAN, 1, INF, -INF}
    assert.same({4, 2, 3, 1}, t:argsort():totable())
    assert.same({1, 3, 2, 4}, t:argsort {descending = true}:totable())
  end)

  it("topk, kthvalue and median say where", function()
    assert.same({{{3, 2}, {5, 5}}, {{1, 3}, {1, 2}}}, both(x:topk(2)))
    assert.same({{{1}, {4}}, {{2}, {3}}}, both(x:topk(1, {largest = false})))
    assert.same({{2, 5}, {3, 1}}, both(x:kthvalue(2)))
    assert.same({{2, 5}, {3, 1}}, both(x:median(2)))
    assert.same({{{3, 1, 2}}, {{1, 1, 1}}}, both(x:median(1, {keepdim = true})))
    assert.equal(3, x:median():item())
    local _, where = ln.tensor {{1, NAN, 0, NAN}}:median(2)
    assert.same({2}, where:totable())
  end)

  it("var_mean and std_mean are var, std and mean", function()
    local t = ln.tensor {{3, 4, 1}, {5, 4, 7}}
    assert.same({{1, 0, 9}, {4, 4, 4}}, both(t:var_mean(1, {correction = 0})))
    local deviation, mean = ln.tensor {1, 5}:std_mean {correction = 0, keepdim = true}
    assert.same({{2}, {3}}, both(deviation, mean))
  end)

  for _, n in ipairs {4096, 10000, 32768, 32769, 70001} do
    it("lines of " .. n .. ", shared among threads, are sorted and stable", function()
      local t = ln.randint(1, 500, {n}, {generator = ln.Generator(n)})
      local values, indices = t:sort()
      assert.is_true(values:narrow(1, 2, n - 1):ge(values:narrow(1, 1, n - 1)):all():item() == 1)
      local later = indices:narrow(1, 2, n - 1):gt(indices:narrow(1, 1, n - 1))
      local same = values:narrow(1, 2, n - 1):eq(values:narrow(1, 1, n - 1))
      assert.equal(same:sum():item(), (same * later):sum():item())
      assert.equal(n, ln.zeros(n):scatter_add(1, indices, ln.ones(n)):eq(1):sum():item())
      local columns = ln.stack({t, -t}, 2)
      local _, down = columns:sort(1, {descending = true})
      assert.equal(n, down:select(2, 2):eq(indices):sum():item())
    end)
  end

  -- lines of many lengths whose order is told by how they are made: i -> 7 i
  -- modulo a prime n goes through 0 .. n - 1, so rank r stands where 7 i = r
  for _, n in ipairs {61, 67, 127, 191, 193, 1021, 40009} do
    it("of a line of " .. n .. " any part is found without the rest", function()
      local place, values = {}, {}
      for i = 0, n - 1 do values[i + 1] = 7 * i % n - 20 place[7 * i % n] = i + 1 end
      local line = ln.tensor(values)
      local both_ways = ln.stack({line, -line}, 2)
      for _, part in ipairs {{0, 10}, {n // 2, 1}, {n - 10, 10}, {n // 3, 25}, {1, n - 2}, {0, n}, {5, 0}, {n, 0}} do
        local first, length = part[1], part[2]
        local up, down = {}, {}
        for k = 1, length do up[k] = place[first + k - 1] down[k] = place[n - first - k] end
        if first < n then
          assert.same(up, line:argsort_part(1, first + 1, length):totable())
          assert.same(down, line:argsort_part(1, first + 1, length, {descending = true}):totable())
          assert.same(down, both_ways:argsort_part(1, first + 1, length):select(2, 2):totable())
        end
      end
      assert.same({(line:topk(5)):totable()}, {{n - 21, n - 22, n - 23, n - 24, n - 25}})
      assert.equal((n + 1) // 2 - 21, line:median():item())
      local value, where = line:kthvalue(30)
      assert.same({9, place[29]}, {value:item(), where:item()})
    end)

    it("of " .. n .. " with few values, and with NaN, the first of equals come first", function()
      local values, ones, zeros, holes = {}, {}, {}, {}
      for i = 1, n do
        values[i] = i % 3 == 0 and NAN or i % 2
        local list = i % 3 == 0 and holes or i % 2 == 1 and ones or zeros
        list[#list + 1] = i
      end
      local function joined(...)
        local all = {}
        for _, list in ipairs {...} do table.move(list, 1, #list, #all + 1, all) end
        return all
      end
      local line = ln.tensor(values)
      for descending, order in pairs {[false] = joined(zeros, ones, holes), [true] = joined(holes, ones, zeros)} do
        for _, part in ipairs {{1, 5}, {n // 2, 3}, {n - 4, 5}, {n // 3 - 2, 6}, {2, n - 1}, {1, n}} do
          assert.same(table.move(order, part[1], part[1] + part[2] - 1, 1, {}),
                      line:argsort_part(1, part[1], part[2], {descending = descending}):totable())
        end
      end
      assert.equal(holes[1], (select(2, line:median(1))):item())
      assert.equal(zeros[7], (select(2, line:kthvalue(7))):item())
      assert.equal(ones[1], (select(2, line:kthvalue(#zeros + 1))):item())
    end)
  end

  it("parts are the same for any number of threads", function()
    local t = ln.randn({3, 50000}, {generator = ln.Generator(1)})
    local was = ln.get_num_threads()
    ln.set_num_threads(1)
    local alone = {t:argsort(2), t:argsort_part(2, 100, 50), t:argsort_part(2, 9, 40000), t:t():argsort_part(1, 2, 7)}
    ln.set_num_threads(2)
    local shared = {t:argsort(2), t:argsort_part(2, 100, 50), t:argsort_part(2, 9, 40000), t:t():argsort_part(1, 2, 7)}
    ln.set_num_threads(was)
    for k = 1, 4 do assert.is_true(alone[k]:equal(shared[k])) end
  end)

  it("what cannot be chosen is refused", function()
    local function refused(message, f) assert.error_matches(f, message) end
    refused("topk: k is 4; 2x3 has 3 along dim %-1", function() x:topk(4) end)
    refused("topk: k is missing", function() x:topk() end)
    refused("kthvalue: k is 3; 2x3 has 2 along dim 1", function() x:kthvalue(3, 1) end)
    refused("argsort_part: 3 places from 2 on, of a dimension of size 3", function() x:argsort_part(2, 2, 3) end)
    refused("argsort_part: %-1 places from 1 on, of a dimension of size 3", function() x:argsort_part(2, 1, -1) end)
    refused("sort: dimension 3 of a tensor with 2", function() x:sort(3) end)
    refused("sort: unknown option down; known: x, dim, descending", function() x:sort(1, {down = true}) end)
    refused("max: dimension 3 of a tensor with 2", function() x:max(3) end)
    refused("max: keepdim does not go with another tensor", function() x:max(x, {keepdim = true}) end)
    refused("min: no elements to choose from: 0x3", function() ln.zeros(0, 3):min(1) end)
    refused("median: no elements to choose from: 0", function() ln.zeros(0, 3):median() end)
    assert.same({0}, (ln.zeros(0, 3):max(2)):size())
  end)
end)
