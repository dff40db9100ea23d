# newsreel: make            build the programs into build/release/bin
#           make demo       run the chain over a sample archive and show what it does
#           make check      all tests
#           make bench      speed, as ratios against reference commands
#           make install    PREFIX=/usr/local DESTDIR= PROGRAM_PREFIX=
#           make deps       install what is needed from Debian's packages (as root)
#           make BUILD=debug|asan|tsan|fuzz|cov ...   another variant, in its own folder
#           make valgrind | fuzz | lint | format | clean
VERSION  := 0.1.0

BUILD    ?= release
O        ?= build/$(BUILD)
PREFIX   ?= /usr/local
INSTALL  ?= install
PKG_CONFIG ?= pkg-config
PKGS     := jansson libarchive libbrotlidec libisal libutf8proc libxml-2.0 libxxhash libzstd nettle uchardet zlib

CSTD     := -std=c11 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -D_FILE_OFFSET_BITS=64
WARN     := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
            -Wold-style-definition -Wpointer-arith -Wwrite-strings -Wformat=2 -Wvla -Wundef -Wcast-qual \
            -fno-common
OPT.release := -O2 -g
OPT.debug   := -O0 -g3 -Werror
OPT.asan    := -O1 -g -Werror -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
OPT.tsan    := -O1 -g -Werror -fsanitize=thread
OPT.cov     := -O0 -g --coverage
OPT.fuzz    := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
ifeq ($(OPT.$(BUILD)),)
$(error unknown BUILD=$(BUILD); one of release debug asan tsan cov fuzz)
endif
ifeq ($(BUILD),fuzz)
CC := clang
endif
CFLAGS   ?=
INCLUDES := $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags-only-I $(PKGS)))
COMPILE   = $(WARN.$(1)) $(OPT.$(BUILD)) -pthread -Iinclude $(INCLUDES) -DNR_VERSION='"$(VERSION)"' $(CPPFLAGS) $(CFLAGS)
WARN.c   := $(CSTD) $(WARN)
WARN.cc  := -std=c++17 -Wall -Wextra -Wshadow -Wconversion
LIBS     := $(shell $(PKG_CONFIG) --libs $(PKGS)) -lcld2 -lstdc++ -lm

CMDS   := $(basename $(notdir $(wildcard cmd/*.c)))
BINS   := $(addprefix $(O)/bin/,$(CMDS))
LIB    := $(O)/libnewsreel.a
LIBO   := $(patsubst %,$(O)/%.o,$(basename $(sort $(wildcard lib/*/*.c lib/*/*.cc))))
UNIT   := $(patsubst %.c,$(O)/%,$(sort $(wildcard tests/unit/*.c)))
FUZZ   := $(patsubst %.c,$(O)/%,$(filter-out tests/fuzz/replay.c,$(sort $(wildcard tests/fuzz/*.c))))

Q := $(if $(V),,@)

all: $(BINS)

# Objects depend on the exact command line: another CFLAGS or CC rebuilds.
$(O)/flags: FORCE
	@mkdir -p $(@D); printf '%s\n' '$(subst ','\'',$(CC) $(CXX) $(call COMPILE,c) $(LDFLAGS))' > $@.new; \
	cmp -s $@.new $@ && rm $@.new || mv $@.new $@
$(O)/%.o: %.c $(O)/flags
	@mkdir -p $(@D)
	$(Q)$(CC) $(call COMPILE,c) -MMD -MP -c -o $@ $<
$(O)/%.o: %.cc $(O)/flags
	@mkdir -p $(@D)
	$(Q)$(CXX) $(call COMPILE,cc) -MMD -MP -c -o $@ $<
$(LIB): $(LIBO)
	$(Q)rm -f $@ && $(AR) rcs $@ $^
$(O)/bin/%: $(O)/cmd/%.o $(LIB)
	@mkdir -p $(@D)
	$(Q)$(CC) $(OPT.$(BUILD)) -pthread $(CFLAGS) $(LDFLAGS) $(if $(filter fuzz,$(BUILD)),-fsanitize=address,) -o $@ $^ $(LIBS)
$(O)/tests/unit/%: $(O)/tests/unit/%.o $(LIB)
	$(Q)$(CC) $(OPT.$(BUILD)) -pthread $(CFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka $(LIBS)
# A fuzz target is a unit test too: without BUILD=fuzz it is linked to a driver that replays its corpus.
$(O)/tests/fuzz/%: $(O)/tests/fuzz/%.o $(if $(filter fuzz,$(BUILD)),,$(O)/tests/fuzz/replay.o) $(LIB)
	$(Q)$(CC) $(OPT.$(BUILD)) -pthread $(CFLAGS) $(LDFLAGS) $(if $(filter fuzz,$(BUILD)),-fsanitize=fuzzer) -o $@ $^ $(LIBS)

check: check-unit check-fuzz
check-unit: $(UNIT)
	@for t in $(UNIT); do echo "# $$t"; $(EXEC) $$t || exit 1; done
check-fuzz: $(FUZZ)
	@for f in $(FUZZ); do $(EXEC) $$f tests/fuzz/corpus/$${f##*/} || exit 1; done
fuzz:
	$(MAKE) BUILD=fuzz fuzz-targets
fuzz-targets: $(FUZZ)

format:
	clang-format -i $$(git ls-files '*.c' '*.h' '*.cc')
clean:
	rm -rf build
help:
	@sed -n 's/^# \{0,1\}//p;/^VERSION/q' Makefile
FORCE:
.PHONY: all check check-unit check-fuzz fuzz fuzz-targets format clean help FORCE
.SECONDARY:
.DELETE_ON_ERROR:
-include $(LIBO:.o=.d) $(CMDS:%=$(O)/cmd/%.d) $(UNIT:=.d) $(FUZZ:=.d)
