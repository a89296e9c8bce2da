-- The log of a run as CSV, held against what Python's csv.writer writes.
local asan = require "spec.support.asan"
local files = require "spec.files"
local log = require "lunette.gan.trainer.log"

local folder
before_each(function() folder = files.new_folder() end)
after_each(files.remove_folder)

-- log.csv after these records.
local function written(records, last)
  local lines = log.open(folder, last or -1)
  for _, record in ipairs(records) do lines:write(record) end
  return files.read(folder .. "/log.csv")
end

describe("log.csv", function()
  it("quotes names and words as RFC 4180 has it", function()
    -- csv.writer(f).writerows([["step", "a,b", 'c"d', "e"], [1, 2, "x\ry", 'say "no"'],
    --                          [2, "two\nlines", " plain ", "[1,2]"], [3, "", "", "ä;'"]]), with other ends of lines
    local python = 'step,"a,b","c""d",e\r\n1,2,"x\ry","say ""no"""\r\n2,"two\nlines", plain ,"[1,2]"\r\n3,,,ä;\'\r\n'
    assert.equal((python:gsub("\r\n", "\n")), written {
      {step = 1, ["a,b"] = 2, ['c"d'] = "x\ry", e = 'say "no"'},
      {step = 2, ["a,b"] = "two\nlines", ['c"d'] = " plain ", e = {1, 2}}, {step = 3, e = "ä;'"}})
  end)

  it("has a column for each name, in the order in which they come up", function()
    assert.equal("step,seconds,d,g,fid,a,message\n1,0.5,1,2,,,\n2,1,,,7,,\n3,,,,,8,x\n", written {
      {g = 2, d = 1, seconds = 0.5, step = 1}, {step = 2, fid = 7, seconds = 1.0}, {message = "x", a = 8, step = 3}})
  end)

  it("keeps all digits of a number, and no more than that takes", function()
    local values = {0.1, 1 / 3, 0.1 + 0.2, 2 ^ 53 + 2, 5e-324, 1.7976931348623157e308, -0.0, 123456789012345.6,
                    math.mininteger, 1e300 / 7}
    local records = {}
    for k, v in ipairs(values) do records[k] = {step = k, v = v} end
    local found = {}
    for text in written(records):gmatch "\n%d+,([^\n]+)" do found[#found + 1] = text end
    for k, v in ipairs(values) do assert.equal(v, tonumber(found[k]), found[k]) end
    assert.equal("0.1", found[1])
    assert.equal("-0", found[7])
  end)

  it("leaves a last line that was cut out, tells of it, and keeps its order when a run goes on", function()
    written {{step = 1, z = 1}, {step = 2, b = 2}}
    local path = folder .. "/log.jsonl"
    local text = files.read(path)
    files.write(path, text .. '{"step":3,"z":')
    local found, said = files.said_by(function() return written({{step = 3, a = 4}}, 2) end)
    assert.equal("step,z,b,a\n1,1,,\n2,,2,\n3,,,4\n", found)
    assert.equal(path .. ": passed over, for they are no records of a run: 1 of 3 lines, the first is line 3\n", said)
    assert.equal(text .. '{"step":3,"z":\n{"a":4,"step":3}\n', files.read(path))
  end)
end)

describe("a log of many lines", function()
  local child = require "spec.support.child"

  -- A run's folder with so many lines, and what goes through them all: that of
  -- a run that goes on, which leaves out the last line, the page, compare,
  -- replay, a fork, and one line more. All held at once they take more than 2
  -- KiB a line, and 100 bytes as text.
  local GO = [[
    local f = io.open("%s/log.jsonl", "w")
    for k = 1, %d do
      f:write(('{"step":%%d,"seconds":%%.2f,"d":%%.5f,"g":%%.5f,"grad_norm":%%.5f%%s}\n'):format(
        k, k / 20, 1 + math.sin(k), math.cos(k), k %% 7 / 3, k %% 100 == 0 and ',"hash":"00ff"' or ""))
    end
    f:close()
    io.open("%s/config.json", "w"):write('{"seed":1}'):close()
    local folder, n = "%s", %d
    require "lunette.gan.trainer.log".open(folder, n - 1)
    ln.runs.report(folder)
    local read = require "lunette.runs.folders".read(folder)
    local hashes = require "lunette.runs.hashes".of(folder)
    print(read.step, read.numbers.d.last_step, hashes.last, hashes.logged,
          require "lunette.runs.jsonl".last(folder .. "/log.jsonl").step)
    require "lunette.file".copy(folder .. "/log.jsonl", folder .. "/copy.jsonl")
    require "lunette.runs.jsonl".append(folder .. "/copy.jsonl", {step = 0})
    local lines = 0
    for _ in io.lines(folder .. "/log.csv") do lines = lines + 1 end
    print(lines)]]

  local function check(n)
    local printed, rise = child(GO:format(folder, n, folder, folder, n))
    assert.equal(("%d\t%d\t%d\t%d\t%d\n%d\n"):format(n - 1, n - 1, n - 100, n - 1, n - 1, n), printed)
    assert.equal(files.read(folder .. "/log.jsonl") .. '{"step":0}\n', files.read(folder .. "/copy.jsonl"))
    -- ASan keeps for a while what is freed
    assert.is_true(asan.here or rise < 20, ("%.1f MiB"):format(rise))
  end

  it("is not held in memory", function() check(10000) end)

  it("of 1,000,000 is not either #hard", function() check(1000000) end)
end)
