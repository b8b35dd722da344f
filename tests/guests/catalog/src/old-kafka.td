$ kafka-create-topic topic=events

$ kafka-ingest topic=events format=bytes
one
two

$ kafka-verify-data topic=testdrive-events-${testdrive.seed} format=bytes sort-messages=true
one
two
