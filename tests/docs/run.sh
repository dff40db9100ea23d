#!/bin/sh
# run.sh [PAGE...]: runs every example of the man pages, README.md and docs/*.md, and compares what
# the page shows with what happens, stdout and stderr together, as on a terminal.
#
# An example is a .Bd -literal block, or a ```sh block, with at least one line that begins with
# "$ ". What follows such a line is what it prints; "..." alone stands for any lines. The blocks of
# a page run one after the other in one folder, in which the sample archives of the demo lie.
set -u
LC_ALL=C
export LC_ALL
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 2' INT TERM
PATH=$BIN:$top/docs/examples:$PATH
export PATH
[ $# -gt 0 ] || set -- "$top"/docs/man/*.[1-9] "$top/README.md" "$top"/docs/*.md
n=0
bad=0
for page; do
    [ -f "$page" ] || continue
    name=${page#"$top"/}
    rm -rf "$tmp/blocks" "$tmp/scratch"
    mkdir "$tmp/blocks" "$tmp/scratch"
    cp "$DEMO"/sample.tar.zst "$DEMO"/crawl.warc.gz "$tmp/scratch"
    awk -v dir="$tmp/blocks" -f "$here/blocks.awk" "$page" >"$tmp/lines"
    block=0
    while read -r line; do
        block=$((block + 1))
        n=$((n + 1))
        want=$tmp/blocks/$block.want
        awk -f "$here/script.awk" "$want" >"$tmp/script"
        (cd "$tmp/scratch" && sh "$tmp/script") >"$tmp/got" 2>&1 </dev/null
        if awk -f "$here/match.awk" "$want" "$tmp/got"; then
            echo "ok $n - $name:$line"
        else
            bad=$((bad + 1))
            diff -u --label "$name:$line" --label 'what it prints' "$want" "$tmp/got" |
                cut -c 1-300 | sed 's/^/# /'
            echo "not ok $n - $name:$line"
        fi
    done <"$tmp/lines"
done
echo "1..$n"
[ $bad -eq 0 ]
