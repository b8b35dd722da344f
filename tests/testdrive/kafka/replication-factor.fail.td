# More copies than there are brokers: it is tried, since brokers may be just starting.
$ kafka-create-topic topic=copies replication-factor=3
