# shellcheck shell=sh
# sourced by run.sh: make

by_make() { ${MAKE-make} -s -f "$examples/batch.mk" JOBS=make.tsv -j4 -k >>make.out 2>>make.err; }
make_killed() {
    make_jobs make
    start_kills $((kills * 2 / 100)) make 2
    start_kills $((kills * 8 / 100)) "$programs run-shard"
    until_done make by_make || { tail make.err; return 1; }
}
check 'make: killed, called again, to the end' make_killed
wait_kills make
check 'make: the reference, and nothing else' same_as_reference make
check 'make: again does nothing' done_again by_make
odd_make() { ${MAKE-make} -s -f "$examples/batch.mk" JOBS="$1" -j2; }
check 'make: odd names' odd odd_make
