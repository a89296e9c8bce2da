--- What can be said of a collapse: which modes or classes are gone, how many
--- kernels of mini-batch discrimination are dead, and pictures of before and of
--- now.

local engine = require "lunette.engine"
local ranks = require "lunette.gan.trainer.ranks"
local samples = require "lunette.gan.trainer.samples"

local report = {}

-- How many samples are looked at: of a mode, and of a class.
local PER_MODE, PER_CLASS = 50, 32

-- The state of all that samples are made of.
local function made_of(self)
  local list = {average = self.average}
  for name, network in pairs(self.networks) do list[name] = network end
  return list
end

-- What f gives with networks as a checkpoint has them, and they are as they
-- were afterwards.
local function as_before(self, saved, f)
  local now = {}
  for name, object in pairs(made_of(self)) do
    now[name] = {}
    for path, x in pairs(object:state_dict()) do now[name][path] = x:clone() end
    object:load_state_dict(saved.objects[name])
  end
  local ok, result = pcall(f)
  for name, object in pairs(made_of(self)) do
    object:load_state_dict(now[name])
  end
  if not ok then error(result, 0) end
  return result
end

-- ---- modes ----

-- The share of samples that each of the mixture's centres is nearest to.
local function shares_of(self, centres)
  local n = PER_MODE * centres:size(1)
  local nearest = engine.functions.cdist(self:sample(n), centres):argmin(2)
  local shares = {}
  for k = 1, centres:size(1) do shares[k] = 0 end
  for _, k in ipairs(nearest:totable()) do
    k = math.tointeger(k)
    shares[k] = shares[k] + 1 / n
  end
  return shares
end

local function is_mixture(data)
  local centres = type(data) == "table" and rawget(data, "centres")
  return engine.is_tensor(centres) and centres
end

-- ---- classes ----

-- How much the samples of each class differ.
local function spreads_of(self, classes)
  local spreads = {}
  for k = 1, classes do
    local labels = engine.create.full({PER_CLASS}, k)
    local x = self:sample(PER_CLASS, labels)
    spreads[k] = x:flatten(2):std(1):mean():item()
  end
  return spreads
end

-- ---- all of it ----

-- What is counted: {modes = shares} or {classes = spreads}, and samples.
local function look(self, make_samples)
  local found = {samples = make_samples and make_samples(self)}
  local centres = is_mixture(self.data)
  if not make_samples then return found end
  if centres then found.modes = shares_of(self, centres) end
  local classes = self.options.classes
  if classes then found.classes = spreads_of(self, classes) end
  return found
end

-- Of those that are gone, "2 (0.12)" with what there was before.
local function list_of(now, before, is_gone)
  local gone = {}
  for k, value in ipairs(now) do
    local was = before and before[k]
    if is_gone(value, was) then
      gone[#gone + 1] = was and ("%d (%.2g, was %.2g)"):format(k, value, was) or
                        ("%d (%.2g)"):format(k, value)
    end
  end
  return #gone, table.concat(gone, ", ")
end

local function largest(shares)
  local at = 1
  for k, share in ipairs(shares) do
    if share > shares[at] then at = k end
  end
  return at
end

-- A mode is gone where it has less than a tenth of an even share.
local function modes_text(now, before)
  local n, text = list_of(now, before, function(share)
    return share < 0.1 / #now
  end)
  local most = largest(now)
  return ("%d of %d modes are gone, by their shares of samples%s%s; mode %d " ..
          "has %.2g"):format(n, #now, n > 0 and ": " or "", text, most,
                             now[most])
end

-- A class, where its samples differ by less than a third of what they did.
local function classes_text(now, before)
  if not before then return nil end
  local n, text = list_of(now, before, function(spread, was)
    return spread < was / 3
  end)
  return ("%d of %d classes are gone, by how much their samples differ%s%s")
    :format(n, #now, n > 0 and ": " or "", text)
end

local function kernels_text(list)
  local texts = {}
  for k, entry in ipairs(list) do
    local path = entry.name .. (entry.path ~= "" and "." .. entry.path or "")
    texts[k] = ("%d of %d kernels of %s are dead"):format(entry.dead, entry.of,
                                                          path)
  end
  return texts
end

local function write_pictures(self, now, before)
  if not ranks.is_first() then return end
  local base = ("%s/collapse/step-%06d-"):format(self.folder, self.step)
  local given = {columns = self.options.columns,
                 range = self.options.range or {-1, 1}}
  local real = self.seen and self.seen.real
  for name, x in pairs {before = before.samples, after = now.samples} do
    samples.write(base .. name, x, real, given)
  end
end

--- Lines that say what there is to be said, and the pictures in
--- folder/collapse/: of the last sound checkpoint, `saved`, where there is one,
--- and of now. kernels: as kernels:dead() gives them; make_samples(trainer):
--- what is drawn, nil where nothing says what samples are.
function report.make(self, saved, kernels, make_samples)
  local now = look(self, make_samples)
  local before = saved and as_before(self, saved, function()
    return look(self, make_samples)
  end) or {}
  local lines = kernels_text(kernels)
  if now.modes then table.insert(lines, modes_text(now.modes, before.modes)) end
  if now.classes then
    table.insert(lines, classes_text(now.classes, before.classes))
  end
  write_pictures(self, now, before)
  if make_samples then
    table.insert(lines, ("pictures: %s/collapse"):format(self.folder))
  end
  return lines
end

return report
