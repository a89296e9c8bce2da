-- Recurrent layers, attention, transformers.
local case = ...

for kind in ("LSTM GRU RNN"):gmatch "%S+" do
  case("made(x)", "x 32x32x128", {made = ("nn.%s(128, 128)"):format(kind)})
  case("made(x)", "x 16x4x16", {made = ("nn.%s(16, 16)"):format(kind)})
  case("made(x)", "x 32x16x64", {
    made = ("nn.%s(64, 64, {num_layers = 2, bidirectional = true})"):format(
      kind)})
end
case("made(x, h, k)", "x 64x64, h 64x64, k 64x64",
     {made = "nn.LSTMCell(64, 64)", torch = "made(x, (h, k))"})
for kind in ("GRU RNN"):gmatch "%S+" do
  case("made(x, h)", "x 64x64, h 64x64",
       {made = ("nn.%sCell(64, 64)"):format(kind)})
end

case("made(x, x, x)", "x 8x128x128", {
  made = "nn.MultiheadAttention(128, 8, {batch_first = true})"})
case("made(x, x, x)", "x 4x16x32", {
  made = "nn.MultiheadAttention(32, 4, {batch_first = true})"})
case("F.scaled_dot_product_attention(x, y, z)",
     "x 32x128x64, y 32x128x64, z 32x128x64",
     {torch = {"F._scaled_dot_product_attention(x, y, z)",
               "(x @ y.transpose(-2, -1) / 8).softmax(-1) @ z"}})
local options = "{dim_feedforward = 256, dropout = 0, batch_first = true}"
local encoder = ("nn.TransformerEncoderLayer(128, 8, %s)"):format(options)
local decoder = ("nn.TransformerDecoderLayer(128, 8, %s)"):format(options)
case("made(x)", "x 8x64x128", {made = encoder})
case("made(x, y)", "x 8x64x128, y 8x64x128", {made = decoder})
case("made(x)", "x 8x64x128",
     {made = ("nn.TransformerEncoder(%s, 2)"):format(encoder)})
case("made(x, y)", "x 8x64x128, y 8x64x128",
     {made = ("nn.TransformerDecoder(%s, 2)"):format(decoder)})
case("made(x, y)", "x 8x64x128, y 8x64x128", {
  made = "nn.Transformer(128, 8, {num_encoder_layers = 1, " ..
         "num_decoder_layers = 1, " .. options:sub(2) .. ")"})
