$ kafka-create-topic topic=text partitions=1

$ kafka-ingest topic=text format=text
one
two words

$ kafka-verify-data format=text topic=testdrive-text-${testdrive.seed}
one
two words

$ kafka-ingest topic=text format=text
three

# A second check goes on where the first ended.
$ kafka-verify-data format=text topic=testdrive-text-${testdrive.seed} exact=true
three
