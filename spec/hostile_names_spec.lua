-- Arguments that nobody means, given to every public name: whatever is wrong is
-- said in the library's words, on the line of the script that gave it. Calls are
-- made from the catalogue: each argument in turn takes each hostile value, the
-- others are of the kinds that the signature asks for.

local aliases = require "lunette.functions.aliases"
local arguments = require "lunette.arguments"
local catalogue = require "lunette.docs.catalogue"
local engine = require "lunette.engine"
local fixtures = require "spec.support.hostile"
local kept_hook = require "spec.support.hook"
local ln = require "lunette"

-- Nothing of it depends on the type of numbers.
if ln.real == "double" then return end

local LONGEST = 3e7 -- instructions of Lua
local HERE = "^spec/hostile_names_spec%.lua:%d+: "

-- What a call raises, or nil; stopped when it does not end.
local function raised(f, args)
  local function stop() error("it does not end", 0) end
  local restore = kept_hook()
  debug.sethook(stop, "", LONGEST)
  local ok, message = pcall(function()
    local results = table.pack(f(table.unpack(args, 1, args.n)))
    return table.unpack(results, 1, results.n)
  end)
  restore()
  if not ok then return message end
end

local foreign = {"attempt to ", "bad argument #", "lua/lunette/", "stack overflow", "it does not end",
                 "stack traceback"}

-- What comes of a value's own code is the script's.
local of_script = {"raised by the script$", "attempt to yield from outside a coroutine$",
                   "cannot resume dead coroutine$"}

-- What is wrong with a message, or nil.
local function fault(message)
  if type(message) ~= "string" then return "it is a " .. type(message) end
  for _, text in ipairs(of_script) do
    if message:find(text) then return nil end
  end
  for _, text in ipairs(foreign) do
    if message:find(text, 1, true) then return "it has \"" .. text .. "\"" end
  end
  if not message:find(HERE) then return "it blames another line" end
end

local function describe_value(v)
  if engine.is_tensor(v) then return pcall(v.size, v) and "a tensor" or "a closed tensor" end
  return type(v) == "string" and ("%q"):format(v) or tostring(v):gsub("0x%x+", "...")
end

