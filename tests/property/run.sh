#!/bin/sh
# run.sh: what holds for every program, whatever it does: the same bytes for every -j, every way the
# input is cut into reads and packed; counts that add up; errors that are seen; memory that does not
# grow. Called by tests/check.sh.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../tap.sh"
PATH=$BIN:$TOOLS:${TOOLS%/*}/bench:$PATH
export PATH
cd "$tmp" || exit 2

programs=
filters=
for p in "$BIN"/*; do
    p=${p##*/}
    programs="$programs $p"
    [ "$p" = unwrap ] || filters="$filters $p"
done

# The inputs: input PROGRAM prints the name of a file that the program reads well.
make-news text 200K >wire.txt
make-news tar 6M | zstd -q >news.tar.zst
make-news jsonl 6M >text.jsonl
make-news pages 6M >pages.jsonl
# A line of every other text recurs on its site, one of seven.
jq -c '.url = "http://s\(.id | length + (.[-1:] | explode[0] % 7)).example/" | .text += if .id | test("[13579]$") then "\n\nWind and tide of the week" else "" end' text.jsonl >sites.jsonl
input() {
    case $1 in
    unwrap) echo news.tar.zst ;;
    clean) echo pages.jsonl ;;
    *) echo text.jsonl ;;
    esac
}

for part in same copies steps formats errors output faults index memory; do
    # shellcheck source=/dev/null
    . "$here/$part.sh"
done
finish
