local ln = require "lunette"
local near = require "spec.near"
local tables = require "lunette.data.table"

local function fails(part, f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  assert.truthy(message:find("modes_spec.lua:%d+: "), message)
  assert.truthy(message:find(part, 1, true), message)
end

local function numbers(name, values) return {name = name, kind = "number", values = values} end

local function seeded(seed) return {generator = ln.Generator(seed)} end

local drawn = ln.data.mixed_table {modes = 3}:sample(3000, seeded(1))
local normalizer = ln.data.ModeNormalizer(drawn)

describe("data.ModeNormalizer", function()
  it("finds the modes that are there", function()
    local position, parity, noise = table.unpack(normalizer.fits)
    assert.same({3, 2, 1}, {position.modes, parity.modes, noise.modes})
    near(position.means, {1, 2, 3}, .01)
    near(position.stds, {.1, .1, .1}, .1)
    near(position.weights, {1 / 3, 1 / 3, 1 / 3}, .1)
    near(parity.means, {0, 1}, .02)
    near(parity.weights, {1 / 3, 2 / 3}, .1)
    -- one mode: the mean and the deviation themselves
    local x = drawn:column("noise").values
    near(noise.means, {x:mean():item()}, 1e-3)
    near(noise.stds, {x:std(nil, {correction = 0}):item()}, 1e-4)
  end)

  it("says what is where", function()
    assert.equal(1 + 3 + 1 + 2 + 1 + 1 + 3, normalizer.width)
    local text = {}
    for k, span in ipairs(normalizer.spans) do
      text[k] = ("%s %s %d %d"):format(span.name, span.kind, span.first, span.length)
    end
    assert.same({"position tanh 1 1", "position softmax 2 3", "parity tanh 5 1", "parity softmax 6 2",
                 "noise tanh 8 1", "noise softmax 9 1", "label softmax 10 3"}, text)
  end)

  it("puts numbers within their modes, and back", function()
    local x = normalizer:transform(drawn, seeded(2))
    assert.same({3000, 12}, x:size())
    local values, fit = drawn:column("position").values, normalizer.fits[1]
    for i = 1, 5 do
      local k = math.tointeger(values[i]:round():item()) -- far from the others' 10 std
      near(x[i]:narrow(1, 2, 3), {k == 1 and 1 or 0, k == 2 and 1 or 0, k == 3 and 1 or 0})
      near(x[i][1], {(values[i]:item() - fit.means[k]:item()) / (4 * fit.stds[k]:item())}, 1e-3)
    end
    local back = normalizer:inverse(x)
    assert.equal(3000, #back)
    for k, column in ipairs(drawn.columns) do
      local made = back.columns[k]
      assert.same({column.name, column.kind, column.categories}, {made.name, made.kind, made.categories})
      -- a few in 10,000 lie beyond 4 std of the mode drawn
      assert.is_true((made.values - column.values):abs():gt(1e-4):sum():item() < 10)
    end
  end)

  it("draws the mode by its share where two could have made the number", function()
    local x = ln.cat {ln.randn({2000}, seeded(1)) - 2, ln.randn({2000}, seeded(2)) + 2}
    local fitted = ln.data.ModeNormalizer(tables.of {numbers("x", x)}, {modes = 2})
    assert.equal(2, fitted.fits[1].modes)
    local middle = tables.of {numbers("x", ln.zeros(1000))}
    local shares = fitted:transform(middle, seeded(3)):narrow(2, 2, 2):mean(1):totable()
    assert.is_true(math.abs(shares[1] - .5) < .12)
    near(fitted:inverse(fitted:transform(middle)).columns[1].values:abs():amax() + 1, {1})
  end)

  it("reads what a generator makes: the largest of a softmax counts", function()
    local t = normalizer:inverse(ln.tensor {{.25, .2, .5, .3, 2, 0, .4, 0, 1, .1, .3, .2}})
    local row, position, parity = t:row(1), normalizer.fits[1], normalizer.fits[2]
    near(row.position, {position.means[2]:item() + position.stds[2]:item()})
    near(row.parity, {parity.means[2]:item() + 4 * parity.stds[2]:item()}) -- 2 counts as 1
    assert.equal("2", row.label)
  end)

  it("fits columns of equal numbers, and of few", function()
    local t = tables.of {numbers("same", ln.full({50}, 7)), numbers("two", ln.arange(1, 50):remainder(2) * 100)}
    local fitted = ln.data.ModeNormalizer(t)
    local back = fitted:inverse(fitted:transform(t))
    near(back.columns[1].values, t.columns[1].values:totable())
    near(back.columns[2].values, t.columns[2].values:totable(), 1e-4)
    local one = tables.of {numbers("x", ln.tensor {3})}
    fitted = ln.data.ModeNormalizer(one)
    near(fitted:inverse(fitted:transform(one)).columns[1].values, {3})
  end)

  it("fits numbers whose squares overflow, or vanish", function()
    for _, unit in ipairs {1e30, 1e-30} do
      local x = ln.tensor {1, 2, 1, 2, 1, 2, 1, 2} * unit
      local t = tables.of {numbers("x", x)}
      local fitted = ln.data.ModeNormalizer(t)
      near(fitted:inverse(fitted:transform(t)).columns[1].values / unit, {1, 2, 1, 2, 1, 2, 1, 2}, 1e-3)
    end
  end)

  it("names the column of numbers that it cannot transform", function()
    local fitted = ln.data.ModeNormalizer(tables.of {numbers("x", ln.randn({50}, seeded(1)))})
    fails("transform: column x has values that are missing; the table that the normalizer was made of had none",
          fitted.transform, fitted, tables.of {numbers("x", ln.tensor {0, 0 / 0})})
    fails("transform: column x has values that are infinite", fitted.transform, fitted,
          tables.of {numbers("x", ln.tensor {0, 1 / 0})})
    local far = ln.real == "double" and 1e200 or 1e30
    fails("transform: column x goes from 0 to " .. ("%g"):format(far), fitted.transform, fitted,
          tables.of {numbers("x", ln.tensor {0, far})})
  end)

  it("takes another table's codes by their names", function()
    local function words(...)
      return tables.of {{name = "w", kind = "category", categories = {...}, values = ln.tensor {1, 2}}}
    end
    local fitted = ln.data.ModeNormalizer(words("a", "b", "c"))
    near(fitted:transform(words("c", "a")), {0, 0, 1, 1, 0, 0})
    fails('transform: column w: category "d" was not there before', fitted.transform, fitted, words("d", "a"))
    fails("transform: column w is of kind number, category is wanted", fitted.transform, fitted,
          tables.of {numbers("w", ln.ones(2))})
    fails("inverse: sizes are 2x4, n x 3 is wanted", fitted.inverse, fitted, ln.ones(2, 4))
  end)

  it("has a mode, or a category, for what is missing", function()
    local nan = 0 / 0
    local x = ln.cat({ln.randn({60}, seeded(1)), 100 + ln.randn({60}, seeded(2)), ln.tensor {nan, nan}})
    local word = ln.cat({ln.ones(60), ln.full({60}, 2), ln.tensor {nan, 1}})
    local t = tables.of {numbers("x", x), {name = "w", kind = "category", categories = {"a", "b"}, values = word}}
    local fitted = ln.data.ModeNormalizer(t)
    assert.equal(1 + 3 + 3, fitted.width)
    local rows = fitted:transform(t, seeded(3))
    near(rows[121], {0, 0, 0, 1, 0, 0, 1})
    near(rows[122], {0, 0, 0, 1, 1, 0, 0})
    near(rows[61]:narrow(1, 2, 6), {0, 1, 0, 0, 1, 0})
    local back = fitted:inverse(rows)
    near(back.columns[1].values:narrow(1, 1, 120), x:narrow(1, 1, 120):totable(), 1e-4)
    assert.equal("nan nan nan 1", ("%s %s %s %g"):format(
      ("%g"):format(back:row(121).x):gsub("-", ""), ("%g"):format(back:row(122).x):gsub("-", ""),
      ("%g"):format(back.columns[2].values[121]:item()):gsub("-", ""), back.columns[2].values[122]:item()))
    -- the modes are those of what is there
    local fits = ln.data.ModeNormalizer(tables.of {numbers("x", x:narrow(1, 1, 120))}).fits[1]
    near(fitted.fits[1].means, fits.means:totable(), 1e-5)
    fails("ModeNormalizer: all of column x is missing", ln.data.ModeNormalizer,
          tables.of {numbers("x", ln.tensor {nan})})
    fails("ModeNormalizer: column x has values that are infinite", ln.data.ModeNormalizer,
          tables.of {numbers("x", ln.tensor {1, 1 / 0})})
  end)

  it("is made again of its state, as a file has it", function()
    local path = os.tmpname()
    ln.save(path, normalizer:state_dict())
    local again = ln.data.normalizer_of(ln.load(path))
    os.remove(path)
    assert.equal(tostring(normalizer), tostring(again))
    assert(normalizer:transform(drawn, seeded(4)):equal(again:transform(drawn, seeded(4))))
    fails("normalizer_of: state_dict.fits is missing, a list is wanted", ln.data.normalizer_of, {x = 1})
    fails("normalizer_of: column 1: number or category is wanted as kind", ln.data.normalizer_of, {fits = {3}})
    fails("normalizer_of: column 1: a tensor of 2 is wanted as weights", ln.data.normalizer_of,
          {fits = {{kind = "number", name = "x", modes = 2, weights = ln.ones(3)}}})
  end)

  it("refuses what is no table", function()
    fails("ModeNormalizer: table is missing, a Table, such as ln.data.read_csv gives, is wanted",
          ln.data.ModeNormalizer, {})
    fails("transform: table is missing, a Table", normalizer.transform, normalizer)
    fails("unknown option mode", ln.data.ModeNormalizer, drawn, {mode = 3})
  end)
end)
