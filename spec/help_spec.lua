local ln = require "lunette"

-- What f prints through io.write.
local function printed(f, ...)
  local before, file = io.output(), assert(io.tmpfile())
  io.output(file)
  local results = table.pack(pcall(f, ...))
  io.output(before)
  assert(results[1], results[2])
  assert.equal(1, results.n)
  file:seek "set"
  local text = file:read "a"
  file:close()
  return text
end

local function help(subject) return printed(ln.help, subject) end

describe("help", function()
  it("gives an op's row", function()
    local text = help "softmax"
    assert.matches("softmax(x, dim)", text, 1, true)
    assert.matches("family softmax, differentiable", text, 1, true)
    for _, row in ipairs(require "lunette.engine".ops()) do
      if row.name == "softmax" then
        assert.matches(row.doc:gsub("%s+", " "), text:gsub("%s+", " "), 1, true)
      end
    end
  end)

  it("gives what belongs to a loss its own text, not a namesake's", function()
    local text = help "gan.losses.hinge.discriminator"
    assert.matches("Hinges at -1 and 1", text, 1, true)
    assert.matches("losses/plain.lua:%d+", text)
  end)

  it("gives a layer's docstring, by class, by name and by instance", function()
    local text = help(ln.nn.Linear)
    assert.matches("nn.Linear(in_features, out_features, {bias = true})", text,
                   1, true)
    assert.matches("y = x W^T + b", text, 1, true)
    assert.matches("lunette/nn/linear.lua:%d+", text)
    assert.matches("lunette/nn/init.lua:%d+", help "nn")
    assert.equal(text, help "nn.Linear")
    assert.equal(text, help "ln.nn.Linear")
    assert.equal(text, help(ln.nn.Linear(2, 3)))
    -- a class of one's own has what is written of the class above, not of a namesake
    assert.equal(text, help(ln.nn.Linear:extend "Conv2d"(2, 3)))
    assert.equal(text, help(ln.nn.spectral_norm(ln.nn.Linear(2, 3))))
    assert.matches("y = x W^T + b", help(ln.nn.Linear(2, 3).forward), 1, true)
  end)

  it("finds what a part has of ln's", function()
    assert.equal(help "inverse", help "linalg.inv")
    assert.equal(help "rfft", help "ln.fft.rfft")
    assert.matches("^fft.fft%(x, n%?, dim = %-1", help "fft.fft")
    assert.matches("The names of torch.fft", help "fft", 1, true)
    assert.matches('^nothing is called "linalg.sdv"', help "linalg.sdv")
  end)

  it("gives functions and methods by value", function()
    assert.matches("^matmul%(x, other%)", help(ln.ones(1).matmul))
    assert.matches("^Tensor:item%(%)", help(ln.ones(1).item))
    assert.matches("^no_grad%(%)", help(ln.no_grad))
    assert.matches("^nn.Module:parameters%(%)", help(ln.nn.ReLU().parameters))
    assert.matches("^Tensor\n", help(ln.ones(1)))
    assert.matches("^Mixture:sample%(n", help(ln.data.ring {}.sample))
    assert.matches("^Generator%(seed = 0%)", help(ln.Generator(1)))
  end)

  it("takes options from the code that reads them", function()
    assert.matches("nn.functional.nll_loss(x, target, {weight = ..., ignore_index",
                   help "nn.functional.nll_loss", 1, true)
  end)

  it("lists what a table holds, with first sentences", function()
    local text = help "gan.losses"
    for name in pairs(ln.gan.losses) do
      assert.matches("\n  " .. name .. " +%a", text)
    end
  end)

  it("gives a layer that is a function the function's text", function()
    assert.matches("nn.LeakyReLU(negative_slope = 0.01)", help "nn.LeakyReLU",
                   1, true)
    assert.matches("The function leaky_relu as a layer: x above 0",
                   help "nn.LeakyReLU", 1, true)
  end)

  it("finds a name by its last part, and lists those that share one", function()
    assert.equal(help "optim.Adam", help "Adam")
    local text = help "discriminator"
    assert.matches("gan.losses.bce.discriminator", text, 1, true)
    assert.matches("gan.losses.hinge.discriminator", text, 1, true)
  end)

  it("suggests the nearest of an unknown name", function()
    assert.matches('nothing is called "droput"; near it: .*nn.Dropout',
                   help "droput")
    assert.matches("nn.Sequential", help "nn.Seqential", 1, true)
    assert.equal('nothing is called "zzzzzzzzzzzz"\n', help "zzzzzzzzzzzz")
    for _, name in ipairs {"DataLoader", "torch.utils.data.DataLoader"} do
      assert.matches("\nPyTorch's is written here as ln.data.Loader\n", help(name), 1, true)
    end
    assert.matches("nothing is written about", help(function() end))
  end)

  -- The names that a search lists, in order.
  local function found(subject)
    local names = {}
    for name in help(subject):match "\nwritten about it.-\n(.*)":gmatch "%f[^\n%z]  (%S+)" do
      names[#names + 1] = name
    end
    return names
  end

  local function has(names, ...)
    for _, wanted in ipairs {...} do
      local there = false
      for _, name in ipairs(names) do there = there or name == wanted end
      assert.is_true(there, wanted .. " is not among " .. table.concat(names, ", "))
    end
  end

  it("searches the texts for what has no such name", function()
    has(found "mode collapse", "gan.collapse", "gan.collapse.monitor", "nn.MinibatchDiscrimination", "gan.pack")
    assert.equal("optim.lr_scheduler", found "learning rate"[2])
    assert.equal("data", found "dataset"[1])
    has(found "dataset", "data.Loader")
    has(found "device", "set_num_threads")
    assert.matches("there is no other device", help "device", 1, true)
    assert.same(found "device", found "gpu")
    has(found "scatter plot", "gan.Trainer:write_samples")
    assert.equal("gan.penalties.gradient", found "Gradient  PENALTY"[1])
    has(found "save a model", "save_model", "load_model")
    assert.equal('nothing is called "zzzz yyyy"\n', help "zzzz yyyy")
  end)

  it("takes small letters for large ones, the class first", function()
    local text = help "adam"
    local class, steps = text:find("  optim.Adam ", 1, true), text:find("  optim.functional.adam ", 1, true)
    assert.is_true(class < steps)
    assert.equal(help "nn.MSELoss", help "mseloss")
    assert.matches("^relu%(x%)", help "relu")
  end)

  it("keeps lists within 80 columns", function()
    for line in (help "discriminator" .. help "mini batch" .. help "nn"):gmatch "[^\n]+" do
      assert.is_true(#line <= 80, line)
    end
  end)

  it("gives an overview", function()
    local text = help()
    assert.matches("ln.gan: What adversarial training", text, 1, true)
    assert.matches("matmul: ", text, 1, true)
    assert.matches("MinibatchDiscrimination", text, 1, true)
    for _, name in ipairs {"no_grad", "zeros", "register_hook", "softmax"} do
      assert.matches("%f[%w_]" .. name .. "%f[^%w_]", text)
    end
    assert.equal(text, help(ln))
  end)

  it("reads nothing before it is called", function()
    local command = [[%s -e 'local ln = require "lunette"; local _ = ln.help ]] ..
      [[os.exit(package.loaded["lunette.docs.catalogue"] == nil)']]
    assert.is_true(os.execute(command:format "lua5.4"))
  end)
end)
