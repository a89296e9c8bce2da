---@meta _
-- Made by `make docs` from the sources; changes belong there.

--- Numbers in up to 8 dimensions. + - * / // % ^ and unary minus work element
--- by element, with broadcasting; every op is a method. x[i],
--- x[{i, {first, last}, {}}] and x[indices] are parts of it,
--- x[{{first, last, step}}] every step-th row, #x the size of the first
--- dimension, over which `for i, row in ipairs(x)` goes. x.grad holds the
--- gradient of a leaf, or nil, x.shape what x:size() gives. Indices and
--- dimensions count from 1, negative dimensions from the end.
---
---   local x = ln.tensor {{1, 2, 3}, {4, 5, 6}}
---   print(x[2])   -- {4, 5, 6}
---   print(x[{{}, {2, 3}}])   -- {{2, 3}, {5, 6}}
---   print((x * 2 + 1):sum(2))   -- {15, 33}
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

---@class lunette.add.options
---@field other? lunette.Tensor|number
---@field alpha? number default 1

--- x + alpha other.
---@param other lunette.Tensor|number
---@param options? lunette.add.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.add.options): lunette.Tensor
function Tensor:add(other, options) end

---@class lunette.add_outer.options
---@field column? lunette.Tensor|number
---@field row? lunette.Tensor|number
---@field value? number default 1

--- x + value column row, for a column n, 1 and a row 1, m; x expands to their product. What addr is made of.
---@param column lunette.Tensor|number
---@param row lunette.Tensor|number
---@param options? lunette.add_outer.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, column: lunette.Tensor|number, options: lunette.add_outer.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.add_outer.options): lunette.Tensor
function Tensor:add_outer(column, row, options) end

---@class lunette.addbmm.options
---@field batch1? lunette.Tensor
---@field batch2? lunette.Tensor
---@field beta? number default 1
---@field alpha? number default 1

--- beta x + alpha times the sum of the products of two batches of matrices (n x
--- p x q by n x q x r); x expands to p x r, and is not read when beta is 0.
---@param batch1 lunette.Tensor
---@param batch2 lunette.Tensor
---@param options? lunette.addbmm.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, batch1: lunette.Tensor, options: lunette.addbmm.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.addbmm.options): lunette.Tensor
function Tensor:addbmm(batch1, batch2, options) end

---@class lunette.addcdiv.options
---@field tensor1? lunette.Tensor|number
---@field tensor2? lunette.Tensor|number
---@field value? number default 1

--- x + value tensor1 / tensor2.
---@param tensor1 lunette.Tensor|number
---@param tensor2 lunette.Tensor|number
---@param options? lunette.addcdiv.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, tensor1: lunette.Tensor|number, options: lunette.addcdiv.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.addcdiv.options): lunette.Tensor
function Tensor:addcdiv(tensor1, tensor2, options) end

---@class lunette.addcmul.options
---@field tensor1? lunette.Tensor|number
---@field tensor2? lunette.Tensor|number
---@field value? number default 1

--- x + value tensor1 tensor2.
---@param tensor1 lunette.Tensor|number
---@param tensor2 lunette.Tensor|number
---@param options? lunette.addcmul.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, tensor1: lunette.Tensor|number, options: lunette.addcmul.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.addcmul.options): lunette.Tensor
function Tensor:addcmul(tensor1, tensor2, options) end

---@class lunette.addmm.options
---@field mat1? lunette.Tensor|number
---@field mat2? lunette.Tensor|number
---@field beta? number default 1
---@field alpha? number default 1

--- beta x + alpha mat1 mat2 for matrices; x expands to the product, and is not read when beta is 0.
---@param mat1 lunette.Tensor|number
---@param mat2 lunette.Tensor|number
---@param options? lunette.addmm.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, mat1: lunette.Tensor|number, options: lunette.addmm.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.addmm.options): lunette.Tensor
function Tensor:addmm(mat1, mat2, options) end

---@class lunette.addmv.options
---@field mat? lunette.Tensor|number
---@field vec? lunette.Tensor|number
---@field beta? number default 1
---@field alpha? number default 1

--- beta x + alpha mat vec for a matrix and a vector; x expands to the product, and is not read when beta is 0.
---@param mat lunette.Tensor|number
---@param vec lunette.Tensor|number
---@param options? lunette.addmv.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, mat: lunette.Tensor|number, options: lunette.addmv.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.addmv.options): lunette.Tensor
function Tensor:addmv(mat, vec, options) end

---@class lunette.addr.options
---@field vec1? lunette.Tensor
---@field vec2? lunette.Tensor
---@field beta? number default 1
---@field alpha? number default 1

--- beta x + alpha vec1 vec2^T, the outer product of two vectors; x expands to
--- it, and is not read when beta is 0.
---@param vec1 lunette.Tensor
---@param vec2 lunette.Tensor
---@param options? lunette.addr.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, vec1: lunette.Tensor, options: lunette.addr.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.addr.options): lunette.Tensor
function Tensor:addr(vec1, vec2, options) end

---@class lunette.affine_grid.options
---@field size? integer|integer[]
---@field align_corners? boolean default false

--- A grid for grid_sample, n, h, w, 2, from theta, n, 2, 3: theta times (x, y,
--- 1) for each element of an image of sizes {n, c, h, w}, whose edges (with
--- align_corners: corner centres) are -1 and 1; n, d, h, w, 3 from theta, n, 3,
--- 4, for a volume of sizes {n, c, d, h, w} (Jaderberg et al. 2015, arXiv
--- 1506.02025).
---@param size integer|integer[]
---@param options? lunette.affine_grid.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.affine_grid.options): lunette.Tensor
function Tensor:affine_grid(size, options) end

--- The same values as a node of the graph of its own; a view.
---@return lunette.Tensor
function Tensor:alias() end

---@class lunette.all.options
---@field dim? integer|integer[]
---@field keepdim? boolean default false

--- 1 where no element over dim, or none at all, is 0; else 0. No derivative.
---@param dim? integer|integer[]
---@param options? lunette.all.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.all.options): lunette.Tensor
function Tensor:all(dim, options) end

---@class lunette.allclose.options
---@field other? lunette.Tensor
---@field rtol? number default 1e-5
---@field atol? number default 1e-8
---@field equal_nan? boolean default false

--- Is every element of x close to that of other, as isclose has it? The two
--- broadcast. A boolean of Lua.
---@param other lunette.Tensor
---@param options? lunette.allclose.options
---@return boolean
---@overload fun(self: lunette.Tensor, options: lunette.allclose.options): boolean
function Tensor:allclose(other, options) end

---@class lunette.amax.options
---@field dim? integer|integer[]
---@field keepdim? boolean default false

--- The largest element over dim, or of all; NaN if one is there. Equal ones share the gradient.
---@param dim? integer|integer[]
---@param options? lunette.amax.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.amax.options): lunette.Tensor
function Tensor:amax(dim, options) end

---@class lunette.amin.options
---@field dim? integer|integer[]
---@field keepdim? boolean default false

--- The smallest element over dim, or of all; NaN if one is there. Equal ones share the gradient.
---@param dim? integer|integer[]
---@param options? lunette.amin.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.amin.options): lunette.Tensor
function Tensor:amin(dim, options) end

---@class lunette.aminmax.options
---@field dim? integer
---@field keepdim? boolean default false

--- The smallest and the largest element along dim, or of all; as amin and amax.
---@param options? lunette.aminmax.options
---@return lunette.Tensor
---@return lunette.Tensor
function Tensor:aminmax(options) end

---@class lunette.any.options
---@field dim? integer|integer[]
---@field keepdim? boolean default false

--- 1 where an element over dim, or any at all, is not 0; else 0. No derivative.
---@param dim? integer|integer[]
---@param options? lunette.any.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.any.options): lunette.Tensor
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

---@class lunette.argmax.options
---@field dim? integer
---@field keepdim? boolean default false

--- The index, from 1, of the first largest element along dim, or of all in row-major order. No derivative.
---@param dim? integer
---@param options? lunette.argmax.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.argmax.options): lunette.Tensor
function Tensor:argmax(dim, options) end

---@class lunette.argmin.options
---@field dim? integer
---@field keepdim? boolean default false

--- The index, from 1, of the first smallest element along dim, or of all in row-major order. No derivative.
---@param dim? integer
---@param options? lunette.argmin.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.argmin.options): lunette.Tensor
function Tensor:argmin(dim, options) end

---@class lunette.argsort.options
---@field dim? integer default -1
---@field descending? boolean default false

--- The indices, from 1, that put x in order along dim. Equal elements keep theirs; NaN counts as the largest. No derivative.
---@param dim? integer
---@param options? lunette.argsort.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.argsort.options): lunette.Tensor
function Tensor:argsort(dim, options) end

---@class lunette.argsort_part.options
---@field dim? integer
---@field start? integer
---@field length? integer
---@field descending? boolean default false

--- What argsort has from place start on along dim, length indices: argsort(x, dim):narrow(dim, start, length), in less time. No derivative.
---@param dim integer
---@param start integer
---@param length integer
---@param options? lunette.argsort_part.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, dim: integer, start: integer, options: lunette.argsort_part.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, dim: integer, options: lunette.argsort_part.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.argsort_part.options): lunette.Tensor
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
---@return lunette.Tensor|lunette.Tensor[]
function Tensor:atleast_1d() end

--- x, a number as a matrix of one element and a vector as a row; of a table of
--- tensors, a table.
---@return lunette.Tensor|lunette.Tensor[]
function Tensor:atleast_2d() end

--- x with at least three dimensions: 1x1x1 for a number, 1xnx1 for a vector,
--- mxnx1 for a matrix; of a table of tensors, a table.
---@return lunette.Tensor|lunette.Tensor[]
function Tensor:atleast_3d() end

---@class lunette.avg_along.options
---@field dim? integer
---@field kernel_size? integer
---@field stride? integer
---@field padding? integer default 0
---@field ceil_mode? boolean default false
---@field count_include_pad? boolean default true
---@field sums? boolean default false

--- The means of windows along dim, or their sums: what avg_pool is made of.
---@param dim integer
---@param kernel_size integer
---@param options? lunette.avg_along.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, dim: integer, options: lunette.avg_along.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.avg_along.options): lunette.Tensor
function Tensor:avg_along(dim, kernel_size, options) end

---@class lunette.avg_along_adjoint.options
---@field dim? integer
---@field kernel_size? integer
---@field stride? integer
---@field padding? integer default 0
---@field ceil_mode? boolean default false
---@field count_include_pad? boolean default true
---@field sums? boolean default false
---@field size? integer default 0

--- The adjoint of avg_along; size is that of its x.
---@param dim integer
---@param kernel_size integer
---@param options? lunette.avg_along_adjoint.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, dim: integer, options: lunette.avg_along_adjoint.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.avg_along_adjoint.options): lunette.Tensor
function Tensor:avg_along_adjoint(dim, kernel_size, options) end

---@class lunette.avg_pool1d.options
---@field kernel_size? integer
---@field stride? integer
---@field padding? integer default 0
---@field ceil_mode? boolean default false
---@field count_include_pad? boolean default true

--- The mean of each window; x: n, c and the spatial sizes (or without n). stride: kernel_size when not given; count_include_pad: the zeros of the padding count.
---@param kernel_size integer
---@param options? lunette.avg_pool1d.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.avg_pool1d.options): lunette.Tensor
function Tensor:avg_pool1d(kernel_size, options) end

---@class lunette.avg_pool2d.options
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[]
---@field padding? integer|integer[] default 0
---@field ceil_mode? boolean default false
---@field count_include_pad? boolean default true
---@field divisor_override? integer

--- The mean of each window; x: n, c and the spatial sizes (or without n). stride: kernel_size when not given; count_include_pad: the zeros of the padding count. divisor_override: what sums are divided by instead.
---@param kernel_size integer|integer[]
---@param options? lunette.avg_pool2d.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.avg_pool2d.options): lunette.Tensor
function Tensor:avg_pool2d(kernel_size, options) end

---@class lunette.avg_pool3d.options
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[]
---@field padding? integer|integer[] default 0
---@field ceil_mode? boolean default false
---@field count_include_pad? boolean default true
---@field divisor_override? integer

--- The mean of each window; x: n, c and the spatial sizes (or without n). stride: kernel_size when not given; count_include_pad: the zeros of the padding count. divisor_override: what sums are divided by instead.
---@param kernel_size integer|integer[]
---@param options? lunette.avg_pool3d.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.avg_pool3d.options): lunette.Tensor
function Tensor:avg_pool3d(kernel_size, options) end

---@class lunette.baddbmm.options
---@field batch1? lunette.Tensor|number
---@field batch2? lunette.Tensor|number
---@field beta? number default 1
---@field alpha? number default 1

--- beta x + alpha batch1 batch2 for batches of matrices; x expands to the product, and is not read when beta is 0.
---@param batch1 lunette.Tensor|number
---@param batch2 lunette.Tensor|number
---@param options? lunette.baddbmm.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, batch1: lunette.Tensor|number, options: lunette.baddbmm.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.baddbmm.options): lunette.Tensor
function Tensor:baddbmm(batch1, batch2, options) end

---@class lunette.bag_sum.options
---@field index? lunette.Tensor|number
---@field bag? lunette.Tensor|number
---@field factor? lunette.Tensor|number
---@field bags? integer

--- bags rows, of which row bag[i] gets factor[i] (1) times row index[i] of x added.
---@param index lunette.Tensor|number
---@param bag lunette.Tensor|number
---@param factor? lunette.Tensor|number
---@param bags integer
---@param options? lunette.bag_sum.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, index: lunette.Tensor|number, bag: lunette.Tensor|number, factor?: lunette.Tensor|number, options: lunette.bag_sum.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, index: lunette.Tensor|number, bag: lunette.Tensor|number, options: lunette.bag_sum.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, index: lunette.Tensor|number, options: lunette.bag_sum.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.bag_sum.options): lunette.Tensor
function Tensor:bag_sum(index, bag, factor, bags, options) end

---@class lunette.band_grad.options
---@field x? lunette.Tensor
---@field low? number
---@field high? number
---@field scale? number default 1
---@field outside? boolean default false

--- scale g where x is between low and high, or with outside where it is beyond them, else 0: the cotangent of what has straight pieces.
---@param x lunette.Tensor
---@param low number
---@param high number
---@param scale? number
---@param options? lunette.band_grad.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, x: lunette.Tensor, low: number, high: number, options: lunette.band_grad.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, x: lunette.Tensor, low: number, options: lunette.band_grad.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, x: lunette.Tensor, options: lunette.band_grad.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.band_grad.options): lunette.Tensor
function Tensor:band_grad(x, low, high, scale, options) end

---@class lunette.bartlett_window.options
---@field periodic? boolean default true

--- The triangular window, 1 - |a / pi - 1|, a as that of hann_window.
---@param periodic? boolean
---@param options? lunette.bartlett_window.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.bartlett_window.options): lunette.Tensor
function Tensor:bartlett_window(periodic, options) end

---@class lunette.batch_norm.options
---@field stats? lunette.Tensor|number
---@field weight? lunette.Tensor|number
---@field bias? lunette.Tensor|number
---@field eps? number default 1e-5
---@field batch_stats? boolean default false

--- (x - mean) / sqrt(var + eps) weight + bias for every channel (arXiv 1502.03167). x: n, c, ...; stats: 2 x c, mean and variance. batch_stats says that stats is batch_norm_stats(x): the derivative then goes through x into them.
---@param stats lunette.Tensor|number
---@param weight? lunette.Tensor|number
---@param bias? lunette.Tensor|number
---@param options? lunette.batch_norm.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, stats: lunette.Tensor|number, weight?: lunette.Tensor|number, options: lunette.batch_norm.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, stats: lunette.Tensor|number, options: lunette.batch_norm.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.batch_norm.options): lunette.Tensor
function Tensor:batch_norm(stats, weight, bias, options) end

---@class lunette.batch_norm_grad.options
---@field x? lunette.Tensor
---@field stats? lunette.Tensor|number
---@field weight? lunette.Tensor|number
---@field sums? lunette.Tensor|number
---@field eps? number default 1e-5

