#!/usr/bin/env bash
# Makes sure that a Docker engine answers: engine.sh [PIDFILE].
#
# Installs Debian's engine and starts it when that is possible (root, this machine's default engine), else says what to
# do. The id of a daemon that was started here is written to PIDFILE, for a caller that stops it again.
set -euo pipefail

. "$(dirname "$0")/debian.sh"
pidfile=${1:-}
run=/var/run
start_limit=60 # Seconds.

answers() { timeout 10 docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }
await() { local until=$((SECONDS + start_limit)); until answers; do "$@" && [ $SECONDS -lt $until ] || return 1; sleep 0.2; done; }

# lives FILE NAME: the process whose id is in FILE is there and is called NAME.
lives() { [ -s "$1" ] && [ "$(cat "/proc/$(<"$1")/comm" 2>/dev/null)" = "$2" ]; }

start_daemon() {
    local log=${MZHOST_CACHE:-${HOME:-/root}/.cache/mzhost-dev}/dockerd.log
    mkdir -p "$(dirname "$log")" 2>/dev/null && : >"$log" || log=$(mktemp)
    # What a killed daemon left. Its numbers may belong to other processes by now, and a new one would not start.
    lives "$run/docker.pid" dockerd || rm -f "$run/docker.pid"
    lives "$run/docker/containerd/containerd.pid" containerd || rm -f "$run/docker/containerd/containerd.pid"
    (cd / && exec setsid nohup dockerd >"$log" 2>&1 </dev/null 9>&-) &
    local pid=$!
    if ! await kill -0 "$pid" 2>/dev/null; then
        kill "$pid" 2>/dev/null || true
        tail -n 15 "$log" >&2
        fail "the Docker engine does not start; the lines above are the end of $log"
    fi
    [ -z "$pidfile" ] || echo "$pid" >"$pidfile"
    echo "setup: Docker engine started, process $pid, log $log"
}

command -v docker >/dev/null && answers && exit 0

remote=${DOCKER_HOST:-${DOCKER_CONTEXT:-}}
case $remote in
    '' | default | unix:///var/run/docker.sock | unix:///run/docker.sock) ;;
    *) fail "no Docker engine answers at $remote (DOCKER_HOST or DOCKER_CONTEXT); start it, or unset the variable" ;;
esac
# Only root needs the daemon's program itself.
wanted=docker
[ "$(id -u)" != 0 ] || wanted=dockerd
command -v "$wanted" >/dev/null || install "no Docker engine is installed" docker.io iptables apparmor
if [ "$(id -u)" != 0 ]; then
    fail "no Docker engine answers: $(timeout 10 docker version 2>&1 >/dev/null | tail -n 1)
Start it (sudo systemctl start docker), and be in the group that may use it (sudo usermod -aG docker $(id -un), then log in again)."
fi

# One at a time, so that two runs on a new machine do not start two daemons.
exec 9>"$run/mzhost-engine.lock"
flock 9
if [ -d "$run/systemd/system" ]; then
    answers || systemctl start docker || true
    await true || fail "the Docker engine does not answer; see: systemctl status docker"
elif lives "$run/docker.pid" dockerd && await lives "$run/docker.pid" dockerd; then
    : # One that was starting answers now.
elif lives "$run/docker.pid" dockerd; then
    fail "dockerd runs (process $(<"$run/docker.pid")) but does not answer; look at its log, end it, and try again"
else
    # Also when one that was seen at first has died meanwhile.
    answers || start_daemon
fi
