--- The network whose features compare 28 x 28 pictures: three convolutions with
--- batch normalisation, a layer of 128 features, ten classes.

local nn = require "lunette.nn"

local function stage(inputs, outputs, size, stride)
  return nn.Sequential {
    nn.Conv2d(inputs, outputs, size,
              {stride = stride, padding = size // 2, bias = false}),
    nn.BatchNorm2d(outputs), nn.ReLU(),
  }
end

--- A new one, of 131,562 parameters. x: n,1,28,28 in [-1, 1]. net[1](x) gives
--- the features n,128 (none is below 0), net(x) the logits n,10.
local function network()
  local body = nn.Sequential {
    stage(1, 32, 5, 2), stage(32, 64, 3, 1), nn.AvgPool2d(2),
    stage(64, 64, 3, 1), nn.AvgPool2d(2), nn.Flatten(),
    nn.Linear(64 * 3 * 3, 128), nn.ReLU(),
  }
  local head = nn.Sequential {nn.Dropout(0.3), nn.Linear(128, 10)}
  return nn.Sequential {body, head}
end

return network