--- The cotangent of x in batch_norm with batch_stats. No derivative: a recorded sweep differentiates plain ops.
---@param x lunette.Tensor
---@param stats lunette.Tensor|number
---@param weight? lunette.Tensor|number
---@param sums lunette.Tensor|number
---@param options? lunette.batch_norm_grad.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, x: lunette.Tensor, stats: lunette.Tensor|number, weight?: lunette.Tensor|number, options: lunette.batch_norm_grad.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, x: lunette.Tensor, stats: lunette.Tensor|number, options: lunette.batch_norm_grad.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, x: lunette.Tensor, options: lunette.batch_norm_grad.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.batch_norm_grad.options): lunette.Tensor
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

---@class lunette.biased_leaky_relu.options
---@field bias? lunette.Tensor|number
---@field noise? lunette.Tensor|number
---@field negative_slope? number default 0.2
---@field scale? number default 1

--- scale leaky_relu(x + bias + noise, negative_slope), in one pass: the units of StyleGAN2, whose scale is sqrt(2) (Karras et al. 2020, arXiv 1912.04958, figure 2).
---@param bias? lunette.Tensor|number
---@param noise? lunette.Tensor|number
---@param options? lunette.biased_leaky_relu.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, bias?: lunette.Tensor|number, options: lunette.biased_leaky_relu.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.biased_leaky_relu.options): lunette.Tensor
function Tensor:biased_leaky_relu(bias, noise, options) end

---@class lunette.bincount.options
---@field weights? lunette.Tensor|number
---@field minlength? integer default 0

--- How often each whole number, from 1 to the largest in x or to minlength, stands in the list x; with weights, the sum of those that stand beside it.
---@param weights? lunette.Tensor|number
---@param minlength? integer
---@param options? lunette.bincount.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, weights?: lunette.Tensor|number, options: lunette.bincount.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.bincount.options): lunette.Tensor
function Tensor:bincount(weights, minlength, options) end

---@class lunette.blackman_window.options
---@field periodic? boolean default true

--- The Blackman window, 0.42 - 0.5 cos a + 0.08 cos 2 a, a as that of
--- hann_window.
---@param periodic? boolean
---@param options? lunette.blackman_window.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.blackman_window.options): lunette.Tensor
function Tensor:blackman_window(periodic, options) end

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

---@class lunette.bucketize.options
---@field boundaries? lunette.Tensor
---@field right? boolean default false

--- The bucket of each element of x, from 1, between boundaries in ascending
--- order: k + 1 when k boundaries are below it, so that the one it equals is
--- the end of its bucket; with right the beginning. No derivative.
---@param boundaries lunette.Tensor
---@param options? lunette.bucketize.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.bucketize.options): lunette.Tensor
function Tensor:bucketize(boundaries, options) end

---@class lunette.cdist.options
---@field x2? lunette.Tensor|number
---@field p? number default 2

--- y[i][j] = |x_i - x2_j|_p, the distances of all rows of x and x2 (..., p, m and ..., r, m; y: ..., p, r); p may be 0 (the number of places that differ) or inf. The derivative at distance 0 is 0; unless p is 1, inf, or 2 for more than 25 rows, it goes through an array ..., p, r, m.
---@param x2 lunette.Tensor|number
---@param options? lunette.cdist.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.cdist.options): lunette.Tensor
function Tensor:cdist(x2, options) end

---@class lunette.cdist_along.options
---@field x? lunette.Tensor
---@field other? lunette.Tensor|number
---@field distance? lunette.Tensor|number

--- y_ij = w_i . sign(x_i - other_j): the adjoint of cdist_signs.
---@param x lunette.Tensor
---@param other lunette.Tensor|number
---@param distance? lunette.Tensor|number
---@param options? lunette.cdist_along.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, x: lunette.Tensor, other: lunette.Tensor|number, options: lunette.cdist_along.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, x: lunette.Tensor, options: lunette.cdist_along.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.cdist_along.options): lunette.Tensor
function Tensor:cdist_along(x, other, distance, options) end

---@class lunette.cdist_signs.options
---@field x? lunette.Tensor
---@field other? lunette.Tensor|number
---@field distance? lunette.Tensor|number

--- y_i = sum over j of w_ij sign(x_i - other_j): the derivative of cdist for p = 1. With distance (..., p, r) the signs count where |x_i - other_j| is distance_ij, and share w_ij: that for p = inf.
---@param x lunette.Tensor
---@param other lunette.Tensor|number
---@param distance? lunette.Tensor|number
---@param options? lunette.cdist_signs.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, x: lunette.Tensor, other: lunette.Tensor|number, options: lunette.cdist_signs.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, x: lunette.Tensor, options: lunette.cdist_signs.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.cdist_signs.options): lunette.Tensor
function Tensor:cdist_signs(x, other, distance, options) end

--- The smallest whole number not below x; its derivative is 0.
---@return lunette.Tensor
function Tensor:ceil() end

---@class lunette.celu.options
---@field alpha? number default 1

--- x above 0, alpha (exp(x / alpha) - 1) below: elu whose slope is continuous at 0 (Barron 2017).
---@param alpha? number
---@param options? lunette.celu.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.celu.options): lunette.Tensor
function Tensor:celu(alpha, options) end

--- The product of matrices (a table of them, or one after the other), as
--- multi_dot's.
---@return lunette.Tensor
function Tensor:chain_matmul() end

--- The channels (dimension 2) of the groups dealt in turn: c is seen as groups x c / groups and transposed (Zhang et al. 2018, arXiv 1707.01083).
---@param groups integer
---@return lunette.Tensor
function Tensor:channel_shuffle(groups) end

--- The lower triangular y with y y^T = x, for positive definite x (symmetric: (x + x^T) / 2 counts).
---@return lunette.Tensor
function Tensor:cholesky() end

---@class lunette.cholesky_inverse.options
---@field upper? boolean default false

--- The inverse of the matrix whose factor x is, as cholesky_solve has it.
---@param upper? boolean
---@param options? lunette.cholesky_inverse.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.cholesky_inverse.options): lunette.Tensor
function Tensor:cholesky_inverse(upper, options) end

---@class lunette.cholesky_solve.options
---@field input2? lunette.Tensor
---@field upper? boolean default false

--- The y with a y = x, given a's factor: a = l l^T with a lower l, input2, or a
--- = u^T u with u = input2 when upper.
---@param input2 lunette.Tensor
---@param upper? boolean
---@param options? lunette.cholesky_solve.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, input2: lunette.Tensor, options: lunette.cholesky_solve.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.cholesky_solve.options): lunette.Tensor
function Tensor:cholesky_solve(input2, upper, options) end

---@class lunette.chunk.options
---@field chunks? integer
---@field dim? integer default 1

--- A table of at most `chunks` parts of one length along dim, views of x; the
--- last may be shorter.
---@param chunks integer
---@param dim? integer
---@param options? lunette.chunk.options
---@return lunette.Tensor[]
---@overload fun(self: lunette.Tensor, chunks: integer, options: lunette.chunk.options): lunette.Tensor[]
---@overload fun(self: lunette.Tensor, options: lunette.chunk.options): lunette.Tensor[]
function Tensor:chunk(chunks, dim, options) end

---@class lunette.clamp.options
---@field min? lunette.Tensor|number
---@field max? lunette.Tensor|number

--- x limited to min .. max, numbers or tensors, of which one may be left out; max where min is above it. NaN stays NaN. The derivative at a limit is 1 in x.
---@param min? lunette.Tensor|number
---@param max? lunette.Tensor|number
---@param options? lunette.clamp.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, min?: lunette.Tensor|number, options: lunette.clamp.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.clamp.options): lunette.Tensor
function Tensor:clamp(min, max, options) end

--- x, and max where x is above it.
---@param max lunette.Tensor|number
---@return lunette.Tensor
function Tensor:clamp_max(max) end

--- x, and min where x is below it.
---@param min lunette.Tensor|number
---@return lunette.Tensor
function Tensor:clamp_min(min) end

---@class lunette.clip.options
---@field min? lunette.Tensor|number
---@field max? lunette.Tensor|number

--- clamp, as PyTorch's clip.
---@param min? lunette.Tensor|number
---@param max? lunette.Tensor|number
---@param options? lunette.clip.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, min?: lunette.Tensor|number, options: lunette.clip.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.clip.options): lunette.Tensor
function Tensor:clip(min, max, options) end

--- A copy, which passes gradients on.
---@return lunette.Tensor
function Tensor:clone() end

---@class lunette.combinations.options
---@field r? integer default 2
---@field with_replacement? boolean default false

--- All ways to take r elements of a vector, one a row, in order of the places
--- they have there; with_replacement lets one be taken again.
---@param r? integer
---@param with_replacement? boolean
---@param options? lunette.combinations.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, r?: integer, options: lunette.combinations.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.combinations.options): lunette.Tensor
function Tensor:combinations(r, with_replacement, options) end

---@class lunette.cond.options
---@field p? number|"fro"|"nuc" default 2

--- The condition of matrices, |x| |inverse(x)| in the matrix_norm p; for p = 2,
--- and -2, the ratio of the largest and the least singular value, and its
--- inverse, of matrices of any sizes. inf for singular ones.
---@param p? number|"fro"|"nuc"
---@param options? lunette.cond.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.cond.options): lunette.Tensor
function Tensor:cond(p, options) end

--- x itself in row-major order: a copy where it is not so.
---@return lunette.Tensor
function Tensor:contiguous() end

---@class lunette.conv.options
---@field weight? lunette.Tensor|number
---@field bias? lunette.Tensor|number
---@field stride? integer|integer[] default 1
---@field padding? integer|integer[] default 0
---@field dilation? integer|integer[] default 1
---@field groups? integer default 1

--- Convolution over one to three spatial dimensions: what conv1d and its like are made of. stride, padding and dilation are given for three dimensions; the first ones are used.
---@param weight lunette.Tensor|number
---@param bias? lunette.Tensor|number
---@param options? lunette.conv.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, weight: lunette.Tensor|number, options: lunette.conv.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.conv.options): lunette.Tensor
function Tensor:conv(weight, bias, options) end

---@class lunette.conv1d.options
---@field weight? lunette.Tensor|number
---@field bias? lunette.Tensor|number
---@field stride? integer default 1
---@field padding? integer default 0
---@field dilation? integer default 1
---@field groups? integer default 1

--- Cross-correlation of x (n, c, spatial, or without n) with weight (out, c / groups, kernel), as in PyTorch; bias: out.
---@param weight lunette.Tensor|number
---@param bias? lunette.Tensor|number
---@param options? lunette.conv1d.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, weight: lunette.Tensor|number, options: lunette.conv1d.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.conv1d.options): lunette.Tensor
function Tensor:conv1d(weight, bias, options) end

---@class lunette.conv2d.options
---@field weight? lunette.Tensor|number
---@field bias? lunette.Tensor|number
---@field stride? integer|integer[] default 1
---@field padding? integer|integer[] default 0
---@field dilation? integer|integer[] default 1
---@field groups? integer default 1

--- Cross-correlation of x (n, c, spatial, or without n) with weight (out, c / groups, kernel), as in PyTorch; bias: out.
---@param weight lunette.Tensor|number
---@param bias? lunette.Tensor|number
---@param options? lunette.conv2d.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, weight: lunette.Tensor|number, options: lunette.conv2d.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.conv2d.options): lunette.Tensor
function Tensor:conv2d(weight, bias, options) end

---@class lunette.conv3d.options
---@field weight? lunette.Tensor|number
---@field bias? lunette.Tensor|number
---@field stride? integer|integer[] default 1
---@field padding? integer|integer[] default 0
---@field dilation? integer|integer[] default 1
---@field groups? integer default 1

--- Cross-correlation of x (n, c, spatial, or without n) with weight (out, c / groups, kernel), as in PyTorch; bias: out.
---@param weight lunette.Tensor|number
---@param bias? lunette.Tensor|number
---@param options? lunette.conv3d.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, weight: lunette.Tensor|number, options: lunette.conv3d.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.conv3d.options): lunette.Tensor
function Tensor:conv3d(weight, bias, options) end

---@class lunette.conv_input.options
---@field weight? lunette.Tensor|number
---@field bias? lunette.Tensor|number
---@field sizes? integer|integer[]
---@field stride? integer|integer[] default 1
---@field padding? integer|integer[] default 0
---@field dilation? integer|integer[] default 1
---@field groups? integer default 1

--- The cotangent of conv's input, whose spatial sizes are given; also the transposed convolution.
---@param weight lunette.Tensor|number
---@param bias? lunette.Tensor|number
---@param sizes integer|integer[]
---@param options? lunette.conv_input.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, weight: lunette.Tensor|number, bias?: lunette.Tensor|number, options: lunette.conv_input.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, weight: lunette.Tensor|number, options: lunette.conv_input.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.conv_input.options): lunette.Tensor
function Tensor:conv_input(weight, bias, sizes, options) end

---@class lunette.conv_transpose1d.options
---@field weight? lunette.Tensor|number
---@field bias? lunette.Tensor|number
---@field stride? integer default 1
---@field padding? integer default 0
---@field output_padding? integer default 0
---@field groups? integer default 1
---@field dilation? integer default 1

--- The transposed convolution: the gradient of a convolution in its input. x: n, in, spatial; weight: in, out / groups, kernel; bias: out. Sizes: (in - 1) stride - 2 padding + dilation (kernel - 1) + output_padding + 1.
---@param weight lunette.Tensor|number
---@param bias? lunette.Tensor|number
---@param options? lunette.conv_transpose1d.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, weight: lunette.Tensor|number, options: lunette.conv_transpose1d.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.conv_transpose1d.options): lunette.Tensor
function Tensor:conv_transpose1d(weight, bias, options) end

---@class lunette.conv_transpose2d.options
---@field weight? lunette.Tensor|number
---@field bias? lunette.Tensor|number
---@field stride? integer|integer[] default 1
---@field padding? integer|integer[] default 0
---@field output_padding? integer|integer[] default 0
---@field groups? integer default 1
---@field dilation? integer|integer[] default 1

--- The transposed convolution: the gradient of a convolution in its input. x: n, in, spatial; weight: in, out / groups, kernel; bias: out. Sizes: (in - 1) stride - 2 padding + dilation (kernel - 1) + output_padding + 1.
---@param weight lunette.Tensor|number
---@param bias? lunette.Tensor|number
---@param options? lunette.conv_transpose2d.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, weight: lunette.Tensor|number, options: lunette.conv_transpose2d.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.conv_transpose2d.options): lunette.Tensor
function Tensor:conv_transpose2d(weight, bias, options) end

---@class lunette.conv_transpose3d.options
---@field weight? lunette.Tensor|number
---@field bias? lunette.Tensor|number
---@field stride? integer|integer[] default 1
---@field padding? integer|integer[] default 0
---@field output_padding? integer|integer[] default 0
---@field groups? integer default 1
---@field dilation? integer|integer[] default 1

--- The transposed convolution: the gradient of a convolution in its input. x: n, in, spatial; weight: in, out / groups, kernel; bias: out. Sizes: (in - 1) stride - 2 padding + dilation (kernel - 1) + output_padding + 1.
---@param weight lunette.Tensor|number
---@param bias? lunette.Tensor|number
---@param options? lunette.conv_transpose3d.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, weight: lunette.Tensor|number, options: lunette.conv_transpose3d.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.conv_transpose3d.options): lunette.Tensor
function Tensor:conv_transpose3d(weight, bias, options) end

---@class lunette.conv_weight.options
---@field g? lunette.Tensor|number
---@field sizes? integer|integer[]
---@field stride? integer|integer[] default 1
---@field padding? integer|integer[] default 0
---@field dilation? integer|integer[] default 1
---@field groups? integer default 1

--- The cotangent of conv's weight, whose spatial sizes are given.
---@param g lunette.Tensor|number
---@param sizes integer|integer[]
---@param options? lunette.conv_weight.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, g: lunette.Tensor|number, options: lunette.conv_weight.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.conv_weight.options): lunette.Tensor
function Tensor:conv_weight(g, sizes, options) end

--- |x| with the sign of other, that of -0 counted; the derivative in x is that of |x| times the sign, in other it is 0.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:copysign(other) end

--- The correlation coefficients of the variables in the rows of x, between -1
--- and 1. x: v,n; y: v,v.
---@return lunette.Tensor
function Tensor:corrcoef() end

