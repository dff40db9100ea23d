# shellcheck shell=sh
# sourced by run.sh
# dedupe --index: what runs add up to, and that a kill loses only the run in progress. KILLS=200 for more.

make-news jsonl 3M >index.jsonl
awk 'NR % 3 || !last {last = $0; print; next} {print last}' index.jsonl >again.jsonl
cat again.jsonl index.jsonl >whole.jsonl
split -n l/10 whole.jsonl whole.part.

# Ten runs pass what one passes.
runs_add_up() {
    rm -rf ix got.*
    dedupe "$@" whole.jsonl >want || return 1
    for f in whole.part.*; do dedupe "$@" --index ix "$f" || return 1; done >got
    [ -s got ] && cmp got want
}
same_folder() {
    for f in "$1"/* "$2"/*; do cmp "$1/${f##*/}" "$2/${f##*/}" || return 1; done
}
# Kills a run after so many milliseconds. True when there is something left to do.
kill_after() {
    dedupe --near .7 --index ix -o got index.jsonl &
    pid=$!
    sleep "$(printf '0.%03d' "$1")"
    kill -9 $pid 2>/dev/null
    wait $pid 2>/dev/null && return 1
    [ -e ix/running ] || cmp -s ix/MANIFEST base/MANIFEST
}
kills_lose_nothing() {
    rm -rf base ref
    for f in whole.part.a[a-g]; do dedupe --near .7 --index base "$f" >/dev/null || return 1; done
    cp -R base ref
    dedupe --near .7 --index ref -o want index.jsonl || return 1
    n=0
    while [ $((n += 1)) -le "${KILLS:-30}" ]; do
        rm -rf ix got .got.part
        cp -R base ix
        if kill_after $((n * 200 / ${KILLS:-30})); then
            dedupe --near .7 --index ix -o got index.jsonl || return 1
        fi
        cmp got want && same_folder ix ref || { echo "kill $n"; return 1; }
    done
}

check 'dedupe --index: ten runs are one' runs_add_up
check 'dedupe --index --near .7: ten runs are one' runs_add_up --near .7
check 'dedupe --index --contained .8: ten runs are one' runs_add_up --contained .8
check 'dedupe --index --paragraphs: ten runs are one' runs_add_up --paragraphs
check 'dedupe --index: killed at any moment, the same bytes in the end' kills_lose_nothing
