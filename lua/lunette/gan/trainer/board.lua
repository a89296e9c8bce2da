--- What TensorBoard is shown of a run, where the option says so: the numbers of
--- its log, and its samples.

local ranks = require "lunette.gan.trainer.ranks"
local repr = require "lunette.repr"
local SummaryWriter = require "lunette.tensorboard".SummaryWriter

local board = {}

--- A new file of events in the run's folder, of a run that goes on from step
--- `last`; -1: that begins.
function board.open(self, last)
  if not (self.options.tensorboard and ranks.is_first()) then return end
  self.board = SummaryWriter(self.folder, {purge_step = last + 1})
end

-- What is no value of a step.
local left_out = {step = true, seconds = true, rollback = true}

--- The losses and metrics of a record of the log, by their names there.
function board.record(self, record)
  if not self.board then return end
  for _, name in ipairs(repr.names(record)) do
    local value = record[name]
    if type(value) == "number" and not left_out[name] then
      self.board:add_scalar(name, value, record.step)
    end
  end
end

--- Samples that are images, as a grid.
function board.samples(self, x)
  if not self.board or x:dim() ~= 4 or x:size(2) > 4 then return end
  self.board:add_image("samples", x, self.step, {
    columns = self.options.columns, range = self.options.range or {-1, 1}})
end

return board
