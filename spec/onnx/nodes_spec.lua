-- Each op by itself, held against the node tests of the package onnx, whose
-- values NumPy computed (nodes.py); and what those have not, by hand.
local dice = require "spec.support.dice"
local ln = require "lunette"
local near = require "spec.near"

local function tensor(values, sizes)
  return #values > 0 and ln.tensor(values):reshape(sizes) or ln.zeros(sizes)
end

-- A value of nodes.lua: {kind, values, sizes}, as plain data.
local function plain(v)
  if v[1] == "float" then return tensor(v[2], v[3]) end
  return {sizes = v[3], values = v[2]}
end

local function attributes_of(given)
  local plain_ones = {}
  for name, v in pairs(given) do
    local is_value = type(v) == "table" and type(v[2]) == "table"
    plain_ones[name] = is_value and plain(v) or v
  end
  return plain_ones
end

-- What one node gives of values; integers are constants of its graph.
local function run(op, opset, attributes, values, count, training)
  local names, inputs, constants, given, outputs = {}, {}, {}, {}, {}
  for k, v in ipairs(values) do
    names[k] = v and "x" .. k or ""
    if v and v[1] == "int" then
      constants[#constants + 1] = {name = names[k], value = plain(v)}
    elseif v then
      local sizes = v[3]
      inputs[#inputs + 1] = {name = names[k], kind = v[1], sizes = sizes}
      given[#given + 1] = tensor(v[2], sizes)
    end
  end
  for k = 1, count do outputs[k] = "y" .. k end
  local node = {op = op, inputs = names, outputs = outputs, attributes = attributes_of(attributes)}
  return ln.onnx.Graph {opset = opset, inputs = inputs, outputs = outputs, nodes = {node}, parameters = {},
                        buffers = {}, constants = constants}:train(training == true)(table.unpack(given))
end

local function held(y, values, sizes)
  assert.same(sizes, table.move(y:size(), 1, #sizes, 1, {}))
  near(y, values)
end

describe("a node of ONNX", function()
  local by_op = {}
  for _, case in ipairs(require "spec.onnx.nodes") do
    by_op[case[2]] = by_op[case[2]] or {}
    table.insert(by_op[case[2]], case)
  end
  for op, cases in pairs(by_op) do
    it(op .. " is as onnx has it", function()
      for _, case in ipairs(cases) do
        local name, _, opset, attributes, inputs, outputs = table.unpack(case)
        local ys = table.pack(pcall(run, op, opset, attributes, inputs, #outputs))
        assert.is_true(ys[1], name .. ": " .. tostring(ys[2]))
        for k, wanted in ipairs(outputs) do
          local ok, reason = true, nil
          if wanted then ok, reason = pcall(held, ys[k + 1], wanted[2], wanted[3]) end
          assert(ok, name .. ": " .. tostring(reason))
        end
      end
    end)
  end

  local WHOLE = {0, -1, 1, 2, 3, -2, 7, 100000, 1 << 31, 1 << 40, -(1 << 40), 1 << 62, math.mininteger,
    math.maxinteger}
  local REAL = {0.0, -1.0, 1 / 0, -1 / 0, 0 / 0, 1e30, 0.5, 1e-30}

  local function changed(v, roll)
    if math.type(v) == "integer" then return WHOLE[roll(#WHOLE)] end
    if type(v) == "number" then return REAL[roll(#REAL)] end
    if type(v) ~= "table" or type(v[2]) == "table" then return v end
    local list, how = {table.unpack(v)}, roll(4)
    if how == 1 then table.remove(list)
    elseif how == 2 then list[#list + 1] = WHOLE[roll(#WHOLE)]
    elseif #list > 0 then
      local k = roll(#list)
      list[k] = changed(list[k], roll)
    end
    return list
  end

  -- Values, integers among them changed, and sizes of others.
  local function changed_values(values, roll)
    local list = {}
    for k, v in ipairs(values) do
      if v and v[1] == "int" and #v[2] > 0 and roll(3) == 1 then
        local whole = {table.unpack(v[2])}
        whole[roll(#whole)] = WHOLE[roll(#WHOLE)]
        v = {v[1], whole, v[3]}
      elseif v and #v[3] > 0 and roll(6) == 1 then
        local sizes = {table.unpack(v[3])}
        table.insert(sizes, roll(#sizes), 1)
        v = {v[1], v[2], roll(2) == 1 and sizes or {#v[2]}}
      end
      list[k] = v
    end
    return list
  end

  local function hostile(count)
    local cases, roll, refused = require "spec.onnx.nodes", dice(1), 0
    for _ = 1, count do
      local name, op, opset, attributes, inputs, outputs = table.unpack(cases[roll(#cases)])
      local o = {}
      for key, v in pairs(attributes) do o[key] = roll(3) == 1 and changed(v, roll) or v end
      local ok, text = pcall(run, op, opset, o, changed_values(inputs, roll), #outputs)
      if not ok then
        refused = refused + 1
        assert(type(text) == "string" and not text:find "attempt to" and not text:find "bad argument",
               name .. ": " .. tostring(text))
      end
    end
    assert.is_true(refused > count / 20 and refused < count / 2, refused)
  end

  it("with attributes and sizes that nobody means answers or is refused in words", function() hostile(2000) end)
  it("with many more such does so as well #hard", function() hostile(40000) end)

  -- x is 1 2 3 4 5, w is 1 10 100: 2 strides over 5 are 3 results, which reach 2
  -- * 2 + 3 = 7, so one is added on each side; over 4 one, which goes to the end
  -- for UPPER and to the start for LOWER.
  it("Conv pads for as many results as strides", function()
    local w, five = {"float", {1, 10, 100}, {1, 1, 3}}, {"float", {1, 2, 3, 4, 5}, {1, 1, 5}}
    local four = {"float", {1, 2, 3, 4}, {1, 1, 4}}
    local function conv(x, auto) return run("Conv", 13, {auto_pad = auto, strides = {2}}, {x, w}, 1) end
    held(conv(five, "SAME_UPPER"), {210, 432, 54}, {1, 1, 3})
    held(conv(four, "SAME_UPPER"), {321, 43}, {1, 1, 2})
    held(conv(four, "SAME_LOWER"), {210, 432}, {1, 1, 2})
    held(conv(four, "VALID"), {321}, {1, 1, 1})
  end)

  -- x is 1 2 3 and w is 1 10 100: all of it is 1, 10 + 2, 100 + 20 + 3, 200 +
  -- 30, 300; by strides of 2 it is 1, 10, 100 + 2, 20, 200 + 3, 30, 300.
  it("ConvTranspose cuts to the sizes that it is given", function()
    local x, w = {"float", {1, 2, 3}, {1, 1, 3}}, {"float", {1, 10, 100}, {1, 1, 3}}
    local function conv(o) return run("ConvTranspose", 11, o, {x, w}, 1) end
    held(conv {}, {1, 12, 123, 230, 300}, {1, 1, 5})
    held(conv {pads = {0, 2}}, {1, 12, 123}, {1, 1, 3})
    held(conv {pads = {1, 1}}, {12, 123, 230}, {1, 1, 3})
    held(conv {output_shape = {4}, auto_pad = "SAME_UPPER"}, {1, 12, 123, 230}, {1, 1, 4})
    held(conv {output_shape = {4}}, {12, 123, 230, 300}, {1, 1, 4})
    held(conv {output_padding = {1}, strides = {2}}, {1, 10, 102, 20, 203, 30, 300, 0}, {1, 1, 8})
  end)

  -- Windows of 3 by 2 over 1 2 3 with two before: _ _ 1, 1 2 3.
  it("AveragePool counts what is there, or what is added as well", function()
    local x = {"float", {1, 2, 3}, {1, 1, 3}}
    local function pool(include, pads)
      return run("AveragePool", 11, {kernel_shape = {3}, strides = {2}, pads = pads, count_include_pad = include},
                 {x}, 1)
    end
    held(pool(0, {2, 0}), {1, 2}, {1, 1, 2})
    held(pool(1, {2, 0}), {1 / 3, 2}, {1, 1, 2})
    held(pool(0, {1, 1}), {1.5, 2.5}, {1, 1, 2})
    held(run("MaxPool", 11, {kernel_shape = {3}, pads = {2, 0}}, {{"float", {-1, -2}, {1, 1, 2}}}, 1),
         {-1, -1}, {1, 1, 2})
  end)

  -- e^0 = e^0, and e^log(3) is 3 times that.
  it("Softmax is over all that follows the axis before opset 13", function()
    local x = {"float", {0, 0, 0, math.log(3)}, {1, 2, 2}}
    held(run("Softmax", 12, {}, {x}, 1), {1 / 6, 1 / 6, 1 / 6, 1 / 2}, {1, 2, 2})
    held(run("Softmax", 13, {}, {x}, 1), {1 / 2, 1 / 2, 1 / 4, 3 / 4}, {1, 2, 2})
  end)

  -- 5, -3 and 2^40 + 1, which float has not.
  it("computes with integers exactly", function()
    local function whole(op, o, ...)
      local values = {}
      for k, list in ipairs {...} do values[k] = {"int", list, {#list}} end
      return run(op, 13, o, values, 1):totable()
    end
    assert.same({-1, 2}, whole("Div", {}, {-3, 5}, {2, 2}))
    assert.same({1, -3}, whole("Sub", {}, {(1 << 40) + 1, 0}, {1 << 40, 3}))
    local ok, text = pcall(whole, "Identity", {}, {(1 << 60) + 1})
    assert.is_false(ok)
    assert.truthy(text:find("no tensor holds the integer 1152921504606846977", 1, true), text)
  end)

  -- Each value stays with probability 1/2, doubled; the share that went.
  it("Dropout drops in training alone", function()
    local ones = {}
    for k = 1, 1000 do ones[k] = 1 end
    local x = {"float", ones, {1000}}
    held(run("Dropout", 12, {}, {x}, 1), ones, {1000})
    ln.manual_seed(1)
    local y = run("Dropout", 12, {}, {x}, 1, true)
    local gone = y:eq(0):sum():item()
    assert.is_true(gone > 400 and gone < 600, gone)
    assert.equal(1000 - gone, y:eq(2):sum():item())
  end)
end)
