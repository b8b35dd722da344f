$ kafka-verify-topic topic=testdrive-rows-${testdrive.seed} partition-count=2

$ kafka-verify-data topic=testdrive-rows-${testdrive.seed} format=text sort-messages=true exact=true
one
two
