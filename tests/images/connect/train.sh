#!/usr/bin/env bash
# Starts a broker and the worker once while the image is built, and so fills /opt/kafka/connect.jsa, the archive of classes
# with which the worker starts in two thirds of the time.
set -euo pipefail

limit=120 # Seconds.
log=$(mktemp)
fail() { cat "$log" >&2; echo "error: $*; the lines above are the log of broker and worker" >&2; exit 1; }

# until_then PID COMMAND...
until_then() {
    local process=$1
    shift
    until "$@" >/dev/null 2>&1; do
        if ! kill -0 "$process" 2>/dev/null || [ $SECONDS -gt $limit ]; then fail "this never comes true: $*"; fi
        sleep 0.1
    done
}

KAFKA_ADVERTISED_HOST=localhost CLASS_ARCHIVE='' kafka-entrypoint kafka >"$log" 2>&1 &
broker=$!
until_then $broker grep -q 'Kafka Server started' "$log"
CONNECT_BOOTSTRAP_SERVERS=localhost:9092 KAFKA_OPTS=-XX:ArchiveClassesAtExit=$CLASS_ARCHIVE connect-entrypoint connect >>"$log" 2>&1 &
worker=$!
until_then $worker curl --fail localhost:8083/connectors
curl --silent --show-error localhost:8083/connector-plugins >>"$log" 2>&1
for class in postgresql.PostgresConnector mysql.MySqlConnector mariadb.MariaDbConnector jdbc.JdbcSinkConnector; do
    grep -q "io.debezium.connector.$class\"" "$log" || fail "the worker does not know $class"
done
kill $worker
wait $worker || [ $? = 143 ] || fail "the worker does not end well"
kill $broker
wait $broker || [ $? = 143 ] || fail "the broker does not end well"
[ -s "$CLASS_ARCHIVE" ] || fail "the JVM wrote no archive of classes"
rm -rf /var/lib/kafka/* "$log"
