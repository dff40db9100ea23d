#!/bin/sh
# archives.sh DIR: sixty archives of news in DIR, in twelve formats, the same bytes for the same programs.
# Some are damaged, some repeat the stories of others. Prints for each its name and the number of its
# documents, or "damaged", or "hopeless" where nothing can come out of it. Wants make-news, jq, perl, xz, bzip2,
# zstd in the path.
set -eu
LC_ALL=C
TZ=UTC
export LC_ALL TZ
mkdir -p "$1"
cd "$1"
mkdir work

# jsonl | FORMAT: the stories as a file of that format.
as_mbox() {
    jq -r '"From desk@brastova-courier.example Sun Mar 12 06:00:00 2023\nFrom: Desk <desk@brastova-courier.example>\n" +
        "Subject: Story \(.id)\nDate: Sun, 12 Mar 2023 06:00:00 +0000\nMessage-ID: <\(.id)@brastova-courier.example>\n\n" +
        "\(.text)\n"'
}
as_csv() { echo 'id,headline,created,text' && jq -r '[.id, "Story \(.id)", "2023-03-12T06:00:00Z", .text] | @csv'; }
as_mediawiki() {
    echo '<mediawiki><siteinfo><base>https://w.example/wiki/Main</base></siteinfo>'
    jq -r '"<page><title>Story \(.id)</title><ns>0</ns><id>\(.id[1:])</id><revision><text>\(.text)</text></revision></page>"'
    echo '</mediawiki>'
}
as_rss() {
    echo '<rss version="2.0"><channel><title>News</title>'
    jq -r '"<item><guid>\(.id)</guid><title>Story \(.id)</title><description>\(.text)</description></item>"'
    echo '</channel></rss>'
}
as_trec() { jq -r '"<DOC>\n<DOCNO> \(.id) </DOCNO>\n<TEXT>\n\(.text)\n</TEXT>\n</DOC>"'; }
# A file a story, called by its number.
as_zip() {
    rm -f work/zip
    jq -j '"\(.id).txt\n\(.text)\u0000"' | perl -MIO::Compress::Zip=:all -0 -ne 'BEGIN { binmode STDIN }
        chomp; my ($name, $text) = split /\n/, $_, 2; my %o = (Name => $name, Time => 1678600800, Minimal => 1);
        $zip ? $zip->newStream(%o) : ($zip = new IO::Compress::Zip "work/zip", %o); $zip->print($text); END { $zip->close }'
    cat work/zip
}

# archive NUMBER: every third begins the same stories as two others, in another format.
archive() {
    n=$1
    seed=$((n % 20 + 1))
    kilo=$((128 + n * 37 % 11 * 48))
    jsonl="make-news jsonl ${kilo}K $seed"
    $jsonl >work/stories
    documents=$(wc -l <work/stories)
    case $((n % 12)) in
    0) name=$n.warc.gz && make-news warc.gz "${kilo}K" "$seed" >"$name" && documents=$(gzip -dc "$name" | grep -c '^WARC/') ;;
    1) name=$n.tar.zst && make-news html "${kilo}K" "$seed" >work/tar && zstd -q <work/tar >"$name" && documents=$(tar -tf work/tar | wc -l) ;;
    2) name=$n.zip && as_zip <work/stories >"$name" ;;
    3) name=$n.mbox.gz && as_mbox <work/stories | gzip -n >"$name" ;;
    4) name=$n.jsonl.gz && gzip -n <work/stories >"$name" ;;
    5) name=$n.csv && as_csv <work/stories >"$name" ;;
    6) name=$n.xml.bz2 && as_mediawiki <work/stories | bzip2 >"$name" ;;
    7) name=$n.tar.xz && make-news tar "${kilo}K" "$seed" >work/tar && xz -1 <work/tar >"$name" && documents=$(tar -tf work/tar | wc -l) ;;
    8) name=$n.rss.xml.zst && as_rss <work/stories | zstd -q >"$name" ;;
    9) name=$n.sgml.gz && as_trec <work/stories | gzip -n >"$name" ;;
    10) name=$n.json && jq -s . work/stories >"$name" ;;
    11) name=$n.jsonl.zst && zstd -q <work/stories >"$name" ;;
    esac
}

# overwrite FILE WHERE: a hundred bytes in the middle.
overwrite() { head -c 100 /dev/zero | tr '\0' '\253' | dd of="$1" bs=1 seek="$2" conv=notrunc status=none; }
cut_half() { head -c $(($(wc -c <"$1") / 2)) "$1" >work/half && mv work/half "$1"; }
damage() {
    size=$(wc -c <"$2")
    case $1 in
    12 | 40 | 44) overwrite "$2" $((size / 3)) ;;
    37) overwrite "$2" $((size * 9 / 10)) ;;
    24 | 19 | 14 | 27) cut_half "$2" ;;
    22) sed -i '5s/"text"/text/' "$2" ;;
    35) rm "$2" ;;
    50) printf '7z\274\257\047\034 was a 7z once' >"$2" ;;
    59) zstd -dq <"$2" | awk 'NR % 50 == 0 { $0 = substr($0, 1, 40) } { print }' | zstd -q >work/mended && mv work/mended "$2" ;;
    *) return 0 ;;
    esac
    documents=damaged
    case $1 in
    35 | 44 | 50) documents=hopeless ;;
    esac
}

i=0
while [ $i -lt 60 ]; do
    archive $i
    damage $i "$name"
    echo "$name $documents"
    i=$((i + 1))
done
rm -r work
