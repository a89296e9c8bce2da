--- A run as Markdown: report(rows, failed), of rows {title, what,
--- there, here, ratio}, seconds a call, and lines of what was not measured.
local WHAT = {forward = "forward", backward = "with backward"}

local function first_line(command)
  local pipe <close> = assert(io.popen(command .. " 2>&-"))
  return pipe:read() or "?"
end

local function processor()
  for line in io.lines "/proc/cpuinfo" do
    local name = line:match "^model name%s*:%s*(.+)"
    if name then return name end
  end
  return "an unknown processor"
end

local function head()
  return ("%s; %s; Lunette at %s; PyTorch %s. One thread, times of the " ..
          "process in microseconds, PyTorch's over Lunette's: above 1 " ..
          "Lunette is faster."):format(
    os.date "%Y-%m-%d", processor(), first_line "git rev-parse --short HEAD",
    first_line "/usr/bin/python3 -c 'import torch; print(torch.__version__)'")
end

local function count(rows, below)
  local n = 0
  for _, row in ipairs(rows) do n = n + (row.ratio < below and 1 or 0) end
  return n
end

local function mean(rows, what)
  local sum, n = 0, 0
  for _, row in ipairs(rows) do
    if row.what == what then sum, n = sum + math.log(row.ratio), n + 1 end
  end
  return n > 0 and ("%.2f"):format(math.exp(sum / n)) or "-"
end

local function summary(rows)
  return ("Slower in %d of %d, by more than a tenth in %d, by more than " ..
          "half in %d; geometric mean of the ratios: forward %s, with " ..
          "backward %s."):format(
    count(rows, 1), #rows, count(rows, 1 / 1.1), count(rows, 1 / 1.5),
    mean(rows, "forward"), mean(rows, "backward"))
end

return function(rows, failed)
  table.sort(rows, function(a, b) return a.ratio < b.ratio end)
  local lines = {head(), "", summary(rows), "",
                 "| case | what | PyTorch | Lunette | ratio |",
                 "|---|---|---|---|---|"}
  for _, row in ipairs(rows) do
    lines[#lines + 1] = ("| `%s` | %s | %.1f | %.1f | %.2f |"):format(
      row.title, WHAT[row.what], 1e6 * row.there, 1e6 * row.here, row.ratio)
  end
  if #failed > 0 then
    lines[#lines + 1] = "\nNot measured:\n"
    for _, line in ipairs(failed) do lines[#lines + 1] = "- " .. line end
  end
  return table.concat(lines, "\n")
end
