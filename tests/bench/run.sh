#!/bin/sh
# run.sh: what the programs cost, as ratios against well-known commands over the same input on the
# same two processors. Each figure is the median of $RUNS runs that alternate between the two sides.
# Prints the table and writes it between the markers of docs/benchmarks.md.
#
#     SIZE=256M   text of the generated archives       WARC=FILE   a .warc.gz instead of a generated one
#     RUNS=5      MEMORY=2048 (MiB; 0: no memory figures)
#     MANY=10000000 lines, and NEAR=500M of text, that dedupe is measured with
set -u
LC_ALL=C
export LC_ALL
here=$(cd "$(dirname "$0")" && pwd)
page=$here/../../docs/benchmarks.md
PATH=$BIN:$TOOLS:${TOOLS%/*}/bench:$PATH
export PATH
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 2' INT TERM
runs=${RUNS:-5}
size=${SIZE:-256M}
many=${MANY:-10000000}
near=${NEAR:-500M}
took=2 # the field of peak.txt that is measured: 2 seconds, 3 seconds of processor
pin=
command -v taskset >/dev/null && taskset -c 0,1 true 2>/dev/null && pin='taskset -c 0,1'
WARC=${WARC:+$(realpath "$WARC")}
cd "$tmp" || exit 2

row() { printf '| %s | %s | %s | %s |\n' "$1" "$2" "$3" "$4" | tee -a table; }
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
seconds() {
    # shellcheck disable=SC2086 # empty, or a command with arguments
    $pin peak peak.txt sh -c "$1" >/dev/null 2>err || { echo "bench: $1: exit $?" >&2; cat err >&2; }
    cut -d ' ' -f $took peak.txt
}

# ratio WHAT LIMIT COMMAND REFERENCE: seconds of the one by seconds of the other.
ratio() {
    : >a
    : >b
    seconds "$3" >/dev/null
    i=0
    while [ $i -lt "$runs" ]; do
        seconds "$3" >>a
        seconds "$4" >>b
        i=$((i + 1))
    done
    how=$(printf '`%s` %s s, `%s` %s s' "$3" "$(median a)" "$4" "$(median b)" | sed 's/|/\\|/g')
    row "$1" "$(awk -v a="$(median a)" -v b="$(median b)" 'BEGIN { printf "%.2f", a / b }')" "$2" "$how"
}

# speed WHAT LIMIT COMMAND TOOL: processor seconds that the tool prints by those of the command.
speed() {
    : >a
    : >b
    i=0
    while [ $i -lt "$runs" ]; do
        seconds "$3" >/dev/null
        cut -d ' ' -f 3 peak.txt >>a
        # shellcheck disable=SC2086 # empty, or a command with arguments
        $pin $4 >>b
        i=$((i + 1))
    done
    how=$(printf '`%s` %s s, `tests/bench/%s` %s s' "$3" "$(median a)" "$4" "$(median b)")
    row "$1" "$(awk -v a="$(median a)" -v b="$(median b)" 'BEGIN { printf "%.2f", b / a }')" "$2" "$how"
}

# grows WHAT LIMIT FEW MANY OPTION...: bytes of memory that dedupe takes for each further record that
# it keeps, between the first few and many lines.
grows() {
    what=$1 limit=$2 few=$3 more=$4
    shift 4
    for n in "$few" "$more"; do
        # shellcheck disable=SC2086 # empty, or a command with arguments
        head -n "$n" lines.jsonl | $pin peak peak.txt dedupe "$@" --stats stats.$n >/dev/null 2>&1
        echo "$(cut -d ' ' -f 1 peak.txt) $(jq .passed stats.$n)"
    done >sizes
    row "$what" "$(awk '{ k[NR] = $1; n[NR] = $2 } END { printf "%.1f", (k[2] - k[1]) * 1024 / (n[2] - n[1]) }' sizes)" \
        "$limit" "$(printf '`dedupe %s`, %s and %s lines' "$*" "$few" "$more")"
}

make-news tar "$size" | tee news.tar | zstd -q -3 >news.tar.zst
make-news pages "$size" >pages.jsonl
warc=${WARC:-pages.warc.gz}
[ -n "$WARC" ] || make-news warc.gz "$size" >pages.warc.gz
cat ./* >/dev/null

: >table
row 'What' 'Ratio' 'Wanted' 'How'
row '---' '---' '---' '---'
i=0
while [ $i -lt "$runs" ]; do
    scan >>scan.txt || break
    i=$((i + 1))
done
for name in $(awk '$1 ~ /-scan-to-jansson$/ && !seen[$1]++ { print $1 }' scan.txt); do
    awk -v name="$name" '$1 == name { print $2 }' scan.txt >one
    row "$name: strict scan of a record against a jansson load and dump, speed" "$(median one)" '>= 20' \
        '`tests/bench/scan.c`'
done
ratio 'unwrap of a `.tar.zst` of wire copy, time' '<= 2' 'unwrap -j2 news.tar.zst' 'zstd -dc news.tar.zst | cat'
ratio 'unwrap of a per-record `.warc.gz`, time' '<= 1.15' "unwrap -j2 $warc" "zcat $warc | cat"
# Archives are as long as this or longer, and threads take their time to start.
for i in 1 2 3 4 5 6; do
    cat "$warc"
done >long.warc.gz
ratio 'unwrap of a long per-record `.warc.gz` on one processor against two, time' '>= 1.7' \
    'unwrap -j1 long.warc.gz' 'unwrap -j2 long.warc.gz'
rm long.warc.gz
ratio 'the chain without tag, time' '<= 8' \
    'unwrap news.tar.zst | clean | split-paragraphs | dedupe | to-jsonl' 'zstd -dc news.tar.zst | cat'
ratio 'the chain with language, time' '<= 16' \
    'unwrap news.tar.zst | clean | tag --only language | split-paragraphs | dedupe | to-jsonl' 'zstd -dc news.tar.zst | cat'
ratio 'clean on one processor against two, time' '>= 1.7' 'clean -j1 pages.jsonl' 'clean -j2 pages.jsonl'
unwrap news.tar.zst | clean >stories.jsonl
took=3
ratio '`jq -c .` against tag with its usual tags, processor time' '>= 0.2' 'jq -c . stories.jsonl' 'tag stories.jsonl'
ratio '`jq -c .` against tag with language alone, processor time' '>= 1.1' \
    'jq -c . stories.jsonl' 'tag --only language stories.jsonl'
ratio '`jq -c .` against tag with signals of quality alone, processor time' '>= 2.2' \
    'jq -c . stories.jsonl' 'tag --only quality stories.jsonl'
tag stories.jsonl >tagged.jsonl
ratio '`jq -c .` against to-jsonl, processor time' '>= 6' 'jq -c . stories.jsonl' 'to-jsonl stories.jsonl'
ratio '`jq -c .` against to-jsonl of tagged records, processor time' '>= 6' 'jq -c . tagged.jsonl' 'to-jsonl tagged.jsonl'
ratio 'to-jsonl with a report against without, processor time' '<= 1.1' \
    'to-jsonl --report report.html stories.jsonl' 'to-jsonl stories.jsonl'
ratio 'to-jsonl into shards against `zstd -3` of the same lines, processor time' '<= 1.2' \
    'to-jsonl --replace -o data/ stories.jsonl' 'to-jsonl stories.jsonl >rows && zstd -qf -3 -T1 rows'
rm -r tagged.jsonl rows* data
took=2
make-pairs 10000000 >pairs
ratio 'dedupe: resolving 10 million pairs, against a look whether they are sorted, time' '<= 3' \
    'dedupe -j2 --resolve pairs' 'sort -c pairs'
rm pairs
unwrap "$warc" >unwrapped.jsonl
speed 'clean against parsing the same pages into trees of libxml2, speed' '>= 0.85' \
    'clean -j1 unwrapped.jsonl' 'trees unwrapped.jsonl'

# dedupe: lines of some 80 bytes, and texts of which four of ten repeat an earlier one.
make-news text 1000G |
    awk -v many="$many" 'length > 50 { print "{\"text\":\"" $0 "\"}"; if (++n == many) exit }' >lines.jsonl
make-copies 1000000000 | head -c "$near" | sed '$d' >copies.jsonl
make-news text 64M >text.txt
i=0
while [ $i -lt "$runs" ]; do
    # shellcheck disable=SC2086 # empty, or a command with arguments
    $pin sign text.txt >>signed
    i=$((i + 1))
done
awk '$1 == "sign-128" { print $2 }' signed >one
row 'signing a text (5-grams, 128 numbers, keys of bands), MB in a second of one processor' \
    "$(median one)" '>= 250' '`tests/bench/sign.c`'
took=3
most=$runs
runs=$((runs < 3 ? runs : 3))
ratio "\`sort -u\` by bytes against exact dedupe, $many lines, processor time" '>= 6' \
    'sort -u lines.jsonl' 'dedupe --bits 64 lines.jsonl'
ratio "\`sort -u\` in C.UTF-8 against exact dedupe, $many lines, processor time" '>= 6' \
    'LC_ALL=C.UTF-8 sort -u lines.jsonl' 'dedupe --bits 64 lines.jsonl'
ratio 'dedupe of near-duplicates against writing what signing gives, processor time' '<= 1.6' \
    'dedupe --near .7 copies.jsonl' 'dedupe --near .7 --sign copies.jsonl'
bytes=$(wc -c <copies.jsonl)
row 'dedupe of near-duplicates against signing as many bytes, processor time' \
    "$(awk -v s="$(median a)" -v speed="$(median one)" -v bytes="$bytes" 'BEGIN { printf "%.2f", s * speed * 1e6 / bytes }')" \
    '<= 1.6' "$(printf '`dedupe --near .7 copies.jsonl` %s s, %d MB at %s MB/s' "$(median a)" $((bytes / 1000000)) "$(median one)")"
runs=$most
took=2
grows 'exact dedupe, 64 bits: memory for a kept record, in bytes' '<= 16' $((many / 10)) "$many" --bits 64
grows 'exact dedupe, 128 bits: memory for a kept record, in bytes' '<= 28' $((many / 10)) "$many" --bits 128
grows 'dedupe of near-duplicates: memory for a kept record, in bytes' '<= 160' $((many / 100)) $((many / 10)) --near .7
rm -f lines.jsonl copies.jsonl
if [ "${MEMORY:-2048}" -gt 0 ]; then
    sh "$here/../property/memory.sh" "${MEMORY:-2048}" >memory
    awk '/ in bounded memory/ { program = $4; sub(/:/, "", program) }
        /^# [0-9]+ KiB of/ { printf "%s %.1f %.0f %s\n", program, $2 / 1024, $5 / 1024, $6 }' memory >rows
    while read -r program used limit took; do
        row "$program: largest resident set over ${MEMORY:-2048} MiB, in MiB" "$used" "<= $limit" "$took s at -j1"
    done <rows
    grep '^not ok' memory
fi

machine=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
{
    sed '/<!-- table -->/q' "$page"
    echo
    echo "Measured on two processors (${machine:-unknown}) with $size of generated news, median of $runs runs."
    echo
    cat table
    echo
    sed -n '/<!-- end -->/,$p' "$page"
} >page.new && cat page.new >"$page"
