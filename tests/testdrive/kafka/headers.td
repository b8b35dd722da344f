$ kafka-create-topic topic=headers

$ kafka-ingest topic=headers format=text headers=[{"a": "1"}, {"a": "2"}]
x

$ kafka-verify-data format=text topic=testdrive-headers-${testdrive.seed}
x
