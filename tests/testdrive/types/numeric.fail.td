> select 1.50::numeric
1.5
