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
end)
