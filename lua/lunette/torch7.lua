--- Files of Torch7, as torch.save wrote them.
--
-- An object is its type (an int: 0 nil, 1 number, 2 string, 3 table, 4 torch
-- object, 5 boolean, 6 to 8 function) and what that type has. A table, a torch
-- object and a function have an index, an int: where it was there before, the
-- same is meant, and nothing follows. A table is its number of pairs and the
-- pairs; a torch object is "V 1", which old ones lack, its class, and what the
-- class writes: most a table of fields, tensors and storages numbers.
-- https://github.com/torch/torch7/blob/master/doc/serialization.md
--
-- A file is read twice: at first nothing but tables is made, so that one that
-- does not fit is refused before its tensors take memory, and longs of 4 bytes
-- are told from those of 8 by which of them fit. Functions are never run, nor
-- loaded: what stands for one is a table.

local engine = require "lunette.engine"
local file = require "lunette.file"
local foreign = require "lunette.foreign"
local raise = require "lunette.errors".raise
local repr = require "lunette.repr"
local source = require "lunette.torch7.source"
local strided = require "lunette.strided"

local torch7 = {}

local MOST_DIMS = 7
-- Of an expanded tensor, which takes no memory.
local MOST_ELEMENTS = 1 << 31
local DEEPEST = 1000
local LONGEST_NAME = 200
-- What tables count besides the bytes that they have in the file.
local OF_A_TABLE, OF_A_PAIR = 64, 16

-- How the elements of tensors and storages are kept, by the words of classes:
-- torch.FloatTensor, torch.CudaLongStorage; torch.CudaTensor is of floats.
local kinds = {
  Double = {format = "f64", bytes = 8}, Float = {format = "f32", bytes = 4},
  Half = {format = "f16", bytes = 2},
  Long = {format = "i64", bytes = 8, whole = true, long = true},
  Int = {format = "i32", bytes = 4, whole = true},
  Short = {format = "i16", bytes = 2, whole = true},
  Char = {format = "i8", bytes = 1, whole = true},
  Byte = {format = "u8", bytes = 1, whole = true},
}
kinds[""] = kinds.Float

-- "Tensor" or "Storage" and the kind of its elements; nil for other classes.
local function numbers_of(class)
  local word, form = class:match "^torch%.(%a-)(Tensor)$"
  if not word then word, form = class:match "^torch%.(%a-)(Storage)$" end
  if not word then return nil end
  local kind = kinds[word:gsub("^Cuda", "")]
  return kind and word ~= "" and form, kind
end

-- ---- tensors ----

-- How many elements of a storage a tensor spans; nil where its sizes and
-- strides are none, or beyond what is read.
local function span_of(sizes, strides, most)
  for k, size in ipairs(sizes) do
    if size < 1 or strides[k] < 0 then return nil end
  end
  local count = file.count(sizes)
  return count and count <= MOST_ELEMENTS and
         strided.span(sizes, strides, most) or nil
end

-- ---- objects ----

local Reader = {}
Reader.__index = Reader

-- What has the index that is next, if it was there; else nil and the index.
local function known(self)
  local index = self.source:int()
  return self.objects[index], index
end

-- Text of the length that is next.
local function text(self)
  local length = self.source:int()
  if length <= self.source:left() then self:count(length) end
  return self.source:characters(length)
end

-- Refuses what is more than the caller reads, tensors aside: what ends, with
-- `more` bytes, behind self.limit.
function Reader:count(more)
  local at = self.source.at + more
  if at > self.limit then
    self.source:refuse("what is not in tensors takes %d bytes or more, at " ..
      "most %d are read; {max_header = %d} takes more",
      at - self.limit + self.most, self.most, 2 * self.most)
  end
end

-- Pairs of keys and values, into t.
local function read_pairs(self, t)
  local count = self.source:int()
  if count < 0 or count > self.source:left() then
    self.source:refuse("a table of %d pairs, %d bytes are left", count,
                       self.source:left())
  end
  self.limit = self.limit - OF_A_TABLE - OF_A_PAIR * count
  for _ = 1, count do
    local key = self:object()
    local value = self:object()
    if key == nil or key ~= key then
      self.source:refuse("a table's key is %s", tostring(key))
    end
    t[key] = value
  end
  return t
end

local function read_table(self)
  local found, index = known(self)
  if found ~= nil then return found end
  self.objects[index] = {}
  return read_pairs(self, self.objects[index])
end

-- The code of a function, and what it closes over, are passed over.
local function read_function(self, type)
  local found, index
  if type ~= 6 then found, index = known(self) end
  if found ~= nil then return found end
  local stands_for_it = {torch_class = "function"}
  if index then self.objects[index] = stands_for_it end
  text(self)
  self:object()
  return stands_for_it
end

local function read_storage(self, kind, class)
  local from, n = self.source, self.source:long()
  if n < 0 or n > from:most(kind) then
    from:refuse("%s of %d elements, %d bytes are left", class, n, from:left())
  end
  local before, x = from.at, {}
  if self.dry then
    from:skip(kind, n)
  else
    x = self:tensor(kind, n, class)
  end
  self.limit = self.limit + from.at - before
  self.counts[x] = n
  return x
end

