--- Files of PyTorch's torch.save: tensors, and dictionaries, lists, numbers and
--- strings around them.
--
-- Such a file is a pickle (lunette.pickle) in which a tensor is a call that
-- names a storage, and where in it the tensor lies, and the storages. Since 1.6
-- all are files of a zip archive, NAME/data.pkl and NAME/data/0, ...; before,
-- they stand one behind the other: a number by which the file is known, the
-- version, what the machine was, the pickle, the names of the storages, and
-- each of these with its length.
-- https://github.com/pytorch/pytorch/blob/v1.13.1/torch/serialization.py

local engine = require "lunette.engine"
local file = require "lunette.file"
local foreign = require "lunette.foreign"
local numpy = require "lunette.numpy_pickle"
local pickle = require "lunette.pickle"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"
local strided = require "lunette.strided"
local zip = require "lunette.zip"

local torch_file = {}

local fail, MOST_DIMS = pickle.fail, file.MOST_DIMS
local SPARE = 24 << 20 -- bytes that unpacking may add to a file
local SPARE_ELEMENTS = 1 << 22 -- of tensors that share storages, beyond these
local MOST_FILES = 50000
local MOST_NUMBERS = 1 << 40 -- of a tensor: their sums are integers, too
local LONGEST_WORD = 16

-- ---- storages and tensors, as the pickle has them ----

local Class = {__name = "class of storages"}
local Storage = {__name = "storage"}
local Tensor = {__name = "tensor"}

local globals = {}

-- A class of storages: the format of engine.from_bytes, bytes an element.
for name, class in pairs {
  Double = {"f64", 8}, Float = {"f32", 4}, Half = {"f16", 2},
  BFloat16 = {"bf16", 2}, Long = {"i64", 8}, Int = {"i32", 4},
  Short = {"i16", 2}, Char = {"i8", 1}, Byte = {"u8", 1}, Bool = {"bool", 1},
} do
  globals[("torch.%sStorage"):format(name)] = setmetatable(class, Class)
end

local function is_count(v) return math.type(v) == "integer" and v >= 0 end

