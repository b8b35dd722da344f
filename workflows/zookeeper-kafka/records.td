$ set schema={"type": "record", "name": "row", "fields": [{"name": "id", "type": "long"}, {"name": "round", "type": "string"}]}

$ kafka-create-topic topic=${arg.round} partitions=2

$ kafka-ingest topic=${arg.round} format=avro schema=${schema} partition=1
{"id": 1, "round": "${arg.round}"}
{"id": 2, "round": "${arg.round}"}

$ kafka-verify-data format=avro topic=testdrive-${arg.round}-${testdrive.seed} exact=true
{"id": 1, "round": "${arg.round}"} partition=1
{"id": 2, "round": "${arg.round}"} partition=1

$ schema-registry-verify schema-type=avro subject=testdrive-${arg.round}-${testdrive.seed}-value
\${schema}
