#!/usr/bin/env bash
# Starts the broker, after making its data folder when that is empty. Understands the environment of the well-known image:
# KAFKA_FOO_BAR sets `foo.bar` (two underscores give `_`, three `-`), CLUSTER_ID is for brokers that form one cluster. With
# KAFKA_ADVERTISED_LISTENERS alone, the same listeners are opened on all addresses, and the controller's on port 9093.
#
# KAFKA_ADVERTISED_HOST: the name under which clients reach this container; by default `kafka` where the network gives
# this container that name, else its host name.
set -euo pipefail

home=/opt/kafka
settings=/etc/kafka/server.properties
# shellcheck source=settings.sh
. $home/settings.sh

listeners() {
    [ -z "${KAFKA_LISTENERS:-}" ] && [ -n "${KAFKA_ADVERTISED_LISTENERS:-}" ] || return 0
    local controller=
    [[ ${KAFKA_PROCESS_ROLES:-controller} != *controller* ]] || controller=,CONTROLLER://0.0.0.0:9093
    echo "listeners=$(listening "$KAFKA_ADVERTISED_LISTENERS")$controller"
}

# A new data folder is a copy of the one that was made when the image was built, with this node's identity: seconds
# faster than the tool, which is for folders and quorums that one cannot copy.
make_data() {
    local data directory
    data=$(setting log.dirs $settings)
    [ ! -e "${data%%,*}/meta.properties" ] || return 0
    if [[ $data == *,* ]] || [ -n "${KAFKA_CONTROLLER_QUORUM_BOOTSTRAP_SERVERS:-}" ]; then
        kafka-class -Dlog.level=WARN kafka.tools.StorageTool format --ignore-formatted \
            --cluster-id "${CLUSTER_ID:-$(<$home/cluster-id)}" --config $settings
        return
    fi
    directory=$(head -c 16 /dev/urandom | base64 | tr '+/' '-_' | cut -c1-22)
    mkdir -p "$data"
    cp $home/formatted/bootstrap.checkpoint "$data"
    printf '%s\n' version=1 "node.id=$(setting node.id $settings)" "directory.id=${directory/#-/A}" \
        "cluster.id=${CLUSTER_ID:-$(<$home/cluster-id)}" >"$data/meta.properties"
}

[ "${1:-}" = kafka ] || exec "$@"
shift
[ -z "${KAFKA_ZOOKEEPER_CONNECT:-}" ] ||
    fail "KAFKA_ZOOKEEPER_CONNECT is set, and Kafka 4 knows no ZooKeeper; use the image mzhost/kafka-zookeeper:3.9"

{
    cat $home/server.properties
    echo "advertised.listeners=PLAINTEXT://${KAFKA_ADVERTISED_HOST:-$(advertised_host)}:9092"
    listeners
    from_environment KAFKA ADVERTISED_HOST HEAP_OPTS JVM_PERFORMANCE_OPTS OPTS 'LOG4J_*' 'JMX_*'
} >$settings
make_data
exec kafka-class kafka.Kafka $settings "$@"
