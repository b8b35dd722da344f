> select id, item from orders
2   size
30  crate
40  "while nobody listened"
