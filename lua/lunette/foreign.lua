--- What a file is, by its first bytes, for those who took it for another kind.

local foreign = {}

--- So many bytes of a file tell.
foreign.HEAD = 512

local PICTURE = "save it as PNG or JPEG, which ln.image.load reads"

local TORCH = "is a file of PyTorch's torch.save: ln.load reads it"

--- What is said of a model of ONNX: its version, and then one of its fields.
foreign.ONNX = "is an ONNX model: ln.onnx.load reads it"

-- Zip archives by the name of their first file.
local function of_zip(head)
  if #head < 31 then return "is a ZIP archive" end
  local name = head:sub(31, 30 + string.unpack("<I2", head, 27))
  if name:find "%.npy$" then
    return "is a .npz, a ZIP of NumPy's arrays: ln.load_npz reads it"
  end
  if name:find "^[^/]+/data%.pkl$" or name:find "/%.format_version$" then
    return TORCH
  end
  return "is a ZIP archive"
end

-- A pattern for the first bytes; what to say, or what makes that of them.
local kinds = {
  {"^PK\3\4", of_zip},
  {"^\x80\2\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19%.", TORCH},
  {"^\x80[\2-\5]", "is a pickle of Python; of those ln.load reads what " ..
   "torch.save writes"},
  {"^\8[\1-\15][\18\26\34\58\66]", foreign.ONNX},
  {"^\x89PNG", "is a PNG picture: ln.image.load reads it"},
  {"^\xFF\xD8\xFF", "is a JPEG picture: ln.image.load reads it"},
  {"^\x93NUMPY", "is an array of NumPy: ln.load_npy reads it"},
  {"^\x89HDF\r\n",
   "is an HDF5 file, as of Keras, which is not read here. In " ..
   'Python: safetensors.numpy.save_file({name: array}, "x.safetensors"); ' ..
   "ln.load reads that"},
  {"^RIFF....WEBP", "is a WebP picture: " .. PICTURE},
  {"^GIF8", "is a GIF picture: " .. PICTURE},
  {"^BM....\0\0\0\0", "is a BMP picture: " .. PICTURE},
  {"^II%*\0", "is a TIFF picture: " .. PICTURE},
  {"^MM\0%*", "is a TIFF picture: " .. PICTURE},
  {"^....ftyp[ahm][vei][icf]", "is an AVIF or HEIC picture: " .. PICTURE},
  {"^\31\139", "is packed with gzip: unpack it with gunzip"},
  {"^[\3\4]\0\0\0\1\0\0\0", "is a file of Torch7: ln.load reads it"},
  {"^........{", "is a safetensors file, or what is left of one: ln.load " ..
   "reads them"},
}

--- "is a WebP picture: save it as ...", or nil when its first bytes say
--- nothing.
function foreign.kind(head)
  for _, kind in ipairs(kinds) do
    if head:find(kind[1]) then
      return type(kind[2]) == "string" and kind[2] or kind[2](head)
    end
  end
end

--- The same of an open file, wherever it stands.
function foreign.kind_of(handle)
  handle:seek "set"
  return foreign.kind(handle:read(foreign.HEAD) or "")
end

return foreign
