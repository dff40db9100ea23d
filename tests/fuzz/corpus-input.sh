#!/bin/sh
# Makes tests/fuzz/corpus/input: small files of every compression, whole, chained, nested and
# damaged. Needs gzip, zstd, bzip2, xz, lz4.
set -eu
cd "$(dirname "$0")/corpus/input"
text='The ferry sails again on Tuesday, the harbour council said. '
printf '%s\n' "$text$text$text" >plain
gzip -nc plain >whole.gz
gzip -nc <whole.gz >nested.gz.gz
{ gzip -nc plain; head -c 40 /dev/zero; gzip -n1c plain; } >members-padded.gz
{ gzip -nc plain; printf 'garbage \037\213\010 here'; gzip -nc plain; } >members-garbage.gz
{ head -c 60 whole.gz; cat whole.gz whole.gz; } >member-cut.gz
head -c 70 whole.gz >cut.gz
{ head -c 40 whole.gz; printf x; tail -c +42 whole.gz; cat whole.gz; } >flipped.gz
zstd -qc plain >whole.zst
{ cat whole.zst; printf '\120\052\115\030\003\000\000\000abc'; cat whole.zst; } >frames-skippable.zst
{ head -c 50 whole.zst; cat whole.zst; } >frame-cut.zst
gzip -nc whole.zst >zst-inside.gz
bzip2 -c plain >whole.bz2
head -c 60 whole.bz2 >cut.bz2
cat whole.bz2 whole.bz2 >chained.bz2
xz -c plain >whole.xz
head -c 90 whole.xz >cut.xz
lz4 -qc plain >whole.lz4
{ head -c 30 whole.lz4; cat whole.lz4; } >damaged.lz4
i=0
while [ $i -lt 30 ]; do
    gzip -nc plain
    i=$((i + 1))
done >members-many.gz
{ head -c 1500 members-many.gz; printf 'garbage'; tail -c +1530 members-many.gz; } >members-many-damaged.gz
{ i=0; while [ $i -lt 30 ]; do cat whole.zst; i=$((i + 1)); done; } >frames-many.zst
