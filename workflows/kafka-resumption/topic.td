$ kafka-create-topic topic=orders
