--- ln.export: a generator as one file that needs nothing of Lunette.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local errors = require "lunette.errors"
local file = require "lunette.file"
local graph = require "lunette.graph"
local raise = errors.raise
local repr = require "lunette.repr"
local scope = require "lunette.scope"
local version = require "lunette.version"

-- ---- what is said of it ----

-- How many classes there are, and their names as a comment may have them.
local function classes_of(classes)
  if type(classes) ~= "table" then return classes, "" end
  local names = {}
  for k, name in ipairs(classes) do
    names[k] = tostring(name):gsub("[^%w _.-]", "_"):sub(1, 40)
  end
  local said = table.concat(names, ", ")
  return #classes, #said <= 60 and ", " .. said or ""
end

-- Pictures have one channel or three.
local function picture_of(y, range)
  local c, h, w = y:size(2), y:size(3), y:size(4)
  local low, high = table.unpack(range)
  return {channels = c, h = h, w = w, area = h * w, low = low, high = high}
end

local function in_order(sizes)
  local n = 1
  for _, size in ipairs(sizes) do n = n * size end
  return ("%d numbers, %s in order"):format(n, repr.sizes(sizes))
end

local function about_of(y, name, o)
  local count, said = classes_of(o.classes)
  local is_picture = y:dim() == 4 and (y:size(2) == 1 or y:size(2) == 3)
  return {
    name = name, version = version, class_count = count, class_text = said,
    title = o.step and ("the generator of step %d"):format(o.step) or
            "a generator",
    z_text = #o.latent == 1 and o.latent[1] .. " numbers, normal noise" or
             in_order(o.latent),
    image_text = in_order {table.unpack(y:size(), 2)},
    picture = is_picture and picture_of(y, o.range) or nil,
  }
end

-- ---- the kinds of files ----

-- Noise and label of one picture; the noise is of another seed than what the
-- network draws itself.
local function inputs_of(o)
  local create = engine.create
  local noise = create.randn({1, table.unpack(o.latent)},
                             {generator = engine.Generator(2)})
  if not o.classes then return noise end
  return noise, create.ones(1)
end

local function check_image(image)
  if not image.inputs then
    raise "what it makes does not depend on the noise"
  end
  if image.tensor:numel() == 0 then
    raise("what it makes has no numbers: it is %s", repr.shape(image.tensor))
  end
end

-- In a language, whose module is export/c.lua or the like.
local function write_program(language, called, network, path, name, o)
  local seen = graph.record(network, inputs_of(o))
  local image = seen.outputs[1]
  check_image(image)
  local program = require "lunette.export.program".of(
    seen, require "lunette.export.lower", called)
  local about = about_of(image.tensor, name, o)
  file.write(path, language.make(program, about))
end

local kinds = {}

function kinds.c(...) write_program(require "lunette.export.c", "C", ...) end

function kinds.lua(...)
  write_program(require "lunette.export.lua", "Lua", ...)
end

function kinds.html(network, path, name, o)
  require "lunette.export.html".write(network, path, name, o)
end

function kinds.onnx(network, path, _, o)
  local outputs = {"image"}
  for k = 2, select("#", network(inputs_of(o))) do
    outputs[k] = "output_" .. k
  end
  require "lunette.onnx".export(network, path, {
    input = {inputs_of(o)}, output_names = outputs,
    input_names = {"z", o.classes and "label" or nil}})
end

-- Pixels are counted in floats.
local function check_range(low, high)
  if not (high - low > 1e-30 and high < 1e30 and low > -1e30) then
    raise("range is {%g, %g}, {low, high} with low < high is wanted, and " ..
          "neither of 1e30", low, high)
  end
end

local function name_of(path)
  return (path:match "([^/]*)$":gsub("%.%w*$", ""))
end

--- Writes a generator as one file that makes its pictures without Lunette, each
--- of one noise, within 1e-4 of what the engine makes:
---   c     C99 that needs no library: the functions NAME(z, image) and
---         NAME_noise(seed, z), and of pictures NAME_pixels(z, pixels); its
---         head says what they take, and how it becomes WebAssembly
---   lua   a module for Lua 5.1 to 5.4 and LuaJIT: noise(seed), image(z), and
---         of pictures pixels(z)
---   html  a page with sliders, of pictures from up to 1024 numbers
---   onnx  for other programs, of a z and labels, and an image: see
---         ln.onnx.export
--- latent: the sizes of a noise without the batch, or of a picture that it
--- takes. classes: how many, or their names; there is a label then behind z,
--- which counts from 1 in Lua and else from 0. range: of its pictures. name: of
--- the functions, the file's unless it is given. Noise that the network draws
--- itself is drawn once, and in the file as it is.
--- Ops that a file cannot have, and values that the network writes in place or
--- takes out as numbers, are refused with the line. Returns the path.
---   local net = ln.gan.zoo.dcgan {size = 32, channels = 1, filters = 8}
---   ln.export(net.generator, "digit.c", {to = "c", latent = net.latent})
---   ln.export(net.generator, "digit.lua", {to = "lua", latent = net.latent})
---   local digit = dofile "digit.lua"
---   local pixels, w, h, c = digit.pixels(digit.noise(1))
---   print(w, h, c, #pixels)     --> 32  32  1  1024
--- @return string
local export = arguments.define("export",
  "network: layer, path: string, {to: c|lua|html|onnx, latent: ints, " ..
  "classes: strings|count?, range: pair = {-1, 1}, name: string?, " ..
  "step: whole?}", function(network, path, o)
  local _ <close> = scope.flag(engine.set_recording, false)
  local _ <close> = scope.decimal_point()
  local _ <close> = network:evaluating()
  errors.within("export: ", check_range, table.unpack(o.range))
  errors.within("export: ", kinds[o.to], network, path,
                o.name or name_of(path), o)
  return path
end)

return export
