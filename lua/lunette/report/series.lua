--- Texts of steps, in order, of which every second goes when there are too
--- many.

local series = {}
series.__index = series

--- most: how many are kept.
function series.new(most)
  return setmetatable({most = most, texts = {}, steps = {}, kept = {},
                       every = 1}, series)
end

-- Leaves those out that f(k) does not want.
local function filter(self, f)
  local texts, steps, kept = {}, {}, {}
  for k, text in ipairs(self.texts) do
    if f(k) then
      local n = #texts + 1
      texts[n], steps[n], kept[n] = text, self.steps[k], self.kept[k]
    end
  end
  self.texts, self.steps, self.kept = texts, steps, kept
end

-- Drops every second, and of those to be kept too where they are most.
local function thin(self)
  self.every = self.every * 2
  local even = true
  local function take()
    even = not even
    return not even
  end
  filter(self, function(k) return self.kept[k] or take() end)
  if #self.texts > self.most * 3 // 4 then
    filter(self, take)
  end
end

--- Adds the text of a step; `keep`: it is to stay while others go.
function series:add(text, step, keep)
  if #self.texts >= self.most then thin(self) end
  local n = #self.texts + 1
  self.texts[n], self.steps[n], self.kept[n] = text, step, keep or false
end

--- Drops what is of a step after `last`.
function series:cut(last)
  filter(self, function(k) return self.steps[k] <= last end)
end

return series
