-- tools/coverage.lua, of a program of two builds, each of which runs another line.
local files = require "spec.files"

local root = io.popen "pwd":read "l"

describe("tools/coverage.lua", function()
  local folder
  before_each(function() folder = files.new_folder() end)
  after_each(files.remove_folder)

  it("counts lines that some build ran, and names those that none did", function()
    assert(os.execute(("mkdir -p %s/src %s/tools"):format(folder, folder)))
    files.write(folder .. "/src/x.c", table.concat({
      "int main(int n, char **words) {",
      "  (void)words;",
      "  if (n == 1)",
      "    n = 7;",
      "  if (n == 2)",
      "    n = 8;",
      "  if (n == 3) {",
      "    n = 9;",
      "    n += 1;",
      "  }",
      "  return 0;",
      "}"}, "\n") .. "\n")
    local build = "cd %s && mkdir -p b/%d && cc -O0 --coverage -c src/x.c -o b/%d/x.o && " ..
                  "cc --coverage b/%d/x.o -o b/%d/x && b/%d/x %s"
    for k, words in ipairs {"", "word"} do
      assert(os.execute(build:format(folder, k, k, k, k, k, words)))
    end
    local pipe <close> = assert(io.popen(("cd %s && LUA_PATH='%s/?.lua;;' lua5.4 %s/tools/coverage.lua b"):format(
      folder, root, root)))
    -- the first build runs line 4, the second line 6, and neither 8 and 9
    local text = pipe:read "a"
    local all, share, missing = text:match "^src/x%.c +(%d+) +([%d.]+)%%  ([%d -]+)\n"
    assert.equal("8-9", missing, text)
    assert.equal(("%.2f"):format(100 * (all - 2) / all), share)
    assert.equal(("C: %s%% of %s lines\n"):format(share, all), text:match "C: .*")
  end)
end)
