local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local init = require "lunette.nn.initialisers"
local functional = require "lunette.nn.functional"
local Module = require "lunette.nn.module"
local parameter = require "lunette.nn.parameter"
local raise = require "lunette.errors".raise
local text = require "lunette.nn.text"

--- Row i of weight (num_embeddings x embedding_dim) for each index i, from 1,
--- of x: y has the sizes of x and then embedding_dim. Start: N(0, 1). The row
--- padding_idx starts at 0 and gets no gradient.
---
---   local names = ln.nn.Embedding(10, 4)
---   print(names(ln.tensor {1, 10, 1}):size())   -- {3, 4}
--- @class Embedding: Module
local Embedding = Module:extend "Embedding"

Embedding.init = arguments.define("Embedding:init",
  "self, num_embeddings: count, embedding_dim: count, {padding_idx: int?}",
  function(self, n, d, o)
  local weight = init.normal_(engine.create.zeros(n, d))
  self.num_embeddings, self.embedding_dim = n, d
  if o.padding_idx then
    if o.padding_idx < 1 or o.padding_idx > n then
      raise("Embedding: padding_idx is %d, 1 to %d is wanted", o.padding_idx, n)
    end
    self.padding_idx = o.padding_idx
    weight:narrow(1, o.padding_idx, 1):zero_()
  end
  self.weight = parameter.Parameter(weight)
end)

function Embedding:forward(x)
  return engine.functions.embedding(self.weight, x,
                                    {padding_idx = self.padding_idx})
end

function Embedding:extra_repr()
  local padding = self.padding_idx
  return ("%d, %d%s"):format(self.num_embeddings, self.embedding_dim,
    padding and (", {padding_idx = %d}"):format(padding) or "")
end

--- The sum, mean or largest elements of the rows of weight (num_embeddings x
--- embedding_dim) at the indices, from 1, of each bag: layer(x, offsets,
--- per_sample_weights) as nn.functional.embedding_bag takes them; y: bags,
--- embedding_dim. Start: N(0, 1). The row padding_idx starts at 0 and does not
--- count.
--- @class EmbeddingBag: Module
local EmbeddingBag = Embedding:extend "EmbeddingBag"

EmbeddingBag.init = arguments.define("EmbeddingBag:init",
  "self, num_embeddings: count, embedding_dim: count, {mode: sum|mean|max = " ..
  "mean, include_last_offset: bool = false, padding_idx: int?}",
  function(self, n, d, o)
  Embedding.init(self, n, d, {padding_idx = o.padding_idx})
  self.mode, self.include_last_offset = o.mode, o.include_last_offset
end)

function EmbeddingBag:forward(x, offsets, per_sample_weights)
  return functional.embedding_bag(x, self.weight, offsets, {
    mode = self.mode, per_sample_weights = per_sample_weights,
    include_last_offset = self.include_last_offset,
    padding_idx = self.padding_idx})
end

function EmbeddingBag:extra_repr()
  return ("%d, %d%s"):format(self.num_embeddings, self.embedding_dim,
                             text.options(EmbeddingBag.init, self))
end

return {Embedding = Embedding, EmbeddingBag = EmbeddingBag}
