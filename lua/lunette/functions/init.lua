--- Functions of tensors that are more than an op: those with several results,
--- and those that choose among ops. Each is a method of tensors and a function
--- of ln, as the ops are.

local engine = require "lunette.engine"

local parts = {
  "lunette.functions.pieces",
  "lunette.functions.einsum",
  "lunette.functions.order",
  "lunette.functions.linalg",
  "lunette.functions.compare",
}

for _, part in ipairs(parts) do
  for name, f in pairs(require(part)) do
    assert(not engine.functions[name], name)
    engine.functions[name], engine.methods[name] = f, f
  end
end
