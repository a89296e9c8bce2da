local base64 = require "lunette.base64"

describe("base64", function()
  it("writes bytes as RFC 4648, section 10 has them", function()
    for bytes, text in pairs {[""] = "", f = "Zg==", fo = "Zm8=", foo = "Zm9v", foob = "Zm9vYg==", fooba = "Zm9vYmE=",
                              foobar = "Zm9vYmFy", ["\xff\xfe\xfd"] = "//79"} do
      assert.equal(text, base64(bytes))
    end
  end)
end)
