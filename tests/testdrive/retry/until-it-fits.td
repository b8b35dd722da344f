> create table t (n int)

$ postgres-execute connection=${testdrive.postgres-url} background=true
select pg_sleep(0.3); insert into t values (1)

> select count(*) from t
1
