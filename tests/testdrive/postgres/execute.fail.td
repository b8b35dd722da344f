$ postgres-execute connection=${testdrive.postgres-url}
create table t (n int)
insert into t values ('x')
insert into t values (1)
