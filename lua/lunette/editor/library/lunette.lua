---@meta lunette
-- Made by `make docs` from the sources; changes belong there.

---@type lunette.Tensor
local Tensor = {}

--- Lunette: tensors, derivatives and generative adversarial networks.
---@class lunette
local ln = {}

--- All that a run needs to go on, in folder/checkpoint.safetensors,
--- and as it was at the saves before in checkpoint.before.safetensors,
--- checkpoint.before.2.safetensors and so on: `keep` files in all. objects are
--- {G = G, opt_g = opt_g, data = loader, ...}, anything with state_dict and
--- load_state_dict. The folder is made. From its first save on this process
--- holds the folder, and another one's save is refused.
---
---   local G = ln.nn.Linear(8, 2)
---   local opt = ln.optim.Adam(G:parameters())
---   local checkpoint = ln.Checkpoint("runs/mine", {G = G, opt = opt})
---   for step = (checkpoint:resume() or 0) + 1, 100 do
---     opt:zero_grad()
---     G(ln.randn(4, 8)):square():mean():backward()
---     opt:step()
---     if step % 50 == 0 then checkpoint:save(step) end
---   end
---@param folder string
---@param objects table
---@param options? lunette.Checkpoint.options
---@return lunette.Checkpoint
---@overload fun(folder: string, options: lunette.Checkpoint.options): lunette.Checkpoint
---@overload fun(options: lunette.Checkpoint.options): lunette.Checkpoint
function ln.Checkpoint(folder, objects, options) end

---@type lunette.Function.class
ln.Function = {}

--- A stream of random numbers of its own, for the option `generator`.
---@param seed? integer
---@param options? lunette.Generator.options
---@return lunette.Generator
---@overload fun(options: lunette.Generator.options): lunette.Generator
function ln.Generator(seed, options) end

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
---@param options? lunette.SummaryWriter.options
---@return lunette.SummaryWriter
---@overload fun(options: lunette.SummaryWriter.options): lunette.SummaryWriter
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
---@param options? lunette.arange.options
---@return lunette.Tensor
---@overload fun(start?: number, last: number, options: lunette.arange.options): lunette.Tensor
---@overload fun(start?: number, options: lunette.arange.options): lunette.Tensor
---@overload fun(options: lunette.arange.options): lunette.Tensor
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
---@param options? lunette.bernoulli.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.bernoulli.options): lunette.Tensor
---@overload fun(options: lunette.bernoulli.options): lunette.Tensor
function ln.bernoulli(x, size, options) end

ln.biased_leaky_relu = Tensor.biased_leaky_relu

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
---@return lunette.Tensor[]
function ln.broadcast_tensors(tensors) end

ln.broadcast_to = Tensor.broadcast_to

ln.bucketize = Tensor.bucketize

--- All ways to take an element of each vector, one a row, the last varying
--- fastest; of one vector itself.
---@param tensors lunette.Tensor[]
---@return lunette.Tensor
function ln.cartesian_prod(tensors) end

--- The tensors joined along a dimension; their other sizes agree.
---@param tensors lunette.Tensor[]
---@param dim? integer
---@param options? lunette.cat.options
---@return lunette.Tensor
---@overload fun(tensors: lunette.Tensor[], options: lunette.cat.options): lunette.Tensor
---@overload fun(options: lunette.cat.options): lunette.Tensor
function ln.cat(tensors, dim, options) end

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
---@return lunette.Tensor
function ln.column_stack(tensors) end

ln.combinations = Tensor.combinations

--- cat, as PyTorch's concat.
---@param tensors lunette.Tensor[]
---@param dim? integer
---@param options? lunette.concat.options
---@return lunette.Tensor
---@overload fun(tensors: lunette.Tensor[], options: lunette.concat.options): lunette.Tensor
---@overload fun(options: lunette.concat.options): lunette.Tensor
function ln.concat(tensors, dim, options) end

--- cat, as PyTorch's concatenate.
---@param tensors lunette.Tensor[]
---@param dim? integer
---@param options? lunette.concatenate.options
---@return lunette.Tensor
---@overload fun(tensors: lunette.Tensor[], options: lunette.concatenate.options): lunette.Tensor
---@overload fun(options: lunette.concatenate.options): lunette.Tensor
function ln.concatenate(tensors, dim, options) end

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
---@param normalizer lunette.data.ModeNormalizer
---@param table lunette.Table
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
---
---   local loader = ln.data.Loader(ln.data.digits(), {batch_size = 64,
---                                                    shuffle = true})
---   local images, labels = loader:next()
---   print(images:size(), labels:size())   -- {64, 1, 28, 28}  {64}
---   local seen = 0
---   for batch in loader:epoch() do seen = seen + batch:size(1) end
---   print(seen)   -- 10000
---@param set any
---@param options? lunette.data.Loader.options
---@return lunette.data.Loader
---@overload fun(options: lunette.data.Loader.options): lunette.data.Loader
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
---@param table lunette.Table
---@param options? lunette.data.ModeNormalizer.options
---@return lunette.data.ModeNormalizer
---@overload fun(options: lunette.data.ModeNormalizer.options): lunette.data.ModeNormalizer
function ln.data.ModeNormalizer(table, options) end

--- x_t = phi x_(t-1) + e_t, e_t from N(0, sigma 1 + (1 - sigma) I): phi is what
--- steps have in common, sigma what features have (TimeGAN: Yoon et al. 2019,
--- section 5.1). It starts from its stationary law, so that every x_t is normal
--- with variance 1 / (1 - phi^2). source:sample(n): n, length, features.
---@param options? lunette.data.autoregressive.options
---@return lunette.Autoregressive
function ln.data.autoregressive(options) end

--- CIFAR-10: 50,000 training images of things and animals, in colour, or with
--- {train = false} the 10,000 for tests. set:batch {1, 2} gives images 2 x 3 x
--- 32 x 32 in [-1, 1] and labels 1 to 10; set.classes has their names.
--- root: the folder with the files of the binary version, data_batch_1.bin to
--- data_batch_5.bin and test_batch.bin, or with their folder,
--- cifar-10-batches-bin; without it they are looked for in
--- $LUNETTE_DATA/cifar10, or datasets/cifar10, and where ln.data.fetch
--- "cifar10" puts them. A file of more than max_bytes is refused.
---@param options? lunette.data.cifar10.options
---@return lunette.Images
function ln.data.cifar10(options) end

--- CIFAR-100, as ln.data.cifar10 has CIFAR-10: train.bin and test.bin, in root
--- or in its folder cifar-100-binary. labels: "fine", of 100 classes, or
--- "coarse", of 20 groups of them.
---@param options? lunette.data.cifar100.options
---@return lunette.Images
function ln.data.cifar100(options) end

--- The first 10,000 training images of MNIST, 28 x 28.
--- set:batch {1, 2} gives images 2 x 1 x 28 x 28 in [-1, 1] and labels 1 to 10,
--- the digit + 1. Where they come from: digits/README.md.
---
---   local digits = ln.data.digits()
---   local images, labels = digits:batch {1, 2}
---   print(#digits, images:size(), labels)   -- 10000  {2, 1, 28, 28}  {6, 1}
---@return lunette.Images
function ln.data.digits() end

--- Two sets without pairs for CycleGAN (Zhu et al. 2017, arXiv 1703.10593),
--- each giving images n,c,h,w from -1 to 1 and what else the set gives: the
--- first half as it is, and the second half inverted and blurred (3 x 3 means),
--- so that no image of one has its counterpart in the other. Without a set, the
--- digits.
---
---   local a, b = ln.data.domains()
---   local x, y = a:batch {1, 2}, b:batch {1, 2}
---   print(#a, #b, y:size())   -- 5000  5000  {2, 1, 28, 28}
---@param set? table
---@param options? lunette.data.domains.options
---@return lunette.Subset
---@return lunette.MappedSet
---@overload fun(options: lunette.data.domains.options): lunette.Subset, lunette.MappedSet
function ln.data.domains(set, options) end

--- Pairs for pix2pix (Isola et al. 2017, arXiv 1611.07004): set:batch {1, 2}
--- gives edges, 2 x 1 x h x w, and the images they were found in by Sobel's
--- filters, 2 x c x h x w, both from -1 to 1. The images are what the set gives
--- first, in [-1, 1]; without a set, the digits.
---
---   local edges, images = ln.data.edge_pairs():batch {1, 2}
---   print(edges:size(), images:size())   -- {2, 1, 28, 28}  {2, 1, 28, 28}
---@param set? table
---@param options? lunette.data.edge_pairs.options
---@return lunette.MappedSet
---@overload fun(options: lunette.data.edge_pairs.options): lunette.MappedSet
function ln.data.edge_pairs(set, options) end

--- As ln.data.mnist, of clothes. The files of Debian's package
--- dataset-fashion-mnist are found too.
---@param options? lunette.data.fashion_mnist.options
---@return lunette.Images
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
---@param options? lunette.data.fetch.options
---@return string
---@overload fun(options: lunette.data.fetch.options): string
function ln.data.fetch(what, options) end

--- A Mixture with side x side modes around the origin.
---@param options? lunette.data.grid.options
---@return lunette.Mixture
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
---
---   for k = 1, 4 do
---     ln.image.save(("photos/%d.png"):format(k), ln.rand(3, 20, 30))
---   end
---   local set = ln.data.images("photos", {size = 16})
---   print(#set, set:batch({1, 2}):size())   -- 4  {2, 3, 16, 16}
---@param path string
---@param options? lunette.data.images.options
---@return lunette.ImageFolder
---@overload fun(options: lunette.data.images.options): lunette.ImageFolder
function ln.data.images(path, options) end

--- The set whose batches are f of the batches of `set`:
---
---   local crops = ln.data.map(ln.data.digits(), function(images, labels)
---     return ln.data.transforms.random_crop(images, 24), labels
---   end)
---@param set table
---@param f function|lunette.Callable
---@return lunette.MappedSet
function ln.data.map(set, f) end

--- A source of tables whose rows are of `modes` kinds, alike in number; of kind
--- k are
---   position  N(k, std^2): one mode for each kind
---   parity    N(k mod 2, std^2): two modes
---   noise     N(0, 1), the same for all
---   label     the category "k" with probability purity, else any of them
--- source:sample(n) is a Table of n rows.
---@param options? lunette.data.mixed_table.options
---@return lunette.MixedTable
function ln.data.mixed_table(options) end

--- 60,000 training images of digits, or with {train = false} the 10,000 for
--- tests; as ln.data.digits gives them.
--- root: the folder with the four IDX files, plain or .gz; without it they are
--- looked for in $LUNETTE_DATA/mnist, or datasets/mnist, where `make datasets`
--- puts them, and where ln.data.fetch "mnist" does. More than max_bytes of
--- them, 268435456 unless given, are refused, packed or not.
---@param options? lunette.data.mnist.options
---@return lunette.Images
function ln.data.mnist(options) end

--- The ModeNormalizer of which this is normalizer:state_dict(). Raises when it
--- is none.
---@param state_dict table
---@return lunette.data.ModeNormalizer
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
---@param options? lunette.data.pack.options
---@return integer
---@overload fun(folder: string, options: lunette.data.pack.options): integer
---@overload fun(options: lunette.data.pack.options): integer
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
---
---   local file <close> = assert(io.open("rows.csv", "w"))
---   file:write "age,pay,city\n31,2500,Ulm\n,3100,Bonn\n45,,Ulm\n"
---   file:close()
---   local rows = ln.data.read_csv("rows.csv", {missing = {age = "mean"}})
---@param path string
---@param options? lunette.data.read_csv.options
---@return lunette.Table
---@overload fun(options: lunette.data.read_csv.options): lunette.Table
function ln.data.read_csv(path, options) end

--- A Mixture with modes at the angles 2 pi i / modes of a circle.
---
---   local ring = ln.data.ring {modes = 8}
---   print(ring:sample(100):size(), ring.centres:size())   -- {100, 2}  {8, 2}
---@param options? lunette.data.ring.options
---@return lunette.Mixture
function ln.data.ring(options) end

--- A disc, a square or a triangle on black, of a colour, place and size drawn
--- for each: it fits in a circle whose radius is a sixth to a third of the
--- side, and that lies within the image.
--- set:batch {1, 2} gives images 2 x 3 x size x size in [-1, 1] and labels 1 to
--- 3, the shape. With ln.data.edge_pairs and ln.data.domains tasks of
--- image-to-image translation are made of it.
---@param options? lunette.data.shapes.options
---@return lunette.Shapes
function ln.data.shapes(options) end

--- Sines at t = 1 to length, each feature with a frequency e uniform in [0,
--- frequency] and a phase f uniform in [-pi, pi] of its own: sin(2 pi e t + f)
--- (TimeGAN: Yoon et al. 2019, section 5). With several components a feature
--- is the mean of as many sines. source:sample(n): n, length, features.
---
---   local source = ln.data.sines {features = 2}
---   print(source:sample(3):size())   -- {3, 24, 2}
---@param options? lunette.data.sines.options
---@return lunette.Sines
function ln.data.sines(options) end

--- Images of three digits drawn independently, one a channel (Metz et al. 2017,
--- arXiv 1611.02163, section 3.3.1; counted in VEEGAN, arXiv 1705.07761, and
--- PacGAN, arXiv 1712.04086). set:batch {1, 2} gives images 2 x 3 x 28 x 28 in
--- [-1, 1] and labels 1 to 1000: 100 red + 10 green + blue + 1, from the digits
--- 0 to 9.
---
---   local images, labels = ln.data.stacked_digits():batch {1, 2}
---   print(images:size(), labels:size())   -- {2, 3, 28, 28}  {2}
---@param options? lunette.data.stacked_digits.options
---@return lunette.StackedDigits
function ln.data.stacked_digits(options) end

--- The samples first to last, both included.
---
---   local digits = ln.data.digits()
---   local train = ln.data.subset(digits, 1, 9000)
---   local test = ln.data.subset(digits, 9001, #digits)
---   print(#train, #test)   -- 9000  1000
---@param set table
---@param first integer
---@param last integer
---@return lunette.Subset
function ln.data.subset(set, first, last) end

--- Sample i is x[i] and what the other tensors have there; the first dimension
--- of all is the number of samples. Nothing is copied: a batch is.
---
---   local set = ln.data.tensors(ln.randn(100, 3), ln.arange(1, 100))
---   local x, y = set:batch {1, 100}
---   print(#set, y)   -- 100  {1, 100}
---@param x lunette.Tensor
---@param ... lunette.Tensor
---@return lunette.TensorSet
function ln.data.tensors(x, ...) end

--- What is done to batches of images, n,c,h,w, before a
--- model sees them; each image has random numbers of its own.
---
---   local t = ln.data.transforms
---   local set = ln.data.map(ln.data.shapes(), function(images, labels)
---     return t.random_horizontal_flip(t.random_crop(images, 28)), labels
---   end)
---   print(set:batch({1, 2}):size())   -- {2, 3, 28, 28}
ln.data.transforms = {}

--- (x - mean) / std; a number, or a table of one for each channel. x: n,c,h,w.
---@param x lunette.Tensor
---@param mean number|number[]
---@param std number|number[]
---@return lunette.Tensor
function ln.data.transforms.normalize(x, mean, std) end

--- Of each image a part of size (h or {h, w}), from a place drawn uniformly;
--- `padding` pixels of `value` are put on each side first. x: n,c,h,w.
---@param x lunette.Tensor
---@param size integer|integer[]
---@param options? lunette.data.transforms.random_crop.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.data.transforms.random_crop.options): lunette.Tensor
---@overload fun(options: lunette.data.transforms.random_crop.options): lunette.Tensor
function ln.data.transforms.random_crop(x, size, options) end

--- Each image mirrored, left for right, with probability p. x: n,c,h,w.
---@param x lunette.Tensor
---@param options? lunette.data.transforms.random_horizontal_flip.options
---@return lunette.Tensor
---@overload fun(options: lunette.data.transforms.random_horizontal_flip.options): lunette.Tensor
function ln.data.transforms.random_horizontal_flip(x, options) end

--- The generator that everything draws from unless given another.
---@type userdata
ln.default_generator = nil

ln.deg2rad = Tensor.deg2rad

ln.det = Tensor.det

--- `local _ <close> = ln.detect_anomaly()`: until it closes, an op whose result
--- has a NaN or an infinity that none of its inputs has raises on the line that
--- called it; one that reads a NaN from outside (data, a parameter), or a
--- parameter that is infinite, raises as well; and a gradient in which one is
--- born raises with the name of the op whose derivative it is, and the layer
--- and line that called that op. Slow: every result is looked at, and every
--- line noted.
---
---   local _ <close> = ln.detect_anomaly()
---   print(pcall(function() return ln.tensor({0}):log() end))
---@return lunette.Scope
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

--- One program on several processes, the ranks of a job of MPI.
ln.dist = {}

--- Calls a network, of which each rank has one: at the start their state
--- becomes that of rank 0, and at the end of each backward the gradients of the
--- parameters are the means over the ranks. Where each rank has as many samples
--- these are the whole batch's, and optimisers on all ranks do the same. Means
--- are taken in buckets while the backward goes on; of several backwards before
--- a step each is averaged as it ends, but for those within a scope of
--- D:pause(), as all but the last of several batches may be. All ranks do the
--- same backwards in the same order. With create_graph the means are recorded.
--- Layers that look at the whole batch see their own rank's, unless they are of
--- sync (dist.synchronise). bucket: numbers in one, at least; with overlap =
--- false the sums begin at the end of the backward (Li et al. 2020, arXiv
--- 2006.15704, section 3.2).
---   local D = ln.dist.DataParallel(ln.nn.Linear(8, 1))
---   D(ln.randn(4, 8)):mean():backward()
---@param module lunette.nn.Module
---@param options? lunette.dist.DataParallel.options
---@return lunette.dist.DataParallel
---@overload fun(options: lunette.dist.DataParallel.options): lunette.dist.DataParallel
function ln.dist.DataParallel(module, options) end

--- Ends all ranks with status 1, and says why.
---@param reason string
function ln.dist.abort(reason) end

--- x of all ranks, n1,... n2,..., as n1+n2+...,... on each of them: rank after
--- rank. Its derivative is reduce_scatter.
---@param x lunette.Tensor
---@return lunette.Tensor
function ln.dist.all_gather(x) end

--- As dist.all_gather, of ranks that have as many rows; not recorded.
---@param x lunette.Tensor
---@return lunette.Request
function ln.dist.all_gather_async(x) end

--- The sum of x over the ranks, on each of them; or their mean, or largest or
--- smallest element. All have one shape. The derivatives of sum and mean are
--- those of what all ranks make of the results, summed.
---@param x lunette.Tensor
---@param options? lunette.dist.all_reduce.options
---@return lunette.Tensor
---@overload fun(options: lunette.dist.all_reduce.options): lunette.Tensor
function ln.dist.all_reduce(x, options) end

--- As dist.all_reduce, sum or mean; not recorded.
---@param x lunette.Tensor
---@param options? lunette.dist.all_reduce_async.options
---@return lunette.Request
---@overload fun(options: lunette.dist.all_reduce_async.options): lunette.Request
function ln.dist.all_reduce_async(x, options) end

--- Returns when all ranks have come here.
function ln.dist.barrier() end

--- x of rank src, on each of them; all have one shape.
---@param x lunette.Tensor
---@param src? integer
---@param options? lunette.dist.broadcast.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.dist.broadcast.options): lunette.Tensor
---@overload fun(options: lunette.dist.broadcast.options): lunette.Tensor
function ln.dist.broadcast(x, src, options) end

--- As dist.broadcast; not recorded.
---@param x lunette.Tensor
---@param src? integer
---@param options? lunette.dist.broadcast_async.options
---@return lunette.Request
---@overload fun(x: lunette.Tensor, options: lunette.dist.broadcast_async.options): lunette.Request
---@overload fun(options: lunette.dist.broadcast_async.options): lunette.Request
function ln.dist.broadcast_async(x, src, options) end

--- Joins the job; all else does so where it has not been done. timeout: seconds
--- that a rank is waited for, before the job ends and names it; unless given
--- LUNETTE_DIST_TIMEOUT, or 600. A rank that ends by an error ends all.
---@param options? lunette.dist.init.options
function ln.dist.init(options) end

--- Which one of the ranks this process is, from 0, as MPI counts.
---@return integer
function ln.dist.rank() end

--- This rank's rows of the sum of x, n,..., over the ranks: `rows` of them,
--- after those of the ranks before it; n / size unless given. Together the
--- ranks take all. Its derivative is all_gather.
---@param x lunette.Tensor
---@param rows? integer
---@param options? lunette.dist.reduce_scatter.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.dist.reduce_scatter.options): lunette.Tensor
---@overload fun(options: lunette.dist.reduce_scatter.options): lunette.Tensor
function ln.dist.reduce_scatter(x, rows, options) end

--- As dist.reduce_scatter, in even shares; not recorded.
---@param x lunette.Tensor
---@return lunette.Request
function ln.dist.reduce_scatter_async(x) end

--- x of the rank that stands `steps` before this one, in a ring; `steps` is one
--- number on all, sizes of the first dimension may differ.
---@param x lunette.Tensor
---@param steps? integer
---@param options? lunette.dist.shift.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.dist.shift.options): lunette.Tensor
---@overload fun(options: lunette.dist.shift.options): lunette.Tensor
function ln.dist.shift(x, steps, options) end

--- How many ranks there are.
---@return integer
function ln.dist.size() end

--- Lets all layers of a network that look at the whole batch, BatchNorm of any
--- kind, MinibatchDiscrimination and MinibatchStdDev, see that of all ranks, as
--- their option sync does. Returns the network.
---@param network lunette.nn.Module
---@return self
function ln.dist.synchronise(network) end

ln.div = Tensor.div

ln.divide = Tensor.divide

--- Prints what this machine computes with and how fast it is, in about a
--- second, and returns it: {processor, real, isa, isa_why, bfloat16,
--- bfloat16_why, threads, processors, quota, peak, product, convolution, copy,
--- editor, advice}. isa is the instruction set of the loops, bfloat16 what
--- multiplies such numbers ("amx", "avx512_bf16" or "amx-plain"; nil where
--- nothing does), each with the reason: what the processor lacks for a better
--- one, by the name in /proc/cpuinfo, or that LUNETTE_ISA says so. quota is how
--- many processors the control group allows, nil for no limit. Rates are those
--- of one thread: GFLOP/s of multiply-adds in registers, of a product of 512 x
--- 512 matrices and of a layer of a DCGAN (64 x 64 x 32 x 32 to 128 channels, 4
--- x 4, stride 2; as if each product were made, of which it saves some, so that
--- it can be above the peak), and GB/s of a copy. editor is what a project's
--- .luarc.json needs so that editors with the Lua language server complete and
--- check calls of the library. advice lists what to try where they are below
--- half of the peak, or threads more than processors.
---   lunette doctor
---@return table
function ln.doctor() end

ln.dot = Tensor.dot

ln.dsplit = Tensor.dsplit

--- Tensors one behind the other: joined along dimension 3, as atleast_3d has
--- them.
---@param tensors lunette.Tensor[]
---@return lunette.Tensor
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
---@return lunette.Tensor
function ln.einsum(equation, ...) end

ln.elu = Tensor.elu

ln.embedding = Tensor.embedding

--- A tensor to be written to: what is in it is not said.
---@param ... integer|integer[]|table
---@return lunette.Tensor
function ln.empty(...) end

--- Gives what is kept for reuse back to the system, which an op that finds no memory does by itself: kept_bytes, scratch_bytes, and the nodes that are free.
function ln.empty_cache() end

--- A tensor of the shape of x, to be written to: what is in it is not said.
---@param x lunette.Tensor
---@param options? lunette.empty_like.options
---@return lunette.Tensor
---@overload fun(options: lunette.empty_like.options): lunette.Tensor
function ln.empty_like(x, options) end

--- Records again, inside a no_grad().
---@return lunette.Scope
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

--- Makes the runs of an experiment that are not there yet: every arm with every
--- seed, seed after seed, on as many processes as there are processors, and
--- adds a line of JSON with the results of each to `out`. It may be stopped at
--- any time and called again, on several machines with a disk in common too. A
--- run that is cut off begins anew, unless it goes on from what it has left in
--- run.folder, as gan.Trainer does.
---   out     the results, runs/NAME.jsonl unless given
---   folder  where runs have a folder each, runs/NAME
---   arms    names of those that are made, all unless given
---   seeds   1 to this many, the file's unless given
---   jobs    processes at a time
---   quick   a try: one seed, with the options of the file's `quick` in all
---           arms, to another file
---
--- The file is a script that returns a table:
---   hypothesis, protocol  texts, written before the first run
---   arms    a list of tables with a `name` and options of their own
---   run     f(run), with run.arm, run.seed and run.folder: a table of results,
---           numbers or tables of them, nan and inf are words in the file and
---           in no mean; run:seed_of(name), run:generator(name)
---           are the same in all arms, so that what these have in common,
---           weights, batches and noise, is alike
---   seeds   how many, 10
---   quick   options that make runs short
---   columns, published, finding
---           what a table of the results shows, as docs/results.md has it:
---           {name, title, digits} of results, the main one first; {source,
---           differs, arms = {arm = {name = text}}}; and a text, written after
---           the runs
--- Returns what the results say by arm: means with Student's 95 % interval, and
--- differences from the first arm, seed by seed; it prints as text.
---   lunette experiment examples/experiments/ring.lua --jobs 2
---@param path string
---@param options? lunette.experiment.options
---@return table
---@overload fun(options: lunette.experiment.options): table
function ln.experiment(path, options) end

ln.expit = Tensor.expit

ln.expm1 = Tensor.expm1

--- Writes a generator as one file that makes its pictures without Lunette, each
--- of one noise, within 1e-4 of what the engine makes:
---   c     C99 that needs no library: the functions NAME(z, image) and
---         NAME_noise(seed, z), and of pictures NAME_pixels(z, pixels); its
---         head says what they take, and how it becomes WebAssembly
---   lua   a module for Lua 5.1 to 5.4 and LuaJIT: noise(seed), image(z), and
---         of pictures pixels(z)
---   html  a page with sliders, of pictures from up to 1024 numbers
---   onnx  for other programs, of a z and labels, and an image: see
---         ln.onnx.export
--- latent: the sizes of a noise without the batch, or of a picture that it
--- takes. classes: how many, or their names; there is a label then behind z,
--- which counts from 1 in Lua and else from 0. range: of its pictures. name: of
--- the functions, the file's unless it is given. Noise that the network draws
--- itself is drawn once, and in the file as it is.
--- Ops that a file cannot have, and values that the network writes in place or
--- takes out as numbers, are refused with the line. Returns the path.
---   local net = ln.gan.zoo.dcgan {size = 32, channels = 1, filters = 8}
---   ln.export(net.generator, "digit.c", {to = "c", latent = net.latent})
---   ln.export(net.generator, "digit.lua", {to = "lua", latent = net.latent})
---   local digit = dofile "digit.lua"
---   local pixels, w, h, c = digit.pixels(digit.noise(1))
---   print(w, h, c, #pixels)     --> 32  32  1  1024
---@param network lunette.nn.Module
---@param path string
---@param options lunette.export.options
---@return string
---@overload fun(network: lunette.nn.Module, options: lunette.export.options): string
---@overload fun(options: lunette.export.options): string
function ln.export(network, path, options) end

--- n x m (n x n), with ones on the diagonal.
---@param n integer
---@param m? integer
---@param options? lunette.eye.options
---@return lunette.Tensor
---@overload fun(n: integer, options: lunette.eye.options): lunette.Tensor
---@overload fun(options: lunette.eye.options): lunette.Tensor
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
---@param options? lunette.fft.fft.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, n?: integer, options: lunette.fft.fft.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.fft.fft.options): lunette.Tensor
---@overload fun(options: lunette.fft.fft.options): lunette.Tensor
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

--- Layers of a module in a file of Torch7, as ln.load gives it: Sequential,
--- Concat, ConcatTable with CAddTable or JoinTable after it, Linear,
--- SpatialConvolution (MM), SpatialFullConvolution, BatchNormalization,
--- SpatialBatchNormalization, ReLU, LeakyReLU, ELU, PReLU, SoftPlus, Tanh,
--- Sigmoid, SoftMax, LogSoftMax, Dropout, SpatialDropout, SpatialMaxPooling,
--- SpatialAveragePooling, SpatialUpSamplingNearest, View, Reshape, LookupTable
--- and Identity, of nn or cudnn. Others are refused by their path and class, as
--- are sizes that do not go together. x is a batch; View and Reshape are those
--- of each sample. A module that is there twice is one layer; weights are
--- copies. The layers are in evaluation where the module was. save_model cannot
--- write SpatialDropout, and Dropout of version 1, which are made with a
--- function.
---
---   local saved = {torch_class = "nn.LeakyReLU", negval = 0.2} -- by ln.load
---   print(ln.from_torch7(saved)(ln.tensor {-1, 1}))
---@param object table
---@return lunette.nn.Module
function ln.from_torch7(object) end

--- The same number everywhere: ln.full({2, 3}, 0.5).
---@param size integer|integer[]
---@param fill_value number
---@param options? lunette.full.options
---@return lunette.Tensor
---@overload fun(size: integer|integer[], options: lunette.full.options): lunette.Tensor
---@overload fun(options: lunette.full.options): lunette.Tensor
function ln.full(size, fill_value, options) end

--- `fill_value` in the shape of x.
---@param x lunette.Tensor
---@param fill_value number
---@param options? lunette.full_like.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.full_like.options): lunette.Tensor
---@overload fun(options: lunette.full_like.options): lunette.Tensor
function ln.full_like(x, fill_value, options) end

--- What adversarial training needs beyond layers and optimisers.
ln.gan = {}

--- A copy of a model whose parameters follow those of the model: a = decay a +
--- (1 - decay) p at each update (Yazici et al. 2019, arXiv 1806.04498).
--- Buffers, such as the statistics of batch normalisation, are copied.
---
---   local G = ln.gan.zoo.dcgan({filters = 8}).generator
---   local ema = ln.gan.EMA(G, {decay = 0.99})
---   for _ = 1, 3 do
---     -- a step of G
---     ema:update()
---   end
---   local _ <close> = ln.no_grad()
---   print(ema.model(ln.randn(2, 100)):size())   -- {2, 3, 64, 64}
---@param model lunette.nn.Module
---@param options? lunette.gan.EMA.options
---@return lunette.gan.EMA
---@overload fun(options: lunette.gan.EMA.options): lunette.gan.EMA
function ln.gan.EMA(model, options) end

--- Historical averaging (Salimans et al. 2016, arXiv 1606.03498, section 3.3),
--- for either player: penalty() is added to its loss, update() follows each of
--- its steps. The values at the start are the first that count.
---
---   local D = ln.nn.Linear(2, 1)
---   local opt, history = ln.optim.SGD(D:parameters(), {lr = 0.1}),
---                        ln.gan.HistoricalAverage(D)
---   for _ = 1, 3 do
---     opt:zero_grad()
---     local loss = D(ln.randn(8, 2)):square():mean() + history:penalty()
---     loss:backward()
---     opt:step()
---     history:update()
---   end
---@param model lunette.nn.Module
---@return lunette.gan.HistoricalAverage
function ln.gan.HistoricalAverage(model) end

--- A buffer of fakes, so that a discriminator does not forget those of before
--- (Shrivastava et al. 2017, arXiv 1612.07828, section 2.3; CycleGAN has 50).
---
---   local pool = ln.gan.ImagePool(2)
---   for _ = 1, 3 do
---     local fake = ln.randn(4, 3, 8, 8)
---     local shown = pool:query(fake)      -- what the discriminator sees
---   end
---   print(pool.count)   -- 2
---@param size? integer
---@param options? lunette.gan.ImagePool.options
---@return lunette.gan.ImagePool
---@overload fun(options: lunette.gan.ImagePool.options): lunette.gan.ImagePool
function ln.gan.ImagePool(size, options) end

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
---
---   local nn = ln.nn
---   local trainer = ln.gan.Trainer {
---     generator = nn.Sequential {
---       nn.Linear(4, 32), nn.ReLU(), nn.Linear(32, 2)},
---     discriminator = nn.Sequential {
---       nn.Linear(2, 32), nn.LeakyReLU(0.2),
---       nn.MinibatchDiscrimination(32, 8, 4), nn.Linear(32 + 8, 1)},
---     data = ln.data.ring(), latent = 4, batch_size = 64,
---     optimizers = {"Adam", lr = 1e-3, betas = {0.5, 0.999}},
---     penalties = {{"r1", weight = 0.1, every = 4}},
---     steps = 50, folder = "runs/ring", seed = 1,
---   }
---   local result = trainer:run()
---   print(result.step, result.reason)   -- 50  steps
---@param options lunette.gan.Trainer.options
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
---@param options? lunette.gan.augment.ADA.options
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
---@param options? lunette.gan.augment.diff.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.gan.augment.diff.options): lunette.Tensor
---@overload fun(options: lunette.gan.augment.diff.options): lunette.Tensor
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
---
---   local images = ln.data.shapes():batch {1, 2}
---   print(ln.gan.augment.pipeline(images, 0.5):size())   -- {2, 3, 32, 32}
---@param x lunette.Tensor
---@param p number
---@param options? lunette.gan.augment.pipeline.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.gan.augment.pipeline.options): lunette.Tensor
---@overload fun(options: lunette.gan.augment.pipeline.options): lunette.Tensor
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
---@param options? lunette.gan.collapse.monitor.options
---@return lunette.CollapseMonitor
---@overload fun(options: lunette.gan.collapse.monitor.options): lunette.CollapseMonitor
function ln.gan.collapse.monitor(real, options) end

--- Classes and codes into generators and discriminators,
--- and out of them again.
ln.gan.conditioning = {}

--- Two linear maps of the features of a discriminator: head(features) gives the
--- logits of being real, n,1, and those of the classes, n, num_classes: the
--- auxiliary classifier of Odena et al. 2017 (arXiv 1610.09585). Its loss is
--- nn.functional.cross_entropy(class_logits, labels), for both players and on
--- real and generated images.
---
---   local head = ln.gan.conditioning.ACGANHead(32, 10)
---   local labels = ln.tensor {1, 10}
---   local logits, class_logits = head(ln.randn(2, 32))
---   local loss = ln.nn.functional.cross_entropy(class_logits, labels)
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
---@param options? lunette.gan.conditioning.InfoGANHead.options
---@return lunette.gan.conditioning.InfoGANHead
---@overload fun(options: lunette.gan.conditioning.InfoGANHead.options): lunette.gan.conditioning.InfoGANHead
function ln.gan.conditioning.InfoGANHead(in_features, options) end

--- y = w . f + b + v_label . f, the discriminator of Miyato and Koyama 2018
--- (arXiv 1802.05637, section 3): head(features, labels), features: n,
--- in_features (as after summing over positions), labels: n from 1, y: n,1.
--- head.linear has w and b, head.embedding the vectors v; both are layers, to
--- which nn.spectral_norm applies. v starts as a linear layer's weight.
---
---   local head = ln.gan.conditioning.ProjectionHead(32, 10)
---   print(head(ln.randn(2, 32), ln.tensor {1, 10}):size())   -- {2, 1}
---@param in_features integer
---@param num_classes integer
---@return lunette.gan.conditioning.ProjectionHead
function ln.gan.conditioning.ProjectionHead(in_features, num_classes) end

--- x with the condition appended along dimension 2: conditional GANs (Mirza and
--- Osindero 2014, arXiv 1411.1784). condition: vectors n x k, such as an
--- nn.Embedding of labels, or n labels from 1, which become one-hot vectors of
--- num_classes. x: n,c gives n,c + k; x: n,c,h,w (or any dimensions after c)
--- gives n,c + k,h,w, each number of the condition a plane of that value.
---
---   local concat, labels = ln.gan.conditioning.concat, ln.tensor {1, 10}
---   local z = concat(ln.randn(2, 64), labels, {num_classes = 10})
---   local x = concat(ln.randn(2, 1, 28, 28), labels, {num_classes = 10})
---   print(z:size(), x:size())   -- {2, 74}  {2, 11, 28, 28}
---@param x lunette.Tensor
---@param condition lunette.Tensor
---@param options? lunette.gan.conditioning.concat.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.gan.conditioning.concat.options): lunette.Tensor
---@overload fun(options: lunette.gan.conditioning.concat.options): lunette.Tensor
function ln.gan.conditioning.concat(x, condition, options) end

--- What both players add to their losses for codes to be told from images: the
--- mean over samples of -log Q(codes | image), which bounds the mutual
--- information from below but for a constant (Chen et al. 2016, arXiv
--- 1606.03657, equation 5, negated): cross entropies of the labels, and
--- ((c - mean)^2 / v + log v + log 2 pi) / 2 of the others, each sum times its
--- weight. found: of an InfoGANHead; codes: those of latent.mixed.
---@param found table
---@param codes table
---@param options? lunette.gan.conditioning.information.options
---@return lunette.Tensor
---@overload fun(found: table, options: lunette.gan.conditioning.information.options): lunette.Tensor
---@overload fun(options: lunette.gan.conditioning.information.options): lunette.Tensor
function ln.gan.conditioning.information(found, codes, options) end

--- Data-dependent initialisation of the layers under nn.weight_norm (Salimans
--- and Kingma 2016, arXiv 1602.07868, section 3): model(x, ...) is called once,
--- and on the way each such layer's g and bias become g / std and (bias - mean)
--- / std of each of its outputs over x, so that these have mean 0 and variance
--- 1. Without a bias the mean stays. Returns the model.
---
---   local nn = ln.nn
---   local D = nn.Sequential {nn.weight_norm(nn.Linear(2, 64)), nn.ReLU(),
---                            nn.weight_norm(nn.Linear(64, 1))}
---   ln.gan.data_initialise(D, ln.data.ring():sample(256))
---@generic T: lunette.nn.Module
---@param model T
---@param x lunette.Tensor
---@param ... any
---@return T
function ln.gan.data_initialise(model, x, ...) end

--- A GAN as the game that it is. Both players go down their
--- own losses, so that together they follow a vector field, w' = -v(w), which
--- is the gradient of no function: its Jacobian is not symmetric, and complex
--- eigenvalues of it are turns. Here are products with it, its leading
--- eigenvalues, the share of rotation, and steps that counter this.
ln.gan.dynamics = {}

--- Two players, each with its parameters and a loss that it goes down. losses()
--- evaluates both and returns the generator's loss and the discriminator's, one
--- number each. Each is differentiated in the parameters of both, so that fake
--- samples are not detached, and one pass of each network does for both losses.
--- For a Jacobian along a run the data and the noise are fixed ones. Nothing is
--- written but what `step` and `extragradient` write, and what layers do to
--- their buffers.
---
---   local nn, bce = ln.nn, ln.gan.losses.bce
---   local G, D = nn.Linear(2, 2), nn.Linear(2, 1)
---   local real, z = ln.randn(64, 2), ln.randn(64, 2)
---   local game = ln.gan.dynamics.game(G:parameters(), D:parameters(),
---                                     function()
---     local of_fake = D(G(z))
---     return bce.generator(of_fake), bce.discriminator(D(real), of_fake)
---   end)
---   local J = game:jacobian()
---   local real_parts, imaginary_parts = J:eigenvalues()
---   local share = J:rotation()
---   local opt_g = ln.optim.SGD(G:parameters(), {lr = 0.1})
---   local opt_d = ln.optim.SGD(D:parameters(), {lr = 0.1})
---   game:step(game:field(), opt_g, opt_d)        -- both at once
---   game:extragradient(opt_g, opt_d)
---   game:step(game:consensus {weight = 1}, opt_g, opt_d)
---   game:step(game:symplectic(), opt_g, opt_d)
---@param generator lunette.Tensor[]
---@param discriminator lunette.Tensor[]
---@param losses function|lunette.Callable
---@return lunette.Game
function ln.gan.dynamics.game(generator, discriminator, losses) end

