# make -f batch.mk JOBS=jobs.tsv -j8 -k: run-shard for every line of JOBS, IN and OUT with a tab between
# them. Names without blanks and without what make takes for its own ($ : # %).
#
# What is given up is no error; what failed is, and the same command tries it again.
JOBS ?= jobs.tsv

all:
include $(JOBS).mk
$(JOBS).mk: $(JOBS)
	@awk -F '\t' '{ printf "all: %s/manifest.json\n%s/manifest.json:\n\t@run-shard %s %s || [ $$$$? -eq 65 ]\n", \
	    $$2, $$2, $$1, $$2 }' $< >$@.new && mv $@.new $@
.PHONY: all
