$ kafka-create-topic topic=config partitions=3 compaction=true max-message-bytes=2000000

$ kafka-verify-topic topic=testdrive-config-${testdrive.seed} partition-count=3 topic-config={"max.message.bytes": "2000000", "cleanup.policy": "compact", "retention.ms": "-1"}

# One after the other where there is no key.
$ kafka-create-topic topic=turns partitions=3

$ kafka-ingest topic=turns format=text
0
1
2
3

$ kafka-verify-data format=text topic=testdrive-turns-${testdrive.seed} sort-messages=true
0 partition=0
1 partition=1
2 partition=2
3 partition=0