-- The elements that are next as a tensor.
function Reader:tensor(kind, n, class)
  local x, at = engine.create.zeros(n), 0
  self.source:elements(kind, n, function(bytes, format, count)
    local piece, lost, number = engine.from_bytes(bytes, format, {count})
    file.checked(self.path, "torch7: " .. class, piece, lost and at + lost,
                 number)
    x:narrow(1, at + 1, count):copy_(piece)
    at = at + count
  end)
  return x
end

local function longs(from, n)
  local list = {}
  for k = 1, n do list[k] = from:long() end
  return list
end

local function read_tensor(self, _, class)
  local from, rank = self.source, self.source:int()
  if rank < 0 or rank > MOST_DIMS then
    from:refuse("%s of %d dimensions, 0 to %d are read", class, rank, MOST_DIMS)
  end
  local sizes, strides = longs(from, rank), longs(from, rank)
  local offset = from:long()
  local span = offset >= 1 and span_of(sizes, strides, from.size - offset + 1)
  if rank > 0 and not span then
    from:refuse("%s of sizes %s, strides %s, from element %d on: no storage " ..
      "here has these", class, repr.sizes(sizes), repr.sizes(strides), offset)
  end
  local storage = self:object()
  local count = storage ~= nil and self.counts[storage] or 0
  if rank > 0 and offset + span - 1 > count then
    from:refuse("%s goes up to element %d of a storage of %d", class,
                offset + span - 1, count)
  end
  if self.dry then return {} end
  return rank == 0 and engine.create.zeros(0) or
         strided.view(storage, offset, sizes, strides):detach()
end

local numeric = {Tensor = read_tensor, Storage = read_storage}

-- The class of the object that is next.
local function read_class(self)
  local name = text(self)
  if name:find "^V %d+$" then name = text(self) end
  if #name > LONGEST_NAME or not name:find "^[%a_][%w_.]*$" then
    self.source:refuse("a class has the name %q", name:sub(1, 30))
  end
  return name
end

local function read_torch(self)
  local found, index = known(self)
  if found ~= nil then return found end
  local class = read_class(self)
  local form, kind = numbers_of(class)
  if form then
    self.objects[index] = numeric[form](self, kind, class)
    return self.objects[index]
  end
  local object = {}
  self.objects[index] = object
  -- a tds.Hash begins with its size, which may be 3
  if class:find "^tds%." or self.source:int() ~= 3 then
    self.source:refuse("%s writes no table of fields: such classes are not " ..
                       "read", class)
  end
  self.objects[self.source:int()] = object
  read_pairs(self, object).torch_class = class
  return object
end

local types = {
  [0] = function() return nil end,
  function(self)
    local v = self.source:number()
    -- -0.0 is no integer
    return 1 / v ~= -math.huge and math.tointeger(v) or v
  end,
  text, read_table, read_torch,
  function(self) return self.source:int() == 1 end,
  read_function, read_function, read_function,
}

-- The object that is next.
function Reader:object()
  local type = self.source:int()
  local read = types[type]
  if not read then
    self.source:refuse("an object of type %d, 0 to 8 are known", type)
  end
  if self.source.at > self.limit then self:count(0) end
  self.depth = self.depth + 1
  if self.depth > DEEPEST then
    self.source:refuse("objects within objects, more than %d deep", DEEPEST)
  end
  local value = read(self, type)
  self.depth = self.depth - 1
  return value
end

-- ---- files ----

-- What the file holds, longs being wide or not; dry: tables for its tensors.
local function pass(path, most, wide, dry)
  local from <close> = source.open(path, wide)
  local reader = setmetatable({
    path = path, source = from, most = most, dry = dry, depth = 0,
    limit = most, objects = {}, counts = {},
  }, Reader)
  local value = reader:object()
  if from:left() > 0 then
    from:refuse("%d bytes follow the object", from:left())
  end
  return value
end

-- The same: true and the value; or false, why the file does not fit, and
-- whether longs were read before.
local function try(...)
  local ok, value = pcall(pass, ...)
  if ok then return true, value end
  local reason, had_longs = source.reason(value)
  if not reason then error(value, 0) end
  return false, reason, had_longs
end

-- Files whose first object has an index, 1: binary, and text.
local BINARY, ASCII = "^[\3\4\7\8]\0\0\0\1\0\0\0", "^[3478]\n1\n"
local ENDINGS = {t7 = true, th = true, net = true, ascii = true}

--- Is a file at this path, which begins so, one of Torch7? Tables, objects and
--- functions are told by their first bytes; numbers and strings, of which there
--- are none, by the path, where those are of no other kind.
function torch7.is(head, path)
  if head:find(BINARY) or head:find(ASCII) then return true end
  local ending = path:match "%.(%w+)$"
  return ending and ENDINGS[ending:lower()] and not foreign.kind(head) or false
end

--- What the file holds. Raises "path: torch7: ...". o: max_header, the most
--- bytes of what is not in tensors.
function torch7.read(path, o)
  local wide = true
  local fits, reason, had_longs = try(path, o.max_header, wide, true)
  if not fits and had_longs then
    wide = false
    fits = try(path, o.max_header, wide, true)
  end
  local value = reason
  if fits then fits, value = try(path, o.max_header, wide, false) end
  if not fits then raise("%s: torch7: %s", path, value) end
  return value
end

return torch7
