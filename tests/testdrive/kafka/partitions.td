$ kafka-create-topic topic=parts partitions=2

$ kafka-ingest topic=parts format=text partition=1
second

$ kafka-verify-data format=text topic=testdrive-parts-${testdrive.seed}
second partition=1

$ kafka-add-partitions topic=parts total-partitions=3

$ kafka-verify-topic topic=testdrive-parts-${testdrive.seed} partition-count=3 replication-factor=1
