-- How many threads there are at first, and what becomes of them in a child of
-- the process.
local files = require "spec.files"
local host = require "spec.support.host"
local qemu = require "spec.support.qemu"
local processors = require "lunette.engine".processors

-- A folder with files of these contents, by path.
local function tree(contents)
  local folder = files.new_folder()
  for path, text in pairs(contents) do
    os.execute(("mkdir -p %s/%s"):format(folder, path:match "^(.*)/"))
    files.write(folder .. "/" .. path, text)
  end
  return folder
end

local function limit(contents)
  local _, most = processors(tree(contents))
  files.remove_folder()
  return most
end

describe("a limit of processors", function()
  it("is the least of a group and those around it, version 2", function()
    assert.equal(1.5, limit {
      ["proc/self/cgroup"] = "0::/a/b\n",
      ["sys/fs/cgroup/a/b/cpu.max"] = "200000 100000\n",
      ["sys/fs/cgroup/a/cpu.max"] = "150000 100000\n",
      ["sys/fs/cgroup/cpu.max"] = "max 100000\n",
    })
  end)

  it("is quota by period, version 1", function()
    assert.equal(0.5, limit {
      ["proc/self/cgroup"] = "5:cpuset:/x\n4:cpu,cpuacct:/x\n0::/\n",
      ["sys/fs/cgroup/cpu/x/cpu.cfs_quota_us"] = "25000\n",
      ["sys/fs/cgroup/cpu/x/cpu.cfs_period_us"] = "50000\n",
    })
  end)

  it("is the container's own where the path leads nowhere", function()
    assert.equal(3, limit {
      ["proc/self/cgroup"] = "0::/outside/only\n",
      ["sys/fs/cgroup/cpu.max"] = "300000 100000\n",
    })
  end)

  it("is nil where none is set", function()
    assert.is_nil(limit {["proc/self/cgroup"] = "0::/a\n", ["sys/fs/cgroup/a/cpu.max"] = "max 100000\n"})
    assert.is_nil(limit {
      ["proc/self/cgroup"] = "4:cpu:/\n",
      ["sys/fs/cgroup/cpu/cpu.cfs_quota_us"] = "-1\n",
      ["sys/fs/cgroup/cpu/cpu.cfs_period_us"] = "100000\n",
    })
    assert.is_nil(limit {["proc/none"] = ""})
  end)
end)

describe("LUNETTE_NUM_THREADS", function()
  local function run(value, code)
    return host.output(("LUNETTE_NUM_THREADS=%s lua5.4 -e '%s'"):format(value, code))
  end

  it("says how many threads there are at first", function()
    local code = 'print(require "lunette".get_num_threads())'
    assert.equal("3\n", run("3", code))
    local most, quota = processors()
    local due = math.min(most, math.ceil(quota or most))
    assert.equal(due .. "\n", run("", code))
  end)

  it("is refused where it makes no sense", function()
    for _, value in ipairs {"0", "many", "2.5", "-1", "1025"} do
      local out = run(value, 'require "lunette"')
      assert.truthy(out:find(('LUNETTE_NUM_THREADS is "%s"; 1 to 1024 are possible'):format(value), 1, true), out)
    end
  end)
end)

describe("a child of the process", function()
  local PROGRAM = [[
    local ln, host = require "lunette", require "host"
    ln.set_num_threads(3)
    local a = ln.randn(500, 500)
    local function work() return a:matmul(a):sum():item() + ln.conv2d(
      a:view(1, 1, 500, 500):expand(2, 3, 500, 500), ln.ones(8, 3, 3, 3)):mean():item() end
    local due = work()
    local function running()
      for line in io.lines "/proc/self/status" do
        local n = line:match "^Threads:%s*(%d+)"
        if n then return tonumber(n) end
      end
    end
    local function right() return work() == due and running() == 3 end
    print(host.in_child(right))
    print(host.in_child(function() return right() and host.in_child(right) end))
    print(host.in_child(function() ln.set_num_threads(2) return work() == due and running() == 2 end))
    print(right())
  ]]

  it("has threads of its own, and the same numbers", function()
    if qemu.here then pending(qemu.forks) end
    local folder = files.new_folder()
    local cpath = host.build(folder)
    local script = host.script(folder, PROGRAM)
    local out = host.output(("LUA_CPATH='%s' lua5.4 %s"):format(cpath, script))
    files.remove_folder()
    assert.equal("true\ntrue\ntrue\ntrue\n", out)
  end)
end)
