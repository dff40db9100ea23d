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
fi
[ -z "${alone-}" ] || finish
