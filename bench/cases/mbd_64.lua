-- Mini-batch discrimination 1024 -> 100 x 5, batch 64.
return require "bench.mbd"(64, 1024, 100, 5)
