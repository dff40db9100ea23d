#!/bin/sh
# memory.sh [MEBIBYTES]: the largest resident set of every program over a long stream at -j1, against
# what docs/design.md promises: 64 MiB and the decoder's window; dedupe 40 bytes a record on top.
# Sourced by run.sh with a stream of 96 MiB; alone (make check-memory), it is 2 GiB.
if [ -z "${programs-}" ]; then
    set -u
    . "$(dirname "$0")/../tap.sh"
    PATH=$BIN:$TOOLS:${TOOLS%/*}/bench:$PATH
    export PATH
    cd "$tmp" || exit 2
    programs='unwrap clean split-paragraphs dedupe tag to-jsonl'
    alone=1
fi
mebibytes=${1:-96}

long_stream() {
    case $1 in
    unwrap) echo tar ;;
    clean) echo pages ;;
    *) echo jsonl ;;
    esac
}
bounded() {
    make-news "$(long_stream "$1")" "$mebibytes"M | peak peak.txt "$1" --stats stats.long >/dev/null || return 1
    limit=65536
    [ "$1" != dedupe ] || limit=$((limit + $(jq .in stats.long) * 40 / 1024))
    read -r used seconds _ <peak.txt
    echo "$used KiB of $limit, $seconds s"
    [ "$used" -le $limit ]
}

# The report of records of which each is new in every way, and of tiny ones whose rows are long.
report_bounded() {
    awk 'BEGIN {
        for (i = 0; i < 120000; i++) {
            name = sprintf("%064d", i * 7919)
            printf "{\"id\":\"%d\",\"source\":\"s%d\",\"url\":\"http://h%d.example/\",\"language\":\"l%d\",\"created\":\"%04d-%02d-%02d\",\"duplicate_of\":\"k%d\",\"people\":[{\"name\":\"%sa\"},{\"name\":\"%sb\"}],\"places\":[{\"name\":\"%s\"}],\"organisations\":[{\"name\":\"%s\"}],\"topics\":[{\"name\":\"%s\"}]}\n",
                i, i, i, i, i % 9999 + 1, i % 12 + 1, i % 28 + 1, i, name, name, name, name, name
        }
        for (i = 0; i < 300000; i++) print "{}"
    }' | peak peak.txt to-jsonl --report report.html -o /dev/null || return 1
    read -r used seconds _ <peak.txt
    echo "$used KiB of 65536, $seconds s"
    [ "$used" -le 65536 ] && [ "$(wc -c <report.html)" -le 200000 ]
}

# Records that are nothing but losses: no bytes come out, and memory must not fill with messages.
losses_bounded() {
    yes 'WARC/1.0
WARC-Type: response
Content-Length: 900

x' | head -c 24M | peak peak.txt unwrap -q >/dev/null 2>&1
    read -r used seconds _ <peak.txt
    echo "$used KiB of 65536, $seconds s"
    [ "$used" -le 65536 ]
}

for p in $programs; do
    if [ "${BUILD-}" = asan ] || [ "${BUILD-}" = tsan ]; then
        skip "$p: memory" 'sanitizers need more'
    else
        check "$p: $mebibytes MiB in bounded memory" bounded "$p"
        [ -z "${alone-}" ] || sed 's/^/# /' "$tmp/said"
    fi
done
if [ "${BUILD-}" != asan ] && [ "${BUILD-}" != tsan ]; then
    check 'unwrap: many losses in bounded memory' losses_bounded
    check 'to-jsonl: a report on many different records in bounded memory' report_bounded
fi
[ -z "${alone-}" ] || finish
