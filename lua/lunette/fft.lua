--- ln.fft: the names of torch.fft. All but fft itself are functions of ln and
--- methods of tensors as well, and described there: ln.fft.rfft2(x) is
--- ln.rfft2(x) and x:rfft2(). ln.fft(x) is ln.fft.fft(x).

local functions = require "lunette.engine".functions
local lazy = require "lunette.lazy"

local names = {}
for name in ([[ifft rfft irfft fft2 ifft2 rfft2 irfft2 fftn ifftn rfftn irfftn
  fftfreq rfftfreq fftshift ifftshift]]):gmatch "%S+" do
  names[name] = name
end

local fft = lazy.lent("fft", {fft = functions.fft}, functions, names)
getmetatable(fft).__call = function(_, ...) return functions.fft(...) end

return fft
