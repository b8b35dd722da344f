$ kafka-create-topic topic=rows partitions=2 replication-factor=2

$ kafka-ingest topic=rows format=bytes partition=0
one

$ kafka-ingest topic=rows format=bytes partition=1
two
