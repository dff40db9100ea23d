# shellcheck shell=sh
# published.sh: the report of to-jsonl as a browser shows it; read by run.sh.

# A chain with something in each part of the page, and hostile text where text may come from.
i=0
while [ $i -lt 60 ]; do
    i=$((i + 1))
    jq -nc --arg x "$x" --argjson i $i '{id: "d\($i)", source: "crawl-\($i % 4).warc.gz", url: "https://site\($i % 9).example/a/\($i)",
        created: "2022-0\($i % 9 + 1)-1\($i % 7)T08:00:00Z", headline: (if $i % 5 == 0 then $x else "Ferry \($i)" end),
        text: ("The ferry runs each hour, the harbour office of Valdin said. " * ($i % 11 + 1)),
        people: [{name: $x, count: 1}, {name: "Ada Holm"}], places: [{name: ("W" * 3000)}], topics: [{name: "weather"}],
        organisations: [{name: "Harbour Office of the Islands"}]} + if $i % 6 == 0 then {duplicate_of: "d\($i % 12)"} else {} end'
done >records.jsonl
printf '%s\n' '{"id":"drop"}' '{"id":' >>records.jsonl
"$BIN/unwrap" --map none --seal records.jsonl 2>/dev/null | "$BIN/tag" --only language,counts |
    "$BIN/to-jsonl" --where 'text' --report published.html -o out.jsonl 2>/dev/null; [ $? -le 1 ] || exit 2
cp published.html frame.html

cat >probe.js <<'END'
const look = e => getComputedStyle(e);
const numbers = c => c.match(/[\d.]+/g).map(Number);
const channel = v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
const light = c => { const [r, g, b] = numbers(c).map(channel); return .2126 * r + .7152 * g + .0722 * b; };
const paper = e => { for (; e; e = e.parentElement) { const c = look(e).backgroundColor; if (numbers(c)[3] !== 0) return c; } return "rgb(255,255,255)"; };
const ratio = (a, b) => { a = light(a) + .05; b = light(b) + .05; return a > b ? a / b : b / a; };
document.querySelectorAll("details").forEach(d => d.open = true);
const written = [...document.body.querySelectorAll("*")].filter(e => e.tagName !== "SCRIPT" && e.namespaceURI.endsWith("xhtml") &&
    [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()));
const filled = [...document.querySelectorAll("svg rect:not(.track)")];
const say = (name, value) => {
    const p = document.createElement("pre");
    p.hidden = true;
    p.textContent = "probe " + name + "=" + value + ";";
    document.body.append(p);
};
say("contrast", Math.min(...written.map(e => ratio(look(e).color, paper(e)))) >= 4.5);
say("small", Math.min(...written.map(e => parseFloat(look(e).fontSize))) >= 11.5);
say("bars", Math.min(...filled.map(e => ratio(look(e).fill, paper(e.closest("div,section"))))) >= 3);
say("drawn", filled.length > 40 && filled.every(e => e.getBoundingClientRect().width >= .5 && e.getBoundingClientRect().height >= 1));
say("wide", document.documentElement.scrollWidth > innerWidth);
say("fates", new Set(["kept", "gone", "bad"].map(c => look(document.querySelector("rect." + c)).fill)).size);
say("paper", look(document.body).backgroundColor);
END
{
    grep -v Content-Security-Policy published.html | sed '/^<\/body>/,$d'
    echo '<script>'
    cat probe.js
    echo '</script></body></html>'
} >probe.html

published() {
    browse published.html --enable-logging=stderr >dom || { cat browser.err; return 1; }
    ! grep -F CONSOLE browser.err || return 1
    [ "$(grep -o '<svg' dom | wc -l)" -gt 20 ] || { echo "no charts: $(grep -o "<svg" dom | wc -l)"; return 1; }
    for t in '<h1>60 records published</h1>' 'Through the chain' 'to-jsonl: where' 'unwrap: could not be read' 'Records per' \
        'site1.example' 'crawl-1.warc.gz' 'Clusters by size' 'Ada Holm' 'As it was published'; do
        has "$t" dom || return 1
    done
}
published_text() {
    ! grep -o -i '<script[^>]*\|<img[^>]*\|<iframe[^>]*\|<link[^>]*\| onclick="[^"]*\| src="[^"]*\| href="[^"]*' dom || return 1
    has '&lt;script&gt;document.title="pwned"&lt;/script&gt;&lt;img src=x onerror=' dom
}
published_runs_nothing() {
    sed 's|^</main>|<script>document.title = "pwned"</script></main>|' published.html >forced.html
    browse forced.html >forced && has '<script>' forced && has '<title>Report on 60 records</title>' forced
}
# looks_well OPTION ...: all text stands out from its paper and is not too small, all bars are seen.
looks_well() {
    browse probe.html "$@" >probe || { cat browser.err; return 1; }
    for p in contrast=true small=true bars=true drawn=true wide=false fates=3; do
        has "probe $p;" probe || { grep -o 'probe [a-z]*=[^;]*;' probe; return 1; }
    done
}
published_looks() {
    looks_well && cp probe bright && looks_well --blink-settings=preferredColorScheme=0 || return 1
    paper=$(grep -o 'probe paper=[^;]*' bright)
    [ "$paper" ] && ! grep -F "$paper" probe
}
published_fits_a_phone() {
    cat >phone.html <<'END'
<!DOCTYPE html><iframe src="probe.html" width="360" height="700"></iframe><script>
onload = () => {
    const d = document.querySelector("iframe").contentDocument;
    document.title = "width " + d.documentElement.scrollWidth + ", " +
        [...d.querySelectorAll("pre")].map(p => p.textContent).filter(t => /contrast|small|wide|drawn/.test(t)).join(" ");
};
</script>
END
    browse phone.html --allow-file-access-from-files >phone || return 1
    width=$(sed -n 's/.*<title>width \([0-9]*\), .*/\1/p' phone)
    [ "$width" ] && [ "$width" -le 360 ] || { echo "width $width"; grep title phone; return 1; }
    has 'probe contrast=true; probe small=true; probe drawn=true; probe wide=false;' phone || { grep title phone; return 1; }
}

check 'to-jsonl: the page shows every part, without a word on the console' published
check 'to-jsonl: text of records stays text, and nothing is loaded' published_text
check 'to-jsonl: the page lets no script run' published_runs_nothing
check 'to-jsonl: text and bars are readable, light and dark' published_looks
check 'to-jsonl: the page fits a phone' published_fits_a_phone