--- Cosine of x radians.
---@return lunette.Tensor
function Tensor:cos() end

--- Hyperbolic cosine.
---@return lunette.Tensor
function Tensor:cosh() end

---@class lunette.count_nonzero.options
---@field dim? integer|integer[]

--- How many elements over dim, or of all, are not 0. No derivative.
---@param dim? integer|integer[]
---@param options? lunette.count_nonzero.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.count_nonzero.options): lunette.Tensor
function Tensor:count_nonzero(dim, options) end

---@class lunette.cov.options
---@field correction? integer default 1
---@field fweights? lunette.Tensor
---@field aweights? lunette.Tensor

--- The covariances of the variables in the rows of x, whose columns are
--- observations; of one row given as a list its variance. fweights says how
--- often each observation counts, aweights how much. x: v,n; y: v,v.
---@param options? lunette.cov.options
---@return lunette.Tensor
function Tensor:cov(options) end

---@class lunette.cross.options
---@field other? lunette.Tensor
---@field dim? integer

--- The cross product along dim, of size 3; left out, it is the first of that
--- size (ln.linalg.cross takes the last dimension). The others broadcast.
---@param other lunette.Tensor
---@param dim? integer
---@param options? lunette.cross.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, other: lunette.Tensor, options: lunette.cross.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.cross.options): lunette.Tensor
function Tensor:cross(other, dim, options) end

--- The cross products of lines of 3 along dim: what cross is made of.
---@param other lunette.Tensor|number
---@param dim integer
---@return lunette.Tensor
function Tensor:cross_lines(other, dim) end

--- Along dim, the largest element up to each, and its index, of equal ones the
--- last. NaN wins.
---@param dim integer
---@return lunette.Tensor
---@return lunette.Tensor
function Tensor:cummax(dim) end

--- Along dim, the smallest element up to each, and its index, of equal ones the
--- last. NaN wins.
---@param dim integer
---@return lunette.Tensor
---@return lunette.Tensor
function Tensor:cummin(dim) end

--- Along dim, the product of all up to each element.
---@param dim integer
---@return lunette.Tensor
function Tensor:cumprod(dim) end

--- Along dim, the sum of all up to each element.
---@param dim integer
---@return lunette.Tensor
function Tensor:cumsum(dim) end

---@class lunette.cumulative_trapezoid.options
---@field x? lunette.Tensor
---@field dx? number default 1
---@field dim? integer default -1

--- As trapezoid, up to each point but the first.
---@param x? lunette.Tensor
---@param options? lunette.cumulative_trapezoid.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.cumulative_trapezoid.options): lunette.Tensor
function Tensor:cumulative_trapezoid(x, options) end

--- x in degrees, in radians.
---@return lunette.Tensor
function Tensor:deg2rad() end

--- The determinant of square matrices, with derivatives of every order for singular ones as well.
---@return lunette.Tensor
function Tensor:det() end

---@class lunette.dft.options
---@field dim? integer
---@field inverse? boolean default false

--- y_k = sum over j of x_j exp(-2 pi i j k / n) along dim, or with exp(2 pi i j k / n), without a factor. Complex numbers are pairs in a last dimension of 2, which dim does not count. n log n for any n. See fft.
---@param dim integer
---@param options? lunette.dft.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.dft.options): lunette.Tensor
function Tensor:dft(dim, options) end

---@class lunette.diag.options
---@field diagonal? integer default 0

--- Of a vector, the matrix with it on a diagonal; of a matrix, that diagonal.
---@param diagonal? integer
---@param options? lunette.diag.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.diag.options): lunette.Tensor
function Tensor:diag(diagonal, options) end

---@class lunette.diag_embed.options
---@field offset? integer default 0
---@field dim1? integer default -2
---@field dim2? integer default -1

--- Square matrices in dim1 and dim2 with the last dimension of x on a diagonal and 0 elsewhere.
---@param offset? integer
---@param dim1? integer
---@param dim2? integer
---@param options? lunette.diag_embed.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, offset?: integer, dim1?: integer, options: lunette.diag_embed.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, offset?: integer, options: lunette.diag_embed.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.diag_embed.options): lunette.Tensor
function Tensor:diag_embed(offset, dim1, dim2, options) end

---@class lunette.diagflat.options
---@field offset? integer default 0

--- A matrix with the elements of x, as one dimension, on diagonal `offset`.
---@param offset? integer
---@param options? lunette.diagflat.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.diagflat.options): lunette.Tensor
function Tensor:diagflat(offset, options) end

---@class lunette.diagonal.options
---@field offset? integer default 0
---@field dim1? integer default 1
---@field dim2? integer default 2

--- The elements whose index in dim2 is that in dim1 plus offset, as a last dimension; a view.
---@param offset? integer
---@param dim1? integer
---@param dim2? integer
---@param options? lunette.diagonal.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, offset?: integer, dim1?: integer, options: lunette.diagonal.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, offset?: integer, options: lunette.diagonal.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.diagonal.options): lunette.Tensor
function Tensor:diagonal(offset, dim1, dim2, options) end

---@class lunette.diagonal_scatter.options
---@field src? lunette.Tensor|number
---@field offset? integer default 0
---@field dim1? integer default 1
---@field dim2? integer default 2

--- x with src in place of x:diagonal(offset, dim1, dim2).
---@param src lunette.Tensor|number
---@param offset? integer
---@param dim1? integer
---@param dim2? integer
---@param options? lunette.diagonal_scatter.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, src: lunette.Tensor|number, offset?: integer, dim1?: integer, options: lunette.diagonal_scatter.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, src: lunette.Tensor|number, offset?: integer, options: lunette.diagonal_scatter.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, src: lunette.Tensor|number, options: lunette.diagonal_scatter.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.diagonal_scatter.options): lunette.Tensor
function Tensor:diagonal_scatter(src, offset, dim1, dim2, options) end

--- Zeros, rows by columns in dim1 and dim2, with the last dimension of x along a diagonal: the adjoint of diagonal.
---@param offset integer
---@param dim1 integer
---@param dim2 integer
---@param rows integer
---@param columns integer
---@return lunette.Tensor
function Tensor:diagonal_widen(offset, dim1, dim2, rows, columns) end

---@class lunette.diff.options
---@field n? integer default 1
---@field dim? integer default -1
---@field prepend? lunette.Tensor
---@field append? lunette.Tensor

--- The n-th difference along dim: x[i + 1] - x[i], n times. What is prepended
--- and appended is put to x along dim before; for n = 0 the result is x alone.
---@param n? integer
---@param dim? integer
---@param prepend? lunette.Tensor
---@param append? lunette.Tensor
---@param options? lunette.diff.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, n?: integer, dim?: integer, prepend?: lunette.Tensor, options: lunette.diff.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, n?: integer, dim?: integer, options: lunette.diff.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, n?: integer, options: lunette.diff.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.diff.options): lunette.Tensor
function Tensor:diff(n, dim, prepend, append, options) end

--- The derivative of lgamma; at 0 infinite, NaN at whole numbers below.
---@return lunette.Tensor
function Tensor:digamma() end

--- The derivative of that order of digamma, and with 0 digamma itself.
---@param order integer
---@return lunette.Tensor
function Tensor:digamma_derivative(order) end

---@class lunette.div.options
---@field other? lunette.Tensor|number
---@field rounding_mode? "trunc"|"floor"

--- x / other; with a rounding_mode rounded towards 0 or down, and the derivative is 0.
---@param other lunette.Tensor|number
---@param options? lunette.div.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.div.options): lunette.Tensor
function Tensor:div(other, options) end

---@class lunette.divide.options
---@field other? lunette.Tensor|number
---@field rounding_mode? "trunc"|"floor"

--- div, as PyTorch's divide.
---@param other lunette.Tensor|number
---@param options? lunette.divide.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.divide.options): lunette.Tensor
function Tensor:divide(other, options) end

--- The inner product of two vectors.
---@param tensor lunette.Tensor|number
---@return lunette.Tensor
function Tensor:dot(tensor) end

--- As tensor_split along dimension 3; a number of parts divides it.
---@param indices_or_sections integer|table
---@return lunette.Tensor[]
function Tensor:dsplit(indices_or_sections) end

--- Eigenvalues of symmetric matrices, ascending (..., n), and eigenvectors of
--- length 1 as columns (..., n, n): x = v diag(values) v^T. What counts of x is
--- (x + x^T) / 2. The sign of a vector is free: the first component within 3/4
--- of its largest is made positive. Derivatives by Magnus, "On differentiating
--- eigenvalues and eigenvectors" (1985); where values are equal those of their
--- vectors are not defined, and left out.
---@return lunette.Tensor
---@return lunette.Tensor
function Tensor:eigh() end

--- Eigenvectors, as columns, and in a last row the eigenvalues, ascending, of a symmetric matrix ((x + x^T) / 2 counts); see eigh. The first component of a vector within 3/4 of its largest is positive. By LAPACK.
---@return lunette.Tensor
function Tensor:eigh_packed() end

--- The eigenvalues alone, ascending, of a symmetric matrix; see eigvalsh. No derivative. By LAPACK.
---@return lunette.Tensor
function Tensor:eigh_values() end

--- The eigenvalues of symmetric matrices, ascending.
---@return lunette.Tensor
function Tensor:eigvalsh() end

---@class lunette.elu.options
---@field alpha? number default 1

--- x above 0, alpha (exp(x) - 1) below (Clevert, Unterthiner and Hochreiter 2015, equation 16).
---@param alpha? number
---@param options? lunette.elu.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.elu.options): lunette.Tensor
function Tensor:elu(alpha, options) end

---@class lunette.embedding.options
---@field indices? lunette.Tensor|number
---@field padding_idx? integer

--- Rows of weight in place of indices of any shape: y has the sizes of indices and then those of a row. Row padding_idx gets no gradient.
---@param indices lunette.Tensor|number
---@param options? lunette.embedding.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.embedding.options): lunette.Tensor
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
---@return boolean
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

---@class lunette.fft2.options
---@field s? integer|integer[]
---@field dim? integer|integer[] default {-2, -1}
---@field norm? "backward"|"ortho"|"forward" default "backward"

--- fft along the two dimensions in dim, of pairs (..., h, w, 2); s has the two
--- sizes that they are brought to.
---@param s? integer|integer[]
---@param dim? integer|integer[]
---@param options? lunette.fft2.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, s?: integer|integer[], options: lunette.fft2.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.fft2.options): lunette.Tensor
function Tensor:fft2(s, dim, options) end

---@class lunette.fftfreq.options
---@field d? number default 1

--- The frequency of each element of fft's result, in cycles for each unit that
--- neighbours of x are d of: 0, 1, ..., then the negative ones, over d n.
---@param d? number
---@param options? lunette.fftfreq.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.fftfreq.options): lunette.Tensor
function Tensor:fftfreq(d, options) end

---@class lunette.fftn.options
---@field s? integer|integer[]
---@field dim? integer|integer[]
---@field norm? "backward"|"ortho"|"forward" default "backward"

--- fft along the dimensions in dim, of pairs (..., 2): all when it is left out,
--- or with s, the sizes, the last of as many.
---@param s? integer|integer[]
---@param dim? integer|integer[]
---@param options? lunette.fftn.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, s?: integer|integer[], options: lunette.fftn.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.fftn.options): lunette.Tensor
function Tensor:fftn(s, dim, options) end

---@class lunette.fftshift.options
---@field dim? integer|integer[]

--- x with frequency 0 in the middle of the dimensions in dim, all when it is
--- left out: of pairs they have to be named, as that of the pairs counts here.
---@param dim? integer|integer[]
---@param options? lunette.fftshift.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.fftshift.options): lunette.Tensor
function Tensor:fftshift(dim, options) end

--- trunc, as PyTorch's fix.
---@return lunette.Tensor
function Tensor:fix() end

---@class lunette.flatten.options
---@field start_dim? integer default 1
---@field end_dim? integer default -1

--- Dimensions start_dim to end_dim made one.
---@param start_dim? integer
---@param end_dim? integer
---@param options? lunette.flatten.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, start_dim?: integer, options: lunette.flatten.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.flatten.options): lunette.Tensor
function Tensor:flatten(start_dim, end_dim, options) end

--- The dimensions listed in reverse order, a copy.
---@param dims integer|integer[]
---@return lunette.Tensor
function Tensor:flip(dims) end

--- The columns (dimension 2) in reverse order, a copy.
---@return lunette.Tensor
function Tensor:fliplr() end

--- The rows (dimension 1) in reverse order, a copy.
---@return lunette.Tensor
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

---@class lunette.fold.options
---@field output_size? integer|integer[]
---@field kernel_size? integer|integer[]
---@field dilation? integer|integer[] default 1
---@field padding? integer|integer[] default 0
---@field stride? integer|integer[] default 1

--- Columns (n, c times the kernel, windows, or without n) added where im2col takes them from, in an image of output_size (col2im): the adjoint of im2col.
---@param output_size integer|integer[]
---@param kernel_size integer|integer[]
---@param options? lunette.fold.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, output_size: integer|integer[], options: lunette.fold.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.fold.options): lunette.Tensor
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

---@class lunette.gelu.options
---@field approximate? "none"|"tanh" default "none"

--- x Phi(x), Phi the distribution function of the normal law, or its approximation by tanh (Hendrycks and Gimpel 2016, section 2).
---@param options? lunette.gelu.options
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

---@class lunette.glu.options
---@field dim? integer default -1

--- The first half of x along dim times the sigmoid of the second (Dauphin et al. 2016, section 2).
---@param dim? integer
---@param options? lunette.glu.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.glu.options): lunette.Tensor
function Tensor:glu(dim, options) end

---@class lunette.gradient.options
---@field spacing? number|number[] default 1
---@field dim? integer|integer[]
---@field edge_order? integer default 1

--- The derivatives of the function whose values at points `spacing` apart x
--- has, along each dimension, or those of dim: a list. Central differences,
--- at the ends one-sided ones of edge_order points more. spacing is a number,
--- or a table of one for each.
---@param options? lunette.gradient.options
---@return lunette.Tensor[]
function Tensor:gradient(options) end

--- gt, as PyTorch's greater.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:greater(other) end

--- ge, as PyTorch's greater_equal.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:greater_equal(other) end

---@class lunette.grid_fraction.options
---@field sizes? integer|integer[]
---@field padding_mode? "zeros"|"border"|"reflection" default "zeros"
---@field align_corners? boolean default false

--- How far each place of a grid lies beyond the element before it, in an image of sizes {h, w}.
---@param sizes integer|integer[]
---@param options? lunette.grid_fraction.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.grid_fraction.options): lunette.Tensor
function Tensor:grid_fraction(sizes, options) end

---@class lunette.grid_index.options
---@field corner? integer
---@field sizes? integer|integer[]
---@field padding_mode? "zeros"|"border"|"reflection" default "zeros"
---@field align_corners? boolean default false

--- Which element of an image of sizes {h, w}, from 1 in row-major order, each place of a grid (n, h', w', 2) reads as one of four corners (2 and 4 are to the right, 3 and 4 below); 0 outside. Result: n, h' w'. No derivative.
---@param corner integer
---@param sizes integer|integer[]
---@param options? lunette.grid_index.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, corner: integer, options: lunette.grid_index.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.grid_index.options): lunette.Tensor
function Tensor:grid_index(corner, sizes, options) end

---@class lunette.grid_sample.options
---@field grid? lunette.Tensor|number
---@field mode? "bilinear"|"nearest" default "bilinear"
---@field padding_mode? "zeros"|"border"|"reflection" default "zeros"
---@field align_corners? boolean default false

--- x (n, c, h, w) read at the places of grid (n, h', w', 2: x, then y; -1 and 1 are the edges, with align_corners the corners' centres), with bilinear weights or the nearest element; outside there are zeros, the border, or mirror images. y: n, c, h', w'.
---@param grid lunette.Tensor|number
---@param options? lunette.grid_sample.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.grid_sample.options): lunette.Tensor
function Tensor:grid_sample(grid, options) end

