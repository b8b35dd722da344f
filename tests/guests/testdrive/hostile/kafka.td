$ kafka-create-topic topic=one
