#!/usr/bin/env bash
# Starts the registry, and nginx on port 8081 when the registry serves: an open port means that it is ready.
#
# Schemas are kept in memory, so a restart forgets them, and the broker is not asked for: settings of the well-known image
# such as SCHEMA_REGISTRY_KAFKASTORE_BOOTSTRAP_SERVERS are accepted and do nothing. What does something: JAVA_OPTS, and
# SCHEMA_REGISTRY_SCHEMA_COMPATIBILITY_LEVEL. It is NONE by default, unlike the well-known image's BACKWARD: here a subject
# can be stricter than the whole registry, but not laxer.
set -uo pipefail

[ $# = 0 ] || exec "$@"

home=/opt/registry
archive=
[ ! -e $home/registry.jsa ] || archive=-XX:SharedArchiveFile=$home/registry.jsa

stop() {
    trap '' TERM INT
    # shellcheck disable=SC2046 # One word for each job.
    kill $(jobs -p) 2>/dev/null
    wait
    exit "$1"
}
trap 'stop 0' TERM INT

set_compatibility() {
    local body="{\"compatibility\": \"$1\"}" status
    exec 3<>/dev/tcp/127.0.0.1/8080
    printf 'PUT /apis/ccompat/v7/config HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' ${#body} "$body" >&3
    read -r status <&3
    exec 3>&-
    [[ $status == *" 200 "* ]] || { echo "error: SCHEMA_REGISTRY_SCHEMA_COMPATIBILITY_LEVEL=$1 is refused: $status" >&2; stop 1; }
}

# shellcheck disable=SC2086 # The variables hold several options each.
java ${JAVA_OPTS:-} $archive -Dquarkus.http.host=127.0.0.1 -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
    -jar $home/registry.jar &
registry=$!
until (: </dev/tcp/127.0.0.1/8080) 2>/dev/null; do
    kill -0 $registry 2>/dev/null || stop 1
    sleep 0.05
done
level=${SCHEMA_REGISTRY_SCHEMA_COMPATIBILITY_LEVEL:-}
[ -z "$level" ] || set_compatibility "${level^^}"
nginx -e stderr -c $home/nginx.conf &
# Neither is of use without the other.
wait -n
stop 1
