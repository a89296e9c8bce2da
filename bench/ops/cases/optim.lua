-- Steps of optimisers over ten parameters, and clipping. PyTorch's loop over
-- parameters and its foreach=True are both tried.
local case = ...

local SIZES = {"1024x102", "64x64"}
local function optimiser(name, options)
  local made = ("optim.%s(params, {lr = 1e-3%s})"):format(
    name, options and ", " .. options or "")
  local theirs = ("optim.%s(params, lr=1e-3%s%%s)"):format(
    name, options and ", " .. options:gsub("true", "True") or "")
  for _, sizes in ipairs(SIZES) do
    case("made:step()", "params " .. sizes, {made = made, torch_made = {
      theirs:format "", theirs:format ", foreach=True"}})
  end
end
optimiser "SGD"
optimiser("SGD", "momentum = 0.9")
optimiser("SGD", "momentum = 0.9, nesterov = true, weight_decay = 1e-4")
optimiser "Adam"
optimiser("Adam", "amsgrad = true")
optimiser("Adam", "weight_decay = 1e-4")
optimiser "AdamW"
optimiser "RMSprop"
optimiser("RMSprop", "centered = true, momentum = 0.9")
for name in ("Adagrad Adadelta Adamax NAdam RAdam ASGD Rprop"):gmatch "%S+" do
  optimiser(name)
end
for _, sizes in ipairs(SIZES) do
  case("nn.utils.clip_grad_norm_(params, 1)", "params " .. sizes)
  case("nn.utils.clip_grad_value_(params, 1)", "params " .. sizes)
  case("nn.utils.parameters_to_vector(params)", "params " .. sizes)
end
