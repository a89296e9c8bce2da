--- What all optimisers share: groups of parameters, their options and state.
---
---   local nn = ln.nn
---   local body, head = nn.Linear(2, 8), nn.Linear(8, 1)
---   local opt = ln.optim.Adam({
---     {params = body:parameters()}, {params = head:parameters(), lr = 1e-4},
---   }, {lr = 1e-3})
---   head(body(ln.randn(4, 2)):relu()):mean():backward()
---   opt:step()
---   opt.param_groups[1].lr = 5e-4

local arguments = require "lunette.arguments"
local engine = require "lunette.engine"
local entries = require "lunette.optim.entries"
local raise = require "lunette.errors".raise
local recording = require "lunette.recording"
local repr = require "lunette.repr"

--- @class Optimizer
--- @field param_groups table[] {params = {...}, lr = ..., ...}; options may be
--- changed at any time
--- @field state table tensors and counts by parameter
local Optimizer = {__name = "Optimizer"}
Optimizer.__index = Optimizer

local method = arguments.define

local function construct(class, params, o)
  local self = setmetatable({param_groups = {}, state = {}, defaults = o},
                            class)
  class.check(o, class.__name)
  if #params == 0 then raise("%s: no parameter is given", class.__name) end
  local grouped = type(params[1]) == "table"
  for k, group in ipairs(grouped and params or {{params = params}}) do
    if type(group) == "table" and group.parameters then
      raise("%s: entry %d is a layer; its parameters are wanted, " ..
            "model:parameters()", class.__name, k)
    end
    self:add_param_group(group)
  end
  return self
end

-- Options are read from the groups: opt.lr = 0.1 would change nothing.
local function refuse_field(self, name)
  if self.defaults[name] ~= nil then
    raise("%s: %s is that of a group: write opt.param_groups[1].%s = ...",
          self.__name, name, name)
  end
  raise("%s: there is no field %s; options are in opt.param_groups[1], as " ..
        "opt.param_groups[1].lr", self.__name, tostring(name))
end

