$ kafka-create-topic topic=delete

$ kafka-wait-topic topic=testdrive-delete-${testdrive.seed}

$ kafka-ingest topic=delete format=text
one
two

$ kafka-delete-records topic=delete partition=0 offset=1

$ kafka-verify-data format=text topic=testdrive-delete-${testdrive.seed} exact=true
two

$ kafka-delete-topic-flaky topic=delete
