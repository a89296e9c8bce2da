-- Mini-batch discrimination 1024 -> 100 x 5, batch 256.
return require "bench.mbd"(256, 1024, 100, 5)
