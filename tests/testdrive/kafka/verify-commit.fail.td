$ kafka-create-topic topic=commit

$ kafka-verify-commit consumer-group-id=group-${testdrive.seed} topic=commit partition=0
1
