--- What a docstring says in its words: the names that it begins with, and its
--- sentences.

local prose = {}

--- "nn.Linear" is Linear, "Tensor:item" is item.
function prose.last(name) return name:match "[^.:]+$" end

--- What follows names and a colon, as a sentence; names stay as they are.
function prose.sentence(text)
  return (text:gsub("^%l+%f[%s,]", function(word)
    if #word > 1 or word == "a" then
      return word:sub(1, 1):upper() .. word:sub(2)
    end
  end))
end

--- The names with which a docstring begins, "nn.GRU, nn.LSTM: ...", as a set,
--- and the text after them; an empty set and the text itself when it has none.
function prose.names(text)
  local head, rest = text:match "^(%a[%w_.,%s]-):%s+(.*)$"
  local names = {}
  for name in ((head or "") .. ","):gmatch "%s*(.-)%s*," do
    if name:find "%s" then return {}, text end
    names[name:gsub("^ln%.", "")] = true
  end
  if not head then return {}, text end
  return names, rest
end

--- The text without the names that it begins with, when `name` is among them.
function prose.without_names(text, name)
  local names, rest = prose.names(text)
  for other in pairs(names) do
    if prose.last(other) == prose.last(name) then
      return prose.sentence(rest)
    end
  end
  return text
end

--- The first sentence of a documentation, on one line.
function prose.first_sentence(doc)
  local paragraph = doc:gsub("\n%s*\n.*", ""):gsub("\n  .*", "")
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
