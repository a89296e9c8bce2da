--- Tables as rows of numbers that a network can make, and back.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"
local tables = require "lunette.data.table"

local create = engine.create

-- ---- mixtures of normal distributions, by EM ----

local MOST_STEPS, ENOUGH = 100, 1e-5
-- Of the column's variance; it keeps modes of equal numbers apart from 0.
local LEAST_VARIANCE = 1e-6

-- log of weight times density of each mode at each x: n x modes.
local function log_parts(mixture, x)
  local z = (x:unsqueeze(2) - mixture.means) / mixture.stds
  return mixture.weights:log() - mixture.stds:log() - z:square() / 2
         - math.log(2 * math.pi) / 2
end

-- The best mixture for given shares n x modes of the elements.
local function maximise(x, shares)
  local column = x:unsqueeze(2)
  local counts = shares:sum(1) + 1e-6
  local means = (shares * column):sum(1) / counts
  local variances = (shares * (column - means):square()):sum(1) / counts
  return {weights = counts / counts:sum(), means = means,
          stds = (variances + LEAST_VARIANCE):sqrt()}
end

-- Dempster et al. 1977 from quantiles: the mixture and its log likelihood a
-- sample. x: n, standardised, in order.
local function expectation_maximisation(x, modes)
  local n, before, mean_log = x:size(1), -math.huge, nil
  local at = ((create.arange(1, modes) - 0.5) / modes * n):floor() + 1
  local mixture = {weights = create.full({modes}, 1 / modes),
                   means = x:index_select(1, at),
                   stds = create.full({modes}, 1 / modes)}
  for _ = 1, MOST_STEPS do
    local parts = log_parts(mixture, x)
    local total = parts:logsumexp(2, {keepdim = true})
    mean_log = total:mean():item()
    if mean_log - before < ENOUGH then break end
    before = mean_log
    mixture = maximise(x, (parts - total):exp())
  end
  return mixture, mean_log
end

-- The mixture of 1 to `most` modes with the lowest information criterion
-- (Schwarz 1978): -2 log L + (3 modes - 1) log n.
local function best_mixture(x, most)
  local n, best, lowest = x:size(1), nil, math.huge
  for modes = 1, most do
    local mixture, mean_log = expectation_maximisation(x, modes)
    local criterion = -2 * n * mean_log + (3 * modes - 1) * math.log(n)
    if criterion < lowest then best, lowest = mixture, criterion end
  end
  return best
end

-- ---- columns ----

-- How far modes reach, in standard deviations: the authors' choice.
local REACH = 4

local number = {}

-- What is there of a column of numbers, and whether anything is missing (nan).
local function present(owner, column)
  local there = column.values:eq(column.values)
  local values = column.values[there]
  if values:isinf():any():item() == 1 then
    raise("%s: column %s has values that are infinite", owner, column.name)
  end
  return values, values:numel() < column.values:numel()
end

function number.fit(column, most)
  local values, missing = present("ModeNormalizer", column)
  if values:numel() == 0 then
    raise("ModeNormalizer: all of column %s is missing", column.name)
  end
  -- within -2 and 2, so that no square overflows; a power of 2 rounds nothing
  local largest = values:abs():amax():item()
  local unit = largest > 0 and 2.0 ^ math.floor(math.log(largest, 2)) or 1
  local x = values / unit
  local mean, std = x:mean():item(), x:std(nil, {correction = 0}):item()
  if std == 0 then std = 1 / unit end
  local ordered = ((x - mean) / std):sort()
  mean, std = mean * unit, std * unit
  local mixture = best_mixture(ordered, math.min(most, x:size(1)))
  return {name = column.name, kind = "number", weights = mixture.weights,
          means = mixture.means * std + mean, stds = mixture.stds * std,
          modes = mixture.means:size(1), missing = missing}
end

-- (x - mean) / (4 std) of a mode drawn by how likely it made x, and which.
local function encode_present(fit, column, x, from)
  local shares = log_parts(fit, x):softmax(2)
  if shares:isfinite():all():item() == 0 then
    raise("transform: column %s goes from %g to %g, too far from the values " ..
          "that the normalizer was made of", column.name, x:amin():item(),
          x:amax():item())
  end
  local mode = create.multinomial(shares, 1, {
    replacement = true, generator = from.generator}):squeeze(2)
  local means = fit.means:index_select(1, mode)
  local stds = fit.stds:index_select(1, mode)
  return ((x - means) / (stds * REACH)):clamp(-1, 1), mode
