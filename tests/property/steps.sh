# shellcheck shell=sh
# sourced by run.sh: $tmp
# dedupe in steps, with sort between them, decides as one run does.

# Stories, and again with some words changed, longer chains of these, copies, and what has no id, no
# words, or is no record.
make-news jsonl 2M >stories.jsonl
awk -v q='"' '
    function change(line,    n, i, words) {
        n = split(line, words, " ")
        for (i = int(rand() * rand() * 40); i > 0; i--) {
            at = 6 + int(rand() * (n - 8))
            if (words[at] ~ /^[a-z]+$/) words[at] = "altered" int(rand() * 1000)
        }
        line = words[1]
        for (i = 2; i <= n; i++) line = line " " words[i]
        return line
    }
    BEGIN { srand(5) }
    { all[count++] = $0; print }
    {
        for (again = int(rand() * 4); again > 0; again--) {
            line = change(all[count - 1 - int(rand() * (count < 30 ? count : 30))])
            sub(/"id":"[^"]*"/, q "id" q ":" q "again" count q, line)
            if (rand() < .1) sub(/"id":"[^"]*",/, "", line)
            all[count++] = line
            print line
        }
    }
    rand() < .03 { print "{" q "id" q ":" q "x" NR q "," q "text" q ":" q substr("!?...", 1 + int(rand() * 4)) q "}" }
    rand() < .02 { print rand() < .5 ? "" : "no record" }
' stories.jsonl >repeated.jsonl

# steps SHARDS OPTION ...: the records in so many files, of which the last is signed first.
steps() {
    shards=$1
    shift
    rm -f part.* keys.* out.*
    lines=$(wc -l <repeated.jsonl)
    split -d -a 3 -l $(((lines + shards - 1) / shards)) repeated.jsonl part.
    n=0
    for f in part.*; do
        echo "$n $f"
        n=$((n + 1))
    done >files
    sort -r -k 1.1 files | while read -r n f; do
        dedupe -q "$@" --sign --shard "$n" "$f" >"keys.$f" # 1: lines that are no records
        [ $? -le 1 ] || return 1
    done
    sort keys.* | dedupe "$@" --pairs | sort -u >pairs && dedupe --resolve pairs >list || return 1
    while read -r n f; do
        dedupe -q --mark --drop list --shard "$n" "$f" >"out.$f"
        [ $? -le 1 ] || return 1
    done <files
    cat out.* >got
    dedupe -q "$@" --mark part.* >want
    [ $? -eq 1 ] || { echo 'the lines that are no records were taken'; return 1; }
    [ "$(grep -c '"duplicate_of":' want)" -gt 100 ] || { echo 'no duplicates'; return 1; }
    cmp want got
}
# The list does not depend on how keys are parted, nor on -j.
steps_parted() {
    for half in 01234567 89abcdef; do
        grep -h "^[$half]" keys.* | sort | dedupe -j2 "$@" --pairs
    done | sort -u | dedupe -j2 --resolve | cmp - list
}

for shards in 1 4 9; do
    for threshold in .5 .8 1; do
        check "dedupe --near $threshold: $shards files in steps as in one run" steps $shards --near $threshold
    done
done
check 'dedupe: exact copies in steps as in one run' steps 5
check 'dedupe --ngram: in steps as in one run' steps 3 --near .6 --ngram 3
check 'dedupe --pairs in two partitions' steps_parted --near .6 --ngram 3
