-- Pixels in a terminal: blocks worked out by hand, sixels drawn by a decoder of their own.
local files = require "spec.files"
local ln = require "lunette"
local shell = require "lunette.shell"
local sixel = require "lunette.sixel"
local terminal = require "lunette.terminal"

local function picture(pixels, width, height, channels)
  return {pixels = pixels, width = width, height = height, channels = channels}
end

describe("blocks", function()
  it("are two pixels each, the upper one the letters', the lower one the ground's", function()
    assert.equal("\27[38;2;255;0;0m\27[48;2;0;0;255m▀\27[0m",
                 terminal.blocks(picture("\255\0\0\0\0\255", 1, 2, 3), "rgb"))
    -- said once for neighbours alike; the last line of an odd number has no ground
    assert.equal("\27[38;2;9;9;9m\27[48;2;7;7;7m▀▀\27[0m\n\27[38;2;5;5;5m▀\27[38;2;6;6;6m▀\27[0m",
                 terminal.blocks(picture("\9\9\7\7\5\6", 2, 3, 1), "rgb"))
  end)

  it("are over black where pixels have alpha", function()
    assert.equal("\27[38;2;100;50;0m▀\27[0m", terminal.blocks(picture("\200\100\0\128", 1, 1, 4), "rgb"))
    assert.equal("\27[38;2;0;0;0m▀\27[0m", terminal.blocks(picture("\200\0", 1, 1, 2), "rgb"))
  end)

  -- xterm's 256: 16 + 36 r + 6 g + b of 0, 95, 135, 175, 215, 255, then grays 8, 18, ..., 238
  it("take the nearest of 256 colours", function()
    assert.equal(16 + 36 * 5, terminal.nearest(255, 0, 0))
    assert.equal(16 + 36 * 1 + 6 * 2 + 3, terminal.nearest(95, 135, 175))
    assert.equal(16, terminal.nearest(0, 0, 0))
    assert.equal(231, terminal.nearest(255, 255, 255))
    assert.equal(232 + 5, terminal.nearest(58, 58, 58))
    assert.equal(232 + 23, terminal.nearest(236, 238, 240))
    assert.equal("\27[38;5;196m▀\27[0m", terminal.blocks(picture("\255\0\0", 1, 1, 3), "palette"))
  end)

  it("take the nearest of 256 colours, of all that there are", function()
    local steps, all = {0, 95, 135, 175, 215, 255}, {}
    for k = 0, 215 do all[16 + k] = {steps[k // 36 + 1], steps[k // 6 % 6 + 1], steps[k % 6 + 1]} end
    for k = 0, 23 do all[232 + k] = {8 + 10 * k, 8 + 10 * k, 8 + 10 * k} end
    local function far(c, r, g, b) return (c[1] - r) ^ 2 + (c[2] - g) ^ 2 + (c[3] - b) ^ 2 end
    for r = 0, 255, 17 do
      for g = 0, 255, 15 do
        for b = 0, 255, 5 do
          local least = math.huge
          for _, c in pairs(all) do least = math.min(least, far(c, r, g, b)) end
          local found = far(all[terminal.nearest(r, g, b)], r, g, b)
          assert(found == least, ("%d %d %d: %g, %g is nearest"):format(r, g, b, found, least))
        end
      end
    end
  end)

  it("are five shades without colours", function()
    assert.equal(" ░▒▓█", terminal.blocks(picture("\0\60\128\200\255", 5, 1, 1), "none"))
    assert.equal("▒", terminal.blocks(picture("\0\255", 1, 2, 1), "none"))
  end)
end)

-- What a terminal makes of sixels: rows of colours in percent, "r g b".
local function drawn(text)
  local width, height, body = text:match '^\27P0;1q"1;1;(%d+);(%d+)(.*)\27\\$'
  local colours, rows, colour, x, y, at = {}, {}, nil, 0, 0, 1
  for row = 1, height do rows[row] = {} end
  local function put(bits, n)
    for k = 0, 5 do
      for i = x + 1, x + n do
        if bits >> k & 1 == 1 then rows[y + k + 1][i] = colour end
      end
    end
    x = x + n
  end
  while at <= #body do
    local number, rgb, after = body:match("^#(%d+);2;(%d+;%d+;%d+)()", at)
    local chosen, after_chosen = body:match("^#(%d+)()", at)
    local count, c, after_count = body:match("^!(%d+)([?-~])()", at)
    local one = body:sub(at, at)
    if number then colours[number], at = rgb, after
    elseif chosen then colour, at = assert(colours[chosen]), after_chosen
    elseif count then put(c:byte() - 63, math.tointeger(count)) at = after_count
    else
      if one == "$" then x = 0
      elseif one == "-" then x, y = 0, y + 6
      else
        assert(one:find "[?-~]", one)
        put(one:byte() - 63, 1)
      end
      at = at + 1
    end
  end
  for _, row in ipairs(rows) do assert.equal(tonumber(width), #row) end
  return rows
end

describe("sixels", function()
  it("draw every pixel in its colour", function()
    -- 2 x 7: red above green, then a line of blue and white: the corners of the cube are exact
    local p = picture(("\255\0\0\0\255\0"):rep(6) .. "\0\0\255\255\255\255", 2, 7, 3)
    local rows = drawn(sixel.encode(p))
    for y = 1, 6 do assert.same({"100;0;0", "0;100;0"}, rows[y]) end
    assert.same({"0;0;100", "100;100;100"}, rows[7])
  end)

  it("pack what repeats", function()
    -- a column of six is 63 + 63, "~"; the gray 255 is number 215
    assert.equal('\27P0;1q"1;1;9;6#215;2;100;100;100#215!9~\27\\', sixel.encode(picture(("\255"):rep(54), 9, 6, 1)))
    assert.equal('\27P0;1q"1;1;1;1#0;2;0;0;0#0@\27\\', sixel.encode(picture("\0", 1, 1, 1)))
  end)

  it("are within half a step of the pixels", function()
    local x = ln.rand(3, 13, 20, {generator = ln.Generator(1)})
    local rows = drawn(ln.image.preview(x, {mode = "sixel"}))
    for y, row in ipairs(rows) do
      for at, colour in ipairs(row) do
        local c = 0
        for v in colour:gmatch "%d+" do
          c = c + 1
          assert.near(x[c][y][at]:item() * 100, tonumber(v), 100 / 5 / 2 + 1)
        end
      end
    end
    local gray = drawn(ln.image.preview(ln.arange(0, 255):view(16, 16) / 255, {mode = "sixel"}))
    for k = 0, 255 do
      assert.near(k / 2.55, tonumber(gray[k // 16 + 1][k % 16 + 1]:match "%d+"), 100 / 215 / 2 + 0.51)
    end
  end)
end)

describe("preview", function()
  it("shows images in a grid, as save_grid has it", function()
    -- three of 1 x 2, two to a row, a border of 1: 7 x 5
    local x = ln.ones(3, 1, 1, 2)
    assert.equal(" ▒▒ ▒▒ \n ▒▒    \n       ", ln.image.preview(x, {columns = 2, padding = 1, mode = "none"}))
    assert.equal("█ ", ln.image.preview(ln.tensor {{1, -1}}, {range = {-1, 1}, mode = "none"}))
    assert.equal("\27[38;2;255;0;51m▀\27[0m", ln.image.preview(ln.tensor {{{1}}, {{0}}, {{0.2}}}, {mode = "rgb"}))
  end)

  it("makes what is wider than the terminal smaller, by means", function()
    local status = files.run([[
      local ln = require "lunette"
      local x = ln.tensor({0, 255}):tile(20):view(1, 40):expand(40, 40) / 255
      local text = ln.image.preview(x, {mode = "rgb"})
      local line = "\27[38;2;128;128;128m\27[48;2;128;128;128m" .. ("▀"):rep(20) .. "\27[0m"
      assert(text == line .. ("\n" .. line):rep(9), text)
      assert(ln.image.preview(x[{{1, 2}, {1, 20}}], {mode = "none"}) == (" █"):rep(10))
    ]], "COLUMNS=20")
    assert.equal(0, status)
  end)

  it("has no colours where the output is no terminal", function()
    assert.equal(0, (files.run [[assert(require "lunette".image.preview(require "lunette".ones(2, 2)) == "██")]]))
  end)

  it("has those of the terminal where it is one", function()
    if not shell.has "script" then return pending "script is not installed" end
    if not os.execute "script -qec true /dev/null </dev/null >/dev/null 2>&1" then
      return pending "there is no pseudo-terminal"
    end
    local path = files.write(os.tmpname(), [[print(require "lunette".image.preview(require "lunette".ones(1, 1)))]])
    for setting, due in pairs {["COLORTERM=truecolor"] = "38;2;255;255;255m", ["COLORTERM= TERM=xterm"] = "38;5;231m",
                               ["TERM=dumb"] = "█"} do
      local run <close> = io.popen(("%s script -qec 'lua5.4 %s' /dev/null </dev/null"):format(setting, path))
      assert.truthy(run:read "a":find(due, 1, true), setting)
    end
    os.remove(path)
  end)

  it("raises for other sizes", function()
    assert.has_error(function() ln.image.preview(ln.ones(2)) end, "preview: sizes are 2, c,h,w are wanted")
  end)
end)