-- Calls f with the values that there are for each place of the signature, and
-- adds what is wrong to `faults`.
local function attack(name, f, s, first, faults, values)
  local function try(what, v, args, called)
    table.insert(args, 1, first)
    args.n = args.n + 1
    if first == nil then
      table.remove(args, 1)
      args.n = args.n - 1
    end
    local message = raised(f, args)
    local wrong = message and fault(message)
    if wrong then
      faults[#faults + 1] = ("%s: %s = %s: %s:\n    %s"):format(name, what, called or describe_value(v), wrong,
                                                             tostring(message))
    end
  end
  -- With what has to be given by name, and `names`.
  local function samples(names)
    local args = {n = #s.places}
    for k, field in ipairs(s.places) do args[k] = fixtures.sample(field) end
    names = fixtures.named(name, names)
    for _, field in ipairs(s.options) do
      if not field.optional then
        names = names or {}
        if names[field.name] == nil then names[field.name] = fixtures.sample(field) end
      end
    end
    if names then
      args.n = args.n + 1
      args[args.n] = names
    end
    return args
  end
  for k, field in ipairs(s.places) do
    for _, v in ipairs(values(field)) do
      local args = samples()
      args[k] = v.value
      try(field.name, v.value, args, v.name)
    end
  end
  for _, field in ipairs(s.options) do
    for _, v in ipairs(values(field)) do
      try(field.name, v.value, samples {[field.name] = v.value}, v.name)
    end
  end
  try("no_such_key", 1, samples {no_such_key = 1})
end

local function is_forward(entry) return entry.name:find ":forward$" ~= nil end

-- What is called for an entry, its signature, and the object before the colon.
local function target(entry)
  local value = entry.value
  if entry.kind == "class" and type(value) == "function" then
    return value, fixtures.native(entry.name)
  elseif entry.kind == "class" then
    return value, arguments.of(fixtures.constructor(value))
  elseif entry.kind == "method" then
    local object = fixtures.object(entry)
    value = value or object[entry.name:match "[^:]+$"]
    return value, arguments.of(value) or fixtures.native(entry.name), object
  end
  return value, arguments.of(value) or fixtures.native(entry.name)
end

local function entries_of(area)
  local list = {}
  for _, entry in ipairs(catalogue.get().entries) do
    local part = entry.name:match "^(%l[%l_]*)%." or entry.family and "ops" or "ln"
    local called = entry.kind ~= "table" and entry.kind ~= "value" and not entry.inherited and
                   not (entry.kind == "class" and entry.value == nil) -- made by a function of another name
    local own = not fixtures.left_out[entry.name] and not aliases[entry.name]
    if part == area and called and own and not is_forward(entry) then
      list[#list + 1] = entry
    end
  end
  return list
end

teardown(fixtures.remove_folder)

local function none(faults)
  assert(#faults == 0, "\n  " .. table.concat(faults, "\n  ", 1, math.min(#faults, 6)))
end

local areas = {"ln", "ops", "fft", "linalg", "nn", "optim", "gan", "data", "metrics", "image", "plot", "onnx", "dist"}

local function attacks(tag, values)
  for _, area in ipairs(areas) do
    for _, entry in ipairs(entries_of(area)) do
      it(("%s: %s%s"):format(area, entry.name, tag), function()
        local f, s, object = target(entry)
        assert(s, entry.name .. " does not say what it takes")
        local faults = {}
        attack(entry.name, f, s, object, faults, values)
        none(faults)
      end)
    end
  end
end

describe("hostile arguments are refused in the library's words by what is in", function()
  attacks("", function(field)
    local list = fixtures.values(field)
    list[#list + 1] = fixtures.pretending(field, 1)[1]
    return list
  end)
end)

describe("what is not what it seems is refused in the library's words by what is in", function()
  attacks(" #hard", fixtures.pretending)
end)

describe("hostile arguments are refused in the library's words by layers:", function()
  for _, entry in ipairs(catalogue.get().entries) do
    if is_forward(entry) and not entry.inherited and not fixtures.left_out[entry.name] then
      it(entry.name, function()
        local layer, faults = fixtures.object(entry), {}
        local n = debug.getinfo(entry.value, "u").nparams - 1
        for k = 1, fixtures.inputs(entry.owner.name, n).n do
          for _, v in ipairs(fixtures.everything) do
            local args = fixtures.inputs(entry.owner.name, n)
            args[k] = v.value
            local message = raised(layer, args)
            local wrong = message and fault(message)
            if wrong then
              faults[#faults + 1] = ("%s: argument %d = %s: %s:\n    %s"):format(entry.name, k,
                describe_value(v.value), wrong, tostring(message))
            end
          end
        end
        none(faults)
      end)
    end
  end
end)

-- The methods that say what they take, by class: forward and the like are
-- written by scripts too. With an object of the class.
local function classes()
  local list, by_owner = {}, {}
  for _, entry in ipairs(catalogue.get().entries) do
    if entry.kind == "method" and not entry.inherited and not fixtures.left_out[entry.name] then
      local class = by_owner[entry.owner] or {name = entry.owner.name, first = entry, methods = {}}
      if not by_owner[entry.owner] then list[#list + 1] = class end
      by_owner[entry.owner] = class
      class.methods[#class.methods + 1] = entry
    end
  end
  return list
end

local function each_method(class, see)
  local object, faults = fixtures.object(class.first), {}
  local function try(entry, f, self)
    local message = raised(f, {n = 1, self})
    local wrong = message and fault(message)
    if wrong then
      faults[#faults + 1] = ("%s of %s: %s: %s"):format(entry.name, describe_value(self), wrong, tostring(message))
    end
  end
  for _, entry in ipairs(class.methods) do
    local f = entry.value or object[entry.name:match "[^:]+$"]
    if arguments.of(f) or fixtures.native(entry.name) then
      see(object, function(self) try(entry, f, self) end)
    end
  end
  none(faults)
end

describe("an empty table that has the metatable of a class is shown by name:", function()
  for _, class in ipairs(classes()) do
    it(class.name, function()
      local object = fixtures.object(class.first)
      if type(object) ~= "table" then return end
      assert.is_string(tostring(setmetatable({}, debug.getmetatable(object))))
    end)
  end
end)

describe("methods of what is no object of their class are refused on the script's line:", function()
  local closed = ln.ones(2)
  closed:close()
  local layer, optimizer = ln.nn.ReLU(), ln.optim.SGD({ln.nn.Parameter(ln.ones(1))}, {lr = 1})
  local others = {n = 9, nil, 3, {}, closed, ln.ones(2), io.stdout, layer, optimizer, ln.optim.SGD}
  for _, class in ipairs(classes()) do
    it(class.name, function()
      each_method(class, function(object, try)
        for k = 1, others.n do try(others[k]) end
        try(setmetatable({}, debug.getmetatable(object)))
      end)
    end)
  end
end)

describe("methods of what was ended by hand, twice, are refused in the library's words:", function()
  for _, class in ipairs(classes()) do
    it(class.name, function()
      each_method(class, function(object, try)
        local meta = debug.getmetatable(object)
        for _, name in ipairs {"__close", "__gc", "__close", "__gc"} do
          local finish = rawget(meta, name)
          if finish then pcall(finish, object) end
        end
        if rawget(meta, "__close") or rawget(meta, "__gc") then try(object) end
      end)
    end)
  end
end)
