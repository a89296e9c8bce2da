-- Files of events, read by another reading of both formats, and by protoc.
local files = require "spec.files"
local json = require "lunette.json"
local ln = require "lunette"
local near = require "spec.near"
local shell = require "lunette.shell"
local tfrecord = require "lunette.tfrecord"

-- CRC-32C (RFC 3720, 12.1), a bit at a time.
local function crc32c(bytes)
  local crc = 0xffffffff
  for k = 1, #bytes do
    crc = crc ~ bytes:byte(k)
    for _ = 1, 8 do crc = crc & 1 == 1 and crc >> 1 ~ 0x82f63b78 or crc >> 1 end
  end
  return crc ~ 0xffffffff
end

local function masked(bytes)
  local crc = crc32c(bytes)
  return ((crc >> 15 | crc << 17) & 0xffffffff) + 0xa282ead8 & 0xffffffff
end

-- What the records of a file hold; what is left after the last whole one.
local function records(bytes)
  local list, at = {}, 1
  while #bytes - at + 1 >= 16 do
    local size, crc = string.unpack("<I8I4", bytes, at)
    assert.equal(masked(bytes:sub(at, at + 7)), crc)
    if at + 15 + size > #bytes then break end
    local data = bytes:sub(at + 12, at + 11 + size)
    assert.equal(masked(data), (string.unpack("<I4", bytes, at + 12 + size)))
    list[#list + 1], at = data, at + 16 + size
  end
  return list, bytes:sub(at)
end

-- A record by protoc, without the time, as one line.
local function by_protoc(folder, record)
  files.write(folder .. "/record", record)
  local f <close> = assert(io.popen("protoc --decode=tensorboard.Event -Ispec/support event.proto <" .. folder ..
                                    "/record 2>&1"))
  return (f:read("a"):gsub("wall_time: %S+\n", ""):gsub("%s+", " "):gsub(" $", ""))
end

describe("CRC-32C", function()
  it("is that of RFC 3720, B.4", function()
    local rising, falling = {}, {}
    for k = 0, 31 do rising[k + 1], falling[32 - k] = string.char(k), string.char(k) end
    for bytes, crc in pairs {[("\0"):rep(32)] = 0x8a9136aa, [("\255"):rep(32)] = 0x62a8ab43,
                             [table.concat(rising)] = 0x46dd794e, [table.concat(falling)] = 0x113fdb5c,
                             ["123456789"] = 0xe3069283, [""] = 0} do
      assert.equal(crc, tfrecord.crc32c(bytes))
      assert.equal(crc, crc32c(bytes))
    end
  end)

  it("goes over blocks of any length", function()
    local bytes = {}
    for k = 1, 9000 do bytes[k] = string.char(k * k % 251) end
    bytes = table.concat(bytes)
    for _, n in ipairs {4095, 4096, 4097, 8192, 9000} do
      assert.equal(crc32c(bytes:sub(1, n)), tfrecord.crc32c(bytes:sub(1, n)))
    end
  end)
end)

describe("SummaryWriter", function()
  local folder, writer
  before_each(function()
    folder = files.new_folder()
    writer = ln.SummaryWriter(folder .. "/events")
  end)
  after_each(files.remove_folder)

  local function written() return records(files.read(writer.path)) end

  it("begins as TensorBoard wants it, by name and by the first record", function()
    assert.matches("/events/events%.out%.tfevents%.%d%d%d%d%d%d%d%d%d%d%.[^/]+$", writer.path)
    local time = tonumber(writer.path:match "tfevents%.(%d+)")
    assert(math.abs(os.time() - time) < 60)
    -- 24 bytes: what files of TensorFlow begin with
    assert.equal("\24\0\0\0\0\0\0\0\xa3\x7fK\x22\9", files.read(writer.path):sub(1, 13))
    local list, rest = written()
    assert.same({1, ""}, {#list, rest})
    local seconds = string.unpack("<d", list[1], 2)
    assert(math.abs(seconds - time) < 60)
    assert.equal("\x1a\x0dbrain.Event:2", list[1]:sub(10))
  end)

  it("writes numbers, in the bytes of Protocol Buffers", function()
    writer:add_scalar("a", 0.5, 7)
    writer:add_scalar("a", ln.tensor(-2), 300)
    writer:add_scalar("loss/d", 0 / 0, 1 << 40)
    writer:add_scalar("a", 0, 0)
    local list = written()
    -- event {9 bytes of time, 2: step, 5: summary {1: value {1: tag, 2: float}}}
    assert.equal("\x10\7\x2a\10\x0a\8\x0a\1a\x15\0\0\0\x3f", list[2]:sub(10))
    assert.equal("\x10\xac\2\x2a\10\x0a\8\x0a\1a\x15\0\0\0\xc0", list[3]:sub(10))
    assert.equal("\x10\x80\x80\x80\x80\x80\x20\x2a\15\x0a\13\x0a\6loss/d\x15", list[4]:sub(10, -5))
    local v = string.unpack("<f", list[4], -4)
    assert(v ~= v)
    assert.equal("\x2a\10\x0a\8\x0a\1a\x15\0\0\0\0", list[5]:sub(10)) -- step 0 is that of no step
  end)

  it("is read by protoc", function()
    if not shell.has "protoc" then return pending "protoc is not installed (protobuf-compiler)" end
    local other <close> = ln.SummaryWriter(folder, {purge_step = 5})
    other:add_scalar("loss/d", 0.25, 5)
    other:add_histogram("w", ln.tensor {1, 3}, 6)
    local list = records(files.read(other.path))
    assert.equal('file_version: "brain.Event:2"', by_protoc(folder, list[1]))
    assert.equal("step: 5 session_log { status: START }", by_protoc(folder, list[2]))
    assert.equal('step: 5 summary { value { tag: "loss/d" simple_value: 0.25 } }', by_protoc(folder, list[3]))
    local text = by_protoc(folder, list[4])
    assert.equal('step: 6 summary { value { tag: "w" histo { min: 1 max: 3 num: 2 sum: 4 sum_squares: 10',
                 text:match "^(.-) bucket_limit")
    assert.equal(30, select(2, text:gsub("bucket_limit: ", "")))
    assert.matches("bucket_limit: 3 bucket: 1 .*bucket: 1 } } }$", text)
  end)

  it("writes images as PNG, and several in a grid", function()
    local x = ln.rand(3, 4, 5)
    writer:add_image("one", x, 2)
    writer:add_image("grid", ln.ones(4, 1, 4, 5), 3, {columns = 2, padding = 1})
    writer:add_image("wide", ln.tensor {{-1, 1}}, 3, {range = {-1, 1}})
    local list, path = written(), folder .. "/x.png"
    local sizes = {"\x08\4\x10\5\x18\3\x22", "\x08\11\x10\13\x18\1\x22", "\x08\1\x10\2\x18\1\x22"}
    for k, size in ipairs(sizes) do
      local at = list[k + 1]:find(size, 1, true)
      assert.truthy(at)
      files.write(path, list[k + 1]:sub(list[k + 1]:find("\137PNG", 1, true), -1))
      local read = ln.image.load(path)
      if k == 1 then assert((read - x):abs():amax():item() < 1.001 / 510) end
      if k == 2 then assert.same({1, 11, 13}, read:size()) end
      if k == 3 then near(read, {0, 1}) end
    end
  end)

  -- The doubles of a packed field, with its number and length before them.
  local function doubles(record, head, n)
    local at = assert(select(2, record:find(head, 1, true)))
    local list = {}
    for k = 1, n do list[k] = string.unpack("<d", record, at + 8 * k - 7) end
    return list
  end

  it("writes how values are distributed", function()
    -- 0 to 30 in 30 buckets of 1: the last one has its end too
    writer:add_histogram("w", ln.arange(0, 30), 4)
    writer:add_histogram("w", ln.full({2, 3}, 1.5), 5)
    local list = written()
    local numbers = {}
    for k, head in ipairs {"\x09", "\x11", "\x19", "\x21", "\x29"} do
      local at = list[2]:find("\1w\x2a", 1, true) + 5 + 9 * (k - 1)
      assert.equal(head, list[2]:sub(at, at))
      numbers[k] = string.unpack("<d", list[2], at + 1)
    end
    assert.same({0, 30, 31, 465, 9455}, numbers) -- 30 31 / 2, and 30 31 61 / 6
    local limits, counts = {}, {}
    for k = 1, 30 do limits[k], counts[k] = k, k < 30 and 1 or 2 end
    near(ln.tensor(doubles(list[2], "\x32\xf0\1", 30)), limits)
    assert.same(counts, doubles(list[2], "\x3a\xf0\1", 30))
    -- all the same: one bucket
    assert.same({1.5, 6}, {doubles(list[3], "\x32\8", 1)[1], doubles(list[3], "\x3a\8", 1)[1]})
  end)

  it("only grows, a whole record at a time", function()
    local before = files.read(writer.path)
    for step = 1, 3 do
      writer:add_scalar("a", step, step)
      local now = files.read(writer.path)
      assert.equal(before, now:sub(1, #before))
      local list, rest = records(now)
      assert.same({step + 1, ""}, {#list, rest})
      before = now
    end
  end)

  it("leaves no half record on a full disk, and says so", function()
    local script = ([[local ln = require "lunette"
      local writer = ln.SummaryWriter "%s"
      for step = 1, 1000 do writer:add_scalar("a", 1, step) end]]):format(folder .. "/full")
    local status, said = files.run(script, "trap '' XFSZ; ulimit -f 8;")
    assert.equal(1, status)
    assert.matches("tfevents[^\n]*: File too large", said)
    local list, rest = records(files.read(folder .. "/full/" .. files.list(folder .. "/full")))
    assert.equal("", rest)
    assert(#list > 50)
  end)

  it("has a file of its own, later ones behind the others", function()
    local paths = {writer.path}
    for k = 2, 12 do paths[k] = ln.SummaryWriter(folder .. "/events").path end
    for k = 2, 12 do assert(paths[k - 1] < paths[k]) end
  end)

  it("refuses what it cannot show", function()
    local function fails(part, f, ...)
      local ok, message = pcall(writer[f], writer, ...)
      assert.is_false(ok)
      assert.truthy(message:find("tensorboard_spec.lua:%d+: "), message)
      assert.truthy(message:find(part, 1, true), message)
    end
    local before = files.read(writer.path)
    fails("add_scalar: a is a tensor of 2; one number is wanted", "add_scalar", "a", ln.ones(2), 1)
    fails("add_scalar: name is empty", "add_scalar", "", 1, 1)
    fails("step is missing", "add_scalar", "a", 1)
    fails("step is -1, an integer of 0 or above is wanted", "add_scalar", "a", 1, -1)
    fails("step is 1.5", "add_scalar", "a", 1, 1.5)
    fails('value is "1", a number or a tensor is wanted', "add_scalar", "a", "1", 1)
    fails("add_image: sizes are 5x2x2; 1 to 4 channels are possible", "add_image", "x", ln.ones(5, 2, 2), 1)
    fails("add_histogram: w has no values", "add_histogram", "w", ln.zeros(0), 1)
    fails("add_histogram: w goes from ", "add_histogram", "w", ln.tensor {1, 0 / 0}, 1)
    fails("add_histogram: w goes from 1 to inf; finite numbers are wanted", "add_histogram", "w",
          ln.tensor {1, 1 / 0}, 1)
    assert.equal(before, files.read(writer.path))
    writer:close()
    writer:close()
    fails("is closed", "add_scalar", "a", 1, 1)
    local ok, message = pcall(ln.SummaryWriter, "/proc/none")
    assert.is_false(ok)
    assert.truthy(message:find("/proc/none: No such file", 1, true), message)
  end)

  it("closes with its scope, also when that fails", function()
    local other
    local ok, message = pcall(function()
      local w <close> = ln.SummaryWriter(folder)
      other = w
      error("no more", 0)
    end)
    assert.same({false, "no more"}, {ok, message})
    assert.is_true(other.closed)
  end)
end)

describe("Trainer {tensorboard = true}", function()
  local folder
  before_each(function() folder = files.new_folder() end)
  after_each(files.remove_folder)

  local nn = ln.nn
  local function run(more)
    local given = {
      generator = function() return nn.Sequential {nn.Linear(3, 16), nn.Tanh(), nn.Unflatten(2, {1, 4, 4})} end,
      discriminator = function() return nn.Sequential {nn.Flatten(), nn.Linear(16, 1)} end,
      data = function(n) return ln.randn(n, 1, 4, 4) end, batch_size = 8, latent = 3, seed = 5, steps = 6,
      folder = folder, collapse = false, samples = 4, columns = 2, log_every = 1, samples_every = 3,
      checkpoint_every = 2, metrics = {fid = function(t) return t.step / 2 end}, metrics_every = 3, tensorboard = true,
    }
    for key, value in pairs(more or {}) do given[key] = value end
    return pcall(function() return ln.gan.Trainer(given):run() end)
  end

  -- {step, tag, number} of the k-th file, "start" for the tag of a session.
  local function events(k)
    local names, list = {}, {}
    for name in files.list(folder):gmatch "events%S+" do names[#names + 1] = name end
    for _, record in ipairs(names[k] and records(files.read(folder .. "/" .. names[k])) or {}) do
      local step = record:byte(10) == 0x10 and record:byte(11) or 0 -- below 128
      local tag = record:find "\x3a\2\8\1$" and "start"
      local value
      for _, name in ipairs {"discriminator", "generator", "fid", "samples"} do
        local at = select(2, record:find(string.pack("Bs1", 10, name), 1, true)) -- field 1 of a value
        if at then tag, value = name, name ~= "samples" and string.unpack("<f", record, at + 2) or nil end
      end
      if tag then list[#list + 1] = {step, tag, value} end
    end
    return list, #names
  end

  it("shows the numbers of the log, and samples", function()
    assert(run())
    local by_step, list = {}, events(1)
    for line in io.lines(folder .. "/log.jsonl") do
      local record = json.decode(line)
      by_step[record.step] = record
    end
    local counts = {}
    for _, e in ipairs(list) do
      counts[e[2]] = (counts[e[2]] or 0) + 1
      if e[3] then assert(math.abs(by_step[e[1]][e[2]] - e[3]) < 1e-6 * (1 + math.abs(e[3]))) end
    end
    assert.same({start = 1, samples = 2, discriminator = 6, generator = 6, fid = 2}, counts)
  end)

  it("goes on in a new file, from the step where the run does", function()
    assert.is_false((run {on_step = function(t) if t.step == 5 then error "crash" end end}))
    local first = events(1)
    assert.same({0, "start"}, first[1])
    assert(run())
    local list, n = events(2)
    assert.equal(2, n)
    assert.same({5, "start"}, list[1]) -- the checkpoint is of step 4
    assert.same(first, (events(1)))
    assert.equal(5, list[2][1])
  end)

  it("is off unless asked for", function()
    assert(run {tensorboard = false})
    assert.equal(0, (select(2, events(1))))
  end)
end)
