# What the round left, and nothing else of it.
> select step, payload from rounds where name = '${arg.round}'
1 inserted
2 updated
6 committed
