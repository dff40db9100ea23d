#!/bin/sh
# run.sh: sixty archives, some damaged, through the recipes of docs/examples: one after the other, which is the
# reference; then by GNU parallel, also over ssh, by make, by a Slurm of its own and by Spark, while processes
# are killed. What comes out has to be the reference, to the byte. Engines that are not installed are
# skipped.
#
# KILLS is how many processes are killed, about; default 100. SEED chooses them; default 1. PYTHON is a Python
# that has pyspark; default: what make deps-batch has made, or python3. ENGINES are those to be tried; default: parallel ssh make slurm spark.
set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
. "$top/tests/tap.sh"
examples=$top/docs/examples
PATH=$examples:$BIN:${TOOLS%/*}/bench:$PATH
TMPDIR=$tmp/scratch
# What is in the environment of a process that may be killed.
SHARD_MARK=$tmp
SHARD_WAIT=1
SHARD_TO_JSONL='--shard-size 256K' # so that some have two
export PATH TMPDIR SHARD_MARK SHARD_WAIT SHARD_TO_JSONL
mkdir "$TMPDIR"
cd "$tmp" || exit 2
[ "${PYTHON-}" ] || PYTHON=$(ls "$top/build/python/bin/python3" 2>/dev/null || echo python3)
kills=${KILLS-100}
seed=${SEED-1}
tab=$(printf '\t')

# ---- What is compared ----

# make_jobs FOLDER: the data sets are to lie there.
make_jobs() { awk -v folder="$1" '{ printf "in/%s\t%s/%s\n", $1, folder, $1 }' archives >"$1.tsv"; }
each_out() { cut -f 2 "$1.tsv" | while read -r out; do [ ! -d "$out" ] || "$2" "$out"; done; }
ls_parts() { printf '%s\n' "$1"/part-*; }
unpack_out() { zstd -dqc "$1"/part-*; }
# The SHA-256 of all lines, in the order of the jobs.
hash_data() { each_out "$1" unpack_out | sha256sum | cut -c 1-64; }
# The bytes of all files, those with the wrong name too.
hash_files() { (cd "$1" && find . -type f ! -name '*.failed' -exec sha256sum {} + | sort -k 2); }
hash_final() { cut -f 3 "$1/final.tsv" | xargs zstd -dqc | sha256sum | cut -c 1-64; }
given_up() { find "$1" -name '*.failed' | sed 's/.*\///' | sort; }

same_as_reference() {
    [ "$(hash_data "$1")" = "$reference" ] || { echo 'other lines'; return 1; }
    hash_files "$1" | diff files - && given_up "$1" | diff failed - && [ -z "$(ls "$TMPDIR")" ]
}
# done_again COMMAND ...: it has nothing to do, and says how soon it has seen that.
done_again() {
    hash_files "$folder" >before
    began=$(date +%s%N)
    "$@" >again 2>&1
    took=$((($(date +%s%N) - began) / 1000000))
    echo "# $took ms to see that there is nothing to do" >>notes
    cut -c 1-200 again | tail -n 20
    ! grep -q '"state":"done"' again && hash_files "$folder" | cmp - before
}

# ---- Kills ----

programs='unwrap clean tag to-jsonl'
programs="$programs $programs $programs" # three times as likely as others

# start_kills NUMBER NAMES [PAUSE [FILE]]: from when there is such a file; wait_kills says how many there were.
killers=
start_kills() {
    seed=$((seed + 1))
    rm -f stop
    (
        until [ -e stop ] || [ ! -d "$tmp" ] || [ ! "${4-}" ] || ls $4 >"$tmp/seen"; do sleep .2; done
        SHARD_MARK='' exec awk -v seed=$seed -v kills="$1" -v mark="SHARD_(MARK|WORKER)=$tmp" -v names="$2" \
            -v pause="${3-.2}" -v stop="$tmp" -f "$here/kill.awk"
    ) >killed.$seed 2>/dev/null &
    killers="$killers $!"
}
killing() {
    for killer in $killers; do
        ! kill -0 $killer 2>/dev/null || return 0
    done
    return 1
}
wait_kills() {
    : >stop
    wait $killers
    killers=
    sort killed.* | uniq -c | awk -v what="$1" '{ n += $1; names = names (names ? ", " : "") $1 " " $2 }
        END { printf "# %s: %d killed (%s)\n", what, n, names }' | tee -a kills
    rm killed.*
}
# until_done FOLDER COMMAND ...: calls it until it ends with 0 and there are no more kills to come. Where it
# has ended before that, it begins anew.
until_done() {
    folder=$1
    shift
    for call in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
        "$@"
        if [ $? -eq 0 ]; then
            killing || return 0
            echo "# begins anew after call $call"
            flock "$folder.tsv" rm -rf "$folder" "$folder.tsv.log"
        fi
    done
    echo 'no end'
    return 1
}

# ---- Odd names ----

# make_odd: a list of stories whose names shells, make or a program would take for something else, and whose last line
# does not end.
make_odd() {
    rm -rf ./odd ./odd.* ./-in ./-out
    mkdir odd
    echo '{"id":"1","text":"Rain over the harbour of Valdin all day, and more of it to come."}' >odd/story
    # shellcheck disable=SC2016 # that is what is odd
    for story in 'a b' ' blanks ' "it's" 'a=b;c&d' '$HOME`id`' '$$(id)' 'x:y#z%1' '*[?]' '"q" \t' "back\\" '~' '-n' 'é'; do
        cp odd/story "odd/$story.jsonl"
        printf '%s\t%s\n' "odd/$story.jsonl" "odd.out/$story"
    done >odd.all
    cp odd/story ./-in
    printf '%s\t%s\n%s\t%s' -in -out odd/story odd.out/last/ >>odd.all
    mv odd.all odd.tsv
}
odd_done() {
    while IFS=$tab read -r _ out || [ "$out" ]; do
        [ -f "$out/manifest.json" ] || { echo "not done: $out"; return 1; }
    done <odd.tsv
    [ "$(ls odd.out | wc -l)" = 14 ]
}
# odd COMMAND ...: does them all; and again, where there is nothing to do.
odd() {
    make_odd && "$@" odd.tsv >odd.stats && odd_done && [ "$(wc -l <odd.stats)" = 15 ] && "$@" odd.tsv >odd.again &&
        ! grep '"done"' odd.again
}

# ---- The reference ----

one_by_one() {
    make_jobs serial
    while IFS=$tab read -r in out; do
        run-shard "$in" "$out" 2>>messages
        echo "$? ${in#in/}" >>statuses
    done <serial.tsv >stats.jsonl
    [ "$(jq -c . stats.jsonl | wc -l)" = 60 ]
}
statuses() { awk '{ print $2 == "hopeless" ? 65 : 0, $1 }' archives | diff - statuses; }
# Documents as the generator has counted them; and for every stage, in = passed + dropped + rejected, and
# what one passes on is what the next one gets.
counts() {
    jq -r 'select(.state == "done") | "\(.archive[3:]) \(.unwrap.out)"' stats.jsonl | sort >got
    awk '$2 ~ /[0-9]/' archives | sort >want
    [ "$(wc -l <want)" -gt 40 ] && join -v 1 -o 1.1,1.2 want got >lost && [ ! -s lost ] && join want got |
        awk '$2 != $3 { print; bad = 1 } END { exit bad }' || return 1
    jq -e -s 'map(select(.state == "done") |
        (.stages | all(.in == .passed + ([.dropped[]] | add // 0) + .rejected)) and
        ([.stages[1:], .stages[:-1]] | transpose | all(.[0].in == .[1].out)) and
        .records == .stages[-1].out and (.stages[0].rejected > 0) == (.unwrap.exit == 1)) | all' stats.jsonl
}
verify_out() { to-jsonl --verify "$1" || echo "$1" >>bad; }
verified() { each_out serial verify_out && [ ! -e bad ] && [ "$(ls -d serial/*/part-000001*)" ]; }

