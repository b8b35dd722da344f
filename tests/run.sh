#!/usr/bin/env bash
# All checks and tests, in the order in which they fail fastest. Called by `make test`, after the set-up.
# Stops at the first step that fails; prints each step's command and time.
set -euo pipefail

cd "$(dirname "$0")/.."
export CARGO_TERM_PROGRESS_WHEN=never
go=$(tests/setup/go.sh)
export PATH=${go:+$go:}$PATH

step() {
    local name=$1 from=$SECONDS
    shift
    printf '== %s: %s\n' "$name" "$*"
    "$@" || { local code=$?; printf '== %s failed after %d s\n' "$name" $((SECONDS - from)) >&2; exit "$code"; }
    printf '== %s: %d s\n' "$name" $((SECONDS - from))
}

step format cargo fmt --all --check
step bindings tests/bindings/check.sh
step build cargo test --workspace --quiet --no-run
# The guests that the check of the bindings made, without an SDK.
target=${CARGO_TARGET_DIR:-target}
for run in 'c default' 'c containers' 'javascript default'; do
    set -- $run
    step "guest $run" "$target/debug/mzhost" run --quiet "$target/bindings/$1.wasm" "$2"
done
step lint cargo clippy --workspace --all-targets --quiet -- -D warnings
# Unit, integration and documentation tests; last, so that the numbers are what one sees. What failed is told again at
# the very end, where it is found among hundreds of lines: the first lines of each.
log=$(mktemp)
trap 'code=$?; [ "$code" = 0 ] || show_failures "$log"; rm -f "$log"' EXIT
show_failures() {
    awk '/^failures:$/ { shown = 0 } /^---- .* ----$/ { shown = 40 } shown-- > 0' "$1" >&2
}
tests() { cargo test --workspace --no-fail-fast 2>&1 | tee "$log"; }
step tests tests