---@class lunette.grid_sample_adjoint.options
---@field grid? lunette.Tensor|number
---@field sizes? integer|integer[]
---@field mode? "bilinear"|"nearest" default "bilinear"
---@field padding_mode? "zeros"|"border"|"reflection" default "zeros"
---@field align_corners? boolean default false

--- The adjoint of grid_sample in x, whose height and width are given.
---@param grid lunette.Tensor|number
---@param sizes integer|integer[]
---@param options? lunette.grid_sample_adjoint.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, grid: lunette.Tensor|number, options: lunette.grid_sample_adjoint.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.grid_sample_adjoint.options): lunette.Tensor
function Tensor:grid_sample_adjoint(grid, sizes, options) end

---@class lunette.grid_slope.options
---@field sizes? integer|integer[]
---@field padding_mode? "zeros"|"border"|"reflection" default "zeros"
---@field align_corners? boolean default false

--- Elements of an image of sizes {h, w} for one unit of the grid, negative where it is mirrored, 0 beyond a border. No derivative.
---@param sizes integer|integer[]
---@param options? lunette.grid_slope.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.grid_slope.options): lunette.Tensor
function Tensor:grid_slope(sizes, options) end

---@class lunette.group_norm.options
---@field num_groups? integer
---@field weight? lunette.Tensor|number
---@field bias? lunette.Tensor|number
---@field eps? number default 1e-5

--- As layer_norm over each group of adjacent channels and all positions of a sample, with a weight and bias for each channel. x: n, c, ... (Wu and He 2018, equation 7).
---@param num_groups integer
---@param weight? lunette.Tensor|number
---@param bias? lunette.Tensor|number
---@param options? lunette.group_norm.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, num_groups: integer, weight?: lunette.Tensor|number, options: lunette.group_norm.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, num_groups: integer, options: lunette.group_norm.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.group_norm.options): lunette.Tensor
function Tensor:group_norm(num_groups, weight, bias, options) end

--- 1 where x > other, else 0. No derivative.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:gt(other) end

---@class lunette.hamming_window.options
---@field periodic? boolean default true
---@field alpha? number default 0.54
---@field beta? number default 0.46

--- The Hamming window, alpha - beta cos a, a as that of hann_window.
---@param periodic? boolean
---@param alpha? number
---@param beta? number
---@param options? lunette.hamming_window.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, periodic?: boolean, alpha?: number, options: lunette.hamming_window.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, periodic?: boolean, options: lunette.hamming_window.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.hamming_window.options): lunette.Tensor
function Tensor:hamming_window(periodic, alpha, beta, options) end

---@class lunette.hann_window.options
---@field periodic? boolean default true

--- The Hann window, (1 - cos a) / 2 with a = 2 pi k / n for k from 0, or 2 pi k
--- / (n - 1) unless periodic. n is window_length.
---@param periodic? boolean
---@param options? lunette.hann_window.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.hann_window.options): lunette.Tensor
function Tensor:hann_window(periodic, options) end

---@class lunette.hardshrink.options
---@field lambd? number default 0.5

--- x, but 0 within lambd of 0.
---@param lambd? number
---@param options? lunette.hardshrink.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.hardshrink.options): lunette.Tensor
function Tensor:hardshrink(lambd, options) end

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

---@class lunette.hardtanh.options
---@field min_val? number default -1
---@field max_val? number default 1

--- x limited to min_val .. max_val, as clamp; at the limits the derivative is 0, where that of clamp is 1.
---@param min_val? number
---@param max_val? number
---@param options? lunette.hardtanh.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, min_val?: number, options: lunette.hardtanh.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.hardtanh.options): lunette.Tensor
function Tensor:hardtanh(min_val, max_val, options) end

--- 0 below 0, 1 above, values at 0.
---@param values lunette.Tensor|number
---@return lunette.Tensor
function Tensor:heaviside(values) end

---@class lunette.histc.options
---@field bins? integer default 100
---@field min? number default 0
---@field max? number default 0

--- How many elements lie in each of `bins` equal parts of min .. max; with min
--- equal to max those of the least and the largest element. What lies outside
--- is not counted. No derivative. y: bins.
---@param bins? integer
---@param min? number
---@param max? number
---@param options? lunette.histc.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, bins?: integer, min?: number, options: lunette.histc.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, bins?: integer, options: lunette.histc.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.histc.options): lunette.Tensor
function Tensor:histc(bins, min, max, options) end

--- As tensor_split along dimension 2, of vectors along 1; a number of parts
--- divides it.
---@param indices_or_sections integer|table
---@return lunette.Tensor[]
function Tensor:hsplit(indices_or_sections) end

---@class lunette.huber.options
---@field target? lunette.Tensor|number
---@field delta? number default 1

--- With d = x - target: d^2 / 2 within delta of 0, delta (|d| - delta / 2) beyond (Huber 1964).
---@param target lunette.Tensor|number
---@param delta? number
---@param options? lunette.huber.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, target: lunette.Tensor|number, options: lunette.huber.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.huber.options): lunette.Tensor
function Tensor:huber(target, delta, options) end

---@class lunette.huber_grad.options
---@field x? lunette.Tensor
---@field target? lunette.Tensor|number
---@field delta? number default 1
---@field scale? number default 1

--- scale times g times x - target, which is held between -delta and delta: the slope of huber and, without a delta, of squared_error.
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param delta? number
---@param scale? number
---@param options? lunette.huber_grad.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, x: lunette.Tensor, target: lunette.Tensor|number, delta?: number, options: lunette.huber_grad.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, x: lunette.Tensor, target: lunette.Tensor|number, options: lunette.huber_grad.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, x: lunette.Tensor, options: lunette.huber_grad.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.huber_grad.options): lunette.Tensor
function Tensor:huber_grad(x, target, delta, scale, options) end

--- sqrt(x^2 + other^2), without overflow; its derivative at 0 is 0, where PyTorch has NaN.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:hypot(other) end

---@class lunette.ifft.options
---@field n? integer
---@field dim? integer default -1
---@field norm? "backward"|"ortho"|"forward" default "backward"

--- The inverse of fft, of pairs (..., 2) along dim.
---@param n? integer
---@param dim? integer
---@param options? lunette.ifft.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, n?: integer, options: lunette.ifft.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.ifft.options): lunette.Tensor
function Tensor:ifft(n, dim, options) end

---@class lunette.ifft2.options
---@field s? integer|integer[]
---@field dim? integer|integer[] default {-2, -1}
---@field norm? "backward"|"ortho"|"forward" default "backward"

--- The inverse of fft2.
---@param s? integer|integer[]
---@param dim? integer|integer[]
---@param options? lunette.ifft2.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, s?: integer|integer[], options: lunette.ifft2.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.ifft2.options): lunette.Tensor
function Tensor:ifft2(s, dim, options) end

---@class lunette.ifftn.options
---@field s? integer|integer[]
---@field dim? integer|integer[]
---@field norm? "backward"|"ortho"|"forward" default "backward"

--- The inverse of fftn.
---@param s? integer|integer[]
---@param dim? integer|integer[]
---@param options? lunette.ifftn.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, s?: integer|integer[], options: lunette.ifftn.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.ifftn.options): lunette.Tensor
function Tensor:ifftn(s, dim, options) end

---@class lunette.ifftshift.options
---@field dim? integer|integer[]

--- The inverse of fftshift.
---@param dim? integer|integer[]
---@param options? lunette.ifftshift.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.ifftshift.options): lunette.Tensor
function Tensor:ifftshift(dim, options) end

---@class lunette.im2col.options
---@field kernel_size? integer|integer[]
---@field dilation? integer|integer[] default 1
---@field padding? integer|integer[] default 0
---@field stride? integer|integer[] default 1

--- The windows of x (n, c, h, w, or without n) as columns: n, c times the kernel, windows. It is nn.functional.unfold; x:unfold takes windows along one dimension.
---@param kernel_size integer|integer[]
---@param options? lunette.im2col.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.im2col.options): lunette.Tensor
function Tensor:im2col(kernel_size, options) end

---@class lunette.index_add.options
---@field dim? integer
---@field index? lunette.Tensor|number
---@field source? lunette.Tensor|number
---@field alpha? number default 1

--- x with alpha times the slices of source added where index says: with alpha 1 the adjoint of index_select.
---@param dim integer
---@param index lunette.Tensor|number
---@param source lunette.Tensor|number
---@param options? lunette.index_add.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, dim: integer, index: lunette.Tensor|number, options: lunette.index_add.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, dim: integer, options: lunette.index_add.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.index_add.options): lunette.Tensor
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

---@class lunette.index_extreme.options
---@field dim? integer
---@field index? lunette.Tensor|number
---@field src? lunette.Tensor|number
---@field which? "largest"|"smallest" default "largest"

--- x with the largest, or the smallest, of itself and the slices of src that meet where index says. Equal ones share the gradient.
---@param dim integer
---@param index lunette.Tensor|number
---@param src lunette.Tensor|number
---@param options? lunette.index_extreme.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, dim: integer, index: lunette.Tensor|number, options: lunette.index_extreme.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, dim: integer, options: lunette.index_extreme.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.index_extreme.options): lunette.Tensor
function Tensor:index_extreme(dim, index, src, options) end

--- x with value, a number or a tensor of one, at the indices of dimension dim, negative ones from the end.
---@param dim integer
---@param index lunette.Tensor|number
---@param value lunette.Tensor|number
---@return lunette.Tensor
function Tensor:index_fill(dim, index, value) end

---@class lunette.index_put.options
---@field indices? lunette.Tensor[]
---@field values? lunette.Tensor|number
---@field accumulate? boolean default false

--- x with values, which broadcast, at x[{i, j, ...}], or added there: indices, negative ones from the end, and masks, for the first dimensions. Where a place comes twice the last value stands, or all are added.
---@param indices lunette.Tensor[]
---@param values lunette.Tensor|number
---@param accumulate? boolean
---@param options? lunette.index_put.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, indices: lunette.Tensor[], values: lunette.Tensor|number, options: lunette.index_put.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, indices: lunette.Tensor[], options: lunette.index_put.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.index_put.options): lunette.Tensor
function Tensor:index_put(indices, values, accumulate, options) end

--- x[{i, j, ...}] for tensors of indices of the first dimensions, which broadcast: y has the sizes they broadcast to, then the other sizes of x.
---@param indices lunette.Tensor[]
---@return lunette.Tensor
function Tensor:index_read(indices) end

---@class lunette.index_reduce.options
---@field dim? integer
---@field index? lunette.Tensor
---@field source? lunette.Tensor
---@field reduce? "prod"|"mean"|"amax"|"amin"
---@field include_self? boolean default true

--- x with the slices of source multiplied, averaged, or the largest or smallest
--- taken, where index says, as scatter_reduce does with elements.
---@param dim integer
---@param index lunette.Tensor
---@param source lunette.Tensor
---@param reduce "prod"|"mean"|"amax"|"amin"
---@param options? lunette.index_reduce.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, dim: integer, index: lunette.Tensor, source: lunette.Tensor, options: lunette.index_reduce.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, dim: integer, index: lunette.Tensor, options: lunette.index_reduce.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, dim: integer, options: lunette.index_reduce.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.index_reduce.options): lunette.Tensor
function Tensor:index_reduce(dim, index, source, reduce, options) end

--- The slices of x along dim that index (one dimension, from 1) names, in that order; one may come twice.
---@param dim integer
---@param index lunette.Tensor|number
---@return lunette.Tensor
function Tensor:index_select(dim, index) end

---@class lunette.index_write.options
---@field indices? lunette.Tensor[]
---@field values? lunette.Tensor|number
---@field accumulate? boolean default false

--- x with values in the places that index_read reads, or with accumulate added there, which is the adjoint of index_read.
---@param indices lunette.Tensor[]
---@param values lunette.Tensor|number
---@param options? lunette.index_write.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, indices: lunette.Tensor[], options: lunette.index_write.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.index_write.options): lunette.Tensor
function Tensor:index_write(indices, values, options) end

--- The products summed over the last dimensions of both; a number multiplies.
---@param other lunette.Tensor
---@return lunette.Tensor
function Tensor:inner(other) end

---@class lunette.interpolate.options
---@field size? integer|integer[]
---@field scale_factor? number|number[]
---@field mode? "nearest"|"linear"|"bilinear"|"bicubic"|"area"|"trilinear"|"nearest-exact" default "nearest"
---@field align_corners? boolean default false
---@field antialias? boolean default false

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
---@param options? lunette.interpolate.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, size?: integer|integer[], scale_factor?: number|number[], mode?: "nearest"|"linear"|"bilinear"|"bicubic"|"area"|"trilinear"|"nearest-exact", options: lunette.interpolate.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, size?: integer|integer[], scale_factor?: number|number[], options: lunette.interpolate.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, size?: integer|integer[], options: lunette.interpolate.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.interpolate.options): lunette.Tensor
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

---@class lunette.irfft.options
---@field n? integer
---@field dim? integer default -1
---@field norm? "backward"|"ortho"|"forward" default "backward"

--- The n real numbers that rfft makes such pairs (..., 2) of; n left out is
--- even, 2 (size - 1). What is imaginary in the first pair, and in the last of
--- an even n, has no part in it.
---@param n? integer
---@param dim? integer
---@param options? lunette.irfft.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, n?: integer, options: lunette.irfft.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.irfft.options): lunette.Tensor
function Tensor:irfft(n, dim, options) end

---@class lunette.irfft2.options
---@field s? integer|integer[]
---@field dim? integer|integer[] default {-2, -1}
---@field norm? "backward"|"ortho"|"forward" default "backward"

--- The real numbers that rfft2 makes such pairs of; without s the last of dim
--- gets an even size, as irfft's.
---@param s? integer|integer[]
---@param dim? integer|integer[]
---@param options? lunette.irfft2.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, s?: integer|integer[], options: lunette.irfft2.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.irfft2.options): lunette.Tensor
function Tensor:irfft2(s, dim, options) end

---@class lunette.irfftn.options
---@field s? integer|integer[]
---@field dim? integer|integer[]
---@field norm? "backward"|"ortho"|"forward" default "backward"

--- The inverse of rfftn, as irfft is that of rfft.
---@param s? integer|integer[]
---@param dim? integer|integer[]
---@param options? lunette.irfftn.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, s?: integer|integer[], options: lunette.irfftn.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.irfftn.options): lunette.Tensor
function Tensor:irfftn(s, dim, options) end

---@class lunette.isclose.options
---@field other? lunette.Tensor|number
---@field rtol? number default 1e-5
---@field atol? number default 1e-8
---@field equal_nan? boolean default false

--- 1 where |x - other| <= atol + rtol |other|, and where the two are equal, else 0; NaN is close to NaN with equal_nan. No derivative.
---@param other lunette.Tensor|number
---@param options? lunette.isclose.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.isclose.options): lunette.Tensor
function Tensor:isclose(other, options) end

--- 1 where x is neither infinite nor NaN, else 0. No derivative.
---@return lunette.Tensor
function Tensor:isfinite() end

---@class lunette.isin.options
---@field test_elements? lunette.Tensor|number
---@field invert? boolean default false

--- 1 where an element is among test_elements, else 0; with invert the other way
--- round. NaN is among nothing. No derivative.
---@param test_elements lunette.Tensor|number
---@param options? lunette.isin.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.isin.options): lunette.Tensor
function Tensor:isin(test_elements, options) end

--- 1 where x is inf or -inf, else 0. No derivative.
---@return lunette.Tensor
function Tensor:isinf() end

--- 1 where x is NaN, else 0. No derivative.
---@return lunette.Tensor
function Tensor:isnan() end

--- 1 where x is -inf, else 0. No derivative.
---@return lunette.Tensor
function Tensor:isneginf() end

--- 1 where x is inf, else 0. No derivative.
---@return lunette.Tensor
function Tensor:isposinf() end

---@class lunette.istft.options
---@field n_fft? integer
---@field hop_length? integer
---@field win_length? integer
---@field window? lunette.Tensor
---@field center? boolean default true
---@field normalized? boolean default false
---@field onesided? boolean default true
---@field length? integer

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
---@param options? lunette.istft.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, n_fft: integer, hop_length?: integer, win_length?: integer, options: lunette.istft.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, n_fft: integer, hop_length?: integer, options: lunette.istft.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, n_fft: integer, options: lunette.istft.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.istft.options): lunette.Tensor
function Tensor:istft(n_fft, hop_length, win_length, window, options) end

