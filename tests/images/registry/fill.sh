#!/usr/bin/env bash
# Puts private/box:1 into the registry's folder, as the registry itself would: blobs by digest, and links to them.
set -euo pipefail

root=/var/lib/docker-registry/docker/registry/v2
repository=$root/repositories/private/box

digest_of() { sha256sum "$1" | cut -d' ' -f1; }

# link FOLDER DIGEST
link() {
    mkdir -p "$1"
    printf 'sha256:%s' "$2" >"$1/link"
}

# store FILE KIND: KIND is _layers or _manifests/revisions.
store() {
    local digest
    digest=$(digest_of "$1")
    mkdir -p "$root/blobs/sha256/${digest:0:2}/$digest"
    cp "$1" "$root/blobs/sha256/${digest:0:2}/$digest/data"
    link "$repository/$2/sha256/$digest" "$digest"
}

work=$(mktemp -d)
cd "$work"
mkdir -p rootfs/bin
cp /bin/busybox rootfs/bin/
for name in sh sleep true; do ln -s busybox "rootfs/bin/$name"; done
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C rootfs -cf layer.tar .
gzip -n -k layer.tar

architecture=$(dpkg --print-architecture)
cat >config.json <<EOF
{"architecture": "$architecture", "os": "linux", "config": {"Cmd": ["sleep", "infinity"]},
 "rootfs": {"type": "layers", "diff_ids": ["sha256:$(digest_of layer.tar)"]}}
EOF
# descriptor FILE TYPE
descriptor() {
    printf '{"mediaType": "%s", "size": %d, "digest": "sha256:%s"}' "$2" "$(stat -c %s "$1")" "$(digest_of "$1")"
}
docker=application/vnd.docker
cat >manifest.json <<EOF
{"schemaVersion": 2, "mediaType": "$docker.distribution.manifest.v2+json",
 "config": $(descriptor config.json "$docker.container.image.v1+json"),
 "layers": [$(descriptor layer.tar.gz "$docker.image.rootfs.diff.tar.gzip")]}
EOF

store layer.tar.gz _layers
store config.json _layers
store manifest.json _manifests/revisions
digest=$(digest_of manifest.json)
link "$repository/_manifests/tags/1/current" "$digest"
link "$repository/_manifests/tags/1/index/sha256/$digest" "$digest"
rm -rf "$work"
