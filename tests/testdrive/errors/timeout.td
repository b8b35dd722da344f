$ set-sql-timeout duration=300ms force=true

! select pg_sleep(60)
timeout
