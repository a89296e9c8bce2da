--- What generators do beside drawing: see ln.Generator.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"

local methods = getmetatable(engine.default_generator).__index

--- `local _ <close> = generator:undisturbed()`: what is drawn until it closes
--- leaves no trace, for the generator then goes on from where it stood.
--- @return Scope
methods.undisturbed = arguments.define("generator:undisturbed", "self",
                                       function(generator)
  local outside, inside, entered
  return require "lunette.scope".open(function()
    outside = generator:state()
    if inside then generator:set_state(inside) end
    entered = true
  end, function()
    -- Other coroutines go on from outside, this one later from here.
    if entered then inside, entered = generator:state(), false end
    if outside then generator:set_state(outside) end
    outside = nil
  end)
end)

return methods
