--- Colours that the colour-blind tell apart, and what tells series apart
--- without colours.

local palette = {}

--- Of series, on a light ground and on a dark one: those of Okabe and Ito
--- (Color Universal Design, 2008), without their yellow, which white swallows;
--- the blue of dark grounds is lighter.
palette.light = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00",
                 "#56b4e9", "#222222"}
palette.dark = {"#4ba3dd", "#e8743b", "#1fbf92", "#d98fb8", "#e6a82c",
                "#8fd0f5", "#e8e8e8"}

--- Dashes of lines, lengths on and off in pixels; the first is none.
palette.dashes = {"", "7 3", "2 2.5", "8 3 2 3", "12 3 3 3 3 3"}

--- Attributes of SVG for lines of that width, in pixels, with a mark's dashes.
function palette.stroke(mark, width)
  local dash = palette.dashes[mark.dash]
  return (' stroke-width="%g"%s'):format(width,
    dash ~= "" and (' stroke-dasharray="%s"'):format(dash) or "")
end

--- The number of a colour for the k-th series, and that of dashes or shapes of
--- which there are n. No two of the first 35 have both alike.
function palette.index(k, n)
  return (k - 1) % #palette.light + 1, (k - 1) % n + 1
end

-- Matt Zucker's polynomials for matplotlib's viridis (both CC0): within 4 of
-- 255 of its table. Red, green and blue; the constants first.
local viridis = {
  {0.2777273272234177, 0.1050930431085774, -0.3308618287255563,
   -4.634230498983486, 6.228269936347081, 4.776384997670288,
   -5.435455855934631},
  {0.005407344544966578, 1.404613529898575, 0.214847559468213,
   -5.799100973351585, 14.17993336680509, -13.74514537774601,
   4.645852612178535},
  {0.3340998053353061, 1.384590162594685, 0.09509516302823659,
   -19.33244095627987, 56.69055260068105, -65.35303263337234,
   26.3124352495832},
}

local function horner(c, t)
  local y = c[7]
  for k = 6, 1, -1 do y = y * t + c[k] end
  return y
end

--- viridis at t, from 0 to 1, a number or a tensor: red, green and blue, each
--- from 0 to 1.
function palette.viridis(t)
  return horner(viridis[1], t), horner(viridis[2], t), horner(viridis[3], t)
end

return palette
