--- Files of Torch7, written from the description of its serialisation, without
--- the library. Objects are made by the functions below and by tables; what is
--- the same is written once, and then named by its index.
local torch7 = {}

local Marked = {}

local function marked(kind, fields)
  fields.kind = kind
  return setmetatable(fields, Marked)
end

--- A storage of that type ("Float") with the values.
function torch7.storage(type, values) return marked("storage", {type = type, values = values}) end

--- A tensor: of the values in row-major order; or a view {storage =, offset =,
--- strides =}.
function torch7.tensor(type, sizes, values, of)
  local strides, step = {}, 1
  for k = #sizes, 1, -1 do strides[k], step = step, step * sizes[k] end
  of = of or {}
  return marked("tensor", {type = type, sizes = sizes, strides = of.strides or strides, offset = of.offset or 1,
                           storage = of.storage or values and torch7.storage(type, values)})
end

--- An object of a class, with its fields; version: false writes none.
function torch7.object(class, fields, version)
  return marked("object", {class = class, fields = fields, version = version})
end

--- A function of that type (6, 7, 8), with its code and what it closes over.
function torch7.closure(type, code, upvalues)
  return marked("closure", {type = type, code = code, upvalues = upvalues})
end

-- ---- how numbers and text are written ----

local formats = {Double = "<d", Float = "<f", Long = "<i8", Int = "<i4", Short = "<i2", Char = "b", Byte = "B",
                 Cuda = "<f", CudaLong = "<i8", CudaDouble = "<d",
                 Half = "<I2"} -- bits, which the caller knows

local function binary(long)
  local form = {}
  function form.int(v) return string.pack("<i4", v) end
  function form.number(v) return string.pack("<d", v) end
  function form.text(s) return s end
  function form.longs(list)
    local out = {}
    for k, v in ipairs(list) do out[k] = string.pack(long == 4 and "<i4" or "<i8", v) end
    return table.concat(out)
  end
  function form.elements(type, values)
    if type:find "Long$" then return form.longs(values) end
    local out = {}
    for k, v in ipairs(values) do out[k] = string.pack(formats[type], v) end
    return table.concat(out)
  end
  return form
end

local function joined(list, form)
  local out = {}
  for k, v in ipairs(list) do out[k] = form:format(v) end
  return table.concat(out, " ") .. (#list > 0 and "\n" or "")
end

local ascii = {}
function ascii.int(v) return ("%d\n"):format(v) end
function ascii.number(v) return ("%.17g\n"):format(v) end
function ascii.text(s) return s .. (s ~= "" and "\n" or "") end
function ascii.longs(list) return joined(list, "%d") end
function ascii.elements(type, values)
  if type == "Byte" or type == "Char" then
    return ascii.text(binary().elements(type, values))
  end
  return joined(values, formats[type]:find "[df]" and (type == "Double" and "%.17g" or "%.9g") or "%d")
end

-- ---- objects ----

local write

local function text(w, s) return w.form.int(#s) .. w.form.text(s) end

local function pairs_of(w, t)
  local out, count, keys = {}, 0, {}
  for key in pairs(t) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    if type(a) ~= type(b) then return type(a) < type(b) end
    return type(a) ~= "table" and a < b
  end)
  for _, key in ipairs(keys) do
    out[#out + 1] = write(w, key)
    out[#out + 1] = write(w, t[key])
    count = count + 1
  end
  return w.form.int(count) .. table.concat(out)
end

local function class(w, name, version)
  return (version == false and "" or text(w, "V " .. (version or 1))) .. text(w, name)
end

local body = {}

function body.storage(w, x)
  return class(w, "torch." .. x.type .. "Storage") .. w.form.longs {#x.values} .. w.form.elements(x.type, x.values)
end

function body.tensor(w, x)
  return class(w, "torch." .. x.type .. "Tensor") .. w.form.int(#x.sizes) .. w.form.longs(x.sizes)
         .. w.form.longs(x.strides) .. w.form.longs {x.offset} .. write(w, x.storage)
end

function body.object(w, x) return class(w, x.class, x.version) .. write(w, x.fields) end

function body.closure(w, x) return text(w, x.code) .. write(w, x.upvalues) end

function write(w, v)
  local form, kind = w.form, type(v)
  if v == nil then return form.int(0) end
  if kind == "number" then return form.int(1) .. form.number(v) end
  if kind == "string" then return form.int(2) .. text(w, v) end
  if kind == "boolean" then return form.int(5) .. form.int(v and 1 or 0) end
  local is_marked = getmetatable(v) == Marked
  local tag = not is_marked and 3 or v.kind == "closure" and v.type or 4
  if tag == 6 then return form.int(6) .. body.closure(w, v) end
  if w.index[v] then return form.int(tag) .. form.int(w.index[v]) end
  w.count = w.count + 1
  w.index[v] = w.count
  local head = form.int(tag) .. form.int(w.count)
  return head .. (is_marked and body[v.kind](w, v) or pairs_of(w, v))
end

--- The bytes of a file that holds the value; form: "binary", "ascii", or 4,
--- which is binary with longs of 4 bytes.
function torch7.file(value, form)
  form = form == "ascii" and ascii or binary(form == 4 and 4 or 8)
  return write({form = form, index = {}, count = 0}, value)
end

return torch7
