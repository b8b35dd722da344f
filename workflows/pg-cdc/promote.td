# The standby has the rows, but not the slot of the subscription.
> select pg_is_in_recovery()
true

> select count(*) from rounds where name = 'before'
4

> select pg_promote()
true

> select pg_is_in_recovery()
false

$ postgres-verify-slot connection=${testdrive.postgres-url} slot=shop active=false

> select pubname from pg_publication
shop