# ---- run-shard alone ----

some=in/4.jsonl.gz
# One of the files is shorter than it was; a byte of one is another one.
mended() {
    run-shard $some one/a >first && cp -R one/a was && cut_file one/a/frames.tsv && run-shard $some one/a >second &&
        [ "$(jq -r .state first second | xargs)" = 'done done' ] && diff -r was one/a || return 1
    part=$(echo one/a/part-*)
    printf x | dd of="$part" bs=1 seek=99 conv=notrunc status=none
    [ "$(run-shard $some one/a | jq -r .state)" = kept ] &&
        [ "$(VERIFY=1 run-shard $some one/a | jq -r .state)" = 'done' ] && diff -r was one/a
}
cut_file() { head -c 20 "$1" >shorter && cp shorter "$1"; }
# Each program of the chain dies the first time.
one_dies() {
    for p in unwrap clean tag to-jsonl; do
        mkdir -p "die/$p"
        printf '%s\n' '#!/bin/sh' "mkdir '$tmp/die/$p/once' 2>/dev/null && { sleep .1; kill -9 \$\$; }" \
            "exec $BIN/$p \"\$@\"" >"die/$p/$p"
        chmod +x "die/$p/$p"
        PATH=$tmp/die/$p:$PATH run-shard $some "one/$p" >line && jq -e '.tries == 2' line && diff -r was "one/$p" &&
            rm -r "die/$p/once" "one/$p" || return 1
        PATH=$tmp/die/$p:$PATH SHARD_TRIES=1 run-shard $some "one/$p" >line
        [ $? = 75 ] && jq -e '.state == "failed" and .exit == 75' line && [ ! -f "one/$p/manifest.json" ] || return 1
    done
}
# Nothing is given up beside what a killed to-jsonl has left.
hopeless_and_dies() {
    mkdir die/last
    printf '%s\n' '#!/bin/sh' "mkdir '$tmp/die/last/once' 2>/dev/null && { for folder; do :; done" \
        '    mkdir -p "$folder" && : >"$folder/.manifest.json.part" >"$folder/.frames.tsv.part" && kill -9 $$; }' \
        "exec $BIN/to-jsonl \"\$@\"" >die/last/to-jsonl
    chmod +x die/last/to-jsonl
    PATH=$tmp/die/last:$PATH run-shard in/35.jsonl.zst one/last >line
    [ $? = 65 ] && jq -e '.tries == 2' line && [ ! -e one/last ] && [ -f one/last.failed ]
}
two_at_once() {
    run-shard in/30.xml.bz2 one/two >two.1 &
    run-shard in/30.xml.bz2 one/two >two.2 && wait $! && diff -r one/two serial/30.xml.bz2 &&
        jq -s -e 'map(.state) | sort | . == ["done", "kept"] or . == ["done", "done"]' two.1 two.2
}
# What was given up is done when it is another file.
given_up_until_mended() {
    cp in/50.zip wreck.zip
    run-shard wreck.zip one/wreck >first
    [ $? = 65 ] || return 1
    run-shard wreck.zip one/wreck >second
    [ $? = 65 ] && cmp first second && [ ! -d one/wreck ] && cp in/26.zip wreck.zip &&
        [ "$(run-shard wreck.zip one/wreck | jq -r .state)" = 'done' ] && [ ! -e one/wreck.failed ]
}
wrongly() {
    for call in '' one '"" one' 'one ""' 'one /' 'one //' '- one' 'one two three'; do
        eval "run-shard $call"
        [ $? = 64 ] || return 1
    done
}
# What all filters of the chain drop is no damage, whatever else was damaged.
nothing_passes() {
    { cat odd/story; echo '{'; } >half.jsonl
    SHARD_TO_JSONL='--where false' run-shard half.jsonl one/half >line &&
        jq -e '.state == "done" and .records == 0 and .stages[0].rejected == 1' line && [ -f one/half/manifest.json ]
}
# The line of statistics cannot be written: then it is not said that all is well, and the next call says it.
unsaid() {
    run-shard $some one/unsaid >/dev/full
    [ $? = 75 ] && [ "$(run-shard $some one/unsaid | jq -r .state)" = kept ] || return 1
    run-shard in/50.zip one/never >/dev/full
    [ $? = 75 ] && run-shard in/50.zip one/never >line
    [ $? = 65 ] && jq -e '.state == "given-up"' line || return 1
    : >file && SHARD_TRIES=1 run-shard $some file/out >line
    [ $? = 75 ] && jq -e '.state == "failed"' line
}
odd_one_by_one() { while IFS=$tab read -r in out || [ "$out" ]; do run-shard "$in" "$out"; done <"$1"; }
own_chain() {
    SHARD_CHAIN=dedupe SHARD_UNWRAP='--map "n=id"' SHARD_TO_JSONL='--where "id != null" -j2' \
        run-shard "$some" 'one/a "name"' >line &&
        jq -e '.out == "one/a \"name\"" and (.stages | map(.program)) == ["unwrap", "dedupe", "to-jsonl"]' line
}

