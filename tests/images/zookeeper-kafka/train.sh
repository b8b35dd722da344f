#!/usr/bin/env bash
# Starts ZooKeeper and a broker once while the image is built, uses them a little, and so fills /opt/kafka/kafka.jsa, the
# archive of classes with which both start in about half of the time.
set -euo pipefail

limit=120 # Seconds.
log=$(mktemp)
fail() { cat "$log" >&2; echo "error: $*; the lines above are the log of ZooKeeper and the broker" >&2; exit 1; }

kafka-entrypoint zookeeper >"$log" 2>&1 &
zookeeper=$!
KAFKA_ZOOKEEPER_CONNECT=localhost:2181 KAFKA_ADVERTISED_HOST=localhost \
    KAFKA_OPTS=-XX:ArchiveClassesAtExit=/opt/kafka/kafka.jsa kafka-entrypoint >>"$log" 2>&1 &
broker=$!
until grep -q 'KafkaServer: .* started' "$log"; do
    if ! kill -0 $broker 2>/dev/null || [ $SECONDS -gt $limit ]; then fail "the broker does not start"; fi
    sleep 0.1
done
for n in 1 2 3; do echo "key$n:value$n"; done |
    kafka-class kafka.tools.ConsoleProducer --bootstrap-server localhost:9092 --topic training \
        --property parse.key=true --property key.separator=: >>"$log" 2>&1 || fail "no record can be written"
kafka-class org.apache.kafka.tools.consumer.ConsoleConsumer --bootstrap-server localhost:9092 --topic training \
    --from-beginning --max-messages 3 --group training >>"$log" 2>&1 || fail "no record can be read"
kill $broker
wait $broker || [ $? = 143 ] || fail "the broker does not end well"
kill $zookeeper
wait $zookeeper || [ $? = 143 ] || fail "ZooKeeper does not end well"
[ -s /opt/kafka/kafka.jsa ] || fail "the JVM wrote no archive of classes"
rm -rf /var/lib/kafka/* /var/lib/zookeeper/* "$log"
