--- Fails unless what was raised refuses in words: a text that names the file at
--- `path`, where one is given, and none of the interpreter's or the library's
--- own mistakes. at: which case it is, for the message.

local mistakes = {"attempt to ", "bad argument #", "lua/lunette/", "stack overflow", "stack traceback"}

return function(raised, path, at)
  local said = (at or "") .. tostring(raised)
  assert(type(raised) == "string", said)
  assert(not path or raised:find(path .. ": ", 1, true), said)
  for _, word in ipairs(mistakes) do assert(not raised:find(word, 1, true), said) end
end
