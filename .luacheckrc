std = "lua54"
self = false
max_line_length = 120
files["spec/**/*_spec.lua"] = {std = "+busted"}
exclude_files = {"build", "docs", "spec/contract"}
