--- Files that ln.export writes, built and run: what they make of a noise.

local files = require "spec.files"

local exported = {}

local MAIN = [[
#include <stdio.h>
#include <stdlib.h>
%s
static float z[%d], image[%d];
static unsigned char pixels[%d];
int main(int argc, char **argv) {
  FILE *in = fopen(argv[1], "rb"), *out = fopen(argv[2], "wb");
  int label = argc > 3 ? atoi(argv[3]) : 0;
  if (!in || !out || fread(z, 4, sizeof z / 4, in) != sizeof z / 4) return 1;
  (void)label, (void)pixels;
  %s
  fwrite(image, 4, sizeof image / 4, out);
  %s
  return fclose(out);
}
]]

local function succeeds(command)
  local pipe <close> = assert(io.popen(command .. " 2>&1; echo $?"))
  local said, status = pipe:read "a":match "^(.-)(%d+)\n$"
  assert(status == "0", command .. ":\n" .. said:sub(1, 2000))
end

--- Is there such a program?
function exported.has(program) return os.execute("command -v " .. program .. " >/dev/null") == true end

-- The file's own prototypes: what stands in its head.
local function prototypes(path)
  local list = {}
  for line in io.lines(path) do
    if line:find "^void .*;$" then list[#list + 1] = line end
    if line:find "^static" then break end
  end
  return table.concat(list, "\n")
end

--- What the C file makes of z, a tensor, and a label (from 0) or nil: numbers, and the bytes of pixels ("" where it has
--- none). compiler: with its options.
function exported.c(path, compiler, z, count, label)
  local stem, declared = path:gsub("%.c$", ""), prototypes(path)
  local name, of_label = stem:match "[^/]*$", label and ", label" or ""
  local has_pixels = declared:find "_pixels" ~= nil
  files.write(stem .. "-main.c", MAIN:format(declared, z:numel(), count, count,
    ("%s(z%s, image);"):format(name, of_label),
    has_pixels and ("%s_pixels(z%s, pixels); fwrite(pixels, 1, sizeof pixels, out);"):format(name, of_label) or ""))
  files.write(stem .. ".z", z:to_bytes "f32")
  succeeds(("%s -std=c99 -Wall -Wextra -Werror -o %s %s %s-main.c"):format(compiler, stem, path, stem))
  succeeds(("%s %s.z %s.y %s"):format(stem, stem, stem, label or ""))
  local bytes, list = files.read(stem .. ".y"), {}
  for k = 1, count do list[k] = string.unpack("<f", bytes, 4 * k - 3) end
  return list, bytes:sub(4 * count + 1)
end

local RUN = [[
local generator, z, label = dofile(arg[1]), {}, tonumber(arg[4])
for line in io.lines(arg[2]) do z[#z + 1] = tonumber(line) end
local out = assert(io.open(arg[3], "wb"))
for _, value in ipairs(generator.image(z, label)) do out:write(("%.9g\n"):format(value)) end
out:write "pixels\n"
if generator.pixels then out:write((generator.pixels(z, label))) end
out:close()
]]

--- The same of the Lua file, by this interpreter; the label is from 1.
function exported.lua(path, interpreter, z, label)
  local stem, numbers = path:gsub("%.lua$", ""), {}
  for k, value in ipairs(z:reshape(-1):totable()) do numbers[k] = ("%.9g"):format(value) end
  files.write(stem .. "-run.lua", RUN)
  files.write(stem .. ".z", table.concat(numbers, "\n") .. "\n")
  succeeds(("%s %s-run.lua %s %s.z %s.y %s"):format(interpreter, stem, path, stem, stem, label or ""))
  local values, pixels = files.read(stem .. ".y"):match "^(.-)pixels\n(.*)$"
  local list = {}
  for value in values:gmatch "%S+" do list[#list + 1] = tonumber(value) end
  return list, pixels
end

return exported
