-- Made by eval.py with PyTorch 1.13.0a0 and SciPy 1.10.1.
return {
  value = {kid = 15.33928946, precision = 1, recall = 0, density = 0.4, coverage = 0.1666666667},
  floor = {kid = -3.534130496, precision = 1, recall = 1, density = 0.8333333333, coverage = 1},
  normal = 1.95996398454005,
}
