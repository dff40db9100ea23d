# shellcheck shell=sh
# sourced by run.sh
# Where the bytes go: pipes that close, disks that are full, files that must be whole or not there.

full_disk() {
    for j in 1 4; do
        timeout 30 "$1" -j$j "$2" >/dev/full 2>err
        s=$?
        [ $s -eq 2 ] && [ "$(wc -l <err)" -eq 1 ] && grep -q 'No space left' err ||
            { echo "-j$j: exit $s"; cat err; return 1; }
    done
}
closed_pipe() {
    for j in 1 4; do
        { timeout 30 "$1" -j$j "$2" 2>err; echo $? >status; } | head -n 1 >/dev/null
        [ ! -s err ] && [ "$(cat status)" -eq 141 ] ||
            { echo "-j$j: exit $(cat status)"; cat err; return 1; }
    done
}
closed_pipe_ignored() {
    { (trap '' PIPE; timeout 30 "$1" "$2" 2>err; echo $? >status) } | head -n 1 >/dev/null
    [ ! -s err ] && [ "$(cat status)" -ne 0 ] && [ "$(cat status)" -ne 124 ] ||
        { echo "exit $(cat status)"; cat err; return 1; }
}
no_stdout() {
    "$1" "$2" >&- 2>err
    [ $? -eq 2 ]
}

# What is opened must not take the place of a descriptor that the caller has closed.
closed_descriptors() {
    { head -n 2 "$2"; echo 'not a record'; } >odd.jsonl
    timeout 10 "$1" - <&- 2>err
    [ $? -eq 2 ] && grep -q 'Bad file descriptor' err || { echo "no stdin: $(cat err)"; return 1; }
    "$1" -o want odd.jsonl 2>/dev/null
    "$1" -o got odd.jsonl 2>&-
    cmp want got || return 1
    "$1" </dev/null >&- 2>err
    [ $? -eq 2 ] || { echo 'no stdout, and nothing to write'; return 1; }
}
# A name that stands for a descriptor is no file that another could take the place of.
descriptor_names() {
    echo before >named
    { "$1" -o /dev/stdout "$2" && echo behind; } >>named || return 1
    { echo before; "$1" "$2"; echo behind; } | cmp - named || return 1
    "$1" -o /dev/fd/7 "$2" 7>named && "$1" "$2" | cmp - named
}
one_file_for_two() {
    rm -f twice
    "$1" -o twice --rejects ./twice "$2" 2>err
    [ $? -eq 2 ] && [ ! -e twice ] && grep -q 'twice: another output' err
}

# A reader that is killed while its input is still open: no file that looks finished.
killed() {
    rm -rf killed && mkdir killed && mkfifo killed/in
    head -c 3000000 "$2" >killed/part
    "$1" -o killed/out <killed/in 2>/dev/null &
    pid=$!
    {
        cat killed/part
        sleep 0.4
        kill -9 $pid
        sleep 0.1
    } >killed/in 2>/dev/null
    wait $pid 2>/dev/null
    [ ! -e killed/out ] || return 1
    "$1" -o killed/out "$2" || return 1
    "$1" "$2" | cmp - killed/out || return 1
    # the rerun has cleaned up
    [ "$(find killed -type f | wc -l)" -eq 2 ] || { ls killed; return 1; }
}
over_existing() {
    rm -rf over && mkdir over && mkfifo over/in
    echo old >over/out
    "$1" -o over/out <over/in 2>/dev/null &
    pid=$!
    {
        cat "$2"
        sleep 0.3
        cp over/out over/seen
    } >over/in
    wait $pid || return 1
    [ "$(cat over/seen)" = old ] || { echo 'the old file was touched before the end'; return 1; }
    "$1" <"$2" | cmp - over/out
}
devices() {
    "$1" -o /dev/null "$2" || return 1
    [ -c /dev/null ] || { echo '/dev/null is no device any more'; return 1; }
    rm -f pipe && mkfifo pipe
    "$1" "$2" >want
    cat pipe >got &
    "$1" -o pipe "$2" || return 1
    wait $!
    [ -p pipe ] && cmp want got
}
# A name for standard output, as /dev/stdout is: written where it stands, the name stays what it is.
output_by_name() {
    ln -sf /proc/self/fd/1 by-name
    "$1" "$2" >want
    { "$1" -o by-name "$2" && "$1" -o by-name "$2"; } >got || return 1
    [ -L by-name ] || { echo 'the name has been replaced by a file'; return 1; }
    cat want want | cmp - got
}
linked() {
    rm -f real link && echo old >real && ln -s real link
    "$1" "$2" >want && "$1" -o link "$2" && [ -L link ] && cmp want real
}
compressed() {
    "$1" "$2" >want
    "$1" -o packed.gz "$2" && gzip -dc packed.gz | cmp want - || return 1
    "$1" -o packed.zst "$2" && zstd -qdc packed.zst | cmp want -
}
no_folder() {
    "$1" -o no/such/folder/out "$2" 2>err
    [ $? -eq 2 ] && grep -q no/such/folder err
}

for p in $programs; do
    f=$(input "$p")
    check "$p: a full disk is an error" full_disk "$p" "$f"
    check "$p: a closed pipe is not" closed_pipe "$p" "$f"
    check "$p: a closed pipe with SIGPIPE ignored" closed_pipe_ignored "$p" "$f"
    check "$p: no stdout at all" no_stdout "$p" "$f"
    [ "$p" = unwrap ] || check "$p: closed descriptors" closed_descriptors "$p" "$f"
    check "$p: -o /dev/stdout" descriptor_names "$p" "$f"
    check "$p: one file for two outputs" one_file_for_two "$p" "$f"
    check "$p: -o and kill -9" killed "$p" "$f"
    check "$p: -o over a file that is there" over_existing "$p" "$f"
    check "$p: -o to a device and to a pipe" devices "$p" "$f"
    check "$p: -o to a name of standard output" output_by_name "$p" "$f"
    check "$p: -o through a link" linked "$p" "$f"
    check "$p: -o compresses" compressed "$p" "$f"
    check "$p: -o where there is no folder" no_folder "$p" "$f"
done
