# make -f batch.mk JOBS=jobs.tsv -j8 -k: run-shard for every line of JOBS, IN and OUT with a tab between
# them.
#
# What is given up is no error; what failed is, and the same command tries it again. Names are never targets: make
# would take = : ; % and blanks in them for its own.
JOBS ?= jobs.tsv

all:
include $(JOBS).mk
$(JOBS).mk: $(JOBS)
	@awk -F '\t' ' \
	    function quoted(s) { gsub(/\047/, "\047\\\047\047", s); gsub(/[$$]/, "$$$$", s); return "\047" s "\047" } \
	    { printf "all: job%d\n.PHONY: job%d\njob%d:\n\t@[ -f %s ] || run-shard %s %s || [ $$$$? -eq 65 ]\n", \
	        NR, NR, NR, quoted($$2 "/manifest.json"), quoted($$1), quoted($$2) }' $< >$@.new && mv $@.new $@
.PHONY: all
