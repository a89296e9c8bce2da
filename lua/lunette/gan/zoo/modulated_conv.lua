local arguments = require "lunette.arguments"
local functions = require "lunette.engine".functions
local Module = require "lunette.nn.module"
local nn = require "lunette.nn"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

--- The convolution of StyleGAN2 (Karras et al. 2020, arXiv 1912.04958,
--- equations 1 to 3): each sample of x: n,in,h,w has its own weights, w s_i for
--- input i over the root of the sum of their squares, over inputs and kernel,
--- plus eps; s is its style (n,style_dim) through an equalised linear layer
--- whose bias starts at 1. {demodulate = false} leaves the root out. y:
--- n,out,h,w; no bias; the kernel is odd. The weights are never made: inputs
--- are scaled before one convolution of the whole batch, outputs after it.
--- @class ModulatedConv2d: Module
local ModulatedConv2d = Module:extend "ModulatedConv2d"

ModulatedConv2d.init = arguments.define("ModulatedConv2d:init",
  "self, in_channels: count, out_channels: count, kernel_size: count, " ..
  "style_dim: count, {demodulate: bool = true, eps: nonnegative = 1e-8}",
  function(self, in_channels, out_channels, kernel_size, style_dim, o)
  if kernel_size % 2 == 0 then
    raise("%s: kernel_size is %d, an odd one is wanted", self.__name,
          kernel_size)
  end
  self.demodulate, self.eps = o.demodulate, o.eps
  self.conv = nn.EqualConv2d(in_channels, out_channels, kernel_size, {
    padding = kernel_size // 2, bias = false, gain = 1})
  self.style = nn.EqualLinear(style_dim, in_channels, {gain = 1})
  nn.init.ones_(self.style.bias)
end)

function ModulatedConv2d:forward(x, style)
  arguments.check(self.__name, "x", x, "tensor")
  arguments.check(self.__name, "style", style, "tensor")
  if x:size(1) ~= style:size(1) then
    raise("%s: styles for %d samples are given, the input is %s", self.__name,
          style:size(1), repr.shape(x))
  end
  local s, weight = self.style(style), self.conv.weight -- computed once
  local y = functions.conv2d(x * s:unsqueeze(3):unsqueeze(4), weight, nil,
                             self.conv.options)
  if not self.demodulate then return y end
  local size = functions.linear(s:square(), weight:square_sum {3, 4}) + self.eps
  return y * size:rsqrt():unsqueeze(3):unsqueeze(4)
end

function ModulatedConv2d:multiply_adds(inputs, y)
  return self.conv:multiply_adds(inputs, y)
end

function ModulatedConv2d:extra_repr()
  return self.demodulate and "" or "{demodulate = false}"
end

return ModulatedConv2d
