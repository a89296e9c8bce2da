-- Fourier transforms; complex numbers are pairs here.
local case, each = ...

local function to_pairs(name, pairs_in, pairs_out)
  local x = pairs_in and "torch.view_as_complex(x)" or "x"
  local y = ("torch.fft.%s(%s)"):format(name, x)
  return pairs_out and ("torch.view_as_real(%s)"):format(y) or y
end
for _, sizes in ipairs {"x 1024x512", "x 64x32", "x 1000x500"} do
  for _, dims in ipairs {"", "2", "n"} do
    for _, name in ipairs {"fft", "ifft"} do
      case(("ln.fft.%s%s(x)"):format(name, dims), sizes .. "x2",
           {torch = to_pairs(name .. dims, true, true)})
    end
    case(("ln.fft.rfft%s(x)"):format(dims), sizes,
         {torch = to_pairs("rfft" .. dims, false, true)})
    case(("ln.fft.irfft%s(x)"):format(dims), sizes .. "x2",
         {torch = to_pairs("irfft" .. dims, true, false)})
  end
end
each("fftshift ifftshift", "ln.fft.%s(x, {-1})", "x 1024x512",
     "torch.fft.%s(x, (-1,))")
each("fftfreq rfftfreq", "ln.fft.%s(1024)", "")
case("x:stft(512, {window = ln.hann_window(512)})", "x 8x65536",
     {torch = "torch.view_as_real(torch.stft(x, 512, window=" ..
              "torch.hann_window(512), return_complex=True))"})
case("ln.istft(made, 512, {window = ln.hann_window(512)})", "t 8x65536",
     {made = "ln.stft(t, 512, {window = ln.hann_window(512)})",
      torch = "torch.istft(made, 512, window=torch.hann_window(512))",
      torch_made = "torch.stft(t, 512, window=torch.hann_window(512), " ..
                   "return_complex=True)"})
each("hann_window hamming_window blackman_window bartlett_window",
     "ln.%s(4096)", "")
