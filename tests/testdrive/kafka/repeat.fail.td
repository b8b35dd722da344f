$ kafka-ingest topic=repeat format=text repeat=100000000
n
