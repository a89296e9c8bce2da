-- dcgan28 in bfloat16; PyTorch under autocast.
return require "bench.bf16" "dcgan28"
