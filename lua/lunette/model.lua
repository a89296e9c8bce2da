--- ln.save_model and ln.load_model: networks in files that say how they are
--- made.
--
-- The file is safetensors: the network's state by its paths, as any other
-- library reads it, and in the metadata, as texts of state.encode,
-- "lunette.model", a description, and "lunette.about", what the user says of
-- it.

local arguments = require "lunette.arguments"
local description = require "lunette.description"
local engine = require "lunette.engine"
local errors = require "lunette.errors"
local limited = require "lunette.limited"
local raise = errors.raise
local safetensors = require "lunette.safetensors"
local state = require "lunette.state"
local version = require "lunette.version"

local model = {}

local MODEL, ABOUT = "lunette.model", "lunette.about"

--- Writes a network of which this is the description, as model.save does.
function model.write(path, network, made, about)
  local tensors, said = network:state_dict(), {}
  for key, value in pairs(about or {}) do said[key] = value end
  said.version = version
  local metadata = {[MODEL] = state.encode(made, MODEL, tensors),
                    [ABOUT] = state.encode(said, ABOUT, tensors)}
  return safetensors.save_checked(path, tensors, metadata)
end

--- Writes a network with how it is made, so that load_model gives it back
--- without the script: layers of nn and gan, what gan.zoo gives, containers of
--- them, spectral_norm and the like, and classes that nn.register has named.
--- `about` is a table of what else is to be known: the range of its pictures,
--- their size, names of classes, latent, step; the library's version is added.
--- Hooks are no part of it. The file is an ordinary safetensors file with a
--- checksum. Returns true; raises where no file can say how a layer is made,
--- and where.
---
---   local net = ln.gan.zoo.dcgan {size = 16, filters = 4}
---   ln.save_model("G.safetensors", net.generator, {range = {-1, 1},
---                                                  latent = net.latent})
---   local G, about = ln.load_model "G.safetensors"
---   print(G(ln.randn(2, about.latent)):size())   -- {2, 3, 16, 16}
--- @return boolean
model.save = arguments.define("save_model",
  "path: string, network: layer, about: table?", function(path, network, about)
  local made = errors.within("save_model: ", description.of, network)
  return model.write(path, network, made, about)
end)

-- What the weights take, twice, and what layers may take beside them.
local BESIDES = 64 << 20

-- The bytes that a file with so many numbers may ask for: a description can ask
-- for any.
local function most_of(count)
  return 2 * count * (engine.real == "double" and 8 or 4) + BESIDES
end

-- Those of the network itself; others belong to the metadata.
local function own_tensors(tensors)
  local own, count = {}, 0
  for name, x in pairs(tensors) do
    if name:sub(1, 8) ~= "lunette." then
      own[name], count = x, count + x:numel()
    end
  end
  return own, count
end

local function build(path, metadata, tensors, most)
  local own, count = own_tensors(tensors)
  local function made()
    local network = description.build(state.decode(metadata[MODEL], path,
                                                   tensors, most))
    network:load_state_dict(own)
    return network
  end
  return errors.within(path .. ": model: ", limited, most_of(count), made)
end

--- The network in a file that save_model wrote, and its table `about`. Nothing
--- in the file runs; a class of a script's own must have been registered again
--- by its name. Raises "path: model: ..." on what is no such file, on a class
--- that is not known, and on a description that makes no network of these
--- weights.
--- @return Module
--- @return table
model.load = arguments.define("load_model",
  "path: string, {max_header: count = 4194304}", function(path, o)
  local tensors, metadata = safetensors.load(path, o)
  if not metadata[MODEL] then
    raise("%s: model: the file does not say how its network is made; " ..
          "model:load_state_dict(ln.load(path)) takes weights alone", path)
  end
  return build(path, metadata, tensors, o.max_header),
         state.decode(metadata[ABOUT] or "{}", path, tensors, o.max_header)
end)

return model
