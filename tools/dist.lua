-- Writes the rockspecs of this version, rockspecs/lunette-VERSION-1.rockspec
-- and that of lunette-mpi, and with "rock" the source rocks that have them,
-- under dist/, of what is committed. usage: lua5.4 tools/dist.lua [rock]

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
-- this release in place of its own. package: lunette or lunette-mpi.
local function rockspec(package)
  local path = package .. "-dev-1.rockspec"
  local text = read(path)
  local function put(old, new)
    local from, to = text:find(old, 1, true)
    assert(from, path .. " has no " .. old)
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
  if package ~= "lunette" then
    put('"lunette == dev"', ('"lunette == %s"'):format(version))
  end
  return text
end

local function write(package)
  local path = ("rockspecs/%s-%s-1.rockspec"):format(package, version)
  file.write(path, rockspec(package))
  print(path)
  return path
end

-- The source rock of a package: its rockspec, and the archive.
local function pack(package, path)
  local rock = ("dist/%s-%s-1.src.rock"):format(package, version)
  run("rm -f %s && zip -q -j %s %s dist/%s.tar.gz", rock, rock, path, name)
  print(rock)
end

if arg[1] == "rock" then
  run "mkdir -p dist"
  run("git archive --prefix=%s/ -o dist/%s.tar.gz HEAD", name, name)
end
for _, package in ipairs {"lunette", "lunette-mpi"} do
  local path = write(package)
  if arg[1] == "rock" then pack(package, path) end
end
