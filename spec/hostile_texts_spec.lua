-- Names that files bring along, and what is made of them: orders to a terminal,
-- lines of code and of tables, ways out of a folder. None of it does anything.
local ln = require "lunette"
local errors = require "lunette.errors"
local files = require "spec.files"
local log = require "lunette.gan.trainer.log"
local notice = require "lunette.notice"
local progress = require "lunette.progress"
local python = require "spec.support.python"
local unpack = require "lunette.data.unpack"

local EVIL = "a\27[31m\7\u{9b}31m\rb\nc</script>\127,\"=1"

-- Nothing but text, ends of lines and tabs.
local function check_plain(text)
  assert.is_nil(text:find "[^%C\n\t]", ("%q"):format(text))
  assert.is_nil(text:find "\xc2[\x80-\x9f]", ("%q"):format(text))
end

describe("hostile texts", function()
  local folder
  before_each(function() folder = files.new_folder() end)
  after_each(files.remove_folder)

  local function path(name) return folder .. "/" .. name end

  it("are no orders to the terminal in what is told", function()
    assert.equal("a?[31m??31m?b\nc", errors.printable(EVIL):sub(1, 15))
    assert.equal("\u{e9}\u{a0}\t", errors.printable "\u{e9}\u{a0}\t")
    for _, f in ipairs {function() progress.say(EVIL) end, function() notice.once({}, "%s", EVIL) end} do
      local _, text = files.said_by(f)
      assert.truthy(text:find "b\nc</script>")
      check_plain(text)
    end
  end)

  it("are no orders to the terminal in what files print as", function()
    ln.save(path "x.safetensors", {[EVIL] = ln.ones(1), inner = {[EVIL] = EVIL}})
    local text = tostring(ln.load(path "x.safetensors"))
    assert.truthy(text:find "</script>")
    check_plain(text)
    local G = ln.nn.Linear(1, 1)
    ln.save_model(path "model.safetensors", G, {latent = 1, classes = {EVIL, "b"}, [EVIL] = EVIL})
    files.write(path "log.jsonl", '{"step":1,"a\\u001b[31m\\nb":2}\n')
    text = tostring(ln.runs.info(folder))
    assert.truthy(text:find("</script>", 1, true))
    check_plain(text)
  end)

  it("are no orders to the terminal, and no lines, in tables of runs", function()
    local name = '"a\\u001b[31m\\u009b\\nb\\tc"'
    for k = 1, 2 do
      local run = path(("run\27[%dm"):format(k))
      assert(os.execute(("mkdir '%s'"):format(run)))
      files.write(run .. "/log.jsonl", ('{"step":1,%s:%d,"seed":1}\n'):format(name, k))
      files.write(run .. "/config.json", ('{%s:"x\\u001b%d"}'):format(name, k))
      files.write(run .. "/eval.jsonl", ('{"step":1,"file":%s,"mode":%s,"metrics":{%s:{"value":1}}}\n'):format(
        name, name, name))
    end
    local c = ln.runs.compare(path "run\27[1m", path "run\27[2m")
    local lines = select(2, tostring(c):gsub("\n", "\n"))
    assert.truthy(tostring(c):find("a?[31m? b c", 1, true), tostring(c))
    check_plain(tostring(c))
    files.write(path "x.jsonl", ('{"experiment":"e","arm":%s,"seed":1,"results":{%s:1}}\n'):format(name, name))
    local arms = tostring(ln.runs.compare(path "x.jsonl"))
    check_plain(arms)
    assert.truthy(lines < 30, lines)
    assert.is_nil(arms:find "\nb")
  end)

  it("are no code in a script that is made", function()
    ln.manual_seed(1)
    local pictures = path "p\nos.execute 'touch made' --"
    assert(os.execute(('mkdir "%s"'):format(pictures)))
    for k = 1, 4 do ln.image.save(("%s/%d.png"):format(pictures, k), ln.rand(3, 16, 16)) end
    local made = ln.runs.new(path 'q" .. os.exit(7) .. "%d\\', {data = pictures, preset = "dcgan", size = 16})
    local text = files.read(made)
    local head = text:match "^(.-)\nlocal ln"
    for line in head:gmatch "[^\n]+" do assert.equal("--", line:sub(1, 2)) end
    assert(load(text, "=made", "t"))
    assert.truthy(text:find('folder = "runs/q_ .. os.exit(7) .. __d_"', 1, true), text)
    assert.truthy(text:find(("%q"):format(pictures), 1, true))
  end)

  it("are fields of log.csv, one a name, and no more lines", function()
    local own = log.open(folder, -1)
    own:write {step = 1, ["a,b\n\"c\""] = 2, message = "x\r\ny,\"z\""}
    own:write {step = 2, ["d\r"] = 3.5}
    local text = files.read(path "log.csv")
    assert.equal('step,"a,b\n""c""",message,"d\r"\n1,2,"x\r\ny,""z""",\n2,,,3.5\n', text)
    local t = ln.data.read_csv(path "log.csv")
    assert.same({2, "a,b\n\"c\"", "d\r"}, {#t, t.columns[2].name, t.columns[4].name})
  end)

  it("are no steps: lines whose step is a word are no records", function()
    files.write(path "log.jsonl", '{"step":1,"a":1}\n{"step":"3","a":2}\n{"step":"x"}\n')
    local _, said = files.said_by(function() log.open(folder, 2) end)
    assert.truthy(said:find("passed over, for they are no records of a run: 2 of 3 lines", 1, true), said)
    ln.save(path "checkpoint.safetensors", {step = "3", objects = {net = {}}})
    local ok, text = pcall(function()
      ln.Checkpoint(folder, {net = ln.nn.Linear(1, 1)}):resume()
    end)
    assert.is_false(ok)
    assert.truthy(text:find("not a checkpoint of a run", 1, true), text)
  end)

  it("are UTF-8 where TensorBoard reads them", function()
    do
      local writer <close> = ln.SummaryWriter(folder)
      writer:add_scalar("a\xff\xfeb", 1, 1)
      writer:add_scalar("\u{e9}", 1, 1)
    end
    local bytes = files.read(path(files.list(folder):match "events[^ ]*"))
    assert.truthy(bytes:find("a??b", 1, true))
    assert.truthy(bytes:find("\u{e9}", 1, true))
  end)

  -- made by Python's tarfile
  it("are no way out of a folder by links and devices in an archive", function()
    local missing = python.missing "tarfile"
    if missing then return pending(missing) end
    local make = [[
import io, sys, tarfile
for name, kind, to in (("link", tarfile.SYMTYPE, "/etc"), ("near", tarfile.SYMTYPE, "fine"),
                       ("hard", tarfile.LNKTYPE, "/etc/passwd"), ("pipe", tarfile.FIFOTYPE, ""),
                       ("device", tarfile.CHRTYPE, ""), ("block", tarfile.BLKTYPE, ""), ("good", None, "")):
    with tarfile.open(sys.argv[1] + "/" + name + ".tar.gz", "w:gz") as archive:
        info = tarfile.TarInfo("fine"); info.size = 2
        archive.addfile(info, io.BytesIO(b"hi"))
        if kind:
            info = tarfile.TarInfo("x"); info.type, info.linkname = kind, to
            archive.addfile(info)
]]
    python.run(folder, make, folder)
    for _, name in ipairs {"link", "near", "hard", "pipe", "device", "block"} do
      assert(os.execute("mkdir " .. path(name)))
      local ok, text = pcall(unpack.into, path(name .. ".tar.gz"), path(name))
      assert.is_false(ok, name)
      assert.truthy(text:find(".tar.gz: a link, a device or the like is in it", 1, true), text)
      assert.equal("", files.list(path(name)))
    end
    assert(os.execute("mkdir " .. path "good"))
    unpack.into(path "good.tar.gz", path "good")
    assert.equal("hi", files.read(path "good/fine"))
  end)
end)

-- Nothing that is read is run: no reader makes code of text.
describe("readers", function()
  -- what runs code that is a user's script, or words typed at a prompt
  local runs_code = {["lua/lunette/repl.lua"] = true, ["lua/lunette/runs/again.lua"] = true,
                     ["lua/lunette/runs/experiment.lua"] = true}

  -- Is the word called there, and no function of the file's own by that name?
  local function calls(text, word)
    local called = ("\n" .. text):find("[^%w_.:\"']" .. word .. "%s*[%(\"'%[{]")
    return called and not text:find("local function " .. word .. "%f[%W]") and
           not text:find("local " .. word .. " = {}")
  end

  local function code_of(file)
    local text = files.read(file):gsub("%-%-%[%[.-%]%]", ""):gsub("%-%-[^\n]*", "")
    return (text:gsub('"[^"\n]*"', '""'))
  end

  it("make no code of what they read", function()
    local found, count = {}, 0
    local list <close> = io.popen "find lua bin -name '*.lua' -not -path '*/editor/*'"
    for file in list:lines() do
      local text = code_of(file)
      count = count + 1
      for _, word in ipairs {"load", "loadstring", "loadfile", "dofile"} do
        if calls(text, word) and not runs_code[file] then found[#found + 1] = file .. ": " .. word end
      end
      if text:find "string%.dump" or text:find ":dump%(" then found[#found + 1] = file .. ": string.dump" end
    end
    assert.same({}, found)
    assert.is_true(count > 250)
  end)

  it("are searched for what they must not have", function()
    assert.truthy(calls("local x = load(text)", "load"))
    assert.truthy(calls("load 'x'", "load"))
    assert.is_nil(calls("state.load(path)", "load"))
  end)
end)
