-- A page of Markdown as HTML, by cmark-gfm, with what a site needs of it: its
-- headings with names for links, and what a search reads.

local highlight = require "tools.site.highlight"
local markdown = require "tools.docs.markdown"

local page = {}

local plain_of = {amp = "&", lt = "<", gt = ">", quot = '"'}

-- HTML without its marks.
local function plain(html)
  return (html:gsub("<[^>]*>", ""):gsub("&(%a+);", plain_of))
end

local function as_html(path)
  local pipe <close> = assert(io.popen(
    "cmark-gfm -e table -e strikethrough --github-pre-lang '" .. path .. "'"))
  return pipe:read "a"
end

-- Gives headings their names; the list of them, {level, text, anchor}.
local function name_headings(html)
  local list, taken = {}, {}
  html = html:gsub("<h(%d)>(.-)</h%1>", function(level, text)
    local anchor = markdown.anchor(plain(text), taken)
    list[#list + 1] = {level = tonumber(level), text = plain(text),
                       anchor = anchor}
    return ('<h%s id="%s"><a href="#%s">%s</a></h%s>'):format(
      level, anchor, anchor, text, level)
  end)
  return html, list
end

-- Links to pages of the site end in .html.
local function point_links(html, is_page)
  return (html:gsub('href="([^":#]+)%.md(#?[^"]*)"', function(path, anchor)
    if not is_page(path .. ".md") then return end
    return ('href="%s.html%s"'):format(path, anchor)
  end))
end

-- The text below each heading, for a search: {title, anchor, text}.
local function sections(html, headings)
  local list, at = {}, 1
  for k, heading in ipairs(headings) do
    local _, from = html:find(('id="%s">'):format(heading.anchor), at, true)
    local following = headings[k + 1]
    local to = following and
      html:find(('id="%s">'):format(following.anchor), from, true) or #html
    local text = plain(html:sub(from, to)):gsub("%s+", " ")
    list[k] = {heading.text, heading.anchor, text}
    at = from
  end
  return list
end

--- The Markdown file as {title, html, headings, sections}. is_page(path): does
--- the site have the file that the page, from where it lies, calls path?
function page.read(path, is_page)
  local html = as_html(path)
  html = html:gsub('<pre lang="lua"><code>(.-)</code></pre>', function(code)
    code = code:gsub("&(%a+);", plain_of)
    return ('<pre class="lua"><code>%s</code></pre>'):format(highlight(code))
  end)
  html = html:gsub("<table>.-</table>", '<div class="wide">%0</div>')
  html = point_links(html, is_page)
  local headings
  html, headings = name_headings(html)
  return {
    title = headings[1] and headings[1].text or path,
    html = html,
    headings = headings,
    sections = sections(html, headings),
  }
end

return page
