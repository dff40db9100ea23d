# shellcheck shell=sh
# sourced by run.sh: $tmp
# Near-duplicates among labelled copies: what is found is what the labels say, and the same for
# every -j and every way the input is cut into reads.
near() {
    dedupe -q --near .7 --mark "$@"
}

near_jobs() {
    for j in 1 2 4; do
        near -j$j --explain why.$j copies.jsonl >marked.$j || return 1
        near -j$j --keep longest copies.jsonl >longest.$j || return 1
    done
    for j in 2 4; do
        for f in marked why longest; do
            cmp $f.1 $f.$j || return 1
        done
    done
    [ "$(wc -l <marked.1)" -eq 3000 ] && [ "$(wc -l <why.1)" -gt 500 ]
}

near_splits() {
    head -n 500 marked.1 >want || return 1
    for seed in 1 2 3; do
        head -n 500 copies.jsonl | dribble $seed | near -j$seed >got || return 1
        cmp want got || return 1
    done
}

originals_stay() {
    jq -c 'select(.kind == "original" and .duplicate_of)' marked.1 >gone || return 1
    [ ! -s gone ] || { cat gone; return 1; }
    [ "$(grep -c '"kind":"original"' marked.1)" -gt 1500 ]
}

copies_go() {
    jq -c 'select(.original and .jaccard >= .7)' marked.1 >alike || return 1
    [ "$(wc -l <alike)" -gt 500 ] || { wc -l alike; return 1; }
    jq -c 'select(.duplicate_of | not) | del(.text)' alike >left || return 1
    [ ! -s left ] || { cat left; return 1; }
}

# A mark names a record of the same family; of an original, with the similarity that its label says.
marks_are_true() {
    jq -s -c '(map({(.id): (.original // .id)}) | add) as $family | .[] |
        select(.duplicate_of and ($family[.duplicate_of] != .original or .similarity < .7 or
            .similarity < .jaccard or (.duplicate_of == .original and .similarity != .jaccard))) |
        del(.text)' marked.1 >wrong || return 1
    [ ! -s wrong ] || { cat wrong; return 1; }
}

make-copies 3000 >copies.jsonl
check 'dedupe --near: the same bytes for -j1, -j2 and -j4' near_jobs
check 'dedupe --near: the same bytes however the input is cut' near_splits
check 'dedupe --near: no original goes' originals_stay
check 'dedupe --near: every copy that is alike goes' copies_go
check 'dedupe --near: marks name the right record and similarity' marks_are_true
