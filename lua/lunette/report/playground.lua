--- The generator of a run's folder, as its page draws pictures with it.

local base64 = require "lunette.base64"
local create = require "lunette.engine".create
local directions = require "lunette.report.directions"
local engine = require "lunette.engine"
local errors = require "lunette.errors"
local escape = require "lunette.report.escape"
local graph = require "lunette.graph"
local json = require "lunette.json"
local model = require "lunette.model"
local Module = require "lunette.nn.module"
local repr = require "lunette.repr"
local steps = require "lunette.report.steps"

local playground = {}
playground.__index = playground

-- What the page of a run has at most: multiplications of a picture, and bytes
-- of weights (as text a third more).
local MOST = {products = 20e6, bytes = 6 << 20}

-- Numbers of noise at most, and how many directions a page shows.
local NOISE, DIRECTIONS = 1024, 6

local function refuse(format, ...) error({why = format:format(...)}, 0) end

-- ---- what the file says ----

local function sizes_of(about)
  local v = about.latent
  if math.type(v) == "integer" then v = {v} end
  local count = type(v) == "table" and #v > 0 and 1 or 0
  for _, size in ipairs(type(v) == "table" and v or {}) do
    local is_size = math.type(size) == "integer" and size > 0 and size <= NOISE
    count = is_size and count * size or 0
  end
  if count == 0 or count > NOISE then
    refuse("its noise is not said to be of 1 to %d numbers", NOISE)
  end
  return v
end

local function classes_of(about)
  local v = about.classes
  local names = json.array {}
  if math.type(v) == "integer" and v > 0 and v <= 1000 then
    for k = 1, v do names[k] = tostring(k) end
  elseif type(v) == "table" then
    for k, name in ipairs(v) do names[k] = tostring(name) end
  end
  return #names > 0 and names or nil
end

local function range_of(about)
  local r = about.range
  local is_range = type(r) == "table" and type(r[1]) == "number" and
                   type(r[2]) == "number" and r[1] < r[2]
  return is_range and {r[1], r[2]} or {-1, 1}
end

-- ---- what it does ----

-- The generator as a function of noise alone: all of one class, where there
-- are any.
local function of_noise(G, classes, label)
  if not classes then return G end
  return function(noise)
    return G(noise, create.full({noise:size(1)}, label))
  end
end

-- A list to which the generator's mapping adds what it gave, where it has one,
-- until the handle is closed.
local function watched(G)
  local seen, mapping = {}, rawget(G, "mapping")
  local handle
  local until_closed = setmetatable({}, {__close = function()
    if handle then handle:remove() end
  end})
  handle = Module.is_layer(mapping) and
    mapping:register_forward_hook(function(_, _, w) seen[1] = w end)
  return seen, mapping, until_closed
end

local function check(made, y, most)
  if y:dim() ~= 4 or not (y:size(2) == 1 or y:size(2) == 3) then
    refuse("what it makes is %s, and no grey or coloured picture",
           repr.shape(y))
  end
  if made.flops > 2 * most.products then
    refuse("a picture takes %.0f million multiplications; a page draws live " ..
           "up to %.0f", made.flops / 2e6, most.products / 1e6)
  end
  if 4 * made.stored > most.bytes then
    refuse("its weights are %.1f MiB; a page holds up to %.0f",
           4 * made.stored / 2 ^ 20, most.bytes / 2 ^ 20)
  end
end

-- Rows to move along, and the value that they move: a mapping's result and its
-- mean, or the noise.
local function moves(G, made, given, seen, mapping)
  local w = seen[1] and made.graph:value(seen[1])
  local rows, mean
  if w then
    rows, mean = directions.of_mapping(mapping, given.sizes, DIRECTIONS)
  else
    rows = directions.of_weight(of_noise(G, given.classes, 1), given.sizes,
                                DIRECTIONS)
  end
  return {value = w and w.id or 0, count = rows and rows:size(1) or 0,
          rows = rows and made:store(rows),
          mean = mean and made:store(mean)}
end

-- Noise, and what the engine draws of it: the page looks whether it draws the
-- same. It is another noise, and another class, than the steps were seen with.
local function example(G, made, given)
  local label = given.classes and #given.classes
  local noise = create.randn({1, table.unpack(given.sizes)},
                             {generator = engine.Generator(2)})
  local _, y = graph.trace(of_noise(G, given.classes, label), noise)
  return {noise = made:store(noise), picture = made:store(y), label = label}
end

local function steps_of(G, given, most)
  local noise = create.randn({1, table.unpack(given.sizes)},
                             {generator = engine.Generator(1)})
  local labels = given.classes and create.ones(1) or nil
  local calls, y = graph.trace(G, noise, labels)
  if not engine.is_tensor(y) then refuse("what it gives is no tensor") end
  local seen = graph.of(calls, {noise, labels}, {y})
  if not seen.outputs[1].inputs then
    refuse "its pictures do not depend on the noise"
  end
  local made, why = steps.of(seen)
  if not made then refuse("%s", why) end
  made.graph = seen
  check(made, y, most)
  return made
end

--- What a page needs to draw with G, a table for JSON, and the numbers stored,
--- as bytes; raises {why} where it cannot. about: as ln.load_model gives it.
--- most: {products, bytes}, those of a run's page unless it is given.
function playground.describe(G, about, most)
  local given = {sizes = sizes_of(about), classes = classes_of(about)}
  if about.mode == "train" then
    refuse "its samples are made in training mode, of a whole batch at once"
  end
  local _ <close> = G:evaluating()
  local seen, mapping, watch = watched(G)
  local _ <close> = watch
  local drawn = steps_of(G, given, most or MOST)
  local moved = moves(G, drawn, given, seen, mapping)
  return {step = math.tointeger(about.step), average = about.average == true,
          classes = given.classes, range = range_of(about), move = moved,
          values = drawn.values, output = drawn.output,
          example = example(G, drawn, given)}, table.concat(drawn.pieces)
end

local function in_page(value)
  return escape.script(json.encode(escape.plain(value)))
end

--- What describe gave as JSON for a page.
function playground.json(data, bytes)
  return ('%s,"weights":"%s"}'):format(in_page(data):sub(1, -2), base64(bytes))
end

-- ---- the file ----

function playground.new(folder)
  return setmetatable({path = folder .. "/model.safetensors"}, playground)
end

local function of_file(path)
  local _ <close> = engine.default_generator:undisturbed()
  return playground.describe(model.load(path))
end

local function text_of(path)
  local ok, found, bytes = pcall(of_file, path)
  if ok then return playground.json(found, bytes), found.step end
  local why = type(found) == "table" and found.why or
              errors.without_line(tostring(found))
  return in_page {why = why}
end

-- What tells one file from another: its size and its checksum.
local function mark_of(path)
  local handle <close> = io.open(path, "rb")
  if not handle then return nil end
  local size = handle:seek "end"
  if size > 4 * MOST.bytes then return size end
  handle:seek "set"
  return size .. " " .. engine.io.crc32(handle:read "a")
end

--- As JSON, made anew where the file is another one; null where there is none,
--- or its step is after `last`.
function playground:text(last)
  local mark = mark_of(self.path)
  if mark ~= self.mark then
    self.mark, self.made, self.step = mark, nil, nil
    if math.type(mark) == "integer" then
      self.made = in_page {why = ("its file has %.0f MiB; a page holds up " ..
        "to %.0f"):format(mark / 2 ^ 20, MOST.bytes / 2 ^ 20)}
    elseif mark then
      self.made, self.step = text_of(self.path)
    end
  end
  local is_later = self.step and self.step > last
  return self.made and not is_later and self.made or "null"
end

return playground
