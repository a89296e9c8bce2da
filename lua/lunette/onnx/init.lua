--- ln.onnx: networks for other programs, as ONNX files.

return require "lunette.lazy".table("onnx", {
  export = {"lunette.onnx.export", "export"},
})
