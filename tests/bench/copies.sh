#!/bin/sh
# copies.sh [RECORDS [THRESHOLD ...]]: what `dedupe --near` does to a stream of labelled copies
# (make-copies.c; 1,000,000 and .7 .5), by what was done to the original: how many of those that are
# as alike as the threshold were dropped, and how many of the others (they may be like another copy
# that was kept). Then what must not be: an original dropped, a record named for one that it is no
# copy of, a similarity that is not the true one. Memory is for a kept record, what a run with a
# tenth of the records takes taken off. The exit status is 1 where something must not be.
#
#     sh tests/bench/copies.sh 100000        BIN=, TOOLS=: where the programs are, if not built here
set -u
LC_ALL=C
export LC_ALL
built=$(cd "$(dirname "$0")/../.." && pwd)/build/release
BIN=${BIN:-$built/bin}
TOOLS=${TOOLS:-$built/tests/tools}
PATH=$BIN:$TOOLS:${TOOLS%/*}/bench:$PATH
export PATH
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 2' INT TERM
records=${1:-1000000}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- .7 .5
cd "$tmp" || exit 2

# without_text: id, kind, original, jaccard, duplicate_of and similarity of each record.
without_text() {
    awk '
    function member(line, name,    at, rest) {
        if (!(at = index(line, "\"" name "\":"))) return "-"
        rest = substr(line, at + length(name) + 3)
        sub(/[,}].*/, "", rest)
        gsub(/"/, "", rest)
        return rest
    }
    {
        head = substr($0, 1, index($0, ",\"text\":"))
        tail = substr($0, length($0) - 80)
        tail = index(tail, ",\"duplicate_of\":") ? substr(tail, index(tail, ",\"duplicate_of\":")) : ""
        print member(head, "id"), member(head, "kind"), member(head, "original"), member(head, "jaccard"),
            member(tail, "duplicate_of"), member(tail, "similarity")
    }'
}

# run RECORDS THRESHOLD: labels and decisions into `decided`, memory and seconds into peak.txt.
run() {
    make-copies "$1" | peak peak.txt dedupe -q --near "$2" --mark >marked.pipe &
    without_text <marked.pipe >decided
    wait $!
}

tally() {
    awk -v t="$1" '
    BEGIN {
        kinds = split("original exact header substituted-0.5 substituted-1 substituted-2 " \
            "substituted-5 ocr truncated brief", order, " ")
    }
    {
        id = $1; kind = $2; dropped = $5 != "-"
        family = $3 == "-" ? id : $3
        seen[kind]++
        like = kind == "original" || $4 + 0 >= t
        if (like) { alike[kind]++; gone[kind] += dropped } else { other[kind]++; more[kind] += dropped }
        if (like && kind != "original" && $4 < t + .05) { near++; near_gone += dropped }
        kept += !dropped
        if (like && kind != "original" && !dropped && ++missed <= 20) list = list " " id " (" $4 ")"
        if (!dropped) { if ($3 != "-") copy_of[id] = $3; next }
        if (kind == "original") originals++
        named = $5 in copy_of ? copy_of[$5] : $5
        strangers += named != family
        wrong += $6 + 0 < t || (kind != "original" && $6 + 0 < $4 - .0000011) ||
            ($5 == $3 && ($6 - $4 > .0000011 || $4 - $6 > .0000011))
    }
    END {
        print "| kind | records | as alike | dropped | recall | less alike | dropped |"
        print "| --- | --- | --- | --- | --- | --- | --- |"
        for (i = 1; i <= kinds; i++) {
            k = order[i]
            if (k == "original") { printf "| %s | %d | - | %d | - | - | - |\n", k, seen[k], gone[k]; continue }
            printf "| %s | %d | %d | %d | %s | %d | %d |\n", k, seen[k], alike[k], gone[k],
                alike[k] ? sprintf("%.5f", gone[k] / alike[k]) : "-", other[k], more[k]
            a += alike[k]; g += gone[k]
        }
        printf "| all copies | %d | %d | %d | %.5f | | |\n", NR - seen["original"], a, g, a ? g / a : 1
        printf "| less than .05 above | | %d | %d | %.5f | | |\n", near, near_gone, near ? near_gone / near : 1
        printf "\n%d of %d kept; originals dropped: %d, named for a stranger: %d, wrong similarities: %d\n",
            kept, NR, originals, strangers, wrong
        if (missed) printf "missed:%s%s\n", list, missed > 20 ? " ..." : ""
        print kept >"kept"
        exit originals + strangers + wrong > 0
    }' decided
}

status=0
mkfifo marked.pipe
for t in "$@"; do
    run $((records / 10)) "$t" || exit 2
    read -r small _ <peak.txt
    few=$(awk '$5 == "-"' decided | wc -l)
    run "$records" "$t" || exit 2
    echo "--near $t, $records records"
    echo
    tally "$t" || status=1
    read -r most seconds processor <peak.txt
    awk -v small="$small" -v few="$few" -v most="$most" -v s="$seconds" -v cpu="$processor" '{
        printf "%.1f s (%.1f s of a processor), %.1f MiB resident, %.0f bytes a kept record\n\n",
            s, cpu, most / 1024, (most - small) * 1024 / ($1 - few) }' kept
done
exit $status
