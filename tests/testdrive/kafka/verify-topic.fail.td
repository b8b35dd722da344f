$ kafka-create-topic topic=shape partitions=2

$ kafka-verify-topic topic=testdrive-shape-${testdrive.seed} partition-count=3
