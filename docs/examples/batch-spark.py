"""batch-spark.py JOBS FINAL [NEAR]: archives to one deduplicated data set, on Spark.

    spark-submit --conf spark.executorEnv.PATH="$PATH" batch-spark.py jobs.tsv final .7

JOBS has a line for each archive, IN and OUT with a tab between them, on a file system that all
nodes share, and so is FINAL. run-shard and the programs are in the driver's PATH, which the workers are
given. The statistics of run-shard go to FINAL/stats.jsonl, what is left of each shard after the
duplicates have gone to FINAL/NNNNN.jsonl.zst, and FINAL/final.tsv, with the shards and their
results, is written last of all. The same command again does what is missing; when nothing is, Spark is
not started.

Exit status: 0 all done or given up; else call it again.
"""

import os
import shlex
import subprocess
import sys
from pathlib import Path

DONE, GIVEN_UP = 0, 65

# The names in JOBS begin where the driver is, wherever Spark's workers are.
FOLDER = os.getcwd()
# All that the programs get of an environment; without PATH a command of pipe() is not found.
ENVIRONMENT = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
ENVIRONMENT |= {k: v for k, v in os.environ.items() if k.startswith("SHARD_")}


def run(*command, good=(DONE,)):
    """What a program prints. Any other status than those in good is an error: Spark tries the task again."""
    ended = subprocess.run(
        command, cwd=FOLDER, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
    )
    if ended.returncode not in good:
        raise RuntimeError(f"{shlex.join(command)}: status {ended.returncode}")
    return ended.stdout.decode()


def run_shards(rows):
    for archive, out in rows:
        yield run("run-shard", archive, out, good=(DONE, GIVEN_UP))


def drop(listed):
    def drop_partition(rows):
        for number, shard, result in rows:
            if not os.path.exists(os.path.join(FOLDER, result)):
                run("dedupe", "--drop", listed, "--shard", str(number), "-o", result, shard)
            yield result

    return drop_partition


def write(path, text):
    """Complete or not at all."""
    new = path.with_name(path.name + ".new")
    new.write_text(text)
    new.replace(path)


def number_shards(jobs, final):
    """Number, shard and result of every shard, in the order of JOBS."""
    done = (Path(out) for _, out in jobs if Path(out, "manifest.json").exists())
    shards = (str(shard) for out in done for shard in sorted(out.glob("part-*")))
    return [(n, shard, str(final / f"{n:05}.jsonl.zst")) for n, shard in enumerate(shards)]


def split(sc, shards):
    """How many partitions: enough for all workers, and for not too much to be done again."""
    return min(len(shards), max(4 * sc.defaultParallelism, len(shards) // 16))


def find_duplicates(sc, shards, near):
    """The lines of dedupe --resolve. Programs are joined by Spark, not by pipes of the shell, so that it sees
    the status of each: with checkCode a partition whose program has failed is an error, not short."""
    from pyspark.rdd import portable_hash

    def pipe(rdd, command):
        return rdd.pipe(command, env=ENVIRONMENT, checkCode=True)

    # Lines of input are number and shard. pipe() splits a command into words, and knows no shell.
    step = (
        'cd "$0" && while IFS="\t" read -r n shard; do'
        f' dedupe --near {near} --sign --shard "$n" "$shard" || exit; done'
    )
    parts = split(sc, shards)
    files = sc.parallelize([f"{n}\t{shard}" for n, shard, _ in shards], parts)
    pairs = pipe(
        pipe(files, shlex.join(["sh", "-c", step, FOLDER]))
        .map(lambda line: (line[:30], line))
        .repartitionAndSortWithinPartitions(parts, lambda key: portable_hash(key[:16]))
        .values(),
        f"dedupe --near {near} --pairs",
    )
    return pipe(
        pairs.distinct().map(lambda line: (line[:27], line)).repartitionAndSortWithinPartitions(1).values(),
        "dedupe --resolve",
    )


def main(jobs_file, final_dir, near=".7"):
    lines = Path(jobs_file).read_text().split("\n")  # splitlines() ends lines at U+2028 too
    jobs = [tuple(line.split("\t")) for line in lines if line]
    final = Path(final_dir)
    final.mkdir(parents=True, exist_ok=True)
    proof = final / "final.tsv"

    def table(shards):
        return "".join(f"{n}\t{shard}\t{result}\n" for n, shard, result in shards)

    left = [
        (archive, out)
        for archive, out in jobs
        if not Path(out, "manifest.json").exists() and not Path(out.rstrip("/") + ".failed").exists()
    ]
    if not left and proof.exists() and proof.read_text() == table(number_shards(jobs, final)):
        return

    from pyspark import SparkConf, SparkContext

    sc = SparkContext(conf=SparkConf().setAppName("newsreel"))
    try:
        # A partition for each archive: it is what is tried again.
        stats = sc.parallelize(jobs, len(jobs)).mapPartitions(run_shards).collect()
        write(final / "stats.jsonl", "".join(stats))

        shards = number_shards(jobs, final)
        started = final / "shards.tsv"
        if not started.exists() or started.read_text() != table(shards):
            for old in [proof, *final.glob("*.jsonl.zst")]:
                old.unlink(missing_ok=True)
            write(started, table(shards))
        if shards:
            listed = final / "list"
            write(listed, "".join(f"{line}\n" for line in find_duplicates(sc, shards, near).toLocalIterator()))
            sc.parallelize(shards, split(sc, shards)).mapPartitions(drop(str(listed))).collect()
            listed.unlink()
        started.replace(proof)
    finally:
        sc.stop()


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(*sys.argv[1:])
