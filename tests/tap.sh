# shellcheck shell=sh
# What the test scripts share; they read it with ". tests/tap.sh". Prints TAP.
#
#     check NAME COMMAND [ARGUMENT ...]   one test: passes when the command ends with 0; what it
#                                         prints is shown when it does not
#     skip NAME REASON                    one test that cannot be done here
#     finish                              the plan; the exit status of the script
LC_ALL=C
export LC_ALL
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 2' INT TERM
tests=0
failed=0

check() {
    tests=$((tests + 1))
    name=$1
    shift
    if "$@" >"$tmp/said" 2>&1; then
        echo "ok $tests - $name"
    else
        failed=$((failed + 1))
        head -n 40 "$tmp/said" | cut -c 1-300 | sed 's/^/# /'
        echo "not ok $tests - $name"
    fi
}

skip() {
    tests=$((tests + 1))
    echo "ok $tests - $1 # SKIP $2"
}

finish() {
    echo "1..$tests"
    [ $failed -eq 0 ]
}
