"""How fast and how right PyTorch's products are, and by which library.

Prints "gflops error path": of a 512 product, on as many threads as OpenBLAS and
OpenMP are told; the largest difference from the product in double precision;
the file of the BLAS that is loaded.
"""
import re
import time

import torch

SIDE = 512
a, b = torch.randn(SIDE, SIDE), torch.randn(SIDE, SIDE)
error = (torch.mm(a, b).double() - torch.mm(a.double(), b.double())).abs().max()
shortest, enough = float("inf"), time.perf_counter() + 0.5
while time.perf_counter() < enough:
    start = time.perf_counter()
    torch.mm(a, b)
    shortest = min(shortest, time.perf_counter() - start)
with open("/proc/self/maps") as maps:
    files = re.findall(r"\S*lib(?:openblas|blis|blas|mkl)\S*", maps.read())
files.sort(key=lambda path: "libblas" in path)
print(2 * SIDE ** 3 / shortest / 1e9, error.item(), files[0] if files else "?")
