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


def run(m, q, k=None, v=None, attn_mask=None, key_padding_mask=None):
    k = q if k is None else k
    v = k if v is None else v
    return m(q, k, v, attn_mask=None if attn_mask is None else attn_mask.bool(),
             key_padding_mask=None if key_padding_mask is None
             else key_padding_mask.bool())


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


# ---- a transformer's layer ----
# PyTorch's fast path of evaluation differs; the training path is compared.
def encoder(m, x, src_mask=None, src_key_padding_mask=None):
    return m(x, src_mask=None if src_mask is None else src_mask.bool(),
             src_key_padding_mask=None if src_key_padding_mask is None
             else src_key_padding_mask.bool())


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