--- A loss for the generator (Salimans et al. 2016, arXiv 1606.03498, section
--- 3.1), of features f that the discriminator has of both sides, n,... each:
--- |mean f(x) - mean f(G(z))|^2; with kind "l1" the mean of the absolute
--- differences, as in the authors' code. Lists of features, one tensor a layer,
--- are summed over.
---
---   local real, fake = ln.tensor {{1, 2}, {3, 4}}, ln.tensor {{1, 1}, {1, 1}}
---   print(ln.gan.feature_matching(real, fake):item())   -- 5
---@param real lunette.Tensor|lunette.Tensor[]
---@param fake lunette.Tensor|lunette.Tensor[]
---@param options? lunette.gan.feature_matching.options
---@return lunette.Tensor
---@overload fun(real: lunette.Tensor|lunette.Tensor[], options: lunette.gan.feature_matching.options): lunette.Tensor
---@overload fun(options: lunette.gan.feature_matching.options): lunette.Tensor
function ln.gan.feature_matching(real, fake, options) end

--- Labels that are not all the same, for the losses that take
--- them (bce, minimax, least_squares).
ln.gan.labels = {}

--- As x, each `label` or, with that probability, `other`, which is 1 - label
--- unless given.
---
---   local x = ln.randn(8, 1)
---   print(ln.gan.labels.flipped(x, 1, 0):mean():item())   -- 1
---@param x lunette.Tensor
---@param label number
---@param probability number
---@param options? lunette.gan.labels.flipped.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, label: number, options: lunette.gan.labels.flipped.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.gan.labels.flipped.options): lunette.Tensor
---@overload fun(options: lunette.gan.labels.flipped.options): lunette.Tensor
function ln.gan.labels.flipped(x, label, probability, options) end

--- As x, uniform in [low, high); (0.7, 1.2) for real outputs and (0, 0.3) for
--- fake ones are a habit. Raises when high is below low.
---
---   local bce = ln.gan.losses.bce
---   local real, fake = ln.randn(8, 1), ln.randn(8, 1)
---   local loss = bce.discriminator(real, fake, {
---     real_label = ln.gan.labels.noisy(real, 0.7, 1.2)})
---@param x lunette.Tensor
---@param low number
---@param high number
---@param options? lunette.gan.labels.noisy.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, low: number, options: lunette.gan.labels.noisy.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.gan.labels.noisy.options): lunette.Tensor
---@overload fun(options: lunette.gan.labels.noisy.options): lunette.Tensor
function ln.gan.labels.noisy(x, low, high, options) end

--- What generators start from, and ways through it.
ln.gan.latent = {}

--- n uniform labels from 1 as one-hot rows, n x classes, and the labels, n.
---
---   local rows, labels = ln.gan.latent.categorical(4, 10)
---   print(rows:size(), labels:size())   -- {4, 10}  {4}
---@param n integer
---@param classes integer
---@param options? lunette.gan.latent.categorical.options
---@return lunette.Tensor
---@return lunette.Tensor
---@overload fun(n: integer, options: lunette.gan.latent.categorical.options): lunette.Tensor, lunette.Tensor
---@overload fun(options: lunette.gan.latent.categorical.options): lunette.Tensor, lunette.Tensor
function ln.gan.latent.categorical(n, classes, options) end

--- The points between four corners (4 x dim: top left, top right, bottom left,
--- bottom right), rows columns x dim, line by line: first down both sides, then
--- across. mode as interpolate's.
---
---   local corners = ln.randn(4, 8)
---   print(ln.gan.latent.grid(corners, 5, 6):size())   -- {30, 8}
---@param corners lunette.Tensor
---@param rows integer
---@param columns integer
---@param options? lunette.gan.latent.grid.options
---@return lunette.Tensor
---@overload fun(corners: lunette.Tensor, rows: integer, options: lunette.gan.latent.grid.options): lunette.Tensor
---@overload fun(corners: lunette.Tensor, options: lunette.gan.latent.grid.options): lunette.Tensor
---@overload fun(options: lunette.gan.latent.grid.options): lunette.Tensor
function ln.gan.latent.grid(corners, rows, columns, options) end

--- steps points from a to b, both included, steps x dim for vectors; for n
--- pairs of rows n steps x dim, pair by pair, so that image.save_grid with
--- columns = steps shows one to a line. mode: linear or spherical.
---
---   local a, b = ln.tensor {0, 0}, ln.tensor {2, 4}
---   print(ln.gan.latent.interpolate(a, b, 3))   -- {{0, 0}, {1, 2}, {2, 4}}
---@param a lunette.Tensor
---@param b lunette.Tensor
---@param steps integer
---@param options? lunette.gan.latent.interpolate.options
---@return lunette.Tensor
---@overload fun(a: lunette.Tensor, b: lunette.Tensor, options: lunette.gan.latent.interpolate.options): lunette.Tensor
---@overload fun(a: lunette.Tensor, options: lunette.gan.latent.interpolate.options): lunette.Tensor
---@overload fun(options: lunette.gan.latent.interpolate.options): lunette.Tensor
function ln.gan.latent.interpolate(a, b, steps, options) end

--- (1 - t) a + t b; t: a number, or a tensor of the sizes of a without the
--- last.
---@param a lunette.Tensor
---@param b lunette.Tensor
---@param t number|lunette.Tensor
---@return lunette.Tensor
function ln.gan.latent.lerp(a, b, t) end

--- The mean of mapping(z), z from N(0, 1), samples x dim: what truncate goes
--- towards.
---@param mapping function|lunette.Callable
---@param dim integer
---@param options? lunette.gan.latent.mean.options
---@return lunette.Tensor
---@overload fun(mapping: function|lunette.Callable, options: lunette.gan.latent.mean.options): lunette.Tensor
---@overload fun(options: lunette.gan.latent.mean.options): lunette.Tensor
function ln.gan.latent.mean(mapping, dim, options) end

--- InfoGAN's latents (Chen et al. 2016, arXiv 1606.03657, appendix C): normal
--- noise, a one-hot code for each number of classes in the list `categorical`,
--- and `continuous` codes uniform in [-1, 1], side by side: z, n x the sum of
--- all. Returns z and codes: codes.categorical[k] holds labels from 1, n, and
--- codes.continuous is n x continuous (nil for 0): what
--- gan.conditioning.information is to recover.
---
---   local options = {categorical = {10}, continuous = 2}
---   local z, codes = ln.gan.latent.mixed(16, options)
---   print(z:size(), codes.continuous:size())   -- {16, 74}  {16, 2}
---   local Q = ln.gan.conditioning.InfoGANHead(32, options)
---   local told = ln.gan.conditioning.information(Q(ln.randn(16, 32)), codes)
---@param n integer
---@param options? lunette.gan.latent.mixed.options
---@return lunette.Tensor
---@return { categorical: lunette.Tensor[], continuous: lunette.Tensor? }
---@overload fun(options: lunette.gan.latent.mixed.options): lunette.Tensor, { categorical: lunette.Tensor[], continuous: lunette.Tensor? }
function ln.gan.latent.mixed(n, options) end

--- n x dim from N(0, 1).
---@param n integer
---@param dim integer
---@param options? lunette.gan.latent.normal.options
---@return lunette.Tensor
---@overload fun(n: integer, options: lunette.gan.latent.normal.options): lunette.Tensor
---@overload fun(options: lunette.gan.latent.normal.options): lunette.Tensor
function ln.gan.latent.normal(n, dim, options) end

--- (sin((1 - t) o) a + sin(t o) b) / sin o with o the angle between a and b,
--- along the last dimension (Shoemake 1985; White 2016, arXiv 1609.04468):
--- samples of a normal distribution stay at the distance from the origin that
--- they have in many dimensions. Where the directions are the same, or
--- opposite, it is lerp. t as there.
---
---   local a, b = ln.tensor {1, 0}, ln.tensor {0, 1}
---   print(ln.gan.latent.slerp(a, b, 0.5))   -- {0.7071, 0.7071}
---@param a lunette.Tensor
---@param b lunette.Tensor
---@param t number|lunette.Tensor
---@return lunette.Tensor
function ln.gan.latent.slerp(a, b, t) end

--- n x dim, uniform on the sphere: normal numbers divided by their length.
---@param n integer
---@param dim integer
---@param options? lunette.gan.latent.sphere.options
---@return lunette.Tensor
---@overload fun(n: integer, options: lunette.gan.latent.sphere.options): lunette.Tensor
---@overload fun(options: lunette.gan.latent.sphere.options): lunette.Tensor
function ln.gan.latent.sphere(n, dim, options) end

--- mean + psi (w - mean), StyleGAN's truncation trick (Karras et al. 2019,
--- arXiv 1812.04948, appendix B): psi 1 is w itself, 0 the mean. w: n x dim,
--- mean: dim.
---
---   local net = ln.gan.zoo.stylegan2 {filters = 4}
---   local G, latent = net.generator, ln.gan.latent
---   local mean = latent.mean(G.mapping, net.latent, {samples = 100})
---   local w = G.mapping(ln.randn(4, net.latent))
---   local images = G.synthesis(latent.truncate(w, mean, 0.7))
---@param w lunette.Tensor
---@param mean lunette.Tensor
---@param psi? number
---@param options? lunette.gan.latent.truncate.options
---@return lunette.Tensor
---@overload fun(w: lunette.Tensor, mean: lunette.Tensor, options: lunette.gan.latent.truncate.options): lunette.Tensor
---@overload fun(w: lunette.Tensor, options: lunette.gan.latent.truncate.options): lunette.Tensor
---@overload fun(options: lunette.gan.latent.truncate.options): lunette.Tensor
function ln.gan.latent.truncate(w, mean, psi, options) end

--- n x dim from N(0, 1) given that |z| <= threshold, which is BigGAN's
--- truncation trick (Brock et al. 2019, arXiv 1809.11096, section 3.1): a lower
--- threshold gives better samples and fewer kinds. sqrt(2) erfinv(u), u uniform
--- up to erf(threshold / sqrt(2)) on both sides.
---@param n integer
---@param dim integer
---@param options? lunette.gan.latent.truncated_normal.options
---@return lunette.Tensor
---@overload fun(n: integer, options: lunette.gan.latent.truncated_normal.options): lunette.Tensor
---@overload fun(options: lunette.gan.latent.truncated_normal.options): lunette.Tensor
function ln.gan.latent.truncated_normal(n, dim, options) end

--- n x dim, uniform from low to high.
---@param n integer
---@param dim integer
---@param options? lunette.gan.latent.uniform.options
---@return lunette.Tensor
---@overload fun(n: integer, options: lunette.gan.latent.uniform.options): lunette.Tensor
---@overload fun(options: lunette.gan.latent.uniform.options): lunette.Tensor
function ln.gan.latent.uniform(n, dim, options) end

