--- Events for TensorBoard: numbers, images and histograms by step.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local errors = require "lunette.errors"
local file = require "lunette.file"
local pixels = require "lunette.pixels"
local protobuf = require "lunette.protobuf"
local raise = errors.raise
local repr = require "lunette.repr"
local tfrecord = require "lunette.tfrecord"

--- @class SummaryWriter
--- @field path string of the file
local SummaryWriter = {__name = "SummaryWriter"}
SummaryWriter.__index = SummaryWriter

-- Numbers of fields are those of TensorBoard's event.proto, summary.proto and
-- histogram.proto.
local EVENT = {wall_time = 1, step = 2, file_version = 3, summary = 5,
               session_log = 7}
local SESSION_LOG = {status = 1}
local START = 1
local SUMMARY = {value = 1}
local VALUE = {tag = 1, simple_value = 2, image = 4, histo = 5}
local IMAGE = {height = 1, width = 2, colorspace = 3, encoded_image_string = 4}
local HISTOGRAM = {min = 1, max = 2, num = 3, sum = 4, sum_squares = 5,
                   bucket_limit = 6, bucket = 7}

-- ---- the file ----

local function host_name()
  local handle <close> = io.open "/proc/sys/kernel/hostname"
  return handle and handle:read "l" or "localhost"
end

-- TensorBoard reads the files of a folder in the order of their names.
local function new_path(folder)
  local path = ("%s/events.out.tfevents.%010d.%s"):format(folder, os.time(),
                                                          host_name())
  local first, k = path, 0
  while engine.io.exists(path) do
    k = k + 1
    path = ("%s.%03d"):format(first, k)
  end
  return path
end

local function append(self, step, what)
  local now = self.began + engine.clock() - self.clock
  file.append(self.path, tfrecord.frame(
    protobuf.double(EVENT.wall_time, now) .. protobuf.int(EVENT.step, step) ..
    what))
end

--- SummaryWriter: writes a new file of events into `folder`, which is made, for
--- `tensorboard --logdir` of the folder or one above it. Each record is whole
--- in the file when its function returns, and none is ever changed; a disk that
--- refuses raises. Names of values may have slashes, which group them.
---   purge_step  what files that are there say of this step and later ones is
---               not shown: of a run that goes on from the step before
--- As PyTorch's, but that a step is always given:
---   local writer <close> = ln.SummaryWriter "runs/ring/events"
---   for step = 1, 3 do
---     writer:add_scalar("loss/d", 1 / step, step)
---     writer:add_image("samples", ln.rand(16, 3, 8, 8), step)
---     writer:add_histogram("weights", ln.randn(1000), step)
---   end
local new = arguments.define("SummaryWriter",
  "self, folder: folder, {purge_step: whole?}", function(_, folder, o)
  local path = new_path(folder)
  local self = setmetatable({path = path, began = os.time(),
                             clock = engine.clock()}, SummaryWriter)
  file.make_room(path)
  append(self, 0, protobuf.bytes(EVENT.file_version, "brain.Event:2"))
  if o.purge_step then
    append(self, o.purge_step, protobuf.bytes(EVENT.session_log,
                               protobuf.int(SESSION_LOG.status, START)))
  end
  return self
end)

-- ---- values ----

local function add(self, owner, name, step, value)
  if self.closed then raise("%s: %s is closed", owner, self.path) end
  if name == "" then raise("%s: name is empty", owner) end
  -- TensorBoard reads nothing of a file with text that is no UTF-8
  if not utf8.len(name) then name = name:gsub("[\x80-\xff]", "?") end
  append(self, step, protobuf.bytes(EVENT.summary,
    protobuf.bytes(SUMMARY.value, protobuf.bytes(VALUE.tag, name) .. value)))
end

--- A number, or a tensor of one; nan and inf are shown as such.
--- @return nil
SummaryWriter.add_scalar = arguments.define("writer:add_scalar",
  "self, name: string, value: real|tensor, step: whole",
  function(self, name, value, step)
  if engine.is_tensor(value) then
    if value:numel() ~= 1 then
      raise("add_scalar: %s is a tensor of %s; one number is wanted", name,
            repr.shape(value))
    end
    value = value:item()
  end
  add(self, "add_scalar", name, step,
      protobuf.float(VALUE.simple_value, value))
end)

--- An image, c,h,w or h,w for gray, or a grid of them, n,c,h,w; options as in
--- image.save_grid.
--- @return nil
SummaryWriter.add_image = arguments.define("writer:add_image",
  "self, name: string, x: tensor, step: whole, {columns: count = 8, " ..
  "padding: whole = 2, range: pair = {0, 1}}",
  function(self, name, x, step, o)
  local bytes, w, h, c
  if x:dim() == 4 then bytes, w, h, c = pixels.grid("add_image", x, o)
  else bytes, w, h, c = pixels.one("add_image", x, o.range) end
  local png = errors.check(engine.io.png_pack(bytes, w, h, c))
  add(self, "add_image", name, step, protobuf.bytes(VALUE.image,
    protobuf.int(IMAGE.height, h) .. protobuf.int(IMAGE.width, w) ..
    protobuf.int(IMAGE.colorspace, c) ..
    protobuf.bytes(IMAGE.encoded_image_string, png)))
end)

-- As many as TensorBoard's own summaries have.
local BUCKETS = 30

-- How many values each of the buckets between low and high holds, and where
-- each ends; one bucket where all values are the same.
local function buckets_of(x, low, high)
  if low == high then return {x:numel()}, {high} end
  local limits = {}
  for k = 1, BUCKETS do limits[k] = low + (high - low) * k / BUCKETS end
  return x:histc(BUCKETS, low, high):totable(), limits
end

--- How the values of a tensor are distributed, in 30 buckets of one width.
--- @return nil
SummaryWriter.add_histogram = arguments.define("writer:add_histogram",
  "self, name: string, values: tensor, step: whole",
  function(self, name, values, step)
  local x = values:detach():flatten()
  if x:numel() == 0 then raise("add_histogram: %s has no values", name) end
  local low, high = x:amin():item(), x:amax():item()
  if not (low > -math.huge and high < math.huge) then
    raise("add_histogram: %s goes from %g to %g; finite numbers are wanted",
          name, low, high)
  end
  local counts, limits = buckets_of(x, low, high)
  add(self, "add_histogram", name, step, protobuf.bytes(VALUE.histo,
    protobuf.double(HISTOGRAM.min, low) ..
    protobuf.double(HISTOGRAM.max, high) ..
    protobuf.double(HISTOGRAM.num, x:numel()) ..
    protobuf.double(HISTOGRAM.sum, x:sum():item()) ..
    protobuf.double(HISTOGRAM.sum_squares, x:square():sum():item()) ..
    protobuf.doubles(HISTOGRAM.bucket_limit, limits) ..
    protobuf.doubles(HISTOGRAM.bucket, counts)))
end)

--- Returns once the file is on the disk; what is added afterwards is refused.
--- @return nil
SummaryWriter.close = arguments.define("writer:close", "self", function(self)
  if self.closed then return end
  self.closed = true
  errors.check(engine.io.sync_file(self.path))
end)

function SummaryWriter.__close(self) self:close() end

return {SummaryWriter = repr.class(SummaryWriter, function(self)
  return self.path
end, new)}
