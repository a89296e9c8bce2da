-- What `make demo` trains: its samples.

local ln = require "lunette"

ln.runs.train("digits", {filters = 32, steps = 2000, folder = "runs/demo"})
ln.runs.sample("runs/demo", {n = 48, columns = 12, out = "demo.png"})
