#!/usr/bin/env bash
# Starts the broker, after making its data folder when that is empty.
#
# KAFKA_ADVERTISED_HOST: the name under which clients reach this container; by default `kafka` where the network gives
# this container that name, else its host name. KAFKA_FOO_BAR sets `foo.bar` (two underscores give `_`, three `-`).
# CLUSTER_ID is for brokers that form one cluster.
set -euo pipefail

home=/opt/kafka
settings=/etc/kafka/server.properties

advertised_host() {
    local named
    named=$(getent hosts kafka | cut -d' ' -f1) || true
    if [ -n "$named" ] && [[ " $(hostname -I) " == *" $named "* ]]; then echo kafka; else hostname; fi
}

# The environment as lines of a properties file.
from_environment() {
    local name key value
    for name in "${!KAFKA_@}"; do
        case $name in
            KAFKA_ADVERTISED_HOST | KAFKA_HEAP_OPTS | KAFKA_JVM_PERFORMANCE_OPTS | KAFKA_OPTS) continue ;;
        esac
        key=${name#KAFKA_}
        key=${key//___/-}
        key=${key//__/ }
        key=${key//_/.}
        key=${key// /_}
        value=${!name//\\/\\\\}
        printf '%s=%s\n' "${key,,}" "${value//$'\n'/\\n}"
    done
}

[ "${1:-}" = kafka ] || exec "$@"
shift

{
    cat $home/server.properties
    echo "advertised.listeners=PLAINTEXT://${KAFKA_ADVERTISED_HOST:-$(advertised_host)}:9092"
    from_environment
} >$settings
data=$(sed -n 's/^log\.dirs=//p' $settings | tail -n 1)
if [ ! -e "${data%%,*}/meta.properties" ]; then
    if [ -z "${CLUSTER_ID:-}${KAFKA_NODE_ID:-}${KAFKA_PROCESS_ROLES:-}${KAFKA_CONTROLLER_QUORUM_VOTERS:-}${KAFKA_LOG_DIRS:-}" ]; then
        # Made when the image was built; the same for all, and seconds faster.
        cp $home/formatted/* "$data"
    else
        kafka-class -Dlog.level=WARN kafka.tools.StorageTool format --ignore-formatted \
            --cluster-id "${CLUSTER_ID:-$(<$home/cluster-id)}" --config $settings
    fi
fi
exec kafka-class kafka.Kafka $settings "$@"
