> select id, item, price, weight from orders
2   größe  3.00  <null>
30  crate  0.01  7
