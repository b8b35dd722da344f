#!/usr/bin/env bash
# Starts the ZooKeeper server (command `zookeeper`) or a broker that uses one (command `kafka`). Without a command: the
# broker if KAFKA_ZOOKEEPER_CONNECT is set, else ZooKeeper. Understands the environment of the well-known images:
# KAFKA_FOO_BAR sets the broker's `foo.bar` (two underscores give `_`, three `-`), ZOOKEEPER_FOO_BAR the server's `fooBar`.
# With KAFKA_ADVERTISED_LISTENERS alone, the same listeners are opened on all addresses.
#
# KAFKA_ADVERTISED_HOST: the name under which clients reach the broker; by default `kafka` where the network gives this
# container that name, else its host name.
set -euo pipefail

home=/opt/kafka
patience=60 # Seconds until the broker starts although ZooKeeper does not answer; then it says itself what is missing.
# shellcheck source=../kafka/settings.sh
. $home/settings.sh

zookeeper() {
    local settings=/etc/kafka/zoo.cfg name words
    {
        cat $home/zoo.cfg
        while read -r name; do
            case ${name#ZOOKEEPER_} in
                SERVER_ID | LOG4J_*) continue ;;
                SERVERS) fail "ZOOKEEPER_SERVERS is set; this image runs one server, not an ensemble" ;;
                4LW_COMMANDS_WHITELIST) words=4lw.commands.whitelist ;;
                *) words=$(sed -E 's/_(.)/\u\1/g' <<<"$(tr '[:upper:]' '[:lower:]' <<<"${name#ZOOKEEPER_}")") ;;
            esac
            echo "$words=${!name}"
        done < <(compgen -e ZOOKEEPER_ || true)
    } >$settings
    export KAFKA_HEAP_OPTS=${ZOOKEEPER_HEAP_OPTS:-"-Xms64m -Xmx256m"}
    exec kafka-class org.apache.zookeeper.server.quorum.QuorumPeerMain $settings "$@"
}

# dump HOST PORT: the sessions that ZooKeeper knows, with what ends with each. A server that is just starting may never answer.
dump() { (exec 3<>"/dev/tcp/$1/$2" && echo dump >&3 && timeout 2 cat <&3) 2>/dev/null; }

# A broker that was killed has a session until that times out, and while it has one, a new broker with its number stops at
# its start. So the start waits.
wait_for_former_session() {
    local servers host port id answer
    servers=$(setting zookeeper.connect "$1")
    id=$(setting broker.id "$1")
    IFS=: read -r host port <<<"${servers%%[,/]*}"
    while [ $SECONDS -lt $patience ]; do
        if answer=$(dump "$host" "${port:-2181}") && ! grep -q "/brokers/ids/$id\$" <<<"$answer"; then return; fi
        sleep 0.1
    done
}

kafka() {
    local settings=/etc/kafka/server.properties
    {
        cat $home/server.properties
        echo "advertised.listeners=PLAINTEXT://${KAFKA_ADVERTISED_HOST:-$(advertised_host)}:9092"
        [ -n "${KAFKA_LISTENERS:-}" ] || [ -z "${KAFKA_ADVERTISED_LISTENERS:-}" ] ||
            echo "listeners=$(listening "$KAFKA_ADVERTISED_LISTENERS")"
        from_environment KAFKA ADVERTISED_HOST HEAP_OPTS JVM_PERFORMANCE_OPTS OPTS 'LOG4J_*' 'JMX_*'
    } >$settings
    wait_for_former_session $settings
    exec kafka-class kafka.Kafka $settings "$@"
}

if [ $# = 0 ]; then
    if [ -n "${KAFKA_ZOOKEEPER_CONNECT:-}" ]; then set -- kafka; else set -- zookeeper; fi
fi
case $1 in
    zookeeper | kafka) "$@" ;;
    *) exec "$@" ;;
esac
