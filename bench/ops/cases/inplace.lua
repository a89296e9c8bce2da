-- Writing to a tensor that is there.
local case, each = ...

case("t:copy_(t2)", "t, t2")
case("t:fill_(2)", "t")
case("t:zero_()", "t")
case("t:normal_()", "t")
case("t:uniform_()", "t")
each("add_ sub_", "t:%s(t2, {alpha = 0.5})", "t, t2")
case("t:lerp_(t2, 0.5)", "t, t2")
each("mul_ div_", "t:%s(1)", "t")
case("t:clamp_(-1, 1)", "t")
each("addcmul_ addcdiv_", "t:%s(t2, r)", "t, t2, r")
case("t:masked_fill_(mask, 0.5)", "t, mask")
case("t:masked_scatter_(mask, t2)", "t, mask, t2")
each("index_add_ index_copy_", "t:%s(-2, i, t2)", "t, i N, t2")
case("t:index_fill_(-2, i, 0.5)", "t, i N")
case("t:index_put_({i}, t2)", "t, i N, t2")
each("scatter_ scatter_add_", "t:%s(-1, i, t2)", "t, i, t2")
