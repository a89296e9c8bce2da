--- The C engine, in float, or in double when LUNETTE_REAL=double says so.

local libraries = {
  float = "lunette.engine_float",
  double = "lunette.engine_double",
}

local name = os.getenv "LUNETTE_REAL" or ""
if name == "" then name = "float" end
if not libraries[name] then
  error(('LUNETTE_REAL is "%s"; known: float, double'):format(name), 0)
end

local engine = require(libraries[name])
engine.real = name
return engine
