--- numbers(...): everything that the states of these objects hold, in one table,
--- as plain numbers.
return function(...)
  local list = {}
  for k, owner in ipairs {...} do
    for name, x in pairs(owner:state_dict()) do list[k .. name] = x:totable() end
  end
  return list
end
