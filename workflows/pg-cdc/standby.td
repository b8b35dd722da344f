# The standby follows the publisher.
> select state, usename from pg_stat_replication where application_name <> 'shop'
streaming postgres
