--- What a run is made with: the version, the machine and the seed.

local engine = require "lunette.engine"
local version = require "lunette.version"

--- Of this process, as a table of numbers and words.
local function machine()
  local build, processors = engine.build, engine.processors()
  return {
    version = version, lua = _VERSION, real = engine.real, isa = build.isa,
    processor = build.processor ~= "" and build.processor or nil,
    bfloat16 = build.bf16, processors = processors,
    threads = engine.get_num_threads(),
    seed = engine.default_generator:seed(),
    date = os.date "!%Y-%m-%d %H:%M UTC",
  }
end

return machine
