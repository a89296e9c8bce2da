--- Images as they are, one or a grid of them: panels without axes.

local embed = require "lunette.plot.embed"

local picture = {}

function picture.include() end

--- Draws it as large as the area has room, on top of it and in the middle.
function picture.draw(mark, area)
  local factor = math.min(area.width / mark.width, area.height / mark.height)
  local width, height = mark.width * factor, mark.height * factor
  area:add(embed.image(mark, (area.width - width) / 2, 0, width, height))
end

return picture
