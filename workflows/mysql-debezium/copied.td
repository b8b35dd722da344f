> select id, item, price, placed, flags, note from orders
1  anvil  10.50   "2026-01-01 12:00:00"  a,b     "{\"heavy\": true}"
2  größe  <null>  <null>                 <null>  <null>
