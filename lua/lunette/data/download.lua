--- One file from an address, by the machine's curl or wget, held against its
--- checksum.
--
-- What comes is kept beside the file's place, under its name and .part, so that
-- a later try goes on where one broke off; it gets its name when it is whole.

local engine = require "lunette.engine"
local errors = require "lunette.errors"
local file = require "lunette.file"
local raise = errors.raise
local shell = require "lunette.shell"

local download = {}

-- ---- the programs ----

-- full: the status of a program when the disk would not take it; no_range: when
-- it cannot go on within a file.
local curl = {full = 23, no_range = {[33] = true, [36] = true}}

function curl.words(url, path, is_shown)
  local words = {"curl", "--fail", "--location", "--proto", "=http,https",
                 "--connect-timeout", "30", "--speed-limit", "1",
                 "--speed-time", "60", "--continue-at", "-", "--output", path,
                 "--url", url}
  local how = is_shown and {"--progress-bar"} or {"--silent", "--show-error"}
  return table.move(how, 1, #how, #words + 1, words)
end

local wget = {full = 3, no_range = {}}

function wget.words(url, path, is_shown)
  return {"wget", "--tries=1", "--timeout=60", "--continue",
          is_shown and "--verbose" or "--no-verbose", "--output-document",
          path, "--", url}
end

-- On a terminal the program shows how far it is, and what it has to say.
local function run_program(program, url, path)
  local is_shown = os.execute "[ -t 2 ]"
  local words = program.words(url, path, is_shown)
  if not is_shown then return shell.run(words) end
  return shell.run_shown(words), "see above"
end

local function find_program()
  if shell.has "curl" then return curl, "curl" end
  if shell.has "wget" then return wget, "wget" end
  raise("fetch: neither curl nor wget is here, one of which gets files; on " ..
        "Debian, apt-get install curl")
end

-- ---- a file ----

local function size_of(path)
  if not engine.io.exists(path) then return 0 end
  local _ <close>, size = file.open(path)
  return size
end

local function fail(url, part, name, status, said)
  local kept = size_of(part)
  raise("fetch: %s: %s ended with %d: %s%s", url, name, status, said,
        kept > 0 and ("; %d bytes are kept in %s, and another call goes on " ..
                      "from there"):format(kept, part) or "")
end

-- Gets the rest of the file into `part`: again while each try brings more, and
-- from the start where the host cannot go on within a file.
local function get(url, part)
  local program, name = find_program()
  while true do
    local before = size_of(part)
    local status, said = run_program(program, url, part)
    if status == 0 then return end
    if status == program.full then
      raise("fetch: %s: cannot be written, the disk may be full: %s", part,
            said)
    elseif program.no_range[status] and before > 0 then
      os.remove(part)
    elseif size_of(part) <= before or status > 128 then
      fail(url, part, name, status, said)
    end
  end
end

local NAMES = {sha256 = "SHA-256", md5 = "MD5"}

--- Has the file this checksum? sum: {sha256 = "..."} or {md5 = "..."}, in
--- hexadecimal digits. Also what it has, and the checksum's name.
function download.matches(path, sum)
  local kind = sum.sha256 and "sha256" or "md5"
  local digest = errors.check(engine.io.digest(path, kind))
  return digest == sum[kind]:lower(), digest, NAMES[kind]
end

--- Brings the file to `path`, unless it is there with this checksum. Raises
--- when it does not come, or comes with another, and is deleted then.
function download.file(url, path, sum)
  if engine.io.exists(path) and download.matches(path, sum) then return end
  local part = path .. ".part"
  file.make_room(path)
  if not (engine.io.exists(part) and download.matches(part, sum)) then
    get(url, part)
  end
  local is_right, digest, name = download.matches(part, sum)
  if not is_right then
    os.remove(part)
    raise("fetch: %s: its %s is %s, %s is wanted; what came is deleted", url,
          name, digest, sum.sha256 or sum.md5)
  end
  if shell.run {"mv", "-f", "--", part, path} ~= 0 then
    raise("fetch: %s: cannot be renamed to %s", part, path)
  end
end

return download
