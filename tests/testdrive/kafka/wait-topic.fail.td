$ kafka-wait-topic topic=nowhere-${testdrive.seed}
