# What the round left, and nothing else of it.
> select step, left(payload, 20), length(payload) from rounds where name = '${arg.round}'
1  inserted                8
2  updated                 7
6  committed               9
7  "large large large la"  600000
