$ kafka-create-topic topic=text

$ kafka-ingest topic=text format=text
one
two

$ kafka-verify-data format=text topic=testdrive-text-${testdrive.seed}
one
three
