-- Products of matrices by our own loops (src/kernel/multiply.h).
local ln = require "lunette"
local host = require "spec.support.host"

local function output(isa)
  return host.output(("LUNETTE_ISA=%s lua5.4 spec/support/products.lua"):format(isa))
end

describe("a product", function()
  for _, isa in ipairs {"avx512", "avx2", "baseline", "plain"} do
    it("is exact for whole numbers, under " .. isa, function()
      local out = output(isa)
      if out:find("this processor and build have", 1, true) then
        return pending "this processor has no such instructions"
      end
      assert.equal("done\n", out)
    end)
  end

  it("has the infinities and NaN of its sums, and those alone", function()
    local inf, nan = math.huge, 0 / 0
    for _, n in ipairs {1, 3, 16, 40, 200} do
      local a, b = ln.ones(3, n), ln.ones(n, 70)
      a[1][n], a[2][1] = inf, nan
      b[{1, 70}] = n > 1 and -inf or 0
      -- row 1: n - 1 ones and an infinity; its last column adds -inf where
      -- there are two terms, and is inf times 0 where there is one
      for _, y in ipairs {a:matmul(b), b:t():matmul(a:t()):t()} do
        y = y:totable()
        assert.equal(inf, y[1][1])
        assert.is_true(y[1][70] ~= y[1][70])
        assert.is_true(y[2][1] ~= y[2][1] and y[2][69] ~= y[2][69])
        assert.equal(n, y[3][69])
        assert.equal(n > 1 and -inf or 0, y[3][70])
      end
    end
  end)

  it("is the same to the bit for any number of threads", function()
    local before = ln.get_num_threads()
    local function products()
      ln.manual_seed(3)
      local list = {}
      for k, s in ipairs {{1, 700, 900}, {900, 700, 1}, {16, 512, 4096}, {500, 300, 400}, {3, 5000, 3}} do
        local a, b = ln.randn(s[1], s[2]), ln.randn(s[2], s[3])
        list[3 * k - 2] = a:matmul(b)
        list[3 * k - 1] = a:matmul(b:t():contiguous():t())
        list[3 * k] = ln.randn(20, s[1] % 50, 30):matmul(ln.randn(20, 30, 7))
      end
      return list
    end
    ln.set_num_threads(1)
    local one = products()
    for _, n in ipairs {2, 3} do
      ln.set_num_threads(n)
      for k, y in ipairs(products()) do assert.is_true(y:equal(one[k])) end
    end
    ln.set_num_threads(before)
  end)
end)
