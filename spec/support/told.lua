--- told(f, ...): what f writes to stderr, and then what it returns.
return function(f, ...)
  local before, text = io.stderr, {}
  local function write(_, ...) text[#text + 1] = table.concat {...} end
  rawset(io, "stderr", {write = write, flush = function() end})
  local results = table.pack(pcall(f, ...))
  rawset(io, "stderr", before)
  if not results[1] then error(results[2], 0) end
  return table.concat(text), table.unpack(results, 2, results.n)
end
