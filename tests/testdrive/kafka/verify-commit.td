# The group's offset was committed before, by Kafka's own tool.
$ kafka-verify-commit consumer-group-id=conformance topic=committed partition=0
1
