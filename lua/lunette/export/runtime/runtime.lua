-- What the programs of lunette.export call, in what Lua 5.1 to 5.4 and LuaJIT
-- have in common. A file takes the functions that it needs, paragraph by
-- paragraph.

local f = {}

f.abs = math.abs

f.exp = math.exp

f.sin = math.sin

f.cos = math.cos

f.floor = math.floor

f.sqrt = math.sqrt

function f.max(x, y) return x > y and x or y end

function f.min(x, y) return x < y and x or y end

function f.leaky_relu(x, slope) return x > 0 and x or slope * x end

function f.trunc(x) return x < 0 and math.ceil(x) or math.floor(x) end

function f.log(x) return x > 0 and math.log(x) or -3.4e38 end

function f.tanh(x)
  if x > 20 then return 1 end
  return 1 - 2 / (math.exp(2 * x) + 1)
end

function f.sigmoid(x) return 1 / (1 + math.exp(-x)) end

function f.softplus(x, beta, threshold)
  if x * beta > threshold then return x end
  return math.log(1 + math.exp(x * beta)) / beta
end

function f.elu(x, alpha) return x > 0 and x or alpha * (math.exp(x) - 1) end

-- -log(1 + e^-x), in which nothing is large.
function f.logsigmoid(x)
  return (x < 0 and x or 0) - math.log(1 + math.exp(-math.abs(x)))
end

function f.hardsigmoid(x)
  return math.min(math.max(x + 3, 0), 6) / 6
end

-- By the error function, within 1.5e-7: Abramowitz and Stegun 1964, 7.1.26.
function f.gelu(x)
  local a = math.abs(x) * 0.7071067811865476
  local t = 1 / (1 + 0.3275911 * a)
  local sum = 1.061405429 * t - 1.453152027
  sum = (sum * t + 1.421413741) * t - 0.284496736
  sum = (sum * t + 0.254829592) * t * math.exp(-a * a)
  return x * (x < 0 and sum / 2 or 1 - sum / 2)
end

function f.gelu_tanh(x)
  return x / 2 * (1 + f.tanh(0.7978845608 * (x + 0.044715 * x * x * x)))
end

-- y: outer,n,inner of the rows of x: outer,size,inner at index, from 1.
function f.index_select(y, x, index, outer, size, inner, n)
  local to = 0
  for o = 0, outer - 1 do
    for k = 1, n do
      local from = (o * size + index[k] - 1) * inner
      for i = 1, inner do y[to + i] = x[from + i] end
      to = to + inner
    end
  end
end

-- y: n,classes, in each row 1 at the class, from 1, and else 0.
function f.one_hot(y, index, classes, n)
  for k = 1, n do
    for c = 1, classes do
      y[(k - 1) * classes + c] = c == index[k] and 1 or 0
    end
  end
end

-- y: rows,outputs = x: rows,inputs times weight: outputs,inputs, and bias.
function f.linear(y, x, weight, bias, rows, inputs, outputs)
  for r = 0, rows - 1 do
    local from = r * inputs
    for o = 1, outputs do
      local sum, w = bias and bias[o] or 0, (o - 1) * inputs
      for k = 1, inputs do sum = sum + weight[w + k] * x[from + k] end
      y[r * outputs + o] = sum
    end
  end
end

-- y: batch,rows,columns = a: batch,rows,inner times b: batch,inner,columns,
-- whose matrices are so far apart.
function f.product(y, a, b, s)
  local inner, columns = s.inner, s.columns
  for n = 0, s.batch - 1 do
    for r = 0, s.rows - 1 do
      local from = n * s.a_step + r * inner
      for c = 1, columns do
        local sum, at = 0, n * s.b_step + c
        for k = 1, inner do
          sum = sum + a[from + k] * b[at]
          at = at + columns
        end
        y[(n * s.rows + r) * columns + c] = sum
      end
    end
  end
end

-- Along one axis, what y at i sees of x: of each element k of the kernel, from
-- 0, the place in x, where there is one.
function f.along(i, size, kernel, step, pad, dilation, up)
  local list, n = {}, 0
  for k = 0, kernel - 1 do
    local at = i * step - pad + k * dilation
    if at % up == 0 and at >= 0 and at < size * up then
      list[n + 1], list[n + 2], n = k, math.floor(at / up), n + 2
    end
  end
  return list, n
