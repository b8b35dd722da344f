$ kafka-ingest topic=a format=text compression=rar
x
