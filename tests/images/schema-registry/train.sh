#!/usr/bin/env bash
# Starts the registry once while the image is built, uses it a little, and so fills /opt/registry/registry.jsa, the archive of
# classes with which it starts in half of the time.
set -euo pipefail

limit=120 # Seconds.
log=$(mktemp)
fail() { cat "$log" >&2; echo "error: $*; the lines above are the registry's log" >&2; exit 1; }

# ask METHOD PATH [BODY]: prints the answer.
ask() {
    local body=${3:-}
    exec 3<>/dev/tcp/127.0.0.1/8081
    printf '%s %s HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' "$1" "$2" ${#body} "$body" >&3
    cat <&3
    exec 3>&-
}

JAVA_OPTS="$JAVA_OPTS -XX:ArchiveClassesAtExit=/opt/registry/registry.jsa" registry-entrypoint >"$log" 2>&1 &
registry=$!
until (: </dev/tcp/127.0.0.1/8081) 2>/dev/null; do
    if ! kill -0 $registry 2>/dev/null || [ $SECONDS -gt $limit ]; then fail "the registry does not start"; fi
    sleep 0.1
done
schema='{"schema": "{\"type\": \"record\", \"name\": \"r\", \"fields\": [{\"name\": \"f\", \"type\": \"string\"}]}"}'
{ ask POST /subjects/training/versions "$schema"; ask POST /subjects/training/versions "${schema/string/long}"; } >>"$log"
ask GET /subjects/training/versions/latest >>"$log"
ask GET /subjects | tee -a "$log" | grep -q '"training"' || fail "no schema can be registered"
kill $registry
wait $registry || fail "the registry does not end well"
[ -s /opt/registry/registry.jsa ] || fail "the JVM wrote no archive of classes"
rm -f "$log"
