-- mlp_mbd in bfloat16; PyTorch under autocast.
return require "bench.bf16" "mlp_mbd"
