# shellcheck shell=sh
# sourced by run.sh: GNU parallel

programs='unwrap clean tag to-jsonl'
by_parallel() { batch-parallel parallel.tsv -j4 >>parallel.out 2>>parallel.err; }
parallel_killed() {
    make_jobs parallel
    start_kills $((kills * 4 / 10)) "$programs run-shard parallel batch-parallel"
    until_done parallel by_parallel || { tail parallel.err; return 1; }
}
no_process_left() {
    for i in 1 2 3 4 5 6 7 8 9 10; do
        [ "$(pgrep -cx 'unwrap|to-jsonl|run-shard')" = 0 ] && return
        sleep .5
    done
}
by_dedupe_shards() { PARALLEL=-j4 SORT='-S 200M' dedupe-shards parallel.tsv parallel.work >>dedupe.out 2>&1; }
hash_final() { cut -f 3 "$1/final.tsv" | xargs zstd -dqc | sha256sum | cut -c 1-64; }
dedupe_killed() {
    start_kills $((kills / 10)) 'dedupe sort parallel' .4
    for call in 1 2 3 4 5 6 7 8 9 10 11 12; do
        by_dedupe_shards
        if [ $? -eq 0 ]; then
            killing || break
            rm -rf parallel.work
        fi
    done
    [ "$(hash_final parallel.work)" = "$(cat unique)" ] && [ "$(ls -A parallel.work)" = "$(printf 'final\nfinal.tsv\nstep.list')" ] &&
        ! ls -A parallel.work/final | grep -v '^[0-9]*\.jsonl\.zst$'
}
dedupe_again() { folder=parallel.work && done_again by_dedupe_shards; }

# A server for this test alone.
start_sshd() {
    mkdir -p ssh && [ -d /run/sshd ] || mkdir -p /run/sshd || return 1
    ssh-keygen -q -t ed25519 -N '' -f ssh/host && ssh-keygen -q -t ed25519 -N '' -f ssh/key || return 1
    port=$((20000 + $$ % 20000))
    printf '%s\n' "Port $port" 'ListenAddress 127.0.0.1' "HostKey $tmp/ssh/host" "PidFile $tmp/ssh/pid" \
        "AuthorizedKeysFile $tmp/ssh/key.pub" 'StrictModes no' 'UsePAM no' 'MaxStartups 100' >ssh/config
    "$(command -v sshd || echo /usr/sbin/sshd)" -f "$tmp/ssh/config" -E ssh/log
}
over_ssh() {
    head -n 12 parallel.tsv | sed 's/parallel/ssh/' >ssh.tsv
    start_sshd || { cat ssh/log; return 1; }
    node="2/ssh -p $port -i $tmp/ssh/key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR 127.0.0.1"
    batch-parallel ssh.tsv -S "$node" --workdir "$tmp" --env PATH --env SHARD_WAIT
    status=$?
    kill "$(cat ssh/pid)"
    [ $status = 0 ] || { cat ssh/log; return 1; }
    rm ssh/pid
    while IFS=$tab read -r in out; do diff -r "$out" "serial/${in#in/}" || return 1; done <ssh.tsv
}

if command -v parallel >/dev/null && parallel --version 2>/dev/null | grep -q '^GNU parallel'; then
    check 'GNU parallel: killed, resumed, to the end' parallel_killed
    wait_kills 'GNU parallel'
    check 'GNU parallel: no process is left' no_process_left
    check 'GNU parallel: the reference, and nothing else' same_as_reference parallel
    check 'GNU parallel: again does nothing, in under two seconds' done_again by_parallel
    check 'dedupe-shards: killed, resumed, what one run would have left' dedupe_killed
    wait_kills 'dedupe-shards'
    check 'dedupe-shards: again does nothing, in under two seconds' dedupe_again
    if command -v ssh >/dev/null && [ -x /usr/sbin/sshd ]; then
        check 'GNU parallel over ssh' over_ssh
    else
        skip 'GNU parallel over ssh' 'there is no sshd'
    fi
else
    skip 'GNU parallel' 'it is not installed'
fi
