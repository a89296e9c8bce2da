--- What the checks under tools/ share: rules of layers, lists of files, and the
--- count that each ends with, "N passed, N failed".

local checks = {}

local passed, failed = 0, 0

--- Counts; a failure prints its message, made of the format and its arguments.
function checks.that(ok, ...)
  if ok then
    passed = passed + 1
  else
    failed = failed + 1
    print(string.format(...))
  end
end

--- Prints the counts and ends the program: with success when nothing failed,
--- and there was something to look at.
function checks.finish()
  print(("%d passed, %d failed"):format(passed, failed))
  os.exit(failed == 0 and passed > 0)
end

--- The files that find(1) gives for these words, sorted.
function checks.files(words)
  local paths, pipe = {}, assert(io.popen("find " .. words .. " | sort"))
  for path in pipe:lines() do paths[#paths + 1] = path end
  assert(pipe:close(), "checks are run at the root of the project")
  return paths
end

--- What the module may name: the list under its own name, or under that of the
--- nearest folder it is in, "gan/losses/" before "gan/"; nil without any.
function checks.rules_of(allowed, module)
  local folder = module
  repeat
    if allowed[folder] then return allowed[folder] end
    folder = folder:match "^(.*/)[^/]+/?$"
  until not folder
end

--- Is the module in the list? A name that ends in "/" stands for all of a
--- folder.
function checks.permits(rules, module)
  for _, rule in ipairs(rules) do
    if module == rule or
       rule:sub(-1) == "/" and module:sub(1, #rule) == rule then return true end
  end
  return false
end

return checks
