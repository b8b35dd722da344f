# Changes of every kind, in transactions and outside.
> insert into rounds values ('${arg.round}', 1, 'inserted'), ('${arg.round}', 2, 'inserted'), ('${arg.round}', 3, 'inserted')

> update rounds set payload = 'updated' where name = '${arg.round}' and step = 2

> delete from rounds where name = '${arg.round}' and step = 3

$ postgres-execute connection=${testdrive.postgres-url}
begin; insert into rounds values ('${arg.round}', 4, 'never'); rollback
begin; insert into rounds values ('${arg.round}', 5, 'committed'); update rounds set step = 6 where name = '${arg.round}' and step = 5; commit