--- The Kronecker product: y[i p + k][j q + l] = x[i][j] other[k][l] (counted
--- from 0) for an other of p x q, and so with more dimensions, of which the one
--- that has fewer gets some of size 1 in front.
---@param other lunette.Tensor
---@return lunette.Tensor
function Tensor:kron(other) end

---@class lunette.kthvalue.options
---@field k? integer
---@field dim? integer default -1
---@field keepdim? boolean default false

--- The k-th smallest along dim, k from 1, and its index.
---@param k integer
---@param dim? integer
---@param options? lunette.kthvalue.options
---@return lunette.Tensor
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, k: integer, options: lunette.kthvalue.options): lunette.Tensor, lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.kthvalue.options): lunette.Tensor, lunette.Tensor
function Tensor:kthvalue(k, dim, options) end

---@class lunette.layer_norm.options
---@field normalized_shape? integer|integer[]
---@field weight? lunette.Tensor|number
---@field bias? lunette.Tensor|number
---@field eps? number default 1e-5

--- (x - mean) / sqrt(var + eps) weight + bias, with mean and biased variance over the last dimensions, whose sizes are normalized_shape, as those of weight and bias (Ba, Kiros and Hinton 2016, equation 4).
---@param normalized_shape integer|integer[]
---@param weight? lunette.Tensor|number
---@param bias? lunette.Tensor|number
---@param options? lunette.layer_norm.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, normalized_shape: integer|integer[], weight?: lunette.Tensor|number, options: lunette.layer_norm.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, normalized_shape: integer|integer[], options: lunette.layer_norm.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.layer_norm.options): lunette.Tensor
function Tensor:layer_norm(normalized_shape, weight, bias, options) end

--- x 2^other.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:ldexp(other) end

--- 1 where x <= other, else 0. No derivative.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:le(other) end

---@class lunette.leaky_relu.options
---@field negative_slope? number default 0.01

--- x above 0, negative_slope x below.
---@param negative_slope? number
---@param options? lunette.leaky_relu.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.leaky_relu.options): lunette.Tensor
function Tensor:leaky_relu(negative_slope, options) end

--- x above 0, slope x below: leaky_relu with a tensor of slopes.
---@param slope lunette.Tensor|number
---@return lunette.Tensor
function Tensor:leaky_relu_by(slope) end

---@class lunette.leaky_relu_grad.options
---@field x? lunette.Tensor
---@field negative_slope? number default 0

--- g where x is above 0, negative_slope g elsewhere: the cotangent of relu and leaky_relu.
---@param x lunette.Tensor
---@param negative_slope? number
---@param options? lunette.leaky_relu_grad.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, x: lunette.Tensor, options: lunette.leaky_relu_grad.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.leaky_relu_grad.options): lunette.Tensor
function Tensor:leaky_relu_grad(x, negative_slope, options) end

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

---@class lunette.linear.options
---@field weight? lunette.Tensor|number
---@field bias? lunette.Tensor|number

--- x weight^T + bias. x: ..., in; weight: out, in; bias: out.
---@param weight lunette.Tensor|number
---@param bias? lunette.Tensor|number
---@param options? lunette.linear.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, weight: lunette.Tensor|number, options: lunette.linear.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.linear.options): lunette.Tensor
function Tensor:linear(weight, bias, options) end

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
---@return lunette.Tensor
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

---@class lunette.logit.options
---@field eps? number default "nan"

--- log(x / (1 - x)), the inverse of sigmoid; NaN outside 0 .. 1. With eps, x is first limited to eps .. 1 - eps.
---@param eps? number
---@param options? lunette.logit.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.logit.options): lunette.Tensor
function Tensor:logit(eps, options) end

--- log(sigmoid(x)), without overflow.
---@return lunette.Tensor
function Tensor:logsigmoid() end

---@class lunette.logspace.options
---@field last? number
---@field steps? integer
---@field base? number default 10
---@field requires_grad? boolean default false

--- `steps` powers of base, whose exponents lie evenly from start to last.
---@param last number
---@param steps integer
---@param base? number
---@param options? lunette.logspace.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, last: number, steps: integer, options: lunette.logspace.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, last: number, options: lunette.logspace.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.logspace.options): lunette.Tensor
function Tensor:logspace(last, steps, base, options) end

---@class lunette.logsumexp.options
---@field dim? integer|integer[]
---@field keepdim? boolean default false

--- log(sum(exp(x))) over dim, without overflow.
---@param dim integer|integer[]
---@param options? lunette.logsumexp.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.logsumexp.options): lunette.Tensor
function Tensor:logsumexp(dim, options) end

---@class lunette.logsumexp_along.options
---@field dim? integer
---@field keepdim? boolean default false

--- logsumexp along one dimension.
---@param dim integer
---@param options? lunette.logsumexp_along.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.logsumexp_along.options): lunette.Tensor
function Tensor:logsumexp_along(dim, options) end

--- The y for which the sum of (A y - B)^2 is least, and these sums by column,
--- of A (..., m, n) of full rank and B (..., m, r). Where m < n there are many
--- with 0, and y is the shortest. The sums (..., r) are empty unless m > n, as
--- PyTorch's; its rank and singular values are not given. By QR.
---
---   local A, B = ln.tensor {{1, 0}, {1, 1}, {1, 2}}, ln.tensor {{1}, {3}, {5}}
---   print(ln.lstsq(A, B):round())   -- {{1}, {2}}
---@param B lunette.Tensor
---@return lunette.Tensor
---@return lunette.Tensor
function Tensor:lstsq(B) end

--- 1 where x < other, else 0. No derivative.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:lt(other) end

--- x = p l u, as one matrix LU of the sizes of x (..., m, n), l below the
--- diagonal (its own is 1), u on and above it; and pivots (..., min(m, n)): row
--- i is exchanged with row pivots[i], for i from 1 on. It is torch.lu, and
--- ln.linalg.lu_factor.
---@return lunette.Tensor
---@return lunette.Tensor
function Tensor:lu() end

--- The factors of x = p l u, m x n, in m rows (below the diagonal l, whose diagonal is 1, on and above it u) and in one more the pivots; see lu.
---@return lunette.Tensor
function Tensor:lu_packed() end

--- The y with a y = x (..., n, r), given what lu makes of a.
---@param LU_data lunette.Tensor
---@param LU_pivots lunette.Tensor
---@return lunette.Tensor
function Tensor:lu_solve(LU_data, LU_pivots) end

--- p (..., m, m), l (..., m, k) and u (..., k, n), with k = min(m, n), of what
--- lu gives: x = p l u.
---@param LU_pivots lunette.Tensor
---@return lunette.Tensor
---@return lunette.Tensor
---@return lunette.Tensor
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
---@return lunette.Tensor
function Tensor:matrix_exp() end

---@class lunette.matrix_norm.options
---@field ord? number|"fro"|"nuc" default "fro"
---@field dim? integer|integer[] default {-2, -1}
---@field keepdim? boolean default false

--- The norm of the matrices in the two dimensions of dim: "fro", the root of
--- the sum of squares; "nuc", the sum of singular values; 2 and -2, the largest
--- and the least of them; 1 and -1, the largest and the least sum of |x| in a
--- column; inf and -inf, in a row.
---@param ord? number|"fro"|"nuc"
---@param dim? integer|integer[]
---@param options? lunette.matrix_norm.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, ord?: number|"fro"|"nuc", options: lunette.matrix_norm.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.matrix_norm.options): lunette.Tensor
function Tensor:matrix_norm(ord, dim, options) end

--- The product of n factors x; of -n factors inverse(x) when n is below 0.
---@param n integer
---@return lunette.Tensor
function Tensor:matrix_power(n) end

---@class lunette.matrix_rank.options
---@field atol? number
---@field rtol? number

--- How many singular values count, as pinv's. No derivative.
---@param options? lunette.matrix_rank.options
---@return lunette.Tensor
function Tensor:matrix_rank(options) end

---@class lunette.max.options
---@field dim? lunette.Tensor|integer
---@field keepdim? boolean default false

--- x:max() is the largest element; equal ones share its gradient.
--- x:max(dim, {keepdim = false}) gives the largest along dim and their indices,
--- of equal ones the first. x:max(other) is x:maximum(other). NaN wins.
---
---   local x = ln.tensor {{1, 5}, {7, 2}}
---   local values, places = x:max(2)
---   print(x:max():item(), values)   -- 7  {5, 7}
---   print(places)   -- {2, 1}
---@param dim? lunette.Tensor|integer
---@param options? lunette.max.options
---@return lunette.Tensor
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.max.options): lunette.Tensor, lunette.Tensor
function Tensor:max(dim, options) end

---@class lunette.max_pool.options
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[]
---@field padding? integer|integer[] default 0
---@field dilation? integer|integer[] default 1
---@field ceil_mode? boolean default false

--- max_pool1d, max_pool2d and max_pool3d, of the last dimensions, as many as kernel_size has entries. stride, padding and dilation are given for three; the first ones are used. A window that has padding alone, as those of dilation can, is -inf.
---@param kernel_size integer|integer[]
---@param options? lunette.max_pool.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.max_pool.options): lunette.Tensor
function Tensor:max_pool(kernel_size, options) end

---@class lunette.max_pool1d.options
---@field kernel_size? integer
---@field stride? integer
---@field padding? integer default 0
---@field dilation? integer default 1
---@field ceil_mode? boolean default false

--- The largest of each window; x: n, c and the spatial sizes (or without n). stride: kernel_size when not given. ceil_mode: windows may reach past the end. Edges are padded by what is less than anything.
---@param kernel_size integer
---@param options? lunette.max_pool1d.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.max_pool1d.options): lunette.Tensor
function Tensor:max_pool1d(kernel_size, options) end

---@class lunette.max_pool2d.options
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[]
---@field padding? integer|integer[] default 0
---@field dilation? integer|integer[] default 1
---@field ceil_mode? boolean default false

--- The largest of each window; x: n, c and the spatial sizes (or without n). stride: kernel_size when not given. ceil_mode: windows may reach past the end. Edges are padded by what is less than anything.
---@param kernel_size integer|integer[]
---@param options? lunette.max_pool2d.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.max_pool2d.options): lunette.Tensor
function Tensor:max_pool2d(kernel_size, options) end

---@class lunette.max_pool3d.options
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[]
---@field padding? integer|integer[] default 0
---@field dilation? integer|integer[] default 1
---@field ceil_mode? boolean default false

--- The largest of each window; x: n, c and the spatial sizes (or without n). stride: kernel_size when not given. ceil_mode: windows may reach past the end. Edges are padded by what is less than anything.
---@param kernel_size integer|integer[]
---@param options? lunette.max_pool3d.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.max_pool3d.options): lunette.Tensor
function Tensor:max_pool3d(kernel_size, options) end

---@class lunette.max_pool_index.options
---@field kernel_size? integer|integer[]
---@field stride? integer|integer[]
---@field padding? integer|integer[] default 0
---@field dilation? integer|integer[] default 1
---@field ceil_mode? boolean default false

--- Where in its plane (the last dimensions, as many as kernel_size has entries, from 1) the largest of each window of max_pool stands, and 0 where a window has padding alone. stride, padding and dilation are given for three; the first ones are used. No derivative.
---@param kernel_size integer|integer[]
---@param options? lunette.max_pool_index.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.max_pool_index.options): lunette.Tensor
function Tensor:max_pool_index(kernel_size, options) end

--- The larger of the two; NaN if either is. Equal values share the gradient.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:maximum(other) end

---@class lunette.maxout.options
---@field pieces? integer
---@field dim? integer default 2

--- The largest of each `pieces` neighbours along dim, which becomes as much shorter (Goodfellow et al. 2013, section 2).
---@param pieces integer
---@param dim? integer
---@param options? lunette.maxout.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, pieces: integer, options: lunette.maxout.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.maxout.options): lunette.Tensor
function Tensor:maxout(pieces, dim, options) end

---@class lunette.mean.options
---@field dim? integer|integer[]
---@field keepdim? boolean default false

--- The mean over dim, or over everything.
---@param dim? integer|integer[]
---@param options? lunette.mean.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.mean.options): lunette.Tensor
function Tensor:mean(dim, options) end

---@class lunette.median.options
---@field dim? integer
---@field keepdim? boolean default false

--- x:median() is the middle one of all elements, of an even number the lower;
--- equal ones share its gradient. x:median(dim, {keepdim = false}) gives those
--- along dim and their indices. NaN where there is one.
---@param dim? integer
---@param options? lunette.median.options
---@return lunette.Tensor
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.median.options): lunette.Tensor, lunette.Tensor
function Tensor:median(dim, options) end

---@class lunette.min.options
---@field dim? lunette.Tensor|integer
---@field keepdim? boolean default false

--- As max, of the smallest; NaN wins here too.
---@param dim? lunette.Tensor|integer
---@param options? lunette.min.options
---@return lunette.Tensor
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.min.options): lunette.Tensor, lunette.Tensor
function Tensor:min(dim, options) end

---@class lunette.minibatch_discrimination.options
---@field others? lunette.Tensor|number
---@field offset? integer default 0

--- o[i][b] = sum over j of exp(-|x[i][b] - others[j][b]|_1), without the pair j = i + offset, which is the sample and itself. x: n, kernels, dimensions; others: m, kernels, dimensions, or x; o: n, kernels (Salimans et al. 2016, arXiv 1606.03498, section 3.2).
---@param others? lunette.Tensor|number
---@param options? lunette.minibatch_discrimination.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.minibatch_discrimination.options): lunette.Tensor
function Tensor:minibatch_discrimination(others, options) end

---@class lunette.minibatch_pulls.options
---@field others? lunette.Tensor|number
---@field u? lunette.Tensor|number
---@field v? lunette.Tensor|number
---@field g? lunette.Tensor|number
---@field h? lunette.Tensor|number
---@field offset? integer default 0

--- The gradient of minibatch_discrimination in x for the cotangents g of x's and h of others' rows: -sum over j of (g[i] + h[j]) exp(-|x[i][b] - others[j][b]|_1) sign(x[i][b] - others[j][b]); with u or v its derivative along them in turn, each term times -t (minibatch_turns). Without others, h is g and v is u.
---@param others? lunette.Tensor|number
---@param u? lunette.Tensor|number
---@param v? lunette.Tensor|number
---@param g? lunette.Tensor|number
---@param h? lunette.Tensor|number
---@param options? lunette.minibatch_pulls.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, others?: lunette.Tensor|number, u?: lunette.Tensor|number, v?: lunette.Tensor|number, g?: lunette.Tensor|number, options: lunette.minibatch_pulls.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, others?: lunette.Tensor|number, u?: lunette.Tensor|number, v?: lunette.Tensor|number, options: lunette.minibatch_pulls.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, others?: lunette.Tensor|number, u?: lunette.Tensor|number, options: lunette.minibatch_pulls.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, others?: lunette.Tensor|number, options: lunette.minibatch_pulls.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.minibatch_pulls.options): lunette.Tensor
function Tensor:minibatch_pulls(others, u, v, g, h, options) end

---@class lunette.minibatch_turns.options
---@field others? lunette.Tensor|number
---@field u? lunette.Tensor|number
---@field v? lunette.Tensor|number
---@field offset? integer default 0

--- The derivative of minibatch_discrimination along u and v: -sum over j of exp(-|x[i][b] - others[j][b]|_1) t, with t = sign(x[i][b] - others[j][b]) . (u[i][b] - v[j][b]). Without others, v is u.
---@param others? lunette.Tensor|number
---@param u? lunette.Tensor|number
---@param v? lunette.Tensor|number
---@param options? lunette.minibatch_turns.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, others?: lunette.Tensor|number, u?: lunette.Tensor|number, options: lunette.minibatch_turns.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, others?: lunette.Tensor|number, options: lunette.minibatch_turns.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.minibatch_turns.options): lunette.Tensor
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

---@class lunette.mode.options
---@field dim? integer default -1
---@field keepdim? boolean default false

--- The most frequent element along dim, of equally frequent ones the smallest,
--- and the index of its last. NaN equals nothing.
---@param dim? integer
---@param options? lunette.mode.options
---@return lunette.Tensor
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.mode.options): lunette.Tensor, lunette.Tensor
function Tensor:mode(dim, options) end

