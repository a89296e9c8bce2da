# make          builds both libraries (float and double) under build/
# make demo     trains a GAN on handwritten digits      make test   checks all
# make env      prints the lines that run scripts from the tree
SHELL := /bin/sh
CC ?= gcc
LUA ?= lua5.4
LUA_INCDIR ?= /usr/include/lua5.4
CFLAGS ?= -O3
WARNINGS = -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes \
  -Wmissing-prototypes -Wno-psabi
BASE = -std=c11 -D_GNU_SOURCE -fPIC -fvisibility=hidden -fno-math-errno \
  -fno-trapping-math -ffp-contract=fast -pthread -MMD -MP \
  -isystem $(LUA_INCDIR) $(WARNINGS)
# nodelete: Lua unloads C libraries at its end, while our threads still sleep
LIBS = -lblis -lpng -lz -lm -lpthread -Wl,-z,nodelete

SOURCES := $(wildcard src/*.c src/ops/*.c src/kernel/*.c src/io/*.c src/bind/*.c)
# compiled once for each instruction set
PER_ISA := src/kernel/loops.c src/kernel/patch.c $(wildcard src/kernel/*_loops.c)
PER_ISA := $(wildcard $(PER_ISA))
ONCE := $(filter-out $(PER_ISA),$(SOURCES))

ISAS = baseline
ifeq ($(shell uname -m),x86_64)
ISAS += avx2 avx512
BASE += -DKERNEL_X86
endif
FLAGS_baseline =
FLAGS_avx2 = -mavx2 -mfma
FLAGS_avx512 = -march=skylake-avx512 -mprefer-vector-width=512

REALS = float double
FLAGS_float =
FLAGS_double = -DLUNETTE_DOUBLE
LIBRARIES = $(REALS:%=build/lunette/engine_%.so)

all: $(LIBRARIES)

define rules
OBJECTS_$(1) = $(ONCE:src/%.c=build/$(1)/%.o) \
  $(foreach i,$(ISAS),$(PER_ISA:src/%.c=build/$(1)/%.$(i).o))
build/lunette/engine_$(1).so: $$(OBJECTS_$(1))
	@mkdir -p $$(@D)
	$$(CC) -shared $$(LDFLAGS) -o $$@ $$^ $$(LIBS)
$(ONCE:src/%.c=build/$(1)/%.o): build/$(1)/%.o: src/%.c
	@mkdir -p $$(@D)
	$$(CC) $$(BASE) $$(FLAGS_$(1)) $$(CFLAGS) -c $$< -o $$@
-include $$(OBJECTS_$(1):.o=.d)
endef
define isa_rules
$(PER_ISA:src/%.c=build/$(1)/%.$(2).o): build/$(1)/%.$(2).o: src/%.c
	@mkdir -p $$(@D)
	$$(CC) $$(BASE) $$(FLAGS_$(1)) $$(CFLAGS) $$(FLAGS_$(2)) -DKERNEL_ISA=$(2) \
	  -c $$< -o $$@
endef
$(foreach r,$(REALS),$(eval $(call rules,$(r))))
$(foreach r,$(REALS),$(foreach i,$(ISAS),$(eval $(call isa_rules,$(r),$(i)))))

env:
	@echo 'export LUA_PATH="$(CURDIR)/lua/?.lua;$(CURDIR)/lua/?/init.lua;;"'
	@echo 'export LUA_CPATH="$(CURDIR)/build/?.so;;"'

clean:
	rm -rf build

.PHONY: all env clean
