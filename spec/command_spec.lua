-- The command lunette, from the tree.
local command = require "spec.support.command"
local files = require "spec.files"
local ln = require "lunette"
local nn = ln.nn

local folder
before_each(function() folder = files.new_folder() end)
after_each(files.remove_folder)

local function lunette(words) return command.run(folder, words) end

-- A run's folder with a generator of pictures 1x4x4.
local function run_folder(about)
  local G = nn.Sequential {nn.Linear(3, 16), nn.Tanh(), nn.Unflatten(2, {1, 4, 4})}
  local said = {latent = 3, range = {-1, 1}, step = 7}
  for key, value in pairs(about or {}) do said[key] = value end
  ln.save_model(folder .. "/model.safetensors", G, said)
  return G
end

local names = {"train", "replay", "fork", "new", "repl", "sample", "eval", "compare", "film", "export", "info",
               "report", "data info", "data preview", "data pack", "data fetch", "doctor"}

describe("lunette", function()
  it("fails where what it prints cannot be written", function()
    for _, words in ipairs {"--help", "--version", "sample --help", "info model.safetensors"} do
      run_folder()
      local text, said, status = lunette(words)
      assert.same({"", 0}, {said, status})
      assert.truthy(#text > 0)
      _, said, status = lunette(words .. " >/dev/full")
      assert.matches("^lunette: standard output: [%w ]+\n$", said)
      assert.equal(1, status)
    end
    local _, said, status = lunette "nosuch >/dev/full"
    assert.matches("^lunette: ", said)
    assert.equal(2, status)
  end)

  it("says of each command what it does in a line, and how it is used, with an example", function()
    local text = lunette "--help"
    for _, name in ipairs(names) do
      local summary = text:match("\n  " .. name .. " +([^\n]+)\n")
      assert(#summary > 10 and 15 + #summary <= 80, name)
      -- whole words, and not cut within a name or brackets
      assert.truthy(summary:find "%w`?$", summary)
      assert.equal(select(2, summary:gsub("%(", "")), (select(2, summary:gsub("%)", ""))))
      local help, _, status = lunette(name .. " --help")
      assert.equal(0, status)
      assert.truthy(help:find("usage: lunette " .. name, 1, true))
      assert.truthy(help:find("\n  lunette " .. name, 1, true), name)
      assert.is_nil(help:find("= true}", 1, true))
    end
    assert.truthy(text:find("\n  new +Writes a script of about 60 lines\n"))
    assert.truthy(text:find("\n  data pack +Writes the pictures of a folder to one file\n"))
  end)

  it("tells of the commands that begin with a word", function()
    local text, _, status = lunette "data --help"
    assert.equal(0, status)
    assert.truthy(text:find "data info .*data preview .*data pack .*data fetch ")
    assert.is_nil(text:find("doctor", 1, true))
    assert.same({text, "", 2}, {lunette "data"})
  end)

  it("tells its commands, and what each takes", function()
    local text, _, status = lunette "--help"
    assert.equal(0, status)
    for _, name in ipairs(names) do assert.truthy(text:find("\n  " .. name .. " ", 1, true), name) end
    text, _, status = lunette "sample --help"
    assert.equal(0, status)
    assert.truthy(text:find("usage: lunette sample RUN [options]", 1, true))
    assert.truthy(text:find("-n, --n count (64)", 1, true))
    assert.truthy(text:find("lunette sample runs/photos -n 64 -o grid.png", 1, true))
    assert.equal("lunette " .. ln.version .. "\n", (lunette "--version"))
    assert.equal(2, select(3, lunette ""))
  end)

  it("says what is wrong in what is written, with status 2", function()
    local function wrong(words, part)
      local _, said, status = lunette(words)
      assert.equal(2, status, words)
      assert.truthy(said:find(part, 1, true), said)
    end
    wrong("smple x", "lunette: there is no command smple; near it: sample")
    wrong("sample", "lunette: sample: run is missing")
    wrong("sample a b", 'lunette: sample: "b" is too much')
    wrong("sample a --columsn 3", "lunette: sample has no --columsn; near it: --columns")
    wrong("sample a -n many", 'lunette: sample: --n is "many", an integer above 0 is wanted')
    wrong("sample a -n", "lunette: sample: -n has no value")
    wrong("sample a -xy 3", "options of several letters have two dashes")
    wrong("data pck x", "there is no command data pck; near it: data pack")
    wrong("dta info", "there is no command dta info; near it: data info")
    wrong("new x", "lunette: new: --data is missing")
    wrong("train x --skp-bad", "lunette: train has no --skp-bad; near it: --skip-bad")
    wrong("compare", "lunette: compare: run is missing")
    wrong("compare a b c --x", "lunette: compare has no --x")
    wrong("compare a b c -n", "lunette: compare has no -n")
    wrong("compare a b c -o", "lunette: compare: -o has no value")
    wrong("eval a --mode batch", 'lunette: eval: --mode is "batch", one of eval, train is wanted')
  end)

  it("says what failed, with status 1", function()
    local _, said, status = lunette("sample " .. folder)
    assert.equal(1, status)
    assert.equal("lunette: " .. folder .. ": there is no model.safetensors; a run of gan.Trainer has one from its " ..
                 "first checkpoint on\n", said)
    for _, verb in ipairs {"sample", "eval", "info", "report", "replay", "fork"} do
      _, said, status = lunette(verb .. " " .. folder .. "/none")
      assert.same({"lunette: " .. folder .. "/none: is not there\n", 1}, {said, status})
    end
  end)

  it("ends with 130 when it is interrupted", function()
    run_folder()
    ln.image.save(folder .. "/p/1.png", ln.rand(1, 4, 4))
    for k = 2, 12 do ln.image.save(("%s/p/%d.png"):format(folder, k), ln.rand(1, 4, 4)) end
    -- once there are features of the pictures, draws are made, without end
    files.write(folder .. "/run.sh", ("set -m\nenv -u LUA_PATH -u LUA_CPATH bin/lunette eval %s --against %s/p " ..
      "--draws 100000000 2>%s/errors & p=$!\nwhile [ ! -s %s/reference.safetensors ]; do sleep 0.05; done\n" ..
      "kill -INT $p; wait $p; echo $?\n"):format(folder, folder, folder, folder))
    local pipe <close> = assert(io.popen("bash " .. folder .. "/run.sh"))
    assert.equal("130", pipe:read "a":match "%d+%s*$":match "%d+")
    assert.equal("lunette: interrupted\n", files.read(folder .. "/errors"))
  end)

  it("judges a run, and compares it with another", function()
    run_folder()
    for k = 1, 12 do ln.image.save(("%s/p/%d.png"):format(folder, k), ln.rand(1, 4, 4)) end
    local words = ("eval %s --against %s/p --metrics kid,precision_recall --draws 3"):format(folder, folder)
    local text, said, status = lunette(words)
    assert.equal(0, status, said)
    assert.truthy(text:find("\nmetric     value  ", 1, true), text)
    assert.truthy(text:find("\nkid        ", 1, true), text)
    assert.is_nil((text .. said):find("\27", 1, true))
    files.write(folder .. "/log.jsonl", "")
    os.execute(("mkdir %s/b; cp %s/*.* %s/b"):format(folder, folder, folder))
    text, said, status = lunette(("compare %s %s/b"):format(folder, folder))
    assert.equal(0, status, said)
    assert.truthy(text:find("against " .. folder .. "/p (1x4x4, ", 1, true), text)
    local page = ("compare %s %s/b -o %s/all.html"):format(folder, folder, folder)
    assert.same({text, "", 0}, {lunette(page)})
    assert.truthy(files.read(folder .. "/all.html"):find("<title>2 runs of Lunette</title>", 1, true))
    assert.truthy(select(2, lunette(page)):find("all.html: is there already; --force writes over it", 1, true))
    text, said, status = lunette("eval " .. folder)
    assert.same({"", 1}, {text, status})
    assert.truthy(said:find("; --against names pictures", 1, true), said)
  end)

  it("shows what is in a folder, and fetches nothing that is not known", function()
    ln.image.save(folder .. "/p/1.png", ln.zeros(1, 5, 4))
    ln.image.save(folder .. "/p/2.png", ln.zeros(1, 6, 4))
    local words = ("data preview %s/p -o %s/g.png"):format(folder, folder)
    local text, said, status = lunette(words)
    assert.same({"", ("%s/p: 2 pictures, brought to 1x16x16; 2 of them are in %s/g.png\n"):format(folder, folder), 0},
                {text, said, status})
    assert.truthy(select(2, lunette(words)):find("g.png: is there already; --force writes over it", 1, true))
    text, said, status = lunette(("data info %s/p"):format(folder))
    assert.same({"", 1}, {text, status})
    assert.truthy(said:find("--size h,w brings all to one", 1, true), said)
    text, said, status = lunette "data fetch none"
    assert.same({"", 1}, {text, status})
    assert.truthy(said:find('no set is known as "none"; there are cifar10, cifar100, fashion_mnist, mnist', 1, true))
  end)

  it("says in its own name what it leaves out, and what is no pack", function()
    ln.image.save(folder .. "/p/1.png", ln.zeros(1, 4, 4))
    ln.image.save(folder .. "/p/b/2.png", ln.zeros(1, 4, 4))
    files.write(folder .. "/p/3.png", "cut")
    local words = ("data info %s/p/ --skip-bad"):format(folder)
    local text, said, status = lunette(words .. " --labels false")
    assert.same({"ImageFolder(2 images: 3x4x4)\n", 0}, {text, status})
    assert.equal(("lunette: images: 1 of 3 pictures are left out, which cannot be read, such as %s/p/3.png: " ..
                  "is neither a PNG nor a JPEG file\n"):format(folder), said)
    text, said, status = lunette(words)
    assert.same({"", 1}, {text, status})
    assert.truthy(said:find("is in no folder of a class, as b/2.png is; --labels false reads all", 1, true), said)
    text, said, status = lunette(("train %s/p/1.png"):format(folder))
    assert.equal("", text)
    assert.same({("lunette: a folder of pictures or a file of ln.data.pack is wanted: %s/p/1.png: safetensors: " ..
                  "is a PNG picture: ln.image.load reads it\n"):format(folder), 1}, {said, status})
  end)

  it("prints what the machine is, and no table besides", function()
    local text, _, status = lunette "doctor"
    assert.equal(0, status)
    assert.is_nil(text:find("table: ", 1, true))
  end)

  it("samples a run without its script", function()
    local G = run_folder()
    local out = folder .. "/out/grid.png"
    assert.equal(0, select(3, lunette(("sample %s -n 6 --columns=3 -o %s"):format(folder, out))))
    assert.same({1, 2 * 6 + 2, 3 * 6 + 2}, ln.image.load(out):size())
    local _, said, status = lunette(("sample %s -o %s"):format(folder, out))
    assert.equal(1, status)
    assert.truthy(said:find("grid.png: is there already; --force writes over it", 1, true), said)
    assert.equal(0, select(3, lunette(("sample %s -o %s --force"):format(folder, out))))
    -- as numbers: the generator's own of that seed
    local npy = folder .. "/x.npy"
    assert.equal(0, select(3, lunette(("sample %s -n 5 --seed 9 -o %s"):format(folder, npy))))
    local z = ln.randn({5, 3}, {generator = ln.Generator(9)})
    assert(ln.load_npy(npy):sub(G(z)):abs():amax():item() < 1e-6)
    assert.equal(0, select(3, lunette(("sample %s -n 3 -o %s/single/"):format(folder, folder))))
    assert.equal("00001.png 00002.png 00003.png", files.list(folder .. "/single"))
    os.remove(folder .. "/single/00001.png")
    assert.equal(1, select(3, lunette(("sample %s -n 3 -o %s/single/"):format(folder, folder))))
    assert.equal("00002.png 00003.png", files.list(folder .. "/single"))
    assert.equal(0, select(3, lunette(("sample %s -n 8 --walk 4 -o %s/w.npy"):format(folder, folder))))
    assert.same({8, 1, 4, 4}, ln.load_npy(folder .. "/w.npy"):size())
  end)

  it("tells of a run", function()
    run_folder {classes = {"cat", "dog"}}
    files.write(folder .. "/log.jsonl", '{"step": 7, "generator": 0.5}\n')
    local text, _, status = lunette("info " .. folder)
    assert.equal(0, status)
    for _, part in ipairs {"parameters: 64", "step: 7", "(1): Linear(3, 16)", '2: "dog"', "generator: 0.5"} do
      assert.truthy(text:find(part, 1, true), part .. "\n" .. text)
    end
    files.write(folder .. "/log.jsonl", '{"step": 7, "generator": 0.5}\n{"step": 8, "gen') -- cut by a kill
    assert.equal(text, (lunette("info " .. folder)))
  end)

  it("writes a run's page anew", function()
    files.write(folder .. "/log.jsonl", '{"step":7,"generator":0.5}\n')
    local text, _, status = lunette("report " .. folder)
    assert.equal(0, status)
    assert.equal(folder .. "/report.html\n", text)
    assert.truthy(files.read(folder .. "/report.html"):find('{"step":7,"generator":0.5}', 1, true))
  end)

  it("packs a folder of pictures, and tells of it", function()
    ln.image.save(folder .. "/p/a/1.png", ln.zeros(1, 5, 4))
    ln.image.save(folder .. "/p/b/2.png", ln.ones(3, 9, 9))
    local path = folder .. "/set.pack"
    local text, _, status = lunette(("data pack %s/p %s --size 6,8 --fit pad --no-skip-bad"):format(folder, path))
    assert.same({"2\n", 0}, {text, status})
    assert.equal("ImageFolder(2 images: 3x6x8, 2 classes)\n", (lunette("data info " .. path)))
    local _, said, failed = lunette(("data pack %s/p %s --size 6,8"):format(folder, path))
    assert.equal(1, failed)
    assert.truthy(said:find("set.pack: is there already; --force writes over it", 1, true))
    assert.equal(0, select(3, lunette(("data pack %s/p %s --size 6,8 --force"):format(folder, path))))
    assert.same({1, 2}, select(2, ln.data.images(path):batch {1, 2}):totable())
  end)
end)
