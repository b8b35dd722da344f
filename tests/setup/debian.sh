# shellcheck shell=bash
# Installing Debian packages; sourced by the other set-up scripts.

fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# install WHY PACKAGE...: installs the packages as root on Debian, else says what to do and fails.
install() {
    local why=$1 log
    shift
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        fail "$why; on Debian: sudo apt-get install --no-install-recommends $*"
    fi
    printf 'setup: installing %s\n' "$*"
    # Lists that cannot be fetched matter only if the packages cannot be found then.
    log=$(apt-get update -qq 2>&1 </dev/null) || true
    log+=$(DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
        -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 "$@" 2>&1 </dev/null) || {
        tail -n 20 <<<"$log" >&2
        fail "cannot install $*; the lines above are the end of apt-get's output"
    }
}
