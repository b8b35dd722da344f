$ kafka-create-topic topic=headers

$ kafka-ingest topic=headers format=text headers={"a": "1"}
x

$ kafka-verify-data format=text topic=testdrive-headers-${testdrive.seed} headers=a
2 x
