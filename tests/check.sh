#!/bin/sh
# check.sh SUITE...: runs test suites (unit, fuzz, cli, docs, man, consumers, browser, property, batch), keeps what
# they print in $O/check/SUITE.tap, shows what fails (V=1: everything), and adds up. The last line is always
# "N passed, N failed"; the exit status is 0 when nothing failed.
#
# Called by the Makefile, which sets O, BIN, TOOLS, DEMO, UNIT, FUZZ, EXEC, BUILD and V.
set -u
LC_ALL=C
export LC_ALL
unset NO_COLOR POSIXLY_CORRECT 2>/dev/null
here=$(dirname "$0")
logs=$O/check
mkdir -p "$logs"

# Every function of a test program is a test. One that dies before it can say so counts as one more.
unit() {
    for t in $UNIT; do
        echo "# ${t##*/}"
        CMOCKA_MESSAGE_OUTPUT=TAP timeout ${TEST_TIMEOUT-900} $EXEC "$t" 2>&1 || echo "# exit $? of ${t##*/}"
    done | awk -v OFS= '
        /^# [a-z0-9_-]+$/ && !/exit/ { program = $2; bad = 0; next }
        sub(/^ok [0-9]+ - /, "") { print "ok ", ++n, " - ", program, ": ", $0; next }
        sub(/^not ok [0-9]+ - /, "") { bad++; print "not ok ", ++n, " - ", program, ": ", $0; next }
        sub(/^not ok [0-9]+ # SKIP /, "") { print "ok ", ++n, " - ", program, ": ", $0, " # SKIP"; next }
        /^# exit [0-9]+ of / { if (!bad) print "not ok ", ++n, " - ", $0; next }
        /^1\.\.[0-9]+$/ || /^(# )?(not )?ok - / { next }
        /^#/ { print; next }
        { print "# ", $0 }
        END { print "1..", n + 0 }'
}

fuzz() {
    n=0
    for f in $FUZZ; do
        n=$((n + 1))
        name=${f##*/}
        if timeout ${TEST_TIMEOUT-900} $EXEC "$f" "$here/fuzz/corpus/$name" >"$logs/fuzz.one" 2>&1; then
            echo "ok $n - $name: $(find "$here/fuzz/corpus/$name" -type f | wc -l) inputs"
        else
            sed 's/^/# /' "$logs/fuzz.one"
            echo "not ok $n - $name"
        fi
    done
    echo "1..$n"
}

for suite; do
    case $suite in
    unit | fuzz) $suite ;;
    *) sh "$here/$suite/run.sh" || echo "# $suite: exit $?" ;;
    esac 2>&1 | tee "$logs/$suite.tap" | if [ "${V-}" ]; then cat; else grep -v '^ok\|^1\.\.'; fi
    # What the plan promises and no line reports did not run: a suite that dies has failed.
    awk -v suite="$suite" '
        /^ok/ { pass++ } /^not ok/ { fail++ } /^1\.\.[0-9]+$/ { plan = substr($0, 4) + 0; planned = 1 }
        END {
            if (!planned) { fail++; print "# " suite ": ended early" }
            if (planned && plan > pass + fail) fail = plan - pass
            printf "# %s: %d passed, %d failed\n", suite, pass, fail
        }' "$logs/$suite.tap" | tee "$logs/$suite.sum"
done
for suite; do cat "$logs/$suite.sum"; done | awk '
    / passed, / { pass += $3; fail += $5 }
    END { printf "%d passed, %d failed\n", pass, fail; exit fail > 0 }'
