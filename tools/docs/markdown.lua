-- What pages of Markdown are written with.

local markdown = {}

local WIDTH = 80

--- Text as it is, except what Markdown would take for its own.
function markdown.escape(text)
  local parts, code = {}, false
  for part, tick in (text .. "\0"):gmatch "([^`%z]*)([`%z])" do
    if not code then part = part:gsub("\\", "\\\\"):gsub("<%f[%a]", "\\<") end
    parts[#parts + 1] = part .. (tick == "`" and "`" or "")
    code = tick == "`" and not code
  end
  return table.concat(parts)
end

-- A line must not begin as a list, a heading or a quotation does.
local function safe(line)
  return (line:gsub("^[-+*#>]+%f[%s%z]", "\\%0")
              :gsub("^(%d+)([.)])%f[%s%z]", "%1\\%2"))
end

--- Words in lines, those behind the first with the indent before them.
function markdown.wrap(text, indent)
  local lines, line = {}, ""
  for word in text:gmatch "%S+" do
    if line ~= "" and #line + #word + #indent >= WIDTH then
      lines[#lines + 1] = safe(line)
      line = ""
    end
    line = line == "" and word or line .. " " .. word
  end
  lines[#lines + 1] = safe(line)
  return table.concat(lines, "\n" .. indent)
end

--- The name that a heading has in links, as the common hosts of repositories
--- make it: its letters in lower case, "-" for a blank, and "-1" behind it when
--- it is there a second time. heading: its text, without marks. taken: a table
--- for the page, empty at first.
function markdown.anchor(heading, taken)
  local name = heading:lower():gsub("[^%w%s_\x80-\xff-]", ""):gsub("%s", "-")
  local n = taken[name]
  taken[name] = (n or 0) + 1
  return n and ("%s-%d"):format(name, n) or name
end

-- The headings of the second level, each with those of the third below it, as
-- links.
local function sections(text)
  local list, taken, code = {}, {}, false
  for line in text:gmatch "[^\n]+" do
    if line:find "^```" then code = not code end
    local marks, heading = line:match "^(#+) (.*)$"
    if heading and not code then
      local anchor = markdown.anchor(heading, taken)
      local link = ("[%s](#%s)"):format(heading, anchor)
      if marks == "##" then list[#list + 1] = {link}
      elseif marks == "###" and #list > 0 then table.insert(list[#list], link)
      end
    end
  end
  return list
end

--- The page with its contents before its first section: one paragraph of what
--- has no parts, a list of the rest.
function markdown.with_contents(text)
  local plain, parts = {}, {}
  for _, section in ipairs(sections(text)) do
    local link = table.remove(section, 1)
    if #section == 0 then plain[#plain + 1] = link
    else
      parts[#parts + 1] = "- " .. markdown.wrap(
        link .. ": " .. table.concat(section, ", "), "  ")
    end
  end
  local head = {}
  if #plain > 0 then
    local links = "Contents: " .. table.concat(plain, ", ")
    head[1] = markdown.wrap(links, "") .. "\n\n"
  end
  if #parts > 0 then head[#head + 1] = table.concat(parts, "\n") .. "\n\n" end
  local at = text:find "\n## "
  if not at then return text end
  return text:sub(1, at) .. table.concat(head) .. text:sub(at + 1)
end

return markdown
