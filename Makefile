# newsreel: make            build the programs into build/release/bin
#           make deps       install what is needed from Debian's packages (as root, or with sudo)
#           make demo       run the chain over a sample archive and show what it does
#           make check      all tests; SUITES='unit fuzz cli docs man consumers browser property batch' or
#                           check-unit and so on run a part; V=1 shows every test
#           make bench      speed, as ratios against reference commands, into docs/benchmarks.md
#           make install    PREFIX=/usr/local DESTDIR= PROGRAM_PREFIX= ; uninstall takes it back
#           make BUILD=debug|asan|tsan|fuzz|cov ...   another variant, in its own folder
#           make check-memory | valgrind | fuzz | cov | lint | format | clean
#           make deps-dev | deps-browser | deps-batch     install what these, check-browser and check-batch need
#           make deps-consumers          a Python of its own with what check-consumers loads rows into
VERSION  := 0.1.0

BUILD    ?= release
O        ?= build/$(BUILD)
PREFIX   ?= /usr/local
BINDIR   ?= $(PREFIX)/bin
DATADIR  ?= $(PREFIX)/share
MANDIR   ?= $(DATADIR)/man
DOCDIR   ?= $(DATADIR)/doc/newsreel
PROGRAM_PREFIX ?=
INSTALL  ?= install
PKG_CONFIG ?= pkg-config
PKGS     := jansson libarchive libbrotlidec libisal libpcre2-8 libutf8proc libxml-2.0 libxxhash libzstd nettle uchardet zlib

# What `make deps` installs: compilers, libraries, and what the tests and the demo call.
DEPS     := build-essential pkg-config libarchive-dev libbrotli-dev libcld2-dev libcmocka-dev libisal-dev \
            libjansson-dev libpcre2-dev libuchardet-dev libutf8proc-dev libxml2-dev libxxhash-dev libzstd-dev \
            nettle-dev zlib1g-dev bzip2 jq mandoc xz-utils zstd
DEPS_DEV := clang clang-format cppcheck shellcheck valgrind
DEPS_BROWSER := chromium
DEPS_BATCH := default-jre-headless munge openssh-client openssh-server parallel python3-venv slurm-client slurmctld slurmd
DEPS_CONSUMERS := default-jre-headless jq postgresql python3-venv sqlite3
PYSPARK   := 'pyspark==3.5.*'
CONSUMERS := chdb duckdb google-cloud-bigquery jsonschema pandas pyarrow

# Products and sums are not made at once where a processor could: all machines must choose alike.
CSTD     := -std=c11 -ffp-contract=off -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -D_FILE_OFFSET_BITS=64
WARN     := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
            -Wold-style-definition -Wpointer-arith -Wwrite-strings -Wformat=2 -Wvla -Wundef -Wcast-qual \
            -fno-common
OPT.release := -O3 -g -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
OPT.debug   := -O0 -g3 -Werror
OPT.asan    := -O1 -g -Werror -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
OPT.tsan    := -O1 -g -Werror -fsanitize=thread
OPT.cov     := -O0 -g --coverage
OPT.fuzz    := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
ifeq ($(OPT.$(BUILD)),)
$(error unknown BUILD=$(BUILD); one of release debug asan tsan cov fuzz)
endif
ifeq ($(BUILD),fuzz)
CC  := clang
CXX := clang++
endif
CFLAGS   ?=

# pkg-config is asked when the first compiler runs, and once: `make deps all` reads this file before
# there is a pkg-config.
INCLUDES  = $(eval INCLUDES := $$(patsubst -I%,-isystem %,$$(shell $(PKG_CONFIG) --cflags-only-I $(PKGS))))$(INCLUDES)
# libcld2_full holds larger tables of the same names than libcld2, for 160 languages in place of 80;
# the first of the two is the one that is used.
CLD2     := -Wl,--no-as-needed -lcld2_full -lcld2 -Wl,--as-needed
LIBS      = $(eval LIBS := $$(shell $(PKG_CONFIG) --libs $(PKGS)) $(CLD2) -lstdc++ -lm)$(LIBS)
COMPILE   = $(WARN.$(1)) $(OPT.$(BUILD)) -pthread -Iinclude $(INCLUDES) -DNR_VERSION='"$(VERSION)"' $(CPPFLAGS) $(CFLAGS)
LINK      = $(CC) $(OPT.$(BUILD)) -pthread $(CFLAGS) $(LDFLAGS)
WARN.c   := $(CSTD) $(WARN)
WARN.cc  := -std=c++17 -Wall -Wextra -Wshadow -Wconversion

