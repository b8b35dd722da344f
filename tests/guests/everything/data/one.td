> select '${arg.x}'
1
