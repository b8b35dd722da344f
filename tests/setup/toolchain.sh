#!/usr/bin/env bash
# Makes sure that the Rust toolchain of rust-toolchain.toml with its targets (WebAssembly for guests, musl for the
# gate's program), and a linker, are there.
set -euo pipefail

. "$(dirname "$0")/debian.sh"
cd "$(dirname "$0")/../.."
export PATH=$PATH:${CARGO_HOME:-${HOME:-/root}/.cargo}/bin
targets="wasm32-wasip2 $(uname -m)-unknown-linux-musl"

command -v cc >/dev/null || install "no C compiler, Rust needs one to link" gcc libc6-dev
command -v rustup >/dev/null || fail "no rustup; install it as https://rustup.rs says (the defaults are right), then try again"

channel=$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)
# Asked with the toolchain named, rustup would install a missing one by itself and print a page about it.
if ! rustup toolchain list | grep -q "^$channel-"; then
    echo "setup: installing Rust $channel"
    rustup --quiet toolchain install "$channel" --profile minimal --component clippy,rustfmt
fi
sysroot=$(rustc "+$channel" --print sysroot)
for target in $targets; do
    if [ ! -d "$sysroot/lib/rustlib/$target" ]; then
        echo "setup: installing the Rust target $target"
        rustup --quiet target add --toolchain "$channel" "$target"
    fi
done
if [ ! -x "$sysroot/bin/cargo-clippy" ] || [ ! -x "$sysroot/bin/rustfmt" ]; then
    echo "setup: installing clippy and rustfmt"
    rustup --quiet component add --toolchain "$channel" clippy rustfmt
fi