CMDS   := $(basename $(notdir $(wildcard cmd/*.c)))
BINS   := $(addprefix $(O)/bin/,$(CMDS))
LIB    := $(O)/libnewsreel.a
LIBO   := $(patsubst %,$(O)/%.o,$(basename $(sort $(wildcard lib/*/*.c lib/*/*.cc))))
UNIT   := $(patsubst %.c,$(O)/%,$(sort $(wildcard tests/unit/*.c)))
FUZZ   := $(patsubst %.c,$(O)/%,$(filter-out tests/fuzz/replay.c,$(sort $(wildcard tests/fuzz/*.c))))
TOOLS  := $(patsubst %.c,$(O)/%,$(sort $(wildcard tests/tools/*.c tests/bench/*.c tests/train/*.c)))
FAULT  := $(O)/tests/tools/fault.so
MANS   := $(sort $(wildcard docs/man/*.[1-9]))
DEMO   := $(O)/demo/sample.tar.zst

Q := $(if $(V),,@)

all: $(BINS)

# Objects depend on the exact command line: another CFLAGS or CC rebuilds. `make deps all -j2` must
# not compile before the packages are there.
$(O)/flags: FORCE $(filter deps deps-dev deps-browser deps-batch,$(MAKECMDGOALS))
	@mkdir -p $(@D); printf '%s\n' '$(subst ','\'',$(CC) $(CXX) $(call COMPILE,c) $(LDFLAGS))' > $@.new; \
	cmp -s $@.new $@ && rm $@.new || mv $@.new $@
$(O)/%.o: %.c $(O)/flags
	@mkdir -p $(@D)
	$(Q)$(CC) $(call COMPILE,c) -MMD -MP -c -o $@ $<
$(O)/%.o: %.cc $(O)/flags
	@mkdir -p $(@D)
	$(Q)$(CXX) $(call COMPILE,cc) -MMD -MP -c -o $@ $<
# They have the files built in.
$(O)/lib/tags/language_model.o: lib/tags/language_model.bin
$(O)/lib/tags/entities_model.o: lib/tags/entities_model.bin
$(O)/lib/tags/word_classes.o: lib/tags/word_classes.bin
$(LIB): $(LIBO)
	$(Q)rm -f $@ && $(AR) rcs $@ $^
# A program that needs more than one file has the others in a folder of its name.
parts = $(patsubst %.c,$(O)/%.o,$(sort $(wildcard cmd/$(1)/*.c)))
.SECONDEXPANSION:
$(O)/bin/%: $(O)/cmd/%.o $$(call parts,$$*) $(LIB)
	@mkdir -p $(@D)
	$(Q)$(LINK) $(if $(filter fuzz,$(BUILD)),-fsanitize=address -fsanitize=undefined) -o $@ $^ $(LIBS)
$(O)/tests/unit/%: $(O)/tests/unit/%.o $(LIB)
	$(Q)$(LINK) -o $@ $^ -lcmocka $(LIBS)
# A fuzz target is a unit test too: without BUILD=fuzz it is linked to a driver that replays its corpus.
$(O)/tests/fuzz/%: $(O)/tests/fuzz/%.o $(if $(filter fuzz,$(BUILD)),,$(O)/tests/fuzz/replay.o) $(LIB)
	$(Q)$(LINK) $(if $(filter fuzz,$(BUILD)),-fsanitize=fuzzer) -o $@ $^ $(LIBS)
$(O)/tests/tools/%: $(O)/tests/tools/%.o $(LIB)
	$(Q)$(LINK) -o $@ $^ $(LIBS)
$(O)/tests/train/%: $(O)/tests/train/%.o $(LIB)
	$(Q)$(LINK) -o $@ $^ $(LIBS)
$(O)/tests/bench/%: $(O)/tests/bench/%.o $(LIB)
	$(Q)$(LINK) -o $@ $^ $(LIBS)
$(FAULT): tests/tools/fault/fault.c $(O)/flags
	@mkdir -p $(@D)
	$(Q)$(CC) $(CSTD) -D_GNU_SOURCE $(WARN) -O1 -g -fPIC -shared -o $@ $< -ldl
$(DEMO): $(wildcard tests/fixtures/demo/* tests/fixtures/demo/*/*) | $(filter deps deps-dev deps-browser deps-batch,$(MAKECMDGOALS))
	$(Q)sh tests/fixtures/demo/pack.sh tests/fixtures/demo $(@D)

# The tests. tests/check.sh runs the suites named, one after the other, and adds up.
CHECK = BUILD=$(BUILD) O=$(O) BIN='$(abspath $(O)/bin)' TOOLS='$(abspath $(O)/tests/tools)' \
        DEMO='$(abspath $(dir $(DEMO)))' UNIT='$(UNIT)' FUZZ='$(FUZZ)' EXEC='$(EXEC)' V='$(V)' \
        VERSION=$(VERSION) MAKE='$(MAKE)' sh tests/check.sh
SUITES ?= unit fuzz cli docs man consumers browser property batch
check: $(UNIT) $(FUZZ) $(BINS) $(TOOLS) $(FAULT) $(DEMO)
	@$(CHECK) $(SUITES)
check-unit: $(UNIT)
	@$(CHECK) unit
check-fuzz: $(FUZZ)
	@$(CHECK) fuzz
check-cli: $(BINS) $(DEMO)
	@$(CHECK) cli
check-docs: $(BINS) $(DEMO)
	@$(CHECK) docs
check-man: $(BINS)
	@$(CHECK) man
check-consumers: $(BINS) $(DEMO)
	@$(CHECK) consumers
check-browser: $(BINS)
	@$(CHECK) browser
check-property: $(BINS) $(TOOLS) $(FAULT) $(DEMO)
	@$(CHECK) property
check-batch: $(BINS) $(TOOLS)
	@$(CHECK) batch
check-memory: $(BINS) $(TOOLS)
	@BIN='$(abspath $(O)/bin)' TOOLS='$(abspath $(O)/tests/tools)' sh tests/property/memory.sh 2048
valgrind:
	$(MAKE) BUILD=debug EXEC='valgrind -q --error-exitcode=99 --leak-check=full --suppressions=$(CURDIR)/tests/valgrind.supp' check-unit check-cli
cov:
	$(MAKE) BUILD=cov check
	@cd build/cov && find lib cmd -name '*.gcda' -exec gcov -r -n -s $(CURDIR) {} + 2>/dev/null | \
	awk '/^File/ {f = $$2; gsub("\047", "", f)} /^Lines executed/ && f ~ /^(lib|cmd)\// {sub("executed:", ""); print $$2, "of", $$4, f; f = ""}' | sort -n
fuzz:
	$(MAKE) BUILD=fuzz fuzz-targets
fuzz-targets: $(FUZZ)
demo: $(BINS) $(DEMO)
	@BIN='$(abspath $(O)/bin)' sh tests/fixtures/demo/demo.sh $(dir $(DEMO)) build/demo
bench: $(BINS) $(TOOLS)
	@BIN='$(abspath $(O)/bin)' TOOLS='$(abspath $(O)/tests/tools)' WARC='$(WARC)' sh tests/bench/run.sh

# A page, a program and its completions carry PROGRAM_PREFIX; so do the references between pages.
alternatives = $(subst $(eval) ,|,$(strip $(CMDS)))
RENAME = sed -E -e 's/^\.(Nm|Xr|Ic) ($(alternatives))( |$$)/.\1 $(PROGRAM_PREFIX)\2\3/' \
                -e '/^(\$$ |  [a-z])/s/(^|[ |])($(alternatives))( |$$)/\1$(PROGRAM_PREFIX)\2\3/g'
MAN1   = $(filter %.1,$(MANS))
MANX   = $(filter-out %.1,$(MANS))
INSTALLED = $(foreach p,$(addprefix $(PROGRAM_PREFIX),$(CMDS)),$(BINDIR)/$p $(DATADIR)/bash-completion/completions/$p \
            $(DATADIR)/zsh/site-functions/_$p $(DATADIR)/fish/vendor_completions.d/$p.fish) \
            $(foreach m,$(MAN1),$(MANDIR)/man1/$(PROGRAM_PREFIX)$(notdir $m)) \
            $(foreach m,$(MANX),$(MANDIR)/man$(subst .,,$(suffix $m))/$(notdir $m)) \
            $(DOCDIR)/notices.md
install: all
	$(Q)$(INSTALL) -d $(sort $(dir $(addprefix $(DESTDIR),$(INSTALLED))))
	$(Q)for p in $(CMDS); do q=$(PROGRAM_PREFIX)$$p; b=$(DESTDIR)$(BINDIR)/$$q; d=$(DESTDIR)$(DATADIR); \
	$(INSTALL) -m 755 $(O)/bin/$$p $$b && \
	$$b --completion=bash > $$d/bash-completion/completions/$$q && \
	$$b --completion=zsh > $$d/zsh/site-functions/_$$q && \
	$$b --completion=fish > $$d/fish/vendor_completions.d/$$q.fish || exit 1; done
	$(Q)for m in $(MANS); do f=$${m##*/}; case $$f in *.1) q=$(PROGRAM_PREFIX)$$f;; *) q=$$f;; esac; \
	$(RENAME) $$m > $(DESTDIR)$(MANDIR)/man$${f##*.}/$$q && chmod 644 $(DESTDIR)$(MANDIR)/man$${f##*.}/$$q || exit 1; done
	$(Q)$(INSTALL) -m 644 docs/notices.md $(DESTDIR)$(DOCDIR)/notices.md
uninstall:
	rm -f $(addprefix $(DESTDIR),$(INSTALLED))

deps:
	@sh tests/tools/deps.sh $(DEPS)
deps-dev: deps
	@sh tests/tools/deps.sh $(DEPS_DEV)
deps-browser: deps
	@sh tests/tools/deps.sh $(DEPS_BROWSER)
# Without pyspark, what is about Spark is skipped.
deps-batch: deps
	@sh tests/tools/deps.sh $(DEPS_BATCH)
	@[ -d build/python ] || { python3 -m venv build/python && build/python/bin/pip install -q $(PYSPARK); } || \
	{ rm -rf build/python; echo 'deps: no pyspark could be installed'; }
deps-consumers: deps
	@sh tests/tools/deps.sh $(DEPS_CONSUMERS)
	@python3 -m venv build/python && build/python/bin/pip install -q $(PYSPARK) $(CONSUMERS)
lint:
	mandoc -Tlint -W warning $(MANS)
	! command -v clang-format || git ls-files '*.c' '*.h' '*.cc' | xargs clang-format --dry-run -Werror
	! command -v cppcheck || cppcheck --quiet --error-exitcode=1 --enable=warning,portability --inline-suppr --std=c11 -Iinclude lib cmd
	! command -v shellcheck || git ls-files '*.sh' '*.sbatch' docs/examples/run-shard docs/examples/batch-parallel docs/examples/batch-slurm \
	    docs/examples/dedupe-shards docs/examples/lock-jobs .ci/run | xargs shellcheck
format:
	clang-format -i $$(git ls-files '*.c' '*.h' '*.cc')
clean:
	rm -rf build
help:
	@sed -n 's/^# \{0,1\}//p;/^VERSION/q' Makefile
FORCE:
.PHONY: all check check-unit check-fuzz check-cli check-docs check-man check-consumers check-browser check-property \
        check-batch check-memory valgrind cov fuzz fuzz-targets demo bench install uninstall deps deps-dev \
        deps-browser deps-batch deps-consumers lint format clean help FORCE
.SECONDARY:
.DELETE_ON_ERROR:
-include $(LIBO:.o=.d) $(CMDS:%=$(O)/cmd/%.d) $(patsubst %.c,$(O)/%.d,$(wildcard cmd/*/*.c)) $(UNIT:=.d) $(FUZZ:=.d) $(TOOLS:=.d)
