$ set-max-tries max-tries=3

> select 1
2