end

-- What a pixel of y sees of x, into patch, and the weights that it meets, into
-- at; how many these are.
function f.collect(patch, at, x, from, s, rows, columns)
  local n, size = 0, s.in_h * s.in_w
  for a = 1, #rows, 2 do
    for b = 1, #columns, 2 do
      local weight = rows[a] * s.kernel_w + columns[b] + 1
      local place = from + rows[a + 1] * s.in_w + columns[b + 1] + 1
      for c = 0, s.inputs - 1 do
        n = n + 1
        patch[n] = x[place + c * size]
        at[n] = weight + c * s.next
      end
    end
  end
  return n
end

-- The sums over k of the weights at[k] patch[k], of all channels of y, which
-- are `size` apart.
function f.channels(y, to, size, weight, from, bias, first, s, patch, at, n)
  local apart, outputs, o = s.apart, s.outputs, 0
  while o + 4 <= outputs do
    local w = from + o * apart
    local v, u, t = w + apart, w + 2 * apart, w + 3 * apart
    local p, q, r, e = 0, 0, 0, 0
    for k = 1, n do
      local x, i = patch[k], at[k]
      p, q = p + x * weight[w + i], q + x * weight[v + i]
      r, e = r + x * weight[u + i], e + x * weight[t + i]
    end
    y[to], y[to + size], y[to + 2 * size], y[to + 3 * size] = p, q, r, e
    o, to = o + 4, to + 4 * size
  end
  for last = o, outputs - 1 do
    local sum, w = 0, from + last * apart
    for k = 1, n do sum = sum + patch[k] * weight[w + at[k]] end
    y[to], to = sum, to + size
  end
  if bias then
    for c = 1, outputs do
      local place = to - (outputs - c + 1) * size
      y[place] = y[place] + bias[first + c]
    end
  end
end

-- y: batch,groups outputs,out_h,out_w of x: batch,groups inputs,in_h,in_w, of
-- pixels y at i and x at (i step - pad + k dilation) / up.
function f.conv(y, x, weight, bias, s)
  local patch, at, columns, size = {}, {}, {}, s.out_h * s.out_w
  for j = 0, s.out_w - 1 do
    columns[j] = f.along(j, s.in_w, s.kernel_w, s.step_w, s.pad_w,
                         s.dilation_w, s.up_w)
  end
  for k = 0, s.batch * s.groups - 1 do
    local group = k % s.groups
    for i = 0, s.out_h - 1 do
      local rows = f.along(i, s.in_h, s.kernel_h, s.step_h, s.pad_h,
                           s.dilation_h, s.up_h)
      for j = 0, s.out_w - 1 do
        local n = f.collect(patch, at, x, k * s.inputs * s.in_h * s.in_w, s,
                            rows, columns[j])
        f.channels(y, k * s.outputs * size + i * s.out_w + j + 1, size, weight,
                   group * s.group, bias, group * s.outputs, s, patch, at, n)
      end
    end
  end
end

-- Numbers of four bytes from text, five digits of base 85 each, the largest
-- first: characters from ( on, without the closing bracket.
function f.numbers(text)
  local list, digit, power = {}, {}, {}
  for k = 0, 84 do digit[k < 53 and 40 + k or 41 + k] = k end
  for k = 1, 254 do power[k] = 2 ^ (k - 127) end
  local n, byte, floor = 0, string.byte, math.floor
  for k = 1, #text, 5 do
    local a, b, c, d, e = byte(text, k, k + 4)
    local bits = (((digit[a] * 85 + digit[b]) * 85 + digit[c]) * 85 +
                  digit[d]) * 85 + digit[e]
    local sign = 1.0
    if bits >= 2147483648 then bits, sign = bits - 2147483648, -1.0 end
    local exponent = floor(bits / 8388608)
    local rest = bits - exponent * 8388608
    n = n + 1
    list[n] = exponent == 0 and sign * rest * 2 ^ -149 or
              sign * (1 + rest / 8388608) * power[exponent]
  end
  return list
end

return f
