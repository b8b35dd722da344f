#!/usr/bin/env bash
# Writes the root file system of a small Debian 12 to the given tar file.
# Called by ../build.sh where no registry gives debian:bookworm-slim. Needs root.
set -euo pipefail

out=$1
suite=bookworm
here=$(cd "$(dirname "$0")" && pwd)

[ "$(id -u)" = 0 ] || { echo "error: building debian:$suite-slim needs root; pull it, or run this script as root" >&2; exit 1; }
command -v debootstrap >/dev/null || DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends debootstrap >&2

# The machine's own mirrors of the suite, as `deb URI SUITE main` lines; none on a machine that is not Debian 12.
# shellcheck disable=SC2016 # The names in the format are apt's.
sources=$(apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 2>/dev/null |
    awk -v suite="$suite" '$4 == "main" && ($3 == suite || $3 == suite"-updates" || $3 == suite"-security") && !seen[$0]++' || true)
mirror=$(awk -v suite="$suite" '$3 == suite { print $2; exit }' <<<"$sources")

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
options=(--variant=minbase)
case $mirror in https:*) options+=(--include=ca-certificates) ;; esac
if ! log=$(debootstrap "${options[@]}" "$suite" "$root" ${mirror:+"$mirror"} 2>&1 </dev/null); then
    tail -n 20 <<<"$log" >&2
    echo "error: debootstrap failed; the lines above are the end of its output" >&2
    exit 1
fi
[ -z "$mirror" ] || printf '%s\n' "$sources" >"$root/etc/apt/sources.list"

# What the official slim image leaves out, and its rules for packages that are installed later.
cp "$here/dpkg.cfg" "$root/etc/dpkg/dpkg.cfg.d/docker"
cp "$here/apt.conf" "$root/etc/apt/apt.conf.d/docker"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
find "$root/usr/share/doc" -type f ! -name copyright -delete
find "$root/usr/share/doc" -type d -empty -delete
(
    cd "$root"
    rm -rf usr/share/{man,info,locale,groff,lintian,linda}/* etc/{resolv.conf,hostname} {dev,proc,tmp}/* \
        var/cache/{apt,ldconfig}/* var/cache/debconf/*-old var/lib/apt/lists/* var/log/{*.log,apt/*}
)
tar --numeric-owner -C "$root" -cf "$out" .
