$ kafka-create-topic topic=json

$ kafka-ingest topic=json format=json
{"id": 1, "name": "x"}
{"id": 2, "name": "y"}

$ kafka-verify-data format=json topic=testdrive-json-${testdrive.seed}
{"id": 1, "name": "x"}
{"id": 2, "name": "z"}
