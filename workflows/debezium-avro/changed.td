# The sink follows.
> select * from orders
3   crate    0.01
4   "in one" 4.00
5   "of them" 5.00
20  rope     3.00

> select name, step from rounds
transaction 1

> select letters, tags, exact from every_type
changed  {}  -0.500

> select note, length(body), left(body, 10) from large
second  100000  xxxxxxxxxx
