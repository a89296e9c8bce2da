-- Faults in losses, penalties and measures.
local list = {}

local function fault(file, specs, from, to)
  list[#list + 1] = {"lua/lunette/" .. file .. ".lua", from, to, specs, "float"}
end

local losses, penalties = "spec/gan/losses_spec.lua", "spec/gan/penalties_spec.lua"
local distances = "spec/metrics/distances_spec.lua"
fault("gan/losses/plain", losses, "return -softplus(fake):mean()", "return softplus(fake):mean()")
fault("gan/losses/plain", losses, "(1 + fake):relu()", "(1 - fake):relu()")
fault("gan/losses/plain", losses, "return (fake - o.real_label):square():mean() / 2",
      "return (fake - o.real_label):square():mean()")
fault("gan/losses/contrast", losses, "f(x:mean() - y)", "f(y - x:mean())")
fault("gan/losses/divergence", losses, "v:square() / 4 + v", "v:square() / 2 + v")
fault("gan/penalties/slope", penalties, "(1 - e) * fake:detach()", "(1 + e) * fake:detach()")
fault("gan/penalties/slope", penalties, "if o.one_sided then off = off:relu() end", "")
fault("gan/penalties/slope", penalties, ":sum(2):mean() * (o.weight / 2)", ":sum(2):mean() * o.weight")
fault("gan/penalties/slope", penalties, "mean + (length:mean() - mean) * o.decay",
      "mean - (length:mean() - mean) * o.decay")
fault("gan/penalties/slope", "spec/gan/penalties/outputs_spec.lua",
      "(step - 1) % interval ~= 0", "step % interval ~= 0")
fault("metrics/kernel", distances, "total(x, x, o, true) / (n * (n - 1))", "total(x, x, o, true) / (n * n)")
fault("metrics/frechet", distances, "(x - mean) / math.sqrt(n - 1)", "(x - mean) / math.sqrt(n)")
fault("metrics/neighbours", distances, "(o.k * fake:size(1))", "(o.k * real:size(1))")
fault("metrics/classes", "spec/metrics/classes_spec.lua", "k * n // o.splits", "k * n // o.splits - 1")

return list
