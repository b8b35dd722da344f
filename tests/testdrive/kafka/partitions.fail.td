$ kafka-create-topic topic=parts partitions=2

$ kafka-add-partitions topic=parts total-partitions=1
