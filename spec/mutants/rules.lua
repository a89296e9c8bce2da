-- Faults in rules of differentiation: signs, terms, operands, sums over what was
-- broadcast, and values that were kept. See tools/mutants.lua.
local list = {}

-- In src/ops/FILE.c, found by the check of the derivatives of those rows.
local function fault(file, rows, from, to)
  list[#list + 1] = {"src/ops/" .. file .. ".c", from, to,
                     "spec/gradient_spec.lua --filter=of." .. rows .. ".agrees", "double"}
end

local function of_values(file, specs, from, to)
  list[#list + 1] = {"src/ops/" .. file .. ".c", from, to, specs, "float"}
end

fault("pointwise", "sub", "if (c->op->variant == MINUS) part = t_neg(part);", "")
fault("pointwise", "add", "Tensor *part = t_sum_to(g, &c->x[1]->shape);", "Tensor *part = g;")
fault("pointwise", "mul", "pass_give(c, gx, k, t_mul(g, c->x[1 - k]));", "pass_give(c, gx, k, t_mul(g, c->x[k]));")
fault("pointwise", "div", "t_neg(t_div(part, c->x[1]))", "t_div(part, c->x[1])")
fault("pointwise", "pow", "t_mul(g, t_mul(c->y, log_x))", "t_mul(g, log_x)")
fault("pointwise", "rsqrt", "t_mul(c->y, t_square(c->y))), -0.5)", "t_mul(c->x[0], t_square(c->y))), -0.5)")
fault("pointwise", "tan", "gx[0] = t_mul(g, t_shift(t_square(c->y), 1));",
      "gx[0] = t_mul(g, t_shift(t_square(c->y), -1));")
fault("pointwise", "expm1", "gx[0] = t_mul(g, t_exp(c->x[0])); /*", "gx[0] = t_mul(g, c->y); /*")
fault("pointwise", "atan2", "t_neg(t_mul(over, t_div(a, length)))", "t_mul(over, t_div(a, length))")
fault("activation", "tanh", "t_scale(t_mul(g, t_mul(c->x[0], c->x[1])), -2)",
      "t_scale(t_mul(g, t_mul(c->x[0], c->x[1])), -1)")
fault("activation", "sigmoid", "t_shift(t_scale(c->x[1], -2), 1)", "t_scale(c->x[1], -2)")
fault("activation", "softplus", "Tensor *v = t_scale(c->x[0], c->a->r[0]);",
      "Tensor *v = c->x[0];")
fault("activation", "gelu", "t_sub(t_number(2), square)", "t_sub(t_number(1), square)")
fault("activation", "elu", "*below = t_shift(c->y, c->a->r[0])", "*below = c->y")
fault("reduce", "mean", "t_scale(g, 1 / (double)folded_count(c))", "g")
of_values("reduce", "spec/reduce_spec.lua spec/parity_spec.lua --filter=reduc",
          "Tensor *share = t_div(t_spread(g, s, axes), ties);", "Tensor *share = t_spread(g, s, axes);")
fault("matmul", "addmm", "gx[1] = times_number(product(g, t_transpose(b, -1, -2)), alpha);",
      "gx[1] = product(g, t_transpose(b, -1, -2));")
fault("matmul", "linear", "gx[2] = t_sum_to(rows, &c->x[2]->shape);",
      "gx[2] = t_scale(t_sum_to(rows, &c->x[2]->shape), 0.5);")
fault("matmul", "cross_lines", "*second[] = {g, c->x[0]}", "*second[] = {c->x[0], g}")
fault("norm", "batch_norm", "gx[BIAS] = t_sum(g, batch_axes(c->x[X]), false);",
      "gx[BIAS] = t_neg(t_sum(g, batch_axes(c->x[X]), false));")
fault("row_norm", "layer_norm", "t_narrow(sums, 0, k - 1, 1)", "t_narrow(sums, 0, 2 - k, 1)")
fault("view", "permute", "back[c->a->list[k]] = k;", "back[k] = c->a->list[k];")
fault("view", "roll", "back.i[0] = size > 0 ? -(back.i[0] % size) : 0;", "back.i[0] = size > 0 ? back.i[0] % size : 0;")
fault("view", "cat", "if (c->need[k]) gx[k] = t_narrow(g, axis, at, size);",
      "if (c->need[k]) gx[k] = t_narrow(g, axis, 0, size);")
fault("index", "index_add", "if (alpha != 1) gx[2] = t_scale(gx[2], alpha);", "")
fault("index", "masked_scatter", "gx[0] = t_where(c->x[1], t_number(0), g);", "gx[0] = g;")
fault("distance", "cdist", "t_div(g, one_or(same, c->y))", "g")
of_values("minibatch", "spec/nn/minibatch_spec.lua",
          "pulls(y, x, (Tensor *[]){NULL, NULL, NULL, g}, -offset)",
          "pulls(y, x, (Tensor *[]){NULL, NULL, NULL, g}, offset)")
fault("conv", "conv_input", "gx[2] = bias_grad(u);", "gx[2] = t_neg(bias_grad(u));")
of_values("softmax", "spec/branches_spec.lua", "g = t_where(none, zero, g);", "")
fault("scan", "cumsum", 'gx[0] = t_call(&op, "suffix_sum", &g, 1, c->a);',
      'gx[0] = t_call(&op, "cumsum", &g, 1, c->a);')
fault("pad", "pad", "  back.r[0] = 0;", "")
fault("linalg", "inverse", "gx[0] = t_neg(t_matmul(t_matmul(back, g), back));",
      "gx[0] = t_matmul(t_matmul(back, g), back);")
fault("linalg", "slogdet", "t_narrow(g, -1, 1, 1)", "t_narrow(g, -1, 0, 1)")

return list
