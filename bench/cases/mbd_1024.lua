-- Mini-batch discrimination 256 -> 50 x 8, batch 1024.
return require "bench.mbd"(1024, 256, 50, 8)
