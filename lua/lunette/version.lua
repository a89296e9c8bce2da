--- The version of the library: the rock's, without its revision.
return "dev"
