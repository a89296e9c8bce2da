class SelfAttention2d(nn.Module):
    """The paper's sums, written out: eq. 1 to 3 of arXiv 1805.08318."""

    def __init__(self, c):
        super().__init__()
        self.query = nn.Conv2d(c, c // 8, 1, bias=False)
        self.key = nn.Conv2d(c, c // 8, 1, bias=False)
        self.value = nn.Conv2d(c, c // 2, 1, bias=False)
        self.out = nn.Conv2d(c // 2, c, 1, bias=False)
        self.gamma = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        f, g, h = (m(x).flatten(2) for m in (self.query, self.key, self.value))
        s = torch.einsum("nci,ncj->nij", f, g)
        beta = s.exp() / s.exp().sum(1, keepdim=True)
        o = torch.einsum("nij,nci->ncj", beta, h)
        return self.gamma * self.out(o.reshape(x.shape[0], -1, *x.shape[2:])) + x


layer("nn.SelfAttention2d(8)", SelfAttention2d(8), X(2, 8, 2, 3))

# ---- several heads ----
def S(*size):
    """As X, smaller: the scores do not drown all but one."""
    return base.Input(base.lattice(size, 64).requires_grad_(), "x")


attend = lambda *a, **o: nn.MultiheadAttention(*a, batch_first=True, **o)


def boolean(masks):
    return {k: v.bool() if torch.is_tensor(v) else v for k, v in masks.items()}


def run(m, q, k=None, v=None, **options):
    k = q if k is None else k
    return m(q, k, k if v is None else v, **boolean(options))


causal = K([[0, 1, 1], [0, 0, 1], [0, 0, 0]])
layer("nn.MultiheadAttention(6, 2, {batch_first = true})",
      attend(6, 2), S(2, 3, 6), S(2, 4, 6), S(2, 4, 6),
      run=run)
layer("nn.MultiheadAttention(6, 3, {bias = false, batch_first = true})",
      attend(6, 3, bias=False), S(2, 3, 6), S(2, 4, 6), S(2, 4, 6), run=run)
layer("nn.MultiheadAttention(6, 2)",
      nn.MultiheadAttention(6, 2), S(3, 2, 6), S(4, 2, 6), S(4, 2, 6), run=run)
layer("nn.MultiheadAttention(6, 2, {batch_first = true})",
      attend(6, 2), S(2, 3, 6), run=run)
layer("nn.MultiheadAttention(6, 2, {batch_first = true})",
      attend(6, 2), S(2, 3, 6), None, None, run=run,
      attn_mask=causal)
layer("nn.MultiheadAttention(4, 2, {batch_first = true})",
      attend(4, 2), X(1, 2, 4), X(1, 3, 4), None,
      run=run, attn_mask=K([[[0, 1, 0], [0, 0, 1]], [[1, 0, 0], [0, 1, 1]]]))
layer("nn.MultiheadAttention(6, 2, {batch_first = true})",
      attend(6, 2), S(2, 3, 6), None, None, run=run,
      attn_mask=causal, key_padding_mask=K([[0, 0, 1], [0, 0, 0]]))

# Keys and values of other sizes, with weights of their own.
layer("nn.MultiheadAttention(4, 2, {kdim = 3, vdim = 5, batch_first = true})",
      attend(4, 2, kdim=3, vdim=5), S(2, 3, 4), S(2, 2, 3), S(2, 2, 5), run=run)
layer("nn.MultiheadAttention(4, 2, {vdim = 5, bias = false})",
      nn.MultiheadAttention(4, 2, vdim=5, bias=False), S(3, 2, 4), S(2, 2, 4),
      S(2, 2, 5), run=run, average_attn_weights=False)
layer("nn.MultiheadAttention(4, 2, {kdim = 4, vdim = 4})",
      nn.MultiheadAttention(4, 2, kdim=4, vdim=4), S(3, 2, 4), run=run)
# A key and a value that are learned, and those of zeros.
for text, o in (("add_bias_kv = true", dict(add_bias_kv=True)),
                ("add_zero_attn = true", dict(add_zero_attn=True)),
                ("add_bias_kv = true, add_zero_attn = true",
                 dict(add_bias_kv=True, add_zero_attn=True))):
    layer("nn.MultiheadAttention(4, 2, {%s})" % text,
          nn.MultiheadAttention(4, 2, **o), S(3, 2, 4), S(4, 2, 4), S(4, 2, 4),
          run=run)
    layer("nn.MultiheadAttention(4, 2, {%s, batch_first = true})" % text,
          attend(4, 2, **o), S(2, 3, 4), None, None, run=run, attn_mask=causal,
          key_padding_mask=K([[0, 0, 1], [0, 1, 0]]))
layer("nn.MultiheadAttention(4, 2, {add_bias_kv = true, kdim = 3, vdim = 2, "
      "bias = false})", nn.MultiheadAttention(4, 2, add_bias_kv=True, kdim=3,
      vdim=2, bias=False), S(3, 2, 4), S(2, 2, 3), S(2, 2, 2), run=run,
      attn_mask=K([[[0, 1], [0, 0], [1, 0]]] * 4))
layer("nn.MultiheadAttention(6, 2, {batch_first = true})",
      attend(6, 2), S(2, 3, 6), None, None, run=run,
      need_weights=False)
layer("nn.MultiheadAttention(6, 2, {batch_first = true})",
      attend(6, 2), S(2, 3, 6), None, None, run=run,
      average_attn_weights=False)
# Without a batch.
layer("nn.MultiheadAttention(6, 2)", nn.MultiheadAttention(6, 2), S(3, 6),
      S(4, 6), S(4, 6), run=run)
layer("nn.MultiheadAttention(6, 2, {batch_first = true})", attend(6, 2), S(3, 6),
      None, None, run=run, attn_mask=causal, key_padding_mask=K([0, 0, 1]))
layer("nn.MultiheadAttention(4, 2)", nn.MultiheadAttention(4, 2), S(3, 4), None,
      None, run=run, attn_mask=K([[[0, 1, 1], [0, 0, 1], [1, 0, 0]]] * 2),
      average_attn_weights=False)
layer("nn.MultiheadAttention(4, 2, {add_bias_kv = true, add_zero_attn = true})",
      nn.MultiheadAttention(4, 2, add_bias_kv=True, add_zero_attn=True), S(3, 4),
      None, None, run=run, need_weights=False)


# ---- a transformer's layer ----
# PyTorch's fast path of evaluation differs; the training path is compared.
def encoder(m, *x, **masks):
    return m(*x, **boolean(masks))


make = lambda **o: nn.TransformerEncoderLayer(4, 2, dim_feedforward=6, dropout=0.0, **o)
size = "dim_feedforward = 6, dropout = 0"
layer("nn.TransformerEncoderLayer(4, 2, {%s, batch_first = true})" % size,
      make(batch_first=True),
      X(2, 3, 4), run=encoder)
layer("nn.TransformerEncoderLayer(4, 2, {%s, batch_first = true, norm_first = true, "
      "activation = \"gelu\"})" % size,
      make(batch_first=True, norm_first=True, activation="gelu"), X(2, 3, 4),
      run=encoder)
layer("nn.TransformerEncoderLayer(4, 2, {%s, "
      "layer_norm_eps = 0.1})" % size, make(layer_norm_eps=0.1), X(3, 2, 4),
      run=encoder, src_mask=causal)
layer("nn.TransformerEncoderLayer(4, 2, {%s, batch_first = true})" % size,
      make(batch_first=True),
      X(2, 3, 4), run=encoder, src_key_padding_mask=K([[0, 0, 1], [0, 1, 0]]))
layer("nn.TransformerEncoderLayer(4, 2, {%s, batch_first = true})" % size,
      make(batch_first=True), X(3, 4), run=encoder, src_mask=causal)

# ---- a decoder's layer ----
decode = lambda **o: nn.TransformerDecoderLayer(4, 2, dim_feedforward=6, dropout=0.0, **o)
narrow = K([[0, 1], [0, 0], [0, 1]])
layer("nn.TransformerDecoderLayer(4, 2, {%s})" % size, decode(), S(3, 2, 4),
      S(2, 2, 4), run=encoder)
layer("nn.TransformerDecoderLayer(4, 2, {%s, batch_first = true, norm_first = true, "
      "activation = \"gelu\", layer_norm_eps = 0.1})" % size,
      decode(batch_first=True, norm_first=True, activation="gelu",
             layer_norm_eps=0.1), S(2, 3, 4), X(2, 2, 4), run=encoder)
layer("nn.TransformerDecoderLayer(4, 2, {%s, batch_first = true})" % size,
      decode(batch_first=True), S(2, 3, 4), S(2, 2, 4), run=encoder,
      tgt_mask=causal, memory_mask=narrow,
      tgt_key_padding_mask=K([[0, 0, 1], [0, 1, 0]]))
layer("nn.TransformerDecoderLayer(4, 2, {%s})" % size, decode(), S(3, 2, 4),
      S(2, 2, 4), run=encoder, tgt_mask=causal,
      memory_key_padding_mask=K([[0, 1], [0, 0]]))
layer("nn.TransformerDecoderLayer(4, 2, {%s})" % size, decode(), S(3, 4), S(2, 4),
      run=encoder, memory_mask=narrow)

# ---- stacks ----
norm = "nn.LayerNorm(4)"
small = "nn.TransformerEncoderLayer(4, 2, {%s})" % size
layer("nn.TransformerEncoder(%s, 2)" % small, nn.TransformerEncoder(make(), 2),
      X(3, 2, 4), run=encoder)
layer("nn.TransformerEncoder(%s, 2, %s)" % (small, norm),
      nn.TransformerEncoder(make(), 2, nn.LayerNorm(4)), X(3, 2, 4), run=encoder,
      mask=causal, src_key_padding_mask=K([[0, 0, 1], [0, 1, 0]]))
layer("nn.TransformerEncoder(%s, 1)" % small, nn.TransformerEncoder(make(), 1),
      X(2, 4), run=encoder)
small = "nn.TransformerDecoderLayer(4, 2, {%s})" % size
layer("nn.TransformerDecoder(%s, 2)" % small, nn.TransformerDecoder(decode(), 2),
      X(3, 2, 4), X(2, 2, 4), run=encoder)
layer("nn.TransformerDecoder(%s, 2, {norm = %s})" % (small, norm),
      nn.TransformerDecoder(decode(), 2, nn.LayerNorm(4)), X(3, 2, 4), X(2, 2, 4),
      run=encoder, tgt_mask=causal, memory_mask=narrow,
      tgt_key_padding_mask=K([[0, 0, 1], [0, 1, 0]]),
      memory_key_padding_mask=K([[0, 0], [0, 1]]))

# ---- all of it ----
whole = lambda **o: nn.Transformer(4, 2, num_encoder_layers=1, num_decoder_layers=1,
                                   dim_feedforward=6, dropout=0.0, **o)
counts = "num_encoder_layers = 1, num_decoder_layers = 1, " + size
layer("nn.Transformer(4, 2, {%s})" % counts, whole(), X(2, 2, 4), X(3, 2, 4),
      run=encoder)
layer("nn.Transformer(4, 2, {%s, batch_first = true, norm_first = true, activation = "
      "\"gelu\", layer_norm_eps = 0.1})" % counts,
      whole(batch_first=True, norm_first=True, activation="gelu",
            layer_norm_eps=0.1), X(2, 2, 4), X(2, 3, 4), run=encoder)
layer("nn.Transformer(4, 2, {%s, batch_first = true})" % counts,
      whole(batch_first=True), X(2, 2, 4), X(2, 3, 4), run=encoder,
      src_mask=K([[0, 1], [0, 0]]), tgt_mask=causal, memory_mask=narrow,
      src_key_padding_mask=K([[0, 0], [0, 1]]),
      tgt_key_padding_mask=K([[0, 0, 1], [0, 1, 0]]),
      memory_key_padding_mask=K([[0, 0], [0, 1]]))
layer("nn.Transformer(4, 2, {%s})" % counts, whole(), X(2, 4), X(3, 4), run=encoder,
      tgt_mask=causal)
