$ kafka-create-topic topic=orders

$ kafka-ingest topic=orders format=avro
  schema={"type": "record", "name": "row", "fields": [{"name": "id", "type": "long"}, {"name": "item", "type": "string"}]}
{"id": 1, "item": "anvil"}

> create connection kafka to kafka (broker 'kafka:9092', security protocol plaintext)

> create connection registry to confluent schema registry (url 'http://schema-registry:8081')

> create source orders from kafka connection kafka (topic 'testdrive-orders-${testdrive.seed}')

> create table rows from source orders (reference "testdrive-orders-${testdrive.seed}")
  format avro using confluent schema registry connection registry

> select id, item from rows
1 anvil

$ kafka-ingest topic=orders format=avro
  schema={"type": "record", "name": "row", "fields": [{"name": "id", "type": "long"}, {"name": "item", "type": "string"}]}
{"id": 2, "item": "rope"}

> select id, item from rows
1 anvil
2 rope
