$ kafka-ingest topic=one format=text repeat=1000000000
row
