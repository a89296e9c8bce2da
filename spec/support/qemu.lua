--- What qemu's user mode does wrong, under which `make check-arm` runs the specs,
--- is pending there.

return {
  here = os.getenv "EMULATOR" ~= nil,
  forks = "qemu 7.2 ends a child of a process with threads that starts its own",
  cpuinfo = "qemu 7.2 shows the host's /proc/cpuinfo",
}
