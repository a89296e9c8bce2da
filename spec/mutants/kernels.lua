-- Faults in kernels: what is left over of vectors, edges of blocks and of
-- pictures, the split among threads, what one instruction set has.
local list = {}

local function fault(file, specs, from, to)
  list[#list + 1] = {"src/" .. file, from, to, specs, "float"}
end

local convolutions = "spec/nn/conv_spec.lua spec/wide_conv_spec.lua spec/nn/parity_spec.lua --filter=onv"

fault("kernel/multiply_loops.c", "spec/multiply_spec.lua", "for (; s < t->steps; s++) {",
      "for (; s + 1 < t->steps; s++) {")
fault("kernel/multiply_loops.c", "spec/multiply_spec.lua", "(lane >= out)", "(lane > out)")
fault("kernel/multiply_loops.c", "spec/multiply_spec.lua", "if (vectors == 3) over_block(t, rows, 1, spread, 2);", "")
fault("kernel/multiply.c", "spec/multiply_spec.lua", "first == 0 ? g->beta : 1", "g->beta")
fault("kernel/fold_loops.c", "spec/reduce_spec.lua",
      "for (int k = 0; i < n; i++, k++) lane[k] = take(lane[k], x[i]);",
      "for (int k = 0; i + 1 < n; i++, k++) lane[k] = take(lane[k], x[i]);")
fault("kernel/fold_loops.c", "spec/reduce_spec.lua", "for (int64_t k = i; k < n; k++) total[k]",
      "for (int64_t k = i + 1; k < n; k++) total[k]")
fault("kernel/loops.c", "spec/loops_spec.lua spec/pass_spec.lua",
      "memcpy(y + at, rest, (size_t)left * sizeof *a);", "memcpy(y + at, rest, (size_t)(left - 1) * sizeof *a);")
fault("kernel/norm_loops.c", "spec/nn/norm_spec.lua spec/parity_spec.lua --filter=orm",
      "for (; i < n; i++) rest += (x[i] - mean) * (x[i] - mean);",
      "for (; i + 1 < n; i++) rest += (x[i] - mean) * (x[i] - mean);")
fault("kernel/norm_loops.c", "spec/nn/norm_spec.lua spec/parity_spec.lua --filter=orm", "    rest[1] += g[i];\n", "")
fault("kernel/minibatch_loops.c", "spec/nn/minibatch_spec.lua", "& (left > 0);", "& (left >= 0);")
fault("kernel/blocks.c", convolutions, "  b->first -= b->at[1] * row;\n", "")
fault("kernel/conv_weight.c", convolutions,
      "end = least(s->x[2] - z[2], e[2]);", "end = least(s->x[2] - z[2] - 1, e[2]);")
fault("kernel/conv_winograd.c", convolutions, "p->halo, p->src[i] - z[i]);", "p->halo, p->src[i] - z[i] - 1);")
fault("pool.c", "spec/optim_spec.lua spec/pass_spec.lua", "(count + p.batch - 1) / p.batch)", "count / p.batch)")
fault("update.c", "spec/optim_spec.lua", "int64_t n = tensor_count(job->p[low]) - at;",
      "int64_t n = tensor_count(job->p[low]) - at - 1;")
fault("kernel/soft_loops.c", "spec/softmax_spec.lua", "for (; i < n; i++) rest += x[i];",
      "for (; i + 1 < n; i++) rest += x[i];")
fault("kernel/order_loops.c", "spec/reduce_spec.lua", "(Wholes)(place < (Whole)n);", "(Wholes)(place <= (Whole)n);")
fault("kernel/window_loops.c", "spec/pooling_spec.lua", "at = at > 0 && at < LANES ? 0 : at - LANES;", "at -= LANES;")
fault("walk.c", "spec/walk_spec.lua spec/tensor_spec.lua", "    at -= w->size[k] * w->stride[k];\n", "")
fault("walk.c", "spec/walk_spec.lua spec/tensor_spec.lua", "if (lines > 1) index[last - 1] += lines - 1;", "")

return list
