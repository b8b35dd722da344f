#!/usr/bin/env bash
# Starts a Connect worker. Understands the environment of the well-known images: CONNECT_FOO_BAR sets `foo.bar` (two
# underscores give `_`, three `-`), and without CONNECT_ the names in `plain` below, which a name with CONNECT_ overrides.
# HEAP_OPTS or KAFKA_HEAP_OPTS is for the JVM.
set -euo pipefail

home=/opt/kafka
settings=/etc/kafka/worker.properties
plain=(BOOTSTRAP_SERVERS GROUP_ID CONFIG_STORAGE_TOPIC OFFSET_STORAGE_TOPIC STATUS_STORAGE_TOPIC KEY_CONVERTER VALUE_CONVERTER
    OFFSET_FLUSH_INTERVAL_MS OFFSET_FLUSH_TIMEOUT_MS)
# shellcheck source=../kafka/settings.sh
. $home/settings.sh

case ${1:-} in
    connect | start) shift ;;
    *) exec "$@" ;;
esac

for name in "${plain[@]}"; do
    with=CONNECT_$name
    [ -z "${!name:-}" ] || [ -n "${!with:-}" ] || export "$with=${!name}"
done
[ -z "${CONNECT_REST_PORT:-}" ] || export "CONNECT_LISTENERS=${CONNECT_LISTENERS:-http://0.0.0.0:$CONNECT_REST_PORT}"
export KAFKA_HEAP_OPTS=${HEAP_OPTS:-$KAFKA_HEAP_OPTS}

{
    cat $home/worker.properties
    echo "rest.advertised.host.name=${ADVERTISED_HOST_NAME:-$(hostname)}"
    from_environment CONNECT REST_PORT PLUGIN_PATH 'LOG4J_*'
    # The plugins of this image are there besides those that the user adds.
    [ -z "${CONNECT_PLUGIN_PATH:-}" ] || echo "plugin.path=$home/plugins,$CONNECT_PLUGIN_PATH"
} >$settings
exec kafka-class org.apache.kafka.connect.cli.ConnectDistributed $settings "$@"
