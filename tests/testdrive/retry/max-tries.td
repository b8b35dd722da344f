$ set-max-tries max-tries=1

> select 1
1