--- LOGAN (Wu et al. 2019, arXiv 1912.00953): latents z: n,... moved towards
--- what D likes better, by
---   rate / (damping + |g|^2) g,  g = the gradient of D(G(z)) in z:
--- each sample's, a step of natural gradient, or by rate g with rule
--- "gradient". Both players then train on G(z'), through the step. Returns z',
--- held within -limit and limit (math.huge for none), and the step, whose
--- squared norm the authors add to the generator's loss.
---
---   local nn, bce = ln.nn, ln.gan.losses.bce
---   local G, D, z = nn.Linear(8, 2), nn.Linear(2, 1), ln.rand(16, 8) * 2 - 1
---   local better, step = ln.gan.latent_step(D, G, z)
---   local loss = bce.generator(D(G(better))) + step:square():sum() * 300
---@param D function|lunette.Callable
---@param G function|lunette.Callable
---@param z lunette.Tensor
---@param options? lunette.gan.latent_step.options
---@return lunette.Tensor
---@return lunette.Tensor
---@overload fun(D: function|lunette.Callable, G: function|lunette.Callable, options: lunette.gan.latent_step.options): lunette.Tensor, lunette.Tensor
---@overload fun(D: function|lunette.Callable, options: lunette.gan.latent_step.options): lunette.Tensor, lunette.Tensor
---@overload fun(options: lunette.gan.latent_step.options): lunette.Tensor, lunette.Tensor
function ln.gan.latent_step(D, G, z, options) end

--- Losses of the two players: each a function of the discriminator's outputs on
--- real and generated samples, giving one number to minimise. A discriminator
--- of several scales gives a list of outputs; the loss is then the sum of those
--- of its scales (Wang et al. 2018, arXiv 1711.11585). What else is to be known
--- to call it stands beside the two: `compares` is true when the generator's is
--- f(fake, real), `takes` says what it takes besides outputs, `gives` what
--- besides the loss.
---
---   local hinge = ln.gan.losses.hinge
---   local G, D = ln.nn.Linear(8, 2), ln.nn.Linear(2, 1)
---   local real, fake = ln.randn(16, 2), G(ln.randn(16, 8))
---   hinge.discriminator(D(real), D(fake:detach())):backward()
---   hinge.generator(D(fake)):backward()
ln.gan.losses = {}

--- Cross entropy, from logits (Goodfellow et al. 2014, arXiv 1406.2661,
--- equation 1 and section 3).
--- discriminator(real, fake, {real_label = 1, fake_label = 0}): mean
--- H(real_label, s(real)) + mean H(fake_label, s(fake)), with s the sigmoid and
--- H the cross entropy. {real_label = 0.9} is one-sided
--- label smoothing (Salimans et al. 2016, section 3.4). A label may be a
--- tensor, one for each output: noisy or flipped ones (gan.labels).
--- generator(fake): -mean log s(fake), which does not saturate.
---
---   local bce, logits = ln.gan.losses.bce, ln.zeros(8, 1)   -- D cannot tell
---   local loss = bce.discriminator(logits, logits)
---   print(("%.4f"):format(loss:item()))   -- 1.3863
---   print(("%.4f"):format(bce.generator(logits):item()))   -- 0.6931
ln.gan.losses.bce = {}

--- Cross entropy, from logits (Goodfellow et al. 2014, arXiv 1406.2661,
--- equation 1 and section 3).
--- discriminator(real, fake, {real_label = 1, fake_label = 0}): mean
--- H(real_label, s(real)) + mean H(fake_label, s(fake)), with s the sigmoid and
--- H the cross entropy. {real_label = 0.9} is one-sided
--- label smoothing (Salimans et al. 2016, section 3.4). A label may be a
--- tensor, one for each output: noisy or flipped ones (gan.labels).
--- generator(fake): -mean log s(fake), which does not saturate.
---
---   local bce, logits = ln.gan.losses.bce, ln.zeros(8, 1)   -- D cannot tell
---   local loss = bce.discriminator(logits, logits)
---   print(("%.4f"):format(loss:item()))   -- 1.3863
---   print(("%.4f"):format(bce.generator(logits):item()))   -- 0.6931
---@param real_logits lunette.Tensor|lunette.Tensor[]
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@param options? lunette.gan.losses.bce.discriminator.options
---@return lunette.Tensor
---@overload fun(real_logits: lunette.Tensor|lunette.Tensor[], options: lunette.gan.losses.bce.discriminator.options): lunette.Tensor
---@overload fun(options: lunette.gan.losses.bce.discriminator.options): lunette.Tensor
function ln.gan.losses.bce.discriminator(real_logits, fake_logits, options) end

--- Cross entropy, from logits (Goodfellow et al. 2014, arXiv 1406.2661,
--- equation 1 and section 3).
--- discriminator(real, fake, {real_label = 1, fake_label = 0}): mean
--- H(real_label, s(real)) + mean H(fake_label, s(fake)), with s the sigmoid and
--- H the cross entropy. {real_label = 0.9} is one-sided
--- label smoothing (Salimans et al. 2016, section 3.4). A label may be a
--- tensor, one for each output: noisy or flipped ones (gan.labels).
--- generator(fake): -mean log s(fake), which does not saturate.
---
---   local bce, logits = ln.gan.losses.bce, ln.zeros(8, 1)   -- D cannot tell
---   local loss = bce.discriminator(logits, logits)
---   print(("%.4f"):format(loss:item()))   -- 1.3863
---   print(("%.4f"):format(bce.generator(logits):item()))   -- 0.6931
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@return lunette.Tensor
function ln.gan.losses.bce.generator(fake_logits) end

--- BEGAN (Berthelot et al. 2017, arXiv 1703.10717, section 3.4), of energies
--- |x - D(x)|.
--- discriminator(real, fake, {k = 0, gamma = 0.5, rate = 0.001}):
--- mean real - k mean fake, k for the next step, and the measure of
--- convergence. k moves by rate (gamma mean real - mean fake), within 0 and 1;
--- the measure is mean real + |gamma mean real - mean fake|. Both are numbers:
--- give k again the next time.
--- generator(fake): mean fake.
---
---   local began, k = ln.gan.losses.began, 0
---   for _ = 1, 3 do
---     local real, fake = ln.rand(8), ln.rand(8)   -- |x - D(x)| of both
---     local loss, convergence
---     loss, k, convergence = began.discriminator(real, fake, {k = k})
---   end
ln.gan.losses.began = {}

--- BEGAN (Berthelot et al. 2017, arXiv 1703.10717, section 3.4), of energies
--- |x - D(x)|.
--- discriminator(real, fake, {k = 0, gamma = 0.5, rate = 0.001}):
--- mean real - k mean fake, k for the next step, and the measure of
--- convergence. k moves by rate (gamma mean real - mean fake), within 0 and 1;
--- the measure is mean real + |gamma mean real - mean fake|. Both are numbers:
--- give k again the next time.
--- generator(fake): mean fake.
---
---   local began, k = ln.gan.losses.began, 0
---   for _ = 1, 3 do
---     local real, fake = ln.rand(8), ln.rand(8)   -- |x - D(x)| of both
---     local loss, convergence
---     loss, k, convergence = began.discriminator(real, fake, {k = k})
---   end
---@param real lunette.Tensor
---@param fake lunette.Tensor
---@param options? lunette.gan.losses.began.discriminator.options
---@return lunette.Tensor
---@return number
---@return number
---@overload fun(real: lunette.Tensor, options: lunette.gan.losses.began.discriminator.options): lunette.Tensor, number, number
---@overload fun(options: lunette.gan.losses.began.discriminator.options): lunette.Tensor, number, number
function ln.gan.losses.began.discriminator(real, fake, options) end

--- BEGAN (Berthelot et al. 2017, arXiv 1703.10717, section 3.4), of energies
--- |x - D(x)|.
--- discriminator(real, fake, {k = 0, gamma = 0.5, rate = 0.001}):
--- mean real - k mean fake, k for the next step, and the measure of
--- convergence. k moves by rate (gamma mean real - mean fake), within 0 and 1;
--- the measure is mean real + |gamma mean real - mean fake|. Both are numbers:
--- give k again the next time.
--- generator(fake): mean fake.
---
---   local began, k = ln.gan.losses.began, 0
---   for _ = 1, 3 do
---     local real, fake = ln.rand(8), ln.rand(8)   -- |x - D(x)| of both
---     local loss, convergence
---     loss, k, convergence = began.discriminator(real, fake, {k = k})
---   end
---@param fake lunette.Tensor
---@return lunette.Tensor
---@return number
---@return number
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
function ln.gan.losses.dual_contrastive.discriminator(real_logits, fake_logits) end

--- Dual contrastive loss (Yu et al. 2021, arXiv 2103.16748):
--- each real output against all fake ones and each fake output against all real
--- ones. With a(x, Y) = mean log(e^x / (e^x + sum over Y of e^y)):
--- discriminator(real, fake): -a(real, fake) - a(-fake, -real).
--- generator(fake, real, {saturating = true}): the discriminator's with the
--- other sign, or, not saturating, the discriminator's of the sides exchanged.
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@param real_logits lunette.Tensor|lunette.Tensor[]
---@param options? lunette.gan.losses.dual_contrastive.generator.options
---@return lunette.Tensor
---@overload fun(fake_logits: lunette.Tensor|lunette.Tensor[], options: lunette.gan.losses.dual_contrastive.generator.options): lunette.Tensor
---@overload fun(options: lunette.gan.losses.dual_contrastive.generator.options): lunette.Tensor
function ln.gan.losses.dual_contrastive.generator(fake_logits, real_logits, options) end

--- EBGAN (Zhao et al. 2016, arXiv 1609.03126), of
--- energies that are at least 0.
--- discriminator(real, fake, {margin = 1}): mean real + mean max(0, margin -
--- fake).
--- generator(fake, {features = ..., weight = 0.1}): mean fake. With features s
--- of the fakes (n,...: the encoder's) weight times the pulling-away term is
--- added: the mean over pairs i, j of different samples of
--- (s_i . s_j / (|s_i| |s_j|))^2.
---
---   local ebgan = ln.gan.losses.ebgan
---   local real, fake = ln.tensor {1}, ln.tensor {0.25}
---   print(ebgan.discriminator(real, fake):item())   -- 1.75
ln.gan.losses.ebgan = {}

--- EBGAN (Zhao et al. 2016, arXiv 1609.03126), of
--- energies that are at least 0.
--- discriminator(real, fake, {margin = 1}): mean real + mean max(0, margin -
--- fake).
--- generator(fake, {features = ..., weight = 0.1}): mean fake. With features s
--- of the fakes (n,...: the encoder's) weight times the pulling-away term is
--- added: the mean over pairs i, j of different samples of
--- (s_i . s_j / (|s_i| |s_j|))^2.
---
---   local ebgan = ln.gan.losses.ebgan
---   local real, fake = ln.tensor {1}, ln.tensor {0.25}
---   print(ebgan.discriminator(real, fake):item())   -- 1.75
---@param real lunette.Tensor|lunette.Tensor[]
---@param fake lunette.Tensor|lunette.Tensor[]
---@param options? lunette.gan.losses.ebgan.discriminator.options
---@return lunette.Tensor
---@overload fun(real: lunette.Tensor|lunette.Tensor[], options: lunette.gan.losses.ebgan.discriminator.options): lunette.Tensor
---@overload fun(options: lunette.gan.losses.ebgan.discriminator.options): lunette.Tensor
function ln.gan.losses.ebgan.discriminator(real, fake, options) end

--- EBGAN (Zhao et al. 2016, arXiv 1609.03126), of
--- energies that are at least 0.
--- discriminator(real, fake, {margin = 1}): mean real + mean max(0, margin -
--- fake).
--- generator(fake, {features = ..., weight = 0.1}): mean fake. With features s
--- of the fakes (n,...: the encoder's) weight times the pulling-away term is
--- added: the mean over pairs i, j of different samples of
--- (s_i . s_j / (|s_i| |s_j|))^2.
---
---   local ebgan = ln.gan.losses.ebgan
---   local real, fake = ln.tensor {1}, ln.tensor {0.25}
---   print(ebgan.discriminator(real, fake):item())   -- 1.75
---@param fake lunette.Tensor|lunette.Tensor[]
---@param options? lunette.gan.losses.ebgan.generator.options
---@return lunette.Tensor
---@overload fun(options: lunette.gan.losses.ebgan.generator.options): lunette.Tensor
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
---
---   local f_gan, out = ln.gan.losses.f_gan, ln.ones(8)
---   print(f_gan.discriminator(out, out, {divergence = "kl"}):item())   -- 0
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
---
---   local f_gan, out = ln.gan.losses.f_gan, ln.ones(8)
---   print(f_gan.discriminator(out, out, {divergence = "kl"}):item())   -- 0
---@param real_logits lunette.Tensor|lunette.Tensor[]
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@param options? lunette.gan.losses.f_gan.discriminator.options
---@return lunette.Tensor
---@overload fun(real_logits: lunette.Tensor|lunette.Tensor[], options: lunette.gan.losses.f_gan.discriminator.options): lunette.Tensor
---@overload fun(options: lunette.gan.losses.f_gan.discriminator.options): lunette.Tensor
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
---
---   local f_gan, out = ln.gan.losses.f_gan, ln.ones(8)
---   print(f_gan.discriminator(out, out, {divergence = "kl"}):item())   -- 0
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@param options? lunette.gan.losses.f_gan.generator.options
---@return lunette.Tensor
---@overload fun(options: lunette.gan.losses.f_gan.generator.options): lunette.Tensor
function ln.gan.losses.f_gan.generator(fake_logits, options) end

--- Hinges at -1 and 1 (Lim and Ye 2017, arXiv 1705.02894; Miyato et al. 2018,
--- arXiv 1802.05957, equations 16 and 17).
--- discriminator(real, fake): mean max(0, 1 - D(real)) + mean max(0, 1 +
--- D(fake)).
--- generator(fake): -mean D(fake).
---
---   local hinge = ln.gan.losses.hinge
---   local real, fake = ln.tensor {2, 0.5}, ln.tensor {-2, 0}
---   print(hinge.discriminator(real, fake):item())   -- 0.75
---   print(hinge.generator(fake):item())   -- 1
ln.gan.losses.hinge = {}

--- Hinges at -1 and 1 (Lim and Ye 2017, arXiv 1705.02894; Miyato et al. 2018,
--- arXiv 1802.05957, equations 16 and 17).
--- discriminator(real, fake): mean max(0, 1 - D(real)) + mean max(0, 1 +
--- D(fake)).
--- generator(fake): -mean D(fake).
---
---   local hinge = ln.gan.losses.hinge
---   local real, fake = ln.tensor {2, 0.5}, ln.tensor {-2, 0}
---   print(hinge.discriminator(real, fake):item())   -- 0.75
---   print(hinge.generator(fake):item())   -- 1
---@param real_logits lunette.Tensor|lunette.Tensor[]
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@return lunette.Tensor
function ln.gan.losses.hinge.discriminator(real_logits, fake_logits) end

--- Hinges at -1 and 1 (Lim and Ye 2017, arXiv 1705.02894; Miyato et al. 2018,
--- arXiv 1802.05957, equations 16 and 17).
--- discriminator(real, fake): mean max(0, 1 - D(real)) + mean max(0, 1 +
--- D(fake)).
--- generator(fake): -mean D(fake).
---
---   local hinge = ln.gan.losses.hinge
---   local real, fake = ln.tensor {2, 0.5}, ln.tensor {-2, 0}
---   print(hinge.discriminator(real, fake):item())   -- 0.75
---   print(hinge.generator(fake):item())   -- 1
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@return lunette.Tensor
function ln.gan.losses.hinge.generator(fake_logits) end

--- Squared distances from the labels (Mao et al. 2017, arXiv 1611.04076,
--- equation 2 with b = c = real_label and a = fake_label).
--- discriminator(real, fake, {real_label = 1, fake_label = 0}):
--- mean (D(real) - b)^2 / 2 + mean (D(fake) - a)^2 / 2.
--- generator(fake, {real_label = 1}): mean (D(fake) - c)^2 / 2.
--- A label may be a tensor, one for each output (gan.labels).
---
---   local squares = ln.gan.losses.least_squares
---   local real, fake = ln.tensor {1, 0}, ln.tensor {0, 1}
---   print(squares.discriminator(real, fake):item())   -- 0.5
---   print(squares.generator(fake):item())   -- 0.25
ln.gan.losses.least_squares = {}

--- Squared distances from the labels (Mao et al. 2017, arXiv 1611.04076,
--- equation 2 with b = c = real_label and a = fake_label).
--- discriminator(real, fake, {real_label = 1, fake_label = 0}):
--- mean (D(real) - b)^2 / 2 + mean (D(fake) - a)^2 / 2.
--- generator(fake, {real_label = 1}): mean (D(fake) - c)^2 / 2.
--- A label may be a tensor, one for each output (gan.labels).
---
---   local squares = ln.gan.losses.least_squares
---   local real, fake = ln.tensor {1, 0}, ln.tensor {0, 1}
---   print(squares.discriminator(real, fake):item())   -- 0.5
---   print(squares.generator(fake):item())   -- 0.25
---@param real_logits lunette.Tensor|lunette.Tensor[]
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@param options? lunette.gan.losses.least_squares.discriminator.options
---@return lunette.Tensor
---@overload fun(real_logits: lunette.Tensor|lunette.Tensor[], options: lunette.gan.losses.least_squares.discriminator.options): lunette.Tensor
---@overload fun(options: lunette.gan.losses.least_squares.discriminator.options): lunette.Tensor
function ln.gan.losses.least_squares.discriminator(real_logits, fake_logits, options) end

--- Squared distances from the labels (Mao et al. 2017, arXiv 1611.04076,
--- equation 2 with b = c = real_label and a = fake_label).
--- discriminator(real, fake, {real_label = 1, fake_label = 0}):
--- mean (D(real) - b)^2 / 2 + mean (D(fake) - a)^2 / 2.
--- generator(fake, {real_label = 1}): mean (D(fake) - c)^2 / 2.
--- A label may be a tensor, one for each output (gan.labels).
---
---   local squares = ln.gan.losses.least_squares
---   local real, fake = ln.tensor {1, 0}, ln.tensor {0, 1}
---   print(squares.discriminator(real, fake):item())   -- 0.5
---   print(squares.generator(fake):item())   -- 0.25
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@param options? lunette.gan.losses.least_squares.generator.options
---@return lunette.Tensor
---@overload fun(options: lunette.gan.losses.least_squares.generator.options): lunette.Tensor
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
function ln.gan.losses.logistic.discriminator(real_logits, fake_logits) end

--- The loss of StyleGAN (Karras et al. 2019, arXiv 1812.04948), which is bce
--- without labels.
--- discriminator(real, fake): mean softplus(-real) + mean softplus(fake).
--- generator(fake): mean softplus(-fake).
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@return lunette.Tensor
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
---@param options? lunette.gan.losses.minimax.discriminator.options
---@return lunette.Tensor
---@overload fun(real_logits: lunette.Tensor|lunette.Tensor[], options: lunette.gan.losses.minimax.discriminator.options): lunette.Tensor
---@overload fun(options: lunette.gan.losses.minimax.discriminator.options): lunette.Tensor
function ln.gan.losses.minimax.discriminator(real_logits, fake_logits, options) end

--- The game of Goodfellow et al. 2014 (arXiv 1406.2661), equation 1, as it
--- stands: the discriminator of bce, and a generator whose loss goes flat where
--- the discriminator is sure.
--- discriminator(real, fake, {real_label = 1, fake_label = 0}): that of bce.
--- generator(fake): mean log(1 - s(fake)).
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@return lunette.Tensor
function ln.gan.losses.minimax.generator(fake_logits) end

--- Multi-hinge loss (Kavalerov et al. 2019, arXiv 1912.04216) of K + 1 classes,
--- the last of which is that of fakes: outputs are n,K+1, labels 1 to K (K + 1
--- is refused, as no sample is labelled a fake). With
--- h(x, y) = mean max(0, 1 - x_y + the largest of x's other outputs):
--- discriminator(real, fake, labels): h(real, labels) + h(fake, K + 1).
--- generator(fake, labels): h(fake, labels), the labels they were made for.
---
---   local multi_hinge = ln.gan.losses.multi_hinge    -- two classes, and fakes
---   local fake, labels = ln.tensor {{0, 0, 2}}, ln.tensor {1}
---   print(multi_hinge.generator(fake, labels):item())   -- 3
ln.gan.losses.multi_hinge = {}

--- Multi-hinge loss (Kavalerov et al. 2019, arXiv 1912.04216) of K + 1 classes,
--- the last of which is that of fakes: outputs are n,K+1, labels 1 to K (K + 1
--- is refused, as no sample is labelled a fake). With
--- h(x, y) = mean max(0, 1 - x_y + the largest of x's other outputs):
--- discriminator(real, fake, labels): h(real, labels) + h(fake, K + 1).
--- generator(fake, labels): h(fake, labels), the labels they were made for.
---
---   local multi_hinge = ln.gan.losses.multi_hinge    -- two classes, and fakes
---   local fake, labels = ln.tensor {{0, 0, 2}}, ln.tensor {1}
---   print(multi_hinge.generator(fake, labels):item())   -- 3
---@param real_logits lunette.Tensor
---@param fake_logits lunette.Tensor
---@param labels lunette.Tensor
---@return lunette.Tensor
function ln.gan.losses.multi_hinge.discriminator(real_logits, fake_logits, labels) end

--- Multi-hinge loss (Kavalerov et al. 2019, arXiv 1912.04216) of K + 1 classes,
--- the last of which is that of fakes: outputs are n,K+1, labels 1 to K (K + 1
--- is refused, as no sample is labelled a fake). With
--- h(x, y) = mean max(0, 1 - x_y + the largest of x's other outputs):
--- discriminator(real, fake, labels): h(real, labels) + h(fake, K + 1).
--- generator(fake, labels): h(fake, labels), the labels they were made for.
---
---   local multi_hinge = ln.gan.losses.multi_hinge    -- two classes, and fakes
---   local fake, labels = ln.tensor {{0, 0, 2}}, ln.tensor {1}
---   print(multi_hinge.generator(fake, labels):item())   -- 3
---@param fake_logits lunette.Tensor
---@param labels lunette.Tensor
---@return lunette.Tensor
function ln.gan.losses.multi_hinge.generator(fake_logits, labels) end

--- Relativistic GAN (Jolicoeur-Martineau 2018, arXiv 1807.00734):
--- real outputs should be above the fake ones they are paired with.
--- With f(d) = -log s(d) for kind "bce", (d - 1)^2 for "least_squares" and
--- max(0, 1 - d) for "hinge":
--- discriminator(real, fake, {kind = "bce"}): mean f(real - fake).
--- generator(fake, real, {kind = "bce"}): mean f(fake - real).
---
---   local relativistic = ln.gan.losses.relativistic
---   local real, fake = ln.tensor {2, 0}, ln.tensor {0, 0}
---   local options = {kind = "hinge"}
---   print(relativistic.discriminator(real, fake, options):item())   -- 0.5
---   print(relativistic.generator(fake, real, options):item())   -- 2
ln.gan.losses.relativistic = {}

--- Relativistic GAN (Jolicoeur-Martineau 2018, arXiv 1807.00734):
--- real outputs should be above the fake ones they are paired with.
--- With f(d) = -log s(d) for kind "bce", (d - 1)^2 for "least_squares" and
--- max(0, 1 - d) for "hinge":
--- discriminator(real, fake, {kind = "bce"}): mean f(real - fake).
--- generator(fake, real, {kind = "bce"}): mean f(fake - real).
---
---   local relativistic = ln.gan.losses.relativistic
---   local real, fake = ln.tensor {2, 0}, ln.tensor {0, 0}
---   local options = {kind = "hinge"}
---   print(relativistic.discriminator(real, fake, options):item())   -- 0.5
---   print(relativistic.generator(fake, real, options):item())   -- 2
---@param real_logits lunette.Tensor|lunette.Tensor[]
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@param options? lunette.gan.losses.relativistic.discriminator.options
---@return lunette.Tensor
---@overload fun(real_logits: lunette.Tensor|lunette.Tensor[], options: lunette.gan.losses.relativistic.discriminator.options): lunette.Tensor
---@overload fun(options: lunette.gan.losses.relativistic.discriminator.options): lunette.Tensor
function ln.gan.losses.relativistic.discriminator(real_logits, fake_logits, options) end

--- Relativistic GAN (Jolicoeur-Martineau 2018, arXiv 1807.00734):
--- real outputs should be above the fake ones they are paired with.
--- With f(d) = -log s(d) for kind "bce", (d - 1)^2 for "least_squares" and
--- max(0, 1 - d) for "hinge":
--- discriminator(real, fake, {kind = "bce"}): mean f(real - fake).
--- generator(fake, real, {kind = "bce"}): mean f(fake - real).
---
---   local relativistic = ln.gan.losses.relativistic
---   local real, fake = ln.tensor {2, 0}, ln.tensor {0, 0}
---   local options = {kind = "hinge"}
---   print(relativistic.discriminator(real, fake, options):item())   -- 0.5
---   print(relativistic.generator(fake, real, options):item())   -- 2
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@param real_logits lunette.Tensor|lunette.Tensor[]
---@param options? lunette.gan.losses.relativistic.generator.options
---@return lunette.Tensor
---@overload fun(fake_logits: lunette.Tensor|lunette.Tensor[], options: lunette.gan.losses.relativistic.generator.options): lunette.Tensor
---@overload fun(options: lunette.gan.losses.relativistic.generator.options): lunette.Tensor
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
---@param options? lunette.gan.losses.relativistic_average.discriminator.options
---@return lunette.Tensor
---@overload fun(real_logits: lunette.Tensor|lunette.Tensor[], options: lunette.gan.losses.relativistic_average.discriminator.options): lunette.Tensor
---@overload fun(options: lunette.gan.losses.relativistic_average.discriminator.options): lunette.Tensor
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
---@param options? lunette.gan.losses.relativistic_average.generator.options
---@return lunette.Tensor
---@overload fun(fake_logits: lunette.Tensor|lunette.Tensor[], options: lunette.gan.losses.relativistic_average.generator.options): lunette.Tensor
---@overload fun(options: lunette.gan.losses.relativistic_average.generator.options): lunette.Tensor
function ln.gan.losses.relativistic_average.generator(fake_logits, real_logits, options) end

--- WGAN: the critic's distance (Arjovsky et al. 2017, arXiv 1701.07875,
--- equation 2).
--- discriminator(real, fake): mean D(fake) - mean D(real).
--- generator(fake): -mean D(fake).
---
---   local wasserstein = ln.gan.losses.wasserstein
---   local real, fake = ln.tensor {1, 3}, ln.tensor {0, 1}
---   print(wasserstein.discriminator(real, fake):item())   -- -1.5
---   print(wasserstein.generator(fake):item())   -- -0.5
ln.gan.losses.wasserstein = {}

--- WGAN: the critic's distance (Arjovsky et al. 2017, arXiv 1701.07875,
--- equation 2).
--- discriminator(real, fake): mean D(fake) - mean D(real).
--- generator(fake): -mean D(fake).
---
---   local wasserstein = ln.gan.losses.wasserstein
---   local real, fake = ln.tensor {1, 3}, ln.tensor {0, 1}
---   print(wasserstein.discriminator(real, fake):item())   -- -1.5
---   print(wasserstein.generator(fake):item())   -- -0.5
---@param real_logits lunette.Tensor|lunette.Tensor[]
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@return lunette.Tensor
function ln.gan.losses.wasserstein.discriminator(real_logits, fake_logits) end

--- WGAN: the critic's distance (Arjovsky et al. 2017, arXiv 1701.07875,
--- equation 2).
--- discriminator(real, fake): mean D(fake) - mean D(real).
--- generator(fake): -mean D(fake).
---
---   local wasserstein = ln.gan.losses.wasserstein
---   local real, fake = ln.tensor {1, 3}, ln.tensor {0, 1}
---   print(wasserstein.discriminator(real, fake):item())   -- -1.5
---   print(wasserstein.generator(fake):item())   -- -0.5
---@param fake_logits lunette.Tensor|lunette.Tensor[]
---@return lunette.Tensor
function ln.gan.losses.wasserstein.generator(fake_logits) end

--- Noise on what the discriminator sees.
ln.gan.noise = {}

--- x + s z, z from N(0, 1) element by element: instance noise, on real and
--- generated samples alike (Sonderby et al. 2017, arXiv 1610.04490; Arjovsky
--- and Bottou 2017, arXiv 1701.04862, section 3). s = std, or with step and
--- steps std max(0, 1 - step / steps), which fades to none.
---
---   local x = ln.zeros(4, 2)
---   local y = ln.gan.noise.instance(x, 0.1, {step = 50, steps = 50})
---   print(y:equal(x))   -- true
---@param x lunette.Tensor
---@param std number
---@param options? lunette.gan.noise.instance.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.gan.noise.instance.options): lunette.Tensor
---@overload fun(options: lunette.gan.noise.instance.options): lunette.Tensor
function ln.gan.noise.instance(x, std, options) end

--- For a discriminator of m samples at once, against mode collapse (Lin et al.
--- 2018, arXiv 1712.04086): x: n,c,... as n/m,m c,..., m samples that follow
--- each other put together along the channels or features. m divides n.
---
---   print(ln.gan.pack(ln.randn(8, 3, 16, 16), 2):size())   -- {4, 6, 16, 16}
---@param x lunette.Tensor
---@param m integer
---@return lunette.Tensor
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
---@param options? lunette.gan.penalties.balanced_consistency.options
---@return lunette.Tensor
---@overload fun(real: lunette.Tensor, moved_real: lunette.Tensor, fake: lunette.Tensor, options: lunette.gan.penalties.balanced_consistency.options): lunette.Tensor
---@overload fun(real: lunette.Tensor, moved_real: lunette.Tensor, options: lunette.gan.penalties.balanced_consistency.options): lunette.Tensor
---@overload fun(real: lunette.Tensor, options: lunette.gan.penalties.balanced_consistency.options): lunette.Tensor
---@overload fun(options: lunette.gan.penalties.balanced_consistency.options): lunette.Tensor
function ln.gan.penalties.balanced_consistency(real, moved_real, fake, moved_fake, options) end

--- Every parameter to [-limit, limit], in place (Arjovsky et al. 2017, arXiv
--- 1701.07875, algorithm 1, with 0.01), after each step of the critic. params:
--- a layer or a list of tensors, which it returns.
---
---   local critic = ln.nn.Linear(64, 1)
---   ln.gan.penalties.clip_weights(critic, 0.01)   -- after opt:step()
---   print(critic.weight:abs():max():item() <= 0.01)   -- true
---@generic T: lunette.nn.Module|lunette.Tensor[]
---@param params T
---@param limit number
---@return T
function ln.gan.penalties.clip_weights(params, limit) end

--- weight mean |D(x) - D(T(x))|^2, of what D returns for samples and for the
--- same samples augmented. Of real ones: consistency regularisation (Zhang et
--- al. 2020, arXiv 1910.12027, weight 10). Of G(z) and of G(z + noise): the
--- discriminator's part of zCR (Zhao et al. 2020, arXiv 2002.04724), whose
--- other part is latent_diversity.
---
---   local D, augment = ln.nn.Linear(2, 1), ln.gan.noise.instance
---   local real = ln.randn(16, 2)
---   local penalty = ln.gan.penalties.consistency(
---     D(real), D(augment(real, 0.1)), {weight = 10})
---@param outputs lunette.Tensor
---@param moved lunette.Tensor
---@param options? lunette.gan.penalties.consistency.options
---@return lunette.Tensor
---@overload fun(outputs: lunette.Tensor, options: lunette.gan.penalties.consistency.options): lunette.Tensor
---@overload fun(options: lunette.gan.penalties.consistency.options): lunette.Tensor
function ln.gan.penalties.consistency(outputs, moved, options) end

--- DRAGAN (Kodali et al. 2017, arXiv 1705.07215, with weight 10), as its
--- authors compute it: weight mean (|grad D(x)| - target)^2 at
--- x = real + e scale std(real) u, with std over the whole batch, u uniform in
--- [0, 1) for each element (`noise`) and e for each sample (`epsilon`).
---
---   local D, real = ln.nn.Linear(2, 1), ln.randn(16, 2)
---   local loss = D(real):mean() +
---                ln.gan.penalties.dragan(D, real, {weight = 10})
---@param D function|lunette.Callable
---@param real lunette.Tensor
---@param options? lunette.gan.penalties.dragan.options
---@return lunette.Tensor
---@overload fun(D: function|lunette.Callable, options: lunette.gan.penalties.dragan.options): lunette.Tensor
---@overload fun(options: lunette.gan.penalties.dragan.options): lunette.Tensor
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
---@param penalty function|lunette.Callable
---@return lunette.Tensor|number
function ln.gan.penalties.every(step, interval, penalty) end

--- WGAN-GP (Gulrajani et al. 2017, arXiv 1704.00028, equation 3, with weight
--- 10): weight mean (|grad D(x)| - target)^2 at x = e real + (1 - e) fake, with
--- one e for each sample, uniform unless `epsilon` gives them (n,1,...).
--- one_sided: only norms above the target count (their section 4; Petzka et al.
--- 2018, arXiv 1709.08894). target 0: the zero-centred penalty on
--- interpolations (Thanh-Tung et al. 2019, arXiv 1902.03984).
---
---   local w = ln.tensor {{3}, {4}}
---   local function D(x) return x:matmul(w) end    -- its slope has norm 5
---   local real, fake = ln.randn(8, 2), ln.randn(8, 2)
---   local penalty = ln.gan.penalties.gradient(D, real, fake, {weight = 10})
---   print(("%.3f"):format(penalty:item()))   -- 160.000
---@param D function|lunette.Callable
---@param real lunette.Tensor
---@param fake lunette.Tensor
---@param options? lunette.gan.penalties.gradient.options
---@return lunette.Tensor
---@overload fun(D: function|lunette.Callable, real: lunette.Tensor, options: lunette.gan.penalties.gradient.options): lunette.Tensor
---@overload fun(D: function|lunette.Callable, options: lunette.gan.penalties.gradient.options): lunette.Tensor
---@overload fun(options: lunette.gan.penalties.gradient.options): lunette.Tensor
function ln.gan.penalties.gradient(D, real, fake, options) end

--- The generator's part of zCR (Zhao et al. 2020, arXiv 2002.04724, weight
--- 0.5): -weight mean |G(z) - G(z + noise)|^2, the square a sum over all of a
--- sample.
---
---   local fake, moved = ln.tensor {{1, 1}}, ln.tensor {{0, 0}}
---   local diversity = ln.gan.penalties.latent_diversity
---   print(diversity(fake, moved, {weight = 0.5}):item())   -- -1
---@param fake lunette.Tensor
---@param moved lunette.Tensor
---@param options? lunette.gan.penalties.latent_diversity.options
---@return lunette.Tensor
---@overload fun(fake: lunette.Tensor, options: lunette.gan.penalties.latent_diversity.options): lunette.Tensor
---@overload fun(options: lunette.gan.penalties.latent_diversity.options): lunette.Tensor
function ln.gan.penalties.latent_diversity(fake, moved, options) end

--- LeCam regularisation for few data (Tseng et al. 2021, arXiv 2104.03310), of
--- what D returns for both sides:
--- weight (mean (real - m_fake)^2 + mean (fake - m_real)^2)
--- with the running means of its outputs, {real = m_real, fake = m_fake}; nil
--- at first, which takes those of this batch. one_sided, as in the authors'
--- code: only real - m_fake and m_real - fake above 0 count.
--- Returns the penalty and the new means, to give the next time.
---
---   local hinge, D, means = ln.gan.losses.hinge, ln.nn.Linear(2, 1), nil
---   for _ = 1, 3 do
---     local real, fake = D(ln.randn(8, 2)), D(ln.randn(8, 2))
---     local penalty
---     penalty, means = ln.gan.penalties.lecam(real, fake, means)
---     local loss = hinge.discriminator(real, fake) + penalty * 0.3
---   end
---@param real lunette.Tensor
---@param fake lunette.Tensor
---@param means? table
---@param options? lunette.gan.penalties.lecam.options
---@return lunette.Tensor
---@return { real: number, fake: number }
---@overload fun(real: lunette.Tensor, fake: lunette.Tensor, options: lunette.gan.penalties.lecam.options): lunette.Tensor, { real: number, fake: number }
---@overload fun(real: lunette.Tensor, options: lunette.gan.penalties.lecam.options): lunette.Tensor, { real: number, fake: number }
---@overload fun(options: lunette.gan.penalties.lecam.options): lunette.Tensor, { real: number, fake: number }
function ln.gan.penalties.lecam(real, fake, means, options) end

--- For the generator, whose samples of different latents should differ (Mao et
--- al. 2019, arXiv 1903.05628), as its authors compute it: weight / (d + eps)
--- with d = mean |fake - other| / mean |z - other_z|.
---
---   local G, penalties = ln.nn.Linear(8, 2), ln.gan.penalties
---   local z, other_z = ln.randn(16, 8), ln.randn(16, 8)
---   local penalty = penalties.mode_seeking(G(z), G(other_z), z, other_z)
---@param fake lunette.Tensor
---@param other lunette.Tensor
---@param z lunette.Tensor
---@param other_z lunette.Tensor
---@param options? lunette.gan.penalties.mode_seeking.options
---@return lunette.Tensor
---@overload fun(fake: lunette.Tensor, other: lunette.Tensor, z: lunette.Tensor, options: lunette.gan.penalties.mode_seeking.options): lunette.Tensor
---@overload fun(fake: lunette.Tensor, other: lunette.Tensor, options: lunette.gan.penalties.mode_seeking.options): lunette.Tensor
---@overload fun(fake: lunette.Tensor, options: lunette.gan.penalties.mode_seeking.options): lunette.Tensor
---@overload fun(options: lunette.gan.penalties.mode_seeking.options): lunette.Tensor
function ln.gan.penalties.mode_seeking(fake, other, z, other_z, options) end

--- weight times the sum over weights of |W W^T - I|^2 (Brock et al. 2017, arXiv
--- 1609.07093, with the square), W of a row for each output. With {diagonal =
--- false} BigGAN's variant, which leaves the lengths of rows alone:
--- |W W^T * (1 - I)|^2 (Brock et al. 2019, arXiv 1809.11096, equation 3, weight
--- 1e-4). params: a layer or a list of tensors; what has fewer than 2
--- dimensions does not count.
---
---   print(ln.gan.penalties.orthogonal({ln.eye(2) * 2}):item())   -- 18
---@param params lunette.nn.Module|lunette.Tensor[]
---@param options? lunette.gan.penalties.orthogonal.options
---@return lunette.Tensor
---@overload fun(options: lunette.gan.penalties.orthogonal.options): lunette.Tensor
function ln.gan.penalties.orthogonal(params, options) end

--- Path length regularisation (Karras et al. 2020, arXiv 1912.04958, equation
--- 4, with weight 2): weight mean (|J'y| - a)^2 for images G(w) with J their
--- derivative in w and y normal noise over the root of the number of pixels
--- (`noise` gives it, not divided). w: n,k or n,layers,k (the mean over layers
--- under the root). a is the running mean of the lengths: mean, 0 at first,
--- moved by the share `decay` towards that of now.
--- Returns the penalty and the new mean, a number to give the next time.
---
---   local net = ln.gan.zoo.stylegan2 {filters = 4}
---   local G, mean = net.generator, 0
---   for _ = 1, 2 do
---     local w = G.mapping(ln.randn(2, net.latent))
---     local penalty
---     penalty, mean = ln.gan.penalties.path_length(G.synthesis, w, mean,
---                                                  {weight = 2})
---   end
---@param G function|lunette.Callable
---@param w lunette.Tensor
---@param mean number
---@param options? lunette.gan.penalties.path_length.options
---@return lunette.Tensor
---@return number
---@overload fun(G: function|lunette.Callable, w: lunette.Tensor, options: lunette.gan.penalties.path_length.options): lunette.Tensor, number
---@overload fun(G: function|lunette.Callable, options: lunette.gan.penalties.path_length.options): lunette.Tensor, number
---@overload fun(options: lunette.gan.penalties.path_length.options): lunette.Tensor, number
function ln.gan.penalties.path_length(G, w, mean, options) end

--- R1 (Mescheder et al. 2018, arXiv 1801.04406, equation 9; weight is their
--- gamma): weight / 2 mean |grad D(real)|^2.
---
---   local w = ln.tensor {{3}, {4}}
---   local function D(x) return x:matmul(w) end    -- its slope has norm 5
---   local penalty = ln.gan.penalties.r1(D, ln.randn(8, 2), {weight = 2})
---   print(penalty:item())   -- 25
---@param D function|lunette.Callable
---@param real lunette.Tensor
---@param options? lunette.gan.penalties.r1.options
---@return lunette.Tensor
---@overload fun(D: function|lunette.Callable, options: lunette.gan.penalties.r1.options): lunette.Tensor
---@overload fun(options: lunette.gan.penalties.r1.options): lunette.Tensor
function ln.gan.penalties.r1(D, real, options) end

--- R2 (the same, at generated samples; equation 10).
---@param D function|lunette.Callable
---@param fake lunette.Tensor
---@param options? lunette.gan.penalties.r2.options
---@return lunette.Tensor
---@overload fun(D: function|lunette.Callable, options: lunette.gan.penalties.r2.options): lunette.Tensor
---@overload fun(options: lunette.gan.penalties.r2.options): lunette.Tensor
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
---@param options lunette.gan.presets.options
---@return table
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
---
---   local D, G, largest = ln.nn.Linear(2, 1), ln.nn.Linear(8, 2), nil
---   local keep
---   for _ = 1, 3 do
---     local fake = G(ln.randn(64, 8)):detach()
---     keep, largest = ln.gan.rejection(D(fake), largest, {percentile = 0.8})
---     local kept = fake[keep:squeeze(2):nonzero():squeeze(2)]
---   end
---@param logits lunette.Tensor
---@param largest? number
---@param options? lunette.gan.rejection.options
---@return lunette.Tensor
---@return number
---@overload fun(logits: lunette.Tensor, options: lunette.gan.rejection.options): lunette.Tensor, number
---@overload fun(options: lunette.gan.rejection.options): lunette.Tensor, number
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
---   print(lr(0, 0), lr(950, 0), lr(1000, 0))   -- 0.0002  0.0001  0
---@param options lunette.gan.schedule.options
---@return lunette.GanSchedule
function ln.gan.schedule(options) end

--- Semi-supervised learning with a GAN (Salimans et al. 2016, arXiv 1606.03498,
--- section 5): a discriminator of K classes and one more for fakes, whose logit
--- is fixed at 0. It returns the K logits l: n,k, and with Z = sum of exp l_k
--- the probability of being real is D = Z / (Z + 1). Labels count from 1. The
--- generator does best with gan.feature_matching.
---
---   local ssl = ln.gan.semi_supervised
---   local D = ln.nn.Linear(2, 3)                  -- the logits of 3 classes
---   local x, labels = ln.randn(3, 2), ln.tensor {1, 2, 3}
---   local unlabelled, fake = ln.randn(16, 2), ln.randn(16, 2)
---   local loss = ssl.discriminator(D(x), labels, D(unlabelled), D(fake))
---   print(ssl.probability(ln.zeros(1, 3)))   -- {0.7500}
ln.gan.semi_supervised = {}

--- supervised(labelled, labels) + weight unsupervised(unlabelled, fake), each
--- of logits n,k.
---@param labelled lunette.Tensor
---@param labels lunette.Tensor
---@param unlabelled lunette.Tensor
---@param fake lunette.Tensor
---@param options? lunette.gan.semi_supervised.discriminator.options
---@return lunette.Tensor
---@overload fun(labelled: lunette.Tensor, labels: lunette.Tensor, unlabelled: lunette.Tensor, options: lunette.gan.semi_supervised.discriminator.options): lunette.Tensor
---@overload fun(labelled: lunette.Tensor, labels: lunette.Tensor, options: lunette.gan.semi_supervised.discriminator.options): lunette.Tensor
---@overload fun(labelled: lunette.Tensor, options: lunette.gan.semi_supervised.discriminator.options): lunette.Tensor
---@overload fun(options: lunette.gan.semi_supervised.discriminator.options): lunette.Tensor
function ln.gan.semi_supervised.discriminator(labelled, labels, unlabelled, fake, options) end

--- -mean log D(fake), of logits n,k.
---@param fake lunette.Tensor
---@return lunette.Tensor
function ln.gan.semi_supervised.generator(fake) end

--- log Z: n, the logit of being real; what the losses of two classes take as an
--- output.
---@param logits lunette.Tensor
---@return lunette.Tensor
function ln.gan.semi_supervised.logit(logits) end

--- Z / (Z + 1): n.
---@param logits lunette.Tensor
---@return lunette.Tensor
function ln.gan.semi_supervised.probability(logits) end

--- The mean of log Z - l_label, the cross entropy of labelled samples among the
--- K classes.
---@param logits lunette.Tensor
---@param labels lunette.Tensor
---@return lunette.Tensor
function ln.gan.semi_supervised.supervised(logits, labels) end

--- Half of -mean log D(real) - mean log(1 - D(fake)), of the logits of
--- unlabelled and of generated samples.
---@param real lunette.Tensor
---@param fake lunette.Tensor
---@return lunette.Tensor
function ln.gan.semi_supervised.unsupervised(real, fake) end

--- The k largest of the outputs for generated samples, for the generator's loss
--- to be of them alone (Sinha et al. 2020, arXiv 2002.06224; k begins at the
--- size of the batch and falls during training). Only these get a gradient.
---
---   print(ln.gan.top_k(ln.tensor {3, 1, 2}, 2))   -- {3, 2}
---@param outputs lunette.Tensor
---@param k integer
---@return lunette.Tensor
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
---@param D lunette.nn.Module
---@param loss function|lunette.Callable
---@param steps integer
---@param options? lunette.gan.unrolled.options
---@return function
---@return lunette.Tensor[]
---@return table
---@overload fun(D: lunette.nn.Module, loss: function|lunette.Callable, options: lunette.gan.unrolled.options): function, lunette.Tensor[], table
---@overload fun(D: lunette.nn.Module, options: lunette.gan.unrolled.options): function, lunette.Tensor[], table
---@overload fun(options: lunette.gan.unrolled.options): function, lunette.Tensor[], table
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
---@return lunette.Tensor
function ln.gan.veegan.discriminator(real_logits, fake_logits) end

--- mean fake + weight mean |z - restored|^2, of D(z, G(z)) and of restored =
--- F(G(z)). The same loss trains the reconstructor, which only its second part
--- depends on.
---@param fake_logits lunette.Tensor
---@param z lunette.Tensor
---@param restored lunette.Tensor
---@param options? lunette.gan.veegan.generator.options
---@return lunette.Tensor
---@overload fun(fake_logits: lunette.Tensor, z: lunette.Tensor, options: lunette.gan.veegan.generator.options): lunette.Tensor
---@overload fun(fake_logits: lunette.Tensor, options: lunette.gan.veegan.generator.options): lunette.Tensor
---@overload fun(options: lunette.gan.veegan.generator.options): lunette.Tensor
function ln.gan.veegan.generator(fake_logits, z, restored, options) end

--- mean |z - restored|^2 over samples, for a step of F alone.
---@param z lunette.Tensor
---@param restored lunette.Tensor
---@return lunette.Tensor
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
---@param options? lunette.gan.zoo.ModulatedConv2d.options
---@return lunette.gan.zoo.ModulatedConv2d
---@overload fun(in_channels: integer, out_channels: integer, kernel_size: integer, options: lunette.gan.zoo.ModulatedConv2d.options): lunette.gan.zoo.ModulatedConv2d
---@overload fun(in_channels: integer, out_channels: integer, options: lunette.gan.zoo.ModulatedConv2d.options): lunette.gan.zoo.ModulatedConv2d
---@overload fun(in_channels: integer, options: lunette.gan.zoo.ModulatedConv2d.options): lunette.gan.zoo.ModulatedConv2d
---@overload fun(options: lunette.gan.zoo.ModulatedConv2d.options): lunette.gan.zoo.ModulatedConv2d
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
---
---   local net = ln.gan.zoo.acgan {classes = 10, size = 16, filters = 8}
---   local images = net.generator(ln.randn(2, net.latent), ln.tensor {1, 10})
---   local logits, class_logits = net.discriminator(images)
---   print(logits:size(), class_logits:size())   -- {2, 1}  {2, 10}
---@param options lunette.gan.zoo.acgan.options
---@return { generator: lunette.ACGANGenerator, discriminator: lunette.ACGANDiscriminator, latent: integer, classes: integer }
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
---
---   local net = ln.gan.zoo.began {size = 16, filters = 4}
---   local D = net.discriminator
---   local function energy(x) return (x - D(x)):abs():mean() end
---   local real = ln.rand(2, 3, 16, 16) * 2 - 1
---   local fake = net.generator(ln.rand(2, net.latent) * 2 - 1)
---   local loss, k = ln.gan.losses.began.discriminator(
---     energy(real), energy(fake:detach()), {k = 0})
---@param options? lunette.gan.zoo.began.options
---@return { generator: lunette.nn.Sequential, discriminator: lunette.ImageSequential, latent: integer }
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
---
---   local net = ln.gan.zoo.biggan {classes = 10, size = 16, filters = 8}
---   local labels = ln.tensor {1, 10}
---   local images = net.generator(ln.randn(2, net.latent), labels)
---   print(net.discriminator(images, labels):size())   -- {2, 1}
---@param options lunette.gan.zoo.biggan.options
---@return { generator: lunette.BigGANGenerator, discriminator: lunette.ProjectionDiscriminator, latent: integer, classes: integer }
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
---@param options lunette.gan.zoo.ctgan.options
---@return { generator: lunette.nn.Sequential, discriminator: lunette.nn.Sequential, latent: integer, logits: lunette.nn.Sequential, features: integer }
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
---@param options? lunette.gan.zoo.cyclegan.options
---@return { generator: lunette.CycleGANGenerator, discriminator: lunette.nn.Sequential, back_generator: lunette.CycleGANGenerator, back_discriminator: lunette.nn.Sequential }
function ln.gan.zoo.cyclegan(options) end

--- DCGAN (Radford et al. 2015, arXiv 1511.06434), with the filters of its code:
--- 4 x 4 convolutions and transposed ones of stride 2 from 4 x 4 to size (a
--- power of two from 16), `filters` at the image and twice as many at each step
--- inwards, batch normalisation, weights from N(0, 0.02). G: z n,latent to
--- n,channels,size,size in tanh; D: images to logits n,1. Loss: gan.losses.bce,
--- Adam with lr 2e-4 and betas {0.5, 0.999}.
--- Returns {generator, discriminator, latent}.
---
---   local net = ln.gan.zoo.dcgan {size = 32, channels = 1, filters = 8}
---   local images = net.generator(ln.randn(2, net.latent))
---   local logits = net.discriminator(images)
---   print(images:size(), logits:size())   -- {2, 1, 32, 32}  {2, 1}
---@param options? lunette.gan.zoo.dcgan.options
---@return { generator: lunette.nn.Sequential, discriminator: lunette.ImageSequential, latent: integer }
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
---@param options? lunette.gan.zoo.fastgan.options
---@return { generator: lunette.FastGANGenerator, discriminator: lunette.FastGANDiscriminator, latent: integer }
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
---@param options? lunette.gan.zoo.infogan.options
---@return { generator: lunette.nn.Sequential, discriminator: lunette.InfoGANDiscriminator, latent: integer, q: lunette.InfoGANQ, sample: function }
function ln.gan.zoo.infogan(options) end

--- LSGAN (Mao et al. 2017, arXiv 1611.04076, the scene model, whose size is
--- 112): seven transposed 3 x 3 convolutions, two of them of stride 1, against
--- four 5 x 5 convolutions, batch normalisation in both, weights from N(0,
--- 0.02). size: a multiple of 16. G: z n,latent to n,channels,size,size in
--- tanh; D: images to n,1. Loss: gan.losses.least_squares, Adam with lr 1e-3
--- and betas {0.5, 0.999}.
--- Returns {generator, discriminator, latent}.
---@param options? lunette.gan.zoo.lsgan.options
---@return { generator: lunette.nn.Sequential, discriminator: lunette.ImageSequential, latent: integer }
function ln.gan.zoo.lsgan(options) end

--- The first GAN (Goodfellow et al. 2014, arXiv 1406.2661, section 5): the
--- generator has ReLU layers of `hidden` units and ends in `output` (sigmoid,
--- tanh or none), the discriminator maxout layers of `units`, each the largest
--- of `pieces`, with dropout. G: z n,latent to n,features; D: n,features to
--- logits n,1. Loss: gan.losses.bce.
--- Returns {generator, discriminator, latent}.
---
---   local net = ln.gan.zoo.mlp {features = 2, output = "none"}
---   print(net.generator(ln.randn(5, net.latent)):size())   -- {5, 2}
---@param options? lunette.gan.zoo.mlp.options
---@return { generator: lunette.nn.Sequential, discriminator: lunette.nn.Sequential, latent: integer }
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
---
---   local net = ln.gan.zoo.pix2pix {size = 32, filters = 4, in_channels = 1}
---   local a = ln.rand(1, 1, 32, 32) * 2 - 1
---   local b = net.generator(a)
---   print(b:size())   -- {1, 3, 32, 32}
---   local logits = net.discriminator(a, b)
---@param options? lunette.gan.zoo.pix2pix.options
---@return { generator: lunette.ImageSequential, discriminator: lunette.PairDiscriminator }
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
---@param options? lunette.gan.zoo.progan.options
---@return { generator: lunette.ProGANGenerator, discriminator: lunette.ProGANDiscriminator, latent: integer, levels: integer }
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
---@param options? lunette.gan.zoo.r3gan.options
---@return { generator: lunette.R3GANGenerator, discriminator: lunette.R3GANDiscriminator, latent: integer, classes: integer? }
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
---
---   local net = ln.gan.zoo.sagan {classes = 10, size = 16, filters = 8}
---   local labels = ln.tensor {1, 10}
---   local images = net.generator(ln.randn(2, net.latent), labels)
---   print(net.discriminator(images, labels):size())   -- {2, 1}
---@param options lunette.gan.zoo.sagan.options
---@return { generator: lunette.ConditionalGenerator, discriminator: lunette.ProjectionDiscriminator, latent: integer, classes: integer }
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
---
---   local net = ln.gan.zoo.sngan {form = "conv", size = 16, filters = 4}
---   local images = net.generator(ln.randn(2, net.latent))
---   print(images:size())   -- {2, 3, 16, 16}
---@param options? lunette.gan.zoo.sngan.options
---@return { generator: lunette.nn.Sequential, discriminator: lunette.ImageSequential, latent: integer }
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
---
---   local net = ln.gan.zoo.srgan {size = 32, filters = 4, blocks = 1}
---   local large = net.generator(ln.rand(1, 3, 8, 8) * 2 - 1)
---   local logits = net.discriminator(large)
---   print(large:size(), logits:size())   -- {1, 3, 32, 32}  {1, 1}
---@param options? lunette.gan.zoo.srgan.options
---@return { generator: lunette.nn.Sequential, discriminator: lunette.ImageSequential }
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
---@param options? lunette.gan.zoo.stylegan2.options
---@return { generator: lunette.StyleGAN2Generator, discriminator: lunette.ImageSequential, latent: integer }
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
---@param options lunette.gan.zoo.timegan.options
---@return { generator: lunette.nn.Sequential, discriminator: lunette.nn.Sequential, embedder: lunette.nn.Sequential, recovery: lunette.nn.Sequential, supervisor: lunette.nn.Sequential, latent: integer }
function ln.gan.zoo.timegan(options) end

--- The residual networks of WGAN-GP for CIFAR-10 (Gulrajani et al. 2017, arXiv
--- 1704.00028, appendix): `filters` channels throughout, batch normalisation in
--- the generator and none in the critic, whose last two blocks stay at 8 x 8.
--- size: a power of two from 16. G: z n,latent to n,channels,size,size in
--- tanh; critic: images to n,1. Loss: gan.losses.wasserstein with 10
--- gan.penalties.gradient, 5 steps of the critic for one of the generator, Adam
--- with lr 2e-4 and betas {0, 0.9}.
--- Returns {generator, discriminator, latent}.
---
---   local net = ln.gan.zoo.wgan_gp {size = 16, filters = 4}
---   local critic, real = net.discriminator, ln.rand(2, 3, 16, 16) * 2 - 1
---   local fake = net.generator(ln.randn(2, net.latent)):detach()
---   local losses, penalties = ln.gan.losses.wasserstein, ln.gan.penalties
---   local loss = losses.discriminator(critic(real), critic(fake)) +
---                penalties.gradient(critic, real, fake, {weight = 10})
---   loss:backward()
---@param options? lunette.gan.zoo.wgan_gp.options
---@return { generator: lunette.nn.Sequential, discriminator: lunette.ImageSequential, latent: integer }
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
---@return string
function ln.get_precision() end

ln.glu = Tensor.glu

--- The derivatives of the sum of the outputs in each input, as a table; nothing is added to x.grad. grad_outputs are the cotangents (ones for outputs of one element). With create_graph they can be differentiated again. An input that the outputs do not depend on raises, or with allow_unused has nil.
---@param outputs lunette.Tensor|lunette.Tensor[]
---@param inputs lunette.Tensor|lunette.Tensor[]
---@param options? lunette.grad.options
---@return table<integer, lunette.Tensor>
---@overload fun(outputs: lunette.Tensor|lunette.Tensor[], options: lunette.grad.options): table<integer, lunette.Tensor>
---@overload fun(options: lunette.grad.options): table<integer, lunette.Tensor>
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
---@param options? lunette.help.options
---@overload fun(options: lunette.help.options)
function ln.help(subject, options) end

--- The second derivatives of func, which gives one number: the input's sizes
--- twice; H[i][j] for several inputs.
---
---   local function f(x) return (x ^ 3):sum() end
---   print(ln.hessian(f, ln.tensor {1, 2}))   -- {{6, 0}, {0, 12}}
---@param func function|lunette.Callable
---@param inputs lunette.Tensor|lunette.Tensor[]
---@param options? lunette.hessian.options
---@return lunette.Tensor|lunette.Tensor[][]
---@overload fun(func: function|lunette.Callable, options: lunette.hessian.options): lunette.Tensor|lunette.Tensor[][]
---@overload fun(options: lunette.hessian.options): lunette.Tensor|lunette.Tensor[][]
function ln.hessian(func, inputs, options) end

ln.histc = Tensor.histc

ln.hsplit = Tensor.hsplit

--- Tensors side by side: joined along dimension 2, vectors and numbers along
--- their only one.
---@param tensors lunette.Tensor[]
---@return lunette.Tensor
function ln.hstack(tensors) end

ln.huber = Tensor.huber

ln.huber_grad = Tensor.huber_grad

--- func(inputs) and H v, with H the Hessian of func, which gives one number.
--- Its cost is two gradients.
---
---   local function f(x) return (x ^ 3):sum() end
---   local y, hv = ln.hvp(f, ln.tensor {1, 2}, ln.tensor {1, 1})
---   print(hv)   -- {6, 12}
---@param func function|lunette.Callable
---@param inputs lunette.Tensor|lunette.Tensor[]
---@param v? lunette.Tensor|lunette.Tensor[]
---@param options? lunette.hvp.options
---@return lunette.Tensor
---@return lunette.Tensor|lunette.Tensor[]
---@overload fun(func: function|lunette.Callable, inputs: lunette.Tensor|lunette.Tensor[], options: lunette.hvp.options): lunette.Tensor, lunette.Tensor|lunette.Tensor[]
---@overload fun(func: function|lunette.Callable, options: lunette.hvp.options): lunette.Tensor, lunette.Tensor|lunette.Tensor[]
---@overload fun(options: lunette.hvp.options): lunette.Tensor, lunette.Tensor|lunette.Tensor[]
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
---
---   ln.image.save("a.png", ln.rand(3, 20, 30))
---   print(ln.image.load("a.png"):size())   -- {3, 20, 30}
---@param path string
---@param options? lunette.image.load.options
---@return lunette.Tensor
---@overload fun(options: lunette.image.load.options): lunette.Tensor
function ln.image.load(path, options) end

--- Images, n,c,h,w in a grid as save_grid has it, or one, c,h,w or h,w, as text
--- that shows them in a terminal: `print(ln.image.preview(images))`. mode is
---   rgb      blocks, a character for two pixels, in colours of 24 bits
---   palette  the same in the 256 colours of xterm
---   none     five shades of gray, which any file can have
---   sixel    the pixels themselves, where the terminal draws sixels
--- and auto the first that the standard output shows, without sixels. What is
--- wider than the terminal (COLUMNS, or 80) is made smaller, but for sixels.
---
---   local images = ln.data.digits():batch {1, 2}
---   print(ln.image.preview(images, {range = {-1, 1}, mode = "none"}))
---@param images lunette.Tensor
---@param options? lunette.image.preview.options
---@return string
---@overload fun(options: lunette.image.preview.options): string
function ln.image.preview(images, options) end

--- Writes x, c,h,w, or h,w for gray. Values of the range are drawn from black
--- to white; what lies outside as the nearer end, nan as black; when that is
--- most of x, it is said. The folder is made; the file appears whole or not at
--- all. Returns true; raises when the disk refuses.
---
---   ln.image.save("ramp.png", ln.linspace(-1, 1, 64):expand(16, 64),
---                 {range = {-1, 1}})
---@param path string
---@param x lunette.Tensor
---@param options? lunette.image.save.options
---@return boolean
---@overload fun(path: string, options: lunette.image.save.options): boolean
---@overload fun(options: lunette.image.save.options): boolean
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
---@param frames lunette.Tensor|lunette.Tensor[]|function|lunette.Callable
---@param options? lunette.image.save_film.options
---@return boolean
---@overload fun(path: string, options: lunette.image.save_film.options): boolean
---@overload fun(options: lunette.image.save_film.options): boolean
function ln.image.save_film(path, frames, options) end

--- Writes images, n,c,h,w, side by side, `columns` to a row, with `padding`
--- black pixels between and around them (as torchvision's save_image, none
--- around a single one). Values, folder and failures as in image.save:
---   local net = ln.gan.zoo.dcgan {filters = 8}
---   local images = net.generator(ln.randn(16, net.latent))
---   ln.image.save_grid("samples.png", images, {range = {-1, 1}})
---@param path string
---@param images lunette.Tensor
---@param options? lunette.image.save_grid.options
---@return boolean
---@overload fun(path: string, options: lunette.image.save_grid.options): boolean
---@overload fun(options: lunette.image.save_grid.options): boolean
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
---@return boolean
function ln.is_anomaly_enabled() end

--- Is what this coroutine computes being recorded?
---@return boolean
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
---
---   local J = ln.jacobian(function(x) return x ^ 2 end, ln.tensor {1, 2})
---   print(J)   -- {{2, 0}, {0, 4}}
---@param func function|lunette.Callable
---@param inputs lunette.Tensor|lunette.Tensor[]
---@param options? lunette.jacobian.options
---@return lunette.Tensor|lunette.Tensor[][]
---@overload fun(func: function|lunette.Callable, options: lunette.jacobian.options): lunette.Tensor|lunette.Tensor[][]
---@overload fun(options: lunette.jacobian.options): lunette.Tensor|lunette.Tensor[][]
function ln.jacobian(func, inputs, options) end

--- func(inputs) and J v, v of the form of the inputs: the slope of func along
--- v. Two backward sweeps: v^T J is linear in v, and its own derivative in that
--- direction is J v.
---
---   local function f(x) return x ^ 2 end
---   local y, slope = ln.jvp(f, ln.tensor {1, 2}, ln.tensor {1, 0})
---   print(slope)   -- {2, 0}
---@param func function|lunette.Callable
---@param inputs lunette.Tensor|lunette.Tensor[]
---@param v? lunette.Tensor|lunette.Tensor[]
---@param options? lunette.jvp.options
---@return lunette.Tensor|lunette.Tensor[]
---@return lunette.Tensor|lunette.Tensor[]
---@overload fun(func: function|lunette.Callable, inputs: lunette.Tensor|lunette.Tensor[], options: lunette.jvp.options): lunette.Tensor|lunette.Tensor[], lunette.Tensor|lunette.Tensor[]
---@overload fun(func: function|lunette.Callable, options: lunette.jvp.options): lunette.Tensor|lunette.Tensor[], lunette.Tensor|lunette.Tensor[]
---@overload fun(options: lunette.jvp.options): lunette.Tensor|lunette.Tensor[], lunette.Tensor|lunette.Tensor[]
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
---@param options? lunette.linalg.cross.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.linalg.cross.options): lunette.Tensor
---@overload fun(options: lunette.linalg.cross.options): lunette.Tensor
function ln.linalg.cross(x, other, options) end

--- The elements on a diagonal of the last two dimensions; ln.diagonal takes the
--- first two.
---@param x lunette.Tensor
---@param options? lunette.linalg.diagonal.options
---@return lunette.Tensor
---@overload fun(options: lunette.linalg.diagonal.options): lunette.Tensor
function ln.linalg.diagonal(x, options) end

--- p (..., m, m), l (..., m, k) and u (..., k, n), with k = min(m, n), so that
--- A = p l u: a permutation, a lower factor whose diagonal is 1, an upper one.
---@param A lunette.Tensor
---@return lunette.Tensor
---@return lunette.Tensor
---@return lunette.Tensor
function ln.linalg.lu(A) end

--- The y with a y = B, given what lu_factor makes of a.
---@param LU lunette.Tensor
---@param pivots lunette.Tensor
---@param B lunette.Tensor
---@return lunette.Tensor
function ln.linalg.lu_solve(LU, pivots, B) end

--- With ord, the vector_norm over one dimension, or the matrix_norm over two;
--- where dim is left out x has as many. Without ord, the root of the sum of
--- squares over dim, or over everything.
---@param x lunette.Tensor
---@param ord? number|"fro"|"nuc"
---@param dim? integer|integer[]
---@param options? lunette.linalg.norm.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, ord?: number|"fro"|"nuc", options: lunette.linalg.norm.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.linalg.norm.options): lunette.Tensor
---@overload fun(options: lunette.linalg.norm.options): lunette.Tensor
function ln.linalg.norm(x, ord, dim, options) end

--- The powers of x's elements (..., n) as columns, from 1 up to x^(N - 1), N
--- being n unless it is given; ln.vander begins with the highest.
---@param x lunette.Tensor
---@param options? lunette.linalg.vander.options
---@return lunette.Tensor
---@overload fun(options: lunette.linalg.vander.options): lunette.Tensor
function ln.linalg.vander(x, options) end

ln.linear = Tensor.linear

--- `steps` numbers at equal distances from start to last, both included.
---@param start number
---@param last number
---@param steps integer
---@param options? lunette.linspace.options
---@return lunette.Tensor
---@overload fun(start: number, last: number, options: lunette.linspace.options): lunette.Tensor
---@overload fun(start: number, options: lunette.linspace.options): lunette.Tensor
---@overload fun(options: lunette.linspace.options): lunette.Tensor
function ln.linspace(start, last, steps, options) end

--- What ln.save saved; the tensors by name of any other safetensors file; or
--- what torch.save wrote, of PyTorch or of Torch7. Nothing in a file is run.
--- Raises "path: ..." when the file is not whole. Names, sizes and all that is
--- not tensors take at most max_header bytes.
---
--- Of PyTorch, since 1.6 or before: a state_dict, a checkpoint of several with
--- numbers and strings, or a tensor. A dictionary is a table by its keys, a
--- tuple a list, None nil, and in a list false; an array of NumPy is a tensor.
--- What only code can make, such as a whole module, is refused by its name. A
--- network takes a state_dict by load_state_dict(state, {from = "torch"}).
---
--- Of Torch7, binary or ascii: numbers (integers where they are whole),
--- strings, booleans, tables, with what is in several places one table, tensors
--- and storages, of any type, with tensors of one storage views of it. An
--- object of another class, as all of nn's, is the table of its fields and
--- torch_class, its class's name: from_torch7 makes layers of those. A function
--- is the table {torch_class = "function"}: it is neither run nor loaded. Such
--- files are told by their first bytes where they hold a table or an object,
--- and by .t7, .th, .net or .ascii at the end of their path.
---@param path string
---@param options? lunette.load.options
---@return table<string|integer, any>
---@overload fun(options: lunette.load.options): table<string|integer, any>
function ln.load(path, options) end

--- The network in a file that save_model wrote, and its table `about`. Nothing
--- in the file runs; a class of a script's own must have been registered again
--- by its name. Raises "path: model: ..." on what is no such file, on a class
--- that is not known, and on a description that makes no network of these
--- weights.
---@param path string
---@param options? lunette.load_model.options
---@return lunette.nn.Module
---@return table
---@overload fun(options: lunette.load_model.options): lunette.nn.Module, table
function ln.load_model(path, options) end

--- The array in the file, converted to the engine's numbers; when integers are
--- rounded by that, or numbers become 0, it is said. Raises "path: npy: ..."
--- when anything in the file does not fit, and on float64 beyond the range of
--- float.
---@param path string
---@return lunette.Tensor
function ln.load_npy(path) end

--- The arrays of an npz file, as numpy.savez and savez_compressed write them: a
--- table of tensors by name; numbers are converted as load_npy does. Raises
--- "path: zip: ..." or "path: npz: ..." when anything in the file does not fit,
--- and on more than max_bytes, unpacked, before they are.
---@param path string
---@param options? lunette.load_npz.options
---@return table<string, lunette.Tensor>
---@overload fun(options: lunette.load_npz.options): table<string, lunette.Tensor>
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
---@return lunette.Generator
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

--- What the engine holds: {live_bytes, of values; peak_bytes, the most of these since reset_peak_memory; kept_bytes, free, for the next values; node_bytes, of tensors as nodes of the graph, and of what scopes, backward passes and profiles note; scratch_bytes, of threads; live_tensors}. All it has of the system are live, kept, node and scratch bytes.
---@return table<string, integer>
function ln.memory() end

--- Vectors expanded over the grid they span: a table of tensors of the sizes of
--- all, the k-th varying along dimension k. With {indexing = "xy"} the first
--- two dimensions are exchanged.
---
---   local x, y = ln.arange(1, 4), ln.arange(1, 3)
---   local gx, gy = table.unpack(ln.meshgrid({x, y}, {indexing = "xy"}))
---@param tensors lunette.Tensor[]
---@param options? lunette.meshgrid.options
---@return lunette.Tensor[]
---@overload fun(options: lunette.meshgrid.options): lunette.Tensor[]
function ln.meshgrid(tensors, options) end

--- Measures of what a generator makes, as papers report them.
ln.metrics = {}

--- The share of rows of scores n,k (logits or probabilities) whose largest
--- stands at the label, n, from 1. Raises on a label that is no class from 1 to
--- k.
---
---   local scores = ln.tensor {{2, 1}, {0, 3}, {5, 4}}
---   print(ln.metrics.accuracy(scores, ln.tensor {1, 2, 2}) == 2 / 3)   -- true
---@param scores lunette.Tensor
---@param labels lunette.Tensor
---@return number
function ln.metrics.accuracy(scores, labels) end

--- The interval in which a measure lies at this level, by the percentiles of n
--- draws with replacement (Efron and Tibshirani 1993, chapter 13). samples: a
--- tensor, or a list of tensors that are drawn from one by one; f(tensor, ...)
--- gives a number. Result: {value = f of the samples as they are, low, high,
--- std (of the draws), values (sorted)}. A measure that looks for neighbours,
--- or is biased by few samples (fid, precision_recall), takes repeated samples
--- amiss: for those trust the width more than the place.
---
---   local found = ln.metrics.bootstrap(function(x) return x:mean():item() end,
---                                      ln.randn(100))
---   print(found.low < found.value and found.value < found.high)   -- true
---@param f function|lunette.Callable
---@param samples lunette.Tensor|lunette.Tensor[]
---@param options? lunette.metrics.bootstrap.options
---@return { value: number, std: number, low: number, high: number, values: number[] }
---@overload fun(f: function|lunette.Callable, options: lunette.metrics.bootstrap.options): { value: number, std: number, low: number, high: number, values: number[] }
---@overload fun(options: lunette.metrics.bootstrap.options): { value: number, std: number, low: number, high: number, values: number[] }
function ln.metrics.bootstrap(f, samples, options) end

--- How samples fall on the classes of a classifier, from its logits or
--- probabilities n,k:
---   modes            classes with at least one sample
---   total_variation  0 to 1, between the shares of the classes and equal ones
---   kl               KL(those shares | equal shares), in nats
---   counts           samples of each class
---   perfect          modes, total_variation and kl of as many samples that
---                    fall on each class alike, on average
---
---   local digits = ln.metrics.features "mnist"
---   local images = ln.data.digits():batch {1, 2, 3}
---   local shares = ln.metrics.class_shares(digits.probabilities(images))
---   print(shares.modes)   -- 3
---@param scores lunette.Tensor
---@return table<string, any>
function ln.metrics.class_shares(scores) end

--- Two numbers, from features n,d and m,d (Naeem et al. 2020, arXiv 2002.09797,
--- section 3), by the balls of each real sample to its k-th nearest other:
---   density   of how many of them a fake is in, on average, over k: 1 when
---             both sets are drawn from one distribution; it can be more
---   coverage  the share of them with a fake inside; for equal distributions
---             and many samples 1 - 1 / 2^k where n = m.
---
---   local real = ln.randn(100, 2)
---   local density, coverage = ln.metrics.density_coverage(real, real)
---   print(coverage)   -- 1.0
---@param real lunette.Tensor
---@param fake lunette.Tensor
---@param options? lunette.metrics.density_coverage.options
---@return number
---@return number
---@overload fun(real: lunette.Tensor, options: lunette.metrics.density_coverage.options): number, number
---@overload fun(options: lunette.metrics.density_coverage.options): number, number
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
---
---   local digits = ln.metrics.features "mnist"
---   local images, labels = ln.data.digits():batch {1, 2, 3}
---   print(digits.features(images):size())   -- {3, 128}
---   print(digits.probabilities(images):argmax(2):equal(labels))   -- true
---@param name "mnist"|"fashion_mnist"
---@return { network: lunette.nn.Module, features: function, probabilities: function, accuracy: number }
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
---
---   local features = ln.metrics.features "mnist".features
---   local data = ln.data.Loader(ln.data.digits(), {batch_size = 200})
---   local real, other = features((data:next())), features((data:next()))
---   local near = ln.metrics.fid(real, other)
---   print(near < ln.metrics.fid(real, other * 2))   -- true
---@param real lunette.Tensor|table
---@param fake lunette.Tensor|table
---@return number
function ln.metrics.fid(real, fake) end

--- The Inception network of the published FID, KID and Inception score, in eval
--- mode; papers have precision and recall by it (Dhariwal and Nichol 2021,
--- arXiv 2105.05233) or by VGG. path: its weights, which are pytorch-fid's
--- pt_inception-2015-12-05-6726825d.pth
--- (https://github.com/mseitzer/pytorch-fid/releases), or the same tensors by
--- the same names as safetensors. Lunette has no such file: without one there
--- is metrics.features.
---   features(images)       n,2048, none below 0: for fid, statistics, kid,
---                          precision_recall and the others
---   probabilities(images)  n,1008: for inception_score; as in the code of its
---                          authors (Salimans et al. 2016, arXiv 1606.03498)
---                          the bias of the last layer is left out
---   network                network:features(x) and network(x), the logits, of
---                          x: n,3,299,299, not prepared in any way
--- images: n,3,h,w in [-1, 1], or n,1,h,w, gray. resize, to 299 x 299:
---   clean           bicubic, over all pixels that one stands for, without
---                   rounding: as clean-fid (Parmar et al. 2022, arXiv
---                   2104.11222)
---   legacy_pytorch  bilinear, from 2 x 2 pixels: as pytorch-fid
--- Numbers of the one are not to be compared with those of the other. What
--- papers read from files has 8 bits; samples are taken as they are here. A
--- picture takes 5.7 billion multiplications, and of 50,000 the features are
--- 400 MB: metrics.statistics takes them a batch at a time.
---   -- not run by the suite: it needs these weights, and a run
---   local G = ln.load_model "runs/photos/model.safetensors"
---   local inception = ln.metrics.inception "pt_inception.safetensors"
---   local real = ln.metrics.load_statistics "cifar10.npz"
---   local fake = inception.features(G(ln.randn(64, 128)))
---   print(ln.metrics.fid(real, fake))
--- Raises "path: ..." where names or sizes in the file are others.
---@param path string
---@param options? lunette.metrics.inception.options
---@return { network: lunette.nn.Module, features: function, probabilities: function }
---@overload fun(options: lunette.metrics.inception.options): { network: lunette.nn.Module, features: function, probabilities: function }
function ln.metrics.inception(path, options) end

--- exp E KL(p(y|x) | p(y)) of what a classifier says of n samples, n,k
--- (Salimans et al. 2016, arXiv 1606.03498, section 4): the mean over
--- consecutive parts of the samples, and the standard deviation (divided by
--- splits). 1 at worst, k at best. Papers give it for 50,000 samples in 10
--- parts; few samples give less.
---
---   local sure = ln.eye(4)               -- each of four classes, for certain
---   local mean, std = ln.metrics.inception_score(sure, {splits = 1})
---   print(("%.2f"):format(mean))   -- 4.00
---@param probabilities lunette.Tensor
---@param options? lunette.metrics.inception_score.options
---@return number
---@return number
---@overload fun(options: lunette.metrics.inception_score.options): number, number
function ln.metrics.inception_score(probabilities, options) end

--- The kernel inception distance of features n,d and m,d (Binkowski et al.
--- 2018, arXiv 1801.01401): the unbiased estimate of MMD^2 (Gretton et al.
--- 2012, lemma 6) with k(x, y) = (gamma x.y + coef0)^degree, over as many pairs
--- of random subsets. Gives their mean and their standard deviation (divided by
--- subsets). Being unbiased, it falls below 0 as often as above when the sets
--- are alike. gamma is 1 / d unless given, subset_size 1000, or the size of a
--- set that has less; subsets that are whole sets are all the same.
---
---   local real, near, far = ln.randn(200, 2), ln.randn(200, 2),
---                           ln.randn(200, 2) + 3
---   print(ln.metrics.kid(real, near) < ln.metrics.kid(real, far))   -- true
---@param real lunette.Tensor
---@param fake lunette.Tensor
---@param options? lunette.metrics.kid.options
---@return number
---@return number
---@overload fun(real: lunette.Tensor, options: lunette.metrics.kid.options): number, number
---@overload fun(options: lunette.metrics.kid.options): number, number
function ln.metrics.kid(real, fake, options) end

--- The {mean = d, covariance = d,d} of such a file, which pytorch-fid,
--- clean-fid or save_statistics wrote; in the float engine rounded to float.
--- They go with the same features only, resized in the same way. Raises "path:
--- ..." when it is no such file.
---@param path string
---@return { mean: lunette.Tensor, covariance: lunette.Tensor }
function ln.metrics.load_statistics(path) end

--- The mean of ms_ssim over that many pairs of different samples, n,c,h,w,
--- drawn without repetition, all pairs where there are no more: how alike
--- samples are (Odena et al. 2017, arXiv 1610.09585, section 4.2, within one
--- class, of 100 pairs). Compare it with that of real samples; above it there
--- is less variety. Other options as ms_ssim's.
---@param samples lunette.Tensor
---@param options? lunette.metrics.mean_ms_ssim.options
---@return number
---@overload fun(options: lunette.metrics.mean_ms_ssim.options): number
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
---
---   local real, fake = ln.randn(64, 2), ln.randn(64, 2) * 0.1
---   print(ln.metrics.minibatch_similarity(real, fake).ratio > 2)   -- true
---@param real lunette.Tensor
---@param fake lunette.Tensor
---@param options? lunette.metrics.minibatch_similarity.options
---@return { real: number, fake: number, cross: number, ratio: number, scale: number }
---@overload fun(real: lunette.Tensor, options: lunette.metrics.minibatch_similarity.options): { real: number, fake: number, cross: number, ratio: number, scale: number }
---@overload fun(options: lunette.metrics.minibatch_similarity.options): { real: number, fake: number, cross: number, ratio: number, scale: number }
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
---
---   local ring = ln.data.ring {modes = 8}
---   local found = ln.metrics.modes(ring:sample(2000), ring)
---   print(found.modes, ln.metrics.modes(ln.ones(10, 2), ring).modes)   -- 8  0
---@param samples lunette.Tensor
---@param set table
---@return table<string, any>
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
---
---   local a = ln.rand(2, 1, 28, 28) * 2 - 1
---   local alike = ln.metrics.ms_ssim(a, a, {
---     window = 7, weights = {0.0448, 0.2856, 0.3001}})
---   print(alike:round())   -- {1, 1}
---@param a lunette.Tensor
---@param b lunette.Tensor
---@param options? lunette.metrics.ms_ssim.options
---@return lunette.Tensor
---@overload fun(a: lunette.Tensor, options: lunette.metrics.ms_ssim.options): lunette.Tensor
---@overload fun(options: lunette.metrics.ms_ssim.options): lunette.Tensor
function ln.metrics.ms_ssim(a, b, options) end

--- For each sample the k nearest training samples, by Euclidean distance:
--- indices m,k and distances m,k, the nearest first; whether a generator has
--- learnt its data by heart. Features, or pictures n,... and m,... as they are.
---
---   local training, samples = ln.tensor {{0, 0}, {3, 4}}, ln.tensor {{0, 1}}
---   local indices, distances = ln.metrics.nearest(training, samples)
---   print(indices, distances)   -- {{1}}
---@param training lunette.Tensor
---@param samples lunette.Tensor
---@param options? lunette.metrics.nearest.options
---@return lunette.Tensor
---@return lunette.Tensor
---@overload fun(training: lunette.Tensor, options: lunette.metrics.nearest.options): lunette.Tensor, lunette.Tensor
---@overload fun(options: lunette.metrics.nearest.options): lunette.Tensor, lunette.Tensor
function ln.metrics.nearest(training, samples, options) end

--- Whether the nearest other sample tells real from fake: the leave-one-out
--- accuracy of a classifier by one neighbour, from n real and n fake features,
--- n,d (Lopez-Paz and Oquab 2017, arXiv 1610.06545; Xu et al. 2018, arXiv
--- 1806.07755). Gives the accuracy on all, on the reals and on the fakes: 0.5
--- when both are of one distribution; 1 for fakes that are far off or all in
--- one place; near 0 for copies of the reals. Low on reals and high on fakes is
--- what collapse looks like.
---
---   local real, fake = ln.randn(50, 2), ln.randn(50, 2) + 100
---   print(ln.metrics.nearest_accuracy(real, fake))   -- 1.0  1.0  1.0
---@param real lunette.Tensor
---@param fake lunette.Tensor
---@return number
---@return number
---@return number
function ln.metrics.nearest_accuracy(real, fake) end

--- The sliced Wasserstein distances of local structure, at each level of the
--- pictures' Laplacian pyramids that of so many patches of 7 x 7 pixels a
--- picture, all channels of them, normalised to mean 0 and variance 1 a channel
--- over the set (Karras et al. 2018, arXiv 1710.10196, section 5). Gives a list
--- from the finest level to the coarsest, and its mean; papers multiply them by
--- 1000 and take 16,384 pictures. real, fake: n,c,h,w. levels: down to 16
--- pixels, unless given. For each set and level it keeps n patches c 49
--- numbers.
---
---   local real, fake = ln.rand(16, 3, 32, 32), ln.rand(16, 3, 32, 32)
---   local levels, mean = ln.metrics.patch_wasserstein(real, fake)
---   print(#levels)   -- 2
---@param real lunette.Tensor
---@param fake lunette.Tensor
---@param options? lunette.metrics.patch_wasserstein.options
---@return number[]
---@return number
---@overload fun(real: lunette.Tensor, options: lunette.metrics.patch_wasserstein.options): number[], number
---@overload fun(options: lunette.metrics.patch_wasserstein.options): number[], number
function ln.metrics.patch_wasserstein(real, fake, options) end

--- Two shares, from features n,d and m,d (Kynkaanniemi et al. 2019, arXiv
--- 1904.06991, section 2):
---   precision  of the fakes, those within the distance of some real sample to
---              its k-th nearest other: how many look real
---   recall     the same of the reals among the fakes: how much is covered.
--- The balls are closed. Compare at equal n, m and k only.
---
---   local real = ln.randn(100, 2)
---   print(ln.metrics.precision_recall(real, real))   -- 1.0  1.0
---@param real lunette.Tensor
---@param fake lunette.Tensor
---@param options? lunette.metrics.precision_recall.options
---@return number
---@return number
---@overload fun(real: lunette.Tensor, options: lunette.metrics.precision_recall.options): number, number
---@overload fun(options: lunette.metrics.precision_recall.options): number, number
function ln.metrics.precision_recall(real, fake, options) end

--- Writes what metrics.statistics gives as an npz file of pytorch-fid and
--- clean-fid, its arrays mu and sigma of float64; in the float engine their
--- values have float's 24 bits. Returns true.
---@param path string
---@param statistics table
---@return boolean
function ln.metrics.save_statistics(path, statistics) end

--- The mean over random directions of the Wasserstein-1 distance of what n real
--- and n fake samples, n,d (or n,... as they are), are along them: the mean of
--- |sorted real - sorted fake| (Rabin et al. 2012).
---
---   local real = ln.randn(100, 2)
---   print(ln.metrics.sliced_wasserstein(real, real))   -- 0.0
---@param real lunette.Tensor
---@param fake lunette.Tensor
---@param options? lunette.metrics.sliced_wasserstein.options
---@return number
---@overload fun(real: lunette.Tensor, options: lunette.metrics.sliced_wasserstein.options): number
---@overload fun(options: lunette.metrics.sliced_wasserstein.options): number
function ln.metrics.sliced_wasserstein(real, fake, options) end

--- The modes of stacked digits (Metz et al. 2017, arXiv 1611.02163; VEEGAN;
--- PacGAN), from images: n,c,h,w whose channels are pictures of their own.
--- classify(images n,1,h,w) gives logits or probabilities n,k, as
--- ln.metrics.features("mnist").probabilities does; a mode is one combination
--- of the channels' classes, 10^3 of them for three channels of digits. As
--- class_shares gives it; papers take 26,000 samples, of which a perfect
--- sampler has 1000 modes and a KL of 0.0193.
---
---   ln.manual_seed(1)
---   local digits = ln.metrics.features "mnist"
---   local images = ln.data.stacked_digits():batch {1, 2, 3, 4}
---   local found = ln.metrics.stacked_modes(digits.probabilities, images)
---   print(found.modes)   -- 4
---@param classify function|lunette.Callable
---@param images lunette.Tensor
---@return table<string, any>
function ln.metrics.stacked_modes(classify, images) end

--- The mean and the covariance of features n,d, divided by n - 1, as {mean = d,
--- covariance = d,d}: what fid takes in place of features. features may be a
--- function that gives n,d of one batch after the other, of any sizes, and nil
--- at the end: then there are never more than a batch and 256 of them at once.
--- Blocks of 256 are summed with twice the engine's digits; what is given has
--- those of the engine.
---
---   local stats = ln.metrics.statistics(ln.randn(100, 3))
---   ln.metrics.save_statistics("real.npz", stats)
---   local again = ln.metrics.load_statistics "real.npz"
---   print(again.covariance:size())   -- {3, 3}
---@param features lunette.Tensor|function|lunette.Callable
---@return { mean: lunette.Tensor, covariance: lunette.Tensor }
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
---@return lunette.Tensor
function ln.multi_dot(tensors) end

ln.multilabel_margin = Tensor.multilabel_margin

ln.multilabel_margin_grad = Tensor.multilabel_margin_grad

--- num_samples indices, from 1, drawn by weight: x of k finite numbers from 0 up gives that many, x of rows x k gives rows of them. Without replacement an index comes once, and as many weights must be above 0.
---@param x lunette.Tensor
---@param num_samples integer
---@param options? lunette.multinomial.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.multinomial.options): lunette.Tensor
---@overload fun(options: lunette.multinomial.options): lunette.Tensor
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
---
---   local norm = ln.nn.AdaIN(8, 16)
---   local y = norm(ln.randn(2, 8, 4, 4), ln.randn(2, 16))
---   print(y:size())   -- {2, 8, 4, 4}
---@param num_features integer
---@param style_dim integer
---@param options? lunette.nn.AdaIN.options
---@return lunette.nn.AdaIN
---@overload fun(num_features: integer, options: lunette.nn.AdaIN.options): lunette.nn.AdaIN
---@overload fun(options: lunette.nn.AdaIN.options): lunette.nn.AdaIN
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
---@param options? lunette.nn.AdaptiveMaxPool1d.options
---@return lunette.nn.AdaptiveMaxPool1d
---@overload fun(options: lunette.nn.AdaptiveMaxPool1d.options): lunette.nn.AdaptiveMaxPool1d
function ln.nn.AdaptiveMaxPool1d(output_size, options) end

--- The function adaptive_max_pool2d as a layer:
--- The largest of windows that share out the
--- spatial sizes: along each, window i (from 0) of m over n elements goes from
--- floor(i n / m) to before ceil((i + 1) n / m); with return_indices also where
--- in its plane it stands, from 1. x: n, c and the spatial sizes (or without
--- n).
---@param output_size integer|integer[]
---@param options? lunette.nn.AdaptiveMaxPool2d.options
---@return lunette.nn.AdaptiveMaxPool2d
---@overload fun(options: lunette.nn.AdaptiveMaxPool2d.options): lunette.nn.AdaptiveMaxPool2d
function ln.nn.AdaptiveMaxPool2d(output_size, options) end

--- The function adaptive_max_pool3d as a layer:
--- The largest of windows that share out the
--- spatial sizes: along each, window i (from 0) of m over n elements goes from
--- floor(i n / m) to before ceil((i + 1) n / m); with return_indices also where
--- in its plane it stands, from 1. x: n, c and the spatial sizes (or without
--- n).
---@param output_size integer|integer[]
---@param options? lunette.nn.AdaptiveMaxPool3d.options
---@return lunette.nn.AdaptiveMaxPool3d
---@overload fun(options: lunette.nn.AdaptiveMaxPool3d.options): lunette.nn.AdaptiveMaxPool3d
function ln.nn.AdaptiveMaxPool3d(output_size, options) end

--- In training mode each element, or
--- whole channel of x: n,c,..., is selu's limit -1.7581 with probability p, and
--- all is scaled and moved so that mean 0 and variance 1 stay.
---@param p? number
---@param options? lunette.nn.AlphaDropout.options
---@return lunette.nn.AlphaDropout
---@overload fun(options: lunette.nn.AlphaDropout.options): lunette.nn.AlphaDropout
function ln.nn.AlphaDropout(p, options) end

--- The mean of each window of x:
--- n,c,h,w (or without n); with count_include_pad the zeros of the padding
--- count. divisor_override: what sums are divided by instead (not AvgPool1d).
---@param kernel_size integer
---@param options? lunette.nn.AvgPool1d.options
---@return lunette.nn.AvgPool1d
---@overload fun(options: lunette.nn.AvgPool1d.options): lunette.nn.AvgPool1d
function ln.nn.AvgPool1d(kernel_size, options) end

--- The mean of each window of x:
--- n,c,h,w (or without n); with count_include_pad the zeros of the padding
--- count. divisor_override: what sums are divided by instead (not AvgPool1d).
---@param kernel_size integer|integer[]
---@param options? lunette.nn.AvgPool2d.options
---@return lunette.nn.AvgPool2d
---@overload fun(options: lunette.nn.AvgPool2d.options): lunette.nn.AvgPool2d
function ln.nn.AvgPool2d(kernel_size, options) end

--- The mean of each window of x:
--- n,c,h,w (or without n); with count_include_pad the zeros of the padding
--- count. divisor_override: what sums are divided by instead (not AvgPool1d).
---@param kernel_size integer|integer[]
---@param options? lunette.nn.AvgPool3d.options
---@return lunette.nn.AvgPool3d
---@overload fun(options: lunette.nn.AvgPool3d.options): lunette.nn.AvgPool3d
function ln.nn.AvgPool3d(kernel_size, options) end

--- The function binary_cross_entropy as a layer:
--- -target log x - (1 - target) log(1 - x) for probabilities x, each logarithm
--- at least -100. From logits, binary_cross_entropy_with_logits is exact.
---@param options? lunette.nn.BCELoss.options
---@return lunette.nn.BCELoss
function ln.nn.BCELoss(options) end

--- The function binary_cross_entropy_with_logits as a layer:
--- -target log s(x) - (1 - target) log(1 - s(x)) with s the sigmoid, from the
--- logits x without overflow: target softplus(-x) + (1 - target) softplus(x).
--- pos_weight multiplies its first term.
---
---   local F = ln.nn.functional
---   local loss = F.binary_cross_entropy_with_logits(ln.zeros(4), ln.ones(4))
---   print(("%.4f"):format(loss:item()))   -- 0.6931
---@param options? lunette.nn.BCEWithLogitsLoss.options
---@return lunette.nn.BCEWithLogitsLoss
function ln.nn.BCEWithLogitsLoss(options) end

--- y = (x - mean) / sqrt(var +
--- eps) weight + bias for each channel of x: n,c,h,w. In training mode mean and
--- biased variance are the batch's, and the running ones move towards them (the
--- unbiased variance) by the share `momentum`, or as a plain average when it is
--- false; in evaluation mode the running ones are used. nn.BatchNorm1d takes
--- n,c or n,c,l.
---
---   local norm, x = ln.nn.BatchNorm1d(2), ln.tensor {{1, 4}, {3, 8}}
---   print(norm(x):round())    -- {{-1, -1}, {1, 1}}
---   norm:eval()               -- from here on by the running statistics
---   local y = norm(x[{{1, 1}}])
---@param num_features integer
---@param options? lunette.nn.BatchNorm1d.options
---@return lunette.nn.BatchNorm1d
---@overload fun(options: lunette.nn.BatchNorm1d.options): lunette.nn.BatchNorm1d
function ln.nn.BatchNorm1d(num_features, options) end

--- y = (x - mean) / sqrt(var +
--- eps) weight + bias for each channel of x: n,c,h,w. In training mode mean and
--- biased variance are the batch's, and the running ones move towards them (the
--- unbiased variance) by the share `momentum`, or as a plain average when it is
--- false; in evaluation mode the running ones are used. nn.BatchNorm1d takes
--- n,c or n,c,l.
---
---   local norm, x = ln.nn.BatchNorm1d(2), ln.tensor {{1, 4}, {3, 8}}
---   print(norm(x):round())    -- {{-1, -1}, {1, 1}}
---   norm:eval()               -- from here on by the running statistics
---   local y = norm(x[{{1, 1}}])
---@param num_features integer
---@param options? lunette.nn.BatchNorm2d.options
---@return lunette.nn.BatchNorm2d
---@overload fun(options: lunette.nn.BatchNorm2d.options): lunette.nn.BatchNorm2d
function ln.nn.BatchNorm2d(num_features, options) end

