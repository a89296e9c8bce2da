# python3-onnx on many files: python3 spec/support/onnx_check.py FILE ...
# Prints a line for each: "FILE: fine", or what is wrong with it.
import sys

import onnx

for path in sys.argv[1:]:
    try:
        model = onnx.load(path)
        onnx.checker.check_model(model, full_check=True)
        onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
        print(path + ": fine")
    except Exception as e:
        print(path + ": " + " ".join(str(e).split())[:400])
