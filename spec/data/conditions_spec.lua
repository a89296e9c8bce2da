local ln = require "lunette"
local near = require "spec.near"
local tables = require "lunette.data.table"

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find("conditions_spec.lua:%d+: "), message)
  assert.truthy(message:find(part, 1, true), message)
end

local function seeded(seed) return {generator = ln.Generator(seed)} end

-- 100 rows: of colour 1 there are 90, of colour 2 there are 9, of colour 3 one;
-- and of size as many of each.
local function codes(counts)
  local list = {}
  for code, n in ipairs(counts) do
    for _ = 1, n do list[#list + 1] = code end
  end
  return ln.tensor(list)
end
local data = tables.of {
  {name = "x", kind = "number", values = ln.randn({100}, seeded(1))},
  {name = "colour", kind = "category", categories = {"red", "green", "blue"}, values = codes {90, 9, 1}},
  {name = "size", kind = "category", categories = {"l", "s"}, values = codes {50, 50}},
}
local normalizer = ln.data.ModeNormalizer(data)
local sampler = ln.data.ConditionSampler(normalizer, data)

describe("data.ConditionSampler", function()
  it("draws columns evenly, categories by the logarithm of how many there are, rows of that category", function()
    local n = 4000
    local drawn = sampler:sample(n, seeded(2))
    assert.same({n, 5}, drawn.conditions:size())
    near(drawn.conditions:sum(2), ln.ones(n):totable())
    local share = drawn.conditions:mean(1):totable()
    local logs = {math.log(91), math.log(10), math.log(2)}
    local total = logs[1] + logs[2] + logs[3]
    for k = 1, 3 do assert(math.abs(share[k] - logs[k] / total / 2) < 0.03, k) end
    for k = 4, 5 do assert(math.abs(share[k] - 0.25) < 0.03, k) end
    local seen = {}
    for i = 1, n do
      local column = sampler.columns[math.tointeger(drawn.column[i]:item())]
      local code, row = drawn.code[i]:item(), drawn.rows[i]
      assert.equal(code, data:column(column.name).values[row]:item())
      assert.equal(1, drawn.conditions[i][column.first + math.tointeger(code) - 1]:item())
      seen[row] = true
    end
    local count = 0
    for _ in pairs(seen) do count = count + 1 end
    assert.equal(100, count)
    local again = sampler:sample(n, seeded(2))
    assert.same(drawn.rows, again.rows)
  end)

  it("measures whether rows have what was asked for", function()
    -- a row is tanh of x, its one mode, 3 colours, 2 sizes
    local logits = ln.tensor {{0, 0, 1, 2, 3, 5, 5}, {0, 0, 1, 1, 1, 0, 3}}
    local drawn = {rows = {1, 1}, column = ln.tensor {1, 2}, code = ln.tensor {2, 1}}
    local e = math.exp
    local first = -math.log(e(2) / (e(1) + e(2) + e(3)))
    local second = -math.log(1 / (1 + e(3)))
    near(sampler:loss(logits, drawn), {(first + second) / 2}, 1e-5)
    fails("loss: logits are 1x7 for 2 conditions", sampler.loss, sampler, ln.ones(1, 7), drawn)
  end)

  it("gives one condition for all", function()
    assert.same({{0, 1, 0, 0, 0}, {0, 1, 0, 0, 0}}, sampler:condition(2, "colour", "green"):totable())
    assert.same({{0, 0, 0, 0, 1}}, sampler:condition(1, "size", "s"):totable())
    fails('condition: column colour has no category "pink"; it has {"red", "green", "blue"}', sampler.condition,
          sampler, 1, "colour", "pink")
    fails("condition: no column of categories is called x; there are colour, size", sampler.condition, sampler, 1,
          "x", "1")
    local numbers = tables.of {data.columns[1]}
    fails("ConditionSampler: the table has no column of categories", ln.data.ConditionSampler,
          ln.data.ModeNormalizer(numbers), numbers)
  end)

  it("teaches gan.zoo.ctgan, with its normalizer, to keep to conditions, also from a file", function()
    ln.manual_seed(3)
    local net = ln.gan.zoo.ctgan {layout = normalizer, conditions = sampler.width, latent = 4, hidden = {16},
                                  units = {8}, pack = 1}
    assert.equal(normalizer.width, net.features)
    local opt = ln.optim.Adam(net.generator:parameters(), {lr = 0.02})
    for _ = 1, 60 do
      local drawn = sampler:sample(64)
      opt:zero_grad()
      sampler:loss(net.logits(ln.cat({ln.randn(64, 4), drawn.conditions}, 2)), drawn):backward()
      opt:step()
    end
    local path = os.tmpname()
    ln.save_model(path, net.generator, {normalizer = normalizer:state_dict()})
    local G, about = ln.load_model(path)
    os.remove(path)
    G:eval()
    local made = G(ln.cat({ln.randn(50, 4), sampler:condition(50, "colour", "blue")}, 2))
    local rows = ln.data.normalizer_of(about.normalizer):inverse(made)
    local blue = 0
    for i = 1, 50 do blue = blue + (rows:row(i).colour == "blue" and 1 or 0) end
    assert(blue >= 45, blue)
  end)
end)
