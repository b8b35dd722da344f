$ set-sql-timeout duration=200ms force=true

> select 1
2
