--- Whether two tensors are the same, as one word: what `if` can be asked.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"

local compare = {}

--- Is every element of x close to that of other, as isclose has it? The two
--- broadcast. A boolean of Lua.
--- @return boolean
compare.allclose = arguments.define("allclose", "x: tensor, other: tensor, " ..
  "{rtol: real = 1e-5, atol: real = 1e-8, equal_nan: bool = false}",
  function(x, other, o)
    return engine.functions.isclose(x, other, o):all():item() == 1
  end)

--- Are the sizes the same, and all elements equal? NaN equals nothing. A
--- boolean of Lua; x:eq(other) compares element by element.
--- @return boolean
compare.equal = arguments.define("equal", "x: tensor, other: tensor",
  function(x, other) return engine.equal(x, other) end)

return compare
