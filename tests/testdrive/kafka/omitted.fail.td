$ kafka-create-topic topic=omitted

$ kafka-ingest topic=omitted format=text key-format=text
no key
