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

# folder FAULT: writes the data set that is there anew, with the fault. What was there is there still, or nothing
# looks finished; and the next run ends well.
folder() {
    broken "$1" to-jsonl --replace -o set/ --shard-size 100K "$f" 2>err
    ends "$1" || return 1
    if [ -e set/manifest.json ]; then to-jsonl --verify set >/dev/null || return 1; fi
    [ -z "$(find set -name '.*')" ] || { echo "$1: leaves $(find set -name '.*')"; return 1; }
    to-jsonl --replace -o set/ "$f" && to-jsonl --verify set >/dev/null
}
folder_fails() {
    f=$1
    for fault in fsync::0:5 rename:part-:0:5 rename:frames:0:5 rename:manifest:0:5 write:part-:100000:28 \
        write:frames:0:28 close:part-:0:5 close:manifest:0:5; do
        rm -rf set
        broken $fault to-jsonl -o set/ --shard-size 100K "$f" 2>err
        ends "$fault" || return 1
        [ ! -e set ] || { echo "$fault: a folder"; return 1; }
        to-jsonl -o set/ "$f" && folder $fault || return 1
    done
}
# kill -9 at any time: nothing looks finished, and the next run ends well.
folder_killed() {
    for wait in 0.001 0.01 0.02 0.05 0.1 0.2 0.4 0.001 0.01 0.05; do
        sh -c 'timeout -s KILL "$@"' sh $wait to-jsonl --replace -o killed/ --shard-size 50K "$1" 2>/dev/null
        [ ! -e killed/manifest.json ] || to-jsonl --verify killed >/dev/null || return 1
        [ $wait != 0.4 ] || { to-jsonl --replace -o killed/ "$1" && to-jsonl --verify killed >/dev/null; } || return 1
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
    check 'to-jsonl: system calls fail under -o DIR/' folder_fails "$(input to-jsonl)"
    check 'to-jsonl: kill -9 under -o DIR/' folder_killed "$(input to-jsonl)"
    for p in $filters; do check "$p: read(2) fails in the middle" read_fails "$p" "$(input "$p")"; done
fi
