# A thousand records, straight to Kafka.
$ kafka-ingest topic=orders repeat=1000 format=avro key-format=avro
  key-schema={"type": "record", "name": "key", "fields": [{"name": "id", "type": "string"}]}
  schema={"type": "record", "name": "order", "fields": [{"name": "round", "type": "string"}, {"name": "amount", "type": "long"}]}
{"id": "${arg.round}-${kafka-ingest.iteration}"} {"round": "${arg.round}", "amount": ${kafka-ingest.iteration}}
