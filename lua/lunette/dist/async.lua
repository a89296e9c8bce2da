--- Collectives that go on while a script does something else.

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local job = require "lunette.dist.job"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"

local async = {}

--- What was begun: request:wait() gives the result, request:test() whether it
--- is there. What it reads is not to be written to before. Where the ranks have
--- begun different ones wait() raises, and the next collective ends the job.
--- @class Request
local Request = {__name = "Request"}
Request.__index = Request

--- Waits for the result.
--- @return Tensor
Request.wait = arguments.define("request:wait", "self", function(self)
  if self.pending then
    local ok, why = pcall(self.pending.wait, self.pending)
    if not ok then raise("%s", why) end
    self.pending = nil
    if self.divisor then self.result:div_(self.divisor) end
  end
  return self.result
end)

--- Is the result there? Asking lets MPI go on.
--- @return boolean
Request.test = arguments.define("request:test", "self", function(self)
  return not self.pending or self.pending:test()
end)

repr.class(Request)

-- x as it is read, contiguous and recorded by nothing.
local function readable(owner, x)
  if x:requires_grad() and engine.is_recording() then
    raise("%s: x requires a gradient, and what goes on beside other things " ..
          "has none: detach() it", owner)
  end
  return x:detach():contiguous()
end

local function begin(kind, x, y, src)
  local pending = job.size > 1 and job.mpi.start(kind, x, y, src)
  return setmetatable({result = y, pending = pending or nil}, Request)
end

-- Sizes of x with n rows.
local function with_rows(x, n)
  local sizes = x:size()
  sizes[1] = n
  return sizes
end

--- As dist.all_reduce, sum or mean; not recorded.
--- @return Request
async.all_reduce_async = arguments.define("dist.all_reduce_async",
  "x: tensor, {op: sum|mean = sum}", function(x, o)
  job.join()
  local y = readable("dist.all_reduce_async", x):clone()
  local request = begin("all_reduce", y, y)
  request.divisor = o.op == "mean" and job.size or nil
  return request
end)

--- As dist.all_gather, of ranks that have as many rows; not recorded.
--- @return Request
async.all_gather_async = arguments.define("dist.all_gather_async", "x: tensor",
                                          function(x)
  job.join()
  x = readable("dist.all_gather_async", x)
  if x:dim() == 0 then raise "dist.all_gather_async: a number has no rows" end
  if job.size == 1 then return begin("all_gather", x, x:clone()) end
  local y = engine.create.zeros(with_rows(x, x:size(1) * job.size))
  return begin("all_gather", x, y)
end)

--- As dist.reduce_scatter, in even shares; not recorded.
--- @return Request
async.reduce_scatter_async = arguments.define("dist.reduce_scatter_async",
                                              "x: tensor", function(x)
  job.join()
  x = readable("dist.reduce_scatter_async", x)
  local n = x:dim() > 0 and x:size(1) or 0
  if n % job.size ~= 0 or x:dim() == 0 then
    raise("dist.reduce_scatter_async: %d rows are not shared evenly by %d " ..
          "ranks", n, job.size)
  end
  if job.size == 1 then return begin("reduce_scatter", x, x:clone()) end
  local y = engine.create.zeros(with_rows(x, n // job.size))
  return begin("reduce_scatter", x, y)
end)

--- As dist.broadcast; not recorded.
--- @return Request
async.broadcast_async = arguments.define("dist.broadcast_async",
  "x: tensor, src: whole = 0", function(x, src)
  job.join()
  job.check_rank("dist.broadcast_async", src)
  local y = readable("dist.broadcast_async", x):clone()
  return begin("broadcast", y, y, src)
end)

return async
