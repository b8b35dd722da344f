$ set-sql-timeout duration=800ms force=true

> select 1
2
