> select '${testdrive.seed}'
another
