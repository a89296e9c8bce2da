-- The manual: one page of Markdown for each part of the library, from the
-- catalogue that ln.help reads as well.

local catalogue = require "lunette.docs.catalogue"
local engine = require "lunette.engine"
local markdown = require "tools.docs.markdown"
local signature = require "lunette.docs.signature"

local escape, wrap = markdown.escape, markdown.wrap

local function last(name) return name:match "[^.:]+$" end

-- ---- texts ----

-- What is Lua runs as it is printed; formulas and tables are no Lua.
local function code_block(lines, indent)
  local fence = "```"
  if load(table.concat(lines, "\n")) then
    fence = "```lua"
    table.insert(lines, 1, 'local ln = require "lunette"')
  end
  return fence .. "\n" .. indent .. table.concat(lines, "\n" .. indent) ..
         "\n" .. indent .. "```"
end

-- A docstring: indented lines are code, the rest is paragraphs.
local function body(doc, indent)
  local blocks, text, code = {}, {}, {}
  local function flush()
    if #text > 0 then
      blocks[#blocks + 1] = wrap(escape(table.concat(text, " ")), indent)
    end
    if #code > 0 then
      blocks[#blocks + 1] = code_block(code, indent)
    end
    text, code = {}, {}
  end
  for line in (doc .. "\n"):gmatch "(.-)\n" do
    local is_code = line:find "^  " ~= nil
    if line == "" or (is_code and #text > 0) or (not is_code and #code > 0) then
      flush()
    end
    if is_code then code[#code + 1] = line:sub(3)
    elseif line ~= "" then text[#text + 1] = line end
  end
  flush()
  return table.concat(blocks, "\n\n" .. indent)
end

-- ---- entries ----

local function call(entry, name)
  if not entry.signature then return name end
  return signature.show(name, entry.signature)
end

local function methods(found, entry, out)
  for _, other in ipairs(found.entries) do
    if other.owner == entry and other.kind == "method" and other.doc and
       not other.inherited and other.doc ~= entry.doc then
      out(("- `%s`: %s"):format(call(other, ":" .. last(other.name)),
                                body(other.doc, "  ")))
    end
  end
end

local function write(found, entry, out, level)
  out(("%s %s\n"):format(("#"):rep(level), escape(entry.name)))
  if entry.signature then
    local name = (entry.owner or entry.written) and entry.name or
                 "ln." .. entry.name
    out(("```\n%s\n```\n"):format(call(entry, name)))
  end
  out(body(entry.doc or "", "") .. "\n")
  if entry.kind == "op" and not entry.differentiable and
     not entry.doc:find "No derivative" then
    out "No derivative.\n"
  end
  for _, field in ipairs(entry.fields or {}) do
    out(("- field `%s`: %s"):format(field.name, body(field.doc, "  ")))
  end
  methods(found, entry, out)
  out ""
end

-- Everything below a table: what it holds, then the tables in it.
local function part(found, owner, out, level)
  for _, kinds in ipairs {"class function value", "table"} do
    for _, entry in ipairs(found.entries) do
      if entry.owner == owner and kinds:find(entry.kind, 1, true) and
         owner.doc ~= entry.doc then
        write(found, entry, out, level)
        if entry.kind == "table" then part(found, entry, out, level + 1) end
      end
    end
  end
end

-- Classes that have no name under ln, of files that are `wanted`.
local function objects(found, out, wanted)
  local list = {}
  for _, entry in ipairs(found.entries) do
    if entry.kind == "class" and entry.value == nil and wanted(entry) then
      list[#list + 1] = entry
    end
  end
  if #list == 0 then return end
  out "## Objects\n"
  out(wrap("What the functions above give, and what is within it: classes, " ..
           "by the names that print shows, without a name under ln.", "") ..
      "\n")
  for _, entry in ipairs(list) do write(found, entry, out, 3) end
end

-- ---- pages ----

local function page(title, introduction)
  local lines = {"# " .. title .. "\n",
    "<!-- Made by `make docs` from the sources; changes belong there. -->\n",
    wrap(introduction, "") .. "\n"}
  return function(line) lines[#lines + 1] = line end, function()
    local text = table.concat(lines, "\n"):gsub("\n\n\n+", "\n\n")
    return markdown.with_contents((text:gsub("\n*$", "\n")))
  end
end

-- Modules whose names stand with what is written to disk.
local of_files = {["lunette.state"] = true, ["lunette.npy"] = true,
                  ["lunette.torch7.layers"] = true,
                  ["lunette.checkpoint"] = true, ["lunette.progress"] = true,
                  ["lunette.report"] = true, ["lunette.tensorboard"] = true,
                  ["lunette.export"] = true}

-- Is it ln's own, and no op or part?
local function is_own(entry)
  return not entry.owner and entry.kind ~= "op" and entry.kind ~= "table" and
         entry.value ~= nil
end

-- Of ln itself, and about runs.
local function of_runs(entry)
  return entry.file and entry.file:find "^lunette%.runs%."
end

local function tensors(found)
  local out, text = page("Tensors",
    "What makes tensors, what they can be asked, and derivatives. Ops are " ..
    "on a [page of their own](ops.md).")
  write(found, found.by_name.Tensor, out, 2)
  for _, entry in ipairs(found.entries) do
    if is_own(entry) and not of_files[entry.file] and not of_runs(entry) and
       entry.name ~= "Tensor" then
      write(found, entry, out, 2)
    end
  end
  for _, name in ipairs {"fft", "linalg"} do
    write(found, found.by_name[name], out, 2)
    part(found, found.by_name[name], out, 3)
  end
  objects(found, out, function(entry)
    return entry.file == "lunette.function" or entry.file == "lunette.scope"
  end)
  return text()
end

local function ops(found)
  local out, text = page("Ops",
    "Functions of ln and methods of tensors: `ln.softmax(x, 2)` is " ..
    "`x:softmax(2)`. All can be differentiated any number of times, except " ..
    "those that say \"No derivative\".")
  local family
  for _, row in ipairs(engine.ops()) do
    if row.family ~= family then
      family = row.family
      out(("## Family: %s\n"):format(escape(family)))
    end
    write(found, found.by_name[row.name], out, 3)
  end
  return text()
end

local function of_table(found, name, title)
  local entry = found.by_name[name]
  local out, text = page(title, escape(entry.doc))
  for _, other in ipairs(name == "runs" and found.entries or {}) do
    if is_own(other) and of_runs(other) then write(found, other, out, 2) end
  end
  part(found, entry, out, 2)
  objects(found, out, function(other)
    return other.file:find("^lunette%." .. name .. "%f[%A]")
  end)
  return text()
end

local function files(found)
  local out, text = page("Images, files, progress",
    "What is written to disk and read from it, and how far a loop has come.")
  for _, entry in ipairs(found.entries) do
    if entry.owner == found.by_name.image then write(found, entry, out, 2) end
  end
  for _, entry in ipairs(found.entries) do
    if is_own(entry) and of_files[entry.file] then
      write(found, entry, out, 2)
    end
  end
  objects(found, out, function(entry) return of_files[entry.file] end)
  return text()
end

local function index(pages)
  local out, text = page("Lunette: the manual",
    "The same texts as `ln.help(name)` prints. Indices, dimensions and " ..
    "class labels count from 1; what is always given is positional, the " ..
    "rest is one trailing table, shown with its defaults: `name = ...` may " ..
    "be left out, `name` alone has to be given.")
  for _, entry in ipairs(pages) do
    out(("- [%s](%s.md)"):format(entry[2], entry[1]))
  end
  out "- [What the field compares, by paper](../methods.md)"
  out "- [What is not PyTorch's](../differences.md)"
  return text()
end

--- The pages: path -> text.
return function()
  local found = catalogue.get()
  local pages = {
    {"tensors", "Tensors", tensors(found)},
    {"ops", "Ops", ops(found)},
    {"nn", "Layers", of_table(found, "nn", "Layers")},
    {"optim", "Optimisers", of_table(found, "optim", "Optimisers")},
    {"gan", "Adversarial training",
     of_table(found, "gan", "Adversarial training")},
    {"data", "Data", of_table(found, "data", "Data")},
    {"metrics", "Metrics", of_table(found, "metrics", "Metrics")},
    {"dist", "Several processes", of_table(found, "dist", "Several processes")},
    {"plot", "Plots", of_table(found, "plot", "Plots")},
    {"onnx", "ONNX files", of_table(found, "onnx", "ONNX files")},
    {"files", "Images, files, progress", files(found)},
    {"runs", "Runs", of_table(found, "runs", "Runs")},
  }
  local texts = {["docs/manual/index.md"] = index(pages)}
  for _, entry in ipairs(pages) do
    texts[("docs/manual/%s.md"):format(entry[1])] = entry[3]
  end
  return texts
end
