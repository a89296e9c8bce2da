--- What cannot be held under AddressSanitizer, which `make check-asan` runs the
--- specs with, is pending there.

return {
  here = os.getenv "ASAN_OPTIONS" ~= nil,
  unlimited = "ASan reserves more of the address space than a limit leaves",
}
