# make            builds both libraries (float and double) under build/;
#                 VERBOSE=1 shows how
# make mpi        builds what lets ranks of a job of MPI work together, the rock
#                 lunette-mpi, where mpicc is
# make demo       trains a GAN on handwritten digits; STEPS=3000 goes further
# make examples   trains every example for real, one after another, or for
#                 STEPS=50 steps each
# make test       runs every check and spec; make check-hard, the slow ones too;
#                 VERBOSE=1 shows what the specs print
# make check-static  has analyzers look for mistakes in C
# make mutants    plants faults in a copy of the tree, which specs are to catch
# make check-asan runs the suite under ASan and UBSan, and Lua states under TSan
# make check-lua  runs the suite by Lua with its own checks, and what the engine
#                 gives Lua under a full collection at every request for memory
# make check-memory  trains a GAN under valgrind
# make check-long trains for HOURS=6 with ends, resumes and forks, at constant
#                 memory
# make fuzz       feeds all that reads bytes what libFuzzer makes of some files,
#                 each reader for SECONDS=60, or RUNS=10000000 times;
#                 READER="png onnx" for some; INPUT=file READER=png for one
#                 input again
# make coverage   tells what of src/ and lua/ the specs run, under build-cov/
# make check-arm  builds for arm64 and runs the suite under qemu
# make bench      times every case, or CASES="dcgan28 adam", beside PyTorch, if
#                 that is installed
# make bench-ops  times every op and layer beside PyTorch, and sorts them, or
#                 those with a word of OPS="tanh Conv2d" in their titles
# make bench-zoo  times a step of every model of the zoo, or MODELS="dcgan
#                 progan", beside PyTorch's ports
# make bench-sampling times images of generators beside ONNX Runtime
# make bench-export times and weighs generators as files
# make bench-dist times a step on two ranks of a job of MPI
# make bench-report times the page of a run, and its opening in a browser
# make sweep      times a GAN of pictures by batch and side, and mini-batch
#                 discrimination by batch
# make docs       writes the manual and the editor annotations under docs/
# make results    writes what the committed results of experiments say into
#                 docs/results.md, and draws their picture
# make site       writes the pages as HTML under build/site/, with a search
# make pictures   draws the pictures of the tutorial, in some minutes; PAGES="07
#                 11" those of some pages
# make env        prints the lines that run scripts, and lunette, from the tree
# make datasets   fetches MNIST, Fashion-MNIST and a folder of colour pictures,
#                 Google's emoji, into datasets/
# make dist       packs what is committed as a source rock, under dist/
# make install    puts the library and the command where LUADIR, LIBDIR and
#                 BINDIR say; make install-mpi, what make mpi builds
SHELL := /bin/sh
# below another make its job server decides
ifeq ($(MAKELEVEL)$(filter -j%,$(MAKEFLAGS)),0)
MAKEFLAGS += -j$(shell nproc 2>/dev/null || echo 1)
endif
CC ?= gcc
LUA ?= lua5.4
LUA_INCDIR ?= /usr/include/lua5.4
CFLAGS ?= -O3
known = $(shell $(CC) $(1) -E -x c /dev/null >/dev/null 2>&1 && echo $(1))
# What is written beyond arrays ends the process, where it is seen: at level 3
# where the compiler and the C library have it. Sanitizers see more without.
FORTIFY = -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE
HARDEN := $(FORTIFY)=$(if $(call \
  known,-O1 -Werror -include stdio.h $(FORTIFY)=3),3,2) -fstack-protector-strong
WARNINGS = -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes \
  -Wmissing-prototypes -Wno-psabi
BASE = -std=c11 -D_GNU_SOURCE -fPIC -fvisibility=hidden -fno-math-errno \
  -fno-trapping-math -ffp-contract=fast -pthread -MMD -MP \
  -isystem $(LUA_INCDIR) $(WARNINGS) $(HARDEN)
LIBS = $(LIBDIRS) -lpng -ljpeg -lz -lm -lpthread -ldl

