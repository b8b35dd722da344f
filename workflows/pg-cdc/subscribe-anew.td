# Nothing came without the slot. The subscription is dropped, and a new one makes a new copy of everything.
> select count(*) from rounds where name = 'lost'
0

> alter subscription shop disable

> alter subscription shop set (slot_name = none)

> drop subscription shop

> truncate orders, rounds

> create subscription shop connection 'host=standby user=postgres password=postgres dbname=postgres' publication shop

> select id, item from orders
1 anvil
2 rope

> select count(*) from rounds where name = 'before'
4

$ postgres-verify-slot connection=postgres://postgres:postgres@standby/postgres slot=shop active=true