--- y = (x - mean) / sqrt(var +
--- eps) weight + bias for each channel of x: n,c,h,w. In training mode mean and
--- biased variance are the batch's, and the running ones move towards them (the
--- unbiased variance) by the share `momentum`, or as a plain average when it is
--- false; in evaluation mode the running ones are used. nn.BatchNorm1d takes
--- n,c or n,c,l.
---
---   local norm, x = ln.nn.BatchNorm1d(2), ln.tensor {{1, 4}, {3, 8}}
---   print(norm(x):round())    -- {{-1, -1}, {1, 1}}
---   norm:eval()               -- from here on by the running statistics
---   local y = norm(x[{{1, 1}}])
---@param num_features integer
---@param options? lunette.nn.BatchNorm3d.options
---@return lunette.nn.BatchNorm3d
---@overload fun(options: lunette.nn.BatchNorm3d.options): lunette.nn.BatchNorm3d
function ln.nn.BatchNorm3d(num_features, options) end

--- y_k = a^T W_k b + bias_k; a: ..., in1, b: ..., in2, y: ..., out; weight: out
--- x in1 x in2. Start: uniform within 1 / sqrt(in1).
---@param in1_features integer
---@param in2_features integer
---@param out_features integer
---@param options? lunette.nn.Bilinear.options
---@return lunette.nn.Bilinear
---@overload fun(in1_features: integer, in2_features: integer, options: lunette.nn.Bilinear.options): lunette.nn.Bilinear
---@overload fun(in1_features: integer, options: lunette.nn.Bilinear.options): lunette.nn.Bilinear
---@overload fun(options: lunette.nn.Bilinear.options): lunette.nn.Bilinear
function ln.nn.Bilinear(in1_features, in2_features, out_features, options) end

--- Each channel of x: n,c,h,w filtered by the kernel, scaled to sum 1, along
--- both dimensions; with up, zeros are put between the elements first and the
--- sizes become up times larger (a constant image stays what it is); with down,
--- every down-th element is kept: n,c,h/down,w/down. Beyond the edges are zeros
--- (upfirdn2d of StyleGAN2: Karras et al. 2020, arXiv 1912.04958, appendix B;
--- Zhang 2019, arXiv 1904.11486).
---@param kernel? number[]
---@param options? lunette.nn.Blur.options
---@return lunette.nn.Blur
---@overload fun(options: lunette.nn.Blur.options): lunette.nn.Blur
function ln.nn.Blur(kernel, options) end

