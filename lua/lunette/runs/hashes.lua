--- The hashes of all parameters that a run's log has, held against those of
--- another run of it.

local hash = require "lunette.gan.trainer.hash"
local json = require "lunette.json"
local jsonl = require "lunette.runs.jsonl"
local raise = require "lunette.errors".raise

local hashes = {}
hashes.__index = hashes

-- A step is done again after every rollback.
local function key(step, rollbacks) return ("%d.%d"):format(rollbacks, step) end

--- Those in the log of a run's folder up to step `to`, if that is given:
--- {last = the step of the last of them, logged = the last step in the log,
--- held = how many were found, at = the step of the last that was}.
function hashes.of(folder, to)
  local self = setmetatable({folder = folder, by_key = {}, last = 0, logged = 0,
                             held = 0, at = 0}, hashes)
  local rollbacks = 0
  jsonl.each(folder .. "/log.jsonl", function(record)
    local step = json.integer(record.step) or 0
    rollbacks = json.integer(record.rollback) or rollbacks
    self.logged = step
    if record.hash and not record.rollback and step <= (to or math.huge) then
      self.by_key[key(step, rollbacks)], self.last = record.hash, step
    end
  end)
  return self
end

--- Holds a trainer against that of its step; raises where it differs.
function hashes:look(trainer)
  local state, step = trainer.state, trainer.step
  local wanted = self.by_key[key(step, state.rollbacks)]
  if not wanted or step <= self.at then return end
  local found = hash(trainer.networks)
  if found ~= wanted then
    raise("%s: step %d: the hash of all parameters is %s, in the log %s; %s",
          self.folder, step, found, wanted, self:text())
  end
  self.held, self.at = self.held + 1, step
end

--- How far it went, in words.
function hashes:text()
  if self.held == 0 then return "no hash before it was held" end
  return ("%d hash%s held, up to step %d"):format(
    self.held, self.held == 1 and "" or "es", self.at)
end

return hashes
