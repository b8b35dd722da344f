# A comment is a whole line, also between rows and in bodies.

> select 1 union all select 2
# the first

1
# the second
2

$ postgres-execute connection=${testdrive.postgres-url}
# not sent to the server
select 1
