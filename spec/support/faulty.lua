--- A program for a process under spec/support/faults.c: writes every kind of
--- file while each call of the writing is spoilt in turn, and prints what it
--- finds against the promise: whatever fails, and whenever the process dies, the
--- file is the old one or the new one, whole, nothing else is left, and the
--- error is on the line that wrote. arg: an empty folder; "all", or some of the
--- errors at each call. The last line is how many writings were killed, failed,
--- and went well although a call of theirs had failed.

local disk = require("lunette.engine").io
local faults = require "faults"
local file = require "lunette.file"
local files = require "spec.files"
local jsonl = require "lunette.runs.jsonl"
local ln = require "lunette"
local nn = ln.nn

local folder, all = arg[1], arg[2] == "all"
local counts = {killed = 0, failed = 0, passed = 0}

local function note(...) print("found: " .. string.format(...)) end

-- ---- what is written ----

ln.manual_seed(1)
local net = nn.Sequential {nn.Linear(2, 4), nn.BatchNorm1d(4), nn.Unflatten(2, {1, 2, 2})}
local pictures = {ln.rand(1, 4, 4), ln.rand(1, 4, 4)}
local films = {ln.rand(3, 1, 4, 4), ln.rand(2, 1, 4, 4)}
for k, picture in ipairs(pictures) do ln.image.save(("%s/pictures%d/x.png"):format(folder, k), picture) end

local function export(to)
  return function(path, k) ln.export(net, path, {to = to, latent = 2, name = "n" .. k}) end
end

local function save_film(path, k) ln.image.save_film(path, films[k]) end

-- {name, f(path, k)}: f writes the file, other bytes for k = 1 and 2.
local writers = {
  {"text", function(path, k) file.write(path, {"some", ("%d"):format(k)}) end},
  {"lines", function(path, k)
    local draft <close> = file.draft(path)
    for n = 1, 1500 do draft:add(n * k .. "\n") end
    draft:publish()
  end},
  {"state.safetensors", function(path, k) ln.save(path, {x = ln.ones(3) * k, k = k}) end},
  {"model.safetensors", function(path, k) ln.save_model(path, net, {k = k}) end},
  {"x.npy", function(path, k) ln.save_npy(path, ln.ones(2) * k) end},
  {"x.npz", function(path, k) ln.save_npz(path, {x = ln.ones(2) * k}) end},
  {"x.png", function(path, k) ln.image.save(path, pictures[k]) end},
  {"grid.png", function(path, k) ln.image.save_grid(path, films[k]) end},
  {"film.apng", save_film},
  {"figure.svg", function(path, k) ln.plot.figure():lines(ln.arange(1, 4) * ln.arange(1, 4) ^ k):save(path) end},
  {"x.c", export "c"}, {"x.lua", export "lua"}, {"x.html", export "html"}, {"x.onnx", export "onnx"},
  {"x.pack", function(path, k) ln.data.pack(folder .. "/pictures" .. k, path, {force = true}) end},
}
if pcall(save_film, folder .. "/x.gif", 1) then table.insert(writers, {"film.gif", save_film}) end

-- ---- one writing ----

-- f(path, k) in a child, whose n-th call is spoilt: nil where it was killed, ""
-- where it went well, or what it raised; and the words of the error.
local function spoilt(n, kind, f, ...)
  local given, words = {...}, nil
  local said = faults.in_child(function()
    words = faults.spoil(n, kind, kind == "ENOSPC")
    local ok, message = pcall(f, table.unpack(given))
    faults.how_many()
    return ok and "" or message .. "\n" .. words
  end)
  if not said then
    counts.killed = counts.killed + 1
  else
    counts[said == "" and "passed" or "failed"] = counts[said == "" and "passed" or "failed"] + 1
  end
  return said
end

-- How many calls f makes.
local function calls_of(f, ...)
  local given = {...}
  return tonumber(faults.in_child(function()
    faults.spoil(0, "KILL")
    f(table.unpack(given))
    return ("%d"):format(faults.how_many())
  end))
end

local ERRORS = {"ENOSPC", "EIO", "EACCES", "EROFS"}

