> select length('${testdrive.seed}'), '${testdrive.seed}' ~ '^[0-9]+$'
10 true
