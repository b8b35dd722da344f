$ kafka-create-topic topic=gzip

$ kafka-ingest topic=gzip format=text compression=gzip
compressed

$ kafka-verify-data format=text topic=testdrive-gzip-${testdrive.seed}
compressed

$ kafka-create-topic topic=snappy

$ kafka-ingest topic=snappy format=text compression=snappy
compressed

$ kafka-verify-data format=text topic=testdrive-snappy-${testdrive.seed}
compressed

$ kafka-create-topic topic=lz4

$ kafka-ingest topic=lz4 format=text compression=lz4
compressed

$ kafka-verify-data format=text topic=testdrive-lz4-${testdrive.seed}
compressed

$ kafka-create-topic topic=zstd

$ kafka-ingest topic=zstd format=text compression=zstd
compressed

$ kafka-verify-data format=text topic=testdrive-zstd-${testdrive.seed}
compressed

