# The sink keeps a column that went.
> select id, item, price, weight from orders where id >= 30
30  "with a weight"     1.00  7
31  "without a weight"  1.00  <null>