--- The tensor as a buffer: saved with the layer, never trained.
---
---   local Centre = ln.nn.Module:extend "Centre"
---   function Centre:init(mean) self.mean = ln.nn.Buffer(mean) end
---   function Centre:forward(x) return x - self.mean end
---   local layer = Centre(ln.tensor {1, 2})
---   print(#layer:parameters(), #layer:buffers())   -- 0  1
---@param data lunette.Tensor
---@return lunette.Tensor
function ln.nn.Buffer(data) end

--- The function celu as a layer: x above 0, alpha (exp(x / alpha) - 1) below: elu whose slope is continuous at 0 (Barron 2017).
---@param alpha? number
---@param options? lunette.nn.CELU.options
---@return lunette.nn.CELU
---@overload fun(options: lunette.nn.CELU.options): lunette.nn.CELU
function ln.nn.CELU(alpha, options) end

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
---
---   local F = ln.nn.functional
---   local log_probs = ln.randn(10, 2, 5):log_softmax(3)   -- of 10 steps
---   local targets = ln.tensor {{2, 3, 4}, {5, 3, 1}}
---   local loss = F.ctc_loss(log_probs, targets, {10, 10}, {3, 2})
---@param blank? integer
---@param options? lunette.nn.CTCLoss.options
---@return lunette.nn.CTCLoss
---@overload fun(options: lunette.nn.CTCLoss.options): lunette.nn.CTCLoss
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
---
---   local nn = ln.nn
---   local both = nn.Concat {nn.Linear(4, 2), nn.Linear(4, 3)}
---   print(both(ln.randn(5, 4)):size())   -- {5, 5}
---@param layers any
---@param dim? integer
---@param options? lunette.nn.Concat.options
---@return lunette.nn.Concat
---@overload fun(layers: any, options: lunette.nn.Concat.options): lunette.nn.Concat
---@overload fun(options: lunette.nn.Concat.options): lunette.nn.Concat
function ln.nn.Concat(layers, dim, options) end

--- y = BatchNorm2d(x) (1 + gain(condition)) + shift(condition); x: n,c,h,w.
--- The condition is a class of each sample, n labels from 1, and gain and shift
--- are tables num_classes x c that start at 0 (Dumoulin et al. 2017, arXiv
--- 1610.07629). With {vector = true} it is a vector of each sample, n x
--- num_classes, and they are linear maps without bias (BigGAN: Brock et al.
--- 2019, arXiv 1809.11096, appendix B).
---
---   local norm = ln.nn.ConditionalBatchNorm2d(8, 10)   -- of 10 classes
---   local y = norm(ln.randn(2, 8, 4, 4), ln.tensor {1, 10})
---   print(y:size())   -- {2, 8, 4, 4}
---@param num_features integer
---@param num_classes integer
---@param options? lunette.nn.ConditionalBatchNorm2d.options
---@return lunette.nn.ConditionalBatchNorm2d
---@overload fun(num_features: integer, options: lunette.nn.ConditionalBatchNorm2d.options): lunette.nn.ConditionalBatchNorm2d
---@overload fun(options: lunette.nn.ConditionalBatchNorm2d.options): lunette.nn.ConditionalBatchNorm2d
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
---
---   local layer = ln.nn.Conv2d(3, 8, 4, {stride = 2, padding = 1})
---   print(layer(ln.randn(1, 3, 32, 32)):size())   -- {1, 8, 16, 16}
---@param in_channels integer
---@param out_channels integer
---@param kernel_size integer|integer[]
---@param options? lunette.nn.Conv1d.options
---@return lunette.nn.Conv1d
---@overload fun(in_channels: integer, out_channels: integer, options: lunette.nn.Conv1d.options): lunette.nn.Conv1d
---@overload fun(in_channels: integer, options: lunette.nn.Conv1d.options): lunette.nn.Conv1d
---@overload fun(options: lunette.nn.Conv1d.options): lunette.nn.Conv1d
function ln.nn.Conv1d(in_channels, out_channels, kernel_size, options) end

--- x: n,c,h,w (n,c,l for nn.Conv1d, n,c,d,h,w
--- for nn.Conv3d) correlated with weight, out x in/groups x kh x kw, plus bias.
--- A size is an integer or a table of one for each dimension. padding: or
--- "same", which keeps the size of x (stride 1), or "valid", which is 0.
--- padding_mode: zeros, reflect, replicate or circular. Start: init.default.
---
---   local layer = ln.nn.Conv2d(3, 8, 4, {stride = 2, padding = 1})
---   print(layer(ln.randn(1, 3, 32, 32)):size())   -- {1, 8, 16, 16}
---@param in_channels integer
---@param out_channels integer
---@param kernel_size integer|integer[]
---@param options? lunette.nn.Conv2d.options
---@return lunette.nn.Conv2d
---@overload fun(in_channels: integer, out_channels: integer, options: lunette.nn.Conv2d.options): lunette.nn.Conv2d
---@overload fun(in_channels: integer, options: lunette.nn.Conv2d.options): lunette.nn.Conv2d
---@overload fun(options: lunette.nn.Conv2d.options): lunette.nn.Conv2d
function ln.nn.Conv2d(in_channels, out_channels, kernel_size, options) end

--- x: n,c,h,w (n,c,l for nn.Conv1d, n,c,d,h,w
--- for nn.Conv3d) correlated with weight, out x in/groups x kh x kw, plus bias.
--- A size is an integer or a table of one for each dimension. padding: or
--- "same", which keeps the size of x (stride 1), or "valid", which is 0.
--- padding_mode: zeros, reflect, replicate or circular. Start: init.default.
---
---   local layer = ln.nn.Conv2d(3, 8, 4, {stride = 2, padding = 1})
---   print(layer(ln.randn(1, 3, 32, 32)):size())   -- {1, 8, 16, 16}
---@param in_channels integer
---@param out_channels integer
---@param kernel_size integer|integer[]
---@param options? lunette.nn.Conv3d.options
---@return lunette.nn.Conv3d
---@overload fun(in_channels: integer, out_channels: integer, options: lunette.nn.Conv3d.options): lunette.nn.Conv3d
---@overload fun(in_channels: integer, options: lunette.nn.Conv3d.options): lunette.nn.Conv3d
---@overload fun(options: lunette.nn.Conv3d.options): lunette.nn.Conv3d
function ln.nn.Conv3d(in_channels, out_channels, kernel_size, options) end

--- The gradient of
--- Conv2d in its input, as a layer: sizes grow, to h' = (h - 1) stride - 2
--- padding + dilation (k - 1) + output_padding + 1; layer(x, output_size) takes
--- the output_padding that gives those sizes. Weight in x out/groups x kh x kw.
---
---   local layer = ln.nn.ConvTranspose2d(8, 3, 4, {stride = 2, padding = 1})
---   print(layer(ln.randn(1, 8, 16, 16)):size())   -- {1, 3, 32, 32}
---@param in_channels integer
---@param out_channels integer
---@param kernel_size integer|integer[]
---@param options? lunette.nn.ConvTranspose1d.options
---@return lunette.nn.ConvTranspose1d
---@overload fun(in_channels: integer, out_channels: integer, options: lunette.nn.ConvTranspose1d.options): lunette.nn.ConvTranspose1d
---@overload fun(in_channels: integer, options: lunette.nn.ConvTranspose1d.options): lunette.nn.ConvTranspose1d
---@overload fun(options: lunette.nn.ConvTranspose1d.options): lunette.nn.ConvTranspose1d
function ln.nn.ConvTranspose1d(in_channels, out_channels, kernel_size, options) end

--- The gradient of
--- Conv2d in its input, as a layer: sizes grow, to h' = (h - 1) stride - 2
--- padding + dilation (k - 1) + output_padding + 1; layer(x, output_size) takes
--- the output_padding that gives those sizes. Weight in x out/groups x kh x kw.
---
---   local layer = ln.nn.ConvTranspose2d(8, 3, 4, {stride = 2, padding = 1})
---   print(layer(ln.randn(1, 8, 16, 16)):size())   -- {1, 3, 32, 32}
---@param in_channels integer
---@param out_channels integer
---@param kernel_size integer|integer[]
---@param options? lunette.nn.ConvTranspose2d.options
---@return lunette.nn.ConvTranspose2d
---@overload fun(in_channels: integer, out_channels: integer, options: lunette.nn.ConvTranspose2d.options): lunette.nn.ConvTranspose2d
---@overload fun(in_channels: integer, options: lunette.nn.ConvTranspose2d.options): lunette.nn.ConvTranspose2d
---@overload fun(options: lunette.nn.ConvTranspose2d.options): lunette.nn.ConvTranspose2d
function ln.nn.ConvTranspose2d(in_channels, out_channels, kernel_size, options) end

--- The gradient of
--- Conv2d in its input, as a layer: sizes grow, to h' = (h - 1) stride - 2
--- padding + dilation (k - 1) + output_padding + 1; layer(x, output_size) takes
--- the output_padding that gives those sizes. Weight in x out/groups x kh x kw.
---
---   local layer = ln.nn.ConvTranspose2d(8, 3, 4, {stride = 2, padding = 1})
---   print(layer(ln.randn(1, 8, 16, 16)):size())   -- {1, 3, 32, 32}
---@param in_channels integer
---@param out_channels integer
---@param kernel_size integer|integer[]
---@param options? lunette.nn.ConvTranspose3d.options
---@return lunette.nn.ConvTranspose3d
---@overload fun(in_channels: integer, out_channels: integer, options: lunette.nn.ConvTranspose3d.options): lunette.nn.ConvTranspose3d
---@overload fun(in_channels: integer, options: lunette.nn.ConvTranspose3d.options): lunette.nn.ConvTranspose3d
---@overload fun(options: lunette.nn.ConvTranspose3d.options): lunette.nn.ConvTranspose3d
function ln.nn.ConvTranspose3d(in_channels, out_channels, kernel_size, options) end

--- The function cosine_embedding_loss as a layer:
--- With c the cosine of the angle between input1 and input2 (n,k or k): 1 - c
--- where target is 1, max(0, c - margin) where it is -1. Raises on others.
---@param options? lunette.nn.CosineEmbeddingLoss.options
---@return lunette.nn.CosineEmbeddingLoss
function ln.nn.CosineEmbeddingLoss(options) end

--- The function cosine_similarity as a layer: x1 . x2 / (max(|x1|, eps) max(|x2|, eps)) along a dimension.
---@param dim? integer
---@param options? lunette.nn.CosineSimilarity.options
---@return lunette.nn.CosineSimilarity
---@overload fun(options: lunette.nn.CosineSimilarity.options): lunette.nn.CosineSimilarity
function ln.nn.CosineSimilarity(dim, options) end

--- The function cross_entropy as a layer:
--- The cross entropy of scores (logits) x: n,c or n,c,... against classes from
--- 1 (n or n,...) or against probabilities of the shape of x. label_smoothing
--- mixes that share of the uniform distribution into the target.
---
---   local scores = ln.tensor {{0, 0}, {0, 0}}   -- 2 samples, 2 classes
---   local loss = ln.nn.functional.cross_entropy(scores, ln.tensor {1, 2})
---   print(("%.4f"):format(loss:item()))   -- 0.6931
---@param options? lunette.nn.CrossEntropyLoss.options
---@return lunette.nn.CrossEntropyLoss
function ln.nn.CrossEntropyLoss(options) end

--- Blurs with {1, 3, 3, 1} and keeps every factor-th element of x: n,c,h,w:
--- n,c,h/factor,w/factor; the counterpart of Upsample that does not alias
--- (Zhang 2019, arXiv 1904.11486). factor: up to 4; other kernels: see Blur.
---
---   print(ln.nn.Downsample()(ln.randn(1, 3, 8, 8)):size())   -- {1, 3, 4, 4}
---@param factor? integer
---@param options? lunette.nn.Downsample.options
---@return lunette.nn.Downsample
---@overload fun(options: lunette.nn.Downsample.options): lunette.nn.Downsample
function ln.nn.Downsample(factor, options) end

--- In training mode each element is 0 with probability p, and the others are
--- divided by 1 - p.
---
---   local drop = ln.nn.Dropout(0.5):eval()
---   print(drop(ln.ones(3)))   -- {1, 1, 1}
---@param p? number
---@param options? lunette.nn.Dropout.options
---@return lunette.nn.Dropout
---@overload fun(options: lunette.nn.Dropout.options): lunette.nn.Dropout
function ln.nn.Dropout(p, options) end

--- As Dropout, for whole channels of
--- x: n,c,h,w or n,c,l. nn.Dropout1d takes n,c,l or c,l, nn.Dropout3d n,c,d,h,w
--- or c,d,h,w.
---@param p? number
---@param options? lunette.nn.Dropout1d.options
---@return lunette.nn.Dropout1d
---@overload fun(options: lunette.nn.Dropout1d.options): lunette.nn.Dropout1d
function ln.nn.Dropout1d(p, options) end

--- As Dropout, for whole channels of
--- x: n,c,h,w or n,c,l. nn.Dropout1d takes n,c,l or c,l, nn.Dropout3d n,c,d,h,w
--- or c,d,h,w.
---@param p? number
---@param options? lunette.nn.Dropout2d.options
---@return lunette.nn.Dropout2d
---@overload fun(options: lunette.nn.Dropout2d.options): lunette.nn.Dropout2d
function ln.nn.Dropout2d(p, options) end

--- As Dropout, for whole channels of
--- x: n,c,h,w or n,c,l. nn.Dropout1d takes n,c,l or c,l, nn.Dropout3d n,c,d,h,w
--- or c,d,h,w.
---@param p? number
---@param options? lunette.nn.Dropout3d.options
---@return lunette.nn.Dropout3d
---@overload fun(options: lunette.nn.Dropout3d.options): lunette.nn.Dropout3d
function ln.nn.Dropout3d(p, options) end

--- The function elu as a layer: x above 0, alpha (exp(x) - 1) below (Clevert, Unterthiner and Hochreiter 2015, equation 16).
---@param alpha? number
---@param options? lunette.nn.ELU.options
---@return lunette.nn.ELU
---@overload fun(options: lunette.nn.ELU.options): lunette.nn.ELU
function ln.nn.ELU(alpha, options) end

--- Row i of weight (num_embeddings x embedding_dim) for each index i, from 1,
--- of x: y has the sizes of x and then embedding_dim. Start: N(0, 1). The row
--- padding_idx starts at 0 and gets no gradient.
---
---   local names = ln.nn.Embedding(10, 4)
---   print(names(ln.tensor {1, 10, 1}):size())   -- {3, 4}
---@param num_embeddings integer
---@param embedding_dim integer
---@param options? lunette.nn.Embedding.options
---@return lunette.nn.Embedding
---@overload fun(num_embeddings: integer, options: lunette.nn.Embedding.options): lunette.nn.Embedding
---@overload fun(options: lunette.nn.Embedding.options): lunette.nn.Embedding
function ln.nn.Embedding(num_embeddings, embedding_dim, options) end

--- The sum, mean or largest elements of the rows of weight (num_embeddings x
--- embedding_dim) at the indices, from 1, of each bag: layer(x, offsets,
--- per_sample_weights) as nn.functional.embedding_bag takes them; y: bags,
--- embedding_dim. Start: N(0, 1). The row padding_idx starts at 0 and does not
--- count.
---@param num_embeddings integer
---@param embedding_dim integer
---@param options? lunette.nn.EmbeddingBag.options
---@return lunette.nn.EmbeddingBag
---@overload fun(num_embeddings: integer, options: lunette.nn.EmbeddingBag.options): lunette.nn.EmbeddingBag
---@overload fun(options: lunette.nn.EmbeddingBag.options): lunette.nn.EmbeddingBag
function ln.nn.EmbeddingBag(num_embeddings, embedding_dim, options) end

--- A Conv2d layer, equalized: nn.equalized(nn.Conv2d(...)).
---@param in_channels integer
---@param out_channels integer
---@param kernel_size integer|integer[]
---@param options? lunette.nn.EqualConv2d.options
---@return lunette.nn.Conv2d
---@overload fun(in_channels: integer, out_channels: integer, options: lunette.nn.EqualConv2d.options): lunette.nn.Conv2d
---@overload fun(in_channels: integer, options: lunette.nn.EqualConv2d.options): lunette.nn.Conv2d
---@overload fun(options: lunette.nn.EqualConv2d.options): lunette.nn.Conv2d
function ln.nn.EqualConv2d(in_channels, out_channels, kernel_size, options) end

--- A Linear layer, equalized: nn.equalized(nn.Linear(...)).
---@param in_features integer
---@param out_features integer
---@param options? lunette.nn.EqualLinear.options
---@return lunette.nn.Linear
---@overload fun(in_features: integer, options: lunette.nn.EqualLinear.options): lunette.nn.Linear
---@overload fun(options: lunette.nn.EqualLinear.options): lunette.nn.Linear
function ln.nn.EqualLinear(in_features, out_features, options) end

--- In training mode each element, or
--- whole channel of x: n,c,..., is selu's limit -1.7581 with probability p, and
--- all is scaled and moved so that mean 0 and variance 1 stay.
---@param p? number
---@param options? lunette.nn.FeatureAlphaDropout.options
---@return lunette.nn.FeatureAlphaDropout
---@overload fun(options: lunette.nn.FeatureAlphaDropout.options): lunette.nn.FeatureAlphaDropout
function ln.nn.FeatureAlphaDropout(p, options) end

--- Those dimensions made one.
---@param start_dim? integer
---@param end_dim? integer
---@param options? lunette.nn.Flatten.options
---@return lunette.nn.Flatten
---@overload fun(start_dim?: integer, options: lunette.nn.Flatten.options): lunette.nn.Flatten
---@overload fun(options: lunette.nn.Flatten.options): lunette.nn.Flatten
function ln.nn.Flatten(start_dim, end_dim, options) end

--- Columns added where Unfold takes them from, in images of output_size.
---@param output_size integer|integer[]
---@param kernel_size integer|integer[]
---@param options? lunette.nn.Fold.options
---@return lunette.nn.Fold
---@overload fun(output_size: integer|integer[], options: lunette.nn.Fold.options): lunette.nn.Fold
---@overload fun(options: lunette.nn.Fold.options): lunette.nn.Fold
function ln.nn.Fold(output_size, kernel_size, options) end

--- The largest of windows at
--- places drawn anew at every call, unless _random_samples say them: as many as
--- output_size says, or output_ratio times the size of x: n,c,h,w (or without
--- n). return_indices: the second result is where in its plane each stands,
--- from 1.
---@param kernel_size integer|integer[]
---@param options? lunette.nn.FractionalMaxPool2d.options
---@return lunette.nn.FractionalMaxPool2d
---@overload fun(options: lunette.nn.FractionalMaxPool2d.options): lunette.nn.FractionalMaxPool2d
function ln.nn.FractionalMaxPool2d(kernel_size, options) end

--- The largest of windows at
--- places drawn anew at every call, unless _random_samples say them: as many as
--- output_size says, or output_ratio times the size of x: n,c,h,w (or without
--- n). return_indices: the second result is where in its plane each stands,
--- from 1.
---@param kernel_size integer|integer[]
---@param options? lunette.nn.FractionalMaxPool3d.options
---@return lunette.nn.FractionalMaxPool3d
---@overload fun(options: lunette.nn.FractionalMaxPool3d.options): lunette.nn.FractionalMaxPool3d
function ln.nn.FractionalMaxPool3d(kernel_size, options) end

--- The function gelu as a layer: x Phi(x), Phi the distribution function of the normal law, or its approximation by tanh (Hendrycks and Gimpel 2016, section 2).
---@param options? lunette.nn.GELU.options
---@return lunette.nn.GELU
function ln.nn.GELU(options) end

--- The function glu as a layer: The first half of x along dim times the sigmoid of the second (Dauphin et al. 2016, section 2).
---@param dim? integer
---@param options? lunette.nn.GLU.options
---@return lunette.nn.GLU
---@overload fun(options: lunette.nn.GLU.options): lunette.nn.GLU
function ln.nn.GLU(dim, options) end

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
--- weight_ih_l1_reverse, ...: layers count from 1, PyTorch's from 0. Start as
--- the cells.
---@param input_size integer
---@param hidden_size integer
---@param options? lunette.nn.GRU.options
---@return lunette.nn.GRU
---@overload fun(input_size: integer, options: lunette.nn.GRU.options): lunette.nn.GRU
---@overload fun(options: lunette.nn.GRU.options): lunette.nn.GRU
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
---@param options? lunette.nn.GRUCell.options
---@return lunette.nn.GRUCell
---@overload fun(input_size: integer, options: lunette.nn.GRUCell.options): lunette.nn.GRUCell
---@overload fun(options: lunette.nn.GRUCell.options): lunette.nn.GRUCell
function ln.nn.GRUCell(input_size, hidden_size, options) end

--- The function gaussian_nll_loss as a layer:
--- (log v + (x - target)^2 / v) / 2 with v = max(var, eps), whose derivative is
--- that of var; {full = true} adds log(2 pi) / 2.
---@param options? lunette.nn.GaussianNLLLoss.options
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
---@param options? lunette.nn.GroupNorm.options
---@return lunette.nn.GroupNorm
---@overload fun(num_groups: integer, options: lunette.nn.GroupNorm.options): lunette.nn.GroupNorm
---@overload fun(options: lunette.nn.GroupNorm.options): lunette.nn.GroupNorm
function ln.nn.GroupNorm(num_groups, num_channels, options) end

--- The function hardshrink as a layer: x, but 0 within lambd of 0.
---@param lambd? number
---@param options? lunette.nn.Hardshrink.options
---@return lunette.nn.Hardshrink
---@overload fun(options: lunette.nn.Hardshrink.options): lunette.nn.Hardshrink
function ln.nn.Hardshrink(lambd, options) end

--- The function hardsigmoid as a layer: relu6(x + 3) / 6.
---@return lunette.nn.Hardsigmoid
function ln.nn.Hardsigmoid() end

--- The function hardswish as a layer: x relu6(x + 3) / 6 (Howard et al. 2019, section 5.2).
---@return lunette.nn.Hardswish
function ln.nn.Hardswish() end

--- The function hardtanh as a layer: x limited to min_val .. max_val, as clamp; at the limits the derivative is 0, where that of clamp is 1.
---@param min_val? number
---@param max_val? number
---@param options? lunette.nn.Hardtanh.options
---@return lunette.nn.Hardtanh
---@overload fun(min_val?: number, options: lunette.nn.Hardtanh.options): lunette.nn.Hardtanh
---@overload fun(options: lunette.nn.Hardtanh.options): lunette.nn.Hardtanh
function ln.nn.Hardtanh(min_val, max_val, options) end

--- The function hinge_embedding_loss as a layer: x where target is 1, max(0, margin - x) where it is -1. Raises on others.
---@param options? lunette.nn.HingeEmbeddingLoss.options
---@return lunette.nn.HingeEmbeddingLoss
function ln.nn.HingeEmbeddingLoss(options) end

--- The function huber_loss as a layer:
--- With d = x - target: d^2 / 2 where |d| < delta, else delta (|d| - delta / 2)
--- (Huber 1964).
---@param options? lunette.nn.HuberLoss.options
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
---@param options? lunette.nn.InstanceNorm1d.options
---@return lunette.nn.InstanceNorm1d
---@overload fun(options: lunette.nn.InstanceNorm1d.options): lunette.nn.InstanceNorm1d
function ln.nn.InstanceNorm1d(num_features, options) end

--- As BatchNorm2d,
--- with mean and variance of each channel of each sample of x: n,c,h,w (Ulyanov
--- et al. 2016, arXiv 1607.08022). With running statistics, evaluation uses
--- those; they follow the batch's mean. nn.InstanceNorm1d takes n,c,l,
--- nn.InstanceNorm3d n,c,d,h,w, and each one sample without n.
---@param num_features integer
---@param options? lunette.nn.InstanceNorm2d.options
---@return lunette.nn.InstanceNorm2d
---@overload fun(options: lunette.nn.InstanceNorm2d.options): lunette.nn.InstanceNorm2d
function ln.nn.InstanceNorm2d(num_features, options) end

--- As BatchNorm2d,
--- with mean and variance of each channel of each sample of x: n,c,h,w (Ulyanov
--- et al. 2016, arXiv 1607.08022). With running statistics, evaluation uses
--- those; they follow the batch's mean. nn.InstanceNorm1d takes n,c,l,
--- nn.InstanceNorm3d n,c,d,h,w, and each one sample without n.
---@param num_features integer
---@param options? lunette.nn.InstanceNorm3d.options
---@return lunette.nn.InstanceNorm3d
---@overload fun(options: lunette.nn.InstanceNorm3d.options): lunette.nn.InstanceNorm3d
function ln.nn.InstanceNorm3d(num_features, options) end

--- The function kl_div as a layer:
--- target (log target - x) for log-probabilities x, 0 where target is 0;
--- {log_target = true} takes log target. "mean" divides by the number of
--- elements; {reduction = "batchmean"}, by that of samples, is the divergence.
---@param options? lunette.nn.KLDivLoss.options
---@return lunette.nn.KLDivLoss
function ln.nn.KLDivLoss(options) end

--- The function l1_loss as a layer: |x - target|.
---@param options? lunette.nn.L1Loss.options
---@return lunette.nn.L1Loss
function ln.nn.L1Loss(options) end

--- (the sum of x^p in each window)^(1 / p) with p the
--- norm_type; x: n,c,h,w (or without n).
---@param norm_type number
---@param kernel_size integer
---@param stride? integer
---@param ceil_mode? boolean
---@param options? lunette.nn.LPPool1d.options
---@return lunette.nn.LPPool1d
---@overload fun(norm_type: number, kernel_size: integer, stride?: integer, options: lunette.nn.LPPool1d.options): lunette.nn.LPPool1d
---@overload fun(norm_type: number, kernel_size: integer, options: lunette.nn.LPPool1d.options): lunette.nn.LPPool1d
---@overload fun(norm_type: number, options: lunette.nn.LPPool1d.options): lunette.nn.LPPool1d
---@overload fun(options: lunette.nn.LPPool1d.options): lunette.nn.LPPool1d
function ln.nn.LPPool1d(norm_type, kernel_size, stride, ceil_mode, options) end

--- (the sum of x^p in each window)^(1 / p) with p the
--- norm_type; x: n,c,h,w (or without n).
---@param norm_type number
---@param kernel_size integer|integer[]
---@param stride? integer|integer[]
---@param ceil_mode? boolean
---@param options? lunette.nn.LPPool2d.options
---@return lunette.nn.LPPool2d
---@overload fun(norm_type: number, kernel_size: integer|integer[], stride?: integer|integer[], options: lunette.nn.LPPool2d.options): lunette.nn.LPPool2d
---@overload fun(norm_type: number, kernel_size: integer|integer[], options: lunette.nn.LPPool2d.options): lunette.nn.LPPool2d
---@overload fun(norm_type: number, options: lunette.nn.LPPool2d.options): lunette.nn.LPPool2d
---@overload fun(options: lunette.nn.LPPool2d.options): lunette.nn.LPPool2d
function ln.nn.LPPool2d(norm_type, kernel_size, stride, ceil_mode, options) end

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
--- weight_ih_l1_reverse, ...: layers count from 1, PyTorch's from 0. Start as
--- the cells.
---@param input_size integer
---@param hidden_size integer
---@param options? lunette.nn.LSTM.options
---@return lunette.nn.LSTM
---@overload fun(input_size: integer, options: lunette.nn.LSTM.options): lunette.nn.LSTM
---@overload fun(options: lunette.nn.LSTM.options): lunette.nn.LSTM
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
---@param options? lunette.nn.LSTMCell.options
---@return lunette.nn.LSTMCell
---@overload fun(input_size: integer, options: lunette.nn.LSTMCell.options): lunette.nn.LSTMCell
---@overload fun(options: lunette.nn.LSTMCell.options): lunette.nn.LSTMCell
function ln.nn.LSTMCell(input_size, hidden_size, options) end

--- A function as a layer without state.
---
---   local negative = ln.nn.Lambda(function(x) return -x end)
---   print(negative(ln.ones(2)))   -- {-1, -1}
---@param f function|lunette.Callable
---@return lunette.nn.Lambda
function ln.nn.Lambda(f) end

--- y = (x - mean) / sqrt(var + eps) weight + bias over the last dimensions,
--- which have these sizes (one integer, or a table); the variance is biased,
--- weight and bias have the sizes (Ba et al. 2016, arXiv 1607.06450).
---@param normalized_shape integer|integer[]
---@param options? lunette.nn.LayerNorm.options
---@return lunette.nn.LayerNorm
---@overload fun(options: lunette.nn.LayerNorm.options): lunette.nn.LayerNorm
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
---@param options? lunette.nn.LazyBatchNorm1d.options
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
---@param options? lunette.nn.LazyBatchNorm2d.options
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
---@param options? lunette.nn.LazyBatchNorm3d.options
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
---@param options? lunette.nn.LazyConv1d.options
---@return lunette.nn.LazyConv1d
---@overload fun(out_channels: integer, options: lunette.nn.LazyConv1d.options): lunette.nn.LazyConv1d
---@overload fun(options: lunette.nn.LazyConv1d.options): lunette.nn.LazyConv1d
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
---@param options? lunette.nn.LazyConv2d.options
---@return lunette.nn.LazyConv2d
---@overload fun(out_channels: integer, options: lunette.nn.LazyConv2d.options): lunette.nn.LazyConv2d
---@overload fun(options: lunette.nn.LazyConv2d.options): lunette.nn.LazyConv2d
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
---@param options? lunette.nn.LazyConv3d.options
---@return lunette.nn.LazyConv3d
---@overload fun(out_channels: integer, options: lunette.nn.LazyConv3d.options): lunette.nn.LazyConv3d
---@overload fun(options: lunette.nn.LazyConv3d.options): lunette.nn.LazyConv3d
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
---@param options? lunette.nn.LazyConvTranspose1d.options
---@return lunette.nn.LazyConvTranspose1d
---@overload fun(out_channels: integer, options: lunette.nn.LazyConvTranspose1d.options): lunette.nn.LazyConvTranspose1d
---@overload fun(options: lunette.nn.LazyConvTranspose1d.options): lunette.nn.LazyConvTranspose1d
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
---@param options? lunette.nn.LazyConvTranspose2d.options
---@return lunette.nn.LazyConvTranspose2d
---@overload fun(out_channels: integer, options: lunette.nn.LazyConvTranspose2d.options): lunette.nn.LazyConvTranspose2d
---@overload fun(options: lunette.nn.LazyConvTranspose2d.options): lunette.nn.LazyConvTranspose2d
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
---@param options? lunette.nn.LazyConvTranspose3d.options
---@return lunette.nn.LazyConvTranspose3d
---@overload fun(out_channels: integer, options: lunette.nn.LazyConvTranspose3d.options): lunette.nn.LazyConvTranspose3d
---@overload fun(options: lunette.nn.LazyConvTranspose3d.options): lunette.nn.LazyConvTranspose3d
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
---@param options? lunette.nn.LazyInstanceNorm1d.options
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
---@param options? lunette.nn.LazyInstanceNorm2d.options
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
---@param options? lunette.nn.LazyInstanceNorm3d.options
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
---@param options? lunette.nn.LazyLinear.options
---@return lunette.nn.LazyLinear
---@overload fun(options: lunette.nn.LazyLinear.options): lunette.nn.LazyLinear
function ln.nn.LazyLinear(out_features, options) end

--- The function leaky_relu as a layer: x above 0, negative_slope x below.
---@param negative_slope? number
---@param options? lunette.nn.LeakyReLU.options
---@return lunette.nn.LeakyReLU
---@overload fun(options: lunette.nn.LeakyReLU.options): lunette.nn.LeakyReLU
function ln.nn.LeakyReLU(negative_slope, options) end

--- y = x W^T + b; x: ..., in_features, y: ..., out_features; weight
--- out_features x in_features, bias out_features. Start: init.default.
---
---   local layer = ln.nn.Linear(3, 2)
---   local y = layer(ln.randn(5, 3))
---   print(y:size(), layer.weight:size())   -- {5, 2}  {2, 3}
---@param in_features integer
---@param out_features integer
---@param options? lunette.nn.Linear.options
---@return lunette.nn.Linear
---@overload fun(in_features: integer, options: lunette.nn.Linear.options): lunette.nn.Linear
---@overload fun(options: lunette.nn.Linear.options): lunette.nn.Linear
function ln.nn.Linear(in_features, out_features, options) end

--- The function local_response_norm as a layer:
--- x / (k + alpha mean of squares)^beta, the mean over `size` neighbouring
--- channels, those that are not there being 0; x: n,c,... (Krizhevsky et al.
--- 2012, section 3.3, with alpha for each channel of the window).
---@param size integer
---@param alpha? number
---@param beta? number
---@param k? number
---@param options? lunette.nn.LocalResponseNorm.options
---@return lunette.nn.LocalResponseNorm
---@overload fun(size: integer, alpha?: number, beta?: number, options: lunette.nn.LocalResponseNorm.options): lunette.nn.LocalResponseNorm
---@overload fun(size: integer, alpha?: number, options: lunette.nn.LocalResponseNorm.options): lunette.nn.LocalResponseNorm
---@overload fun(size: integer, options: lunette.nn.LocalResponseNorm.options): lunette.nn.LocalResponseNorm
---@overload fun(options: lunette.nn.LocalResponseNorm.options): lunette.nn.LocalResponseNorm
function ln.nn.LocalResponseNorm(size, alpha, beta, k, options) end

--- The function logsigmoid as a layer: log(sigmoid(x)), without overflow.
---@return lunette.nn.LogSigmoid
function ln.nn.LogSigmoid() end

--- The function log_softmax as a layer: x - logsumexp(x) along dim.
---@param dim integer
---@return lunette.nn.LogSoftmax
function ln.nn.LogSoftmax(dim) end

--- The function mse_loss as a layer:
--- (x - target)^2.
---
---   local x, target = ln.tensor {1, 2}, ln.tensor {1, 4}
---   print(ln.nn.functional.mse_loss(x, target):item())   -- 2
---@param options? lunette.nn.MSELoss.options
---@return lunette.nn.MSELoss
function ln.nn.MSELoss(options) end

--- The function margin_ranking_loss as a layer:
--- max(0, margin - target (input1 - input2)), target 1 when input1 should be
--- the larger, -1 when input2. Raises on others.
---@param options? lunette.nn.MarginRankingLoss.options
---@return lunette.nn.MarginRankingLoss
function ln.nn.MarginRankingLoss(options) end

--- The largest of each window of x:
--- n,c,h,w (or without n). A size is an integer or a table of one for each
--- dimension. Each size s becomes floor((s + 2 padding - dilation
--- (kernel_size - 1) - 1) / stride) + 1, with ceil_mode rounded up.
--- return_indices: the second result is where in its plane each stands, from 1,
--- as MaxUnpool2d takes it.
---@param kernel_size integer
---@param options? lunette.nn.MaxPool1d.options
---@return lunette.nn.MaxPool1d
---@overload fun(options: lunette.nn.MaxPool1d.options): lunette.nn.MaxPool1d
function ln.nn.MaxPool1d(kernel_size, options) end

--- The largest of each window of x:
--- n,c,h,w (or without n). A size is an integer or a table of one for each
--- dimension. Each size s becomes floor((s + 2 padding - dilation
--- (kernel_size - 1) - 1) / stride) + 1, with ceil_mode rounded up.
--- return_indices: the second result is where in its plane each stands, from 1,
--- as MaxUnpool2d takes it.
---@param kernel_size integer|integer[]
---@param options? lunette.nn.MaxPool2d.options
---@return lunette.nn.MaxPool2d
---@overload fun(options: lunette.nn.MaxPool2d.options): lunette.nn.MaxPool2d
function ln.nn.MaxPool2d(kernel_size, options) end

--- The largest of each window of x:
--- n,c,h,w (or without n). A size is an integer or a table of one for each
--- dimension. Each size s becomes floor((s + 2 padding - dilation
--- (kernel_size - 1) - 1) / stride) + 1, with ceil_mode rounded up.
--- return_indices: the second result is where in its plane each stands, from 1,
--- as MaxUnpool2d takes it.
---@param kernel_size integer|integer[]
---@param options? lunette.nn.MaxPool3d.options
---@return lunette.nn.MaxPool3d
---@overload fun(options: lunette.nn.MaxPool3d.options): lunette.nn.MaxPool3d
function ln.nn.MaxPool3d(kernel_size, options) end

--- layer(x, indices,
--- output_size): zeros with each element of x where indices say, the second
--- result of MaxPool2d with return_indices; output_size may say which of the
--- sizes that the pooling makes one it was.
---@param kernel_size integer
---@param stride? integer
---@param padding? integer
---@param options? lunette.nn.MaxUnpool1d.options
---@return lunette.nn.MaxUnpool1d
---@overload fun(kernel_size: integer, stride?: integer, options: lunette.nn.MaxUnpool1d.options): lunette.nn.MaxUnpool1d
---@overload fun(kernel_size: integer, options: lunette.nn.MaxUnpool1d.options): lunette.nn.MaxUnpool1d
---@overload fun(options: lunette.nn.MaxUnpool1d.options): lunette.nn.MaxUnpool1d
function ln.nn.MaxUnpool1d(kernel_size, stride, padding, options) end

--- layer(x, indices,
--- output_size): zeros with each element of x where indices say, the second
--- result of MaxPool2d with return_indices; output_size may say which of the
--- sizes that the pooling makes one it was.
---@param kernel_size integer|integer[]
---@param stride? integer|integer[]
---@param padding? integer|integer[]
---@param options? lunette.nn.MaxUnpool2d.options
---@return lunette.nn.MaxUnpool2d
---@overload fun(kernel_size: integer|integer[], stride?: integer|integer[], options: lunette.nn.MaxUnpool2d.options): lunette.nn.MaxUnpool2d
---@overload fun(kernel_size: integer|integer[], options: lunette.nn.MaxUnpool2d.options): lunette.nn.MaxUnpool2d
---@overload fun(options: lunette.nn.MaxUnpool2d.options): lunette.nn.MaxUnpool2d
function ln.nn.MaxUnpool2d(kernel_size, stride, padding, options) end

--- layer(x, indices,
--- output_size): zeros with each element of x where indices say, the second
--- result of MaxPool2d with return_indices; output_size may say which of the
--- sizes that the pooling makes one it was.
---@param kernel_size integer|integer[]
---@param stride? integer|integer[]
---@param padding? integer|integer[]
---@param options? lunette.nn.MaxUnpool3d.options
---@return lunette.nn.MaxUnpool3d
---@overload fun(kernel_size: integer|integer[], stride?: integer|integer[], options: lunette.nn.MaxUnpool3d.options): lunette.nn.MaxUnpool3d
---@overload fun(kernel_size: integer|integer[], options: lunette.nn.MaxUnpool3d.options): lunette.nn.MaxUnpool3d
---@overload fun(options: lunette.nn.MaxUnpool3d.options): lunette.nn.MaxUnpool3d
function ln.nn.MaxUnpool3d(kernel_size, stride, padding, options) end

--- y_k = the largest of the num_pieces linear functions of unit k (Goodfellow
--- et al. 2013, arXiv 1302.4389). x: ..., in, y: ..., out; weight: out pieces x
--- in, the pieces of a unit one after another. Start: init.default.
---
---   local layer = ln.nn.Maxout(8, 4, 2)   -- the larger of two, 4 times
---   print(layer(ln.randn(5, 8)):size())   -- {5, 4}
---@param in_features integer
---@param out_features integer
---@param num_pieces integer
---@param options? lunette.nn.Maxout.options
---@return lunette.nn.Maxout
---@overload fun(in_features: integer, out_features: integer, options: lunette.nn.Maxout.options): lunette.nn.Maxout
---@overload fun(in_features: integer, options: lunette.nn.Maxout.options): lunette.nn.Maxout
---@overload fun(options: lunette.nn.Maxout.options): lunette.nn.Maxout
function ln.nn.Maxout(in_features, out_features, num_pieces, options) end

--- x: n,a with a = in_features; y: n,a+b with b = num_kernels: the features,
--- then for each kernel how close the sample is to the others of its batch, by
--- which a discriminator notices mode collapse,
---   M_i = T^T x_i: b,c        c = kernel_dim, T: a,b,c
---   o_ib = mean over j /= i of exp(-|M_ib - M_jb|_1)
---   y_i = [x_i, o_i + bias].
--- A batch of one has o = 0. Identical samples give no gradient to each other.
---
--- The paper and the authors' code have the sum, {reduction = "sum"}: up to n -
--- 1, where other features are about one. Means do not depend on the size of
--- the batch, and were steadier: of 15 runs on a ring of 8 modes 1 lost half of
--- them again by means, 11 by sums; a grid of 25 ended with 14.0 modes and 8.8,
--- a thousand stacked digits with 987 and 795 (docs/results.md has all). Sums
--- press harder: they are worth a try where a run collapses all the same. 16
--- kernels of 4 are enough for small networks.
---
--- A second argument of the call, m,a, is another batch to compare with
--- instead: the real samples, or a part of a large batch (see closeness). With
--- group_size g each sample is compared with the others of its group alone, so
--- that time grows as n g; members are n / g apart, as those of
--- nn.MinibatchStdDev, and g divides n or is n when that is smaller. With
--- halves the batch is n / 2 real samples and as many fake ones, and y: n,a+2b
--- has how close a sample is to the first half and then to the second, as in
--- the authors' ImageNet model. With sync the batch is that of all ranks of a
--- job, their samples one behind the other (ln.dist): true gathers the features
--- of all on each rank, "ring" hands them round and holds three ranks' at most,
--- forward and in the backward sweeps of two orders. That is for batches whose
--- features do not fit, and knows no groups and no halves.
---
--- With weight_norm each column of T is weight / |weight| exp(log_scale), as in
--- the authors' code (openai/improved-gan); weight is drawn from N(0, std), std
--- 0.05, bias starts at -1. Without it T is weight itself, the paper's form.
--- Either way the scale at the start is such that o is of useful size for
--- features of unit variance; `initialise` fits it to features at hand.
--- docs/tutorial/07-minibatch-discrimination.md shows in pictures what it sees.
---
---   local nn = ln.nn
---   local D = nn.Sequential {
---     nn.Linear(2, 64), nn.LeakyReLU(0.2),
---     nn.MinibatchDiscrimination(64, 16, 4), nn.Linear(64 + 16, 1),
---   }
---   print(D(ln.randn(32, 2)):size())   -- {32, 1}
---   local layer = nn.MinibatchDiscrimination(1, 1, 1, {
---     weight_norm = false, bias = false})
---   layer.weight:detach():fill_(1)
---   local y = layer(ln.tensor {{0}, {0}, {1}})
---   print(y[{{}, 2}])   -- {0.6839, 0.6839, 0.3679}
---@param in_features integer
---@param num_kernels integer
---@param kernel_dim integer
---@param options? lunette.nn.MinibatchDiscrimination.options
---@return lunette.nn.MinibatchDiscrimination
---@overload fun(in_features: integer, num_kernels: integer, options: lunette.nn.MinibatchDiscrimination.options): lunette.nn.MinibatchDiscrimination
---@overload fun(in_features: integer, options: lunette.nn.MinibatchDiscrimination.options): lunette.nn.MinibatchDiscrimination
---@overload fun(options: lunette.nn.MinibatchDiscrimination.options): lunette.nn.MinibatchDiscrimination
function ln.nn.MinibatchDiscrimination(in_features, num_kernels, kernel_dim, options) end

--- Appends num_channels channels to x: n,c,...: how much the samples of a group
--- differ, the standard deviation over the group (biased, 1e-8 inside the root)
--- averaged over a num_channels-th of the channels and over positions; all
--- samples of a group get the same. The members of a group are n / group_size
--- apart, as in the authors' code; group_size must divide n, or is n when that
--- is smaller. With false for a size all of the batch is one group (Karras et
--- al. 2018, arXiv 1710.10196, section 3; several channels: StyleGAN2). With
--- sync the batch is that of all ranks of a job, their samples one behind the
--- other (ln.dist).
---
---   local nn = ln.nn
---   local D = nn.Sequential {
---     nn.Conv2d(3, 16, 3, {padding = 1}), nn.LeakyReLU(0.2),
---     nn.MinibatchStdDev(), nn.Conv2d(16 + 1, 1, 3),
---   }
---   print(D(ln.randn(8, 3, 6, 6)):size())     -- {8, 1, 4, 4}
---@param group_size? integer|false
---@param num_channels? integer
---@param options? lunette.nn.MinibatchStdDev.options
---@return lunette.nn.MinibatchStdDev
---@overload fun(group_size?: integer|false, options: lunette.nn.MinibatchStdDev.options): lunette.nn.MinibatchStdDev
---@overload fun(options: lunette.nn.MinibatchStdDev.options): lunette.nn.MinibatchStdDev
function ln.nn.MinibatchStdDev(group_size, num_channels, options) end

--- The function mish as a layer: x tanh(softplus(x)) (Misra 2019).
---@return lunette.nn.Mish
function ln.nn.Mish() end

---@type lunette.nn.Module.class
ln.nn.Module = {}

--- Layers by name, walked for parameters and not called itself; dict.name is
--- one of them.
---
---   local heads = ln.nn.ModuleDict {digit = ln.nn.Linear(8, 10),
---                                   real = ln.nn.Linear(8, 1)}
---   print(heads.digit(ln.randn(5, 8)):size())   -- {5, 10}
---@param layers? table
---@param options? lunette.nn.ModuleDict.options
---@return lunette.nn.ModuleDict
---@overload fun(options: lunette.nn.ModuleDict.options): lunette.nn.ModuleDict
function ln.nn.ModuleDict(layers, options) end

---@type lunette.nn.ModuleList.class
ln.nn.ModuleList = {}

--- The function multilabel_margin_loss as a layer:
--- The sum over the target's classes t and all other classes k of max(0, 1 -
--- x_t + x_k) / c. target, of the sizes of x: n,c or c, lists each sample's
--- classes, from 1, up to the first that is below 1.
---@param options? lunette.nn.MultiLabelMarginLoss.options
---@return lunette.nn.MultiLabelMarginLoss
function ln.nn.MultiLabelMarginLoss(options) end

--- The function multilabel_soft_margin_loss as a layer:
--- The mean over classes, the last dimension, of -target log s(x) - (1 -
--- target) log(1 - s(x)) with s the sigmoid: each sample may have several
--- classes, target 1, or none; x: n,c or c. weight: c.
---@param options? lunette.nn.MultiLabelSoftMarginLoss.options
---@return lunette.nn.MultiLabelSoftMarginLoss
function ln.nn.MultiLabelSoftMarginLoss(options) end

--- The function multi_margin_loss as a layer:
--- The sum over the other classes k of weight_t max(0, margin - x_t + x_k)^p /
--- c, with t the target, a class from 1; x: n,c or c, target: n or a number,
--- weight: c.
---@param options? lunette.nn.MultiMarginLoss.options
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
---@param options? lunette.nn.MultiheadAttention.options
---@return lunette.nn.MultiheadAttention
---@overload fun(embed_dim: integer, options: lunette.nn.MultiheadAttention.options): lunette.nn.MultiheadAttention
---@overload fun(options: lunette.nn.MultiheadAttention.options): lunette.nn.MultiheadAttention
function ln.nn.MultiheadAttention(embed_dim, num_heads, options) end

--- The function nll_loss as a layer:
--- -x at the class of each sample. x, logarithms of probabilities: n,c or
--- n,c,...; target: n or n,..., classes from 1. weight: c; "mean" divides by
--- the sum of the weights that were used.
---@param options? lunette.nn.NLLLoss.options
---@return lunette.nn.NLLLoss
function ln.nn.NLLLoss(options) end

--- x above 0, weight x below; weight is one number or one for each channel,
--- dimension 2 (He et al. 2015, arXiv 1502.01852, eq. 1).
---@param num_parameters? integer
---@param init? number
---@param options? lunette.nn.PReLU.options
---@return lunette.nn.PReLU
---@overload fun(num_parameters?: integer, options: lunette.nn.PReLU.options): lunette.nn.PReLU
---@overload fun(options: lunette.nn.PReLU.options): lunette.nn.PReLU
function ln.nn.PReLU(num_parameters, init, options) end

--- The function pairwise_distance as a layer: |x1 - x2 + eps|_p along the last dimension.
---@param p? number
---@param eps? number
---@param options? lunette.nn.PairwiseDistance.options
---@return lunette.nn.PairwiseDistance
---@overload fun(p?: number, options: lunette.nn.PairwiseDistance.options): lunette.nn.PairwiseDistance
---@overload fun(options: lunette.nn.PairwiseDistance.options): lunette.nn.PairwiseDistance
function ln.nn.PairwiseDistance(p, eps, options) end

