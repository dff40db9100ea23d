#!/bin/sh
# run.sh: loads hostile records, published by to-jsonl, into the programs that people use, by the commands
# of docs/consumers.md as they stand there, and compares every value. What is not installed is skipped. PYTHON is
# a Python that has the modules; default: what make deps-consumers has made, or python3.
set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
. "$top/tests/tap.sh"
PATH=$BIN:$PATH:$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1)
[ "${PYTHON-}" ] || PYTHON=$(ls "$top/build/python/bin/python3" 2>/dev/null || echo python3)
PYTHONDONTWRITEBYTECODE=1
export PATH PYTHONDONTWRITEBYTECODE
cd "$tmp" || exit 2
server=
trap '[ "$server" ] && stop_server; rm -rf "$tmp"' EXIT

# block HEADING LANGUAGE: the blocks of a language under a heading of the page.
block() {
    awk -v heading="## $1" -v fence="\`\`\`$2" '
        /^## / { here = $0 == heading; next }
        here && $0 == fence { on = 1; next }
        /^```/ { on = 0 }
        on' "$top/docs/consumers.md"
}
# equal HEADING: what is in got.jsonl is what was to be published.
equal() { "$PYTHON" "$here/torture.py" compare "$1"; }
# python_loads HEADING ROWS: ROWS makes an iterable of dicts of what the block calls news.
python_loads() {
    block "$1" sh >load.sh
    {
        block "$1" python
        printf '%s\n' 'import json' "rows = $2" \
            'with open("got.jsonl", "w") as f: f.writelines(json.dumps(row, default=str) + "\n" for row in rows)'
    } >load.py
    sh -e load.sh && "$PYTHON" load.py && equal "$1"
}
# python_test HEADING MODULE ROWS
python_test() {
    if "$PYTHON" -c "import $2" 2>/dev/null; then
        check "$1" python_loads "$1" "$3"
    else
        skip "$1" "$PYTHON has no module $2"
    fi
}

# duckdb_shards FORMAT: a data set of many frames and shards.
duckdb_shards() {
    to-jsonl -q -o shards/ --replace --shard-format "$1" --shard-size 40K hostile.jsonl 2>/dev/null
    [ "$(find shards -name 'part-*' | wc -l)" -gt 2 ] && to-jsonl --verify shards && to-jsonl --print-schema duckdb >news.sql &&
        "$PYTHON" -c 'import duckdb
duckdb.sql(open("news.sql").read())
rows = duckdb.sql("SELECT to_json(n) FROM read_news(\"shards/part-*\") n".replace(chr(34), chr(39))).fetchall()
open("got.jsonl", "w").writelines(row[0] + "\n" for row in rows)' && equal "DuckDB, $1"
}

# As nobody, where this is root: a server refuses to run as root.
as_nobody() {
    if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi
}
start_server() {
    mkdir pg && chmod 711 . && { [ "$(id -u)" != 0 ] || chown 65534:65534 pg; } || return 1
    as_nobody initdb -D "$tmp/pg/data" -U news -A trust -E UTF8 --no-sync >pg.log 2>&1 || return 1
    as_nobody pg_ctl -D "$tmp/pg/data" -s -w -l "$tmp/pg/log" \
        -o "-c listen_addresses='' -k $tmp/pg -F -c timezone=UTC" start >>pg.log 2>&1 || return 1
    server=1
    PGHOST=$tmp/pg PGUSER=news PGDATABASE=postgres
    export PGHOST PGUSER PGDATABASE
}
equal_copy() {
    psql -q -c "\copy (SELECT row_to_json(news) FROM news) TO got.jsonl WITH (FORMAT csv, QUOTE e'\x01', DELIMITER e'\x02')" &&
        equal PostgreSQL
}
stop_server() { as_nobody pg_ctl -D "$tmp/pg/data" -s -m immediate stop; }
postgres() {
    start_server || { cat pg.log pg/log; return 1; }
    block PostgreSQL sh >load.sh
    # psql prints no characters of plane 16; what is copied is not printed
    sh -e load.sh && equal_copy
}
sqlite() {
    block SQLite sh >load.sh
    sh -e load.sh || return 1
    [ "$(sqlite3 news.db "SELECT count(*) FROM news WHERE json_valid(line)")" = "$(wc -l <news.jsonl)" ] || return 1
    sqlite3 news.db "SELECT json(line) FROM news" >got.jsonl && equal SQLite
}
jq_keeps() {
    block jq sh >load.sh
    sh -e load.sh && [ "$(wc -l <some.jsonl)" = "$(wc -l <news.jsonl)" ] &&
        jq -c . news.jsonl >got.jsonl && equal jq
}
# What is published fits its own schema.
fits_schema() {
    {
        tail -n 60 hostile.jsonl
        echo
        unwrap "$DEMO/sample.tar.zst" 2>/dev/null | clean | tag --quality dolma-gopher-v2
    } >some.jsonl
    for options in '' --flatten '--as dolma' '--as datatrove' '--as ninjs'; do
        # shellcheck disable=SC2086
        to-jsonl -q $options some.jsonl 2>/dev/null >rows.jsonl
        # shellcheck disable=SC2086
        to-jsonl $options --print-schema json-schema >schema.json
        "$PYTHON" -c 'import json, jsonschema
check = jsonschema.Draft202012Validator(json.load(open("schema.json")))
rows = [json.loads(line) for line in open("rows.jsonl", encoding="utf-8")]
assert rows
for row in rows: check.validate(row)' || return 1
    done
}
# BigQuery itself is not at hand: its client reads the schema, and what a load job refuses is looked for.
bigquery() {
    for options in '' --flatten '--as dolma' '--as datatrove' '--as ninjs'; do
        # shellcheck disable=SC2086
        to-jsonl $options --print-schema bigquery >news.json && to-jsonl -q $options hostile.jsonl 2>/dev/null >rows.jsonl
        "$PYTHON" "$here/bigquery.py" news.json rows.jsonl || return 1
    done
}
# What a row may not hold: found by what is not JSON's business.
bytes() {
    ! LC_ALL=C grep -nP '[\x00-\x09\x0b-\x1f\x7f]|\xc2\x85|\xe2\x80[\xa8\xa9]|^$|^\xef\xbb\xbf' news.jsonl &&
        "$PYTHON" -c 'import sys
lines = open("news.jsonl", encoding="utf-8", newline="").read()
sys.exit(lines.splitlines() != lines.split("\n")[:-1] or any(len(l.encode()) > 15 << 20 for l in lines.split("\n")))'
}
same_keys() { [ "$(jq -c 'keys_unsorted' news.jsonl | sort -u | wc -l)" = 1 ]; }
counts() { [ "$(jq -r '[.in, .out, .rejected] | join(" ")' stats)" = "$numbers" ]; }

if ! "$PYTHON" -c 'import json' 2>/dev/null; then
    skip 'the consumers of lines' "there is no $PYTHON"
    finish
    exit
fi
numbers=$("$PYTHON" "$here/torture.py" write)
to-jsonl -q -o news.jsonl --stats stats hostile.jsonl 2>/dev/null
check 'what does not fit is rejected, the rest is published' counts
check 'every line has the same keys in the same order' same_keys
check 'no line holds what ends lines elsewhere, or NUL' bytes
if "$PYTHON" -c 'import jsonschema' 2>/dev/null; then
    check 'rows fit the JSON Schema, of all presets' fits_schema
else
    skip 'rows fit the JSON Schema, of all presets' "$PYTHON has no module jsonschema"
fi
if "$PYTHON" -c 'import google.cloud.bigquery' 2>/dev/null; then
    check "rows fit BigQuery's schema, of all presets" bigquery
else
    skip "rows fit BigQuery's schema, of all presets" "$PYTHON has no module google.cloud.bigquery"
fi
python_test Python json 'news'
python_test pandas pandas 'news.to_dict("records")'
python_test Arrow pyarrow 'news.to_pylist()'
python_test DuckDB duckdb 'map(json.loads, (row[0] for row in duckdb.sql("SELECT to_json(news) FROM news").fetchall()))'
python_test Spark pyspark '(spark.conf.set("spark.sql.jsonGenerator.ignoreNullFields", False), map(json.loads, news.toJSON().collect()))[1]'
python_test ClickHouse chdb 'map(json.loads, str(news.query(
    "SELECT * FROM news SETTINGS output_format_json_quote_64bit_integers = 0", "JSONEachRow")).strip().split("\n"))'
for format in zst gz plain; do
    if "$PYTHON" -c 'import duckdb' 2>/dev/null; then
        check "DuckDB loads shards, $format" duckdb_shards "$format"
    else
        skip "DuckDB loads shards, $format" "$PYTHON has no module duckdb"
    fi
done
for program in PostgreSQL:initdb:postgres SQLite:sqlite3:sqlite jq:jq:jq_keeps; do
    name=${program%%:*}
    needs=${program#*:}
    if command -v "${needs%:*}" >/dev/null; then
        check "$name" "${needs#*:}"
    else
        skip "$name" "there is no ${needs%:*}"
    fi
done
finish
