std = "lua54"
self = false
-- tools/check_lines.lua holds the rest to 80 columns; specs state cases
max_line_length = false
files["spec"] = {max_line_length = 120}
files["spec/**/*_spec.lua"] = {std = "+busted"}
exclude_files = {"spec/contract", "spec/reference/**/*.lua",
                 "lua/lunette/editor/library"}
