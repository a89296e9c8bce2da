--- xml(text): the root element of a document, {name, attributes, text = what stands in it, children by
--- number}; raises where it is not well formed (XML 1.0, of what SVG files here have: no declarations,
--- comments or sections).

local entities = {amp = "&", lt = "<", gt = ">", quot = '"'}

local function plain(text)
  assert(utf8.len(text), "broken UTF-8")
  assert(not text:find "[\0-\8\11\12\14-\31]", "a control character")
  assert(not text:find "<", "a bare <")
  return (text:gsub("&(%w*)(;?)", function(name, stop)
    return assert(stop == ";" and entities[name], "an unknown entity: &" .. name)
  end))
end

local function attributes(text)
  local list = {}
  local rest = text:gsub('%s+([%w:-]+)="([^"]*)"', function(name, value)
    assert(list[name] == nil, "twice: " .. name)
    list[name] = plain(value)
    return ""
  end)
  assert(rest:find "^%s*$", "what is no attribute: " .. rest)
  return list
end

return function(text)
  local root = {text = ""}
  local stack, at = {root}, 1
  for before, stop, name, inside, empty, after in text:gmatch "([^<]*)<(/?)([%a][%w]*)([^<>]-)(/?)>()" do
    local top = stack[#stack]
    assert(text:sub(at, at + #before) == before .. "<", "a stray <")
    top.text, at = top.text .. plain(before), after
    if stop == "/" then
      assert(top.name == name, ("%s is closed by %s"):format(top.name, name))
      stack[#stack] = nil
    else
      local element = {name = name, attributes = attributes(inside), text = ""}
      top[#top + 1] = element
      if empty == "" then stack[#stack + 1] = element end
    end
  end
  assert(text:sub(at):find "^%s*$" and #stack == 1 and #root == 1, "it is cut, or has several roots")
  return root[1]
end
