--- A program as one file of C99, which needs no library.

local Program = require "lunette.export.program"
local text = require "lunette.export.text"

local c = {runtime = "runtime.c", first = 0,
           defines = {"\nstatic [%w_ ]-(f_[%w_]+)%(", "\n} (%u%w+);",
                      "\nenum { (%u+)"},
           loop = "for (int VAR = 0; VAR < COUNT; VAR++) {", close = "}",
           stop = ";", sum = "double s", nothing = "0",
           infinity = "(1.0f / 0.0f)", comment = "/* %s */",
           field = ".%s = %d"}

local WORDS = text.words [[
  auto break case char const continue default do double else enum extern float
  for goto if inline int long register restrict return short signed sizeof
  static struct switch typedef union unsigned void volatile while main patch
  at to above before TILE Conv Product f asm typeof linux unix alignas alignof
  bool constexpr false nullptr static_assert thread_local true abort exit free
  malloc memcmp memcpy memmove memset]]

-- ---- syntax ----

local function digits(value)
  local found = ("%.9g"):format(value)
  return found:find "[.e]" and found or found .. ".0"
end

function c.number(value)
  local found = digits(value) .. "f"
  return value < 0 and "(" .. found .. ")" or found
end

function c.called(name) return "f_" .. name end

function c.record(fields, type)
  return ("&(const %s){\n%s}"):format(type, fields)
end

function c.name_of(cell)
  return text.given[cell.kind] or
         cell.kind == "weight" and "w" .. cell.number or
         "b" .. cell.array.number
end

-- A sum over all has no loop that would be a block.
function c.around(w, step, write)
  local is_bare = step.form == "reduce" and step.kept == 0
  if is_bare then w:open "{" end
  write(w, step)
  if is_bare then w:close() end
end

-- ---- data ----

-- C has no arrays without elements.
local function length(size) return math.max(size, 1) end

-- Numbers, some on a line.
local function weight(pieces, cell)
  local line, width = {cell.size == 0 and "0" or nil}, 0
  local function flush()
    pieces[#pieces + 1] = table.concat(line, ",") .. ",\n"
    line, width = {}, 0
  end
  pieces[#pieces + 1] = ("\nstatic const float w%d[%d] = {\n"):format(
    cell.number, length(cell.size))
  for value in Program.numbers(cell) do
    local word = ("%.9g"):format(value)
    if word == "-0" then word = "-0." end -- -0 is an integer, which is 0
    if width + #word + 1 > 78 then flush() end
    line[#line + 1], width = word, width + #word + 1
  end
  flush()
  pieces[#pieces + 1] = "};\n"
end

local function arrays(program)
  local list = {}
  for k, array in ipairs(program.arrays) do
    list[k] = ("static float b%d[%d];\n"):format(k, length(array.size))
  end
  return table.concat(list)
end

-- ---- the file ----

local HEAD = [[
/* {{NAME}}: {{title}}, by Lunette {{version}}. C99; it needs no library.

   void {{name}}({{parameters}}, float *image);
     z: {{z_text}}{{label_text}}
     image: {{image_text}}
{{more_text}}
   All of it is in static memory: one call at a time. C++ declares the
   functions within extern "C" {}.

     cc -O3 -c {{name}}.c
     clang --target=wasm32 -O2 -msimd128 -nostdlib -fno-builtin \
       -Wl,--no-entry -Wl,--export={{name}} -Wl,--export=__heap_base \
       -o {{name}}.wasm {{name}}.c
*/

void {{name}}({{parameters}}, float *image);
void {{name}}_noise(unsigned seed, float *z);
{{declared}}]]

local PIXELS_TEXT = [[
   void {{name}}_pixels({{parameters}}, unsigned char *pixels);
     pixels: {{h}} rows of {{w}} pixels of {{channels}} bytes: 0 where the
     image is {{low}}, 255 where it is {{high}}
]]

local NOISE_TEXT = [[
   void {{name}}_noise(unsigned seed, float *z);
     fills z with normal noise, the same for the same seed
]]

local MAIN = [[

void {{name}}({{parameters}}, float *image) {
{{chosen}}{{steps}}
}

/* A Lehmer generator (48271, modulo 2^31 - 1), by Box and Muller (1958). */
void {{name}}_noise(unsigned seed, float *z) {
  unsigned long long state = seed % 2147483646u + 1;
  double drawn[2];
  for (int k = 0; k < 8; k++) state = state * 48271 % 2147483647;
  for (int k = 0; k < {{z_size}}; k++) {
    for (int i = 0; i < 2; i++) {
      state = state * 48271 % 2147483647;
      drawn[i] = state / 2147483647.0;
    }
    z[k] = f_sqrt((float)(-2 * f_log64(drawn[0]))) *
           f_cos((float)(6.283185307179586 * drawn[1]));
  }
}
]]

local PIXELS = [[

void {{name}}_pixels({{parameters}}, unsigned char *pixels) {
  static float image[{{image_size}}];
  {{name}}({{arguments}}, image);
  for (int c = 0; c < {{channels}}; c++)
    for (int i = 0; i < {{area}}; i++) {
      float v = (image[c * {{area}} + i] - {{low_f}}) * {{scale_f}};
      pixels[i * {{channels}} + c] =
          (unsigned char)(f_min(f_max(v, 0), 255) + 0.5f);
    }
}
]]

local LABEL_TEXT = [[

     label: 0 to %d%s; any other is taken as 0]]

-- What templates say of classes.
local function label_values(values, program, about)
  local count = about.class_count
  values.parameters = "const float *z" .. (count and ", int label" or "")
  values.arguments = "z" .. (count and ", label" or "")
  values.label_text, values.chosen = "", ""
  if not count then return end
  values.label_text = LABEL_TEXT:format(count - 1, about.class_text)
  values.chosen = not program:has_label() and "  (void)label;\n" or
    ("  const float chosen[1] = {label < 0 || label >= %d " ..
                   "? 1 : label + 1.0f};\n"):format(count)
end

local function values_of(program, about)
  local values = text.values(c, program, about)
  values.NAME, values.image_size = about.name, program.image.size
  values.declared = ""
  label_values(values, program, about)
  values.more_text = text.fill(NOISE_TEXT, values)
  if not about.picture then return values end
  values.more_text = values.more_text .. text.fill(PIXELS_TEXT, values)
  values.declared = text.fill(
    "void {{name}}_pixels({{parameters}}, unsigned char *pixels);\n", values)
  return values
end

--- The file as a list of texts. about: what is said of the generator, as
--- export/init.lua has it.
function c.make(program, about)
  text.check_name(about.name, WORDS, "C")
  local values = values_of(program, about)
  values.steps = table.concat(text.steps(c, program), "\n")
  local main = text.fill(MAIN, values) ..
               (about.picture and text.fill(PIXELS, values) or "")
  local functions = text.runtime(c, {main})
  local longest = program.longest or 1
  local pieces = {text.fill(HEAD, values), "\n",
                  (functions:gsub("LONGEST", longest)), "\n", arrays(program)}
  for _, cell in ipairs(program.weights) do weight(pieces, cell) end
  pieces[#pieces + 1] = main
  return pieces
end

return c
