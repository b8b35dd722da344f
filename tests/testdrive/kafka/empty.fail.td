$ kafka-create-topic topic=empty

$ kafka-verify-data format=text topic=testdrive-empty-${testdrive.seed}
