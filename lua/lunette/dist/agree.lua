--- What all ranks are to hold for the same.

local collectives = require "lunette.dist.collectives"
local engine = require "lunette.engine"
local job = require "lunette.dist.job"
local raise = require "lunette.errors".raise

local agree = {}

-- Bytes as numbers and back: exact in any real.
local function to_tensor(bytes)
  return engine.create.tensor({bytes:byte(1, -1)})
end

local function to_bytes(x)
  local list = x:totable()
  for k, v in ipairs(list) do list[k] = string.char(v // 1 | 0) end
  return table.concat(list)
end

--- What rank 0 has, text of one length on all.
function agree.text(text)
  if job.size == 1 then return text end
  return to_bytes(collectives.broadcast(to_tensor(text)))
end

--- The numbers of rank 0, by name; all ranks have the same names.
function agree.numbers(by_name)
  if job.size == 1 then return by_name end
  local names, list = {}, {}
  for name in pairs(by_name) do names[#names + 1] = name end
  table.sort(names)
  for k, name in ipairs(names) do list[k] = string.pack("<n", by_name[name]) end
  if #names == 0 then return by_name end
  local text, found = agree.text(table.concat(list)), {}
  for k, name in ipairs(names) do
    found[name] = string.unpack("<n", text, 8 * k - 7)
  end
  return found
end

--- The time of rank 0, engine.clock's.
function agree.clock() return agree.numbers({now = engine.clock()}).now end

--- The mean of a number over the ranks.
function agree.mean(v)
  if job.size == 1 then return v end
  local x = engine.create.tensor {v}
  return collectives.all_reduce(x, {op = "mean"}):item()
end

-- Two numbers for a checksum, which any real holds.
local function checksum(x)
  local crc = engine.io.crc32(x:to_bytes(engine.real == "double" and "f64" or
                                         "f32"))
  return crc >> 16, crc & 0xffff
end

--- Raises where a tensor is not the same on all ranks, naming the first.
--- entries: {name, tensor}.
function agree.check(owner, entries)
  if job.size == 1 or #entries == 0 then return end
  local sums = {}
  for _, entry in ipairs(entries) do
    local high, low = checksum(entry[2])
    sums[#sums + 1], sums[#sums + 2] = high, low
  end
  local own = engine.create.tensor(sums):unsqueeze(1)
  local all = collectives.all_gather(own):totable()
  for k = 1, #sums do
    for rank = 1, job.size - 1 do
      if all[rank + 1][k] ~= all[1][k] then
        raise("%s: %s of rank %d is not that of rank 0", owner,
              entries[(k + 1) // 2][1], rank)
      end
    end
  end
end

return agree
