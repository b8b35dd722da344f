# A transaction over several tables.
$ postgres-execute connection=${testdrive.postgres-url}
begin; insert into orders values (4, 'in one', 4); insert into rounds values ('transaction', 1, 'in one'); insert into orders values (5, 'of them', 5); commit
begin; insert into orders values (6, 'never', 6); rollback

# A large value that is not changed is not in the log: the connector asks the table for it.
> update large set note = 'second' where id = 1

> update every_type set letters = 'changed', tags = '{}', exact = -0.5 where id = 1

> delete from every_type where id = 2
