#!/usr/bin/env bash
# Makes the images that the tests and the demo use: build.sh [NAME...], all that tests run by default. README.md has a list.
#
# Each image is taken from the first place that has it: the engine, the cache of exported images, a registry (the base
# only), a local build. An image of ours carries a hash of its folder, and of those of ours that it is made from, as label:
# an edited folder is built anew. What an image is made from is itself made only for a build.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
cache=${MZHOST_CACHE:-${HOME:-/root}/.cache/mzhost-dev}/images
label=mzhost.images.content
pull_limit=60 # Seconds; a network without a registry says so at once or never.

# name of the folder -> tag
declare -A tags=(
    [base]=debian:bookworm-slim
    [postgres]=mzhost/postgres:15
    [jvm]=mzhost/jvm:17
    [maven]=mzhost/maven:3
    [kafka]=mzhost/kafka:4.3
    [schema-registry]=mzhost/schema-registry:2.6
    [mariadb]=mzhost/mariadb:10.11
    [connect]=mzhost/connect:3.5
    [zookeeper-kafka]=mzhost/kafka-zookeeper:3.9
    [toxiproxy]=mzhost/toxiproxy:2.5
    [registry]=mzhost/registry:2.8
)
run_by_tests=(base postgres kafka schema-registry mariadb connect zookeeper-kafka toxiproxy registry)
# Only other images are made from these: not exported, since the exports of those hold what is needed of them.
building_blocks=' jvm maven '
# Root certificates that this machine trusts besides those of its distribution.
own_roots=/usr/local/share/ca-certificates

say() { printf 'images: %s\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# parents_of NAME: the folders of the images that its Dockerfile starts from.
parents_of() {
    local tag name
    [ -f "$here/$1/Dockerfile" ] || return 0
    while read -r tag; do
        for name in "${!tags[@]}"; do [ "${tags[$name]}" != "$tag" ] || echo "$name"; done
    done < <(sed -n 's/^FROM \([^ ]*\).*/\1/p' "$here/$1/Dockerfile" | LC_ALL=C sort)
}

# The base is left out where it is a parent: one that was pulled has no hash.
content_of() {
    local parent
    {
        (cd "$here/$1" && find . -type f | LC_ALL=C sort | xargs sha256sum)
        for parent in $(parents_of "$1"); do [ "$parent" = base ] || content_of "$parent"; done
    } | sha256sum | cut -c1-16
}

# label_of TAG: the content label, `foreign` for an image without one, nothing when there is no such image.
label_of() {
    local found
    found=$(docker image inspect --format "{{with .Config.Labels}}{{index . \"$label\"}}{{end}}" "$1" 2>/dev/null) || return 0
    echo "${found:-foreign}"
}

is_there() {
    local found
    found=$(label_of "$2")
    # The official base, pulled by somebody, is as good as ours.
    [ "$found" = "$3" ] || { [ "$1" = base ] && [ "$found" = foreign ]; }
}

build_base() {
    "$here/base/rootfs.sh" "$work/rootfs.tar"
    docker import --change "LABEL $label=$2" --change 'CMD ["bash"]' "$work/rootfs.tar" "$1" >/dev/null
    rm -f "$work/rootfs.tar"
}

build_dockerfile() {
    local folder=$here/$1
    if [ -d "$folder/extra-ca" ]; then
        cp -R "$folder" "$work/$1"
        folder=$work/$1
        ! compgen -G "$own_roots/*.crt" >/dev/null || cp -L "$own_roots"/*.crt "$folder/extra-ca/"
    fi
    # Without buildx the command line tool would warn on each build that its own builder is old.
    docker buildx version >/dev/null 2>&1 || export DOCKER_BUILDKIT=0
    docker build --tag "$2" --label "$label=$3" "$folder" >"$work/log" 2>&1 </dev/null || {
        tail -n 40 "$work/log" >&2
        fail "cannot build $2 from tests/images/$1; the lines above are the end of the builder's output"
    }
}

# Kept for engines that start empty; whatever goes wrong here only costs the next one a build.
export_image() {
    local part=$cache/$1-$3.part$$
    [[ $building_blocks != *" $1 "* ]] || return 0
    if ! { mkdir -p "$cache" && rm -f "$cache/$1"-* && docker save --output "$part" "$2" && mv "$part" "$cache/$1-$3.tar"; }; then
        rm -f "$part"
        say "$2 is not kept for the next engine: $cache cannot be written"
    fi
}

make_image() {
    local name=$1 tag=$2 content=$3
    ! is_there "$@" || return 0
    if [ -f "$cache/$name-$content.tar" ] && docker load --quiet --input "$cache/$name-$content.tar" >/dev/null && is_there "$@"; then
        say "$tag loaded from $cache"
        return 0
    fi
    if [ "$name" = base ] && timeout "$pull_limit" docker pull --quiet "$tag" >/dev/null 2>&1 </dev/null; then
        say "$tag pulled"
        return 0
    fi
    local parent
    for parent in $(parents_of "$name"); do make_image "$parent" "${tags[$parent]}" "$(content_of "$parent")"; done
    say "$tag is being built"
    local from=$SECONDS replaced
    replaced=$(docker image inspect --format '{{.Id}}' "$tag" 2>/dev/null) || true
    case $name in
        base) build_base "$tag" "$content" ;;
        *) build_dockerfile "$@" ;;
    esac
    say "$tag built in $((SECONDS - from)) s"
    export_image "$@"
    # Fails while something uses the older image; then it stays, without a tag.
    [ -z "$replaced" ] || docker image rm "$replaced" >/dev/null 2>&1 || true
}

command -v docker >/dev/null || fail "no docker command; run tests/setup/engine.sh first"
docker version >/dev/null 2>&1 || fail "no Docker engine answers; run tests/setup/engine.sh first"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ $# != 0 ] || set -- "${run_by_tests[@]}"
for name; do
    [ -n "${tags[$name]:-}" ] || fail "no image is called $name; there are: ${!tags[*]}"
    make_image "$name" "${tags[$name]}" "$(content_of "$name")"
done