--- movedim, as PyTorch's moveaxis.
---@param source integer|integer[]
---@param destination integer|integer[]
---@return lunette.Tensor
function Tensor:moveaxis(source, destination) end

--- The dimensions `source` put where `destination` says (integers, or tables of
--- as many); the others keep their order. A view.
---@param source integer|integer[]
---@param destination integer|integer[]
---@return lunette.Tensor
function Tensor:movedim(source, destination) end

--- x in order along dimension 1; equal elements keep their order.
---@return lunette.Tensor
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
---@return lunette.Tensor
function Tensor:mvlgamma(p) end

---@class lunette.nan_to_num.options
---@field nan? number default 0
---@field posinf? number default nan
---@field neginf? number default nan

--- x with NaN, inf and -inf replaced; posinf and neginf, when left out, are the largest and the least finite number. The derivative is 0 where something was replaced.
---@param nan? number
---@param posinf? number
---@param neginf? number
---@param options? lunette.nan_to_num.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, nan?: number, posinf?: number, options: lunette.nan_to_num.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, nan?: number, options: lunette.nan_to_num.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.nan_to_num.options): lunette.Tensor
function Tensor:nan_to_num(nan, posinf, neginf, options) end

---@class lunette.nanmean.options
---@field dim? integer|integer[]
---@field keepdim? boolean default false

--- The mean over dim, or over everything, of what is not NaN; NaN where there
--- is nothing else.
---@param dim? integer|integer[]
---@param options? lunette.nanmean.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.nanmean.options): lunette.Tensor
function Tensor:nanmean(dim, options) end

---@class lunette.nanmedian.options
---@field dim? integer
---@field keepdim? boolean default false

--- As median, of what is not NaN; NaN where nothing else is.
---@param dim? integer
---@param options? lunette.nanmedian.options
---@return lunette.Tensor
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.nanmedian.options): lunette.Tensor, lunette.Tensor
function Tensor:nanmedian(dim, options) end

---@class lunette.nanquantile.options
---@field q? lunette.Tensor|number
---@field dim? integer
---@field keepdim? boolean default false
---@field interpolation? "linear"|"lower"|"higher"|"midpoint"|"nearest" default "linear"

--- As quantile, of what is not NaN; NaN where nothing else is.
---@param q lunette.Tensor|number
---@param dim? integer
---@param keepdim? boolean
---@param options? lunette.nanquantile.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, q: lunette.Tensor|number, dim?: integer, options: lunette.nanquantile.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, q: lunette.Tensor|number, options: lunette.nanquantile.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.nanquantile.options): lunette.Tensor
function Tensor:nanquantile(q, dim, keepdim, options) end

---@class lunette.nansum.options
---@field dim? integer|integer[]
---@field keepdim? boolean default false

--- The sum over dim, or over everything, of what is not NaN.
---@param dim? integer|integer[]
---@param options? lunette.nansum.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.nansum.options): lunette.Tensor
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
---@return lunette.Tensor
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

---@class lunette.new_tensor.options
---@field data? any
---@field requires_grad? boolean default false

--- A tensor of a table or a number, whatever x is: ln.tensor(data).
---@param data any
---@param options? lunette.new_tensor.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.new_tensor.options): lunette.Tensor
function Tensor:new_tensor(data, options) end

--- The number next to x towards other, in the scalar type there is. No derivative.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:nextafter(other) end

--- The indices of the elements that are not 0, one a row, with a column for each dimension. No derivative.
---@return lunette.Tensor
function Tensor:nonzero() end

---@class lunette.norm.options
---@field p? number default 2
---@field dim? integer|integer[]
---@field keepdim? boolean default false

--- (sum |x|^p)^(1/p) over dim, or over everything; p may be inf, -inf and 0 (the number of non-zeros). For p = 2 the derivative at 0 is 0.
---@param p? number
---@param dim? integer|integer[]
---@param options? lunette.norm.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, p?: number, options: lunette.norm.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.norm.options): lunette.Tensor
function Tensor:norm(p, dim, options) end

---@class lunette.norm2.options
---@field dim? integer|integer[]
---@field keepdim? boolean default false

--- The root of the sum of the squares over dim, or over everything, also where the squares do not fit. The derivative at 0 is 0.
---@param dim? integer|integer[]
---@param options? lunette.norm2.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.norm2.options): lunette.Tensor
function Tensor:norm2(dim, options) end

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

---@class lunette.pad.options
---@field pad? integer|integer[]
---@field mode? "constant"|"reflect"|"replicate"|"circular" default "constant"
---@field value? number default 0

--- x with elements before and after: pad holds a left and a right amount for the last dimension, then for the one before it, and so on; negative amounts crop. The new ones are value, or x mirrored at its edge elements (reflect), its edge elements (replicate), or x once more (circular).
---@param pad integer|integer[]
---@param mode? "constant"|"reflect"|"replicate"|"circular"
---@param value? number
---@param options? lunette.pad.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, pad: integer|integer[], mode?: "constant"|"reflect"|"replicate"|"circular", options: lunette.pad.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, pad: integer|integer[], options: lunette.pad.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.pad.options): lunette.Tensor
function Tensor:pad(pad, mode, value, options) end

---@class lunette.pad_adjoint.options
---@field pad? integer|integer[]
---@field mode? "constant"|"reflect"|"replicate"|"circular" default "constant"

--- The adjoint of pad with the same arguments: each element of g added where pad took it from.
---@param pad integer|integer[]
---@param options? lunette.pad_adjoint.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.pad_adjoint.options): lunette.Tensor
function Tensor:pad_adjoint(pad, options) end

---@class lunette.pdist.options
---@field p? number default 2

--- |x_i - x_j|_p of the rows i < j of x: n,d; n (n - 1) / 2 numbers, those of
--- row 1 first.
---@param p? number
---@param options? lunette.pdist.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.pdist.options): lunette.Tensor
function Tensor:pdist(p, options) end

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

---@class lunette.pinv.options
---@field atol? number
---@field rtol? number

--- The pseudoinverse (Moore and Penrose): of singular values those above atol
--- and rtol times the largest are inverted, the others count as 0. rtol is
--- max(m, n) times the machine's epsilon, or 0 when atol is given. Derivatives
--- by Golub and Pereyra (1973), for a rank that stays as it is.
---@param options? lunette.pinv.options
---@return lunette.Tensor
function Tensor:pinv(options) end

---@class lunette.pinverse.options
---@field rcond? number default 1e-15
---@field atol? number default 0

--- The pseudoinverse, to which singular values up to rcond times the largest, or up to atol, count as 0; see pinv. By LAPACK.
---@param rcond? number
---@param options? lunette.pinverse.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.pinverse.options): lunette.Tensor
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
---@return lunette.Tensor
function Tensor:polygamma(x) end

--- x itself.
---@return lunette.Tensor
function Tensor:positive() end

--- x to the power of exponent; 0^0 is 1.
---@param exponent lunette.Tensor|number
---@return lunette.Tensor
function Tensor:pow(exponent) end

--- x above 0, weight x below; weight is one number or one for each channel, dimension 2 (He et al. 2015, equation 1).
---@param weight lunette.Tensor|number
---@return lunette.Tensor
function Tensor:prelu(weight) end

---@class lunette.prod.options
---@field dim? integer|integer[]
---@field keepdim? boolean default false

--- The product over dim, or over everything.
---@param dim? integer|integer[]
---@param options? lunette.prod.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.prod.options): lunette.Tensor
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

---@class lunette.qr.options
---@field mode? "reduced"|"complete" default "reduced"

--- x = q r, for m x n matrices and k = min(m, n): q (..., m, k), whose columns
--- have length 1 and are orthogonal, and r (..., k, n), upper triangular. In
--- mode "complete" q is m x m and r m x n; what is added is arbitrary, so that
--- for m > n there is no derivative. The signs are LAPACK's: r's diagonal may
--- be negative.
---@param mode? "reduced"|"complete"
---@param options? lunette.qr.options
---@return lunette.Tensor
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.qr.options): lunette.Tensor, lunette.Tensor
function Tensor:qr(mode, options) end

---@class lunette.qr_packed.options
---@field complete? boolean default false

--- The factors of x = q r, of as many rows as columns, or more: the elements of q, then those of r; see qr. By LAPACK.
---@param options? lunette.qr_packed.options
---@return lunette.Tensor
function Tensor:qr_packed(options) end

---@class lunette.quantile.options
---@field q? lunette.Tensor|number
---@field dim? integer
---@field keepdim? boolean default false
---@field interpolation? "linear"|"lower"|"higher"|"midpoint"|"nearest" default "linear"

--- The q-quantile along dim, or of all elements: what stands at place
--- q (n - 1), from 0, of those in order, between two of them as interpolation
--- says. q is a number from 0 to 1, or a tensor of them, whose results lie
--- along a new first dimension. NaN where there is one.
---
---   print(ln.quantile(ln.tensor {1, 2, 3, 4, 5}, 0.25):item())   -- 2
---@param q lunette.Tensor|number
---@param dim? integer
---@param keepdim? boolean
---@param options? lunette.quantile.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, q: lunette.Tensor|number, dim?: integer, options: lunette.quantile.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, q: lunette.Tensor|number, options: lunette.quantile.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.quantile.options): lunette.Tensor
function Tensor:quantile(q, dim, keepdim, options) end

--- x in radians, in degrees.
---@return lunette.Tensor
function Tensor:rad2deg() end

--- x as one dimension: a view where the strides allow it, else a copy.
---@return lunette.Tensor
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
---@return lunette.Tensor
function Tensor:renorm(p, dim, maxnorm) end

---@class lunette.repeat_interleave.options
---@field repeats? lunette.Tensor|number
---@field dim? integer

--- Each element of a dimension repeats times in a row, or as often as a tensor of repeats says for each; of x made one dimension where none is given.
---@param repeats lunette.Tensor|number
---@param dim? integer
---@param options? lunette.repeat_interleave.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, repeats: lunette.Tensor|number, options: lunette.repeat_interleave.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.repeat_interleave.options): lunette.Tensor
function Tensor:repeat_interleave(repeats, dim, options) end

---@class lunette.resample.options
---@field dim? integer
---@field size? integer
---@field mode? "nearest"|"linear"|"cubic"|"area"|"nearest-exact" default "linear"
---@field align_corners? boolean default false
---@field antialias? boolean default false
---@field scale? number default 0

--- x resized along dim, as interpolate does. scale: elements of x for one of the result, when it is not the quotient of the sizes.
---@param dim integer
---@param size integer
---@param options? lunette.resample.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, dim: integer, options: lunette.resample.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.resample.options): lunette.Tensor
function Tensor:resample(dim, size, options) end

---@class lunette.resample_adjoint.options
---@field dim? integer
---@field size? integer
---@field mode? "nearest"|"linear"|"cubic"|"area"|"nearest-exact" default "linear"
---@field align_corners? boolean default false
---@field antialias? boolean default false
---@field scale? number default 0

--- The adjoint of resample: size is that of its x.
---@param dim integer
---@param size integer
---@param options? lunette.resample_adjoint.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, dim: integer, options: lunette.resample_adjoint.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.resample_adjoint.options): lunette.Tensor
function Tensor:resample_adjoint(dim, size, options) end

--- The same elements in row-major order under other sizes; one may be -1. A view where the strides allow it, else a copy.
---@param ... integer|integer[]|table
---@return lunette.Tensor
function Tensor:reshape(...) end

--- reshape to the sizes of other.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:reshape_as(other) end

---@class lunette.rfft.options
---@field n? integer
---@field dim? integer default -1
---@field norm? "backward"|"ortho"|"forward" default "backward"

--- The transform of real numbers along dim, as fft's: the first n // 2 + 1
--- pairs, in a new last dimension of 2. The others are the conjugates of these.
---@param n? integer
---@param dim? integer
---@param options? lunette.rfft.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, n?: integer, options: lunette.rfft.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.rfft.options): lunette.Tensor
function Tensor:rfft(n, dim, options) end

---@class lunette.rfft2.options
---@field s? integer|integer[]
---@field dim? integer|integer[] default {-2, -1}
---@field norm? "backward"|"ortho"|"forward" default "backward"

--- The transform of real numbers along the two dimensions in dim, of images
--- ..., h, w: pairs ..., h, w // 2 + 1, 2. s has the two sizes that they are
--- brought to. An image's frequencies from the lowest on are rows 1, 2, ... and
--- h, h - 1, ...: fftfreq and rfftfreq have them.
---@param s? integer|integer[]
---@param dim? integer|integer[]
---@param options? lunette.rfft2.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, s?: integer|integer[], options: lunette.rfft2.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.rfft2.options): lunette.Tensor
function Tensor:rfft2(s, dim, options) end

---@class lunette.rfftfreq.options
---@field d? number default 1

--- Those of rfft's result, 0, 1, ..., n // 2, over d n.
---@param d? number
---@param options? lunette.rfftfreq.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.rfftfreq.options): lunette.Tensor
function Tensor:rfftfreq(d, options) end

---@class lunette.rfftn.options
---@field s? integer|integer[]
---@field dim? integer|integer[]
---@field norm? "backward"|"ortho"|"forward" default "backward"

--- rfft along the last of the dimensions in dim, and fft along the others.
---@param s? integer|integer[]
---@param dim? integer|integer[]
---@param options? lunette.rfftn.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, s?: integer|integer[], options: lunette.rfftn.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.rfftn.options): lunette.Tensor
function Tensor:rfftn(s, dim, options) end

---@class lunette.roll.options
---@field shifts? integer|integer[]
---@field dims? integer|integer[]

--- Elements moved on by `shifts` along `dims` (integers, or tables of as many),
--- those that fall off coming in again in front: y[i + shift] = x[i]. Without
--- dims, x counts as one dimension and gets its shape back.
---@param shifts integer|integer[]
---@param dims? integer|integer[]
---@param options? lunette.roll.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, shifts: integer|integer[], options: lunette.roll.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.roll.options): lunette.Tensor
function Tensor:roll(shifts, dims, options) end

--- roll along one dimension: y[i + shift] = x[i], and what falls off comes in again in front.
---@param shift integer
---@param dim integer
---@return lunette.Tensor
function Tensor:roll_one(shift, dim) end

--- Square root whose derivative at 0 is 0, as norms need it.
---@return lunette.Tensor
function Tensor:root() end

---@class lunette.rot90.options
---@field k? integer default 1
---@field dims? integer|integer[] default {1, 2}

--- x turned by k times 90 degrees in the plane of two dims, from the first
--- towards the second.
---@param k? integer
---@param dims? integer|integer[]
---@param options? lunette.rot90.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, k?: integer, options: lunette.rot90.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.rot90.options): lunette.Tensor
function Tensor:rot90(k, dims, options) end

---@class lunette.round.options
---@field decimals? integer default 0

--- The nearest whole number, of two the even one, or the nearest multiple of 10^-decimals; its derivative is 0.
---@param options? lunette.round.options
---@return lunette.Tensor
function Tensor:round(options) end

---@class lunette.row_norm_grad.options
---@field x? lunette.Tensor
---@field stats? lunette.Tensor|number
---@field weight? lunette.Tensor|number
---@field period? integer default 1
---@field eps? number default 1e-5

--- The cotangent of x in layer_norm or group_norm: x is rows, stats their means and variances, 2 x rows, and the weights begin again every `period` rows. No derivative: a recorded sweep differentiates plain ops.
---@param x lunette.Tensor
---@param stats lunette.Tensor|number
---@param weight? lunette.Tensor|number
---@param options? lunette.row_norm_grad.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, x: lunette.Tensor, stats: lunette.Tensor|number, options: lunette.row_norm_grad.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, x: lunette.Tensor, options: lunette.row_norm_grad.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.row_norm_grad.options): lunette.Tensor
function Tensor:row_norm_grad(x, stats, weight, options) end

---@class lunette.row_norm_sums.options
---@field x? lunette.Tensor
---@field stats? lunette.Tensor|number
---@field period? integer default 1
---@field weights? integer default 1
---@field eps? number default 1e-5

