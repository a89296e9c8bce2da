--- Classes above those of nn, by which layers are told apart: a class below a
--- layer of nn is of its kind, whatever its name.

local Module = require "lunette.nn.module"

local kinds = {}

--- Linear, the convolutions and their transposes: y = W x + b.
kinds.Affine = Module:extend "Affine"

--- Normalisations with a weight that starts at 1.
kinds.Normalisation = Module:extend "Normalisation"

return kinds
