--- Classes above those of nn, by which layers are told apart: a class below a
--- layer of nn is of its kind, whatever its name.

local Module = require "lunette.nn.module"

local kinds = {}

--- Linear and the convolutions: y = W x + b, weight out x in x ...
kinds.Affine = Module:extend "Affine"

--- Transposed convolutions: weight in x out x ...
kinds.Transposed = kinds.Affine:extend "Transposed"

--- Normalisations with a weight that starts at 1.
kinds.Normalisation = Module:extend "Normalisation"

return kinds
