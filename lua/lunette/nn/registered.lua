--- nn.register: names for the classes of a script, for files that hold its
--- networks.

local arguments = require "lunette.arguments"
local Module = require "lunette.nn.module"
local raise = require "lunette.errors".raise

local registered = {}

local classes = {}

--- Gives a class of layers a name in model files: ln.load_model makes a layer
--- of it, by calling the class with what the layer saved was given, where it is
--- registered by that name. A name given again is the later class's. Returns
--- the class:
---   local Block = ln.nn.register("Block", ln.nn.Module:extend "Block")
--- @return class
registered.register = arguments.define("register", "name: string, class: table",
                                       function(name, class)
  if not Module.is_class(class) then
    raise("register: %s is no class of layers, such as nn.Module:extend gives",
          arguments.show(class))
  end
  if name == "" or name:find(".", 1, true) then
    raise("register: the name %q is empty or has a dot, as the names of " ..
          "the library's own have", name)
  end
  classes[name] = class
  return class
end)

--- The class of that name, or nil.
function registered.class_named(name) return classes[name] end

--- The name of a class, or nil.
function registered.name_of(class)
  for name, other in pairs(classes) do
    if other == class then return name end
  end
end

return registered
