def states(m, x, *h):
    """Lunette passes h and c of an LSTM one after the other."""
    return m(x, tuple(h) if len(h) == 2 else h[0] if h else None)


for name, count in (("RNN", 1), ("LSTM", 2), ("GRU", 1)):
    cell, rnn = getattr(nn, name + "Cell"), getattr(nn, name)
    layer("nn.%sCell(3, 4)" % name, cell(3, 4), X(2, 3),
          *[X(2, 4) for _ in range(count)], run=states)
    layer("nn.%sCell(3, 4, {bias = false})" % name, cell(3, 4, bias=False), X(2, 3),
          run=states)
    layer("nn.%s(3, 4)" % name, rnn(3, 4), X(5, 2, 3), run=states)
    layer("nn.%s(3, 4, {num_layers = 2, bias = false})" % name,
          rnn(3, 4, num_layers=2, bias=False), X(4, 2, 3),
          *[X(2, 2, 4) for _ in range(count)], run=states)
    layer("nn.%s(3, 2, {num_layers = 2, bidirectional = true, batch_first = true})"
          % name, rnn(3, 2, num_layers=2, bidirectional=True, batch_first=True),
          X(2, 4, 3), *[X(4, 2, 2) for _ in range(count)], run=states)
    layer("nn.%s(3, 2, {bidirectional = true, dropout = 0.5, num_layers = 2})" % name,
          rnn(3, 2, bidirectional=True, dropout=0.5, num_layers=2), X(3, 1, 3),
          train=False, run=states)
layer("nn.RNN(3, 4, {nonlinearity = \"relu\"})", nn.RNN(3, 4, nonlinearity="relu"),
      X(3, 2, 3), run=states)
layer("nn.RNNCell(3, 4, {nonlinearity = \"relu\"})",
      nn.RNNCell(3, 4, nonlinearity="relu"), X(2, 3), run=states)

# Without a batch, for one sample.
for name, count in (("RNN", 1), ("LSTM", 2), ("GRU", 1)):
    cell, rnn = getattr(nn, name + "Cell"), getattr(nn, name)
    layer("nn.%sCell(3, 4)" % name, cell(3, 4), X(3), *[X(4) for _ in range(count)],
          run=states)
    layer("nn.%s(3, 2, {num_layers = 2, bidirectional = true, batch_first = true})"
          % name, rnn(3, 2, num_layers=2, bidirectional=True, batch_first=True),
          X(4, 3), *[X(4, 2) for _ in range(count)], run=states)
    layer("nn.%s(3, 2)" % name, rnn(3, 2), X(4, 3), run=states)

# h projected to fewer numbers.
layer("nn.LSTM(3, 4, {proj_size = 2})", nn.LSTM(3, 4, proj_size=2), X(3, 2, 3),
      run=states)
layer("nn.LSTM(3, 4, {proj_size = 2, num_layers = 2, bidirectional = true, "
      "bias = false})", nn.LSTM(3, 4, proj_size=2, num_layers=2, bidirectional=True,
      bias=False), X(3, 2, 3), X(4, 2, 2), X(4, 2, 4), run=states)
layer("nn.LSTM(3, 4, {proj_size = 1, batch_first = true})",
      nn.LSTM(3, 4, proj_size=1, batch_first=True), X(3, 3), X(1, 1), X(1, 4),
      run=states)
