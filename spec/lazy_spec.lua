-- Names that are not there say which are near.

local ln = require "lunette"
local lazy = require "lunette.lazy"

describe("a name that is not there", function()
  local function fails(text, f)
    local ok, message = pcall(f)
    assert.is_false(ok)
    assert.equal(text, (message:gsub("^spec/lazy_spec.lua:%d+: ", "")))
  end

  it("says which are near", function()
    fails("nn has no Conv2D; near it: Conv2d, Conv1d, Conv3d", function() return ln.nn.Conv2D end)
    fails("ln has no zeroes; near it: zeros", function() return ln.zeroes end)
    fails("optim has no adam; near it: Adam, AdamW, NAdam, optim.functional.adam", function() return ln.optim.adam end)
    fails("gan.zoo has no dcgann; near it: dcgan, acgan", function() return ln.gan.zoo.dcgann end)
    fails("gan.losses has no wgan; it has bce, began, dual_contrastive, ebgan, f_gan, hinge, least_squares, " ..
          "logistic, minimax, multi_hinge, relativistic, relativistic_average, wasserstein",
          function() return ln.gan.losses.wgan end)
    fails("nn.init has no xavier; near it: xavier_normal_, xavier_uniform_", function() return ln.nn.init.xavier end)
    fails("image has no imread; it has load, preview, save, save_film, save_grid",
          function() return ln.image.imread end)
    fails("gan.losses.hinge has no generater; near it: generator", function() return ln.gan.losses.hinge.generater end)
    fails("gan.latent has no slurp; near it: slerp", function() return ln.gan.latent.slurp end)
    fails("nn.functional has no crossentropy; near it: cross_entropy",
          function() return ln.nn.functional.crossentropy end)
  end)

  it("says where it is, when that is another part", function()
    fails("optim has no StepLR; there is optim.lr_scheduler.StepLR", function() return ln.optim.StepLR end)
    fails("ln has no Linear; near it: linear, nn.Linear", function() return ln.Linear end)
    fails("nn has no Adam; there is optim.Adam", function() return ln.nn.Adam end)
    fails("nn.utils has no spectral_norm; there is nn.spectral_norm", function() return ln.nn.utils.spectral_norm end)
  end)

  it("says where ops are: in ln, or methods of tensors", function()
    fails("nn has no cumsum; there is ln.cumsum", function() return ln.nn.cumsum end)
    fails("linalg has no sqrtm; there is ln.sqrtm", function() return ln.linalg.sqrtm end)
    fails("linalg has no cov; there is ln.cov", function() return ln.linalg.cov end)
    fails("ln has no numel; there is x:numel()", function() return ln.numel end)
  end)

  it("is looked for in parts that print", function()
    assert.equal("ln: ln.help() tells what there is", tostring(ln))
    for _, part in ipairs {"nn", "gan.losses", "gan.losses.hinge", "nn.functional"} do
      local value = ln
      for key in part:gmatch "%w+" do value = value[key] end
      assert.equal(('%s: ln.help "%s" tells what there is'):format(part, part), tostring(value))
    end
  end)

  it("is told apart from a table that is called", function()
    for _, name in ipairs {"hinge", "relativistic"} do
      fails(("gan.losses.%s is a table of functions, discriminator and generator: write " ..
             "gan.losses.%s.discriminator(...)"):format(name, name), function() ln.gan.losses[name](ln.ones(2)) end)
    end
  end)

  it("is nil to what looks for it", function()
    assert.is_nil(lazy.find(ln.nn, "Conv2D"))
    assert.equal(ln.nn.Conv2d, lazy.find(ln.nn, "Conv2d"))
    assert.equal(ln.optim, lazy.find(ln, "optim"))
    assert.is_nil(ln.nn.__name)
  end)

  it("does not keep pairs from walking what is there", function()
    local seen = {}
    for name in pairs(ln) do seen[name] = true end
    for _, name in ipairs {"nn", "zeros", "matmul", "no_grad"} do assert.is_true(seen[name]) end
  end)
end)