end

-- What is missing is 0 within a mode of its own, the last.
function number.encode(fit, column, from)
  local _, missing = present("transform", column)
  if missing and not fit.missing then
    raise("transform: column %s has values that are missing; the table that " ..
          "the normalizer was made of had none there", column.name)
  end
  local there = column.values:eq(column.values)
  local filled = engine.functions.where(there, column.values, fit.means[1])
  local within, mode = encode_present(fit, column, filled, from)
  mode = engine.functions.where(there, mode, fit.modes + 1)
  return engine.functions.cat({
    (within * there):unsqueeze(2),
    engine.functions.one_hot(mode, number.length(fit) - 1)}, 2)
end

function number.decode(fit, x)
  local mode = x:narrow(2, 2, x:size(2) - 1):argmax(2)
  local known = mode:clamp(1, fit.modes)
  local means = fit.means:index_select(1, known)
  local stds = fit.stds:index_select(1, known)
  local values = x:select(2, 1):clamp(-1, 1) * stds * REACH + means
  return {name = fit.name, kind = "number",
          values = engine.functions.where(mode:eq(known), values, 0 / 0)}
end

function number.length(fit) return 1 + fit.modes + (fit.missing and 1 or 0) end

function number.spans(fit, first)
  return {{name = fit.name, kind = "tanh", first = first, length = 1},
          {name = fit.name, kind = "softmax", first = first + 1,
           length = number.length(fit) - 1}}
end

local category = {}

function category.fit(column)
  return {name = column.name, kind = "category", categories = column.categories,
          missing = column.values:ne(column.values):any():item() == 1}
end

