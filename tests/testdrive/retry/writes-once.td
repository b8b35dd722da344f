> create table t (n int)

! insert into t values (1), ('x')
contains: invalid input syntax

> insert into t values (1)

> select count(*) from t
1
