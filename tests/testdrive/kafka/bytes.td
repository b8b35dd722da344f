$ kafka-create-topic topic=bytes

$ kafka-ingest topic=bytes format=bytes key-format=bytes key-terminator=: timestamp=1000 headers={"h": "v"}
k:\x01\\
other:

$ kafka-verify-data format=bytes key=true topic=testdrive-bytes-${testdrive.seed} headers=h
v k \x01\\
v other <null>
