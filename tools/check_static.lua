-- What analyzers find in C without running it: gcc's, clang-tidy with
-- .clang-tidy, and cppcheck. One that is not installed is skipped, and said to
-- be. Prints "N passed, N failed"; findings stand above.
-- usage: lua5.4 tools/check_static.lua "FLAGS" FILE...
-- Of FILE..., as many at a time as there are processors, for one instruction
-- set; FLAGS are the compiler's. CC: the compiler.

local checks = require "tools.checks"

local flags = arg[1] .. " -DANALYZED"
local files = table.move(arg, 2, #arg, 1, {})

local function start(command)
  return assert(io.popen(command .. " 2>&1"))
end

-- Has it ended well? And all that it said.
local function wait(pipe)
  local text = pipe:read "a"
  return pipe:close() == true, (text:gsub("%%", "%%%%"))
end

local function output(command)
  return select(2, wait(start(command)))
end

local function runs(command) return (wait(start(command))) end

local at_once = tonumber(output "nproc") or 1

-- The command, with "%s" for the file, is to end well for each. The oldest of
-- those at work is waited for.
local function each_file(command)
  local pipes = {}
  for k = 1, #files + at_once - 1 do
    if files[k] then pipes[k] = start(command:format(files[k])) end
    local oldest = pipes[k - at_once + 1]
    if oldest then checks.that(wait(oldest)) end
  end
end

-- gcc 12 takes vectors that are filled lane by lane for uninitialized, shifts
-- of them for shifts of one lane, and what a thread's `engine` holds for lost;
-- clang's analyzer looks for the first and last as well.
local gcc = (os.getenv "CC" or "gcc") .. " " .. flags ..
  " -O1 -fanalyzer -Wno-analyzer-use-of-uninitialized-value" ..
  " -Wno-analyzer-shift-count-overflow -Wno-analyzer-malloc-leak" ..
  " -Wno-unused-value -Werror -c"
if runs(gcc .. " -x c /dev/null -o /dev/null") then
  each_file(gcc .. " %s -o /dev/null")
else
  print "skipped: the compiler has no -fanalyzer (gcc 12 has)"
end

if runs "clang-tidy-14 --version" then
  -- gcc's own, which clang has by another name: what it takes stands for it
  each_file("clang-tidy-14 --quiet %s -- -w " ..
            "'-D__builtin_shuffle(a, ...)=((void)(__VA_ARGS__), (a))' " ..
            flags)
else
  print "skipped: clang-tidy 14 is not installed (Debian: clang-tidy-14)"
end

-- Scratch is cut into arrays of several types, which cppcheck takes for casts
-- of numbers, and arrays that a function called fills for uninitialized.
if runs "cppcheck --version" then
  local list = table.concat(files, " ")
  checks.that(wait(start(("cppcheck -q -j %d --error-exitcode=1 --std=c11 " ..
    "-DKERNEL_X86 -DANALYZED --enable=warning,performance,portability " ..
    "--inline-suppr --suppress=uninitvar --suppress=legacyUninitvar " ..
    "--suppress=ctuuninitvar --suppress=invalidPointerCast %s"):format(
    at_once, list))))
else
  print "skipped: cppcheck is not installed (Debian: cppcheck)"
end
checks.finish()
