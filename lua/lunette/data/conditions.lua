--- Conditions on rows of a table, for generators that are told one category.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local modes = require "lunette.data.modes"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local create = engine.create

--- @class ConditionSampler
--- @field width integer how many numbers a condition is
--- @field columns table[] of categories: name, categories, first, the place in
--- a condition, column, that in a row, and length
local ConditionSampler = {__name = "ConditionSampler"}
ConditionSampler.__index = ConditionSampler

-- The numbers of the rows by code, and the chance of each code: its logarithmic
-- frequency, as the authors' code has it.
local function by_code(codes, length)
  local rows, chances, total = {}, {}, 0
  for k = 1, length do rows[k] = {} end
  for i, code in ipairs(codes:totable()) do
    local list = rows[math.tointeger(code)]
    list[#list + 1] = i
  end
  for k = 1, length do
    chances[k] = math.log(#rows[k] + 1)
    total = total + chances[k]
  end
  for k = 1, length do chances[k] = chances[k] / total end
  return rows, create.tensor(chances)
end

local function add_column(self, fit, span, data)
  local codes = modes.codes_of(fit, data:column(fit.name))
  local rows, chances = by_code(codes, span.length)
  table.insert(self.columns, {
    name = fit.name, categories = fit.categories, length = span.length,
    first = self.width + 1, column = span.first, rows = rows,
    chances = chances})
  self.width = self.width + span.length
end

--- Training by sampling (CTGAN: Xu et al. 2019, arXiv 1907.00503, section 4.3):
--- one of the columns of categories, each as likely, one of its categories by
--- its logarithmic frequency, and a row of the table that has it, so that rare
--- ones are seen often. A condition is a vector with a one for that category.
---
---   local rows = ln.data.mixed_table():sample(200)
---   local normalizer = ln.data.ModeNormalizer(rows)
---   local sampler = ln.data.ConditionSampler(normalizer, rows)
---   local drawn = sampler:sample(20)     -- conditions, rows, column, code
---   local net = ln.gan.zoo.ctgan {layout = normalizer,
---                                 conditions = sampler.width}
---   local z = ln.cat({ln.randn(20, net.latent), drawn.conditions}, 2)
---   local told = sampler:loss(net.logits(z), drawn)
local new = arguments.define("ConditionSampler",
  "self, normalizer: normalizer, table: data_table",
  function(_, normalizer, data)
  local self = setmetatable({columns = {}, width = 0}, ConditionSampler)
  local first = 1
  for _, fit in ipairs(normalizer.fits) do
    local length = modes.length_of(fit)
    if fit.kind == "category" then
      add_column(self, fit, {first = first, length = length}, data)
    end
    first = first + length
  end
  if self.width == 0 then
    raise("ConditionSampler: the table has no column of categories")
  end
  return self
end)

-- Vectors n,width with a one at each of the places.
local function vectors(self, places)
  return engine.functions.one_hot(create.tensor(places), self.width)
end

--- n conditions: {conditions = n,width; rows = a list of n rows of the table
--- that have them; column and code = tensors of n, which of sampler.columns and
--- which of its categories}.
--- @return { code: Tensor, column: Tensor, conditions: Tensor, rows: integer[]
---   }
ConditionSampler.sample = arguments.define("sampler:sample",
  "self, n: count, {generator: generator?}", function(self, n, from)
  local column = create.randint(1, #self.columns, {n}, from)
  local at, codes, rows, places = create.rand(n, from):totable(), {}, {}, {}
  local drawn = {}
  for k, c in ipairs(self.columns) do
    drawn[k] = create.multinomial(c.chances, n, {
      replacement = true, generator = from.generator}):totable()
  end
  for i, k in ipairs(column:totable()) do
    k = math.tointeger(k)
    local c, code = self.columns[k], math.tointeger(drawn[k][i])
    local list = c.rows[code]
    codes[i], places[i] = code, c.first + code - 1
    rows[i] = list[math.min(math.floor(at[i] * #list) + 1, #list)]
  end
  return {conditions = vectors(self, places), rows = rows, column = column,
          code = create.tensor(codes)}
end)

--- n times the condition that a column has this category, for rows of that kind
--- alone: sampler:condition(20, "label", "2").
--- @return Tensor
ConditionSampler.condition = arguments.define("sampler:condition",
  "self, n: count, column: string, category: string",
  function(self, n, name, category)
  local names = {}
  for k, c in ipairs(self.columns) do
    names[k] = c.name
    for code, text in ipairs(c.name == name and c.categories or {}) do
      if text == category then
        return vectors(self, {c.first + code - 1}):expand(n, self.width)
      end
    end
    if c.name == name then
      raise("condition: column %s has no category %q; it has %s", name,
            category, repr.value(c.categories))
    end
  end
  raise("condition: no column of categories is called %s; there are %s", name,
        table.concat(names, ", "))
end)

--- What tells a generator to keep to its conditions: the mean cross entropy of
--- the category asked for, in the logits n,features of rows, such as
--- gan.zoo.ctgan's net.logits gives, of what sample drew.
--- @return Tensor
ConditionSampler.loss = arguments.define("sampler:loss",
  "self, logits: tensor, drawn: table", function(self, logits, drawn)
  for _, name in ipairs {"column", "code"} do
    arguments.check("loss", "drawn." .. name, drawn[name], "tensor")
  end
  local n, total = drawn.column:numel(), 0
  if logits:dim() ~= 2 or logits:size(1) ~= n then
    raise("loss: logits are %s for %d conditions", repr.shape(logits), n)
  end
  for k, c in ipairs(self.columns) do
    local here = drawn.column:eq(k)
    local code = engine.functions.where(here, drawn.code, 1)
    local scores = logits:narrow(2, c.column, c.length):log_softmax(2)
    local asked = scores:gather(2, code:unsqueeze(2)):squeeze(2)
    total = total - (asked * here):sum()
  end
  return total / n
end)

return {ConditionSampler = repr.class(ConditionSampler, function(self)
  return ("%d columns, %d categories"):format(#self.columns, self.width)
end, new)}
