> create table t (n int)

> insert into t values (3)

> select * from t
3

> drop table t
