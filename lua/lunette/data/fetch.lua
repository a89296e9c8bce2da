--- ln.data.fetch: known data sets, and files of one's own, from their public
--- addresses.

local arguments = require "lunette.arguments"
local download = require "lunette.data.download"
local engine = require "lunette.engine"
local errors = require "lunette.errors"
local file = require "lunette.file"
local raise = errors.raise
local repr = require "lunette.repr"
local roots = require "lunette.data.roots"
local unpack = require "lunette.data.unpack"

local fetch = {}

-- The four files of MNIST and its like, by the MD5 of each.
local function idx_files(address, sums)
  local files = {}
  for name, sum in pairs(sums) do
    files[#files + 1] = {url = address .. name .. "-ubyte.gz", md5 = sum}
  end
  table.sort(files, function(a, b) return a.url < b.url end)
  return files
end

--- The sets by name: `folder`, their name under the root, and `files`, each
--- with its address and the checksum that is published: of MNIST and
--- Fashion-MNIST by torchvision, of CIFAR by its author, MD5 all.
fetch.known = {
  mnist = {folder = "mnist", files = idx_files(
    "https://ossci-datasets.s3.amazonaws.com/mnist/", {
      ["train-images-idx3"] = "f68b3c2dcbeaaa9fbdd348bbdeb94873",
      ["train-labels-idx1"] = "d53e105ee54ea40749a09fcbcd1e9432",
      ["t10k-images-idx3"] = "9fb629c4189551a2d022fa330f9573f3",
      ["t10k-labels-idx1"] = "ec29112dd5afa0611ce80d1b7f02629c"})},
  fashion_mnist = {folder = "fashion-mnist", files = idx_files(
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/", {
      ["train-images-idx3"] = "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
      ["train-labels-idx1"] = "25c81989df183df01b3e8a0aad5dffbe",
      ["t10k-images-idx3"] = "bef4ecab320f06d8554ea6380940ec79",
      ["t10k-labels-idx1"] = "bb300cfdad3c16e7a12a480ee83cd310"})},
  cifar10 = {folder = "cifar10", files = {
    {url = "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
     md5 = "c32a1d4ab5d03f1284b67883e8d87530"}}},
  cifar100 = {folder = "cifar100", files = {
    {url = "https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz",
     md5 = "03b5dce01913d631647c71ecec9e9cb8"}}},
}

local read_own = arguments.reader("fetch", "url: string, sha256: string")

local function check_own(own)
  own = read_own(own)
  if not own.url:find "^https?://[^%s%c]+$" then
    raise("fetch: url is %q, an address of http or https is wanted", own.url)
  end
  if #own.sha256 ~= 64 or own.sha256:find "%X" then
    raise("fetch: sha256 is %q, 64 hexadecimal digits are wanted, as " ..
          "sha256sum gives them", own.sha256)
  end
  return own
end

-- The last part of an address as the name of a file.
local function name_of(url)
  local name = url:gsub("[?#].*", ""):match "^https?://[^/]+/.-([^/]*)$" or ""
  name = name:gsub("[^%w._-]", "_"):gsub("^[.-]", "_")
  return name ~= "" and name or "file"
end

-- A folder that no other file shares.
local function own_folder(own)
  local name = name_of(own.url)
  local ending = unpack.ending(name) or ""
  return ("%s-%s"):format(name:sub(1, #name - #ending), own.sha256:sub(1, 8))
end

-- Brings a file into the folder, and unpacks an archive there, after which a
-- file of its name and .fetched is left, with its checksum. Returns its path,
-- or for an archive the folder.
local function bring(entry, folder)
  local name = name_of(entry.url)
  local path = folder .. "/" .. name
  if not unpack.ending(name) then
    download.file(entry.url, path, entry)
    return path
  end
  local mark, sum = path .. ".fetched", (entry.sha256 or entry.md5):lower()
  if engine.io.exists(mark) and file.read(mark, 1024) == sum then
    return folder
  end
  download.file(entry.url, path, entry)
  unpack.into(path, folder)
  file.write(mark, sum)
  os.remove(path)
  return folder
end

local function set_of(what)
  if type(what) == "table" then
    local own = check_own(what)
    return {folder = own_folder(own), files = {own}, is_own = true}
  end
  local set = fetch.known[what]
  if not set then
    raise("fetch: no set is known as %q; there are %s, and {url = ..., " ..
          "sha256 = ...} is one of your own", what,
          table.concat(repr.names(fetch.known), ", "))
  end
  return set
end

local function folder_of(set, root)
  if root then return root end
  local cache = roots.cache()
  if not cache then
    raise("fetch: neither HOME nor XDG_CACHE_HOME is set; {root = ...} says " ..
          "where to")
  end
  return cache .. "/" .. set.folder
end

-- Holds the folder against other processes until it is closed.
local function held(folder)
  local lock, is_new
  local here = setmetatable({}, {__close = function()
    if is_new then file.release(folder) end
  end})
  lock, is_new = file.hold(folder)
  here[1] = lock
  return here
end

--- Gets a data set from its public address: "mnist", "fashion_mnist", "cifar10"
--- or "cifar100", which ln.data.mnist() and its like then find; or one of your
--- own, such as a zip archive of pictures, {url = ..., sha256 = ...}.
---
--- Files come by the machine's curl or wget, go on where they broke off, are
--- held against their checksums (of the known sets the MD5 that is published),
--- and are looked for before they are fetched. zip, tar.gz, tgz and tar are
--- unpacked. root: the folder they go to; without it
--- $XDG_CACHE_HOME/lunette/<name>, or ~/.cache/lunette/<name>. Returns that
--- folder; of a file of your own that is no archive, its path.
---   lunette data fetch mnist
--- @return string
fetch.fetch = arguments.define("fetch", "what: string|table, {root: string?}",
                               function(what, o)
  local set = set_of(what)
  local folder = folder_of(set, o.root)
  local _ <close> = held(folder)
  local path
  for _, entry in ipairs(set.files) do path = bring(entry, folder) end
  return set.is_own and path or folder
end)

return fetch
