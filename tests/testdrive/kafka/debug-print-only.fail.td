$ kafka-create-topic topic=print

$ kafka-ingest topic=print format=text
x

$ kafka-verify-data format=text topic=testdrive-print-${testdrive.seed} debug-print-only=true