-- What the n-th call of the k-th writer is spoilt by: they have most in common.
local function kinds_at(n, k)
  if all then return {"KILL", table.unpack(ERRORS)} end
  if k > 1 and n % 3 ~= k % 3 then return {} end
  return {"KILL", ERRORS[(n // 3 + k) % 4 + 1]}
end

-- Is what was raised "spec/support/faulty.lua:line: path: reason"?
local function check_words(where, said, path)
  local message, reason = said:match "^(.*)\n(.-)$"
  local is_here = message:find "^spec/support/faulty%.lua:%d+: "
  if not (is_here and message:find(path, 1, true) and message:find(reason, 1, true)) then
    note("%s: says %s", where, message)
  end
end

-- Names in the folder, but those of drafts where a process was killed.
local function left_in(place, killed)
  local list = {}
  for _, name in ipairs(file.names(place)) do
    if not (killed and name:find "%.lunette%.tmp$") then list[#list + 1] = name end
  end
  return table.concat(list, " ")
end

local function content(path) return disk.exists(path) and files.read(path) or nil end

-- Says what is wrong after a writing over `old`, nil where there was none.
local function check(where, place, name, said, old, new)
  local path = place .. "/" .. name
  local now = content(path)
  if now ~= old and now ~= new then note("%s: the file is neither the old nor the new one", where) end
  if said == "" and now ~= new then note("%s: it is not written, and nothing is said", where) end
  if said and said ~= "" then check_words(where, said, place) end
  local left = left_in(place, not said)
  if left ~= "" and left ~= name then note("%s: the folder has %s", where, left) end
end

-- ---- files that are replaced ----

-- The bytes that f writes.
local function bytes_of(name, f, k)
  local path = ("%s/plain%d/%s"):format(folder, k, name)
  f(path, k)
  return files.read(path)
end

-- One writing over `old`; and after it another one, which finds all as it should.
local function once(where, place, writer, n, kind, old, new)
  local name, f = table.unpack(writer)
  local path = place .. "/" .. name
  if old then files.write(path, old) else os.remove(path) end
  check(where, place, name, spoilt(n, kind, f, path, 2), old, new)
  local said = faults.in_child(function() f(path, 2) return "" end)
  if said ~= "" or content(path) ~= new or left_in(place) ~= name then
    note("%s: after it: %s, the folder has %s", where, tostring(said), left_in(place))
  end
end

local function replace(k, named)
  faults.set_named(named)
  local writer = writers[k]
  local name, f = table.unpack(writer)
  local old, new = bytes_of(name, f, 1), bytes_of(name, f, 2)
  local place = ("%s/over-%s-%s"):format(folder, name, named)
  disk.make_folder(place)
  files.write(place .. "/" .. name, old)
  for n = 1, calls_of(f, place .. "/" .. name, 2) do
    for _, kind in ipairs(kinds_at(n, k)) do
      local where = ("%s, call %d, %s%s"):format(name, n, kind, named and ", with a name" or "")
      once(where .. ", over a file", place, writer, n, kind, old, new)
      if all or n % 2 == 0 then once(where, place, writer, n, kind, nil, new) end
    end
  end
  faults.set_named(false)
end

-- ---- files that grow ----

local function add(path, k) jsonl.append(path, {k = k}) end

-- The k of the lines, and how many lines are none.
local function lines_of(path)
  local list, others = jsonl.lines(path)
  local text = ""
  for _, record in ipairs(list) do text = text .. record.k end
  return text, others
end

-- One more line; and after it another one.
local function grow(place, n, kind, old)
  local path, where = place .. "/x.jsonl", ("a line more, call %d, %s"):format(n, kind)
  if old then files.write(path, old) else os.remove(path) end
  local before = lines_of(path)
  local said = spoilt(n, kind, add, path, 2)
  if said then check(where, place, "x.jsonl", said, old, (old or "") .. '{"k":2}\n') end
  faults.in_child(function() add(path, 3) return "" end)
  local after, others = lines_of(path)
  if after ~= before .. "3" and after ~= before .. "23" or others > (said and 0 or 1) then
    note("%s: the lines are %s, before %s, and %d others", where, after, before, others)
  end
end

local function grown()
  local place = folder .. "/growing"
  disk.make_folder(place)
  local old = '{"k":7}\n'
  files.write(place .. "/x.jsonl", old)
  for n = 1, calls_of(add, place .. "/x.jsonl", 2) do
    for _, kind in ipairs {"KILL", table.unpack(ERRORS)} do
      grow(place, n, kind, old)
      grow(place, n, kind, nil)
    end
  end
end

-- ---- checkpoints ----

-- A checkpoint of a run whose weights are the step.
local function checkpoint_of(place)
  local layer = nn.Linear(2, 2)
  local checkpoint = ln.Checkpoint(place, {layer = layer})
  return checkpoint, function(step)
    local _ <close> = ln.no_grad()
    for _, p in ipairs(layer:parameters()) do p:fill_(step) end
    ln.manual_seed(step)
    return checkpoint:save(step)
  end
end

local function save(place, step)
  local _, saved = checkpoint_of(place)
  saved(step)
end

-- The steps of the saves that are whole, the last one first; and the one that a
-- run goes on from.
local function steps_in(place)
  return faults.in_child(function()
    local checkpoint, steps = checkpoint_of(place), {}
    for _, path in ipairs {checkpoint.path, table.unpack(checkpoint.older)} do
      local ok, saved = pcall(ln.load, path)
      if ok then
        local step = saved.step
        for _, x in pairs(saved.objects.layer) do
          if not x:eq(step):all():item() then error(path .. " is mixed") end
        end
        steps[#steps + 1] = step
      end
    end
    local text = table.concat(steps, " ")
    local said, from = ""
    local stderr = io.stderr
    rawset(io, "stderr", {write = function(_, word) said = said .. word end, flush = function() end})
    from = checkpoint:resume()
    rawset(io, "stderr", stderr)
    return ("%s, from %s%s"):format(text, from, said)
  end)
end

-- What may be there when the save of step 4 was killed or has failed; the steps
-- after one more.
local OLD = {["3 2 1, from 3"] = true, ["3 2, from 3"] = true, ["3 3 2, from 3"] = true}
local AFTER = {old = "5 3 2, from 5", new = "5 4 3, from 5"}

-- Checks what is there now; returns what is to be there after one more.
local function check_steps(where, place, said)
  local steps = steps_in(place)
  local is_new = steps == "4 3 2, from 4"
  if not (is_new or OLD[steps] and said ~= "") then note("%s: the saves are %s", where, steps) end
  if said and said ~= "" then check_words(where, said, place) end
  if said and left_in(place):find "tmp" then note("%s: the folder has %s", where, left_in(place)) end
  return is_new and AFTER.new or AFTER.old
end

local function save_three(place)
  faults.in_child(function()
    local _, saved = checkpoint_of(place)
    for step = 1, 3 do saved(step) end
    return ""
  end)
end

local function checkpoints(named)
  faults.set_named(named)
  local place = folder .. "/saves"
  save_three(place)
  for n = 1, calls_of(save, place, 4) do
    for _, kind in ipairs {"KILL", table.unpack(ERRORS)} do
      local where = ("Checkpoint, call %d, %s%s"):format(n, kind, named and ", with a name" or "")
      os.execute("rm -r " .. place)
      save_three(place)
      local wanted = check_steps(where, place, spoilt(n, kind, save, place, 4))
      local said = faults.in_child(function() save(place, 5) return "" end)
      local after = steps_in(place)
      if said ~= "" or after ~= wanted or left_in(place):find "tmp" then
        note("%s: after it: %s, %s, %s", where, said, after, left_in(place))
      end
    end
  end
  faults.set_named(false)
end

-- ---- all ----

for k in ipairs(writers) do
  replace(k, false)
  if all or k == 1 then replace(k, true) end
end
grown()
checkpoints(false)
if all then checkpoints(true) end
print(("%d killed, %d failed, %d passed"):format(counts.killed, counts.failed, counts.passed))
