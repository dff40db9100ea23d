#!/bin/sh
# run.sh: the reports of clean and of to-jsonl (published.sh) as a browser shows them. Chromium runs without a window and prints the
# page's tree. What a style comes to only a script can tell, and the page allows none: that part of the
# test looks at a copy without its Content-Security-Policy and with a script at its end.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../tap.sh"
cd "$tmp" || exit 2

browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
if [ ! "$browser" ]; then
    skip 'the report in a browser' 'there is no chromium (make deps-browser)'
    finish
    exit
fi

# browse FILE [OPTION ...]: the tree after the page has loaded.
browse() {
    page=$1
    shift
    HOME=$tmp timeout 60 "$browser" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage \
        --user-data-dir="$tmp/profile" --virtual-time-budget=2000 --window-size=1200,900 "$@" \
        --dump-dom "file://$tmp/$page" 2>browser.err
}
# has TEXT FILE: says what is missing.
has() { grep -qF -e "$1" "$2" || { echo "not there: $1"; head -c 2000 "$2"; return 1; }; }

# The same with hostile text in every place where text may come from.
x='</p></style></title><script>document.title="pwned"</script><img src=x onerror="document.title=1">'
jq -nc --arg x "$x" '
    {id: $x, headline: $x, url: ("https://news.example/\"onclick=\"" + $x), ($x): $x,
     html: ("<ul class=menu><li><a href=/>" + ($x | @html) + "</a></ul><article><p>"
        + "The ferry to the islands will run every hour from May on, the harbour office said on Monday, "
        + "and that costs no more. " + ($x | @html) + "</p><p>Two more boats come from the yard in spring, "
        + "which is why there will be enough of them for the summer.</p></article>")},
    {id: "list", html: "<ul class=menu><li><a href=/1>Home</a></ul>"},
    {id: "text", text: "Ferry runs hourly\n\nBy Ada Holm\n\nThe ferry will run every hour from May on, the harbour office said.\n\nShare on Facebook"}' >in.jsonl
"$BIN/clean" --html-report report.html -o out.jsonl in.jsonl || exit 2

cat >probe.js <<'END'
const run = fate => document.querySelector(".run." + fate);
const look = (e, pseudo) => getComputedStyle(e, pseudo);
const say = (name, value) => {
    const p = document.createElement("pre");
    p.hidden = true;
    p.textContent = "probe " + name + "=" + value + ";";
    document.body.append(p);
};
const fates = ["kept", "moved", "gone"];
const each = f => fates.map(f);
say("papers", new Set(each(f => look(run(f).querySelector(".pieces")).backgroundColor)).size);
say("edges", new Set(each(f => look(run(f).querySelector(".pieces")).borderInlineStartColor)).size);
say("lines", each(f => look(run(f).querySelector(".pieces")).borderInlineStartStyle));
say("labels", new Set(each(f => look(run(f).querySelector(".why")).color)).size);
say("titles", each(f => run(f).title));
say("reasons", each(f => run(f).querySelector(".why").checkVisibility()));
say("paper", look(document.body).backgroundColor);
say("wide", document.documentElement.scrollWidth > innerWidth);
run("gone").focus();
say("focus", document.activeElement === run("gone"));
run("kept").focus();
say("focus-kept", document.activeElement === run("kept"));
const box = [...document.querySelectorAll("input")].find(b => b.parentNode.textContent.startsWith("navigation"));
const hidden = () => [...document.querySelectorAll('[data-why="navigation"]')].every(e => !e.checkVisibility());
say("shown", !hidden());
box.click();
say("hidden", hidden() && run("kept").checkVisibility());
box.click();
say("again", !hidden());
END
{
    grep -v Content-Security-Policy report.html | sed '/^<\/body>/,$d'
    echo '<script>'
    cat probe.js
    echo '</script></body></html>'
} >probe.html

