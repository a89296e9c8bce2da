-- Lua as HTML with its comments, texts, numbers and keywords marked.

local keywords = {}
for word in ([[and break do else elseif end false for function goto if in local
nil not or repeat return then true until while]]):gmatch "%a+" do
  keywords[word] = true
end

-- What a piece of text may be, the first that matches: its class and pattern.
local kinds = {
  {"comment", "^%-%-%[(=*)%[.-%]%1%]"},
  {"comment", "^%-%-[^\n]*"},
  {"text", "^%[(=*)%[.-%]%1%]"},
  {"text", '^"[^"\n]*"'},
  {"text", "^'[^'\n]*'"},
  {"number", "^0[xX]%x+"},
  {"number", "^%d+%.?%d*[eE]?[+-]?%d*"},
  {"word", "^[%a_][%w_]*"},
}

local function span(class, text)
  return ('<span class="%s">%s</span>'):format(class, text)
end

local function piece_at(code, at)
  for _, kind in ipairs(kinds) do
    local from, to = code:find(kind[2], at)
    if from then return kind[1], code:sub(from, to) end
  end
  return nil, code:sub(at, at)
end

--- The code, in which &, < and > stand as they are, as HTML.
return function(code)
  local parts, at = {}, 1
  while at <= #code do
    local class, text = piece_at(code, at)
    at = at + #text
    text = text:gsub("[&<>]", {["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;"})
    if class == "word" then class = keywords[text] and "keyword" end
    parts[#parts + 1] = class and span(class, text) or text
  end
  return table.concat(parts)
end
