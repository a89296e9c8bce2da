---@meta lunette
-- Made by `make docs` from the sources; changes belong there.

--- Numbers in up to 8 dimensions. + - * / // % ^ and unary minus work element by element, with broadcasting; every op is a method. x[i], x[{i, {first, last}, {}}] and x[indices] are parts of it, x[{{first, last, step}}] every step-th row, #x the size of the first dimension, over which `for i, row in ipairs(x)` goes. x.grad holds the gradient of a leaf, or nil, x.shape what x:size() gives. Indices and dimensions count from 1, negative dimensions from the end.
---@class lunette.Tensor
---@field grad lunette.Tensor? its gradient
---@field shape integer[] its sizes, as size() gives them
---@operator add(lunette.Tensor|number): lunette.Tensor
---@operator sub(lunette.Tensor|number): lunette.Tensor
---@operator mul(lunette.Tensor|number): lunette.Tensor
---@operator div(lunette.Tensor|number): lunette.Tensor
---@operator pow(lunette.Tensor|number): lunette.Tensor
---@operator mod(lunette.Tensor|number): lunette.Tensor
---@operator idiv(lunette.Tensor|number): lunette.Tensor
---@operator unm: lunette.Tensor
---@operator len: integer
---@field [integer|table] lunette.Tensor a part: x[i], x[{i, {1, 3}}]
local Tensor = {}

--- |x|; its derivative at 0 is 0.
---@return lunette.Tensor
function Tensor:abs() end

--- abs, as PyTorch's absolute.
---@return lunette.Tensor
function Tensor:absolute() end

--- The angle between 0 and pi whose cosine is x; NaN where |x| is above 1.
---@return lunette.Tensor
function Tensor:acos() end

--- The number of 0 or above whose hyperbolic cosine is x; NaN where x is below 1.
---@return lunette.Tensor
function Tensor:acosh() end

--- The mean of windows that share out the spatial sizes: along each, window i (from 0) of m over n elements goes from floor(i n / m) to before ceil((i + 1) n / m). x: n, c and the spatial sizes (or without n).
---@param output_size integer
---@return lunette.Tensor
function Tensor:adaptive_avg_pool1d(output_size) end

--- The mean of windows that share out the spatial sizes: along each, window i (from 0) of m over n elements goes from floor(i n / m) to before ceil((i + 1) n / m). x: n, c and the spatial sizes (or without n).
---@param output_size integer|integer[]
---@return lunette.Tensor
function Tensor:adaptive_avg_pool2d(output_size) end

--- The mean of windows that share out the spatial sizes: along each, window i (from 0) of m over n elements goes from floor(i n / m) to before ceil((i + 1) n / m). x: n, c and the spatial sizes (or without n).
---@param output_size integer|integer[]
---@return lunette.Tensor
function Tensor:adaptive_avg_pool3d(output_size) end

--- The same for the windows of adaptive_max_pool. No derivative.
---@param sizes integer|integer[]
---@return lunette.Tensor
function Tensor:adaptive_max_index(sizes) end

--- adaptive_max_pool1d, adaptive_max_pool2d and adaptive_max_pool3d, of the last dimensions, as many as sizes has entries.
---@param sizes integer|integer[]
---@return lunette.Tensor
function Tensor:adaptive_max_pool(sizes) end

--- The largest of windows that share out the spatial sizes: along each, window i (from 0) of m over n elements goes from floor(i n / m) to before ceil((i + 1) n / m). x: n, c and the spatial sizes (or without n).
---@param output_size integer
---@return lunette.Tensor
function Tensor:adaptive_max_pool1d(output_size) end

--- The largest of windows that share out the spatial sizes: along each, window i (from 0) of m over n elements goes from floor(i n / m) to before ceil((i + 1) n / m). x: n, c and the spatial sizes (or without n).
---@param output_size integer|integer[]
---@return lunette.Tensor
function Tensor:adaptive_max_pool2d(output_size) end

--- The largest of windows that share out the spatial sizes: along each, window i (from 0) of m over n elements goes from floor(i n / m) to before ceil((i + 1) n / m). x: n, c and the spatial sizes (or without n).
---@param output_size integer|integer[]
---@return lunette.Tensor
function Tensor:adaptive_max_pool3d(output_size) end

--- x + alpha other.
---@param other lunette.Tensor|number
---@param options? {alpha?: number}
---@return lunette.Tensor
function Tensor:add(other, options) end

--- x + value column row, for a column n, 1 and a row 1, m; x expands to their product. What addr is made of.
---@param column lunette.Tensor|number
---@param row lunette.Tensor|number
---@param options? {value?: number}
---@return lunette.Tensor
function Tensor:add_outer(column, row, options) end

--- beta x + alpha times the sum of the products of two batches of matrices (n x
--- p x q by n x q x r); x expands to p x r, and is not read when beta is 0.
---@param batch1 lunette.Tensor
---@param batch2 lunette.Tensor
---@param options? {beta?: number, alpha?: number}
---@return any ...
function Tensor:addbmm(batch1, batch2, options) end

--- x + value tensor1 / tensor2.
---@param tensor1 lunette.Tensor|number
---@param tensor2 lunette.Tensor|number
---@param options? {value?: number}
---@return lunette.Tensor
function Tensor:addcdiv(tensor1, tensor2, options) end

--- x + value tensor1 tensor2.
---@param tensor1 lunette.Tensor|number
---@param tensor2 lunette.Tensor|number
---@param options? {value?: number}
---@return lunette.Tensor
function Tensor:addcmul(tensor1, tensor2, options) end

--- beta x + alpha mat1 mat2 for matrices; x expands to the product, and is not read when beta is 0.
---@param mat1 lunette.Tensor|number
---@param mat2 lunette.Tensor|number
---@param options? {beta?: number, alpha?: number}
---@return lunette.Tensor
function Tensor:addmm(mat1, mat2, options) end

--- beta x + alpha mat vec for a matrix and a vector; x expands to the product, and is not read when beta is 0.
---@param mat lunette.Tensor|number
---@param vec lunette.Tensor|number
---@param options? {beta?: number, alpha?: number}
---@return lunette.Tensor
function Tensor:addmv(mat, vec, options) end

--- beta x + alpha vec1 vec2^T, the outer product of two vectors; x expands to
--- it, and is not read when beta is 0.
---@param vec1 lunette.Tensor
---@param vec2 lunette.Tensor
---@param options? {beta?: number, alpha?: number}
---@return any ...
function Tensor:addr(vec1, vec2, options) end

--- A grid for grid_sample, n, h, w, 2, from theta, n, 2, 3: theta times (x, y,
--- 1) for each element of an image of sizes {n, c, h, w}, whose edges (with
--- align_corners: corner centres) are -1 and 1; n, d, h, w, 3 from theta, n, 3,
--- 4, for a volume of sizes {n, c, d, h, w} (Jaderberg et al. 2015, arXiv
--- 1506.02025).
---@param size integer|integer[]
---@param options? {align_corners?: boolean}
---@return any ...
function Tensor:affine_grid(size, options) end

--- The same values as a node of the graph of its own; a view.
---@return lunette.Tensor
function Tensor:alias() end

--- 1 where no element over dim, or none at all, is 0; else 0. No derivative.
---@param dim? integer|integer[]
---@param options? {keepdim?: boolean}
---@return lunette.Tensor
function Tensor:all(dim, options) end

--- Is every element of x close to that of other, as isclose has it? The two
--- broadcast. A boolean of Lua.
---@param other lunette.Tensor
---@param options? {rtol?: number, atol?: number, equal_nan?: boolean}
---@return any ...
function Tensor:allclose(other, options) end

--- The largest element over dim, or of all; NaN if one is there. Equal ones share the gradient.
---@param dim? integer|integer[]
---@param options? {keepdim?: boolean}
---@return lunette.Tensor
function Tensor:amax(dim, options) end

--- The smallest element over dim, or of all; NaN if one is there. Equal ones share the gradient.
---@param dim? integer|integer[]
---@param options? {keepdim?: boolean}
---@return lunette.Tensor
function Tensor:amin(dim, options) end

--- The smallest and the largest element along dim, or of all; as amin and amax.
---@param options? {dim?: integer, keepdim?: boolean}
---@return any ...
function Tensor:aminmax(options) end

--- 1 where an element over dim, or any at all, is not 0; else 0. No derivative.
---@param dim? integer|integer[]
---@param options? {keepdim?: boolean}
---@return lunette.Tensor
function Tensor:any(dim, options) end

--- acos, as PyTorch's arccos.
---@return lunette.Tensor
function Tensor:arccos() end

--- acosh, as PyTorch's arccosh.
---@return lunette.Tensor
function Tensor:arccosh() end

--- asin, as PyTorch's arcsin.
---@return lunette.Tensor
function Tensor:arcsin() end

--- asinh, as PyTorch's arcsinh.
---@return lunette.Tensor
function Tensor:arcsinh() end

--- atan, as PyTorch's arctan.
---@return lunette.Tensor
function Tensor:arctan() end

--- atan2, as PyTorch's arctan2.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:arctan2(other) end

--- atanh, as PyTorch's arctanh.
---@return lunette.Tensor
function Tensor:arctanh() end

--- Along dim, the index from 1 of the largest element up to each, of equal ones the last; NaN counts as largest. No derivative.
---@param dim integer
---@return lunette.Tensor
function Tensor:argcummax(dim) end

--- Along dim, the index from 1 of the smallest element up to each, of equal ones the last; NaN counts as smallest. No derivative.
---@param dim integer
---@return lunette.Tensor
function Tensor:argcummin(dim) end

--- The index, from 1, of the first largest element along dim, or of all in row-major order. No derivative.
---@param dim? integer
---@param options? {keepdim?: boolean}
---@return lunette.Tensor
function Tensor:argmax(dim, options) end

--- The index, from 1, of the first smallest element along dim, or of all in row-major order. No derivative.
---@param dim? integer
---@param options? {keepdim?: boolean}
---@return lunette.Tensor
function Tensor:argmin(dim, options) end

--- The indices, from 1, that put x in order along dim. Equal elements keep theirs; NaN counts as the largest. No derivative.
---@param dim? integer
---@param options? {descending?: boolean}
---@return lunette.Tensor
function Tensor:argsort(dim, options) end

--- What argsort has from place start on along dim, length indices: argsort(x, dim):narrow(dim, start, length), in less time. No derivative.
---@param dim integer
---@param start integer
---@param length integer
---@param options? {descending?: boolean}
---@return lunette.Tensor
function Tensor:argsort_part(dim, start, length, options) end

--- nonzero, as PyTorch's argwhere.
---@return lunette.Tensor
function Tensor:argwhere() end

--- The angle between -pi/2 and pi/2 whose sine is x; NaN where |x| is above 1.
---@return lunette.Tensor
function Tensor:asin() end

--- The number whose hyperbolic sine is x.
---@return lunette.Tensor
function Tensor:asinh() end

--- The angle between -pi/2 and pi/2 whose tangent is x.
---@return lunette.Tensor
function Tensor:atan() end

--- The angle of the point (other, x), between -pi and pi.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:atan2(other) end

--- The number whose hyperbolic tangent is x; infinite at -1 and 1, NaN beyond.
---@return lunette.Tensor
function Tensor:atanh() end

--- x, a number as a vector of one; of a table of tensors, a table.
---@return any ...
function Tensor:atleast_1d() end

--- x, a number as a matrix of one element and a vector as a row; of a table of
--- tensors, a table.
---@return any ...
function Tensor:atleast_2d() end

--- x with at least three dimensions: 1x1x1 for a number, 1xnx1 for a vector,
--- mxnx1 for a matrix; of a table of tensors, a table.
---@return any ...
function Tensor:atleast_3d() end

--- The means of windows along dim, or their sums: what avg_pool is made of.
---@param dim integer
---@param kernel_size integer
---@param options? {stride?: integer, padding?: integer, ceil_mode?: boolean, count_include_pad?: boolean, sums?: boolean}
---@return lunette.Tensor
function Tensor:avg_along(dim, kernel_size, options) end

--- The adjoint of avg_along; size is that of its x.
---@param dim integer
---@param kernel_size integer
---@param options? {stride?: integer, padding?: integer, ceil_mode?: boolean, count_include_pad?: boolean, sums?: boolean, size?: integer}
---@return lunette.Tensor
function Tensor:avg_along_adjoint(dim, kernel_size, options) end

--- The mean of each window; x: n, c and the spatial sizes (or without n). stride: kernel_size when not given; count_include_pad: the zeros of the padding count.
---@param kernel_size integer
---@param options? {stride?: integer, padding?: integer, ceil_mode?: boolean, count_include_pad?: boolean}
---@return lunette.Tensor
function Tensor:avg_pool1d(kernel_size, options) end

--- The mean of each window; x: n, c and the spatial sizes (or without n). stride: kernel_size when not given; count_include_pad: the zeros of the padding count. divisor_override: what sums are divided by instead.
---@param kernel_size integer|integer[]
---@param options? {stride?: integer|integer[], padding?: integer|integer[], ceil_mode?: boolean, count_include_pad?: boolean, divisor_override?: integer}
---@return lunette.Tensor
function Tensor:avg_pool2d(kernel_size, options) end

--- The mean of each window; x: n, c and the spatial sizes (or without n). stride: kernel_size when not given; count_include_pad: the zeros of the padding count. divisor_override: what sums are divided by instead.
---@param kernel_size integer|integer[]
---@param options? {stride?: integer|integer[], padding?: integer|integer[], ceil_mode?: boolean, count_include_pad?: boolean, divisor_override?: integer}
---@return lunette.Tensor
function Tensor:avg_pool3d(kernel_size, options) end

--- beta x + alpha batch1 batch2 for batches of matrices; x expands to the product, and is not read when beta is 0.
---@param batch1 lunette.Tensor|number
---@param batch2 lunette.Tensor|number
---@param options? {beta?: number, alpha?: number}
---@return lunette.Tensor
function Tensor:baddbmm(batch1, batch2, options) end

--- bags rows, of which row bag[i] gets factor[i] (1) times row index[i] of x added.
---@param index lunette.Tensor|number
---@param bag lunette.Tensor|number
---@param factor? lunette.Tensor|number
---@param bags integer
---@return lunette.Tensor
function Tensor:bag_sum(index, bag, factor, bags) end

--- scale g where x is between low and high, or with outside where it is beyond them, else 0: the cotangent of what has straight pieces.
---@param x lunette.Tensor
---@param low number
---@param high number
---@param scale? number
---@param options? {outside?: boolean}
---@return lunette.Tensor
function Tensor:band_grad(x, low, high, scale, options) end

--- The triangular window, 1 - |a / pi - 1|, a as that of hann_window.
---@param periodic? boolean
---@return any ...
function Tensor:bartlett_window(periodic) end

--- (x - mean) / sqrt(var + eps) weight + bias for every channel (arXiv 1502.03167). x: n, c, ...; stats: 2 x c, mean and variance. batch_stats says that stats is batch_norm_stats(x): the derivative then goes through x into them.
---@param stats lunette.Tensor|number
---@param weight? lunette.Tensor|number
---@param bias? lunette.Tensor|number
---@param options? {eps?: number, batch_stats?: boolean}
---@return lunette.Tensor
function Tensor:batch_norm(stats, weight, bias, options) end

--- The cotangent of x in batch_norm with batch_stats. No derivative: a recorded sweep differentiates plain ops.
---@param x lunette.Tensor
---@param stats lunette.Tensor|number
---@param weight? lunette.Tensor|number
---@param sums lunette.Tensor|number
---@param options? {eps?: number}
---@return lunette.Tensor
function Tensor:batch_norm_grad(x, stats, weight, sums, options) end

--- Mean and variance (over n, not n - 1) of every channel, 2 x c, over all other dimensions. x: n, c, ...
---@return lunette.Tensor
function Tensor:batch_norm_stats() end

--- Sums of g xhat and of g for every channel, 2 x c: what the backward pass of batch_norm needs. No derivative.
---@param x lunette.Tensor
---@param stats lunette.Tensor|number
---@param rstd lunette.Tensor|number
---@return lunette.Tensor
function Tensor:batch_norm_sums(x, stats, rstd) end

--- How often each whole number, from 1 to the largest in x or to minlength, stands in the list x; with weights, the sum of those that stand beside it.
---@param weights? lunette.Tensor|number
---@param minlength? integer
---@return lunette.Tensor
function Tensor:bincount(weights, minlength) end

--- The Blackman window, 0.42 - 0.5 cos a + 0.08 cos 2 a, a as that of
--- hann_window.
---@param periodic? boolean
---@return any ...
function Tensor:blackman_window(periodic) end

--- The sums of the blocks of these sizes that the last dimensions (up to 3) are made of: the adjoint of upsample.
---@param factors integer|integer[]
---@return lunette.Tensor
function Tensor:block_sum(factors) end

--- The products of two batches of matrices, n x p x q by n x q x r.
---@param mat2 lunette.Tensor|number
---@return lunette.Tensor
function Tensor:bmm(mat2) end

--- expand, as PyTorch's broadcast_to.
---@param ... integer|integer[]|table
---@return lunette.Tensor
function Tensor:broadcast_to(...) end

--- The bucket of each element of x, from 1, between boundaries in ascending
--- order: k + 1 when k boundaries are below it, so that the one it equals is
--- the end of its bucket; with right the beginning. No derivative.
---@param boundaries lunette.Tensor
---@param options? {right?: boolean}
---@return any ...
function Tensor:bucketize(boundaries, options) end

--- y[i][j] = |x_i - x2_j|_p, the distances of all rows of x and x2 (..., p, m and ..., r, m; y: ..., p, r); p may be 0 (the number of places that differ) or inf. The derivative at distance 0 is 0; unless p is 1, inf, or 2 for more than 25 rows, it goes through an array ..., p, r, m.
---@param x2 lunette.Tensor|number
---@param options? {p?: number}
---@return lunette.Tensor
function Tensor:cdist(x2, options) end

--- y_ij = w_i . sign(x_i - other_j): the adjoint of cdist_signs.
---@param x lunette.Tensor
---@param other lunette.Tensor|number
---@param distance? lunette.Tensor|number
---@return lunette.Tensor
function Tensor:cdist_along(x, other, distance) end

--- y_i = sum over j of w_ij sign(x_i - other_j): the derivative of cdist for p = 1. With distance (..., p, r) the signs count where |x_i - other_j| is distance_ij, and share w_ij: that for p = inf.
---@param x lunette.Tensor
---@param other lunette.Tensor|number
---@param distance? lunette.Tensor|number
---@return lunette.Tensor
function Tensor:cdist_signs(x, other, distance) end

--- The smallest whole number not below x; its derivative is 0.
---@return lunette.Tensor
function Tensor:ceil() end

--- x above 0, alpha (exp(x / alpha) - 1) below: elu whose slope is continuous at 0 (Barron 2017).
---@param alpha? number
---@return lunette.Tensor
function Tensor:celu(alpha) end

--- The product of matrices (a table of them, or one after the other), as
--- multi_dot's.
---@return any ...
function Tensor:chain_matmul() end

--- The channels (dimension 2) of the groups dealt in turn: c is seen as groups x c / groups and transposed (Zhang et al. 2018, arXiv 1707.01083).
---@param groups integer
---@return lunette.Tensor
function Tensor:channel_shuffle(groups) end

--- The lower triangular y with y y^T = x, for positive definite x (symmetric: (x + x^T) / 2 counts).
---@return lunette.Tensor
function Tensor:cholesky() end

--- The inverse of the matrix whose factor x is, as cholesky_solve has it.
---@param upper? boolean
---@return any ...
function Tensor:cholesky_inverse(upper) end

--- The y with a y = x, given a's factor: a = l l^T with a lower l, input2, or a
--- = u^T u with u = input2 when upper.
---@param input2 lunette.Tensor
---@param upper? boolean
---@return any ...
function Tensor:cholesky_solve(input2, upper) end

--- A table of at most `chunks` parts of one length along dim, views of x; the
--- last may be shorter.
---@param chunks integer
---@param dim? integer
---@return any ...
function Tensor:chunk(chunks, dim) end

--- x limited to min .. max, numbers or tensors, of which one may be left out; max where min is above it. NaN stays NaN. The derivative at a limit is 1 in x.
---@param min? lunette.Tensor|number
---@param max? lunette.Tensor|number
---@return lunette.Tensor
function Tensor:clamp(min, max) end

--- x, and max where x is above it.
---@param max lunette.Tensor|number
---@return any ...
function Tensor:clamp_max(max) end

--- x, and min where x is below it.
---@param min lunette.Tensor|number
---@return any ...
function Tensor:clamp_min(min) end

--- clamp, as PyTorch's clip.
---@param min? lunette.Tensor|number
---@param max? lunette.Tensor|number
---@return lunette.Tensor
function Tensor:clip(min, max) end

--- A copy, which passes gradients on.
---@return lunette.Tensor
function Tensor:clone() end

--- All ways to take r elements of a vector, one a row, in order of the places
--- they have there; with_replacement lets one be taken again.
---@param r? integer
---@param with_replacement? boolean
---@return any ...
function Tensor:combinations(r, with_replacement) end

--- The condition of matrices, |x| |inverse(x)| in the matrix_norm p; for p = 2,
--- and -2, the ratio of the largest and the least singular value, and its
--- inverse, of matrices of any sizes. inf for singular ones.
---@param p? number|"fro"|"nuc"
---@return any ...
function Tensor:cond(p) end

--- x itself in row-major order: a copy where it is not so.
---@return lunette.Tensor
function Tensor:contiguous() end

--- Convolution over one to three spatial dimensions: what conv1d and its like are made of. stride, padding and dilation are given for three dimensions; the first ones are used.
---@param weight lunette.Tensor|number
---@param bias? lunette.Tensor|number
---@param options? {stride?: integer|integer[], padding?: integer|integer[], dilation?: integer|integer[], groups?: integer}
---@return lunette.Tensor
function Tensor:conv(weight, bias, options) end

--- Cross-correlation of x (n, c, spatial, or without n) with weight (out, c / groups, kernel), as in PyTorch; bias: out.
---@param weight lunette.Tensor|number
---@param bias? lunette.Tensor|number
---@param options? {stride?: integer, padding?: integer, dilation?: integer, groups?: integer}
---@return lunette.Tensor
function Tensor:conv1d(weight, bias, options) end

--- Cross-correlation of x (n, c, spatial, or without n) with weight (out, c / groups, kernel), as in PyTorch; bias: out.
---@param weight lunette.Tensor|number
---@param bias? lunette.Tensor|number
---@param options? {stride?: integer|integer[], padding?: integer|integer[], dilation?: integer|integer[], groups?: integer}
---@return lunette.Tensor
function Tensor:conv2d(weight, bias, options) end

--- Cross-correlation of x (n, c, spatial, or without n) with weight (out, c / groups, kernel), as in PyTorch; bias: out.
---@param weight lunette.Tensor|number
---@param bias? lunette.Tensor|number
---@param options? {stride?: integer|integer[], padding?: integer|integer[], dilation?: integer|integer[], groups?: integer}
---@return lunette.Tensor
function Tensor:conv3d(weight, bias, options) end

--- The cotangent of conv's input, whose spatial sizes are given; also the transposed convolution.
---@param weight lunette.Tensor|number
---@param bias? lunette.Tensor|number
---@param sizes integer|integer[]
---@param options? {stride?: integer|integer[], padding?: integer|integer[], dilation?: integer|integer[], groups?: integer}
---@return lunette.Tensor
function Tensor:conv_input(weight, bias, sizes, options) end

--- The transposed convolution: the gradient of a convolution in its input. x: n, in, spatial; weight: in, out / groups, kernel; bias: out. Sizes: (in - 1) stride - 2 padding + dilation (kernel - 1) + output_padding + 1.
---@param weight lunette.Tensor|number
---@param bias? lunette.Tensor|number
---@param options? {stride?: integer, padding?: integer, output_padding?: integer, groups?: integer, dilation?: integer}
---@return lunette.Tensor
function Tensor:conv_transpose1d(weight, bias, options) end

--- The transposed convolution: the gradient of a convolution in its input. x: n, in, spatial; weight: in, out / groups, kernel; bias: out. Sizes: (in - 1) stride - 2 padding + dilation (kernel - 1) + output_padding + 1.
---@param weight lunette.Tensor|number
---@param bias? lunette.Tensor|number
---@param options? {stride?: integer|integer[], padding?: integer|integer[], output_padding?: integer|integer[], groups?: integer, dilation?: integer|integer[]}
---@return lunette.Tensor
function Tensor:conv_transpose2d(weight, bias, options) end

--- The transposed convolution: the gradient of a convolution in its input. x: n, in, spatial; weight: in, out / groups, kernel; bias: out. Sizes: (in - 1) stride - 2 padding + dilation (kernel - 1) + output_padding + 1.
---@param weight lunette.Tensor|number
---@param bias? lunette.Tensor|number
---@param options? {stride?: integer|integer[], padding?: integer|integer[], output_padding?: integer|integer[], groups?: integer, dilation?: integer|integer[]}
---@return lunette.Tensor
function Tensor:conv_transpose3d(weight, bias, options) end

--- The cotangent of conv's weight, whose spatial sizes are given.
---@param g lunette.Tensor|number
---@param sizes integer|integer[]
---@param options? {stride?: integer|integer[], padding?: integer|integer[], dilation?: integer|integer[], groups?: integer}
---@return lunette.Tensor
function Tensor:conv_weight(g, sizes, options) end

--- |x| with the sign of other, that of -0 counted; the derivative in x is that of |x| times the sign, in other it is 0.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:copysign(other) end

--- The correlation coefficients of the variables in the rows of x, between -1
--- and 1. x: v,n; y: v,v.
---@return any ...
function Tensor:corrcoef() end

--- Cosine of x radians.
---@return lunette.Tensor
function Tensor:cos() end

--- Hyperbolic cosine.
---@return lunette.Tensor
function Tensor:cosh() end

--- How many elements over dim, or of all, are not 0. No derivative.
---@param dim? integer|integer[]
---@return lunette.Tensor
function Tensor:count_nonzero(dim) end

--- The covariances of the variables in the rows of x, whose columns are
--- observations; of one row given as a list its variance. fweights says how
--- often each observation counts, aweights how much. x: v,n; y: v,v.
---@param options? {correction?: integer, fweights?: lunette.Tensor, aweights?: lunette.Tensor}
---@return any ...
function Tensor:cov(options) end

--- The cross product along dim, of size 3; left out, it is the first of that
--- size (ln.linalg.cross takes the last dimension). The others broadcast.
---@param other lunette.Tensor
---@param dim? integer
---@return any ...
function Tensor:cross(other, dim) end

--- The cross products of lines of 3 along dim: what cross is made of.
---@param other lunette.Tensor|number
---@param dim integer
---@return lunette.Tensor
function Tensor:cross_lines(other, dim) end

--- Along dim, the largest element up to each, and its index, of equal ones the
--- last. NaN wins.
---@param dim integer
---@return any ...
function Tensor:cummax(dim) end

--- Along dim, the smallest element up to each, and its index, of equal ones the
--- last. NaN wins.
---@param dim integer
---@return any ...
function Tensor:cummin(dim) end

--- Along dim, the product of all up to each element.
---@param dim integer
---@return lunette.Tensor
function Tensor:cumprod(dim) end

--- Along dim, the sum of all up to each element.
---@param dim integer
---@return lunette.Tensor
function Tensor:cumsum(dim) end

--- As trapezoid, up to each point but the first.
---@param x? lunette.Tensor
---@param options? {dx?: number, dim?: integer}
---@return any ...
function Tensor:cumulative_trapezoid(x, options) end

--- x in degrees, in radians.
---@return any ...
function Tensor:deg2rad() end

--- The determinant of square matrices, with derivatives of every order for singular ones as well.
---@return lunette.Tensor
function Tensor:det() end

--- y_k = sum over j of x_j exp(-2 pi i j k / n) along dim, or with exp(2 pi i j k / n), without a factor. Complex numbers are pairs in a last dimension of 2, which dim does not count. n log n for any n. See fft.
---@param dim integer
---@param options? {inverse?: boolean}
---@return lunette.Tensor
function Tensor:dft(dim, options) end

--- Of a vector, the matrix with it on a diagonal; of a matrix, that diagonal.
---@param diagonal? integer
---@return lunette.Tensor
function Tensor:diag(diagonal) end

--- Square matrices in dim1 and dim2 with the last dimension of x on a diagonal and 0 elsewhere.
---@param offset? integer
---@param dim1? integer
---@param dim2? integer
---@return lunette.Tensor
function Tensor:diag_embed(offset, dim1, dim2) end

--- A matrix with the elements of x, as one dimension, on diagonal `offset`.
---@param offset? integer
---@return any ...
function Tensor:diagflat(offset) end

--- The elements whose index in dim2 is that in dim1 plus offset, as a last dimension; a view.
---@param offset? integer
---@param dim1? integer
---@param dim2? integer
---@return lunette.Tensor
function Tensor:diagonal(offset, dim1, dim2) end

--- x with src in place of x:diagonal(offset, dim1, dim2).
---@param src lunette.Tensor|number
---@param offset? integer
---@param dim1? integer
---@param dim2? integer
---@return lunette.Tensor
function Tensor:diagonal_scatter(src, offset, dim1, dim2) end

--- Zeros, rows by columns in dim1 and dim2, with the last dimension of x along a diagonal: the adjoint of diagonal.
---@param offset integer
---@param dim1 integer
---@param dim2 integer
---@param rows integer
---@param columns integer
---@return lunette.Tensor
function Tensor:diagonal_widen(offset, dim1, dim2, rows, columns) end

--- The n-th difference along dim: x[i + 1] - x[i], n times. What is prepended
--- and appended is put to x along dim before; for n = 0 the result is x alone.
---@param n? integer
---@param dim? integer
---@param prepend? lunette.Tensor
---@param append? lunette.Tensor
---@return any ...
function Tensor:diff(n, dim, prepend, append) end

--- The derivative of lgamma; at 0 infinite, NaN at whole numbers below.
---@return any ...
function Tensor:digamma() end

--- The derivative of that order of digamma, and with 0 digamma itself.
---@param order integer
---@return lunette.Tensor
function Tensor:digamma_derivative(order) end

--- The norm of x - other, (sum |x - other|^p)^(1/p).
---@param other lunette.Tensor|number
---@param p? number
---@return any ...
function Tensor:dist(other, p) end

--- x / other; with a rounding_mode rounded towards 0 or down, and the derivative is 0.
---@param other lunette.Tensor|number
---@param options? {rounding_mode?: "trunc"|"floor"}
---@return lunette.Tensor
function Tensor:div(other, options) end

--- div, as PyTorch's divide.
---@param other lunette.Tensor|number
---@param options? {rounding_mode?: "trunc"|"floor"}
---@return lunette.Tensor
function Tensor:divide(other, options) end

--- The inner product of two vectors.
---@param tensor lunette.Tensor|number
---@return lunette.Tensor
function Tensor:dot(tensor) end

--- As tensor_split along dimension 3; a number of parts divides it.
---@param indices_or_sections integer|table
---@return any ...
function Tensor:dsplit(indices_or_sections) end

--- Eigenvalues of symmetric matrices, ascending (..., n), and eigenvectors of
--- length 1 as columns (..., n, n): x = v diag(values) v^T. What counts of x is
--- (x + x^T) / 2. The sign of a vector is free: the first component within 3/4
--- of its largest is made positive. Derivatives by Magnus, "On differentiating
--- eigenvalues and eigenvectors" (1985); where values are equal those of their
--- vectors are not defined, and left out.
---@return any ...
function Tensor:eigh() end

--- Eigenvectors, as columns, and in a last row the eigenvalues, ascending, of a symmetric matrix ((x + x^T) / 2 counts); see eigh. The first component of a vector within 3/4 of its largest is positive. By LAPACK.
---@return lunette.Tensor
function Tensor:eigh_packed() end

--- The eigenvalues alone, ascending, of a symmetric matrix; see eigvalsh. No derivative. By LAPACK.
---@return lunette.Tensor
function Tensor:eigh_values() end

--- The eigenvalues of symmetric matrices, ascending.
---@return any ...
function Tensor:eigvalsh() end

--- x above 0, alpha (exp(x) - 1) below (Clevert, Unterthiner and Hochreiter 2015, equation 16).
---@param alpha? number
---@return lunette.Tensor
function Tensor:elu(alpha) end

--- Rows of weight in place of indices of any shape: y has the sizes of indices and then those of a row. Row padding_idx gets no gradient.
---@param indices lunette.Tensor|number
---@param options? {padding_idx?: integer}
---@return lunette.Tensor
function Tensor:embedding(indices, options) end

--- -x log x, 0 at 0 and -inf below.
---@return lunette.Tensor
function Tensor:entr() end

--- 1 where x equals other, else 0. No derivative.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:eq(other) end

--- Are the sizes the same, and all elements equal? NaN equals nothing. A
--- boolean of Lua; x:eq(other) compares element by element.
---@param other lunette.Tensor
---@return any ...
function Tensor:equal(other) end

--- The error function, 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x.
---@return lunette.Tensor
function Tensor:erf() end

--- 1 - erf(x), exact where that is small.
---@return lunette.Tensor
function Tensor:erfc() end

--- exp(x^2) erfc(x), without underflow.
---@return lunette.Tensor
function Tensor:erfcx() end

--- The derivative of that order, up to 20, of erfcx.
---@param order integer
---@return lunette.Tensor
function Tensor:erfcx_derivative(order) end

--- The inverse of erf; infinite at -1 and 1, NaN beyond.
---@return lunette.Tensor
function Tensor:erfinv() end

--- e to the power of x.
---@return lunette.Tensor
function Tensor:exp() end

--- 2 to the power of x.
---@return lunette.Tensor
function Tensor:exp2() end

--- A view in which dimensions of size 1 repeat; new ones come in front; -1 keeps a size.
---@param ... integer|integer[]|table
---@return lunette.Tensor
function Tensor:expand(...) end

--- expand to the sizes of other.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:expand_as(other) end

--- sigmoid, as PyTorch's expit.
---@return lunette.Tensor
function Tensor:expit() end

--- exp(x) - 1, exact near 0.
---@return lunette.Tensor
function Tensor:expm1() end

--- fft along the two dimensions in dim, of pairs (..., h, w, 2); s has the two
--- sizes that they are brought to.
---@param s? integer|integer[]
---@param dim? integer|integer[]
---@param options? {norm?: "backward"|"ortho"|"forward"}
---@return any ...
function Tensor:fft2(s, dim, options) end

--- The frequency of each element of fft's result, in cycles for each unit that
--- neighbours of x are d of: 0, 1, ..., then the negative ones, over d n.
---@param d? number
---@return any ...
function Tensor:fftfreq(d) end

--- fft along the dimensions in dim, of pairs (..., 2): all when it is left out,
--- or with s, the sizes, the last of as many.
---@param s? integer|integer[]
---@param dim? integer|integer[]
---@param options? {norm?: "backward"|"ortho"|"forward"}
---@return any ...
function Tensor:fftn(s, dim, options) end

--- x with frequency 0 in the middle of the dimensions in dim, all when it is
--- left out: of pairs they have to be named, as that of the pairs counts here.
---@param dim? integer|integer[]
---@return any ...
function Tensor:fftshift(dim) end

--- trunc, as PyTorch's fix.
---@return lunette.Tensor
function Tensor:fix() end

--- Dimensions start_dim to end_dim made one.
---@param start_dim? integer
---@param end_dim? integer
---@return lunette.Tensor
function Tensor:flatten(start_dim, end_dim) end

--- The dimensions listed in reverse order, a copy.
---@param dims integer|integer[]
---@return lunette.Tensor
function Tensor:flip(dims) end

--- The columns (dimension 2) in reverse order, a copy.
---@return any ...
function Tensor:fliplr() end

--- The rows (dimension 1) in reverse order, a copy.
---@return any ...
function Tensor:flipud() end

--- pow, as PyTorch's float_power.
---@param exponent lunette.Tensor|number
---@return lunette.Tensor
function Tensor:float_power(exponent) end

--- The largest whole number not above x; its derivative is 0.
---@return lunette.Tensor
function Tensor:floor() end

--- floor(x / other), of the quotient before it is rounded to a number: of 1 and 0.1 it is 9. The derivative is 0.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:floor_divide(other) end

--- The larger of the two, and the other one where one is NaN. Of equal ones x has the gradient.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:fmax(other) end

--- The smaller of the two, and the other one where one is NaN. Of equal ones x has the gradient.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:fmin(other) end

--- x - other trunc(x / other): the remainder with the sign of x.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:fmod(other) end

--- Columns (n, c times the kernel, windows, or without n) added where im2col takes them from, in an image of output_size (col2im): the adjoint of im2col.
---@param output_size integer|integer[]
---@param kernel_size integer|integer[]
---@param options? {dilation?: integer|integer[], padding?: integer|integer[], stride?: integer|integer[]}
---@return lunette.Tensor
function Tensor:fold(output_size, kernel_size, options) end

--- x - trunc(x): what stands after the point, with the sign of x.
---@return lunette.Tensor
function Tensor:frac() end

--- y[i][j] = x[i][index[i][j]] for dim 2, and so for any dim; y has the shape of index.
---@param dim integer
---@param index lunette.Tensor|number
---@return lunette.Tensor
function Tensor:gather(dim, index) end

--- 1 where x >= other, else 0. No derivative.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:ge(other) end

--- x Phi(x), Phi the distribution function of the normal law, or its approximation by tanh (Hendrycks and Gimpel 2016, section 2).
---@param options? {approximate?: "none"|"tanh"}
---@return lunette.Tensor
function Tensor:gelu(options) end

--- g times the slope of gelu at x: its cotangent in one pass.
---@param x lunette.Tensor
---@return lunette.Tensor
function Tensor:gelu_grad(x) end

--- outer, as PyTorch's ger.
---@param vec2 lunette.Tensor|number
---@return lunette.Tensor
function Tensor:ger(vec2) end

--- The first half of x along dim times the sigmoid of the second (Dauphin et al. 2016, section 2).
---@param dim? integer
---@return lunette.Tensor
function Tensor:glu(dim) end

--- The derivatives of the function whose values at points `spacing` apart x
--- has, along each dimension, or those of dim: a list. Central differences,
--- at the ends one-sided ones of edge_order points more. spacing is a number,
--- or a table of one for each.
---@param options? {spacing?: number|number[], dim?: integer|integer[], edge_order?: integer}
---@return any ...
function Tensor:gradient(options) end

--- gt, as PyTorch's greater.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:greater(other) end

--- ge, as PyTorch's greater_equal.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:greater_equal(other) end

--- How far each place of a grid lies beyond the element before it, in an image of sizes {h, w}.
---@param sizes integer|integer[]
---@param options? {padding_mode?: "zeros"|"border"|"reflection", align_corners?: boolean}
---@return lunette.Tensor
function Tensor:grid_fraction(sizes, options) end

--- Which element of an image of sizes {h, w}, from 1 in row-major order, each place of a grid (n, h', w', 2) reads as one of four corners (2 and 4 are to the right, 3 and 4 below); 0 outside. Result: n, h' w'. No derivative.
---@param corner integer
---@param sizes integer|integer[]
---@param options? {padding_mode?: "zeros"|"border"|"reflection", align_corners?: boolean}
---@return lunette.Tensor
function Tensor:grid_index(corner, sizes, options) end

--- x (n, c, h, w) read at the places of grid (n, h', w', 2: x, then y; -1 and 1 are the edges, with align_corners the corners' centres), with bilinear weights or the nearest element; outside there are zeros, the border, or mirror images. y: n, c, h', w'.
---@param grid lunette.Tensor|number
---@param options? {mode?: "bilinear"|"nearest", padding_mode?: "zeros"|"border"|"reflection", align_corners?: boolean}
---@return lunette.Tensor
function Tensor:grid_sample(grid, options) end

--- The adjoint of grid_sample in x, whose height and width are given.
---@param grid lunette.Tensor|number
---@param sizes integer|integer[]
---@param options? {mode?: "bilinear"|"nearest", padding_mode?: "zeros"|"border"|"reflection", align_corners?: boolean}
---@return lunette.Tensor
function Tensor:grid_sample_adjoint(grid, sizes, options) end

--- Elements of an image of sizes {h, w} for one unit of the grid, negative where it is mirrored, 0 beyond a border. No derivative.
---@param sizes integer|integer[]
---@param options? {padding_mode?: "zeros"|"border"|"reflection", align_corners?: boolean}
---@return lunette.Tensor
function Tensor:grid_slope(sizes, options) end

--- As layer_norm over each group of adjacent channels and all positions of a sample, with a weight and bias for each channel. x: n, c, ... (Wu and He 2018, equation 7).
---@param num_groups integer
---@param weight? lunette.Tensor|number
---@param bias? lunette.Tensor|number
---@param options? {eps?: number}
---@return lunette.Tensor
function Tensor:group_norm(num_groups, weight, bias, options) end

--- 1 where x > other, else 0. No derivative.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:gt(other) end

--- The Hamming window, alpha - beta cos a, a as that of hann_window.
---@param periodic? boolean
---@param alpha? number
---@param beta? number
---@return any ...
function Tensor:hamming_window(periodic, alpha, beta) end

--- The Hann window, (1 - cos a) / 2 with a = 2 pi k / n for k from 0, or 2 pi k
--- / (n - 1) unless periodic. n is window_length.
---@param periodic? boolean
---@return any ...
function Tensor:hann_window(periodic) end

--- x, but 0 within lambd of 0.
---@param lambd? number
---@return lunette.Tensor
function Tensor:hardshrink(lambd) end

--- relu6(x + 3) / 6.
---@return lunette.Tensor
function Tensor:hardsigmoid() end

--- x relu6(x + 3) / 6 (Howard et al. 2019, section 5.2).
---@return lunette.Tensor
function Tensor:hardswish() end

--- g times the slope of hardswish at x: its cotangent in one pass.
---@param x lunette.Tensor
---@return lunette.Tensor
function Tensor:hardswish_grad(x) end

--- x limited to min_val .. max_val, as clamp; at the limits the derivative is 0, where that of clamp is 1.
---@param min_val? number
---@param max_val? number
---@return lunette.Tensor
function Tensor:hardtanh(min_val, max_val) end

--- 0 below 0, 1 above, values at 0.
---@param values lunette.Tensor|number
---@return lunette.Tensor
function Tensor:heaviside(values) end

--- How many elements lie in each of `bins` equal parts of min .. max; with min
--- equal to max those of the least and the largest element. What lies outside
--- is not counted. No derivative. y: bins.
---@param bins? integer
---@param min? number
---@param max? number
---@return any ...
function Tensor:histc(bins, min, max) end

--- As tensor_split along dimension 2, of vectors along 1; a number of parts
--- divides it.
---@param indices_or_sections integer|table
---@return any ...
function Tensor:hsplit(indices_or_sections) end

--- With d = x - target: d^2 / 2 within delta of 0, delta (|d| - delta / 2) beyond (Huber 1964).
---@param target lunette.Tensor|number
---@param delta? number
---@return lunette.Tensor
function Tensor:huber(target, delta) end

--- scale times g times x - target, which is held between -delta and delta: the slope of huber and, without a delta, of squared_error.
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param delta? number
---@param scale? number
---@return lunette.Tensor
function Tensor:huber_grad(x, target, delta, scale) end

--- sqrt(x^2 + other^2), without overflow; its derivative at 0 is 0, where PyTorch has NaN.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:hypot(other) end

--- The inverse of fft, of pairs (..., 2) along dim.
---@param n? integer
---@param dim? integer
---@param options? {norm?: "backward"|"ortho"|"forward"}
---@return any ...
function Tensor:ifft(n, dim, options) end

--- The inverse of fft2.
---@param s? integer|integer[]
---@param dim? integer|integer[]
---@param options? {norm?: "backward"|"ortho"|"forward"}
---@return any ...
function Tensor:ifft2(s, dim, options) end

--- The inverse of fftn.
---@param s? integer|integer[]
---@param dim? integer|integer[]
---@param options? {norm?: "backward"|"ortho"|"forward"}
---@return any ...
function Tensor:ifftn(s, dim, options) end

--- The inverse of fftshift.
---@param dim? integer|integer[]
---@return any ...
function Tensor:ifftshift(dim) end

--- The windows of x (n, c, h, w, or without n) as columns: n, c times the kernel, windows. It is nn.functional.unfold; x:unfold takes windows along one dimension.
---@param kernel_size integer|integer[]
---@param options? {dilation?: integer|integer[], padding?: integer|integer[], stride?: integer|integer[]}
---@return lunette.Tensor
function Tensor:im2col(kernel_size, options) end

--- x with alpha times the slices of source added where index says: with alpha 1 the adjoint of index_select.
---@param dim integer
---@param index lunette.Tensor|number
---@param source lunette.Tensor|number
---@param options? {alpha?: number}
---@return lunette.Tensor
function Tensor:index_add(dim, index, source, options) end

--- x with the slices of src, or the number src, where index (from 1) says along dim. Where an index comes twice the last one stands, and the derivative takes no notice of it.
---@param dim integer
---@param index lunette.Tensor|number
---@param src lunette.Tensor|number
---@return lunette.Tensor
function Tensor:index_assign(dim, index, src) end

--- x with the slices of source at the indices of dimension dim, negative ones from the end; where an index comes twice the last one stands.
---@param dim integer
---@param index lunette.Tensor|number
---@param source lunette.Tensor|number
---@return lunette.Tensor
function Tensor:index_copy(dim, index, source) end

--- x with the largest, or the smallest, of itself and the slices of src that meet where index says. Equal ones share the gradient.
---@param dim integer
---@param index lunette.Tensor|number
---@param src lunette.Tensor|number
---@param options? {which?: "largest"|"smallest"}
---@return lunette.Tensor
function Tensor:index_extreme(dim, index, src, options) end

--- x with value, a number or a tensor of one, at the indices of dimension dim, negative ones from the end.
---@param dim integer
---@param index lunette.Tensor|number
---@param value lunette.Tensor|number
---@return lunette.Tensor
function Tensor:index_fill(dim, index, value) end

--- x with values, which broadcast, at x[{i, j, ...}], or added there: indices, negative ones from the end, and masks, for the first dimensions. Where a place comes twice the last value stands, or all are added.
---@param indices lunette.Tensor[]
---@param values lunette.Tensor|number
---@param accumulate? boolean
---@return lunette.Tensor
function Tensor:index_put(indices, values, accumulate) end

--- x[{i, j, ...}] for tensors of indices of the first dimensions, which broadcast: y has the sizes they broadcast to, then the other sizes of x.
---@param indices lunette.Tensor[]
---@return lunette.Tensor
function Tensor:index_read(indices) end

--- x with the slices of source multiplied, averaged, or the largest or smallest
--- taken, where index says, as scatter_reduce does with elements.
---@param dim integer
---@param index lunette.Tensor
---@param source lunette.Tensor
---@param reduce "prod"|"mean"|"amax"|"amin"
---@param options? {include_self?: boolean}
---@return any ...
function Tensor:index_reduce(dim, index, source, reduce, options) end

--- The slices of x along dim that index (one dimension, from 1) names, in that order; one may come twice.
---@param dim integer
---@param index lunette.Tensor|number
---@return lunette.Tensor
function Tensor:index_select(dim, index) end

--- x with values in the places that index_read reads, or with accumulate added there, which is the adjoint of index_read.
---@param indices lunette.Tensor[]
---@param values lunette.Tensor|number
---@param options? {accumulate?: boolean}
---@return lunette.Tensor
function Tensor:index_write(indices, values, options) end

--- The products summed over the last dimensions of both; a number multiplies.
---@param other lunette.Tensor
---@return any ...
function Tensor:inner(other) end

--- x (n, c, one to three spatial sizes) resized to size, or by scale_factor
--- (sizes rounded down); each is one for all spatial dimensions, or a table.
--- linear is for one of them, bilinear and bicubic (a = -3/4) for two,
--- trilinear for three; nearest takes the element at floor(i in / out),
--- nearest-exact at floor((i + 1/2) in / out), i from 0; area is adaptive
--- averaging. align_corners: the corner elements keep their places, else the
--- edges do. antialias (bilinear and bicubic, there a = -1/2): where the size
--- shrinks, weights are as wide as what one result stands for, as Pillow's.
---@param size? integer|integer[]
---@param scale_factor? number|number[]
---@param mode? "nearest"|"linear"|"bilinear"|"bicubic"|"area"|"trilinear"|"nearest-exact"
---@param align_corners? boolean
---@param options? {antialias?: boolean}
---@return any ...
function Tensor:interpolate(size, scale_factor, mode, align_corners, options) end

--- inverse, as PyTorch's inv.
---@return lunette.Tensor
function Tensor:inv() end

--- The inverse of a square matrix.
---@return lunette.Tensor
function Tensor:inverse() end

--- The n real numbers y_j = sum over k < n of x_k exp(2 pi i j k / n) of the first n / 2 + 1 pairs along dim, without a factor; what is imaginary in the first, and in the last of an even n, has no part in it. See irfft.
---@param dim integer
---@param n integer
---@return lunette.Tensor
function Tensor:irdft(dim, n) end

--- The n real numbers that rfft makes such pairs (..., 2) of; n left out is
--- even, 2 (size - 1). What is imaginary in the first pair, and in the last of
--- an even n, has no part in it.
---@param n? integer
---@param dim? integer
---@param options? {norm?: "backward"|"ortho"|"forward"}
---@return any ...
function Tensor:irfft(n, dim, options) end

--- The real numbers that rfft2 makes such pairs of; without s the last of dim
--- gets an even size, as irfft's.
---@param s? integer|integer[]
---@param dim? integer|integer[]
---@param options? {norm?: "backward"|"ortho"|"forward"}
---@return any ...
function Tensor:irfft2(s, dim, options) end

--- The inverse of rfftn, as irfft is that of rfft.
---@param s? integer|integer[]
---@param dim? integer|integer[]
---@param options? {norm?: "backward"|"ortho"|"forward"}
---@return any ...
function Tensor:irfftn(s, dim, options) end

--- 1 where |x - other| <= atol + rtol |other|, and where the two are equal, else 0; NaN is close to NaN with equal_nan. No derivative.
---@param other lunette.Tensor|number
---@param options? {rtol?: number, atol?: number, equal_nan?: boolean}
---@return lunette.Tensor
function Tensor:isclose(other, options) end

--- 1 where x is neither infinite nor NaN, else 0. No derivative.
---@return lunette.Tensor
function Tensor:isfinite() end

--- 1 where an element is among test_elements, else 0; with invert the other way
--- round. NaN is among nothing. No derivative.
---@param test_elements lunette.Tensor|number
---@param options? {invert?: boolean}
---@return any ...
function Tensor:isin(test_elements, options) end

--- 1 where x is inf or -inf, else 0. No derivative.
---@return lunette.Tensor
function Tensor:isinf() end

--- 1 where x is NaN, else 0. No derivative.
---@return lunette.Tensor
function Tensor:isnan() end

--- 1 where x is -inf, else 0. No derivative.
---@return any ...
function Tensor:isneginf() end

--- 1 where x is inf, else 0. No derivative.
---@return any ...
function Tensor:isposinf() end

--- The signal (length, or n, length) whose stft has these pairs ((n,)
--- frequencies, frames, 2), or is nearest to them (Griffin and Lim, "Signal
--- estimation from modified short-time Fourier transform", 1984, equation 6);
--- the other arguments are those of the stft. length: as many elements, with
--- zeros where there are fewer. Of all n_fft frequencies, where onesided is
--- false, those count that rfft has.
---@param n_fft integer
---@param hop_length? integer
---@param win_length? integer
---@param window? lunette.Tensor
---@param options? {center?: boolean, normalized?: boolean, onesided?: boolean, length?: integer}
---@return any ...
function Tensor:istft(n_fft, hop_length, win_length, window, options) end

--- The Kronecker product: y[i p + k][j q + l] = x[i][j] other[k][l] (counted
--- from 0) for an other of p x q, and so with more dimensions, of which the one
--- that has fewer gets some of size 1 in front.
---@param other lunette.Tensor
---@return any ...
function Tensor:kron(other) end

--- The k-th smallest along dim, k from 1, and its index.
---@param k integer
---@param dim? integer
---@param options? {keepdim?: boolean}
---@return any ...
function Tensor:kthvalue(k, dim, options) end

--- (x - mean) / sqrt(var + eps) weight + bias, with mean and biased variance over the last dimensions, whose sizes are normalized_shape, as those of weight and bias (Ba, Kiros and Hinton 2016, equation 4).
---@param normalized_shape integer|integer[]
---@param weight? lunette.Tensor|number
---@param bias? lunette.Tensor|number
---@param options? {eps?: number}
---@return lunette.Tensor
function Tensor:layer_norm(normalized_shape, weight, bias, options) end

--- x 2^other.
---@param other lunette.Tensor|number
---@return any ...
function Tensor:ldexp(other) end

--- 1 where x <= other, else 0. No derivative.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:le(other) end

--- x above 0, negative_slope x below.
---@param negative_slope? number
---@return lunette.Tensor
function Tensor:leaky_relu(negative_slope) end

--- x above 0, slope x below: leaky_relu with a tensor of slopes.
---@param slope lunette.Tensor|number
---@return lunette.Tensor
function Tensor:leaky_relu_by(slope) end

--- g where x is above 0, negative_slope g elsewhere: the cotangent of relu and leaky_relu.
---@param x lunette.Tensor
---@param negative_slope? number
---@return lunette.Tensor
function Tensor:leaky_relu_grad(x, negative_slope) end

--- x + weight (end - x).
---@param last lunette.Tensor|number
---@param weight lunette.Tensor|number
---@return lunette.Tensor
function Tensor:lerp(last, weight) end

--- lt, as PyTorch's less.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:less(other) end

--- le, as PyTorch's less_equal.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:less_equal(other) end

--- The logarithm of the size of the gamma function; infinite at 0 and whole numbers below.
---@return lunette.Tensor
function Tensor:lgamma() end

--- x weight^T + bias. x: ..., in; weight: out, in; bias: out.
---@param weight lunette.Tensor|number
---@param bias? lunette.Tensor|number
---@return lunette.Tensor
function Tensor:linear(weight, bias) end

--- Natural logarithm.
---@return lunette.Tensor
function Tensor:log() end

--- Logarithm to base 10.
---@return lunette.Tensor
function Tensor:log10() end

--- log(1 + x), exact near 0.
---@return lunette.Tensor
function Tensor:log1p() end

--- Logarithm to base 2.
---@return lunette.Tensor
function Tensor:log2() end

--- The logarithm of the normal distribution function ndtr, exact in both tails.
---@return lunette.Tensor
function Tensor:log_ndtr() end

--- x - logsumexp(x) along dim.
---@param dim integer
---@return lunette.Tensor
function Tensor:log_softmax(dim) end

--- log_softmax(x, 2) at the class of each sample, or of each of its places, without the rest. x: n,c or n,c,...; classes: n or n,..., from 1; y: as classes. Minus it is the cross entropy of scores x.
---@param classes lunette.Tensor|number
---@return lunette.Tensor
function Tensor:log_softmax_at(classes) end

--- The gradient of log_softmax_at in x: g (one_hot(classes) - softmax(x, 2)), of each place. g: as classes; y: as x.
---@param classes lunette.Tensor|number
---@param g lunette.Tensor|number
---@return lunette.Tensor
function Tensor:log_softmax_at_grad(classes, g) end

--- The gradient of log_softmax at its result y: g - exp(y) sum(g), the sum along dim.
---@param g lunette.Tensor|number
---@param dim integer
---@return lunette.Tensor
function Tensor:log_softmax_grad(g, dim) end

--- log(exp(x) + exp(other)), without overflow.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:logaddexp(other) end

--- log2(2^x + 2^other), without overflow.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:logaddexp2(other) end

--- log(cumsum(exp(x))) along dim, without overflow.
---@param dim integer
---@return lunette.Tensor
function Tensor:logcumsumexp(dim) end

--- The logarithm of the determinant: NaN where it is negative, -inf where 0.
---@return any ...
function Tensor:logdet() end

--- 1 where neither is 0, else 0. No derivative.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:logical_and(other) end

--- 1 where x is 0, else 0. No derivative.
---@return lunette.Tensor
function Tensor:logical_not() end

--- 1 where one is not 0, else 0. No derivative.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:logical_or(other) end

--- 1 where just one is not 0, else 0. No derivative.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:logical_xor(other) end

--- -target log(sigmoid(x)) - (1 - target) log(sigmoid(-x)), without overflow.
---@param target lunette.Tensor|number
---@return lunette.Tensor
function Tensor:logistic_loss(target) end

--- log(x / (1 - x)), the inverse of sigmoid; NaN outside 0 .. 1. With eps, x is first limited to eps .. 1 - eps.
---@param eps? number
---@return lunette.Tensor
function Tensor:logit(eps) end

--- log(sigmoid(x)), without overflow.
---@return lunette.Tensor
function Tensor:logsigmoid() end

--- `steps` powers of base, whose exponents lie evenly from start to last.
---@param last number
---@param steps integer
---@param base? number
---@param options? {requires_grad?: boolean}
---@return any ...
function Tensor:logspace(last, steps, base, options) end

--- log(sum(exp(x))) over dim, without overflow.
---@param dim integer|integer[]
---@param options? {keepdim?: boolean}
---@return lunette.Tensor
function Tensor:logsumexp(dim, options) end

--- logsumexp along one dimension.
---@param dim integer
---@param options? {keepdim?: boolean}
---@return lunette.Tensor
function Tensor:logsumexp_along(dim, options) end

--- The y for which the sum of (A y - B)^2 is least, and these sums by column,
--- of A (..., m, n) of full rank and B (..., m, r). Where m < n there are many
--- with 0, and y is the shortest. The sums (..., r) are empty unless m > n, as
--- PyTorch's; its rank and singular values are not given. By QR.
---@param B lunette.Tensor
---@return any ...
function Tensor:lstsq(B) end

--- 1 where x < other, else 0. No derivative.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:lt(other) end

--- x = p l u, as one matrix LU of the sizes of x (..., m, n), l below the
--- diagonal (its own is 1), u on and above it; and pivots (..., min(m, n)): row
--- i is exchanged with row pivots[i], for i from 1 on. It is torch.lu, and
--- ln.linalg.lu_factor.
---@return any ...
function Tensor:lu() end

--- The factors of x = p l u, m x n, in m rows (below the diagonal l, whose diagonal is 1, on and above it u) and in one more the pivots; see lu.
---@return lunette.Tensor
function Tensor:lu_packed() end

--- The y with a y = x (..., n, r), given what lu makes of a.
---@param LU_data lunette.Tensor
---@param LU_pivots lunette.Tensor
---@return any ...
function Tensor:lu_solve(LU_data, LU_pivots) end

--- p (..., m, m), l (..., m, k) and u (..., k, n), with k = min(m, n), of what
--- lu gives: x = p l u.
---@param LU_pivots lunette.Tensor
---@return any ...
function Tensor:lu_unpack(LU_pivots) end

--- The y with s y + y s = g, for symmetric s ((s + s^T) / 2 counts): the derivative of sqrtm. 0 for pairs of eigenvalues whose sum is 0. By LAPACK.
---@param g lunette.Tensor|number
---@return lunette.Tensor
function Tensor:lyapunov(g) end

--- value, one number, where mask is not 0, x elsewhere.
---@param mask lunette.Tensor|number
---@param value lunette.Tensor|number
---@return lunette.Tensor
function Tensor:masked_fill(mask, value) end

--- x with the elements of source, in order, where mask is not 0: the adjoint of masked_select. The mask expands to x.
---@param mask lunette.Tensor|number
---@param source lunette.Tensor|number
---@return lunette.Tensor
function Tensor:masked_scatter(mask, source) end

--- The elements of x where mask is not 0, as a vector; they broadcast.
---@param mask lunette.Tensor|number
---@return lunette.Tensor
function Tensor:masked_select(mask) end

--- The matrix product. A vector counts as a row on the left and as a column on the right; leading dimensions broadcast.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:matmul(other) end

--- exp of square matrices, sum over k of x^k / k!: of x / 2^s by its Taylor
--- polynomial of degree 18, squared s times (Bader, Blanes and Casas,
--- "Computing the matrix exponential with an optimized Taylor polynomial
--- approximation", 2019, choose the degree so).
---@return any ...
function Tensor:matrix_exp() end

--- The norm of the matrices in the two dimensions of dim: "fro", the root of
--- the sum of squares; "nuc", the sum of singular values; 2 and -2, the largest
--- and the least of them; 1 and -1, the largest and the least sum of |x| in a
--- column; inf and -inf, in a row.
---@param ord? number|"fro"|"nuc"
---@param dim? integer|integer[]
---@param options? {keepdim?: boolean}
---@return any ...
function Tensor:matrix_norm(ord, dim, options) end

--- The product of n factors x; of -n factors inverse(x) when n is below 0.
---@param n integer
---@return any ...
function Tensor:matrix_power(n) end

--- How many singular values count, as pinv's. No derivative.
---@param options? {atol?: number, rtol?: number}
---@return any ...
function Tensor:matrix_rank(options) end

--- x:max() is the largest element; equal ones share its gradient.
--- x:max(dim, {keepdim = false}) gives the largest along dim and their indices,
--- of equal ones the first. x:max(other) is x:maximum(other). NaN wins.
---@param dim? lunette.Tensor|integer
---@param options? {keepdim?: boolean}
---@return any ...
function Tensor:max(dim, options) end

--- max_pool1d, max_pool2d and max_pool3d, of the last dimensions, as many as kernel_size has entries. stride, padding and dilation are given for three; the first ones are used.
---@param kernel_size integer|integer[]
---@param options? {stride?: integer|integer[], padding?: integer|integer[], dilation?: integer|integer[], ceil_mode?: boolean}
---@return lunette.Tensor
function Tensor:max_pool(kernel_size, options) end

--- The largest of each window; x: n, c and the spatial sizes (or without n). stride: kernel_size when not given. ceil_mode: windows may reach past the end. Edges are padded by what is less than anything.
---@param kernel_size integer
---@param options? {stride?: integer, padding?: integer, dilation?: integer, ceil_mode?: boolean}
---@return lunette.Tensor
function Tensor:max_pool1d(kernel_size, options) end

--- The largest of each window; x: n, c and the spatial sizes (or without n). stride: kernel_size when not given. ceil_mode: windows may reach past the end. Edges are padded by what is less than anything.
---@param kernel_size integer|integer[]
---@param options? {stride?: integer|integer[], padding?: integer|integer[], dilation?: integer|integer[], ceil_mode?: boolean}
---@return lunette.Tensor
function Tensor:max_pool2d(kernel_size, options) end

--- The largest of each window; x: n, c and the spatial sizes (or without n). stride: kernel_size when not given. ceil_mode: windows may reach past the end. Edges are padded by what is less than anything.
---@param kernel_size integer|integer[]
---@param options? {stride?: integer|integer[], padding?: integer|integer[], dilation?: integer|integer[], ceil_mode?: boolean}
---@return lunette.Tensor
function Tensor:max_pool3d(kernel_size, options) end

--- Where in its plane (the last dimensions, as many as kernel_size has entries, from 1) the largest of each window of max_pool stands. stride, padding and dilation are given for three; the first ones are used. No derivative.
---@param kernel_size integer|integer[]
---@param options? {stride?: integer|integer[], padding?: integer|integer[], dilation?: integer|integer[], ceil_mode?: boolean}
---@return lunette.Tensor
function Tensor:max_pool_index(kernel_size, options) end

--- The larger of the two; NaN if either is. Equal values share the gradient.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:maximum(other) end

--- The largest of each `pieces` neighbours along dim, which becomes as much shorter (Goodfellow et al. 2013, section 2).
---@param pieces integer
---@param dim? integer
---@return lunette.Tensor
function Tensor:maxout(pieces, dim) end

--- The mean over dim, or over everything.
---@param dim? integer|integer[]
---@param options? {keepdim?: boolean}
---@return lunette.Tensor
function Tensor:mean(dim, options) end

--- x:median() is the middle one of all elements, of an even number the lower;
--- equal ones share its gradient. x:median(dim, {keepdim = false}) gives those
--- along dim and their indices. NaN where there is one.
---@param dim? integer
---@param options? {keepdim?: boolean}
---@return any ...
function Tensor:median(dim, options) end

--- As max, of the smallest; NaN wins here too.
---@param dim? lunette.Tensor|integer
---@param options? {keepdim?: boolean}
---@return any ...
function Tensor:min(dim, options) end

--- o[i][b] = sum over j of exp(-|x[i][b] - others[j][b]|_1), without the pair j = i + offset, which is the sample and itself. x: n, kernels, dimensions; others: m, kernels, dimensions, or x; o: n, kernels (Salimans et al. 2016, arXiv 1606.03498, section 3.2).
---@param others? lunette.Tensor|number
---@param options? {offset?: integer}
---@return lunette.Tensor
function Tensor:minibatch_discrimination(others, options) end

--- The gradient of minibatch_discrimination in x for the cotangents g of x's and h of others' rows: -sum over j of (g[i] + h[j]) exp(-|x[i][b] - others[j][b]|_1) sign(x[i][b] - others[j][b]); with u or v its derivative along them in turn, each term times -t (minibatch_turns). Without others, h is g and v is u.
---@param others? lunette.Tensor|number
---@param u? lunette.Tensor|number
---@param v? lunette.Tensor|number
---@param g? lunette.Tensor|number
---@param h? lunette.Tensor|number
---@param options? {offset?: integer}
---@return lunette.Tensor
function Tensor:minibatch_pulls(others, u, v, g, h, options) end

--- The derivative of minibatch_discrimination along u and v: -sum over j of exp(-|x[i][b] - others[j][b]|_1) t, with t = sign(x[i][b] - others[j][b]) . (u[i][b] - v[j][b]). Without others, v is u.
---@param others? lunette.Tensor|number
---@param u? lunette.Tensor|number
---@param v? lunette.Tensor|number
---@param options? {offset?: integer}
---@return lunette.Tensor
function Tensor:minibatch_turns(others, u, v, options) end

--- The smaller of the two; NaN if either is. Equal values share the gradient.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:minimum(other) end

--- x tanh(softplus(x)) (Misra 2019).
---@return lunette.Tensor
function Tensor:mish() end

--- The product of two matrices.
---@param mat2 lunette.Tensor|number
---@return lunette.Tensor
function Tensor:mm(mat2) end

--- The most frequent element along dim, of equally frequent ones the smallest,
--- and the index of its last. NaN equals nothing.
---@param dim? integer
---@param options? {keepdim?: boolean}
---@return any ...
function Tensor:mode(dim, options) end

--- movedim, as PyTorch's moveaxis.
---@param source integer|integer[]
---@param destination integer|integer[]
---@return any ...
function Tensor:moveaxis(source, destination) end

--- The dimensions `source` put where `destination` says (integers, or tables of
--- as many); the others keep their order. A view.
---@param source integer|integer[]
---@param destination integer|integer[]
---@return any ...
function Tensor:movedim(source, destination) end

--- x in order along dimension 1; equal elements keep their order.
---@return any ...
function Tensor:msort() end

--- x times other.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:mul(other) end

--- The sum over the classes t that a row of target lists and all other classes k of max(0, 1 - x_t + x_k). x, target: n,c; y: n.
---@param target lunette.Tensor|number
---@return lunette.Tensor
function Tensor:multilabel_margin(target) end

--- The gradient of multilabel_margin in x, where its own has g. g: n; y: n,c.
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@return lunette.Tensor
function Tensor:multilabel_margin_grad(x, target) end

--- mul, as PyTorch's multiply.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:multiply(other) end

--- x times other, but 0 where other is 0, even if x is infinite or NaN: for masks.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:multiply_no_nan(other) end

--- The product of a matrix and a vector.
---@param vec lunette.Tensor|number
---@return lunette.Tensor
function Tensor:mv(vec) end

--- The logarithm of the multivariate gamma function of dimension p,
--- p (p - 1) / 4 log(pi) plus lgamma(x - k / 2) for k from 0 to p - 1. It is
--- meant for x above (p - 1) / 2.
---@param p integer
---@return any ...
function Tensor:mvlgamma(p) end

--- x with NaN, inf and -inf replaced; posinf and neginf, when left out, are the largest and the least finite number. The derivative is 0 where something was replaced.
---@param nan? number
---@param posinf? number
---@param neginf? number
---@return lunette.Tensor
function Tensor:nan_to_num(nan, posinf, neginf) end

--- The mean over dim, or over everything, of what is not NaN; NaN where there
--- is nothing else.
---@param dim? integer|integer[]
---@param options? {keepdim?: boolean}
---@return any ...
function Tensor:nanmean(dim, options) end

--- As median, of what is not NaN; NaN where nothing else is.
---@param dim? integer
---@param options? {keepdim?: boolean}
---@return any ...
function Tensor:nanmedian(dim, options) end

--- As quantile, of what is not NaN; NaN where nothing else is.
---@param q lunette.Tensor|number
---@param dim? integer
---@param keepdim? boolean
---@param options? {interpolation?: "linear"|"lower"|"higher"|"midpoint"|"nearest"}
---@return any ...
function Tensor:nanquantile(q, dim, keepdim, options) end

--- The sum over dim, or over everything, of what is not NaN.
---@param dim? integer|integer[]
---@param options? {keepdim?: boolean}
---@return lunette.Tensor
function Tensor:nansum(dim, options) end

--- Elements start to start + length - 1 of a dimension, a view.
---@param dim integer
---@param start integer
---@param length integer
---@return lunette.Tensor
function Tensor:narrow(dim, start, length) end

--- The normal distribution function: the share of a standard normal number that is at most x.
---@return lunette.Tensor
function Tensor:ndtr() end

--- The inverse of ndtr: the number below which a share p of standard normal
--- numbers lies; -inf at 0, inf at 1.
---@return any ...
function Tensor:ndtri() end

--- 1 where x differs from other, else 0. No derivative.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:ne(other) end

--- -x.
---@return lunette.Tensor
function Tensor:neg() end

--- neg, as PyTorch's negative.
---@return lunette.Tensor
function Tensor:negative() end

--- A tensor of a table or a number, whatever x is: ln.tensor(data).
---@param data any
---@param options? {requires_grad?: boolean}
---@return any ...
function Tensor:new_tensor(data, options) end

--- The number next to x towards other, in the scalar type there is. No derivative.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:nextafter(other) end

--- The indices of the elements that are not 0, one a row, with a column for each dimension. No derivative.
---@return lunette.Tensor
function Tensor:nonzero() end

--- (sum |x|^p)^(1/p) over dim, or over everything; p may be inf, -inf and 0 (the number of non-zeros). For p = 2 the derivative at 0 is 0.
---@param p? number
---@param dim? integer|integer[]
---@param options? {keepdim?: boolean}
---@return lunette.Tensor
function Tensor:norm(p, dim, options) end

--- ne, as PyTorch's not_equal.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:not_equal(other) end

--- A last dimension of num_classes, 1 at the class (from 1), 0 elsewhere. No derivative.
---@param num_classes integer
---@return lunette.Tensor
function Tensor:one_hot(num_classes) end

--- y[i][j] = x[i] vec2[j] of two vectors.
---@param vec2 lunette.Tensor|number
---@return lunette.Tensor
function Tensor:outer(vec2) end

--- x with elements before and after: pad holds a left and a right amount for the last dimension, then for the one before it, and so on; negative amounts crop. The new ones are value, or x mirrored at its edge elements (reflect), its edge elements (replicate), or x once more (circular).
---@param pad integer|integer[]
---@param mode? "constant"|"reflect"|"replicate"|"circular"
---@param value? number
---@return lunette.Tensor
function Tensor:pad(pad, mode, value) end

--- The adjoint of pad with the same arguments: each element of g added where pad took it from.
---@param pad integer|integer[]
---@param options? {mode?: "constant"|"reflect"|"replicate"|"circular"}
---@return lunette.Tensor
function Tensor:pad_adjoint(pad, options) end

--- |x_i - x_j|_p of the rows i < j of x: n,d; n (n - 1) / 2 numbers, those of
--- row 1 first.
---@param p? number
---@return any ...
function Tensor:pdist(p) end

--- The dimensions in the order given.
---@param dims integer|integer[]
---@return lunette.Tensor
function Tensor:permute(dims) end

--- y[p][c][i] = x[p][c][index[p][i]], 0 where the index is 0. x: p, c, m; index: p, k; y: p, c, k.
---@param index lunette.Tensor|number
---@return lunette.Tensor
function Tensor:pick(index) end

--- x at the class of each sample, or of each of its places. x: n,c or n,c,...; classes: n or n,..., from 1; y: as classes.
---@param classes lunette.Tensor|number
---@return lunette.Tensor
function Tensor:pick_classes(classes) end

--- The gradient of pick_classes in x, which has `count` classes: g where they were picked, 0 elsewhere. g: as classes.
---@param classes lunette.Tensor|number
---@param count integer
---@return lunette.Tensor
function Tensor:pick_classes_grad(classes, count) end

--- The pseudoinverse (Moore and Penrose): of singular values those above atol
--- and rtol times the largest are inverted, the others count as 0. rtol is
--- max(m, n) times the machine's epsilon, or 0 when atol is given. Derivatives
--- by Golub and Pereyra (1973), for a rank that stays as it is.
---@param options? {atol?: number, rtol?: number}
---@return any ...
function Tensor:pinv(options) end

--- The pseudoinverse, to which singular values up to rcond times the largest, or up to atol, count as 0; see pinv. By LAPACK.
---@param rcond? number
---@param options? {atol?: number}
---@return lunette.Tensor
function Tensor:pinverse(rcond, options) end

--- Where each of m rows (..., m) stood, from 1, before pivots (..., k) put it in its place: row i is exchanged with row pivots[i], for i from 1 on. No derivative.
---@param m integer
---@return lunette.Tensor
function Tensor:pivots_order(m) end

--- Channels as space: c r r, h, w (the last sizes) become c, h r, w r (Shi et al. 2016, arXiv 1609.05158).
---@param upscale_factor integer
---@return lunette.Tensor
function Tensor:pixel_shuffle(upscale_factor) end

--- Space as channels, the inverse of pixel_shuffle: c, h r, w r (the last sizes) become c r r, h, w.
---@param downscale_factor integer
---@return lunette.Tensor
function Tensor:pixel_unshuffle(downscale_factor) end

--- The n-th derivative of digamma at x, n from 0: ln.polygamma(n, x), or
--- x:polygamma(n).
---@param x lunette.Tensor|integer
---@return any ...
function Tensor:polygamma(x) end

--- x itself.
---@return any ...
function Tensor:positive() end

--- x to the power of exponent; 0^0 is 1.
---@param exponent lunette.Tensor|number
---@return lunette.Tensor
function Tensor:pow(exponent) end

--- x above 0, weight x below; weight is one number or one for each channel, dimension 2 (He et al. 2015, equation 1).
---@param weight lunette.Tensor|number
---@return lunette.Tensor
function Tensor:prelu(weight) end

--- The product over dim, or over everything.
---@param dim? integer|integer[]
---@param options? {keepdim?: boolean}
---@return lunette.Tensor
function Tensor:prod(dim, options) end

--- The matrix product over the last two dimensions; those before broadcast. What matmul is made of.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:product(other) end

--- Zeros p, c, size with each g[p][c][i] added at index[p][i]: the adjoint of pick.
---@param index lunette.Tensor|number
---@param size integer
---@return lunette.Tensor
function Tensor:put(index, size) end

--- x = q r, for m x n matrices and k = min(m, n): q (..., m, k), whose columns
--- have length 1 and are orthogonal, and r (..., k, n), upper triangular. In
--- mode "complete" q is m x m and r m x n; what is added is arbitrary, so that
--- for m > n there is no derivative. The signs are LAPACK's: r's diagonal may
--- be negative.
---@param mode? "reduced"|"complete"
---@return any ...
function Tensor:qr(mode) end

--- The factors of x = q r, of as many rows as columns, or more: the elements of q, then those of r; see qr. By LAPACK.
---@param options? {complete?: boolean}
---@return lunette.Tensor
function Tensor:qr_packed(options) end

--- The q-quantile along dim, or of all elements: what stands at place
--- q (n - 1), from 0, of those in order, between two of them as interpolation
--- says. q is a number from 0 to 1, or a tensor of them, whose results lie
--- along a new first dimension. NaN where there is one.
---@param q lunette.Tensor|number
---@param dim? integer
---@param keepdim? boolean
---@param options? {interpolation?: "linear"|"lower"|"higher"|"midpoint"|"nearest"}
---@return any ...
function Tensor:quantile(q, dim, keepdim, options) end

--- x in radians, in degrees.
---@return any ...
function Tensor:rad2deg() end

--- x as one dimension: a view where the strides allow it, else a copy.
---@return any ...
function Tensor:ravel() end

--- The first n / 2 + 1 numbers of the transform of real ones along dim, as pairs in a last dimension of 2; the others are the conjugates of these. See rfft.
---@param dim integer
---@return lunette.Tensor
function Tensor:rdft(dim) end

--- 1 / x.
---@return lunette.Tensor
function Tensor:reciprocal() end

--- max(x, 0); its derivative at 0 is 0.
---@return lunette.Tensor
function Tensor:relu() end

--- x limited to 0 .. 6.
---@return lunette.Tensor
function Tensor:relu6() end

--- x - other floor(x / other): the remainder with the sign of other, as % in Lua.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:remainder(other) end

--- x, with the parts that lie along dim (its rows, for 1) scaled down to the
--- p-norm maxnorm where theirs is above it.
---@param p number
---@param dim integer
---@param maxnorm number
---@return any ...
function Tensor:renorm(p, dim, maxnorm) end

--- Each element of a dimension repeats times in a row, or as often as a tensor of repeats says for each; of x made one dimension where none is given.
---@param repeats lunette.Tensor|number
---@param dim? integer
---@return lunette.Tensor
function Tensor:repeat_interleave(repeats, dim) end

--- x resized along dim, as interpolate does. scale: elements of x for one of the result, when it is not the quotient of the sizes.
---@param dim integer
---@param size integer
---@param options? {mode?: "nearest"|"linear"|"cubic"|"area"|"nearest-exact", align_corners?: boolean, antialias?: boolean, scale?: number}
---@return lunette.Tensor
function Tensor:resample(dim, size, options) end

--- The adjoint of resample: size is that of its x.
---@param dim integer
---@param size integer
---@param options? {mode?: "nearest"|"linear"|"cubic"|"area"|"nearest-exact", align_corners?: boolean, antialias?: boolean, scale?: number}
---@return lunette.Tensor
function Tensor:resample_adjoint(dim, size, options) end

--- The same elements in row-major order under other sizes; one may be -1. A view where the strides allow it, else a copy.
---@param ... integer|integer[]|table
---@return lunette.Tensor
function Tensor:reshape(...) end

--- reshape to the sizes of other.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:reshape_as(other) end

--- The transform of real numbers along dim, as fft's: the first n // 2 + 1
--- pairs, in a new last dimension of 2. The others are the conjugates of these.
---@param n? integer
---@param dim? integer
---@param options? {norm?: "backward"|"ortho"|"forward"}
---@return any ...
function Tensor:rfft(n, dim, options) end

--- The transform of real numbers along the two dimensions in dim, of images
--- ..., h, w: pairs ..., h, w // 2 + 1, 2. s has the two sizes that they are
--- brought to. An image's frequencies from the lowest on are rows 1, 2, ... and
--- h, h - 1, ...: fftfreq and rfftfreq have them.
---@param s? integer|integer[]
---@param dim? integer|integer[]
---@param options? {norm?: "backward"|"ortho"|"forward"}
---@return any ...
function Tensor:rfft2(s, dim, options) end

--- Those of rfft's result, 0, 1, ..., n // 2, over d n.
---@param d? number
---@return any ...
function Tensor:rfftfreq(d) end

--- rfft along the last of the dimensions in dim, and fft along the others.
---@param s? integer|integer[]
---@param dim? integer|integer[]
---@param options? {norm?: "backward"|"ortho"|"forward"}
---@return any ...
function Tensor:rfftn(s, dim, options) end

--- Elements moved on by `shifts` along `dims` (integers, or tables of as many),
--- those that fall off coming in again in front: y[i + shift] = x[i]. Without
--- dims, x counts as one dimension and gets its shape back.
---@param shifts integer|integer[]
---@param dims? integer|integer[]
---@return any ...
function Tensor:roll(shifts, dims) end

--- roll along one dimension: y[i + shift] = x[i], and what falls off comes in again in front.
---@param shift integer
---@param dim integer
---@return lunette.Tensor
function Tensor:roll_one(shift, dim) end

--- Square root whose derivative at 0 is 0, as norms need it.
---@return lunette.Tensor
function Tensor:root() end

--- x turned by k times 90 degrees in the plane of two dims, from the first
--- towards the second.
---@param k? integer
---@param dims? integer|integer[]
---@return any ...
function Tensor:rot90(k, dims) end

--- The nearest whole number, of two the even one, or the nearest multiple of 10^-decimals; its derivative is 0.
---@param options? {decimals?: integer}
---@return lunette.Tensor
function Tensor:round(options) end

--- The cotangent of x in layer_norm or group_norm: x is rows, stats their means and variances, 2 x rows, and the weights begin again every `period` rows. No derivative: a recorded sweep differentiates plain ops.
---@param x lunette.Tensor
---@param stats lunette.Tensor|number
---@param weight? lunette.Tensor|number
---@param options? {period?: integer, eps?: number}
---@return lunette.Tensor
function Tensor:row_norm_grad(x, stats, weight, options) end

--- Sums of g xhat and of g for every weight, 2 x weights: what the backward pass of layer_norm and group_norm needs. No derivative.
---@param x lunette.Tensor
---@param stats lunette.Tensor|number
---@param options? {period?: integer, weights?: integer, eps?: number}
---@return lunette.Tensor
function Tensor:row_norm_sums(x, stats, options) end

--- 1 / sqrt(x).
---@return lunette.Tensor
function Tensor:rsqrt() end

--- other - alpha x.
---@param other lunette.Tensor|number
---@param options? {alpha?: number}
---@return any ...
function Tensor:rsub(other, options) end

--- x with src[i][j], or the number src, at [i][index[i][j]] for dim 2, and so for any dim. Where an index comes twice the last one stands, and the derivative takes no notice of it.
---@param dim integer
---@param index lunette.Tensor|number
---@param src lunette.Tensor|number
---@return lunette.Tensor
function Tensor:scatter(dim, index, src) end

--- x with src[i][j] added at [i][index[i][j]] for dim 2, and so for any dim: the adjoint of gather.
---@param dim integer
---@param index lunette.Tensor|number
---@param src lunette.Tensor|number
---@return lunette.Tensor
function Tensor:scatter_add(dim, index, src) end

--- x with the largest, or the smallest, of itself and the src[i][j] that meet at [i][index[i][j]] for dim 2, and so for any dim; src has the shape of index. Equal ones share the gradient.
---@param dim integer
---@param index lunette.Tensor|number
---@param src lunette.Tensor|number
---@param options? {which?: "largest"|"smallest"}
---@return lunette.Tensor
function Tensor:scatter_extreme(dim, index, src, options) end

--- x with src[i][j] summed, multiplied, averaged, or the largest or smallest
--- taken, at [i][index[i][j]] for dim 2, and so for any dim. With include_self
--- the element of x that is there takes part; without it, it gives way. Equal
--- ones share the gradient of amax and amin. prod needs memory for as many
--- times the elements of x as factors meet in one place, at most.
---@param dim integer
---@param index lunette.Tensor
---@param src lunette.Tensor
---@param reduce "sum"|"prod"|"mean"|"amax"|"amin"
---@param options? {include_self?: boolean}
---@return any ...
function Tensor:scatter_reduce(dim, index, src, reduce, options) end

--- Where each element of x would stand in a sorted line, from 1: before those equal to it, with right after them. The line is one for all, or one for each last dimension of x. No derivative.
---@param x lunette.Tensor
---@param options? {right?: boolean}
---@return lunette.Tensor
function Tensor:searchsorted(x, options) end

--- Reductions of parts of data that follow each other along axis and have these
--- lengths, which make up the dimension. Of an empty part the sum is 0, the
--- product 1, the mean NaN, the largest -inf and the smallest inf.
---@param reduce "sum"|"mean"|"prod"|"max"|"min"
---@param options {lengths: lunette.Tensor, axis?: integer}
---@return any ...
function Tensor:segment_reduce(reduce, options) end

--- Element index of a dimension, which goes; a view.
---@param dim integer
---@param index integer
---@return lunette.Tensor
function Tensor:select(dim, index) end

--- x with src in place of x:select(dim, index).
---@param src lunette.Tensor
---@param dim integer
---@param index integer
---@return any ...
function Tensor:select_scatter(src, dim, index) end

--- 1.0507 elu(x, 1.6733), whose results keep mean 0 and variance 1 (Klambauer et al. 2017, equation 2).
---@return lunette.Tensor
function Tensor:selu() end

--- sign, as PyTorch's sgn.
---@return lunette.Tensor
function Tensor:sgn() end

--- 1 / (1 + exp(-x)).
---@return lunette.Tensor
function Tensor:sigmoid() end

--- g y (1 - y): the cotangent of sigmoid, y its result.
---@param y lunette.Tensor|number
---@return lunette.Tensor
function Tensor:sigmoid_grad(y) end

--- -1, 0 or 1; its derivative is 0 everywhere.
---@return lunette.Tensor
function Tensor:sign() end

--- 1 where x is below 0, or -0, else 0. No derivative.
---@return lunette.Tensor
function Tensor:signbit() end

--- x sigmoid(x), also called swish (Elfwing, Uchibe and Doya 2017).
---@return lunette.Tensor
function Tensor:silu() end

--- g times the slope of silu at x: its cotangent in one pass.
---@param x lunette.Tensor
---@return lunette.Tensor
function Tensor:silu_grad(x) end

--- Sine of x radians.
---@return lunette.Tensor
function Tensor:sin() end

--- sin(pi x) / (pi x), and 1 at 0. Derivatives of every order are those of the
--- function, at 0 as well, where PyTorch's are 0.
---@return any ...
function Tensor:sinc() end

--- The derivative of that order, up to 20, of sinc, and with 0 sinc itself.
---@param order integer
---@return lunette.Tensor
function Tensor:sinc_derivative(order) end

--- Hyperbolic sine.
---@return lunette.Tensor
function Tensor:sinh() end

--- x with src in place of the elements start to last of dimension dim, each
--- step-th of them. Both are included, and negative ones count from the end.
---@param src lunette.Tensor
---@param dim? integer
---@param start? integer
---@param last? integer
---@param step? integer
---@return any ...
function Tensor:slice_scatter(src, dim, start, last, step) end

--- The sign of the determinant (1, -1, or 0 for a singular matrix) and the
--- logarithm of its size.
---@return any ...
function Tensor:slogdet() end

--- The sign of a determinant, and the logarithm of its size (-inf for 0): a last dimension of 2; see slogdet.
---@return lunette.Tensor
function Tensor:slogdet_packed() end

--- exp(x) over its sum along dim.
---@param dim integer
---@return lunette.Tensor
function Tensor:softmax(dim) end

--- The gradient of softmax at its result y: y (g - sum(g y)), the sum along dim.
---@param g lunette.Tensor|number
---@param dim integer
---@return lunette.Tensor
function Tensor:softmax_grad(g, dim) end

--- log(1 + exp(beta x)) / beta, without overflow; x itself where beta x is above threshold.
---@param beta? number
---@param threshold? number
---@return lunette.Tensor
function Tensor:softplus(beta, threshold) end

--- x drawn towards 0 by lambd, 0 within lambd of it.
---@param lambd? number
---@return lunette.Tensor
function Tensor:softshrink(lambd) end

--- x / (1 + |x|).
---@return lunette.Tensor
function Tensor:softsign() end

--- The y with A y = B. A: ..., n, n; B: ..., n, r, or vectors: n, or ..., n with the leading sizes of A.
---@param B lunette.Tensor|number
---@return lunette.Tensor
function Tensor:solve(B) end

--- The y with a y = b for matrices of one batch: what solve is made of.
---@param b lunette.Tensor|number
---@return lunette.Tensor
function Tensor:solve_columns(b) end

--- The y with A y = B for triangular A (..., n, n) and B (..., n, r); or with
--- y A = B, for B (..., r, n), unless left. What is not upper, or not lower, in
--- A is not read; with unitriangular its diagonal is not, either, and is 1.
---@param B lunette.Tensor
---@param options {upper: boolean, left?: boolean, unitriangular?: boolean}
---@return any ...
function Tensor:solve_triangular(B, options) end

--- The y with a y = b for triangular matrices of one batch: what solve_triangular is made of. What is not upper, or lower, in a is not read, nor its diagonal with unitriangular, which is 1.
---@param b lunette.Tensor|number
---@param options? {upper?: boolean, unitriangular?: boolean}
---@return lunette.Tensor
function Tensor:solve_triangular_columns(b, options) end

--- x in order along dim, and the indices that put it so. Equal elements keep
--- their order. n log n for a line of n.
---@param dim? integer
---@param options? {descending?: boolean}
---@return any ...
function Tensor:sort(dim, options) end

--- The power spectrum of images (n, c, h, w), averaged over all directions: n,
--- c, bins, with min(h, w) // 2 + 1 bins, of one channel each. It shows which
--- frequencies a generator lacks, or has too much of: its upper end is where
--- up-convolutions leave their traces (Durall, Keuper and Keuper, "Watch your
--- Up-Convolution", CVPR 2020, arXiv 2003.01826, whose integral over the angle
--- is a mean here). It can be a term of the generator's loss, as there.
---
--- With F the transform of an image, a bin has the mean of |F|^2 / (h w) over
--- the frequencies whose radius r, in cycles along the shorter side, has
--- k <= r < k + 1: k = 0 is the mean of the image alone, the last bin that of
--- stripes of two pixels; what is in the corners beyond it is left out. White
--- noise of variance v has v everywhere, whatever the size. Its logarithm is
--- what is mostly drawn:
---
---   local real = ln.spectrum(ln.rand(64, 3, 32, 32)):mean({1, 2}):log()
---@return any ...
function Tensor:spectrum() end

--- A table of parts along dim, views of x. With an integer they have that
--- length, the last may be shorter; with a table they have its lengths, which
--- make up the dimension.
---@param split_size_or_sections integer|table
---@param dim? integer
---@return any ...
function Tensor:split(split_size_or_sections, dim) end

--- Square root; NaN below 0. The derivative at 0 is infinite.
---@return lunette.Tensor
function Tensor:sqrt() end

--- The symmetric y with y y = x, for x without eigenvalues below 0 (symmetric: (x + x^T) / 2 counts). By LAPACK.
---@return lunette.Tensor
function Tensor:sqrtm() end

--- x times x.
---@return lunette.Tensor
function Tensor:square() end

--- The sum of the squares over dim, or over everything.
---@param dim? integer|integer[]
---@param options? {keepdim?: boolean}
---@return lunette.Tensor
function Tensor:square_sum(dim, options) end

--- (x - target)^2.
---@param target lunette.Tensor|number
---@return lunette.Tensor
function Tensor:squared_error(target) end

--- Without the dimensions of size 1, or without those listed that have size 1.
---@param dim? integer|integer[]
---@return lunette.Tensor
function Tensor:squeeze(dim) end

--- The standard deviation, the root of var. The derivative at equal numbers is 0.
---@param dim? integer|integer[]
---@param options? {correction?: integer, keepdim?: boolean}
---@return lunette.Tensor
function Tensor:std(dim, options) end

--- The standard deviation and the mean over dim, or over everything.
---@param dim? integer|integer[]
---@param options? {correction?: integer, keepdim?: boolean}
---@return any ...
function Tensor:std_mean(dim, options) end

--- The short-time Fourier transform of signals (length, or n, length): pairs
--- (n,) frequencies, frames, 2, which are the transforms of stretches of n_fft
--- elements, hop_length apart (n_fft // 4), times the window, of win_length
--- (n_fft) in their middle (1 everywhere). center: stretch t is about element
--- t hop_length, and the signal is padded by n_fft // 2 on both sides, by
--- pad_mode. normalized: divided by the root of n_fft. onesided: the n_fft // 2
--- + 1 frequencies that rfft has.
---@param n_fft integer
---@param hop_length? integer
---@param win_length? integer
---@param window? lunette.Tensor
---@param options? {center?: boolean, pad_mode?: "constant"|"reflect"|"replicate"|"circular", normalized?: boolean, onesided?: boolean}
---@return any ...
function Tensor:stft(n_fft, hop_length, win_length, window, options) end

--- x - alpha other.
---@param other lunette.Tensor|number
---@param options? {alpha?: number}
---@return lunette.Tensor
function Tensor:sub(other, options) end

--- sub, as PyTorch's subtract.
---@param other lunette.Tensor|number
---@param options? {alpha?: number}
---@return lunette.Tensor
function Tensor:subtract(other, options) end

--- Along dim, the sum of all from each element on: the adjoint of cumsum.
---@param dim integer
---@return lunette.Tensor
function Tensor:suffix_sum(dim) end

--- y[i] = x[i] + weight[i + 1] y[i + 1] along dim, from the end on: the adjoint of weighted_cumsum in x.
---@param weight lunette.Tensor|number
---@param dim integer
---@return lunette.Tensor
function Tensor:suffix_weighted_sum(weight, dim) end

--- The sum over dim, or over everything.
---@param dim? integer|integer[]
---@param options? {keepdim?: boolean}
---@return lunette.Tensor
function Tensor:sum(dim, options) end

--- The sum over all that was repeated to broadcast sizes to the shape of x: the adjoint of expand.
---@param ... integer|integer[]|table
---@return lunette.Tensor
function Tensor:sum_to(...) end

--- The singular value decomposition of m x n matrices, with k = min(m, n): u
--- (..., m, k), s (..., k), descending, and vh (..., k, n), so that x = u
--- diag(s) vh. With full_matrices u is m x m and vh n x n; what is added is
--- arbitrary and has no derivative. torch.linalg.svd has full_matrices = true.
--- Derivatives by Townsend, "Differentiating the singular value decomposition"
--- (2016); where singular values are equal or 0 those of their vectors are not
--- defined, and left out.
---@param full_matrices? boolean
---@return any ...
function Tensor:svd(full_matrices) end

--- The singular value decomposition x = u diag(s) v^T of m x n matrices: m rows of u, one of s, descending, n rows of v, with min(m, n) columns; see svd. The first component of a column of v within 3/4 of its largest is positive. By LAPACK.
---@return lunette.Tensor
function Tensor:svd_packed() end

--- The singular values alone, descending; see svdvals. No derivative. By LAPACK.
---@return lunette.Tensor
function Tensor:svd_values() end

--- The singular values of matrices, descending.
---@return any ...
function Tensor:svdvals() end

--- transpose, as PyTorch's swapaxes.
---@param dim1 integer
---@param dim2 integer
---@return lunette.Tensor
function Tensor:swapaxes(dim1, dim2) end

--- transpose, as PyTorch's swapdims.
---@param dim1 integer
---@param dim2 integer
---@return lunette.Tensor
function Tensor:swapdims(dim1, dim2) end

--- The transpose of a matrix; a vector or number as it is.
---@return lunette.Tensor
function Tensor:t() end

--- The elements of x, as one dimension, at index, negative ones from the end; the result has the shape of index.
---@param index lunette.Tensor|number
---@return lunette.Tensor
function Tensor:take(index) end

--- gather, with x and indices broadcast against each other outside of dim;
--- without dim, of both as one dimension.
---@param indices lunette.Tensor
---@param dim? integer
---@return any ...
function Tensor:take_along_dim(indices, dim) end

--- Tangent of x radians.
---@return lunette.Tensor
function Tensor:tan() end

--- Hyperbolic tangent.
---@return lunette.Tensor
function Tensor:tanh() end

--- g (1 - y^2): the cotangent of tanh, y its result.
---@param y lunette.Tensor|number
---@return lunette.Tensor
function Tensor:tanh_grad(y) end

--- x - tanh(x).
---@return lunette.Tensor
function Tensor:tanhshrink() end

--- A table of parts along dim, views of x. An integer says how many, whose
--- lengths differ by at most 1, the longer first; a table says at which
--- indices, from 1, all but the first begin.
---@param indices_or_sections integer|table
---@param dim? integer
---@return any ...
function Tensor:tensor_split(indices_or_sections, dim) end

--- The products of a and b summed over some dimensions: over the last `dims` of
--- a and the first of b, in this order, or over those that two lists name,
--- {{of a}, {of b}}. The result has the other dimensions of a, then those of b.
---@param b lunette.Tensor
---@param dims? integer|table
---@return any ...
function Tensor:tensordot(b, dims) end

--- x where it is above threshold, value elsewhere.
---@param threshold number
---@param value number
---@return lunette.Tensor
function Tensor:threshold(threshold, value) end

--- x laid side by side as often as dims says, the last of which is for the last dimension. It also serves as PyTorch's repeat, a word that Lua keeps for itself.
---@param ... integer|integer[]|table
---@return lunette.Tensor
function Tensor:tile(...) end

--- The k largest along dim, or the smallest, and their indices; always in
--- order, whether or not `sorted` asks for it.
---@param k integer
---@param dim? integer
---@param options? {largest?: boolean, sorted?: boolean}
---@return any ...
function Tensor:topk(k, dim, options) end

--- The sum of a matrix's main diagonal.
---@return lunette.Tensor
function Tensor:trace() end

--- Two dimensions exchanged.
---@param dim1 integer
---@param dim2 integer
---@return lunette.Tensor
function Tensor:transpose(dim1, dim2) end

--- The integral of y along dim by the trapezoidal rule. Its points are x (a
--- list, or as y), or lie dx apart.
---@param x? lunette.Tensor
---@param options? {dx?: number, dim?: integer}
---@return any ...
function Tensor:trapezoid(x, options) end

--- trapezoid, as PyTorch's trapz.
---@param x? lunette.Tensor
---@param options? {dx?: number, dim?: integer}
---@return any ...
function Tensor:trapz(x, options) end

--- The elements on and below a diagonal of the last two dimensions, 0 above it.
---@param diagonal? integer
---@return lunette.Tensor
function Tensor:tril(diagonal) end

--- The elements on and above a diagonal of the last two dimensions, 0 below it.
---@param diagonal? integer
---@return lunette.Tensor
function Tensor:triu(diagonal) end

--- div, as PyTorch's true_divide.
---@param other lunette.Tensor|number
---@param options? {rounding_mode?: "trunc"|"floor"}
---@return lunette.Tensor
function Tensor:true_divide(other, options) end

--- x without its fraction; its derivative is 0.
---@return lunette.Tensor
function Tensor:trunc() end

--- x / other without its fraction; the derivative is 0.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:trunc_divide(other) end

--- A table of the slices of x along dim, which goes; views of x.
---@param dim? integer
---@return any ...
function Tensor:unbind(dim) end

--- Dimension dim split into sizes, one of which may be -1.
---@param dim integer
---@param ... integer|integer[]|table
---@return lunette.Tensor
function Tensor:unflatten(dim, ...) end

--- Windows of size elements of a dimension, which start step apart, as a new last dimension: y[i][...][j] = x[step (i - 1) + j][...] for dimension 1; a view. Windows of images as columns are nn.functional.unfold.
---@param dimension integer
---@param size integer
---@param step integer
---@return lunette.Tensor
function Tensor:unfold(dimension, size, step) end

--- Windows (a last dimension; their number is that of dimension) added where unfold takes them from, of a dimension of size elements: the adjoint of unfold.
---@param dimension integer
---@param size integer
---@param step integer
---@return lunette.Tensor
function Tensor:unfold_back(dimension, size, step) end

--- The elements of x without repetition, ascending; with dim its slices along
--- it, in the order of their first elements, then the second. With
--- return_inverse then the index in the result of each element, under the sizes
--- of x, or of each slice; with return_counts then how often each is in x. NaN
--- equals nothing. They are in order, whether or not `sorted` asks for it. m
--- slices of n elements: n sorts of m.
---@param options? {sorted?: boolean, return_inverse?: boolean, return_counts?: boolean, dim?: integer}
---@return any ...
function Tensor:unique(options) end

--- As unique, but only what repeats in a row counts once: the first of each run
--- of equal elements, or slices, in the order of x.
---@param options? {return_inverse?: boolean, return_counts?: boolean, dim?: integer}
---@return any ...
function Tensor:unique_consecutive(options) end

--- With a dimension of size 1 put in at dim.
---@param dim integer
---@return lunette.Tensor
function Tensor:unsqueeze(dim) end

--- Each element repeated: the last dimensions (up to 3) become as many times larger as factors say.
---@param factors integer|integer[]
---@return lunette.Tensor
function Tensor:upsample(factors) end

--- The powers of x's elements (..., n) as columns: N of them (n), from
--- x^(N - 1) down to 1, or from 1 up when increasing.
---@param N? integer
---@param increasing? boolean
---@return any ...
function Tensor:vander(N, increasing) end

--- The variance over dim, or over everything: the squared distances from the mean, summed, over n - correction.
---@param dim? integer|integer[]
---@param options? {correction?: integer, keepdim?: boolean}
---@return lunette.Tensor
function Tensor:var(dim, options) end

--- The variance and the mean over dim, or over everything.
---@param dim? integer|integer[]
---@param options? {correction?: integer, keepdim?: boolean}
---@return any ...
function Tensor:var_mean(dim, options) end

--- dot, as PyTorch's vdot.
---@param tensor lunette.Tensor|number
---@return lunette.Tensor
function Tensor:vdot(tensor) end

--- The sum of x y over dim, to which the two broadcast.
---@param y lunette.Tensor
---@param options? {dim?: integer}
---@return any ...
function Tensor:vecdot(y, options) end

--- The p-norm of vectors, (sum |x|^ord)^(1 / ord) over dim, or over everything;
--- ord may be inf, -inf and 0 (the number of non-zeros). It is norm by another
--- name.
---@param ord? number
---@param dim? integer|integer[]
---@param options? {keepdim?: boolean}
---@return any ...
function Tensor:vector_norm(ord, dim, options) end

--- As reshape, but always a view; an error where that cannot be.
---@param ... integer|integer[]|table
---@return lunette.Tensor
function Tensor:view(...) end

--- view under the sizes of other.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:view_as(other) end

--- As tensor_split along dimension 1 of two or more; a number of parts divides
--- it.
---@param indices_or_sections integer|table
---@return any ...
function Tensor:vsplit(indices_or_sections) end

--- y[i] = x[i] + weight[i] y[i - 1] along dim; y[1] = x[1].
---@param weight lunette.Tensor|number
---@param dim integer
---@return lunette.Tensor
function Tensor:weighted_cumsum(weight, dim) end

--- x where condition is not 0, other elsewhere.
---@param x lunette.Tensor
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:where(x, other) end

--- Zeros of size along dim with x at start: the adjoint of narrow.
---@param dim integer
---@param start integer
---@param size integer
---@return lunette.Tensor
function Tensor:widen(dim, start, size) end

--- x log(1 + other), and 0 where x is 0, unless other is NaN.
---@param other lunette.Tensor|number
---@return any ...
function Tensor:xlog1py(other) end

--- x log(other), and 0 where x is 0, unless other is NaN.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:xlogy(other) end

--- x + alpha other, in place.
---@param other lunette.Tensor|number
---@param options? {alpha?: number}
---@return lunette.Tensor
function Tensor:add_(other, options) end

--- addcdiv in place.
---@param tensor1 lunette.Tensor|number
---@param tensor2 lunette.Tensor|number
---@param options? {value?: number}
---@return lunette.Tensor
function Tensor:addcdiv_(tensor1, tensor2, options) end

--- addcmul in place.
---@param tensor1 lunette.Tensor|number
---@param tensor2 lunette.Tensor|number
---@param options? {value?: number}
---@return lunette.Tensor
function Tensor:addcmul_(tensor1, tensor2, options) end

--- Adds the derivatives of this tensor to the grad of every leaf that requires one. `gradient`, of the tensor's shape, is its cotangent; 1 when it has one element. The graph is dropped on the way unless retain_graph or create_graph keeps it.
---@param gradient? lunette.Tensor|number
---@param options? {create_graph?: boolean, retain_graph?: boolean}
function Tensor:backward(gradient, options) end

--- Elements below min become min, those above max max, in place.
---@param min? lunette.Tensor|number
---@param max? lunette.Tensor|number
---@return lunette.Tensor
function Tensor:clamp_(min, max) end

--- Gives the memory back now. Any later use raises. `local x <close> = ...` does it at the end of the block.
function Tensor:close() end

--- Takes the values of src, broadcast. As all methods that write in place it refuses results that are recorded, and leaves that require a gradient outside of ln.no_grad(); it returns the tensor.
---@param src lunette.Tensor|number
---@return lunette.Tensor
function Tensor:copy_(src) end

--- The same values without the graph; the memory is shared.
---@return lunette.Tensor
function Tensor:detach() end

--- The number of dimensions.
---@return integer
function Tensor:dim() end

--- x / other, in place; with a rounding_mode rounded towards 0 or down.
---@param other lunette.Tensor|number
---@param options? {rounding_mode?: "trunc"|"floor"}
---@return lunette.Tensor
function Tensor:div_(other, options) end

--- Sets every element.
---@param value number
---@return lunette.Tensor
function Tensor:fill_(value) end

--- index_add in place.
---@param dim integer
---@param index lunette.Tensor|number
---@param source lunette.Tensor|number
---@param options? {alpha?: number}
---@return lunette.Tensor
function Tensor:index_add_(dim, index, source, options) end

--- index_copy in place.
---@param dim integer
---@param index lunette.Tensor|number
---@param source lunette.Tensor|number
---@return lunette.Tensor
function Tensor:index_copy_(dim, index, source) end

--- index_fill in place.
---@param dim integer
---@param index lunette.Tensor|number
---@param value lunette.Tensor|number
---@return lunette.Tensor
function Tensor:index_fill_(dim, index, value) end

--- index_put in place, as x[{...}] = values, or added there.
---@param indices lunette.Tensor[]
---@param values lunette.Tensor|number
---@param accumulate? boolean
---@return lunette.Tensor
function Tensor:index_put_(indices, values, accumulate) end

--- Do the elements lie in memory in order, without gaps?
---@return boolean
function Tensor:is_contiguous() end

--- Is it no result of a recorded op?
---@return boolean
function Tensor:is_leaf() end

--- The number in a tensor of one element. A whole number below 2^31 in size comes as an integer of Lua, which prints as 9 and not as 9.0; where more than two are multiplied, begin with 1.0: integers wrap around at 2^63.
---@return number
function Tensor:item() end

--- x + weight (end - x), in place: a moving average.
---@param last lunette.Tensor|number
---@param weight lunette.Tensor|number
---@return lunette.Tensor
function Tensor:lerp_(last, weight) end

--- masked_fill in place.
---@param mask lunette.Tensor|number
---@param value lunette.Tensor|number
---@return lunette.Tensor
function Tensor:masked_fill_(mask, value) end

--- masked_scatter in place.
---@param mask lunette.Tensor|number
---@param source lunette.Tensor|number
---@return lunette.Tensor
function Tensor:masked_scatter_(mask, source) end

--- x times other, in place.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:mul_(other) end

--- A tensor to be written to, whatever this one is: ln.empty(size).
---@param ... integer|integer[]|table
---@return lunette.Tensor
function Tensor:new_empty(...) end

--- A tensor of one value, whatever this one is: ln.full(size, fill_value).
---@param size integer|integer[]
---@param fill_value number
---@param options? {requires_grad?: boolean}
---@return lunette.Tensor
function Tensor:new_full(size, fill_value, options) end

--- Ones, whatever this one is: ln.ones(size).
---@param ... integer|integer[]|table
---@return lunette.Tensor
function Tensor:new_ones(...) end

--- Zeros, whatever this one is: ln.zeros(size).
---@param ... integer|integer[]|table
---@return lunette.Tensor
function Tensor:new_zeros(...) end

--- Draws every element from N(mean, std).
---@param mean? number
---@param std? number
---@param options? {generator?: lunette.Generator}
---@return lunette.Tensor
function Tensor:normal_(mean, std, options) end

--- The number of elements.
---@return integer
function Tensor:numel() end

--- The name of the op that made it, nil for a leaf.
---@return string?
function Tensor:op() end

--- In every sweep that reaches x, hook(g) is called with the whole gradient g
--- of x, before it is added to x.grad or handed on; what it returns, if
--- anything, takes the place of g. Hooks run in the order in which they were
--- registered. Returns a handle with remove(), which is closable too: `local _
--- <close> = x:register_hook(f)`. An error in hook is raised by the sweep as it
--- is. A hook that holds x keeps x alive until it is removed.
---@param hook function
---@return any ...
function Tensor:register_hook(hook) end

--- Does anything that is computed from it get recorded for derivatives?
---@return boolean
function Tensor:requires_grad() end

--- Sets whether what is computed from it gets recorded, for a leaf; returns the tensor.
---@param requires_grad? boolean
---@return lunette.Tensor
function Tensor:requires_grad_(requires_grad) end

--- From now on sweeps leave the gradient of this result in its grad, too.
function Tensor:retain_grad() end

--- Was retain_grad called on it?
---@return boolean
function Tensor:retains_grad() end

--- scatter in place.
---@param dim integer
---@param index lunette.Tensor|number
---@param src lunette.Tensor|number
---@return lunette.Tensor
function Tensor:scatter_(dim, index, src) end

--- scatter_add in place.
---@param dim integer
---@param index lunette.Tensor|number
---@param src lunette.Tensor|number
---@return lunette.Tensor
function Tensor:scatter_add_(dim, index, src) end

--- The sizes as a list, or that of one dimension. Lists of sizes print as {2, 3}, and == compares them: x:size() == y:size().
---@param dim? integer
---@return any
function Tensor:size(dim) end

--- The steps in memory, in elements, from one index to the next.
---@return integer[]
function Tensor:stride() end

--- x - alpha other, in place.
---@param other lunette.Tensor|number
---@param options? {alpha?: number}
---@return lunette.Tensor
function Tensor:sub_(other, options) end

--- The elements in order, little-endian, as a string.
---@param format boolean|"f32"|"f64"|"f16"|"bf16"|"i64"|"i32"|"i16"|"i8"|"u64"|"u32"|"u16"|"u8"
---@return string
function Tensor:to_bytes(format) end

--- The values as nested tables, or a number; numbers as item() gives them.
---@return any
function Tensor:totable() end

--- Draws every element uniformly from [from, to).
---@param from? number
---@param to? number
---@param options? {generator?: lunette.Generator}
---@return lunette.Tensor
function Tensor:uniform_(from, to, options) end

--- How many times its memory was written to in place.
---@return integer
function Tensor:version() end

--- Sets every element to 0.
---@return lunette.Tensor
function Tensor:zero_() end

do
---@class lunette.Checkpoint
local Checkpoint = {}

--- What was last saved: {step, objects = states by name, generator}, or nil
--- when nothing was. Nothing is put back. A file that is damaged, or gone,
--- which is said on the error output, gives way to that of the save before;
--- raises when there are some and none is whole. With accept(saved), the last
--- of those that are whole which it is true of, or nil.
---@param accept? function
---@return any ...
function Checkpoint:read(accept) end

--- Puts everything back as `saved`, which read() gave, has it, and returns its
--- step. Raises when it is of another run: other objects, layers or sizes; all
--- is then as it was.
---@param saved table
---@return any ...
function Checkpoint:restore(saved) end

--- Puts everything back as it was at the last save and returns its step; nil
--- when nothing has been saved yet: read() and restore() in one.
---@return any ...
function Checkpoint:resume() end

--- Saves everything, and the state of the default generator, as of the end of
--- `step`, with a checksum. The file of before stays whole until the new one
--- is, and is kept beside it. Returns true; raises when the disk refuses, or
--- when another process writes to the folder.
---@param step integer
---@return any ...
function Checkpoint:save(step) end

end

do
--- The base of ops written in Lua. forward(ctx, ...) runs unrecorded and
--- returns one tensor or several; backward(ctx, g, ...) is given the gradient
--- of each result and returns one for each argument (nil for what has none).
--- Under create_graph backward is recorded, and is differentiable when it is
--- written in ops of its gradient, the arguments and what was saved. ctx, a
--- FunctionContext, is the same in both:
---
---   local Swish = ln.Function:extend "Swish"
---   function Swish.forward(ctx, x)
---     ctx:save(x)
---     return x * x:sigmoid()
---   end
---   function Swish.backward(ctx, g)
---     local x = ctx:saved()
---     local s = x:sigmoid()
---     return g * s * (1 + x * (1 - s))
---   end
---   local y = Swish(ln.randn(3, {requires_grad = true}))
---@class lunette.Function
---@overload fun(...: any): any
local Function = {}

---@param g lunette.Tensor
---@param ... any
---@return any ...
function Function:backward(g, ...) end

--- A class of its own: `ln.Function:extend "Swish"`, to be given forward and
--- backward, and called like a function.
---@param name string
---@return any ...
function Function:extend(name) end

---@param ... any
---@return lunette.Tensor
---@return any ...
function Function:forward(...) end

end

do
---@class lunette.Generator
local Generator = {}

--- Starts the stream anew; returns the generator.
---@param seed integer
---@return lunette.Generator
function Generator:manual_seed(seed) end

--- The seed it was started with.
---@return integer
function Generator:seed() end

--- Goes on from a state, exactly; returns the generator.
---@param state string
---@return lunette.Generator
function Generator:set_state(state) end

--- Where the stream stands, as a string.
---@return string
function Generator:state() end

--- `local _ <close> = generator:undisturbed()`: what is drawn until it closes
--- leaves no trace, for the generator then goes on from where it stood.
---@return any ...
function Generator:undisturbed() end

end

do
---@class lunette.SummaryWriter
local SummaryWriter = {}

--- How the values of a tensor are distributed, in 30 buckets of one width.
---@param name string
---@param values lunette.Tensor
---@param step integer
---@return any ...
function SummaryWriter:add_histogram(name, values, step) end

--- An image, c,h,w or h,w for gray, or a grid of them, n,c,h,w; options as in
--- image.save_grid.
---@param name string
---@param x lunette.Tensor
---@param step integer
---@param options? {columns?: integer, padding?: integer, range?: number[]}
---@return any ...
function SummaryWriter:add_image(name, x, step, options) end

--- A number, or a tensor of one; nan and inf are shown as such.
---@param name string
---@param value number|lunette.Tensor
---@param step integer
---@return any ...
function SummaryWriter:add_scalar(name, value, step) end

--- Returns once the file is on the disk; what is added afterwards is refused.
---@return any ...
function SummaryWriter:close() end

end

do
---@class lunette.data.ConditionSampler
local ConditionSampler = {}

--- n times the condition that a column has this category, for rows of that kind
--- alone: sampler:condition(20, "label", "2").
---@param n integer
---@param column string
---@param category string
---@return any ...
function ConditionSampler:condition(n, column, category) end

--- What tells a generator to keep to its conditions: the mean cross entropy of
--- the category asked for, in the logits n,features of rows, such as
--- gan.zoo.ctgan's net.logits gives, of what sample drew.
---@param logits lunette.Tensor
---@param drawn table
---@return any ...
function ConditionSampler:loss(logits, drawn) end

--- n conditions: {conditions = n,width; rows = a list of n rows of the table
--- that have them; column and code = tensors of n, which of sampler.columns and
--- which of its categories}.
---@param n integer
---@param options? {generator?: lunette.Generator}
---@return any ...
function ConditionSampler:sample(n, options) end

end

do
---@class lunette.data.Loader
local Loader = {}

--- for images, labels in loader:epoch() do: one epoch from its start, or what
--- is left of the one that a state just loaded was in, where something is. The
--- last batch is smaller where the set does not divide; it is left out with
--- drop_last.
---@return any ...
function Loader:epoch() end

--- Goes on from a state, exactly; from one of an epoch's end, with the next
--- epoch. Raises, changing nothing, when the set has another size, the loader
--- another way to draw, or the state is not whole.
---@param state_dict table
---@return any ...
function Loader:load_state_dict(state_dict) end

--- The next full batch, going on into the next epoch where one ends: what the
--- set's batch gives (images, labels).
---@return any ...
function Loader:next() end

--- Begins an epoch: a fresh order of the set, or fresh draws, from the
--- generator's state as it is now.
---@return any ...
function Loader:start_epoch() end

--- Where the loader stands: enough to give the same batches again.
---@return any ...
function Loader:state_dict() end

end

do
---@class lunette.data.ModeNormalizer
---@field width integer how many numbers a row becomes
---@field spans table[] what they are, in order, each with the name of its column, a kind ("tanh" or "softmax"), first and length
---@field fits table[] what is known of each column: of one of numbers the weights, means and stds of its modes
local ModeNormalizer = {}

--- The table of rows x, n x width, such as a generator makes; the largest of
--- each softmax counts. Of what transform gave it is the table again, but for
--- numbers more than 4 std from their mode.
---@param x lunette.Tensor
---@return any ...
function ModeNormalizer:inverse(x) end

--- What is known of the columns, for ln.save, or in what ln.save_model says
--- about a network: normalizer_of makes a normalizer of it.
---@return any ...
function ModeNormalizer:state_dict() end

--- The rows of a table as numbers, n x width. The mode of a number is drawn
--- with the probabilities that each mode made it.
---@param table table
---@param options? {generator?: lunette.Generator}
---@return any ...
function ModeNormalizer:transform(table, options) end

end

do
---@class lunette.gan.EMA
---@field model any the averaged model, in evaluation mode, not trained
---@field decay number may be changed at any time
local EMA = {}

--- Takes a state of the averaged model over, by copy.
---@param state_dict table
---@return any ...
function EMA:load_state_dict(state_dict) end

--- The state of the averaged model, which a model like it can load.
---@return any ...
function EMA:state_dict() end

--- Follows the model it was made of, or another of the same layers.
---@param model? table
---@return any ...
function EMA:update(model) end

end

do
---@class lunette.gan.HistoricalAverage
---@field means table by path, the mean of each parameter over the updates
---@field count integer updates so far
local HistoricalAverage = {}

--- Takes a state over, by copy. Raises, changing nothing, when it does not fit
--- or something is missing.
---@param state_dict table
---@return any ...
function HistoricalAverage:load_state_dict(state_dict) end

--- weight times the sum over parameters of |p - mean of past p|^2.
---@param options? {weight?: number}
---@return any ...
function HistoricalAverage:penalty(options) end

--- The means and how many values they are of.
---@return any ...
function HistoricalAverage:state_dict() end

--- The model's parameters now count in the means.
---@return any ...
function HistoricalAverage:update() end

end

do
---@class lunette.gan.ImagePool
---@field size integer how many it holds
---@field count integer how many it has
---@field images any size,..., of which the first `count` are fakes; nil before   the first query
local ImagePool = {}

--- Takes a state over, by copy. Raises, changing nothing, when it is of a pool
--- of another size.
---@param state_dict table
---@return any ...
function ImagePool:load_state_dict(state_dict) end

--- Fakes n,... of the same size, outside the graph: each of them, or with
--- probability 1/2 one of before, whose place it takes. While there is room
--- they are all kept and come back as they are. One number of the default
--- generator is drawn for each fake.
---@param fakes lunette.Tensor
---@return any ...
function ImagePool:query(fakes) end

--- What it holds.
---@return any ...
function ImagePool:state_dict() end

end

do
---@class lunette.gan.Trainer
local Trainer = {}

--- The generator to look at: its average, when there is one.
---@return any ...
function Trainer:best_generator() end

--- One step of the discriminator. Returns its batches, `accumulate` of them, or
--- false when the loss is not a number. With `recorded` the generator can learn
--- from their fakes.
---@param recorded? boolean
---@return any ...
function Trainer:discriminator_step(recorded) end

--- n fakes: {fake = ..., noise = ..., fake_labels = ...}.
---@param n? integer
---@return any ...
function Trainer:generate(n) end

--- One step of the generator, from the recorded fakes of the discriminator's
--- batches, or from new ones.
--- Returns false when the loss is not a number.
---@param batches? table
---@return any ...
function Trainer:generator_step(batches) end

--- What the discriminator says of x, augmented where there is `augment`; labels
--- count where there are classes.
---@param x lunette.Tensor
---@param labels? lunette.Tensor
---@return any ...
function Trainer:judge(x, labels) end

--- Runs the metrics, in the order of their names, and keeps the generator when
--- it is the best. Returns numbers by name, those of a table as name.key;
--- raises when a metric gives neither.
---@return any ...
function Trainer:measure() end

--- What the metric was at the last measurement; raises when there is no such.
---@param name string
---@return any ...
function Trainer:metric(name) end

--- Goes on from the folder's checkpoint, if there is one, exactly, and says so;
--- or starts. Returns {step, reason, message, metrics, seconds, best,
--- best_step}, with reason steps, time, stop, nan, stuck or collapse; the last
--- three are also said on the error output.
---
--- The folder gets report.html, a page of all that follows, kept up to date as
--- ln.report tells; config.json, the options; log.jsonl and log.csv, losses and
--- metrics, for other programs to plot; samples/, checkpoint.safetensors, that
--- of the save before, model.safetensors, best_generator() as ln.load_model
--- takes it, with what is known of it, and best.safetensors. Where no file can
--- say how the generator is made, that is told, and its weights alone are in
--- them. Another process that runs in the same folder meanwhile is refused.
--- Ctrl-C ends the step, saves the checkpoint and then the process, with status
--- 130 (at Lua's prompt, it raises); a second one ends it at once. SIGTERM, by
--- which clusters end their jobs, does so too, with status 143.
---
--- A collapse is told with what is known of it: which modes are gone, where the
--- data have centres (ln.data.ring), or classes, by samples of now and of the
--- last checkpoint before it, pictures of which go to collapse/; and how many
--- kernels of mini-batch discrimination are dead: their closeness is 0, or the
--- same all over a batch.
---@return any ...
function Trainer:run() end

--- n samples of best_generator(), or those of the noise given, or what `sample`
--- gives, outside the graph; the run is as it was afterwards. Labels take turns
--- unless given.
---@param n integer|lunette.Tensor
---@param labels? lunette.Tensor
---@return any ...
function Trainer:sample(n, labels) end

--- All of one step: the turns of all players, or of those of the phase, in
--- order, then averages and schedules. Returns false when a loss is not a
--- number.
---@return any ...
function Trainer:train_step() end

--- Writes samples of the fixed noise: images as a grid, all else as rows, and
--- points as a scatter plot too. In a run the reals are shown beside them.
---@return any ...
function Trainer:write_samples() end

end

do
---@class lunette.gan.augment.ADA: lunette.nn.Module
---@field p any the probability, a tensor of one number
---@overload fun(...: any): any
local ADA = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function ADA:forward(x) end

--- Counts the discriminator's outputs on real images, of any shape, and after
--- `interval` updates adjusts p. Returns p, a number.
---@param logits lunette.Tensor
---@return any ...
function ADA:update(logits) end

end

do
---@class lunette.gan.conditioning.ACGANHead: lunette.nn.Module
---@overload fun(...: any): any
local ACGANHead = {}

---@param features any
---@return lunette.Tensor
---@return any ...
function ACGANHead:forward(features) end

end

do
---@class lunette.gan.conditioning.InfoGANHead: lunette.nn.Module
---@overload fun(...: any): any
local InfoGANHead = {}

---@param features any
---@return lunette.Tensor
---@return any ...
function InfoGANHead:forward(features) end

end

do
---@class lunette.gan.conditioning.ProjectionHead: lunette.nn.Module
---@overload fun(...: any): any
local ProjectionHead = {}

---@param features any
---@param labels any
---@return lunette.Tensor
---@return any ...
function ProjectionHead:forward(features, labels) end

end

do
---@class lunette.gan.zoo.ModulatedConv2d: lunette.nn.Module
---@overload fun(...: any): any
local ModulatedConv2d = {}

---@param x lunette.Tensor
---@param style any
---@return lunette.Tensor
---@return any ...
function ModulatedConv2d:forward(x, style) end

end

do
---@class lunette.nn.AdaIN: lunette.nn.Module
---@overload fun(...: any): any
local AdaIN = {}

---@param x lunette.Tensor
---@param style any
---@return lunette.Tensor
---@return any ...
function AdaIN:forward(x, style) end

end

do
---@class lunette.nn.AdaptiveAvgPool1d: lunette.nn.Module
---@overload fun(...: any): any
local AdaptiveAvgPool1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function AdaptiveAvgPool1d:forward(x) end

end

do
---@class lunette.nn.AdaptiveAvgPool2d: lunette.nn.Module
---@overload fun(...: any): any
local AdaptiveAvgPool2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function AdaptiveAvgPool2d:forward(x) end

end

do
---@class lunette.nn.AdaptiveAvgPool3d: lunette.nn.Module
---@overload fun(...: any): any
local AdaptiveAvgPool3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function AdaptiveAvgPool3d:forward(x) end

end

do
---@class lunette.nn.AdaptiveMaxPool1d: lunette.nn.Module
---@overload fun(...: any): any
local AdaptiveMaxPool1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function AdaptiveMaxPool1d:forward(x) end

end

do
---@class lunette.nn.AdaptiveMaxPool2d: lunette.nn.Module
---@overload fun(...: any): any
local AdaptiveMaxPool2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function AdaptiveMaxPool2d:forward(x) end

end

do
---@class lunette.nn.AdaptiveMaxPool3d: lunette.nn.Module
---@overload fun(...: any): any
local AdaptiveMaxPool3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function AdaptiveMaxPool3d:forward(x) end

end

do
---@class lunette.nn.AlphaDropout: lunette.nn.Module
---@overload fun(...: any): any
local AlphaDropout = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function AlphaDropout:forward(x) end

end

do
---@class lunette.nn.AvgPool1d: lunette.nn.Module
---@overload fun(...: any): any
local AvgPool1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function AvgPool1d:forward(x) end

end

do
---@class lunette.nn.AvgPool2d: lunette.nn.Module
---@overload fun(...: any): any
local AvgPool2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function AvgPool2d:forward(x) end

end

do
---@class lunette.nn.AvgPool3d: lunette.nn.Module
---@overload fun(...: any): any
local AvgPool3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function AvgPool3d:forward(x) end

end

do
---@class lunette.nn.BCELoss: lunette.nn.Module
---@overload fun(...: any): any
local BCELoss = {}

---@param a any
---@param b any
---@return lunette.Tensor
---@return any ...
function BCELoss:forward(a, b) end

end

do
---@class lunette.nn.BCEWithLogitsLoss: lunette.nn.Module
---@overload fun(...: any): any
local BCEWithLogitsLoss = {}

---@param a any
---@param b any
---@return lunette.Tensor
---@return any ...
function BCEWithLogitsLoss:forward(a, b) end

end

do
---@class lunette.nn.BatchNorm1d: lunette.nn.Module
---@overload fun(...: any): any
local BatchNorm1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function BatchNorm1d:forward(x) end

end

do
---@class lunette.nn.BatchNorm2d: lunette.nn.Module
---@overload fun(...: any): any
local BatchNorm2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function BatchNorm2d:forward(x) end

end

do
---@class lunette.nn.BatchNorm3d: lunette.nn.Module
---@overload fun(...: any): any
local BatchNorm3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function BatchNorm3d:forward(x) end

end

do
---@class lunette.nn.Bilinear: lunette.nn.Module
---@overload fun(...: any): any
local Bilinear = {}

---@param a any
---@param b any
---@return lunette.Tensor
---@return any ...
function Bilinear:forward(a, b) end

end

do
---@class lunette.nn.Blur: lunette.nn.Module
---@overload fun(...: any): any
local Blur = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Blur:forward(x) end

end

do
---@class lunette.nn.CELU: lunette.nn.Module
---@overload fun(...: any): any
local CELU = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function CELU:forward(x) end

end

do
---@class lunette.nn.CTCLoss: lunette.nn.Module
---@overload fun(...: any): any
local CTCLoss = {}

---@param log_probs any
---@param targets any
---@param input_lengths any
---@param target_lengths any
---@return lunette.Tensor
---@return any ...
function CTCLoss:forward(log_probs, targets, input_lengths, target_lengths) end

end

do
---@class lunette.nn.ChannelShuffle: lunette.nn.Module
---@overload fun(...: any): any
local ChannelShuffle = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function ChannelShuffle:forward(x) end

end

do
---@class lunette.nn.CircularPad1d: lunette.nn.Module
---@overload fun(...: any): any
local CircularPad1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function CircularPad1d:forward(x) end

end

do
---@class lunette.nn.CircularPad2d: lunette.nn.Module
---@overload fun(...: any): any
local CircularPad2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function CircularPad2d:forward(x) end

end

do
---@class lunette.nn.CircularPad3d: lunette.nn.Module
---@overload fun(...: any): any
local CircularPad3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function CircularPad3d:forward(x) end

end

do
---@class lunette.nn.Concat: lunette.nn.Module
---@overload fun(...: any): any
local Concat = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Concat:forward(x) end

end

do
---@class lunette.nn.ConditionalBatchNorm2d: lunette.nn.Module
---@overload fun(...: any): any
local ConditionalBatchNorm2d = {}

---@param x lunette.Tensor
---@param condition any
---@return lunette.Tensor
---@return any ...
function ConditionalBatchNorm2d:forward(x, condition) end

end

do
---@class lunette.nn.ConstantPad1d: lunette.nn.Module
---@overload fun(...: any): any
local ConstantPad1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function ConstantPad1d:forward(x) end

end

do
---@class lunette.nn.ConstantPad2d: lunette.nn.Module
---@overload fun(...: any): any
local ConstantPad2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function ConstantPad2d:forward(x) end

end

do
---@class lunette.nn.ConstantPad3d: lunette.nn.Module
---@overload fun(...: any): any
local ConstantPad3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function ConstantPad3d:forward(x) end

end

do
---@class lunette.nn.Conv1d: lunette.nn.Module
---@overload fun(...: any): any
local Conv1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Conv1d:forward(x) end

end

do
---@class lunette.nn.Conv2d: lunette.nn.Module
---@overload fun(...: any): any
local Conv2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Conv2d:forward(x) end

end

do
---@class lunette.nn.Conv3d: lunette.nn.Module
---@overload fun(...: any): any
local Conv3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Conv3d:forward(x) end

end

do
---@class lunette.nn.ConvTranspose1d: lunette.nn.Module
---@overload fun(...: any): any
local ConvTranspose1d = {}

---@param x lunette.Tensor
---@param output_size any
---@return lunette.Tensor
---@return any ...
function ConvTranspose1d:forward(x, output_size) end

end

do
---@class lunette.nn.ConvTranspose2d: lunette.nn.Module
---@overload fun(...: any): any
local ConvTranspose2d = {}

---@param x lunette.Tensor
---@param output_size any
---@return lunette.Tensor
---@return any ...
function ConvTranspose2d:forward(x, output_size) end

end

do
---@class lunette.nn.ConvTranspose3d: lunette.nn.Module
---@overload fun(...: any): any
local ConvTranspose3d = {}

---@param x lunette.Tensor
---@param output_size any
---@return lunette.Tensor
---@return any ...
function ConvTranspose3d:forward(x, output_size) end

end

do
---@class lunette.nn.CosineEmbeddingLoss: lunette.nn.Module
---@overload fun(...: any): any
local CosineEmbeddingLoss = {}

---@param a any
---@param b any
---@param c any
---@return lunette.Tensor
---@return any ...
function CosineEmbeddingLoss:forward(a, b, c) end

end

do
---@class lunette.nn.CosineSimilarity: lunette.nn.Module
---@overload fun(...: any): any
local CosineSimilarity = {}

---@param x1 any
---@param x2 any
---@return lunette.Tensor
---@return any ...
function CosineSimilarity:forward(x1, x2) end

end

do
---@class lunette.nn.CrossEntropyLoss: lunette.nn.Module
---@overload fun(...: any): any
local CrossEntropyLoss = {}

---@param a any
---@param b any
---@return lunette.Tensor
---@return any ...
function CrossEntropyLoss:forward(a, b) end

end

do
---@class lunette.nn.Downsample: lunette.nn.Module
---@overload fun(...: any): any
local Downsample = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Downsample:forward(x) end

end

do
---@class lunette.nn.Dropout: lunette.nn.Module
---@overload fun(...: any): any
local Dropout = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Dropout:forward(x) end

end

do
---@class lunette.nn.Dropout1d: lunette.nn.Module
---@overload fun(...: any): any
local Dropout1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Dropout1d:forward(x) end

end

do
---@class lunette.nn.Dropout2d: lunette.nn.Module
---@overload fun(...: any): any
local Dropout2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Dropout2d:forward(x) end

end

do
---@class lunette.nn.Dropout3d: lunette.nn.Module
---@overload fun(...: any): any
local Dropout3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Dropout3d:forward(x) end

end

do
---@class lunette.nn.ELU: lunette.nn.Module
---@overload fun(...: any): any
local ELU = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function ELU:forward(x) end

end

do
---@class lunette.nn.Embedding: lunette.nn.Module
---@overload fun(...: any): any
local Embedding = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Embedding:forward(x) end

end

do
---@class lunette.nn.EmbeddingBag: lunette.nn.Embedding
---@overload fun(...: any): any
local EmbeddingBag = {}

---@param x lunette.Tensor
---@param offsets any
---@param per_sample_weights any
---@return lunette.Tensor
---@return any ...
function EmbeddingBag:forward(x, offsets, per_sample_weights) end

end

do
---@class lunette.nn.FeatureAlphaDropout: lunette.nn.Module
---@overload fun(...: any): any
local FeatureAlphaDropout = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function FeatureAlphaDropout:forward(x) end

end

do
---@class lunette.nn.Flatten: lunette.nn.Module
---@overload fun(...: any): any
local Flatten = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Flatten:forward(x) end

end

do
---@class lunette.nn.Fold: lunette.nn.Module
---@overload fun(...: any): any
local Fold = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Fold:forward(x) end

end

do
---@class lunette.nn.FractionalMaxPool2d: lunette.nn.Module
---@overload fun(...: any): any
local FractionalMaxPool2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function FractionalMaxPool2d:forward(x) end

end

do
---@class lunette.nn.FractionalMaxPool3d: lunette.nn.Module
---@overload fun(...: any): any
local FractionalMaxPool3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function FractionalMaxPool3d:forward(x) end

end

do
---@class lunette.nn.GELU: lunette.nn.Module
---@overload fun(...: any): any
local GELU = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function GELU:forward(x) end

end

do
---@class lunette.nn.GLU: lunette.nn.Module
---@overload fun(...: any): any
local GLU = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function GLU:forward(x) end

end

do
---@class lunette.nn.GRU: lunette.nn.Module
---@overload fun(...: any): any
local GRU = {}

---@param x lunette.Tensor
---@param ... any
---@return lunette.Tensor
---@return any ...
function GRU:forward(x, ...) end

end

do
---@class lunette.nn.GRUCell: lunette.nn.Module
---@overload fun(...: any): any
local GRUCell = {}

---@param x lunette.Tensor
---@param ... any
---@return lunette.Tensor
---@return any ...
function GRUCell:forward(x, ...) end

end

do
---@class lunette.nn.GaussianNLLLoss: lunette.nn.Module
---@overload fun(...: any): any
local GaussianNLLLoss = {}

---@param a any
---@param b any
---@param c any
---@return lunette.Tensor
---@return any ...
function GaussianNLLLoss:forward(a, b, c) end

end

do
---@class lunette.nn.GaussianNoise: lunette.nn.Module
---@overload fun(...: any): any
local GaussianNoise = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function GaussianNoise:forward(x) end

end

do
---@class lunette.nn.GlobalAvgPool: lunette.nn.Module
---@overload fun(...: any): any
local GlobalAvgPool = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function GlobalAvgPool:forward(x) end

end

do
---@class lunette.nn.GroupNorm: lunette.nn.Module
---@overload fun(...: any): any
local GroupNorm = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function GroupNorm:forward(x) end

end

do
---@class lunette.nn.Hardshrink: lunette.nn.Module
---@overload fun(...: any): any
local Hardshrink = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Hardshrink:forward(x) end

end

do
---@class lunette.nn.Hardsigmoid: lunette.nn.Module
---@overload fun(...: any): any
local Hardsigmoid = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Hardsigmoid:forward(x) end

end

do
---@class lunette.nn.Hardswish: lunette.nn.Module
---@overload fun(...: any): any
local Hardswish = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Hardswish:forward(x) end

end

do
---@class lunette.nn.Hardtanh: lunette.nn.Module
---@overload fun(...: any): any
local Hardtanh = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Hardtanh:forward(x) end

end

do
---@class lunette.nn.HingeEmbeddingLoss: lunette.nn.Module
---@overload fun(...: any): any
local HingeEmbeddingLoss = {}

---@param a any
---@param b any
---@return lunette.Tensor
---@return any ...
function HingeEmbeddingLoss:forward(a, b) end

end

do
---@class lunette.nn.HuberLoss: lunette.nn.Module
---@overload fun(...: any): any
local HuberLoss = {}

---@param a any
---@param b any
---@return lunette.Tensor
---@return any ...
function HuberLoss:forward(a, b) end

end

do
---@class lunette.nn.Identity: lunette.nn.Module
---@overload fun(...: any): any
local Identity = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Identity:forward(x) end

end

do
---@class lunette.nn.InstanceNorm1d: lunette.nn.Module
---@overload fun(...: any): any
local InstanceNorm1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function InstanceNorm1d:forward(x) end

end

do
---@class lunette.nn.InstanceNorm2d: lunette.nn.Module
---@overload fun(...: any): any
local InstanceNorm2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function InstanceNorm2d:forward(x) end

end

do
---@class lunette.nn.InstanceNorm3d: lunette.nn.Module
---@overload fun(...: any): any
local InstanceNorm3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function InstanceNorm3d:forward(x) end

end

do
---@class lunette.nn.KLDivLoss: lunette.nn.Module
---@overload fun(...: any): any
local KLDivLoss = {}

---@param a any
---@param b any
---@return lunette.Tensor
---@return any ...
function KLDivLoss:forward(a, b) end

end

do
---@class lunette.nn.L1Loss: lunette.nn.Module
---@overload fun(...: any): any
local L1Loss = {}

---@param a any
---@param b any
---@return lunette.Tensor
---@return any ...
function L1Loss:forward(a, b) end

end

do
---@class lunette.nn.LPPool1d: lunette.nn.Module
---@overload fun(...: any): any
local LPPool1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function LPPool1d:forward(x) end

end

do
---@class lunette.nn.LPPool2d: lunette.nn.Module
---@overload fun(...: any): any
local LPPool2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function LPPool2d:forward(x) end

end

do
---@class lunette.nn.LSTM: lunette.nn.Module
---@overload fun(...: any): any
local LSTM = {}

---@param x lunette.Tensor
---@param ... any
---@return lunette.Tensor
---@return any ...
function LSTM:forward(x, ...) end

end

do
---@class lunette.nn.LSTMCell: lunette.nn.Module
---@overload fun(...: any): any
local LSTMCell = {}

---@param x lunette.Tensor
---@param ... any
---@return lunette.Tensor
---@return any ...
function LSTMCell:forward(x, ...) end

end

do
---@class lunette.nn.Lambda: lunette.nn.Module
---@overload fun(...: any): any
local Lambda = {}

---@param ... any
---@return lunette.Tensor
---@return any ...
function Lambda:forward(...) end

end

do
---@class lunette.nn.LayerNorm: lunette.nn.Module
---@overload fun(...: any): any
local LayerNorm = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function LayerNorm:forward(x) end

end

do
---@class lunette.nn.LazyBatchNorm1d: lunette.nn.BatchNorm1d
---@overload fun(...: any): any
local LazyBatchNorm1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function LazyBatchNorm1d:forward(x) end

end

do
---@class lunette.nn.LazyBatchNorm2d: lunette.nn.BatchNorm2d
---@overload fun(...: any): any
local LazyBatchNorm2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function LazyBatchNorm2d:forward(x) end

end

do
---@class lunette.nn.LazyBatchNorm3d: lunette.nn.BatchNorm3d
---@overload fun(...: any): any
local LazyBatchNorm3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function LazyBatchNorm3d:forward(x) end

end

do
---@class lunette.nn.LazyConv1d: lunette.nn.Conv1d
---@overload fun(...: any): any
local LazyConv1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function LazyConv1d:forward(x) end

end

do
---@class lunette.nn.LazyConv2d: lunette.nn.Conv2d
---@overload fun(...: any): any
local LazyConv2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function LazyConv2d:forward(x) end

end

do
---@class lunette.nn.LazyConv3d: lunette.nn.Conv3d
---@overload fun(...: any): any
local LazyConv3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function LazyConv3d:forward(x) end

end

do
---@class lunette.nn.LazyConvTranspose1d: lunette.nn.ConvTranspose1d
---@overload fun(...: any): any
local LazyConvTranspose1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function LazyConvTranspose1d:forward(x) end

end

do
---@class lunette.nn.LazyConvTranspose2d: lunette.nn.ConvTranspose2d
---@overload fun(...: any): any
local LazyConvTranspose2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function LazyConvTranspose2d:forward(x) end

end

do
---@class lunette.nn.LazyConvTranspose3d: lunette.nn.ConvTranspose3d
---@overload fun(...: any): any
local LazyConvTranspose3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function LazyConvTranspose3d:forward(x) end

end

do
---@class lunette.nn.LazyInstanceNorm1d: lunette.nn.InstanceNorm1d
---@overload fun(...: any): any
local LazyInstanceNorm1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function LazyInstanceNorm1d:forward(x) end

end

do
---@class lunette.nn.LazyInstanceNorm2d: lunette.nn.InstanceNorm2d
---@overload fun(...: any): any
local LazyInstanceNorm2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function LazyInstanceNorm2d:forward(x) end

end

do
---@class lunette.nn.LazyInstanceNorm3d: lunette.nn.InstanceNorm3d
---@overload fun(...: any): any
local LazyInstanceNorm3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function LazyInstanceNorm3d:forward(x) end

end

do
---@class lunette.nn.LazyLinear: lunette.nn.Linear
---@overload fun(...: any): any
local LazyLinear = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function LazyLinear:forward(x) end

end

do
---@class lunette.nn.LeakyReLU: lunette.nn.Module
---@overload fun(...: any): any
local LeakyReLU = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function LeakyReLU:forward(x) end

end

do
---@class lunette.nn.Linear: lunette.nn.Module
---@overload fun(...: any): any
local Linear = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Linear:forward(x) end

end

do
---@class lunette.nn.LocalResponseNorm: lunette.nn.Module
---@overload fun(...: any): any
local LocalResponseNorm = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function LocalResponseNorm:forward(x) end

end

do
---@class lunette.nn.LogSigmoid: lunette.nn.Module
---@overload fun(...: any): any
local LogSigmoid = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function LogSigmoid:forward(x) end

end

do
---@class lunette.nn.LogSoftmax: lunette.nn.Module
---@overload fun(...: any): any
local LogSoftmax = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function LogSoftmax:forward(x) end

end

do
---@class lunette.nn.MSELoss: lunette.nn.Module
---@overload fun(...: any): any
local MSELoss = {}

---@param a any
---@param b any
---@return lunette.Tensor
---@return any ...
function MSELoss:forward(a, b) end

end

do
---@class lunette.nn.MarginRankingLoss: lunette.nn.Module
---@overload fun(...: any): any
local MarginRankingLoss = {}

---@param a any
---@param b any
---@param c any
---@return lunette.Tensor
---@return any ...
function MarginRankingLoss:forward(a, b, c) end

end

do
---@class lunette.nn.MaxPool1d: lunette.nn.Module
---@overload fun(...: any): any
local MaxPool1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function MaxPool1d:forward(x) end

end

do
---@class lunette.nn.MaxPool2d: lunette.nn.Module
---@overload fun(...: any): any
local MaxPool2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function MaxPool2d:forward(x) end

end

do
---@class lunette.nn.MaxPool3d: lunette.nn.Module
---@overload fun(...: any): any
local MaxPool3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function MaxPool3d:forward(x) end

end

do
---@class lunette.nn.MaxUnpool1d: lunette.nn.Module
---@overload fun(...: any): any
local MaxUnpool1d = {}

---@param x lunette.Tensor
---@param indices any
---@param output_size any
---@return lunette.Tensor
---@return any ...
function MaxUnpool1d:forward(x, indices, output_size) end

end

do
---@class lunette.nn.MaxUnpool2d: lunette.nn.Module
---@overload fun(...: any): any
local MaxUnpool2d = {}

---@param x lunette.Tensor
---@param indices any
---@param output_size any
---@return lunette.Tensor
---@return any ...
function MaxUnpool2d:forward(x, indices, output_size) end

end

do
---@class lunette.nn.MaxUnpool3d: lunette.nn.Module
---@overload fun(...: any): any
local MaxUnpool3d = {}

---@param x lunette.Tensor
---@param indices any
---@param output_size any
---@return lunette.Tensor
---@return any ...
function MaxUnpool3d:forward(x, indices, output_size) end

end

do
---@class lunette.nn.Maxout: lunette.nn.Module
---@overload fun(...: any): any
local Maxout = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Maxout:forward(x) end

end

do
---@class lunette.nn.MinibatchDiscrimination: lunette.nn.Module
---@overload fun(...: any): any
local MinibatchDiscrimination = {}

--- o: n,b for the features x: n,a, without the bias; against the batch itself
--- (in groups, where the layer has them), or against others: m,a. Where x is
--- part of others, x[i] being others[i + offset], offset says so, and that pair
--- does not count; without it all do.
---@param x lunette.Tensor
---@param others? lunette.Tensor
---@param options? {offset?: integer}
---@return any ...
function MinibatchDiscrimination:closeness(x, others, options) end

---@param x lunette.Tensor
---@param others any
---@return lunette.Tensor
---@return any ...
function MinibatchDiscrimination:forward(x, others) end

--- Fits the layer to features x: n,a of real samples, as the authors do: each
--- kernel's mean distance to the nearest neighbour becomes 2, and the bias
--- takes away the mean of o. o is a sum over the batch, so give a batch of the
--- size that training will use (with halves, of a half's). Returns the layer.
---@param x lunette.Tensor
---@return any ...
function MinibatchDiscrimination:initialise(x) end

end

do
---@class lunette.nn.MinibatchStdDev: lunette.nn.Module
---@overload fun(...: any): any
local MinibatchStdDev = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function MinibatchStdDev:forward(x) end

end

do
---@class lunette.nn.Mish: lunette.nn.Module
---@overload fun(...: any): any
local Mish = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Mish:forward(x) end

end

do
--- Layers: tables of tensors that can be called.
---@class lunette.nn.Module
---@field training boolean whether the layer is in training mode (it starts so)
---@field output_axis integer which dimension of the weight numbers outputs: 1
---@overload fun(...: any): any
local Module = {}

--- Makes the layer a field: model[name] = layer.
---@param name string
---@param layer? table
---@return any ...
function Module:add_module(name, layer) end

--- Calls fn(layer) for all below, then for this one; returns this one:
---   local ln = require "lunette"
---   local nn = ln.nn
---   local D = nn.Sequential {nn.Conv2d(3, 8, 4), nn.ReLU()}
---   D:apply(function(layer)
---     if layer:is_a(nn.Conv2d) then nn.init.normal_(layer.weight, 0, 0.02) end
---   end)
---@param fn function
---@return any ...
function Module:apply(fn) end

--- A list of the buffers.
---@return any ...
function Module:buffers() end

--- A list of the layers directly inside this one.
---@return any ...
function Module:children() end

--- A layer like this one with parameters and buffers of its own; what was
--- shared inside is shared inside the copy.
---@return any ...
function Module:clone() end

--- Makes field `name`, a parameter, one that is computed each time it is read:
--- layer[name] is field.compute(layer, name, field). The parameter itself is
--- returned, to be kept in another field. `field` is a plain table with a
--- `kind`, which tostring shows; a clone gets a copy of it.
---@param name string
---@param field table
---@return any ...
function Module:compute_field(name, field) end

--- Takes this layer and all below out of training mode.
---@return any ...
function Module:eval() end

--- `local _ <close> = G:evaluating()`: this layer and all below are out of
--- training mode until it closes; then each is in the mode it was in.
---@return any ...
function Module:evaluating() end

--- A new class of layers, below this one:
---   local Residual = ln.nn.Module:extend "Residual"
---   function Residual:init(features)
---     self.linear = ln.nn.Linear(features, features)
---   end
---   function Residual:forward(x) return x + self.linear(x:relu()) end
---   local layer = Residual(64)
---   local y = layer(ln.randn(2, 64))
--- Residual(64) makes one, and calling that one calls forward.
---@param name string
---@return any ...
function Module:extend(name) end

--- What tostring shows between the parentheses.
---@return any ...
function Module:extra_repr() end

--- Ends compute_field for a field of this `kind`: layer[name] is a parameter
--- with the value that it has now.
---@param name string
---@param kind string
---@return any ...
function Module:fix_field(name, kind) end

---@return lunette.Tensor
---@return any ...
function Module:forward() end

--- `local _ <close> = D:frozen()`: until it closes, no parameter of D requires
--- a gradient; then those that did do again.
---@return any ...
function Module:frozen() end

--- The buffer at a path, model:get_buffer "2.running_mean".
---@param target string
---@return any ...
function Module:get_buffer(target) end

--- The parameter at a path, model:get_parameter "1.weight".
---@param target string
---@return any ...
function Module:get_parameter(target) end

--- The layer at a path, model:get_submodule "1.conv"; the model itself at "".
---@param target string
---@return any ...
function Module:get_submodule(target) end

--- Is the layer of the class, or of one below it?
---@param class table
---@return any ...
function Module:is_a(class) end

--- Is it a class of layers?
---@param value? any
---@return any ...
function Module:is_class(value) end

--- Is `value` a layer (an instance, not a class)?
---@param value? any
---@return any ...
function Module:is_layer(value) end

--- Copies a state into the parameters and buffers; nothing is changed unless
--- all fits. Raises with the paths that are missing, unexpected, or of other
--- sizes; with {strict = false} only sizes must agree, and {missing = ...,
--- unexpected = ...} is returned in any case. {zero_based = true} takes paths
--- that count layers from 0, as PyTorch's files do.
---@param state_dict table
---@param options? {strict?: boolean, zero_based?: boolean}
---@return any ...
function Module:load_state_dict(state_dict, options) end

--- A list of this layer and all below, each before those inside it.
---@return any ...
function Module:modules() end

--- The multiplications (each with its addition) of one call of this layer
--- itself, those below it left out, given the list of its inputs and its first
--- result; nil when nobody counts them.
---@param inputs table
---@param y? any
---@return any ...
function Module:multiply_adds(inputs, y) end

--- for name, tensor in layer:named_buffers() do: buffers by their paths.
---@return any ...
function Module:named_buffers() end

--- for name, layer in model:named_children() do: the layers directly inside
--- this one.
---@return any ...
function Module:named_children() end

--- for path, layer in model:named_modules() do: this layer and all below by
--- their paths, its own being "".
---@return any ...
function Module:named_modules() end

--- for name, tensor in layer:named_parameters() do: parameters by their paths.
---@return any ...
function Module:named_parameters() end

--- A list of the parameters of this layer and all below.
---@return any ...
function Module:parameters() end

--- Makes the tensor a buffer in a field: model[name] = nn.Buffer(tensor). One
--- that is not persistent is a plain tensor, which a clone copies and no state
--- has.
---@param name string
---@param tensor? lunette.Tensor
---@param persistent? boolean
---@return any ...
function Module:register_buffer(name, tensor, persistent) end

--- Calls hook(layer, inputs, y, ...) after each call of this layer, y, ...
--- being what it gave. What it returns replaces that; nothing leaves it.
--- Returns a handle as register_forward_pre_hook does. A clone has the same
--- hooks.
---@param hook function
---@return any ...
function Module:register_forward_hook(hook) end

--- Calls hook(layer, inputs) before each call of this layer; inputs is a list
--- with its length in n. What it returns, a list or one input, replaces them;
--- nothing leaves them. Returns a handle: handle:remove() ends it, and so does
--- closing it: `local _ <close> = layer:register_forward_pre_hook(f)`.
---@param hook function
---@return any ...
function Module:register_forward_pre_hook(hook) end

--- Calls hook(layer, grad_input, grad_output) in every sweep that goes backward
--- through a call of this layer, once the gradients of its inputs are known:
--- lists of the gradients of its tensor inputs and of its results, zeros for a
--- result that nothing depends on. A list that hook returns takes the place of
--- grad_input. When no input wants a gradient, grad_input is empty. Returns a
--- handle as register_forward_pre_hook does.
---@param hook function
---@return any ...
function Module:register_full_backward_hook(hook) end

--- Makes the tensor a parameter in a field: model[name] = nn.Parameter(param).
---@param name string
---@param param? lunette.Tensor
---@return any ...
function Module:register_parameter(name, param) end

--- Whether the parameters require gradients from now on.
---@param requires_grad? boolean
---@return any ...
function Module:requires_grad_(requires_grad) end

--- Parameters and buffers by path ("2.weight"). The tensors share the layer's
--- values: clone() the layer to keep them as they are now.
---@return any ...
function Module:state_dict() end

--- The layers, the shape that each gives, its parameters, its multiply-adds and
--- the memory of its result, as a table of text: model:summary {1, 28, 28}, the
--- shape of one sample (one for each input). The model is run on zeros in
--- evaluation mode, and left as it was.
---@param sizes integer|integer[]
---@param ... any
---@return any ...
function Module:summary(sizes, ...) end

--- Puts this layer and all below in training mode, or out of it.
---@param mode? boolean
---@return any ...
function Module:train(mode) end

--- Runs f(); meanwhile, tells see(layer, inputs, ...) of each layer called: a
--- list of what it was given, and what it gave.
---@param see function
---@param f function
---@return any ...
function Module:watched(see, f) end

--- Forgets the gradients.
---@return any ...
function Module:zero_grad() end

end

do
---@class lunette.nn.ModuleDict: lunette.nn.Module
---@overload fun(...: any): any
local ModuleDict = {}

--- Adds a layer, or puts it in the place of the one of that name.
---@param name string
---@param layer any
---@return any ...
function ModuleDict:add(name, layer) end

---@return lunette.Tensor
---@return any ...
function ModuleDict:forward() end

--- for name, layer in dict:items() do: all, names sorted.
---@return any ...
function ModuleDict:items() end

end

do
--- A list that is walked for parameters; it is not called itself.
---@class lunette.nn.ModuleList: lunette.nn.Module
---@overload fun(...: any): any
local ModuleList = {}

--- Adds a layer, or a function, at the end; returns the list.
---@param layer any
---@return any ...
function ModuleList:append(layer) end

--- Adds the layers of a table at the end; returns the list. A class has extend
--- of nn.Module.
---@param layers table|string
---@return any ...
function ModuleList:extend(layers) end

---@return lunette.Tensor
---@return any ...
function ModuleList:forward() end

--- Puts a layer, or a function, before the one at that index, or at the end;
--- returns the list.
---@param index integer
---@param layer any
---@return any ...
function ModuleList:insert(index, layer) end

end

do
---@class lunette.nn.MultiLabelMarginLoss: lunette.nn.Module
---@overload fun(...: any): any
local MultiLabelMarginLoss = {}

---@param a any
---@param b any
---@return lunette.Tensor
---@return any ...
function MultiLabelMarginLoss:forward(a, b) end

end

do
---@class lunette.nn.MultiLabelSoftMarginLoss: lunette.nn.Module
---@overload fun(...: any): any
local MultiLabelSoftMarginLoss = {}

---@param a any
---@param b any
---@return lunette.Tensor
---@return any ...
function MultiLabelSoftMarginLoss:forward(a, b) end

end

do
---@class lunette.nn.MultiMarginLoss: lunette.nn.Module
---@overload fun(...: any): any
local MultiMarginLoss = {}

---@param a any
---@param b any
---@return lunette.Tensor
---@return any ...
function MultiMarginLoss:forward(a, b) end

end

do
---@class lunette.nn.MultiheadAttention: lunette.nn.Module
---@overload fun(...: any): any
local MultiheadAttention = {}

---@param query any
---@param key any
---@param value any
---@param given any
---@return lunette.Tensor
---@return any ...
function MultiheadAttention:forward(query, key, value, given) end

end

do
---@class lunette.nn.NLLLoss: lunette.nn.Module
---@overload fun(...: any): any
local NLLLoss = {}

---@param a any
---@param b any
---@return lunette.Tensor
---@return any ...
function NLLLoss:forward(a, b) end

end

do
---@class lunette.nn.PReLU: lunette.nn.Module
---@overload fun(...: any): any
local PReLU = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function PReLU:forward(x) end

end

do
---@class lunette.nn.PairwiseDistance: lunette.nn.Module
---@overload fun(...: any): any
local PairwiseDistance = {}

---@param x1 any
---@param x2 any
---@return lunette.Tensor
---@return any ...
function PairwiseDistance:forward(x1, x2) end

end

do
---@class lunette.nn.ParameterDict: lunette.nn.Module
---@overload fun(...: any): any
local ParameterDict = {}

--- Adds a parameter, or a tensor as one, or puts it in the place of the one of
--- that name.
---@param name string
---@param value lunette.Tensor
---@return any ...
function ParameterDict:add(name, value) end

---@return lunette.Tensor
---@return any ...
function ParameterDict:forward() end

--- for name, parameter in dict:items() do: all, names sorted.
---@return any ...
function ParameterDict:items() end

end

do
--- Parameters in a list, list[k]; tensors that are none become some. It is not
--- called. State: by their numbers, from 1.
---@class lunette.nn.ParameterList: lunette.nn.Module
---@overload fun(...: any): any
local ParameterList = {}

--- Adds a parameter, or a tensor as one, at the end; returns the list.
---@param value lunette.Tensor
---@return any ...
function ParameterList:append(value) end

--- Adds the tensors of a table at the end; returns the list. A class has extend
--- of nn.Module.
---@param values lunette.Tensor[]|string
---@return any ...
function ParameterList:extend(values) end

---@return lunette.Tensor
---@return any ...
function ParameterList:forward() end

end

do
---@class lunette.nn.PixelNorm: lunette.nn.Module
---@overload fun(...: any): any
local PixelNorm = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function PixelNorm:forward(x) end

end

do
---@class lunette.nn.PixelShuffle: lunette.nn.Module
---@overload fun(...: any): any
local PixelShuffle = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function PixelShuffle:forward(x) end

end

do
---@class lunette.nn.PixelUnshuffle: lunette.nn.Module
---@overload fun(...: any): any
local PixelUnshuffle = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function PixelUnshuffle:forward(x) end

end

do
---@class lunette.nn.PoissonNLLLoss: lunette.nn.Module
---@overload fun(...: any): any
local PoissonNLLLoss = {}

---@param a any
---@param b any
---@return lunette.Tensor
---@return any ...
function PoissonNLLLoss:forward(a, b) end

end

do
---@class lunette.nn.RMSNorm: lunette.nn.Module
---@overload fun(...: any): any
local RMSNorm = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function RMSNorm:forward(x) end

end

do
---@class lunette.nn.RNN: lunette.nn.Module
---@overload fun(...: any): any
local RNN = {}

---@param x lunette.Tensor
---@param ... any
---@return lunette.Tensor
---@return any ...
function RNN:forward(x, ...) end

end

do
---@class lunette.nn.RNNCell: lunette.nn.Module
---@overload fun(...: any): any
local RNNCell = {}

---@param x lunette.Tensor
---@param ... any
---@return lunette.Tensor
---@return any ...
function RNNCell:forward(x, ...) end

end

do
---@class lunette.nn.RReLU: lunette.nn.Module
---@overload fun(...: any): any
local RReLU = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function RReLU:forward(x) end

end

do
---@class lunette.nn.ReLU: lunette.nn.Module
---@overload fun(...: any): any
local ReLU = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function ReLU:forward(x) end

end

do
---@class lunette.nn.ReLU6: lunette.nn.Module
---@overload fun(...: any): any
local ReLU6 = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function ReLU6:forward(x) end

end

do
---@class lunette.nn.ReflectionPad1d: lunette.nn.Module
---@overload fun(...: any): any
local ReflectionPad1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function ReflectionPad1d:forward(x) end

end

do
---@class lunette.nn.ReflectionPad2d: lunette.nn.Module
---@overload fun(...: any): any
local ReflectionPad2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function ReflectionPad2d:forward(x) end

end

do
---@class lunette.nn.ReflectionPad3d: lunette.nn.Module
---@overload fun(...: any): any
local ReflectionPad3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function ReflectionPad3d:forward(x) end

end

do
---@class lunette.nn.ReplicationPad1d: lunette.nn.Module
---@overload fun(...: any): any
local ReplicationPad1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function ReplicationPad1d:forward(x) end

end

do
---@class lunette.nn.ReplicationPad2d: lunette.nn.Module
---@overload fun(...: any): any
local ReplicationPad2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function ReplicationPad2d:forward(x) end

end

do
---@class lunette.nn.ReplicationPad3d: lunette.nn.Module
---@overload fun(...: any): any
local ReplicationPad3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function ReplicationPad3d:forward(x) end

end

do
---@class lunette.nn.Residual: lunette.nn.Module
---@overload fun(...: any): any
local Residual = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Residual:forward(x) end

end

do
---@class lunette.nn.SELU: lunette.nn.Module
---@overload fun(...: any): any
local SELU = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function SELU:forward(x) end

end

do
---@class lunette.nn.SelfAttention2d: lunette.nn.Module
---@overload fun(...: any): any
local SelfAttention2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function SelfAttention2d:forward(x) end

end

do
--- One after another, c(b(a(x))). An entry is a layer or a function; model[2]
--- is the second, #model their number.
---@class lunette.nn.Sequential: lunette.nn.Module
---@overload fun(...: any): any
local Sequential = {}

--- Adds a layer, or a function, at the end; returns the list.
---@param layer any
---@return any ...
function Sequential:append(layer) end

--- Adds the layers of a table at the end; returns the list. A class has extend
--- of nn.Module.
---@param layers table|string
---@return any ...
function Sequential:extend(layers) end

---@param x lunette.Tensor
---@param ... any
---@return lunette.Tensor
---@return any ...
function Sequential:forward(x, ...) end

--- Puts a layer, or a function, before the one at that index, or at the end;
--- returns the list.
---@param index integer
---@param layer any
---@return any ...
function Sequential:insert(index, layer) end

end

do
---@class lunette.nn.SiLU: lunette.nn.Module
---@overload fun(...: any): any
local SiLU = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function SiLU:forward(x) end

end

do
---@class lunette.nn.Sigmoid: lunette.nn.Module
---@overload fun(...: any): any
local Sigmoid = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Sigmoid:forward(x) end

end

do
---@class lunette.nn.SmoothL1Loss: lunette.nn.Module
---@overload fun(...: any): any
local SmoothL1Loss = {}

---@param a any
---@param b any
---@return lunette.Tensor
---@return any ...
function SmoothL1Loss:forward(a, b) end

end

do
---@class lunette.nn.SoftMarginLoss: lunette.nn.Module
---@overload fun(...: any): any
local SoftMarginLoss = {}

---@param a any
---@param b any
---@return lunette.Tensor
---@return any ...
function SoftMarginLoss:forward(a, b) end

end

do
---@class lunette.nn.Softmax: lunette.nn.Module
---@overload fun(...: any): any
local Softmax = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Softmax:forward(x) end

end

do
---@class lunette.nn.Softmax2d: lunette.nn.Module
---@overload fun(...: any): any
local Softmax2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Softmax2d:forward(x) end

end

do
---@class lunette.nn.Softmin: lunette.nn.Module
---@overload fun(...: any): any
local Softmin = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Softmin:forward(x) end

end

do
---@class lunette.nn.Softplus: lunette.nn.Module
---@overload fun(...: any): any
local Softplus = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Softplus:forward(x) end

end

do
---@class lunette.nn.Softshrink: lunette.nn.Module
---@overload fun(...: any): any
local Softshrink = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Softshrink:forward(x) end

end

do
---@class lunette.nn.Softsign: lunette.nn.Module
---@overload fun(...: any): any
local Softsign = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Softsign:forward(x) end

end

do
---@class lunette.nn.Tanh: lunette.nn.Module
---@overload fun(...: any): any
local Tanh = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Tanh:forward(x) end

end

do
---@class lunette.nn.Tanhshrink: lunette.nn.Module
---@overload fun(...: any): any
local Tanhshrink = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Tanhshrink:forward(x) end

end

do
---@class lunette.nn.Threshold: lunette.nn.Module
---@overload fun(...: any): any
local Threshold = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Threshold:forward(x) end

end

do
---@class lunette.nn.Transformer: lunette.nn.Module
---@overload fun(...: any): any
local Transformer = {}

---@param src any
---@param tgt any
---@param given any
---@return lunette.Tensor
---@return any ...
function Transformer:forward(src, tgt, given) end

--- 1 above the diagonal of sz x sz: no position sees a later one.
---@param sz integer
---@return any ...
function Transformer:generate_square_subsequent_mask(sz) end

end

do
---@class lunette.nn.TransformerDecoder: lunette.nn.Module
---@overload fun(...: any): any
local TransformerDecoder = {}

---@param tgt any
---@param memory any
---@param given any
---@return lunette.Tensor
---@return any ...
function TransformerDecoder:forward(tgt, memory, given) end

end

do
---@class lunette.nn.TransformerDecoderLayer: lunette.nn.Module
---@overload fun(...: any): any
local TransformerDecoderLayer = {}

---@param tgt any
---@param memory any
---@param given any
---@return lunette.Tensor
---@return any ...
function TransformerDecoderLayer:forward(tgt, memory, given) end

end

do
---@class lunette.nn.TransformerEncoder: lunette.nn.Module
---@overload fun(...: any): any
local TransformerEncoder = {}

---@param x lunette.Tensor
---@param given any
---@return lunette.Tensor
---@return any ...
function TransformerEncoder:forward(x, given) end

end

do
---@class lunette.nn.TransformerEncoderLayer: lunette.nn.Module
---@overload fun(...: any): any
local TransformerEncoderLayer = {}

---@param x lunette.Tensor
---@param given any
---@return lunette.Tensor
---@return any ...
function TransformerEncoderLayer:forward(x, given) end

end

do
---@class lunette.nn.TripletMarginLoss: lunette.nn.Module
---@overload fun(...: any): any
local TripletMarginLoss = {}

---@param a any
---@param b any
---@param c any
---@return lunette.Tensor
---@return any ...
function TripletMarginLoss:forward(a, b, c) end

end

do
---@class lunette.nn.TripletMarginWithDistanceLoss: lunette.nn.Module
---@overload fun(...: any): any
local TripletMarginWithDistanceLoss = {}

---@param a any
---@param b any
---@param c any
---@return lunette.Tensor
---@return any ...
function TripletMarginWithDistanceLoss:forward(a, b, c) end

end

do
---@class lunette.nn.Unflatten: lunette.nn.Module
---@overload fun(...: any): any
local Unflatten = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Unflatten:forward(x) end

end

do
---@class lunette.nn.Unfold: lunette.nn.Module
---@overload fun(...: any): any
local Unfold = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Unfold:forward(x) end

end

do
---@class lunette.nn.Upsample: lunette.nn.Module
---@overload fun(...: any): any
local Upsample = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function Upsample:forward(x) end

end

do
---@class lunette.nn.UpsamplingBilinear2d: lunette.nn.Upsample
---@overload fun(...: any): any
local UpsamplingBilinear2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function UpsamplingBilinear2d:forward(x) end

end

do
---@class lunette.nn.UpsamplingNearest2d: lunette.nn.Upsample
---@overload fun(...: any): any
local UpsamplingNearest2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function UpsamplingNearest2d:forward(x) end

end

do
---@class lunette.nn.VirtualBatchNorm: lunette.nn.Module
---@overload fun(...: any): any
local VirtualBatchNorm = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function VirtualBatchNorm:forward(x) end

end

do
---@class lunette.nn.ZeroPad1d: lunette.nn.Module
---@overload fun(...: any): any
local ZeroPad1d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function ZeroPad1d:forward(x) end

end

do
---@class lunette.nn.ZeroPad2d: lunette.nn.Module
---@overload fun(...: any): any
local ZeroPad2d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function ZeroPad2d:forward(x) end

end

do
---@class lunette.nn.ZeroPad3d: lunette.nn.Module
---@overload fun(...: any): any
local ZeroPad3d = {}

---@param x lunette.Tensor
---@return lunette.Tensor
---@return any ...
function ZeroPad3d:forward(x) end

end

do
---@class lunette.optim.ASGD: lunette.optim.Optimizer
local ASGD = {}

end

do
---@class lunette.optim.Adadelta: lunette.optim.Optimizer
local Adadelta = {}

end

do
---@class lunette.optim.Adagrad: lunette.optim.Optimizer
local Adagrad = {}

end

do
---@class lunette.optim.Adam: lunette.optim.Optimizer
local Adam = {}

end

do
---@class lunette.optim.AdamW: lunette.optim.Optimizer
local AdamW = {}

end

do
---@class lunette.optim.Adamax: lunette.optim.Optimizer
local Adamax = {}

end

do
---@class lunette.optim.ExtraAdam: lunette.optim.Adam
local ExtraAdam = {}

--- Moves the parameters to the point at which the gradients of step() are to
--- be computed. Several in a row go on from each other.
---@param closure? function
---@return any ...
function ExtraAdam:extrapolate(closure) end

--- One update of the parameters from before extrapolate(), with the gradients
--- of now. Raises without extrapolate().
---@param closure? function
---@return any ...
function ExtraAdam:step(closure) end

end

do
---@class lunette.optim.LBFGS: lunette.optim.Optimizer
local LBFGS = {}

--- Up to max_iter iterations; returns the loss before them. The memory goes on
--- into the next step.
---@param closure function
---@return any ...
function LBFGS:step(closure) end

end

do
---@class lunette.optim.Lookahead
local Lookahead = {}

--- Adds a group, whose slow weights start where its parameters are.
---@param param_group table
---@return any ...
function Lookahead:add_param_group(param_group) end

--- Takes a state over by copy. Raises, changing nothing, when it does not fit
--- or something is missing.
---@param state_dict table
---@return any ...
function Lookahead:load_state_dict(state_dict) end

--- {optimizer = its state, slow = a list of tensors, steps = ..., k, alpha}.
---@return any ...
function Lookahead:state_dict() end

--- One step of the optimiser; every k-th moves the slow weights.
---@param closure? function
---@return any ...
function Lookahead:step(closure) end

--- Forgets the gradients of all parameters.
---@return any ...
function Lookahead:zero_grad() end

end

do
---@class lunette.optim.NAdam: lunette.optim.Optimizer
local NAdam = {}

end

do
---@class lunette.optim.OptimisticAdam: lunette.optim.Optimizer
local OptimisticAdam = {}

end

do
--- What all optimisers share: groups of parameters, their options and state.
---@class lunette.optim.Optimizer
---@field param_groups table[] {params = {...}, lr = ..., ...}; options may be changed at any time
---@field state table tensors and counts by parameter
local Optimizer = {}

--- Adds {params = {...}, and options other than those of the optimiser}. Raises
--- on a parameter that is there already.
---@param param_group table
---@return any ...
function Optimizer:add_param_group(param_group) end

--- A new class of optimisers.
---
---   local Lion = ln.optim.Optimizer:extend("Lion",
---     "lr: real = 1e-4, betas: pair = {0.9, 0.99}, weight_decay: real = 0")
---   function Lion:update(group, params, grads)
---     local _ <close> = ln.no_grad()
---     for k, p in ipairs(params) do
---       local s = self.state[p] or {m = ln.zeros_like(p)}
---       local way = s.m:lerp(grads[k], 1 - group.betas[1]):sign()
---       p:sub_((way + p * group.weight_decay) * group.lr)
---       self.state[p] = {m = s.m:lerp(grads[k], 1 - group.betas[2])}
---     end
---   end
---   local layer = ln.nn.Linear(2, 1)
---   local opt = Lion(layer:parameters(), {lr = 0.01})
---   layer(ln.ones(4, 2)):sum():backward()
---   opt:step()
---
--- (Chen et al. 2023, arXiv 2302.06675, algorithm 2.) The signature lists the
--- options, with commas: "name: kind = default", or "name: kind?" for one that
--- may be left out; one with neither has to be given. A kind is real, positive,
--- nonnegative, share (0 to 1), int, count (1 or above), whole (0 or above),
--- bool, string, function, tensor, pair (two numbers), any, words ("sum|mean")
--- or another of those that lunette.arguments lists.
--- check(values, name), of the options and the class's name, raises when they
--- make no sense together. update(group, params, grads) is called by step(),
--- once for each group that has gradients: its options are fields of group,
--- grads[k] is the gradient of params[k]. What it remembers of p is the table
--- self.state[p], of tensors and numbers, which state_dict() saves; a class may
--- have `keeps`, what a state has to hold (lunette.optim.entries).
---@param name string
---@param signature string
---@param check? function
---@return any ...
function Optimizer:extend(name, signature, check) end

--- Takes a state over, options included, by copy. Raises, changing nothing,
--- when groups or sizes differ, or something is missing.
---@param state_dict table
---@return any ...
function Optimizer:load_state_dict(state_dict) end

--- {state = a table for each parameter, in order, {step = 0} before its first
--- step; param_groups = their options and, in params, which parameters they
--- hold}. The tensors may share their values with the optimiser, until its next
--- step: save or clone them before.
---@return any ...
function Optimizer:state_dict() end

--- One update from the gradients; parameters without one are passed over. A
--- closure that computes gradients and returns the loss is called first, and
--- its loss returned.
---@param closure? function
---@return any ...
function Optimizer:step(closure) end

--- Forgets the gradients of all parameters.
---@return any ...
function Optimizer:zero_grad() end

end

do
---@class lunette.optim.RAdam: lunette.optim.Optimizer
local RAdam = {}

end

do
---@class lunette.optim.RMSprop: lunette.optim.Optimizer
local RMSprop = {}

end

do
---@class lunette.optim.Rprop: lunette.optim.Optimizer
local Rprop = {}

end

do
---@class lunette.optim.SGD: lunette.optim.Optimizer
local SGD = {}

end

do
---@class lunette.optim.lr_scheduler.ChainedScheduler
local ChainedScheduler = {}

--- The next rates: every scheduler goes on from those of the one before it.
---@return any ...
function ChainedScheduler:step() end

end

do
---@class lunette.optim.lr_scheduler.ConstantLR
local ConstantLR = {}

end

do
---@class lunette.optim.lr_scheduler.CosineAnnealingLR
local CosineAnnealingLR = {}

end

do
---@class lunette.optim.lr_scheduler.CosineAnnealingWarmRestarts
local CosineAnnealingWarmRestarts = {}

end

do
---@class lunette.optim.lr_scheduler.CyclicLR
local CyclicLR = {}

end

do
---@class lunette.optim.lr_scheduler.ExponentialLR
local ExponentialLR = {}

end

do
---@class lunette.optim.lr_scheduler.LambdaLR
local LambdaLR = {}

end

do
---@class lunette.optim.lr_scheduler.LinearLR
local LinearLR = {}

end

do
---@class lunette.optim.lr_scheduler.MultiStepLR
local MultiStepLR = {}

end

do
---@class lunette.optim.lr_scheduler.MultiplicativeLR
local MultiplicativeLR = {}

end

do
---@class lunette.optim.lr_scheduler.OneCycleLR
local OneCycleLR = {}

end

do
---@class lunette.optim.lr_scheduler.PolynomialLR
local PolynomialLR = {}

end

do
---@class lunette.optim.lr_scheduler.ReduceLROnPlateau
local ReduceLROnPlateau = {}

--- Goes on from a state: the optimiser's rates are those of then. Raises,
--- changing nothing, when something is missing.
---@param state_dict table
---@return any ...
function ReduceLROnPlateau:load_state_dict(state_dict) end

--- The best measure so far, how long ago it was, and the rates now.
---@return any ...
function ReduceLROnPlateau:state_dict() end

--- metrics: the measure, a number or a tensor of one.
---@param metrics number|lunette.Tensor
---@return any ...
function ReduceLROnPlateau:step(metrics) end

end

do
---@class lunette.optim.lr_scheduler.SequentialLR
local SequentialLR = {}

--- The next rates, of the scheduler whose turn it is.
---@return any ...
function SequentialLR:step() end

end

do
---@class lunette.optim.lr_scheduler.StepLR
local StepLR = {}

end

do
--- Pictures from folders and packs, read ahead of the batches that want them.
---@class lunette.ImageFolder
---@field names string[] the files, in the order of the samples
---@field classes string[]? what label k means, where there are labels
---@field skipped string[] what could not be read, and why
local ImageFolder = {}

--- The number of pictures, as #set.
---@return any ...
function ImageFolder:size() end

--- The pictures listed, n,c,h,w, from -1 to 1, and their labels where there are
--- classes. Raises when a file is no longer what it was.
---@param indices integer[]|lunette.Tensor
---@param index? lunette.Tensor
---@return any ...
function ImageFolder:batch(indices, index) end

--- Tells which pictures will be wanted, so that they are read meanwhile.
---@param indices integer[]|lunette.Tensor
---@return any ...
function ImageFolder:prefetch(indices) end

end

do
--- Labelled images.
---@class lunette.Images
---@field classes string[] what label k means
---@field labels any of all images, from 1
local Images = {}

--- The number of images, as #set.
---@return any ...
function Images:size() end

--- The images listed, n x c x h x w from -1 (black) to 1 (white), and their
--- labels, n: class k of the file, which counts from 0, is label k + 1.
---@param indices integer[]|lunette.Tensor
---@param index? lunette.Tensor
---@return any ...
function Images:batch(indices, index) end

end

do
--- Mixtures of Gaussians in the plane whose modes are known: what mode collapse
--- is measured on.
---@class lunette.Mixture
---@field centres any modes x 2, the means
---@field modes integer their number
---@field std number the standard deviation of each, along either axis
local Mixture = {}

--- n points, n x 2: a mode drawn uniformly for each, and noise around it.
---@param n integer
---@param options? {generator?: lunette.Generator}
---@return any ...
function Mixture:sample(n, options) end

end

do
--- A source of sines, each of its own frequency and phase.
---@class lunette.Sines
local Sines = {}

--- n series, n x length x features, from -1 to 1.
---@param n integer
---@param options? {generator?: lunette.Generator}
---@return any ...
function Sines:sample(n, options) end

end

do
--- A source of series whose steps and features go together.
---@class lunette.Autoregressive
local Autoregressive = {}

--- n series, n x length x features.
---@param n integer
---@param options? {generator?: lunette.Generator}
---@return any ...
function Autoregressive:sample(n, options) end

end

do
--- Images of one shape each.
---@class lunette.Shapes
---@field classes string[] what label k means
---@field side integer the height and the width of the images
local Shapes = {}

--- The number of images, as #set.
---@return any ...
function Shapes:size() end

--- The images listed, n x 3 x size x size from -1 to 1, and their labels, n.
---@param indices integer[]|lunette.Tensor
---@param index? lunette.Tensor
---@return any ...
function Shapes:batch(indices, index) end

end

do
--- Three digits as the three colours of an image: a thousand known modes.
---@class lunette.StackedDigits
---@field modes integer 1000
---@field indices any count x 3, which digits are red, green and blue
local StackedDigits = {}

--- The number of images, as #set.
---@return any ...
function StackedDigits:size() end

--- The images listed, n x 3 x 28 x 28 from -1 to 1, and their labels, n.
---@param indices integer[]|lunette.Tensor
---@param index? lunette.Tensor
---@return any ...
function StackedDigits:batch(indices, index) end

end

do
--- Columns of one length.
---@class lunette.Table
---@field columns table[] each with a name, a kind ("number" or "category"), values, a tensor of n, and for codes categories, what code k means
local Table = {}

--- The number of rows, as #table.
---@return any ...
function Table:size() end

--- The column of that name.
---@param name string
---@return any ...
function Table:column(name) end

--- Row i as Lua values by the names of columns: numbers, or names of
--- categories.
---@param i integer
---@return any ...
function Table:row(i) end

end

do
--- A source of tables with modes and categories.
---@class lunette.MixedTable
---@field modes integer how many kinds of rows there are
local MixedTable = {}

--- A table of n rows.
---@param n integer
---@param options? {generator?: lunette.Generator}
---@return any ...
function MixedTable:sample(n, options) end

end

do
--- Samples along the first dimension of tensors.
---@class lunette.TensorSet
---@field tensors table what the samples are the first dimension of
local TensorSet = {}

--- The number of samples, as #set.
---@return any ...
function TensorSet:size() end

--- The samples of each tensor; indices: a list of integers from 1, or a tensor.
---@param indices integer[]|lunette.Tensor
---@param index? lunette.Tensor
---@return any ...
function TensorSet:batch(indices, index) end

end

do
--- A set whose batches go through a function.
---@class lunette.MappedSet
local MappedSet = {}

--- The number of samples, as #set.
---@return any ...
function MappedSet:size() end

--- What f makes of the batch of the set below.
---@param indices integer[]|lunette.Tensor
---@param index? lunette.Tensor
---@return any ...
function MappedSet:batch(indices, index) end

--- Passed on to the set below, when it reads ahead; see ln.data.Loader.
---@param indices integer[]|lunette.Tensor
---@return any ...
function MappedSet:prefetch(indices) end

end

do
--- Successive samples of a set.
---@class lunette.Subset
local Subset = {}

--- The number of samples, as #set.
---@return any ...
function Subset:size() end

--- The samples listed, counted from 1 within the subset.
---@param indices integer[]|lunette.Tensor
---@param index? lunette.Tensor
---@return any ...
function Subset:batch(indices, index) end

--- Passed on to the set below, when it reads ahead; see ln.data.Loader.
---@param indices integer[]|lunette.Tensor
---@return any ...
function Subset:prefetch(indices) end

end

do
--- What forward hands to backward: tensors through save(), anything else as
--- fields. needs_input_grad[k] says whether argument k wants a gradient.
---@class lunette.FunctionContext
local FunctionContext = {}

--- In forward, keeps tensors for backward, arguments and results with the graph
--- behind them, so that backward can be differentiated. A tensor that is
--- neither counts as a constant there. What has been overwritten since is
--- refused.
---@param ... any
---@return any ...
function FunctionContext:save(...) end

--- In backward, what save() was given, as several results.
---@return any ...
function FunctionContext:saved() end

end

do
--- ln.gan.collapse: noticing mode collapse, a generator that makes ever less
--- different samples.
---@class lunette.CollapseMonitor
---@field limit number may be changed at any time
---@field best number the lowest ratio so far
local CollapseMonitor = {}

--- The closeness of generated samples over that of real ones, about 1 for a
--- good generator, and, where it is above the limit, a sentence that says so,
--- otherwise nil. When all samples are one it is as large as it can be. A
--- generator that has not learnt yet may be above the limit too.
---@param fake lunette.Tensor
---@return any ...
function CollapseMonitor:watch(fake) end

--- Its projection, what real samples gave, and the best so far.
---@return any ...
function CollapseMonitor:state_dict() end

--- Takes a state over, by copy. Raises, changing nothing, when it does not fit
--- or something is missing.
---@param state_dict table
---@return any ...
function CollapseMonitor:load_state_dict(state_dict) end

end

do
--- Numbers that change as training goes on.
---@class lunette.GanSchedule
---@field from number 
---@field to number 
---@field steps integer? how long it takes; or `images`
---@field images integer? 
---@field after integer how many steps, or images, it stays at `from`
---@field shape string 
local GanSchedule = {}

end

do
--- body([z, label as 0 and 1]).
---@class lunette.ACGANGenerator
local ACGANGenerator = {}

end

do
--- The logit n,1 of a real image and the logits n,classes
--- of the label.
---@class lunette.ACGANDiscriminator
local ACGANDiscriminator = {}

end

do
--- ConditionalGenerator with one embedding of the label for all blocks and a
--- chunk of z for the linear layer and for each block: the condition of block k
--- is [embedding, chunk k + 1].
---@class lunette.BigGANGenerator
local BigGANGenerator = {}

end

do
--- Generator(o, doublings, norm, wrap)
---
--- G(z, labels): a linear layer to 4 x 4, UpBlocks with filters 2^(doublings -
--- k) channels after the k-th, attention after one of them, norm, ReLU,
--- convolution, tanh. o: {channels, filters, first = width of the linear
--- layer's input, place = the block before attention}; norm(channels) makes a
--- norm with a condition, wrap(layer) draws and wraps a layer. Which condition
--- goes where is said by conditions().
---@class lunette.ConditionalGenerator
local ConditionalGenerator = {}

end

do
--- D(x, labels) = w . h + b + e(label) . h, y: n,1 (Miyato and Koyama 2018,
--- arXiv 1802.05637, equation 4), with h: n,c the sum over positions of
--- DownBlocks down to 4 x 4 and one more, filters 2^(k - 1) channels after the
--- k-th, and attention where the generator has it.
---@class lunette.ProjectionDiscriminator
local ProjectionDiscriminator = {}

end

do
--- The columns of n,features as the layout has them: {"tanh", k}, k columns in
--- tanh, or {"softmax", k}, a soft draw of one in k, softmax((x + Gumbel noise)
--- / tau) (Jang et al. 2017, arXiv 1611.01144).
---@class lunette.TableOutput
local TableOutput = {}

end

do
--- n,k to n / size,size k: rows that are judged together (PacGAN: Lin et al.
--- 2018, arXiv 1712.04086).
---@class lunette.Pack
local Pack = {}

end

do
--- nn.Sequential for images whose h and w are multiples of
--- 4; others would come back in another size.
---@class lunette.CycleGANGenerator
local CycleGANGenerator = {}

end

do
--- blocks[k] gives maps of 4 2^(k - 1); excite[k], where
--- there is one, scales the channels of block k by what the maps `gap` blocks
--- before say (skip-layer excitation).
---@class lunette.FastGANGenerator
local FastGANGenerator = {}

end

do
--- h and w halved, the mean of two convolutions and of a pooled 1 x 1 one.
---@class lunette.FastGANDown
local FastGANDown = {}

end

do
--- Logits n,1,5,5, and the maps n,c,8,8 and n,c,16,16
--- that they are made of: `local logits, whole, maps = D(x)`.
---@class lunette.FastGANDiscriminator
local FastGANDiscriminator = {}

end

do
--- The logits n,1 and what they are made of, n,hidden.
---@class lunette.InfoGANDiscriminator
local InfoGANDiscriminator = {}

end

do
--- Of features n,hidden a list of logits, one for each categorical
--- code, then mean and variance n,continuous of the continuous ones.
---@class lunette.InfoGANQ
local InfoGANQ = {}

end

do
--- nn.Sequential for images n,channels,size,size; it raises on others in the
--- name of `owner`.
---@class lunette.ImageSequential
local ImageSequential = {}

end

do
--- n,c,... to n,c.
---@class lunette.GlobalSumPool
local GlobalSumPool = {}

end

do
--- x: n,c,h,w plus weight times normal noise n,1,h,w, drawn anew in each call;
--- weight is one number that starts at 0. layer(x, noise) takes the noise
--- given.
---@class lunette.NoiseInjection
local NoiseInjection = {}

end

do
--- A residual block that doubles h and w: norm, ReLU, upsampling, convolution,
--- norm, ReLU, convolution, and beside it a 1 x 1 convolution, upsampled.
--- norm(channels) and conv(in, out, kernel) make its layers. A condition goes
--- to the norms: block(x, condition).
---@class lunette.UpBlock
local UpBlock = {}

end

do
--- A residual block without norms: ReLU (not in the first block of a model),
--- convolution, ReLU, convolution, mean of 2 x 2; the shortcut is a 1 x 1
--- convolution of the mean, or nothing when {down = false} and the channels
--- agree.
---@class lunette.DownBlock
local DownBlock = {}

end

do
--- body([a, b]) of an input and an image of it.
---@class lunette.PairDiscriminator
local PairDiscriminator = {}

end

do
--- blocks[k] gives maps of 4 2^(k - 1), to_rgb[k] images of
--- them. Fields for the user to set: level, how many blocks run, and alpha, the
--- share of the last of them in the image; the rest is the image of the one
--- before, upsampled.
---@class lunette.ProGANGenerator
---@field level integer blocks that run; all of them at first
---@field alpha number from 0 to 1, at first 1
local ProGANGenerator = {}

end

do
--- blocks[k] takes maps of 4 2^(k - 1), which from_rgb[k]
--- makes of images, to the maps of the next smaller, blocks[1] to n,1. level
--- and alpha as in the generator, to be set to the same.
---@class lunette.ProGANDiscriminator
---@field level integer blocks that run; all of them at first
---@field alpha number from 0 to 1, at first 1
local ProGANDiscriminator = {}

end

do
--- leaky_relu(x + bias, 0.2), with a bias for each channel that starts at 0.
---@class lunette.BiasedLeakyReLU
local BiasedLeakyReLU = {}

end

do
--- x + conv3(act2(conv2(act1(conv1(x))))): 1 x 1 to twice the channels, 3 x 3
--- in groups, 1 x 1 back, which starts at 0. total: blocks of the network, by
--- which the others' weights are scaled, that the sum of all blocks keeps its
--- variance (Zhang et al. 2019, arXiv 1901.09321).
---@class lunette.R3GANBlock
local R3GANBlock = {}

end

do
--- Maps n,channels,4,4 of z: a learnt map for each channel, times what a linear
--- layer makes of z.
---@class lunette.R3GANBasis
local R3GANBasis = {}

end

do
--- body(z), or body of z joined to embedding(labels).
---@class lunette.R3GANGenerator
local R3GANGenerator = {}

end

do
--- body(x), or with labels its product with
--- embedding(labels), of each sample.
---@class lunette.R3GANDiscriminator
local R3GANDiscriminator = {}

end

do
--- sqrt(2) leaky_relu(x, 0.2), which keeps the variance.
---@class lunette.ScaledLeakyReLU
local ScaledLeakyReLU = {}

end

do
--- A 3 x 3 modulated convolution, of x upsampled if so, noise, bias,
--- activation.
---@class lunette.StyledConv
local StyledConv = {}

end

do
--- A 1 x 1 modulated convolution without demodulation, and a bias.
---@class lunette.ToRGB
local ToRGB = {}

end

do
--- Images of styles. Of convs[1], then two for each doubling, and of
--- to_rgb[k] at 4 2^(k - 1), whose images are added up, each upsampled to the
--- next. It takes one style for a sample, n,style, or one for each layer,
--- n,layers,style: the first for convs[1], then to_rgb[k] shares its own with
--- the convolution after it.
---@class lunette.Synthesis
---@field layers integer styles of a sample
local Synthesis = {}

end

do
--- synthesis(mapping(z)). G(z, other, crossover) mixes
--- styles: layers after the first `crossover` (drawn from 1 to layers - 1 when
--- it is left out) get those of the latent `other`.
---@class lunette.StyleGAN2Generator
local StyleGAN2Generator = {}

end

do
--- Two convolutions, the second of stride 2 on a blurred input, and a blurred 1
--- x 1 shortcut; their sum over sqrt(2).
---@class lunette.ResidualDown
local ResidualDown = {}

end

do
--- What schedulers share, and how one is made of its formula.
---@class lunette.Scheduler
---@field optimizer any 
---@field last_epoch integer t
---@field base_lrs number[] the rate of each group at first
local Scheduler = {}

--- The next rates.
---@return any ...
function Scheduler:step() end

--- The rate of each group, as a list.
---@return any ...
function Scheduler:get_last_lr() end

--- How far it is, the rates at first and now. What it was made with is not
--- part of it.
---@return any ...
function Scheduler:state_dict() end

--- Goes on from a state: the optimiser's rates are those of then, whether its
--- own state was loaded or not, before or after. Raises, changing nothing, when
--- the number of groups is another or something is missing.
---@param state_dict table
---@return any ...
function Scheduler:load_state_dict(state_dict) end

end

do
--- What ln.plot.figure gives. What draws goes into the last panel, and returns
--- the figure. Values are copied when they are given: tensors may change later.
--- tostring(fig) is the text of an SVG file: the same data give the same bytes;
--- colours follow the reader's light or dark mode. nan and inf are gaps, and so
--- is what a log scale has no place for; that is said on stderr and below the
--- panel.
---@class lunette.Figure
local Figure = {}

--- Begins a panel, into which all goes that is drawn after it. Ranges, {low,
--- high}, are what is shown; without them all data is, and some room.
---@param options? {title?: string, x_label?: string, y_label?: string, x_scale?: "linear"|"log", y_scale?: "linear"|"log", x_range?: number[], y_range?: number[]}
---@return any ...
function Figure:panel(options) end

--- Curves through points, x and y of n each, in the order given; x alone is y
--- over 1 to n. `smooth`, 0 to below 1, draws the exponential moving average,
--- corrected for its start at 0 as Adam's is (each value keeps that share of
--- the mean before it), over the raw curve, which is faint. `low` and `high`,
--- of n each, are the ends of a band, as of an interval over seeds:
---   local runs = ln.rand(5, 100)                  -- 5 seeds of 100 steps
---   local mean, std = runs:mean(1), runs:std(1)
---   local fig = ln.plot.figure()
---   fig:lines(mean, {name = "FID", low = mean - std, high = mean + std})
---   fig:save "fid.svg"
---@param x lunette.Tensor|number[]
---@param y? lunette.Tensor|number[]
---@param options? {name?: string, smooth?: number, low?: lunette.Tensor|number[], high?: lunette.Tensor|number[]}
---@return any ...
function Figure:lines(x, y, options) end

--- Points x, y of n each, or x alone as n,2. From 2,000 on they are counted in
--- cells of 3 by 3 pixels, which are the darker the more they hold, by the
--- logarithm.
---@param x lunette.Tensor|number[]
---@param y? lunette.Tensor|number[]
---@param options? {name?: string}
---@return any ...
function Figure:scatter(x, y, options) end

--- How many of the values fall into each bin. There are `bins` of them, or as
--- many as NumPy's "auto" has: the width by Freedman and Diaconis (1981), and
--- no fewer than Sturges (1926) has. All histograms of a panel have the same
--- bins, those of the finest.
---@param values lunette.Tensor|number[]
---@param options? {bins?: integer, name?: string}
---@return any ...
function Figure:histogram(values, options) end

--- A bar for each of n values, with `labels` below them (1 to n without), and
--- `errors`, as whiskers of so much on either side. Several in a panel stand
--- beside each other.
---@param values lunette.Tensor|number[]
---@param options? {labels?: string[], errors?: lunette.Tensor|number[], name?: string}
---@return any ...
function Figure:bars(values, options) end

--- The matrix x, h,w, as cells of colour: row 1 on top, column 1 on the left.
--- Colours are viridis, from dark to light and alike for the colour-blind, over
--- `range`, or over what is there; the bar beside says which is which, and has
--- `name` for a label. What is not finite is left out.
---@param x lunette.Tensor|table
---@param options? {range?: number[], name?: string}
---@return any ...
function Figure:heatmap(x, options) end

--- Images, c,h,w or n,c,h,w (h,w for gray), side by side as
--- image.save_grid has them; a panel without axes.
---@param x lunette.Tensor
---@param options? {columns?: integer, padding?: integer, range?: number[]}
---@return any ...
function Figure:image(x, options) end

--- The figure for a terminal, as text of so many characters a line (COLUMNS, or
--- 80): curves and points in dots of braille, `height` lines of them a panel,
--- with axes and names; images and heat maps in blocks, as image.preview has
--- them, whose modes are these too. print(fig:text()) shows it.
---@param options? {width?: integer, height?: integer, mode?: "auto"|"rgb"|"palette"|"none"}
---@return any ...
function Figure:text(options) end

--- Writes the figure, by the ending of its path: .svg, or .png, of twice as
--- many pixels, which rsvg-convert makes (on Debian the package librsvg2-bin).
--- The folder is made; the file appears whole or not at all. Returns true;
--- raises when the disk refuses, or the program is not there.
---@param path string
---@return any ...
function Figure:save(path) end

end

do
--- How far a loop has come: a bar on a terminal, a line now and then elsewhere.
---@class lunette.Bar
local Bar = {}

--- Values to show, by name: bar:set {d = 0.7, g = 1.2}.
---@param values table
---@return any ...
function Bar:set(values) end

end

do
--- ln.report: what a loop does, as a page that is kept up to date.
---@class lunette.Report
---@field folder string 
---@field path string of the page
local Report = {}

--- Writes the page with all that is known now.
---@return any ...
function Report:write() end

--- Adds a record to the log, numbers and words by name, with `step`; `seconds`,
--- those since the report was opened, are added where they are not given.
--- `message` is a sentence that the page shows.
---@param record table
---@return any ...
function Report:log(record) end

--- Writes samples x of a step to samples/: images n,c,h,w as a grid; all else
--- as rows, and points n,2 as a scatter plot too. `real` are real samples to
--- show beside them, of which the first call's are taken. columns and range are
--- image.save_grid's. Returns the path.
---@param step integer
---@param x lunette.Tensor
---@param options? {real?: lunette.Tensor, columns?: integer, range?: number[]}
---@return any ...
function Report:pictures(step, x, options) end

--- A scope around an optimiser's step, after its gradients are there: of every
--- layer of the networks, by name, the norms of gradient, step and parameters
--- are noted. They take about as long as the step does.
---   local report <close> = ln.report "runs/mine"
---   local D = ln.nn.Linear(2, 1)
---   local opt = ln.optim.Adam(D:parameters())
---   for k = 1, 10 do
---     opt:zero_grad()
---     D(ln.randn(8, 2)):square():mean():backward()
---     local _ <close> = report:stepping(k, {discriminator = D})
---     opt:step()
---   end
---@param step integer
---@param networks table
---@return any ...
function Report:stepping(step, networks) end

--- Cuts the log and the looks at layers after a step that the loop has gone
--- back to.
---@param step integer
---@return any ...
function Report:go_back(step) end

--- Shows the longest rows of a profile, what ln.profile() gave.
---@param profile table
---@return any ...
function Report:profile(profile) end

--- Writes the page for the last time, once.
---@return any ...
function Report:close() end

end

--- Lunette: tensors, derivatives and generative adversarial networks.
---@class lunette
local ln = {}

--- All that a run needs to go on, in folder/checkpoint.safetensors,
--- and as it was at the saves before in checkpoint.before.safetensors,
--- checkpoint.before.2.safetensors and so on: `keep` files in all. objects are
--- {G = G, opt_g = opt_g, data = loader, ...}, anything with state_dict and
--- load_state_dict. The folder is made. From its first save on this process
--- holds the folder, and another one's save is refused.
---@param folder string
---@param objects table
---@param options? {keep?: integer}
---@return lunette.Checkpoint
function ln.Checkpoint(folder, objects, options) end

---@type lunette.Function
ln.Function = {}

--- A stream of random numbers of its own, for the option `generator`.
---@param seed? integer
---@return lunette.Generator
function ln.Generator(seed) end

--- Writes a new file of events into `folder`, which is made, for
--- `tensorboard --logdir` of the folder or one above it. Each record is whole
--- in the file when its function returns, and none is ever changed; a disk that
--- refuses raises. Names of values may have slashes, which group them.
---   purge_step  what files that are there say of this step and later ones is
---               not shown: of a run that goes on from the step before
--- As PyTorch's, but that a step is always given:
---   local writer <close> = ln.SummaryWriter "runs/ring/events"
---   for step = 1, 3 do
---     writer:add_scalar("loss/d", 1 / step, step)
---     writer:add_image("samples", ln.rand(16, 3, 8, 8), step)
---     writer:add_histogram("weights", ln.randn(1000), step)
---   end
---@param folder string
---@param options? {purge_step?: integer}
---@return lunette.SummaryWriter
function ln.SummaryWriter(folder, options) end

ln.abs = Tensor.abs

ln.absolute = Tensor.absolute

ln.acos = Tensor.acos

ln.acosh = Tensor.acosh

ln.adaptive_avg_pool1d = Tensor.adaptive_avg_pool1d

ln.adaptive_avg_pool2d = Tensor.adaptive_avg_pool2d

ln.adaptive_avg_pool3d = Tensor.adaptive_avg_pool3d

ln.adaptive_max_index = Tensor.adaptive_max_index

ln.adaptive_max_pool = Tensor.adaptive_max_pool

ln.adaptive_max_pool1d = Tensor.adaptive_max_pool1d

ln.adaptive_max_pool2d = Tensor.adaptive_max_pool2d

ln.adaptive_max_pool3d = Tensor.adaptive_max_pool3d

ln.add = Tensor.add

ln.add_outer = Tensor.add_outer

ln.addbmm = Tensor.addbmm

ln.addcdiv = Tensor.addcdiv

ln.addcmul = Tensor.addcmul

ln.addmm = Tensor.addmm

ln.addmv = Tensor.addmv

ln.addr = Tensor.addr

ln.affine_grid = Tensor.affine_grid

ln.alias = Tensor.alias

ln.all = Tensor.all

ln.allclose = Tensor.allclose

ln.amax = Tensor.amax

ln.amin = Tensor.amin

ln.aminmax = Tensor.aminmax

ln.any = Tensor.any

--- From start to last, both included, in steps: ln.arange(1, 5) has five elements, ln.arange(5) is the same.
---@param start? number
---@param last number
---@param step? number
---@param options? {requires_grad?: boolean}
---@return lunette.Tensor
function ln.arange(start, last, step, options) end

ln.arccos = Tensor.arccos

ln.arccosh = Tensor.arccosh

ln.arcsin = Tensor.arcsin

ln.arcsinh = Tensor.arcsinh

ln.arctan = Tensor.arctan

ln.arctan2 = Tensor.arctan2

ln.arctanh = Tensor.arctanh

ln.argcummax = Tensor.argcummax

ln.argcummin = Tensor.argcummin

ln.argmax = Tensor.argmax

ln.argmin = Tensor.argmin

ln.argsort = Tensor.argsort

ln.argsort_part = Tensor.argsort_part

ln.argwhere = Tensor.argwhere

ln.asin = Tensor.asin

ln.asinh = Tensor.asinh

ln.atan = Tensor.atan

ln.atan2 = Tensor.atan2

ln.atanh = Tensor.atanh

ln.atleast_1d = Tensor.atleast_1d

ln.atleast_2d = Tensor.atleast_2d

ln.atleast_3d = Tensor.atleast_3d

ln.avg_along = Tensor.avg_along

ln.avg_along_adjoint = Tensor.avg_along_adjoint

ln.avg_pool1d = Tensor.avg_pool1d

ln.avg_pool2d = Tensor.avg_pool2d

ln.avg_pool3d = Tensor.avg_pool3d

ln.baddbmm = Tensor.baddbmm

ln.bag_sum = Tensor.bag_sum

ln.band_grad = Tensor.band_grad

ln.bartlett_window = Tensor.bartlett_window

ln.batch_norm = Tensor.batch_norm

ln.batch_norm_grad = Tensor.batch_norm_grad

ln.batch_norm_stats = Tensor.batch_norm_stats

ln.batch_norm_sums = Tensor.batch_norm_sums

--- 1 with probability x, else 0: x a tensor of probabilities, or one number for all of the size.
---@param x lunette.Tensor
---@param size? integer|integer[]
---@param options? {requires_grad?: boolean, generator?: lunette.Generator}
---@return lunette.Tensor
function ln.bernoulli(x, size, options) end

ln.bincount = Tensor.bincount

ln.blackman_window = Tensor.blackman_window

--- A matrix with the matrices as blocks on its diagonal, 0 elsewhere; vectors and numbers are matrices of one row.
---@param tensors lunette.Tensor[]
---@return lunette.Tensor
function ln.block_diag(tensors) end

ln.block_sum = Tensor.block_sum

ln.bmm = Tensor.bmm

--- The tensors expanded to the sizes that they broadcast to, a table of views.
---@param tensors lunette.Tensor[]
---@return any ...
function ln.broadcast_tensors(tensors) end

ln.broadcast_to = Tensor.broadcast_to

ln.bucketize = Tensor.bucketize

--- All ways to take an element of each vector, one a row, the last varying
--- fastest; of one vector itself.
---@param tensors lunette.Tensor[]
---@return any ...
function ln.cartesian_prod(tensors) end

--- The tensors joined along a dimension; their other sizes agree.
---@param tensors lunette.Tensor[]
---@param dim? integer
---@return lunette.Tensor
function ln.cat(tensors, dim) end

ln.cdist = Tensor.cdist

ln.cdist_along = Tensor.cdist_along

ln.cdist_signs = Tensor.cdist_signs

ln.ceil = Tensor.ceil

ln.celu = Tensor.celu

ln.chain_matmul = Tensor.chain_matmul

ln.channel_shuffle = Tensor.channel_shuffle

ln.cholesky = Tensor.cholesky

ln.cholesky_inverse = Tensor.cholesky_inverse

ln.cholesky_solve = Tensor.cholesky_solve

ln.chunk = Tensor.chunk

ln.clamp = Tensor.clamp

ln.clamp_max = Tensor.clamp_max

ln.clamp_min = Tensor.clamp_min

ln.clip = Tensor.clip

--- Seconds, from a clock that only goes forward.
---@return number
function ln.clock() end

ln.clone = Tensor.clone

--- Tensors side by side as the columns of a matrix: vectors and numbers are
--- columns, all else is joined along dimension 2.
---@param tensors lunette.Tensor[]
---@return any ...
function ln.column_stack(tensors) end

ln.combinations = Tensor.combinations

--- cat, as PyTorch's concat.
---@param tensors lunette.Tensor[]
---@param dim? integer
---@return lunette.Tensor
function ln.concat(tensors, dim) end

--- cat, as PyTorch's concatenate.
---@param tensors lunette.Tensor[]
---@param dim? integer
---@return lunette.Tensor
function ln.concatenate(tensors, dim) end

ln.cond = Tensor.cond

ln.contiguous = Tensor.contiguous

ln.conv = Tensor.conv

ln.conv1d = Tensor.conv1d

ln.conv2d = Tensor.conv2d

ln.conv3d = Tensor.conv3d

ln.conv_input = Tensor.conv_input

ln.conv_transpose1d = Tensor.conv_transpose1d

ln.conv_transpose2d = Tensor.conv_transpose2d

ln.conv_transpose3d = Tensor.conv_transpose3d

ln.conv_weight = Tensor.conv_weight

ln.copysign = Tensor.copysign

ln.corrcoef = Tensor.corrcoef

ln.cos = Tensor.cos

ln.cosh = Tensor.cosh

ln.count_nonzero = Tensor.count_nonzero

ln.cov = Tensor.cov

ln.cross = Tensor.cross

ln.cross_lines = Tensor.cross_lines

ln.cummax = Tensor.cummax

ln.cummin = Tensor.cummin

ln.cumprod = Tensor.cumprod

ln.cumsum = Tensor.cumsum

ln.cumulative_trapezoid = Tensor.cumulative_trapezoid

--- Data sets, and what makes batches of them.
ln.data = {}

--- Training by sampling (CTGAN: Xu et al. 2019, arXiv 1907.00503, section 4.3):
--- one of the columns of categories, each as likely, one of its categories by
--- its logarithmic frequency, and a row of the table that has it, so that rare
--- ones are seen often. A condition is a vector with a one for that category.
---
---   local rows = ln.data.mixed_table():sample(200)
---   local normalizer = ln.data.ModeNormalizer(rows)
---   local sampler = ln.data.ConditionSampler(normalizer, rows)
---   local drawn = sampler:sample(20)     -- conditions, rows, column, code
---   local net = ln.gan.zoo.ctgan {layout = normalizer,
---                                 conditions = sampler.width}
---   local z = ln.cat({ln.randn(20, net.latent), drawn.conditions}, 2)
---   local told = sampler:loss(net.logits(z), drawn)
---@param normalizer table
---@param table table
---@return lunette.data.ConditionSampler
function ln.data.ConditionSampler(normalizer, table) end

--- set: a data set, of #set samples; set:batch(indices, index) gives them, from
--- a list of integers from 1, as tensors whose first dimension is the batch;
--- index is the same list as a tensor, for sets that hold tensors:
--- self.x[index]. A tensor, or a table of tensors {x, y}, stands for
--- ln.data.tensors(x, y). Without a generator the loader draws its own seed
--- from the default one, so that what else is drawn does not change the order.
---
--- {weights = w}: the samples of an epoch, num_samples or as many as the set
--- has, are drawn with replacement, sample i as often as w[i] says (PyTorch's
--- WeightedRandomSampler). {balance = labels}: drawn so that every class is
--- equally likely, one draw independent of another, as the labels are that a
--- generator is given: a discriminator that sees its whole batch must not tell
--- real ones by exact counts. labels: a tensor or a list, one a sample, of any
--- values; true: those of the set, set.labels.
---
--- A set that reads slowly may have set:prefetch(indices): after each batch it
--- is called with what the next two are likely to ask for.
---@param set any
---@param options? {batch_size?: integer, shuffle?: boolean, drop_last?: boolean, weights?: lunette.Tensor|number[], balance?: boolean|lunette.Tensor|table, num_samples?: integer, generator?: lunette.Generator}
---@return lunette.data.Loader
function ln.data.Loader(set, options) end

--- Mode-specific normalisation (CTGAN: Xu et al. 2019, arXiv 1907.00503,
--- section 4.2). A number becomes (x - mean) / (4 std) of one of the modes of
--- its column, within -1 and 1, and that mode as a one-hot vector; a category a
--- one-hot vector. Modes are those of a mixture of normal distributions, fitted
--- by EM for each number of modes up to `modes`, of which the information
--- criterion of Schwarz (1978) chooses; the authors' mixture is variational.
--- What is missing, nan, is a mode or a category of its own, the last one.
--- spans says where a generator ends in tanh and where in softmax;
--- gan.zoo.ctgan takes the normalizer for its layout:
---
---   local rows = ln.data.mixed_table():sample(200)  -- or read_csv "rows.csv"
---   local normalizer = ln.data.ModeNormalizer(rows)
---   local x = normalizer:transform(rows)
---   local G = ln.nn.Linear(8, normalizer.width)
---   local made = normalizer:inverse(G(ln.randn(10, 8)))  -- a Table
---@param table table
---@param options? {modes?: integer}
---@return lunette.data.ModeNormalizer
function ln.data.ModeNormalizer(table, options) end

--- x_t = phi x_(t-1) + e_t, e_t from N(0, sigma 1 + (1 - sigma) I): phi is what
--- steps have in common, sigma what features have (TimeGAN: Yoon et al. 2019,
--- section 5.1). It starts from its stationary law, so that every x_t is normal
--- with variance 1 / (1 - phi^2). source:sample(n): n, length, features.
---@param options? {length?: integer, features?: integer, phi?: number, sigma?: number}
---@return any ...
function ln.data.autoregressive(options) end

--- CIFAR-10: 50,000 training images of things and animals, in colour, or with
--- {train = false} the 10,000 for tests. set:batch {1, 2} gives images 2 x 3 x
--- 32 x 32 in [-1, 1] and labels 1 to 10; set.classes has their names.
--- root: the folder with the files of the binary version, data_batch_1.bin to
--- data_batch_5.bin and test_batch.bin, or with their folder,
--- cifar-10-batches-bin; without it they are looked for in
--- $LUNETTE_DATA/cifar10, or datasets/cifar10, and where ln.data.fetch
--- "cifar10" puts them. A file of more than max_bytes is refused.
---@param options? {root?: string, train?: boolean, max_bytes?: integer}
---@return any ...
function ln.data.cifar10(options) end

--- CIFAR-100, as ln.data.cifar10 has CIFAR-10: train.bin and test.bin, in root
--- or in its folder cifar-100-binary. labels: "fine", of 100 classes, or
--- "coarse", of 20 groups of them.
---@param options? {root?: string, train?: boolean, max_bytes?: integer, labels?: "fine"|"coarse"}
---@return any ...
function ln.data.cifar100(options) end

--- The first 10,000 training images of MNIST, 28 x 28.
--- set:batch {1, 2} gives images 2 x 1 x 28 x 28 in [-1, 1] and labels 1 to 10,
--- the digit + 1. Where they come from: digits/README.md.
---@return any ...
function ln.data.digits() end

--- Two sets without pairs for CycleGAN (Zhu et al. 2017, arXiv 1703.10593),
--- each giving images n,c,h,w from -1 to 1 and what else the set gives: the
--- first half as it is, and the second half inverted and blurred (3 x 3 means),
--- so that no image of one has its counterpart in the other. Without a set, the
--- digits.
---@param set? table
---@return any ...
function ln.data.domains(set) end

--- Pairs for pix2pix (Isola et al. 2017, arXiv 1611.07004): set:batch {1, 2}
--- gives edges, 2 x 1 x h x w, and the images they were found in by Sobel's
--- filters, 2 x c x h x w, both from -1 to 1. The images are what the set gives
--- first, in [-1, 1]; without a set, the digits.
---@param set? table
---@return any ...
function ln.data.edge_pairs(set) end

--- As ln.data.mnist, of clothes. The files of Debian's package
--- dataset-fashion-mnist are found too.
---@param options? {root?: string, train?: boolean, max_bytes?: integer}
---@return any ...
function ln.data.fashion_mnist(options) end

--- Gets a data set from its public address: "mnist", "fashion_mnist", "cifar10"
--- or "cifar100", which ln.data.mnist() and its like then find; or one of your
--- own, such as a zip archive of pictures, {url = ..., sha256 = ...}.
---
--- Files come by the machine's curl or wget, go on where they broke off, are
--- held against their checksums (of the known sets the MD5 that is published),
--- and are looked for before they are fetched. zip, tar.gz, tgz and tar are
--- unpacked. root: the folder they go to; without it
--- $XDG_CACHE_HOME/lunette/<name>, or ~/.cache/lunette/<name>. Returns that
--- folder; of a file of your own that is no archive, its path.
---   lunette data fetch mnist
---@param what string|table
---@param options? {root?: string}
---@return any ...
function ln.data.fetch(what, options) end

--- A Mixture with side x side modes around the origin.
---@param options? {side?: integer, spacing?: number, std?: number}
---@return any ...
function ln.data.grid(options) end

--- The PNG and JPEG files of a folder and of those within it, in order of their
--- paths; or the file of ln.data.pack. Hidden files are passed over.
---   size        h or {h, w}, to which all are brought; without it all must
---               have the same
---   fit         how: "crop" scales to cover, each side rounded, and cuts out
---               the middle; "pad" scales to fit, on the background; "stretch"
---               scales each side by itself
---   filter      of the scaling, which is antialiased: the numbers of Pillow
---   channels    1 or 3: colours become gray (ITU-R 601-2), gray three alike
---   background  of alpha and of "pad": a gray from 0 to 1, three of them for
---               red, green and blue, or false: alpha is dropped
---   labels      "folders": the folder right below is the class, labels count
---               from 1 in order of the names; a table of classes, names or
---               numbers from 1, by path; false
---   skip_bad    leaves out what cannot be read, which set.skipped tells, where
---               all of it is an error that names them, 20 at most
---   workers     threads that read ahead, as many as there are unless given;
---               their number changes nothing of what is read
--- set:batch {1, 2} gives 2,c,h,w from -1 to 1, and the labels where there are
--- classes. All files are read once at the start. In memory pictures are bytes,
--- at most 128 MiB of them; ln.data.pack makes a file of many that opens at
--- once. Samples of 16 bits become 8, gamma and profiles are left alone, and
--- pictures are turned as their EXIF orientation says.
---   lunette data info photos/ --size 64
---@param path string
---@param options? {size?: integer|integer[], channels?: integer, labels?: table|false|"folders", fit?: "crop"|"pad"|"stretch", filter?: "bicubic"|"bilinear"|"box", background?: number|number[]|false, skip_bad?: boolean, workers?: integer, max_pixels?: integer}
---@return any ...
function ln.data.images(path, options) end

--- The set whose batches are f of the batches of `set`:
---
---   local crops = ln.data.map(ln.data.digits(), function(images, labels)
---     return ln.data.transforms.random_crop(images, 24), labels
---   end)
---@param set table
---@param f function
---@return any ...
function ln.data.map(set, f) end

--- A source of tables whose rows are of `modes` kinds, alike in number; of kind
--- k are
---   position  N(k, std^2): one mode for each kind
---   parity    N(k mod 2, std^2): two modes
---   noise     N(0, 1), the same for all
---   label     the category "k" with probability purity, else any of them
--- source:sample(n) is a Table of n rows.
---@param options? {modes?: integer, std?: number, purity?: number}
---@return any ...
function ln.data.mixed_table(options) end

--- 60,000 training images of digits, or with {train = false} the 10,000 for
--- tests; as ln.data.digits gives them.
--- root: the folder with the four IDX files, plain or .gz; without it they are
--- looked for in $LUNETTE_DATA/mnist, or datasets/mnist, where `make datasets`
--- puts them, and where ln.data.fetch "mnist" does. More than max_bytes of
--- them, 268435456 unless given, are refused, packed or not.
---@param options? {root?: string, train?: boolean, max_bytes?: integer}
---@return any ...
function ln.data.mnist(options) end

--- The ModeNormalizer of which this is normalizer:state_dict(). Raises when it
--- is none.
---@param state_dict table
---@return any ...
function ln.data.normalizer_of(state_dict) end

--- Writes the pictures of a folder to one file, as ln.data.images(folder, ...)
--- has them, from which ln.data.images(path) reads them as they are wanted:
--- bytes, labels, names and a checksum of each. It is a safetensors file:
--- images n,c,h,w, labels, names and checksums. A file that is there is written
--- over with {force = true} only. Returns the number of pictures. Raises when
--- the disk refuses; then the file is as it was.
---   lunette data pack photos/ photos.pack --size 64
---@param folder string
---@param path string
---@param options? {size?: integer|integer[], channels?: integer, labels?: table|false|"folders", fit?: "crop"|"pad"|"stretch", filter?: "bicubic"|"bilinear"|"box", background?: number|number[]|false, skip_bad?: boolean, workers?: integer, max_pixels?: integer, force?: boolean}
---@return any ...
function ln.data.pack(folder, path, options) end

--- A CSV file (RFC 4180; plain or gzip) as a table, whose columns have a name,
--- a kind, and values, a tensor with one element a row. A column is of numbers
--- when all its fields are; empty ones and nan, NA, N/A, null and none become
--- nan, inf and infinity are numbers. Else, or when named in the list
--- `categories`, it holds codes from 1: column.categories[code] is the text.
---
--- delimiter: what stands between fields, "," unless given; decimal: "." or
--- ",". What Excel writes in German is {delimiter = ";", decimal = ","}.
---
--- missing: what is done about the gaps of columns of numbers, for all or by
--- column, {age = "median", pay = 0, id = "drop"} (a column that is not named
--- keeps nan). "nan" keeps them, "mean", "median" and a number fill them
--- (scikit-learn's SimpleImputer; of the rows that are left), "drop" leaves
--- their rows out (pandas' dropna). With indicator = true, a column "age
--- missing" of the categories "no" and "yes" is added at the end for each that
--- had gaps, so that a generator learns where they are. In columns of
--- categories, an empty field is a category like any other.
---
--- Without a header columns are called "1", "2", ... Numbers that become 0, and
--- integers that are rounded, are told of. Raises "path: CSV: ..." on what is
--- no such file, on more than 131072 columns, on numbers beyond the engine's
--- range, and on more than max_bytes, packed or not.
---@param path string
---@param options? {header?: boolean, categories?: table, delimiter?: string, decimal?: string, missing?: number|table|"nan"|"mean"|"median"|"drop", indicator?: boolean, max_bytes?: integer}
---@return any ...
function ln.data.read_csv(path, options) end

--- A Mixture with modes at the angles 2 pi i / modes of a circle.
---@param options? {modes?: integer, radius?: number, std?: number}
---@return any ...
function ln.data.ring(options) end

--- A disc, a square or a triangle on black, of a colour, place and size drawn
--- for each: it fits in a circle whose radius is a sixth to a third of the
--- side, and that lies within the image.
--- set:batch {1, 2} gives images 2 x 3 x size x size in [-1, 1] and labels 1 to
--- 3, the shape. With ln.data.edge_pairs and ln.data.domains tasks of
--- image-to-image translation are made of it.
---@param options? {count?: integer, size?: integer, generator?: lunette.Generator}
---@return any ...
function ln.data.shapes(options) end

--- Sines at t = 1 to length, each feature with a frequency e uniform in [0,
--- frequency] and a phase f uniform in [-pi, pi] of its own: sin(2 pi e t + f)
--- (TimeGAN: Yoon et al. 2019, section 5). With several components a feature
--- is the mean of as many sines. source:sample(n): n, length, features.
---@param options? {length?: integer, features?: integer, components?: integer, frequency?: number}
---@return any ...
function ln.data.sines(options) end

--- Images of three digits drawn independently, one a channel (Metz et al. 2017,
--- arXiv 1611.02163, section 3.3.1; counted in VEEGAN, arXiv 1705.07761, and
--- PacGAN, arXiv 1712.04086). set:batch {1, 2} gives images 2 x 3 x 28 x 28 in
--- [-1, 1] and labels 1 to 1000: 100 red + 10 green + blue + 1, from the digits
--- 0 to 9.
---@param options? {count?: integer, generator?: lunette.Generator}
---@return any ...
function ln.data.stacked_digits(options) end

--- The samples first to last, both included.
---@param set table
---@param first integer
---@param last integer
---@return any ...
function ln.data.subset(set, first, last) end

--- Sample i is x[i] and what the other tensors have there; the first dimension
--- of all is the number of samples. Nothing is copied: a batch is.
---@param x lunette.Tensor
---@param ... any
---@return any ...
function ln.data.tensors(x, ...) end

--- What is done to batches of images, n,c,h,w, before a
--- model sees them; each image has random numbers of its own.
ln.data.transforms = {}

--- (x - mean) / std; a number, or a table of one for each channel. x: n,c,h,w.
---@param x lunette.Tensor
---@param mean number|number[]
---@param std number|number[]
---@return any ...
function ln.data.transforms.normalize(x, mean, std) end

--- Of each image a part of size (h or {h, w}), from a place drawn uniformly;
--- `padding` pixels of `value` are put on each side first. x: n,c,h,w.
---@param x lunette.Tensor
---@param size integer|integer[]
---@param options? {padding?: integer, value?: number, generator?: lunette.Generator}
---@return any ...
function ln.data.transforms.random_crop(x, size, options) end

--- Each image mirrored, left for right, with probability p. x: n,c,h,w.
---@param x lunette.Tensor
---@param options? {p?: number, generator?: lunette.Generator}
---@return any ...
function ln.data.transforms.random_horizontal_flip(x, options) end

--- The generator that everything draws from unless given another.
ln.default_generator = nil ---@type any

ln.deg2rad = Tensor.deg2rad

ln.det = Tensor.det

--- `local _ <close> = ln.detect_anomaly()`: until it closes, an op whose result
--- has a NaN or an infinity that none of its inputs has raises on the line that
--- called it; and a gradient in which one is born raises with the name of the
--- op whose derivative it is and the line that called that op. Slow: every
--- result is looked at, and every line noted.
---@return any ...
function ln.detect_anomaly() end

ln.dft = Tensor.dft

ln.diag = Tensor.diag

ln.diag_embed = Tensor.diag_embed

ln.diagflat = Tensor.diagflat

ln.diagonal = Tensor.diagonal

ln.diagonal_scatter = Tensor.diagonal_scatter

ln.diagonal_widen = Tensor.diagonal_widen

ln.diff = Tensor.diff

ln.digamma = Tensor.digamma

ln.digamma_derivative = Tensor.digamma_derivative

ln.dist = Tensor.dist

ln.div = Tensor.div

ln.divide = Tensor.divide

--- Prints what this machine computes with and how fast it is, in about a
--- second, and returns it: {processor, real, isa, isa_why, bfloat16,
--- bfloat16_why, threads, processors, quota, peak, product, convolution, copy,
--- advice}. isa is the instruction set of the loops, bfloat16 what multiplies
--- such numbers ("amx", "avx512_bf16" or "amx-plain"; nil where nothing does),
--- each with the reason: what the processor lacks for a better one, by the name
--- in /proc/cpuinfo, or that LUNETTE_ISA says so. quota is how many processors
--- the control group allows, nil for no limit. Rates are those of one thread:
--- GFLOP/s of multiply-adds in registers, of a product of 512 x 512 matrices
--- and of a layer of a DCGAN (64 x 64 x 32 x 32 to 128 channels, 4 x 4, stride
--- 2), and GB/s of a copy. advice lists what to try where they are below half
--- of the peak, or threads more than processors.
---   lunette doctor
---@return any ...
function ln.doctor() end

ln.dot = Tensor.dot

ln.dsplit = Tensor.dsplit

--- Tensors one behind the other: joined along dimension 3, as atleast_3d has
--- them.
---@param tensors lunette.Tensor[]
---@return any ...
function ln.dstack(tensors) end

ln.eigh = Tensor.eigh

ln.eigh_packed = Tensor.eigh_packed

ln.eigh_values = Tensor.eigh_values

ln.eigvalsh = Tensor.eigvalsh

--- Products of the operands' elements, summed over every letter that the
--- result does not name:
---
---   local a, b = ln.randn(5, 2, 3), ln.randn(5, 3, 4)
---   local y = ln.einsum("bij,bjk->bik", a, b)
---   -- y[b][i][k] = sum_j a[b][i][j] b[b][j][k]
---
--- A letter names a dimension; one that comes twice in an operand takes the
--- diagonal; "..." stands for any dimensions, which broadcast. Without "->" the
--- result has what "..." stands for and the letters that come once, in order of
--- the alphabet. Operands are combined from left to right.
---@param equation string
---@param ... any
---@return any ...
function ln.einsum(equation, ...) end

ln.elu = Tensor.elu

ln.embedding = Tensor.embedding

--- A tensor to be written to: what is in it is not said.
---@param ... integer|integer[]|table
---@return lunette.Tensor
function ln.empty(...) end

--- A tensor of the shape of x, to be written to: what is in it is not said.
---@param x lunette.Tensor
---@param options? {requires_grad?: boolean}
---@return lunette.Tensor
function ln.empty_like(x, options) end

--- Records again, inside a no_grad().
---@return any ...
function ln.enable_grad() end

ln.entr = Tensor.entr

ln.eq = Tensor.eq

ln.equal = Tensor.equal

ln.erf = Tensor.erf

ln.erfc = Tensor.erfc

ln.erfcx = Tensor.erfcx

ln.erfcx_derivative = Tensor.erfcx_derivative

ln.erfinv = Tensor.erfinv

ln.exp = Tensor.exp

ln.exp2 = Tensor.exp2

ln.expand = Tensor.expand

ln.expand_as = Tensor.expand_as

ln.expit = Tensor.expit

ln.expm1 = Tensor.expm1

--- n x m (n x n), with ones on the diagonal.
---@param n integer
---@param m? integer
---@param options? {requires_grad?: boolean}
---@return lunette.Tensor
function ln.eye(n, m, options) end

--- The names of torch.fft. All but fft itself are functions of ln and
--- methods of tensors as well, and described there: ln.fft.rfft2(x) is
--- ln.rfft2(x) and x:rfft2(). ln.fft(x) is ln.fft.fft(x).
ln.fft = {}

--- The discrete Fourier transform along dim of pairs (..., 2):
---
---   y_k = sum over j of x_j exp(-2 pi i j k / n)
---
--- x is cut off or followed by zeros to n elements, and n log n is what any n
--- takes. norm says who is divided by n: "backward" the inverse, "forward" this
--- one, "ortho" both by its root. Real numbers are rfft's.
---@param x lunette.Tensor
---@param n? integer
---@param dim? integer
---@param options? {norm?: "backward"|"ortho"|"forward"}
---@return any ...
function ln.fft.fft(x, n, dim, options) end

ln.fft2 = Tensor.fft2

ln.fftfreq = Tensor.fftfreq

ln.fftn = Tensor.fftn

ln.fftshift = Tensor.fftshift

ln.fix = Tensor.fix

ln.flatten = Tensor.flatten

ln.flip = Tensor.flip

ln.fliplr = Tensor.fliplr

ln.flipud = Tensor.flipud

ln.float_power = Tensor.float_power

ln.floor = Tensor.floor

ln.floor_divide = Tensor.floor_divide

ln.fmax = Tensor.fmax

ln.fmin = Tensor.fmin

ln.fmod = Tensor.fmod

ln.fold = Tensor.fold

ln.frac = Tensor.frac

--- The same number everywhere: ln.full({2, 3}, 0.5).
---@param size integer|integer[]
---@param fill_value number
---@param options? {requires_grad?: boolean}
---@return lunette.Tensor
function ln.full(size, fill_value, options) end

--- `fill_value` in the shape of x.
---@param x lunette.Tensor
---@param fill_value number
---@param options? {requires_grad?: boolean}
---@return lunette.Tensor
function ln.full_like(x, fill_value, options) end

--- What adversarial training needs beyond layers and optimisers.
ln.gan = {}

--- A copy of a model whose parameters follow those of the model: a = decay a +
--- (1 - decay) p at each update (Yazici et al. 2019, arXiv 1806.04498).
--- Buffers, such as the statistics of batch normalisation, are copied.
---@param model table
---@param options? {decay?: number}
---@return lunette.gan.EMA
function ln.gan.EMA(model, options) end

--- Historical averaging (Salimans et al. 2016, arXiv 1606.03498, section 3.3),
--- for either player: penalty() is added to its loss, update() follows each of
--- its steps. The values at the start are the first that count.
---@param model table
---@return lunette.gan.HistoricalAverage
function ln.gan.HistoricalAverage(model) end

--- A buffer of fakes, so that a discriminator does not forget those of before
--- (Shrivastava et al. 2017, arXiv 1612.07828, section 2.3; CycleGAN has 50).
---@param size? integer
---@return lunette.gan.ImagePool
function ln.gan.ImagePool(size) end

--- The usual loop, the sum of parts that can be used by hand;
--- trainer:run() runs it. What can be given:
---   steps, folder  of the run: how many, and "runs/name"
---   generator, discriminator  layers, or functions that make them
---   data          ln.data.Loader, what has sample(n), or a function of n;
---                 make_data is a function that makes it
---   latent        a size, sizes, what has sample(n), or a function of n
---   batch_size    for data without one
---   classes       labels: G(z, labels) and D(x, labels), with labels of fakes
---                 drawn evenly; the data give labels as a second result
---   seed          of the default generator, set before anything is made
---   loss          a name in gan.losses or {discriminator = f(real, fake),
---                 generator = f(fake)}, with {compares = true} f(fake, real);
---                 loss_options by player
---   penalties     {{"r1", weight = 10, every = 16}, ...}: a name of
---                 gan.penalties and its options, or f(trainer, batch); batch
---                 has real, fake, noise, labels, fake_labels, but no real and
---                 labels where the generator draws fakes of its own. every:
---                 as penalties.every; player = "generator" for that one's
---   optimizers    {"Adam", lr = 2e-4, betas = {0.5, 0.999}}, an object or a
---                 function of the parameters; by player too
---   schedules     {"StepLR", 1000, gamma = 0.5} or a function of the optimiser
---   clip          {norm = 1} or {value = 1}
---   discriminator_steps, accumulate  batches of each step; with exact those
---                 of accumulate are one batch, in little more memory than one
---                 of them needs: nn.utils.in_pieces
---   reuse_fakes   the generator learns from the discriminator's last fakes;
---                 false draws others
---   ema           decay, or {half_life = 10000, ramp_up = 0.05}: in images
---                 seen, and at most that share of those so far (StyleGAN2)
---   augment       f(x, strength) before D, of reals and fakes, with
---                 augment_strength; what D said of the reals is
---                 trainer.seen.real_logits, for augment.ADA
---   metrics       {name = f(trainer)}: a number, or a table of them
---   best          {"fid", "lowest"} or "highest": best.safetensors is the
---                 generator then, as ln.save_model writes it
---   samples       how many, or the noise itself; columns and range as
---                 image.save_grid; mode "train" leaves batch norm in training
---   truncation    what the noise of samples is multiplied by
---   tensorboard   the folder gets events for `tensorboard --logdir runs`: the
---                 numbers of the log, and samples that are images
---   seconds       how long, in all, the time before a resumption included
---   stop          {"fid", below = 20} or {"name", above = 0.9}, or f(trainer),
---                 which returns why to stop
---   stuck, collapse  {below = 1e-4, steps = 500} and {every = 100, ratio = 3,
---                 times = 3, after = 500, stop = false}; false: never
---   objects       more for the checkpoint; resume = false starts anew
---                 in a folder that has one already; keep: how many of the last
---                 ones stay
---   on_nan, on_collapse  what to do: "stop"; "rollback", to the last
---                 checkpoint before it, with all learning rates halved, at
---                 most `rollbacks` times; or f(trainer, word) and f(trainer,
---                 ratio, lines), which may give one of these two words.
---                 Without them a run stops at what is no number, and goes on
---                 after a collapse
---   on_start, on_step, on_metrics, on_samples, on_checkpoint, on_stop
---                 f(trainer, ...)
--- every, in steps: metrics_every, samples_every, checkpoint_every, log_every,
--- and hash_every, when the log has a hash of all networks: two runs are the
--- same up to there when it is.
--- A gan.schedule may stand for a number in options of optimisers, for the
--- weight of a penalty, and for ema (decay or half_life), augment_strength and
--- truncation; images seen are all reals that were drawn.
---
--- Other games than that of a generator and a discriminator are given by:
---   networks      {name = layer or function, ...}, made in the order of their
---                 names: trainer.networks
---   players       {{name = "d", loss = f(trainer, batch), learns = {"d"}},
---                 ...}: in every step each has its turns, in this order;
---                 learns are the networks that its optimiser steps, while the
---                 others stand still: that of its name unless given. Also
---                 turns (1), optimizer, schedule, clip and penalties, as
---                 above; those by name take the one network it learns,
---                 batch.real and batch.fake
---   phases        {{steps = 1000, players = {"autoencoder"}}, {players =
---                 {"g", "d"}}}: the turns of a step while it lasts, in this
---                 order; the last phase has no end
---   sample        f(trainer, n): samples for the grids and trainer:sample, of
---                 n or of noise, where there is a latent;
---                 networks.generator(z) unless given
--- batch is a table: real and labels or, where the data give a table of
--- tensors, what is in it, and what losses put there for those who come later.
--- The k-th turns of all players in a step have the same. networks.generator is
--- what ema averages, model.safetensors holds, and best keeps; stuck is of the
--- player by the name of discriminator, collapse of batch.real and batch.fake.
---
--- Where the folder has a checkpoint already, the trainer is as it was then.
--- Options that would make another run of it are refused, by name and with both
--- values: networks, with all options of their layers, players, phases, latent,
--- classes, seed, batch_size, losses, penalties, optimisers, clip,
--- discriminator_steps, accumulate, exact, reuse_fakes, and whether there are
--- an average and schedules. Others that changed are told; steps may grow.
--- Functions are not compared, but the networks, data, optimisers and schedules
--- that they make.
---@param options {generator?: table|function, discriminator?: table|function, data?: any, make_data?: function, latent?: any, steps: integer, folder: string, batch_size?: integer, classes?: integer, seed?: integer, loss?: string|table, loss_options?: table, penalties?: table, optimizers?: table|function, discriminator_steps?: integer, reuse_fakes?: boolean, accumulate?: integer, exact?: boolean, clip?: table, ema?: number|table, augment?: function, augment_strength?: number|table, truncation?: number|table, schedules?: table|function, metrics?: table, metrics_every?: integer, best?: table, samples?: integer|lunette.Tensor, samples_every?: integer, columns?: integer, range?: number[], mode?: "eval"|"train", checkpoint_every?: integer, log_every?: integer, hash_every?: integer, tensorboard?: boolean, seconds?: number, stop?: table|function, stuck?: boolean|table, collapse?: boolean|table, objects?: table, keep?: integer, resume?: boolean, on_start?: function, on_step?: function, on_metrics?: function, on_samples?: function, on_checkpoint?: function, on_nan?: function|"stop"|"rollback", on_collapse?: function|"stop"|"rollback", rollbacks?: integer, on_stop?: function, networks?: table, players?: table, phases?: table, sample?: function}
---@return lunette.gan.Trainer
function ln.gan.Trainer(options) end

--- Augmentations that the generator's gradient passes through.
ln.gan.augment = {}

--- Adaptive augmentation (Karras et al. 2020, arXiv 2006.06676, section 3):
--- ada(x) is augment.pipeline(x, p), or x in evaluation mode, and
--- ada:update(logits) sets p from how sure the discriminator is of the real
--- images it was given: with r the mean of sign(D(real)) over `interval`
--- updates, p goes up by their logits / `images` where r > target, else down by
--- as much, between 0 and 1. p and what is being counted are buffers.
---
---   local ada, net = ln.gan.augment.ADA(), ln.gan.zoo.dcgan {filters = 8}
---   local images = ln.data.shapes {size = 64}:batch {1, 2}
---   local fakes = net.generator(ln.randn(2, net.latent)):detach()
---   local real = net.discriminator(ada(images))
---   local fake = net.discriminator(ada(fakes))
---   ada:update(real)
---@param options? {p?: number, target?: number, interval?: integer, images?: integer, policy?: string, generator?: lunette.Generator}
---@return lunette.gan.augment.ADA
function ln.gan.augment.ADA(options) end

--- DiffAugment (Zhao et al. 2020, arXiv 2006.10738), in the order of the
--- policy, "color,translation,cutout" unless given:
---   color        x + b, b in [-0.5, 0.5); s (x - g) + g with g the mean of the
---                channels, s in [0, 2); c (x - m) + m with m the mean of the
---                image, c in [0.5, 1.5)
---   translation  moved by up to an eighth of each side, zeros coming in
---   cutout       zeros in a rectangle of half of each side
--- x: n,c,h,w. Give real and generated images to it in every step of both
--- players:
---   local diff, net = ln.gan.augment.diff, ln.gan.zoo.dcgan {filters = 8}
---   local images = ln.data.shapes {size = 64}:batch {1, 2}
---   local fakes = net.generator(ln.randn(2, net.latent))
---   local real, fake = net.discriminator(diff(images)),
---                      net.discriminator(diff(fakes))
---@param x lunette.Tensor
---@param policy? string
---@param options? {generator?: lunette.Generator}
---@return any ...
function ln.gan.augment.diff(x, policy, options) end

--- The augmentations of StyleGAN2-ADA (Karras et al. 2020, arXiv 2006.06676,
--- appendix B), each applied to an image with probability p, in this order:
---   flip        left for right, in half of the cases
---   rotate90    by 0, 90, 180 or 270 degrees
---   translate   by whole pixels, up to an eighth of each side
---   scale       by 2^(0.2 z), z from N(0, 1), both sides alike
---   rotate      by any angle; with probability 1 - sqrt(1 - p), because the
---               authors rotate before and after a stretch that is not here
---   brightness  x + 0.2 z
---   contrast    2^(z / 2) x
---   saturation  the distance from gray by 2^z
---   cutout      zeros in a rectangle of half of each side
--- policy: these words with commas; all but cutout unless given, the authors'
--- choice. x: n,c,h,w. Geometry is one bilinear reading of the image and its
--- mirror images beyond the edges; with p = 0 x comes back as it is.
---@param x lunette.Tensor
---@param p number
---@param options? {policy?: string, generator?: lunette.Generator}
---@return any ...
function ln.gan.augment.pipeline(x, p, options) end

--- Noticing mode collapse, a generator that makes ever less
--- different samples.
ln.gan.collapse = {}

--- Watches for mode collapse, by how alike generated samples are beside real
--- ones: n,... of both, as they are or as features of them. The measure is the
--- closeness of mini-batch discrimination (Salimans et al. 2016, arXiv
--- 1606.03498, section 3.2) in a random projection, scaled so that in each
--- kernel the mean distance of a real sample to its nearest is 2: the mean over
--- pairs of exp(-|M_i - M_j|_1).
---   local real, G = ln.randn(100, 2), ln.nn.Linear(8, 2)
---   local monitor = ln.gan.collapse.monitor(real)
---   local ratio, word = monitor:watch(G(ln.randn(100, 8)))
---   if word then print(word) end
---@param real lunette.Tensor
---@param options? {limit?: number, num_kernels?: integer, kernel_dim?: integer, generator?: lunette.Generator}
---@return any ...
function ln.gan.collapse.monitor(real, options) end

--- Classes and codes into generators and discriminators,
--- and out of them again.
ln.gan.conditioning = {}

--- Two linear maps of the features of a discriminator: head(features) gives the
--- logits of being real, n,1, and those of the classes, n, num_classes: the
--- auxiliary classifier of Odena et al. 2017 (arXiv 1610.09585). Its loss is
--- nn.functional.cross_entropy(class_logits, labels), for both players and on
--- real and generated images.
---@param in_features integer
---@param num_classes integer
---@return lunette.gan.conditioning.ACGANHead
function ln.gan.conditioning.ACGANHead(in_features, num_classes) end

--- Q of InfoGAN (Chen et al. 2016, arXiv 1606.03657, section 6): what a linear
--- map of the discriminator's features says of the codes of latent.mixed, which
--- takes the same two options. head(features) is a table: categorical[k], the
--- logits n x classes of code k, and mean and log_variance, n x continuous, of
--- the normal distributions of the others (nil for 0).
---@param in_features integer
---@param options? {categorical?: integer|integer[], continuous?: integer}
---@return lunette.gan.conditioning.InfoGANHead
function ln.gan.conditioning.InfoGANHead(in_features, options) end

--- y = w . f + b + v_label . f, the discriminator of Miyato and Koyama 2018
--- (arXiv 1802.05637, section 3): head(features, labels), features: n,
--- in_features (as after summing over positions), labels: n from 1, y: n,1.
--- head.linear has w and b, head.embedding the vectors v; both are layers, to
--- which nn.spectral_norm applies. v starts as a linear layer's weight.
---@param in_features integer
---@param num_classes integer
---@return lunette.gan.conditioning.ProjectionHead
function ln.gan.conditioning.ProjectionHead(in_features, num_classes) end

--- x with the condition appended along dimension 2: conditional GANs (Mirza and
--- Osindero 2014, arXiv 1411.1784). condition: vectors n x k, such as an
--- nn.Embedding of labels, or n labels from 1, which become one-hot vectors of
--- num_classes. x: n,c gives n,c + k; x: n,c,h,w (or any dimensions after c)
--- gives n,c + k,h,w, each number of the condition a plane of that value.
---@param x lunette.Tensor
---@param condition lunette.Tensor
---@param options? {num_classes?: integer}
---@return any ...
function ln.gan.conditioning.concat(x, condition, options) end

--- What both players add to their losses for codes to be told from images: the
--- mean over samples of -log Q(codes | image), which bounds the mutual
--- information from below but for a constant (Chen et al. 2016, arXiv
--- 1606.03657, equation 5, negated): cross entropies of the labels, and
--- ((c - mean)^2 / v + log v + log 2 pi) / 2 of the others, each sum times its
--- weight. found: of an InfoGANHead; codes: those of latent.mixed.
---@param found table
---@param codes table
---@param options? {categorical_weight?: number, continuous_weight?: number}
---@return any ...
function ln.gan.conditioning.information(found, codes, options) end

--- Data-dependent initialisation of the layers under nn.weight_norm (Salimans
--- and Kingma 2016, arXiv 1602.07868, section 3): model(x, ...) is called once,
--- and on the way each such layer's g and bias become g / std and (bias - mean)
--- / std of each of its outputs over x, so that these have mean 0 and variance
--- 1. Without a bias the mean stays. Returns the model.
---@param model table
---@param x lunette.Tensor
---@param ... any
---@return any ...
function ln.gan.data_initialise(model, x, ...) end

--- A loss for the generator (Salimans et al. 2016, arXiv 1606.03498, section
--- 3.1), of features f that the discriminator has of both sides, n,... each:
--- |mean f(x) - mean f(G(z))|^2; with kind "l1" the mean of the absolute
--- differences, as in the authors' code. Lists of features, one tensor a layer,
--- are summed over.
---@param real lunette.Tensor|lunette.Tensor[]
---@param fake lunette.Tensor|lunette.Tensor[]
---@param options? {kind?: "squared"|"l1"}
---@return any ...
function ln.gan.feature_matching(real, fake, options) end

--- Labels that are not all the same, for the losses that take
--- them (bce, minimax, least_squares).
ln.gan.labels = {}

--- As x, each `label` or, with that probability, `other`, which is 1 - label
--- unless given.
---@param x lunette.Tensor
---@param label number
---@param probability number
---@param options? {other?: number, generator?: lunette.Generator}
---@return any ...
function ln.gan.labels.flipped(x, label, probability, options) end

--- As x, uniform in [low, high); (0.7, 1.2) for real outputs and (0, 0.3) for
--- fake ones are a habit. Raises when high is below low.
---@param x lunette.Tensor
---@param low number
---@param high number
---@param options? {generator?: lunette.Generator}
---@return any ...
function ln.gan.labels.noisy(x, low, high, options) end

--- What generators start from, and ways through it.
ln.gan.latent = {}

--- n uniform labels from 1 as one-hot rows, n x classes, and the labels, n.
---@param n integer
---@param classes integer
---@param options? {generator?: lunette.Generator}
---@return any ...
function ln.gan.latent.categorical(n, classes, options) end

--- The points between four corners (4 x dim: top left, top right, bottom left,
--- bottom right), rows columns x dim, line by line: first down both sides, then
--- across. mode as interpolate's.
---@param corners lunette.Tensor
---@param rows integer
---@param columns integer
---@param options? {mode?: "linear"|"spherical"}
---@return any ...
function ln.gan.latent.grid(corners, rows, columns, options) end

--- steps points from a to b, both included, steps x dim for vectors; for n
--- pairs of rows n steps x dim, pair by pair, so that image.save_grid with
--- columns = steps shows one to a line. mode: linear or spherical.
---@param a lunette.Tensor
---@param b lunette.Tensor
---@param steps integer
---@param options? {mode?: "linear"|"spherical"}
---@return any ...
function ln.gan.latent.interpolate(a, b, steps, options) end

--- (1 - t) a + t b; t: a number, or a tensor of the sizes of a without the
--- last.
---@param a lunette.Tensor
---@param b lunette.Tensor
---@param t number|lunette.Tensor
---@return any ...
function ln.gan.latent.lerp(a, b, t) end

--- The mean of mapping(z), z from N(0, 1), samples x dim: what truncate goes
--- towards.
---@param mapping function
---@param dim integer
---@param options? {samples?: integer, generator?: lunette.Generator}
---@return any ...
function ln.gan.latent.mean(mapping, dim, options) end

--- InfoGAN's latents (Chen et al. 2016, arXiv 1606.03657, appendix C): normal
--- noise, a one-hot code for each number of classes in the list `categorical`,
--- and `continuous` codes uniform in [-1, 1], side by side: z, n x the sum of
--- all. Returns z and codes: codes.categorical[k] holds labels from 1, n, and
--- codes.continuous is n x continuous (nil for 0): what
--- gan.conditioning.information is to recover.
---@param n integer
---@param options? {noise?: integer, categorical?: integer|integer[], continuous?: integer, generator?: lunette.Generator}
---@return any ...
function ln.gan.latent.mixed(n, options) end

--- n x dim from N(0, 1).
---@param n integer
---@param dim integer
---@param options? {generator?: lunette.Generator}
---@return any ...
function ln.gan.latent.normal(n, dim, options) end

--- (sin((1 - t) o) a + sin(t o) b) / sin o with o the angle between a and b,
--- along the last dimension (Shoemake 1985; White 2016, arXiv 1609.04468):
--- samples of a normal distribution stay at the distance from the origin that
--- they have in many dimensions. Where the directions are the same, or
--- opposite, it is lerp. t as there.
---@param a lunette.Tensor
---@param b lunette.Tensor
---@param t number|lunette.Tensor
---@return any ...
function ln.gan.latent.slerp(a, b, t) end

--- n x dim, uniform on the sphere: normal numbers divided by their length.
---@param n integer
---@param dim integer
---@param options? {radius?: number, generator?: lunette.Generator}
---@return any ...
function ln.gan.latent.sphere(n, dim, options) end

--- mean + psi (w - mean), StyleGAN's truncation trick (Karras et al. 2019,
--- arXiv 1812.04948, appendix B): psi 1 is w itself, 0 the mean. w: n x dim,
--- mean: dim.
---@param w lunette.Tensor
---@param mean lunette.Tensor
---@param psi? number
---@return any ...
function ln.gan.latent.truncate(w, mean, psi) end

--- n x dim from N(0, 1) given that |z| <= threshold, which is BigGAN's
--- truncation trick (Brock et al. 2019, arXiv 1809.11096, section 3.1): a lower
--- threshold gives better samples and fewer kinds. sqrt(2) erfinv(u), u uniform
--- up to erf(threshold / sqrt(2)) on both sides.
---@param n integer
---@param dim integer
---@param options? {threshold?: number, generator?: lunette.Generator}
---@return any ...
function ln.gan.latent.truncated_normal(n, dim, options) end

--- n x dim, uniform from low to high.
---@param n integer
---@param dim integer
---@param options? {low?: number, high?: number, generator?: lunette.Generator}
---@return any ...
function ln.gan.latent.uniform(n, dim, options) end

--- LOGAN (Wu et al. 2019, arXiv 1912.00953): latents z: n,... moved towards
--- what D likes better, by
---   rate / (damping + |g|^2) g,  g = the gradient of D(G(z)) in z:
--- each sample's, a step of natural gradient, or by rate g with rule
--- "gradient". Both players then train on G(z'), through the step. Returns z',
--- held within -limit and limit (math.huge for none), and the step, whose
--- squared norm the authors add to the generator's loss.
---@param D function
---@param G function
---@param z lunette.Tensor
---@param options? {rule?: "natural"|"gradient", rate?: number, damping?: number, limit?: number}
---@return any ...
function ln.gan.latent_step(D, G, z, options) end

--- Losses of the two players: each a function of the discriminator's outputs on
--- real and generated samples, giving one number to minimise. A discriminator
--- of several scales gives a list of outputs; the loss is then the sum of those
--- of its scales (Wang et al. 2018, arXiv 1711.11585). What else is to be known
--- to call it stands beside the two: `compares` is true when the generator's is
--- f(fake, real), `takes` says what it takes besides outputs, `gives` what
--- besides the loss.
ln.gan.losses = {}

--- Cross entropy, from logits (Goodfellow et al. 2014, arXiv 1406.2661,
--- equation 1 and section 3).
--- discriminator(real, fake, {real_label = 1, fake_label = 0}): mean
--- H(real_label, s(real)) + mean H(fake_label, s(fake)), with s the sigmoid and
--- H the cross entropy. {real_label = 0.9} is one-sided
--- label smoothing (Salimans et al. 2016, section 3.4). A label may be a
--- tensor, one for each output: noisy or flipped ones (gan.labels).
--- generator(fake): -mean log s(fake), which does not saturate.
ln.gan.losses.bce = {}

--- Cross entropy, from logits (Goodfellow et al. 2014, arXiv 1406.2661,
--- equation 1 and section 3).
--- discriminator(real, fake, {real_label = 1, fake_label = 0}): mean
--- H(real_label, s(real)) + mean H(fake_label, s(fake)), with s the sigmoid and
--- H the cross entropy. {real_label = 0.9} is one-sided
--- label smoothing (Salimans et al. 2016, section 3.4). A label may be a
--- tensor, one for each output: noisy or flipped ones (gan.labels).
--- generator(fake): -mean log s(fake), which does not saturate.
---@param real_logits lunette.Tensor|lunette.Tensor[]
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@param options? {real_label?: lunette.Tensor|number, fake_label?: lunette.Tensor|number}
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.bce.discriminator(real_logits, fake_logits, options) end

--- Cross entropy, from logits (Goodfellow et al. 2014, arXiv 1406.2661,
--- equation 1 and section 3).
--- discriminator(real, fake, {real_label = 1, fake_label = 0}): mean
--- H(real_label, s(real)) + mean H(fake_label, s(fake)), with s the sigmoid and
--- H the cross entropy. {real_label = 0.9} is one-sided
--- label smoothing (Salimans et al. 2016, section 3.4). A label may be a
--- tensor, one for each output: noisy or flipped ones (gan.labels).
--- generator(fake): -mean log s(fake), which does not saturate.
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.bce.generator(fake_logits) end

--- BEGAN (Berthelot et al. 2017, arXiv 1703.10717, section 3.4), of energies
--- |x - D(x)|.
--- discriminator(real, fake, {k = 0, gamma = 0.5, rate = 0.001}):
--- mean real - k mean fake, k for the next step, and the measure of
--- convergence. k moves by rate (gamma mean real - mean fake), within 0 and 1;
--- the measure is mean real + |gamma mean real - mean fake|. Both are numbers:
--- give k again the next time.
--- generator(fake): mean fake.
ln.gan.losses.began = {}

--- BEGAN (Berthelot et al. 2017, arXiv 1703.10717, section 3.4), of energies
--- |x - D(x)|.
--- discriminator(real, fake, {k = 0, gamma = 0.5, rate = 0.001}):
--- mean real - k mean fake, k for the next step, and the measure of
--- convergence. k moves by rate (gamma mean real - mean fake), within 0 and 1;
--- the measure is mean real + |gamma mean real - mean fake|. Both are numbers:
--- give k again the next time.
--- generator(fake): mean fake.
---@param real lunette.Tensor
---@param fake lunette.Tensor
---@param options? {k?: number, gamma?: number, rate?: number}
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.began.discriminator(real, fake, options) end

--- BEGAN (Berthelot et al. 2017, arXiv 1703.10717, section 3.4), of energies
--- |x - D(x)|.
--- discriminator(real, fake, {k = 0, gamma = 0.5, rate = 0.001}):
--- mean real - k mean fake, k for the next step, and the measure of
--- convergence. k moves by rate (gamma mean real - mean fake), within 0 and 1;
--- the measure is mean real + |gamma mean real - mean fake|. Both are numbers:
--- give k again the next time.
--- generator(fake): mean fake.
---@param fake lunette.Tensor
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.began.generator(fake) end

--- Dual contrastive loss (Yu et al. 2021, arXiv 2103.16748):
--- each real output against all fake ones and each fake output against all real
--- ones. With a(x, Y) = mean log(e^x / (e^x + sum over Y of e^y)):
--- discriminator(real, fake): -a(real, fake) - a(-fake, -real).
--- generator(fake, real, {saturating = true}): the discriminator's with the
--- other sign, or, not saturating, the discriminator's of the sides exchanged.
ln.gan.losses.dual_contrastive = {}

--- Dual contrastive loss (Yu et al. 2021, arXiv 2103.16748):
--- each real output against all fake ones and each fake output against all real
--- ones. With a(x, Y) = mean log(e^x / (e^x + sum over Y of e^y)):
--- discriminator(real, fake): -a(real, fake) - a(-fake, -real).
--- generator(fake, real, {saturating = true}): the discriminator's with the
--- other sign, or, not saturating, the discriminator's of the sides exchanged.
---@param real_logits lunette.Tensor|lunette.Tensor[]
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.dual_contrastive.discriminator(real_logits, fake_logits) end

--- Dual contrastive loss (Yu et al. 2021, arXiv 2103.16748):
--- each real output against all fake ones and each fake output against all real
--- ones. With a(x, Y) = mean log(e^x / (e^x + sum over Y of e^y)):
--- discriminator(real, fake): -a(real, fake) - a(-fake, -real).
--- generator(fake, real, {saturating = true}): the discriminator's with the
--- other sign, or, not saturating, the discriminator's of the sides exchanged.
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@param real_logits lunette.Tensor|lunette.Tensor[]
---@param options? {saturating?: boolean}
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.dual_contrastive.generator(fake_logits, real_logits, options) end

--- EBGAN (Zhao et al. 2016, arXiv 1609.03126), of
--- energies that are at least 0.
--- discriminator(real, fake, {margin = 1}): mean real + mean max(0, margin -
--- fake).
--- generator(fake, {features = ..., weight = 0.1}): mean fake. With features s
--- of the fakes (n,...: the encoder's) weight times the pulling-away term is
--- added: the mean over pairs i, j of different samples of
--- (s_i . s_j / (|s_i| |s_j|))^2.
ln.gan.losses.ebgan = {}

--- EBGAN (Zhao et al. 2016, arXiv 1609.03126), of
--- energies that are at least 0.
--- discriminator(real, fake, {margin = 1}): mean real + mean max(0, margin -
--- fake).
--- generator(fake, {features = ..., weight = 0.1}): mean fake. With features s
--- of the fakes (n,...: the encoder's) weight times the pulling-away term is
--- added: the mean over pairs i, j of different samples of
--- (s_i . s_j / (|s_i| |s_j|))^2.
---@param real lunette.Tensor|lunette.Tensor[]
---@param fake lunette.Tensor|lunette.Tensor[]
---@param options? {margin?: number}
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.ebgan.discriminator(real, fake, options) end

--- EBGAN (Zhao et al. 2016, arXiv 1609.03126), of
--- energies that are at least 0.
--- discriminator(real, fake, {margin = 1}): mean real + mean max(0, margin -
--- fake).
--- generator(fake, {features = ..., weight = 0.1}): mean fake. With features s
--- of the fakes (n,...: the encoder's) weight times the pulling-away term is
--- added: the mean over pairs i, j of different samples of
--- (s_i . s_j / (|s_i| |s_j|))^2.
---@param fake lunette.Tensor|lunette.Tensor[]
---@param options? {features?: lunette.Tensor, weight?: number}
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.ebgan.generator(fake, options) end

--- f-GAN (Nowozin et al. 2016, arXiv 1606.00709, table 2):
--- the players of the bound mean g(D(real)) - mean f*(g(D(fake))) on a
--- divergence, with outputs of any size:
---   divergence            g(v)              f*(t)
---   kl                    v                 exp(t - 1)
---   reverse_kl            -exp(-v)          -1 - log(-t)
---   pearson               v                 t^2 / 4 + t
---   squared_hellinger     1 - exp(-v)       t / (1 - t)
---   jensen_shannon        log 2 - log(1 + exp(-v))   -log(2 - exp(t))
---   gan                   -log(1 + exp(-v))          -log(1 - exp(t))
---   total_variation       tanh(v) / 2       t
--- discriminator(real, fake, {divergence = "gan"}):
--- mean f*(g(fake)) - mean g(real).
--- generator(fake, {divergence = "gan", saturating = true}): -mean f*(g(fake)),
--- or -mean g(fake) where not saturating (section 3.2).
ln.gan.losses.f_gan = {}

--- f-GAN (Nowozin et al. 2016, arXiv 1606.00709, table 2):
--- the players of the bound mean g(D(real)) - mean f*(g(D(fake))) on a
--- divergence, with outputs of any size:
---   divergence            g(v)              f*(t)
---   kl                    v                 exp(t - 1)
---   reverse_kl            -exp(-v)          -1 - log(-t)
---   pearson               v                 t^2 / 4 + t
---   squared_hellinger     1 - exp(-v)       t / (1 - t)
---   jensen_shannon        log 2 - log(1 + exp(-v))   -log(2 - exp(t))
---   gan                   -log(1 + exp(-v))          -log(1 - exp(t))
---   total_variation       tanh(v) / 2       t
--- discriminator(real, fake, {divergence = "gan"}):
--- mean f*(g(fake)) - mean g(real).
--- generator(fake, {divergence = "gan", saturating = true}): -mean f*(g(fake)),
--- or -mean g(fake) where not saturating (section 3.2).
---@param real_logits lunette.Tensor|lunette.Tensor[]
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@param options? {divergence?: "kl"|"reverse_kl"|"pearson"|"squared_hellinger"|"jensen_shannon"|"gan"|"total_variation"}
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.f_gan.discriminator(real_logits, fake_logits, options) end

--- f-GAN (Nowozin et al. 2016, arXiv 1606.00709, table 2):
--- the players of the bound mean g(D(real)) - mean f*(g(D(fake))) on a
--- divergence, with outputs of any size:
---   divergence            g(v)              f*(t)
---   kl                    v                 exp(t - 1)
---   reverse_kl            -exp(-v)          -1 - log(-t)
---   pearson               v                 t^2 / 4 + t
---   squared_hellinger     1 - exp(-v)       t / (1 - t)
---   jensen_shannon        log 2 - log(1 + exp(-v))   -log(2 - exp(t))
---   gan                   -log(1 + exp(-v))          -log(1 - exp(t))
---   total_variation       tanh(v) / 2       t
--- discriminator(real, fake, {divergence = "gan"}):
--- mean f*(g(fake)) - mean g(real).
--- generator(fake, {divergence = "gan", saturating = true}): -mean f*(g(fake)),
--- or -mean g(fake) where not saturating (section 3.2).
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@param options? {divergence?: "kl"|"reverse_kl"|"pearson"|"squared_hellinger"|"jensen_shannon"|"gan"|"total_variation", saturating?: boolean}
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.f_gan.generator(fake_logits, options) end

--- Hinges at -1 and 1 (Lim and Ye 2017, arXiv 1705.02894; Miyato et al. 2018,
--- arXiv 1802.05957, equations 16 and 17).
--- discriminator(real, fake): mean max(0, 1 - D(real)) + mean max(0, 1 +
--- D(fake)).
--- generator(fake): -mean D(fake).
ln.gan.losses.hinge = {}

--- Hinges at -1 and 1 (Lim and Ye 2017, arXiv 1705.02894; Miyato et al. 2018,
--- arXiv 1802.05957, equations 16 and 17).
--- discriminator(real, fake): mean max(0, 1 - D(real)) + mean max(0, 1 +
--- D(fake)).
--- generator(fake): -mean D(fake).
---@param real_logits lunette.Tensor|lunette.Tensor[]
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.hinge.discriminator(real_logits, fake_logits) end

--- Hinges at -1 and 1 (Lim and Ye 2017, arXiv 1705.02894; Miyato et al. 2018,
--- arXiv 1802.05957, equations 16 and 17).
--- discriminator(real, fake): mean max(0, 1 - D(real)) + mean max(0, 1 +
--- D(fake)).
--- generator(fake): -mean D(fake).
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.hinge.generator(fake_logits) end

--- Squared distances from the labels (Mao et al. 2017, arXiv 1611.04076,
--- equation 2 with b = c = real_label and a = fake_label).
--- discriminator(real, fake, {real_label = 1, fake_label = 0}):
--- mean (D(real) - b)^2 / 2 + mean (D(fake) - a)^2 / 2.
--- generator(fake, {real_label = 1}): mean (D(fake) - c)^2 / 2.
--- A label may be a tensor, one for each output (gan.labels).
ln.gan.losses.least_squares = {}

--- Squared distances from the labels (Mao et al. 2017, arXiv 1611.04076,
--- equation 2 with b = c = real_label and a = fake_label).
--- discriminator(real, fake, {real_label = 1, fake_label = 0}):
--- mean (D(real) - b)^2 / 2 + mean (D(fake) - a)^2 / 2.
--- generator(fake, {real_label = 1}): mean (D(fake) - c)^2 / 2.
--- A label may be a tensor, one for each output (gan.labels).
---@param real_logits lunette.Tensor|lunette.Tensor[]
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@param options? {real_label?: lunette.Tensor|number, fake_label?: lunette.Tensor|number}
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.least_squares.discriminator(real_logits, fake_logits, options) end

--- Squared distances from the labels (Mao et al. 2017, arXiv 1611.04076,
--- equation 2 with b = c = real_label and a = fake_label).
--- discriminator(real, fake, {real_label = 1, fake_label = 0}):
--- mean (D(real) - b)^2 / 2 + mean (D(fake) - a)^2 / 2.
--- generator(fake, {real_label = 1}): mean (D(fake) - c)^2 / 2.
--- A label may be a tensor, one for each output (gan.labels).
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@param options? {real_label?: number}
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.least_squares.generator(fake_logits, options) end

--- The loss of StyleGAN (Karras et al. 2019, arXiv 1812.04948), which is bce
--- without labels.
--- discriminator(real, fake): mean softplus(-real) + mean softplus(fake).
--- generator(fake): mean softplus(-fake).
ln.gan.losses.logistic = {}

--- The loss of StyleGAN (Karras et al. 2019, arXiv 1812.04948), which is bce
--- without labels.
--- discriminator(real, fake): mean softplus(-real) + mean softplus(fake).
--- generator(fake): mean softplus(-fake).
---@param real_logits lunette.Tensor|lunette.Tensor[]
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.logistic.discriminator(real_logits, fake_logits) end

--- The loss of StyleGAN (Karras et al. 2019, arXiv 1812.04948), which is bce
--- without labels.
--- discriminator(real, fake): mean softplus(-real) + mean softplus(fake).
--- generator(fake): mean softplus(-fake).
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.logistic.generator(fake_logits) end

--- The game of Goodfellow et al. 2014 (arXiv 1406.2661), equation 1, as it
--- stands: the discriminator of bce, and a generator whose loss goes flat where
--- the discriminator is sure.
--- discriminator(real, fake, {real_label = 1, fake_label = 0}): that of bce.
--- generator(fake): mean log(1 - s(fake)).
ln.gan.losses.minimax = {}

--- The game of Goodfellow et al. 2014 (arXiv 1406.2661), equation 1, as it
--- stands: the discriminator of bce, and a generator whose loss goes flat where
--- the discriminator is sure.
--- discriminator(real, fake, {real_label = 1, fake_label = 0}): that of bce.
--- generator(fake): mean log(1 - s(fake)).
---@param real_logits lunette.Tensor|lunette.Tensor[]
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@param options? {real_label?: lunette.Tensor|number, fake_label?: lunette.Tensor|number}
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.minimax.discriminator(real_logits, fake_logits, options) end

--- The game of Goodfellow et al. 2014 (arXiv 1406.2661), equation 1, as it
--- stands: the discriminator of bce, and a generator whose loss goes flat where
--- the discriminator is sure.
--- discriminator(real, fake, {real_label = 1, fake_label = 0}): that of bce.
--- generator(fake): mean log(1 - s(fake)).
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.minimax.generator(fake_logits) end

--- Multi-hinge loss (Kavalerov et al. 2019, arXiv 1912.04216) of K + 1 classes,
--- the last of which is that of fakes: outputs are n,K+1, labels 1 to K (K + 1
--- is refused, as no sample is labelled a fake). With
--- h(x, y) = mean max(0, 1 - x_y + the largest of x's other outputs):
--- discriminator(real, fake, labels): h(real, labels) + h(fake, K + 1).
--- generator(fake, labels): h(fake, labels), the labels they were made for.
ln.gan.losses.multi_hinge = {}

--- Multi-hinge loss (Kavalerov et al. 2019, arXiv 1912.04216) of K + 1 classes,
--- the last of which is that of fakes: outputs are n,K+1, labels 1 to K (K + 1
--- is refused, as no sample is labelled a fake). With
--- h(x, y) = mean max(0, 1 - x_y + the largest of x's other outputs):
--- discriminator(real, fake, labels): h(real, labels) + h(fake, K + 1).
--- generator(fake, labels): h(fake, labels), the labels they were made for.
---@param real_logits lunette.Tensor
---@param fake_logits lunette.Tensor
---@param labels lunette.Tensor
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.multi_hinge.discriminator(real_logits, fake_logits, labels) end

--- Multi-hinge loss (Kavalerov et al. 2019, arXiv 1912.04216) of K + 1 classes,
--- the last of which is that of fakes: outputs are n,K+1, labels 1 to K (K + 1
--- is refused, as no sample is labelled a fake). With
--- h(x, y) = mean max(0, 1 - x_y + the largest of x's other outputs):
--- discriminator(real, fake, labels): h(real, labels) + h(fake, K + 1).
--- generator(fake, labels): h(fake, labels), the labels they were made for.
---@param fake_logits lunette.Tensor
---@param labels lunette.Tensor
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.multi_hinge.generator(fake_logits, labels) end

--- Relativistic GAN (Jolicoeur-Martineau 2018, arXiv 1807.00734):
--- real outputs should be above the fake ones they are paired with.
--- With f(d) = -log s(d) for kind "bce", (d - 1)^2 for "least_squares" and
--- max(0, 1 - d) for "hinge":
--- discriminator(real, fake, {kind = "bce"}): mean f(real - fake).
--- generator(fake, real, {kind = "bce"}): mean f(fake - real).
ln.gan.losses.relativistic = {}

--- Relativistic GAN (Jolicoeur-Martineau 2018, arXiv 1807.00734):
--- real outputs should be above the fake ones they are paired with.
--- With f(d) = -log s(d) for kind "bce", (d - 1)^2 for "least_squares" and
--- max(0, 1 - d) for "hinge":
--- discriminator(real, fake, {kind = "bce"}): mean f(real - fake).
--- generator(fake, real, {kind = "bce"}): mean f(fake - real).
---@param real_logits lunette.Tensor|lunette.Tensor[]
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@param options? {kind?: "bce"|"least_squares"|"hinge"}
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.relativistic.discriminator(real_logits, fake_logits, options) end

--- Relativistic GAN (Jolicoeur-Martineau 2018, arXiv 1807.00734):
--- real outputs should be above the fake ones they are paired with.
--- With f(d) = -log s(d) for kind "bce", (d - 1)^2 for "least_squares" and
--- max(0, 1 - d) for "hinge":
--- discriminator(real, fake, {kind = "bce"}): mean f(real - fake).
--- generator(fake, real, {kind = "bce"}): mean f(fake - real).
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@param real_logits lunette.Tensor|lunette.Tensor[]
---@param options? {kind?: "bce"|"least_squares"|"hinge"}
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.relativistic.generator(fake_logits, real_logits, options) end

--- Relativistic average GAN (Jolicoeur-Martineau 2018, arXiv 1807.00734;
--- RaSGAN, RaLSGAN, RaHingeGAN): each output against the mean of
--- the other side. With f as relativistic has it:
--- discriminator(real, fake, {kind = "bce"}):
--- mean f(real - mean fake) + mean f(mean real - fake).
--- generator(fake, real, {kind = "bce"}):
--- mean f(fake - mean real) + mean f(mean fake - real).
--- The author's code halves both.
ln.gan.losses.relativistic_average = {}

--- Relativistic average GAN (Jolicoeur-Martineau 2018, arXiv 1807.00734;
--- RaSGAN, RaLSGAN, RaHingeGAN): each output against the mean of
--- the other side. With f as relativistic has it:
--- discriminator(real, fake, {kind = "bce"}):
--- mean f(real - mean fake) + mean f(mean real - fake).
--- generator(fake, real, {kind = "bce"}):
--- mean f(fake - mean real) + mean f(mean fake - real).
--- The author's code halves both.
---@param real_logits lunette.Tensor|lunette.Tensor[]
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@param options? {kind?: "bce"|"least_squares"|"hinge"}
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.relativistic_average.discriminator(real_logits, fake_logits, options) end

--- Relativistic average GAN (Jolicoeur-Martineau 2018, arXiv 1807.00734;
--- RaSGAN, RaLSGAN, RaHingeGAN): each output against the mean of
--- the other side. With f as relativistic has it:
--- discriminator(real, fake, {kind = "bce"}):
--- mean f(real - mean fake) + mean f(mean real - fake).
--- generator(fake, real, {kind = "bce"}):
--- mean f(fake - mean real) + mean f(mean fake - real).
--- The author's code halves both.
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@param real_logits lunette.Tensor|lunette.Tensor[]
---@param options? {kind?: "bce"|"least_squares"|"hinge"}
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.relativistic_average.generator(fake_logits, real_logits, options) end

--- WGAN: the critic's distance (Arjovsky et al. 2017, arXiv 1701.07875,
--- equation 2).
--- discriminator(real, fake): mean D(fake) - mean D(real).
--- generator(fake): -mean D(fake).
ln.gan.losses.wasserstein = {}

--- WGAN: the critic's distance (Arjovsky et al. 2017, arXiv 1701.07875,
--- equation 2).
--- discriminator(real, fake): mean D(fake) - mean D(real).
--- generator(fake): -mean D(fake).
---@param real_logits lunette.Tensor|lunette.Tensor[]
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.wasserstein.discriminator(real_logits, fake_logits) end

--- WGAN: the critic's distance (Arjovsky et al. 2017, arXiv 1701.07875,
--- equation 2).
--- discriminator(real, fake): mean D(fake) - mean D(real).
--- generator(fake): -mean D(fake).
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@return lunette.Tensor
---@return any ...
function ln.gan.losses.wasserstein.generator(fake_logits) end

--- Noise on what the discriminator sees.
ln.gan.noise = {}

--- x + s z, z from N(0, 1) element by element: instance noise, on real and
--- generated samples alike (Sonderby et al. 2017, arXiv 1610.04490; Arjovsky
--- and Bottou 2017, arXiv 1701.04862, section 3). s = std, or with step and
--- steps std max(0, 1 - step / steps), which fades to none.
---@param x lunette.Tensor
---@param std number
---@param options? {step?: number, steps?: number, generator?: lunette.Generator}
---@return any ...
function ln.gan.noise.instance(x, std, options) end

--- For a discriminator of m samples at once, against mode collapse (Lin et al.
--- 2018, arXiv 1712.04086): x: n,c,... as n/m,m c,..., m samples that follow
--- each other put together along the channels or features. m divides n.
---@param x lunette.Tensor
---@param m integer
---@return any ...
function ln.gan.pack(x, m) end

--- Penalties: what is added to the loss of a player, most on gradients or
--- weights. D and G are layers or functions; samples are along dimension 1.
--- Those on gradients are derivatives that can be differentiated again: add one
--- to a loss and go backward. gan.Trainer calls by name those that take D and
--- then `real`, `fake` or both.
ln.gan.penalties = {}

--- bCR (Zhao et al. 2020, arXiv 2002.04724, weights 10): the sum over both
--- sides of weight mean |D(x) - D(T(x))|^2. Arguments are what D returns.
---@param real lunette.Tensor
---@param moved_real lunette.Tensor
---@param fake lunette.Tensor
---@param moved_fake lunette.Tensor
---@param options? {real_weight?: number, fake_weight?: number}
---@return any ...
function ln.gan.penalties.balanced_consistency(real, moved_real, fake, moved_fake, options) end

--- Every parameter to [-limit, limit], in place (Arjovsky et al. 2017, arXiv
--- 1701.07875, algorithm 1, with 0.01), after each step of the critic. params:
--- a layer or a list of tensors, which it returns.
---@param params table|lunette.Tensor[]
---@param limit number
---@return any ...
function ln.gan.penalties.clip_weights(params, limit) end

--- weight mean |D(x) - D(T(x))|^2, of what D returns for samples and for the
--- same samples augmented. Of real ones: consistency regularisation (Zhang et
--- al. 2020, arXiv 1910.12027, weight 10). Of G(z) and of G(z + noise): the
--- discriminator's part of zCR (Zhao et al. 2020, arXiv 2002.04724), whose
--- other part is latent_diversity.
---@param outputs lunette.Tensor
---@param moved lunette.Tensor
---@param options? {weight?: number}
---@return any ...
function ln.gan.penalties.consistency(outputs, moved, options) end

--- DRAGAN (Kodali et al. 2017, arXiv 1705.07215, with weight 10), as its
--- authors compute it: weight mean (|grad D(x)| - target)^2 at
--- x = real + e scale std(real) u, with std over the whole batch, u uniform in
--- [0, 1) for each element (`noise`) and e for each sample (`epsilon`).
---@param D function
---@param real lunette.Tensor
---@param options? {weight?: number, target?: number, one_sided?: boolean, epsilon?: lunette.Tensor, scale?: number, noise?: lunette.Tensor}
---@return any ...
function ln.gan.penalties.dragan(D, real, options) end

--- Lazy regularisation, every so many steps (Karras et al. 2020,
--- arXiv 1912.04958, section 3.1). At the steps 1, 1 + interval, ... it is
--- interval times what the function `penalty` returns, so that its mean over
--- steps is that of the penalty itself; at others 0, and nothing is called.
---   local penalties = ln.gan.penalties
---   local D, real = ln.nn.Linear(2, 1), ln.randn(64, 2)
---   for step = 1, 32 do
---     local loss = D(real):mean() + penalties.every(step, 16, function()
---       return penalties.r1(D, real, {weight = 10})
---     end)
---   end
--- Where the penalty has a step of its own, they multiply Adam's lr by c and
--- raise its betas to the power c, with c = interval / (interval + 1).
---@param step integer
---@param interval integer
---@param penalty function
---@return any ...
function ln.gan.penalties.every(step, interval, penalty) end

--- WGAN-GP (Gulrajani et al. 2017, arXiv 1704.00028, equation 3, with weight
--- 10): weight mean (|grad D(x)| - target)^2 at x = e real + (1 - e) fake, with
--- one e for each sample, uniform unless `epsilon` gives them (n,1,...).
--- one_sided: only norms above the target count (their section 4; Petzka et al.
--- 2018, arXiv 1709.08894). target 0: the zero-centred penalty on
--- interpolations (Thanh-Tung et al. 2019, arXiv 1902.03984).
---@param D function
---@param real lunette.Tensor
---@param fake lunette.Tensor
---@param options? {weight?: number, target?: number, one_sided?: boolean, epsilon?: lunette.Tensor}
---@return any ...
function ln.gan.penalties.gradient(D, real, fake, options) end

--- The generator's part of zCR (Zhao et al. 2020, arXiv 2002.04724, weight
--- 0.5): -weight mean |G(z) - G(z + noise)|^2, the square a sum over all of a
--- sample.
---@param fake lunette.Tensor
---@param moved lunette.Tensor
---@param options? {weight?: number}
---@return any ...
function ln.gan.penalties.latent_diversity(fake, moved, options) end

--- LeCam regularisation for few data (Tseng et al. 2021, arXiv 2104.03310), of
--- what D returns for both sides:
--- weight (mean (real - m_fake)^2 + mean (fake - m_real)^2)
--- with the running means of its outputs, {real = m_real, fake = m_fake}; nil
--- at first, which takes those of this batch. one_sided, as in the authors'
--- code: only real - m_fake and m_real - fake above 0 count.
--- Returns the penalty and the new means, to give the next time.
---@param real lunette.Tensor
---@param fake lunette.Tensor
---@param means? table
---@param options? {weight?: number, decay?: number, one_sided?: boolean}
---@return any ...
function ln.gan.penalties.lecam(real, fake, means, options) end

--- For the generator, whose samples of different latents should differ (Mao et
--- al. 2019, arXiv 1903.05628), as its authors compute it: weight / (d + eps)
--- with d = mean |fake - other| / mean |z - other_z|.
---@param fake lunette.Tensor
---@param other lunette.Tensor
---@param z lunette.Tensor
---@param other_z lunette.Tensor
---@param options? {weight?: number, eps?: number}
---@return any ...
function ln.gan.penalties.mode_seeking(fake, other, z, other_z, options) end

--- weight times the sum over weights of |W W^T - I|^2 (Brock et al. 2017, arXiv
--- 1609.07093, with the square), W of a row for each output. With {diagonal =
--- false} BigGAN's variant, which leaves the lengths of rows alone:
--- |W W^T * (1 - I)|^2 (Brock et al. 2019, arXiv 1809.11096, equation 3, weight
--- 1e-4). params: a layer or a list of tensors; what has fewer than 2
--- dimensions does not count.
---@param params table|lunette.Tensor[]
---@param options? {weight?: number, diagonal?: boolean}
---@return any ...
function ln.gan.penalties.orthogonal(params, options) end

--- Path length regularisation (Karras et al. 2020, arXiv 1912.04958, equation
--- 4, with weight 2): weight mean (|J'y| - a)^2 for images G(w) with J their
--- derivative in w and y normal noise over the root of the number of pixels
--- (`noise` gives it, not divided). w: n,k or n,layers,k (the mean over layers
--- under the root). a is the running mean of the lengths: mean, 0 at first,
--- moved by the share `decay` towards that of now.
--- Returns the penalty and the new mean, a number to give the next time.
---@param G function
---@param w lunette.Tensor
---@param mean number
---@param options? {weight?: number, decay?: number, noise?: lunette.Tensor}
---@return any ...
function ln.gan.penalties.path_length(G, w, mean, options) end

--- R1 (Mescheder et al. 2018, arXiv 1801.04406, equation 9; weight is their
--- gamma): weight / 2 mean |grad D(real)|^2.
---@param D function
---@param real lunette.Tensor
---@param options? {weight?: number}
---@return any ...
function ln.gan.penalties.r1(D, real, options) end

--- R2 (the same, at generated samples; equation 10).
---@param D function
---@param fake lunette.Tensor
---@param options? {weight?: number}
---@return any ...
function ln.gan.penalties.r2(D, fake, options) end

--- Options of gan.Trainer for `count` pictures of channels x size x size, by
--- name, to which data and a folder are added:
---   dcgan      zoo.dcgan's generator against its convolutions without norms,
---              with mini-batch discrimination and R1 at every 4th step
---              (Radford et al. 2015; Salimans et al. 2016)
---   r3gan      zoo.r3gan, relativistic loss, R1 and R2, and the authors'
---              schedules over the run for rates, five times theirs, beta2,
---              gamma, average and augmentation (Huang et al. 2024, arXiv
---              2501.05441)
---   stylegan2  zoo.stylegan2, small, logistic loss, R1 at every 16th step
---              (Karras et al. 2020)
--- Without a name: r3gan; beyond 64 x 64 stylegan2, whose penalty is cheaper;
--- dcgan for 5000 pictures or more up to 32 x 32. gamma of R1 and R2 is 10 at
--- 64 x 64, and grows with the number of pixels; lr, of both optimisers, is
--- 1e-3, of stylegan2 2e-3. Fewer than 5000
--- pictures are augmented: by ADA, in r3gan with a probability that rises to
--- 0.3. All have an EMA whose half-life rises to a twentieth of the run, at
--- most 500,000 images. classes: r3gan alone.
---   local options, reasons = ln.gan.presets {size = 32, count = 2000}
---   options.data = ln.data.Loader(ln.data.shapes {size = 32},
---                                 {batch_size = options.batch_size})
---   options.folder = "runs/shapes"
---   local trainer = ln.gan.Trainer(options)
--- Returns the options and a list of texts: what was chosen, and why.
---@param options {size: integer, count: integer, channels?: integer, classes?: integer, name?: "dcgan"|"r3gan"|"stylegan2", filters?: integer, batch_size?: integer, steps?: integer, gamma?: number, lr?: number}
---@return any ...
function ln.gan.presets(options) end

--- Discriminator rejection sampling (Azadi et al. 2019, arXiv 1810.06758), for
--- a discriminator trained with bce: keeps a generated sample with probability
--- s(F),
---   F = u - log(1 - exp(u - eps)) - gamma,  u = logit - largest.
--- largest: that of all logits seen (of some thousand samples to begin with),
--- nil at first. gamma: how much is refused, the larger the more; or a
--- percentile of this batch's F, 0 to 1, to be taken as gamma. Returns a mask
--- of the logits' shape, 1 for those to keep, and the new largest, to give the
--- next time. No derivative.
---@param logits lunette.Tensor
---@param largest? number
---@param options? {gamma?: number, percentile?: number, eps?: number, generator?: lunette.Generator}
---@return any ...
function ln.gan.rejection(logits, largest, options) end

--- A number that goes from `from` to `to` in so many steps, or
--- images seen, and stays there; before it, it stays at `from` for `after` more
--- of them. shape: linear; cosine, half a wave, which starts and ends slowly;
--- exponential, by equal factors, of numbers with the same sign. A call gives
--- it: schedule(step, images), how many steps were made and images seen before.
--- gan.Trainer takes one in place of a number in options of optimisers, as
--- weight of a penalty, and for ema, augment_strength and truncation.
---
---   local lr = ln.gan.schedule {from = 2e-4, to = 0, steps = 100, after = 900}
---   print(lr(0, 0), lr(950, 0), lr(1000, 0))   -- 0.0002, 0.0001, 0
---@param options {from: number, to: number, steps?: integer, images?: integer, after?: integer, shape?: "linear"|"cosine"|"exponential"}
---@return any ...
function ln.gan.schedule(options) end

--- Semi-supervised learning with a GAN (Salimans et al. 2016, arXiv 1606.03498,
--- section 5): a discriminator of K classes and one more for fakes, whose logit
--- is fixed at 0. It returns the K logits l: n,k, and with Z = sum of exp l_k
--- the probability of being real is D = Z / (Z + 1). Labels count from 1. The
--- generator does best with gan.feature_matching.
ln.gan.semi_supervised = {}

--- supervised(labelled, labels) + weight unsupervised(unlabelled, fake), each
--- of logits n,k.
---@param labelled lunette.Tensor
---@param labels lunette.Tensor
---@param unlabelled lunette.Tensor
---@param fake lunette.Tensor
---@param options? {weight?: number}
---@return any ...
function ln.gan.semi_supervised.discriminator(labelled, labels, unlabelled, fake, options) end

--- -mean log D(fake), of logits n,k.
---@param fake lunette.Tensor
---@return any ...
function ln.gan.semi_supervised.generator(fake) end

--- log Z: n, the logit of being real; what the losses of two classes take as an
--- output.
---@param logits lunette.Tensor
---@return any ...
function ln.gan.semi_supervised.logit(logits) end

--- Z / (Z + 1): n.
---@param logits lunette.Tensor
---@return any ...
function ln.gan.semi_supervised.probability(logits) end

--- The mean of log Z - l_label, the cross entropy of labelled samples among the
--- K classes.
---@param logits lunette.Tensor
---@param labels lunette.Tensor
---@return any ...
function ln.gan.semi_supervised.supervised(logits, labels) end

--- Half of -mean log D(real) - mean log(1 - D(fake)), of the logits of
--- unlabelled and of generated samples.
---@param real lunette.Tensor
---@param fake lunette.Tensor
---@return any ...
function ln.gan.semi_supervised.unsupervised(real, fake) end

--- The k largest of the outputs for generated samples, for the generator's loss
--- to be of them alone (Sinha et al. 2020, arXiv 2002.06224; k begins at the
--- size of the batch and falls during training). Only these get a gradient.
---@param outputs lunette.Tensor
---@param k integer
---@return any ...
function ln.gan.top_k(outputs, k) end

--- The discriminator as it will be after some steps of its optimiser, for the
--- generator to answer (Metz et al. 2017, arXiv 1611.02163): its
--- loss, computed from what this returns, is differentiated through the steps.
---   local bce = ln.gan.losses.bce
---   local G, D = ln.nn.Linear(2, 2), ln.nn.Linear(2, 1)
---   local real, fake = ln.randn(64, 2), G(ln.randn(64, 2))
---   local critic = ln.gan.unrolled(D, function(critic)
---     return bce.discriminator(critic(real), critic(fake))
---   end, 5, {rule = "adam", options = {lr = 1e-4}})
---   bce.generator(critic(fake)):backward()
--- loss(critic) is the loss of the discriminator, critic being called in D's
--- place; rule, options and state are those of optim.functional. D stays as it
--- is, but for what its layers do to their buffers. Returns the critic, a
--- function; its parameters, in the order of D:parameters(); and the state of
--- the optimiser.
---@param D table
---@param loss function
---@param steps integer
---@param options? {rule?: string, options?: table, state?: table}
---@return any ...
function ln.gan.unrolled(D, loss, steps, options) end

--- VEEGAN (Srivastava et al. 2017, arXiv 1705.07761): against mode collapse, a
--- reconstructor F from samples to latents, and a discriminator of pairs
--- D(z, x). Its output grows where (z, G(z)) is likelier than (F(x), x).
---
---   local G, F = ln.nn.Linear(2, 2), ln.nn.Linear(2, 2)
---   local judge = ln.nn.Linear(4, 1)
---   local function D(z, x) return judge(ln.cat({z, x}, 2)) end
---   local x, z = ln.randn(64, 2), ln.randn(64, 2)
---   local fake, veegan = G(z), ln.gan.veegan
---   local loss_d = veegan.discriminator(D(F(x), x), D(z, fake))
---   local loss_g = veegan.generator(D(z, fake), z, F(fake))  -- for G and F
ln.gan.veegan = {}

--- mean softplus(real) + mean softplus(-fake), of D's outputs for the pairs
--- (F(x), x) and (z, G(z)).
---@param real_logits lunette.Tensor|lunette.Tensor[]
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@return any ...
function ln.gan.veegan.discriminator(real_logits, fake_logits) end

--- mean fake + weight mean |z - restored|^2, of D(z, G(z)) and of restored =
--- F(G(z)). The same loss trains the reconstructor, which only its second part
--- depends on.
---@param fake_logits lunette.Tensor
---@param z lunette.Tensor
---@param restored lunette.Tensor
---@param options? {weight?: number}
---@return any ...
function ln.gan.veegan.generator(fake_logits, z, restored, options) end

--- mean |z - restored|^2 over samples, for a step of F alone.
---@param z lunette.Tensor
---@param restored lunette.Tensor
---@return any ...
function ln.gan.veegan.reconstructor(z, restored) end

--- Published architectures as functions. Each takes a table of
--- options and returns a table of plain layers, {generator = G,
--- discriminator = D, ...}, which may be printed, called and changed: the parts
--- of a layer are its fields. Images are n,c,h,w; those of generators that end
--- in tanh are from -1 to 1. Labels count from 1.
--- Where a discriminator gives several values and one is wanted, Lua takes it
--- from (D(x)).
ln.gan.zoo = {}

--- The convolution of StyleGAN2 (Karras et al. 2020, arXiv 1912.04958,
--- equations 1 to 3): each sample of x: n,in,h,w has its own weights, w s_i for
--- input i over the root of the sum of their squares, over inputs and kernel,
--- plus eps; s is its style (n,style_dim) through an equalised linear layer
--- whose bias starts at 1. {demodulate = false} leaves the root out. y:
--- n,out,h,w; no bias; the kernel is odd. The weights are never made: inputs
--- are scaled before one convolution of the whole batch, outputs after it.
---@param in_channels integer
---@param out_channels integer
---@param kernel_size integer
---@param style_dim integer
---@param options? {demodulate?: boolean, eps?: number}
---@return lunette.gan.zoo.ModulatedConv2d
function ln.gan.zoo.ModulatedConv2d(in_channels, out_channels, kernel_size, style_dim, options) end

--- AC-GAN (Odena et al. 2017, arXiv 1610.09585, the CIFAR-10 models of the
--- appendix): the generator is given the label beside z, and the discriminator
--- has a second head that classifies. G has `filters` channels at 4 x 4 and
--- half as many at each step; D has discriminator_filters after the first
--- convolution and twice as many after each other. size: a power of two from
--- 16. G: z n,latent and n labels to n,channels,size,size in tanh; D: images to
--- logits n,1 and logits n,classes. Loss: gan.losses.bce of the first, and for
--- both players the cross entropy of the second with the labels, of real and
--- generated images; Adam with lr 2e-4 and betas {0.5, 0.999}.
--- Returns {generator, discriminator, latent, classes}.
---@param options {classes: integer, size?: integer, channels?: integer, latent?: integer, filters?: integer, discriminator_filters?: integer, dropout?: number}
---@return any ...
function ln.gan.zoo.acgan(options) end

--- BEGAN (Berthelot et al. 2017, arXiv 1703.10717, figure 1): the discriminator
--- is an autoencoder, [1] the encoder to n,code with f, 2 f, ... filters at
--- each size down to 8 x 8, and [2] a decoder of the generator's form; all 3 x
--- 3 convolutions and ELU. size: 16, 32, 64 and so on. G: z n,latent (uniform
--- from -1 to 1) to n,channels,size,size without nonlinearity; D: images to
--- images. Loss: with L(x) = mean |x - D(x)|, D minimises L(x) - k L(G(z)) and
--- G L(G(z)); after each step k moves by 0.001 (gamma L(x) - L(G(z))) within 0
--- and 1, from 0, with gamma 0.5. Adam with lr 1e-4.
--- Returns {generator, discriminator, latent}.
---@param options? {size?: integer, channels?: integer, filters?: integer, latent?: integer, code?: integer}
---@return any ...
function ln.gan.zoo.began(options) end

--- BigGAN (Brock et al. 2019, arXiv 1809.11096, appendix B; there 96 filters
--- and size 128 and more): SAGAN's networks with one class embedding of
--- `shared` numbers for all conditional norms, and z cut into chunks for the
--- first layer and each block (hierarchical latent space); orthogonal starts,
--- attention where the maps are `attention` high (size / 2). size: a power of
--- two from 16, with b = log2(size / 4) blocks latent is chunk (b + 1). G: z
--- n,latent and n labels to n,channels,size,size in tanh; D: images and labels
--- to n,1. Loss: gan.losses.hinge, two steps of D for one of G, Adam with lr
--- 5e-5 for G and 2e-4 for D, betas {0, 0.999}; sample from gan.EMA of G.
--- Returns {generator, discriminator, latent, classes}.
---@param options {classes: integer, size?: integer, channels?: integer, filters?: integer, chunk?: integer, shared?: integer, attention?: integer}
---@return any ...
function ln.gan.zoo.biggan(options) end

--- CTGAN (Xu et al. 2019, arXiv 1907.00503, section 4.4): rows of a table whose
--- columns are as `layout` says in order, {{"tanh", 1}, {"softmax", 3}, ...},
--- or what has such spans, ln.data.ModeNormalizer:
--- {"tanh", k} numbers from -1 to 1 or {"softmax", k} one of k as a soft draw.
--- A number with several modes is a tanh within its mode and a softmax of the
--- mode. Each hidden layer of the generator is joined to what it was given; the
--- discriminator judges `pack` rows at once. With conditions = c a vector n,c
--- follows z, and follows the rows in what D is given (ln.cat({rows, c}, 2)),
--- as ln.data.ConditionSampler draws them; logits is G without its last layer,
--- whose rows sampler:loss takes.
--- G: z n,latent to n,features; D: n,features to n / pack,1. Loss:
--- gan.losses.wasserstein with 10 gan.penalties.gradient of packs, for G the
--- cross entropy of the condition as well; Adam with lr 2e-4 and betas {0.5,
--- 0.9}.
---   local n, pack = 20, 10
---   local net = ln.gan.zoo.ctgan {layout = {{"tanh", 1}, {"softmax", 3}}}
---   local rows = net.generator(ln.randn(n, net.latent))
---   local packs = rows:reshape(n // pack, -1)   -- what the penalty takes
---   local function critic(x) return net.discriminator(x:reshape(n, -1)) end
--- Returns {generator, logits, discriminator, latent, features}.
---@param options {layout: table, latent?: integer, hidden?: integer|integer[], units?: integer|integer[], pack?: integer, tau?: number, dropout?: number, conditions?: integer}
---@return any ...
function ln.gan.zoo.ctgan(options) end

--- CycleGAN (Zhu et al. 2017, arXiv 1703.10593, appendix 7.2; 6 blocks for
--- images of 128): generators of `blocks` residual blocks between two
--- convolutions of stride 2 and two transposed ones, with instance
--- normalisation and reflection padding, and PatchGANs of `layers` convolutions
--- of stride 2. Weights start at N(0, 0.02). generator: images of domain a,
--- n,a_channels,h,w, to b in tanh, back_generator the other way; h and w are
--- multiples of 4, and at least 4 2^layers for the discriminators:
--- discriminator of images of b, back_discriminator of a, to logits n,1,h',w'.
--- Loss: gan.losses.least_squares both ways and for the generators 10 mean
--- |back(G(a)) - a| and the same of b; D is shown older images too; Adam with
--- lr 2e-4 and betas {0.5, 0.999}.
--- Returns {generator, discriminator, back_generator, back_discriminator}. A
--- film of pictures of a, what they become, and what comes back:
---   local net = ln.gan.zoo.cyclegan {filters = 4, blocks = 1}
---   local a = ln.rand(8, 3, 32, 32) * 2 - 1
---   local b = net.generator(a)
---   local frames = {a, b, net.back_generator(b)}
---   ln.image.save_film("cycle.apng", frames, {fps = 1, range = {-1, 1}})
---@param options? {a_channels?: integer, b_channels?: integer, filters?: integer, blocks?: integer, layers?: integer}
---@return any ...
function ln.gan.zoo.cyclegan(options) end

--- DCGAN (Radford et al. 2015, arXiv 1511.06434), with the filters of its code:
--- 4 x 4 convolutions and transposed ones of stride 2 from 4 x 4 to size (a
--- power of two from 16), `filters` at the image and twice as many at each step
--- inwards, batch normalisation, weights from N(0, 0.02). G: z n,latent to
--- n,channels,size,size in tanh; D: images to logits n,1. Loss: gan.losses.bce,
--- Adam with lr 2e-4 and betas {0.5, 0.999}.
--- Returns {generator, discriminator, latent}.
---@param options? {size?: integer, channels?: integer, filters?: integer, latent?: integer}
---@return any ...
function ln.gan.zoo.dcgan(options) end

--- The lightweight GAN for few images (Liu et al. 2021, arXiv 2101.04775; there
--- size 256 to 1024): a generator of gated convolutions and noise whose large
--- maps are scaled, channel by channel, by what small maps say (skip-layer
--- excitation, from maps min(16, size / 8) times smaller), and a discriminator
--- that is trained as an autoencoder of real images too. size: a power of two
--- from 32. G: z n,latent to n,channels,size,size in tanh; D: images to logits
--- n,1,5,5 and two maps. Loss: gan.losses.hinge, for D on real images with
--- D:reconstruction (the paper compares by features of a classifier there),
--- images augmented; Adam with lr 2e-4 and betas {0.5, 0.999}; sample from
--- gan.EMA of G.
---   local net = ln.gan.zoo.fastgan {size = 32, filters = 4}
---   local D, real = net.discriminator, ln.data.shapes():batch {1, 2}
---   local fake = net.generator(ln.randn(2, net.latent)):detach()
---   local real_logits, whole, maps = D(real)
---   local loss = ln.gan.losses.hinge.discriminator(real_logits, (D(fake))) +
---                D:reconstruction(real, whole, maps)
--- Returns {generator, discriminator, latent}.
---@param options? {size?: integer, channels?: integer, filters?: integer, latent?: integer}
---@return any ...
function ln.gan.zoo.fastgan(options) end

--- InfoGAN (Chen et al. 2016, arXiv 1606.03657, appendix C.1, MNIST; tanh in
--- place of its sigmoid): z is noise, a one-hot code for each of `categories`
--- (a list of how many values each has) and `continuous` codes from -1 to 1.
---   local net = ln.gan.zoo.infogan()
---   local z, labels, codes = net.sample(64)
--- draws them. G: z n,latent to n,channels,size,size; D: images to logits n,1
--- and features n,hidden; Q: features to a list of logits, means and variances
--- of the codes. size: a multiple of 4. Loss: gan.losses.bce and, for G, Q and
--- the body of D together, the cross entropy of each list entry with its labels
--- and the Gaussian negative log likelihood of the codes; Adam with lr 2e-4 for
--- D and 1e-3 for the others, betas {0.5, 0.999}.
--- Returns {generator, discriminator, q, sample, latent}.
---@param options? {size?: integer, channels?: integer, filters?: integer, hidden?: integer, noise?: integer, categories?: integer|integer[], continuous?: integer}
---@return any ...
function ln.gan.zoo.infogan(options) end

--- LSGAN (Mao et al. 2017, arXiv 1611.04076, the scene model, whose size is
--- 112): seven transposed 3 x 3 convolutions, two of them of stride 1, against
--- four 5 x 5 convolutions, batch normalisation in both, weights from N(0,
--- 0.02). size: a multiple of 16. G: z n,latent to n,channels,size,size in
--- tanh; D: images to n,1. Loss: gan.losses.least_squares, Adam with lr 1e-3
--- and betas {0.5, 0.999}.
--- Returns {generator, discriminator, latent}.
---@param options? {size?: integer, channels?: integer, filters?: integer, latent?: integer}
---@return any ...
function ln.gan.zoo.lsgan(options) end

--- The first GAN (Goodfellow et al. 2014, arXiv 1406.2661, section 5): the
--- generator has ReLU layers of `hidden` units and ends in `output` (sigmoid,
--- tanh or none), the discriminator maxout layers of `units`, each the largest
--- of `pieces`, with dropout. G: z n,latent to n,features; D: n,features to
--- logits n,1. Loss: gan.losses.bce.
--- Returns {generator, discriminator, latent}.
---@param options? {features?: integer, latent?: integer, hidden?: integer|integer[], units?: integer|integer[], pieces?: integer, dropout?: number, output?: "sigmoid"|"tanh"|"none"}
---@return any ...
function ln.gan.zoo.mlp(options) end

--- pix2pix (Isola et al. 2017, arXiv 1611.07004, appendix 6.1): a U-Net down to
--- 1 x 1 whose encoder has f, 2 f, 4 f, 8 f, 8 f, ... filters, with dropout
--- where there are 8 f on the way back, and a PatchGAN of `layers` convolutions
--- of stride 2 and two of stride 1 that judges each patch (70 x 70 pixels with
--- 3). Weights start at N(0, 0.02). size: a power of two from 16 and from 4
--- 2^layers. G: images n,in_channels,size,size to n,out_channels,size,size in
--- tanh, each block [x, what lies below it]; D: D(a, b) of the input and an
--- image to logits n,1,h,w. Loss: gan.losses.bce (D halved) and for G 100 mean
--- |b - G(a)|; Adam with lr 2e-4 and betas {0.5, 0.999}.
--- Returns {generator, discriminator}.
---@param options? {size?: integer, in_channels?: integer, out_channels?: integer, filters?: integer, dropout?: number, layers?: integer}
---@return any ...
function ln.gan.zoo.pix2pix(options) end

--- ProGAN (Karras et al. 2018, arXiv 1710.10196, table 2; there 512 filters and
--- size 1024): equalised layers, pixel normalisation in the generator,
--- minibatch standard deviation in the discriminator, and growth: with the
--- field level of both at k images are 4 2^(k - 1) high, and alpha from 0 to 1
--- fades level k in.
---   local net = ln.gan.zoo.progan()
---   local G, D = net.generator, net.discriminator
---   G.level, D.level, G.alpha, D.alpha = 2, 2, 0.3, 0.3
--- They start at all levels and 1. Maps have `filters` channels up to 32 x 32
--- and half as many at each doubling beyond. size: 8, 16, 32 and so on. G: z
--- n,latent to n,channels,s,s without nonlinearity; D: such images to n,1.
--- Loss: gan.losses.wasserstein with 10 gan.penalties.gradient and 0.001 mean
--- D(real)^2, Adam with lr 1e-3 and betas {0, 0.99}; sample from gan.EMA of G.
--- Returns {generator, discriminator, latent, levels}.
---@param options? {size?: integer, channels?: integer, filters?: integer, latent?: integer}
---@return any ...
function ln.gan.zoo.progan(options) end

--- R3GAN (Huang et al. 2024, arXiv 2501.05441, section 4; there 768 filters for
--- size 32 and 2 blocks a stage): residual networks without normalisation,
--- grouped convolutions, biased leaky ReLUs and filtered resampling, both
--- players alike. Blocks keep the variance by how they start, and each starts
--- as the identity. Maps have `filters` channels up to 32 x 32 and half as many
--- at each doubling beyond. size: a power of two from 8; classes: G(z, labels)
--- and D(x, labels).
---   local net = ln.gan.zoo.r3gan {size = 16, filters = 16}
---   local D, real = net.discriminator, ln.randn(4, 3, 16, 16)
---   local fake = net.generator(ln.randn(4, net.latent)):detach()
---   local loss = ln.gan.losses.relativistic.discriminator(D(real), D(fake)) +
---                ln.gan.penalties.r1(D, real, {weight = 0.05}) +
---                ln.gan.penalties.r2(D, fake, {weight = 0.05})
--- G: z n,latent to n,channels,size,size without nonlinearity; D: images to
--- logits n,1. Loss: gan.losses.relativistic with gan.penalties.r1 and r2 of
--- one weight; Adam with betas {0, 0.99}; sample from gan.EMA of G. gan.presets
--- has all of it.
--- Returns {generator, discriminator, latent, classes}.
---@param options? {size?: integer, channels?: integer, filters?: integer, blocks?: integer, latent?: integer, classes?: integer}
---@return any ...
function ln.gan.zoo.r3gan(options) end

--- SAGAN (Zhang et al. 2019, arXiv 1805.08318): residual networks with
--- self-attention where the maps are `attention` high (size / 4), spectral
--- normalisation in both players, conditional batch normalisation in the
--- generator and a projection discriminator; `filters` channels at the image
--- and up to size / 8 times as many inwards (the paper: size 128). size: a
--- power of two from 16. G: z n,latent and n labels to n,channels,size,size in
--- tanh; D: images and labels to n,1. Loss: gan.losses.hinge; Adam with lr 1e-4
--- for G, 4e-4 for D, betas {0, 0.9}.
--- Returns {generator, discriminator, latent, classes}.
---@param options {classes: integer, size?: integer, channels?: integer, filters?: integer, latent?: integer, attention?: integer}
---@return any ...
function ln.gan.zoo.sagan(options) end

--- SNGAN (Miyato et al. 2018, arXiv 1802.05957, tables 3 and 4): batch
--- normalisation in the generator, spectral normalisation of every layer of the
--- discriminator. form: "resnet", `filters` (256) and `discriminator_filters`
--- (128) channels throughout, or "conv", where both are 64 unless given, at the
--- image, and twice as many at each step inwards. size: a power of two from 16.
--- G: z n,latent to n,channels,size,size in tanh; D: images to n,1. Loss:
--- gan.losses.hinge (resnet, 5 steps of D for one of G) or gan.losses.bce; Adam
--- with lr 2e-4 and betas {0, 0.9} (resnet) or {0.5, 0.999}.
--- Returns {generator, discriminator, latent}.
---@param options? {form?: "resnet"|"conv", size?: integer, channels?: integer, latent?: integer, filters?: integer, discriminator_filters?: integer}
---@return any ...
function ln.gan.zoo.sngan(options) end

--- SRGAN (Ledig et al. 2017, arXiv 1609.04802, figure 4): `blocks` residual
--- blocks and one skip around them all, then pixel shuffles that make images
--- `scale` times as high, against eight convolutions of f, f, 2 f, 2 f, ... 8 f
--- filters and `hidden` units. G: small images n,channels,h,w to
--- n,channels,scale h,scale w in tanh, of any size; D: images
--- n,channels,size,size, size a multiple of 16, to logits n,1. Loss:
--- gan.losses.bce, for G 1e-3 of it beside the mean squared error of the pixels
--- (SRResNet trains with that alone, first) or of the features of a classifier;
--- Adam with lr 1e-4.
--- Returns {generator, discriminator}.
---@param options? {size?: integer, scale?: integer, channels?: integer, filters?: integer, blocks?: integer, hidden?: integer}
---@return any ...
function ln.gan.zoo.srgan(options) end

--- StyleGAN2 (Karras et al. 2020, arXiv 1912.04958, figures 2 and 7; there size
--- 1024 and 512 for filters, latent and style): a mapping network of `layers`
--- that learn at `rate`, modulated convolutions (gan.zoo.ModulatedConv2d),
--- noise, images added up over sizes, against a residual discriminator with
--- minibatch standard deviation over group_size. Maps have `filters` channels
--- up to 64 x 64 and half as many at each doubling beyond. size: a power of two
--- from 16.
---   local net = ln.gan.zoo.stylegan2 {filters = 8}
---   local G, z = net.generator, ln.randn(4, net.latent)
---   local images = G(z)
---   local mixed = G(z, ln.randn(4, net.latent))  -- styles of both
---   local w = G.mapping(z)
---   local same = G.synthesis(w)                   -- as G(z) but for the noise
--- G: z n,latent to n,channels,size,size without nonlinearity; w n,style or
--- n,G.synthesis.layers,style; D: images to logits n,1. Loss: gan.losses.bce
--- with gan.penalties.r1 of weight 10 and gan.penalties.path_length of
--- G.synthesis, styles mixed for 0.9 of the batches, Adam with lr 2e-3 and
--- betas {0, 0.99}; sample from gan.EMA of G.
--- Returns {generator, discriminator, latent}.
---@param options? {size?: integer, channels?: integer, filters?: integer, latent?: integer, style?: integer, layers?: integer, rate?: number, group_size?: integer}
---@return any ...
function ln.gan.zoo.stylegan2(options) end

--- TimeGAN (Yoon, Jarrett and van der Schaar 2019, "Time-series generative
--- adversarial networks", NeurIPS): a GAN in the space of an autoencoder of
--- series. All are GRUs of `layers` layers (the supervisor one fewer) and a
--- linear layer, of series n,l,...: embedder, x n,l,features from 0 to 1 to h
--- n,l,hidden; recovery, back; generator, noise n,l,latent to h; supervisor, h
--- to the next h; all four in sigmoid; discriminator, h to logits n,l,1.
---   local net = ln.gan.zoo.timegan {features = 5}
---   local noise = ln.randn(16, 24, 5)
---   local x = net.recovery(net.supervisor(net.generator(noise)))
--- Loss, in three phases: embedder and recovery 10 root mean (x -
--- recovery(h))^2; supervisor S = mean (supervisor(h)_t - h_t+1)^2; then all:
--- embedder and recovery the first and 0.1 S, the discriminator gan.losses.bce
--- with generator and supervisor(generator) as fakes and h as real, generator
--- and supervisor the same against it, 100 root S, and 100 times the mean
--- absolute differences between the means and deviations of real and generated
--- features. Adam with lr 1e-3.
--- Returns {generator, discriminator, embedder, recovery, supervisor, latent}.
---@param options {features: integer, latent?: integer, hidden?: integer, layers?: integer}
---@return any ...
function ln.gan.zoo.timegan(options) end

--- The residual networks of WGAN-GP for CIFAR-10 (Gulrajani et al. 2017, arXiv
--- 1704.00028, appendix): `filters` channels throughout, batch normalisation in
--- the generator and none in the critic, whose last two blocks stay at 8 x 8.
--- size: a power of two from 16. G: z n,latent to n,channels,size,size in
--- tanh; critic: images to n,1. Loss: gan.losses.wasserstein with 10
--- gan.penalties.gradient, 5 steps of the critic for one of the generator, Adam
--- with lr 2e-4 and betas {0, 0.9}.
--- Returns {generator, discriminator, latent}.
---@param options? {size?: integer, channels?: integer, filters?: integer, latent?: integer}
---@return any ...
function ln.gan.zoo.wgan_gp(options) end

ln.gather = Tensor.gather

ln.ge = Tensor.ge

ln.gelu = Tensor.gelu

ln.gelu_grad = Tensor.gelu_grad

ln.ger = Tensor.ger

--- How many threads ops use.
---@return integer
function ln.get_num_threads() end

--- What convolutions and matrix products of this coroutine take: "bfloat16", or
--- "float", or "double" in the library of doubles.
---@return any ...
function ln.get_precision() end

ln.glu = Tensor.glu

--- The derivatives of the sum of the outputs in each input, as a table; nothing is added to x.grad. grad_outputs are the cotangents (ones for outputs of one element). With create_graph they can be differentiated again. An input that the outputs do not depend on raises, or with allow_unused has nil.
---@param outputs lunette.Tensor|lunette.Tensor[]
---@param inputs lunette.Tensor|lunette.Tensor[]
---@param options? {grad_outputs?: lunette.Tensor|lunette.Tensor[], create_graph?: boolean, retain_graph?: boolean, allow_unused?: boolean}
---@return table<integer, lunette.Tensor>
function ln.grad(outputs, inputs, options) end

ln.gradient = Tensor.gradient

ln.greater = Tensor.greater

ln.greater_equal = Tensor.greater_equal

ln.grid_fraction = Tensor.grid_fraction

ln.grid_index = Tensor.grid_index

ln.grid_sample = Tensor.grid_sample

ln.grid_sample_adjoint = Tensor.grid_sample_adjoint

ln.grid_slope = Tensor.grid_slope

ln.group_norm = Tensor.group_norm

ln.gt = Tensor.gt

ln.hamming_window = Tensor.hamming_window

ln.hann_window = Tensor.hann_window

ln.hardshrink = Tensor.hardshrink

ln.hardsigmoid = Tensor.hardsigmoid

ln.hardswish = Tensor.hardswish

ln.hardswish_grad = Tensor.hardswish_grad

ln.hardtanh = Tensor.hardtanh

ln.heaviside = Tensor.heaviside

--- Prints what is written about a name ("conv2d", "nn.Linear", "gan.losses",
--- "Tensor:item"), a function, a class, a layer or a tensor: signature,
--- documentation, what is inside, and where it comes from. When there is none
--- of that name: names near it, and what has its words in the text. An overview
--- without argument.
---@param subject? any
---@return any ...
function ln.help(subject) end

--- The second derivatives of func, which gives one number: the input's sizes
--- twice; H[i][j] for several inputs.
---@param func function
---@param inputs lunette.Tensor|lunette.Tensor[]
---@param options? {create_graph?: boolean}
---@return any ...
function ln.hessian(func, inputs, options) end

ln.histc = Tensor.histc

ln.hsplit = Tensor.hsplit

--- Tensors side by side: joined along dimension 2, vectors and numbers along
--- their only one.
---@param tensors lunette.Tensor[]
---@return any ...
function ln.hstack(tensors) end

ln.huber = Tensor.huber

ln.huber_grad = Tensor.huber_grad

--- func(inputs) and H v, with H the Hessian of func, which gives one number.
--- Its cost is two gradients.
---@param func function
---@param inputs lunette.Tensor|lunette.Tensor[]
---@param v? lunette.Tensor|lunette.Tensor[]
---@param options? {create_graph?: boolean}
---@return any ...
function ln.hvp(func, inputs, v, options) end

ln.hypot = Tensor.hypot

ln.ifft = Tensor.ifft

ln.ifft2 = Tensor.ifft2

ln.ifftn = Tensor.ifftn

ln.ifftshift = Tensor.ifftshift

ln.im2col = Tensor.im2col

--- Images on disk: gray (1 channel), gray and alpha (2), RGB (3), RGB and
--- alpha (4), 8 bits each; PNG, and JPEG to read; films of them. And in a
--- terminal.
ln.image = {}

--- The PNG or JPEG file as a tensor, c,h,w, from 0 to 1. Samples of 16 bits are
--- rounded to 8, gamma and colour profiles are left alone, and the picture is
--- turned as its EXIF orientation says. Raises "path: ..." when it is not one,
--- or has more than max_pixels, before it is unpacked.
---@param path string
---@param options? {max_pixels?: integer}
---@return any ...
function ln.image.load(path, options) end

--- Images, n,c,h,w in a grid as save_grid has it, or one, c,h,w or h,w, as text
--- that shows them in a terminal: `print(ln.image.preview(images))`. mode is
---   rgb      blocks, a character for two pixels, in colours of 24 bits
---   palette  the same in the 256 colours of xterm
---   none     five shades of gray, which any file can have
---   sixel    the pixels themselves, where the terminal draws sixels
--- and auto the first that the standard output shows, without sixels. What is
--- wider than the terminal (COLUMNS, or 80) is made smaller, but for sixels.
---@param images lunette.Tensor
---@param options? {columns?: integer, padding?: integer, range?: number[], mode?: "auto"|"rgb"|"palette"|"none"|"sixel"}
---@return any ...
function ln.image.preview(images, options) end

--- Writes x, c,h,w, or h,w for gray. Values of the range are drawn from black
--- to white; what lies outside as the nearer end, nan as black; when that is
--- most of x, it is said. The folder is made; the file appears whole or not at
--- all. Returns true; raises when the disk refuses.
---@param path string
---@param x lunette.Tensor
---@param options? {range?: number[]}
---@return any ...
function ln.image.save(path, x, options) end

--- Writes frames as a film: an animated PNG, where path ends in .png or .apng,
--- which viewers that know no films show the first frame of; or, where it ends
--- in .gif, a GIF, whose frames have at most 256 colours each, chosen by
--- libgif (`apt-get install libgif7`). frames is a tensor, t,c,h,w (t,h,w for
--- gray), or t,n,c,h,w for a grid a frame; a list of frames; or a function that
--- gives one after the other, and nil at the end: what a film takes in memory
--- is then its packed frames.
---   fps    frames a second
---   loops  how often it plays; 0 is for ever
--- columns, padding, range, folder and failures as in image.save_grid:
---   local net = ln.gan.zoo.dcgan {filters = 8}
---   local z = ln.gan.latent.interpolate(ln.randn(net.latent),
---                                       ln.randn(net.latent), 24)
---   ln.image.save_film("walk.apng", net.generator(z), {range = {-1, 1}})
---@param path string
---@param frames lunette.Tensor|lunette.Tensor[]|function
---@param options? {fps?: number, loops?: integer, columns?: integer, padding?: integer, range?: number[]}
---@return any ...
function ln.image.save_film(path, frames, options) end

--- Writes images, n,c,h,w, side by side, `columns` to a row, with `padding`
--- black pixels between and around them (as torchvision's save_image, none
--- around a single one). Values, folder and failures as in image.save:
---   local net = ln.gan.zoo.dcgan {filters = 8}
---   local images = net.generator(ln.randn(16, net.latent))
---   ln.image.save_grid("samples.png", images, {range = {-1, 1}})
---@param path string
---@param images lunette.Tensor
---@param options? {columns?: integer, padding?: integer, range?: number[]}
---@return any ...
function ln.image.save_grid(path, images, options) end

ln.index_add = Tensor.index_add

ln.index_assign = Tensor.index_assign

ln.index_copy = Tensor.index_copy

ln.index_extreme = Tensor.index_extreme

ln.index_fill = Tensor.index_fill

ln.index_put = Tensor.index_put

ln.index_read = Tensor.index_read

ln.index_reduce = Tensor.index_reduce

ln.index_select = Tensor.index_select

ln.index_write = Tensor.index_write

ln.inner = Tensor.inner

ln.interpolate = Tensor.interpolate

ln.inv = Tensor.inv

ln.inverse = Tensor.inverse

ln.irdft = Tensor.irdft

ln.irfft = Tensor.irfft

ln.irfft2 = Tensor.irfft2

ln.irfftn = Tensor.irfftn

--- Is anomaly mode on?
---@return any ...
function ln.is_anomaly_enabled() end

--- Is what this coroutine computes being recorded?
---@return any ...
function ln.is_grad_enabled() end

--- Is it a tensor?
---@param obj any
---@return boolean
function ln.is_tensor(obj) end

ln.isclose = Tensor.isclose

ln.isfinite = Tensor.isfinite

ln.isin = Tensor.isin

ln.isinf = Tensor.isinf

ln.isnan = Tensor.isnan

ln.isneginf = Tensor.isneginf

ln.isposinf = Tensor.isposinf

ln.istft = Tensor.istft

--- J, of the sizes of the result followed by those of the input; J[j] for
--- several inputs, J[i] for several results, J[i][j] for both. One sweep for
--- each element of the results.
---@param func function
---@param inputs lunette.Tensor|lunette.Tensor[]
---@param options? {create_graph?: boolean}
---@return any ...
function ln.jacobian(func, inputs, options) end

--- func(inputs) and J v, v of the form of the inputs: the slope of func along
--- v. Two backward sweeps: v^T J is linear in v, and its own derivative in that
--- direction is J v.
---@param func function
---@param inputs lunette.Tensor|lunette.Tensor[]
---@param v? lunette.Tensor|lunette.Tensor[]
---@param options? {create_graph?: boolean}
---@return any ...
function ln.jvp(func, inputs, v, options) end

ln.kron = Tensor.kron

ln.kthvalue = Tensor.kthvalue

ln.layer_norm = Tensor.layer_norm

ln.ldexp = Tensor.ldexp

ln.le = Tensor.le

ln.leaky_relu = Tensor.leaky_relu

ln.leaky_relu_by = Tensor.leaky_relu_by

ln.leaky_relu_grad = Tensor.leaky_relu_grad

ln.lerp = Tensor.lerp

ln.less = Tensor.less

ln.less_equal = Tensor.less_equal

ln.lgamma = Tensor.lgamma

--- The names of torch.linalg. What is not listed here is a function
--- of ln and a method of tensors as well, and described there: ln.linalg.qr(x)
--- is ln.qr(x) and x:qr().
ln.linalg = {}

--- The cross product along dim, of size 3; ln.cross looks for such a dimension.
---@param x lunette.Tensor
---@param other lunette.Tensor
---@param options? {dim?: integer}
---@return any ...
function ln.linalg.cross(x, other, options) end

--- The elements on a diagonal of the last two dimensions; ln.diagonal takes the
--- first two.
---@param x lunette.Tensor
---@param options? {offset?: integer, dim1?: integer, dim2?: integer}
---@return any ...
function ln.linalg.diagonal(x, options) end

--- p (..., m, m), l (..., m, k) and u (..., k, n), with k = min(m, n), so that
--- A = p l u: a permutation, a lower factor whose diagonal is 1, an upper one.
---@param A lunette.Tensor
---@return any ...
function ln.linalg.lu(A) end

--- The y with a y = B, given what lu_factor makes of a.
---@param LU lunette.Tensor
---@param pivots lunette.Tensor
---@param B lunette.Tensor
---@return any ...
function ln.linalg.lu_solve(LU, pivots, B) end

--- With ord, the vector_norm over one dimension, or the matrix_norm over two;
--- where dim is left out x has as many. Without ord, the root of the sum of
--- squares over dim, or over everything.
---@param x lunette.Tensor
---@param ord? number|"fro"|"nuc"
---@param dim? integer|integer[]
---@param options? {keepdim?: boolean}
---@return any ...
function ln.linalg.norm(x, ord, dim, options) end

--- The powers of x's elements (..., n) as columns, from 1 up to x^(N - 1), N
--- being n unless it is given; ln.vander begins with the highest.
---@param x lunette.Tensor
---@param options? {N?: integer}
---@return any ...
function ln.linalg.vander(x, options) end

ln.linear = Tensor.linear

--- `steps` numbers at equal distances from start to last, both included.
---@param start number
---@param last number
---@param steps integer
---@param options? {requires_grad?: boolean}
---@return lunette.Tensor
function ln.linspace(start, last, steps, options) end

--- What ln.save saved, or the tensors by name of any other safetensors file.
--- Raises "path: ..." when the file is not whole. Names, sizes and all that is
--- not tensors are in the file's header, of which at most max_header bytes are
--- read.
---@param path string
---@param options? {max_header?: integer}
---@return any ...
function ln.load(path, options) end

--- The network in a file that save_model wrote, and its table `about`. Nothing
--- in the file runs; a class of a script's own must have been registered again
--- by its name. Raises "path: model: ..." on what is no such file, on a class
--- that is not known, and on a description that makes no network of these
--- weights.
---@param path string
---@param options? {max_header?: integer}
---@return any ...
function ln.load_model(path, options) end

--- The array in the file, converted to the engine's numbers; when integers are
--- rounded by that, or numbers become 0, it is said. Raises "path: npy: ..."
--- when anything in the file does not fit, and on float64 beyond the range of
--- float.
---@param path string
---@return any ...
function ln.load_npy(path) end

--- The arrays of an npz file, as numpy.savez and savez_compressed write them: a
--- table of tensors by name; numbers are converted as load_npy does. Raises
--- "path: zip: ..." or "path: npz: ..." when anything in the file does not fit,
--- and on more than max_bytes, unpacked, before they are.
---@param path string
---@param options? {max_bytes?: integer}
---@return any ...
function ln.load_npz(path, options) end

ln.log = Tensor.log

ln.log10 = Tensor.log10

ln.log1p = Tensor.log1p

ln.log2 = Tensor.log2

ln.log_ndtr = Tensor.log_ndtr

ln.log_softmax = Tensor.log_softmax

ln.log_softmax_at = Tensor.log_softmax_at

ln.log_softmax_at_grad = Tensor.log_softmax_at_grad

ln.log_softmax_grad = Tensor.log_softmax_grad

ln.logaddexp = Tensor.logaddexp

ln.logaddexp2 = Tensor.logaddexp2

ln.logcumsumexp = Tensor.logcumsumexp

ln.logdet = Tensor.logdet

ln.logical_and = Tensor.logical_and

ln.logical_not = Tensor.logical_not

ln.logical_or = Tensor.logical_or

ln.logical_xor = Tensor.logical_xor

ln.logistic_loss = Tensor.logistic_loss

ln.logit = Tensor.logit

ln.logsigmoid = Tensor.logsigmoid

ln.logspace = Tensor.logspace

ln.logsumexp = Tensor.logsumexp

ln.logsumexp_along = Tensor.logsumexp_along

ln.lstsq = Tensor.lstsq

ln.lt = Tensor.lt

ln.lu = Tensor.lu

ln.lu_packed = Tensor.lu_packed

ln.lu_solve = Tensor.lu_solve

ln.lu_unpack = Tensor.lu_unpack

ln.lyapunov = Tensor.lyapunov

--- Starts the default generator anew: what is drawn after it is the same in
--- every run, whatever the number of threads.
---@param seed integer
---@return any ...
function ln.manual_seed(seed) end

ln.masked_fill = Tensor.masked_fill

ln.masked_scatter = Tensor.masked_scatter

ln.masked_select = Tensor.masked_select

ln.matmul = Tensor.matmul

ln.matrix_exp = Tensor.matrix_exp

ln.matrix_norm = Tensor.matrix_norm

ln.matrix_power = Tensor.matrix_power

ln.matrix_rank = Tensor.matrix_rank

ln.max = Tensor.max

ln.max_pool = Tensor.max_pool

ln.max_pool1d = Tensor.max_pool1d

ln.max_pool2d = Tensor.max_pool2d

ln.max_pool3d = Tensor.max_pool3d

ln.max_pool_index = Tensor.max_pool_index

ln.maximum = Tensor.maximum

ln.maxout = Tensor.maxout

ln.mean = Tensor.mean

ln.median = Tensor.median

--- Bytes and tensors in use: {live_bytes, peak_bytes (the most since reset_peak_memory), kept_bytes (free, for reuse), live_tensors}.
---@return table<string, integer>
function ln.memory() end

--- Vectors expanded over the grid they span: a table of tensors of the sizes of
--- all, the k-th varying along dimension k. With {indexing = "xy"} the first
--- two dimensions are exchanged.
---
---   local x, y = ln.arange(1, 4), ln.arange(1, 3)
---   local gx, gy = table.unpack(ln.meshgrid({x, y}, {indexing = "xy"}))
---@param tensors lunette.Tensor[]
---@param options? {indexing?: "ij"|"xy"}
---@return any ...
function ln.meshgrid(tensors, options) end

--- Measures of what a generator makes, as papers report them.
ln.metrics = {}

--- The share of rows of scores n,k (logits or probabilities) whose largest
--- stands at the label, n, from 1. Raises on a label that is no class from 1 to
--- k.
---@param scores lunette.Tensor
---@param labels lunette.Tensor
---@return any ...
function ln.metrics.accuracy(scores, labels) end

--- The interval in which a measure lies at this level, by the percentiles of n
--- draws with replacement (Efron and Tibshirani 1993, chapter 13). samples: a
--- tensor, or a list of tensors that are drawn from one by one; f(tensor, ...)
--- gives a number. Result: {value = f of the samples as they are, low, high,
--- std (of the draws), values (sorted)}. A measure that looks for neighbours,
--- or is biased by few samples (fid, precision_recall), takes repeated samples
--- amiss: for those trust the width more than the place.
---@param f function
---@param samples lunette.Tensor|lunette.Tensor[]
---@param options? {n?: integer, level?: number, generator?: lunette.Generator}
---@return any ...
function ln.metrics.bootstrap(f, samples, options) end

--- How samples fall on the classes of a classifier, from its logits or
--- probabilities n,k:
---   modes            classes with at least one sample
---   total_variation  0 to 1, between the shares of the classes and equal ones
---   kl               KL(those shares | equal shares), in nats
---   counts           samples of each class
---   perfect          modes, total_variation and kl of as many samples that
---                    fall on each class alike, on average
---@param scores lunette.Tensor
---@return any ...
function ln.metrics.class_shares(scores) end

--- Two numbers, from features n,d and m,d (Naeem et al. 2020, arXiv 2002.09797,
--- section 3), by the balls of each real sample to its k-th nearest other:
---   density   of how many of them a fake is in, on average, over k: 1 when
---             both sets are drawn from one distribution; it can be more
---   coverage  the share of them with a fake inside; for equal distributions
---             and many samples 1 - 1 / 2^k where n = m.
---@param real lunette.Tensor
---@param fake lunette.Tensor
---@param options? {k?: integer}
---@return any ...
function ln.metrics.density_coverage(real, fake, options) end

--- A small classifier, trained by Lunette on the 60,000 training images of
--- "mnist" or "fashion_mnist" (tools/train_features.lua), in eval mode:
---   features(images)       n,128, none below 0: the layer before the classes
---   probabilities(images)  n,10: of the classes, in the order of the labels
---   accuracy               of the 10,000 test images it is right about:
---                          0.9944 of MNIST, 0.9201 of Fashion-MNIST
---   network                network[1] gives features, network logits
--- images: n,1,28,28 in [-1, 1]. Distances by these features are comparable
--- with each other only, not with those of the Inception network.
---@param name "mnist"|"fashion_mnist"
---@return any ...
function ln.metrics.features(name) end

--- The Frechet inception distance of features n,d and m,d (Heusel et al. 2017,
--- arXiv 1706.08500):
---   |m_r - m_f|^2 + tr(S_r + S_f - 2 (S_r S_f)^(1/2))
--- with means m and covariances S, divided by n - 1. Either side may be
--- {mean = d, covariance = d,d} (metrics.statistics). Values from few samples
--- are too large: compare at one n only, 50,000 in papers, and more than d.
--- With S = f^T f the trace of the root is the sum of the singular values of
--- f_r f_f^T: they keep twice the digits that roots of the eigenvalues of
--- S_r^(1/2) S_f S_r^(1/2) have. It needs LAPACK (on Debian the package
--- liblapacke).
---@param real lunette.Tensor|table
---@param fake lunette.Tensor|table
---@return any ...
function ln.metrics.fid(real, fake) end

--- exp E KL(p(y|x) | p(y)) of what a classifier says of n samples, n,k
--- (Salimans et al. 2016, arXiv 1606.03498, section 4): the mean over
--- consecutive parts of the samples, and the standard deviation (divided by
--- splits). 1 at worst, k at best. Papers give it for 50,000 samples in 10
--- parts; few samples give less.
---@param probabilities lunette.Tensor
---@param options? {splits?: integer}
---@return any ...
function ln.metrics.inception_score(probabilities, options) end

--- The kernel inception distance of features n,d and m,d (Binkowski et al.
--- 2018, arXiv 1801.01401): the unbiased estimate of MMD^2 (Gretton et al.
--- 2012, lemma 6) with k(x, y) = (gamma x.y + coef0)^degree, over as many pairs
--- of random subsets. Gives their mean and their standard deviation (divided by
--- subsets). Being unbiased, it falls below 0 as often as above when the sets
--- are alike. gamma is 1 / d unless given, subset_size 1000, or the size of a
--- set that has less; subsets that are whole sets are all the same.
---@param real lunette.Tensor
---@param fake lunette.Tensor
---@param options? {subsets?: integer, subset_size?: integer, degree?: integer, gamma?: number, coef0?: number, generator?: lunette.Generator}
---@return any ...
function ln.metrics.kid(real, fake, options) end

--- The mean of ms_ssim over that many pairs of different samples, n,c,h,w,
--- drawn without repetition, all pairs where there are no more: how alike
--- samples are (Odena et al. 2017, arXiv 1610.09585, section 4.2, within one
--- class, of 100 pairs). Compare it with that of real samples; above it there
--- is less variety. Other options as ms_ssim's.
---@param samples lunette.Tensor
---@param options? {pairs?: integer, generator?: lunette.Generator, range?: number, window?: integer, sigma?: number, weights?: number[]}
---@return any ...
function ln.metrics.mean_ms_ssim(samples, options) end

--- How close samples are to each other, by the statistic of mini-batch
--- discrimination (Salimans et al. 2016, arXiv 1606.03498, section 3.2), from
--- features n,d and m,d:
---   real   the mean over i /= j of exp(-|x_i - x_j|_1 / scale) among the reals
---   fake   the same among the fakes
---   cross  the mean of fakes against reals
---   ratio  fake / real: 1 where fakes vary as reals do, above it where they
---          crowd; below it where they scatter
---   scale  half the mean distance of a real to its nearest other, unless
---          given: the start from data in the authors' code
---          (openai/improved-gan)
---@param real lunette.Tensor
---@param fake lunette.Tensor
---@param options? {scale?: number}
---@return any ...
function ln.metrics.minibatch_similarity(real, fake, options) end

--- How a generator covers a mixture (ln.data.ring, ln.data.grid, or any
--- {centres = k,d, std = ...}), from samples: n,d, as VEEGAN (arXiv 1705.07761)
--- and PacGAN (arXiv 1712.04086) count:
---   modes            with at least one sample within 3 std of the centre
---   major_modes      with at least 1 % of the samples there: a stricter count
---   high_quality     the share of samples within 3 std of the nearest centre
---   total_variation  0 to 1, between the shares of samples nearest to each
---                    centre and equal shares
---   reverse_kl       KL(those shares | equal shares), in nats
---   counts           samples nearest to each centre
---   perfect          modes, high_quality, total_variation and reverse_kl of as
---                    many samples of the mixture itself, on average:
---                    high_quality is 1 - exp(-9/2) = 0.98889 in two
---                    dimensions, so that more is too narrow a generator
---@param samples lunette.Tensor
---@param set table
---@return any ...
function ln.metrics.modes(samples, set) end

--- Multi-scale structural similarity of pictures a and b: n,c,h,w, pair by
--- pair: n (Wang, Simoncelli and Bovik 2003; one scale: Wang et al. 2004):
---   l = (2 m_x m_y + C1) / (m_x^2 + m_y^2 + C1)        C1 = (0.01 range)^2
---   cs = (2 s_xy + C2) / (s_x^2 + s_y^2 + C2)          C2 = (0.03 range)^2
---   the product over scales j of mean(cs_j)^w_j, at the last mean(l cs)^w_j
--- from local means and variances under a normal window, where it fits whole. A
--- scale is half as large as the one before (means of 2 x 2; an odd line is
--- left out); a mean below 0 counts as 0; channels are averaged. 1 for the same
--- picture. range: from the darkest to the brightest, 2 for [-1, 1]. Five
--- weights take pictures of 176 pixels; 28 x 28 takes {window = 7, weights =
--- {0.0448, 0.2856, 0.3001}}, say; one weight of 1 is SSIM itself. It can be
--- differentiated.
---@param a lunette.Tensor
---@param b lunette.Tensor
---@param options? {range?: number, window?: integer, sigma?: number, weights?: number[]}
---@return any ...
function ln.metrics.ms_ssim(a, b, options) end

--- For each sample the k nearest training samples, by Euclidean distance:
--- indices m,k and distances m,k, the nearest first; whether a generator has
--- learnt its data by heart. Features, or pictures n,... and m,... as they are.
---@param training lunette.Tensor
---@param samples lunette.Tensor
---@param options? {k?: integer}
---@return any ...
function ln.metrics.nearest(training, samples, options) end

--- Whether the nearest other sample tells real from fake: the leave-one-out
--- accuracy of a classifier by one neighbour, from n real and n fake features,
--- n,d (Lopez-Paz and Oquab 2017, arXiv 1610.06545; Xu et al. 2018, arXiv
--- 1806.07755). Gives the accuracy on all, on the reals and on the fakes: 0.5
--- when both are of one distribution; 1 for fakes that are far off or all in
--- one place; near 0 for copies of the reals. Low on reals and high on fakes is
--- what collapse looks like.
---@param real lunette.Tensor
---@param fake lunette.Tensor
---@return any ...
function ln.metrics.nearest_accuracy(real, fake) end

--- The sliced Wasserstein distances of local structure, at each level of the
--- pictures' Laplacian pyramids that of so many patches of 7 x 7 pixels a
--- picture, all channels of them, normalised to mean 0 and variance 1 a channel
--- over the set (Karras et al. 2018, arXiv 1710.10196, section 5). Gives a list
--- from the finest level to the coarsest, and its mean; papers multiply them by
--- 1000 and take 16,384 pictures. real, fake: n,c,h,w. levels: down to 16
--- pixels, unless given. For each set and level it keeps n patches c 49
--- numbers.
---@param real lunette.Tensor
---@param fake lunette.Tensor
---@param options? {levels?: integer, patches?: integer, projections?: integer, generator?: lunette.Generator}
---@return any ...
function ln.metrics.patch_wasserstein(real, fake, options) end

--- Two shares, from features n,d and m,d (Kynkaanniemi et al. 2019, arXiv
--- 1904.06991, section 2):
---   precision  of the fakes, those within the distance of some real sample to
---              its k-th nearest other: how many look real
---   recall     the same of the reals among the fakes: how much is covered.
--- The balls are closed. Compare at equal n, m and k only.
---@param real lunette.Tensor
---@param fake lunette.Tensor
---@param options? {k?: integer}
---@return any ...
function ln.metrics.precision_recall(real, fake, options) end

--- The mean over random directions of the Wasserstein-1 distance of what n real
--- and n fake samples, n,d (or n,... as they are), are along them: the mean of
--- |sorted real - sorted fake| (Rabin et al. 2012).
---@param real lunette.Tensor
---@param fake lunette.Tensor
---@param options? {projections?: integer, generator?: lunette.Generator}
---@return any ...
function ln.metrics.sliced_wasserstein(real, fake, options) end

--- The modes of stacked digits (Metz et al. 2017, arXiv 1611.02163; VEEGAN;
--- PacGAN), from images: n,c,h,w whose channels are pictures of their own.
--- classify(images n,1,h,w) gives logits or probabilities n,k, as
--- ln.metrics.features("mnist").probabilities does; a mode is one combination
--- of the channels' classes, 10^3 of them for three channels of digits. As
--- class_shares gives it; papers take 26,000 samples, of which a perfect
--- sampler has 1000 modes and a KL of 0.0193.
---@param classify function
---@param images lunette.Tensor
---@return any ...
function ln.metrics.stacked_modes(classify, images) end

--- The mean and the covariance of features n,d, divided by n - 1, as {mean = d,
--- covariance = d,d}: what fid takes in place of features, to be kept in a
--- file.
---@param features lunette.Tensor
---@return any ...
function ln.metrics.statistics(features) end

ln.min = Tensor.min

ln.minibatch_discrimination = Tensor.minibatch_discrimination

ln.minibatch_pulls = Tensor.minibatch_pulls

ln.minibatch_turns = Tensor.minibatch_turns

ln.minimum = Tensor.minimum

ln.mish = Tensor.mish

ln.mm = Tensor.mm

ln.mode = Tensor.mode

ln.moveaxis = Tensor.moveaxis

ln.movedim = Tensor.movedim

ln.msort = Tensor.msort

ln.mul = Tensor.mul

--- The product of matrices, in the order that takes the fewest multiplications.
--- The first may be a vector that counts as a row, the last one that counts as
--- a column.
---@param tensors lunette.Tensor[]
---@return any ...
function ln.multi_dot(tensors) end

ln.multilabel_margin = Tensor.multilabel_margin

ln.multilabel_margin_grad = Tensor.multilabel_margin_grad

--- num_samples indices, from 1, drawn by weight: x of k finite numbers from 0 up gives that many, x of rows x k gives rows of them. Without replacement an index comes once, and as many weights must be above 0.
---@param x lunette.Tensor
---@param num_samples integer
---@param options? {replacement?: boolean, generator?: lunette.Generator}
---@return lunette.Tensor
function ln.multinomial(x, num_samples, options) end

ln.multiply = Tensor.multiply

ln.multiply_no_nan = Tensor.multiply_no_nan

ln.mv = Tensor.mv

ln.mvlgamma = Tensor.mvlgamma

ln.nan_to_num = Tensor.nan_to_num

ln.nanmean = Tensor.nanmean

ln.nanmedian = Tensor.nanmedian

ln.nanquantile = Tensor.nanquantile

ln.nansum = Tensor.nansum

ln.narrow = Tensor.narrow

ln.ndtr = Tensor.ndtr

ln.ndtri = Tensor.ndtri

ln.ne = Tensor.ne

ln.neg = Tensor.neg

ln.negative = Tensor.negative

ln.new_tensor = Tensor.new_tensor

ln.nextafter = Tensor.nextafter

--- Layers, what they are made of, and nn.functional.
ln.nn = {}

--- y = InstanceNorm(x) (1 + gain) + shift with gain, shift = style A^T + b, the
--- first and second half of it: adaptive instance normalisation (Huang and
--- Belongie 2017, arXiv 1703.06868; the affine map is StyleGAN's, Karras et al.
--- 2019, arXiv 1812.04948). x: n,c,..., style: n,style_dim.
---@param num_features integer
---@param style_dim integer
---@param options? {eps?: number}
---@return lunette.nn.AdaIN
function ln.nn.AdaIN(num_features, style_dim, options) end

--- The function adaptive_avg_pool1d as a layer: The mean of windows that share out the spatial sizes: along each, window i (from 0) of m over n elements goes from floor(i n / m) to before ceil((i + 1) n / m). x: n, c and the spatial sizes (or without n).
---@param output_size integer
---@return lunette.nn.AdaptiveAvgPool1d
function ln.nn.AdaptiveAvgPool1d(output_size) end

--- The function adaptive_avg_pool2d as a layer: The mean of windows that share out the spatial sizes: along each, window i (from 0) of m over n elements goes from floor(i n / m) to before ceil((i + 1) n / m). x: n, c and the spatial sizes (or without n).
---@param output_size integer|integer[]
---@return lunette.nn.AdaptiveAvgPool2d
function ln.nn.AdaptiveAvgPool2d(output_size) end

--- The function adaptive_avg_pool3d as a layer: The mean of windows that share out the spatial sizes: along each, window i (from 0) of m over n elements goes from floor(i n / m) to before ceil((i + 1) n / m). x: n, c and the spatial sizes (or without n).
---@param output_size integer|integer[]
---@return lunette.nn.AdaptiveAvgPool3d
function ln.nn.AdaptiveAvgPool3d(output_size) end

--- The function adaptive_max_pool1d as a layer:
--- The largest of windows that share out the
--- spatial sizes: along each, window i (from 0) of m over n elements goes from
--- floor(i n / m) to before ceil((i + 1) n / m); with return_indices also where
--- in its plane it stands, from 1. x: n, c and the spatial sizes (or without
--- n).
---@param output_size integer
---@param options? {return_indices?: boolean}
---@return lunette.nn.AdaptiveMaxPool1d
function ln.nn.AdaptiveMaxPool1d(output_size, options) end

--- The function adaptive_max_pool2d as a layer:
--- The largest of windows that share out the
--- spatial sizes: along each, window i (from 0) of m over n elements goes from
--- floor(i n / m) to before ceil((i + 1) n / m); with return_indices also where
--- in its plane it stands, from 1. x: n, c and the spatial sizes (or without
--- n).
---@param output_size integer|integer[]
---@param options? {return_indices?: boolean}
---@return lunette.nn.AdaptiveMaxPool2d
function ln.nn.AdaptiveMaxPool2d(output_size, options) end

--- The function adaptive_max_pool3d as a layer:
--- The largest of windows that share out the
--- spatial sizes: along each, window i (from 0) of m over n elements goes from
--- floor(i n / m) to before ceil((i + 1) n / m); with return_indices also where
--- in its plane it stands, from 1. x: n, c and the spatial sizes (or without
--- n).
---@param output_size integer|integer[]
---@param options? {return_indices?: boolean}
---@return lunette.nn.AdaptiveMaxPool3d
function ln.nn.AdaptiveMaxPool3d(output_size, options) end

--- In training mode each element, or
--- whole channel of x: n,c,..., is selu's limit -1.7581 with probability p, and
--- all is scaled and moved so that mean 0 and variance 1 stay.
---@param p? number
---@return lunette.nn.AlphaDropout
function ln.nn.AlphaDropout(p) end

--- The mean of each window of x:
--- n,c,h,w (or without n); with count_include_pad the zeros of the padding
--- count. divisor_override: what sums are divided by instead (not AvgPool1d).
---@param kernel_size integer
---@param options? {stride?: integer, padding?: integer, ceil_mode?: boolean, count_include_pad?: boolean}
---@return lunette.nn.AvgPool1d
function ln.nn.AvgPool1d(kernel_size, options) end

--- The mean of each window of x:
--- n,c,h,w (or without n); with count_include_pad the zeros of the padding
--- count. divisor_override: what sums are divided by instead (not AvgPool1d).
---@param kernel_size integer|integer[]
---@param options? {stride?: integer|integer[], padding?: integer|integer[], ceil_mode?: boolean, count_include_pad?: boolean, divisor_override?: integer}
---@return lunette.nn.AvgPool2d
function ln.nn.AvgPool2d(kernel_size, options) end

--- The mean of each window of x:
--- n,c,h,w (or without n); with count_include_pad the zeros of the padding
--- count. divisor_override: what sums are divided by instead (not AvgPool1d).
---@param kernel_size integer|integer[]
---@param options? {stride?: integer|integer[], padding?: integer|integer[], ceil_mode?: boolean, count_include_pad?: boolean, divisor_override?: integer}
---@return lunette.nn.AvgPool3d
function ln.nn.AvgPool3d(kernel_size, options) end

--- The function binary_cross_entropy as a layer:
--- -target log x - (1 - target) log(1 - x) for probabilities x, each logarithm
--- at least -100. From logits, binary_cross_entropy_with_logits is exact.
---@param options? {weight?: lunette.Tensor, reduction?: "none"|"mean"|"sum"}
---@return lunette.nn.BCELoss
function ln.nn.BCELoss(options) end

--- The function binary_cross_entropy_with_logits as a layer:
--- -target log s(x) - (1 - target) log(1 - s(x)) with s the sigmoid, from the
--- logits x without overflow: target softplus(-x) + (1 - target) softplus(x).
--- pos_weight multiplies its first term.
---@param options? {weight?: lunette.Tensor, pos_weight?: lunette.Tensor, reduction?: "none"|"mean"|"sum"}
---@return lunette.nn.BCEWithLogitsLoss
function ln.nn.BCEWithLogitsLoss(options) end

--- y = (x - mean) / sqrt(var +
--- eps) weight + bias for each channel of x: n,c,h,w. In training mode mean and
--- biased variance are the batch's, and the running ones move towards them (the
--- unbiased variance) by the share `momentum`, or as a plain average when it is
--- false; in evaluation mode the running ones are used. nn.BatchNorm1d takes
--- n,c or n,c,l.
---@param num_features integer
---@param options? {eps?: number, momentum?: number|false, affine?: boolean, track_running_stats?: boolean}
---@return lunette.nn.BatchNorm1d
function ln.nn.BatchNorm1d(num_features, options) end

--- y = (x - mean) / sqrt(var +
--- eps) weight + bias for each channel of x: n,c,h,w. In training mode mean and
--- biased variance are the batch's, and the running ones move towards them (the
--- unbiased variance) by the share `momentum`, or as a plain average when it is
--- false; in evaluation mode the running ones are used. nn.BatchNorm1d takes
--- n,c or n,c,l.
---@param num_features integer
---@param options? {eps?: number, momentum?: number|false, affine?: boolean, track_running_stats?: boolean}
---@return lunette.nn.BatchNorm2d
function ln.nn.BatchNorm2d(num_features, options) end

--- y = (x - mean) / sqrt(var +
--- eps) weight + bias for each channel of x: n,c,h,w. In training mode mean and
--- biased variance are the batch's, and the running ones move towards them (the
--- unbiased variance) by the share `momentum`, or as a plain average when it is
--- false; in evaluation mode the running ones are used. nn.BatchNorm1d takes
--- n,c or n,c,l.
---@param num_features integer
---@param options? {eps?: number, momentum?: number|false, affine?: boolean, track_running_stats?: boolean}
---@return lunette.nn.BatchNorm3d
function ln.nn.BatchNorm3d(num_features, options) end

--- y_k = a^T W_k b + bias_k; a: ..., in1, b: ..., in2, y: ..., out; weight: out
--- x in1 x in2. Start: uniform within 1 / sqrt(in1).
---@param in1_features integer
---@param in2_features integer
---@param out_features integer
---@param options? {bias?: boolean}
---@return lunette.nn.Bilinear
function ln.nn.Bilinear(in1_features, in2_features, out_features, options) end

--- Each channel of x: n,c,h,w filtered by the kernel, scaled to sum 1, along
--- both dimensions; with up, zeros are put between the elements first and the
--- sizes become up times larger (a constant image stays what it is); with down,
--- every down-th element is kept: n,c,h/down,w/down. Beyond the edges are zeros
--- (upfirdn2d of StyleGAN2: Karras et al. 2020, arXiv 1912.04958, appendix B;
--- Zhang 2019, arXiv 1904.11486).
---@param kernel? number[]
---@param options? {up?: integer, down?: integer}
---@return lunette.nn.Blur
function ln.nn.Blur(kernel, options) end

--- The tensor as a buffer: saved with the layer, never trained.
---@param data lunette.Tensor
---@return any ...
function ln.nn.Buffer(data) end

--- The function celu as a layer: x above 0, alpha (exp(x / alpha) - 1) below: elu whose slope is continuous at 0 (Barron 2017).
---@param alpha? number
---@return lunette.nn.CELU
function ln.nn.CELU(alpha) end

--- The function ctc_loss as a layer:
--- -log of the probability of all alignments of a sequence of labels with a
--- longer one of predictions, in which labels may be repeated and blanks stand
--- between them (Graves et al. 2006). log_probs: t,n,c, logarithms of
--- probabilities; targets: n,s, or the labels of all samples one after another;
--- classes count from 1, and `blank`, the first unless given, is none of them.
--- The lengths are tensors or tables of n. One sample: log_probs t,c, targets
--- s. "mean" divides each loss by its target's length first. A loss without a
--- possible alignment is infinite, or 0 with zero_infinity, and its gradient
--- 0. The derivative is that of the formula, of any order; PyTorch's is that
--- through log_softmax. Steps are taken one after another.
---@param blank? integer
---@param options? {zero_infinity?: boolean, reduction?: "none"|"mean"|"sum"}
---@return lunette.nn.CTCLoss
function ln.nn.CTCLoss(blank, options) end

--- The function channel_shuffle as a layer: The channels (dimension 2) of the groups dealt in turn: c is seen as groups x c / groups and transposed (Zhang et al. 2018, arXiv 1707.01083).
---@param groups integer
---@return lunette.nn.ChannelShuffle
function ln.nn.ChannelShuffle(groups) end

--- x: n,c,h,w
--- with elements around it: padding of them on every side, or {left, right,
--- top, bottom}; negative amounts crop. The new ones are 0 (Zero), value
--- (Constant), x mirrored at its edge elements (Reflection), its edge elements
--- (Replication), or x once more (Circular).
---@param padding integer|integer[]
---@return lunette.nn.CircularPad1d
function ln.nn.CircularPad1d(padding) end

--- x: n,c,h,w
--- with elements around it: padding of them on every side, or {left, right,
--- top, bottom}; negative amounts crop. The new ones are 0 (Zero), value
--- (Constant), x mirrored at its edge elements (Reflection), its edge elements
--- (Replication), or x once more (Circular).
---@param padding integer|integer[]
---@return lunette.nn.CircularPad2d
function ln.nn.CircularPad2d(padding) end

--- x: n,c,h,w
--- with elements around it: padding of them on every side, or {left, right,
--- top, bottom}; negative amounts crop. The new ones are 0 (Zero), value
--- (Constant), x mirrored at its edge elements (Reflection), its edge elements
--- (Replication), or x once more (Circular).
---@param padding integer|integer[]
---@return lunette.nn.CircularPad3d
function ln.nn.CircularPad3d(padding) end

--- a(x), b(x), c(x) joined along a dimension, the channels unless told
--- otherwise.
---@param layers any
---@param dim? integer
---@return lunette.nn.Concat
function ln.nn.Concat(layers, dim) end

--- y = BatchNorm2d(x) (1 + gain(condition)) + shift(condition); x: n,c,h,w.
--- The condition is a class of each sample, n labels from 1, and gain and shift
--- are tables num_classes x c that start at 0 (Dumoulin et al. 2017, arXiv
--- 1610.07629). With {vector = true} it is a vector of each sample, n x
--- num_classes, and they are linear maps without bias (BigGAN: Brock et al.
--- 2019, arXiv 1809.11096, appendix B).
---@param num_features integer
---@param num_classes integer
---@param options? {vector?: boolean, eps?: number, momentum?: number|false, track_running_stats?: boolean}
---@return lunette.nn.ConditionalBatchNorm2d
function ln.nn.ConditionalBatchNorm2d(num_features, num_classes, options) end

--- x: n,c,h,w
--- with elements around it: padding of them on every side, or {left, right,
--- top, bottom}; negative amounts crop. The new ones are 0 (Zero), value
--- (Constant), x mirrored at its edge elements (Reflection), its edge elements
--- (Replication), or x once more (Circular).
---@param padding integer|integer[]
---@param value number
---@return lunette.nn.ConstantPad1d
function ln.nn.ConstantPad1d(padding, value) end

--- x: n,c,h,w
--- with elements around it: padding of them on every side, or {left, right,
--- top, bottom}; negative amounts crop. The new ones are 0 (Zero), value
--- (Constant), x mirrored at its edge elements (Reflection), its edge elements
--- (Replication), or x once more (Circular).
---@param padding integer|integer[]
---@param value number
---@return lunette.nn.ConstantPad2d
function ln.nn.ConstantPad2d(padding, value) end

--- x: n,c,h,w
--- with elements around it: padding of them on every side, or {left, right,
--- top, bottom}; negative amounts crop. The new ones are 0 (Zero), value
--- (Constant), x mirrored at its edge elements (Reflection), its edge elements
--- (Replication), or x once more (Circular).
---@param padding integer|integer[]
---@param value number
---@return lunette.nn.ConstantPad3d
function ln.nn.ConstantPad3d(padding, value) end

--- x: n,c,h,w (n,c,l for nn.Conv1d, n,c,d,h,w
--- for nn.Conv3d) correlated with weight, out x in/groups x kh x kw, plus bias.
--- A size is an integer or a table of one for each dimension. padding: or
--- "same", which keeps the size of x (stride 1), or "valid", which is 0.
--- padding_mode: zeros, reflect, replicate or circular. Start: init.default.
---@param in_channels integer
---@param out_channels integer
---@param kernel_size integer|integer[]
---@param options? {stride?: integer, padding?: integer|"same"|"valid", dilation?: integer, groups?: integer, bias?: boolean, padding_mode?: "zeros"|"reflect"|"replicate"|"circular"}
---@return lunette.nn.Conv1d
function ln.nn.Conv1d(in_channels, out_channels, kernel_size, options) end

--- x: n,c,h,w (n,c,l for nn.Conv1d, n,c,d,h,w
--- for nn.Conv3d) correlated with weight, out x in/groups x kh x kw, plus bias.
--- A size is an integer or a table of one for each dimension. padding: or
--- "same", which keeps the size of x (stride 1), or "valid", which is 0.
--- padding_mode: zeros, reflect, replicate or circular. Start: init.default.
---@param in_channels integer
---@param out_channels integer
---@param kernel_size integer|integer[]
---@param options? {stride?: integer|integer[], padding?: integer|integer[]|"same"|"valid", dilation?: integer|integer[], groups?: integer, bias?: boolean, padding_mode?: "zeros"|"reflect"|"replicate"|"circular"}
---@return lunette.nn.Conv2d
function ln.nn.Conv2d(in_channels, out_channels, kernel_size, options) end

--- x: n,c,h,w (n,c,l for nn.Conv1d, n,c,d,h,w
--- for nn.Conv3d) correlated with weight, out x in/groups x kh x kw, plus bias.
--- A size is an integer or a table of one for each dimension. padding: or
--- "same", which keeps the size of x (stride 1), or "valid", which is 0.
--- padding_mode: zeros, reflect, replicate or circular. Start: init.default.
---@param in_channels integer
---@param out_channels integer
---@param kernel_size integer|integer[]
---@param options? {stride?: integer|integer[], padding?: integer|integer[]|"same"|"valid", dilation?: integer|integer[], groups?: integer, bias?: boolean, padding_mode?: "zeros"|"reflect"|"replicate"|"circular"}
---@return lunette.nn.Conv3d
function ln.nn.Conv3d(in_channels, out_channels, kernel_size, options) end

--- The gradient of
--- Conv2d in its input, as a layer: sizes grow, to h' = (h - 1) stride - 2
--- padding + dilation (k - 1) + output_padding + 1; layer(x, output_size) takes
--- the output_padding that gives those sizes. Weight in x out/groups x kh x kw.
---@param in_channels integer
---@param out_channels integer
---@param kernel_size integer|integer[]
---@param options? {stride?: integer, padding?: integer, output_padding?: integer, groups?: integer, bias?: boolean, dilation?: integer}
---@return lunette.nn.ConvTranspose1d
function ln.nn.ConvTranspose1d(in_channels, out_channels, kernel_size, options) end

--- The gradient of
--- Conv2d in its input, as a layer: sizes grow, to h' = (h - 1) stride - 2
--- padding + dilation (k - 1) + output_padding + 1; layer(x, output_size) takes
--- the output_padding that gives those sizes. Weight in x out/groups x kh x kw.
---@param in_channels integer
---@param out_channels integer
---@param kernel_size integer|integer[]
---@param options? {stride?: integer|integer[], padding?: integer|integer[], output_padding?: integer|integer[], groups?: integer, bias?: boolean, dilation?: integer|integer[]}
---@return lunette.nn.ConvTranspose2d
function ln.nn.ConvTranspose2d(in_channels, out_channels, kernel_size, options) end

--- The gradient of
--- Conv2d in its input, as a layer: sizes grow, to h' = (h - 1) stride - 2
--- padding + dilation (k - 1) + output_padding + 1; layer(x, output_size) takes
--- the output_padding that gives those sizes. Weight in x out/groups x kh x kw.
---@param in_channels integer
---@param out_channels integer
---@param kernel_size integer|integer[]
---@param options? {stride?: integer|integer[], padding?: integer|integer[], output_padding?: integer|integer[], groups?: integer, bias?: boolean, dilation?: integer|integer[]}
---@return lunette.nn.ConvTranspose3d
function ln.nn.ConvTranspose3d(in_channels, out_channels, kernel_size, options) end

--- The function cosine_embedding_loss as a layer:
--- With c the cosine of the angle between input1 and input2 (n,k or k): 1 - c
--- where target is 1, max(0, c - margin) where it is -1. Raises on others.
---@param options? {margin?: number, reduction?: "none"|"mean"|"sum"}
---@return lunette.nn.CosineEmbeddingLoss
function ln.nn.CosineEmbeddingLoss(options) end

--- The function cosine_similarity as a layer: x1 . x2 / (max(|x1|, eps) max(|x2|, eps)) along a dimension.
---@param dim? integer
---@param options? {eps?: number}
---@return lunette.nn.CosineSimilarity
function ln.nn.CosineSimilarity(dim, options) end

--- The function cross_entropy as a layer:
--- The cross entropy of scores (logits) x: n,c or n,c,... against classes from
--- 1 (n or n,...) or against probabilities of the shape of x. label_smoothing
--- mixes that share of the uniform distribution into the target.
---@param options? {weight?: lunette.Tensor, ignore_index?: integer, reduction?: "none"|"mean"|"sum", label_smoothing?: number}
---@return lunette.nn.CrossEntropyLoss
function ln.nn.CrossEntropyLoss(options) end

--- Blurs with {1, 3, 3, 1} and keeps every factor-th element of x: n,c,h,w:
--- n,c,h/factor,w/factor; the counterpart of Upsample that does not alias
--- (Zhang 2019, arXiv 1904.11486). factor: up to 4; other kernels: see Blur.
---@param factor? integer
---@return lunette.nn.Downsample
function ln.nn.Downsample(factor) end

--- In training mode each element is 0 with probability p, and the others are
--- divided by 1 - p.
---@param p? number
---@return lunette.nn.Dropout
function ln.nn.Dropout(p) end

--- As Dropout, for whole channels of
--- x: n,c,h,w or n,c,l. nn.Dropout1d takes n,c,l or c,l, nn.Dropout3d n,c,d,h,w
--- or c,d,h,w.
---@param p? number
---@return lunette.nn.Dropout1d
function ln.nn.Dropout1d(p) end

--- As Dropout, for whole channels of
--- x: n,c,h,w or n,c,l. nn.Dropout1d takes n,c,l or c,l, nn.Dropout3d n,c,d,h,w
--- or c,d,h,w.
---@param p? number
---@return lunette.nn.Dropout2d
function ln.nn.Dropout2d(p) end

--- As Dropout, for whole channels of
--- x: n,c,h,w or n,c,l. nn.Dropout1d takes n,c,l or c,l, nn.Dropout3d n,c,d,h,w
--- or c,d,h,w.
---@param p? number
---@return lunette.nn.Dropout3d
function ln.nn.Dropout3d(p) end

--- The function elu as a layer: x above 0, alpha (exp(x) - 1) below (Clevert, Unterthiner and Hochreiter 2015, equation 16).
---@param alpha? number
---@return lunette.nn.ELU
function ln.nn.ELU(alpha) end

--- Row i of weight (num_embeddings x embedding_dim) for each index i, from 1,
--- of x: y has the sizes of x and then embedding_dim. Start: N(0, 1). The row
--- padding_idx starts at 0 and gets no gradient.
---@param num_embeddings integer
---@param embedding_dim integer
---@param options? {padding_idx?: integer}
---@return lunette.nn.Embedding
function ln.nn.Embedding(num_embeddings, embedding_dim, options) end

--- The sum, mean or largest elements of the rows of weight (num_embeddings x
--- embedding_dim) at the indices, from 1, of each bag: layer(x, offsets,
--- per_sample_weights) as nn.functional.embedding_bag takes them; y: bags,
--- embedding_dim. Start: N(0, 1). The row padding_idx starts at 0 and does not
--- count.
---@param num_embeddings integer
---@param embedding_dim integer
---@param options? {mode?: "sum"|"mean"|"max", include_last_offset?: boolean, padding_idx?: integer}
---@return lunette.nn.EmbeddingBag
function ln.nn.EmbeddingBag(num_embeddings, embedding_dim, options) end

--- A Conv2d layer, equalized: nn.equalized(nn.Conv2d(...)).
---@param in_channels integer
---@param out_channels integer
---@param kernel_size integer|integer[]
---@param options? {stride?: integer|integer[], padding?: integer|integer[]|"same"|"valid", dilation?: integer|integer[], groups?: integer, bias?: boolean, padding_mode?: "zeros"|"reflect"|"replicate"|"circular", gain?: number}
---@return any ...
function ln.nn.EqualConv2d(in_channels, out_channels, kernel_size, options) end

--- A Linear layer, equalized: nn.equalized(nn.Linear(...)).
---@param in_features integer
---@param out_features integer
---@param options? {bias?: boolean, gain?: number}
---@return any ...
function ln.nn.EqualLinear(in_features, out_features, options) end

--- In training mode each element, or
--- whole channel of x: n,c,..., is selu's limit -1.7581 with probability p, and
--- all is scaled and moved so that mean 0 and variance 1 stay.
---@param p? number
---@return lunette.nn.FeatureAlphaDropout
function ln.nn.FeatureAlphaDropout(p) end

--- Those dimensions made one.
---@param start_dim? integer
---@param end_dim? integer
---@return lunette.nn.Flatten
function ln.nn.Flatten(start_dim, end_dim) end

--- Columns added where Unfold takes them from, in images of output_size.
---@param output_size integer|integer[]
---@param kernel_size integer|integer[]
---@param options? {dilation?: integer|integer[], padding?: integer|integer[], stride?: integer|integer[]}
---@return lunette.nn.Fold
function ln.nn.Fold(output_size, kernel_size, options) end

--- The largest of windows at
--- places drawn anew at every call, unless _random_samples say them: as many as
--- output_size says, or output_ratio times the size of x: n,c,h,w (or without
--- n). return_indices: the second result is where in its plane each stands,
--- from 1.
---@param kernel_size integer|integer[]
---@param options? {output_size?: integer|integer[], output_ratio?: number|number[], return_indices?: boolean, _random_samples?: lunette.Tensor}
---@return lunette.nn.FractionalMaxPool2d
function ln.nn.FractionalMaxPool2d(kernel_size, options) end

--- The largest of windows at
--- places drawn anew at every call, unless _random_samples say them: as many as
--- output_size says, or output_ratio times the size of x: n,c,h,w (or without
--- n). return_indices: the second result is where in its plane each stands,
--- from 1.
---@param kernel_size integer|integer[]
---@param options? {output_size?: integer|integer[], output_ratio?: number|number[], return_indices?: boolean, _random_samples?: lunette.Tensor}
---@return lunette.nn.FractionalMaxPool3d
function ln.nn.FractionalMaxPool3d(kernel_size, options) end

--- The function gelu as a layer: x Phi(x), Phi the distribution function of the normal law, or its approximation by tanh (Hendrycks and Gimpel 2016, section 2).
---@param options? {approximate?: "none"|"tanh"}
---@return lunette.nn.GELU
function ln.nn.GELU(options) end

--- The function glu as a layer: The first half of x along dim times the sigmoid of the second (Dauphin et al. 2016, section 2).
---@param dim? integer
---@return lunette.nn.GLU
function ln.nn.GLU(dim) end

--- The cell of that name over x: l,n,input_size
--- (n,l,input_size with batch_first; l,input_size without a batch), each layer
--- over the results of the one before:
---
---   local x, gru = ln.randn(10, 4, 8), ln.nn.GRU(8, 16)
---   local y, h = gru(x)
---   y, h = gru(x, h)
---   local lstm = ln.nn.LSTM(8, 16)
---   local z, state, c = lstm(x)
---   z, state, c = lstm(x, state, c)
---
--- y: l,n,d hidden_size, the last layer's h at each place; d is 2 with
--- bidirectional, where a second set of weights runs from the end and its
--- results come after the first's. h and c: layers d,n,hidden_size, the last of
--- each layer and direction; given, the first ones, otherwise 0; neither has n
--- where x has none. With proj_size, below hidden_size, each h of an LSTM is
--- W_hr h, and proj_size stands for hidden_size in the shapes of y and h (Sak
--- et al. 2014, arXiv 1402.1128). dropout falls on the results of all layers
--- but the last, in training mode. State: weight_ih_l1, ...,
--- weight_ih_l1_reverse, ...: layers count from 1 (PyTorch's from 0: see
--- zero_based of load_state_dict). Start as the cells.
---@param input_size integer
---@param hidden_size integer
---@param options? {num_layers?: integer, bias?: boolean, batch_first?: boolean, dropout?: number, bidirectional?: boolean}
---@return lunette.nn.GRU
function ln.nn.GRU(input_size, hidden_size, options) end

--- One step of a recurrent layer. RNNCell:
---   h' = tanh(W_ih x + b_ih + W_hh h + b_hh)
--- LSTMCell, with the rows of W in four blocks i, f, g, o and * by element:
---   c' = s(f) * c + s(i) * tanh(g), h' = s(o) * tanh(c')
--- GRUCell, with blocks r, z, n:
---   n = tanh(W_in x + b_in + s(r) * (W_hn h + b_hn))
---   h' = (1 - s(z)) * n + s(z) * h
---
--- x: n,input_size, h and c: n,hidden_size, 0 when left out; all without n for
--- one sample:
---   local x, cell = ln.randn(4, 8), ln.nn.GRUCell(8, 16)
---   local h = cell(x)
---   h = cell(x, h)
---   local lstm_cell = ln.nn.LSTMCell(8, 16)
---   local state, c = lstm_cell(x)
---   state, c = lstm_cell(x, state, c)
--- State: weight_ih, weight_hh, bias_ih, bias_hh, as PyTorch's. Start: uniform
--- within 1 / sqrt(hidden_size).
---@param input_size integer
---@param hidden_size integer
---@param options? {bias?: boolean}
---@return lunette.nn.GRUCell
function ln.nn.GRUCell(input_size, hidden_size, options) end

--- The function gaussian_nll_loss as a layer:
--- (log v + (x - target)^2 / v) / 2 with v = max(var, eps), whose derivative is
--- that of var; {full = true} adds log(2 pi) / 2.
---@param options? {full?: boolean, eps?: number, reduction?: "none"|"mean"|"sum"}
---@return lunette.nn.GaussianNLLLoss
function ln.nn.GaussianNLLLoss(options) end

--- In training mode, x plus noise from N(0, std) drawn anew for each element
--- and call.
---@param std number
---@return lunette.nn.GaussianNoise
function ln.nn.GaussianNoise(std) end

--- The mean over all spatial dimensions, n,c,... to n,c.
---@return lunette.nn.GlobalAvgPool
function ln.nn.GlobalAvgPool() end

--- As BatchNorm2d, with mean and variance of each sample over a group of
--- adjacent channels and all positions; x: n,c,..., weight and bias: c (Wu and
--- He 2018, arXiv 1803.08494).
---@param num_groups integer
---@param num_channels integer
---@param options? {eps?: number, affine?: boolean}
---@return lunette.nn.GroupNorm
function ln.nn.GroupNorm(num_groups, num_channels, options) end

--- The function hardshrink as a layer: x, but 0 within lambd of 0.
---@param lambd? number
---@return lunette.nn.Hardshrink
function ln.nn.Hardshrink(lambd) end

--- The function hardsigmoid as a layer: relu6(x + 3) / 6.
---@return lunette.nn.Hardsigmoid
function ln.nn.Hardsigmoid() end

--- The function hardswish as a layer: x relu6(x + 3) / 6 (Howard et al. 2019, section 5.2).
---@return lunette.nn.Hardswish
function ln.nn.Hardswish() end

--- The function hardtanh as a layer: x limited to min_val .. max_val, as clamp; at the limits the derivative is 0, where that of clamp is 1.
---@param min_val? number
---@param max_val? number
---@return lunette.nn.Hardtanh
function ln.nn.Hardtanh(min_val, max_val) end

--- The function hinge_embedding_loss as a layer: x where target is 1, max(0, margin - x) where it is -1. Raises on others.
---@param options? {margin?: number, reduction?: "none"|"mean"|"sum"}
---@return lunette.nn.HingeEmbeddingLoss
function ln.nn.HingeEmbeddingLoss(options) end

--- The function huber_loss as a layer:
--- With d = x - target: d^2 / 2 where |d| < delta, else delta (|d| - delta / 2)
--- (Huber 1964).
---@param options? {delta?: number, reduction?: "none"|"mean"|"sum"}
---@return lunette.nn.HuberLoss
function ln.nn.HuberLoss(options) end

--- Gives what it is given.
---@return lunette.nn.Identity
function ln.nn.Identity() end

--- As BatchNorm2d,
--- with mean and variance of each channel of each sample of x: n,c,h,w (Ulyanov
--- et al. 2016, arXiv 1607.08022). With running statistics, evaluation uses
--- those; they follow the batch's mean. nn.InstanceNorm1d takes n,c,l,
--- nn.InstanceNorm3d n,c,d,h,w, and each one sample without n.
---@param num_features integer
---@param options? {eps?: number, momentum?: number|false, affine?: boolean, track_running_stats?: boolean}
---@return lunette.nn.InstanceNorm1d
function ln.nn.InstanceNorm1d(num_features, options) end

--- As BatchNorm2d,
--- with mean and variance of each channel of each sample of x: n,c,h,w (Ulyanov
--- et al. 2016, arXiv 1607.08022). With running statistics, evaluation uses
--- those; they follow the batch's mean. nn.InstanceNorm1d takes n,c,l,
--- nn.InstanceNorm3d n,c,d,h,w, and each one sample without n.
---@param num_features integer
---@param options? {eps?: number, momentum?: number|false, affine?: boolean, track_running_stats?: boolean}
---@return lunette.nn.InstanceNorm2d
function ln.nn.InstanceNorm2d(num_features, options) end

--- As BatchNorm2d,
--- with mean and variance of each channel of each sample of x: n,c,h,w (Ulyanov
--- et al. 2016, arXiv 1607.08022). With running statistics, evaluation uses
--- those; they follow the batch's mean. nn.InstanceNorm1d takes n,c,l,
--- nn.InstanceNorm3d n,c,d,h,w, and each one sample without n.
---@param num_features integer
---@param options? {eps?: number, momentum?: number|false, affine?: boolean, track_running_stats?: boolean}
---@return lunette.nn.InstanceNorm3d
function ln.nn.InstanceNorm3d(num_features, options) end

--- The function kl_div as a layer:
--- target (log target - x) for log-probabilities x, 0 where target is 0;
--- {log_target = true} takes log target. "mean" divides by the number of
--- elements; {reduction = "batchmean"}, by that of samples, is the divergence.
---@param options? {log_target?: boolean, reduction?: "none"|"mean"|"sum"|"batchmean"}
---@return lunette.nn.KLDivLoss
function ln.nn.KLDivLoss(options) end

--- The function l1_loss as a layer: |x - target|.
---@param options? {reduction?: "none"|"mean"|"sum"}
---@return lunette.nn.L1Loss
function ln.nn.L1Loss(options) end

--- (the sum of x^p in each window)^(1 / p) with p the
--- norm_type; x: n,c,h,w (or without n).
---@param norm_type number
---@param kernel_size integer
---@param stride? integer
---@param ceil_mode? boolean
---@return lunette.nn.LPPool1d
function ln.nn.LPPool1d(norm_type, kernel_size, stride, ceil_mode) end

--- (the sum of x^p in each window)^(1 / p) with p the
--- norm_type; x: n,c,h,w (or without n).
---@param norm_type number
---@param kernel_size integer|integer[]
---@param stride? integer|integer[]
---@param ceil_mode? boolean
---@return lunette.nn.LPPool2d
function ln.nn.LPPool2d(norm_type, kernel_size, stride, ceil_mode) end

--- The cell of that name over x: l,n,input_size
--- (n,l,input_size with batch_first; l,input_size without a batch), each layer
--- over the results of the one before:
---
---   local x, gru = ln.randn(10, 4, 8), ln.nn.GRU(8, 16)
---   local y, h = gru(x)
---   y, h = gru(x, h)
---   local lstm = ln.nn.LSTM(8, 16)
---   local z, state, c = lstm(x)
---   z, state, c = lstm(x, state, c)
---
--- y: l,n,d hidden_size, the last layer's h at each place; d is 2 with
--- bidirectional, where a second set of weights runs from the end and its
--- results come after the first's. h and c: layers d,n,hidden_size, the last of
--- each layer and direction; given, the first ones, otherwise 0; neither has n
--- where x has none. With proj_size, below hidden_size, each h of an LSTM is
--- W_hr h, and proj_size stands for hidden_size in the shapes of y and h (Sak
--- et al. 2014, arXiv 1402.1128). dropout falls on the results of all layers
--- but the last, in training mode. State: weight_ih_l1, ...,
--- weight_ih_l1_reverse, ...: layers count from 1 (PyTorch's from 0: see
--- zero_based of load_state_dict). Start as the cells.
---@param input_size integer
---@param hidden_size integer
---@param options? {num_layers?: integer, bias?: boolean, batch_first?: boolean, dropout?: number, bidirectional?: boolean, proj_size?: integer}
---@return lunette.nn.LSTM
function ln.nn.LSTM(input_size, hidden_size, options) end

--- One step of a recurrent layer. RNNCell:
---   h' = tanh(W_ih x + b_ih + W_hh h + b_hh)
--- LSTMCell, with the rows of W in four blocks i, f, g, o and * by element:
---   c' = s(f) * c + s(i) * tanh(g), h' = s(o) * tanh(c')
--- GRUCell, with blocks r, z, n:
---   n = tanh(W_in x + b_in + s(r) * (W_hn h + b_hn))
---   h' = (1 - s(z)) * n + s(z) * h
---
--- x: n,input_size, h and c: n,hidden_size, 0 when left out; all without n for
--- one sample:
---   local x, cell = ln.randn(4, 8), ln.nn.GRUCell(8, 16)
---   local h = cell(x)
---   h = cell(x, h)
---   local lstm_cell = ln.nn.LSTMCell(8, 16)
---   local state, c = lstm_cell(x)
---   state, c = lstm_cell(x, state, c)
--- State: weight_ih, weight_hh, bias_ih, bias_hh, as PyTorch's. Start: uniform
--- within 1 / sqrt(hidden_size).
---@param input_size integer
---@param hidden_size integer
---@param options? {bias?: boolean}
---@return lunette.nn.LSTMCell
function ln.nn.LSTMCell(input_size, hidden_size, options) end

--- A function as a layer without state.
---@param f function
---@return lunette.nn.Lambda
function ln.nn.Lambda(f) end

--- y = (x - mean) / sqrt(var + eps) weight + bias over the last dimensions,
--- which have these sizes (one integer, or a table); the variance is biased,
--- weight and bias have the sizes (Ba et al. 2016, arXiv 1607.06450).
---@param normalized_shape integer|integer[]
---@param options? {eps?: number, elementwise_affine?: boolean}
---@return lunette.nn.LayerNorm
function ln.nn.LayerNorm(normalized_shape, options) end

--- The layer without Lazy in its name, whose first argument is known at the
--- first call, by x; it then becomes that layer, in place.
---
---   local model = ln.nn.Sequential {ln.nn.LazyLinear(5), ln.nn.ReLU()}
---   model(ln.randn(2, 3))
---   print(model[1])                        -- Linear(3, 5)
---
--- Parameters are asked for after the first call: before, parameters,
--- state_dict and what needs them raise; load_state_dict takes the sizes that
--- the state has. Unlike nn.InstanceNorm2d, nn.LazyInstanceNorm2d has affine
--- and track_running_stats unless told otherwise, as in PyTorch.
---@param options? {eps?: number, momentum?: number|false, affine?: boolean, track_running_stats?: boolean}
---@return lunette.nn.LazyBatchNorm1d
function ln.nn.LazyBatchNorm1d(options) end

--- The layer without Lazy in its name, whose first argument is known at the
--- first call, by x; it then becomes that layer, in place.
---
---   local model = ln.nn.Sequential {ln.nn.LazyLinear(5), ln.nn.ReLU()}
---   model(ln.randn(2, 3))
---   print(model[1])                        -- Linear(3, 5)
---
--- Parameters are asked for after the first call: before, parameters,
--- state_dict and what needs them raise; load_state_dict takes the sizes that
--- the state has. Unlike nn.InstanceNorm2d, nn.LazyInstanceNorm2d has affine
--- and track_running_stats unless told otherwise, as in PyTorch.
---@param options? {eps?: number, momentum?: number|false, affine?: boolean, track_running_stats?: boolean}
---@return lunette.nn.LazyBatchNorm2d
function ln.nn.LazyBatchNorm2d(options) end

--- The layer without Lazy in its name, whose first argument is known at the
--- first call, by x; it then becomes that layer, in place.
---
---   local model = ln.nn.Sequential {ln.nn.LazyLinear(5), ln.nn.ReLU()}
---   model(ln.randn(2, 3))
---   print(model[1])                        -- Linear(3, 5)
---
--- Parameters are asked for after the first call: before, parameters,
--- state_dict and what needs them raise; load_state_dict takes the sizes that
--- the state has. Unlike nn.InstanceNorm2d, nn.LazyInstanceNorm2d has affine
--- and track_running_stats unless told otherwise, as in PyTorch.
---@param options? {eps?: number, momentum?: number|false, affine?: boolean, track_running_stats?: boolean}
---@return lunette.nn.LazyBatchNorm3d
function ln.nn.LazyBatchNorm3d(options) end

--- The layer without Lazy in its name, whose first argument is known at the
--- first call, by x; it then becomes that layer, in place.
---
---   local model = ln.nn.Sequential {ln.nn.LazyLinear(5), ln.nn.ReLU()}
---   model(ln.randn(2, 3))
---   print(model[1])                        -- Linear(3, 5)
---
--- Parameters are asked for after the first call: before, parameters,
--- state_dict and what needs them raise; load_state_dict takes the sizes that
--- the state has. Unlike nn.InstanceNorm2d, nn.LazyInstanceNorm2d has affine
--- and track_running_stats unless told otherwise, as in PyTorch.
---@param out_channels integer
---@param kernel_size integer|integer[]
---@param options? {stride?: integer, padding?: integer|"same"|"valid", dilation?: integer, groups?: integer, bias?: boolean, padding_mode?: "zeros"|"reflect"|"replicate"|"circular"}
---@return lunette.nn.LazyConv1d
function ln.nn.LazyConv1d(out_channels, kernel_size, options) end

--- The layer without Lazy in its name, whose first argument is known at the
--- first call, by x; it then becomes that layer, in place.
---
---   local model = ln.nn.Sequential {ln.nn.LazyLinear(5), ln.nn.ReLU()}
---   model(ln.randn(2, 3))
---   print(model[1])                        -- Linear(3, 5)
---
--- Parameters are asked for after the first call: before, parameters,
--- state_dict and what needs them raise; load_state_dict takes the sizes that
--- the state has. Unlike nn.InstanceNorm2d, nn.LazyInstanceNorm2d has affine
--- and track_running_stats unless told otherwise, as in PyTorch.
---@param out_channels integer
---@param kernel_size integer|integer[]
---@param options? {stride?: integer|integer[], padding?: integer|integer[]|"same"|"valid", dilation?: integer|integer[], groups?: integer, bias?: boolean, padding_mode?: "zeros"|"reflect"|"replicate"|"circular"}
---@return lunette.nn.LazyConv2d
function ln.nn.LazyConv2d(out_channels, kernel_size, options) end

--- The layer without Lazy in its name, whose first argument is known at the
--- first call, by x; it then becomes that layer, in place.
---
---   local model = ln.nn.Sequential {ln.nn.LazyLinear(5), ln.nn.ReLU()}
---   model(ln.randn(2, 3))
---   print(model[1])                        -- Linear(3, 5)
---
--- Parameters are asked for after the first call: before, parameters,
--- state_dict and what needs them raise; load_state_dict takes the sizes that
--- the state has. Unlike nn.InstanceNorm2d, nn.LazyInstanceNorm2d has affine
--- and track_running_stats unless told otherwise, as in PyTorch.
---@param out_channels integer
---@param kernel_size integer|integer[]
---@param options? {stride?: integer|integer[], padding?: integer|integer[]|"same"|"valid", dilation?: integer|integer[], groups?: integer, bias?: boolean, padding_mode?: "zeros"|"reflect"|"replicate"|"circular"}
---@return lunette.nn.LazyConv3d
function ln.nn.LazyConv3d(out_channels, kernel_size, options) end

--- The layer without Lazy in its name, whose first argument is known at the
--- first call, by x; it then becomes that layer, in place.
---
---   local model = ln.nn.Sequential {ln.nn.LazyLinear(5), ln.nn.ReLU()}
---   model(ln.randn(2, 3))
---   print(model[1])                        -- Linear(3, 5)
---
--- Parameters are asked for after the first call: before, parameters,
--- state_dict and what needs them raise; load_state_dict takes the sizes that
--- the state has. Unlike nn.InstanceNorm2d, nn.LazyInstanceNorm2d has affine
--- and track_running_stats unless told otherwise, as in PyTorch.
---@param out_channels integer
---@param kernel_size integer|integer[]
---@param options? {stride?: integer, padding?: integer, output_padding?: integer, groups?: integer, bias?: boolean, dilation?: integer}
---@return lunette.nn.LazyConvTranspose1d
function ln.nn.LazyConvTranspose1d(out_channels, kernel_size, options) end

--- The layer without Lazy in its name, whose first argument is known at the
--- first call, by x; it then becomes that layer, in place.
---
---   local model = ln.nn.Sequential {ln.nn.LazyLinear(5), ln.nn.ReLU()}
---   model(ln.randn(2, 3))
---   print(model[1])                        -- Linear(3, 5)
---
--- Parameters are asked for after the first call: before, parameters,
--- state_dict and what needs them raise; load_state_dict takes the sizes that
--- the state has. Unlike nn.InstanceNorm2d, nn.LazyInstanceNorm2d has affine
--- and track_running_stats unless told otherwise, as in PyTorch.
---@param out_channels integer
---@param kernel_size integer|integer[]
---@param options? {stride?: integer|integer[], padding?: integer|integer[], output_padding?: integer|integer[], groups?: integer, bias?: boolean, dilation?: integer|integer[]}
---@return lunette.nn.LazyConvTranspose2d
function ln.nn.LazyConvTranspose2d(out_channels, kernel_size, options) end

--- The layer without Lazy in its name, whose first argument is known at the
--- first call, by x; it then becomes that layer, in place.
---
---   local model = ln.nn.Sequential {ln.nn.LazyLinear(5), ln.nn.ReLU()}
---   model(ln.randn(2, 3))
---   print(model[1])                        -- Linear(3, 5)
---
--- Parameters are asked for after the first call: before, parameters,
--- state_dict and what needs them raise; load_state_dict takes the sizes that
--- the state has. Unlike nn.InstanceNorm2d, nn.LazyInstanceNorm2d has affine
--- and track_running_stats unless told otherwise, as in PyTorch.
---@param out_channels integer
---@param kernel_size integer|integer[]
---@param options? {stride?: integer|integer[], padding?: integer|integer[], output_padding?: integer|integer[], groups?: integer, bias?: boolean, dilation?: integer|integer[]}
---@return lunette.nn.LazyConvTranspose3d
function ln.nn.LazyConvTranspose3d(out_channels, kernel_size, options) end

--- The layer without Lazy in its name, whose first argument is known at the
--- first call, by x; it then becomes that layer, in place.
---
---   local model = ln.nn.Sequential {ln.nn.LazyLinear(5), ln.nn.ReLU()}
---   model(ln.randn(2, 3))
---   print(model[1])                        -- Linear(3, 5)
---
--- Parameters are asked for after the first call: before, parameters,
--- state_dict and what needs them raise; load_state_dict takes the sizes that
--- the state has. Unlike nn.InstanceNorm2d, nn.LazyInstanceNorm2d has affine
--- and track_running_stats unless told otherwise, as in PyTorch.
---@param options? {eps?: number, momentum?: number|false, affine?: boolean, track_running_stats?: boolean}
---@return lunette.nn.LazyInstanceNorm1d
function ln.nn.LazyInstanceNorm1d(options) end

--- The layer without Lazy in its name, whose first argument is known at the
--- first call, by x; it then becomes that layer, in place.
---
---   local model = ln.nn.Sequential {ln.nn.LazyLinear(5), ln.nn.ReLU()}
---   model(ln.randn(2, 3))
---   print(model[1])                        -- Linear(3, 5)
---
--- Parameters are asked for after the first call: before, parameters,
--- state_dict and what needs them raise; load_state_dict takes the sizes that
--- the state has. Unlike nn.InstanceNorm2d, nn.LazyInstanceNorm2d has affine
--- and track_running_stats unless told otherwise, as in PyTorch.
---@param options? {eps?: number, momentum?: number|false, affine?: boolean, track_running_stats?: boolean}
---@return lunette.nn.LazyInstanceNorm2d
function ln.nn.LazyInstanceNorm2d(options) end

--- The layer without Lazy in its name, whose first argument is known at the
--- first call, by x; it then becomes that layer, in place.
---
---   local model = ln.nn.Sequential {ln.nn.LazyLinear(5), ln.nn.ReLU()}
---   model(ln.randn(2, 3))
---   print(model[1])                        -- Linear(3, 5)
---
--- Parameters are asked for after the first call: before, parameters,
--- state_dict and what needs them raise; load_state_dict takes the sizes that
--- the state has. Unlike nn.InstanceNorm2d, nn.LazyInstanceNorm2d has affine
--- and track_running_stats unless told otherwise, as in PyTorch.
---@param options? {eps?: number, momentum?: number|false, affine?: boolean, track_running_stats?: boolean}
---@return lunette.nn.LazyInstanceNorm3d
function ln.nn.LazyInstanceNorm3d(options) end

--- The layer without Lazy in its name, whose first argument is known at the
--- first call, by x; it then becomes that layer, in place.
---
---   local model = ln.nn.Sequential {ln.nn.LazyLinear(5), ln.nn.ReLU()}
---   model(ln.randn(2, 3))
---   print(model[1])                        -- Linear(3, 5)
---
--- Parameters are asked for after the first call: before, parameters,
--- state_dict and what needs them raise; load_state_dict takes the sizes that
--- the state has. Unlike nn.InstanceNorm2d, nn.LazyInstanceNorm2d has affine
--- and track_running_stats unless told otherwise, as in PyTorch.
---@param out_features integer
---@param options? {bias?: boolean}
---@return lunette.nn.LazyLinear
function ln.nn.LazyLinear(out_features, options) end

--- The function leaky_relu as a layer: x above 0, negative_slope x below.
---@param negative_slope? number
---@return lunette.nn.LeakyReLU
function ln.nn.LeakyReLU(negative_slope) end

--- y = x W^T + b; x: ..., in_features, y: ..., out_features; weight
--- out_features x in_features, bias out_features. Start: init.default.
---@param in_features integer
---@param out_features integer
---@param options? {bias?: boolean}
---@return lunette.nn.Linear
function ln.nn.Linear(in_features, out_features, options) end

--- The function local_response_norm as a layer:
--- x / (k + alpha mean of squares)^beta, the mean over `size` neighbouring
--- channels, those that are not there being 0; x: n,c,... (Krizhevsky et al.
--- 2012, section 3.3, with alpha for each channel of the window).
---@param size integer
---@param alpha? number
---@param beta? number
---@param k? number
---@return lunette.nn.LocalResponseNorm
function ln.nn.LocalResponseNorm(size, alpha, beta, k) end

--- The function logsigmoid as a layer: log(sigmoid(x)), without overflow.
---@return lunette.nn.LogSigmoid
function ln.nn.LogSigmoid() end

--- The function log_softmax as a layer: x - logsumexp(x) along dim.
---@param dim integer
---@return lunette.nn.LogSoftmax
function ln.nn.LogSoftmax(dim) end

--- The function mse_loss as a layer: (x - target)^2.
---@param options? {reduction?: "none"|"mean"|"sum"}
---@return lunette.nn.MSELoss
function ln.nn.MSELoss(options) end

--- The function margin_ranking_loss as a layer:
--- max(0, margin - target (input1 - input2)), target 1 when input1 should be
--- the larger, -1 when input2. Raises on others.
---@param options? {margin?: number, reduction?: "none"|"mean"|"sum"}
---@return lunette.nn.MarginRankingLoss
function ln.nn.MarginRankingLoss(options) end

--- The largest of each window of x:
--- n,c,h,w (or without n). A size is an integer or a table of one for each
--- dimension. Each size s becomes floor((s + 2 padding - dilation
--- (kernel_size - 1) - 1) / stride) + 1, with ceil_mode rounded up.
--- return_indices: the second result is where in its plane each stands, from 1,
--- as MaxUnpool2d takes it.
---@param kernel_size integer
---@param options? {stride?: integer, padding?: integer, dilation?: integer, ceil_mode?: boolean, return_indices?: boolean}
---@return lunette.nn.MaxPool1d
function ln.nn.MaxPool1d(kernel_size, options) end

--- The largest of each window of x:
--- n,c,h,w (or without n). A size is an integer or a table of one for each
--- dimension. Each size s becomes floor((s + 2 padding - dilation
--- (kernel_size - 1) - 1) / stride) + 1, with ceil_mode rounded up.
--- return_indices: the second result is where in its plane each stands, from 1,
--- as MaxUnpool2d takes it.
---@param kernel_size integer|integer[]
---@param options? {stride?: integer|integer[], padding?: integer|integer[], dilation?: integer|integer[], ceil_mode?: boolean, return_indices?: boolean}
---@return lunette.nn.MaxPool2d
function ln.nn.MaxPool2d(kernel_size, options) end

--- The largest of each window of x:
--- n,c,h,w (or without n). A size is an integer or a table of one for each
--- dimension. Each size s becomes floor((s + 2 padding - dilation
--- (kernel_size - 1) - 1) / stride) + 1, with ceil_mode rounded up.
--- return_indices: the second result is where in its plane each stands, from 1,
--- as MaxUnpool2d takes it.
---@param kernel_size integer|integer[]
---@param options? {stride?: integer|integer[], padding?: integer|integer[], dilation?: integer|integer[], ceil_mode?: boolean, return_indices?: boolean}
---@return lunette.nn.MaxPool3d
function ln.nn.MaxPool3d(kernel_size, options) end

--- layer(x, indices,
--- output_size): zeros with each element of x where indices say, the second
--- result of MaxPool2d with return_indices; output_size may say which of the
--- sizes that the pooling makes one it was.
---@param kernel_size integer
---@param stride? integer
---@param padding? integer
---@return lunette.nn.MaxUnpool1d
function ln.nn.MaxUnpool1d(kernel_size, stride, padding) end

--- layer(x, indices,
--- output_size): zeros with each element of x where indices say, the second
--- result of MaxPool2d with return_indices; output_size may say which of the
--- sizes that the pooling makes one it was.
---@param kernel_size integer|integer[]
---@param stride? integer|integer[]
---@param padding? integer|integer[]
---@return lunette.nn.MaxUnpool2d
function ln.nn.MaxUnpool2d(kernel_size, stride, padding) end

--- layer(x, indices,
--- output_size): zeros with each element of x where indices say, the second
--- result of MaxPool2d with return_indices; output_size may say which of the
--- sizes that the pooling makes one it was.
---@param kernel_size integer|integer[]
---@param stride? integer|integer[]
---@param padding? integer|integer[]
---@return lunette.nn.MaxUnpool3d
function ln.nn.MaxUnpool3d(kernel_size, stride, padding) end

--- y_k = the largest of the num_pieces linear functions of unit k (Goodfellow
--- et al. 2013, arXiv 1302.4389). x: ..., in, y: ..., out; weight: out pieces x
--- in, the pieces of a unit one after another. Start: init.default.
---@param in_features integer
---@param out_features integer
---@param num_pieces integer
---@param options? {bias?: boolean}
---@return lunette.nn.Maxout
function ln.nn.Maxout(in_features, out_features, num_pieces, options) end

--- x: n,a with a = in_features; y: n,a+b with b = num_kernels: the features,
--- then for each kernel how close the sample is to the others of its batch, by
--- which a discriminator notices mode collapse,
---   M_i = T^T x_i: b,c        c = kernel_dim, T: a,b,c
---   o_ib = sum over j /= i of exp(-|M_ib - M_jb|_1)
---   y_i = [x_i, o_i + bias].
--- reduction "mean" divides o by the number of samples it is a sum over, n - 1;
--- a batch of one has o = 0. Identical samples give no gradient to each other.
---
--- A second argument of the call, m,a, is another batch to compare with
--- instead: the real samples, or a part of a large batch (see closeness). With
--- group_size g each sample is compared with the others of its group alone, so
--- that time grows as n g; members are n / g apart, as those of
--- nn.MinibatchStdDev, and g divides n or is n when that is smaller. With
--- halves the batch is n / 2 real samples and as many fake ones, and y: n,a+2b
--- has how close a sample is to the first half and then to the second, as in
--- the authors' ImageNet model.
---
--- With weight_norm each column of T is weight / |weight| exp(log_scale), as in
--- the authors' code (openai/improved-gan); weight is drawn from N(0, std), std
--- 0.05, bias starts at -1. Without it T is weight itself, the paper's form.
--- Either way the scale at the start is such that o is of useful size for
--- features of unit variance; `initialise` fits it to features at hand.
---@param in_features integer
---@param num_kernels integer
---@param kernel_dim integer
---@param options? {weight_norm?: boolean, bias?: boolean, reduction?: "sum"|"mean", std?: number, group_size?: integer, halves?: boolean}
---@return lunette.nn.MinibatchDiscrimination
function ln.nn.MinibatchDiscrimination(in_features, num_kernels, kernel_dim, options) end

--- Appends num_channels channels to x: n,c,...: how much the samples of a group
--- differ, the standard deviation over the group (biased, 1e-8 inside the root)
--- averaged over a num_channels-th of the channels and over positions; all
--- samples of a group get the same. The members of a group are n / group_size
--- apart, as in the authors' code; group_size must divide n, or is n when that
--- is smaller. With false for a size all of the batch is one group (Karras et
--- al. 2018, arXiv 1710.10196, section 3; several channels: StyleGAN2).
---@param group_size? integer|false
---@param num_channels? integer
---@return lunette.nn.MinibatchStdDev
function ln.nn.MinibatchStdDev(group_size, num_channels) end

--- The function mish as a layer: x tanh(softplus(x)) (Misra 2019).
---@return lunette.nn.Mish
function ln.nn.Mish() end

---@type lunette.nn.Module
ln.nn.Module = {}

--- Layers by name, walked for parameters and not called itself; dict.name is
--- one of them.
---@param layers? table
---@return lunette.nn.ModuleDict
function ln.nn.ModuleDict(layers) end

---@type lunette.nn.ModuleList
ln.nn.ModuleList = {}

--- The function multilabel_margin_loss as a layer:
--- The sum over the target's classes t and all other classes k of max(0, 1 -
--- x_t + x_k) / c. target, of the sizes of x: n,c or c, lists each sample's
--- classes, from 1, up to the first that is below 1.
---@param options? {reduction?: "none"|"mean"|"sum"}
---@return lunette.nn.MultiLabelMarginLoss
function ln.nn.MultiLabelMarginLoss(options) end

--- The function multilabel_soft_margin_loss as a layer:
--- The mean over classes, the last dimension, of -target log s(x) - (1 -
--- target) log(1 - s(x)) with s the sigmoid: each sample may have several
--- classes, target 1, or none; x: n,c or c. weight: c.
---@param options? {weight?: lunette.Tensor, reduction?: "none"|"mean"|"sum"}
---@return lunette.nn.MultiLabelSoftMarginLoss
function ln.nn.MultiLabelSoftMarginLoss(options) end

--- The function multi_margin_loss as a layer:
--- The sum over the other classes k of weight_t max(0, margin - x_t + x_k)^p /
--- c, with t the target, a class from 1; x: n,c or c, target: n or a number,
--- weight: c.
---@param options? {p?: integer, margin?: number, weight?: lunette.Tensor, reduction?: "none"|"mean"|"sum"}
---@return lunette.nn.MultiMarginLoss
function ln.nn.MultiMarginLoss(options) end

--- Each head attends by softmax(q k^T / sqrt(d)) v with d = embed_dim / heads
--- and its own d rows of the projections (Vaswani et al. 2017, arXiv
--- 1706.03762, eq. 1 and section 3.2.2).
---
---   local layer = ln.nn.MultiheadAttention(8, 2)
---   local query, key = ln.randn(5, 4, 8), ln.randn(6, 4, 8)
---   local y, weights = layer(query, key, key, {attn_mask = ln.ones(5, 6)})
---
--- query: l,n,e, key: s,n,kdim and value: s,n,vdim (n,l,e, n,s,kdim and
--- n,s,vdim with batch_first; without a batch l,e, s,kdim and s,vdim); key and
--- value are the query when left out, kdim and vdim embed_dim. y has the shape
--- of query, weights: n,l,s is the mean over heads, or n,heads,l,s with
--- average_attn_weights = false; need_weights = false gives y alone. attn_mask,
--- l,s or n heads,l,s, is 1 where attention is refused; key_padding_mask, n,s,
--- is 1 at keys that nothing may see. Where all keys are refused to a query its
--- weights are 0 and y the bias of out_proj. add_bias_kv adds one learned key
--- and value after the others, add_zero_attn one of zeros after that; nothing
--- is refused there, and s grows. dropout falls on the weights, in training
--- mode. State as PyTorch's: in_proj_weight: 3e,e (query, key, value), or
--- q_proj_weight, k_proj_weight: e,kdim, v_proj_weight: e,vdim where those are
--- not e; in_proj_bias, bias_k and bias_v: 1,1,e, out_proj. Start: Xavier
--- uniform, biases 0, bias_k and bias_v Xavier normal.
---@param embed_dim integer
---@param num_heads integer
---@param options? {dropout?: number, bias?: boolean, add_bias_kv?: boolean, add_zero_attn?: boolean, kdim?: integer, vdim?: integer, batch_first?: boolean}
---@return lunette.nn.MultiheadAttention
function ln.nn.MultiheadAttention(embed_dim, num_heads, options) end

--- The function nll_loss as a layer:
--- -x at the class of each sample. x, logarithms of probabilities: n,c or
--- n,c,...; target: n or n,..., classes from 1. weight: c; "mean" divides by
--- the sum of the weights that were used.
---@param options? {weight?: lunette.Tensor, ignore_index?: integer, reduction?: "none"|"mean"|"sum"}
---@return lunette.nn.NLLLoss
function ln.nn.NLLLoss(options) end

--- x above 0, weight x below; weight is one number or one for each channel,
--- dimension 2 (He et al. 2015, arXiv 1502.01852, eq. 1).
---@param num_parameters? integer
---@param init? number
---@return lunette.nn.PReLU
function ln.nn.PReLU(num_parameters, init) end

--- The function pairwise_distance as a layer: |x1 - x2 + eps|_p along the last dimension.
---@param p? number
---@param eps? number
---@param options? {keepdim?: boolean}
---@return lunette.nn.PairwiseDistance
function ln.nn.PairwiseDistance(p, eps, options) end

--- The tensor as a parameter: optimisers train it, state_dict saves it. A layer
--- is a plain table: a plain tensor put in a parameter's place takes it away
--- without a word. Write into it (layer.weight:copy_(x) under no_grad) or put a
--- Parameter there.
---@param data lunette.Tensor
---@param options? {requires_grad?: boolean}
---@return any ...
function ln.nn.Parameter(data, options) end

--- Parameters by name, dict.name; tensors that are none become some. It is not
--- called. State: by their names.
---@param parameters? table
---@return lunette.nn.ParameterDict
function ln.nn.ParameterDict(parameters) end

---@type lunette.nn.ParameterList
ln.nn.ParameterList = {}

--- y = x / sqrt(mean over channels of x^2 + eps); x: n,c,... (Karras et al.
--- 2018, arXiv 1710.10196, 4.2).
---@param options? {eps?: number}
---@return lunette.nn.PixelNorm
function ln.nn.PixelNorm(options) end

--- The function pixel_shuffle as a layer: Channels as space: c r r, h, w (the last sizes) become c, h r, w r (Shi et al. 2016, arXiv 1609.05158).
---@param upscale_factor integer
---@return lunette.nn.PixelShuffle
function ln.nn.PixelShuffle(upscale_factor) end

--- The function pixel_unshuffle as a layer: Space as channels, the inverse of pixel_shuffle: c, h r, w r (the last sizes) become c r r, h, w.
---@param downscale_factor integer
---@return lunette.nn.PixelUnshuffle
function ln.nn.PixelUnshuffle(downscale_factor) end

--- The function poisson_nll_loss as a layer:
--- exp(x) - target x for x the log of the rate, or with {log_input = false}
--- x - target log(x + eps); {full = true} adds log target!, by Stirling.
---@param options? {log_input?: boolean, full?: boolean, eps?: number, reduction?: "none"|"mean"|"sum"}
---@return lunette.nn.PoissonNLLLoss
function ln.nn.PoissonNLLLoss(options) end

--- y = x / sqrt(mean(x^2) + eps) weight over the last dimensions, which have
--- these sizes (Zhang and Sennrich 2019, arXiv 1910.07467, eq. 4).
---@param normalized_shape integer|integer[]
---@param options? {eps?: number, elementwise_affine?: boolean}
---@return lunette.nn.RMSNorm
function ln.nn.RMSNorm(normalized_shape, options) end

--- The cell of that name over x: l,n,input_size
--- (n,l,input_size with batch_first; l,input_size without a batch), each layer
--- over the results of the one before:
---
---   local x, gru = ln.randn(10, 4, 8), ln.nn.GRU(8, 16)
---   local y, h = gru(x)
---   y, h = gru(x, h)
---   local lstm = ln.nn.LSTM(8, 16)
---   local z, state, c = lstm(x)
---   z, state, c = lstm(x, state, c)
---
--- y: l,n,d hidden_size, the last layer's h at each place; d is 2 with
--- bidirectional, where a second set of weights runs from the end and its
--- results come after the first's. h and c: layers d,n,hidden_size, the last of
--- each layer and direction; given, the first ones, otherwise 0; neither has n
--- where x has none. With proj_size, below hidden_size, each h of an LSTM is
--- W_hr h, and proj_size stands for hidden_size in the shapes of y and h (Sak
--- et al. 2014, arXiv 1402.1128). dropout falls on the results of all layers
--- but the last, in training mode. State: weight_ih_l1, ...,
--- weight_ih_l1_reverse, ...: layers count from 1 (PyTorch's from 0: see
--- zero_based of load_state_dict). Start as the cells.
---@param input_size integer
---@param hidden_size integer
---@param options? {num_layers?: integer, nonlinearity?: "tanh"|"relu", bias?: boolean, batch_first?: boolean, dropout?: number, bidirectional?: boolean}
---@return lunette.nn.RNN
function ln.nn.RNN(input_size, hidden_size, options) end

--- One step of a recurrent layer. RNNCell:
---   h' = tanh(W_ih x + b_ih + W_hh h + b_hh)
--- LSTMCell, with the rows of W in four blocks i, f, g, o and * by element:
---   c' = s(f) * c + s(i) * tanh(g), h' = s(o) * tanh(c')
--- GRUCell, with blocks r, z, n:
---   n = tanh(W_in x + b_in + s(r) * (W_hn h + b_hn))
---   h' = (1 - s(z)) * n + s(z) * h
---
--- x: n,input_size, h and c: n,hidden_size, 0 when left out; all without n for
--- one sample:
---   local x, cell = ln.randn(4, 8), ln.nn.GRUCell(8, 16)
---   local h = cell(x)
---   h = cell(x, h)
---   local lstm_cell = ln.nn.LSTMCell(8, 16)
---   local state, c = lstm_cell(x)
---   state, c = lstm_cell(x, state, c)
--- State: weight_ih, weight_hh, bias_ih, bias_hh, as PyTorch's. Start: uniform
--- within 1 / sqrt(hidden_size).
---@param input_size integer
---@param hidden_size integer
---@param options? {bias?: boolean, nonlinearity?: "tanh"|"relu"}
---@return lunette.nn.RNNCell
function ln.nn.RNNCell(input_size, hidden_size, options) end

--- x above 0, a x below: in training mode a is drawn from U(lower, upper) for
--- each element and call, else it is their mean (Xu et al. 2015, arXiv
--- 1505.00853).
---@param lower? number
---@param upper? number
---@return lunette.nn.RReLU
function ln.nn.RReLU(lower, upper) end

--- The function relu as a layer: max(x, 0); its derivative at 0 is 0.
---@return lunette.nn.ReLU
function ln.nn.ReLU() end

--- The function relu6 as a layer: x limited to 0 .. 6.
---@return lunette.nn.ReLU6
function ln.nn.ReLU6() end

--- x: n,c,h,w
--- with elements around it: padding of them on every side, or {left, right,
--- top, bottom}; negative amounts crop. The new ones are 0 (Zero), value
--- (Constant), x mirrored at its edge elements (Reflection), its edge elements
--- (Replication), or x once more (Circular).
---@param padding integer|integer[]
---@return lunette.nn.ReflectionPad1d
function ln.nn.ReflectionPad1d(padding) end

--- x: n,c,h,w
--- with elements around it: padding of them on every side, or {left, right,
--- top, bottom}; negative amounts crop. The new ones are 0 (Zero), value
--- (Constant), x mirrored at its edge elements (Reflection), its edge elements
--- (Replication), or x once more (Circular).
---@param padding integer|integer[]
---@return lunette.nn.ReflectionPad2d
function ln.nn.ReflectionPad2d(padding) end

--- x: n,c,h,w
--- with elements around it: padding of them on every side, or {left, right,
--- top, bottom}; negative amounts crop. The new ones are 0 (Zero), value
--- (Constant), x mirrored at its edge elements (Reflection), its edge elements
--- (Replication), or x once more (Circular).
---@param padding integer|integer[]
---@return lunette.nn.ReflectionPad3d
function ln.nn.ReflectionPad3d(padding) end

--- x: n,c,h,w
--- with elements around it: padding of them on every side, or {left, right,
--- top, bottom}; negative amounts crop. The new ones are 0 (Zero), value
--- (Constant), x mirrored at its edge elements (Reflection), its edge elements
--- (Replication), or x once more (Circular).
---@param padding integer|integer[]
---@return lunette.nn.ReplicationPad1d
function ln.nn.ReplicationPad1d(padding) end

--- x: n,c,h,w
--- with elements around it: padding of them on every side, or {left, right,
--- top, bottom}; negative amounts crop. The new ones are 0 (Zero), value
--- (Constant), x mirrored at its edge elements (Reflection), its edge elements
--- (Replication), or x once more (Circular).
---@param padding integer|integer[]
---@return lunette.nn.ReplicationPad2d
function ln.nn.ReplicationPad2d(padding) end

--- x: n,c,h,w
--- with elements around it: padding of them on every side, or {left, right,
--- top, bottom}; negative amounts crop. The new ones are 0 (Zero), value
--- (Constant), x mirrored at its edge elements (Reflection), its edge elements
--- (Replication), or x once more (Circular).
---@param padding integer|integer[]
---@return lunette.nn.ReplicationPad3d
function ln.nn.ReplicationPad3d(padding) end

--- layer(x) + shortcut(x) (He et al. 2015, arXiv 1512.03385, eq. 1 and 2).
---@param layer any
---@param options? {shortcut?: any}
---@return lunette.nn.Residual
function ln.nn.Residual(layer, options) end

--- The function selu as a layer: 1.0507 elu(x, 1.6733), whose results keep mean 0 and variance 1 (Klambauer et al. 2017, equation 2).
---@return lunette.nn.SELU
function ln.nn.SELU() end

--- y = x + gamma W_v o with o_j = sum over positions i of b_ji W_h x_i and
--- b_j = softmax over i of (W_f x_i)^T (W_g x_j): each position of x: n,c,h,w
--- sees all others. W_f and W_g (query, key) map to c / 8 channels, W_h (value)
--- to c / 2 and W_v (out) back, all 1 x 1 convolutions without bias; gamma
--- starts at 0 (SAGAN: Zhang et al. 2019, arXiv 1805.08318, eq. 1 to 3).
--- Positions squared numbers are kept for a sample.
---@param channels integer
---@return lunette.nn.SelfAttention2d
function ln.nn.SelfAttention2d(channels) end

---@type lunette.nn.Sequential
ln.nn.Sequential = {}

--- The function silu as a layer: x sigmoid(x), also called swish (Elfwing, Uchibe and Doya 2017).
---@return lunette.nn.SiLU
function ln.nn.SiLU() end

--- The function sigmoid as a layer: 1 / (1 + exp(-x)).
---@return lunette.nn.Sigmoid
function ln.nn.Sigmoid() end

--- The function smooth_l1_loss as a layer:
--- With d = x - target: d^2 / (2 beta) where |d| < beta, else |d| - beta / 2
--- (Girshick 2015).
---@param options? {beta?: number, reduction?: "none"|"mean"|"sum"}
---@return lunette.nn.SmoothL1Loss
function ln.nn.SmoothL1Loss(options) end

--- The function soft_margin_loss as a layer: log(1 + exp(-target x)) for targets of 1 and -1.
---@param options? {reduction?: "none"|"mean"|"sum"}
---@return lunette.nn.SoftMarginLoss
function ln.nn.SoftMarginLoss(options) end

--- The function softmax as a layer: exp(x) over its sum along dim.
---@param dim integer
---@return lunette.nn.Softmax
function ln.nn.Softmax(dim) end

--- softmax over the channels of x: n,c,h,w or c,h,w, at each place.
---@return lunette.nn.Softmax2d
function ln.nn.Softmax2d() end

--- The function softmin as a layer: softmax(-x) along dim.
---@param dim integer
---@return lunette.nn.Softmin
function ln.nn.Softmin(dim) end

--- The function softplus as a layer: log(1 + exp(beta x)) / beta, without overflow; x itself where beta x is above threshold.
---@param beta? number
---@param threshold? number
---@return lunette.nn.Softplus
function ln.nn.Softplus(beta, threshold) end

--- The function softshrink as a layer: x drawn towards 0 by lambd, 0 within lambd of it.
---@param lambd? number
---@return lunette.nn.Softshrink
function ln.nn.Softshrink(lambd) end

--- The function softsign as a layer: x / (1 + |x|).
---@return lunette.nn.Softsign
function ln.nn.Softsign() end

--- The function tanh as a layer: Hyperbolic tangent.
---@return lunette.nn.Tanh
function ln.nn.Tanh() end

--- The function tanhshrink as a layer: x - tanh(x).
---@return lunette.nn.Tanhshrink
function ln.nn.Tanhshrink() end

--- The function threshold as a layer: x where it is above threshold, value elsewhere.
---@param threshold number
---@param value number
---@return lunette.nn.Threshold
function ln.nn.Threshold(threshold, value) end

--- An encoder of src and a decoder of tgt, whose memory is the encoder's
--- result, each with a LayerNorm at its end (Vaswani et al. 2017, arXiv
--- 1706.03762).
---
---   local model = ln.nn.Transformer(8, 2, {
---     num_encoder_layers = 2, num_decoder_layers = 2, dim_feedforward = 16})
---   local src, tgt = ln.randn(6, 4, 8), ln.randn(5, 4, 8)
---   local mask = model:generate_square_subsequent_mask(5)
---   local y = model(src, tgt, {tgt_mask = mask})
---
--- src: s,n,d_model, tgt and y: l,n,d_model, or with the batch first, or
--- without one. Masks are those of TransformerEncoder and TransformerDecoder,
--- src_mask its mask. custom_encoder and custom_decoder take their place.
--- State: encoder, decoder. Start: Xavier uniform for all that has more than
--- one dimension.
---@param d_model? integer
---@param nhead? integer
---@param options? {num_encoder_layers?: integer, num_decoder_layers?: integer, dim_feedforward?: integer, dropout?: number, activation?: string|function, custom_encoder?: table, custom_decoder?: table, layer_norm_eps?: number, batch_first?: boolean, norm_first?: boolean}
---@return lunette.nn.Transformer
function ln.nn.Transformer(d_model, nhead, options) end

--- num_layers clones of a TransformerDecoderLayer, one after another, then
--- norm, a layer, when there is one. Called as one of them is. State: layers.1
--- to layers.num_layers, norm.
---@param decoder_layer table
---@param num_layers integer
---@param norm? table
---@return lunette.nn.TransformerDecoder
function ln.nn.TransformerDecoder(decoder_layer, num_layers, norm) end

--- As TransformerEncoderLayer, with attention to memory between the two.
---
---   local layer = ln.nn.TransformerDecoderLayer(8, 2, {dim_feedforward = 16})
---   local tgt, memory = ln.randn(5, 4, 8), ln.randn(6, 4, 8)
---   local y = layer(tgt, memory, {tgt_mask = ln.ones(5, 5):triu(1)})
---
--- tgt and y: l,n,d_model, memory: s,n,d_model, or with the batch first, or
--- without one. tgt_mask, l,l, and tgt_key_padding_mask are those of
--- self-attention, memory_mask, l,s, and memory_key_padding_mask those of
--- attention to memory.
---@param d_model integer
---@param nhead integer
---@param options? {dim_feedforward?: integer, dropout?: number, activation?: string|function, layer_norm_eps?: number, batch_first?: boolean, norm_first?: boolean}
---@return lunette.nn.TransformerDecoderLayer
function ln.nn.TransformerDecoderLayer(d_model, nhead, options) end

--- num_layers clones of a TransformerEncoderLayer, one after another, then
--- norm, a layer, when there is one: encoder(x, {mask = mask}). mask is their
--- src_mask. State: layers.1 to layers.num_layers, norm.
---@param encoder_layer table
---@param num_layers integer
---@param norm? table
---@return lunette.nn.TransformerEncoder
function ln.nn.TransformerEncoder(encoder_layer, num_layers, norm) end

--- Self-attention and a network of two linear layers for each position, each
--- added to what it is given and normalised after that (Vaswani et al. 2017,
--- arXiv 1706.03762, 3.1), or before with norm_first. x and y: l,n,d_model
--- (n,l,d_model with batch_first; l,d_model without a batch). activation: the
--- name of an op, or a function.
---
---   local layer = ln.nn.TransformerEncoderLayer(8, 2, {dim_feedforward = 16})
---   local x, mask = ln.randn(5, 4, 8), ln.ones(5, 5):triu(1)
---   local y = layer(x, {src_mask = mask})
---
--- src_mask and src_key_padding_mask are the attn_mask and key_padding_mask of
--- MultiheadAttention.
---@param d_model integer
---@param nhead integer
---@param options? {dim_feedforward?: integer, dropout?: number, activation?: string|function, layer_norm_eps?: number, batch_first?: boolean, norm_first?: boolean}
---@return lunette.nn.TransformerEncoderLayer
function ln.nn.TransformerEncoderLayer(d_model, nhead, options) end

--- The function triplet_margin_loss as a layer:
--- max(0, margin + d(anchor, positive) - d(anchor, negative)) with d the
--- pairwise_distance of order p; with swap the smaller of d(anchor, negative)
--- and d(positive, negative) (Balntas et al. 2016).
---@param options? {margin?: number, p?: number, eps?: number, swap?: boolean, reduction?: "none"|"mean"|"sum"}
---@return lunette.nn.TripletMarginLoss
function ln.nn.TripletMarginLoss(options) end

--- The function triplet_margin_with_distance_loss as a layer:
--- As triplet_margin_loss, with distance_function(a, b) for d, which gives a
--- tensor: one number for each sample. pairwise_distance, unless given.
---@param options? {distance_function?: function, margin?: number, swap?: boolean, reduction?: "none"|"mean"|"sum"}
---@return lunette.nn.TripletMarginWithDistanceLoss
function ln.nn.TripletMarginWithDistanceLoss(options) end

--- Dimension dim split, nn.Unflatten(2, {128, 7, 7}).
---@param dim integer
---@param unflattened_size integer|integer[]
---@return lunette.nn.Unflatten
function ln.nn.Unflatten(dim, unflattened_size) end

--- The windows of n,c,h,w as columns: n,c times the kernel,windows.
---@param kernel_size integer|integer[]
---@param options? {dilation?: integer|integer[], padding?: integer|integer[], stride?: integer|integer[]}
---@return lunette.nn.Unfold
function ln.nn.Unfold(kernel_size, options) end

--- Interpolate as a layer, with one of size ({64, 64}) and scale_factor (2); x:
--- n,c and the spatial sizes.
---@param options? {size?: integer|integer[], scale_factor?: number|number[], mode?: "nearest"|"linear"|"bilinear"|"bicubic"|"area"|"trilinear"|"nearest-exact", align_corners?: boolean}
---@return lunette.nn.Upsample
function ln.nn.Upsample(options) end

--- Upsample of n,c,h,w by the
--- nearest element, or by bilinear weights with align_corners.
---@param options? {size?: integer|integer[], scale_factor?: number|number[]}
---@return lunette.nn.UpsamplingBilinear2d
function ln.nn.UpsamplingBilinear2d(options) end

--- Upsample of n,c,h,w by the
--- nearest element, or by bilinear weights with align_corners.
---@param options? {size?: integer|integer[], scale_factor?: number|number[]}
---@return lunette.nn.UpsamplingNearest2d
function ln.nn.UpsamplingNearest2d(options) end

--- The first num_reference samples of x: n,c,... are the reference batch: fixed
--- inputs that go through the network before the others, in one tensor. They
--- are normalised by their own mean m and variance v for each channel, every
--- other sample by those of the reference and itself,
---   mean = (m_x + R m) / (R + 1), and the same for E[x^2],
--- so that no sample depends on others drawn with it; then weight and bias by
--- channel. Gradients flow through the reference (Salimans et al. 2016, arXiv
--- 1606.03498, 3.4, and the authors' code). Training and evaluation agree.
---
---   local nn, R, z = ln.nn, 32, ln.randn(64, 8)
---   local G = nn.Sequential {nn.Linear(8, 4), nn.VirtualBatchNorm(4, R)}
---   local reference_z = ln.randn(R, 8)  -- drawn once
---   local y = G(ln.cat {reference_z, z}):narrow(1, R + 1, z:size(1))
---@param num_features integer
---@param num_reference integer
---@param options? {eps?: number}
---@return lunette.nn.VirtualBatchNorm
function ln.nn.VirtualBatchNorm(num_features, num_reference, options) end

--- x: n,c,h,w
--- with elements around it: padding of them on every side, or {left, right,
--- top, bottom}; negative amounts crop. The new ones are 0 (Zero), value
--- (Constant), x mirrored at its edge elements (Reflection), its edge elements
--- (Replication), or x once more (Circular).
---@param padding integer|integer[]
---@return lunette.nn.ZeroPad1d
function ln.nn.ZeroPad1d(padding) end

--- x: n,c,h,w
--- with elements around it: padding of them on every side, or {left, right,
--- top, bottom}; negative amounts crop. The new ones are 0 (Zero), value
--- (Constant), x mirrored at its edge elements (Reflection), its edge elements
--- (Replication), or x once more (Circular).
---@param padding integer|integer[]
---@return lunette.nn.ZeroPad2d
function ln.nn.ZeroPad2d(padding) end

--- x: n,c,h,w
--- with elements around it: padding of them on every side, or {left, right,
--- top, bottom}; negative amounts crop. The new ones are 0 (Zero), value
--- (Constant), x mirrored at its edge elements (Reflection), its edge elements
--- (Replication), or x once more (Circular).
---@param padding integer|integer[]
---@return lunette.nn.ZeroPad3d
function ln.nn.ZeroPad3d(padding) end

--- The layer's weight as gain / sqrt(fan in) times a parameter drawn from
--- N(0, 1), so that Adam moves all weights at the same pace; gain is sqrt(2)
--- unless given, the bias starts at 0 (Karras et al. 2018, arXiv 1710.10196,
--- 4.1). State: weight_orig.
---@param layer table
---@param options? {gain?: number, name?: string}
---@return any ...
function ln.nn.equalized(layer, options) end

--- Functions of tensors: every op, and what is composed of several. Where an op
--- of that name takes other arguments, these are PyTorch's.
ln.nn.functional = {}

--- The largest of windows that share out the
--- spatial sizes: along each, window i (from 0) of m over n elements goes from
--- floor(i n / m) to before ceil((i + 1) n / m); with return_indices also where
--- in its plane it stands, from 1. x: n, c and the spatial sizes (or without
--- n).
---@param x lunette.Tensor
---@param output_size integer
---@param options? {return_indices?: boolean}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.adaptive_max_pool1d(x, output_size, options) end

--- As without the ending, with
--- return_indices = true.
---@param x lunette.Tensor
---@param output_size integer
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.adaptive_max_pool1d_with_indices(x, output_size) end

--- The largest of windows that share out the
--- spatial sizes: along each, window i (from 0) of m over n elements goes from
--- floor(i n / m) to before ceil((i + 1) n / m); with return_indices also where
--- in its plane it stands, from 1. x: n, c and the spatial sizes (or without
--- n).
---@param x lunette.Tensor
---@param output_size integer|integer[]
---@param options? {return_indices?: boolean}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.adaptive_max_pool2d(x, output_size, options) end

--- As without the ending, with
--- return_indices = true.
---@param x lunette.Tensor
---@param output_size integer|integer[]
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.adaptive_max_pool2d_with_indices(x, output_size) end

--- The largest of windows that share out the
--- spatial sizes: along each, window i (from 0) of m over n elements goes from
--- floor(i n / m) to before ceil((i + 1) n / m); with return_indices also where
--- in its plane it stands, from 1. x: n, c and the spatial sizes (or without
--- n).
---@param x lunette.Tensor
---@param output_size integer|integer[]
---@param options? {return_indices?: boolean}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.adaptive_max_pool3d(x, output_size, options) end

--- As without the ending, with
--- return_indices = true.
---@param x lunette.Tensor
---@param output_size integer|integer[]
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.adaptive_max_pool3d_with_indices(x, output_size) end

--- Each element is -1.7581, selu's limit, with probability p; a (x + 1.7581 p)
--- and a (-1.7581 + 1.7581 p) with a = ((1 - p) (1 + 1.7581^2 p))^(-1/2) keep
--- mean 0 and variance 1 (Klambauer et al. 2017, arXiv 1706.02515); x itself
--- unless training.
---@param x lunette.Tensor
---@param p? number
---@param training? boolean
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.alpha_dropout(x, p, training) end

--- (x - mean) / sqrt(var + eps) weight + bias for each channel of x: n,c,...;
--- the others: c. Mean and variance are the running ones, or in training the
--- batch's, towards which the running ones then move by the share momentum, in
--- place; nil for them goes with training only. The op of that name is what the
--- layers are made of.
---@param x lunette.Tensor
---@param running_mean? lunette.Tensor
---@param running_var? lunette.Tensor
---@param options? {weight?: lunette.Tensor, bias?: lunette.Tensor, training?: boolean, momentum?: number, eps?: number}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.batch_norm(x, running_mean, running_var, options) end

--- y_k = input1^T W_k input2 + bias_k; input1: ..., in1, input2: ..., in2, y:
--- ..., out; weight: out x in1 x in2, bias: out.
---@param input1 lunette.Tensor
---@param input2 lunette.Tensor
---@param weight lunette.Tensor
---@param bias? lunette.Tensor
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.bilinear(input1, input2, weight, bias) end

--- -target log x - (1 - target) log(1 - x) for probabilities x, each logarithm
--- at least -100. From logits, binary_cross_entropy_with_logits is exact.
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? {weight?: lunette.Tensor, reduction?: "none"|"mean"|"sum"}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.binary_cross_entropy(x, target, options) end

--- -target log s(x) - (1 - target) log(1 - s(x)) with s the sigmoid, from the
--- logits x without overflow: target softplus(-x) + (1 - target) softplus(x).
--- pos_weight multiplies its first term.
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? {weight?: lunette.Tensor, pos_weight?: lunette.Tensor, reduction?: "none"|"mean"|"sum"}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.binary_cross_entropy_with_logits(x, target, options) end

--- Cross-correlation of x (n, c, spatial, or without n) with weight (out, c /
--- groups, kernel); bias: out. padding: or "same", which keeps the sizes of x
--- (stride 1), or "valid", which is 0.
---@param x lunette.Tensor
---@param weight lunette.Tensor
---@param bias? lunette.Tensor
---@param options? {stride?: integer, padding?: integer|"same"|"valid", dilation?: integer, groups?: integer}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.conv1d(x, weight, bias, options) end

--- Cross-correlation of x (n, c, spatial, or without n) with weight (out, c /
--- groups, kernel); bias: out. padding: or "same", which keeps the sizes of x
--- (stride 1), or "valid", which is 0.
---@param x lunette.Tensor
---@param weight lunette.Tensor
---@param bias? lunette.Tensor
---@param options? {stride?: integer|integer[], padding?: integer|integer[]|"same"|"valid", dilation?: integer|integer[], groups?: integer}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.conv2d(x, weight, bias, options) end

--- Cross-correlation of x (n, c, spatial, or without n) with weight (out, c /
--- groups, kernel); bias: out. padding: or "same", which keeps the sizes of x
--- (stride 1), or "valid", which is 0.
---@param x lunette.Tensor
---@param weight lunette.Tensor
---@param bias? lunette.Tensor
---@param options? {stride?: integer|integer[], padding?: integer|integer[]|"same"|"valid", dilation?: integer|integer[], groups?: integer}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.conv3d(x, weight, bias, options) end

--- conv1d of x: t,n,in with weight: kernel,in,out and bias: out; pad zeros at
--- both ends. y: t',n,out.
---@param x lunette.Tensor
---@param weight lunette.Tensor
---@param bias lunette.Tensor
---@param pad? integer
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.conv_tbc(x, weight, bias, pad) end

--- With c the cosine of the angle between input1 and input2 (n,k or k): 1 - c
--- where target is 1, max(0, c - margin) where it is -1. Raises on others.
---@param input1 lunette.Tensor
---@param input2 lunette.Tensor
---@param target lunette.Tensor|number
---@param options? {margin?: number, reduction?: "none"|"mean"|"sum"}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.cosine_embedding_loss(input1, input2, target, options) end

--- x1 . x2 / (max(|x1|, eps) max(|x2|, eps)) along a dimension.
---@param x1 lunette.Tensor
---@param x2 lunette.Tensor
---@param dim? integer
---@param options? {eps?: number}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.cosine_similarity(x1, x2, dim, options) end

--- The cross entropy of scores (logits) x: n,c or n,c,... against classes from
--- 1 (n or n,...) or against probabilities of the shape of x. label_smoothing
--- mixes that share of the uniform distribution into the target.
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? {weight?: lunette.Tensor, ignore_index?: integer, reduction?: "none"|"mean"|"sum", label_smoothing?: number}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.cross_entropy(x, target, options) end

--- -log of the probability of all alignments of a sequence of labels with a
--- longer one of predictions, in which labels may be repeated and blanks stand
--- between them (Graves et al. 2006). log_probs: t,n,c, logarithms of
--- probabilities; targets: n,s, or the labels of all samples one after another;
--- classes count from 1, and `blank`, the first unless given, is none of them.
--- The lengths are tensors or tables of n. One sample: log_probs t,c, targets
--- s. "mean" divides each loss by its target's length first. A loss without a
--- possible alignment is infinite, or 0 with zero_infinity, and its gradient
--- 0. The derivative is that of the formula, of any order; PyTorch's is that
--- through log_softmax. Steps are taken one after another.
---@param log_probs lunette.Tensor
---@param targets lunette.Tensor
---@param input_lengths lunette.Tensor|integer|table
---@param target_lengths lunette.Tensor|integer|table
---@param blank? integer
---@param options? {zero_infinity?: boolean, reduction?: "none"|"mean"|"sum"}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.ctc_loss(log_probs, targets, input_lengths, target_lengths, blank, options) end

--- Each element is 0 with probability p, the others are divided by 1 - p; x
--- itself unless training.
---@param x lunette.Tensor
---@param p? number
---@param training? boolean
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.dropout(x, p, training) end

--- As dropout, for whole channels of x: n,c,h,w or n,c,l. dropout1d takes n,c,l
--- or c,l, dropout3d n,c,d,h,w or c,d,h,w.
---@param x lunette.Tensor
---@param p? number
---@param training? boolean
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.dropout1d(x, p, training) end

--- As dropout, for whole channels of x: n,c,h,w or n,c,l. dropout1d takes n,c,l
--- or c,l, dropout3d n,c,d,h,w or c,d,h,w.
---@param x lunette.Tensor
---@param p? number
---@param training? boolean
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.dropout2d(x, p, training) end

--- As dropout, for whole channels of x: n,c,h,w or n,c,l. dropout1d takes n,c,l
--- or c,l, dropout3d n,c,d,h,w or c,d,h,w.
---@param x lunette.Tensor
---@param p? number
---@param training? boolean
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.dropout3d(x, p, training) end

--- Rows of weight in place of indices x, from 1, of any shape: y has the sizes
--- of x and then those of a row. Row padding_idx gets no gradient. The op of
--- that name takes weight first, as torch.embedding does.
---@param x lunette.Tensor
---@param weight lunette.Tensor
---@param options? {padding_idx?: integer}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.embedding(x, weight, options) end

--- The sum, mean or largest elements of the rows of weight (number,d) at the
--- indices, from 1, of each bag: bags,d. A bag is a row of x: n,l; or x is all
--- indices in a row and offsets, from 1, says where in it each bag begins
--- (include_last_offset: and after them where the last one ends). An empty bag
--- gives 0. Indices padding_idx do not count. per_sample_weights, of the sizes
--- of x, multiply the rows of a sum.
---@param x lunette.Tensor
---@param weight lunette.Tensor
---@param offsets? lunette.Tensor
---@param options? {mode?: "sum"|"mean"|"max", per_sample_weights?: lunette.Tensor, include_last_offset?: boolean, padding_idx?: integer}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.embedding_bag(x, weight, offsets, options) end

--- As alpha_dropout, for whole channels of x: n,c,....
---@param x lunette.Tensor
---@param p? number
---@param training? boolean
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.feature_alpha_dropout(x, p, training) end

--- The largest of windows of kernel_size that begin at places drawn for each
--- plane: output_size of them along each dimension, or output_ratio times its
--- size. Window i (from 0) of m begins at floor((i + u) a) - floor(u a) with a
--- = (size - kernel_size) / (m - 1) and u uniform, the last one at the end
--- (Graham 2014, arXiv 1412.6071). _random_samples are the u: n,c,2 (the
--- width's first) or n,c,3. With return_indices also where in its plane each
--- stands, from 1. x: n, c and the spatial sizes (or without n).
---@param x lunette.Tensor
---@param kernel_size integer|integer[]
---@param options? {output_size?: integer|integer[], output_ratio?: number|number[], _random_samples?: lunette.Tensor, generator?: lunette.Generator, return_indices?: boolean}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.fractional_max_pool2d(x, kernel_size, options) end

--- As without the ending,
--- with return_indices = true.
---@param x lunette.Tensor
---@param kernel_size integer|integer[]
---@param options? {output_size?: integer|integer[], output_ratio?: number|number[], _random_samples?: lunette.Tensor, generator?: lunette.Generator}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.fractional_max_pool2d_with_indices(x, kernel_size, options) end

--- The largest of windows of kernel_size that begin at places drawn for each
--- plane: output_size of them along each dimension, or output_ratio times its
--- size. Window i (from 0) of m begins at floor((i + u) a) - floor(u a) with a
--- = (size - kernel_size) / (m - 1) and u uniform, the last one at the end
--- (Graham 2014, arXiv 1412.6071). _random_samples are the u: n,c,2 (the
--- width's first) or n,c,3. With return_indices also where in its plane each
--- stands, from 1. x: n, c and the spatial sizes (or without n).
---@param x lunette.Tensor
---@param kernel_size integer|integer[]
---@param options? {output_size?: integer|integer[], output_ratio?: number|number[], _random_samples?: lunette.Tensor, generator?: lunette.Generator, return_indices?: boolean}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.fractional_max_pool3d(x, kernel_size, options) end

--- As without the ending,
--- with return_indices = true.
---@param x lunette.Tensor
---@param kernel_size integer|integer[]
---@param options? {output_size?: integer|integer[], output_ratio?: number|number[], _random_samples?: lunette.Tensor, generator?: lunette.Generator}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.fractional_max_pool3d_with_indices(x, kernel_size, options) end

--- model(...) with other tensors in place of its parameters, which stay as
--- they are: a list of them in the order of model:parameters(), or some by path
--- ("1.weight"). What is computed depends on the tensors given, so that it can
--- be differentiated through the steps that made them (optim.functional). A
--- parameter that two layers share is replaced in the first.
---@param model table
---@param params table
---@param ... any
---@return any ...
function ln.nn.functional.functional_call(model, params, ...) end

--- (log v + (x - target)^2 / v) / 2 with v = max(var, eps), whose derivative is
--- that of var; {full = true} adds log(2 pi) / 2.
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param var lunette.Tensor
---@param options? {full?: boolean, eps?: number, reduction?: "none"|"mean"|"sum"}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.gaussian_nll_loss(x, target, var, options) end

--- x (n, c, h, w) read at the places of grid (n, h', w', 2: x, then y; -1 and 1
--- are the edges, with align_corners the corners' centres), with bilinear or
--- bicubic (a = -3/4) weights or the nearest element; outside there are zeros,
--- the border, or mirror images. y: n, c, h', w'. Of a volume (n, c, d, h, w)
--- by a grid of n, d', h', w', 3 (x, y, z), where bilinear is trilinear.
---@param x lunette.Tensor
---@param grid lunette.Tensor
---@param mode? "bilinear"|"nearest"|"bicubic"
---@param padding_mode? "zeros"|"border"|"reflection"
---@param align_corners? boolean
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.grid_sample(x, grid, mode, padding_mode, align_corners) end

--- softmax((logits + g) / tau) along dim, with g = -log(-log u) drawn anew, u
--- uniform: a sample of the classes that can be differentiated (Jang et al.
--- 2017, arXiv 1611.01144). hard: one-hot, with the derivative of the former.
---@param logits lunette.Tensor
---@param tau? number
---@param hard? boolean
---@param dim? integer
---@param options? {generator?: lunette.Generator}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.gumbel_softmax(logits, tau, hard, dim, options) end

--- x where target is 1, max(0, margin - x) where it is -1. Raises on others.
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? {margin?: number, reduction?: "none"|"mean"|"sum"}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.hinge_embedding_loss(x, target, options) end

--- With d = x - target: d^2 / 2 where |d| < delta, else delta (|d| - delta / 2)
--- (Huber 1964).
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? {delta?: number, reduction?: "none"|"mean"|"sum"}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.huber_loss(x, target, options) end

--- As batch_norm, with mean and variance of each channel of each sample; with
--- use_input_stats = false the running ones.
---@param x lunette.Tensor
---@param options? {running_mean?: lunette.Tensor, running_var?: lunette.Tensor, weight?: lunette.Tensor, bias?: lunette.Tensor, use_input_stats?: boolean, momentum?: number, eps?: number}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.instance_norm(x, options) end

--- target (log target - x) for log-probabilities x, 0 where target is 0;
--- {log_target = true} takes log target. "mean" divides by the number of
--- elements; {reduction = "batchmean"}, by that of samples, is the divergence.
---@param x lunette.Tensor
---@param target lunette.Tensor
---@param options? {log_target?: boolean, reduction?: "none"|"mean"|"sum"|"batchmean"}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.kl_div(x, target, options) end

--- |x - target|.
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? {reduction?: "none"|"mean"|"sum"}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.l1_loss(x, target, options) end

--- x / (k + alpha mean of squares)^beta, the mean over `size` neighbouring
--- channels, those that are not there being 0; x: n,c,... (Krizhevsky et al.
--- 2012, section 3.3, with alpha for each channel of the window).
---@param x lunette.Tensor
---@param size integer
---@param alpha? number
---@param beta? number
---@param k? number
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.local_response_norm(x, size, alpha, beta, k) end

--- (the sum of x^p in each
--- window)^(1 / p) with p the norm_type; at a sum of 0 the derivative is 0. A
--- window that ceil_mode leaves short counts as a whole one of that mean, as in
--- PyTorch. x: n, c and the spatial sizes (or without n).
---@param x lunette.Tensor
---@param norm_type number
---@param kernel_size integer
---@param stride? integer
---@param ceil_mode? boolean
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.lp_pool1d(x, norm_type, kernel_size, stride, ceil_mode) end

--- (the sum of x^p in each
--- window)^(1 / p) with p the norm_type; at a sum of 0 the derivative is 0. A
--- window that ceil_mode leaves short counts as a whole one of that mean, as in
--- PyTorch. x: n, c and the spatial sizes (or without n).
---@param x lunette.Tensor
---@param norm_type number
---@param kernel_size integer|integer[]
---@param stride? integer|integer[]
---@param ceil_mode? boolean
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.lp_pool2d(x, norm_type, kernel_size, stride, ceil_mode) end

--- max(0, margin - target (input1 - input2)), target 1 when input1 should be
--- the larger, -1 when input2. Raises on others.
---@param input1 lunette.Tensor
---@param input2 lunette.Tensor
---@param target lunette.Tensor|number
---@param options? {margin?: number, reduction?: "none"|"mean"|"sum"}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.margin_ranking_loss(input1, input2, target, options) end

--- The largest of each window of x: n, c and the
--- spatial sizes (or without n); with return_indices also where in its plane it
--- stands, counted from 1 in row-major order. Sizes are those of nn.MaxPool2d.
---@param x lunette.Tensor
---@param kernel_size integer
---@param options? {stride?: integer, padding?: integer, dilation?: integer, ceil_mode?: boolean, return_indices?: boolean}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.max_pool1d(x, kernel_size, options) end

--- As without the ending, with
--- return_indices = true.
---@param x lunette.Tensor
---@param kernel_size integer
---@param options? {stride?: integer, padding?: integer, dilation?: integer, ceil_mode?: boolean}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.max_pool1d_with_indices(x, kernel_size, options) end

--- The largest of each window of x: n, c and the
--- spatial sizes (or without n); with return_indices also where in its plane it
--- stands, counted from 1 in row-major order. Sizes are those of nn.MaxPool2d.
---@param x lunette.Tensor
---@param kernel_size integer|integer[]
---@param options? {stride?: integer|integer[], padding?: integer|integer[], dilation?: integer|integer[], ceil_mode?: boolean, return_indices?: boolean}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.max_pool2d(x, kernel_size, options) end

--- As without the ending, with
--- return_indices = true.
---@param x lunette.Tensor
---@param kernel_size integer|integer[]
---@param options? {stride?: integer|integer[], padding?: integer|integer[], dilation?: integer|integer[], ceil_mode?: boolean}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.max_pool2d_with_indices(x, kernel_size, options) end

--- The largest of each window of x: n, c and the
--- spatial sizes (or without n); with return_indices also where in its plane it
--- stands, counted from 1 in row-major order. Sizes are those of nn.MaxPool2d.
---@param x lunette.Tensor
---@param kernel_size integer|integer[]
---@param options? {stride?: integer|integer[], padding?: integer|integer[], dilation?: integer|integer[], ceil_mode?: boolean, return_indices?: boolean}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.max_pool3d(x, kernel_size, options) end

--- As without the ending, with
--- return_indices = true.
---@param x lunette.Tensor
---@param kernel_size integer|integer[]
---@param options? {stride?: integer|integer[], padding?: integer|integer[], dilation?: integer|integer[], ceil_mode?: boolean}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.max_pool3d_with_indices(x, kernel_size, options) end

--- Zeros with each element of x where indices say,
--- as max_pool2d gives them; of several for one place one counts. Each size s
--- becomes (s - 1) stride - 2 padding + kernel_size, or what output_size says,
--- less than a stride away.
---@param x lunette.Tensor
---@param indices lunette.Tensor
---@param kernel_size integer
---@param stride? integer
---@param padding? integer
---@param output_size? integer|integer[]
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.max_unpool1d(x, indices, kernel_size, stride, padding, output_size) end

--- Zeros with each element of x where indices say,
--- as max_pool2d gives them; of several for one place one counts. Each size s
--- becomes (s - 1) stride - 2 padding + kernel_size, or what output_size says,
--- less than a stride away.
---@param x lunette.Tensor
---@param indices lunette.Tensor
---@param kernel_size integer|integer[]
---@param stride? integer|integer[]
---@param padding? integer|integer[]
---@param output_size? integer|integer[]
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.max_unpool2d(x, indices, kernel_size, stride, padding, output_size) end

--- Zeros with each element of x where indices say,
--- as max_pool2d gives them; of several for one place one counts. Each size s
--- becomes (s - 1) stride - 2 padding + kernel_size, or what output_size says,
--- less than a stride away.
---@param x lunette.Tensor
---@param indices lunette.Tensor
---@param kernel_size integer|integer[]
---@param stride? integer|integer[]
---@param padding? integer|integer[]
---@param output_size? integer|integer[]
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.max_unpool3d(x, indices, kernel_size, stride, padding, output_size) end

--- (x - target)^2.
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? {reduction?: "none"|"mean"|"sum"}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.mse_loss(x, target, options) end

--- The sum over the other classes k of weight_t max(0, margin - x_t + x_k)^p /
--- c, with t the target, a class from 1; x: n,c or c, target: n or a number,
--- weight: c.
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? {p?: integer, margin?: number, weight?: lunette.Tensor, reduction?: "none"|"mean"|"sum"}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.multi_margin_loss(x, target, options) end

--- The sum over the target's classes t and all other classes k of max(0, 1 -
--- x_t + x_k) / c. target, of the sizes of x: n,c or c, lists each sample's
--- classes, from 1, up to the first that is below 1.
---@param x lunette.Tensor
---@param target lunette.Tensor
---@param options? {reduction?: "none"|"mean"|"sum"}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.multilabel_margin_loss(x, target, options) end

--- The mean over classes, the last dimension, of -target log s(x) - (1 -
--- target) log(1 - s(x)) with s the sigmoid: each sample may have several
--- classes, target 1, or none; x: n,c or c. weight: c.
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? {weight?: lunette.Tensor, reduction?: "none"|"mean"|"sum"}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.multilabel_soft_margin_loss(x, target, options) end

--- -x at the class of each sample. x, logarithms of probabilities: n,c or
--- n,c,...; target: n or n,..., classes from 1. weight: c; "mean" divides by
--- the sum of the weights that were used.
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? {weight?: lunette.Tensor, ignore_index?: integer, reduction?: "none"|"mean"|"sum"}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.nll_loss(x, target, options) end

--- x / max(|x|_p, eps) along a dimension.
---@param x lunette.Tensor
---@param p? number
---@param dim? integer
---@param options? {eps?: number}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.normalize(x, p, dim, options) end

--- A last dimension of num_classes, 1 at the class (from 1), 0 elsewhere; -1
--- stands for the largest class in x. No derivative.
---@param x lunette.Tensor
---@param num_classes? integer
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.one_hot(x, num_classes) end

--- |x1 - x2 + eps|_p along the last dimension.
---@param x1 lunette.Tensor
---@param x2 lunette.Tensor
---@param p? number
---@param eps? number
---@param options? {keepdim?: boolean}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.pairwise_distance(x1, x2, p, eps, options) end

--- exp(x) - target x for x the log of the rate, or with {log_input = false}
--- x - target log(x + eps); {full = true} adds log target!, by Stirling.
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? {log_input?: boolean, full?: boolean, eps?: number, reduction?: "none"|"mean"|"sum"}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.poisson_nll_loss(x, target, options) end

--- x above 0, a x below, with a drawn from U(lower, upper) for each element in
--- training, their mean otherwise (Xu et al. 2015, arXiv 1505.00853).
---@param x lunette.Tensor
---@param lower? number
---@param upper? number
---@param training? boolean
---@param options? {generator?: lunette.Generator}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.rrelu(x, lower, upper, training, options) end

--- softmax(query key^T / sqrt(e) + attn_mask) value; query: ..., l, e, key:
--- ..., s, e, value: ..., s, v, y: ..., l, v. attn_mask, which broadcasts to
--- ..., l, s, is -inf where attention is refused, as PyTorch's of numbers; a
--- mask of 1 and 0 is an error: ln.zeros(l, s):masked_fill(mask:eq(0),
--- -math.huge) makes one of it. is_causal refuses the keys behind the query's
--- own place. Where all are refused y is 0. dropout_p falls on the shares.
--- scale stands for 1 / sqrt(e) (Vaswani et al. 2017, arXiv 1706.03762, eq. 1).
---@param query lunette.Tensor
---@param key lunette.Tensor
---@param value lunette.Tensor
---@param attn_mask? lunette.Tensor
---@param dropout_p? number
---@param is_causal? boolean
---@param options? {scale?: number}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.scaled_dot_product_attention(query, key, value, attn_mask, dropout_p, is_causal, options) end

--- With d = x - target: d^2 / (2 beta) where |d| < beta, else |d| - beta / 2
--- (Girshick 2015).
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? {beta?: number, reduction?: "none"|"mean"|"sum"}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.smooth_l1_loss(x, target, options) end

--- log(1 + exp(-target x)) for targets of 1 and -1.
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? {reduction?: "none"|"mean"|"sum"}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.soft_margin_loss(x, target, options) end

--- softmax(-x) along dim.
---@param x lunette.Tensor
---@param dim integer
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.softmin(x, dim) end

--- max(0, margin + d(anchor, positive) - d(anchor, negative)) with d the
--- pairwise_distance of order p; with swap the smaller of d(anchor, negative)
--- and d(positive, negative) (Balntas et al. 2016).
---@param anchor lunette.Tensor
---@param positive lunette.Tensor
---@param negative lunette.Tensor
---@param options? {margin?: number, p?: number, eps?: number, swap?: boolean, reduction?: "none"|"mean"|"sum"}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.triplet_margin_loss(anchor, positive, negative, options) end

--- As triplet_margin_loss, with distance_function(a, b) for d, which gives a
--- tensor: one number for each sample. pairwise_distance, unless given.
---@param anchor lunette.Tensor
---@param positive lunette.Tensor
---@param negative lunette.Tensor
---@param options? {distance_function?: function, margin?: number, swap?: boolean, reduction?: "none"|"mean"|"sum"}
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.triplet_margin_with_distance_loss(anchor, positive, negative, options) end

--- The windows of x (n, c, h, w, or without n) as columns: n, c times the
--- kernel, windows. x:unfold takes windows along one dimension, as PyTorch's
--- method does.
---@param x lunette.Tensor
---@param kernel_size integer|integer[]
---@param dilation? integer|integer[]
---@param padding? integer|integer[]
---@param stride? integer|integer[]
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.unfold(x, kernel_size, dilation, padding, stride) end

--- As interpolate.
---@param x lunette.Tensor
---@param size? integer|integer[]
---@param scale_factor? number|number[]
---@param mode? "nearest"|"linear"|"bilinear"|"bicubic"|"trilinear"
---@param align_corners? boolean
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.upsample(x, size, scale_factor, mode, align_corners) end

--- interpolate by bilinear weights with align_corners.
---@param x lunette.Tensor
---@param size? integer|integer[]
---@param scale_factor? number|number[]
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.upsample_bilinear(x, size, scale_factor) end

--- interpolate by the nearest element.
---@param x lunette.Tensor
---@param size? integer|integer[]
---@param scale_factor? number|number[]
---@return lunette.Tensor
---@return any ...
function ln.nn.functional.upsample_nearest(x, size, scale_factor) end

--- Starting values, written into a tensor in place; each returns the tensor.
ln.nn.init = {}

--- What keeps the variance through a layer of this kind. `param` is the
--- negative slope of leaky_relu.
---@param nonlinearity string
---@param param? number
---@return any ...
function ln.nn.init.calculate_gain(nonlinearity, param) end

--- The same number everywhere.
---@param x lunette.Tensor
---@param val number
---@return any ...
function ln.nn.init.constant_(x, val) end

--- The start of DCGAN (Radford et al. 2015, arXiv 1511.06434, section 4, and
--- its code) for all layers of a model: weights of convolutions and Linear from
--- N(0, 0.02), of normalisations from N(1, 0.02), biases 0. Layers of classes
--- below those of nn are of their kind, others stay as they are. Returns the
--- model.
---@param model table
---@return any ...
function ln.nn.init.dcgan(model) end

--- The start of Linear and Conv layers, PyTorch's: weight and bias uniform
--- with |value| < 1 / sqrt(fan in).
---@param weight lunette.Tensor
---@param bias? lunette.Tensor
---@return any ...
function ln.nn.init.default(weight, bias) end

--- A convolution that passes its input on: in each group output k has a 1 at
--- the centre of input k, all else is 0. x: out,in,k or more.
---@param x lunette.Tensor
---@param options? {groups?: integer}
---@return any ...
function ln.nn.init.dirac_(x, options) end

--- The identity: 1 on the diagonal of a matrix, 0 elsewhere.
---@param x lunette.Tensor
---@return any ...
function ln.nn.init.eye_(x) end

--- Inputs and outputs of one unit: of a weight out x in x kernel, the kernel's
--- elements times in, and times out.
---@param x lunette.Tensor
---@return any ...
function ln.nn.init.fans(x) end

--- He et al. 2015: normal with std = gain / sqrt(fan).
---@param x lunette.Tensor
---@param options? {a?: number, mode?: "fan_in"|"fan_out", nonlinearity?: string, generator?: lunette.Generator}
---@return any ...
function ln.nn.init.kaiming_normal_(x, options) end

--- He et al. 2015: uniform with std = gain / sqrt(fan).
---@param x lunette.Tensor
---@param options? {a?: number, mode?: "fan_in"|"fan_out", nonlinearity?: string, generator?: lunette.Generator}
---@return any ...
function ln.nn.init.kaiming_uniform_(x, options) end

--- Normal with this mean and standard deviation, by default 0 and 1.
---@param x lunette.Tensor
---@param mean? number
---@param std? number
---@param options? {generator?: lunette.Generator}
---@return any ...
function ln.nn.init.normal_(x, mean, std, options) end

--- Ones.
---@param x lunette.Tensor
---@return any ...
function ln.nn.init.ones_(x) end

--- Rows (or columns, whichever are fewer) of length gain at right angles,
--- uniform among all such; more than two dimensions are flattened from the
--- second on (Saxe et al. 2014, arXiv 1312.6120).
---@param x lunette.Tensor
---@param options? {gain?: number, generator?: lunette.Generator}
---@return any ...
function ln.nn.init.orthogonal_(x, options) end

--- Normal with this std, but in each column of the matrix that share of the
--- elements (rounded up) is 0 (Martens 2010).
---@param x lunette.Tensor
---@param sparsity number
---@param options? {std?: number, generator?: lunette.Generator}
---@return any ...
function ln.nn.init.sparse_(x, sparsity, options) end

--- Normal with this mean and standard deviation, on the condition that it is
--- from a to b: by the inverse of the distribution function, whatever the
--- bounds.
---@param x lunette.Tensor
---@param mean? number
---@param std? number
---@param options? {a?: number, b?: number, generator?: lunette.Generator}
---@return any ...
function ln.nn.init.trunc_normal_(x, mean, std, options) end

--- Uniform on [a, b), by default [0, 1).
---@param x lunette.Tensor
---@param a? number
---@param b? number
---@param options? {generator?: lunette.Generator}
---@return any ...
function ln.nn.init.uniform_(x, a, b, options) end

--- Glorot and Bengio 2010: normal, std = gain sqrt(2 / (in + out)).
---@param x lunette.Tensor
---@param options? {gain?: number, generator?: lunette.Generator}
---@return any ...
function ln.nn.init.xavier_normal_(x, options) end

--- Glorot and Bengio 2010: uniform, |value| < gain sqrt(6 / (in + out)).
---@param x lunette.Tensor
---@param options? {gain?: number, generator?: lunette.Generator}
---@return any ...
function ln.nn.init.xavier_uniform_(x, options) end

--- Zeros.
---@param x lunette.Tensor
---@return any ...
function ln.nn.init.zeros_(x) end

--- Gives a class of layers a name in model files: ln.load_model makes a layer
--- of it, by calling the class with what the layer saved was given, where it is
--- registered by that name. A name given again is the later class's. Returns
--- the class:
---   local Block = ln.nn.register("Block", ln.nn.Module:extend "Block")
---@param name string
---@param class table
---@return any ...
function ln.nn.register(name, class) end

--- Ends spectral_norm: the weight is a parameter, with the value that it has in
--- evaluation mode. Returns the layer.
---@param layer table
---@param name? string
---@return any ...
function ln.nn.remove_spectral_norm(layer, name) end

--- Ends weight_norm: the weight is a parameter with the value that it has.
--- Returns the layer.
---@param layer table
---@param name? string
---@return any ...
function ln.nn.remove_weight_norm(layer, name) end

--- The layer's weight divided by its largest singular value, W / (u^T W v)
--- (Miyato et al. 2018, arXiv 1802.05957). W is the weight as a matrix with
--- `dim` as its rows: layer.output_axis, 2 for transposed convolutions and 1
--- for what does not say. u and v are advanced by the power iteration once for
--- each new value of the weight, when it is first read in training mode; they
--- are constants to derivatives. State: weight_orig, weight_u, weight_v.
---@param layer table
---@param options? {name?: string, n_power_iterations?: integer, eps?: number, dim?: integer}
---@return any ...
function ln.nn.spectral_norm(layer, options) end

--- Gradients made smaller, parameters as one vector, layers fused,
--- and sequences of different lengths.
ln.nn.utils = {}

--- Multiplies all gradients by max_norm / norm when their norm, as one vector,
--- is greater. Returns the norm of before, a tensor. error_if_nonfinite raises
--- when it is inf or nan; else the gradients then become so. Gradients whose
--- powers overflow have a norm and are scaled all the same. max_norm is 0 or
--- more, inf for no limit.
---@param parameters lunette.Tensor|lunette.Tensor[]
---@param max_norm number
---@param norm_type? number
---@param options? {error_if_nonfinite?: boolean}
---@return any ...
function ln.nn.utils.clip_grad_norm_(parameters, max_norm, norm_type, options) end

--- Every element of every gradient to [-clip_value, clip_value]; it is 0 or
--- more.
---@param parameters lunette.Tensor|lunette.Tensor[]
---@param clip_value number
---@return any ...
function ln.nn.utils.clip_grad_value_(parameters, clip_value) end

--- A layer that gives bn(conv(x)): a convolution, or its transpose, and the
--- BatchNorm after it, both out of training mode. They stay as they are.
---@param conv table
---@param bn table
---@return any ...
function ln.nn.utils.fuse_conv_bn_eval(conv, bn) end

--- A layer that gives bn(linear(x)), as fuse_conv_bn_eval does.
---@param linear table
---@param bn table
---@return any ...
function ln.nn.utils.fuse_linear_bn_eval(linear, bn) end

--- f(...), computed for `size` samples at a time, in little more memory than
--- they need: the exact large batch. Tensors among the arguments have the
--- samples in their first dimension, as f's results do. Batch normalisation,
--- mini-batch discrimination and its standard deviation see the whole batch;
--- running statistics move once. Values and derivatives of every order are
--- those of f(...) but for rounding. Each layer that looks at the whole batch
--- costs one more run of what stands before it, forward and backward, of each
--- piece (as in GradCache: Gao et al. 2021, arXiv 2101.06983). What f draws is
--- drawn for each piece by itself. f is run several times, so it should change
--- nothing.
---
---   local D = ln.gan.zoo.dcgan({size = 16, channels = 1}).discriminator
---   local logits = ln.nn.utils.in_pieces(D, 16, ln.randn(64, 1, 16, 16))
---   logits:mean():backward()
---@param f function
---@param size integer
---@param x any
---@param ... any
---@return any ...
function ln.nn.utils.in_pieces(f, size, x, ...) end

--- All elements of the parameters, one after another.
---@param parameters lunette.Tensor[]
---@return any ...
function ln.nn.utils.parameters_to_vector(parameters) end

--- Sequences of different lengths in one tensor.
ln.nn.utils.rnn = {}

--- The sequences, each l_k,..., as one tensor l,n,... (n,l,... with
--- batch_first), l being the longest; what they lack is padding_value.
---@param sequences lunette.Tensor[]
---@param batch_first? boolean
---@param padding_value? number
---@return any ...
function ln.nn.utils.rnn.pad_sequence(sequences, batch_first, padding_value) end

--- The list of sequences that pad_sequence has made one tensor of, given their
--- lengths.
---@param padded_sequences lunette.Tensor
---@param lengths integer|integer[]|lunette.Tensor
---@param batch_first? boolean
---@return any ...
function ln.nn.utils.rnn.unpad_sequence(padded_sequences, lengths, batch_first) end

--- Writes the elements of vec into the parameters, one after another.
---@param vec lunette.Tensor
---@param parameters lunette.Tensor[]
---@return any ...
function ln.nn.utils.vector_to_parameters(vec, parameters) end

--- The layer's weight as g v / |v|, the norm over all dimensions but `dim`, or
--- over all with {dim = false} (Salimans and Kingma 2016, arXiv 1602.07868).
--- It starts at the value it had. State: weight_g, weight_v.
---@param layer table
---@param options? {name?: string, dim?: integer|false}
---@return any ...
function ln.nn.weight_norm(layer, options) end

--- `local _ <close> = ln.no_grad()`: until it closes, nothing that this
--- coroutine computes is recorded.
---@return any ...
function ln.no_grad() end

ln.nonzero = Tensor.nonzero

ln.norm = Tensor.norm

--- Normal with this mean and standard deviation.
---@param mean number
---@param std number
---@param size integer|integer[]
---@param options? {requires_grad?: boolean, generator?: lunette.Generator}
---@return lunette.Tensor
function ln.normal(mean, std, size, options) end

ln.not_equal = Tensor.not_equal

ln.one_hot = Tensor.one_hot

--- Ones.
---@param ... integer|integer[]|table
---@return lunette.Tensor
function ln.ones(...) end

--- Ones of the shape of x.
---@param x lunette.Tensor
---@param options? {requires_grad?: boolean}
---@return lunette.Tensor
function ln.ones_like(x, options) end

--- Optimisers and learning rates; clipping, too, is found here.
ln.optim = {}

--- Averaged descent (Polyak and Juditsky 1992): p = (1 - lambd eta) p - eta g
--- with eta = lr / (1 + lambd lr step)^alpha from the second step on. After t0
--- steps state[p].ax is the mean of the parameters since then, before it they
--- themselves.
---@param params lunette.Tensor[]|table[]
---@param options? {lr?: number, lambd?: number, alpha?: number, t0?: number, weight_decay?: number, maximize?: boolean}
---@return lunette.optim.ASGD
function ln.optim.ASGD(params, options) end

--- d = sqrt(u + eps) / sqrt(v + eps) g with v and u the running means of g^2
--- and d^2, p = p - lr d (Zeiler 2012, arXiv 1212.5701, algorithm 1).
---@param params lunette.Tensor[]|table[]
---@param options? {lr?: number, rho?: number, eps?: number, weight_decay?: number, maximize?: boolean}
---@return lunette.optim.Adadelta
function ln.optim.Adadelta(params, options) end

--- v = v + g^2, p = p - lr / (1 + (step - 1) lr_decay) g / (sqrt(v) + eps)
--- (Duchi et al. 2011).
---@param params lunette.Tensor[]|table[]
---@param options? {lr?: number, lr_decay?: number, weight_decay?: number, initial_accumulator_value?: number, eps?: number, maximize?: boolean}
---@return lunette.optim.Adagrad
function ln.optim.Adagrad(params, options) end

--- Kingma and Ba 2015, algorithm 1, with the bias corrections; weight_decay is
--- added to the gradient. params: a list of parameters, or of groups
--- {params = {...}, lr = ...}.
---@param params lunette.Tensor[]|table[]
---@param options? {lr?: number, betas?: number[], eps?: number, weight_decay?: number, amsgrad?: boolean, maximize?: boolean}
---@return lunette.optim.Adam
function ln.optim.Adam(params, options) end

--- Adam with weight_decay taken off the parameters, not added to the gradient
--- (Loshchilov and Hutter 2019, arXiv 1711.05101).
---@param params lunette.Tensor[]|table[]
---@param options? {lr?: number, betas?: number[], eps?: number, weight_decay?: number, amsgrad?: boolean, maximize?: boolean}
---@return lunette.optim.AdamW
function ln.optim.AdamW(params, options) end

--- Kingma and Ba 2015, algorithm 2: u = max(beta2 u, |g| + eps),
--- p = p - lr / (1 - beta1^step) m / u.
---@param params lunette.Tensor[]|table[]
---@param options? {lr?: number, betas?: number[], eps?: number, weight_decay?: number, maximize?: boolean}
---@return lunette.optim.Adamax
function ln.optim.Adamax(params, options) end

--- Adam with extrapolation, for games (Gidel et al. 2019, arXiv 1802.10551,
--- algorithm 4).
---
--- extrapolate() takes Adam's step from where the parameters are; then the
--- gradients are computed there, and step() takes Adam's step with them from
--- where the parameters were before. Both advance the running means:
---
---   local x = ln.nn.Parameter(ln.ones(1))
---   local y = ln.nn.Parameter(ln.ones(1))
---   local opt_x = ln.optim.ExtraAdam({x}, {lr = 0.01})
---   local opt_y = ln.optim.ExtraAdam({y}, {lr = 0.01, maximize = true})
---   local function backward()  -- of the game min over x, max over y of x y
---     opt_x:zero_grad()
---     opt_y:zero_grad();
---     (x * y):sum():backward()
---   end
---   backward() opt_x:extrapolate() opt_y:extrapolate()
---   backward() opt_x:step() opt_y:step()
---@param params lunette.Tensor[]|table[]
---@param options? {lr?: number, betas?: number[], eps?: number, weight_decay?: number, amsgrad?: boolean, maximize?: boolean}
---@return lunette.optim.ExtraAdam
function ln.optim.ExtraAdam(params, options) end

--- Limited-memory BFGS (Nocedal and Wright 2006, algorithms 7.4 and 7.5). One
--- step(closure) makes up to max_iter iterations; closure() must drop the
--- gradients, compute the loss, go backward and return it, at most max_eval
--- times (max_iter * 5 // 4, unless given). One group only.
---@param params lunette.Tensor[]|table[]
---@param options? {lr?: number, max_iter?: integer, max_eval?: integer, tolerance_grad?: number, tolerance_change?: number, history_size?: integer, line_search_fn?: "strong_wolfe"}
---@return lunette.optim.LBFGS
function ln.optim.LBFGS(params, options) end

--- After every k steps of the optimiser the slow weights go
--- the share alpha of the way to where it got, and it starts again from there
--- (Zhang et al. 2019, arXiv 1907.08610). In a game both players look ahead
--- together, so k counts their common steps: with r steps of the discriminator
--- for one of the generator give it r times the k (Chavdarova et al. 2021,
--- arXiv 2006.14567, algorithm 1).
---@param optimizer table
---@param options? {k?: integer, alpha?: number}
---@return lunette.optim.Lookahead
function ln.optim.Lookahead(optimizer, options) end

--- Adam with Nesterov's momentum (Dozat 2016), and his schedule
--- mu_t = beta1 (1 - 0.96^(t momentum_decay) / 2): the direction is
--- (1 - mu_t) g / (1 - mu_1 ... mu_t) + mu_t+1 m / (1 - mu_1 ... mu_t+1).
---@param params lunette.Tensor[]|table[]
---@param options? {lr?: number, betas?: number[], eps?: number, weight_decay?: number, momentum_decay?: number}
---@return lunette.optim.NAdam
function ln.optim.NAdam(params, options) end

--- Daskalakis et al. 2018 (arXiv 1711.00141), algorithm 1: with d_t Adam's
--- direction, p = p - 2 lr d_t + lr d_t-1, d_0 = 0. For games, where plain
--- descent circles around the equilibrium.
---@param params lunette.Tensor[]|table[]
---@param options? {lr?: number, betas?: number[], eps?: number, weight_decay?: number, maximize?: boolean}
---@return lunette.optim.OptimisticAdam
function ln.optim.OptimisticAdam(params, options) end

---@type lunette.optim.Optimizer
ln.optim.Optimizer = {}

--- Liu et al. 2020 (arXiv 1908.03265), algorithm 2: plain momentum while the
--- length of the average, rho_t, is 5 or less.
---@param params lunette.Tensor[]|table[]
---@param options? {lr?: number, betas?: number[], eps?: number, weight_decay?: number}
---@return lunette.optim.RAdam
function ln.optim.RAdam(params, options) end

--- v = alpha v + (1 - alpha) g^2, p = p - lr g / (sqrt(v) + eps) (Graves 2013,
--- arXiv 1308.0850, equations 38 to 45); centered: less the squared running
--- mean of g under the root.
---@param params lunette.Tensor[]|table[]
---@param options? {lr?: number, alpha?: number, eps?: number, weight_decay?: number, momentum?: number, centered?: boolean, maximize?: boolean}
---@return lunette.optim.RMSprop
function ln.optim.RMSprop(params, options) end

--- Riedmiller and Braun 1993: p = p - sign(g) d, d times etas[2] where g has
--- the sign it had, times etas[1] where it has not, and no step there; d stays
--- within step_sizes, at first it is lr. For gradients of all the data at once.
---@param params lunette.Tensor[]|table[]
---@param options? {lr?: number, etas?: number[], step_sizes?: number[], maximize?: boolean}
---@return lunette.optim.Rprop
function ln.optim.Rprop(params, options) end

--- v = momentum v + (1 - dampening) g (at first v = g), p = p - lr v, or with
--- nesterov p = p - lr (g + momentum v). lr has no default.
---@param params lunette.Tensor[]|table[]
---@param options {lr: number, momentum?: number, dampening?: number, weight_decay?: number, nesterov?: boolean, maximize?: boolean}
---@return lunette.optim.SGD
function ln.optim.SGD(params, options) end

--- Multiplies all gradients by max_norm / norm when their norm, as one vector,
--- is greater. Returns the norm of before, a tensor. error_if_nonfinite raises
--- when it is inf or nan; else the gradients then become so. Gradients whose
--- powers overflow have a norm and are scaled all the same. max_norm is 0 or
--- more, inf for no limit.
---@param parameters lunette.Tensor|lunette.Tensor[]
---@param max_norm number
---@param norm_type? number
---@param options? {error_if_nonfinite?: boolean}
---@return any ...
function ln.optim.clip_grad_norm_(parameters, max_norm, norm_type, options) end

--- Every element of every gradient to [-clip_value, clip_value]; it is 0 or
--- more.
---@param parameters lunette.Tensor|lunette.Tensor[]
---@param clip_value number
---@return any ...
function ln.optim.clip_grad_value_(parameters, clip_value) end

--- Steps of optimisers as functions that are recorded, so
--- that what follows can be differentiated through them (unrolled GANs, Metz et
--- al. 2017, arXiv 1611.02163).
---
---   local params = {ln.tensor({1, 2}, {requires_grad = true})}
---   local state
---   for _ = 1, 3 do
---     local loss = params[1]:square():sum()
---     local grads = ln.grad(loss, params, {create_graph = true})
---     params, state = ln.optim.functional.adam(params, grads, state,
---                                              {lr = 0.1})
---   end
---
--- Each has the name of an optimiser in small letters, and takes its options.
ln.optim.functional = {}

--- One step of the optimiser of that name, with its options. params and grads
--- are lists; a parameter without a gradient stays as it is. state is nil at
--- first, or {[k] = opt.state[params[k]]} to go on from where an optimiser
--- is. Returns new lists of parameters and states; nothing is changed.
---@param params lunette.Tensor[]
---@param grads table
---@param state? table
---@param options? {lr?: number, rho?: number, eps?: number, weight_decay?: number, maximize?: boolean}
---@return any ...
function ln.optim.functional.adadelta(params, grads, state, options) end

--- One step of the optimiser of that name, with its options. params and grads
--- are lists; a parameter without a gradient stays as it is. state is nil at
--- first, or {[k] = opt.state[params[k]]} to go on from where an optimiser
--- is. Returns new lists of parameters and states; nothing is changed.
---@param params lunette.Tensor[]
---@param grads table
---@param state? table
---@param options? {lr?: number, lr_decay?: number, weight_decay?: number, initial_accumulator_value?: number, eps?: number, maximize?: boolean}
---@return any ...
function ln.optim.functional.adagrad(params, grads, state, options) end

--- One step of the optimiser of that name, with its options. params and grads
--- are lists; a parameter without a gradient stays as it is. state is nil at
--- first, or {[k] = opt.state[params[k]]} to go on from where an optimiser
--- is. Returns new lists of parameters and states; nothing is changed.
---@param params lunette.Tensor[]
---@param grads table
---@param state? table
---@param options? {lr?: number, betas?: number[], eps?: number, weight_decay?: number, amsgrad?: boolean, maximize?: boolean}
---@return any ...
function ln.optim.functional.adam(params, grads, state, options) end

--- One step of the optimiser of that name, with its options. params and grads
--- are lists; a parameter without a gradient stays as it is. state is nil at
--- first, or {[k] = opt.state[params[k]]} to go on from where an optimiser
--- is. Returns new lists of parameters and states; nothing is changed.
---@param params lunette.Tensor[]
---@param grads table
---@param state? table
---@param options? {lr?: number, betas?: number[], eps?: number, weight_decay?: number, maximize?: boolean}
---@return any ...
function ln.optim.functional.adamax(params, grads, state, options) end

--- One step of the optimiser of that name, with its options. params and grads
--- are lists; a parameter without a gradient stays as it is. state is nil at
--- first, or {[k] = opt.state[params[k]]} to go on from where an optimiser
--- is. Returns new lists of parameters and states; nothing is changed.
---@param params lunette.Tensor[]
---@param grads table
---@param state? table
---@param options? {lr?: number, betas?: number[], eps?: number, weight_decay?: number, amsgrad?: boolean, maximize?: boolean}
---@return any ...
function ln.optim.functional.adamw(params, grads, state, options) end

--- One step of the optimiser of that name, with its options. params and grads
--- are lists; a parameter without a gradient stays as it is. state is nil at
--- first, or {[k] = opt.state[params[k]]} to go on from where an optimiser
--- is. Returns new lists of parameters and states; nothing is changed.
---@param params lunette.Tensor[]
---@param grads table
---@param state? table
---@param options? {lr?: number, lambd?: number, alpha?: number, t0?: number, weight_decay?: number, maximize?: boolean}
---@return any ...
function ln.optim.functional.asgd(params, grads, state, options) end

--- One step of the optimiser of that name, with its options. params and grads
--- are lists; a parameter without a gradient stays as it is. state is nil at
--- first, or {[k] = opt.state[params[k]]} to go on from where an optimiser
--- is. Returns new lists of parameters and states; nothing is changed.
---@param params lunette.Tensor[]
---@param grads table
---@param state? table
---@param options? {lr?: number, betas?: number[], eps?: number, weight_decay?: number, momentum_decay?: number}
---@return any ...
function ln.optim.functional.nadam(params, grads, state, options) end

--- One step of the optimiser of that name, with its options. params and grads
--- are lists; a parameter without a gradient stays as it is. state is nil at
--- first, or {[k] = opt.state[params[k]]} to go on from where an optimiser
--- is. Returns new lists of parameters and states; nothing is changed.
---@param params lunette.Tensor[]
---@param grads table
---@param state? table
---@param options? {lr?: number, betas?: number[], eps?: number, weight_decay?: number, maximize?: boolean}
---@return any ...
function ln.optim.functional.optimisticadam(params, grads, state, options) end

--- One step of the optimiser of that name, with its options. params and grads
--- are lists; a parameter without a gradient stays as it is. state is nil at
--- first, or {[k] = opt.state[params[k]]} to go on from where an optimiser
--- is. Returns new lists of parameters and states; nothing is changed.
---@param params lunette.Tensor[]
---@param grads table
---@param state? table
---@param options? {lr?: number, betas?: number[], eps?: number, weight_decay?: number}
---@return any ...
function ln.optim.functional.radam(params, grads, state, options) end

--- One step of the optimiser of that name, with its options. params and grads
--- are lists; a parameter without a gradient stays as it is. state is nil at
--- first, or {[k] = opt.state[params[k]]} to go on from where an optimiser
--- is. Returns new lists of parameters and states; nothing is changed.
---@param params lunette.Tensor[]
---@param grads table
---@param state? table
---@param options? {lr?: number, alpha?: number, eps?: number, weight_decay?: number, momentum?: number, centered?: boolean, maximize?: boolean}
---@return any ...
function ln.optim.functional.rmsprop(params, grads, state, options) end

--- One step of the optimiser of that name, with its options. params and grads
--- are lists; a parameter without a gradient stays as it is. state is nil at
--- first, or {[k] = opt.state[params[k]]} to go on from where an optimiser
--- is. Returns new lists of parameters and states; nothing is changed.
---@param params lunette.Tensor[]
---@param grads table
---@param state? table
---@param options? {lr?: number, etas?: number[], step_sizes?: number[], maximize?: boolean}
---@return any ...
function ln.optim.functional.rprop(params, grads, state, options) end

--- One step of the optimiser of that name, with its options. params and grads
--- are lists; a parameter without a gradient stays as it is. state is nil at
--- first, or {[k] = opt.state[params[k]]} to go on from where an optimiser
--- is. Returns new lists of parameters and states; nothing is changed.
---@param params lunette.Tensor[]
---@param grads table
---@param state? table
---@param options {lr: number, momentum?: number, dampening?: number, weight_decay?: number, nesterov?: boolean, maximize?: boolean}
---@return any ...
function ln.optim.functional.sgd(params, grads, state, options) end

--- Learning rates over time, PyTorch's.
ln.optim.lr_scheduler = {}

--- Several schedulers of one optimiser, stepped together, as one.
---@param schedulers table
---@return lunette.optim.lr_scheduler.ChainedScheduler
function ln.optim.lr_scheduler.ChainedScheduler(schedulers) end

--- Times factor until t = total_iters.
---@param optimizer table
---@param options? {factor?: number, total_iters?: integer}
---@return lunette.optim.lr_scheduler.ConstantLR
function ln.optim.lr_scheduler.ConstantLR(optimizer, options) end

--- Half a cosine down to eta_min in T_max, and up again (Loshchilov and Hutter
--- 2017, arXiv 1608.03983, without restarts).
---@param optimizer table
---@param T_max integer
---@param options? {eta_min?: number}
---@return lunette.optim.lr_scheduler.CosineAnnealingLR
function ln.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max, options) end

--- Half a cosine from the start again after T_0, then T_0 T_mult, ... (the
--- paper of CosineAnnealingLR, equation 5).
---@param optimizer table
---@param T_0 integer
---@param options? {T_mult?: integer, eta_min?: number}
---@return lunette.optim.lr_scheduler.CosineAnnealingWarmRestarts
function ln.optim.lr_scheduler.CosineAnnealingWarmRestarts(optimizer, T_0, options) end

--- Smith 2017 (arXiv 1506.01186): up from base_lr to max_lr in step_size_up
--- steps and down in step_size_down (as many), again and again; each cycle half
--- as high as the one before with mode "triangular2", lower by gamma^t with
--- "exp_range", or times scale_fn of the cycle, from 1 (scale_mode
--- "iterations": of t). The momentum (or betas[1]) goes the other way.
---@param optimizer table
---@param base_lr number|number[]
---@param max_lr number|number[]
---@param options? {step_size_up?: integer, step_size_down?: integer, mode?: "triangular"|"triangular2"|"exp_range", gamma?: number, scale_fn?: function, scale_mode?: "cycle"|"iterations", cycle_momentum?: boolean, base_momentum?: number, max_momentum?: number}
---@return lunette.optim.lr_scheduler.CyclicLR
function ln.optim.lr_scheduler.CyclicLR(optimizer, base_lr, max_lr, options) end

--- Times gamma each time.
---@param optimizer table
---@param gamma number
---@return lunette.optim.lr_scheduler.ExponentialLR
function ln.optim.lr_scheduler.ExponentialLR(optimizer, gamma) end

--- The first rate times lr_lambda(t), a function or a list of them, one for
--- each group.
---@param optimizer table
---@param lr_lambda function|function[]
---@return lunette.optim.lr_scheduler.LambdaLR
function ln.optim.lr_scheduler.LambdaLR(optimizer, lr_lambda) end

--- Warm-up: the factor goes in a line from start_factor to end_factor.
---@param optimizer table
---@param options? {start_factor?: number, end_factor?: number, total_iters?: integer}
---@return lunette.optim.lr_scheduler.LinearLR
function ln.optim.lr_scheduler.LinearLR(optimizer, options) end

--- Times gamma at each t of the list.
---@param optimizer table
---@param milestones integer|integer[]
---@param options? {gamma?: number}
---@return lunette.optim.lr_scheduler.MultiStepLR
function ln.optim.lr_scheduler.MultiStepLR(optimizer, milestones, options) end

--- Times lr_lambda(t) each time, a function or a list of them, one for each
--- group.
---@param optimizer table
---@param lr_lambda function|function[]
---@return lunette.optim.lr_scheduler.MultiplicativeLR
function ln.optim.lr_scheduler.MultiplicativeLR(optimizer, lr_lambda) end

--- Smith and Topin 2019 (arXiv 1708.07120): up from max_lr / div_factor to
--- max_lr, then down to the first over final_div_factor; the momentum (or
--- betas[1]) goes the other way. epochs and steps_per_epoch may be given in
--- place of total_steps; max_lr may be a list, one for each group.
---@param optimizer table
---@param max_lr number|number[]
---@param options? {total_steps?: integer, epochs?: integer, steps_per_epoch?: integer, pct_start?: number, anneal_strategy?: "cos"|"linear", cycle_momentum?: boolean, base_momentum?: number, max_momentum?: number, div_factor?: number, final_div_factor?: number, three_phase?: boolean}
---@return lunette.optim.lr_scheduler.OneCycleLR
function ln.optim.lr_scheduler.OneCycleLR(optimizer, max_lr, options) end

--- Times (1 - t / total_iters)^power.
---@param optimizer table
---@param options? {total_iters?: integer, power?: number}
---@return lunette.optim.lr_scheduler.PolynomialLR
function ln.optim.lr_scheduler.PolynomialLR(optimizer, options) end

--- step(metrics) multiplies the rates by factor when the measure has not
--- improved for more than patience steps.
---@param optimizer table
---@param options? {mode?: "min"|"max", factor?: number, patience?: integer, threshold?: number, threshold_mode?: "rel"|"abs", cooldown?: integer, min_lr?: number|number[], eps?: number}
---@return lunette.optim.lr_scheduler.ReduceLROnPlateau
function ln.optim.lr_scheduler.ReduceLROnPlateau(optimizer, options) end

--- The first scheduler until t is the first milestone, where the second starts,
--- and so on.
---@param optimizer table
---@param schedulers table
---@param milestones integer|integer[]
---@return lunette.optim.lr_scheduler.SequentialLR
function ln.optim.lr_scheduler.SequentialLR(optimizer, schedulers, milestones) end

--- Times gamma every step_size.
---@param optimizer table
---@param step_size integer
---@param options? {gamma?: number}
---@return lunette.optim.lr_scheduler.StepLR
function ln.optim.lr_scheduler.StepLR(optimizer, step_size, options) end

ln.outer = Tensor.outer

ln.pad = Tensor.pad

ln.pad_adjoint = Tensor.pad_adjoint

ln.pdist = Tensor.pdist

ln.permute = Tensor.permute

ln.pick = Tensor.pick

ln.pick_classes = Tensor.pick_classes

ln.pick_classes_grad = Tensor.pick_classes_grad

ln.pinv = Tensor.pinv

ln.pinverse = Tensor.pinverse

ln.pivots_order = Tensor.pivots_order

ln.pixel_shuffle = Tensor.pixel_shuffle

ln.pixel_unshuffle = Tensor.pixel_unshuffle

--- Curves, points, histograms, bars, heat maps and images, several in
--- one figure, as SVG, as PNG and as text.
ln.plot = {}

--- A figure of panels in rows of `columns`, each of width by height pixels and
--- what its legend needs besides. Panels that share x, or y, show one range of
--- it.
---   local losses = ln.rand(1000)
---   local fig = ln.plot.figure {title = "a run", columns = 2}
---   fig:panel {title = "losses", x_label = "step", y_scale = "log"}
---   fig:lines(losses, {name = "D", smooth = 0.9})
---   fig:panel {title = "samples"}:image(ln.rand(16, 1, 8, 8))
---   fig:save "run.svg"
---@param options? {title?: string, columns?: integer, width?: integer, height?: integer, share_x?: boolean, share_y?: boolean}
---@return any ...
function ln.plot.figure(options) end

ln.polygamma = Tensor.polygamma

ln.positive = Tensor.positive

ln.pow = Tensor.pow

--- `local _ <close> = ln.precision "bfloat16"`: until it closes, what this
--- coroutine computes of convolutions and of matrix products (matmul, linear,
--- addmm and what is made of them), forward and backward, takes its factors
--- rounded to bfloat16 (8 significant bits instead of 24, to the nearest, ties
--- to even) and sums in float. Everything else, weights, optimisers and results
--- stay float. What counts is the precision when an op runs: call backward()
--- inside too.
---
--- Where the processor has AVX512-BF16, products run up to twice as fast, and
--- factors below 2^-126 count as 0; so they do where it has AMX, whose tiles
--- are then used. On others it works, with the same rounding, no faster than
--- float. `ln.doctor()` tells which it is. `ln.precision "float"` switches
--- back. The library of doubles (LUNETTE_REAL=double) has no bfloat16.
---@param kind "bfloat16"|"float"
---@return any ...
function ln.precision(kind) end

ln.prelu = Tensor.prelu

ln.prod = Tensor.prod

ln.product = Tensor.product

--- `local p <close> = ln.profile()`: until it closes, every op that computes is
--- timed. At the close a table is printed (not with {print = false}): for each
--- op and line of the script its calls, milliseconds, share, GFLOP/s (products,
--- convolutions, mini-batch discrimination), GB/s and megabytes (inputs and
--- results, each once); and with {trace = "path.json"} a Chrome trace is
--- written. p:rows() gives the table's rows, p:save(path) the trace,
--- tostring(p) the text. Gradients count on the line that called backward. One
--- at a time.
---@param options? {print?: boolean, trace?: string}
---@return any ...
function ln.profile(options) end

--- for step, bar in ln.progress(steps) do: counts from `from` to `steps` and
--- shows how far it is, the values given to bar:set, the speed (images a second
--- when the batch size is given) and the time left, on the error output.
--- LUNETTE_PROGRESS is bar, plain or off to choose. On a terminal what print
--- and io.write write stands above the bar. Ctrl-C ends the loop after the step
--- that runs, and the script goes on with the lines behind it, which may save;
--- its status is then 130. A second one ends the process at once. SIGTERM ends
--- the loop so too, with status 143.
---@param steps integer
---@param options? {from?: integer, batch?: integer}
---@return any ...
function ln.progress(steps, options) end

ln.put = Tensor.put

ln.qr = Tensor.qr

ln.qr_packed = Tensor.qr_packed

ln.quantile = Tensor.quantile

ln.rad2deg = Tensor.rad2deg

--- Uniform in [0, 1).
---@param ... integer|integer[]|table
---@return lunette.Tensor
function ln.rand(...) end

--- Uniform in [0, 1), of the shape of x.
---@param x lunette.Tensor
---@param options? {requires_grad?: boolean, generator?: lunette.Generator}
---@return lunette.Tensor
function ln.rand_like(x, options) end

--- Integers from low to high, both included: ln.randint(1, 10, {n}).
---@param low integer
---@param high integer
---@param size integer|integer[]
---@param options? {requires_grad?: boolean, generator?: lunette.Generator}
---@return lunette.Tensor
function ln.randint(low, high, size, options) end

--- Integers from low to high, both included, of the shape of x.
---@param x lunette.Tensor
---@param low integer
---@param high integer
---@param options? {requires_grad?: boolean, generator?: lunette.Generator}
---@return lunette.Tensor
function ln.randint_like(x, low, high, options) end

--- Normal, mean 0 and standard deviation 1.
---@param ... integer|integer[]|table
---@return lunette.Tensor
function ln.randn(...) end

--- Normal, of the shape of x.
---@param x lunette.Tensor
---@param options? {requires_grad?: boolean, generator?: lunette.Generator}
---@return lunette.Tensor
function ln.randn_like(x, options) end

--- 1 to n in random order.
---@param n integer
---@param options? {requires_grad?: boolean, generator?: lunette.Generator}
---@return lunette.Tensor
function ln.randperm(n, options) end

ln.ravel = Tensor.ravel

ln.rdft = Tensor.rdft

--- The type of all elements: "float", or "double" when the environment has LUNETTE_REAL=double.
ln.real = nil ---@type any

ln.reciprocal = Tensor.reciprocal

--- The results of f(...), of which nothing between is kept for the backward
--- sweep: f runs once more there (Chen et al., 2016, "Training deep nets with
--- sublinear memory cost"). Gradients are exact, those of tensors that f holds
--- as well, at every order; random numbers of the default generator are drawn
--- again as they were. What f changes on its side (running statistics) is
--- changed twice.
---@param f function
---@param ... any
---@return any ...
function ln.recompute(f, ...) end

ln.relu = Tensor.relu

ln.relu6 = Tensor.relu6

ln.remainder = Tensor.remainder

ln.renorm = Tensor.renorm

ln.repeat_interleave = Tensor.repeat_interleave

--- A prompt with ln, nn, optim, gan and F: what a line gives is printed, ?name
--- is what ln.help tells of it, and a line that does not end goes on with the
--- next. Locals last as long as their line. Where lua-readline is installed
--- (luarocks install readline, or Debian's lua-readline), lines can be edited
--- and are remembered, and the tabulator completes names. Ctrl-D ends it.
---   lunette repl
---@return any ...
function ln.repl() end

--- The page report.html in a folder, one file that needs no other and
--- no network, which is kept up to date while a loop runs: curves of all
--- numbers that are logged, grids of samples by step, what looks wrong, layers,
--- options and the machine. trainer:run() keeps one, trainer.report; a loop of
--- one's own needs three lines:
---   local report <close> = ln.report "runs/mine"
---   for step = 1, 100 do
---     report:log {step = step, loss = 1 / step}
---     if step % 50 == 0 then
---       report:pictures(step, ln.rand(16, 1, 8, 8), {range = {0, 1}})
---     end
---   end
--- It is written when it is opened, at most every 5 seconds, at most in 1 % of
--- the time, and when it closes. A loop that goes on from a checkpoint gives
--- `step`, after which the folder's log is cut; without it the log begins anew.
--- config: a table of options to show, which becomes config.json; networks: by
--- name, of which the layers are listed; changes: what is to be said of options
--- that are others than before. Beside the page there are log.jsonl, log.csv,
--- samples/ and report.jsonl, the rest of what it shows. Raises when the disk
--- refuses.
---@param folder string
---@param options? {step?: integer, config?: table, networks?: table, changes?: string}
---@return any ...
function ln.report(folder, options) end

ln.resample = Tensor.resample

ln.resample_adjoint = Tensor.resample_adjoint

--- Starts the peak of ln.memory() anew from now.
function ln.reset_peak_memory() end

ln.reshape = Tensor.reshape

ln.reshape_as = Tensor.reshape_as

ln.rfft = Tensor.rfft

ln.rfft2 = Tensor.rfft2

ln.rfftfreq = Tensor.rfftfreq

ln.rfftn = Tensor.rfftn

ln.roll = Tensor.roll

ln.roll_one = Tensor.roll_one

ln.root = Tensor.root

ln.rot90 = Tensor.rot90

ln.round = Tensor.round

ln.row_norm_grad = Tensor.row_norm_grad

ln.row_norm_sums = Tensor.row_norm_sums

--- vstack, as PyTorch's row_stack.
---@param tensors lunette.Tensor[]
---@return any ...
function ln.row_stack(tensors) end

ln.rsqrt = Tensor.rsqrt

ln.rsub = Tensor.rsub

--- What the command lunette does: training from one line, and what can
--- be done with a run's folder, or a model file, without the script that made
--- it.
ln.runs = {}

--- Compares runs by their folders, side by side:
---   steps, seconds, milliseconds a step, seeds
---   of all numbers of their logs, losses and metrics, the last, and the best
---   where it is known whether that is the highest or the lowest (of the
---   trainer's `best`, and of names of ln.metrics), else how far they went;
---   the same of what `eval` has left in eval.jsonl, where a row has numbers of
---   one set, n, mode and network only
---   options that differ, of config.json and run.json; functions are not
---   compared
--- Runs that differ in their seed only are a group: of each number its mean,
--- with Student's interval (95 %), and what it has more than the first group,
--- where the same seeds are in both seed by seed. Nothing is written. Returns
--- {runs, numbers, differs, groups, by_seed}, which prints as text.
---   lunette compare runs/photos runs/photos-2
---@param run string
---@param other string
---@param ... any
---@return any ...
function ln.runs.compare(run, other, ...) end

--- Judges the generator of a run's folder, or of a model file, by n samples and
--- as many real pictures: those that it was trained on, where run.json says
--- so, or others.
---   against    a folder of pictures, a file of ln.data.pack, or "digits"
---   metrics    by name: kid, precision_recall and density_coverage unless
---              given; fid, nearest_accuracy, minibatch_similarity;
---              sliced_wasserstein and patch_wasserstein, which take pictures
---              themselves, and the latter its time
---   n          samples; half of the pictures, at most 1000, unless given
---   seed       of the noise and of the draws
---   mode       eval, or train: batch norm by each batch of 64
---   features   the network of metrics.features that gives them, mnist or
---              fashion_mnist: of each channel, brought to 28 x 28; mnist for
---              digits, the other for all else, unless given
---   draws      of the bootstrap; 0: no intervals
---   best       best.safetensors of a run, not the last one
---   skip_bad   of `against`: leaves out what cannot be read
--- Each value comes with an interval and with what as many other real pictures
--- get. The interval is 1.96 standard deviations of the bootstrap to either
--- side (Efron and Tibshirani 1993, section 12.5): percentiles would lie beside
--- the value, for samples that are drawn twice are neighbours. Numbers of one
--- set, n and network can be compared with each other only. Of other data than
--- digits and clothes the network sees edges and shapes, and kid hardly sees
--- which colours go together; sliced_wasserstein does.
---
--- In a run's folder a line is added to eval.jsonl, which `compare` reads, and
--- reference.safetensors keeps features of the pictures for the next time, by
--- checksums of their pixels. Returns what was measured, which prints as text:
--- {file, step, n, metrics = {kid = {value, low, high, std, floor}, ...}, ...}.
---   lunette eval runs/photos
---   lunette eval runs/photos --metrics kid,fid --against others/
---@param run string
---@param options? {against?: string, metrics?: table, n?: integer, seed?: integer, mode?: "eval"|"train", features?: "mnist"|"fashion_mnist", draws?: integer, best?: boolean, skip_bad?: boolean}
---@return any ...
function ln.runs.eval(run, options) end

--- Writes the samples that a run kept as a film: those of the same noise at
--- each of its steps, in a file `out` that ends in .apng, .png or .gif; see
--- ln.image.save_film.
---   fps    frames a second
---   force  the film, where it is there, is written over
--- Returns how many frames it has.
---   lunette film runs/photos -o photos.apng
---@param run string
---@param options? {out?: string, fps?: number, force?: boolean}
---@return any ...
function ln.runs.film(run, options) end

--- Goes on from a step of a run with options changed, under the same noise and
--- the same batches, in a folder of its own: what comes of it differs by the
--- change alone. With nothing changed it is the run's own continuation, bit for
--- bit. The run is one that `lunette train` began.
---   at       the step; that of the last checkpoint unless given. Where there
---            is no checkpoint of it, the run goes on unchanged from the one
---            before, or from its start, to that step first, and its hashes are
---            held against the log's
---   set      what changes, by name: what a script's ln.settings has; gamma and
---            lr of pictures; and any number, word or list of numbers among the
---            trainer's options by its path in config.json, such as
---            discriminator_steps, optimizers.lr or penalties.1.weight
---   steps    how many in all, minutes: how long from there; those of the run
---            unless given
---   folder   the run's name and what changes unless given
--- A rate that a schedule has moved goes on from there, by as much as the first
--- one changed. run.json has the parent, the step and the changes, and `lunette
--- train FOLDER` goes on with it. Returns what trainer:run() does.
---   lunette fork runs/photos --at 4200 --set gamma=2
---@param run string
---@param options? {at?: integer, set?: table, steps?: integer, minutes?: number, folder?: string}
---@return any ...
function ln.runs.fork(run, options) end

--- What a run's folder or a model file says of itself: the network, what there
--- is to be known of it, and of a run the last line of its log. Prints as text.
---   lunette info runs/photos
---@param run string
---@return any ...
function ln.runs.info(run) end

--- Writes a script of about 60 lines, name.lua, that trains on the pictures of
--- `data`, a folder or a file of ln.data.pack, as a preset of gan.presets does,
--- without it: networks, losses, rates and schedules are there to be changed.
---   preset, size  as `train` has them
---   force         the file, where it is there, is written over
--- Returns its path.
---   lunette new faces --preset dcgan --data photos/
---@param name string
---@param options {data: string, preset?: "dcgan"|"r3gan"|"stylegan2", size?: integer, force?: boolean}
---@return any ...
function ln.runs.new(name, options) end

--- Writes a grid of the pictures that `train` would see, of the set that it
--- would be told: the first n in the order of the seed, brought to the size and
--- the channels of the networks. Of the folder of a run: what that was trained
--- on.
---   out       the picture with the grid
---   n         how many, or all where there are less
---   size      of the pictures; what `train` would take, unless given
---   seed      of the run
---   columns   of the grid
---   skip_bad  leaves out what cannot be read
---   force     the file, where it is there, is written over
--- Says what the set is. Returns the pictures, n,c,h,w.
---   lunette data preview photos/ -o grid.png
---@param set string
---@param options? {out?: string, n?: integer, size?: integer, seed?: integer, columns?: integer, skip_bad?: boolean, force?: boolean}
---@return any ...
function ln.runs.preview(set, options) end

--- Repeats a run that lunette train began, by its run.json, from its start or
--- from one of its checkpoints, in a folder that goes with it, and compares the
--- hashes of all parameters that its log has: every hash_every steps of the
--- trainer. Raises at the first that differs, with its step and both; returns
--- how many held, and up to which step. The run is not touched. Of a script
--- its text of then is run, and is left when the last hash was compared; its
--- trainers write elsewhere than it says, but what it writes by itself it does.
---   to    the step up to which; the last that has a hash unless given
---   from  the step of a checkpoint to begin from
---   lunette replay runs/photos --to 4200
---@param run string
---@param options? {to?: integer, from?: integer}
---@return any ...
function ln.runs.replay(run, options) end

--- Writes report.html in a run's folder anew, from the files there: the page
--- that ln.report and gan.Trainer keep. Of runs of before there was one it has
--- the log, the samples and the options. Returns its path.
---   lunette report runs/photos
---@param run string
---@return any ...
function ln.runs.report(run) end

--- Samples of the generator that a run's folder has, or of a model file, in
--- evaluation mode: pictures in a grid, in `out`; one by one, where out is a
--- folder, which ends in "/"; as a film, a sample a frame, where it ends in
--- .apng or .gif; or as an array n,c,h,w, where it ends in .npy.
---   n           how many; with classes they take turns, in a walk at each
---               sample that it goes through
---   seed        of the noise; the same seed gives the same samples
---   class       the one wanted, by name or number
---   truncation  the noise is multiplied by it: below 1 the samples are more
---               alike
---   walk        steps from one sample to the next, on the sphere between them;
---               in a film the last goes to the first
---   columns     of the grid
---   fps         frames a second, of a film
---   best        best.safetensors of a run, not the last one
---   force       files that are there are written over
--- Returns the samples.
---   lunette sample runs/photos -n 64 -o grid.png
---   lunette sample runs/photos -n 96 --walk 24 -o walk.apng
---@param run string
---@param options? {n?: integer, out?: string, seed?: integer, class?: string|integer, truncation?: number, walk?: integer, columns?: integer, fps?: number, best?: boolean, force?: boolean}
---@return any ...
function ln.runs.sample(run, options) end

--- Trains a generator on the pictures of `target`: a folder of PNG and JPEG
--- files, a file of ln.data.pack, or "digits", those that come with Lunette;
--- goes on with a run that is the folder `target`; or runs `target`, a script
--- whose name ends in .lua.
---   preset      dcgan, r3gan or stylegan2: gan.presets tells of them; chosen
---               by size and number unless given
---   size        of what is generated, a power of two; by that of the pictures,
---               at most 64, unless given
---   filters, batch_size  of the preset
---   steps       how many; 20000 unless there are minutes
---   minutes     how long: what the machine does is measured for some seconds,
---               and the size, preset and width that see enough images in time
---               are taken (50,000 by dcgan, 500,000 by the others), or what
---               comes nearest to that
---   labels      r3gan is told the classes, which are the folders right below
---   skip_bad    leaves out what cannot be read
---   folder      of the run: runs/ and the name of the target unless given
---   set         of a script: what ln.settings gives it, by name
--- What was chosen and why is said. The same words go on where the run was, and
--- more steps or minutes go further; run.json in the folder has what was asked
--- for and what was chosen. Returns what trainer:run() does.
---   lunette train photos/ --minutes 40
---   lunette train my_gan.lua --steps 20000 --set lr=1e-4 --set gamma=2
---@param target string
---@param options? {preset?: "dcgan"|"r3gan"|"stylegan2", size?: integer, filters?: integer, batch_size?: integer, steps?: integer, minutes?: number, labels?: boolean, skip_bad?: boolean, seed?: integer, folder?: string, set?: table}
---@return any ...
function ln.runs.train(target, options) end

--- Writes a table of tensors, numbers, strings, booleans and such tables; load
--- gives it back bit for bit. The folder is made; a file that exists is
--- replaced whole or not at all. The file carries a checksum, which load
--- compares. Returns true; raises when the disk refuses.
---@param path string
---@param state table
---@return any ...
function ln.save(path, state) end

--- Writes a network with how it is made, so that load_model gives it back
--- without the script: layers of nn and gan, what gan.zoo gives, containers of
--- them, spectral_norm and the like, and classes that nn.register has named.
--- `about` is a table of what else is to be known: the range of its pictures,
--- their size, names of classes, latent, step; the library's version is added.
--- Hooks are no part of it. The file is an ordinary safetensors file with a
--- checksum. Returns true; raises where no file can say how a layer is made,
--- and where.
---@param path string
---@param network table
---@param about? table
---@return any ...
function ln.save_model(path, network, about) end

--- Writes x as float32, in the double engine as float64. The folder is made; a
--- file that exists is replaced whole or not at all. Returns true; raises when
--- the disk refuses.
---@param path string
---@param x lunette.Tensor
---@return any ...
function ln.save_npy(path, x) end

--- Writes tensors by name, {mean = x, cov = y}, as numpy.savez does: not
--- packed, as float32, in the double engine as float64. The folder is made; a
--- file that exists is replaced whole or not at all. Returns true; raises when
--- the disk refuses, and beyond 4 GiB.
---@param path string
---@param tensors table
---@return any ...
function ln.save_npz(path, tensors) end

ln.scatter = Tensor.scatter

ln.scatter_add = Tensor.scatter_add

ln.scatter_extreme = Tensor.scatter_extreme

ln.scatter_reduce = Tensor.scatter_reduce

ln.searchsorted = Tensor.searchsorted

ln.segment_reduce = Tensor.segment_reduce

ln.select = Tensor.select

ln.select_scatter = Tensor.select_scatter

ln.selu = Tensor.selu

--- How many threads ops use; the numbers do not depend on it. At first LUNETTE_NUM_THREADS, else as many as the process may use processors, by affinity and by quota. Everything runs on the processor: there is no other device, and no GPU or CUDA.
---@param n integer
function ln.set_num_threads(n) end

--- What the script is to go by: the defaults, and in their place what
---   lunette train script.lua --steps 20000 --set lr=1e-4 --set betas=0,0.99
--- says. A value is of its default's kind: a number, an integer, a text, a
--- boolean or a list of numbers; unknown names are refused.
---   local o = ln.settings {steps = 5000, lr = 2e-4, betas = {0.5, 0.999}}
---@param defaults table
---@return any ...
function ln.settings(defaults) end

ln.sgn = Tensor.sgn

ln.sigmoid = Tensor.sigmoid

ln.sigmoid_grad = Tensor.sigmoid_grad

ln.sign = Tensor.sign

ln.signbit = Tensor.signbit

ln.silu = Tensor.silu

ln.silu_grad = Tensor.silu_grad

ln.sin = Tensor.sin

ln.sinc = Tensor.sinc

ln.sinc_derivative = Tensor.sinc_derivative

ln.sinh = Tensor.sinh

ln.slice_scatter = Tensor.slice_scatter

ln.slogdet = Tensor.slogdet

ln.slogdet_packed = Tensor.slogdet_packed

ln.softmax = Tensor.softmax

ln.softmax_grad = Tensor.softmax_grad

ln.softplus = Tensor.softplus

ln.softshrink = Tensor.softshrink

ln.softsign = Tensor.softsign

ln.solve = Tensor.solve

ln.solve_columns = Tensor.solve_columns

ln.solve_triangular = Tensor.solve_triangular

ln.solve_triangular_columns = Tensor.solve_triangular_columns

ln.sort = Tensor.sort

ln.spectrum = Tensor.spectrum

ln.split = Tensor.split

ln.sqrt = Tensor.sqrt

ln.sqrtm = Tensor.sqrtm

ln.square = Tensor.square

ln.square_sum = Tensor.square_sum

ln.squared_error = Tensor.squared_error

ln.squeeze = Tensor.squeeze

--- Tensors of one shape along a new dimension.
---@param tensors lunette.Tensor[]
---@param dim? integer
---@return lunette.Tensor
function ln.stack(tensors, dim) end

ln.std = Tensor.std

ln.std_mean = Tensor.std_mean

ln.stft = Tensor.stft

ln.sub = Tensor.sub

ln.subtract = Tensor.subtract

ln.suffix_sum = Tensor.suffix_sum

ln.suffix_weighted_sum = Tensor.suffix_weighted_sum

ln.sum = Tensor.sum

ln.sum_to = Tensor.sum_to

ln.svd = Tensor.svd

ln.svd_packed = Tensor.svd_packed

ln.svd_values = Tensor.svd_values

ln.svdvals = Tensor.svdvals

ln.swapaxes = Tensor.swapaxes

ln.swapdims = Tensor.swapdims

ln.t = Tensor.t

ln.take = Tensor.take

ln.take_along_dim = Tensor.take_along_dim

ln.tan = Tensor.tan

ln.tanh = Tensor.tanh

ln.tanh_grad = Tensor.tanh_grad

ln.tanhshrink = Tensor.tanhshrink

--- A tensor of a number, of nested tables of one shape (booleans count as 1 and 0), or a copy of a tensor, without its graph.
---@param data any
---@param options? {requires_grad?: boolean}
---@return lunette.Tensor
function ln.tensor(data, options) end

ln.tensor_split = Tensor.tensor_split

ln.tensordot = Tensor.tensordot

ln.threshold = Tensor.threshold

ln.tile = Tensor.tile

--- The graph behind y as a Graphviz digraph, one line for each tensor and edge,
--- inputs before results: ops are ellipses, leaves boxes, blue when they
--- require a gradient. `params` names leaves: a module, or a table such as
--- {weight = w}. `print(ln.to_dot(loss))` into `dot -Tsvg`.
---@param y lunette.Tensor
---@param options? {params?: table}
---@return any ...
function ln.to_dot(y, options) end

ln.topk = Tensor.topk

ln.trace = Tensor.trace

ln.transpose = Tensor.transpose

ln.trapezoid = Tensor.trapezoid

ln.trapz = Tensor.trapz

ln.tril = Tensor.tril

--- The indices, from 1, of the lower triangle of a matrix row x col, as two rows: below diagonal `offset` and on it.
---@param row integer
---@param col integer
---@param offset? integer
---@return lunette.Tensor
function ln.tril_indices(row, col, offset) end

ln.triu = Tensor.triu

--- The indices, from 1, of the upper triangle of a matrix row x col, as two rows: above diagonal `offset` and on it.
---@param row integer
---@param col integer
---@param offset? integer
---@return lunette.Tensor
function ln.triu_indices(row, col, offset) end

ln.true_divide = Tensor.true_divide

ln.trunc = Tensor.trunc

ln.trunc_divide = Tensor.trunc_divide

ln.unbind = Tensor.unbind

ln.unflatten = Tensor.unflatten

ln.unfold = Tensor.unfold

ln.unfold_back = Tensor.unfold_back

--- Uniform in [low, high).
---@param low number
---@param high number
---@param size integer|integer[]
---@param options? {requires_grad?: boolean, generator?: lunette.Generator}
---@return lunette.Tensor
function ln.uniform(low, high, size, options) end

ln.unique = Tensor.unique

ln.unique_consecutive = Tensor.unique_consecutive

ln.unsqueeze = Tensor.unsqueeze

ln.upsample = Tensor.upsample

ln.vander = Tensor.vander

ln.var = Tensor.var

ln.var_mean = Tensor.var_mean

ln.vdot = Tensor.vdot

ln.vecdot = Tensor.vecdot

ln.vector_norm = Tensor.vector_norm

--- The version of the library: the rock's, without its revision.
ln.version = nil ---@type any

ln.view = Tensor.view

ln.view_as = Tensor.view_as

--- func(inputs) and v^T J, with J the Jacobian and v of the form of func's
--- results (ones by default for one number).
---@param func function
---@param inputs lunette.Tensor|lunette.Tensor[]
---@param v? lunette.Tensor|lunette.Tensor[]
---@param options? {create_graph?: boolean}
---@return any ...
function ln.vjp(func, inputs, v, options) end

ln.vsplit = Tensor.vsplit

--- Tensors one below the other: joined along dimension 1, vectors as rows.
---@param tensors lunette.Tensor[]
---@return any ...
function ln.vstack(tensors) end

ln.weighted_cumsum = Tensor.weighted_cumsum

ln.where = Tensor.where

ln.widen = Tensor.widen

ln.xlog1py = Tensor.xlog1py

ln.xlogy = Tensor.xlogy

--- Zeros: ln.zeros(2, 3) is 2x3.
---@param ... integer|integer[]|table
---@return lunette.Tensor
function ln.zeros(...) end

--- Zeros of the shape of x.
---@param x lunette.Tensor
---@param options? {requires_grad?: boolean}
---@return lunette.Tensor
function ln.zeros_like(x, options) end

return ln
