--- What the C engine offers beside its ops, in the form of their rows:
--- {name, signature, doc, result = its type when that is no tensor}. A method's
--- name is "Tensor:item".

local random = ", {requires_grad: bool = false, generator: any?}"
local plain = ", {requires_grad: bool = false}"

local function row(name, signature, doc, result)
  return {name = name, signature = signature, doc = doc, result = result}
end

return {
  row("Tensor", nil,
      "Numbers in up to 8 dimensions. + - * / ^ and unary minus work " ..
      "element by element, with broadcasting; every op is a method. x[i], " ..
      "x[{i, {first, last}, {}}] and x[indices] are parts of it, #x the " ..
      "size of the first dimension, over which `for i, row in ipairs(x)` " ..
      "goes. x.grad holds the gradient of a leaf, or nil, x.shape what " ..
      "x:size() gives. Indices and dimensions count from 1, negative " ..
      "dimensions from the end."),

  -- ---- tensors from nothing ----
  row("tensor", "data: any" .. plain,
      "A tensor of a number, of nested tables of one shape (booleans count " ..
      "as 1 and 0), or a copy of a tensor, without its graph."),
  row("zeros", "size: sizes" .. plain, "Zeros: ln.zeros(2, 3) is 2x3."),
  row("ones", "size: sizes" .. plain, "Ones."),
  row("full", "size: ints, fill_value: real" .. plain,
      "The same number everywhere: ln.full({2, 3}, 0.5)."),
  row("eye", "n: int, m: int?" .. plain,
      "n x m (n x n), with ones on the diagonal."),
  row("arange", "start: real = 1, last: real, step: real = 1" .. plain,
      "From start to last, both included, in steps: ln.arange(1, 5) has " ..
      "five elements, ln.arange(5) is the same."),
  row("linspace", "start: real, last: real, steps: int" .. plain,
      "`steps` numbers at equal distances from start to last, both included."),
  row("rand", "size: sizes" .. random, "Uniform in [0, 1)."),
  row("randn", "size: sizes" .. random,
      "Normal, mean 0 and standard deviation 1."),
  row("randint", "low: int, high: int, size: ints" .. random,
      "Integers from low to high, both included: ln.randint(1, 10, {n})."),
  row("randperm", "n: int" .. random, "1 to n in random order."),
  row("normal", "mean: real, std: real, size: ints" .. random,
      "Normal with this mean and standard deviation."),
  row("uniform", "low: real, high: real, size: ints" .. random,
      "Uniform in [low, high)."),
  row("bernoulli", "x: tensor, size: ints?" .. random,
      "1 with probability x, else 0: x a tensor of probabilities, or a " ..
      "number and the size."),
  row("multinomial", "x, num_samples: int, {replacement: bool = false, " ..
      "generator: any?}",
      "num_samples indices, from 1, drawn by weight: x of k finite numbers " ..
      "from 0 up gives that many, x of rows x k gives rows of them. Without " ..
      "replacement an index comes once, and as many weights must be above 0."),
  row("randint_like", "x, low: int, high: int" .. random,
      "Integers from low to high, both included, of the shape of x."),
  row("zeros_like", "x" .. plain, "Zeros of the shape of x."),
  row("ones_like", "x" .. plain, "Ones of the shape of x."),
  row("full_like", "x, fill_value: real" .. plain,
      "`fill_value` in the shape of x."),
  row("rand_like", "x" .. random, "Uniform in [0, 1), of the shape of x."),
  row("randn_like", "x" .. random, "Normal, of the shape of x."),

  -- ---- derivatives ----
  row("grad", "outputs: tensors, inputs: tensors, {grad_outputs: tensors?, " ..
      "create_graph: bool = false, retain_graph: bool = create_graph, " ..
      "allow_unused: bool = false}",
      "The derivatives of the sum of the outputs in each input, as a table; " ..
      "nothing is added to x.grad. grad_outputs are the cotangents (ones " ..
      "for outputs of one element). With create_graph they can be " ..
      "differentiated again. An input that the outputs do not depend on " ..
      "raises, or with allow_unused has nil.",
      "table<integer, lunette.Tensor>"),
  row("Tensor:backward", "gradient: tensor?, {create_graph: bool = " ..
      "false, retain_graph: bool = create_graph}",
      "Adds the derivatives of this tensor to the grad of every leaf that " ..
      "requires one. `gradient`, of the tensor's shape, is its cotangent; 1 " ..
      "when it has one element. The graph is dropped on the way unless " ..
      "retain_graph or create_graph keeps it.", "nil"),
  row("Tensor:requires_grad", "",
      "Does anything that is computed from it get recorded for derivatives?",
      "boolean"),
  row("Tensor:requires_grad_", "requires_grad: bool = true",
      "Sets that, for a leaf; returns the tensor."),
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
      "as {2, 3}, and == compares them: x:size() == y:size().", "any"),
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
  row("Tensor:to_bytes", "format: f32|f64|f16|bf16|i64|i32|i16|i8|u8|bool",
      "The elements in order, little-endian, as a string.", "string"),
  row("Tensor:close", "",
      "Gives the memory back now. Any later use raises. " ..
      "`local x <close> = ...` does it at the end of the block.", "nil"),

  -- ---- in place ----
  row("Tensor:copy_", "src",
      "Takes the values of src, broadcast. As all methods that write in " ..
      "place it refuses results that are recorded, and leaves that require " ..
      "a gradient outside of ln.no_grad(); it returns the tensor."),
  row("Tensor:fill_", "value: real", "Sets every element."),
  row("Tensor:zero_", "", "Sets every element to 0."),
  row("Tensor:add_", "other", "x + other, in place."),
  row("Tensor:sub_", "other", "x - other, in place."),
  row("Tensor:mul_", "other", "x times other, in place."),
  row("Tensor:div_", "other", "x / other, in place."),
  row("Tensor:clamp_", "min: real = -inf, max: real = inf",
      "Elements below min become min, those above max max, in place."),
  row("Tensor:normal_", "mean: real = 0, std: real = 1, {generator: any?}",
      "Draws every element from N(mean, std)."),
  row("Tensor:uniform_", "from: real = 0, to: real = 1, {generator: any?}",
      "Draws every element uniformly from [from, to)."),

  -- ---- random numbers ----
  row("Generator", "seed: int?",
      "A stream of random numbers of its own, for the option `generator`.",
      "lunette.Generator"),
  row("Generator:manual_seed", "seed: int",
      "Starts the stream anew; returns the generator.", "lunette.Generator"),
  row("Generator:seed", "", "The seed it was started with.", "integer"),
  row("Generator:state", "", "Where the stream stands, as a string.", "string"),
  row("Generator:set_state", "state: string",
      "Goes on from a state, exactly; returns the generator.",
      "lunette.Generator"),

  -- ---- the engine ----
  row("clock", "", "Seconds, from a clock that only goes forward.", "number"),
  row("memory", "",
      "Bytes and tensors in use: {live_bytes, peak_bytes (the most since " ..
      "reset_peak_memory), kept_bytes (free, for reuse), live_tensors}.",
      "table<string, integer>"),
  row("reset_peak_memory", "", "Starts the peak of ln.memory() anew from now.",
      "nil"),
  row("set_num_threads", "n: int",
      "How many threads ops use; the numbers do not depend on it. " ..
      "Everything runs on the processor: there is no other device, and no " ..
      "GPU or CUDA.",
      "nil"),
  row("get_num_threads", "", "How many threads ops use.", "integer"),
  row("real", nil,
      'The type of all elements: "float", or "double" when the environment ' ..
      "has LUNETTE_REAL=double."),
}
