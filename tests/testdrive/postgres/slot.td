$ postgres-verify-slot connection=${testdrive.postgres-url} slot=td_${testdrive.seed} active=false

> select 'made' from pg_create_logical_replication_slot('td_${testdrive.seed}', 'pgoutput')
made

> select pg_drop_replication_slot('td_${testdrive.seed}') is not null
true
