--- ln.nn: layers, what they are made of, and nn.functional.

local lazy = require "lunette.lazy"

-- What each file beside this one has; it is loaded when one of them is named.
local parts = {
  linear = "Bilinear Linear Maxout",
  conv = "Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d " ..
    "ConvTranspose3d",
  activation = "CELU ELU GELU GLU Hardshrink Hardsigmoid Hardswish " ..
    "Hardtanh LeakyReLU LogSigmoid LogSoftmax Mish PReLU RReLU ReLU ReLU6 " ..
    "SELU SiLU Sigmoid Softmax Softmax2d Softmin Softplus Softshrink " ..
    "Softsign Tanh Tanhshrink Threshold",
  shape = "Flatten Unflatten",
  dropout = "AlphaDropout Dropout Dropout1d Dropout2d Dropout3d " ..
    "FeatureAlphaDropout GaussianNoise",
  container = "Concat Identity Lambda ModuleDict ModuleList ParameterDict " ..
    "ParameterList Residual Sequential",
  minibatch = "MinibatchDiscrimination",
  loss = "BCELoss BCEWithLogitsLoss CTCLoss CosineEmbeddingLoss " ..
    "CosineSimilarity CrossEntropyLoss GaussianNLLLoss HingeEmbeddingLoss " ..
    "HuberLoss KLDivLoss L1Loss MSELoss MarginRankingLoss " ..
    "MultiLabelMarginLoss MultiLabelSoftMarginLoss MultiMarginLoss NLLLoss " ..
    "PairwiseDistance PoissonNLLLoss SmoothL1Loss SoftMarginLoss " ..
    "TripletMarginLoss TripletMarginWithDistanceLoss",
  parameter = "Buffer Parameter",
  norm = "BatchNorm1d BatchNorm2d BatchNorm3d GroupNorm InstanceNorm1d " ..
    "InstanceNorm2d InstanceNorm3d LayerNorm LocalResponseNorm PixelNorm " ..
    "RMSNorm SyncBatchNorm",
  reparametrisation = "EqualConv2d EqualLinear equalized " ..
    "remove_spectral_norm remove_weight_norm spectral_norm weight_norm",
  embedding = "Embedding EmbeddingBag",
  conditional_norm = "AdaIN ConditionalBatchNorm2d VirtualBatchNorm",
  minibatch_std = "MinibatchStdDev",
  attention = "MultiheadAttention SelfAttention2d",
  transformer = "Transformer TransformerDecoder TransformerDecoderLayer " ..
    "TransformerEncoder TransformerEncoderLayer",
  recurrent = "GRU GRUCell LSTM LSTMCell RNN RNNCell",
  pooling = "AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveAvgPool3d " ..
    "AdaptiveMaxPool1d AdaptiveMaxPool2d AdaptiveMaxPool3d AvgPool1d " ..
    "AvgPool2d AvgPool3d FractionalMaxPool2d FractionalMaxPool3d " ..
    "GlobalAvgPool LPPool1d LPPool2d MaxPool1d MaxPool2d MaxPool3d " ..
    "MaxUnpool1d MaxUnpool2d MaxUnpool3d",
  padding = "CircularPad1d CircularPad2d CircularPad3d ConstantPad1d " ..
    "ConstantPad2d ConstantPad3d ReflectionPad1d ReflectionPad2d " ..
    "ReflectionPad3d ReplicationPad1d ReplicationPad2d ReplicationPad3d " ..
    "ZeroPad1d ZeroPad2d ZeroPad3d",
  resize = "Blur ChannelShuffle Downsample Fold PixelShuffle " ..
    "PixelUnshuffle Unfold Upsample UpsamplingBilinear2d UpsamplingNearest2d",
  lazy = "LazyBatchNorm1d LazyBatchNorm2d LazyBatchNorm3d LazyConv1d " ..
    "LazyConv2d LazyConv3d LazyConvTranspose1d LazyConvTranspose2d " ..
    "LazyConvTranspose3d LazyInstanceNorm1d LazyInstanceNorm2d " ..
    "LazyInstanceNorm3d LazyLinear",
}

local nn = lazy.folder("nn", "lunette.nn.", parts, {})
rawset(nn, "Module", require "lunette.nn.module")
rawset(nn, "functional", require "lunette.nn.functional")
rawset(nn, "register", require "lunette.nn.registered".register)
rawset(nn, "init",
       lazy.closed("nn.init", (require "lunette.nn.initialisers")))

--- nn.utils: gradients made smaller, parameters as one vector, layers fused,
--- and sequences of different lengths.
local utils = lazy.table("nn.utils", {
  rnn = {"lunette.nn.sequences"},
  in_pieces = {"lunette.nn.pieces", "in_pieces"},
  fuse_conv_bn_eval = {"lunette.nn.fusion", "fuse_conv_bn_eval"},
  fuse_linear_bn_eval = {"lunette.nn.fusion", "fuse_linear_bn_eval"},
})
for name, f in pairs(require "lunette.nn.utils") do utils[name] = f end
rawset(nn, "utils", utils)

return nn
