-- The cases that are named, or all in the order of the table; ends the script
-- with a word where one is not there.
local CASES = {
  "start", "smallops", "mlp_ring", "mlp_mbd", "mlp_mbd_bf16", "mbd_64",
  "mbd_256", "mbd_1024", "dcgan28", "dcgan28_bf16", "dcgan64", "dcgan64_bf16",
  "wgan_gp", "eltwise", "softmax_ce", "adam", "randn",
}

return function(names)
  if #names == 0 then return CASES end
  local known = {}
  for _, name in ipairs(CASES) do known[name] = true end
  for _, name in ipairs(names) do
    if not known[name] then
      io.stderr:write(("bench: no case %s; there are %s\n"):format(
        name, table.concat(CASES, ", ")))
      os.exit(1)
    end
  end
  return names
end
