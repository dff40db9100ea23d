#!/bin/sh
# deps.sh PACKAGE...: installs the Debian packages that are missing. Nothing to do: no root needed,
# no network used.
set -eu
missing=
for p in "$@"; do
    case $(dpkg-query -W -f '${Status}' "$p" 2>/dev/null || :) in
    *' installed') ;;
    *) missing="$missing $p" ;;
    esac
done
if [ -z "$missing" ]; then
    echo "deps: all $# packages are installed"
    exit 0
fi
sudo=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "deps: not root and no sudo; as root: apt-get install$missing" >&2
        exit 2
    fi
    sudo=sudo
fi
$sudo apt-get update
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
