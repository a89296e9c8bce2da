--- Files that ln.export writes, built and run: what they make of a noise.

local files = require "spec.files"

local exported = {}

local function output(command)
  local pipe <close> = assert(io.popen(command .. " 2>&1; echo $?"))
  local said, status = pipe:read "a":match "^(.-)(%d+)\n$"
  assert(status == "0", command .. ":\n" .. said:sub(1, 2000))
  return said
end

-- The file's own prototypes: what stands in its head.
local function prototypes(path)
  local list = {}
  for line in io.lines(path) do
    if line:find "^void .*;$" then list[#list + 1] = line end
    if line:find "^static" then break end
  end
  return table.concat(list, "\n")
end

--- What a program prints whose main has this body and calls the functions of the C file. compiler: with its options.
function exported.program(path, compiler, body)
  local stem = path:gsub("%.c$", "")
  files.write(stem .. "-main.c", ("#include <stdio.h>\n%s\nint main(void) {\n%s\nreturn 0;\n}\n"):format(
    prototypes(path), body))
  output(("%s -std=c99 -Wall -Wextra -Werror -o %s %s %s-main.c"):format(compiler, stem, path, stem))
  return output(stem)
end

local BODY = [[
static float z[%d], image[%d];
static unsigned char pixels[%d];
FILE *in = fopen("%s.z", "rb"), *out = fopen("%s.y", "wb");
if (!in || !out || fread(z, 4, sizeof z / 4, in) != sizeof z / 4) return 1;
%s
fwrite(image, 4, sizeof image / 4, out);
fwrite(pixels, 1, sizeof pixels, out);
fclose(out);]]

--- What the C file makes of z, a tensor, and a label (from 0) or nil: `count` numbers, and the bytes of pixels where it
--- has such a function.
function exported.c(path, compiler, z, count, label)
  local stem = path:gsub("%.c$", "")
  local name, given = stem:match "[^/]*$", label and "z, " .. label or "z"
  local calls = ("%s(%s, image);"):format(name, given)
  local has_pixels = prototypes(path):find "_pixels" ~= nil
  if has_pixels then calls = ("%s\n%s_pixels(%s, pixels);"):format(calls, name, given) end
  files.write(stem .. ".z", z:to_bytes "f32")
  exported.program(path, compiler, BODY:format(z:numel(), count, count, stem, stem, calls))
  local bytes, list = files.read(stem .. ".y"), {}
  for k = 1, count do list[k] = string.unpack("<f", bytes, 4 * k - 3) end
  return list, has_pixels and bytes:sub(4 * count + 1) or nil
end

--- The numbers that the C file makes as WebAssembly, in node.
function exported.wasm(path, z, label)
  local stem = path:gsub("%.c$", "")
  -- as the file says
  files.write(stem .. ".sh", files.read(path):match "\n +(clang .-%.c)\n")
  output(("cd %s && sh %s.sh"):format(stem:match "^(.*)/", stem))
  files.write(stem .. ".z", z:to_bytes "f32")
  local list = {}
  for value in output(("node spec/support/wasm.js %s.wasm %s.z %s"):format(stem, stem, label or "")):gmatch "%S+" do
    list[#list + 1] = tonumber(value)
  end
  return list
end

local RUN = [[
local generator, z, label = dofile(arg[1]), {}, tonumber(arg[4])
for line in io.lines(arg[2]) do z[#z + 1] = tonumber(line) end
local out = assert(io.open(arg[3], "wb"))
for _, value in ipairs(generator.image(z, label)) do out:write(("%.9g\n"):format(value)) end
if generator.pixels then out:write("pixels\n", (generator.pixels(z, label))) end
out:close()
]]

--- The same of the Lua file, by this interpreter; the label is from 1.
function exported.lua(path, interpreter, z, label)
  local stem, numbers = path:gsub("%.lua$", ""), {}
  for k, value in ipairs(z:reshape(-1):totable()) do numbers[k] = ("%.9g"):format(value) end
  files.write(stem .. "-run.lua", RUN)
  files.write(stem .. ".z", table.concat(numbers, "\n") .. "\n")
  output(("%s %s-run.lua %s %s.z %s.y %s"):format(interpreter, stem, path, stem, stem, label or ""))
  local text, list = files.read(stem .. ".y"), {}
  local values, pixels = text:match "^(.-)pixels\n(.*)$"
  for value in (values or text):gmatch "%S+" do list[#list + 1] = tonumber(value) end
  return list, pixels
end

return exported
