# shellcheck shell=sh
# sourced by run.sh: a Slurm of one node, of its own: its folder, key, ports and configuration are not the system's

slurm_port=$((40000 + $$ % 10000))
start_munge() {
    munged --key-file="$tmp/cluster/key" --socket="$tmp/cluster/munge" --pid-file="$tmp/cluster/munged.pid" \
        --log-file="$tmp/cluster/munged.log" --seed-file="$tmp/cluster/seed" --num-threads=2
}
start_slurm() {
    chmod 711 . && mkdir -p cluster/state cluster/spool && head -c 128 /dev/urandom >cluster/key && chmod 400 cluster/key || return 1
    host=$(uname -n)
    host=${host%%.*}
    sed 's/^ *//' >cluster/slurm.conf <<END
        ClusterName=newsreel
        SlurmctldHost=$host(127.0.0.1)
        SlurmUser=root
        AuthType=auth/munge
        AuthInfo=socket=$tmp/cluster/munge
        SlurmctldPort=$slurm_port
        SlurmdPort=$((slurm_port + 1))
        StateSaveLocation=$tmp/cluster/state
        SlurmdSpoolDir=$tmp/cluster/spool
        SlurmctldPidFile=$tmp/cluster/slurmctld.pid
        SlurmdPidFile=$tmp/cluster/slurmd.pid
        SlurmctldLogFile=$tmp/cluster/slurmctld.log
        SlurmdLogFile=$tmp/cluster/slurmd.log
        SlurmdParameters=config_overrides
        ProctrackType=proctrack/linuxproc
        TaskPlugin=task/none
        SelectType=select/cons_tres
        SelectTypeParameters=CR_CPU
        SchedulerParameters=sched_interval=2,batch_sched_delay=0,default_queue_depth=1000
        JobAcctGatherType=jobacct_gather/none
        AccountingStorageType=accounting_storage/none
        MpiDefault=none
        ReturnToService=2
        KillWait=2
        NodeName=$host NodeAddr=127.0.0.1 CPUs=8 State=UNKNOWN
        PartitionName=news Nodes=$host Default=YES MaxTime=INFINITE State=UP
END
    SLURM_CONF=$tmp/cluster/slurm.conf
    export SLURM_CONF
    trap 'stop_slurm; rm -rf "$tmp"' EXIT
    start_munge && slurmctld -c && slurmd || return 1
    for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        [ "$(sinfo -h -o %t 2>/dev/null)" = idle ] && return
        sleep 1
    done
    return 1
}
stop_slurm() {
    trap 'rm -rf "$tmp"' EXIT
    for daemon in slurmd slurmctld munged; do
        [ ! -f cluster/$daemon.pid ] || kill "$(cat cluster/$daemon.pid)"
    done
    sleep 1
}

# What an administrator does, who has no time: a job that went back into the queue waits for two minutes
# there, as long as nobody says otherwise, and one that could not begin is held. In some rounds a job is sent
# back while it runs.
attend_queue() {
    for job in $(squeue -h -t PD -o '%i %r' | awk '$2 == "BeginTime" { print $1 }'); do
        scontrol update JobId="$job" StartTime=now
    done
    for job in $(squeue -h -t PD -o '%i %r' | awk '$2 ~ /^JobHeld/ { print $1 }'); do
        scontrol release "$job"
    done
    case $(sinfo -h -o %t) in
    drain* | drng* | down*) scontrol update NodeName="$host" State=RESUME ;;
    esac
    turn=$((turn + 1))
    if killing && [ $((turn % 8)) = 5 ]; then
        running=$(squeue -h -t R -o %i | head -n 1)
        [ ! "$running" ] || { scontrol requeue "$running" && echo requeue >>requeued; }
    fi
}
by_slurm() {
    arrays=$(BATCH_ARRAY=25 batch-slurm slurm.tsv) || return 1
    [ "$arrays" ] || return 0
    turn=0
    while left=$(squeue -h -o %i) && [ "$left" ] && [ $turn -lt 300 ]; do
        attend_queue
        sleep .5
    done
    scancel -u root
    false # once more: what is missing?
}
slurm_killed() {
    start_slurm || { tail -n 20 cluster/*.log; return 1; }
    make_jobs slurm
    start_kills $((kills * 3 / 10)) "$programs run-shard slurm_script"
    until_done slurm by_slurm || { tail -n 20 cluster/*.log; return 1; }
}
submit_again() { batch-slurm slurm.tsv; }

if ! command -v slurmctld >/dev/null || ! command -v slurmd >/dev/null || ! command -v munged >/dev/null; then
    skip 'Slurm' 'slurmctld, slurmd and munge are not installed'
elif [ "$(id -u)" != 0 ]; then
    skip 'Slurm' 'its daemons want to be root'
else
    check 'Slurm: killed, sent back, submitted again, to the end' slurm_killed
    wait_kills Slurm
    sort requeued | uniq -c | sed 's/^/# Slurm: also /'
    check 'Slurm: the reference, and nothing else' same_as_reference slurm
    folder=slurm
    check 'Slurm: again submits nothing' done_again submit_again
    stop_slurm >/dev/null 2>&1
fi