--- The tensor as a parameter: optimisers train it, state_dict saves it. A layer
--- is a plain table: a plain tensor put in a parameter's place takes it away
--- without a word. Write into it (layer.weight:copy_(x) under no_grad) or put a
--- Parameter there.
---
---   local Scale = ln.nn.Module:extend "Scale"
---   function Scale:init(n) self.gain = ln.nn.Parameter(ln.ones(n)) end
---   function Scale:forward(x) return x * self.gain end
---   local scale = Scale(3)
---   do
---     local _ <close> = ln.no_grad()
---     scale.gain:copy_(ln.tensor {1, 2, 3})
---   end
---   print(scale(ln.ones(3)))   -- {1, 2, 3}
---@param data lunette.Tensor
---@param options? lunette.nn.Parameter.options
---@return lunette.Tensor
---@overload fun(options: lunette.nn.Parameter.options): lunette.Tensor
function ln.nn.Parameter(data, options) end

--- Parameters by name, dict.name; tensors that are none become some. It is not
--- called. State: by their names.
---@param parameters? table
---@param options? lunette.nn.ParameterDict.options
---@return lunette.nn.ParameterDict
---@overload fun(options: lunette.nn.ParameterDict.options): lunette.nn.ParameterDict
function ln.nn.ParameterDict(parameters, options) end

---@type lunette.nn.ParameterList.class
ln.nn.ParameterList = {}

--- y = x / sqrt(mean over channels of x^2 + eps); x: n,c,... (Karras et al.
--- 2018, arXiv 1710.10196, 4.2).
---@param options? lunette.nn.PixelNorm.options
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
---@param options? lunette.nn.PoissonNLLLoss.options
---@return lunette.nn.PoissonNLLLoss
function ln.nn.PoissonNLLLoss(options) end

--- y = x / sqrt(mean(x^2) + eps) weight over the last dimensions, which have
--- these sizes (Zhang and Sennrich 2019, arXiv 1910.07467, eq. 4).
---@param normalized_shape integer|integer[]
---@param options? lunette.nn.RMSNorm.options
---@return lunette.nn.RMSNorm
---@overload fun(options: lunette.nn.RMSNorm.options): lunette.nn.RMSNorm
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
--- weight_ih_l1_reverse, ...: layers count from 1, PyTorch's from 0. Start as
--- the cells.
---@param input_size integer
---@param hidden_size integer
---@param options? lunette.nn.RNN.options
---@return lunette.nn.RNN
---@overload fun(input_size: integer, options: lunette.nn.RNN.options): lunette.nn.RNN
---@overload fun(options: lunette.nn.RNN.options): lunette.nn.RNN
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
---@param options? lunette.nn.RNNCell.options
---@return lunette.nn.RNNCell
---@overload fun(input_size: integer, options: lunette.nn.RNNCell.options): lunette.nn.RNNCell
---@overload fun(options: lunette.nn.RNNCell.options): lunette.nn.RNNCell
function ln.nn.RNNCell(input_size, hidden_size, options) end

--- x above 0, a x below: in training mode a is drawn from U(lower, upper) for
--- each element and call, else it is their mean (Xu et al. 2015, arXiv
--- 1505.00853).
---@param lower? number
---@param upper? number
---@param options? lunette.nn.RReLU.options
---@return lunette.nn.RReLU
---@overload fun(lower?: number, options: lunette.nn.RReLU.options): lunette.nn.RReLU
---@overload fun(options: lunette.nn.RReLU.options): lunette.nn.RReLU
function ln.nn.RReLU(lower, upper, options) end

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
---
---   local nn = ln.nn
---   local block = nn.Residual(nn.Sequential {nn.ReLU(), nn.Linear(8, 8)})
---   print(block(ln.randn(5, 8)):size())   -- {5, 8}
---@param layer any
---@param options? lunette.nn.Residual.options
---@return lunette.nn.Residual
---@overload fun(options: lunette.nn.Residual.options): lunette.nn.Residual
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
---
---   local layer = ln.nn.SelfAttention2d(16)
---   local x = ln.randn(2, 16, 8, 8)
---   print(layer(x):equal(x))   -- true
---@param channels integer
---@return lunette.nn.SelfAttention2d
function ln.nn.SelfAttention2d(channels) end

---@type lunette.nn.Sequential.class
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
---@param options? lunette.nn.SmoothL1Loss.options
---@return lunette.nn.SmoothL1Loss
function ln.nn.SmoothL1Loss(options) end

--- The function soft_margin_loss as a layer: log(1 + exp(-target x)) for targets of 1 and -1.
---@param options? lunette.nn.SoftMarginLoss.options
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
---@param options? lunette.nn.Softplus.options
---@return lunette.nn.Softplus
---@overload fun(beta?: number, options: lunette.nn.Softplus.options): lunette.nn.Softplus
---@overload fun(options: lunette.nn.Softplus.options): lunette.nn.Softplus
function ln.nn.Softplus(beta, threshold, options) end

--- The function softshrink as a layer: x drawn towards 0 by lambd, 0 within lambd of it.
---@param lambd? number
---@param options? lunette.nn.Softshrink.options
---@return lunette.nn.Softshrink
---@overload fun(options: lunette.nn.Softshrink.options): lunette.nn.Softshrink
function ln.nn.Softshrink(lambd, options) end

--- The function softsign as a layer: x / (1 + |x|).
---@return lunette.nn.Softsign
function ln.nn.Softsign() end

--- As BatchNorm2d for x: n,c or n,c,..., with mean and
--- variance of the samples of all ranks of a job, and derivatives that go
--- through them: what one process with the whole batch gives (ln.dist).
---@param num_features integer
---@param options? lunette.nn.SyncBatchNorm.options
---@return lunette.nn.SyncBatchNorm
---@overload fun(options: lunette.nn.SyncBatchNorm.options): lunette.nn.SyncBatchNorm
function ln.nn.SyncBatchNorm(num_features, options) end

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
---@param options? lunette.nn.Transformer.options
---@return lunette.nn.Transformer
---@overload fun(d_model?: integer, options: lunette.nn.Transformer.options): lunette.nn.Transformer
---@overload fun(options: lunette.nn.Transformer.options): lunette.nn.Transformer
function ln.nn.Transformer(d_model, nhead, options) end

--- num_layers clones of a TransformerDecoderLayer, one after another, then
--- norm, a layer, when there is one. Called as one of them is. State: layers.1
--- to layers.num_layers, norm.
---@param decoder_layer lunette.nn.Module
---@param num_layers integer
---@param norm? lunette.nn.Module
---@param options? lunette.nn.TransformerDecoder.options
---@return lunette.nn.TransformerDecoder
---@overload fun(decoder_layer: lunette.nn.Module, num_layers: integer, options: lunette.nn.TransformerDecoder.options): lunette.nn.TransformerDecoder
---@overload fun(decoder_layer: lunette.nn.Module, options: lunette.nn.TransformerDecoder.options): lunette.nn.TransformerDecoder
---@overload fun(options: lunette.nn.TransformerDecoder.options): lunette.nn.TransformerDecoder
function ln.nn.TransformerDecoder(decoder_layer, num_layers, norm, options) end

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
---@param options? lunette.nn.TransformerDecoderLayer.options
---@return lunette.nn.TransformerDecoderLayer
---@overload fun(d_model: integer, options: lunette.nn.TransformerDecoderLayer.options): lunette.nn.TransformerDecoderLayer
---@overload fun(options: lunette.nn.TransformerDecoderLayer.options): lunette.nn.TransformerDecoderLayer
function ln.nn.TransformerDecoderLayer(d_model, nhead, options) end

--- num_layers clones of a TransformerEncoderLayer, one after another, then
--- norm, a layer, when there is one: encoder(x, {mask = mask}). mask is their
--- src_mask. State: layers.1 to layers.num_layers, norm.
---@param encoder_layer lunette.nn.Module
---@param num_layers integer
---@param norm? lunette.nn.Module
---@param options? lunette.nn.TransformerEncoder.options
---@return lunette.nn.TransformerEncoder
---@overload fun(encoder_layer: lunette.nn.Module, num_layers: integer, options: lunette.nn.TransformerEncoder.options): lunette.nn.TransformerEncoder
---@overload fun(encoder_layer: lunette.nn.Module, options: lunette.nn.TransformerEncoder.options): lunette.nn.TransformerEncoder
---@overload fun(options: lunette.nn.TransformerEncoder.options): lunette.nn.TransformerEncoder
function ln.nn.TransformerEncoder(encoder_layer, num_layers, norm, options) end

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
---@param options? lunette.nn.TransformerEncoderLayer.options
---@return lunette.nn.TransformerEncoderLayer
---@overload fun(d_model: integer, options: lunette.nn.TransformerEncoderLayer.options): lunette.nn.TransformerEncoderLayer
---@overload fun(options: lunette.nn.TransformerEncoderLayer.options): lunette.nn.TransformerEncoderLayer
function ln.nn.TransformerEncoderLayer(d_model, nhead, options) end

--- The function triplet_margin_loss as a layer:
--- max(0, margin + d(anchor, positive) - d(anchor, negative)) with d the
--- pairwise_distance of order p; with swap the smaller of d(anchor, negative)
--- and d(positive, negative) (Balntas et al. 2016).
---@param options? lunette.nn.TripletMarginLoss.options
---@return lunette.nn.TripletMarginLoss
function ln.nn.TripletMarginLoss(options) end

--- The function triplet_margin_with_distance_loss as a layer:
--- As triplet_margin_loss, with distance_function(a, b) for d, which gives a
--- tensor: one number for each sample. pairwise_distance, unless given.
---@param options? lunette.nn.TripletMarginWithDistanceLoss.options
---@return lunette.nn.TripletMarginWithDistanceLoss
function ln.nn.TripletMarginWithDistanceLoss(options) end

--- Dimension dim split, nn.Unflatten(2, {128, 7, 7}).
---@param dim integer
---@param unflattened_size integer|integer[]
---@return lunette.nn.Unflatten
function ln.nn.Unflatten(dim, unflattened_size) end

--- The windows of n,c,h,w as columns: n,c times the kernel,windows.
---@param kernel_size integer|integer[]
---@param options? lunette.nn.Unfold.options
---@return lunette.nn.Unfold
---@overload fun(options: lunette.nn.Unfold.options): lunette.nn.Unfold
function ln.nn.Unfold(kernel_size, options) end

--- Interpolate as a layer, with one of size ({64, 64}) and scale_factor (2); x:
--- n,c and the spatial sizes.
---
---   local double = ln.nn.Upsample {scale_factor = 2, mode = "bilinear"}
---   print(double(ln.randn(1, 3, 8, 8)):size())   -- {1, 3, 16, 16}
---@param options? lunette.nn.Upsample.options
---@return lunette.nn.Upsample
function ln.nn.Upsample(options) end

--- Upsample of n,c,h,w by the
--- nearest element, or by bilinear weights with align_corners.
---@param options? lunette.nn.UpsamplingBilinear2d.options
---@return lunette.nn.UpsamplingBilinear2d
function ln.nn.UpsamplingBilinear2d(options) end

--- Upsample of n,c,h,w by the
--- nearest element, or by bilinear weights with align_corners.
---@param options? lunette.nn.UpsamplingNearest2d.options
---@return lunette.nn.UpsamplingNearest2d
function ln.nn.UpsamplingNearest2d(options) end

--- The first num_reference samples of x: n,c,... are the reference batch: fixed
--- inputs that go through the network before the others, in one tensor. They
--- are normalised by their own mean m and variance v for each channel, every
--- other sample by those of the reference and itself,
---   mean = (m_x + R m) / (R + 1), and the same for E[x^2],
--- so that no sample depends on others drawn with it; then weight and bias by
--- channel. Gradients flow through the reference (Salimans et al. 2016, arXiv
--- 1606.03498, 3.5, and the authors' code). Training and evaluation agree.
---
---   local nn, R, z = ln.nn, 32, ln.randn(64, 8)
---   local G = nn.Sequential {nn.Linear(8, 4), nn.VirtualBatchNorm(4, R)}
---   local reference_z = ln.randn(R, 8)  -- drawn once
---   local y = G(ln.cat {reference_z, z}):narrow(1, R + 1, z:size(1))
---@param num_features integer
---@param num_reference integer
---@param options? lunette.nn.VirtualBatchNorm.options
---@return lunette.nn.VirtualBatchNorm
---@overload fun(num_features: integer, options: lunette.nn.VirtualBatchNorm.options): lunette.nn.VirtualBatchNorm
---@overload fun(options: lunette.nn.VirtualBatchNorm.options): lunette.nn.VirtualBatchNorm
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
---
---   local layer = ln.nn.equalized(ln.nn.Linear(3, 2))
---   print(layer.weight_orig:size())   -- {2, 3}
---@generic T: lunette.nn.Module
---@param layer T
---@param options? lunette.nn.equalized.options
---@return T
---@overload fun(options: lunette.nn.equalized.options): T
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
---@param options? lunette.nn.functional.adaptive_max_pool1d.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.adaptive_max_pool1d.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.adaptive_max_pool1d.options): lunette.Tensor
function ln.nn.functional.adaptive_max_pool1d(x, output_size, options) end

--- As without the ending, with
--- return_indices = true.
---@param x lunette.Tensor
---@param output_size integer
---@return lunette.Tensor
---@return lunette.Tensor
function ln.nn.functional.adaptive_max_pool1d_with_indices(x, output_size) end

--- The largest of windows that share out the
--- spatial sizes: along each, window i (from 0) of m over n elements goes from
--- floor(i n / m) to before ceil((i + 1) n / m); with return_indices also where
--- in its plane it stands, from 1. x: n, c and the spatial sizes (or without
--- n).
---@param x lunette.Tensor
---@param output_size integer|integer[]
---@param options? lunette.nn.functional.adaptive_max_pool2d.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.adaptive_max_pool2d.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.adaptive_max_pool2d.options): lunette.Tensor
function ln.nn.functional.adaptive_max_pool2d(x, output_size, options) end

--- As without the ending, with
--- return_indices = true.
---@param x lunette.Tensor
---@param output_size integer|integer[]
---@return lunette.Tensor
---@return lunette.Tensor
function ln.nn.functional.adaptive_max_pool2d_with_indices(x, output_size) end

--- The largest of windows that share out the
--- spatial sizes: along each, window i (from 0) of m over n elements goes from
--- floor(i n / m) to before ceil((i + 1) n / m); with return_indices also where
--- in its plane it stands, from 1. x: n, c and the spatial sizes (or without
--- n).
---@param x lunette.Tensor
---@param output_size integer|integer[]
---@param options? lunette.nn.functional.adaptive_max_pool3d.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.adaptive_max_pool3d.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.adaptive_max_pool3d.options): lunette.Tensor
function ln.nn.functional.adaptive_max_pool3d(x, output_size, options) end

--- As without the ending, with
--- return_indices = true.
---@param x lunette.Tensor
---@param output_size integer|integer[]
---@return lunette.Tensor
---@return lunette.Tensor
function ln.nn.functional.adaptive_max_pool3d_with_indices(x, output_size) end

--- Each element is -1.7581, selu's limit, with probability p; a (x + 1.7581 p)
--- and a (-1.7581 + 1.7581 p) with a = ((1 - p) (1 + 1.7581^2 p))^(-1/2) keep
--- mean 0 and variance 1 (Klambauer et al. 2017, arXiv 1706.02515); x itself
--- unless training.
---@param x lunette.Tensor
---@param p? number
---@param training? boolean
---@param options? lunette.nn.functional.alpha_dropout.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, p?: number, options: lunette.nn.functional.alpha_dropout.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.alpha_dropout.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.alpha_dropout.options): lunette.Tensor
function ln.nn.functional.alpha_dropout(x, p, training, options) end

--- (x - mean) / sqrt(var + eps) weight + bias for each channel of x: n,c,...;
--- the others: c. Mean and variance are the running ones, or in training the
--- batch's, towards which the running ones then move by the share momentum, in
--- place; nil for them goes with training only. The op of that name is what the
--- layers are made of.
---@param x lunette.Tensor
---@param running_mean? lunette.Tensor
---@param running_var? lunette.Tensor
---@param options? lunette.nn.functional.batch_norm.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, running_mean?: lunette.Tensor, options: lunette.nn.functional.batch_norm.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.batch_norm.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.batch_norm.options): lunette.Tensor
function ln.nn.functional.batch_norm(x, running_mean, running_var, options) end

--- y_k = input1^T W_k input2 + bias_k; input1: ..., in1, input2: ..., in2, y:
--- ..., out; weight: out x in1 x in2, bias: out.
---@param input1 lunette.Tensor
---@param input2 lunette.Tensor
---@param weight lunette.Tensor
---@param bias? lunette.Tensor
---@param options? lunette.nn.functional.bilinear.options
---@return lunette.Tensor
---@overload fun(input1: lunette.Tensor, input2: lunette.Tensor, weight: lunette.Tensor, options: lunette.nn.functional.bilinear.options): lunette.Tensor
---@overload fun(input1: lunette.Tensor, input2: lunette.Tensor, options: lunette.nn.functional.bilinear.options): lunette.Tensor
---@overload fun(input1: lunette.Tensor, options: lunette.nn.functional.bilinear.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.bilinear.options): lunette.Tensor
function ln.nn.functional.bilinear(input1, input2, weight, bias, options) end

--- -target log x - (1 - target) log(1 - x) for probabilities x, each logarithm
--- at least -100. From logits, binary_cross_entropy_with_logits is exact.
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? lunette.nn.functional.binary_cross_entropy.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.binary_cross_entropy.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.binary_cross_entropy.options): lunette.Tensor
function ln.nn.functional.binary_cross_entropy(x, target, options) end

--- -target log s(x) - (1 - target) log(1 - s(x)) with s the sigmoid, from the
--- logits x without overflow: target softplus(-x) + (1 - target) softplus(x).
--- pos_weight multiplies its first term.
---
---   local F = ln.nn.functional
---   local loss = F.binary_cross_entropy_with_logits(ln.zeros(4), ln.ones(4))
---   print(("%.4f"):format(loss:item()))   -- 0.6931
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? lunette.nn.functional.binary_cross_entropy_with_logits.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.binary_cross_entropy_with_logits.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.binary_cross_entropy_with_logits.options): lunette.Tensor
function ln.nn.functional.binary_cross_entropy_with_logits(x, target, options) end

--- Cross-correlation of x (n, c, spatial, or without n) with weight (out, c /
--- groups, kernel); bias: out. padding: or "same", which keeps the sizes of x
--- (stride 1), or "valid", which is 0.
---@param x lunette.Tensor
---@param weight lunette.Tensor
---@param bias? lunette.Tensor
---@param options? lunette.nn.functional.conv1d.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, weight: lunette.Tensor, options: lunette.nn.functional.conv1d.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.conv1d.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.conv1d.options): lunette.Tensor
function ln.nn.functional.conv1d(x, weight, bias, options) end

--- Cross-correlation of x (n, c, spatial, or without n) with weight (out, c /
--- groups, kernel); bias: out. padding: or "same", which keeps the sizes of x
--- (stride 1), or "valid", which is 0.
---@param x lunette.Tensor
---@param weight lunette.Tensor
---@param bias? lunette.Tensor
---@param options? lunette.nn.functional.conv2d.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, weight: lunette.Tensor, options: lunette.nn.functional.conv2d.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.conv2d.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.conv2d.options): lunette.Tensor
function ln.nn.functional.conv2d(x, weight, bias, options) end

--- Cross-correlation of x (n, c, spatial, or without n) with weight (out, c /
--- groups, kernel); bias: out. padding: or "same", which keeps the sizes of x
--- (stride 1), or "valid", which is 0.
---@param x lunette.Tensor
---@param weight lunette.Tensor
---@param bias? lunette.Tensor
---@param options? lunette.nn.functional.conv3d.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, weight: lunette.Tensor, options: lunette.nn.functional.conv3d.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.conv3d.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.conv3d.options): lunette.Tensor
function ln.nn.functional.conv3d(x, weight, bias, options) end

--- conv1d of x: t,n,in with weight: kernel,in,out and bias: out; pad zeros at
--- both ends. y: t',n,out.
---@param x lunette.Tensor
---@param weight lunette.Tensor
---@param bias lunette.Tensor
---@param pad? integer
---@param options? lunette.nn.functional.conv_tbc.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, weight: lunette.Tensor, bias: lunette.Tensor, options: lunette.nn.functional.conv_tbc.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, weight: lunette.Tensor, options: lunette.nn.functional.conv_tbc.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.conv_tbc.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.conv_tbc.options): lunette.Tensor
function ln.nn.functional.conv_tbc(x, weight, bias, pad, options) end

--- With c the cosine of the angle between input1 and input2 (n,k or k): 1 - c
--- where target is 1, max(0, c - margin) where it is -1. Raises on others.
---@param input1 lunette.Tensor
---@param input2 lunette.Tensor
---@param target lunette.Tensor|number
---@param options? lunette.nn.functional.cosine_embedding_loss.options
---@return lunette.Tensor
---@overload fun(input1: lunette.Tensor, input2: lunette.Tensor, options: lunette.nn.functional.cosine_embedding_loss.options): lunette.Tensor
---@overload fun(input1: lunette.Tensor, options: lunette.nn.functional.cosine_embedding_loss.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.cosine_embedding_loss.options): lunette.Tensor
function ln.nn.functional.cosine_embedding_loss(input1, input2, target, options) end

--- x1 . x2 / (max(|x1|, eps) max(|x2|, eps)) along a dimension.
---@param x1 lunette.Tensor
---@param x2 lunette.Tensor
---@param dim? integer
---@param options? lunette.nn.functional.cosine_similarity.options
---@return lunette.Tensor
---@overload fun(x1: lunette.Tensor, x2: lunette.Tensor, options: lunette.nn.functional.cosine_similarity.options): lunette.Tensor
---@overload fun(x1: lunette.Tensor, options: lunette.nn.functional.cosine_similarity.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.cosine_similarity.options): lunette.Tensor
function ln.nn.functional.cosine_similarity(x1, x2, dim, options) end

--- The cross entropy of scores (logits) x: n,c or n,c,... against classes from
--- 1 (n or n,...) or against probabilities of the shape of x. label_smoothing
--- mixes that share of the uniform distribution into the target.
---
---   local scores = ln.tensor {{0, 0}, {0, 0}}   -- 2 samples, 2 classes
---   local loss = ln.nn.functional.cross_entropy(scores, ln.tensor {1, 2})
---   print(("%.4f"):format(loss:item()))   -- 0.6931
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? lunette.nn.functional.cross_entropy.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.cross_entropy.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.cross_entropy.options): lunette.Tensor
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
---
---   local F = ln.nn.functional
---   local log_probs = ln.randn(10, 2, 5):log_softmax(3)   -- of 10 steps
---   local targets = ln.tensor {{2, 3, 4}, {5, 3, 1}}
---   local loss = F.ctc_loss(log_probs, targets, {10, 10}, {3, 2})
---@param log_probs lunette.Tensor
---@param targets lunette.Tensor
---@param input_lengths lunette.Tensor|integer|table
---@param target_lengths lunette.Tensor|integer|table
---@param blank? integer
---@param options? lunette.nn.functional.ctc_loss.options
---@return lunette.Tensor
---@overload fun(log_probs: lunette.Tensor, targets: lunette.Tensor, input_lengths: lunette.Tensor|integer|table, target_lengths: lunette.Tensor|integer|table, options: lunette.nn.functional.ctc_loss.options): lunette.Tensor
---@overload fun(log_probs: lunette.Tensor, targets: lunette.Tensor, input_lengths: lunette.Tensor|integer|table, options: lunette.nn.functional.ctc_loss.options): lunette.Tensor
---@overload fun(log_probs: lunette.Tensor, targets: lunette.Tensor, options: lunette.nn.functional.ctc_loss.options): lunette.Tensor
---@overload fun(log_probs: lunette.Tensor, options: lunette.nn.functional.ctc_loss.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.ctc_loss.options): lunette.Tensor
function ln.nn.functional.ctc_loss(log_probs, targets, input_lengths, target_lengths, blank, options) end

--- Each element is 0 with probability p, the others are divided by 1 - p; x
--- itself unless training.
---@param x lunette.Tensor
---@param p? number
---@param training? boolean
---@param options? lunette.nn.functional.dropout.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, p?: number, options: lunette.nn.functional.dropout.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.dropout.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.dropout.options): lunette.Tensor
function ln.nn.functional.dropout(x, p, training, options) end

--- As dropout, for whole channels of x: n,c,h,w or n,c,l. dropout1d takes n,c,l
--- or c,l, dropout3d n,c,d,h,w or c,d,h,w.
---@param x lunette.Tensor
---@param p? number
---@param training? boolean
---@param options? lunette.nn.functional.dropout1d.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, p?: number, options: lunette.nn.functional.dropout1d.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.dropout1d.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.dropout1d.options): lunette.Tensor
function ln.nn.functional.dropout1d(x, p, training, options) end

--- As dropout, for whole channels of x: n,c,h,w or n,c,l. dropout1d takes n,c,l
--- or c,l, dropout3d n,c,d,h,w or c,d,h,w.
---@param x lunette.Tensor
---@param p? number
---@param training? boolean
---@param options? lunette.nn.functional.dropout2d.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, p?: number, options: lunette.nn.functional.dropout2d.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.dropout2d.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.dropout2d.options): lunette.Tensor
function ln.nn.functional.dropout2d(x, p, training, options) end

--- As dropout, for whole channels of x: n,c,h,w or n,c,l. dropout1d takes n,c,l
--- or c,l, dropout3d n,c,d,h,w or c,d,h,w.
---@param x lunette.Tensor
---@param p? number
---@param training? boolean
---@param options? lunette.nn.functional.dropout3d.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, p?: number, options: lunette.nn.functional.dropout3d.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.dropout3d.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.dropout3d.options): lunette.Tensor
function ln.nn.functional.dropout3d(x, p, training, options) end

--- Rows of weight in place of indices x, from 1, of any shape: y has the sizes
--- of x and then those of a row. Row padding_idx gets no gradient. The op of
--- that name takes weight first, as torch.embedding does.
---@param x lunette.Tensor
---@param weight lunette.Tensor
---@param options? lunette.nn.functional.embedding.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.embedding.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.embedding.options): lunette.Tensor
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
---@param options? lunette.nn.functional.embedding_bag.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, weight: lunette.Tensor, options: lunette.nn.functional.embedding_bag.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.embedding_bag.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.embedding_bag.options): lunette.Tensor
function ln.nn.functional.embedding_bag(x, weight, offsets, options) end

--- As alpha_dropout, for whole channels of x: n,c,....
---@param x lunette.Tensor
---@param p? number
---@param training? boolean
---@param options? lunette.nn.functional.feature_alpha_dropout.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, p?: number, options: lunette.nn.functional.feature_alpha_dropout.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.feature_alpha_dropout.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.feature_alpha_dropout.options): lunette.Tensor
function ln.nn.functional.feature_alpha_dropout(x, p, training, options) end

--- The largest of windows of kernel_size that begin at places drawn for each
--- plane: output_size of them along each dimension, or output_ratio times its
--- size. Window i (from 0) of m begins at floor((i + u) a) - floor(u a) with a
--- = (size - kernel_size) / (m - 1) and u uniform, the last one at the end
--- (Graham 2014, arXiv 1412.6071). _random_samples are the u: n,c,2 (the
--- width's first) or n,c,3. With return_indices also where in its plane each
--- stands, from 1. x: n, c and the spatial sizes (or without n).
---@param x lunette.Tensor
---@param kernel_size integer|integer[]
---@param options? lunette.nn.functional.fractional_max_pool2d.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.fractional_max_pool2d.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.fractional_max_pool2d.options): lunette.Tensor
function ln.nn.functional.fractional_max_pool2d(x, kernel_size, options) end

--- As without the ending,
--- with return_indices = true.
---@param x lunette.Tensor
---@param kernel_size integer|integer[]
---@param options? lunette.nn.functional.fractional_max_pool2d_with_indices.options
---@return lunette.Tensor
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.fractional_max_pool2d_with_indices.options): lunette.Tensor, lunette.Tensor
---@overload fun(options: lunette.nn.functional.fractional_max_pool2d_with_indices.options): lunette.Tensor, lunette.Tensor
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
---@param options? lunette.nn.functional.fractional_max_pool3d.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.fractional_max_pool3d.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.fractional_max_pool3d.options): lunette.Tensor
function ln.nn.functional.fractional_max_pool3d(x, kernel_size, options) end

--- As without the ending,
--- with return_indices = true.
---@param x lunette.Tensor
---@param kernel_size integer|integer[]
---@param options? lunette.nn.functional.fractional_max_pool3d_with_indices.options
---@return lunette.Tensor
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.fractional_max_pool3d_with_indices.options): lunette.Tensor, lunette.Tensor
---@overload fun(options: lunette.nn.functional.fractional_max_pool3d_with_indices.options): lunette.Tensor, lunette.Tensor
function ln.nn.functional.fractional_max_pool3d_with_indices(x, kernel_size, options) end

--- model(...) with other tensors in place of its parameters, which stay as
--- they are: a list of them in the order of model:parameters(), or some by path
--- ("1.weight"). What is computed depends on the tensors given, so that it can
--- be differentiated through the steps that made them (optim.functional). A
--- parameter that two layers share is replaced in the first.
---@param model lunette.nn.Module
---@param params table
---@param ... any
---@return any ...
function ln.nn.functional.functional_call(model, params, ...) end

--- (log v + (x - target)^2 / v) / 2 with v = max(var, eps), whose derivative is
--- that of var; {full = true} adds log(2 pi) / 2.
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param var lunette.Tensor
---@param options? lunette.nn.functional.gaussian_nll_loss.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, target: lunette.Tensor|number, options: lunette.nn.functional.gaussian_nll_loss.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.gaussian_nll_loss.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.gaussian_nll_loss.options): lunette.Tensor
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
---@param options? lunette.nn.functional.grid_sample.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, grid: lunette.Tensor, mode?: "bilinear"|"nearest"|"bicubic", padding_mode?: "zeros"|"border"|"reflection", options: lunette.nn.functional.grid_sample.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, grid: lunette.Tensor, mode?: "bilinear"|"nearest"|"bicubic", options: lunette.nn.functional.grid_sample.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, grid: lunette.Tensor, options: lunette.nn.functional.grid_sample.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.grid_sample.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.grid_sample.options): lunette.Tensor
function ln.nn.functional.grid_sample(x, grid, mode, padding_mode, align_corners, options) end

--- softmax((logits + g) / tau) along dim, with g = -log(-log u) drawn anew, u
--- uniform: a sample of the classes that can be differentiated (Jang et al.
--- 2017, arXiv 1611.01144). hard: one-hot, with the derivative of the former.
---
---   local F = ln.nn.functional
---   local draw = F.gumbel_softmax(ln.zeros(3, 4), 0.5, true)
---   print(draw:sum(2):round())   -- {1, 1, 1}
---@param logits lunette.Tensor
---@param tau? number
---@param hard? boolean
---@param dim? integer
---@param options? lunette.nn.functional.gumbel_softmax.options
---@return lunette.Tensor
---@overload fun(logits: lunette.Tensor, tau?: number, hard?: boolean, options: lunette.nn.functional.gumbel_softmax.options): lunette.Tensor
---@overload fun(logits: lunette.Tensor, tau?: number, options: lunette.nn.functional.gumbel_softmax.options): lunette.Tensor
---@overload fun(logits: lunette.Tensor, options: lunette.nn.functional.gumbel_softmax.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.gumbel_softmax.options): lunette.Tensor
function ln.nn.functional.gumbel_softmax(logits, tau, hard, dim, options) end

--- x where target is 1, max(0, margin - x) where it is -1. Raises on others.
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? lunette.nn.functional.hinge_embedding_loss.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.hinge_embedding_loss.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.hinge_embedding_loss.options): lunette.Tensor
function ln.nn.functional.hinge_embedding_loss(x, target, options) end

--- With d = x - target: d^2 / 2 where |d| < delta, else delta (|d| - delta / 2)
--- (Huber 1964).
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? lunette.nn.functional.huber_loss.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.huber_loss.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.huber_loss.options): lunette.Tensor
function ln.nn.functional.huber_loss(x, target, options) end

--- As batch_norm, with mean and variance of each channel of each sample; with
--- use_input_stats = false the running ones.
---@param x lunette.Tensor
---@param options? lunette.nn.functional.instance_norm.options
---@return lunette.Tensor
---@overload fun(options: lunette.nn.functional.instance_norm.options): lunette.Tensor
function ln.nn.functional.instance_norm(x, options) end

--- target (log target - x) for log-probabilities x, 0 where target is 0;
--- {log_target = true} takes log target. "mean" divides by the number of
--- elements; {reduction = "batchmean"}, by that of samples, is the divergence.
---@param x lunette.Tensor
---@param target lunette.Tensor
---@param options? lunette.nn.functional.kl_div.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.kl_div.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.kl_div.options): lunette.Tensor
function ln.nn.functional.kl_div(x, target, options) end

--- |x - target|.
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? lunette.nn.functional.l1_loss.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.l1_loss.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.l1_loss.options): lunette.Tensor
function ln.nn.functional.l1_loss(x, target, options) end

--- x / (k + alpha mean of squares)^beta, the mean over `size` neighbouring
--- channels, those that are not there being 0; x: n,c,... (Krizhevsky et al.
--- 2012, section 3.3, with alpha for each channel of the window).
---@param x lunette.Tensor
---@param size integer
---@param alpha? number
---@param beta? number
---@param k? number
---@param options? lunette.nn.functional.local_response_norm.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, size: integer, alpha?: number, beta?: number, options: lunette.nn.functional.local_response_norm.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, size: integer, alpha?: number, options: lunette.nn.functional.local_response_norm.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, size: integer, options: lunette.nn.functional.local_response_norm.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.local_response_norm.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.local_response_norm.options): lunette.Tensor
function ln.nn.functional.local_response_norm(x, size, alpha, beta, k, options) end

--- (the sum of x^p in each
--- window)^(1 / p) with p the norm_type; at a sum of 0 the derivative is 0. A
--- window that ceil_mode leaves short counts as a whole one of that mean, as in
--- PyTorch. x: n, c and the spatial sizes (or without n).
---@param x lunette.Tensor
---@param norm_type number
---@param kernel_size integer
---@param stride? integer
---@param ceil_mode? boolean
---@param options? lunette.nn.functional.lp_pool1d.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, norm_type: number, kernel_size: integer, stride?: integer, options: lunette.nn.functional.lp_pool1d.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, norm_type: number, kernel_size: integer, options: lunette.nn.functional.lp_pool1d.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, norm_type: number, options: lunette.nn.functional.lp_pool1d.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.lp_pool1d.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.lp_pool1d.options): lunette.Tensor
function ln.nn.functional.lp_pool1d(x, norm_type, kernel_size, stride, ceil_mode, options) end

--- (the sum of x^p in each
--- window)^(1 / p) with p the norm_type; at a sum of 0 the derivative is 0. A
--- window that ceil_mode leaves short counts as a whole one of that mean, as in
--- PyTorch. x: n, c and the spatial sizes (or without n).
---@param x lunette.Tensor
---@param norm_type number
---@param kernel_size integer|integer[]
---@param stride? integer|integer[]
---@param ceil_mode? boolean
---@param options? lunette.nn.functional.lp_pool2d.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, norm_type: number, kernel_size: integer|integer[], stride?: integer|integer[], options: lunette.nn.functional.lp_pool2d.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, norm_type: number, kernel_size: integer|integer[], options: lunette.nn.functional.lp_pool2d.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, norm_type: number, options: lunette.nn.functional.lp_pool2d.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.lp_pool2d.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.lp_pool2d.options): lunette.Tensor
function ln.nn.functional.lp_pool2d(x, norm_type, kernel_size, stride, ceil_mode, options) end

--- max(0, margin - target (input1 - input2)), target 1 when input1 should be
--- the larger, -1 when input2. Raises on others.
---@param input1 lunette.Tensor
---@param input2 lunette.Tensor
---@param target lunette.Tensor|number
---@param options? lunette.nn.functional.margin_ranking_loss.options
---@return lunette.Tensor
---@overload fun(input1: lunette.Tensor, input2: lunette.Tensor, options: lunette.nn.functional.margin_ranking_loss.options): lunette.Tensor
---@overload fun(input1: lunette.Tensor, options: lunette.nn.functional.margin_ranking_loss.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.margin_ranking_loss.options): lunette.Tensor
function ln.nn.functional.margin_ranking_loss(input1, input2, target, options) end

--- The largest of each window of x: n, c and the
--- spatial sizes (or without n); with return_indices also where in its plane it
--- stands, counted from 1 in row-major order. Sizes are those of nn.MaxPool2d.
---@param x lunette.Tensor
---@param kernel_size integer
---@param options? lunette.nn.functional.max_pool1d.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.max_pool1d.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.max_pool1d.options): lunette.Tensor
function ln.nn.functional.max_pool1d(x, kernel_size, options) end

--- As without the ending, with
--- return_indices = true.
---@param x lunette.Tensor
---@param kernel_size integer
---@param options? lunette.nn.functional.max_pool1d_with_indices.options
---@return lunette.Tensor
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.max_pool1d_with_indices.options): lunette.Tensor, lunette.Tensor
---@overload fun(options: lunette.nn.functional.max_pool1d_with_indices.options): lunette.Tensor, lunette.Tensor
function ln.nn.functional.max_pool1d_with_indices(x, kernel_size, options) end

--- The largest of each window of x: n, c and the
--- spatial sizes (or without n); with return_indices also where in its plane it
--- stands, counted from 1 in row-major order. Sizes are those of nn.MaxPool2d.
---@param x lunette.Tensor
---@param kernel_size integer|integer[]
---@param options? lunette.nn.functional.max_pool2d.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.max_pool2d.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.max_pool2d.options): lunette.Tensor
function ln.nn.functional.max_pool2d(x, kernel_size, options) end

--- As without the ending, with
--- return_indices = true.
---@param x lunette.Tensor
---@param kernel_size integer|integer[]
---@param options? lunette.nn.functional.max_pool2d_with_indices.options
---@return lunette.Tensor
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.max_pool2d_with_indices.options): lunette.Tensor, lunette.Tensor
---@overload fun(options: lunette.nn.functional.max_pool2d_with_indices.options): lunette.Tensor, lunette.Tensor
function ln.nn.functional.max_pool2d_with_indices(x, kernel_size, options) end

--- The largest of each window of x: n, c and the
--- spatial sizes (or without n); with return_indices also where in its plane it
--- stands, counted from 1 in row-major order. Sizes are those of nn.MaxPool2d.
---@param x lunette.Tensor
---@param kernel_size integer|integer[]
---@param options? lunette.nn.functional.max_pool3d.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.max_pool3d.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.max_pool3d.options): lunette.Tensor
function ln.nn.functional.max_pool3d(x, kernel_size, options) end

