-- Every layer that PyTorch has too, against its state there: under the names that
-- spec/reference/states/names.py takes from it, and from files of torch.save.
local ln = require "lunette"
local files = require "spec.files"
local fixtures = require "spec.support.fixtures"
local near = require "spec.near"
local python = require "spec.support.python"

local TOLERANCE = ln.real == "double" and 1e-10 or 1e-5
local FOLDER = "spec/reference/layers/"
local names = dofile "spec/reference/states/names.lua"

local families = {}
for family in pairs(names) do families[#families + 1] = family end
table.sort(families)

local function tensor_of(spec) return ln.tensor(spec.v):reshape(spec.c) end

-- The state of a case under PyTorch's names.
local function state_of(case, renamed)
  local state = {}
  for name, spec in pairs(case.state) do state[renamed[name] or name] = tensor_of(spec) end
  return state
end

local function each_case(f)
  for _, family in ipairs(families) do
    for k, case in ipairs(dofile(FOLDER .. family .. ".lua")) do
      f(case, names[family][k] or {}, ("%s-%d"):format(family, k))
    end
  end
end

-- The layer has the state of the case, and gives what PyTorch's gives.
local function check(layer, case, label)
  local own = layer:state_dict()
  for name, spec in pairs(case.state) do assert.same(tensor_of(spec):totable(), own[name]:totable(), label) end
  for k, y in ipairs(fixtures.results(layer:train(case.train), case)) do near(y, case.y[k].v, TOLERANCE) end
end

describe("PyTorch's state of", function()
  for _, family in ipairs(families) do
    it(family .. " is loaded by its names, and given by them", function()
      local count = 0
      each_case(function(case, renamed, label)
        if label:match "^(.*)%-" ~= family then return end
        local layer, state = case.make(), state_of(case, renamed)
        layer:load_state_dict(state, {from = "torch"})
        local back = layer:state_dict {to = "torch"}
        for name, x in pairs(state) do assert.same(x:totable(), back[name]:totable(), name) end
        for name in pairs(back) do assert.is_not_nil(state[name], name) end
        check(layer, case, case.text)
        count = count + 1
      end)
      assert.is_true(count > 0)
    end)
  end

  it("all of them is read from files that PyTorch writes now", function()
    if python.missing "torch" then return pending(python.missing "torch") end
    local folder = files.new_folder()
    finally(files.remove_folder)
    assert(os.execute("/usr/bin/python3 spec/reference/states/names.py " .. folder))
    local count = 0
    each_case(function(case, _, label)
      local state = ln.load(("%s/%s.pt"):format(folder, label))
      local layer = case.make()
      layer:load_state_dict(state, {from = "torch"})
      check(layer, case, case.text)
      count = count + 1
    end)
    assert.is_true(count > 300)
  end)
end)