-- The codes of another table's column, which may have them in another order.
local function own_codes(fit, column)
  local code, codes = {}, {}
  for k, name in ipairs(fit.categories) do code[name] = k end
  for k, name in ipairs(column.categories) do
    codes[k] = code[name] or
               raise("transform: column %s: category %q was not " ..
                                   "there before", fit.name, name)
  end
  local there = column.values:eq(column.values)
  if not fit.missing and there:all():item() == 0 then
    raise("transform: column %s has categories that are missing; the table " ..
          "that the normalizer was made of had none there", fit.name)
  end
  local known = engine.functions.where(there, column.values, 1)
  return engine.functions.where(
    there, create.tensor(codes):index_select(1, known), #fit.categories + 1)
end

function category.length(fit)
  return #fit.categories + (fit.missing and 1 or 0)
end

function category.encode(fit, column)
  return engine.functions.one_hot(own_codes(fit, column), category.length(fit))
end

function category.decode(fit, x)
  local code = x:argmax(2)
  return {name = fit.name, kind = "category", categories = fit.categories,
          values = engine.functions.where(code:le(#fit.categories), code,
                                          0 / 0)}
end

function category.spans(fit, first)
  return {{name = fit.name, kind = "softmax", first = first,
           length = category.length(fit)}}
end

local kinds = {number = number, category = category}

-- ---- the whole ----

--- Mode-specific normalisation (CTGAN: Xu et al. 2019, arXiv 1907.00503,
--- section 4.2). A number becomes (x - mean) / (4 std) of one of the modes of
--- its column, within -1 and 1, and that mode as a one-hot vector; a category a
--- one-hot vector. Modes are those of a mixture of normal distributions, fitted
--- by EM for each number of modes up to `modes`, of which the information
--- criterion of Schwarz (1978) chooses; the authors' mixture is variational.
--- What is missing, nan, is a mode or a category of its own, the last one.
--- spans says where a generator ends in tanh and where in softmax;
--- gan.zoo.ctgan takes the normalizer for its layout:
---
---   local rows = ln.data.mixed_table():sample(200)  -- or read_csv "rows.csv"
---   local normalizer = ln.data.ModeNormalizer(rows)
---   local x = normalizer:transform(rows)
---   local G = ln.nn.Linear(8, normalizer.width)
---   local made = normalizer:inverse(G(ln.randn(10, 8)))  -- a Table
--- @class ModeNormalizer
--- @field width integer how many numbers a row becomes
--- @field spans table[] what they are, in order, each with the name of its
--- column, a kind ("tanh" or "softmax"), first and length
--- @field fits table[] what is known of each column: of one of numbers the
--- weights, means and stds of its modes
local ModeNormalizer = {__name = "ModeNormalizer"}
ModeNormalizer.__index = ModeNormalizer

-- The normalizer of what is known of each column.
local function of_fits(fits)
  local self = setmetatable({fits = fits, spans = {}, width = 0},
                            ModeNormalizer)
  for _, fit in ipairs(fits) do
    for _, span in ipairs(kinds[fit.kind].spans(fit, self.width + 1)) do
      table.insert(self.spans, span)
      self.width = self.width + span.length
    end
  end
  return self
end

local new = arguments.define("ModeNormalizer",
  "self, table: data_table, {modes: count = 10}", function(_, data, o)
  local _ <close> = recording.no_grad()
  local fits = {}
  for k, column in ipairs(data.columns) do
    fits[k] = kinds[column.kind].fit(column, o.modes)
  end
  return of_fits(fits)
end)

--- What is known of the columns, for ln.save, or in what ln.save_model says
--- about a network: normalizer_of makes a normalizer of it.
--- @return table
ModeNormalizer.state_dict = arguments.define("normalizer:state_dict", "self",
                                             function(self)
  return repr.state {fits = self.fits}
end)

-- Raises unless the field of a fit is one that transform and inverse can use.
local function check_fit(k, fit)
  local function want(good, name, wanted)
    if not good then
      raise("normalizer_of: column %d: %s is wanted as %s", k, wanted, name)
    end
  end
  want(type(fit) == "table" and kinds[fit.kind], "kind", "number or category")
  want(type(fit.name) == "string", "name", "a string")
  if fit.kind == "category" then
    want(type(fit.categories) == "table", "categories", "a list")
    return
  end
  want(math.type(fit.modes) == "integer" and fit.modes > 0, "modes",
       "an integer above 0")
  for _, name in ipairs {"weights", "means", "stds"} do
    local x = fit[name]
    want(engine.is_tensor(x) and x:dim() == 1 and x:size(1) == fit.modes, name,
         ("a tensor of %d"):format(fit.modes))
  end
end

--- The ModeNormalizer of which this is normalizer:state_dict(). Raises when it
--- is none.
--- @return ModeNormalizer
local normalizer_of = arguments.define("normalizer_of", "state_dict: table",
                                       function(state)
  arguments.check("normalizer_of", "state_dict.fits", state.fits, "list")
  for k, fit in ipairs(state.fits) do check_fit(k, fit) end
  return of_fits(state.fits)
end)

arguments.add_kind("normalizer", "a ModeNormalizer", function(v)
  return getmetatable(v) == ModeNormalizer and v or nil
end, {type = "lunette.data.ModeNormalizer"})

--- The rows of a table as numbers, n x width. The mode of a number is drawn
--- with the probabilities that each mode made it.
--- @return Tensor
ModeNormalizer.transform = arguments.define("normalizer:transform",
  "self, table: data_table, {generator: generator?}",
  function(self, data, from)
  local parts = {}
  local _ <close> = recording.no_grad()
  for k, fit in ipairs(self.fits) do
    local column = data:column(fit.name)
    if column.kind ~= fit.kind then
      raise("transform: column %s is of kind %s, %s is wanted", fit.name,
            column.kind, fit.kind)
    end
    parts[k] = kinds[fit.kind].encode(fit, column, from)
  end
  return engine.functions.cat(parts, 2)
end)

--- The table of rows x, n x width, such as a generator makes; the largest of
--- each softmax counts. Of what transform gave it is the table again, but for
--- numbers more than 4 std from their mode.
--- @return Table
ModeNormalizer.inverse = arguments.define("normalizer:inverse",
  "self, x: tensor", function(self, x)
  if x:dim() ~= 2 or x:size(2) ~= self.width then
    raise("inverse: sizes are %s, n x %d is wanted",
          repr.shape(x), self.width)
  end
  local _ <close> = recording.no_grad()
  local columns, first = {}, 1
  for k, fit in ipairs(self.fits) do
    local length = kinds[fit.kind].length(fit)
    columns[k] = kinds[fit.kind].decode(fit, x:narrow(2, first, length))
    first = first + length
  end
  return tables.of(columns)
end)

-- How many numbers the column of a fit becomes.
local function length_of(fit) return kinds[fit.kind].length(fit) end

return {normalizer_of = normalizer_of, codes_of = own_codes,
        length_of = length_of,
        ModeNormalizer = repr.class(ModeNormalizer, function(self)
  return ("%d columns as %d numbers"):format(#self.fits, self.width)
end, new)}