--- Sums of g xhat and of g for every weight, 2 x weights: what the backward pass of layer_norm and group_norm needs. No derivative.
---@param x lunette.Tensor
---@param stats lunette.Tensor|number
---@param options? lunette.row_norm_sums.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, x: lunette.Tensor, options: lunette.row_norm_sums.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.row_norm_sums.options): lunette.Tensor
function Tensor:row_norm_sums(x, stats, options) end

--- 1 / sqrt(x).
---@return lunette.Tensor
function Tensor:rsqrt() end

---@class lunette.rsub.options
---@field other? lunette.Tensor|number
---@field alpha? number default 1

--- other - alpha x.
---@param other lunette.Tensor|number
---@param options? lunette.rsub.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.rsub.options): lunette.Tensor
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

---@class lunette.scatter_extreme.options
---@field dim? integer
---@field index? lunette.Tensor|number
---@field src? lunette.Tensor|number
---@field which? "largest"|"smallest" default "largest"

--- x with the largest, or the smallest, of itself and the src[i][j] that meet at [i][index[i][j]] for dim 2, and so for any dim; src has the shape of index. Equal ones share the gradient.
---@param dim integer
---@param index lunette.Tensor|number
---@param src lunette.Tensor|number
---@param options? lunette.scatter_extreme.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, dim: integer, index: lunette.Tensor|number, options: lunette.scatter_extreme.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, dim: integer, options: lunette.scatter_extreme.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.scatter_extreme.options): lunette.Tensor
function Tensor:scatter_extreme(dim, index, src, options) end

---@class lunette.scatter_reduce.options
---@field dim? integer
---@field index? lunette.Tensor
---@field src? lunette.Tensor
---@field reduce? "sum"|"prod"|"mean"|"amax"|"amin"
---@field include_self? boolean default true

--- x with src[i][j] summed, multiplied, averaged, or the largest or smallest
--- taken, at [i][index[i][j]] for dim 2, and so for any dim. With include_self
--- the element of x that is there takes part; without it, it gives way. Equal
--- ones share the gradient of amax and amin. prod needs memory for as many
--- times the elements of x as factors meet in one place, at most.
---@param dim integer
---@param index lunette.Tensor
---@param src lunette.Tensor
---@param reduce "sum"|"prod"|"mean"|"amax"|"amin"
---@param options? lunette.scatter_reduce.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, dim: integer, index: lunette.Tensor, src: lunette.Tensor, options: lunette.scatter_reduce.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, dim: integer, index: lunette.Tensor, options: lunette.scatter_reduce.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, dim: integer, options: lunette.scatter_reduce.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.scatter_reduce.options): lunette.Tensor
function Tensor:scatter_reduce(dim, index, src, reduce, options) end

---@class lunette.searchsorted.options
---@field x? lunette.Tensor
---@field right? boolean default false

--- Where each element of x would stand in a sorted line, from 1: before those equal to it, with right after them. The line is one for all, or one for each last dimension of x. No derivative.
---@param x lunette.Tensor
---@param options? lunette.searchsorted.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.searchsorted.options): lunette.Tensor
function Tensor:searchsorted(x, options) end

---@class lunette.segment_reduce.options
---@field reduce? "sum"|"mean"|"prod"|"max"|"min"
---@field lengths lunette.Tensor
---@field axis? integer default 1

--- Reductions of parts of data that follow each other along axis and have these
--- lengths, which make up the dimension. Of an empty part the sum is 0, the
--- product 1, the mean NaN, the largest -inf and the smallest inf.
---@param reduce "sum"|"mean"|"prod"|"max"|"min"
---@param options lunette.segment_reduce.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.segment_reduce.options): lunette.Tensor
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
---@return lunette.Tensor
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
---@return lunette.Tensor
function Tensor:sinc() end

--- The derivative of that order, up to 20, of sinc, and with 0 sinc itself.
---@param order integer
---@return lunette.Tensor
function Tensor:sinc_derivative(order) end

--- Hyperbolic sine.
---@return lunette.Tensor
function Tensor:sinh() end

---@class lunette.slice_scatter.options
---@field src? lunette.Tensor
---@field dim? integer default 1
---@field start? integer default 1
---@field last? integer default -1
---@field step? integer default 1

--- x with src in place of the elements start to last of dimension dim, each
--- step-th of them. Both are included, and negative ones count from the end.
---@param src lunette.Tensor
---@param dim? integer
---@param start? integer
---@param last? integer
---@param step? integer
---@param options? lunette.slice_scatter.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, src: lunette.Tensor, dim?: integer, start?: integer, last?: integer, options: lunette.slice_scatter.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, src: lunette.Tensor, dim?: integer, start?: integer, options: lunette.slice_scatter.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, src: lunette.Tensor, dim?: integer, options: lunette.slice_scatter.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, src: lunette.Tensor, options: lunette.slice_scatter.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.slice_scatter.options): lunette.Tensor
function Tensor:slice_scatter(src, dim, start, last, step, options) end

--- The sign of the determinant (1, -1, or 0 for a singular matrix) and the
--- logarithm of its size.
---@return lunette.Tensor
---@return lunette.Tensor
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

---@class lunette.softplus.options
---@field beta? number default 1
---@field threshold? number default 20

--- log(1 + exp(beta x)) / beta, without overflow; x itself where beta x is above threshold.
---@param beta? number
---@param threshold? number
---@param options? lunette.softplus.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, beta?: number, options: lunette.softplus.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.softplus.options): lunette.Tensor
function Tensor:softplus(beta, threshold, options) end

---@class lunette.softshrink.options
---@field lambd? number default 0.5

--- x drawn towards 0 by lambd, 0 within lambd of it.
---@param lambd? number
---@param options? lunette.softshrink.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.softshrink.options): lunette.Tensor
function Tensor:softshrink(lambd, options) end

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

---@class lunette.solve_triangular.options
---@field B? lunette.Tensor
---@field upper boolean
---@field left? boolean default true
---@field unitriangular? boolean default false

--- The y with A y = B for triangular A (..., n, n) and B (..., n, r); or with
--- y A = B, for B (..., r, n), unless left. What is not upper, or not lower, in
--- A is not read; with unitriangular its diagonal is not, either, and is 1.
---@param B lunette.Tensor
---@param options lunette.solve_triangular.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.solve_triangular.options): lunette.Tensor
function Tensor:solve_triangular(B, options) end

---@class lunette.solve_triangular_columns.options
---@field b? lunette.Tensor|number
---@field upper? boolean default false
---@field unitriangular? boolean default false

--- The y with a y = b for triangular matrices of one batch: what solve_triangular is made of. What is not upper, or lower, in a is not read, nor its diagonal with unitriangular, which is 1.
---@param b lunette.Tensor|number
---@param options? lunette.solve_triangular_columns.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.solve_triangular_columns.options): lunette.Tensor
function Tensor:solve_triangular_columns(b, options) end

---@class lunette.sort.options
---@field dim? integer default -1
---@field descending? boolean default false

--- x in order along dim, and the indices that put it so. Equal elements keep
--- their order. n log n for a line of n.
---
---   local sorted, order = ln.sort(ln.tensor {3, 1, 2})
---   print(order)   -- {2, 3, 1}
---@param dim? integer
---@param options? lunette.sort.options
---@return lunette.Tensor
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.sort.options): lunette.Tensor, lunette.Tensor
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
---@return lunette.Tensor
function Tensor:spectrum() end

---@class lunette.split.options
---@field split_size_or_sections? integer|table
---@field dim? integer default 1

--- A table of parts along dim, views of x. With an integer they have that
--- length, the last may be shorter; with a table they have its lengths, which
--- make up the dimension.
---
---   local parts = ln.split(ln.arange(1, 5), 2)
---   print(#parts, parts[3])   -- 3  {5}
---@param split_size_or_sections integer|table
---@param dim? integer
---@param options? lunette.split.options
---@return lunette.Tensor[]
---@overload fun(self: lunette.Tensor, split_size_or_sections: integer|table, options: lunette.split.options): lunette.Tensor[]
---@overload fun(self: lunette.Tensor, options: lunette.split.options): lunette.Tensor[]
function Tensor:split(split_size_or_sections, dim, options) end

--- Square root; NaN below 0. The derivative at 0 is infinite.
---@return lunette.Tensor
function Tensor:sqrt() end

--- The symmetric y with y y = x, for x without eigenvalues below 0 (symmetric: (x + x^T) / 2 counts). By LAPACK.
---@return lunette.Tensor
function Tensor:sqrtm() end

--- x times x.
---@return lunette.Tensor
function Tensor:square() end

---@class lunette.square_sum.options
---@field dim? integer|integer[]
---@field keepdim? boolean default false

--- The sum of the squares over dim, or over everything.
---@param dim? integer|integer[]
---@param options? lunette.square_sum.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.square_sum.options): lunette.Tensor
function Tensor:square_sum(dim, options) end

--- (x - target)^2.
---@param target lunette.Tensor|number
---@return lunette.Tensor
function Tensor:squared_error(target) end

---@class lunette.squeeze.options
---@field dim? integer|integer[]

--- Without the dimensions of size 1, or without those listed that have size 1.
---@param dim? integer|integer[]
---@param options? lunette.squeeze.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.squeeze.options): lunette.Tensor
function Tensor:squeeze(dim, options) end

--- The same for windows of these sizes that begin where starts, one for each spatial dimension, say (from 0). x: p and the spatial sizes; starts: p, windows along the dimension; y: p and the windows along each. No derivative.
---@param starts lunette.Tensor[]
---@param sizes integer|integer[]
---@return lunette.Tensor
function Tensor:started_index(starts, sizes) end

---@class lunette.std.options
---@field dim? integer|integer[]
---@field correction? integer default 1
---@field keepdim? boolean default false

--- The standard deviation, the root of var. The derivative at equal numbers is 0.
---@param dim? integer|integer[]
---@param options? lunette.std.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.std.options): lunette.Tensor
function Tensor:std(dim, options) end

---@class lunette.std_mean.options
---@field dim? integer|integer[]
---@field correction? integer default 1
---@field keepdim? boolean default false

--- The standard deviation and the mean over dim, or over everything.
---@param dim? integer|integer[]
---@param options? lunette.std_mean.options
---@return lunette.Tensor
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.std_mean.options): lunette.Tensor, lunette.Tensor
function Tensor:std_mean(dim, options) end

---@class lunette.stft.options
---@field n_fft? integer
---@field hop_length? integer
---@field win_length? integer
---@field window? lunette.Tensor
---@field center? boolean default true
---@field pad_mode? "constant"|"reflect"|"replicate"|"circular" default "reflect"
---@field normalized? boolean default false
---@field onesided? boolean default true

--- The short-time Fourier transform of signals (length, or n, length): pairs
--- (n,) frequencies, frames, 2, which are the transforms of stretches of n_fft
--- elements, hop_length apart (n_fft // 4), times the window, of win_length
--- (n_fft) in their middle (1 everywhere). center: stretch t is about element
--- t hop_length, and the signal is padded by n_fft // 2 on both sides, by
--- pad_mode. normalized: divided by the root of n_fft. onesided: the n_fft // 2
--- + 1 frequencies that rfft has.
---
---   local signal = ln.sin(ln.arange(1, 400) * 0.5)
---   local pairs_of = ln.stft(signal, 64, {window = ln.hann_window(64)})
---@param n_fft integer
---@param hop_length? integer
---@param win_length? integer
---@param window? lunette.Tensor
---@param options? lunette.stft.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, n_fft: integer, hop_length?: integer, win_length?: integer, options: lunette.stft.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, n_fft: integer, hop_length?: integer, options: lunette.stft.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, n_fft: integer, options: lunette.stft.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.stft.options): lunette.Tensor
function Tensor:stft(n_fft, hop_length, win_length, window, options) end

---@class lunette.sub.options
---@field other? lunette.Tensor|number
---@field alpha? number default 1

--- x - alpha other.
---@param other lunette.Tensor|number
---@param options? lunette.sub.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.sub.options): lunette.Tensor
function Tensor:sub(other, options) end

---@class lunette.subtract.options
---@field other? lunette.Tensor|number
---@field alpha? number default 1

--- sub, as PyTorch's subtract.
---@param other lunette.Tensor|number
---@param options? lunette.subtract.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.subtract.options): lunette.Tensor
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

---@class lunette.sum.options
---@field dim? integer|integer[]
---@field keepdim? boolean default false

--- The sum over dim, or over everything.
---@param dim? integer|integer[]
---@param options? lunette.sum.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.sum.options): lunette.Tensor
function Tensor:sum(dim, options) end

--- The sum over all that was repeated to broadcast sizes to the shape of x: the adjoint of expand.
---@param ... integer|integer[]|table
---@return lunette.Tensor
function Tensor:sum_to(...) end

---@class lunette.svd.options
---@field full_matrices? boolean default false

--- The singular value decomposition of m x n matrices, with k = min(m, n): u
--- (..., m, k), s (..., k), descending, and vh (..., k, n), so that x = u
--- diag(s) vh. With full_matrices u is m x m and vh n x n; what is added is
--- arbitrary and has no derivative. torch.linalg.svd has full_matrices = true.
--- Derivatives by Townsend, "Differentiating the singular value decomposition"
--- (2016); where singular values are equal or 0 those of their vectors are not
--- defined, and left out.
---
---   local u, s, vh = ln.svd(ln.tensor {{3, 0}, {0, 4}})
---   print(s)   -- {4, 3}
---@param full_matrices? boolean
---@param options? lunette.svd.options
---@return lunette.Tensor
---@return lunette.Tensor
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.svd.options): lunette.Tensor, lunette.Tensor, lunette.Tensor
function Tensor:svd(full_matrices, options) end

--- The singular value decomposition x = u diag(s) v^T of m x n matrices: m rows of u, one of s, descending, n rows of v, with min(m, n) columns; see svd. The first component of a column of v within 3/4 of its largest is positive. By LAPACK.
---@return lunette.Tensor
function Tensor:svd_packed() end

--- The singular values alone, descending; see svdvals. No derivative. By LAPACK.
---@return lunette.Tensor
function Tensor:svd_values() end

--- The singular values of matrices, descending.
---@return lunette.Tensor
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

---@class lunette.take_along_dim.options
---@field indices? lunette.Tensor
---@field dim? integer

--- gather, with x and indices broadcast against each other outside of dim;
--- without dim, of both as one dimension.
---@param indices lunette.Tensor
---@param dim? integer
---@param options? lunette.take_along_dim.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, indices: lunette.Tensor, options: lunette.take_along_dim.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.take_along_dim.options): lunette.Tensor
function Tensor:take_along_dim(indices, dim, options) end

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

---@class lunette.tensor_split.options
---@field indices_or_sections? integer|table
---@field dim? integer default 1

--- A table of parts along dim, views of x. An integer says how many, whose
--- lengths differ by at most 1, the longer first; a table says at which
--- indices, from 1, all but the first begin.
---@param indices_or_sections integer|table
---@param dim? integer
---@param options? lunette.tensor_split.options
---@return lunette.Tensor[]
---@overload fun(self: lunette.Tensor, indices_or_sections: integer|table, options: lunette.tensor_split.options): lunette.Tensor[]
---@overload fun(self: lunette.Tensor, options: lunette.tensor_split.options): lunette.Tensor[]
function Tensor:tensor_split(indices_or_sections, dim, options) end

---@class lunette.tensordot.options
---@field b? lunette.Tensor
---@field dims? integer|table default 2

--- The products of a and b summed over some dimensions: over the last `dims` of
--- a and the first of b, in this order, or over those that two lists name,
--- {{of a}, {of b}}. The result has the other dimensions of a, then those of b.
---@param b lunette.Tensor
---@param dims? integer|table
---@param options? lunette.tensordot.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, b: lunette.Tensor, options: lunette.tensordot.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.tensordot.options): lunette.Tensor
function Tensor:tensordot(b, dims, options) end

--- x where it is above threshold, value elsewhere.
---@param threshold number
---@param value number
---@return lunette.Tensor
function Tensor:threshold(threshold, value) end

--- x laid side by side as often as dims says, the last of which is for the last dimension. It also serves as PyTorch's repeat, a word that Lua keeps for itself.
---@param ... integer|integer[]|table
---@return lunette.Tensor
function Tensor:tile(...) end

