#!/usr/bin/env bash
# Makes sure of a Go that can build guests: go.sh prints the folder of its programs, nothing when the one of PATH is new enough.
set -euo pipefail

. "$(dirname "$0")/debian.sh"

# What Debian has may be older than that.
minor=$(go version 2>/dev/null | sed -n 's/.*go1\.\([0-9]*\).*/\1/p') || true
[ "${minor:-0}" -lt 24 ] || exit 0

place=${MZHOST_CACHE:-${HOME:-/root}/.cache/mzhost-dev}/go-1.26.6
if [ ! -e "$place/complete" ]; then
    python3 -m venv --clear "$place" >&2
    "$place/bin/pip" install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: \
        --requirement "$(dirname "$0")/go.txt" >&2 || fail "cannot install Go"
    touch "$place/complete"
fi
echo "$place"/lib/python3*/site-packages/go/bin
