# shellcheck shell=sh
# sourced by run.sh
# Odd and broken input, and operands that are not there.

head -n 6 text.jsonl >few.jsonl

empty() {
    "$1" </dev/null >out 2>err && [ ! -s out ] && [ ! -s err ] && : >nothing && "$1" nothing >out && [ ! -s out ]
}
no_newline() {
    "$1" <few.jsonl >want && printf %s "$(cat few.jsonl)" | "$1" >got && cmp want got
}
crlf() {
    sed 's/$/\r/' few.jsonl | "$1" >got && [ "$(jq -c .id got)" = "$("$1" few.jsonl | jq -c .id)" ]
}
blank_lines() {
    "$1" <few.jsonl >want && sed G few.jsonl | "$1" >got && cmp want got
}
byte_order_mark() {
    "$1" <few.jsonl >want && { printf '\357\273\277'; cat few.jsonl; } | "$1" >got && cmp want got
}
nul_bytes() {
    "$1" <few.jsonl >want
    { head -n 3 few.jsonl; printf '{"text":"a\000b"}\n\000\n'; tail -n 3 few.jsonl; } | "$1" >got 2>err
    [ $? -eq 1 ] && cmp want got && grep -q ':4:' err && ! grep -q "$(printf '\001')" err
}
long_line() {
    {
        printf '{"id":"long","text":"'
        awk 'BEGIN { for (i = 0; i < 180000; i++) printf "The ferry left the harbour at noon on day %d. ", i }'
        printf '"}\n'
        cat few.jsonl
    } >long.jsonl
    [ "$(wc -c <long.jsonl)" -gt 8000000 ] || return 1
    "$1" long.jsonl >out && "$1" -j2 long.jsonl | cmp out -
    "$1" --max-record 1M long.jsonl >out 2>err
    [ $? -eq 1 ] && [ "$("$1" few.jsonl | wc -l)" -eq "$(wc -l <out)" ]
}
dash() {
    "$1" few.jsonl few.jsonl few.jsonl >want && "$1" few.jsonl - few.jsonl <few.jsonl >got && cmp want got || return 1
    cp few.jsonl ./-odd && "$1" few.jsonl >want && "$1" -- -odd >got && cmp want got
}
missing_file() {
    "$1" few.jsonl few.jsonl >want
    "$1" few.jsonl is-not-here few.jsonl >got 2>err
    [ $? -eq 2 ] && cmp want got && grep -q '^[a-z-]*: is-not-here: ' err && [ "$(wc -l <err)" -eq 1 ]
}
folder() {
    mkdir -p folder
    "$1" few.jsonl folder few.jsonl >got 2>err
    [ $? -eq 2 ] && cmp want got && grep -q 'folder' err
}
misuse() {
    "$1" --no-such-option </dev/null >out 2>err
    [ $? -eq 2 ] && [ ! -s out ] && grep -q 'no-such-option' err || return 1
    "$1" -j 32LB </dev/null >out 2>err
    [ $? -eq 2 ] && grep -q '32LB' err
}
help_and_version() {
    "$1" --help >out 2>err && [ -s out ] && [ ! -s err ] && "$1" --version >out && [ -s out ]
}
full_help() {
    "$1" --help >/dev/full 2>err
    [ $? -eq 2 ]
}
strict() {
    { head -n 3 few.jsonl; echo '{'; tail -n 3 few.jsonl; } >broken.jsonl
    "$1" --strict broken.jsonl >out 2>err
    [ $? -ne 0 ] && [ "$(wc -l <out)" -le "$("$1" few.jsonl | wc -l)" ] && grep -q 'broken.jsonl:4' err
}
locale() {
    LC_ALL=C "$1" "$2" >want && LC_ALL=tr_TR.UTF-8 "$1" "$2" >got && cmp want got
}
truncated() {
    zstd -q -c text.jsonl | head -c 200000 >cut.jsonl.zst
    "$1" cut.jsonl.zst >out 2>err
    s=$?
    [ $s -ne 0 ] && [ -s err ] && [ -s out ] && ! tail -c 1 out | grep -q . || { echo "exit $s"; cat err; return 1; }
    gzip -c few.jsonl >a.gz && head -c 100 a.gz | "$1" >out 2>err
    [ $? -ne 0 ] && [ -s err ]
}

for p in $programs; do
    check "$p: empty input" empty "$p"
    check "$p: misuse is one message and exit 2" misuse "$p"
    check "$p: --help and --version" help_and_version "$p"
    check "$p: --help on a full disk" full_help "$p"
    check "$p: the locale has no say" locale "$p" "$(input "$p")"
done
for p in $filters; do
    check "$p: no newline at the end" no_newline "$p"
    check "$p: CR LF" crlf "$p"
    check "$p: blank lines" blank_lines "$p"
    check "$p: byte order mark" byte_order_mark "$p"
    check "$p: NUL bytes" nul_bytes "$p"
    check "$p: a line of 8 MB, and --max-record" long_line "$p"
    check "$p: - and --" dash "$p"
    check "$p: a missing file among good ones" missing_file "$p"
    "$p" few.jsonl few.jsonl >want
    check "$p: a folder among files" folder "$p"
    check "$p: --strict" strict "$p"
    check "$p: truncated input" truncated "$p"
done

