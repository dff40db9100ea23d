# shellcheck shell=sh
# sourced by run.sh: Spark, as a cluster of two workers on this machine

# What Spark prints is long; the end of it is shown when something is wrong.
by_spark() {
    env JAVA_TOOL_OPTIONS="-Djava.io.tmpdir=$tmp/spark-tmp" SPARK_LOCAL_IP=127.0.0.1 SPARK_LOCAL_DIRS="$tmp/spark-tmp" \
        SPARK_WORKER_DIR="$tmp/spark-tmp" PYSPARK_PYTHON="$tmp/spark-python/batch-worker" PYSPARK_DRIVER_PYTHON="$PYTHON" \
        PYSPARK_SUBMIT_ARGS="--master local-cluster[2,1,1024] --conf spark.driver.host=127.0.0.1
            --conf spark.ui.enabled=false --conf spark.task.maxFailures=12
            --conf spark.executorEnv.SHARD_WORKER=$tmp pyspark-shell" \
        "$PYTHON" "$examples/batch-spark.py" spark.tsv spark.final >>spark.out 2>>spark.err
}
# Killed: the programs and Spark's Python processes, while archives are done, and while
# duplicates are looked for; and one executor, whose programs go on.
kill_executor() {
    until [ "$(find spark -name manifest.json 2>/dev/null | wc -l)" -gt 20 ]; do
        [ ! -e spark.end ] || return
        sleep 1
    done
    executor=$(grep -lsazFx "SHARD_WORKER=$tmp" /proc/[0-9]*/environ | while read -r file; do
        [ "$(cat "${file%environ}comm")" != java ] || echo "$file"
    done | head -n 1 | cut -d / -f 3)
    [ ! "$executor" ] || { kill -9 "$executor" && echo '1 executor' >spark.killed; }
}
spark_killed() {
    make_jobs spark
    mkdir -p spark-tmp spark-python && ln -s "$("$PYTHON" -c 'import sys; print(sys.executable)')" spark-python/batch-worker
    start_kills $((kills * 13 / 100)) "$programs run-shard" .2 'spark/*/manifest.json'
    start_kills $((kills * 2 / 100)) batch-worker 2 'spark/*/manifest.json'
    start_kills $((kills * 4 / 100)) dedupe .2 spark.final/shards.tsv
    start_kills $((kills / 100)) batch-worker 2 spark.final/shards.tsv
    kill_executor &
    for call in 1 2 3 4 5 6; do
        by_spark && break
    done
    ended=$?
    : >spark.end
    wait $!
    [ $ended = 0 ] || { tail -n 30 spark.err; return 1; }
}
# The results and their table, and nothing else.
spark_final() {
    [ "$(hash_final spark.final)" = "$(cat unique)" ] || return 1
    { cut -f 3 spark.final/final.tsv | sed 's/.*\///' && printf '%s\n' final.tsv stats.jsonl; } | sort >want
    ls -A spark.final | diff want - && [ "$(jq -c . spark.final/stats.jsonl | wc -l)" = 60 ]
}

if ! "$PYTHON" -c 'import pyspark' 2>/dev/null; then
    skip Spark "$PYTHON has no module pyspark"
elif ! command -v java >/dev/null; then
    skip Spark 'there is no java'
else
    check 'Spark: programs and workers killed, to the end' spark_killed
    wait_kills Spark
    [ ! -f spark.killed ] || sed 's/^/# Spark: also /' spark.killed
    check 'Spark: the reference, and nothing else' same_as_reference spark
    check 'Spark: without near-duplicates, what one run would have left' spark_final
    folder=spark.final
    check 'Spark: again does nothing' done_again by_spark
fi
