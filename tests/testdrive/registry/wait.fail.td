$ schema-registry-wait-schema schema=nowhere-${testdrive.seed}
