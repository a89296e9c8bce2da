--- What needs LAPACK is pending where it is not installed.
local engine = require "lunette.engine"

local lapack = {}

local function reason()
  local ok, message = pcall(engine.functions.eigh_values, engine.create.eye(1))
  return not ok and message or nil
end

--- Why rows of this family (all, when none is named) cannot be run here, or nil.
function lapack.missing(family)
  if family and family ~= "linalg" and family ~= "more_linalg" then return nil end
  return reason()
end

return lapack
