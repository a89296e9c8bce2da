local json = require "lunette.json"

describe("json.encode", function()
  it("writes names sorted and no spaces", function()
    assert.equal('{"a":[1,2.0,"x"],"b":{"c":true},"d":null}',
                 json.encode {d = json.null, b = {c = true}, a = {1, 2.0, "x"}})
    assert.equal('[[],{}]', json.encode {json.array {}, {}})
  end)

  it("keeps integers and floats apart, to the last digit", function()
    assert.equal("[-9223372036854775808,9223372036854775807]",
                 json.encode {math.mininteger, math.maxinteger})
    assert.equal("[1.0,-0.0,0.10000000000000001]", json.encode {1.0, -0.0, 0.1})
  end)

  it("escapes what must be", function()
    assert.equal([["\"\\\n\u0001\u007fé"]], json.encode '"\\\n\1\127é')
  end)

  it("raises on what JSON cannot hold", function()
    local function fails(message, value)
      assert.same({false, "json: " .. message}, {pcall(json.encode, value)})
    end
    fails("inf is not a number of JSON", math.huge)
    fails("a string is not UTF-8", "\255")
    fails("a function cannot be written", {print})
    fails("a key is a number, a string is wanted", {1, 2, x = 3})
    fails("a key is a number, a string is wanted", {1, nil, 3, [-1] = 0})
    local cycle = {}
    cycle.x = cycle
    fails("nested too deeply, or a cycle", cycle)
  end)
end)

describe("json.decode", function()
  it("reads what RFC 8259 allows", function()
    assert.same({a = {1, -2.5, {b = {}}}, c = false},
                json.decode ' {"a" : [1, -25e-1,\t{"b":[ ]}],\r\n"c":false } ')
    assert.equal(json.null, json.decode "null")
    assert.equal("\"\\/\b\f\n\r\té\u{1F600}\127",
                 json.decode [["\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00\u007f"]])
  end)

  it("keeps integers of 64 bits, and floats floats", function()
    for text, value in pairs {["-9223372036854775808"] = math.mininteger,
                              ["9223372036854775807"] = math.maxinteger} do
      assert.equal(value, json.decode(text))
      assert.equal("integer", math.type(json.decode(text)))
    end
    assert.equal("float", math.type(json.decode "1.0"))
    assert.equal("float", math.type(json.decode "1e2"))
    assert.equal(-math.huge, 1 / json.decode "-0.0")
    assert.equal(2.0 ^ 63, json.decode "9223372036854775808")
    for _, text in ipairs {"9223372036854775809", "-9223372036854775809", "1" .. ("0"):rep(30)} do
      assert.same({nil, "byte 1: an integer beyond 64 bits"}, {json.decode(text)})
    end
    assert.same({nil, "byte 2: beyond a double"}, {json.decode "[1e309]"})
    assert.same({nil, "byte 1: beyond a double"}, {json.decode("-1" .. ("0"):rep(309))})
  end)

  it("tells arrays from objects", function()
    assert.is_true(json.is_array(json.decode "[]"))
    assert.is_false(json.is_array(json.decode "{}"))
    assert.equal('[[],{},{"1":2}]', json.encode(json.decode '[[],{},{"1":2}]'))
  end)

  it("says where it is wrong", function()
    local function fails(message, text)
      assert.same({nil, message}, {json.decode(text)})
    end
    fails("byte 1: a value is wanted", "")
    fails("byte 2: a name in quotes is wanted", "{")
    fails("byte 4: a value is wanted", "[1,]")
    fails("byte 4: a comma or ] is wanted", "[1 2]")
    fails("byte 7: a comma or } is wanted", '{"a":1')
    fails("byte 6: a colon is wanted", '{"a" 1}')
    fails('byte 8: "a" a second time', '{"a":1,"a":1}')
    fails('byte 9: "a?" a second time', '{"a\127":1,"a\127":1}') -- as for all that a terminal may take for an order
    fails("byte 1: a string without end", '"abc')
    fails("byte 3: a control character in a string", '"a\n"')
    fails("byte 2: unknown escape", '"\\x"')
    fails("byte 2: half of a surrogate pair", '"\\ud83dx"')
    fails("byte 2: half of a surrogate pair", '"\\ude00"')
    fails("byte 3: not UTF-8", '"a\255"')
    fails("byte 3: more text after the value", "1 2")
    fails("byte 101: nested more than 100 deep", ("["):rep(101))
    assert.same({nil, "byte 5: more than 2 arrays and objects"}, {json.decode("[[],[]]", 2)})
    assert.same({{}, {}}, json.decode("[[],[]]", 3))
    for _, text in ipairs {"01", "1.", "-01", "1e", "0x10", "1.5.", "--1"} do
      assert.truthy(select(2, json.decode(text)):find "^byte 1: ", text)
    end
    for _, text in ipairs {"nul", "NaN", "True", "+1", ".5", "'a'", "-"} do
      fails("byte 1: a value is wanted", text)
    end
  end)

  it("survives a text cut anywhere", function()
    local text = '{"a":[1,-2.5e3,"\\u00e9x",true,null],"b":{"c":"d"}}'
    for length = 0, #text - 1 do
      local value, message = json.decode(text:sub(1, length))
      assert.is_nil(value)
      assert.truthy(message:find "^byte %d+: ", message)
    end
  end)
end)
