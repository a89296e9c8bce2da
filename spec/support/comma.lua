--- A script run where numbers have a decimal comma, in a locale made for it: few machines have one.

local files = require "spec.files"

local comma = {}

--- What the script prints there, its lines after os.setlocale; nil where no such locale can be made.
function comma.run(folder, script)
  local path = folder .. "/comma.lua"
  files.write(path, 'assert(os.setlocale "de_DE.UTF-8" and ("%.1f"):format(0.5) == "0,5")\n' .. script)
  if not os.execute(("localedef -i de_DE -f UTF-8 %s/de_DE.UTF-8 2>%s/errors"):format(folder, folder)) then
    return nil
  end
  local pipe <close> = assert(io.popen(("LOCPATH=%s lua5.4 %s 2>&1"):format(folder, path)))
  return pipe:read "a"
end

comma.missing = "needs localedef and the sources of locales (Debian: locales)"

return comma
