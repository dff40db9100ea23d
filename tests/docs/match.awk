# awk -f match.awk WANTED GOT: 0 when they are alike; a wanted line "..." stands for any lines.
NR == FNR { want[++wanted] = $0; next }
{ got[++count] = $0 }
END {
    at = 1
    for (i = 1; i <= wanted; i++) {
        if (want[i] == "...") { any = 1; continue }
        if (any) while (at <= count && got[at] != want[i]) at++
        if (at > count || got[at] != want[i]) exit 1
        at++
        any = 0
    }
    exit !(any || at == count + 1)
}