--- As without the ending, with
--- return_indices = true.
---@param x lunette.Tensor
---@param kernel_size integer|integer[]
---@param options? lunette.nn.functional.max_pool3d_with_indices.options
---@return lunette.Tensor
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.max_pool3d_with_indices.options): lunette.Tensor, lunette.Tensor
---@overload fun(options: lunette.nn.functional.max_pool3d_with_indices.options): lunette.Tensor, lunette.Tensor
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
---@param options? lunette.nn.functional.max_unpool1d.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, indices: lunette.Tensor, kernel_size: integer, stride?: integer, padding?: integer, options: lunette.nn.functional.max_unpool1d.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, indices: lunette.Tensor, kernel_size: integer, stride?: integer, options: lunette.nn.functional.max_unpool1d.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, indices: lunette.Tensor, kernel_size: integer, options: lunette.nn.functional.max_unpool1d.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, indices: lunette.Tensor, options: lunette.nn.functional.max_unpool1d.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.max_unpool1d.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.max_unpool1d.options): lunette.Tensor
function ln.nn.functional.max_unpool1d(x, indices, kernel_size, stride, padding, output_size, options) end

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
---@param options? lunette.nn.functional.max_unpool2d.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, indices: lunette.Tensor, kernel_size: integer|integer[], stride?: integer|integer[], padding?: integer|integer[], options: lunette.nn.functional.max_unpool2d.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, indices: lunette.Tensor, kernel_size: integer|integer[], stride?: integer|integer[], options: lunette.nn.functional.max_unpool2d.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, indices: lunette.Tensor, kernel_size: integer|integer[], options: lunette.nn.functional.max_unpool2d.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, indices: lunette.Tensor, options: lunette.nn.functional.max_unpool2d.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.max_unpool2d.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.max_unpool2d.options): lunette.Tensor
function ln.nn.functional.max_unpool2d(x, indices, kernel_size, stride, padding, output_size, options) end

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
---@param options? lunette.nn.functional.max_unpool3d.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, indices: lunette.Tensor, kernel_size: integer|integer[], stride?: integer|integer[], padding?: integer|integer[], options: lunette.nn.functional.max_unpool3d.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, indices: lunette.Tensor, kernel_size: integer|integer[], stride?: integer|integer[], options: lunette.nn.functional.max_unpool3d.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, indices: lunette.Tensor, kernel_size: integer|integer[], options: lunette.nn.functional.max_unpool3d.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, indices: lunette.Tensor, options: lunette.nn.functional.max_unpool3d.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.max_unpool3d.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.max_unpool3d.options): lunette.Tensor
function ln.nn.functional.max_unpool3d(x, indices, kernel_size, stride, padding, output_size, options) end

--- (x - target)^2.
---
---   local x, target = ln.tensor {1, 2}, ln.tensor {1, 4}
---   print(ln.nn.functional.mse_loss(x, target):item())   -- 2
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? lunette.nn.functional.mse_loss.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.mse_loss.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.mse_loss.options): lunette.Tensor
function ln.nn.functional.mse_loss(x, target, options) end

--- The sum over the other classes k of weight_t max(0, margin - x_t + x_k)^p /
--- c, with t the target, a class from 1; x: n,c or c, target: n or a number,
--- weight: c.
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? lunette.nn.functional.multi_margin_loss.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.multi_margin_loss.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.multi_margin_loss.options): lunette.Tensor
function ln.nn.functional.multi_margin_loss(x, target, options) end

--- The sum over the target's classes t and all other classes k of max(0, 1 -
--- x_t + x_k) / c. target, of the sizes of x: n,c or c, lists each sample's
--- classes, from 1, up to the first that is below 1.
---@param x lunette.Tensor
---@param target lunette.Tensor
---@param options? lunette.nn.functional.multilabel_margin_loss.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.multilabel_margin_loss.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.multilabel_margin_loss.options): lunette.Tensor
function ln.nn.functional.multilabel_margin_loss(x, target, options) end

--- The mean over classes, the last dimension, of -target log s(x) - (1 -
--- target) log(1 - s(x)) with s the sigmoid: each sample may have several
--- classes, target 1, or none; x: n,c or c. weight: c.
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? lunette.nn.functional.multilabel_soft_margin_loss.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.multilabel_soft_margin_loss.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.multilabel_soft_margin_loss.options): lunette.Tensor
function ln.nn.functional.multilabel_soft_margin_loss(x, target, options) end

--- -x at the class of each sample. x, logarithms of probabilities: n,c or
--- n,c,...; target: n or n,..., classes from 1. weight: c; "mean" divides by
--- the sum of the weights that were used.
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? lunette.nn.functional.nll_loss.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.nll_loss.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.nll_loss.options): lunette.Tensor
function ln.nn.functional.nll_loss(x, target, options) end

--- x / max(|x|_p, eps) along a dimension.
---
---   local F = ln.nn.functional
---   print(F.normalize(ln.tensor {{3, 4}}))   -- {{0.6000, 0.8000}}
---@param x lunette.Tensor
---@param p? number
---@param dim? integer
---@param options? lunette.nn.functional.normalize.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, p?: number, options: lunette.nn.functional.normalize.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.normalize.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.normalize.options): lunette.Tensor
function ln.nn.functional.normalize(x, p, dim, options) end

--- A last dimension of num_classes, 1 at the class (from 1), 0 elsewhere; -1
--- stands for the largest class in x. No derivative.
---
---   local F = ln.nn.functional
---   print(F.one_hot(ln.tensor {1, 3}, 3))   -- {{1, 0, 0}, {0, 0, 1}}
---@param x lunette.Tensor
---@param num_classes? integer
---@param options? lunette.nn.functional.one_hot.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.one_hot.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.one_hot.options): lunette.Tensor
function ln.nn.functional.one_hot(x, num_classes, options) end

--- |x1 - x2 + eps|_p along the last dimension.
---@param x1 lunette.Tensor
---@param x2 lunette.Tensor
---@param p? number
---@param eps? number
---@param options? lunette.nn.functional.pairwise_distance.options
---@return lunette.Tensor
---@overload fun(x1: lunette.Tensor, x2: lunette.Tensor, p?: number, options: lunette.nn.functional.pairwise_distance.options): lunette.Tensor
---@overload fun(x1: lunette.Tensor, x2: lunette.Tensor, options: lunette.nn.functional.pairwise_distance.options): lunette.Tensor
---@overload fun(x1: lunette.Tensor, options: lunette.nn.functional.pairwise_distance.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.pairwise_distance.options): lunette.Tensor
function ln.nn.functional.pairwise_distance(x1, x2, p, eps, options) end

--- exp(x) - target x for x the log of the rate, or with {log_input = false}
--- x - target log(x + eps); {full = true} adds log target!, by Stirling.
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? lunette.nn.functional.poisson_nll_loss.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.poisson_nll_loss.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.poisson_nll_loss.options): lunette.Tensor
function ln.nn.functional.poisson_nll_loss(x, target, options) end

--- x above 0, a x below, with a drawn from U(lower, upper) for each element in
--- training, their mean otherwise (Xu et al. 2015, arXiv 1505.00853).
---@param x lunette.Tensor
---@param lower? number
---@param upper? number
---@param training? boolean
---@param options? lunette.nn.functional.rrelu.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, lower?: number, upper?: number, options: lunette.nn.functional.rrelu.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, lower?: number, options: lunette.nn.functional.rrelu.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.rrelu.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.rrelu.options): lunette.Tensor
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
---@param options? lunette.nn.functional.scaled_dot_product_attention.options
---@return lunette.Tensor
---@overload fun(query: lunette.Tensor, key: lunette.Tensor, value: lunette.Tensor, attn_mask?: lunette.Tensor, dropout_p?: number, options: lunette.nn.functional.scaled_dot_product_attention.options): lunette.Tensor
---@overload fun(query: lunette.Tensor, key: lunette.Tensor, value: lunette.Tensor, attn_mask?: lunette.Tensor, options: lunette.nn.functional.scaled_dot_product_attention.options): lunette.Tensor
---@overload fun(query: lunette.Tensor, key: lunette.Tensor, value: lunette.Tensor, options: lunette.nn.functional.scaled_dot_product_attention.options): lunette.Tensor
---@overload fun(query: lunette.Tensor, key: lunette.Tensor, options: lunette.nn.functional.scaled_dot_product_attention.options): lunette.Tensor
---@overload fun(query: lunette.Tensor, options: lunette.nn.functional.scaled_dot_product_attention.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.scaled_dot_product_attention.options): lunette.Tensor
function ln.nn.functional.scaled_dot_product_attention(query, key, value, attn_mask, dropout_p, is_causal, options) end

--- With d = x - target: d^2 / (2 beta) where |d| < beta, else |d| - beta / 2
--- (Girshick 2015).
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? lunette.nn.functional.smooth_l1_loss.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.smooth_l1_loss.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.smooth_l1_loss.options): lunette.Tensor
function ln.nn.functional.smooth_l1_loss(x, target, options) end

--- log(1 + exp(-target x)) for targets of 1 and -1.
---@param x lunette.Tensor
---@param target lunette.Tensor|number
---@param options? lunette.nn.functional.soft_margin_loss.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.soft_margin_loss.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.soft_margin_loss.options): lunette.Tensor
function ln.nn.functional.soft_margin_loss(x, target, options) end

--- softmax(-x) along dim.
---@param x lunette.Tensor
---@param dim integer
---@return lunette.Tensor
function ln.nn.functional.softmin(x, dim) end

--- max(0, margin + d(anchor, positive) - d(anchor, negative)) with d the
--- pairwise_distance of order p; with swap the smaller of d(anchor, negative)
--- and d(positive, negative) (Balntas et al. 2016).
---@param anchor lunette.Tensor
---@param positive lunette.Tensor
---@param negative lunette.Tensor
---@param options? lunette.nn.functional.triplet_margin_loss.options
---@return lunette.Tensor
---@overload fun(anchor: lunette.Tensor, positive: lunette.Tensor, options: lunette.nn.functional.triplet_margin_loss.options): lunette.Tensor
---@overload fun(anchor: lunette.Tensor, options: lunette.nn.functional.triplet_margin_loss.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.triplet_margin_loss.options): lunette.Tensor
function ln.nn.functional.triplet_margin_loss(anchor, positive, negative, options) end

--- As triplet_margin_loss, with distance_function(a, b) for d, which gives a
--- tensor: one number for each sample. pairwise_distance, unless given.
---@param anchor lunette.Tensor
---@param positive lunette.Tensor
---@param negative lunette.Tensor
---@param options? lunette.nn.functional.triplet_margin_with_distance_loss.options
---@return lunette.Tensor
---@overload fun(anchor: lunette.Tensor, positive: lunette.Tensor, options: lunette.nn.functional.triplet_margin_with_distance_loss.options): lunette.Tensor
---@overload fun(anchor: lunette.Tensor, options: lunette.nn.functional.triplet_margin_with_distance_loss.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.triplet_margin_with_distance_loss.options): lunette.Tensor
function ln.nn.functional.triplet_margin_with_distance_loss(anchor, positive, negative, options) end

--- The windows of x (n, c, h, w, or without n) as columns: n, c times the
--- kernel, windows. x:unfold takes windows along one dimension, as PyTorch's
--- method does.
---@param x lunette.Tensor
---@param kernel_size integer|integer[]
---@param dilation? integer|integer[]
---@param padding? integer|integer[]
---@param stride? integer|integer[]
---@param options? lunette.nn.functional.unfold.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, kernel_size: integer|integer[], dilation?: integer|integer[], padding?: integer|integer[], options: lunette.nn.functional.unfold.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, kernel_size: integer|integer[], dilation?: integer|integer[], options: lunette.nn.functional.unfold.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, kernel_size: integer|integer[], options: lunette.nn.functional.unfold.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.unfold.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.unfold.options): lunette.Tensor
function ln.nn.functional.unfold(x, kernel_size, dilation, padding, stride, options) end

--- As interpolate.
---@param x lunette.Tensor
---@param size? integer|integer[]
---@param scale_factor? number|number[]
---@param mode? "nearest"|"linear"|"bilinear"|"bicubic"|"trilinear"
---@param align_corners? boolean
---@param options? lunette.nn.functional.upsample.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, size?: integer|integer[], scale_factor?: number|number[], mode?: "nearest"|"linear"|"bilinear"|"bicubic"|"trilinear", options: lunette.nn.functional.upsample.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, size?: integer|integer[], scale_factor?: number|number[], options: lunette.nn.functional.upsample.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, size?: integer|integer[], options: lunette.nn.functional.upsample.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.upsample.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.upsample.options): lunette.Tensor
function ln.nn.functional.upsample(x, size, scale_factor, mode, align_corners, options) end

--- interpolate by bilinear weights with align_corners.
---@param x lunette.Tensor
---@param size? integer|integer[]
---@param scale_factor? number|number[]
---@param options? lunette.nn.functional.upsample_bilinear.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, size?: integer|integer[], options: lunette.nn.functional.upsample_bilinear.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.upsample_bilinear.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.upsample_bilinear.options): lunette.Tensor
function ln.nn.functional.upsample_bilinear(x, size, scale_factor, options) end

--- interpolate by the nearest element.
---@param x lunette.Tensor
---@param size? integer|integer[]
---@param scale_factor? number|number[]
---@param options? lunette.nn.functional.upsample_nearest.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, size?: integer|integer[], options: lunette.nn.functional.upsample_nearest.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.functional.upsample_nearest.options): lunette.Tensor
---@overload fun(options: lunette.nn.functional.upsample_nearest.options): lunette.Tensor
function ln.nn.functional.upsample_nearest(x, size, scale_factor, options) end

--- Starting values, written into a tensor in place; each returns the tensor.
ln.nn.init = {}

--- What keeps the variance through a layer of this kind. `param` is the
--- negative slope of leaky_relu.
---@param nonlinearity string
---@param param? number
---@param options? lunette.nn.init.calculate_gain.options
---@return number
---@overload fun(nonlinearity: string, options: lunette.nn.init.calculate_gain.options): number
---@overload fun(options: lunette.nn.init.calculate_gain.options): number
function ln.nn.init.calculate_gain(nonlinearity, param, options) end

--- The same number everywhere.
---@param x lunette.Tensor
---@param val number
---@return lunette.Tensor
function ln.nn.init.constant_(x, val) end

--- The start of DCGAN (Radford et al. 2015, arXiv 1511.06434, section 4, and
--- its code) for all layers of a model: weights of convolutions and Linear from
--- N(0, 0.02), of normalisations from N(1, 0.02), biases 0. Layers of classes
--- below those of nn are of their kind, others stay as they are. Returns the
--- model.
---
---   local nn = ln.nn
---   local D = nn.Sequential {nn.Conv2d(3, 8, 4), nn.BatchNorm2d(8)}
---   nn.init.dcgan(D)
---   print(D[1].bias:abs():max():item() == 0)   -- true
---@generic T: lunette.nn.Module
---@param model T
---@return T
function ln.nn.init.dcgan(model) end

--- The start of Linear and Conv layers, PyTorch's: weight and bias uniform
--- with |value| < 1 / sqrt(fan in).
---@param weight lunette.Tensor
---@param bias? lunette.Tensor
---@param options? lunette.nn.init.default.options
---@overload fun(weight: lunette.Tensor, options: lunette.nn.init.default.options)
---@overload fun(options: lunette.nn.init.default.options)
function ln.nn.init.default(weight, bias, options) end

--- A convolution that passes its input on: in each group output k has a 1 at
--- the centre of input k, all else is 0. x: out,in,k or more.
---@param x lunette.Tensor
---@param options? lunette.nn.init.dirac_.options
---@return lunette.Tensor
---@overload fun(options: lunette.nn.init.dirac_.options): lunette.Tensor
function ln.nn.init.dirac_(x, options) end

--- The identity: 1 on the diagonal of a matrix, 0 elsewhere.
---@param x lunette.Tensor
---@return lunette.Tensor
function ln.nn.init.eye_(x) end

--- Inputs and outputs of one unit: of a weight out x in x kernel, the kernel's
--- elements times in, and times out.
---@param x lunette.Tensor
---@return number
---@return number
function ln.nn.init.fans(x) end

--- He et al. 2015: normal with std = gain / sqrt(fan).
---@param x lunette.Tensor
---@param options? lunette.nn.init.kaiming_normal_.options
---@return lunette.Tensor
---@overload fun(options: lunette.nn.init.kaiming_normal_.options): lunette.Tensor
function ln.nn.init.kaiming_normal_(x, options) end

--- He et al. 2015: uniform with std = gain / sqrt(fan).
---@param x lunette.Tensor
---@param options? lunette.nn.init.kaiming_uniform_.options
---@return lunette.Tensor
---@overload fun(options: lunette.nn.init.kaiming_uniform_.options): lunette.Tensor
function ln.nn.init.kaiming_uniform_(x, options) end

--- Normal with this mean and standard deviation, by default 0 and 1.
---@param x lunette.Tensor
---@param mean? number
---@param std? number
---@param options? lunette.nn.init.normal_.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, mean?: number, options: lunette.nn.init.normal_.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.init.normal_.options): lunette.Tensor
---@overload fun(options: lunette.nn.init.normal_.options): lunette.Tensor
function ln.nn.init.normal_(x, mean, std, options) end

--- Ones.
---@param x lunette.Tensor
---@return lunette.Tensor
function ln.nn.init.ones_(x) end

--- Rows (or columns, whichever are fewer) of length gain at right angles,
--- uniform among all such; more than two dimensions are flattened from the
--- second on (Saxe et al. 2014, arXiv 1312.6120).
---
---   local w = ln.nn.init.orthogonal_(ln.zeros(2, 3))
---   print(w:matmul(w:t()):round():abs())   -- {{1, 0}, {0, 1}}
---@param x lunette.Tensor
---@param options? lunette.nn.init.orthogonal_.options
---@return lunette.Tensor
---@overload fun(options: lunette.nn.init.orthogonal_.options): lunette.Tensor
function ln.nn.init.orthogonal_(x, options) end

--- Normal with this std, but in each column of the matrix that share of the
--- elements (rounded up) is 0 (Martens 2010).
---@param x lunette.Tensor
---@param sparsity number
---@param options? lunette.nn.init.sparse_.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.init.sparse_.options): lunette.Tensor
---@overload fun(options: lunette.nn.init.sparse_.options): lunette.Tensor
function ln.nn.init.sparse_(x, sparsity, options) end

--- Normal with this mean and standard deviation, on the condition that it is
--- from a to b: by the inverse of the distribution function, whatever the
--- bounds.
---@param x lunette.Tensor
---@param mean? number
---@param std? number
---@param options? lunette.nn.init.trunc_normal_.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, mean?: number, options: lunette.nn.init.trunc_normal_.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.init.trunc_normal_.options): lunette.Tensor
---@overload fun(options: lunette.nn.init.trunc_normal_.options): lunette.Tensor
function ln.nn.init.trunc_normal_(x, mean, std, options) end

--- Uniform on [a, b), by default [0, 1).
---@param x lunette.Tensor
---@param a? number
---@param b? number
---@param options? lunette.nn.init.uniform_.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, a?: number, options: lunette.nn.init.uniform_.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.nn.init.uniform_.options): lunette.Tensor
---@overload fun(options: lunette.nn.init.uniform_.options): lunette.Tensor
function ln.nn.init.uniform_(x, a, b, options) end

--- Glorot and Bengio 2010: normal, std = gain sqrt(2 / (in + out)).
---@param x lunette.Tensor
---@param options? lunette.nn.init.xavier_normal_.options
---@return lunette.Tensor
---@overload fun(options: lunette.nn.init.xavier_normal_.options): lunette.Tensor
function ln.nn.init.xavier_normal_(x, options) end

--- Glorot and Bengio 2010: uniform, |value| < gain sqrt(6 / (in + out)).
---@param x lunette.Tensor
---@param options? lunette.nn.init.xavier_uniform_.options
---@return lunette.Tensor
---@overload fun(options: lunette.nn.init.xavier_uniform_.options): lunette.Tensor
function ln.nn.init.xavier_uniform_(x, options) end

--- Zeros.
---@param x lunette.Tensor
---@return lunette.Tensor
function ln.nn.init.zeros_(x) end

--- Gives a class of layers a name in model files: ln.load_model makes a layer
--- of it, by calling the class with what the layer saved was given, where it is
--- registered by that name. A name given again is the later class's. Returns
--- the class:
---   local Block = ln.nn.register("Block", ln.nn.Module:extend "Block")
---@generic T: table
---@param name string
---@param class T
---@return T
function ln.nn.register(name, class) end

--- Ends spectral_norm: the weight is a parameter, with the value that it has in
--- evaluation mode. Returns the layer.
---@generic T: lunette.nn.Module
---@param layer T
---@param name? string
---@param options? lunette.nn.remove_spectral_norm.options
---@return T
---@overload fun(layer: T, options: lunette.nn.remove_spectral_norm.options): T
---@overload fun(options: lunette.nn.remove_spectral_norm.options): T
function ln.nn.remove_spectral_norm(layer, name, options) end

--- Ends weight_norm: the weight is a parameter with the value that it has.
--- Returns the layer.
---@generic T: lunette.nn.Module
---@param layer T
---@param name? string
---@param options? lunette.nn.remove_weight_norm.options
---@return T
---@overload fun(layer: T, options: lunette.nn.remove_weight_norm.options): T
---@overload fun(options: lunette.nn.remove_weight_norm.options): T
function ln.nn.remove_weight_norm(layer, name, options) end

--- The layer's weight divided by its largest singular value, W / (u^T W v)
--- (Miyato et al. 2018, arXiv 1802.05957). W is the weight as a matrix with
--- `dim` as its rows: layer.output_axis, 2 for transposed convolutions and 1
--- for what does not say. u and v are advanced by the power iteration once for
--- each new value of the weight, when it is first read in training mode; they
--- are constants to derivatives. State: weight_orig, weight_u, weight_v.
---
---   local layer = ln.nn.spectral_norm(ln.nn.Conv2d(3, 8, 3))
---   layer(ln.randn(2, 3, 8, 8))
---   local state = layer:state_dict()
---   print(state.weight_u:size(), state.weight_v:size())   -- {8}  {27}
---@generic T: lunette.nn.Module
---@param layer T
---@param options? lunette.nn.spectral_norm.options
---@return T
---@overload fun(options: lunette.nn.spectral_norm.options): T
function ln.nn.spectral_norm(layer, options) end

--- Gradients made smaller, parameters as one vector, layers fused,
--- and sequences of different lengths.
ln.nn.utils = {}

--- Multiplies all gradients by max_norm / norm when their norm, as one vector,
--- is greater. Returns the norm of before, a tensor. error_if_nonfinite raises
--- when it is inf or nan; else the gradients then become so. Gradients whose
--- powers overflow have a norm and are scaled all the same. max_norm is 0 or
--- more, inf for no limit.
---
---   local x = ln.nn.Parameter(ln.zeros(2))
---   local loss = (x * ln.tensor {3, 4}):sum()
---   loss:backward()
---   print(ln.nn.utils.clip_grad_norm_({x}, 1):item())   -- 5
---   print(x.grad)   -- {0.6000, 0.8000}
---@param parameters lunette.Tensor|lunette.Tensor[]
---@param max_norm number
---@param norm_type? number
---@param options? lunette.nn.utils.clip_grad_norm_.options
---@return lunette.Tensor
---@overload fun(parameters: lunette.Tensor|lunette.Tensor[], max_norm: number, options: lunette.nn.utils.clip_grad_norm_.options): lunette.Tensor
---@overload fun(parameters: lunette.Tensor|lunette.Tensor[], options: lunette.nn.utils.clip_grad_norm_.options): lunette.Tensor
---@overload fun(options: lunette.nn.utils.clip_grad_norm_.options): lunette.Tensor
function ln.nn.utils.clip_grad_norm_(parameters, max_norm, norm_type, options) end

--- Every element of every gradient to [-clip_value, clip_value]; it is 0 or
--- more.
---@param parameters lunette.Tensor|lunette.Tensor[]
---@param clip_value number
function ln.nn.utils.clip_grad_value_(parameters, clip_value) end

--- A layer that gives bn(conv(x)): a convolution, or its transpose, and the
--- BatchNorm after it, both out of training mode. They stay as they are.
---
---   local nn, x = ln.nn, ln.randn(1, 3, 8, 8)
---   local conv, bn = nn.Conv2d(3, 8, 3):eval(), nn.BatchNorm2d(8):eval()
---   local fused = nn.utils.fuse_conv_bn_eval(conv, bn)
---   print((fused(x) - bn(conv(x))):abs():max():item() < 1e-5)   -- true
---@generic T: lunette.nn.Module
---@param conv T
---@param bn lunette.nn.Module
---@return T
function ln.nn.utils.fuse_conv_bn_eval(conv, bn) end

--- A layer that gives bn(linear(x)), as fuse_conv_bn_eval does.
---@generic T: lunette.nn.Module
---@param linear T
---@param bn lunette.nn.Module
---@return T
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
---@param f function|lunette.Callable
---@param size integer
---@param x any
---@param ... any
---@return lunette.Tensor ...
function ln.nn.utils.in_pieces(f, size, x, ...) end

--- All elements of the parameters, one after another.
---
---   local layer = ln.nn.Linear(3, 2)
---   local vector = ln.nn.utils.parameters_to_vector(layer:parameters())
---   print(vector:size())   -- {8}
---   ln.nn.utils.vector_to_parameters(vector * 0.5, layer:parameters())
---@param parameters lunette.Tensor[]
---@return lunette.Tensor
function ln.nn.utils.parameters_to_vector(parameters) end

--- Sequences of different lengths in one tensor.
ln.nn.utils.rnn = {}

--- The sequences, each l_k,..., as one tensor l,n,... (n,l,... with
--- batch_first), l being the longest; what they lack is padding_value.
---
---   local a, b = ln.tensor {1, 2, 3}, ln.tensor {4}
---   local pad = ln.nn.utils.rnn.pad_sequence
---   print(pad({a, b}, true))   -- {{1, 2, 3}, {4, 0, 0}}
---@param sequences lunette.Tensor[]
---@param batch_first? boolean
---@param padding_value? number
---@param options? lunette.nn.utils.rnn.pad_sequence.options
---@return lunette.Tensor
---@overload fun(sequences: lunette.Tensor[], batch_first?: boolean, options: lunette.nn.utils.rnn.pad_sequence.options): lunette.Tensor
---@overload fun(sequences: lunette.Tensor[], options: lunette.nn.utils.rnn.pad_sequence.options): lunette.Tensor
---@overload fun(options: lunette.nn.utils.rnn.pad_sequence.options): lunette.Tensor
function ln.nn.utils.rnn.pad_sequence(sequences, batch_first, padding_value, options) end

--- The list of sequences that pad_sequence has made one tensor of, given their
--- lengths.
---@param padded_sequences lunette.Tensor
---@param lengths integer|integer[]|lunette.Tensor
---@param batch_first? boolean
---@param options? lunette.nn.utils.rnn.unpad_sequence.options
---@return lunette.Tensor[]
---@overload fun(padded_sequences: lunette.Tensor, lengths: integer|integer[]|lunette.Tensor, options: lunette.nn.utils.rnn.unpad_sequence.options): lunette.Tensor[]
---@overload fun(padded_sequences: lunette.Tensor, options: lunette.nn.utils.rnn.unpad_sequence.options): lunette.Tensor[]
---@overload fun(options: lunette.nn.utils.rnn.unpad_sequence.options): lunette.Tensor[]
function ln.nn.utils.rnn.unpad_sequence(padded_sequences, lengths, batch_first, options) end

--- Writes the elements of vec into the parameters, one after another.
---@param vec lunette.Tensor
---@param parameters lunette.Tensor[]
function ln.nn.utils.vector_to_parameters(vec, parameters) end

--- The layer's weight as g v / |v|, the norm over all dimensions but `dim`, or
--- over all with {dim = false} (Salimans and Kingma 2016, arXiv 1602.07868).
--- It starts at the value it had. State: weight_g, weight_v.
---
---   local layer = ln.nn.weight_norm(ln.nn.Linear(3, 2))
---   print(layer.weight_g:size(), layer.weight_v:size())   -- {2, 1}  {2, 3}
---@generic T: lunette.nn.Module
---@param layer T
---@param options? lunette.nn.weight_norm.options
---@return T
---@overload fun(options: lunette.nn.weight_norm.options): T
function ln.nn.weight_norm(layer, options) end

--- `local _ <close> = ln.no_grad()`: until it closes, nothing that this
--- coroutine computes is recorded.
---
---   local x = ln.tensor({1}, {requires_grad = true})
---   do
---     local _ <close> = ln.no_grad()
---     print((x * 2):requires_grad())   -- false
---   end
---   print((x * 2):requires_grad())   -- true
---@return lunette.Scope
function ln.no_grad() end

ln.nonzero = Tensor.nonzero

ln.norm = Tensor.norm

ln.norm2 = Tensor.norm2

--- Normal with this mean and standard deviation.
---@param mean number
---@param std number
---@param size integer|integer[]
---@param options? lunette.normal.options
---@return lunette.Tensor
---@overload fun(mean: number, std: number, options: lunette.normal.options): lunette.Tensor
---@overload fun(mean: number, options: lunette.normal.options): lunette.Tensor
---@overload fun(options: lunette.normal.options): lunette.Tensor
function ln.normal(mean, std, size, options) end

ln.not_equal = Tensor.not_equal

ln.one_hot = Tensor.one_hot

--- Ones.
---@param ... integer|integer[]|table
---@return lunette.Tensor
function ln.ones(...) end

--- Ones of the shape of x.
---@param x lunette.Tensor
---@param options? lunette.ones_like.options
---@return lunette.Tensor
---@overload fun(options: lunette.ones_like.options): lunette.Tensor
function ln.ones_like(x, options) end

--- Networks of other programs, and for them, as ONNX files.
ln.onnx = {}

--- What onnx.load gives: a layer that runs the nodes of a graph, one after the
--- other. It is made of plain data, which save_model writes, so that load_model
--- makes it again without the ONNX file. graph(x, ...) takes the graph's inputs
--- in its order and gives its outputs; what ONNX counts from 0 is so counted.
--- Sizes that the file tells of inputs are no more than shown: a batch may be
--- another where the nodes allow it.
---
--- Parameters are the floating point initializers by their names: conv1.weight
--- is graph.conv1.weight. What an Identity makes of one is another, by its own
--- name, for so PyTorch's exporter writes what has the same values by chance.
--- Kept statistics of BatchNormalization are buffers. A graph begins out of
--- training; in training, BatchNormalization and Dropout are those of
--- nn.BatchNorm2d and nn.Dropout. A call may take 256 MiB, and 1024 bytes for
--- each byte of inputs, parameters and buffers; it raises beyond.
---@param graph table
---@return lunette.onnx.Graph
function ln.onnx.Graph(graph) end

--- Writes a network as an ONNX file, which other programs run without Lunette:
--- the operators of one call in evaluation mode, with parameters and buffers
--- under the names of its state_dict. `input` is what one call takes: sizes,
--- such as {1, 100}, a tensor, or a list of those; classes, and what else the
--- network looks at, are given as tensors. The first dimension is the batch, of
--- any size in the file (of layers with a group_size, a multiple of it); with
--- {dynamic_batch = false} all sizes are as given.
---
--- Numbers are float32, in the build of doubles as well. Inputs that are used
--- as indices are int64 there and count from 0, as those who are not Lua have
--- it; so are results that are indices. Noise that the network draws is drawn
--- once, and is the same for all samples. An input is called input, or
--- input_1 and so on where there are more; results are output, or output_1 and
--- so on, and what a table holds output.key; input_names and output_names are
--- others. opset is 13 to 17.
---
--- The file is whole or not at all. Returns true; raises with all ops that
--- ONNX has no form of and their lines, and on what is written in place, done
--- otherwise with another batch, or larger than 2 GiB.
---   local net = ln.gan.zoo.dcgan {size = 16, channels = 1}
---   ln.onnx.export(net.generator, "dcgan.onnx", {input = {1, net.latent}})
---@param network lunette.nn.Module
---@param path string
---@param options lunette.onnx.export.options
---@return boolean
---@overload fun(network: lunette.nn.Module, options: lunette.onnx.export.options): boolean
---@overload fun(options: lunette.onnx.export.options): boolean
function ln.onnx.export(network, path, options) end

--- The network in an ONNX file as a layer, which runs, trains and prints:
---   ln.onnx.export(ln.nn.Linear(3, 2), "net.onnx", {input = {1, 3}})
---   local net = ln.onnx.load "net.onnx"
---   print(net(ln.ones(5, 3)):size())           -- {5, 2}
--- Opsets 7 to 17 with the ops of image networks; onnx.Graph tells what the
--- layer is. Raises "path: onnx: ..." on what is no such file, with all ops
--- that are not known, on graphs within nodes (If, Loop), functions, weights in
--- a file of their own, and on more than 65536 messages (a node is one, and so
--- is each of its attributes) or 262144 fields.
---@param path string
---@return lunette.onnx.Graph
function ln.onnx.load(path) end

--- Optimisers and learning rates; clipping, too, is found here.
ln.optim = {}

--- Averaged descent (Polyak and Juditsky 1992): p = (1 - lambd eta) p - eta g
--- with eta = lr / (1 + lambd lr step)^alpha from the second step on. After t0
--- steps state[p].ax is the mean of the parameters since then, before it they
--- themselves.
---@param params lunette.Tensor[]|table[]
---@param options? lunette.optim.ASGD.options
---@return lunette.optim.ASGD
---@overload fun(options: lunette.optim.ASGD.options): lunette.optim.ASGD
function ln.optim.ASGD(params, options) end

--- d = sqrt(u + eps) / sqrt(v + eps) g with v and u the running means of g^2
--- and d^2, p = p - lr d (Zeiler 2012, arXiv 1212.5701, algorithm 1).
---@param params lunette.Tensor[]|table[]
---@param options? lunette.optim.Adadelta.options
---@return lunette.optim.Adadelta
---@overload fun(options: lunette.optim.Adadelta.options): lunette.optim.Adadelta
function ln.optim.Adadelta(params, options) end

--- v = v + g^2, p = p - lr / (1 + (step - 1) lr_decay) g / (sqrt(v) + eps)
--- (Duchi et al. 2011).
---@param params lunette.Tensor[]|table[]
---@param options? lunette.optim.Adagrad.options
---@return lunette.optim.Adagrad
---@overload fun(options: lunette.optim.Adagrad.options): lunette.optim.Adagrad
function ln.optim.Adagrad(params, options) end

--- Kingma and Ba 2015, algorithm 1, with the bias corrections; weight_decay is
--- added to the gradient. params: a list of parameters, or of groups
--- {params = {...}, lr = ...}.
---
---   local G, D = ln.nn.Linear(8, 2), ln.nn.Linear(2, 1)
---   local opt = ln.optim.Adam(G:parameters(), {lr = 2e-4,
---                                              betas = {0.5, 0.999}})
---   opt:zero_grad()
---   ln.gan.losses.bce.generator(D(G(ln.randn(16, 8)))):backward()
---   opt:step()
---@param params lunette.Tensor[]|table[]
---@param options? lunette.optim.Adam.options
---@return lunette.optim.Adam
---@overload fun(options: lunette.optim.Adam.options): lunette.optim.Adam
function ln.optim.Adam(params, options) end

--- Adam with weight_decay taken off the parameters, not added to the gradient
--- (Loshchilov and Hutter 2019, arXiv 1711.05101).
---@param params lunette.Tensor[]|table[]
---@param options? lunette.optim.AdamW.options
---@return lunette.optim.AdamW
---@overload fun(options: lunette.optim.AdamW.options): lunette.optim.AdamW
function ln.optim.AdamW(params, options) end

--- Kingma and Ba 2015, algorithm 2: u = max(beta2 u, |g| + eps),
--- p = p - lr / (1 - beta1^step) m / u.
---@param params lunette.Tensor[]|table[]
---@param options? lunette.optim.Adamax.options
---@return lunette.optim.Adamax
---@overload fun(options: lunette.optim.Adamax.options): lunette.optim.Adamax
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
---@param options? lunette.optim.ExtraAdam.options
---@return lunette.optim.ExtraAdam
---@overload fun(options: lunette.optim.ExtraAdam.options): lunette.optim.ExtraAdam
function ln.optim.ExtraAdam(params, options) end

