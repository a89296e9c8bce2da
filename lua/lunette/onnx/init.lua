--- ln.onnx: networks of other programs, and for them, as ONNX files.

return require "lunette.lazy".table("onnx", {
  export = {"lunette.onnx.export", "export"},
  load = {"lunette.onnx.load", "load"},
  Graph = {"lunette.onnx.load.graph"},
})
