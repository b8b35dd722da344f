$ postgres-connect name=other url=${testdrive.postgres-url}

$ postgres-execute connection=other
create table t (n int)
insert into t values (1); insert into t values (2)

> select n from t
1
2

$ postgres-execute connection=${testdrive.postgres-url}
delete from t where n = 1

> select n from t
2
