#!/usr/bin/env bash
# Makes sure that the programs which only the tests need are there. The demo needs none of them.
set -euo pipefail

. "$(dirname "$0")/debian.sh"
missing=()

# needs PACKAGE COMMAND...: the package is wanted where the command fails.
needs() {
    local package=$1
    shift
    "$@" >/dev/null 2>&1 || missing+=("$package")
}
file() { compgen -G "$1"; }

# For the comparison of containers with Compose's.
needs docker-compose command -v docker-compose
# For the guest in C.
needs clang command -v clang
needs lld command -v wasm-ld
needs wasi-libc file '/usr/lib/wasm32-wasi/libc.a'
needs libclang-rt-14-dev-wasm32 file '/usr/lib/llvm-*/lib/clang/*/lib/wasi/libclang_rt.builtins-wasm32.a'
# For the bindings in other languages.
needs python3-venv python3 -c 'import ensurepip'
needs nodejs command -v node
needs npm command -v npm

[ ${#missing[@]} = 0 ] || install "programs for the tests are missing" "${missing[@]}"
