-- Faults in loaders and readers: order, the last batch, labels, where it goes on.
local list = {}

local function fault(file, specs, from, to)
  list[#list + 1] = {"lua/lunette/data/" .. file .. ".lua", from, to, specs, "float"}
end

local loader = "spec/data/loader_spec.lua"
fault("loader", loader, "left < self.batch_size)", "left <= self.batch_size)")
fault("loader", loader, "randperm(#self.set, {generator = from})", "randperm(#self.set)")
fault("loader", loader, "order and math.tointeger(order[position]) or", "")
fault("loader", "spec/data/loader_spec.lua spec/dist_spec.lua",
      "table.move(indices, self.rank * n + 1, (self.rank + 1) * n, 1, {})", "table.move(indices, 1, n, 1, {})")
fault("loader", loader, "self.position, self.resumed = position, true", "self.position, self.resumed = 0, true")
fault("loader", loader, "  self.generator:set_state(state.generator)\n", "")
fault("loader", loader, "weights[k] = 1 / counts[label]", "weights[k] = 1")
fault("loader", loader, "return (n + self.batch_size - 1) // self.batch_size", "return n // self.batch_size")
fault("idx", "spec/data/idx_spec.lua", ":add(bytes, 1, first)", ":add(bytes, 1, first - 1)")
fault("idx", "spec/data/idx_spec.lua", '"u8", sizes, first) + 1', '"u8", sizes, first - 1) + 1')
fault("tensors", "spec/data/tensors_spec.lua", "there[k] = i + self.first - 1", "there[k] = i + self.first")
fault("stacked", "spec/data/stacked_spec.lua", "tensor {100, 10, 1}", "tensor {1, 10, 100}")
fault("csv", "spec/data/table_spec.lua", [[:gsub('""', '"')]], "")
fault("gaps", "spec/data/table_spec.lua", "ordered[n // 2 + 1] / 2", "ordered[(n + 1) // 2] / 2")
fault("transforms", "spec/data/transforms_spec.lua", "x:flip {4}", "x:flip {3}")
fault("pack", "spec/data/images_spec.lua", 'string.unpack("<i4", text, 4 * k - 3)',
      'string.unpack("<i4", text, 4 * (n - k) + 1)')

return list
