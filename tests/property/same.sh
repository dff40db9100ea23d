# shellcheck shell=sh
# sourced by run.sh: $programs, $filters, $tmp
# The same records, whatever the road.

# jobs PROGRAM FILE: output, rejects, statistics and messages for -j1, -j2 and -j4.
jobs() {
    for j in 1 2 4; do
        "$1" -j$j --rejects rejects.$j --stats stats.$j "$2" >out.$j 2>err.$j
        echo "exit $?" >>err.$j
        sed -i 's/"seconds":[0-9.]*//' stats.$j
    done
    for j in 2 4; do
        for f in out rejects stats err; do
            cmp $f.1 $f.$j || return 1
        done
    done
    [ -s out.1 ] || { echo 'no output'; cat err.1; return 1; }
}

# What clean says about what it did, beside its output.
sides() {
    for j in 1 2 4; do
        clean -j$j --explain explain.$j --html-report report.$j "$1" >out || return 1
    done
    for j in 2 4; do cmp explain.1 explain.$j && cmp report.1 report.$j || return 1; done
    [ -s explain.1 ] && [ "$(grep -c '<details' report.1)" -eq 50 ]
}

# The page, and the tables, of more languages than are held: what is only about right is the same too.
reports() {
    jq -c '.language = (.id | tostring) | .created = "2022-0\(.id | length % 9 + 1)-11" | .people = [{name: .id}, {name: "Ada Holm"}]' "$1" |
        tag --only counts >reported.jsonl || return 1
    [ "$(wc -l <reported.jsonl)" -gt 1100 ] || { echo 'too few records'; return 1; }
    for j in 1 2 4; do
        to-jsonl -j$j --report report.$j -o /dev/null reported.jsonl || return 1
        to-jsonl -j$j --report - -o /dev/null reported.jsonl 2>tables.$j || return 1
    done
    for j in 2 4; do cmp report.1 report.$j && cmp tables.1 tables.$j || return 1; done
    grep -q 'Languages: there are more than 1,024' report.1
}

# What clean learns from a file does not depend on the order in which threads get to it.
site_lines() {
    for j in 1 2 4; do
        clean -j$j --site-lines "$1" --explain why.$j -o learnt.$j || return 1
    done
    for j in 2 4; do cmp learnt.1 learnt.$j && cmp why.1 why.$j || return 1; done
    grep -q '"reason":"site-line"' why.1
}

# splits PROGRAM FILE: read in pieces of odd sizes, with pauses.
splits() {
    "$1" <"$2" >out.whole || return 1
    for seed in 1 2 3; do
        dribble $seed <"$2" | "$1" -j$seed >out.split || return 1
        cmp out.whole out.split || return 1
    done
}

# packings PROGRAM FILE: the same lines, compressed. Records do not say where they were read from.
packings() {
    "$1" "$2" >out.plain || return 1
    gzip -1c "$2" >packed.jsonl.gz
    zstd -q -c "$2" >packed.jsonl.zst
    xz -0c "$2" >packed.jsonl.xz
    bzip2 -1c "$2" >packed.jsonl.bz2
    for f in packed.jsonl.*; do
        "$1" "$f" >out.packed || return 1
        cmp out.plain out.packed || { echo "$f"; return 1; }
        "$1" <"$f" | cmp out.plain - || { echo "$f on stdin"; return 1; }
    done
}

# unpacked FILE...: what unwrap makes of it, without what says where it came from.
unpacked() {
    unwrap "$@" | jq -c 'del(.id, .source, .offset, .length)'
}
archives() {
    mkdir -p tree && zstd -dqc news.tar.zst | tar -C tree -xf -
    unpacked news.tar.zst >want || return 1
    [ -s want ] || return 1
    zstd -dqc news.tar.zst >news.tar
    gzip -1c news.tar >news.tar.gz
    xz -0c news.tar >news.tar.xz
    (cd tree && find wire -type f | sort | cpio -o -H newc 2>/dev/null) >news.cpio || rm news.cpio
    for f in news.tar news.tar.gz news.tar.xz news.cpio tree; do
        [ -e "$f" ] || continue
        unpacked "$f" >got
        cmp want got || { echo "$f"; return 1; }
    done
}
web_archives() {
    make-news warc.gz 2M >pages.warc.gz
    zcat pages.warc.gz >pages.warc
    gzip -c pages.warc >whole.warc.gz
    unpacked pages.warc.gz >want || return 1
    [ -s want ] || return 1
    for f in pages.warc whole.warc.gz; do
        unpacked "$f" >got
        cmp want got || { echo "$f"; return 1; }
    done
}

