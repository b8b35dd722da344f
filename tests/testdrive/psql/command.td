$ psql-execute command="select 1 as one, 'x' as two"
\ one | two
-----+-----
\   1 | x
