--- What the C engine offers beside its ops, in the form of their rows:
--- {name, signature, doc, result = its type when that is no tensor, alone =
--- that of a call without arguments, when it is another}. A method's name is
--- "Tensor:item". Most say what they take where they are made
--- (engine.rows); here are those that take nothing, or one value.

local engine = require "lunette.engine"

local function row(name, signature, doc, result, alone)
  return {name = name, signature = signature, doc = doc, result = result,
          alone = alone}
end

local rows = {
  row("Tensor", nil, [[
Numbers in up to 8 dimensions. + - * / // % ^ and unary minus work element
by element, with broadcasting; every op is a method. x[i],
x[{i, {first, last}, {}}] and x[indices] are parts of it,
x[{{first, last, step}}] every step-th row, #x the size of the first
dimension, over which `for i, row in ipairs(x)` goes. x.grad holds the
gradient of a leaf, or nil, x.shape what x:size() gives. Indices and
dimensions count from 1, negative dimensions from the end.

  local x = ln.tensor {{1, 2, 3}, {4, 5, 6}}
  print(x[2])   -- {4, 5, 6}
  print(x[{{}, {2, 3}}])   -- {{2, 3}, {5, 6}}
  print((x * 2 + 1):sum(2))   -- {15, 33}]]),

  -- ---- derivatives ----
  row("Tensor:requires_grad", "",
      "Does anything that is computed from it get recorded for derivatives?",
      "boolean"),
  row("Tensor:retain_grad", "",
      "From now on sweeps leave the gradient of this result in its grad, too.",
      "nil"),
  row("Tensor:retains_grad", "", "Was retain_grad called on it?", "boolean"),
  row("Tensor:is_leaf", "", "Is it no result of a recorded op?", "boolean"),
  row("Tensor:detach", "",
      "The same values without the graph; the memory is shared."),
  row("Tensor:op", "", "The name of the op that made it, nil for a leaf.",
      "string?"),
  row("Tensor:version", "",
      "How many times its memory was written to in place.", "integer"),

  -- ---- looking into tensors ----
  row("is_tensor", "obj: any", "Is it a tensor?", "boolean"),
  row("Tensor:dim", "", "The number of dimensions.", "integer"),
  row("Tensor:numel", "", "The number of elements.", "integer"),
  row("Tensor:size", "dim: dim?",
      "The sizes as a list, or that of one dimension. Lists of sizes print " ..
      "as {2, 3}, and == compares them: x:size() == y:size().", "integer",
      "integer[]"),
  row("Tensor:stride", "",
      "The steps in memory, in elements, from one index to the next.",
      "integer[]"),
  row("Tensor:is_contiguous", "",
      "Do the elements lie in memory in order, without gaps?", "boolean"),
  row("Tensor:item", "",
      "The number in a tensor of one element. A whole number below 2^31 in " ..
      "size comes as an integer of Lua, which prints as 9 and not as 9.0; " ..
      "where more than two are multiplied, begin with 1.0: integers wrap " ..
      "around at 2^63.",
      "number"),
  row("Tensor:totable", "",
      "The values as nested tables, or a number; numbers as item() gives them.",
      "any"),
  row("Tensor:to_bytes", "format: f32|f64|f16|bf16|i64|i32|i16|i8|u64|u32|" ..
      "u16|u8|bool",
      "The elements in order, little-endian, as a string.", "string"),
  row("Tensor:close", "",
      "Gives the memory back now. Any later use raises. " ..
      "`local x <close> = ...` does it at the end of the block.", "nil"),

  -- ---- the engine ----
  row("clock", "", "Seconds, from a clock that only goes forward.", "number"),
  row("memory", "",
      "What the engine holds: {live_bytes, of values; peak_bytes, the most " ..
      "of these since reset_peak_memory; kept_bytes, free, for the next " ..
      "values; node_bytes, of tensors as nodes of the graph, and of what " ..
      "scopes, backward passes and profiles note; scratch_bytes, of " ..
      "threads; live_tensors}. All it has of the system are live, kept, " ..
      "node and scratch bytes.",
      "table<string, integer>"),
  row("empty_cache", "",
      "Gives what is kept for reuse back to the system, which an op that " ..
      "finds no memory does by itself: kept_bytes, scratch_bytes, and the " ..
      "nodes that are free.", "nil"),
  row("reset_peak_memory", "", "Starts the peak of ln.memory() anew from now.",
      "nil"),
  row("get_num_threads", "", "How many threads ops use.", "integer"),
  row("real", nil,
      'The type of all elements: "float", or "double" when the environment ' ..
      "has LUNETTE_REAL=double."),
}

return table.move(engine.rows, 1, #engine.rows, #rows + 1, rows)