---@class lunette.topk.options
---@field k? integer
---@field dim? integer default -1
---@field largest? boolean default true
---@field sorted? boolean default true

--- The k largest along dim, or the smallest, and their indices; always in
--- order, whether or not `sorted` asks for it.
---
---   local values, places = ln.topk(ln.tensor {3, 1, 4, 1}, 2)
---   print(values, places)   -- {4, 3}
---@param k integer
---@param dim? integer
---@param options? lunette.topk.options
---@return lunette.Tensor
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, k: integer, options: lunette.topk.options): lunette.Tensor, lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.topk.options): lunette.Tensor, lunette.Tensor
function Tensor:topk(k, dim, options) end

--- The sum of a matrix's main diagonal.
---@return lunette.Tensor
function Tensor:trace() end

--- Two dimensions exchanged.
---@param dim1 integer
---@param dim2 integer
---@return lunette.Tensor
function Tensor:transpose(dim1, dim2) end

---@class lunette.trapezoid.options
---@field x? lunette.Tensor
---@field dx? number default 1
---@field dim? integer default -1

--- The integral of y along dim by the trapezoidal rule. Its points are x (a
--- list, or as y), or lie dx apart.
---@param x? lunette.Tensor
---@param options? lunette.trapezoid.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.trapezoid.options): lunette.Tensor
function Tensor:trapezoid(x, options) end

---@class lunette.trapz.options
---@field x? lunette.Tensor
---@field dx? number default 1
---@field dim? integer default -1

--- trapezoid, as PyTorch's trapz.
---@param x? lunette.Tensor
---@param options? lunette.trapz.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.trapz.options): lunette.Tensor
function Tensor:trapz(x, options) end

---@class lunette.tril.options
---@field diagonal? integer default 0

--- The elements on and below a diagonal of the last two dimensions, 0 above it.
---@param diagonal? integer
---@param options? lunette.tril.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.tril.options): lunette.Tensor
function Tensor:tril(diagonal, options) end

---@class lunette.triu.options
---@field diagonal? integer default 0

--- The elements on and above a diagonal of the last two dimensions, 0 below it.
---@param diagonal? integer
---@param options? lunette.triu.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.triu.options): lunette.Tensor
function Tensor:triu(diagonal, options) end

---@class lunette.true_divide.options
---@field other? lunette.Tensor|number
---@field rounding_mode? "trunc"|"floor"

--- div, as PyTorch's true_divide.
---@param other lunette.Tensor|number
---@param options? lunette.true_divide.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.true_divide.options): lunette.Tensor
function Tensor:true_divide(other, options) end

--- x without its fraction; its derivative is 0.
---@return lunette.Tensor
function Tensor:trunc() end

--- x / other without its fraction; the derivative is 0.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:trunc_divide(other) end

---@class lunette.unbind.options
---@field dim? integer default 1

--- A table of the slices of x along dim, which goes; views of x.
---@param dim? integer
---@param options? lunette.unbind.options
---@return lunette.Tensor[]
---@overload fun(self: lunette.Tensor, options: lunette.unbind.options): lunette.Tensor[]
function Tensor:unbind(dim, options) end

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

---@class lunette.unique.options
---@field sorted? boolean default true
---@field return_inverse? boolean default false
---@field return_counts? boolean default false
---@field dim? integer

--- The elements of x without repetition, ascending; with dim its slices along
--- it, in the order of their first elements, then the second. With
--- return_inverse then the index in the result of each element, under the sizes
--- of x, or of each slice; with return_counts then how often each is in x. NaN
--- equals nothing. They are in order, whether or not `sorted` asks for it. m
--- slices of n elements: n sorts of m.
---
---   print((ln.unique(ln.tensor {3, 1, 3, 2})))   -- {1, 2, 3}
---@param options? lunette.unique.options
---@return lunette.Tensor
---@return lunette.Tensor
---@return lunette.Tensor
function Tensor:unique(options) end

---@class lunette.unique_consecutive.options
---@field return_inverse? boolean default false
---@field return_counts? boolean default false
---@field dim? integer

--- As unique, but only what repeats in a row counts once: the first of each run
--- of equal elements, or slices, in the order of x.
---@param options? lunette.unique_consecutive.options
---@return lunette.Tensor
---@return lunette.Tensor
---@return lunette.Tensor
function Tensor:unique_consecutive(options) end

--- With a dimension of size 1 put in at dim.
---@param dim integer
---@return lunette.Tensor
function Tensor:unsqueeze(dim) end

--- Each element repeated: the last dimensions (up to 3) become as many times larger as factors say.
---@param factors integer|integer[]
---@return lunette.Tensor
function Tensor:upsample(factors) end

---@class lunette.vander.options
---@field N? integer
---@field increasing? boolean default false

--- The powers of x's elements (..., n) as columns: N of them (n), from
--- x^(N - 1) down to 1, or from 1 up when increasing.
---@param N? integer
---@param increasing? boolean
---@param options? lunette.vander.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, N?: integer, options: lunette.vander.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.vander.options): lunette.Tensor
function Tensor:vander(N, increasing, options) end

---@class lunette.var.options
---@field dim? integer|integer[]
---@field correction? integer default 1
---@field keepdim? boolean default false

--- The variance over dim, or over everything: the squared distances from the mean, summed, over n - correction.
---@param dim? integer|integer[]
---@param options? lunette.var.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.var.options): lunette.Tensor
function Tensor:var(dim, options) end

---@class lunette.var_mean.options
---@field dim? integer|integer[]
---@field correction? integer default 1
---@field keepdim? boolean default false

--- The variance and the mean over dim, or over everything.
---@param dim? integer|integer[]
---@param options? lunette.var_mean.options
---@return lunette.Tensor
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.var_mean.options): lunette.Tensor, lunette.Tensor
function Tensor:var_mean(dim, options) end

--- dot, as PyTorch's vdot.
---@param tensor lunette.Tensor|number
---@return lunette.Tensor
function Tensor:vdot(tensor) end

---@class lunette.vecdot.options
---@field y? lunette.Tensor
---@field dim? integer default -1

--- The sum of x y over dim, to which the two broadcast.
---@param y lunette.Tensor
---@param options? lunette.vecdot.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.vecdot.options): lunette.Tensor
function Tensor:vecdot(y, options) end

---@class lunette.vector_norm.options
---@field ord? number default 2
---@field dim? integer|integer[]
---@field keepdim? boolean default false

--- The p-norm of vectors, (sum |x|^ord)^(1 / ord) over dim, or over everything;
--- ord may be inf, -inf and 0 (the number of non-zeros). It is norm by another
--- name.
---@param ord? number
---@param dim? integer|integer[]
---@param options? lunette.vector_norm.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, ord?: number, options: lunette.vector_norm.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.vector_norm.options): lunette.Tensor
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
---@return lunette.Tensor[]
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
---@return lunette.Tensor
function Tensor:xlog1py(other) end

--- x log(other), and 0 where x is 0, unless other is NaN.
---@param other lunette.Tensor|number
---@return lunette.Tensor
function Tensor:xlogy(other) end

---@class lunette.Tensor.add_.options
---@field other? lunette.Tensor|number
---@field alpha? number default 1

--- x + alpha other, in place.
---@param other lunette.Tensor|number
---@param options? lunette.Tensor.add_.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.Tensor.add_.options): lunette.Tensor
function Tensor:add_(other, options) end

---@class lunette.Tensor.addcdiv_.options
---@field tensor1? lunette.Tensor|number
---@field tensor2? lunette.Tensor|number
---@field value? number default 1

--- addcdiv in place.
---@param tensor1 lunette.Tensor|number
---@param tensor2 lunette.Tensor|number
---@param options? lunette.Tensor.addcdiv_.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, tensor1: lunette.Tensor|number, options: lunette.Tensor.addcdiv_.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.Tensor.addcdiv_.options): lunette.Tensor
function Tensor:addcdiv_(tensor1, tensor2, options) end

---@class lunette.Tensor.addcmul_.options
---@field tensor1? lunette.Tensor|number
---@field tensor2? lunette.Tensor|number
---@field value? number default 1

--- addcmul in place.
---@param tensor1 lunette.Tensor|number
---@param tensor2 lunette.Tensor|number
---@param options? lunette.Tensor.addcmul_.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, tensor1: lunette.Tensor|number, options: lunette.Tensor.addcmul_.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.Tensor.addcmul_.options): lunette.Tensor
function Tensor:addcmul_(tensor1, tensor2, options) end

---@class lunette.Tensor.backward.options
---@field gradient? lunette.Tensor|number
---@field create_graph? boolean default false
---@field retain_graph? boolean default create_graph

--- Adds the derivatives of this tensor to the grad of every leaf that requires one. `gradient`, of the tensor's shape, is its cotangent; 1 when it has one element. The graph is dropped on the way unless retain_graph or create_graph keeps it.
---@param gradient? lunette.Tensor|number
---@param options? lunette.Tensor.backward.options
---@overload fun(self: lunette.Tensor, options: lunette.Tensor.backward.options)
function Tensor:backward(gradient, options) end

---@class lunette.Tensor.clamp_.options
---@field min? lunette.Tensor|number
---@field max? lunette.Tensor|number

--- Elements below min become min, those above max max, in place.
---@param min? lunette.Tensor|number
---@param max? lunette.Tensor|number
---@param options? lunette.Tensor.clamp_.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, min?: lunette.Tensor|number, options: lunette.Tensor.clamp_.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.Tensor.clamp_.options): lunette.Tensor
function Tensor:clamp_(min, max, options) end

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

---@class lunette.Tensor.div_.options
---@field other? lunette.Tensor|number
---@field rounding_mode? "trunc"|"floor"

--- x / other, in place; with a rounding_mode rounded towards 0 or down.
---@param other lunette.Tensor|number
---@param options? lunette.Tensor.div_.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.Tensor.div_.options): lunette.Tensor
function Tensor:div_(other, options) end

--- Sets every element.
---@param value number
---@return lunette.Tensor
function Tensor:fill_(value) end

---@class lunette.Tensor.index_add_.options
---@field dim? integer
---@field index? lunette.Tensor|number
---@field source? lunette.Tensor|number
---@field alpha? number default 1

--- index_add in place.
---@param dim integer
---@param index lunette.Tensor|number
---@param source lunette.Tensor|number
---@param options? lunette.Tensor.index_add_.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, dim: integer, index: lunette.Tensor|number, options: lunette.Tensor.index_add_.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, dim: integer, options: lunette.Tensor.index_add_.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.Tensor.index_add_.options): lunette.Tensor
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

---@class lunette.Tensor.index_put_.options
---@field indices? lunette.Tensor[]
---@field values? lunette.Tensor|number
---@field accumulate? boolean default false

--- index_put in place, as x[{...}] = values, or added there.
---@param indices lunette.Tensor[]
---@param values lunette.Tensor|number
---@param accumulate? boolean
---@param options? lunette.Tensor.index_put_.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, indices: lunette.Tensor[], values: lunette.Tensor|number, options: lunette.Tensor.index_put_.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, indices: lunette.Tensor[], options: lunette.Tensor.index_put_.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.Tensor.index_put_.options): lunette.Tensor
function Tensor:index_put_(indices, values, accumulate, options) end

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

---@class lunette.Tensor.new_full.options
---@field size? integer|integer[]
---@field fill_value? number
---@field requires_grad? boolean default false

--- A tensor of one value, whatever this one is: ln.full(size, fill_value).
---@param size integer|integer[]
---@param fill_value number
---@param options? lunette.Tensor.new_full.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, size: integer|integer[], options: lunette.Tensor.new_full.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.Tensor.new_full.options): lunette.Tensor
function Tensor:new_full(size, fill_value, options) end

--- Ones, whatever this one is: ln.ones(size).
---@param ... integer|integer[]|table
---@return lunette.Tensor
function Tensor:new_ones(...) end

--- Zeros, whatever this one is: ln.zeros(size).
---@param ... integer|integer[]|table
---@return lunette.Tensor
function Tensor:new_zeros(...) end

---@class lunette.Tensor.normal_.options
---@field mean? number default 0
---@field std? number default 1
---@field generator? lunette.Generator

--- Draws every element from N(mean, std).
---@param mean? number
---@param std? number
---@param options? lunette.Tensor.normal_.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, mean?: number, options: lunette.Tensor.normal_.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.Tensor.normal_.options): lunette.Tensor
function Tensor:normal_(mean, std, options) end

--- The number of elements.
---@return integer
function Tensor:numel() end

--- The name of the op that made it, nil for a leaf.
---@return string?
function Tensor:op() end

--- In every sweep that reaches x, hook(g) is called with the whole gradient g
--- of x, before it is added to x.grad or handed on; what it returns, if
--- anything, takes the place of g. g is not to be written to, for others may
--- share its values; the sweep raises when they do. Hooks run in the order in
--- which they were registered. Returns a handle with remove(), which is
--- closable too: `local _ <close> = x:register_hook(f)`. An error in hook is
--- raised by the sweep as it is. A hook may hold x: both go when no graph and
--- nobody else has x. One that holds a result that was made of x keeps it,
--- until backward has dropped its graph or the hook is removed.
---
---   local x = ln.tensor({1, 2}, {requires_grad = true})
---   local handle = x:register_hook(function(g) return g * 10 end)
---   x:sum():backward()
---   print(x.grad)   -- {10, 10}
---   handle:remove()
---@param hook function|lunette.Callable
---@return table
function Tensor:register_hook(hook) end

--- In every backward that reaches the leaf x, hook(x) is called once x.grad has
--- all that this sweep adds to it, while the sweep goes on with others: for
--- what is done with each gradient as soon as it is there. Otherwise as
--- register_hook.
---@param hook function|lunette.Callable
---@return table
function Tensor:register_post_accumulate_grad_hook(hook) end

--- Does anything that is computed from it get recorded for derivatives?
---@return boolean
function Tensor:requires_grad() end

---@class lunette.Tensor.requires_grad_.options
---@field requires_grad? boolean default true

--- Sets whether what is computed from it gets recorded, for a leaf; returns the tensor.
---@param requires_grad? boolean
---@param options? lunette.Tensor.requires_grad_.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.Tensor.requires_grad_.options): lunette.Tensor
function Tensor:requires_grad_(requires_grad, options) end

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

---@class lunette.Tensor.size.options
---@field dim? integer

--- The sizes as a list, or that of one dimension. Lists of sizes print as {2, 3}, and == compares them: x:size() == y:size().
---@param dim integer
---@param options? lunette.Tensor.size.options
---@return integer
---@overload fun(self: lunette.Tensor): integer[]
---@overload fun(self: lunette.Tensor, options: lunette.Tensor.size.options): integer
function Tensor:size(dim, options) end

--- The steps in memory, in elements, from one index to the next.
---@return integer[]
function Tensor:stride() end

---@class lunette.Tensor.sub_.options
---@field other? lunette.Tensor|number
---@field alpha? number default 1

--- x - alpha other, in place.
---@param other lunette.Tensor|number
---@param options? lunette.Tensor.sub_.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.Tensor.sub_.options): lunette.Tensor
function Tensor:sub_(other, options) end

--- The elements in order, little-endian, as a string.
---@param format boolean|"f32"|"f64"|"f16"|"bf16"|"i64"|"i32"|"i16"|"i8"|"u64"|"u32"|"u16"|"u8"
---@return string
function Tensor:to_bytes(format) end

--- The values as nested tables, or a number; numbers as item() gives them.
---@return any
function Tensor:totable() end

---@class lunette.Tensor.uniform_.options
---@field from? number default 0
---@field to? number default 1
---@field generator? lunette.Generator

--- Draws every element uniformly from [from, to).
---@param from? number
---@param to? number
---@param options? lunette.Tensor.uniform_.options
---@return lunette.Tensor
---@overload fun(self: lunette.Tensor, from?: number, options: lunette.Tensor.uniform_.options): lunette.Tensor
---@overload fun(self: lunette.Tensor, options: lunette.Tensor.uniform_.options): lunette.Tensor
function Tensor:uniform_(from, to, options) end

--- How many times its memory was written to in place.
---@return integer
function Tensor:version() end

--- Sets every element to 0.
---@return lunette.Tensor
function Tensor:zero_() end

