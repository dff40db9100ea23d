#!/bin/sh
# run.sh: what a program says about itself and what its page says are the same; installed files are
# complete, carry the prefix, and go away again.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
man=$top/docs/man
. "$top/tests/tap.sh"

# The page as text, without overstrikes.
text() { mandoc -T ascii -O width=500 "$1" | sed "s/.$(printf '\b')//g"; }
# fold: all white space as one blank.
fold_blanks() { tr -s ' \n' '  ' | sed 's/^ //; s/ $//'; }
options() { grep -o -e '--[a-z][a-z0-9-]*' | sort -u; }

same() {
    diff "$tmp/page" "$tmp/help"
}
synopsis() {
    text "$man/$1.1" | sed -n '/^SYNOPSIS/,/^DESCRIPTION/p' | sed '1d;$d' | fold_blanks >"$tmp/page"
    "$BIN/$1" --help | awk '!/^(usage:| )/ { exit } { sub(/^usage:/, ""); print }' |
        fold_blanks >"$tmp/help"
    same
}
# Options: where the page lists them (.It), and where --help does (at the beginning of lines).
listed() {
    sed -n 's/^\.It.* Fl -\([a-z][a-z0-9-]*\).*/--\1/p' "$man/$1.1" | sort -u >"$tmp/page"
    "$BIN/$1" --help | sed -n 's/^ \{1,8\}\(-[A-Za-z0-9], \)\{0,1\}\(--[a-z][a-z0-9-]*\).*/\2/p' |
        sort -u >"$tmp/help"
    same
}
letters() {
    sed -n 's/^\.It Fl \([A-Za-z0-9]\) .*Fl -\([a-z][a-z0-9-]*\).*/-\1 --\2/p' "$man/$1.1" | sort -u >"$tmp/page"
    "$BIN/$1" --help | sed -n 's/^ *\(-[A-Za-z0-9]\), \(--[a-z][a-z0-9-]*\).*/\1 \2/p' | sort -u >"$tmp/help"
    same
}
sections() {
    for s in NAME SYNOPSIS DESCRIPTION 'EXIT STATUS' EXAMPLES 'SEE ALSO'; do
        grep -q "^\.Sh $s\$" "$man/$1.1" || { echo "no section $s"; return 1; }
    done
}
lint() { mandoc -T lint -W warning "$1"; }
references() {
    sed -n 's/^\.Xr \([a-z-]*\) \([1-9]\).*/\1.\2/p' "$man"/*.[1-9] | sort -u | while read -r page; do
        case $page in
        unwrap.* | clean.* | split-paragraphs.* | dedupe.* | tag.* | to-jsonl.* | newsreel*)
            [ -f "$man/$page" ] || echo "$page" ;;
        esac
    done >"$tmp/none"
    cat "$tmp/none"
    [ ! -s "$tmp/none" ]
}
named() {
    grep -q "^\.It Xr $1 1\$" "$man/newsreel.7" || { echo 'not in newsreel.7'; return 1; }
    grep -q "^| $1 |" "$top/README.md" || { echo 'not in the table of README.md'; return 1; }
}
version() {
    "$BIN/$1" --version >"$tmp/version" && head -n 1 "$tmp/version" | grep -q "$VERSION"
}
help_fits() { "$BIN/$1" --help | awk 'length > 100 { print; bad = 1 } END { exit bad }'; }
# The page lists all names of formats: those that an unknown one is answered with.
formats() {
    sed -n '/^\.It Fl -format /,/^\.It Fl -keep-lines/p' "$man/unwrap.1" >"$tmp/page"
    "$BIN/unwrap" --format none 2>&1 | sed -n 's/.* is none of//p' | tr ' ' '\n' | grep . >"$tmp/names"
    [ -s "$tmp/names" ] || return 1
    while read -r name; do
        grep -q "^\.Cm\(.* \)*$name\( \|\$\)" "$tmp/page" || { echo "unwrap.1: no format $name"; return 1; }
    done <"$tmp/names"
}
complete() {
    for shell in bash zsh fish; do
        "$BIN/$1" --completion=$shell >"$tmp/$shell" || return 1
        while read -r option; do
            grep -q -e "${option#--}" "$tmp/$shell" || { echo "$shell: no $option"; return 1; }
        done <"$tmp/help"
    done
    if command -v bash >/dev/null; then bash -n "$tmp/bash"; fi
}
installed() {
    (cd "$top" && ${MAKE:-make} -s BUILD="$BUILD" install DESTDIR="$tmp/root" PREFIX=/opt/n PROGRAM_PREFIX=nr-) || return 1
    for p in $programs; do
        [ -x "$tmp/root/opt/n/bin/nr-$p" ] || { echo "no nr-$p"; return 1; }
        grep -q "^\.Nm nr-$p\$" "$tmp/root/opt/n/share/man/man1/nr-$p.1" || { echo "$p: no .Nm nr-$p"; return 1; }
        [ -s "$tmp/root/opt/n/share/bash-completion/completions/nr-$p" ] || { echo "$p: no completion"; return 1; }
    done
    [ -s "$tmp/root/opt/n/share/doc/newsreel/notices.md" ] || { echo 'no notices'; return 1; }
    grep -h '^\.Xr' "$tmp"/root/opt/n/share/man/man*/* |
        grep -E "^\.Xr ($(echo "$programs" | sed 's/^ //; s/ $//; s/ /|/g')) " && return 1
    for m in "$tmp"/root/opt/n/share/man/man*/*; do mandoc -T lint -W error "$m" || return 1; done
}
uninstalled() {
    (cd "$top" && ${MAKE:-make} -s BUILD="$BUILD" uninstall DESTDIR="$tmp/root" PREFIX=/opt/n PROGRAM_PREFIX=nr-) || return 1
    find "$tmp/root" -type f | grep . && return 1
    return 0
}

programs=
for p in "$BIN"/*; do [ -x "$p" ] && programs="$programs ${p##*/}"; done
for p in $programs; do
    check "$p: has a page" [ -f "$man/$p.1" ]
    check "$p: SYNOPSIS is the usage of --help" synopsis "$p"
    check "$p: the page lists the options of --help" listed "$p"
    check "$p: completion knows every option" complete "$p"
    check "$p: the page lists the letters of --help" letters "$p"
    check "$p: the page has all sections" sections "$p"
    check "$p: newsreel(7) and README.md name it" named "$p"
    check "$p: --version says $VERSION" version "$p"
    check "$p: --help fits 100 columns" help_fits "$p"
done
for m in "$man"/*.[1-9]; do check "${m##*/}: lint" lint "$m"; done
check 'unwrap(1) lists the formats' formats
check 'every page referred to is there' references
check 'install with a prefix' installed
check 'uninstall leaves nothing' uninstalled
finish
