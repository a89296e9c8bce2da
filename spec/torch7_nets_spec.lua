-- ln.from_torch7: what its layers compute, held against PyTorch's
-- (spec/torch7_nets.py), and by hand.
local ln = require "lunette"
local expected = require "spec.torch7_nets"
local files = require "spec.files"
local near = require "spec.near"
local t7 = require "spec.support.torch7"

describe("from_torch7", function()
  local folder, path
  setup(function()
    folder = files.new_folder()
    path = folder .. "/x.t7"
  end)
  teardown(files.remove_folder)

  -- ---- modules, with the values of spec/torch7_nets.py ----

  local count -- of parameters so far

  local function list(n, value)
    local values = {}
    for i = 0, n - 1 do values[i + 1] = value(i) end
    return values
  end

  local function parameter(...)
    local n = 1
    for _, size in ipairs {...} do n = n * size end
    count = count + 1
    local k = count
    return t7.tensor("Float", {...}, list(n, function(i) return ((7 * i + 5 * k) % 11 - 5) / 16 end))
  end

  local function given(...)
    local x = ln.zeros(...)
    return ln.tensor(list(x:numel(), function(i) return (5 * i % 13 - 6) / 8 end)):reshape(...)
  end

  -- An object of nn with fields, and results that nobody wants.
  local function module(class, fields)
    fields = fields or {}
    fields.train, fields._type = false, "torch.FloatTensor"
    fields.output, fields.gradInput = t7.tensor("Float", {}), t7.tensor("Float", {1}, {9})
    return t7.object(class:find "%." and class or "nn." .. class, fields)
  end

  local function container(class, modules, fields)
    fields = fields or {}
    fields.modules = modules
    return module(class, fields)
  end

  local function window(fields, kw, kh, dw, dh, pw, ph)
    fields.kW, fields.kH, fields.dW, fields.dH, fields.padW, fields.padH = kw, kh, dw, dh, pw, ph
    return fields
  end

  local function conv(class, n_in, n_out, ...)
    local fields = window({nInputPlane = n_in, nOutputPlane = n_out}, ...)
    local full = class == "SpatialFullConvolution"
    fields.weight = parameter(full and n_in or n_out, full and n_out or n_in, fields.kH, fields.kW)
    fields.bias = parameter(n_out)
    return module(class, fields)
  end

  local function normal(class, n, fields)
    fields = fields or {weight = parameter(n), bias = parameter(n)}
    fields.eps, fields.momentum = fields.eps or 1e-5, 0.1
    fields.running_mean = t7.tensor("Float", {n}, list(n, function(i) return i % 3 / 8 end))
    local var = list(n, function(i) return 0.5 + i % 4 / 4 end)
    if fields.old then
      for i, v in ipairs(var) do var[i] = (v + fields.eps) ^ -0.5 end
      fields.running_std = t7.tensor("Double", {n}, var)
    else
      fields.running_var = t7.tensor("Float", {n}, var)
    end
    return module(class, fields)
  end

  local function view(class, sizes, fields)
    fields = fields or {}
    fields.size = t7.storage("Long", sizes)
    return module(class, fields)
  end

  local function through(net, form) return ln.load(files.write(path, t7.file(net, form or "binary"))) end

  local function agrees(name, net, x, form)
    local made = ln.from_torch7(through(net, form))
    assert.is_false(made.training)
    local case, y = expected[name], made(x)
    assert.same(case.sizes, y:size())
    local values, all = {}, y:flatten()
    for k = 1, y:numel(), case.step do values[#values + 1] = all[k]:item() end
    near(ln.tensor(values), case.values, 1e-5)
    return made
  end

  before_each(function() count = 0 end)

  it("makes the generator and the discriminator of dcgan.torch, at 16x16", function()
    for _, form in ipairs {"binary", "ascii"} do
      count = 0
      agrees("generator", container("Sequential", {
        view("View", {4, 1, 1}, {numInputDims = 1, numElements = 4}),
        conv("SpatialFullConvolution", 4, 8, 4, 4, 1, 1, 0, 0),
        normal("SpatialBatchNormalization", 8), module("ReLU", {inplace = true, threshold = 0, val = 0}),
        conv("SpatialFullConvolution", 8, 4, 4, 4, 2, 2, 1, 1),
        normal("SpatialBatchNormalization", 4), module "cudnn.ReLU",
        conv("SpatialFullConvolution", 4, 3, 4, 4, 2, 2, 1, 1), module "Tanh",
      }), given(2, 4), form)
      count = 0
      agrees("discriminator", container("Sequential", {
        conv("SpatialConvolution", 3, 4, 4, 4, 2, 2, 1, 1), module("LeakyReLU", {negval = 0.2, inplace = true}),
        conv("SpatialConvolution", 4, 8, 4, 4, 2, 2, 1, 1),
        normal("SpatialBatchNormalization", 8, {weight = parameter(8), bias = parameter(8), old = true}),
        module("LeakyReLU", {negval = 0.2}), conv("cudnn.SpatialConvolution", 8, 1, 4, 4, 1, 1, 0, 0),
        module "Sigmoid", view("View", {1}, {numInputDims = 3}),
      }), given(2, 3, 16, 16), form)
    end
  end)

  it("makes the layers of classifiers", function()
    local first = window({nInputPlane = 2, nOutputPlane = 4, groups = 2}, 3, 2, 2, 1, 0, 1)
    first.weight = parameter(4, 1, 2, 3)
    agrees("classifier", container("Sequential", {
      module("cudnn.SpatialConvolution", first), module("PReLU", {nOutputPlane = 4, weight = parameter(4)}),
      module("SpatialMaxPooling", window({ceil_mode = true}, 2, 2, 2, 2, 0, 0)), module("ELU", {alpha = 0.5}),
      module("SpatialUpSamplingNearest", {scale_factor = 2}),
      module("SpatialAveragePooling", window({divide = true, count_include_pad = false}, 2, 2, 1, 1, 1, 1)),
      module("SpatialAveragePooling", window({}, 2, 2, 2, 2, 0, 0)), module("SoftPlus", {beta = 2, threshold = 20}),
      module("SpatialDropout", {p = 0.5}),
      view("Reshape", {36}, {nelement = 36}), module("Linear", {weight = parameter(6, 36), bias = parameter(6)}),
      normal("BatchNormalization", 6, {eps = 0.001}),
      module("Dropout", {p = 0.25}), module("Dropout", {p = 0.5, v2 = true}),
      module "LogSoftMax",
    }), given(2, 2, 5, 11))
  end)

  it("makes branches that are added or joined", function()
    local function conv1(n_out, n_in)
      local fields = window({nInputPlane = n_in, nOutputPlane = n_out}, 1, 1, 1, 1)
      fields.weight = parameter(n_out, n_in)
      return fields
    end
    local inner = conv("SpatialConvolutionMM", 2, 2, 3, 3, 1, 1)
    inner.fields.padding, inner.fields.padW, inner.fields.padH = 1, nil, nil
    local a = conv1(2, 2)
    a.bias = parameter(2)
    local b, c = conv1(2, 2), conv1(1, 2)
    c.bias = parameter(1)
    local d = conv1(1, 3)
    d.bias = parameter(1)
    agrees("branches", container("Sequential", {
      container("ConcatTable", {module "Identity", container("Sequential", {inner, module "ReLU"})}),
      module("CAddTable", {inplace = true}),
      container("ConcatTable", {module("SpatialConvolution", a), module("SpatialConvolutionMM", b)}),
      module "CAddTable",
      container("ConcatTable", {module "Identity", module("SpatialConvolution", c)}),
      module("JoinTable", {dimension = 1, nInputDims = 3}),
      container("Concat", {module("SpatialConvolution", d), module "Sigmoid"}, {dimension = 2}),
      module "cudnn.SoftMax",
    }), given(2, 2, 3, 3))
  end)

  it("makes tables of words", function()
    local made = agrees("words", container("Sequential", {
      module("LookupTable", {weight = parameter(5, 3), paddingValue = 2}), module("Linear", {weight = parameter(2, 3)}),
    }), ln.tensor {{1, 5}, {3, 3}})
    assert.equal(2, made[1].padding_idx)
  end)

  it("gives dropout that scales later its own scale", function()
    local net = container("Sequential", {module("SpatialDropout", {p = 0.75}), module("Dropout", {p = 0.25})})
    net.fields.train = true
    local made = ln.from_torch7(through(net))
    assert.is_true(made.training)
    local y = made(ln.ones(20, 50, 2, 2)) -- 0 or 1 by both
    near(y * (1 - y), list(4000, function() return 0 end), 0)
    assert.is_true(y:mean():item() > 0.1 and y:mean():item() < 0.28) -- 3/16
    near(made:eval()(ln.ones(1, 1, 1, 1)), {3 / 16})
  end)

  it("makes one layer of a module that is there twice, and draws nothing", function()
    ln.manual_seed(5)
    local next_one = ln.randn(1):item()
    ln.manual_seed(5)
    local linear = module("Linear", {weight = parameter(2, 2)})
    local made = ln.from_torch7(through(container("Sequential", {linear, module "Tanh", linear})))
    assert.equal(made[1], made[3])
    assert.equal(next_one, ln.randn(1):item())
    assert.equal(1, #made:parameters())
  end)

  it("copies weights, views of one storage as well", function()
    local s = t7.storage("Float", {1, 2, 3, 4, 5, 6, 7, 8})
    local weight = t7.tensor("Float", {2, 3}, nil, {storage = s, offset = 2, strides = {1, 2}})
    local net = through(module("Linear", {weight = weight, bias = t7.tensor("Float", {2}, nil, {storage = s})}))
    local made = ln.from_torch7(net)
    near(made.weight, {2, 4, 6, 3, 5, 7}, 0)
    near(made.bias, {1, 2}, 0)
    net.weight:fill_(0)
    near(made.weight, {2, 4, 6, 3, 5, 7}, 0)
  end)

  it("writes models that load_model reads", function()
    local made = ln.from_torch7(through(container("Sequential", {
      view("View", {2, 1, 1}, {numInputDims = 1}), conv("SpatialFullConvolution", 2, 3, 4, 4, 2, 2, 1, 1),
      normal("SpatialBatchNormalization", 3), module "ReLU"})))
    ln.save_model(path, made)
    local x = given(2, 2)
    near(ln.load_model(path):eval()(x), made(x):flatten():totable(), 0)
  end)

  local function refused(part, object)
    local ok, message = pcall(ln.from_torch7, object)
    assert.is_false(ok)
    assert.truthy(message:find "torch7_nets_spec.lua:%d+: from_torch7: ", message)
    assert.truthy(message:find(part, 1, true), message)
  end

  -- the same of a module within a list of layers
  local function refused_module(part, m)
    refused("from_torch7: nn.Sequential: modules[2]: " .. part, through(container("Sequential", {module "Tanh", m})))
  end

  it("refuses what it does not know, by path and class", function()
    refused("a table is no module of Torch7", {})
    refused("is no module of Torch7", {netG = {torch_class = "nn.Tanh"}})
    refused("nn.gModule has no layer here", {torch_class = "nn.gModule"})
    refused("torch.Tanh has no layer here", {torch_class = "torch.Tanh"})
    refused("function has no layer here", {torch_class = "function"})
    refused("nn.__index has no layer here", {torch_class = "nn.__index"})
    refused("nn.Sequential: modules is missing, a table is wanted", {torch_class = "nn.Sequential"})
    refused("nn.Sequential: modules[1]: 3 is no module of Torch7", {torch_class = "nn.Sequential", modules = {3}})
    refused_module("nn.ParallelTable has no layer here", container("ParallelTable", {}))
    refused_module("nn.Sequential: modules[1]: nn.Copy has no layer here", container("Sequential", {module "Copy"}))
    refused_module("nn.ConcatTable is made with a CAddTable or a JoinTable after it; there is none",
                   container("ConcatTable", {}))
    refused("modules[1]: nn.ConcatTable is made with a CAddTable or a JoinTable after it; there is nn.Tanh",
            through(container("Sequential", {container("ConcatTable", {}), module "Tanh"})))
    refused("modules[2]: 3 branches are added, layers here add 2", through(container("Sequential", {
      container("ConcatTable", {module "Tanh", module "Tanh", module "Tanh"}), module "CAddTable"})))
    refused("modules[2]: dimension is missing, an integer is wanted", through(container("Sequential", {
      container("ConcatTable", {module "Tanh"}), module "JoinTable"})))
    local cycle = {torch_class = "nn.Sequential"}
    cycle.modules = {cycle}
    refused("modules within modules, more than 30 deep, or a cycle", cycle)
  end)

  it("refuses sizes that do not go together, with both sides", function()
    local function with(m, key, value)
      m.fields[key] = value
      return m
    end
    local function of_conv() return conv("SpatialConvolution", 2, 3, 4, 5, 1, 1, 0, 0) end
    local tensor = function(...)
      local sizes, n = {...}, 1
      for _, size in ipairs(sizes) do n = n * size end
      return t7.tensor("Float", sizes, list(n, function() return 1 end))
    end
    refused_module("nn.Linear: weight is missing, a tensor is wanted", module "Linear")
    refused_module("nn.Linear: weight is 3, nxn is wanted", module("Linear", {weight = tensor(3)}))
    refused_module("nn.Linear: bias is 3, 2 is wanted", module("Linear", {weight = tensor(2, 4), bias = tensor(3)}))
    refused_module("nn.SpatialConvolution: weight is 3x2x4x5, 3x2x5x4 is wanted",
                   with(of_conv(), "weight", tensor(3, 2, 4, 5)))
    refused_module("nn.SpatialConvolution: bias is 2, 3 is wanted", with(of_conv(), "bias", tensor(2)))
    refused_module("nn.SpatialConvolution: kW is missing, an integer from 1 on is wanted", with(of_conv(), "kW", nil))
    refused_module("nn.SpatialConvolution: kH is 2.5, an integer from 1 on is wanted", with(of_conv(), "kH", 2.5))
    refused_module("nn.SpatialConvolution: padW is -1, an integer from 0 on is wanted", with(of_conv(), "padW", -1))
    refused_module("nn.SpatialFullConvolution: weight is 3x2x1x1, 2x3x1x1 is wanted",
                   with(conv("SpatialFullConvolution", 2, 3, 1, 1), "weight", tensor(3, 2, 1, 1)))
    refused_module("nn.SpatialBatchNormalization: running_var is 2, 3 is wanted",
                   with(normal("SpatialBatchNormalization", 3), "running_var", tensor(2)))
    refused_module("nn.SpatialBatchNormalization: weight is 2, 3 is wanted",
                   with(normal("SpatialBatchNormalization", 3), "weight", tensor(2)))
    refused_module("nn.SpatialBatchNormalization: of weight and bias, one is missing",
                   with(normal("SpatialBatchNormalization", 3), "bias", nil))
    refused_module("nn.LookupTable: maxNorm is set", module("LookupTable", {weight = tensor(2, 2), maxNorm = 1}))
    refused_module("nn.ELU: alpha is \"x\", a number is wanted", module("ELU", {alpha = "x"}))
    refused_module("nn.Dropout: stochastic_inference is set",
                   module("Dropout", {v2 = true, stochastic_inference = true}))
    refused_module("nn.Reshape: batchMode is false", view("Reshape", {2}, {batchMode = false}))
    refused_module("nn.SpatialAveragePooling: without divide, ceil_mode",
                   module("SpatialAveragePooling", window({ceil_mode = true}, 2, 2, 2, 2)))
    -- a weight of 2^30 elements in a storage of one
    local wide = t7.tensor("Float", {1 << 15, 1 << 15}, nil, {storage = t7.storage("Float", {1}), strides = {0, 0}})
    refused_module("nn.Linear: weight is 32768x32768, whose elements share places", module("Linear", {weight = wide}))
  end)
end)
