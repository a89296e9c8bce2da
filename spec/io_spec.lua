local disk = require("lunette.engine").io
local file = require "lunette.file"
local files = require "spec.files"
local image_read = require "spec.support.image_read"
local ln = require "lunette"

describe("io", function()
  local folder, path
  setup(function()
    folder = files.new_folder()
    path = folder .. "/x"
  end)
  teardown(files.remove_folder)

  -- f refuses with nil and "path: ...", which has `part` in it
  local function refused(part, f, first, ...)
    local value, message = f(first, ...)
    assert.is_nil(value)
    assert.equal(first .. ": ", message:sub(1, #first + 2))
    assert.truthy(message:find(part, 1, true), message)
  end

  it("writes in one place: io/file.c in C, lunette.file and what calls engine.io in Lua", function()
    local function found(pattern, folders)
      local pipe <close> = assert(io.popen(("grep -rnE '%s' %s"):format(pattern, folders)))
      return pipe:read "a"
    end
    local written = found("io\\.open\\([^)]*, *\"[^r]|io\\.output\\(\"|os\\.(rename|tmpname)", "lua tools")
    for line in written:gmatch "[^\n]+" do
      assert.truthy(line:find "^[^:]+:%d+:%s*%-%-", line) -- an example of a docstring
    end
    local calls = "\\b(fopen|creat|openat|mkstemp|rename|write|pwrite|ftruncate)\\(|\\bopen\\([^)]*O_"
    local others = {}
    for line in found(calls, "src"):gmatch "[^\n]+" do
      -- what only reads, and the words of an interrupt, for the terminal
      local writes = not (line:find 'fopen%([^,]*, "r"%)' or line:find "STDERR_FILENO")
      if writes and not line:find "^src/io/file%.c" then others[#others + 1] = line end
    end
    assert.same({}, others)
  end)

  describe("read_file", function()
    it("gives the bytes of a plain file", function()
      files.write(path, "a\0b\255\n")
      assert.equal("a\0b\255\n", disk.read_file(path))
      files.write(path, "")
      assert.equal("", disk.read_file(path))
    end)

    it("unpacks gzip, also chained and followed by zeros", function()
      local packed = files.gzip "hello"
      files.write(path, packed)
      assert.equal("hello", disk.read_file(path))
      assert.equal(packed, disk.read_file(path, nil, true))
      files.write(path, packed .. files.gzip " world" .. "\0\0\0")
      assert.equal("hello world", disk.read_file(path))
    end)

    it("refuses more than it may read, packed or not", function()
      files.write(path, "12345")
      assert.equal("12345", disk.read_file(path, 5))
      refused("more than 4 bytes", disk.read_file, path, 4)
      local zeros = ("\0"):rep(1 << 20)
      files.write(path, zeros)
      assert(os.execute("gzip -9 " .. path .. " && mv " .. path .. ".gz " .. path))
      refused("more than 1048575 bytes", disk.read_file, path, (1 << 20) - 1)
      assert.equal(zeros, disk.read_file(path, 1 << 20))
    end)

    it("refuses gzip that was cut anywhere", function()
      local packed = files.gzip "some text, some text"
      for length = 2, #packed - 1 do
        files.write(path, packed:sub(1, length))
        refused("gzip: ends too early", disk.read_file, path)
      end
    end)

    it("never gives other bytes than were packed", function()
      local packed = files.gzip "some text, some text"
      for at = 3, #packed do
        for bit = 0, 7 do
          files.write(path, files.flip(packed, at, bit))
          local value, message = disk.read_file(path)
          if value then assert.equal("some text, some text", value)
          else assert.truthy(message:find(path .. ": gzip: ", 1, true)) end
        end
      end
      files.write(path, packed .. "more")
      refused("other bytes follow", disk.read_file, path)
    end)

    it("refuses what is not there, and folders", function()
      refused("No such file", disk.read_file, folder .. "/none")
      refused("Is a directory", disk.read_file, folder)
    end)

    it("raises on what is not a path", function()
      assert.error_matches(function() disk.read_file "a\0b" end, "zero byte")
      assert.error_matches(function() disk.read_file(12) end, "a string is wanted")
    end)
  end)

  describe("draft", function()
    local drafted
    before_each(function() drafted = folder .. "/drafted" end)
    after_each(function() os.remove(drafted) end)

    local function names() return table.concat(file.names(folder), " ") end

    it("puts what was added in the file when it is published", function()
      for _, old in ipairs {"", "what was there"} do
        files.write(drafted, old)
        local draft <close> = assert(disk.draft(drafted))
        for k = 1, 3 do assert.is_true(draft:add(("line %d\n"):format(k))) end
        assert.equal(old, files.read(drafted))
        assert.is_true(draft:publish())
        assert.equal("line 1\nline 2\nline 3\n", files.read(drafted))
      end
    end)

    it("leaves nothing otherwise, closed or collected", function()
      local before = names()
      do
        local draft <close> = assert(disk.draft(drafted))
        draft:add "some"
      end
      assert(disk.draft(drafted)):add "more"
      collectgarbage()
      collectgarbage()
      assert.equal(before, names())
      local open = 0
      for _, name in ipairs(file.names "/proc/self/fd") do
        local link <close> = io.popen("readlink /proc/$PPID/fd/" .. name)
        if link:read "a":find(folder, 1, true) then open = open + 1 end
      end
      assert.equal(0, open)
    end)

    it("ends when it is published, and when the disk refuses", function()
      local draft <close> = assert(disk.draft(drafted))
      assert.is_true(draft:publish())
      local ended = drafted .. ": its draft has ended"
      assert.same({nil, ended}, {draft:add "some"})
      assert.same({nil, ended}, {draft:publish()})
      assert.equal("", files.read(drafted))
      refused("No such file or directory", disk.draft, folder .. "/none/x")
      refused("is not a regular file", disk.draft, "/dev/null")
    end)

    it("that is closed is refused, and what is none", function()
      local draft = assert(disk.draft(drafted))
      getmetatable(draft).__close(draft)
      assert.error_matches(function() draft:add "some" end, "add: the draft has been closed")
      assert.error_matches(function() draft:publish() end, "publish: the draft has been closed")
      assert.error_matches(function() draft.add({}, "some") end, "add: argument 1 is a table, a draft is wanted")
      assert.error_matches(function() draft:add(1) end, "piece is 1, a string is wanted")
    end)

    it("copies a file of any size, one that is no text as well", function()
      for _, size in ipairs {0, 1, (1 << 16) - 1, 1 << 16, (1 << 16) + 1, 300000} do
        local text = ("\0\255\r\n\31\139"):rep(size // 6 + 1):sub(1, size)
        file.copy(files.write(folder .. "/from", text), drafted)
        assert.equal(text, files.read(drafted))
      end
      os.remove(folder .. "/from")
      assert.error_matches(function() file.copy(folder .. "/none", drafted) end, "none: No such file")
      assert.error_matches(function() file.copy(folder, drafted) end, "Is a directory")
    end)
  end)

  -- A process that is no more.
  local function dead()
    local f <close> = assert(io.popen "echo $$")
    return f:read "n"
  end

  describe("write_file and what is around it", function()
    local inner
    before_each(function()
      inner = folder .. "/inner"
      assert(os.execute("mkdir " .. inner))
    end)
    after_each(function() os.execute("rm -r " .. inner) end)

    local function mode_of(name)
      local f <close> = assert(io.popen(("stat -c %%a %s/%s"):format(inner, name)))
      return f:read "l"
    end

    it("keeps the mode of a file", function()
      local y = files.write(inner .. "/y", "old")
      for _, mode in ipairs {"600", "640", "664", "755"} do
        assert(os.execute(("chmod %s %s"):format(mode, y)))
        assert.is_true(disk.write_file(y, "new"))
        assert.equal(mode, mode_of "y")
      end
    end)

    it("writes through a link to a file that is yet to be made", function()
      assert(os.execute(("cd %s && ln -s one two && ln -s %s/two three"):format(inner, inner)))
      assert.is_true(disk.write_file(inner .. "/three", "new"))
      assert.equal("new", files.read(inner .. "/one"))
      assert.equal("one three two", files.list(inner))
      assert(os.execute(("test -L %s/two && test -L %s/three"):format(inner, inner)))
    end)

    it("keeps the files of before under other names", function()
      local y, older = inner .. "/y", {inner .. "/a", inner .. "/b", inner .. "/c"}
      local function kept()
        local text = ""
        for name in files.list(inner):gmatch "%S+" do text = text .. name .. files.read(inner .. "/" .. name) end
        return text
      end
      for k, wanted in ipairs {"y1", "a1y2", "a2b1y3", "a3b2c1y4", "a4b3c2y5"} do
        assert.is_true(disk.write_file(y, ("%d"):format(k), older))
        assert.equal(wanted, kept())
      end
      os.remove(older[1])
      assert.is_true(disk.write_file(y, "6", older))
      assert.equal("a5c3y6", kept()) -- what is missing moves on as well
      assert.is_true(disk.write_file(y, "7", {older[1]}))
      assert.equal("a6c3y7", kept())
      assert.error_matches(function() disk.write_file(y, "8", {1}) end, "a string is wanted")
    end)

    it("deletes what killed processes left, and nothing else", function()
      local gone, here = dead(), files.process()
      local stays = {"z." .. here .. ".lunette.tmp", "z." .. gone .. ".tmp", "lunette.tmp", gone .. ".lunette.tmp",
                     "z.x.lunette.tmp", "z.lunette.tmp"}
      for _, name in ipairs(stays) do files.write(inner .. "/" .. name, "") end
      files.write(("%s/y.%d.lunette.tmp"):format(inner, gone), "half")
      files.write(("%s/other.%d.lunette.tmp"):format(inner, gone), "half")
      -- in a process that has not written there before
      local script = 'assert(require("lunette.engine").io.write_file("%s/y", "whole"))'
      assert.equal(0, (files.run(script:format(inner))))
      stays[#stays + 1] = "y"
      table.sort(stays)
      local found = {}
      for name in files.list(inner):gmatch "%S+" do found[#found + 1] = name end
      table.sort(found)
      assert.same(stays, found)
    end)

    it("appends all or nothing", function()
      local y = inner .. "/y"
      assert.is_true(disk.append_file(y, "a"))
      assert.is_true(disk.append_file(y, {"b", "", "c"}))
      assert.equal("abc", files.read(y))
      refused("No such file", disk.append_file, inner .. "/none/y", "a")
      assert.equal(0, (files.run(([[
        local disk = require("lunette.engine").io
        local ok, message = disk.append_file("%s", ("z"):rep(1 << 20))
        os.exit(not ok and message:find("File too large", 1, true) ~= nil)
      ]]):format(y), "trap '' XFSZ; ulimit -f 64;")))
      assert.equal("abc", files.read(y))
      local ok, message = disk.append_file("/dev/full", "a")
      assert.is_nil(ok)
      assert.equal("/dev/full: No space left on device", message)
    end)

    it("says whether what was written is on the disk", function()
      assert.is_true(disk.sync_file(files.write(inner .. "/y", "a")))
      refused("No such file", disk.sync_file, inner .. "/none")
    end)

    it("holds a file against other processes, and says which one does", function()
      local path_of_lock = inner .. "/lock"
      local try = ([[
        local lock, message = require("lunette.engine").io.lock_file("%s")
        io.stderr:write(message or "mine")
        if lock and ... == nil then os.execute "true" end
      ]]):format(path_of_lock)
      do
        local _ <close> = assert(disk.lock_file(path_of_lock))
        local _, said = files.run(try)
        assert.matches(("^%s: is held by process %d on "):format(
          path_of_lock:gsub("%p", "%%%0"), files.process()), said)
      end
      assert.equal("", files.list(inner))
      assert.equal("mine", select(2, files.run(try)))
      local status = files.run(([[
        held = require("lunette.engine").io.lock_file("%s")
        os.execute("kill -9 " .. io.open "/proc/self/stat":read "n")
      ]]):format(path_of_lock))
      assert.equal(137, status)
      assert.equal("lock", files.list(inner))
      local _ <close> = assert(disk.lock_file(path_of_lock))
    end)
  end)

  -- the examples of FIPS 180-2, and of RFC 1321, appendix A.5
  it("knows files by SHA-256 and MD5", function()
    local function digests(bytes)
      files.write(path, bytes)
      return {disk.digest(path, "sha256"), disk.digest(path, "md5")}
    end
    assert.same({"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                 "d41d8cd98f00b204e9800998ecf8427e"}, digests "")
    assert.same({"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                 "900150983cd24fb0d6963f7d28e17f72"}, digests "abc")
    assert.equal("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
                 digests "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"[1])
    assert.equal("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
                 digests(("a"):rep(1000000))[1])
    assert.equal("57edf4a22be3c955ac49da2e2107b67a", digests(("1234567890"):rep(8))[2])
    refused("No such file", disk.digest, folder .. "/none", "sha256")
    refused("Is a directory", disk.digest, folder, "md5")
  end)

  it("has the checksum of gzip", function()
    assert.equal(0xcbf43926, disk.crc32 "123456789") -- the check value of CRC-32
    assert.equal(0xcbf43926, disk.crc32("6789", 1, disk.crc32 "12345"))
    assert.equal(files.crc32 "some bytes", disk.crc32("xxsome bytes", 3))
    assert.equal(0, disk.crc32("", 1))
    assert.error_matches(function() disk.crc32("a", 3) end, "first byte 3 of 1")
  end)

  describe("write_file", function()
    before_each(function() files.write(path, "the old file") end)
    after_each(function()
      assert.equal("x", files.list(folder)) -- no failure leaves another file
    end)

    it("replaces a file by a string, or by a list of strings", function()
      assert.is_true(disk.write_file(path, "new"))
      assert.equal("new", files.read(path))
      assert.is_true(disk.write_file(path, {"a", "", "\0b"}))
      assert.equal("a\0b", files.read(path))
      assert.is_true(disk.write_file(path, {}))
      assert.equal("", files.read(path))
    end)

    it("refuses a folder that is not there", function()
      refused("No such file", disk.write_file, folder .. "/none/x", "new")
      refused("Not a directory", disk.write_file, path .. "/y", "new")
    end)

    it("refuses to replace folders and devices", function()
      refused("not a regular file", disk.write_file, folder, "new")
      refused("not a regular file", disk.write_file, "/dev/null", "new")
    end)

    it("follows links", function()
      local link = folder .. "/link"
      assert(os.execute("ln -s x " .. link))
      assert.is_true(disk.write_file(link, "through the link"))
      os.remove(link)
      assert.equal("through the link", files.read(path))
    end)

    it("keeps the old file when the disk refuses in the middle", function()
      local script = ([[
        local disk = require("lunette.engine").io
        local ok, message = disk.write_file("%s", ("z"):rep(1 << 20))
        os.exit(not ok and message:find("File too large", 1, true) ~= nil)
      ]]):format(path)
      files.write(folder .. "/script", script)
      local ok = os.execute("trap '' XFSZ; ulimit -f 64; lua5.4 " .. folder .. "/script")
      os.remove(folder .. "/script")
      assert.is_true(ok)
      assert.equal("the old file", files.read(path))
    end)

    it("keeps the old file or the new one when it is killed", function()
      local script = ([[
        local disk = require("lunette.engine").io
        for k = 1, math.huge do
          assert(disk.write_file("%s", string.pack("<i8", k):rep(100000)))
        end
      ]]):format(path)
      files.write(folder .. "/script", script)
      local kill = "lua5.4 %s/script & sleep %.2f; kill -9 $!; wait"
      local seconds, struck = 0.1, 0 -- long enough to have begun, and then thrice
      while struck < 3 and seconds < 10 do
        os.execute("(" .. kill:format(folder, seconds) .. ") 2>/dev/null")
        local bytes = files.read(path)
        if bytes == "the old file" then seconds = seconds * 2
        else struck = struck + 1 end
        assert.is_true(struck == 0 or bytes == bytes:sub(1, 8):rep(100000))
      end
      os.remove(folder .. "/script")
      os.execute("rm -f " .. folder .. "/x.*.lunette.tmp") -- what was killed cannot tidy up
      assert.equal(3, struck)
    end)

    it("raises on what is not a string", function()
      assert.error_matches(function() disk.write_file(path, {1}) end, "a string is wanted")
      assert.error_matches(function() disk.write_file(path) end, "a string is wanted")
    end)
  end)

  it("list_folder gives the names, hidden ones too", function()
    local part = folder .. "/listed"
    disk.make_folder(part .. "/b c")
    assert.equal("b c\0", disk.list_folder(part))
    files.write(part .. "/.a", "")
    local names = disk.list_folder(part)
    assert.truthy(names == ".a\0b c\0" or names == "b c\0.a\0")
    local got, message = disk.list_folder(part .. "/none")
    assert.is_nil(got)
    assert.truthy(message:find("/none: No such file or directory", 1, true))
    assert.truthy(select(2, disk.list_folder(part .. "/.a")):find("Not a directory", 1, true))
  end)

  describe("make_folder", function()
    it("makes the folders above, and takes those that exist", function()
      local deep = folder .. "/a//b/c/"
      assert.is_true(disk.make_folder(deep))
      assert.is_true(disk.make_folder(deep))
      assert.is_true(disk.exists(folder .. "/a/b/c"))
      assert.is_true(disk.make_folder "/")
    end)

    it("refuses where a file is in the way", function()
      files.write(path, "")
      refused("Not a directory", disk.make_folder, path)
      refused("Not a directory", disk.make_folder, path .. "/y")
      assert.is_false(disk.exists(path .. "/y"))
    end)
  end)

  describe("png", function()
    it("reads what it wrote, with 1 to 4 channels", function()
      for channels = 1, 4 do
        local pixels = {}
        for i = 1, 5 * 3 * channels do pixels[i] = string.char(i * 37 % 256) end
        local bytes = table.concat(pixels)
        assert.is_true(disk.png_write(path, bytes, 5, 3, channels))
        assert.same({bytes, 5, 3, channels}, {image_read(path)})
        files.write(path, disk.png_pack(bytes, 5, 3, channels))
        assert.same({bytes, 5, 3, channels}, {image_read(path)})
      end
    end)

    it("reads files made by hand", function()
      files.write(path, files.png(2, 2, 8, 0, {"\0\1", "\254\255"}))
      assert.same({"\0\1\254\255", 2, 2, 1}, {image_read(path)})
      files.write(path, files.png(2, 1, 8, 6, {"rgbaRGBA"}))
      assert.same({"rgbaRGBA", 2, 1, 4}, {image_read(path)})
      files.write(path, files.png(8, 1, 1, 0, {"\x81"}))
      assert.same({"\255\0\0\0\0\0\0\255", 8, 1, 1}, {image_read(path)})
    end)

    it("expands palettes", function()
      local palette = files.png_chunk("PLTE", "abcdef")
      files.write(path, files.png(3, 1, 8, 3, {"\1\0\1"}, palette))
      assert.same({"defabcdef", 3, 1, 3}, {image_read(path)})
    end)

    it("refuses a file that was cut", function()
      local png = files.png(3, 2, 8, 2, {"abcdefghi", "jklmnopqr"})
      local last = #png - 12 -- the end mark carries nothing
      for length = 0, last - 1 do
        files.write(path, png:sub(1, length))
        refused(length < 4 and "neither a PNG nor a JPEG" or "PNG: ", image_read, path)
      end
    end)

    it("never gives other pixels than were written", function()
      local pixels = "abcdefghijklmnopqr"
      local png = files.png(3, 2, 8, 2, {pixels:sub(1, 9), pixels:sub(10)})
      for at = 1, #png do
        for bit = 0, 7 do
          files.write(path, files.flip(png, at, bit))
          local value, message = image_read(path)
          if value then assert.equal(pixels, value)
          else assert.truthy(message:find(path .. (at > 4 and ": PNG: " or ": is neither"), 1, true)) end
        end
      end
    end)

    it("refuses sizes that no memory holds", function()
      files.write(path, files.png(1000000, 1000000, 8, 2, {"abc"}))
      refused("1000000x1000000 pixels are too many", image_read, path)
      files.write(path, files.png(0x7fffffff, 0x7fffffff, 8, 2, {"abc"}))
      refused("PNG: ", image_read, path)
      files.write(path, files.png(10, 10, 8, 0, {}))
      refused("pixels are too many", image_read, path, 99)
    end)

    it("refuses wrong sizes and other files", function()
      refused("PNG: 3 bytes for 2x2x1", disk.png_write, path, "abc", 2, 2, 1)
      assert.same({nil, "memory: PNG: 3 bytes for 2x2x1"}, {disk.png_pack("abc", 2, 2, 1)})
      refused("PNG: 0x2 pixels", disk.png_write, path, "", 0, 2, 1)
      refused("PNG: 5 channels", disk.png_write, path, "abcde", 1, 1, 5)
      refused("1 to 1048576", disk.png_write, path, "a", 1 << 40, 1, 4)
      refused("1 to 1048576", disk.png_write, path, "a", 1, 1 << 40, 4)
      refused("PNG: 1x0 pixels", disk.png_write, path, "", 1, 0, 1)
      files.write(path, "no image")
      refused("is neither a PNG nor a JPEG file", image_read, path)
      refused("No such file", image_read, folder .. "/none.png")
    end)
  end)

  describe("rows", function()
    local function bytes_of(text)
      local at = files.write(folder .. "/rows", text)
      return assert(disk.read_bytes(at))
    end

    it("are gathered as numbers: over the divisor, then the shift", function()
      local r = disk.rows(4, 2):add(bytes_of "x\0\1\2\3\254\255", 1, 2)
      assert.equal(3, #r)
      assert.same({{254, 255}, {0, 1}, {0, 1}}, r:batch({3, 1, 1.0}, {2}, 1, 0):totable())
      assert.same({{{{-1}, {-0.5}}}}, r:batch({1}, {1, 2, 1}, 2, -1):totable())
      assert.same({0, 2}, r:batch({}, {2}, 1, 0):size())
    end)

    it("are planes where channels stood together", function()
      local r = disk.rows(3, 6):add(bytes_of "\1\2\3\4\5\6", 3):add(bytes_of "\1\2\3\4\5\6", 2)
      r:add(bytes_of "\1\2\3\4\5\6", 1)
      assert.same({{1, 4, 2, 5, 3, 6}, {1, 3, 5, 2, 4, 6}, {1, 2, 3, 4, 5, 6}},
                  r:batch({1, 2, 3}, {6}, 1, 0):totable())
    end)

    it("take a tensor, limited and rounded, a half to the even one", function()
      local x = ln.tensor {{-1, 0.5, 1.5}, {254.4, 1e30, 0 / 0}}
      local r = disk.rows(2, 6):add_tensor(x):add_tensor(x:t())
      assert.same({{0, 0, 2, 254, 255, 0}, {0, 254, 0, 255, 2, 0}}, r:batch({1, 2}, {6}, 1, 0):totable())
    end)

    it("refuse what they have not, or have no room for", function()
      local function fails(part, f, ...)
        local ok, message = pcall(f, ...)
        assert.is_false(ok)
        assert.truthy(message:find(part, 1, true), message)
      end
      local r = disk.rows(3, 2):add(bytes_of "aabb", 1)
      fails("batch: index 3; there are 2", r.batch, r, {3}, {2}, 1, 0)
      fails("batch: index 0; there are 2", r.batch, r, {1, 0}, {2}, 1, 0)
      fails("integer", r.batch, r, {1.5}, {2}, 1, 0)
      fails("integer", r.batch, r, {"1"}, {2}, 1, 0)
      fails("a list is wanted", r.batch, r, 1, {2}, 1, 0)
      fails("rows of 2 bytes as 1x3", r.batch, r, {1}, {3}, 1, 0)
      fails("rows are wanted", r.batch, {}, {1}, {2}, 1, 0)
      fails("there is room for 1 rows of 2", r.add, r, bytes_of "aabb", 1)
      fails("add: 3 bytes, 1 channels", r.add, r, bytes_of "aab", 1)
      fails("add: first byte 6 of 4", r.add, r, bytes_of "aabb", 1, 6)
      fails("add: first byte 0 of 2", r.add, r, bytes_of "aa", 1, 0)
      fails("Bytes are wanted", r.add, r, "aa", 1)
      fails("3 channels", r.add, r, bytes_of "aa", 3)
      fails("0 channels", r.add, r, bytes_of "aa", 0)
      fails("add_tensor: 3 elements", r.add_tensor, r, ln.ones(3))
      fails("rows: -1 of 2 bytes", disk.rows, -1, 2)
      fails("rows: 1 of 0 bytes", disk.rows, 1, 0)
      fails("rows: ", disk.rows, 1 << 40, 1 << 40)
      assert.equal(2, #r)
      r:add_tensor(ln.ones(2))
      fails("there is room for 0 rows", r.add_tensor, r, ln.ones(2))
    end)

    it("are made of bytes that close, and are then empty", function()
      local bytes = bytes_of(files.gzip "abcd")
      assert.same({4, "abc", "abcd", ""}, {#bytes, bytes:head(3), bytes:head(9), bytes:head(-1)})
      do local _ <close> = bytes end
      assert.same({0, ""}, {#bytes, bytes:head(9)})
      assert.equal(0, #disk.rows(1, 4):add(bytes, 1))
      local nothing, message = disk.read_bytes(folder .. "/none")
      assert.is_nil(nothing)
      assert.truthy(message:find("No such file", 1, true), message)
    end)
  end)
end)
