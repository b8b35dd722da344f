# The subscriber is told to go to the new publisher.
> alter subscription shop connection 'host=standby user=postgres password=postgres dbname=postgres'

> select subconninfo from pg_subscription
"host=standby user=postgres password=postgres dbname=postgres"
