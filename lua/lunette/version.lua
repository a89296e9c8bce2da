--- The version of the library: the rock's, without its revision.
return "0.1.0"
