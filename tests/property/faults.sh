# shellcheck shell=sh
# sourced by run.sh
# System calls that fail in the middle: tests/tools/fault/fault.c between the program and the system.

# broken FAULT COMMAND...: runs it with the fault; status in $s, at most 30 seconds.
broken() {
    fault=$1
    shift
    FAULT=$fault LD_PRELOAD=$TOOLS/fault.so timeout 30 "$@"
    s=$?
}
ends() {
    [ $s -eq 2 ] || { echo "$1: exit $s"; cat err; return 1; }
    [ -s err ] || { echo "$1: no message"; return 1; }
}

# 28 is ENOSPC, 5 is EIO. out.fault is a regular file, so that its path can be named.
write_fails() {
    "$1" "$2" >want
    for j in 1 4; do
        for after in 0 1 $(($(wc -c <want) / 2)); do
            broken "write:out.fault:$after:28" "$1" -j$j "$2" >out.fault 2>err
            ends "-j$j after $after" || return 1
            head -c $after want | cmp - out.fault || return 1
        done
    done
}
# Only the part before the error comes out, in order and in whole lines, and all of it.
read_fails() {
    "$1" "$2" >want
    for j in 1 4; do
        broken "read:$2:1500000:5" "$1" -j$j "$2" >got 2>err
        ends "-j$j" || return 1
        [ -s got ] && head -c "$(wc -c <got)" want | cmp - got || return 1
        [ "$j" -eq 1 ] || cmp got got.1 || return 1
        cp got got.1
    done
    [ "$(wc -c <got)" -lt "$(wc -c <want)" ]
}
file_fails() {
    for call in "fsync::0:5" "rename:whole:0:5" "write:whole:100000:28"; do
        rm -f whole*
        broken "$call" "$1" -o whole "$2" 2>err
        ends "$call" || return 1
        [ ! -e whole ] || { echo "$call: a file that looks finished"; return 1; }
    done
}

if [ "${BUILD-}" = asan ] || [ "${BUILD-}" = tsan ]; then
    skip 'system calls that fail' 'LD_PRELOAD and sanitizers do not mix'
else
    for p in $programs; do
        f=$(input "$p")
        check "$p: write(2) fails in the middle" write_fails "$p" "$f"
        check "$p: fsync(2), rename(2) or write(2) fails under -o" file_fails "$p" "$f"
    done
    for p in $filters; do check "$p: read(2) fails in the middle" read_fails "$p" "$(input "$p")"; done
fi
