-- What the page's commands make of the folder that its script has written.

local ln = require "lunette"

ln.runs.preview("photos", {out = "seen.png"})
ln.runs.train("photos", {preset = "dcgan", size = 32, filters = 16, seed = 1,
                         steps = 1500})
ln.runs.sample("runs/photos", {n = 48, columns = 12, out = "made.png"})
