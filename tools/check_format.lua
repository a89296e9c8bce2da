-- The C sources, held against .clang-format by clang-format 14, whose versions
-- differ in what they write. Skipped where it is not installed. Prints
-- "N passed, N failed".

local checks = require "tools.checks"

-- Not formatted yet; what no longer needs to stand here fails as well.
local later = {
  "src/bind/args.c", "src/bind/bind.h", "src/bind/bytes.c", "src/bind/create.c",
  "src/bind/draw.c", "src/bind/engine.c", "src/bind/generator.c",
  "src/bind/grad.c", "src/bind/host.c", "src/bind/index.c",
  "src/bind/inplace.c", "src/bind/io.c", "src/bind/op.c", "src/bind/scope.c",
  "src/bind/tensor.c", "src/bind/update.c", "src/bind/watch.c", "src/gemm.c",
  "src/grad.c", "src/io/file.c", "src/io/gzip.c", "src/io/image.c",
  "src/io/image.h", "src/io/jpeg.c", "src/io/png.c", "src/kernel/bf16.c",
  "src/kernel/bf16_avx512.c", "src/kernel/conv.c", "src/kernel/conv_gather.c",
  "src/kernel/conv_plain.c", "src/kernel/conv_weight.c", "src/kernel/kernel.c",
  "src/kernel/kernel.h", "src/kernel/loops.c", "src/kernel/minibatch.h",
  "src/kernel/norm_loops.c", "src/kernel/panels.c", "src/kernel/patch.c",
  "src/kernel/taps.h", "src/lapack.c", "src/op.c", "src/op.h",
  "src/ops/activation.c", "src/ops/conv.c", "src/ops/diagonal.c",
  "src/ops/distance.c", "src/ops/fold.c", "src/ops/grid.c", "src/ops/index.c",
  "src/ops/indices.c", "src/ops/linalg.c", "src/ops/lines.c",
  "src/ops/matmul.c", "src/ops/minibatch.c", "src/ops/norm.c", "src/ops/pad.c",
  "src/ops/pass.h", "src/ops/pointwise.c", "src/ops/pooling.c",
  "src/ops/reduce.c", "src/ops/row_norm.c", "src/ops/sample.c",
  "src/ops/scan.c", "src/ops/view.c", "src/profile.c", "src/rng.c",
  "src/shape.c", "src/signature.c", "src/signature.h", "src/store.c",
  "src/tensor.c", "src/tensor.h", "src/update.c", "src/walk.c", "src/walk.h",
}

local function output(command)
  local pipe <close> = assert(io.popen(command .. " 2>&1"))
  return pipe:read "a"
end

-- The command that runs version 14, or nil.
local function formatter()
  for _, name in ipairs {"clang-format-14", "clang-format"} do
    if output(name .. " --version"):find "version 14%." then return name end
  end
end

local format = formatter()
if not format then
  print "skipped: clang-format 14 is not installed (Debian: clang-format-14)"
  os.exit(true)
end

local waiting = {}
for _, path in ipairs(later) do waiting[path] = true end
for _, path in ipairs(checks.files "src spec bench -name '*.[ch]'") do
  local said = output(("%s --dry-run %s"):format(format, path))
  local line = said:match "^[^:]*:(%d+):"
  if waiting[path] then
    checks.that(line,
                "%s is well: tools/check_format.lua lists it as it was not",
                path)
  else
    checks.that(said == "", "%s:%s is not as clang-format has it", path,
                line or "?")
  end
end
checks.finish()