-- "2 parameters, {lr = 0.1, momentum = 0.9}": the rate, and what is no default.
local function group_text(self, group)
  local plain, names = self.read {lr = group.lr}, {}
  for _, name in ipairs(repr.names(plain)) do
    if name == "lr" or repr.value(group[name]) ~= repr.value(plain[name]) then
      names[#names + 1] = name
    end
  end
  return ("%d parameters, %s"):format(#group.params, repr.fields(group, names))
end

--- SGD(4 parameters, {lr = 0.1}), a group after another.
function Optimizer:__tostring()
  if next(self) == nil then return self.__name end -- not made by its class
  local groups = {}
  for k, group in ipairs(self.param_groups) do
    groups[k] = group_text(self, group)
  end
  return ("%s(%s)"):format(self.__name, table.concat(groups, "; "))
end

-- The options that a group always has.
local function needed(name, signature)
  local names = {}
  for _, field in ipairs(arguments.parse(name, signature).options) do
    if field.default or not field.optional then
      names[#names + 1] = field.name
    end
  end
  return names
end

--- A new class of optimisers.
---
---   local Lion = ln.optim.Optimizer:extend("Lion",
---     "lr: real = 1e-4, betas: pair = {0.9, 0.99}, weight_decay: real = 0")
---   function Lion:update(group, params, grads)
---     local _ <close> = ln.no_grad()
---     for k, p in ipairs(params) do
---       local s = self.state[p] or {m = ln.zeros_like(p)}
---       local way = s.m:lerp(grads[k], 1 - group.betas[1]):sign()
---       p:sub_((way + p * group.weight_decay) * group.lr)
---       self.state[p] = {m = s.m:lerp(grads[k], 1 - group.betas[2])}
---     end
---   end
---   local layer = ln.nn.Linear(2, 1)
---   local opt = Lion(layer:parameters(), {lr = 0.01})
---   layer(ln.ones(4, 2)):sum():backward()
---   opt:step()
---
--- (Chen et al. 2023, arXiv 2302.06675, algorithm 2.) The signature lists the
--- options, with commas: "name: kind = default", or "name: kind?" for one that
--- may be left out; one with neither has to be given. A kind is real, positive,
--- nonnegative, share (0 to 1), int, count (1 or above), whole (0 or above),
--- bool, string, function, tensor, pair (two numbers), any, words ("sum|mean")
--- or another of those that lunette.arguments lists.
--- check(values, name), of the options and the class's name, raises when they
--- make no sense together. update(group, params, grads) is called by step(),
--- once for each group that has gradients: its options are fields of group,
--- grads[k] is the gradient of params[k]. What it remembers of p is the table
--- self.state[p], of tensors and numbers, which state_dict() saves; a class may
--- have `keeps`, what a state has to hold (lunette.optim.entries).
--- @return lunette.optim.Optimizer.class
Optimizer.extend = method("Optimizer:extend",
  "self, name: string, signature: string, check: callable?",
  function(self, name, signature, check)
  local takes = ("self, params: params, {%s}"):format(signature)
  local class = {__name = name, check = check or function() end,
                 needs = needed(name, takes),
                 read = arguments.reader(name, signature)}
  class.__index, class.__newindex = class, refuse_field
  class.__tostring = Optimizer.__tostring
  return setmetatable(class, {__index = self, __tostring = repr.class_text,
                              __call = method(name, takes, construct)})
end)

local function check_parameter(self, p, k)
  arguments.check(self.__name, ("parameter %d"):format(k), p, "tensor")
  if not p:is_leaf() then
    raise("%s: parameter %d is the result of %s, not a leaf", self.__name, k,
          p:op() or "an op")
  end
end

-- One that is there twice would be stepped twice.
local function check_parameters(self, params)
  local taken, place = {}, {}
  for _, group in ipairs(self.param_groups) do
    for _, p in ipairs(group.params) do taken[p] = true end
  end
  for k, p in ipairs(params) do
    check_parameter(self, p, k)
    if taken[p] then
      raise("%s: parameter %d is already in a group", self.__name, k)
    elseif place[p] then
      raise("%s: parameters %d and %d are the same", self.__name, place[p], k)
    end
    place[p] = k
  end
end

--- Adds {params = {...}, and options other than those of the optimiser}. Raises
--- on a parameter that is there already.
--- @return nil
Optimizer.add_param_group = method("opt:add_param_group",
  "self, param_group: table", function(self, group)
  local params = arguments.check(self.__name, "params", group.params, "tensors")
  local given = {}
  for key, value in pairs(self.defaults) do given[key] = value end
  for key, value in pairs(group) do
    if key ~= "params" then given[key] = value end
  end
  local new = self.read(given)
  self.check(new, self.__name)
  check_parameters(self, params)
  new.params = params
  self.param_groups[#self.param_groups + 1] = new
end)

--- Forgets the gradients of all parameters.
--- @return nil
Optimizer.zero_grad = method("opt:zero_grad", "self", function(self)
  for _, group in ipairs(self.param_groups) do
    for _, p in ipairs(group.params) do p.grad = nil end
  end
end)

--- For steps: the loss of the closure, if one is given.
function Optimizer.evaluate(closure)
  if closure == nil then return nil end
  local _ <close> = recording.enable_grad()
  return closure()
end

--- For steps: the parameters of a group that have a gradient, and those.
function Optimizer.with_gradients(group)
  local params, grads = {}, {}
  for _, p in ipairs(group.params) do
    local g = p.grad
    if g then params[#params + 1], grads[#grads + 1] = p, g end
  end
  return params, grads
end

-- ---- options that were changed ----

local function copied(value)
  if engine.is_tensor(value) then return value:detach() end
  if type(value) ~= "table" then return value end
  local list = {}
  for key, part in pairs(value) do list[key] = copied(part) end
  return list
end

-- By group, copies of its options when they were last looked at.
local looked_at = setmetatable({}, {__mode = "k"})

local function is_same(now, before)
  if type(now) ~= "table" or type(before) ~= "table" then
    return now == before and now ~= nil
  end
  for k, v in ipairs(now) do
    if v ~= before[k] then return false end
  end
  return #now == #before
end

local function is_as_before(self, group)
  local before = looked_at[group]
  for _, name in ipairs(self.needs) do
    if not before or not is_same(group[name], before[name]) then
      return false
    end
  end
  return true
end

--- For steps, before they change anything: raises where options of a group are
--- no longer what they may be.
--- @return nil
Optimizer.check_options = method("opt:check_options", "self", function(self)
  for _, group in ipairs(self.param_groups) do
    if not is_as_before(self, group) then
      local given = {}
      for _, name in ipairs(self.needs) do
        if group[name] == nil then
          raise("%s: %s is missing in a group", self.__name, name)
        end
        given[name] = group[name]
      end
      self.check(self.read(given), self.__name)
      looked_at[group] = copied(given)
    end
  end
end)

--- One update from the gradients; parameters without one are passed over. A
--- closure that computes gradients and returns the loss is called first, and
--- its loss returned.
--- @return Tensor?
Optimizer.step = method("opt:step", "self, closure: callable?",
                        function(self, closure)
  local loss = self.evaluate(closure)
  self:check_options()
  for _, group in ipairs(self.param_groups) do
    local params, grads = self.with_gradients(group)
    if #params > 0 then self:update(group, params, grads) end
  end
  return loss
end)

-- ---- state ----

-- The state of a parameter; {step = 0} when nothing is kept of it, so that an
-- empty one is never right. What an option switched on since the last step is
-- to be kept for starts from 0.
local function entry_of(self, p, group)
  if not self.state[p] then return {step = 0} end
  local entry = copied(self.state[p])
  for _, name in ipairs(entries.lacking(self.keeps, entry, group)) do
    entry[name] = engine.create.zeros_like(p)
  end
  return entry
end

--- {state = a table for each parameter, in order, {step = 0} before its first
--- step; param_groups = their options and, in params, which parameters they
--- hold}. The tensors may share their values with the optimiser, until its next
--- step: save or clone them before.
--- @return table
Optimizer.state_dict = method("opt:state_dict", "self", function(self)
  local dict = {state = {}, param_groups = {}}
  for k, group in ipairs(self.param_groups) do
    local entry, numbers = {}, {}
    for key, value in pairs(group) do
      if key ~= "params" then entry[key] = copied(value) end
    end
    for _, p in ipairs(group.params) do
      dict.state[#dict.state + 1] = entry_of(self, p, group)
      numbers[#numbers + 1] = #dict.state
    end
    entry.params = numbers
    dict.param_groups[k] = entry
  end
  return repr.state(dict)
end)

-- The numbers of a group's parameters, each of a table of its own in `states`.
local function check_numbers(owner, params, states, seen)
  for i, number in ipairs(params) do
    arguments.check(owner, ("params[%d]"):format(i), number, "count")
    if seen[number] then
      raise("%s: parameter %d is there twice", owner, number)
    end
    seen[number] = true
    arguments.check(owner, ("the state of parameter %d"):format(number),
                    states[number], "table")
  end
end

local function check_groups(self, groups, states)
  local name, seen = self.__name .. ": load_state_dict", {}
  if #groups ~= #self.param_groups then
    raise("%s: %d groups here and %d in the state", name, #self.param_groups,
          #groups)
  end
  for k, group in ipairs(groups) do
    local owner, here = ("%s: group %d"):format(name, k), self.param_groups[k]
    arguments.check(name, ("group %d"):format(k), group, "table")
    arguments.check(owner, "params", group.params, "table")
    if #group.params ~= #here.params then
      raise("%s has %d parameters here and %d in the state", owner,
            #here.params, #group.params)
    end
    check_numbers(owner, group.params, states, seen)
  end
end

--- The sizes of the tensors that the state of p holds.
function Optimizer:state_size(p) return p:size() end

-- A copy of a parameter's state; all tensors in it must be of `here`.
local function own_copy(self, value, key, here, number)
  if engine.is_tensor(value) then
    local there = repr.shape(value)
    if here ~= there then
      raise("%s: load_state_dict: parameter %d is %s here and %s of it %s " ..
            "in the state", self.__name, number, here, key, there)
    end
    return value:detach():clone()
  end
  if type(value) ~= "table" then return value end
  local own = {}
  for inner, part in pairs(value) do
    own[inner] = own_copy(self, part, key or inner, here, number)
  end
  return own
end

--- Raises unless the state of a parameter, when it is not that of before its
--- first step, has all that `keeps` lists.
function Optimizer:check_entry(entry, group, owner)
  entries.check(self.keeps, entry, group, owner)
end

local function load_entry(self, p, entry, number, group)
  local owner = ("%s: load_state_dict: the state of parameter %d"):format(
    self.__name, number)
  if next(entry) == nil then raise("%s is empty", owner) end
  if entries.is_start(entry) then return nil end
  self:check_entry(entry, group, owner)
  local here = repr.sizes(self:state_size(p))
  return own_copy(self, entry, nil, here, number)
end

-- The options of a saved group, with the rate that schedulers start from. None
-- that has a value in every group may be missing: the default is another one.
local function read_group(self, group, k)
  local owner = ("%s: load_state_dict: group %d"):format(self.__name, k)
  local given = copied(group)
  for _, name in ipairs(self.needs) do
    if given[name] == nil then
      raise("%s has no %s in the state", owner, name)
    end
  end
  given.params, given.initial_lr = nil, nil
  local own = self.read(given)
  self.check(own, self.__name)
  if group.initial_lr ~= nil then
    own.initial_lr = arguments.check(owner, "initial_lr", group.initial_lr,
                                     "real")
  end
  return own
end

--- Takes a state over, options included, by copy. Raises, changing nothing,
--- when groups or sizes differ, or something is missing.
--- @return nil
Optimizer.load_state_dict = method("opt:load_state_dict",
  "self, state_dict: table", function(self, dict)
  local groups = arguments.check(self.__name, "state.param_groups",
                                 dict.param_groups, "table")
  arguments.check(self.__name, "state.state", dict.state, "table")
  check_groups(self, groups, dict.state)
  local state, new_groups = {}, {}
  for k, group in ipairs(groups) do
    local params = self.param_groups[k].params
    new_groups[k] = read_group(self, group, k)
    new_groups[k].params = params
    for i, p in ipairs(params) do
      local number = group.params[i]
      state[p] = load_entry(self, p, dict.state[number], number,
                            new_groups[k])
    end
  end
  self.state, self.param_groups = state, new_groups
end)

setmetatable(Optimizer, {__call = method("Optimizer", "self, params: params",
  function()
  raise "Optimizer: it has no update; Optimizer:extend makes classes that do"
end), __tostring = repr.class_text})

Optimizer.is_optimizer = true

arguments.add_kind("optimizer", "an optimiser", function(v)
  local class = type(v) == "table" and getmetatable(v)
  local made = type(class) == "table" and next(v) ~= nil
  return made and class.is_optimizer and v or nil
end, {type = "lunette.optim.Optimizer"})

return Optimizer
