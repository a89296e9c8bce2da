local files = require "spec.files"

-- The bar writes to the error output, so it is watched from outside.
local function run(style, script)
  local path = os.tmpname()
  local file <close> = assert(io.open(path, "w"))
  file:write('local ln = require "lunette"\n', script)
  file:flush()
  local pipe <close> = assert(io.popen(("LUNETTE_PROGRESS=%s lua5.4 %s 2>&1"):format(style, path)))
  local text = pipe:read "a"
  os.remove(path)
  return text
end

-- What a terminal shows of the text, as lines: it goes back, and clears the rest
-- of a line.
local function screen(text)
  local lines, line, column = {}, "", 1
  local function put(part)
    line = line:sub(1, column - 1) .. part .. line:sub(column + #part)
    column = column + #part
  end
  text = text:gsub("\27%[K", "\0")
  for part, control in (text .. "\n"):gmatch "([^\r\n%z]*)([\r\n%z])" do
    put(part)
    if control == "\n" then
      lines[#lines + 1], line, column = line, "", 1
    elseif control == "\r" then
      column = 1
    else
      line = line:sub(1, column - 1)
    end
  end
  return lines
end

describe("progress", function()
  it("counts from first to last", function()
    assert.equal("3 4 5 \n", run("off", [[
      for step in ln.progress(5, {from = 3}) do io.write(step, " ") end
      for step in ln.progress(5, {from = 6}) do io.write(step, " ") end
      print()]]))
  end)

  it("writes plain lines elsewhere than on a terminal", function()
    local text = run("", "for _, bar in ln.progress(20, {batch = 64}) do bar:set {g = 1, d = 0.25} end")
    assert.truthy(text:match "^step 20/20  d 0.25  g 1  %d+ images/s  took 0:00\n$", text)
  end)

  it("draws a bar on a terminal", function()
    local text = run("bar", "for _, bar in ln.progress(3) do bar:set {loss = 0.123456} end")
    assert.truthy(text:match "\r100%% %[#+%] 3/3  loss 0.1235  %S+ steps/s  took 0:00\27%[K\n$", text)
    assert.equal(1, select(2, text:gsub("3/3", "")))
    for line in text:gmatch "[^\r\n]+" do assert.is_true(#line <= 83, line) end
  end)

  local SIGNAL = [[
    local function signal() -- not by os.execute, which ignores interrupts meanwhile
      io.popen("kill -INT " .. io.open "/proc/self/stat":read "n"):close()
    end
  ]]

  it("ends the loop at Ctrl-C, and what is behind it runs", function()
    local path = os.tmpname()
    local status, said = files.run(('local ln = require "lunette" local path = %q %s'):format(path, SIGNAL .. [[
      local kept = setmetatable({}, {__gc = function() io.stderr:write "closed\n" end})
      local done
      for step in ln.progress(10) do
        for inner in ln.progress(5) do
          if step == 3 and inner == 2 then signal() end
          done = {step, inner}
        end
      end
      io.open(path, "w"):write(done[1], " ", done[2])
      for step in ln.progress(4) do done = step end
      io.stderr:write("then ", done, "\n")
    ]]))
    assert.equal("3 2", files.read(path))
    os.remove(path)
    assert.equal(130, status)
    assert.truthy(said:find("interrupted: this step is ended first (Ctrl-C again: at once)", 1, true), said)
    assert.truthy(said:find "then 4\n", said)
    assert.truthy(said:find "closed\n", said)
    assert.is_nil(said:find "traceback")
  end)

  it("ends the process at the second Ctrl-C", function()
    local status, said = files.run('local ln = require "lunette"' .. SIGNAL .. [[
      for step in ln.progress(10) do signal() signal() io.stderr:write "on\n" end
    ]])
    assert.equal(130, status)
    assert.is_nil(said:find "on\n")
  end)

  it("leaves Ctrl-C as it was when the loop is over", function()
    local status, said = files.run('local ln = require "lunette"' .. SIGNAL .. [[
      for _ in ln.progress(2) do end
      signal() for _ = 1, 1e6 do end
    ]])
    assert.equal(1, status)
    assert.truthy(said:find("interrupted!", 1, true), said) -- of lua5.4 itself
  end)

  it("ends its line when the loop is left, by break or error", function()
    assert.truthy(run("bar", "for step in ln.progress(10) do if step == 3 then break end end"):match "2/10 [^\n]*\n$")
    assert.truthy(run("bar", "pcall(function() for step in ln.progress(10) do if step == 3 then error() end end end)")
                  :match "2/10 [^\n]*\n$")
  end)

  it("says which styles there are", function()
    assert.truthy(run("loud", "for _ in ln.progress(1) do end"):find('LUNETTE_PROGRESS is "loud"; known: bar', 1, true))
  end)

  it("shows a tensor of one element as its number, and refuses others", function()
    local shown = run("", "for _, bar in ln.progress(2) do bar:set {d = ln.tensor {.25}} end")
    assert.truthy(shown:find("  d 0.25  ", 1, true), shown)
    local text = run("", "for _, bar in ln.progress(1) do bar:set {d = ln.ones(2, 3)} end")
    assert.truthy(text:find("set: d is a tensor of 2x3; one number is wanted", 1, true), text)
  end)

  -- each step is long enough for the bar to be drawn
  local SLOW = [[
    local function wait() local t = ln.clock() while ln.clock() - t < 0.11 do end end
  ]]

  local function shown(script)
    local lines, bars = {}, 0
    for _, line in ipairs(screen(run("bar", SLOW .. script))) do
      if line:find "^ *%d+%% %[" then bars = bars + 1 else lines[#lines + 1] = line end
      assert.falsy(line:find ".%d+%% %[" and not line:find "^ *%d+%% %[", line)
    end
    return table.concat(lines, "|"), bars
  end

  it("keeps what is printed apart from the bar", function()
    local text, bars = shown [[
      for step in ln.progress(4) do
        wait()
        if step == 2 then print("two", 2) end
        if step == 3 then print "a long line that has\nanother below it" end
        if step == 4 then io.write("four", 4, "\n") end
      end
      print "after"]]
    assert.equal("two\t2|a long line that has|another below it|four4|after|", text)
    assert.equal(1, bars)
  end)

  it("leaves a line open that is not ended", function()
    local text, bars = shown [[
      for step in ln.progress(3) do
        wait()
        if step > 1 then io.write "." io.write("", ".") end
      end]]
    assert.equal("..|..|", text)
    assert.equal(1, bars)
  end)

  it("puts print and io.write back, and only while a bar is open takes them", function()
    local check = "p, w = print, io.write\n" ..
      'local function same() io.stderr:write(tostring(print == p and io.write == w), " ") end\n'
    local function told(style, script) return run(style, check .. script):gsub("\r[^\n]*\n", "") end
    local script = [[
      for i in ln.progress(3) do if i == 2 then same() end end same()
      for _ in ln.progress(3) do for _ in ln.progress(2) do end same() end same()
      for i in ln.progress(3) do if i == 2 then break end end same()
      pcall(function() for i in ln.progress(3) do if i == 2 then error() end end end) same()
      for _ in ln.progress(2) do print = io.write end same() print = p same() ]]
    assert.equal("false true false false false true true true false true ", (told("bar", script)))
    assert.falsy(told("off", script:gsub("print = io.write", "")):find "false")
  end)

  it("hands on what io.write gives, and other outputs as they are", function()
    local text = shown [[
      for step in ln.progress(2) do
        wait()
        local file = io.write "x\n"
        assert(file == io.stdout)
        assert(not pcall(io.write, {}))
        local other = io.tmpfile()
        io.output(other) io.write "elsewhere" io.output(io.stdout)
        other:seek "set"
        assert(other:read "a" == "elsewhere")
      end]]
    assert.equal("x|x|", text)
  end)

  it("says what the library has to say above the bar", function()
    local text = shown [[
      local say = require "lunette.progress".say
      say "before"
      for step in ln.progress(2) do wait() say("step " .. step) end]]
    assert.equal("before|step 1|step 2|", text)
  end)

  it("prints nan without a sign", function()
    local text = run("", "for _, bar in ln.progress(1) do bar:set {loss = 0 / 0, other = -(0 / 0)} end")
    assert.truthy(text:find("loss nan  other nan", 1, true), text)
  end)
end)
