! select 1 + now()
contains: operator does not exist
hint: No operator matches

> create temporary table t (n int primary key)

> insert into t values (1)

! insert into t values (1)
contains: duplicate key
detail: Key (n)=(1) already exists
