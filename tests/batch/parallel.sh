# shellcheck shell=sh
# sourced by run.sh: GNU parallel

by_parallel() { batch-parallel parallel.tsv -j4 >>parallel.out 2>>parallel.err; }
parallel_killed() {
    make_jobs parallel
    start_kills $((kills * 6 / 100)) 'parallel batch-parallel' 2
    start_kills $((kills * 34 / 100)) "$programs run-shard"
    until_done parallel by_parallel || { tail parallel.err; return 1; }
}
no_process_left() {
    for i in 1 2 3 4 5 6 7 8 9 10; do
        grep -lsazFx "SHARD_MARK=$tmp" /proc/[0-9]*/environ | xargs -r dirname | sed 's/$/\/comm/' | xargs -r cat >left 2>/dev/null
        grep -Ex 'unwrap|clean|tag|to-jsonl|run-shard|parallel' left || return 0
        sleep 1
    done
    return 1
}
# The log is not believed against what is there: one data set was removed, one archive is not hopeless any more.
parallel_after_changes() {
    rm -rf parallel/5.csv && cp in/50.zip wreck && cp in/26.zip in/50.zip && by_parallel &&
        diff -r parallel/5.csv serial/5.csv && [ -f parallel/50.zip/manifest.json ] && [ ! -e parallel/50.zip.failed ]
    changed=$?
    cp wreck in/50.zip && rm -r parallel/50.zip && by_parallel && same_as_reference parallel && return $changed
}
odd_parallel() { batch-parallel "$1" -j2; }
# What a parallel leaves that is killed while it tries how many processes there may be: it holds the lock.
make_sleeper() { (exec 9<"$1" && flock 9 && exec sleep 10101) & }
after_sleepers() {
    make_sleeper odd.tsv
    timeout 60 batch-parallel odd.tsv && wait $! # which was ended
    [ $? -gt 128 ] && make_sleeper odd.tsv && timeout 60 dedupe-shards odd.tsv "it's odd"
}
no_lock() { lock-jobs odd.tsv 9>&-; [ $? = 75 ]; }
odd_dedupe() { dedupe-shards odd.tsv "it's odd" && [ "$(wc -l <"it's odd/final.tsv")" = 15 ] &&
    [ "$(ls "it's odd/final" | wc -l)" = 15 ]; }
by_dedupe_shards() { PARALLEL=-j4 SORT='-S 200M' dedupe-shards parallel.tsv parallel.work >>dedupe.out 2>&1; }
dedupe_killed() {
    start_kills $((kills / 33)) parallel .8
    start_kills $((kills * 7 / 100)) 'dedupe sort' .1
    call=0
    until by_dedupe_shards && ! killing; do
        call=$((call + 1))
        [ $call -lt 50 ] || { echo 'no end'; return 1; }
        [ ! -f parallel.work/final.tsv ] || flock parallel.tsv rm -rf parallel.work
    done
    [ "$(hash_final parallel.work)" = "$(cat unique)" ] && [ "$(ls -A parallel.work)" = "$(printf 'final\nfinal.tsv\nstep.list')" ] &&
        [ -z "$(find parallel.work/final -type f ! -name '[0-9]*.jsonl.zst')" ]
}
dedupe_again() { folder=parallel.work && done_again by_dedupe_shards; }

if command -v parallel >/dev/null && parallel --version 2>/dev/null | grep -q '^GNU parallel'; then
    check 'GNU parallel: killed, resumed, to the end' parallel_killed
    wait_kills 'GNU parallel'
    check 'GNU parallel: no process is left' no_process_left
    check 'GNU parallel: the reference, and nothing else' same_as_reference parallel
    check 'GNU parallel: again does nothing' done_again by_parallel
    check 'GNU parallel: what was removed or mended is done' parallel_after_changes
    check 'dedupe-shards: killed, resumed, what one run would have left' dedupe_killed
    wait_kills 'dedupe-shards'
    check 'dedupe-shards: again does nothing' dedupe_again
    check 'GNU parallel: odd names' odd odd_parallel
    check 'dedupe-shards: odd names' odd_dedupe
    check 'GNU parallel: nobody waits for its trials' after_sleepers
    check 'lock-jobs: without a lock it says so' no_lock
else
    skip 'GNU parallel' 'it is not installed'
fi