sh "$here/archives.sh" in >archives || exit 2
check 'run-shard: one line of statistics for each archive' one_by_one
check 'damage is no error, what cannot be opened is given up' statuses
check 'no document is lost' counts
check 'every data set is as its manifest says' verified
reference=$(hash_data serial)
hash_files serial >files
given_up serial >failed
echo "# $reference"
check 'run-shard: a damaged data set is made again' mended
check 'run-shard: a program that dies costs a second try' one_dies
check 'run-shard: nothing is left of a hopeless archive' hopeless_and_dies
check 'run-shard: two at once' two_at_once
check 'run-shard: what was given up is done when it is mended' given_up_until_mended
check 'run-shard: a chain of your own' own_chain
check 'run-shard: called wrongly' wrongly
check 'run-shard: odd names' odd odd_one_by_one
check 'run-shard: nothing is left by a condition' nothing_passes
check 'run-shard: what cannot be said' unsaid
rm -rf one was
sh_again() { while IFS=$tab read -r in out; do run-shard "$in" "$out"; done <serial.tsv; }
folder=serial
check 'run-shard: all of it again does nothing' done_again sh_again
dedupe -q --near .7 $(each_out serial ls_parts) 2>/dev/null | sha256sum | cut -c 1-64 >unique

for engine in ${ENGINES-parallel ssh make slurm spark}; do
    . "$here/$engine.sh"
done
[ ! -e kills ] || awk '{ sub(/^.*: /, ""); n += $1 } END { printf "# %d killed in all\n", n }' kills
[ ! -e notes ] || cat notes
finish
