$ kafka-create-topic topic=many

$ kafka-ingest topic=many format=bytes
one
two

$ kafka-verify-data format=bytes topic=testdrive-many-${testdrive.seed} exact=true
one
