# shellcheck shell=sh
# sourced by run.sh: GNU parallel, by ssh to a server of its own

# A server for this test alone.
start_sshd() {
    mkdir -p server && [ -d /run/sshd ] || mkdir -p /run/sshd || return 1
    ssh-keygen -q -t ed25519 -N '' -f server/host && ssh-keygen -q -t ed25519 -N '' -f server/key || return 1
    port=$((20000 + $$ % 20000))
    printf '%s\n' "Port $port" 'ListenAddress 127.0.0.1' "HostKey $tmp/server/host" "PidFile $tmp/server/pid" \
        "AuthorizedKeysFile $tmp/server/key.pub" 'StrictModes no' 'UsePAM no' 'MaxStartups 100' >server/config
    "$(command -v sshd || echo /usr/sbin/sshd)" -f "$tmp/server/config" -E "$tmp/server/log" &&
        trap 'kill "$(cat server/pid)"; rm -rf "$tmp"' EXIT
}
over_ssh() {
    make_jobs ssh && head -n 12 ssh.tsv >some && mv some ssh.tsv
    start_sshd || { cat server/log; return 1; }
    node="2/ssh -p $port -i $tmp/server/key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR 127.0.0.1"
    batch-parallel ssh.tsv -S "$node" --workdir "$tmp" --env PATH --env SHARD_WAIT --env SHARD_TO_JSONL
    status=$?
    trap 'rm -rf "$tmp"' EXIT
    kill "$(cat server/pid)"
    [ $status = 0 ] || { cat server/log; return 1; }
    rm server/pid
    while IFS=$tab read -r in out; do diff -r "$out" "serial/${in#in/}" || return 1; done <ssh.tsv
}

if ! parallel --version 2>/dev/null | grep -q '^GNU parallel'; then
    skip 'GNU parallel over ssh' 'GNU parallel is not installed'
elif ! command -v ssh >/dev/null || [ ! -x /usr/sbin/sshd ]; then
    skip 'GNU parallel over ssh' 'there is no sshd'
elif [ "$(id -u)" != 0 ]; then
    skip 'GNU parallel over ssh' 'the server wants to be root'
else
    check 'GNU parallel over ssh' over_ssh
fi
