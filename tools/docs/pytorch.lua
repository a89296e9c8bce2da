-- The page docs/pytorch.md: every public name of PyTorch's op database, layers,
-- functions, optimisers and schedulers (spec/reference/pytorch/names.lua), and
-- where it is here. What has the same name is looked up; the rest stands below.

local engine = require "lunette.engine"
local instead = require "lunette.instead"
local lazy = require "lunette.lazy"
local ln = require "lunette"
local markdown = require "tools.docs.markdown"

local pytorch = {}

--- What goes by another name: how it is written here.
pytorch.instead = instead.listed

local function names(text)
  local list = {}
  for name in text:gmatch "%S+" do list[#list + 1] = name end
  return list
end

--- What is left out on purpose: {reason, names}.
pytorch.left = {
  {"Complex numbers. The spectra of ln.fft are pairs, real and imaginary, " ..
   "in a last dimension of 2.", names [[H mH angle chalf complex conj
    conj_physical
    imag polar real resolve_conj resolve_neg view_as_complex view_as_real
    fft.hfft fft.hfft2 fft.hfftn fft.ihfft fft.ihfft2 fft.ihfftn linalg.eig
    linalg.eigvals isreal]]},
  {"Tensors have one scalar type: `ln.real`.", names [[bfloat16 byte char
    double float half int long short to]]},
  {"Bits and whole numbers: booleans are 1 and 0 and have logical_and, " ..
   "logical_or, logical_xor and logical_not.", names [[__rand__ __ror__
    __rxor__ bitwise_and bitwise_left_shift bitwise_not bitwise_or
    bitwise_right_shift bitwise_xor gcd lcm frexp]]},
  {"Sparse tensors.", names [[to_sparse sparse.sampled_addmm SparseAdam]]},
  {"Masked tensors: `where`, `masked_fill` and `masked_select` choose " ..
   "before an op is applied.", names [[masked.amax masked.amin masked.argmax
    masked.argmin masked.cumprod masked.cumsum masked.log_softmax
    masked.logaddexp masked.logsumexp masked.mean masked.median masked.norm
    masked.normalize masked.prod masked.softmax masked.softmin masked.std
    masked.sum masked.var]]},
  {"Bessel functions and orthogonal polynomials.", names [[i0 igamma igammac
    special.airy_ai special.bessel_j0 special.bessel_j1 special.bessel_y0
    special.bessel_y1 special.chebyshev_polynomial_t
    special.chebyshev_polynomial_u special.chebyshev_polynomial_v
    special.chebyshev_polynomial_w special.hermite_polynomial_h
    special.hermite_polynomial_he special.i0e special.i1 special.i1e
    special.laguerre_polynomial_l special.legendre_polynomial_p
    special.modified_bessel_i0 special.modified_bessel_i1
    special.modified_bessel_k0 special.modified_bessel_k1
    special.scaled_modified_bessel_k0 special.scaled_modified_bessel_k1
    special.shifted_chebyshev_polynomial_t
    special.shifted_chebyshev_polynomial_u
    special.shifted_chebyshev_polynomial_v
    special.shifted_chebyshev_polynomial_w special.spherical_bessel_j0
    special.zeta]]},
  {"Strides are the engine's own affair.", names [[as_strided
    as_strided_scatter new_empty_strided]]},
  {"Forms of a decomposition that LAPACK hands on, and flags in place of " ..
   "errors: errors are raised.", names [[geqrf ormqr
    linalg.cholesky_ex linalg.inv_ex linalg.solve_ex linalg.lu_factor_ex
    linalg.ldl_factor linalg.ldl_factor_ex linalg.ldl_solve
    linalg.householder_product]]},
  {"A reshape around `solve` and `inverse`.", names [[linalg.tensorinv
    linalg.tensorsolve]]},
  {"By chance: `svd` is exact.", names [[pca_lowrank svd_lowrank]]},
  {"Written to be compiled for a GPU, or helpers of PyTorch's own.",
   names [[jiterator_2inputs_2outputs jiterator_4inputs_with_extra_args
    jiterator_binary jiterator_binary_return_by_ref jiterator_unary
    assert_int_or_pair boolean_dispatch]]},
  {"In place: the function without the _ at its end gives a new tensor.",
   names [[celu_ elu_ hardtanh_ leaky_relu_ relu_ rrelu_ selu_ threshold_]]},
  {"Classes by the ten thousand, for which the layer was made, are no GAN's.",
   names "AdaptiveLogSoftmaxWithLoss"},
  {"histc and bincount count.", names "histogram histogramdd"},
}

-- ---- looking up ----

local function find(t, key)
  return lazy.find(t, key) or engine.create[key] or engine.functions[key]
end

local homes = {
  ops = function(key) return find(ln, key) or engine.methods[key] end,
  layers = function(key) return lazy.find(ln.nn, key) end,
  functions = function(key) return find(ln.nn.functional, key) end,
  optimisers = function(key) return lazy.find(ln.optim, key) end,
  schedulers = function(key) return lazy.find(ln.optim.lr_scheduler, key) end,
}

local parts = {["nn.functional"] = homes.functions, special = homes.ops}
for _, part in ipairs {"linalg", "fft"} do
  parts[part] = function(key) return lazy.find(ln[part], key) end
end

--- Is there something of that name, of one of the groups?
function pytorch.is_there(group, name)
  local part, key = name:match "^(.*)%.([^.]+)$"
  local home = part and parts[part] or not part and homes[group]
  local value = home and home(key or name)
  return type(value) == "function" or type(value) == "table"
end

local reasons = {}
for _, entry in ipairs(pytorch.left) do
  for _, name in ipairs(entry[2]) do reasons[name] = entry[1] end
end

--- "has", "instead" with how it is written, "left" with the reason, or nil.
function pytorch.answer(group, name)
  if pytorch.instead[name] then return "instead", pytorch.instead[name] end
  if reasons[name] then return "left", reasons[name] end
  return pytorch.is_there(group, name) and "has" or nil
end

--- {group, names}, in order.
pytorch.groups = dofile "spec/reference/pytorch/names.lua"

-- ---- the page ----

local HEAD = [[# Every name of PyTorch

All public names of PyTorch 1.13's op database, layers, functions, optimisers
and schedulers: those that stand here under the same name, those that are
written in another way, and those that are left out on purpose. How arguments
differ is told in [differences.md](differences.md). Written by `make docs` from
tools/docs/pytorch.lua; a spec holds it against the code.

Ops are functions of `ln` and methods of tensors (`linalg.inv` is
`ln.linalg.inv`, `fft.rfft` is `ln.fft.rfft`, `special.ndtr` is `ln.ndtr`);
layers stand in `ln.nn`, functions in `ln.nn.functional`, optimisers in
`ln.optim`, schedulers in `ln.optim.lr_scheduler`.
]]

local titles = {ops = "Ops", layers = "Layers", functions = "Functions",
                optimisers = "Optimisers", schedulers = "Schedulers"}

-- Names as Markdown.
local function listed(list)
  local words = {}
  for k, name in ipairs(list) do
    words[k] = ("`%s`%s"):format(name, k < #list and "," or "")
  end
  return markdown.wrap(table.concat(words, " "), "")
end

-- The names of a group by what is answered: has, instead, left.
local function sorted(group, list)
  local by = {has = {}, instead = {}, left = {}}
  for _, name in ipairs(list) do
    local answer = pytorch.answer(group, name)
    if answer then table.insert(by[answer], name) end
  end
  return by
end

local function section(group, list)
  local by = sorted(group, list)
  local text = {("\n## %s\n\nUnder the same name, %d of %d:\n\n%s\n"):format(
    titles[group], #by.has, #list, listed(by.has))}
  if #by.instead > 0 then
    text[#text + 1] = "\nIn another way (x and y are tensors):\n\n" ..
                      "| PyTorch | here |\n|---|---|\n"
  end
  for _, name in ipairs(by.instead) do
    text[#text + 1] = ("| `%s` | `%s` |\n"):format(name, pytorch.instead[name])
  end
  return table.concat(text)
end

-- What stands around models: data, pictures, switches.
local function around()
  local list, text = {}, {"\n## Around them\n\n| PyTorch | here |\n|---|---|\n"}
  for name in pairs(instead.others) do list[#list + 1] = name end
  table.sort(list)
  for _, name in ipairs(list) do
    text[#text + 1] = ("| `%s` | `%s` |\n"):format(name, instead.others[name])
  end
  return table.concat(text)
end

--- The page's text.
function pytorch.page()
  local text = {HEAD}
  for _, entry in ipairs(pytorch.groups) do
    text[#text + 1] = section(entry[1], entry[2])
  end
  text[#text + 1] = around()
  text[#text + 1] = "\n## Left out\n"
  for _, entry in ipairs(pytorch.left) do
    local reason = markdown.wrap(table.concat(names(entry[1]), " "), "")
    text[#text + 1] = ("\n%s\n\n%s\n"):format(reason, listed(entry[2]))
  end
  return markdown.with_contents(table.concat(text))
end

return pytorch