# in_frames BYTES: its input, in zstd frames of so many bytes.
in_frames() {
    while head -c "$1" >piece && [ -s piece ]; do
        zstd -qc piece
    done
}
# Members and frames are decoded by several threads: whole, damaged and cut.
packed_jobs() {
    make-news warc.gz 3M >pages.warc.gz
    zcat pages.warc.gz >pages.warc
    in_frames 100000 <pages.warc >frames.warc.zst
    for packed in pages.warc.gz frames.warc.zst; do
        {
            head -c 100000 $packed
            printf garbage
            tail -c +101000 $packed | head -c 300000
        } >damaged.$packed
        jobs unwrap $packed || return 1
        jobs unwrap damaged.$packed || return 1
        [ -s rejects.1 ] || { echo "no damage in $packed"; return 1; }
    done
}

# The stats say where every record went.
conservation() {
    "$1" --stats stats "$2" >out || return 1
    jq -e '.in == .passed + ([.dropped[]] | add // 0) + .rejected' stats || { cat stats; return 1; }
    jq -e --argjson n "$(wc -l <out)" '.in > 0 and .out == $n' stats || { cat stats; return 1; }
}
conservation_bad() {
    { head -n 20 text.jsonl; echo '{"id":'; echo '[1]'; head -n 40 text.jsonl | tail -n 20; } >bad.jsonl
    "$1" --stats stats --rejects rejects bad.jsonl >out 2>/dev/null
    [ $? -eq 1 ] || { echo 'exit is not 1'; return 1; }
    jq -e '.in == 42 and .rejected == 2 and .in == .passed + ([.dropped[]] | add // 0) + .rejected' stats ||
        { cat stats; return 1; }
    [ "$(wc -l <rejects)" -eq 2 ]
}

idempotent() {
    "$1" "$2" >once || return 1
    "$1" once >twice || return 1
    cmp once twice
}

# What a filter does not know, it does not touch: numbers, escapes, order, repeated keys.
# untouched PROGRAM [OPTION ...]
untouched() {
    odd='"n":[1.0,1e400,-0,12345678901234567890],"u":"\ud800\u0041\/","k":1,"k":2,"o":{"b":{},"a":[ ]}'
    printf '{"zz":0,%s,"id":"a","text":"The harbour office said on Monday that the ferry would stay.","x":7.60}\n' "$odd" |
        "$@" >out || return 1
    grep -qF "$odd" out || { cat out; return 1; }
    grep -qF '"x":7.60' out
}

for p in $programs; do
    check "$p: the same bytes for -j1, -j2 and -j4" jobs "$p" "$(input "$p")"
    check "$p: the same bytes however the input is cut" splits "$p" "$(input "$p")"
    check "$p: every record is counted once" conservation "$p" "$(input "$p")"
done
for p in $filters; do
    check "$p: the same bytes from plain, gz, zst, xz and bz2" packings "$p" "$(input "$p")"
    check "$p: bad records are counted, kept and survived" conservation_bad "$p"
    name="$p: members it does not know stay as they were"
    case $p in
    to-jsonl) ;; # is there to leave out what its schema does not have
    split-paragraphs) check "$name" untouched "$p" --carry all ;;
    *) check "$name" untouched "$p" ;;
    esac
done
if [ -x "$BIN/unwrap" ]; then
    check 'clean: the same report and explanations for every -j' sides pages.jsonl
    check 'clean: the same lines of sites for every -j' site_lines sites.jsonl
    check 'to-jsonl: the same report for every -j' reports text.jsonl
    check 'unwrap: the same documents from tar, cpio, folder, compressed or not' archives
    check 'unwrap: the same pages from plain and compressed WARC' web_archives
    check 'unwrap: members and frames, the same bytes for every -j' packed_jobs
    check 'unwrap: demo archives, the same bytes for every -j' jobs unwrap "$DEMO"
fi
unwrap -q "$DEMO" >demo.jsonl 2>/dev/null
for p in clean dedupe; do
    for f in "$(input $p)" text.jsonl demo.jsonl; do
        [ ! -s $f ] || check "$p: twice is once ($f)" idempotent $p $f
    done
done
