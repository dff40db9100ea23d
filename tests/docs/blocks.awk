# The example blocks of a page (mdoc, or Markdown) as files DIR/N.want; a block that has no line
# with "$ " is not an example. Prints the line number of each.
#     awk -v dir=DIR -f blocks.awk PAGE
function plain(s) { # what mandoc makes of a literal line
    gsub(/\\&/, "", s)
    gsub(/\\-/, "-", s)
    gsub(/\\\(aq/, "'", s)
    gsub(/\\e/, "\\", s)
    return s
}
function finish() {
    if (example) {
        n++
        printf "%s", text > (dir "/" n ".want")
        close(dir "/" n ".want")
        print from
    }
    inside = 0
}
FILENAME ~ /[.][0-9]$/ { mdoc = 1 }
mdoc && /^[.]Bd -literal/ { inside = 1; example = 0; text = ""; from = FNR; next }
mdoc && inside && /^[.]Ed/ { finish(); next }
!mdoc && !inside && /^```sh$/ { inside = 1; example = 0; text = ""; from = FNR; next }
!mdoc && inside && /^```$/ { finish(); next }
inside {
    line = mdoc ? plain($0) : $0
    if (line ~ /^[$] /) example = 1
    text = text line "\n"
}
