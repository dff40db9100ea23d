#!/bin/sh
# run.sh [CASE...]: runs the programs and compares what comes out, byte for byte.
#
# A case is a folder tests/cli/PROGRAM/CASE/ with
#   cmd    shell commands; run in a scratch copy of the folder, $BIN first in PATH, stdin empty
#   out    what stdout has to be      (absent: empty)
#   err    what stderr has to be      (absent: empty; "*" alone: not looked at)
#   exit   the exit status            (absent: 0)
# and whatever files cmd reads. $DEMO is the folder of the sample archive. EXEC is put before every
# call of a program (EXEC='valgrind -q'). UPDATE=1 writes out, err and exit from what happened: read
# the difference before it is committed. Prints TAP.
set -u
LC_ALL=C
export LC_ALL
top=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 2' INT TERM
mkdir "$tmp/bin"
for p in "$BIN"/*; do
    [ -x "$p" ] || continue
    printf '#!/bin/sh\nexec %s "%s" "$@"\n' "${EXEC-}" "$p" >"$tmp/bin/${p##*/}"
    chmod +x "$tmp/bin/${p##*/}"
done
if [ -z "${EXEC-}" ]; then PATH=$BIN:$PATH; else PATH=$tmp/bin:$PATH; fi
export PATH

# update CASE: makes the case expect what happened.
update() {
    cp "$tmp/out" "$1/out"
    cp "$tmp/err" "$1/err"
    echo "$status" >"$1/exit"
    for f in out err; do [ -s "$1/$f" ] || rm -f "$1/$f"; done
    [ "$status" -ne 0 ] || rm -f "$1/exit"
}

# compare CASE: prints what differs as comments, and the reasons on fd 3.
compare() {
    want=0
    [ ! -f "$1/exit" ] || want=$(cat "$1/exit")
    [ "$status" -eq "$want" ] || printf ' exit %s, not %s;' "$status" "$want" >&3
    for f in out err; do
        expected=/dev/null
        [ ! -f "$1/$f" ] || expected=$1/$f
        [ "$(head -c 3 "$expected" | tr -d '\0')" != '*' ] || continue
        cmp -s "$expected" "$tmp/$f" && continue
        printf ' %s differs;' "$f" >&3
        diff -u --label "expected $f" --label "$f" "$expected" "$tmp/$f" |
            cut -c 1-400 | head -n 40 | sed 's/^/# /'
    done
}

[ $# -gt 0 ] || set -- "$top"/*/*/
[ -d "$1" ] || set --
echo "1..$#"
n=0
bad=0
for case; do
    case=${case%/}
    n=$((n + 1))
    cp -R "$case" "$tmp/case"
    mv "$tmp/case/cmd" "$tmp/cmd"
    (cd "$tmp/case" && rm -f out err exit && sh "$tmp/cmd") >"$tmp/out" 2>"$tmp/err" </dev/null
    status=$?
    [ -z "${UPDATE-}" ] || update "$case"
    compare "$case" 3>"$tmp/why"
    why=$(cat "$tmp/why")
    name=${case#"$top"/}
    if [ "$why" ]; then
        bad=$((bad + 1))
        echo "not ok $n - $name:$why"
    else
        echo "ok $n - $name"
    fi
    rm -rf "$tmp/case"
done
[ $bad -eq 0 ]
