# Long enough for a record to come, if it could.
> select pg_sleep(2)
""

> select count(*) from orders where round = 'cut'
0