--- Limited-memory BFGS (Nocedal and Wright 2006, algorithms 7.4 and 7.5). One
--- step(closure) makes up to max_iter iterations; closure() must drop the
--- gradients, compute the loss, go backward and return it, at most max_eval
--- times (max_iter * 5 // 4, unless given). One group only.
---
---   local x = ln.nn.Parameter(ln.tensor {3, -2})
---   local opt = ln.optim.LBFGS({x}, {line_search_fn = "strong_wolfe"})
---   opt:step(function()
---     opt:zero_grad()
---     local loss = (x - ln.tensor {1, 2}):square():sum()
---     loss:backward()
---     return loss
---   end)
---   print(x:detach():round())   -- {1, 2}
---@param params lunette.Tensor[]|table[]
---@param options? lunette.optim.LBFGS.options
---@return lunette.optim.LBFGS
---@overload fun(options: lunette.optim.LBFGS.options): lunette.optim.LBFGS
function ln.optim.LBFGS(params, options) end

--- After every k steps of the optimiser the slow weights go
--- the share alpha of the way to where it got, and it starts again from there
--- (Zhang et al. 2019, arXiv 1907.08610). In a game both players look ahead
--- together, so k counts their common steps: with r steps of the discriminator
--- for one of the generator give it r times the k (Chavdarova et al. 2021,
--- arXiv 2006.14567, algorithm 1).
---
---   local D = ln.nn.Linear(2, 1)
---   local opt = ln.optim.Lookahead(ln.optim.Adam(D:parameters()), {k = 5})
---   for _ = 1, 10 do
---     opt:zero_grad()
---     D(ln.randn(8, 2)):square():mean():backward()
---     opt:step()
---   end
---@param optimizer lunette.optim.Optimizer
---@param options? lunette.optim.Lookahead.options
---@return lunette.optim.Lookahead
---@overload fun(options: lunette.optim.Lookahead.options): lunette.optim.Lookahead
function ln.optim.Lookahead(optimizer, options) end

--- Adam with Nesterov's momentum (Dozat 2016), and his schedule
--- mu_t = beta1 (1 - 0.96^(t momentum_decay) / 2): the direction is
--- (1 - mu_t) g / (1 - mu_1 ... mu_t) + mu_t+1 m / (1 - mu_1 ... mu_t+1).
---@param params lunette.Tensor[]|table[]
---@param options? lunette.optim.NAdam.options
---@return lunette.optim.NAdam
---@overload fun(options: lunette.optim.NAdam.options): lunette.optim.NAdam
function ln.optim.NAdam(params, options) end

--- Daskalakis et al. 2018 (arXiv 1711.00141), algorithm 1: with d_t Adam's
--- direction, p = p - 2 lr d_t + lr d_t-1, d_0 = 0. For games, where plain
--- descent circles around the equilibrium.
---@param params lunette.Tensor[]|table[]
---@param options? lunette.optim.OptimisticAdam.options
---@return lunette.optim.OptimisticAdam
---@overload fun(options: lunette.optim.OptimisticAdam.options): lunette.optim.OptimisticAdam
function ln.optim.OptimisticAdam(params, options) end

---@type lunette.optim.Optimizer.class
ln.optim.Optimizer = {}

--- Liu et al. 2020 (arXiv 1908.03265), algorithm 2: plain momentum while the
--- length of the average, rho_t, is 5 or less.
---@param params lunette.Tensor[]|table[]
---@param options? lunette.optim.RAdam.options
---@return lunette.optim.RAdam
---@overload fun(options: lunette.optim.RAdam.options): lunette.optim.RAdam
function ln.optim.RAdam(params, options) end

--- v = alpha v + (1 - alpha) g^2, p = p - lr g / (sqrt(v) + eps) (Graves 2013,
--- arXiv 1308.0850, equations 38 to 45); centered: less the squared running
--- mean of g under the root.
---@param params lunette.Tensor[]|table[]
---@param options? lunette.optim.RMSprop.options
---@return lunette.optim.RMSprop
---@overload fun(options: lunette.optim.RMSprop.options): lunette.optim.RMSprop
function ln.optim.RMSprop(params, options) end

--- Riedmiller and Braun 1993: p = p - sign(g) d, d times etas[2] where g has
--- the sign it had, times etas[1] where it has not, and no step there; d stays
--- within step_sizes, at first it is lr. For gradients of all the data at once.
---@param params lunette.Tensor[]|table[]
---@param options? lunette.optim.Rprop.options
---@return lunette.optim.Rprop
---@overload fun(options: lunette.optim.Rprop.options): lunette.optim.Rprop
function ln.optim.Rprop(params, options) end

--- v = momentum v + (1 - dampening) g (at first v = g), p = p - lr v, or with
--- nesterov p = p - lr (g + momentum v). lr has no default.
---
---   local x = ln.nn.Parameter(ln.tensor {1})
---   local opt = ln.optim.SGD({x}, {lr = 0.1, momentum = 0.9})
---   x:square():sum():backward()
---   opt:step()
---   print(x:detach())   -- {0.8000}
---@param params lunette.Tensor[]|table[]
---@param options lunette.optim.SGD.options
---@return lunette.optim.SGD
---@overload fun(options: lunette.optim.SGD.options): lunette.optim.SGD
function ln.optim.SGD(params, options) end

--- Multiplies all gradients by max_norm / norm when their norm, as one vector,
--- is greater. Returns the norm of before, a tensor. error_if_nonfinite raises
--- when it is inf or nan; else the gradients then become so. Gradients whose
--- powers overflow have a norm and are scaled all the same. max_norm is 0 or
--- more, inf for no limit.
---
---   local x = ln.nn.Parameter(ln.zeros(2))
---   local loss = (x * ln.tensor {3, 4}):sum()
---   loss:backward()
---   print(ln.nn.utils.clip_grad_norm_({x}, 1):item())   -- 5
---   print(x.grad)   -- {0.6000, 0.8000}
---@param parameters lunette.Tensor|lunette.Tensor[]
---@param max_norm number
---@param norm_type? number
---@param options? lunette.optim.clip_grad_norm_.options
---@return lunette.Tensor
---@overload fun(parameters: lunette.Tensor|lunette.Tensor[], max_norm: number, options: lunette.optim.clip_grad_norm_.options): lunette.Tensor
---@overload fun(parameters: lunette.Tensor|lunette.Tensor[], options: lunette.optim.clip_grad_norm_.options): lunette.Tensor
---@overload fun(options: lunette.optim.clip_grad_norm_.options): lunette.Tensor
function ln.optim.clip_grad_norm_(parameters, max_norm, norm_type, options) end

--- Every element of every gradient to [-clip_value, clip_value]; it is 0 or
--- more.
---@param parameters lunette.Tensor|lunette.Tensor[]
---@param clip_value number
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
---@param options? lunette.optim.functional.adadelta.options
---@return lunette.Tensor[]
---@return table[]
---@overload fun(params: lunette.Tensor[], grads: table, options: lunette.optim.functional.adadelta.options): lunette.Tensor[], table[]
---@overload fun(params: lunette.Tensor[], options: lunette.optim.functional.adadelta.options): lunette.Tensor[], table[]
---@overload fun(options: lunette.optim.functional.adadelta.options): lunette.Tensor[], table[]
function ln.optim.functional.adadelta(params, grads, state, options) end

--- One step of the optimiser of that name, with its options. params and grads
--- are lists; a parameter without a gradient stays as it is. state is nil at
--- first, or {[k] = opt.state[params[k]]} to go on from where an optimiser
--- is. Returns new lists of parameters and states; nothing is changed.
---@param params lunette.Tensor[]
---@param grads table
---@param state? table
---@param options? lunette.optim.functional.adagrad.options
---@return lunette.Tensor[]
---@return table[]
---@overload fun(params: lunette.Tensor[], grads: table, options: lunette.optim.functional.adagrad.options): lunette.Tensor[], table[]
---@overload fun(params: lunette.Tensor[], options: lunette.optim.functional.adagrad.options): lunette.Tensor[], table[]
---@overload fun(options: lunette.optim.functional.adagrad.options): lunette.Tensor[], table[]
function ln.optim.functional.adagrad(params, grads, state, options) end

--- One step of the optimiser of that name, with its options. params and grads
--- are lists; a parameter without a gradient stays as it is. state is nil at
--- first, or {[k] = opt.state[params[k]]} to go on from where an optimiser
--- is. Returns new lists of parameters and states; nothing is changed.
---@param params lunette.Tensor[]
---@param grads table
---@param state? table
---@param options? lunette.optim.functional.adam.options
---@return lunette.Tensor[]
---@return table[]
---@overload fun(params: lunette.Tensor[], grads: table, options: lunette.optim.functional.adam.options): lunette.Tensor[], table[]
---@overload fun(params: lunette.Tensor[], options: lunette.optim.functional.adam.options): lunette.Tensor[], table[]
---@overload fun(options: lunette.optim.functional.adam.options): lunette.Tensor[], table[]
function ln.optim.functional.adam(params, grads, state, options) end

--- One step of the optimiser of that name, with its options. params and grads
--- are lists; a parameter without a gradient stays as it is. state is nil at
--- first, or {[k] = opt.state[params[k]]} to go on from where an optimiser
--- is. Returns new lists of parameters and states; nothing is changed.
---@param params lunette.Tensor[]
---@param grads table
---@param state? table
---@param options? lunette.optim.functional.adamax.options
---@return lunette.Tensor[]
---@return table[]
---@overload fun(params: lunette.Tensor[], grads: table, options: lunette.optim.functional.adamax.options): lunette.Tensor[], table[]
---@overload fun(params: lunette.Tensor[], options: lunette.optim.functional.adamax.options): lunette.Tensor[], table[]
---@overload fun(options: lunette.optim.functional.adamax.options): lunette.Tensor[], table[]
function ln.optim.functional.adamax(params, grads, state, options) end

--- One step of the optimiser of that name, with its options. params and grads
--- are lists; a parameter without a gradient stays as it is. state is nil at
--- first, or {[k] = opt.state[params[k]]} to go on from where an optimiser
--- is. Returns new lists of parameters and states; nothing is changed.
---@param params lunette.Tensor[]
---@param grads table
---@param state? table
---@param options? lunette.optim.functional.adamw.options
---@return lunette.Tensor[]
---@return table[]
---@overload fun(params: lunette.Tensor[], grads: table, options: lunette.optim.functional.adamw.options): lunette.Tensor[], table[]
---@overload fun(params: lunette.Tensor[], options: lunette.optim.functional.adamw.options): lunette.Tensor[], table[]
---@overload fun(options: lunette.optim.functional.adamw.options): lunette.Tensor[], table[]
function ln.optim.functional.adamw(params, grads, state, options) end

--- One step of the optimiser of that name, with its options. params and grads
--- are lists; a parameter without a gradient stays as it is. state is nil at
--- first, or {[k] = opt.state[params[k]]} to go on from where an optimiser
--- is. Returns new lists of parameters and states; nothing is changed.
---@param params lunette.Tensor[]
---@param grads table
---@param state? table
---@param options? lunette.optim.functional.asgd.options
---@return lunette.Tensor[]
---@return table[]
---@overload fun(params: lunette.Tensor[], grads: table, options: lunette.optim.functional.asgd.options): lunette.Tensor[], table[]
---@overload fun(params: lunette.Tensor[], options: lunette.optim.functional.asgd.options): lunette.Tensor[], table[]
---@overload fun(options: lunette.optim.functional.asgd.options): lunette.Tensor[], table[]
function ln.optim.functional.asgd(params, grads, state, options) end

--- One step of the optimiser of that name, with its options. params and grads
--- are lists; a parameter without a gradient stays as it is. state is nil at
--- first, or {[k] = opt.state[params[k]]} to go on from where an optimiser
--- is. Returns new lists of parameters and states; nothing is changed.
---@param params lunette.Tensor[]
---@param grads table
---@param state? table
---@param options? lunette.optim.functional.nadam.options
---@return lunette.Tensor[]
---@return table[]
---@overload fun(params: lunette.Tensor[], grads: table, options: lunette.optim.functional.nadam.options): lunette.Tensor[], table[]
---@overload fun(params: lunette.Tensor[], options: lunette.optim.functional.nadam.options): lunette.Tensor[], table[]
---@overload fun(options: lunette.optim.functional.nadam.options): lunette.Tensor[], table[]
function ln.optim.functional.nadam(params, grads, state, options) end

--- One step of the optimiser of that name, with its options. params and grads
--- are lists; a parameter without a gradient stays as it is. state is nil at
--- first, or {[k] = opt.state[params[k]]} to go on from where an optimiser
--- is. Returns new lists of parameters and states; nothing is changed.
---@param params lunette.Tensor[]
---@param grads table
---@param state? table
---@param options? lunette.optim.functional.optimisticadam.options
---@return lunette.Tensor[]
---@return table[]
---@overload fun(params: lunette.Tensor[], grads: table, options: lunette.optim.functional.optimisticadam.options): lunette.Tensor[], table[]
---@overload fun(params: lunette.Tensor[], options: lunette.optim.functional.optimisticadam.options): lunette.Tensor[], table[]
---@overload fun(options: lunette.optim.functional.optimisticadam.options): lunette.Tensor[], table[]
function ln.optim.functional.optimisticadam(params, grads, state, options) end

--- One step of the optimiser of that name, with its options. params and grads
--- are lists; a parameter without a gradient stays as it is. state is nil at
--- first, or {[k] = opt.state[params[k]]} to go on from where an optimiser
--- is. Returns new lists of parameters and states; nothing is changed.
---@param params lunette.Tensor[]
---@param grads table
---@param state? table
---@param options? lunette.optim.functional.radam.options
---@return lunette.Tensor[]
---@return table[]
---@overload fun(params: lunette.Tensor[], grads: table, options: lunette.optim.functional.radam.options): lunette.Tensor[], table[]
---@overload fun(params: lunette.Tensor[], options: lunette.optim.functional.radam.options): lunette.Tensor[], table[]
---@overload fun(options: lunette.optim.functional.radam.options): lunette.Tensor[], table[]
function ln.optim.functional.radam(params, grads, state, options) end

--- One step of the optimiser of that name, with its options. params and grads
--- are lists; a parameter without a gradient stays as it is. state is nil at
--- first, or {[k] = opt.state[params[k]]} to go on from where an optimiser
--- is. Returns new lists of parameters and states; nothing is changed.
---@param params lunette.Tensor[]
---@param grads table
---@param state? table
---@param options? lunette.optim.functional.rmsprop.options
---@return lunette.Tensor[]
---@return table[]
---@overload fun(params: lunette.Tensor[], grads: table, options: lunette.optim.functional.rmsprop.options): lunette.Tensor[], table[]
---@overload fun(params: lunette.Tensor[], options: lunette.optim.functional.rmsprop.options): lunette.Tensor[], table[]
---@overload fun(options: lunette.optim.functional.rmsprop.options): lunette.Tensor[], table[]
function ln.optim.functional.rmsprop(params, grads, state, options) end

--- One step of the optimiser of that name, with its options. params and grads
--- are lists; a parameter without a gradient stays as it is. state is nil at
--- first, or {[k] = opt.state[params[k]]} to go on from where an optimiser
--- is. Returns new lists of parameters and states; nothing is changed.
---@param params lunette.Tensor[]
---@param grads table
---@param state? table
---@param options? lunette.optim.functional.rprop.options
---@return lunette.Tensor[]
---@return table[]
---@overload fun(params: lunette.Tensor[], grads: table, options: lunette.optim.functional.rprop.options): lunette.Tensor[], table[]
---@overload fun(params: lunette.Tensor[], options: lunette.optim.functional.rprop.options): lunette.Tensor[], table[]
---@overload fun(options: lunette.optim.functional.rprop.options): lunette.Tensor[], table[]
function ln.optim.functional.rprop(params, grads, state, options) end

--- One step of the optimiser of that name, with its options. params and grads
--- are lists; a parameter without a gradient stays as it is. state is nil at
--- first, or {[k] = opt.state[params[k]]} to go on from where an optimiser
--- is. Returns new lists of parameters and states; nothing is changed.
---@param params lunette.Tensor[]
---@param grads table
---@param state? table
---@param options lunette.optim.functional.sgd.options
---@return lunette.Tensor[]
---@return table[]
---@overload fun(params: lunette.Tensor[], grads: table, options: lunette.optim.functional.sgd.options): lunette.Tensor[], table[]
---@overload fun(params: lunette.Tensor[], options: lunette.optim.functional.sgd.options): lunette.Tensor[], table[]
---@overload fun(options: lunette.optim.functional.sgd.options): lunette.Tensor[], table[]
function ln.optim.functional.sgd(params, grads, state, options) end

--- Learning rates over time, PyTorch's.
---
---   local layer = ln.nn.Linear(2, 1)
---   local opt = ln.optim.SGD(layer:parameters(), {lr = 0.5})
---   local scheduler = ln.optim.lr_scheduler.StepLR(opt, 2, {gamma = 0.5})
---   local rates = {}
---   for epoch = 1, 4 do
---     opt:step()
---     scheduler:step()
---     rates[epoch] = opt.param_groups[1].lr
---   end
---   print(table.concat(rates, "  "))   -- 0.5  0.25  0.25  0.125
ln.optim.lr_scheduler = {}

--- Several schedulers of one optimiser, stepped together, as one.
---@param schedulers table
---@return lunette.optim.lr_scheduler.ChainedScheduler
function ln.optim.lr_scheduler.ChainedScheduler(schedulers) end

--- Times factor until t = total_iters.
---@param optimizer lunette.optim.Optimizer
---@param options? lunette.optim.lr_scheduler.ConstantLR.options
---@return lunette.optim.lr_scheduler.ConstantLR
---@overload fun(options: lunette.optim.lr_scheduler.ConstantLR.options): lunette.optim.lr_scheduler.ConstantLR
function ln.optim.lr_scheduler.ConstantLR(optimizer, options) end

--- Half a cosine down to eta_min in T_max, and up again (Loshchilov and Hutter
--- 2017, arXiv 1608.03983, without restarts).
---
---   local opt = ln.optim.SGD(ln.nn.Linear(2, 1):parameters(), {lr = 1})
---   local half = ln.optim.lr_scheduler.CosineAnnealingLR(opt, 100)
---   for _ = 1, 50 do
---     opt:step()
---     half:step()
---   end
---   print(("%.2f"):format(opt.param_groups[1].lr))   -- 0.50
---@param optimizer lunette.optim.Optimizer
---@param T_max integer
---@param options? lunette.optim.lr_scheduler.CosineAnnealingLR.options
---@return lunette.optim.lr_scheduler.CosineAnnealingLR
---@overload fun(optimizer: lunette.optim.Optimizer, options: lunette.optim.lr_scheduler.CosineAnnealingLR.options): lunette.optim.lr_scheduler.CosineAnnealingLR
---@overload fun(options: lunette.optim.lr_scheduler.CosineAnnealingLR.options): lunette.optim.lr_scheduler.CosineAnnealingLR
function ln.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max, options) end

--- Half a cosine from the start again after T_0, then T_0 T_mult, ... (the
--- paper of CosineAnnealingLR, equation 5).
---@param optimizer lunette.optim.Optimizer
---@param T_0 integer
---@param options? lunette.optim.lr_scheduler.CosineAnnealingWarmRestarts.options
---@return lunette.optim.lr_scheduler.CosineAnnealingWarmRestarts
---@overload fun(optimizer: lunette.optim.Optimizer, options: lunette.optim.lr_scheduler.CosineAnnealingWarmRestarts.options): lunette.optim.lr_scheduler.CosineAnnealingWarmRestarts
---@overload fun(options: lunette.optim.lr_scheduler.CosineAnnealingWarmRestarts.options): lunette.optim.lr_scheduler.CosineAnnealingWarmRestarts
function ln.optim.lr_scheduler.CosineAnnealingWarmRestarts(optimizer, T_0, options) end

--- Smith 2017 (arXiv 1506.01186): up from base_lr to max_lr in step_size_up
--- steps and down in step_size_down (as many), again and again; each cycle half
--- as high as the one before with mode "triangular2", lower by gamma^t with
--- "exp_range", or times scale_fn of the cycle, from 1 (scale_mode
--- "iterations": of t). The momentum (or betas[1]) goes the other way.
---@param optimizer lunette.optim.Optimizer
---@param base_lr number|number[]
---@param max_lr number|number[]
---@param options? lunette.optim.lr_scheduler.CyclicLR.options
---@return lunette.optim.lr_scheduler.CyclicLR
---@overload fun(optimizer: lunette.optim.Optimizer, base_lr: number|number[], options: lunette.optim.lr_scheduler.CyclicLR.options): lunette.optim.lr_scheduler.CyclicLR
---@overload fun(optimizer: lunette.optim.Optimizer, options: lunette.optim.lr_scheduler.CyclicLR.options): lunette.optim.lr_scheduler.CyclicLR
---@overload fun(options: lunette.optim.lr_scheduler.CyclicLR.options): lunette.optim.lr_scheduler.CyclicLR
function ln.optim.lr_scheduler.CyclicLR(optimizer, base_lr, max_lr, options) end

--- Times gamma each time.
---@param optimizer lunette.optim.Optimizer
---@param gamma number
---@return lunette.optim.lr_scheduler.ExponentialLR
function ln.optim.lr_scheduler.ExponentialLR(optimizer, gamma) end

--- The first rate times lr_lambda(t), a function or a list of them, one for
--- each group.
---
---   local opt = ln.optim.SGD(ln.nn.Linear(2, 1):parameters(), {lr = 1})
---   local schedulers = ln.optim.lr_scheduler
---   local warm = schedulers.LambdaLR(opt, function(t) return (t + 1) / 4 end)
---   print(opt.param_groups[1].lr)   -- 0.25
---@param optimizer lunette.optim.Optimizer
---@param lr_lambda function|lunette.Callable|(function|lunette.Callable)[]
---@return lunette.optim.lr_scheduler.LambdaLR
function ln.optim.lr_scheduler.LambdaLR(optimizer, lr_lambda) end

--- Warm-up: the factor goes in a line from start_factor to end_factor.
---@param optimizer lunette.optim.Optimizer
---@param options? lunette.optim.lr_scheduler.LinearLR.options
---@return lunette.optim.lr_scheduler.LinearLR
---@overload fun(options: lunette.optim.lr_scheduler.LinearLR.options): lunette.optim.lr_scheduler.LinearLR
function ln.optim.lr_scheduler.LinearLR(optimizer, options) end

--- Times gamma at each t of the list.
---@param optimizer lunette.optim.Optimizer
---@param milestones integer|integer[]
---@param options? lunette.optim.lr_scheduler.MultiStepLR.options
---@return lunette.optim.lr_scheduler.MultiStepLR
---@overload fun(optimizer: lunette.optim.Optimizer, options: lunette.optim.lr_scheduler.MultiStepLR.options): lunette.optim.lr_scheduler.MultiStepLR
---@overload fun(options: lunette.optim.lr_scheduler.MultiStepLR.options): lunette.optim.lr_scheduler.MultiStepLR
function ln.optim.lr_scheduler.MultiStepLR(optimizer, milestones, options) end

--- Times lr_lambda(t) each time, a function or a list of them, one for each
--- group.
---@param optimizer lunette.optim.Optimizer
---@param lr_lambda function|lunette.Callable|(function|lunette.Callable)[]
---@return lunette.optim.lr_scheduler.MultiplicativeLR
function ln.optim.lr_scheduler.MultiplicativeLR(optimizer, lr_lambda) end

--- Smith and Topin 2019 (arXiv 1708.07120): up from max_lr / div_factor to
--- max_lr, then down to the first over final_div_factor; the momentum (or
--- betas[1]) goes the other way. epochs and steps_per_epoch may be given in
--- place of total_steps; max_lr may be a list, one for each group.
---
---   local opt = ln.optim.Adam(ln.nn.Linear(2, 1):parameters(), {lr = 1})
---   local schedulers = ln.optim.lr_scheduler
---   local cycle = schedulers.OneCycleLR(opt, 1, {total_steps = 100})
---   print(opt.param_groups[1].lr)   -- 0.04
---@param optimizer lunette.optim.Optimizer
---@param max_lr number|number[]
---@param options? lunette.optim.lr_scheduler.OneCycleLR.options
---@return lunette.optim.lr_scheduler.OneCycleLR
---@overload fun(optimizer: lunette.optim.Optimizer, options: lunette.optim.lr_scheduler.OneCycleLR.options): lunette.optim.lr_scheduler.OneCycleLR
---@overload fun(options: lunette.optim.lr_scheduler.OneCycleLR.options): lunette.optim.lr_scheduler.OneCycleLR
function ln.optim.lr_scheduler.OneCycleLR(optimizer, max_lr, options) end

--- Times (1 - t / total_iters)^power.
---@param optimizer lunette.optim.Optimizer
---@param options? lunette.optim.lr_scheduler.PolynomialLR.options
---@return lunette.optim.lr_scheduler.PolynomialLR
---@overload fun(options: lunette.optim.lr_scheduler.PolynomialLR.options): lunette.optim.lr_scheduler.PolynomialLR
function ln.optim.lr_scheduler.PolynomialLR(optimizer, options) end

--- step(metrics) multiplies the rates by factor when the measure has not
--- improved for more than patience steps.
---
---   local opt = ln.optim.SGD(ln.nn.Linear(2, 1):parameters(), {lr = 1})
---   local schedulers = ln.optim.lr_scheduler
---   local scheduler = schedulers.ReduceLROnPlateau(opt, {patience = 1})
---   for _, fid in ipairs {9, 8, 8, 8} do scheduler:step(fid) end
---   print(opt.param_groups[1].lr)   -- 0.1
---@param optimizer lunette.optim.Optimizer
---@param options? lunette.optim.lr_scheduler.ReduceLROnPlateau.options
---@return lunette.optim.lr_scheduler.ReduceLROnPlateau
---@overload fun(options: lunette.optim.lr_scheduler.ReduceLROnPlateau.options): lunette.optim.lr_scheduler.ReduceLROnPlateau
function ln.optim.lr_scheduler.ReduceLROnPlateau(optimizer, options) end

--- The first scheduler until t is the first milestone, where the second starts,
--- and so on.
---
---   local s = ln.optim.lr_scheduler
---   local opt = ln.optim.SGD(ln.nn.Linear(2, 1):parameters(), {lr = 1})
---   local warm = s.LinearLR(opt, {start_factor = 0.25, total_iters = 4})
---   local fall = s.CosineAnnealingLR(opt, 100)
---   local scheduler = s.SequentialLR(opt, {warm, fall}, {4})
---@param optimizer lunette.optim.Optimizer
---@param schedulers table
---@param milestones integer|integer[]
---@return lunette.optim.lr_scheduler.SequentialLR
function ln.optim.lr_scheduler.SequentialLR(optimizer, schedulers, milestones) end

--- Times gamma every step_size.
---@param optimizer lunette.optim.Optimizer
---@param step_size integer
---@param options? lunette.optim.lr_scheduler.StepLR.options
---@return lunette.optim.lr_scheduler.StepLR
---@overload fun(optimizer: lunette.optim.Optimizer, options: lunette.optim.lr_scheduler.StepLR.options): lunette.optim.lr_scheduler.StepLR
---@overload fun(options: lunette.optim.lr_scheduler.StepLR.options): lunette.optim.lr_scheduler.StepLR
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
---@param options? lunette.plot.figure.options
---@return lunette.Figure
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
---
---   local layer, x = ln.nn.Linear(64, 64), ln.randn(32, 64)
---   if ln.real == "float" then
---     local _ <close> = ln.precision "bfloat16"
---     layer(x):square():mean():backward()
---   end
---@param kind "bfloat16"|"float"
---@return lunette.Scope
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
---
---   local layer, x = ln.nn.Linear(64, 64), ln.randn(32, 64)
---   do
---     local p <close> = ln.profile()
---     layer(x):square():mean():backward()
---   end
---@param options? lunette.profile.options
---@return table
function ln.profile(options) end

--- for step, bar in ln.progress(steps) do: counts from `from` to `steps` and
--- shows how far it is, the values given to bar:set, the speed (images a second
--- when the batch size is given) and the time left, on the error output.
--- LUNETTE_PROGRESS is bar, plain or off to choose. On a terminal what print
--- and io.write write stands above the bar. Ctrl-C ends the loop after the step
--- that runs, and the script goes on with the lines behind it, which may save;
--- its status is then 130. A second one ends the process at once. SIGTERM ends
--- the loop so too, with status 143; and so does a terminal that is gone, with
--- 129, or a pipe that nobody reads any more, with 141.
---
---   for step, bar in ln.progress(100, {batch = 64}) do
---     bar:set {loss = 1 / step}
---   end
---@param steps integer
---@param options? lunette.progress.options
---@return fun(): integer, lunette.Bar
---@overload fun(options: lunette.progress.options): fun(): integer, lunette.Bar
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
---@param options? lunette.rand_like.options
---@return lunette.Tensor
---@overload fun(options: lunette.rand_like.options): lunette.Tensor
function ln.rand_like(x, options) end

--- Integers from low to high, both included: ln.randint(1, 10, {n}).
---@param low integer
---@param high integer
---@param size integer|integer[]
---@param options? lunette.randint.options
---@return lunette.Tensor
---@overload fun(low: integer, high: integer, options: lunette.randint.options): lunette.Tensor
---@overload fun(low: integer, options: lunette.randint.options): lunette.Tensor
---@overload fun(options: lunette.randint.options): lunette.Tensor
function ln.randint(low, high, size, options) end

--- Integers from low to high, both included, of the shape of x.
---@param x lunette.Tensor
---@param low integer
---@param high integer
---@param options? lunette.randint_like.options
---@return lunette.Tensor
---@overload fun(x: lunette.Tensor, low: integer, options: lunette.randint_like.options): lunette.Tensor
---@overload fun(x: lunette.Tensor, options: lunette.randint_like.options): lunette.Tensor
---@overload fun(options: lunette.randint_like.options): lunette.Tensor
function ln.randint_like(x, low, high, options) end

--- Normal, mean 0 and standard deviation 1.
---@param ... integer|integer[]|table
---@return lunette.Tensor
function ln.randn(...) end

--- Normal, of the shape of x.
---@param x lunette.Tensor
---@param options? lunette.randn_like.options
---@return lunette.Tensor
---@overload fun(options: lunette.randn_like.options): lunette.Tensor
function ln.randn_like(x, options) end

--- 1 to n in random order.
---@param n integer
---@param options? lunette.randperm.options
---@return lunette.Tensor
---@overload fun(options: lunette.randperm.options): lunette.Tensor
function ln.randperm(n, options) end

ln.ravel = Tensor.ravel

ln.rdft = Tensor.rdft

--- The type of all elements: "float", or "double" when the environment has LUNETTE_REAL=double.
---@type string
ln.real = nil

ln.reciprocal = Tensor.reciprocal

--- The results of f(...), of which nothing between is kept for the backward
--- sweep: f runs once more there (Chen et al., 2016, "Training deep nets with
--- sublinear memory cost"). Gradients are exact, those of tensors that f holds
--- as well, at every order; random numbers of the default generator are drawn
--- again as they were. What f changes on its side (running statistics) is
--- changed twice.
---
---   local block, x = ln.nn.Linear(8, 8), ln.randn(4, 8)
---   ln.recompute(block, x):square():mean():backward()
---   print(block.weight.grad:size())   -- {8, 8}
---@param f function|lunette.Callable
---@param ... any
---@return lunette.Tensor ...
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
--- samples/ and report.jsonl, the rest of what it shows. Where the folder has a
--- model.safetensors of ln.save_model, a generator whose `about` says its
--- latent (and classes, range), the page draws with it: sliders move the noise
--- along the directions that its first layer answers most to, or what its
--- `mapping` makes of noise along the principal ones. It says why where it does
--- not: more than 20 million multiplications a picture or 6 MiB of weights, an
--- op that it does not know, no grey or coloured picture. Raises when the disk
--- refuses, and when another process writes to the folder.
---@param folder string
---@param options? lunette.report.options
---@return lunette.Report
---@overload fun(options: lunette.report.options): lunette.Report
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
---@return lunette.Tensor
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
--- where the same seeds are in both seed by seed.
---   out    a page for a browser, one file that needs no other, with the curves
---          of all runs over each other, as means of groups or each for itself,
---          their grids of samples beside each other by step, and these tables
---   force  the page, where it is there, is written over
--- Returns {runs, numbers, differs, groups, by_seed}, which prints as text.
---
--- Files in place of folders have results of one experiment, as ln.experiment
--- writes them, by one machine or several; what is returned, and printed, is
--- what it returns: of each number the mean of every arm, with Student's
--- interval, and what the arm has more than the first one, seed by seed.
---   lunette compare runs/photos runs/photos-2
---   lunette compare runs/photos runs/photos-2 -o compare.html
---   lunette compare runs/ring.jsonl
---@param run string
---@param other? string
---@param ... string
---@return table
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
---              digits, the other for all else, unless given. Or a file for
---              metrics.inception, by whose network papers measure
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
---   lunette eval runs/photos --features pt_inception.safetensors
---@param run string
---@param options? lunette.runs.eval.options
---@return table
---@overload fun(options: lunette.runs.eval.options): table
function ln.runs.eval(run, options) end

--- Writes a run's generator as one file that needs no Lunette: its average
--- where there is one, or that of a model file. See ln.export, which a script
--- calls for a network of classes of its own.
---   to     what it becomes: C, a Lua module, a page with sliders, or ONNX
---   out    the file; else NAME.c, NAME.lua, ..., in the folder where you are
---   name   of what is called in it; else that of out, or of the run, in which
---          other characters than letters and digits become _
---   best   best.safetensors of a run, not the last one
---   force  a file that is there is written over
--- Returns the path.
---   lunette export runs/photos --to c
---   lunette export runs/photos --to html -o photos.html
---@param run string
---@param options lunette.runs.export.options
---@return string
---@overload fun(options: lunette.runs.export.options): string
function ln.runs.export(run, options) end

--- Writes the samples that a run kept as a film: those of the same noise at
--- each of its steps, in a file `out` that ends in .apng, .png or .gif; see
--- ln.image.save_film.
---   fps    frames a second
---   force  the film, where it is there, is written over
--- Returns how many frames it has.
---   lunette film runs/photos -o photos.apng
---@param run string
---@param options? lunette.runs.film.options
---@return integer
---@overload fun(options: lunette.runs.film.options): integer
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
---@param options? lunette.runs.fork.options
---@return table
---@overload fun(options: lunette.runs.fork.options): table
function ln.runs.fork(run, options) end

--- What a run's folder or a model file says of itself: the network, what there
--- is to be known of it, and of a run the last line of its log. Prints as text.
---   lunette info runs/photos
---@param run string
---@return table
function ln.runs.info(run) end

--- Writes a script of about 60 lines, name.lua, that trains on the pictures of
--- `data`, a folder or a file of ln.data.pack, as a preset of gan.presets does,
--- without it: networks, losses, rates and schedules are there to be changed.
---   preset, size, skip_bad  as `train` has them
---   force                   the file, where it is there, is written over
--- Returns its path.
---   lunette new faces --preset dcgan --data photos/
---@param name string
---@param options lunette.runs.new.options
---@return string
---@overload fun(options: lunette.runs.new.options): string
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
---@param options? lunette.runs.preview.options
---@return lunette.Tensor
---@overload fun(options: lunette.runs.preview.options): lunette.Tensor
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
---@param options? lunette.runs.replay.options
---@return { held: integer, step: integer }
---@overload fun(options: lunette.runs.replay.options): { held: integer, step: integer }
function ln.runs.replay(run, options) end

--- Writes report.html in a run's folder anew, from the files there: the page
--- that ln.report and gan.Trainer keep. Of runs of before there was one it has
--- the log, the samples and the options. Returns its path.
---   lunette report runs/photos
---@param run string
---@return string
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
---@param options? lunette.runs.sample.options
---@return lunette.Tensor
---@overload fun(options: lunette.runs.sample.options): lunette.Tensor
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
---@param options? lunette.runs.train.options
---@return table
---@overload fun(options: lunette.runs.train.options): table
function ln.runs.train(target, options) end

--- Writes a table of tensors, numbers, strings, booleans and such tables; load
--- gives it back bit for bit. The folder is made; a file that exists is
--- replaced whole or not at all. The file carries a checksum, which load
--- compares. Returns true; raises when the disk refuses.
---
---   ln.save("state.safetensors", {mean = ln.zeros(3), step = 7, name = "a"})
---   print(ln.load("state.safetensors").step)   -- 7
---@param path string
---@param state table
---@return boolean
function ln.save(path, state) end

--- Writes a network with how it is made, so that load_model gives it back
--- without the script: layers of nn and gan, what gan.zoo gives, containers of
--- them, spectral_norm and the like, and classes that nn.register has named.
--- `about` is a table of what else is to be known: the range of its pictures,
--- their size, names of classes, latent, step; the library's version is added.
--- Hooks are no part of it. The file is an ordinary safetensors file with a
--- checksum. Returns true; raises where no file can say how a layer is made,
--- and where.
---
---   local net = ln.gan.zoo.dcgan {size = 16, filters = 4}
---   ln.save_model("G.safetensors", net.generator, {range = {-1, 1},
---                                                  latent = net.latent})
---   local G, about = ln.load_model "G.safetensors"
---   print(G(ln.randn(2, about.latent)):size())   -- {2, 3, 16, 16}
---@param path string
---@param network lunette.nn.Module
---@param about? table
---@param options? lunette.save_model.options
---@return boolean
---@overload fun(path: string, network: lunette.nn.Module, options: lunette.save_model.options): boolean
---@overload fun(path: string, options: lunette.save_model.options): boolean
---@overload fun(options: lunette.save_model.options): boolean
function ln.save_model(path, network, about, options) end

--- Writes x as float32, in the double engine as float64. The folder is made; a
--- file that exists is replaced whole or not at all. Returns true; raises when
--- the disk refuses.
---@param path string
---@param x lunette.Tensor
---@return boolean
function ln.save_npy(path, x) end

--- Writes tensors by name, {mean = x, cov = y}, as numpy.savez does: not
--- packed, as float32, or float64 where it is asked for and in the double
--- engine. The folder is made; a file that exists is replaced whole or not at
--- all. Returns true; raises when the disk refuses, and beyond 4 GiB.
---
---   ln.save_npz("stats.npz", {mean = ln.zeros(3), cov = ln.eye(3)})
---   print(ln.load_npz("stats.npz").cov:size())   -- {3, 3}
---@param path string
---@param tensors table
---@param options? lunette.save_npz.options
---@return boolean
---@overload fun(path: string, options: lunette.save_npz.options): boolean
---@overload fun(options: lunette.save_npz.options): boolean
function ln.save_npz(path, tensors, options) end

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
---@generic T: table
---@param defaults T
---@return T
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
---@param options? lunette.stack.options
---@return lunette.Tensor
---@overload fun(tensors: lunette.Tensor[], options: lunette.stack.options): lunette.Tensor
---@overload fun(options: lunette.stack.options): lunette.Tensor
function ln.stack(tensors, dim, options) end

ln.started_index = Tensor.started_index

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
---@param options? lunette.tensor.options
---@return lunette.Tensor
---@overload fun(options: lunette.tensor.options): lunette.Tensor
function ln.tensor(data, options) end

ln.tensor_split = Tensor.tensor_split

ln.tensordot = Tensor.tensordot

ln.threshold = Tensor.threshold

ln.tile = Tensor.tile

--- The graph behind y as a Graphviz digraph, one line for each tensor and edge,
--- inputs before results: ops are ellipses, leaves boxes, blue when they
--- require a gradient. `params` names leaves: a module, or a table such as
--- {weight = w}. `print(ln.to_dot(loss))` into `dot -Tsvg`.
---
---   local layer = ln.nn.Linear(2, 1)
---   local dot = ln.to_dot(layer(ln.ones(1, 2)):sum(), {params = layer})
---@param y lunette.Tensor
---@param options? lunette.to_dot.options
---@return string
---@overload fun(options: lunette.to_dot.options): string
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
---@param options? lunette.tril_indices.options
---@return lunette.Tensor
---@overload fun(row: integer, col: integer, options: lunette.tril_indices.options): lunette.Tensor
---@overload fun(row: integer, options: lunette.tril_indices.options): lunette.Tensor
---@overload fun(options: lunette.tril_indices.options): lunette.Tensor
function ln.tril_indices(row, col, offset, options) end

ln.triu = Tensor.triu

--- The indices, from 1, of the upper triangle of a matrix row x col, as two rows: above diagonal `offset` and on it.
---@param row integer
---@param col integer
---@param offset? integer
---@param options? lunette.triu_indices.options
---@return lunette.Tensor
---@overload fun(row: integer, col: integer, options: lunette.triu_indices.options): lunette.Tensor
---@overload fun(row: integer, options: lunette.triu_indices.options): lunette.Tensor
---@overload fun(options: lunette.triu_indices.options): lunette.Tensor
function ln.triu_indices(row, col, offset, options) end

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
---@param options? lunette.uniform.options
---@return lunette.Tensor
---@overload fun(low: number, high: number, options: lunette.uniform.options): lunette.Tensor
---@overload fun(low: number, options: lunette.uniform.options): lunette.Tensor
---@overload fun(options: lunette.uniform.options): lunette.Tensor
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
---@type string
ln.version = nil

ln.view = Tensor.view

ln.view_as = Tensor.view_as

--- func(inputs) and v^T J, with J the Jacobian and v of the form of func's
--- results (ones by default for one number).
---
---   local function f(x) return x ^ 2 end
---   local y, slope = ln.vjp(f, ln.tensor {1, 2}, ln.tensor {1, 1})
---   print(slope)   -- {2, 4}
---@param func function|lunette.Callable
---@param inputs lunette.Tensor|lunette.Tensor[]
---@param v? lunette.Tensor|lunette.Tensor[]
---@param options? lunette.vjp.options
---@return lunette.Tensor
---@return lunette.Tensor|lunette.Tensor[]
---@overload fun(func: function|lunette.Callable, inputs: lunette.Tensor|lunette.Tensor[], options: lunette.vjp.options): lunette.Tensor, lunette.Tensor|lunette.Tensor[]
---@overload fun(func: function|lunette.Callable, options: lunette.vjp.options): lunette.Tensor, lunette.Tensor|lunette.Tensor[]
---@overload fun(options: lunette.vjp.options): lunette.Tensor, lunette.Tensor|lunette.Tensor[]
function ln.vjp(func, inputs, v, options) end

ln.vsplit = Tensor.vsplit

--- Tensors one below the other: joined along dimension 1, vectors as rows.
---@param tensors lunette.Tensor[]
---@return lunette.Tensor
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
---@param options? lunette.zeros_like.options
---@return lunette.Tensor
---@overload fun(options: lunette.zeros_like.options): lunette.Tensor
function ln.zeros_like(x, options) end

return ln
