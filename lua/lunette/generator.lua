--- What generators do beside drawing: see ln.Generator.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local repr = require "lunette.repr"

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

--- What it goes on from, for a checkpoint: a run that draws its noise from a
--- generator of its own saves that too.
---
---   local noise = ln.Generator(7)
---   local G = ln.nn.Linear(4, 2)
---   local checkpoint = ln.Checkpoint("runs/noise", {G = G, noise = noise})
---   checkpoint:save(1)
---   local drawn = ln.randn(2, {generator = noise})
---   checkpoint:resume()
---   print(ln.randn(2, {generator = noise}):equal(drawn))   -- true
--- @return table
methods.state_dict = arguments.define("generator:state_dict", "self",
                                      function(generator)
  return repr.state {state = generator:state()}
end)

--- Goes on from there.
--- @return nil
methods.load_state_dict = arguments.define("generator:load_state_dict",
  "self, state_dict: table", function(generator, state)
  generator:set_state(arguments.check("load_state_dict", "state.state",
                                      state.state, "string"))
end)

return methods
