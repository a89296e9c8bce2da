local asan = require "spec.support.asan"
local disk = require "lunette.engine".io
local shell = require "lunette.shell"
local fetch = require "lunette.data.fetch"
local files = require "spec.files"
local ln = require "lunette"

local PYTHON = require "spec.support.python".program

local function lacks()
  if asan.here then return "curl waits for ever with ASan's library before its own" end
  for _, program in ipairs {PYTHON, "curl", "wget", "tar"} do
    if not shell.has(program) then return program .. " is not installed" end
  end
end

-- A zip archive of stored files {name, bytes}, in this order.
local function zip_of(entries)
  local body, records = "", ""
  for _, e in ipairs(entries) do
    local same = string.pack("<I2I2I2I2I4I4I4I2I2", 0, 0, 0, 33, files.crc32(e[2]), #e[2], #e[2], #e[1], 0)
    records = records .. "PK\1\2\20\0\20\0" .. same .. string.pack("<I2I2I2I4I4", 0, 0, 0, 0, #body) .. e[1]
    body = body .. "PK\3\4\20\0" .. same .. e[1] .. e[2]
  end
  return body .. records .. "PK\5\6" .. string.pack("<I2I2I2I2I4I4I2", 0, 0, #entries, #entries, #records, #body, 0)
end

describe("data.fetch", function()
  local folder, served, address, server
  local missing = lacks()

  setup(function()
    folder = files.new_folder()
    served = folder .. "/served"
    assert(os.execute("mkdir " .. served))
    if missing then return end
    server = io.popen(("%s spec/data/server.py %s"):format(PYTHON, served))
    address = ("http://127.0.0.1:%d/"):format(server:read "n")
  end)
  teardown(function()
    if server then
      os.execute("curl --silent " .. address .. "quit")
      server:close()
    end
    files.remove_folder()
  end)

  local function test(name, f)
    it(name, function()
      if missing then return pending(missing) end
      os.remove(served .. "/log")
      f()
    end)
  end

  local function serve(name, bytes)
    files.write(served .. "/" .. name, bytes)
    return disk.digest(served .. "/" .. name, "sha256")
  end

  -- The requests since the test began, one a line.
  local function log() return disk.exists(served .. "/log") and files.read(served .. "/log") or "" end

  local function refused(text, what, o)
    local ok, message = pcall(ln.data.fetch, what, o)
    assert.is_false(ok)
    assert.truthy(message:find(text, 1, true), message)
    return message
  end

  local BYTES = {}
  for k = 1, 3500 do BYTES[k] = string.char(k * k % 251) end
  BYTES = table.concat(BYTES)

  test("gets a file, checks it, and does so once", function()
    local sum = serve("x.bin", BYTES)
    local what = {url = address .. "x.bin?v=1", sha256 = sum:upper()}
    local path = ln.data.fetch(what, {root = folder .. "/a b'c"})
    assert.equal(folder .. "/a b'c/x.bin", path)
    assert.equal(BYTES, files.read(path))
    assert.equal("/x.bin?v=1 \n", log())
    assert.equal(path, ln.data.fetch(what, {root = folder .. "/a b'c"}))
    assert.equal("/x.bin?v=1 \n", log())
    files.write(path, "damaged")
    assert.equal(BYTES, files.read(ln.data.fetch(what, {root = folder .. "/a b'c"})))
  end)

  test("goes on where the connection broke off, until the file is whole", function()
    local sum = serve("x.bin", BYTES)
    local path = ln.data.fetch({url = address .. "cut/x.bin", sha256 = sum}, {root = folder .. "/cut"})
    assert.equal(BYTES, files.read(path))
    assert.equal("/cut/x.bin \n/cut/x.bin bytes=1000-\n/cut/x.bin bytes=2000-\n/cut/x.bin bytes=3000-\n", log())
    assert.equal("x.bin", files.list(folder .. "/cut"))
  end)

  test("goes on from what another call has left, and from the start where the host cannot", function()
    local sum = serve("x.bin", BYTES)
    for _, way in ipairs {"", "whole/"} do
      local root = folder .. "/left" .. way
      assert(os.execute(("mkdir -p '%s'"):format(root)))
      files.write(root .. "/x.bin.part", BYTES:sub(1, 1234))
      os.remove(served .. "/log")
      assert.equal(BYTES, files.read(ln.data.fetch({url = address .. way .. "x.bin", sha256 = sum}, {root = root})))
      assert.truthy(log():find("bytes=1234-", 1, true))
    end
    -- one that is whole already is not asked for
    local root = folder .. "/whole-part"
    assert(os.execute("mkdir " .. root))
    files.write(root .. "/x.bin.part", BYTES)
    os.remove(served .. "/log")
    assert.equal(BYTES, files.read(ln.data.fetch({url = address .. "x.bin", sha256 = sum}, {root = root})))
    assert.equal("", log())
  end)

  test("says why a file does not come, and keeps what has", function()
    local sum = ("0"):rep(64)
    local root = {root = folder .. "/fails"}
    refused("none.bin: curl ended with 22: curl: (22) The requested URL returned error: 404",
            {url = address .. "none.bin", sha256 = sum}, root)
    serve("x.bin", BYTES)
    refused("x.bin: curl ended with 18: ", {url = address .. "never/x.bin", sha256 = sum}, root)
    refused("http://127.0.0.1:9/x: curl ended with 7: ",
            {url = "http://127.0.0.1:9/x", sha256 = sum}, root)
    assert(os.execute("mkdir -p " .. root.root))
    files.write(root.root .. "/x.bin.part", BYTES:sub(1, 10))
    refused("; 10 bytes are kept in " .. root.root .. "/x.bin.part, and another call goes on from there",
            {url = address .. "never/x.bin", sha256 = sum}, root)
  end)

  test("refuses another checksum, with both sides", function()
    local sum = serve("x.bin", BYTES)
    local wanted = sum:gsub("^.", {["0"] = "1"}):gsub("^[^1]", "0")
    refused(("x.bin: its SHA-256 is %s, %s is wanted; what came is deleted"):format(sum, wanted),
            {url = address .. "x.bin", sha256 = wanted}, {root = folder .. "/wrong"})
    assert.equal("", files.list(folder .. "/wrong"))
  end)

  test("unpacks a zip archive into a folder of pictures", function()
    local names = {"black.png", "white.png"}
    local entries = {{"pictures/", ""}}
    for k, name in ipairs(names) do
      ln.image.save(folder .. "/" .. name, ln.full({3, 2, 2}, k - 1))
      entries[k + 1] = {"pictures/" .. name, files.read(folder .. "/" .. name)}
    end
    local what = {url = address .. "faces.zip", sha256 = serve("faces.zip", zip_of(entries))}
    local root = {root = folder .. "/faces"}
    assert.equal(root.root, ln.data.fetch(what, root))
    local set = ln.data.images(root.root .. "/pictures")
    assert.same({"black.png", "white.png"}, set.names)
    assert.equal("faces.zip.fetched pictures", files.list(root.root))
    os.remove(served .. "/log")
    assert.equal(root.root, ln.data.fetch(what, root))
    assert.equal("", log())
    -- what was left of a call that was ended is made anew
    os.remove(root.root .. "/faces.zip.fetched")
    files.write(root.root .. "/pictures/black.png", "half")
    ln.data.fetch(what, root)
    assert.equal(entries[2][2], files.read(root.root .. "/pictures/black.png"))
  end)

  test("unpacks no name that leads out of the folder", function()
    for k, name in ipairs {"../out", "a/../../out", "/out", "..", "a\\..\\..\\out", "C:out", "a/.."} do
      local what = {url = address .. "bad.zip", sha256 = serve("bad.zip", zip_of {{"fine", "1"}, {name, "bad"}})}
      local root = ("%s/inner%d/root"):format(folder, k)
      refused(("bad.zip: %q leads out of the folder that it is unpacked in"):format(name), what, {root = root})
      assert.equal("bad.zip", files.list(root))
      assert.equal("root", files.list(root .. "/.."))
    end
    local script = [[
import io, sys, tarfile
with tarfile.open(sys.argv[1], "w:gz") as tar:
    for name in ("fine", "../out"):
        info = tarfile.TarInfo(name)
        info.size = 3
        tar.addfile(info, io.BytesIO(b"bad"))
]]
    files.write(folder .. "/bad.py", script)
    assert(os.execute(("%s %s/bad.py %s/bad.tar.gz"):format(PYTHON, folder, served)))
    local sum = disk.digest(served .. "/bad.tar.gz", "sha256")
    refused('bad.tar.gz: "../out" leads out of the folder', {url = address .. "bad.tar.gz", sha256 = sum},
            {root = folder .. "/inner-tar/root"})
    assert.equal("bad.tar.gz", files.list(folder .. "/inner-tar/root"))
    sum = serve("no.tar.gz", "no archive")
    refused("no.tar.gz: tar ended with 2: tar: ", {url = address .. "no.tar.gz", sha256 = sum},
            {root = folder .. "/no-tar"})
    sum = serve("no.zip", "no archive")
    refused("no.zip: zip: does not end as a zip archive", {url = address .. "no.zip", sha256 = sum},
            {root = folder .. "/no-zip"})
  end)

  -- The sets as they are known, but for where they are.
  local function with_address(name, f)
    local known = fetch.known[name]
    local list = {}
    for k, entry in ipairs(known.files) do
      local file = entry.url:match "[^/]+$"
      list[k] = {url = address .. file, md5 = disk.digest(served .. "/" .. file, "md5")}
    end
    fetch.known[name] = {folder = known.folder, files = list}
    local ok, message = pcall(f)
    fetch.known[name] = known
    assert(ok, message)
  end

  test("brings MNIST where ln.data.mnist looks", function()
    for _, part in ipairs {"train", "t10k"} do
      local images = string.pack(">BBBBI4I4I4", 0, 0, 8, 3, 2, 1, 1) .. "\0\255"
      serve(part .. "-images-idx3-ubyte.gz", files.gzip(images))
      serve(part .. "-labels-idx1-ubyte.gz", files.gzip(string.pack(">BBBBI4", 0, 0, 8, 1, 2) .. "\3\9"))
    end
    with_address("mnist", function()
      local root = ln.data.fetch("mnist", {root = folder .. "/mnist"})
      local set = ln.data.mnist {root = root, train = false}
      assert.same({4, 10}, set.labels:totable())
      os.remove(served .. "/log")
      ln.data.fetch("mnist", {root = folder .. "/mnist"})
      assert.equal("", log())
    end)
  end)

  test("brings CIFAR-10 where ln.data.cifar10 looks, in a home of its own", function()
    assert(os.execute(("mkdir -p %s/cifar-10-batches-bin"):format(folder)))
    local record = "\7" .. ("\255"):rep(3072)
    for k = 1, 5 do files.write(("%s/cifar-10-batches-bin/data_batch_%d.bin"):format(folder, k), record) end
    assert(os.execute(("tar -czf %s/cifar-10-binary.tar.gz -C %s cifar-10-batches-bin"):format(served, folder)))
    local script = ([[
      local ln, fetch = require "lunette", require "lunette.data.fetch"
      fetch.known.cifar10.files = {{url = "%scifar-10-binary.tar.gz", md5 = "%s"}}
      assert(ln.data.fetch "cifar10" == "%s/home/.cache/lunette/cifar10")
      local set = ln.data.cifar10()
      assert(#set == 5 and set.labels:eq(8):all():item() == 1)
    ]]):format(address, disk.digest(served .. "/cifar-10-binary.tar.gz", "md5"), folder)
    local status, said = files.run(script, ("env -u XDG_CACHE_HOME -u LUNETTE_DATA HOME=%s/home"):format(folder))
    assert.equal("0 ", status .. " " .. said)
    assert.equal("cifar-10-batches-bin cifar-10-binary.tar.gz.fetched",
                 files.list(folder .. "/home/.cache/lunette/cifar10"))
    -- a file of one's own has a folder of its own there
    local sum = serve("y.bin", "y")
    script = ([[print(require "lunette".data.fetch {url = "%sa/y.bin", sha256 = "%s"})]]):format(address, sum)
    status = files.run(script, ("env XDG_CACHE_HOME=%s/other"):format(folder))
    assert.equal(0, status)
    assert.equal("y", files.read(("%s/other/lunette/y.bin-%s/y.bin"):format(folder, sum:sub(1, 8))))
    status, said = files.run(script, "env -u XDG_CACHE_HOME -u HOME")
    assert.equal(1, status)
    assert.truthy(said:find("fetch: neither HOME nor XDG_CACHE_HOME is set; {root = ...} says where", 1, true), said)
  end)

  -- A folder of programs, and nothing else to be found.
  local function with_programs(name, programs, scripts)
    local bin = folder .. "/" .. name
    assert(os.execute("mkdir " .. bin))
    for _, program in ipairs(programs) do
      assert(os.execute(("ln -s $(command -v %s) %s/%s"):format(program, bin, program)))
    end
    for program, text in pairs(scripts) do
      files.write(bin .. "/" .. program, text)
      assert(os.execute(("chmod +x %s/%s"):format(bin, program)))
    end
    return "env PATH=" .. bin
  end

  local function script_for(url, sum, root)
    return ([[require "lunette".data.fetch({url = "%s", sha256 = "%s"}, {root = "%s"})]]):format(url, sum, root)
  end

  test("takes wget where curl is not, and says where neither is", function()
    local sum, root = serve("x.bin", BYTES), folder .. "/by-wget"
    local found = with_programs("wget-only", {"lua5.4", "sh", "mv", "wget"}, {})
    assert(os.execute("mkdir " .. root))
    files.write(root .. "/x.bin.part", BYTES:sub(1, 500))
    local status, said = files.run(script_for(address .. "cut/x.bin", sum, root), found)
    assert.equal(0, status, said)
    assert.equal(BYTES, files.read(root .. "/x.bin"))
    assert.equal("/cut/x.bin bytes=500-\n/cut/x.bin bytes=1500-\n/cut/x.bin bytes=2500-\n", log())
    status, said = files.run(script_for(address .. "none", sum, root), found)
    assert.equal(1, status)
    assert.truthy(said:find("none: wget ended with 8: ", 1, true), said)
    found = with_programs("neither", {"lua5.4", "sh", "mv"}, {})
    status, said = files.run(script_for(address .. "x.bin", sum, folder .. "/by-none"), found)
    assert.equal(1, status)
    assert.truthy(said:find("fetch: neither curl nor wget is here, one of which gets files; on Debian, apt-get " ..
                            "install curl", 1, true), said)
  end)

  test("says when the disk is full", function()
    local found = with_programs("full", {"lua5.4", "sh", "mv"}, {curl = "#!/bin/sh\necho no space\nexit 23\n"})
    local status, said = files.run(script_for(address .. "x.bin", ("0"):rep(64), folder .. "/full-disk"), found)
    assert.equal(1, status)
    assert.truthy(said:find("x.bin.part: cannot be written, the disk may be full: no space", 1, true), said)
  end)

  it("refuses what is no set or address", function()
    refused('fetch: no set is known as "celeba"; there are cifar10, cifar100, fashion_mnist, mnist, and {url', "celeba")
    refused("fetch: url is missing", {sha256 = ("0"):rep(64)})
    refused("fetch: sha256 is missing", {url = "http://x"})
    refused("fetch: unknown option md5", {url = "http://x", sha256 = "0", md5 = "0"})
    for _, url in ipairs {"file:///etc/passwd", "x", "-o x", "http://a b", "ftp://x/y"} do
      refused("an address of http or https is wanted", {url = url, sha256 = ("0"):rep(64)})
    end
    refused('fetch: sha256 is "12", 64 hexadecimal digits are wanted', {url = "http://x", sha256 = "12"})
  end)

  it("knows sets by whole checksums", function()
    local count = 0
    for _, set in pairs(fetch.known) do
      for _, entry in ipairs(set.files) do
        assert.truthy(entry.md5:find("^" .. ("%x"):rep(32) .. "$") and entry.url:find "^https?://")
        count = count + 1
      end
    end
    assert.equal(10, count)
  end)
end)
