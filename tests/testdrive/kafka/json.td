$ kafka-create-topic topic=json

$ kafka-ingest topic=json format=json key-format=json
{"id": 1} {"id": 1, "name": "x"}
{"id": 2}

$ kafka-verify-data key-format=json value-format=json topic=testdrive-json-${testdrive.seed}
{"id": 1} {"name": "x", "id": 1}
{"id": 2} "<null>"
