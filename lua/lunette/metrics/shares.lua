--- n samples counted over K modes or classes, against equal shares; and what a
--- perfect sampler would get, for n samples never fall equally.

local shares = {}

function shares.sum(list)
  local total = 0
  for _, v in ipairs(list) do total = total + v end
  return total
end

--- How many modes hold at least `share` of n samples (and one).
function shares.holding(counts, n, share)
  local found = 0
  for _, c in ipairs(counts) do
    if c > 0 and c >= share * n then found = found + 1 end
  end
  return found
end

--- Total variation and KL (nats) from counts / n to equal shares.
function shares.unevenness(counts, n)
  local variation, kl, k = 0, 0, #counts
  for _, c in ipairs(counts) do
    local p = c / n
    variation = variation + math.abs(p - 1 / k) / 2
    if p > 0 then kl = kl + p * math.log(p * k) end
  end
  return variation, kl
end

--- What unevenness gives on average when n samples fall on k modes evenly: sums
--- over the binomial distribution of one count.
function shares.expected(k, n)
  if k == 1 then return 0, 0 end
  local p, variation, kl = 1 / k, 0, 0
  local log_odds, log_mass = math.log(p / (1 - p)), n * math.log(1 - p)
  for c = 0, n do
    local mass, share = math.exp(log_mass), c / n
    variation = variation + mass * k * math.abs(share - p) / 2
    if c > 0 then kl = kl + mass * k * share * math.log(share * k) end
    if c < n then
      log_mass = log_mass + math.log((n - c) / (c + 1)) + log_odds
    end
  end
  return variation, kl
end

--- On average, how many of k modes have one of n samples when each sample falls
--- on any one of them with probability `each`.
function shares.expected_holding(k, n, each)
  return k * (1 - (1 - each) ^ n)
end

return shares