# contrast: text against paper, by WCAG 2's formula, at least 4.5; the colours are those of the sheet.
contrast() {
    sed -n 's/^<style>//p' report.html | grep -o -e '--[a-z-]*:#[0-9a-f]*' | awk -F: '
        function channel(h) { h = (index(hex, substr(h, 1, 1)) - 1) * 16 + index(hex, substr(h, 2, 1)) - 1
            h /= 255; return h <= .03928 ? h / 12.92 : ((h + .055) / 1.055) ^ 2.4 }
        function light(c) {
            return .2126 * channel(substr(c, 2, 2)) + .7152 * channel(substr(c, 4, 2)) + .0722 * channel(substr(c, 6, 2)) }
        function ratio(a, b) {
            a = light(a) + .05; b = light(b) + .05
            return a > b ? a / b : b / a }
        function need(a, b) { n++; if (ratio(c[a], c[b]) < 4.5) { print a, b, ratio(c[a], c[b]); bad = 1 } }
        BEGIN { hex = "0123456789abcdef" }
        { c[substr($1, 3)] = $2 }
        $1 == "--moved-paper" { need("ink", "paper"); need("soft", "paper"); need("kept", "paper"); need("gone", "paper")
            need("moved", "paper"); need("ink", "gone-paper"); need("ink", "moved-paper"); need("gone", "gone-paper") }
        END { exit bad || n != 16 }'
}

shows() {
    browse report.html >dom || { cat browser.err; return 1; }
    [ "$(grep -o '<details' dom | wc -l)" -eq 3 ] || { echo 'not three records'; return 1; }
    has 'title="removed: navigation"' dom && has 'title="moved out of the text: headline"' dom &&
        has 'title="removed: share buttons"' dom && has 'dropped: no-text' dom &&
        has '>Two more boats come from the yard in spring, which is' dom && has '>By Ada Holm</p>' dom
}
stays_text() {
    has '<title>What clean kept</title>' dom || return 1
    ! grep -o -i '<script[^>]*\|<img[^>]*\|<iframe[^>]*\| onclick="[^"]*' dom || return 1
    has '&lt;script&gt;document.title="pwned"&lt;/script&gt;&lt;img src=x onerror=' dom
}
# A script of the page's own would not run either.
runs_nothing() {
    sed 's|^</main>|<script>document.title = "pwned"</script></main>|' report.html >forced.html
    browse forced.html >forced && has '<script>' forced && has '<title>What clean kept</title>' forced
}
looks() {
    browse probe.html >probe || { cat browser.err; return 1; }
    for p in papers=3 edges=3 labels=3 lines=solid,double,dashed reasons=true,true,true wide=false \
        focus=true focus-kept=false shown=true hidden=true again=true \
        'titles=kept,moved out of the text: headline,removed: navigation'; do
        has "probe $p;" probe || return 1
    done
}
# A window is never that narrow, but a frame is.
fits_a_phone() {
    cat >phone.html <<'END'
<!DOCTYPE html><iframe src="report.html" width="360" height="700"></iframe><script>
onload = () => {
    const d = document.querySelector("iframe").contentDocument;
    const run = getComputedStyle(d.querySelector(".run"));
    document.title = "width " + d.documentElement.scrollWidth + ", columns " + run.gridTemplateColumns.split(" ").length;
};
</script>
END
    browse phone.html --allow-file-access-from-files >phone || return 1
    width=$(sed -n 's/.*<title>width \([0-9]*\), columns 1<.*/\1/p' phone)
    [ "$width" ] && [ "$width" -le 360 ] || { echo "width $width"; grep title phone; return 1; }
}
is_dark() {
    browse probe.html --blink-settings=preferredColorScheme=0 >dark &&
        has 'probe papers=3;' dark && has 'probe labels=3;' dark || return 1
    paper=$(grep -o 'probe paper=[^;]*' probe)
    [ "$paper" ] && ! grep -F "$paper" dark
}

check 'the report shows every record with its reasons' shows
check 'text of a page stays text' stays_text
check 'the page lets no script run' runs_nothing
check 'kept, moved and removed look different, say why, are in reach of the keyboard and of their boxes' looks
check 'the report fits a phone' fits_a_phone
check 'the report is dark where that is preferred' is_dark
check 'all text stands out from its paper, light and dark' contrast
# shellcheck source=/dev/null
. "$here/published.sh"
finish
