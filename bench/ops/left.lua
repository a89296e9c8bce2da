--- What `make bench-ops` has no case for: name -> the reason.

local reasons = {
  {"another than PyTorch's: the adjoint of pick, timed with pooling", "put"},
  {"it holds others and computes nothing itself", [[Module ModuleDict
    ModuleList Optimizer ParameterDict ParameterList]]},
  {"from its first call on it is the layer of that name without Lazy", [[
    LazyBatchNorm1d LazyBatchNorm2d LazyBatchNorm3d LazyConv1d LazyConv2d
    LazyConv3d LazyConvTranspose1d LazyConvTranspose2d LazyConvTranspose3d
    LazyInstanceNorm1d LazyInstanceNorm2d LazyInstanceNorm3d LazyLinear]]},
  {"PyTorch's is for a GPU", "SyncBatchNorm"},
  {"its steps take as long as the function that it is given", "LBFGS"},
}

local left = {}
for _, entry in ipairs(reasons) do
  for name in entry[2]:gmatch "%S+" do left[name] = entry[1] end
end

return left
