$ kafka-create-topic topic=csv

$ kafka-ingest topic=csv format=csv
1,"a, b"
2,c

$ kafka-verify-data format=text topic=testdrive-csv-${testdrive.seed}
1,"a, b"
2,c
