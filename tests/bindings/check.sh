#!/bin/sh
# Proves that guests in other languages can be written: makes C, Python and JavaScript bindings from the WIT,
# and builds a C guest that calls every function and a JavaScript guest.
#
# Needs cargo, clang, lld, wasi-libc and libclang-rt-14-dev-wasm32 (Debian), python3 with venv, and node with npm.
# Everything is left in bindings/ of cargo's target folder.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
here=$root/tests/bindings
target=${CARGO_TARGET_DIR:-$root/target}
out=$target/bindings
tool=$target/debug/mzhost-bindings

say() { printf '== %s\n' "$*"; }
need() {
    command -v "$1" >/dev/null || { printf 'tests/bindings/check.sh needs %s: %s\n' "$1" "$2" >&2; exit 1; }
}

need clang 'apt-get install clang lld wasi-libc libclang-rt-14-dev-wasm32'
need python3 'apt-get install python3-venv'
need npm 'apt-get install npm'

rm -rf "$out/wit" "$out/c" "$out/python"
mkdir -p "$out/wit/deps" "$out/c" "$out/javascript"
cp "$here/world.wit" "$out/wit/"
cp -r "$root/wit" "$out/wit/deps/composition"
(cd "$root" && CARGO_TARGET_DIR=$target cargo build --quiet --locked --package mzhost-bindings)

say C
"$tool" c "$out/wit" "$out/c"
clang --target=wasm32-wasi -O2 -Wall -Wextra -Werror -mexec-model=reactor -I "$out/c" \
    "$here/c/guest.c" "$out/c/test.c" "$out/c/test_component_type.o" -o "$out/c/core.wasm"
"$tool" component "$out/c/core.wasm" "$out/c.wasm"
"$tool" complete "$out/wit" "$out/c.wasm"

say JavaScript
cp "$here/javascript/"* "$out/javascript/"
(cd "$out/javascript" && npm ci --silent --no-audit --no-fund &&
    npx componentize-qjs --sync -w ../wit -n test -j guest.js -o ../javascript.wasm)
"$tool" complete "$out/wit" "$out/javascript.wasm"

say Python
venv=$out/venv
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/python/requirements.txt"
"$venv/bin/componentize-py" -d "$out/wit" -w test bindings "$out/python"
# The support code beside it is for the tool's own, newer Python.
"$venv/bin/python" -m compileall -q "$out/python/wit_world"