SOURCES := $(wildcard src/*.c src/ops/*.c src/kernel/*.c src/io/*.c \
  src/bind/*.c)
# compiled once for each instruction set
PER_ISA := src/kernel/loops.c src/kernel/patch.c \
  $(wildcard src/kernel/*_loops.c)
PER_ISA := $(wildcard $(PER_ISA))
ONCE := $(filter-out $(PER_ISA),$(SOURCES))

ISAS = baseline
ifneq ($(filter x86_64-%,$(shell $(CC) -dumpmachine)),)
ISAS += avx2 avx512
BASE += -DKERNEL_X86
endif
FLAGS_baseline =
FLAGS_avx2 = -mavx2 -mfma
FLAGS_avx512 = -march=skylake-avx512 -mprefer-vector-width=512
# of one file each, where the compiler knows them; it holds nothing without
FLAGS_bf16 := $(call known,$(FLAGS_avx512) -mavx512bf16)
FLAGS_amx := $(call known,-mamx-tile -mamx-bf16)

BUILD = build
REALS = float double
FLAGS_float =
FLAGS_double = -DLUNETTE_DOUBLE
LIBRARIES = $(REALS:%=$(BUILD)/lunette/engine_%.so)

all: $(LIBRARIES)

# What is made, rather than how; nothing where make is told to be silent.
SILENT = $(findstring s,$(filter-out -%,$(firstword $(MAKEFLAGS))))
QUIET = $(if $(VERBOSE),,@$(if $(SILENT),,echo $@;) )
define rules
OBJECTS_$(1) = $(ONCE:src/%.c=$(BUILD)/$(1)/%.o) \
  $(foreach i,$(ISAS),$(PER_ISA:src/%.c=$(BUILD)/$(1)/%.$(i).o))
$(BUILD)/lunette/engine_$(1).so: $$(OBJECTS_$(1))
	@mkdir -p $$(@D)
	$$(QUIET)$$(CC) -shared $$(LDFLAGS) -o $$@ $$^ $$(LIBS)
$(ONCE:src/%.c=$(BUILD)/$(1)/%.o): $(BUILD)/$(1)/%.o: src/%.c
	@mkdir -p $$(@D)
	$$(QUIET)$$(CC) $$(BASE) $$(FLAGS_$(1)) $$(CFLAGS) $$(FLAGS_file) -c $$< -o $$@
-include $$(OBJECTS_$(1):.o=.d)
endef
define isa_rules
$(PER_ISA:src/%.c=$(BUILD)/$(1)/%.$(2).o): $(BUILD)/$(1)/%.$(2).o: src/%.c
	@mkdir -p $$(@D)
	$$(QUIET)$$(CC) $$(BASE) $$(FLAGS_$(1)) $$(CFLAGS) $$(FLAGS_$(2)) \
	  -DKERNEL_ISA=$(2) -c $$< -o $$@
endef
$(foreach r,$(REALS),$(eval $(call rules,$(r))))
$(REALS:%=$(BUILD)/%/kernel/bf16_avx512.o): FLAGS_file = $(FLAGS_bf16)
$(REALS:%=$(BUILD)/%/kernel/bf16_amx.o): FLAGS_file = $(FLAGS_amx)
$(foreach r,$(REALS),$(foreach i,$(ISAS),$(eval $(call isa_rules,$(r),$(i)))))

# ---- the rock lunette-mpi ----

MPICC ?= mpicc
MPI_SOURCES := $(wildcard src/mpi/*.c)
MPI_LIBRARIES = $(REALS:%=$(BUILD)/lunette/mpi_%.so)
# OpenMPI's headers are not ours to mend
MPI_CFLAGS = $(patsubst -I%,-isystem %,$(shell $(MPICC) --showme:compile))
MPI_LIBS = $(shell $(MPICC) --showme:link) -ldl
define mpi_rules
$(BUILD)/lunette/mpi_$(1).so: $(MPI_SOURCES:src/%.c=$(BUILD)/$(1)/%.o)
	@mkdir -p $$(@D)
	$$(QUIET)$$(CC) -shared $$(LDFLAGS) -o $$@ $$^ $$(MPI_LIBS)
$(MPI_SOURCES:src/%.c=$(BUILD)/$(1)/%.o): $(BUILD)/$(1)/%.o: src/%.c
	@mkdir -p $$(@D)
	$$(QUIET)$$(CC) $$(BASE) $$(MPI_CFLAGS) $$(FLAGS_$(1)) $$(CFLAGS) -c $$< -o $$@
-include $(MPI_SOURCES:src/%.c=$(BUILD)/$(1)/%.d)
endef
$(foreach r,$(REALS),$(eval $(call mpi_rules,$(r))))

mpi: $(MPI_LIBRARIES)

# What the specs take: not where they run by an emulator, as mpirun is the
# host's.
mpi-if-any:
	@if [ -z "$(EMULATOR)" ] && command -v $(MPICC) >/dev/null; then \
	  $(MAKE) --no-print-directory -s mpi; fi

LIBRARY_PACKAGES = libc6-dev lua5.4 liblua5.4-dev libpng-dev \
  libjpeg62-turbo-dev zlib1g-dev
BUILD_PACKAGES = gcc make $(LIBRARY_PACKAGES)
TEST_PACKAGES = lua-busted lua-check

deps:
	@sh tools/deps.sh $(BUILD_PACKAGES)

test-deps:
	@sh tools/deps.sh $(BUILD_PACKAGES) $(TEST_PACKAGES)
	@sh tools/deps.sh liblapacke || \
	  echo "Without it the specs of decompositions are pending."
	@sh tools/deps.sh libgif7 || \
	  echo "Without it the specs of GIF are pending."
	@[ "$(EMULATOR)" ] || sh tools/deps.sh libopenmpi-dev openmpi-bin || \
	  echo "Without them the specs of several ranks are pending."

# A second make, so that what has just been installed is seen.
demo: deps
	@$(MAKE) --no-print-directory -s all
	@$(RUN) $(LUA) bin/lunette train digits --filters 32 \
	  --steps $(or $(STEPS),2000) --folder runs/demo

examples: test-deps
	@$(MAKE) --no-print-directory -s all
	@set -e; for f in examples/*.lua; do \
	  echo "== $$f"; $(RUN) $(LUA) $$f $(STEPS); done

RUN = LUA_PATH="$(CURDIR)/lua/?.lua;$(CURDIR)/lua/?/init.lua;;" \
  LUA_CPATH="$(CURDIR)/$(BUILD)/?.so;;"

test: test-deps
	@$(MAKE) --no-print-directory -s all mpi-if-any \
	  WARNINGS="$(WARNINGS) -Werror"
	@$(RUN) $(LUA) tools/test.lua

check-hard: test-deps
	@$(MAKE) --no-print-directory -s check-static
	@$(MAKE) --no-print-directory -s all mpi-if-any
	@$(RUN) $(LUA) tools/test.lua hard
	@$(MAKE) --no-print-directory -s check-memory
	@$(MAKE) --no-print-directory -s check-lua

# make mutants FILES="loader src/pool" ALL=--all
FILES =
ALL =
mutants: test-deps
	@$(MAKE) --no-print-directory -s all
	@$(RUN) $(LUA) tools/mutants.lua $(ALL) $(FILES)

# What analyzers find in C, for one instruction set: 2 minutes of processor
# time, and where they are not installed 0.5 GB on disk, as clang-tidy is large.
STATIC = $(SOURCES) $(if $(shell command -v $(MPICC)),$(MPI_SOURCES))
check-static: deps
	@sh tools/deps.sh cppcheck || true
	@sh tools/deps.sh clang-tidy-14 || true
	@CC="$(CC)" $(LUA) tools/check_static.lua \
	  "$(filter-out -MMD -MP,$(BASE)) $(MPI_CFLAGS)" $(STATIC)

# A run by a Lua that is not made for it needs ASan's library before any other.
# Leaks are looked for in the programs that have a file in spec/support/leaks:
# the shell, make and the compiler, which specs call too, leak as they please.
# Warnings are the build's before, which sees what is written.
ASAN = -fsanitize=address,undefined,float-cast-overflow \
  -fno-sanitize-recover=all
LEAKS = detect_leaks=0:include_if_exists=$(CURDIR)/spec/support/leaks/%b
PRELOAD = $(shell $(CC) -print-file-name=libasan.so) \
  $(shell $(CC) -print-file-name=libubsan.so)
check-asan: test-deps
	@$(MAKE) --no-print-directory -s all
	@$(MAKE) --no-print-directory -s all BUILD=build-asan HARDEN= \
	  CFLAGS="-O2 -g -w -fno-omit-frame-pointer $(ASAN)" LDFLAGS="$(ASAN)"
	@$(MAKE) --no-print-directory -s check-tsan
	@$(MAKE) --no-print-directory -s check-built BUILD=build-asan

check-built:
	@LD_PRELOAD="$(PRELOAD)" ASAN_OPTIONS="$(LEAKS)" \
	  UBSAN_OPTIONS=print_stacktrace=1 $(RUN) \
	  $(LUA) tools/test.lua

TSAN = -fsanitize=thread
STATES = build-tsan/states
check-tsan: deps
	@$(MAKE) --no-print-directory -s $(STATES) BUILD=build-tsan HARDEN= \
	  CFLAGS="-O1 -g $(TSAN)" LDFLAGS="$(TSAN)"
	@$(MAKE) --no-print-directory -s run-states BUILD=build-tsan

$(STATES): spec/support/states.c $(LIBRARIES)
	@$(CC) -std=c11 -D_GNU_SOURCE -isystem $(LUA_INCDIR) $(CFLAGS) $< -o $@ \
	  -llua5.4 -lpthread

run-states:
	@for real in $(REALS); do for run in "two 4" "inside 4" "many 200"; do \
	  echo "$$real $$run"; set -- $$run; LUNETTE_REAL=$$real $(RUN) \
	  $(STATES) $$1 spec/support/states.lua 5 $$2 || exit 1; done; done

# Lua as its authors test it (tools/lua.sh). The suite runs by that which only
# checks, in double with a collector that goes by generations of 1%. Where
# Debian's source is not to be had this is skipped.
HARD_LUA = $(CURDIR)/build-lua
BUSY = if os.getenv "LUNETTE_REAL" == "double" \
  then collectgarbage("generational", 1, 1) end
check-lua: test-deps
	@sh tools/deps.sh dpkg-dev || true
	@$(MAKE) --no-print-directory -s all
	@sh tools/lua.sh build-lua || { [ $$? = 3 ] && exit 0; exit 1; }; \
	$(MAKE) --no-print-directory -s check-lua-built

check-lua-built:
	@set -e; for kind in moving emergency; do echo "== $$kind"; \
	  rm -rf build-lua/scratch; mkdir -p build-lua/scratch; \
	  $(RUN) build-lua/$$kind/lua5.4 spec/support/hard.lua build-lua/scratch; \
	done
	@PATH="$(HARD_LUA)/checked:$$PATH" LUA_INIT_5_4='$(BUSY)' $(RUN) lua5.4 \
	  tools/test.lua

# AVX-512 is not known to valgrind. What is lost at the end is told as well.
VALGRIND = valgrind -q --error-exitcode=1 --leak-check=full \
  --show-leak-kinds=definite --errors-for-leak-kinds=definite
check-memory: deps
	@sh tools/deps.sh valgrind
	@$(MAKE) --no-print-directory -s all
	@folder=$$(mktemp -d) && LUNETTE_ISA=avx2 LUNETTE_NUM_THREADS=2 $(RUN) \
	  $(VALGRIND) $(LUA) spec/support/memcheck.lua $$folder && \
	  rm -r $$folder

HOURS = 6
check-long: deps
	@$(MAKE) --no-print-directory -s all
	@$(RUN) $(LUA) tools/long.lua $(HOURS)

# Lines of Lua count as covered too (spec/fuzz/fuzz.c). Leaks are not looked
# for: a Lua state lives on from input to input.
FUZZ = build-fuzz
SECONDS = 60
fuzz: deps
	@command -v clang >/dev/null || { \
	  echo "clang, which has libFuzzer, is wanted: apt-get install clang"; \
	  exit 1; }
	@$(MAKE) --no-print-directory -s all
	@$(MAKE) --no-print-directory -s fuzz-built
	@$(if $(INPUT),$(FUZZ_RUN) ASAN_OPTIONS=detect_leaks=0 \
	  FUZZ_READER=$(READER) FUZZ_FOLDER=$(FUZZ) $(FUZZ)/fuzz $(INPUT), \
	  $(RUN) $(LUA) tools/fuzz.lua \
	  $(if $(RUNS),-runs=$(RUNS),-max_total_time=$(SECONDS)) $(READER))

FUZZ_RUN = LUA_PATH="$(CURDIR)/lua/?.lua;$(CURDIR)/lua/?/init.lua;;" \
  LUA_CPATH="$(CURDIR)/$(FUZZ)/?.so;;"
fuzz-built:
	@$(MAKE) --no-print-directory -s all REALS=float BUILD=$(FUZZ) HARDEN= \
	  CC="sh tools/fuzz/cc.sh" CFLAGS="-O1 -g -w -fno-omit-frame-pointer"
	@clang -std=c11 -O1 -g -fsanitize=fuzzer,address,undefined -rdynamic \
	  -isystem $(LUA_INCDIR) spec/fuzz/fuzz.c -o $(FUZZ)/fuzz -llua5.4

# What make test reaches: build-cov/c.txt by gcov, lua.txt by luacov, which
# Debian does not have. Threads add to counters plainly: for -pthread gcc would
# have them do so atomically, and a convolution take 26 times as long.
coverage: test-deps
	@$(MAKE) --no-print-directory -s all
	@$(MAKE) --no-print-directory -s all mpi-if-any BUILD=build-cov HARDEN= \
	  CFLAGS="-O1 -g -w --coverage -fprofile-update=single" \
	  LDFLAGS=--coverage
	@$(MAKE) --no-print-directory -s run-coverage BUILD=build-cov

run-coverage:
	@rm -f build-cov/luacov.*; find build-cov -name '*.gcda' -delete
	@with=$$($(LUA) -e 'print(pcall(require, "luacov.runner"))' | grep -o true); \
	  LUACOV=$$with $(RUN) $(LUA) tools/test.lua; \
	  $(LUA) tools/coverage.lua build-cov >build-cov/c.txt; \
	  tail -n 1 build-cov/c.txt; \
	  if [ "$$with" ]; then luacov && tail -n 4 build-cov/lua.txt; \
	  else echo "Lua: luarocks --lua-version 5.4 install luacov"; fi

# In the copy of the tree below build-arm/, cc and lua5.4 are those for arm64.
ARM = $(CURDIR)/build-arm
check-arm: test-deps
	@sh tools/deps.sh qemu-user gcc-aarch64-linux-gnu
	@sh tools/arm.sh build-arm $(LIBRARY_PACKAGES) liblapacke lua-busted
	@cd $(ARM)/tree && PATH="$(ARM)/bin:$$PATH" CC=cc \
	  LUA_INCDIR="$(ARM)/root/usr/include/lua5.4" \
	  EMULATOR="qemu-aarch64 -L $(ARM)/root" \
	  $(MAKE) --no-print-directory -s test

# make bench ROUNDS=3 CASES="dcgan28 adam"
ROUNDS = 5
CASES =
bench: deps
	@$(MAKE) --no-print-directory -s all
	@$(RUN) $(LUA) bench/run.lua $(ROUNDS) $(CASES)
	@$(RUN) $(LUA) bench/neighbours.lua $(ROUNDS) $(CASES)

# make bench-ops ROUNDS=3 OPS="softmax nn.Conv2d" > table.md
OPS =
bench-ops: deps
	@$(MAKE) --no-print-directory -s all
	@$(RUN) $(LUA) bench/ops/run.lua $(ROUNDS) $(OPS)

# make bench-zoo ROUNDS=3 MODELS="dcgan progan"
MODELS =
bench-zoo: deps
	@$(MAKE) --no-print-directory -s all
	@$(RUN) $(LUA) bench/zoo/run.lua $(ROUNDS) $(MODELS)

# make bench-dist ROUNDS=3 CASES=dcgan64
bench-dist: deps
	@$(MAKE) --no-print-directory -s all mpi
	@$(RUN) $(LUA) bench/dist/run.lua $(ROUNDS) $(CASES)

bench-report: deps
	@$(MAKE) --no-print-directory -s all
	@NODE_PATH=$(NODE_PATH) $(RUN) $(LUA) bench/report/run.lua $(ROUNDS)

bench-export: deps
	@$(MAKE) --no-print-directory -s all
	@$(RUN) $(LUA) bench/export/run.lua $(ROUNDS)

bench-sampling: deps
	@$(MAKE) --no-print-directory -s all
	@NODE_PATH=$(NODE_PATH) $(RUN) $(LUA) bench/sampling/run.lua $(ROUNDS)

sweep: deps
	@$(MAKE) --no-print-directory -s all
	@$(RUN) $(LUA) bench/sweep.lua

docs: all
	@$(RUN) $(LUA) tools/docs.lua

results: all
	@$(RUN) $(LUA) tools/results.lua

dist: deps
	@sh tools/deps.sh git zip
	@$(MAKE) --no-print-directory -s all
	@$(RUN) $(LUA) tools/dist.lua rock

# needs cmark-gfm, which makes HTML of Markdown
site: deps
	@sh tools/deps.sh cmark-gfm
	@$(MAKE) --no-print-directory -s all
	@$(RUN) $(LUA) tools/site.lua $(BUILD)/site

# make pictures PAGES="07 11"
PAGES =
pictures: deps
	@$(MAKE) --no-print-directory -s all
	@$(RUN) $(LUA) tools/tutorial.lua $(PAGES)

datasets: deps
	@$(MAKE) --no-print-directory -s all
	@$(RUN) LUA="$(LUA)" sh tools/datasets.sh datasets

env:
	@echo 'export LUA_PATH="$(CURDIR)/lua/?.lua;$(CURDIR)/lua/?/init.lua;;"'
	@echo 'export LUA_CPATH="$(CURDIR)/$(BUILD)/?.so;;"'
	@echo 'export PATH="$(CURDIR)/bin:$$PATH"'

PREFIX = /usr/local
LUADIR = $(PREFIX)/share/lua/5.4
LIBDIR = $(PREFIX)/lib/lua/5.4
BINDIR = $(PREFIX)/bin
install: all
	cd lua && find lunette -type f | while read f; do \
	  install -D -m 644 "$$f" "$(LUADIR)/$$f" || exit 1; done
	install -d "$(LIBDIR)/lunette"
	install -m 755 $(LIBRARIES) "$(LIBDIR)/lunette"
	install -D -m 755 bin/lunette "$(BINDIR)/lunette"

install-mpi: mpi
	install -d "$(LIBDIR)/lunette"
	install -m 755 $(MPI_LIBRARIES) "$(LIBDIR)/lunette"

uninstall:
	rm -rf "$(LUADIR)/lunette" "$(LIBDIR)/lunette" "$(BINDIR)/lunette"

clean:
	rm -rf build build-* dist

.PHONY: all mpi mpi-if-any deps test-deps demo examples test check-hard \
  check-static mutants check-asan check-built check-tsan check-lua \
  check-lua-built check-memory check-long run-states fuzz fuzz-built coverage \
  run-coverage \
  check-arm bench bench-ops bench-zoo bench-export bench-dist bench-report \
  bench-sampling sweep docs results site pictures dist datasets env \
  install install-mpi uninstall clean
