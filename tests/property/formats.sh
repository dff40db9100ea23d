# shellcheck shell=sh
# sourced by run.sh: $tmp
# Files of many documents: the same records whatever -j is, however they are cut and packed.

story() { printf 'Story number %s. The harbour office said on day %s that the ferry would stay.' "$1" "$1"; }
# write_format NAME COUNT: a file of that format on standard output.
write_format() {
    case $1 in
    csv) echo 'title,text' ;;
    json) printf '[' ;;
    mediawiki) echo '<mediawiki><siteinfo><base>https://w.example/wiki/Main</base></siteinfo>' ;;
    rss) echo '<rss version="2.0"><channel><title>News</title>' ;;
    esac
    i=1
    while [ $i -le "$2" ]; do
        text=$(story $i)
        case $1 in
        mbox) printf 'From a@b.example Mon Jul 18 09:00:00 2022\nFrom: A <a@b.example>\nSubject: %s\nDate: Mon, 18 Jul 2022 09:00:00 +0200\nMessage-ID: <%s@b.example>\n\n%s\n>From there it goes on.\n\n' $i $i "$text" ;;
        csv) printf 'Title %s,"%s\nA ""second"" line"\n' $i "$text" ;;
        json) printf '%s{"id":%s,"text":"%s",\n "n":[1,{"a":"}"}]}' "$([ $i = 1 ] || echo ,)" $i "$text" ;;
        trec) printf '<DOC>\n<DOCNO> AP880212-%04d </DOCNO>\n<TEXT>\n%s\n</TEXT>\n</DOC>\n' $i "$text" ;;
        mediawiki) printf '<page><title>T%s</title><ns>0</ns><id>%s</id><revision><text>%s</text></revision></page>\n' $i $i "$text" ;;
        rss) printf '<item><guid>%s</guid><title>T%s</title><description>%s</description></item>\n' $i $i "$text" ;;
        esac
        i=$((i + 1))
    done
    case $1 in
    json) echo ']' ;;
    mediawiki) echo '</mediawiki>' ;;
    rss) echo '</channel></rss>' ;;
    esac
}

# same_format NAME COUNT
same_format() {
    write_format "$1" "$2" >"many.$1"
    jobs unwrap "many.$1" && splits unwrap "many.$1" || return 1
    [ "$(wc -l <out.whole)" -ge "$2" ] || { echo "only $(wc -l <out.whole) records"; return 1; }
    unpacked "many.$1" >want
    gzip -c "many.$1" >"many.$1.gz"
    zstd -qfc "many.$1" >"many.$1.zst"
    tar -cf many.tar "many.$1"
    for f in "many.$1.gz" "many.$1.zst" many.tar; do
        unpacked "$f" >got
        cmp want got || { echo "$f"; return 1; }
    done
}

for f in mbox csv json trec mediawiki rss; do
    check "unwrap: the same records of $f, however it is read" same_format $f 400
done
