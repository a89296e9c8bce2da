--- The Frechet distance of two sets of features, as if both were normal.

local arguments = require "lunette.arguments"
local checks = require "lunette.metrics.checks"
local engine = require "lunette.engine"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local statistics = require "lunette.metrics.statistics"

local frechet = {}

-- f with f^T f = x, a covariance; what rounding has put below 0 counts as 0.
local function root(x)
  local values, vectors = x:eigh()
  return (vectors * values:clamp(0, math.huge):sqrt()):t()
end

-- The mean of features or of statistics, and f with f^T f their covariance.
local function described(name, x)
  if not engine.is_tensor(x) then
    statistics.check("fid", name, x)
    return x.mean, root(x.covariance)
  end
  x = checks.rows("fid", name, x, 2)
  local n = x:size(1)
  if n > x:size(2) then
    local found = statistics.of_rows(x)
    return found.mean, root(found.covariance)
  end
  -- the covariance is singular, and the roots of its zeros would be noise
  local mean = x:mean(1)
  return mean, (x - mean) / math.sqrt(n - 1)
end

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
--- @return number
frechet.fid = arguments.define("fid", "real: tensor|table, fake: tensor|table",
                               function(real, fake)
  local _ <close> = recording.no_grad()
  local mean_r, f_r = described("real", real)
  local mean_f, f_f = described("fake", fake)
  if mean_r:numel() ~= mean_f:numel() then
    raise("fid: real has %d features, fake %d", mean_r:numel(), mean_f:numel())
  end
  local common = f_r:matmul(f_f:t()):svdvals()
  local apart = (mean_r - mean_f):square():sum():item()
  local spread = f_r:square():sum():item() + f_f:square():sum():item()
  -- a distance is not below 0, though its rounding is
  return math.max(0, apart + spread - 2 * common:sum():item())
end)

return frechet
