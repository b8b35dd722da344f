$ kafka-ingest topic=auto format=text
x

$ kafka-wait-topic topic=testdrive-auto-${testdrive.seed}

$ kafka-verify-data format=text topic=testdrive-auto-${testdrive.seed}
x
