-- Writes the rockspec of this version, rockspecs/lunette-VERSION-1.rockspec,
-- and with "rock" the source rock that has it, under dist/, of what is
-- committed. usage: lua5.4 tools/dist.lua [rock]

local file = require "lunette.file"
local version = require "lunette.version"
local release = dofile "rockspecs/release.lua"
local name = "lunette-" .. version

local function read(path)
  local handle <close> = assert(io.open(path))
  return handle:read "a"
end

local function run(command, ...)
  local ok = os.execute(command:format(...))
  if not ok then os.exit(false) end
end

-- The text of the rockspec of the tree, with the version and the source of
-- this release in place of its own.
local function rockspec()
  local text = read "lunette-dev-1.rockspec"
  local function put(old, new)
    local from, to = text:find(old, 1, true)
    assert(from, "lunette-dev-1.rockspec has no " .. old)
    text = text:sub(1, from - 1) .. new .. text:sub(to + 1)
  end
  put('version = "dev-1"', ("version = %q"):format(version .. "-1"))
  put('source = {url = "git+file://."}',
      ("source = {\n  url = %q,\n  dir = %q,\n}"):format(
        ("%s/%s.tar.gz"):format(release.archives, name), name))
  if release.homepage then
    put('  license = "MIT",', ('  homepage = %q,\n  license = "MIT",'):format(
      release.homepage))
  end
  return text
end

local path = ("rockspecs/%s-1.rockspec"):format(name)
file.write(path, rockspec())
print(path)
if arg[1] == "rock" then
  run "mkdir -p dist"
  run("git archive --prefix=%s/ -o dist/%s.tar.gz HEAD", name, name)
  run("rm -f dist/%s-1.src.rock && zip -q -j dist/%s-1.src.rock %s " ..
      "dist/%s.tar.gz", name, name, path, name)
  print(("dist/%s-1.src.rock"):format(name))
end