-- What a persistent id stands for: {"storage", its class, key, device, count}.
local function storage_of(files, m, id)
  local parts = getmetatable(id) == pickle.Tuple and id or {}
  if parts[1] ~= "storage" or getmetatable(parts[2]) ~= Class or
     type(parts[3]) ~= "string" or not is_count(parts[5]) then
    fail(m, "a persistent id is none of a storage")
  elseif parts[6] and parts[6] ~= pickle.None then
    fail(m, "a storage is a part of another, as PyTorch wrote before 0.4")
  end
  local class, key, count = parts[2], parts[3], parts[5]
  if count > MOST_NUMBERS then
    fail(m, "a storage has %d numbers, up to %d are read", count, MOST_NUMBERS)
  end
  local storage = files.storages[key]
  if not storage then
    storage = setmetatable({key = key, class = class, count = count,
                            tensors = {}, known = {}}, Storage)
    files.storages[key] = storage
    files.order[#files.order + 1] = storage
  elseif storage.class ~= class or storage.count ~= count then
    fail(m, "storage %s is %d numbers %s and %d %s", pickle.shown(key),
         storage.count, storage.class[1], count, class[1])
  end
  return storage
end

-- A copy of a tuple or list of sizes, as a tuple; lists can be added to later.
local function counts(m, what, list)
  local kind = getmetatable(list)
  if kind ~= pickle.Tuple and kind ~= pickle.List or #list > MOST_DIMS then
    fail(m, "%s are no tuple of up to %d", what, MOST_DIMS)
  end
  for _, v in ipairs(list) do
    if not is_count(v) then
      fail(m, "%s have %s among them", what,
           type(v) == "number" and tostring(v) or pickle.name_of(v))
    end
  end
  return setmetatable(table.move(list, 1, #list, 1, {}), pickle.Tuple)
end

-- Is it row after row in its storage?
local function is_contiguous(t)
  local step = 1
  for k = #t.sizes, 1, -1 do
    if t.sizes[k] ~= 1 and t.strides[k] ~= step then return false end
    step = step * t.sizes[k]
  end
  return true
end

-- The tensor, or the one before it that is the same.
local function one_of(m, t)
  t.is_contiguous = t.numel == 0 or is_contiguous(t)
  if not t.is_contiguous and #t.sizes == MOST_DIMS then
    fail(m, "a tensor of %d dimensions has strides of %s; its elements are " ..
         "to stand in order", MOST_DIMS, table.concat(t.strides, ", "))
  end
  local key = ("%d %s %s"):format(t.offset, table.concat(t.sizes, ","),
                                  table.concat(t.strides, ","))
  local known = t.storage.known
  known[key] = known[key] or setmetatable(t, Tensor)
  return known[key]
end

-- torch._utils._rebuild_tensor_v2(storage, offset, sizes, strides, ...): what
-- is known of the tensor, until it is made.
local function rebuild(m, args)
  local storage, offset = args[1], args[2]
  if getmetatable(storage) ~= Storage or not is_count(offset) then
    fail(m, "a tensor is not in a storage, but in a %s, from a %s on",
         pickle.name_of(storage), pickle.name_of(offset))
  end
  local sizes, strides = counts(m, "sizes", args[3]), counts(m, "strides",
                                                            args[4])
  if #sizes ~= #strides then
    fail(m, "a tensor has %d sizes and %d strides", #sizes, #strides)
  end
  local numel = file.count(sizes)
  if not numel or numel > MOST_NUMBERS or numel > 0 and
     not strided.span(sizes, strides, storage.count - offset) then
    fail(m, "a tensor of %s from %d on, with strides of %s, reaches beyond " ..
         "its storage of %d", table.concat(sizes, "x"), offset,
         table.concat(strides, ", "), storage.count)
  end
  return one_of(m, {storage = storage, offset = offset, sizes = sizes,
                    strides = strides, numel = numel})
end

-- torch._utils._rebuild_parameter(tensor, ...)
local function parameter(m, args)
  if getmetatable(args[1]) == Tensor then return args[1] end
  fail(m, "a parameter is a %s", pickle.name_of(args[1]))
end

-- torch.Size(sizes)
local function torch_size(m, args)
  return counts(m, "sizes", args[1])
end

globals["torch._utils._rebuild_tensor"] = rebuild
globals["torch._utils._rebuild_tensor_v2"] = rebuild
globals["torch._utils._rebuild_parameter"] = parameter
globals["torch._utils._rebuild_parameter_with_state"] = parameter
globals["torch.Size"] = torch_size
globals["collections.OrderedDict"] = pickle.ordered
for name, value in pairs(numpy.globals) do globals[name] = value end

-- ---- tensors, made ----

-- Makes the tensors of a storage, whose bytes begin at `first`, and puts them
-- where they belong.
local function build(path, storage, bytes, first)
  local format, each = storage.class[1], storage.class[2]
  local flat
  local function read(what, sizes, at)
    return file.checked(path, "torch: " .. what,
                        engine.from_bytes(bytes, format, sizes, at))
  end
  for _, t in ipairs(storage.tensors) do
    local x
    if t.numel == 0 then
      x = engine.create.zeros(t.sizes)
    elseif t.is_contiguous then
      x = read(t.path, t.sizes, first + t.offset * each)
    else
      flat = flat or read("storage " .. storage.key, {storage.count}, first)
      x = strided.view(flat, t.offset + 1, t.sizes, t.strides):contiguous()
    end
    for _, place in ipairs(t.places) do place[1][place[2]] = x end
  end
end

-- ---- both kinds of files ----

-- Notes where the object of the pickle stands.
local function place(files, holder, key, object, path)
  local kind = getmetatable(object)
  if kind == numpy.Array then
    holder[key] = numpy.tensor(object, files.path, path)
    return
  elseif kind ~= Tensor then
    raise("%s: %s is a %s, which is no value", files.where, path,
          pickle.name_of(object))
  end
  if not object.path then
    object.path, object.places = path, {}
    table.insert(object.storage.tensors, object)
    files.elements = files.elements + object.numel
  end
  table.insert(object.places, {holder, key})
end

local function check_elements(files)
  local there = 0
  for _, storage in ipairs(files.order) do there = there + storage.count end
  if files.elements > there + SPARE_ELEMENTS then
    raise("%s: its tensors have %d elements, and share storages of %d",
          files.where, files.elements, there)
  end
end

-- What the pickle stands for. files.find(), then, checks that all storages are
-- there, and files.bytes(storage) gives the bytes of one, and where it begins.
local function finish(files, value)
  local holder = pickle.plain(value, files.where, function(...)
    place(files, ...)
  end)
  files.find()
  check_elements(files)
  for _, storage in ipairs(files.order) do
    if #storage.tensors > 0 then
      build(files.path, storage, files.bytes(storage))
    end
  end
  return holder[1]
end

local function new_files(path)
  return {path = path, where = path .. ": torch", storages = {}, order = {},
          elements = 0}
end

local function options(files, max_header, is_cut)
  return {where = files.where, globals = globals, most = max_header,
          is_cut = is_cut, persistent = function(m, id)
            return storage_of(files, m, id)
          end}
end

local function check_order(files, is_big)
  if is_big then
    raise("%s: its numbers are big-endian; little-endian ones are read",
          files.where)
  end
end

-- ---- since 1.6 ----

-- By their names in the archive's folder NAME/; or nil.
local function by_name(entries)
  local folder
  for _, entry in ipairs(entries) do
    folder = folder or entry.name:match "^([^/]*/)data%.pkl$"
  end
  if not folder then return nil end
  local list = {}
  for _, entry in ipairs(entries) do
    if entry.name:sub(1, #folder) == folder then
      list[entry.name:sub(#folder + 1)] = entry
    end
  end
  return list
end

-- Raises when there is no entry of this length for each storage, or they unpack
-- to much more than the file has.
local function find_entries(files, entries, size)
  local total = 0
  for _, storage in ipairs(files.order) do
    local entry, name = entries["data/" .. storage.key], storage.key
    local bytes = storage.count * storage.class[2]
    if not entry or entry.size ~= bytes then
      raise("%s: storage %s has %d bytes, the archive %s", files.where,
            pickle.shown(name), bytes, entry and entry.size or "has none")
    end
    total = total + bytes
  end
  if total > size + SPARE then
    raise("%s: the file has %d bytes and unpacks to %d; without packing, " ..
          "as PyTorch writes it, it is read", files.where, size, total)
  end
end

local function check_pickle(files, entry, max_header)
  if entry.size > max_header then
    raise("%s: the pickle has %d bytes, at most %d are read; " ..
          "{max_header = %d} takes more", files.where, entry.size, max_header,
          entry.size)
  end
end

local function read_zip(path, o)
  local archive <close> = zip.open(path)
  local files = new_files(path)
  local entries = by_name(archive:list(MOST_FILES))
  if not entries then
    raise("%s: %s", path, foreign.kind_of(archive.handle))
  end
  if entries.byteorder then
    check_pickle(files, entries.byteorder, LONGEST_WORD)
    check_order(files, archive:read(entries.byteorder) ~= "little")
  end
  check_pickle(files, entries["data.pkl"], o.max_header)
  local value = pickle.read(archive:read(entries["data.pkl"]), 1,
                            options(files, o.max_header))
  function files.find() find_entries(files, entries, archive.size) end
  function files.bytes(storage)
    return archive:read(entries["data/" .. storage.key]), 1
  end
  return finish(files, value)
end

-- ---- before 1.6 ----

-- 0x1950a86a20f9469cfc6c and 1001, each a pickle.
local START = "\x80\2\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\2M\xe9\3."

-- Notes where the bytes of a storage begin, behind its length, which stands
-- behind `at` bytes; returns how many bytes stand before what follows it.
local function find_storage(files, handle, size, key, at)
  local storage = files.storages[key]
  if not storage or storage.at then
    raise("%s: storage %s is named, and no tensor is in it", files.where,
          pickle.shown(tostring(key)))
  end
  handle:seek("set", at)
  local head = handle:read(8) or ""
  local count = #head == 8 and string.unpack("<i8", head) or -1
  local bytes, room = storage.count * storage.class[2], size - at - 8
  if count ~= storage.count or bytes > room then
    raise("%s: storage %s has %d bytes, the file %d behind its length, %d",
          files.where, pickle.shown(key), bytes, math.max(room, 0), count)
  end
  storage.at = at + 8
  return storage.at + bytes
end

-- The same of all, which stand in the order of `keys`.
local function find_storages(files, handle, size, keys, at)
  for _, key in ipairs(getmetatable(keys) == pickle.List and keys or {}) do
    at = find_storage(files, handle, size, key, at)
  end
  if at < size then
    raise("%s: %d bytes follow its last storage", files.where, size - at)
  end
  for _, storage in ipairs(files.order) do
    if not storage.at then
      raise("%s: storage %s is not there", files.where,
            pickle.shown(storage.key))
    end
  end
end

local function read_old(path, o)
  local handle <close>, size = file.open(path)
  local files = new_files(path)
  local text = handle:read(math.min(o.max_header, size)) or ""
  local plain = options(files, o.max_header, #text < size)
  if text:sub(1, #START) ~= START then
    raise("%s: %s", path, foreign.kind_of(handle))
  end
  local machine, value, keys, at
  machine, at = pickle.read(text, #START + 1, plain)
  check_order(files, type(machine) ~= "table" or not machine.little_endian)
  value, at = pickle.read(text, at, plain)
  keys, at = pickle.read(text, at, plain)
  function files.find() find_storages(files, handle, size, keys, at - 1) end
  function files.bytes(storage)
    local bytes = storage.count * storage.class[2]
    handle:seek("set", storage.at)
    return bytes > 0 and handle:read(bytes) or "", 1
  end
  return finish(files, value)
end

-- By the first bytes of a file.
local ZIP, OLD = "^PK\3\4", "^\x80[\2-\5]"

--- Does a file that begins so hold what torch.save has written, or is it an
--- archive or pickle of something else? Not where a safetensors file begins
--- with a length that looks so.
function torch_file.is(head)
  return head:sub(9, 9) ~= "{" and (head:find(ZIP) or head:find(OLD)) ~= nil
end

--- What the file holds. A dictionary is a table by its keys, a tuple a list,
--- None nil, and in a list false. Tensors that are one in PyTorch are one here.
--- Raises "path: torch: ..." when anything in the file does not fit, and where
--- it names what tensors are not made of. o: max_header, the most bytes of what
--- is not in tensors.
function torch_file.read(path, o)
  local read
  do
    local handle <close> = file.open(path)
    read = (handle:read(4) or ""):find(ZIP) and read_zip or read_old
  end
  local value = read(path, o)
  return type(value) == "table" and repr.state(value) or value
end

return torch_file
