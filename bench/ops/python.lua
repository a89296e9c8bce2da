--- A call of Lua's as PyTorch's: x:sum(-1, {keepdim = true}) is
--- x.sum(-1, keepdim = True). Numbers stay as they are, so calls count their
--- dimensions from the end, which is one in both.

local words = {["true"] = "True", ["false"] = "False", ["nil"] = "None"}

local translate

-- {2, 2} is a tuple, {padding = 1} are arguments by name.
local function braces(text)
  local inner = translate(text:sub(2, -2))
  return inner:find "^%s*[%a_][%w_]* =" and inner or "(" .. inner .. ",)"
end

function translate(code)
  return (code:gsub("%b{}", braces)
              :gsub("%f[%w_]ln%.", "torch.")
              :gsub("([%w_%)%]]):([%a_])", "%1.%2")
              :gsub("math%.huge", 'float("inf")')
              :gsub("%^", "**")
              :gsub("%a+", words))
end

return translate
