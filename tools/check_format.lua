-- The C sources, held against .clang-format by clang-format 14, whose versions
-- differ in what they write. Skipped where it is not installed. Prints
-- "N passed, N failed".

local checks = require "tools.checks"

-- Not formatted yet; what no longer needs to stand here fails as well.
local later = {
}

local function output(command)
  local pipe <close> = assert(io.popen(command .. " 2>&1"))
  return pipe:read "a"
end

-- The command that runs version 14, or nil.
local function formatter()
  for _, name in ipairs {"clang-format-14", "clang-format"} do
    if output(name .. " --version"):find "version 14%." then return name end
  end
end

local format = formatter()
if not format then
  print "skipped: clang-format 14 is not installed (Debian: clang-format-14)"
  os.exit(true)
end

local waiting = {}
for _, path in ipairs(later) do waiting[path] = true end
for _, path in ipairs(checks.files "src spec bench -name '*.[ch]'") do
  local said = output(("%s --dry-run %s"):format(format, path))
  local line = said:match "^[^:]*:(%d+):"
  if waiting[path] then
    checks.that(line, "%s is well: tools/check_format.lua lists it as it was not",
                path)
  else
    checks.that(said == "", "%s:%s is not as clang-format has it", path,
                line or "?")
  end
end
checks.finish()
