-- The C sources, held against .clang-format by clang-format 14, whose versions
-- differ in what they write. Skipped where it is not installed. Prints
-- "N passed, N failed".

local checks = require "tools.checks"

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

for _, path in ipairs(checks.files "src spec bench lua -name '*.[ch]'") do
  local said = output(("%s --dry-run %s"):format(format, path))
  checks.that(said == "", "%s:%s is not as clang-format has it", path,
              said:match "^[^:]*:(%d+):" or "?")
end
checks.finish()
