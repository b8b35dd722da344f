$ kafka-create-topic topic=search

$ kafka-ingest topic=search format=text repeat=100
n${kafka-ingest.iteration}

$ kafka-verify-data format=text topic=testdrive-search-${testdrive.seed} partial-search=100
n50
n51
