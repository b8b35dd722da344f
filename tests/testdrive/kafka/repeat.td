$ kafka-create-topic topic=repeat

$ kafka-ingest topic=repeat format=text repeat=3 start-iteration=5
n${kafka-ingest.iteration}

$ kafka-verify-data format=text topic=testdrive-repeat-${testdrive.seed}
n5
n6
n7
