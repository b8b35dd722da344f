$ kafka-create-topic topic=few

$ kafka-ingest topic=few format=bytes
one

$ kafka-verify-data format=bytes topic=testdrive-few-${testdrive.seed}
one
two
