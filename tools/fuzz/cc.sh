#!/bin/sh
# The compiler of the engine that is fuzzed: clang, whose code libFuzzer
# follows; for what is written in GCC's vectors, GCC.
case "$*" in
*src/kernel/*|*src/ops/*) exec gcc -fsanitize=address "$@" ;;
*) exec clang -fsanitize=fuzzer-no-link,address,undefined \
  -fno-sanitize-recover=all "$@" ;;
esac
