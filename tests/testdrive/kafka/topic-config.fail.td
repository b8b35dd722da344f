$ kafka-create-topic topic=config

$ kafka-verify-topic topic=testdrive-config-${testdrive.seed} topic-config={"retention.ms": "5"}
