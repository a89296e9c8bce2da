--- A small generator of its own for a spec: dice(seed) gives roll(n), 1 to n,
--- the same for the same seed in both builds and all versions.
return function(seed)
  local state = seed
  return function(n)
    state = state * 6364136223846793005 + 1442695040888963407
    return math.tointeger((state >> 33) % n) + 1
  end
end
