-- Writes the site: the pages of Markdown as HTML that needs no server and
-- nothing from elsewhere. usage: lua5.4 tools/site.lua FOLDER
-- Fails with the links that lead nowhere.

local escape = require "lunette.report.escape"
local exists = require "lunette.engine".io.exists
local file = require "lunette.file"
local json = require "lunette.json"
local page = require "tools.site.page"

local folder = assert(arg[1], "usage: lua5.4 tools/site.lua FOLDER")

-- What stands where, in the order of the navigation; "*": what else is there.
local groups = {
  {"Lunette", "README.md", "docs/guide.md", "examples/README.md", "NEWS.md"},
  {"Tutorial", "docs/tutorial/index.md", "docs/tutorial/*.md"},
  {"Manual", "docs/manual/index.md", "docs/manual/*.md"},
  {"Reference", "docs/methods.md", "docs/results.md", "docs/pytorch.md",
   "docs/differences.md"},
  {"Inside", "docs/engine.md", "docs/design.md", "docs/style.md",
   "CONTRIBUTING.md"},
}

local function lines_of(command)
  local list = {}
  local pipe <close> = assert(io.popen(command))
  for line in pipe:lines() do list[#list + 1] = line end
  return list
end

local function read(path)
  local handle <close> = assert(io.open(path, "rb"))
  return handle:read "a"
end

-- "docs/manual/../design.md" as "docs/design.md".
local function straight(path)
  path = path:gsub("%f[^/\0]%./", "")
  while true do
    local shorter, n = path:gsub("[^/]+/%.%./", "", 1)
    if n == 0 then return path end
    path = shorter
  end
end

local function beside(path, other)
  return straight((path:match "^.*/" or "") .. other)
end

-- ---- pages ----

local list, by_path = {}, {}

local function add(group, path)
  if by_path[path] then return end
  local out = path:gsub("README%.md$", "index.md"):gsub("%.md$", ".html")
  local record = {path = path, group = group, out = out}
  record.root = record.out:gsub("[^/]*$", ""):gsub("[^/]+/", "../")
  by_path[path] = record
  list[#list + 1] = record
end

for _, group in ipairs(groups) do
  for k = 2, #group do
    for _, path in ipairs(lines_of("ls -d " .. group[k] .. " 2>/dev/null")) do
      add(group[1], path)
    end
  end
end
for _, record in ipairs(list) do
  local read_page = page.read(record.path, function(path)
    return by_path[beside(record.path, path)] ~= nil
  end)
  for key, value in pairs(read_page) do record[key] = value end
  -- the first page has another name here
  record.html = record.html:gsub('href="([^"#]*)README%.html',
                                 'href="%1index.html')
end

-- ---- what stands around a page ----

local function link(from, to, text)
  local current = from == to and ' aria-current="page"' or ""
  return ('<a href="%s%s"%s>%s</a>'):format(from.root, to.out, current,
                                            escape.html(text or to.title))
end

local function navigation(record)
  local parts, group = {}, nil
  for _, other in ipairs(list) do
    if other.group ~= group then
      if group then parts[#parts + 1] = "</ul>" end
      group = other.group
      parts[#parts + 1] = ("<h2>%s</h2><ul>"):format(group)
    end
    parts[#parts + 1] = ("<li>%s</li>"):format(link(record, other))
  end
  parts[#parts + 1] = "</ul>"
  return table.concat(parts, "\n")
end

local function neighbours(k)
  local before, after = list[k - 1], list[k + 1]
  return ("<span>%s</span><span>%s</span>"):format(
    before and "← " .. link(list[k], before) or "",
    after and link(list[k], after) .. " →" or "")
end

local template = read "tools/site/page.html"

local function whole(k)
  local record = list[k]
  local values = {title = escape.html(record.title), root = record.root,
                  navigation = navigation(record), body = record.html,
                  around = neighbours(k)}
  return (template:gsub("{{(%a+)}}", values))
end

-- ---- links ----

local anchors = {}
for _, record in ipairs(list) do
  anchors[record.out] = {[""] = true}
  for _, h in ipairs(record.headings) do
    anchors[record.out][h.anchor] = true
  end
end

-- Puts files that the page shows or leads to into `copied`, and what leads
-- nowhere into `broken`.
local function follow(record, copied, broken)
  for target in record.html:gmatch '[hs]re?[fc]="([^"]+)"' do
    local path, anchor = target:match "^([^#]*)#?(.*)$"
    local to = path == "" and record.out or beside(record.out, path)
    local leads = target:find "^%a+:" or anchors[to] and anchors[to][anchor]
    if not leads and not anchors[to] and exists(to) then
      copied[to] = true
    elseif not leads then
      broken[#broken + 1] = ("%s: %s"):format(record.path, target)
    end
  end
end

local copied, broken = {}, {}
for _, record in ipairs(list) do follow(record, copied, broken) end
if #broken > 0 then
  error("links that lead nowhere:\n" .. table.concat(broken, "\n"), 0)
end

-- ---- writing ----

local found = {}
for k, record in ipairs(list) do
  file.write(folder .. "/" .. record.out, whole(k))
  found[k] = {path = record.out, title = record.title,
              sections = record.sections}
end
file.write(folder .. "/pages.js",
           "const pages = " .. json.encode(found) .. ";\n")
for _, name in ipairs {"site.css", "site.js"} do
  file.write(folder .. "/" .. name, read("tools/site/" .. name))
end
for path in pairs(copied) do
  if not os.execute(("test -d '%s'"):format(path)) then
    file.write(folder .. "/" .. path, read(path))
  end
end
print(("%s/index.html: %d pages"):format(folder, #list))
