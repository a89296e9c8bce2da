--- What a docstring says in its words: the call that it begins with, and its
--- sentences.

local prose = {}

--- "nn.Linear" is Linear, "Tensor:item" is item.
function prose.last(name) return name:match "[^.:]+$" end

local last = prose.last

--- What follows a call and a colon, as a sentence; names stay as they are.
function prose.sentence(text)
  return (text:gsub("^%l+%f[%s,]", function(word)
    if #word > 1 or word == "a" then
      return word:sub(1, 1):upper() .. word:sub(2)
    end
  end))
end

-- Where a list of calls ends, "nn.A(x), nn.B(x)" or the like, and its calls by
-- name; a name without parentheses is one as well.
local function leading_calls(text)
  local calls, at = {}, 1
  while true do
    local name = text:match("^%a[%w_.:]*", at)
    if not name then return nil end
    name = name:gsub("[.:]+$", "")
    local after = at + #name
    local given = text:match("^%b()", after) or
                  text:match("^%s?%b{}", after) or ""
    calls[last(name)] = given:match "^%s?({.*)$" or
                        given:match "^%((.*)%)$" or ""
    at = after + #given
    local next_call = text:match("^,%s+()%f[%w]", at)
    if not next_call or given == "" then return calls, at end
    at = next_call
  end
end

--- The call with which a docstring begins, and the text after it; or nil.
function prose.leading_call(text, name)
  local plain = text:gsub("^`local _ <close> = (.-)`", "%1")
                    :gsub("^for [%w_, ]+ in (.-) do:", "%1:")
  local calls, at = leading_calls(plain)
  local call = calls and calls[last(name)]
  if not call then return nil end
  local rest = plain:sub(at)
  local after = rest:match "^:%s+(.*)$" or rest:match "^%.?\n\n(.*)$" or
                rest:match "^%.?()$" and ""
  if not after then return nil end
  return call, after
end

--- A sentence of its own that is a call: "r1(D, real, {weight = 1}).",
--- and the text without it; or nil.
function prose.inner_call(text, name)
  local called = "()%f[%w_]" .. last(name) .. "(%b())%.%f[%s%z]"
  for before, call in text:gmatch(called) do
    if before == 1 or text:sub(1, before - 1):find "[%.%)]%s+$" then
      local rest = text:sub(1, before - 1) ..
                   text:sub(before + #last(name) + #call + 1)
      return call:sub(2, -2), (rest:gsub("%s+$", ""))
    end
  end
end

--- A line that begins with the call, and goes on after a colon.
function prose.line_call(text, name)
  local pattern = "\n[%w_.]-%f[%w_]" .. last(name) .. "(%b())[:,]"
  local call = ("\n" .. text):match(pattern)
  return call and call:sub(2, -2)
end

--- The first sentence of a documentation, on one line.
function prose.first_sentence(doc)
  local text = doc:gsub("^[%w_.]+%b()[:.]?%s+", "")
  local paragraph = text:gsub("\n%s*\n.*", ""):gsub("\n  .*", "")
                        :gsub("%s+", " ")
  for stop in paragraph:gmatch "()[%.%?]%f[%s%z]" do
    local before = paragraph:sub(1, stop)
    local after = paragraph:sub(stop + 2, stop + 2)
    if not before:find "%f[%w]al%.$" and not before:find "%f[%w]eq%.$" and
       not before:find "%.%.$" and not after:find "%l" then
      return before
    end
  end
  return (paragraph:gsub("[:;,]$", ""))
end

return prose
